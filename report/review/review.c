// SPDX-License-Identifier: GPL-3.0-or-later
/* The rows of the 確認票, as they stand now, and the sheet as CSV. */
#include "review_cells.h"
#include "words/words.h"

#include <kirinuki/csv.h>

#include <string.h>

void kiri_review_row_free(KiriReviewRow *row)
{
    if (!row)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(row->cells); i++)
        g_free(row->cells[i]);
    g_free(row);
}

static void free_row(gpointer row)
{
    kiri_review_row_free(row);
}

/* ---- one row ---- */

typedef struct {
    const KiriClip *clip;
    KiriStanding standing;
    KiriRelease *release; // that it is a clip of
    KiriTopic *topic;
    KiriArticle *article;
    KiriMedium *medium;
} Parts;

static void parts_clear(Parts *p)
{
    kiri_release_free(p->release);
    kiri_topic_free(p->topic);
    kiri_article_free(p->article);
    kiri_medium_free(p->medium);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parts, parts_clear)

static gpointer get(KiriStore *store, KiriNoun noun, const char *id, GError **error)
{
    return id && (!error || !*error) ? kiri_store_get(store, noun, id, error) : NULL;
}

static void set(KiriReviewRow *row, KiriReviewColumn column, const char *text)
{
    /* One kind of line end, no margin: what a spreadsheet gives back is the same. */
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\r\n", -1);
    row->cells[column] = g_strstrip(g_strjoinv("\n", lines));
}

static void set_decided(KiriReviewRow *row, const Parts *p)
{
    const KiriStanding *s = &p->standing;
    const char *section = s->section   ? s->section
                          : p->release ? p->release->section
                          : p->topic   ? p->topic->section
                                       : NULL;
    set(row, KIRI_REVIEW_ID, p->clip->id);
    set(row, KIRI_REVIEW_DECISION, kiri_review_word(KIRI_REVIEW_DECISION, (gint)s->decision));
    set(row, KIRI_REVIEW_CLASS, kiri_review_word(KIRI_REVIEW_CLASS, (gint)s->class_));
    g_autofree char *release = kiri_review_release(p->release);
    set(row, KIRI_REVIEW_RELEASE, release);
    set(row, KIRI_REVIEW_SECTION, section);
    set(row, KIRI_REVIEW_TONE, kiri_review_word(KIRI_REVIEW_TONE, (gint)s->tone));
    set(row, KIRI_REVIEW_NOTE, s->note);
    set(row, KIRI_REVIEW_PERSON, s->person);
    set(row, KIRI_REVIEW_STATUS, kiri_review_word(KIRI_REVIEW_STATUS, (gint)s->status));
    set(row, KIRI_REVIEW_HANDLER, s->handler);
    set(row, KIRI_REVIEW_MEMO, s->memo);
    g_autofree char *handled = kiri_review_time(s->handled);
    set(row, KIRI_REVIEW_HANDLED, handled);
}

/* A suggestion beside the cell that a person fills in, so that nobody takes the one for
 * the other: this column is not read back. */
static void set_tone_guess(KiriReviewRow *row, const KiriScore *score)
{
    g_autofree char *guess =
        score && score->tone != KIRI_TONE_UNKNOWN
            ? g_strdup_printf("%s：%s", kiri_review_word(KIRI_REVIEW_TONE, score->tone),
                              score->tone_reason ? score->tone_reason : "")
            : NULL;
    set(row, KIRI_REVIEW_TONE_GUESS, guess);
}

static void set_helps(KiriReviewRow *row, const Parts *p)
{
    const KiriArticle *a = p->article;
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(number, sizeof number, "%.2f", p->clip->probability);
    g_autofree char *when = kiri_review_time(a ? a->published : KIRI_TIME_UNSET);
    set(row, KIRI_REVIEW_WHEN, when);
    set(row, KIRI_REVIEW_MEDIUM, p->medium ? p->medium->name : a ? a->site_name : NULL);
    g_autofree char *place = a ? kiri_article_place(a) : NULL;
    set(row, KIRI_REVIEW_TITLE, a ? a->title : NULL);
    /* What has no address is found by where it stood. */
    const char *link = a && a->appearance ? kiri_article_link(a) : a ? a->url : NULL;
    set(row, KIRI_REVIEW_URL, link ? link : place);
    set(row, KIRI_REVIEW_PROBABILITY, number);
    set(row, KIRI_REVIEW_REASON, p->clip->evidence ? p->clip->evidence->reason : NULL);
    set_tone_guess(row, p->clip->score);
    GString *check = g_string_new(NULL);
    for (gint c = KIRI_REVIEW_DECISION; c < KIRI_REVIEW_N_READ; c++) {
        char letters[KIRI_REVIEW_LETTERS + 1];
        kiri_review_letters(row->cells[c], letters);
        g_string_append(check, letters);
    }
    row->cells[KIRI_REVIEW_CHECK] = g_string_free(check, FALSE);
}

KiriReviewRow *kiri_review_row(KiriStore *store, const KiriClip *clip, const KiriVerdict *verdict,
                               GError **error)
{
    GError *why = NULL;
    g_auto(Parts) p = {.clip = clip, .standing = kiri_standing(clip, verdict)};
    p.article = get(store, KIRI_NOUN_ARTICLE, clip->article, &why);
    p.release = get(store, KIRI_NOUN_RELEASE, clip->release, &why);
    p.topic = get(store, KIRI_NOUN_TOPIC, clip->topic, &why);
    p.medium = get(store, KIRI_NOUN_MEDIUM, p.article ? p.article->medium : NULL, &why);
    if (why) {
        g_propagate_error(error, why);
        return NULL;
    }
    KiriReviewRow *row = g_new0(KiriReviewRow, 1);
    row->needs_review = p.standing.needs_review;
    row->when_us = !p.article                               ? G_MININT64
                   : kiri_time_is_set(p.article->published) ? p.article->published.us
                                                            : p.article->fetched.us;
    set_decided(row, &p);
    set_helps(row, &p);
    return row;
}

/* ---- the sheet ---- */

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const KiriReviewRow *x = *(KiriReviewRow *const *)a, *y = *(KiriReviewRow *const *)b;
    if (x->when_us != y->when_us)
        return x->when_us > y->when_us ? -1 : 1;
    return strcmp(x->cells[KIRI_REVIEW_ID], y->cells[KIRI_REVIEW_ID]);
}

static gint unsure_first(gconstpointer a, gconstpointer b)
{
    const KiriReviewRow *x = *(KiriReviewRow *const *)a, *y = *(KiriReviewRow *const *)b;
    if (x->needs_review != y->needs_review)
        return x->needs_review ? -1 : 1;
    return newest_first(a, b);
}

static gboolean is_wanted(const KiriReviewQuery *q, const KiriStanding *s)
{
    if (s->release) // its row is that of the clip that took its place
        return FALSE;
    return q->wants_all || (s->decision == KIRI_DECISION_NONE && (s->counts || s->needs_review));
}

static GPtrArray *clips_of(KiriStore *store, const KiriReviewQuery *q, GError **error)
{
    return q->release ? kiri_store_clips_of(store, KIRI_NOUN_RELEASE, q->release, error)
           : q->topic ? kiri_store_clips_of(store, KIRI_NOUN_TOPIC, q->topic, error)
                      : kiri_store_list(store, KIRI_NOUN_CLIP, "", error);
}

static gint newest_release_first(gconstpointer a, gconstpointer b)
{
    const KiriRelease *x = *(KiriRelease *const *)a, *y = *(KiriRelease *const *)b;
    gint64 tx = kiri_time_is_set(x->date) ? x->date.us : G_MININT64,
           ty = kiri_time_is_set(y->date) ? y->date.us : G_MININT64;
    return tx != ty ? (tx > ty ? -1 : 1) : strcmp(x->id, y->id);
}

static gboolean list_releases(KiriStore *store, KiriReview *review, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_RELEASE, "", error);
    if (!all)
        return FALSE;
    g_ptr_array_sort(all, newest_release_first);
    for (guint i = 0; i < all->len; i++) {
        const KiriRelease *r = g_ptr_array_index(all, i);
        if (!r->is_removed)
            g_ptr_array_add(review->releases, kiri_review_release(r));
    }
    return TRUE;
}

KiriReview *kiri_review_make(KiriStore *store, const KiriReviewQuery *q, GError **error)
{
    g_autoptr(KiriReview) review = g_new0(KiriReview, 1);
    review->rows = g_ptr_array_new_with_free_func(free_row);
    review->releases = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) clips = clips_of(store, q, error);
    g_autoptr(GHashTable) verdicts = clips ? kiri_store_verdicts(store, error) : NULL;
    if (!verdicts || !list_releases(store, review, error))
        return NULL;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        const KiriVerdict *v = g_hash_table_lookup(verdicts, clip->id);
        KiriStanding standing = kiri_standing(clip, v);
        if (!is_wanted(q, &standing))
            continue;
        KiriReviewRow *row = kiri_review_row(store, clip, v, error);
        if (!row)
            return NULL;
        if (row->when_us >= q->from_us)
            g_ptr_array_add(review->rows, row);
        else
            kiri_review_row_free(row);
    }
    g_ptr_array_sort(review->rows, q->is_by_date ? newest_first : unsure_first);
    return g_steal_pointer(&review);
}

void kiri_review_free(KiriReview *review)
{
    if (!review)
        return;
    g_ptr_array_unref(review->rows);
    g_ptr_array_unref(review->releases);
    g_free(review);
}

void kiri_review_write_csv(const KiriReview *review, KiriBuf *out)
{
    KiriCsvWriter w = kiri_csv_write_begin(out, FALSE);
    for (gint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
        kiri_csv_write_text(&w, kiri_review_heading((KiriReviewColumn)c));
    kiri_csv_write_end_record(&w);
    for (guint i = 0; i < review->rows->len; i++) {
        const KiriReviewRow *row = g_ptr_array_index(review->rows, i);
        for (gint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
            kiri_csv_write_text(&w, row->cells[c]);
        kiri_csv_write_end_record(&w);
    }
    g_autofree char *closing = g_strdup_printf("以上、%u件", review->rows->len);
    kiri_csv_write_text(&w, "合計");
    kiri_csv_write_text(&w, closing);
    kiri_csv_write_end_record(&w);
}
