// SPDX-License-Identifier: GPL-3.0-or-later
/* The page: whatever a publisher, a source or a person wrote, the page has the
 * template's elements and attributes and no others, is well formed, loads
 * nothing and links to the web only. */
#include "../support/coverage.h"

#include <string.h>

static char *page(KiriStore *store, const KiriReportOptions *options)
{
    g_autoptr(KiriSummary) s = coverage_summary(store);
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_report_format("html")->write(s, options, kiri_report_to_buf, &out, NULL));
    return kiri_buf_steal(&out, NULL);
}

/* ---- a small reader of the page's markup ---- */

static const char *const elements[] = {
    "html",    "head",    "meta",    "title",  "style", "script", "body", "main", "article",
    "header",  "section", "div",     "p",      "h1",    "h2",     "h3",   "ul",   "li",
    "dl",      "dt",      "dd",      "table",  "thead", "tbody",  "tr",   "th",   "td",
    "caption", "details", "summary", "figure", "img",   "a",      "span", "bdi",  NULL};
static const char *const voids[] = {"meta", "img", NULL};
static const char *const attributes[] = {
    "class",           "id",      "href",      "src",        "alt",      "lang",  "charset",
    "http-equiv",      "content", "name",      "role",       "tabindex", "scope", "aria-label",
    "aria-labelledby", "data-v",  "data-find", "data-found", NULL};

static void check_value(const char *name, const char *value)
{
    if (strcmp(name, "href") == 0)
        g_assert_true(g_str_has_prefix(value, "https://") || g_str_has_prefix(value, "http://") ||
                      g_str_has_prefix(value, "#"));
    if (strcmp(name, "src") == 0)
        g_assert_true(g_str_has_prefix(value, "data:image/svg+xml;base64,"));
}

/* Attributes are all written name="value" in this template. */
static void check_attributes(const char *tag)
{
    g_autoptr(GRegex) form = g_regex_new("\\G\\s+([a-z-]+)=\"([^\"<>]*)\"", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    const char *at = tag + strcspn(tag, " ");
    gsize taken = 0;
    g_regex_match(form, at, 0, &match);
    while (g_match_info_matches(match)) {
        g_autofree char *name = g_match_info_fetch(match, 1), *value = g_match_info_fetch(match, 2);
        g_autofree char *all = g_match_info_fetch(match, 0);
        if (!g_strv_contains(attributes, name))
            g_error("attribute %s in <%s>", name, tag);
        check_value(name, value);
        taken += strlen(all);
        g_match_info_next(match, NULL);
    }
    g_assert_cmpuint(taken, ==, strlen(at));
}

static void check_tag(const char *tag, GPtrArray *open)
{
    if (*tag == '/') {
        g_assert_cmpuint(open->len, >, 0);
        g_assert_cmpstr(tag + 1, ==, g_ptr_array_index(open, open->len - 1));
        g_ptr_array_remove_index(open, open->len - 1);
        return;
    }
    g_autofree char *name = g_strndup(tag, strcspn(tag, " "));
    if (!g_strv_contains(elements, name))
        g_error("element <%s>", tag);
    check_attributes(tag);
    if (!g_strv_contains(voids, name))
        g_ptr_array_add(open, g_steal_pointer(&name));
}

static void check_page(const char *text)
{
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(g_str_has_prefix(text, "<!DOCTYPE html>\n"));
    const char *p = strchr(text, '\n');
    while ((p = strchr(p, '<'))) {
        const char *end = strchr(p, '>');
        g_assert_nonnull(end);
        g_autofree char *tag = g_strndup(p + 1, (gsize)(end - p - 1));
        check_tag(tag, open);
        p = strcmp(tag, "style") == 0    ? strstr(end, "</style>")
            : strcmp(tag, "script") == 0 ? strstr(end, "</script>")
                                         : end;
    }
    g_assert_cmpuint(open->len, ==, 0);
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

/* ---- the page ---- */

static void test_template(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO,
                                 .section = "広報課",
                                 .handling = "取扱注意",
                                 .findings = "早かった。",
                                 .is_sample = TRUE};
    g_autofree char *text = page(f->store, &options);
    check_page(text);
    static const char *const expected[] = {"令和8年4月20日（月）",
                                           "広報課",
                                           "見本",
                                           "取扱区分：取扱注意",
                                           "に関する報道結果について</h1>",
                                           "1　概要",
                                           "2　主な報道",
                                           "3　内容",
                                           "4　媒体種別・日別",
                                           "5　対象外とした記事",
                                           "6　所見・今後の対応",
                                           "7　参考値",
                                           "単価表の版（算定方法）：",
                                           "地方紙の標準単価",
                                           "別紙1",
                                           "別紙2",
                                           "別紙3",
                                           "広報効果そのものを示すものではない",
                                           "発表の12分後"};
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++)
        if (!strstr(text, expected[i]))
            g_error("'%s' is missing", expected[i]);
}

/* Without findings the section is left out, and the numbers close up. */
static void test_without_findings(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    KiriReportOptions options = {.era = KIRI_ERA_SEIREKI};
    g_autofree char *text = page(f->store, &options);
    g_assert_null(strstr(text, "所見"));
    g_assert_null(strstr(text, "見本"));
    g_assert_null(strstr(text, "取扱区分"));
    g_assert_nonnull(strstr(text, "6　参考値"));
    g_assert_nonnull(strstr(text, "2026年4月20日（月）"));
}

/* Page 1 alone tells a folded story, a wrong figure with both sentences, a
 * homonym with its reason, and a yen figure with its factors. */
static void test_first_page(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    g_autofree char *text = page(f->store, &options);
    char *end = strstr(text, "</article>");
    *end = 0;
    static const char *const expected[] = {
        "配信・転載 2件：みなと日報、ニュースひろば",
        "<bdi class=\"warn\">1,200人</bdi>（発表は1,800人）",
        "「暮らし安全省の新事業「ひなた」では、訪問員約1,200人が高齢者宅を訪ねる。」",
        "「訪問員約1,800人が、約42,000世帯を週1回訪ねる。」",
        "喫茶店の名であり",
        "× 閲覧単価（CPM） 400円",
        "÷ 当月の記事数 1件"};
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++)
        if (!strstr(text, expected[i]))
            g_error("'%s' is missing", expected[i]);
}

static char *hash_of(const char *text, const char *begin, const char *end)
{
    const char *from = strstr(text, begin) + strlen(begin);
    const char *to = strstr(from, end);
    guint8 digest[32];
    gsize n = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)from, to - from);
    g_checksum_get_digest(sum, digest, &n);
    return g_base64_encode(digest, n);
}

/* The policy names the hashes of the style and of the script that are there. */
static void test_policy(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    g_autofree char *text = page(f->store, &options);
    g_autofree char *style = hash_of(text, "<style>", "</style>");
    g_autofree char *script = hash_of(text, "<script>", "</script>");
    g_autofree char *policy = g_strdup_printf(
        "content=\"default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
        "img-src data:; base-uri 'none'; form-action 'none'\"",
        style, script);
    g_assert_nonnull(strstr(text, policy));
    g_assert_null(strstr(text, "url("));
}

/* Of too many stories those that matter are named, in the order of the list, and
 * the rest is counted. */
static void test_many(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    KiriBatch *batch = kiri_batch_begin(f->store);
    for (guint i = 0; i < 40; i++) {
        CoverageArticle more = coverage_articles[6]; // a mention in a local paper
        g_autofree char *title = g_strdup_printf("まちの話題%u", i);
        more.title = title;
        coverage_put_article(batch, &more);
    }
    test_commit(batch);
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    g_autofree char *text = page(f->store, &options);
    check_page(text);
    char *section = strstr(text, "2　主な報道"), *end = strstr(section, "3　内容");
    g_assert_nonnull(strstr(section, "このほかに34件（実件数）がある"));
    *end = 0;
    const char *paper = strstr(section, "「ひなた」7月開始");
    const char *differing = strstr(section, "新事業「ひなた」");
    const char *wire = strstr(section, "7月から24市町村");
    g_assert_true(paper && differing && wire && paper < differing && differing < wire);
}

/* Nothing found is said, not shown as an empty page; a topic has its name above. */
static void test_empty(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("rival");
    topic->name = g_strdup("見守り <全般>");
    topic->query = g_strdup("見守り OR 訪問");
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    KiriSummaryQuery query = {.topic = "rival",
                              .from_us = test_day_us(12),
                              .to_us = test_day_us(15),
                              .now_us = test_day_us(19),
                              .population = 123000000};
    g_autoptr(KiriSummary) s = kiri_summary_make(f->store, &query, &error);
    g_assert_no_error(error);
    g_auto(KiriBuf) out;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_report_format("html")->write(s, &options, kiri_report_to_buf, &out, NULL));
    check_page(out.p);
    g_assert_nonnull(strstr(out.p, "テーマ「見守り &lt;全般&gt;」に関する報道結果について"));
    g_assert_nonnull(strstr(out.p, "期間中に収集した10件の記事に、掲載は確認されていない。"));
    g_assert_nonnull(strstr(out.p, "令和8年4月13日（月）から令和8年4月15日（水）まで"));
    g_assert_nonnull(strstr(out.p, "収集に欠けのおそれのある情報源が2件ある"));
}

/* ---- hostile text ---- */

static const char *const attacks[] = {"<script>alert(1)</script>",
                                      "\"><img src=x onerror=alert(1)>",
                                      "</title></style><script>",
                                      "' onmouseover='alert(1)",
                                      "<!-- ",
                                      "]]>",
                                      "&lt;b&gt;",
                                      "{{7*7}}",
                                      "\xE2\x80\xAE逆さ"};

static void test_hostile(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
        CoverageArticle attack = coverage_articles[1]; // with a contradiction
        attack.title = attacks[i];
        attack.text = attacks[i];
        KiriBatch *batch = kiri_batch_begin(f->store);
        coverage_put_article(batch, &attack);
        attack.title = g_strdup_printf("%s, other", attacks[i]);
        attack.homonym = attacks[i];
        attack.class_ = KIRI_CLASS_NONE;
        coverage_put_article(batch, &attack);
        g_free((gpointer)(guintptr)attack.title);
        g_autoptr(KiriMedium) m = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "toto", NULL);
        g_free(m->name);
        m->name = g_strdup(attacks[i]);
        kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
        coverage_put_source(batch, attacks[i], 1, 3);
        test_commit(batch);
        KiriReportOptions options = {.era = KIRI_ERA_GENGO,
                                     .section = attacks[i],
                                     .handling = attacks[i],
                                     .findings = attacks[i]};
        g_autofree char *text = page(f->store, &options);
        check_page(text);
        g_assert_null(strstr(strstr(text, "<script>") + 1, "<script"));
        g_assert_null(strstr(text, "<script>alert"));
    }
}

/* A link that is none of the web's is text. */
static void test_links(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    static const char *const urls[] = {"javascript:alert(1)",
                                       "JaVaScRiPt:alert(1)",
                                       "data:text/html,<script>alert(1)</script>",
                                       " javascript:alert(1)",
                                       "file:///etc/passwd",
                                       "//x.example",
                                       ""};
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_autofree char *id = g_strdup(kiri_summary_row(before, 0)->article);
    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autoptr(KiriArticle) a = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, NULL);
        g_free(a->url);
        a->url = g_strdup(urls[i]);
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
        g_autoptr(KiriSummary) s = coverage_summary(f->store);
        g_auto(KiriBuf) out;
        KiriReportOptions options = {.era = KIRI_ERA_GENGO};
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        g_assert_true(
            kiri_report_format("html")->write(s, &options, kiri_report_to_buf, &out, NULL));
        check_page(out.p);
        g_assert_nonnull(strstr(out.p, a->title));
    }
}

/* No more of an article leaves than a short quotation. */
static void test_quotation(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_autoptr(KiriClip) clip =
        kiri_store_get(f->store, KIRI_NOUN_CLIP, kiri_summary_row(before, 1)->clip, NULL);
    KiriContradiction *d = g_ptr_array_index(clip->evidence->contradictions, 0);
    g_autoptr(GString) sentence = g_string_new(NULL);
    for (guint i = 0; i < 121; i++)
        g_string_append(sentence, "長");
    g_free(d->article_sentence);
    d->article_sentence = g_strdup(sentence->str);
    test_put(f->store, KIRI_NOUN_CLIP, clip);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_auto(KiriBuf) out;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_report_format("html")->write(s, &options, kiri_report_to_buf, &out, NULL));
    g_assert_null(strstr(out.p, sentence->str));
    g_string_truncate(sentence, sentence->len - strlen("長"));
    g_string_append(sentence, "…");
    g_assert_nonnull(strstr(out.p, sentence->str));
    g_assert_null(strstr(out.p, "街では期待の声"));
}

/* ---- what became of the articles ---- */

static void revise(CoverageFixture *f, const char *title, const char *new_title, const char *was,
                   const char *is, const char *notice, gboolean is_removed)
{
    g_autofree char *id = coverage_article_id(title);
    g_autoptr(KiriArticle) a = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, NULL);
    g_assert_nonnull(a);
    a->fetched = kiri_time_jst(test_day_us(13) + 11 * KIRI_US_PER_HOUR);
    if (new_title) {
        g_free(a->title);
        a->title = g_strdup(new_title);
    }
    if (was) {
        g_autoptr(GString) text = g_string_new(a->text);
        g_assert_cmpuint(g_string_replace(text, was, is, 0), >, 0);
        g_free(a->text);
        a->text = g_strdup(text->str);
    }
    a->is_corrected = notice != NULL;
    a->correction = g_strdup(notice);
    if (is_removed)
        a->removed = kiri_time_jst(test_day_us(14));
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
}

/* Corrections, deletions and new headlines stand in every format, told in figures
 * and headlines: of the text no more than the notice leaves. */
static void test_revisions(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO, .handling = "総務課"};
    g_autofree char *before = page(f->store, &options);
    g_assert_null(strstr(before, "訂正・削除・見出し変更"));
    revise(f, coverage_articles[1].title, "高齢者見守りに訪問員1,800人　新事業「ひなた」",
           "約1,200人", "約1,800人", "訂正：訪問員の数を<b>誤って</b>いました。", FALSE);
    revise(f, coverage_articles[6].title, NULL, NULL, NULL, NULL, TRUE);
    revise(f, coverage_articles[0].title, NULL, "街では期待の声が聞かれた",
           "街では不安の声が聞かれた", NULL, FALSE);
    g_autofree char *text = page(f->store, &options);
    check_page(text);
    g_assert_nonnull(strstr(text, "訂正・削除・見出し変更</h3>"));
    g_assert_nonnull(strstr(text, "訂正1件、削除1件、見出し変更1件"));
    g_assert_nonnull(strstr(text, "見出し変更：「高齢者見守りに訪問員1,200人　新事業「ひなた」」"));
    g_assert_nonnull(strstr(text, "&lt;b&gt;誤って&lt;/b&gt;"));
    g_assert_nonnull(strstr(text, "数値：1,200人→1,800人"));
    g_assert_nonnull(strstr(text, "記事の削除を確認"));
    g_assert_nonnull(strstr(text, "訂正あり、見出し変更"));
    g_assert_nonnull(strstr(text, "削除済み"));
    g_assert_nonnull(strstr(text, "本文の"));
    g_assert_null(strstr(text, "期待の声")); // no body text leaves
    g_assert_null(strstr(text, "不安の声"));
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->corrections, ==, 1);
    g_assert_cmpuint(s->removals, ==, 1);
    g_assert_cmpuint(s->retitled, ==, 1);
    g_auto(KiriBuf) csv, jsonl;
    kiri_buf_init(&csv, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&jsonl, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_report_format("csv")->write(s, &options, kiri_report_to_buf, &csv, NULL));
    g_assert_true(
        kiri_report_format("jsonl")->write(s, &options, kiri_report_to_buf, &jsonl, NULL));
    g_assert_nonnull(strstr(csv.p, "掲載後の変更"));
    g_assert_nonnull(strstr(csv.p, "記事の削除"));
    g_assert_nonnull(strstr(csv.p, "数値 1200人→1800人"));
    g_assert_nonnull(strstr(jsonl.p, "\"figures_after\":[\"1800人\"]"));
    g_assert_nonnull(strstr(jsonl.p, "\"removals\":1,\"retitled\":1"));
    g_assert_null(strstr(csv.p, "不安の声"));
    g_assert_null(strstr(jsonl.p, "不安の声"));
}

#define WITH_STORE(path, test)                                                                     \
    g_test_add(path, CoverageFixture, NULL, coverage_set_up, test, coverage_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/html/template", test_template);
    WITH_STORE("/html/without-findings", test_without_findings);
    WITH_STORE("/html/first-page", test_first_page);
    WITH_STORE("/html/policy", test_policy);
    WITH_STORE("/html/many", test_many);
    WITH_STORE("/html/empty", test_empty);
    WITH_STORE("/html/hostile", test_hostile);
    WITH_STORE("/html/links", test_links);
    WITH_STORE("/html/quotation", test_quotation);
    WITH_STORE("/html/revisions", test_revisions);
    return g_test_run();
}
