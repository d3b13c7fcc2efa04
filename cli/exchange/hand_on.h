// SPDX-License-Identifier: GPL-3.0-or-later
/* Handing on: what the commands that let body texts and pictures leave have in common.
 * They ask the gate for everything first; only when all may leave, the uses are written
 * down, and then it leaves. So nothing leaves uncounted, whatever happens after.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "cli.h"

#include <kirinuki/permit.h>

typedef struct {
    KiriCli *cli;
    KiriStore *store;     // borrowed; open for writing
    KiriPermits *permits; // owned
    KiriBatch *batch;     // owned: the uses
    gint64 copies, terminals;
    const char *section, *purpose; // borrowed; NULL: not said
    guint uses;
} KiriHandOn;

/* Errors: what the store says. */
gboolean kiri_hand_on_begin(KiriHandOn *h, KiriCli *cli, KiriStore *store, GError **error);
void kiri_hand_on_clear(KiriHandOn *h);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriHandOn, kiri_hand_on_clear)

/* The licence under which it may leave, the use noted; NULL with the reason in `*reason`
 * (transfer full). `clip` may be NULL. */
const KiriLicence *kiri_hand_on_ask(KiriHandOn *h, const KiriArticle *article, const char *clip,
                                    KiriLicensed what, char **reason);
/* Writes the uses down. */
gboolean kiri_hand_on_commit(KiriHandOn *h, GError **error);
