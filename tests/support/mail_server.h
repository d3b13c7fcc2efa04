// SPDX-License-Identifier: GPL-3.0-or-later
/* A mail server on 127.0.0.1 that keeps what it takes, and can be all that mail servers
 * are: busy, strict, gone in the middle of a word.
 *
 * Thread rule: set up and ask from the test's thread. */
#pragma once

#include "tls_server.h"

/* How it is from now on. Counters go down by one with each use. */
typedef struct {
    gboolean has_starttls;
    gboolean is_implicit;        // TLS from the first byte
    const char *user, *password; // NULL: nobody needs to say who he is
    gboolean only_login;         // AUTH LOGIN, no PLAIN
    guint later_rcpt;            // 450 to RCPT
    guint later_data;            // 451 behind the message
    guint refuse_data;           // 554 behind the message
    guint cut_at_data;           // hangs up when the message is about to come
    guint cut_in_data;           // hangs up in the middle of the message
    guint cut_at_end;            // takes the message and hangs up without a word
    guint stop_at_end;           // takes the message and says nothing until the client goes
    const char *refuse_rcpt;     // 550 to this address
    const char *greeting;        // NULL: a good one
} MailHabits;

typedef struct MailServer MailServer;
/* `authority` NULL: no TLS. Its certificate is for "localhost". */
MailServer *mail_server_new(const TlsAuthority *authority, const MailHabits *habits);
void mail_server_free(MailServer *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailServer, mail_server_free)
gint mail_server_port(const MailServer *s);
/* Strings are borrowed until the next call of it. */
void mail_server_become(MailServer *s, const MailHabits *habits);

typedef struct {
    char *from, *to, *text; // text as it came, without the dots of the dialogue
    char *user;             // who said so; NULL: nobody
    gboolean was_tls;
} MailTaken;

/* What it took, in order; it has taken a message once the dot was there and it did not
 * refuse, whether or not anybody heard its answer. */
guint mail_server_n_taken(MailServer *s);
const MailTaken *mail_server_taken(MailServer *s, guint i); // borrowed until the server goes
guint mail_server_n_connections(MailServer *s);
/* Most messages that carry the same Message-ID; 0 when there are none. */
guint mail_server_most_of_one(MailServer *s);
/* Waits until it has taken so many, or 30 s. */
gboolean mail_server_wait(MailServer *s, guint n);
