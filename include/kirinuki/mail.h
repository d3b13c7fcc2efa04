// SPDX-License-Identifier: GPL-3.0-or-later
/* Mails as bytes: RFC 5322 with MIME, bytes in and bytes out, without a network.
 *
 * What stands in a mail is text of strangers (headlines, names of media), so nothing
 * that is handed in can add a header line, end a part or make a line longer than
 * servers take: header text is encoded where it is more than plain ASCII (RFC 2047,
 * folded at 76), file names by RFC 2231, texts as quoted-printable or base64, whichever
 * is shorter, files as base64. All lines end with CR LF and are at most 76 bytes long,
 * but for single words of a header that may not be broken (998).
 *
 * A mail is written in two pieces, so that many recipients share the large one: the
 * head with From, To, Subject, Message-ID; and the body from MIME-Version on.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>
#include <kirinuki/record.h>

typedef struct {
    char *name;    // 広報課, NULL: none
    char *address; // "koho@example.jp": ASCII, the domain in lower case and punycode
} KiriMailbox;
KIRI_DECLARE_RECORD(KiriMailbox, mailbox)

/* "koho@example.jp", "広報課 <koho@example.jp>" or "\"A, B\" <a@example.jp>". Errors,
 * USAGE with the reason: no address, a line break or control character, letters beyond
 * ASCII before the @ (few servers can deliver those), no such domain. A local part that
 * is no plain word ("a..b.") gets the quotes it needs. (transfer full) */
KiriMailbox *kiri_mailbox_parse(KiriStr text, GError **error);

typedef struct {
    const char *name; // of the file, UTF-8
    const char *type; // "text/csv; charset=UTF-8"
    KiriStr bytes;
} KiriMailFile;

/* All borrowed for the call. */
typedef struct {
    const KiriMailbox *from, *reply_to; // reply_to NULL: none
    const char *subject;                // control characters become spaces
    const char *language;               // "ja"
    gint64 date_us;
    const char *text, *html; // html NULL: text alone
    const KiriMailFile *files;
    gsize n_files;
    const char *unsubscribe; // "mailto:…" or "https://…"; NULL: none
} KiriMail;

/* From, To, Subject, Date, Message-ID (with its brackets) and what tells other programs
 * that no person wrote this. */
void kiri_mail_write_head(const KiriMail *mail, const KiriMailbox *to, const char *message_id,
                          KiriBuf *out);
/* MIME-Version and all that follows. The same mail gives the same bytes. */
void kiri_mail_write_body(const KiriMail *mail, KiriBuf *out);
/* "<id@example.jp>", at the sender's domain. (transfer full) */
char *kiri_mail_message_id(const char *id, const KiriMailbox *from);

/* May this stand in List-Unsubscribe? */
gboolean kiri_mail_is_unsubscribe(const char *uri);

/* "Mon, 13 Apr 2026 10:05:00 +0900" (RFC 5322 §3.3). */
void kiri_mail_date(gint64 us, KiriBuf *out);
