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

static void free_clip(gpointer data)
{
    KiriSummaryClip *c = data;
    kiri_clip_free(c->clip);
    kiri_article_free(c->article);
    kiri_verdict_free(c->verdict);
    g_clear_pointer(&c->revisions, g_ptr_array_unref);
    g_free(c->event);
    g_free(c);
}

static void free_excluded(gpointer data)
{
    KiriSummaryExcluded *e = data;
    kiri_clip_free(e->clip);
    kiri_article_free(e->article);
    g_free(e->reason);
    g_free(e);
}

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
    g_ptr_array_unref(s->clips);
    g_ptr_array_unref(s->excluded);
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
    s->clips = g_ptr_array_new_with_free_func(free_clip);
    s->excluded = g_ptr_array_new_with_free_func(free_excluded);
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

/* A report shows no body text, and of the evidence no more than what differs and why:
 * the rest would fill the memory where there are many clips. */
static const KiriField heavy_evidence_fields[] = {
    {KIRI_FIELD(1, KiriEvidence, features, RECS), .sub = &kiri_feature_shape},
    {KIRI_FIELD(2, KiriEvidence, passages, RECS), .sub = &kiri_passage_shape},
    {KIRI_FIELD(3, KiriEvidence, rivals, RECS), .sub = &kiri_rival_shape},
};
static const KiriShape heavy_evidence =
    KIRI_SHAPE("heavy_evidence", KiriEvidence, heavy_evidence_fields);
static const KiriField heavy_score_fields[] = {
    {KIRI_FIELD(1, KiriScore, tone_sentences, RECS), .sub = &kiri_tone_sentence_shape},
    {KIRI_FIELD(2, KiriScore, bases, RECS), .sub = &kiri_score_basis_shape},
};
static const KiriShape heavy_score = KIRI_SHAPE("heavy_score", KiriScore, heavy_score_fields);
static const KiriField heavy_article_fields[] = {
    {KIRI_FIELD(1, KiriArticle, text, STR)},
    {KIRI_FIELD(2, KiriArticle, links, STRV)},
    {KIRI_FIELD(3, KiriArticle, witnesses, RECS), .sub = &kiri_witness_shape},
};
static const KiriShape heavy_article =
    KIRI_SHAPE("heavy_article", KiriArticle, heavy_article_fields);

static KiriClip *slim_clip(const KiriClip *clip)
{
    static const KiriEvidence nothing;
    static const KiriScore no_score;
    KiriClip *c = kiri_record_copy(&kiri_clip_shape, clip);
    if (c->evidence)
        kiri_record_assign(&heavy_evidence, c->evidence, &nothing);
    if (c->score)
        kiri_record_assign(&heavy_score, c->score, &no_score);
    return c;
}

static void slim_article(KiriArticle *a)
{
    static const KiriArticle nothing;
    kiri_record_assign(&heavy_article, a, &nothing);
}

static void exclude(Making *m, const KiriClip *clip, KiriArticle *article, const char *reason)
{
    KiriSummaryExcluded *e = g_new0(KiriSummaryExcluded, 1);
    e->clip = slim_clip(clip);
    e->medium = medium_of(m, article);
    e->article = article;
    slim_article(article);
    e->reason = g_strdup(reason);
    g_ptr_array_add(m->s->excluded, e);
}

/* What became of the article since it was first seen. */
static void load_revisions(Making *m, KiriSummaryClip *c)
{
    if (c->article->version < 2 || m->error)
        return;
    g_autoptr(GPtrArray) all = kiri_store_revisions(m->store, c->article, &m->error);
    for (guint i = 0; all && i < all->len; i++)
        c->is_retitled |= ((const KiriRevision *)g_ptr_array_index(all, i))->title_before != NULL;
    if (all && all->len)
        c->revisions = g_steal_pointer(&all);
}

static void include(Making *m, const KiriClip *clip, KiriArticle *article, KiriVerdict *verdict)
{
    KiriSummaryClip *c = g_new0(KiriSummaryClip, 1);
    c->clip = slim_clip(clip);
    c->article = article;
    c->medium = medium_of(m, article);
    c->verdict = verdict;
    c->standing = kiri_standing(c->clip, c->verdict);
    c->class_ = c->standing.class_;
    c->minutes_after = G_MININT64;
    if (m->s->release && embargo_of(m->s->release) != G_MININT64 &&
        kiri_time_is_set(article->published))
        c->minutes_after = (article->published.us - embargo_of(m->s->release)) / KIRI_US_PER_MINUTE;
    load_revisions(m, c);
    slim_article(article);
    c->event = m->error ? NULL : kiri_store_event_of(m->store, article->id, &m->error);
    g_ptr_array_add(m->s->clips, c);
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
    if (standing.counts)
        include(m, clip, g_steal_pointer(&article), g_steal_pointer(&verdict));
    else if (reason)
        exclude(m, clip, g_steal_pointer(&article), reason);
    return m->error == NULL;
}

/* ---- order ---- */

/* 内閣 order of media (position, 0 last), then time, then id. */
static gint list_order(gconstpointer a, gconstpointer b)
{
    const KiriSummaryClip *x = *(KiriSummaryClip *const *)a, *y = *(KiriSummaryClip *const *)b;
    gint64 px = x->medium && x->medium->position ? x->medium->position : G_MAXINT64;
    gint64 py = y->medium && y->medium->position ? y->medium->position : G_MAXINT64;
    gint64 tx = kiri_summary_when(x->article), ty = kiri_summary_when(y->article);
    if (px != py)
        return px < py ? -1 : 1;
    if (tx != ty)
        return tx < ty ? -1 : 1;
    gint same = strcmp(x->article->id, y->article->id);
    return same ? same : strcmp(x->clip->id, y->clip->id);
}

/* For a period an article can hang on several releases and topics: the strongest
 * tie stands for it, so that one article is one line. */
static gint tie_order(gconstpointer a, gconstpointer b)
{
    const KiriSummaryClip *x = *(KiriSummaryClip *const *)a, *y = *(KiriSummaryClip *const *)b;
    gint same = strcmp(x->article->id, y->article->id);
    if (same)
        return same;
    gboolean rx = x->clip->release != NULL, ry = y->clip->release != NULL;
    if (rx != ry)
        return rx ? -1 : 1;
    if (x->clip->probability != y->clip->probability)
        return x->clip->probability > y->clip->probability ? -1 : 1;
    return strcmp(x->clip->id, y->clip->id);
}

static void keep_one_tie_each(GPtrArray *clips)
{
    g_ptr_array_sort(clips, tie_order);
    for (guint i = clips->len; i-- > 1;) {
        const KiriSummaryClip *x = g_ptr_array_index(clips, i);
        const KiriSummaryClip *before = g_ptr_array_index(clips, i - 1);
        if (strcmp(x->article->id, before->article->id) == 0)
            g_ptr_array_remove_index(clips, i);
    }
}

static gint excluded_order(gconstpointer a, gconstpointer b)
{
    const KiriSummaryExcluded *x = *(KiriSummaryExcluded *const *)a;
    const KiriSummaryExcluded *y = *(KiriSummaryExcluded *const *)b;
    gint64 tx = kiri_summary_when(x->article), ty = kiri_summary_when(y->article);
    return tx != ty ? (tx < ty ? -1 : 1) : strcmp(x->clip->id, y->clip->id);
}

const char *kiri_summary_story(const KiriSummaryClip *c)
{
    if (c->twin && c->class_ != KIRI_CLASS_VERBATIM)
        return kiri_summary_story(c->twin);
    return kiri_summary_story_of(c->clip, c->class_);
}

/* The number under which the list first tells of an event, on all that do. */
static void number_event(GHashTable *events, KiriSummaryClip *c)
{
    if (!c->event)
        return; // the summary fails
    guint first = GPOINTER_TO_UINT(g_hash_table_lookup(events, c->event));
    c->event_number = first ? first : c->number;
    if (!first)
        g_hash_table_insert(events, c->event, GUINT_TO_POINTER(c->number));
}

static void number_list(KiriSummary *s)
{
    g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) events = g_hash_table_new(g_str_hash, g_str_equal);
    g_ptr_array_sort(s->clips, list_order);
    g_ptr_array_sort(s->excluded, excluded_order);
    for (guint i = 0; i < s->clips->len; i++) {
        KiriSummaryClip *c = g_ptr_array_index(s->clips, i);
        c->number = i + 1;
        g_hash_table_insert(numbers, c->article->id, c);
        number_event(events, c);
    }
    for (guint i = 0; i < s->clips->len; i++) {
        KiriSummaryClip *c = g_ptr_array_index(s->clips, i);
        KiriSummaryClip *origin =
            c->clip->origin ? g_hash_table_lookup(numbers, c->clip->origin) : NULL;
        KiriSummaryClip *root = g_hash_table_lookup(numbers, kiri_summary_story(c));
        c->origin_number = origin ? origin->number : c->twin ? c->twin->number : 0;
        if (root && root != c)
            root->copies++;
    }
}

/* ---- count ---- */

static KiriMediumKind kind_of(const KiriSummaryClip *c)
{
    return c->medium ? (KiriMediumKind)c->medium->kind : KIRI_MEDIUM_WEB;
}

static KiriDayRow *day_row(KiriSummary *s, gint64 day_us)
{
    for (guint i = 0; i < s->days->len; i++) {
        KiriDayRow *row = &g_array_index(s->days, KiriDayRow, i);
        if (row->day_us == day_us)
            return row;
    }
    return NULL;
}

static void lay_out_days(KiriSummary *s)
{
    gint64 low = G_MAXINT64, high = G_MININT64;
    for (guint i = 0; i < s->clips->len; i++) {
        const KiriSummaryClip *c = g_ptr_array_index(s->clips, i);
        gint64 day = kiri_civil_day_start_jst(kiri_summary_when(c->article));
        low = MIN(low, day);
        high = MAX(high, day);
    }
    /* A tie over years is shown by its newest days. */
    enum { MOST_DAYS = 366 };
    if (s->clips->len && high - low >= MOST_DAYS * KIRI_US_PER_DAY)
        low = high - (MOST_DAYS - 1) * KIRI_US_PER_DAY;
    for (gint64 day = low; s->clips->len && day <= high; day += KIRI_US_PER_DAY) {
        KiriDayRow row = {.day_us = day};
        row.is_before_collection =
            s->covered_from_us != G_MININT64 && day + KIRI_US_PER_DAY <= s->covered_from_us;
        g_array_append_val(s->days, row);
    }
}

static void count_clip(KiriSummary *s, const KiriSummaryClip *c, KiriKindRow *kinds,
                       gboolean is_new_story)
{
    KiriKindRow *kind = &kinds[kind_of(c)];
    KiriDayRow *day = day_row(s, kiri_civil_day_start_jst(kiri_summary_when(c->article)));
    s->total++;
    s->by_class[c->class_]++;
    kind->total++;
    kind->by_class[c->class_]++;
    if (day)
        day->total++;
    if (is_new_story) {
        s->unique++;
        kind->unique++;
        if (day)
            day->unique++;
    }
    s->needs_review += c->standing.needs_review ? 1 : 0;
    s->confirmed += c->standing.decision == KIRI_DECISION_ACCEPTED ? 1 : 0;
    s->in_handling += c->standing.status >= KIRI_HANDLING_OPEN &&
                              c->standing.status <= KIRI_HANDLING_CORRECTION_ASKED
                          ? 1
                          : 0;
    s->contradictions +=
        c->clip->evidence && kiri_recs_count(c->clip->evidence->contradictions) ? 1 : 0;
    s->corrections += c->article->is_corrected ? 1 : 0;
    s->removals += kiri_time_is_set(c->article->removed) ? 1 : 0;
    s->retitled += c->is_retitled ? 1 : 0;
}

/* In order of time, so that a story belongs to the day and kind it began with. */
static gint time_order(gconstpointer a, gconstpointer b)
{
    const KiriSummaryClip *x = *(KiriSummaryClip *const *)a, *y = *(KiriSummaryClip *const *)b;
    gint64 tx = kiri_summary_when(x->article), ty = kiri_summary_when(y->article);
    return tx != ty ? (tx < ty ? -1 : 1) : strcmp(x->article->id, y->article->id);
}

/* The first report (初報) is an article of a medium about the matter: neither the
 * release itself on the office's own page or a release wire, nor a mention, nor
 * what appeared before the embargo was lifted. */
static gboolean can_be_first(const KiriSummaryClip *c)
{
    return (c->class_ == KIRI_CLASS_PUBLICITY || c->class_ == KIRI_CLASS_SYNDICATED) &&
           kiri_time_is_set(c->article->published) &&
           (c->minutes_after == G_MININT64 || c->minutes_after >= 0);
}

static void count_all(KiriSummary *s)
{
    KiriKindRow kinds[KIRI_N_MEDIUM_KINDS] = {0};
    g_autoptr(GHashTable) stories = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) media = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) by_time = g_ptr_array_copy(s->clips, NULL, NULL);
    g_ptr_array_set_free_func(by_time, NULL);
    g_ptr_array_sort(by_time, time_order);
    lay_out_days(s);
    for (guint i = 0; i < by_time->len; i++) {
        const KiriSummaryClip *c = g_ptr_array_index(by_time, i);
        const char *name = c->medium ? c->medium->id : c->article->site_name;
        gboolean is_new_medium = name && g_hash_table_add(media, (gpointer)(guintptr)name);
        count_clip(s, c, kinds,
                   g_hash_table_add(stories, (gpointer)(guintptr)kiri_summary_story(c)));
        s->media += is_new_medium ? 1 : 0;
        s->tier1_media += is_new_medium && c->medium && c->medium->tier == 1 ? 1 : 0;
        if (!s->first && can_be_first(c))
            s->first = c;
    }
    for (gint k = 0; k < KIRI_N_MEDIUM_KINDS; k++) {
        kinds[k].kind = (KiriMediumKind)k;
        if (kinds[k].total)
            g_array_append_val(s->kinds, kinds[k]);
    }
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

static gboolean count_surroundings(Making *m)
{
    const KiriSummaryQuery *q = m->query;
    g_auto(GStrv) ids = kiri_store_published_between(m->store, q->from_us, q->to_us);
    m->s->articles_seen = kiri_strv_count(ids);
    m->s->log_seq = kiri_store_log_end(m->store);
    m->s->covered_from_us = G_MININT64;
    m->s->period_from_us = period_from(m->s);
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
        keep_one_tie_each(s->clips);
    kiri_summary_find_twins(s);
    number_list(s);
    count_all(s);
    kiri_summary_count_money(s);
    kiri_summary_count_messages(s);
    s->quality = kiri_quality_of(s);
    if (!kiri_summary_count_reach(s, store, query, error) || !kiri_voices_count(s, store, error))
        return NULL;
    s->attainments = kiri_attainments_of(s);
    return g_steal_pointer(&s);
}
