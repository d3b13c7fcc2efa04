// SPDX-License-Identifier: GPL-3.0-or-later
/* Days, times, lengths, counts and sums as people write them in a list. All take N-text
 * (normalize.h), read the whole of it, and answer FALSE where it says something else.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/piece.h>

typedef enum {
    KIRI_DAY_OK,
    KIRI_DAY_NONE,    // is no day
    KIRI_DAY_NO_YEAR, // 4月1日, and nobody said of which year
    KIRI_DAY_TOO_LATE,
} KiriDayReading;

/* `*day_us` is the day's first instant in Japan; `*minute` of the day where a time
 * follows, else -1. Hours up to 29 are of the day that began (25:30). */
KiriDayReading kiri_piece_read_day(const char *n, const KiriPieceDates *dates, gint64 *day_us,
                                   gint64 *minute);
/* 19:30, 午後7時30分, 25:00, 0.8125 of a day; of a span the beginning. */
gboolean kiri_piece_read_minute(const char *n, gint64 *minute);

/* 12.5, 12.5cm, 125mm; `unit` is meant where none is written, NULL: cm. */
gboolean kiri_piece_read_mm(const char *n, const char *unit, gint64 *mm);
/* 4, 4段, 4.5段, 4段半; in tenths. */
gboolean kiri_piece_read_columns(const char *n, gint64 *columns_x10);
/* 90, 90秒, 1分30秒, 1:30, 0:01:30; `unit` as above, NULL: 秒. */
gboolean kiri_piece_read_seconds(const char *n, const char *unit, gint64 *seconds);
/* 2.5, 1/3, 50%, 2ページ, 見開き: pages. */
gboolean kiri_piece_read_share(const char *n, gdouble *share);
/* 31, 31局. */
gboolean kiri_piece_read_count(const char *n, const char *counter, gint64 *count);
/* 1,234,567, ¥1,234,567, 1,234千円, 1.5億円; `unit` as above, NULL: 円. */
gboolean kiri_piece_read_yen(const char *n, const char *unit, gint64 *yen);
/* ○, あり, yes, 1, and the words in `yes`; ×, なし, no, 0, and those in `no`. Lists of
 * words end with NULL. */
gboolean kiri_piece_read_flag(const char *n, const char *const *yes, const char *const *no,
                              gboolean *flag);
