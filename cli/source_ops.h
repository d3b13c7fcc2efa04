// SPDX-License-Identifier: GPL-3.0-or-later
/* What `source` and `init` both do with sources.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

#include <kirinuki/feed.h>

/* The id of a source by its address; NULL when that is no http address.
 * (transfer full) */
char *kiri_source_id_of_url(const char *url);
/* A new source; the medium is found by the address unless given. Error USAGE for
 * a bad address or unknown medium. (transfer full) */
KiriSource *kiri_source_make(KiriStore *store, const char *url, const char *medium, gint64 now_us,
                             GError **error);
/* Adds the outlines of an OPML file in one batch; known sources keep their state.
 * Errors: PARSE with the file's name and line. */
gboolean kiri_sources_import(KiriStore *store, const char *path, gint64 now_us, guint *added,
                             guint *known, GError **error);
KiriOpml *kiri_sources_to_opml(KiriStore *store, GError **error);
/* Fetches each once and says what it is; exit code. */
int kiri_source_check_print(KiriCli *cli, char **names, GError **error);
/* The feeds that the page at `url` names; empty when it is a feed itself or names
 * none. NULL with error. (transfer full) */
char **kiri_source_discover(KiriCli *cli, const char *url, GError **error);
