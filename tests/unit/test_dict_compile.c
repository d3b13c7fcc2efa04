// SPDX-License-Identifier: GPL-3.0-or-later
/* User words in MeCab's dictionary: found as one token inside sentences, in any
 * neighbourhood, and without breaking the words that were there before. */
#include <kirinuki/dict_file.h>
#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/tokenize.h>

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *dir, *path;
} Folder;

static void set_up(Folder *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    f->dir = g_dir_make_tmp("kirinuki-dict-XXXXXX", &error);
    g_assert_no_error(error);
    f->path = g_build_filename(f->dir, "words.dic", NULL);
}

static void tear_down(Folder *f, gconstpointer data)
{
    (void)data;
    g_unlink(f->path);
    g_assert_cmpint(g_rmdir(f->dir), ==, 0); // nothing is left beside it
    g_free(f->dir);
    g_free(f->path);
}

static KiriDictFile *words_of(const char *text)
{
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    KiriDictFile *file = kiri_dict_file_parse(KIRI_DICT_WORDS, kiri_str(text), problems);
    g_assert_cmpuint(problems->len, ==, 0);
    return file;
}

static const char new_words[] = "進撃の巨人\n"
                                "きゃりーぱみゅぱみゅ\tきゃりーぱみゅぱみゅ\tperson\n"
                                "剛力彩芽\tごうりきあやめ\t人名\n"
                                "指原莉乃\t\tperson\n"
                                "AKB48\tエーケービーフォーティーエイト\torganisation\n"
                                "AKB\n"
                                "地域若者サポートステーション\t\torganisation\n"
                                "サポートステーション\n"
                                "時間単位年休\t\tnoun\n"
                                "単位年休\n"
                                "もののけ姫\n"
                                "働き方改革\t\tnoun\n"
                                "iPhone 4S\n"
                                "つながらない権利\n"
                                "三鷹の森\t\tplace\n"
                                "朝活\t\tverbal\n";

/* Are these, in this order, tokens of the sentence? */
typedef struct {
    KiriStr text;
    char **wanted;
} Search;

static gboolean look(const KiriToken *token, gpointer data)
{
    Search *s = data;
    KiriStr surface = {s->text.p + token->from, token->to - token->from};
    if (*s->wanted && kiri_str_equal(surface, kiri_str(*s->wanted)) && !token->is_unknown)
        s->wanted++;
    return TRUE;
}

static void assert_tokens(KiriTokenizer *t, const char *sentence, const char *wanted)
{
    g_auto(GStrv) words = g_strsplit(wanted, "|", -1);
    Search s = {kiri_str(sentence), words};
    kiri_tokenize(t, s.text, look, &s);
    if (*s.wanted)
        g_printerr("'%s' is no token of '%s'\n", *s.wanted, sentence);
    g_assert_null(*s.wanted);
}

static void test_sentences(Folder *f, gconstpointer data)
{
    (void)data;
    static const char *const sentences[][2] = {
        {"人気漫画『進撃の巨人』が映画化される。", "進撃の巨人|映画"},
        {"昨日は進撃の巨人を一気に読んだ", "進撃の巨人"},
        {"歌手のきゃりーぱみゅぱみゅが新曲を発表した", "きゃりーぱみゅぱみゅ|新曲"},
        {"主演は剛力彩芽と発表", "剛力彩芽|発表"},
        {"女優・剛力彩芽さんへのインタビュー", "剛力彩芽|さん"},
        {"AKB48の指原莉乃に聞いた", "AKB48|の|指原莉乃|に"},
        {"AKBが出演、ＡＫＢ４８も", "AKB|出演|ＡＫＢ４８"},
        {"全国の地域若者サポートステーションで相談を受け付ける",
         "地域若者サポートステーション|相談"},
        {"サポートステーションとは", "サポートステーション"},
        {"厚生労働省は時間単位年休の上限を", "時間単位年休|上限"},
        {"映画もののけ姫の再上映", "もののけ姫|上映"},
        {"働き方改革関連法が施行された", "働き方改革|関連"},
        {"新型のiPhone 4Sは14日に発売", "iPhone 4S|発売"},
        {"つながらない権利をめぐる議論", "つながらない権利|議論"},
        {"三鷹の森へ行き、早起きして朝活する", "三鷹の森|朝活|する"},
        /* What was there before is still there. */
        {"巨人が阪神に勝ち、休暇の単位は時間で数え、改革の権利を森で論じる",
         "巨人|阪神|休暇|単位|時間|改革|権利|森"},
        {"東京都知事は国際会議で", "東京|は|国際"},
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDictFile) words = words_of(new_words);
    g_auto(KiriDictCompiled) compiled = {0};
    g_assert_true(kiri_dict_compile(words, NULL, f->path, &compiled, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(compiled.words, ==, 16);
    g_assert_null(compiled.not_found);
    g_assert_true(kiri_tokenizer_preload(NULL, f->path, &error));
    g_autoptr(KiriTokenizer) t = kiri_tokenizer_new(&error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++)
        assert_tokens(t, sentences[i][0], sentences[i][1]);
}

/* The cost comes from the word, not from a table. */
static void test_costs(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDictionary) d = kiri_dictionary_open(NULL, NULL, &error);
    g_assert_no_error(error);
    KiriWordPlace easy, hard, person;
    g_assert_true(
        kiri_dictionary_place(d, kiri_str("ゼンマイザムライ"), KIRI_WORD_PROPER, &easy, &error));
    g_assert_true(kiri_dictionary_place(d, kiri_str("ことです"), KIRI_WORD_PROPER, &hard, &error));
    g_assert_true(
        kiri_dictionary_place(d, kiri_str("ことです"), KIRI_WORD_PERSON, &person, &error));
    g_assert_cmpint(easy.cost, >, hard.cost); // nothing else it could be
    g_assert_cmpuint(person.left, !=, hard.left);
    g_assert_cmpint(hard.cost, >, -32768);
}

static void test_lookup(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDictionary) d = kiri_dictionary_open(NULL, NULL, &error);
    g_assert_true(kiri_dictionary_has(d, kiri_str("東京")));
    g_assert_false(kiri_dictionary_has(d, kiri_str("東京都庁前広場")));
    g_assert_false(kiri_dictionary_has(d, kiri_str("")));
    g_assert_false(kiri_dictionary_has(d, kiri_str("ぱみゅ")));
    static const char *const readings[][2] = {
        {"働き方改革", "ハタラキカタカイカク"}, {"サポートステーション", "サポートステーション"},
        {"ゆるキャラ", "ユルキャラ"},           {"AKB48", NULL},
        {"ぱみゅぱみゅ", "パミュパミュ"},       {"東京・大阪", "トウキョウ・オオサカ"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(readings); i++) {
        g_autofree char *reading = kiri_dictionary_reading(d, kiri_str(readings[i][0]));
        g_assert_cmpstr(reading, ==, readings[i][1]);
    }
    g_assert_cmpint(kiri_dictionary_guess_kind(d, kiri_str("山田太郎")), ==, KIRI_WORD_PERSON);
    g_assert_cmpint(kiri_dictionary_guess_kind(d, kiri_str("東京横浜")), ==, KIRI_WORD_PLACE);
    g_assert_cmpint(kiri_dictionary_guess_kind(d, kiri_str("進撃の巨人")), ==, KIRI_WORD_PROPER);
    g_assert_cmpint(kiri_dictionary_guess_kind(d, kiri_str("")), ==, KIRI_WORD_PROPER);
    g_autofree char *longest = g_strnfill(5000, 'a');
    g_assert_null(kiri_dictionary_reading(d, kiri_str(longest)));
    g_assert_false(kiri_dictionary_finds(d, kiri_str(longest)));
}

/* A failure leaves the old dictionary as it is, and says why. */
static void test_failure(Folder *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDictFile) words = words_of("進撃の巨人\n");
    g_auto(KiriDictCompiled) compiled = {0};
    g_assert_true(kiri_file_replace(f->path, kiri_str("old"), 0644, &error));
    g_assert_false(kiri_dict_compile(words, "/nonexistent", f->path, &compiled, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
    g_assert_nonnull(strstr(error->message, "/nonexistent"));
    g_autoptr(GBytes) left = kiri_file_read(f->path, 100, NULL);
    gsize n = 0;
    const char *bytes = g_bytes_get_data(left, &n);
    g_assert_true(kiri_str_equal((KiriStr){bytes, n}, kiri_str("old")));
}

static void test_fingerprint(Folder *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_auto(KiriDictCompiled) compiled = {0};
    g_autoptr(KiriDictFile) one = words_of("進撃の巨人\n");
    g_autoptr(KiriDictFile) none = words_of("# nothing\n");
    g_autofree char *without = kiri_dictionary_fingerprint(NULL, NULL);
    g_autofree char *absent = kiri_dictionary_fingerprint(NULL, f->path);
    g_assert_cmpstr(without, ==, absent);
    g_assert_true(kiri_dict_compile(one, NULL, f->path, &compiled, &error));
    g_autofree char *first = kiri_dictionary_fingerprint(NULL, f->path);
    g_assert_cmpstr(first, !=, without);
    g_assert_true(kiri_dict_compile(one, NULL, f->path, &compiled, &error));
    g_autofree char *again = kiri_dictionary_fingerprint(NULL, f->path);
    g_assert_cmpstr(first, ==, again);
    g_assert_true(kiri_dict_compile(none, NULL, f->path, &compiled, &error));
    g_assert_false(g_file_test(f->path, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dict/lookup", test_lookup);
    g_test_add_func("/dict/costs", test_costs);
    g_test_add("/dict/sentences", Folder, NULL, set_up, test_sentences, tear_down);
    g_test_add("/dict/failure", Folder, NULL, set_up, test_failure, tear_down);
    g_test_add("/dict/fingerprint", Folder, NULL, set_up, test_fingerprint, tear_down);
    return g_test_run();
}
