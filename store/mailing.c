// SPDX-License-Identifier: GPL-3.0-or-later
/* Mailings and alerts as records, and the clocks they keep: all times of day are those
 * of Japan. */
#include <kirinuki/mailing.h>

#include <kirinuki/holiday.h>
#include <kirinuki/outbox.h>

#include <stdlib.h>
#include <string.h>

const char *const kiri_mailing_days_names[] = {"daily", "weekdays", "workdays", NULL};

static const KiriField mailing_fields[] = {
    {KIRI_FIELD(1, KiriMailing, name, STR)},
    {KIRI_FIELD(2, KiriMailing, to, STRV)},
    {KIRI_FIELD(3, KiriMailing, release, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriMailing, topic, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriMailing, attach, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriMailing, at, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriMailing, days, ENUM), .names = kiri_mailing_days_names},
    {KIRI_FIELD(8, KiriMailing, skip_empty, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(9, KiriMailing, is_off, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriMailing, added, TIME)},
    {KIRI_FIELD(11, KiriMailing, last, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriMailing, covered_from, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(13, KiriMailing, told, STRV), .flags = KIRI_FIELD_PRIVATE},
};
const KiriShape kiri_mailing_shape = KIRI_SHAPE("mailing", KiriMailing, mailing_fields);

static const KiriField alert_fields[] = {
    {KIRI_FIELD(1, KiriAlert, name, STR)},
    {KIRI_FIELD(2, KiriAlert, release, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(3, KiriAlert, topic, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriAlert, kind, ENUM), .names = kiri_post_kind_names},
    {KIRI_FIELD(5, KiriAlert, url_file, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriAlert, url_command, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriAlert, classes, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriAlert, tier, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(9, KiriAlert, quiet, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriAlert, max_age_h, I64)},
    {KIRI_FIELD(11, KiriAlert, is_off, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriAlert, added, TIME)},
};
const KiriShape kiri_alert_shape = KIRI_SHAPE("alert", KiriAlert, alert_fields);

/* ---- what was told ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

gboolean kiri_mailing_was_told(const KiriMailing *m, const char *clip)
{
    gsize n = m->told ? g_strv_length(m->told) : 0;
    return n && bsearch(&clip, m->told, n, sizeof *m->told, by_text) != NULL;
}

void kiri_mailing_set_told(KiriMailing *m, GPtrArray *clips, KiriTime now)
{
    g_autoptr(GPtrArray) told = g_ptr_array_new();
    for (guint i = 0; i < clips->len; i++)
        g_ptr_array_add(told, g_strdup(clips->pdata[i]));
    if (told->len)
        qsort(told->pdata, told->len, sizeof *told->pdata, by_text);
    g_strfreev(m->told);
    m->told = NULL;
    if (told->len) {
        g_ptr_array_add(told, NULL);
        m->told = (char **)g_ptr_array_steal(told, NULL);
    }
    m->last = now;
}

gint64 kiri_mailing_from_us(const KiriMailing *m, gint64 now_us)
{
    gint64 window_us = now_us - KIRI_MAILING_WINDOW_DAYS * KIRI_US_PER_DAY;
    return kiri_time_is_set(m->covered_from) ? MAX(m->covered_from.us, window_us) : window_us;
}

/* ---- clocks ---- */

gint kiri_clock_minutes(const char *text)
{
    gsize colon = text ? strcspn(text, ":") : 0;
    if (!text || (colon != 1 && colon != 2) || strlen(text) != colon + 3)
        return -1;
    for (gsize i = 0; i < colon + 3; i++)
        if (i != colon && !g_ascii_isdigit(text[i]))
            return -1;
    gint hour = colon == 1 ? text[0] - '0' : (text[0] - '0') * 10 + text[1] - '0';
    gint minute = (text[colon + 1] - '0') * 10 + text[colon + 2] - '0';
    return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

gboolean kiri_mailing_is_due(const KiriMailing *m, gint64 now_us)
{
    gint minutes = kiri_clock_minutes(m->at);
    if (m->is_off || minutes < 0)
        return FALSE;
    KiriDayKind day = kiri_day_kind(now_us);
    KiriCivil c = kiri_civil_from_us(now_us, KIRI_JST_MIN);
    gboolean is_weekend = c.weekday == 0 || c.weekday == 6;
    if ((m->days != KIRI_MAILING_EVERY_DAY && is_weekend) ||
        (m->days == KIRI_MAILING_WORKDAYS && day == KIRI_DAY_HOLIDAY))
        return FALSE;
    gint64 time_us = kiri_civil_day_start_jst(now_us) + minutes * KIRI_US_PER_MINUTE;
    /* One that is set up at noon does not make up for the morning. */
    gint64 since_us = MAX(m->added.us, kiri_time_is_set(m->last) ? m->last.us : G_MININT64);
    return now_us >= time_us && since_us < time_us;
}

/* FALSE for anything but two times of day with a hyphen. */
static gboolean read_span(const char *text, gint *from, gint *to)
{
    g_auto(GStrv) ends = g_strsplit(text ? text : "", "-", -1);
    if (g_strv_length(ends) != 2)
        return FALSE;
    *from = kiri_clock_minutes(ends[0]);
    *to = kiri_clock_minutes(ends[1]);
    return *from >= 0 && *to >= 0 && *from != *to;
}

gboolean kiri_alert_is_quiet_span(const char *text)
{
    gint from, to;
    return read_span(text, &from, &to);
}

gint64 kiri_alert_quiet_until(const KiriAlert *alert, gint64 now_us)
{
    gint from, to;
    if (!read_span(alert->quiet, &from, &to))
        return now_us;
    gint64 day_us = kiri_civil_day_start_jst(now_us);
    gint64 at = (now_us - day_us) / KIRI_US_PER_MINUTE;
    gboolean is_quiet = from < to ? at >= from && at < to : at >= from || at < to;
    if (!is_quiet)
        return now_us;
    gint64 end_us = day_us + to * KIRI_US_PER_MINUTE;
    return end_us > now_us ? end_us : end_us + KIRI_US_PER_DAY;
}
