// SPDX-License-Identifier: GPL-3.0-or-later
/* digest list: the mailings, by name.
 *
 * Thread rule: main thread, or the command thread of watch. */
#pragma once

#include "cli.h"

#include <kirinuki/mailing.h>

typedef struct {
    char *release, *topic, *from, *list, *since, *lang, *dry_run, *at, *days;
    char **to, **attach, **resend, **drop;
    gboolean again, status, due, retry, skip_empty, send_empty;
} KiriDigestCallOptions;

int kiri_digest_list_run(KiriCli *cli, const KiriCall *call, GError **error);
/* NOT_FOUND, with the names that there are. (transfer full) */
KiriMailing *kiri_mailing_find(KiriStore *store, const char *name, GError **error);
/* May this be the name of a mailing or an alert? Error USAGE. */
gboolean kiri_check_name(const char *name, GError **error);
