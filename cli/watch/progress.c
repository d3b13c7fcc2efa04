// SPDX-License-Identifier: GPL-3.0-or-later
/* The rate is that of the whole stage: steadier than the last second's, and
 * honest about pauses. */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

enum { PAUSE_US = 100000 };

KiriProgress kiri_progress_begin(const KiriCli *cli, const char *label)
{
    KiriProgress p = {.label = label, .started_us = g_get_monotonic_time()};
    p.is_shown = cli->progress == KIRI_WHEN_ALWAYS ||
                 (cli->progress == KIRI_WHEN_AUTO && !cli->is_quiet && isatty(STDERR_FILENO));
    return p;
}

static void append_time_left(GString *line, guint64 done, guint64 total, gint64 spent_us)
{
    if (!done || done >= total || spent_us < G_USEC_PER_SEC)
        return;
    guint64 left_s = (guint64)((gdouble)spent_us / 1e6 * (gdouble)(total - done) / (gdouble)done);
    g_string_append_printf(line, _(", %" PRIu64 ":%02u left"), left_s / 60, (guint)(left_s % 60));
}

static gboolean is_time(const KiriProgress *p, gint64 now)
{
    return p->is_shown && (!p->has_line || now - p->last_us >= PAUSE_US);
}

static void show(KiriProgress *p, const char *line, gint64 now)
{
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
    p->last_us = now;
    p->has_line = TRUE;
}

void kiri_progress_text(KiriProgress *p, const char *text)
{
    gint64 now = g_get_monotonic_time();
    g_autofree char *line = g_strdup_printf("%s: %s", p->label, text);
    if (is_time(p, now))
        show(p, line, now);
}

void kiri_progress_update(KiriProgress *p, guint64 done, guint64 total)
{
    gint64 now = g_get_monotonic_time();
    if (!is_time(p, now))
        return;
    gint64 spent = now - p->started_us;
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_printf(line, "%s: %" PRIu64, p->label, done);
    if (total)
        g_string_append_printf(line, "/%" PRIu64, total);
    if (spent >= G_USEC_PER_SEC)
        g_string_append_printf(line, _(", %.0f/s"), (gdouble)done * 1e6 / (gdouble)spent);
    append_time_left(line, done, total, spent);
    show(p, line->str, now);
}

void kiri_progress_end(KiriProgress *p)
{
    if (p->has_line)
        fputs("\r\033[K", stderr);
    p->has_line = FALSE;
}
