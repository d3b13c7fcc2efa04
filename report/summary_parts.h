// SPDX-License-Identifier: GPL-3.0-or-later
/* The counts of a summary whose clips are collected, sorted and numbered.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/summary.h>

void kiri_summary_count_money(KiriSummary *s);
/* The population is the ledger's, else that of the query. Errors: what the store says. */
gboolean kiri_summary_count_reach(KiriSummary *s, KiriStore *store, const KiriSummaryQuery *query,
                                  GError **error);
void kiri_summary_count_messages(KiriSummary *s);
