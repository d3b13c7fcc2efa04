// SPDX-License-Identifier: GPL-3.0-or-later
/* Links that are known to be canonical addresses which may be asked.
 *
 * A table of hashes, each in the one place that its value gives: a newer one takes
 * the place of an older one, so that memory is fixed and nothing has to be cleared
 * away. Half a million places hold what ten thousand feeds name. */
#include "crawl_internal.h"

#include <kirinuki/hash.h>

#include <string.h>

#define PLACES (1u << 19)

static guint64 hash_of(const char *link, const char *site)
{
    guint64 hash = kiri_hash64(kiri_str(link));
    return site ? hash ^ (kiri_hash64(kiri_str(site)) * 3) : hash;
}

gboolean kiri_link_is_clean(const KiriCrawler *c, const char *link, const char *site)
{
    guint64 hash = hash_of(link, site);
    return hash && c->clean_links && c->clean_links[hash % PLACES] == hash;
}

void kiri_link_note_clean(KiriCrawler *c, const char *link, const char *site)
{
    guint64 hash = hash_of(link, site);
    if (!c->clean_links)
        c->clean_links = g_new0(guint64, PLACES);
    c->clean_links[hash % PLACES] = hash;
}

void kiri_links_forget(KiriCrawler *c)
{
    g_clear_pointer(&c->clean_links, g_free);
}
