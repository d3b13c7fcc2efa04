// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces come back as they were put away, from memory and from the file. */
#include "summary/spool.h"

#include <kirinuki/error.h>

#include <glib/gstdio.h>
#include <string.h>

enum { PIECES = 400 };

/* 0 to 1,999 letters that tell which piece it is. */
static char *piece(guint i)
{
    return g_strnfill(i * 37 % 2000, (char)('a' + i % 26));
}

static void check(gsize memory)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSpool) spool = kiri_spool_new(memory);
    guint64 at[PIECES];
    for (guint i = 0; i < PIECES; i++) {
        g_autofree char *s = piece(i);
        g_assert_true(kiri_spool_add(spool, kiri_str(s), &at[i], &error));
        KiriStr back; // reading in between disturbs nothing
        g_assert_true(kiri_spool_read(spool, at[i / 2], i / 2 * 37 % 2000, &back, &error));
    }
    for (guint k = 0; k < PIECES; k++) {
        guint i = k * 149 % PIECES; // in no order
        g_autofree char *s = piece(i);
        KiriStr back;
        g_assert_true(kiri_spool_read(spool, at[i], strlen(s), &back, &error));
        g_assert_true(kiri_str_equal(back, kiri_str(s)));
    }
    g_assert_no_error(error);
}

static void test_in_memory(void)
{
    check((gsize)64 << 20);
}

static void test_in_file(void)
{
    check(5000);
    check(1);
}

/* The file has no name: nothing is left under $TMPDIR, whatever becomes of us. */
static void test_no_name(void)
{
    g_autoptr(KiriSpool) spool = kiri_spool_new(1);
    guint64 at;
    for (guint i = 0; i < 3; i++)
        g_assert_true(kiri_spool_add(spool, kiri_str("piece"), &at, NULL));
    g_autoptr(GDir) dir = g_dir_open(g_get_tmp_dir(), 0, NULL);
    g_assert_null(g_dir_read_name(dir));
    g_assert_cmpint(g_rmdir(g_get_tmp_dir()), ==, 0);
    /* … and where there can be none it is said. */
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSpool) nowhere = kiri_spool_new(1);
    g_assert_true(kiri_spool_add(nowhere, kiri_str("first"), &at, &error));
    g_assert_false(kiri_spool_add(nowhere, kiri_str("second"), &at, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO);
}

/* $TMPDIR is an empty folder of our own, before GLib asks for it; the last case removes
 * it. */
int main(int argc, char **argv)
{
    char dir[] = "/tmp/kiri-spool-XXXXXX";
    if (!g_mkdtemp(dir) || !g_setenv("TMPDIR", dir, TRUE))
        return 1;
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spool/in-memory", test_in_memory);
    g_test_add_func("/spool/in-file", test_in_file);
    g_test_add_func("/spool/no-name", test_no_name);
    return g_test_run();
}
