// SPDX-License-Identifier: GPL-3.0-or-later
/* The newsroom: a made-up world of Japanese media around one ministry, with
 * known truth. It is the end-to-end test's data and the demo's.
 *
 * tests/newsroom holds it as text: media.tsv (the outlets), sources.tsv (their
 * feeds, sitemaps and front pages), articles/<medium>*.txt, releases/<key>.md,
 * templates/<name>.html. From that, and from nothing else, come the pages and
 * feeds that the server hands out, the ledgers and source list of the workspace,
 * and the truth that the program's outcome is compared with.
 *
 * Nothing here looks at the clock: the same files give the same bytes.
 *
 * Thread rule: a loaded newsroom is read-only and any thread may use it. */
#pragma once

#include <kirinuki/buf.h>
#include <kirinuki/civil.h>

typedef struct NewsArticle NewsArticle;

typedef enum {
    NEWS_RSS20,
    NEWS_RSS10,
    NEWS_ATOM,
    NEWS_JSONFEED,
    NEWS_NEWSSITEMAP,
    NEWS_SITEMAP,
    NEWS_SITEMAPINDEX,
    NEWS_FRONTPAGE,
    N_NEWS_DIALECTS
} NewsDialect;

typedef enum {
    NEWS_ALL,   // every article of the medium
    NEWS_AMP,   // the AMP twins of the newest ones
    NEWS_STALE, // nothing since February: the feed somebody forgot to switch off
    N_NEWS_CONTENTS
} NewsContent;

typedef struct {
    char *path;
    NewsDialect dialect;
    NewsContent content;
    char *tracking; // appended to every link: "utm_source=rss"; NULL for none
    char *title;
} NewsSource;

typedef struct {
    char *key, *name, *kind, *charset, *template, *path_pattern;
    gint64 monthly_page_views, monthly_users; // 0 unknown
    gint64 tier, position;
    gboolean has_amp;
    GPtrArray *sources;  // NewsSource
    GPtrArray *articles; // NewsArticle, newest first; borrowed from the newsroom
} NewsMedium;

typedef struct {
    char *sentence, *release_sentence;
} NewsContradiction;

struct NewsArticle {
    const NewsMedium *medium;
    char *slug, *title, *credit, *section, *class_, *copy_of, *homonym;
    KiriTime published, modified; // modified unset: never changed
    char **authors, **keywords, **releases;
    NewsContradiction contradiction; // members NULL: none
    gboolean is_paywalled, is_correction, has_image;
    GPtrArray *parts; // GPtrArray of char *: paragraphs of each page, "## " before headings
};

typedef struct {
    char *key, *path;
} NewsRelease;

typedef struct {
    char *dir;             // tests/newsroom
    gint port;             // part of every URL
    GPtrArray *media;      // NewsMedium
    GPtrArray *articles;   // NewsArticle, by medium and slug
    GPtrArray *releases;   // NewsRelease, by key
    GHashTable *templates; // name → text
} Newsroom;

/* Errors: what is wrong in which file. (transfer full) */
Newsroom *newsroom_load(const char *dir, gint port, GError **error);
void newsroom_free(Newsroom *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Newsroom, newsroom_free)

const NewsMedium *newsroom_medium(const Newsroom *room, const char *key);
/* "toto/some-slug", or NULL. */
const NewsArticle *newsroom_article(const Newsroom *room, const char *name);

/* "http://toto.localhost:8080". (transfer full) */
char *newsroom_origin(const Newsroom *room, const NewsMedium *medium);
/* Path and query of an article's page; page 1 is the article's own address.
 * (transfer full) */
char *news_article_path(const NewsArticle *article);
char *news_article_amp_path(const NewsArticle *article);
char *newsroom_article_url(const Newsroom *room, const NewsArticle *article);
/* The body as a reader sees it: paragraphs and headings, one per line.
 * (transfer full) */
char *news_article_text(const NewsArticle *article);

/* ---- what the server hands out: UTF-8 text, still to be encoded ---- */

/* Page `part` (from 0) of an article, or its AMP twin. */
void newsroom_render_page(const Newsroom *room, const NewsArticle *article, guint part,
                          gboolean is_amp, KiriBuf *out);
void newsroom_render_front_page(const Newsroom *room, const NewsMedium *medium, KiriBuf *out);
/* `content_type` gets a static string, without a charset. */
void newsroom_render_source(const Newsroom *room, const NewsMedium *medium,
                            const NewsSource *source, KiriBuf *out, const char **content_type);
/* A child of a sitemap index: the articles of one day, "20260413". */
void newsroom_render_sitemap_day(const Newsroom *room, const NewsMedium *medium, const char *day,
                                 KiriBuf *out);
/* The page that robots.txt forbids. */
#define NEWSROOM_PRIVATE_PATH "/private/kaiin-gentei.html"

/* UTF-8 as the medium's charset; characters it lacks become references. */
void newsroom_encode(KiriStr utf8, const char *charset, KiriBuf *out);

/* ---- what the workspace is made of ---- */

/* `only`: keys of media, NULL for all. */
void newsroom_print_opml(const Newsroom *room, char **only, KiriBuf *out);
void newsroom_print_media_csv(const Newsroom *room, KiriBuf *out);
void newsroom_print_rates_csv(const Newsroom *room, KiriBuf *out);
/* One JSON line per article. */
void newsroom_print_truth(const Newsroom *room, KiriBuf *out);
