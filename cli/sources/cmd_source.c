// SPDX-License-Identifier: GPL-3.0-or-later
/* source: what is polled. */
#include "commands.h"
#include "source_ops.h"

#include <kirinuki/feed.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <string.h>

enum {
    VERB_ADD,
    VERB_LIST,
    VERB_SHOW,
    VERB_SET,
    VERB_CHECK,
    VERB_DISCOVER,
    VERB_BACKFILL,
    VERB_ENABLE,
    VERB_DISABLE,
    VERB_REMOVE,
    VERB_IMPORT,
    VERB_EXPORT
};
static const char *const verbs[] = {"add",      "list",     "show",   "set",     "check",
                                    "discover", "backfill", "enable", "disable", "remove",
                                    "import",   "export",   NULL};

typedef struct {
    char *medium, *title, *kind, *reason;
    gboolean shows_all, only_problems, discovers, adds;
    gint interval_min, days;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, medium, "medium", 0, FILENAME, N_("ID"), N_("the medium it belongs to")),
    KIRI_OPTION(Options, title, "title", 0, FILENAME, N_("TEXT"), N_("its name")),
    KIRI_OPTION(Options, kind, "kind", 0, FILENAME, N_("KIND"),
                N_("auto, feed, sitemap or page (a front page without a feed)")),
    KIRI_OPTION(Options, interval_min, "interval", 0, INT, N_("MINUTES"),
                N_("how often it is asked")),
    KIRI_OPTION(Options, discovers, "discover", 0, NONE, NULL,
                N_("with add: look for the sources of the site now and take the good ones")),
    KIRI_OPTION(Options, adds, "add", 0, NONE, NULL, N_("with discover: take up the good ones")),
    KIRI_OPTION(Options, days, "days", 0, INT, N_("N"), N_("with backfill: how far back")),
    KIRI_OPTION(Options, reason, "reason", 0, FILENAME, N_("TEXT"), N_("why it is disabled")),
    KIRI_OPTION(Options, shows_all, "all", 'a', NONE, NULL, N_("disabled ones too")),
    KIRI_OPTION(Options, only_problems, "problems", 0, NONE, NULL,
                N_("with list: only those that fail or have gone silent")),
};

static gboolean add_one(KiriCli *cli, KiriStore *store, KiriBatch *batch, const Options *o,
                        const char *url, gint kind, GError **error)
{
    g_autoptr(KiriSource) s = kiri_source_make(store, url, o->medium, kiri_cli_now_us(cli), error);
    if (!s)
        return FALSE;
    s->kind = kind;
    s->title = g_strdup(o->title);
    s->interval_s = (gint64)MAX(o->interval_min, 0) * 60;
    if (kiri_store_has(store, KIRI_NOUN_SOURCE, s->id)) {
        kiri_cli_note(cli, _("'%s' is a source already"), s->url);
        return TRUE;
    }
    kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
    kiri_source_print(cli, s);
    return TRUE;
}

/* The good sources of the site at an address; the address itself where there is
 * none. */
static gboolean add_found(KiriCli *cli, KiriStore *store, KiriBatch *batch, const Options *o,
                          const char *url, gint kind, GError **error)
{
    g_autoptr(KiriDiscovery) found = kiri_source_look_around(cli, url, error);
    guint n = 0;
    if (!found)
        return FALSE;
    for (char **p = found->problems; p && *p; p++)
        kiri_cli_warn(cli, "%s", *p);
    for (guint i = 0; i < kiri_recs_count(found->found); i++) {
        const KiriFoundSource *f = g_ptr_array_index(found->found, i);
        if (!f->is_good)
            continue;
        n++;
        g_autoptr(KiriSource) s = kiri_source_of_found(store, f, o->medium, kiri_cli_now_us(cli));
        if (!s)
            continue;
        if (kiri_store_has(store, KIRI_NOUN_SOURCE, s->id)) {
            kiri_cli_note(cli, _("'%s' is a source already"), s->url);
            continue;
        }
        s->interval_s = (gint64)MAX(o->interval_min, 0) * 60;
        kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
        kiri_source_print(cli, s);
    }
    if (n)
        return TRUE;
    kiri_cli_note(cli, _("no good source was found at '%s'; the address itself is added"), url);
    return add_one(cli, store, batch, o, url, kind, error);
}

static int add(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gint kind = o->kind ? kiri_names_index(kiri_source_kind_names, o->kind) : KIRI_SOURCE_AUTO;
    if (kind < 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--kind must be auto, feed, sitemap or page, not '%s'"), o->kind);
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriBatch) batch = kiri_batch_begin(store);
    for (guint i = 1; i < call->n_args; i++) {
        const char *url = call->args[i];
        if (!(o->discovers ? add_found(cli, store, batch, o, url, kind, error)
                           : add_one(cli, store, batch, o, url, kind, error)))
            return KIRI_EXIT_FAILED;
    }
    return kiri_batch_commit(g_steal_pointer(&batch), error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* Enabling a source whose publisher sets terms shows them first. */
static void apply_verb(KiriCli *cli, KiriBatch *batch, gint verb, const Options *o, KiriSource *s)
{
    if (verb == VERB_REMOVE) {
        kiri_batch_delete(batch, KIRI_NOUN_SOURCE, s->id);
        return;
    }
    s->is_disabled = verb == VERB_DISABLE;
    if (verb == VERB_ENABLE && (s->terms || s->disabled_reason)) {
        g_autofree char *terms = kiri_out_safe(s->terms);
        g_autofree char *reason = kiri_out_safe(s->disabled_reason);
        kiri_out_printf("%s\n  %s\n  %s\n", s->url, reason, terms);
        kiri_cli_note(cli, _("enabled; see to it that your use keeps these terms"));
    }
    if (verb == VERB_DISABLE && o->reason) {
        g_free(s->disabled_reason);
        s->disabled_reason = g_strdup(o->reason);
    }
    kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
}

static int change(KiriCli *cli, const KiriCall *call, gint verb, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = 1; i < call->n_args; i++) {
        g_autoptr(KiriSource) s = kiri_source_find(store, call->args[i], error);
        if (!s) {
            kiri_batch_cancel(batch);
            return KIRI_EXIT_NO;
        }
        apply_verb(cli, batch, verb, call->options, s);
    }
    return kiri_batch_commit(batch, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int import(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    guint added = 0, known = 0;
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autofree char *path = kiri_cli_file(cli, call->args[i]);
        if (!kiri_sources_import(store, path, kiri_cli_now_us(cli), &added, &known, error))
            return KIRI_EXIT_FAILED;
    }
    kiri_cli_note(cli, _("%u sources added, %u known already"), added, known);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int export(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(KiriOpml) opml = store ? kiri_sources_to_opml(store, error) : NULL;
    if (!opml)
        return KIRI_EXIT_FAILED;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    kiri_opml_write(opml, &buf);
    kiri_out_write(kiri_buf_view(&buf));
    return KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if (verb == VERB_EXPORT)
        return export(cli, error);
    if (verb == VERB_LIST)
        return kiri_source_list(cli, &(KiriSourceListing){o->shows_all, o->only_problems}, error);
    if (verb == VERB_BACKFILL)
        return kiri_source_backfill(cli, call->args + 1, o->days, error);
    if (call->n_args < (verb == VERB_SET ? 3 : 2)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'source %s' needs what to %s"),
                    verbs[verb], verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    switch (verb) {
    case VERB_ADD:
        return add(cli, call, error);
    case VERB_SHOW:
        return kiri_source_show(cli, call->args + 1, error);
    case VERB_SET:
        return kiri_source_set(cli, call->args + 1, error);
    case VERB_CHECK:
        return kiri_source_check_print(cli, call->args + 1, error);
    case VERB_DISCOVER:
        return kiri_source_discover(cli, call->args + 1, o->adds, error);
    case VERB_IMPORT:
        return import(cli, call, error);
    default:
        return change(cli, call, verb, error);
    }
}

const KiriCommand kiri_cmd_source = {
    .name = "source",
    .group = N_("Manage"),
    .args = N_("add URL… | list | show ID… | set ID KEY=VALUE… | check ID|URL… | discover "
               "URL|DOMAIN|MEDIUM… | backfill --days N [ID|MEDIUM…] | enable|disable|remove ID… | "
               "import FILE.opml… | export"),
    .summary = N_("the feeds, sitemaps and front pages that are polled (情報源)"),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
