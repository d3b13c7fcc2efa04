// SPDX-License-Identifier: GPL-3.0-or-later
/* What a rhythm learns, how soon, how it forgets, and how rare its surprise is. */
#include "../support/live_source.h"

#include <kirinuki/rhythm.h>

#include <string.h>

/* Monday, 2026-06-01 00:00 in Japan: no holiday for weeks. */
static gint64 at(gint day, gdouble hour)
{
    return kiri_civil_days(2026, 6, 1) * KIRI_US_PER_DAY - 9 * KIRI_US_PER_HOUR +
           day * KIRI_US_PER_DAY + (gint64)(hour * (gdouble)KIRI_US_PER_HOUR);
}

/* A source of `n` entries each weekday, one every 20 minutes from nine on, that is
 * asked every half hour. */
static KiriRhythm *office(gint from_day, gint to_day, guint n)
{
    KiriRhythm *r = kiri_rhythm_new();
    gint64 before = at(from_day, 0);
    kiri_rhythm_note(r, before, NULL, 0, 0);
    for (gint64 now = before + 30 * KIRI_US_PER_MINUTE; now <= at(to_day, 0);
         now += 30 * KIRI_US_PER_MINUTE) {
        gint64 times[64];
        gsize found = 0;
        gint64 day = kiri_civil_day_start_jst(now - 1);
        for (guint i = 0; i < n; i++) {
            gint64 t = day + 9 * KIRI_US_PER_HOUR + i * 20 * KIRI_US_PER_MINUTE;
            if (kiri_day_kind(t) < KIRI_DAY_SATURDAY && t > before && t <= now)
                times[found++] = t;
        }
        kiri_rhythm_note(r, now, times, found, 0);
        before = now;
    }
    return r;
}

static void test_hours_and_days(void)
{
    g_autoptr(KiriRhythm) r = office(0, 28, 24);
    g_assert_true(kiri_rhythm_is_known(r));
    gdouble monday = kiri_rhythm_expected(r, at(28, 0), at(29, 0));
    gdouble sunday = kiri_rhythm_expected(r, at(34, 0), at(35, 0));
    g_assert_cmpfloat(monday, >, 20);
    g_assert_cmpfloat(monday, <, 27);
    g_assert_cmpfloat(sunday, <, 2);
    g_assert_cmpfloat(kiri_rhythm_expected(r, at(28, 2), at(28, 5)), <, .3);
    g_assert_cmpfloat(kiri_rhythm_expected(r, at(28, 10), at(28, 11)), >, 2);
    /* A holiday is no weekday: 2026-07-20, 海の日, is a Monday. */
    g_assert_cmpfloat(kiri_rhythm_expected(r, at(49, 0), at(50, 0)), <, monday / 2);
    g_assert_cmpuint(g_bytes_get_size(r->cells), <=, 640);
}

static void test_first_poll_teaches(void)
{
    gint64 times[20];
    for (guint i = 0; i < 20; i++)
        times[i] = at(1, 9 + i * .25);
    g_autoptr(KiriRhythm) r = kiri_rhythm_new();
    g_assert_false(kiri_rhythm_is_known(r));
    kiri_rhythm_note(r, at(1, 14), times, 20, 0);
    g_assert_true(kiri_rhythm_is_known(r));
    g_assert_cmpint(r->since.us, ==, at(1, 9));
    gdouble hour = kiri_rhythm_expected(r, at(1, 14), at(1, 15));
    g_assert_cmpfloat(hour, >, 2);
    g_assert_cmpfloat(hour, <, 7);
    /* An entry that was pinned to the top years ago tells nothing. */
    g_autoptr(KiriRhythm) pinned = kiri_rhythm_new();
    times[0] = at(-900, 0);
    kiri_rhythm_note(pinned, at(1, 14), times, 20, 0);
    g_assert_cmpint(pinned->since.us, ==, at(1, 9.25));
    /* Without dates nothing is learned but that it was asked. */
    g_autoptr(KiriRhythm) undated = kiri_rhythm_new();
    kiri_rhythm_note(undated, at(1, 14), NULL, 0, 20);
    g_assert_false(kiri_rhythm_is_known(undated));
    g_assert_cmpfloat(kiri_rhythm_silence(undated, at(1, 14), at(90, 0)), ==, 1);
}

static void test_undated_count_in_the_gap(void)
{
    g_autoptr(KiriRhythm) r = kiri_rhythm_new();
    for (gint day = 0; day < 14; day++)
        for (gint hour = 0; hour < 24; hour++)
            kiri_rhythm_note(r, at(day, hour), NULL, 0, hour == 12 ? 6 : 0);
    gdouble noon = kiri_rhythm_expected(r, at(15, 11), at(15, 12));
    g_assert_cmpfloat(noon, >, 1.5);
    g_assert_cmpfloat(kiri_rhythm_expected(r, at(15, 3), at(15, 4)), <, noon / 5);
}

static void test_old_habits_fade(void)
{
    g_autoptr(KiriRhythm) r = office(0, 42, 24);
    gdouble before = kiri_rhythm_expected(r, at(42, 0), at(49, 0));
    for (gint64 now = at(42, 0); now <= at(84, 0); now += 3 * KIRI_US_PER_HOUR)
        kiri_rhythm_note(r, now, NULL, 0, 0);
    gdouble after = kiri_rhythm_expected(r, at(84, 0), at(91, 0));
    g_assert_cmpfloat(after, <, before * .5); // six weeks of silence weigh more than what was
    g_assert_cmpfloat(after, >, before * .1);
}

static void test_damaged_memory(void)
{
    g_autoptr(KiriRhythm) r = office(0, 7, 10);
    gsize n = 0;
    const char *p = g_bytes_get_data(r->cells, &n);
    GBytes *cut = g_bytes_new(p, n / 2);
    g_bytes_unref(r->cells);
    r->cells = cut;
    g_assert_false(kiri_rhythm_is_known(r));
    kiri_rhythm_note(r, at(8, 0), NULL, 0, 3);
    g_assert_cmpfloat(kiri_rhythm_expected(r, at(8, 0), at(9, 0)), >, 0);
}

static void test_next(void)
{
    g_autoptr(KiriRhythm) r = office(0, 28, 24);
    gint64 most = at(28, 24);
    gint64 by_day = kiri_rhythm_next_us(r, at(28, 11), most, .28) - at(28, 11);
    g_assert_cmpint(by_day, >, 5 * KIRI_US_PER_MINUTE);
    g_assert_cmpint(by_day, <, 15 * KIRI_US_PER_MINUTE);
    /* The source wakes at nine: whoever asked at six asks again soon after nine. */
    gint64 woken = kiri_rhythm_next_us(r, at(28, 6), most, .28);
    for (gint i = 0; i < 20 && woken < at(28, 8.9); i++)
        woken = kiri_rhythm_next_us(r, woken, most, .28);
    g_assert_cmpint(woken, <, at(28, 9.3));
    g_assert_cmpint(kiri_rhythm_next_us(r, at(28, 0), at(28, .1), 9), ==, at(28, .1));
}

static void test_recent(void)
{
    g_autoptr(KiriRhythm) r = office(0, 14, 6);
    gint64 from = 0;
    g_assert_cmpuint(kiri_rhythm_recent(r, at(14, 1), &from), ==, 24); // Tue to Fri
    g_assert_cmpint(from, ==, at(8, 0));
    g_assert_cmpuint(kiri_rhythm_recent(r, at(16, 12), &from), ==, 12); // Thu, Fri
    g_assert_cmpuint(kiri_rhythm_recent(r, at(40, 0), &from), ==, 0);
}

static void test_silence(void)
{
    g_autoptr(KiriRhythm) r = office(0, 28, 24);
    /* A night and a weekend are nothing, a morning is odd, a day is an alarm. */
    g_assert_cmpfloat(kiri_rhythm_silence(r, at(24, 17), at(25, 8)), >, .1);
    g_assert_cmpfloat(kiri_rhythm_silence(r, at(25, 17), at(28, 8)), >, .01);
    gdouble morning = kiri_rhythm_silence(r, at(28, 8), at(28, 12));
    gdouble day = kiri_rhythm_silence(r, at(28, 8), at(29, 12));
    g_assert_cmpfloat(morning, <, .2);
    g_assert_cmpfloat(day, <, morning);
    g_assert_cmpfloat(kiri_rhythm_silence(r, at(28, 8), at(31, 12)), <, 1e-4);
}

/* A source that was silent for a day once and came back does not alarm by the
 * second such day as it did by the first. */
static void test_survived_silence(void)
{
    g_autoptr(KiriRhythm) r = office(0, 28, 24);
    gdouble first = kiri_rhythm_silence(r, at(28, 15), at(30, 10));
    gint64 back = at(30, 10);
    kiri_rhythm_note(r, back, &back, 1, 0);
    g_assert_cmpfloat(kiri_rhythm_silence(r, at(35, 15), at(37, 9)), >, first);
}

/* The record and its bytes do not depend on how often it was asked in between. */
static void test_polls_without_news_cost_nothing(void)
{
    g_autoptr(KiriRhythm) r = office(0, 7, 6);
    g_autoptr(GBytes) before = g_bytes_ref(r->cells);
    for (guint i = 1; i < 60; i++)
        kiri_rhythm_note(r, at(7, 0) + i * KIRI_US_PER_MINUTE, NULL, 0, 0);
    g_assert_true(g_bytes_equal(before, r->cells));
    g_assert_cmpint(r->latest.us, ==, at(7, 0) + 59 * KIRI_US_PER_MINUTE);
}

/* Expectation over a quarter against what came, for all kinds of live sources. */
static void test_expectation_is_true(void)
{
    for (gsize k = 0; k < G_N_ELEMENTS(live_sources); k++) {
        g_autoptr(GRand) random = g_rand_new_with_seed((guint32)(17 + k));
        g_autoptr(GArray) times = live_times(&live_sources[k], random, at(0, 0), 120);
        g_autoptr(KiriRhythm) r = kiri_rhythm_new();
        gdouble expected = 0;
        guint i = 0, came = 0;
        kiri_rhythm_note(r, at(0, 0), NULL, 0, 0);
        for (gint64 now = at(0, 1); now <= at(120, 0); now += KIRI_US_PER_HOUR) {
            guint begin = i;
            while (i < times->len && g_array_index(times, gint64, i) <= now)
                i++;
            if (now > at(30, 0)) {
                expected += kiri_rhythm_expected(r, now - KIRI_US_PER_HOUR, now);
                came += i - begin;
            }
            kiri_rhythm_note(r, now, (const gint64 *)(gpointer)times->data + begin, i - begin, 0);
        }
        g_test_message("%s: expected %.0f, came %u", live_sources[k].name, expected, came);
        g_assert_cmpfloat(expected, >, .7 * came);
        g_assert_cmpfloat(expected, <, 1.4 * came + 5);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rhythm/hours-and-days", test_hours_and_days);
    g_test_add_func("/rhythm/first-poll-teaches", test_first_poll_teaches);
    g_test_add_func("/rhythm/undated-count-in-the-gap", test_undated_count_in_the_gap);
    g_test_add_func("/rhythm/old-habits-fade", test_old_habits_fade);
    g_test_add_func("/rhythm/damaged-memory", test_damaged_memory);
    g_test_add_func("/rhythm/next", test_next);
    g_test_add_func("/rhythm/recent", test_recent);
    g_test_add_func("/rhythm/silence", test_silence);
    g_test_add_func("/rhythm/survived-silence", test_survived_silence);
    g_test_add_func("/rhythm/polls-without-news-cost-nothing",
                    test_polls_without_news_cost_nothing);
    g_test_add_func("/rhythm/expectation-is-true", test_expectation_is_true);
    return g_test_run();
}
