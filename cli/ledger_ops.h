// SPDX-License-Identifier: GPL-3.0-or-later
/* What `medium`, `rate` and `init` do with ledgers.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

/* Imports media.csv or rates.csv in one batch; `count` (may be NULL) gets the
 * rows. Errors name the file and the line. */
gboolean kiri_ledger_import_file(KiriStore *store, KiriNoun noun, const char *path, guint *count,
                                 GError **error);
