// SPDX-License-Identifier: GPL-3.0-or-later
/* The report as a workbook: the sheets in their order, 掲載一覧, and the one go through the
 * clips that fills it and 算定式 row by row. */
#include "xlsx.h"

#include "words/words.h"
#include "writers.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

static const char *const sheet_names[KIRI_XLSX_N_SHEETS] = {
    "概要", "掲載一覧", "媒体別", "算定式", "前提・単価出典", "収集状況", "対象外"};

static const KiriXlsxColumn columns[] = {{"No.", 6},
                                         {"掲載日時", 16},
                                         {"媒体No.", 7},
                                         {"媒体種別", 9},
                                         {"媒体名", 16},
                                         {"面・段／番組", 12},
                                         {"見出し", 46},
                                         {"掲載種類", 14},
                                         {"確率", 8},
                                         {"元記事No.", 8},
                                         {"実件数", 7},
                                         {"関連部分", 8},
                                         {"論調", 8},
                                         {"推定到達者数（1回）", 13},
                                         {"広告換算額（参考値）", 13},
                                         {"算定の区分", 9},
                                         {"担当課", 12},
                                         {"備考", 22},
                                         {"採否", 6},
                                         {"確認者", 10},
                                         {"対応状況", 12},
                                         {"掲載後の変更", 24},
                                         {"話題No.", 8},
                                         {"URL", 40},
                                         {"ID", 30}};
/* Printed are those up to 備考; the rest is for the screen. */
enum { FIRST_ROW = 1, LAST_PRINTED = 17 };

const char *kiri_xlsx_say(const KiriXlsx *x, const char *japanese)
{
    return kiri_say(x->o->lang, japanese);
}

const char *kiri_xlsx_sheet_name(const KiriXlsx *x, KiriXlsxSheet sheet)
{
    return kiri_xlsx_say(x, sheet_names[sheet]);
}

void kiri_xlsx_columns(const KiriXlsx *x, KiriXlsxSheet sheet, guint row,
                       const KiriXlsxColumn *list, guint n)
{
    enum { TWO_LINES = 36 }; // points
    kiri_sheet_height(x->sheets[sheet], row, TWO_LINES);
    for (guint c = 0; c < n; c++) {
        kiri_sheet_width(x->sheets[sheet], c, list[c].width);
        kiri_sheet_text(x->sheets[sheet], row, c, kiri_xlsx_say(x, list[c].title), KIRI_STYLE_HEAD);
    }
}

/* In letters of the width of a digit. */
static guint width_of(const char *text)
{
    guint width = 0;
    for (const char *p = text; *p; p += g_utf8_skip[*(const guchar *)p])
        width += g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
    return width;
}

void kiri_xlsx_fit(const KiriXlsx *x, KiriXlsxSheet sheet, guint row, const KiriXlsxFit *texts,
                   guint n)
{
    enum { MOST_LINES = 12, LINE = 18 }; // points
    guint lines = 1;
    for (guint i = 0; i < n; i++)
        if (texts[i].text)
            lines = MAX(lines, (guint)(width_of(texts[i].text) / (texts[i].width - 1)) + 1);
    if (lines > 1)
        kiri_sheet_height(x->sheets[sheet], row, MIN(lines, MOST_LINES) * LINE);
}

char *kiri_xlsx_range(const KiriXlsx *x, KiriXlsxSheet sheet, guint column)
{
    guint n = sheet == KIRI_XLSX_MEDIA ? x->outlets->len : x->s->total;
    char letter = (char)('A' + column); // no table that is looked at has more than 26
    return g_strdup_printf("'%s'!$%c$%d:$%c$%u", kiri_xlsx_sheet_name(x, sheet), letter,
                           FIRST_ROW + 1, letter, MAX(n, 1) + FIRST_ROW);
}

const char *kiri_xlsx_basis(const KiriXlsx *x, const KiriSummaryRow *row)
{
    return kiri_xlsx_say(x, !row->is_ave_known     ? "算定不能"
                            : row->is_ave_estimate ? "推計値"
                                                   : "実績値");
}

/* ---- cells of the list ---- */

static void put_text(KiriSheet *sheet, guint row, guint column, const char *text)
{
    if (text && *text)
        kiri_sheet_text(sheet, row, column, text, KIRI_STYLE_PLAIN);
    else
        kiri_sheet_blank(sheet, row, column, KIRI_STYLE_PLAIN);
}

static void put_number(KiriSheet *sheet, guint row, guint column, gint64 n)
{
    if (n)
        kiri_sheet_number(sheet, row, column, n, KIRI_STYLE_PLAIN);
    else
        kiri_sheet_blank(sheet, row, column, KIRI_STYLE_PLAIN);
}

static void fit_row(const KiriXlsx *x, const KiriSummaryClip *c)
{
    g_auto(KiriBuf) remark, changes;
    kiri_buf_init(&remark, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&changes, KIRI_BUF_UNCAPPED);
    const KiriXlsxFit texts[] = {
        {kiri_report_medium_name(c), columns[4].width},
        {c->article->title, columns[6].width},
        {kiri_xlsx_say(x, kiri_report_class_name(c->class_)), columns[KIRI_LIST_CLASS].width},
        {kiri_report_remark(c, &remark), columns[17].width},
        {kiri_report_changes(c, &changes), columns[21].width}};
    kiri_xlsx_fit(x, KIRI_XLSX_LIST, c->number, texts, G_N_ELEMENTS(texts));
}

static void put_identity(const KiriXlsx *x, const KiriSummaryClip *c, const KiriSummaryRow *row)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_LIST];
    const KiriXlsxOutlet *outlet =
        &g_array_index(x->outlets, KiriXlsxOutlet, kiri_xlsx_outlet_number(x, row) - 1);
    g_autofree char *place = kiri_article_place(c->article);
    kiri_sheet_number(sheet, c->number, 0, c->number, KIRI_STYLE_PLAIN);
    kiri_sheet_time(sheet, c->number, 1, c->article->published, KIRI_STYLE_PLAIN);
    kiri_sheet_number(sheet, c->number, KIRI_LIST_OUTLET, kiri_xlsx_outlet_number(x, row),
                      KIRI_STYLE_PLAIN);
    put_text(sheet, c->number, 3, kiri_xlsx_say(x, kiri_report_kind_name(outlet->kind)));
    put_text(sheet, c->number, 4, outlet->name);
    put_text(sheet, c->number, 5, place);
    kiri_sheet_link(sheet, c->number, 6, kiri_article_link(c->article),
                    c->article->title ? c->article->title : "");
    put_text(sheet, c->number, KIRI_LIST_CLASS,
             kiri_xlsx_say(x, kiri_report_class_name(c->class_)));
    kiri_sheet_value(sheet, c->number, 8, c->clip->probability, KIRI_CELL_PERCENT,
                     KIRI_STYLE_PLAIN);
    put_number(sheet, c->number, 9, c->origin_number);
    kiri_sheet_number(sheet, c->number, KIRI_LIST_UNIQUE, row->is_story_first, KIRI_STYLE_PLAIN);
}

static void put_worth(const KiriXlsx *x, const KiriSummaryClip *c, const KiriSummaryRow *row)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_LIST];
    const KiriScore *score = c->clip->score;
    if (score)
        kiri_sheet_value(sheet, c->number, 11, score->share_about_us, KIRI_CELL_PERCENT,
                         KIRI_STYLE_PLAIN);
    else
        put_text(sheet, c->number, 11, NULL);
    put_text(sheet, c->number, 12, kiri_xlsx_say(x, kiri_report_tone_name(c->standing.tone)));
    if (score && score->reach && score->reach->people > 0)
        put_number(sheet, c->number, 13, score->reach->people);
    else
        put_text(sheet, c->number, 13, kiri_xlsx_say(x, "不明"));
    g_autofree char *formula =
        g_strdup_printf("='%s'!$%c$%u", kiri_xlsx_sheet_name(x, KIRI_XLSX_CALC),
                        'A' + KIRI_CALC_YEN, c->number + FIRST_ROW);
    if (row->is_ave_known)
        kiri_sheet_formula(sheet, c->number, KIRI_LIST_YEN, formula, (gdouble)row->ave_yen,
                           KIRI_CELL_YEN, KIRI_STYLE_PLAIN);
    else
        put_text(sheet, c->number, KIRI_LIST_YEN, kiri_xlsx_say(x, "算定不能"));
    put_text(sheet, c->number, KIRI_LIST_BASIS, kiri_xlsx_basis(x, row));
}

static void put_decision(const KiriXlsx *x, const KiriSummaryClip *c)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_LIST];
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    put_text(sheet, c->number, 16,
             c->standing.section ? c->standing.section
             : x->s->release     ? x->s->release->section
             : x->s->topic       ? x->s->topic->section
                                 : NULL);
    put_text(sheet, c->number, 17, kiri_report_remark(c, &text));
    put_text(sheet, c->number, 18, kiri_report_decision_name(c->standing.decision));
    put_text(sheet, c->number, 19, c->standing.person);
    put_text(sheet, c->number, 20, kiri_report_handling_name(c->standing.status));
    put_text(sheet, c->number, 21, kiri_report_changes(c, &text));
    put_number(sheet, c->number, 22, c->event_number);
    put_text(sheet, c->number, 23, kiri_article_link(c->article));
    put_text(sheet, c->number, 24, c->clip->id);
}

static gboolean put_clip(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    KiriXlsx *x = data;
    const KiriSummaryRow *row = kiri_summary_row(x->s, c->number - 1);
    fit_row(x, c);
    put_identity(x, c, row);
    put_worth(x, c, row);
    put_decision(x, c);
    kiri_xlsx_calc_row(x, c);
    return TRUE;
}

/* Below the list: the sum of what is shown when it is filtered, and how many there are. */
static void put_closing(const KiriXlsx *x)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_LIST];
    guint row = x->s->total + FIRST_ROW;
    g_autofree char *range = kiri_xlsx_range(x, KIRI_XLSX_LIST, KIRI_LIST_UNIQUE);
    g_autofree char *formula = g_strdup_printf("=SUBTOTAL(109,%s)", range);
    g_autofree char *closing = g_strdup_printf(kiri_say(x->o->lang, "以上、総件数%u件・実件数%u件"),
                                               x->s->total, x->s->unique);
    kiri_sheet_text(sheet, row, 0, kiri_xlsx_say(x, "計"), KIRI_STYLE_SUM);
    kiri_sheet_text(sheet, row, 6, closing, KIRI_STYLE_SUM);
    kiri_sheet_formula(sheet, row, KIRI_LIST_UNIQUE, formula, x->s->unique, KIRI_CELL_GROUPED,
                       KIRI_STYLE_SUM);
}

static gboolean put_list(KiriXlsx *x, GError **error)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_LIST];
    kiri_xlsx_columns(x, KIRI_XLSX_LIST, 0, columns, G_N_ELEMENTS(columns));
    kiri_sheet_freeze(sheet, FIRST_ROW, 1);
    kiri_sheet_filter(sheet, MAX(x->s->total, 1), G_N_ELEMENTS(columns) - 1);
    kiri_sheet_page(sheet, 0, MAX(x->s->total, 1) + 1, LAST_PRINTED);
    kiri_xlsx_calc_begin(x);
    if (!kiri_summary_each(x->s, put_clip, x, error))
        return FALSE;
    if (x->s->total) // else there is nothing that a sum could look at
        put_closing(x);
    return TRUE;
}

/* ---- the whole ---- */

static gboolean fill(KiriXlsx *x, GError **error)
{
    for (guint i = 0; i < KIRI_XLSX_N_SHEETS; i++)
        x->sheets[i] = kiri_workbook_add_sheet(x->book, kiri_xlsx_sheet_name(x, i));
    kiri_xlsx_count_outlets(x);
    kiri_xlsx_front(x);
    kiri_xlsx_media(x);
    if (!put_list(x, error) || !kiri_xlsx_left_out(x, error))
        return FALSE;
    kiri_xlsx_inputs(x);
    kiri_xlsx_collection(x);
    return TRUE;
}

/* More clips than a sheet has rows leave as CSV. */
static gboolean has_room(const KiriSummary *s, GError **error)
{
    guint most = MAX(s->total, s->n_excluded);
    if (most + FIRST_ROW + 1 < KIRI_SHEET_MAX_ROWS)
        return TRUE;
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT,
                _("a sheet of a workbook holds %d rows, and there are %u clips: take csv"),
                KIRI_SHEET_MAX_ROWS, most);
    return FALSE;
}

gboolean kiri_report_write_xlsx(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error)
{
    const char *title = s->release ? s->release->title : s->topic ? s->topic->name : NULL;
    KiriXlsx x = {.s = s, .o = options};
    if (!has_room(s, error))
        return FALSE;
    x.book = kiri_workbook_begin_stream(title ? title : kiri_say(options->lang, "報道結果"),
                                        s->now_us, error);
    if (!x.book)
        return FALSE;
    gboolean ok = fill(&x, error);
    g_clear_pointer(&x.numbers, g_hash_table_unref);
    g_clear_pointer(&x.outlets, g_array_unref);
    g_clear_pointer(&x.names, g_string_chunk_free);
    kiri_xlsx_inputs_free(x.inputs);
    if (ok)
        return kiri_workbook_send(x.book, sink, data, error);
    kiri_workbook_cancel(x.book);
    return FALSE;
}
