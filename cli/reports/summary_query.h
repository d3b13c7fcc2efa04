// SPDX-License-Identifier: GPL-3.0-or-later
/* A question to the summary as the settings and the files of the workspace have it.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#include <kirinuki/summary.h>

/* Everything but release, topic and period, which are open. `*duplication` is the table
 * of the workspace (NULL: it has none), owned by the caller and needed as long as the
 * query. Error PARSE for a table that cannot be read. */
gboolean kiri_summary_query_init(const KiriCli *cli, KiriSummaryQuery *query,
                                 KiriDuplication **duplication, GError **error);
