// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands around a word of tone: quotes and who is quoted, the particle behind a
 * mention, denial and doubt behind the word, the turn of a sentence.
 *
 * Thread rule: any thread. */
#pragma once

#include "reading.h"

/* ---- particles ---- */

/* What the noun phrase that a mention stands in is, by the particle behind it. */
typedef enum {
    KIRI_MARK_NONE,
    KIRI_MARK_TOPIC,   // は, も
    KIRI_MARK_SUBJECT, // が
    KIRI_MARK_OBJECT,  // を
    KIRI_MARK_TOWARDS, // に, へ, に対し
    KIRI_MARK_SOURCE,  // から, によると, では
    KIRI_MARK_WITH,    // と, で
} KiriMark;

typedef struct {
    KiriMark mark;
    gboolean is_owner; // 同省の対応を: the phrase is about what is the mention's
    gsize at;          // of the particle; 0: none
} KiriMarking;
KiriMarking kiri_marking(KiriStr n, gsize mention_end);

/* ---- quotes ---- */

typedef struct {
    gsize from, to;    // between 「 and 」
    gboolean is_short; // no more than a word or a name in brackets
} KiriQuoted;
/* KiriQuoted of a sentence (transfer full). `begins_quoted`: it starts inside one. */
GArray *kiri_quotes(KiriStr n, gboolean begins_quoted);
/* The quote around `at`; NULL: none. */
const KiriQuoted *kiri_quote_at(const GArray *quotes, gsize at);

/* ---- denial and doubt ---- */

typedef struct {
    gboolean is_denied;   // 不備はなかった, 評価できない
    gboolean is_overcome; // 不安を解消, 被害を防ぐ
    gboolean is_doubtful; // …の可能性, …とみられる, …かねない
    gboolean is_passive;  // 批判された, 批判を受けた
    gboolean is_asked;    // …を求める, …すべきだ
} KiriAround;
/* What follows the word that ends at `to`, up to the end of its clause. */
KiriAround kiri_around(KiriStr n, gsize to);

/* Where the sentence turns (…が、 …ものの、 …一方、); 0: nowhere. A turn at its very
 * beginning (しかし, ただ) is not one of these. */
gsize kiri_turn(KiriStr n);
