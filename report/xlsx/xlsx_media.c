// SPDX-License-Identifier: GPL-3.0-or-later
/* 媒体別: the media in the order of the list, each with its counts. Where it costs little
 * the cells count the list themselves; a list too long for that has the numbers. */
#include "xlsx.h"

#include "words/words.h"

static const KiriClass classes[] = {KIRI_CLASS_PUBLICITY, KIRI_CLASS_SYNDICATED,
                                    KIRI_CLASS_VERBATIM, KIRI_CLASS_MENTION};
enum { KNOWN = KIRI_MEDIA_CLASSES + G_N_ELEMENTS(classes), ESTIMATE, UNKNOWN, N_COLUMNS };

/* Comparisons that a spreadsheet makes for one column in a moment. */
enum { MOST_COMPARISONS = 10000000 };

static const char *key_of(const KiriSummaryRow *row)
{
    return row->outlet ? row->outlet : "";
}

guint kiri_xlsx_outlet_number(const KiriXlsx *x, const KiriSummaryRow *row)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(x->numbers, key_of(row)));
}

static KiriXlsxOutlet *outlet_of(KiriXlsx *x, const KiriSummaryRow *row)
{
    guint number = kiri_xlsx_outlet_number(x, row);
    if (!number) {
        KiriXlsxOutlet outlet = {.medium = row->medium};
        outlet.name = row->medium   ? row->medium->name
                      : row->outlet ? row->outlet
                                    : kiri_xlsx_say(x, "媒体不明");
        outlet.kind = row->medium ? (KiriMediumKind)row->medium->kind : KIRI_MEDIUM_WEB;
        g_array_append_val(x->outlets, outlet);
        number = x->outlets->len;
        g_hash_table_insert(x->numbers, (gpointer)(guintptr)key_of(row), GUINT_TO_POINTER(number));
    }
    return &g_array_index(x->outlets, KiriXlsxOutlet, number - 1);
}

void kiri_xlsx_count_outlets(KiriXlsx *x)
{
    x->numbers = g_hash_table_new(g_str_hash, g_str_equal);
    x->outlets = g_array_new(FALSE, TRUE, sizeof(KiriXlsxOutlet));
    for (guint i = 0; i < x->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(x->s, i);
        KiriXlsxOutlet *outlet = outlet_of(x, row);
        outlet->total++;
        outlet->unique += row->is_story_first;
        outlet->by_class[row->class_]++;
        outlet->unknown += row->is_ave_known ? 0 : 1;
        *(row->is_ave_estimate ? &outlet->estimate_yen : &outlet->known_yen) += row->ave_yen;
    }
}

/* ---- the sheet ---- */

typedef struct {
    KiriXlsx *x;
    gboolean is_live;
    char *outlets, *uniques, *classes, *yen, *bases; // ranges of the list
} Media;

/* A cell that counts the list, or the number. */
static void put(const Media *m, guint row, guint column, char *formula, gdouble value,
                KiriNumberCell cell)
{
    if (m->is_live)
        kiri_sheet_formula(m->x->sheets[KIRI_XLSX_MEDIA], row, column, formula, value, cell,
                           KIRI_STYLE_PLAIN);
    else
        kiri_sheet_value(m->x->sheets[KIRI_XLSX_MEDIA], row, column, value, cell, KIRI_STYLE_PLAIN);
    g_free(formula);
}

static void put_yen(const Media *m, guint row, guint column, const char *basis, gint64 yen)
{
    put(m, row, column,
        g_strdup_printf("=SUMIFS(%s,%s,$A%u,%s,\"%s\")", m->yen, m->outlets, row + 1, m->bases,
                        kiri_xlsx_say(m->x, basis)),
        (gdouble)yen, KIRI_CELL_YEN);
}

static void put_outlet(const Media *m, guint number, const KiriXlsxOutlet *o)
{
    KiriXlsx *x = m->x;
    KiriSheet *sheet = x->sheets[KIRI_XLSX_MEDIA];
    kiri_sheet_number(sheet, number, KIRI_MEDIA_NUMBER, number, KIRI_STYLE_PLAIN);
    kiri_sheet_text(sheet, number, 1, o->name ? o->name : "", KIRI_STYLE_PLAIN);
    kiri_sheet_text(sheet, number, KIRI_MEDIA_KIND,
                    kiri_xlsx_say(x, kiri_report_kind_name(o->kind)), KIRI_STYLE_PLAIN);
    if (!o->medium)
        kiri_sheet_text(sheet, number, 3, kiri_xlsx_say(x, "未登録"), KIRI_STYLE_PLAIN);
    else if (o->medium->tier > 0)
        kiri_sheet_number(sheet, number, 3, o->medium->tier, KIRI_STYLE_PLAIN);
    else
        kiri_sheet_blank(sheet, number, 3, KIRI_STYLE_PLAIN);
    put(m, number, KIRI_MEDIA_TOTAL, g_strdup_printf("=COUNTIFS(%s,$A%u)", m->outlets, number + 1),
        o->total, KIRI_CELL_GROUPED);
    put(m, number, KIRI_MEDIA_UNIQUE,
        g_strdup_printf("=SUMIFS(%s,%s,$A%u)", m->uniques, m->outlets, number + 1), o->unique,
        KIRI_CELL_GROUPED);
    for (guint i = 0; i < G_N_ELEMENTS(classes); i++)
        put(m, number, KIRI_MEDIA_CLASSES + i,
            g_strdup_printf("=COUNTIFS(%s,$A%u,%s,%c$1)", m->outlets, number + 1, m->classes,
                            (char)('A' + KIRI_MEDIA_CLASSES + (gint)i)),
            o->by_class[classes[i]], KIRI_CELL_GROUPED);
    put_yen(m, number, KNOWN, "実績値", o->known_yen);
    put_yen(m, number, ESTIMATE, "推計値", o->estimate_yen);
    put(m, number, UNKNOWN,
        g_strdup_printf("=COUNTIFS(%s,$A%u,%s,\"%s\")", m->outlets, number + 1, m->bases,
                        kiri_xlsx_say(x, "算定不能")),
        o->unknown, KIRI_CELL_GROUPED);
}

static void put_sum(const KiriXlsx *x, guint column, gdouble value, KiriNumberCell cell)
{
    g_autofree char *range = kiri_xlsx_range(x, KIRI_XLSX_MEDIA, column);
    g_autofree char *formula = g_strdup_printf("=SUM(%s)", range);
    kiri_sheet_formula(x->sheets[KIRI_XLSX_MEDIA], x->outlets->len + 1, column, formula, value,
                       cell, KIRI_STYLE_SUM);
}

static void put_sums(const KiriXlsx *x)
{
    const KiriSummary *s = x->s;
    guint row = x->outlets->len + 1;
    kiri_sheet_text(x->sheets[KIRI_XLSX_MEDIA], row, 0, kiri_xlsx_say(x, "計"), KIRI_STYLE_SUM);
    for (guint c = 1; c < KIRI_MEDIA_TOTAL; c++)
        kiri_sheet_blank(x->sheets[KIRI_XLSX_MEDIA], row, c, KIRI_STYLE_SUM);
    put_sum(x, KIRI_MEDIA_TOTAL, s->total, KIRI_CELL_GROUPED);
    put_sum(x, KIRI_MEDIA_UNIQUE, s->unique, KIRI_CELL_GROUPED);
    for (guint i = 0; i < G_N_ELEMENTS(classes); i++)
        put_sum(x, KIRI_MEDIA_CLASSES + i, s->by_class[classes[i]], KIRI_CELL_GROUPED);
    put_sum(x, KNOWN, (gdouble)s->ave_known_yen, KIRI_CELL_YEN);
    put_sum(x, ESTIMATE, (gdouble)s->ave_estimate_yen, KIRI_CELL_YEN);
    put_sum(x, UNKNOWN, s->ave_unknown, KIRI_CELL_GROUPED);
}

static void put_notes(const Media *m)
{
    const KiriXlsx *x = m->x;
    guint row = x->outlets->len + 3;
    kiri_sheet_text(x->sheets[KIRI_XLSX_MEDIA], row++, 0,
                    kiri_xlsx_say(x, "実件数は、その話題の最初の記事が載った媒体に計上する。"),
                    KIRI_STYLE_NOTE);
    if (!m->is_live)
        kiri_sheet_text(
            x->sheets[KIRI_XLSX_MEDIA], row, 0,
            kiri_xlsx_say(x, "件数が多いため、媒体ごとの欄は式でなく値である。単価を変えたときの"
                             "額は「概要」に表れる。"),
            KIRI_STYLE_NOTE);
}

void kiri_xlsx_media(KiriXlsx *x)
{
    static const KiriXlsxColumn columns[] = {{"媒体No.", 9},
                                             {"媒体名", 30},
                                             {"媒体種別", 14},
                                             {"重点媒体（群）", 10},
                                             {"総件数", 10},
                                             {"実件数", 10},
                                             {"編集記事（パブリシティ）", 12},
                                             {"配信・転載記事", 12},
                                             {"リリース原文転載", 12},
                                             {"言及", 10},
                                             {"広告換算額（実績値）", 18},
                                             {"広告換算額（推計値）", 18},
                                             {"広告換算額の算定不能", 12}};
    G_STATIC_ASSERT(G_N_ELEMENTS(columns) == N_COLUMNS);
    KiriSheet *sheet = x->sheets[KIRI_XLSX_MEDIA];
    Media m = {.x = x,
               .is_live = (guint64)x->s->total * x->outlets->len <= MOST_COMPARISONS,
               .outlets = kiri_xlsx_range(x, KIRI_XLSX_LIST, KIRI_LIST_OUTLET),
               .uniques = kiri_xlsx_range(x, KIRI_XLSX_LIST, KIRI_LIST_UNIQUE),
               .classes = kiri_xlsx_range(x, KIRI_XLSX_LIST, KIRI_LIST_CLASS),
               .yen = kiri_xlsx_range(x, KIRI_XLSX_LIST, KIRI_LIST_YEN),
               .bases = kiri_xlsx_range(x, KIRI_XLSX_LIST, KIRI_LIST_BASIS)};
    kiri_xlsx_columns(x, KIRI_XLSX_MEDIA, 0, columns, N_COLUMNS);
    kiri_sheet_freeze(sheet, 1, 2);
    kiri_sheet_filter(sheet, MAX(x->outlets->len, 1), N_COLUMNS - 1);
    kiri_sheet_page(sheet, 0, x->outlets->len + 4, N_COLUMNS - 1);
    for (guint i = 0; i < x->outlets->len; i++)
        put_outlet(&m, i + 1, &g_array_index(x->outlets, KiriXlsxOutlet, i));
    if (x->outlets->len)
        put_sums(x);
    put_notes(&m);
    g_free(m.outlets);
    g_free(m.uniques);
    g_free(m.classes);
    g_free(m.yen);
    g_free(m.bases);
}
