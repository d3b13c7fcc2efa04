// SPDX-License-Identifier: GPL-3.0-or-later
/* A folder for one test, removed with everything in it. */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

static inline char *kiri_temp_new(void)
{
    g_autoptr(GError) error = NULL;
    char *path = g_dir_make_tmp("kirinuki-test-XXXXXX", &error);
    g_assert_no_error(error);
    return path;
}

static inline void kiri_temp_remove(const char *path)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        const char *name;
        while (dir && (name = g_dir_read_name(dir))) {
            g_autofree char *child = g_build_filename(path, name, NULL);
            kiri_temp_remove(child);
        }
    }
    g_remove(path);
}

typedef char KiriTempDir;

static inline void kiri_temp_free(KiriTempDir *path)
{
    if (!path)
        return;
    kiri_temp_remove(path);
    g_free(path);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTempDir, kiri_temp_free)
