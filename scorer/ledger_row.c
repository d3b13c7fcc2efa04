// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of the ledger: one table of columns for each noun, from which rows are read and
 * written, whatever they come from. */
#include "ledger_cells.h"
#include "ledger_row.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <string.h>

typedef struct {
    const char *name, *heading;
    KiriLedgerType type;
    gsize offset;
    gboolean is_needed;
    const char *other[4]; // what else the heading may be; NULL-terminated
} Column;

/* What media.csv says of all figures of a row. */
typedef struct {
    KiriTime valid_from, valid_to;
    char *source;
    gint confidence;
} Validity;

#define COLUMN(struct_, member_, type_)                                                            \
    .type = KIRI_LEDGER_##type_, .offset = offsetof(struct_, member_)

/* Those behind `note` are of the short form of figures: members of Validity, and not
 * written. */
enum { MEDIUM_WRITTEN = 10 };
static const Column medium_columns[] = {
    {"id", "媒体ID", COLUMN(KiriMedium, id, ID), .is_needed = TRUE,
     .other = {"媒体コード", "コード"}},
    {"name", "媒体名", COLUMN(KiriMedium, name, TEXT), .is_needed = TRUE,
     .other = {"媒体", "名称"}},
    {"kind", "種別", COLUMN(KiriMedium, kind, KIND), .other = {"種類", "媒体種別"}},
    {"domains", "ドメイン", COLUMN(KiriMedium, domains, LIST), .other = {"domain"}},
    {"tier", "重点度", COLUMN(KiriMedium, tier, WHOLE), .other = {"重点媒体"}},
    {"position", "並び順", COLUMN(KiriMedium, position, WHOLE), .other = {"順番", "掲載順"}},
    {"substitutes", "置換え媒体", COLUMN(KiriMedium, substitutes, LIST), .other = {"置換媒体"}},
    {"evidence_days", "保存日数", COLUMN(KiriMedium, evidence_days, WHOLE)},
    {"terms", "利用条件", COLUMN(KiriMedium, terms, TEXT), .other = {"利用規約"}},
    {"note", "備考", COLUMN(KiriMedium, note, TEXT)},
    {"valid_from", "有効開始", COLUMN(Validity, valid_from, DATE), .other = {"開始日"}},
    {"valid_to", "有効終了", COLUMN(Validity, valid_to, DATE), .other = {"終了日"}},
    {"source", "出典", COLUMN(Validity, source, TEXT)},
    {"confidence", "確度", COLUMN(Validity, confidence, CONFIDENCE)},
};
static const Column figure_columns[] = {
    {"medium", "媒体ID", COLUMN(KiriFigure, medium, ID), .other = {"媒体", "媒体コード"}},
    {"metric", "指標", COLUMN(KiriFigure, metric, METRIC), .is_needed = TRUE, .other = {"項目"}},
    {"rank", "区分", COLUMN(KiriFigure, rank, RANK), .other = {"ランク", "時間ランク"}},
    {"value", "値", COLUMN(KiriFigure, value, COUNTED), .is_needed = TRUE, .other = {"数値"}},
    {"valid_from", "有効開始", COLUMN(KiriFigure, valid_from, DATE), .other = {"開始日"}},
    {"valid_to", "有効終了", COLUMN(KiriFigure, valid_to, DATE), .other = {"終了日"}},
    {"source", "出典", COLUMN(KiriFigure, source, TEXT)},
    {"confidence", "確度", COLUMN(KiriFigure, confidence, CONFIDENCE)},
};
static const Column rate_columns[] = {
    {"medium", "媒体ID", COLUMN(KiriRate, medium, ID), .other = {"媒体", "媒体コード"}},
    {"kind", "種別", COLUMN(KiriRate, kind, KIND), .other = {"種類", "媒体種別"}},
    {"tier", "重点度", COLUMN(KiriRate, tier, WHOLE), .other = {"重点媒体"}},
    {"unit", "単位", COLUMN(KiriRate, unit, UNIT), .is_needed = TRUE},
    {"rank", "区分", COLUMN(KiriRate, rank, RANK), .other = {"ランク", "時間ランク"}},
    {"price_yen", "単価（円）", COLUMN(KiriRate, price_yen, COUNTED), .is_needed = TRUE,
     .other = {"単価", "料金"}},
    {"valid_from", "有効開始", COLUMN(KiriRate, valid_from, DATE), .other = {"開始日"}},
    {"valid_to", "有効終了", COLUMN(KiriRate, valid_to, DATE), .other = {"終了日"}},
    {"source", "出典", COLUMN(KiriRate, source, TEXT), .is_needed = TRUE},
    {"confidence", "確度", COLUMN(KiriRate, confidence, CONFIDENCE)},
};
static const Column licence_columns[] = {
    {"medium", "媒体ID", COLUMN(KiriLicence, medium, ID), .is_needed = TRUE,
     .other = {"媒体", "媒体コード"}},
    {"contract", "契約種別", COLUMN(KiriLicence, contract, CONTRACT), .other = {"契約"}},
    {"allows_body", "本文", COLUMN(KiriLicence, allows_body, YES_NO), .other = {"body", "本文可"}},
    {"allows_picture", "紙面画像", COLUMN(KiriLicence, allows_picture, YES_NO),
     .other = {"picture", "紙面", "画像"}},
    {"copies", "部数", COLUMN(KiriLicence, copies, WHOLE), .other = {"複製部数", "上限部数"}},
    {"terminals", "端末数", COLUMN(KiriLicence, terminals, WHOLE), .other = {"端末", "台数"}},
    {"sections", "対象課", COLUMN(KiriLicence, sections, SECTIONS),
     .other = {"対象部署", "対象課室"}},
    {"people", "人数", COLUMN(KiriLicence, people, WHOLE), .other = {"対象人数"}},
    {"clips_per_year", "年間件数", COLUMN(KiriLicence, clips_per_year, WHOLE),
     .other = {"年間記事数", "上限件数"}},
    {"valid_from", "契約開始", COLUMN(KiriLicence, valid_from, DATE),
     .other = {"有効開始", "開始日", "契約開始日"}},
    {"valid_to", "契約終了", COLUMN(KiriLicence, valid_to, DATE),
     .other = {"有効終了", "終了日", "契約終了日"}},
    {"fee_yen", "単価（円）", COLUMN(KiriLicence, fee_yen, WHOLE), .other = {"単価", "料金"}},
    {"fee", "計算単位", COLUMN(KiriLicence, fee, FEE), .other = {"課金単位", "単位"}},
    {"body_days", "本文保存日数", COLUMN(KiriLicence, body_days, WHOLE),
     .other = {"本文の保存日数"}},
    {"picture_days", "紙面保存日数", COLUMN(KiriLicence, picture_days, WHOLE),
     .other = {"紙面の保存日数", "画像保存日数"}},
    {"ends_with_contract", "契約終了時削除", COLUMN(KiriLicence, ends_with_contract, YES_NO)},
    {"note", "備考", COLUMN(KiriLicence, note, TEXT)},
    {"entered_by", "入力者", COLUMN(KiriLicence, entered_by, TEXT), .other = {"担当者"}},
};

enum { MAX_COLUMNS = 20, DEFAULT_TIER = 2, LOWEST_TIER = 9 };

typedef struct {
    const Column *columns;
    guint n, n_written;
} Table;

static Table table_of(KiriNoun noun)
{
    switch (noun) {
    case KIRI_NOUN_MEDIUM:
        return (Table){medium_columns, G_N_ELEMENTS(medium_columns), MEDIUM_WRITTEN};
    case KIRI_NOUN_FIGURE:
        return (Table){figure_columns, G_N_ELEMENTS(figure_columns), G_N_ELEMENTS(figure_columns)};
    case KIRI_NOUN_RATE:
        return (Table){rate_columns, G_N_ELEMENTS(rate_columns), G_N_ELEMENTS(rate_columns)};
    case KIRI_NOUN_LICENCE:
        return (Table){licence_columns, G_N_ELEMENTS(licence_columns),
                       G_N_ELEMENTS(licence_columns)};
    default:
        g_assert_not_reached();
    }
}

KiriLedgerHead kiri_ledger_head(KiriNoun noun, gconstpointer record)
{
    const KiriMedium *m = record;
    const KiriFigure *f = record;
    const KiriRate *r = record;
    const KiriLicence *l = record;
    switch (noun) {
    case KIRI_NOUN_MEDIUM:
        return (KiriLedgerHead){.id = m->id, .entered = m->entered};
    case KIRI_NOUN_FIGURE:
        return (KiriLedgerHead){f->id,       f->medium,     f->entered,
                                f->replaced, f->valid_from, f->valid_to};
    case KIRI_NOUN_LICENCE:
        return (KiriLedgerHead){l->id,       l->medium,     l->entered,
                                l->replaced, l->valid_from, l->valid_to};
    default:
        return (KiriLedgerHead){r->id,       r->medium,     r->entered,
                                r->replaced, r->valid_from, r->valid_to};
    }
}

char *kiri_ledger_slot(KiriNoun noun, gconstpointer record)
{
    switch (noun) {
    case KIRI_NOUN_MEDIUM:
        return g_strdup(((const KiriMedium *)record)->id);
    case KIRI_NOUN_FIGURE:
        return kiri_figure_slot(record);
    case KIRI_NOUN_LICENCE:
        return kiri_licence_slot(record);
    default:
        return kiri_rate_slot(record);
    }
}

struct KiriLedgerRow {
    KiriNoun noun;
    Table table;
    gpointer record;
    gboolean has_base;
    gboolean has[MAX_COLUMNS];        // was set to something
    gboolean is_cleared[MAX_COLUMNS]; // was set to nothing
    GPtrArray *figures;               // of a medium
    Validity validity;                // of those
};

/* ---- cells out ---- */

guint kiri_ledger_n_columns(KiriNoun noun)
{
    return table_of(noun).n_written;
}

const char *kiri_ledger_column(KiriNoun noun, guint i)
{
    return table_of(noun).columns[i].name;
}

const char *kiri_ledger_heading(KiriNoun noun, guint i)
{
    return table_of(noun).columns[i].heading;
}

KiriCell kiri_ledger_cell(KiriNoun noun, guint i, gconstpointer record, gboolean wants_words)
{
    const Column *c = &table_of(noun).columns[i];
    if (noun == KIRI_NOUN_RATE && c->type == KIRI_LEDGER_KIND && ((const KiriRate *)record)->medium)
        return (KiriCell){.is_empty = TRUE}; // the kind is of a default
    KiriCell cell = kiri_ledger_read_member(c->type, (const char *)record + c->offset, wants_words);
    if (noun == KIRI_NOUN_MEDIUM && strcmp(c->name, "tier") == 0)
        cell.is_empty = FALSE; // of no tier: an empty cell would be the default one
    return cell;
}

/* ---- cells in ---- */

static gboolean set_cell(KiriLedgerRow *row, const Column *c, const char *column, const char *value,
                         GError **error)
{
    gsize i = (gsize)(c - row->table.columns);
    char *of = i < row->table.n_written ? row->record : (gpointer)&row->validity;
    row->has[i] = *value != 0;
    row->is_cleared[i] = !*value;
    return kiri_ledger_set_member(c->type, of + c->offset, column, value, error);
}

/* ---- rows ---- */

static void free_figure(gpointer f)
{
    kiri_figure_free(f);
}

KiriLedgerRow *kiri_ledger_row_new(KiriNoun noun, gconstpointer base)
{
    KiriLedgerRow *row = g_new0(KiriLedgerRow, 1);
    const KiriShape *shape = kiri_noun_shape(noun);
    row->noun = noun;
    row->table = table_of(noun);
    row->has_base = base != NULL;
    row->record = base ? kiri_record_copy(shape, base) : kiri_record_new(shape);
    row->figures = g_ptr_array_new_with_free_func(free_figure);
    return row;
}

void kiri_ledger_row_free(KiriLedgerRow *row)
{
    if (!row)
        return;
    kiri_record_free(kiri_noun_shape(row->noun), row->record);
    g_ptr_array_unref(row->figures);
    g_free(row->validity.source);
    g_free(row);
}

static gboolean is_heading(const Column *c, const char *normal)
{
    const char *const names[] = {c->name, c->heading, c->other[0], c->other[1], c->other[2]};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = names[i] ? kiri_normalize_dup(kiri_str(names[i])) : NULL;
        if (g_strcmp0(name, normal) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean kiri_ledger_find_column(KiriNoun noun, const char *name, KiriLedgerPlace *place)
{
    Table table = table_of(noun);
    *place = (KiriLedgerPlace){0};
    for (place->i = 0; place->i < table.n; place->i++)
        if (strcmp(table.columns[place->i].name, name) == 0)
            return TRUE;
    g_autofree char *normal = kiri_normalize_dup(kiri_str(name));
    g_strstrip(normal);
    for (place->i = 0; place->i < table.n; place->i++)
        if (is_heading(&table.columns[place->i], normal))
            return TRUE;
    if (noun == KIRI_NOUN_MEDIUM)
        place->metric = kiri_metric_parse(name);
    return place->metric != NULL;
}

/* A figure in the short form: its column is the metric. */
static gboolean set_figure(KiriLedgerRow *row, const char *metric, const char *column,
                           const char *value, GError **error)
{
    gint64 n = 0;
    if (!kiri_ledger_set_member(KIRI_LEDGER_WHOLE, &n, column, value, error))
        return FALSE;
    if (!n)
        return !*value ||
               kiri_ledger_bad_cell(column, _("must be more than nothing"), value, error);
    KiriFigure *f = kiri_figure_new();
    f->metric = g_strdup(metric);
    f->value = n;
    g_ptr_array_add(row->figures, f);
    return TRUE;
}

gboolean kiri_ledger_row_set_at(KiriLedgerRow *row, const KiriLedgerPlace *place,
                                const char *column, const char *value, GError **error)
{
    return place->metric ? set_figure(row, place->metric, column, value, error)
                         : set_cell(row, &row->table.columns[place->i], column, value, error);
}

gboolean kiri_ledger_row_set(KiriLedgerRow *row, const char *column, const char *value,
                             GError **error)
{
    KiriLedgerPlace place;
    if (kiri_ledger_find_column(row->noun, column, &place))
        return kiri_ledger_row_set_at(row, &place, column, value, error);
    g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_NOT_FOUND, _("there is no column '%s'"),
                column);
    return FALSE;
}

gboolean kiri_ledger_row_has(const KiriLedgerRow *row, const char *column)
{
    KiriLedgerPlace place;
    return kiri_ledger_find_column(row->noun, column, &place) && !place.metric && row->has[place.i];
}

/* ---- finishing ---- */

static gboolean check_needed(const KiriLedgerRow *row, GError **error)
{
    for (guint i = 0; i < row->table.n; i++) {
        const Column *c = &row->table.columns[i];
        gconstpointer member = (const char *)row->record + c->offset;
        if (!c->is_needed)
            continue;
        if (c->type == KIRI_LEDGER_COUNTED ? *(const gint64 *)member != 0
                                           : *(char *const *)member != NULL)
            continue;
        return kiri_ledger_bad_cell(c->name,
                                    c->type == KIRI_LEDGER_COUNTED && row->has[i]
                                        ? _("must be more than nothing")
                                        : _("must not be empty"),
                                    row->has[i] ? "0" : "", error);
    }
    return TRUE;
}

static gboolean check_validity(KiriTime from, KiriTime to, GError **error)
{
    gint64 from_us = 0, to_us = 0;
    kiri_row_span(from, to, &from_us, &to_us);
    if (from_us < to_us)
        return TRUE;
    char text[32];
    kiri_time_format(to, text);
    return kiri_ledger_bad_cell("valid_to", _("is before valid_from"), text, error);
}

static gboolean finish_medium(KiriLedgerRow *row, GError **error)
{
    KiriMedium *m = row->record;
    KiriLedgerPlace tier;
    kiri_ledger_find_column(KIRI_NOUN_MEDIUM, "tier", &tier);
    /* 0, said in so many words, is none. */
    if (!m->tier && !row->has[tier.i] && (!row->has_base || row->is_cleared[tier.i]))
        m->tier = DEFAULT_TIER;
    if (m->tier > LOWEST_TIER) {
        g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, m->tier);
        return kiri_ledger_bad_cell("tier", _("must be 1 (重点媒体) to 9, or 0 for none"), text,
                                    error);
    }
    const Validity *v = &row->validity;
    for (guint i = 0; i < row->figures->len; i++) {
        KiriFigure *f = g_ptr_array_index(row->figures, i);
        f->medium = g_strdup(m->id);
        f->valid_from = v->valid_from;
        f->valid_to = v->valid_to;
        f->source = g_strdup(v->source);
        f->confidence = v->confidence;
        f->id = kiri_figure_slot(f);
    }
    return check_validity(v->valid_from, v->valid_to, error);
}

static gboolean finish_figure(KiriLedgerRow *row, GError **error)
{
    KiriFigure *f = row->record;
    /* The population alone may be of no medium: then it is that of the country. */
    if (!f->medium && strcmp(f->metric, KIRI_METRIC_POPULATION) != 0)
        return kiri_ledger_bad_cell("medium", _("must not be empty"), "", error);
    g_free(f->id);
    f->id = kiri_figure_slot(f);
    return check_validity(f->valid_from, f->valid_to, error);
}

static gboolean finish_rate(KiriLedgerRow *row, GError **error)
{
    KiriRate *r = row->record;
    if (r->medium)
        r->kind = 0, r->tier = 0;
    else if (!row->has_base && !kiri_ledger_row_has(row, "kind"))
        return kiri_ledger_bad_cell("kind", _("must be there where no medium is"), "", error);
    g_free(r->id);
    r->id = kiri_rate_slot(r);
    return check_validity(r->valid_from, r->valid_to, error);
}

static gboolean finish_licence(KiriLedgerRow *row, GError **error)
{
    KiriLicence *l = row->record;
    if (!row->has_base && !kiri_ledger_row_has(row, "contract"))
        return kiri_ledger_bad_cell("contract", _("must not be empty"), "", error);
    if (l->fee_yen && l->fee == KIRI_FEE_NONE)
        return kiri_ledger_bad_cell("fee", _("must say what fee_yen is the price of"), "", error);
    g_free(l->id);
    l->id = kiri_licence_slot(l);
    return check_validity(l->valid_from, l->valid_to, error);
}

gboolean kiri_ledger_row_finish(KiriLedgerRow *row, GError **error)
{
    if (!check_needed(row, error))
        return FALSE;
    switch (row->noun) {
    case KIRI_NOUN_MEDIUM:
        return finish_medium(row, error);
    case KIRI_NOUN_FIGURE:
        return finish_figure(row, error);
    case KIRI_NOUN_LICENCE:
        return finish_licence(row, error);
    default:
        return finish_rate(row, error);
    }
}

KiriNoun kiri_ledger_row_noun(const KiriLedgerRow *row)
{
    return row->noun;
}

gpointer kiri_ledger_row_record(const KiriLedgerRow *row)
{
    return row->record;
}

GPtrArray *kiri_ledger_row_figures(const KiriLedgerRow *row)
{
    return row->figures;
}
