// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parts of permits share.
 *
 * Thread rule: as permit.h. */
#pragma once

#include <kirinuki/book.h>
#include <kirinuki/permit.h>

struct KiriPermits {
    GPtrArray *rows;     // KiriLicence: all that were known, replaced ones too
    GPtrArray *in_force; // of those, borrowed
    GHashTable *by_id;   // id → KiriLicence, borrowed
    GPtrArray *uses;     // KiriLicenceUse
    /* What the gate asks of the uses, kept up with them so that a long export does not go
     * through them for each piece. */
    GHashTable *use_ids;    // ids of uses, borrowed
    GHashTable *copies;     // "<contract>\n<article>" → copies so far, as a pointer
    GHashTable *year_clips; // "<contract>\n<fiscal year>" → set of articles
};

/* Did the contract hold at `us`? */
gboolean kiri_permit_holds(const KiriLicence *licence, gint64 us);

/* Are both ids rows of one place in the ledger, and so of one contract? */
gboolean kiri_permit_is_same(const char *a, const char *b);

/* What was used of one contract between two instants. */
typedef struct {
    GHashTable *articles; // id → copies so far, as a pointer; owned
    gint64 uses, copies, terminals;
} KiriPermitTally;
void kiri_permit_tally(const KiriPermits *permits, const char *licence, gint64 from_us,
                       gint64 to_us, KiriPermitTally *tally);
void kiri_permit_tally_clear(KiriPermitTally *tally);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriPermitTally, kiri_permit_tally_clear)
