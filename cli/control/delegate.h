// SPDX-License-Identifier: GPL-3.0-or-later
/* A command meets the watch that holds its workspace.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"
#include "control_codec.h"

/* Lets the running watch carry this whole command out: what it says is printed,
 * `is_answered` and `answer_code` are set, and TRUE is returned. FALSE without error
 * when no watch runs. Errors: as kiri_control_call(). */
gboolean kiri_delegate(KiriCli *cli, GError **error);
/* The same of other words, from the program's name on, for a part of a command: its exit
 * code in `code`. */
gboolean kiri_delegate_words(const KiriCli *cli, char **argv, int *code, GError **error);
/* How the running watch is; NULL when there is none. (transfer full) */
KiriWatchStatus *kiri_delegate_status(const KiriCli *cli);
/* The settings have changed; FALSE when no watch runs. */
gboolean kiri_delegate_reload(const KiriCli *cli);
/* From now on "-" means these bytes in this thread; NULL: standard input. The
 * descriptor behind it, to be closed by the caller after the end; -1 for NULL. */
gint kiri_delegate_set_input(GBytes *input);
