// SPDX-License-Identifier: GPL-3.0-or-later
/* Links of the page as a whole: what a front page offers, where a long article
 * goes on. */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

void kiri_page_read_links(const KiriReading *page, KiriExtracted *out)
{
    const KiriDom *dom = page->dom;
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0, looks = KIRI_LIMIT_LINKS * 4;
         i < dom->n && urls->len < KIRI_LIMIT_LINKS && looks; i++) {
        const char *href = dom->nodes[i].tag == KIRI_TAG_A ? kiri_dom_attr(dom, i, "href") : NULL;
        if (!href || !href[0] || href[0] == '#' ||
            g_ascii_strncasecmp(href, "javascript:", 11) == 0)
            continue;
        looks--;
        g_autofree char *url = kiri_url_resolve(kiri_str(href), page->meta->base);
        if (!url || !g_str_has_prefix(url, "http") || strlen(url) > KIRI_LIMIT_URL_BYTES ||
            g_hash_table_contains(seen, url))
            continue;
        char *text = kiri_dom_line(dom, i, 400);
        g_hash_table_add(seen, url);
        g_ptr_array_add(urls, g_steal_pointer(&url));
        g_ptr_array_add(texts, text);
    }
    if (!urls->len)
        return;
    g_ptr_array_add(urls, NULL);
    g_ptr_array_add(texts, NULL);
    out->page_links = (char **)(void *)g_ptr_array_steal(urls, NULL);
    out->page_link_texts = (char **)(void *)g_ptr_array_steal(texts, NULL);
}

/* ---- the next part of a long article ---- */

static gboolean is_next_label(const char *text)
{
    static const char *const labels[] = {
        "次へ", "次のページ", "次ページ", "つぎへ",    "次のページへ", "次頁", "続きを読む",
        "next", "next page",  "Next",     "Next page", "Next Page",    "NEXT", ">",
        "＞",   "»",          "›",        NULL};
    g_autofree char *s = g_strdup(text);
    for (char *p = s; *p; p++) // "次へ ≫", "次のページ >"
        if (*p == ' ') {
            *p = 0;
            break;
        }
    for (guint i = 0; labels[i]; i++)
        if (strcmp(labels[i], s) == 0 || strcmp(labels[i], text) == 0)
            return TRUE;
    return g_str_has_prefix(text, "次のページ") && kiri_chars(text) <= 40;
}

static gint page_number(const char *s)
{
    g_autofree char *n = kiri_squeeze(kiri_str(s));
    gsize len = strlen(n);
    if (!len || len > 2 || strspn(n, "0123456789") != len)
        return 0;
    return (gint)g_ascii_strtoll(n, NULL, 10);
}

/* Two addresses of one article: equal but for a page number in the path's last
 * part or in the query. */
static gboolean is_sibling(const char *a, const char *b)
{
    g_autoptr(KiriUrl) x = kiri_url_parse(kiri_str(a), NULL);
    g_autoptr(KiriUrl) y = kiri_url_parse(kiri_str(b), NULL);
    if (!x || !y || g_strcmp0(x->host, y->host) != 0 || strcmp(a, b) == 0)
        return FALSE;
    if (strcmp(x->path, y->path) == 0)
        return g_strcmp0(x->query, y->query) != 0;
    gsize same = 0;
    while (x->path[same] && x->path[same] == y->path[same])
        same++;
    while (same && g_ascii_isdigit(x->path[same - 1])) // "1" and "12" part at the number
        same--;
    const char *rest = y->path + same, *own = x->path + same;
    gsize digits = strcspn(rest, "0123456789");
    gsize number = strspn(rest + digits, "0123456789");
    /* "…/a.html" → "…/a_2.html", "…/a/" → "…/a/2", "…/a" → "…/a?page=2" */
    return number >= 1 && number <= 2 && digits <= 8 && strlen(own) <= 12 && strlen(rest) <= 20;
}

/* Which page is this by its own pager: the number that is no link. */
static gboolean is_in_pager(const KiriReading *page, guint node)
{
    static const char *const stems[] = {"pager", "pagination", "pagenation", "paging", "page"};
    for (guint depth = 0; node && depth < 6; node = page->dom->nodes[node].parent, depth++) {
        const char *names[] = {kiri_dom_attr(page->dom, node, "class"),
                               kiri_dom_attr(page->dom, node, "id")};
        for (guint k = 0; k < 2; k++)
            for (guint i = 0; names[k] && i < G_N_ELEMENTS(stems); i++)
                if (strcasestr(names[k], stems[i]))
                    return TRUE;
    }
    return FALSE;
}

char *kiri_page_next(const KiriReading *page)
{
    const KiriDom *dom = page->dom;
    const char *own = page->input->url;
    if (page->meta->next && is_sibling(own, page->meta->next))
        return g_strdup(page->meta->next);
    gint at = (gint)page->input->pages_before + 1;
    g_autofree char *by_number = NULL;
    for (guint i = 0, looks = KIRI_LIMIT_LINKS; i < dom->n && looks; i++) {
        const char *href = dom->nodes[i].tag == KIRI_TAG_A ? kiri_dom_attr(dom, i, "href") : NULL;
        if (!href || dom->nodes[i].end - i > 8)
            continue;
        looks--;
        g_autofree char *text = kiri_dom_line(dom, i, 160);
        const char *rel = kiri_dom_attr(dom, i, "rel");
        gboolean is_rel = rel && g_ascii_strcasecmp(rel, "next") == 0;
        gint number = page_number(text);
        gboolean is_following = number == at + 1 && is_in_pager(page, i);
        if (!is_rel && !is_following && !is_next_label(text))
            continue;
        g_autofree char *url = kiri_url_canonical(kiri_str(href), page->meta->base);
        if (!url || !is_sibling(own, url))
            continue;
        if (!is_following)
            return g_steal_pointer(&url);
        if (!by_number)
            by_number = g_steal_pointer(&url);
    }
    return g_steal_pointer(&by_number);
}
