// SPDX-License-Identifier: GPL-3.0-or-later
/* Values of all documents in memory, for what counts over many of them.
 *
 * Numbers of documents are never given twice and what a document holds never
 * changes, so what was read stays true from commit to commit and only new documents
 * are read on; an index that was built anew has another name, and is read anew. A
 * dead document has its values too: nobody asks for them.
 *
 * A column takes 4 bytes a document and each value once; one in which each document
 * has a value of its own, 36. Thread rule: one thread at a time. */
#pragma once

#include "index/xapian_shim.h"

/* One slot: document → code → value. */
typedef struct {
    GArray *names; // KiriStr, each value once; "": none
    GArray *codes; // guint32, by number of the document; 0 is no document
    GStringChunk *chunk;
    GHashTable *known; // KiriStr → code + 1
} KiriColumn;

typedef struct {
    char *uuid;          // of the index
    GHashTable *columns; // slot → KiriColumn
} KiriColumns;

/* Empty, for the index that is open (transfer full); NULL with error. */
KiriColumns *kiri_columns_new(KiriXapReader *reader, GError **error);
KiriColumns *kiri_columns_ref(KiriColumns *columns);
/* NULL does nothing. */
void kiri_columns_unref(KiriColumns *columns);
/* Is it of this index? FALSE also where that cannot be said. */
gboolean kiri_columns_is_of(const KiriColumns *columns, KiriXapReader *reader);
/* The values of a slot, complete to the last document of the reader; owned by the
 * columns. `is_own`: hardly two documents share one, so equal ones are not looked
 * for; the same at each call for the slot. NULL with error. */
const KiriColumn *kiri_columns_read(KiriColumns *columns, KiriXapReader *reader, guint slot,
                                    gboolean is_own, GError **error);
