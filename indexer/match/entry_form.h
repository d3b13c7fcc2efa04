// SPDX-License-Identifier: GPL-3.0-or-later
/* A release that was taken apart, as it is kept between runs.
 *
 * Taking one apart costs four times what it costs to read it again, and a dozen are asked
 * for by each article; where there are a hundred thousand, hardly any is still in memory.
 * A form holds the document (doc_pack.h) and what else of the release a decision looks at.
 * It is derived, and is of one version of the release and of one program: another one's
 * is as good as none.
 *
 * Thread rule: any thread. */
#pragma once

#include "matcher.h"

/* `signature` says by which program and data, `digest` of which record it was made.
 * (transfer full) */
GBytes *kiri_entry_form(const KiriEntry *e, guint64 signature, guint64 digest);
/* The entry of the release on this card, without its own text (kiri_matcher_release());
 * NULL where the form is of another program or version. (transfer full) */
KiriEntry *kiri_entry_of_form(GBytes *form, guint64 signature, const KiriCard *card,
                              const KiriFrequencies *frequencies);
