// SPDX-License-Identifier: GPL-3.0-or-later
/* The yearly book: the year, its quarters and months have the figures of a report on that
 * period, to the edges of 31 March 24:00; each release those of a report on it; what
 * lies ahead or before the collection is no zero. */
#include "../support/overview.h"

#include <kirinuki/yearbook.h>

enum { YEAR = 2026 };

static const KiriSummaryQuery *query_at(gint64 now_us)
{
    static KiriSummaryQuery q;
    q = (KiriSummaryQuery){.from_us = G_MININT64,
                           .to_us = G_MAXINT64,
                           .now_us = now_us,
                           .organisation = "暮らし安全省",
                           .population = 123000000};
    return &q;
}

static gint64 after_year(void)
{
    return kiri_fiscal_year(YEAR).to_us + 10 * KIRI_US_PER_DAY;
}

static KiriYearbook *book_of(KiriStore *store, gint year, gint64 now_us)
{
    g_autoptr(GError) error = NULL;
    KiriYearbook *b = kiri_yearbook_make(store, query_at(now_us), year, &error);
    g_assert_no_error(error);
    return b;
}

static KiriSummary *summary_of(KiriStore *store, const char *release, KiriSpan span)
{
    g_autoptr(GError) error = NULL;
    KiriSummaryQuery q = *query_at(after_year());
    q.release = release;
    q.from_us = span.from_us;
    q.to_us = span.to_us;
    KiriSummary *s = kiri_summary_make(store, &q, &error);
    g_assert_no_error(error);
    return s;
}

/* A piece of a story, at a moment. */
static void put_piece(KiriStore *store, const char *name, gint64 us, const char *story)
{
    g_autofree char *url = g_strdup_printf("https://news.example.jp/%s", name);
    g_autoptr(KiriArticle) a = test_article(url, name, 0);
    a->published = kiri_time_jst(us);
    a->medium = g_strdup("toto");
    test_put(store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, "hinata");
    c->article = g_strdup(a->id);
    c->release = g_strdup("hinata");
    c->class_ = story ? KIRI_CLASS_SYNDICATED : KIRI_CLASS_PUBLICITY;
    c->probability = .95;
    c->story = g_strdup(story ? story : a->id);
    c->origin = g_strdup(story);
    test_put(store, KIRI_NOUN_CLIP, c);
}

static char *id_of(const char *name)
{
    g_autofree char *url = g_strdup_printf("https://news.example.jp/%s", name);
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(url), id);
    return g_strdup(id);
}

/* Coverage at the edges of the year, of quarters and months, one story over two of them. */
static void put_edges(KiriStore *store)
{
    KiriSpan year = kiri_fiscal_year(YEAR);
    g_autofree char *root = id_of("september");
    coverage_fill(store);
    put_piece(store, "before", year.from_us - 1, NULL);
    put_piece(store, "first", year.from_us, NULL);
    put_piece(store, "last", year.to_us - 1, NULL);
    put_piece(store, "after", year.to_us, NULL); // 31 March 24:00
    put_piece(store, "september", kiri_fiscal_quarter(YEAR, 1).to_us - 1, NULL);
    put_piece(store, "october", kiri_fiscal_quarter(YEAR, 2).from_us, root);
}

static void assert_agrees(const KiriTally *t, const KiriSummary *s)
{
    g_assert_cmpint(t->total, ==, s->total);
    g_assert_cmpint(t->unique, ==, s->unique);
    g_assert_cmpint(t->media, ==, s->media);
    g_assert_cmpint(t->tier1_media, ==, s->tier1_media);
    g_assert_cmpint(t->publicity, ==, s->by_class[KIRI_CLASS_PUBLICITY]);
    g_assert_cmpint(t->syndicated, ==, s->by_class[KIRI_CLASS_SYNDICATED]);
    g_assert_cmpint(t->verbatim, ==, s->by_class[KIRI_CLASS_VERBATIM]);
    g_assert_cmpint(t->mention, ==, s->by_class[KIRI_CLASS_MENTION]);
    g_assert_cmpint(t->ave_known_yen, ==, s->ave_known_yen);
    g_assert_cmpint(t->ave_estimate_yen, ==, s->ave_estimate_yen);
    g_assert_cmpint(t->ave_unknown, ==, s->ave_unknown);
    g_assert_cmpint(t->needs_review, ==, s->needs_review);
    g_assert_cmpint(t->confirmed, ==, s->confirmed);
    g_assert_cmpint(t->contradictions, ==, s->contradictions);
    g_assert_cmpint(t->tone_unconfirmed, ==, s->quality->tone_unconfirmed);
}

static void test_parts(TestStore *f, gconstpointer data)
{
    (void)data;
    put_edges(f->store);
    g_autoptr(KiriYearbook) b = book_of(f->store, YEAR, after_year());
    g_autoptr(KiriSummary) year = summary_of(f->store, NULL, kiri_fiscal_year(YEAR));
    assert_agrees(b->year->counts, year);
    g_assert_cmpint(year->total, ==, COVERAGE_TOTAL + 4); // not before, not after
    g_assert_cmpuint(b->quarters->len, ==, 4);
    g_assert_cmpuint(b->months->len, ==, 12);
    gint64 quarters = 0, months = 0;
    for (guint q = 0; q < 4; q++) {
        g_autoptr(KiriSummary) s = summary_of(f->store, NULL, kiri_fiscal_quarter(YEAR, q));
        assert_agrees(g_ptr_array_index(b->quarters, q), s);
        quarters += s->total;
    }
    for (guint m = 0; m < 12; m++) {
        g_autoptr(KiriSummary) s = summary_of(f->store, NULL, kiri_fiscal_month(YEAR, m));
        assert_agrees(g_ptr_array_index(b->months, m), s);
        months += s->total;
    }
    g_assert_cmpint(quarters, ==, year->total);
    g_assert_cmpint(months, ==, year->total);
}

static void test_releases(TestStore *f, gconstpointer data)
{
    (void)data;
    put_edges(f->store);
    g_autoptr(KiriRelease) silent = kiri_release_new();
    silent->id = g_strdup("silent");
    silent->title = g_strdup("報道のなかった発表");
    silent->date = kiri_time_jst(test_day_us(3));
    test_put(f->store, KIRI_NOUN_RELEASE, silent);
    g_autoptr(KiriYearbook) b = book_of(f->store, YEAR, after_year());
    g_autoptr(KiriSummary) s = summary_of(f->store, "hinata", kiri_fiscal_year(YEAR));
    g_assert_cmpuint(b->releases->len, ==, 1);
    const KiriFigures *r = g_ptr_array_index(b->releases, 0);
    assert_agrees(r->counts, s);
    g_assert_cmpint(r->reach_high, ==, s->reach->high);
    g_assert_cmpint(r->messages_conveyed, ==, s->quality->messages_conveyed);
    g_assert_cmpint(b->releases_announced, ==, 2);
    g_assert_cmpint(b->releases_without, ==, 1);
}

/* The yen of the methods are the yen of the year. */
static void test_methods(TestStore *f, gconstpointer data)
{
    (void)data;
    put_edges(f->store);
    g_autoptr(KiriYearbook) b = book_of(f->store, YEAR, after_year());
    KiriYearbookMethod sum = {0};
    for (guint i = 0; i < b->methods->len; i++) {
        const KiriYearbookMethod *m = g_ptr_array_index(b->methods, i);
        sum.known += m->known;
        sum.known_yen += m->known_yen;
        sum.estimate_yen += m->estimate_yen;
        sum.unknown += m->unknown;
    }
    g_assert_cmpint(sum.known, ==, b->year->counts->ave_known);
    g_assert_cmpint(sum.known_yen, ==, b->year->counts->ave_known_yen);
    g_assert_cmpint(sum.estimate_yen, ==, b->year->counts->ave_estimate_yen);
    g_assert_cmpint(sum.unknown, ==, b->year->counts->ave_unknown);
    g_assert_cmpint(sum.known_yen, >, 0);
}

/* What has not come yet, and what was before the collection, is no zero. */
static void test_no_silent_zero(TestStore *f, gconstpointer data)
{
    (void)data;
    coverage_fill(f->store);
    g_autoptr(KiriSource) source = kiri_store_get(f->store, KIRI_NOUN_SOURCE, "alive", NULL);
    source->covered_from = kiri_time_jst(test_day_us(35)); // 6 May
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put_source_state(batch, source);
    test_commit(batch);
    g_autoptr(KiriYearbook) b = book_of(f->store, YEAR, test_day_us(40)); // of 11 May
    const KiriTally *april = g_ptr_array_index(b->months, 0);
    const KiriTally *may = g_ptr_array_index(b->months, 1);
    const KiriTally *june = g_ptr_array_index(b->months, 2);
    g_assert_true(april->is_before_collection && !april->is_ahead);
    g_assert_true(may->begins_early && !may->is_before_collection && !may->is_ahead);
    g_assert_true(june->is_ahead);
    g_autofree char *says = OVERVIEW_SAYS(kiri_yearbook_write, b, "text", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(says, "2026年6月（まだ来ていない）｜総件数 —"));
    g_assert_nonnull(strstr(says, "年度の途中の集計である。"));
    g_assert_nonnull(strstr(says, "収集開始前"));
}

static void test_formats(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char *const words[] = {"新聞",   "通信", "日報",   "ひろば", "ワイヤー",
                                        "ひなた", "独り", "https:", NULL};
    put_edges(f->store);
    g_autoptr(KiriYearbook) b = book_of(f->store, YEAR, after_year());
    g_autofree char *english = OVERVIEW_SAYS(kiri_yearbook_write, b, "text", KIRI_REPORT_EN);
    overview_assert_english(english, words);
    g_autofree char *html = OVERVIEW_SAYS(kiri_yearbook_write, b, "html", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(html, "href=\"#s12\""));
    g_assert_nonnull(strstr(html, "id=\"s12\""));
    g_autofree char *json = OVERVIEW_SAYS(kiri_yearbook_write, b, "jsonl", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(json, "{\"type\":\"yearbook\",\"fiscal_year\":2026"));
}

static void test_empty(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char *const none[] = {NULL};
    g_autoptr(KiriYearbook) b = book_of(f->store, YEAR, after_year());
    g_assert_cmpint(b->year->counts->total, ==, 0);
    g_autofree char *english = OVERVIEW_SAYS(kiri_yearbook_write, b, "text", KIRI_REPORT_EN);
    overview_assert_english(english, none);
}

static void test_one_clip(TestStore *f, gconstpointer data)
{
    (void)data;
    KiriBatch *batch = kiri_batch_begin(f->store);
    coverage_put_media(batch);
    coverage_put_release(batch);
    test_commit(batch);
    put_piece(f->store, "only", kiri_fiscal_year(YEAR).to_us - 1, NULL);
    g_autoptr(KiriYearbook) b = book_of(f->store, YEAR, after_year());
    g_autoptr(KiriYearbook) next = book_of(f->store, YEAR + 1, after_year());
    g_assert_cmpint(b->year->counts->unique, ==, 1);
    g_assert_cmpint(((KiriTally *)g_ptr_array_index(b->months, 11))->unique, ==, 1);
    g_assert_cmpint(((KiriTally *)g_ptr_array_index(b->quarters, 3))->unique, ==, 1);
    g_assert_cmpint(next->year->counts->total, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name_, test_)                                                                          \
    g_test_add("/yearbook/" name_, TestStore, NULL, test_store_set_up, test_, test_store_tear_down)
    ADD("parts", test_parts);
    ADD("releases", test_releases);
    ADD("methods", test_methods);
    ADD("no-silent-zero", test_no_silent_zero);
    ADD("formats", test_formats);
    ADD("empty", test_empty);
    ADD("one-clip", test_one_clip);
    return g_test_run();
}
