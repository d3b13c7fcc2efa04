// SPDX-License-Identifier: GPL-3.0-or-later
/* A signature may say yes without reason, but never no: whatever stands in a text,
 * the query that looks for it passes. And it says no often enough to be worth it. */
#include "index/signature.h"

static const char text[] =
    "厚生労働省は、時間単位の年次有給休暇を広く認めるよう、あり方を見直す。その場で ＡＩ や Snow "
    "Man の"
    "話も出た。ｶﾞｿﾘﾝ税、令和6年度、covid-19、https://example.jp/snow/ など。";

static KiriQueryArticle *article_of(const char *title, const char *body)
{
    g_autoptr(KiriArticle) article = kiri_article_new();
    kiri_article_set_url(article, "https://example.jp/1");
    article->title = g_strdup(title);
    article->text = g_strdup(body);
    return kiri_query_article_of(article);
}

static char *signature_of(const char *title, const char *body, gsize *n)
{
    g_autoptr(KiriQueryArticle) plain = article_of(title, body);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_signature_make(plain, &out);
    *n = out.n;
    return kiri_buf_steal(&out, NULL);
}

static gboolean may_match(const char *query, KiriStr signature)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuery) parsed = kiri_query_parse(kiri_str(query), &error);
    g_assert_no_error(error);
    g_autoptr(KiriSignatureTest) test = kiri_signature_test_new(parsed);
    return !test || kiri_signature_may_match(test, signature);
}

static gboolean matches(const char *query, const KiriQueryArticle *article)
{
    g_autoptr(KiriQuery) parsed = kiri_query_parse(kiri_str(query), NULL);
    return kiri_query_matches(parsed, article);
}

/* Every piece of the text, of three characters to twenty. A few are no match: half
 * a cluster, half a Latin word. */
static void test_never_no(void)
{
    gsize n;
    guint n_matches = 0, n_pieces = 0;
    g_autoptr(KiriQueryArticle) article = article_of("見出しの中の語", text);
    g_autofree char *bits = signature_of("見出しの中の語", text, &n);
    KiriStr signature = {bits, n};
    glong characters = g_utf8_strlen(text, -1);
    for (glong from = 0; from < characters; from++) {
        for (glong to = from + 3; to <= MIN(characters, from + 20); to++) {
            g_autofree char *piece = g_utf8_substring(text, from, to);
            g_autofree char *query = g_strdup_printf("\"%s\"", piece);
            gboolean is_match = matches(query, article);
            n_pieces++;
            n_matches += is_match ? 1 : 0;
            g_assert_true(!is_match || may_match(query, signature));
        }
    }
    g_assert_cmpuint(n_matches, >, n_pieces / 2);
    static const char *const queries[] = {
        "見出しの中",
        "title:見出しの",
        "年次有給 -無関係な語句",
        "無関係な語句 OR ai",
        "author:無関係な語句",
        "site:example.com",
        "(有給休暇 ガソリン税)",
        "snow*",
        "date:2026",
        "-無関係な語句 見直す",
        "無関係な語句 OR 休暇を広く",
    };
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++)
        g_assert_true(may_match(queries[i], signature));
    g_assert_true(may_match("有給休暇 NEAR/30 見直す", signature));
    g_assert_true(may_match("無関係な語句", (KiriStr){"", 0}));
}

static void test_often_no(void)
{
    gsize n;
    g_autofree char *bits = signature_of("", text, &n);
    KiriStr signature = {bits, n};
    g_assert_cmpuint(n, <, sizeof text / 6);
    guint passed = 0;
    for (gunichar c = 0x4e00; c < 0x4e00 + 1000; c++) {
        g_autoptr(GString) query = g_string_new("年次");
        g_string_append_unichar(query, c);
        g_string_append(query, "有給");
        passed += may_match(query->str, signature) ? 1 : 0;
    }
    g_assert_cmpuint(passed, <, 100); // three trigrams of which each passes in one case of three
    g_assert_false(may_match("無関係な語句", signature));
    passed = 0;
    for (gunichar c = 0x4e00; c < 0x4e00 + 1000; c++) { // one trigram of kanji
        g_autoptr(GString) query = g_string_new("年次");
        g_string_append_unichar(query, c);
        passed += may_match(query->str, signature) ? 1 : 0;
    }
    g_assert_cmpuint(passed, <, 150);
    g_assert_false(may_match("年次有給 無関係な語句", signature));
    g_assert_false(may_match("無関係な語句 OR 縁のない文字", signature));
}

/* A text of one character, of none, and one whose signature is cut. */
static void test_sizes(void)
{
    gsize n;
    g_autofree char *none = signature_of("", "", &n);
    g_assert_false(may_match("有給休暇", (KiriStr){none, n}));
    g_autofree char *one = signature_of("", "字", &n);
    g_assert_true(may_match("字", (KiriStr){one, n}));
    g_autoptr(GString) much = g_string_new(NULL);
    for (guint i = 0; i < 20000; i++)
        g_string_append_printf(much, "第%u号、", i);
    g_autofree char *cut = signature_of("", much->str, &n);
    g_assert_cmpuint(n, ==, KIRI_SIGNATURE_BYTES);
    g_assert_true(may_match("第19999号", (KiriStr){cut, n}));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/signature/never-no", test_never_no);
    g_test_add_func("/signature/often-no", test_often_no);
    g_test_add_func("/signature/sizes", test_sizes);
    return g_test_run();
}
