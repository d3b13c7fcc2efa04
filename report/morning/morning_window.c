// SPDX-License-Identifier: GPL-3.0-or-later
/* Which time a morning sheet covers, when it is due, and whether it was there. */
#include "morning_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/holiday.h>
#include <kirinuki/i18n.h>

#include <string.h>

gboolean kiri_morning_is_working_day(gint64 us)
{
    KiriDayKind kind = kiri_day_kind(us);
    return kind != KIRI_DAY_SATURDAY && kind != KIRI_DAY_SUNDAY && kind != KIRI_DAY_HOLIDAY;
}

gboolean kiri_morning_day(const KiriMorningQuery *q, gint64 *day_us, GError **error)
{
    KiriTime t = kiri_time_jst(q->now_us);
    if (q->date && (!kiri_time_parse(kiri_str(q->date), KIRI_JST_MIN, &t) ||
                    t.precision != KIRI_PRECISION_DAY)) {
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_USAGE,
                    _("'%s' is no day such as 2026-11-20"), q->date);
        return FALSE;
    }
    *day_us = kiri_civil_day_start_jst(t.us);
    return TRUE;
}

gint64 kiri_morning_working_day_before(gint64 day_us)
{
    do
        day_us -= KIRI_US_PER_DAY;
    while (!kiri_morning_is_working_day(day_us));
    return day_us;
}

void kiri_morning_window(const KiriMorningQuery *q, gint64 *from_us, gint64 *to_us)
{
    gint64 day_us = 0;
    kiri_morning_day(q, &day_us, NULL);
    *from_us = kiri_morning_working_day_before(day_us) + q->from_min * KIRI_US_PER_MINUTE;
    *to_us = day_us + q->to_min * KIRI_US_PER_MINUTE;
}

char *kiri_morning_date(gint64 us)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    return g_strdup_printf("%04d-%02d-%02d", c.year, c.month, c.day);
}

/* The day of an evening paper is dated to the day, and so are pieces without a clock: an
 * evening paper counts at the beginning of the evening, a morning paper at night, and the
 * others when they were seen first, if that was on their day. */
gint64 kiri_morning_moment(const KiriArticle *a, gint from_min)
{
    const gint64 last_us = KIRI_US_PER_DAY - KIRI_US_PER_MINUTE;
    const KiriAppearance *h = a->appearance;
    gint64 seen_us = h && kiri_time_is_set(h->entered) ? h->entered.us : a->fetched.us;
    if (a->published.precision >= KIRI_PRECISION_MINUTE)
        return a->published.us;
    if (a->published.precision != KIRI_PRECISION_DAY)
        return seen_us;
    gint64 day_us = kiri_civil_day_start_jst(a->published.us);
    if (h && h->form == KIRI_FORM_NEWSPAPER)
        return h->edition && g_str_has_prefix(h->edition, "夕")
                   ? day_us + from_min * KIRI_US_PER_MINUTE
                   : day_us;
    return CLAMP(seen_us, day_us, day_us + last_us);
}

/* ---- was it there? ---- */

gboolean kiri_morning_check(KiriStore *store, const KiriMorningQuery *q, KiriMorningState *state,
                            KiriTime *made, GError **error)
{
    gint64 day_us, from_us, to_us;
    *made = KIRI_TIME_UNSET;
    if (!kiri_morning_day(q, &day_us, error))
        return FALSE;
    kiri_morning_window(q, &from_us, &to_us);
    gint64 due_us = day_us + q->made_min * KIRI_US_PER_MINUTE;
    g_autofree char *date = kiri_morning_date(day_us);
    g_autofree char *prefix = g_strconcat(date, ".", NULL);
    g_autoptr(GPtrArray) sheets = kiri_store_list(store, KIRI_NOUN_MORNING_SHEET, prefix, error);
    if (!sheets)
        return FALSE;
    *state = !kiri_morning_is_working_day(day_us) ? KIRI_MORNING_NO_DAY
             : q->now_us < due_us                 ? KIRI_MORNING_NOT_DUE
                                                  : KIRI_MORNING_MISSING;
    if (*state != KIRI_MORNING_MISSING)
        return TRUE;
    for (guint i = 0; i < sheets->len && *state != KIRI_MORNING_OK; i++) {
        KiriTime t = ((const KiriMorningSheet *)g_ptr_array_index(sheets, i))->made;
        if (t.us > q->now_us || (*state == KIRI_MORNING_LATE && t.us > due_us))
            continue;
        *made = t;
        *state = t.us < to_us     ? KIRI_MORNING_EARLY
                 : t.us <= due_us ? KIRI_MORNING_OK
                                  : KIRI_MORNING_LATE;
    }
    return TRUE;
}

gboolean kiri_morning_is_used(KiriStore *store, gint64 now_us, gboolean *is_used, GError **error)
{
    enum { DAYS = 31 };
    *is_used = FALSE;
    for (gint i = 0; i <= DAYS && !*is_used; i++) {
        g_autofree char *date = kiri_morning_date(now_us - i * KIRI_US_PER_DAY);
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriMorningSheet) sheet = kiri_morning_find(store, date, 0, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        *is_used = sheet != NULL;
    }
    return TRUE;
}
