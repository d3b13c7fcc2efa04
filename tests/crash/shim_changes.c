// SPDX-License-Identifier: GPL-3.0-or-later
/* The calls that change a workspace: what was done goes into the journal, and what was
 * synced when. A sync that failed is not written down. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* ---- bytes ---- */

static uint64_t end_of(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 ? (uint64_t)st.st_size : 0;
}

ssize_t write(int fd, const void *p, size_t n)
{
    NEXT(write);
    const ShimOpen *o = shim_of(fd);
    if (!o)
        return next_write(fd, p, n);
    if (!o->is_acks && shim_fails(SHIM_WRITING, &n))
        return -1;
    pthread_mutex_lock(&shim_lock);
    uint64_t at = o->is_appender ? end_of(fd) : (uint64_t)lseek(fd, 0, SEEK_CUR);
    ssize_t put = next_write(fd, p, n);
    if (put > 0 && o->is_acks)
        shim_note('k', 0, 0, p, (size_t)put, "");
    else if (put > 0)
        shim_note('w', o->handle, at, p, (size_t)put, NULL);
    pthread_mutex_unlock(&shim_lock);
    return put;
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t offset)
{
    NEXT(pwrite);
    const ShimOpen *o = shim_of(fd);
    if (!o)
        return next_pwrite(fd, p, n, offset);
    if (shim_fails(SHIM_WRITING, &n))
        return -1;
    pthread_mutex_lock(&shim_lock);
    ssize_t put = next_pwrite(fd, p, n, offset);
    if (put > 0)
        shim_note('w', o->handle, (uint64_t)offset, p, (size_t)put, NULL);
    pthread_mutex_unlock(&shim_lock);
    return put;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off_t offset)
{
    return pwrite(fd, p, n, offset);
}

/* As many writes as there are parts: each may fail by itself. */
ssize_t writev(int fd, const struct iovec *parts, int n_parts)
{
    NEXT(writev);
    if (!shim_of(fd))
        return next_writev(fd, parts, n_parts);
    ssize_t sum = 0;
    for (int i = 0; i < n_parts; i++) {
        ssize_t put = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (put < 0)
            return sum ? sum : -1;
        sum += put;
        if ((size_t)put < parts[i].iov_len)
            break;
    }
    return sum;
}

int ftruncate(int fd, off_t size)
{
    NEXT(ftruncate);
    const ShimOpen *o = shim_of(fd);
    if (!o)
        return next_ftruncate(fd, size);
    if (shim_fails(SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    int status = next_ftruncate(fd, size);
    if (status == 0)
        shim_note('t', o->handle, (uint64_t)size, NULL, 0, NULL);
    pthread_mutex_unlock(&shim_lock);
    return status;
}

int ftruncate64(int fd, off_t size)
{
    return ftruncate(fd, size);
}

int fallocate(int fd, int mode, off_t offset, off_t n)
{
    NEXT(fallocate);
    const ShimOpen *o = shim_of(fd);
    if (!o)
        return next_fallocate(fd, mode, offset, n);
    if (shim_fails(SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    uint64_t before = end_of(fd);
    int status = next_fallocate(fd, mode, offset, n);
    if (status == 0 && end_of(fd) != before)
        shim_note('t', o->handle, end_of(fd), NULL, 0, NULL);
    pthread_mutex_unlock(&shim_lock);
    return status;
}

int fallocate64(int fd, int mode, off_t offset, off_t n)
{
    return fallocate(fd, mode, offset, n);
}

/* ---- syncs ---- */

static int sync_with(int (*next)(int), int fd)
{
    const ShimOpen *o = shim_of(fd);
    if (!o)
        return next(fd);
    if (shim_fails(SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    int status = next(fd);
    if (status == 0 && o->is_folder && shim.has_dir_syncs)
        shim_note_path('d', o->handle, o->path, NULL);
    else if (status == 0 && !o->is_folder && shim.has_file_syncs)
        shim_note('s', o->handle, 0, NULL, 0, NULL);
    pthread_mutex_unlock(&shim_lock);
    return status;
}

int fsync(int fd)
{
    NEXT(fsync);
    return sync_with(next_fsync, fd);
}

int fdatasync(int fd)
{
    NEXT(fdatasync);
    return sync_with(next_fdatasync, fd);
}

/* Promises nothing that a power cut respects. */
int sync_file_range(int fd, off64_t offset, off64_t n, unsigned flags)
{
    NEXT(sync_file_range);
    if (shim_of(fd) && shim_fails(SHIM_WRITING, NULL))
        return -1;
    return next_sync_file_range(fd, offset, n, flags);
}

/* ---- names ---- */

static void note_names(int status, char op, const char *path, const char *other)
{
    if (status == 0)
        shim_note_path(op, 0, path, other);
}

/* A file that comes from elsewhere would bring bytes that the journal has not. */
static bool are_ours(const char *from, const char *to)
{
    if (!from != !to)
        abort();
    return from;
}

static int rename_with(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    NEXT(renameat2);
    char one[SHIM_PATH_BYTES], two[SHIM_PATH_BYTES];
    const char *old = shim_absolute(from_dir, from, one), *new = shim_absolute(to_dir, to, two);
    if (!are_ours(old, new))
        return next_renameat2(from_dir, from, to_dir, to, flags);
    if (shim_fails(SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    int status = next_renameat2(from_dir, from, to_dir, to, flags);
    note_names(status, flags & RENAME_EXCHANGE ? 'x' : 'r', old, new);
    pthread_mutex_unlock(&shim_lock);
    return status;
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    return rename_with(from_dir, from, to_dir, to, flags);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    return rename_with(from_dir, from, to_dir, to, 0);
}

int rename(const char *from, const char *to)
{
    return rename_with(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    NEXT(linkat);
    char one[SHIM_PATH_BYTES], two[SHIM_PATH_BYTES];
    const char *old = shim_absolute(from_dir, from, one), *new = shim_absolute(to_dir, to, two);
    if (!old || !new)
        return next_linkat(from_dir, from, to_dir, to, flags);
    if (shim_fails(SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    int status = next_linkat(from_dir, from, to_dir, to, flags);
    note_names(status, 'l', old, new);
    pthread_mutex_unlock(&shim_lock);
    return status;
}

int link(const char *from, const char *to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int dir, const char *path, int flags)
{
    NEXT(unlinkat);
    char buffer[SHIM_PATH_BYTES];
    const char *ours = shim_absolute(dir, path, buffer);
    if (!ours)
        return next_unlinkat(dir, path, flags);
    if (shim_fails(SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    int status = next_unlinkat(dir, path, flags);
    note_names(status, 'u', ours, NULL);
    pthread_mutex_unlock(&shim_lock);
    return status;
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

/* libc's own calls unlink and rmdir by names of its own. */
int remove(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return -1;
    return unlinkat(AT_FDCWD, path, S_ISDIR(st.st_mode) ? AT_REMOVEDIR : 0);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    NEXT(mkdirat);
    char buffer[SHIM_PATH_BYTES];
    const char *ours = shim_absolute(dir, path, buffer);
    if (!ours)
        return next_mkdirat(dir, path, mode);
    if (shim_fails(SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    int status = next_mkdirat(dir, path, mode);
    note_names(status, 'm', ours, NULL);
    pthread_mutex_unlock(&shim_lock);
    return status;
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}
