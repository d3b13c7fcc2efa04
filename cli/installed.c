// SPDX-License-Identifier: GPL-3.0-or-later
/* One build serves every prefix: the Debian package, an installation below /usr/local or
 * in a home folder, an unpacked archive. So the place of the program decides, and what
 * the build was configured for only where nothing lies around the program. */
#include "installed.h"

char *kiri_installed_program_dir(void)
{
    g_autofree char *exe = g_file_read_link("/proc/self/exe", NULL);
    return exe ? g_path_get_dirname(exe) : g_strdup(".");
}

char *kiri_installed_find(const char *program_dir, const char *beside, const char *below,
                          const char *configured)
{
    g_autofree char *near = g_build_filename(program_dir, beside, NULL);
    if (g_file_test(near, G_FILE_TEST_IS_DIR))
        return g_steal_pointer(&near);
    g_autofree char *prefix = g_path_get_dirname(program_dir);
    g_autofree char *installed = g_build_filename(prefix, below, NULL);
    if (g_file_test(installed, G_FILE_TEST_IS_DIR))
        return g_steal_pointer(&installed);
    return g_strdup(configured);
}
