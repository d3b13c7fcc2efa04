// SPDX-License-Identifier: GPL-3.0-or-later
/* An index built anew in segments is the same as one that grew, and whoever
 * searches meanwhile notices nothing but newer answers. */
#include "../support/index.h"

#include "index/index_internal.h"
#include "index/index_segments.h"

#include <glib/gstdio.h>

static void put_some(TestWorld *w, guint from, guint to)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = from; i < to; i++) {
        g_autofree char *url = g_strdup_printf("https://example.jp/%u", i);
        g_autofree char *text = g_strdup_printf("時間単位の年休、第%u号。%s", i,
                                                i % 3 ? "厚生労働省" : "厚生と労働の省");
        g_autoptr(KiriArticle) a = test_article(url, text, (gint)(i % 30));
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    }
    test_commit(batch);
}

static void run_index(TestWorld *w, guint batch, gboolean anew)
{
    g_autoptr(GError) error = NULL;
    g_auto(KiriIndexCounts) counts;
    KiriIndexOptions options = {.batch_documents = batch, .force_rebuild = anew};
    kiri_index_run(w->dir, w->store, w->pool, &options, &counts, &error);
    g_assert_no_error(error);
    g_assert_true(!anew || counts.was_rebuilt);
}

static void assert_verified(TestWorld *w)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(kiri_index_verify(w->dir, w->store, problems, &error));
    g_assert_cmpstr(problems->len ? g_ptr_array_index(problems, 0) : NULL, ==, NULL);
}

static guint count_of(TestWorld *w, KiriIndex *index, const char *query)
{
    KiriSearchOptions all = {.ids_only = TRUE, .needs_exact_total = TRUE};
    g_autoptr(KiriSearchResult) result = test_world_search(w, index, query, &all);
    g_assert_cmpuint(result->hits->len, ==, result->total);
    return (guint)result->total;
}

static guint folders_beside(TestWorld *w)
{
    guint n = 0;
    g_autoptr(GDir) dir = g_dir_open(w->dir, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));)
        n += g_str_has_prefix(name, "index.") ? 1 : 0;
    return n;
}

/* One article a batch, so that segments are merged on two levels. */
static void test_levels(void)
{
    enum { N = 40 * (KIRI_SEGMENTS_MERGED + 3) + 7 };
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, N);
    g_autofree char *left = kiri_index_path(w.dir, ".new.7"); // of a crash
    g_assert_cmpint(g_mkdir(left, 0700), ==, 0);
    run_index(&w, 1, FALSE);
    g_assert_cmpuint(folders_beside(&w), ==, 0);
    assert_verified(&w);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_assert_cmpuint(count_of(&w, index, "時間単位の年休"), ==, N);
    g_assert_cmpuint(count_of(&w, index, "厚生労働省"), ==, N - (N + 2) / 3);
    g_assert_cmpuint(kiri_index_seq(index), ==, kiri_store_log_end(w.store));

    /* It can be written on: changed, deleted and new articles. */
    put_some(&w, N, N + 5);
    run_index(&w, 2, FALSE);
    g_assert_true(kiri_index_refresh(index, NULL));
    g_assert_cmpuint(count_of(&w, index, "時間単位の年休"), ==, N + 5);
    assert_verified(&w);
}

/* An index that lacks most of the articles is built anew; one that lacks few, or
 * all of a handful, grows. */
static void test_mostly_new(void)
{
    static const struct {
        guint to;
        gboolean is_rebuilt;
    } steps[] = {{10, TRUE}, {30, FALSE}, {60, FALSE}, {130, FALSE}, {270, TRUE}, {400, FALSE}};
    g_auto(TestWorld) w;
    test_world_init(&w);
    guint from = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(KiriIndexCounts) counts;
        KiriIndexOptions options = {.batch_documents = 2};
        put_some(&w, from, steps[i].to);
        g_assert_true(kiri_index_run(w.dir, w.store, w.pool, &options, &counts, &error));
        g_assert_no_error(error);
        g_assert_cmpint(counts.was_rebuilt, ==, steps[i].is_rebuilt);
        g_assert_true(!i || !counts.was_rebuilt ||
                      g_str_equal(counts.rebuild_reason, "most articles are new"));
        from = steps[i].to;
    }
    assert_verified(&w);
}

static void change_some(TestWorld *w, guint n, gsize round)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < n; i++) {
        g_autofree char *url = g_strdup_printf("https://example.jp/%u", i);
        g_autofree char *text = g_strdup_printf("時間単位の年休、第%u版。", (guint)round);
        g_autoptr(KiriArticle) a = test_article(url, text, (gint)(i % 30));
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    }
    test_commit(batch);
}

/* Each change leaves a dead document behind, until they are more than a third. */
static void test_mostly_dead(void)
{
    static const gboolean is_rebuilt[] = {TRUE, FALSE, FALSE, TRUE, FALSE};
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 300);
    for (gsize i = 0; i < G_N_ELEMENTS(is_rebuilt); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(KiriIndexCounts) counts;
        KiriIndexOptions options = {.batch_documents = 2};
        g_assert_true(kiri_index_run(w.dir, w.store, w.pool, &options, &counts, &error));
        g_assert_no_error(error);
        g_assert_cmpint(counts.was_rebuilt, ==, is_rebuilt[i]);
        g_assert_true(i == 0 || !counts.was_rebuilt ||
                      g_str_equal(counts.rebuild_reason, "much of the index is out of date"));
        g_autoptr(KiriIndex) index = test_world_open(&w);
        g_assert_cmpuint(count_of(&w, index, "時間単位の年休"), ==, 300);
        assert_verified(&w);
        change_some(&w, 100, i);
    }
}

static void test_empty(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    run_index(&w, 0, TRUE);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_assert_cmpuint(count_of(&w, index, "年休"), ==, 0);
    put_some(&w, 0, 1);
    run_index(&w, 0, FALSE);
    g_assert_true(kiri_index_refresh(index, NULL));
    g_assert_cmpuint(count_of(&w, index, "年休"), ==, 1);
}

/* A reader that is open goes on through commits under it and an exchange. */
static void test_reader_survives(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 60);
    run_index(&w, 0, FALSE);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_autoptr(KiriIndex) asks_never = test_world_open(&w);
    g_assert_cmpuint(count_of(&w, index, "厚生労働省"), ==, 40);
    for (guint i = 0; i < 6; i++) { // each commit replaces blocks that the one before freed
        put_some(&w, 60 + 3 * i, 63 + 3 * i);
        run_index(&w, 1, FALSE);
        guint n = count_of(&w, asks_never, "厚生労働省");
        g_assert_cmpuint(n, >=, 40);
        g_assert_cmpuint(n, <=, 42 + 2 * i);
        g_assert_true(kiri_index_refresh(index, NULL));
        g_assert_cmpuint(count_of(&w, index, "厚生労働省"), ==, 42 + 2 * i);
    }
    guint before = count_of(&w, asks_never, "年休");
    run_index(&w, 0, TRUE);
    put_some(&w, 78, 79);
    run_index(&w, 0, FALSE);
    g_assert_cmpuint(count_of(&w, asks_never, "年休"), ==, before); // its files live on
    g_assert_true(kiri_index_refresh(index, NULL));
    g_assert_cmpuint(count_of(&w, index, "年休"), ==, 79);
    assert_verified(&w);
}

/* ---- searching while another thread builds ---- */

typedef struct {
    TestWorld *w;
    gint is_over;
} Searcher;

static gpointer search_on(gpointer data)
{
    Searcher *s = data;
    g_autoptr(KiriIndex) index = test_world_open(s->w);
    guint most = 0;
    for (gboolean is_last = FALSE; !is_last;) {
        is_last = g_atomic_int_get(&s->is_over);
        g_autoptr(GError) error = NULL;
        g_assert_true(kiri_index_refresh(index, &error));
        g_assert_no_error(error);
        guint n = count_of(s->w, index, "時間単位の年休");
        g_assert_cmpuint(n, >=, MAX(most, 100)); // nothing is ever missing
        most = n;
    }
    return GUINT_TO_POINTER(most);
}

static void test_while_searching(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 100);
    run_index(&w, 0, FALSE);
    Searcher s = {.w = &w};
    GThread *thread = g_thread_new("search", search_on, &s);
    for (guint i = 0; i < 4; i++) {
        put_some(&w, 100 + 20 * i, 120 + 20 * i);
        run_index(&w, 7, i % 2);
    }
    g_atomic_int_set(&s.is_over, TRUE);
    guint most = GPOINTER_TO_UINT(g_thread_join(thread));
    g_assert_cmpuint(most, ==, 180);
    assert_verified(&w);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/index-segments/levels", test_levels);
    g_test_add_func("/index-segments/mostly-new", test_mostly_new);
    g_test_add_func("/index-segments/mostly-dead", test_mostly_dead);
    g_test_add_func("/index-segments/empty", test_empty);
    g_test_add_func("/index-segments/reader-survives", test_reader_survives);
    g_test_add_func("/index-segments/while-searching", test_while_searching);
    return g_test_run();
}
