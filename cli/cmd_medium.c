// SPDX-License-Identifier: GPL-3.0-or-later
/* medium and rate: the ledgers, as files and as lists. */
#include "commands.h"
#include "ledger_ops.h"

#include <kirinuki/ledger.h>

#include <string.h>

enum { VERB_LIST, VERB_SHOW, VERB_IMPORT, VERB_EXPORT };
static const char *const verbs[] = {"list", "show", "import", "export", NULL};

static void print_medium(const KiriMedium *m)
{
    g_autofree char *name = kiri_out_safe(m->name);
    g_autofree char *domains = m->domains ? g_strjoinv(" ", m->domains) : g_strdup("");
    g_autofree char *safe = kiri_out_safe(domains);
    kiri_out_printf("%-16s %-14s %" PRId64 "  %s  %s\n", m->id, kiri_medium_kind_names[m->kind],
                    m->tier, name, safe);
}

static void print_rate(const KiriRate *r)
{
    g_autofree char *source = kiri_out_safe(r->source);
    kiri_out_printf("%-28s %-4s %8" PRId64 "  %-9s %s\n", r->id, r->unit, r->price_yen,
                    kiri_confidence_names[r->confidence], source);
}

static int list(KiriCli *cli, KiriNoun noun, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) all = store ? kiri_store_list(store, noun, "", error) : NULL;
    if (!all)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < all->len; i++) {
        gconstpointer record = g_ptr_array_index(all, i);
        if (cli->is_json)
            kiri_out_record(kiri_noun_shape(noun), record);
        else if (noun == KIRI_NOUN_MEDIUM)
            print_medium(record);
        else
            print_rate(record);
    }
    if (cli->is_json)
        kiri_out_json_summary(all->len);
    return KIRI_EXIT_DONE;
}

static int show(KiriCli *cli, const KiriCall *call, KiriNoun noun, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    for (guint i = 1; store && i < call->n_args; i++) {
        gpointer record = kiri_store_get(store, noun, call->args[i], error);
        if (!record) {
            if (!*error)
                g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                            kiri_noun_name(noun), call->args[i]);
            return KIRI_EXIT_NO;
        }
        kiri_out_record(kiri_noun_shape(noun), record);
        kiri_record_free(kiri_noun_shape(noun), record);
    }
    if (store && cli->is_json)
        kiri_out_json_summary(call->n_args - 1);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int import(KiriCli *cli, const KiriCall *call, KiriNoun noun, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    for (guint i = 1; store && i < call->n_args; i++) {
        guint count = 0;
        if (!kiri_ledger_import_file(store, noun, call->args[i], &count, error))
            return KIRI_EXIT_FAILED;
        kiri_cli_note(cli, _("%u rows of '%s' taken; 'kirinuki score' makes the figures new"),
                      count, call->args[i]);
    }
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int export(KiriCli *cli, KiriNoun noun, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) all = store ? kiri_store_list(store, noun, "", error) : NULL;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    if (!all)
        return KIRI_EXIT_FAILED;
    kiri_ledger_write(noun, all, &buf);
    kiri_out_write(kiri_buf_view(&buf));
    return KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, KiriNoun noun, GError **error)
{
    gint verb = kiri_call_verb(call, verbs, error);
    if ((verb == VERB_SHOW || verb == VERB_IMPORT) && call->n_args < 2) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s %s' needs what to %s"),
                    call->command->name, verbs[verb], verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    switch (verb) {
    case VERB_LIST:
        return list(cli, noun, error);
    case VERB_SHOW:
        return show(cli, call, noun, error);
    case VERB_IMPORT:
        return import(cli, call, noun, error);
    case VERB_EXPORT:
        return export(cli, noun, error);
    default:
        return KIRI_EXIT_USAGE;
    }
}

static int run_medium(KiriCli *cli, const KiriCall *call, GError **error)
{
    return run(cli, call, KIRI_NOUN_MEDIUM, error);
}

static int run_rate(KiriCli *cli, const KiriCall *call, GError **error)
{
    return run(cli, call, KIRI_NOUN_RATE, error);
}

#define LEDGER                                                                                     \
    .group = N_("Manage"), .args = N_("list | show ID… | import FILE.csv… | export"),              \
    .needs = KIRI_NEEDS_WORKSPACE, .min_args = 1, .max_args = G_MAXUINT

const KiriCommand kiri_cmd_medium = {
    .name = "medium", LEDGER, .summary = N_("the media ledger (媒体)"), .run = run_medium};
const KiriCommand kiri_cmd_rate = {
    .name = "rate", LEDGER, .summary = N_("the rate cards (広告料金単価表)"), .run = run_rate};
