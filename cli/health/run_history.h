// SPDX-License-Identifier: GPL-3.0-or-later
/* What the records of runs say about the past. Every command of the pipeline leaves one.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/run.h>

/* When a run of this command last came to its end with everything, or most of it, done
 * (exit 0 or 3); unset: none did. `runs` as kiri_store_list() gives them. */
KiriTime kiri_last_done(GPtrArray *runs, const char *command);
/* The same of whatever collects: `run`, `crawl`, `watch`. */
KiriTime kiri_last_collected(GPtrArray *runs);
