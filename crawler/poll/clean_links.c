// SPDX-License-Identifier: GPL-3.0-or-later
/* What need not be worked out again at every poll: links that are known to be
 * canonical addresses which may be asked, and entries that the store knew as they
 * are now when they were looked up last.
 *
 * Tables of hashes, each in the one place that its value gives: a newer one takes
 * the place of an older one, so that memory is fixed and nothing has to be cleared
 * away. Half a million places hold what ten thousand feeds name. */
#include "crawl/crawl_internal.h"

#include <kirinuki/hash.h>

#include <string.h>

#define PLACES (1u << 19)

static guint64 hash_of(const char *link, const char *site)
{
    guint64 hash = kiri_hash64(kiri_str(link));
    return site ? hash ^ (kiri_hash64(kiri_str(site)) * 3) : hash;
}

static gboolean has(const guint64 *table, guint64 hash)
{
    return hash && table && table[hash % PLACES] == hash;
}

static void note(guint64 **table, guint64 hash)
{
    if (!*table)
        *table = g_new0(guint64, PLACES);
    (*table)[hash % PLACES] = hash;
}

gboolean kiri_link_is_clean(const KiriCrawler *c, const char *link, const char *site)
{
    return has(c->clean_links, hash_of(link, site));
}

void kiri_link_note_clean(KiriCrawler *c, const char *link, const char *site)
{
    note(&c->clean_links, hash_of(link, site));
}

gboolean kiri_entry_is_settled(const KiriCrawler *c, guint64 hash)
{
    return has(c->settled_entries, hash);
}

void kiri_entry_note_settled(KiriCrawler *c, guint64 hash)
{
    note(&c->settled_entries, hash);
}

void kiri_links_forget(KiriCrawler *c)
{
    g_clear_pointer(&c->clean_links, g_free);
    g_clear_pointer(&c->settled_entries, g_free);
}
