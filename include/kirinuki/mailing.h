// SPDX-License-Identifier: GPL-3.0-or-later
/* Mailings (配信先): who gets which digest, and when; and alerts (速報通知): which new
 * clips are told at once, where.
 *
 * A digest since the last one is not a span of publication: an article that was
 * collected late, or tied late, would fall between two spans. What was told is kept by
 * clip, for as long as a clip may still turn up (KIRI_MAILING_WINDOW_DAYS).
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

enum { KIRI_MAILING_WINDOW_DAYS = 7 };

enum { KIRI_MAILING_EVERY_DAY, KIRI_MAILING_WEEKDAYS, KIRI_MAILING_WORKDAYS };
extern const char *const kiri_mailing_days_names[]; // daily, weekdays, workdays

typedef struct {
    char *name; // given by the user
    char **to;  // addresses
    char *release, *topic;
    char **attach;       // formats of reports
    char *at;            // "07:30" in Japan: when `run` and `watch` send it; NULL: by hand
    gint days;           // KIRI_MAILING_…
    gboolean skip_empty; // no mail where there is nothing to tell
    gboolean is_off;
    KiriTime added;
    KiriTime last;         // when the last digest was made
    KiriTime covered_from; // clips published from here on are told
    char **told;           // clips of the window that were; sorted
} KiriMailing;
KIRI_DECLARE_RECORD(KiriMailing, mailing)

gboolean kiri_mailing_was_told(const KiriMailing *mailing, const char *clip);
/* Notes a digest: `told` becomes these ids (taken in any order). */
void kiri_mailing_set_told(KiriMailing *mailing, GPtrArray *clips, KiriTime now);
/* From when on clips are looked at: `covered_from`, but not before the window. */
gint64 kiri_mailing_from_us(const KiriMailing *mailing, gint64 now_us);
/* Is its time of today past, on a day that it goes out, and no digest made since? */
gboolean kiri_mailing_is_due(const KiriMailing *mailing, gint64 now_us);

/* "07:30" as minutes after midnight; -1 for anything else. */
gint kiri_clock_minutes(const char *text);

typedef struct {
    char *name;
    char *release, *topic; // NULL: any clip
    gint kind;             // KIRI_POST_SLACK … of outbox.h
    char *url_file;        // file that holds the address of the webhook, which is a secret
    char *url_command;     // … or a command that prints it
    char **classes;        // names of clip.h; NULL: all that count
    gint64 tier;           // media of this tier or a better one; 0: all
    char *quiet;           // "22:00-07:00": held back meanwhile; NULL: never
    gint64 max_age_h;      // articles older than this are no news
    gboolean is_off;
    KiriTime added;
} KiriAlert;
KIRI_DECLARE_RECORD(KiriAlert, alert)

/* When a message of `now_us` may leave: now, or the end of the quiet time. */
gint64 kiri_alert_quiet_until(const KiriAlert *alert, gint64 now_us);
/* "22:00-07:00"? */
gboolean kiri_alert_is_quiet_span(const char *text);
