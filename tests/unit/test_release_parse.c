// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases from files, with front matter and without. */
#include <kirinuki/boilerplate.h>
#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/release_parse.h>

#include <string.h>

static KiriRelease *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriRelease *r = kiri_release_parse(kiri_str(text), "発表.md", &error);
    g_assert_no_error(error);
    g_assert_nonnull(r);
    return r;
}

static void assert_time(KiriTime t, const char *expected)
{
    char shown[32];
    kiri_time_format(t, shown);
    g_assert_cmpstr(shown, ==, expected);
}

static void test_front_matter(void)
{
    g_autoptr(KiriRelease) r = parse("---\r\n"
                                     "key: yoru-basu\r\n"
                                     "title: \"夜間バス「ほたる」を増便します\"\r\n"
                                     "date: 2026-04-13T10:00\r\n"
                                     "解禁日時: 2026-04-14\r\n"
                                     "section: 交通局運行課\r\n"
                                     "method: 投込み\r\n"
                                     "organisation: 青葉市\r\n"
                                     "aliases: 青葉, Aoba City\r\n"
                                     "keywords:\r\n"
                                     "- ほたる\r\n"
                                     "- 夜間バス\r\n"
                                     "messages:\r\n"
                                     "- 便数を2倍の、24便にする。\r\n"
                                     "color: blue\r\n"
                                     "---\r\n"
                                     "# 夜間バス「ほたる」を増便します\r\n"
                                     "\r\n"
                                     "青葉市は、夜間バスを増便します。\r\n"
                                     "## 1 内容\r\n"
                                     "24便にします。\r\n");
    g_assert_cmpstr(r->id, ==, "yoru-basu");
    g_assert_cmpstr(r->title, ==, "夜間バス「ほたる」を増便します");
    assert_time(r->date, "2026-04-13T10:00:00+09:00");
    assert_time(r->embargo, "2026-04-14");
    g_assert_cmpstr(r->section, ==, "交通局運行課");
    g_assert_cmpstr(r->method, ==, "投込み");
    g_assert_cmpstr(r->organisation, ==, "青葉市");
    g_assert_cmpstr(r->aliases[1], ==, "Aoba City");
    g_assert_cmpuint(kiri_strv_count(r->keywords), ==, 2);
    g_assert_cmpstr(r->keywords[1], ==, "夜間バス");
    g_assert_cmpuint(kiri_strv_count(r->messages), ==, 1);
    g_assert_cmpstr(r->messages[0], ==, "便数を2倍の、24便にする。");
    g_assert_cmpstr(r->text, ==, "青葉市は、夜間バスを増便します。\n1 内容\n24便にします。");
    g_assert_cmpstr(r->source, ==, "発表.md");
}

static void test_plain(void)
{
    const char *text = "報道発表\n令和8年4月13日\n解禁日時：令和8年4月14日5時\n"
                       "青葉市（以下「あおば」）は動物園「森の家」を開きます。";
    g_autoptr(KiriRelease) r = parse(text);
    g_autoptr(KiriRelease) same = parse(text);
    g_assert_true(g_str_has_prefix(r->id, "R-"));
    g_assert_cmpuint(strlen(r->id), ==, 10);
    g_assert_cmpstr(r->id, ==, same->id);
    g_assert_cmpstr(r->title, ==, "報道発表");
    char day[32];
    kiri_time_format(r->date, day);
    g_assert_true(g_str_has_prefix(day, "2026-04-13"));
    kiri_time_format(r->embargo, day);
    g_assert_true(g_str_has_prefix(day, "2026-04-14"));
    g_assert_nonnull(r->keywords);
}

/* What is handed out, and who answers, where the text alone says it. */
static void test_attachments(void)
{
    g_autoptr(KiriRelease) r =
        parse("---\ntitle: 題\n添付資料:\n- 図版.pdf\n- 図版.pdf\n---\n"
              "市は本日、新しい図書館の名前を発表しました。\n名前は「森の本棚」です。\n"
              "資料は https://example.jp/a/b.xlsx にあります。\n"
              "（照会先）\n教育委員会図書館課　電話000");
    g_assert_cmpuint(kiri_recs_count(r->attachments), ==, 2);
    const KiriAttachment *file = g_ptr_array_index(r->attachments, 0);
    const KiriAttachment *link = g_ptr_array_index(r->attachments, 1);
    g_assert_cmpstr(file->place, ==, "図版.pdf");
    g_assert_cmpstr(link->name, ==, "b.xlsx");
    g_assert_cmpstr(link->place, ==, "https://example.jp/a/b.xlsx");
    g_assert_cmpstr(r->section, ==, "教育委員会図書館課");
    kiri_release_add_attachment(r, "https://example.jp/page.html");
    g_assert_cmpuint(kiri_recs_count(r->attachments), ==, 2);
}

static void test_broken(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"---\ntitle: a\n", "line 1"},
        {"---\ntitle: a\ndate: someday\n---\nb\n", "line 3"},
        {"---\ntitle: a\nno colon here\n---\nb\n", "line 3"},
        {" \n \n", "empty"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(kiri_release_parse(kiri_str(cases[i].text), NULL, &error));
        g_assert_true(kiri_error_is(error, KIRI_ERROR_PARSE));
        g_assert_nonnull(strstr(error->message, cases[i].words));
    }
    g_autofree char *long_text = g_strnfill(KIRI_LIMIT_TEXT_BYTES + 1, 'a');
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_release_parse(kiri_str(long_text), NULL, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
}

static void test_keywords(void)
{
    g_auto(GStrv) words = kiri_release_propose_keywords(
        kiri_str("訪問事業「ひなた」を始めます"),
        kiri_str("訪問事業を始めます。訪問事業は地域包括支援センターと行います。対象は世帯です。"
                 "地域包括支援センターは市内にあります。"),
        5);
    g_assert_cmpstr(words[0], ==, "ひなた");
    g_assert_true(kiri_strv_has(words, "訪問事業"));
    g_assert_true(kiri_strv_has(words, "地域包括支援センター"));
    g_assert_false(kiri_strv_has(words, "対象"));
    g_assert_cmpuint(g_strv_length(words), <=, 5);
}

static void test_aliases(void)
{
    g_auto(GStrv) words = kiri_release_declared_aliases(
        "株式会社灯和電機",
        kiri_str("株式会社灯和電機（以下「灯和」）と、株式会社灯和電機（略称：TWD）。"
                 "株式会社灯和電機（本社：青葉市）、株式会社灯和電機（Towa）"));
    g_assert_true(kiri_strv_has(words, "灯和"));
    g_assert_true(kiri_strv_has(words, "TWD"));
    g_assert_true(kiri_strv_has(words, "Towa"));
    g_assert_cmpuint(g_strv_length(words), ==, 3);
}

static void test_page(void)
{
    g_autoptr(GError) error = NULL;
    KiriTime date = KIRI_TIME_UNSET;
    g_assert_true(kiri_time_parse(kiri_str("2026-04-13"), KIRI_JST_MIN, &date));
    g_autoptr(KiriRelease) r =
        kiri_release_from_page("https://example.jp/1", "題", kiri_str("本文です。"), date, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(r->url, ==, "https://example.jp/1");
    assert_time(r->date, "2026-04-13");
    g_assert_null(kiri_release_from_page(NULL, NULL, kiri_str(""), date, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_PARSE));
}

/* The newsroom's files are what offices would hand in. */
static void test_newsroom(void)
{
    const char *dir = KIRINUKI_SOURCE_DIR "/tests/newsroom/releases";
    g_autoptr(GDir) files = g_dir_open(dir, 0, NULL);
    const char *name;
    guint n = 0;
    while ((name = g_dir_read_name(files))) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) file = kiri_file_read(path, 1 << 20, &error);
        gsize size;
        const char *p = g_bytes_get_data(file, &size);
        g_autoptr(KiriRelease) r = kiri_release_parse((KiriStr){p, size}, name, &error);
        g_assert_no_error(error);
        g_assert_true(kiri_time_is_set(r->date));
        g_assert_cmpuint(kiri_strv_count(r->messages), >=, 2);
        g_autofree char *body = kiri_release_body(r);
        g_assert_null(strstr(body, "電話　0"));
        g_assert_null(strstr(body, "問い合わせ先"));
        n++;
    }
    g_assert_cmpuint(n, >=, 10);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/release-parse/front-matter", test_front_matter);
    g_test_add_func("/release-parse/plain", test_plain);
    g_test_add_func("/release-parse/attachments", test_attachments);
    g_test_add_func("/release-parse/broken", test_broken);
    g_test_add_func("/release-parse/keywords", test_keywords);
    g_test_add_func("/release-parse/aliases", test_aliases);
    g_test_add_func("/release-parse/page", test_page);
    g_test_add_func("/release-parse/newsroom", test_newsroom);
    return g_test_run();
}
