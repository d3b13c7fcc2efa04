// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_mark.h"

#include <kirinuki/file.h>

#include <string.h>

enum { MOST_BYTES = 8192 };

static char *path_of(const char *dir)
{
    return g_build_filename(dir, "last_backup", NULL);
}

gboolean kiri_backup_mark(const char *dir, KiriTime when, const char *place, GError **error)
{
    char time[32];
    kiri_time_format(when, time);
    g_autofree char *path = path_of(dir);
    g_autofree char *line = g_strdup_printf("%s\t%s\n", time, place);
    return kiri_file_replace(path, kiri_str(line), 0600, error);
}

KiriTime kiri_backup_last(const char *dir, char **place)
{
    KiriTime when = KIRI_TIME_UNSET;
    g_autofree char *path = path_of(dir);
    g_autoptr(GBytes) bytes = kiri_file_read(path, MOST_BYTES, NULL);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    const char *tab = p ? memchr(p, '\t', n) : NULL, *end = p ? memchr(p, '\n', n) : NULL;
    if (place)
        *place = NULL;
    if (!tab || !end || end < tab ||
        !kiri_time_parse((KiriStr){p, (gsize)(tab - p)}, KIRI_JST_MIN, &when))
        return KIRI_TIME_UNSET;
    if (place)
        *place = g_utf8_make_valid(tab + 1, end - tab - 1);
    return when;
}
