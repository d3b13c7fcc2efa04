// SPDX-License-Identifier: GPL-3.0-or-later
/* What tells two texts on one matter apart: acts, days of announcement, words of a
 * later text, words and figures that the other lacks. */
#include "facts/known_names.h"
#include "match/manner.h"
#include "match/match_features.h"

#include <string.h>

#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries"

static KiriFrequencies *frequencies;

static KiriDoc *doc_of_release(const char *title, const char *text, const char *date)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->title = g_strdup(title);
    r->text = g_strdup(text);
    g_assert_true(kiri_time_parse(kiri_str(date), KIRI_JST_MIN, &r->date));
    return kiri_doc_of_release(r, frequencies);
}

static KiriDoc *doc_of_article(const char *title, const char *text, const char *date)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    g_assert_true(kiri_time_parse(kiri_str(date), KIRI_JST_MIN, &a->published));
    KiriDoc *doc = kiri_doc_begin_article(a);
    kiri_doc_finish_article(doc, frequencies);
    return doc;
}

static KiriFeatures compare(const char *title, const char *text, const char *date)
{
    g_autoptr(KiriDoc) release =
        doc_of_release("料理ロボット「コトコト」を6月3日に発売します",
                       "白樺電器は、料理ロボット「コトコト」を6月3日に発売します。重さは4.7kg、"
                       "価格は38,500円です。",
                       "2026-05-13");
    g_autoptr(KiriDoc) article = doc_of_article(title, text, date);
    KiriFeatures f = {0};
    kiri_features_compare(article, release, &f, NULL);
    return f;
}

static void test_acts(void)
{
    KiriFeatures same = compare("「コトコト」発売へ", "白樺電器が発売する。", "2026-05-14");
    KiriFeatures other = compare("「コトコト」発売延期", "白樺電器が延期する。", "2026-05-14");
    g_assert_cmpfloat(same.x[KIRI_X_ACT_ALIEN], ==, 0);
    g_assert_cmpfloat(other.x[KIRI_X_ACT_ALIEN], ==, 0.5);
}

/* The day stands bare where it was announced; a day with its month is the matter's. */
static void test_announced(void)
{
    KiriFeatures on =
        compare("料理ロボット", "白樺電器は13日、6月3日に発売すると発表した。", "2026-05-14");
    KiriFeatures not_on =
        compare("料理ロボット", "白樺電器は20日、色を増やすと発表した。", "2026-05-20");
    KiriFeatures silent = compare("料理ロボット", "白樺電器は6月3日に発売する。", "2026-05-14");
    g_assert_cmpfloat(on.x[KIRI_X_ANNOUNCED_ON], ==, 1);
    g_assert_cmpfloat(on.x[KIRI_X_ANNOUNCED_ELSE], ==, 0);
    g_assert_cmpfloat(not_on.x[KIRI_X_ANNOUNCED_ON], ==, 0);
    g_assert_cmpfloat(not_on.x[KIRI_X_ANNOUNCED_ELSE], ==, 1);
    KiriFeatures back =
        compare("料理ロボット", "白樺電器は13日に発表しており、店では予約が続く。", "2026-05-14");
    g_assert_cmpfloat(back.x[KIRI_X_ANNOUNCED_ON] + back.x[KIRI_X_ANNOUNCED_ELSE], ==, 0);
    g_assert_cmpfloat(back.x[KIRI_X_LATER], ==, 0.5);
    g_assert_cmpfloat(silent.x[KIRI_X_ANNOUNCED_ON] + silent.x[KIRI_X_ANNOUNCED_ELSE], ==, 0);
}

static void test_later(void)
{
    KiriFeatures news = compare("コトコト登場", "料理ロボットが出る。", "2026-05-14");
    KiriFeatures review = compare("【レビュー】コトコト", "料理ロボットを試した。", "2026-05-14");
    KiriFeatures drive = compare("コトコト試乗記", "料理ロボットに乗った。", "2026-05-14");
    g_assert_cmpfloat(news.x[KIRI_X_LATER], ==, 0);
    g_assert_cmpfloat(review.x[KIRI_X_LATER], ==, 0.5);
    g_assert_cmpfloat(drive.x[KIRI_X_LATER], ==, 0.5);
    KiriFeatures ranking = compare("家電ランキング", "コトコトは5位。", "2026-06-14");
    g_assert_cmpfloat(ranking.x[KIRI_X_LATER], ==, 0.5);
}

static void test_aliens(void)
{
    KiriFeatures ours = compare("「コトコト」4.7kg", "重さは4.7kg、3万8500円。", "2026-05-14");
    KiriFeatures rival =
        compare("「グツグツX」登場", "重さは6.2kg、4万2800円、容量3.4L。", "2026-05-14");
    g_assert_cmpfloat(ours.x[KIRI_X_QUOTED_ALIEN], ==, 0);
    g_assert_cmpfloat(ours.x[KIRI_X_NUMBERS_ALIEN], ==, 0);
    g_assert_cmpfloat(rival.x[KIRI_X_QUOTED_ALIEN], ==, 1);
    g_assert_cmpfloat(rival.x[KIRI_X_NUMBERS_ALIEN], >, 0.6);
    g_assert_cmpfloat(ours.x[KIRI_X_TITLE_IN_R], >, rival.x[KIRI_X_TITLE_IN_R]);
}

/* Figures of the lead are the matter's; those further down are background. */
static void test_background_figures(void)
{
    KiriFeatures lead =
        compare("コトコト", "重さは6.2kg、価格は4万2800円、容量は3.4L。", "2026-05-14");
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 8; i++)
        g_string_append(text, "白樺電器の料理ロボットは鍋と台に分かれ、台所に置きやすい。");
    g_string_append(text, "市場では重さ6.2kg、価格4万2800円、容量3.4Lの品が売れている。");
    KiriFeatures below = compare("コトコト", text->str, "2026-05-14");
    g_assert_cmpfloat(lead.x[KIRI_X_NUMBERS_ALIEN], >, 0.6);
    g_assert_cmpfloat(below.x[KIRI_X_NUMBERS_ALIEN], ==, 0);
}

/* One day says half; a bare day and the release's own say nothing. */
static void test_alien_days(void)
{
    const struct {
        const char *text;
        gdouble alien;
    } cases[] = {{"6月3日に発売する。", 0},
                 {"7月10日に発売する。", 0.5},
                 {"7月10日に発売し、予約は7月10日の朝から受ける。", 0.5},
                 {"7月10日に発売し、予約は6月20日に始める。", 1},
                 {"予約は6月20日に始め、6月3日に発売する。", 0.5},
                 {"5月13日に発表した。", 0},
                 {"2025年5月13日に発表した。", 0.5},
                 {"12日、来月に発売すると発表した。", 0}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriFeatures f = compare("料理ロボット", cases[i].text, "2026-05-14");
        g_test_message("%s", cases[i].text);
        g_assert_cmpfloat(f.x[KIRI_X_DATES_ALIEN], ==, cases[i].alien);
    }
    /* The same thing by name: a slip, no other matter. */
    KiriFeatures slip = compare("「コトコト」発売へ", "7月10日に発売する。", "2026-05-14");
    g_assert_cmpfloat(slip.x[KIRI_X_DATES_ALIEN], ==, 0);
}

static void test_subject(void)
{
    const struct {
        const char *text, *subject;
        gdouble is_alien;
    } cases[] = {{"湊電機は13日、料理ロボットを出すと発表した。", "湊電機", 1},
                 {"【東京】湊電機(MDK)は13日、料理ロボットを出す。", "湊電機", 1},
                 {"(共同)北浜・メディカルは13日、新薬を出す。", "北浜・メディカル", 1},
                 {"白樺電器は13日、料理ロボットを出すと発表した。", "白樺電器", 0},
                 {"湊電機と白樺電器は13日、提携すると発表した。", "", 0},
                 {"湊電機が13日、料理ロボットを出した。", "", 0},
                 {"同社は13日、料理ロボットを出すと発表した。", "", 0},
                 {"(未完", "", 0},
                 {"", "", 0}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        g_autofree char *subject = kiri_str_dup(kiri_subject_of(kiri_str(cases[i].text)));
        KiriFeatures f = compare("料理ロボット", cases[i].text, "2026-05-14");
        g_assert_cmpstr(subject, ==, cases[i].subject);
        g_assert_cmpfloat(f.x[KIRI_X_SUBJECT_ALIEN], ==, cases[i].is_alien);
    }
}

/* The subject of a headline stands before its comma. */
static void test_title_subject(void)
{
    const struct {
        const char *title, *subject;
        gdouble is_alien;
    } cases[] = {{"湊電機、料理ロボットを発売", "湊電機", 1},
                 {"【新製品】湊電機、料理ロボットを発売", "湊電機", 1},
                 {"白樺電器、料理ロボットを発売", "白樺電器", 0},
                 {"料理も任せて、ロボット発売", "", 0},
                 {"湊電機の料理ロボット、発売へ", "", 0},
                 {"湊電機が料理ロボット", "", 0},
                 {"", "", 0}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].title);
        g_autofree char *subject = kiri_str_dup(kiri_subject_of_title(kiri_str(cases[i].title)));
        KiriFeatures f = compare(cases[i].title, "料理ロボットが出る。", "2026-05-14");
        g_assert_cmpstr(subject, ==, cases[i].subject);
        g_assert_cmpfloat(f.x[KIRI_X_TITLE_ALIEN], ==, cases[i].is_alien);
    }
}

/* The month or the issue of a headline is that of its news; in the text it may be any. */
static void test_title_edition(void)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->title = g_strdup("第4回価格調査(2026年6月)の結果");
    r->text = g_strdup("料理ロボットの価格を調べました。");
    g_autoptr(KiriDoc) release = kiri_doc_of_release(r, frequencies);
    const struct {
        const char *title, *text;
        gdouble conflict;
    } cases[] = {{"6月の価格、料理ロボットが上昇", "5月の価格も示した。", 0},
                 {"5月の価格、料理ロボットが上昇", "6月の見通しも示した。", 1},
                 {"料理ロボットの価格、第3回の調査", "料理ロボット。", 1},
                 {"料理ロボットの価格、5月7日に発表", "料理ロボット。", 0},
                 {"料理ロボットの価格が上昇", "5月の価格も示した。", 0}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(KiriArticle) a = kiri_article_new();
        a->title = g_strdup(cases[i].title);
        a->text = g_strdup(cases[i].text);
        g_autoptr(KiriDoc) article = kiri_doc_begin_article(a);
        kiri_doc_finish_article(article, frequencies);
        KiriFeatures f;
        kiri_features_compare(article, release, &f, NULL);
        g_test_message("%s", cases[i].title);
        g_assert_cmpfloat(f.x[KIRI_X_TITLE_EDITION], ==, cases[i].conflict);
    }
}

static void test_words(void)
{
    KiriFeatures short_item = compare("料理ロボット", "料理ロボットの発売。", "2026-05-14");
    KiriFeatures other = compare("市議会開会", "補正予算案を審議する。", "2026-05-14");
    g_assert_cmpfloat(short_item.x[KIRI_X_WORDS_A_IN_R], >, 0.9);
    g_assert_cmpfloat(other.x[KIRI_X_WORDS_A_IN_R], <, 0.1);
}

/* A vague date is given the benefit of its span. */
static void test_time(void)
{
    const struct {
        const char *date;
        gdouble prompt, near_, late;
    } cases[] = {{"2026-05-12", 1, 1, 0},    {"2026-05-16", 1, 1, 0}, {"2026-05-20", 0, 1, 0},
                 {"2026-05", 1, 1, 0},       {"2026", 1, 1, 0},       {"2026-05-27", 0, 1, 0},
                 {"2026-07-19", 0, 0, 0.75}, {"2026-09-20", 0, 0, 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriFeatures f = compare("料理ロボット", "料理ロボットの発売。", cases[i].date);
        g_assert_cmpfloat(f.x[KIRI_X_PROMPT], ==, cases[i].prompt);
        g_assert_cmpfloat(f.x[KIRI_X_DATE_NEAR], ==, cases[i].near_);
        g_assert_cmpfloat(f.x[KIRI_X_LATE], ==, cases[i].late);
    }
    KiriFeatures soon = compare("料理ロボット", "料理ロボットの発売。", "2026-06-03");
    KiriFeatures month = compare("料理ロボット", "料理ロボットの発売。", "2026-07");
    g_assert_cmpfloat(soon.x[KIRI_X_LATE], >, 0.5);
    g_assert_cmpfloat(soon.x[KIRI_X_LATE], <, month.x[KIRI_X_LATE]);
}

static void test_sentences(void)
{
    KiriStr text = KIRI_STR_LITERAL("一つ目。二つ目\n三つ目。");
    KiriStr second = kiri_sentence_at(text, strlen("一つ目。"));
    g_autofree char *sentence = kiri_str_dup(second);
    g_assert_cmpstr(sentence, ==, "二つ目\n");
    g_assert_cmpuint(kiri_sentence_at(text, text.n).n, ==, 0);
    g_assert_true(kiri_sentence_announces(KIRI_STR_LITERAL("省は13日、結果を公表した。")));
    g_assert_false(kiri_sentence_announces(KIRI_STR_LITERAL("雨が降った。")));
}

/* Names that a release does not give itself; by any of them, with a legal form or not. */
static void test_manner(void)
{
    const KiriStr release =
        kiri_str("当社は新型の時計を発売します。電池は2年もちます。重さは30g。");
    const struct {
        const char *text;
        gboolean is_edited;
    } cases[] = {
        {"当社は新型の時計を発売します。電池は2年もちます。", FALSE},
        {"暁時計は新型の時計を発売します。重さは30g。電池は2年もち…", FALSE}, // cut
        {"暁時計は新型の時計を発売する。電池は2年もつ。", TRUE},
        {"暁時計は新型の時計を発売すると発表しました。電池は2年もちます。", TRUE},
        {"新型の時計。電池は2年。重さは30g。", FALSE}, // neither
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(kiri_is_edited(kiri_str(cases[i].text), release), ==, cases[i].is_edited);
    const char *plain = "調査の結果を公表した。回答は千人だった。";
    /* Whole sentences, some of them; the same words with other ends; a part of one. */
    g_assert_cmpfloat(kiri_share_kept(kiri_str("電池は2年もちます。"), release), ==, 1);
    g_assert_cmpfloat(
        kiri_share_kept(kiri_str("当社は新型の時計を発売します。電池は2年間は替えずにすむ。"),
                        release),
        <, 0.6);
    g_assert_cmpfloat(kiri_share_kept(kiri_str("新型の時計を発売しました。"), release), ==, 0);
    g_assert_cmpfloat(kiri_share_kept(kiri_str("当社は新型の時計を発売し"), release), ==, 0);
    g_assert_cmpfloat(kiri_share_kept(kiri_str(""), release), ==, 0);
    g_assert_false(kiri_is_edited(kiri_str(plain), kiri_str(plain)));
    KiriManner m =
        kiri_manner_of(kiri_str("始めます。(詳細は別紙)をご覧ください。終わる。「行く」。東京。"));
    g_assert_cmpuint(m.polite, ==, 2);
    g_assert_cmpuint(m.plain, ==, 2);
}

static void test_known_names(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriKnownNames) known = kiri_known_names_load(DICTIONARIES, &error);
    g_assert_no_error(error);
    const char *const *names = kiri_known_names_of(known, "トヨタ自動車株式会社");
    g_assert_nonnull(names);
    g_assert_true(g_strv_contains(names, "トヨタ"));
    g_assert_null(kiri_known_names_of(known, "白樺電器"));
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->organisation = g_strdup("厚生労働省");
    kiri_known_names_add(known, r);
    g_assert_true(kiri_strv_has(r->aliases, "厚労省"));
    g_assert_false(kiri_strv_has(r->aliases, "厚生労働省"));
    g_autoptr(KiriKnownNames) none = kiri_known_names_load("/nowhere", &error);
    g_assert_null(none);
    g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    frequencies = kiri_frequencies_load(DICTIONARIES "/term_frequencies.tsv", &error);
    g_assert_no_error(error);
    g_test_add_func("/signs/acts", test_acts);
    g_test_add_func("/signs/announced", test_announced);
    g_test_add_func("/signs/later", test_later);
    g_test_add_func("/signs/aliens", test_aliens);
    g_test_add_func("/signs/background-figures", test_background_figures);
    g_test_add_func("/signs/alien-days", test_alien_days);
    g_test_add_func("/signs/subject", test_subject);
    g_test_add_func("/signs/title-subject", test_title_subject);
    g_test_add_func("/signs/title-edition", test_title_edition);
    g_test_add_func("/signs/words", test_words);
    g_test_add_func("/signs/time", test_time);
    g_test_add_func("/signs/sentences", test_sentences);
    g_test_add_func("/signs/manner", test_manner);
    g_test_add_func("/signs/known-names", test_known_names);
    int status = g_test_run();
    kiri_frequencies_free(frequencies);
    return status;
}
