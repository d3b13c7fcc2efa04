// SPDX-License-Identifier: GPL-3.0-or-later
/* What changed between two versions of an article, in words and figures.
 *
 * Sentences are compared in N-form, so that spacing and widths are no change; the
 * share of text that changed is by characters of the sentences that were added
 * and removed: (added + removed) ÷ (all of both). Figures are those of numbers.h
 * that stand in changed sentences, and only in one of the two versions.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/store.h>

typedef struct {
    gint64 version;            // of the newer one
    KiriTime seen;             // when the newer one was fetched, or found to be gone
    char *title_before;        // NULL: the headline is the same
    char *title_after;         // likewise
    gdouble changed;           // 0–1
    gint64 n_added, n_removed; // sentences, all of them
    char **added, **removed;   // the first of them, as they were written
    char **figures_before;     // only in the older one: "1200人"
    char **figures_after;      // only in the newer one
    gboolean is_corrected;     // a notice of correction came with it, or changed
    char *correction;          // its words, where they are known
    gboolean is_removed;       // the publisher took the page away
    gboolean is_back;          // it is there again
} KiriRevision;
KIRI_DECLARE_RECORD(KiriRevision, revision)

/* The newer version as a revision of the older. Linear in both texts. (transfer
 * full) */
KiriRevision *kiri_revision_between(const KiriArticle *older, const KiriArticle *newer);
/* Would a reader of the article notice: headline, text, figures, correction or
 * removal? Not so where only what we know about it grew. */
gboolean kiri_revision_is_visible(const KiriRevision *revision);

/* Those of all versions that a reader would notice, oldest first: KiriRevision
 * (transfer full). NULL with error when reading failed. A version that is not
 * there is passed over. */
GPtrArray *kiri_store_revisions(KiriStore *store, const KiriArticle *article, GError **error);
