// SPDX-License-Identifier: GPL-3.0-or-later
/* The witnesses of a page's dates, between those who collect them (the page's
 * metadata, its address, its visible lines) and the decision.
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include "extract_page.h"

enum {
    KIRI_DATE_MAX_CLAIMS = 64,
    KIRI_DATE_FIRST_YEAR = 1990, // before the web
    KIRI_DATE_VALUE_BYTES = 200,
};

typedef struct {
    const char *source; // static
    char *value;        // as it was found; owned
    KiriTime time;
    gint weight;
    gboolean is_modified;
    gboolean is_floating;     // states a clock and no zone
    gboolean is_visible;      // a reader of the page sees it
    gboolean is_utc_midnight; // stated as 00:00 in UTC: perhaps only a day
    const char *refused;      // why it is not believed; static
    const char *note;         // how it was read; static
} KiriDateClaim;

typedef struct {
    KiriReading *page;
    KiriDateClaim claims[KIRI_DATE_MAX_CLAIMS];
    guint n;
} KiriDates;

/* ---- page_date_claims.c ---- */

/* Adds a claim; `value` is copied. Returns it, NULL when there are too many. */
KiriDateClaim *kiri_dates_add(KiriDates *d, const char *source, KiriStr value, KiriTime t,
                              gint weight, gboolean is_modified);
/* JSON-LD, meta elements, microdata, the feed's entry, the page's address. */
void kiri_dates_from_metadata(KiriDates *d);
/* <time> elements, and dates in the attributes of elements that are called one. */
void kiri_dates_from_elements(KiriDates *d);

/* ---- page_date_text.c ---- */

typedef struct {
    const char *source;     // static
    KiriStr text;           // one line, or a few
    KiriStr label;          // what stands before it in an element of its own
    gint weight;            // of a date that stands there without a word
    gboolean is_update;     // its element is called an update
    gboolean is_report;     // of an event, whose day is better than none
    gboolean needs_label;   // only dates that are said to be the page's own
    gint64 now_us;          // for dates without a year and relative ones; 0: not taken
    gboolean only_relative; // the others were heard already
} KiriDateLine;

/* Adds the dates of a line; how many it had, believed or not. */
guint kiri_dates_from_line(KiriDates *d, const KiriDateLine *line);
/* Lines around the headline and the text, those called a date, and those that say
 * they are one. */
void kiri_dates_from_text(KiriDates *d);
/* Dates that need another one to be understood: "3/5 9:05", "5日09時05分", "3時間前".
 * `anchor_us` is the page's best other date, 0 if there is none. */
void kiri_dates_from_relative(KiriDates *d, gint64 anchor_us);

/* ---- date_label.c ---- */

typedef enum {
    KIRI_DATE_UNSAID,
    KIRI_DATE_PUBLISHED,
    KIRI_DATE_UPDATED,
    KIRI_DATE_OTHER, // of an event, a deadline, a sale: not the page's own
} KiriDateRole;

/* What the words around a date say it is. `before` and `after` are the line's
 * text on both sides; *strength gets 3 where the page itself is meant (配信, 公開),
 * 1 where it may be what it tells of (発表), 0 without a word; *used how much of
 * `after` belongs to this date. */
KiriDateRole kiri_date_role(KiriStr before, KiriStr after, gint *strength, gsize *used);
