// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a database with holes in it.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "db.h"

typedef void (*KiriDamagedVisit)(KiriStr key, KiriStr value, gpointer data);

/* Visits every row that can be read, in key order. `holes`: how many stretches of keys were
 * passed over because nothing of them could be read. */
void kiri_damaged_each(KiriDb *db, KiriDamagedVisit visit, gpointer data, guint64 *holes);
