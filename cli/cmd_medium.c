// SPDX-License-Identifier: GPL-3.0-or-later
/* medium and rate: the ledgers, as files and as lists. */
#include "commands.h"
#include "ledger_ops.h"

#include <kirinuki/ledger.h>

#include <string.h>

enum { VERB_LIST, VERB_SHOW, VERB_IMPORT, VERB_EXPORT, VERB_EDIT };
static const char *const verbs[] = {"list", "show", "import", "export", NULL};
static const char *const medium_verbs[] = {"list", "show", "import", "export", "edit", NULL};

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
                            kiri_noun_label(noun), call->args[i]);
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
        g_autofree char *path = kiri_cli_file(cli, call->args[i]);
        if (!kiri_ledger_import_file(store, noun, path, &count, error))
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

/* ---- edit ---- */

/* What can be set by `edit ID KEY=VALUE`: text, or whole numbers from 0. */
static const struct {
    const char *key;
    gsize offset;
    gboolean is_number;
} editable[] = {
    {"name", offsetof(KiriMedium, name), FALSE},
    {"tier", offsetof(KiriMedium, tier), TRUE},
    {"position", offsetof(KiriMedium, position), TRUE},
    {"monthly_page_views", offsetof(KiriMedium, monthly_page_views), TRUE},
    {"monthly_users", offsetof(KiriMedium, monthly_users), TRUE},
    {"source", offsetof(KiriMedium, figures_source), FALSE},
    {"evidence_days", offsetof(KiriMedium, evidence_days), TRUE},
    {"terms", offsetof(KiriMedium, terms), FALSE},
    {"note", offsetof(KiriMedium, note), FALSE},
};

static gboolean set_member(KiriMedium *m, const char *word, GError **error)
{
    const char *equals = strchr(word, '=');
    gsize n = equals ? (gsize)(equals - word) : strlen(word);
    for (gsize i = 0; equals && i < G_N_ELEMENTS(editable); i++) {
        gpointer member = (char *)m + editable[i].offset;
        if (strlen(editable[i].key) != n || memcmp(editable[i].key, word, n) != 0)
            continue;
        if (!editable[i].is_number) {
            char **text = member;
            g_free(*text);
            *text = equals[1] ? g_strdup(equals + 1) : NULL;
            if (*text || text != &m->name)
                return TRUE;
        } else if (g_ascii_string_to_signed(equals[1] ? equals + 1 : "0", 10, 0,
                                            G_GINT64_CONSTANT(1000000000000000), member, NULL)) {
            return TRUE;
        }
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' cannot be '%s'"),
                    editable[i].key, equals + 1);
        return FALSE;
    }
    g_autoptr(GString) keys = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(editable); i++)
        g_string_append_printf(keys, "%s%s", i ? ", " : "", editable[i].key);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' is no KEY=VALUE of a medium; there are %s"), word, keys->str);
    return FALSE;
}

static int edit(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriMedium) m =
        store ? kiri_store_get(store, KIRI_NOUN_MEDIUM, call->args[1], error) : NULL;
    if (store && !m && !*error)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(KIRI_NOUN_MEDIUM), call->args[1]);
    if (!m)
        return store ? KIRI_EXIT_NO : KIRI_EXIT_FAILED;
    for (guint i = 2; i < call->n_args; i++)
        if (!set_member(m, call->args[i], error))
            return KIRI_EXIT_USAGE;
    KiriBatch *batch = kiri_batch_begin(store);
    gboolean is_change = kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
    if (!kiri_batch_commit(batch, error))
        return KIRI_EXIT_FAILED;
    kiri_cli_note(cli,
                  is_change ? _("'%s' was changed; 'kirinuki score' makes the figures new")
                            : _("'%s' is as it was"),
                  m->id);
    return KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, KiriNoun noun, GError **error)
{
    gboolean is_medium = noun == KIRI_NOUN_MEDIUM;
    gint verb = kiri_call_verb(call, is_medium ? medium_verbs : verbs, error);
    if (verb == VERB_EDIT && call->n_args < 3) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("'medium edit' needs an id and what to set: ID KEY=VALUE…"));
        return KIRI_EXIT_USAGE;
    }
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
    case VERB_EDIT:
        return edit(cli, call, error);
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
    .group = N_("Manage"), .needs = KIRI_NEEDS_WORKSPACE, .min_args = 1, .max_args = G_MAXUINT

const KiriCommand kiri_cmd_medium = {
    .name = "medium",
    LEDGER,
    .args = N_("list | show ID… | edit ID KEY=VALUE… | import FILE.csv… | export"),
    .summary = N_("the media ledger (媒体)"),
    .run = run_medium};
const KiriCommand kiri_cmd_rate = {.name = "rate",
                                   LEDGER,
                                   .args = N_("list | show ID… | import FILE.csv… | export"),
                                   .summary = N_("the rate cards (広告料金単価表)"),
                                   .run = run_rate};
