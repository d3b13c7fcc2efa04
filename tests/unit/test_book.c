// SPDX-License-Identifier: GPL-3.0-or-later
/* The ledger book: which row answers for which day, as it was known when. */
#include <kirinuki/book.h>

#include "../support/store.h"

#include <string.h>

static KiriTime when(const char *text)
{
    KiriTime t = KIRI_TIME_UNSET;
    if (text)
        g_assert_true(kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &t));
    return t;
}

static gint64 day(const char *text)
{
    return when(text).us;
}

static void put_medium(KiriStore *store, const char *id, KiriMediumKind kind, gint64 tier,
                       const char *entered)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    m->name = g_strdup(id);
    m->kind = (gint)kind;
    m->tier = tier;
    m->entered = when(entered);
    test_put(store, KIRI_NOUN_MEDIUM, m);
}

typedef struct {
    const char *medium; // NULL: a default
    KiriMediumKind kind;
    gint64 tier;
    const char *unit, *rank;
    gint64 price;
    const char *from, *to, *entered, *replaced, *suffix;
} Rate;

static void put_rate(KiriStore *store, const Rate *from)
{
    g_autoptr(KiriRate) r = kiri_rate_new();
    r->medium = g_strdup(from->medium);
    r->kind = (gint)from->kind;
    r->tier = from->tier;
    r->unit = g_strdup(from->unit);
    r->rank = g_strdup(from->rank);
    r->price_yen = from->price;
    r->valid_from = when(from->from);
    r->valid_to = when(from->to);
    r->entered = when(from->entered);
    r->replaced = when(from->replaced);
    r->source = g_strdup("料金表");
    g_autofree char *slot = kiri_rate_slot(r);
    r->id = g_strconcat(slot, from->suffix, NULL);
    test_put(store, KIRI_NOUN_RATE, r);
}

static void put_figure(KiriStore *store, const char *medium, const char *metric, const char *rank,
                       gint64 value, const char *from, const char *to)
{
    g_autoptr(KiriFigure) f = kiri_figure_new();
    f->medium = g_strdup(medium);
    f->metric = g_strdup(metric);
    f->rank = g_strdup(rank);
    f->value = value;
    f->valid_from = when(from);
    f->valid_to = when(to);
    f->id = kiri_figure_slot(f);
    test_put(store, KIRI_NOUN_FIGURE, f);
}

static KiriBook *open_book(KiriStore *store, gint64 known_us)
{
    g_autoptr(GError) error = NULL;
    KiriBook *book = kiri_book_open(store, known_us, &error);
    g_assert_no_error(error);
    return book;
}

static void assert_rate(const KiriBook *book, const char *medium, const char *unit,
                        const char *rank, const char *on, gint64 price, KiriFit fit)
{
    KiriFit got = KIRI_FIT_NONE;
    const KiriRate *r =
        kiri_book_rate(book, kiri_book_medium(book, medium), unit, rank, day(on), &got);
    g_assert_cmpint(got, ==, fit);
    g_assert_cmpint(r ? r->price_yen : 0, ==, price);
}

static void assert_figure(const KiriBook *book, const char *medium, const char *metric,
                          const char *rank, const char *on, gint64 value, KiriFit fit)
{
    KiriFit got = KIRI_FIT_NONE;
    const KiriFigure *f = kiri_book_figure(book, medium, metric, rank, day(on), &got);
    g_assert_cmpint(got, ==, fit);
    g_assert_cmpint(f ? f->value : 0, ==, value);
}

/* The medium's own rate, else its tier's, else its kind's; whoever holds the day goes
 * before whoever does not. */
static void test_levels(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "asa", KIRI_MEDIUM_NATIONAL_PAPER, 1, NULL);
    put_medium(f->store, "yu", KIRI_MEDIUM_NATIONAL_PAPER, 1, NULL);
    put_medium(f->store, "yoru", KIRI_MEDIUM_NATIONAL_PAPER, 2, NULL);
    put_medium(f->store, "denpa", KIRI_MEDIUM_TV, 1, NULL);
    const Rate rates[] = {
        {.medium = "asa", .unit = "cpm", .price = 900, .from = "2026-04-01", .to = "2027-03-31"},
        {.kind = KIRI_MEDIUM_NATIONAL_PAPER, .tier = 1, .unit = "cpm", .price = 500},
        {.kind = KIRI_MEDIUM_NATIONAL_PAPER, .unit = "cpm", .price = 300},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rates); i++)
        put_rate(f->store, &rates[i]);
    g_autoptr(KiriBook) book = open_book(f->store, G_MAXINT64);
    assert_rate(book, "asa", "cpm", NULL, "2026-04-01", 900, KIRI_FIT_VALID);
    assert_rate(book, "asa", "cpm", NULL, "2027-03-31T23:59:59", 900, KIRI_FIT_VALID);
    assert_rate(book, "asa", "cpm", NULL, "2027-04-01", 500, KIRI_FIT_VALID);
    assert_rate(book, "yu", "cpm", NULL, "2026-04-01", 500, KIRI_FIT_VALID);
    assert_rate(book, "yoru", "cpm", NULL, "2026-04-01", 300, KIRI_FIT_VALID);
    assert_rate(book, "denpa", "cpm", NULL, "2026-04-01", 0, KIRI_FIT_NONE);
    assert_rate(book, "asa", "page", NULL, "2026-04-01", 0, KIRI_FIT_NONE);
    assert_rate(book, "nobody", "cpm", NULL, "2026-04-01", 0, KIRI_FIT_NONE);
}

/* Outside of all validities the nearest row answers, and says so. */
static void test_outside(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "asa", KIRI_MEDIUM_NATIONAL_PAPER, 1, NULL);
    const Rate rates[] = {
        {.medium = "asa", .unit = "cpm", .price = 100, .from = "2020-04", .to = "2021-03"},
        {.medium = "asa", .unit = "cpm", .price = 200, .from = "2024-04", .to = "2025-03"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rates); i++)
        put_rate(f->store, &rates[i]);
    g_autoptr(KiriBook) book = open_book(f->store, G_MAXINT64);
    assert_rate(book, "asa", "cpm", NULL, "2019-01-01", 100, KIRI_FIT_OUTSIDE);
    assert_rate(book, "asa", "cpm", NULL, "2021-03-31", 100, KIRI_FIT_VALID); // the whole month
    assert_rate(book, "asa", "cpm", NULL, "2021-04-01", 100, KIRI_FIT_OUTSIDE);
    assert_rate(book, "asa", "cpm", NULL, "2024-03-31", 200, KIRI_FIT_OUTSIDE);
    assert_rate(book, "asa", "cpm", NULL, "2026-11-01", 200, KIRI_FIT_OUTSIDE);
}

static void test_ranks(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "denpa", KIRI_MEDIUM_TV, 1, NULL);
    put_medium(f->store, "hikari", KIRI_MEDIUM_TV, 1, NULL);
    const Rate rates[] = {
        {.medium = "denpa", .unit = "second", .rank = "A", .price = 5000},
        {.medium = "denpa", .unit = "second", .rank = "特B", .price = 3000},
        {.medium = "hikari", .unit = "second", .price = 1000},
        {.medium = "hikari", .unit = "second", .rank = "A", .price = 2000, .to = "2025"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rates); i++)
        put_rate(f->store, &rates[i]);
    put_figure(f->store, "denpa", "audience", "A", 800000, NULL, NULL);
    put_figure(f->store, "denpa", "audience", NULL, 300000, NULL, NULL);
    g_autoptr(KiriBook) book = open_book(f->store, G_MAXINT64);
    assert_rate(book, "denpa", "second", "A", "2026-04-01", 5000, KIRI_FIT_VALID);
    assert_rate(book, "denpa", "second", "特Ｂ", "2026-04-01", 3000, KIRI_FIT_VALID);
    assert_rate(book, "denpa", "second", "C", "2026-04-01", 0, KIRI_FIT_NONE);
    assert_rate(book, "hikari", "second", "A", "2025-12-31", 2000, KIRI_FIT_VALID);
    assert_rate(book, "hikari", "second", "A", "2026-01-01", 1000, KIRI_FIT_VALID);
    assert_rate(book, "hikari", "second", NULL, "2025-12-31", 1000, KIRI_FIT_VALID);
    assert_figure(book, "denpa", "audience", "A", "2026-04-01", 800000, KIRI_FIT_VALID);
    assert_figure(book, "denpa", "audience", "B", "2026-04-01", 300000, KIRI_FIT_VALID);
    assert_figure(book, "denpa", "audience", NULL, "2026-04-01", 300000, KIRI_FIT_VALID);
}

/* Of two that hold the day the one that began last; a figure of no medium. */
static void test_figures(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "asa", KIRI_MEDIUM_NATIONAL_PAPER, 1, NULL);
    put_figure(f->store, "asa", "circulation", NULL, 5000000, "2020-01", NULL);
    put_figure(f->store, "asa", "circulation", NULL, 4000000, "2024-01", NULL);
    put_figure(f->store, NULL, "population", NULL, 123802000, "2024-10-01", "2025-09-30");
    g_autoptr(KiriBook) book = open_book(f->store, G_MAXINT64);
    assert_figure(book, "asa", "circulation", NULL, "2023-12-31", 5000000, KIRI_FIT_VALID);
    assert_figure(book, "asa", "circulation", NULL, "2026-04-01", 4000000, KIRI_FIT_VALID);
    assert_figure(book, "asa", "circulation", NULL, "2019-12-31", 5000000, KIRI_FIT_OUTSIDE);
    assert_figure(book, NULL, "population", NULL, "2025-01-01", 123802000, KIRI_FIT_VALID);
    assert_figure(book, "asa", "population", NULL, "2025-01-01", 0, KIRI_FIT_NONE);
    assert_figure(book, NULL, "circulation", NULL, "2025-01-01", 0, KIRI_FIT_NONE);
}

/* Rows that were entered later are not known, those replaced later still are. */
static void test_as_of(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "asa", KIRI_MEDIUM_WEB, 3, "2026-01-10");
    put_medium(f->store, "asa", KIRI_MEDIUM_NATIONAL_PAPER, 1, "2026-05-01");
    const Rate rates[] = {
        {.medium = "asa",
         .unit = "cpm",
         .price = 100,
         .entered = "2026-01-10",
         .replaced = "2026-05-01"},
        {.medium = "asa",
         .unit = "cpm",
         .price = 200,
         .entered = "2026-05-01",
         .suffix = "~2",
         .replaced = "2026-06-01"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rates); i++)
        put_rate(f->store, &rates[i]);
    g_autoptr(KiriBook) before = open_book(f->store, day("2026-01-09"));
    g_assert_null(kiri_book_medium(before, "asa"));
    g_autoptr(KiriBook) first = open_book(f->store, day("2026-04-30"));
    g_assert_cmpint(kiri_book_medium(first, "asa")->kind, ==, KIRI_MEDIUM_WEB);
    g_assert_cmpint(kiri_book_medium(first, "asa")->tier, ==, 3);
    assert_rate(first, "asa", "cpm", NULL, "2026-04-01", 100, KIRI_FIT_VALID);
    g_autoptr(KiriBook) second = open_book(f->store, day("2026-05-01"));
    g_assert_cmpint(kiri_book_medium(second, "asa")->kind, ==, KIRI_MEDIUM_NATIONAL_PAPER);
    assert_rate(second, "asa", "cpm", NULL, "2026-04-01", 200, KIRI_FIT_VALID);
    g_autoptr(KiriBook) now = open_book(f->store, G_MAXINT64);
    assert_rate(now, "asa", "cpm", NULL, "2026-04-01", 0, KIRI_FIT_NONE);
    g_autofree char *v1 = kiri_book_version(first), *v2 = kiri_book_version(second);
    g_assert_cmpuint(strlen(v1), ==, 8);
    g_assert_cmpstr(v1, !=, v2);
}

/* Media and rates as stores held them before there were figures and histories. */
static void test_old_store(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup("asa");
    m->name = g_strdup("朝の新聞");
    m->monthly_page_views = 30000000;
    m->monthly_users = 5000000;
    m->valid_from = when("2026-04-01");
    m->figures_source = g_strdup("媒体資料");
    m->confidence = KIRI_CONFIDENCE_PUBLISHED;
    test_put(f->store, KIRI_NOUN_MEDIUM, m);
    const Rate rate = {.medium = "asa", .unit = "cpm", .price = 400};
    put_rate(f->store, &rate);
    g_autoptr(KiriBook) book = open_book(f->store, day("2020-01-01"));
    assert_figure(book, "asa", "page_views", NULL, "2026-04-01", 30000000, KIRI_FIT_VALID);
    assert_figure(book, "asa", "users", NULL, "2026-03-31", 5000000, KIRI_FIT_OUTSIDE);
    const KiriFigure *views =
        kiri_book_figure(book, "asa", "page_views", NULL, day("2026-05-01"), NULL);
    g_assert_cmpstr(views->id, ==, "asa.page_views.2026-04-01");
    g_assert_cmpstr(views->source, ==, "媒体資料");
    g_assert_cmpint(views->confidence, ==, KIRI_CONFIDENCE_PUBLISHED);
    assert_rate(book, "asa", "cpm", NULL, "2026-04-01", 400, KIRI_FIT_VALID);
    /* The members say nothing more once the figure has a row of its own. */
    put_figure(f->store, "asa", "page_views", NULL, 28000000, "2026-04-01", NULL);
    g_autoptr(KiriBook) later = open_book(f->store, G_MAXINT64);
    assert_figure(later, "asa", "page_views", NULL, "2026-05-01", 28000000, KIRI_FIT_VALID);
    assert_figure(later, "asa", "users", NULL, "2026-05-01", 5000000, KIRI_FIT_VALID);
}

/* What was entered when, and how often, is no part of the version. */
static void test_version(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "asa", KIRI_MEDIUM_WEB, 1, NULL);
    Rate rate = {.medium = "asa", .unit = "cpm", .price = 100};
    put_rate(f->store, &rate);
    g_autoptr(KiriBook) plain = open_book(f->store, G_MAXINT64);
    rate.entered = "2026-01-01";
    rate.replaced = "2026-02-01";
    put_rate(f->store, &rate);
    g_autoptr(KiriBook) none = open_book(f->store, G_MAXINT64);
    rate = (Rate){
        .medium = "asa", .unit = "cpm", .price = 100, .entered = "2026-03-01", .suffix = "~2"};
    put_rate(f->store, &rate);
    g_autoptr(KiriBook) again = open_book(f->store, G_MAXINT64);
    g_autofree char *a = kiri_book_version(plain), *b = kiri_book_version(none),
                    *c = kiri_book_version(again);
    g_assert_cmpstr(a, !=, b);
    g_assert_cmpstr(a, ==, c);
}

/* Media count their versions and keep the older ones. */
static void test_medium_versions(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "asa", KIRI_MEDIUM_WEB, 1, NULL);
    put_medium(f->store, "asa", KIRI_MEDIUM_WEB, 1, NULL);
    put_medium(f->store, "asa", KIRI_MEDIUM_WEB, 2, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriMedium) now = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "asa", &error);
    g_autoptr(KiriMedium) was =
        kiri_store_get_version(f->store, KIRI_NOUN_MEDIUM, "asa", 1, &error);
    g_assert_no_error(error);
    g_assert_cmpint(now->version, ==, 2);
    g_assert_cmpint(now->tier, ==, 2);
    g_assert_cmpint(was->tier, ==, 1);
}

#define TEST(path, test)                                                                           \
    g_test_add(path, TestStore, NULL, test_store_set_up, test, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("/book/levels", test_levels);
    TEST("/book/outside", test_outside);
    TEST("/book/ranks", test_ranks);
    TEST("/book/figures", test_figures);
    TEST("/book/as-of", test_as_of);
    TEST("/book/old-store", test_old_store);
    TEST("/book/version", test_version);
    TEST("/book/medium-versions", test_medium_versions);
    return g_test_run();
}
