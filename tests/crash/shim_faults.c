// SPDX-License-Identifier: GPL-3.0-or-later
/* What fails, and when: calls on the workspace, allocations, and the clock. Counts are
 * of the process that was started, or, with KIRI_CRASH_WHO=child, of each child from
 * its fork on. */
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { MOST_JUMPS = 16 };

typedef struct {
    uint64_t at; // 0: never
    bool is_for_ever;
} Moment;

typedef struct {
    _Atomic uint64_t io, allocations;
} Counts;

static struct {
    Moment io, alloc;
    int io_errno; // 0: short, or kill
    bool is_short, is_kill;
    bool is_for_children, is_child;
    Counts own, *counts;
    struct {
        uint64_t at;
        time_t seconds;
    } jumps[MOST_JUMPS];
    unsigned n_jumps;
    _Atomic uint64_t looks;
} faults = {.counts = &faults.own};

typedef int (*ClockFunction)(clockid_t, struct timespec *);
static ClockFunction real_clock;

/* libc's own names: a lookup of the next malloc would allocate. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
extern void *__libc_memalign(size_t alignment, size_t n);

static bool is_moment(const Moment *m, uint64_t count)
{
    return m->at && (count == m->at || (m->is_for_ever && count > m->at));
}

static bool is_meant(void)
{
    return faults.is_child == faults.is_for_children;
}

int shim_fault(ShimKind kind, size_t *n)
{
    /* A disk that is full can still be read. */
    if (!is_meant() || (kind == SHIM_READING && faults.io_errno == ENOSPC))
        return 0;
    uint64_t count = atomic_fetch_add(&faults.counts->io, 1) + 1;
    if (!is_moment(&faults.io, count))
        return 0;
    if (faults.is_kill)
        raise(SIGKILL);
    if (faults.is_short && n && *n > 1)
        *n /= 2;
    return faults.io_errno;
}

/* ---- allocations ---- */

static bool is_refused(void)
{
    if (!faults.alloc.at && faults.counts == &faults.own)
        return false;
    if (!is_meant())
        return false;
    uint64_t count = atomic_fetch_add(&faults.counts->allocations, 1) + 1;
    if (!is_moment(&faults.alloc, count))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t n)
{
    return is_refused() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return is_refused() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return n && is_refused() ? NULL : __libc_realloc(p, n);
}

void *memalign(size_t alignment, size_t n)
{
    return is_refused() ? NULL : __libc_memalign(alignment, n);
}

void *aligned_alloc(size_t alignment, size_t n)
{
    return is_refused() ? NULL : __libc_memalign(alignment, n);
}

int posix_memalign(void **p, size_t alignment, size_t n)
{
    void *got = is_refused() ? NULL : __libc_memalign(alignment, n);
    if (!got)
        return ENOMEM;
    *p = got;
    return 0;
}

/* ---- the clock ---- */

static time_t jumped(void)
{
    uint64_t look = atomic_fetch_add(&faults.looks, 1);
    time_t seconds = 0;
    for (unsigned i = 0; i < faults.n_jumps && faults.jumps[i].at <= look; i++)
        seconds = faults.jumps[i].seconds;
    return seconds;
}

static int look_at(clockid_t which, struct timespec *now)
{
    if (!real_clock)
        real_clock = (ClockFunction)dlsym(RTLD_NEXT, "clock_gettime");
    int status = real_clock(which, now);
    if (status == 0 && faults.n_jumps &&
        (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        now->tv_sec += jumped();
    return status;
}

int clock_gettime(clockid_t which, struct timespec *now)
{
    return look_at(which, now);
}

int gettimeofday(struct timeval *now, void *zone)
{
    (void)zone;
    struct timespec t;
    int status = look_at(CLOCK_REALTIME, &t);
    now->tv_sec = t.tv_sec;
    now->tv_usec = t.tv_nsec / 1000;
    return status;
}

time_t time(time_t *seconds)
{
    struct timespec t = {0};
    look_at(CLOCK_REALTIME, &t);
    if (seconds)
        *seconds = t.tv_sec;
    return t.tv_sec;
}

/* ---- settings ---- */

static void read_moment(const char *text, Moment *m)
{
    m->at = strtoull(text, NULL, 10);
    m->is_for_ever = strstr(text, ":ever") != NULL;
}

static void read_io(const char *text)
{
    read_moment(text, &faults.io);
    faults.is_kill = strstr(text, ":kill") != NULL;
    faults.is_short = strstr(text, ":short") != NULL;
    if (strstr(text, ":eio"))
        faults.io_errno = EIO;
    else if (strstr(text, ":enospc"))
        faults.io_errno = ENOSPC;
}

static void read_jumps(const char *text)
{
    while (faults.n_jumps < MOST_JUMPS && text && *text) {
        char *end;
        faults.jumps[faults.n_jumps].at = strtoull(text, &end, 10);
        faults.jumps[faults.n_jumps++].seconds = *end == ':' ? strtoll(end + 1, &end, 10) : 0;
        text = *end == ',' ? end + 1 : NULL;
    }
}

static void share_counts(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(Counts)) != 0)
        abort();
    void *p = mmap(NULL, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (p == MAP_FAILED)
        abort();
    faults.counts = p;
}

/* A child counts for itself, and from the beginning. */
static void begin_child(void)
{
    faults.is_child = true;
    faults.counts = &faults.own;
    atomic_store(&faults.own.io, 0);
    atomic_store(&faults.own.allocations, 0);
}

void shim_faults_init(void)
{
    const char *io = getenv("KIRI_CRASH_IO"), *alloc = getenv("KIRI_CRASH_ALLOC");
    const char *who = getenv("KIRI_CRASH_WHO"), *count = getenv("KIRI_CRASH_COUNT");
    const char *jumps = getenv("KIRI_CRASH_CLOCK");
    real_clock = (ClockFunction)dlsym(RTLD_NEXT, "clock_gettime");
    faults.is_for_children = who && strcmp(who, "child") == 0;
    pthread_atfork(NULL, NULL, begin_child);
    if (count)
        share_counts(count);
    if (jumps)
        read_jumps(jumps);
    if (io)
        read_io(io);
    if (alloc)
        read_moment(alloc, &faults.alloc);
}
