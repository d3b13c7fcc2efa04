// SPDX-License-Identifier: GPL-3.0-or-later
/* Hostile behaviours in HTTP's meaning: a source on a real server of this
 * machine, whole passes of the crawl over it, and what is in the store
 * afterwards. The wall clock is the row's to move, pauses are real.
 *
 * Paths are of the host site.localhost unless the row names another one. */
#pragma once

#include "../support/crawl_world.h"
#include "../support/http_server.h"

#include <kirinuki/limits.h>

#include <string.h>

typedef struct {
    World w;
    HttpServer *server;
} Site;

typedef struct {
    guint number;
    const char *name;
    void (*run)(Site *s);
} SiteRow;
extern const SiteRow site_meaning[], site_content[], site_traps[], site_robots[];
extern const gsize site_n_meaning, site_n_content, site_n_traps, site_n_robots;

/* "http://host.localhost:PORT/path"; host NULL: site. (transfer full) */
char *site_url(const Site *s, const char *host, const char *path);
/* A source of the kind at the path, its id is the host (NULL: "site"). */
void site_add_source(Site *s, const char *host, const char *path, KiriSourceKind kind);
/* A feed at /feed.xml of the host with these links (paths or addresses), NULL at
 * the end. */
void site_feed(Site *s, const char *host, ...) G_GNUC_NULL_TERMINATED;
/* An article's page; the title stands in its text too. */
void site_article(Site *s, const char *route, const char *title);
/* An answer of this status, head and body, each line of the head with its end. */
void site_answer(Site *s, const char *route, const char *status, const char *fields,
                 const char *body);
/* Source, feed and this one link: the commonest beginning. */
void site_one_link(Site *s, const char *path);

/* A pass, within the bounds of time. */
void site_crawl(Site *s);
void site_advance(Site *s, gint64 hours);
/* The source is due, whatever its schedule says. */
void site_make_due(Site *s, const char *host);

KiriUrlState site_state(Site *s, const char *host, const char *path);
/* The state is so; its reason, "" for none. (transfer full) */
char *site_assert_state(Site *s, const char *path, KiriUrlState state);
/* The article of the path; the test fails where there is none. (transfer full) */
KiriArticle *site_get_article(Site *s, const char *path);
gboolean site_has_article(Site *s, const char *path);
guint64 site_n_articles(Site *s);
KiriSource *site_source(Site *s, const char *host);
KiriHost *site_host(Site *s, const char *host);
guint site_n_seen(Site *s, const char *path);

#define SITE_MOST_MS 20000
