// SPDX-License-Identifier: GPL-3.0-or-later
/* Files under the fault model of the store: any call may fail, a write may be
 * short, a rename is undone by a power cut until its folder was synced. The
 * replacement therefore goes temporary file → fsync → rename → fsync of the
 * folder, all through one descriptor of that folder, so that a folder that is
 * moved meanwhile cannot split the steps.
 *
 * The temporary is called `.kirinuki-<pid>-<n>.tmp`; a killed process leaves it
 * behind, and whoever owns the folder may remove such files. */
#include <kirinuki/file.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, NAME_TRIES = 100 };

static gboolean is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* What "-" means in this thread. */
static _Thread_local gint stdin_fd = STDIN_FILENO;

void kiri_file_set_stdin(gint fd)
{
    stdin_fd = fd < 0 ? STDIN_FILENO : fd;
}

static gint open_for_reading(const char *path, GError **error)
{
    if (is_stdin(path))
        return stdin_fd;
    gint fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot open"), path);
    return fd;
}

static void close_unless_stdin(gint fd)
{
    if (fd != stdin_fd)
        close(fd);
}

static gssize read_some(gint fd, void *p, gsize n)
{
    gssize got;
    do
        got = read(fd, p, n);
    while (got < 0 && errno == EINTR);
    return got;
}

static gboolean read_all(gint fd, const char *path, KiriBuf *out, GError **error)
{
    g_autofree char *chunk = g_malloc(CHUNK_BYTES);
    for (;;) {
        gssize got = read_some(fd, chunk, CHUNK_BYTES);
        if (got < 0)
            return kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot read"), path);
        if (got == 0)
            return TRUE;
        if (!kiri_buf_add(out, chunk, (gsize)got)) {
            g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT,
                        _("cannot read '%s': it is larger than %zu bytes"), path, out->cap);
            return FALSE;
        }
    }
}

GBytes *kiri_file_read(const char *path, gsize cap, GError **error)
{
    gint fd = open_for_reading(path, error);
    if (fd < 0)
        return NULL;
    g_auto(KiriBuf) all;
    kiri_buf_init(&all, cap);
    gboolean ok = read_all(fd, path, &all, error);
    close_unless_stdin(fd);
    if (!ok)
        return NULL;
    gsize n = 0;
    char *p = kiri_buf_steal(&all, &n);
    return g_bytes_new_take(p, n);
}

/* ---- replacing ---- */

static gboolean write_all(gint fd, KiriStr data)
{
    while (data.n) {
        gssize put = write(fd, data.p, data.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return FALSE;
        data.p += put;
        data.n -= (gsize)put;
    }
    return TRUE;
}

/* Network file systems that cannot sync a folder say EINVAL; there is nothing
 * to wait for then. Every other failure counts, and is never tried again: the
 * kernel has dropped the pages. */
static gboolean sync_dir_fd(gint dir)
{
    return fsync(dir) == 0 || errno == EINVAL;
}

static gint open_dir(const char *path, GError **error)
{
    gint dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot open folder"), path);
    return dir;
}

gboolean kiri_file_sync_dir(const char *path, GError **error)
{
    gint dir = open_dir(path, error);
    if (dir < 0)
        return FALSE;
    gboolean ok = sync_dir_fd(dir);
    if (!ok)
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot sync folder"), path);
    close(dir);
    return ok;
}

/* Names are tried in turn: a process of the same number may have died and left
 * one behind. */
static gint create_temporary(gint dir, mode_t mode, char name[64])
{
    for (gint i = 0; i < NAME_TRIES; i++) {
        g_snprintf(name, 64, ".kirinuki-%d-%d.tmp", (gint)getpid(), i);
        gint fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

struct KiriFileOut {
    char *path; // for messages
    char *base;
    gint dir, fd;
    char name[64];    // of the temporary
    int failed_errno; // of the first step that failed, 0: none
};

KiriFileOut *kiri_file_out_open(const char *path, mode_t mode, GError **error)
{
    g_autofree char *dir_path = g_path_get_dirname(path);
    g_autofree char *base = g_path_get_basename(path);
    struct stat st;
    gint dir = open_dir(dir_path, error);
    if (dir < 0)
        return NULL;
    if (fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(st.st_mode)) {
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_REFUSED,
                    _("cannot replace '%s': not a regular file"), path);
        close(dir);
        return NULL;
    }
    KiriFileOut *out = g_new0(KiriFileOut, 1);
    out->fd = create_temporary(dir, mode, out->name);
    out->dir = dir;
    out->path = g_strdup(path);
    out->base = g_steal_pointer(&base);
    if (out->fd >= 0)
        return out;
    kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot write"), path);
    kiri_file_out_free(out);
    return NULL;
}

gboolean kiri_file_out_write(KiriFileOut *out, KiriStr data)
{
    if (!out->failed_errno && !write_all(out->fd, data))
        out->failed_errno = errno;
    return !out->failed_errno;
}

/* Everything but the folder's own sync; the temporary is gone afterwards. */
static gboolean put_in_place(KiriFileOut *out)
{
    if (!out->failed_errno && fsync(out->fd) != 0)
        out->failed_errno = errno;
    if (close(out->fd) != 0 && !out->failed_errno)
        out->failed_errno = errno;
    out->fd = -1;
    if (!out->failed_errno && renameat(out->dir, out->name, out->dir, out->base) == 0)
        return TRUE;
    out->failed_errno = out->failed_errno ? out->failed_errno : errno;
    unlinkat(out->dir, out->name, 0);
    return FALSE;
}

gboolean kiri_file_out_commit(KiriFileOut *out, GError **error)
{
    gboolean ok = put_in_place(out);
    if (ok && !sync_dir_fd(out->dir)) {
        ok = FALSE;
        out->failed_errno = errno;
    }
    if (ok)
        return TRUE;
    errno = out->failed_errno;
    return kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot write"), out->path);
}

void kiri_file_out_free(KiriFileOut *out)
{
    if (!out)
        return;
    if (out->fd >= 0) {
        close(out->fd);
        unlinkat(out->dir, out->name, 0);
    }
    close(out->dir);
    g_free(out->path);
    g_free(out->base);
    g_free(out);
}

gboolean kiri_file_replace(const char *path, KiriStr data, mode_t mode, GError **error)
{
    g_autoptr(KiriFileOut) out = kiri_file_out_open(path, mode, error);
    if (!out)
        return FALSE;
    kiri_file_out_write(out, data);
    return kiri_file_out_commit(out, error);
}

/* ---- lines ---- */

struct KiriLines {
    gint fd;
    char *path; // for messages
    gsize line_cap;
    char *p; // bytes [from, to) are read and not handed out
    gsize from, to, allocated;
    gsize searched; // [from, searched) holds no LF
    gboolean is_at_end, is_over;
    guint64 number;
    gint64 bytes_read, bytes_total;
};

KiriLines *kiri_lines_open(const char *path, gsize line_cap, GError **error)
{
    gint fd = open_for_reading(path, error);
    if (fd < 0)
        return NULL;
    KiriLines *lines = g_new0(KiriLines, 1);
    lines->fd = fd;
    lines->path = g_strdup(path);
    lines->line_cap = MIN(line_cap, KIRI_BUF_UNCAPPED);
    struct stat st;
    lines->bytes_total = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (gint64)st.st_size : -1;
    return lines;
}

void kiri_lines_close(KiriLines *lines)
{
    if (!lines)
        return;
    close_unless_stdin(lines->fd);
    g_free(lines->path);
    g_free(lines->p);
    g_free(lines);
}

static gboolean fill(KiriLines *lines, GError **error)
{
    if (lines->from) {
        memmove(lines->p, lines->p + lines->from, lines->to - lines->from);
        lines->to -= lines->from;
        lines->searched -= lines->from;
        lines->from = 0;
    }
    if (lines->allocated - lines->to < CHUNK_BYTES / 2) {
        lines->allocated = MAX(lines->allocated * 2, CHUNK_BYTES);
        lines->p = g_realloc(lines->p, lines->allocated);
    }
    gssize got = read_some(lines->fd, lines->p + lines->to, lines->allocated - lines->to);
    if (got < 0)
        return kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot read"), lines->path);
    lines->is_at_end = got == 0;
    lines->to += (gsize)got;
    return TRUE;
}

/* Final: behind a line that was cut, no line begins where we stand. */
static gboolean set_over(const KiriLines *lines, GError **error)
{
    g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT,
                _("cannot read '%s': line %" PRIu64 " is longer than %zu bytes"), lines->path,
                lines->number, lines->line_cap);
    return FALSE;
}

/* Hands out [from, end), whose line end has `end_bytes`. */
static gboolean take_line(KiriLines *lines, gsize end, gsize end_bytes, KiriStr *line,
                          GError **error)
{
    *line = (KiriStr){lines->p + lines->from, end - lines->from};
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    lines->number++;
    lines->bytes_read += (gint64)(end - lines->from + end_bytes);
    lines->from = lines->searched = end + end_bytes;
    lines->is_over = line->n > lines->line_cap;
    return !lines->is_over || set_over(lines, error);
}

gboolean kiri_lines_next(KiriLines *lines, KiriStr *line, GError **error)
{
    if (lines->is_over)
        return set_over(lines, error);
    for (;;) {
        const char *lf = lines->to > lines->searched
                             ? memchr(lines->p + lines->searched, '\n', lines->to - lines->searched)
                             : NULL;
        if (lf)
            return take_line(lines, (gsize)(lf - lines->p), 1, line, error);
        lines->searched = lines->to;
        /* One byte more than the cap may still be the CR of a line end. */
        if (lines->to - lines->from > lines->line_cap + 1)
            return take_line(lines, lines->to, 0, line, error);
        if (lines->is_at_end)
            return lines->to > lines->from && take_line(lines, lines->to, 0, line, error);
        if (!fill(lines, error))
            return FALSE;
    }
}

guint64 kiri_lines_number(const KiriLines *lines)
{
    return lines->number;
}

gint64 kiri_lines_bytes_read(const KiriLines *lines)
{
    return lines->bytes_read;
}

gint64 kiri_lines_bytes_total(const KiriLines *lines)
{
    return lines->bytes_total;
}
