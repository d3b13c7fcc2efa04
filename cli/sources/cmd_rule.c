// SPDX-License-Identifier: GPL-3.0-or-later
/* rule: where headline, text and date stand on the pages of single sites. */
#include "commands.h"
#include "rule_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

enum { VERB_ADD, VERB_LIST, VERB_SHOW, VERB_CHECK, VERB_TRY, VERB_REMOVE };
static const char *const verbs[] = {"add", "list", "show", "check", "try", "remove", NULL};

typedef struct {
    char *rule, *url;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, rule, "rule", 0, FILENAME, N_("FILE"),
                N_("with try: this rule instead of that for the address")),
    KIRI_OPTION(Options, url, "url", 0, FILENAME, N_("URL"),
                N_("with try: the address that a file would have")),
};

/* ---- adding and removing ---- */

/* The crawl of a running watch is to read the rules again. */
static void tell_watch(const KiriCli *cli)
{
    if (cli->host)
        cli->host->reload_rules(cli->host->data);
}

/* What was learned of a rule of that name says nothing of another. */
static gboolean forget_state(KiriStore *store, const char *name, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_delete(batch, KIRI_NOUN_RULE, name);
    return kiri_batch_commit(batch, error);
}

static gboolean copy_file(const char *from, const char *dir, gsize cap, GError **error)
{
    g_autofree char *base = g_path_get_basename(from);
    g_autofree char *to = g_build_filename(dir, base, NULL);
    g_autoptr(GBytes) bytes = kiri_file_read(from, cap, error);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return bytes && kiri_file_replace(to, (KiriStr){p ? p : "", n}, 0644, error);
}

/* Another rule of the workspace whose example has that name; owned by the rules. */
static const KiriSiteRule *owner_of(const KiriSiteRules *rules, const KiriSiteRule *rule)
{
    for (guint i = 0; rule->example && i < kiri_site_rules_count(rules); i++) {
        const KiriSiteRule *other = kiri_site_rules_at(rules, i);
        if (other->is_own && strcmp(other->name, rule->name) != 0 &&
            g_strcmp0(other->example, rule->example) == 0)
            return other;
    }
    return NULL;
}

/* Would the example take the place of another rule's that is not the same page? */
static gboolean check_example(const KiriCli *cli, const KiriSiteRule *rule, const char *from_dir,
                              GError **error)
{
    g_autoptr(KiriSiteRules) rules = kiri_rules_read(cli);
    const KiriSiteRule *other = owner_of(rules, rule);
    if (!other)
        return TRUE;
    g_autofree char *dir = kiri_rules_own_dir(cli);
    g_autofree char *there = g_build_filename(dir, rule->example, NULL);
    g_autofree char *from = g_build_filename(from_dir, rule->example, NULL);
    g_autoptr(GBytes) had = kiri_file_read(there, KIRI_LIMIT_INFLATED_BYTES, NULL);
    g_autoptr(GBytes) fresh = kiri_file_read(from, KIRI_LIMIT_INFLATED_BYTES, error);
    if (!fresh || !had || g_bytes_equal(had, fresh))
        return fresh != NULL;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("rule '%s' has another page as its example '%s'; give this one another name"),
                other->name, rule->example);
    return FALSE;
}

/* The example first: a rule never lies there without it. */
static gboolean copy_rule(const KiriCli *cli, const KiriSiteRule *rule, const char *path,
                          const char *from_dir, GError **error)
{
    g_autofree char *dir = kiri_rules_own_dir(cli);
    if (g_mkdir_with_parents(dir, 0755) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make folder"), dir);
    if (rule->example) {
        g_autofree char *example = g_build_filename(from_dir, rule->example, NULL);
        if (!copy_file(example, dir, KIRI_LIMIT_INFLATED_BYTES, error))
            return FALSE;
    }
    return copy_file(path, dir, KIRI_LIMIT_RULE_BYTES, error);
}

static int add_one(KiriCli *cli, KiriStore *store, const char *name, GError **error)
{
    g_autofree char *path = kiri_cli_file(cli, name);
    g_autofree char *dir = g_path_get_dirname(path);
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriSiteRule) rule = kiri_site_rule_read(path, error);
    if (!rule)
        return KIRI_EXIT_USAGE;
    g_auto(GStrv) problems = kiri_rules_judge(cli, rule, dir, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return KIRI_EXIT_FAILED;
    }
    for (char **p = problems; p && *p; p++)
        kiri_cli_warn(cli, "%s: %s", rule->name, *p);
    if (problems) {
        kiri_cli_warn(cli, _("rule '%s' is not added: its example does not come out"), rule->name);
        return KIRI_EXIT_NO;
    }
    if (!check_example(cli, rule, dir, error))
        return KIRI_EXIT_USAGE;
    if (!copy_rule(cli, rule, path, dir, error) || !forget_state(store, rule->name, error))
        return KIRI_EXIT_FAILED;
    tell_watch(cli);
    kiri_cli_note(cli, _("rule '%s' is added"), rule->name);
    return KIRI_EXIT_DONE;
}

static int add(KiriCli *cli, char **names, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    int code = store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    for (char **name = names; code == KIRI_EXIT_DONE && *name; name++)
        code = add_one(cli, store, *name, error);
    if (code == KIRI_EXIT_DONE && cli->is_json)
        kiri_out_json_summary((gint64)kiri_strv_count(names));
    return code;
}

static gboolean remove_one(KiriCli *cli, KiriStore *store, const char *name, GError **error)
{
    g_autofree char *dir = kiri_rules_own_dir(cli);
    g_autofree char *file = g_strconcat(name, ".rule", NULL);
    g_autofree char *path = g_build_filename(dir, file, NULL);
    g_autoptr(KiriSiteRules) rules = kiri_rules_read(cli);
    const KiriSiteRule *rule = kiri_site_rules_get(rules, name);
    g_autofree char *valid = kiri_site_rule_name(file);
    gboolean is_there = valid && g_file_test(path, G_FILE_TEST_IS_REGULAR);
    if (!is_there || strchr(name, '/')) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    rule ? _("rule '%s' is a shipped one; a rule for the same host without "
                             "selectors turns it off")
                         : _("there is no rule '%s' in the workspace"),
                    name);
        return FALSE;
    }
    if (g_unlink(path) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot remove"), path);
    if (rule && rule->is_own && rule->example && !owner_of(rules, rule)) {
        g_autofree char *example = g_build_filename(dir, rule->example, NULL);
        g_unlink(example); // what is left of it harms nobody
    }
    return kiri_file_sync_dir(dir, error) && forget_state(store, name, error);
}

static int remove_rules(KiriCli *cli, char **names, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    gboolean ok = store != NULL;
    for (char **name = names; ok && *name; name++)
        ok = remove_one(cli, store, *name, error);
    if (store)
        tell_watch(cli);
    if (ok && cli->is_json)
        kiri_out_json_summary((gint64)kiri_strv_count(names));
    return ok ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* ---- looking ---- */

static void write_rule(const KiriSiteRule *rule, const KiriRuleState *state)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "rule");
    kiri_record_write_members(&kiri_site_rule_shape, rule, &j);
    kiri_json_key(&j, "is_stale");
    kiri_json_bool(&j, state && kiri_rule_state_is_stale(state));
    kiri_json_key(&j, "state");
    if (state)
        kiri_record_write_json(&kiri_rule_state_shape, state, &j);
    else
        kiri_json_null(&j);
    kiri_out_json_end(&j);
}

static void print_state(const KiriRuleState *state)
{
    char when[32], since[32];
    if (!state) {
        kiri_out_row(4, _("used"), 8, _("not yet"));
        return;
    }
    kiri_out_time(state->last_match, when);
    kiri_out_time(state->missing_since, since);
    g_autofree char *used = g_strdup_printf(_("on %" PRId64 " articles, last match %s"),
                                            state->seen, *when ? when : "—");
    kiri_out_row(4, _("used"), 8, used);
    if (!state->misses)
        return;
    g_autofree char *keys = g_strjoinv(", ", state->missed);
    g_autofree char *missed = g_strdup_printf(
        _("%s, on %" PRId64 " pages in a row since %s%s"), keys, state->misses, since,
        kiri_rule_state_is_stale(state) ? _(": the rule is to be mended") : "");
    g_autofree char *safe = kiri_out_safe(missed);
    kiri_out_row(4, _("missed"), 8, safe);
}

static void print_rule(const KiriCli *cli, const KiriSiteRule *rule, const KiriRuleState *state)
{
    if (cli->is_json) {
        write_rule(rule, state);
        return;
    }
    g_autofree char *hosts = g_strjoinv(" ", rule->host);
    g_autofree char *paths = rule->path ? g_strjoinv(" ", rule->path) : g_strdup("");
    g_autofree char *places = g_strdup_printf("%s  %s", hosts, paths);
    g_autofree char *safe = kiri_out_safe(g_strchomp(places));
    kiri_out_printf("%s  %s%s\n", rule->name, rule->is_own ? _("(workspace)") : _("(shipped)"),
                    kiri_site_rule_has_selectors(rule) ? "" : _(", turns others off"));
    kiri_out_row(4, _("pages"), 8, safe);
    print_state(state);
}

static int list(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriSiteRules) rules = kiri_rules_read(cli);
    guint n = kiri_site_rules_count(rules);
    for (guint i = 0; i < n; i++) {
        const KiriSiteRule *rule = kiri_site_rules_at(rules, i);
        g_autoptr(KiriRuleState) state = kiri_store_get(store, KIRI_NOUN_RULE, rule->name, NULL);
        print_rule(cli, rule, state);
    }
    if (cli->is_json)
        kiri_out_json_summary(n);
    return n ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

/* The file as it lies there: comments are part of a rule. */
static gboolean print_file(const KiriCli *cli, const KiriSiteRule *rule, GError **error)
{
    g_autofree char *dir = kiri_rules_dir_of(cli, rule);
    g_autofree char *file = g_strconcat(rule->name, ".rule", NULL);
    g_autofree char *path = g_build_filename(dir, file, NULL);
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_RULE_BYTES, error);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    if (!bytes)
        return FALSE;
    kiri_cli_note(cli, "%s", path);
    g_autofree char *text = g_strndup(p ? p : "", n);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line && (line[1] || **line); line++) {
        g_autofree char *safe = kiri_out_safe(*line);
        kiri_out_printf("%s\n", safe);
    }
    return TRUE;
}

static int show(KiriCli *cli, char **names, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(KiriSiteRules) rules = store ? kiri_rules_read(cli) : NULL;
    guint n = 0;
    for (; store && names[n]; n++) {
        const KiriSiteRule *rule = kiri_site_rules_get(rules, names[n]);
        if (!rule) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                        _("there is no rule '%s'; 'kirinuki rule list' shows them"), names[n]);
            return KIRI_EXIT_NO;
        }
        g_autoptr(KiriRuleState) state = kiri_store_get(store, KIRI_NOUN_RULE, rule->name, NULL);
        if (cli->is_json)
            write_rule(rule, state);
        else if (!print_file(cli, rule, error))
            return KIRI_EXIT_FAILED;
    }
    if (store && cli->is_json)
        kiri_out_json_summary(n);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if (verb == VERB_LIST)
        return list(cli, error);
    if (verb == VERB_CHECK)
        return kiri_rule_check(cli, call->args + 1, error);
    if (call->n_args < 2 || (verb == VERB_TRY && call->n_args > 2)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'rule %s' needs what to %s"),
                    verbs[verb], verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    switch (verb) {
    case VERB_ADD:
        return add(cli, call->args + 1, error);
    case VERB_REMOVE:
        return remove_rules(cli, call->args + 1, error);
    case VERB_TRY:
        return kiri_rule_try(cli, &(KiriRuleTrial){call->args[1], o->rule, o->url}, error);
    default:
        return show(cli, call->args + 1, error);
    }
}

static const char details[] = N_(
    "A rule is a small text file that says where headline, text, date and author stand on the\n"
    "pages of one site; feeds/sites/README.md explains it. What a rule does not find is decided\n"
    "the general way. 'try' shows both side by side, 'check' runs rules on their examples.");

const KiriCommand kiri_cmd_rule = {
    .name = "rule",
    .group = N_("Manage"),
    .args = N_("add FILE… | list | show NAME… | check [NAME|FILE…] | try URL|FILE [--rule FILE] "
               "[--url URL] | remove NAME…"),
    .summary = N_("where headline, text and date stand on the pages of single sites"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
