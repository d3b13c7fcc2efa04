// SPDX-License-Identifier: GPL-3.0-or-later
/* An article prepared for matching. */
#include "matcher.h"

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
