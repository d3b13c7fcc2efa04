// SPDX-License-Identifier: GPL-3.0-or-later
/* A program finds what was shipped with it, wherever it was put. */
#include "installed.h"

#include "../support/temp.h"

static void test_places(void)
{
    g_autofree char *root = kiri_temp_new();
    g_autofree char *bin = g_build_filename(root, "usr", "bin", NULL);
    g_autofree char *share = g_build_filename(root, "usr", "share", "kirinuki", NULL);
    g_autofree char *beside = g_build_filename(bin, "share", "kirinuki", NULL);

    g_autofree char *neither =
        kiri_installed_find(bin, "share/kirinuki", "share/kirinuki", "/elsewhere");
    g_assert_cmpstr(neither, ==, "/elsewhere");
    g_assert_cmpint(g_mkdir_with_parents(share, 0700), ==, 0);
    g_autofree char *installed =
        kiri_installed_find(bin, "share/kirinuki", "share/kirinuki", "/elsewhere");
    g_assert_cmpstr(installed, ==, share);
    g_assert_cmpint(g_mkdir_with_parents(beside, 0700), ==, 0);
    g_autofree char *built =
        kiri_installed_find(bin, "share/kirinuki", "share/kirinuki", "/elsewhere");
    g_assert_cmpstr(built, ==, beside);
    kiri_temp_remove(root);
}

static void test_program(void)
{
    g_autofree char *dir = kiri_installed_program_dir();
    g_autofree char *self = g_build_filename(dir, "test_installed", NULL);
    g_assert_true(g_file_test(self, G_FILE_TEST_IS_EXECUTABLE));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/installed/places", test_places);
    g_test_add_func("/installed/program", test_program);
    return g_test_run();
}
