// SPDX-License-Identifier: GPL-3.0-or-later
/* What is a name? Japanese personal names are two to seven ideographs or kana, or
 * parts joined by "・"; the words that look like names but are none (departments,
 * wires, places with a bureau) end in a small set of characters. */
#include "byline.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

/* ---- one name ---- */

static gboolean has_any(KiriStr s, const char *const *words)
{
    return kiri_find_any(s, words, NULL) != NULL;
}

static const char *const not_names[] = {
    "新聞",     "通信",     "放送",       "テレビ",   "編集",   "写真",   "提供", "撮影",
    "取材",     "記事",     "本社",       "支局",     "支社",   "会社",   "総局", "共同",
    "時事",     "動画",     "画像",       "関連",     "特集",   "会員",   "有料", "無料",
    "ニュース", "デジタル", "オンライン", "メディア", "チーム", "委員会", "協会", "大学",
    "研究",     "事務",     "省",         "庁",       "内閣",   "政府",   "敬称", "終わり",
    "おわり",   "つづく",   "続く",       "より",     "から",   "現在",   "当時", "以下",
    "詳細",     "資料",     "出典",       "引用",     "同上",   "時間",   "午前", "午後",
    "笑",       "前略",     "中略",       "後略",     "税込",   "税抜",   "参考", "日時",
    "質問",     "回答",     "原文",       "抄訳",     "翻訳",   "日本語", "英語", "予定",
    "ログイン", "登録",     "購読",       "情報",     "製作",   "制作",   "監督", "株式",
    "有限",     "東京",     "大阪",       "です",     "ます",   "した",   "する", "こと",
    "もの",     "ください", "連載",       "一覧",     "更新",   "公開",   "掲載", "投稿",
    "発信",     "配信",     "新報",       "日報",     "を",     NULL,
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
        before = c;
    }
    return FALSE;
}

static gboolean is_japanese_name(KiriStr s)
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
    if (spaces > 1 || has_any(s, not_names) || has_particle(s))
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
        "inc",     "inc.",      "ltd",     "ltd.",  "co",     "co.",      "corp",  "corp.",
        "llc",     "gmbh",      "company", "news",  "media",  "press",    "staff", "digital",
        "editors", "editorial", "team",    "group", "online", "magazine", "times", "desk",
        "agency",  "author",    "page",    "more",  "read",   "all",      "posts", "about",
        "follow",  "by",        "written", NULL};
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
    return is_wide ? is_japanese_name(s) : is_western_name(s);
}

/* ---- credits ---- */

static const char *const roles[] = {
    "取材・文・撮影",
    "取材・文・写真",
    "文・取材・撮影",
    "構成・文",
    "取材・構成",
    "取材・文",
    "文・構成",
    "文・写真",
    "写真・文",
    "聞き手・構成",
    "インタビュー・文",
    "インタビュー",
    "ライター",
    "執筆者",
    "執筆",
    "著者",
    "筆者",
    "文責",
    "聞き手",
    "構成",
    "取材",
    "文",
    "記者",
    "編集委員",
    "論説委員",
    "報告",
    "リポート",
    "text by",
    "Text by",
    "TEXT BY",
    "Text",
    "TEXT",
    "Written by",
    "WRITTEN BY",
    "written by",
    "By",
    "BY",
    "by",
    "Posted by",
    "投稿者",
    "作成者",
    "作者",
    "翻訳",
    "訳",
    "TRANSLATION BY",
    "Translation by",
    "Von",
    "von",
    "Par",
    "Author",
    "AUTHOR",
    NULL,
};

static const char *const photo_roles[] = {"写真",  "撮影",       "イラスト", "図版", "PHOTO",
                                          "Photo", "photo",      "動画",     "編集", "協力",
                                          "監修",  "ヘアメイク", NULL};

static const char *const joints[] = {"、",    "，",  ",",  "／",     "/",  "；",     ";", " and ",
                                     " und ", " & ", "＆", " with ", "\n", "　・　", NULL};

static KiriStr trim(KiriStr s)
{
    static const char *const skin[] = {"　", "【", "】", "（", "）", "(",  ")",  "［", "］",
                                       "[",  "]",  "＝", "=",  "：", ":",  "◎",  "●",  "■",
                                       "／", "／", "・", "|",  "｜", "〈", "〉", "＜", "＞",
                                       "@",  "＠", "－", "―",  "-",  NULL};
    for (gboolean again = TRUE; again;) {
        again = FALSE;
        s = kiri_str_strip(s);
        for (guint i = 0; skin[i]; i++) {
            gsize n = strlen(skin[i]);
            if (s.n >= n && memcmp(s.p, skin[i], n) == 0) {
                s.p += n;
                s.n -= n;
                again = TRUE;
            }
            if (s.n >= n && memcmp(s.p + s.n - n, skin[i], n) == 0) {
                s.n -= n;
                again = TRUE;
            }
        }
    }
    return s;
}

/* Offices behind a name: 山田太郎記者, 山田太郎（社会部）. */
static KiriStr without_office(KiriStr s)
{
    static const char *const offices[] = {
        "記者",   "編集委員",     "論説委員", "特派員",   "支局長", "さん", "氏",
        "編集長", "客員編集委員", "解説委員", "専門記者", "デスク", NULL};
    const char *paren = g_strstr_len(s.p, (gssize)s.n, "（");
    if (!paren)
        paren = g_strstr_len(s.p, (gssize)s.n, "(");
    if (paren && paren > s.p)
        s.n = (gsize)(paren - s.p);
    s = trim(s);
    for (guint i = 0; offices[i]; i++) {
        gsize n = strlen(offices[i]);
        if (s.n > n + 5 && memcmp(s.p + s.n - n, offices[i], n) == 0) {
            s.n -= n;
            return trim(s);
        }
    }
    return s;
}

static gboolean add_pair(KiriStr s, char ***names);

static void add_name(KiriStr s, char ***names)
{
    s = without_office(trim(s));
    if (add_pair(s, names))
        return;
    if (!kiri_is_person_name(s) || kiri_agency_of(s) ||
        kiri_strv_count(*names) >= KIRI_LIMIT_AUTHORS)
        return;
    g_autofree char *name = kiri_str_dup(s);
    g_autofree char *squeezed = kiri_squeeze(s);
    for (guint i = 0; i < kiri_strv_count(*names); i++) {
        g_autofree char *known = kiri_squeeze(kiri_str((*names)[i]));
        if (strcmp(known, squeezed) == 0)
            return;
    }
    kiri_strv_add(names, name);
}

/* Two whole names with only a space between them: 山田太郎 鈴木花子. */
static gboolean add_pair(KiriStr s, char ***names)
{
    const char *which = NULL;
    const char *at = kiri_find_any(s, (const char *const[]){" ", "　", NULL}, &which);
    if (!at)
        return FALSE;
    KiriStr a = {s.p, (gsize)(at - s.p)};
    gsize skip = a.n + strlen(which);
    KiriStr b = {s.p + skip, s.n - skip};
    if (a.n < 9 || b.n < 9 || a.n + b.n < 21 || !is_japanese_name(a) || !is_japanese_name(b))
        return FALSE;
    add_name(a, names);
    add_name(b, names);
    return TRUE;
}

/* The role at the start of `s`, its length in *n; NULL for none. A role is
 * followed by a sign or a space: 文 is also the start of a name. */
static gboolean starts_with_role(KiriStr s, const char *const *table, gsize *n)
{
    for (guint i = 0; table[i]; i++) {
        gsize m = strlen(table[i]);
        if (s.n <= m || memcmp(s.p, table[i], m) != 0)
            continue;
        static const char *const signs[] = {"＝", "=", "：", ":",  "／", "/",  "・", "●",
                                            "◎",  " ", "　", "｜", "|",  "＠", "－", NULL};
        g_autofree char *rest = g_strndup(s.p + m, MIN(s.n - m, 4));
        if (kiri_starts_with_any(rest, signs)) {
            *n = m;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean kiri_byline_is_names(KiriStr line)
{
    g_auto(GStrv) names = NULL;
    kiri_byline_names(line, TRUE, &names);
    gsize letters = 0;
    for (guint i = 0; names && names[i]; i++)
        letters += strlen(names[i]);
    KiriStr s = trim(line);
    gsize role = 0;
    if (starts_with_role(s, roles, &role))
        s.n -= role;
    /* Joints and offices take some room, other words would take more. */
    return letters > 0 && letters * 10 >= s.n * 6;
}

static gboolean is_role(KiriStr s)
{
    s = trim(s);
    for (guint i = 0; roles[i]; i++)
        if (strlen(roles[i]) == s.n && memcmp(roles[i], s.p, s.n) == 0)
            return TRUE;
    for (guint i = 0; photo_roles[i]; i++)
        if (strlen(photo_roles[i]) == s.n && memcmp(photo_roles[i], s.p, s.n) == 0)
            return TRUE;
    return FALSE;
}

/* Where one credit ends and the next begins. A slash parts two names, but not a
 * role and its name; a space parts credits in front of a role only. */
static const char *next_joint(KiriStr s, gsize *width)
{
    static const char *const spaces[] = {"　", " "};
    for (const char *p = s.p; p < s.p + s.n; p = kiri_next_char(p)) {
        KiriStr rest = {p, (gsize)(s.p + s.n - p)};
        for (guint i = 0; joints[i]; i++) {
            *width = strlen(joints[i]);
            gboolean is_slash = strcmp(joints[i], "／") == 0 || strcmp(joints[i], "/") == 0;
            if (rest.n >= *width && memcmp(p, joints[i], *width) == 0 &&
                !(is_slash && is_role((KiriStr){s.p, (gsize)(p - s.p)})))
                return p;
        }
        for (guint i = 0; p > s.p && i < G_N_ELEMENTS(spaces); i++) {
            gsize n = strlen(spaces[i]), role = 0;
            KiriStr behind = {p + n, rest.n - MIN(n, rest.n)};
            *width = n;
            if (rest.n > n && memcmp(p, spaces[i], n) == 0 &&
                !is_role((KiriStr){s.p, (gsize)(p - s.p)}) &&
                (starts_with_role(behind, roles, &role) ||
                 starts_with_role(behind, photo_roles, &role)))
                return p;
        }
    }
    return NULL;
}

/* "ワシントン＝山田太郎", "ニューヨーク=真海喬生": what stands behind the sign. */
static KiriStr behind_place(KiriStr s)
{
    static const char *const signs[] = {"＝", "=", NULL};
    const char *which = NULL;
    const char *at = kiri_find_any(s, signs, &which);
    if (!at || at == s.p)
        return s;
    gsize skip = (gsize)(at - s.p) + strlen(which);
    return (KiriStr){s.p + skip, s.n - skip};
}

static gboolean ends_with(KiriStr s, const char *tail)
{
    gsize n = strlen(tail);
    return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

void kiri_byline_names(KiriStr line, gboolean is_bare, char ***names)
{
    gboolean is_writer = is_bare;
    KiriStr rest = trim(line);
    while (rest.n) {
        gsize width = 0;
        const char *at = next_joint(rest, &width);
        KiriStr piece = {rest.p, at ? (gsize)(at - rest.p) : rest.n};
        rest = at ? (KiriStr){at + width, rest.n - piece.n - width} : (KiriStr){rest.p, 0};
        piece = trim(piece);
        gsize n = 0;
        if (starts_with_role(piece, photo_roles, &n)) {
            is_writer = FALSE;
            continue;
        }
        if (starts_with_role(piece, roles, &n)) {
            is_writer = TRUE;
            piece = trim((KiriStr){piece.p + n, piece.n - n});
        } else if (kiri_find_any(piece, (const char *const[]){"＝", "=", NULL}, NULL)) {
            piece = behind_place(piece);
            is_writer = TRUE;
        } else if (ends_with(piece, "記者")) {
            is_writer = TRUE;
        }
        if (is_writer)
            add_name(piece, names);
    }
}

/* 山田太郎, 共同, ソウル＝聯合ニュース, ○○新聞 */
static gboolean is_credit(KiriStr s)
{
    g_autofree char *agency = kiri_agency_name(behind_place(s));
    return agency || kiri_agency_at_end(s) || kiri_byline_is_names(s) || kiri_is_outlet_name(s);
}

gboolean kiri_byline_is_signature(const char *line)
{
    enum { MAX_CHARS = 40 };
    static const char *const labels[] = {"引用元", "出典",   "ソース", "情報源",
                                         "配信元", "提供元", "配信",   NULL};
    static const char *const pairs[][2] = {
        {"（", "）"}, {"(", ")"}, {"【", "】"}, {"［", "］"}, {"〔", "〕"}};
    KiriStr s = kiri_str_strip(kiri_str(line));
    if (!s.n || kiri_chars(line) > MAX_CHARS)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
        if (s.n <= open + close || memcmp(s.p, pairs[i][0], open) != 0 ||
            memcmp(s.p + s.n - close, pairs[i][1], close) != 0)
            continue;
        KiriStr inside = {s.p + open, s.n - open - close};
        const char *end = kiri_find_any(inside, (const char *const[]){pairs[i][1], NULL}, NULL);
        return is_credit(end ? (KiriStr){inside.p, (gsize)(end - inside.p)} : inside);
    }
    const char *colon = kiri_find_any(s, (const char *const[]){"：", ":", NULL}, NULL);
    if (colon && kiri_starts_with_any(s.p, labels)) {
        const char *value = kiri_next_char(colon);
        return is_credit((KiriStr){value, (gsize)(s.p + s.n - value)});
    }
    g_autofree char *agency = kiri_agency_name(s);
    return agency || kiri_is_person_name(s);
}
