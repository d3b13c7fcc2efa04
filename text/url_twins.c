// SPDX-License-Identifier: GPL-3.0-or-later
/* Guesses at the plain address behind an AMP, mobile or print form, from the
 * habits by which sites name such views. */
#include <kirinuki/url_form.h>

#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

static gboolean is_one_of(const char *const *words, const char *s, gsize n)
{
    for (guint i = 0; words[i]; i++)
        if (strlen(words[i]) == n && g_ascii_strncasecmp(words[i], s, n) == 0)
            return TRUE;
    return FALSE;
}

/* Segments that choose a view: as the first of a path, as the last one. */
static const char *const first_views[] = {"amp", "sp", "smp", "mobile", "m", "s", "touch", NULL};
static const char *const last_views[] = {"amp", "print", "mobile", "sp", NULL};
static const char *const index_names[] = {"index",    "default",  "index.sp",
                                          "sp_index", "index_pc", NULL};
static const char *const index_ends[] = {"html", "htm", "shtml", "php", "asp",
                                         "aspx", "jsp", "cgi",   "do",  NULL};
static const char *const host_views[] = {"amp", "m", "sp", "s", "smp", "mobile", "touch", NULL};

static const struct {
    const char *name;
    const char *values; // separated by '|'
} view_parameters[] = {
    {"amp", "|1|true|yes|amp"},
    {"outputtype", "amp"},
    {"output", "amp|print"},
    {"format", "amp|print"},
    {"view", "amp|print|sp|mobile"},
    {"mode", "print|sp|mobile"},
    {"print", "|1|true|yes|on"},
    {"printable", "|1|yes"},
    {"device", "sp|smartphone|mobile|pc"},
    {"ua", "sp|mobile|pc"},
    {"sp", "|1|true"},
    {"smp", "|1|true"},
    {"mobile", "|0|1|true"},
};

static gboolean chooses_view(const char *parameter)
{
    gsize n = strcspn(parameter, "=");
    const char *value = parameter[n] ? parameter + n + 1 : "";
    for (guint i = 0; i < G_N_ELEMENTS(view_parameters); i++) {
        if (strlen(view_parameters[i].name) != n ||
            g_ascii_strncasecmp(view_parameters[i].name, parameter, n) != 0)
            continue;
        g_auto(GStrv) values = g_strsplit(view_parameters[i].values, "|", -1);
        if (is_one_of((const char *const *)values, value, strlen(value)))
            return TRUE;
    }
    return FALSE;
}

/* The query without parameters that choose a view; NULL when nothing is left. */
static char *plain_query(const char *query, gboolean *is_changed)
{
    g_auto(GStrv) parameters = g_strsplit(query ? query : "", "&", -1);
    g_autoptr(GString) kept = g_string_new(NULL);
    for (char **p = parameters; *p; p++) {
        if (chooses_view(*p)) {
            *is_changed = TRUE;
            continue;
        }
        if (kept->len)
            g_string_append_c(kept, '&');
        g_string_append(kept, *p);
    }
    return kept->len ? g_strdup(kept->str) : NULL;
}

/* "story.amp.html" is "story.html", "story.amp" is "story". */
static void strip_file_name(GString *path, gboolean *is_changed)
{
    static const char *const marks[] = {".amp", "_amp", "-amp", ".print", "_print", NULL};
    const char *name = strrchr(path->str, '/');
    for (guint i = 0; name && marks[i]; i++) {
        const char *at = g_strrstr(name, marks[i]);
        const char *end = at ? at + strlen(marks[i]) : NULL;
        if (at && at > name + 1 && (!*end || *end == '.')) {
            g_string_erase(path, at - path->str, (gssize)strlen(marks[i]));
            *is_changed = TRUE;
            return;
        }
    }
}

static void strip_index(GString *path, gboolean *is_changed)
{
    const char *name = strrchr(path->str, '/');
    const char *dot = name ? strrchr(name, '.') : NULL;
    if (!dot || !is_one_of(index_names, name + 1, (gsize)(dot - name - 1)) ||
        !is_one_of(index_ends, dot + 1, strlen(dot + 1)))
        return;
    g_string_truncate(path, (gsize)(name - path->str) + 1);
    *is_changed = TRUE;
}

static char *plain_path(const char *from, gboolean *is_changed)
{
    g_autoptr(GString) path = g_string_new(from);
    gsize first = strcspn(path->str + 1, "/");
    if (path->str[first + 1] && is_one_of(first_views, path->str + 1, first)) {
        g_string_erase(path, 0, (gssize)first + 1);
        *is_changed = TRUE;
    }
    gboolean has_slash = path->len > 1 && path->str[path->len - 1] == '/';
    gsize end = path->len - (has_slash ? 1 : 0), start = end;
    while (start > 0 && path->str[start - 1] != '/')
        start--;
    if (start > 1 && is_one_of(last_views, path->str + start, end - start)) {
        g_string_truncate(path, has_slash ? start : start - 1);
        *is_changed = TRUE;
    }
    strip_file_name(path, is_changed);
    strip_index(path, is_changed);
    return g_strdup(path->str);
}

/* Adds "SCHEME://HOST/…" in canonical form, unless it is there or is the URL itself. */
static void add_twin(char ***twins, const char *own, const char *host, gint port, const char *path,
                     const char *query)
{
    g_autofree char *number = port >= 0 ? g_strdup_printf(":%d", port) : g_strdup("");
    const char *scheme = g_str_has_prefix(own, "http:") && port >= 0 ? "http" : "https";
    g_autofree char *raw =
        g_strconcat(scheme, "://", host, number, path, query ? "?" : NULL, query, NULL);
    g_autofree char *twin = kiri_url_canonical(kiri_str(raw), NULL);
    if (twin && strcmp(twin, own) != 0 && !kiri_strv_has(*twins, twin))
        kiri_strv_add(twins, twin);
}

char **kiri_url_twins(const char *text)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(text), NULL);
    gboolean is_changed = FALSE;
    if (!url || !kiri_url_is_http(url))
        return NULL;
    g_autofree char *path = plain_path(url->path, &is_changed);
    g_autofree char *query = plain_query(url->query, &is_changed);
    char **twins = NULL;
    gsize first = strcspn(url->host, ".");
    g_autofree char *site = kiri_url_registrable_domain(url->host);
    gboolean has_view_host =
        url->host[first] && strcmp(site, url->host) != 0 && is_one_of(host_views, url->host, first);
    if (has_view_host) {
        const char *rest = url->host + first + 1;
        g_autofree char *www = g_strconcat("www.", rest, NULL);
        if (strcmp(rest, site) == 0)
            add_twin(&twins, text, www, url->port, path, query);
        add_twin(&twins, text, rest, url->port, path, query);
    }
    if (is_changed || strcmp(url->scheme, "http") == 0)
        add_twin(&twins, text, url->host, url->port, path, query);
    return twins;
}
