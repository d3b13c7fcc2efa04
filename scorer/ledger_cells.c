// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_cells.h"

#include <kirinuki/date_text.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <string.h>

enum { MAX_RANK_CHARS = 40 };
#define MOST G_GINT64_CONSTANT(1000000000000000) // of a figure or price

/* ---- out ---- */

static KiriCell text_cell(const char *text)
{
    return (KiriCell){.type = KIRI_CELL_TEXT, .text = g_strdup(text), .is_empty = !text};
}

static KiriCell name_cell(KiriLedgerType type, gconstpointer member, gboolean wants_words)
{
    const char *const *text = member;
    const gint *value = member;
    switch (type) {
    case KIRI_LEDGER_KIND:
        return text_cell(wants_words ? kiri_medium_kind_word((KiriMediumKind)*value)
                                     : kiri_medium_kind_names[*value]);
    case KIRI_LEDGER_CONFIDENCE:
        return text_cell(wants_words ? kiri_confidence_word((KiriConfidence)*value)
                                     : kiri_confidence_names[*value]);
    case KIRI_LEDGER_METRIC:
        return text_cell(wants_words ? kiri_metric_word(*text) : *text);
    case KIRI_LEDGER_UNIT:
        return text_cell(wants_words ? kiri_unit_word(*text) : *text);
    case KIRI_LEDGER_RANK:
        return text_cell(wants_words ? kiri_rank_word(*text) : *text);
    case KIRI_LEDGER_CONTRACT:
        return text_cell(wants_words ? kiri_contract_word((KiriContract)*value)
                                     : kiri_contract_names[*value]);
    case KIRI_LEDGER_FEE:
        return text_cell(wants_words ? kiri_fee_word((KiriFee)*value) : kiri_fee_names[*value]);
    case KIRI_LEDGER_YES_NO:
        return text_cell(wants_words ? (*value ? "○" : "×") : *value ? "yes" : "no");
    default:
        return text_cell(*text);
    }
}

KiriCell kiri_ledger_read_member(KiriLedgerType type, gconstpointer member, gboolean wants_words)
{
    switch (type) {
    case KIRI_LEDGER_LIST:
    case KIRI_LEDGER_SECTIONS: {
        char **const *list = member;
        return (KiriCell){.type = KIRI_CELL_TEXT,
                          .text = *list ? g_strjoinv(type == KIRI_LEDGER_LIST ? " " : "、", *list)
                                        : NULL,
                          .is_empty = !*list};
    }
    case KIRI_LEDGER_WHOLE:
    case KIRI_LEDGER_COUNTED: {
        gint64 n = *(const gint64 *)member;
        return (KiriCell){.type = KIRI_CELL_NUMBER, .number = n, .is_empty = n == 0};
    }
    case KIRI_LEDGER_DATE: {
        KiriTime t = *(const KiriTime *)member;
        return (KiriCell){.type = KIRI_CELL_DATE, .date = t, .is_empty = !kiri_time_is_set(t)};
    }
    default:
        return name_cell(type, member, wants_words);
    }
}

/* ---- in ---- */

gboolean kiri_ledger_bad_cell(const char *column, const char *what, const char *value,
                              GError **error)
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
            return kiri_ledger_bad_cell(
                column, _("may hold letters, digits, '-', '_' and '.' only"), value, error);
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

/* Names of sections may hold spaces. */
static gboolean set_sections(char ***member, const char *value)
{
    g_autoptr(GString) plain = g_string_new(value);
    static const char *const separators[] = {"、", "，", "；", ",", "\n", NULL};
    for (gsize i = 0; separators[i]; i++)
        g_string_replace(plain, separators[i], ";", 0);
    g_auto(GStrv) parts = g_strsplit(plain->str, ";", -1);
    g_clear_pointer(member, g_strfreev);
    for (gsize i = 0; parts[i]; i++)
        if (*g_strstrip(parts[i]) && !kiri_strv_has(*member, parts[i]))
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
    static const char *const units[] = {"円", "部", "人", "局", "段", "件",
                                        "台", "日", "pv", "uu", "mm", NULL};
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
        return kiri_ledger_bad_cell(column, _("is no whole number"), value, error);
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
    return kiri_ledger_bad_cell(column, _("is no date such as 2026-04-01"), value, error);
}

static const char *const *names_of(KiriLedgerType type)
{
    static const char *const answers[] = {"yes", "no", NULL};
    switch (type) {
    case KIRI_LEDGER_KIND:
        return kiri_medium_kind_names;
    case KIRI_LEDGER_CONFIDENCE:
        return kiri_confidence_names;
    case KIRI_LEDGER_METRIC:
        return kiri_metric_names;
    case KIRI_LEDGER_CONTRACT:
        return kiri_contract_names;
    case KIRI_LEDGER_FEE:
        return kiri_fee_names;
    case KIRI_LEDGER_YES_NO:
        return answers;
    default:
        return kiri_unit_names;
    }
}

static const char *word_of(KiriLedgerType type, gint i)
{
    switch (type) {
    case KIRI_LEDGER_KIND:
        return kiri_medium_kind_word((KiriMediumKind)i);
    case KIRI_LEDGER_CONFIDENCE:
        return kiri_confidence_word((KiriConfidence)i);
    case KIRI_LEDGER_METRIC:
        return kiri_metric_word(kiri_metric_names[i]);
    case KIRI_LEDGER_CONTRACT:
        return kiri_contract_word((KiriContract)i);
    case KIRI_LEDGER_FEE:
        return kiri_fee_word((KiriFee)i);
    case KIRI_LEDGER_YES_NO:
        return i ? "不可" : "可";
    default:
        return kiri_unit_word(kiri_unit_names[i]);
    }
}

/* Names what there is, in the language of the column. */
static gboolean none_of(KiriLedgerType type, const char *column, const char *value, GError **error)
{
    gboolean is_ascii = g_str_is_ascii(column);
    const char *const *names = names_of(type);
    g_autoptr(GString) all = g_string_new(NULL);
    for (gint i = 0; names[i]; i++)
        g_string_append_printf(all, "%s%s", i ? (is_ascii ? ", " : "、") : "",
                               is_ascii ? names[i] : word_of(type, i));
    g_autofree char *what = g_strdup_printf(_("is none of %s"), all->str);
    return kiri_ledger_bad_cell(column, what, value, error);
}

/* An empty value is the first of the names. */
static gboolean set_index(KiriLedgerType type, gint *member, gint (*parse)(const char *word),
                          const char *column, const char *value, GError **error)
{
    *member = *value ? parse(value) : 0;
    if (*member >= 0)
        return TRUE;
    *member = 0;
    return none_of(type, column, value, error);
}

static gboolean set_rank(char **member, const char *column, const char *value, GError **error)
{
    if (g_utf8_strlen(value, -1) > MAX_RANK_CHARS || strpbrk(value, "~\n\t"))
        return kiri_ledger_bad_cell(column, _("is no rank: at most 40 characters, without '~'"),
                                    value, error);
    g_free(*member);
    *member = kiri_rank_parse(value);
    return TRUE;
}

static gboolean set_name(KiriLedgerType type, gpointer member, const char *column,
                         const char *value, GError **error)
{
    char **text = member;
    const char *name = NULL;
    switch (type) {
    case KIRI_LEDGER_KIND:
        return set_index(type, member, kiri_medium_kind_parse, column, value, error);
    case KIRI_LEDGER_CONFIDENCE:
        return set_index(type, member, kiri_confidence_parse, column, value, error);
    case KIRI_LEDGER_CONTRACT:
        return set_index(type, member, kiri_contract_parse, column, value, error);
    case KIRI_LEDGER_FEE:
        return set_index(type, member, kiri_fee_parse, column, value, error);
    case KIRI_LEDGER_YES_NO:
        return set_index(type, member, kiri_yes_no_parse, column, value, error);
    case KIRI_LEDGER_METRIC:
        name = kiri_metric_parse(value);
        return name || !*value ? set_text(text, name ? name : "")
                               : none_of(type, column, value, error);
    default:
        name = kiri_unit_parse(value);
        return name || !*value ? set_text(text, name ? name : "")
                               : none_of(type, column, value, error);
    }
}

gboolean kiri_ledger_set_member(KiriLedgerType type, gpointer member, const char *column,
                                const char *value, GError **error)
{
    switch (type) {
    case KIRI_LEDGER_TEXT:
        return set_text(member, value);
    case KIRI_LEDGER_ID:
        return set_id(member, column, value, error);
    case KIRI_LEDGER_LIST:
        return set_list(member, value);
    case KIRI_LEDGER_SECTIONS:
        return set_sections(member, value);
    case KIRI_LEDGER_WHOLE:
    case KIRI_LEDGER_COUNTED:
        return set_number(member, column, value, error);
    case KIRI_LEDGER_DATE:
        return set_date(member, column, value, error);
    case KIRI_LEDGER_RANK:
        return set_rank(member, column, value, error);
    default:
        return set_name(type, member, column, value, error);
    }
}
