// SPDX-License-Identifier: GPL-3.0-or-later
/* What is wrong with the media ledger, as a list.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

/* Prints the findings of ledger_check.h; exit code NO where there is any. */
int kiri_medium_check(KiriCli *cli, gboolean is_all, GError **error);
