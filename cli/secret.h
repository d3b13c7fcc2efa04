// SPDX-License-Identifier: GPL-3.0-or-later
/* Secrets: the passwords of the office's proxy and mail server, the addresses of
 * webhooks. They stand in no setting and no record, because those are shown, copied
 * and mailed to helpers: what is kept is the name of a file that only its owner can
 * read, or a command that prints it (a keyring's). A secret is handed to the transport
 * and forgotten; no message, log or evidence shows it, and a process that has read one
 * writes no core file.
 *
 * Thread rule: any thread. */
#pragma once

#include "settings.h"

/* Where a secret is, and by which names the user knows that. */
typedef struct {
    const char *file, *file_name;       // NULL or "": none
    const char *command, *command_name; // likewise
} KiriSecretPlace;

/* NULL without error when neither is set. Errors: USAGE (file and command both named;
 * the file can be read by others), NOT_FOUND, IO, FAILED (the command). (transfer full):
 * release with kiri_secret_free. */
char *kiri_secret_read(const KiriSecretPlace *place, GError **error);

/* The same of what the settings lead to. */
char *kiri_proxy_password(const KiriSettings *settings, GError **error);
char *kiri_mail_password(const KiriSettings *settings, GError **error);

/* Overwrites and frees; NULL is nothing. */
void kiri_secret_free(char *secret);
