// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two readers of dates share: fields as they were stated, before they
 * become an instant. */
#pragma once

#include <kirinuki/date_text.h>

typedef struct {
    gint year, month, day;     // 0: not stated
    gint hour, minute, second; // valid with has_clock
    gint micro;
    gint offset_min; // valid with has_zone
    gboolean has_clock, has_second, has_zone;
} KiriStatedDate;

/* The instant that the fields mean; FALSE where no such date or time exists.
 * Hours up to 29 are those of the night that follows (25時 is 1 o'clock). */
gboolean kiri_stated_to_time(const KiriStatedDate *d, gint default_offset_min, KiriTime *out);

/* Two-digit years as RFC 2822 reads them: 00–49 are 2000–2049. */
gint kiri_full_year(gint year, guint digits);

/* A date in figures or in Japanese that begins at `at`: the offset behind it, or
 * 0 where there is none. `is_whole` allows what is too vague in running text. */
gsize kiri_date_japanese_at(KiriStr s, gsize at, gint64 now_us, gint default_offset_min,
                            gboolean is_whole, KiriTime *out);

/* Readers of date_read.c and date_clock.c. Each begins at *at and moves it behind
 * what was read, or leaves it where it is. */

/* The folded character at `at`, its length in *n; 0 at the end and for bytes
 * that are no text. */
gunichar kiri_date_peek(KiriStr s, gsize at, gsize *n);
gboolean kiri_date_take(KiriStr s, gsize *at, gunichar wanted);
gboolean kiri_date_take_word(KiriStr s, gsize *at, const char *word);
void kiri_date_skip_blanks(KiriStr s, gsize *at);
/* The value of 〇一二…九, or -1. */
gint kiri_date_kanji_digit(gunichar c);
/* A number of at most `max` figures, or in kanji; returns how many figures there
 * were, 0 for none or too many. */
guint kiri_date_take_number(KiriStr s, gsize *at, guint max, gint *value);
/* The unit behind optional blanks. */
gboolean kiri_date_take_unit(KiriStr s, gsize *at, gunichar unit);
/* Number and unit behind optional blanks; nothing is taken unless both are there. */
gboolean kiri_date_take_field(KiriStr s, gsize *at, gunichar unit, gint *value);

/* The character before `at` and where it begins; 0 at the start of the text. */
gunichar kiri_date_before(KiriStr s, gsize at, gsize *begin);
/* A kana, kanji or other wide letter or figure. */
gboolean kiri_date_is_letter(gunichar c);
/* Is what ends at `at` the beginning of a length, an issue, a rank ("5日間")? */
gboolean kiri_date_is_other_meaning(KiriStr s, gsize at);
/* Does a weekday in brackets or a clock follow, without which "3/5" and "24/3/5"
 * are shares, scores and versions? */
gboolean kiri_date_is_before_clock(KiriStr s, gsize at);
/* A day without its year, without its month, or named by a word. */
gboolean kiri_date_take_relative(KiriStr s, gsize *at, gint64 now_us, gint offset_min,
                                 KiriStatedDate *d);
/* "3時間前" and its like, as an instant; a day or more ago is only a day. */
gboolean kiri_date_take_ago(KiriStr s, gsize *at, gint64 now_us, gint offset_min, KiriTime *out);

/* "(火)", "（火・祝）", "火曜日", "[Tue]". */
void kiri_date_take_weekday(KiriStr s, gsize *at);
/* The time of day behind a date, where there is one. */
void kiri_date_take_clock(KiriStr s, gsize *at, KiriStatedDate *d);
