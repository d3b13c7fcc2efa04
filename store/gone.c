// SPDX-License-Identifier: GPL-3.0-or-later
/* What was given up: of a raw page its hash, when it went and why, so that a report of
 * before can still be held against it. A row of the family META, "gone:<key>"; the page
 * itself keeps its key (verify) and loses its bytes. */
#include <kirinuki/store.h>

#include <string.h>

enum { SHA256_CHARS = 64 };

static char *name_of(const char *key)
{
    return g_strconcat("gone:", key, NULL);
}

void kiri_batch_give_up_page(KiriBatch *batch, const char *key, const KiriPage *page, KiriTime when,
                             const char *why)
{
    char at[32];
    kiri_time_format(when, at);
    g_autofree char *sum = page->body ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, page->body)
                                      : g_compute_checksum_for_string(G_CHECKSUM_SHA256, "", 0);
    g_autofree char *name = name_of(key);
    g_autofree char *value = g_strdup_printf("%s %s %s", sum, at, why);
    kiri_batch_set_meta(batch, name, value);
    kiri_batch_prune_page(batch, key);
}

char *kiri_store_gone_sha256(KiriStore *store, const char *key)
{
    g_autofree char *name = name_of(key);
    g_autofree char *value = kiri_store_meta(store, name);
    return value && strlen(value) > SHA256_CHARS ? g_strndup(value, SHA256_CHARS) : NULL;
}
