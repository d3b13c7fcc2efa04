// SPDX-License-Identifier: GPL-3.0-or-later
/* The index stage: what the log says arrives, once; a lost, damaged or foreign
 * index comes back from the store; an index that knows more than the store does
 * not touch anything. And the workers' answers: believed only when they are
 * lists of text terms. */
#include "../support/index.h"
#include "index/index_internal.h"

#include <string.h>

static guint64 total(TestWorld *w, const char *query)
{
    g_autoptr(KiriIndex) index = test_world_open(w);
    KiriSearchOptions options = {.ids_only = TRUE};
    g_autoptr(KiriSearchResult) result = test_world_search(w, index, query, &options);
    return result->total;
}

static void assert_verified(TestWorld *w)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    kiri_index_verify(w->dir, w->store, problems, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(problems->len ? g_ptr_array_index(problems, 0) : NULL, ==, NULL);
}

static void put_some(TestWorld *w, guint from, guint to)
{
    for (guint i = from; i < to; i++) {
        g_autofree char *url = g_strdup_printf("https://example.jp/%u", i);
        g_autofree char *text = g_strdup_printf("第%u号の記事。時間単位の年休。", i);
        test_world_put(w, url, "見出し", text);
    }
}

static void test_replay(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 10);
    g_auto(KiriIndexCounts) first, second, third;
    test_world_index(&w, 3, &first);
    g_assert_true(first.was_rebuilt);
    g_assert_cmpuint(first.indexed, ==, 10);
    g_assert_cmpuint(first.seq, ==, kiri_store_log_end(w.store));
    assert_verified(&w);

    test_world_index(&w, 3, &second); // nothing new
    g_assert_false(second.was_rebuilt);
    g_assert_cmpuint(second.indexed, ==, 0);

    put_some(&w, 10, 20); // new ones, a changed one, a deleted one
    test_world_put(&w, "https://example.jp/3", "見出し", "訂正した文。");
    g_autoptr(KiriArticle) gone = test_article("https://example.jp/4", "", 0);
    KiriBatch *batch = kiri_batch_begin(w.store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, gone->id);
    test_commit(batch);
    test_world_index(&w, 3, &third);
    g_assert_false(third.was_rebuilt);
    g_assert_cmpuint(third.indexed, ==, 11);
    g_assert_cmpuint(third.deleted, ==, 1);
    g_assert_cmpuint(third.seq, ==, kiri_store_log_end(w.store));
    g_assert_cmpuint(total(&w, "年休"), ==, 18);
    g_assert_cmpuint(total(&w, "訂正した"), ==, 1);
    g_assert_cmpuint(total(&w, "第3号"), ==, 0);
    g_assert_cmpuint(total(&w, "第4号"), ==, 0);
    assert_verified(&w);
}

static void index_again(TestWorld *w, const char *reason)
{
    g_auto(KiriIndexCounts) counts;
    test_world_index(w, 4, &counts);
    g_assert_true(counts.was_rebuilt);
    if (reason)
        g_assert_nonnull(strstr(counts.rebuild_reason, reason));
    g_assert_cmpuint(counts.indexed, ==, 10);
    g_assert_cmpuint(total(w, "時間単位の年休"), ==, 10);
    assert_verified(w);
    g_autofree char *left = kiri_index_path(w->dir, ".new");
    g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
}

static void set_metadata(TestWorld *w, const char *key, const char *value)
{
    g_autofree char *path = kiri_index_path(w->dir, "");
    g_autoptr(KiriXapWriter) writer = kiri_xap_writer_open(path, FALSE, NULL);
    g_assert_nonnull(writer);
    g_assert_true(kiri_xap_begin(writer, NULL));
    g_assert_true(kiri_xap_set_metadata(writer, key, kiri_str(value), NULL));
    g_assert_true(kiri_xap_commit(writer, NULL));
}

static void scribble(TestWorld *w, const char *name, gssize keep)
{
    g_autofree char *path = kiri_index_path(w->dir, "");
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_autofree char *bytes = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(file, &bytes, &n, NULL));
    if (keep < 0)
        memset(bytes, 0x5a, n);
    g_assert_true(g_file_set_contents(file, bytes, keep < 0 ? (gssize)n : keep, NULL));
}

static void test_rebuild(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 10);
    g_assert_false(kiri_index_exists(w.dir));
    index_again(&w, "no index yet");

    g_autofree char *path = kiri_index_path(w.dir, "");
    kiri_temp_remove(path);
    index_again(&w, "no index yet");

    scribble(&w, "iamglass", -1);
    index_again(&w, NULL);
    scribble(&w, "iamglass", 0);
    index_again(&w, NULL);

    set_metadata(&w, KIRI_INDEX_SCHEME, "older");
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_index_open(w.dir, &error)); // rather than misread
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND);
    g_assert_true(kiri_index_exists(w.dir)); // for whoever says why
    index_again(&w, "another version");
    set_metadata(&w, KIRI_INDEX_GENERATION, "other");
    index_again(&w, "another store");
    set_metadata(&w, KIRI_INDEX_SEQ, "");
    index_again(&w, "unfinished");
    put_some(&w, 0, 0);

    /* What a crash in a rebuild leaves behind is removed. */
    g_autofree char *left = kiri_index_path(w.dir, ".new");
    g_assert_cmpint(g_mkdir(left, 0700), ==, 0);
    g_autofree char *file = g_build_filename(left, "postlist.glass", NULL);
    g_assert_true(g_file_set_contents(file, "half", -1, NULL));
    set_metadata(&w, KIRI_INDEX_SEQ, "");
    index_again(&w, "unfinished");
}

/* Another dictionary, other ranking terms; who does not name one is not asked. */
static void test_other_words(void)
{
    static const struct {
        const char *words;
        gboolean rebuilds;
    } runs[] = {{"one", TRUE}, {"one", FALSE}, {NULL, FALSE}, {"two", TRUE}, {"two", FALSE}};
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 10);
    for (gsize i = 0; i < G_N_ELEMENTS(runs); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(KiriIndexCounts) counts;
        KiriIndexOptions options = {.words = runs[i].words};
        g_assert_true(kiri_index_run(w.dir, w.store, w.pool, &options, &counts, &error));
        g_assert_no_error(error);
        g_assert_cmpint(counts.was_rebuilt, ==, runs[i].rebuilds);
        g_assert_cmpuint(total(&w, "時間単位の年休"), ==, 10);
    }
}

/* A table that is damaged where the stage must read it, while it opens well. */
static void test_damage_while_writing(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 9);
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    scribble(&w, "postlist.glass", -1);
    put_some(&w, 9, 10);
    index_again(&w, NULL);
}

static void test_ahead(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 3);
    g_auto(KiriIndexCounts) counts, again;
    test_world_index(&w, 0, &counts);
    set_metadata(&w, KIRI_INDEX_SEQ, "999999");
    g_autoptr(GError) error = NULL;
    KiriIndexOptions options = {0};
    g_assert_false(kiri_index_run(w.dir, w.store, w.pool, &options, &again, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT);
    g_assert_false(again.was_rebuilt);
    g_assert_cmpuint(total(&w, "年休"), ==, 3); // untouched
}

static gboolean stop_after(gpointer data)
{
    guint *left = data;
    return *left == 0 || (*left)-- == 0;
}

static void test_stop(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 10);
    guint left = 5;
    KiriIndexOptions options = {.batch_documents = 2, .should_stop = stop_after, .data = &left};
    g_autoptr(GError) error = NULL;
    g_auto(KiriIndexCounts) stopped, whole, part, rest;
    g_assert_true(kiri_index_run(w.dir, w.store, w.pool, &options, &stopped, &error));
    g_assert_true(stopped.was_stopped);
    g_autofree char *path = kiri_index_path(w.dir, "");
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS)); // a rebuild is whole or nothing
    test_world_index(&w, 0, &whole);

    put_some(&w, 10, 20);
    left = 2;
    g_assert_true(kiri_index_run(w.dir, w.store, w.pool, &options, &part, &error));
    g_assert_true(part.was_stopped);
    g_assert_cmpuint(part.indexed, ==, 4); // two batches of two stay
    test_world_index(&w, 0, &rest);
    g_assert_cmpuint(rest.indexed, ==, 6);
    assert_verified(&w);
}

static gboolean failing_job(KiriStr in, KiriBuf *out, GError **error)
{
    (void)in;
    (void)out;
    g_set_error_literal(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED, "the worker died");
    return FALSE;
}

static gboolean lying_job(KiriStr in, KiriBuf *out, GError **error)
{
    (void)in;
    (void)error;
    return kiri_buf_add(out, "\x05Qevil\x01\x00", 8); // an id is not the worker's to give
}

/* Articles that the index says it could not cut into words. */
static guint set_aside(const TestWorld *w)
{
    guint n = G_MAXUINT;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriIndex) index = kiri_index_open(w->dir, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_index_without_words(index, &n, &error));
    return n;
}

static void test_dead_worker(void)
{
    static const KiriJob jobs[] = {
        {"fails", failing_job}, {"lies", lying_job}, {"terms", kiri_terms_job}};
    for (guint job = 0; job < 2; job++) {
        g_auto(TestWorld) w;
        test_world_init(&w);
        put_some(&w, 0, 5);
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriPool) pool = kiri_pool_new(NULL, jobs, 3, 1, &error);
        g_assert_no_error(error);
        KiriIndexOptions options = {.terms_job = job};
        g_auto(KiriIndexCounts) counts;
        g_assert_true(kiri_index_run(w.dir, w.store, pool, &options, &counts, &error));
        g_assert_cmpuint(counts.without_words, ==, 5);
        g_assert_cmpuint(total(&w, "時間単位の年休"), ==, 5); // costs rank, not recall
        g_assert_cmpuint(total(&w, "年休"), ==, 5);
        g_assert_cmpuint(set_aside(&w), ==, 5);
        /* Until a worker that lives has had another look. */
        options.force_rebuild = TRUE;
        options.terms_job = 2;
        g_auto(KiriIndexCounts) again;
        g_assert_true(kiri_index_run(w.dir, w.store, pool, &options, &again, &error));
        g_assert_cmpuint(again.without_words, ==, 0);
        g_assert_cmpuint(set_aside(&w), ==, 0);
    }
}

static void test_answers(void)
{
    static const struct {
        const char *bytes;
        gsize n;
    } bad[] = {
        {"\x03"
         "Ba",
         3}, // cut off
        {"\x02"
         "Qa\x01\x00",
         5}, // identity
        {"\x02"
         "Ha\x01\x00",
         5},
        {"\x01"
         "B\x01\x00",
         4}, // no text
        {"\x00\x01\x00", 3},
        {"\x02"
         "SM\x01\x00",
         5},
        {"\x03"
         "SMa\x01\x00",
         6}, // no such field term
        {"\x02"
         "B\n\x01\x00",
         5}, // control character
        {"\x02"
         "B\x80\x01\x00",
         5}, // no UTF-8
        {"\xff"
         "B",
         2},
    };
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(KiriTerms) terms = kiri_terms_new();
        g_autoptr(GError) error = NULL;
        g_assert_false(kiri_terms_decode((KiriStr){bad[i].bytes, bad[i].n}, terms, &error));
        g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT);
    }
    g_autoptr(KiriTerms) terms = kiri_terms_new(), back = kiri_terms_new();
    kiri_terms_add_promise(terms, "", kiri_str("時間単位snow15。"), 2);
    kiri_terms_add_promise(terms, "S", kiri_str("時間"), 300);
    g_auto(KiriBuf) a, b;
    kiri_buf_init(&a, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    kiri_terms_encode(terms, &a);
    g_assert_true(kiri_terms_decode(kiri_buf_view(&a), back, NULL));
    kiri_terms_encode(back, &b);
    g_assert_cmpuint(a.n, ==, b.n);
    g_assert_cmpint(memcmp(a.p, b.p, a.n), ==, 0);
}

static void test_verify(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_some(&w, 0, 3);
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_autofree char *path = kiri_index_path(w.dir, "");
    KiriXapWriter *writer = kiri_xap_writer_open(path, FALSE, NULL);
    g_autoptr(KiriArticle) lost = test_article("https://example.jp/1", "", 0);
    g_autofree char *unique = g_strconcat("Q", lost->id, NULL);
    KiriXapValue id = {KIRI_SLOT_ID, kiri_str("feedfeedfeedfeed")};
    KiriXapDocument stranger = {
        .unique = kiri_str("Qfeedfeedfeedfeed"), .values = &id, .n_values = 1};
    g_assert_true(kiri_xap_begin(writer, NULL));
    g_assert_true(kiri_xap_delete(writer, kiri_str(unique), NULL));
    g_assert_true(kiri_xap_replace(writer, &stranger, NULL));
    g_assert_true(kiri_xap_commit(writer, NULL));
    kiri_xap_writer_discard(writer);

    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(kiri_index_verify(w.dir, w.store, problems, NULL));
    g_assert_cmpuint(problems->len, ==, 2);
    put_some(&w, 3, 4);
    g_ptr_array_set_size(problems, 0);
    g_assert_true(kiri_index_verify(w.dir, w.store, problems, NULL));
    g_assert_cmpuint(problems->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(problems, 0), "run 'kirinuki index'"));
    kiri_temp_remove(path);
    g_ptr_array_set_size(problems, 0);
    g_assert_true(kiri_index_verify(w.dir, w.store, problems, NULL));
    g_assert_cmpuint(problems->len, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/index/replay", test_replay);
    g_test_add_func("/index/rebuild", test_rebuild);
    g_test_add_func("/index/other-words", test_other_words);
    g_test_add_func("/index/damage-while-writing", test_damage_while_writing);
    g_test_add_func("/index/ahead", test_ahead);
    g_test_add_func("/index/stop", test_stop);
    g_test_add_func("/index/dead-worker", test_dead_worker);
    g_test_add_func("/index/answers", test_answers);
    g_test_add_func("/index/verify", test_verify);
    return g_test_run();
}
