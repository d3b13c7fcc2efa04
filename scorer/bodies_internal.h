// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of bodies share.
 *
 * Thread rule: any thread. */
#pragma once

#include "bodies.h"

typedef struct {
    const char *text;
    KiriBodyKinds kinds;
    gboolean is_alone;
} KiriBodyEnding;
extern const KiriBodyEnding kiri_body_endings[]; // ended by a NULL text

/* A word's value is kinds × KIRI_N_SPEAKERS + speaker. */
struct KiriBodyTables {
    KiriWordTable *words;
};

gboolean kiri_str_ends(KiriStr s, const char *end);
