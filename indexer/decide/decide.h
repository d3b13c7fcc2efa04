// SPDX-License-Identifier: GPL-3.0-or-later
/* From what is known of an article to its clips.
 *
 * Thread rule: one thread at a time per matcher. */
#pragma once

#include "lineage/lineage.h"
#include "match/passing.h"

#include <kirinuki/topic_set.h>
#include <kirinuki/verdict.h>

#define KIRI_P_LINK 0.5   // covers the release
#define KIRI_P_SECOND 0.7 // covers another release as well
#define KIRI_P_NEAR_CERTAIN 0.9
#define KIRI_P_SHOWN 0.15  // below: no tie
#define KIRI_P_MENTION 0.4 // is named in passing (passing.h)

typedef struct {
    KiriMatcher *matcher;
    const GPtrArray *topics;       // KiriTopic; NULL: none
    const KiriTopicSet *topic_set; // made from them; NULL: none
    KiriTopicScan *topic_scan;     // of that set
    gboolean is_any_ours;          // no office of our own: every release's organisation counts
    /* NULL, or what a person made of a clip that was just decided: topics that ask for
     * class: and release: hear that. */
    KiriStanding (*standing)(const KiriClip *clip, gpointer data);
    gpointer standing_data;
} KiriDecider;

/* All clips of one article, by falling probability (transfer full, an array that
 * owns its KiriClip). `origin` and `origin_clips` are the article that it is a
 * copy of and that one's own clips, or NULL. */
GPtrArray *kiri_decide(const KiriDecider *d, KiriSubject *subject, const KiriMember *member,
                       const KiriSubject *origin, const GPtrArray *origin_clips);

/* ---- evidence.c ---- */

/* The evidence of a tie, its reason not yet. (transfer full) */
KiriEvidence *kiri_evidence_of_tie(const KiriMatcher *m, const KiriSubject *subject,
                                   const KiriTie *tie, const GArray *ties);
/* That of a mention: the signs by which its release is named in passing. (transfer full) */
KiriEvidence *kiri_evidence_of_passing(const KiriMatcher *m, const KiriSubject *subject,
                                       const KiriPassingTie *tie);
/* One without a release. (transfer full) */
KiriEvidence *kiri_evidence_plain(const KiriMatcher *m);

/* ---- reason.c: one sentence in Japanese ---- */

typedef struct {
    const KiriClip *clip;
    const KiriSubject *subject;
    const KiriEntry *entry;    // NULL: no release
    const KiriTie *tie;        // NULL: inherited from the origin, or no release
    const KiriSubject *origin; // NULL: none
    const char *name;          // of the organisation, or the topic, or the homonym
    const char *title;         // of a release that is named in passing
} KiriReason;
char *kiri_reason_tie(const KiriReason *r);
char *kiri_reason_mention(const KiriReason *r);
char *kiri_reason_passing(const KiriReason *r); // names the release by its title
char *kiri_reason_topic(const KiriReason *r);
char *kiri_reason_homonym(const KiriReason *r);
