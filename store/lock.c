// SPDX-License-Identifier: GPL-3.0-or-later
/* The lock belongs to the open file description (F_OFD_SETLK), so the kernel
 * drops it when its holder dies in whatever way, a second open in the same
 * process is refused like any other, and reading the file does not release it
 * as it would with the older POSIX locks. A forked child shares it until it
 * closes the descriptor or execs; the processes that kirinuki forks are forked
 * before the lock is taken. The file is never unlinked: two processes could then
 * hold "the" lock on two files of the same name. */
#include "lock.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct KiriLock {
    int fd;
};

/* The process id that the holder wrote, or 0: it may not have come to it yet. */
static guint64 read_holder(int fd)
{
    char text[24] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    return n > 0 ? g_ascii_strtoull(text, NULL, 10) : 0;
}

static void set_busy(int fd, const char *path, GError **error)
{
    guint64 pid = read_holder(fd);
    if (pid)
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_BUSY, _("'%s' is held by process %" PRIu64),
                    path, pid);
    else
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_BUSY, _("'%s' is held by another process"),
                    path);
}

/* For whoever finds the lock taken. A file system may take part of it at a time. */
static gboolean write_holder(int fd)
{
    g_autofree char *pid = g_strdup_printf("%ld\n", (long)getpid());
    gsize n = strlen(pid), put = 0;
    if (ftruncate(fd, 0) != 0)
        return FALSE;
    while (put < n) {
        gssize more = pwrite(fd, pid + put, n - put, (off_t)put);
        if (more < 0 && errno != EINTR)
            return FALSE;
        put += (gsize)MAX(more, 0);
    }
    return TRUE;
}

KiriLock *kiri_lock_take(const char *path, GError **error)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot open"), path);
        return NULL;
    }
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
        if (errno == EAGAIN || errno == EACCES)
            set_busy(fd, path, error);
        else
            kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot lock"), path);
        close(fd);
        return NULL;
    }
    if (!write_holder(fd)) {
        kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot write"), path);
        close(fd);
        return NULL;
    }
    KiriLock *lock = g_new0(KiriLock, 1);
    lock->fd = fd;
    return lock;
}

gboolean kiri_store_is_held(const char *dir)
{
    g_autofree char *path = g_build_filename(dir, "lock", NULL);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return FALSE;
    gboolean is_held = fcntl(fd, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
    close(fd);
    return is_held;
}

void kiri_lock_release(KiriLock *lock)
{
    if (!lock)
        return;
    /* An empty file names nobody; the lock itself goes with the descriptor. */
    if (ftruncate(lock->fd, 0) != 0)
        g_debug("the lock file keeps an old process id: %s", g_strerror(errno));
    close(lock->fd);
    g_free(lock);
}
