// SPDX-License-Identifier: GPL-3.0-or-later
/* The calls on files of the workspace: counted, made to fail, and written down.
 *
 * A descriptor is followed from its opening; one that was opened elsewhere costs one
 * look into a table. The real call and its record are one step under `shim_lock`, so that
 * the journal has the order of the disk. What stdio writes is not seen: nothing of a
 * workspace is written so, and the check that a replayed journal equals the disk
 * (disk.c) would show it. */
#include "shim.h"

#include "journal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <dirent.h>

enum { MOST_DESCRIPTORS = 4096 };

ShimSettings shim = {.journal_fd = -1, .has_file_syncs = true, .has_dir_syncs = true};

static ShimOpen open_files[MOST_DESCRIPTORS];
static uint64_t last_handle;
pthread_mutex_t shim_lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

void *shim_real(const char *name)
{
    void *p = dlsym(RTLD_NEXT, name);
    if (!p)
        abort();
    return p;
}

ShimOpen *shim_of(int fd)
{
    return fd >= 0 && fd < MOST_DESCRIPTORS && open_files[fd].handle ? &open_files[fd] : NULL;
}

const char *shim_inside(const char *path)
{
    if (!shim.dir || strncmp(path, shim.dir, shim.dir_length) != 0)
        return NULL;
    const char *rest = path + shim.dir_length;
    return *rest == 0 || *rest == '/' ? rest : NULL;
}

/* The path that `fd` and `path` mean together, or NULL when it is none of ours. */
const char *shim_absolute(int fd, const char *path, char buffer[SHIM_PATH_BYTES])
{
    if (*path == '/' || fd == AT_FDCWD)
        return shim_inside(path) ? path : NULL;
    const ShimOpen *folder = shim_of(fd);
    if (!folder)
        return NULL;
    if (snprintf(buffer, SHIM_PATH_BYTES, "%s/%s", folder->path, path) >= SHIM_PATH_BYTES)
        abort();
    return buffer;
}

bool shim_fails(ShimKind kind, size_t *n)
{
    int error = shim_fault(kind, n);
    if (error)
        errno = error;
    return error != 0;
}

/* ---- the journal ---- */

static void put_record(struct iovec *parts, int n_parts)
{
    NEXT(writev);
    ssize_t size = 0;
    for (int i = 0; i < n_parts; i++)
        size += (ssize_t)parts[i].iov_len;
    if (next_writev(shim.journal_fd, parts, n_parts) != size)
        abort(); // a journal with a hole proves nothing
}

void shim_note(char op, uint64_t handle, uint64_t offset, const void *p, size_t n, const char *q)
{
    if (shim.journal_fd < 0)
        return;
    int error = errno;
    size_t more = q ? strlen(q) + 1 : 0;
    JournalHeader header = {
        .size = (uint32_t)(n + more), .op = op, .handle = handle, .offset = offset};
    struct iovec parts[3] = {{&header, sizeof header}, {0}, {0}};
    memcpy(&parts[1].iov_base, &p, sizeof p); // iovec knows no const
    parts[1].iov_len = n;
    memcpy(&parts[2].iov_base, &q, sizeof q);
    parts[2].iov_len = more;
    put_record(parts, 3);
    errno = error;
}

void shim_note_path(char op, uint64_t handle, const char *path, const char *other)
{
    const char *p = shim_inside(path);
    shim_note(op, handle, 0, p, strlen(p) + 1, other ? shim_inside(other) : NULL);
}

/* ---- opening and closing ---- */

static void follow(int fd, const char *path, int flags)
{
    if (fd >= MOST_DESCRIPTORS || strlen(path) >= SHIM_PATH_BYTES)
        abort();
    ShimOpen *o = &open_files[fd];
    struct stat st;
    *o = (ShimOpen){.handle = (uint64_t)getpid() << 32 | ++last_handle,
                    .is_writer = (flags & O_ACCMODE) != O_RDONLY,
                    .is_appender = flags & O_APPEND,
                    .is_folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)};
    strcpy(o->path, path);
    if (o->is_folder || !o->is_writer)
        return;
    shim_note_path('o', o->handle, path, NULL);
    if (flags & O_TRUNC)
        shim_note('t', o->handle, 0, NULL, 0, NULL);
}

static void follow_acks(int fd)
{
    open_files[fd] = (ShimOpen){.handle = 1, .is_acks = true};
}

static int open_one(int dir, const char *path, int flags, mode_t mode)
{
    NEXT(openat);
    char buffer[SHIM_PATH_BYTES];
    const char *ours = shim_absolute(dir, path, buffer);
    if (!ours) {
        int fd = next_openat(dir, path, flags, mode);
        if (fd >= 0 && fd < MOST_DESCRIPTORS && shim.acks && strcmp(path, shim.acks) == 0)
            follow_acks(fd);
        return fd;
    }
    if (shim_fails((flags & O_ACCMODE) == O_RDONLY ? SHIM_READING : SHIM_WRITING, NULL))
        return -1;
    pthread_mutex_lock(&shim_lock);
    int fd = next_openat(dir, path, flags, mode);
    if (fd >= 0)
        follow(fd, ours, flags);
    pthread_mutex_unlock(&shim_lock);
    return fd;
}

static mode_t mode_of(int flags, va_list rest)
{
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
}

#define OPEN_LIKE(name, dir, ...)                                                                  \
    int name(__VA_ARGS__, int flags, ...)                                                          \
    {                                                                                              \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = mode_of(flags, rest);                                                        \
        va_end(rest);                                                                              \
        return open_one(dir, path, flags, mode);                                                   \
    }
OPEN_LIKE(open, AT_FDCWD, const char *path)
OPEN_LIKE(open64, AT_FDCWD, const char *path)
OPEN_LIKE(openat, dir, int dir, const char *path)
OPEN_LIKE(openat64, dir, int dir, const char *path)

/* What the fortified headers call where the flags have no O_CREAT. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);
int __openat64_2(int dir, const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return open_one(AT_FDCWD, path, flags, 0);
}
int __open64_2(const char *path, int flags)
{
    return open_one(AT_FDCWD, path, flags, 0);
}
int __openat_2(int dir, const char *path, int flags)
{
    return open_one(dir, path, flags, 0);
}
int __openat64_2(int dir, const char *path, int flags)
{
    return open_one(dir, path, flags, 0);
}

int creat(const char *path, mode_t mode)
{
    return open_one(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

static int flags_of(const char *mode)
{
    int access = strchr(mode, '+') ? O_RDWR : *mode == 'r' ? O_RDONLY : O_WRONLY;
    int making = *mode == 'w' ? O_CREAT | O_TRUNC : *mode == 'a' ? O_CREAT | O_APPEND : 0;
    return access | making | (strchr(mode, 'e') ? O_CLOEXEC : 0);
}

static FILE *stream_of(const char *path, const char *mode)
{
    NEXT(fopen);
    if (!shim_inside(path))
        return next_fopen(path, mode);
    int fd = open_one(AT_FDCWD, path, flags_of(mode), 0666);
    return fd < 0 ? NULL : fdopen(fd, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    return stream_of(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    return stream_of(path, mode);
}

int close(int fd)
{
    NEXT(close);
    const ShimOpen *o = shim_of(fd);
    if (!o)
        return next_close(fd);
    bool is_failing = o->is_writer && !o->is_acks && shim_fails(SHIM_WRITING, NULL);
    open_files[fd].handle = 0;
    int error = errno, status = next_close(fd);
    errno = is_failing ? error : errno;
    return is_failing ? -1 : status;
}

int fclose(FILE *f)
{
    NEXT(fclose);
    ShimOpen *o = shim_of(fileno(f));
    if (o)
        o->handle = 0;
    return next_fclose(f);
}

DIR *opendir(const char *path)
{
    NEXT(opendir);
    return shim_inside(path) && shim_fails(SHIM_READING, NULL) ? NULL : next_opendir(path);
}

/* ---- reading ---- */

ssize_t read(int fd, void *p, size_t n)
{
    NEXT(read);
    return shim_of(fd) && shim_fails(SHIM_READING, &n) ? -1 : next_read(fd, p, n);
}

ssize_t pread(int fd, void *p, size_t n, off_t offset)
{
    NEXT(pread);
    return shim_of(fd) && shim_fails(SHIM_READING, &n) ? -1 : next_pread(fd, p, n, offset);
}

ssize_t pread64(int fd, void *p, size_t n, off_t offset)
{
    return pread(fd, p, n, offset);
}

ssize_t __read_chk(int fd, void *p, size_t n, size_t room);
ssize_t __pread_chk(int fd, void *p, size_t n, off_t offset, size_t room);
ssize_t __pread64_chk(int fd, void *p, size_t n, off_t offset, size_t room);
ssize_t __read_chk(int fd, void *p, size_t n, size_t room)
{
    return n > room ? (abort(), -1) : read(fd, p, n);
}
ssize_t __pread_chk(int fd, void *p, size_t n, off_t offset, size_t room)
{
    return n > room ? (abort(), -1) : pread(fd, p, n, offset);
}
ssize_t __pread64_chk(int fd, void *p, size_t n, off_t offset, size_t room)
{
    return n > room ? (abort(), -1) : pread(fd, p, n, offset);
}

/* A stream may ask for less than its reader, so nothing of it is short here. */
static bool stream_fails(FILE *f)
{
    enum { GLIBC_ERROR_SEEN = 0x20 };
    if (!shim_of(fileno(f)) || !shim_fails(SHIM_READING, NULL))
        return false;
    f->_flags |= GLIBC_ERROR_SEEN;
    return true;
}

size_t fread(void *p, size_t size, size_t n, FILE *f)
{
    NEXT(fread);
    return stream_fails(f) ? 0 : next_fread(p, size, n, f);
}

#undef fread_unlocked // a macro of optimising headers
size_t fread_unlocked(void *p, size_t size, size_t n, FILE *f)
{
    NEXT(fread_unlocked);
    return stream_fails(f) ? 0 : next_fread_unlocked(p, size, n, f);
}

/* ---- settings ---- */

__attribute__((constructor)) static void begin(void)
{
    const char *journal = getenv("KIRI_CRASH_JOURNAL"), *sync = getenv("KIRI_CRASH_SYNC");
    shim_faults_init();
    shim.dir = getenv("KIRI_CRASH_DIR");
    shim.dir_length = shim.dir ? strlen(shim.dir) : 0;
    shim.acks = getenv("KIRI_CRASH_ACKS");
    shim.has_file_syncs = !sync || strcmp(sync, "none") != 0;
    shim.has_dir_syncs = !sync;
    if (journal) {
        NEXT(open);
        shim.journal_fd = next_open(journal, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (shim.journal_fd < 0)
            abort();
    }
}
