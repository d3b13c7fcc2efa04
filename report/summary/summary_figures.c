// SPDX-License-Identifier: GPL-3.0-or-later
/* What coverage was worth: money, reach and key messages, from the scores of the clips.
 * A figure that is not known is counted as unknown, never as nothing. */
#include "summary_parts.h"

#include "words/words.h"

#include <kirinuki/book.h>
#include <kirinuki/url.h>

#include <math.h>

gint64 kiri_summary_when(const KiriArticle *a)
{
    return kiri_time_is_set(a->published) ? a->published.us : a->fetched.us;
}

gboolean kiri_summary_each_clip(KiriStore *store, KiriNoun of, const char *id, KiriVisit visit,
                                gpointer data, GError **error)
{
    g_auto(GStrv) ids = kiri_store_clip_ids(store, of, id);
    for (char **one = ids; one && *one; one++) {
        GError *failure = NULL;
        g_autoptr(KiriClip) clip = kiri_store_get(store, KIRI_NOUN_CLIP, *one, &failure);
        if (failure) {
            g_propagate_error(error, failure);
            return FALSE;
        }
        if (clip && !visit(clip, data))
            return TRUE;
    }
    return kiri_store_check(store, error);
}

const char *kiri_summary_story_of(const KiriClip *clip, KiriClass class_)
{
    return class_ != KIRI_CLASS_VERBATIM && clip->story ? clip->story : clip->article;
}

/* ---- money ---- */

static void count_money(KiriSummary *s, const KiriSummaryRow *row)
{
    if (!row->is_ave_known)
        s->ave_unknown++;
    else if (row->is_ave_estimate)
        s->ave_estimate++, s->ave_estimate_yen += row->ave_yen;
    else
        s->ave_known++, s->ave_known_yen += row->ave_yen;
    s->ave_overridden += row->is_ave_overridden;
}

/* ---- reach ---- */

/* A site that is in no ledger and gives itself no name is known by its host. (transfer
 * full) */
static char *name_of(const KiriSummaryClip *c)
{
    if (c->medium || c->article->site_name)
        return g_strdup(kiri_report_medium_name(c));
    g_autoptr(KiriUrl) url =
        c->article->url ? kiri_url_parse(kiri_str(c->article->url), NULL) : NULL;
    return g_strdup(url && url->host ? url->host : kiri_report_medium_name(c));
}

static KiriReachPiece piece_of(const KiriSummaryClip *c, const char *name)
{
    return (KiriReachPiece){.medium = c->medium ? c->medium->id : name, .name = name};
}

/* Who could have seen it. */
static void add_reach(KiriReachMaker *maker, const KiriSummaryClip *c, const char *name)
{
    KiriReachPiece piece = piece_of(c, name);
    const KiriScoreReach *r = c->clip->score ? c->clip->score->reach : NULL;
    if (r) {
        piece.basis = (KiriReachBasis)r->basis;
        piece.people = r->people;
        piece.ceiling = r->ceiling;
        piece.audience = r->audience;
        piece.single = r->single;
        piece.two = r->two;
        piece.exposure = r->exposure;
        piece.source = r->source;
        piece.note = r->note;
    }
    const KiriOverride *given = kiri_verdict_override(c->verdict, KIRI_OVERRIDE_REACH);
    if (given) {
        piece.basis = KIRI_REACH_GIVEN;
        piece.people = piece.audience = (gint64)llround(given->value);
        piece.ceiling = piece.single = piece.two = 0;
        piece.source = given->by;
        piece.note = given->reason;
    }
    kiri_reach_add(maker, &piece);
}

/* Who opened it: views of a page, of the users of its month. */
static void add_readers(KiriReachMaker *maker, const KiriSummaryClip *c, const char *name)
{
    const KiriScore *score = c->clip->score;
    const KiriScoreReach *r = score ? score->reach : NULL;
    KiriReachPiece piece = piece_of(c, name);
    if (r && !r->is_web)
        return; // paper and broadcasts are not opened
    if (score && score->views > 0) {
        piece.basis = KIRI_REACH_VIEWS;
        piece.people = MAX((gint64)llround(score->views), 1);
        piece.exposure = c->article->id;
        piece.span = r ? r->exposure : NULL;
        piece.source = r ? r->source : NULL;
    }
    if (score && score->views > 0 && r && r->basis == KIRI_REACH_USERS) {
        piece.people = MIN(piece.people, r->people);
        piece.ceiling = piece.audience = r->people;
    }
    kiri_reach_add(maker, &piece);
}

/* ---- key messages ---- */

enum { LEVEL_UNKNOWN = 1, LEVEL_NONE, LEVEL_PARTLY, LEVEL_CONVEYED, N_LEVELS };

static guint8 level_of(const KiriMessageScore *score)
{
    return !score                                  ? LEVEL_UNKNOWN
           : score->score >= KIRI_MESSAGE_CONVEYED ? LEVEL_CONVEYED
           : score->score >= KIRI_MESSAGE_PARTLY   ? LEVEL_PARTLY
                                                   : LEVEL_NONE;
}

/* Of the clips that are there: where the message stands, and whether it is right. */
static void count_place(const KiriMessageScore *score, KiriMessageRow *row)
{
    row->in_headline += score->place == KIRI_MESSAGE_IN_HEADLINE ? 1 : 0;
    row->in_lead += score->place == KIRI_MESSAGE_IN_LEAD ? 1 : 0;
    row->in_body += score->place == KIRI_MESSAGE_IN_BODY ? 1 : 0;
    row->wrong += score->is_wrong ? 1 : 0;
}

/* One story counts once: by the clip of it that conveys the message best. `levels` are
 * those of one message, of every n_messages-th byte. */
static void count_message(const KiriSummary *s, const guint8 *levels, KiriMessageRow *row)
{
    g_autoptr(GHashTable) best = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < kiri_summary_rows(s)->len; i++) {
        gpointer key = (gpointer)(guintptr)kiri_summary_row(s, i)->story;
        gsize level = levels[(gsize)i * s->messages->len];
        if (level > GPOINTER_TO_SIZE(g_hash_table_lookup(best, key)))
            g_hash_table_insert(best, key, GSIZE_TO_POINTER(level));
    }
    GHashTableIter iter;
    gpointer level = NULL;
    g_hash_table_iter_init(&iter, best);
    while (g_hash_table_iter_next(&iter, NULL, &level)) {
        guint *counters[N_LEVELS] = {NULL, &row->unknown, &row->none, &row->partly, &row->conveyed};
        *counters[GPOINTER_TO_SIZE(level)] += 1;
    }
}

static void lay_out_messages(KiriSummary *s)
{
    char **messages = s->release ? s->release->messages : NULL;
    for (guint m = 0; messages && messages[m]; m++) {
        KiriMessageRow *row = g_new0(KiriMessageRow, 1);
        row->message = g_strdup(messages[m]);
        g_ptr_array_add(s->messages, row);
    }
}

/* ---- one go through the clips ---- */

typedef struct {
    KiriSummary *s;
    KiriQualityMaker *quality;
    KiriReachMaker *reach, *readers;
    guint8 *levels; // of clip i and message m at i · n_messages + m
} Going;

static void take_messages(const Going *g, const KiriSummaryClip *c)
{
    GPtrArray *scores = c->clip->score ? c->clip->score->messages : NULL;
    guint n = g->s->messages->len;
    for (guint m = 0; m < n; m++) {
        const KiriMessageScore *score =
            m < kiri_recs_count(scores) ? g_ptr_array_index(scores, m) : NULL;
        g->levels[(gsize)(c->number - 1) * n + m] = level_of(score);
        if (score)
            count_place(score, g_ptr_array_index(g->s->messages, m));
    }
}

static gboolean take(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    Going *g = data;
    g_autofree char *name = name_of(c);
    count_money(g->s, kiri_summary_row(g->s, c->number - 1));
    take_messages(g, c);
    kiri_quality_add(g->quality, c);
    add_reach(g->reach, c, name);
    add_readers(g->readers, c, name);
    return TRUE;
}

gboolean kiri_summary_count_worth(KiriSummary *s, KiriStore *store, const KiriSummaryQuery *query,
                                  GError **error)
{
    g_autoptr(KiriBook) book = kiri_book_open(store, G_MAXINT64, error);
    if (!book)
        return FALSE;
    gint64 day = s->to_us != G_MAXINT64 ? MIN(s->to_us - 1, s->now_us) : s->now_us;
    const KiriFigure *people =
        kiri_book_figure(book, NULL, KIRI_METRIC_POPULATION, NULL, day, NULL);
    gint64 population = people ? people->value : query->population;
    const char *source = people ? people->source : query->population_source;
    lay_out_messages(s);
    gsize n_levels = (gsize)kiri_summary_rows(s)->len * s->messages->len;
    g_autofree guint8 *levels = g_new0(guint8, MAX(n_levels, 1));
    Going g = {s, kiri_quality_begin(), kiri_reach_begin(population, source),
               kiri_reach_begin(population, source), levels};
    gboolean ok = kiri_summary_each(s, take, &g, error);
    s->reach = kiri_reach_end(g.reach, query->duplication, day);
    s->readers = kiri_reach_end(g.readers, query->duplication, day);
    for (guint m = 0; m < s->messages->len; m++)
        count_message(s, levels + m, g_ptr_array_index(s->messages, m));
    s->quality = kiri_quality_end(g.quality, s);
    return ok;
}
