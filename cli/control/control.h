// SPDX-License-Identifier: GPL-3.0-or-later
/* The control socket: how a command reaches the watch that holds its workspace.
 *
 * `control.sock` lies in the workspace, readable for its owner only; both ends
 * also ask the kernel who is there. Calls are received and answered by a thread of
 * the server's own, so that a slow or broken client holds up nobody; commands wait
 * in a queue for the thread that carries them out.
 *
 * Thread rule: stated at each function. */
#pragma once

#include "control_codec.h"

/* ---- client ---- */

/* Sends the call to the watch of the workspace and waits up to `wait_s` for its
 * turn, then for the reply as long as the watch lives. Errors: NOT_FOUND (nobody
 * listens), BUSY (no turn in time), REFUSED (somebody else's socket), LIMIT (the
 * call is too long), IO and CORRUPT (the talk broke off), CANCELLED. Any thread.
 * (transfer full) */
KiriControlReply *kiri_control_call(const char *dir, const KiriControlCall *call, gint64 wait_s,
                                    GError **error);

/* ---- server ---- */

typedef struct KiriControl KiriControl;

/* What the control thread calls. */
typedef struct {
    KiriWatchStatus *(*status)(gpointer data); // (transfer full)
    void (*reload)(gpointer data);             // also for each SIGHUP
    void (*tick)(gpointer data);               // about once a second
    gpointer data;
} KiriControlHandler;

/* A command that waits or is carried out. */
typedef struct KiriControlJob KiriControlJob;

/* Makes the socket and starts the thread. The workspace's lock must be held: what
 * lies in the socket's place belongs to nobody then and is replaced. SIGHUP must be
 * blocked in all threads. `handler` is copied. Errors: REFUSED (the place is taken
 * by what is no socket), IO. Main thread. */
KiriControl *kiri_control_open(const char *dir, const KiriControlHandler *handler, GError **error);
/* Takes no more calls: whoever waits is told to come again. Any thread. */
void kiri_control_shut(KiriControl *control);
/* Ends the thread, after replies under way were taken or given up, and removes the
 * socket. Main thread. */
void kiri_control_close(KiriControl *control);

/* The next command whose client still waits; NULL after `timeout_us` or when shut.
 * Its client is told that it begins. One thread. */
KiriControlJob *kiri_control_next(KiriControl *control, gint64 timeout_us);
const KiriControlCall *kiri_control_job_call(const KiriControlJob *job);
/* Hands the reply to the client. Same thread as next. */
void kiri_control_finish(KiriControl *control, KiriControlJob *job, const KiriControlReply *reply);
