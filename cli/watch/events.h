// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles that were stored, as events of the log and as delays.
 *
 * Thread rule: any thread. */
#pragma once

#include "log.h"
#include "metrics.h"

/* Tells the log (NULL: nobody) of each article that the store's own log names behind
 * `after`, and adds to `delays` how long the new ones took from publication until
 * they were here, where a source that was watched by then brought them and the time
 * is known to the minute. Each delay also goes to `each` (may be NULL). Returns the
 * sequence up to which it looked. */
guint64 kiri_events_articles(KiriStore *store, KiriLog *log, guint64 after, KiriDelays *delays,
                             void (*each)(gint64 delay_s, gpointer data), gpointer data);
