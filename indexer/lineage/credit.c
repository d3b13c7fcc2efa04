// SPDX-License-Identifier: GPL-3.0-or-later
/* Whose text is it, by what the page itself says: 「（共同）」 at its end, 「【北京時事】」
 * or 「［東京　13日　ロイター］」 at its beginning, a last line 「配信：そらの通信」, a portal's
 * headline that ends with the paper's name. A word that only looks like a wire's name
 * (日米共同, 情報通信) is none. */
#include "match/matcher.h"

#include <string.h>

enum { MOST_BYTES = 72 };

static gboolean ends_with(KiriStr s, const char *end)
{
    gsize n = strlen(end);
    return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

static gboolean ends_with_any(KiriStr s, const char *const *ends, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (ends_with(s, ends[i]))
            return TRUE;
    return FALSE;
}

static gboolean begins_with(KiriStr s, const char *word)
{
    gsize n = strlen(word);
    return s.n >= n && memcmp(s.p, word, n) == 0;
}

/* ---- names ---- */

/* 共同 and 時事 stand alone or behind a place; behind these they are words. */
static gboolean is_wire_behind_place(KiriStr name)
{
    static const char *const wires[] = {"共同", "時事"};
    static const char *const others[] = {"社", "国", "者", "学", "官", "米", "日", "女",
                                         "韓", "英", "独", "館", "市", "校", "的", "省"};
    for (gsize i = 0; i < G_N_ELEMENTS(wires); i++) {
        if (!ends_with(name, wires[i]))
            continue;
        KiriStr place = {name.p, name.n - strlen(wires[i])};
        return !place.n || (g_utf8_strlen(place.p, (gssize)place.n) >= 2 &&
                            !ends_with_any(place, others, G_N_ELEMENTS(others)));
    }
    return FALSE;
}

static gboolean is_wire(KiriStr name)
{
    static const char *const whole[] = {"AP", "ＡＰ", "KYODO", "Reuters", "Bloomberg", "AFPBB"};
    static const char *const ends[] = {
        "通信",           "通信社",       "ロイター", "AFP",        "ＡＦＰ",
        "ブルームバーグ", "聯合ニュース", "新華社",   "AFPBB News", "ブルームバーグ・ニュース"};
    enum { LEAST_CHARS = 3 };
    for (gsize i = 0; i < G_N_ELEMENTS(whole); i++)
        if (kiri_str_equal(name, kiri_str(whole[i])))
            return TRUE;
    if (ends_with(name, "情報通信") || ends_with(name, "移動通信"))
        return FALSE;
    return is_wire_behind_place(name) || (g_utf8_strlen(name.p, (gssize)name.n) >= LEAST_CHARS &&
                                          ends_with_any(name, ends, G_N_ELEMENTS(ends)));
}

/* 「北京共同＝山田太郎」, 「東京 13日 ロイター」: any part may be the name. */
static gboolean names_a_wire(KiriStr inside)
{
    static const char *const gaps[] = {"＝", "=", " ", "　", "/", "／", "、"};
    if (!inside.n || inside.n > MOST_BYTES)
        return FALSE;
    gsize from = 0;
    for (gsize at = 0; at < inside.n;) {
        gsize gap = 0;
        for (gsize i = 0; i < G_N_ELEMENTS(gaps) && !gap; i++)
            if (begins_with((KiriStr){inside.p + at, inside.n - at}, gaps[i]))
                gap = strlen(gaps[i]);
        if (gap && is_wire((KiriStr){inside.p + from, at - from}))
            return TRUE;
        at += gap ? gap : (gsize)g_utf8_skip[(guchar)inside.p[at]];
        from = gap ? at : from;
    }
    return is_wire((KiriStr){inside.p + from, inside.n - from});
}

/* A portal names the paper behind the headline: 「…（上州日報）」. */
static gboolean names_a_paper(KiriStr name)
{
    static const char *const ends[] = {"新聞",     "日報",   "新報",   "時報",   "民報",
                                       "通信",     "放送",   "日日",   "日々",   "タイムス",
                                       "タイムズ", "テレビ", "通信社", "電子版", "オンライン",
                                       "デジタル", "新聞社", "NEWS",   "Watch"};
    enum { LEAST_BYTES = 12, MOST_NAME_BYTES = 36 };
    return name.n >= LEAST_BYTES && name.n <= MOST_NAME_BYTES &&
           ends_with_any(name, ends, G_N_ELEMENTS(ends));
}

static gboolean names_a_source(KiriStr name)
{
    return names_a_wire(name) || names_a_paper(name);
}

/* ---- places ---- */

/* （共同）, [ロイター], 【時事】 at the very end of `text`, or at its beginning. */
static char *bracketed(KiriStr text, gboolean at_end, gboolean (*is_credit)(KiriStr))
{
    static const char *const signs[][2] = {{"（", "）"}, {"(", ")"},   {"[", "]"},
                                           {"［", "］"}, {"【", "】"}, {"〔", "〕"}};
    text = kiri_str_strip(text);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        gsize open = strlen(signs[i][0]), close = strlen(signs[i][1]);
        if (text.n < open + close)
            continue;
        KiriStr inside = {0};
        if (at_end && memcmp(text.p + text.n - close, signs[i][1], close) == 0) {
            const char *end = text.p + text.n - close, *from = end;
            while (from > text.p && memcmp(from, signs[i][0], open) != 0)
                from--;
            if (memcmp(from, signs[i][0], open) == 0)
                inside = (KiriStr){from + open, (gsize)(end - from) - open};
        } else if (!at_end && memcmp(text.p, signs[i][0], open) == 0) {
            const char *end = memmem(text.p, text.n, signs[i][1], close);
            if (end)
                inside = (KiriStr){text.p + open, (gsize)(end - text.p) - open};
        }
        if (inside.n && is_credit(kiri_str_strip(inside)))
            return kiri_str_dup(kiri_str_strip(inside));
    }
    return NULL;
}

static KiriStr last_line(KiriStr text)
{
    static const char stop[] = "。";
    text = kiri_str_strip(text);
    gsize from = text.n;
    while (from > 0 && text.p[from - 1] != '\n' &&
           !(from >= strlen(stop) && ends_with((KiriStr){text.p, from}, stop)))
        from--;
    return kiri_str_strip((KiriStr){text.p + from, text.n - from});
}

static KiriStr without_brackets(KiriStr s)
{
    static const char *const pairs[][2] = {
        {"（", "）"}, {"(", ")"}, {"［", "］"}, {"[", "]"}, {"【", "】"}};
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (begins_with(s, pairs[i][0]) && ends_with(s, pairs[i][1]))
            return (KiriStr){s.p + strlen(pairs[i][0]),
                             s.n - strlen(pairs[i][0]) - strlen(pairs[i][1])};
    return s;
}

/* 「配信：そらの通信」, 「記事提供：上州日報」, 「©共同通信社」 as the last line. */
static char *credit_line(KiriStr text)
{
    static const char *const labels[] = {"記事提供", "ニュース提供", "情報提供元", "提供元", "提供",
                                         "配信元",   "記事配信",     "配信",       "転載元", "出典",
                                         "©",        "(C)",          "（C）",      "Ⓒ",      "(c)"};
    static const char *const signs[] = {"：", ":", "／", "/", "=", "＝", " ", "　"};
    KiriStr line = without_brackets(last_line(text));
    if (line.n > MOST_BYTES)
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (!begins_with(line, labels[i]))
            continue;
        gsize n = strlen(labels[i]);
        KiriStr name = {line.p + n, line.n - n};
        for (gsize k = 0; k < G_N_ELEMENTS(signs); k++)
            if (begins_with(name, signs[k])) {
                name.p += strlen(signs[k]);
                name.n -= strlen(signs[k]);
                break;
            }
        name = kiri_str_strip(name);
        return names_a_source(name) ? kiri_str_dup(name) : NULL;
    }
    return names_a_wire(line) ? kiri_str_dup(line) : NULL;
}

/* A headline without the name of the portal behind it: 「 - 駅前ニュース」. */
static KiriStr without_site(KiriStr title, const KiriArticle *article)
{
    static const char *const signs[] = {" - ", " | ", "｜", "|", " – ", "　-　"};
    for (gsize i = 0; article->site_name && *article->site_name && i < G_N_ELEMENTS(signs); i++) {
        g_autofree char *tail = g_strconcat(signs[i], article->site_name, NULL);
        if (ends_with(title, tail))
            return (KiriStr){title.p, title.n - strlen(tail)};
    }
    return title;
}

char *kiri_credit_of(const KiriArticle *article)
{
    if (article->agency && *article->agency)
        return g_strdup(article->agency);
    KiriStr text = kiri_str(article->text);
    char *credit = bracketed(text, TRUE, names_a_wire);
    if (!credit)
        credit = bracketed(text, FALSE, names_a_wire);
    if (!credit)
        credit = credit_line(text);
    return credit ? credit
                  : bracketed(without_site(kiri_str_strip(kiri_str(article->title)), article), TRUE,
                              names_a_source);
}

gboolean kiri_is_own_site(const char *credit, const KiriArticle *article)
{
    const char *sites[] = {article->site_name, article->medium};
    for (gsize i = 0; credit && *credit && i < G_N_ELEMENTS(sites); i++)
        if (sites[i] && *sites[i] && (strstr(sites[i], credit) || strstr(credit, sites[i])))
            return TRUE;
    return FALSE;
}
