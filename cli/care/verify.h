// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of verify that are files of their own.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

/* Compares each clip with what the link stage makes of a copy of the store; problems as
 * lines (char *). */
gboolean kiri_verify_links(KiriCli *cli, KiriStore *store, GPtrArray *problems, GError **error);

/* Makes a workspace in `to` of what can be read of this one, which is not touched; lists
 * what is lost. An exit code. */
int kiri_verify_salvage(KiriCli *cli, const char *to, GError **error);
