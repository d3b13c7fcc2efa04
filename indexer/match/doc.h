// SPDX-License-Identifier: GPL-3.0-or-later
/* What matching looks at: one article or release, taken apart once.
 *
 * Thread rule: a document is read from any thread. */
#pragma once

#include "signs.h"
#include "words.h"

#include <kirinuki/article.h>
#include <kirinuki/normalize.h>
#include <kirinuki/numbers.h>
#include <kirinuki/release.h>

typedef struct {
    KiriNormal title, text; // the text of an article with its map
    KiriNormal body;        // of a release, without its boilerplate; no map
    KiriVector vector, title_vector;
    guint64 *words; // hashes of all words of title and text, ascending
    gsize n_words;
    KiriSigns signs;
    GArray *numbers;       // KiriNumber, of the core; places in it
    GArray *title_numbers; // KiriNumber, places in the N-title
    GArray *dates;         // KiriTextDate, of the core
    GArray *title_dates;
    char **quoted;       // N-forms of what stands in 「」『』, each once, sorted
    char **title_quoted; // likewise, of the title
    char **persons;      // names before a title (大臣, 社長, 氏 …)
    KiriEditions editions;
    KiriEditions title_editions; // of an article
    KiriTime date;
    gint64 first_day, last_day; // days since 1970 (JST) between which it is dated
    gboolean has_day;
    gboolean is_finished;
    gint32 day_key; // month × 100 + day of a date that is exact, else 0
} KiriDoc;

/* (transfer full). An article is taken apart in two steps: its N-texts, which
 * are enough to know copies by, and the rest. Where many are only glanced at, the days
 * come first, then the N-texts, then the words; each step is taken once. */
KiriDoc *kiri_doc_date_article(const KiriArticle *article);
void kiri_doc_read_article(KiriDoc *doc, const KiriArticle *article);
void kiri_doc_word_article(KiriDoc *doc, const KiriArticle *article, const KiriFrequencies *f);
KiriDoc *kiri_doc_begin_article(const KiriArticle *article);
void kiri_doc_finish_article(KiriDoc *doc, const KiriFrequencies *f);
KiriDoc *kiri_doc_of_release(const KiriRelease *release, const KiriFrequencies *f);
/* Sets the vectors of a document whose texts are known, and its words. */
void kiri_doc_word(KiriDoc *doc, const KiriFrequencies *f);
void kiri_doc_free(KiriDoc *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDoc, kiri_doc_free)

static inline KiriStr kiri_normal_view(const KiriNormal *n)
{
    return (KiriStr){n->text, n->n};
}
/* What is compared: the whole of an article, a release without its boilerplate. */
static inline KiriStr kiri_doc_core(const KiriDoc *doc)
{
    return kiri_normal_view(doc->body.text ? &doc->body : &doc->text);
}

/* When an article counts as published: without a date, when it was fetched. */
static inline KiriTime kiri_article_when(const KiriArticle *a)
{
    return kiri_time_is_set(a->published) ? a->published : a->fetched;
}

/* ---- marks.c ---- */

/* Contents of 「」 and 『』 with 2 to 40 characters: sorted, each once
 * (transfer full). */
char **kiri_quoted_find(KiriStr title, KiriStr text);
/* Kanji names of 3 to 5 characters before a title of office (transfer full). */
char **kiri_persons_find(KiriStr n_text);
