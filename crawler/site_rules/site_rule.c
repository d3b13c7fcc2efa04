// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a rule file. The keys are the fields of the record: what a key takes
 * follows from its field's type, how its values are checked from one table. Every
 * selector is compiled once here, so that a rule that was read can be used. */
#include <kirinuki/site_rule.h>

#include "markup/selector.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <stddef.h>
#include <string.h>

enum { FIRST_KEY_TAG = 3 };

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriSiteRule, name, STR)},
    {KIRI_FIELD(2, KiriSiteRule, is_own, BOOL)},
    {KIRI_FIELD(FIRST_KEY_TAG, KiriSiteRule, host, STRV)},
    {KIRI_FIELD(4, KiriSiteRule, path, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriSiteRule, title, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriSiteRule, body, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriSiteRule, drop, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriSiteRule, author, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(9, KiriSiteRule, date, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriSiteRule, updated, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriSiteRule, image, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriSiteRule, section, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(13, KiriSiteRule, next, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(14, KiriSiteRule, whole, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(15, KiriSiteRule, terms, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(16, KiriSiteRule, note, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriSiteRule, example, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(18, KiriSiteRule, example_url, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(19, KiriSiteRule, expect_title, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(20, KiriSiteRule, expect_date, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(21, KiriSiteRule, expect_updated, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(22, KiriSiteRule, expect_author, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(23, KiriSiteRule, expect_section, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(24, KiriSiteRule, expect_image, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(25, KiriSiteRule, expect_next, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(26, KiriSiteRule, expect_body, STRV), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_site_rule_shape = KIRI_SHAPE("rule", KiriSiteRule, fields);

/* ---- values ---- */

/* A value on its way into the rule; `at` is where it is refused, in bytes. */
typedef struct {
    KiriStr text;
    gsize at;
    char *taken; // as it is kept
} Value;

static gboolean refuse(GError **error, const char *what)
{
    g_set_error_literal(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE, what);
    return FALSE;
}

/* ".example.jp" or "example.jp", as addresses are written. */
static gboolean check_host(Value *v, GError **error)
{
    gboolean is_domain = v->text.n && v->text.p[0] == '.';
    g_autofree char *name = g_strndup(v->text.p + is_domain, v->text.n - (gsize)is_domain);
    g_autofree char *address = g_strconcat("http://", name, "/", NULL);
    g_autoptr(KiriUrl) url =
        strpbrk(name, "/:@?#\\ ") ? NULL : kiri_url_parse(kiri_str(address), NULL);
    if (!url || !url->host || !*url->host || name[0] == '.')
        return refuse(error, _("expected a host such as www.example.jp or .example.jp"));
    v->taken = g_strconcat(is_domain ? "." : "", url->host, NULL);
    return TRUE;
}

static gboolean check_path(Value *v, GError **error)
{
    if (v->text.p[0] != '/' && v->text.p[0] != '*')
        return refuse(error, _("expected a path that begins with '/' or '*'"));
    return TRUE;
}

static gboolean check_selector(Value *v, GError **error)
{
    g_autoptr(KiriSelector) selector = kiri_selector_parse(v->text, &v->at, error);
    return selector != NULL;
}

static gboolean check_time(Value *v, GError **error)
{
    KiriTime t;
    if (!kiri_time_parse(v->text, KIRI_JST_MIN, &t))
        return refuse(error, _("expected a time such as 2026-04-13T09:05+09:00 or 2026-04-13"));
    return TRUE;
}

/* A page, and no other rule, which `rule add` would write and `rule remove` delete. */
static gboolean check_file(Value *v, GError **error)
{
    static const char of_rules[] = ".rule";
    gsize n = strlen(of_rules);
    gboolean is_rule = v->text.n >= n && memcmp(v->text.p + v->text.n - n, of_rules, n) == 0;
    if (is_rule || memchr(v->text.p, '/', v->text.n) || v->text.p[0] == '.')
        return refuse(error, _("expected the name of a file that lies beside the rule"));
    return TRUE;
}

static gboolean check_address(Value *v, GError **error)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(v->text, NULL);
    if (!url || !kiri_url_is_http(url))
        return refuse(error, _("expected an http or https address"));
    return TRUE;
}

static gboolean check_body_words(Value *v, GError **error)
{
    static const char *const verbs[] = {"begins ", "ends ", "contains ", "lacks "};
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (v->text.n > strlen(verbs[i]) && strncmp(v->text.p, verbs[i], strlen(verbs[i])) == 0)
            return TRUE;
    return refuse(error, _("expected 'begins', 'ends', 'contains' or 'lacks', and words"));
}

static const struct {
    const char *key;
    gboolean (*check)(Value *v, GError **error);
} checks[] = {
    {"host", check_host},
    {"path", check_path},
    {"title", check_selector},
    {"body", check_selector},
    {"drop", check_selector},
    {"author", check_selector},
    {"date", check_selector},
    {"updated", check_selector},
    {"image", check_selector},
    {"section", check_selector},
    {"next", check_selector},
    {"whole", check_selector},
    {"example", check_file},
    {"example-url", check_address},
    {"expect-date", check_time},
    {"expect-updated", check_time},
    {"expect-image", check_address},
    {"expect-next", check_address},
    {"expect-body", check_body_words},
};

static gboolean check_value(const char *key, Value *v, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++)
        if (strcmp(checks[i].key, key) == 0)
            return checks[i].check(v, error);
    return TRUE;
}

/* ---- lines ---- */

static char *key_of(const KiriField *field)
{
    return g_strdelimit(g_strdup(field->name), "_", '-');
}

static const KiriField *field_of(KiriStr key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autofree char *name = key_of(&fields[i]);
        if (fields[i].tag >= FIRST_KEY_TAG && kiri_str_equal(kiri_str(name), key))
            return &fields[i];
    }
    return NULL;
}

static gboolean refuse_key(KiriStr key, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    g_autofree char *word = kiri_str_dup(key);
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autofree char *name = key_of(&fields[i]);
        if (fields[i].tag >= FIRST_KEY_TAG)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
    }
    g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE,
                _("there is no key '%s'; expected one of %s"), word, names->str);
    return FALSE;
}

static gboolean keep_value(KiriSiteRule *rule, const KiriField *field, Value *v, GError **error)
{
    gpointer member = (char *)rule + field->offset;
    g_autofree char *text = v->taken ? g_steal_pointer(&v->taken) : kiri_str_dup(v->text);
    if (field->type == KIRI_FIELD_STRV) {
        char ***list = member;
        if (kiri_strv_count(*list) >= KIRI_LIMIT_RULE_VALUES) {
            g_set_error_literal(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT,
                                _("too many lines of this key"));
            return FALSE;
        }
        kiri_strv_add(list, text);
        return TRUE;
    }
    char **one = member;
    if (*one)
        return refuse(error, _("this key may stand only once"));
    *one = g_steal_pointer(&text);
    return TRUE;
}

/* `at` gets the byte of the line where the trouble is. */
static gboolean take_line(KiriSiteRule *rule, KiriStr line, gsize *at, GError **error)
{
    KiriStr stripped = kiri_str_strip(line);
    if (!stripped.n || stripped.p[0] == '#')
        return TRUE;
    *at = (gsize)(stripped.p - line.p);
    const char *colon = memchr(stripped.p, ':', stripped.n);
    if (!colon)
        return refuse(error, _("expected 'key: value', or '#' before a comment"));
    KiriStr key = kiri_str_strip((KiriStr){stripped.p, (gsize)(colon - stripped.p)});
    const KiriField *field = field_of(key);
    if (!field)
        return refuse_key(key, error);
    Value v = {.text = {colon + 1, (gsize)(stripped.p + stripped.n - colon - 1)}};
    v.text = kiri_str_strip(v.text);
    *at = (gsize)((v.text.n ? v.text.p : colon + 1) - line.p);
    if (!v.text.n)
        return refuse(error, _("expected a value behind ':'"));
    g_autofree char *name = key_of(field);
    gboolean ok = check_value(name, &v, error) && keep_value(rule, field, &v, error);
    *at += v.at;
    g_free(v.taken);
    return ok;
}

static gboolean check_whole(const KiriSiteRule *rule, GError **error)
{
    if (!rule->host)
        return refuse(error, _("a line 'host: …' is missing"));
    if (rule->example && !rule->example_url)
        return refuse(error, _("'example' needs a line 'example-url: …'"));
    return TRUE;
}

static void prefix_place(GError **error, guint line, KiriStr text, gsize at)
{
    glong column = g_utf8_strlen(text.p, (gssize)MIN(at, text.n)) + 1;
    g_prefix_error(error, "%u:%ld: ", line, column);
}

KiriSiteRule *kiri_site_rule_parse(KiriStr text, const char *name, GError **error)
{
    const char *bad = NULL, *end = text.p + text.n;
    if (text.n > KIRI_LIMIT_RULE_BYTES) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT,
                    _("1:1: a rule has at most %d bytes"), KIRI_LIMIT_RULE_BYTES);
        return NULL;
    }
    gboolean is_text = g_utf8_validate_len(text.p, text.n, &bad);
    g_autoptr(KiriSiteRule) rule = kiri_site_rule_new();
    rule->name = g_strdup(name);
    const char *p = text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0 ? text.p + 3 : text.p;
    for (guint n = 1;; n++) {
        const char *stop = memchr(p, '\n', (gsize)(end - p));
        KiriStr line = {p, (gsize)((stop ? stop : end) - p)};
        gsize at = 0;
        if (!is_text && bad <= line.p + line.n) {
            refuse(error, _("expected text in UTF-8"));
            prefix_place(error, n, line, (gsize)(bad - line.p));
            return NULL;
        }
        if (!take_line(rule, line, &at, error) || (!stop && !check_whole(rule, error))) {
            prefix_place(error, n, line, at);
            return NULL;
        }
        if (!stop)
            return g_steal_pointer(&rule);
        p = stop + 1;
    }
}

/* ---- files ---- */

char *kiri_site_rule_name(const char *path)
{
    g_autofree char *base = g_path_get_basename(path);
    if (!g_str_has_suffix(base, ".rule") || base[0] == '.')
        return NULL;
    char *name = g_strndup(base, strlen(base) - strlen(".rule"));
    for (const char *p = name; *p; p++)
        if (!g_ascii_isalnum(*p) && !strchr("-_.", *p)) {
            g_free(name);
            return NULL;
        }
    return name;
}

KiriSiteRule *kiri_site_rule_read(const char *path, GError **error)
{
    g_autofree char *name = kiri_site_rule_name(path);
    if (!name) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE,
                    _("'%s' is no name for a rule: expected NAME.rule, in letters, digits, '-', "
                      "'_' and '.'"),
                    path);
        return NULL;
    }
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_RULE_BYTES, error);
    if (!bytes)
        return NULL;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    KiriSiteRule *rule = kiri_site_rule_parse((KiriStr){p ? p : "", n}, name, error);
    if (!rule)
        g_prefix_error(error, "%s:", path);
    return rule;
}

gboolean kiri_site_rule_has_selectors(const KiriSiteRule *rule)
{
    return rule->title || rule->body || rule->drop || rule->author || rule->date || rule->updated ||
           rule->image || rule->section || rule->next || rule->whole;
}
