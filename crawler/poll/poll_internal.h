// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of a poll share.
 *
 *   poll.c          one source: requests, answers, the end
 *   poll_sitemap.c  which children of a sitemap index join a poll
 *   poll_entries.c  entries to due URLs
 *   poll_known.c    entries whose URL, or whose guid, is known
 *   poll_limits.c   how many new URLs a source may bring
 *
 * Thread rule: owner thread only. */
#pragma once

#include "crawl/crawl_internal.h"

/* ---- poll.c ---- */

void kiri_poll_note_problem(KiriPoll *poll, KiriFailure failure, const char *why);
/* One more request of this poll. `is_first_look`: of a sitemap that was there before
 * its turn came. */
void kiri_poll_request(KiriCrawler *c, KiriPoll *poll, const char *url, guint depth,
                       gboolean is_first_look);

/* ---- poll_sitemap.c ---- */

/* Children of an index, of its own site, join the poll: the newest; of those
 * without dates a portion of the others in turn; and where older entries are wanted
 * a portion of the older ones. */
void kiri_poll_take_children(KiriCrawler *c, KiriTask *task, const KiriFeed *feed);
/* The entries of a feed or sitemap move over to the poll; of a sitemap those only
 * that are not too old to be of use. */
void kiri_poll_move_entries(KiriCrawler *c, const KiriTask *task, KiriFeed *feed);
/* The poll has gone well: others come next. */
void kiri_poll_advance_children(KiriPoll *poll);
/* Everything of the portion was read: on to the next one, or the wish is fulfilled. */
void kiri_poll_advance_backfill(KiriPoll *poll);

/* ---- poll_entries.c ---- */

/* Which entries a poll takes. */
typedef struct {
    gboolean is_first;
    gint64 oldest_us; // what ended before is not taken
    gint64 floor_us;  // what ended before would never be taken by a later poll either
    gint64 usual_us;  // what ended before is taken only because older entries are wanted
    guint n_undated;
} KiriReach;
KiriReach kiri_poll_reach(KiriCrawler *c, const KiriSource *source);
/* The last instant that a statement covers. */
gint64 kiri_time_end_us(KiriTime t);

/* An entry with what was worked out about it. */
typedef struct {
    const KiriFeedEntry *entry;
    char *url; // canonical
    KiriTime time;
    guint place;          // in the feed
    const char *own_id;   // guid that no other entry of the feed has; borrowed
    gboolean is_known;    // its URL is
    gboolean is_new_here; // … but not from this source
    gboolean has_new_title, has_new_time;
    gboolean is_moved;    // its guid is known, under another URL
    gboolean is_standing; // of a sitemap that was there before it was read first
} KiriCandidate;
/* Text of at most so many bytes, cut between characters. (transfer full) */
char *kiri_cut_dup(const char *s, gsize most);
#define KIRI_SUMMARY_BYTES 4096

/* ---- poll_known.c ---- */

/* Looks up all candidates and fills in what is known of them. */
void kiri_poll_recognise(KiriCrawler *c, const KiriPoll *poll, GPtrArray *candidates);
/* Deals with one that is known: notes the source as one more that named it, or
 * plans another look at the article. */
void kiri_poll_meet_known(KiriCrawler *c, const KiriPoll *poll, const KiriCandidate *x);

/* ---- poll_limits.c ---- */

#define KIRI_MOST_NEW_AN_HOUR 200
/* How many new URLs the source may still bring within this hour; begins a new one
 * when it is time. */
guint kiri_poll_room(KiriSource *source, gint64 now_us);
/* May the page bring one more address of this form today? Counts it. */
gboolean kiri_poll_may_take_form(KiriSource *source, const char *url, gint64 now_us);
/* "example.jp/calendar/#/#?page=#": the form of an address, its site and path with
 * '#' for numbers and codes. (transfer full) */
char *kiri_url_form_text(const char *url);
