// SPDX-License-Identifier: GPL-3.0-or-later
/* Runs the rows of site.h, each in a store of its own, with its time and, where
 * no sanitizer stretches it, its memory. */
#include "site.h"

#include "bounds.h"

#include <kirinuki/error.h>
#include <kirinuki/feed.h>

static void run_row(Site *s, gconstpointer data)
{
    const SiteRow *row = data;
    Bounds bounds;
    gint64 start = g_get_monotonic_time();
    bounds_begin(&bounds);
    row->run(s);
    bounds_end(&bounds, 320); // what one parsed page may take, and the store beside it
    g_test_message("%d ms", (int)((g_get_monotonic_time() - start) / 1000));
    g_assert_cmpint(g_get_monotonic_time() - start, <, SITE_MOST_MS * 1000);
}

static void set_up(Site *s, gconstpointer data)
{
    KiriTransportOptions options = {.user_agent = "kirinuki/0.1 (+test@example.jp)",
                                    .allow_private = TRUE,
                                    .connect_ms = 1000,
                                    .transfer_ms = 5000,
                                    .slow_s = 1};
    World *w = &s->w;
    world_set_up(w, data);
    world_go_online(w, &options);
    w->options.contact = NULL; // this machine alone
    w->options.allow_private = TRUE;
    s->server = http_server_new();
}

static void tear_down(Site *s, gconstpointer data)
{
    world_tear_down(&s->w, data);
    http_server_free(s->server);
}

static void add_rows(const SiteRow *rows, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("/hostile/%03u %s", rows[i].number, rows[i].name);
        g_test_add(path, Site, &rows[i], set_up, run_row, tear_down);
    }
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
    add_rows(site_meaning, site_n_meaning);
    add_rows(site_content, site_n_content);
    add_rows(site_traps, site_n_traps);
    add_rows(site_robots, site_n_robots);
    return g_test_run();
}
