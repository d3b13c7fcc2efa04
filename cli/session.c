// SPDX-License-Identifier: GPL-3.0-or-later
/* The life of one run: language, global options, workspace, workers, command,
 * exit code. The nursery is forked before anything opens a database or starts a
 * thread. */
#include "cli.h"

#include "control/delegate.h"
#include "health/access.h"
#include "installed.h"
#include "language.h"
#include "dictionary/user_words.h"

#include <kirinuki/care.h>
#include <kirinuki/charset.h>
#include <kirinuki/feed.h>
#include <kirinuki/stop.h>

#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *dir, *now, *color, *progress, *log_file;
    char **overrides;
    gint wait_s;
    gint verbosity;
    gboolean is_json, is_quiet, is_verbose, is_offline, wants_help, wants_version;
} Globals;

static const KiriOption global_options[] = {
    KIRI_OPTION(Globals, dir, "directory", 'C', FILENAME, N_("DIR"), N_("the workspace")),
    KIRI_OPTION(Globals, overrides, "config", 'c', FILENAME_ARRAY, N_("KEY=VALUE"),
                N_("a setting for this run only")),
    KIRI_OPTION(Globals, is_json, "json", 0, NONE, NULL, N_("answer in JSON Lines")),
    KIRI_OPTION(Globals, is_quiet, "quiet", 'q', NONE, NULL, N_("no notes on standard error")),
    KIRI_OPTION(Globals, is_verbose, "verbose", 'v', NONE, NULL, N_("more notes")),
    KIRI_OPTION(Globals, color, "color", 0, FILENAME, N_("WHEN"), N_("auto, always or never")),
    KIRI_OPTION(Globals, progress, "progress", 0, FILENAME, N_("WHEN"),
                N_("auto, always or never")),
    KIRI_OPTION(Globals, is_offline, "offline", 0, NONE, NULL, N_("make no connection")),
    KIRI_OPTION(Globals, now, "now", 0, FILENAME, N_("TIME"),
                N_("work as if it were this time (RFC 3339)")),
    KIRI_OPTION(Globals, wait_s, "wait", 0, INT, N_("SECONDS"),
                N_("wait this long for a busy workspace")),
    KIRI_OPTION(Globals, log_file, "log-file", 0, FILENAME, N_("FILE"),
                N_("append all messages to this file as JSON Lines")),
    KIRI_OPTION(Globals, wants_help, "help", 'h', NONE, NULL, N_("show this help")),
    KIRI_OPTION(Globals, wants_version, "version", 0, NONE, NULL, N_("show the version")),
};

const KiriCommand kiri_global_command = {
    .name = "kirinuki", .args = N_("COMMAND [OPTIONS]"), KIRI_OPTIONS(Globals, global_options)};

gboolean kiri_command_wants_help(const KiriCall *globals)
{
    return ((const Globals *)globals->options)->wants_help;
}

int kiri_exit_code_of(const GError *error)
{
    if (!error)
        return KIRI_EXIT_FAILED;
    /* A file that the user hands in and that is not what it should be is the
     * user's to mend, like an option. */
    if (kiri_error_is(error, KIRI_ERROR_USAGE) || kiri_error_is(error, KIRI_ERROR_PARSE) ||
        g_error_matches(error, KIRI_ERROR_BASE, KIRI_ERROR_NOT_FOUND))
        return KIRI_EXIT_USAGE;
    if (kiri_error_is(error, KIRI_ERROR_BUSY))
        return KIRI_EXIT_BUSY;
    if (kiri_error_is(error, KIRI_ERROR_NOT_FOUND))
        return KIRI_EXIT_NO;
    if (error->domain == KIRI_ERROR_STORE && error->code == KIRI_ERROR_STALE)
        return KIRI_EXIT_USAGE; // made by a newer program
    return KIRI_EXIT_FAILED;
}

static char *find_data_dir(const char *program_dir)
{
    const char *chosen = g_getenv("KIRINUKI_DATA");
    if (chosen && *chosen)
        return g_strdup(chosen);
    return kiri_installed_find(program_dir, "share/kirinuki", "share/kirinuki", KIRINUKI_DATA_DIR);
}

static char *find_workspace(const char *option)
{
    if (option)
        return g_strdup(option);
    const char *home = g_getenv("KIRINUKI_HOME");
    if (home && *home)
        return g_strdup(home);
    return g_build_filename(g_get_user_data_dir(), "kirinuki", NULL);
}

static gboolean parse_when(const char *option, const char *value, KiriWhen *when, GError **error)
{
    static const char *const names[] = {"auto", "always", "never", NULL};
    gint i = value ? kiri_names_index(names, value) : 0;
    if (i < 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--%s must be auto, always or never, not '%s'"), option, value);
        return FALSE;
    }
    *when = (KiriWhen)i;
    return TRUE;
}

static gboolean make_clock(KiriCli *cli, const char *now, GError **error)
{
    KiriTime t = KIRI_TIME_UNSET;
    if (!now) {
        cli->clock = kiri_clock_new_system();
        return TRUE;
    }
    if (!kiri_time_parse(kiri_str(now), KIRI_JST_MIN, &t)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--now must be a time such as 2026-04-13T09:00:00+09:00, not '%s'"), now);
        return FALSE;
    }
    cli->clock = kiri_clock_new_fixed(t.us, TRUE);
    return TRUE;
}

/* --log-file wins over the setting, whose name is meant from the workspace. */
static gboolean open_log(KiriCli *cli, const char *path, GError **error)
{
    if (!path || !*path || cli->log)
        return TRUE;
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    cli->log = kiri_log_open(full, cli->clock, error);
    return cli->log != NULL;
}

/* The file that a setting names, from the workspace on; NULL: none. */
static char *path_of_setting(const KiriCli *cli, const char *key)
{
    const char *name = kiri_settings_string(cli->settings, key);
    if (!*name)
        return NULL;
    return g_path_is_absolute(name) ? g_strdup(name) : kiri_cli_path(cli, name);
}

char *kiri_cli_metrics_path(const KiriCli *cli)
{
    return path_of_setting(cli, "metrics.file");
}

void kiri_cli_set_log_level(const KiriCli *cli)
{
    const char *level = kiri_settings_string(cli->settings, "log.level");
    if (cli->log)
        kiri_log_set_level(cli->log, (KiriLogLevel)kiri_names_index(kiri_log_level_names, level));
}

static gboolean open_log_of_settings(KiriCli *cli, GError **error)
{
    g_autofree char *path = path_of_setting(cli, "log.file");
    if (cli->host)
        return TRUE; // its log is open
    if (!open_log(cli, path, error))
        return FALSE;
    kiri_cli_set_log_level(cli);
    return TRUE;
}

static gboolean apply_globals(KiriCli *cli, const Globals *g, GError **error)
{
    cli->dir = cli->host ? g_strdup(cli->host->dir) : find_workspace(g->dir);
    cli->is_json = g->is_json;
    cli->is_quiet = g->is_quiet;
    cli->verbosity = g->is_verbose;
    cli->is_offline = g->is_offline;
    cli->wait_s = g->wait_s;
    return parse_when("color", g->color, &cli->color, error) &&
           parse_when("progress", g->progress, &cli->progress, error) &&
           make_clock(cli, g->now, error) && open_log(cli, g->log_file, error);
}

static gboolean load_settings(KiriCli *cli, const KiriCommand *command, char **overrides,
                              GError **error)
{
    cli->settings = kiri_settings_new();
    cli->has_workspace = (command->needs & KIRI_NEEDS_WORKSPACE) != 0;
    if (cli->has_workspace) {
        g_autofree char *path = kiri_cli_path(cli, "settings.ini");
        g_autoptr(GError) why = NULL;
        if (!kiri_access_allow(cli->dir, error))
            return FALSE;
        if (!kiri_settings_load(cli->settings, path, &why)) {
            if (!kiri_error_is(why, KIRI_ERROR_NOT_FOUND)) {
                g_propagate_error(error, g_steal_pointer(&why));
                return FALSE;
            }
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'%s' is no workspace; 'kirinuki -C DIR init' makes one"), cli->dir);
            return FALSE;
        }
    }
    for (gsize i = 0; overrides && overrides[i]; i++)
        if (!kiri_settings_override(cli->settings, overrides[i], error))
            return FALSE;
    return !(command->needs & KIRI_NEEDS_WORKSPACE) || open_log_of_settings(cli, error);
}

/* Everything a worker needs and can no longer open behind the filter. */
static gboolean preload(gconstpointer unused, GError **error)
{
    (void)unused;
    kiri_xml_preload();
    return kiri_charset_preload(error);
}

/* The dictionary is dear to load, and reading pages needs none of it. */
static gboolean preload_with_words(gconstpointer data, GError **error)
{
    return preload(NULL, error) && kiri_user_words_load(data, error);
}

gboolean kiri_cli_start_workers(KiriCli *cli, KiriNeeds needs, GError **error)
{
    if (cli->nursery)
        return TRUE;
    const char *mode = kiri_settings_string(cli->settings, "sandbox.mode");
    gboolean limits_only = strcmp(mode, "limits-only") == 0;
    KiriNurserySetup setup = {
        .jobs = kiri_jobs,
        .n_jobs = KIRI_N_JOBS,
        .preload = needs & KIRI_NEEDS_WORDS ? preload_with_words : preload,
        .preload_data = cli,
        .sandbox = limits_only ? KIRI_SANDBOX_LIMITS_ONLY : KIRI_SANDBOX_FULL,
    };
    if (needs & KIRI_NEEDS_WORDS)
        cli->words = kiri_user_words_fingerprint(cli, cli->settings);
    cli->nursery = kiri_nursery_start(&setup, error);
    if (!cli->nursery && error && kiri_error_is(*error, KIRI_ERROR_REFUSED)) {
        (*error)->code = KIRI_ERROR_USAGE;
        g_prefix_error(error, _("the sandbox of the parse workers cannot be set up (the setting "
                                "'sandbox.mode' can be limits-only): "));
    }
    return cli->nursery != NULL;
}

static void end_session(KiriCli *cli)
{
    g_clear_pointer(&cli->pool, kiri_pool_free);
    if (!cli->host) {
        g_clear_pointer(&cli->nursery, kiri_nursery_stop);
        g_clear_pointer(&cli->log, kiri_log_free);
    }
    kiri_buf_clear(&cli->unheard.out);
    kiri_buf_clear(&cli->unheard.err);
    g_clear_pointer(&cli->settings, kiri_settings_free);
    g_clear_pointer(&cli->clock, kiri_clock_free);
    g_free(cli->dir);
    g_free(cli->words);
    g_free(cli->cwd);
    g_free(cli->program_dir);
    g_free(cli->data_dir);
}

char *kiri_cli_file(const KiriCli *cli, const char *name)
{
    gboolean is_as_given = !cli->cwd || g_path_is_absolute(name) || strcmp(name, "-") == 0;
    return is_as_given ? g_strdup(name) : g_build_filename(cli->cwd, name, NULL);
}

char *kiri_cli_path(const KiriCli *cli, const char *name)
{
    return g_build_filename(cli->dir, name, NULL);
}

char *kiri_cli_data_path(const KiriCli *cli, const char *name)
{
    return g_build_filename(cli->data_dir, name, NULL);
}

gint64 kiri_cli_now_us(const KiriCli *cli)
{
    return kiri_clock_now_us(cli->clock);
}

KiriPool *kiri_cli_pool(KiriCli *cli, GError **error)
{
    if (!cli->pool) {
        gint64 workers = CLAMP(kiri_settings_int(cli->settings, "sandbox.workers"), 0, 256);
        cli->pool = kiri_pool_new(cli->nursery, kiri_jobs, KIRI_N_JOBS, (guint)workers, error);
    }
    return cli->pool;
}

static KiriStore *store_of_host(const KiriCli *cli, KiriStoreMode mode, GError **error)
{
    if (mode != KIRI_STORE_CREATE)
        return kiri_store_share(cli->host->store);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_EXISTS, _("there is a store in '%s' already"),
                cli->dir);
    return NULL;
}

/* An older store was brought up by this opening. */
static KiriStore *tell_layout(const KiriCli *cli, KiriStore *store)
{
    gint64 from = kiri_store_migrated_from(store);
    if (from)
        kiri_cli_note(cli, _("the store was brought from layout %" PRId64 " to %" PRId64), from,
                      kiri_store_newest_schema);
    return store;
}

KiriStore *kiri_cli_open_store(KiriCli *cli, KiriStoreMode mode, GError **error)
{
    if (cli->host)
        return store_of_host(cli, mode, error);
    gint64 deadline = g_get_monotonic_time() + cli->wait_s * G_USEC_PER_SEC;
    for (;;) {
        g_autoptr(GError) why = NULL, delegate_why = NULL;
        KiriStore *store = kiri_store_open(cli->dir, mode, &why);
        if (store)
            return tell_layout(cli, store);
        gboolean is_busy = kiri_error_is(why, KIRI_ERROR_BUSY);
        if (is_busy && mode == KIRI_STORE_WRITE && kiri_delegate(cli, &delegate_why)) {
            kiri_buf_init(&cli->unheard.out, 0);
            kiri_buf_init(&cli->unheard.err, 0);
            kiri_out_capture(&cli->unheard);
            g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_CANCELLED, why->message);
            return NULL;
        }
        if (delegate_why) {
            g_propagate_error(error, g_steal_pointer(&delegate_why));
            return NULL;
        }
        if (!is_busy || g_get_monotonic_time() >= deadline || kiri_stop_requested()) {
            g_propagate_error(error, g_steal_pointer(&why));
            return NULL;
        }
        g_usleep(G_USEC_PER_SEC / 10);
    }
}

static void print_overview(void)
{
    kiri_out_printf("kirinuki %s — %s\n\n%s: kirinuki [%s] %s [%s]\n", KIRINUKI_VERSION,
                    _("media monitoring and clipping for PR departments"), _("usage"),
                    _("GLOBAL OPTIONS"), _("COMMAND"), _("OPTIONS"));
    const char *group = NULL;
    for (gsize i = 0; kiri_commands[i]; i++) {
        const KiriCommand *c = kiri_commands[i];
        if (g_strcmp0(group, c->group) != 0)
            kiri_out_printf("\n%s\n", _(c->group));
        group = c->group;
        kiri_out_row(2, c->name, 14, _(c->summary));
    }
    kiri_out_printf("\n%s\n", _("'kirinuki COMMAND --help' explains a command and its options."));
}

static int run_command(KiriCli *cli, const KiriCommand *command, const KiriCall *call,
                       const Globals *globals, GError **error)
{
    cli->overrides = globals->overrides;
    if (!load_settings(cli, command, globals->overrides, error))
        return -1;
    kiri_stop_install();
    if (cli->host) {
        cli->nursery = cli->host->nursery;
        cli->words = g_strdup(cli->host->words);
        cli->progress = KIRI_WHEN_NEVER;
    } else if ((command->needs & KIRI_NEEDS_WORKERS) &&
               !kiri_cli_start_workers(cli, command->needs, error)) {
        return -1;
    }
    return command->run(cli, call, error);
}

/* argv from the program's name on; fills cli and returns the exit code. */
static int dispatch(KiriCli *cli, char **argv, GError **error)
{
    KiriCall top = {0}, call = {0};
    int code = -1;
    if (!kiri_command_parse(&kiri_global_command, argv + 1, NULL, &top, error))
        return -1;
    Globals *globals = top.options;
    if (globals->wants_version) {
        kiri_out_printf("kirinuki %s\n", KIRINUKI_VERSION);
        code = KIRI_EXIT_DONE;
    } else if (!top.n_args) {
        print_overview();
        code = globals->wants_help ? KIRI_EXIT_DONE : KIRI_EXIT_USAGE;
    } else {
        const KiriCommand *command = kiri_command_find(top.args[0]);
        cli->command = command ? command->name : NULL;
        if (!command)
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("there is no command '%s'; 'kirinuki --help' lists them"), top.args[0]);
        else if (kiri_command_parse(command, top.args + 1, &top, &call, error)) {
            if (globals->wants_help) {
                kiri_command_print_help(command);
                code = KIRI_EXIT_DONE;
            } else if (apply_globals(cli, globals, error)) {
                code = run_command(cli, command, &call, globals, error);
            }
        }
    }
    kiri_call_clear(&call);
    kiri_call_clear(&top);
    return code;
}

int kiri_cli_serve(const KiriWatchHost *host, char **argv, const char *cwd, KiriCapture *said)
{
    KiriCli cli = {.host = host, .argv = argv, .log = host->log};
    g_autoptr(GError) error = NULL;
    cli.cwd = g_strdup(cwd);
    cli.data_dir = g_strdup(host->data_dir);
    kiri_out_capture(said);
    int code = dispatch(&cli, argv, &error);
    if (error) {
        code = kiri_exit_code_of(error);
        kiri_cli_warn(&cli, "%s", error->message);
    }
    said->command = cli.command;
    end_session(&cli);
    kiri_out_capture(NULL);
    return code;
}

int kiri_cli_main(int argc, char **argv)
{
    (void)argc;
    KiriCli cli = {.argv = argv};
    g_autoptr(GError) error = NULL;
    cli.program_dir = kiri_installed_program_dir();
    signal(SIGPIPE, SIG_IGN);
    kiri_language_choose(cli.program_dir);
    cli.data_dir = find_data_dir(cli.program_dir);
    int code = dispatch(&cli, argv, &error);
    kiri_out_capture(NULL);
    if (cli.is_answered) {
        g_clear_error(&error);
        code = cli.answer_code;
    }
    kiri_out_flush(error ? NULL : &error); // answers, help and version alike
    if (error) {
        code = kiri_exit_code_of(error);
        kiri_cli_warn(&cli, "%s", error->message);
    }
    gboolean starts_anew = cli.starts_anew;
    end_session(&cli);
    if (starts_anew)
        execv("/proc/self/exe", argv);
    return code;
}
