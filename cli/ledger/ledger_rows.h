// SPDX-License-Identifier: GPL-3.0-or-later
/* The verbs that rates and licences have in common: rows that have a place in the
 * ledger, and end when another one takes it.
 *
 * Thread rule: main thread. */
#pragma once

#include "ledger_ops.h"

/* `show ID…` (NULL-terminated). The exit code. */
int kiri_ledger_show_rows(KiriCli *cli, KiriNoun noun, char **ids, GError **error);
/* `add KEY=VALUE…`, `edit ID KEY=VALUE…`. The exit code. */
int kiri_ledger_change_row(KiriCli *cli, const KiriCall *call, KiriNoun noun, gboolean is_edit,
                           gboolean is_dry, GError **error);
/* "there is no licence 'x'", unless there is an error already. The exit code. */
int kiri_ledger_no_row(KiriNoun noun, const char *id, GError **error);
