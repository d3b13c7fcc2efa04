// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of the making of a run report.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/run_report.h>
#include <kirinuki/store.h>

void kiri_run_count_add(GPtrArray **list, const char *name, gint64 n);
/* run_volume.c: sources, articles, delays. Errors: what the store says. */
gboolean kiri_run_report_take_sources(KiriRunReport *report, KiriStore *store,
                                      const KiriRunReportQuery *query, GError **error);
