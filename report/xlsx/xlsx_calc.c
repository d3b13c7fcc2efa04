// SPDX-License-Identifier: GPL-3.0-or-later
/* 算定式: each clip's advertising value as a product of four cells, and 前提・単価出典, the
 * rows of the ledger that they look at.
 *
 *   広告換算額 = ROUND(数量 × 単価 × 関連部分の割合 × 係数, 0)
 *   数量   閲覧数 (月間閲覧数 ÷ 当月の記事数), 段 × cm, ページ, 秒 × 局 …
 *   単価   CPM ÷ 1,000, or the price of the unit
 *   係数   掲載位置, 転載の扱い, 利用者が定めた係数
 *
 * The factors are taken from the lines of the score. The lines round what they show, so
 * the product is computed here as well, and where it is not the yen of the report the
 * cell holds these yen and no formula: a reader never sees a sum move by itself. */
#include "xlsx.h"

#include "words/words.h"

#include <kirinuki/ledger.h>
#include <kirinuki/score.h>

#include <math.h>
#include <string.h>

enum { QUANTITY = 3, PRICE, SHARE, FACTOR, THEN = KIRI_CALC_BASIS + 1, FORMULA, REMARK, N_COLUMNS };
enum { INPUTS_HEAD = 2, INPUT_VALUE = 2 };

struct KiriXlsxInputs {
    GHashTable *rows;  // what tells one from another → row of the sheet, from 1
    GPtrArray *lines;  // KiriScoreLine
    GPtrArray *owners; // char *: whose figure it is
    GPtrArray *bases;  // char *: "版（方法）", each once
};

static const KiriXlsxColumn columns[] = {
    {"No.", 6},         {"媒体名", 20},         {"算定方法", 22}, {"数量", 14},
    {"単価（円）", 12}, {"関連部分の割合", 10}, {"係数", 9},      {"広告換算額（参考値）", 16},
    {"算定の区分", 10}, {"報告時の額", 14},     {"算定の式", 70}, {"備考", 40}};
G_STATIC_ASSERT(G_N_ELEMENTS(columns) == N_COLUMNS);

static void free_line(gpointer line)
{
    kiri_score_line_free(line);
}

void kiri_xlsx_calc_begin(KiriXlsx *x)
{
    x->inputs = g_new0(KiriXlsxInputs, 1);
    x->inputs->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    x->inputs->lines = g_ptr_array_new_with_free_func(free_line);
    x->inputs->owners = g_ptr_array_new_with_free_func(g_free);
    x->inputs->bases = g_ptr_array_new_with_free_func(g_free);
    kiri_xlsx_columns(x, KIRI_XLSX_CALC, 0, columns, N_COLUMNS);
    kiri_sheet_freeze(x->sheets[KIRI_XLSX_CALC], 1, 2);
    kiri_sheet_filter(x->sheets[KIRI_XLSX_CALC], MAX(x->s->total, 1), N_COLUMNS - 1);
    kiri_sheet_page(x->sheets[KIRI_XLSX_CALC], 0, MAX(x->s->total, 1), FORMULA);
}

void kiri_xlsx_inputs_free(KiriXlsxInputs *in)
{
    if (!in)
        return;
    g_hash_table_unref(in->rows);
    g_ptr_array_unref(in->lines);
    g_ptr_array_unref(in->owners);
    g_ptr_array_unref(in->bases);
    g_free(in);
}

/* ---- factors ---- */

/* A product under construction: as a formula, and what it comes to. */
typedef struct {
    GString *text; // without "="
    gdouble value;
    guint terms;
} Product;

typedef struct {
    Product quantity, price, factor;
    gdouble share;
    gboolean is_odd; // a line that is none of these
} Factors;

/* Whose figure a row of the ledger is: the medium's own, or the default of its kind (an id
 * with a colon before its first dot). (transfer full) */
static char *owner_of(const KiriXlsx *x, const KiriSummaryClip *c, const KiriScoreLine *line)
{
    gboolean is_default = c->medium && line->row[strcspn(line->row, ":.")] == ':';
    if (!is_default)
        return g_strdup(kiri_report_medium_name(c));
    return g_strdup_printf(
        kiri_say(x->o->lang, "%sの標準単価"),
        kiri_xlsx_say(x, kiri_report_kind_name((KiriMediumKind)c->medium->kind)));
}

/* The cell of a row of the ledger. (transfer full) */
static char *input_cell(KiriXlsx *x, const KiriSummaryClip *c, const KiriScoreLine *line)
{
    KiriXlsxInputs *in = x->inputs;
    g_autofree char *key =
        g_strdup_printf("%s\n%s\n%s\n%s", line->row, line->value, line->valid ? line->valid : "",
                        line->unit ? line->unit : "");
    guint row = GPOINTER_TO_UINT(g_hash_table_lookup(in->rows, key));
    if (!row) {
        g_ptr_array_add(in->lines, kiri_record_copy(&kiri_score_line_shape, line));
        g_ptr_array_add(in->owners, owner_of(x, c, line));
        row = in->lines->len;
        g_hash_table_insert(in->rows, g_steal_pointer(&key), GUINT_TO_POINTER(row));
    }
    return g_strdup_printf("'%s'!$%c$%u", kiri_xlsx_sheet_name(x, KIRI_XLSX_INPUTS),
                           'A' + INPUT_VALUE, INPUTS_HEAD + 1 + row);
}

/* The value of a line, if it is a plain number. */
static gboolean number_of(const KiriScoreLine *line, gdouble *v)
{
    char *end = NULL;
    *v = line->value ? g_ascii_strtod(line->value, &end) : 0;
    return line->value && *line->value && !*end &&
           strspn(line->value, "-0123456789.") == strlen(line->value);
}

static void multiply(Product *p, char sign, const char *term, gdouble value)
{
    if (!p->terms && sign == '/')
        g_string_append_c(p->text, '1');
    if (p->terms || sign == '/')
        g_string_append_c(p->text, sign);
    g_string_append(p->text, term);
    p->value = sign == '/' ? p->value / value : sign == '+' ? p->value + value : p->value * value;
    p->terms++;
}

/* The scorer's own label; the share has its exact value in the score. */
#define SHARE_LABEL "関連部分の割合"

/* The product that a line belongs to; NULL: none. */
static Product *product_of(Factors *f, const KiriScoreLine *line)
{
    gboolean is_percent = g_strcmp0(line->unit, "％") == 0;
    if (line->row && line->unit && g_str_has_prefix(line->unit, "円"))
        return &f->price;
    if (is_percent || (!line->row && !line->unit))
        return &f->factor;
    return &f->quantity;
}

static void take_line(KiriXlsx *x, const KiriSummaryClip *c, const KiriScoreLine *line, Factors *f)
{
    const char *sign = line->sign ? line->sign : "";
    gdouble value = 0;
    if (g_str_has_suffix(sign, "＝") || (!line->row && strcmp(line->label, SHARE_LABEL) == 0))
        return; // a sum on the way; the share
    if (!number_of(line, &value)) {
        f->is_odd |= line->row != NULL;
        return; // a remark
    }
    char operation = strcmp(sign, "÷") == 0 ? '/' : strcmp(sign, "＋") == 0 ? '+' : '*';
    f->is_odd |= operation == '/' && value == 0;
    Product *p = product_of(f, line);
    g_autofree char *cell = line->row ? input_cell(x, c, line) : g_strdup(line->value);
    gdouble unit = g_strcmp0(line->unit, "％") == 0            ? 100
                   : g_strcmp0(line->unit, "円／1,000回") == 0 ? 1000
                                                               : 1;
    g_autofree char *term = unit > 1 ? g_strdup_printf("%s/%.0f", cell, unit) : g_strdup(cell);
    multiply(p, operation, term, value / unit);
}

/* FALSE where the lines do not make `yen`. */
static gboolean take_factors(KiriXlsx *x, const KiriSummaryClip *c, gint64 yen, Factors *f)
{
    const KiriScore *score = c->clip->score;
    const KiriOverride *share = kiri_verdict_override(c->verdict, KIRI_OVERRIDE_SHARE);
    gboolean has_share = FALSE;
    for (guint i = 0; i < kiri_recs_count(score->lines); i++) {
        const KiriScoreLine *line = g_ptr_array_index(score->lines, i);
        has_share |= !line->row && line->label && strcmp(line->label, SHARE_LABEL) == 0;
        take_line(x, c, line, f);
    }
    f->share = share ? share->value : has_share && score->sentences ? score->share_about_us : 1;
    gdouble all = f->quantity.value * f->price.value * f->share * f->factor.value;
    return !f->is_odd && f->price.terms && isfinite(all) && fabs(all) < 1e15 && llround(all) == yen;
}

/* ---- the row ---- */

static void put_product(KiriSheet *sheet, guint row, guint column, const Product *p,
                        KiriNumberCell cell)
{
    g_autofree char *formula = g_strconcat("=", p->text->str, NULL);
    if (p->terms > 1 || strchr(p->text->str, '!'))
        kiri_sheet_formula(sheet, row, column, formula, p->value, cell, KIRI_STYLE_PLAIN);
    else
        kiri_sheet_value(sheet, row, column, p->value, cell, KIRI_STYLE_PLAIN);
}

static void put_factors(KiriXlsx *x, guint row, const Factors *f, gint64 yen)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_CALC];
    g_autofree char *formula =
        g_strdup_printf("=ROUND(D%u*E%u*F%u*G%u,0)", row + 1, row + 1, row + 1, row + 1);
    put_product(sheet, row, QUANTITY, &f->quantity, KIRI_CELL_GROUPED);
    put_product(sheet, row, PRICE, &f->price, KIRI_CELL_RATIO);
    kiri_sheet_value(sheet, row, SHARE, f->share, KIRI_CELL_PERCENT, KIRI_STYLE_INPUT);
    put_product(sheet, row, FACTOR, &f->factor, KIRI_CELL_RATIO);
    kiri_sheet_formula(sheet, row, KIRI_CALC_YEN, formula, (gdouble)yen, KIRI_CELL_YEN,
                       KIRI_STYLE_PLAIN);
}

static void put_fixed(KiriXlsx *x, guint row, const KiriSummaryRow *r)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_CALC];
    for (guint c = QUANTITY; c <= FACTOR; c++)
        kiri_sheet_blank(sheet, row, c, KIRI_STYLE_PLAIN);
    if (r->is_ave_known)
        kiri_sheet_value(sheet, row, KIRI_CALC_YEN, (gdouble)r->ave_yen, KIRI_CELL_YEN,
                         KIRI_STYLE_PLAIN);
    else
        kiri_sheet_text(sheet, row, KIRI_CALC_YEN, kiri_xlsx_say(x, "算定不能"), KIRI_STYLE_PLAIN);
}

/* Why it is not known, or whose figure it is. (transfer full) */
static char *remark_of(const KiriXlsx *x, const KiriSummaryClip *c, const KiriWorth *worth)
{
    const KiriScore *score = c->clip->score;
    if (worth->override)
        return g_strdup_printf(kiri_say(x->o->lang, "利用者の値。理由：%s"),
                               worth->override->reason ? worth->override->reason : "");
    if (!worth->is_known)
        return g_strdup(score && score->unknown_reason ? score->unknown_reason
                                                       : kiri_xlsx_say(x, "未算定"));
    return g_strdup(score->treatment ? score->treatment : "");
}

static void note_basis(KiriXlsx *x, const KiriScore *score)
{
    if (!score || !score->is_known || !score->book_version || !score->method)
        return;
    g_autofree char *basis = g_strdup_printf("%s（%s）", score->book_version, score->method);
    if (!g_ptr_array_find_with_equal_func(x->inputs->bases, basis, g_str_equal, NULL))
        g_ptr_array_add(x->inputs->bases, g_steal_pointer(&basis));
}

static const char *method_title(const KiriScore *score)
{
    const KiriScoreMethod *method =
        score && score->method ? kiri_score_method(score->method) : NULL;
    return method ? method->title : score && score->method ? score->method : "";
}

void kiri_xlsx_calc_row(KiriXlsx *x, const KiriSummaryClip *c)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_CALC];
    const KiriScore *score = c->clip->score;
    const KiriSummaryRow *r = kiri_summary_row(x->s, c->number - 1);
    KiriWorth worth = kiri_worth(score, c->verdict);
    Factors f = {{g_string_new(NULL), 1, 0},
                 {g_string_new(NULL), 1, 0},
                 {g_string_new(NULL), 1, 0},
                 1,
                 FALSE};
    g_autofree char *remark = remark_of(x, c, &worth);
    const KiriXlsxFit texts[] = {{kiri_report_medium_name(c), columns[1].width},
                                 {method_title(score), columns[2].width},
                                 {score ? score->formula : NULL, columns[FORMULA].width},
                                 {remark, columns[REMARK].width}};
    kiri_xlsx_fit(x, KIRI_XLSX_CALC, c->number, texts, G_N_ELEMENTS(texts));
    kiri_sheet_number(sheet, c->number, 0, c->number, KIRI_STYLE_PLAIN);
    kiri_sheet_text(sheet, c->number, 1, kiri_report_medium_name(c), KIRI_STYLE_PLAIN);
    kiri_sheet_text(sheet, c->number, 2, kiri_xlsx_say(x, method_title(score)), KIRI_STYLE_PLAIN);
    if (worth.is_computed_known && take_factors(x, c, worth.yen, &f))
        put_factors(x, c->number, &f, worth.yen);
    else
        put_fixed(x, c->number, r);
    kiri_sheet_text(sheet, c->number, KIRI_CALC_BASIS, kiri_xlsx_basis(x, r), KIRI_STYLE_PLAIN);
    if (worth.is_known)
        kiri_sheet_value(sheet, c->number, THEN, (gdouble)worth.yen, KIRI_CELL_YEN,
                         KIRI_STYLE_HELP);
    else
        kiri_sheet_blank(sheet, c->number, THEN, KIRI_STYLE_HELP);
    kiri_sheet_text(sheet, c->number, FORMULA, score && score->formula ? score->formula : "",
                    KIRI_STYLE_HELP);
    kiri_sheet_text(sheet, c->number, REMARK, remark, KIRI_STYLE_HELP);
    note_basis(x, score);
    g_string_free(f.quantity.text, TRUE);
    g_string_free(f.price.text, TRUE);
    g_string_free(f.factor.text, TRUE);
}

/* ---- 前提・単価出典 ---- */

static void put_input(const KiriXlsx *x, guint i)
{
    KiriSheet *sheet = x->sheets[KIRI_XLSX_INPUTS];
    const KiriScoreLine *line = g_ptr_array_index(x->inputs->lines, i);
    guint row = INPUTS_HEAD + 1 + i;
    gdouble value = 0;
    number_of(line, &value); // it is one: a formula looks at it
    const char *const cells[] = {
        line->valid, line->is_outside ? kiri_xlsx_say(x, "期間外") : NULL, line->source,
        kiri_xlsx_say(x, kiri_confidence_word((KiriConfidence)line->confidence)), line->row};
    kiri_sheet_text(sheet, row, 0, line->label ? line->label : "", KIRI_STYLE_PLAIN);
    kiri_sheet_text(sheet, row, 1, g_ptr_array_index(x->inputs->owners, i), KIRI_STYLE_PLAIN);
    kiri_sheet_number(sheet, row, INPUT_VALUE, (gint64)llround(value), KIRI_STYLE_INPUT);
    kiri_sheet_text(sheet, row, 3, line->unit ? line->unit : "", KIRI_STYLE_PLAIN);
    for (guint c = 0; c < G_N_ELEMENTS(cells); c++)
        kiri_sheet_text(sheet, row, 4 + c, cells[c] ? cells[c] : "", KIRI_STYLE_PLAIN);
}

/* A line of label and text below the table. */
static void put_fact(const KiriXlsx *x, guint *row, const char *label, const char *text)
{
    kiri_sheet_text(x->sheets[KIRI_XLSX_INPUTS], *row, 0, label, KIRI_STYLE_HEAD);
    kiri_sheet_text(x->sheets[KIRI_XLSX_INPUTS], *row, 1, text, KIRI_STYLE_NOTE);
    ++*row;
}

/* Returns the row below them. */
static guint put_facts(const KiriXlsx *x, guint row)
{
    const KiriReach *reach = x->s->reach;
    if (reach->population > 0) {
        g_autofree char *people = kiri_number_grouped(reach->population);
        g_autofree char *text =
            g_strdup_printf(kiri_say(x->o->lang, "%s人（%s）"), people,
                            reach->population_source ? reach->population_source
                                                     : kiri_xlsx_say(x, "出典の記載なし"));
        put_fact(x, &row, kiri_xlsx_say(x, "人口"), text);
    }
    for (guint i = 0; i < x->inputs->bases->len; i++)
        put_fact(x, &row, kiri_xlsx_say(x, "単価表の版（算定方法）"),
                 g_ptr_array_index(x->inputs->bases, i));
    put_fact(x, &row, kiri_xlsx_say(x, "算定の式"),
             kiri_xlsx_say(x,
                           "広告換算額 ＝ 数量 × 単価 × 関連部分の割合 × 係数（円未満四捨五入）。"
                           "ウェブの数量は月間閲覧数 ÷ 当月の記事数、単価はCPM ÷ 1,000。"));
    put_fact(
        x, &row, kiri_xlsx_say(x, "性質"),
        kiri_xlsx_say(x, "税抜・定価ベースの参考値であり、広報効果そのものを示すものではない。"));
    return row;
}

void kiri_xlsx_inputs(KiriXlsx *x)
{
    static const KiriXlsxColumn inputs[] = {{"項目", 26}, {"媒体", 28},       {"値", 16},
                                            {"単位", 14}, {"有効期間", 24},   {"期間", 10},
                                            {"出典", 44}, {"確からしさ", 12}, {"ID", 34}};
    KiriSheet *sheet = x->sheets[KIRI_XLSX_INPUTS];
    kiri_sheet_title(sheet, 0, kiri_xlsx_sheet_name(x, KIRI_XLSX_INPUTS));
    kiri_sheet_text(sheet, 1, 0,
                    kiri_xlsx_say(x, "青い欄の値を変えると、算定式・掲載一覧・概要の額が変わる。"),
                    KIRI_STYLE_NOTE);
    kiri_xlsx_columns(x, KIRI_XLSX_INPUTS, INPUTS_HEAD, inputs, G_N_ELEMENTS(inputs));
    kiri_sheet_freeze(sheet, INPUTS_HEAD + 1, 0);
    for (guint i = 0; i < x->inputs->lines->len; i++)
        put_input(x, i);
    guint last = put_facts(x, INPUTS_HEAD + x->inputs->lines->len + 2);
    kiri_sheet_page(sheet, INPUTS_HEAD, last, 7);
}
