// SPDX-License-Identifier: GPL-3.0-or-later
/* One address by itself, or a few of them one after the other, with the manners
 * of a crawl.
 *
 * Thread rule: owner thread only. */
#pragma once

#include <kirinuki/crawl.h>

/* An errand asks for several addresses: each robots.txt is fetched once, and the
 * pauses of a host hold between its requests. The first request to a host goes out
 * at once, since a person waits; with `is_continuous` in the options after a pause,
 * since a crawl may have asked it just now. All arguments are borrowed until free.
 * (transfer full) */
typedef struct KiriErrand KiriErrand;
KiriErrand *kiri_errand_new(KiriTransport *transport, const KiriCrawlOptions *options);
void kiri_errand_free(KiriErrand *errand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriErrand, kiri_errand_free)

/* The answer, whatever its status, and the address that gave it (transfer full).
 * NULL with error as kiri_crawl_fetch() says. */
KiriResponse *kiri_errand_fetch(KiriErrand *errand, const char *url, char **final_url,
                                GError **error);
/* robots.txt of the origin of `url`, "" when it has none; NULL with error when
 * there is no knowing. Borrowed until free. */
const char *kiri_errand_robots(KiriErrand *errand, const char *url, GError **error);
/* The exchanges of the last kiri_errand_fetch(), in order: KiriExchange, owned by
 * the errand, until the next one. */
const GPtrArray *kiri_errand_exchanges(const KiriErrand *errand);

/* An errand for one address. */
KiriResponse *kiri_fetch_one(KiriTransport *transport, const KiriCrawlOptions *options,
                             const char *url, char **final_url, GError **error);
