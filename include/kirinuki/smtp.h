// SPDX-License-Identifier: GPL-3.0-or-later
/* The way out for mail: one message, one recipient, one dialogue with one server
 * (RFC 5321), over TLS unless the settings say otherwise.
 *
 * The caller is told, in the middle of the dialogue, of the only two moments that
 * matter for a message that must not arrive twice, so that it can put each on record:
 * just before the last byte of the message leaves, and when the server has taken it.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/buf.h>

typedef enum {
    KIRI_SMTP_TLS_REQUIRED,      // STARTTLS, or nothing is sent
    KIRI_SMTP_TLS_OPPORTUNISTIC, // STARTTLS where the server offers it
    KIRI_SMTP_TLS_IMPLICIT,      // TLS from the first byte (port 465)
    KIRI_SMTP_TLS_NONE,
} KiriSmtpTls;

/* Strings are borrowed for the call. */
typedef struct {
    const char *host;
    guint port; // 0: 587, or 465 with IMPLICIT
    KiriSmtpTls tls;
    gboolean allow_plain;        // NONE, and a password without TLS, to hosts other than this one
    const char *user, *password; // NULL: no authentication
    const char *ca_file;         // further certificate authorities
    const char *helo;            // name that we give ourselves; NULL: the machine's
    guint timeout_s;             // for one answer of the server; 0: 300
} KiriSmtpOptions;

typedef struct KiriSmtp KiriSmtp;

/* Errors: USAGE (no host, plain text to another machine), NOT_FOUND, IO (ca_file), FAILED
 * (libcurl cannot do it). Nothing is connected yet. */
KiriSmtp *kiri_smtp_new(const KiriSmtpOptions *options, GError **error);
void kiri_smtp_free(KiriSmtp *smtp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSmtp, kiri_smtp_free)

typedef enum {
    KIRI_SMTP_SENT,    // the server took the message
    KIRI_SMTP_REFUSED, // it will not take it (5xx), and never will
    KIRI_SMTP_LATER,   // not taken now (4xx, no way there); may go well another time
    KIRI_SMTP_UNSURE,  // the whole message left, and no answer came
    KIRI_SMTP_STOPPED, // the caller's record failed; the last byte did not leave
} KiriSmtpOutcome;

typedef struct {
    KiriSmtpOutcome outcome;
    char *answer;        // of the server, or what is wrong, one line; for people
    gboolean is_general; // LATER: it would be the same for any message
} KiriSmtpResult;
void kiri_smtp_result_clear(KiriSmtpResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSmtpResult, kiri_smtp_result_clear)

/* Put on record that the last byte is about to leave; FALSE: it must not. */
typedef gboolean (*KiriSmtpMark)(gpointer data);

/* Sends `message` (whole lines with CR LF) from and to one address. Blocks until the end;
 * a stop that is asked for (stop.h) ends it as a lost way does. One connection serves
 * messages that follow one another. */
void kiri_smtp_send(KiriSmtp *smtp, const char *from, const char *to, KiriStr message,
                    KiriSmtpMark about_to_leave, gpointer data, KiriSmtpResult *result);
