// SPDX-License-Identifier: GPL-3.0-or-later
/* Estimates of the true number: published figures, the edges, and how often the
 * interval holds the truth. */
#include <kirinuki/capture.h>

#include <math.h>

static void assert_near(gdouble a, gdouble b, gdouble within)
{
    g_assert_cmpfloat(fabs(a - b), <=, within);
}

/* 10 marked, 15 caught later, 5 of them marked: 28.3 with [22, 65], the textbook's
 * turtles. */
static void test_textbook(void)
{
    KiriRecapture c = kiri_capture_two(10, 15, 5);
    assert_near(c.estimate, 28.333, 0.001);
    g_assert_cmpfloat(c.low, ==, 21); // 21.9, and the limits are whole articles
    g_assert_cmpfloat(c.high, ==, 65);
    g_assert_false(c.is_reliable);
    /* The worked figures of the same formula for larger samples. */
    KiriRecapture d = kiri_capture_two(200, 250, 50);
    assert_near(d.estimate, 201.0 * 251.0 / 51.0 - 1, 1e-9);
    g_assert_true(d.low < d.estimate && d.estimate < d.high && d.is_reliable);
    assert_near(d.coverage, 400 / d.estimate, 1e-9);
}

static void test_edges(void)
{
    /* Nobody saw anything. */
    KiriRecapture none = kiri_capture_two(0, 0, 0);
    g_assert_cmpfloat(none.estimate, ==, 0);
    g_assert_cmpfloat(none.coverage, ==, 1);
    /* Both saw the same: of few something may still be missing, of many hardly. */
    KiriRecapture few = kiri_capture_two(5, 5, 5), same = kiri_capture_two(40, 40, 40);
    g_assert_cmpfloat(few.estimate, ==, 5);
    g_assert_cmpfloat(few.high, >, 5);
    g_assert_cmpfloat(same.estimate, ==, 40);
    g_assert_cmpfloat(same.low, ==, 40);
    g_assert_cmpfloat(same.high, <, 42);
    KiriRecapture nearly = kiri_capture_two(1000, 999, 998);
    g_assert_cmpfloat(nearly.high, <, 1003);
    /* Nothing in common: anything is possible, and it is said. */
    KiriRecapture apart = kiri_capture_two(10, 10, 0);
    g_assert_cmpfloat(apart.estimate, ==, 120);
    g_assert_cmpfloat(apart.high, >, 500);
    g_assert_false(apart.is_reliable);
    /* One list is empty: what the other saw is all that can be said. */
    KiriRecapture one = kiri_capture_two(12, 0, 0);
    g_assert_cmpint(one.seen, ==, 12);
    g_assert_cmpfloat(one.estimate, ==, 12);
    g_assert_true(isfinite(one.high) && one.coverage_low < 1);
    g_assert_false(one.is_reliable);
    /* One list within the other. */
    KiriRecapture within = kiri_capture_two(30, 10, 10);
    g_assert_cmpfloat(within.estimate, ==, 30);
    g_assert_cmpfloat(within.coverage, ==, 1);
}

static gdouble draw(guint64 *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (gdouble)(*state >> 11) / 9007199254740992.0;
}

/* How often the interval holds the truth, in 4,000 worlds. */
static gdouble coverage_of(gint truth, gdouble p1, gdouble p2)
{
    guint64 state = 88172645463325252u;
    gint held = 0, worlds = 4000;
    gdouble sum = 0;
    for (gint w = 0; w < worlds; w++) {
        gint64 n1 = 0, n2 = 0, both = 0;
        for (gint i = 0; i < truth; i++) {
            gboolean a = draw(&state) < p1, b = draw(&state) < p2;
            n1 += a;
            n2 += b;
            both += a && b;
        }
        KiriRecapture c = kiri_capture_two(n1, n2, both);
        held += c.low <= truth && truth <= c.high;
        sum += c.estimate;
    }
    if (truth * p1 * p2 >= 10) // nearly free of bias
        assert_near(sum / worlds / truth, 1, 0.02);
    return (gdouble)held / worlds;
}

static void test_simulation(void)
{
    static const struct {
        gint truth;
        gdouble p1, p2;
    } worlds[] = {{20, 0.5, 0.5},  {50, 0.6, 0.4},  {100, 0.9, 0.5},
                  {100, 0.3, 0.3}, {500, 0.8, 0.7}, {500, 0.95, 0.9}};
    for (gsize i = 0; i < G_N_ELEMENTS(worlds); i++) {
        gdouble c = coverage_of(worlds[i].truth, worlds[i].p1, worlds[i].p2);
        g_test_message("N %d, p %.2f and %.2f: holds %.3f", worlds[i].truth, worlds[i].p1,
                       worlds[i].p2, c);
        g_assert_cmpfloat(c, >=, 0.93);
    }
}

static void test_three(void)
{
    KiriRecapture pairs[3];
    /* 1 feed, 2 sitemap, 4 front page: the sitemap is complete but for one, the
     * feed lacks a quarter. */
    const gint64 counts[8] = {0, 1, 20, 49, 0, 0, 4, 26};
    KiriRecapture all = kiri_capture_three(counts, pairs);
    g_assert_cmpint(all.seen, ==, 100);
    g_assert_cmpint(pairs[0].seen, ==, 100);
    assert_near(pairs[0].estimate, 77.0 * 100.0 / 76.0 - 1, 1e-9);
    g_assert_cmpfloat(all.estimate, >=, pairs[0].estimate);
    g_assert_cmpfloat(all.coverage, >, 0.97);
    g_assert_true(all.is_reliable);
    /* A pair with too little in common does not decide beside one that has enough. */
    const gint64 thin[8] = {0, 5, 5, 40, 3, 0, 0, 1};
    KiriRecapture c = kiri_capture_three(thin, pairs);
    g_assert_cmpint(c.pair, ==, 0);
    g_assert_false(pairs[1].is_reliable);
    g_assert_cmpint(c.seen, ==, 54);
    g_assert_cmpfloat(c.estimate, >=, 54); // never fewer than were seen
    const gint64 nothing[8] = {0};
    KiriRecapture empty = kiri_capture_three(nothing, pairs);
    g_assert_cmpfloat(empty.coverage, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/capture/textbook", test_textbook);
    g_test_add_func("/capture/edges", test_edges);
    g_test_add_func("/capture/simulation", test_simulation);
    g_test_add_func("/capture/three", test_three);
    return g_test_run();
}
