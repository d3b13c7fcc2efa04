// SPDX-License-Identifier: GPL-3.0-or-later
/* The words of reports, as Japanese offices use them, and dates in both eras. */
#include "words.h"

#include "lang.h"

#include <kirinuki/ledger.h>

#include <math.h>
#include <string.h>

static const char *const class_names[KIRI_N_CLASSES] = {
    [KIRI_CLASS_NONE] = "対象外",
    [KIRI_CLASS_MENTION] = "言及",
    [KIRI_CLASS_PUBLICITY] = "編集記事（パブリシティ）",
    [KIRI_CLASS_SYNDICATED] = "配信・転載記事",
    [KIRI_CLASS_VERBATIM] = "リリース原文転載",
};

static const char *const failure_names[KIRI_N_FAILURES] = {
    [KIRI_FAILURE_NAME] = "サーバーの名前が見つからない",
    [KIRI_FAILURE_CONNECT] = "サーバーに接続できない",
    [KIRI_FAILURE_TIMEOUT] = "時間内に応答がない",
    [KIRI_FAILURE_TLS] = "安全な接続（TLS）ができない",
    [KIRI_FAILURE_PROXY] = "庁内・社内のプロキシを通れない",
    [KIRI_FAILURE_PROTOCOL] = "応答がHTTPの規則に合わない",
    [KIRI_FAILURE_LIMIT] = "応答が大きすぎるなど上限を超える",
    [KIRI_FAILURE_POLICY] = "取得しないこととしているアドレス",
    [KIRI_FAILURE_ROBOTS] = "robots.txtが許していない",
    [KIRI_FAILURE_HOLD] = "サイトから間隔を空けるよう求められた",
    [KIRI_FAILURE_FORBIDDEN] = "サイトに拒まれた",
    [KIRI_FAILURE_MISSING] = "ページがない（404）",
    [KIRI_FAILURE_GONE] = "ページがなくなった",
    [KIRI_FAILURE_SERVER] = "サーバーの障害",
    [KIRI_FAILURE_CONTENT] = "フィードやページとして読めない",
    [KIRI_FAILURE_EMPTY] = "応答が空",
};

static const char *const tone_names[] = {"未確認", "肯定的", "中立", "批判的"};

static const char *const decision_names[] = {"", "採", "否"};
static const char *const handling_names[KIRI_N_HANDLINGS] = {
    [KIRI_HANDLING_NONE] = "",
    [KIRI_HANDLING_OPEN] = "未対応",
    [KIRI_HANDLING_INQUIRING] = "照会中",
    [KIRI_HANDLING_CORRECTION_ASKED] = "訂正申入れ済",
    [KIRI_HANDLING_CORRECTED] = "訂正掲載",
    [KIRI_HANDLING_NOT_NEEDED] = "対応不要",
};

const char *kiri_report_class_name(KiriClass c)
{
    return class_names[c];
}

const char *kiri_report_kind_name(KiriMediumKind kind)
{
    return kiri_medium_kind_word(kind);
}

const char *kiri_report_tone_guess(const KiriScore *score)
{
    static const char *const names[] = {"", "肯定的（自動判定・未確認）",
                                        "中立（自動判定・未確認）", "批判的（自動判定・未確認）"};
    return names[score ? score->tone : KIRI_TONE_UNKNOWN];
}

const char *kiri_report_tone_name(KiriTone tone)
{
    return tone_names[tone];
}

const char *kiri_report_decision_name(KiriDecision decision)
{
    return decision_names[decision];
}

const char *kiri_report_handling_name(KiriHandlingStatus status)
{
    return handling_names[status];
}

const char *kiri_report_failure_name(KiriFailure failure)
{
    return failure_names[failure];
}

/* Eras by their first day; the newest that has begun counts. */
static const struct {
    const char *name;
    gint year, month, day;
} eras[] = {{"令和", 2019, 5, 1}, {"平成", 1989, 1, 8}, {"昭和", 1926, 12, 25}};

static void add_year(const KiriCivil *c, KiriEra era, KiriBuf *out)
{
    gint64 days = kiri_civil_days(c->year, c->month, c->day);
    for (gsize i = 0; era == KIRI_ERA_GENGO && i < G_N_ELEMENTS(eras); i++) {
        if (days < kiri_civil_days(eras[i].year, eras[i].month, eras[i].day))
            continue;
        gint year = c->year - eras[i].year + 1;
        if (year == 1)
            kiri_buf_printf(out, "%s元年", eras[i].name);
        else
            kiri_buf_printf(out, "%s%d年", eras[i].name, year);
        return;
    }
    kiri_buf_printf(out, "%d年", c->year);
}

void kiri_report_date(gint64 us, KiriEra era, gboolean with_clock, KiriBuf *out)
{
    static const char *const weekdays[] = {"日", "月", "火", "水", "木", "金", "土"};
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    add_year(&c, era, out);
    kiri_buf_printf(out, "%d月%d日（%s）", c.month, c.day, weekdays[c.weekday]);
    if (with_clock)
        kiri_buf_printf(out, "%d時%02d分", c.hour, c.minute);
}

const char *kiri_report_medium_name(const KiriSummaryClip *c)
{
    return c->medium ? c->medium->name : c->article->site_name ? c->article->site_name : "媒体不明";
}

const char *kiri_report_remark_in(KiriReportLang lang, const KiriSummaryClip *c, KiriBuf *out)
{
    const KiriEvidence *e = c->clip->evidence;
    const struct {
        gboolean applies;
        const char *text;
    } remarks[] = {
        {c->standing.needs_review, "要確認"},
        {e && kiri_recs_count(e->contradictions) > 0, "発表との相違あり"},
        {c->article->is_corrected, "訂正あり"},
        {kiri_time_is_set(c->article->removed), "削除済み"},
        {c->is_retitled, "見出し変更"},
        {c->twin_number > 0, "同じ媒体の別掲載（実件数は1件）"},
        {c->article->is_paywalled, "有料記事（冒頭のみ）"},
        {!kiri_time_is_set(c->article->published), "掲載日時不明"},
    };
    kiri_buf_reset(out);
    for (gsize i = 0; i < G_N_ELEMENTS(remarks); i++)
        if (remarks[i].applies)
            kiri_buf_printf(out, "%s%s", out->n ? kiri_say(lang, "、") : "",
                            kiri_say(lang, remarks[i].text));
    if (c->standing.status != KIRI_HANDLING_NONE)
        kiri_buf_printf(out, kiri_say(lang, "%s対応：%s"), out->n ? kiri_say(lang, "、") : "",
                        kiri_say(lang, kiri_report_handling_name(c->standing.status)));
    if (c->standing.note)
        kiri_buf_printf(out, "%s%s", out->n ? kiri_say(lang, "、") : "", c->standing.note);
    return out->p ? out->p : "";
}

const char *kiri_report_remark(const KiriSummaryClip *c, KiriBuf *out)
{
    return kiri_report_remark_in(KIRI_REPORT_JA, c, out);
}

static void add_list(KiriBuf *out, char **list)
{
    for (char **s = list; s && *s; s++)
        kiri_buf_printf(out, "%s%s", s == list ? "" : "・", *s);
    if (!list)
        kiri_buf_add_str(out, "なし");
}

static void add_change(const KiriRevision *r, KiriBuf *out)
{
    if (r->is_removed)
        kiri_buf_add_str(out, "　記事の削除");
    if (r->is_back)
        kiri_buf_add_str(out, "　再掲載");
    if (r->is_corrected)
        kiri_buf_add_str(out, "　訂正の告知");
    if (r->title_before)
        kiri_buf_printf(out, "　見出し「%s」→「%s」", r->title_before, r->title_after);
    if (r->figures_before || r->figures_after) {
        kiri_buf_add_str(out, "　数値 ");
        add_list(out, r->figures_before);
        kiri_buf_add_str(out, "→");
        add_list(out, r->figures_after);
    }
    if (r->n_added || r->n_removed)
        kiri_buf_printf(out, "　本文の%d％", MAX(1, (int)(r->changed * 100 + 0.5)));
}

const char *kiri_report_changes(const KiriSummaryClip *c, KiriBuf *out)
{
    kiri_buf_reset(out);
    for (guint i = 0; c->revisions && i < c->revisions->len; i++) {
        const KiriRevision *r = g_ptr_array_index(c->revisions, i);
        KiriCivil t = kiri_civil_from_us(r->seen.us, KIRI_JST_MIN);
        kiri_buf_printf(out, "%s%d/%d %d:%02d", i ? "；" : "", t.month, t.day, t.hour, t.minute);
        add_change(r, out);
    }
    return out->p ? out->p : "";
}

char *kiri_report_attainment(const KiriAttainment *row)
{
    const KiriMeasure *m = kiri_measure(row->measure);
    g_autofree char *target = kiri_measure_text(m, row->target);
    g_autofree char *actual = kiri_measure_text(m, row->actual);
    if (!row->is_known)
        return g_strdup_printf("目標%s%s、実績は不明", target, row->unit);
    g_autofree char *unit = g_strdup(row->unit); // "件以内" is the target's
    char *within = strstr(unit, "以内");
    if (within)
        *within = 0;
    return g_strdup_printf("目標%s%s、実績%s%s、達成率%d％（%s）", target, row->unit, actual, unit,
                           (int)lround(MIN(row->attainment, 100) * 100),
                           row->is_reached ? "達成" : "未達");
}

/* ---- editorials ---- */

/* "社説", "【社説】…", "社説：…", "＜社説＞…", "社説＞…": the name alone or set off; no word that
 * begins with it. */
static gboolean is_set_off(const char *text, const char *name)
{
    static const char marks[] = "【［＜〈《「『（([<:：|｜／/・　 ]】］＞〉》」』）)>-－―";
    const char *p = text;
    while (*p && g_utf8_strchr(marks, -1, g_utf8_get_char(p)))
        p += g_utf8_skip[(guchar)*p];
    if (!g_str_has_prefix(p, name))
        return FALSE;
    const char *behind = p + strlen(name);
    return !*behind || g_utf8_strchr(marks, -1, g_utf8_get_char(behind));
}

gboolean kiri_report_is_editorial(const KiriArticle *article)
{
    static const char *const names[] = {"社説", "論説"};
    const KiriAppearance *how = article->appearance;
    const char *const places[] = {article->section, how ? how->corner : NULL,
                                  how ? how->page : NULL, article->title};
    for (gsize p = 0; p < G_N_ELEMENTS(places); p++)
        for (gsize n = 0; places[p] && n < G_N_ELEMENTS(names); n++)
            if (is_set_off(places[p], names[n]))
                return TRUE;
    return FALSE;
}
