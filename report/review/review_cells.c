// SPDX-License-Identifier: GPL-3.0-or-later
/* Words of the 確認票 and the ways in which people write them. Ways are compared in
 * normal form, so width, case and spaces make no difference. */
#include "review_cells.h"

#include "words/words.h"

#include <kirinuki/date_text.h>
#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>

#include <string.h>

static const char *const headings[KIRI_REVIEW_N_COLUMNS] = {
    [KIRI_REVIEW_ID] = "ID",
    [KIRI_REVIEW_DECISION] = "採否",
    [KIRI_REVIEW_CLASS] = "掲載種類",
    [KIRI_REVIEW_RELEASE] = "対象報道発表",
    [KIRI_REVIEW_SECTION] = "所管課",
    [KIRI_REVIEW_TONE] = "論調",
    [KIRI_REVIEW_NOTE] = "備考",
    [KIRI_REVIEW_PERSON] = "確認者",
    [KIRI_REVIEW_STATUS] = "対応状況",
    [KIRI_REVIEW_HANDLER] = "対応者",
    [KIRI_REVIEW_MEMO] = "対応メモ",
    [KIRI_REVIEW_HANDLED] = "対応日時",
    [KIRI_REVIEW_WHEN] = "掲載日時",
    [KIRI_REVIEW_MEDIUM] = "媒体",
    [KIRI_REVIEW_TITLE] = "見出し",
    [KIRI_REVIEW_URL] = "URL",
    [KIRI_REVIEW_PROBABILITY] = "確率",
    [KIRI_REVIEW_REASON] = "理由",
    [KIRI_REVIEW_TONE_GUESS] = "論調の自動判定（未確認）",
    [KIRI_REVIEW_CHECK] = "照合",
};

/* The first way of a value is its canonical text. */
static const struct {
    KiriReviewColumn column;
    gint value;
    const char *ways[10];
} words[] = {
    {KIRI_REVIEW_DECISION, KIRI_DECISION_NONE, {"", "保留", "未確認", "未", "△", "none"}},
    {KIRI_REVIEW_DECISION,
     KIRI_DECISION_ACCEPTED,
     {"採", "採用", "○", "〇", "◯", "◎", "はい", "accept", "accepted"}},
    {KIRI_REVIEW_DECISION,
     KIRI_DECISION_REJECTED,
     {"否", "不採用", "×", "✕", "✖", "x", "いいえ", "reject", "rejected"}},
    {KIRI_REVIEW_CLASS,
     KIRI_CLASS_VERBATIM,
     {"リリース原文転載", "原文転載", "原文", "リリース転載", "verbatim"}},
    {KIRI_REVIEW_CLASS,
     KIRI_CLASS_PUBLICITY,
     {"編集記事（パブリシティ）", "編集記事", "パブリシティ", "publicity"}},
    {KIRI_REVIEW_CLASS,
     KIRI_CLASS_SYNDICATED,
     {"配信・転載記事", "配信記事", "転載記事", "配信", "転載", "配信・転載", "syndicated"}},
    {KIRI_REVIEW_CLASS, KIRI_CLASS_MENTION, {"言及", "mention"}},
    {KIRI_REVIEW_CLASS, KIRI_CLASS_NONE, {"対象外", "none"}},
    {KIRI_REVIEW_TONE, KIRI_TONE_UNKNOWN, {"", "未確認", "unknown"}},
    {KIRI_REVIEW_TONE, KIRI_TONE_POSITIVE, {"肯定的", "肯定", "ポジティブ", "positive"}},
    {KIRI_REVIEW_TONE, KIRI_TONE_NEUTRAL, {"中立", "中立的", "ニュートラル", "neutral"}},
    {KIRI_REVIEW_TONE,
     KIRI_TONE_CRITICAL,
     {"批判的", "批判", "否定的", "否定", "ネガティブ", "critical", "negative"}},
    {KIRI_REVIEW_STATUS, KIRI_HANDLING_NONE, {"", "なし", "none"}},
    {KIRI_REVIEW_STATUS, KIRI_HANDLING_OPEN, {"未対応", "open"}},
    {KIRI_REVIEW_STATUS, KIRI_HANDLING_INQUIRING, {"照会中", "照会", "inquiring"}},
    {KIRI_REVIEW_STATUS,
     KIRI_HANDLING_CORRECTION_ASKED,
     {"訂正申入れ済", "訂正申し入れ済", "訂正申入済", "訂正申入れ済み", "訂正申し入れ済み",
      "correction_asked"}},
    {KIRI_REVIEW_STATUS, KIRI_HANDLING_CORRECTED, {"訂正掲載", "訂正済", "訂正済み", "corrected"}},
    {KIRI_REVIEW_STATUS, KIRI_HANDLING_NOT_NEEDED, {"対応不要", "不要", "not_needed"}},
};

static const char *const decisions[] = {"採", "否", "保留", NULL};
static const char *const classes[] = {
    "リリース原文転載", "編集記事（パブリシティ）", "配信・転載記事", "言及", "対象外", NULL};
static const char *const tones[] = {"肯定的", "中立", "批判的", NULL};
static const char *const states[] = {"未対応",   "照会中",   "訂正申入れ済",
                                     "訂正掲載", "対応不要", NULL};

const char *kiri_review_heading(KiriReviewColumn column)
{
    return headings[column];
}

const char *const *kiri_review_choices(KiriReviewColumn column)
{
    static const char *const *const choices[KIRI_REVIEW_N_COLUMNS] = {
        [KIRI_REVIEW_DECISION] = decisions,
        [KIRI_REVIEW_CLASS] = classes,
        [KIRI_REVIEW_TONE] = tones,
        [KIRI_REVIEW_STATUS] = states,
    };
    return choices[column];
}

const char *kiri_review_word(KiriReviewColumn column, gint value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (words[i].column == column && words[i].value == value)
            return words[i].ways[0];
    return "";
}

static char *read_word(KiriReviewColumn column, const char *raw, gint *value)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(raw));
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (words[i].column != column)
            continue;
        for (gsize k = 0; k < G_N_ELEMENTS(words[i].ways) && words[i].ways[k]; k++) {
            g_autofree char *way = kiri_normalize_dup(kiri_str(words[i].ways[k]));
            if (strcmp(n, way) != 0)
                continue;
            *value = words[i].value;
            return g_strdup(words[i].ways[0]);
        }
    }
    return NULL;
}

/* A date as a spreadsheet or a person writes it; the whole cell must be one. */
static char *read_time(const char *raw, KiriTime *time)
{
    *time = KIRI_TIME_UNSET;
    if (!*raw)
        return g_strdup("");
    gsize from = 0, to = 0;
    g_autofree char *plain = g_utf8_normalize(raw, -1, G_NORMALIZE_NFKC);
    if (!plain)
        return NULL;
    if (!kiri_date_parse(kiri_str(plain), KIRI_JST_MIN, time) &&
        !(kiri_date_find(kiri_str(plain), 0, time, &from, &to) && from == 0 && to == strlen(plain)))
        return NULL;
    return time->precision >= KIRI_PRECISION_DAY ? kiri_review_time(*time) : NULL;
}

char *kiri_review_read_cell(KiriReviewColumn column, const char *raw, gint *value, KiriTime *time)
{
    if (kiri_review_choices(column))
        return *raw || column != KIRI_REVIEW_CLASS ? read_word(column, raw, value) : g_strdup("");
    if (column == KIRI_REVIEW_HANDLED)
        return read_time(raw, time);
    return g_strdup(raw);
}

char *kiri_review_time(KiriTime t)
{
    if (!kiri_time_is_set(t))
        return g_strdup("");
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    return t.precision <= KIRI_PRECISION_DAY
               ? g_strdup_printf("%04d/%02d/%02d", c.year, c.month, c.day)
               : g_strdup_printf("%04d/%02d/%02d %02d:%02d", c.year, c.month, c.day, c.hour,
                                 c.minute);
}

char *kiri_review_release(const KiriRelease *r)
{
    if (!r)
        return g_strdup("");
    return r->title && *r->title ? g_strconcat(r->id, "　", r->title, NULL) : g_strdup(r->id);
}

char *kiri_review_release_id(const char *cell)
{
    const char *wide = strstr(cell, "　");
    gsize n = strcspn(cell, " \t\n");
    return g_strndup(cell, wide ? MIN(n, (gsize)(wide - cell)) : n);
}

void kiri_review_letters(const char *cell, char out[KIRI_REVIEW_LETTERS + 1])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    guint64 hash = kiri_hash64(kiri_str(cell));
    for (guint i = 0; i < KIRI_REVIEW_LETTERS; i++) {
        out[i] = letters[hash % (sizeof letters - 1)];
        hash /= sizeof letters - 1;
    }
    out[KIRI_REVIEW_LETTERS] = '\0';
}
