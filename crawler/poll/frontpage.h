// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles among the links of a front or section page that offers no feed.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/extract.h>

typedef struct {
    char *url;   // canonical, unwrapped
    char *title; // the longest text that leads there; "" when it has none
    gint points; // how sure that is
} KiriFrontLink;

/* What became of a link that an earlier look at the page found. */
typedef enum {
    KIRI_LINK_UNKNOWN,    // never seen
    KIRI_LINK_IS_ARTICLE, // it was one
    KIRI_LINK_STANDING,   // an article, but it has stood there for weeks: a fixture of the page
    KIRI_LINK_NO_ARTICLE, // fetched, and none
} KiriLinkPast;
typedef KiriLinkPast (*KiriLinkMemory)(const char *url, gpointer data);

/* The links that look like articles, in page order, each once: KiriFrontLink
 * (transfer full; free with g_ptr_array_unref). `memory` (may be NULL) tells what
 * became of earlier links: fixtures and what was none are left out, and addresses of
 * one shape fare as most of their kind did. */
GPtrArray *kiri_front_page_articles(const char *page_url, const KiriExtracted *page,
                                    KiriLinkMemory memory, gpointer data);

/* A link is a fixture when it is still there so long after it was found. */
#define KIRI_LINK_STANDS_US (14 * KIRI_US_PER_DAY)
