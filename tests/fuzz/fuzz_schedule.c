// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as the caching fields of an answer, one a line, and as an address whose
 * form is wanted. A hint is bounded; a form holds no digit and is not longer than
 * its address. */
#include "poll/poll_internal.h"
#include "poll/schedule.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    g_autofree char *text = g_strndup((const char *)data, n);
    g_auto(GStrv) lines = g_strsplit(text, "\n", 4);
    guint n_lines = g_strv_length(lines);
    gint64 hint = kiri_cache_hint_s(n_lines > 0 ? lines[0] : NULL, n_lines > 1 ? lines[1] : NULL,
                                    n_lines > 2 ? lines[2] : NULL, 1780000000 * KIRI_US_PER_SECOND);
    if (hint < 0 || hint > 7 * 86400)
        abort();
    g_autofree char *url = g_strconcat("https://example.jp/", text, NULL);
    g_autofree char *form = kiri_url_form_text(url);
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    if (parsed && (strpbrk(form, "0123456789") || strlen(form) > strlen(parsed->href)))
        abort();
    return 0;
}
