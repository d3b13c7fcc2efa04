// SPDX-License-Identifier: GPL-3.0-or-later
/* The password of the office's proxy. It stands in no setting, because settings
 * are shown, copied and mailed to helpers: the settings name a file that only
 * its owner can read, or a command that prints it (a keyring's). It is handed
 * to the transport and forgotten; no message, log or evidence shows it.
 *
 * Thread rule: main thread. */
#pragma once

#include "settings.h"

/* The password that the settings lead to; NULL without error when they name
 * none. Errors: USAGE (file and command both named; the file can be read by
 * others), NOT_FOUND, IO, FAILED (the command). (transfer full): release with
 * kiri_secret_free. */
char *kiri_proxy_password(const KiriSettings *settings, GError **error);

/* Overwrites and frees; NULL is nothing. */
void kiri_secret_free(char *secret);
