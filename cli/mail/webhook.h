// SPDX-License-Identifier: GPL-3.0-or-later
/* One alert to one webhook. Its address is a secret: whoever has it can write there.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#include <kirinuki/mailing.h>
#include <kirinuki/outbox.h>

typedef enum {
    KIRI_WEBHOOK_SENT,
    KIRI_WEBHOOK_REFUSED,
    KIRI_WEBHOOK_LATER,
    KIRI_WEBHOOK_UNSURE, // the request left, and no answer came
} KiriWebhookOutcome;

typedef struct {
    KiriWebhookOutcome outcome;
    char *answer;   // one line, for people; never the address
    gint64 after_s; // LATER: so long the other side wants us to wait; 0: it did not say
} KiriWebhookResult;
void kiri_webhook_result_clear(KiriWebhookResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriWebhookResult, kiri_webhook_result_clear)

/* Marks the post as `sending` and sends it. Errors: the store's alone; what is wrong with
 * the alert, its address or the way is a result. */
gboolean kiri_webhook_send(KiriCli *cli, KiriStore *store, KiriPost *post,
                           KiriWebhookResult *result, GError **error);

/* Sends it without a record of it: for what must be told when the store cannot be written. */
void kiri_webhook_send_now(KiriCli *cli, const KiriAlert *alert, const KiriParcel *parcel,
                           KiriWebhookResult *result);

/* The address of an alert's webhook: https, or http to this machine. Errors: as
 * kiri_secret_read(), and USAGE. (transfer full): release with kiri_secret_free. */
char *kiri_webhook_address(const KiriCli *cli, const KiriAlert *alert, GError **error);
