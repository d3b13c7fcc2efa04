// SPDX-License-Identifier: GPL-3.0-or-later
/* The releases as they are looked up, and what ties an article to them.
 *
 * Of every release the matcher holds a card and postings of its words and
 * fingerprints, on shelves by month (shelf.h); its text is read and taken apart when it
 * is a candidate, and kept while it fits into KIRI_MATCHER_CACHE_BYTES. So an article
 * costs what the releases of its time cost, not what all do, and one more release costs
 * sorting its shelf.
 *
 *   M1 What the matcher says follows from the set of releases, not from the order in
 *      which they came: whatever is cut off is cut by score, then by release id.
 *   M2 It says nothing about other articles: a tie is a function of one article and the
 *      set of releases.
 *   M3 Only releases whose time fits, and those that share fingerprints with the
 *      article, are candidates; so adding a release can change the ties of no other
 *      articles than those.
 *
 * Memory: about 3 KB for a release of 1,300 letters, and the cache.
 *
 * Thread rule: one thread at a time (releases are taken apart when first needed). */
#pragma once

#include "topics/key_mask.h"
#include "match_features.h"
#include "facts/organisation_names.h"
#include "lineage/passages.h"
#include "sheet.h"
#include "shelf.h"

#include <kirinuki/clip.h>

typedef struct {
    KiriRelease *release; // of a bare one id, version, date and embargo alone
    KiriRelease *whole;   // of a bare one, when first needed
    KiriDoc *doc;
    gint organisation; // in the names, or -1
    gboolean is_ours;  // its organisation has our full name
    gboolean is_bare;  // made of a form, without the release's own text
    char **keywords;   // N-forms
    char *url;         // canonical, or NULL
    /* Made when first needed. */
    KiriLetters letters; // of the whole text
    KiriGrams grams;
    gboolean has_letters;
} KiriEntry;

/* Where the text of a release is read from. */
typedef struct {
    /* (transfer full); NULL: it cannot be read, and counts as one that says nothing. */
    KiriRelease *(*read)(const char *id, gpointer data);
    gpointer data;
    /* Its form (entry_form.h), which saves taking it apart (transfer full, NULL: there is
     * none), and keeping one; with NULL the release goes. Each may be NULL. */
    GBytes *(*form)(const char *id, gpointer data);
    void (*keep)(const char *id, GBytes *form, gpointer data);
    guint64 signature; // of the program and data that make forms
} KiriReleaseReader;

#define KIRI_MATCHER_CACHE_BYTES ((gsize)96 << 20)

typedef struct KiriEntryCache KiriEntryCache;

typedef struct {
    const KiriFrequencies *frequencies; // borrowed until free
    const KiriWeights *weights;         // likewise
    KiriNames *names;                   // of the settled releases
    gint ours;                          // the office's own organisation in the names, or -1
    char *our_name;                     // N-form; "" when there is none
    /* Private. */
    char *our_owner;
    GPtrArray *shelves;     // KiriShelf
    KiriKeyMask print_mask; // of the fingerprints on all of them
    GHashTable *places;     // release id → its number + 1
    GHashTable *owners;     // organisation with its aliases → Owner
    GPtrArray *owner_order;
    gboolean has_other_owners; // than the names have
    KiriEntryCache *cache;
    GHashTable *held; // id → KiriRelease, of a matcher that reads from no store
} KiriMatcher;

/* A matcher without releases. `organisation` and `aliases` may be NULL. (transfer full) */
KiriMatcher *kiri_matcher_open(const KiriFrequencies *frequencies, const KiriWeights *weights,
                               const char *organisation, const char *const *aliases,
                               const KiriReleaseReader *reader);
/* One that holds the releases itself. `releases` gives up its KiriRelease records (the
 * array itself stays with the caller); of several with one id the last one counts.
 * (transfer full) */
KiriMatcher *kiri_matcher_new(const KiriFrequencies *frequencies, const KiriWeights *weights,
                              const char *organisation, const char *const *aliases,
                              GPtrArray *releases);
void kiri_matcher_free(KiriMatcher *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriMatcher, kiri_matcher_free)

/* A new or changed release; one that is removed is taken off. Nothing may be asked of
 * the matcher before it is settled again. */
void kiri_matcher_put(KiriMatcher *m, const KiriRelease *release);
void kiri_matcher_remove(KiriMatcher *m, const char *id);
/* Takes a whole shelf over, whose releases it has not yet. */
void kiri_matcher_adopt(KiriMatcher *m, KiriShelf *shelf);
/* Does it hold just this record? */
gboolean kiri_matcher_has(const KiriMatcher *m, const KiriRelease *release);
void kiri_matcher_settle(KiriMatcher *m);

/* Number of the release with this id, or -1: it stays until that release changes. */
gint kiri_matcher_index(const KiriMatcher *m, const char *id);
/* Of two releases, the order of their ids. */
gint kiri_matcher_order(const KiriMatcher *m, guint a, guint b);
/* What is known of a release without reading it. Borrowed until the set changes. */
const KiriCard *kiri_matcher_card(const KiriMatcher *m, guint number);
/* A release taken apart. Borrowed until the next kiri_matcher_trim() or change of the
 * set. */
KiriEntry *kiri_matcher_entry(const KiriMatcher *m, guint number);
/* The whole release of an entry. Borrowed as long as the entry. */
const KiriRelease *kiri_matcher_release(const KiriMatcher *m, KiriEntry *e);
/* The same of a release that is in no matcher. (transfer full) */
KiriEntry *kiri_entry_new(const KiriMatcher *m, KiriRelease *release);
void kiri_entry_free(KiriEntry *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriEntry, kiri_entry_free)
/* Lets go of entries, those that were not asked for longest first, until they fit into
 * the cache. kiri_matcher_ties() does so before it begins. */
void kiri_matcher_trim(const KiriMatcher *m);
/* Memory of what is held of all releases, without the cache. */
gsize kiri_matcher_bytes(const KiriMatcher *m);

/* Letters and grams of the release, made when first needed. */
void kiri_entry_prepare(KiriEntry *e);

typedef struct KiriPlaces KiriPlaces; // passing.c
void kiri_places_free(KiriPlaces *p);

/* An article as matching sees it. */
typedef struct {
    KiriArticle *article;
    KiriDoc *doc;
    KiriSheet sheet;
    GArray *prints;     // guint64
    char *credit;       // wire credit of its page or text, NULL for none
    GArray *named;      // KiriNamed, once the ties are known
    KiriPlaces *places; // its words by sentence, when first needed
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

/* ---- matcher_search.c ---- */

#define KIRI_LEAST_COSINE 0.06
#define KIRI_LEAST_PRINTS 2

/* A release that has something in common with an article. */
typedef struct {
    guint entry;
    gdouble cosine; // of the words
    guint prints;   // fingerprints in common
    gboolean fits;  // in time: it is not date_far
    gboolean is_linked;
} KiriFound;

/* Those that the article may mean: in time with KIRI_LEAST_COSINE or linked to or within
 * `near_from` … `near_to` days of the article (none where `near_from` is greater), or with
 * KIRI_LEAST_PRINTS, whatever their time. In no order (transfer full). The subject must be
 * finished. */
GArray *kiri_matcher_search(const KiriMatcher *m, const KiriSubject *s, gint64 near_from,
                            gint64 near_to);

/* Keywords that the release's title holds and that are rarer than one document in
 * hundred, the rarest first (transfer full). */
char **kiri_entry_rare_keywords(const KiriMatcher *m, const KiriEntry *entry);
/* Of the releases from `from` to `to` days before the article the first by id with a
 * rare keyword of its title in the article; that word (transfer full), or NULL. */
char *kiri_matcher_find_word(const KiriMatcher *m, const KiriDoc *article, gint64 from, gint64 to,
                             guint *entry);

/* ---- ties.c ---- */

typedef struct {
    guint entry;
    gdouble cosine;
    gdouble probability;
    gdouble a_in_r, r_in_a; // shares of grams
    guint shared_prints;
    gsize longest;             // shared run in letters
    gdouble covered;           // share of the article in runs ≥ 20 letters
    gboolean is_edited;        // much of it is, in an editor's words (manner.h)
    gboolean fits;             // in time: it is not date_far
    gboolean is_candidate;     // by itself, not only because it was asked for
    gboolean is_linked;        // the article links to the release
    gboolean is_by_name;       // of these days, by an organisation in title or lead
    gboolean is_other_event;   // than that of the best tie
    gboolean has_own_evidence; // a figure or name that the best tie's release lacks
    KiriFeatures features;
} KiriTie;

/* Ties by falling probability, then by release id: at most KIRI_TIES (transfer
 * full). Finishes the subject and sets its `named`. */
#define KIRI_TIES 12
GArray *kiri_matcher_ties(KiriMatcher *m, KiriSubject *subject);

/* Do both announce the same thing at the same time? */
gboolean kiri_matcher_is_same_event(const KiriMatcher *m, guint a, guint b);

/* The same where one release (by number; -1: none) is compared whether it is a candidate
 * or not, and another is left aside: for explaining. */
typedef struct {
    gint wanted, without;
} KiriTieQuestion;
GArray *kiri_matcher_ties_for(KiriMatcher *m, KiriSubject *subject, const KiriTieQuestion *q);
/* ties_asked.c: puts the question to the candidates, the likeliest first. */
void kiri_ties_arrange(const KiriMatcher *m, const KiriSubject *s, const KiriTieQuestion *q,
                       GArray *ties);

/* May the article's clips depend on this release: is it a candidate, or does one
 * of its words occur? `doc` is the article's; it is taken apart as far as the answer
 * needs, which for most is not far. */
gboolean kiri_matcher_concerns(const KiriMatcher *m, const KiriEntry *e, const KiriArticle *article,
                               KiriDoc *doc);

/* Is the article the release's own text? */
gboolean kiri_tie_is_verbatim(const KiriTie *tie);
/* A keyword of the release that its title holds and that occurs in the article;
 * the most telling one, borrowed, or NULL. Words that one document in hundred has
 * are no names. */
const char *kiri_entry_keyword_in(const KiriMatcher *m, const KiriEntry *entry,
                                  const KiriDoc *article);
