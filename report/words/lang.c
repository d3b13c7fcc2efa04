// SPDX-License-Identifier: GPL-3.0-or-later
#include "lang.h"

#include "assets.h"

#include <kirinuki/civil.h>

#include <string.h>

/* Japanese → English, of the rows of english.tsv; "\n" in a row is a line break. */
static gpointer read_rows(gpointer unused)
{
    (void)unused;
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) lines = g_strsplit(kiri_asset_english, "\n", -1);
    for (char **line = lines; *line; line++) {
        char *tab = **line == '#' ? NULL : strchr(*line, '\t');
        if (tab) {
            *tab = '\0';
            g_hash_table_replace(words, g_strcompress(*line), g_strcompress(tab + 1));
        }
    }
    return words;
}

const char *kiri_say(KiriReportLang lang, const char *japanese)
{
    static GOnce once = G_ONCE_INIT;
    if (lang == KIRI_REPORT_JA)
        return japanese;
    GHashTable *words = g_once(&once, read_rows, NULL);
    const char *english = g_hash_table_lookup(words, japanese);
    return english ? english : japanese;
}

/* ---- dates ---- */

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};

void kiri_say_date(KiriReportLang lang, gint64 us, KiriEra era, gboolean with_clock, KiriBuf *out)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    if (lang == KIRI_REPORT_JA) {
        kiri_report_date(us, era, with_clock, out);
        return;
    }
    kiri_buf_printf(out, "%s, %d %s %d", weekdays[c.weekday], c.day, months[c.month - 1], c.year);
    if (with_clock)
        kiri_buf_printf(out, ", %d:%02d", c.hour, c.minute);
}

char *kiri_say_when(KiriReportLang lang, KiriTime t, gint64 now_us)
{
    static const char *const days[] = {"日", "月", "火", "水", "木", "金", "土"};
    if (!kiri_time_is_set(t))
        return g_strdup(kiri_say(lang, "不明"));
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    gboolean has_year = c.year != kiri_civil_from_us(now_us, KIRI_JST_MIN).year;
    GString *out = g_string_new(NULL);
    if (lang == KIRI_REPORT_JA) {
        if (has_year)
            g_string_append_printf(out, "%d年", c.year);
        g_string_append_printf(out, "%d月%d日（%s）", c.month, c.day, days[c.weekday]);
    } else {
        g_string_append_printf(out, "%d %.3s ", c.day, months[c.month - 1]);
        if (has_year)
            g_string_append_printf(out, "%d ", c.year);
        g_string_append_printf(out, "(%.3s) ", weekdays[c.weekday]);
    }
    if (t.precision > KIRI_PRECISION_DAY)
        g_string_append_printf(out, "%d:%02d", c.hour, c.minute);
    while (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}
