// SPDX-License-Identifier: GPL-3.0-or-later
/* Names in credits: the words for who did what (文, 取材, 聞き手) open a name, those
 * for pictures close it; ranks, desks and places around a name fall off. */
#include "byline.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

/* ---- credits ---- */

static const char *const roles[] = {
    "企画・取材・文",
    "企画・構成・文",
    "取材・文・撮影",
    "取材・文・写真",
    "取材・文・構成",
    "取材・撮影・文",
    "取材・構成・文",
    "文・取材・撮影",
    "文・取材・写真",
    "写真・取材・文",
    "写真・動画・文",
    "構成・文",
    "取材・構成",
    "取材・執筆",
    "取材・文",
    "取材と文",
    "企画・文",
    "編集・文",
    "撮影・文",
    "撮影と文",
    "写真と文",
    "写真・文",
    "文と写真",
    "文と撮影",
    "文・構成",
    "文・写真",
    "文・撮影",
    "文・編集",
    "文・取材",
    "文・イラスト",
    "執筆・撮影",
    "聞き手・構成",
    "聞き手・文",
    "インタビュー・文",
    "インタビュー",
    "レポート・文",
    "ライター",
    "リポーター",
    "レポーター",
    "執筆者",
    "執筆",
    "著者",
    "筆者",
    "文責",
    "聞き手",
    "構成",
    "取材",
    "文",
    "担当記者",
    "記者",
    "編集委員",
    "論説委員",
    "解説委員",
    "報告",
    "リポート",
    "レポート",
    "寄稿",
    "text by",
    "Text by",
    "TEXT BY",
    "Text & Photo by",
    "TEXT & PHOTO BY",
    "TEXT & PHOTO",
    "Text & Photo",
    "Interview & Text",
    "INTERVIEW & TEXT",
    "Text",
    "TEXT",
    "Words by",
    "WORDS BY",
    "Story by",
    "Written by",
    "WRITTEN BY",
    "written by",
    "Writer",
    "WRITER",
    "writer",
    "Reported by",
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

static const char *const photo_roles[] = {
    "写真・動画",   "写真提供",     "写真",       "撮影協力",     "撮影",         "イラスト",
    "図版",         "PHOTO",        "Photos",     "PHOTOS",       "Photography",  "Photo",
    "photo",        "動画",         "編集",       "協力",         "監修",         "デザイン",
    "スタイリスト", "スタイリング", "ヘアメイク", "メイク",       "通訳",         "Edited by",
    "EDITED BY",    "Edit",         "EDIT",       "Illustration", "ILLUSTRATION", NULL,
};

static const char *const joints[] = {"、",    "，",    ",",   "／", "/",      "；", ";",
                                     " and ", " und ", " & ", "＆", " with ", "\n", "　・　",
                                     " | ",   "｜",    "·",   "•",  "│",      "┃",  NULL};

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
        "記者",   "編集委員",     "論説委員", "特派員",   "支局長", "さん", "氏", "監訳",
        "先生",   "医師",         "弁護士",   "教授",     "准教授", "院長", "訳", "著",
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

/* A name before or behind what somebody is: 社会部　山田太郎, 編集委員・山田太郎,
 * 山田太郎：経済ジャーナリスト, 山田太郎 @yamada. The whole where there is none. */
static KiriStr without_rank(KiriStr s)
{
    static const char *const signs[] = {"　", " ", "：", ":", "・", "@", "＠", NULL};
    if (kiri_is_person_name(s))
        return s;
    const char *which = NULL, *at = kiri_find_any(s, signs, &which);
    if (!at)
        return s;
    KiriStr front = trim((KiriStr){s.p, (gsize)(at - s.p)});
    if (front.n >= strlen("山田太") && kiri_is_japanese_name(front))
        return front;
    const char *second = kiri_find_any(
        (KiriStr){at + strlen(which), (gsize)(s.p + s.n - at) - strlen(which)}, signs, NULL);
    KiriStr both = {s.p, second ? (gsize)(second - s.p) : 0}; // 山田 太郎 海辺新報
    if (front.n < strlen("山田太") + 1 && kiri_is_japanese_name(both))
        return both;
    for (const char *p = at; p && p < s.p + s.n;) { // the last part
        KiriStr rest = {p + strlen(which), (gsize)(s.p + s.n - p) - strlen(which)};
        if (rest.n >= strlen("山田太") && kiri_is_japanese_name(trim(rest)))
            return trim(rest);
        p = kiri_find_any(rest, signs, &which);
    }
    return s;
}

/* A date may follow in the same line: 山田太郎2024年3月5日. */
static KiriStr without_figures(KiriStr s)
{
    for (gsize i = 1; i < s.n; i++)
        if (g_ascii_isdigit(s.p[i]) && (guchar)s.p[i - 1] >= 0x80)
            return (KiriStr){s.p, i};
    return s;
}

/* "さくらい もも": words in such letters are names only where a role says so. */
static gboolean is_soft_name(KiriStr s)
{
    guint chars = 0, spaces = 0, part = 0;
    for (const char *p = s.p; p < s.p + s.n; p = kiri_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean is_space = c == ' ' || c == 0x3000;
        if ((is_space && part < 2) || (!is_space && !kiri_is_kana(c)))
            return FALSE;
        spaces += is_space ? 1 : 0;
        part = is_space ? 0 : part + 1;
        chars += is_space ? 0 : 1;
    }
    return spaces == 1 && part >= 2 && chars >= 4 && chars <= 10;
}

static gboolean add_pair(KiriStr s, char ***names);

/* Adds what is not known yet. */
static void take_name(KiriStr s, char ***names)
{
    if (kiri_strv_count(*names) >= KIRI_LIMIT_AUTHORS)
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

static void add_name(KiriStr s, char ***names)
{
    s = without_office(trim(without_figures(s)));
    if (add_pair(s, names))
        return;
    s = without_rank(s);
    if (kiri_is_person_name(s) && !kiri_agency_of(s))
        take_name(s, names);
}

/* Two whole names with only a space or a point between them: 山田太郎 鈴木花子. */
static gboolean add_pair(KiriStr s, char ***names)
{
    const char *which = NULL;
    const char *at = kiri_find_any(s, (const char *const[]){" ", "　", "・", NULL}, &which);
    if (!at)
        return FALSE;
    KiriStr a = {s.p, (gsize)(at - s.p)};
    gsize skip = a.n + strlen(which);
    KiriStr b = {s.p + skip, s.n - skip};
    if (a.n < 9 || b.n < 9 || a.n + b.n < 21 || !kiri_is_japanese_name(a) ||
        !kiri_is_japanese_name(b))
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
        /* "by山田太郎": Latin letters end where others begin. */
        gboolean is_latin = g_ascii_isalpha(s.p[m - 1]) && (guchar)rest[0] >= 0xe3;
        if (is_latin || kiri_starts_with_any(rest, signs)) {
            *n = m;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean kiri_byline_begins_with_role(KiriStr s)
{
    gsize n = 0;
    return starts_with_role(s, roles, &n);
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

static KiriStr before_place(KiriStr s)
{
    const char *at = kiri_find_any(s, (const char *const[]){"＝", "=", NULL}, NULL);
    return (KiriStr){s.p, at ? (gsize)(at - s.p) : 0};
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
        if (starts_with_role(piece, roles, &n)) {
            is_writer = TRUE;
            piece = trim((KiriStr){piece.p + n, piece.n - n});
            if (is_soft_name(piece)) {
                take_name(piece, names);
                continue;
            }
        } else if (starts_with_role(piece, photo_roles, &n)) {
            is_writer = FALSE;
            continue;
        } else if (kiri_find_any(piece, (const char *const[]){"＝", "=", NULL}, NULL)) {
            KiriStr behind = behind_place(piece), front = before_place(piece);
            gboolean is_front = is_bare && !kiri_is_person_name(trim(behind)) &&
                                kiri_is_person_name(trim(front)); // 山田 太郎＝海辺スタッフ
            piece = is_front ? front : behind;
            is_writer = TRUE;
        } else if (ends_with(piece, "記者")) {
            is_writer = TRUE;
        }
        if (is_writer)
            add_name(piece, names);
    }
}

gboolean kiri_byline_is_honoured(const char *line)
{
    static const char *const honours[] = {"さん", "氏", "先生", "様", "さま"};
    for (guint i = 0; i < G_N_ELEMENTS(honours); i++)
        if (g_str_has_suffix(line, honours[i]))
            return TRUE;
    return FALSE;
}

gboolean kiri_byline_is_caption(const char *line)
{
    static const char *const ends[] = {"撮影", "提供", "撮影）", "提供）", "撮影)", "提供)"};
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(line, ends[i]))
            return TRUE;
    return FALSE;
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
