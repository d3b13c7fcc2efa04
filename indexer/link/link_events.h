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

#include "lineage/event_profile.h"
#include "link_stage.h"

#include <string.h>

#define KIRI_EVENT_ROWS 48

/* Where a row stands among those with a word. */
typedef struct {
    gint64 us;
    const char *id;
} KiriEventPlace;

/* In the order of articles. */
static inline gint kiri_event_order(const KiriEventPlace *a, const KiriEventPlace *b)
{
    return a->us != b->us ? (a->us < b->us ? -1 : 1) : strcmp(a->id, b->id);
}

/* KiriLinkEvents (link_stage.h), the rows of a batch as they will be:
 *   slots   id → the row, and whether it changed
 *   names   each id that a place has, once: they are compared by their address
 *   moved   those of them whose stored words no longer count
 *   words   word → GArray of KiriEventPlace: those of the moved ones
 *   runs    word → what was read ahead of its places in the store
 *   n_read  how many places were read since all was forgotten
 *   covers  id → releases that it was found to cover in this batch (char **)
 *   looks_at_old: at the store alone, as it was before */

/* Borrowed until the next kiri_link_events_trim(); NULL: there is none. */
const KiriEvent *kiri_link_event(KiriLinkWork *w, const char *id);
/* Puts the row (transfer full; NULL: it is gone) in place of the one before. */
void kiri_link_event_set(KiriLinkWork *w, const char *id, KiriEvent *row);
/* Lets go of rows that were only read. */
void kiri_link_events_trim(KiriLinkWork *w);

/* ---- event_places.c ---- */

void kiri_event_places_open(KiriLinkEvents *e);
void kiri_event_places_close(KiriLinkEvents *e);
void kiri_event_places_forget(KiriLinkEvents *e);
/* A row is written in place of another; either may be NULL. */
void kiri_event_settle(KiriLinkEvents *e, const char *id, const KiriEvent *before,
                       const KiriEvent *now);
/* All rows of the batch are: the store is as the batch saw it. */
void kiri_event_places_settle(KiriLinkEvents *e);
/* The id as places have it. Borrowed until all is forgotten. */
const char *kiri_event_name(KiriLinkEvents *e, const char *id);
guint kiri_event_n_words(const KiriEvent *row);
guint64 kiri_event_word(const KiriEvent *row, guint i);
/* The places of the stored words of `id`, and of those of `row`, are to be seen as this
 * batch has them. */
void kiri_event_move(KiriLinkWork *w, const char *id, const KiriEvent *row);
/* That the words of these rows (KiriEvent) will be asked for: what the store has of them,
 * and was not read yet, is read in one go. */
void kiri_event_expect(KiriLinkWork *w, const GPtrArray *rows);
/* The places (KiriEventPlace) of at most KIRI_EVENT_ROWS rows with the word that are of
 * the time of `from` and before it, or behind it, the nearest first. (transfer full) */
GArray *kiri_event_rows_with(KiriLinkWork *w, guint64 word, KiriEventPlace from,
                             gboolean is_backward);

/* ---- event_near.c ---- */

/* Which event the article belongs to: sets event, through and likeness of `row`, which
 * is one of those that kiri_link_event() gives, in a copy (transfer full). */
KiriEvent *kiri_event_evaluate(KiriLinkWork *w, const KiriEvent *row);
/* Adds the articles that may have `row` among those before them: id → NULL. */
void kiri_event_add_followers(KiriLinkWork *w, const KiriEvent *row, GHashTable *ids);
