// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages for tests of the extractor: from a string or from tests/fixtures/pages. */
#pragma once

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>

#include <string.h>

/* 2026-01-01T00:00:00Z: the clock of these tests. */
#define CASE_NOW_US (G_GINT64_CONSTANT(1767225600) * KIRI_US_PER_SECOND)

static inline KiriExtracted *case_bytes(const char *bytes, gsize n, const char *url)
{
    KiriExtractInput input = {.now_us = CASE_NOW_US, .wants_links = TRUE};
    g_autoptr(GBytes) body = g_bytes_new(bytes, n);
    g_autofree char *address = g_strdup(url);
    g_autoptr(GError) error = NULL;
    input.url = address;
    input.body = body;
    g_autoptr(KiriExtracted) out = kiri_extract(&input, &error);
    g_assert_no_error(error);
    g_assert_nonnull(out);
    g_assert_nonnull(out->article);
    return g_steal_pointer(&out);
}

static inline KiriExtracted *case_page(const char *html)
{
    return case_bytes(html, strlen(html), "https://news.example.jp/articles/1");
}

static inline KiriExtracted *case_file(const char *name, const char *url)
{
    g_autofree char *path =
        g_build_filename(KIRINUKI_SOURCE_DIR, "tests/fixtures/pages", name, NULL);
    g_autofree char *bytes = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    return case_bytes(bytes, n, url);
}

/* The reason beside the claim of `source` about `field`; NULL for no such claim. */
static inline const KiriWitness *case_witness(const KiriArticle *a, const char *field,
                                              const char *source)
{
    for (guint i = 0; i < kiri_recs_count(a->witnesses); i++) {
        const KiriWitness *w = g_ptr_array_index(a->witnesses, i);
        if (strcmp(w->field, field) == 0 && strcmp(w->source, source) == 0)
            return w;
    }
    return NULL;
}

static inline void case_time(KiriTime t, const char *expected)
{
    char text[32];
    kiri_time_format(t, text);
    g_assert_cmpstr(text, ==, expected);
}
