// SPDX-License-Identifier: GPL-3.0-or-later
/* Counting by name, for profiles.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/profile.h>

typedef enum {
    KIRI_COUNTS_MOST_FIRST, // then by name
    KIRI_COUNTS_BY_NAME,
} KiriCountsOrder;

/* A table name → count; free with g_hash_table_unref(). */
GHashTable *kiri_counts_new(void);
/* Counts a name (NULL: nothing). */
void kiri_counts_add(GHashTable *counts, const char *name);
/* KiriProfileCount, for a record; NULL where there is nothing. */
GPtrArray *kiri_counts_end(GHashTable *counts, KiriCountsOrder order);

/* "2026-04". (transfer full) */
char *kiri_profile_month(gint64 us);
/* The title of a release, the name of a topic; its id where it is gone. (transfer full) */
char *kiri_profile_subject(KiriStore *store, KiriNoun noun, const char *id);
