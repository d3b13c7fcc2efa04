// SPDX-License-Identifier: GPL-3.0-or-later
/* The releases as they are looked up, and what ties an article to them.
 *
 * A matcher holds all releases that are not removed, taken apart, with postings
 * of their words and fingerprints. It says nothing about other articles: a tie is
 * a function of one article and the set of releases, so it does not matter when
 * either arrived. Only releases whose time fits, and those that share
 * fingerprints with the article, are candidates; so adding a release can change
 * the ties of no other articles than those.
 *
 * Memory: about 20 KB for each release.
 *
 * Thread rule: one thread at a time (texts of releases are prepared when first
 * needed). */
#pragma once

#include "match_features.h"
#include "organisation_names.h"
#include "passages.h"
#include "sheet.h"

#include <kirinuki/clip.h>

typedef struct {
    KiriRelease *release;
    KiriDoc *doc;
    gint organisation; // in the names, or -1
    gboolean is_ours;  // its organisation has our full name
    char **keywords;   // N-forms
    char *url;         // canonical, or NULL
    /* Made when first needed. */
    KiriLetters letters; // of the whole text
    KiriGrams grams;
    gboolean has_letters;
} KiriEntry;

typedef struct {
    const KiriFrequencies *frequencies; // borrowed until free
    const KiriWeights *weights;         // likewise
    KiriNames *names;
    gint ours;          // the office's own organisation in the names, or -1
    char *our_name;     // N-form; "" when there is none
    GPtrArray *entries; // KiriEntry, by release id
    GArray *postings;   // private: words → entries
    GArray *prints;     // private: fingerprints → entries
} KiriMatcher;

/* `releases` gives up its KiriRelease records (the array itself stays with the
 * caller). `organisation` and `aliases` may be NULL. (transfer full) */
KiriMatcher *kiri_matcher_new(const KiriFrequencies *frequencies, const KiriWeights *weights,
                              const char *organisation, const char *const *aliases,
                              GPtrArray *releases);
void kiri_matcher_free(KiriMatcher *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriMatcher, kiri_matcher_free)
const KiriEntry *kiri_matcher_entry(const KiriMatcher *m, guint i);
/* Index of the release with this id, or -1. */
gint kiri_matcher_index(const KiriMatcher *m, const char *id);

/* Letters and grams of the release, made when first needed. */
void kiri_entry_prepare(KiriEntry *e);

/* An article as matching sees it. */
typedef struct {
    KiriArticle *article;
    KiriDoc *doc;
    KiriSheet sheet;
    GArray *prints; // guint64
    char *credit;   // wire credit of its page or text, NULL for none
    GArray *named;  // KiriNamed, once the ties are known
} KiriSubject;

/* Takes `article` over. What copies are known by is ready, the rest when it is
 * finished. (transfer full) */
KiriSubject *kiri_subject_new(KiriArticle *article);
void kiri_subject_finish(KiriSubject *s, const KiriFrequencies *frequencies);
void kiri_subject_free(KiriSubject *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSubject, kiri_subject_free)

/* The wire that the article names as its origin, by its page or in brackets at
 * either end of its text; NULL for none (transfer full). */
char *kiri_credit_of(const KiriArticle *article);
/* Is it on the wire's own site? */
gboolean kiri_is_own_site(const char *credit, const KiriArticle *article);

/* Adds, for each release by index, the cosine of the words and the number of
 * fingerprints in common. */
void kiri_matcher_sum(const KiriMatcher *m, const KiriSubject *s, gdouble *cosine, guint *prints);

typedef struct {
    guint entry;
    gdouble cosine;
    gdouble probability;
    gdouble a_in_r, r_in_a; // shares of grams
    guint shared_prints;
    gsize longest;             // shared run in letters
    gdouble covered;           // share of the article in runs ≥ 20 letters
    gboolean is_linked;        // the article links to the release
    gboolean is_other_event;   // than that of the best tie
    gboolean has_own_evidence; // a figure or name that the best tie's release lacks
    KiriFeatures features;
} KiriTie;

/* Ties by falling probability, then by release id: at most KIRI_TIES (transfer
 * full). Finishes the subject and sets its `named`. */
#define KIRI_TIES 12
GArray *kiri_matcher_ties(KiriMatcher *m, KiriSubject *subject);

/* May the article's clips depend on this release: is it a candidate, or does one
 * of its words occur? */
gboolean kiri_matcher_concerns(const KiriMatcher *m, guint entry, KiriSubject *subject);

/* Is the article the release's own text? */
gboolean kiri_tie_is_verbatim(const KiriTie *tie);
/* A keyword of the release that its title holds and that occurs in the article;
 * the most telling one, borrowed, or NULL. Words that one document in hundred has
 * are no names. */
const char *kiri_entry_keyword_in(const KiriMatcher *m, const KiriEntry *entry,
                                  const KiriDoc *article);
