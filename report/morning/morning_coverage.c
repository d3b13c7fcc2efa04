// SPDX-License-Identifier: GPL-3.0-or-later
/* 収集状況: what may be missing from the sheet, in sentences. Nothing is a silent zero. */
#include "morning_internal.h"

#include "words/lang.h"

#include <kirinuki/summary.h>

#include <string.h>

enum { MOST_NAMES = 6 };

static void say(KiriMorningSheet *sheet, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void say(KiriMorningSheet *sheet, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    kiri_strv_add(&sheet->coverage, text);
}

/* "朝日新聞、読売新聞ほか3件" */
static char *join_names(char **names, KiriReportLang lang)
{
    GString *text = g_string_new(NULL);
    guint n = kiri_strv_count(names);
    for (guint i = 0; i < MIN(n, (guint)MOST_NAMES); i++)
        g_string_append_printf(text, "%s%s", i ? kiri_say(lang, "、") : "", names[i]);
    if (n > MOST_NAMES)
        g_string_append_printf(text, kiri_say(lang, "ほか%u件"), n - MOST_NAMES);
    return g_string_free(text, FALSE);
}

/* Printed pieces come from people only. */
static void say_papers(KiriMorningWork *w, KiriMorningSheet *sheet)
{
    KiriReportLang lang = w->query->lang;
    g_auto(GStrv) names = NULL;
    guint n = 0;
    for (guint i = 0; i < w->pieces->len; i++) {
        const KiriMorningPiece *p = g_ptr_array_index(w->pieces, i);
        const char *name = p->medium ? p->medium->name : p->article->site_name;
        if (kiri_article_form(p->article) != KIRI_FORM_NEWSPAPER)
            continue;
        n++;
        if (name && !kiri_strv_has(names, name))
            kiri_strv_add(&names, name);
    }
    if (w->query->has_no_paper)
        say(sheet, "%s", kiri_say(lang, "本日は新聞休刊日（朝刊なし）"));
    if (!n) {
        say(sheet, "%s", kiri_say(lang, "紙面：未収録"));
        return;
    }
    g_autofree char *list = join_names(names, lang);
    say(sheet, kiri_say(lang, "紙面：%u件を収録（%s）。その他の紙面は未収録"), n, list);
}

typedef struct {
    guint sources, disabled;
    gint64 last_us;
} Sources;

static gboolean count_source(gconstpointer record, gpointer data)
{
    const KiriSource *s = record;
    Sources *all = data;
    if (g_strcmp0(s->role, "releases") == 0)
        return TRUE;
    all->sources++;
    all->disabled += s->is_disabled ? 1 : 0;
    if (kiri_time_is_set(s->last_success))
        all->last_us = MAX(all->last_us, s->last_success.us);
    return TRUE;
}

static gboolean say_sources(KiriMorningWork *w, KiriMorningSheet *sheet, GError **error)
{
    KiriReportLang lang = w->query->lang;
    Sources all = {.last_us = G_MININT64};
    g_auto(GStrv) names = NULL;
    g_autoptr(GPtrArray) gaps = kiri_summary_gaps(w->store, w->query->now_us, error);
    if (!gaps || !kiri_store_each(w->store, KIRI_NOUN_SOURCE, "", count_source, &all, error))
        return FALSE;
    for (guint i = 0; i < gaps->len; i++) {
        const KiriSource *s = ((const KiriGapRow *)g_ptr_array_index(gaps, i))->source;
        kiri_strv_add(&names, s->title ? s->title : s->url);
    }
    if (!all.sources) {
        say(sheet, "%s", kiri_say(lang, "収集する情報源の登録がない"));
        return TRUE;
    }
    g_autofree char *last = all.last_us == G_MININT64 ? g_strdup(kiri_say(lang, "なし"))
                                                      : kiri_sheet_moment(all.last_us, lang);
    say(sheet, kiri_say(lang, "情報源%u件（うち収集停止中%u件）、最終取得：%s"), all.sources,
        all.disabled, last);
    g_autofree char *list = join_names(names, lang);
    if (names)
        say(sheet, kiri_say(lang, "収集漏れのおそれ（取得失敗・更新停止の疑い）%u件：%s"),
            kiri_strv_count(names), list);
    else
        say(sheet, "%s", kiri_say(lang, "取得失敗・更新停止の疑い：なし"));
    return TRUE;
}

static void say_left(KiriMorningSheet *sheet, KiriReportLang lang)
{
    static const char *const reasons[KIRI_N_LEFTS] = {[KIRI_LEFT_NOT_OURS] = "対象外（自動判定）",
                                                      [KIRI_LEFT_REJECTED] = "確認により対象外",
                                                      [KIRI_LEFT_RIVAL] = "比較テーマ",
                                                      [KIRI_LEFT_DROPPED] = "担当者が除外",
                                                      [KIRI_LEFT_ROOM] = "紙幅により省略"};
    guint counts[KIRI_N_LEFTS] = {0};
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < kiri_recs_count(sheet->left); i++)
        counts[((const KiriSheetLeft *)g_ptr_array_index(sheet->left, i))->reason]++;
    for (guint i = 0; i < KIRI_N_LEFTS; i++)
        if (counts[i])
            g_string_append_printf(text, kiri_say(lang, "%s%s%u件"),
                                   text->len ? kiri_say(lang, "、") : "",
                                   kiri_say(lang, reasons[i]), counts[i]);
    if (text->len)
        say(sheet, kiri_say(lang, "掲載しなかった記事：%s"), text->str);
}

gboolean kiri_morning_coverage(KiriMorningWork *w, KiriMorningSheet *sheet, GError **error)
{
    KiriReportLang lang = w->query->lang;
    say_papers(w, sheet);
    if (!say_sources(w, sheet, error))
        return FALSE;
    if (w->query->now_us < w->to_us) {
        g_autofree char *until = kiri_sheet_moment(w->query->now_us, lang);
        say(sheet, kiri_say(lang, "対象時間の終わる前に作成：%sまでの分"), until);
    }
    if (w->between) {
        gint64 begin_us =
            kiri_civil_day_start_jst(w->from_us) + w->query->to_min * KIRI_US_PER_MINUTE;
        g_autofree char *begin = kiri_sheet_moment(begin_us, lang);
        g_autofree char *end = kiri_sheet_moment(w->from_us, lang);
        say(sheet, kiri_say(lang, "対象時間外（%s〜%s）の掲載：%u件"), begin, end, w->between);
    }
    say_left(sheet, lang);
    return TRUE;
}
