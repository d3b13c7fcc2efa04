// SPDX-License-Identifier: GPL-3.0-or-later
/* What several commands do with pieces that people enter: the article, its evidence, the
 * clip and the verdict that a person made it, gathered and written in one batch.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "verdict_ops.h"

#include <kirinuki/piece.h>

typedef struct {
    KiriVerdictEdit verdicts;
    GHashTable *articles; // id → KiriArticle: to be put
    GPtrArray *pages;     // KiriPage: evidence
} KiriHandEdit;

void kiri_hand_edit_init(KiriHandEdit *e, KiriCli *cli, KiriStore *store, const char *by);
void kiri_hand_edit_clear(KiriHandEdit *e);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriHandEdit, kiri_hand_edit_clear)

typedef enum {
    KIRI_HAND_NEW,       // the piece was not there
    KIRI_HAND_TIED,      // it was, without this tie
    KIRI_HAND_SAME,      // everything is as it was
    KIRI_HAND_DIFFERS,   // it is there with other figures, which stay
    KIRI_HAND_CHANGED,   // … which were corrected
    KIRI_HAND_WITHDRAWN, // it is there and was taken back, which stays
    KIRI_HAND_N_OUTCOMES
} KiriHandOutcome;
extern const char *const kiri_hand_outcome_names[]; // new, tied, same, …

/* A scan or a recording, read and looked at. */
typedef struct {
    GBytes *bytes; // NULL: none
    const char *type;
    char *name; // without its folder
} KiriHandEvidence;
/* Errors: NOT_FOUND, IO, LIMIT, PARSE (of no known kind). `path` as this process can
 * open it. */
gboolean kiri_hand_evidence_read(KiriHandEvidence *evidence, const char *path, GError **error);
void kiri_hand_evidence_clear(KiriHandEvidence *evidence);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriHandEvidence, kiri_hand_evidence_clear)

typedef struct {
    const KiriHandEvidence *evidence;
    const char *ave_reason; // what is said of a sum that came with the piece
    gboolean takes_changes; // what is there is corrected
} KiriHandHow;
/* Takes a finished piece over. `*clip` gets its clip's id (transfer full). FALSE with error
 * where reading failed. */
gboolean kiri_hand_edit_add(KiriHandEdit *e, const KiriPiece *piece, const KiriHandHow *how,
                            KiriHandOutcome *outcome, char **clip, GError **error);

/* An article that somebody entered becomes what `piece` says; its id stays. */
gboolean kiri_hand_edit_correct(KiriHandEdit *e, const KiriArticle *article, const KiriPiece *piece,
                                const KiriHandEvidence *evidence, GError **error);
/* What else a piece says of its clip, into the verdict; FALSE where reading failed. */
gboolean kiri_hand_edit_say(KiriHandEdit *e, const char *clip, const KiriPiece *piece,
                            const char *ave_reason, GError **error);
/* Takes an article back that was entered in error, with all its clips (`reason` is why),
 * or brings it back (NULL). */
gboolean kiri_hand_edit_withdraw(KiriHandEdit *e, const KiriArticle *article, const char *reason,
                                 GError **error);

/* Writes all in one batch and begins anew; `*count` (may be NULL) gets what changed. */
gboolean kiri_hand_edit_commit(KiriHandEdit *e, guint *count, GError **error);
