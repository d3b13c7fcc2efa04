// SPDX-License-Identifier: GPL-3.0-or-later
#include <kirinuki/rhythm.h>

static const KiriField rhythm_fields[] = {
    {KIRI_FIELD(1, KiriRhythm, since, TIME)},
    {KIRI_FIELD(2, KiriRhythm, latest, TIME)},
    {KIRI_FIELD(3, KiriRhythm, cells, BYTES)},
};
const KiriShape kiri_rhythm_shape = KIRI_SHAPE("rhythm", KiriRhythm, rhythm_fields);
