// SPDX-License-Identifier: GPL-3.0-or-later
/* Minutes from the embargo to each piece of coverage, sorted once; everything is read off
 * that list. The median of an even number of pieces is the later of the two in the
 * middle: by then half of them were there. */
#include <kirinuki/timing.h>

#include <kirinuki/civil.h>

#include <math.h>

static const KiriField kind_fields[] = {
    {KIRI_FIELD(1, KiriTimingKind, kind, ENUM), .names = kiri_medium_kind_names},
    {KIRI_FIELD(2, KiriTimingKind, pieces, I64)},
    {KIRI_FIELD(3, KiriTimingKind, first_minutes, I64)},
    {KIRI_FIELD(4, KiriTimingKind, median_minutes, I64)},
};
const KiriShape kiri_timing_kind_shape = KIRI_SHAPE("timing_kind", KiriTimingKind, kind_fields);

static const KiriField step_fields[] = {
    {KIRI_FIELD(1, KiriTimingStep, hours, I64)},
    {KIRI_FIELD(2, KiriTimingStep, pieces, I64)},
    {KIRI_FIELD(3, KiriTimingStep, share, F64), .decimals = 4},
};
const KiriShape kiri_timing_step_shape = KIRI_SHAPE("timing_step", KiriTimingStep, step_fields);

static const KiriField timing_fields[] = {
    {KIRI_FIELD(1, KiriTiming, is_known, BOOL)},
    {KIRI_FIELD(2, KiriTiming, from, TIME)},
    {KIRI_FIELD(3, KiriTiming, pieces, I64)},
    {KIRI_FIELD(4, KiriTiming, early, I64)},
    {KIRI_FIELD(5, KiriTiming, early_minutes, I64)},
    {KIRI_FIELD(6, KiriTiming, untimed, I64)},
    {KIRI_FIELD(7, KiriTiming, mentions, I64)},
    {KIRI_FIELD(8, KiriTiming, verbatim, I64)},
    {KIRI_FIELD(9, KiriTiming, first_minutes, I64)},
    {KIRI_FIELD(10, KiriTiming, median_minutes, I64)},
    {KIRI_FIELD(11, KiriTiming, last_minutes, I64)},
    {KIRI_FIELD(12, KiriTiming, kinds, RECS), .sub = &kiri_timing_kind_shape},
    {KIRI_FIELD(13, KiriTiming, decay, RECS), .sub = &kiri_timing_step_shape},
};
const KiriShape kiri_timing_shape = KIRI_SHAPE("timing", KiriTiming, timing_fields);

static gint by_minutes(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return x < y ? -1 : x > y;
}

static gint64 minute_at(const GArray *minutes, guint i)
{
    return g_array_index(minutes, gint64, i);
}

/* Coverage with a time goes to the list of its kind, the rest is counted. */
static void take(KiriTiming *t, const KiriSummaryRow *c, GArray *const *kinds)
{
    if (c->class_ == KIRI_CLASS_MENTION || c->class_ == KIRI_CLASS_VERBATIM) {
        t->mentions += c->class_ == KIRI_CLASS_MENTION ? 1 : 0;
        t->verbatim += c->class_ == KIRI_CLASS_VERBATIM ? 1 : 0;
        return;
    }
    KiriTime when = c->published;
    if (!t->is_known || when.precision < KIRI_PRECISION_MINUTE) {
        t->untimed++;
        return;
    }
    /* A minute that has begun before counts as before. */
    gint64 minutes = (gint64)floor((gdouble)(when.us - t->from.us) / (gdouble)KIRI_US_PER_MINUTE);
    if (minutes < 0) {
        t->early++;
        t->early_minutes = MAX(t->early_minutes, -minutes);
        return;
    }
    g_array_append_val(kinds[c->medium ? c->medium->kind : KIRI_MEDIUM_WEB], minutes);
}

static void add_kind(KiriTiming *t, gint kind, GArray *minutes)
{
    KiriTimingKind *row = kiri_timing_kind_new();
    g_array_sort(minutes, by_minutes);
    row->kind = kind;
    row->pieces = minutes->len;
    row->first_minutes = minute_at(minutes, 0);
    row->median_minutes = minute_at(minutes, minutes->len / 2);
    kiri_recs_add(&t->kinds, row);
}

static void add_decay(KiriTiming *t, const GArray *minutes)
{
    static const gint64 hours[KIRI_N_TIMING_HOURS] = KIRI_TIMING_HOURS;
    guint n = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(hours); i++) {
        while (n < minutes->len && minute_at(minutes, n) < hours[i] * 60)
            n++;
        KiriTimingStep *step = kiri_timing_step_new();
        step->hours = hours[i];
        step->pieces = n;
        step->share = (gdouble)n / minutes->len;
        kiri_recs_add(&t->decay, step);
    }
}

static void count(KiriTiming *t, GArray *const *kinds)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (gint k = 0; k < KIRI_N_MEDIUM_KINDS; k++) {
        if (!kinds[k]->len)
            continue;
        add_kind(t, k, kinds[k]);
        g_array_append_vals(all, kinds[k]->data, kinds[k]->len);
    }
    t->pieces = all->len;
    if (!all->len)
        return;
    g_array_sort(all, by_minutes);
    t->first_minutes = minute_at(all, 0);
    t->median_minutes = minute_at(all, all->len / 2);
    t->last_minutes = minute_at(all, all->len - 1);
    add_decay(t, all);
}

KiriTiming *kiri_timing_of(const KiriSummary *s)
{
    if (!s->release)
        return NULL;
    GArray *kinds[KIRI_N_MEDIUM_KINDS];
    KiriTiming *t = kiri_timing_new();
    t->from = kiri_time_is_set(s->release->embargo) ? s->release->embargo : s->release->date;
    t->is_known = kiri_time_is_set(t->from) && t->from.precision >= KIRI_PRECISION_MINUTE;
    for (gint k = 0; k < KIRI_N_MEDIUM_KINDS; k++)
        kinds[k] = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < s->total; i++)
        take(t, kiri_summary_row(s, i), kinds);
    count(t, kinds);
    for (gint k = 0; k < KIRI_N_MEDIUM_KINDS; k++)
        g_array_unref(kinds[k]);
    return t;
}
