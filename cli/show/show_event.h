// SPDX-License-Identifier: GPL-3.0-or-later
/* What tells of the same (同じ話題): the event of an article, for `show`.
 *
 * Thread rule: as kiri_out_write(). */
#pragma once

#include "cli.h"

/* As text below the article, or one line of type "event_article" for each story of the
 * event, by time; adds those lines to *count. Says nothing of an article whose event
 * has no other story. */
gboolean kiri_show_event(const KiriCli *cli, KiriStore *store, const char *article, gint64 *count,
                         GError **error);
