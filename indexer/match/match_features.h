// SPDX-License-Identifier: GPL-3.0-or-later
/* How alike an article and a release are, as numbers, and what they are worth.
 *
 *   contain_a_in_r   share of the article's 5-grams that the release has
 *   contain_r_in_a   share of the release's (原文流用率)
 *   log_lcs          ln(1 + longest shared run in letters) ÷ 6
 *   bm25_cos         cosine of the word vectors
 *   key_terms        share of the release's 12 heaviest words in the article
 *   log_numbers      ln(1 + shared telling figures; a rounded one counts half)
 *   dates            min(2, shared days) ÷ 2; the release's own day counts half
 *   log_quoted       ln(1 + shared strings in 「」)
 *   org              probability that the release's organisation is named; ½ where
 *                    the release does not say whose it is
 *   edition_conflict both name a year, issue or month, and none in common
 *   date_near        published −2 … 14 days after the release
 *   date_far         more than 3 days before, or more than 120 days after
 *   margin           cosine − the best cosine of another release event, ±.5
 *   title_cos        cosine of the titles
 *   persons          ln(1 + shared people)
 *   words_a_in_r     share of the article's words, by weight, that the release has
 *   title_in_r       share of the article's title, by rarity, that the release has
 *   quoted_alien     a name in 「」 in the article's title that the release lacks
 *   numbers_alien    share of the telling figures in the article's lead that the release lacks
 *   announced_on     the article says it was announced on the release's day
 *   announced_else   … on another day
 *   later            words of a later text (レビュー, 株価) that the release lacks; ½ each
 *   act_alien        acts (発売, 延期) in the article's title that the release lacks; ½ each
 *   org_lead         the release's organisation is named in title or lead
 *   prompt           published −1 … 3 days after the release
 *   late             published more than 14 days after: ½, and more up to 1 after 120
 *   dates_alien      share of the article's days with a month that the release lacks; 0
 *                    where a name in 「」 in the article's title stands in the release
 *   subject_alien    the article opens with 「…は」, a name that neither the release has
 *                    nor its organisation goes by
 *   title_alien      the article's title opens with 「…、」, a name that neither has
 *   title_edition    the article's title names an issue or a month, and not the release's
 *   lead             (sum of all else − the best sum of another release event) ÷ 4, ±1
 *
 * The list, and what each of them means, has the version
 * KIRI_FEATURES_VERSION: weights that were fitted for another one are refused.
 *
 * Thread rule: any thread. */
#pragma once

#include "doc.h"
#include "letters.h"

#define KIRI_FEATURES_VERSION "6"

typedef enum {
    KIRI_X_CONTAIN_A_IN_R,
    KIRI_X_CONTAIN_R_IN_A,
    KIRI_X_LOG_LCS,
    KIRI_X_BM25_COS,
    KIRI_X_KEY_TERMS,
    KIRI_X_LOG_NUMBERS,
    KIRI_X_DATES,
    KIRI_X_LOG_QUOTED,
    KIRI_X_ORG,
    KIRI_X_EDITION_CONFLICT,
    KIRI_X_DATE_NEAR,
    KIRI_X_DATE_FAR,
    KIRI_X_MARGIN,
    KIRI_X_TITLE_COS,
    KIRI_X_PERSONS,
    KIRI_X_WORDS_A_IN_R,
    KIRI_X_TITLE_IN_R,
    KIRI_X_QUOTED_ALIEN,
    KIRI_X_NUMBERS_ALIEN,
    KIRI_X_ANNOUNCED_ON,
    KIRI_X_ANNOUNCED_ELSE,
    KIRI_X_LATER,
    KIRI_X_ACT_ALIEN,
    KIRI_X_ORG_LEAD,
    KIRI_X_PROMPT,
    KIRI_X_LATE,
    KIRI_X_DATES_ALIEN,
    KIRI_X_SUBJECT_ALIEN,
    KIRI_X_TITLE_ALIEN,
    KIRI_X_TITLE_EDITION,
    KIRI_X_LEAD,
    KIRI_N_X
} KiriX;
extern const char *const kiri_x_names[]; // NULL-terminated

typedef struct {
    gdouble x[KIRI_N_X];
} KiriFeatures;

/* What says that a release is named in passing (passing.h). */
typedef enum {
    KIRI_M_ORG,
    KIRI_M_ORG_BEHIND,
    KIRI_M_NAME,
    KIRI_M_NAME_BEHIND,
    KIRI_M_MATTER,
    KIRI_M_FRONT,
    KIRI_M_SPREAD,
    KIRI_M_LATER,
    KIRI_M_BACK,
    KIRI_M_DATED,
    KIRI_M_FOLLOWS,
    KIRI_M_PRECEDES,
    KIRI_M_OTHER,
    KIRI_M_ANNOUNCES,
    KIRI_M_BARE,
    KIRI_M_ASIDE,
    KIRI_M_UNNAMED,
    KIRI_M_ABOUT,
    KIRI_M_REPORTS,
    KIRI_N_M
} KiriM;
extern const char *const kiri_m_names[]; // NULL-terminated

typedef struct {
    gdouble x[KIRI_N_M];
} KiriPassing;

/* What was found in common, for the explanation; each NULL-terminated or NULL. */
typedef struct {
    char **numbers, **dates, **quoted, **persons;
} KiriShared;
void kiri_shared_clear(KiriShared *shared);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriShared, kiri_shared_clear)

/* Sets what two documents give by themselves; the texts' passages, names of
 * organisations, keywords and rivals are the caller's. `shared` may be NULL. */
void kiri_features_compare(const KiriDoc *article, const KiriDoc *release, KiriFeatures *out,
                           KiriShared *shared);

/* The features of what the article has and the release lacks (quoted_alien,
 * numbers_alien, dates_alien, act_alien) again, for an article that covers two: what
 * `beside`, the other release, explains is not alien. */
void kiri_features_beside(const KiriDoc *article, const KiriDoc *release, const KiriDoc *beside,
                          KiriFeatures *out);

/* ---- match_words.c, match_signs.c, match_aliens.c: called by the above ---- */

void kiri_features_words(const KiriDoc *article, const KiriDoc *release, gdouble *x);
void kiri_features_signs(const KiriDoc *article, const KiriDoc *release, gdouble *x);
/* Acts of the article's title that neither has; `beside` may be NULL. */
gdouble kiri_acts_alien(const KiriDoc *article, const KiriDoc *release, const KiriDoc *beside);
/* Days of the article that neither has. */
gdouble kiri_dates_alien(const KiriDoc *article, const KiriDoc *release, const KiriDoc *beside);
void kiri_features_aliens(const KiriDoc *article, const KiriDoc *release, gdouble *x);
/* The name that a text opens with, when it is what the text is about: 「湊電機は」,
 * 「【東京】湊電機(MDK)は」. Empty where it opens otherwise. */
KiriStr kiri_subject_of(KiriStr n_text);
/* The name before the first comma of a title: 「湊電機、…」. Empty where there is none. */
KiriStr kiri_subject_of_title(KiriStr n_title);

/* Days between: release to article, at least and at most; FALSE when unknown. */
gboolean kiri_days_after(const KiriDoc *article, const KiriDoc *release, gint64 *least,
                         gint64 *most);
/* May the article be of the days `from` … `to` after a release of these days? */
gboolean kiri_days_are_within(const KiriDoc *article, gint64 first_day, gint64 last_day,
                              gboolean has_day, gint from, gint to);
/* The date_far of the list above, in days before and behind. */
#define KIRI_FAR_BEFORE 3
#define KIRI_FAR_BEHIND 120
gboolean kiri_is_date_far(const KiriDoc *article, const KiriDoc *release);

/* ---- weights ---- */

typedef struct {
    gdouble bias;
    gdouble w[KIRI_N_X];
    gdouble mention_bias;
    gdouble mention[KIRI_N_M];
    char *version; // "2026-04-01/1": of the file, and of the features
} KiriWeights;

/* Reads dictionaries/match_weights.tsv: "name<TAB>value" lines, those of passing.h as
 * "mention.name"; head lines
 * #format, #features and #version; further head lines are provenance. Errors:
 * NOT_FOUND, IO, PARSE (line), STALE (made for other features). (transfer full) */
KiriWeights *kiri_weights_load(const char *path, GError **error);
void kiri_weights_free(KiriWeights *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriWeights, kiri_weights_free)
gdouble kiri_weights_probability(const KiriWeights *w, const KiriFeatures *f);
/* That a release with these signs is named in passing. */
gdouble kiri_weights_mention(const KiriWeights *w, const KiriPassing *p);
/* The sum before it becomes a probability, without the part of `lead`. */
gdouble kiri_weights_evidence(const KiriWeights *w, const KiriFeatures *f);
