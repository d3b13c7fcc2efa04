// SPDX-License-Identifier: GPL-3.0-or-later
/* Audit (収集漏れ点検): what did we miss? The feeds, sitemaps and front pages of one
 * medium, the stored articles among them, are held against each other over a
 * period.
 *
 * Three lists: what feeds named, what sitemaps named, what front pages linked to. An
 * article is on a list when a source of that kind named it at a poll (the store
 * knows) or names it now. Missed is what a list has and the store has not. From the
 * overlap of the lists the true number is estimated (capture.h).
 *
 * Thread rule: owner thread only (of store, pool and transport). */
#pragma once

#include <kirinuki/crawl.h>

typedef enum { KIRI_LIST_FEED, KIRI_LIST_SITEMAP, KIRI_LIST_PAGE, KIRI_N_LISTS } KiriListKind;

typedef struct {
    char *url;           // canonical; of a lead the Google News link
    char *title;         // NULL when nothing names one
    KiriTime published;  // unset: nothing says when
    char **lists;        // "feed", "sitemap", "page": who named it
    char *source;        // id of a followed source that named it; NULL: found in passing
    char *article;       // id; NULL: missed
    char *state;         // why it is not stored, in words; NULL when it is
    gboolean is_lead;    // named by Google News only: its address is not known
    gboolean is_refused; // robots.txt forbids it: not collected, and not missed
} KiriAuditItem;
KIRI_DECLARE_RECORD(KiriAuditItem, audit_item)

typedef struct {
    char *medium, *name;
    KiriTime from, to;
    gint64 feeds, sitemaps, pages;          // sources looked at, by kind
    gint64 in_feeds, in_sitemaps, in_pages; // dated articles, by list
    gint64 seen, stored, missing;           // of dated articles: on any list, of them stored or not
    gint64 undated;                         // missed ones of which nothing says when they are from
    gint64 leads;                           // named by Google News only
    gint64 refused;                         // robots.txt forbids them; on no list
    gboolean has_estimate;                  // at least two lists have something
    gboolean is_reliable;                   // at least 7 articles in common
    gdouble estimate, estimate_low, estimate_high; // of the true number, 95 %
    gdouble coverage, coverage_low, coverage_high; // stored / estimate
    char *basis;       // which lists the estimate rests on, and what it assumes
    GPtrArray *missed; // KiriAuditItem, newest first, leads and undated ones last
    GPtrArray *apart;  // KiriAuditItem: stored, but some kind of source did not name it; and
                       // those that robots.txt forbids
    char **problems;   // what could not be looked at
} KiriAudit;
KIRI_DECLARE_RECORD(KiriAudit, audit)

typedef struct {
    const char *medium;    // id
    gint64 from_us, to_us; // published in [from, to)
    gboolean is_offline;   // the store alone is asked
    gboolean finds;        // sources of the site that are not followed are looked for too
} KiriAuditOptions;

/* Audits one medium. Sources that cannot be read are problems of the answer. Errors:
 * NOT_FOUND (no such medium), USAGE (no contact), CANCELLED, what the store says.
 * (transfer full) */
KiriAudit *kiri_audit_medium(KiriStore *store, KiriPool *pool, KiriTransport *transport,
                             const KiriCrawlOptions *options, const KiriAuditOptions *audit,
                             GError **error);

/* Makes the missed articles due (not the leads, nor what robots.txt or the publisher
 * refused), in one batch. `due` counts them; `sources` (may be NULL) gets the ids of the
 * followed sources among which they are divided, NULL-terminated (transfer full). */
gboolean kiri_audit_make_due(KiriStore *store, const KiriAudit *audit, gint64 now_us, guint *due,
                             char ***sources, GError **error);
