// SPDX-License-Identifier: GPL-3.0-or-later
/* release timing: how soon an announcement was reported.
 *
 * Thread rule: that of cli.h. */
#pragma once

#include "cli.h"

/* One line of JSON, counted in `lines`, or a table for people. */
gboolean kiri_release_timing(KiriCli *cli, KiriStore *store, const KiriRelease *release,
                             gint64 *lines, GError **error);
