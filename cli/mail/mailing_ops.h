// SPDX-License-Identifier: GPL-3.0-or-later
/* Mailings (配信先): their digests go into the outbox, by hand or when their time comes.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "digest_ops.h"

#include <kirinuki/mailing.h>

/* Makes the digest of a mailing and puts it into the outbox together with what was told
 * by it, in one batch. `posts` (NULL: not asked for) gets the messages; none where the
 * mailing wants no empty ones. */
gboolean kiri_mailing_send(KiriCli *cli, KiriStore *store, KiriMailing *mailing, GPtrArray *posts,
                           GError **error);
/* All whose time has come. One that fails keeps no other back and is told on stderr, but
 * not what `told` (its name → what was wrong; char * both) holds already; an error is the
 * store's. */
gboolean kiri_mailings_send_due(KiriCli *cli, KiriStore *store, GHashTable *told, GError **error);
