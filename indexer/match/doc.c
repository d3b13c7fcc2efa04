// SPDX-License-Identifier: GPL-3.0-or-later
/* Taking a text apart. An article counts whole; a release counts without its
 * contacts and notes, which no article repeats and all releases of an office
 * share. */
#include "doc.h"

#include <kirinuki/boilerplate.h>

static gint64 day_of(KiriTime t)
{
    gint64 us = t.us + KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    return us >= 0 ? us / KIRI_US_PER_DAY : -((-us + KIRI_US_PER_DAY - 1) / KIRI_US_PER_DAY);
}

static void set_days(KiriDoc *doc, KiriTime date)
{
    doc->date = date;
    doc->has_day = kiri_time_is_set(date);
    if (!doc->has_day)
        return;
    doc->first_day = doc->last_day = day_of(date);
    KiriCivil c = kiri_civil_from_us(date.us, date.offset_min);
    if (date.precision == KIRI_PRECISION_MONTH)
        doc->last_day += kiri_civil_days_in_month(c.year, c.month) - 1;
    else if (date.precision == KIRI_PRECISION_YEAR)
        doc->last_day += kiri_civil_days(c.year, 12, 31) - kiri_civil_days(c.year, 1, 1);
}

static void read_texts(KiriDoc *doc, const char *title, const char *text, gboolean with_map)
{
    kiri_normalize(kiri_str(title), FALSE, &doc->title);
    kiri_normalize(kiri_str(text), with_map, &doc->text);
}

static void set_words(KiriDoc *doc)
{
    doc->n_words = doc->vector.n;
    doc->words = g_new(guint64, doc->n_words + 1);
    for (gsize i = 0; i < doc->n_words; i++)
        doc->words[i] = doc->vector.terms[i].hash;
}

void kiri_doc_word(KiriDoc *doc, const KiriFrequencies *f)
{
    KiriStr n_title = kiri_normal_view(&doc->title);
    if (!doc->vector.terms)
        kiri_vector_init(&doc->vector, n_title, kiri_doc_core(doc), f);
    kiri_vector_init(&doc->title_vector, n_title, (KiriStr){"", 0}, f);
    set_words(doc);
}

static void doc_finish(KiriDoc *doc, const KiriFrequencies *f)
{
    KiriStr n_title = kiri_normal_view(&doc->title), core = kiri_doc_core(doc);
    kiri_doc_word(doc, f);
    doc->numbers = kiri_numbers_find(core);
    doc->title_numbers = kiri_numbers_find(n_title);
    doc->dates = kiri_text_dates_find(core, doc->date);
    doc->title_dates = kiri_text_dates_find(n_title, doc->date);
    doc->quoted = kiri_quoted_find(n_title, core);
    doc->title_quoted = kiri_quoted_find(n_title, (KiriStr){"", 0});
    kiri_signs_find(n_title, core, doc->dates, &doc->signs);
    doc->is_finished = TRUE;
}

static gboolean is_empty(const KiriEditions *e)
{
    return !e->years->len && !e->issues->len && !e->months->len;
}

/* The edition of a release stands in its title, or near the top. */
static void release_editions(KiriDoc *doc)
{
    enum { TOP_BYTES = 900 };
    kiri_editions_find(kiri_normal_view(&doc->title), &doc->editions);
    if (!is_empty(&doc->editions))
        return;
    kiri_editions_clear(&doc->editions);
    KiriStr top = kiri_doc_core(doc);
    while (top.n > TOP_BYTES)
        top.n = kiri_char_before(top, top.n);
    kiri_editions_find(top, &doc->editions);
    /* A month in running text is the month of anything. */
    g_array_set_size(doc->editions.months, 0);
}

/* All editions that an article names; years long gone are background. */
static void article_editions(KiriDoc *doc)
{
    enum { YEARS_AROUND = 2 };
    g_autofree char *all = g_strconcat(doc->title.text, "\n", doc->text.text, NULL);
    kiri_editions_find(kiri_str(all), &doc->editions);
    kiri_editions_find(kiri_normal_view(&doc->title), &doc->title_editions);
    if (!doc->has_day)
        return;
    gint year = kiri_civil_from_us(doc->date.us, KIRI_JST_MIN).year;
    for (guint i = doc->editions.years->len; i-- > 0;)
        if (ABS(g_array_index(doc->editions.years, gint32, i) - year) > YEARS_AROUND)
            g_array_remove_index(doc->editions.years, i);
}

KiriDoc *kiri_doc_date_article(const KiriArticle *article)
{
    KiriDoc *doc = g_new0(KiriDoc, 1);
    set_days(doc, kiri_article_when(article));
    return doc;
}

void kiri_doc_read_article(KiriDoc *doc, const KiriArticle *article)
{
    if (!doc->text.text)
        read_texts(doc, article->title, article->text, TRUE);
}

void kiri_doc_word_article(KiriDoc *doc, const KiriArticle *article, const KiriFrequencies *f)
{
    kiri_doc_read_article(doc, article);
    if (!doc->vector.terms)
        kiri_vector_init(&doc->vector, kiri_normal_view(&doc->title), kiri_doc_core(doc), f);
}

KiriDoc *kiri_doc_begin_article(const KiriArticle *article)
{
    KiriDoc *doc = kiri_doc_date_article(article);
    kiri_doc_read_article(doc, article);
    return doc;
}

void kiri_doc_finish_article(KiriDoc *doc, const KiriFrequencies *f)
{
    if (doc->is_finished)
        return;
    doc_finish(doc, f);
    article_editions(doc);
}

KiriDoc *kiri_doc_of_release(const KiriRelease *release, const KiriFrequencies *f)
{
    g_autofree char *body = kiri_release_body(release);
    KiriDoc *doc = g_new0(KiriDoc, 1);
    read_texts(doc, release->title, release->text, FALSE);
    set_days(doc, release->date);
    kiri_normalize(kiri_str(body), FALSE, &doc->body);
    doc_finish(doc, f);
    release_editions(doc);
    doc->persons = kiri_persons_find(kiri_doc_core(doc));
    if (release->date.precision >= KIRI_PRECISION_DAY) {
        /* "13日、発表した": the day of the announcement is a date of the release. */
        KiriCivil c = kiri_civil_from_us(release->date.us, KIRI_JST_MIN);
        KiriTextDate d = {.key = c.month * 100 + c.day, .year = c.year};
        g_array_append_val(doc->title_dates, d);
        doc->day_key = d.key;
    }
    return doc;
}

void kiri_doc_free(KiriDoc *doc)
{
    if (!doc)
        return;
    kiri_normal_clear(&doc->title);
    kiri_normal_clear(&doc->text);
    kiri_normal_clear(&doc->body);
    kiri_vector_clear(&doc->vector);
    kiri_vector_clear(&doc->title_vector);
    g_free(doc->words);
    kiri_signs_clear(&doc->signs);
    g_clear_pointer(&doc->numbers, g_array_unref);
    g_clear_pointer(&doc->title_numbers, g_array_unref);
    g_clear_pointer(&doc->dates, g_array_unref);
    g_clear_pointer(&doc->title_dates, g_array_unref);
    g_strfreev(doc->quoted);
    g_strfreev(doc->title_quoted);
    g_strfreev(doc->persons);
    kiri_editions_clear(&doc->editions);
    kiri_editions_clear(&doc->title_editions);
    g_free(doc);
}
