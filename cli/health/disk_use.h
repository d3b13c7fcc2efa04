// SPDX-License-Identifier: GPL-3.0-or-later
/* What a workspace takes on its disk, by part, and how it grows.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/store.h>

typedef enum {
    KIRI_DISK_STORE,        // the truth: articles, evidence, clips
    KIRI_DISK_INDEX,        // can be built anew
    KIRI_DISK_DICTIONARIES, // and tables that a user keeps
    KIRI_DISK_OTHER,        // settings, logs, reports
    KIRI_N_DISK_PARTS
} KiriDiskPart;
extern const char *const kiri_disk_part_names[]; // store, index, dictionaries, other

typedef struct {
    gint64 of[KIRI_N_DISK_PARTS]; // bytes, as the file system counts them
    gint64 total;
    gint64 free, size; // of the file system, free for us; -1: not known
} KiriDiskUse;

/* `dir` is the workspace. What vanishes while it is looked at does not count. Errors: IO. */
gboolean kiri_disk_use(const char *dir, KiriDiskUse *use, GError **error);

/* Bytes that 30 days bring: the share of all articles that the runs of the last 30 days
 * brought, of what store and index take, put down to 30 days where the runs reach less
 * far back. -1: less than a day of runs, or no article. `runs` as the store lists them. */
gint64 kiri_disk_growth(const KiriDiskUse *use, GPtrArray *runs, guint64 articles, gint64 now_us);

/* "1.2 GB": three figures at most, of powers of 1000, the same in every locale.
 * (transfer full) */
char *kiri_bytes_for_people(gint64 bytes);
