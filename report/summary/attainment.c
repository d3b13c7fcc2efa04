// SPDX-License-Identifier: GPL-3.0-or-later
/* Measures are rows of a table; a target is a row's name and a number. */
#include "summary_parts.h"

#include <math.h>
#include <string.h>

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriAttainment, measure, STR)},
    {KIRI_FIELD(2, KiriAttainment, label, STR)},
    {KIRI_FIELD(3, KiriAttainment, unit, STR)},
    {KIRI_FIELD(4, KiriAttainment, has_target, BOOL)},
    {KIRI_FIELD(5, KiriAttainment, target, F64), .decimals = 2},
    {KIRI_FIELD(6, KiriAttainment, is_known, BOOL)},
    {KIRI_FIELD(7, KiriAttainment, actual, F64), .decimals = 2},
    {KIRI_FIELD(8, KiriAttainment, attainment, F64), .decimals = 4},
    {KIRI_FIELD(9, KiriAttainment, is_reached, BOOL)},
    {KIRI_FIELD(10, KiriAttainment, is_most, BOOL)},
    {KIRI_FIELD(11, KiriAttainment, by, STR)},
    {KIRI_FIELD(12, KiriAttainment, at, TIME)},
    {KIRI_FIELD(13, KiriAttainment, median, F64), .flags = KIRI_FIELD_SPARSE, .decimals = 2},
    {KIRI_FIELD(14, KiriAttainment, earlier, I64), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_attainment_shape = KIRI_SHAPE("attainment", KiriAttainment, fields);

const KiriMeasure kiri_measures[] = {
    {"total", "総件数", "件", FALSE, FALSE, 0},
    {"unique", "実件数", "件", FALSE, FALSE, 0},
    {"media", "媒体数", "媒体", FALSE, FALSE, 0},
    {"tier1", "重点媒体", "媒体", FALSE, FALSE, 0},
    {"first_hours", "初報までの時間", "時間以内", TRUE, FALSE, 1},
    {"headline", "見出しに掲載", "件", FALSE, FALSE, 0},
    {"prominence", "扱いの平均", "点", FALSE, TRUE, 1},
    {"messages", "キーメッセージ反映率", "％", FALSE, TRUE, 1},
    {"original", "編集記事の割合", "％", FALSE, TRUE, 1},
    {"critical", "批判的な論調（確認済み）", "件以内", TRUE, FALSE, 0},
    {"reach_low", "推定到達者数（下端）", "人", FALSE, FALSE, 0},
    {"readers_low", "推定閲覧者数（下端）", "人", FALSE, FALSE, 0},
    {NULL, NULL, NULL, FALSE, FALSE, 0},
};
enum {
    TOTAL,
    UNIQUE,
    MEDIA,
    TIER1,
    FIRST_HOURS,
    HEADLINE,
    PROMINENCE,
    MESSAGES,
    ORIGINAL,
    CRITICAL,
    REACH_LOW,
    READERS_LOW,
    N_MEASURES
};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_measures) == N_MEASURES + 1);

const KiriMeasure *kiri_measure(const char *name)
{
    for (const KiriMeasure *m = kiri_measures; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

/* ---- figures ---- */

static gboolean known(gboolean is_known, gdouble figure, gdouble *value)
{
    *value = is_known ? figure : 0;
    return is_known;
}

gboolean kiri_measure_of(const KiriMeasure *m, const KiriSummary *s, gdouble *value)
{
    const KiriQuality *q = s->quality;
    switch (m - kiri_measures) {
    case TOTAL:
        return known(TRUE, s->total, value);
    case UNIQUE:
        return known(TRUE, s->unique, value);
    case MEDIA:
        return known(TRUE, s->media, value);
    case TIER1:
        return known(TRUE, s->tier1_media, value);
    case FIRST_HOURS: {
        gint64 minutes = s->first ? s->first->minutes_after : G_MININT64;
        return known(minutes != G_MININT64, (gdouble)minutes / 60, value);
    }
    case HEADLINE:
        return known(q->scored > 0 || !s->total, (gdouble)q->in_headline, value);
    case PROMINENCE:
        return known(q->scored > 0, q->prominence, value);
    case MESSAGES:
        return known(q->message_chances > q->messages_unknown, q->message_share * 100, value);
    case ORIGINAL:
        return known(q->original + q->copied + q->verbatim > 0, q->original_share * 100, value);
    case CRITICAL: // who has not looked cannot say that there is none
        return known(!q->tone_unconfirmed, (gdouble)q->tone_critical, value);
    case REACH_LOW:
        return known(s->reach->media_known > 0, (gdouble)s->reach->low, value);
    case READERS_LOW:
        return known(s->readers->media_known > 0, (gdouble)s->readers->low, value);
    default:
        return known(FALSE, 0, value);
    }
}

char *kiri_measure_text(const KiriMeasure *m, gdouble value)
{
    gdouble scale = pow(10, m->decimals);
    gint64 scaled = llround(value * scale), whole = scaled / (gint64)scale;
    g_autofree char *grouped = kiri_number_grouped(whole);
    if (!m->decimals || scaled % (gint64)scale == 0)
        return g_steal_pointer(&grouped);
    return g_strdup_printf("%s%s.%d", scaled < 0 && !whole ? "-" : "", grouped,
                           (int)ABS(scaled % (gint64)scale)); // one decimal at most
}

/* ---- rows ---- */

static void free_attainment(gpointer row)
{
    kiri_attainment_free(row);
}

static KiriAttainment *row_of(const KiriMeasure *m)
{
    KiriAttainment *row = kiri_attainment_new();
    row->measure = g_strdup(m->name);
    row->label = g_strdup(m->label);
    row->unit = g_strdup(m->unit);
    row->is_most = m->is_most;
    return row;
}

static gdouble attained(gdouble target, gdouble actual, gboolean is_most)
{
    gdouble part = is_most ? target : actual, whole = is_most ? actual : target;
    return whole > 0 ? part / whole : 1;
}

GPtrArray *kiri_attainments_of(const KiriSummary *s)
{
    if (!s->target || !kiri_recs_count(s->target->goals))
        return NULL;
    GPtrArray *rows = g_ptr_array_new_with_free_func(free_attainment);
    for (const KiriMeasure *m = kiri_measures; m->name; m++) {
        const KiriGoal *goal = kiri_target_goal(s->target, m->name);
        if (!goal)
            continue;
        KiriAttainment *row = row_of(m);
        row->has_target = TRUE;
        row->target = goal->value;
        row->by = g_strdup(goal->by);
        row->at = goal->at;
        row->is_known = kiri_measure_of(m, s, &row->actual);
        if (row->is_known) {
            row->is_reached = m->is_most ? row->actual <= row->target : row->actual >= row->target;
            row->attainment = attained(row->target, row->actual, m->is_most);
        }
        g_ptr_array_add(rows, row);
    }
    return rows;
}

/* ---- what earlier releases came to ---- */

typedef struct {
    const KiriRelease *of;
    gint64 us;
    GPtrArray *found; // KiriRelease: id and date only
} Earlier;

static gint64 announced_us(const KiriRelease *r)
{
    KiriTime t = kiri_time_is_set(r->embargo) ? r->embargo : r->date;
    return kiri_time_is_set(t) ? t.us : G_MAXINT64;
}

static void free_release(gpointer r)
{
    kiri_release_free(r);
}

static gboolean take_release(gconstpointer record, gpointer data)
{
    Earlier *e = data;
    const KiriRelease *r = record;
    if (r->is_removed || announced_us(r) >= e->us || strcmp(r->id, e->of->id) == 0 ||
        g_strcmp0(r->organisation, e->of->organisation) != 0)
        return TRUE;
    KiriRelease *kept = kiri_release_new();
    kept->id = g_strdup(r->id);
    kept->date = r->date;
    kept->embargo = r->embargo;
    g_ptr_array_add(e->found, kept);
    return TRUE;
}

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const KiriRelease *x = *(KiriRelease *const *)a, *y = *(KiriRelease *const *)b;
    gint64 tx = announced_us(x), ty = announced_us(y);
    return tx != ty ? (tx > ty ? -1 : 1) : strcmp(x->id, y->id);
}

static gint by_value(gconstpointer a, gconstpointer b)
{
    gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;
    return x < y ? -1 : x > y;
}

/* Of an even number the mean of the two in the middle. */
static gdouble median_of(GArray *values)
{
    g_array_sort(values, by_value);
    return (g_array_index(values, gdouble, (values->len - 1) / 2) +
            g_array_index(values, gdouble, values->len / 2)) /
           2;
}

static gboolean gather(KiriStore *store, const KiriSummaryQuery *query, const Earlier *e,
                       guint most, GArray *const *values, GError **error)
{
    for (guint i = 0; i < MIN(e->found->len, most); i++) {
        KiriSummaryQuery q = *query;
        gdouble value = 0;
        q.release = ((KiriRelease *)g_ptr_array_index(e->found, i))->id;
        q.topic = NULL;
        q.from_us = G_MININT64;
        q.to_us = G_MAXINT64;
        g_autoptr(KiriSummary) s = kiri_summary_make(store, &q, error);
        if (!s)
            return FALSE;
        for (guint m = 0; m < N_MEASURES; m++)
            if (kiri_measure_of(&kiri_measures[m], s, &value))
                g_array_append_val(values[m], value);
    }
    return TRUE;
}

GPtrArray *kiri_attainment_medians(KiriStore *store, const KiriSummaryQuery *query,
                                   const KiriRelease *release, guint most, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_release);
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_attainment);
    Earlier e = {.of = release, .us = announced_us(release), .found = found};
    GArray *values[N_MEASURES];
    if (!kiri_store_each(store, KIRI_NOUN_RELEASE, "", take_release, &e, error))
        return NULL;
    g_ptr_array_sort(found, newest_first);
    for (guint m = 0; m < N_MEASURES; m++)
        values[m] = g_array_new(FALSE, FALSE, sizeof(gdouble));
    gboolean ok = gather(store, query, &e, most, values, error);
    for (guint m = 0; m < N_MEASURES; m++) {
        if (values[m]->len) {
            KiriAttainment *row = row_of(&kiri_measures[m]);
            row->median = median_of(values[m]);
            row->earlier = values[m]->len;
            g_ptr_array_add(rows, row);
        }
        g_array_unref(values[m]);
    }
    return ok ? g_steal_pointer(&rows) : NULL;
}
