// SPDX-License-Identifier: GPL-3.0-or-later
/* Everything the ledger knows of a medium, and what is measured of it.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

/* Prints the media of a NULL-terminated list of ids; with `is_all` also rows that were
 * replaced. The exit code. */
int kiri_medium_show(KiriCli *cli, char **ids, gboolean is_all, GError **error);
