// SPDX-License-Identifier: GPL-3.0-or-later
/* Who copied whom: the tree in which an article stands, for `show`.
 *
 * Thread rule: as kiri_out_write(). */
#pragma once

#include "cli.h"

/* As text below the article, or one line of type "copy" for each article of the tree,
 * roots first; adds those lines to *count. Says nothing of an article that shares its
 * text with no other. */
gboolean kiri_show_lineage(const KiriCli *cli, KiriStore *store, const char *article, gint64 *count,
                           GError **error);
