// SPDX-License-Identifier: GPL-3.0-or-later
/* What the verdicts on the clips of one release or topic teach about the others.
 *
 * From ten decided stories on, two things move for that release or topic alone:
 *
 *   logit p' = α + β · logit p + Σ w(t)
 *
 * α and β are the threshold: the program is too strict or too generous here. They are
 * the most probable values under the priors α ~ N(0, ½²), β ~ N(1, ¼²), so a handful of
 * verdicts moves them little. The terms t are names (runs of kanji, katakana, Latin
 * letters) that separate what was accepted from what was rejected; w is the logarithm
 * of the odds ratio with ½ added to each count, shrunk by its standard error s to
 * w · τ² ÷ (τ² + s²), τ = 1. At most eight, each within ±1.5, their sum within ±2.5. For a
 * topic, whose match is certain, p counts as .85, β is 1, and α ~ N(0, 1).
 *
 * All of it is computed from what is stored, whenever it is asked for: undoing verdicts,
 * or switching learning off, takes it back. Copies of one story count once. Clips that
 * a person decided about never change.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>

typedef struct {
    char *word;               // N-form
    guint accepted, rejected; // stories that have it
    gdouble weight;
} KiriLearnedTerm;

typedef struct {
    gboolean is_topic, is_off;
    guint accepted, rejected; // decided stories
    gboolean is_active;       // enough of them, and not switched off
    gdouble alpha, beta;
    GPtrArray *terms; // KiriLearnedTerm, the most telling first
} KiriLearned;

#define KIRI_LEARN_FROM 10 // decided stories

/* What is known of the release or topic `id`. Errors: what the store says.
 * (transfer full) */
KiriLearned *kiri_learned_of(KiriStore *store, KiriNoun noun, const char *id, GError **error);
void kiri_learned_free(KiriLearned *learned);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriLearned, kiri_learned_free)

/* The same from the verdicts alone, which the caller holds (clip id → KiriVerdict):
 * release or topic id → KiriLearned of all that are active (transfer full). */
GHashTable *kiri_learned_all(KiriStore *store, GHashTable *verdicts, GError **error);
/* Changes when anything does that moves a probability; "" for what is not active.
 * (transfer full) */
char *kiri_learned_digest(const KiriLearned *learned);

/* One clip under what was learned. */
typedef struct {
    gdouble before, after;    // probabilities
    gdouble threshold, terms; // pushes on the logit
    guint n_terms;            // words that occur
    const char *word;         // the one that pushes most; borrowed, NULL for none
} KiriLearnedPush;
/* `text` is the N-form of headline and text. Requires is_active. */
KiriLearnedPush kiri_learned_push(const KiriLearned *learned, gdouble probability,
                                  const char *text);
/* Puts it into a clip that no person decided about: probability, class, what follows
 * from them, and two features of the evidence, "learned threshold" and "learned terms".
 * An article of a topic that is less likely wanted than not is for a person to look at;
 * below .05 it is of class none, with the reason. */
void kiri_learned_apply(const KiriLearned *learned, const char *text, KiriClip *clip);
/* Takes out again what kiri_learned_apply() put in: the clip is as the program made it.
 * Nothing to do where nothing was put in. */
void kiri_learned_take_back(KiriClip *clip);
