// SPDX-License-Identifier: GPL-3.0-or-later
/* The journal of what a program did to a workspace: records one after the other, each
 * a header and `size` bytes. Paths are relative to the workspace and end in NUL.
 *
 *   'o' path       opened: `handle` is this file from now on; it is made if not there
 *   't'            `handle` has `offset` bytes from now on
 *   'w' bytes      written to `handle` at `offset`
 *   's'            `handle` was synced, with all that was written before
 *   'd' path       the folder was synced
 *   'm' path       a folder was made
 *   'u' path       a file or an empty folder was removed
 *   'r' path path  renamed; 'x': exchanged; 'l': a second name
 *   'k' text       told to the world */
#pragma once

#include <stdint.h>

typedef struct {
    uint32_t size;
    char op;
    char unused[3];
    uint64_t handle;
    uint64_t offset;
} JournalHeader;
