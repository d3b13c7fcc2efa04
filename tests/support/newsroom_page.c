// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages: what a template can say about an article, its neighbours on the site,
 * and the encoding into the site's charset. */
#include "fill_in.h"
#include "newsroom.h"
#include "newsroom_dates.h"

#include <kirinuki/hash.h>

#include <string.h>

enum { N_RELATED = 4, N_RANKED = 5, N_FRONT_PAGE = 60, LEAD_CHARS = 80 };

static void add_link(FillScope *scope, const char *list, const NewsArticle *a)
{
    FillScope *link = fill_add(scope, list);
    fill_take(link, "link_path", news_article_path(a));
    fill_set(link, "link_title", a->title);
    fill_take(link, "link_date", news_date(a->published, NEWS_DATE_SHORT));
    fill_take(link, "link_iso", news_date(a->published, NEWS_DATE_ISO));
}

static void add_dates(FillScope *scope, const NewsArticle *a)
{
    static const struct {
        const char *name;
        NewsDateForm form;
    } forms[] = {{"iso", NEWS_DATE_ISO},         {"weekday", NEWS_DATE_WEEKDAY},
                 {"slashes", NEWS_DATE_SLASHES}, {"dots", NEWS_DATE_DOTS},
                 {"tv", NEWS_DATE_TV},           {"era", NEWS_DATE_ERA},
                 {"full", NEWS_DATE_FULL}};
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autofree char *changed = g_strconcat("modified_", forms[i].name, NULL);
        fill_take(scope, forms[i].name, news_date(a->published, forms[i].form));
        fill_take(scope, changed, news_date(a->modified, forms[i].form));
    }
}

/* The first paragraph, cut as description fields are. */
static char *lead_of(const NewsArticle *a)
{
    const GPtrArray *part = a->parts->pdata[0];
    const char *first = part->pdata[0];
    for (guint i = 0; i < part->len && g_str_has_prefix(first, "## "); i++)
        first = part->pdata[i];
    if (g_utf8_strlen(first, -1) <= LEAD_CHARS)
        return g_strdup(first);
    g_autofree char *cut = g_utf8_substring(first, 0, LEAD_CHARS);
    return g_strconcat(cut, "…", NULL);
}

static void add_paragraphs(FillScope *scope, const GPtrArray *part)
{
    fill_list(scope, "paragraphs");
    for (guint i = 0; i < part->len; i++) {
        const char *p = part->pdata[i];
        gboolean is_heading = g_str_has_prefix(p, "## ");
        FillScope *paragraph = fill_add(scope, "paragraphs");
        fill_set(paragraph, "heading", is_heading ? p + 3 : NULL);
        fill_set(paragraph, "text", is_heading ? NULL : p);
    }
}

static void add_names(FillScope *scope, const NewsArticle *a)
{
    fill_list(scope, "authors");
    fill_list(scope, "keywords");
    for (char **name = a->authors; name && *name; name++)
        fill_add_text(scope, "authors", *name);
    for (char **word = a->keywords; word && *word; word++)
        fill_add_text(scope, "keywords", *word);
    fill_take(scope, "keyword_list",
              a->keywords ? g_strjoinv(",", a->keywords) : g_strdup(a->section));
    /* Where nobody is named, markup often gives the house as the author. */
    fill_take(scope, "author_name", a->authors ? g_strjoinv("、", a->authors) : NULL);
    fill_set(scope, "credit", a->credit);
    fill_set(scope, "publisher", a->credit ? a->credit : a->medium->name);
}

/* The articles that came before this one on the site, and a ranking that is the
 * same on all its pages. */
static void add_neighbours(FillScope *scope, const NewsArticle *a)
{
    const GPtrArray *all = a->medium->articles;
    guint at = 0;
    while (all->pdata[at] != a)
        at++;
    fill_list(scope, "related");
    fill_list(scope, "ranking");
    for (guint i = 1; i <= N_RELATED && i < all->len; i++)
        add_link(scope, "related", all->pdata[(at + i) % all->len]);
    for (guint i = 0; i < N_RANKED && i < all->len; i++)
        add_link(scope, "ranking", all->pdata[(i * 7 + 3) % all->len]);
}

/* How many characters a paywall says it holds back: made up, but steady. */
static char *rest_of(const NewsArticle *a)
{
    if (!a->is_paywalled)
        return NULL;
    return g_strdup_printf("%u", (guint)(600 + kiri_hash64(kiri_str(a->slug)) % 2400));
}

static char *part_path(const char *path, guint part)
{
    return part ? g_strdup_printf("%s%cpage=%u", path, strchr(path, '?') ? '&' : '?', part + 1)
                : g_strdup(path);
}

static void add_paging(FillScope *scope, const NewsArticle *a, const char *path, guint part)
{
    gboolean has_next = part + 1 < a->parts->len;
    fill_take(scope, "next_path", has_next ? part_path(path, part + 1) : NULL);
    fill_take(scope, "previous_path", part ? part_path(path, part - 1) : NULL);
    fill_take(scope, "page_of",
              a->parts->len > 1 ? g_strdup_printf("%u/%u", part + 1, a->parts->len) : NULL);
}

static void add_site(FillScope *scope, const Newsroom *room, const NewsMedium *medium)
{
    fill_set(scope, "site", medium->name);
    fill_set(scope, "charset", medium->charset);
    fill_take(scope, "origin", newsroom_origin(room, medium));
    fill_set(scope, "private_path", NEWSROOM_PRIVATE_PATH);
}

void newsroom_render_page(const Newsroom *room, const NewsArticle *article, guint part,
                          gboolean is_amp, KiriBuf *out)
{
    g_autoptr(FillScope) scope = fill_scope_new();
    const NewsMedium *medium = article->medium;
    g_autofree char *origin = newsroom_origin(room, medium);
    g_autofree char *path = news_article_path(article);
    g_autofree char *amp_path = medium->has_amp ? news_article_amp_path(article) : NULL;
    add_site(scope, room, medium);
    fill_set(scope, "title", article->title);
    fill_set(scope, "section", article->section ? article->section : "ニュース");
    fill_set(scope, "path", path);
    fill_set(scope, "slug", article->slug);
    fill_take(scope, "url", g_strconcat(origin, path, NULL));
    fill_take(scope, "amp_url", amp_path ? g_strconcat(origin, amp_path, NULL) : NULL);
    fill_take(scope, "image",
              article->has_image ? g_strdup_printf("%s/images/%s.png", origin, article->slug)
                                 : NULL);
    fill_take(scope, "lead", lead_of(article));
    fill_take(scope, "rest", rest_of(article));
    fill_set(scope, "is_corrected", article->is_correction ? "1" : NULL);
    add_dates(scope, article);
    add_names(scope, article);
    add_paragraphs(scope, article->parts->pdata[part]);
    add_neighbours(scope, article);
    add_paging(scope, article, path, part);
    fill_in(g_hash_table_lookup(room->templates, is_amp ? "amp" : medium->template), scope, out);
}

void newsroom_render_front_page(const Newsroom *room, const NewsMedium *medium, KiriBuf *out)
{
    g_autoptr(FillScope) scope = fill_scope_new();
    add_site(scope, room, medium);
    fill_list(scope, "articles");
    for (guint i = 0; i < medium->articles->len && i < N_FRONT_PAGE; i++)
        add_link(scope, "articles", medium->articles->pdata[i]);
    fill_in(g_hash_table_lookup(room->templates, "frontpage"), scope, out);
}

/* ---- charsets ---- */

/* "Shift_JIS" on the web is Microsoft's, with ①㈱髙. */
static const char *converter_name(const char *charset)
{
    return strcmp(charset, "shift_jis") == 0 ? "CP932" : charset;
}

void newsroom_encode(KiriStr utf8, const char *charset, KiriBuf *out)
{
    if (strcmp(charset, "utf-8") == 0) {
        kiri_buf_add(out, utf8.p, utf8.n);
        return;
    }
    GIConv converter = g_iconv_open(converter_name(charset), "UTF-8");
    g_assert(converter != (GIConv)-1);
    const char *p = utf8.p, *end = utf8.p + utf8.n;
    char piece[64];
    while (p < end) {
        /* One character at a time, so that one the charset lacks is known; the
         * converter keeps the shift state of ISO-2022-JP. */
        const char *next = p + g_unichar_to_utf8(g_utf8_get_char(p), NULL);
        char *in = (char *)(guintptr)p, *to = piece;
        gsize in_left = (gsize)(next - p), out_left = sizeof piece;
        if (g_iconv(converter, &in, &in_left, &to, &out_left) == (gsize)-1) {
            char reference[16];
            g_snprintf(reference, sizeof reference, "&#%u;", g_utf8_get_char(p));
            in = reference;
            in_left = strlen(reference);
            g_iconv(converter, &in, &in_left, &to, &out_left);
        }
        kiri_buf_add(out, piece, sizeof piece - out_left);
        p = next;
    }
    char *to = piece;
    gsize out_left = sizeof piece;
    g_iconv(converter, NULL, NULL, &to, &out_left);
    kiri_buf_add(out, piece, sizeof piece - out_left);
    g_iconv_close(converter);
}
