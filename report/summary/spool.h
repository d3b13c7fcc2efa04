// SPDX-License-Identifier: GPL-3.0-or-later
/* A spool: pieces of bytes that are put away in order and read back in any. The first
 * ones stay in memory; when there are more they move to a file under $TMPDIR that has no
 * name, so that nothing of it outlives the process.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/buf.h>

typedef struct KiriSpool KiriSpool;

/* Memory holds at most `memory_bytes` of it. */
KiriSpool *kiri_spool_new(gsize memory_bytes);
void kiri_spool_free(KiriSpool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSpool, kiri_spool_free)
/* Puts a piece away; `*at` is where. Error IO. */
gboolean kiri_spool_add(KiriSpool *spool, KiriStr piece, guint64 *at, GError **error);
/* The piece of `bytes` at `at`, borrowed until the next call. Error IO. */
gboolean kiri_spool_read(KiriSpool *spool, guint64 at, gsize bytes, KiriStr *piece, GError **error);
