// SPDX-License-Identifier: GPL-3.0-or-later
/* The report in sections: page 1 stands alone, templates choose and name what stands
 * there, every document tells the same figures, English is English, and earlier
 * announcements of the same kind are found. */
#include "../support/coverage.h"

#include <kirinuki/error.h>
#include <kirinuki/manifest.h>

#include "words/lang.h"

#include <string.h>

static char *written(const KiriSummary *s, const char *format, const KiriReportOptions *options,
                     gsize *n)
{
    g_autoptr(GError) error = NULL;
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_report_format(format)->write(s, options, kiri_report_to_buf, &out, &error);
    g_assert_no_error(error);
    return kiri_buf_steal(&out, n);
}

/* The text of pages [from, to] of a PDF, as others read it; NULL: nobody can here. */
static char *pdf_text(CoverageFixture *f, const KiriSummary *s, const KiriReportOptions *options,
                      guint from, guint to)
{
    gsize n = 0;
    g_autofree char *tool = g_find_program_in_path("pdftotext");
    g_autofree char *path = g_build_filename(f->dir, "a.pdf", NULL);
    g_autofree char *pdf = written(s, "pdf", options, &n);
    g_assert_true(g_str_has_prefix(pdf, "%PDF-"));
    if (!tool)
        return NULL;
    g_assert_true(g_file_set_contents(path, pdf, (gssize)n, NULL));
    g_autofree char *line = g_strdup_printf("%s -raw -f %u -l %u %s -", tool, from, to, path);
    char *text = NULL;
    gint status = 0;
    g_assert_true(g_spawn_command_line_sync(line, &text, NULL, &status, NULL));
    g_assert_true(g_spawn_check_wait_status(status, NULL));
    return text;
}

/* Without white space: where lines end is not the question. */
static char *squeezed(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p])
        if (!g_unichar_isspace(g_utf8_get_char(p)))
            g_string_append_unichar(out, g_utf8_get_char(p));
    return g_string_free(out, FALSE);
}

static void assert_has(const char *text, const char *what)
{
    if (!strstr(text, what))
        g_error("'%s' is missing", what);
}

/* ---- page 1 ---- */

static char *repeated(const char *text, guint times)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < times; i++)
        g_string_append(out, text);
    return g_string_free(out, FALSE);
}

/* Everything that comes from outside as long as it can be. */
static void make_long(CoverageFixture *f)
{
    g_autofree char *text = repeated("長い名称の見守り訪問事業", 60);
    g_autofree char *name = repeated("ながながしい地方新聞デジタル", 5);
    g_autoptr(KiriRelease) r = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "hinata", NULL);
    g_free(r->title);
    r->title = g_strdup(text);
    g_free(r->section);
    r->section = g_strdup(name);
    test_put(f->store, KIRI_NOUN_RELEASE, r);
    for (gsize i = 0; i < G_N_ELEMENTS(coverage_media); i++) {
        g_autoptr(KiriMedium) m =
            kiri_store_get(f->store, KIRI_NOUN_MEDIUM, coverage_media[i].id, NULL);
        g_free(m->name);
        m->name = g_strdup_printf("%s%u", name, (guint)i);
        test_put(f->store, KIRI_NOUN_MEDIUM, m);
    }
    KiriBatch *batch = kiri_batch_begin(f->store);
    for (guint i = 0; i < 30; i++) {
        CoverageArticle copy = coverage_articles[3];
        g_autofree char *title = g_strdup_printf("%u%s", i, text);
        copy.title = title;
        coverage_put_article(batch, &copy);
    }
    CoverageArticle wrong = coverage_articles[1];
    wrong.title = wrong.text = text;
    coverage_put_article(batch, &wrong);
    CoverageArticle other = coverage_articles[7];
    other.title = other.homonym = text;
    coverage_put_article(batch, &other);
    test_commit(batch);
}

static void test_front(CoverageFixture *f, gconstpointer is_long)
{
    const KiriReportOptions options = {.era = KIRI_ERA_GENGO,
                                       .section = "大臣官房総務課広報室",
                                       .handling = "取扱注意（関係者限り）",
                                       .document_class = "広報／報道対応／報道結果",
                                       .retention_years = 3,
                                       .is_sample = TRUE};
    if (is_long)
        make_long(f);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autofree char *front = pdf_text(f, s, &options, 1, 1);
    if (!front) {
        g_test_skip("pdftotext is not installed");
        return;
    }
    g_autofree char *second = pdf_text(f, s, &options, 2, 2);
    g_autofree char *page = squeezed(front);
    assert_has(page, "見本");
    assert_has(page, "取扱区分：取扱注意");
    assert_has(page, "令和8年4月20日（月）");
    assert_has(page, "保存期間3年（令和12年3月31日（日）満了）");
    assert_has(page, "文書分類広報／報道対応／報道結果");
    assert_has(page, "1概要");
    assert_has(page, "発表との相違");
    assert_has(page, "広告換算額（参考値）の例");
    assert_has(page, "掲載位置1"); // the last line of the last box
    g_assert_null(strstr(page, "2主な報道"));
    g_autofree char *next = squeezed(second);
    assert_has(next, "2主な報道");
    g_assert_null(strstr(next, "の例"));
}

/* ---- templates ---- */

static KiriReportTemplate *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriReportTemplate *t = kiri_report_template_parse(kiri_str(text), &error);
    g_assert_no_error(error);
    return t;
}

static void test_template(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriReportTemplate) t = parse("\xef\xbb\xbf# ours\n[report]\ntitle=報告：{}（{}）\n"
                                            "title[en]=On {}\n[sections]\nmedia=媒体\n"
                                            "media[en]=Where\nmethods=\noverview=\n");
    KiriReportOptions options = {.era = KIRI_ERA_GENGO, .template_ = t};
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autofree char *text = written(s, "text", &options, NULL);
    const char *first = strstr(text, "■ 1　媒体"), *annex = strstr(text, "■ 別紙1　算定方法");
    const char *last = strstr(text, "■ 2　概要");
    g_assert_true(first && annex && last && first < annex && annex < last);
    g_assert_true(g_str_has_prefix(strstr(text, "報告："), "報告：独り暮らし高齢者"));
    g_assert_null(strstr(text, "主な報道"));
    g_assert_null(strstr(text, "を参照）")); // nothing that is referred to is there
    options.lang = KIRI_REPORT_EN;
    g_autofree char *english = written(s, "html", &options, NULL);
    assert_has(english, "<title>On 独り暮らし高齢者");
    assert_has(english, "1  Where</h2>");
    for (gsize i = 0; kiri_report_template_names[i]; i++) {
        const char *shipped = kiri_report_template_shipped(kiri_report_template_names[i]);
        g_autoptr(KiriReportTemplate) one = parse(shipped);
        g_assert_nonnull(one);
    }
    g_assert_null(kiri_report_template_shipped("../release"));
}

static void test_bad_templates(CoverageFixture *f, gconstpointer data)
{
    static const struct {
        const char *text, *said;
    } bad[] = {
        {"[sections]\noverview=\nsummary=要約\n", "line 3: there is no section 'summary'"},
        {"[sections]\n  foo = x\n", "line 2: there is no section 'foo'"},
        {"[report]\ntitle=x\n", "it names no section"},
        {"[report]\nlogo=x\n[sections]\nlist=\n", "line 2: [report] has a title, and no 'logo'"},
        {"[section]\nlist=\n", "line 1: there is no group 'section'"},
        {"list=\n", "Key file does not start with a group"},
        {"[sections]\n\xff=\n", "it is not UTF-8 text"},
        {"", "it names no section"},
    };
    (void)f, (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(kiri_report_template_parse(kiri_str(bad[i].text), &error));
        g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
        assert_has(error->message, bad[i].said);
    }
}

/* ---- all documents ---- */

static void test_agreement(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    const KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    g_autofree char *text = written(s, "text", &options, NULL);
    g_autofree char *html = written(s, "html", &options, NULL);
    g_autofree char *pdf = pdf_text(f, s, &options, 1, 99);
    const char *const all[] = {text, html, pdf};
    g_autofree char *people = kiri_number_grouped(s->reach->high);
    g_autofree char *known = kiri_number_grouped(s->ave_known_yen);
    const char *figures[] = {"総件数8件・実件数6件の掲載を、6媒体（うち重点媒体は3媒体）で確認した",
                             "以上、総件数8件・実件数6件",
                             "発表と数値の異なる記事が1件ある",
                             "職員の確認を要する記事が2件ある",
                             "対象外計2件",
                             people,
                             known,
                             "広報効果そのものを示すものではない"};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        if (!all[i])
            continue;
        g_autofree char *said = squeezed(all[i]);
        for (gsize k = 0; k < G_N_ELEMENTS(figures); k++)
            assert_has(said, figures[k]);
        for (guint c = 0; c < s->total; c++) {
            g_autoptr(KiriSummaryClip) clip = kiri_summary_open_clip(s, c, NULL);
            g_autofree char *title = squeezed(clip->article->title);
            assert_has(said, title);
        }
    }
}

/* What a check needs stands in the report. */
static void test_check_number(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    KiriSummaryQuery query = {.release = "hinata",
                              .from_us = G_MININT64,
                              .to_us = G_MAXINT64,
                              .now_us = s->now_us,
                              .population = 123000000};
    g_autoptr(KiriManifest) m = kiri_manifest_make(f->store, &query, s, &error);
    g_assert_no_error(error);
    const KiriReportOptions options = {.manifest = m};
    g_autofree char *html = written(s, "html", &options, NULL);
    assert_has(html, m->number);
    assert_has(html, m->rows_sha256);
}

/* ---- English ---- */

static gboolean is_japanese(gunichar c)
{
    return c >= 0x3040 && c <= 0x9fff && c != 0x30fb; // ・ is a mark of lists
}

/* Everything that the store holds: what may stand in an English report as it is. */
static char *all_data(CoverageFixture *f)
{
    GString *all = g_string_new("令和8年 大臣官房広報室 媒体資料（架空） 料金表（架空） ");
    for (gsize i = 0; i < G_N_ELEMENTS(coverage_articles); i++)
        g_string_append_printf(all, "%s\n%s\n", coverage_articles[i].title,
                               coverage_articles[i].text);
    for (gsize i = 0; i < G_N_ELEMENTS(coverage_media); i++)
        g_string_append_printf(all, "%s\n", coverage_media[i].name);
    g_autoptr(KiriRelease) r = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "hinata", NULL);
    g_string_append_printf(all, "%s\n%s\n%s\n%s\n", r->title, r->section, r->text ? r->text : "",
                           r->method ? r->method : "");
    for (char **m = r->messages; m && *m; m++)
        g_string_append_printf(all, "%s\n", *m);
    return g_string_free(all, FALSE);
}

static void test_english(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    const KiriReportOptions options = {.lang = KIRI_REPORT_EN, .section = "大臣官房広報室"};
    g_autofree char *english = written(s, "text", &options, NULL);
    g_autofree char *known = all_data(f);
    for (const char *p = english; *p;) {
        const char *end = p;
        while (is_japanese(g_utf8_get_char(end)))
            end += g_utf8_skip[(guchar)*end];
        g_autofree char *run = g_strndup(p, (gsize)(end - p));
        if (*run && !strstr(known, run) && g_utf8_strlen(run, -1) > 1)
            g_error("'%s' is not English: %.60s", run, p);
        p = *end ? end + g_utf8_skip[(guchar)*end] : end;
    }
    assert_has(english, "Media coverage of \"独り暮らし");
    assert_has(english, "Coverage found: 8 pieces, 6 of them unique, in 6 media (key media: 3).");
    assert_has(english, "12 min after the announcement");
    g_autofree char *html = written(s, "html", &options, NULL);
    assert_has(html, "<html lang=\"en\">");
}

static void test_dates(void)
{
    const KiriTime when = {.us = test_day_us(13) + 605 * (gint64)60000000,
                           .precision = KIRI_PRECISION_SECOND};
    g_autofree char *ja = kiri_say_when(KIRI_REPORT_JA, when, test_day_us(19));
    g_autofree char *en = kiri_say_when(KIRI_REPORT_EN, when, test_day_us(19));
    g_autofree char *later =
        kiri_say_when(KIRI_REPORT_EN, when, test_day_us(19) + 400 * KIRI_US_PER_DAY);
    g_autofree char *never = kiri_say_when(KIRI_REPORT_EN, (KiriTime){0}, 0);
    g_auto(KiriBuf) day;
    kiri_buf_init(&day, 100);
    kiri_say_date(KIRI_REPORT_EN, when.us, KIRI_ERA_GENGO, TRUE, &day);
    g_assert_cmpstr(ja, ==, "4月14日（火）10:05");
    g_assert_cmpstr(en, ==, "14 Apr (Tue) 10:05");
    g_assert_cmpstr(later, ==, "14 Apr 2026 (Tue) 10:05");
    g_assert_cmpstr(never, ==, "unknown");
    g_assert_cmpstr(day.p, ==, "Tuesday, 14 April 2026, 10:05");
}

/* ---- earlier announcements ---- */

static void put_release(CoverageFixture *f, const char *id, const char *title, gint day,
                        const char *organisation)
{
    g_autoptr(KiriRelease) of = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "hinata", NULL);
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup(id);
    r->title = g_strdup(title);
    r->text = g_strdup("");
    r->organisation = g_strdup(organisation ? organisation : of->organisation);
    r->date = kiri_time_jst(test_day_us(1) - day * KIRI_US_PER_DAY);
    test_put(f->store, KIRI_NOUN_RELEASE, r);
}

static void test_earlier(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_release(f, "far", "毎月勤労統計（令和7年12月分）の結果速報", 40, NULL);
    put_release(f, "last", "独り暮らし高齢者等の見守り訪問事業「ひなた」を4月1日に始めます", 200,
                NULL);
    put_release(f, "like", "独り暮らし高齢者等の見守り訪問事業「こかげ」の試行について", 300, NULL);
    put_release(f, "other", "独り暮らし高齢者等の見守り訪問事業「ひなた」を1月1日に始めます", 90,
                "別の省");
    put_release(f, "after", "独り暮らし高齢者等の見守り訪問事業「ひなた」を9月1日に始めます", -60,
                NULL);
    KiriSummaryQuery query = {.release = "hinata",
                              .from_us = G_MININT64,
                              .to_us = G_MAXINT64,
                              .now_us = test_day_us(19),
                              .population = 123000000};
    g_autoptr(KiriRelease) of = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "hinata", NULL);
    g_autoptr(GPtrArray) earlier = kiri_earlier_of(f->store, &query, of, 5, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(earlier->len, ==, 2);
    const KiriEarlier *last = g_ptr_array_index(earlier, 0), *like = g_ptr_array_index(earlier, 1);
    g_assert_cmpstr(last->id, ==, "last");
    g_assert_cmpstr(like->id, ==, "like");
    g_assert_true(last->is_series && !like->is_series);
    g_assert_cmpuint(last->total, ==, 0);
    g_autoptr(GPtrArray) one = kiri_earlier_of(f->store, &query, of, 1, &error);
    g_assert_cmpuint(one->len, ==, 1);
    g_assert_cmpstr(((KiriEarlier *)g_ptr_array_index(one, 0))->id, ==, "last");
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    const KiriReportOptions options = {.earlier = earlier};
    g_autofree char *html = written(s, "html", &options, NULL);
    assert_has(html, "5　前回・類似発表との比較");
    assert_has(html, "今回：独り暮らし");
    assert_has(html, "（同じ名称の発表）");
}

/* ---- editorials ---- */

static void test_editorials(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    static const char *const titles[] = {"＜社説＞見守りを支えるには", "社説：担い手をどう育てる",
                                         "【論説】「ひなた」に望む", "社説読み比べの催し"};
    KiriBatch *batch = kiri_batch_begin(f->store);
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++) {
        CoverageArticle a = coverage_articles[6];
        a.title = titles[i];
        coverage_put_article(batch, &a);
    }
    test_commit(batch);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->editorials, ==, 3);
    const KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    g_autofree char *html = written(s, "html", &options, NULL);
    assert_has(html, ">3・0件<");
}

/* ---- logos ---- */

/* A PNG of one pixel. */
static const guint8 dot[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d,
                             0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01,
                             0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00,
                             0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x90, 0xb7, 0x8a, 0xff,
                             0x0f, 0x00, 0x02, 0xec, 0x01, 0xb8, 0x47, 0xd8, 0x63, 0x5d, 0x00, 0x00,
                             0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

static void test_logo(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    guint8 huge[sizeof dot];
    memcpy(huge, dot, sizeof dot);
    huge[16] = 0x7f; // width
    g_autoptr(GBytes) good = g_bytes_new_static(dot, sizeof dot);
    g_autoptr(GBytes) cut = g_bytes_new_static(dot, 40);
    g_autoptr(GBytes) wide = g_bytes_new_static(huge, sizeof huge);
    g_autoptr(GBytes) none = g_bytes_new_static("GIF89a", 6);
    kiri_report_check_logo(good, &error);
    g_assert_no_error(error);
    g_assert_false(kiri_report_check_logo(wide, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_false(kiri_report_check_logo(cut, NULL));
    g_assert_false(kiri_report_check_logo(none, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    const KiriReportOptions with = {.logo = good, .organisation = "暮らし安全省"}, without = {0};
    g_autofree char *html = written(s, "html", &with, NULL);
    assert_has(html, "<img class=\"logo\" alt=\"暮らし安全省\" src=\"data:image/png;base64,iVBOR");
    gsize n[2];
    g_free(written(s, "pdf", &with, &n[0]));
    g_free(written(s, "pdf", &without, &n[1]));
    g_assert_cmpuint(n[0], >, n[1]);
}

#define WITH_STORE(path, data, test)                                                               \
    g_test_add(path, CoverageFixture, data, coverage_set_up, test, coverage_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/page/front", NULL, test_front);
    WITH_STORE("/page/front-of-long-texts", "long", test_front);
    WITH_STORE("/page/template", NULL, test_template);
    WITH_STORE("/page/bad-templates", NULL, test_bad_templates);
    WITH_STORE("/page/agreement", NULL, test_agreement);
    WITH_STORE("/page/check-number", NULL, test_check_number);
    WITH_STORE("/page/english", NULL, test_english);
    g_test_add_func("/page/dates", test_dates);
    WITH_STORE("/page/earlier", NULL, test_earlier);
    WITH_STORE("/page/editorials", NULL, test_editorials);
    WITH_STORE("/page/logo", NULL, test_logo);
    return g_test_run();
}
