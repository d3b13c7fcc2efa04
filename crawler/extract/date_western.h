// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates in running text of European languages: "March 5, 2019", "5 mars 2019",
 * "5. März 2019", "05.03.2019", with a clock behind them where one stands.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>

/* The first such date in `s`; clocks are read at `offset_min`. [*from, *to) is
 * its place. Numbers alone with slashes are read month first for `is_american`,
 * day first otherwise. */
gboolean kiri_date_find_western(KiriStr s, gint offset_min, gboolean is_american, KiriTime *out,
                                gsize *from, gsize *to);
