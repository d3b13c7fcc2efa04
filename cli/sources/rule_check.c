// SPDX-License-Identifier: GPL-3.0-or-later
/* rule check: do the rules do what they say of their examples? A file that cannot
 * be read fails like one whose example comes out wrong: the list names both. */
#include "rule_ops.h"

#include <string.h>

typedef struct {
    KiriCli *cli;
    guint checked, failed;
} Check;

static void tell(Check *c, const char *name, const char *example, char **problems)
{
    gboolean is_good = !problems;
    c->checked++;
    c->failed += !is_good;
    if (c->cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "rule_check");
        kiri_json_key(&j, "rule");
        kiri_json_cstr(&j, name);
        kiri_json_key(&j, "example");
        kiri_json_cstr(&j, example);
        kiri_json_key(&j, "is_good");
        kiri_json_bool(&j, is_good);
        kiri_json_key(&j, "problems");
        kiri_json_open_array(&j);
        for (char **p = problems; p && *p; p++)
            kiri_json_cstr(&j, *p);
        kiri_json_close_array(&j);
        kiri_out_json_end(&j);
        return;
    }
    g_autofree char *safe = kiri_out_safe(name);
    if (is_good)
        kiri_out_printf("%s: %s\n", safe, example ? _("good") : _("it has no example"));
    for (char **p = problems; p && *p; p++) {
        g_autofree char *problem = kiri_out_safe(*p);
        if (g_str_has_prefix(problem, safe)) // the reader names the file itself
            kiri_out_printf("%s\n", problem);
        else
            kiri_out_printf("%s: %s\n", safe, problem);
    }
}

static void check_one(Check *c, const KiriSiteRule *rule, const char *dir)
{
    g_autoptr(GError) why = NULL;
    g_auto(GStrv) problems = kiri_rules_judge(c->cli, rule, dir, &why);
    if (why)
        kiri_strv_add(&problems, why->message);
    tell(c, rule->name, rule->example, problems);
}

static void check_file(Check *c, const char *name)
{
    g_autofree char *path = kiri_cli_file(c->cli, name);
    g_autofree char *dir = g_path_get_dirname(path);
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriSiteRule) rule = kiri_site_rule_read(path, &why);
    g_auto(GStrv) problems = NULL;
    if (rule) {
        check_one(c, rule, dir);
        return;
    }
    kiri_strv_add(&problems, why->message);
    tell(c, name, NULL, problems);
}

/* All of the workspace and all that are shipped, with those that cannot be read. */
static void check_folder(Check *c, const char *dir)
{
    g_autoptr(GPtrArray) bad = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriSiteRules) rules = kiri_site_rules_new();
    kiri_site_rules_load(rules, dir, FALSE, bad);
    for (guint i = 0; i < kiri_site_rules_count(rules); i++)
        check_one(c, kiri_site_rules_at(rules, i), dir);
    for (guint i = 0; i < bad->len; i++) {
        g_auto(GStrv) problems = NULL;
        kiri_strv_add(&problems, bad->pdata[i]);
        tell(c, dir, NULL, problems);
    }
}

static gboolean is_file(const char *name)
{
    return strchr(name, '/') || g_str_has_suffix(name, ".rule");
}

static gboolean check_named(Check *c, const KiriSiteRules *rules, const char *name, GError **error)
{
    const KiriSiteRule *rule = is_file(name) ? NULL : kiri_site_rules_get(rules, name);
    if (is_file(name)) {
        check_file(c, name);
        return TRUE;
    }
    if (!rule) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("there is no rule '%s'; 'kirinuki rule list' shows them"), name);
        return FALSE;
    }
    g_autofree char *dir = kiri_rules_dir_of(c->cli, rule);
    check_one(c, rule, dir);
    return TRUE;
}

int kiri_rule_check(KiriCli *cli, char **names, GError **error)
{
    Check c = {.cli = cli};
    if (!kiri_cli_pool(cli, error))
        return KIRI_EXIT_FAILED;
    if (*names) {
        g_autoptr(KiriSiteRules) rules = kiri_rules_read(cli);
        for (; *names; names++)
            if (!check_named(&c, rules, *names, error))
                return KIRI_EXIT_NO;
    } else {
        g_autofree char *own = kiri_rules_own_dir(cli);
        g_autofree char *shipped = kiri_rules_shipped_dir(cli);
        check_folder(&c, own);
        check_folder(&c, shipped);
    }
    if (cli->is_json)
        kiri_out_json_summary(c.checked);
    kiri_cli_note(cli, _("%u rules checked, %u fail"), c.checked, c.failed);
    return c.failed ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}
