// SPDX-License-Identifier: GPL-3.0-or-later
/* What the settings say of scores.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "cli.h"

#include <kirinuki/score.h>

/* Whom the shares are about. Strings are those of the settings and of this. */
typedef struct {
    KiriScoreOrganisation organisation;
    char **aliases;
    KiriToneWords *words; // of praise and criticism, the shipped ones and the workspace's
} KiriScoreUs;
/* Errors: of reading the words. */
gboolean kiri_score_us_init(KiriScoreUs *us, const KiriCli *cli, GError **error);
void kiri_score_us_clear(KiriScoreUs *us);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriScoreUs, kiri_score_us_clear)

KiriScoreRules kiri_score_rules_of(const KiriCli *cli);

/* 'score --renew': which known figures are computed with what stands now, and who is
 * told of those that changed. Strings are borrowed. */
typedef struct {
    const char *method, *release; // NULL: that of the settings; any
    gint64 from_us;               // published from then on
    void (*renewed)(const KiriClip *clip, const KiriScore *before, const KiriScore *after,
                    gpointer data);
    gpointer data;
} KiriRenewal;

/* Which rows of the ledger two scores differ by, and by which other step: "CPM: 400円
 * → 800円 (asahi.cpm.2026-04-01)", one for each line that changed. NULL-terminated
 * (transfer full): g_strfreev. */
char **kiri_score_differences(const KiriScore *before, const KiriScore *after);

/* The calculation of a score, line by line. */
void kiri_score_print(const KiriScore *score);
