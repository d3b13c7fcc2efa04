// SPDX-License-Identifier: GPL-3.0-or-later
/* Events and frames are tables of words. Where a word must stand to count follows
 * from Japanese word order: what an amount is of stands before it, what becomes of
 * it stands behind it. */
#include "claims.h"

#include "chars.h"

#include <string.h>

static gboolean contains(KiriStr s, const char *word)
{
    return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static gboolean any_in(KiriStr s, const char *const *words)
{
    for (; *words; words++)
        if (contains(s, *words))
            return TRUE;
    return FALSE;
}

static gboolean starts_with(KiriStr s, const char *word)
{
    gsize n = strlen(word);
    return s.n >= n && memcmp(s.p, word, n) == 0;
}

static gboolean any_at(KiriStr s, const char *const *words)
{
    for (; *words; words++)
        if (starts_with(s, *words))
            return TRUE;
    return FALSE;
}

static gboolean any_before(KiriStr n, gsize at, const char *const *words)
{
    for (; *words; words++) {
        gsize length = strlen(*words);
        if (length <= at && memcmp(n.p + at - length, *words, length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* At most `chars` characters before `at`, not past a full stop or an aside. */
static KiriStr before(KiriStr n, gsize at, guint chars)
{
    gsize from = at;
    for (; chars && from > 0; chars--) {
        gsize previous = kiri_char_before(n, from);
        gunichar c = kiri_char_at(n, previous);
        if (c == U'。' || c == U')')
            break;
        from = previous;
    }
    return (KiriStr){n.p + from, at - from};
}

/* At most `chars` characters from `at` on, not past a comma, a full stop or what
 * stands in brackets. */
static KiriStr behind(KiriStr n, gsize at, guint chars)
{
    gsize to = at;
    for (; chars && to < n.n; chars--) {
        gunichar c = kiri_char_at(n, to);
        if (c == U'。' || c == U'、' || c == U'(')
            break;
        to = kiri_char_after(n, to);
    }
    return (KiriStr){n.p + at, to - at};
}

/* ---- events ---- */

const char *const kiri_claim_act_names[] = {"から",   "まで", "発売", "開催", "開業", "開始",
                                            "導入",   "就任", "公開", "再開", "締切", "施行",
                                            "値上げ", "掲載", "確認", "配信", "観測", ""};

enum { MOST_WORDS = 12, ACT_FROM = 1 << 0, ACT_UNTIL = 1 << 1, FIRST_ACT = 2, CLOSING = 10 };

static const char *const acts[][MOST_WORDS] = {
    {"発売", "売り出", "販売を始", "販売開始", "店頭に並"},
    {"開催", "開かれ", "開きます", "を開く", "で開く", "行われ", "行います", "実施", "日程"},
    {"開業", "開館", "開院", "開園", "開店", "開校", "オープン", "開通", "全線開"},
    {"開始", "始め", "始ま", "スタート", "受け付け", "受付", "申込み", "申し込み", "募集"},
    {"導入", "投入", "入れる", "走らせ", "運行"},
    {"就任", "付で", "付けで", "昇格", "社長に就", "発足"},
    {"公開", "お披露目", "一般公開", "展示"},
    {"再開"},
    {"締切", "締め切", "締切り", "しめきり", "期限", "必着"},
    {"施行", "適用", "義務付け", "引き上げ", "改定", "改正"},
    {"値上げ", "引き上げ", "値下げ", "納品"},
    {"掲載", "公表", "発表"},
    {"確認", "判明", "不正アクセスを受け"},
    {"配信", "提供", "ダウンロード"},
    {"観測", "打上げ", "打ち上げ", "着陸"},
};

guint kiri_claim_marks(KiriStr n, gsize to)
{
    static const char *const from_words[] = {"から", "より", "以降", "付", NULL};
    static const char *const until_words[] = {"まで", "必着", "締", NULL};
    /* 20日(月)から, 4月27日10時から, 1日の納品分から */
    KiriStr rest = {n.p + to, n.n - to};
    while (rest.n && (g_ascii_isdigit(rest.p[0]) || memchr("():", rest.p[0], 3) ||
                      any_at(rest, (const char *const[]){"時", "分", "半", "午", "前", "後",
                                                         "の納品", "月", "火", "水", "木", "金",
                                                         "土", "日", "祝", "頃", "ごろ", NULL}))) {
        gsize step = kiri_char_after(rest, 0);
        rest = (KiriStr){rest.p + step, rest.n - step};
    }
    return (any_at(rest, from_words) ? ACT_FROM : 0U) |
           (any_at(rest, until_words) ? ACT_UNTIL : 0U);
}

guint kiri_claim_acts(KiriStr n, gsize from, gsize to)
{
    enum { BEFORE_CHARS = 18, BEHIND_CHARS = 22 };
    KiriStr left = before(n, from, BEFORE_CHARS), right = behind(n, to, BEHIND_CHARS);
    guint found = kiri_claim_marks(n, to);
    for (gsize i = 0; i < G_N_ELEMENTS(acts); i++)
        for (gsize w = 0; w < MOST_WORDS && acts[i][w]; w++)
            if (contains(right, acts[i][w]) || contains(left, acts[i][w]))
                found |= 1U << (FIRST_ACT + i);
    if (found & (1U << CLOSING))
        found |= ACT_UNTIL;
    return found;
}

/* ---- frames ---- */

static gboolean is_past(KiriStr n, gsize from, gsize to)
{
    static const char *const signs[] = {
        "前年",   "昨年", "前回", "前期",       "前月", "先月",   "前の年", "前の期", "前の月",
        "過去最", "以前", "当初", "これまで最", "従来", "一昨年", "去年",   "年前",   "昨夏",
        "昨冬",   "昨春", "昨秋", "前身",       "旧",   "かつて", "時点",   NULL};
    static const char *const topics[] = {"昨年は", "昨年も",   "去年は",   "前年は",
                                         "前回は", "昨年度は", "前年度は", "同社は昨年",
                                         "初代",   "前の",     NULL};
    static const char *const aside[] = {"比", "に比べ", "と比べ", "より", "を上回", "を下回", NULL};
    KiriStr near = before(n, from, 14), far = before(n, from, 60), next = behind(n, to, 9);
    /* 「前年を8.4%上回った」「前年度より18万トン減」 speak of this year. */
    if (any_in(near, signs) && !any_in(near, aside) && !any_in(next, aside))
        return TRUE;
    if (any_in(next, (const char *const[]){"前年", "昨年", "前回", "だった前", "から増", "から減",
                                           "から伸", "から下", "から上", NULL}))
        return TRUE;
    return any_in(far, topics);
}

static guint frames_before(KiriStr left)
{
    static const char *const goals[] = {"目標", "目指", "見込", "見通",
                                        "予想", "計画", "想定", NULL};
    static const char *const means[] = {"平均", "ならす", NULL};
    static const char *const parts[] = {"うち",   "内訳",   "男性", "女性",   "男子",
                                        "女子",   "都内",   "県内", "に限る", "に限れば",
                                        "代では", "別では", "市内", NULL};
    static const char *const most[] = {"最大", "上限", "最高", "最も", "トップ", "首位", NULL};
    return (any_in(left, goals) ? KIRI_FRAME_GOAL : 0U) |
           (any_in(left, means) ? KIRI_FRAME_MEAN : 0U) |
           (any_in(left, parts) ? KIRI_FRAME_PART : 0U) |
           (any_in(left, most) ? KIRI_FRAME_MOST : 0U);
}

static guint frames_behind(KiriStr right)
{
    static const char *const goals[] = {"目指",   "目標", "を見込", "と見込",
                                        "の見込", "予想", "の計画", NULL};
    static const char *const changes[] = {"増",   "減",   "上昇", "下落", "上がっ", "下がっ",
                                          "上が", "伸び", "上回", "下回", "値上げ", "引き上げ",
                                          "安",   "高の", "縮小", "拡大", NULL};
    static const char *const shares[] = {"占め", "を占", "に当たる", "に相当", NULL};
    static const char *const most[] = {"が最も", "で最も", "が最大", "で最大", "で首位", NULL};
    return (any_in(right, goals) ? KIRI_FRAME_GOAL : 0U) |
           (any_in(right, changes) ? KIRI_FRAME_CHANGE : 0U) |
           (any_in(right, shares) ? KIRI_FRAME_SHARE : 0U) |
           (any_in(right, most) ? KIRI_FRAME_MOST : 0U);
}

guint kiri_claim_frames(KiriStr n, gsize from, gsize to)
{
    enum { BEFORE_CHARS = 12, BEHIND_CHARS = 8 };
    return frames_before(before(n, from, BEFORE_CHARS)) |
           frames_behind(behind(n, to, BEHIND_CHARS)) |
           (is_past(n, from, to) ? KIRI_FRAME_PAST : 0U);
}

gboolean kiri_claim_is_about(KiriStr n, gsize from, gsize to)
{
    static const char *const left[] = {"約", "およそ", "ほぼ", "ざっと", "概ね", "おおむね", NULL};
    static const char *const right[] = {"台",   "ほど",   "くらい", "ぐらい", "前後",   "余",
                                        "超",   "強",     "弱",     "程度",   "近",     "以上",
                                        "以下", "未満",   "を超",   "を上回", "を下回", "に迫",
                                        "を切", "あまり", "半ば",   "の大台", NULL};
    KiriStr rest = {n.p + to, n.n - to};
    return any_before(n, from, left) || any_at(rest, right);
}
