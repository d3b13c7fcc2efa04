// SPDX-License-Identifier: GPL-3.0-or-later
/* rate: what the media's space and time cost as advertising. */
#include "commands.h"
#include "ledger_rows.h"

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

/* ---- list ---- */

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
        return kiri_ledger_change_row(cli, call, KIRI_NOUN_RATE, verb == VERB_EDIT, o->is_dry,
                                      error);
    case VERB_LIST:
        return list(cli, o, error);
    case VERB_SHOW:
        return kiri_ledger_show_rows(cli, KIRI_NOUN_RATE, call->args + 1, error);
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
