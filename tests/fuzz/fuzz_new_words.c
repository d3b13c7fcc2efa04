// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as what a worker answers about a text: they are refused, or every span
 * lies within them. */
#include "vocabulary/new_words_internal.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_span(const GArray *cuts, const KiriSpan *span, gpointer data)
{
    GString *surface = data;
    if (span->from >= span->to || span->to > cuts->len || span->before >= (gint)span->from ||
        (span->behind >= 0 && span->behind < (gint)span->to))
        abort();
    kiri_span_surface(cuts, span->from, span->to, surface);
    if (!surface->len || !g_utf8_validate(surface->str, (gssize)surface->len, NULL))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    KiriStr bytes = {(const char *)data, n};
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(KiriCut));
    g_autoptr(GString) surface = g_string_new(NULL);
    if (kiri_cuts_read(bytes, cuts))
        kiri_spans_each(cuts, check_span, surface);
    return 0;
}
