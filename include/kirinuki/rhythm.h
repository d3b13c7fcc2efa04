// SPDX-License-Identifier: GPL-3.0-or-later
/* The rhythm of a source: how often it brings news, by weekday and hour, learned
 * from what its polls brought. From it come the time of the next poll, the volume
 * to be expected of a day, and how improbable a silence is.
 *
 * Hours are those of Japan; a public holiday (holiday.h) counts as its own kind
 * of day. Everything is a function of its arguments.
 *
 * Thread rule: any thread; see record.h for the record. */
#pragma once

#include <kirinuki/record.h>

typedef struct {
    KiriTime since;  // observed from here on
    KiriTime latest; // and up to here
    GBytes *cells;   // packed counts and hours watched, by kind of day and hour
    /* Of what was there at the first poll, however old; the cells go back a few
     * weeks only. */
    gint64 first_days;  // days on which it was published; 0: not known
    gint64 first_gap_s; // the longest time between two entries
} KiriRhythm;
KIRI_DECLARE_RECORD(KiriRhythm, rhythm)

/* Notes a poll that went well at `polled_us`: `n` entries were new since the last
 * one, published at `published_us` (those without a believable time count at the
 * middle of the gap). What was there at the first poll teaches too, as far as its
 * times go back. */
void kiri_rhythm_note(KiriRhythm *rhythm, gint64 polled_us, const gint64 *published_us,
                      gsize n_dated, gsize n_undated);
/* Has enough been seen that the rates are the source's own: a day's watch, or a
 * few entries? NULL: no. */
gboolean kiri_rhythm_is_known(const KiriRhythm *rhythm);
/* Entries to be expected in [from, to). */
gdouble kiri_rhythm_expected(const KiriRhythm *rhythm, gint64 from_us, gint64 to_us);
/* Probability that a source which is alive brings nothing in [from, to); 1 while
 * too little is known. */
gdouble kiri_rhythm_silence(const KiriRhythm *rhythm, gint64 from_us, gint64 to_us);
/* The moment behind `from_us` at which the square roots of the rates (entries an
 * hour), summed over hours, reach `effort`; `most_us` at the latest. Polls at such
 * moments share a number of requests so that the sum of all delays is least:
 * often where much comes, and soon after a night. */
gint64 kiri_rhythm_next_us(const KiriRhythm *rhythm, gint64 from_us, gint64 most_us,
                           gdouble effort);
/* Entries that came on the day of `now_us` and the six before it; `from_us` gets
 * the beginning of the first. */
guint kiri_rhythm_recent(const KiriRhythm *rhythm, gint64 now_us, gint64 *from_us);
