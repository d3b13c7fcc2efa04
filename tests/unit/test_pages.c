// SPDX-License-Identifier: GPL-3.0-or-later
/* The whole extractor over the made-up pages of tests/pages, each with what a
 * careful clerk would keep of it beside it (NAME.json). Fields are counted over
 * all pages and held against floors a little below what is reached: one page may
 * get worse for a good reason, the sum may not. `test_pages --verbose` prints the
 * fields that were missed, page by page.
 *
 * Texts are compared as multisets of shingles, four characters (in Japanese,
 * white space aside) or four words: precision and recall are means over the
 * pages, F1 is made of the two means (the measure of article-extraction-benchmark). */
#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/json.h>

#include <locale.h>
#include <string.h>

enum { SHINGLE = 4 };

typedef struct {
    guint right, of;
} Share;

typedef struct {
    guint pages;
    gdouble precision, recall; // sums over the pages
    guint below_half;
    Share title, day, minute, author, site, image, access;
} Score;

/* ---- comparable forms ---- */

/* NFKC, lower case, every run of white space one space, none at the ends. */
static char *plain(const char *s)
{
    g_autofree char *wide = g_utf8_normalize(s ? s : "", -1, G_NORMALIZE_NFKC);
    g_autofree char *folded = g_utf8_casefold(wide ? wide : "", -1);
    GString *out = g_string_new(NULL);
    for (const char *p = folded; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c))
            g_string_append_unichar(out, c);
        else if (out->len && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    if (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

/* plain(), letters and digits alone. */
static char *letters(const char *s)
{
    g_autofree char *text = plain(s);
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p])
        if (g_unichar_isalnum(g_utf8_get_char(p)))
            g_string_append_unichar(out, g_utf8_get_char(p));
    return g_string_free(out, FALSE);
}

static gboolean is_same(char *(*form)(const char *), const char *a, const char *b)
{
    g_autofree char *x = form(a);
    g_autofree char *y = form(b);
    return strcmp(x, y) == 0;
}

static gboolean is_cjk(gunichar c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff);
}

static gboolean is_japanese(const char *text)
{
    glong wide = 0, all = 0;
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        wide += is_cjk(g_utf8_get_char(p));
        all += !g_unichar_isspace(g_utf8_get_char(p));
    }
    return wide * 5 > all;
}

/* ---- the text ---- */

/* The characters of a Japanese text, the words of another one. */
static GPtrArray *tokens(const char *text, gboolean by_character)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *form = plain(text);
    g_autoptr(GString) word = g_string_new(NULL);
    for (const char *p = form;; p += g_utf8_skip[(guchar)*p]) {
        gboolean is_part = by_character ? *p != ' ' : g_unichar_isalnum(g_utf8_get_char(p));
        if (*p && is_part)
            g_string_append_unichar(word, g_utf8_get_char(p));
        if (word->len && (!is_part || by_character || !*p)) {
            g_ptr_array_add(out, g_strdup(word->str));
            g_string_truncate(word, 0);
        }
        if (!*p)
            return out;
    }
}

/* Shingle → how often. */
static GHashTable *shingles(const char *text, gboolean by_character)
{
    g_autoptr(GPtrArray) words = tokens(text, by_character);
    GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint n = words->len < SHINGLE ? MIN(words->len, 1) : words->len - SHINGLE + 1;
    for (guint i = 0; i < n; i++) {
        GString *key = g_string_new(NULL);
        for (guint k = i; k < MIN(i + SHINGLE, words->len); k++)
            g_string_append_printf(key, "%s ", (const char *)g_ptr_array_index(words, k));
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(out, key->str));
        g_hash_table_replace(out, g_string_free(key, FALSE), GUINT_TO_POINTER(count + 1));
    }
    return out;
}

static guint sum(GHashTable *counts, GHashTable *other)
{
    GHashTableIter iter;
    gpointer key, count;
    guint n = 0;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &key, &count)) {
        guint mine = GPOINTER_TO_UINT(count);
        n += other ? MIN(mine, GPOINTER_TO_UINT(g_hash_table_lookup(other, key))) : mine;
    }
    return n;
}

static gdouble f1(gdouble precision, gdouble recall)
{
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

static gdouble score_text(const char *gold, const char *got, Score *score)
{
    gboolean by_character = is_japanese(gold);
    g_autoptr(GHashTable) wanted = shingles(gold, by_character);
    g_autoptr(GHashTable) found = shingles(got, by_character);
    gdouble both = sum(wanted, found);
    gdouble precision = sum(found, NULL) ? both / sum(found, NULL) : 0;
    gdouble recall = both / sum(wanted, NULL);
    score->precision += precision;
    score->recall += recall;
    score->below_half += f1(precision, recall) < 0.5 ? 1 : 0;
    return f1(precision, recall);
}

/* ---- the facts ---- */

static void count(Share *share, gboolean is_right, const char *page, const char *field,
                  const char *got, const char *wanted)
{
    share->of++;
    share->right += is_right ? 1 : 0;
    if (!is_right && g_test_verbose())
        g_test_message("%s: %s is \"%s\", not \"%s\"", page, field, got ? got : "", wanted);
}

static const char *member(const KiriJsonNode *gold, const char *name)
{
    return kiri_json_string(kiri_json_get(gold, name), NULL);
}

/* Days are those of Japan, whatever zone the page writes its times in. */
static void score_date(const KiriJsonNode *gold, const char *page, KiriTime got, Score *score)
{
    const char *wanted = member(gold, "published");
    KiriTime time;
    if (!wanted)
        return;
    g_assert_true(kiri_time_parse(kiri_str(wanted), KIRI_JST_MIN, &time));
    char text[32];
    kiri_time_format(got, text);
    gint64 jst_us = KIRI_JST_MIN * 60 * KIRI_US_PER_SECOND;
    gboolean is_day = kiri_time_is_set(got) &&
                      (got.us + jst_us) / KIRI_US_PER_DAY == (time.us + jst_us) / KIRI_US_PER_DAY;
    count(&score->day, is_day, page, "day", text, wanted);
    if (g_strcmp0(member(gold, "published_precision"), "minute") != 0)
        return;
    gboolean is_minute =
        got.precision >= KIRI_PRECISION_MINUTE && ABS(got.us - time.us) < 60 * KIRI_US_PER_SECOND;
    count(&score->minute, is_minute, page, "minute", text, wanted);
}

/* Every name of the gold has to be among the article's, and no other. */
static void score_authors(const KiriJsonNode *gold, const char *page, char **got, Score *score)
{
    const KiriJsonNode *names = kiri_json_get(gold, "authors");
    gsize n = kiri_json_size(names);
    if (!n)
        return;
    g_autofree char *line = got ? g_strjoinv(", ", got) : g_strdup("");
    gboolean is_right = n == (got ? g_strv_length(got) : 0);
    for (gsize i = 0; i < n && is_right; i++) {
        const char *name = kiri_json_string(kiri_json_at(names, i), NULL);
        gboolean is_there = FALSE;
        for (char **p = got; *p; p++)
            is_there |= is_same(letters, *p, name);
        is_right = is_there;
    }
    count(&score->author, is_right, page, "authors", line,
          kiri_json_string(kiri_json_at(names, 0), NULL));
}

/* The last part of the path names the picture; its size may be chosen otherwise. */
static char *picture(const char *url)
{
    g_autofree char *bare = g_strndup(url ? url : "", strcspn(url ? url : "", "?#"));
    return g_path_get_basename(bare);
}

static void score_facts(const KiriJsonNode *gold, const char *page, const KiriArticle *a,
                        Score *score)
{
    const char *title = member(gold, "title"), *site = member(gold, "site_name");
    const char *image = member(gold, "image");
    count(&score->title, is_same(plain, a->title, title), page, "title", a->title, title);
    score_date(gold, page, a->published, score);
    score_authors(gold, page, a->authors, score);
    if (site)
        count(&score->site, is_same(letters, a->site_name, site), page, "site", a->site_name, site);
    if (image)
        count(&score->image, is_same(picture, a->image, image), page, "image", a->image, image);
    gboolean is_paywalled = kiri_json_boolean(kiri_json_get(gold, "is_paywalled"), FALSE);
    count(&score->access, a->is_paywalled == is_paywalled, page, "paywall",
          a->is_paywalled ? "yes" : "no", is_paywalled ? "yes" : "no");
}

/* ---- the folder ---- */

static char *joined(const KiriJsonNode *lines)
{
    GString *out = g_string_new(NULL);
    for (gsize i = 0; i < kiri_json_size(lines); i++)
        g_string_append_printf(out, "%s\n", kiri_json_string(kiri_json_at(lines, i), NULL));
    return g_string_free(out, FALSE);
}

static char *contents(const char *folder, const char *page, const char *suffix, gsize *n)
{
    g_autofree char *name = g_strconcat(page, suffix, NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *bytes = NULL;
    g_autoptr(GError) error = NULL;
    g_file_get_contents(path, &bytes, n, &error);
    g_assert_no_error(error);
    return bytes;
}

static void score_page(const char *folder, const char *page, Score *score)
{
    gsize n = 0, gold_bytes = 0;
    g_autofree char *html = contents(folder, page, ".html", &n);
    g_autofree char *json = contents(folder, page, ".json", &gold_bytes);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse((KiriStr){json, gold_bytes}, &error);
    g_assert_no_error(error);
    const KiriJsonNode *gold = kiri_json_root(doc);
    g_autoptr(GBytes) body = g_bytes_new(html, n);
    g_autofree char *url = g_strdup(member(gold, "url"));
    g_autofree char *content_type = g_strdup(member(gold, "content_type"));
    KiriExtractInput input = {.url = url, .content_type = content_type, .body = body};
    g_autoptr(KiriExtracted) x = kiri_extract(&input, &error);
    g_assert_no_error(error);
    if (x->no_article)
        g_error("%s is said to be no article: %s", page, x->no_article);
    g_autofree char *text = joined(kiri_json_get(gold, "body"));
    gdouble got = score_text(text, x->article->text, score);
    if (got < 0.95 && g_test_verbose())
        g_test_message("%s: text F1 is %d/1000", page, (int)(got * 1000));
    score_facts(gold, page, x->article, score);
    score->pages++;
}

static void assert_share(const char *field, Share share, guint per_mille)
{
    guint got = share.of ? share.right * 1000 / share.of : 0;
    g_test_message("%s: %u of %u, %u/1000", field, share.right, share.of, got);
    if (got < per_mille)
        g_error("%s: %u/1000 is under the floor of %u/1000", field, got, per_mille);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void test_pages(void)
{
    g_autofree char *folder = g_build_filename(KIRINUKI_SOURCE_DIR, "tests/pages", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
    g_assert_no_error(error);
    Score score = {0};
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir));)
        if (g_str_has_suffix(name, ".html"))
            g_ptr_array_add(pages, g_strndup(name, strlen(name) - strlen(".html")));
    g_ptr_array_sort(pages, by_name);
    for (guint i = 0; i < pages->len; i++)
        score_page(folder, g_ptr_array_index(pages, i), &score);
    g_assert_cmpuint(score.pages, >=, 218);
    gdouble text = f1(score.precision / score.pages, score.recall / score.pages);
    g_test_message("%u pages, text F1 %d/1000 (precision %d, recall %d)", score.pages,
                   (int)(text * 1000), (int)(score.precision * 1000 / score.pages),
                   (int)(score.recall * 1000 / score.pages));
    g_assert_cmpfloat(text, >=, 0.985);
    g_assert_cmpuint(score.below_half, ==, 0);
    assert_share("title", score.title, 975);
    assert_share("day", score.day, 975);
    assert_share("minute", score.minute, 970);
    assert_share("author", score.author, 940);
    assert_share("site", score.site, 975);
    assert_share("image", score.image, 980);
    assert_share("paywall", score.access, 980);
}

/* The measure itself: a wrong one would hide what it should show. */
static void test_measure(void)
{
    Score score = {0};
    g_assert_cmpfloat(score_text("町は図書館を開く。", "町は 図書館を\n開く。", &score), ==, 1);
    g_assert_cmpfloat(score_text("町は図書館を開く。", NULL, &score), ==, 0);
    g_assert_cmpuint(score.below_half, ==, 1);
    /* Six shingles, the first three of them kept and nothing else. */
    Score half = {0};
    score_text("あいうえおかきくけ", "あいうえおか", &half);
    g_assert_cmpfloat(half.precision, ==, 1);
    g_assert_cmpfloat(half.recall, ==, 0.5);
    /* Words, where the text is not Japanese; the case is no matter. */
    Score words = {0};
    g_assert_cmpfloat(score_text("The city opens a library.", "the city opens a library", &words),
                      ==, 1);
    g_assert_true(is_same(plain, "Ｋａｎａ　と  漢字 ", "kana と 漢字"));
    g_assert_false(is_same(plain, "見出し｜新聞", "見出し"));
    g_assert_true(is_same(letters, "海の新聞・電子版", "海の新聞 電子版"));
    g_assert_true(is_same(picture, "https://a.example/i/1.jpg?w=9", "https://b.example/1.jpg"));
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); // messages name what is Japanese
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(kiri_charset_preload(&error));
    g_test_add_func("/pages/measure", test_measure);
    g_test_add_func("/pages/made-up", test_pages);
    return g_test_run();
}
