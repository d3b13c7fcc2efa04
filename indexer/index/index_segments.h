// SPDX-License-Identifier: GPL-3.0-or-later
/* An index made from nothing: in segments, merged at the end.
 *
 * A commit to a large index rewrites nearly all of it, because every article has
 * some of the frequent terms. So articles go into smaller indexes, and these
 * are merged like sorted runs, KIRI_SEGMENTS_MERGED at a time; the last merge leaves
 * an index without gaps, but for a piece of each posting list from each segment: a
 * segment should not be too small. Segments lie beside the index that is
 * to be ("index.new.0", …) and are not synced: after a crash they are dropped. */
#pragma once

#include "xapian_shim.h"

#define KIRI_SEGMENTS_MERGED 32

typedef struct KiriSegments KiriSegments;

/* `path` is where the index is to be. */
KiriSegments *kiri_segments_new(const char *path);
/* Removes what is left of the segments. */
void kiri_segments_free(KiriSegments *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSegments, kiri_segments_free)
/* Begins a segment: a writer with its batch begun, owned by the segments. */
KiriXapWriter *kiri_segments_begin(KiriSegments *s, GError **error);
/* Writes what its batch holds, which bounds the memory, and begins another. */
gboolean kiri_segments_flush(KiriSegments *s, GError **error);
/* Ends it. */
gboolean kiri_segments_end(KiriSegments *s, GError **error);
/* Merges all segments, in the order they were begun, into the index at `path`. */
gboolean kiri_segments_finish(KiriSegments *s, GError **error);

/* Removes the folder of an index and, with `and_segments`, those of the segments
 * beside it. Not being there is fine. */
gboolean kiri_index_remove(const char *path, gboolean and_segments, GError **error);
