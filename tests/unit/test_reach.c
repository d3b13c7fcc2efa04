// SPDX-License-Identifier: GPL-3.0-or-later
/* Reach against figures computed by hand, and its promises on random media. */
#include <kirinuki/reach.h>

#include <kirinuki/error.h>

#include <math.h>
#include <string.h>

/* ---- worked examples ---- */

typedef struct {
    const char *name;
    gint64 people[5];
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
    /* 22, 15, 9, 4 and 3 %, a plain sum of 53 %: 1 − .78 × .85 × .91 × .96 × .97 = .438182… */
    {"five", {22000, 15000, 9000, 4000, 3000}, 5, 100000, 22000, 43818, 5, 0},
    {"unknown-beside", {300, 0, 200}, 3, 1000, 300, 440, 2, 1},
    {"everybody", {1000, 400}, 2, 1000, 1000, 1000, 2, 0},
    {"more-than-there-are", {5000, 10}, 2, 1000, 1000, 1000, 2, 0},
};

static KiriReach *of_users(const gint64 *people, gsize n, gint64 population,
                           const KiriDuplication *table)
{
    KiriReachMaker *maker = kiri_reach_begin(population, "人口推計（架空）");
    for (gsize i = 0; i < n; i++) {
        char id[2] = {(char)('a' + i), 0};
        kiri_reach_add(
            maker, &(KiriReachPiece){.medium = id, .basis = KIRI_REACH_USERS, .people = people[i]});
    }
    return kiri_reach_end(maker, table, 0);
}

static void test_case(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(KiriReach) r = of_users(c->people, c->n, c->population, NULL);
    g_assert_cmpint(r->low, ==, c->low);
    g_assert_cmpint(r->high, ==, c->high);
    g_assert_cmpint(r->media_known, ==, c->known);
    g_assert_cmpint(r->media_unknown, ==, c->unknown);
    g_assert_cmpuint(kiri_strv_count(r->unknown), ==, c->unknown);
    g_assert_cmpuint(kiri_recs_count(r->media), ==, c->known);
}

/* μ = 12 %, R₂ = 18 %: 12.0, 18.0, 21.9, 27.0 and 33.9 % at 1, 2, 3, 5 and 10 issues. */
static void test_beta_binomial(void)
{
    static const struct {
        guint n;
        gint tenths;
    } table[] = {{0, 0}, {1, 120}, {2, 180}, {3, 219}, {5, 270}, {10, 339}};
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        gdouble reach = -1;
        g_assert_true(kiri_reach_repeated(.12, .18, table[i].n, &reach, NULL));
        g_assert_cmpint(lround(reach * 1000), ==, table[i].tenths);
    }
    gdouble independent = 0;
    g_assert_true(kiri_reach_repeated(.12, 2 * .12 - .12 * .12, 10, &independent, NULL));
    g_assert_cmpint(lround(independent * 1000), ==, 721); // 1 − .88^10 = .7215
}

/* No audience is so: two issues cannot reach less than one, nor more than strangers do. */
static void test_bad_pairs(void)
{
    static const gdouble bad[][2] = {{.12, .12}, {.12, .10}, {.12, .24}, {.12, .30},
                                     {.12, .23}, {0, .1},    {1.2, 1.3}};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        gdouble reach = 0;
        g_assert_false(kiri_reach_repeated(bad[i][0], bad[i][1], 3, &reach, &error));
        g_assert_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE);
    }
}

static KiriReachPiece issue(const char *day, gint64 people, gint64 single, gint64 two)
{
    return (KiriReachPiece){.medium = "asa",
                            .name = "朝の新聞",
                            .exposure = day,
                            .basis = KIRI_REACH_COPIES,
                            .people = people,
                            .single = single,
                            .two = two,
                            .source = "部数公査（架空）"};
}

static gboolean has_line(const KiriReach *r, const char *word)
{
    for (guint i = 0; i < kiri_recs_count(r->lines); i++) {
        const KiriReachLine *line = g_ptr_array_index(r->lines, i);
        if (strstr(line->note, word) || strstr(line->label, word))
            return TRUE;
    }
    return FALSE;
}

/* Three issues of a paper; what one issue says twice meets the same readers. */
static void test_issues(void)
{
    static const char *const days[] = {"04-13", "04-14", "04-15", "04-15"};
    KiriReachMaker *with = kiri_reach_begin(1000000, NULL),
                   *without = kiri_reach_begin(1000000, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        KiriReachPiece known = issue(days[i], 120000, 120000, 180000);
        KiriReachPiece unknown = issue(days[i], 120000, 0, 0);
        kiri_reach_add(with, &known);
        kiri_reach_add(without, &unknown);
    }
    g_autoptr(KiriReach) a = kiri_reach_end(with, NULL, 0);
    g_autoptr(KiriReach) b = kiri_reach_end(without, NULL, 0);
    g_assert_cmpint(a->low, ==, 219048); // 21.905 %: the beta-binomial knows
    g_assert_cmpint(a->high, ==, 219048);
    g_assert_cmpint(b->low, ==, 120000);  // else anything from the same readers …
    g_assert_cmpint(b->high, ==, 318528); // … to 1 − .88³
    const KiriReachMedium *m = g_ptr_array_index(a->media, 0);
    g_assert_cmpint(m->pieces, ==, 4);
    g_assert_cmpint(m->exposures, ==, 3);
    g_assert_true(has_line(a, "ベータ二項分布"));
    g_assert_true(has_line(b, "2号累積到達が未登録"));
}

/* A figure that contradicts itself is said and not used. */
static void test_bad_pair_is_said(void)
{
    KiriReachMaker *maker = kiri_reach_begin(1000000, NULL);
    KiriReachPiece first = issue("1", 120000, 120000, 250000);
    KiriReachPiece second = issue("2", 120000, 120000, 250000);
    kiri_reach_add(maker, &first);
    kiri_reach_add(maker, &second);
    g_autoptr(KiriReach) r = kiri_reach_end(maker, NULL, 0);
    g_assert_cmpint(r->low, ==, 120000);
    g_assert_cmpint(r->high, ==, 225600);
    g_assert_true(has_line(r, "矛盾する"));
}

/* Within a month the users of a site are all there is; months are another matter. */
static void test_ceiling(void)
{
    static const char *const articles[] = {"1", "2", "3", "4"};
    for (gint months = 1; months <= 2; months++) {
        KiriReachMaker *maker = kiri_reach_begin(1000000, NULL);
        for (gint i = 0; i < 4; i++)
            kiri_reach_add(maker, &(KiriReachPiece){.medium = "site",
                                                    .span = months == 2 && i > 1 ? "05" : "04",
                                                    .exposure = articles[i],
                                                    .basis = KIRI_REACH_VIEWS,
                                                    .people = 50000,
                                                    .ceiling = 100000});
        g_autoptr(KiriReach) r = kiri_reach_end(maker, NULL, 0);
        g_assert_cmpint(r->low, ==, 50000);
        /* 100000 × (1 − .5⁴); twice 75000 of a million, independently */
        g_assert_cmpint(r->high, ==, months == 1 ? 93750 : 144375);
    }
}

/* ---- duplication ---- */

static KiriDuplication *table_of(const char *rows)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *csv =
        g_strconcat("medium_a,medium_b,people,share,valid_from,valid_to,source\n", rows, NULL);
    KiriDuplication *table = kiri_duplication_parse(kiri_str(csv), &error);
    g_assert_no_error(error);
    return table;
}

typedef struct {
    const char *name, *rows;
    gint64 low, high;
    const char *said;
} Narrowing;

/* a 400, b 300, c 200 of 1000 people: alone 400 … 664. */
static const Narrowing narrowings[] = {
    {"none", "x,y,10,,,,調査", 400, 664, "独立に見た場合"},
    /* b lies in a: a ∪ b = 400, and 1 − .6 × .8 with c */
    {"within", "a,b,300,,,,調査", 400, 520, "a・bの重複"},
    /* nobody reads both: a ∪ b = 700, 1 − .3 × .8 */
    {"apart", "b,a,,0.0001,,,調査", 700, 760, "a・bの重複"},
    /* 200 in both: 500, and 1 − .5 × .8 */
    {"share", "a,b,,50,,,調査", 500, 600, "a・bの重複"},
    {"share-of-the-other", "b,a,,50,,,調査", 550, 640, "a・bの重複"},
    /* all three: 900 − 100 − 60 − 50, and between independence and all */
    {"triple", "a,b,100,,,,調査\na,c,60,,,,調査\nb,c,50,,,,調査", 690, 690, "b・cの重複"},
    {"impossible", "a,b,302,,,,調査", 400, 664, "用いない"},
    {"old", "a,b,300,,2020-01-01,2020-12-31,調査", 400, 520, "有効期間外"},
};

static void test_narrowing(gconstpointer data)
{
    static const gint64 people[] = {400, 300, 200};
    const Narrowing *n = data;
    g_autoptr(KiriDuplication) table = table_of(n->rows);
    g_autoptr(KiriReach) r = of_users(people, 3, 1000, table);
    if (strcmp(n->name, "triple") == 0) { // the table says less than independence: up it goes
        g_assert_cmpint(r->low, ==, n->low);
        g_assert_cmpint(r->high, >=, n->high);
        g_assert_cmpint(r->high, <=, 1000);
    } else {
        g_assert_cmpint(r->low, ==, n->low);
        g_assert_cmpint(r->high, ==, n->high);
    }
    g_assert_true(has_line(r, n->said));
}

static void test_bad_tables(void)
{
    static const struct {
        const char *rows, *said;
    } bad[] = {{"a,b,,,,,調査", "line 2, column 'people'"},
               {"a,b,1,2,,,調査", "line 2, column 'people'"},
               {"a,b,-1,,,,調査", "whole number"},
               {"a,b,,120,,,調査", "per cent"},
               {"a,b,,nan,,,調査", "per cent"},
               {"a,a,1,,,,調査", "another medium"},
               {"a,b,1,,soon,,調査", "no date"},
               {"a,b,1,,,,", "must not be empty"}};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *csv = g_strconcat(
            "medium_a,medium_b,people,share,valid_from,valid_to,source\n", bad[i].rows, NULL);
        g_assert_null(kiri_duplication_parse(kiri_str(csv), &error));
        g_assert_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE);
        g_assert_nonnull(strstr(error->message, bad[i].said));
    }
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_duplication_parse(kiri_str("medium_a,medium_b,people\n"), &error));
    g_assert_nonnull(strstr(error->message, "'source' is missing"));
}

/* ---- promises ---- */

enum { WORLDS = 3000, MOST_PIECES = 12, MOST_MEDIA = 6 };

typedef struct {
    KiriReachPiece pieces[MOST_PIECES];
    guint n;
    gint64 population;
    KiriDuplication *table;
} World;

static const char *const ids[MOST_MEDIA] = {"a", "b", "c", "d", "e", "f"};
static const char *const keys[] = {"1", "2", "3", "4"};
static const char *const spans[] = {"04", "05"};

/* The figures of a medium belong to it, as they do in a ledger: its pieces share them. */
static void make_piece(GRand *rand, KiriReachPiece *p, gint64 population, const gint64 *sizes)
{
    guint medium = (guint)g_rand_int_range(rand, 0, MOST_MEDIA);
    gint64 size = sizes[medium];
    *p = (KiriReachPiece){.medium = ids[medium],
                          .span = spans[g_rand_int_range(rand, 0, 2)],
                          .exposure = keys[g_rand_int_range(rand, 0, 4)],
                          .basis = KIRI_REACH_USERS,
                          .audience = size};
    p->people = g_rand_int_range(rand, 0, 9) ? g_rand_int_range(rand, 1, (gint32)size + 1) : 0;
    if (medium % 3 == 1)
        p->ceiling = size;
    if (medium % 3 != 2)
        return;
    gdouble share = (gdouble)size / (gdouble)population;
    p->span = NULL;
    p->single = size;
    p->two = (gint64)((2 * share - share * share * (1 + (1 - share) / share * .3)) *
                      (gdouble)population);
}

static KiriDuplication *make_table(GRand *rand, const gint64 *sizes, gint64 population)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    for (guint i = 0; i < MOST_MEDIA; i++)
        for (guint k = i + 1; k < MOST_MEDIA; k++) {
            gint64 least = MAX(sizes[i] + sizes[k] - population, 1);
            gint64 most = MIN(sizes[i], sizes[k]);
            if (g_rand_boolean(rand) || least >= most)
                continue;
            g_string_append_printf(rows, "%s,%s,%" G_GINT64_FORMAT ",,,,調査\n", ids[i], ids[k],
                                   least + (gint64)(g_rand_double(rand) * (gdouble)(most - least)));
        }
    return table_of(rows->str);
}

static void make_world(GRand *rand, World *w)
{
    gint64 sizes[MOST_MEDIA];
    w->population = g_rand_int_range(rand, 100, 100000);
    for (guint i = 0; i < MOST_MEDIA; i++)
        sizes[i] = g_rand_int_range(rand, 10, (gint32)w->population + 1);
    w->n = (guint)g_rand_int_range(rand, 1, MOST_PIECES + 1);
    for (guint i = 0; i < w->n; i++)
        make_piece(rand, &w->pieces[i], w->population, sizes);
    w->table = g_rand_boolean(rand) ? make_table(rand, sizes, w->population) : NULL;
}

static KiriReach *reach_of(const World *w, const guint *order, guint n)
{
    KiriReachMaker *maker = kiri_reach_begin(w->population, NULL);
    for (guint i = 0; i < n; i++)
        kiri_reach_add(maker, &w->pieces[order[i]]);
    return kiri_reach_end(maker, w->table, 0);
}

static void check_bounds(const World *w, const KiriReach *r, const guint *order, guint n)
{
    g_assert_cmpint(r->low, <=, r->high);
    g_assert_cmpint(r->high, <=, w->population);
    for (guint i = 0; i < n; i++)
        g_assert_cmpint(r->low, >=, w->pieces[order[i]].people);
    for (guint i = 0; i < kiri_recs_count(r->media); i++) {
        const KiriReachMedium *m = g_ptr_array_index(r->media, i);
        g_assert_cmpint(m->largest, <=, m->low);
        g_assert_cmpint(m->low, <=, m->high);
        g_assert_cmpint(m->low, <=, r->low);
        g_assert_cmpint(m->high, <=, w->population);
    }
}

static void shuffle(GRand *rand, guint *order, guint n)
{
    for (guint i = n; i > 1; i--) {
        guint k = (guint)g_rand_int_range(rand, 0, (gint32)i), keep = order[k];
        order[k] = order[i - 1];
        order[i - 1] = keep;
    }
}

static char *bytes_of(const KiriReach *r)
{
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_record_write_json(&kiri_reach_shape, r, &j);
    return kiri_buf_steal(&out, NULL);
}

/* Piece by piece neither end falls, and the order leaves no trace. */
static void test_promises(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    for (guint world = 0; world < WORLDS; world++) {
        World w;
        guint order[MOST_PIECES];
        gint64 low = 0, high = 0;
        make_world(rand, &w);
        for (guint i = 0; i < w.n; i++)
            order[i] = i;
        for (guint n = 1; n <= w.n; n++) {
            g_autoptr(KiriReach) r = reach_of(&w, order, n);
            check_bounds(&w, r, order, n);
            g_assert_cmpint(r->low, >=, low);
            g_assert_cmpint(r->high, >=, high);
            low = r->low;
            high = r->high;
        }
        g_autoptr(KiriReach) before = reach_of(&w, order, w.n);
        shuffle(rand, order, w.n);
        g_autoptr(KiriReach) after = reach_of(&w, order, w.n);
        g_autofree char *a = bytes_of(before), *b = bytes_of(after);
        g_assert_cmpstr(a, ==, b);
        kiri_duplication_free(w.table);
    }
}

/* Where people are real the interval holds them: media of random readers, and a table
 * that tells the truth about each pair. */
static void test_truth_is_inside(void)
{
    enum { PEOPLE = 2000 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    for (guint world = 0; world < 300; world++) {
        gboolean reads[MOST_MEDIA][PEOPLE] = {0};
        gint64 sizes[MOST_MEDIA] = {0}, in_all = 0;
        guint n = (guint)g_rand_int_range(rand, 2, 4); // every pair, and all three of them
        g_autoptr(GString) rows = g_string_new(NULL);
        for (guint m = 0; m < n; m++)
            for (guint i = 0; i < PEOPLE; i++) {
                gdouble chance = i < PEOPLE / 2 ? .5 : .1; // some read everything, some nothing
                reads[m][i] = g_rand_double(rand) < chance;
                sizes[m] += reads[m][i];
            }
        for (guint i = 0; i < PEOPLE; i++)
            in_all += reads[0][i] || reads[1][i] || reads[2][i];
        for (guint a = 0; a < n; a++)
            for (guint b = a + 1; b < n; b++) {
                gint64 both = 0;
                for (guint i = 0; i < PEOPLE; i++)
                    both += reads[a][i] && reads[b][i];
                g_string_append_printf(rows, "%s,%s,%" G_GINT64_FORMAT ",,,,調査\n", ids[a], ids[b],
                                       both);
            }
        g_autoptr(KiriDuplication) table = table_of(rows->str);
        g_autoptr(KiriReach) plain = of_users(sizes, n, PEOPLE, NULL);
        g_autoptr(KiriReach) narrow = of_users(sizes, n, PEOPLE, table);
        g_assert_cmpint(narrow->low, <=, in_all);
        g_assert_cmpint(narrow->high, >=, in_all);
        g_assert_cmpint(narrow->low, >, plain->low);
        g_assert_cmpint(narrow->high, <, plain->high);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/reach/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(narrowings); i++) {
        g_autofree char *path = g_strdup_printf("/reach/duplication/%s", narrowings[i].name);
        g_test_add_data_func(path, &narrowings[i], test_narrowing);
    }
    g_test_add_func("/reach/beta-binomial", test_beta_binomial);
    g_test_add_func("/reach/beta-binomial/bad", test_bad_pairs);
    g_test_add_func("/reach/issues", test_issues);
    g_test_add_func("/reach/bad-pair-is-said", test_bad_pair_is_said);
    g_test_add_func("/reach/ceiling", test_ceiling);
    g_test_add_func("/reach/duplication/bad-tables", test_bad_tables);
    g_test_add_func("/reach/promises", test_promises);
    g_test_add_func("/reach/truth-is-inside", test_truth_is_inside);
    return g_test_run();
}
