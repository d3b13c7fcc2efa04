// SPDX-License-Identifier: GPL-3.0-or-later
/* Events (同じ話題): articles that tell of one happening in texts of their own.
 *
 * An event stands above the lineage (clip.h): copies are one story, stories that tell
 * of the same thing are one event. It says what belongs together and never what is
 * counted: total and unique are those of articles and stories.
 *
 * Derived: the link stage keeps a row for each article that is the root of its story,
 * or has no copies; a copy is in the event of its root, a roundup (まとめ) in none.
 * Not logged.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/civil.h>
#include <kirinuki/record.h>

typedef struct {
    char *article;
    char *event;      // id of the event's first article; itself for that one
    char *through;    // the earlier article that ties it to the event, NULL for the first
    gdouble likeness; // probability that both tell of the same
    /* Private: what it is compared by. */
    gint64 from_us, to_us; // when it was published: [from_us, to_us)
    char **releases;       // ids of what it covers, as the program finds
    GBytes *words;         // hashes it is found by, 8 bytes each, big-endian
    GBytes *profile;       // indexer/lineage/event_profile.h
} KiriEvent;
KIRI_DECLARE_RECORD(KiriEvent, event)

/* An article without an exact time stands with its words once in each of these. */
#define KIRI_EVENT_WEEK_US (7 * KIRI_US_PER_DAY)
