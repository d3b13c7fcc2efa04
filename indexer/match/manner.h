// SPDX-License-Identifier: GPL-3.0-or-later
/* In whose manner is a text written? A release speaks for its sender, most often
 * politely (です・ます); a newspaper speaks plainly (だ・である) and says who announced
 * what. The same sentences in the other manner have been through an editor's hands.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

/* How the sentences of a text end; those that end with a noun count as neither. */
typedef struct {
    guint polite, plain;
} KiriManner;
KiriManner kiri_manner_of(KiriStr n_text);

/* Share of the article's sentences, by length, that the release has whole: an editor
 * keeps a sentence's words and gives it another end, and few of it are left. */
gdouble kiri_share_kept(KiriStr n_article, KiriStr n_release);

/* Is the article the release in an editor's words: plain where the release is polite,
 * or with the word of someone who reports (発表した, としている) that the release has not? */
gboolean kiri_is_edited(KiriStr n_article, KiriStr n_release);
