// SPDX-License-Identifier: GPL-3.0-or-later
/* What a text states (事実): figures with their units, dates with what happens on
 * them, times, people with their office, organisations, places, and what stands in
 * quotes. Releases and articles are read by the same reader, which is also the one
 * that looks for contradictions.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/clip.h>

typedef enum {
    KIRI_FACT_FIGURE,
    KIRI_FACT_DATE, // a day, a month or a year
    KIRI_FACT_TIME, // of day
    KIRI_FACT_PERSON,
    KIRI_FACT_ORGANISATION,
    KIRI_FACT_PLACE,
    KIRI_FACT_QUOTE,
    KIRI_N_FACTS
} KiriFactKind;
extern const char
    *const kiri_fact_names[]; // figure, date, time, person, organisation, place, quote

typedef struct {
    gint kind;
    char *text;  // as it is written
    char *value; // canonical: "147878人", "4月27日", "18時30分"; of names the text
    char *role;  // of a person the office; of a date what happens: 発売, 開催, まで; or NULL
    gint64 from, to; // bytes of the title or the text
    gboolean in_title;
    gboolean is_about; // 約, 超, 余り
} KiriFact;
KIRI_DECLARE_RECORD(KiriFact, fact)

/* KiriFact of title and text, in their order, each place once (transfer full: an
 * array that owns them). Either may be NULL. `reference` is the day of the text:
 * "17日" is the nearest one. Linear in the text but for long sentences. */
GPtrArray *kiri_facts_find(const char *title, const char *text, KiriTime reference);

/* What `article` states otherwise than `statement`, a sentence or a few that should
 * be true (a key message): KiriContradiction, or NULL when there are none (transfer
 * full; the array does not own them: a record takes it). */
GPtrArray *kiri_facts_contradictions(const char *article_title, const char *article,
                                     KiriTime article_date, const char *statement,
                                     KiriTime statement_date);
