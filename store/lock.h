// SPDX-License-Identifier: GPL-3.0-or-later
/* The workspace lock: one process holds it, the file names which one.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <glib.h>

typedef struct KiriLock KiriLock;

/* Takes the lock or fails at once: BUSY (the message names the holder's process
 * id), NOT_FOUND (the folder of `path`), IO. */
KiriLock *kiri_lock_take(const char *path, GError **error);
void kiri_lock_release(KiriLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriLock, kiri_lock_release)
