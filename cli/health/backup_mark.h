// SPDX-License-Identifier: GPL-3.0-or-later
/* When a backup was last made of a workspace. A backup is made beside whoever holds the
 * store, and what tells of it must be found when the store is lost: so it is a file of
 * one line in the workspace, "last_backup": time, tab, place.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>

/* `place` is where it lies. Errors: IO, REFUSED. */
gboolean kiri_backup_mark(const char *dir, KiriTime when, const char *place, GError **error);
/* Unset: none was made, or the file says nothing. `place` (may be NULL) gets where it lies,
 * or NULL (transfer full). */
KiriTime kiri_backup_last(const char *dir, char **place);
