// SPDX-License-Identifier: GPL-3.0-or-later
/* The user's word lists: what is read, what is refused and where, what stays as it
 * was, and what `dict check` finds. */
#include <kirinuki/charset.h>
#include <kirinuki/dict_file.h>
#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <glib/gstdio.h>
#include <string.h>

/* "line:column what" of each, one a line. */
static char *told(const GPtrArray *problems)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < problems->len; i++) {
        const KiriDictProblem *p = problems->pdata[i];
        g_string_append_printf(out, "%u:%u %s\n", p->line, p->column, p->what);
    }
    return g_string_free(out, FALSE);
}

static char *formatted(const KiriDictFile *file)
{
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_dict_file_format(file, &out);
    return kiri_buf_steal(&out, NULL);
}

static void assert_read(KiriDictKind kind, const char *text, const char *written,
                        const char *problems)
{
    g_autoptr(GPtrArray) found = kiri_dict_problems_new();
    g_autoptr(KiriDictFile) file = kiri_dict_file_parse(kind, kiri_str(text), found);
    g_autofree char *out = formatted(file), *said = told(found);
    g_assert_cmpstr(out, ==, written);
    g_assert_cmpstr(said, ==, problems);
}

static void test_words(void)
{
    assert_read(KIRI_DICT_WORDS, "# ours\r\n\r\n進撃の巨人\r\n剛力彩芽\tごうりき\t人名\r\n",
                "# ours\n\n進撃の巨人\t\tproper\n剛力彩芽\tゴウリキ\tperson\n", "");
    assert_read(KIRI_DICT_WORDS, "\xef\xbb\xbf朝活\t\tverbal\t\t\n", "朝活\t\tverbal\n", "");
    assert_read(KIRI_DICT_WORDS, " 朝活 \t アサカツ \t VERBAL", "朝活\tアサカツ\tverbal\n", "");
    assert_read(KIRI_DICT_WORDS, "", "", "");
}

/* Bad lines are named, left out and kept. */
static void test_bad_words(void)
{
    assert_read(KIRI_DICT_WORDS, "朝活\tasakatsu\n", "朝活\tasakatsu\n",
                "1:4 reading 'asakatsu' is not kana\n");
    assert_read(KIRI_DICT_WORDS, "朝活\tアサカツ\tverb\n", "朝活\tアサカツ\tverb\n",
                "1:9 there is no kind of words 'verb'; they are proper, noun, verbal, "
                "organisation, person, family, given, place\n");
    assert_read(KIRI_DICT_WORDS, "a\n\tアサカツ\n…！\n", "a\t\tproper\n\tアサカツ\n…！\n",
                "2:1 there is no word\n3:1 '…！' has no letter\n");
    assert_read(KIRI_DICT_WORDS, "a\t\tnoun\tx\n", "a\t\tnoun\tx\n", "1:9 more than 3 columns\n");
    assert_read(KIRI_DICT_WORDS, "ab\x1b[1m\n", "ab\x1b[1m\n",
                "1:1 word 'ab\x1b[1m' has a control character (U+001B)\n");
    assert_read(KIRI_DICT_WORDS, "朝\xe6\x9c\n朝活\n", "朝\xe6\x9c\n朝活\t\tproper\n",
                "1:2 this is not UTF-8\n");
    g_autofree char *longest = g_strnfill(KIRI_LIMIT_DICT_WORD_CHARS + 1, 'x');
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autoptr(KiriDictFile) file =
        kiri_dict_file_parse(KIRI_DICT_WORDS, kiri_str(longest), problems);
    g_assert_cmpuint(problems->len, ==, 1);
    g_assert_cmpuint(kiri_dict_file_count(file), ==, 0);
}

static void test_synonyms(void)
{
    assert_read(KIRI_DICT_SYNONYMS, "厚生労働省\t厚労省\tMHLW\n", "厚生労働省\t厚労省\tMHLW\n", "");
    assert_read(KIRI_DICT_SYNONYMS, "厚生労働省\n", "厚生労働省\n",
                "1:1 a set needs two words, separated by tabs\n");
    assert_read(KIRI_DICT_SYNONYMS, "a\t\tb\n", "a\t\tb\n", "1:3 there is no word\n");
    assert_read(KIRI_DICT_SYNONYMS, "サーバー\tｻｰﾊﾞｰ\n", "サーバー\tｻｰﾊﾞｰ\n",
                "1:6 'サーバー' and 'ｻｰﾊﾞｰ' are the same to every search\n");
}

static void test_refused(void)
{
    assert_read(KIRI_DICT_REFUSED, "# no\n関連情報\n", "# no\n関連情報\n", "");
    assert_read(KIRI_DICT_REFUSED, "関連情報\tx\n", "関連情報\tx\n", "1:6 more than one column\n");
}

static gboolean add(KiriDictFile *file, const char *cells, gboolean *is_new, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(cells, " ", -1);
    return kiri_dict_file_add(file, (const char *const *)parts, is_new, error);
}

static void assert_add(KiriDictFile *file, const char *cells, gboolean is_news)
{
    g_autoptr(GError) error = NULL;
    gboolean is_new = !is_news;
    g_assert_true(add(file, cells, &is_new, &error));
    g_assert_no_error(error);
    g_assert_cmpint(is_new, ==, is_news);
}

static void assert_refused(KiriDictFile *file, const char *cells, KiriErrorCode code)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *before = formatted(file);
    gboolean is_new = TRUE;
    g_assert_false(add(file, cells, &is_new, &error));
    g_assert_true(kiri_error_is(error, code));
    g_assert_false(is_new);
    g_autofree char *after = formatted(file);
    g_assert_cmpstr(before, ==, after);
}

/* What is left out is filled in, weights get their sign; what is none is told by cell. */
static void test_tone(void)
{
    assert_read(KIRI_DICT_TONE, "批判\t-2\tact\tnoun\n好評\t2\n甘い\t-1\tstate\tadjective\t注\n",
                "批判\t-2\tact\tnoun\n好評\t+2\tstate\tnoun\n甘い\t-1\tstate\tadjective\t注\n", "");
    assert_read(KIRI_DICT_TONE, "不備\t9\n不備\n怠る\t-2\towner\n甘\t-1\tstate\tadjective\n",
                "不備\t9\n不備\n怠る\t-2\towner\n甘\t-1\tstate\tadjective\n",
                "1:4 weight '9' is no number from -3 to +3\n"
                "2:3 weight '' is no number from -3 to +3\n"
                "3:7 there is no role 'owner'; they are state, act, self, event, none\n"
                "4:12 '甘' is no dictionary form (adjective)\n");
}

static void test_add_remove_words(void)
{
    g_autoptr(KiriDictFile) file =
        kiri_dict_file_parse(KIRI_DICT_WORDS, kiri_str("# keep\nbad\tx\n"), NULL);
    assert_add(file, "朝活", TRUE);
    assert_add(file, "朝活", FALSE);
    assert_add(file, "朝活 あさかつ verbal", TRUE); // the same word, better known
    assert_add(file, "ＡＫＢ", TRUE);
    assert_add(file, "AKB", TRUE); // the same to every search: one row
    assert_refused(file, "朝 asa", KIRI_ERROR_USAGE);
    assert_refused(file, "#朝", KIRI_ERROR_USAGE);
    g_autofree char *out = formatted(file);
    g_assert_cmpstr(out, ==, "# keep\nbad\tx\n朝活\tアサカツ\tverbal\nAKB\t\tproper\n");
    g_assert_nonnull(kiri_dict_file_find(file, kiri_str("ａｋｂ")));
    g_assert_true(kiri_dict_file_remove(file, kiri_str("akb")));
    g_assert_false(kiri_dict_file_remove(file, kiri_str("akb")));
    g_assert_true(kiri_dict_file_remove(file, kiri_str("朝活")));
    g_autofree char *rest = formatted(file);
    g_assert_cmpstr(rest, ==, "# keep\nbad\tx\n");
}

static void test_add_remove_synonyms(void)
{
    g_autoptr(KiriDictFile) file = kiri_dict_file_new(KIRI_DICT_SYNONYMS);
    assert_add(file, "厚生労働省 厚労省", TRUE);
    assert_add(file, "厚労省 MHLW 厚生労働省", TRUE); // enlarges
    assert_add(file, "厚労省 MHLW", FALSE);
    assert_add(file, "年休 有休", TRUE);
    assert_refused(file, "年休 厚労省", KIRI_ERROR_EXISTS);
    assert_refused(file, "単独", KIRI_ERROR_USAGE);
    g_autofree char *out = formatted(file);
    g_assert_cmpstr(out, ==, "厚生労働省\t厚労省\tMHLW\n年休\t有休\n");
    g_assert_true(kiri_dict_file_remove(file, kiri_str("mhlw")));
    g_assert_true(kiri_dict_file_remove(file, kiri_str("年休"))); // 有休 alone is no set
    g_autofree char *rest = formatted(file);
    g_assert_cmpstr(rest, ==, "厚生労働省\t厚労省\n");
}

static void assert_check(KiriDictKind kind, KiriDictionary *dictionary, const char *text,
                         const char *expected)
{
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autoptr(KiriDictFile) file = kiri_dict_file_parse(kind, kiri_str(text), problems);
    kiri_dict_file_check(file, dictionary, problems);
    g_autofree char *said = told(problems);
    g_assert_cmpstr(said, ==, expected);
}

static void test_check(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDictionary) d = kiri_dictionary_open(NULL, NULL, &error);
    g_assert_no_error(error);
    assert_check(KIRI_DICT_WORDS, d, "朝活\n時短勤務\n", "");
    assert_check(KIRI_DICT_WORDS, d, "朝活\n\n朝活\n",
                 "3:1 word '朝活' stands in line 1 already\n");
    assert_check(KIRI_DICT_WORDS, d, "ＡＫＢ\nakb\n",
                 "2:1 word 'akb' is the same to every search as 'ＡＫＢ' in line 1\n");
    assert_check(KIRI_DICT_WORDS, d, "東京\n", "1:1 MeCab's dictionary has '東京' already\n");
    assert_check(KIRI_DICT_WORDS, NULL, "東京\n", "");
    assert_check(KIRI_DICT_SYNONYMS, NULL, "年休\t有休\n休暇\t有休\n",
                 "2:4 '有休' belongs to the set of '年休' in line 1 too\n");
    assert_check(KIRI_DICT_SYNONYMS, NULL, "アメリカ\t米\n",
                 "1:6 '米' is one character and stands inside many other words\n");
}

static void assert_import(KiriDictKind kind, const char *bytes, gsize n, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autoptr(KiriDictFile) file =
        kiri_dict_file_import(kind, (KiriStr){bytes, n}, problems, &error);
    g_assert_no_error(error);
    g_autofree char *out = formatted(file), *said = told(problems);
    g_autofree char *both = g_strconcat(out, said, NULL);
    g_assert_cmpstr(both, ==, expected);
}

static void assert_import_in(KiriDictKind kind, const char *text, const char *charset,
                             const char *expected)
{
    g_autoptr(GError) error = NULL;
    gsize n = 0;
    g_autofree char *bytes = g_convert(text, -1, charset, "UTF-8", NULL, &n, &error);
    g_assert_no_error(error);
    assert_import(kind, bytes, n, expected);
}

static void test_import(void)
{
    const char *ours = "剛力彩芽\tごうりきあやめ\tperson\n朝活\n";
    const char *read = "剛力彩芽\tゴウリキアヤメ\tperson\n朝活\t\tproper\n";
    assert_import_in(KIRI_DICT_WORDS, ours, "UTF-8", read);
    assert_import_in(KIRI_DICT_WORDS, ours, "CP932", read);
    assert_import_in(KIRI_DICT_WORDS, ours, "EUC-JP", read);
    assert_import_in(KIRI_DICT_SYNONYMS, "厚生労働省\t厚労省\r\n年次有給休暇\t年休\r\n", "CP932",
                     "厚生労働省\t厚労省\n年次有給休暇\t年休\n");
    /* As Windows' input method writes it, UTF-16 with its mark. */
    assert_import_in(
        KIRI_DICT_WORDS,
        "\xef\xbb\xbf!Microsoft IME Dictionary Tool\r\n!Format:WORDLIST\r\n\r\n"
        "あさかつ\t朝活\tさ変名詞\r\nごうりき\t剛力\t姓\r\nうごく\tうごく\t動詞\r\n",
        "UTF-16LE",
        "#!Microsoft IME Dictionary Tool\n#!Format:WORDLIST\n\n朝活\tアサカツ\tverbal\n"
        "剛力\tゴウリキ\tfamily\nうごく\tうごく\t動詞\n6:9 there is no kind of words "
        "'動詞'; they are proper, noun, verbal, organisation, person, family, given, "
        "place\n");
    assert_import_in(KIRI_DICT_WORDS, "!!ATOK_TANGO_TEXT_HEADER_1\r\nみたか\t三鷹\t固有地名*\r\n",
                     "CP932", "#!!ATOK_TANGO_TEXT_HEADER_1\n三鷹\tミタカ\tplace\n");
    assert_import_in(
        KIRI_DICT_WORDS,
        "進撃の巨人,1288,1288,-500,名詞,固有名詞,一般,*,*,*,進撃の巨人,シンゲキ,シンゲキ\n"
        "剛力彩芽,1289,1289,100,名詞,固有名詞,人名,一般,*,*,*,*,*\n",
        "UTF-8", "進撃の巨人\tシンゲキ\tproper\n剛力彩芽\t\tperson\n");
}

static void test_files(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *dir = g_dir_make_tmp("kirinuki-dict-XXXXXX", &error);
    g_autofree char *folder = g_build_filename(dir, "dictionaries", NULL);
    g_autofree char *path = g_build_filename(folder, "words.tsv", NULL);
    g_autoptr(KiriDictFile) none = kiri_dict_file_read(KIRI_DICT_WORDS, path, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(none->rows->len, ==, 0);
    assert_add(none, "朝活", TRUE);
    g_assert_true(kiri_dict_file_write(none, path, &error));
    g_autoptr(KiriDictFile) again = kiri_dict_file_read(KIRI_DICT_WORDS, path, NULL, &error);
    g_assert_cmpuint(kiri_dict_file_count(again), ==, 1);
    g_unlink(path);
    g_rmdir(folder);
    g_rmdir(dir);
}

/* Ten thousand words are added in a breath: nothing is compared with everything. */
static void test_many(void)
{
    g_autoptr(KiriDictFile) file = kiri_dict_file_new(KIRI_DICT_WORDS);
    for (guint i = 0; i < 10000; i++) {
        g_autofree char *word = g_strdup_printf("語%u", i);
        assert_add(file, word, TRUE);
    }
    g_assert_cmpuint(kiri_dict_file_count(file), ==, 10000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/dict-file/words", test_words);
    g_test_add_func("/dict-file/bad-words", test_bad_words);
    g_test_add_func("/dict-file/synonyms", test_synonyms);
    g_test_add_func("/dict-file/refused", test_refused);
    g_test_add_func("/dict-file/tone", test_tone);
    g_test_add_func("/dict-file/add-remove-words", test_add_remove_words);
    g_test_add_func("/dict-file/add-remove-synonyms", test_add_remove_synonyms);
    g_test_add_func("/dict-file/check", test_check);
    g_test_add_func("/dict-file/import", test_import);
    g_test_add_func("/dict-file/files", test_files);
    g_test_add_func("/dict-file/many", test_many);
    return g_test_run();
}
