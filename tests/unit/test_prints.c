// SPDX-License-Identifier: GPL-3.0-or-later
/* Near-duplicate postings: who shares fingerprints, asked for many at a time. */
#include "../support/store.h"

static void put(TestStore *f, const char *article, const guint64 *hashes, gsize n)
{
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_fingerprints(batch, article, hashes, n);
    test_commit(batch);
}

typedef struct {
    GString *seen;
    const char *enough; // nothing more of a fingerprint behind this article
} Look;

static gboolean note(gsize at, const char *article, guint prints, gpointer data)
{
    Look *look = data;
    g_string_append_printf(look->seen, "%u:%s/%u ", (guint)at, article, prints);
    return g_strcmp0(article, look->enough) != 0;
}

static void assert_sharing(TestStore *f, const guint64 *hashes, gsize n, const char *enough,
                           const char *expected)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    Look look = {seen, enough};
    kiri_store_each_sharing(f->store, hashes, n, note, &look);
    g_assert_cmpstr(seen->str, ==, expected);
}

static void reopen(TestStore *f)
{
    kiri_store_close(f->store);
    f->store = test_store_open(f->dir, KIRI_STORE_WRITE);
}

static const guint64 far_ends[] = {0, 7, 8, G_MAXUINT64 - 1, G_MAXUINT64};

static void test_sharing(TestStore *f, gconstpointer data)
{
    (void)data;
    const guint64 b[] = {G_MAXUINT64, 7, 7, 0}; // in any order, perhaps twice
    put(f, "a", &far_ends[1], 2);
    put(f, "b", b, G_N_ELEMENTS(b));
    for (int round = 0; round < 2; round++) {
        assert_sharing(f, far_ends, 5, NULL, "0:b/3 1:a/2 1:b/3 2:a/2 4:b/3 ");
        assert_sharing(f, far_ends, 5, "a", "0:b/3 1:a/2 2:a/2 4:b/3 ");
        assert_sharing(f, far_ends, 0, NULL, "");
        g_auto(GStrv) one = kiri_store_fingerprint_articles(f->store, 7, 1);
        g_assert_cmpuint(g_strv_length(one), ==, 1);
        g_auto(GStrv) none = kiri_store_fingerprint_articles(f->store, 9, 1);
        g_assert_cmpuint(g_strv_length(none), ==, 0);
        reopen(f);
    }
}

/* What an article no longer has is gone, what it keeps has the new count. */
static void test_change(TestStore *f, gconstpointer data)
{
    (void)data;
    const guint64 now[] = {0, 7, G_MAXUINT64 - 1};
    put(f, "a", &far_ends[1], 2);
    put(f, "b", &far_ends[1], 1);
    put(f, "a", now, 3);
    assert_sharing(f, far_ends, 5, NULL, "0:a/3 1:a/3 1:b/1 3:a/3 ");
    g_autoptr(GArray) kept = kiri_store_fingerprints_of(f->store, "a");
    g_assert_cmpuint(kept->len, ==, G_N_ELEMENTS(now));
    for (guint i = 0; i < kept->len; i++)
        g_assert_cmpuint(g_array_index(kept, guint64, i), ==, now[i]);
    put(f, "a", NULL, 0);
    assert_sharing(f, far_ends, 5, NULL, "1:b/1 ");
    g_autoptr(GArray) none = kiri_store_fingerprints_of(f->store, "a");
    g_assert_cmpuint(none->len, ==, 0);
}

/* More than a memory table's worth: found in tables too, and nobody else. */
static void test_many(TestStore *f, gconstpointer data)
{
    (void)data;
    const guint articles = 3000;
    enum { EACH = 60 };
    for (guint i = 0; i < articles; i++) {
        guint64 hashes[EACH];
        g_autofree char *id = g_strdup_printf("%06u", i);
        for (guint k = 0; k < EACH; k++)
            hashes[k] = ((guint64)i * EACH + k) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
        hashes[0] = 1; // of all
        put(f, id, hashes, EACH);
        if (i == articles / 2)
            reopen(f);
    }
    reopen(f);
    g_auto(GStrv) all = kiri_store_fingerprint_articles(f->store, 1, G_MAXUINT);
    g_assert_cmpuint(g_strv_length(all), ==, articles);
    for (guint i = 0; i < articles; i += 97) {
        g_autofree char *expected = g_strdup_printf("0:%06u/60 ", i);
        guint64 hash = ((guint64)i * EACH + 5) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
        assert_sharing(f, &hash, 1, NULL, expected);
        hash++;
        assert_sharing(f, &hash, 1, NULL, "");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/prints/sharing", TestStore, NULL, test_store_set_up, test_sharing,
               test_store_tear_down);
    g_test_add("/prints/change", TestStore, NULL, test_store_set_up, test_change,
               test_store_tear_down);
    g_test_add("/prints/many", TestStore, NULL, test_store_set_up, test_many, test_store_tear_down);
    return g_test_run();
}
