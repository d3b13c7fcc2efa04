// SPDX-License-Identifier: GPL-3.0-or-later
/* Further looks at the page of an article that is known: how the tasks of page.c
 * end when their record is such a look (kiri_revisit_is).
 *
 * Thread rule: owner thread only. */
#pragma once

#include "crawl_internal.h"

/* No page came; takes the task over. */
void kiri_page_again_end(KiriCrawler *c, KiriTask *task, KiriEnd end, gint64 status,
                         const char *why);
/* All parts are there; takes the task over. */
void kiri_page_again_conclude(KiriCrawler *c, KiriTask *task);

/* ---- page.c ---- */

/* The task is decided, or left due (is_transient). */
void kiri_page_finish(KiriCrawler *c, KiriTask *task, gboolean is_transient);
void kiri_page_count(KiriCrawler *c, KiriTaken taken);
