// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases that an article names in passing: which are looked at, by which signs they are
 * known, and that news of the same names without a word on the release is none. */
#include "match/passing.h"

#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"
#define LEAST 0.4 // a mention

typedef struct {
    KiriFrequencies *frequencies;
    KiriWeights *weights;
    KiriMatcher *matcher;
} Fixture;

static void add(GPtrArray *list, const char *id, const char *organisation, const char *title,
                const char *text, const char *date)
{
    KiriRelease *r = kiri_release_new();
    r->id = g_strdup(id);
    r->version = 1;
    r->organisation = g_strdup(organisation);
    r->title = g_strdup(title);
    r->text = g_strdup(text);
    g_assert_true(kiri_time_parse(kiri_str(date), KIRI_JST_MIN, &r->date));
    g_ptr_array_add(list, r);
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    f->frequencies = kiri_frequencies_load(FREQUENCIES, &error);
    g_assert_no_error(error);
    f->weights = kiri_weights_load(WEIGHTS, &error);
    g_assert_no_error(error);
    add(list, "noodles", "株式会社みなと食品", "家庭用冷凍めんの価格改定に関するお知らせ",
        "株式会社みなと食品は、家庭用冷凍めん31品目の価格を2026年2月1日納品分から改定します。"
        "原料の小麦の高騰によるものです。",
        "2025-11-19");
    add(list, "lamp", "株式会社みなと食品", "持ち運べる夜食器「ヨルノワ」を発売",
        "株式会社みなと食品は、湯を注ぐだけの夜食器「ヨルノワ」を発売します。価格は980円です。",
        "2026-03-10");
    add(list, "bank", "株式会社さざなみ銀行", "現金自動預払機の障害について",
        "株式会社さざなみ銀行の現金自動預払機が2月24日に止まりました。原因は設定の誤りです。",
        "2026-02-24");
    add(list, "prize", "港町ものづくり協会", "「港町ものづくり百選(2026)」を選定",
        "港町ものづくり協会は「港町ものづくり百選(2026)」に鋳造や染色の工場を選びました。",
        "2026-03-02");
    add(list, "lantern", "株式会社ミナモ照明", "水に浮かぶ灯り、ミナモランタンの貸し出しを開始",
        "株式会社ミナモ照明は、水面に浮かぶ灯りの貸し出しを始めます。料金は一晩800円です。",
        "2026-04-01");
    f->matcher = kiri_matcher_new(f->frequencies, f->weights, NULL, NULL, list);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_matcher_free(f->matcher);
    kiri_weights_free(f->weights);
    kiri_frequencies_free(f->frequencies);
}

static KiriPassingTie find(Fixture *f, const char *title, const char *text, const char *date)
{
    KiriArticle *a = kiri_article_new();
    a->id = g_strdup("a");
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    g_assert_true(kiri_time_parse(kiri_str(date), KIRI_JST_MIN, &a->published));
    g_autoptr(KiriSubject) s = kiri_subject_new(a);
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    KiriPassingTie best = {.probability = -1};
    if (!kiri_passing_find(f->matcher, s, ties, &best))
        g_assert_cmpfloat(best.probability, ==, -1);
    return best;
}

static const char *id_of(const Fixture *f, const KiriPassingTie *tie)
{
    return kiri_matcher_card(f->matcher, tie->entry)->id;
}

/* Somebody else's news comes to the product in its last sentence. */
static void test_behind(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie =
        find(f, "丘陵食器、温かいまま運べる椀を発売",
             "丘陵食器は20日、汁を温かいまま運べる椀を4月に発売すると明らかにした。色は3色。"
             "先に発表された「ヨルノワ」より小さく、弁当向けに売り込む。",
             "2026-03-20");
    g_assert_cmpstr(id_of(f, &tie), ==, "lamp");
    g_assert_cmpfloat(tie.probability, >=, LEAST);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_NAME_BEHIND], ==, 1);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_BACK], ==, 1);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_OTHER], ==, 1);
}

/* Half a year on, in a list, with no other word in common: not among the ties. */
static void test_older(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie =
        find(f, "この春から変わること",
             "4月から電気の補助が終わる。郵便の窓口は昼休みをとる。"
             "昨年はみなと食品などが冷凍めんの価格改定を決めた。図書館の休みも増える。",
             "2026-04-01");
    g_assert_cmpstr(id_of(f, &tie), ==, "noodles");
    g_assert_cmpfloat(tie.probability, >=, LEAST);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_ORG_BEHIND], ==, 1);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_FOLLOWS], ==, 1);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_MATTER], >, 0.5);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_ASIDE], ==, 1);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_BARE], ==, 0);
}

/* The sender's other news with a clause on the release, by its month; and without. */
static void test_same_sender(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie with =
        find(f, "みなと食品、釜揚げうどんを9月発売",
             "みなと食品は釜揚げうどんを9月に発売する。だしには本醸造しょうゆを使う。"
             "冷凍めんの新商品は2月の価格改定以降で初めて。",
             "2026-05-25");
    KiriPassingTie without =
        find(f, "みなと食品、釜揚げうどんを9月発売",
             "みなと食品は釜揚げうどんを9月に発売する。だしには本醸造しょうゆを使う。"
             "工場は今治にあり、従業員は120人。",
             "2026-05-25");
    g_assert_cmpfloat(with.signs.x[KIRI_M_DATED], ==, 1);
    g_assert_cmpfloat(with.signs.x[KIRI_M_ORG_BEHIND], ==, 0);
    g_assert_cmpfloat(with.probability, >=, LEAST);
    g_assert_cmpfloat(without.probability, <, LEAST);
}

/* Banks lose their last character in newspapers. */
static void test_short_form(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie = find(f, "地銀に点検を要請　金融庁",
                              "金融庁は5日、全国の地方銀行に設定の点検を求めた。"
                              "先月の現金自動預払機の障害では、さざなみ銀の店頭に列ができた。",
                              "2026-03-05");
    g_assert_cmpstr(id_of(f, &tie), ==, "bank");
    g_assert_cmpfloat(tie.signs.x[KIRI_M_ORG], >, 0.5);
    g_assert_cmpfloat(tie.probability, >=, LEAST);
}

/* A prize goes by its name without the year that its release gives. */
static void test_series(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie =
        find(f, "町工場の扉を開く日",
             "鋳物の町で工場が一斉に扉を開いた。子どもらが砂型を作った。"
             "「港町ものづくり百選」に選ばれたことのある鋳造所では火入れも見せた。",
             "2026-04-20");
    g_assert_cmpstr(id_of(f, &tie), ==, "prize");
    g_assert_cmpfloat(tie.signs.x[KIRI_M_NAME_BEHIND], ==, 1);
}

/* A paper leaves a part of the name away; another has in quotes what the title has without;
 * a word of the sender's own name, or one that many texts have, is no name. */
static void test_short_name(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const opening =
        "港の朝市に今年も人が戻った。貝の味噌汁が一杯百円で振る舞われた。";
    g_autofree char *cut = g_strconcat(
        opening, "通りの先では、ものづくり百選の鋳造所が先月から見学を受け付けている。", NULL);
    g_autofree char *quoted =
        g_strconcat(opening, "隣の棚には「夜食器」の売り切れを知らせる札も下がる。", NULL);
    g_autofree char *common = g_strconcat(opening, "協会は会員を選定する。", NULL);
    KiriPassingTie series = find(f, "朝市ににぎわい", cut, "2026-04-20");
    g_assert_cmpstr(id_of(f, &series), ==, "prize");
    g_assert_cmpfloat(series.signs.x[KIRI_M_NAME_BEHIND], ==, 1);
    KiriPassingTie none = find(f, "朝市ににぎわい", common, "2026-04-20");
    g_assert_cmpfloat(none.signs.x[KIRI_M_NAME], ==, 0);
    KiriPassingTie lamp = find(f, "朝市ににぎわい", quoted, "2026-04-20");
    g_assert_cmpfloat(lamp.signs.x[KIRI_M_NAME], ==, 0); // three letters are no name
    g_autofree char *kana =
        g_strconcat(opening, "軒先にはミナモランタンを借りる人の列もできた。", NULL);
    KiriPassingTie lantern = find(f, "朝市ににぎわい", kana, "2026-04-20");
    g_assert_cmpstr(id_of(f, &lantern), ==, "lantern");
    g_assert_cmpfloat(lantern.signs.x[KIRI_M_NAME_BEHIND], ==, 1);
}

/* Each item of a list is by itself, and one needs no name where it has the matter. */
static void test_list(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie = find(f, "2月から変わること",
                              "【郵便】窓口の昼休みが長くなる【電気】補助が終わる"
                              "【食品】家庭用の冷凍めんの価格改定【図書館】休みが増える",
                              "2026-01-20");
    g_assert_cmpstr(id_of(f, &tie), ==, "noodles");
    g_assert_cmpfloat(tie.signs.x[KIRI_M_UNNAMED], ==, 1);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_MATTER], >, 0.5);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_FRONT], <, 0.2);
    g_assert_cmpfloat(tie.signs.x[KIRI_M_ABOUT], <, 0.2);
}

/* The same matter in front and behind is what the text is about, a rival's perhaps. */
static void test_about(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie rival =
        find(f, "丘陵製麺、家庭用冷凍めんを価格改定",
             "丘陵製麺は家庭用の冷凍めんの価格改定を決めた。3月から平均8%上げる。"
             "家庭用冷凍めんの価格改定は3年ぶりとなる。",
             "2026-02-12");
    g_assert_cmpfloat(rival.signs.x[KIRI_M_ABOUT], >, 0.5);
    g_assert_cmpfloat(rival.probability, <, LEAST);
}

/* Its own figures of the quarter, in which the product is a cause. */
static void test_reports(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie = find(f, "みなと食品、営業利益が1割増",
                              "みなと食品が8日発表した決算は、営業利益が10%増の21億円だった。"
                              "夜食器「ヨルノワ」の販売が計画を上回った。海外は横ばい。",
                              "2026-08-08");
    g_assert_cmpstr(id_of(f, &tie), ==, "lamp");
    g_assert_cmpfloat(tie.signs.x[KIRI_M_REPORTS], >, 0);
    g_assert_cmpfloat(tie.probability, >=, LEAST);
}

/* The names of those who announced it are no matter of theirs: other news has them too. */
static void test_names_are_no_matter(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie = find(f, "港町の春まつり",
                              "春まつりの日取りが決まった。山車は12台を数える。"
                              "港町ものづくり協会も屋台を出す。",
                              "2026-04-02");
    g_assert_cmpstr(id_of(f, &tie), ==, "prize");
    g_assert_cmpfloat(tie.signs.x[KIRI_M_MATTER], ==, 0);
    g_assert_cmpfloat(tie.probability, <, LEAST);
}

/* Somebody else's news has the sender's name, and nothing of any of its releases. */
static void test_bare(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie tie = find(f, "駅前の再開発ビル、来春に開業",
                              "駅前で建設が進む再開発ビルが来春に開業する。地上は18階。"
                              "1階にはみなと食品の社員食堂も入る。",
                              "2026-03-20");
    g_assert_cmpfloat(tie.signs.x[KIRI_M_BARE], ==, 1);
    g_assert_cmpfloat(tie.probability, <, LEAST);
}

/* The name alone, in a text that was there first, or about something else. */
static void test_none(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriPassingTie before = find(
        f, "めんの売り場",
        "売り場の話を聞いた。冷凍めんの価格改定は、みなと食品の次の一手とみられる。", "2025-11-02");
    KiriPassingTie stranger = find(f, "港の祭り", "港で祭りがあった。屋台が並んだ。", "2026-03-12");
    g_assert_cmpfloat(before.probability, <, LEAST);
    g_assert_cmpfloat(stranger.probability, <, 0.1);
}

#define CASE(name) g_test_add("/passing/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE(behind);
    CASE(older);
    CASE(same_sender);
    CASE(short_form);
    CASE(series);
    CASE(short_name);
    CASE(list);
    CASE(about);
    CASE(reports);
    CASE(names_are_no_matter);
    CASE(bare);
    CASE(none);
    return g_test_run();
}
