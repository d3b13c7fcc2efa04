// SPDX-License-Identifier: GPL-3.0-or-later
/* A release for the terminal and as JSON Lines: its members, its text with the
 * boilerplate marked, its facts; and its versions.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

#include <kirinuki/store.h>

/* `*lines` counts the JSON lines that were written. */
void kiri_release_show(const KiriCli *cli, const KiriRelease *r, gint64 *lines);
/* All versions, the oldest first: when, and what changed. FALSE with error. */
gboolean kiri_release_show_history(const KiriCli *cli, KiriStore *store, const KiriRelease *newest,
                                   gint64 *lines, GError **error);
/* Its keywords, and beside those that would be proposed. */
void kiri_release_show_keywords(const KiriCli *cli, const KiriRelease *r, gint64 *lines);
