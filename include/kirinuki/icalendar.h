// SPDX-License-Identifier: GPL-3.0-or-later
/* Calendars out: iCalendar (RFC 5545). Times are written in UTC, days as dates, so that
 * no time zone need be described.
 *
 * Thread rule: any thread; one writer at a time for one buffer. */
#pragma once

#include <kirinuki/report.h>

typedef struct {
    const char *uid;         // stable; the domain is added
    const char *summary;     // one line
    const char *description; // NULL: none
    const char *url;         // http or https; NULL: none
    const char *categories;  // one word; NULL: none
    KiriTime start;          // to the day or less: the whole day
    gint64 sequence;         // how often it was changed, from 0
    gint64 changed_us;       // LAST-MODIFIED; G_MININT64: not known
} KiriCalendarEvent;

/* The parts of a calendar in their order, added to `out`: lines end with CR LF and are
 * folded at 75 octets between characters. `now_us` is when it is written (DTSTAMP). */
void kiri_calendar_begin(const char *name, KiriBuf *out);
void kiri_calendar_event(const KiriCalendarEvent *event, gint64 now_us, KiriBuf *out);
void kiri_calendar_end(KiriBuf *out);

/* What our own releases say, as events: the announcement, and the end of the embargo
 * where that is another moment. */
void kiri_calendar_release(const KiriRelease *release, gint64 now_us, KiriBuf *out);
