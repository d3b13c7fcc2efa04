// SPDX-License-Identifier: GPL-3.0-or-later
/* Permits: what the licences on record let us hand on, what was handed on, what that
 * costs, and what must go.
 *
 * kiri_licence_allows() is the one gate: whatever carries a body text or a picture of a
 * page out of the workspace asks it first and, when it was let through, writes a use.
 * Sheets, mails and feeds without either need no licence: headline, medium, date and
 * link may always leave.
 *
 * Licences are read as they were known at one moment, like the book (book.h); uses are
 * facts and are all read.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/fiscal.h>
#include <kirinuki/store.h>

typedef struct KiriPermits KiriPermits;

/* G_MAXINT64 for `known_us`: as the ledger stands now. Cost: one scan of licences and
 * uses. */
KiriPermits *kiri_permits_open(KiriStore *store, gint64 known_us, GError **error);
void kiri_permits_close(KiriPermits *permits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPermits, kiri_permits_close)

/* KiriLicence in force, by id; KiriLicenceUse, by time. Owned by `permits`. */
const GPtrArray *kiri_permits_licences(const KiriPermits *permits);
const GPtrArray *kiri_permits_uses(const KiriPermits *permits);
/* Any row, in force or not; NULL where there is none. */
const KiriLicence *kiri_permits_licence(const KiriPermits *permits, const char *id);

/* ---- the gate ---- */

/* What is to leave. Strings are borrowed for the call. */
typedef struct {
    const char *article; // id
    const char *medium;  // its medium; NULL: unknown
    KiriLicensed what;
    gint64 at_us;        // when it leaves
    gint64 held_us;      // since when we have it; G_MININT64: not known
    gint64 copies;       // of this piece, on paper or as files; 0: none, it is shown
    gint64 terminals;    // on which it is shown
    const char *section; // 課 that gets it; NULL: nobody said
} KiriPermitAsk;

/* The licence that lets it leave, owned by `permits`; NULL: it must not, and `*reason`
 * (transfer full) says why and what the next step is, in words for the user.
 *
 * A licence lets a piece leave when it is of the medium, holds that day, names what
 * leaves, the section and the numbers, and neither its pieces a year nor its copies a
 * piece (with those handed on before) are used up, nor the time over for which the
 * piece may be kept. Of several the one with the least id is taken. */
const KiriLicence *kiri_licence_allows(const KiriPermits *permits, const KiriPermitAsk *ask,
                                       char **reason);

/* What a use says beside the ask. Strings may be NULL; borrowed for the call. */
typedef struct {
    const char *clip, *purpose, *command, *run;
} KiriPermitUse;
/* Puts the use of `licence` into the batch, and counts it from here on. */
void kiri_permits_use(KiriPermits *permits, KiriBatch *batch, const KiriLicence *licence,
                      const KiriPermitAsk *ask, const KiriPermitUse *use);

/* ---- what was used ---- */

/* Fiscal years (年度): see fiscal.h. */
gint64 kiri_fiscal_year_begin(gint year); // µs; that of year + 1 is the end

/* One licence in one fiscal year. */
typedef struct {
    const KiriLicence *licence; // owned by the permits
    guint clips;                // pieces handed on, each counted once
    gint64 uses, copies;        // all of them
    gint64 terminals;           // the most at once
    guint months;               // of the year in which it held
    gboolean has_fee;           // FALSE: the contract states none
    gint64 fee_yen;             // estimate, without tax
} KiriPermitFee;
/* Licences that held in the year or were used in it, by id: KiriPermitFee. A row that
 * was replaced is there when it was used, and costs no month and no year. (transfer
 * full): g_array_unref */
GArray *kiri_permits_fees(const KiriPermits *permits, gint fiscal_year);

/* ---- what must go ---- */

/* Is any licence in force on record for the medium (NULL: none)? */
gboolean kiri_permits_is_licensed(const KiriPermits *permits, const char *medium);
/* Since when we have the article: when it was entered or fetched. G_MININT64: nobody
 * knows; then nothing is due. */
gint64 kiri_article_held_us(const KiriArticle *article);
/* Must what was taken at `held_us` be gone at `now_us`? The licence that says so, with
 * the instant from which on it does in `*due_us`; NULL: none. All licences of the medium
 * that held on the day it was taken are asked, and the strictest counts: under which of
 * them it came nobody wrote down. */
const KiriLicence *kiri_permits_due(const KiriPermits *permits, const char *medium,
                                    KiriLicensed what, gint64 held_us, gint64 now_us,
                                    gint64 *due_us);

/* ---- what should be looked at ---- */

typedef enum {
    KIRI_PERMIT_ENDING,     // the contract ends within the days, or has ended: none follows
    KIRI_PERMIT_UNLICENSED, // printed pieces are held with text or picture, and no licence
    KIRI_PERMIT_OVER,       // more was used than the contract says
    KIRI_PERMIT_OVERDUE,    // something should have gone: prune was not run
    KIRI_N_PERMIT_PROBLEMS
} KiriPermitProblem;
extern const char *const kiri_permit_problem_names[]; // ending, unlicensed, over, overdue

typedef struct {
    KiriPermitProblem problem;
    char *medium;
    char *licence; // NULL: there is none
    guint count;   // pieces, copies, terminals …
    gint64 us;     // ENDING: the first instant after the contract; else 0
    char *text;    // in words, in the language of messages
} KiriPermitFinding;
/* By problem, medium, licence. `days` ahead is what ENDING looks. (transfer full) */
GPtrArray *kiri_permits_check(const KiriPermits *permits, KiriStore *store, gint64 now_us,
                              gint days, GError **error);
