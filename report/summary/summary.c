// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures are computed here once; writers only lay them out. Everything derives
 * from rows of the store, in an order that depends on their content alone, so
 * the same store and the same time give the same report.
 *
 *   collect → decide (person before machine) → sort → number → count */
#include "summary_parts.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

typedef struct {
    KiriStore *store;
    const KiriSummaryQuery *query;
    KiriSummary *s;
    GError *error;
} Making;

/* ---- life ---- */

static void free_message(gpointer data)
{
    g_free(((KiriMessageRow *)data)->message);
    g_free(data);
}

void kiri_summary_free(KiriSummary *s)
{
    if (!s)
        return;
    kiri_release_free(s->release);
    kiri_topic_free(s->topic);
    kiri_summary_clip_free(s->first);
    kiri_summary_parts_free(s->parts);
    g_clear_pointer(&s->ledger, g_hash_table_unref);
    kiri_reach_free(s->reach);
    kiri_reach_free(s->readers);
    kiri_quality_free(s->quality);
    kiri_target_free(s->target);
    g_clear_pointer(&s->attainments, g_ptr_array_unref);
    g_clear_pointer(&s->rivals, g_ptr_array_unref);
    g_clear_pointer(&s->voices, g_ptr_array_unref);
    g_array_unref(s->kinds);
    g_array_unref(s->days);
    g_ptr_array_unref(s->messages);
    g_clear_pointer(&s->gaps, g_ptr_array_unref);
    g_clear_pointer(&s->stale_rules, g_ptr_array_unref);
    g_free(s);
}

static KiriSummary *summary_new(const KiriSummaryQuery *q)
{
    KiriSummary *s = g_new0(KiriSummary, 1);
    s->from_us = q->from_us;
    s->to_us = q->to_us;
    s->now_us = q->now_us;
    s->parts = kiri_summary_parts_new();
    s->kinds = g_array_new(FALSE, TRUE, sizeof(KiriKindRow));
    s->days = g_array_new(FALSE, TRUE, sizeof(KiriDayRow));
    s->messages = g_ptr_array_new_with_free_func(free_message);
    return s;
}

/* ---- collect and decide ---- */

static const KiriMedium *medium_of(const Making *m, const KiriArticle *a)
{
    return a->medium ? g_hash_table_lookup(m->s->ledger, a->medium) : NULL;
}

static gint64 embargo_of(const KiriRelease *r)
{
    return kiri_time_is_set(r->embargo) ? r->embargo.us
           : kiri_time_is_set(r->date)  ? r->date.us
                                        : G_MININT64;
}

/* What became of the article since it was first seen: NULL for nothing, or with error. */
static GPtrArray *revisions_of(Making *m, const KiriArticle *article)
{
    if (article->version < 2)
        return NULL;
    g_autoptr(GPtrArray) all = kiri_store_revisions(m->store, article, &m->error);
    return all && all->len ? g_steal_pointer(&all) : NULL;
}

static gint64 minutes_after(const Making *m, const KiriArticle *article)
{
    gint64 embargo = m->s->release ? embargo_of(m->s->release) : G_MININT64;
    return embargo != G_MININT64 && kiri_time_is_set(article->published)
               ? (article->published.us - embargo) / KIRI_US_PER_MINUTE
               : G_MININT64;
}

static void include(Making *m, const KiriClip *clip, const KiriArticle *article,
                    const KiriVerdict *verdict, const KiriStanding *standing)
{
    g_autoptr(GPtrArray) revisions = revisions_of(m, article);
    g_autofree char *event =
        m->error ? NULL : kiri_store_event_of(m->store, article->id, &m->error);
    KiriSummaryPiece piece = {.clip = clip,
                              .article = article,
                              .medium = medium_of(m, article),
                              .verdict = verdict,
                              .standing = standing,
                              .revisions = revisions,
                              .event = event,
                              .minutes_after = minutes_after(m, article)};
    if (!m->error)
        kiri_summary_add_row(m->s, &piece, &m->error);
}

/* Why it is left out, and said so; NULL: nobody would have looked for it. */
static const char *reason_of(const KiriClip *clip, const KiriStanding *standing)
{
    if (standing->decision == KIRI_DECISION_REJECTED)
        return standing->note      ? standing->note
               : standing->release ? "別の報道発表の掲載と確認"
                                   : "確認により対象外";
    const KiriEvidence *e = clip->evidence;
    if (e && e->homonym)
        return e->reason ? e->reason : e->homonym;
    return e && clip->base_probability > 0 ? e->reason : NULL; // by what was learned
}

static gboolean take_clip(gconstpointer record, gpointer data)
{
    Making *m = data;
    const KiriClip *clip = record;
    if (kiri_voices_is_rival(m->s, clip))
        return TRUE;
    g_autoptr(KiriArticle) article =
        kiri_store_get(m->store, KIRI_NOUN_ARTICLE, clip->article, &m->error);
    if (!article)
        return m->error == NULL;
    gint64 when = kiri_summary_when(article);
    if (when < m->query->from_us || when >= m->query->to_us)
        return TRUE;
    g_autoptr(KiriVerdict) verdict =
        kiri_store_get(m->store, KIRI_NOUN_VERDICT, clip->id, &m->error);
    KiriStanding standing = kiri_standing(clip, verdict);
    const char *reason = standing.counts ? NULL : reason_of(clip, &standing);
    m->s->rejected += standing.decision == KIRI_DECISION_REJECTED ? 1 : 0;
    if (m->error)
        return FALSE;
    if (standing.counts)
        include(m, clip, article, verdict, &standing);
    else if (reason)
        kiri_summary_add_excluded(m->s, clip, article, medium_of(m, article), reason, &m->error);
    return m->error == NULL;
}

/* ---- count ---- */

static KiriMediumKind kind_of(const KiriSummaryRow *row)
{
    return row->medium ? (KiriMediumKind)row->medium->kind : KIRI_MEDIUM_WEB;
}

/* NULL: older than what is shown by days. */
static KiriDayRow *day_row(KiriSummary *s, gint64 when_us)
{
    gint64 first = s->days->len ? g_array_index(s->days, KiriDayRow, 0).day_us : G_MAXINT64;
    gint64 day = kiri_civil_day_start_jst(when_us);
    return day < first
               ? NULL
               : &g_array_index(s->days, KiriDayRow, (guint)((day - first) / KIRI_US_PER_DAY));
}

static void lay_out_days(KiriSummary *s)
{
    gint64 low = G_MAXINT64, high = G_MININT64;
    guint n = kiri_summary_rows(s)->len;
    for (guint i = 0; i < n; i++) {
        gint64 day = kiri_civil_day_start_jst(kiri_summary_row(s, i)->when_us);
        low = MIN(low, day);
        high = MAX(high, day);
    }
    /* A tie over years is shown by its newest days. */
    enum { MOST_DAYS = 366 };
    if (n && high - low >= MOST_DAYS * KIRI_US_PER_DAY)
        low = high - (MOST_DAYS - 1) * KIRI_US_PER_DAY;
    for (gint64 day = low; n && day <= high; day += KIRI_US_PER_DAY) {
        KiriDayRow row = {.day_us = day};
        row.is_before_collection =
            s->covered_from_us != G_MININT64 && day + KIRI_US_PER_DAY <= s->covered_from_us;
        g_array_append_val(s->days, row);
    }
}

static void count_row(KiriSummary *s, const KiriSummaryRow *row, KiriKindRow *kinds,
                      gboolean is_new_story)
{
    KiriKindRow *kind = &kinds[kind_of(row)];
    KiriDayRow *day = day_row(s, row->when_us);
    s->total++;
    s->by_class[row->class_]++;
    kind->total++;
    kind->by_class[row->class_]++;
    if (day)
        day->total++;
    if (is_new_story) {
        s->unique++;
        kind->unique++;
        if (day)
            day->unique++;
    }
    s->needs_review += row->needs_review;
    s->confirmed += row->is_confirmed;
    s->in_handling += row->is_in_handling;
    s->contradictions += row->has_contradictions;
    s->corrections += row->is_corrected;
    s->removals += row->is_removed;
    s->retitled += row->is_retitled;
    s->editorials += row->is_editorial;
    s->front_pages += row->is_front_page;
}

/* In order of time, so that a story belongs to the day and kind it began with. */
static gint time_order(gconstpointer a, gconstpointer b)
{
    const KiriSummaryRow *x = *(KiriSummaryRow *const *)a, *y = *(KiriSummaryRow *const *)b;
    return x->when_us != y->when_us ? (x->when_us < y->when_us ? -1 : 1)
                                    : strcmp(x->article, y->article);
}

/* The first report (初報) is an article of a medium about the matter: neither the
 * release itself on the office's own page or a release wire, nor a mention, nor
 * what appeared before the embargo was lifted. */
static gboolean can_be_first(const KiriSummaryRow *row)
{
    return (row->class_ == KIRI_CLASS_PUBLICITY || row->class_ == KIRI_CLASS_SYNDICATED) &&
           kiri_time_is_set(row->published) &&
           (row->minutes_after == G_MININT64 || row->minutes_after >= 0);
}

static gboolean count_all(KiriSummary *s, GError **error)
{
    KiriKindRow kinds[KIRI_N_MEDIUM_KINDS] = {0};
    const KiriSummaryRow *first = NULL;
    g_autoptr(GHashTable) stories = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) media = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) by_time = g_ptr_array_new();
    for (guint i = 0; i < kiri_summary_rows(s)->len; i++)
        g_ptr_array_add(by_time, kiri_summary_row_at(s, i));
    g_ptr_array_sort(by_time, time_order);
    lay_out_days(s);
    for (guint i = 0; i < by_time->len; i++) {
        KiriSummaryRow *row = g_ptr_array_index(by_time, i);
        gboolean is_new_medium =
            row->outlet && g_hash_table_add(media, (gpointer)(guintptr)row->outlet);
        row->is_story_first = g_hash_table_add(stories, (gpointer)(guintptr)row->story) ? 1 : 0;
        count_row(s, row, kinds, row->is_story_first);
        s->media += is_new_medium ? 1 : 0;
        s->tier1_media += is_new_medium && row->medium && row->medium->tier == 1 ? 1 : 0;
        if (!first && can_be_first(row))
            first = row;
    }
    for (gint k = 0; k < KIRI_N_MEDIUM_KINDS; k++) {
        kinds[k].kind = (KiriMediumKind)k;
        if (kinds[k].total)
            g_array_append_val(s->kinds, kinds[k]);
    }
    s->first = first ? kiri_summary_open_clip(s, first->number - 1, error) : NULL;
    return !first || s->first;
}

/* ---- the question ---- */

static gboolean load_subject(Making *m, GError **error)
{
    const KiriSummaryQuery *q = m->query;
    if (q->release)
        m->s->release = kiri_store_get(m->store, KIRI_NOUN_RELEASE, q->release, error);
    if (m->s->release)
        m->s->target = kiri_store_get(m->store, KIRI_NOUN_TARGET, q->release, error);
    if (*error)
        return FALSE;
    if (q->topic)
        m->s->topic = kiri_store_get(m->store, KIRI_NOUN_TOPIC, q->topic, error);
    if ((!q->release || m->s->release) && (!q->topic || m->s->topic))
        return TRUE;
    if (!*error)
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND, _("there is no '%s'"),
                    q->release ? q->release : q->topic);
    return FALSE;
}

static void free_medium(gpointer m)
{
    kiri_medium_free(m);
}

static gboolean load_media(Making *m)
{
    g_autoptr(GPtrArray) all = kiri_store_list(m->store, KIRI_NOUN_MEDIUM, "", &m->error);
    m->s->ledger = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_medium);
    for (guint i = 0; all && i < all->len; i++) {
        KiriMedium *medium = kiri_record_copy(&kiri_medium_shape, g_ptr_array_index(all, i));
        g_hash_table_insert(m->s->ledger, medium->id, medium);
    }
    return all != NULL;
}

static gboolean collect(Making *m)
{
    const KiriSummaryQuery *q = m->query;
    if (!q->release && !q->topic)
        return kiri_store_each(m->store, KIRI_NOUN_CLIP, "", take_clip, m, &m->error) && !m->error;
    return kiri_summary_each_clip(m->store, q->release ? KIRI_NOUN_RELEASE : KIRI_NOUN_TOPIC,
                                  q->release ? q->release : q->topic, take_clip, m, &m->error) &&
           !m->error;
}

/* Where the question begins; G_MININT64: nowhere. */
static gint64 period_from(const KiriSummary *s)
{
    if (s->from_us != G_MININT64)
        return s->from_us;
    gint64 embargo = s->release ? embargo_of(s->release) : G_MININT64;
    return embargo == G_MININT64 ? G_MININT64 : kiri_civil_day_start_jst(embargo);
}

static gboolean count_source(gconstpointer record, gpointer data)
{
    KiriSummary *s = data;
    const KiriSource *source = record;
    s->sources++;
    s->sources_disabled += source->is_disabled ? 1 : 0;
    /* A press feed that is followed for its releases covers nothing. */
    if (!kiri_time_is_set(source->covered_from) || g_strcmp0(source->role, "releases") == 0)
        return TRUE;
    gint64 from = source->covered_from.us;
    s->covered_from_us = s->covered_from_us == G_MININT64 ? from : MIN(s->covered_from_us, from);
    s->sources_later +=
        s->period_from_us != G_MININT64 && kiri_civil_day_start_jst(from) > s->period_from_us ? 1
                                                                                              : 0;
    return TRUE;
}

gboolean kiri_summary_begins_early(const KiriSummary *s)
{
    return s->covered_from_us != G_MININT64 && s->period_from_us != G_MININT64 &&
           s->period_from_us < kiri_civil_day_start_jst(s->covered_from_us);
}

/* Of one of many nothing is said about what may be missing. */
static void leave_out(Making *m)
{
    m->s->gaps = g_ptr_array_new();
    m->s->stale_rules = g_ptr_array_new();
}

static gboolean count_surroundings(Making *m)
{
    const KiriSummaryQuery *q = m->query;
    m->s->log_seq = kiri_store_log_end(m->store);
    m->s->covered_from_us = G_MININT64;
    m->s->period_from_us = period_from(m->s);
    if (q->is_part) {
        leave_out(m);
        return TRUE;
    }
    g_auto(GStrv) ids = kiri_store_published_between(m->store, q->from_us, q->to_us);
    m->s->articles_seen = kiri_strv_count(ids);
    m->s->gaps = kiri_summary_gaps(m->store, q->now_us, &m->error);
    m->s->stale_rules = m->s->gaps ? kiri_summary_stale_rules(m->store, &m->error) : NULL;
    return m->s->stale_rules &&
           kiri_store_each(m->store, KIRI_NOUN_SOURCE, "", count_source, m->s, &m->error);
}

KiriSummary *kiri_summary_make(KiriStore *store, const KiriSummaryQuery *query, GError **error)
{
    g_autoptr(KiriSummary) s = summary_new(query);
    Making m = {.store = store, .query = query, .s = s};
    gboolean ok = load_subject(&m, &m.error) && load_media(&m) &&
                  kiri_voices_load(s, store, &m.error) && collect(&m) && count_surroundings(&m);
    if (!ok) {
        g_propagate_error(error, m.error);
        return NULL;
    }
    if (!query->release && !query->topic)
        kiri_summary_keep_one_tie_each(s);
    kiri_summary_parts_settle(s->parts);
    s->n_excluded = kiri_summary_excluded_rows(s)->len;
    if (!kiri_summary_number(s, error) || !count_all(s, error) ||
        !kiri_summary_count_worth(s, store, query, error) ||
        (!query->is_part && !kiri_voices_count(s, store, error)))
        return NULL;
    s->attainments = kiri_attainments_of(s);
    return g_steal_pointer(&s);
}
