// SPDX-License-Identifier: GPL-3.0-or-later
/* What is wrong with the media ledger, or missing from it: what figures cannot be
 * computed for, or only with doubt.
 *
 * A medium is asked for the rate and the figures of the forms in which it appears: of
 * the web where it has domains, and of print and broadcast where pieces of it were
 * entered, or always with `is_all` and where it has no domains.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/ledger.h>

typedef enum {
    KIRI_FINDING_NO_RATE,        // `what`: the form
    KIRI_FINDING_NO_FIGURE,      // likewise
    KIRI_FINDING_ENDED,          // no row of its place holds today; `row` is the last one
    KIRI_FINDING_STALE,          // it began, or was entered, longer ago than stale_days
    KIRI_FINDING_GAP,            // `row` begins on `to`, the one before ended before `from`
    KIRI_FINDING_OVERLAP,        // `row` and `other` both hold from `from` on
    KIRI_FINDING_ESTIMATE,       // a figure that is an estimate
    KIRI_FINDING_NO_SOURCE,      // a figure without a source
    KIRI_FINDING_UNKNOWN_MEDIUM, // of `count` clips, or of a row; `medium` as they name it
    KIRI_FINDING_DOMAIN_TWICE,   // `what` is claimed by `medium` and by `other`
    KIRI_FINDING_NO_SUBSTITUTE,  // `medium` is to be counted as `what`, which is not there
    KIRI_N_FINDINGS
} KiriFindingKind;
extern const char *const kiri_finding_names[]; // no_rate, no_figure, …

typedef struct {
    gint kind;    // KiriFindingKind
    char *medium; // id; of a clip whose medium is unknown its host
    char *what;   // see the kinds
    char *row;    // id of a figure or rate
    char *other;  // of another row or medium
    KiriTime from, to;
    gint64 count;
} KiriFinding;
KIRI_DECLARE_RECORD(KiriFinding, finding)

typedef struct {
    gint64 now_us;
    gint64 stale_days;
    gboolean is_all;
} KiriLedgerCheckOptions;

/* By kind, medium and row: KiriFinding (transfer full). Errors: what the store says.
 * Cost: the ledger in memory, and one look at the article of each clip. */
GPtrArray *kiri_ledger_check(KiriStore *store, const KiriLedgerCheckOptions *options,
                             GError **error);
