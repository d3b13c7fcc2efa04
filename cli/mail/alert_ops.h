// SPDX-License-Identifier: GPL-3.0-or-later
/* Alerts (速報通知): from new clips to messages in the outbox.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#include <kirinuki/mailing.h>

/* Looks at the clips that the log names since the last look, and puts a message for each
 * story of each alert into the outbox, with the cursor in one batch. `shown` (NULL: none):
 * nothing is stored; the messages as JSON (char *) are added there instead. */
gboolean kiri_alerts_look(KiriCli *cli, KiriStore *store, GPtrArray *shown, GError **error);
/* A message that says it is a test, into the outbox. (transfer full): its JSON */
char *kiri_alert_put_test(KiriCli *cli, KiriStore *store, const KiriAlert *alert, gboolean is_dry,
                          GError **error);
/* Stores an alert; clips that are there already are no news to it. */
gboolean kiri_alert_store(KiriCli *cli, KiriStore *store, KiriAlert *alert, GError **error);
