// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup_mark.h"

#include <kirinuki/file.h>
#include <kirinuki/json.h>

enum { MOST_BYTES = 64 * 1024 };

KiriTime kiri_backup_last(const char *dir)
{
    KiriTime when = KIRI_TIME_UNSET;
    g_autofree char *path = g_build_filename(dir, "backup.json", NULL);
    g_autoptr(GBytes) bytes = kiri_file_read(path, MOST_BYTES, NULL);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    g_autoptr(KiriJsonDoc) doc = p ? kiri_json_parse((KiriStr){p, n}, NULL) : NULL;
    const char *made =
        doc ? kiri_json_string(kiri_json_get(kiri_json_root(doc), "made"), NULL) : NULL;
    return made && kiri_time_parse(kiri_str(made), KIRI_JST_MIN, &when) ? when : KIRI_TIME_UNSET;
}
