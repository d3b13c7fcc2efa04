// SPDX-License-Identifier: GPL-3.0-or-later
/* How far a page's own word about its canonical URL is believed. Sites put
 * their front page there, or one address for all pages that a parameter tells
 * apart; believed, either would make one article of many.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/article.h>

/* Spellings of one address: only scheme, "www.", a slash at the end or the query
 * differ. Both absolute http URLs. */
gboolean kiri_canonical_is_same_place(const char *a, const char *b);

/* Could `claim` be the name of the article at `own` (both canonical forms, and
 * different)? It must be of the same site, no front page for an inner page, and
 * must not drop a parameter that may choose the article. */
gboolean kiri_canonical_is_plausible(const char *own, const char *claim);

/* Is this the same article, as its canonical page has it? Equal titles, equal
 * content, or three quarters of the shorter one's paragraphs in the longer. */
gboolean kiri_articles_are_twins(const KiriArticle *a, const KiriArticle *b);
