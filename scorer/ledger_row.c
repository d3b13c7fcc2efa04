// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of the ledger: one table of columns for each noun, from which rows are read and
 * written, whatever they come from. */
#include "ledger_row.h"

#include <kirinuki/date_text.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <string.h>

typedef enum {
    TEXT,
    ID,      // a name of ASCII
    LIST,    // names separated by spaces
    WHOLE,   // a whole number; nothing is 0
    COUNTED, // a whole number above 0, which must be there
    DATE,
    KIND,
    CONFIDENCE,
    METRIC,
    UNIT,
    RANK,
} Type;

typedef struct {
    const char *name, *heading;
    Type type;
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

#define COLUMN(struct_, member_) offsetof(struct_, member_)

/* Those behind `note` are of the short form of figures: members of Validity, and not
 * written. */
enum { MEDIUM_WRITTEN = 10 };
static const Column medium_columns[] = {
    {"id", "媒体ID", ID, COLUMN(KiriMedium, id), TRUE, {"媒体コード", "コード"}},
    {"name", "媒体名", TEXT, COLUMN(KiriMedium, name), TRUE, {"媒体", "名称"}},
    {"kind", "種別", KIND, COLUMN(KiriMedium, kind), FALSE, {"種類", "媒体種別"}},
    {"domains", "ドメイン", LIST, COLUMN(KiriMedium, domains), FALSE, {"domain"}},
    {"tier", "重点度", WHOLE, COLUMN(KiriMedium, tier), FALSE, {"重点媒体"}},
    {"position", "並び順", WHOLE, COLUMN(KiriMedium, position), FALSE, {"順番", "掲載順"}},
    {"substitutes", "置換え媒体", LIST, COLUMN(KiriMedium, substitutes), FALSE, {"置換媒体"}},
    {"evidence_days", "保存日数", WHOLE, COLUMN(KiriMedium, evidence_days), FALSE, {NULL}},
    {"terms", "利用条件", TEXT, COLUMN(KiriMedium, terms), FALSE, {"利用規約"}},
    {"note", "備考", TEXT, COLUMN(KiriMedium, note), FALSE, {NULL}},
    {"valid_from", "有効開始", DATE, COLUMN(Validity, valid_from), FALSE, {"開始日"}},
    {"valid_to", "有効終了", DATE, COLUMN(Validity, valid_to), FALSE, {"終了日"}},
    {"source", "出典", TEXT, COLUMN(Validity, source), FALSE, {NULL}},
    {"confidence", "確度", CONFIDENCE, COLUMN(Validity, confidence), FALSE, {NULL}},
};
static const Column figure_columns[] = {
    {"medium", "媒体ID", ID, COLUMN(KiriFigure, medium), FALSE, {"媒体", "媒体コード"}},
    {"metric", "指標", METRIC, COLUMN(KiriFigure, metric), TRUE, {"項目"}},
    {"rank", "区分", RANK, COLUMN(KiriFigure, rank), FALSE, {"ランク", "時間ランク"}},
    {"value", "値", COUNTED, COLUMN(KiriFigure, value), TRUE, {"数値"}},
    {"valid_from", "有効開始", DATE, COLUMN(KiriFigure, valid_from), FALSE, {"開始日"}},
    {"valid_to", "有効終了", DATE, COLUMN(KiriFigure, valid_to), FALSE, {"終了日"}},
    {"source", "出典", TEXT, COLUMN(KiriFigure, source), FALSE, {NULL}},
    {"confidence", "確度", CONFIDENCE, COLUMN(KiriFigure, confidence), FALSE, {NULL}},
};
static const Column rate_columns[] = {
    {"medium", "媒体ID", ID, COLUMN(KiriRate, medium), FALSE, {"媒体", "媒体コード"}},
    {"kind", "種別", KIND, COLUMN(KiriRate, kind), FALSE, {"種類", "媒体種別"}},
    {"tier", "重点度", WHOLE, COLUMN(KiriRate, tier), FALSE, {"重点媒体"}},
    {"unit", "単位", UNIT, COLUMN(KiriRate, unit), TRUE, {NULL}},
    {"rank", "区分", RANK, COLUMN(KiriRate, rank), FALSE, {"ランク", "時間ランク"}},
    {"price_yen", "単価（円）", COUNTED, COLUMN(KiriRate, price_yen), TRUE, {"単価", "料金"}},
    {"valid_from", "有効開始", DATE, COLUMN(KiriRate, valid_from), FALSE, {"開始日"}},
    {"valid_to", "有効終了", DATE, COLUMN(KiriRate, valid_to), FALSE, {"終了日"}},
    {"source", "出典", TEXT, COLUMN(KiriRate, source), TRUE, {NULL}},
    {"confidence", "確度", CONFIDENCE, COLUMN(KiriRate, confidence), FALSE, {NULL}},
};

enum { MAX_COLUMNS = 16, MAX_RANK_CHARS = 40, DEFAULT_TIER = 2, LOWEST_TIER = 9 };
#define MOST G_GINT64_CONSTANT(1000000000000000) // of a figure or price

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
    default:
        g_assert_not_reached();
    }
}

struct KiriLedgerRow {
    KiriNoun noun;
    Table table;
    gpointer record;
    gboolean has_base;
    gboolean has[MAX_COLUMNS]; // was set to something
    GPtrArray *figures;        // of a medium
    Validity validity;         // of those
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

static KiriCell text_cell(const char *text)
{
    return (KiriCell){.type = KIRI_CELL_TEXT, .text = g_strdup(text), .is_empty = !text};
}

static KiriCell name_cell(const Column *c, gconstpointer member, gboolean wants_words)
{
    const char *const *text = member;
    const gint *value = member;
    switch (c->type) {
    case KIND:
        return text_cell(wants_words ? kiri_medium_kind_word((KiriMediumKind)*value)
                                     : kiri_medium_kind_names[*value]);
    case CONFIDENCE:
        return text_cell(wants_words ? kiri_confidence_word((KiriConfidence)*value)
                                     : kiri_confidence_names[*value]);
    case METRIC:
        return text_cell(wants_words ? kiri_metric_word(*text) : *text);
    case UNIT:
        return text_cell(wants_words ? kiri_unit_word(*text) : *text);
    case RANK:
        return text_cell(wants_words ? kiri_rank_word(*text) : *text);
    default:
        return text_cell(*text);
    }
}

KiriCell kiri_ledger_cell(KiriNoun noun, guint i, gconstpointer record, gboolean wants_words)
{
    const Column *c = &table_of(noun).columns[i];
    gconstpointer member = (const char *)record + c->offset;
    if (noun == KIRI_NOUN_RATE && c->type == KIND && ((const KiriRate *)record)->medium)
        return text_cell(NULL); // the kind is of a default
    switch (c->type) {
    case LIST: {
        char **const *list = member;
        return (KiriCell){.type = KIRI_CELL_TEXT,
                          .text = *list ? g_strjoinv(" ", *list) : NULL,
                          .is_empty = !*list};
    }
    case WHOLE:
    case COUNTED: {
        gint64 n = *(const gint64 *)member;
        return (KiriCell){.type = KIRI_CELL_NUMBER, .number = n, .is_empty = n == 0};
    }
    case DATE: {
        KiriTime t = *(const KiriTime *)member;
        return (KiriCell){.type = KIRI_CELL_DATE, .date = t, .is_empty = !kiri_time_is_set(t)};
    }
    default:
        return name_cell(c, member, wants_words);
    }
}

/* ---- cells in ---- */

static gboolean bad(const char *column, const char *what, const char *value, GError **error)
{
    g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE, _("column '%s': %s: '%s'"), column,
                what, value);
    return FALSE;
}

static gboolean set_text(char **member, const char *value)
{
    g_free(*member);
    *member = *value ? g_strdup(value) : NULL;
    return TRUE;
}

static gboolean set_id(char **member, const char *column, const char *value, GError **error)
{
    for (const char *s = value; *s; s++)
        if (!g_ascii_isalnum(*s) && !strchr("-_.", *s))
            return bad(column, _("may hold letters, digits, '-', '_' and '.' only"), value, error);
    return set_text(member, value);
}

static gboolean set_list(char ***member, const char *value)
{
    g_auto(GStrv) parts = g_strsplit_set(value, " ;", -1);
    g_clear_pointer(member, g_strfreev);
    for (gsize i = 0; parts[i]; i++)
        if (*parts[i] && !kiri_strv_has(*member, parts[i]))
            kiri_strv_add(member, parts[i]);
    return TRUE;
}

/* Takes the end `suffix` off; FALSE where there is none. */
static gboolean cut_end(GString *text, const char *suffix)
{
    if (!g_str_has_suffix(text->str, suffix))
        return FALSE;
    g_string_truncate(text, text->len - strlen(suffix));
    return TRUE;
}

/* Digits in any width, with the commas, the sign of yen and the units that offices
 * write beside them: ￥1,200,000, 250万部. */
static gboolean set_number(gint64 *member, const char *column, const char *value, GError **error)
{
    static const char *const units[] = {"円", "部", "人", "局", "段", "pv", "uu", "mm", NULL};
    g_autofree char *normal = kiri_normalize_dup(kiri_str(value));
    g_autoptr(GString) digits = g_string_new(g_strstrip(normal));
    *member = 0;
    if (!digits->len)
        return TRUE;
    g_string_replace(digits, ",", "", 0);
    if (g_str_has_prefix(digits->str, "¥"))
        g_string_erase(digits, 0, (gssize)strlen("¥"));
    for (gsize i = 0; units[i] && !cut_end(digits, units[i]); i++)
        ;
    gint64 times = cut_end(digits, "万") ? 10000 : cut_end(digits, "億") ? 100000000 : 1, n = 0;
    if (!g_ascii_string_to_signed(digits->str, 10, 0, MOST / times, &n, NULL))
        return bad(column, _("is no whole number"), value, error);
    *member = n * times;
    return TRUE;
}

/* Its precision is kept: 2026-04 is a month, as the end the whole of it. */
static gboolean set_date(KiriTime *member, const char *column, const char *value, GError **error)
{
    *member = KIRI_TIME_UNSET;
    if (!*value || kiri_time_parse(kiri_str(value), KIRI_JST_MIN, member))
        return TRUE;
    gsize from = 0, to = 0;
    /* 2026/4/1, 令和8年4月1日: whole and to the day. */
    if (kiri_date_find(kiri_str(value), 0, member, &from, &to) && from == 0 &&
        to == strlen(value) && member->precision <= KIRI_PRECISION_DAY)
        return TRUE;
    *member = KIRI_TIME_UNSET;
    return bad(column, _("is no date such as 2026-04-01"), value, error);
}

/* Names what there is, in the language of the column. */
static gboolean none_of(Type type, const char *column, const char *value, GError **error)
{
    gboolean is_ascii = g_str_is_ascii(column);
    const char *const *names = type == KIND         ? kiri_medium_kind_names
                               : type == CONFIDENCE ? kiri_confidence_names
                               : type == METRIC     ? kiri_metric_names
                                                    : kiri_unit_names;
    g_autoptr(GString) all = g_string_new(NULL);
    for (gint i = 0; names[i]; i++)
        g_string_append_printf(all, "%s%s", i ? (is_ascii ? ", " : "、") : "",
                               is_ascii             ? names[i]
                               : type == KIND       ? kiri_medium_kind_word((KiriMediumKind)i)
                               : type == CONFIDENCE ? kiri_confidence_word((KiriConfidence)i)
                               : type == METRIC     ? kiri_metric_word(names[i])
                                                    : kiri_unit_word(names[i]));
    g_autofree char *what = g_strdup_printf(_("is none of %s"), all->str);
    return bad(column, what, value, error);
}

static gboolean set_rank(char **member, const char *column, const char *value, GError **error)
{
    if (g_utf8_strlen(value, -1) > MAX_RANK_CHARS || strpbrk(value, "~\n\t"))
        return bad(column, _("is no rank: at most 40 characters, without '~'"), value, error);
    g_free(*member);
    *member = kiri_rank_parse(value);
    return TRUE;
}

static gboolean set_name(const Column *c, gpointer member, const char *column, const char *value,
                         GError **error)
{
    gint *index = member;
    char **text = member;
    const char *name = NULL;
    switch (c->type) {
    case KIND:
        *index = *value ? kiri_medium_kind_parse(value) : 0;
        return *index >= 0 || (*index = 0, none_of(c->type, column, value, error));
    case CONFIDENCE:
        *index = *value ? kiri_confidence_parse(value) : 0;
        return *index >= 0 || (*index = 0, none_of(c->type, column, value, error));
    case METRIC:
        name = kiri_metric_parse(value);
        return name || !*value ? set_text(text, name ? name : "")
                               : none_of(c->type, column, value, error);
    default:
        name = kiri_unit_parse(value);
        return name || !*value ? set_text(text, name ? name : "")
                               : none_of(c->type, column, value, error);
    }
}

static gboolean set_cell(KiriLedgerRow *row, const Column *c, const char *column, const char *value,
                         GError **error)
{
    gsize i = (gsize)(c - row->table.columns);
    char *of = i < row->table.n_written ? row->record : (gpointer)&row->validity;
    gpointer member = of + c->offset;
    row->has[i] = *value != 0;
    switch (c->type) {
    case TEXT:
        return set_text(member, value);
    case ID:
        return set_id(member, column, value, error);
    case LIST:
        return set_list(member, value);
    case WHOLE:
    case COUNTED:
        return set_number(member, column, value, error);
    case DATE:
        return set_date(member, column, value, error);
    case RANK:
        return set_rank(member, column, value, error);
    default:
        return set_name(c, member, column, value, error);
    }
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
    if (!set_number(&n, column, value, error))
        return FALSE;
    if (!n)
        return !*value || bad(column, _("must be more than nothing"), value, error);
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
        if (c->type == COUNTED ? *(const gint64 *)member != 0 : *(char *const *)member != NULL)
            continue;
        return bad(c->name,
                   c->type == COUNTED && row->has[i] ? _("must be more than nothing")
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
    return bad("valid_to", _("is before valid_from"), text, error);
}

static gboolean finish_medium(KiriLedgerRow *row, GError **error)
{
    KiriMedium *m = row->record;
    if (!m->tier && !kiri_ledger_row_has(row, "tier"))
        m->tier = DEFAULT_TIER;
    if (m->tier < 1 || m->tier > LOWEST_TIER) {
        g_autofree char *tier = g_strdup_printf("%" G_GINT64_FORMAT, m->tier);
        return bad("tier", _("must be 1 (重点媒体) to 9"), tier, error);
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
        return bad("medium", _("must not be empty"), "", error);
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
        return bad("kind", _("must be there where no medium is"), "", error);
    g_free(r->id);
    r->id = kiri_rate_slot(r);
    return check_validity(r->valid_from, r->valid_to, error);
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
    default:
        return finish_rate(row, error);
    }
}

gpointer kiri_ledger_row_record(const KiriLedgerRow *row)
{
    return row->record;
}

GPtrArray *kiri_ledger_row_figures(const KiriLedgerRow *row)
{
    return row->figures;
}
