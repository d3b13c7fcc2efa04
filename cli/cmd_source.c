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
    VERB_CHECK,
    VERB_ENABLE,
    VERB_DISABLE,
    VERB_REMOVE,
    VERB_IMPORT,
    VERB_EXPORT
};
static const char *const verbs[] = {"add",     "list",   "show",   "check",  "enable",
                                    "disable", "remove", "import", "export", NULL};

typedef struct {
    char *medium, *title, *kind, *reason;
    gboolean shows_all, discovers;
    gint interval_min;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, medium, "medium", 0, FILENAME, N_("ID"), N_("the medium it belongs to")),
    KIRI_OPTION(Options, title, "title", 0, FILENAME, N_("TEXT"), N_("its name")),
    KIRI_OPTION(Options, kind, "kind", 0, FILENAME, N_("KIND"),
                N_("auto, feed, sitemap or page (a front page without a feed)")),
    KIRI_OPTION(Options, interval_min, "interval", 0, INT, N_("MINUTES"),
                N_("how often it is asked")),
    KIRI_OPTION(Options, discovers, "discover", 0, NONE, NULL,
                N_("with add: look at the page now and take the feeds that it names")),
    KIRI_OPTION(Options, reason, "reason", 0, FILENAME, N_("TEXT"), N_("why it is disabled")),
    KIRI_OPTION(Options, shows_all, "all", 'a', NONE, NULL, N_("disabled ones too")),
};

static void print_source(const KiriCli *cli, const KiriSource *s)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_source_shape, s);
        return;
    }
    char newest[32];
    kiri_out_time(s->newest_entry, newest);
    g_autofree char *title = kiri_out_safe(s->title ? s->title : s->url);
    g_autofree char *url = kiri_out_safe(s->url);
    g_autofree char *problem = kiri_out_safe(s->is_disabled ? s->disabled_reason : s->last_error);
    kiri_out_printf("%s %s %-8s %-16s  %s\n           %s\n", s->id,
                    s->is_disabled ? "-"
                    : s->failures  ? "!"
                                   : "+",
                    kiri_source_kind_names[s->kind], *newest ? newest : "—", title, url);
    if (*problem)
        kiri_out_printf("           %s\n", problem);
}

static int list(KiriCli *cli, const Options *o, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) all = store ? kiri_store_list(store, KIRI_NOUN_SOURCE, "", error) : NULL;
    guint shown = 0, disabled = 0;
    if (!all)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < all->len; i++) {
        const KiriSource *s = g_ptr_array_index(all, i);
        disabled += s->is_disabled != 0;
        if (s->is_disabled && !o->shows_all && !cli->is_json)
            continue;
        print_source(cli, s);
        shown++;
    }
    if (cli->is_json)
        kiri_out_json_summary(shown);
    kiri_cli_note(cli, _("%u sources, %u of them disabled ('source list --all' shows those too)"),
                  all->len, disabled);
    return KIRI_EXIT_DONE;
}

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
    print_source(cli, s);
    return TRUE;
}

/* The addresses to add for one that was given: the feeds a page names, else
 * itself. */
static char **addresses_of(KiriCli *cli, const Options *o, const char *url, GError **error)
{
    char **feeds = o->discovers ? kiri_source_discover(cli, url, error) : NULL;
    if (o->discovers && !feeds)
        return NULL;
    if (!kiri_strv_count(feeds))
        kiri_strv_add(&feeds, url);
    return feeds;
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
        g_auto(GStrv) urls = addresses_of(cli, o, call->args[i], error);
        if (!urls)
            return KIRI_EXIT_FAILED;
        for (gsize u = 0; urls[u]; u++)
            if (!add_one(cli, store, batch, o, urls[u], kind, error))
                return KIRI_EXIT_FAILED;
    }
    return kiri_batch_commit(g_steal_pointer(&batch), error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* The source by id, beginning of an id, or address. */
static KiriSource *find(KiriStore *store, const char *name, GError **error)
{
    g_autofree char *by_url = kiri_source_id_of_url(name);
    if (by_url && kiri_store_has(store, KIRI_NOUN_SOURCE, by_url))
        return kiri_store_get(store, KIRI_NOUN_SOURCE, by_url, error);
    g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_SOURCE, name, error);
    return id ? kiri_store_get(store, KIRI_NOUN_SOURCE, id, error) : NULL;
}

static int show(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autoptr(KiriSource) s = find(store, call->args[i], error);
        if (!s)
            return KIRI_EXIT_NO;
        kiri_out_record(&kiri_source_shape, s);
    }
    if (store && cli->is_json)
        kiri_out_json_summary(call->n_args - 1);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
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
        g_autoptr(KiriSource) s = find(store, call->args[i], error);
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
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if (verb == VERB_LIST)
        return list(cli, call->options, error);
    if (verb == VERB_EXPORT)
        return export(cli, error);
    if (call->n_args < 2) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'source %s' needs what to %s"),
                    verbs[verb], verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    switch (verb) {
    case VERB_ADD:
        return add(cli, call, error);
    case VERB_SHOW:
        return show(cli, call, error);
    case VERB_CHECK:
        return kiri_source_check_print(cli, call->args + 1, error);
    case VERB_IMPORT:
        return import(cli, call, error);
    default:
        return change(cli, call, verb, error);
    }
}

const KiriCommand kiri_cmd_source = {
    .name = "source",
    .group = N_("Manage"),
    .args = N_("add URL… | list | show ID… | check ID|URL… | enable|disable|remove ID… | import "
               "FILE.opml… | export"),
    .summary = N_("the feeds, sitemaps and front pages that are polled (情報源)"),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
