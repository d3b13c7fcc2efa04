// SPDX-License-Identifier: GPL-3.0-or-later
/* Files in a folder of their own, and the failures that a test can provoke. */
#include <kirinuki/error.h>
#include <kirinuki/file.h>

#include <glib/gstdio.h>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *dir;
} Folder;

static void set_up(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    f->dir = g_dir_make_tmp("kirinuki-test-XXXXXX", NULL);
    g_assert_nonnull(f->dir);
}

static void tear_down(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GDir) d = g_dir_open(f->dir, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(d))) {
        g_autofree char *path = g_build_filename(f->dir, name, NULL);
        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(f->dir), ==, 0);
    g_free(f->dir);
}

static char *path_of(const Folder *f, const char *name)
{
    return g_build_filename(f->dir, name, NULL);
}

static char *written(const Folder *f, const char *name, const char *text, gsize n)
{
    char *path = path_of(f, name);
    g_assert_true(g_file_set_contents(path, text, (gssize)n, NULL));
    return path;
}

static guint count_files(const Folder *f)
{
    guint n = 0;
    g_autoptr(GDir) d = g_dir_open(f->dir, 0, NULL);
    while (g_dir_read_name(d))
        n++;
    return n;
}

static void assert_content(const char *path, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = kiri_file_read(path, 1 << 20, &error);
    g_assert_no_error(error);
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    g_assert_true(kiri_str_equal((KiriStr){p, n}, kiri_str(text)));
}

/* ---- reading ---- */

static void test_read(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = written(f, "a", "12345", 5);
    g_autofree char *empty = written(f, "b", "", 0);
    assert_content(path, "12345");
    assert_content(empty, "");
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) at_cap = kiri_file_read(path, 5, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(at_cap), ==, 5);
    g_assert_null(kiri_file_read(path, 4, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_autofree char *missing = path_of(f, "missing");
    g_assert_null(kiri_file_read(missing, 5, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_NOT_FOUND);
    g_assert_nonnull(strstr(error->message, missing));
    g_clear_error(&error);
    g_assert_null(kiri_file_read(f->dir, 5, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_IO);
}

static void test_read_stdin(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = written(f, "a", "one\ntwo", 7);
    gint before = dup(STDIN_FILENO), fd = open(path, O_RDONLY);
    dup2(fd, STDIN_FILENO);
    close(fd);
    assert_content("-", "one\ntwo");
    lseek(STDIN_FILENO, 0, SEEK_SET);
    g_autoptr(KiriLines) lines = kiri_lines_open("-", 10, NULL);
    KiriStr line;
    g_assert_true(kiri_lines_next(lines, &line, NULL));
    g_assert_true(kiri_str_equal(line, kiri_str("one")));
    kiri_lines_close(g_steal_pointer(&lines));
    g_assert_cmpint(fcntl(STDIN_FILENO, F_GETFD), >=, 0); // not ours to close
    dup2(before, STDIN_FILENO);
    close(before);
}

/* ---- replacing ---- */

static void test_replace(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = path_of(f, "表.csv");
    g_assert_true(kiri_file_replace(path, kiri_str("first"), 0600, &error));
    assert_content(path, "first");
    struct stat st;
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmpuint(st.st_mode & 07777, ==, 0600);
    g_assert_true(kiri_file_replace(path, kiri_str("second"), 0600, &error));
    g_assert_no_error(error);
    assert_content(path, "second");
    g_assert_cmpuint(count_files(f), ==, 1); // no temporary stays
    g_assert_true(kiri_file_sync_dir(f->dir, &error));
    g_autofree char *missing = path_of(f, "no/such");
    g_assert_false(kiri_file_replace(missing, kiri_str(""), 0600, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(kiri_file_sync_dir(path, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_IO);
}

/* Made piece by piece, and seen when it is whole; what is given up leaves nothing. */
static void test_out(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = written(f, "a", "old", 3);
    g_autofree char *folder = path_of(f, "no/such");
    KiriFileOut *out = kiri_file_out_open(path, 0644, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_file_out_write(out, kiri_str("one ")));
    g_assert_true(kiri_file_out_write(out, kiri_str("two")));
    assert_content(path, "old");
    g_assert_true(kiri_file_out_commit(out, &error));
    kiri_file_out_free(out);
    assert_content(path, "one two");
    out = kiri_file_out_open(path, 0644, &error);
    g_assert_true(kiri_file_out_write(out, kiri_str("three")));
    kiri_file_out_free(out);
    assert_content(path, "one two");
    g_assert_cmpuint(count_files(f), ==, 1);
    g_assert_null(kiri_file_out_open(folder, 0644, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(kiri_file_out_open(f->dir, 0644, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_REFUSED);
}

/* Who has the old file open keeps it whole: it is replaced, not overwritten. */
static void test_replace_is_atomic(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = written(f, "a", "old", 3);
    gint fd = open(path, O_RDONLY);
    g_assert_true(kiri_file_replace(path, kiri_str("newer"), 0644, NULL));
    char buffer[16] = "";
    g_assert_cmpint(read(fd, buffer, sizeof buffer - 1), ==, 3);
    close(fd);
    g_assert_cmpstr(buffer, ==, "old");
    assert_content(path, "newer");
}

static void test_replace_refuses(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *target = written(f, "target", "mine", 4);
    g_autofree char *link = path_of(f, "link"), *fifo = path_of(f, "fifo");
    g_assert_cmpint(symlink(target, link), ==, 0);
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    const char *const refused[] = {link, fifo, f->dir, "/dev/null"};
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(kiri_file_replace(refused[i], kiri_str("x"), 0600, &error));
        g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_REFUSED);
    }
    assert_content(target, "mine");
    g_assert_cmpuint(count_files(f), ==, 3);
}

/* A temporary that a killed process of the same number left behind. */
static void test_replace_beside_leftover(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *name = g_strdup_printf(".kirinuki-%d-0.tmp", (gint)getpid());
    g_autofree char *leftover = written(f, name, "half", 4);
    g_autofree char *path = path_of(f, "a");
    g_assert_true(kiri_file_replace(path, kiri_str("whole"), 0600, NULL));
    assert_content(path, "whole");
    assert_content(leftover, "half");
}

/* The disk is full, as far as this process can tell. */
static void test_replace_fails_whole(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *path = written(f, "a", "old", 3);
    struct rlimit before, tiny;
    getrlimit(RLIMIT_FSIZE, &before);
    tiny = before;
    tiny.rlim_cur = 10;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tiny);
    g_autoptr(GError) error = NULL;
    gboolean ok = kiri_file_replace(path, kiri_str("longer than ten bytes"), 0600, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    g_assert_false(ok);
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_IO);
    assert_content(path, "old");
    g_assert_cmpuint(count_files(f), ==, 1);
}

/* ---- lines ---- */

static void test_lines(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    static const char text[] = "one\r\n\ntwo\rthree\n\0\nlast";
    g_autofree char *path = written(f, "a", text, sizeof text - 1);
    static const KiriStr expected[] = {KIRI_STR_LITERAL("one"), KIRI_STR_LITERAL(""),
                                       KIRI_STR_LITERAL("two\rthree"), KIRI_STR_LITERAL("\0"),
                                       KIRI_STR_LITERAL("last")};
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriLines) lines = kiri_lines_open(path, 100, &error);
    g_assert_cmpint(kiri_lines_bytes_total(lines), ==, sizeof text - 1);
    KiriStr line;
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_assert_true(kiri_lines_next(lines, &line, &error));
        g_assert_true(kiri_str_equal(line, expected[i]));
        g_assert_cmpuint(kiri_lines_number(lines), ==, i + 1);
    }
    g_assert_cmpint(kiri_lines_bytes_read(lines), ==, sizeof text - 1);
    g_assert_false(kiri_lines_next(lines, &line, &error));
    g_assert_false(kiri_lines_next(lines, &line, &error)); // the end stays the end
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_lines_number(lines), ==, G_N_ELEMENTS(expected));
    kiri_lines_close(NULL);
}

/* Lines of all lengths around the size of a read, against plain splitting. */
static void test_many_lines(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 60; i++) {
        for (gsize k = 0; k < i * 5000; k++)
            g_string_append_c(text, (char)('a' + (k + i) % 26));
        g_string_append(text, i % 2 ? "\n" : "\r\n");
    }
    g_autofree char *path = written(f, "a", text->str, text->len);
    g_auto(GStrv) expected = g_strsplit(text->str, "\n", -1);
    g_autoptr(KiriLines) lines = kiri_lines_open(path, 60 * 5000, NULL);
    KiriStr line;
    guint i = 0;
    for (; kiri_lines_next(lines, &line, NULL); i++)
        g_assert_true(kiri_str_equal(line, kiri_str(g_strchomp(expected[i]))));
    g_assert_cmpuint(i, ==, 60);
}

static void test_line_cap(Folder *f, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *text;
        guint good; // lines before the one that is too long; all if there is none
        gboolean is_over;
    } cases[] = {{"12345\n12345\r\n12345", 3, FALSE},
                 {"12345\r", 1, FALSE},
                 {"1\n123456\n", 1, TRUE},
                 {"1\n123456", 1, TRUE},
                 {"123456\r\n", 0, TRUE},
                 {"12345\r\r\n", 0, TRUE}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = written(f, "a", cases[i].text, strlen(cases[i].text));
        g_autoptr(KiriLines) lines = kiri_lines_open(path, 5, NULL);
        g_autoptr(GError) error = NULL;
        KiriStr line;
        guint n = 0;
        while (kiri_lines_next(lines, &line, &error))
            n++;
        g_assert_cmpuint(n, ==, cases[i].good);
        if (!cases[i].is_over) {
            g_assert_no_error(error);
            continue;
        }
        g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT);
        g_clear_error(&error);
        g_assert_false(kiri_lines_next(lines, &line, &error)); // and stays so
        g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT);
    }
}

static void test_endless_line(Folder *f G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriLines) lines = kiri_lines_open("/dev/zero", 1 << 20, &error);
    g_assert_cmpint(kiri_lines_bytes_total(lines), ==, -1);
    KiriStr line;
    g_assert_false(kiri_lines_next(lines, &line, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_null(kiri_lines_open("/no/such/file", 5, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_NOT_FOUND);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(path, body) g_test_add(path, Folder, NULL, set_up, body, tear_down)
    ADD("/file/read", test_read);
    ADD("/file/stdin", test_read_stdin);
    ADD("/file/replace", test_replace);
    ADD("/file/out", test_out);
    ADD("/file/replace-atomic", test_replace_is_atomic);
    ADD("/file/replace-refuses", test_replace_refuses);
    ADD("/file/replace-leftover", test_replace_beside_leftover);
    ADD("/file/replace-fails", test_replace_fails_whole);
    ADD("/file/lines", test_lines);
    ADD("/file/many-lines", test_many_lines);
    ADD("/file/line-cap", test_line_cap);
    ADD("/file/endless-line", test_endless_line);
#undef ADD
    return g_test_run();
}
