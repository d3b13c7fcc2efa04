// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text on its way to a terminal: nothing of it moves the cursor, changes a colour,
 * turns a direction or hides, what is harmless stays as it is, and a text that was made
 * safe is safe the second time. */
#include "fuzz.h"

#include "cli.h"

static gboolean is_hidden(gunichar c)
{
    return fuzz_is_turning(c) || (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autofree char *text = fuzz_text(&in);
    g_autofree char *safe = kiri_out_safe(text);
    g_autofree char *again = kiri_out_safe(safe);
    fuzz_check_no_controls(kiri_str(safe), "\n\t");
    gboolean is_harmless = TRUE;
    for (const char *p = safe; *p; p += g_utf8_skip[(guchar)*p])
        g_assert_false(is_hidden(g_utf8_get_char(p)));
    g_assert_cmpstr(again, ==, safe);
    g_assert_cmpuint(strlen(safe), <=, 8 * strlen(text));
    if (!g_utf8_validate(text, -1, NULL))
        return 0;
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        is_harmless = is_harmless && !is_hidden(c) && !(c >= 0x7f && c < 0xa0) &&
                      (c >= 0x20 || c == '\n' || c == '\t');
    }
    g_assert_cmpint(is_harmless, ==, strcmp(safe, text) == 0);
    g_assert_cmpuint(kiri_out_columns(safe), <=, 2 * strlen(safe));
    return 0;
}
