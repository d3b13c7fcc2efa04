// SPDX-License-Identifier: GPL-3.0-or-later
/* A moment as Japanese pages and feeds write it. */
#pragma once

#include <kirinuki/civil.h>

typedef enum {
    NEWS_DATE_ISO,     // 2026-04-13T10:05:00+09:00
    NEWS_DATE_RFC822,  // Mon, 13 Apr 2026 10:05:00 +0900
    NEWS_DATE_WEEKDAY, // 2026年4月13日(月) 10時05分
    NEWS_DATE_SLASHES, // 2026/04/13 10:05
    NEWS_DATE_DOTS,    // 2026.04.13 10:05
    NEWS_DATE_TV,      // 2026年4月13日 午前10:05
    NEWS_DATE_ERA,     // 令和8年4月13日
    NEWS_DATE_SHORT,   // 4/13 10:05
    NEWS_DATE_FULL,    // 2026年04月13日 10:05
} NewsDateForm;

/* (transfer full); "" when unset. */
char *news_date(KiriTime t, NewsDateForm form);
