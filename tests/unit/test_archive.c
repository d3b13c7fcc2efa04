// SPDX-License-Identifier: GPL-3.0-or-later
/* Archives: what goes in comes out, tar unpacks them too, and no piece is taken for the
 * whole. */
#include <kirinuki/archive.h>

#include <kirinuki/error.h>
#include <kirinuki/file.h>

#include "../support/temp.h"

#include <string.h>

static const char long_name[] =
    "workspace/rules/"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.txt";
static const struct {
    const char *name;
    gint64 size;
} files[] = {{"store/CURRENT", 16}, {"empty", 0},   {"workspace/見出し.txt", 511}, {"block", 512},
             {"behind", 513},       {long_name, 3}, {"store/1.sst", 300000}};

static char byte_at(gsize file, gint64 at)
{
    return (char)((guint64)at * 2654435761u >> 13 ^ file * 31);
}

static void put_files(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArchiveOut) out = kiri_archive_create(path, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *body = g_malloc((gsize)files[i].size + 1);
        for (gint64 k = 0; k < files[i].size; k++)
            body[k] = byte_at(i, k);
        g_assert_true(kiri_archive_begin(out, files[i].name, files[i].size, &error));
        gint64 half = files[i].size / 2;
        g_assert_true(kiri_archive_write(out, (KiriStr){body, (gsize)half}, &error));
        g_assert_true(
            kiri_archive_write(out, (KiriStr){body + half, (gsize)(files[i].size - half)}, &error));
    }
    g_assert_true(kiri_archive_finish(out, &error));
    g_assert_no_error(error);
}

/* All of it: how many files came before the end or an error. */
static guint read_files(const char *path, GError **error)
{
    g_autoptr(KiriArchiveIn) in = kiri_archive_open(path, error);
    const char *name;
    gint64 size;
    guint n = 0;
    char piece[700];
    for (; in && kiri_archive_next(in, &name, &size, error); n++) {
        if (n < G_N_ELEMENTS(files) && !(error && *error) && n != 2 && size == files[n].size)
            g_assert_cmpstr(name, ==, files[n].name);
        gssize some;
        gint64 at = 0;
        while ((some = kiri_archive_read(in, piece, sizeof piece, error)) > 0)
            for (gssize k = 0; k < some && n < G_N_ELEMENTS(files); k++, at++)
                g_assert_cmpint(piece[k], ==, byte_at(n, at));
        if (some < 0)
            return n;
        g_assert_cmpint(at, ==, size);
    }
    return n;
}

static void test_round(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(dir, "a.tar.zst", NULL);
    put_files(path);
    g_assert_cmpuint(read_files(path, &error), ==, G_N_ELEMENTS(files));
    g_assert_no_error(error);
    g_assert_null(kiri_archive_create(path, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_EXISTS));
}

static void test_tar(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autofree char *path = g_build_filename(dir, "a.tar.zst", NULL);
    g_autofree char *list = NULL;
    gint status = -1;
    put_files(path);
    char *argv[] = {(char[]){"tar"}, (char[]){"--zstd"}, (char[]){"-tf"}, path, NULL};
    if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                      NULL, &list, NULL, &status, NULL) ||
        status != 0) {
        g_test_skip("there is no tar that knows zstd");
        return;
    }
    g_auto(GStrv) names = g_strsplit(list, "\n", -1);
    g_assert_cmpuint(g_strv_length(names), ==, G_N_ELEMENTS(files) + 1);
    g_assert_cmpstr(names[0], ==, files[0].name);
    g_assert_cmpstr(names[5], ==, long_name);
}

static void test_too_long(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(dir, "a.tar.zst", NULL);
    g_autoptr(KiriArchiveOut) out = kiri_archive_create(path, &error);
    g_autofree char *name = g_strnfill(300, 'x');
    g_assert_false(kiri_archive_begin(out, name, 1, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
}

/* Cut anywhere, with anything behind it, or with a changed byte: an error, never a crash,
 * and never the whole. */
static void test_damage(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autofree char *path = g_build_filename(dir, "a.tar.zst", NULL);
    g_autofree char *other = g_build_filename(dir, "b", NULL);
    put_files(path);
    g_autofree char *bytes = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    for (gsize i = 0; i < 200; i++) {
        g_autoptr(GError) error = NULL;
        gsize cut = n * i / 200;
        g_assert_true(g_file_set_contents(other, bytes, (gssize)cut, NULL));
        read_files(other, &error);
        g_assert_nonnull(error);
    }
    for (gsize i = 0; i < 200; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *changed = g_memdup2(bytes, n);
        changed[n * i / 200] ^= 0x41;
        g_assert_true(g_file_set_contents(other, changed, (gssize)n, NULL));
        g_autoptr(KiriArchiveIn) in = kiri_archive_open(other, NULL);
        const char *name;
        gint64 size;
        while (kiri_archive_next(in, &name, &size, &error))
            ;
        g_assert_nonnull(error);
    }
    g_autoptr(GError) error = NULL;
    g_autofree char *longer = g_malloc0(n + 1);
    memcpy(longer, bytes, n);
    g_assert_true(g_file_set_contents(other, longer, (gssize)n + 1, NULL));
    read_files(other, &error);
    g_assert_true(kiri_error_is(error, KIRI_ERROR_CORRUPT));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/archive/round", test_round);
    g_test_add_func("/archive/tar", test_tar);
    g_test_add_func("/archive/too_long", test_too_long);
    g_test_add_func("/archive/damage", test_damage);
    return g_test_run();
}
