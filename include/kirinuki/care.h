// SPDX-License-Identifier: GPL-3.0-or-later
/* Care of a store: looking it over, forgetting, and what of a damaged one can be saved.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>

/* ---- looking it over ---- */

/* Of kiri_store_verify() what takes no walk over all rows: the log from its first entry
 * to its last, without a gap, and cursors within it. */
gboolean kiri_store_verify_quick(KiriStore *store, GPtrArray *problems, GError **error);

/* Does a process hold the workspace for writing? Nothing is changed by asking. */
gboolean kiri_store_is_held(const char *dir);

/* The layout of what is stored, as it lies there. */
gint64 kiri_store_schema(KiriStore *store);
/* The layout that this program writes. A store of an older one is brought up by the first
 * program that opens it for writing: in batches, each of which leaves a store that is
 * whole, and again from where it was cut short. */
extern const gint64 kiri_store_newest_schema;
/* The layout that the store had before this opening brought it up; 0: it did not. */
gint64 kiri_store_migrated_from(KiriStore *store);

/* ---- forgetting ---- */

/* Is there a tombstone for the address, the article (by its id, address or content), or a
 * person of this name? */
gboolean kiri_store_forgets_url(KiriStore *store, const char *url);
gboolean kiri_store_forgets_article(KiriStore *store, const KiriArticle *article);
gboolean kiri_store_forgets_person(KiriStore *store, const char *name);

/* Who wants it, and why; the same in all tombstones of one act. */
typedef struct {
    KiriTime when;
    const char *by, *reason;
} KiriForgetting;

/* The articles with everything that holds words of them go in one batch, which leaves the
 * tombstones: all versions, pages, addresses, clips, verdicts, messages that told of them
 * alone. Lineage, events and fingerprints go when the link stage sees the deletion, the
 * index with its own; bytes in files with kiri_store_purge(). `ids` ends with NULL.
 * NOT_FOUND: there is no such article, and nothing has gone. One walk over all addresses. */
gboolean kiri_store_forget_articles(KiriStore *store, const char *const *ids,
                                    const KiriForgetting *why, GError **error);
/* The name goes out of bylines, claims and hints, in batches that can be repeated; first
 * of all comes the tombstone. `n` (may be NULL): articles that it was taken out of. */
gboolean kiri_store_forget_person(KiriStore *store, const char *name, const KiriForgetting *why,
                                  guint *n, GError **error);

/* Ids of the articles whose bylines or claims have this name, rising: NULL-terminated
 * (transfer full). `n_texts` (may be NULL): of how many articles the headline or text says it,
 * where it stays. One walk over all articles. NULL with error. */
char **kiri_store_articles_by(KiriStore *store, const char *name, guint *n_texts, GError **error);

/* Tombstones whose bytes may be in files still. */
gboolean kiri_store_has_unpurged(KiriStore *store);
/* Rewrites the tables, so that no file of the store holds what was deleted or replaced,
 * and marks the tombstones. The index must be without it by then. */
gboolean kiri_store_purge(KiriStore *store, KiriTime now, GError **error);

/* ---- saving ---- */

typedef struct {
    guint64 rows_saved, rows_lost; // that were read, and were no record
    guint64 holes;                 // stretches of keys that could not be read
    GPtrArray *lost;               // char *: what is missing, one line each
} KiriSalvage;
void kiri_salvage_clear(KiriSalvage *salvage);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSalvage, kiri_salvage_clear)

/* Reads what can be read of the store in `damaged`, a folder that is changed by it (so a
 * copy), into a new store in `to_dir`: every record whose checksum holds; what follows from
 * records is made anew, what names something that is lost is made whole without it. The
 * new store has a new log. Errors: EXISTS, IO, CORRUPT where nothing can be read. */
gboolean kiri_store_salvage(const char *damaged, const char *to_dir, KiriSalvage *salvage,
                            GError **error);
