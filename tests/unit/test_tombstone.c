// SPDX-License-Identifier: GPL-3.0-or-later
/* What was forgotten is gone from every row, and nothing that is put brings it back: not
 * the same address, not another one, not a batch that was open meanwhile. */
#include "../support/store.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>
#include <kirinuki/outbox.h>

#include <string.h>

static const char url[] = "https://example.jp/1";
static const KiriForgetting why = {{.us = 1}, "広報課", "本人の請求"};

static KiriArticle *make_article(const char *address, const char *text)
{
    KiriArticle *a = test_article(address, text, 1);
    a->medium = g_strdup("asa");
    a->authors = g_strsplit("山田太郎,佐藤花子", ",", -1);
    kiri_article_add_witness(a, "authors", "byline", "記者 山田 太郎", TRUE, NULL);
    kiri_article_add_witness(a, "title", "h1", "山田太郎の記事", TRUE, NULL);
    kiri_article_set_content_hash(a);
    return a;
}

static void put_page(KiriBatch *batch, KiriArticle *a)
{
    char key[KIRI_PAGE_KEY_BYTES];
    g_autoptr(KiriPage) page = kiri_page_new();
    page->url = g_strdup(a->url);
    page->body = g_bytes_new(a->text, strlen(a->text));
    kiri_batch_put_page(batch, page, key);
    a->evidence = g_strdup(key);
}

/* An article of two versions with page, addresses, a clip, a verdict and a message. */
static char *put_all(TestStore *f)
{
    g_autoptr(KiriArticle) a = make_article(url, "鷲尾さんの話。");
    a->aliases = g_strsplit("https://example.jp/amp/1", ",", -1);
    KiriBatch *batch = kiri_batch_begin(f->store);
    put_page(batch, a);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    static const char *const urls[] = {url, "https://example.jp/amp/1", "https://example.jp/go?1"};
    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
        u->url = g_strdup(urls[i]);
        u->state = i ? KIRI_URL_ALIAS : KIRI_URL_DONE;
        u->article = g_strdup(a->id);
        u->hint_summary = g_strdup("鷲尾さんの話");
        kiri_batch_put(batch, KIRI_NOUN_URL, u);
    }
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->id = kiri_clip_make_id(a->id, NULL);
    clip->article = g_strdup(a->id);
    kiri_batch_put(batch, KIRI_NOUN_CLIP, clip);
    g_autoptr(KiriVerdict) verdict = kiri_verdict_new();
    verdict->clip = g_strdup(clip->id);
    kiri_batch_put(batch, KIRI_NOUN_VERDICT, verdict);
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(kiri_str("鷲尾さんの話"));
    kiri_batch_put(batch, KIRI_NOUN_PARCEL, parcel);
    g_autoptr(KiriPost) post = kiri_post_new();
    post->id = g_strdup("p1");
    post->about = g_strdup(a->id);
    post->parcel = g_strdup(parcel->id);
    kiri_batch_put(batch, KIRI_NOUN_POST, post);
    test_commit(batch);
    g_autoptr(KiriArticle) again = make_article(url, "鷲尾さんの話、続き。");
    test_put(f->store, KIRI_NOUN_ARTICLE, again);
    return g_strdup(a->id);
}

static void forget(TestStore *f, const char *id)
{
    g_autoptr(GError) error = NULL;
    const char *const ids[] = {id, NULL};
    g_assert_true(kiri_store_forget_articles(f->store, ids, &why, &error));
    g_assert_no_error(error);
}

/* Tombstones count as a problem until the files were written anew. */
static void purge(TestStore *f)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(kiri_store_has_unpurged(f->store));
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(kiri_store_verify(f->store, problems, &error));
    g_assert_cmpuint(problems->len, ==, 1);
    g_assert_true(kiri_store_purge(f->store, kiri_time_jst(5), &error));
    g_assert_no_error(error);
    g_assert_false(kiri_store_has_unpurged(f->store));
}

static void test_article_goes(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *id = put_all(f);
    forget(f, id);
    static const KiriNoun nouns[] = {KIRI_NOUN_ARTICLE, KIRI_NOUN_URL,  KIRI_NOUN_CLIP,
                                     KIRI_NOUN_VERDICT, KIRI_NOUN_POST, KIRI_NOUN_PARCEL};
    for (gsize i = 0; i < G_N_ELEMENTS(nouns); i++)
        g_assert_cmpuint(kiri_store_count(f->store, nouns[i]), ==, 0);
    g_assert_null(kiri_store_get_article_version(f->store, id, 1, NULL));
    g_assert_true(kiri_store_forgets_url(f->store, url));
    g_assert_true(kiri_store_forgets_url(f->store, "https://example.jp/amp/1"));
    g_assert_true(kiri_store_forgets_url(f->store, "https://example.jp/go?1"));
    g_assert_false(kiri_store_forgets_url(f->store, "https://example.jp/2"));
    g_autofree char *tomb = g_strconcat("a", id, NULL);
    g_autoptr(KiriTombstone) t = kiri_store_get(f->store, KIRI_NOUN_TOMBSTONE, tomb, NULL);
    g_assert_cmpstr(t->by, ==, "広報課");
    g_assert_cmpstr(t->reason, ==, "本人の請求");
    g_assert_cmpuint(strlen(t->sha256), ==, 64);
    purge(f);
}

static void test_nothing_comes_back(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *id = put_all(f);
    /* A batch that is open while the article is forgotten. */
    g_autoptr(KiriArticle) late = make_article(url, "鷲尾さんの話、三度目。");
    KiriBatch *open = kiri_batch_begin(f->store);
    put_page(open, late);
    g_autofree char *page = g_strdup(late->evidence);
    g_assert_true(kiri_batch_put(open, KIRI_NOUN_ARTICLE, late));
    forget(f, id);
    test_commit(open);
    g_assert_cmpuint(kiri_store_count(f->store, KIRI_NOUN_ARTICLE), ==, 0);
    g_assert_null(kiri_store_get_page(f->store, page, NULL));
    /* The same address; the same words elsewhere in the medium, also those of before. */
    g_autoptr(KiriArticle) same = make_article(url, "別の文。");
    g_autoptr(KiriArticle) moved = make_article("https://example.jp/9", "鷲尾さんの話。");
    g_autoptr(KiriArticle) other = make_article("https://example.jp/8", "別の記事。");
    g_autoptr(KiriArticle) elsewhere = make_article("https://yu.example/8", "鷲尾さんの話。");
    g_free(elsewhere->medium);
    elsewhere->medium = g_strdup("yu");
    g_assert_false(test_put(f->store, KIRI_NOUN_ARTICLE, same));
    g_assert_false(test_put(f->store, KIRI_NOUN_ARTICLE, moved));
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, other));
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, elsewhere));
    g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
    u->url = g_strdup(url);
    g_assert_false(test_put(f->store, KIRI_NOUN_URL, u));
    purge(f);
    /* Who opens it anew knows it too. */
    kiri_store_close(f->store);
    f->store = test_store_open(f->dir, KIRI_STORE_WRITE);
    g_assert_false(test_put(f->store, KIRI_NOUN_ARTICLE, same));
}

static void test_person(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = put_all(f);
    guint n = 0, n_texts = 0;
    g_auto(GStrv) named = kiri_store_articles_by(f->store, "山田　太郎", &n_texts, &error);
    g_assert_cmpstr(named[0], ==, id);
    g_assert_cmpuint(n_texts, ==, 0);
    g_assert_true(kiri_store_forget_person(f->store, "山田 太郎", &why, &n, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(n, ==, 1);
    g_autoptr(KiriArticle) now = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, NULL);
    for (gint64 v = 1; v <= now->version; v++) {
        g_autoptr(KiriArticle) a = kiri_store_get_article_version(f->store, id, v, NULL);
        g_assert_cmpuint(g_strv_length(a->authors), ==, 1);
        g_assert_cmpstr(a->authors[0], ==, "佐藤花子");
        g_assert_cmpuint(kiri_recs_count(a->witnesses), ==, 1); // the title's
    }
    /* And of what comes. */
    g_autoptr(KiriArticle) next = make_article("https://example.jp/2", "次の記事。");
    test_put(f->store, KIRI_NOUN_ARTICLE, next);
    g_autoptr(KiriArticle) stored = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, next->id, NULL);
    g_assert_cmpuint(g_strv_length(stored->authors), ==, 1);
    g_assert_cmpuint(kiri_recs_count(stored->witnesses), ==, 1);
    g_assert_false(test_put(f->store, KIRI_NOUN_ARTICLE, next)); // no change
    /* Again: nothing is left to do. */
    g_assert_true(kiri_store_forget_person(f->store, "山田太郎", &why, &n, &error));
    g_assert_cmpuint(n, ==, 0);
    g_assert_false(kiri_store_forget_person(f->store, " ", &why, &n, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_USAGE));
    purge(f);
}

static void test_unknown(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = put_all(f);
    const char *const ids[] = {id, "nobody", NULL};
    g_assert_false(kiri_store_forget_articles(f->store, ids, &why, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
    g_assert_cmpuint(kiri_store_count(f->store, KIRI_NOUN_ARTICLE), ==, 1);
    g_assert_cmpuint(kiri_store_count(f->store, KIRI_NOUN_TOMBSTONE), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/tombstone/article_goes", TestStore, NULL, test_store_set_up, test_article_goes,
               test_store_tear_down);
    g_test_add("/tombstone/nothing_comes_back", TestStore, NULL, test_store_set_up,
               test_nothing_comes_back, test_store_tear_down);
    g_test_add("/tombstone/person", TestStore, NULL, test_store_set_up, test_person,
               test_store_tear_down);
    g_test_add("/tombstone/unknown", TestStore, NULL, test_store_set_up, test_unknown,
               test_store_tear_down);
    return g_test_run();
}
