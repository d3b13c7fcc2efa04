// SPDX-License-Identifier: GPL-3.0-or-later
/* Back-off, due times, and the meaning of HTTP statuses. */
#include "schedule.h"

#include <kirinuki/hash.h>

#define POLLS_A_WEEK 336 // at the default interval

gint64 kiri_backoff_us(gint64 failures, gint64 first_us, gint64 most_us, const char *seed)
{
    gint64 wait = first_us;
    for (gint64 i = 1; i < failures && wait < most_us; i++)
        wait *= 2;
    wait = MIN(wait, most_us);
    g_autofree char *key = g_strdup_printf("%s %" G_GINT64_FORMAT, seed, failures);
    guint64 spread = kiri_hash64(kiri_str(key)) % 1000;
    return wait / 2 + wait / 2000 * (gint64)spread;
}

gboolean kiri_source_is_due(const KiriSource *source, gint64 now_us)
{
    return !source->is_disabled &&
           (!kiri_time_is_set(source->next_due) || source->next_due.us <= now_us);
}

static gint64 interval_us(const KiriSource *source, gint64 interval_s)
{
    gint64 seconds = source->interval_s > 0 ? source->interval_s
                     : interval_s > 0       ? interval_s
                                            : KIRI_SOURCE_INTERVAL_S;
    return MIN(seconds, 30 * 86400) * KIRI_US_PER_SECOND;
}

void kiri_source_succeeded(KiriSource *source, gint64 now_us, gint64 interval_s)
{
    source->polls++;
    source->failures = 0;
    g_clear_pointer(&source->last_error, g_free);
    source->last_poll = source->last_success = kiri_time_jst(now_us);
    source->next_due = kiri_time_jst(now_us + interval_us(source, interval_s));
}

void kiri_source_failed(KiriSource *source, gint64 now_us, gint64 interval_s, gint64 hold_until_us,
                        const char *why)
{
    gint64 first = interval_us(source, interval_s);
    source->polls++;
    source->failures++;
    g_free(source->last_error);
    source->last_error = g_strdup(why);
    source->last_poll = kiri_time_jst(now_us);
    gint64 wait =
        kiri_backoff_us(source->failures, first, MAX(first, KIRI_BACKOFF_MOST_US), source->url);
    source->next_due = kiri_time_jst(MAX(now_us + wait, hold_until_us));
}

gboolean kiri_source_polls_whole(const KiriSource *source)
{
    return source->polls % POLLS_A_WEEK == 0;
}

KiriStatusMeaning kiri_status_meaning(gint64 status, gboolean has_location)
{
    switch (status) {
    case 304:
        return KIRI_STATUS_UNCHANGED;
    case 404:
        return KIRI_STATUS_MISSING;
    case 429:
    case 503:
        return KIRI_STATUS_HOLD;
    case 408:
    case 425:
        return KIRI_STATUS_RETRY;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return has_location ? KIRI_STATUS_REDIRECT : KIRI_STATUS_GONE;
    default:
        break;
    }
    if (status >= 200 && status < 300)
        return KIRI_STATUS_PAGE;
    return status >= 500 && status < 600 ? KIRI_STATUS_RETRY : KIRI_STATUS_GONE;
}
