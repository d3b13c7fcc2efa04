// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_history.h"

#include "cli.h"

#include <string.h>

KiriTime kiri_last_done(GPtrArray *runs, const char *command)
{
    KiriTime last = KIRI_TIME_UNSET;
    for (guint i = 0; i < runs->len; i++) {
        const KiriRun *r = runs->pdata[i];
        gboolean is_done = r->exit_code == KIRI_EXIT_DONE || r->exit_code == KIRI_EXIT_PARTLY;
        if (is_done && g_strcmp0(r->command, command) == 0 && kiri_time_is_set(r->ended) &&
            (!kiri_time_is_set(last) || r->ended.us > last.us))
            last = r->ended;
    }
    return last;
}

KiriTime kiri_last_collected(GPtrArray *runs)
{
    static const char *const commands[] = {"run", "crawl", "watch"};
    KiriTime last = KIRI_TIME_UNSET;
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        KiriTime t = kiri_last_done(runs, commands[i]);
        if (kiri_time_is_set(t) && (!kiri_time_is_set(last) || t.us > last.us))
            last = t;
    }
    return last;
}
