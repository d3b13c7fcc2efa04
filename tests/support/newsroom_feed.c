// SPDX-License-Identifier: GPL-3.0-or-later
/* Feeds and sitemaps, one writer per dialect over one list of entries. */
#include "fill_in.h"
#include "newsroom.h"
#include "newsroom_dates.h"

#include <kirinuki/json.h>

#include <string.h>

enum { N_AMP = 20, N_STALE = 6 };

typedef struct {
    char *link, *title, *summary, *section;
    KiriTime published, updated;
    char **authors, **keywords; // borrowed
    const NewsArticle *article; // NULL for what is no longer there
} Entry;

static void entry_free(gpointer p)
{
    Entry *e = p;
    g_free(e->link);
    g_free(e->title);
    g_free(e->summary);
    g_free(e->section);
    g_free(e);
}

static char *track(const char *url, const char *tracking)
{
    return tracking ? g_strconcat(url, strchr(url, '?') ? "&" : "?", tracking, NULL)
                    : g_strdup(url);
}

static Entry *entry_of(const char *origin, const NewsSource *source, const NewsArticle *a)
{
    Entry *e = g_new0(Entry, 1);
    g_autofree char *path =
        source->content == NEWS_AMP ? news_article_amp_path(a) : news_article_path(a);
    g_autofree char *url = g_strconcat(origin, path, NULL);
    const GPtrArray *part = a->parts->pdata[0];
    e->link = track(url, source->tracking);
    e->title = g_strdup(a->title);
    e->summary = g_strdup(part->pdata[0]);
    e->section = g_strdup(a->section);
    e->published = a->published;
    e->updated = kiri_time_is_set(a->modified) ? a->modified : a->published;
    e->authors = a->authors;
    e->keywords = a->keywords;
    e->article = a;
    return e;
}

/* The column that ended: six instalments, a week apart, the last on 2026-02-19;
 * its pages are gone. */
static Entry *stale_entry(const char *origin, guint i)
{
    static const char *const titles[N_STALE] = {"潮待ちの窓から（終）",
                                                "潮待ちの窓から（29）　最後の渡船",
                                                "潮待ちの窓から（28）　倉庫の壁画",
                                                "潮待ちの窓から（27）　霧笛",
                                                "潮待ちの窓から（26）　魚市場の朝",
                                                "潮待ちの窓から（25）　古い海図"};
    KiriCivil last = {.year = 2026, .month = 2, .day = 19, .hour = 9};
    Entry *e = g_new0(Entry, 1);
    e->link = g_strdup_printf("%s/culture/shiomachi/%u.html", origin, 30 - i);
    e->title = g_strdup(titles[i]);
    e->summary = g_strdup("港町の暮らしと文化をたどる連載です。");
    e->section = g_strdup("文化");
    e->published =
        kiri_time_jst(kiri_civil_to_us(&last, KIRI_JST_MIN) - (gint64)i * 7 * KIRI_US_PER_DAY);
    e->updated = e->published;
    return e;
}

/* The members-only page is linked like any other, and forbidden. */
static Entry *private_entry(const char *origin, const Entry *like)
{
    Entry *e = g_new0(Entry, 1);
    e->link = g_strconcat(origin, NEWSROOM_PRIVATE_PATH, NULL);
    e->title = g_strdup("【会員限定】紙面ビューアーのご案内");
    e->summary = g_strdup("会員の方だけがご覧になれます。");
    e->section = g_strdup("お知らせ");
    e->published = e->updated = like->published;
    return e;
}

static GPtrArray *list_entries(const Newsroom *room, const NewsMedium *medium,
                               const NewsSource *source, const char *day)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(entry_free);
    g_autofree char *origin = newsroom_origin(room, medium);
    for (guint i = 0; source->content == NEWS_STALE && i < N_STALE; i++)
        g_ptr_array_add(list, stale_entry(origin, i));
    for (guint i = 0; source->content != NEWS_STALE && i < medium->articles->len; i++) {
        const NewsArticle *a = medium->articles->pdata[i];
        g_autofree char *iso = news_date(a->published, NEWS_DATE_ISO);
        g_autofree char *date = g_strdup_printf("%.4s%.2s%.2s", iso, iso + 5, iso + 8);
        if (source->content == NEWS_AMP && (i >= N_AMP || a->parts->len > 1))
            continue;
        if (!day || strcmp(day, date) == 0)
            g_ptr_array_add(list, entry_of(origin, source, a));
    }
    if (source->content == NEWS_ALL && source->dialect == NEWS_RSS20 && list->len)
        g_ptr_array_add(list, private_entry(origin, list->pdata[0]));
    return list;
}

/* ---- XML ---- */

static void element(KiriBuf *out, const char *name, const char *text)
{
    if (!text)
        return;
    kiri_buf_printf(out, "<%s>", name);
    fill_escape(out, text);
    kiri_buf_printf(out, "</%s>\n", name);
}

static void date_element(KiriBuf *out, const char *name, KiriTime t, NewsDateForm form)
{
    g_autofree char *text = news_date(t, form);
    element(out, name, text);
}

static void declaration(KiriBuf *out, const char *charset)
{
    kiri_buf_printf(out, "<?xml version=\"1.0\" encoding=\"%s\"?>\n", charset);
}

/* Wires give their customers the whole text in the feed. */
static void add_content(KiriBuf *out, const NewsMedium *medium, const Entry *e)
{
    if (strcmp(medium->kind, "wire") != 0 || !e->article)
        return;
    g_autofree char *text = news_article_text(e->article);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    kiri_buf_add_str(out, "<content:encoded><![CDATA[");
    for (char **line = lines; *line; line++) {
        kiri_buf_add_str(out, "<p>");
        fill_escape(out, *line);
        kiri_buf_add_str(out, "</p>");
    }
    kiri_buf_add_str(out, "]]></content:encoded>\n");
}

static void write_rss20(const NewsMedium *medium, const char *origin, const char *title,
                        const GPtrArray *entries, KiriBuf *out)
{
    declaration(out, medium->charset);
    kiri_buf_add_str(out, "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                          "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n"
                          "<channel>\n");
    element(out, "title", title);
    element(out, "link", origin);
    element(out, "description", medium->name);
    element(out, "language", "ja");
    element(out, "ttl", "15");
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = entries->pdata[i];
        kiri_buf_add_str(out, "<item>\n");
        element(out, "title", e->title);
        element(out, "link", e->link);
        element(out, "guid", e->link);
        element(out, "description", e->summary);
        element(out, "category", e->section);
        for (char **a = e->authors; a && *a; a++)
            element(out, "dc:creator", *a);
        date_element(out, "pubDate", e->published, NEWS_DATE_RFC822);
        add_content(out, medium, e);
        kiri_buf_add_str(out, "</item>\n");
    }
    kiri_buf_add_str(out, "</channel>\n</rss>\n");
}

static void write_rss10(const NewsMedium *medium, const char *origin, const char *title,
                        const GPtrArray *entries, KiriBuf *out)
{
    declaration(out, medium->charset);
    kiri_buf_printf(out,
                    "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" "
                    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xml:lang=\"ja\">\n"
                    "<channel rdf:about=\"%s/\">\n",
                    origin);
    element(out, "title", title);
    element(out, "link", origin);
    element(out, "description", medium->name);
    kiri_buf_add_str(out, "<items><rdf:Seq>\n");
    for (guint i = 0; i < entries->len; i++) {
        kiri_buf_add_str(out, "<rdf:li rdf:resource=\"");
        fill_escape(out, ((Entry *)entries->pdata[i])->link);
        kiri_buf_add_str(out, "\"/>\n");
    }
    kiri_buf_add_str(out, "</rdf:Seq></items>\n</channel>\n");
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = entries->pdata[i];
        kiri_buf_add_str(out, "<item rdf:about=\"");
        fill_escape(out, e->link);
        kiri_buf_add_str(out, "\">\n");
        element(out, "title", e->title);
        element(out, "link", e->link);
        element(out, "description", e->summary);
        element(out, "dc:subject", e->section);
        for (char **a = e->authors; a && *a; a++)
            element(out, "dc:creator", *a);
        date_element(out, "dc:date", e->published, NEWS_DATE_ISO);
        kiri_buf_add_str(out, "</item>\n");
    }
    kiri_buf_add_str(out, "</rdf:RDF>\n");
}

static void write_atom(const NewsMedium *medium, const char *origin, const char *title,
                       const GPtrArray *entries, KiriBuf *out)
{
    declaration(out, medium->charset);
    kiri_buf_add_str(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\">\n");
    element(out, "title", title);
    kiri_buf_printf(out, "<id>%s/</id>\n<link rel=\"alternate\" href=\"%s/\"/>\n", origin, origin);
    if (entries->len)
        date_element(out, "updated", ((Entry *)entries->pdata[0])->updated, NEWS_DATE_ISO);
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = entries->pdata[i];
        kiri_buf_add_str(out, "<entry>\n");
        element(out, "title", e->title);
        element(out, "id", e->link);
        kiri_buf_add_str(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
        fill_escape(out, e->link);
        kiri_buf_add_str(out, "\"/>\n");
        date_element(out, "published", e->published, NEWS_DATE_ISO);
        date_element(out, "updated", e->updated, NEWS_DATE_ISO);
        for (char **a = e->authors; a && *a; a++) {
            kiri_buf_add_str(out, "<author>");
            element(out, "name", *a);
            kiri_buf_add_str(out, "</author>\n");
        }
        element(out, "summary", e->summary);
        kiri_buf_add_str(out, "</entry>\n");
    }
    kiri_buf_add_str(out, "</feed>\n");
}

static void write_sitemap(const NewsMedium *medium, const GPtrArray *entries, gboolean is_news,
                          KiriBuf *out)
{
    declaration(out, "UTF-8");
    kiri_buf_add_str(out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                          "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = entries->pdata[i];
        kiri_buf_add_str(out, "<url>\n");
        element(out, "loc", e->link);
        date_element(out, "lastmod", e->updated, NEWS_DATE_ISO);
        if (is_news) {
            kiri_buf_add_str(out, "<news:news><news:publication>");
            element(out, "news:name", medium->name);
            kiri_buf_add_str(out, "<news:language>ja</news:language></news:publication>\n");
            date_element(out, "news:publication_date", e->published, NEWS_DATE_ISO);
            element(out, "news:title", e->title);
            kiri_buf_add_str(out, "</news:news>\n");
        }
        kiri_buf_add_str(out, "</url>\n");
    }
    kiri_buf_add_str(out, "</urlset>\n");
}

/* One child for each day that has articles. */
static void write_sitemap_index(const char *origin, const GPtrArray *entries, KiriBuf *out)
{
    g_autofree char *last = g_strdup("");
    declaration(out, "UTF-8");
    kiri_buf_add_str(out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = entries->pdata[i];
        g_autofree char *iso = news_date(e->published, NEWS_DATE_ISO);
        g_autofree char *day = g_strdup_printf("%.4s%.2s%.2s", iso, iso + 5, iso + 8);
        if (strcmp(day, last) == 0)
            continue;
        kiri_buf_printf(out,
                        "<sitemap><loc>%s/sitemap-%s.xml</loc><lastmod>%s</lastmod></sitemap>\n",
                        origin, day, iso);
        g_free(last);
        last = g_steal_pointer(&day);
    }
    kiri_buf_add_str(out, "</sitemapindex>\n");
}

/* ---- JSON ---- */

static void member(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
}

static void write_json_entry(KiriJson *j, const Entry *e)
{
    kiri_json_open_object(j);
    member(j, "id", e->link);
    member(j, "url", e->link);
    member(j, "title", e->title);
    member(j, "summary", e->summary);
    member(j, "content_text", e->summary);
    kiri_json_key(j, "date_published");
    kiri_json_time(j, kiri_time_jst(e->published.us));
    kiri_json_key(j, "date_modified");
    kiri_json_time(j, kiri_time_jst(e->updated.us));
    kiri_json_key(j, "authors");
    kiri_json_open_array(j);
    for (char **a = e->authors; a && *a; a++) {
        kiri_json_open_object(j);
        member(j, "name", *a);
        kiri_json_close_object(j);
    }
    kiri_json_close_array(j);
    kiri_json_key(j, "tags");
    kiri_json_open_array(j);
    for (char **k = e->keywords; k && *k; k++)
        kiri_json_cstr(j, *k);
    kiri_json_close_array(j);
    kiri_json_close_object(j);
}

static void write_json(const char *origin, const char *title, const GPtrArray *entries,
                       KiriBuf *out)
{
    KiriJson j = kiri_json_begin(out);
    kiri_json_open_object(&j);
    member(&j, "version", "https://jsonfeed.org/version/1.1");
    member(&j, "title", title);
    member(&j, "home_page_url", origin);
    member(&j, "language", "ja");
    kiri_json_key(&j, "items");
    kiri_json_open_array(&j);
    for (guint i = 0; i < entries->len; i++)
        write_json_entry(&j, entries->pdata[i]);
    kiri_json_close_array(&j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
}

/* ---- doors ---- */

void newsroom_render_sitemap_day(const Newsroom *room, const NewsMedium *medium, const char *day,
                                 KiriBuf *out)
{
    const NewsSource plain = {.dialect = NEWS_SITEMAP, .content = NEWS_ALL};
    g_autoptr(GPtrArray) entries = list_entries(room, medium, &plain, day);
    write_sitemap(medium, entries, FALSE, out);
}

void newsroom_render_source(const Newsroom *room, const NewsMedium *medium,
                            const NewsSource *source, KiriBuf *out, const char **content_type)
{
    g_autoptr(GPtrArray) entries = list_entries(room, medium, source, NULL);
    g_autofree char *origin = newsroom_origin(room, medium);
    *content_type = "application/xml";
    switch (source->dialect) {
    case NEWS_RSS20:
        *content_type = "application/rss+xml";
        write_rss20(medium, origin, source->title, entries, out);
        break;
    case NEWS_RSS10:
        *content_type = "application/rdf+xml";
        write_rss10(medium, origin, source->title, entries, out);
        break;
    case NEWS_ATOM:
        *content_type = "application/atom+xml";
        write_atom(medium, origin, source->title, entries, out);
        break;
    case NEWS_JSONFEED:
        *content_type = "application/feed+json";
        write_json(origin, source->title, entries, out);
        break;
    case NEWS_NEWSSITEMAP:
    case NEWS_SITEMAP:
        write_sitemap(medium, entries, source->dialect == NEWS_NEWSSITEMAP, out);
        break;
    case NEWS_SITEMAPINDEX:
        write_sitemap_index(origin, entries, out);
        break;
    case NEWS_FRONTPAGE:
    case N_NEWS_DIALECTS:
        *content_type = "text/html";
        newsroom_render_front_page(room, medium, out);
        break;
    }
}
