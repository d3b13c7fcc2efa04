// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces and lists of them: names are matched or refused, last year's list is read as it
 * lies there, and a bad cell is named by its line and column. */
#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/limits.h>
#include <kirinuki/piece.h>

#include <string.h>

static void add_medium(KiriPieceBook *book, const char *id, const char *name, KiriMediumKind kind,
                       const char *domain)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    m->name = g_strdup(name);
    m->kind = (gint)kind;
    if (domain)
        kiri_strv_add(&m->domains, domain);
    kiri_piece_book_add_medium(book, m);
}

static KiriPieceBook *make_book(void)
{
    KiriPieceBook *book = kiri_piece_book_new();
    add_medium(book, "asa", "暁新聞", KIRI_MEDIUM_NATIONAL_PAPER, "akatsuki.example");
    add_medium(book, "yama", "山彦新聞", KIRI_MEDIUM_LOCAL_PAPER, NULL);
    add_medium(book, "hoshi", "星空テレビ", KIRI_MEDIUM_TV, NULL);
    add_medium(book, "kaze", "週刊かぜ", KIRI_MEDIUM_MAGAZINE, NULL);
    add_medium(book, "net", "ネット日報", KIRI_MEDIUM_WEB, "nippo.example");
    kiri_piece_book_add(book, KIRI_NOUN_RELEASE, "R-100", "見守り訪問事業を始めます");
    kiri_piece_book_add(book, KIRI_NOUN_RELEASE, "R-200", "労働災害発生状況を公表します");
    kiri_piece_book_add(book, KIRI_NOUN_RELEASE, "R-300", "労働災害発生状況を公表します");
    kiri_piece_book_add(book, KIRI_NOUN_TOPIC, "nenkin", "年金");
    return book;
}

static void assert_found(KiriPieceBook *book, KiriNoun noun, const char *name, const char *id)
{
    g_autoptr(GError) error = NULL;
    const char *found = kiri_piece_book_find(book, noun, name, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(found, ==, id);
}

static void assert_refused(KiriPieceBook *book, KiriNoun noun, const char *name, const char *says)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_piece_book_find(book, noun, name, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND);
    g_assert_nonnull(strstr(error->message, says));
}

static void test_names(void)
{
    g_autoptr(KiriPieceBook) book = make_book();
    assert_found(book, KIRI_NOUN_MEDIUM, "asa", "asa");
    assert_found(book, KIRI_NOUN_MEDIUM, "暁新聞", "asa");
    assert_found(book, KIRI_NOUN_MEDIUM, "暁", "asa");
    assert_found(book, KIRI_NOUN_MEDIUM, "暁新聞社", "asa");
    assert_found(book, KIRI_NOUN_MEDIUM, "暁 新聞（東京本社版）", "asa");
    assert_found(book, KIRI_NOUN_MEDIUM, "nippo.example", "net");
    assert_found(book, KIRI_NOUN_MEDIUM, "ﾈｯﾄ日報", "net");
    assert_found(book, KIRI_NOUN_RELEASE, "R-100", "R-100");
    assert_found(book, KIRI_NOUN_RELEASE, "見守り訪問事業を始めます", "R-100");
    assert_found(book, KIRI_NOUN_TOPIC, "年金", "nenkin");
    /* What fits several, or nothing, is a question. */
    assert_refused(book, KIRI_NOUN_RELEASE, "労働災害発生状況を公表します", "R-200, R-300");
    assert_refused(book, KIRI_NOUN_MEDIUM, "山彦新報", "山彦新聞 (yama)");
    assert_refused(book, KIRI_NOUN_MEDIUM, "星空てれび", "星空テレビ (hoshi)");
    assert_refused(book, KIRI_NOUN_TOPIC, "asa", "asa");
}

/* ---- lists ---- */

static void read_list(const char *text, gboolean is_ndjson, const char *map_text,
                      const KiriPieceDates *dates, KiriPieceList *out)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriPieceBook) book = make_book();
    g_autoptr(KiriPieceMap) map =
        map_text ? kiri_piece_map_parse(kiri_str(map_text), &error) : NULL;
    g_assert_no_error(error);
    kiri_piece_list_read(kiri_str(text), is_ndjson, map, dates ? dates : &(KiriPieceDates){0}, book,
                         out, &error);
    g_assert_no_error(error);
}

static const KiriPiece *piece_at(const KiriPieceList *list, guint i)
{
    g_assert_cmpuint(i, <, list->pieces->len);
    return g_ptr_array_index(list->pieces, i);
}

static const char *problem_at(const KiriPieceList *list, guint i)
{
    g_assert_cmpuint(i, <, list->problems->len);
    return g_ptr_array_index(list->problems, i);
}

static void assert_clean(const KiriPieceList *list, guint pieces)
{
    g_assert_cmpstr(list->problems->len ? problem_at(list, 0) : NULL, ==, NULL);
    g_assert_cmpuint(list->pieces->len, ==, pieces);
}

static void assert_when(const KiriPiece *p, const char *when)
{
    char text[32];
    kiri_time_format(p->when, text);
    g_assert_cmpstr(text, ==, when);
}

/* A list as an office has it: its own title on top, sums at the end, four forms. */
static const char office_list[] =
    "令和7年度　掲載一覧,,,,,,,,,,,,\n"
    "（広報室作成）,,,,,,,,,,,,\n"
    "No.,掲載日,種別,媒体名,朝夕刊,面,段,高さ（cm）,幅(mm),番組名,秒数,見出し,換算額（千円）\n"
    "1,令和7年4月14日（月）,全国紙,暁新聞,朝,３面,４段半,12.5,80,,,見守り訪問始まる,\"1,234\"\n"
    "2,2025/4/14 19:05,テレビ,星空テレビ,,,-,,,よるニュース,1分30秒,高齢者の見守り,5000\n"
    "3,4月20日,週刊誌,週刊かぜ,2025年5月号,45頁,,,,,,見守りの現場,\n"
    "4,4/21,Web,nippo.example,,,,,,,,見守り始動,不明\n"
    ",,,,,,,,,,,,\n"
    "合計,,,,,,,,,,,4件,\n";

static void test_office_list(void)
{
    g_auto(KiriPieceList) list = {0};
    read_list(office_list, FALSE, NULL, &(KiriPieceDates){.fiscal_year = 2025}, &list);
    assert_clean(&list, 4);
    g_assert_cmpuint(list.rows, ==, 4);
    g_assert_cmpuint(list.passed_over, ==, 2); // an empty row and the sum
    g_assert_cmpuint(list.unknown->len, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(list.unknown, 0), ==, "No.");
    const KiriPiece *paper = piece_at(&list, 0), *tv = piece_at(&list, 1);
    g_assert_cmpuint(paper->line, ==, 4);
    g_assert_cmpstr(paper->medium, ==, "asa");
    g_assert_cmpint(paper->how->form, ==, KIRI_FORM_NEWSPAPER);
    g_assert_cmpstr(paper->how->edition, ==, "朝刊");
    g_assert_cmpstr(paper->how->page, ==, "3");
    g_assert_false(paper->how->is_front_page);
    g_assert_cmpint(paper->how->columns_x10, ==, 45);
    g_assert_cmpint(paper->how->height_mm, ==, 125);
    g_assert_cmpint(paper->how->width_mm, ==, 80);
    g_assert_cmpint(paper->ave_yen, ==, 1234000);
    assert_when(paper, "2025-04-14");
    g_assert_cmpint(tv->how->form, ==, KIRI_FORM_TV);
    g_assert_cmpint(tv->how->seconds, ==, 90);
    g_assert_cmpstr(tv->how->programme, ==, "よるニュース");
    assert_when(tv, "2025-04-14T19:05:00+09:00");
    g_assert_cmpstr(piece_at(&list, 2)->how->page, ==, "45");
    g_assert_cmpint(piece_at(&list, 3)->ave_yen, ==, -1);
    g_assert_cmpint(piece_at(&list, 3)->how->form, ==, KIRI_FORM_WEB);
}

/* The same bytes as a Japanese spreadsheet saves them. */
static void test_cp932(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriPieceBook) book = make_book();
    gsize n = 0;
    g_autofree char *bytes = g_convert(office_list, -1, "CP932", "UTF-8", NULL, &n, &error);
    g_assert_no_error(error);
    g_auto(KiriPieceList) list = {0};
    KiriPieceDates dates = {.fiscal_year = 2025};
    g_assert_true(
        kiri_piece_list_read((KiriStr){bytes, n}, FALSE, NULL, &dates, book, &list, &error));
    assert_clean(&list, 4);
    g_assert_cmpstr(piece_at(&list, 0)->title, ==, "見守り訪問始まる");
}

static void test_problems(void)
{
    g_auto(KiriPieceList) list = {0};
    read_list("掲載日,媒体名,見出し,面,秒数,段\n"
              "2025/4/31,暁新聞,甲,1,,\n"
              "2025/4/1,暁新報,乙,1,,\n"
              "2025/4/1,星空テレビ,丙,1,30,\n"
              "2025/4/1,暁新聞,,1,,\n"
              "4月1日,暁新聞,丁,,,五\n"
              "2025/4/1,暁新聞,戊,一面,,\n",
              FALSE, NULL, NULL, &list);
    g_assert_cmpuint(list.rows, ==, 6);
    g_assert_cmpuint(list.bad, ==, 5);
    g_assert_cmpuint(list.pieces->len, ==, 1);
    g_assert_true(piece_at(&list, 0)->how->is_front_page);
    static const char *const says[] = {"line 2, column '掲載日': '2025/4/31'",
                                       "line 3, column '媒体名': there is no medium '暁新報'",
                                       "line 4, column '面': a piece of the form 'tv'",
                                       "line 5, column '見出し': it is missing",
                                       "line 6, column '掲載日': '4月1日' has no year",
                                       "line 6, column '段': '五'"};
    g_assert_cmpuint(list.problems->len, ==, G_N_ELEMENTS(says));
    for (guint i = 0; i < G_N_ELEMENTS(says); i++)
        g_assert_true(g_str_has_prefix(problem_at(&list, i), says[i]));
}

static void test_map(void)
{
    static const char map[] = "# last year's\r\n"
                              "title = 題\n"
                              "medium = どこ\n"
                              "date = いつ\n"
                              "page = 面・番組\n"
                              "programme = 面・番組\n"
                              "ignore = 整理番号\n"
                              "class = 重要\n"
                              "by := 広報室\n"
                              "fiscal-year := 2024\n"
                              "fill-down := date medium\n"
                              "header-line := 2\n"
                              "[medium]\n"
                              "アカツキ = asa\n"
                              "星 = hoshi\n"
                              "[class]\n"
                              "○ = publicity\n"
                              "△ =\n";
    g_auto(KiriPieceList) list = {0};
    read_list("報道状況,,,,\n"
              "整理番号,いつ,どこ,面・番組,題,重要,謎\n"
              "1,6月3日,アカツキ,２面,甲,○,x\n"
              "2,,,社会面,乙,△,\n"
              "3,6月4日,星,夜の便り,丙,,\n",
              FALSE, map, NULL, &list);
    assert_clean(&list, 3);
    const KiriPiece *second = piece_at(&list, 1);
    assert_when(second, "2024-06-03");
    g_assert_cmpstr(second->medium, ==, "asa");
    g_assert_cmpstr(second->how->page, ==, "社会面");
    g_assert_null(second->how->programme); // the column is of both forms
    g_assert_cmpint(second->class_, ==, -1);
    g_assert_cmpint(piece_at(&list, 0)->class_, ==, KIRI_CLASS_PUBLICITY);
    g_assert_cmpstr(piece_at(&list, 0)->by, ==, "広報室");
    g_assert_cmpstr(piece_at(&list, 2)->how->programme, ==, "夜の便り");
    g_assert_null(piece_at(&list, 2)->how->page);
    g_assert_cmpuint(list.unknown->len, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(list.unknown, 0), ==, "謎");
}

static void test_bad_maps(void)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"title = 題\nfoo = 題\n", "line 2: there is no such field: 'foo'"},
        {"見出し\n", "line 1: this is no line of a map"},
        {"fiscal-year := 令和7\n", "line 1: this is no year"},
        {"[nothing]\n", "line 1: there is no such field"},
        {"[medium\n", "line 1: there is no such field"},
        {"date-order := ydm\n", "line 1: this is none of"},
        {"fill-down := date foo\n", "line 1: there is no such field: 'foo'"},
        {"colour-scheme := x\n", "line 1: there is no such field or setting"},
        {"header-line := 0\n", "line 1: this is no line"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriPieceMap) map = kiri_piece_map_parse(kiri_str(cases[i].text), &error);
        g_assert_null(map);
        g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
        g_test_message("%s", error->message);
        g_assert_true(g_str_has_prefix(error->message, cases[i].says));
    }
}

static void assert_no_list(const char *text, const char *map_text, const char *says)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriPieceBook) book = make_book();
    g_autoptr(KiriPieceMap) map = map_text ? kiri_piece_map_parse(kiri_str(map_text), NULL) : NULL;
    g_auto(KiriPieceList) list = {0};
    g_assert_false(kiri_piece_list_read(kiri_str(text), FALSE, map, &(KiriPieceDates){0}, book,
                                        &list, &error));
    g_assert_nonnull(error);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, says));
}

static void test_no_lists(void)
{
    assert_no_list("a,b,c\n1,2,3\n", NULL, "no line has the headings");
    assert_no_list("", NULL, "no line has the headings");
    assert_no_list("PK\003\004rest", NULL, "save the sheet as CSV");
    assert_no_list("掲載日,媒体名\n", "title = 題名がない\n", "'題名がない'");
    assert_no_list("掲載日,媒体名,見出し\n2025/4/1,暁新聞,\"甲\n", NULL, "quote");
}

static void test_objects(void)
{
    g_auto(KiriPieceList) list = {0};
    read_list("{\"medium\":\"asa\",\"date\":\"2025-04-01\",\"title\":\"甲\",\"page\":3,"
              "\"columns\":4.5,\"colour\":true,\"url\":null}\n"
              "\n"
              "{\"medium\":\"asa\",\"date\":20250401,\"見出し\":\"乙\",\"面\":\"1面\"}\n"
              "[]\n"
              "{\"medium\":\"asa\"\n"
              "{\"type\":\"summary\",\"count\":2}\n",
              TRUE, NULL, NULL, &list);
    g_assert_cmpuint(list.pieces->len, ==, 2);
    g_assert_cmpint(piece_at(&list, 0)->how->columns_x10, ==, 45);
    g_assert_true(piece_at(&list, 0)->how->is_colour);
    g_assert_true(piece_at(&list, 1)->how->is_front_page);
    g_assert_cmpuint(list.bad, ==, 2);
    g_assert_true(g_str_has_prefix(problem_at(&list, 0), "line 4"));
    g_assert_true(g_str_has_prefix(problem_at(&list, 1), "line 5"));
}

/* Cells that say more than their column asks for. */
static void test_full_cells(void)
{
    g_auto(KiriPieceList) list = {0};
    read_list("掲載日,媒体,面,見出し,発表\n"
              "2025/4/14,暁新聞,朝刊３面,甲,R-100　見守り訪問事業を始めます\n"
              "2025/4/14,暁新聞,夕刊・社会面,乙,\n"
              "2025/4/14,暁 夕刊,9,丙,\n"
              "2025/4/14,星空テレビ「よるニュース」,,丁,\n"
              "2025/4/14,どこか「よるニュース」,,戊,\n",
              FALSE, NULL, NULL, &list);
    g_assert_cmpuint(list.pieces->len, ==, 4);
    const KiriPiece *first = piece_at(&list, 0), *second = piece_at(&list, 1);
    g_assert_cmpstr(first->how->edition, ==, "朝刊");
    g_assert_cmpstr(first->how->page, ==, "3");
    g_assert_cmpstr(first->release, ==, "R-100");
    g_assert_cmpstr(second->how->edition, ==, "夕刊");
    g_assert_cmpstr(second->how->page, ==, "社会面");
    g_assert_cmpstr(piece_at(&list, 2)->medium, ==, "asa");
    g_assert_cmpstr(piece_at(&list, 2)->how->edition, ==, "夕刊");
    g_assert_cmpstr(piece_at(&list, 3)->medium, ==, "hoshi");
    g_assert_cmpint(piece_at(&list, 3)->how->form, ==, KIRI_FORM_TV);
    g_assert_cmpstr(piece_at(&list, 3)->how->programme, ==, "よるニュース");
    g_assert_nonnull(strstr(problem_at(&list, 0), "there is no medium 'どこか'"));
}

/* ---- identity ---- */

static KiriPiece *make_piece(const char *const *fields)
{
    g_autoptr(KiriPieceBook) book = make_book();
    KiriPiece *p = kiri_piece_new();
    KiriPieceDates dates = {0};
    KiriPieceField wrong;
    g_autoptr(GError) error = NULL;
    for (; *fields; fields += 2) {
        kiri_piece_set(p, (KiriPieceField)kiri_piece_field_find(fields[0]), fields[1], NULL, &dates,
                       book, &error);
        g_assert_no_error(error);
    }
    kiri_piece_finish(p, 0, &wrong, &error);
    g_assert_no_error(error);
    return p;
}
#define MAKE(...) make_piece((const char *const[]){__VA_ARGS__, NULL})

static void test_identity(void)
{
    g_autoptr(KiriPiece) a =
        MAKE("medium", "asa", "date", "2025/4/14", "title", "見守り　訪問", "page", "3");
    /* What was measured, and how it was typed, is no other piece. */
    g_autoptr(KiriPiece) same = MAKE("medium", "暁新聞", "date", "令和7年4月14日", "title",
                                     "見守り訪問", "page", "３面", "columns", "4", "note", "写し");
    g_autoptr(KiriPiece) page =
        MAKE("medium", "asa", "date", "2025/4/14", "title", "見守り訪問", "page", "5");
    g_autoptr(KiriPiece) evening = MAKE("medium", "asa", "date", "2025/4/14", "title", "見守り訪問",
                                        "page", "3", "edition", "夕");
    g_autoptr(KiriPiece) web = MAKE("medium", "asa", "date", "2025/4/14", "title", "見守り訪問",
                                    "url", "https://akatsuki.example/a?utm_source=x");
    g_autofree char *ua = kiri_piece_url(a), *us = kiri_piece_url(same), *up = kiri_piece_url(page),
                    *ue = kiri_piece_url(evening), *uw = kiri_piece_url(web);
    g_assert_true(g_str_has_prefix(ua, "urn:kirinuki:clip:"));
    g_assert_cmpstr(ua, ==, us);
    g_assert_cmpstr(ua, !=, up);
    g_assert_cmpstr(ua, !=, ue);
    g_assert_cmpstr(uw, ==, "https://akatsuki.example/a");
}

static void test_articles(void)
{
    g_autoptr(KiriPiece) p =
        MAKE("form", "新聞", "medium", "asa", "date", "2025/4/14", "title", "見守り訪問", "page",
             "3", "columns", "4.5", "edition", "朝", "url", "https://akatsuki.example/a", "text",
             "本文。", "author", "甲野");
    g_autoptr(KiriArticle) a = kiri_piece_article(p);
    g_assert_true(g_str_has_prefix(a->url, "urn:kirinuki:clip:"));
    g_assert_cmpstr(kiri_article_link(a), ==, "https://akatsuki.example/a");
    g_assert_cmpstr(a->authors[0], ==, "甲野");
    g_assert_nonnull(a->content_hash);
    g_autofree char *place = kiri_article_place(a);
    g_assert_cmpstr(place, ==, "朝刊 3面 4.5段");
    /* There and back, nothing is lost. */
    g_autoptr(KiriPiece) back = kiri_piece_of_article(a);
    KiriPieceField wrong;
    g_assert_true(kiri_piece_finish(back, 0, &wrong, NULL));
    g_autoptr(KiriArticle) again = kiri_piece_article(back);
    g_assert_true(kiri_record_equal(&kiri_article_shape, a, again));

    g_autoptr(KiriPiece) tv =
        MAKE("medium", "hoshi", "date", "2025/4/14 25:30", "title", "深夜の見守り", "programme",
             "よるニュース", "corner", "特集", "seconds", "1:30", "stations", "31");
    assert_when(tv, "2025-04-15T01:30:00+09:00");
    g_autoptr(KiriArticle) broadcast = kiri_piece_article(tv);
    g_autofree char *air = kiri_article_place(broadcast);
    g_assert_cmpstr(air, ==, "「よるニュース」 特集 90秒 31局");
    g_autoptr(KiriArticle) crawled = kiri_article_new();
    g_autofree char *nowhere = kiri_article_place(crawled);
    g_assert_cmpstr(nowhere, ==, "");
}

static void test_limits(void)
{
    g_autoptr(KiriPieceBook) book = make_book();
    g_autoptr(KiriPiece) p = kiri_piece_new();
    KiriPieceDates dates = {0};
    g_autoptr(GError) error = NULL;
    g_autofree char *big = g_strnfill(KIRI_LIMIT_TITLE_BYTES + 1, 'a');
    g_assert_false(kiri_piece_set(p, KIRI_PIECE_TITLE, big, NULL, &dates, book, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_false(kiri_piece_set(p, KIRI_PIECE_WIDTH, "900", NULL, &dates, book, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
    g_clear_error(&error);
    g_assert_false(kiri_piece_set(p, KIRI_PIECE_NOTE, "\xff", NULL, &dates, book, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
    /* Lines in a headline are a spreadsheet's; in a text they are paragraphs. */
    g_assert_true(
        kiri_piece_set(p, KIRI_PIECE_TITLE, " 甲\r\n乙\x01\t丙 ", NULL, &dates, book, NULL));
    g_assert_cmpstr(p->title, ==, "甲 乙 丙");
    g_assert_true(kiri_piece_set(p, KIRI_PIECE_TEXT, "一。\r\n二。\n", NULL, &dates, book, NULL));
    g_assert_cmpstr(p->text, ==, "一。\n二。");
    g_assert_true(kiri_piece_set(p, KIRI_PIECE_COLUMNS, "4", NULL, &dates, book, NULL));
    g_assert_true(kiri_piece_set(p, KIRI_PIECE_COLUMNS, "―", NULL, &dates, book, NULL));
    g_assert_cmpint(p->how->columns_x10, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/piece/names", test_names);
    g_test_add_func("/piece/office-list", test_office_list);
    g_test_add_func("/piece/cp932", test_cp932);
    g_test_add_func("/piece/problems", test_problems);
    g_test_add_func("/piece/map", test_map);
    g_test_add_func("/piece/bad-maps", test_bad_maps);
    g_test_add_func("/piece/no-lists", test_no_lists);
    g_test_add_func("/piece/objects", test_objects);
    g_test_add_func("/piece/full-cells", test_full_cells);
    g_test_add_func("/piece/identity", test_identity);
    g_test_add_func("/piece/articles", test_articles);
    g_test_add_func("/piece/limits", test_limits);
    return g_test_run();
}
