// SPDX-License-Identifier: GPL-3.0-or-later
/* One line on the terminal that tells how far a stage is: count, rate and time
 * left. Only on a terminal (or with --progress=always), at most ten times a second.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

typedef struct {
    gboolean is_shown;
    const char *label; // translated
    gint64 started_us, last_us;
    gboolean has_line;
} KiriProgress;

KiriProgress kiri_progress_begin(const KiriCli *cli, const char *label);
/* `total` 0: unknown. */
void kiri_progress_update(KiriProgress *p, guint64 done, guint64 total);
/* A line of one's own instead. */
void kiri_progress_text(KiriProgress *p, const char *text);
void kiri_progress_end(KiriProgress *p); // takes the line away
