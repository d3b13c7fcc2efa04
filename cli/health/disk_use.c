// SPDX-License-Identifier: GPL-3.0-or-later
#include "disk_use.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { BLOCK_BYTES = 512, MOST_DEPTH = 16, GROWTH_DAYS = 30 };

const char *const kiri_disk_part_names[] = {"store", "index", "dictionaries", "other", NULL};

static KiriDiskPart part_of(const char *name)
{
    if (strcmp(name, "store") == 0)
        return KIRI_DISK_STORE;
    if (strcmp(name, "dictionaries") == 0)
        return KIRI_DISK_DICTIONARIES;
    /* "index", and beside it the new one that is being built. */
    return g_str_has_prefix(name, "index") ? KIRI_DISK_INDEX : KIRI_DISK_OTHER;
}

static gint64 bytes_below(const char *path, guint depth)
{
    struct stat s;
    if (lstat(path, &s) != 0)
        return 0;
    gint64 bytes = (gint64)s.st_blocks * BLOCK_BYTES;
    if (!S_ISDIR(s.st_mode) || depth >= MOST_DEPTH)
        return bytes;
    g_autoptr(GDir) d = g_dir_open(path, 0, NULL);
    const char *name;
    while (d && (name = g_dir_read_name(d))) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        bytes += bytes_below(child, depth + 1);
    }
    return bytes;
}

gboolean kiri_disk_use(const char *dir, KiriDiskUse *use, GError **error)
{
    struct statvfs fs;
    *use = (KiriDiskUse){.free = -1, .size = -1};
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    if (!d)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot look into"), dir);
    const char *name;
    while ((name = g_dir_read_name(d))) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        gint64 bytes = bytes_below(path, 0);
        use->of[part_of(name)] += bytes;
        use->total += bytes;
    }
    if (statvfs(dir, &fs) == 0) {
        use->free = (gint64)(fs.f_bavail * fs.f_frsize);
        use->size = (gint64)(fs.f_blocks * fs.f_frsize);
    }
    return TRUE;
}

gint64 kiri_disk_growth(const KiriDiskUse *use, GPtrArray *runs, guint64 articles, gint64 now_us)
{
    gint64 from_us = now_us - GROWTH_DAYS * KIRI_US_PER_DAY, first_us = now_us, came = 0;
    for (guint i = 0; i < runs->len; i++) {
        const KiriRun *r = runs->pdata[i];
        if (r->started.us > now_us)
            continue;
        first_us = MIN(first_us, r->started.us);
        if (r->started.us >= from_us)
            came += r->articles_new;
    }
    gint64 span_us = now_us - MAX(first_us, from_us);
    if (span_us < KIRI_US_PER_DAY || !articles)
        return -1;
    gdouble share = MIN((gdouble)came / (gdouble)articles, 1);
    gdouble taken = (gdouble)(use->of[KIRI_DISK_STORE] + use->of[KIRI_DISK_INDEX]);
    return (gint64)(taken * share * GROWTH_DAYS * (gdouble)KIRI_US_PER_DAY / (gdouble)span_us);
}

char *kiri_bytes_for_people(gint64 bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    gsize unit = 0;
    gint64 scale = 1;
    while (unit + 1 < G_N_ELEMENTS(units) && bytes / scale >= 1000) {
        scale *= 1000;
        unit++;
    }
    gint64 tenths = unit ? bytes / (scale / 10) : bytes * 10;
    if (!unit || tenths >= 1000)
        return g_strdup_printf("%" PRId64 " %s", tenths / 10, units[unit]);
    return g_strdup_printf("%" PRId64 ".%d %s", tenths / 10, (gint)(tenths % 10), units[unit]);
}
