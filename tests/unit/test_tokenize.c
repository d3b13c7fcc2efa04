// SPDX-License-Identifier: GPL-3.0-or-later
/* Tokens and sentences. */
#include <kirinuki/tokenize.h>

#include <kirinuki/error.h>
#include <kirinuki/limits.h>

#include <string.h>

typedef struct {
    KiriStr text;
    GString *out; // surface/base/pos, separated by blanks
    gsize last_to, n, longest;
    gsize stop_after;
} Seen;

static gboolean note(const KiriToken *token, gpointer data)
{
    Seen *seen = data;
    g_assert_true(token->from >= seen->last_to && token->from < token->to &&
                  token->to <= seen->text.n);
    g_assert_cmpuint(token->base.n, >, 0);
    seen->last_to = token->to;
    seen->longest = MAX(seen->longest, token->to - token->from);
    if (seen->out) {
        g_string_append_len(seen->out, seen->text.p + token->from,
                            (gssize)(token->to - token->from));
        g_string_append_c(seen->out, '/');
        g_string_append_len(seen->out, token->base.p, (gssize)token->base.n);
        g_string_append_printf(seen->out, "/%s%s ", kiri_pos_names[token->pos],
                               token->is_unknown ? "?" : "");
    }
    return ++seen->n != seen->stop_after;
}

static KiriTokenizer *tokenizer(void)
{
    g_autoptr(GError) error = NULL;
    KiriTokenizer *t = kiri_tokenizer_new(&error);
    g_assert_no_error(error);
    return t;
}

static void assert_tokens(KiriTokenizer *t, const char *text, const char *expected)
{
    g_autoptr(GString) out = g_string_new(NULL);
    Seen seen = {.text = kiri_str(text), .out = out};
    g_assert_true(kiri_tokenize(t, seen.text, note, &seen));
    g_assert_cmpstr(out->str, ==, expected);
}

static void test_missing_dictionary(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_false(kiri_tokenizer_preload("/nonexistent", NULL, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
}

static void test_tokens(void)
{
    g_autoptr(KiriTokenizer) t = tokenizer();
    assert_tokens(t, "東京に行った。",
                  "東京/東京/place に/に/particle 行っ/行く/verb た/た/auxiliary 。/。/other ");
    assert_tokens(t, " 山田　太郎 \n", "山田/山田/person 太郎/太郎/person ");
    assert_tokens(t, "3千", "3/3/number? 千/千/number ");
    assert_tokens(t, "※", "※/※/other ");
    assert_tokens(t, "", "");
}

static gboolean note_dependent(const KiriToken *token, gpointer data)
{
    GString *out = data;
    g_string_append_c(out, token->is_dependent ? 'd' : '-');
    return TRUE;
}

/* What stands for other nouns is told from nouns. */
static void test_dependent(void)
{
    g_autoptr(KiriTokenizer) t = tokenizer();
    g_autoptr(GString) out = g_string_new(NULL);
    g_assert_true(kiri_tokenize(t, kiri_str("これは東京のことだ"), note_dependent, out));
    g_assert_cmpstr(out->str, ==, "d---d-"); // これ|は|東京|の|こと|だ
}

static gboolean note_reading(const KiriToken *token, gpointer data)
{
    g_string_append_len(data, token->reading.p, (gssize)token->reading.n);
    return TRUE;
}

static void test_reading(void)
{
    g_autoptr(KiriTokenizer) t = tokenizer();
    g_autoptr(GString) reading = g_string_new(NULL);
    g_assert_true(kiri_tokenize(t, kiri_str("東京都の会見"), note_reading, reading));
    g_assert_cmpstr(reading->str, ==, "トウキョウトノカイケン");
}

static void test_visitor_stops(void)
{
    g_autoptr(KiriTokenizer) t = tokenizer();
    Seen seen = {.text = kiri_str("今日は晴れ。明日は雨。"), .stop_after = 2};
    g_assert_false(kiri_tokenize(t, seen.text, note, &seen));
    g_assert_cmpuint(seen.n, ==, 2);
}

/* Inputs for which MeCab alone needs minutes or gigabytes. */
static void test_hostile_runs(void)
{
    static const char *const units[] = {"w", "ー", "ア", "あ", "東", "9", " ", "😀", "a\u0301"};
    g_autoptr(KiriTokenizer) t = tokenizer();
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 100000)
            g_string_append(text, units[i]);
        Seen seen = {.text = {text->str, text->len}};
        g_assert_true(kiri_tokenize(t, seen.text, note, &seen));
        g_assert_cmpuint(seen.longest, <=, KIRI_LIMIT_MECAB_PIECE_BYTES);
        g_assert_true(*units[i] == ' ' ? seen.n == 0 : seen.last_to == text->len);
    }
}

static void test_bytes_that_are_no_text(void)
{
    g_autoptr(KiriTokenizer) t = tokenizer();
    g_autoptr(GString) text = g_string_new(NULL);
    for (gint i = 0; i < 20000; i++)
        g_string_append_c(text, (gchar)g_test_rand_int_range(0, 256));
    Seen seen = {.text = {text->str, text->len}};
    g_assert_true(kiri_tokenize(t, seen.text, note, &seen));
    g_assert_cmpuint(seen.n, >, 100);
}

static void test_cuts_between_words(void)
{
    /* One sentence of several pieces: no word may be torn where they meet. */
    g_autoptr(KiriTokenizer) t = tokenizer();
    g_autoptr(GString) text = g_string_new(NULL), out = g_string_new(NULL);
    while (text->len < 5000)
        g_string_append(text, "厚生労働省の発表によると、");
    Seen seen = {.text = {text->str, text->len}, .out = out};
    g_assert_true(kiri_tokenize(t, seen.text, note, &seen));
    g_auto(GStrv) parts =
        g_strsplit(out->str, "厚生/厚生/noun 労働省/労働省/proper の/の/particle ", -1);
    g_assert_cmpuint(g_strv_length(parts) - 1, ==,
                     text->len / strlen("厚生労働省の発表によると、"));
}

static gpointer tokenize_in_thread(gpointer expected)
{
    g_autoptr(KiriTokenizer) t = tokenizer();
    for (gint i = 0; i < 200; i++)
        assert_tokens(t, "東京に行った。", expected);
    return NULL;
}

static void test_threads(void)
{
    char expected[] = "東京/東京/place に/に/particle 行っ/行く/verb た/た/auxiliary 。/。/other ";
    GThread *threads[4];
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("tokenize", tokenize_in_thread, expected);
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

static void test_sentences(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"一つ。二つ！ 三つ？\n見出し\n\n四つ", "一つ。|二つ！|三つ？|見出し|四つ"},
        {"「行く。」と言った。", "「行く。」|と言った。"},
        {"本当！？（笑。）終わり", "本当！？|（笑。）|終わり"},
        {"見て!!次", "見て!!|次"},
        {"https://example.jp/?id=1 を見よ。", "https://example.jp/?id=1 を見よ。"},
        {"Yahoo!ニュースとYahoo!JAPAN", "Yahoo!|ニュースとYahoo!JAPAN"},
        {"3.5%増。", "3.5%増。"},
        {"　\r\n 　", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) got = g_string_new(NULL);
        gsize at = 0;
        KiriStr sentence;
        while (kiri_sentence_next(kiri_str(cases[i][0]), &at, &sentence)) {
            g_string_append(got, got->len ? "|" : "");
            g_string_append_len(got, sentence.p, (gssize)sentence.n);
        }
        g_assert_cmpstr(got->str, ==, cases[i][1]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tokenize/missing-dictionary", test_missing_dictionary);
    g_test_add_func("/tokenize/tokens", test_tokens);
    g_test_add_func("/tokenize/reading", test_reading);
    g_test_add_func("/tokenize/dependent", test_dependent);
    g_test_add_func("/tokenize/visitor-stops", test_visitor_stops);
    g_test_add_func("/tokenize/hostile-runs", test_hostile_runs);
    g_test_add_func("/tokenize/bytes-that-are-no-text", test_bytes_that_are_no_text);
    g_test_add_func("/tokenize/cuts-between-words", test_cuts_between_words);
    g_test_add_func("/tokenize/threads", test_threads);
    g_test_add_func("/sentence/spans", test_sentences);
    return g_test_run();
}
