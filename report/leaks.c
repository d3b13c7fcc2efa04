// SPDX-License-Identifier: GPL-3.0-or-later
/* Of builds with sanitizers: memory that libraries keep for the life of the process
 * (fontconfig), or forget: libxlsxwriter 1.1.4 the range of a list of choices, cairo 1.16
 * two arrays of each PDF. */

const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libxlsxwriter\nleak:libfontconfig\nleak:libcairo\n";
}

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
