// SPDX-License-Identifier: GPL-3.0-or-later
#include "summary_query.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

static gboolean read_duplication(const KiriCli *cli, KiriDuplication **duplication, GError **error)
{
    const char *name = kiri_settings_string(cli->settings, "score.duplication");
    if (!*name)
        return TRUE;
    g_autofree char *path = kiri_cli_path(cli, name);
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, &why);
    if (!bytes && kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
        return TRUE;
    if (!bytes) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    *duplication = kiri_duplication_parse((KiriStr){p ? p : "", n}, error);
    if (!*duplication)
        g_prefix_error(error, "%s: ", path);
    return *duplication != NULL;
}

gboolean kiri_summary_query_init(const KiriCli *cli, KiriSummaryQuery *query,
                                 KiriDuplication **duplication, GError **error)
{
    const char *source = kiri_settings_string(cli->settings, "score.population_source");
    *duplication = NULL;
    if (!read_duplication(cli, duplication, error))
        return FALSE;
    *query =
        (KiriSummaryQuery){.from_us = G_MININT64,
                           .to_us = G_MAXINT64,
                           .now_us = kiri_cli_now_us(cli),
                           .organisation = kiri_settings_string(cli->settings, "organisation.name"),
                           .population = kiri_settings_int(cli->settings, "score.population"),
                           .population_source = *source ? source : NULL,
                           .duplication = *duplication};
    return TRUE;
}
