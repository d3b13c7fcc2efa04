// SPDX-License-Identifier: GPL-3.0-or-later
/* One address by itself, with the manners of a crawl.
 *
 * Thread rule: owner thread only. */
#pragma once

#include <kirinuki/crawl.h>

/* The answer, whatever its status, and the address that gave it (transfer full).
 * NULL with error as kiri_crawl_fetch() says. */
KiriResponse *kiri_fetch_one(KiriTransport *transport, const KiriCrawlOptions *options,
                             const char *url, char **final_url, GError **error);
