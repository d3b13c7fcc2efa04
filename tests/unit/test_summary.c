// SPDX-License-Identifier: GPL-3.0-or-later
/* The counting rules, and that every writer tells the same figures. */
#include "../support/coverage.h"

#include <kirinuki/csv.h>
#include <kirinuki/error.h>
#include <kirinuki/timing.h>

#include <string.h>

/* Clip `i` of the list. (transfer full) */
static KiriSummaryClip *clip_at(const KiriSummary *s, guint i)
{
    g_autoptr(GError) error = NULL;
    KiriSummaryClip *c = kiri_summary_open_clip(s, i, &error);
    g_assert_no_error(error);
    return c;
}

static KiriSummaryClip *clip_titled(const KiriSummary *s, const char *title)
{
    for (guint i = 0; i < s->total; i++) {
        g_autoptr(KiriSummaryClip) c = clip_at(s, i);
        if (strcmp(c->article->title, title) == 0)
            return g_steal_pointer(&c);
    }
    return NULL;
}

static void test_counts(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->total, ==, COVERAGE_TOTAL);
    g_assert_cmpuint(s->unique, ==, COVERAGE_UNIQUE);
    g_assert_cmpuint(s->media, ==, COVERAGE_MEDIA);
    g_assert_cmpuint(s->tier1_media, ==, COVERAGE_TIER1);
    g_assert_cmpuint(s->n_excluded, ==, COVERAGE_EXCLUDED);
    g_assert_cmpuint(s->gaps->len, ==, COVERAGE_GAPS);
    g_assert_cmpuint(s->contradictions, ==, 1);
    g_assert_cmpuint(s->needs_review, ==, 2);
    g_assert_cmpuint(s->by_class[KIRI_CLASS_SYNDICATED], ==, 2);
    g_assert_cmpuint(s->by_class[KIRI_CLASS_NONE], ==, 0);
    g_assert_cmpuint(s->by_class[KIRI_CLASS_VERBATIM], ==, 2); // each is a story
    g_assert_cmpuint(s->articles_seen, ==, G_N_ELEMENTS(coverage_articles));
}

/* One more clip of the release, entered by hand: as `like` is called, so many days later. */
static void enter(KiriStore *store, const KiriSummaryClip *like, KiriForm form, gint64 days,
                  const char *page)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autofree char *url = g_strdup_printf("urn:kirinuki:clip:%s%d", page, (int)days);
    kiri_article_set_url(a, url);
    a->title = g_strdup(like->article->title);
    a->text = g_strdup("");
    a->medium = g_strdup(like->article->medium);
    a->published = like->article->published;
    a->published.us += days * KIRI_US_PER_DAY;
    a->appearance = kiri_appearance_new();
    a->appearance->form = (gint)form;
    a->appearance->page = g_strdup(page);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = kiri_clip_make_id(a->id, like->clip->release);
    v->is_accepted = TRUE;
    g_autoptr(KiriClip) clip = kiri_verdict_clip(v, like->clip->release, NULL);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    kiri_batch_put(batch, KIRI_NOUN_VERDICT, v);
    kiri_batch_put(batch, KIRI_NOUN_CLIP, clip);
    test_commit(batch);
}

/* What a medium has on paper and on its site is one story; a later day, or the air, is
 * another. */
static void test_twins(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_autoptr(KiriSummaryClip) web =
        clip_titled(before, "高齢者の孤立防止へ訪問事業　7月から24市町村");
    g_assert_nonnull(web);
    enter(f->store, web, KIRI_FORM_NEWSPAPER, 1, "3");
    enter(f->store, web, KIRI_FORM_NEWSPAPER, 1, "25"); // another local edition
    g_autoptr(KiriSummary) twins = coverage_summary(f->store);
    g_assert_cmpuint(twins->total, ==, COVERAGE_TOTAL + 2);
    g_assert_cmpuint(twins->unique, ==, COVERAGE_UNIQUE);
    guint found = 0;
    for (guint i = 0; i < twins->total; i++) {
        g_autoptr(KiriSummaryClip) c = clip_at(twins, i);
        if (!c->article->appearance)
            continue;
        found++;
        g_assert_cmpuint(c->twin_number, >, 0);
        g_autoptr(KiriSummaryClip) twin = clip_at(twins, c->twin_number - 1);
        g_assert_cmpstr(twin->article->id, ==, web->article->id);
        g_assert_cmpstr(kiri_summary_story(c), ==, kiri_summary_story(twin));
        g_assert_cmpuint(c->origin_number, ==, twin->number);
    }
    g_assert_cmpuint(found, ==, 2);
    enter(f->store, web, KIRI_FORM_NEWSPAPER, 3, "9");
    enter(f->store, web, KIRI_FORM_TV, 0, "1");
    g_autoptr(KiriSummary) others = coverage_summary(f->store);
    g_assert_cmpuint(others->total, ==, COVERAGE_TOTAL + 4);
    g_assert_cmpuint(others->unique, ==, COVERAGE_UNIQUE + 2);
}

/* The release on a release wire is earlier, but no report. */
static void test_first(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpstr(s->first->medium->id, ==, "zennichi");
    g_assert_cmpint(s->first->minutes_after, ==, 12);
}

static void test_order_and_lineage(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    static const char *const media[] = {"zennichi", "toto",   "retto",  "minato",
                                        "minato",   "todoke", "hiroba", "hiroba"};
    for (guint i = 0; i < s->total; i++) {
        g_autoptr(KiriSummaryClip) c = clip_at(s, i);
        g_assert_cmpstr(c->medium->id, ==, media[i]);
        g_assert_cmpuint(c->number, ==, i + 1);
    }
    g_autoptr(KiriSummaryClip) root = clip_titled(s, "高齢者の孤立防止へ訪問事業　7月から24市町村");
    g_autoptr(KiriSummaryClip) copy = clip_titled(s, "高齢者の孤立防止へ訪問事業（列島通信）");
    g_assert_cmpuint(root->copies, ==, 2);
    g_assert_cmpuint(copy->origin_number, ==, root->number);
}

static void test_tables_add_up(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    guint total = 0, unique = 0;
    for (guint i = 0; i < s->kinds->len; i++) {
        total += g_array_index(s->kinds, KiriKindRow, i).total;
        unique += g_array_index(s->kinds, KiriKindRow, i).unique;
    }
    g_assert_cmpuint(total, ==, s->total);
    g_assert_cmpuint(unique, ==, s->unique);
    g_assert_cmpuint(s->days->len, ==, 3); // 13th to 15th, without holes
    const KiriDayRow *first = &g_array_index(s->days, KiriDayRow, 0);
    g_assert_cmpint(first->day_us, ==, test_day_us(12));
    g_assert_cmpuint(first->total, ==, 6);
    g_assert_cmpuint(first->unique, ==, 4);
}

/* Known figures, estimates and what cannot be computed are never mixed. */
static void test_money(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->ave_known, ==, 1);
    /* 90 million views of 1 article × 400 ÷ 1,000, of which 1 sentence of 4 */
    g_assert_cmpint(s->ave_known_yen, ==, 9000000);
    g_assert_cmpuint(s->ave_estimate, ==, 2);
    g_assert_cmpuint(s->ave_unknown, ==, 5);
    g_assert_cmpint(s->reach->low, ==, 12300000);
    /* 123 million × (1 − .9 × .98) */
    g_assert_cmpint(s->reach->high, ==, 14514000);
    g_assert_cmpint(s->reach->media_unknown, ==, 4);
}

static void test_messages(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->messages->len, ==, 3);
    for (guint i = 0; i < s->messages->len; i++) {
        const KiriMessageRow *row = g_ptr_array_index(s->messages, i);
        g_assert_cmpuint(row->conveyed + row->partly + row->none, ==, s->unique);
    }
    const KiriMessageRow *visits = g_ptr_array_index(s->messages, 1);
    g_assert_cmpuint(visits->conveyed, ==, 2); // the paper's and the wire's story
}

/* A person's word stands over the machine's. */
/* What people confirmed and handle is counted, and stands on every report. */
static void test_standings(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_assert_cmpuint(before->confirmed, ==, 0);
    g_assert_cmpuint(before->rejected, ==, 1);
    g_autoptr(KiriSummaryClip) first = clip_at(before, 0);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = g_strdup(first->clip->id);
    v->is_accepted = TRUE;
    v->person = g_strdup("山田");
    v->section = g_strdup("広報室");
    v->handling = kiri_handling_new();
    v->handling->status = KIRI_HANDLING_INQUIRING;
    v->handling->memo = g_strdup("数値を照会した");
    test_put(f->store, KIRI_NOUN_VERDICT, v);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->confirmed, ==, 1);
    g_assert_cmpuint(s->in_handling, ==, 1);
    g_assert_cmpuint(s->total, ==, before->total);
    static const struct {
        const char *format, *words[5];
    } sheets[] = {
        {"csv", {"採,山田,照会中,", "数値を照会した", "広報室", "確認1件／未確認7件", NULL}},
        {"html", {"確認1件／未確認7件", "対応中の記事が1件", "対応：照会中", "山田", "広報室"}},
        {"jsonl",
         {"\"confirmed\":1", "\"unconfirmed\":7", "\"status\":\"inquiring\"", "\"person\":\"山田\"",
          "\"memo\":\"数値を照会した\""}},
    };
    KiriReportOptions how = {.era = KIRI_ERA_SEIREKI};
    for (gsize i = 0; i < G_N_ELEMENTS(sheets); i++) {
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        g_assert_true(
            kiri_report_format(sheets[i].format)->write(s, &how, kiri_report_to_buf, &out, NULL));
        for (gsize k = 0; k < G_N_ELEMENTS(sheets[i].words) && sheets[i].words[k]; k++)
            g_assert_nonnull(strstr(out.p, sheets[i].words[k]));
    }
}

static void test_verdicts(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *article = coverage_article_id(coverage_articles[7].title);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = kiri_clip_make_id(article, "hinata");
    v->has_class = TRUE;
    v->class_ = KIRI_CLASS_MENTION;
    v->tone = KIRI_TONE_POSITIVE;
    test_put(f->store, KIRI_NOUN_VERDICT, v);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->total, ==, COVERAGE_TOTAL + 1);
    g_assert_cmpuint(s->n_excluded, ==, COVERAGE_EXCLUDED - 1);
    g_assert_cmpuint(s->by_class[KIRI_CLASS_MENTION], ==, 2);
}

static void test_period(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    KiriSummaryQuery query = {.from_us = test_day_us(13),
                              .to_us = test_day_us(14),
                              .now_us = test_day_us(14),
                              .population = 123000000};
    g_autoptr(KiriSummary) day = kiri_summary_make(f->store, &query, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(day->total, ==, 1);
    g_assert_cmpuint(day->n_excluded, ==, 2);
    query.release = "nothing";
    g_assert_null(kiri_summary_make(f->store, &query, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND);
}

static void test_gaps(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    const KiriGapRow *failing = g_ptr_array_index(s->gaps, 0);
    const KiriGapRow *silent = g_ptr_array_index(s->gaps, 1);
    g_assert_nonnull(strstr(failing->problem, "連続4回：HTTP 503"));
    g_assert_nonnull(strstr(silent->problem, "更新停止の疑い（最新の記事から16日）"));
}

static char *written(const KiriSummary *s, const char *format)
{
    KiriBuf out;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_report_format(format)->write(s, &options, kiri_report_to_buf, &out, NULL));
    return kiri_buf_steal(&out, NULL);
}

static void put_source(CoverageFixture *f, KiriSource *s)
{
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
    kiri_batch_put_source_state(batch, s);
    test_commit(batch);
}

static void put_rule_state(CoverageFixture *f, const char *rule, guint misses)
{
    static const char *const missed[] = {"title", "body", NULL};
    g_autoptr(KiriRuleState) state = kiri_rule_state_new();
    state->rule = g_strdup(rule);
    state->is_own = TRUE;
    for (guint i = 0; i < misses; i++)
        kiri_rule_state_note(state, "https://toto.example.jp/a/1", (char **)(guintptr)missed,
                             test_day_us(13) + (9 + (gint64)i) * KIRI_US_PER_HOUR);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_put(batch, KIRI_NOUN_RULE, state);
    test_commit(batch);
}

/* Rules that stopped matching stand with what may be missing, in every report. */
static void test_stale_rules(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_assert_cmpuint(before->stale_rules->len, ==, 0);
    put_rule_state(f, "toto", 5);
    put_rule_state(f, "young", 4);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->stale_rules->len, ==, 1);
    const KiriStaleRule *row = g_ptr_array_index(s->stale_rules, 0);
    g_assert_cmpstr(row->state->rule, ==, "toto");
    g_assert_nonnull(strstr(row->problem, "見出し・本文が"));
    g_assert_nonnull(strstr(row->problem, "連続5件で見つからない"));
    g_autofree char *html = written(s, "html");
    g_autofree char *json = written(s, "jsonl");
    g_assert_nonnull(strstr(html, "合わなくなったサイト別ルール"));
    g_assert_nonnull(strstr(html, row->problem));
    g_assert_nonnull(strstr(json, "\"type\":\"stale_rule\",\"rule\":\"toto\""));
    g_assert_nonnull(strstr(json, "\"stale_rules\":1"));
    g_autofree char *none = written(before, "html");
    g_assert_null(strstr(none, "合わなくなったサイト別ルール"));
}

static const char *problem_of(const KiriSummary *s, const char *source)
{
    for (guint i = 0; i < s->gaps->len; i++) {
        const KiriGapRow *gap = g_ptr_array_index(s->gaps, i);
        if (strcmp(gap->source->id, source) == 0)
            return gap->problem;
    }
    return NULL;
}

static void test_gaps_in_words(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    /* Six entries each day until the 10th, then none for nine days. */
    g_autoptr(KiriSource) quiet = kiri_store_get(f->store, KIRI_NOUN_SOURCE, "alive", NULL);
    quiet->rhythm = kiri_rhythm_new();
    for (gint day = -30; day < 19; day++) {
        gint64 times[6];
        for (guint i = 0; i < 6; i++)
            times[i] = test_day_us(day) + (9 + (gint64)i) * KIRI_US_PER_HOUR;
        kiri_rhythm_note(quiet->rhythm, test_day_us(day + 1), times, day < 10 ? 6 : 0, 0);
    }
    quiet->newest_entry = kiri_time_jst(test_day_us(9) + 14 * KIRI_US_PER_HOUR);
    put_source(f, quiet);
    g_autoptr(KiriSource) failing = kiri_store_get(f->store, KIRI_NOUN_SOURCE, "failing", NULL);
    failing->failure = KIRI_FAILURE_NAME;
    failing->failing_since = kiri_time_jst(test_day_us(15) + 12 * KIRI_US_PER_HOUR);
    put_source(f, failing);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    const char *silence = problem_of(s, "alive"), *failure = problem_of(s, "failing");
    g_assert_nonnull(silence);
    g_test_message("%s / %s", silence, failure);
    g_assert_nonnull(strstr(silence, "更新停止の疑い（最新の記事から9日。平常なら"));
    g_assert_nonnull(strstr(silence, "に対し0件"));
    g_assert_nonnull(strstr(failure, "取得失敗（サーバーの名前が見つからない。"
                                     "2026年4月16日（木）12時00分から連続4回：HTTP 503）"));
}

/* What lies before the first day of collecting is no zero. */
static void test_time_before_collection(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) unknown = coverage_summary(f->store);
    g_assert_false(kiri_summary_begins_early(unknown));
    g_assert_cmpint(unknown->covered_from_us, ==, G_MININT64);
    static const char *const ids[] = {"alive", "silent"};
    for (gint i = 0; i < 2; i++) {
        g_autoptr(KiriSource) s = kiri_store_get(f->store, KIRI_NOUN_SOURCE, ids[i], NULL);
        s->covered_from = kiri_time_jst(test_day_us(14 + i) + KIRI_US_PER_HOUR);
        put_source(f, s);
    }
    g_autoptr(GError) error = NULL;
    KiriSummaryQuery query = {.release = "hinata",
                              .from_us = test_day_us(2),
                              .to_us = test_day_us(19),
                              .now_us = test_day_us(19)};
    g_autoptr(KiriSummary) s = kiri_summary_make(f->store, &query, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_summary_begins_early(s));
    g_assert_cmpint(s->covered_from_us, ==, test_day_us(14) + KIRI_US_PER_HOUR);
    g_assert_cmpuint(s->sources_later, ==, 2);
    for (guint i = 0; i < s->days->len; i++) {
        const KiriDayRow *row = &g_array_index(s->days, KiriDayRow, i);
        g_assert_cmpint(row->is_before_collection, ==, row->day_us < test_day_us(14));
    }
    static const struct {
        const char *format, *text;
    } said[] = {
        {"html", "収集開始日</th><td>令和8年4月15日"},
        {"html", "令和8年4月3日（金）から令和8年4月14日（火）まで</th>"
                 "<td class=\"r\">収集開始前"},
        {"html", "より前は収集開始前であり、件数に含まない"},
        {"csv", "2026/04/15より前は収集開始前"},
        {"jsonl", "\"begins_before_collection\":true"},
        {"jsonl", "\"sources_later\":2"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(said); i++) {
        g_autofree char *text = written(s, said[i].format);
        g_test_message("%s", said[i].text);
        g_assert_nonnull(strstr(text, said[i].text));
    }
}

/* ---- writers ---- */

static void test_csv(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autofree char *text = written(s, "csv");
    g_assert_true(g_str_has_prefix(text, "\xEF\xBB\xBFNo.,"));
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_str(text), NULL);
    for (guint i = 0; i < COVERAGE_TOTAL; i++) {
        g_autoptr(KiriSummaryClip) c = clip_at(s, i);
        g_assert_true(kiri_csv_next(csv, NULL));
        g_assert_cmpstr(kiri_csv_cell(csv, "見出し"), ==, c->article->title);
        g_assert_cmpstr(kiri_csv_cell(csv, "ID"), ==, c->clip->id);
    }
    guint figures = 0; // of the whole, then the closing record
    while (kiri_csv_next(csv, NULL) && strcmp(kiri_csv_cell(csv, "No."), "集計") == 0)
        figures++;
    g_assert_cmpuint(figures, >, 10);
    g_assert_cmpstr(kiri_csv_cell(csv, "No."), ==, "合計");
    g_assert_nonnull(strstr(kiri_csv_cell(csv, "掲載日時"), "総件数8件・実件数6件"));
    g_assert_false(kiri_csv_next(csv, NULL));
}

static void test_jsonl(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autofree char *text = written(s, "jsonl");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint n = g_strv_length(lines) - 1; // the last one ends
    g_assert_cmpuint(n, ==, COVERAGE_TOTAL + COVERAGE_EXCLUDED + COVERAGE_GAPS + 1);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(lines[n - 1]), NULL);
    const KiriJsonNode *last = kiri_json_root(doc);
    g_assert_cmpstr(kiri_json_string(kiri_json_get(last, "type"), NULL), ==, "summary");
    g_assert_true(kiri_json_boolean(kiri_json_get(last, "complete"), FALSE));
    g_assert_cmpint(kiri_json_int(kiri_json_get(last, "total"), -1), ==, COVERAGE_TOTAL);
    g_assert_cmpint(kiri_json_int(kiri_json_get(last, "unique"), -1), ==, COVERAGE_UNIQUE);
    g_assert_cmpint(kiri_json_int(kiri_json_get(last, "count"), -1), ==, n - 1);
    g_assert_null(strstr(text, "街では期待の声")); // no body leaves
}

static void test_html_agrees(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autofree char *text = written(s, "report.html");
    g_assert_nonnull(strstr(text, "総件数8件・実件数6件の掲載を、6媒体"));
    g_assert_nonnull(strstr(text, "以上、総件数8件・実件数6件"));
    g_assert_nonnull(strstr(text, "9,000,000円"));
}

static void test_same_bytes(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    for (const KiriReportFormat *format = kiri_report_formats; format->name; format++) {
        g_autoptr(KiriSummary) s = coverage_summary(f->store);
        g_autoptr(KiriSummary) t = coverage_summary(f->store);
        g_autofree char *a = written(s, format->name), *b = written(t, format->name);
        g_assert_cmpstr(a, ==, b);
    }
    g_assert_null(kiri_report_format("docx"));
}

static void test_dates(void)
{
    static const struct {
        gint year, month, day;
        const char *gengo, *seireki;
    } cases[] = {{2026, 4, 13, "令和8年4月13日（月）", "2026年4月13日（月）"},
                 {2019, 5, 1, "令和元年5月1日（水）", "2019年5月1日（水）"},
                 {2019, 4, 30, "平成31年4月30日（火）", "2019年4月30日（火）"},
                 {1989, 1, 7, "昭和64年1月7日（土）", "1989年1月7日（土）"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(KiriBuf) gengo, seireki;
        gint64 us = kiri_civil_days(cases[i].year, cases[i].month, cases[i].day) * KIRI_US_PER_DAY;
        kiri_buf_init(&gengo, 100);
        kiri_buf_init(&seireki, 100);
        kiri_report_date(us, KIRI_ERA_GENGO, FALSE, &gengo);
        kiri_report_date(us, KIRI_ERA_SEIREKI, FALSE, &seireki);
        g_assert_cmpstr(gengo.p, ==, cases[i].gengo);
        g_assert_cmpstr(seireki.p, ==, cases[i].seireki);
    }
}

/* ---- the clock ---- */

static void test_timing(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autoptr(KiriTiming) t = kiri_timing_of(s);
    g_assert_true(t->is_known);
    /* 10:12, 10:20, 11:05, 11:30, and 6:30 of the day after; free from 10:00. */
    g_assert_cmpint(t->pieces, ==, 5);
    g_assert_cmpint(t->first_minutes, ==, 12);
    g_assert_cmpint(t->median_minutes, ==, 65);
    g_assert_cmpint(t->last_minutes, ==, 20 * 60 + 30);
    g_assert_cmpint(t->verbatim, ==, 2);
    g_assert_cmpint(t->mentions, ==, 1);
    g_assert_cmpint(t->early, ==, 0);
    static const gint64 there[KIRI_N_TIMING_HOURS] = {2, 4, 4, 4, 5, 5, 5, 5};
    for (guint i = 0; i < t->decay->len; i++)
        g_assert_cmpint(((KiriTimingStep *)g_ptr_array_index(t->decay, i))->pieces, ==, there[i]);
    gint64 pieces = 0;
    for (guint i = 0; i < t->kinds->len; i++) {
        const KiriTimingKind *k = g_ptr_array_index(t->kinds, i);
        pieces += k->pieces;
        if (k->kind == KIRI_MEDIUM_NATIONAL_PAPER)
            g_assert_cmpint(k->median_minutes, ==, 20 * 60 + 30);
    }
    g_assert_cmpint(pieces, ==, t->pieces);
}

/* A later embargo makes leaks of what came before; a day alone has no hours. */
static void test_timing_leak(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    s->release->embargo = kiri_time_jst(test_day_us(12) + 11 * KIRI_US_PER_HOUR);
    g_autoptr(KiriTiming) t = kiri_timing_of(s);
    g_assert_cmpint(t->early, ==, 2);
    g_assert_cmpint(t->early_minutes, ==, 48);
    g_assert_cmpint(t->pieces, ==, 3);
    g_assert_cmpint(t->first_minutes, ==, 5);
    s->release->embargo.precision = KIRI_PRECISION_DAY;
    g_autoptr(KiriTiming) vague = kiri_timing_of(s);
    g_assert_false(vague->is_known);
    g_assert_cmpint(vague->pieces, ==, 0);
    g_assert_cmpint(vague->untimed, ==, 5);
    g_assert_null(vague->decay);
}

/* The advertising value of a period is the sum of its parts, wherever it is cut. */
static void test_value_adds_up(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) all = coverage_summary(f->store);
    g_assert_cmpint(all->ave_known_yen + all->ave_estimate_yen, >, 0);
    for (guint i = 0; i < all->total; i++) {
        gint64 cut = kiri_summary_row(all, i)->published.us;
        g_autoptr(KiriSummary) before = coverage_summary_of(f->store, G_MININT64, cut);
        g_autoptr(KiriSummary) after = coverage_summary_of(f->store, cut, G_MAXINT64);
        g_assert_cmpint(before->ave_known_yen + after->ave_known_yen, ==, all->ave_known_yen);
        g_assert_cmpint(before->ave_estimate_yen + after->ave_estimate_yen, ==,
                        all->ave_estimate_yen);
        g_assert_cmpuint(before->ave_known + after->ave_known, ==, all->ave_known);
        g_assert_cmpuint(before->ave_estimate + after->ave_estimate, ==, all->ave_estimate);
        g_assert_cmpuint(before->ave_unknown + after->ave_unknown, ==, all->ave_unknown);
    }
}

#define WITH_STORE(path, test)                                                                     \
    g_test_add(path, CoverageFixture, NULL, coverage_set_up, test, coverage_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/summary/counts", test_counts);
    WITH_STORE("/summary/twins", test_twins);
    WITH_STORE("/summary/first", test_first);
    WITH_STORE("/summary/order-and-lineage", test_order_and_lineage);
    WITH_STORE("/summary/tables-add-up", test_tables_add_up);
    WITH_STORE("/summary/money", test_money);
    WITH_STORE("/summary/money/adds-up", test_value_adds_up);
    WITH_STORE("/summary/messages", test_messages);
    WITH_STORE("/summary/verdicts", test_verdicts);
    WITH_STORE("/summary/standings", test_standings);
    WITH_STORE("/summary/period", test_period);
    WITH_STORE("/summary/gaps", test_gaps);
    WITH_STORE("/summary/gaps-in-words", test_gaps_in_words);
    WITH_STORE("/summary/stale-rules", test_stale_rules);
    WITH_STORE("/summary/time-before-collection", test_time_before_collection);
    WITH_STORE("/summary/timing", test_timing);
    WITH_STORE("/summary/timing/leak", test_timing_leak);
    WITH_STORE("/report/csv", test_csv);
    WITH_STORE("/report/jsonl", test_jsonl);
    WITH_STORE("/report/html-agrees", test_html_agrees);
    WITH_STORE("/report/same-bytes", test_same_bytes);
    g_test_add_func("/report/dates", test_dates);
    return g_test_run();
}
