// SPDX-License-Identifier: GPL-3.0-or-later
/* Marks at their place in the original, and what a snippet shows. */
#include <kirinuki/search.h>

#include <string.h>

static char *marked(KiriStr text, const GArray *marks)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < marks->len; i++) {
        KiriMark m = g_array_index(marks, KiriMark, i);
        g_string_append_printf(out, "[%.*s]", (int)(m.to - m.from), text.p + m.from);
    }
    return g_strdup(out->str);
}

static void test_marks(void)
{
    static const struct {
        const char *text, *keywords[4], *marked;
    } cases[] = {
        {"ＡＩと AI と OpenAI", {"ai", NULL}, "[ＡＩ][AI]"},
        {"厚 生\n労働省の", {"厚生労働省", NULL}, "[厚 生\n労働省]"},
        {"国立國會図書館", {"国会図書館", NULL}, "[國會図書館]"},
        {"ｶﾞｿﾘﾝ税", {"ガソリン", NULL}, "[ｶﾞｿﾘﾝ]"},
        {"東京都庁", {"東京", "京都", "都庁", NULL}, "[東京都庁]"},
        {"Snowden in the snow", {"sno*", NULL}, "[Snowden][snow]"},
        {"なし", {"年休", NULL}, ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *keywords[4];
        memcpy(keywords, cases[i].keywords, sizeof keywords);
        KiriStr text = kiri_str(cases[i].text);
        g_autoptr(GArray) marks = kiri_marks_find(text, keywords);
        g_autofree char *shown = marked(text, marks);
        g_assert_cmpstr(shown, ==, cases[i].marked);
    }
}

static void assert_snippet(const char *text, char **keywords, glong most)
{
    g_auto(KiriSnippet) s = {0};
    kiri_snippet_make(kiri_str(text), keywords, FALSE, &s);
    g_assert_true(g_utf8_validate(s.text, -1, NULL));
    g_assert_cmpint(g_utf8_strlen(s.text, -1), <=, most);
    g_assert_cmpint(strncmp(text + s.from, s.text, strlen(s.text)), ==, 0);
    g_assert_cmpint(s.is_cut_before, ==, s.from > 0);
    g_assert_cmpint(s.is_cut_after, ==, s.from + strlen(s.text) < strlen(text));
    for (guint i = 0; i < s.marks->len; i++) {
        KiriMark m = g_array_index(s.marks, KiriMark, i);
        g_assert_cmpuint(m.from, >=, s.from);
        g_assert_cmpuint(m.to, <=, s.from + strlen(s.text));
    }
}

static void test_snippet(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 200; i++)
        g_string_append(text, "天気の話が続く。");
    g_string_append(text, "ここで時間単位の年休を認めた。");
    for (guint i = 0; i < 200; i++)
        g_string_append(text, "天気の話が続く。");
    char *keywords[] = {(char[]){"年休"}, (char[]){"時間"}, NULL};
    g_auto(KiriSnippet) s = {0};
    kiri_snippet_make(kiri_str(text->str), keywords, FALSE, &s);
    g_assert_nonnull(strstr(s.text, "ここで時間単位の年休を認めた。"));
    g_assert_cmpuint(s.marks->len, ==, 2);
    assert_snippet(text->str, keywords, 120);

    assert_snippet("", keywords, 0);
    assert_snippet("年休", keywords, 0);
    assert_snippet("短い本文に年休", keywords, 0);
    g_string_truncate(text, 0);
    for (guint i = 0; i < 80; i++)
        g_string_append(text, "年休の話。");
    assert_snippet(text->str, keywords, 20); // 400 characters
    char *none[] = {NULL};
    assert_snippet(text->str, none, 20);
    g_auto(KiriSnippet) ours = {0};
    kiri_snippet_make(kiri_str(text->str), keywords, TRUE, &ours);
    g_assert_cmpint(g_utf8_strlen(ours.text, -1), >, 20);
    g_assert_cmpint(g_utf8_strlen(ours.text, -1), <=, 30);
}

/* A twentieth of the body is the law's word, for the shortest bodies too: whatever is
 * looked for, and wherever it stands. */
static void test_snippet_share(void)
{
    static const char *const words[] = {"年休", "時", "時間単位の年休を認めた", "ない"};
    for (glong n = 0; n <= 700; n++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (glong i = 0; i < n; i++) {
            glong at = i % 12;
            g_string_append_len(text, g_utf8_offset_to_pointer("時間単位の年休を認めた。", at), 3);
        }
        for (gsize k = 0; k < G_N_ELEMENTS(words); k++) {
            g_autofree char *word = g_strdup(words[k]);
            char *keywords[] = {word, NULL};
            assert_snippet(text->str, keywords, n < 200 ? 0 : n / 20);
        }
    }
}

/* What is shown of a text of `n` characters around its hits; `n` decides how
 * much that may be, a twentieth. */
static char *snippet_of(const char *text, glong n, char **keywords)
{
    g_autoptr(GString) all = g_string_new(text);
    for (glong i = g_utf8_strlen(text, -1); i < n; i++)
        g_string_append(all, "い");
    g_auto(KiriSnippet) s = {0};
    kiri_snippet_make(kiri_str(all->str), keywords, FALSE, &s);
    g_assert_cmpint(g_utf8_strlen(s.text, -1), <=, MIN(n / 20, 120));
    return g_strdup(s.text);
}

/* Whole sentences where they fit, phrases where they do not, and of several
 * places the one that shows most keywords, closest together. */
static void test_snippet_sentences(void)
{
    static const struct {
        const char *text, *keywords[3], *shown;
        glong n;
    } cases[] = {
        {"前置きの文である。年休を取った。次の文もある。ここは長くて入らない文になっている。",
         {"年休"},
         "前置きの文である。年休を取った。次の文もある。",
         600},
        {"速報。同省は「年休を取ろう」と言った。」次。",
         {"年休"},
         "速報。同省は「年休を取ろう」と言った。」次。",
         440},
        {"政府は昨日の会議で長く続いた検討の末に、時間単位の年休の上限を引き上げることを決め、"
         "来年の通常国会に法案を出す方針を固めた。",
         {"年休"},
         "時間単位の年休の上限を引き上げることを決め、",
         600},
        {"年休の話がある。天気の話が長く長く長く長く長く続いている。年休を時間で取る話もある。",
         {"年休", "時間"},
         "長く長く長く長く長く続いている。年休を時間で取る話もある。",
         600},
        {"時間がたっても、ずっと先まで年休は来ない。それから、時間の年休という話だ。",
         {"年休", "時間"},
         "それから、時間の年休という話だ。",
         600},
        {"見出しだけに語がある。本文は初めから見せる。三つめの文は入らない長さの文である。",
         {"年休"},
         "見出しだけに語がある。本文は初めから見せる。",
         600},
        {"the quick brown fox jumps over the lazy dog and runs away", {"jumps"}, NULL, 600},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *keywords[3];
        memcpy(keywords, cases[i].keywords, sizeof keywords);
        g_autofree char *shown = snippet_of(cases[i].text, cases[i].n, keywords);
        if (cases[i].shown)
            g_assert_cmpstr(shown, ==, cases[i].shown);
        else // whole words
            g_assert_true(g_regex_match_simple("^(\\w+ )*jumps( \\w+)*$", shown, 0, 0));
    }
}

/* A mark is never parted from its letter, and no text makes it slow. */
static void test_snippet_odd(void)
{
    char *keywords[] = {(char[]){"あ"}, (char[]){"い"}, NULL};
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 400; i++)
        g_string_append(text, i == 200 ? "あ" : "か\xe3\x82\x99");
    g_auto(KiriSnippet) s = {0};
    kiri_snippet_make(kiri_str(text->str), keywords, FALSE, &s);
    g_assert_cmpint(strncmp(s.text, "\xe3\x82\x99", 3), !=, 0);
    g_assert_cmpint(strncmp(text->str + s.from + strlen(s.text), "\xe3\x82\x99", 3), !=, 0);

    g_string_truncate(text, 0);
    for (guint i = 0; i < 300000; i++)
        g_string_append(text, "あ。");
    gint64 begin = g_get_monotonic_time();
    assert_snippet(text->str, keywords, 120);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 20 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/snippet/marks", test_marks);
    g_test_add_func("/snippet/limits", test_snippet);
    g_test_add_func("/snippet/share", test_snippet_share);
    g_test_add_func("/snippet/sentences", test_snippet_sentences);
    g_test_add_func("/snippet/odd", test_snippet_odd);
    return g_test_run();
}
