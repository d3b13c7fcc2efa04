// SPDX-License-Identifier: GPL-3.0-or-later
/* The normal form, its map, character classes, and the keyword promise. */
#include <kirinuki/normalize.h>

#include <string.h>

static void assert_normal(const char *original, const char *expected)
{
    g_autofree char *got = kiri_normalize_dup(kiri_str(original));
    g_assert_cmpstr(got, ==, expected);
}

static void test_forms(void)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"ＮＨＫ　ニュース", "nhkニュース"},
        {"ﾊﾞｽとﾊﾟﾝ", "バスとパン"},
        {"か\u3099っこう", "がっこう"},
        {"①㈱㍿㎞Ⅲ", "1(株)株式会社kmiii"},
        {"國會圖書館の齋藤髙﨑邊", "国会図書館の斎藤高崎辺"},
        {"神\uFA19社\uFA4C", "神神社社"},
        {"葛\U000E0100飾区", "葛飾区"},
        {"Straße ÉCOLE", "strasse école"},
        {"e\u0301", "é"},
        {"東京 都\n\t港　区", "東京都港区"},
        {"Ministry  of\nHealth", "ministry of health"},
        {"5 月 3 日", "5月3日"},
        {"2024 05", "2024 05"},
        {"A 社 の B", "a社のb"},
        {" x ", "x"},
        {"a - b", "a-b"},
        {"a\u200b \u200bb", "a b"},
        {"１〜２～３∼４", "1~2~3~4"},
        {"‐‑‒–—―−－─", "---------"},
        {"サーバー", "サーバー"},
        {"ゼロ\u200b幅\u00ad", "ゼロ幅"},
        {"´゛", "´゛"},
        {"制\x01御\x7f", "制御"},
        {"𠮷野家", "吉野家"},
        {"\u1112\u1161\u11ab", "한"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_normal(cases[i][0], cases[i][1]);
        assert_normal(cases[i][1], cases[i][1]);
    }
}

/* Bytes that are no text cost themselves, not the program. */
static void test_broken_text(void)
{
    g_autofree char *got = kiri_normalize_dup((KiriStr){"a\xe3\x81z\xff\xe6\x9d", 7});
    g_assert_true(g_utf8_validate(got, -1, NULL));
    g_assert_cmpint(got[0], ==, 'a');
    g_assert_nonnull(strchr(got, 'z'));
}

static void test_kyujitai_table(void)
{
    g_autofree char *text = NULL;
    g_assert_true(
        g_file_get_contents(KIRINUKI_SOURCE_DIR "/dictionaries/kyujitai.tsv", &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GHashTable) old = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) new = g_ptr_array_new();
    for (char **line = lines; *line; line++) {
        if (**line == '#' || !**line)
            continue;
        char *tab = strchr(*line, '\t');
        g_assert_nonnull(tab);
        *tab = 0;
        g_assert_cmpint(g_utf8_strlen(*line, -1), ==, 1);
        g_assert_cmpint(g_utf8_strlen(tab + 1, -1), ==, 1);
        g_assert_true(g_hash_table_add(old, *line));
        g_ptr_array_add(new, tab + 1);
        assert_normal(*line, tab + 1);
    }
    g_assert_cmpuint(new->len, >=, 350);
    for (guint i = 0; i < new->len; i++)
        g_assert_false(g_hash_table_contains(old, g_ptr_array_index(new, i)));
}

/* Whole clusters, none of which begins with anything that joins the one before. */
static const char *const pieces[] = {
    "あ",
    "が",
    "か\u3099",
    "ﾊﾞ",
    "ｶ",
    "ー",
    "京",
    "國",
    "﨑",
    "髙",
    "葛\U000E0100",
    "a",
    "Z",
    "é",
    "e\u0301",
    "Ｎ",
    "7",
    "９",
    "①",
    "㈱",
    "。",
    "、",
    "・",
    "-",
    "−",
    "〜",
    "ß",
    "İ",
    "ﬁ",
    "한",
    "조",
    "Д",
    "ά",
    "ا",
    "😀",
    "👨\u200d👩\u200d👧",
    "🇯🇵",
    "½",
    "Ǆ",
    "か゚",
    "々",
    "𠮷",
    "ก",
    "゛",
    "\u200b",
};

/* N of a whole is the row of the N of its clusters, and every N-byte knows the
 * cluster that made it. */
static void test_cluster_property(void)
{
    for (guint round = 0; round < 3000; round++) {
        g_autoptr(GString) whole = g_string_new(NULL), rows = g_string_new(NULL);
        g_autoptr(GArray) map = g_array_new(FALSE, FALSE, sizeof(guint32));
        gint n = g_test_rand_int_range(1, 20);
        for (gint i = 0; i < n; i++) {
            const char *piece = pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))];
            g_autofree char *normal = kiri_normalize_dup(kiri_str(piece));
            guint32 at = (guint32)whole->len;
            for (gsize k = 0; normal[k]; k++)
                g_array_append_val(map, at);
            g_string_append(whole, piece);
            g_string_append(rows, normal);
        }
        g_auto(KiriNormal) got;
        kiri_normalize((KiriStr){whole->str, whole->len}, TRUE, &got);
        g_assert_cmpstr(got.text, ==, rows->str);
        g_assert_cmpuint(got.n, ==, map->len);
        g_assert_true(!got.n || memcmp(got.map, map->data, got.n * sizeof(guint32)) == 0);
        g_assert_cmpuint(got.map[got.n], ==, whole->len);
        assert_normal(got.text, got.text);
    }
}

/* Ranges are whole clusters: never half of one, never the space around it. */
static void test_original_range(void)
{
    static const struct {
        const char *original, *normal, *covered;
    } cases[] = {
        {"去年の 東京　都 知事", "東京都", "東京　都"},
        {"来たﾊﾞｽに", "バス", "ﾊﾞｽ"},
        {"株㈱だ", "株)", "㈱"},
        {"The  Big\nNews .", "big news", "Big\nNews"},
        {"終わり。 \n", "。", "。"},
        {"x\u200b \u200by", "x", "x"},
        {"か\u3099き", "が", "か\u3099"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(KiriNormal) normal;
        kiri_normalize(kiri_str(cases[i].original), TRUE, &normal);
        const char *p = strstr(normal.text, cases[i].normal);
        g_assert_nonnull(p);
        gsize n_from = (gsize)(p - normal.text), from, to;
        kiri_normal_original_range(&normal, n_from, n_from + strlen(cases[i].normal), &from, &to);
        g_autofree char *covered = g_strndup(cases[i].original + from, to - from);
        g_assert_cmpstr(covered, ==, cases[i].covered);
    }
}

/* Marks without end on one character must not make the folding quadratic. */
static void test_many_marks(void)
{
    g_autoptr(GString) text = g_string_new("a");
    for (gint i = 0; i < 200000; i++)
        g_string_append(text, i % 2 ? "\u0316" : "\u0301");
    g_test_timer_start();
    g_autofree char *normal = kiri_normalize_dup((KiriStr){text->str, text->len});
    g_assert_cmpfloat(g_test_timer_elapsed(), <, 20);
    g_assert_cmpuint(strlen(normal), >, 200000);
}

static void test_char_class(void)
{
    static const struct {
        gunichar c;
        KiriCharClass class;
    } cases[] = {
        {'a', KIRI_CHAR_LATIN},       {'9', KIRI_CHAR_DIGIT},       {'_', KIRI_CHAR_OTHER},
        {' ', KIRI_CHAR_SPACE},       {0x3000, KIRI_CHAR_SPACE},    {'\n', KIRI_CHAR_SPACE},
        {0xe9, KIRI_CHAR_LATIN},      {0x416, KIRI_CHAR_LATIN},     {0x301, KIRI_CHAR_LATIN},
        {0x3042, KIRI_CHAR_HIRAGANA}, {0x30a2, KIRI_CHAR_KATAKANA}, {0x30fc, KIRI_CHAR_KATAKANA},
        {0xff76, KIRI_CHAR_KATAKANA}, {0x30fb, KIRI_CHAR_OTHER},    {0x6771, KIRI_CHAR_KANJI},
        {0x3005, KIRI_CHAR_KANJI},    {0x3006, KIRI_CHAR_KANJI},    {0x20bb7, KIRI_CHAR_KANJI},
        {0x3002, KIRI_CHAR_OTHER},    {0xac00, KIRI_CHAR_OTHER},    {0xe01, KIRI_CHAR_OTHER},
        {0x1f600, KIRI_CHAR_OTHER},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(kiri_char_class(cases[i].c), ==, cases[i].class);
}

static void test_keyword_cases(void)
{
    static const struct {
        const char *text, *keyword;
        gboolean is_found;
    } cases[] = {
        {"新型コロナウイルス", "コロナ", TRUE},
        {"東京都庁", "京", TRUE},
        {"Edward Snowden", "snow", FALSE},
        {"Snow and ice", "snow", TRUE},
        {"大雪snow警報", "SNOW", TRUE},
        {"2015年", "15", FALSE},
        {"15年と2015年", "15", TRUE},
        {"COVID19対策", "covid", TRUE},
        {"5Gの基地局", "5g", TRUE},
        {"15Gの基地局", "5g", FALSE},
        {"5GHz帯", "5g", FALSE},
        {"https://example.jp/snow/ を参照", "snow", FALSE},
        {"www.snow.example 参照", "snow", FALSE},
        {"TV/radio", "radio", TRUE},
        {"snowden, snow", "snow", TRUE},
        {"第3回", "3", TRUE},
        {"厚生\n労働省", "厚生労働省", TRUE},
        {"snow man", "snowman", FALSE},
        {"Snow  Man", "snow man", TRUE},
        {"何か", "", FALSE},
        {"短い", "短い言葉", FALSE},
        {"ＡＩ活用", "ai", TRUE},
        {"x\u030cyz", "x", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = kiri_normalize_dup(kiri_str(cases[i].text));
        g_autofree char *keyword = kiri_normalize_dup(kiri_str(cases[i].keyword));
        gsize at = 0, end = 0;
        gboolean is_found = kiri_keyword_find(kiri_str(text), kiri_str(keyword), 0, &at, &end);
        g_assert_cmpint(is_found, ==, cases[i].is_found);
        if (is_found) {
            g_assert_cmpuint(end - at, ==, strlen(keyword));
            g_assert_true(memcmp(text + at, keyword, end - at) == 0);
        }
    }
}

/* The promise in its plainest words, character by character. */
static gboolean naive_find(const gunichar *text, glong n, const gunichar *word, glong m, glong from,
                           glong *found)
{
    for (glong i = from; i + m <= n; i++) {
        if (memcmp(text + i, word, (gsize)m * sizeof *word) != 0)
            continue;
        KiriCharClass first = kiri_char_class(word[0]), last = kiri_char_class(word[m - 1]);
        gboolean first_counts = first == KIRI_CHAR_LATIN || first == KIRI_CHAR_DIGIT;
        gboolean last_counts = last == KIRI_CHAR_LATIN || last == KIRI_CHAR_DIGIT;
        if (first_counts && i > 0 && kiri_char_class(text[i - 1]) == first)
            continue;
        if (last_counts && i + m < n && kiri_char_class(text[i + m]) == last)
            continue;
        *found = i;
        return TRUE;
    }
    return FALSE;
}

static void test_keyword_equals_reference(void)
{
    static const char *const alphabet[] = {"a", "b", "1", "2", " ", "京", "あ", "ア", "。"};
    for (guint round = 0; round < 20000; round++) {
        g_autoptr(GString) text = g_string_new(NULL), word = g_string_new(NULL);
        for (gint i = g_test_rand_int_range(0, 30); i > 0; i--)
            g_string_append(text, alphabet[g_test_rand_int_range(0, G_N_ELEMENTS(alphabet))]);
        for (gint i = g_test_rand_int_range(1, 4); i > 0; i--)
            g_string_append(word, alphabet[g_test_rand_int_range(0, G_N_ELEMENTS(alphabet))]);
        g_autofree char *n_text = kiri_normalize_dup(kiri_str(text->str));
        g_autofree char *n_word = kiri_normalize_dup(kiri_str(word->str));
        glong n, m, found = 0;
        g_autofree gunichar *text_chars = g_utf8_to_ucs4_fast(n_text, -1, &n);
        g_autofree gunichar *word_chars = g_utf8_to_ucs4_fast(n_word, -1, &m);
        if (!m)
            continue;
        gsize from = 0, at, end;
        for (glong char_from = 0;; char_from = found + 1) {
            gboolean expected = naive_find(text_chars, n, word_chars, m, char_from, &found);
            gboolean got = kiri_keyword_find(kiri_str(n_text), kiri_str(n_word), from, &at, &end);
            g_assert_cmpint(got, ==, expected);
            if (!got)
                break;
            g_assert_cmpint(g_utf8_pointer_to_offset(n_text, n_text + at), ==, found);
            from = at + 1;
        }
    }
}

static void test_kana(void)
{
    static const gunichar pairs[][2] = {
        {0x3041, 0x30a1}, {0x304c, 0x30ac}, {0x3093, 0x30f3}, {0x3096, 0x30f6}};
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_assert_cmpuint(kiri_char_katakana(pairs[i][0]), ==, pairs[i][1]);
        g_assert_cmpuint(kiri_char_hiragana(pairs[i][1]), ==, pairs[i][0]);
        g_assert_cmpuint(kiri_char_katakana(pairs[i][1]), ==, pairs[i][1]);
    }
    g_assert_cmpuint(kiri_char_hiragana(0x30fc), ==, 0x30fc); // the long mark belongs to both
    g_assert_cmpuint(kiri_char_katakana(0x6f22), ==, 0x6f22);
    g_assert_cmpuint(kiri_char_hiragana('a'), ==, 'a');
}

/* What is said in place of nearly all characters is what the long way says. */
static void test_chars_in_place(void)
{
    enum { LAST = 0x3ffff, FIRST_SURROGATE = 0xd800, LAST_SURROGATE = 0xdfff };
    for (gunichar c = 1; c <= LAST; c++) {
        char utf8[8] = {0};
        if (c >= FIRST_SURROGATE && c <= LAST_SURROGATE)
            continue;
        g_unichar_to_utf8(c, utf8);
        g_assert_cmpuint(kiri_char_read(utf8), ==, c);
        g_assert_cmpint(kiri_char_class(c), ==, kiri_char_class_of_any(c));
    }
    g_assert_cmpuint(kiri_char_read("\xe3\x81"), ==, g_utf8_get_char("\xe3\x81"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/normalize/forms", test_forms);
    g_test_add_func("/normalize/broken-text", test_broken_text);
    g_test_add_func("/normalize/kyujitai-table", test_kyujitai_table);
    g_test_add_func("/normalize/cluster-property", test_cluster_property);
    g_test_add_func("/normalize/original-range", test_original_range);
    g_test_add_func("/normalize/many-marks", test_many_marks);
    g_test_add_func("/normalize/char-class", test_char_class);
    g_test_add_func("/keyword/cases", test_keyword_cases);
    g_test_add_func("/keyword/equals-reference", test_keyword_equals_reference);
    g_test_add_func("/normalize/kana", test_kana);
    g_test_add_func("/normalize/chars-in-place", test_chars_in_place);
    return g_test_run();
}
