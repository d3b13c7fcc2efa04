// SPDX-License-Identifier: GPL-3.0-or-later
/* The health of sources: how rarely a live one alarms over a year, how soon a dead
 * one does, and what failures are called. */
#include "../support/live_source.h"

#include <kirinuki/health.h>

#include <string.h>

static gint64 at(gint day)
{
    return kiri_civil_days(2026, 1, 5) * KIRI_US_PER_DAY - 9 * KIRI_US_PER_HOUR +
           day * KIRI_US_PER_DAY;
}

static KiriSource *source_new(void)
{
    KiriSource *s = kiri_source_new();
    s->id = g_strdup("s");
    s->added = kiri_time_jst(at(0));
    return s;
}

/* Polls every three hours over the days; entries after `death` never come. Counts how often it
 * became silent; the day of the last alarm goes into `alarm`. */
static guint live(KiriSource *s, const GArray *times, gint days, gint64 death_us, gint64 *alarm_us)
{
    guint alarms = 0, i = 0, kept = 20; // entries that its feed holds
    gboolean was_silent = FALSE;
    s->rhythm = kiri_rhythm_new();
    while (i + kept < times->len && g_array_index(times, gint64, i + kept) <= at(0))
        i++;
    for (gint64 now = at(0); now <= at(days); now += 3 * KIRI_US_PER_HOUR) {
        guint begin = i;
        while (i < times->len && g_array_index(times, gint64, i) <= MIN(now, death_us))
            i++;
        kiri_rhythm_note(s->rhythm, now, (const gint64 *)(gpointer)times->data + begin, i - begin,
                         0);
        s->last_poll = s->last_success = kiri_time_jst(now);
        if (i > begin)
            s->newest_entry = s->last_new = kiri_time_jst(g_array_index(times, gint64, i - 1));
        gboolean is_silent = kiri_source_health(s, now).state == KIRI_HEALTH_SILENT;
        if (is_silent && !was_silent) {
            alarms++;
            *alarm_us = now;
        }
        was_silent = is_silent;
    }
    return alarms;
}

static void test_live_sources_hardly_alarm(void)
{
    enum { YEARS = 1 };
    guint all = 0;
    for (gsize k = 0; k < G_N_ELEMENTS(live_sources); k++) {
        guint alarms = 0;
        for (guint32 year = 0; year < YEARS; year++) {
            g_autoptr(GRand) random = g_rand_new_with_seed(1000 * (guint32)k + year);
            g_autoptr(GArray) times = live_times(&live_sources[k], random, at(-60), 425);
            g_autoptr(KiriSource) s = source_new();
            gint64 when = 0;
            alarms += live(s, times, 365, G_MAXINT64, &when);
        }
        g_test_message("%s: %u false alarms in %d years", live_sources[k].name, alarms, YEARS);
        g_assert_cmpuint(alarms, <=, YEARS);
        all += alarms;
    }
    g_assert_cmpfloat((gdouble)all / (YEARS * G_N_ELEMENTS(live_sources)), <, .5);
}

/* A source that falls silent one Tuesday is noticed within a time that fits what
 * it is. */
static void test_dead_sources_alarm(void)
{
    static const gdouble most_days[G_N_ELEMENTS(live_sources)] = {1, 1.5, 1.5, 3,  6,
                                                                  8, 12,  40,  75, 28};
    for (gsize k = 0; k < G_N_ELEMENTS(live_sources); k++) {
        g_autoptr(GRand) random = g_rand_new_with_seed((guint32)(500 + k));
        g_autoptr(GArray) times = live_times(&live_sources[k], random, at(-60), 152);
        g_autoptr(KiriSource) s = source_new();
        gint64 when = 0, death = at(92);
        live(s, times, 190, death, &when);
        gdouble days = (gdouble)(when - s->newest_entry.us) / (gdouble)KIRI_US_PER_DAY;
        KiriHealth h = kiri_source_health(s, at(190));
        g_test_message("%s: noticed %.1f days after its last entry, p %g", live_sources[k].name,
                       days, h.probability);
        g_assert_cmpint(h.state, ==, KIRI_HEALTH_SILENT);
        g_assert_cmpint(h.since_us, ==, s->newest_entry.us);
        g_assert_cmpfloat(days, >, 0);
        g_assert_cmpfloat(days, <=, most_days[k]);
    }
}

static void test_states(void)
{
    g_autoptr(KiriSource) s = source_new();
    g_assert_cmpint(kiri_source_health(s, at(0)).state, ==, KIRI_HEALTH_NEW);
    s->last_poll = kiri_time_jst(at(1));
    s->failures = 1;
    s->failing_since = kiri_time_jst(at(1));
    KiriHealth h = kiri_source_health(s, at(2));
    g_assert_cmpint(h.state, ==, KIRI_HEALTH_FAILING);
    g_assert_cmpint(h.since_us, ==, at(1));
    g_assert_cmpint(kiri_source_health(s, at(9)).state, ==, KIRI_HEALTH_DEAD);
    s->is_disabled = TRUE;
    g_assert_cmpint(kiri_source_health(s, at(9)).state, ==, KIRI_HEALTH_DISABLED);
    /* Asked, but too little is known; then it is all right. */
    s->is_disabled = FALSE;
    s->failures = 0;
    s->last_success = kiri_time_jst(at(9));
    s->newest_entry = kiri_time_jst(at(8));
    s->rhythm = kiri_rhythm_new();
    kiri_rhythm_note(s->rhythm, at(9), NULL, 0, 0);
    h = kiri_source_health(s, at(9));
    g_assert_cmpint(h.state, ==, KIRI_HEALTH_NEW);
    g_assert_cmpfloat(h.expected, <, 0);
    gint64 times[] = {at(9) + 1, at(9) + 5 * KIRI_US_PER_HOUR, at(9) + 9 * KIRI_US_PER_HOUR,
                      at(9) + 12 * KIRI_US_PER_HOUR};
    kiri_rhythm_note(s->rhythm, at(10), times, G_N_ELEMENTS(times), 0);
    s->last_success = kiri_time_jst(at(10));
    s->newest_entry = kiri_time_jst(times[3]);
    h = kiri_source_health(s, at(10));
    g_assert_cmpint(h.state, ==, KIRI_HEALTH_OK);
    g_assert_cmpint(h.since_us, ==, G_MININT64);
    g_assert_cmpfloat(h.actual, ==, 4);
    g_assert_cmpfloat(h.expected, >, 0);
}

/* A feed that answers and holds nothing but old entries: age alone decides. */
static void test_old_at_first_sight(void)
{
    g_autoptr(KiriSource) s = source_new();
    gint64 times[] = {at(-400), at(-300), at(-200)};
    s->rhythm = kiri_rhythm_new();
    kiri_rhythm_note(s->rhythm, at(0), times, G_N_ELEMENTS(times), 0);
    s->last_poll = s->last_success = kiri_time_jst(at(0));
    s->newest_entry = kiri_time_jst(at(-200));
    KiriHealth h = kiri_source_health(s, at(0));
    g_assert_cmpint(h.state, ==, KIRI_HEALTH_SILENT);
    g_assert_cmpint(h.since_us, ==, at(-200));
    /* Nothing ever came. */
    g_autoptr(KiriSource) empty = source_new();
    empty->last_poll = empty->last_success = kiri_time_jst(at(3));
    g_assert_cmpint(kiri_source_health(empty, at(3)).state, !=, KIRI_HEALTH_SILENT);
    empty->last_success = kiri_time_jst(at(8));
    g_assert_cmpint(kiri_source_health(empty, at(8)).state, ==, KIRI_HEALTH_SILENT);
}

/* The first poll of a feed that holds `n` entries so far apart, the newest `old` days ago. */
static KiriSource *seen_first(gint apart_days, gint n, gint old_days)
{
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(gint64));
    KiriSource *s = source_new();
    for (gint i = 0; i < n; i++) {
        gint64 us = at(-old_days - i * apart_days) + 10 * KIRI_US_PER_HOUR + i % 3;
        g_array_append_val(times, us);
    }
    s->rhythm = kiri_rhythm_new();
    kiri_rhythm_note(s->rhythm, at(1), (const gint64 *)(gpointer)times->data, times->len, 0);
    s->newest_entry = kiri_time_jst(g_array_index(times, gint64, 0));
    s->last_poll = s->last_success = kiri_time_jst(at(1));
    return s;
}

static KiriHealthState state_at_first(gint apart_days, gint n, gint old_days)
{
    g_autoptr(KiriSource) s = seen_first(apart_days, n, old_days);
    return kiri_source_health(s, at(1)).state;
}

/* Regular once, and nothing for weeks when it is first seen. */
static void test_ended_at_first_sight(void)
{
    g_autoptr(KiriSource) weekly = seen_first(7, 8, 40);
    KiriHealth h = kiri_source_health(weekly, at(1));
    g_assert_cmpint(h.state, ==, KIRI_HEALTH_SILENT);
    g_assert_cmpint(h.since_us, ==, weekly->newest_entry.us);
    g_autoptr(KiriSource) copy = kiri_record_copy(&kiri_source_shape, weekly);
    g_assert_cmpint(kiri_source_health(copy, at(1)).state, ==, KIRI_HEALTH_SILENT);
    g_assert_cmpint(state_at_first(1, 20, 40), ==, KIRI_HEALTH_SILENT);
    g_assert_cmpint(state_at_first(1, 20, 16), ==, KIRI_HEALTH_SILENT);
    /* Not long enough for what it was, or it was no rule. */
    g_assert_cmpint(state_at_first(7, 8, 20), !=, KIRI_HEALTH_SILENT);
    g_assert_cmpint(state_at_first(12, 8, 40), !=, KIRI_HEALTH_SILENT);
    g_assert_cmpint(state_at_first(7, 4, 40), !=, KIRI_HEALTH_SILENT);
    g_assert_cmpint(state_at_first(0, 20, 40), !=, KIRI_HEALTH_SILENT); // all on one day
    /* It came back. */
    weekly->last_new = weekly->newest_entry = kiri_time_jst(at(1));
    g_assert_cmpint(kiri_source_health(weekly, at(1)).state, !=, KIRI_HEALTH_SILENT);
}

/* Whenever one begins to follow a live source, it is not called silent before its
 * next entry comes. */
static void test_live_at_first_sight(void)
{
    enum { HELD = 20 };
    guint alarms = 0, looks = 0;
    for (gsize k = 0; k < G_N_ELEMENTS(live_sources); k++) {
        g_autoptr(GRand) random = g_rand_new_with_seed(77 + (guint32)k);
        g_autoptr(GArray) times = live_times(&live_sources[k], random, at(-60), 425);
        for (guint i = HELD; i + 1 < times->len; i += MAX(1, times->len / 50)) {
            const gint64 *t = (const gint64 *)(gpointer)times->data + i;
            g_autoptr(KiriSource) s = source_new();
            s->rhythm = kiri_rhythm_new();
            kiri_rhythm_note(s->rhythm, t[1] - 1, t - HELD + 1, HELD, 0);
            s->newest_entry = kiri_time_jst(t[0]);
            s->last_poll = s->last_success = kiri_time_jst(t[1] - 1);
            KiriHealthState state = kiri_source_health(s, t[1] - 1).state;
            alarms += state == KIRI_HEALTH_SILENT ? 1 : 0;
            looks++;
        }
    }
    g_test_message("%u false alarms at %u first looks", alarms, looks);
    g_assert_cmpuint(looks, >, 200);
    g_assert_cmpuint(alarms * 100, <=, looks);
}

static void test_failure_texts(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (gint f = 0; f < KIRI_N_FAILURES; f++) {
        const char *text = kiri_failure_text((KiriFailure)f);
        g_assert_cmpuint(strlen(text), >, 5);
        g_assert_true(g_hash_table_add(seen, (gpointer)(guintptr)text));
    }
    g_assert_cmpstr(kiri_health_names[KIRI_HEALTH_SILENT], ==, "silent");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/health/live-sources-hardly-alarm", test_live_sources_hardly_alarm);
    g_test_add_func("/health/dead-sources-alarm", test_dead_sources_alarm);
    g_test_add_func("/health/states", test_states);
    g_test_add_func("/health/old-at-first-sight", test_old_at_first_sight);
    g_test_add_func("/health/ended-at-first-sight", test_ended_at_first_sight);
    g_test_add_func("/health/live-at-first-sight", test_live_at_first_sight);
    g_test_add_func("/health/failure-texts", test_failure_texts);
    return g_test_run();
}
