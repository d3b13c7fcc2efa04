// SPDX-License-Identifier: GPL-3.0-or-later
/* Words that stand beside a date and say what happened then. Japanese pages write
 * them before the date ("更新日：2024年3月5日") or behind it ("3/5 9:05配信",
 * "2024年3月5日現在"); European ones mostly before. The nearest word counts. */
#include "page_date.h"

#include <string.h>

typedef struct {
    const char *word;
    KiriDateRole role;
    gint strength;
} Label;

static const Label labels[] = {
    {"更新", KIRI_DATE_UPDATED, 3},
    {"改訂", KIRI_DATE_UPDATED, 2},
    {"改定", KIRI_DATE_UPDATED, 1},
    {"改正", KIRI_DATE_OTHER, 0},
    {"修正", KIRI_DATE_UPDATED, 1},
    {"訂正", KIRI_DATE_UPDATED, 1},
    {"追記", KIRI_DATE_UPDATED, 1},
    {"update", KIRI_DATE_UPDATED, 3}, // updated, update:
    {"modified", KIRI_DATE_UPDATED, 3},
    {"last edited", KIRI_DATE_UPDATED, 2},
    {"aktualisiert", KIRI_DATE_UPDATED, 3},
    {"stand:", KIRI_DATE_UPDATED, 1},
    {"Änderung", KIRI_DATE_UPDATED, 3},
    {"geändert", KIRI_DATE_UPDATED, 2},
    {"mis à jour", KIRI_DATE_UPDATED, 3},
    {"mise à jour", KIRI_DATE_UPDATED, 2},
    {"actualizado", KIRI_DATE_UPDATED, 3},
    {"aggiornato", KIRI_DATE_UPDATED, 2},

    {"公開開始", KIRI_DATE_PUBLISHED, 3},
    {"配信開始", KIRI_DATE_PUBLISHED, 2},
    {"掲載開始", KIRI_DATE_PUBLISHED, 3},
    {"公開", KIRI_DATE_PUBLISHED, 3},
    {"配信", KIRI_DATE_PUBLISHED, 2},
    {"掲載", KIRI_DATE_PUBLISHED, 3},
    {"投稿", KIRI_DATE_PUBLISHED, 2},
    {"登録", KIRI_DATE_PUBLISHED, 3},
    {"登載", KIRI_DATE_PUBLISHED, 2},
    {"アップ", KIRI_DATE_PUBLISHED, 1},
    {"初出", KIRI_DATE_PUBLISHED, 3},
    {"発信", KIRI_DATE_PUBLISHED, 1},
    {"公表", KIRI_DATE_PUBLISHED, 1},
    {"発表", KIRI_DATE_PUBLISHED, 1},
    {"発行", KIRI_DATE_PUBLISHED, 1},
    {"作成", KIRI_DATE_PUBLISHED, 1},
    {"送信", KIRI_DATE_PUBLISHED, 1},
    {"日付", KIRI_DATE_PUBLISHED, 1},
    {"published", KIRI_DATE_PUBLISHED, 3},
    {"posted", KIRI_DATE_PUBLISHED, 3},
    {"veröffentlicht", KIRI_DATE_PUBLISHED, 2},
    {"gepostet", KIRI_DATE_PUBLISHED, 3},
    {"erstellt", KIRI_DATE_PUBLISHED, 1},
    {"publié", KIRI_DATE_PUBLISHED, 3},
    {"publicado", KIRI_DATE_PUBLISHED, 2},
    {"pubblicato", KIRI_DATE_PUBLISHED, 3},

    {"開催", KIRI_DATE_OTHER, 0},
    {"日時", KIRI_DATE_OTHER, 0},
    {"期間", KIRI_DATE_OTHER, 0},
    {"期日", KIRI_DATE_OTHER, 0},
    {"期限", KIRI_DATE_OTHER, 0},
    {"締切", KIRI_DATE_OTHER, 0},
    {"締め切り", KIRI_DATE_OTHER, 0},
    {"〆切", KIRI_DATE_OTHER, 0},
    {"募集", KIRI_DATE_OTHER, 0},
    {"申込", KIRI_DATE_OTHER, 0},
    {"受付", KIRI_DATE_OTHER, 0},
    {"会期", KIRI_DATE_OTHER, 0},
    {"発売", KIRI_DATE_OTHER, 0},
    {"販売", KIRI_DATE_OTHER, 0},
    {"放送", KIRI_DATE_OTHER, 0},
    {"上映", KIRI_DATE_OTHER, 0},
    {"施行", KIRI_DATE_OTHER, 0},
    {"適用", KIRI_DATE_OTHER, 0},
    {"撮影", KIRI_DATE_OTHER, 0},
    {"閲覧", KIRI_DATE_OTHER, 0},
    {"アクセス日", KIRI_DATE_OTHER, 0},
    {"終了", KIRI_DATE_OTHER, 0},
    {"生年月日", KIRI_DATE_OTHER, 0},
    {"誕生日", KIRI_DATE_OTHER, 0},
    {"設立", KIRI_DATE_OTHER, 0},
    {"創業", KIRI_DATE_OTHER, 0},
    {"現在", KIRI_DATE_OTHER, 0},
    {"時点", KIRI_DATE_OTHER, 0},
    {"開始", KIRI_DATE_OTHER, 0},
    {"実施", KIRI_DATE_OTHER, 0},
    {"日程", KIRI_DATE_OTHER, 0},
    {"発効", KIRI_DATE_OTHER, 0},
    {"公演", KIRI_DATE_OTHER, 0},
    {"提出", KIRI_DATE_OTHER, 0},
    {"開業", KIRI_DATE_OTHER, 0},
    {"納期", KIRI_DATE_OTHER, 0},
    {"retrieved", KIRI_DATE_OTHER, 0},
};

/* Behind a date these make it the end or the beginning of something else. */
static const char *const spans[] = {"まで", "から", "より", "以降", "〜", "～", "~", NULL};

enum { REACH_BYTES = 72 }; // a label stands close to its date

static gsize word_length(const char *p, const char *end, const char *word)
{
    if (p == end || g_ascii_tolower(*p) != g_ascii_tolower(*word)) // most are left here
        return 0;
    gsize n = strlen(word);
    return (gsize)(end - p) >= n && g_ascii_strncasecmp(p, word, n) == 0 ? n : 0;
}

/* "発表した", "更新される": a sentence tells of it. */
static gboolean is_verb(const char *behind, const char *end)
{
    static const char *const endings[] = {"し", "さ", "す", "でき", "を"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
        if (word_length(behind, end, endings[i]))
            return TRUE;
    return FALSE;
}

static const Label *label_at(const char *p, const char *end, gsize *n)
{
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if ((*n = word_length(p, end, labels[i].word)) > 0)
            return &labels[i];
    return NULL;
}

static const char *skip_blanks(const char *p, const char *end)
{
    gsize n;
    while ((n = word_length(p, end, "\u3000")) > 0 || (p < end && g_ascii_isspace(*p)))
        p += n ? n : 1;
    return p;
}

/* Is `gap`, between a label and its date, what stands there on forms: "日：", "】"?
 * A headline before a date may end in such a word too: "海辺の缶詰を発売 2024/3/5". */
static gboolean is_form_gap(const char *p, const char *end)
{
    static const char *const marks[] = {"日", "：", ":", "／", "】", "]", "）", ")", NULL};
    gboolean has_mark = FALSE;
    while ((p = skip_blanks(p, end)) < end) {
        gsize n = 0;
        for (guint i = 0; marks[i] && !n; i++)
            n = word_length(p, end, marks[i]);
        if (!n)
            return FALSE;
        has_mark = TRUE;
        p += n;
    }
    return has_mark;
}

/* Does the label stand right at its date: "更新日時 ：", "公開 (", and not "更新のお知らせ"?
 * Western labels are followed by words: "last updated on". */
static gboolean is_close_gap(const char *p, const char *end)
{
    static const gunichar rest_of_label[] = {U'日', U'時', U'刻', U'分', U'済', U'版', U'付'};
    for (; p < end; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        gboolean is_rest = c < 0x3041 || !g_unichar_isalpha(c) || (c >= 0xff00 && c <= 0xff60);
        for (gsize i = 0; i < G_N_ELEMENTS(rest_of_label) && !is_rest; i++)
            is_rest = c == rest_of_label[i];
        if (!is_rest)
            return FALSE;
    }
    return TRUE;
}

static gboolean is_behind_letter(const char *start, const char *p)
{
    const char *before = p > start ? g_utf8_find_prev_char(start, p) : NULL;
    return before && g_unichar_isalpha(g_utf8_get_char(before));
}

/* The last label of `s`. */
static const Label *last_label(KiriStr s)
{
    const char *end = s.p + s.n, *p = s.n > REACH_BYTES ? end - REACH_BYTES : s.p;
    const char *from = NULL, *behind = NULL;
    const Label *last = NULL;
    while (p < end && ((guchar)*p & 0xc0) == 0x80)
        p++;
    while (p < end) {
        gsize n;
        const Label *l = label_at(p, end, &n);
        if (!l || is_verb(p + n, end)) {
            p += g_utf8_skip[(guchar)*p];
            continue;
        }
        /* "日時" alone is an event's; in "公開日時", "質問日時" it only completes a word. */
        if (strcmp(l->word, "日時") != 0 || !is_behind_letter(s.p, p)) {
            last = l;
            from = p;
        }
        p += n;
        behind = p;
    }
    gboolean is_all = last && skip_blanks(s.p, end) == from && skip_blanks(behind, end) == end;
    if (last && last->role == KIRI_DATE_OTHER && !is_all && !is_form_gap(behind, end))
        return NULL;
    if (last && (guchar)last->word[0] >= 0xe3 && !is_close_gap(behind, end))
        return NULL;
    return last;
}

static gboolean has_digit(KiriStr s)
{
    for (gsize i = 0; i < s.n; i++)
        if (g_ascii_isdigit(s.p[i]))
            return TRUE;
    return FALSE;
}

/* The label that begins behind the date: directly, or behind blanks where no
 * further date follows it. */
static const Label *label_behind(KiriStr after, gsize *used)
{
    static const char *const joints[] = {"に", "（", "(", "]", "】", "Uhr "};
    const char *end = after.p + after.n, *p = skip_blanks(after.p, end);
    gboolean is_apart = p > after.p;
    gsize n = 0;
    for (guint i = 0; i < G_N_ELEMENTS(joints) && !n; i++)
        n = word_length(p, end, joints[i]);
    is_apart &= n == 0;
    p = n ? skip_blanks(p + n, end) : p;
    const Label *l = label_at(p, end, &n);
    if (!l)
        return NULL;
    /* "2024/3/5　更新 2024/3/6", "2024/3/5更新日：2024/3/6": it is the next one's. */
    KiriStr rest = {p + n, (gsize)(end - p) - n};
    gboolean is_heading = word_length(rest.p, end, "日") || word_length(rest.p, end, "：") ||
                          word_length(rest.p, end, ":");
    if (has_digit(rest) ? is_apart || is_heading : is_apart && rest.n > 6)
        return NULL;
    *used = (gsize)(p - after.p) + n;
    return l;
}

static gboolean is_span(KiriStr after)
{
    static const char *const joints[] = {"-", "–", "・", "、"};
    KiriStr rest = kiri_str_strip(after);
    const char *end = rest.p + rest.n;
    for (guint i = 0; spans[i]; i++)
        if (word_length(rest.p, end, spans[i]))
            return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(joints); i++) { // "5日-8日", "5日・6日"
        gsize n = word_length(after.p, end, joints[i]);
        if (n && after.p + n < end && g_unichar_isdigit(g_utf8_get_char(after.p + n)))
            return TRUE;
    }
    return FALSE;
}

KiriDateRole kiri_date_role(KiriStr before, KiriStr after, gint *strength, gsize *used)
{
    *strength = 0;
    *used = 0;
    const Label *behind = label_behind(after, used);
    const Label *front = last_label(before);
    if (is_span(after))
        return KIRI_DATE_OTHER;
    /* A label behind the date closes it, so one in front names the same thing or
     * more: "公開 2024/3/5更新" is the update's. */
    const Label *l = behind && (!front || behind->role != KIRI_DATE_PUBLISHED) ? behind : front;
    if (!l)
        return KIRI_DATE_UNSAID;
    *strength = l->strength;
    return l->role;
}
