// SPDX-License-Identifier: GPL-3.0-or-later
/* Telling article links from navigation, without knowing the site.
 *
 * Four witnesses are heard: the address (frontpage_url.c), the text (a headline is
 * long), the place on the page (page_links.c), and the company: links of one shape
 * are judged together, since a site gives all its articles one kind of address and
 * puts them into one kind of list. Each witness gives points; a link's own and the
 * mean of its shape decide half and half.
 *
 * What is known of a shape from earlier looks at the page outweighs how it looks.
 * The weights were set by hand, looking at the links of eighty-five sites; nothing
 * was held back for a measurement. */
#include "frontpage.h"

#include "frontpage_url.h"

#include <kirinuki/limits.h>
#include <kirinuki/url.h>
#include <kirinuki/url_form.h>

#include <string.h>

enum {
    POINTS_NEEDED = 4,
    WIDE = 10, // a Japanese character tells as much as two and a half Latin ones
    NARROW = 4,
    HEADLINE = 150, // 15 Japanese characters
    PHRASE = 100,
    WORDS = 60,
    WORD = 40,
    FEW_ALIKE = 3,
    LEARNED = 4, // points for what earlier looks have shown
};

/* Links of one shape. */
typedef struct {
    gint n, points;        // sum
    gint articles, others; // what became of earlier ones
} Shape;

typedef struct {
    char *url, *text;
    KiriUrl *parsed;
    Shape *shape; // borrowed
    guint places;
    KiriLinkPast past;
    gint points;
} Link;

static void link_free(gpointer p)
{
    Link *l = p;
    g_free(l->url);
    g_free(l->text);
    kiri_url_free(l->parsed);
    g_free(l);
}

static void front_link_free(gpointer p)
{
    KiriFrontLink *l = p;
    g_free(l->url);
    g_free(l->title);
    g_free(l);
}

/* ---- witnesses ---- */

static gint weight_of(const char *text)
{
    gint weight = 0;
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c))
            weight += g_unichar_iswide(c) ? WIDE : NARROW;
    }
    return weight;
}

/* "任天堂 (8133)": how many pieces a category holds. */
static gboolean ends_with_count(const char *text)
{
    gsize n = strlen(text);
    if (n < 3 || text[n - 1] != ')')
        return FALSE;
    gsize digits = 0;
    while (digits + 1 < n && g_ascii_isdigit(text[n - 2 - digits]))
        digits++;
    return digits && digits + 1 < n && text[n - 2 - digits] == '(';
}

static gint text_points(const char *text)
{
    gint weight = weight_of(text);
    gint points = weight >= HEADLINE ? 3
                  : weight >= PHRASE ? 2
                  : weight >= WORDS  ? 0
                  : weight >= WORD   ? -1
                                     : -2;
    return points - (ends_with_count(text) ? 3 : 0);
}

static gint place_points(guint places, gint of_text)
{
    gboolean is_headline = of_text >= 2;
    gint points = 0;
    points += places & KIRI_LINK_AT_HEADING ? (is_headline ? 2 : 1) : 0;
    points += places & KIRI_LINK_HAS_DATE ? (is_headline ? 2 : 1) : 0;
    points += places & KIRI_LINK_IN_MAIN ? 1 : 0;
    points += places & KIRI_LINK_IN_LIST && is_headline ? 1 : 0;
    if (places & KIRI_LINK_IN_FRAME)
        points -= places & (KIRI_LINK_IN_MAIN | KIRI_LINK_AT_HEADING) && is_headline ? 1 : 3;
    points -= places & KIRI_LINK_IS_LABEL ? 2 : 0;
    points -= places & KIRI_LINK_IN_PROSE ? 1 : 0;
    return points;
}

static gint shape_points(const Shape *shape)
{
    gint points = shape->n >= 8 ? 1 : 0;
    gint known = shape->articles + shape->others;
    if (known >= FEW_ALIKE && shape->articles >= 2 * shape->others)
        points += LEARNED;
    else if (known >= FEW_ALIKE && shape->others >= 2 * shape->articles)
        points -= LEARNED;
    return points;
}

static gboolean is_article(const Link *l)
{
    if (l->past == KIRI_LINK_IS_ARTICLE)
        return TRUE;
    if (l->past != KIRI_LINK_UNKNOWN)
        return FALSE;
    gint sum = 2 * l->points;
    if (l->shape->n >= FEW_ALIKE)
        sum = l->points + l->shape->points / l->shape->n;
    return sum + 2 * shape_points(l->shape) >= 2 * POINTS_NEEDED;
}

/* ---- the page ---- */

typedef struct {
    const char *page_url, *host;
    char *self, *site;
    GPtrArray *links;   // Link, in page order
    GHashTable *by_url; // URL → Link
    GHashTable *shapes; // shape → Shape
    KiriLinkMemory memory;
    gpointer data;
} Reader;

static Link *new_link(const Reader *r, const char *href)
{
    g_autofree char *url = kiri_url_of_article(kiri_str(href), r->page_url);
    g_autoptr(KiriUrl) parsed = url ? kiri_url_parse(kiri_str(url), NULL) : NULL;
    if (!parsed || !parsed->host || !kiri_front_is_page(parsed))
        return NULL;
    g_autofree char *other = kiri_url_registrable_domain(parsed->host);
    if (strcmp(other, r->site) != 0)
        return NULL;
    Link *l = g_new0(Link, 1);
    l->url = g_steal_pointer(&url);
    l->text = g_strdup("");
    l->parsed = g_steal_pointer(&parsed);
    return l;
}

static void take_link(Reader *r, const char *href, const char *text, guint places)
{
    Link *l = new_link(r, href);
    Link *same = l ? g_hash_table_lookup(r->by_url, l->url) : NULL;
    if (!l || same || strcmp(l->url, r->self) == 0) {
        if (l)
            link_free(l);
        if (!same)
            return;
        l = same;
    } else {
        g_ptr_array_add(r->links, l);
        g_hash_table_insert(r->by_url, l->url, l);
    }
    l->places |= places;
    if (weight_of(text) > weight_of(l->text)) {
        g_free(l->text);
        l->text = g_strdup(text);
    }
}

static void judge(Reader *r, Link *l)
{
    g_autofree char *name = kiri_front_shape(l->parsed);
    l->shape = g_hash_table_lookup(r->shapes, name);
    if (!l->shape) {
        l->shape = g_new0(Shape, 1);
        g_hash_table_insert(r->shapes, g_steal_pointer(&name), l->shape);
    }
    gint of_text = text_points(l->text);
    l->points =
        kiri_front_url_points(l->parsed, r->host) + of_text + place_points(l->places, of_text);
    l->past = r->memory ? r->memory(l->url, r->data) : KIRI_LINK_UNKNOWN;
    l->shape->n++;
    l->shape->points += l->points;
    l->shape->articles += l->past == KIRI_LINK_IS_ARTICLE;
    /* What stands says nothing of its kind: a quiet site's articles all do. */
    l->shape->others += l->past == KIRI_LINK_NO_ARTICLE;
}

static void read_links(Reader *r, const KiriExtracted *page)
{
    gsize n_texts = page->page_link_texts ? g_strv_length(page->page_link_texts) : 0;
    gsize n_places = page->page_link_places ? g_strv_length(page->page_link_places) : 0;
    for (gsize i = 0; page->page_links && page->page_links[i] && r->links->len < KIRI_LIMIT_LINKS;
         i++)
        take_link(r, page->page_links[i], i < n_texts ? page->page_link_texts[i] : "",
                  i < n_places ? kiri_link_places(page->page_link_places[i]) : 0);
    for (guint i = 0; i < r->links->len; i++)
        judge(r, r->links->pdata[i]);
}

GPtrArray *kiri_front_page_articles(const char *page_url, const KiriExtracted *page,
                                    KiriLinkMemory memory, gpointer data)
{
    GPtrArray *articles = g_ptr_array_new_with_free_func(front_link_free);
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(page_url), NULL);
    g_autofree char *self = kiri_url_canonical(kiri_str(page_url), NULL);
    if (!url || !url->host || !self)
        return articles;
    g_autofree char *site = kiri_url_registrable_domain(url->host);
    Reader r = {.page_url = page_url,
                .host = url->host,
                .self = self,
                .site = site,
                .links = g_ptr_array_new_with_free_func(link_free),
                .by_url = g_hash_table_new(g_str_hash, g_str_equal),
                .shapes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                .memory = memory,
                .data = data};
    read_links(&r, page);
    for (guint i = 0; i < r.links->len; i++) {
        Link *l = r.links->pdata[i];
        if (!is_article(l))
            continue;
        KiriFrontLink *article = g_new0(KiriFrontLink, 1);
        article->url = g_steal_pointer(&l->url);
        article->title = g_steal_pointer(&l->text);
        article->points = l->points;
        g_ptr_array_add(articles, article);
    }
    g_hash_table_destroy(r.by_url);
    g_hash_table_destroy(r.shapes);
    g_ptr_array_unref(r.links);
    return articles;
}
