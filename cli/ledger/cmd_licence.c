// SPDX-License-Identifier: GPL-3.0-or-later
/* licence: what of the media's may be handed on, and what was. */
#include "commands.h"
#include "ledger_rows.h"
#include "licence_show.h"

enum {
    VERB_ADD,
    VERB_EDIT,
    VERB_LIST,
    VERB_SHOW,
    VERB_REMOVE,
    VERB_IMPORT,
    VERB_EXPORT,
    VERB_CHECK,
    VERB_USE
};
static const char *const verbs[] = {"add",    "edit",   "list",  "show", "remove",
                                    "import", "export", "check", "use",  NULL};

typedef struct {
    gboolean is_dry, is_all;
    char *medium, *year;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, medium, "medium", 0, FILENAME, N_("ID"),
                N_("list, use: only those of this medium")),
    KIRI_OPTION(Options, year, "fiscal-year", 0, FILENAME, N_("YEAR"),
                N_("use: the fiscal year (年度) that is counted; else this one")),
    KIRI_OPTION(Options, is_all, "all", 'a', NONE, NULL,
                N_("list: also what was replaced; use: each use")),
    KIRI_OPTION(Options, is_dry, "dry-run", 'n', NONE, NULL,
                N_("show what would change, and change nothing")),
};

static const KiriLedgerNeeds needs[] = {
    [VERB_ADD] = {2, N_("what the contract says: medium=… contract=… allows_body=… …")},
    [VERB_EDIT] = {3, N_("an id and what to set: ID KEY=VALUE…")},
    [VERB_LIST] = {1, NULL},
    [VERB_SHOW] = {2, N_("the ids of licences")},
    [VERB_REMOVE] = {2, N_("the ids of licences")},
    [VERB_IMPORT] = {2, N_("files")},
    [VERB_EXPORT] = {1, NULL},
    [VERB_CHECK] = {1, NULL},
    [VERB_USE] = {1, NULL},
};

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    const KiriLicenceChoice choice = {.medium = o->medium, .is_all = o->is_all};
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0 || !kiri_ledger_check_words(call, &needs[verb], error))
        return KIRI_EXIT_USAGE;
    char **rest = call->args + 1;
    switch (verb) {
    case VERB_ADD:
    case VERB_EDIT:
        return kiri_ledger_change_row(cli, call, KIRI_NOUN_LICENCE, verb == VERB_EDIT, o->is_dry,
                                      error);
    case VERB_LIST:
        return kiri_licence_list(cli, &choice, error);
    case VERB_SHOW:
        return kiri_ledger_show_rows(cli, KIRI_NOUN_LICENCE, rest, error);
    case VERB_REMOVE:
        return kiri_ledger_remove(cli, KIRI_NOUN_LICENCE, rest, o->is_dry, error);
    case VERB_IMPORT:
        return kiri_ledger_import_files(cli, KIRI_NOUN_LICENCE, rest, o->is_dry, error);
    case VERB_EXPORT:
        return kiri_ledger_print_csv(cli, KIRI_NOUN_LICENCE, error);
    case VERB_CHECK:
        return kiri_licence_check(cli, error);
    default:
        return kiri_licence_use(cli, &choice, o->year, error);
    }
}

const KiriCommand kiri_cmd_licence = {
    .name = "licence",
    .group = N_("Manage"),
    .args = N_("list | show ID… | add KEY=VALUE… | edit ID KEY=VALUE… | remove ID… | "
               "import FILE.csv… | export | check | use"),
    .summary = N_("what of the media's may be handed on (著作物利用契約), and what was"),
    .details =
        N_("Body texts and pictures of pages leave the workspace only where a licence of the "
           "medium says so; each time is counted. A licence that is changed or removed stays "
           "known for its time. 'check' names contracts that end within 60 days, printed pieces "
           "without one, and uses beyond it; 'use' counts a fiscal year and estimates its fee. "
           "docs/licences.md has the columns."),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
