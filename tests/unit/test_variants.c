// SPDX-License-Identifier: GPL-3.0-or-later
/* Variants: what each kind proposes and refuses, the shipped tables as a whole,
 * tables that are broken, and what becomes of a query. */
#include "../support/temp.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/variants.h>

#include <string.h>

#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries"

static KiriVariants *shipped(void)
{
    GError *error = NULL;
    KiriVariants *v = kiri_variants_load(DICTIONARIES, NULL, &error);
    g_assert_no_error(error);
    return v;
}

/* The texts of the variants, joined by '|'. */
static char *texts_of(const KiriVariants *v, const char *keyword, guint kinds)
{
    g_autoptr(GPtrArray) variants = kiri_variants_of(v, kiri_str(keyword), kinds, NULL);
    g_autoptr(GString) texts = g_string_new(NULL);
    for (guint i = 0; i < variants->len; i++)
        g_string_append_printf(texts, "%s%s", i ? "|" : "",
                               ((const KiriVariant *)g_ptr_array_index(variants, i))->text);
    return g_strdup(texts->str);
}

static const struct {
    KiriVariantKind kind;
    const char *keyword, *variants;
} cases[] = {
    {KIRI_VARIANT_OKURIGANA, "引越し", "引っ越し|引越"},
    {KIRI_VARIANT_OKURIGANA, "引っ越し", "引越し|引越"},
    {KIRI_VARIANT_OKURIGANA, "引っ越しする", "引越しする"},
    {KIRI_VARIANT_OKURIGANA, "引っ越した", "引越した"},
    {KIRI_VARIANT_OKURIGANA, "取組み", "取り組み|取組"},
    {KIRI_VARIANT_OKURIGANA, "問い合わせ", "問い合せ|問合わせ|問合せ"},
    {KIRI_VARIANT_OKURIGANA, "申込書", "申し込み書|申込み書"},
    {KIRI_VARIANT_OKURIGANA, "引き上げる", "引上げる"}, // by rule, with its endings
    {KIRI_VARIANT_OKURIGANA, "現在方針", ""},
    {KIRI_VARIANT_CHOUON, "サーバー", "サーバ"},
    {KIRI_VARIANT_CHOUON, "サーバ", ""}, // what contains サーバー is found anyhow
    {KIRI_VARIANT_CHOUON, "メモリー", "メモリ"},
    {KIRI_VARIANT_OKURIGANA, "引っ越しを", "引越しを|引越を"},
    {KIRI_VARIANT_CHOUON, "リドリー・スコット", "リドリースコット"},
    {KIRI_VARIANT_CHOUON, "コーヒー", ""},
    {KIRI_VARIANT_CHOUON, "バター", ""},
    {KIRI_VARIANT_CHOUON, "サッカー", ""},
    {KIRI_VARIANT_CHOUON, "コンピューター", "コンピュータ"},
    {KIRI_VARIANT_CHOUON, "ソフトウエア開発", "ソフトウェア開発"},
    {KIRI_VARIANT_CHOUON, "ヴェルサイユ", "ベルサイユ"},
    {KIRI_VARIANT_CHOUON, "ウォレット", "ウオレット"},
    {KIRI_VARIANT_CHOUON, "ジョー・バイデン", "ジョーバイデン"},
    {KIRI_VARIANT_CHOUON, "ジョー＝バイデン", "ジョーバイデン|ジョー・バイデン"},
    {KIRI_VARIANT_CHOUON, "ジョー バイデン", "ジョー・バイデン"},
    {KIRI_VARIANT_KANA, "子ども", "子供|こども"},
    {KIRI_VARIANT_KANA, "肺癌", "肺がん|肺ガン"},
    {KIRI_VARIANT_KANA, "怪我", "ケガ"}, // けが is in だけが
    {KIRI_VARIANT_KANA, "がんばる", ""},
    {KIRI_VARIANT_KANA, "熊本", ""},
    {KIRI_VARIANT_KANA, "熊", "クマ"},
    {KIRI_VARIANT_LATIN, "ワクチン", "vaccine"},
    {KIRI_VARIANT_LATIN, "ＶＡＣＣＩＮＥ", "ワクチン"},
    {KIRI_VARIANT_LATIN, "ワクチン接種", ""},
    {KIRI_VARIANT_ERA, "令和6年", "2024年|令和六年|R6|令和6(2024)年|2024(令和6)年|二〇二四年"},
    {KIRI_VARIANT_ERA, "2019年4月",
     "平成31年4月|平成三十一年4月|H31年4月|平成31(2019)年4月|2019(平成31)年4月|"
     "二〇一九年4月"},
    {KIRI_VARIANT_ERA, "西暦2020年",
     "2020年|令和2年|令和二年|R2|令和2(2020)年|2020(令和2)年|二〇二〇年"},
    {KIRI_VARIANT_ERA, "平成元年度",
     "1989年度|平成1年度|H1年度|平成元(1989)年度|1989(平成元)年度|一九八九年度"},
    {KIRI_VARIANT_ERA, "R6", "2024年|令和6年|令和六年|令和6(2024)年|2024(令和6)年|二〇二四年"},
    {KIRI_VARIANT_ERA, "GR6", ""},
    {KIRI_VARIANT_ERA, "平成40年", ""},
    {KIRI_VARIANT_ERA, "10年", ""},
    {KIRI_VARIANT_NUMBER, "1000人", "1,000人|1千人|千人|一千人|一〇〇〇人"},
    {KIRI_VARIANT_NUMBER, "千人", "1000人|1,000人|一〇〇〇人"},
    {KIRI_VARIANT_NUMBER, "12万3000円", "123000円|123,000円|12万3,000円|12万3千円"},
    {KIRI_VARIANT_NUMBER, "3社", "三社"},
    {KIRI_VARIANT_NUMBER, "30%", "30パーセント|3割"},
    {KIRI_VARIANT_NUMBER, "3割", "30%|30パーセント|三割"},
    {KIRI_VARIANT_NUMBER, "1部", ""}, // 一部 is another word
    {KIRI_VARIANT_NUMBER, "第三者", ""},
    {KIRI_VARIANT_NUMBER, "二階堂", ""},
    {KIRI_VARIANT_NUMBER, "一色", ""},
    {KIRI_VARIANT_NUMBER, "2004", ""}, // may be a year
    {KIRI_VARIANT_NUMBER, "5000", "5,000|5千"},
    {KIRI_VARIANT_ALIAS, "厚生労働省", "厚労省|MHLW"},
    {KIRI_VARIANT_ALIAS, "ＭＨＬＷ", "厚生労働省|厚労省"},
    {KIRI_VARIANT_ALIAS, "楽天カード", ""},
    {KIRI_VARIANT_ALIAS, "札幌地裁", "札幌地方裁判所"},
    {KIRI_VARIANT_ALIAS, "国連総会", "国際連合総会"},
    {KIRI_VARIANT_ALIAS, "中国連邦", ""},
    {KIRI_VARIANT_ALIAS, "東大阪市", ""},
    {KIRI_VARIANT_ALIAS, "総務省消防庁", "消防庁"},
    {KIRI_VARIANT_SYNONYM, "有休", "年次有給休暇|年休|有給休暇|年次休暇"},
    {KIRI_VARIANT_SYNONYM, "半年休む", ""},
    {KIRI_VARIANT_PARTICLE, "時間単位年休", "時間単位の年休"},
    {KIRI_VARIANT_PARTICLE, "時間単位の年休", "時間単位年休"},
    {KIRI_VARIANT_PARTICLE, "年休取得", "年休の取得|年休を取得"},
    {KIRI_VARIANT_PARTICLE, "年休取得率", "年休の取得率"},
    {KIRI_VARIANT_PARTICLE, "サービス利用者", ""},
    {KIRI_VARIANT_PARTICLE, "育児・介護", "育児介護|育児と介護|育児や介護|育児、介護"},
    {KIRI_VARIANT_PARTICLE, "経済対策", ""}, // 経済の対策 is less sure
};

static void test_kinds(void)
{
    g_autoptr(KiriVariants) v = shipped();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *texts = texts_of(v, cases[i].keyword, 1u << cases[i].kind);
        if (!g_str_equal(texts, cases[i].variants))
            g_error("'%s' (%s) gives '%s'", cases[i].keyword,
                    kiri_variant_kind_names[cases[i].kind], texts);
        /* Switched off it gives none of them. */
        g_autofree char *others =
            texts_of(v, cases[i].keyword, KIRI_VARIANTS_ALL & ~(1u << cases[i].kind));
        g_assert_true(!*texts || !strstr(others, texts));
    }
}

/* Every word of a set leads to another one, unless a rule of the header says no;
 * what it leads to is no shorter than two characters and does not contain it. */
static void check_word(const KiriVariants *v, const char *word)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(word));
    g_autoptr(GPtrArray) variants = kiri_variants_of(v, kiri_str(word), KIRI_VARIANTS_ALL, NULL);
    g_assert_cmpuint(variants->len, <=, KIRI_LIMIT_VARIANTS);
    for (guint i = 0; i < variants->len; i++) {
        const KiriVariant *variant = g_ptr_array_index(variants, i);
        gsize at, end;
        g_assert_cmpint(g_utf8_strlen(variant->n, -1), >=, 2);
        g_assert_false(kiri_keyword_find(kiri_str(variant->n), kiri_str(n), 0, &at, &end));
        for (guint k = 0; k < i; k++)
            g_assert_cmpstr(((const KiriVariant *)g_ptr_array_index(variants, k))->n, !=,
                            variant->n);
    }
}

static void test_tables(void)
{
    static const char *const names[] = {"katakana.tsv", "kana.tsv", "latin.tsv", "aliases.tsv",
                                        "synonyms.tsv"};
    g_autoptr(KiriVariants) v = shipped();
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(DICTIONARIES, names[i], NULL);
        g_autoptr(KiriLines) lines = kiri_lines_open(path, 8192, NULL);
        guint n_sets = 0;
        for (KiriStr line; kiri_lines_next(lines, &line, NULL);) {
            g_autofree char *text = kiri_str_dup(line);
            g_auto(GStrv) words = g_strsplit(text, "\t", -1);
            n_sets += *text != '#';
            for (guint k = 0; *text != '#' && words[k]; k++)
                check_word(v, words[k]);
        }
        g_assert_cmpuint(n_sets, >=, 100);
    }
}

/* The others of a set, both ways. */
static void test_symmetry(void)
{
    static const char *const pairs[][2] = {
        {"厚生労働省", "厚労省"},     {"取り組み", "取組み"},
        {"年休", "有給休暇"},         {"令和6年", "2024年"},
        {"1,000人", "千人"},          {"子供", "こども"},
        {"メイン", "メーン"},         {"ワクチン", "vaccine"},
        {"年休取得", "年休の取得"},   {"30%", "3割"},
        {"国際連合", "国連"},         {"3社", "三社"},
        {"平成31年度", "令和元年度"},
    };
    g_autoptr(KiriVariants) v = shipped();
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++)
        for (guint way = 0; way < 2; way++) {
            g_autofree char *texts = texts_of(v, pairs[i][way], KIRI_VARIANTS_ALL);
            g_auto(GStrv) list = g_strsplit(texts, "|", -1);
            if (!g_strv_contains((const char *const *)list, pairs[i][!way]))
                g_error("'%s' does not lead to '%s': %s", pairs[i][way], pairs[i][!way], texts);
        }
}

static void test_limits(void)
{
    g_autoptr(KiriVariants) v = shipped();
    gboolean is_cut = FALSE;
    g_autoptr(GPtrArray) many =
        kiri_variants_of(v, kiri_str("厚労省の子ども年休取り組み令和6年1000人、引越し申込み"),
                         KIRI_VARIANTS_ALL, &is_cut);
    g_assert_cmpuint(many->len, ==, KIRI_LIMIT_VARIANTS);
    g_assert_true(is_cut);
    g_autoptr(GPtrArray) few = kiri_variants_of(v, kiri_str("年休"), KIRI_VARIANTS_ALL, &is_cut);
    g_assert_false(is_cut);
    kiri_variants_leave_out(v, "有休");
    g_autofree char *texts = texts_of(v, "年休", KIRI_VARIANTS_ALL);
    g_assert_cmpstr(texts, ==, "年次有給休暇|有給休暇|年次休暇");
}

static void test_kind_lists(void)
{
    guint kinds;
    GError *error = NULL;
    g_assert_true(kiri_variant_kinds_parse("era, alias", &kinds, &error));
    g_assert_cmpuint(kinds, ==, 1u << KIRI_VARIANT_ERA | 1u << KIRI_VARIANT_ALIAS);
    g_assert_true(kiri_variant_kinds_parse("-alias", &kinds, &error));
    g_assert_cmpuint(kinds, ==, KIRI_VARIANTS_ALL & ~(1u << KIRI_VARIANT_ALIAS));
    g_assert_true(kiri_variant_kinds_parse("all", &kinds, &error));
    g_assert_cmpuint(kinds, ==, KIRI_VARIANTS_ALL);
    g_assert_true(kiri_variant_kinds_parse("", &kinds, &error));
    g_assert_cmpuint(kinds, ==, KIRI_VARIANTS_NONE);
    g_assert_false(kiri_variant_kinds_parse("erra", &kinds, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
    g_assert_nonnull(strstr(error->message, "okurigana, chouon"));
    g_clear_error(&error);
}

/* ---- the user's own sets ---- */

static KiriVariants *load_own(const char *dir, const char *synonyms, GError **error)
{
    g_autofree char *path = g_build_filename(dir, "synonyms.tsv", NULL);
    g_assert_true(kiri_file_replace(path, kiri_str(synonyms), 0600, NULL));
    return kiri_variants_load(DICTIONARIES, dir, error);
}

static void test_own(void)
{
    g_autofree char *dir = kiri_temp_new();
    g_autoptr(KiriVariants) none = kiri_variants_load(DICTIONARIES, dir, NULL);
    g_assert_nonnull(none); // no table of one's own is no error
    GError *error = NULL;
    g_autoptr(KiriVariants) v =
        load_own(dir, "# ours\n\n雪かき隊\tゆきたい\n年休\t年キュー\n", &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) variants =
        kiri_variants_of(v, kiri_str("雪かき隊"), KIRI_VARIANTS_ALL, NULL);
    g_assert_cmpuint(variants->len, ==, 1);
    const KiriVariant *variant = g_ptr_array_index(variants, 0);
    g_assert_cmpstr(variant->origin, ==, "own/synonyms.tsv:3");
    g_assert_cmpint(variant->kind, ==, KIRI_VARIANT_SYNONYM);
    /* Beside the shipped set, not in its place. */
    g_autofree char *texts = texts_of(v, "年休", KIRI_VARIANTS_ALL);
    g_assert_nonnull(strstr(texts, "有給休暇"));
    g_assert_nonnull(strstr(texts, "年キュー"));
    kiri_temp_remove(dir);
}

static void test_broken(void)
{
    static const struct {
        const char *table, *place;
    } broken[] = {
        {"年休\n", "line 1, column 1:"},
        {"年休\t有休\n有給\t\n", "line 2, column 4:"},
        {"年休\t有休\t年休\n", "line 1, column 7:"},
        {"# x\n年休\tＡＩ\tai\n", "line 2, column 7:"},
        {"\xff\xfe\t年休\n", "line 1, column 1:"},
    };
    g_autofree char *dir = kiri_temp_new();
    for (guint i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriVariants) v = load_own(dir, broken[i].table, &error);
        g_assert_null(v);
        g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE);
        if (!strstr(error->message, broken[i].place) || !strstr(error->message, "synonyms.tsv"))
            g_error("table %u gives '%s'", i, error->message);
    }
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_variants_load(dir, NULL, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
    kiri_temp_remove(dir);
}

/* ---- queries ---- */

static KiriQuery *expand(const KiriVariants *v, const char *text)
{
    GError *error = NULL;
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(text), &error);
    g_assert_no_error(error);
    return kiri_query_expand(query, v, KIRI_VARIANTS_ALL);
}

static void test_query(void)
{
    static const struct {
        const char *query;
        gboolean is_match;
    } queries[] = {
        {"厚労省", TRUE},
        {"title:厚労省", FALSE}, // a variant stays in its field
        {"title:取組み", TRUE},
        {"年休 厚労省", TRUE},
        {"MHLW -年休", TRUE}, // what is excluded is not widened
        {"MHLW -有給休暇", FALSE},
        {"厚労省 NEAR/3 年休", TRUE},
        {"年休 NEAR/3 厚労省", TRUE},
        {"(雪 OR 厚労省) NEAR/3 年休", TRUE},
        {"厚労省 NEAR/2 年休", FALSE},
        {"1000人", FALSE}, // not in 二千人
        {"2千人", TRUE},
        {"サーバー", FALSE}, // not in サーバント
        {"センサー", TRUE},
        {"author:厚労省", FALSE}, // names of people are left alone
        {"R6", TRUE},
        {"京都大学", FALSE}, // 京大 is not in 東京大学
        {"日本銀行", TRUE},
    };
    g_autoptr(KiriVariants) v = shipped();
    g_autoptr(KiriArticle) article = kiri_article_new();
    kiri_article_set_url(article, "https://news.example.jp/1");
    article->title = g_strdup("取り組み");
    article->text = g_strdup(
        "厚生労働省は今、有給休暇を二千人に。サーバントとセンサで2024年に。東京大学と日銀。");
    kiri_strv_add(&article->authors, "厚生労働省");
    g_autoptr(KiriQueryArticle) fields = kiri_query_article_of(article);
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++) {
        g_autoptr(KiriQuery) query = expand(v, queries[i].query);
        g_autofree char *print = kiri_query_print(query);
        g_assert_cmpstr(print, ==, queries[i].query);
        if (kiri_query_matches(query, fields) != queries[i].is_match)
            g_error("'%s' should %smatch", queries[i].query, queries[i].is_match ? "" : "not ");
    }
    g_autoptr(KiriQuery) query = expand(v, "厚労省 -年休");
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    g_autofree char *joined = g_strjoinv("|", keywords);
    g_assert_cmpstr(joined, ==, "厚労省|厚生労働省|mhlw");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/variants/kinds", test_kinds);
    g_test_add_func("/variants/tables", test_tables);
    g_test_add_func("/variants/symmetry", test_symmetry);
    g_test_add_func("/variants/limits", test_limits);
    g_test_add_func("/variants/kind-lists", test_kind_lists);
    g_test_add_func("/variants/own", test_own);
    g_test_add_func("/variants/broken", test_broken);
    g_test_add_func("/variants/query", test_query);
    return g_test_run();
}
