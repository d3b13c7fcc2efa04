// SPDX-License-Identifier: GPL-3.0-or-later
/* What was given up: the bytes are nowhere any more, what they were is still known. */
#include "../support/store.h"

#include <string.h>

static const char url[] = "https://example.jp/1";

static void put_version(TestStore *f, const char *text)
{
    g_autoptr(KiriArticle) a = test_article(url, text, 1);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
}

static char *id_of_article(void)
{
    g_autoptr(KiriArticle) a = test_article(url, "", 1);
    return g_strdup(a->id);
}

static void give_up(TestStore *f, const char *id)
{
    g_autoptr(GError) error = NULL;
    KiriBatch *batch = kiri_batch_begin(f->store);
    g_assert_true(
        kiri_batch_give_up_text(batch, f->store, id, kiri_time_jst(test_day_us(30)), &error));
    g_assert_no_error(error);
    test_commit(batch);
}

/* No version keeps the text, each keeps its own hash, and stages hear of it. */
static void test_text(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    static const char *const texts[] = {"一つ目の本文", "直した本文", "また直した本文"};
    g_autofree char *id = id_of_article();
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        put_version(f, texts[i]);
    g_assert_false(kiri_store_has_gone_texts(f->store));
    guint64 end = kiri_store_log_end(f->store);
    give_up(f, id);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, end + 1);
    g_assert_true(kiri_store_has_gone_texts(f->store));
    g_autoptr(KiriArticle) now = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, &error);
    g_assert_cmpint(now->version, ==, G_N_ELEMENTS(texts) + 1);
    for (gint64 v = 1; v <= now->version; v++) {
        g_autoptr(KiriArticle) a = kiri_store_get_article_version(f->store, id, v, &error);
        const char *text = texts[MIN(v, (gint64)G_N_ELEMENTS(texts)) - 1];
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
        g_assert_null(a->text);
        g_assert_cmpint(a->text_gone.us, ==, test_day_us(30));
        g_assert_cmpstr(a->text_sha256, ==, sum);
        g_assert_cmpstr(a->title, ==, "見出し");
    }
    /* Once more, and for what is not there: nothing happens. */
    give_up(f, id);
    give_up(f, "nobody");
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, end + 1);
}

/* A fetch that finds the same page again, or another text, does not bring it back. */
static void test_stays_gone(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *id = id_of_article();
    put_version(f, "本文");
    give_up(f, id);
    put_version(f, "本文");
    put_version(f, "書き直した本文");
    g_autoptr(KiriArticle) a = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, NULL);
    g_assert_null(a->text);
    g_assert_true(kiri_time_is_set(a->text_gone));
}

static void test_page(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    char key[KIRI_PAGE_KEY_BYTES];
    g_autoptr(KiriPage) page = kiri_page_new();
    page->url = g_strdup(url);
    page->body = g_bytes_new_static("scan", 4);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_page(batch, page, key);
    test_commit(batch);
    g_assert_null(kiri_store_gone_sha256(f->store, key));
    batch = kiri_batch_begin(f->store);
    kiri_batch_give_up_page(batch, key, page, kiri_time_jst(test_day_us(30)), "asa.individual.0");
    test_commit(batch);
    g_autoptr(KiriPage) gone = kiri_store_get_page(f->store, key, &error);
    g_assert_no_error(error);
    g_assert_null(gone);
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, page->body);
    g_autofree char *kept = kiri_store_gone_sha256(f->store, key);
    g_assert_cmpstr(kept, ==, sum);
}

#define CASE(name, function)                                                                       \
    g_test_add("/gone/" name, TestStore, NULL, test_store_set_up, function, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE("text", test_text);
    CASE("stays", test_stays_gone);
    CASE("page", test_page);
    return g_test_run();
}
