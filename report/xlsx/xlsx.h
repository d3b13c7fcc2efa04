// SPDX-License-Identifier: GPL-3.0-or-later
/* The report as a workbook: what its sheets share.
 *
 *   概要  掲載一覧  媒体別  算定式  前提・単価出典  収集状況  対象外
 *
 * The yen of a clip are computed in 算定式 from cells: quantities and prices are those of
 * 前提・単価出典, so that a reader who changes a price there sees every sum move. Clip
 * `number` stands in row `number` (from 0, below the heading) of 掲載一覧 and of 算定式.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "words/lang.h"
#include "workbook.h"

typedef enum {
    KIRI_XLSX_FRONT,
    KIRI_XLSX_LIST,
    KIRI_XLSX_MEDIA,
    KIRI_XLSX_CALC,
    KIRI_XLSX_INPUTS,
    KIRI_XLSX_COLLECTION,
    KIRI_XLSX_LEFT_OUT,
    KIRI_XLSX_N_SHEETS
} KiriXlsxSheet;

/* Columns that formulas of other sheets look at. */
enum {
    KIRI_LIST_OUTLET = 2,
    KIRI_LIST_CLASS = 7,
    KIRI_LIST_UNIQUE = 10,
    KIRI_LIST_YEN = 14,
    KIRI_LIST_BASIS = 15,
    KIRI_CALC_YEN = 7,
    KIRI_CALC_BASIS = 8,
    KIRI_MEDIA_NUMBER = 0,
    KIRI_MEDIA_KIND = 2,
    KIRI_MEDIA_TOTAL = 4,
    KIRI_MEDIA_UNIQUE,
    KIRI_MEDIA_CLASSES,
};

/* One medium of the list. */
typedef struct {
    const char *name; // of the summary, or owned by `names`
    KiriMediumKind kind;
    const KiriMedium *medium; // NULL: unknown
    guint total, unique, by_class[KIRI_N_CLASSES];
    gint64 known_yen, estimate_yen;
    guint unknown;
} KiriXlsxOutlet;

typedef struct KiriXlsxInputs KiriXlsxInputs;

typedef struct {
    const KiriSummary *s;
    const KiriReportOptions *o;
    KiriWorkbook *book;
    KiriSheet *sheets[KIRI_XLSX_N_SHEETS];
    GHashTable *numbers;    // outlet (KiriSummaryRow.outlet, "" unknown) → number
    GArray *outlets;        // KiriXlsxOutlet, by number from 1
    GStringChunk *names;    // of outlets
    KiriXlsxInputs *inputs; // xlsx_calc.c
} KiriXlsx;

const char *kiri_xlsx_say(const KiriXlsx *x, const char *japanese) G_GNUC_FORMAT(2);
const char *kiri_xlsx_sheet_name(const KiriXlsx *x, KiriXlsxSheet sheet);

/* One column of a table. */
typedef struct {
    const char *title; // in Japanese
    gdouble width;     // letters
} KiriXlsxColumn;
/* Widths, and the heading in `row`. */
void kiri_xlsx_columns(const KiriXlsx *x, KiriXlsxSheet sheet, guint row,
                       const KiriXlsxColumn *columns, guint n);
/* A text of a row, and the letters that its column has. */
typedef struct {
    const char *text; // NULL: none
    gdouble width;
} KiriXlsxFit;
/* Makes a row as high as its longest text needs: not every reader does it. Before the
 * first cell of the row. */
void kiri_xlsx_fit(const KiriXlsx *x, KiriXlsxSheet sheet, guint row, const KiriXlsxFit *texts,
                   guint n);
/* "'掲載一覧'!$K$2:$K$9", the cells of all clips or media. (transfer full) */
char *kiri_xlsx_range(const KiriXlsx *x, KiriXlsxSheet sheet, guint column);
/* 実績値, 推計値 or 算定不能: on what the yen of a clip rest. */
const char *kiri_xlsx_basis(const KiriXlsx *x, const KiriSummaryRow *row);

/* xlsx_calc.c: the row of a clip in 算定式, … */
void kiri_xlsx_calc_begin(KiriXlsx *x);
void kiri_xlsx_calc_row(KiriXlsx *x, const KiriSummaryClip *c);
/* … and the figures that its formulas look at, once all clips are there. */
void kiri_xlsx_inputs(KiriXlsx *x);
void kiri_xlsx_inputs_free(KiriXlsxInputs *inputs);

/* xlsx_media.c */
void kiri_xlsx_count_outlets(KiriXlsx *x);
guint kiri_xlsx_outlet_number(const KiriXlsx *x, const KiriSummaryRow *row);
void kiri_xlsx_media(KiriXlsx *x);

/* xlsx_front.c, xlsx_collection.c */
void kiri_xlsx_front(KiriXlsx *x);
void kiri_xlsx_collection(KiriXlsx *x);
gboolean kiri_xlsx_left_out(KiriXlsx *x, GError **error);
