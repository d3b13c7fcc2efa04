// SPDX-License-Identifier: GPL-3.0-or-later
/* How far a database got when it was last closed.
 *
 * RocksDB takes a record that reaches beyond the end of its log for one that a power cut
 * tore, and drops it. It was torn only where nobody was told that it is stored; but a bit
 * that turns over in the length of the last record looks the same, in the log as in the
 * manifest. So the number of the last change is kept beside them: a database that is
 * behind it lost what was stored. A program that is killed leaves an older number, which
 * no database can be behind; likewise one that cannot write it. One thread. */
#pragma once

#include <glib.h>

/* FALSE with CORRUPT when the last change is before the marked one. No mark, or one that
 * does not match its checksum, says nothing. */
gboolean kiri_db_mark_check(const char *path, guint64 last_change, GError **error);
/* In one step, synced; best effort. Nothing is written that is there already. */
void kiri_db_mark_write(const char *path, guint64 last_change);
