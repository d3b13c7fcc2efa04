// SPDX-License-Identifier: GPL-3.0-or-later
/* For tests of overviews: what they say in a format, as text. */
#pragma once

#include "coverage.h"

#include <string.h>

/* (transfer full) */
#define OVERVIEW_SAYS(write_, model_, format_, lang_)                                              \
    ({                                                                                             \
        g_autoptr(GError) says_error_ = NULL;                                                      \
        const KiriReportOptions says_how_ = {.lang = (lang_), .section = "Press Office"};          \
        KiriBuf says_out_;                                                                         \
        kiri_buf_init(&says_out_, KIRI_BUF_UNCAPPED);                                              \
        write_((model_), kiri_report_format(format_), &says_how_, kiri_report_to_buf, &says_out_,  \
               &says_error_);                                                                      \
        g_assert_no_error(says_error_);                                                            \
        kiri_buf_add_char(&says_out_, '\0');                                                       \
        kiri_buf_steal(&says_out_, NULL);                                                          \
    })

/* Lines with a Japanese letter, but those that hold one of `data` (NULL-terminated): an
 * English report has no others. */
static inline void overview_assert_english(const char *text, const char *const *data)
{
    /* Rows of tables go on below their mark. */
    g_autoptr(GRegex) rest = g_regex_new("(?<=\\n)((?:・|＝)[^\\n]*)\\n  +", 0, 0, NULL);
    g_autofree char *whole = g_strdup(text);
    for (gboolean goes_on = TRUE; goes_on;) {
        g_autofree char *joined = g_regex_replace(rest, whole, -1, 0, "\\1", 0, NULL);
        goes_on = strcmp(joined, whole) != 0;
        g_free(whole);
        whole = g_steal_pointer(&joined);
    }
    g_auto(GStrv) lines = g_strsplit(whole, "\n", -1);
    for (char **line = lines; *line; line++) {
        gboolean is_japanese = FALSE, is_data = FALSE;
        for (const char *p = *line; *p; p += g_utf8_skip[(guchar)*p]) {
            gunichar c = g_utf8_get_char(p);
            is_japanese |= (c >= 0x3041 && c <= 0x30fa) || (c >= 0x4e00 && c <= 0x9fff);
        }
        for (const char *const *d = data; *d; d++)
            is_data |= strstr(*line, *d) != NULL;
        if (is_japanese && !is_data)
            g_test_message("not English: %s", *line);
        g_assert_true(!is_japanese || is_data);
    }
}
