// SPDX-License-Identifier: GPL-3.0-or-later
/* An article prepared for matching, and whose copy it says it is. */
#include "matcher.h"

#include <string.h>

/* ---- wire credits ---- */

static gboolean names_a_wire(KiriStr name)
{
    static const char *const parts[] = {"通信", "共同",   "時事",          "ロイター",
                                        "AFP",  "ＡＦＰ", "ブルームバーグ"};
    enum { MOST_BYTES = 36 };
    for (gsize i = 0; name.n && name.n <= MOST_BYTES && i < G_N_ELEMENTS(parts); i++)
        if (memmem(name.p, name.n, parts[i], strlen(parts[i])))
            return TRUE;
    return FALSE;
}

/* A portal names the paper behind the headline: 「…（上州日報）」. */
static gboolean names_a_paper(KiriStr name)
{
    static const char *const ends[] = {"新聞", "日報", "新報", "時報",     "民報",     "通信",
                                       "放送", "日日", "日々", "タイムス", "タイムズ", "テレビ"};
    enum { LEAST_BYTES = 12, MOST_BYTES = 36 };
    for (gsize i = 0; name.n >= LEAST_BYTES && name.n <= MOST_BYTES && i < G_N_ELEMENTS(ends);
         i++) {
        gsize n = strlen(ends[i]);
        if (memcmp(name.p + name.n - n, ends[i], n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* （共同）, [ロイター], 【時事】 at the very end of `text`, or at its beginning. */
static char *bracketed(KiriStr text, gboolean at_end, gboolean (*is_credit)(KiriStr))
{
    static const char *const signs[][2] = {{"（", "）"}, {"(", ")"},   {"[", "]"},
                                           {"［", "］"}, {"【", "】"}, {"〔", "〕"}};
    text = kiri_str_strip(text);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        gsize open = strlen(signs[i][0]), close = strlen(signs[i][1]);
        if (text.n < open + close)
            continue;
        KiriStr inside = {0};
        if (at_end && memcmp(text.p + text.n - close, signs[i][1], close) == 0) {
            const char *end = text.p + text.n - close, *from = end;
            while (from > text.p && memcmp(from, signs[i][0], open) != 0)
                from--;
            if (memcmp(from, signs[i][0], open) == 0)
                inside = (KiriStr){from + open, (gsize)(end - from) - open};
        } else if (!at_end && memcmp(text.p, signs[i][0], open) == 0) {
            const char *end = memmem(text.p, text.n, signs[i][1], close);
            if (end)
                inside = (KiriStr){text.p + open, (gsize)(end - text.p) - open};
        }
        if (is_credit(inside))
            return kiri_str_dup(kiri_str_strip(inside));
    }
    return NULL;
}

char *kiri_credit_of(const KiriArticle *article)
{
    if (article->agency && *article->agency)
        return g_strdup(article->agency);
    KiriStr text = kiri_str(article->text);
    char *credit = bracketed(text, TRUE, names_a_wire);
    if (!credit)
        credit = bracketed(text, FALSE, names_a_wire);
    return credit ? credit : bracketed(kiri_str(article->title), TRUE, names_a_paper);
}

gboolean kiri_is_own_site(const char *credit, const KiriArticle *article)
{
    const char *sites[] = {article->site_name, article->medium};
    for (gsize i = 0; credit && *credit && i < G_N_ELEMENTS(sites); i++)
        if (sites[i] && *sites[i] && (strstr(sites[i], credit) || strstr(credit, sites[i])))
            return TRUE;
    return FALSE;
}

/* ---- subjects ---- */

KiriSubject *kiri_subject_new(KiriArticle *article)
{
    KiriSubject *s = g_new0(KiriSubject, 1);
    s->article = article;
    s->doc = kiri_doc_begin_article(article);
    kiri_sheet_init(&s->sheet, kiri_normal_view(&s->doc->title), kiri_normal_view(&s->doc->text));
    s->prints = kiri_fingerprints(&s->sheet.letters);
    s->credit = kiri_credit_of(article);
    return s;
}

void kiri_subject_finish(KiriSubject *s, const KiriFrequencies *frequencies)
{
    kiri_doc_finish_article(s->doc, frequencies);
}

void kiri_subject_free(KiriSubject *s)
{
    if (!s)
        return;
    kiri_article_free(s->article);
    kiri_doc_free(s->doc);
    kiri_sheet_clear(&s->sheet);
    g_free(s->credit);
    g_clear_pointer(&s->prints, g_array_unref);
    g_clear_pointer(&s->named, g_array_unref);
    kiri_places_free(s->places);
    g_free(s);
}
