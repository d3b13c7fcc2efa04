// SPDX-License-Identifier: GPL-3.0-or-later
/* The share about us: each way in which a sentence can be, and the ways in which it
 * only seems to be. */
#include <kirinuki/share.h>

#include <kirinuki/tone.h>

#include <string.h>

typedef struct {
    const char *name, *aliases[4], *keywords[4], *topic[3];
} Whom;

static KiriToneWords *words(void)
{
    g_autoptr(GError) error = NULL;
    KiriToneWords *w = kiri_tone_words_load(KIRINUKI_SOURCE_DIR "/dictionaries", NULL, &error);
    g_assert_no_error(error);
    return w;
}

/* One letter for each sentence: - not, N name, M matter, R reference, P person, Q quote,
 * B between; the headline's part of it is not shown. */
static char *letters(const Whom *whom, const char *title, const char *text, KiriShare *share)
{
    static const char of[] = "-NMRPQB";
    g_autoptr(KiriToneWords) w = words();
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autoptr(KiriRelease) r = kiri_release_new();
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    for (gsize i = 0; whom->keywords[i]; i++)
        kiri_strv_add(&r->keywords, whom->keywords[i]);
    KiriShareTarget target = {.name = whom->name,
                              .aliases = (char **)(guintptr)whom->aliases,
                              .release = r,
                              .topic_words = (char **)(guintptr)whom->topic,
                              .words = w};
    kiri_share_of(a, &target, share);
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < share->of->len; i++)
        g_string_append_c(s, of[((KiriAboutSentence *)share->of->pdata[i])->about]);
    return g_string_free(s, FALSE);
}

static void assert_letters(const Whom *whom, const char *text, const char *expected)
{
    g_auto(KiriShare) share;
    g_autofree char *got = letters(whom, "見出し", text, &share);
    g_assert_cmpstr(got, ==, expected);
}

static const Whom ministry = {.name = "厚生労働省", .aliases = {"厚労省"}};
static const Whom town = {.name = "海辺町"};
static const Whom firm = {.name = "ヒナタ電機", .aliases = {"ヒナタ"}};

static void test_names(void)
{
    assert_letters(&ministry, "厚生労働省は発表した。雨が降った。厚労省が調べる。", "NBN");
    assert_letters(&ministry, "武見厚労相が会見した。雨が降った。", "N-");
    assert_letters(&firm, "株式会社ヒナタ電機は発表した。", "N");
}

static void test_matter(void)
{
    const Whom whom = {.name = "厚生労働省", .keywords = {"時間単位年休"}};
    assert_letters(&whom, "時間単位年休が広がる。\n天気は良い。", "M-");
}

/* 同省 is the last ministry that was named, 同社 never a ministry. */
static void test_references(void)
{
    assert_letters(&ministry, "厚労省は発表した。\n同省は急ぐ。\n同社は急ぐ。", "NR-");
    assert_letters(&ministry, "厚労省は発表した。\n文部科学省も続く。\n同省は急ぐ。", "N--");
    assert_letters(&ministry, "同省は急ぐ。\n厚労省は発表した。", "-N");
    assert_letters(&firm, "ヒナタ電機は発表した。\n同社は急ぐ。\n東都銀行は見守る。\n同社は急ぐ。",
                   "NR--");
    assert_letters(&ministry, "厚労省と東都製薬が協定を結んだ。\n同省は急ぐ。\n同社は急ぐ。",
                   "NR-");
    assert_letters(&firm, "ヒナタ電機の工場がある海辺町。\n同町は歓迎する。\n同社は急ぐ。", "N-R");
}

/* The press of a region: 町は; 町内 is a place. */
static void test_region(void)
{
    assert_letters(&town, "海辺町は発表した。\n町は急ぐ。\n町によると32店。\n港町は静かだ。",
                   "NRR-");
    assert_letters(&town, "海辺町は発表した。\n同町内の店は32。\n当局は急ぐ。", "N-R");
    assert_letters(&town, "海辺町は発表した。\n町長は喜ぶ。\n山川市長は驚く。", "NP-");
}

static void test_headline_names_first(void)
{
    g_auto(KiriShare) share;
    g_autofree char *got = letters(&ministry, "厚労省、新制度へ", "同省が発表した。", &share);
    g_assert_cmpstr(got, ==, "R");
    g_assert_true(share.in_headline);
    g_assert_cmpint(share.namings, ==, 2);
}

/* What one of ours is quoted with goes on to the end of the quote. */
static void test_quote(void)
{
    assert_letters(&ministry,
                   "厚労省の担当者は「急ぎたい。年内に決める。丁寧に進める」と話す。街は静かだ。",
                   "NQQ-");
    assert_letters(&ministry, "会場の男性は「驚いた。少し心配だ」と話す。", "--");
}

static void test_between(void)
{
    assert_letters(&ministry, "厚労省は発表した。調査は秋に行う。同省は急ぐ。", "NBR");
    assert_letters(&ministry, "厚労省は発表した。東都製薬は反発した。厚労省は急ぐ。", "N-N");
    assert_letters(&ministry, "厚労省は発表した。住民は歓迎した。厚労省は急ぐ。", "NBN");
    assert_letters(&ministry, "厚労省は発表した。\n調査は秋に行う。\n同省は急ぐ。", "N-R");
}

/* For a topic its words count, and nothing else. */
static void test_topic(void)
{
    const Whom whom = {.name = "海辺町", .topic = {"朝市"}};
    assert_letters(&whom, "海辺町は発表した。\n朝市を開く。\n同市は遠い。", "-N-");
}

static void test_places(void)
{
    g_auto(KiriShare) share;
    g_autofree char *got = letters(&ministry, "雨",
                                   "雨が降った。\n風が吹いた。\n厚労省が調べる。\n同省は急ぐ。\n"
                                   "写真：会見する厚労省の担当者。",
                                   &share);
    g_assert_cmpstr(got, ==, "--NRN");
    g_assert_cmpint(share.sentences, ==, 5);
    g_assert_cmpint(share.about_us, ==, 3);
    g_assert_false(share.in_headline || share.in_lead);
    g_assert_cmpint(share.first_sentence, ==, 3);
    g_assert_true(share.first_place > .2 && share.first_place < .6);
    g_assert_true(share.has_caption);
    g_assert_cmpfloat(kiri_share_lead(&share), ==, 0);
    g_assert_cmpfloat(kiri_share_value(&share), ==, .6);
}

static void test_nothing(void)
{
    g_auto(KiriShare) share;
    g_autofree char *got = letters(&ministry, NULL, NULL, &share);
    g_assert_cmpstr(got, ==, "");
    g_assert_cmpfloat(kiri_share_value(&share), ==, 0);
    g_assert_cmpint(share.first_sentence, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/share/names", test_names);
    g_test_add_func("/share/matter", test_matter);
    g_test_add_func("/share/references", test_references);
    g_test_add_func("/share/region", test_region);
    g_test_add_func("/share/headline-names-first", test_headline_names_first);
    g_test_add_func("/share/quote", test_quote);
    g_test_add_func("/share/between", test_between);
    g_test_add_func("/share/topic", test_topic);
    g_test_add_func("/share/places", test_places);
    g_test_add_func("/share/nothing", test_nothing);
    return g_test_run();
}
