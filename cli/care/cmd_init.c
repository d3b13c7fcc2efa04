// SPDX-License-Identifier: GPL-3.0-or-later
/* init: a workspace that works at once: settings with every key commented, the
 * shipped media, rates and sources, and for an organisation its aliases, its own
 * press feed and a topic. Order matters for a kill in the middle: settings.ini
 * is written last, and without it the folder is no workspace, so init can be run
 * again. */
#include "commands.h"
#include "ledger/ledger_ops.h"
#include "releases/organisation.h"
#include "sources/source_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/hash.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    char *organisation, *contact, *section;
    gboolean is_bare;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, organisation, "organisation", 0, FILENAME, N_("NAME"),
                N_("your organisation: proposes aliases, the own press feed and a topic")),
    KIRI_OPTION(Options, contact, "contact", 0, FILENAME, N_("ADDRESS"),
                N_("mail address or page by which sites can reach you")),
    KIRI_OPTION(Options, section, "section", 0, FILENAME, N_("NAME"),
                N_("your section, as printed on reports")),
    KIRI_OPTION(Options, is_bare, "bare", 0, NONE, NULL, N_("no shipped media, rates and sources")),
};

static gboolean make_dir(const char *dir, GError **error)
{
    struct stat st;
    if (g_mkdir_with_parents(dir, 0700) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make the folder"), dir);
    if (stat(dir, &st) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot look at the folder"), dir);
    return TRUE;
}

static gboolean ship_defaults(KiriCli *cli, KiriStore *store, GError **error)
{
    g_autofree char *media = kiri_cli_data_path(cli, "feeds/media.csv");
    g_autofree char *rates = kiri_cli_data_path(cli, "feeds/rates.csv");
    g_autofree char *figures = kiri_cli_data_path(cli, "feeds/figures.csv");
    g_autofree char *opml = kiri_cli_data_path(cli, "feeds/ja.opml");
    guint added = 0, known = 0;
    if (!kiri_ledger_import_file(cli, store, KIRI_NOUN_MEDIUM, media, FALSE, NULL, error) ||
        !kiri_ledger_import_file(cli, store, KIRI_NOUN_FIGURE, figures, FALSE, NULL, error) ||
        !kiri_ledger_import_file(cli, store, KIRI_NOUN_RATE, rates, FALSE, NULL, error) ||
        !kiri_sources_import(store, opml, kiri_cli_now_us(cli), &added, &known, error))
        return FALSE;
    kiri_cli_note(cli, _("%u sources of %" PRIu64 " media are set up"), added,
                  kiri_store_count(store, KIRI_NOUN_MEDIUM));
    return TRUE;
}

/* A topic that finds the organisation by all its names. */
static KiriTopic *propose_topic(const KiriOrganisation *o, gint64 now_us)
{
    KiriTopic *topic = kiri_topic_new();
    g_autoptr(GString) query = g_string_new(NULL);
    g_string_append_printf(query, "\"%s\"", o->name);
    for (char **a = o->aliases; a && *a; a++)
        g_string_append_printf(query, " OR \"%s\"", *a);
    char hash[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(o->name), hash);
    topic->id = g_strdup_printf("T-%.8s", hash);
    topic->name = g_strdup(o->name);
    topic->query = g_strdup(query->str);
    topic->version = 1;
    topic->added = kiri_time_jst(now_us);
    return topic;
}

static gboolean follow_press_feed(KiriStore *store, const KiriOrganisation *o, gint64 now_us,
                                  GError **error)
{
    if (!o->press_feed)
        return TRUE;
    g_autofree char *id = kiri_source_id_of_url(o->press_feed);
    g_autoptr(KiriSource) source =
        kiri_store_has(store, KIRI_NOUN_SOURCE, id)
            ? kiri_store_get(store, KIRI_NOUN_SOURCE, id, error)
            : kiri_source_make(store, o->press_feed, NULL, now_us, error);
    if (!source)
        return FALSE;
    g_free(source->role);
    source->role = g_strdup("releases");
    source->is_disabled = FALSE;
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_SOURCE, source);
    return kiri_batch_commit(batch, error);
}

static gboolean set_up_organisation(KiriCli *cli, KiriStore *store, KiriSettings *settings,
                                    const char *name, GError **error)
{
    g_autofree char *table = kiri_cli_data_path(cli, "dictionaries/organisations.tsv");
    g_autoptr(KiriOrganisation) o = kiri_organisation_propose(table, name, error);
    if (!o)
        return FALSE;
    g_autofree char *aliases = o->aliases ? g_strjoinv(";", o->aliases) : g_strdup("");
    g_autoptr(KiriTopic) topic = propose_topic(o, kiri_cli_now_us(cli));
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_TOPIC, topic);
    if (!kiri_batch_commit(batch, error) ||
        !kiri_settings_set(settings, "organisation.name", o->name, error) ||
        !kiri_settings_set(settings, "organisation.aliases", aliases, error) ||
        !follow_press_feed(store, o, kiri_cli_now_us(cli), error))
        return FALSE;
    kiri_cli_note(cli, _("organisation '%s', also known as: %s"), o->name,
                  *aliases ? aliases : _("(no alias known; 'config set organisation.aliases')"));
    if (o->press_feed)
        kiri_cli_note(cli, _("its releases are read from '%s'"), o->press_feed);
    return TRUE;
}

static gboolean set_if(KiriSettings *s, const char *key, const char *value, GError **error)
{
    return !value || kiri_settings_set(s, key, value, error);
}

/* A store that an interrupted init left, finished or not, is taken up. */
static KiriStore *make_or_finish_store(KiriCli *cli, GError **error)
{
    g_autoptr(GError) why = NULL;
    KiriStore *store = kiri_cli_open_store(cli, KIRI_STORE_CREATE, &why);
    if (store || !kiri_error_is(why, KIRI_ERROR_EXISTS)) {
        if (why)
            g_propagate_error(error, g_steal_pointer(&why));
        return store;
    }
    return kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autofree char *path = kiri_cli_path(cli, "settings.ini");
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is a workspace already"),
                    cli->dir);
        return KIRI_EXIT_USAGE;
    }
    if (!make_dir(cli->dir, error))
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriStore) store = make_or_finish_store(cli, error);
    g_autoptr(KiriSettings) settings = kiri_settings_new();
    if (!store || (!o->is_bare && !ship_defaults(cli, store, error)) ||
        !set_if(settings, "crawl.contact", o->contact, error) ||
        !set_if(settings, "organisation.section", o->section, error) ||
        (o->organisation && !set_up_organisation(cli, store, settings, o->organisation, error)))
        return KIRI_EXIT_FAILED;
    g_autofree char *text = kiri_settings_format(settings);
    if (!kiri_file_replace(path, kiri_str(text), 0600, error))
        return KIRI_EXIT_FAILED;
    kiri_cli_note(cli, _("workspace '%s' is ready; next: kirinuki -C %s run"), cli->dir, cli->dir);
    return KIRI_EXIT_DONE;
}

const KiriCommand kiri_cmd_init = {.name = "init",
                                   .group = N_("Pipeline"),
                                   .args = "",
                                   .summary = N_("make a workspace"),
                                   KIRI_OPTIONS(Options, options),
                                   .run = run};
