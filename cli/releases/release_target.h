// SPDX-License-Identifier: GPL-3.0-or-later
/* Targets (目標) of releases on the command line.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

/* Sets goals from words such as "unique=20" and "messages=70%"; "unique=" takes one
 * back. Nothing is stored when any word is wrong: error USAGE. */
gboolean kiri_release_set_target(KiriCli *cli, KiriStore *store, const char *release, char **words,
                                 const char *by, GError **error);
/* What the targets of a release came to, if it has any. With `proposes` all measures,
 * beside what earlier releases came to. Adds to `lines`. */
gboolean kiri_release_print_target(KiriCli *cli, KiriStore *store, const KiriRelease *release,
                                   gboolean proposes, gint64 *lines, GError **error);
