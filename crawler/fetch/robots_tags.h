// SPDX-License-Identifier: GPL-3.0-or-later
/* What a publisher wants done with a page: X-Robots-Tag fields and <meta
 * name=robots>, in the words that the large search engines document.
 *
 * Rules for all robots and rules for us by name add up; rules that name another
 * robot are not ours.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>

typedef struct {
    gboolean is_noindex, is_noarchive, is_nosnippet;
    KiriTime unavailable_after; // the earliest one stated; unset: none
} KiriRobotsTags;

/* Adds the rules of one X-Robots-Tag value: "noindex, noarchive", or "agent:
 * noindex", where the agent counts up to the next one. A limit of the snippet's
 * length that ours might pass counts as nosnippet. */
void kiri_robots_tags_add_field(KiriRobotsTags *tags, KiriStr value);
/* Adds those of all X-Robots-Tag lines of a block of header lines (may be NULL). */
void kiri_robots_tags_add_headers(KiriRobotsTags *tags, const char *headers);
/* Adds the content of a meta element named `name`, if that is "robots" or us. */
void kiri_robots_tags_add_meta(KiriRobotsTags *tags, const char *name, const char *content);

void kiri_robots_tags_join(KiriRobotsTags *tags, const KiriRobotsTags *more);
/* May the page not be kept: noindex, or a day after which it is to be forgotten
 * has passed? `now_us` 0: that is not asked. */
gboolean kiri_robots_tags_refuse(const KiriRobotsTags *tags, gint64 now_us);
