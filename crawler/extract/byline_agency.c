// SPDX-License-Identifier: GPL-3.0-or-later
/* Whose words are they, if no person's? Wires are known by name or by what their
 * names end in; papers, stations and sites by their ending only. */
#include "byline.h"
#include "text_match.h"

#include <string.h>

static const struct {
    const char *word, *agency;
} agencies[] = {
    {"共同通信", "共同"},
    {"共同", "共同"},
    {"時事通信", "時事"},
    {"時事", "時事"},
    {"ロイター", "ロイター"},
    {"Reuters", "ロイター"},
    {"AFP", "AFP"},
    {"ＡＦＰ", "AFP"},
    {"AP通信", "AP"},
    {"ＡＰ", "AP"},
    {"AP", "AP"},
    {"ブルームバーグ", "ブルームバーグ"},
    {"Bloomberg", "ブルームバーグ"},
    {"聯合ニュース", "聯合ニュース"},
    {"新華社", "新華社"},
    {"ＥＰＡ", "EPA"},
    {"EPA", "EPA"},
    {"ラヂオプレス", "ラヂオプレス"},
};

const char *kiri_agency_of(KiriStr s)
{
    s = kiri_str_strip(s);
    for (guint i = 0; i < G_N_ELEMENTS(agencies); i++) {
        gsize n = strlen(agencies[i].word);
        if (s.n < n || memcmp(s.p, agencies[i].word, n) != 0)
            continue;
        /* "AP" is no part of "APEC"; "AFP時事", "共同社" are still wires. */
        if (s.n == n || (guchar)s.p[n] >= 0x80 || !g_ascii_isalnum(s.p[n]))
            return s.n <= n + 12 ? agencies[i].agency : NULL;
    }
    return NULL;
}

const char *kiri_agency_at_end(KiriStr s)
{
    s = kiri_str_strip(s);
    for (guint i = 0; i < G_N_ELEMENTS(agencies); i++) {
        gsize n = strlen(agencies[i].word);
        if (s.n > n && memcmp(s.p + s.n - n, agencies[i].word, n) == 0)
            return agencies[i].agency;
    }
    return NULL;
}

/* "光通信" is a trade, not a wire. */
static gboolean is_trade(KiriStr s)
{
    static const char *const trades[] = {"情報", "移動体", "無線", "有線",   "電気", "携帯",
                                         "衛星", "電子",   "電話", "データ", "機器", NULL};
    return kiri_find_any(s, trades, NULL) != NULL;
}

char *kiri_agency_name(KiriStr s)
{
    enum { MIN_HEAD = 2, MAX_HEAD = 6 };
    static const char *const tails[] = {"通信社", "通信"};
    const char *known = kiri_agency_of(s);
    if (known)
        return g_strdup(known);
    s = kiri_str_strip(s);
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
        gsize n = strlen(tails[i]);
        if (s.n <= n || memcmp(s.p + s.n - n, tails[i], n) != 0)
            continue;
        KiriStr head = {s.p, s.n - n};
        gint chars = 0;
        for (const char *p = head.p; p < head.p + head.n; p = kiri_next_char(p), chars++) {
            gunichar c = g_utf8_get_char(p);
            gboolean is_kata = c >= 0x30A1 && c <= 0x30FC && c != 0x30FB;
            if (!kiri_is_kanji(c) && !is_kata)
                return NULL;
        }
        return chars >= MIN_HEAD && chars <= MAX_HEAD && !is_trade(head) ? kiri_str_dup(s) : NULL;
    }
    return NULL;
}

char *kiri_agency_in(KiriStr s)
{
    static const char *const signs[] = {"＝", "=", "・", " ", "　", NULL};
    const char *which = NULL, *at = kiri_find_any(s, signs, &which);
    char *agency = kiri_agency_name(s);
    if (agency || !at)
        return agency ? agency : g_strdup(kiri_agency_at_end(s));
    gsize skip = (gsize)(at - s.p) + strlen(which);
    agency = kiri_agency_name((KiriStr){s.p + skip, s.n - skip});
    gboolean has_name = strcmp(which, "＝") == 0 || strcmp(which, "=") == 0;
    return agency || has_name ? agency : g_strdup(kiri_agency_at_end(s)); // 東京 5日 ロイター
}

const char *kiri_agency_before_name(KiriStr s)
{
    const char *at = kiri_find_any(s, (const char *const[]){"＝", "=", NULL}, NULL);
    KiriStr before = {s.p, at ? (gsize)(at - s.p) : 0};
    const char *agency = before.n ? kiri_agency_of(before) : NULL;
    return agency || !before.n ? agency : kiri_agency_at_end(before);
}

gboolean kiri_is_outlet_name(KiriStr s)
{
    static const char *const tails[] = {
        "新聞",   "新聞社",     "新報",     "日報",       "通信",     "通信社",
        "放送",   "放送局",     "テレビ",   "ラジオ",     "ニュース", "NEWS",
        "News",   "ジャーナル", "タイムズ", "オンライン", "デジタル", "電子版",
        "編集部", "編集局",     "取材班",   "報道部",     NULL};
    s = kiri_str_strip(s);
    for (guint i = 0; tails[i]; i++) {
        gsize n = strlen(tails[i]);
        if (s.n > n && memcmp(s.p + s.n - n, tails[i], n) == 0)
            return TRUE;
    }
    return FALSE;
}
