// SPDX-License-Identifier: GPL-3.0-or-later
/* What `source` and `init` both do with sources, and the verbs of `source` that have
 * a file of their own.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

#include <kirinuki/discover.h>
#include <kirinuki/feed.h>

/* The id of a source by its address; NULL when that is no http address.
 * (transfer full) */
char *kiri_source_id_of_url(const char *url);
/* A new source; the medium is found by the address unless given. Error USAGE for
 * a bad address or unknown medium. (transfer full) */
KiriSource *kiri_source_make(KiriStore *store, const char *url, const char *medium, gint64 now_us,
                             GError **error);
/* The source by id, beginning of an id, or address. (transfer full) */
KiriSource *kiri_source_find(KiriStore *store, const char *name, GError **error);
/* Adds the outlines of an OPML file in one batch; known sources keep their state.
 * Errors: PARSE with the file's name and line. */
gboolean kiri_sources_import(KiriStore *store, const char *path, gint64 now_us, guint *added,
                             guint *known, GError **error);
KiriOpml *kiri_sources_to_opml(KiriStore *store, GError **error);

/* For commands that use the network inside a running watch: its crawl stands still
 * meanwhile, so that no host is asked by both. */
void kiri_source_hold_crawl(const KiriCli *cli, gboolean is_held);

/* ---- verbs; each gives the exit code ---- */

/* list: which of them. */
typedef struct {
    gboolean shows_all;     // disabled ones too
    gboolean only_problems; // silent, failing, dead
} KiriSourceListing;
int kiri_source_list(KiriCli *cli, const KiriSourceListing *which, GError **error);
int kiri_source_show(KiriCli *cli, char **names, GError **error);
/* One source on two lines of a list (JSON: its record with its health). */
void kiri_source_print(const KiriCli *cli, const KiriSource *source);
/* set ID KEY=VALUE… */
int kiri_source_set(KiriCli *cli, char **words, GError **error);

/* Fetches each once and says what it is and what ails it. */
int kiri_source_check_print(KiriCli *cli, char **names, GError **error);

/* Looks for the sources of each site: a URL, a domain, or a medium's id; with `adds`
 * the good ones are taken up. */
int kiri_source_discover(KiriCli *cli, char **names, gboolean adds, GError **error);
/* What stands at an address, for `add --discover`: NULL with error. (transfer full) */
KiriDiscovery *kiri_source_look_around(KiriCli *cli, const char *url, GError **error);
/* A found source with its medium, as it would be stored. (transfer full) */
KiriSource *kiri_source_of_found(KiriStore *store, const KiriFoundSource *found, const char *medium,
                                 gint64 now_us);

/* Wants the entries of the last `days` from the sources of ids, addresses or media;
 * none named: from all. Sitemaps of their sites are looked for and added. */
int kiri_source_backfill(KiriCli *cli, char **names, gint days, GError **error);
