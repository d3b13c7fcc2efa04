// SPDX-License-Identifier: GPL-3.0-or-later
/* New words from a made-up press: what is used in many ways is a word, what stands in
 * one place, always beside the same thing or in one article is none. */
#include <kirinuki/error.h>
#include <kirinuki/new_words.h>
#include <kirinuki/record.h>

#include <string.h>

static const char *const before[] = {"昨日、", "厚生労働省は", "担当者によると、", "新しい",
                                     "全国で", "会見で",       "春から",           "市内の"};
static const char *const behind[] = {"が始まる。",           "を開設した。", "の利用者は増えた。",
                                     "に相談する人も多い。", "は便利だ。",   "で話を聞いた。",
                                     "と協力する。",         "も参加した。"};

typedef struct {
    KiriNewWords *words;
    guint texts;
} Press;

static void publish(Press *p, const char *medium, const char *text, gboolean is_release)
{
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) tokens;
    kiri_buf_init(&tokens, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_new_words_job(kiri_str(text), &tokens, &error));
    g_assert_no_error(error);
    g_autofree char *id = g_strdup_printf("%s%u", is_release ? "R-" : "a", p->texts);
    KiriNewWordsText about = {
        id, medium, {(gint64)(1000 - p->texts) * 1000000, 540, KIRI_PRECISION_SECOND}, is_release};
    g_assert_true(kiri_new_words_add(p->words, &about, kiri_buf_view(&tokens), &error));
    p->texts++;
}

/* `n` articles in three media that use the word in sentences of all kinds. */
static void use(Press *p, const char *word, guint n)
{
    static const char *const media[] = {"M-a", "M-b", "M-c"};
    for (guint i = 0; i < n; i++) {
        g_autofree char *text =
            g_strdup_printf("第%u報\n%s%s%s%s%sという。", i, before[i % 8], word,
                            behind[(i * 3 + 1) % 8], before[(i * 5 + 2) % 8], word);
        publish(p, media[i % 3], text, FALSE);
    }
}

static GPtrArray *find_with(Press *p, const char *user_dictionary, gboolean only_in_releases)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDictionary) dictionary = kiri_dictionary_open(NULL, user_dictionary, &error);
    g_assert_no_error(error);
    KiriNewWordsOptions options = {.limit = 100, .only_in_releases = only_in_releases};
    return kiri_new_words_find(p->words, dictionary, &options);
}

static const KiriNewWord *get(const GPtrArray *words, const char *surface)
{
    for (guint i = 0; i < words->len; i++) {
        const KiriNewWord *word = words->pdata[i];
        if (strcmp(word->surface, surface) == 0)
            return word;
    }
    return NULL;
}

static void test_found(void)
{
    static const char *const wanted[] = {"地域若者サポートステーション", "つながらない権利",
                                         "働き方改革", "キノシタ電機", "YOMOGI48"};
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Press p = {.words = words};
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
        use(&p, wanted[i], 24);
    g_autoptr(GPtrArray) found = find_with(&p, NULL, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        const KiriNewWord *word = get(found, wanted[i]);
        g_assert_nonnull(word);
        g_assert_cmpuint(word->articles, ==, 24);
        g_assert_cmpuint(word->count, ==, 48);
        g_assert_cmpuint(word->media, ==, 3);
        g_assert_cmpuint(kiri_strv_count(word->examples), ==, KIRI_NEW_WORD_EXAMPLES);
        g_assert_nonnull(strstr(word->examples[0], wanted[i]));
        g_assert_cmpstr(word->example_ids[0], !=, word->example_ids[1]);
        g_assert_nonnull(strchr(word->parts, '|'));
        g_assert_cmpfloat(word->left_entropy, >, 1);
    }
    /* Texts come with falling times: the last of a word's is the first seen. */
    g_assert_cmpint(get(found, wanted[0])->first_seen.us, ==, (1000 - 23) * (gint64)1000000);
    /* Pieces of them are not proposed, nor what MeCab has. */
    static const char *const pieces[] = {"サポートステーション",
                                         "若者サポートステーション",
                                         "方改革",
                                         "YOMOGI",
                                         "厚生",
                                         "担当",
                                         "市内"};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++)
        g_assert_null(get(found, pieces[i]));
    for (guint i = 1; i < found->len; i++)
        g_assert_cmpfloat(((const KiriNewWord *)found->pdata[i])->score, <=,
                          ((const KiriNewWord *)found->pdata[i - 1])->score);
}

static void test_kinds(void)
{
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Press p = {.words = words};
    for (guint i = 0; i < 24; i++) {
        g_autofree char *text =
            g_strdup_printf("%s出口汐里さん%s%s出口汐里%s", before[i % 8], behind[(i + 3) % 8],
                            before[(i * 3) % 8], behind[i % 8]);
        publish(&p, "M-a", text, FALSE);
    }
    use(&p, "時間単位年休", 24);
    g_autoptr(GPtrArray) found = find_with(&p, NULL, FALSE);
    g_assert_nonnull(get(found, "出口汐里"));
    g_assert_cmpint(get(found, "出口汐里")->kind, ==, KIRI_WORD_PERSON);
    g_assert_null(get(found, "出口汐里さん"));
    g_assert_nonnull(get(found, "時間単位年休"));
    g_assert_cmpint(get(found, "時間単位年休")->kind, ==, KIRI_WORD_NOUN);
}

/* Menus, signatures, one talkative article, always the same line, numbers, other
 * languages. */
static void test_refused(void)
{
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Press p = {.words = words};
    g_autoptr(GString) talkative = g_string_new(NULL);
    for (guint i = 0; i < 40; i++)
        g_string_append_printf(talkative, "%sゴンベエ村%s", before[i % 8], behind[(i + 1) % 8]);
    publish(&p, "M-a", talkative->str, FALSE);
    for (guint i = 0; i < 24; i++) {
        g_autofree char *text = g_strdup_printf(
            "%s人が%s\n関連リンク\nこの記事はヤマネ通信社が配信している。\n"
            "http://www.example.jp/news/%u.html %u月%u日\nthe best of the world\n%s",
            before[i % 8], behind[i % 8], i, i % 12 + 1, i + 1, "撮影 ミドリ写真部");
        publish(&p, "M-b", text, FALSE);
    }
    g_autoptr(GPtrArray) found = find_with(&p, NULL, FALSE);
    static const char *const none[] = {"ゴンベエ村",   "関連リンク", "ヤマネ通信社", "http",
                                       "www",          "html",       "of",           "the best",
                                       "ミドリ写真部", "月",         "example"};
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
        g_assert_null(get(found, none[i]));
}

/* Letters in the other kana are no news, whatever MeCab thinks of them. */
static void test_other_kana(void)
{
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Press p = {.words = words};
    use(&p, "スゴイ", 24);
    use(&p, "ソーダグラス", 24);
    g_autoptr(GPtrArray) found = find_with(&p, NULL, FALSE);
    g_assert_null(get(found, "スゴイ"));
    g_assert_nonnull(get(found, "ソーダグラス"));
}

static void test_releases(void)
{
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Press p = {.words = words};
    use(&p, "キノシタ電機", 24);
    g_autoptr(GString) release = g_string_new(NULL);
    for (guint i = 0; i < 6; i++)
        g_string_append_printf(release, "%sこども安心ダイヤル%s", before[i], behind[i]);
    publish(&p, "release", release->str, TRUE);
    g_autoptr(GPtrArray) found = find_with(&p, NULL, TRUE);
    g_assert_nonnull(get(found, "こども安心ダイヤル"));
    g_assert_null(get(found, "キノシタ電機"));
}

static void test_same_again(void)
{
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Press p = {.words = words};
    use(&p, "キノシタ電機", 24);
    use(&p, "働き方改革", 24);
    g_autoptr(GPtrArray) one = find_with(&p, NULL, FALSE);
    g_autoptr(GPtrArray) two = find_with(&p, NULL, FALSE);
    g_assert_cmpuint(one->len, ==, two->len);
    g_assert_cmpuint(one->len, >, 1);
    for (guint i = 0; i < one->len; i++) {
        const KiriNewWord *a = one->pdata[i], *b = two->pdata[i];
        g_assert_cmpstr(a->surface, ==, b->surface);
        g_assert_cmpuint(a->count, ==, b->count);
    }
}

static void assert_damaged(const char *bytes, gsize n)
{
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    g_autoptr(GError) error = NULL;
    KiriNewWordsText about = {"a", NULL, KIRI_TIME_UNSET, FALSE};
    g_assert_false(kiri_new_words_add(words, &about, (KiriStr){bytes, n}, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_CORRUPT));
}

static void test_damaged(void)
{
    assert_damaged("\x01", 1);
    assert_damaged("\x01\x00", 2);
    assert_damaged("\x01\x00zz", 4); // a token of nothing
    assert_damaged("\x01\x05"
                   "abc",
                   5); // longer than there is
    assert_damaged("\x7f\x01"
                   "a",
                   3);                 // no such kind
    assert_damaged("\x01\x01\xff", 3); // no text
}

static void test_empty(void)
{
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Press p = {.words = words};
    g_autoptr(GPtrArray) none = find_with(&p, NULL, FALSE);
    g_assert_cmpuint(none->len, ==, 0);
    publish(&p, NULL, "", FALSE);
    g_autoptr(GPtrArray) nothing = find_with(&p, NULL, FALSE);
    g_assert_cmpuint(nothing->len, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/new-words/found", test_found);
    g_test_add_func("/new-words/kinds", test_kinds);
    g_test_add_func("/new-words/refused", test_refused);
    g_test_add_func("/new-words/other-kana", test_other_kana);
    g_test_add_func("/new-words/releases", test_releases);
    g_test_add_func("/new-words/same-again", test_same_again);
    g_test_add_func("/new-words/damaged", test_damaged);
    g_test_add_func("/new-words/empty", test_empty);
    return g_test_run();
}
