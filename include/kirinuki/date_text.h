// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates as people and feeds write them: RFC 822/2822 and its mistakes ("JST",
 * two-digit years, missing weekday), W3CDTF and RFC 3339, HTTP dates, asctime,
 * and Japanese: 2024年3月5日(火)午前9時05分, 令和6(2024)年3月5日, 24/3/5 9:05,
 * 2024.03.05, 二〇二四年三月五日, 3月5日 9:05, 3/5(火) 9:05, 5日09時05分, 昨日,
 * 3時間前.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>

/* The whole of `s` is a date, of a feed or a meta element; `default_offset_min`
 * counts where it states no zone. */
gboolean kiri_date_parse(KiriStr s, gint default_offset_min, KiriTime *out);

/* Searches running text for the first date, in figures or in Japanese, at least
 * to the day; if no day is named anywhere, for the first month or year. Clocks
 * without a zone are Japan's. `now_us` resolves years that are left out and
 * relative forms (0: such forms are not taken). [*from, *to) is the place in
 * `text`. */
gboolean kiri_date_find(KiriStr text, gint64 now_us, KiriTime *out, gsize *from, gsize *to);

/* Minutes east of UTC of a zone's name ("JST", "CEST", "Z"), in any case; FALSE
 * for names that nobody knows. */
gboolean kiri_zone_by_name(KiriStr name, gint *offset_min);
