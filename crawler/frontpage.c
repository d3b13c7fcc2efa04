// SPDX-License-Identifier: GPL-3.0-or-later
/* Telling article links from navigation, without knowing the site.
 *
 * Three things speak for an article: its address carries a date or a number, its
 * link text is a headline (long), and many links of the page have an address of
 * the same shape. Navigation is short, shallow, and says what it is in its path.
 * Each witness gives points; four are needed. */
#include "frontpage.h"

#include <kirinuki/buf.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

enum { POINTS_NEEDED = 4 };

typedef struct {
    char *url;
    KiriUrl *parsed;
    char *shape;
    glong text_chars; // of the longest text that links there
} Link;

static void link_free(gpointer p)
{
    Link *l = p;
    g_free(l->url);
    kiri_url_free(l->parsed);
    g_free(l->shape);
    g_free(l);
}

/* The address with numbers as '#' and the name in its last segment as '*':
 * articles of one site differ only there. */
static char *shape_of(const KiriUrl *url)
{
    GString *shape = g_string_new(url->host);
    const char *last = strrchr(url->path, '/');
    const char *name = last ? last + 1 : url->path;
    gsize stem = strcspn(name, "."), digits = strspn(name, "0123456789");
    for (const char *p = url->path; *p; p++) {
        if (p == name && stem) {
            g_string_append_c(shape, digits == stem ? '#' : '*');
            g_string_append(shape, name + stem);
            break;
        }
        if (!g_ascii_isdigit(*p))
            g_string_append_c(shape, *p);
        else if (shape->str[shape->len - 1] != '#')
            g_string_append_c(shape, '#');
    }
    for (const char *p = url->query; p && *p; p++) {
        if (p == url->query)
            g_string_append_c(shape, '?');
        if (!g_ascii_isdigit(*p))
            g_string_append_c(shape, *p);
        else if (shape->str[shape->len - 1] != '#')
            g_string_append_c(shape, '#');
    }
    return g_string_free(shape, FALSE);
}

/* Digits in a row at `p`. */
static gsize digits_at(const char *p)
{
    gsize n = 0;
    while (g_ascii_isdigit(p[n]))
        n++;
    return n;
}

static gboolean is_year(const char *p)
{
    return (p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0');
}

/* /2026/04/13/, /20260413, /2026-04-13, /260413 are dates. */
static gboolean has_date(const char *path)
{
    for (const char *p = path; *p; p++) {
        gsize n = digits_at(p);
        if (!n)
            continue;
        if (n >= 8 && is_year(p) && p[4] <= '1' && p[6] <= '3')
            return TRUE;
        if (n == 4 && is_year(p) && (p[4] == '/' || p[4] == '-') && digits_at(p + 5))
            return TRUE;
        if (n == 6 && is_year(p) && p[4] <= '1')
            return TRUE;
        p += n - 1;
    }
    return FALSE;
}

static gsize longest_number(const char *s)
{
    gsize most = 0;
    for (const char *p = s; p && *p; p++) {
        gsize n = digits_at(p);
        most = MAX(most, n);
        p += n ? n - 1 : 0;
    }
    return most;
}

static guint count_chars(const char *s, char c)
{
    guint n = 0;
    for (; *s; s++)
        n += *s == c;
    return n;
}

static gboolean is_navigation_word(const char *segment)
{
    static const char *const words[] = {
        "about",    "ad",        "ads",        "archive",   "author", "authors", "calendar",
        "category", "company",   "contact",    "corporate", "event",  "faq",     "feed",
        "genre",    "help",      "info",       "inquiry",   "kiyaku", "links",   "login",
        "member",   "mypage",    "newsletter", "page",      "policy", "privacy", "profile",
        "ranking",  "recruit",   "register",   "rss",       "search", "series",  "shop",
        "sitemap",  "subscribe", "tag",        "tags",      "terms",  "topics",  "user",
        "video",    "weather",   NULL};
    for (guint i = 0; words[i]; i++)
        if (g_ascii_strncasecmp(segment, words[i], strcspn(segment, ".")) == 0 &&
            strlen(words[i]) == strcspn(segment, "."))
            return TRUE;
    return FALSE;
}

/* Malus for path segments that name a part of a site: as the last one they are
 * that part itself, before others a number can still make it an article. */
static gint navigation_points(const KiriUrl *url, gsize number)
{
    g_auto(GStrv) segments = g_strsplit(url->path, "/", 32);
    gint points = 0;
    gboolean is_last = TRUE;
    for (guint i = g_strv_length(segments); i-- > 0;) {
        if (!*segments[i])
            continue;
        if (is_navigation_word(segments[i]))
            points = MIN(points, is_last ? -4 : number < 4 ? -3 : 0);
        is_last = FALSE;
    }
    return points;
}

static gboolean is_document(const char *path)
{
    static const char *const others[] = {".jpg", ".jpeg", ".png",  ".gif", ".webp", ".svg", ".pdf",
                                         ".zip", ".xml",  ".rss",  ".rdf", ".css",  ".js",  ".mp4",
                                         ".mp3", ".doc",  ".docx", ".xls", ".xlsx", ".ppt"};
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (g_str_has_suffix(path, others[i]))
            return FALSE;
    return TRUE;
}

static gint points_of(const Link *l, guint alike)
{
    const char *last = strrchr(l->parsed->path, '/');
    guint depth = count_chars(l->parsed->path, '/');
    gsize number = MAX(longest_number(l->parsed->path), longest_number(l->parsed->query));
    gint points = 0;
    if (has_date(l->parsed->path))
        points += 3;
    if (number >= 4)
        points += 2;
    else if (number >= 1)
        points += 1;
    if (last && (strstr(last, ".htm") || count_chars(last, '-') >= 3))
        points += 1;
    points += l->text_chars >= 16 ? 2 : l->text_chars >= 10 ? 1 : l->text_chars < 6 ? -2 : 0;
    points += alike >= 8 ? 2 : alike >= 3 ? 1 : 0;
    points += navigation_points(l->parsed, number);
    if (depth <= 1 && !number)
        points -= 1;
    return points;
}

/* Characters of a link text, white space not counted. */
static glong text_chars(const char *text)
{
    glong n = 0;
    for (const char *p = text ? text : ""; *p; p += g_utf8_skip[(guchar)*p])
        n += !g_unichar_isspace(g_utf8_get_char(p));
    return n;
}

static Link *new_link(const char *page_url, const char *site, const char *href)
{
    g_autofree char *url = kiri_url_canonical(kiri_str(href), page_url);
    g_autoptr(KiriUrl) parsed = url ? kiri_url_parse(kiri_str(url), NULL) : NULL;
    if (!parsed || !parsed->host || !is_document(parsed->path) ||
        (strcmp(parsed->path, "/") == 0 && !parsed->query))
        return NULL;
    g_autofree char *other = kiri_url_registrable_domain(parsed->host);
    if (strcmp(other, site) != 0)
        return NULL;
    Link *l = g_new0(Link, 1);
    l->shape = shape_of(parsed);
    l->url = g_steal_pointer(&url);
    l->parsed = g_steal_pointer(&parsed);
    return l;
}

GPtrArray *kiri_front_page_articles(const char *page_url, char **links, char **texts)
{
    GPtrArray *articles = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriUrl) page = kiri_url_parse(kiri_str(page_url), NULL);
    g_autofree char *self = kiri_url_canonical(kiri_str(page_url), NULL);
    if (!page || !page->host || !self)
        return articles;
    g_autofree char *site = kiri_url_registrable_domain(page->host);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(link_free);
    g_autoptr(GHashTable) by_url = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) shapes = g_hash_table_new(g_str_hash, g_str_equal);
    gboolean has_texts = TRUE;
    for (gsize i = 0; links && links[i] && found->len < KIRI_LIMIT_LINKS; i++) {
        has_texts = has_texts && texts && texts[i];
        Link *l = new_link(page_url, site, links[i]);
        if (!l)
            continue;
        Link *same = g_hash_table_lookup(by_url, l->url);
        glong chars = has_texts ? text_chars(texts[i]) : 0;
        if (same || strcmp(l->url, self) == 0) {
            if (same)
                same->text_chars = MAX(same->text_chars, chars);
            link_free(l);
            continue;
        }
        l->text_chars = chars;
        g_ptr_array_add(found, l);
        g_hash_table_insert(by_url, l->url, l);
        guint alike = GPOINTER_TO_UINT(g_hash_table_lookup(shapes, l->shape));
        g_hash_table_insert(shapes, l->shape, GUINT_TO_POINTER(alike + 1));
    }
    for (guint i = 0; i < found->len; i++) {
        const Link *l = found->pdata[i];
        guint alike = GPOINTER_TO_UINT(g_hash_table_lookup(shapes, l->shape));
        if (points_of(l, alike) >= POINTS_NEEDED)
            g_ptr_array_add(articles, g_strdup(l->url));
    }
    return articles;
}
