// SPDX-License-Identifier: GPL-3.0-or-later
/* The grammar that tone needs, by the surface of the text: a handful of tables, each
 * looked through within the clause. */
#include "tone_text.h"

#include <kirinuki/normalize.h>

#include <string.h>

static gsize step(KiriStr n, gsize at)
{
    return (gsize)g_utf8_skip[(guchar)n.p[at]];
}

/* `what` is kanji or kana; most of them differ in their third byte. */
static inline gboolean has_at(KiriStr n, gsize at, const char *what)
{
    if (at + 3 > n.n || n.p[at + 2] != what[2])
        return FALSE;
    gsize length = strlen(what);
    return n.n - at >= length && memcmp(n.p + at, what, length) == 0;
}

static gboolean is_stop(gunichar c)
{
    return c == 0x3002 || c == 0x3001 || c == 0x300c || c == 0x300d || c == 0x300e || c == 0x300f ||
           c == '!' || c == '?' || c == ',';
}

/* ---- particles ---- */

static const struct {
    const char *text;
    KiriMark mark;
} particles[] = {
    {"によると", KIRI_MARK_SOURCE}, {"によれば", KIRI_MARK_SOURCE}, {"からは", KIRI_MARK_SOURCE},
    {"からも", KIRI_MARK_SOURCE},   {"から", KIRI_MARK_SOURCE},     {"の間では", KIRI_MARK_SOURCE},
    {"の間で", KIRI_MARK_SOURCE},   {"をめぐ", KIRI_MARK_TOPIC},    {"を巡", KIRI_MARK_TOPIC},
    {"について", KIRI_MARK_TOPIC},  {"に関", KIRI_MARK_TOPIC},      {"では", KIRI_MARK_TOPIC},
    {"にある", KIRI_MARK_WITH},     {"における", KIRI_MARK_WITH},   {"には", KIRI_MARK_TOWARDS},
    {"にも", KIRI_MARK_TOWARDS},    {"に対", KIRI_MARK_TOWARDS},    {"への", KIRI_MARK_TOWARDS},
    {"とは", KIRI_MARK_WITH},       {"は", KIRI_MARK_TOPIC},        {"も", KIRI_MARK_TOPIC},
    {"が", KIRI_MARK_SUBJECT},      {"を", KIRI_MARK_OBJECT},       {"に", KIRI_MARK_TOWARDS},
    {"へ", KIRI_MARK_TOWARDS},      {"と", KIRI_MARK_WITH},         {"で", KIRI_MARK_WITH},
    {"や", KIRI_MARK_WITH},
};

/* A particle stands behind a noun: behind the mention itself, or behind kanji and
 * katakana. */
static gboolean is_behind_noun(KiriStr n, gsize at, gsize start)
{
    if (at == start)
        return TRUE;
    gunichar before = g_utf8_get_char(g_utf8_prev_char(n.p + at));
    KiriCharClass class_ = kiri_char_class(before);
    return class_ == KIRI_CHAR_KANJI || class_ == KIRI_CHAR_KATAKANA || class_ == KIRI_CHAR_LATIN ||
           class_ == KIRI_CHAR_DIGIT || before == 0x300d || before == ')' ||
           (at >= 6 && memcmp(n.p + at - 6, "たち", 6) == 0) ||
           (at >= 3 && memcmp(n.p + at - 3, "ら", 3) == 0) ||
           (at >= 6 && memcmp(n.p + at - 6, "など", 6) == 0);
}

/* 同省の話では, 同省の調べで: it only tells. */
static gboolean is_source(KiriStr n, gsize at)
{
    static const char *const tells[] = {"の話",   "の調べ",       "の発表による", "の統計",
                                        "の資料", "の説明による", "の推計",       "の集計"};
    for (gsize i = 0; i < G_N_ELEMENTS(tells); i++)
        if (has_at(n, at, tells[i]))
            return TRUE;
    return FALSE;
}

KiriMarking kiri_marking(KiriStr n, gsize end)
{
    enum { MOST_CHARS = 26 };
    KiriMarking m = {KIRI_MARK_NONE, FALSE, 0};
    gsize at = end;
    for (guint i = 0; i < MOST_CHARS && at < n.n; i++, at += step(n, at)) {
        gunichar c = g_utf8_get_char(n.p + at);
        if (is_stop(c) && !(c == 0x300c && at == end))
            return m;
        if (!is_behind_noun(n, at, end))
            continue;
        if (is_source(n, at)) {
            m.mark = KIRI_MARK_SOURCE;
            m.at = at;
            return m;
        }
        if (has_at(n, at, "の") && !has_at(n, at, "の間で")) {
            m.is_owner |= at == end || i < 8;
            continue;
        }
        for (gsize k = 0; k < G_N_ELEMENTS(particles); k++)
            if (has_at(n, at, particles[k].text)) {
                m.mark = particles[k].mark;
                m.at = at;
                return m;
            }
    }
    return m;
}

/* ---- quotes ---- */

GArray *kiri_quotes(KiriStr n, gboolean begins_quoted)
{
    enum { SHORT_CHARS = 8 };
    GArray *quotes = g_array_new(FALSE, FALSE, sizeof(KiriQuoted));
    gint depth = begins_quoted ? 1 : 0;
    gsize from = 0;
    for (gsize at = 0; at < n.n; at += step(n, at)) {
        gunichar c = g_utf8_get_char(n.p + at);
        gboolean opens = c == 0x300c || c == 0x300e, closes = c == 0x300d || c == 0x300f;
        if (opens && depth++ == 0)
            from = at + 3;
        if (!closes || !depth || --depth)
            continue;
        /* 「遅い」と話す is speech, however short; 「日本一」の is a word in brackets. */
        gboolean is_word = g_utf8_strlen(n.p + from, (gssize)(at - from)) <= SHORT_CHARS &&
                           !has_at(n, at + 3, "と");
        KiriQuoted q = {from, at, is_word};
        g_array_append_val(quotes, q);
    }
    if (depth > 0) {
        KiriQuoted q = {from, n.n, FALSE};
        g_array_append_val(quotes, q);
    }
    return quotes;
}

const KiriQuoted *kiri_quote_at(const GArray *quotes, gsize at)
{
    for (guint i = 0; i < quotes->len; i++) {
        const KiriQuoted *q = &g_array_index(quotes, KiriQuoted, i);
        if (at >= q->from && at < q->to)
            return q;
    }
    return NULL;
}

/* ---- denial and doubt ---- */

typedef struct {
    const char *text;
    gboolean is_not; // it looks like one of the others and is none
} Sign;

/* No denials although they hold one, before those that are. */
static const Sign denials[] = {
    {"かもしれな", TRUE},  {"に違いな", TRUE},   {"ざるを得な", TRUE},   {"だけでな", TRUE},
    {"のみな", TRUE},      {"ばかりでな", TRUE}, {"にほかならな", TRUE}, {"しかな", TRUE},
    {"かねな", TRUE},      {"ではないか", TRUE}, {"ないか", TRUE},       {"なければ", TRUE},
    {"なくてはな", TRUE},  {"なくなっ", TRUE},   {"絶えな", TRUE},       {"尽きな", TRUE},
    {"免れな", TRUE},      {"否めな", TRUE},     {"隠せな", TRUE},       {"隠さな", TRUE},
    {"やまな", TRUE},      {"少なくな", TRUE},   {"収まらな", TRUE},     {"ぬぐえな", TRUE},
    {"拭えな", TRUE},      {"止まらな", TRUE},   {"後を絶たな", TRUE},   {"惜しまな", TRUE},
    {"ないまま", FALSE},   {"ない", FALSE},      {"なかっ", FALSE},      {"なく", FALSE},
    {"なし", FALSE},       {"ません", FALSE},    {"せず", FALSE},        {"られず", FALSE},
    {"れず", FALSE},       {"出ず", FALSE},      {"おらず", FALSE},      {"ゼロ", FALSE},
    {"一件も", FALSE},     {"皆無", FALSE},      {"否定", FALSE},        {"当たらな", FALSE},
    {"には当たら", FALSE}, {"とは言え", FALSE},  {"とはいえ", FALSE},    {"とは思え", FALSE},
    {"どころか", FALSE},   {"ほど遠", FALSE},    {"に欠け", FALSE},      {"を欠", FALSE},
};

static const char *const overcome[] = {
    "を解消", "が解消",   "は解消",   "の解消",   "を防",     "防止",       "を避け",
    "を抑え", "を取り除", "を払拭",   "払拭",     "を克服",   "を乗り越え", "を挽回",
    "挽回",   "を取り戻", "を未然",   "に備え",   "を減ら",   "が減",       "を和らげ",
    "の軽減", "を軽減",   "が軽",     "を免れ",   "をなくす", "の恐れはな", "を教訓",
    "を糧に", "を受けて", "を受けた", "に関する", "に関し",   "に伴う",     "の有無",
    "の疑い", "について", "に対応"};

static const char *const doubts[] = {
    "とみられ", "と見られ", "可能性",   "見込み",   "見通し", "恐れ",     "おそれ",
    "懸念も",   "かねな",   "かもしれ", "そうだ",   "だろう", "期待され", "期待でき",
    "との見方", "観測",     "と予想",   "予想され", "場合",   "なら",     "れば",
    "を目指",   "目標",     "を図",     "計画",     "方針",   "検討"};

static const char *const passives[] = {"され", "を受け", "を浴び", "にさらされ", "を招",
                                       "を買", "を集め", "を呼",   "を得",       "を博"};

static const char *const wishes[] = {"を求め", "が求められ", "を要求", "すべき", "べきだ",
                                     "が必要", "を要請",     "を促",   "を迫"};

/* Bytes from `to` to the end of the clause, `most` characters at most. */
static gsize clause_end(KiriStr n, gsize to, guint most)
{
    gsize at = to;
    for (guint i = 0; i < most && at < n.n && !is_stop(g_utf8_get_char(n.p + at)); i++)
        at += step(n, at);
    return at;
}

static gboolean has_within(KiriStr n, gsize from, gsize to, const char *const *list, gsize length)
{
    for (gsize at = from; at < to; at += step(n, at))
        for (gsize i = 0; i < length; i++)
            if (has_at(n, at, list[i]))
                return TRUE;
    return FALSE;
}

static gboolean is_denied(KiriStr n, gsize from, gsize to)
{
    gboolean is_denied = FALSE;
    for (gsize at = from; at < to;) {
        gsize next = at + step(n, at);
        for (gsize i = 0; i < G_N_ELEMENTS(denials); i++) {
            if (!has_at(n, at, denials[i].text))
                continue;
            is_denied |= !denials[i].is_not;
            next = at + strlen(denials[i].text);
            break;
        }
        at = next;
    }
    return is_denied;
}

KiriAround kiri_around(KiriStr n, gsize to)
{
    enum { NEAR = 4, CLOSE = 8, WIDE = 14 };
    gsize wide = clause_end(n, to, WIDE), close = clause_end(n, to, CLOSE);
    KiriAround a = {0};
    a.is_denied = is_denied(n, to, wide);
    a.is_overcome = has_within(n, to, close, overcome, G_N_ELEMENTS(overcome));
    a.is_doubtful = has_within(n, to, wide, doubts, G_N_ELEMENTS(doubts));
    a.is_passive = has_within(n, to, clause_end(n, to, NEAR), passives, G_N_ELEMENTS(passives));
    a.is_asked = has_within(n, to, close, wishes, G_N_ELEMENTS(wishes));
    return a;
}

/* ---- turns ---- */

gsize kiri_turn(KiriStr n)
{
    static const char *const turns[] = {"が、",       "ものの", "一方、",   "一方で",
                                        "にもかかわ", "けれど", "半面",     "反面",
                                        "とはいえ",   "つつも", "ながらも", "だが、"};
    gsize last = 0;
    gint depth = 0;
    for (gsize at = 3; at < n.n; at += step(n, at)) {
        gunichar c = g_utf8_get_char(n.p + at);
        depth += (c == 0x300c) - (c == 0x300d);
        for (gsize i = 0; depth <= 0 && i < G_N_ELEMENTS(turns); i++)
            if (has_at(n, at, turns[i]))
                last = at;
    }
    return last;
}
