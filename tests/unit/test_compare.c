// SPDX-License-Identifier: GPL-3.0-or-later
/* Copies, and what only looks like one. */
#include <kirinuki/compare.h>

#include <string.h>

static const char *const story =
    "県は13日、海岸の防風林を再生する事業を今秋から始めると発表した。松くい虫の被害で枯れた"
    "1万2400本を5年かけて植え替え、費用は8億6千万円を見込む。植え替えには病気に強い品種を使い、"
    "地元の小学校や漁協も苗木の世話に加わる。\n"
    "県の調査では、防風林の面積はこの20年で3割減った。冬の強風で畑の作物が傷む被害が増え、"
    "農家から対策を求める声が上がっていた。担当者は「林が育つまでの間は、仮の柵で風を防ぎたい」と話"
    "す。\n"
    "知事は記者会見で「次の世代に海辺の景色を渡したい」と述べた。県は来月、住民への説明会を"
    "沿岸の6市町で開く。苗木の世話をするボランティアの募集も始める。";

static KiriComparison compare(const char *a, const char *b)
{
    return kiri_compare(kiri_str("海岸の防風林を再生へ"), kiri_str(a),
                        kiri_str("海岸の防風林を再生へ"), kiri_str(b));
}

static void assert_copy(const char *b, gboolean expected)
{
    KiriComparison c = compare(story, b), d = compare(b, story);
    g_assert_cmpint(c.is_duplicate, ==, expected);
    g_assert_cmpint(d.is_duplicate, ==, expected);
    g_assert_cmpfloat(c.score, ==, d.score);
    g_assert_true(expected ? c.score >= 0.5 : c.score < 0.5);
    g_assert_cmpfloat(c.a_in_b, ==, d.b_in_a);
}

static char *replaced(const char *text, const char *from, const char *to)
{
    g_autoptr(GString) s = g_string_new(text);
    g_string_replace(s, from, to, 0);
    return g_strdup(s->str);
}

static void test_copies(void)
{
    g_autofree char *punctuation = replaced(story, "、", "，");
    g_autofree char *wide = replaced(story, "13日", "１３日");
    g_autofree char *framed =
        g_strconcat("【速報】", story, "\n無断転載を禁じます。関連記事：県庁の食堂が人気", NULL);
    g_autofree char *lead = g_strndup(story, (gsize)(strstr(story, "\n県の調査") - story));
    g_autofree char *cut = g_strndup(story, (gsize)(strstr(story, "\n知事は") - story));
    assert_copy(story, TRUE);
    assert_copy(punctuation, TRUE);
    assert_copy(wide, TRUE);
    assert_copy(framed, TRUE);
    assert_copy(lead, TRUE);
    assert_copy(cut, TRUE);
    g_assert_true(compare(story, lead).is_part);
    g_assert_false(compare(story, punctuation).is_part);
}

static void test_others(void)
{
    assert_copy(
        "県は13日、防風林の再生に向けた予算案を議会に示した。会派からは費用の見積もりを"
        "問う声が相次ぎ、採決は来週に持ち越された。傍聴席には沿岸の農家ら40人が詰めかけた。",
        FALSE);
    assert_copy("", FALSE);
    /* The same frame around two stories. */
    const char *frame = "\n無断転載を禁じます。\n関連記事\n・県庁の食堂が人気\n・港の朝市に行列";
    g_autofree char *a = g_strconcat(story, frame, NULL);
    g_autofree char *b = g_strconcat(
        "市の動物園で生まれたペンギンのひなが14日、初めて公開された。飼育員の手からイワシを"
        "受け取ると、集まった子どもたちから歓声が上がった。名前は来月、来園者の投票で決まる。",
        frame, NULL);
    g_assert_false(compare(a, b).is_duplicate);
}

/* Bulletins: the same sentences, another day and other figures. */
static void test_bulletins(void)
{
    const char *today =
        "気象台によると、大型の台風は13日午前9時現在、島の南東約320キロの海上を時速25キロで"
        "北に進んでいる。中心の気圧は970ヘクトパスカル、最大風速は35メートル。今後の進路に"
        "よっては県内の交通に影響が出るおそれがあり、気象台は最新の情報に注意するよう呼びかけている"
        "。";
    g_autofree char *later = replaced(today, "13日午前9時", "4月14日午後3時");
    g_autofree char *moved = replaced(later, "南東約320キロの海上を時速25キロで北",
                                      "東約180キロの沖合を時速40キロで北東");
    g_autofree char *changed = replaced(moved, "970ヘクトパスカル、最大風速は35メートル",
                                        "985ヘクトパスカルに弱まり、最大風速は28メートル");
    KiriComparison c = kiri_compare(kiri_str("台風の位置"), kiri_str(today), kiri_str("台風の位置"),
                                    kiri_str(changed));
    g_assert_cmpfloat(c.jaccard, >=, 0.3);
    g_assert_false(c.is_duplicate);
}

static void test_short(void)
{
    KiriStr flash = kiri_str("13日午前、県内で震度3の地震があった。津波の心配はない。");
    KiriStr title = kiri_str("県内で震度3"), other = kiri_str("地震、津波なし");
    g_assert_true(kiri_compare(title, flash, title, flash).is_duplicate);
    g_assert_false(kiri_compare(title, flash, other, flash).is_duplicate);
    g_assert_true(kiri_compare(title, kiri_str("速報"), title, kiri_str("速報")).is_duplicate);
    g_assert_false(
        kiri_compare(kiri_str(""), kiri_str(""), kiri_str(""), kiri_str("")).is_duplicate);
}

/* Forms that hold more of the same sentences than many a copy does. */
static void test_forms(void)
{
    const char *quake =
        "13日午前5時42分ごろ、浜北県沖を震源とする地震があり、最大震度4を観測した。気象台によると、"
        "震源の深さは約30キロ、地震の規模を示すマグニチュードは4."
        "8と推定される。この地震による津波の"
        "心配はないという。気象台は、揺れの強かった地域では今後1週間程度、同じ程度の地震に注意する"
        "よう呼びかけている。";
    g_autofree char *depth = replaced(quake, "約30キロ", "約10キロ");
    g_autofree char *size = replaced(depth, "マグニチュードは4.8", "マグニチュードは5.6");
    g_autofree char *other = replaced(size, "最大震度4", "最大震度5");
    KiriStr title = kiri_str("浜北県沖で地震");
    KiriComparison c = kiri_compare(title, kiri_str(quake), title, kiri_str(other));
    g_assert_cmpfloat(c.jaccard, >=, 0.7);
    g_assert_false(c.is_duplicate);
    g_autofree char *framed = g_strconcat("【浜北＝佐伯美咲】", quake, "（共同）", NULL);
    g_assert_true(kiri_compare(title, kiri_str(quake), title, kiri_str(framed)).is_duplicate);
}

/* The maker's notice for two of its kettles: only the subject differs. */
static void test_subjects(void)
{
    static const char *const notice =
        "灯台製作所は、電気ケトル「%"
        "s」の蓋が開きにくくなる場合があるとして、部品の無償交換を始めた。"
        "対象の製品を使っている人は、販売店に持ち込むか、相談窓口に電話で申し込む。交換の作業は"
        "およそ三十分で終わり、その間は代わりの製品を借りることができる。同社は、蓋を閉めたまま"
        "無理に傾けないよう呼びかけている。%sは昨年の秋から全国の量販店で売られている。";
    g_autofree char *first = g_strdup_printf(notice, "KT-210", "KT-210");
    g_autofree char *second = g_strdup_printf(notice, "NB-35W", "NB-35W");
    KiriComparison c = kiri_compare(kiri_str("ケトル「KT-210」の部品交換"), kiri_str(first),
                                    kiri_str("ケトル「NB-35W」の部品交換"), kiri_str(second));
    g_assert_cmpfloat(c.jaccard, >=, 0.7);
    g_assert_false(c.is_duplicate);
    c = kiri_compare(kiri_str("ケトル「KT-210」の部品交換"), kiri_str(first),
                     kiri_str("灯台製作所、無償交換"), kiri_str(first));
    g_assert_true(c.is_duplicate);
}

/* What stands in front of a paywall, under another headline. */
static void test_teasers(void)
{
    g_autofree char *lead = g_strndup(story, (gsize)(strstr(story, "植え替えには") - story));
    g_autofree char *teaser = g_strconcat("【浜北】", lead, "…（残り420文字）", NULL);
    KiriStr title = kiri_str("海岸の防風林を再生へ"), other = kiri_str("松くい虫、県が対策");
    KiriComparison c = kiri_compare(title, kiri_str(story), other, kiri_str(teaser));
    g_assert_true(c.is_duplicate && c.is_part);
    /* A notice that closes every page of a site is no teaser of any. */
    const char *notice =
        "この記事は会員限定です。残りを読むには、会員として登録のうえ、画面の右上に"
        "ある鍵の印から入ってください。登録は一分で終わり、初めの月はお金がかかりません。"
        "詳しくは利用の手引きをご覧ください。";
    g_autofree char *page = g_strconcat(story, "\n", notice, NULL);
    g_assert_false(
        kiri_compare(title, kiri_str(page), kiri_str("お知らせ"), kiri_str(notice)).is_duplicate);
}

/* A part of the story under a new lead and in another frame. */
static void test_reworked(void)
{
    const char *lead = "松林の話題が沿岸の町で広がっている。関係者の受け止めを交えてお届けする。\n";
    const char *footer = "\n（c）南浜新聞社　無断転載を禁じます。\n関連記事\n・港の朝市に行列";
    g_autofree char *half = g_strndup(story, (gsize)(strstr(story, "担当者は") - story));
    g_autofree char *reworked = g_strconcat(lead, half, footer, NULL);
    g_assert_true(kiri_compare(kiri_str("海岸の防風林を再生へ"), kiri_str(story),
                               kiri_str("松くい虫に強い苗木、県が植え替え"), kiri_str(reworked))
                      .is_duplicate);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/compare/copies", test_copies);
    g_test_add_func("/compare/others", test_others);
    g_test_add_func("/compare/bulletins", test_bulletins);
    g_test_add_func("/compare/short", test_short);
    g_test_add_func("/compare/forms", test_forms);
    g_test_add_func("/compare/subjects", test_subjects);
    g_test_add_func("/compare/teasers", test_teasers);
    g_test_add_func("/compare/reworked", test_reworked);
    return g_test_run();
}
