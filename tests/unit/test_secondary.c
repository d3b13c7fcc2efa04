// SPDX-License-Identifier: GPL-3.0-or-later
/* The looks that do not go by id: time, medium, content, due time, tie, domain. */
#include "../support/store.h"

#include <kirinuki/error.h>

#include <string.h>

/* An article on `day` in `medium`; returns its id. */
static char *add_article(KiriStore *store, const char *url, const char *medium, gint day)
{
    g_autoptr(KiriArticle) a = test_article(url, url, day);
    a->medium = g_strdup(medium);
    a->content_hash = g_strdup_printf("hash of %d", day);
    test_put(store, KIRI_NOUN_ARTICLE, a);
    return g_strdup(a->id);
}

static void test_published(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *a = add_article(f->store, "https://a.example.jp/1", "asahi", 3);
    g_autofree char *b = add_article(f->store, "https://a.example.jp/2", "asahi", 5);
    g_autofree char *c = add_article(f->store, "https://b.example.jp/3", "asahi2", 4);
    g_autofree char *old = add_article(f->store, "https://b.example.jp/4", NULL, -30000);
    g_auto(GStrv) ids = kiri_store_published_between(f->store, test_day_us(3), test_day_us(5));
    g_assert_cmpuint(g_strv_length(ids), ==, 2);
    g_assert_cmpstr(ids[0], ==, c); // falling
    g_assert_cmpstr(ids[1], ==, a);
    g_auto(GStrv) all = kiri_store_published_between(f->store, G_MININT64, G_MAXINT64);
    g_assert_cmpuint(g_strv_length(all), ==, 4);
    g_assert_cmpstr(all[0], ==, b);
    g_assert_cmpstr(all[3], ==, old); // before 1970
    g_auto(GStrv) own = kiri_store_published_of(f->store, "asahi", G_MININT64, G_MAXINT64);
    g_assert_cmpuint(g_strv_length(own), ==, 2);
    g_assert_cmpstr(own[0], ==, b); // falling
    g_assert_cmpstr(own[1], ==, a);
    g_auto(GStrv) other = kiri_store_published_of(f->store, "asa", G_MININT64, G_MAXINT64);
    g_assert_cmpuint(g_strv_length(other), ==, 0);
    g_auto(GStrv) none = kiri_store_published_between(f->store, test_day_us(5), test_day_us(3));
    g_assert_cmpuint(g_strv_length(none), ==, 0);
    g_assert_cmpuint(kiri_store_count_published(f->store, "asahi", test_day_us(3), test_day_us(5)),
                     ==, 1);
    g_assert_cmpuint(kiri_store_count_published(f->store, "asahi", test_day_us(0), test_day_us(31)),
                     ==, 2);
    g_assert_cmpuint(kiri_store_count_published(f->store, "asa", 0, G_MAXINT64), ==, 0);
}

/* A corrected date moves the article; an undated one counts when it was seen. */
static void test_moved(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "本文", 3);
    a->medium = g_strdup("asahi");
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    a->published = kiri_time_jst(test_day_us(20));
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_auto(GStrv) before = kiri_store_published_between(f->store, test_day_us(0), test_day_us(9));
    g_assert_cmpuint(g_strv_length(before), ==, 0);
    g_assert_cmpuint(kiri_store_count_published(f->store, "asahi", test_day_us(0), test_day_us(31)),
                     ==, 1);
    g_autoptr(KiriArticle) undated = test_article("https://example.jp/2", "本文", 4);
    undated->published = KIRI_TIME_UNSET;
    test_put(f->store, KIRI_NOUN_ARTICLE, undated);
    g_auto(GStrv) seen = kiri_store_published_between(f->store, test_day_us(4), test_day_us(5));
    g_assert_cmpuint(g_strv_length(seen), ==, 1);
    g_assert_cmpstr(seen[0], ==, undated->id);
}

static void test_content(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *a = add_article(f->store, "https://a.example.jp/1", "asahi", 1);
    g_autofree char *b = add_article(f->store, "https://news.other.co.jp/1", NULL, 2);
    g_autofree char *found = kiri_store_article_by_content(f->store, "asahi", "hash of 1");
    g_assert_cmpstr(found, ==, a);
    g_assert_null(kiri_store_article_by_content(f->store, "mainichi", "hash of 1"));
    g_assert_null(kiri_store_article_by_content(f->store, "asahi", "hash of"));
    g_autofree char *unknown = kiri_store_article_by_content(f->store, "other.co.jp", "hash of 2");
    g_assert_cmpstr(unknown, ==, b);
}

static void put_url(KiriStore *store, const char *url, KiriUrlState state, gint day)
{
    g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
    u->url = g_strdup(url);
    u->state = (gint)state;
    u->due = kiri_time_jst(test_day_us(day));
    test_put(store, KIRI_NOUN_URL, u);
}

static void test_due(TestStore *f, gconstpointer data)
{
    (void)data;
    put_url(f->store, "https://example.jp/late", KIRI_URL_DUE, 3);
    put_url(f->store, "https://example.jp/early", KIRI_URL_DUE, 1);
    put_url(f->store, "https://example.jp/gone", KIRI_URL_GONE, 1);
    put_url(f->store, "https://example.jp/next-week", KIRI_URL_DUE, 7);
    g_autoptr(GPtrArray) due = kiri_store_due_urls(f->store, test_day_us(3), 10);
    g_assert_cmpuint(due->len, ==, 2);
    KiriUrlRecord *first = g_ptr_array_index(due, 0);
    g_assert_cmpstr(first->url, ==, "https://example.jp/early");
    g_autoptr(GPtrArray) one = kiri_store_due_urls(f->store, test_day_us(9), 1);
    g_assert_cmpuint(one->len, ==, 1);
    put_url(f->store, "https://example.jp/early", KIRI_URL_GONE, 1);
    g_autoptr(GPtrArray) left = kiri_store_due_urls(f->store, test_day_us(3), 10);
    g_assert_cmpuint(left->len, ==, 1);
}

/* What became an article is due again while another look at it is planned. */
static void test_due_again(TestStore *f, gconstpointer data)
{
    (void)data;
    const char *url = "https://example.jp/1";
    g_autofree char *id = add_article(f->store, url, "asahi", 1);
    g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
    u->url = g_strdup(url);
    u->state = KIRI_URL_DONE;
    u->article = g_strdup(id);
    u->due = kiri_time_jst(test_day_us(2));
    test_put(f->store, KIRI_NOUN_URL, u);
    g_autoptr(GPtrArray) due = kiri_store_due_urls(f->store, test_day_us(3), 10);
    g_assert_cmpuint(due->len, ==, 1);
    test_verify_clean(f->store);
    u->due = KIRI_TIME_UNSET;
    test_put(f->store, KIRI_NOUN_URL, u);
    g_autoptr(GPtrArray) none = kiri_store_due_urls(f->store, test_day_us(30), 10);
    g_assert_cmpuint(none->len, ==, 0);
    test_verify_clean(f->store);
}

static void put_clip(KiriStore *store, const char *article, const char *release, const char *topic)
{
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(article, release ? release : topic);
    c->article = g_strdup(article);
    c->release = g_strdup(release);
    c->topic = g_strdup(topic);
    test_put(store, KIRI_NOUN_CLIP, c);
}

static void test_clips(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *a = add_article(f->store, "https://a.example.jp/1", NULL, 1);
    g_autofree char *b = add_article(f->store, "https://a.example.jp/2", NULL, 1);
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("R-1");
    test_put(f->store, KIRI_NOUN_RELEASE, r);
    g_free(r->id);
    r->id = g_strdup("R-12");
    test_put(f->store, KIRI_NOUN_RELEASE, r);
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->id = g_strdup("T-1");
    test_put(f->store, KIRI_NOUN_TOPIC, t);
    put_clip(f->store, a, "R-1", NULL);
    put_clip(f->store, a, NULL, "T-1");
    put_clip(f->store, b, "R-1", NULL);
    put_clip(f->store, b, "R-12", NULL);
    g_autoptr(GPtrArray) of_a = kiri_store_clips_of(f->store, KIRI_NOUN_ARTICLE, a, &error);
    g_assert_cmpuint(of_a->len, ==, 2);
    g_autoptr(GPtrArray) of_r = kiri_store_clips_of(f->store, KIRI_NOUN_RELEASE, "R-1", &error);
    g_assert_cmpuint(of_r->len, ==, 2);
    g_autoptr(GPtrArray) of_t = kiri_store_clips_of(f->store, KIRI_NOUN_TOPIC, "T-1", &error);
    g_assert_cmpuint(of_t->len, ==, 1);
    KiriClip *clip = g_ptr_array_index(of_t, 0);
    g_assert_cmpstr(clip->article, ==, a);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_CLIP, clip->id);
    test_commit(batch);
    g_autoptr(GPtrArray) left = kiri_store_clips_of(f->store, KIRI_NOUN_TOPIC, "T-1", &error);
    g_assert_cmpuint(left->len, ==, 0);
}

static void put_medium(KiriStore *store, const char *id, const char *domain, gboolean is_removed)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    kiri_strv_add(&m->domains, domain);
    m->is_removed = is_removed;
    test_put(store, KIRI_NOUN_MEDIUM, m);
}

static void assert_medium(KiriStore *store, const char *url, const char *expected)
{
    g_autofree char *medium = kiri_store_medium_of_url(store, url);
    g_test_message("%s", url);
    g_assert_cmpstr(medium, ==, expected);
}

static void test_medium_of_url(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "portal", "example.jp", FALSE);
    put_medium(f->store, "news", "example.jp/news/", FALSE);
    put_medium(f->store, "local", "Local.Example.jp", FALSE);
    put_medium(f->store, "idn", "日本語.jp", FALSE);
    put_medium(f->store, "gone", "gone.jp", TRUE);
    assert_medium(f->store, "https://www.example.jp/", "portal");
    assert_medium(f->store, "https://example.jp", "portal");
    assert_medium(f->store, "http://example.jp:8080/news", "news");
    assert_medium(f->store, "https://example.jp/news/2026/a.html?x=1", "news");
    assert_medium(f->store, "https://example.jp/newsroom/a", "portal");
    assert_medium(f->store, "https://local.example.jp/news/a", "local");
    assert_medium(f->store, "https://notexample.jp/", NULL);
    assert_medium(f->store, "https://www.xn--wgv71a119e.jp/a", "idn");
    assert_medium(f->store, "https://gone.jp/", NULL);
    assert_medium(f->store, "urn:kirinuki:import:1", NULL);
}

static void test_fingerprints(TestStore *f, gconstpointer data)
{
    (void)data;
    const guint64 one[] = {5, 3, G_MAXUINT64, 5}, two[] = {3}, changed[] = {8};
    g_autofree char *a = add_article(f->store, "https://a.example.jp/1", NULL, 1);
    g_autofree char *b = add_article(f->store, "https://a.example.jp/2", NULL, 1);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_fingerprints(batch, a, one, G_N_ELEMENTS(one));
    kiri_batch_put_fingerprints(batch, b, two, G_N_ELEMENTS(two));
    test_commit(batch);
    g_auto(GStrv) both = kiri_store_fingerprint_articles(f->store, 3, 10);
    g_assert_cmpuint(g_strv_length(both), ==, 2);
    g_auto(GStrv) capped = kiri_store_fingerprint_articles(f->store, 3, 1);
    g_assert_cmpuint(g_strv_length(capped), ==, 1);
    g_auto(GStrv) largest = kiri_store_fingerprint_articles(f->store, G_MAXUINT64, 10);
    g_assert_cmpstr(largest[0], ==, a);
    batch = kiri_batch_begin(f->store);
    kiri_batch_put_fingerprints(batch, a, changed, G_N_ELEMENTS(changed));
    test_commit(batch);
    g_auto(GStrv) left = kiri_store_fingerprint_articles(f->store, 3, 10);
    g_assert_cmpuint(g_strv_length(left), ==, 1);
    g_assert_cmpstr(left[0], ==, b);
}

static void assert_no_id(KiriStore *store, const char *beginning, KiriErrorCode code)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_store_find_id(store, KIRI_NOUN_MEDIUM, beginning, &error));
    g_assert_true(kiri_error_is(error, code));
    g_assert_nonnull(strstr(error->message, beginning));
}

static void test_find_id(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "asahi", "a.jp", FALSE);
    put_medium(f->store, "asahi-shogakusei", "b.jp", FALSE);
    put_medium(f->store, "nhk", "c.jp", FALSE);
    const char *good[][2] = {{"asahi", "asahi"}, {"asahi-", "asahi-shogakusei"}, {"nhk", "nhk"}};
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *id = kiri_store_find_id(f->store, KIRI_NOUN_MEDIUM, good[i][0], &error);
        g_assert_no_error(error);
        g_assert_cmpstr(id, ==, good[i][1]);
    }
    assert_no_id(f->store, "asah", KIRI_ERROR_USAGE);
    assert_no_id(f->store, "nh", KIRI_ERROR_USAGE);
    assert_no_id(f->store, "yomiuri", KIRI_ERROR_NOT_FOUND);
}

#define ADD(name, function)                                                                        \
    g_test_add("/secondary/" name, TestStore, NULL, test_store_set_up, function,                   \
               test_store_tear_down)

static gboolean note_due(const char *url, gint64 due_us, gpointer data)
{
    GString *seen = data;
    g_string_append_printf(seen, "%s@%" G_GINT64_FORMAT " ", url + strlen("https://a.example.jp/"),
                           due_us);
    return seen->len < 20;
}

/* Due addresses can be walked through in portions, also where many share an
 * instant. */
static void test_each_due(TestStore *f, gconstpointer data)
{
    (void)data;
    const struct {
        const char *url;
        gint64 due_us;
    } rows[] = {{"https://a.example.jp/1", -5}, {"https://a.example.jp/2", 7},
                {"https://a.example.jp/3", 7},  {"https://a.example.jp/4", 7},
                {"https://a.example.jp/5", 9},  {"https://a.example.jp/6", 20}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
        r->url = g_strdup(rows[i].url);
        r->state = KIRI_URL_DUE;
        r->due = kiri_time_jst(rows[i].due_us);
        test_put(f->store, KIRI_NOUN_URL, r);
    }
    g_autoptr(GString) first = g_string_new(NULL);
    kiri_store_each_due(f->store, G_MININT64, NULL, 20, note_due, first);
    g_assert_cmpstr(first->str, ==, "1@-5 2@7 3@7 4@7 5@9 ");
    g_autoptr(GString) rest = g_string_new(NULL);
    kiri_store_each_due(f->store, 7, "https://a.example.jp/4", 20, note_due, rest);
    g_assert_cmpstr(rest->str, ==, "4@7 5@9 ");
    g_autoptr(GString) none = g_string_new(NULL);
    kiri_store_each_due(f->store, 21, NULL, 21, note_due, none);
    g_assert_cmpstr(none->str, ==, "");
    g_autoptr(GString) cut = g_string_new("xxxxxxxxxxxxxxxxxxxx");
    kiri_store_each_due(f->store, G_MININT64, NULL, 20, note_due, cut);
    g_assert_cmpstr(cut->str, ==, "xxxxxxxxxxxxxxxxxxxx1@-5 ");
}

static void test_urls_of_entry(TestStore *f, gconstpointer data)
{
    (void)data;
    const char *urls[] = {"https://example.jp/a/1", "https://example.jp/a/1-new",
                          "https://example.jp/b"};
    const char *ids[] = {"tag:example.jp,2026:1", "tag:example.jp,2026:1",
                         "tag:example.jp,2026:12"};
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
        u->url = g_strdup(urls[i]);
        u->state = KIRI_URL_GONE;
        u->source = g_strdup("s1");
        u->entry_id = g_strdup(ids[i]);
        test_put(f->store, KIRI_NOUN_URL, u);
    }
    g_auto(GStrv) both = kiri_store_urls_of_entry(f->store, "s1", ids[0], 5);
    g_assert_cmpuint(g_strv_length(both), ==, 2);
    g_assert_cmpstr(both[0], ==, urls[0]);
    g_assert_cmpstr(both[1], ==, urls[1]);
    g_auto(GStrv) one = kiri_store_urls_of_entry(f->store, "s1", ids[0], 1);
    g_assert_cmpuint(g_strv_length(one), ==, 1);
    g_auto(GStrv) other = kiri_store_urls_of_entry(f->store, "s2", ids[0], 5);
    g_assert_cmpuint(g_strv_length(other), ==, 0); // a guid is the source's own
    test_verify_clean(f->store);
    g_autoptr(KiriUrlRecord) u = kiri_store_get(f->store, KIRI_NOUN_URL, urls[0], NULL);
    g_clear_pointer(&u->entry_id, g_free);
    test_put(f->store, KIRI_NOUN_URL, u);
    g_auto(GStrv) rest = kiri_store_urls_of_entry(f->store, "s1", ids[0], 5);
    g_assert_cmpuint(g_strv_length(rest), ==, 1);
    test_verify_clean(f->store);
}

/* ---- events ---- */

static void put_event(KiriStore *store, const char *article, const char *event, gint64 from_us,
                      gint64 to_us)
{
    static const guint8 words[] = {0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 9};
    g_autoptr(KiriEvent) row = kiri_event_new();
    row->article = g_strdup(article);
    row->event = g_strdup(event);
    row->through = strcmp(article, event) == 0 ? NULL : g_strdup(event);
    row->from_us = from_us;
    row->to_us = to_us;
    row->words = g_bytes_new_static(words, sizeof words);
    test_put(store, KIRI_NOUN_EVENT, row);
}

static gboolean note_word(gint64 us, const char *article, gpointer data)
{
    g_string_append_printf(data, "%s@%d ", article,
                           (gint)((us - test_day_us(0)) / KIRI_US_PER_DAY));
    return ((GString *)data)->len < 40;
}

/* The rows of one span until there are two of them. */
static gboolean note_in_span(gsize at, gint64 us, const char *article, gpointer data)
{
    GString **seen = data;
    g_string_append_printf(seen[at], "%s@%d ", article,
                           (gint)((us - test_day_us(0)) / KIRI_US_PER_DAY));
    return seen[at]->len < 8;
}

/* Many words in one go say what each of them says alone, whatever their order. */
static void check_spans(TestStore *f)
{
    const KiriWordSpan spans[] = {{7, test_day_us(1), test_day_us(8)},
                                  {8, test_day_us(0), test_day_us(30)},
                                  {9, test_day_us(0), test_day_us(2)},
                                  {9, test_day_us(15), test_day_us(30)},
                                  {7, test_day_us(0), test_day_us(1)}};
    const char *const expected[] = {"m@7 b@2 ", "", "a@1 m@0 ", "", "m@0 "};
    GString *seen[G_N_ELEMENTS(spans)];
    for (gsize i = 0; i < G_N_ELEMENTS(spans); i++)
        seen[i] = g_string_new(NULL);
    kiri_store_each_in_spans(f->store, spans, G_N_ELEMENTS(spans), note_in_span, seen);
    for (gsize i = 0; i < G_N_ELEMENTS(spans); i++) {
        g_assert_cmpstr(seen[i]->str, ==, expected[i]);
        g_string_free(seen[i], TRUE);
    }
}

static void test_events(TestStore *f, gconstpointer data)
{
    (void)data;
    put_event(f->store, "b", "a", test_day_us(2), test_day_us(2));
    put_event(f->store, "a", "a", test_day_us(1), test_day_us(1));
    put_event(f->store, "m", "a", test_day_us(0), test_day_us(20)); // not known to the day
    g_auto(GStrv) members = kiri_store_event_articles(f->store, "a");
    g_assert_cmpuint(g_strv_length(members), ==, 2);
    g_assert_cmpstr(members[0], ==, "m");
    g_assert_cmpstr(members[1], ==, "b");
    g_auto(GStrv) none = kiri_store_event_articles(f->store, "b");
    g_assert_null(none[0]);
    g_autoptr(GString) seen = g_string_new(NULL);
    kiri_store_each_with_word(f->store, 9, test_day_us(0), test_day_us(30), FALSE, note_word, seen);
    g_assert_cmpstr(seen->str, ==, "m@0 a@1 b@2 m@7 m@14 ");
    g_string_truncate(seen, 0);
    kiri_store_each_with_word(f->store, 7, test_day_us(1), test_day_us(8), TRUE, note_word, seen);
    g_assert_cmpstr(seen->str, ==, "m@7 b@2 a@1 ");
    g_string_truncate(seen, 0);
    kiri_store_each_with_word(f->store, 8, test_day_us(0), test_day_us(30), FALSE, note_word, seen);
    g_assert_cmpstr(seen->str, ==, "");
    check_spans(f);
    g_autofree char *event = kiri_store_event_of(f->store, "b", NULL);
    g_assert_cmpstr(event, ==, "a");
    g_autofree char *own = kiri_store_event_of(f->store, "nobody", NULL);
    g_assert_cmpstr(own, ==, "nobody");
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_EVENT, "m");
    test_commit(batch);
    g_string_truncate(seen, 0);
    kiri_store_each_with_word(f->store, 9, test_day_us(0), test_day_us(30), FALSE, note_word, seen);
    g_assert_cmpstr(seen->str, ==, "a@1 b@2 ");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("published", test_published);
    ADD("moved", test_moved);
    ADD("content", test_content);
    ADD("due", test_due);
    ADD("due-again", test_due_again);
    ADD("each-due", test_each_due);
    ADD("urls-of-entry", test_urls_of_entry);
    ADD("clips", test_clips);
    ADD("medium-of-url", test_medium_of_url);
    ADD("fingerprints", test_fingerprints);
    ADD("find-id", test_find_id);
    g_test_add("/secondary/events", TestStore, NULL, test_store_set_up, test_events,
               test_store_tear_down);
    return g_test_run();
}
