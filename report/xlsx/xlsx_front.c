// SPDX-License-Identifier: GPL-3.0-or-later
/* 概要: the figures of the report, live where they are sums of the other sheets, then the
 * kinds of media and the days. */
#include "xlsx.h"

#include "words/words.h"

#include <kirinuki/manifest.h>

/* Notes are longer than their column and run on to the last one. */
enum { LABEL, VALUE, NOTE, LAST = 7 };

typedef struct {
    KiriXlsx *x;
    KiriSheet *sheet;
    guint row;
} Front;

static const char *say(const Front *f, const char *japanese) G_GNUC_FORMAT(2);
static const char *say(const Front *f, const char *japanese)
{
    return kiri_say(f->x->o->lang, japanese);
}

/* ---- lines ---- */

static void put_text(Front *f, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    kiri_sheet_text(f->sheet, f->row, LABEL, label, KIRI_STYLE_HEAD);
    kiri_sheet_text(f->sheet, f->row, VALUE, text, KIRI_STYLE_NOTE);
    f->row++;
}

static void put_number(Front *f, const char *label, gdouble value, KiriNumberCell cell,
                       const char *note)
{
    kiri_sheet_text(f->sheet, f->row, LABEL, label, KIRI_STYLE_HEAD);
    kiri_sheet_value(f->sheet, f->row, VALUE, value, cell, KIRI_STYLE_PLAIN);
    kiri_sheet_text(f->sheet, f->row, NOTE, note, KIRI_STYLE_NOTE);
    f->row++;
}

static void put_count(Front *f, const char *label, gint64 n, const char *note)
{
    put_number(f, label, (gdouble)n, KIRI_CELL_GROUPED, note);
}

/* A figure that the sheet computes from others; without clips there is nothing to look at. */
static void put_live(Front *f, const char *label, const char *formula, gdouble value,
                     KiriNumberCell cell, const char *note)
{
    if (!f->x->s->total) {
        put_number(f, label, value, cell, note);
        return;
    }
    kiri_sheet_text(f->sheet, f->row, LABEL, label, KIRI_STYLE_HEAD);
    kiri_sheet_formula(f->sheet, f->row, VALUE, formula, value, cell, KIRI_STYLE_PLAIN);
    kiri_sheet_text(f->sheet, f->row, NOTE, note, KIRI_STYLE_NOTE);
    f->row++;
}

static void put_head(Front *f, const char *title)
{
    f->row++;
    kiri_sheet_title(f->sheet, f->row++, title);
}

/* ---- who, when ---- */

static char *day_text(const Front *f, gint64 us, gboolean with_clock)
{
    if (f->x->o->lang == KIRI_REPORT_EN) {
        KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
        return with_clock ? g_strdup_printf("%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day,
                                            c.hour, c.minute)
                          : g_strdup_printf("%04d-%02d-%02d", c.year, c.month, c.day);
    }
    KiriBuf text;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    kiri_report_date(us, f->x->o->era, with_clock, &text);
    return kiri_buf_steal(&text, NULL);
}

/* "from ～ to"; an open side is left out. */
static char *period_text(const Front *f)
{
    const KiriSummary *s = f->x->s;
    g_autofree char *from =
        s->from_us != G_MININT64 ? day_text(f, s->from_us, FALSE) : g_strdup("");
    g_autofree char *to = s->to_us != G_MAXINT64 ? day_text(f, s->to_us - 1, FALSE) : g_strdup("");
    return *from || *to ? g_strconcat(from, " ～ ", to, NULL) : g_strdup("");
}

static void put_heading(Front *f)
{
    const KiriSummary *s = f->x->s;
    const KiriReportOptions *o = f->x->o;
    const char *subject = s->release ? s->release->title : s->topic ? s->topic->name : NULL;
    g_autofree char *title = subject ? g_strdup_printf(say(f, "「%s」に関する報道結果"), subject)
                                     : g_strdup(say(f, "報道結果"));
    g_autofree char *whole = g_strconcat(o->is_sample ? say(f, "【見本】") : "", title, NULL);
    g_autofree char *period = period_text(f);
    g_autofree char *now = day_text(f, s->now_us, TRUE);
    kiri_sheet_title(f->sheet, f->row++, whole);
    put_text(f, say(f, "対象期間"), period);
    put_text(f, say(f, "集計時点"), now);
    put_text(f, say(f, "課名"), o->section);
    put_text(f, say(f, "取扱区分"), o->handling);
    put_text(f, say(f, "照合番号"), o->manifest ? o->manifest->number : NULL);
    if (kiri_summary_begins_early(s)) {
        g_autofree char *day = day_text(f, s->covered_from_us, FALSE);
        g_autofree char *early =
            g_strdup_printf(say(f, "%sより前は収集開始前であり、件数に含まない。"), day);
        put_text(f, say(f, "収集開始日"), early);
    }
}

/* ---- figures ---- */

static void put_first(Front *f)
{
    const KiriSummaryClip *first = f->x->s->first;
    if (!first)
        return;
    kiri_sheet_text(f->sheet, f->row, LABEL, say(f, "初報"), KIRI_STYLE_HEAD);
    kiri_sheet_time(f->sheet, f->row, VALUE, first->article->published, KIRI_STYLE_PLAIN);
    kiri_sheet_text(f->sheet, f->row, NOTE, kiri_report_medium_name(first), KIRI_STYLE_NOTE);
    f->row++;
}

static void put_counts(Front *f)
{
    const KiriSummary *s = f->x->s;
    g_autofree char *numbers = kiri_xlsx_range(f->x, KIRI_XLSX_LIST, 0);
    g_autofree char *uniques = kiri_xlsx_range(f->x, KIRI_XLSX_LIST, KIRI_LIST_UNIQUE);
    g_autofree char *total = g_strdup_printf("=COUNT(%s)", numbers);
    g_autofree char *unique = g_strdup_printf("=SUM(%s)", uniques);
    put_head(f, say(f, "件数"));
    put_live(f, say(f, "総件数"), total, s->total, KIRI_CELL_GROUPED, say(f, "件"));
    put_live(f, say(f, "実件数"), unique, s->unique, KIRI_CELL_GROUPED,
             say(f, "件。同じ記事の配信・転載を1件とする"));
    put_count(f, say(f, "媒体数"), s->media, say(f, "媒体"));
    put_count(f, say(f, "うち重点媒体"), s->tier1_media, say(f, "媒体"));
    put_first(f);
    put_count(f, say(f, "確認済"), s->confirmed, say(f, "件"));
    put_count(f, say(f, "未確認"), s->total - s->confirmed, say(f, "件"));
    put_count(f, say(f, "要確認"), s->needs_review, say(f, "件"));
    put_count(f, say(f, "発表との相違"), s->contradictions, say(f, "件"));
    put_count(f, say(f, "対象外とした記事"), s->n_excluded, say(f, "件"));
}

static void put_people(Front *f, const char *low, const char *high, const KiriReach *r)
{
    g_autofree char *note =
        g_strdup_printf(kiri_say(f->x->o->lang, "人。数値の分かる%d媒体、不明%d媒体"),
                        (int)r->media_known, (int)r->media_unknown);
    if (!r->media_known && !r->media_unknown)
        return;
    if (r->media_known) {
        put_count(f, low, r->low, note);
        put_count(f, high, r->high, note);
    } else {
        put_text(f, low, say(f, "算定不能"));
    }
}

static void put_yen(Front *f, const char *label, const char *basis, gint64 yen, guint n)
{
    g_autofree char *yens = kiri_xlsx_range(f->x, KIRI_XLSX_CALC, KIRI_CALC_YEN);
    g_autofree char *bases = kiri_xlsx_range(f->x, KIRI_XLSX_CALC, KIRI_CALC_BASIS);
    g_autofree char *formula = g_strdup_printf("=SUMIFS(%s,%s,\"%s\")", yens, bases, basis);
    g_autofree char *note = g_strdup_printf(say(f, "円（%u件）"), n);
    put_live(f, label, formula, (gdouble)yen, KIRI_CELL_YEN, note);
}

static void put_worth(Front *f)
{
    const KiriSummary *s = f->x->s;
    put_head(f, say(f, "参考値"));
    put_people(f, say(f, "推定到達者数（下限）"), say(f, "推定到達者数（上限）"), s->reach);
    put_people(f, say(f, "推定閲覧者数（ウェブ・下限）"), say(f, "推定閲覧者数（ウェブ・上限）"),
               s->readers);
    put_yen(f, say(f, "広告換算額（実績値）"), say(f, "実績値"), s->ave_known_yen, s->ave_known);
    put_yen(f, say(f, "広告換算額（推計値）"), say(f, "推計値"), s->ave_estimate_yen,
            s->ave_estimate);
    put_count(f, say(f, "広告換算額の算定不能"), s->ave_unknown, say(f, "件"));
    kiri_sheet_text(f->sheet, f->row++, LABEL,
                    say(f, "税抜・定価ベースの参考値であり、広報効果そのものを示すものではない。"
                           "実績値による額と推計値による額は合算しない。"),
                    KIRI_STYLE_NOTE);
}

/* ---- tables ---- */

static void put_row_head(Front *f, const char *first)
{
    kiri_sheet_text(f->sheet, f->row, LABEL, first, KIRI_STYLE_HEAD);
    kiri_sheet_text(f->sheet, f->row, VALUE, say(f, "総件数"), KIRI_STYLE_HEAD);
    kiri_sheet_text(f->sheet, f->row, NOTE, say(f, "実件数"), KIRI_STYLE_HEAD);
    f->row++;
}

/* Sums of 媒体別 by its column of kinds. */
static void put_kinds(Front *f)
{
    const KiriSummary *s = f->x->s;
    g_autofree char *kinds = kiri_xlsx_range(f->x, KIRI_XLSX_MEDIA, KIRI_MEDIA_KIND);
    g_autofree char *totals = kiri_xlsx_range(f->x, KIRI_XLSX_MEDIA, KIRI_MEDIA_TOTAL);
    g_autofree char *uniques = kiri_xlsx_range(f->x, KIRI_XLSX_MEDIA, KIRI_MEDIA_UNIQUE);
    put_head(f, say(f, "媒体種別"));
    put_row_head(f, say(f, "媒体種別"));
    for (guint i = 0; i < s->kinds->len; i++, f->row++) {
        const KiriKindRow *row = &g_array_index(s->kinds, KiriKindRow, i);
        g_autofree char *total = g_strdup_printf("=SUMIFS(%s,%s,$A%u)", totals, kinds, f->row + 1);
        g_autofree char *unique =
            g_strdup_printf("=SUMIFS(%s,%s,$A%u)", uniques, kinds, f->row + 1);
        kiri_sheet_text(f->sheet, f->row, LABEL,
                        kiri_xlsx_say(f->x, kiri_report_kind_name(row->kind)), KIRI_STYLE_PLAIN);
        kiri_sheet_formula(f->sheet, f->row, VALUE, total, row->total, KIRI_CELL_GROUPED,
                           KIRI_STYLE_PLAIN);
        kiri_sheet_formula(f->sheet, f->row, NOTE, unique, row->unique, KIRI_CELL_GROUPED,
                           KIRI_STYLE_PLAIN);
    }
}

static void put_sum(Front *f, guint first)
{
    const KiriSummary *s = f->x->s;
    g_autofree char *total = g_strdup_printf("=SUM(B%u:B%u)", first + 1, f->row);
    g_autofree char *unique = g_strdup_printf("=SUM(C%u:C%u)", first + 1, f->row);
    kiri_sheet_text(f->sheet, f->row, LABEL, say(f, "計"), KIRI_STYLE_SUM);
    kiri_sheet_formula(f->sheet, f->row, VALUE, total, s->total, KIRI_CELL_GROUPED, KIRI_STYLE_SUM);
    kiri_sheet_formula(f->sheet, f->row, NOTE, unique, s->unique, KIRI_CELL_GROUPED,
                       KIRI_STYLE_SUM);
    f->row++;
}

static void put_counted(Front *f, guint total, guint unique)
{
    kiri_sheet_number(f->sheet, f->row, VALUE, total, KIRI_STYLE_PLAIN);
    kiri_sheet_number(f->sheet, f->row, NOTE, unique, KIRI_STYLE_PLAIN);
    f->row++;
}

/* The days with coverage; before collection began there is no 0. */
static void put_days(Front *f)
{
    const KiriSummary *s = f->x->s;
    guint total = 0, unique = 0;
    put_head(f, say(f, "日別"));
    put_row_head(f, say(f, "掲載日"));
    guint first = f->row;
    for (guint i = 0; i < s->days->len; i++) {
        const KiriDayRow *row = &g_array_index(s->days, KiriDayRow, i);
        KiriTime day = kiri_time_jst(row->day_us);
        if (!row->total)
            continue;
        day.precision = KIRI_PRECISION_DAY;
        kiri_sheet_time(f->sheet, f->row, LABEL, day, KIRI_STYLE_PLAIN);
        put_counted(f, row->total, row->unique);
        total += row->total;
        unique += row->unique;
    }
    if (total < s->total) {
        kiri_sheet_text(f->sheet, f->row, LABEL, say(f, "それ以前"), KIRI_STYLE_PLAIN);
        put_counted(f, s->total - total, s->unique - unique);
    }
    put_sum(f, first);
}

void kiri_xlsx_front(KiriXlsx *x)
{
    Front f = {x, x->sheets[KIRI_XLSX_FRONT], 0};
    kiri_sheet_width(f.sheet, LABEL, 34);
    kiri_sheet_width(f.sheet, VALUE, 22);
    kiri_sheet_width(f.sheet, NOTE, 22);
    put_heading(&f);
    put_counts(&f);
    if (x->s->total) {
        put_kinds(&f);
        put_sum(&f, f.row - x->s->kinds->len);
        put_days(&f);
    }
    if (x->o->findings && *x->o->findings) {
        put_head(&f, say(&f, "所見・今後の対応"));
        kiri_sheet_text(f.sheet, f.row++, LABEL, x->o->findings, KIRI_STYLE_NOTE);
    }
    put_worth(&f);
    kiri_sheet_page(f.sheet, G_MAXUINT, f.row, LAST);
}
