// SPDX-License-Identifier: GPL-3.0-or-later
/* The coverage of a release, a topic or a period as a calendar: the announcement, and
 * for each day with coverage one event with its counts and headlines. */
#include "writers.h"

#include "words/words.h"

#include <kirinuki/atom.h>
#include <kirinuki/icalendar.h>

enum { MOST_HEADLINES = 20 };

typedef struct {
    const KiriSummary *s;
    const char *subject;
    GHashTable *lines; // start of the day → GString of its headlines
} Calendar;

static void free_line(gpointer line)
{
    g_string_free(line, TRUE);
}

static gint64 *key_of(gint64 us)
{
    gint64 day = kiri_civil_day_start_jst(us);
    return g_memdup2(&day, sizeof day);
}

static gboolean note_clip(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    Calendar *calendar = data;
    KiriTime when =
        kiri_time_is_set(c->article->published) ? c->article->published : c->article->fetched;
    g_autofree gint64 *key = key_of(when.us);
    GString *text = g_hash_table_lookup(calendar->lines, key);
    if (!text) {
        text = g_string_new(NULL);
        g_hash_table_insert(calendar->lines, g_steal_pointer(&key), text);
    }
    guint n = text->len ? 1 : 0;
    for (const char *p = text->str; *p; p++)
        n += *p == '\n';
    const char *link = kiri_article_link(c->article);
    if (n < MOST_HEADLINES)
        g_string_append_printf(text, "%s%s「%s」%s%s", n ? "\n" : "", kiri_report_medium_name(c),
                               c->article->title ? c->article->title : "（無題）", link ? " " : "",
                               link ? link : "");
    else if (n == MOST_HEADLINES)
        g_string_append(text, "\nほか");
    return TRUE;
}

static void put_day(const Calendar *calendar, const KiriDayRow *day, KiriBuf *out)
{
    const KiriSummary *s = calendar->s;
    char uid[KIRI_UUID_BYTES];
    g_autofree char *name = g_strdup_printf("%" G_GINT64_FORMAT, day->day_us);
    const GString *text = g_hash_table_lookup(calendar->lines, &day->day_us);
    kiri_uuid_of("coverage", s->release ? s->release->id : s->topic ? s->topic->id : "", name, uid);
    g_autofree char *summary =
        g_strdup_printf("%s　総%u件・実%u件", calendar->subject, day->total, day->unique);
    KiriTime start = kiri_time_jst(day->day_us);
    start.precision = KIRI_PRECISION_DAY;
    kiri_calendar_event(&(KiriCalendarEvent){.uid = uid,
                                             .summary = summary,
                                             .description = text ? text->str : NULL,
                                             .categories = "掲載",
                                             .start = start,
                                             .changed_us = G_MININT64},
                        s->now_us, out);
}

gboolean kiri_report_write_ics(const KiriSummary *s, const KiriReportOptions *o,
                               KiriReportSink sink, gpointer data, GError **error)
{
    (void)o;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_autofree char *subject = kiri_report_subject(s);
    g_autoptr(GHashTable) lines =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_line);
    Calendar calendar = {s, subject, lines};
    if (!kiri_summary_each(s, note_clip, &calendar, error))
        return FALSE;
    kiri_calendar_begin(subject, &out);
    if (s->release)
        kiri_calendar_release(s->release, s->now_us, &out);
    for (guint i = 0; i < s->days->len; i++) {
        const KiriDayRow *day = &g_array_index(s->days, KiriDayRow, i);
        if (day->total)
            put_day(&calendar, day, &out);
    }
    kiri_calendar_end(&out);
    return kiri_report_pass(&out, sink, data, error);
}
