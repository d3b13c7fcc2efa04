// SPDX-License-Identifier: GPL-3.0-or-later
/* What is a name? Japanese personal names are two to seven ideographs or kana, or
 * parts joined by "・"; the words that look like names but are none (departments,
 * wires, places with a bureau) end in a small set of characters. */
#include "byline.h"
#include "text_match.h"

#include <string.h>

static gboolean has_any(KiriStr s, const char *const *words)
{
    return kiri_find_any(s, words, NULL) != NULL;
}

static const char *const not_names[] = {
    "新聞",       "通信",     "放送",       "テレビ",   "編集",   "写真",   "提供", "撮影",
    "取材",       "記事",     "本社",       "支局",     "支社",   "会社",   "総局", "共同",
    "時事",       "動画",     "画像",       "関連",     "特集",   "会員",   "有料", "無料",
    "ニュース",   "デジタル", "オンライン", "メディア", "チーム", "委員会", "協会", "大学",
    "研究",       "事務",     "省",         "庁",       "内閣",   "政府",   "敬称", "終わり",
    "おわり",     "つづく",   "続く",       "より",     "から",   "現在",   "当時", "以下",
    "詳細",       "資料",     "出典",       "引用",     "同上",   "時間",   "午前", "午後",
    "笑",         "前略",     "中略",       "後略",     "税込",   "税抜",   "参考", "日時",
    "質問",       "回答",     "原文",       "抄訳",     "翻訳",   "日本語", "英語", "予定",
    "ログイン",   "登録",     "購読",       "情報",     "製作",   "制作",   "監督", "株式",
    "有限",       "東京",     "大阪",       "です",     "ます",   "した",   "する", "こと",
    "もの",       "ください", "連載",       "一覧",     "更新",   "公開",   "掲載", "投稿",
    "発信",       "配信",     "新報",       "日報",     "を",     "住民",   "男性", "女性",
    "近所",       "関係者",   "本人",       "カテゴリ", "タグ",   "ページ", "税",   "予報",
    "問い合わせ", "お知らせ", NULL,
};

/* 改正法が成立: words joined by a particle. 檜ヶ谷 is written with a small ヶ. */
static gboolean has_particle(KiriStr s)
{
    gunichar before = 0;
    for (const char *p = s.p; p < s.p + s.n;) {
        gunichar c = g_utf8_get_char(p);
        p = kiri_next_char(p);
        gboolean is_inside = before && p < s.p + s.n;
        gboolean is_ga_or_wa = c == 0x304C || c == 0x306F;
        /* A の behind kana: 日の出 is a name, ほかの話題 is none. */
        gboolean is_no = c == 0x306E && before && !kiri_is_kanji(before);
        if (is_inside && kiri_is_kanji(g_utf8_get_char(p)) &&
            ((is_ga_or_wa && kiri_is_kanji(before)) || is_no))
            return TRUE;
        if (is_inside && c == 0x306E && g_utf8_get_char(p) >= 0x30A1 &&
            g_utf8_get_char(p) <= 0x30FA) // 発表のポイント
            return TRUE;
        before = c;
    }
    return s.n > 3 && memcmp(s.p + s.n - 3, "で", 3) == 0; // 瀬野町で
}

static gboolean ends_with(KiriStr s, const char *tail)
{
    gsize n = strlen(tail);
    return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

/* 脳神経内科医, 社会部, 南海県瀬野町: what somebody does, where he does it, and where
 * it happened end in what no given name ends in. */
static gboolean is_office_or_place(KiriStr s)
{
    static const char *const tails[] = {
        "医",   "県",   "市",   "区",   "町",   "村",   "部",   "課",   "局",   "室",   "班",
        "員",   "家",   "者",   "官",   "教授", "護士", "理士", "計士", "養士", "育士", "祉士",
        "書士", "生士", "監督", "部長", "社長", "会長", "局長", "所長", "院長", "課長", "室長",
        "校長", "市長", "町長", "村長", "知事", "大臣", "首相", "代表", "選手", "容疑", "被告",
        "協同", "出身", "在住", "専門", "担当", "支部", "地裁", "高裁", "地検", "県警", "署"};
    static const char *const trades[] = {"スタッフ",     "ライター",       "ジャーナリスト",
                                         "アナリスト",   "エコノミスト",   "プランナー",
                                         "デザイナー",   "カメラマン",     "アナウンサー",
                                         "キャスター",   "レポーター",     "リポーター",
                                         "アドバイザー", "コンサルタント", "プロデューサー",
                                         "ディレクター", "エディター",     NULL};
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++)
        if (ends_with(s, tails[i]))
            return TRUE;
    return has_any(s, trades);
}

/* 社会部　山田太郎; not 長谷部　太郎. */
static gboolean begins_with_desk(KiriStr s)
{
    static const char *const desks[] = {"社会部", "政治部", "経済部", "文化部", "運動部", "報道部",
                                        "国際部", "外信部", "科学部", "学芸部", "編集部", "写真部",
                                        "地方部", "生活部", "特報部", "委員",   "記者",   "担当",
                                        "専門家", "班",     NULL};
    const char *at = kiri_find_any(s, (const char *const[]){" ", "　", NULL}, NULL);
    KiriStr front = {s.p, at ? (gsize)(at - s.p) : 0};
    for (guint i = 0; desks[i]; i++)
        if (ends_with(front, desks[i]))
            return TRUE;
    return FALSE;
}

gboolean kiri_is_japanese_name(KiriStr s)
{
    guint chars = 0, kanji = 0, hira = 0, kata = 0, spaces = 0, dots = 0;
    for (const char *p = s.p; p < s.p + s.n; p = kiri_next_char(p), chars++) {
        gunichar c = g_utf8_get_char(p);
        if (kiri_is_kanji(c) || c == 0x30F6) // 一ノ瀬, 三ヶ島
            kanji++;
        else if (c == ' ' || c == 0x3000)
            spaces++;
        else if (c == 0x30FB || c == 0xFF65 || c == 0xFF1D || c == '=')
            dots++;
        else if (c >= 0x30A0)
            kata++;
        else
            hira++;
        if (!kiri_is_kanji(c) && !kiri_is_kana(c) && c != ' ' && c != 0x3000 && c != 0x30FB &&
            c != 0xFF65 && c != 0xFF1D && c != '=')
            return FALSE;
    }
    chars -= spaces;
    if (spaces > 1 || has_any(s, not_names) || has_particle(s) || is_office_or_place(s) ||
        begins_with_desk(s))
        return FALSE;
    if (kata && !kanji && !hira) // アリエル・パーデス
        return (dots || spaces) && chars >= 5 && chars <= 24;
    if (dots && !kata)
        return FALSE;
    if (dots)
        return chars >= 5 && chars <= 20;
    return kanji >= 1 && chars >= 3 && chars <= 7 && hira <= 4 && !(hira > kanji + 2);
}

static gboolean is_western_name(KiriStr s)
{
    static const char *const company[] = {
        "inc",           "inc.",    "ltd",     "ltd.",      "co",     "co.",     "corp",
        "corp.",         "llc",     "gmbh",    "company",   "news",   "media",   "press",
        "staff",         "digital", "editors", "editorial", "team",   "group",   "online",
        "magazine",      "times",   "desk",    "agency",    "bureau", "writer",  "reporter",
        "correspondent", "editor",  "today",   "author",    "page",   "more",    "read",
        "all",           "posts",   "about",   "follow",    "by",     "written", NULL};
    if (s.n > 60)
        return FALSE;
    guint capitals = 0;
    g_autofree char *whole = kiri_str_dup(s);
    g_auto(GStrv) words = g_strsplit(whole, " ", 8);
    g_autofree char *lower = g_ascii_strdown(whole, -1);
    g_auto(GStrv) parts = g_strsplit(lower, " ", 8);
    for (guint i = 0; parts[i]; i++)
        for (guint k = 0; company[k]; k++)
            if (strcmp(parts[i], company[k]) == 0)
                return FALSE;
    for (gsize i = 0; i < s.n; i++)
        if ((guchar)s.p[i] >= 0xE3 || g_ascii_isdigit(s.p[i]) || strchr("@/:|,;()[]<>\"!?", s.p[i]))
            return FALSE;
    for (guint i = 0; words[i]; i++) {
        gboolean is_capital = g_ascii_isupper(words[i][0]) || (guchar)words[i][0] >= 0xC3;
        /* "von", "de la", "d'Orsay" */
        if (!is_capital && (i == 0 || (strlen(words[i]) > 3 && !strchr(words[i], '\''))))
            return FALSE;
        capitals += is_capital ? 1 : 0;
    }
    guint n = g_strv_length(words);
    const char *last = n ? words[n - 1] : "";
    return n >= 2 && n <= 5 && capitals * 2 >= n &&
           (g_ascii_isupper(last[0]) || (guchar)last[0] >= 0xC3 || strchr(last, '\''));
}

gboolean kiri_is_person_name(KiriStr s)
{
    s = kiri_str_strip(s);
    if (!s.n || s.n > 90)
        return FALSE;
    gboolean is_wide = FALSE;
    for (gsize i = 0; i < s.n; i++)
        is_wide |= (guchar)s.p[i] >= 0xE3;
    return is_wide ? kiri_is_japanese_name(s) : is_western_name(s);
}
