// SPDX-License-Identifier: GPL-3.0-or-later
/* Small helpers for tests that need a store with something in it. */
#pragma once

#include <kirinuki/store.h>

#include "temp.h"

/* 2026-04-01 00:00 JST and `days` later. */
static inline gint64 test_day_us(gint days)
{
    return (kiri_civil_days(2026, 4, 1) + days) * KIRI_US_PER_DAY - 9 * KIRI_US_PER_HOUR;
}

static inline KiriStore *test_store_open(const char *dir, KiriStoreMode mode)
{
    g_autoptr(GError) error = NULL;
    KiriStore *store = kiri_store_open(dir, mode, &error);
    g_assert_no_error(error);
    g_assert_nonnull(store);
    return store;
}

static inline void test_commit(KiriBatch *batch)
{
    g_autoptr(GError) error = NULL;
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
}

/* One record in a batch of its own; what kiri_batch_put() said. */
static inline gboolean test_put(KiriStore *store, KiriNoun noun, gpointer record)
{
    KiriBatch *batch = kiri_batch_begin(store);
    gboolean is_change = kiri_batch_put(batch, noun, record);
    test_commit(batch);
    return is_change;
}

static inline KiriArticle *test_article(const char *url, const char *text, gint day)
{
    KiriArticle *a = kiri_article_new();
    kiri_article_set_url(a, url);
    a->title = g_strdup("見出し");
    a->text = g_strdup(text);
    a->published = kiri_time_jst(test_day_us(day));
    a->fetched = kiri_time_jst(test_day_us(day) + KIRI_US_PER_HOUR);
    return a;
}

/* Fails the test with the first problem that verify names. */
static inline void test_verify_clean(KiriStore *store)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    kiri_store_verify(store, problems, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(problems->len ? g_ptr_array_index(problems, 0) : NULL, ==, NULL);
}

/* A store in a folder of its own, made anew for each test case and clean at its end. */
typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
} TestStore;

static inline void test_store_set_up(TestStore *f, gconstpointer data)
{
    (void)data;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
}

static inline void test_store_tear_down(TestStore *f, gconstpointer data)
{
    (void)data;
    test_verify_clean(f->store);
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}
