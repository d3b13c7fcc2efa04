// SPDX-License-Identifier: GPL-3.0-or-later
/* Which rule is a page's? Rules lie under their hosts, so that a page of one of ten
 * thousand sites costs a look for each label of its host name. */
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/site_rule.h>
#include <kirinuki/url.h>

#include <string.h>

struct KiriSiteRules {
    GPtrArray *all;    // KiriSiteRule by name
    GHashTable *names; // name → KiriSiteRule
    GHashTable *hosts; // host as rules write it → GPtrArray of KiriSiteRule
};

static void free_rule(gpointer rule)
{
    kiri_site_rule_free(rule);
}

static void free_list(gpointer list)
{
    g_ptr_array_unref(list);
}

KiriSiteRules *kiri_site_rules_new(void)
{
    KiriSiteRules *rules = g_new0(KiriSiteRules, 1);
    rules->all = g_ptr_array_new_with_free_func(free_rule);
    rules->names = g_hash_table_new(g_str_hash, g_str_equal);
    rules->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_list);
    return rules;
}

void kiri_site_rules_free(KiriSiteRules *rules)
{
    if (!rules)
        return;
    g_hash_table_destroy(rules->hosts);
    g_hash_table_destroy(rules->names);
    g_ptr_array_unref(rules->all);
    g_free(rules);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp((*(KiriSiteRule *const *)a)->name, (*(KiriSiteRule *const *)b)->name);
}

static gboolean take_rule(KiriSiteRules *rules, KiriSiteRule *rule)
{
    if (g_hash_table_contains(rules->names, rule->name)) {
        kiri_site_rule_free(rule);
        return FALSE;
    }
    g_ptr_array_add(rules->all, rule);
    g_hash_table_insert(rules->names, rule->name, rule);
    for (char **host = rule->host; host && *host; host++) {
        GPtrArray *list = g_hash_table_lookup(rules->hosts, *host);
        if (!list) {
            list = g_ptr_array_new();
            g_hash_table_insert(rules->hosts, *host, list);
        }
        g_ptr_array_add(list, rule);
    }
    return TRUE;
}

gboolean kiri_site_rules_add(KiriSiteRules *rules, KiriSiteRule *rule)
{
    gboolean is_taken = take_rule(rules, rule);
    g_ptr_array_sort(rules->all, by_name);
    return is_taken;
}

static void note(GPtrArray *problems, char *what)
{
    if (problems)
        g_ptr_array_add(problems, what);
    else
        g_free(what);
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void kiri_site_rules_load(KiriSiteRules *rules, const char *dir, gboolean is_own,
                          GPtrArray *problems)
{
    g_autoptr(GDir) folder = g_dir_open(dir, 0, NULL);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    const char *entry;
    while (folder && (entry = g_dir_read_name(folder)))
        if (g_str_has_suffix(entry, ".rule"))
            g_ptr_array_add(files, g_strdup(entry));
    g_ptr_array_sort(files, by_text);
    for (guint i = 0; i < files->len; i++) {
        g_autoptr(GError) why = NULL;
        g_autofree char *path = g_build_filename(dir, files->pdata[i], NULL);
        if (rules->all->len >= KIRI_LIMIT_RULES) {
            note(problems, g_strdup_printf(_("there are more than %d rules: '%s' is left out"),
                                           KIRI_LIMIT_RULES, path));
            break;
        }
        /* A pipe would be waited for. */
        if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
            note(problems, g_strdup_printf(_("'%s' is not a file"), path));
            continue;
        }
        KiriSiteRule *rule = kiri_site_rule_read(path, &why);
        if (!rule) {
            note(problems, g_strdup(why->message));
            continue;
        }
        rule->is_own = is_own;
        take_rule(rules, rule);
    }
    g_ptr_array_sort(rules->all, by_name);
}

const KiriSiteRule *kiri_site_rules_get(const KiriSiteRules *rules, const char *name)
{
    return g_hash_table_lookup(rules->names, name);
}

guint kiri_site_rules_count(const KiriSiteRules *rules)
{
    return rules->all->len;
}

const KiriSiteRule *kiri_site_rules_at(const KiriSiteRules *rules, guint i)
{
    return rules->all->pdata[i];
}

/* ---- looking up ---- */

/* '*' and '?' as in file names, but that '*' takes '/' too. One step back suffices,
 * to the last '*': time is the product of the lengths at worst. */
static gboolean glob_fits(const char *glob, const char *s)
{
    const char *star = NULL, *from = NULL;
    while (*s) {
        if (*glob == '*') {
            star = ++glob;
            from = s;
        } else if (*glob == *s || *glob == '?') {
            glob++;
            s++;
        } else if (star) {
            glob = star;
            s = ++from;
        } else {
            return FALSE;
        }
    }
    while (*glob == '*')
        glob++;
    return !*glob;
}

/* Length of the longest path that fits, and 1 more; 0: none does. A rule without
 * paths is for all of them. */
static gsize path_worth(const KiriSiteRule *rule, const char *path)
{
    gsize worth = rule->path ? 0 : 1;
    for (char **p = rule->path; p && *p; p++)
        if (glob_fits(*p, path))
            worth = MAX(worth, strlen(*p) + 1);
    return worth;
}

static gboolean host_fits(const char *pattern, const char *host)
{
    if (*pattern != '.')
        return strcmp(pattern, host) == 0;
    gsize n = strlen(host), m = strlen(pattern);
    return strcmp(pattern + 1, host) == 0 || (n > m && strcmp(host + n - m, pattern) == 0);
}

gboolean kiri_site_rule_fits(const KiriSiteRule *rule, const char *url)
{
    g_autoptr(KiriUrl) u = kiri_url_parse(kiri_str(url), NULL);
    if (!u || !u->host || !path_worth(rule, u->path))
        return FALSE;
    for (char **host = rule->host; host && *host; host++)
        if (host_fits(*host, u->host))
            return TRUE;
    return FALSE;
}

static const KiriSiteRule *best_of(const KiriSiteRules *rules, const char *host, const char *path)
{
    const GPtrArray *list = g_hash_table_lookup(rules->hosts, host);
    const KiriSiteRule *best = NULL;
    gsize best_worth = 0;
    for (guint i = 0; list && i < list->len; i++) {
        const KiriSiteRule *rule = list->pdata[i];
        gsize worth = path_worth(rule, path);
        if (!worth)
            continue;
        gint order = best ? rule->is_own - best->is_own : 1;
        if (!order)
            order = worth > best_worth   ? 1
                    : worth < best_worth ? -1
                                         : -strcmp(rule->name, best->name);
        if (order <= 0)
            continue;
        best = rule;
        best_worth = worth;
    }
    return best;
}

const KiriSiteRule *kiri_site_rules_find(const KiriSiteRules *rules, const char *url)
{
    g_autoptr(KiriUrl) u = rules && rules->all->len ? kiri_url_parse(kiri_str(url), NULL) : NULL;
    if (!u || !u->host)
        return NULL;
    const KiriSiteRule *rule = best_of(rules, u->host, u->path);
    /* ".www.example.jp", ".example.jp", ".jp" */
    g_autofree char *domain = g_strconcat(".", u->host, NULL);
    for (const char *p = domain; !rule && p; p = strchr(p + 1, '.'))
        rule = best_of(rules, p, u->path);
    return rule;
}
