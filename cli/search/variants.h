// SPDX-License-Identifier: GPL-3.0-or-later
/* Variants (表記ゆれ) in the commands that take a query: which ones the user wants,
 * what he is told of the others, and what --explain-query prints. */
#pragma once

#include "search.h"

/* The tables: shipped, and the workspace's own. (transfer full) */
KiriVariants *kiri_variants_of_workspace(const KiriCli *cli, GError **error);

/* Takes the options: `kinds` is the value of --variants ("" where it has none;
 * NULL: not given, the setting search.variants decides), `without` those of
 * --no-variant: names of kinds, or words. Errors: USAGE, and those of the tables. */
gboolean kiri_variants_choose(KiriSearchSession *s, const char *kinds, char **without,
                              GError **error);

/* The query of a person, widened as was chosen. An error that has a place is shown
 * under the query when a person looks. (transfer full) */
KiriQuery *kiri_variants_query(const KiriSearchSession *s, const char *text, GError **error);

/* After a search without variants that found `total` (a lower bound where
 * `is_bound`): which variants the index has, and how many articles they would add
 * where that is quickly said. */
void kiri_variants_hint(KiriSearchSession *s, const char *text, guint64 total, gboolean is_bound);

/* explain_query.c: prints the parts of the query; the exit code. `s` needs no open
 * index. */
int kiri_explain_query(KiriSearchSession *s, const char *text, GError **error);
