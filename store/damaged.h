// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a database with holes in it.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "db.h"

typedef void (*KiriDamagedVisit)(KiriStr key, KiriStr value, gpointer data);

/* Visits every row that can be read, in key order; `hole` (may be NULL) gets the keys between
 * which nothing could be read: the last row before (empty: none) and the first one behind
 * (empty: none). */
void kiri_damaged_each(KiriDb *db, KiriDamagedVisit visit, KiriDamagedVisit hole, gpointer data);
