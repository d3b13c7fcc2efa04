// SPDX-License-Identifier: GPL-3.0-or-later
/* When a backup was last made of a workspace: `backup` notes it in the file "backup.json"
 * there, which is found when the store is lost, too.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>

/* Unset: none was made, or the file says nothing. */
KiriTime kiri_backup_last(const char *dir);
