// SPDX-License-Identifier: GPL-3.0-or-later
/* A made-up web of news sites, whole and known: hosts, their sources, every
 * article with the second of its publication, and every trouble they will have.
 * It is a function of its size and seed, and what it answers is a function of the
 * request and the time: no state, so that an answer given in process and one given
 * over HTTP are the same bytes.
 *
 *   world.c         hosts and sources, their manners and troubles
 *   world_news.c    when what is published
 *   world_answer.c  request → status, header lines, body
 *   world_render.c  the bodies: feeds, sitemaps, section pages, articles
 *
 * The week begins on Monday, 27 April 2026, at 0:00 in Japan: Golden Week, with a
 * holiday on Wednesday and on the last day.
 *
 * Thread rule: any thread, once it is made. */
#pragma once

#include <kirinuki/buf.h>
#include <kirinuki/civil.h>

typedef enum {
    WORLD_RSS,
    WORLD_RDF,
    WORLD_ATOM,
    WORLD_SITEMAP, // Google News: two days
    WORLD_PAGE,    // a section page: links, no dates
} WorldFormat;

typedef enum { WORLD_DATED, WORLD_DAY_DATED, WORLD_UNDATED } WorldDates;

typedef enum {
    WORLD_HONEST,     // ETag and Last-Modified tell the truth
    WORLD_DATE_ONLY,  // Last-Modified, true
    WORLD_NONE,       // no validators
    WORLD_RESTLESS,   // the bytes differ each minute, the entries do not
    WORLD_LYING_ETAG, // one ETag for ever, and 304 to whoever believes it
    WORLD_LYING_DATE, // one Last-Modified for ever; the body is sent, however
} WorldValidators;

typedef enum {
    WORLD_UP,
    WORLD_CLOSED,  // the connection ends without an answer
    WORLD_HANGING, // no answer
    WORLD_BROKEN,  // 500
    WORLD_BUSY,    // 503 with Retry-After
    WORLD_LIMITED, // 429 with Retry-After
    WORLD_WRONG,   // 200 with a page that says sorry
    WORLD_MISSING, // 404
} WorldTrouble;

/* A time of trouble. */
typedef struct {
    gint64 from_us, to_us;
    WorldTrouble trouble;
    gint64 retry_after_s;
} WorldSpell;

enum { WORLD_SPELLS = 3 };

typedef struct {
    guint32 first_source, n_sources;
    guint32 first_article, n_articles; // by publication
    gint64 latency_us;                 // of an answer, about
    gboolean has_robots;               // else 404
    gint64 crawl_delay_s;              // 0: none
    gboolean closes_members;           // robots.txt disallows /members/
    WorldSpell spells[WORLD_SPELLS];
    guint n_spells;
} WorldHost;

typedef struct {
    guint32 host;
    WorldFormat format;
    WorldDates dates;
    WorldValidators validators;
    gboolean is_union;                           // names what all sections of its host publish
    guint window;                                // entries named at once
    gdouble gap_s;                               // true mean time between two entries
    guint profile;                               // of its newsroom (world_news.c)
    gboolean is_batch;                           // publishes several at once
    gboolean is_dead, is_disallowed, is_tracked; // tracked: links carry utm_source
    gint64 moved_us;                             // 301 from then on; 0: never
    guint ttl_min, max_age_s;                    // hints; 0: none
    const char *update_period;                   // "hourly", "daily", NULL
    WorldSpell spells[WORLD_SPELLS];
    guint n_spells;
    guint32 *items; // its articles by publication; union: NULL, those of the host
    guint32 n_items;
} WorldSource;

typedef struct {
    gint64 published_us;  // whole seconds; from then on it is named
    guint32 source;       // the section that publishes it
    guint is_members : 1; // under /members/
    guint is_gone : 1;    // named, but 404 from the beginning
    guint is_late : 1;    // 502 for its first three minutes
} WorldArticle;

typedef struct {
    guint64 seed;
    gint64 start_us, end_us; // what is published between them is to be found
    gint64 last_us;          // the world goes on to here
    guint n_hosts, n_sources, n_articles;
    WorldHost *hosts;
    WorldSource *sources;
    WorldArticle *articles;
} World;

/* `tail_us`: how long it goes on behind the days. (transfer full) */
World *world_new(guint64 seed, guint n_hosts, guint n_sources, gint64 days_us, gint64 tail_us);
void world_free(World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(World, world_free)

/* Fills the articles in; of world_new() alone. */
void world_publish(World *world);

/* (transfer full) */
char *world_source_url(const World *world, guint source);
char *world_article_url(const World *world, guint article);

/* How many of a source's articles are published by then; the k-th of them. */
guint world_n_published(const World *world, const WorldSource *source, gint64 now_us);
guint32 world_nth(const World *world, const WorldSource *source, guint k);
/* How many of the first `n` it names no more. */
guint world_first_named(const World *world, const WorldSource *source, guint n, gint64 now_us);

/* The trouble of that time; NULL: none. */
const WorldSpell *world_spell(const WorldSpell *spells, guint n, gint64 now_us);

/* ---- answers ---- */

typedef enum {
    WORLD_ASK_ROBOTS,
    WORLD_ASK_SOURCE,
    WORLD_ASK_ARTICLE,
    WORLD_ASK_OTHER,
    WORLD_N_ASKS
} WorldAsk;
extern const char *const world_ask_names[];

/* Borrowed for the call; absent fields are NULL. */
typedef struct {
    KiriStr host, path; // as in the Host field and the request line
    const char *if_none_match, *if_modified_since;
} WorldRequest;

typedef struct {
    WorldAsk ask;
    guint host;     // G_MAXUINT: there is none of this name
    guint32 number; // of the source or article
    gint64 status;  // 0: no answer (closed or hanging)
    gboolean is_hanging;
    gint64 latency_us;
    KiriBuf headers; // lines, each with '\n'; without Content-Length
    KiriBuf body;
} WorldAnswer;
void world_answer_init(WorldAnswer *answer);
void world_answer_clear(WorldAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WorldAnswer, world_answer_clear)

void world_answer(const World *world, const WorldRequest *request, gint64 now_us,
                  WorldAnswer *answer);
/* Which host and what of it a request is about, without an answer. */
void world_find(const World *world, const WorldRequest *request, WorldAnswer *answer);
const char *world_status_text(gint64 status);

/* ---- bodies, for world_answer.c ---- */

void world_render_robots(const World *world, guint host, KiriBuf *out);
/* Entries [first, n) of the source. */
void world_render_source(const World *world, const WorldSource *source, guint first, guint n,
                         gint64 now_us, KiriBuf *out);
void world_render_article(const World *world, guint article, KiriBuf *out);
/* "Mon, 27 Apr 2026 00:00:00 GMT" with its NUL. */
enum { WORLD_HTTP_DATE = 30 };
void world_http_date(gint64 us, char out[WORLD_HTTP_DATE]);
