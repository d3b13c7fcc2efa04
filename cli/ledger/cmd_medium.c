// SPDX-License-Identifier: GPL-3.0-or-later
/* medium: the media ledger, as lists, files and words of the command line. */
#include "commands.h"
#include "ledger_ops.h"
#include "medium_check.h"
#include "medium_show.h"

#include <kirinuki/ledger_sheets.h>

#include <string.h>

enum {
    VERB_ADD,
    VERB_EDIT,
    VERB_FIGURE,
    VERB_LIST,
    VERB_SHOW,
    VERB_REMOVE,
    VERB_IMPORT,
    VERB_EXPORT,
    VERB_CHECK
};
static const char *const verbs[] = {"add",    "edit",   "figure", "list",  "show",
                                    "remove", "import", "export", "check", NULL};

typedef struct {
    gboolean is_dry, is_all, wants_figures;
    char *kind, *format;
    gint tier;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, kind, "kind", 0, FILENAME, N_("KIND"),
                N_("list: only this kind, such as tv or テレビ")),
    KIRI_OPTION(Options, tier, "tier", 0, INT, N_("N"), N_("list: only this tier (重点度)")),
    KIRI_OPTION(
        Options, is_all, "all", 'a', NONE, NULL,
        N_("list, show: also what was removed or replaced; check: print and broadcast of every "
           "medium")),
    KIRI_OPTION(Options, wants_figures, "figures", 0, NONE, NULL,
                N_("export: the figures (数値) instead of the media")),
    KIRI_OPTION(Options, format, "format", 0, FILENAME, N_("FORMAT"),
                N_("export: csv on stdout, or xlsx into FILE (媒体, 数値, 単価)")),
    KIRI_OPTION(Options, is_dry, "dry-run", 'n', NONE, NULL,
                N_("show what would change, and change nothing")),
};

/* ---- list, show ---- */

typedef struct {
    const KiriCli *cli;
    const Options *o;
    gint kind; // -1: any
    guint n;
} List;

static gboolean print_medium(gconstpointer record, gpointer data)
{
    List *list = data;
    const KiriMedium *m = record;
    if ((m->is_removed && !list->o->is_all) || (list->kind >= 0 && m->kind != list->kind) ||
        (list->o->tier && m->tier != list->o->tier))
        return TRUE;
    list->n++;
    if (list->cli->is_json) {
        kiri_out_record(&kiri_medium_shape, m);
        return TRUE;
    }
    g_autofree char *name = kiri_out_safe(m->name);
    g_autofree char *domains = m->domains ? g_strjoinv(" ", m->domains) : g_strdup("");
    g_autofree char *safe = kiri_out_safe(domains);
    kiri_out_printf("%-16s %-14s %" PRId64 "  %s  %s%s\n", m->id, kiri_medium_kind_names[m->kind],
                    m->tier, name, safe, m->is_removed ? _("  (removed)") : "");
    return TRUE;
}

static int list(KiriCli *cli, const Options *o, GError **error)
{
    List l = {.cli = cli, .o = o, .kind = o->kind ? kiri_medium_kind_parse(o->kind) : -1};
    if (o->kind && l.kind < 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is no kind of medium"),
                    o->kind);
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store || !kiri_store_each(store, KIRI_NOUN_MEDIUM, "", print_medium, &l, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(l.n);
    return KIRI_EXIT_DONE;
}

/* ---- files ---- */

static int export_xlsx(KiriCli *cli, const char *file, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(KiriBook) book = store ? kiri_book_open(store, G_MAXINT64, error) : NULL;
    g_autofree char *path = kiri_cli_file(cli, file);
    if (!book || !kiri_ledger_write_xlsx(book, path, error))
        return KIRI_EXIT_FAILED;
    kiri_cli_note(cli, _("'%s' holds %u media, %u figures and %u rates"), file,
                  kiri_book_media(book)->len, kiri_book_figures(book)->len,
                  kiri_book_rates(book)->len);
    return KIRI_EXIT_DONE;
}

static int export(KiriCli *cli, const KiriCall *call, const Options *o, GError **error)
{
    gboolean is_xlsx = g_strcmp0(o->format, "xlsx") == 0;
    if (o->format && !is_xlsx && strcmp(o->format, "csv") != 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is none of csv, xlsx"),
                    o->format);
        return KIRI_EXIT_USAGE;
    }
    if (call->n_args != (is_xlsx ? 2 : 1) || (is_xlsx && o->wants_figures)) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("'medium export' writes CSV to stdout; with --format xlsx all "
                              "tables into one FILE"));
        return KIRI_EXIT_USAGE;
    }
    if (is_xlsx)
        return export_xlsx(cli, call->args[1], error);
    return kiri_ledger_print_csv(cli, o->wants_figures ? KIRI_NOUN_FIGURE : KIRI_NOUN_MEDIUM,
                                 error);
}

/* ---- changes ---- */

/* What the command line does not say of a figure is as with the one that holds today:
 * who corrects a figure corrects that one. */
static void fit_figure(const KiriBook *book, const KiriLedgerRow *row, KiriFigure *f, gint64 now_us)
{
    const KiriFigure *now = kiri_book_figure(book, f->medium, f->metric, NULL, now_us, NULL);
    if (now && now->rank)
        now = NULL;
    if (!kiri_ledger_row_has(row, "valid_from") && !kiri_ledger_row_has(row, "valid_to")) {
        f->valid_from = now ? now->valid_from : KIRI_TIME_UNSET;
        f->valid_to = now ? now->valid_to : KIRI_TIME_UNSET;
    }
    if (!kiri_ledger_row_has(row, "source")) {
        g_free(f->source);
        f->source = g_strdup(now ? now->source : NULL);
    }
    if (!kiri_ledger_row_has(row, "confidence"))
        f->confidence = now ? now->confidence : KIRI_CONFIDENCE_ESTIMATE;
}

static gboolean put_figures(KiriStore *store, KiriLedgerEdit *edit, const KiriLedgerRow *row,
                            gint64 now_us, GError **error)
{
    GPtrArray *figures = kiri_ledger_row_figures(row);
    g_autoptr(KiriBook) book = figures->len ? kiri_book_open(store, G_MAXINT64, error) : NULL;
    for (guint i = 0; i < figures->len; i++) {
        KiriFigure *f = g_ptr_array_index(figures, i);
        if (!book)
            return FALSE;
        fit_figure(book, row, f, now_us);
        if (!kiri_ledger_edit_put(edit, KIRI_NOUN_FIGURE, f, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean change_medium(KiriCli *cli, KiriStore *store, const KiriCall *call,
                              const KiriMedium *base, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriLedgerEdit) edit = kiri_ledger_edit_begin(
        store, kiri_cli_now_us(cli), o->is_dry, o->is_dry ? kiri_ledger_print_change : NULL, cli);
    g_autoptr(KiriLedgerRow) row = kiri_ledger_row_new(KIRI_NOUN_MEDIUM, base);
    if (!base && !kiri_ledger_row_set(row, "id", call->args[1], error))
        return FALSE;
    if (!kiri_ledger_set_words(row, KIRI_NOUN_MEDIUM, call->args + 2, error) ||
        !kiri_ledger_row_finish(row, error) ||
        !kiri_ledger_edit_put(edit, KIRI_NOUN_MEDIUM, kiri_ledger_row_record(row), error) ||
        !put_figures(store, edit, row, kiri_cli_now_us(cli), error))
        return FALSE;
    return kiri_ledger_finish_edit(cli, g_steal_pointer(&edit), KIRI_NOUN_MEDIUM, call->args[1],
                                   o->is_dry, error);
}

static int add_or_edit(KiriCli *cli, const KiriCall *call, gboolean is_edit, GError **error)
{
    const char *id = call->args[1];
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriMedium) m = store ? kiri_store_get(store, KIRI_NOUN_MEDIUM, id, error) : NULL;
    if (!store || *error)
        return KIRI_EXIT_FAILED;
    if (is_edit && !m) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(KIRI_NOUN_MEDIUM), id);
        return KIRI_EXIT_NO;
    }
    if (!is_edit && m && !m->is_removed) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("there is a medium '%s' already; 'medium edit' changes it"), id);
        return KIRI_EXIT_USAGE;
    }
    if (m)
        m->is_removed = FALSE;
    return change_medium(cli, store, call, m, error) ? KIRI_EXIT_DONE : KIRI_EXIT_USAGE;
}

/* `figure ID KEY=VALUE…`: a figure with everything that can be said of one; of "-" one
 * that is of no medium. */
static int figure(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    const char *id = call->args[1];
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    gboolean is_of_none = strcmp(id, "-") == 0;
    if (!is_of_none && !kiri_store_has(store, KIRI_NOUN_MEDIUM, id)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(KIRI_NOUN_MEDIUM), id);
        return KIRI_EXIT_NO;
    }
    g_autoptr(KiriLedgerRow) row = kiri_ledger_row_new(KIRI_NOUN_FIGURE, NULL);
    g_autoptr(KiriLedgerEdit) edit = kiri_ledger_edit_begin(
        store, kiri_cli_now_us(cli), o->is_dry, o->is_dry ? kiri_ledger_print_change : NULL, cli);
    if (!kiri_ledger_row_set(row, "medium", is_of_none ? "" : id, error) ||
        !kiri_ledger_set_words(row, KIRI_NOUN_FIGURE, call->args + 2, error) ||
        !kiri_ledger_row_finish(row, error))
        return KIRI_EXIT_USAGE;
    KiriFigure *f = kiri_ledger_row_record(row);
    if (!kiri_ledger_edit_put(edit, KIRI_NOUN_FIGURE, f, error))
        return KIRI_EXIT_FAILED;
    return kiri_ledger_finish_edit(cli, g_steal_pointer(&edit), KIRI_NOUN_FIGURE, f->id, o->is_dry,
                                   error)
               ? KIRI_EXIT_DONE
               : KIRI_EXIT_FAILED;
}

/* ---- the command ---- */

static const KiriLedgerNeeds needs[] = {
    [VERB_ADD] = {3, N_("an id, name=… and what else is known: ID KEY=VALUE…")},
    [VERB_EDIT] = {3, N_("an id and what to set: ID KEY=VALUE…")},
    [VERB_FIGURE] = {3, N_("an id, or '-', and the figure: ID metric=… value=… source=…")},
    [VERB_LIST] = {1, NULL},
    [VERB_SHOW] = {2, N_("the ids of media")},
    [VERB_REMOVE] = {2, N_("the ids of media or figures")},
    [VERB_IMPORT] = {2, N_("files")},
    [VERB_EXPORT] = {1, NULL},
    [VERB_CHECK] = {1, NULL},
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
    case VERB_FIGURE:
        return figure(cli, call, error);
    case VERB_LIST:
        return list(cli, o, error);
    case VERB_SHOW:
        return kiri_medium_show(cli, call->args + 1, o->is_all, error);
    case VERB_REMOVE:
        return kiri_ledger_remove(cli, KIRI_NOUN_MEDIUM, call->args + 1, o->is_dry, error);
    case VERB_IMPORT:
        return kiri_ledger_import_files(cli, KIRI_NOUN_MEDIUM, call->args + 1, o->is_dry, error);
    case VERB_EXPORT:
        return export(cli, call, o, error);
    default:
        return kiri_medium_check(cli, o->is_all, error);
    }
}

const KiriCommand kiri_cmd_medium = {
    .name = "medium",
    .group = N_("Manage"),
    .args = N_("list | show ID… | add|edit ID KEY=VALUE… | figure ID KEY=VALUE… | remove ID… | "
               "import FILE.csv… | export [FILE.xlsx] | check"),
    .summary = N_("the media ledger (媒体台帳): who they are, and what is counted of them"),
    .details =
        N_("Words of 'add' and 'edit' are columns of media.csv, in English or Japanese; a "
           "figure in one of them (monthly_page_views=…, 発行部数=…) holds as valid_from, "
           "valid_to, source and confidence say, and 'edit' keeps those of the figure that "
           "holds today. 'figure' enters one with a rank, or of no medium ('-': the "
           "population). Nothing is overwritten: what was replaced stays known for its time. "
           "'import' takes media.csv, figures.csv and rates.csv; docs/ledger.md has the "
           "columns."),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
