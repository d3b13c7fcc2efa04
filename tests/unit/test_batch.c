// SPDX-License-Identifier: GPL-3.0-or-later
/* Batches and the log: what is stored, what is told, what stays silent. */
#include "../support/fill.h"
#include "../support/store.h"

#include <kirinuki/error.h>

#include <string.h>

/* Not clean: records with every member set name what is not there. */
static void tear_down(TestStore *f, gconstpointer data)
{
    (void)data;
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static gboolean note_entry(const KiriLogEntry *e, gpointer data)
{
    g_string_append_printf(data, "%s%" G_GUINT64_FORMAT " %s %s %" G_GINT64_FORMAT "\n",
                           e->is_delete ? "-" : "+", e->seq, kiri_noun_name(e->noun), e->id,
                           e->version);
    return TRUE;
}

/* The log behind `after` in words. */
static char *log_text(KiriStore *store, guint64 after)
{
    GString *text = g_string_new(NULL);
    kiri_store_log_each(store, after, G_MAXUINT, note_entry, text);
    return g_string_free(text, FALSE);
}

static void assert_equal_records(KiriNoun noun, gconstpointer a, gconstpointer b)
{
    const KiriShape *shape = kiri_noun_shape(noun);
    g_assert_true(a && b && kiri_record_equal(shape, a, b));
}

/* Every member of every noun survives, in this process and after opening anew. */
static void test_round_trip(TestStore *f, gconstpointer data)
{
    (void)data;
    const char *ids[KIRI_N_NOUNS] = {NULL};
    gpointer put[KIRI_N_NOUNS] = {NULL};
    KiriBatch *batch = kiri_batch_begin(f->store);
    for (KiriNoun noun = KIRI_NOUN_ARTICLE; noun < KIRI_N_NOUNS; noun++) {
        put[noun] = kiri_fill(kiri_noun_shape(noun), noun);
        g_assert_true(kiri_batch_put(batch, noun, put[noun]));
        gsize offset = kiri_noun_shape(noun)->fields[0].offset; // the id comes first
        ids[noun] = *(char **)(gpointer)((char *)put[noun] + offset);
    }
    KiriArticle *article = put[KIRI_NOUN_ARTICLE];
    kiri_strv_add(&article->sources, article->source); // whoever named it is one of them
    g_assert_cmpint(article->version, ==, 1);
    test_commit(batch);
    for (int round = 0; round < 2; round++) {
        for (KiriNoun noun = KIRI_NOUN_ARTICLE; noun < KIRI_N_NOUNS; noun++) {
            g_autoptr(GError) error = NULL;
            gpointer got = kiri_store_get(f->store, noun, ids[noun], &error);
            g_assert_no_error(error);
            assert_equal_records(noun, put[noun], got);
            kiri_record_free(kiri_noun_shape(noun), got);
            g_assert_true(kiri_store_has(f->store, noun, ids[noun]));
            g_assert_false(kiri_store_has(f->store, noun, "nobody"));
            g_assert_cmpuint(kiri_store_count(f->store, noun), ==, 1);
            g_autoptr(GPtrArray) list = kiri_store_list(f->store, noun, "", &error);
            g_assert_cmpuint(list->len, ==, 1);
            assert_equal_records(noun, put[noun], g_ptr_array_index(list, 0));
        }
        g_clear_pointer(&f->store, kiri_store_close);
        f->store = test_store_open(f->dir, KIRI_STORE_WRITE);
    }
    for (KiriNoun noun = KIRI_NOUN_ARTICLE; noun < KIRI_N_NOUNS; noun++)
        kiri_record_free(kiri_noun_shape(noun), put[noun]);
}

static void test_absent(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_store_get(f->store, KIRI_NOUN_CLIP, "x.y", &error));
    g_assert_no_error(error);
    g_assert_null(kiri_store_get_page(f->store, "00", &error));
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 0);
    g_assert_cmpuint(kiri_store_log_low(f->store), ==, 1);
    g_assert_cmpuint(kiri_store_cursor(f->store, "link"), ==, 0);
    g_assert_null(kiri_store_meta(f->store, "generation"));
}

static void test_versions(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "一つ目の本文", 0);
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, a));
    g_assert_cmpint(a->version, ==, 1);
    g_free(a->text);
    a->text = g_strdup("直した本文");
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, a));
    g_assert_cmpint(a->version, ==, 2);
    g_autoptr(KiriArticle) newest = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, a->id, &error);
    g_assert_cmpstr(newest->text, ==, "直した本文");
    g_autoptr(KiriArticle) first = kiri_store_get_article_version(f->store, a->id, 1, &error);
    g_assert_cmpstr(first->text, ==, "一つ目の本文");
    g_autoptr(KiriArticle) second = kiri_store_get_article_version(f->store, a->id, 2, &error);
    g_assert_cmpstr(second->text, ==, "直した本文");
    g_assert_null(kiri_store_get_article_version(f->store, a->id, 3, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_store_count(f->store, KIRI_NOUN_ARTICLE), ==, 1);
    g_autofree char *log = log_text(f->store, 0);
    g_autofree char *expected = g_strdup_printf("+1 article %s 1\n+2 article %s 2\n", a->id, a->id);
    g_assert_cmpstr(log, ==, expected);
    test_verify_clean(f->store);
}

/* The same article seen again: silent; named by another source: remembered. */
static void test_same_article(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "本文", 0);
    a->source = g_strdup("s-asahi");
    a->evidence = NULL;
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, a));
    g_autoptr(KiriArticle) again = test_article("https://example.jp/1", "本文", 0);
    again->source = g_strdup("s-portal");
    again->fetched = kiri_time_jst(test_day_us(9));
    g_assert_false(test_put(f->store, KIRI_NOUN_ARTICLE, again));
    g_assert_cmpint(again->version, ==, 1);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 1);
    g_autoptr(KiriArticle) stored = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, a->id, &error);
    g_assert_cmpstr(stored->source, ==, "s-asahi");
    g_assert_cmpuint(kiri_strv_count(stored->sources), ==, 2);
    g_assert_true(kiri_strv_has(stored->sources, "s-portal"));
    g_assert_cmpint(stored->fetched.us, ==, a->fetched.us);
    /* A new version keeps them all. */
    g_free(again->text);
    again->text = g_strdup("別の本文");
    g_free(again->source);
    again->source = g_strdup("s-third");
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, again));
    g_autoptr(KiriArticle) changed = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, a->id, &error);
    g_assert_cmpuint(kiri_strv_count(changed->sources), ==, 3);
    g_assert_cmpstr(changed->source, ==, "s-asahi");
    g_assert_cmpint(changed->version, ==, 2);
}

/* What a person entered stays when a crawl brings the same address, and its older
 * versions have it as it was. */
static void test_appearance_stays(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) entered = test_article("https://example.jp/1", "", 0);
    entered->appearance = kiri_appearance_new();
    entered->appearance->form = KIRI_FORM_APP;
    entered->appearance->entered_by = g_strdup("山田");
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, entered));
    g_autoptr(KiriArticle) crawled = test_article("https://example.jp/1", "本文", 0);
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, crawled));
    g_autoptr(KiriArticle) stored =
        kiri_store_get(f->store, KIRI_NOUN_ARTICLE, entered->id, &error);
    g_assert_cmpstr(stored->text, ==, "本文");
    g_assert_cmpint(stored->version, ==, 2);
    g_assert_cmpint(kiri_article_form(stored), ==, KIRI_FORM_APP);
    g_assert_cmpstr(stored->appearance->entered_by, ==, "山田");
    /* Again the same page: nothing changed. */
    g_autoptr(KiriArticle) again = test_article("https://example.jp/1", "本文", 0);
    g_assert_false(test_put(f->store, KIRI_NOUN_ARTICLE, again));
    /* A correction of the appearance alone is a version of its own. */
    stored->appearance->form = KIRI_FORM_WEB;
    g_assert_true(test_put(f->store, KIRI_NOUN_ARTICLE, stored));
    g_assert_cmpint(stored->version, ==, 3);
    g_autoptr(KiriArticle) older = kiri_store_get_article_version(f->store, entered->id, 2, &error);
    g_assert_cmpint(kiri_article_form(older), ==, KIRI_FORM_APP);
}

/* A scan that is named and not there is found out. */
static void test_scan_is_verified(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) a = test_article("urn:kirinuki:clip:1", "", 0);
    g_autoptr(KiriPage) page = kiri_page_new();
    page->url = g_strdup(a->url);
    page->body = g_bytes_new_static("%PDF-1.4", 8);
    char key[KIRI_PAGE_KEY_BYTES], made[KIRI_PAGE_KEY_BYTES];
    kiri_page_make_key(page, made);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_page(batch, page, key);
    g_assert_cmpstr(key, ==, made);
    a->evidence = NULL;
    a->appearance = kiri_appearance_new();
    a->appearance->evidence = g_strdup(key);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    test_commit(batch);
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(kiri_store_verify(f->store, problems, &error));
    g_assert_cmpuint(problems->len, ==, 0);
    g_free(a->appearance->evidence);
    a->appearance->evidence = g_strdup("00000000000000000000000000000000");
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_assert_true(kiri_store_verify(f->store, problems, &error));
    g_assert_cmpuint(problems->len, ==, 1);
}

static void test_polling_is_silent(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup("0011aabb");
    s->url = g_strdup("https://example.jp/feed");
    g_assert_true(test_put(f->store, KIRI_NOUN_SOURCE, s));
    s->last_poll = kiri_time_jst(test_day_us(1));
    s->polls = 7;
    s->etag = g_strdup("\"x\"");
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_source_state(batch, s);
    test_commit(batch);
    g_autoptr(KiriSource) stored = kiri_store_get(f->store, KIRI_NOUN_SOURCE, s->id, &error);
    g_assert_cmpint(stored->polls, ==, 7);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 1);
    s->is_disabled = TRUE;
    g_assert_true(test_put(f->store, KIRI_NOUN_SOURCE, s));
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 2);
}

static KiriSource *stored_source(TestStore *f)
{
    return kiri_store_get(f->store, KIRI_NOUN_SOURCE, "0011aabb", NULL);
}

/* A poll and a person at work on the same source, each in a batch of its own. */
static void test_two_authors_of_a_source(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSource) added = kiri_source_new();
    added->id = g_strdup("0011aabb");
    added->url = g_strdup("https://example.jp/feed");
    added->backfill_from = kiri_time_jst(test_day_us(-90));
    test_put(f->store, KIRI_NOUN_SOURCE, added);
    g_autoptr(KiriSource) polled = stored_source(f), wanted = stored_source(f);
    KiriBatch *poll = kiri_batch_begin(f->store), *wish = kiri_batch_begin(f->store);
    polled->polls = 7;
    polled->kind = KIRI_SOURCE_FEED;
    polled->title = g_strdup("フィードの名");
    polled->next_due = kiri_time_jst(test_day_us(1));
    polled->rhythm = kiri_rhythm_new();
    kiri_rhythm_note(polled->rhythm, test_day_us(0), NULL, 0, 0);
    kiri_batch_put_source_state(poll, polled);
    wanted->is_disabled = TRUE;
    wanted->title = g_strdup("人の付けた名");
    wanted->next_due = kiri_time_jst(test_day_us(30)); // not theirs to say
    kiri_batch_put(wish, KIRI_NOUN_SOURCE, wanted);
    test_commit(wish);
    test_commit(poll);
    g_autoptr(KiriSource) both = stored_source(f);
    g_assert_true(both->is_disabled);
    g_assert_cmpstr(both->title, ==, "人の付けた名");
    g_assert_cmpint(both->kind, ==, KIRI_SOURCE_FEED);
    g_assert_cmpint(both->polls, ==, 7);
    g_assert_cmpint(both->next_due.us, ==, test_day_us(1));
    g_assert_nonnull(both->rhythm);
    /* In the other order, and from one batch. */
    both->is_disabled = FALSE;
    wish = kiri_batch_begin(f->store);
    kiri_batch_put(wish, KIRI_NOUN_SOURCE, both);
    polled->polls = 8;
    kiri_batch_put_source_state(wish, polled);
    test_commit(wish);
    g_autoptr(KiriSource) after = stored_source(f);
    g_assert_false(after->is_disabled);
    g_assert_cmpint(after->polls, ==, 8);
    /* "Ask it now". */
    after->next_due = KIRI_TIME_UNSET;
    test_put(f->store, KIRI_NOUN_SOURCE, after);
    g_autoptr(KiriSource) due = stored_source(f);
    g_assert_false(kiri_time_is_set(due->next_due));
    g_assert_cmpint(due->polls, ==, 8);
}

/* A wish for older entries ends with the poll that read them, unless it was made
 * anew meanwhile. */
static void test_end_of_a_backfill(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup("0011aabb");
    s->url = g_strdup("https://example.jp/feed");
    s->backfill_from = kiri_time_jst(test_day_us(-30));
    test_put(f->store, KIRI_NOUN_SOURCE, s);
    g_autoptr(KiriSource) polled = stored_source(f);
    s->backfill_from = kiri_time_jst(test_day_us(-90));
    test_put(f->store, KIRI_NOUN_SOURCE, s);
    for (guint round = 0; round < 2; round++) {
        polled->backfill_at = KIRI_BACKFILL_DONE;
        KiriBatch *batch = kiri_batch_begin(f->store);
        kiri_batch_put_source_state(batch, polled);
        test_commit(batch);
        g_autoptr(KiriSource) now = stored_source(f);
        g_assert_cmpint(kiri_time_is_set(now->backfill_from), ==, round == 0);
        g_assert_cmpint(now->backfill_at, ==, 0);
        polled->backfill_from = now->backfill_from;
    }
}

static void test_deleted_while_polled(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup("0011aabb");
    s->url = g_strdup("https://example.jp/feed");
    test_put(f->store, KIRI_NOUN_SOURCE, s);
    KiriBatch *poll = kiri_batch_begin(f->store);
    s->polls = 1;
    kiri_batch_put_source_state(poll, s);
    KiriBatch *removal = kiri_batch_begin(f->store);
    kiri_batch_delete(removal, KIRI_NOUN_SOURCE, s->id);
    test_commit(removal);
    test_commit(poll);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_SOURCE, s->id));
    poll = kiri_batch_begin(f->store);
    kiri_batch_put_source_state(poll, s);
    test_commit(poll);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_SOURCE, s->id));
}

static void test_unlogged_nouns(TestStore *f, gconstpointer data)
{
    (void)data;
    const KiriNoun silent[] = {
        KIRI_NOUN_URL,           KIRI_NOUN_HOST,          KIRI_NOUN_RUN,    KIRI_NOUN_RULE,
        KIRI_NOUN_LINEAGE,       KIRI_NOUN_SHELF,         KIRI_NOUN_EVENT,  KIRI_NOUN_POST,
        KIRI_NOUN_PARCEL,        KIRI_NOUN_MAILING,       KIRI_NOUN_ALERT,  KIRI_NOUN_MORNING_EDIT,
        KIRI_NOUN_MORNING_SHEET, KIRI_NOUN_CRISIS_REPORT, KIRI_NOUN_SKETCH, KIRI_NOUN_FORM};
    for (gsize i = 0; i < G_N_ELEMENTS(silent); i++) {
        gpointer record = kiri_fill(kiri_noun_shape(silent[i]), 1);
        g_assert_true(test_put(f->store, silent[i], record));
        g_assert_false(test_put(f->store, silent[i], record));
        kiri_record_free(kiri_noun_shape(silent[i]), record);
    }
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 0);
}

/* Releases count versions as articles do, and keep the older ones. */
static void test_release_version(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("R-1");
    r->title = g_strdup("新しい制度について");
    g_assert_true(test_put(f->store, KIRI_NOUN_RELEASE, r));
    g_assert_cmpint(r->version, ==, 1);
    r->version = 0;
    g_assert_false(test_put(f->store, KIRI_NOUN_RELEASE, r));
    g_assert_cmpint(r->version, ==, 1);
    kiri_strv_add(&r->keywords, "制度");
    g_assert_true(test_put(f->store, KIRI_NOUN_RELEASE, r));
    g_assert_cmpint(r->version, ==, 2);
    g_autofree char *log = log_text(f->store, 0);
    g_assert_cmpstr(log, ==, "+1 release R-1 1\n+2 release R-1 2\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriRelease) first =
        kiri_store_get_version(f->store, KIRI_NOUN_RELEASE, "R-1", 1, &error);
    g_autoptr(KiriRelease) second =
        kiri_store_get_version(f->store, KIRI_NOUN_RELEASE, "R-1", 2, &error);
    g_assert_null(first->keywords);
    g_assert_cmpstr(second->keywords[0], ==, "制度");
    g_assert_null(kiri_store_get_version(f->store, KIRI_NOUN_RELEASE, "R-1", 3, &error));
    g_assert_no_error(error);
    test_verify_clean(f->store);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_RELEASE, "R-1");
    test_commit(batch);
    g_assert_null(kiri_store_get_version(f->store, KIRI_NOUN_RELEASE, "R-1", 1, &error));
    test_verify_clean(f->store);
}

static void test_twice_in_a_batch(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "前", 0);
    g_autoptr(KiriArticle) b = test_article("https://example.jp/1", "後", 0);
    KiriBatch *batch = kiri_batch_begin(f->store);
    g_assert_true(kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a));
    g_assert_false(kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a));
    g_assert_true(kiri_batch_put(batch, KIRI_NOUN_ARTICLE, b));
    g_assert_cmpint(b->version, ==, 1);
    g_assert_cmpuint(kiri_batch_size(batch), ==, 1);
    test_commit(batch);
    g_autoptr(KiriArticle) stored = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, a->id, &error);
    g_assert_cmpstr(stored->text, ==, "後");
    g_assert_cmpint(stored->version, ==, 1);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 1);
    /* There and back again is no change. */
    batch = kiri_batch_begin(f->store);
    g_assert_true(kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a));
    g_assert_true(kiri_batch_put(batch, KIRI_NOUN_ARTICLE, b));
    test_commit(batch);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 1);
    test_verify_clean(f->store);
}

static void test_batches_meet(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "甲", 0);
    g_autoptr(KiriArticle) b = test_article("https://example.jp/1", "乙", 1);
    KiriBatch *one = kiri_batch_begin(f->store);
    KiriBatch *two = kiri_batch_begin(f->store);
    kiri_batch_put(one, KIRI_NOUN_ARTICLE, a);
    kiri_batch_put(two, KIRI_NOUN_ARTICLE, b);
    test_commit(two);
    test_commit(one);
    g_autoptr(KiriArticle) stored = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, a->id, &error);
    g_assert_cmpint(stored->version, ==, 2);
    g_assert_cmpstr(stored->text, ==, "甲");
    test_verify_clean(f->store); // the rows by time of version 1 are gone
}

static void test_cancel_writes_nothing(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "本文", 0);
    {
        g_autoptr(KiriBatch) batch = kiri_batch_begin(f->store);
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
        kiri_batch_set_cursor(batch, "link", 3);
    }
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_ARTICLE, a->id));
    g_assert_cmpuint(kiri_store_cursor(f->store, "link"), ==, 0);
}

static void test_delete(TestStore *f, gconstpointer data)
{
    (void)data;
    const guint64 hashes[] = {7, 9};
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "甲", 0);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_free(a->text);
    a->text = g_strdup("乙");
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    kiri_batch_put_fingerprints(batch, a->id, hashes, G_N_ELEMENTS(hashes));
    test_commit(batch);
    batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, a->id);
    kiri_batch_delete(batch, KIRI_NOUN_TOPIC, "T-nobody");
    test_commit(batch);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_ARTICLE, a->id));
    g_assert_null(kiri_store_get_article_version(f->store, a->id, 1, NULL));
    g_assert_cmpuint(kiri_store_count(f->store, KIRI_NOUN_ARTICLE), ==, 0);
    g_auto(GStrv) sharing = kiri_store_fingerprint_articles(f->store, 7, 10);
    g_assert_cmpuint(g_strv_length(sharing), ==, 1); // for the link stage to see
    g_autoptr(GArray) left = kiri_store_fingerprints_of(f->store, a->id);
    g_assert_cmpuint(left->len, ==, 2);
    g_assert_cmpuint(g_array_index(left, guint64, 1), ==, 9);
    g_autofree char *log = log_text(f->store, 2);
    g_autofree char *expected = g_strdup_printf("-3 article %s 2\n", a->id);
    g_assert_cmpstr(log, ==, expected);
    test_verify_clean(f->store);
}

static gboolean stop_at_third(const KiriLogEntry *e, gpointer data)
{
    (void)data;
    return e->seq < 3;
}

static void test_log_and_trim(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < 6; i++) {
        g_autofree char *url = g_strdup_printf("https://example.jp/%d", i);
        g_autoptr(KiriArticle) a = test_article(url, "本文", i);
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
    }
    g_autoptr(GString) text = g_string_new(NULL);
    g_assert_cmpuint(kiri_store_log_each(f->store, 1, 2, note_entry, text), ==, 3);
    g_assert_true(g_str_has_prefix(text->str, "+2 article"));
    g_assert_cmpuint(kiri_store_log_each(f->store, 0, 100, stop_at_third, NULL), ==, 3);
    g_assert_cmpuint(kiri_store_log_each(f->store, 6, 100, note_entry, text), ==, 6);

    g_assert_true(kiri_store_trim_log(f->store, 4, &error));
    g_assert_cmpuint(kiri_store_log_low(f->store), ==, 5);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 6);
    g_assert_cmpuint(kiri_store_log_each(f->store, 0, 100, note_entry, text), ==, 6);
    test_verify_clean(f->store);
    /* Trimmed to the end: numbers go on. */
    g_assert_true(kiri_store_trim_log(f->store, 99, &error));
    g_assert_cmpuint(kiri_store_log_low(f->store), ==, 7);
    g_autoptr(KiriArticle) a = test_article("https://example.jp/new", "本文", 0);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 7);
    g_assert_true(kiri_store_check(f->store, &error));
    test_verify_clean(f->store);
}

static void test_cursors_and_values(TestStore *f, gconstpointer data)
{
    (void)data;
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_set_cursor(batch, "link", 0);
    kiri_batch_set_meta(batch, "generation", "古い");
    kiri_batch_set_meta(batch, "generation", "新しい");
    test_commit(batch);
    g_autofree char *value = kiri_store_meta(f->store, "generation");
    g_assert_cmpstr(value, ==, "新しい");
    g_autofree char *schema = kiri_store_meta(f->store, "schema");
    g_assert_cmpstr(schema, ==, "2");
    batch = kiri_batch_begin(f->store);
    kiri_batch_set_cursor(batch, "link", 1234567890123);
    test_commit(batch);
    g_assert_cmpuint(kiri_store_cursor(f->store, "link"), ==, 1234567890123);
}

static void test_pages(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    char key[KIRI_PAGE_KEY_BYTES], again[KIRI_PAGE_KEY_BYTES], other[KIRI_PAGE_KEY_BYTES];
    g_autofree char *body = g_strnfill(200000, 'x');
    g_autoptr(KiriPage) page = kiri_fill(&kiri_page_shape, 1);
    g_bytes_unref(page->body);
    page->body = g_bytes_new(body, 200000);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_page(batch, page, key);
    test_commit(batch);
    g_autoptr(KiriPage) got = kiri_store_get_page(f->store, key, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_record_equal(&kiri_page_shape, page, got));
    /* The same bytes later: one page, the envelope of the first time. */
    gint64 first_status = page->status;
    page->status = 304;
    batch = kiri_batch_begin(f->store);
    kiri_batch_put_page(batch, page, again);
    g_free(page->url);
    page->url = g_strdup("https://example.jp/twin");
    kiri_batch_put_page(batch, page, other);
    test_commit(batch);
    g_assert_cmpstr(key, ==, again);
    g_assert_cmpstr(key, !=, other);
    g_autoptr(KiriPage) kept = kiri_store_get_page(f->store, key, &error);
    g_assert_cmpint(kept->status, ==, first_status);
    g_autoptr(KiriPage) twin = kiri_store_get_page(f->store, other, &error);
    g_assert_cmpint(twin->status, ==, 304);
    test_verify_clean(f->store);
    batch = kiri_batch_begin(f->store);
    kiri_batch_prune_page(batch, key);
    test_commit(batch);
    g_assert_null(kiri_store_get_page(f->store, key, &error));
    g_assert_no_error(error);
    test_verify_clean(f->store);
}

static void test_page_too_large(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    char key[KIRI_PAGE_KEY_BYTES];
    gsize n = (gsize)80 << 20;
    g_autoptr(KiriPage) page = kiri_page_new();
    page->url = g_strdup("https://example.jp/huge");
    page->body = g_bytes_new_take(g_malloc0(n), n);
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "本文", 0);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    kiri_batch_put_page(batch, page, key);
    g_assert_false(kiri_batch_commit(batch, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_ARTICLE, a->id));
    g_assert_true(kiri_store_check(f->store, NULL)); // nothing is wrong with the store
}

static gsize member_bytes(const KiriField *f)
{
    switch (f->type) {
    case KIRI_FIELD_BOOL:
    case KIRI_FIELD_ENUM:
        return sizeof(gint);
    case KIRI_FIELD_I64:
    case KIRI_FIELD_F64:
        return sizeof(gint64);
    case KIRI_FIELD_TIME:
        return sizeof(KiriTime);
    default:
        return sizeof(gpointer);
    }
}

/* A member without a field would be lost in silence: the fields must cover the
 * struct but for padding, and their tags must differ. */
static void check_shape(const KiriShape *shape)
{
    g_autofree guint8 *covered = g_malloc0(shape->size);
    for (guint i = 0; i < shape->n_fields; i++) {
        const KiriField *f = &shape->fields[i];
        for (guint k = 0; k < i; k++)
            g_assert_cmpuint(f->tag, !=, shape->fields[k].tag);
        memset(covered + f->offset, 1, member_bytes(f));
        if (f->sub)
            check_shape(f->sub);
    }
    gsize gap = 0;
    for (gsize at = 0; at < shape->size; at++) {
        gap = covered[at] ? 0 : gap + 1;
        if (gap >= sizeof(gpointer))
            g_error("%s: the member at offset %zu has no field", shape->type, at - gap + 1);
    }
}

static void test_shapes(void)
{
    check_shape(&kiri_page_shape);
    for (KiriNoun noun = KIRI_NOUN_ARTICLE; noun < KIRI_N_NOUNS; noun++)
        check_shape(kiri_noun_shape(noun));
}

/* JSON of a clip: the id first, the field's words, nothing private. */
static void test_clip_json(void)
{
    g_autoptr(KiriClip) c = kiri_fill(&kiri_clip_shape, 1);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_record_write_json(&kiri_clip_shape, c, &j);
    g_assert_true(g_str_has_prefix(out.p, "{\"id\":\"id・1\""));
    g_assert_nonnull(strstr(out.p, "\"class\":\"mention\""));
    g_assert_nonnull(strstr(out.p, "\"ave_yen\":"));
    g_assert_null(strstr(out.p, "score_log_seq"));
    g_autofree char *id = kiri_clip_make_id("a1", NULL);
    g_assert_cmpstr(id, ==, "a1.mention");
}

static void test_helpers(void)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    kiri_article_set_url(a, "https://example.jp/1");
    g_assert_cmpuint(strlen(a->id), ==, 16);
    kiri_article_add_witness(a, "title", "og:title", "見出し", TRUE, NULL);
    KiriWitness *w = g_ptr_array_index(a->witnesses, 0);
    g_assert_cmpstr(w->source, ==, "og:title");
    g_autoptr(KiriRun) run = kiri_run_new();
    for (int i = 0; i < 150; i++)
        kiri_run_add_failure(run, "https://example.jp/", "connection refused");
    g_assert_cmpuint(run->failures->len, ==, 100);
}

#define ADD(name, function)                                                                        \
    g_test_add("/batch/" name, TestStore, NULL, test_store_set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("round-trip", test_round_trip);
    ADD("absent", test_absent);
    ADD("versions", test_versions);
    ADD("same-article", test_same_article);
    ADD("appearance-stays", test_appearance_stays);
    ADD("scan-is-verified", test_scan_is_verified);
    ADD("polling-is-silent", test_polling_is_silent);
    ADD("two-authors-of-a-source", test_two_authors_of_a_source);
    ADD("end-of-a-backfill", test_end_of_a_backfill);
    ADD("deleted-while-polled", test_deleted_while_polled);
    ADD("unlogged-nouns", test_unlogged_nouns);
    ADD("release-version", test_release_version);
    ADD("twice-in-a-batch", test_twice_in_a_batch);
    ADD("batches-meet", test_batches_meet);
    ADD("cancel", test_cancel_writes_nothing);
    ADD("delete", test_delete);
    ADD("log-and-trim", test_log_and_trim);
    ADD("cursors-and-values", test_cursors_and_values);
    ADD("pages", test_pages);
    ADD("page-too-large", test_page_too_large);
    g_test_add_func("/batch/shapes", test_shapes);
    g_test_add_func("/batch/clip-json", test_clip_json);
    g_test_add_func("/batch/helpers", test_helpers);
    return g_test_run();
}
