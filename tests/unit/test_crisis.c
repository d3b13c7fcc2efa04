// SPDX-License-Identifier: GPL-3.0-or-later
/* Reports of a crisis: what is new and what changed, facts that nobody had before, and
 * that a report on record never changes. */
#include "../support/store.h"

#include <kirinuki/crisis.h>
#include <kirinuki/error.h>

#include <string.h>

#define HOUR KIRI_US_PER_HOUR

static void set_up(TestStore *f, gconstpointer data)
{
    test_store_set_up(f, data);
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("T-1");
    topic->name = g_strdup("電気マットの回収");
    topic->query = g_strdup("電気マット");
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    const char *const media[] = {"asa", "yomi"};
    for (gsize i = 0; i < G_N_ELEMENTS(media); i++) {
        g_autoptr(KiriMedium) m = kiri_medium_new();
        m->id = g_strdup(media[i]);
        m->name = g_strdup(i ? "読新聞" : "朝新聞");
        test_put(f->store, KIRI_NOUN_MEDIUM, m);
    }
}

static KiriArticle *article_of(const char *medium, const char *title, const char *text,
                               gint64 hours)
{
    g_autofree char *url = g_strdup_printf("https://%s.example.jp/%s", medium, title);
    KiriArticle *a = test_article(url, text, 0);
    g_free(a->title);
    a->title = g_strdup(title);
    a->medium = g_strdup(medium);
    a->published = kiri_time_jst(test_day_us(13) + hours * HOUR);
    a->fetched = kiri_time_jst(a->published.us + 20 * KIRI_US_PER_MINUTE);
    return a;
}

static char *put(KiriStore *store, const char *medium, const char *title, const char *text,
                 gint64 hours)
{
    g_autoptr(KiriArticle) a = article_of(medium, title, text, hours);
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->article = g_strdup(a->id);
    clip->topic = g_strdup("T-1");
    clip->id = kiri_clip_make_id(a->id, "T-1");
    clip->class_ = KIRI_CLASS_PUBLICITY;
    clip->probability = .9;
    test_put(store, KIRI_NOUN_ARTICLE, a);
    test_put(store, KIRI_NOUN_CLIP, clip);
    return g_strdup(a->id);
}

static KiriCrisisReport *made_at(KiriStore *store, gint64 hours, gint64 since_us, gboolean *is_new)
{
    const KiriCrisisQuery q = {.topic = "T-1",
                               .since_us = since_us,
                               .now_us = test_day_us(13) + hours * HOUR,
                               .organisation = "暮らし安全省"};
    g_autoptr(GError) error = NULL;
    KiriCrisisReport *report = kiri_crisis_make(store, &q, is_new, &error);
    g_assert_no_error(error);
    return report;
}

/* The next report, on record. */
static KiriCrisisReport *kept_at(KiriStore *store, gint64 hours)
{
    g_autoptr(GError) error = NULL;
    gboolean is_new;
    KiriCrisisReport *report = made_at(store, hours, G_MININT64, &is_new);
    g_assert_true(is_new);
    kiri_crisis_keep(store, report, &error);
    g_assert_no_error(error);
    return report;
}

static char *printed(const KiriCrisisReport *report, const char *format)
{
    g_autoptr(GError) error = NULL;
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_crisis_write(report, kiri_report_format(format), FALSE, kiri_report_to_buf, &out, &error);
    g_assert_no_error(error);
    return kiri_buf_steal(&out, NULL);
}

static const KiriCrisisRow *row_at(const KiriCrisisReport *report, guint i)
{
    g_assert_cmpuint(kiri_recs_count(report->rows), >, i);
    return g_ptr_array_index(report->rows, i);
}

static void assert_changes(const KiriCrisisRow *row, const char *expected)
{
    g_autofree char *changes = row->changes ? g_strjoinv("|", row->changes) : g_strdup("");
    g_assert_cmpstr(changes, ==, expected);
}

static const char first_text[] =
    "電気マットの発火事故が12件あり、灯和電機は4万2千台を回収すると発表した。";
static const char second_text[] = "灯和電機の電気マットの発火事故は15件になった。回収は4万2千台。";

/* A fact is news once: of the piece that had it first. */
static void test_new_facts(TestStore *f, gconstpointer data)
{
    (void)data;
    g_free(put(f->store, "asa", "マット発火", first_text, 8));
    g_free(put(f->store, "yomi", "事故は15件", second_text, 9));
    g_autoptr(KiriCrisisReport) report = kept_at(f->store, 10);
    g_assert_cmpint(report->number, ==, 1);
    const KiriCrisisRow *first = row_at(report, 0), *second = row_at(report, 1);
    g_assert_true(kiri_strv_has(first->figures, "12件"));
    g_assert_true(kiri_strv_has(first->figures, "4万2千台"));
    g_assert_true(kiri_strv_has(second->figures, "15件"));
    g_assert_false(kiri_strv_has(second->figures, "4万2千台"));
    g_autofree char *media = g_strjoinv(",", report->new_media);
    g_assert_cmpstr(media, ==, "朝新聞,読新聞");
    g_autofree char *text = printed(report, "text");
    g_assert_nonnull(strstr(text, "電気マットの回収に関する報道状況（第1報）"));
    g_assert_nonnull(strstr(text, "15件（読新聞）"));
    g_assert_null(strstr(text, "になった。")); // no body text
    g_assert_true(strstr(text, "前報からの変化") < strstr(text, "報道の状況"));
}

static void copy_of(KiriStore *store, const char *article, const char *origin)
{
    g_autofree char *id = kiri_clip_make_id(article, "T-1");
    g_autoptr(KiriClip) clip = kiri_store_get(store, KIRI_NOUN_CLIP, id, NULL);
    g_free(clip->story);
    clip->story = g_strdup(origin);
    test_put(store, KIRI_NOUN_CLIP, clip);
}

/* Copies without a fact of their own are told in the row of the first; one that has a
 * fact has its own row, and so has everything in the record. */
static void test_copies_are_folded(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *wire = put(f->store, "asa", "マット発火", first_text, 8);
    g_autofree char *copy = put(f->store, "yomi", "マット発火の転載", first_text, 9);
    g_autofree char *own = put(f->store, "yomi", "事故は15件", second_text, 9);
    copy_of(f->store, wire, wire);
    copy_of(f->store, copy, wire);
    copy_of(f->store, own, wire);
    g_autoptr(KiriCrisisReport) report = kept_at(f->store, 10);
    g_assert_cmpuint(report->rows->len, ==, 3);
    g_autofree char *text = printed(report, "text");
    g_assert_nonnull(strstr(text, "同旨1件：読新聞"));
    g_assert_null(strstr(text, "マット発火の転載"));
    g_assert_nonnull(strstr(text, "事故は15件"));
    g_assert_nonnull(strstr(text, "新規3件"));
    /* The next copy comes when the first was reported: a row of its own. */
    g_autofree char *late = put(f->store, "yomi", "遅れた転載", first_text, 9);
    copy_of(f->store, late, wire);
    g_autoptr(KiriCrisisReport) second = kept_at(f->store, 12);
    g_autofree char *again = printed(second, "text");
    g_assert_nonnull(strstr(again, "遅れた転載"));
}

static void test_only_what_is_new(TestStore *f, gconstpointer data)
{
    (void)data;
    gboolean is_new;
    g_autofree char *late = NULL;
    g_free(put(f->store, "asa", "マット発火", first_text, 8));
    g_autoptr(KiriCrisisReport) first = kept_at(f->store, 10);
    g_autoptr(KiriCrisisReport) nothing = made_at(f->store, 11, G_MININT64, &is_new);
    g_assert_false(is_new);
    g_assert_cmpuint(kiri_recs_count(nothing->rows), ==, 0);
    /* Published before the first report, found after it. */
    late = put(f->store, "yomi", "遅れて判明", second_text, 7);
    g_autoptr(KiriCrisisReport) second = kept_at(f->store, 12);
    g_assert_cmpint(second->number, ==, 2);
    g_assert_cmpuint(second->rows->len, ==, 1);
    g_assert_cmpstr(row_at(second, 0)->piece->article, ==, late);
    g_assert_false(kiri_strv_has(row_at(second, 0)->figures, "4万2千台")); // reported before
    g_assert_cmpint(second->before->total, ==, 1);
    g_assert_cmpint(second->after->total, ==, 2);
    g_assert_cmpstr(second->previous, ==, first->hash);
    /* … unless somebody says since when. */
    g_free(put(f->store, "yomi", "もう一つ遅れて", second_text, 6));
    g_autoptr(KiriCrisisReport) since = made_at(f->store, 13, test_day_us(13) + 12 * HOUR, &is_new);
    g_assert_false(is_new);
    g_assert_cmpuint(kiri_recs_count(since->rows), ==, 0);
}

static void test_delays(TestStore *f, gconstpointer data)
{
    (void)data;
    const gint64 minutes[] = {5, 10, 120};
    for (gsize i = 0; i < G_N_ELEMENTS(minutes); i++) {
        g_autofree char *title = g_strdup_printf("記事%d", (gint)i);
        g_autofree char *id = put(f->store, "asa", title, first_text, 6);
        g_autoptr(KiriArticle) a = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, NULL);
        a->fetched = kiri_time_jst(a->published.us + minutes[i] * KIRI_US_PER_MINUTE);
        a->section = g_strdup("社会"); // so that it is a change
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
    }
    g_autofree char *id = put(f->store, "yomi", "時刻なし", first_text, 6);
    g_autoptr(KiriArticle) a = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, NULL);
    a->published = kiri_time_coarsen(a->published, KIRI_PRECISION_DAY);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriCrisisReport) report = kept_at(f->store, 12);
    /* Of each the first fetch, 20 minutes later, counts. */
    g_assert_cmpint(report->timed + report->untimed, ==, 4);
    g_assert_cmpint(report->median_delay_s, ==, 20 * 60);
    g_assert_cmpint(report->longest_delay_s, ==, 20 * 60);
    g_autofree char *text = printed(report, "text");
    g_assert_nonnull(strstr(text, "収集遅延（掲載から取得まで）：中央値20分、最長20分"));
}

static void test_changes(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *id = put(f->store, "asa", "マット発火", first_text, 8);
    g_autofree char *other = put(f->store, "yomi", "事故は15件", second_text, 9);
    g_autoptr(KiriCrisisReport) first = kept_at(f->store, 10);
    g_autofree char *before = printed(first, "html");

    g_autoptr(KiriArticle) a = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, NULL);
    g_free(a->title);
    g_free(a->text);
    a->title = g_strdup("マット発火、回収へ");
    a->text = g_strdup("電気マットの発火事故が13件あり、灯和電機は4万2千台を回収すると発表した。");
    a->is_corrected = TRUE;
    a->correction = g_strdup("件数に誤りがありました");
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = kiri_clip_make_id(id, "T-1");
    v->handling = kiri_handling_new();
    v->handling->status = KIRI_HANDLING_INQUIRING;
    v->handling->person = g_strdup("山田");
    test_put(f->store, KIRI_NOUN_VERDICT, v);
    g_autoptr(KiriVerdict) no = kiri_verdict_new();
    no->clip = kiri_clip_make_id(other, "T-1");
    no->is_rejected = TRUE;
    test_put(f->store, KIRI_NOUN_VERDICT, no);

    g_autoptr(KiriCrisisReport) second = kept_at(f->store, 11);
    g_assert_cmpuint(second->rows->len, ==, 2);
    assert_changes(row_at(second, 0), "見出し「マット発火」→「マット発火、回収へ」|数字 12件→13件|"
                                      "訂正文を掲載|対応 なし→照会中");
    assert_changes(row_at(second, 1), "対象外となった（件数から除く）");
    g_assert_cmpint(second->after->total, ==, 1);
    gboolean is_new;
    g_autoptr(KiriCrisisReport) third = made_at(f->store, 12, G_MININT64, &is_new);
    g_assert_false(is_new);
    g_assert_cmpuint(kiri_recs_count(third->rows), ==, 0); // what was said is not said again
    /* The first one is what it was. */
    g_autoptr(KiriCrisisReport) kept = kiri_crisis_find(f->store, "T-1", 1, NULL);
    g_autofree char *after = printed(kept, "html");
    g_assert_cmpstr(before, ==, after);
    g_autofree char *hash = g_steal_pointer(&kept->hash);
    g_autofree char *computed = kiri_sheet_hash(&kiri_crisis_report_shape, kept);
    g_assert_cmpstr(hash, ==, computed);
}

/* A clip that the link stage took away was reported, and that it is gone is, too. */
static void test_gone(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *id = put(f->store, "asa", "マット発火", first_text, 8);
    kiri_crisis_report_free(kept_at(f->store, 10));
    g_autofree char *clip = kiri_clip_make_id(id, "T-1");
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_CLIP, clip);
    test_commit(batch);
    g_autoptr(KiriCrisisReport) second = kept_at(f->store, 11);
    assert_changes(row_at(second, 0), "対象外となった（件数から除く）");
    gboolean is_new;
    g_autoptr(KiriCrisisReport) third = made_at(f->store, 12, G_MININT64, &is_new);
    g_assert_false(is_new);
    g_assert_cmpuint(kiri_recs_count(third->rows), ==, 0);
}

/* Nothing is on record before the commit, and a number is given once. */
static void test_numbers(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    gboolean is_new;
    g_free(put(f->store, "asa", "マット発火", first_text, 8));
    g_autoptr(KiriCrisisReport) dropped = made_at(f->store, 10, G_MININT64, &is_new);
    g_assert_cmpint(dropped->number, ==, 1);
    g_autoptr(KiriCrisisReport) first = kept_at(f->store, 11);
    g_assert_cmpint(first->number, ==, 1);
    g_assert_false(kiri_crisis_keep(f->store, dropped, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_EXISTS);
    g_assert_null(kiri_crisis_find(f->store, "T-1", 2, NULL));
    g_assert_null(kiri_crisis_find(f->store, "T", 1, NULL));
    g_autoptr(KiriCrisisReport) last = kiri_crisis_find(f->store, "T-1", 0, NULL);
    g_assert_true(kiri_record_equal(&kiri_crisis_report_shape, last, first));
}

#define CASE(name, function)                                                                       \
    g_test_add("/crisis/" name, TestStore, NULL, set_up, function, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE("new-facts", test_new_facts);
    CASE("copies-are-folded", test_copies_are_folded);
    CASE("only-what-is-new", test_only_what_is_new);
    CASE("delays", test_delays);
    CASE("changes", test_changes);
    CASE("gone", test_gone);
    CASE("numbers", test_numbers);
    return g_test_run();
}
