// SPDX-License-Identifier: GPL-3.0-or-later
/* The dead man's switch: what should have been made by now and was not. Everything else
 * tells of what went wrong while something was done; this tells when nothing was done.
 *
 *   run        nothing was collected for deadman.run_hours, or a running watch fails
 *   morning    the morning sheet of the day
 *   digest     a mailing whose time has come
 *   backup     none for deadman.backup_hours
 *   delivery   messages that were made, and did not arrive
 *   store      it cannot be opened: then nothing of the above is known
 *
 * The check reads and changes nothing. Telling goes through the outbox where the store
 * can be written (also through a running watch); where it cannot, which may be the very
 * thing to be told, mail and webhooks are sent without it. Either way one and the same
 * trouble is told once a day.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

typedef struct {
    const char *what;         // static, one of the above
    char *problem;            // for people
    KiriTime due;             // when it should have been there; unset: not at one moment
    gboolean is_never;        // of its kind there was none at all yet
    gboolean is_pass_problem; // a running watch fails at something else than collecting
} KiriOverdue;

/* KiriOverdue, owned; empty: all was made. NULL with error. */
GPtrArray *kiri_deadman_check(const KiriCli *cli, KiriStore *store, GError **error);
/* One row of an answer. */
void kiri_deadman_print(const KiriCli *cli, const KiriOverdue *overdue);

/* `status --deadman`: checks, prints, tells; the exit code, NO where something is
 * overdue. */
int kiri_deadman_run(KiriCli *cli);

/* ---- telling (deadman_tell.c) ---- */

/* Is anybody to be told? */
gboolean kiri_deadman_has_readers(const KiriCli *cli);
/* `store` open for writing: the messages go into the outbox and out of it. FALSE with
 * error: the store's, or mail.from. */
gboolean kiri_deadman_queue(KiriCli *cli, KiriStore *store, const GPtrArray *overdue,
                            GError **error);
/* Without a store that can be written; `store` may be NULL, then mail alone. What cannot
 * be sent is warned of. */
void kiri_deadman_send(KiriCli *cli, KiriStore *store, const GPtrArray *overdue);
