// SPDX-License-Identifier: GPL-3.0-or-later
/* The links of a page with what their place says: in a menu or footer, in a side
 * column, at a headline, beside a date, one of a list of like items, in running
 * text. A reader of front pages tells articles from navigation by it.
 *
 * An item is the largest part of the page around a link that links nowhere else:
 * the card or the row of a list. Its date is the link's date, its siblings of the
 * same make are its list. One address may stand in several places: the longest
 * text counts, and all that the places say. */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum {
    MOST_ITEM_NODES = 400, // larger parts are no item of a list
    MOST_CLIMB = 12,
    LIST_ITEMS = 4, // siblings of one make that are a list
    MOST_TEXT_BYTES = 400,
    MOST_STEPS = 1000000, // from node to node, for all links of a page
    PROSE_CHARS = 40,     // text around a link beside its own that is a sentence
};

typedef struct {
    char *url;
    char *text;
    guint places; // KiriLinkPlace
} Found;

static void found_free(gpointer p)
{
    Found *f = p;
    g_free(f->url);
    g_free(f->text);
    g_free(f);
}

typedef struct {
    const KiriReading *page;
    char **targets;     // of each node that is a link, else NULL
    GHashTable *by_url; // URL → Found
    GPtrArray *list;    // Found, in order of the page
    gint steps;         // left; a page that uses them up gets no more places
} Reader;

static const char *href_of(const KiriDom *dom, guint node)
{
    const char *href = dom->nodes[node].tag == KIRI_TAG_A ? kiri_dom_attr(dom, node, "href") : NULL;
    if (!href || !href[0] || href[0] == '#' || g_ascii_strncasecmp(href, "javascript:", 11) == 0)
        return NULL;
    return href;
}

/* Absolute http targets of all links, by node; NULL for the rest. */
static char **resolve_links(const KiriReading *page)
{
    const KiriDom *dom = page->dom;
    char **targets = g_new0(char *, dom->n + 1);
    g_autoptr(KiriUrl) base = kiri_url_parse(kiri_str(page->meta->base), NULL);
    if (!base)
        return targets;
    for (guint i = 0, looks = KIRI_LIMIT_LINKS * 4; i < dom->n && looks; i++) {
        const char *href = href_of(dom, i);
        if (!href)
            continue;
        looks--;
        g_autoptr(KiriUrl) url = kiri_url_parse_in(kiri_str(href), base);
        if (url && g_str_has_prefix(url->href, "http") && strlen(url->href) <= KIRI_LIMIT_URL_BYTES)
            targets[i] = g_steal_pointer(&url->href);
    }
    return targets;
}

/* ---- the links of the text ---- */

void kiri_page_add_link(const KiriReading *page, guint node)
{
    enum { MOST_OF_TEXT = 256 };
    char ***links = &page->article->links;
    const char *href = href_of(page->dom, node);
    if (!href || kiri_strv_count(*links) >= MOST_OF_TEXT)
        return;
    g_autofree char *url = kiri_url_resolve(kiri_str(href), page->meta->base);
    if (url && g_str_has_prefix(url, "http") && strlen(url) <= KIRI_LIMIT_URL_BYTES &&
        !kiri_strv_has(*links, url))
        kiri_strv_add(links, url);
}

/* ---- the item ---- */

static gboolean leads_elsewhere(Reader *r, guint node, const char *url)
{
    for (guint i = node; i < r->page->dom->nodes[node].end && r->steps > 0; i++, r->steps--)
        if (r->targets[i] && strcmp(r->targets[i], url) != 0)
            return TRUE;
    return r->steps <= 0;
}

static guint item_of(Reader *r, guint link)
{
    const KiriDomNode *nodes = r->page->dom->nodes;
    guint item = link;
    for (guint i = 0; i < MOST_CLIMB; i++) {
        guint up = nodes[item].parent;
        if (!up || nodes[up].tag == KIRI_TAG_BODY || nodes[up].end - up > MOST_ITEM_NODES ||
            leads_elsewhere(r, up, r->targets[link]))
            break;
        item = up;
    }
    return item;
}

static gboolean has_link(Reader *r, guint node)
{
    for (guint i = node; i < r->page->dom->nodes[node].end && r->steps > 0; i++, r->steps--)
        if (r->targets[i])
            return TRUE;
    return FALSE;
}

/* Siblings of one make (tag and class) that link somewhere. */
static gboolean is_in_list(Reader *r, guint item)
{
    const KiriDom *dom = r->page->dom;
    guint up = dom->nodes[item].parent, alike = 0;
    const char *make = kiri_dom_attr(dom, item, "class");
    for (guint i = up + 1, looks = 0; i < dom->nodes[up].end && alike < LIST_ITEMS && looks < 200;
         i = dom->nodes[i].end, looks++)
        alike += dom->nodes[i].tag == dom->nodes[item].tag &&
                 dom->nodes[i].end - i <= MOST_ITEM_NODES &&
                 g_strcmp0(kiri_dom_attr(dom, i, "class"), make) == 0 && has_link(r, i);
    return alike >= LIST_ITEMS;
}

/* ---- dates ---- */

static gsize digits_at(const char *p)
{
    gsize n = 0;
    while (g_ascii_isdigit(p[n]))
        n++;
    return n;
}

/* "2026/04/13", "2026年4月13日", "4月13日", "4/13 10:05", "10:05", "3時間前" … */
static gboolean names_time(const char *text)
{
    static const char *const units[] = {"月", "年", "時間前", "分前", "日前", "時間 前", NULL};
    for (const char *p = text; *p; p++) {
        gsize n = digits_at(p);
        if (!n)
            continue;
        const char *rest = p + n;
        if (n <= 4 && kiri_starts_with_any(rest, units) && (n == 4 || n <= 2))
            return TRUE;
        gsize next = (*rest == '/' || *rest == '.' || *rest == '-' || *rest == ':')
                         ? digits_at(rest + 1)
                         : 0;
        if (next == 2 && *rest == ':' && n <= 2)
            return TRUE;
        if ((next == 1 || next == 2) && n == 4 && (p[0] == '2' || p[0] == '1'))
            return TRUE;
        if (next == 2 && n == 2 && *rest == '/')
            return TRUE;
        p = rest - 1;
    }
    return FALSE;
}

static gboolean has_date(Reader *r, guint item)
{
    const KiriDom *dom = r->page->dom;
    if (kiri_dom_find(dom, item, dom->nodes[item].end, KIRI_TAG_TIME) < dom->nodes[item].end)
        return TRUE;
    g_autofree char *text = kiri_dom_line(dom, item, MOST_TEXT_BYTES * 2);
    if (names_time(text))
        return TRUE;
    /* <dt>4月13日</dt><dd><a>…</a></dd> */
    guint up = dom->nodes[item].parent, before = 0;
    if (dom->nodes[item].tag != KIRI_TAG_DD)
        return FALSE;
    for (guint i = up + 1; i < item && r->steps > 0; i = dom->nodes[i].end, r->steps--)
        if (dom->nodes[i].tag != KIRI_TAG_TEXT)
            before = i;
    if (!before || dom->nodes[before].tag != KIRI_TAG_DT)
        return FALSE;
    g_autofree char *term = kiri_dom_line(dom, before, MOST_TEXT_BYTES);
    return names_time(term);
}

/* ---- the place ---- */

static gboolean is_at_heading(const Reader *r, guint link, guint item)
{
    const KiriDom *dom = r->page->dom;
    for (guint i = item; i < dom->nodes[item].end; i++)
        if (kiri_tag_is_heading(dom->nodes[i].tag))
            return TRUE;
    for (guint i = link, up = 0; i && up < 3; i = dom->nodes[i].parent, up++)
        if (kiri_tag_is_heading(dom->nodes[i].tag))
            return TRUE;
    return FALSE;
}

/* What the elements around it are, up to the page. */
static guint surroundings(const Reader *r, guint link)
{
    const KiriDom *dom = r->page->dom;
    guint places = 0;
    for (guint i = link; i; i = dom->nodes[i].parent) {
        guint names = r->page->names[i];
        switch (dom->nodes[i].tag) {
        case KIRI_TAG_NAV:
        case KIRI_TAG_FOOTER:
        case KIRI_TAG_HEADER:
            /* The header of one item is not that of the page. */
            if (dom->nodes[i].tag == KIRI_TAG_NAV ||
                !(kiri_dom_ancestor(dom, i, KIRI_TAG_ARTICLE) ||
                  kiri_dom_ancestor(dom, i, KIRI_TAG_LI)))
                places |= KIRI_LINK_IN_FRAME;
            break;
        case KIRI_TAG_ASIDE:
            places |= KIRI_LINK_IN_ASIDE;
            break;
        case KIRI_TAG_MAIN:
        case KIRI_TAG_ARTICLE:
            places |= KIRI_LINK_IN_MAIN;
            break;
        default:
            break;
        }
        if (names & (KIRI_NAME_NAV | KIRI_NAME_SIGNUP | KIRI_NAME_SHARE))
            places |= KIRI_LINK_IN_FRAME;
        if (names & (KIRI_NAME_TAGS | KIRI_NAME_AD))
            places |= KIRI_LINK_IS_LABEL;
        if (names & (KIRI_NAME_FRAME | KIRI_NAME_RELATED))
            places |= KIRI_LINK_IN_ASIDE;
    }
    return places;
}

/* Text of the paragraph around the link that is not the link's: prose that
 * mentions a page, where a list offers it. */
static gboolean is_in_prose(const Reader *r, guint link, const char *text)
{
    const KiriDom *dom = r->page->dom;
    guint p = kiri_dom_ancestor(dom, link, KIRI_TAG_P);
    if (!p || dom->nodes[p].end - p > MOST_ITEM_NODES)
        return FALSE;
    g_autofree char *around = kiri_dom_line(dom, p, MOST_TEXT_BYTES * 4);
    return kiri_chars(around) - kiri_chars(text) > PROSE_CHARS && strstr(around, "。");
}

/* The picture's words where the link has none of its own. */
static char *text_of(const KiriDom *dom, guint link)
{
    char *text = kiri_dom_line(dom, link, MOST_TEXT_BYTES);
    for (guint i = link; !*text && i < dom->nodes[link].end; i++) {
        const char *alt = dom->nodes[i].tag == KIRI_TAG_IMG ? kiri_dom_attr(dom, i, "alt") : NULL;
        if (!alt || !*alt)
            continue;
        g_auto(KiriBuf) line;
        kiri_buf_init(&line, MOST_TEXT_BYTES * 4);
        kiri_text_collapse(&line, kiri_str(alt));
        if (line.is_over || !line.n)
            continue;
        g_free(text);
        text = g_strndup(line.p, line.n);
    }
    return text;
}

static void take_link(Reader *r, guint link)
{
    const char *url = r->targets[link];
    Found *f = g_hash_table_lookup(r->by_url, url);
    if (!f) {
        if (r->list->len >= KIRI_LIMIT_LINKS)
            return;
        f = g_new0(Found, 1);
        f->url = g_strdup(url);
        f->text = g_strdup("");
        g_hash_table_insert(r->by_url, f->url, f);
        g_ptr_array_add(r->list, f);
    }
    g_autofree char *text = text_of(r->page->dom, link);
    guint item = item_of(r, link);
    f->places |= surroundings(r, link);
    r->steps -= (gint)(r->page->dom->nodes[item].end - item);
    if (r->steps <= 0)
        item = link;
    f->places |= is_at_heading(r, link, item) ? KIRI_LINK_AT_HEADING : 0;
    f->places |= has_date(r, item) ? KIRI_LINK_HAS_DATE : 0;
    f->places |= is_in_list(r, item) ? KIRI_LINK_IN_LIST : 0;
    f->places |= is_in_prose(r, link, text) ? KIRI_LINK_IN_PROSE : 0;
    if (kiri_chars(text) > kiri_chars(f->text)) {
        g_free(f->text);
        f->text = g_steal_pointer(&text);
    }
}

static const struct {
    char letter;
    guint place;
} letters[] = {
    {'f', KIRI_LINK_IN_FRAME},   {'a', KIRI_LINK_IN_ASIDE}, {'m', KIRI_LINK_IN_MAIN},
    {'h', KIRI_LINK_AT_HEADING}, {'d', KIRI_LINK_HAS_DATE}, {'l', KIRI_LINK_IN_LIST},
    {'p', KIRI_LINK_IN_PROSE},   {'t', KIRI_LINK_IS_LABEL},
};

guint kiri_link_places(const char *text)
{
    guint places = 0;
    for (; text && *text; text++)
        for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
            places |= *text == letters[i].letter ? letters[i].place : 0;
    return places;
}

static char *format_places(guint places)
{
    GString *s = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
        if (places & letters[i].place)
            g_string_append_c(s, letters[i].letter);
    return g_string_free(s, FALSE);
}

void kiri_page_read_links(const KiriReading *page, KiriExtracted *out)
{
    Reader r = {.page = page,
                .targets = resolve_links(page),
                .by_url = g_hash_table_new(g_str_hash, g_str_equal),
                .list = g_ptr_array_new_with_free_func(found_free),
                .steps = MOST_STEPS};
    for (guint i = 0; i < page->dom->n; i++)
        if (r.targets[i])
            take_link(&r, i);
    if (r.list->len) {
        out->page_links = g_new0(char *, r.list->len + 1);
        out->page_link_texts = g_new0(char *, r.list->len + 1);
        out->page_link_places = g_new0(char *, r.list->len + 1);
    }
    for (guint i = 0; i < r.list->len; i++) {
        Found *f = r.list->pdata[i];
        out->page_links[i] = g_steal_pointer(&f->url);
        out->page_link_texts[i] = g_steal_pointer(&f->text);
        out->page_link_places[i] = format_places(f->places);
    }
    for (guint i = 0; i < page->dom->n; i++)
        g_free(r.targets[i]);
    g_free(r.targets);
    g_hash_table_destroy(r.by_url);
    g_ptr_array_unref(r.list);
}
