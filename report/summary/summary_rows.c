// SPDX-License-Identifier: GPL-3.0-or-later
/* The clips of a summary: a small row of each in memory, the whole of it in the spool, as
 * it was when it was collected. So a summary is of one moment whatever happens to the
 * store afterwards, each clip is read from the store once, and memory grows by rows.
 *
 *   row → (place in the spool) → clip, article, verdict, revisions
 *
 * Invariants:
 *  1. Strings of rows belong to the summary's chunk; equal ids are one string.
 *  2. What is put away is encoded by shapes that leave the heavy members out, and decoded
 *     by the full ones, which have the same tags. */
#include "summary_parts.h"

#include "spool.h"
#include "words/words.h"

#include <string.h>

/* ---- what is put away ---- */

typedef struct {
    KiriClip *clip;
    KiriArticle *article;
    KiriVerdict *verdict;
    GPtrArray *revisions;
    char *reason; // of what was left out
} Whole;

enum { TAG_CLIP = 1, TAG_ARTICLE, TAG_VERDICT, TAG_REVISIONS, TAG_REASON, N_WHOLE_TAGS = 5 };

static const KiriField whole_fields[] = {
    {KIRI_FIELD(TAG_CLIP, Whole, clip, REC), .sub = &kiri_clip_shape},
    {KIRI_FIELD(TAG_ARTICLE, Whole, article, REC), .sub = &kiri_article_shape},
    {KIRI_FIELD(TAG_VERDICT, Whole, verdict, REC), .sub = &kiri_verdict_shape},
    {KIRI_FIELD(TAG_REVISIONS, Whole, revisions, RECS), .sub = &kiri_revision_shape},
    {KIRI_FIELD(TAG_REASON, Whole, reason, STR)},
};
G_STATIC_ASSERT(G_N_ELEMENTS(whole_fields) == N_WHOLE_TAGS);
static const KiriShape whole_shape = KIRI_SHAPE("whole", Whole, whole_fields);

/* A report shows no body text, and of the evidence no more than what differs and why. */
static const char *const heavy_article[] = {"text", "links", "witnesses", NULL};
static const char *const heavy_evidence[] = {"features", "passages", "rivals", NULL};
static const char *const heavy_score[] = {"tone_sentences", "bases", NULL};
static const char *const heavy_clip[] = {NULL};

/* The shapes of it without the heavy members. */
enum { MOST_FIELDS = 64 };
typedef struct {
    KiriShape shape;
    KiriField fields[MOST_FIELDS];
} Slim;

struct KiriSummaryParts {
    GArray *rows;     // KiriSummaryRow
    GArray *excluded; // KiriExcludedRow
    GStringChunk *strings;
    GHashTable *interned; // of `strings`; NULL once the summary is made
    KiriSpool *spool;
    KiriBuf encoded;
    Slim whole, clip, article, evidence, score;
};

static void slim(Slim *s, const KiriShape *shape, const char *const *heavy)
{
    s->shape = *shape;
    s->shape.fields = s->fields;
    s->shape.n_fields = 0;
    g_assert(shape->n_fields <= MOST_FIELDS);
    for (guint i = 0; i < shape->n_fields; i++)
        if (!g_strv_contains(heavy, shape->fields[i].name))
            s->fields[s->shape.n_fields++] = shape->fields[i];
}

static void put_sub(Slim *s, const KiriShape *old, const Slim *with)
{
    for (guint i = 0; i < s->shape.n_fields; i++)
        if (s->fields[i].sub == old)
            s->fields[i].sub = &with->shape;
}

/* ---- life ---- */

/* So much of the spool stays in memory. */
enum { SPOOL_MEMORY = 8 << 20, CHUNK_BYTES = 64 << 10 };

KiriSummaryParts *kiri_summary_parts_new(void)
{
    KiriSummaryParts *p = g_new0(KiriSummaryParts, 1);
    p->rows = g_array_new(FALSE, TRUE, sizeof(KiriSummaryRow));
    p->excluded = g_array_new(FALSE, TRUE, sizeof(KiriExcludedRow));
    p->strings = g_string_chunk_new(CHUNK_BYTES);
    p->interned = g_hash_table_new(g_str_hash, g_str_equal);
    p->spool = kiri_spool_new(SPOOL_MEMORY);
    kiri_buf_init(&p->encoded, KIRI_BUF_UNCAPPED);
    slim(&p->evidence, &kiri_evidence_shape, heavy_evidence);
    slim(&p->score, &kiri_score_shape, heavy_score);
    slim(&p->article, &kiri_article_shape, heavy_article);
    slim(&p->clip, &kiri_clip_shape, heavy_clip);
    slim(&p->whole, &whole_shape, heavy_clip);
    put_sub(&p->clip, &kiri_evidence_shape, &p->evidence);
    put_sub(&p->clip, &kiri_score_shape, &p->score);
    put_sub(&p->whole, &kiri_clip_shape, &p->clip);
    put_sub(&p->whole, &kiri_article_shape, &p->article);
    return p;
}

void kiri_summary_parts_free(KiriSummaryParts *p)
{
    if (!p)
        return;
    kiri_summary_parts_settle(p);
    g_array_unref(p->rows);
    g_array_unref(p->excluded);
    g_string_chunk_free(p->strings);
    kiri_spool_free(p->spool);
    kiri_buf_clear(&p->encoded);
    g_free(p);
}

void kiri_summary_parts_settle(KiriSummaryParts *p)
{
    g_clear_pointer(&p->interned, g_hash_table_unref);
}

GArray *kiri_summary_rows(const KiriSummary *s)
{
    return s->parts->rows;
}

GArray *kiri_summary_excluded_rows(const KiriSummary *s)
{
    return s->parts->excluded;
}

static const char *intern(KiriSummaryParts *p, const char *s)
{
    if (!s)
        return NULL;
    char *held = g_hash_table_lookup(p->interned, s);
    if (!held) {
        held = g_string_chunk_insert(p->strings, s);
        g_hash_table_add(p->interned, held);
    }
    return held;
}

/* ---- putting away ---- */

static gboolean put_away(KiriSummaryParts *p, const Whole *whole, guint64 *at, guint64 *bytes,
                         GError **error)
{
    kiri_buf_reset(&p->encoded);
    kiri_record_encode(&p->whole.shape, whole, &p->encoded);
    *bytes = p->encoded.n;
    return kiri_spool_add(p->spool, kiri_buf_view(&p->encoded), at, error);
}

static gboolean has_new_title(const GPtrArray *revisions)
{
    for (guint i = 0; i < kiri_recs_count(revisions); i++)
        if (((const KiriRevision *)g_ptr_array_index(revisions, i))->title_before)
            return TRUE;
    return FALSE;
}

/* The members that follow from the standing and the scores. */
static void fill_state(KiriSummaryRow *row, const KiriSummaryPiece *piece)
{
    const KiriStanding *standing = piece->standing;
    const KiriScore *score = piece->clip->score;
    const KiriEvidence *evidence = piece->clip->evidence;
    KiriWorth worth = kiri_worth(score, piece->verdict);
    row->class_ = standing->class_;
    row->tone = standing->tone;
    row->needs_review = standing->needs_review ? 1 : 0;
    row->is_confirmed = standing->decision == KIRI_DECISION_ACCEPTED ? 1 : 0;
    row->is_in_handling =
        standing->status >= KIRI_HANDLING_OPEN && standing->status <= KIRI_HANDLING_CORRECTION_ASKED
            ? 1
            : 0;
    row->is_ave_known = worth.is_known ? 1 : 0;
    row->is_ave_estimate = worth.is_known && worth.is_estimate ? 1 : 0;
    row->is_ave_overridden = worth.override ? 1 : 0;
    row->ave_yen = worth.is_known ? worth.yen : 0;
    row->is_in_headline = score && score->in_headline ? 1 : 0;
    row->has_contradictions = evidence && kiri_recs_count(evidence->contradictions) ? 1 : 0;
}

gboolean kiri_summary_add_row(KiriSummary *s, const KiriSummaryPiece *piece, GError **error)
{
    KiriSummaryParts *p = s->parts;
    const KiriArticle *a = piece->article;
    const KiriClip *c = piece->clip;
    KiriSummaryRow row = {.form = kiri_article_form(a),
                          .clip = g_string_chunk_insert(p->strings, c->id),
                          .article = intern(p, a->id),
                          .story = intern(p, kiri_summary_story_of(c, piece->standing->class_)),
                          .origin = intern(p, c->origin),
                          .event = intern(p, piece->event),
                          .release = intern(p, c->release),
                          .topic = intern(p, c->topic),
                          .probability = c->probability,
                          .medium = piece->medium,
                          .published = a->published,
                          .when_us = kiri_summary_when(a),
                          .minutes_after = piece->minutes_after};
    row.outlet = piece->medium ? piece->medium->id : intern(p, a->site_name);
    row.is_entered = a->appearance ? 1 : 0;
    row.is_editorial = kiri_report_is_editorial(a) ? 1 : 0;
    row.is_front_page = a->appearance && a->appearance->is_front_page ? 1 : 0;
    row.is_corrected = a->is_corrected ? 1 : 0;
    row.is_removed = kiri_time_is_set(a->removed) ? 1 : 0;
    row.has_revisions = piece->revisions ? 1 : 0;
    row.is_retitled = has_new_title(piece->revisions) ? 1 : 0;
    fill_state(&row, piece);
    /* The encoder only reads. */
    Whole whole = {.clip = (gpointer)(guintptr)c,
                   .article = (gpointer)(guintptr)a,
                   .verdict = (gpointer)(guintptr)piece->verdict,
                   .revisions = (gpointer)(guintptr)piece->revisions};
    if (!put_away(p, &whole, &row.at, &row.bytes, error))
        return FALSE;
    g_array_append_val(p->rows, row);
    return TRUE;
}

gboolean kiri_summary_add_excluded(KiriSummary *s, const KiriClip *clip, const KiriArticle *article,
                                   const KiriMedium *medium, const char *reason, GError **error)
{
    KiriSummaryParts *p = s->parts;
    KiriExcludedRow row = {.clip = g_string_chunk_insert(p->strings, clip->id),
                           .medium = medium,
                           .when_us = kiri_summary_when(article)};
    Whole whole = {.clip = (gpointer)(guintptr)clip,
                   .article = (gpointer)(guintptr)article,
                   .reason = (gpointer)(guintptr)reason};
    if (!put_away(p, &whole, &row.at, &row.bytes, error))
        return FALSE;
    g_array_append_val(p->excluded, row);
    return TRUE;
}

/* ---- reading back ---- */

static Whole *read_back(KiriSummaryParts *p, guint64 at, guint64 bytes, GError **error)
{
    KiriStr piece;
    return kiri_spool_read(p->spool, at, (gsize)bytes, &piece, error)
               ? kiri_record_decode(&whole_shape, piece, error)
               : NULL;
}

const KiriSummaryRow *kiri_summary_row(const KiriSummary *s, guint i)
{
    return &g_array_index(s->parts->rows, KiriSummaryRow, i);
}

KiriSummaryClip *kiri_summary_open_clip(const KiriSummary *s, guint i, GError **error)
{
    g_return_val_if_fail(i < s->parts->rows->len, NULL);
    const KiriSummaryRow *row = kiri_summary_row(s, i);
    Whole *whole = read_back(s->parts, row->at, row->bytes, error);
    if (!whole)
        return NULL;
    KiriSummaryClip *c = g_new0(KiriSummaryClip, 1);
    *c = (KiriSummaryClip){.number = row->number,
                           .clip = g_steal_pointer(&whole->clip),
                           .article = g_steal_pointer(&whole->article),
                           .medium = row->medium,
                           .verdict = g_steal_pointer(&whole->verdict),
                           .class_ = row->class_,
                           .minutes_after = row->minutes_after,
                           .origin_number = row->origin_number,
                           .copies = row->copies,
                           .event = row->event,
                           .event_number = row->event_number,
                           .revisions = g_steal_pointer(&whole->revisions),
                           .is_retitled = row->is_retitled,
                           .twin_number = row->twin_number,
                           .story = row->story};
    c->standing = kiri_standing(c->clip, c->verdict);
    kiri_record_free(&whole_shape, whole);
    return c;
}

static void free_revision(gpointer revision)
{
    kiri_revision_free(revision);
}

void kiri_summary_clip_free(KiriSummaryClip *c)
{
    if (!c)
        return;
    kiri_clip_free(c->clip);
    kiri_article_free(c->article);
    kiri_verdict_free(c->verdict);
    if (c->revisions) {
        g_ptr_array_set_free_func(c->revisions, free_revision);
        g_ptr_array_unref(c->revisions);
    }
    g_free(c);
}

gboolean kiri_summary_each(const KiriSummary *s, KiriSummaryVisit visit, gpointer data,
                           GError **error)
{
    for (guint i = 0; i < s->parts->rows->len; i++) {
        GError *failure = NULL;
        g_autoptr(KiriSummaryClip) c = kiri_summary_open_clip(s, i, &failure);
        gboolean goes_on = c && visit(c, data, &failure);
        if (failure) {
            g_propagate_error(error, failure);
            return FALSE;
        }
        if (!goes_on)
            break;
    }
    return TRUE;
}

KiriSummaryExcluded *kiri_summary_open_excluded(const KiriSummary *s, guint i, GError **error)
{
    const KiriExcludedRow *row = &g_array_index(s->parts->excluded, KiriExcludedRow, i);
    Whole *whole = read_back(s->parts, row->at, row->bytes, error);
    if (!whole)
        return NULL;
    KiriSummaryExcluded *e = g_new0(KiriSummaryExcluded, 1);
    *e = (KiriSummaryExcluded){.clip = g_steal_pointer(&whole->clip),
                               .article = g_steal_pointer(&whole->article),
                               .medium = row->medium,
                               .reason = g_steal_pointer(&whole->reason)};
    kiri_record_free(&whole_shape, whole);
    return e;
}

void kiri_summary_excluded_free(KiriSummaryExcluded *e)
{
    if (!e)
        return;
    kiri_clip_free(e->clip);
    kiri_article_free(e->article);
    g_free(e->reason);
    g_free(e);
}

const char *kiri_summary_story(const KiriSummaryClip *c)
{
    return c->story;
}
