// SPDX-License-Identifier: GPL-3.0-or-later
/* Layout 1 becomes layout 2, in one go or cut short at every batch; a reader takes both. */
#include "../support/store.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>

#include "internal.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARTICLES = 900, PRINTS = 60, KILLS = 4 }; // three batches of postings

static void fill(KiriStore *store)
{
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = 0; i < ARTICLES; i++) {
        guint64 hashes[PRINTS];
        g_autofree char *url = g_strdup_printf("https://example.jp/%u", i);
        g_autoptr(KiriArticle) a = test_article(url, "本文", 1);
        for (guint k = 0; k < PRINTS; k++)
            hashes[k] = (guint64)i * PRINTS + k;
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
        kiri_batch_put_fingerprints(batch, a->id, hashes, PRINTS - (i % 2));
    }
    test_commit(batch);
}

/* As it was before: no posting has its count. */
static void make_old(KiriStore *store)
{
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(store, KIRI_KEY_PRINT, "", KIRI_DB_ONCE);
    KiriStr key;
    while (kiri_db_iter_next(it, &key, NULL))
        kiri_db_put(w, key, KIRI_STR_LITERAL(""));
    kiri_meta_put_number(w, KIRI_META_SCHEMA, 1);
    g_assert_true(kiri_store_write(store, w, NULL));
}

static gboolean take_count(gsize at, const char *article, guint prints, gpointer data)
{
    (void)at, (void)article;
    *(guint *)data = prints;
    return TRUE;
}

static guint count_of(KiriStore *store, guint64 hash)
{
    guint n = G_MAXUINT;
    kiri_store_each_sharing(store, &hash, 1, take_count, &n);
    return n;
}

static void expect_newest(KiriStore *store)
{
    g_assert_cmpint(kiri_store_schema(store), ==, kiri_store_newest_schema);
    for (guint i = 0; i < ARTICLES; i++)
        g_assert_cmpuint(count_of(store, (guint64)i * PRINTS), ==, PRINTS - (i % 2));
    g_autofree char *place = kiri_store_meta(store, "migrating");
    g_assert_null(place);
    test_verify_clean(store);
}

static void test_in_one_go(TestStore *f, gconstpointer data)
{
    (void)data;
    fill(f->store);
    make_old(f->store);
    kiri_store_close(f->store);
    KiriStore *reader = test_store_open(f->dir, KIRI_STORE_READ);
    g_assert_cmpint(kiri_store_schema(reader), ==, 1);
    g_assert_cmpuint(count_of(reader, 0), ==, 0);
    kiri_store_close(reader);
    f->store = test_store_open(f->dir, KIRI_STORE_WRITE);
    g_assert_cmpint(kiri_store_migrated_from(f->store), ==, 1);
    expect_newest(f->store);
    kiri_store_close(f->store);
    f->store = test_store_open(f->dir, KIRI_STORE_WRITE);
    g_assert_cmpint(kiri_store_migrated_from(f->store), ==, 0);
}

/* A process that does nothing but open it, until it is killed or through. */
static gboolean open_until(const char *dir, gulong us)
{
    gint status = 0;
    pid_t pid = fork();
    g_assert_cmpint(pid, >=, 0);
    if (pid == 0) {
        KiriStore *store = kiri_store_open(dir, KIRI_STORE_WRITE, NULL);
        _exit(store ? 0 : 1);
    }
    g_usleep(us);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    g_assert_false(WIFEXITED(status) && WEXITSTATUS(status) != 0);
    return WIFEXITED(status);
}

static void test_killed(TestStore *f, gconstpointer data)
{
    (void)data;
    fill(f->store);
    gint through = 0;
    for (guint i = 0; i < KILLS; i++) {
        make_old(f->store);
        g_clear_pointer(&f->store, kiri_store_close);
        through += open_until(f->dir, i * 30000);
        through += open_until(f->dir, i * 60000);
        f->store = test_store_open(f->dir, KIRI_STORE_WRITE);
        expect_newest(f->store);
    }
    g_test_message("%d of %d openings were through", through, 2 * KILLS);
}

/* A place in the middle: what lies before it is not gone through again, the rest is. */
static void test_resumed(TestStore *f, gconstpointer data)
{
    (void)data;
    fill(f->store);
    make_old(f->store);
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(f->store, KIRI_KEY_PRINTS, "", KIRI_DB_ONCE);
    KiriStr row, value;
    g_assert_true(kiri_db_iter_next(it, &row, &value));
    guint64 first = 0, second = 0;
    g_assert_true(kiri_key_take_u64(&value, &first));
    g_autoptr(GString) hex = g_string_new(NULL);
    for (gsize i = 0; i < row.n; i++)
        g_string_append_printf(hex, "%02x", (guint)(guchar)row.p[i]);
    g_assert_true(kiri_db_iter_next(it, &row, &value));
    g_assert_true(kiri_key_take_u64(&value, &second));
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    kiri_key_one(&key, KIRI_KEY_META, "migrating");
    kiri_db_put(w, kiri_buf_view(&key), (KiriStr){hex->str, hex->len});
    g_assert_true(kiri_store_write(f->store, w, NULL));
    g_clear_pointer(&it, kiri_db_iter_free);
    kiri_store_close(f->store);
    f->store = test_store_open(f->dir, KIRI_STORE_WRITE);
    g_assert_cmpuint(count_of(f->store, first), ==, 0);
    g_assert_cmpuint(count_of(f->store, second), >=, PRINTS - 1);
    g_assert_cmpint(kiri_store_schema(f->store), ==, kiri_store_newest_schema);
}

static void test_newer(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    kiri_meta_put_number(w, KIRI_META_SCHEMA, (guint64)kiri_store_newest_schema + 1);
    g_assert_true(kiri_store_write(f->store, w, NULL));
    kiri_store_close(f->store);
    for (KiriStoreMode mode = KIRI_STORE_WRITE; mode <= KIRI_STORE_READ; mode++) {
        g_clear_error(&error);
        g_assert_null(kiri_store_open(f->dir, mode, &error));
        g_assert_true(kiri_error_is(error, KIRI_ERROR_STALE));
    }
    f->store = NULL;
    kiri_temp_remove(f->dir);
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
}

#define CASE(name)                                                                                 \
    g_test_add("/migrate/" #name, TestStore, NULL, test_store_set_up, test_##name,                 \
               test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE(in_one_go);
    CASE(killed);
    CASE(resumed);
    CASE(newer);
    return g_test_run();
}
