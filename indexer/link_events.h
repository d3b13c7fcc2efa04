// SPDX-License-Identifier: GPL-3.0-or-later
/* Events as the link stage keeps them: step 4 of a batch (link_stage.h).
 *
 * Articles stand in one order, by the beginning of their time, then by id. An article
 * looks back: of those before it that share two words of what it is found by
 * (KiriEvent.words), it takes the likeliest whose event's first article is like it too,
 * and joins that event; with none it is the first of its own.
 *
 *   E1 The event of an article follows from its own row, from those of the few before
 *      it that it is compared with, and from their events: never from what comes after
 *      it. So there is one answer, whatever the order of arrival.
 *   E2 For each word an article sees the KIRI_EVENT_ROWS before it and no further. So it
 *      costs the same however many are stored, and a change concerns those that have it
 *      among the rows before them: the next as many behind it.
 *   E3 What changed is evaluated in that order. Whose event is another then hands on the
 *      question to those behind it; each is evaluated once.
 *
 * Thread rule: one thread. */
#pragma once

#include "event_profile.h"
#include "link_stage.h"

#define KIRI_EVENT_ROWS 48

/* Where a row stands among those with a word. */
typedef struct {
    gint64 us;
    const char *id;
} KiriEventPlace;

/* KiriLinkEvents (link_stage.h), the rows of a batch as they will be:
 *   slots   id → the row, and whether it changed
 *   moved   ids whose stored words no longer count
 *   words   word → GArray of KiriEventPlace: those of the moved ones
 *   covers  id → releases that it was found to cover in this batch (char **)
 *   looks_at_old: at the store alone, as it was before */

/* Borrowed until the next kiri_link_events_trim(); NULL: there is none. */
const KiriEvent *kiri_link_event(KiriLinkWork *w, const char *id);
/* Puts the row (transfer full; NULL: it is gone) in place of the one before. */
void kiri_link_event_set(KiriLinkWork *w, const char *id, KiriEvent *row);
/* Lets go of rows that were only read. */
void kiri_link_events_trim(KiriLinkWork *w);

/* ---- event_near.c ---- */

/* The places of the stored words of `id`, and of those of `row`, are to be seen as this
 * batch has them. */
void kiri_event_move(KiriLinkWork *w, const char *id, const KiriEvent *row);
/* Which event the article belongs to: sets event, through and likeness of `row`, which
 * is one of those that kiri_link_event() gives, in a copy (transfer full). */
KiriEvent *kiri_event_evaluate(KiriLinkWork *w, const KiriEvent *row);
/* Adds the articles that may have `row` among those before them: id → NULL. */
void kiri_event_add_followers(KiriLinkWork *w, const KiriEvent *row, GHashTable *ids);
