// SPDX-License-Identifier: GPL-3.0-or-later
/* Doubts about canonical links. */
#include "canonical.h"

#include <kirinuki/normalize.h>
#include <kirinuki/url.h>

#include <string.h>

#define PARAGRAPH_BYTES 30 // shorter lines are captions and the like

static const char *bare_host(const KiriUrl *url)
{
    return url->host + (g_str_has_prefix(url->host, "www.") ? 4 : 0);
}

static gboolean is_same_place(const KiriUrl *a, const KiriUrl *b)
{
    gsize n = strlen(a->path), m = strlen(b->path);
    n -= n && a->path[n - 1] == '/';
    m -= m && b->path[m - 1] == '/';
    return strcmp(bare_host(a), bare_host(b)) == 0 && n == m && memcmp(a->path, b->path, n) == 0;
}

gboolean kiri_canonical_is_same_place(const char *a, const char *b)
{
    g_autoptr(KiriUrl) x = kiri_url_parse(kiri_str(a), NULL);
    g_autoptr(KiriUrl) y = kiri_url_parse(kiri_str(b), NULL);
    return x && y && x->host && y->host && is_same_place(x, y);
}

/* Parameters that choose a view or a part of the article, never the article. */
static gboolean chooses_view(const char *name, const char *value)
{
    static const char *const views[] = {
        "page",   "paged",      "pg",     "pn",      "amp",    "print", "mode",  "view",
        "output", "outputtype", "format", "display", "device", "lang",  "share", NULL};
    for (guint i = 0; views[i]; i++)
        if (g_ascii_strcasecmp(name, views[i]) == 0)
            return TRUE;
    /* "p" counts pages in some programs and names the article in others. */
    return g_ascii_strcasecmp(name, "p") == 0 && strlen(value) < 2;
}

/* Does `query` have a parameter that may choose the article and that `other`
 * lacks? Such values count or name something: they have a digit. */
static gboolean drops_choice(const char *query, const char *other)
{
    g_auto(GStrv) kept = g_strsplit(other ? other : "", "&", 64);
    g_auto(GStrv) parameters = g_strsplit(query ? query : "", "&", 64);
    for (char **p = parameters; *p; p++) {
        if (g_strv_contains((const char *const *)kept, *p))
            continue;
        g_auto(GStrv) parts = g_strsplit(*p, "=", 2);
        const char *value = parts[0] && parts[1] ? parts[1] : "";
        if (strpbrk(value, "0123456789") && !chooses_view(parts[0], value))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_front_page(const KiriUrl *url)
{
    return strcmp(url->path, "/") == 0 && !url->query;
}

gboolean kiri_canonical_is_plausible(const char *own, const char *claim)
{
    g_autoptr(KiriUrl) a = kiri_url_parse(kiri_str(own), NULL);
    g_autoptr(KiriUrl) b = kiri_url_parse(kiri_str(claim), NULL);
    if (!a || !b || !kiri_url_is_http(a) || !kiri_url_is_http(b))
        return FALSE;
    /* A copy that names its original across sites stays an article of its own
     * medium: who copied whom is lineage, not identity. */
    g_autofree char *site_a = kiri_url_registrable_domain(a->host);
    g_autofree char *site_b = kiri_url_registrable_domain(b->host);
    if (strcmp(site_a, site_b) != 0 || (is_front_page(b) && !is_front_page(a)))
        return FALSE;
    return !is_same_place(a, b) || !drops_choice(a->query, b->query);
}

/* Paragraphs of `text`, and how many of them stand in `in`. */
static void count_shared(const char *text, const char *in, guint *all, guint *shared)
{
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
    for (char **line = lines; *line; line++) {
        if (strlen(*line) < PARAGRAPH_BYTES)
            continue;
        ++*all;
        *shared += in && strstr(in, *line) != NULL;
    }
}

gboolean kiri_articles_are_twins(const KiriArticle *a, const KiriArticle *b)
{
    if (a->content_hash && g_strcmp0(a->content_hash, b->content_hash) == 0)
        return TRUE;
    if (a->title && *a->title && b->title) {
        g_autofree char *x = kiri_normalize_dup(kiri_str(a->title));
        g_autofree char *y = kiri_normalize_dup(kiri_str(b->title));
        if (strcmp(x, y) == 0)
            return TRUE;
    }
    gboolean is_a_shorter = strlen(a->text ? a->text : "") <= strlen(b->text ? b->text : "");
    guint all = 0, shared = 0;
    count_shared(is_a_shorter ? a->text : b->text, is_a_shorter ? b->text : a->text, &all, &shared);
    return all && shared * 4 >= all * 3;
}
