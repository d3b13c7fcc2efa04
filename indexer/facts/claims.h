// SPDX-License-Identifier: GPL-3.0-or-later
/* What a text states (事実): figures, days, months, years, times of day, people and
 * names in quotes, each with the sentence it stands in and what is said around it.
 * Releases and articles are taken apart the same way; facts.h shows the result,
 * contradiction.h compares two of them.
 *
 * Figures are those of numbers.h, days those of text_dates.h; what is added here
 * is what they speak of: the words on either side, the event (発売, 受付開始), and
 * the frame (last year's, a goal, an average, a change).
 *
 * Thread rule: any thread. */
#pragma once

#include "text_dates.h"

#include <kirinuki/normalize.h>
#include <kirinuki/numbers.h>

typedef enum {
    KIRI_CLAIM_FIGURE,
    KIRI_CLAIM_DAY,
    KIRI_CLAIM_MONTH, // a month without a day
    KIRI_CLAIM_YEAR,  // a year or 年度 without a month
    KIRI_CLAIM_CLOCK,
    KIRI_CLAIM_PERSON,
    KIRI_CLAIM_NAME, // in 「」 or 『』
} KiriClaimKind;

/* Frames: a figure in one of them is not a figure outside of it. */
enum {
    KIRI_FRAME_PAST = 1 << 0,   // 前年, 昨年度, 前回
    KIRI_FRAME_GOAL = 1 << 1,   // 目標, 見込み, 計画
    KIRI_FRAME_MEAN = 1 << 2,   // 平均
    KIRI_FRAME_PART = 1 << 3,   // うち, 内訳, 男性, 女性
    KIRI_FRAME_CHANGE = 1 << 4, // 増, 減, 上昇
    KIRI_FRAME_SHARE = 1 << 5,  // 占める, 割合
    KIRI_FRAME_MOST = 1 << 6,   // 最大, 上限
};

typedef struct {
    KiriStr original; // of the title or the text, borrowed
    KiriNormal n;     // with its map
    GArray *words;    // guint64, each once
    gboolean is_title;
} KiriClaimSentence;

typedef struct {
    KiriClaimKind kind;
    guint sentence;
    gsize from, to;       // bytes of the sentence's N-text
    gint64 value;         // thousandths; month × 100 + day; month; year; minutes of the day
    const char *unit;     // of figures, static; of years "年" or "年度"
    gint32 year;          // of a day: as stated, or 0
    gboolean is_about;    // 約, 超, 台
    gboolean is_bare;     // a day without its month, a clock time without 午前 or 午後
    char *name, *shown;   // of a person or a name: N-form, and as it is written
    const char *role;     // of a person, static; "" when there is none
    guint acts;           // events that it is said of: see kiri_claim_acts()
    guint frames;         // KIRI_FRAME_…
    GArray *left, *right; // guint64: words before and behind
    KiriStr head; // the noun just before, of the sentence's N-text: 上限額 of 上限額は
} KiriClaim;

typedef struct {
    GArray *sentences; // KiriClaimSentence, the title first
    GArray *claims;    // KiriClaim in the order of the text
} KiriClaims;

/* `title` and `text` must outlive the result; NULL is no text. `reference` resolves
 * days without a month. (transfer full) */
KiriClaims *kiri_claims_of(const char *title, const char *text, KiriTime reference);
void kiri_claims_free(KiriClaims *claims);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriClaims, kiri_claims_free)

static inline const KiriClaim *kiri_claims_get(const KiriClaims *c, guint i)
{
    return &g_array_index(c->claims, KiriClaim, i);
}
static inline const KiriClaimSentence *kiri_claims_sentence(const KiriClaims *c, guint i)
{
    return &g_array_index(c->sentences, KiriClaimSentence, i);
}

/* "147878人", "4月27日", "9月", "2030年度", "18時30分", a name (transfer full). */
char *kiri_claim_format(const KiriClaim *c);

/* ---- claim_scope.c: what is said around [from, to) of a sentence ---- */

/* Events as a set of bits: a bit for each family of words (発売・売り出す). Those in
 * the clause; `から` and `まで` right behind it are events too. `name` of bit i is
 * kiri_claim_act_names[i], "" behind the last. */
guint kiri_claim_acts(KiriStr n, gsize from, gsize to);
extern const char *const kiri_claim_act_names[];
/* Only the bits of から and まで. */
guint kiri_claim_marks(KiriStr n, gsize to);
guint kiri_claim_frames(KiriStr n, gsize from, gsize to);
gboolean kiri_claim_is_about(KiriStr n, gsize from, gsize to);

/* ---- persons.c ---- */

typedef struct {
    gsize from, to;   // the name, in the N-text
    const char *role; // canonical, static; "" for さん and 氏
} KiriPerson;
/* People by the office or form of address beside the name: KiriPerson (transfer
 * full). */
GArray *kiri_persons_with_roles(KiriStr n_text);
