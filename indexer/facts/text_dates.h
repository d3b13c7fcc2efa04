// SPDX-License-Identifier: GPL-3.0-or-later
/* All the days, years and issues that an N-text names.
 *
 * date_text.h answers when a text was published: the first date of it. Here every
 * date counts, as something that two texts may share, and durations (7日間) and
 * shares (3分の1) must not be taken for one.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>

typedef struct {
    gint32 key;           // month × 100 + day
    gint32 year;          // 0: not stated
    gsize from, to;       // bytes of the N-text
    gboolean is_relative; // 17日, 昨日: resolved against the reference day
} KiriTextDate;

/* In text order (transfer full). `reference` resolves days without a month: the
 * day with that number that is nearest to it; unset: they are left out. */
GArray *kiri_text_dates_find(KiriStr n_text, KiriTime reference);

/* Is the day in the list? Years count where both state one. */
gboolean kiri_text_dates_have(const GArray *dates, const KiriTextDate *date);

/* What tells one instalment from the next. Each set ascending, each value once. */
typedef struct {
    GArray *years;  // gint32: 2026年, 令和8年, 2026年度
    GArray *issues; // gint32: 第12回, 12回目
    GArray *months; // gint32: 3月 as a whole: 3月分, 3月の
} KiriEditions;

void kiri_editions_find(KiriStr n_text, KiriEditions *out);
void kiri_editions_clear(KiriEditions *e);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriEditions, kiri_editions_clear)

/* Do both name something of a kind, and nothing in common? */
gboolean kiri_editions_conflict(const KiriEditions *release, const KiriEditions *article);
/* The same of issues and months alone. */
gboolean kiri_issues_conflict(const KiriEditions *release, const KiriEditions *article);
