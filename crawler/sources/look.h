// SPDX-License-Identifier: GPL-3.0-or-later
/* One look at an address that may be a source: fetched with the manners of a
 * crawl, read by a worker, nothing stored.
 *
 * Thread rule: owner thread only. */
#pragma once

#include "fetch/fetch_one.h"

#include <kirinuki/feed.h>

typedef struct {
    char *url;           // as asked
    char *final_url;     // NULL when nothing answered
    KiriSourceKind kind; // AUTO: cannot be read
    char *format;        // "rss", "sitemapindex", "html" …
    char *title, *language;
    GPtrArray *entries; // KiriFeedEntry; of an index its children, of a page its articles
    gint64 entries_dropped, news_entries, image_entries, video_entries;
    gint64 charset_replaced; // characters of a feed that could not be read
    gboolean was_charset_label_wrong;
    char **feeds;               // that a page names by <link>
    char **links, **link_texts; // all of a page's
    gint64 status;              // HTTP; 0: none came
    char *content_type, *etag, *last_modified, *body_hash;
    KiriFailure failure;
    char *problem; // why it cannot be read; NULL: it can
} KiriLook;

/* Errors: USAGE (no http address, no contact), CANCELLED; all else is a problem of
 * the look. (transfer full) */
KiriLook *kiri_look(KiriErrand *errand, KiriPool *pool, const KiriCrawlOptions *options,
                    const char *url, GError **error);
void kiri_look_free(KiriLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriLook, kiri_look_free)

/* The time by which an entry is dated; unset for none that can be believed. */
KiriTime kiri_look_time(const KiriFeedEntry *entry, gint64 now_us);
