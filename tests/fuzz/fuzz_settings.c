// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a settings file. What is taken can be written, and is read again as the
 * same settings; the second writing is the first. So with any value of `-c`. */
#include "../support/temp.h"
#include "fuzz.h"

#include "settings.h"

static KiriTempDir *dir;

static gboolean load(KiriSettings *s, const char *bytes, gsize n)
{
    g_autofree char *path = g_build_filename(dir, "settings.ini", NULL);
    g_unlink(path); // this mode leaves the end of a longer file, and never waits for a disk
    g_assert_true(
        g_file_set_contents_full(path, bytes, (gssize)n, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    return kiri_settings_load(s, path, NULL);
}

static void check_round_trip(const KiriSettings *s)
{
    g_autofree char *once = kiri_settings_format(s);
    g_assert_true(g_utf8_validate(once, -1, NULL));
    g_autoptr(KiriSettings) back = kiri_settings_new();
    g_assert_true(load(back, once, strlen(once)));
    g_autofree char *twice = kiri_settings_format(back);
    g_assert_cmpstr(twice, ==, once);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    if (!dir)
        dir = kiri_temp_new();
    g_autoptr(KiriSettings) s = kiri_settings_new();
    if (load(s, (const char *)data, n))
        check_round_trip(s);
    FuzzInput in = {data, n};
    g_autofree char *assignment = fuzz_text(&in);
    if (kiri_settings_override(s, assignment, NULL))
        check_round_trip(s);
    return 0;
}
