// SPDX-License-Identifier: GPL-3.0-or-later
/* One line: the number and a checksum of it. The file lies among RocksDB's own, which
 * leaves alone what it did not name; a checkpoint does not take it along. */
#include "db_mark.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>

#include <string.h>

enum { MARK_BYTES = 64, MARK_MODE = 0600 };

static char *path_of(const char *path)
{
    return g_build_filename(path, "kirinuki.mark", NULL);
}

static char *line_of(guint64 last_change)
{
    g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, last_change);
    return g_strdup_printf("%s %016" G_GINT64_MODIFIER "x\n", number,
                           kiri_hash64(kiri_str(number)));
}

/* 0: there is none that can be trusted. */
static guint64 read_mark(const char *file)
{
    g_autoptr(GBytes) bytes = kiri_file_read(file, MARK_BYTES, NULL);
    if (!bytes)
        return 0;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    g_autofree char *text = g_strndup(p, n);
    guint64 number = g_ascii_strtoull(text, NULL, 10);
    g_autofree char *line = line_of(number);
    return strcmp(line, text) == 0 ? number : 0;
}

gboolean kiri_db_mark_check(const char *path, guint64 last_change, GError **error)
{
    g_autofree char *file = path_of(path);
    guint64 marked = read_mark(file);
    if (marked <= last_change)
        return TRUE;
    g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_CORRUPT,
                _("the store '%s' is damaged: it ends at change %" PRIu64 ", and change %" PRIu64
                  " was stored"),
                path, last_change, marked);
    return FALSE;
}

void kiri_db_mark_write(const char *path, guint64 last_change)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *file = path_of(path);
    g_autofree char *line = line_of(last_change);
    if (read_mark(file) != last_change &&
        !kiri_file_replace(file, kiri_str(line), MARK_MODE, &error))
        g_debug("%s", error->message);
}
