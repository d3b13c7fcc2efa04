// SPDX-License-Identifier: GPL-3.0-or-later
/* From a question to mails in the outbox: summary, digest, files, and one message for
 * each recipient.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#include <kirinuki/digest.h>
#include <kirinuki/mail.h>
#include <kirinuki/outbox.h>

/* What is asked for. All borrowed. */
typedef struct {
    const char *release, *topic; // ids
    gint64 from_us, to_us;       // as in KiriSummaryQuery; not with a mailing
    const KiriMailing *mailing;  // NULL: none
    char **attach;               // names of report formats; NULL: none
    KiriReportLang lang;
} KiriDigestAsk;

/* A digest with everything that its mails share. */
typedef struct {
    KiriDigest *digest;
    KiriMailbox *from, *reply_to;
    KiriMail mail;    // borrows from here and from the settings
    GPtrArray *files; // bytes and names
    KiriMailFile *parts;
    char **names;
    KiriParcel *body;
} KiriDigestMail;

/* Errors: NOT_FOUND, USAGE (mail.from, a format), LIMIT (larger than mail.max_mb), and
 * what the store says. (transfer full) */
KiriDigestMail *kiri_digest_mail_new(KiriCli *cli, KiriStore *store, const KiriDigestAsk *ask,
                                     GError **error);
void kiri_digest_mail_free(KiriDigestMail *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDigestMail, kiri_digest_mail_free)

/* The message for one recipient as it would be stored; its id follows from content and
 * address, and from `again` where that is above 0. (transfer full) */
KiriPost *kiri_digest_post(const KiriDigestMail *m, const KiriMailbox *to, guint again,
                           const char *origin, KiriTime now);
/* Puts a message for each of `to` (KiriMailbox) into `batch`. Those that the outbox knows
 * are left out, unless `is_again`: then they get another id. `posts` (KiriPost) gets what
 * the outbox holds then, in the order of `to`; `known` those that were there. */
void kiri_digest_queue(KiriStore *store, KiriBatch *batch, const KiriDigestMail *m,
                       const GPtrArray *to, gboolean is_again, const char *origin, KiriTime now,
                       GPtrArray *posts, guint *known);

/* KiriMailbox of a list of addresses, without repetitions; NULL with error USAGE, also
 * for an empty list. (transfer full) */
GPtrArray *kiri_mailboxes_parse(char **addresses, GError **error);
/* Are these formats of reports? Error USAGE. */
gboolean kiri_digest_check_formats(char **attach, GError **error);
KiriReportLang kiri_digest_lang(const KiriCli *cli, const char *option);
