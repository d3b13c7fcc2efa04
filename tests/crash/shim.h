// SPDX-License-Identifier: GPL-3.0-or-later
/* What the parts of the shim share. The shim is a library that LD_PRELOAD puts
 * between kirinuki and the C library; it changes nothing unless the environment
 * says so:
 *
 *   KIRI_CRASH_DIR      the workspace; only files in it are looked at
 *   KIRI_CRASH_JOURNAL  writes down each change of the workspace (journal.h)
 *   KIRI_CRASH_ACKS     each line that goes to this file goes into the journal too
 *   KIRI_CRASH_SYNC     "none": no sync is written down; "files": those of folders are
 *                       not. As if the program had forgotten them
 *   KIRI_CRASH_IO       "N:WHAT[:ever]": the N-th call on the workspace fails with
 *                       eio or enospc, is short, or kill: SIGKILL comes instead of it
 *   KIRI_CRASH_ALLOC    "N[:ever]": the N-th allocation fails
 *   KIRI_CRASH_WHO      "child": that is meant of each child process, not of the first
 *   KIRI_CRASH_COUNT    a file of two 64-bit numbers: calls and allocations so far
 *   KIRI_CRASH_CLOCK    "N:SECONDS,…": from the N-th look on, the wall clock is so much
 *                       ahead (monotonic clocks are not)
 *
 * Children are left alone otherwise: they touch nothing of the workspace. Their
 * sandbox allows few system calls, so what runs in them here makes none of its own. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { SHIM_READING, SHIM_WRITING } ShimKind;

/* Set once, before main; read by all. */
typedef struct {
    const char *dir;
    size_t dir_length;
    const char *acks;
    int journal_fd; // -1: none
    bool has_file_syncs, has_dir_syncs;
} ShimSettings;
extern ShimSettings shim;

/* ---- shim_faults.c ---- */

/* Does this call fail? 0: no; else the errno to fail with. May halve `*n` (NULL: it
 * cannot be short). Any thread. */
int shim_fault(ShimKind kind, size_t *n);
void shim_faults_init(void);

/* ---- shim_files.c ---- */

enum { SHIM_PATH_BYTES = 512 };

typedef struct {
    uint64_t handle; // 0: of no interest
    bool is_writer, is_appender, is_folder, is_acks;
    char path[SHIM_PATH_BYTES]; // absolute
} ShimOpen;

/* Held over a call and its record. */
extern pthread_mutex_t shim_lock;

/* What is known of a descriptor, or NULL when it is none of ours. */
ShimOpen *shim_of(int fd);
/* The path in the workspace, or NULL when it lies elsewhere. */
const char *shim_inside(const char *path);
/* The path that `fd` and `path` mean together, or NULL when it is none of ours. */
const char *shim_absolute(int fd, const char *path, char buffer[SHIM_PATH_BYTES]);
/* shim_fault(), with errno set. */
bool shim_fails(ShimKind kind, size_t *n);

/* One record. `q`: a second string, or NULL. */
void shim_note(char op, uint64_t handle, uint64_t offset, const void *p, size_t n, const char *q);
void shim_note_path(char op, uint64_t handle, const char *path, const char *other);

/* The function that would have been called without the shim. Looked up once each: that
 * takes a lock of the linker's. */
void *shim_real(const char *name);
#define NEXT(name)                                                                                 \
    static __typeof__(&name) next_##name;                                                          \
    if (!next_##name)                                                                              \
    next_##name = (__typeof__(&name))shim_real(#name)
