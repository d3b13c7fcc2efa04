// SPDX-License-Identifier: GPL-3.0-or-later
/* Listings: copies as one hit, orders, freshness, pages that stay, facets. */
#include "../support/index.h"

#include <kirinuki/error.h>
#include <kirinuki/listing.h>

#include <string.h>

typedef struct {
    TestWorld world;
    KiriIndex *index;
} Room;

static void set_up(Room *r, gconstpointer data)
{
    (void)data;
    test_world_init(&r->world);
}

static void tear_down(Room *r, gconstpointer data)
{
    (void)data;
    kiri_index_close(r->index);
    test_world_clear(&r->world);
}

static void index_room(Room *r)
{
    g_auto(KiriIndexCounts) counts;
    test_world_index(&r->world, 0, &counts);
    g_clear_pointer(&r->index, kiri_index_close);
    r->index = test_world_open(&r->world);
}

static char *url_of(const char *name)
{
    return g_strdup_printf("https://news.example.jp/%s", name);
}

static char *id_of(const char *name)
{
    g_autofree char *url = url_of(name);
    g_autoptr(KiriArticle) a = test_article(url, "", 0);
    return g_strdup(a->id);
}

/* day −1: not dated. */
static void put(Room *r, const char *name, gint day, const char *medium, const char *text)
{
    g_autofree char *url = url_of(name);
    g_autoptr(KiriArticle) a = test_article(url, text, MAX(day, 0));
    g_free(a->title);
    a->title = g_strdup(name);
    a->medium = g_strdup(medium);
    if (day < 0)
        a->published = a->fetched = KIRI_TIME_UNSET;
    test_put(r->world.store, KIRI_NOUN_ARTICLE, a);
}

static void put_medium(Room *r, const char *id, const char *name, gint64 position,
                       KiriMediumKind kind)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    m->name = g_strdup(name);
    m->position = position;
    m->kind = (gint)kind;
    test_put(r->world.store, KIRI_NOUN_MEDIUM, m);
}

/* The first name is the root. */
static void put_story(Room *r, const char *const *names)
{
    g_autofree char *root_id = id_of(names[0]);
    g_autoptr(KiriLineage) root = kiri_lineage_new();
    root->article = g_strdup(root_id);
    root->story = g_strdup(root_id);
    for (gsize i = 1; names[i]; i++) {
        g_autofree char *id = id_of(names[i]);
        g_autoptr(KiriLineage) copy = kiri_lineage_new();
        copy->article = g_strdup(id);
        copy->origin = g_strdup(root_id);
        copy->story = g_strdup(root_id);
        test_put(r->world.store, KIRI_NOUN_LINEAGE, copy);
        kiri_strv_add(&root->copies, id);
    }
    test_put(r->world.store, KIRI_NOUN_LINEAGE, root);
}

static void put_clip(Room *r, const char *name, const char *release, KiriClass class_,
                     gint64 ave_yen, gint64 users)
{
    g_autofree char *article = id_of(name);
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->id = kiri_clip_make_id(article, release);
    clip->article = g_strdup(article);
    clip->release = g_strdup(release);
    clip->class_ = (gint)class_;
    clip->score = kiri_score_new();
    clip->score->is_known = ave_yen >= 0;
    clip->score->ave_yen = MAX(ave_yen, 0);
    clip->score->monthly_users = users;
    test_put(r->world.store, KIRI_NOUN_CLIP, clip);
}

static KiriListing *list(Room *r, const char *query, const KiriListOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuery) parsed = kiri_query_parse(kiri_str(query), &error);
    g_assert_no_error(error);
    KiriListAsk ask = {.query = parsed};
    KiriListing *listing = kiri_list(r->world.store, r->index, &ask, options, &error);
    g_assert_no_error(error);
    return listing;
}

static const KiriListHit *hit_at(const KiriListing *l, guint i)
{
    return g_ptr_array_index(l->hits, i);
}

/* The titles, with spaces. */
static char *titles(const KiriListing *l)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < l->hits->len; i++)
        g_string_append_printf(all, "%s%s", i ? " " : "", hit_at(l, i)->hit->title);
    return g_strdup(all->str);
}

static void assert_titles(Room *r, const char *query, const KiriListOptions *o, const char *all)
{
    g_autoptr(KiriListing) l = list(r, query, o);
    g_autofree char *got = titles(l);
    g_assert_cmpstr(got, ==, all);
}

/* ---- stories ---- */

static void test_stories(Room *r, gconstpointer data)
{
    (void)data;
    put_medium(r, "wire", "列島通信", 0, KIRI_MEDIUM_WIRE);
    put(r, "origin", 1, "wire", "年休の取り方を伝える。");
    put(r, "copy", 2, "minato", "年休の取り方を伝える。");
    put(r, "edited", 3, "portal", "有休の取り方を伝える。");
    put(r, "alone", 4, "portal", "年休の話。");
    put_story(r, (const char *const[]){"origin", "copy", "edited", NULL});
    index_room(r);
    KiriListOptions o = {.order = KIRI_LIST_DATE, .limit = 10};

    g_autoptr(KiriListing) l = list(r, "年休", &o);
    g_assert_cmpuint(l->hits->len, ==, 2);
    g_assert_cmpuint(l->total, ==, 3);
    g_assert_true(l->unique_is_known);
    g_assert_cmpuint(l->unique, ==, 2);
    g_assert_null(l->next);
    const KiriListHit *hit = hit_at(l, 1); // the first in this order stands for the story
    g_assert_cmpstr(hit->hit->title, ==, "copy");
    g_autofree char *origin = id_of("origin");
    g_assert_cmpstr(hit->story, ==, origin);
    g_assert_cmpuint(hit->n_copies, ==, 1); // "edited" has no 年休
    const KiriListCopy *copy = g_ptr_array_index(hit->copies, 0);
    g_assert_cmpstr(copy->id, ==, origin);
    g_assert_cmpstr(copy->medium, ==, "列島通信");
    g_assert_cmpuint(hit_at(l, 0)->n_copies, ==, 0);

    o.opens_copies = TRUE;
    g_autoptr(KiriListing) open = list(r, "年休", &o);
    g_autofree char *got = titles(open);
    g_assert_cmpstr(got, ==, "alone copy origin");
    g_assert_cmpuint(open->total, ==, 3);
    g_assert_cmpuint(open->unique, ==, 2);
    g_assert_cmpuint(hit_at(open, 1)->n_copies, ==, 0);
}

/* Free text joins copies too, and gives no order but its own. */
static void test_like(Room *r, gconstpointer data)
{
    (void)data;
    put(r, "origin", 1, NULL, "時間単位の年次有給休暇を取る人が増えた。");
    put(r, "copy", 2, NULL, "時間単位の年次有給休暇を取る人が増えた。");
    put(r, "other", 2, NULL, "年次有給休暇の日数の話である。");
    put(r, "weather", 2, NULL, "明日は晴れる。");
    put_story(r, (const char *const[]){"origin", "copy", NULL});
    index_room(r);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTokenizer) tokenizer = kiri_tokenizer_new(&error);
    KiriListOptions o = {.limit = 10};
    KiriListAsk ask = {.like = "有給休暇は時間単位で取れますか", .tokenizer = tokenizer};
    g_autoptr(KiriListing) l = kiri_list(r->world.store, r->index, &ask, &o, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(l->hits->len, ==, 2);
    g_assert_cmpuint(hit_at(l, 0)->n_copies, ==, 1);
    g_assert_cmpstr(hit_at(l, 0)->hit->snippet.text, ==, ""); // of so short a body

    g_autofree char *id = id_of("other");
    KiriListAsk more = {.like_article = id, .tokenizer = tokenizer};
    g_autoptr(KiriListing) like = kiri_list(r->world.store, r->index, &more, &o, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(like->hits->len, ==, 1); // not itself
    g_assert_cmpstr(hit_at(like, 0)->hit->title, !=, "other");

    static const struct {
        const char *filter;
        guint n;
    } filters[] = {{"日数", 0}, {"増えた", 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(KiriQuery) filter = kiri_query_parse(kiri_str(filters[i].filter), &error);
        more.filter = filter;
        g_autoptr(KiriListing) some = kiri_list(r->world.store, r->index, &more, &o, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(some->hits->len, ==, filters[i].n);
    }

    o.order = KIRI_LIST_DATE;
    g_assert_null(kiri_list(r->world.store, r->index, &ask, &o, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
    g_clear_error(&error);
    KiriListAsk nobody = {.like_article = "0000000000000000", .tokenizer = tokenizer};
    o.order = KIRI_LIST_RELEVANCE;
    g_assert_null(kiri_list(r->world.store, r->index, &nobody, &o, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND);
}

/* ---- orders ---- */

static void test_orders(Room *r, gconstpointer data)
{
    (void)data;
    put_medium(r, "m-second", "い新聞", 20, KIRI_MEDIUM_NATIONAL_PAPER);
    put_medium(r, "m-first", "う新聞", 10, KIRI_MEDIUM_NATIONAL_PAPER);
    put_medium(r, "m-none", "あ新聞", 0, KIRI_MEDIUM_WEB);
    put(r, "a", 1, "m-second", "年休の話");
    put(r, "b", 2, "m-first", "年休の話");
    put(r, "c", 3, "m-none", "年休の話");
    put(r, "d", 4, "m-second", "年休の話");
    put(r, "e", -1, NULL, "年休の話");
    put_clip(r, "a", "R-1", KIRI_CLASS_PUBLICITY, 500, 9000);
    put_clip(r, "a", "R-2", KIRI_CLASS_MENTION, 900, 9000);
    put_clip(r, "b", "R-1", KIRI_CLASS_MENTION, 700, 0);
    put_clip(r, "c", "R-1", KIRI_CLASS_PUBLICITY, -1, 12000);
    put_clip(r, "d", "R-1", KIRI_CLASS_NONE, 99999, 99999); // no say
    index_room(r);
    static const struct {
        KiriListOrder order;
        gboolean is_reversed;
        const char *titles;
    } cases[] = {
        {KIRI_LIST_DATE, FALSE, "d c b a e"},   {KIRI_LIST_DATE, TRUE, "a b c d e"},
        {KIRI_LIST_MEDIUM, FALSE, "b d a c e"}, {KIRI_LIST_MEDIUM, TRUE, "e c d a b"},
        {KIRI_LIST_AVE, FALSE, "a b d c e"},    {KIRI_LIST_AVE, TRUE, "b a d c e"},
        {KIRI_LIST_REACH, FALSE, "c a d b e"},  {KIRI_LIST_REACH, TRUE, "a c d b e"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriListOptions o = {.order = (gint)cases[i].order, .is_reversed = cases[i].is_reversed};
        assert_titles(r, "年休", &o, cases[i].titles);
    }
    KiriListOptions o = {.order = KIRI_LIST_AVE, .limit = 2};
    g_autoptr(KiriListing) l = list(r, "年休", &o);
    g_assert_cmpint(hit_at(l, 0)->ave_yen, ==, 900);
    g_assert_cmpint(hit_at(l, 0)->users, ==, 9000);
    g_assert_cmpint(hit_at(l, 1)->users, ==, -1);
    g_assert_cmpint(hit_at(l, 0)->kind, ==, KIRI_MEDIUM_NATIONAL_PAPER);

    g_autoptr(KiriVerdict) verdict = kiri_verdict_new(); // a person says no
    g_autofree char *a = id_of("a");
    verdict->clip = kiri_clip_make_id(a, "R-2");
    verdict->is_rejected = TRUE;
    test_put(r->world.store, KIRI_NOUN_VERDICT, verdict);
    assert_titles(r, "年休", &o, "b a");
}

static void test_relevance_reversed(Room *r, gconstpointer data)
{
    (void)data;
    put(r, "best", 1, NULL, "年休。年休。年休。");
    put(r, "middle", 1, NULL, "年休。年休。ほかの話もある。");
    put(r, "least", 1, NULL, "年休のほかに、長い長い話がずっとずっと続いて終わらない。");
    index_room(r);
    KiriListOptions o = {.limit = 10};
    assert_titles(r, "年休", &o, "best middle least");
    o.is_reversed = TRUE;
    assert_titles(r, "年休", &o, "least middle best");
}

/* relevance × (1 + 2^(−age ÷ H)) ÷ 2 */
static void test_fresh(Room *r, gconstpointer data)
{
    (void)data;
    put(r, "old", 0, NULL, "年休の話がある。");
    put(r, "new", 14, NULL, "年休の話がある。");
    put(r, "undated", -1, NULL, "年休の話がある。");
    put(r, "better", 0, NULL, "年休、年休、年休、年休、年休、年休、年休、年休。");
    index_room(r);
    KiriListOptions plain = {.limit = 10};
    g_autoptr(KiriListing) without = list(r, "年休", &plain);
    gdouble score = 0;
    for (guint i = 0; i < without->hits->len; i++)
        if (strcmp(hit_at(without, i)->hit->title, "old") == 0)
            score = hit_at(without, i)->hit->score;
    g_assert_cmpfloat(score, >, 0);

    KiriListOptions o = {.limit = 10, .fresh_days = 7, .now_us = test_day_us(14)};
    g_autoptr(KiriListing) l = list(r, "年休", &o);
    const struct {
        const char *title;
        gdouble factor;
    } cases[] = {{"old", 0.625}, {"new", 1}, {"undated", 0.5}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        for (guint k = 0; k < l->hits->len; k++)
            if (strcmp(hit_at(l, k)->hit->title, cases[i].title) == 0)
                g_assert_cmpfloat_with_epsilon(hit_at(l, k)->hit->score, score * cases[i].factor,
                                               score * .001);
    g_autofree char *order = titles(l);
    g_assert_true(strstr(order, "new") < strstr(order, "old"));
    g_assert_true(strstr(order, "old") < strstr(order, "undated"));
}

/* ---- pages ---- */

enum { N_STORIES = 120, N_EACH = 4 };

/* Stories of four copies each, more than are read at once. */
static void fill_stories(Room *r)
{
    for (guint i = 0; i < N_STORIES; i++) {
        const char *names[N_EACH + 1] = {NULL};
        char buf[N_EACH][16];
        for (guint k = 0; k < N_EACH; k++) {
            g_snprintf(buf[k], sizeof buf[k], "s%03u-%u", i, k);
            names[k] = buf[k];
            g_autofree char *text = g_strdup_printf("年休の取り方を伝える第%u回の記事である。%s", i,
                                                    i % 3 ? "" : "年休と言う。");
            put(r, buf[k], (gint)(i % 29), NULL, text);
        }
        put_story(r, names);
    }
}

static char *all_pages(Room *r, const char *query, KiriListOptions o, guint limit, guint *pages,
                       void (*between)(Room *r))
{
    g_autoptr(GString) all = g_string_new(NULL);
    g_autofree char *token = NULL;
    o.limit = limit;
    for (*pages = 0;; (*pages)++) {
        o.after = token;
        g_autoptr(KiriListing) l = list(r, query, &o);
        g_autofree char *page = titles(l);
        g_assert_cmpuint(l->hits->len, <=, limit);
        g_string_append_printf(all, "%s%s", all->len ? " " : "", page);
        g_free(token);
        token = g_strdup(l->next);
        for (guint i = 0; i < l->hits->len && !o.opens_copies; i++)
            g_assert_cmpuint(hit_at(l, i)->n_copies, ==, N_EACH - 1);
        if (!token)
            return g_strdup(all->str);
        if (between)
            between(r);
    }
}

/* The pages put together are the whole, in every order. */
static void test_pages(Room *r, gconstpointer data)
{
    (void)data;
    fill_stories(r);
    index_room(r);
    static const char *const queries[] = {"年休", "年休の取り方"}; // exact, and verified
    for (guint i = 0; i < 8; i++) {
        KiriListOptions o = {.order = i / 2 % 2 ? KIRI_LIST_DATE : KIRI_LIST_RELEVANCE,
                             .fresh_days = i == 4 || i == 5 ? 7 : 0,
                             .is_reversed = i >= 6,
                             .now_us = test_day_us(30)};
        g_autoptr(KiriListing) whole = list(r, queries[i % 2], &o);
        g_assert_cmpuint(whole->hits->len, ==, N_STORIES);
        g_assert_cmpuint(whole->total, ==, N_STORIES * N_EACH);
        g_autofree char *expected = titles(whole);
        guint pages;
        g_autofree char *got = all_pages(r, queries[i % 2], o, 50, &pages, NULL);
        g_assert_cmpstr(got, ==, expected);
        g_assert_cmpuint(pages, ==, 2);
        o.offset = 100;
        o.limit = 10;
        g_autoptr(KiriListing) part = list(r, queries[i % 2], &o);
        g_autofree char *ten = titles(part);
        g_assert_true(part->hits->len == 10 && strstr(expected, ten));
    }
}

static void put_newer(Room *r)
{
    static guint n;
    g_autofree char *name = g_strdup_printf("newer-%u", ++n);
    put(r, name, 31 + (gint)n, NULL, "年休。年休。年休。"); // would be the first in every order
    index_room(r);
}

/* What comes in between two pages neither shifts them nor stands in them. */
static void test_pages_stay(Room *r, gconstpointer data)
{
    (void)data;
    fill_stories(r);
    index_room(r);
    for (guint i = 0; i < 2; i++) {
        KiriListOptions o = {.order = i ? KIRI_LIST_DATE : KIRI_LIST_RELEVANCE};
        g_autoptr(KiriListing) whole = list(r, "年休 -title:newer", &o);
        g_autofree char *expected = titles(whole);
        guint pages;
        g_autofree char *got = all_pages(r, "年休 -title:newer*", o, 30, &pages, put_newer);
        g_assert_cmpuint(pages, ==, 3);
        g_assert_cmpstr(got, ==, expected);
    }
    KiriListOptions o = {.order = KIRI_LIST_DATE, .limit = 10};
    g_autoptr(KiriListing) first = list(r, "年休", &o);
    g_autofree char *begin = titles(first);
    put_newer(r);
    o.after = first->next;
    g_autoptr(KiriListing) second = list(r, "年休", &o);
    g_autofree char *rest = titles(second);
    g_assert_cmpuint(second->newer, ==, 1);
    g_assert_null(strstr(rest, hit_at(first, 9)->hit->title));
    o = (KiriListOptions){.order = KIRI_LIST_DATE, .limit = 21};
    g_autoptr(KiriListing) anew = list(r, "年休", &o);
    g_autofree char *all = titles(anew);
    g_autofree char *joined = g_strdup_printf("%s %s", begin, rest);
    g_assert_true(g_str_has_suffix(all, joined)); // behind the new one
}

static void test_bad_tokens(Room *r, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 5; i++) {
        g_autofree char *name = g_strdup_printf("n%u", i);
        put(r, name, (gint)i, NULL, "年休の話");
    }
    index_room(r);
    KiriListOptions o = {.limit = 2};
    g_autoptr(KiriListing) first = list(r, "年休", &o);
    g_assert_nonnull(first->next);
    g_autofree char *cut = g_strndup(first->next, 7);
    const char *const bad[] = {"", "x", "!!!!", "日本", cut, "AAAAAAAA"};
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str("年休"), NULL);
    KiriListAsk ask = {.query = query};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        o.after = bad[i];
        g_assert_null(kiri_list(r->world.store, r->index, &ask, &o, &error));
        g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuery) other = kiri_query_parse(kiri_str("話"), NULL);
    ask.query = other;
    o.after = first->next;
    g_assert_null(kiri_list(r->world.store, r->index, &ask, &o, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);

    /* The last hit of the page is gone: as many as were shown are left out. */
    KiriBatch *batch = kiri_batch_begin(r->world.store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, hit_at(first, 1)->hit->id);
    test_commit(batch);
    index_room(r);
    g_autoptr(KiriListing) second = list(r, "年休", &o);
    g_assert_cmpuint(second->hits->len, ==, 2);
}

/* ---- facets ---- */

static const KiriFacet *facet_of(const KiriListing *l, KiriFacetKind kind)
{
    for (guint i = 0; i < l->facets->len; i++) {
        const KiriFacet *facet = g_ptr_array_index(l->facets, i);
        if (facet->kind == kind)
            return facet;
    }
    g_assert_not_reached();
}

/* "value total/unique, …" */
static void assert_facet(const KiriListing *l, KiriFacetKind kind, const char *expected,
                         guint without)
{
    const KiriFacet *facet = facet_of(l, kind);
    g_autoptr(GString) got = g_string_new(NULL);
    for (guint i = 0; i < facet->rows->len; i++) {
        const KiriFacetRow *row = g_ptr_array_index(facet->rows, i);
        g_string_append_printf(got, "%s%s %u/%u", i ? ", " : "", row->value, row->total,
                               row->unique);
    }
    g_assert_cmpstr(got->str, ==, expected);
    g_assert_cmpuint(facet->without, ==, without);
}

static void put_author(Room *r, const char *name, const char *author)
{
    g_autofree char *id = id_of(name);
    g_autoptr(KiriArticle) a = kiri_store_get(r->world.store, KIRI_NOUN_ARTICLE, id, NULL);
    kiri_strv_add(&a->authors, author);
    test_put(r->world.store, KIRI_NOUN_ARTICLE, a);
}

static void test_facets(Room *r, gconstpointer data)
{
    (void)data;
    put_medium(r, "asa", "朝の新聞", 1, KIRI_MEDIUM_NATIONAL_PAPER);
    put_medium(r, "wire", "列島通信", 2, KIRI_MEDIUM_WIRE);
    put(r, "a", 1, "asa", "年休の話");
    put(r, "b", 1, "wire", "年休の話");
    put(r, "c", 32, "asa", "年休の話");
    put(r, "d", 2, "unknown", "年休の話");
    put(r, "e", -1, "asa", "年休の話");
    put(r, "f", 3, "asa", "関係がない");
    put_author(r, "a", "山田花子");
    put_author(r, "a", "佐藤太郎");
    put_author(r, "c", "山田花子");
    put_author(r, "f", "山田花子");
    put_story(r, (const char *const[]){"a", "c", NULL});
    put_clip(r, "a", "R-1", KIRI_CLASS_PUBLICITY, 1, 1);
    put_clip(r, "a", "R-2", KIRI_CLASS_MENTION, 1, 1);
    put_clip(r, "b", "R-1", KIRI_CLASS_PUBLICITY, 1, 1);
    put_clip(r, "f", "R-1", KIRI_CLASS_PUBLICITY, 1, 1);
    g_autoptr(KiriVerdict) verdict = kiri_verdict_new();
    g_autofree char *b = id_of("b");
    verdict->clip = kiri_clip_make_id(b, "R-1");
    verdict->has_class = TRUE;
    verdict->class_ = KIRI_CLASS_VERBATIM;
    test_put(r->world.store, KIRI_NOUN_VERDICT, verdict);
    index_room(r);

    KiriListOptions o = {.limit = 1, .facets = (1u << KIRI_N_FACETS) - 1};
    g_autoptr(KiriListing) l = list(r, "年休", &o);
    g_assert_cmpuint(l->hits->len, ==, 1); // of all matches, not of the page
    g_assert_cmpuint(l->total, ==, 5);
    g_assert_cmpuint(l->unique, ==, 4);
    assert_facet(l, KIRI_FACET_MEDIUM, "asa 3/2, unknown 1/1, wire 1/1", 0);
    assert_facet(l, KIRI_FACET_KIND, "national_paper 3/2, wire 1/1", 1);
    assert_facet(l, KIRI_FACET_CLASS, "mention 1/1, publicity 1/1, verbatim 1/1", 3);
    assert_facet(l, KIRI_FACET_RELEASE, "R-1 2/2, R-2 1/1", 3);
    assert_facet(l, KIRI_FACET_AUTHOR, "山田花子 2/1, 佐藤太郎 1/1", 3);
    assert_facet(l, KIRI_FACET_MONTH, "2026-04 3/3, 2026-05 1/1", 1);
    assert_facet(l, KIRI_FACET_DAY, "2026-04-02 2/2, 2026-04-03 1/1, 2026-05-03 1/1", 1);
    const KiriFacetRow *row = g_ptr_array_index(facet_of(l, KIRI_FACET_MEDIUM)->rows, 0);
    g_assert_cmpstr(row->label, ==, "朝の新聞");

    o.facets = 1u << KIRI_FACET_MEDIUM;
    o.opens_copies = TRUE;
    g_autoptr(KiriListing) open = list(r, "年休の話", &o); // verified against the texts
    g_assert_cmpuint(open->facets->len, ==, 1);
    assert_facet(open, KIRI_FACET_MEDIUM, "asa 3/0, unknown 1/0, wire 1/0", 0);
    o.facets = (1u << KIRI_N_FACETS) - 1; // the same counts, without stories
    o.is_plain = TRUE;
    g_autoptr(KiriListing) copies = list(r, "年休", &o);
    g_assert_cmpuint(copies->total, ==, 5);
    assert_facet(copies, KIRI_FACET_MEDIUM, "asa 3/0, unknown 1/0, wire 1/0", 0);
    assert_facet(copies, KIRI_FACET_KIND, "national_paper 3/0, wire 1/0", 1);
    assert_facet(copies, KIRI_FACET_MONTH, "2026-04 3/0, 2026-05 1/0", 1);
    assert_facet(copies, KIRI_FACET_DAY, "2026-04-02 2/0, 2026-04-03 1/0, 2026-05-03 1/0", 1);
    g_assert_false(copies->unique_is_known);
    const KiriListHit *plain = g_ptr_array_index(copies->hits, 0);
    g_assert_null(plain->hit->snippet.text);
    g_assert_nonnull(plain->hit->url);
}

/* A total of many matches is a bound on the page, and exact where it is asked for. */
static void test_totals(Room *r, gconstpointer data)
{
    (void)data;
    KiriBatch *batch = kiri_batch_begin(r->world.store);
    enum { MANY = 2600 };
    for (guint i = 0; i < MANY; i++) {
        g_autofree char *url = g_strdup_printf("https://news.example.jp/%u", i);
        g_autoptr(KiriArticle) a = test_article(url, "年休の取り方の話", (gint)(i % 60));
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    }
    test_commit(batch);
    index_room(r);
    KiriListOptions o = {.limit = 5};
    g_autoptr(KiriListing) page = list(r, "年休の取り方", &o);
    g_assert_true(page->total_is_bound);
    g_assert_cmpuint(page->total, <=, MANY);
    g_assert_false(page->unique_is_known);
    g_assert_nonnull(page->next);
    o.wants_totals = TRUE;
    g_autoptr(KiriListing) counted = list(r, "年休の取り方", &o);
    g_assert_false(counted->total_is_bound);
    g_assert_cmpuint(counted->total, ==, MANY);
    g_assert_true(counted->unique_is_known);
    g_assert_cmpuint(counted->unique, ==, MANY);
    g_assert_cmpuint(counted->hits->len, ==, 5);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *name;
        void (*run)(Room *r, gconstpointer data);
    } tests[] = {
        {"/listing/stories", test_stories},
        {"/listing/like", test_like},
        {"/listing/orders", test_orders},
        {"/listing/relevance-reversed", test_relevance_reversed},
        {"/listing/fresh", test_fresh},
        {"/listing/pages", test_pages},
        {"/listing/pages-stay", test_pages_stay},
        {"/listing/bad-tokens", test_bad_tokens},
        {"/listing/facets", test_facets},
        {"/listing/totals", test_totals},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].name, Room, NULL, set_up, tests[i].run, tear_down);
    return g_test_run();
}
