// SPDX-License-Identifier: GPL-3.0-or-later
/* The oracle of html_thin.h: a page and what is left of it are the same document,
 * and the same article. For unit tests and the fuzzer. */
#pragma once

#include "extract/extract_page.h"
#include "markup/html_thin.h"

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/limits.h>

#include <string.h>

/* Attributes that must not be missing; others may be left out. */
static inline void thin_case_attrs(const KiriDom *whole, const KiriDom *thin, guint node)
{
    static const char *const read[] = {"alt",      "class",   "content",  "datetime", "hidden",
                                       "href",     "id",      "itemprop", "lang",     "name",
                                       "property", "pubdate", "rel",      "role",     "type"};
    for (guint i = 0; i < G_N_ELEMENTS(read); i++)
        g_assert_cmpstr(kiri_dom_attr(whole, node, read[i]), ==,
                        kiri_dom_attr(thin, node, read[i]));
    const char *style = kiri_dom_attr(whole, node, "style");
    if (style && (strstr(style, "none") || strstr(style, "hidden")))
        g_assert_cmpstr(style, ==, kiri_dom_attr(thin, node, "style"));
}

static inline void thin_case_document(const KiriDom *whole, const KiriDom *thin)
{
    g_assert_cmpuint(whole->n, ==, thin->n);
    g_assert_cmpint(whole->was_cut, ==, thin->was_cut);
    for (guint i = 0; i < whole->n; i++) {
        const KiriDomNode *a = &whole->nodes[i], *b = &thin->nodes[i];
        g_assert_cmpuint(a->tag, ==, b->tag);
        g_assert_cmpuint(a->parent, ==, b->parent);
        g_assert_cmpuint(a->end, ==, b->end);
        g_assert_true(kiri_str_equal(a->text, b->text));
        thin_case_attrs(whole, thin, i);
    }
}

/* Compares; returns how many bytes were left out. A page that is too much for the
 * parser as a whole may do without. */
static inline gsize thin_case(KiriStr bytes, const char *content_type)
{
    g_auto(KiriBuf) html, thin;
    kiri_buf_init(&html, KIRI_LIMIT_INFLATED_BYTES);
    kiri_buf_init(&thin, KIRI_BUF_UNCAPPED);
    KiriCharsetReport charset = {0};
    if (!kiri_decode(bytes, content_type, KIRI_MARKUP_HTML, &html, &charset, NULL))
        return 0;
    kiri_buf_add(&thin, html.p, html.n);
    thin.n = kiri_html_thin(thin.p, thin.n);
    g_assert_cmpuint(thin.n, <=, html.n);
    g_assert_true(g_utf8_validate(thin.p, (gssize)thin.n, NULL));
    g_autoptr(KiriDom) a =
        kiri_dom_parse(kiri_buf_view(&html), KIRI_LIMIT_DOM_BYTES, KIRI_LIMIT_DOM_MS, NULL);
    g_autoptr(KiriDom) b =
        kiri_dom_parse(kiri_buf_view(&thin), KIRI_LIMIT_DOM_BYTES, KIRI_LIMIT_DOM_MS, NULL);
    if (!a || !b) // slow machines pass the limit of time with the shorter one, too
        return html.n - thin.n;
    thin_case_document(a, b);
    char url[] = "https://news.example.jp/articles/2024/03/05/1.html";
    KiriExtractInput input = {.url = url,
                              .now_us = G_GINT64_CONSTANT(1767225600) * KIRI_US_PER_SECOND,
                              .wants_links = TRUE};
    g_autoptr(KiriExtracted) x = kiri_extract_html(&input, kiri_buf_view(&html), &charset, NULL);
    g_autoptr(KiriExtracted) y = kiri_extract_html(&input, kiri_buf_view(&thin), &charset, NULL);
    if (x && y)
        g_assert_true(kiri_record_equal(&kiri_extracted_shape, x, y));
    return html.n - thin.n;
}
