// SPDX-License-Identifier: GPL-3.0-or-later
/* What came in the period: each article published in it is read once, counted for the
 * sources that named it and for its day, and its delay is noted. Then the sources: what
 * each was to bring, and how it is. */
#include "run_report_parts.h"

#include <kirinuki/health.h>

#include <math.h>
#include <string.h>

typedef struct {
    KiriStore *store;
    const KiriRunReportQuery *q;
    KiriRunReport *r;
    GHashTable *found;    // source id → articles
    GHashTable *followed; // source id → gint64 * when it was added
    GHashTable *problems; // source id → what is wrong, borrowed from the gaps
    GArray *delays;       // gint64 seconds
    guint states[KIRI_HEALTH_DISABLED + 1], failures[KIRI_N_FAILURES];
    GError *error;
} Volume;

/* ---- articles ---- */

static gboolean note_added(gconstpointer record, gpointer data)
{
    Volume *v = data;
    const KiriSource *s = record;
    gint64 *added = g_new(gint64, 1);
    *added = kiri_time_is_set(s->added) ? s->added.us : G_MININT64;
    g_hash_table_insert(v->followed, g_strdup(s->id), added);
    return TRUE;
}

/* When it was fetched first; later versions have later times. */
static gint64 first_fetch(Volume *v, const KiriArticle *a)
{
    if (a->version < 2)
        return a->fetched.us;
    g_autoptr(KiriArticle) first =
        kiri_store_get_article_version(v->store, a->id, 1, v->error ? NULL : &v->error);
    return first ? first->fetched.us : a->fetched.us;
}

static void note_delay(Volume *v, const KiriArticle *a)
{
    const gint64 *added = a->source ? g_hash_table_lookup(v->followed, a->source) : NULL;
    if (!added || a->appearance || a->published.precision < KIRI_PRECISION_MINUTE ||
        a->published.us < *added)
        return;
    gint64 delay = MAX(first_fetch(v, a) - a->published.us, 0) / KIRI_US_PER_SECOND;
    g_array_append_val(v->delays, delay);
}

/* What was published before a source was followed is not held against what it was to
 * bring. */
static void note_source(Volume *v, const char *source, gint64 when_us)
{
    const gint64 *added = g_hash_table_lookup(v->followed, source);
    if (!added || when_us < *added)
        return;
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(v->found, source));
    g_hash_table_replace(v->found, g_strdup(source), GUINT_TO_POINTER(n + 1));
}

static void note_day(Volume *v, gint64 us)
{
    gint64 day = kiri_civil_day_start_jst(us);
    GPtrArray *days = v->r->days;
    guint i = days ? (guint)((day - ((KiriRunDay *)days->pdata[0])->day.us) / KIRI_US_PER_DAY) : 0;
    if (days && day >= ((KiriRunDay *)days->pdata[0])->day.us && i < days->len)
        ((KiriRunDay *)days->pdata[i])->articles++;
}

static void take_article(Volume *v, const KiriArticle *a)
{
    gboolean is_dated = kiri_time_is_set(a->published);
    v->r->articles++;
    v->r->undated += is_dated ? 0 : 1;
    gint64 when_us = is_dated ? a->published.us : a->fetched.us;
    note_day(v, when_us);
    for (char **s = a->sources; s && *s; s++)
        note_source(v, *s, when_us);
    if (!a->sources && a->source)
        note_source(v, a->source, when_us);
    note_delay(v, a);
}

static void lay_out_days(Volume *v)
{
    gint64 to = MIN(v->q->to_us, v->q->now_us);
    for (gint64 day = kiri_civil_day_start_jst(v->q->from_us); day < to; day += KIRI_US_PER_DAY) {
        KiriRunDay *row = kiri_run_day_new();
        row->day = kiri_time_coarsen(kiri_time_jst(day), KIRI_PRECISION_DAY);
        kiri_recs_add(&v->r->days, row);
    }
}

static gint by_size(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return x < y ? -1 : x > y;
}

static void settle_delays(Volume *v)
{
    enum { TENTHS = 10, MOST = 9 };
    guint n = v->delays->len;
    v->r->delayed = n;
    if (!n)
        return;
    g_array_sort(v->delays, by_size);
    v->r->delay_median_s = g_array_index(v->delays, gint64, n / 2);
    v->r->delay_p90_s = g_array_index(v->delays, gint64, MIN(n * MOST / TENTHS, n - 1));
    v->r->delay_max_s = g_array_index(v->delays, gint64, n - 1);
}

static gboolean take_articles(Volume *v)
{
    g_auto(GStrv) ids = kiri_store_published_between(v->store, v->q->from_us, v->q->to_us);
    lay_out_days(v);
    for (char **id = ids; id && *id && !v->error; id++) {
        g_autoptr(KiriArticle) a = kiri_store_get(v->store, KIRI_NOUN_ARTICLE, *id, &v->error);
        if (a)
            take_article(v, a);
    }
    settle_delays(v);
    return v->error == NULL;
}

/* ---- sources ---- */

static gdouble expected_of(const Volume *v, const KiriSource *s)
{
    gint64 from = v->q->from_us, to = MIN(v->q->to_us, v->q->now_us);
    if (kiri_time_is_set(s->added))
        from = MAX(from, s->added.us);
    return from < to ? kiri_rhythm_expected(s->rhythm, from, to) : 0;
}

/* Half of what was to come is missing, and it is more than chance: as many as two standard
 * deviations of a Poisson count. */
static gboolean is_short(gdouble expected, gint64 found)
{
    return (gdouble)found < expected / 2 && expected - (gdouble)found > 2 * sqrt(expected);
}

static void add_source(Volume *v, const KiriSource *s, const KiriHealth *health, gdouble expected,
                       gboolean is_expected, gint64 found)
{
    const char *problem = g_hash_table_lookup(v->problems, s->id);
    if (!problem && !(is_expected && is_short(expected, found)))
        return;
    KiriRunSource *row = kiri_run_source_new();
    row->id = g_strdup(s->id);
    row->title = g_strdup(s->title);
    row->url = g_strdup(s->url);
    row->medium = g_strdup(s->medium);
    row->health = (gint)health->state;
    row->problem = g_strdup(problem);
    row->is_expected = is_expected;
    row->expected = expected;
    row->found = found;
    kiri_recs_add(&v->r->sources, row);
}

static gboolean take_source(gconstpointer record, gpointer data)
{
    Volume *v = data;
    const KiriSource *s = record;
    KiriHealth health = kiri_source_health(s, v->q->now_us);
    v->states[health.state]++;
    if (s->is_disabled)
        return TRUE;
    if (health.state == KIRI_HEALTH_FAILING || health.state == KIRI_HEALTH_DEAD)
        v->failures[s->failure]++;
    gboolean is_expected = s->rhythm && kiri_rhythm_is_known(s->rhythm);
    gdouble expected = is_expected ? expected_of(v, s) : 0;
    gint64 found = GPOINTER_TO_UINT(g_hash_table_lookup(v->found, s->id));
    v->r->sources_followed++;
    v->r->rhythm_known += is_expected ? 1 : 0;
    v->r->expected += expected;
    v->r->found += is_expected ? found : 0;
    add_source(v, s, &health, expected, is_expected, found);
    return TRUE;
}

/* The worst state first, then the most that is missing, then the address. */
static gint worst_first(gconstpointer a, gconstpointer b)
{
    const KiriRunSource *x = *(KiriRunSource *const *)a, *y = *(KiriRunSource *const *)b;
    gdouble p = x->expected - (gdouble)x->found, q = y->expected - (gdouble)y->found;
    if (x->health != y->health)
        return x->health > y->health ? -1 : 1;
    return p > q ? -1 : p < q ? 1 : strcmp(x->url, y->url);
}

static gboolean take_sources(Volume *v)
{
    g_autoptr(GPtrArray) gaps = kiri_summary_gaps(v->store, v->q->now_us, &v->error);
    for (guint i = 0; gaps && i < gaps->len; i++) {
        const KiriGapRow *gap = g_ptr_array_index(gaps, i);
        g_hash_table_insert(v->problems, gap->source->id, gap->problem);
    }
    gboolean ok =
        gaps && kiri_store_each(v->store, KIRI_NOUN_SOURCE, "", take_source, v, &v->error);
    for (gsize i = 0; i < G_N_ELEMENTS(v->states); i++)
        kiri_run_count_add(&v->r->health, kiri_health_names[i], v->states[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(v->failures); i++)
        if (v->failures[i])
            kiri_run_count_add(&v->r->failure_kinds, kiri_failure_names[i], v->failures[i]);
    if (v->r->sources)
        g_ptr_array_sort(v->r->sources, worst_first);
    return ok;
}

gboolean kiri_run_report_take_sources(KiriRunReport *r, KiriStore *store,
                                      const KiriRunReportQuery *q, GError **error)
{
    Volume v = {.store = store,
                .q = q,
                .r = r,
                .found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                .followed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                .problems = g_hash_table_new(g_str_hash, g_str_equal),
                .delays = g_array_new(FALSE, FALSE, sizeof(gint64))};
    gboolean ok = kiri_store_each(store, KIRI_NOUN_SOURCE, "", note_added, &v, &v.error) &&
                  take_articles(&v) && take_sources(&v);
    g_hash_table_unref(v.found);
    g_hash_table_unref(v.followed);
    g_hash_table_unref(v.problems);
    g_array_unref(v.delays);
    if (!ok)
        g_propagate_error(error, v.error);
    return ok;
}
