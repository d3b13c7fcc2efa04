// SPDX-License-Identifier: GPL-3.0-or-later
/* What of an export may be handed on: body texts that a licence covers. Everything is
 * asked and counted before the first line is written.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "cli.h"

typedef struct {
    GHashTable *allowed; // ids of articles whose text may leave; owned
    guint n_allowed, n_withheld;
} KiriHanded;

/* Asks for all articles with a text, and writes the uses down. Strings may be NULL but
 * `purpose`; `copies` 0 is 1. Errors: what the store says. */
gboolean kiri_handed_ask(KiriHanded *handed, KiriCli *cli, KiriStore *store, const char *purpose,
                         const char *section, gint64 copies, GError **error);
void kiri_handed_clear(KiriHanded *handed);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriHanded, kiri_handed_clear)

/* Copies without what must stay: the text that no licence covers; passages and sentences
 * of the article. (transfer full) */
KiriArticle *kiri_handed_article(const KiriHanded *handed, const KiriArticle *article);
KiriClip *kiri_handed_clip(const KiriClip *clip);
