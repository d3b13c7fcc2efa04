// SPDX-License-Identifier: GPL-3.0-or-later
/* alert (速報通知): new clips at once, to a webhook. */
#include "commands.h"

#include "alert_ops.h"
#include "digest_list.h"
#include "post_ops.h"
#include "secret.h"
#include "webhook.h"

#include <kirinuki/file.h>
#include <kirinuki/outbox.h>

#include <string.h>

enum { VERB_ADD, VERB_LIST, VERB_EDIT, VERB_STOP, VERB_START, VERB_REMOVE, VERB_TEST, VERB_NOW };
static const char *const verbs[] = {"add",    "list", "edit", "stop", "start",
                                    "remove", "test", "now",  NULL};

enum { DEFAULT_AGE_H = 24 };

typedef struct {
    char *kind, *url_file, *url_command, *release, *topic, *quiet;
    char **classes;
    char *tier;
    gint max_age;
    gboolean is_dry;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, kind, "kind", 0, FILENAME, "slack|teams|json",
                N_("who reads it: Slack, Teams, or a program")),
    KIRI_OPTION(Options, url_file, "url-file", 0, FILENAME, N_("FILE"),
                N_("file with the webhook's address, which nobody else may read (chmod 600)")),
    KIRI_OPTION(Options, url_command, "url-command", 0, FILENAME, N_("COMMAND"),
                N_("command that prints the webhook's address")),
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("clips of this release; none: of all")),
    KIRI_OPTION(Options, topic, "topic", 't', FILENAME, N_("ID"),
                N_("clips of this topic; none: of all")),
    KIRI_OPTION(Options, classes, "class", 0, FILENAME_ARRAY, N_("CLASS"),
                N_("only this class: publicity, syndicated, verbatim, mention (repeatable); none: "
                   "any")),
    KIRI_OPTION(Options, tier, "tier", 0, FILENAME, N_("N"),
                N_("only media of this tier or a better one (1: 重点媒体); none: any")),
    KIRI_OPTION(Options, quiet, "quiet", 0, FILENAME, "HH:MM-HH:MM|none",
                N_("held back until the end of this time")),
    KIRI_OPTION(Options, max_age, "max-age", 0, INT, N_("HOURS"),
                N_("older articles are no news (24)")),
    KIRI_OPTION(Options, is_dry, "dry-run", 0, NONE, NULL,
                N_("test, now: print the messages as JSON and send nothing")),
};

static void set_text(char **member, const char *value)
{
    if (!value)
        return;
    g_free(*member);
    *member = g_strdup(value);
}

static gboolean usage(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static gboolean usage(GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, text);
    return FALSE;
}

/* ---- options ---- */

static gboolean take_kind(KiriAlert *a, const char *kind, GError **error)
{
    for (gint i = KIRI_POST_SLACK; kind && i < KIRI_N_POST_KINDS; i++)
        if (strcmp(kiri_post_kind_names[i], kind) == 0) {
            a->kind = i;
            return TRUE;
        }
    return !kind || usage(error, _("--kind must be slack, teams or json, not '%s'"), kind);
}

static gboolean is_none(const char *value)
{
    return g_strcmp0(value, "none") == 0;
}

static gboolean take_classes(KiriAlert *a, char **classes, GError **error)
{
    gboolean is_any = classes && is_none(classes[0]) && !classes[1];
    for (char **c = is_any ? NULL : classes; c && *c; c++) {
        gboolean is_known = FALSE;
        for (gint i = KIRI_CLASS_MENTION; i < KIRI_N_CLASSES; i++)
            is_known |= strcmp(kiri_class_names[i], *c) == 0;
        if (!is_known)
            return usage(error,
                         _("--class must be mention, publicity, syndicated or verbatim, not '%s'"),
                         *c);
    }
    if (classes) {
        g_strfreev(a->classes);
        a->classes = is_any ? NULL : g_strdupv(classes);
    }
    return TRUE;
}

static gboolean take_tier(KiriAlert *a, const char *tier, GError **error)
{
    gint64 n = 0;
    if (!tier)
        return TRUE;
    if (!is_none(tier) && !g_ascii_string_to_signed(tier, 10, 1, G_MAXINT, &n, NULL))
        return usage(error, _("--tier is a number of 1 or more, or none, not '%s'"), tier);
    a->tier = n;
    return TRUE;
}

static gboolean take_quiet(KiriAlert *a, const char *quiet, GError **error)
{
    if (quiet && !is_none(quiet) && !kiri_alert_is_quiet_span(quiet))
        return usage(error, _("--quiet must be like 22:00-07:00, not '%s'"), quiet);
    if (is_none(quiet))
        g_clear_pointer(&a->quiet, g_free);
    else
        set_text(&a->quiet, quiet);
    return TRUE;
}

static gboolean take_about(KiriAlert *a, KiriStore *store, const Options *o, GError **error)
{
    if (o->release && o->topic)
        return usage(error, _("an alert is about a release or a topic, not both"));
    if (!o->release && !o->topic)
        return TRUE;
    gboolean is_all = is_none(o->release) || is_none(o->topic);
    char *release = o->release && !is_all
                        ? kiri_store_find_id(store, KIRI_NOUN_RELEASE, o->release, error)
                        : NULL;
    char *topic =
        o->topic && !is_all ? kiri_store_find_id(store, KIRI_NOUN_TOPIC, o->topic, error) : NULL;
    if (!is_all && !release && !topic)
        return FALSE;
    g_free(a->release);
    g_free(a->topic);
    a->release = release;
    a->topic = topic;
    return TRUE;
}

/* The file is named by where it is, whoever runs the program from where later. */
static void take_place(KiriCli *cli, KiriAlert *a, const Options *o)
{
    if (o->url_file) {
        g_autofree char *given = kiri_cli_file(cli, o->url_file);
        g_free(a->url_file);
        a->url_file = g_canonicalize_filename(given, NULL);
        g_clear_pointer(&a->url_command, g_free);
    }
    if (o->url_command) {
        set_text(&a->url_command, o->url_command);
        if (!o->url_file)
            g_clear_pointer(&a->url_file, g_free);
    }
}

static gboolean apply(KiriCli *cli, KiriAlert *a, KiriStore *store, const Options *o,
                      GError **error)
{
    if (o->max_age < 0)
        return usage(error, _("--max-age is above 0"));
    if (!take_kind(a, o->kind, error) || !take_classes(a, o->classes, error) ||
        !take_tier(a, o->tier, error) || !take_quiet(a, o->quiet, error) ||
        !take_about(a, store, o, error))
        return FALSE;
    take_place(cli, a, o);
    a->max_age_h = o->max_age ? o->max_age : a->max_age_h ? a->max_age_h : DEFAULT_AGE_H;
    /* A slip in the address is told now, to the one who makes it. */
    char *address = kiri_webhook_address(cli, a, error);
    kiri_secret_free(address);
    return address != NULL;
}

/* ---- verbs ---- */

static void print_alert(const KiriCli *cli, const KiriAlert *a)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_alert_shape, a);
        return;
    }
    g_autofree char *name = kiri_out_safe(a->name);
    g_autofree char *classes = a->classes ? g_strjoinv(", ", a->classes) : NULL;
    kiri_out_printf("%s%s\n", name, a->is_off ? _(" (stopped)") : "");
    kiri_out_printf(_("  to         %s, address in %s\n"), kiri_post_kind_names[a->kind],
                    a->url_file ? a->url_file : a->url_command);
    kiri_out_printf(_("  about      %s\n"), a->release ? a->release
                                            : a->topic ? a->topic
                                                       : _("all clips"));
    if (classes)
        kiri_out_printf(_("  classes    %s\n"), classes);
    if (a->tier)
        kiri_out_printf(_("  media      of tier %" PRId64 " or better\n"), a->tier);
    if (a->quiet)
        kiri_out_printf(_("  quiet      %s\n"), a->quiet);
}

static int list(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) all = store ? kiri_store_list(store, KIRI_NOUN_ALERT, "", error) : NULL;
    if (!all)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < all->len; i++)
        print_alert(cli, all->pdata[i]);
    if (cli->is_json)
        kiri_out_json_summary(all->len);
    else if (!all->len)
        kiri_cli_note(cli, _("there is no alert yet; 'kirinuki alert add NAME --kind slack "
                             "--url-file FILE'"));
    return KIRI_EXIT_DONE;
}

static KiriAlert *find(KiriStore *store, const char *name, GError **error)
{
    g_autoptr(GError) why = NULL;
    KiriAlert *a = kiri_store_get(store, KIRI_NOUN_ALERT, name, &why);
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    else if (!a)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("there is no alert '%s'; 'kirinuki alert list' shows them"), name);
    return a;
}

static KiriAlert *make(KiriCli *cli, KiriStore *store, const char *name, const Options *o,
                       GError **error)
{
    if (!kiri_check_name(name, error))
        return NULL;
    if (!o->kind) {
        usage(error, _("an alert needs --kind slack, teams or json"));
        return NULL;
    }
    if (kiri_store_has(store, KIRI_NOUN_ALERT, name)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_EXISTS,
                    _("there is an alert '%s' already; 'alert edit' changes it"), name);
        return NULL;
    }
    KiriAlert *a = kiri_alert_new();
    a->name = g_strdup(name);
    a->added = kiri_time_jst(kiri_cli_now_us(cli));
    return a;
}

static int change(KiriCli *cli, const KiriCall *call, gint verb, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriAlert) a = !store ? NULL
                             : verb == VERB_ADD
                                 ? make(cli, store, call->args[1], call->options, error)
                                 : find(store, call->args[1], error);
    if (!a)
        return store ? kiri_exit_code_of(*error) : KIRI_EXIT_FAILED;
    if (verb == VERB_REMOVE) {
        KiriBatch *batch = kiri_batch_begin(store);
        kiri_batch_delete(batch, KIRI_NOUN_ALERT, a->name);
        return kiri_batch_commit(batch, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    }
    if (verb != VERB_STOP && !apply(cli, a, store, call->options, error))
        return kiri_exit_code_of(*error);
    a->is_off = verb == VERB_STOP || (a->is_off && verb != VERB_START);
    if (!kiri_alert_store(cli, store, a, error))
        return KIRI_EXIT_FAILED;
    print_alert(cli, a);
    if (cli->is_json)
        kiri_out_json_summary(1);
    return KIRI_EXIT_DONE;
}

/* ---- by hand ---- */

static int flush(KiriCli *cli, KiriStore *store, GError **error)
{
    KiriPostCounts counts = {0};
    if (cli->host) {
        kiri_cli_note(cli, _("the running watch sends it; 'kirinuki digest --status' tells"));
        return KIRI_EXIT_DONE;
    }
    if (!kiri_post_flush(cli, store, FALSE, &counts, error))
        return kiri_exit_code_of(*error);
    kiri_post_tell(cli, &counts);
    return counts.later || counts.failed || counts.unsure ? KIRI_EXIT_PARTLY : KIRI_EXIT_DONE;
}

static int now(KiriCli *cli, const Options *o, GError **error)
{
    g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->is_dry ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    if (cli->host && !o->is_dry) { // two that look would tell twice
        kiri_cli_note(cli, _("the running watch tells of new clips by itself"));
        return KIRI_EXIT_DONE;
    }
    if (!kiri_alerts_look(cli, store, o->is_dry ? shown : NULL, error))
        return KIRI_EXIT_FAILED;
    if (!o->is_dry)
        return flush(cli, store, error);
    for (guint i = 0; i < shown->len; i++)
        kiri_out_printf("%s\n", (const char *)shown->pdata[i]);
    kiri_cli_note(cli, _("%u messages would be sent"), shown->len);
    return shown->len ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

static int test(KiriCli *cli, const char *name, const Options *o, GError **error)
{
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->is_dry ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    g_autoptr(KiriAlert) a = store ? find(store, name, error) : NULL;
    if (!a)
        return store ? KIRI_EXIT_NO : KIRI_EXIT_FAILED;
    g_autofree char *json = kiri_alert_put_test(cli, store, a, o->is_dry, error);
    if (!json)
        return KIRI_EXIT_FAILED;
    if (!o->is_dry)
        return flush(cli, store, error);
    kiri_out_printf("%s\n", json);
    return KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint verb = kiri_call_verb(call, verbs, error);
    gboolean takes_name = verb != VERB_LIST && verb != VERB_NOW;
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if (call->n_args != (takes_name ? 2 : 1)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    takes_name ? _("'alert %s' needs the name of one alert")
                               : _("'alert %s' takes no name"),
                    verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    switch (verb) {
    case VERB_LIST:
        return list(cli, error);
    case VERB_NOW:
        return now(cli, call->options, error);
    case VERB_TEST:
        return test(cli, call->args[1], call->options, error);
    default:
        return change(cli, call, verb, error);
    }
}

static const char details[] =
    N_("Tells of new clips as soon as 'run' or 'watch' ties them: headline, medium, time, class\n"
       "and link, one message for each story. The webhook's address is a secret and is kept in a\n"
       "file of its own.");

const KiriCommand kiri_cmd_alert = {
    .name = "alert",
    .group = N_("Tell"),
    .args =
        N_("add NAME | list | edit NAME | stop NAME | start NAME | remove NAME | test NAME | now"),
    .summary = N_("new clips at once, to Slack, Teams or a program (速報通知)"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = 2,
    .run = run};
