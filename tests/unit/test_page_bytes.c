// SPDX-License-Identifier: GPL-3.0-or-later
/* Bytes on their way to an article: what the charset gate found out is said on the
 * article, and pages that were made to cost end in an article or at a stated
 * limit, without anything that grows with the square of their size behind the
 * parser. */
#include "../support/extract_case.h"

#include <kirinuki/error.h>

#include <time.h>

#define HEAD "<!doctype html><html lang=ja><head><title>見出しの例です</title>"
#define PARAGRAPH "<p>市は五日、新しい計画を発表した。住民の意見を聞くという。</p>"

/* ---- witnesses of the charset ---- */

static KiriExtracted *page_in(const char *charset, const char *html)
{
    gsize n = 0;
    g_autofree char *bytes = g_convert(html, -1, charset, "UTF-8", NULL, &n, NULL);
    g_assert_nonnull(bytes);
    return case_bytes(bytes, n, "https://news.example.jp/articles/1");
}

static void test_label_refused(void)
{
    g_autoptr(KiriExtracted) x = page_in(
        "CP932", HEAD "<meta charset=utf-8></head><body><h1>見出しの例です</h1>" PARAGRAPH PARAGRAPH
                      "<p>①㈱Ⅱ髙ｶﾞ</p>");
    g_assert_cmpstr(x->article->charset, ==, "shift_jis");
    g_assert_cmpstr(x->article->title, ==, "見出しの例です");
    g_assert_nonnull(strstr(x->article->text, "①㈱Ⅱ髙ｶﾞ"));
    const KiriWitness *refused = case_witness(x->article, "charset", "meta");
    g_assert_nonnull(refused);
    g_assert_cmpstr(refused->value, ==, "utf-8");
    g_assert_false(refused->is_chosen);
    const KiriWitness *taken = case_witness(x->article, "charset", "statistics");
    g_assert_true(taken && taken->is_chosen);
    g_assert_null(taken->reason);
    g_assert_cmpint(x->charset_replaced, ==, 0);
}

/* Truncated in the middle of a character, with two of the publisher's own. */
static void test_loss_is_said(void)
{
    static const char page[] =
        "<meta charset=shift_jis><title>\x8c\xa9\x8f\x6f\x82\xb5</title><h1>\x8c\xa9\x8f\x6f\x82"
        "\xb5</h1><p>\x8e\x73\x82\xcd\xf0\x40\xf0\x41\x82\xf0\x94\xad\x95\x5c\x82\xb5\x82\xbd\x81";
    g_autoptr(KiriExtracted) x =
        case_bytes(page, sizeof page - 1, "https://news.example.jp/articles/1");
    const KiriWitness *w = case_witness(x->article, "charset", "meta");
    g_assert_true(w && w->is_chosen);
    g_assert_cmpstr(w->reason, ==,
                    "unreadable characters replaced: 1, characters of the publisher's own: 2");
    g_assert_cmpint(x->charset_replaced, ==, 1);
}

/* UTF-16 is text with or without its mark, whatever its NULs look like. */
static void test_wide_pages(void)
{
    static const char html[] = HEAD "</head><body><h1>見出しの例です</h1>" PARAGRAPH PARAGRAPH;
    static const char *const charsets[] = {"UTF-16LE", "UTF-16BE", "UTF-16"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        g_autoptr(KiriExtracted) x = page_in(charsets[i], html);
        g_assert_null(x->no_article);
        g_assert_cmpstr(x->article->title, ==, "見出しの例です");
    }
    g_autofree char *zeros = g_malloc0(4000);
    g_autoptr(KiriExtracted) none = case_bytes(zeros, 4000, "https://news.example.jp/articles/1");
    g_assert_cmpstr(none->no_article, ==, "binary data");
}

/* ---- pages made to cost ---- */

typedef struct {
    const char *name, *before, *unit, *after;
} Shape;

/* `unit` may hold a %u, for what must differ. */
static char *grown(const Shape *shape, guint n)
{
    GString *s = g_string_new(shape->before);
    const char *number = strstr(shape->unit, "%u");
    for (guint i = 0; i < n; i++) {
        g_string_append_len(s, shape->unit,
                            number ? number - shape->unit : (gssize)strlen(shape->unit));
        if (number) {
            g_string_append_printf(s, "%u", i);
            g_string_append(s, number + 2);
        }
    }
    g_string_append(s, shape->after);
    return g_string_free(s, FALSE);
}

/* An article, or the limit that was passed: TRUE for the article. */
static gboolean ends_well(const char *html)
{
    g_autofree char *url = g_strdup("https://news.example.jp/articles/1");
    g_autoptr(GBytes) body = g_bytes_new_static(html, strlen(html));
    KiriExtractInput input = {.url = url, .body = body, .now_us = CASE_NOW_US};
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriExtracted) x = kiri_extract(&input, &error);
    g_assert_true(x || kiri_error_is(error, KIRI_ERROR_LIMIT));
    return x != NULL;
}

/* What the parser itself cannot bear: there the limits of limits.h hold. */
static void test_parser_bombs(void)
{
    static const Shape shapes[] = {
        {"div", HEAD, "<div>", PARAGRAPH},
        {"font", HEAD, "<font color=%u>", PARAGRAPH},
        {"a and div", HEAD, "<a><div></a>", PARAGRAPH},
        {"attributes", HEAD "<p ", "a%u=1 ", ">" PARAGRAPH},
        {"table", HEAD, "<table><tr><td>", PARAGRAPH},
        {"svg", HEAD, "<svg>", PARAGRAPH},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
        g_autofree char *html = grown(&shapes[i], 100000);
        g_test_message("%s: %s", shapes[i].name, ends_well(html) ? "an article" : "a limit");
    }
}

/* The least processor time of a few goes: the rest is other people's. */
static gint64 least_cpu_us(const char *html)
{
    gint64 least = G_MAXINT64;
    for (gint i = 0; i < 3; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
        g_assert_true(ends_well(html));
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
        least = MIN(least, (to.tv_sec - from.tv_sec) * G_USEC_PER_SEC +
                               (to.tv_nsec - from.tv_nsec) / 1000);
    }
    return least;
}

/* Eight times the page may cost eight times the work; by the square it would be
 * sixty-four times. */
static void test_no_square(void)
{
    enum { TIMES = 8, MOST = 3 * TIMES, FLOOR_US = 3000 };
    static const Shape shapes[] = {
        {"paragraphs", HEAD, "<p>市は%u日、新しい計画を発表した。</p>", ""},
        {"headings", HEAD, "<h1>見出しの例です%u</h1>", PARAGRAPH},
        {"titles", "", HEAD, PARAGRAPH},
        {"one long title", "<title>", "見出し｜", "</title>" PARAGRAPH},
        {"dates", HEAD, "<p>2024年3月5日 10時00分 更新</p>", PARAGRAPH},
        {"times", HEAD, "<time datetime='2024-03-05'>3月5日</time>", PARAGRAPH},
        {"numerals", HEAD "<p>", "一二三四五六七八九十", ""},
        {"brackets", HEAD "<p>", "（【", ""},
        {"signatures", HEAD, "<p>（山田太郎%u）</p>", PARAGRAPH},
        {"links", HEAD, "<li><a href='/n/%u'>記事の見出しです</a></li>", PARAGRAPH},
        {"further pages", HEAD, "<a href='?page=%u'>次のページ</a>", PARAGRAPH},
        {"bases", HEAD, "<base href='/%u/'>", PARAGRAPH},
        {"metas", HEAD, "<meta name='n%u' content=c>", PARAGRAPH},
        {"authors", HEAD, "<meta name=author content='山田太郎%u'>", PARAGRAPH},
        {"keywords", HEAD "<meta name=keywords content='", "語%u,", "'>" PARAGRAPH},
        {"classes", HEAD "<p class='", "related news ", "'>" PARAGRAPH},
        {"style", HEAD "<p style='", "display:block;", "'>" PARAGRAPH},
        {"references", HEAD "<p>", "&amp;", PARAGRAPH},
        {"ampersands", HEAD "<p>", "&", PARAGRAPH},
        {"wall notices", HEAD, "<p>残り%u文字。この記事は会員限定です。</p>", PARAGRAPH},
        {"corrections", HEAD, "<p>【訂正】%u日の記事に誤りがありました。</p>", PARAGRAPH},
        {"quotes in JSON-LD", HEAD "<script type='application/ld+json'>{\"a\":\"", "\" , \"x ",
         "}</script>" PARAGRAPH},
        {"nodes in JSON-LD", HEAD "<script type='application/ld+json'>{\"@graph\":[",
         "{\"@type\":\"Person\",\"@id\":\"#%u\",\"author\":{\"@id\":\"#x\"}},",
         "]}</script>" PARAGRAPH},
        {"blocks of JSON-LD", HEAD, "<script type='application/ld+json'>{\"a\":1}</script>",
         PARAGRAPH},
        {"declarations", "", "<meta content='charset charset", "'>" PARAGRAPH},
        {"escapes", HEAD "<p>", "\x1b(", PARAGRAPH},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
        guint n = 1 + 12000 / (guint)strlen(shapes[i].unit);
        g_autofree char *small = grown(&shapes[i], n);
        g_autofree char *large = grown(&shapes[i], TIMES * n);
        gint64 one = least_cpu_us(small), many = least_cpu_us(large);
        g_test_message("%s: %d us, %d us", shapes[i].name, (gint)one, (gint)many);
        g_assert_cmpint(many, <=, MOST * MAX(one, (gint64)FLOOR_US));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/page-bytes/label-refused", test_label_refused);
    g_test_add_func("/page-bytes/loss-is-said", test_loss_is_said);
    g_test_add_func("/page-bytes/wide-pages", test_wide_pages);
    g_test_add_func("/page-bytes/parser-bombs", test_parser_bombs);
    g_test_add_func("/page-bytes/no-square", test_no_square);
    return g_test_run();
}
