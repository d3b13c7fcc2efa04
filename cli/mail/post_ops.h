// SPDX-License-Identifier: GPL-3.0-or-later
/* The outbox at work: what is due goes out, by mail and by webhooks.
 *
 * One sender at a time: the process that holds the store for writing, and in a running
 * watch its post thread alone. A command that watch carries out for somebody only puts
 * its messages into the outbox.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#include <kirinuki/mail.h>
#include <kirinuki/outbox.h>
#include <kirinuki/smtp.h>

typedef struct {
    guint sent, later, failed, unsure; // of this call
    guint recovered;                   // found `sending`: unsure from now on
} KiriPostCounts;

/* Sends what is due; with `is_now` also what waits for a later try. What went wrong with
 * single messages stands in the counts and in the outbox; an error is what keeps all from
 * going: the settings (USAGE), a secret (NOT_FOUND, IO, FAILED), the store. With --offline
 * nothing is sent. */
gboolean kiri_post_flush(KiriCli *cli, KiriStore *store, gboolean is_now, KiriPostCounts *counts,
                         GError **error);
/* One line of what happened, unless nothing did. */
void kiri_post_tell(const KiriCli *cli, const KiriPostCounts *counts);

/* The round that `run` makes at its end and `watch` again and again: alerts for new
 * clips, mailings whose time has come, what is due. `told` as in mailing_ops.h. */
gboolean kiri_post_round(KiriCli *cli, KiriStore *store, GHashTable *told, KiriPostCounts *counts,
                         GError **error);

/* The way to the mail server as the settings have it; nothing is connected. Errors: USAGE,
 * a secret (NOT_FOUND, IO, FAILED), and those of kiri_smtp_new(). (transfer full) */
KiriSmtp *kiri_post_open_smtp(const KiriCli *cli, GError **error);

/* mail.from. Error USAGE where it is not set or no address. (transfer full) */
KiriMailbox *kiri_post_sender(const KiriCli *cli, GError **error);

/* Rows of the outbox for `digest --status`; FALSE with error. `n_bad`: that need a
 * person. */
gboolean kiri_post_print(const KiriCli *cli, KiriStore *store, guint *n_bad, GError **error);
/* For `status`: a line, or nothing where the outbox is in order. TRUE: in order. */
gboolean kiri_post_print_summary(const KiriCli *cli, const KiriOutboxCounts *counts);
