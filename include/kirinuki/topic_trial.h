// SPDX-License-Identifier: GPL-3.0-or-later
/* What can be said of a topic before it is saved: how precise it is by what people
 * decided, and which words would cut its noise.
 *
 * Thread rule: one thread at a time per trial. */
#pragma once

#include <kirinuki/article.h>
#include <kirinuki/query.h>

/* ---- a share, from a few verdicts ---- */

typedef struct {
    guint accepted, judged;
    gdouble share;     // accepted ÷ judged; 0 when nothing was judged
    gdouble low, high; // within which the true share lies, 95 times of 100
} KiriEstimate;

/* Wilson's score interval (E. B. Wilson: Probable inference, the law of succession,
 * and statistical inference, JASA 22, 1927) with z = 1.96:
 *
 *   (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n)
 *
 * It stays inside [0, 1] and is honest for few verdicts; for none it is [0, 1]. */
KiriEstimate kiri_estimate_share(guint accepted, guint judged);

/* ---- noise ---- */

typedef enum {
    KIRI_OPINION_NONE,
    KIRI_OPINION_ACCEPTED,
    KIRI_OPINION_REJECTED,
} KiriOpinion;

typedef struct {
    char *word;
    guint unwanted, wanted; // hits that have it
    gdouble score;
} KiriNoiseWord;

typedef struct KiriTopicTrial KiriTopicTrial;

/* `frequencies_path`: dictionaries/term_frequencies.tsv. Errors: NOT_FOUND, IO,
 * PARSE. (transfer full) */
KiriTopicTrial *kiri_topic_trial_new(const char *frequencies_path, GError **error);
void kiri_topic_trial_free(KiriTopicTrial *trial);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTopicTrial, kiri_topic_trial_free)
/* One hit of the topic, with what people decided about it. */
void kiri_topic_trial_add(KiriTopicTrial *trial, const KiriArticle *article, KiriOpinion opinion);

/* At most `max` words (names: runs of kanji, katakana and Latin letters) that
 * separate unwanted hits from the others, the best first: array of KiriNoiseWord
 * that owns its elements (transfer full). Unwanted are the rejected hits where
 * there are three or more (*is_by_verdicts); else the quarter that is least like the
 * rest: the mean cosine of its word vector with those of all hits is lowest. Fewer
 * than twelve hits and no verdicts give no words.
 *
 * Score: the logarithm of the odds ratio of "has the word" between both groups, in
 * standard errors (each count ½ larger, so that none is nothing):
 *
 *   ln((a+½)(d+½) ÷ (b+½)(c+½)) ÷ √(1/(a+½) + 1/(b+½) + 1/(c+½) + 1/(d+½))
 *
 * a, b: unwanted with and without it, c, d: wanted. Words are proposed one after
 * another, each for what the ones before leave; a word that takes away fewer than
 * three unwanted hits, or one wanted hit for fewer than ten unwanted ones, or scores
 * below 1.96, is not. Without verdicts, everyday words (in one article of a hundred and
 * more, by the table of frequencies) are none either. A keyword of the query, or a part of one, never is. */
GPtrArray *kiri_topic_trial_noise(const KiriTopicTrial *trial, const KiriQuery *query, guint max,
                                  gboolean *is_by_verdicts);
