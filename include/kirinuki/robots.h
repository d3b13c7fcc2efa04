// SPDX-License-Identifier: GPL-3.0-or-later
/* robots.txt by RFC 9309: groups merged, longest match, Allow wins ties, '*'
 * and '$', octets compared after percent-encoding is made uniform; Crawl-delay
 * and Sitemap as customary extensions. Only the first KIRI_LIMIT_ROBOTS_BYTES
 * are read.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

typedef struct {
    gboolean is_allowed;
    gint64 crawl_delay_ms; // -1: none stated for this agent
    guint line;            // number of the line that decided, from 1; 0: no rule matched
} KiriRobotsAnswer;

/* `agent` is the product token ("kirinuki") or a whole User-Agent line; `url` an
 * absolute URL. */
KiriRobotsAnswer kiri_robots_check(KiriStr robots_txt, const char *agent, const char *url);

/* Line `number` as it stands in the file, for a message; NULL when there is none.
 * (transfer full) */
char *kiri_robots_line(KiriStr robots_txt, guint number);

/* Sitemap lines, NULL-terminated (transfer full). */
char **kiri_robots_sitemaps(KiriStr robots_txt);
