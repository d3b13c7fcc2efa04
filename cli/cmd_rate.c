// SPDX-License-Identifier: GPL-3.0-or-later
/* rate: what the media's space and time cost as advertising. */
#include "commands.h"
#include "ledger_ops.h"

#include <string.h>

enum { VERB_ADD, VERB_EDIT, VERB_LIST, VERB_SHOW, VERB_REMOVE, VERB_IMPORT, VERB_EXPORT };
static const char *const verbs[] = {"add",    "edit",   "list",   "show",
                                    "remove", "import", "export", NULL};

enum { ID_COLUMNS = 34 };

typedef struct {
    gboolean is_dry, is_all;
    char *medium, *unit;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, medium, "medium", 0, FILENAME, N_("ID"),
                N_("list: only those of this medium")),
    KIRI_OPTION(Options, unit, "unit", 0, FILENAME, N_("UNIT"),
                N_("list: only this unit, such as cpm or 1段1cm")),
    KIRI_OPTION(Options, is_all, "all", 'a', NONE, NULL, N_("list: also what was replaced")),
    KIRI_OPTION(Options, is_dry, "dry-run", 'n', NONE, NULL,
                N_("show what would change, and change nothing")),
};

/* ---- list, show ---- */

typedef struct {
    const KiriCli *cli;
    const Options *o;
    const char *unit;
    guint n;
} List;

static gboolean print_rate(gconstpointer record, gpointer data)
{
    List *list = data;
    const KiriRate *r = record;
    if ((kiri_time_is_set(r->replaced) && !list->o->is_all) ||
        (list->o->medium && g_strcmp0(r->medium, list->o->medium) != 0) ||
        (list->unit && strcmp(r->unit, list->unit) != 0))
        return TRUE;
    list->n++;
    if (list->cli->is_json) {
        kiri_out_record(&kiri_rate_shape, r);
        return TRUE;
    }
    g_autofree char *source = kiri_out_safe(r->source);
    g_autoptr(GString) rest = g_string_new(NULL);
    char replaced[32];
    kiri_out_time(r->replaced, replaced);
    g_string_append_printf(rest, "%12" PRId64 "  %-9s %s", r->price_yen,
                           kiri_confidence_names[r->confidence], source);
    if (*replaced)
        g_string_append_printf(rest, _("  (replaced %s)"), replaced);
    kiri_out_row(0, r->id, ID_COLUMNS, rest->str);
    return TRUE;
}

static int list(KiriCli *cli, const Options *o, GError **error)
{
    List l = {.cli = cli, .o = o, .unit = o->unit ? kiri_unit_parse(o->unit) : NULL};
    if (o->unit && !l.unit) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is no unit of rates"),
                    o->unit);
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store || !kiri_store_each(store, KIRI_NOUN_RATE, "", print_rate, &l, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(l.n);
    return KIRI_EXIT_DONE;
}

static void print_all_of(const KiriRate *r)
{
    kiri_out_printf("%s\n", r->id);
    for (guint i = 0; i < kiri_ledger_n_columns(KIRI_NOUN_RATE); i++) {
        g_autofree char *text = kiri_ledger_cell_text(KIRI_NOUN_RATE, i, r);
        g_autofree char *safe = kiri_out_safe(text);
        if (*safe)
            kiri_out_row(2, kiri_ledger_column(KIRI_NOUN_RATE, i), 14, safe);
    }
    char entered[32], replaced[32];
    kiri_out_time(r->entered, entered);
    kiri_out_time(r->replaced, replaced);
    if (*entered)
        kiri_out_row(2, "entered", 14, entered);
    if (*replaced)
        kiri_out_row(2, "replaced", 14, replaced);
}

static int no_rate(const char *id, GError **error)
{
    if (!*error)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(KIRI_NOUN_RATE), id);
    return kiri_exit_code_of(*error);
}

static int show(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autoptr(KiriRate) r = kiri_store_get(store, KIRI_NOUN_RATE, call->args[i], error);
        if (!r)
            return no_rate(call->args[i], error);
        if (cli->is_json)
            kiri_out_record(&kiri_rate_shape, r);
        else
            print_all_of(r);
    }
    if (store && cli->is_json)
        kiri_out_json_summary(call->n_args - 1);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* ---- changes ---- */

/* One whose place changes (another unit, rank or first day) ends there. */
static gboolean put_rate(KiriLedgerEdit *edit, const KiriRate *base, KiriRate *r, GError **error)
{
    g_autofree char *was = base ? kiri_rate_slot(base) : NULL;
    if (base && strcmp(was, r->id) != 0 &&
        !kiri_ledger_edit_remove(edit, KIRI_NOUN_RATE, base->id, error))
        return FALSE;
    return kiri_ledger_edit_put(edit, KIRI_NOUN_RATE, r, error);
}

static int change(KiriCli *cli, KiriStore *store, const KiriCall *call, const KiriRate *base,
                  GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriLedgerEdit) edit = kiri_ledger_edit_begin(
        store, kiri_cli_now_us(cli), o->is_dry, o->is_dry ? kiri_ledger_print_change : NULL, cli);
    g_autoptr(KiriLedgerRow) row = kiri_ledger_row_new(KIRI_NOUN_RATE, base);
    if (!kiri_ledger_set_words(row, KIRI_NOUN_RATE, call->args + (base ? 2 : 1), error) ||
        !kiri_ledger_row_finish(row, error))
        return KIRI_EXIT_USAGE;
    KiriRate *r = kiri_ledger_row_record(row);
    if (r->medium && !kiri_store_has(store, KIRI_NOUN_MEDIUM, r->medium)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(KIRI_NOUN_MEDIUM), r->medium);
        return KIRI_EXIT_NO;
    }
    if (!put_rate(edit, base, r, error))
        return KIRI_EXIT_FAILED;
    return kiri_ledger_finish_edit(cli, g_steal_pointer(&edit), r->id, o->is_dry, error)
               ? KIRI_EXIT_DONE
               : KIRI_EXIT_FAILED;
}

static int add_or_edit(KiriCli *cli, const KiriCall *call, gboolean is_edit, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    if (!is_edit)
        return change(cli, store, call, NULL, error);
    g_autoptr(KiriRate) r = kiri_store_get(store, KIRI_NOUN_RATE, call->args[1], error);
    if (!r)
        return no_rate(call->args[1], error);
    if (kiri_time_is_set(r->replaced)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' was replaced: it can no longer be changed"), r->id);
        return KIRI_EXIT_USAGE;
    }
    return change(cli, store, call, r, error);
}

/* ---- the command ---- */

static const KiriLedgerNeeds needs[] = {
    [VERB_ADD] = {2, N_("what the rate says: medium=… (or kind=…) unit=… price_yen=… source=…")},
    [VERB_EDIT] = {3, N_("an id and what to set: ID KEY=VALUE…")},
    [VERB_LIST] = {1, NULL},
    [VERB_SHOW] = {2, N_("the ids of rates")},
    [VERB_REMOVE] = {2, N_("the ids of rates")},
    [VERB_IMPORT] = {2, N_("files")},
    [VERB_EXPORT] = {1, NULL},
};

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0 || !kiri_ledger_check_words(call, &needs[verb], error))
        return KIRI_EXIT_USAGE;
    switch (verb) {
    case VERB_ADD:
    case VERB_EDIT:
        return add_or_edit(cli, call, verb == VERB_EDIT, error);
    case VERB_LIST:
        return list(cli, o, error);
    case VERB_SHOW:
        return show(cli, call, error);
    case VERB_REMOVE:
        return kiri_ledger_remove(cli, KIRI_NOUN_RATE, call->args + 1, o->is_dry, error);
    case VERB_IMPORT:
        return kiri_ledger_import_files(cli, KIRI_NOUN_RATE, call->args + 1, o->is_dry, error);
    default:
        return kiri_ledger_print_csv(cli, KIRI_NOUN_RATE, error);
    }
}

const KiriCommand kiri_cmd_rate = {
    .name = "rate",
    .group = N_("Manage"),
    .args = N_("list | show ID… | add KEY=VALUE… | edit ID KEY=VALUE… | remove ID… | "
               "import FILE.csv… | export"),
    .summary = N_("the rate cards (広告料金単価表)"),
    .details =
        N_("A rate is of a medium (medium=ID), or the default of a kind (kind=…, and tier=… or "
           "all tiers). Units are cpm, user, visit, column_cm, column, page, second and flat, "
           "in yen without tax; docs/ledger.md says what they are the price of. A rate that is "
           "changed or removed stays known for its time."),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
