// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two sources of numbers.h share. */
#pragma once

#include <kirinuki/numbers.h>

/* A counter or unit at the beginning of `s`: its canonical name and length, or
 * NULL. `is_kanji_safe` says whether a kanji numeral may stand before it. */
const char *kiri_unit_at(KiriStr s, gsize *length, gboolean *is_kanji_safe);
