// SPDX-License-Identifier: GPL-3.0-or-later
/* The log: JSON Lines, one object per event.
 *
 *   {"time":…,"level":"warning","event":"fetch.failed","subject":"https://…",
 *    "message":"connection timed out", … fields of the event}
 *
 * One event is one write() of one line to a file opened for appending, so that
 * several processes can share it. Texts are cut at 4 KiB; user names, passwords
 * and values of secret parameters in addresses are replaced by "***".
 *
 * Thread rule: any thread; open and free: one. */
#pragma once

#include <kirinuki/clock.h>

typedef struct KiriLog KiriLog;

typedef enum {
    KIRI_LOG_DEBUG,
    KIRI_LOG_INFO,
    KIRI_LOG_WARNING,
    KIRI_LOG_ERROR,
} KiriLogLevel;
extern const char *const kiri_log_level_names[]; // NULL-terminated

/* A member beside the fixed ones: `text`, or `number` when that is NULL. */
typedef struct {
    const char *key;
    const char *text;
    gint64 number;
} KiriLogField;

/* Errors: USAGE (cannot be opened for appending). `clock` is borrowed until free. */
KiriLog *kiri_log_open(const char *path, const KiriClock *clock, GError **error);
void kiri_log_free(KiriLog *log);
/* Events below `level` are dropped; INFO at first. */
void kiri_log_set_level(KiriLog *log, KiriLogLevel level);
/* Opens the path anew: after a rotation. The old file stays in use when that
 * fails. */
gboolean kiri_log_reopen(KiriLog *log, GError **error);

/* `log`, `subject` and `message` may be NULL. A log that cannot be written is no
 * reason to stop: the event is lost. */
void kiri_log_event(KiriLog *log, KiriLogLevel level, const char *event, const char *subject,
                    const char *message, const KiriLogField *fields, gsize n_fields);

/* The text without the secrets of the addresses in it. (transfer full) */
char *kiri_log_redact(const char *text);
