// SPDX-License-Identifier: GPL-3.0-or-later
/* Reach against figures computed by hand: 1 − Π(1 − u/P) for the upper end. */
#include <kirinuki/reach.h>

typedef struct {
    const char *name;
    gint64 users[5];
    gsize n;
    gint64 population, low, high;
    guint known, unknown;
} Case;

static const Case cases[] = {
    {"none", {0}, 0, 1000, 0, 0, 0, 0},
    {"all-unknown", {0, 0}, 2, 1000, 0, 0, 0, 2},
    {"one", {250}, 1, 1000, 250, 250, 1, 0},
    /* 1000 × (1 − .5 × .5) */
    {"two-halves", {500, 500}, 2, 1000, 500, 750, 2, 0},
    /* 22, 15, 9, 4 and 3 %: 1 − .78 × .85 × .91 × .96 × .97 = .438182… */
    {"five", {22000, 15000, 9000, 4000, 3000}, 5, 100000, 22000, 43818, 5, 0},
    {"unknown-beside", {300, 0, 200}, 3, 1000, 300, 440, 2, 1},
    {"everybody", {1000, 400}, 2, 1000, 1000, 1000, 2, 0},
    {"more-than-there-are", {5000, 10}, 2, 1000, 1000, 1000, 2, 0},
};

static void test_case(gconstpointer data)
{
    const Case *c = data;
    KiriReach r = kiri_reach(c->users, c->n, c->population);
    g_assert_cmpint(r.low, ==, c->low);
    g_assert_cmpint(r.high, ==, c->high);
    g_assert_cmpuint(r.media_known, ==, c->known);
    g_assert_cmpuint(r.media_unknown, ==, c->unknown);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/reach/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    return g_test_run();
}
