// SPDX-License-Identifier: GPL-3.0-or-later
#include "newsroom_dates.h"

#define REIWA_BEFORE 2018 // 令和1年 is 2019

char *news_date(KiriTime t, NewsDateForm form)
{
    static const char *const days[] = {"日", "月", "火", "水", "木", "金", "土"};
    static const char *const english_days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (!kiri_time_is_set(t))
        return g_strdup("");
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    switch (form) {
    case NEWS_DATE_ISO:
        return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d+09:00", c.year, c.month, c.day,
                               c.hour, c.minute, c.second);
    case NEWS_DATE_RFC822:
        return g_strdup_printf("%s, %02d %s %04d %02d:%02d:%02d +0900", english_days[c.weekday],
                               c.day, months[c.month - 1], c.year, c.hour, c.minute, c.second);
    case NEWS_DATE_WEEKDAY:
        return g_strdup_printf("%d年%d月%d日(%s) %02d時%02d分", c.year, c.month, c.day,
                               days[c.weekday], c.hour, c.minute);
    case NEWS_DATE_SLASHES:
        return g_strdup_printf("%04d/%02d/%02d %02d:%02d", c.year, c.month, c.day, c.hour,
                               c.minute);
    case NEWS_DATE_DOTS:
        return g_strdup_printf("%04d.%02d.%02d %02d:%02d", c.year, c.month, c.day, c.hour,
                               c.minute);
    case NEWS_DATE_TV:
        return g_strdup_printf("%d年%d月%d日 %s%d:%02d", c.year, c.month, c.day,
                               c.hour < 12 ? "午前" : "午後", c.hour % 12, c.minute);
    case NEWS_DATE_ERA:
        return g_strdup_printf("令和%d年%d月%d日", c.year - REIWA_BEFORE, c.month, c.day);
    case NEWS_DATE_SHORT:
        return g_strdup_printf("%d/%d %d:%02d", c.month, c.day, c.hour, c.minute);
    case NEWS_DATE_FULL:
        return g_strdup_printf("%d年%02d月%02d日 %02d:%02d", c.year, c.month, c.day, c.hour,
                               c.minute);
    }
    return g_strdup("");
}
