// SPDX-License-Identifier: GPL-3.0-or-later
/* release: our own announcements (報道発表). */
#include "commands.h"
#include "clips/learned.h"
#include "release_ops.h"
#include "release_show.h"
#include "release_target.h"
#include "release_timing.h"
#include "sources/source_ops.h"

#include <string.h>

enum {
    VERB_ADD,
    VERB_FOLLOW,
    VERB_LIST,
    VERB_SHOW,
    VERB_HISTORY,
    VERB_KEYWORDS,
    VERB_TIMING,
    VERB_TARGET,
    VERB_EDIT,
    VERB_REMOVE
};
static const char *const verbs[] = {"add",    "follow", "list", "show",   "history", "keywords",
                                    "timing", "target", "edit", "remove", NULL};

typedef struct {
    char *id, *title, *date, *embargo, *section, *method, *organisation, *url, *note, *learning,
        *by;
    char **aliases, **keywords, **messages;
    gint version;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, version, "version", 0, INT, N_("N"), N_("show: an earlier version of it")),
    KIRI_OPTION(Options, by, "by", 0, FILENAME, N_("NAME"), N_("target: who sets it")),
    KIRI_OPTION(Options, id, "id", 0, FILENAME, N_("ID"), N_("a name of your own for it")),
    KIRI_OPTION(Options, title, "title", 0, FILENAME, N_("TEXT"), N_("its title")),
    KIRI_OPTION(Options, date, "date", 0, FILENAME, N_("TIME"), N_("when it was announced")),
    KIRI_OPTION(Options, embargo, "embargo", 0, FILENAME, N_("TIME"),
                N_("from when on it may be reported (解禁日時)")),
    KIRI_OPTION(Options, note, "note", 0, FILENAME, N_("TEXT"), N_("notes (備考)")),
    KIRI_OPTION(Options, learning, "learning", 0, FILENAME, N_("on|off"),
                N_("do verdicts on its clips teach anything about the others?")),
    KIRI_OPTION(Options, section, "section", 0, FILENAME, N_("NAME"),
                N_("the section in charge (担当課)")),
    KIRI_OPTION(Options, method, "method", 0, FILENAME, N_("TEXT"),
                N_("how it was announced: 投込み, 会見 or HP (発表方法)")),
    KIRI_OPTION(Options, organisation, "organisation", 0, FILENAME, N_("NAME"),
                N_("who announced it")),
    KIRI_OPTION(Options, url, "url", 0, FILENAME, N_("URL"), N_("its page")),
    KIRI_OPTION(Options, aliases, "alias", 0, FILENAME_ARRAY, N_("NAME"),
                N_("another name of the organisation (repeatable)")),
    KIRI_OPTION(Options, keywords, "keyword", 0, FILENAME_ARRAY, N_("WORD"),
                N_("a keyword (repeatable; replaces those there were)")),
    KIRI_OPTION(Options, messages, "message", 0, FILENAME_ARRAY, N_("SENTENCE"),
                N_("a key message (repeatable; replaces those there were)")),
};

static void print_release(const KiriCli *cli, const KiriRelease *r)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_release_shape, r);
        return;
    }
    char when[32];
    kiri_out_time(kiri_time_is_set(r->embargo) ? r->embargo : r->date, when);
    g_autofree char *title = kiri_out_safe(r->title);
    g_autofree char *section = kiri_out_safe(r->section);
    kiri_out_printf("%-14s %-16s %s  %s\n", r->id, when, title, section);
}

static gboolean set_time(KiriTime *t, const char *option, const char *value, GError **error)
{
    if (!value || kiri_time_parse(kiri_str(value), KIRI_JST_MIN, t))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--%s must be a time such as 2026-04-13T10:00, not '%s'"), option, value);
    return FALSE;
}

static void set_text(char **member, const char *value)
{
    if (!value)
        return;
    g_free(*member);
    *member = g_strdup(value);
}

static void set_list(char ***member, char **values)
{
    if (!values)
        return;
    g_strfreev(*member);
    *member = g_strdupv(values);
}

static gboolean apply_options(KiriRelease *r, const Options *o, GError **error)
{
    set_text(&r->title, o->title);
    set_text(&r->section, o->section);
    set_text(&r->note, o->note);
    set_text(&r->method, o->method);
    set_text(&r->organisation, o->organisation);
    set_text(&r->url, o->url);
    set_list(&r->aliases, o->aliases);
    set_list(&r->keywords, o->keywords);
    set_list(&r->messages, o->messages);
    return kiri_learned_switch(o->learning, &r->is_learning_off, error) &&
           set_time(&r->date, "date", o->date, error) &&
           set_time(&r->embargo, "embargo", o->embargo, error);
}

static int add(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (o->id && call->n_args != 2) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--id goes with one release at a time"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriRepetition) repetition = store ? kiri_release_repetition(store, error) : NULL;
    for (guint i = 1; repetition && i < call->n_args; i++) {
        gboolean is_changed = FALSE;
        g_autoptr(KiriRelease) r = kiri_release_load(cli, call->args[i], error);
        if (!r || !apply_options(r, o, error))
            return KIRI_EXIT_FAILED;
        set_text(&r->id, o->id);
        if (!kiri_release_store(store, r, kiri_settings_string(cli->settings, "organisation.name"),
                                repetition, kiri_time_jst(kiri_cli_now_us(cli)), &is_changed,
                                error))
            return KIRI_EXIT_FAILED;
        print_release(cli, r);
        if (!is_changed)
            kiri_cli_note(cli, _("'%s' was stored already"), r->id);
    }
    if (repetition && cli->is_json)
        kiri_out_json_summary(call->n_args - 1);
    kiri_cli_note(cli, _("'kirinuki link' ties what is stored to it"));
    return repetition ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int follow(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autoptr(KiriSource) made =
            kiri_source_make(store, call->args[i], NULL, kiri_cli_now_us(cli), error);
        g_autoptr(KiriSource) old =
            made ? kiri_store_get(store, KIRI_NOUN_SOURCE, made->id, NULL) : NULL;
        KiriSource *source = old ? old : made;
        if (!made)
            return KIRI_EXIT_FAILED;
        set_text(&source->role, "releases");
        source->is_disabled = FALSE;
        KiriBatch *batch = kiri_batch_begin(store);
        kiri_batch_put(batch, KIRI_NOUN_SOURCE, source);
        if (!kiri_batch_commit(batch, error))
            return KIRI_EXIT_FAILED;
        kiri_cli_note(cli, _("'%s' is followed: what it announces becomes a release"), source->url);
    }
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int list(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) all = store ? kiri_store_list(store, KIRI_NOUN_RELEASE, "", error) : NULL;
    guint n = 0;
    if (!all)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < all->len; i++) {
        const KiriRelease *r = g_ptr_array_index(all, i);
        if (r->is_removed)
            continue;
        print_release(cli, r);
        n++;
    }
    if (cli->is_json)
        kiri_out_json_summary(n);
    return KIRI_EXIT_DONE;
}

/* The version that was asked for, or the newest one. */
static KiriRelease *get_version(KiriStore *store, const char *id, gint version, GError **error)
{
    g_autoptr(GError) failure = NULL;
    KiriRelease *r = version
                         ? kiri_store_get_version(store, KIRI_NOUN_RELEASE, id, version, &failure)
                         : kiri_store_get(store, KIRI_NOUN_RELEASE, id, &failure);
    if (failure)
        g_propagate_error(error, g_steal_pointer(&failure));
    else if (!r)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("release '%s' has no version %d"), id, version);
    return r;
}

static int show(KiriCli *cli, const KiriCall *call, gint verb, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    gint64 lines = 0;
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_RELEASE, call->args[i], error);
        g_autoptr(KiriRelease) r =
            id ? get_version(store, id, verb == VERB_SHOW ? o->version : 0, error) : NULL;
        if (!r)
            return KIRI_EXIT_NO;
        if (i > 1 && !cli->is_json)
            kiri_out_printf("\n");
        if (verb == VERB_SHOW)
            kiri_release_show(cli, r, &lines);
        else if (verb == VERB_TIMING && !kiri_release_timing(cli, store, r, &lines, error))
            return KIRI_EXIT_FAILED;
        else if (verb == VERB_TIMING)
            continue;
        else if (verb == VERB_KEYWORDS)
            kiri_release_show_keywords(cli, r, &lines);
        else if (!kiri_release_show_history(cli, store, r, &lines, error))
            return KIRI_EXIT_FAILED;
        if (verb == VERB_SHOW &&
            (!kiri_release_print_target(cli, store, r, FALSE, &lines, error) ||
             !kiri_learned_print(cli, store, KIRI_NOUN_RELEASE, r->id, &lines, error)))
            return KIRI_EXIT_FAILED;
    }
    if (store && cli->is_json)
        kiri_out_json_summary(lines);
    else if (store && verb != VERB_HISTORY && verb != VERB_TIMING && call->n_args == 2)
        kiri_cli_note(cli, _("'kirinuki topic suggest %s' proposes topics from its words"),
                      call->args[1]);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int change(KiriCli *cli, const KiriCall *call, gint verb, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_RELEASE, call->args[i], error);
        g_autoptr(KiriRelease) r = id ? kiri_store_get(store, KIRI_NOUN_RELEASE, id, error) : NULL;
        gboolean is_changed = FALSE;
        if (!r)
            return KIRI_EXIT_NO;
        r->is_removed = verb == VERB_REMOVE;
        if (!apply_options(r, call->options, error) ||
            !kiri_release_store(store, r, NULL, NULL, kiri_time_jst(kiri_cli_now_us(cli)),
                                &is_changed, error))
            return KIRI_EXIT_FAILED;
        print_release(cli, r);
    }
    if (store && cli->is_json)
        kiri_out_json_summary(call->n_args - 1);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int target(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gboolean sets = call->n_args > 2;
    gint64 lines = 0;
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, sets ? KIRI_STORE_WRITE : KIRI_STORE_READ, error);
    g_autofree char *id =
        store ? kiri_store_find_id(store, KIRI_NOUN_RELEASE, call->args[1], error) : NULL;
    g_autoptr(KiriRelease) r = id ? kiri_store_get(store, KIRI_NOUN_RELEASE, id, error) : NULL;
    if (!r)
        return store ? KIRI_EXIT_NO : KIRI_EXIT_FAILED;
    if (sets && !kiri_release_set_target(cli, store, id, call->args + 2, o->by, error))
        return kiri_exit_code_of(*error);
    if (!kiri_release_print_target(cli, store, r, TRUE, &lines, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(lines);
    return KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb >= 0 && verb != VERB_LIST && call->n_args < 2) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s %s' needs what to %s"),
                    "release", verbs[verb], verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    switch (verb) {
    case VERB_ADD:
        return add(cli, call, error);
    case VERB_FOLLOW:
        return follow(cli, call, error);
    case VERB_LIST:
        return list(cli, error);
    case VERB_SHOW:
    case VERB_HISTORY:
    case VERB_KEYWORDS:
    case VERB_TIMING:
        return show(cli, call, verb, error);
    case VERB_TARGET:
        return target(cli, call, error);
    case VERB_EDIT:
    case VERB_REMOVE:
        return change(cli, call, verb, error);
    default:
        return KIRI_EXIT_USAGE;
    }
}

const KiriCommand kiri_cmd_release = {.name = "release",
                                      .group = N_("Manage"),
                                      .args = N_("add FILE|URL… | follow FEED… | list | show ID… | "
                                                 "history ID… | keywords ID… | timing ID… | target "
                                                 "ID [MEASURE=VALUE…] | edit ID… | remove ID…"),
                                      .summary = N_("our announcements (報道発表)"),
                                      KIRI_OPTIONS(Options, options),
                                      .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS,
                                      .min_args = 1,
                                      .max_args = G_MAXUINT,
                                      .run = run};
