// SPDX-License-Identifier: GPL-3.0-or-later
/* What the commands that touch the network share: the transport and the crawl's
 * options as the settings have them.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

#include <kirinuki/crawl.h>

/* Error USAGE with --offline. (transfer full) */
KiriTransport *kiri_cli_transport(KiriCli *cli, GError **error);
/* The same for addresses that our own people named, wherever they lead. */
KiriTransport *kiri_cli_post_transport(KiriCli *cli, GError **error);
/* The same for crawls, which have other work between their waits: in a thread of its
 * own. (transfer full) */
KiriTransport *kiri_cli_crawl_transport(KiriCli *cli, GError **error);
/* Options without callbacks; strings are borrowed from the settings. */
KiriCrawlOptions kiri_cli_crawl_options(const KiriCli *cli);
/* Does a watch crawl beside this command, within this process or another? It may have
 * asked any host just now: for `is_continuous` of the options. */
gboolean kiri_cli_is_beside_crawl(const KiriCli *cli);
/* One page now. (transfer full) */
KiriPage *kiri_cli_fetch(KiriCli *cli, const char *url, GError **error);
