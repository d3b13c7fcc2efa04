// SPDX-License-Identifier: GPL-3.0-or-later
/* The post thread of watch: alerts, mailings and the outbox. It has a thread of its own
 * because a mail server may take minutes to answer, and neither the passes nor commands
 * shall wait for it. It looks again when a pass or a command has ended, and every twenty
 * seconds. What keeps all messages from going is told once, not at every look. */
#include "mail/post_ops.h"
#include "watch.h"

#include <kirinuki/stop.h>

enum { LOOK_US = G_USEC_PER_SEC / 4 };
#define ROUND_US ((gint64)20 * G_USEC_PER_SEC)

typedef struct {
    KiriWatch *w;
    KiriCli cli; // the thread's own settings
    guint generation;
    gint64 passes, commands; // as of the last round
    gint64 round_us;         // when the next one is due at the latest
    char *trouble;           // as it was told last; NULL: none
    GHashTable *told;        // likewise, of mailings
} Poster;

static gboolean is_due(Poster *p)
{
    KiriWatch *w = p->w;
    pthread_mutex_lock(&w->lock);
    gint64 passes = w->status->passes, commands = w->status->commands;
    pthread_mutex_unlock(&w->lock);
    if (passes == p->passes && commands == p->commands && g_get_monotonic_time() < p->round_us)
        return FALSE;
    p->passes = passes;
    p->commands = commands;
    p->round_us = g_get_monotonic_time() + ROUND_US;
    return TRUE;
}

static void judge(Poster *p, const GError *error)
{
    g_autoptr(GError) fatal = NULL;
    if (!kiri_store_check(p->w->store, &fatal)) {
        kiri_watch_fail(p->w, g_steal_pointer(&fatal));
        return;
    }
    if (g_strcmp0(p->trouble, error->message) == 0)
        return;
    g_free(p->trouble);
    p->trouble = g_strdup(error->message);
    kiri_cli_warn(&p->cli, _("messages cannot be sent: %s"), error->message);
}

static void make_round(Poster *p)
{
    g_autoptr(GError) error = NULL;
    KiriPostCounts counts = {0};
    gboolean ok = kiri_watch_load_settings(p->w, &p->cli, &p->generation, &error) &&
                  kiri_post_round(&p->cli, p->w->store, p->told, &counts, &error);
    kiri_post_tell(&p->cli, &counts);
    if (ok)
        g_clear_pointer(&p->trouble, g_free);
    else
        judge(p, error);
}

gpointer kiri_watch_post_main(gpointer data)
{
    KiriWatch *w = data;
    const KiriCli *main_cli = w->cli;
    Poster p = {.w = w,
                .cli = {.dir = main_cli->dir,
                        .data_dir = main_cli->data_dir,
                        .clock = main_cli->clock,
                        .has_workspace = TRUE,
                        .log = main_cli->log,
                        .is_quiet = main_cli->is_quiet,
                        .is_offline = main_cli->is_offline,
                        .progress = KIRI_WHEN_NEVER},
                .told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    while (!kiri_stop_requested()) {
        if (is_due(&p))
            make_round(&p);
        else
            g_usleep(LOOK_US);
    }
    g_free(p.trouble);
    g_hash_table_unref(p.told);
    g_clear_pointer(&p.cli.settings, kiri_settings_free);
    return NULL;
}
