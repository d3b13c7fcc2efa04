// SPDX-License-Identifier: GPL-3.0-or-later
/* Why an article is no clip of a release or a topic, or why it is one: worked out now,
 * for this pair, from what is stored. Nothing is written, and no clip need exist.
 *
 * Thread rule: one thread at a time per store. */
#pragma once

#include <kirinuki/link.h>

/* What decided, in the order in which it is asked. */
typedef enum {
    KIRI_WHY_CLIP,           // it is one
    KIRI_WHY_REMOVED,        // the release or topic was removed
    KIRI_WHY_HOMONYM,        // a word of it stands there in another sense
    KIRI_WHY_LEARNED,        // verdicts on its other clips speak against it
    KIRI_WHY_OUT_OF_TIME,    // too long before or behind the release
    KIRI_WHY_NOTHING_SHARED, // too few words and no passage in common: no candidate
    KIRI_WHY_BEYOND,         // a candidate, but too many others promise more
    KIRI_WHY_OTHER,          // another release is what it covers
    KIRI_WHY_IMPROBABLE,     // compared, and too improbable
    KIRI_WHY_NO_MATCH,       // of a topic: the article is not what it asks for
    KIRI_N_WHYS
} KiriWhyOutcome;
extern const char *const kiri_why_names[]; // clip, removed, …

/* What the probability would be under another condition, and nothing else changed:
 *   article_day   the article were dated on the release's day, not vaguely
 *   in_time       the article were of the release's day
 *   without       the release `subject` were not there
 *   same_edition  both named the same year, issue and month
 *   organisation  the article named the release's organisation
 *   linked        the article linked to the release's page */
typedef struct {
    char *condition, *subject;
    gdouble probability;
} KiriWhatIf;
KIRI_DECLARE_RECORD(KiriWhatIf, what_if)

/* A clip that the article does have. */
typedef struct {
    char *release, *topic; // neither: a mention of our name
    gint class_;           // KiriClass
    gdouble probability;
    char *reason;
} KiriWhyOther;
KIRI_DECLARE_RECORD(KiriWhyOther, why_other)

typedef struct {
    char *article, *release;
    gint outcome;        // KiriWhyOutcome
    gint class_;         // of the clip that there is; none where there is none
    gdouble probability; // of the tie itself, before verdicts were heard
    gboolean is_candidate;
    gboolean has_days; // both are dated: the article came so many days after the release
    gint64 days_least, days_most;
    gdouble words;                      // cosine of their words
    gdouble least_words;                // … from which on it is a candidate
    gint64 shared_prints, least_prints; // fingerprints of passages, likewise
    gint64 far_before, far_behind;      // days outside of which it is out of time
    char *homonym;
    KiriEvidence *evidence; // of the pair, as if it were a clip; NULL where removed
    GPtrArray *what_ifs;    // KiriWhatIf that would make it likelier, most first
    GPtrArray *others;      // KiriWhyOther
} KiriWhy;
KIRI_DECLARE_RECORD(KiriWhy, why)

/* `options` as for kiri_link_run(). Errors: NOT_FOUND (article or release), those of
 * the data files, and what the store says. (transfer full) */
KiriWhy *kiri_why(KiriStore *store, const KiriLinkOptions *options, const char *article,
                  const char *release, GError **error);

/* ---- topics ---- */

/* One part of what a topic asks, from the root down; a keyword and its variants are
 * one part. */
typedef struct {
    char *from;      // query, exclude, media, sections or languages
    gint64 depth;    // in its tree: 0 for the root
    char *kind;      // keyword, prefix, and, or, not, near, site, …
    char *field;     // title or author; NULL
    char *text;      // as it was written; NULL: a list
    gint64 distance; // of NEAR
    gboolean is_met;
    gboolean is_cause;  // the article fails because of this very part
    char *found;        // the variant that occurs, where it is another than `text`
    gboolean is_inside; // not met: it occurs only as a part of a longer word
} KiriWhyPart;
KIRI_DECLARE_RECORD(KiriWhyPart, why_part)

typedef struct {
    char *article, *topic;
    gint outcome;        // CLIP, REMOVED, LEARNED or NO_MATCH
    gdouble probability; // after verdicts were heard; 0: no match
    GPtrArray *parts;    // KiriWhyPart
    GPtrArray *others;   // KiriWhyOther
} KiriWhyTopic;
KIRI_DECLARE_RECORD(KiriWhyTopic, why_topic)

/* As above; further error: USAGE, the topic's query. (transfer full) */
KiriWhyTopic *kiri_why_topic(KiriStore *store, const KiriLinkOptions *options, const char *article,
                             const char *topic, GError **error);
