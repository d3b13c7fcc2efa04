// SPDX-License-Identifier: GPL-3.0-or-later
/* A workspace with a store, a pool that runs in process, and an index. */
#pragma once

#include <kirinuki/search.h>

#include "store.h"

static const KiriJob test_index_jobs[] = {{"terms", kiri_terms_job}};

typedef struct {
    char *dir;
    KiriStore *store;
    KiriPool *pool;
} TestWorld;

static inline void test_world_init(TestWorld *w)
{
    g_autoptr(GError) error = NULL;
    kiri_tokenizer_preload(NULL, NULL, &error);
    g_assert_no_error(error);
    w->dir = kiri_temp_new();
    w->store = test_store_open(w->dir, KIRI_STORE_CREATE);
    w->pool = kiri_pool_new(NULL, test_index_jobs, 1, 2, &error);
    g_assert_no_error(error);
}

static inline void test_world_clear(TestWorld *w)
{
    kiri_pool_free(w->pool);
    kiri_store_close(w->store);
    kiri_temp_free(w->dir);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TestWorld, test_world_clear)

static inline void test_world_put(TestWorld *w, const char *url, const char *title,
                                  const char *text)
{
    g_autoptr(KiriArticle) a = test_article(url, text, 0);
    g_free(a->title);
    a->title = g_strdup(title);
    test_put(w->store, KIRI_NOUN_ARTICLE, a);
}

static inline void test_world_index(TestWorld *w, guint batch, KiriIndexCounts *counts)
{
    g_autoptr(GError) error = NULL;
    KiriIndexOptions options = {.batch_documents = batch};
    kiri_index_run(w->dir, w->store, w->pool, &options, counts, &error);
    g_assert_no_error(error);
}

static inline KiriIndex *test_world_open(TestWorld *w)
{
    g_autoptr(GError) error = NULL;
    KiriIndex *index = kiri_index_open(w->dir, &error);
    g_assert_no_error(error);
    return index;
}

static inline KiriSearchResult *test_world_search(TestWorld *w, KiriIndex *index, const char *query,
                                                  const KiriSearchOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuery) parsed = kiri_query_parse(kiri_str(query), &error);
    g_assert_no_error(error);
    KiriSearchResult *result = kiri_search(w->store, index, parsed, options, &error);
    g_assert_no_error(error);
    return result;
}
