// SPDX-License-Identifier: GPL-3.0-or-later
/* Verify finds what does not fit together, and says nothing about what does;
 * the canonical export shows what must be equal and hides what may differ. The
 * contradictions are written through the store's own door, behind its back. */
#include "internal.h"

#include "../support/fill.h"
#include "../support/store.h"

#include <kirinuki/error.h>

#include <string.h>

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    char *article;
    char page[KIRI_PAGE_KEY_BYTES];
} Fixture;

/* One of everything, in good order. */
static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    const guint64 hashes[] = {1, 2};
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    g_autoptr(KiriPage) page = kiri_fill(&kiri_page_shape, 1);
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "古い本文", 0);
    g_autoptr(KiriArticle) newer = test_article("https://example.jp/1", "新しい本文", 0);
    g_autoptr(KiriRelease) r = kiri_release_new();
    g_autoptr(KiriClip) c = kiri_clip_new();
    g_autoptr(KiriMedium) m = kiri_medium_new();
    g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
    r->id = g_strdup("R-1");
    c->id = kiri_clip_make_id(a->id, r->id);
    c->article = g_strdup(a->id);
    c->release = g_strdup(r->id);
    m->id = g_strdup("asahi");
    kiri_strv_add(&m->domains, "example.jp");
    u->url = g_strdup("https://example.jp/1");
    u->state = KIRI_URL_DONE;
    u->article = g_strdup(a->id);
    newer->medium = g_strdup(m->id);
    f->article = g_strdup(a->id);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_page(batch, page, f->page);
    newer->evidence = g_strdup(f->page);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, newer);
    kiri_batch_put_fingerprints(batch, a->id, hashes, G_N_ELEMENTS(hashes));
    kiri_batch_put(batch, KIRI_NOUN_RELEASE, r);
    kiri_batch_put(batch, KIRI_NOUN_CLIP, c);
    kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
    kiri_batch_put(batch, KIRI_NOUN_URL, u);
    kiri_batch_set_cursor(batch, "link", 2);
    test_commit(batch);
    test_verify_clean(f->store);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
    g_free(f->article);
}

/* Puts (value not NULL) or deletes one raw row. */
static void tamper(Fixture *f, const KiriBuf *key, const char *value)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    if (value)
        kiri_db_put(w, kiri_buf_view(key), kiri_str(value));
    else
        kiri_db_delete(w, kiri_buf_view(key));
    kiri_db_commit(f->store->db, w, &error);
    g_assert_no_error(error);
}

static void tamper_one(Fixture *f, KiriKeyFamily family, const char *id, const char *value)
{
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, family, id);
    tamper(f, &key, value);
}

/* One of the problems has these words. */
static void assert_problem(Fixture *f, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(kiri_store_verify(f->store, problems, &error));
    gboolean is_found = FALSE;
    for (guint i = 0; i < problems->len; i++) {
        g_test_message("%s", (char *)g_ptr_array_index(problems, i));
        is_found = is_found || strstr(g_ptr_array_index(problems, i), words);
    }
    g_assert_true(is_found);
}

static void test_lost_article(Fixture *f, gconstpointer data)
{
    (void)data;
    tamper_one(f, KIRI_KEY_ARTICLE, f->article, NULL);
    assert_problem(f, "names the article");
    assert_problem(f, "the log names article");
    assert_problem(f, "has an older version, but is not there itself");
    assert_problem(f, "a row in the index 'P' is out of date");
}

static void test_lost_version(Fixture *f, gconstpointer data)
{
    (void)data;
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&key, KIRI_KEY_OLDER);
    kiri_key_text(&key, f->article);
    kiri_key_u64(&key, 1);
    tamper(f, &key, NULL);
    assert_problem(f, "version 1 is not there");
}

static void test_lost_evidence(Fixture *f, gconstpointer data)
{
    (void)data;
    tamper_one(f, KIRI_KEY_PAGE, f->page, NULL);
    assert_problem(f, "its evidence");
    tamper_one(f, KIRI_KEY_PAGE, f->page, "no frame");
    assert_problem(f, "no frame of a size that can be");
}

static void test_lost_rows(Fixture *f, gconstpointer data)
{
    (void)data;
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&key, KIRI_KEY_BY_DOMAIN);
    kiri_key_text(&key, "example.jp");
    kiri_key_last(&key, "asahi");
    tamper(f, &key, NULL);
    assert_problem(f, "medium 'asahi': its row in the index 'O' is missing");
    kiri_key_begin(&key, KIRI_KEY_PRINT);
    kiri_key_u64(&key, 1);
    kiri_key_last(&key, f->article);
    tamper(f, &key, NULL);
    assert_problem(f, "a fingerprint is missing");
}

static void test_strays(Fixture *f, gconstpointer data)
{
    (void)data;
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&key, KIRI_KEY_BY_RELEASE);
    kiri_key_text(&key, "R-1");
    kiri_key_last(&key, "nobody.R-1");
    tamper(f, &key, "");
    assert_problem(f, "clip 'nobody.R-1': a row in the index 'R' is out of date");
    kiri_key_begin(&key, KIRI_KEY_PRINT);
    kiri_key_u64(&key, 99);
    kiri_key_last(&key, f->article);
    tamper(f, &key, "");
    assert_problem(f, "1 fingerprints belong to no article");
}

static void test_log_gap(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&key, KIRI_KEY_LOG);
    kiri_key_u64(&key, 3);
    tamper(f, &key, NULL);
    assert_problem(f, "the log has a gap: 4 follows where 3 should");
    tamper_one(f, KIRI_KEY_META, "cursor:link", "99");
    assert_problem(f, "'cursor:link' is at 99");
    tamper_one(f, KIRI_KEY_META, "log_high", "7");
    assert_problem(f, "the log ends before 6, not at 7");
    g_assert_true(kiri_store_check(f->store, &error));
}

static void test_wrong_records(Fixture *f, gconstpointer data)
{
    (void)data;
    tamper_one(f, KIRI_KEY_TOPIC, "T-1", "\xff\xff");
    assert_problem(f, "topic 'T-1'");
    tamper_one(f, KIRI_KEY_TOPIC, "T-1", "\x0a\x03T-2");
    assert_problem(f, "topic 'T-1' stands under the id of another");
    tamper_one(f, (KiriKeyFamily)'!', "what", "?");
    assert_problem(f, "unknown family 0x21");
}

/* ---- the canonical export ---- */

static gboolean collect(KiriStr line, gpointer data, GError **error)
{
    (void)error;
    g_string_append_len(data, line.p, (gssize)line.n);
    return TRUE;
}

static char *export_text(KiriStore *store)
{
    g_autoptr(GError) error = NULL;
    GString *text = g_string_new(NULL);
    g_assert_true(kiri_store_export_canonical(store, collect, text, &error));
    return g_string_free(text, FALSE);
}

/* The same things in another order, at other times, some of them twice. */
static void put_disturbed(KiriStore *store, gboolean is_disturbed)
{
    const char *order[] = {"s-one", "s-two"};
    for (guint i = 0; i < 2; i++) {
        const char *source = order[is_disturbed ? 1 - i : i];
        g_autoptr(KiriArticle) a = test_article("https://example.jp/2", "本文", 1);
        a->source = g_strdup(source);
        a->fetched = kiri_time_jst(test_day_us(is_disturbed ? 7 : 3));
        test_put(store, KIRI_NOUN_ARTICLE, a);
        g_autoptr(KiriSource) s = kiri_source_new();
        s->id = g_strdup(source);
        s->polls = is_disturbed ? 9 : 2;
        s->failures = is_disturbed;
        test_put(store, KIRI_NOUN_SOURCE, s);
    }
    g_autoptr(KiriRun) run = kiri_fill(&kiri_run_shape, is_disturbed ? 5 : 4);
    test_put(store, KIRI_NOUN_RUN, run);
}

static void test_canonical(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autofree char *copy_dir = g_build_filename(dir, "copy", NULL);
    g_assert_true(kiri_store_checkpoint(f->store, copy_dir, NULL));
    g_autoptr(KiriStore) other = test_store_open(copy_dir, KIRI_STORE_WRITE);
    put_disturbed(f->store, FALSE);
    put_disturbed(other, TRUE);
    g_autofree char *calm = export_text(f->store);
    g_autofree char *disturbed = export_text(other);
    g_assert_cmpstr(calm, ==, disturbed);
    g_assert_true(g_str_has_prefix(calm, "{\"type\":\"article\",\"id\":\""));
    g_assert_nonnull(strstr(calm, "\"sources\":[\"s-one\",\"s-two\"]"));
    g_assert_nonnull(strstr(calm, "\n{\"type\":\"clip\""));
    g_assert_null(strstr(calm, "\"type\":\"run\""));
    g_assert_null(strstr(calm, f->page));
    /* A lost article, a second version: seen. */
    g_autoptr(KiriArticle) a = test_article("https://example.jp/2", "別の本文", 1);
    test_put(other, KIRI_NOUN_ARTICLE, a);
    g_autofree char *changed = export_text(other);
    g_assert_cmpstr(calm, !=, changed);
}

static gboolean refuse(KiriStr line, gpointer data, GError **error)
{
    (void)line;
    ++*(guint *)data;
    g_set_error_literal(error, KIRI_ERROR_STORE, KIRI_ERROR_IO, "disk full");
    return FALSE;
}

static void test_canonical_refused(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    guint n = 0;
    g_assert_false(kiri_store_export_canonical(f->store, refuse, &n, &error));
    g_assert_cmpuint(n, ==, 1);
    g_assert_true(kiri_error_is(error, KIRI_ERROR_IO));
}

#define ADD(name, function) g_test_add("/verify/" name, Fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("lost-article", test_lost_article);
    ADD("lost-version", test_lost_version);
    ADD("lost-evidence", test_lost_evidence);
    ADD("lost-rows", test_lost_rows);
    ADD("strays", test_strays);
    ADD("log-gap", test_log_gap);
    ADD("wrong-records", test_wrong_records);
    ADD("canonical", test_canonical);
    ADD("canonical-refused", test_canonical_refused);
    return g_test_run();
}
