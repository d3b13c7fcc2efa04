// SPDX-License-Identifier: GPL-3.0-or-later
/* When sources are asked: by rhythm, by wish, by hint, and after failures. */
#include "../support/live_source.h"

#include "poll/schedule.h"

#include <kirinuki/crawl.h>

#include <string.h>

static const KiriPace usual = {0};

static gint64 at(gint day, gdouble hour)
{
    return kiri_civil_days(2026, 6, 1) * KIRI_US_PER_DAY - 9 * KIRI_US_PER_HOUR +
           day * KIRI_US_PER_DAY + (gint64)(hour * (gdouble)KIRI_US_PER_HOUR);
}

static KiriSource *source_new(const char *id)
{
    KiriSource *s = kiri_source_new();
    s->id = g_strdup(id);
    s->url = g_strdup_printf("https://%s.example.jp/feed", id);
    return s;
}

static gint64 wait_s(const KiriSource *s, gint64 now, const KiriPace *pace)
{
    return (kiri_source_next_us(s, now, pace) - now) / KIRI_US_PER_SECOND;
}

static void test_unknown_source(void)
{
    g_autoptr(KiriSource) s = source_new("a");
    gint64 wait = wait_s(s, at(0, 12), &usual);
    g_assert_cmpint(wait, >=, 27 * 60);
    g_assert_cmpint(wait, <=, 33 * 60);
    KiriPace pace = {.interval_s = 600};
    g_assert_cmpint(wait_s(s, at(0, 12), &pace), <=, 660);
    /* What it says of itself makes it longer, within the ceiling. */
    s->hint_s = 2 * 3600;
    g_assert_cmpint(wait_s(s, at(0, 12), &usual), >=, 6400);
    s->hint_s = 30 * 86400;
    g_assert_cmpint(wait_s(s, at(0, 12), &usual), ==, KIRI_PACE_CEILING_S);
    s->hint_s = 1;
    g_assert_cmpint(wait_s(s, at(0, 12), &usual), >=, 27 * 60);
    /* The user's own word is kept to the second. */
    s->interval_s = 90;
    g_assert_cmpint(wait_s(s, at(0, 12), &usual), ==, 90);
}

/* Sources of one host, added together, do not fall due together. */
static void test_spread(void)
{
    gint64 least = G_MAXINT64, most = 0;
    for (guint i = 0; i < 50; i++) {
        g_autofree char *id = g_strdup_printf("%08x", i);
        g_autoptr(KiriSource) s = source_new(id);
        gint64 wait = wait_s(s, at(0, 12), &usual);
        g_assert_cmpint(wait, ==, wait_s(s, at(0, 12), &usual)); // no dice
        least = MIN(least, wait);
        most = MAX(most, wait);
    }
    g_assert_cmpint(most - least, >, 240);
}

/* So many entries an hour, day and night, known for four weeks. */
static KiriSource *steady(gdouble an_hour)
{
    KiriSource *s = source_new("steady");
    s->rhythm = kiri_rhythm_new();
    kiri_rhythm_note(s->rhythm, at(0, 0), NULL, 0, 0);
    gint64 step = (gint64)((gdouble)KIRI_US_PER_HOUR / an_hour), t = at(0, 0) + step;
    for (gint64 now = at(0, 1); now <= at(28, 0); now += KIRI_US_PER_HOUR) {
        gint64 times[128];
        gsize n = 0;
        for (; t <= now; t += step)
            times[n++] = t;
        kiri_rhythm_note(s->rhythm, now, times, n, 0);
    }
    return s;
}

static void test_by_rhythm(void)
{
    static const struct {
        gdouble an_hour;
        gint least_s, most_s;
    } cases[] = {{60, 60, 180}, {10, 240, 420}, {2, 500, 900}, {.2, 1500, 3000}};
    gint64 before = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(KiriSource) s = steady(cases[i].an_hour);
        gint64 wait = wait_s(s, at(28, 12), &usual);
        g_test_message("%.1f an hour: %d s", cases[i].an_hour, (int)wait);
        g_assert_cmpint(wait, >=, cases[i].least_s);
        g_assert_cmpint(wait, <=, cases[i].most_s);
        g_assert_cmpint(wait, >, before);
        before = wait;
    }
    g_autoptr(KiriSource) fast = steady(60);
    KiriPace floor = {.floor_s = 600};
    g_assert_cmpint(wait_s(fast, at(28, 12), &floor), ==, 600);
    /* A cache in front of a wire may say what it likes. */
    fast->hint_s = 3600;
    g_assert_cmpint(wait_s(fast, at(28, 12), &usual), <=, 180);
    g_autoptr(KiriSource) slow = source_new("slow");
    slow->rhythm = kiri_rhythm_new();
    for (gint hour = 0; hour < 28 * 24; hour++)
        kiri_rhythm_note(slow->rhythm, at(0, hour), NULL, 0, 0);
    KiriPace ceiling = {.ceiling_s = 1800};
    g_assert_cmpint(wait_s(slow, at(28, 12), &usual), >, 3 * 3600);
    g_assert_cmpint(wait_s(slow, at(28, 12), &ceiling), <=, 1800);
}

static void test_success_and_catching_up(void)
{
    g_autoptr(KiriSource) s = steady(2);
    gint64 now = at(40, 0); // nobody asked for twelve days
    s->next_due = kiri_time_jst(at(28, 0));
    g_assert_true(kiri_source_is_due(s, now));
    kiri_source_succeeded(s, now, &usual);
    g_assert_cmpint(s->next_due.us, >, now); // one poll makes up for all that were missed
    g_assert_false(kiri_source_is_due(s, now));
    g_assert_cmpint(s->polls, ==, 1);
    s->is_disabled = TRUE;
    g_assert_false(kiri_source_is_due(s, at(99, 0)));
}

/* How long a source that goes on failing is left alone after each failure. */
static void test_back_off_by_kind(void)
{
    gint64 first[KIRI_N_FAILURES], eighth[KIRI_N_FAILURES];
    for (gint f = 0; f < KIRI_N_FAILURES; f++) {
        g_autoptr(KiriSource) s = steady(10);
        gint64 now = at(28, 0);
        for (guint i = 1; i <= 8; i++) {
            kiri_source_failed(s, now, &usual, (KiriFailure)f, 0, "because");
            gint64 wait = (s->next_due.us - now) / KIRI_US_PER_SECOND;
            if (i == 1)
                first[f] = wait;
            eighth[f] = wait;
            g_assert_cmpint(wait, >=, 60);
            g_assert_cmpint(wait, <=, 7 * 86400);
        }
        g_assert_cmpint(s->failure, ==, f);
        g_assert_cmpint(s->failures, ==, 8);
        g_assert_cmpint(s->failing_since.us, ==, now);
        g_assert_cmpstr(s->last_error, ==, "because");
        kiri_source_succeeded(s, now, &usual);
        g_assert_cmpint(s->failure, ==, KIRI_FAILURE_NONE);
        g_assert_false(kiri_time_is_set(s->failing_since));
        g_assert_null(s->last_error);
    }
    g_assert_cmpint(first[KIRI_FAILURE_CONNECT], <=, 7 * 60);
    g_assert_cmpint(first[KIRI_FAILURE_FORBIDDEN], >=, 1800);
    g_assert_cmpint(first[KIRI_FAILURE_GONE], >=, 43200);
    g_assert_cmpint(eighth[KIRI_FAILURE_PROXY], <=, 1800);
    g_assert_cmpint(eighth[KIRI_FAILURE_SERVER], <=, 6 * 3600);
    g_assert_cmpint(eighth[KIRI_FAILURE_FORBIDDEN], >=, 3 * 86400);
}

/* A server that is down for a day is found again soon after, on the scale of its
 * trouble. */
static void test_trouble_that_passes(void)
{
    g_autoptr(KiriSource) s = steady(10);
    gint64 now = at(28, 0), back = at(29, 0);
    guint polls = 0;
    while (now < back) {
        kiri_source_failed(s, now, &usual, KIRI_FAILURE_CONNECT, 0, "refused");
        now = s->next_due.us;
        polls++;
    }
    g_assert_cmpint(now - back, <=, 6 * KIRI_US_PER_HOUR);
    g_assert_cmpuint(polls, <=, 40);
    /* The same for a host as a whole. */
    gint64 waited = 0;
    for (gint64 i = 1; waited < KIRI_US_PER_DAY; i++) {
        gint64 wait = kiri_host_backoff_us(i, "https://a.example.jp");
        if (waited > KIRI_US_PER_HOUR)
            g_assert_cmpint(wait, <=, waited / 2);
        waited += wait;
    }
    g_assert_cmpint(kiri_host_backoff_us(1, "x"), >=, 150 * KIRI_US_PER_SECOND);
    g_assert_cmpint(kiri_host_backoff_us(999, "x"), <=, KIRI_US_PER_DAY);
}

/* Dead sources: never dropped, asked weekly in the end. */
static void test_dead_source(void)
{
    g_autoptr(KiriSource) s = steady(10);
    guint polls = 0;
    gint64 now = at(28, 0), last_wait = 0;
    while (now < at(28 + 365, 0)) {
        kiri_source_failed(s, now, &usual, KIRI_FAILURE_NAME, 0, "no such name");
        last_wait = s->next_due.us - now;
        now = s->next_due.us;
        polls++;
    }
    g_test_message("%u polls in a year", polls);
    g_assert_cmpuint(polls, <, 110);
    g_assert_cmpuint(polls, >, 52);
    g_assert_cmpint(last_wait, >=, 7 * KIRI_US_PER_DAY);
    g_assert_cmpint(last_wait, <=, 8 * KIRI_US_PER_DAY);
}

static void test_holds(void)
{
    g_autoptr(KiriSource) s = steady(10);
    gint64 now = at(28, 12);
    /* Said how long: as long, the tenth time too, but not sooner than usual. */
    for (guint i = 0; i < 10; i++)
        kiri_source_failed(s, now, &usual, KIRI_FAILURE_HOLD, now + 3600 * KIRI_US_PER_SECOND,
                           "pause");
    g_assert_cmpint(s->next_due.us, ==, now + 3600 * KIRI_US_PER_SECOND);
    kiri_source_failed(s, now, &usual, KIRI_FAILURE_HOLD, now + KIRI_US_PER_SECOND, "pause");
    g_assert_cmpint(s->next_due.us, >, now + 60 * KIRI_US_PER_SECOND);
    /* A pause is kept whatever the failure. */
    kiri_source_failed(s, now, &usual, KIRI_FAILURE_SERVER, now + 20 * KIRI_US_PER_DAY, "503");
    g_assert_cmpint(s->next_due.us, ==, now + 20 * KIRI_US_PER_DAY);
}

static void test_whole_polls(void)
{
    g_autoptr(KiriSource) s = source_new("a");
    g_assert_true(kiri_source_wants_whole(s, at(0, 0))); // never asked
    guint whole = 0;
    s->last_success = s->added = kiri_time_jst(at(0, 0));
    g_assert_true(kiri_source_wants_whole(s, at(0, .5))); // nothing is proved yet
    s->last_success = kiri_time_jst(at(7, 1));
    g_assert_false(kiri_source_wants_whole(s, at(7, 1)));
    s->last_success = s->added;
    s->validator_truths = 1;
    for (gint64 now = at(0, .5); now < at(10, 0); now += KIRI_US_PER_HOUR / 2) {
        whole += kiri_source_wants_whole(s, now) ? 1 : 0;
        s->polls++;
        s->last_success = kiri_time_jst(now);
    }
    g_assert_cmpuint(whole, ==, 10); // daily
    /* A source of ten an hour that has been silent since yesterday is doubted. */
    g_autoptr(KiriSource) silent = steady(10);
    silent->newest_entry = kiri_time_jst(at(28, 0));
    silent->last_success = kiri_time_jst(at(28, 20));
    whole = 0;
    for (guint i = 0; i < 8; i++, silent->polls++)
        whole += kiri_source_wants_whole(silent, at(28, 20) + i * KIRI_US_PER_MINUTE) ? 1 : 0;
    g_assert_cmpuint(whole, >=, 2);
    g_assert_cmpuint(whole, <=, 3);
    silent->ignores_validators = TRUE;
    g_assert_true(kiri_source_wants_whole(silent, at(28, 20)));
}

static void test_cache_hints(void)
{
    gint64 now = at(0, 0); // 2026-05-31 15:00 UTC
    g_assert_cmpint(kiri_cache_hint_s("public, max-age=300", NULL, NULL, now), ==, 300);
    g_assert_cmpint(kiri_cache_hint_s("Max-Age=\"60\" , S-MAXAGE=900", NULL, NULL, now), ==, 900);
    g_assert_cmpint(kiri_cache_hint_s("max-age=99999999999999999999", NULL, NULL, now), ==,
                    7 * 86400);
    g_assert_cmpint(kiri_cache_hint_s("max-age=-5, no-cache", NULL, NULL, now), ==, 0);
    g_assert_cmpint(kiri_cache_hint_s("max-age=0", "Sun, 31 May 2026 16:00:00 GMT", NULL, now), ==,
                    0);
    g_assert_cmpint(kiri_cache_hint_s(NULL, "Sun, 31 May 2026 16:00:00 GMT", NULL, now), ==, 3600);
    g_assert_cmpint(kiri_cache_hint_s(NULL, "0", NULL, now), ==, 0);
    g_assert_cmpint(kiri_cache_hint_s(NULL, NULL, NULL, now), ==, 0);
}

/* A month of the live sources, polled as scheduled from their first poll on: how
 * late are their news, and at what price? */
static void test_delay_and_requests(void)
{
    gdouble fast_delays = 0, fast_n = 0;
    guint polls = 0;
    for (gsize k = 0; k < G_N_ELEMENTS(live_sources); k++) {
        g_autoptr(GRand) random = g_rand_new_with_seed((guint32)(90 + k));
        g_autoptr(GArray) times = live_times(&live_sources[k], random, at(-30, 0), 60);
        g_autoptr(KiriSource) s = source_new(live_sources[k].name);
        g_autoptr(GArray) delays = g_array_new(FALSE, FALSE, sizeof(gint64));
        guint i = 0, own_polls = 0;
        s->rhythm = kiri_rhythm_new();
        while (i + 20 < times->len && g_array_index(times, gint64, i + 20) <= at(0, 0))
            i++;
        for (gint64 now = at(0, 0); now < at(30, 0); now = s->next_due.us, own_polls++) {
            guint begin = i;
            for (; i < times->len && g_array_index(times, gint64, i) <= now; i++)
                if (own_polls) {
                    gint64 delay = (now - g_array_index(times, gint64, i)) / KIRI_US_PER_SECOND;
                    g_array_append_val(delays, delay);
                }
            kiri_rhythm_note(s->rhythm, now, (const gint64 *)(gpointer)times->data + begin,
                             i - begin, 0);
            kiri_source_succeeded(s, now, &usual);
        }
        g_array_sort(delays, live_compare);
        gint64 median = delays->len ? g_array_index(delays, gint64, delays->len / 2) : 0;
        g_test_message("%s: %u entries, median delay %d s, %.0f polls a day", live_sources[k].name,
                       delays->len, (int)median, own_polls / 30.0);
        if (live_sources[k].a_day >= 48) {
            g_assert_cmpint(median, <=, 330);
            fast_delays += (gdouble)median * delays->len;
            fast_n += delays->len;
        }
        g_assert_cmpint(median, <=, KIRI_PACE_CEILING_S);
        polls += own_polls;
    }
    g_assert_cmpfloat(fast_delays / fast_n, <=, 240);
    /* Against one every 15 minutes of everything, of which three in ten are fast. */
    g_assert_cmpfloat(polls, <, 30.0 * 96 * G_N_ELEMENTS(live_sources));
}

static void test_statuses(void)
{
    static const struct {
        gint64 status;
        gboolean has_location;
        KiriStatusMeaning meaning;
    } cases[] = {
        {200, FALSE, KIRI_STATUS_PAGE},  {203, FALSE, KIRI_STATUS_PAGE},
        {206, FALSE, KIRI_STATUS_RETRY}, {301, TRUE, KIRI_STATUS_REDIRECT},
        {302, FALSE, KIRI_STATUS_GONE},  {304, FALSE, KIRI_STATUS_UNCHANGED},
        {403, FALSE, KIRI_STATUS_GONE},  {404, FALSE, KIRI_STATUS_MISSING},
        {410, FALSE, KIRI_STATUS_GONE},  {408, FALSE, KIRI_STATUS_RETRY},
        {429, FALSE, KIRI_STATUS_HOLD},  {503, FALSE, KIRI_STATUS_HOLD},
        {500, FALSE, KIRI_STATUS_RETRY}, {999, FALSE, KIRI_STATUS_GONE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(kiri_status_meaning(cases[i].status, cases[i].has_location), ==,
                        cases[i].meaning);
}

static void test_status_failure(void)
{
    static const struct {
        gint64 status;
        KiriFailure failure;
    } cases[] = {
        {304, KIRI_FAILURE_PROTOCOL}, {401, KIRI_FAILURE_FORBIDDEN}, {403, KIRI_FAILURE_FORBIDDEN},
        {404, KIRI_FAILURE_MISSING},  {408, KIRI_FAILURE_SERVER},    {410, KIRI_FAILURE_GONE},
        {429, KIRI_FAILURE_HOLD},     {451, KIRI_FAILURE_FORBIDDEN}, {500, KIRI_FAILURE_SERVER},
        {503, KIRI_FAILURE_HOLD},     {999, KIRI_FAILURE_GONE}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(kiri_status_failure(cases[i].status), ==, cases[i].failure);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/schedule/status-failure", test_status_failure);
    g_test_add_func("/schedule/unknown-source", test_unknown_source);
    g_test_add_func("/schedule/spread", test_spread);
    g_test_add_func("/schedule/by-rhythm", test_by_rhythm);
    g_test_add_func("/schedule/success-and-catching-up", test_success_and_catching_up);
    g_test_add_func("/schedule/back-off-by-kind", test_back_off_by_kind);
    g_test_add_func("/schedule/trouble-that-passes", test_trouble_that_passes);
    g_test_add_func("/schedule/dead-source", test_dead_source);
    g_test_add_func("/schedule/holds", test_holds);
    g_test_add_func("/schedule/whole-polls", test_whole_polls);
    g_test_add_func("/schedule/cache-hints", test_cache_hints);
    g_test_add_func("/schedule/delay-and-requests", test_delay_and_requests);
    g_test_add_func("/schedule/statuses", test_statuses);
    return g_test_run();
}
