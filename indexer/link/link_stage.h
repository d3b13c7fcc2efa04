// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the link stage share.
 *
 * One batch of the log goes through four steps:
 *
 *   1. the changed articles are taken apart, and their kin found by fingerprints;
 *   2. the set of articles whose clips may be others now is gathered;
 *   3. families are put together, clips decided and those that differ written; the
 *      cursor, fingerprints and lineage with the last of them;
 *   4. events (event_profile.h) of what was touched, written with the cursor too.
 *
 * Invariants
 *   I1 A decision reads articles, releases, topics and fingerprints of the store,
 *      never clips: what was decided before has no say.
 *   I2 Whatever can change a decision puts the article into the set of step 2.
 *   I3 The cursor moves only after everything before it is written; repeating a
 *      batch writes what is there already, which is no write.
 *
 * Thread rule: one thread. */
#pragma once

#include "decide/decide.h"

#include <kirinuki/learning.h>
#include <kirinuki/link.h>

#define KIRI_LINK_STAGE "link"

/* Fingerprints as they are when the batch is written. */
typedef struct {
    GHashTable *changed; // ids of articles whose stored ones no longer count
    GArray *fresh;       // KiriPrintOf: theirs, by fingerprint
    GPtrArray *turned;   // lists that become set phrases, or are none any longer
    GHashTable *lists;   // fingerprint → list of those who have it
    GHashTable *ready;   // ids of articles all of whose lists are read
    GHashTable *numbers; // article → its number + 1
    GArray *articles;    // that were met, by number
    GHashTable *phrases; // fingerprints that more than KIRI_PRINT_MOST stored articles have
} KiriLinkPrints;

/* link_forms.c */
typedef struct {
    KiriStore *store;
    KiriBatch *batch; // of what is not written yet, or NULL
    guint n;          // in it
    GError *error;    // the first one
} KiriForms;

/* link_events.h */
typedef struct {
    GHashTable *slots;
    GHashTable *names;
    GHashTable *moved;
    GHashTable *words;
    GHashTable *runs;
    gsize n_read;
    GHashTable *covers;
    gboolean looks_at_old;
} KiriLinkEvents;

typedef struct {
    KiriStore *store;
    const KiriLinkOptions *options;
    KiriLinkCounts *counts;
    KiriFrequencies *frequencies;
    KiriWeights *weights;
    char *signature; // of settings and data files
    KiriDecider decider;
    gboolean keeps_forms;   // it may write: a run, not a question
    KiriForms forms;        // of releases, as they were taken apart
    guint64 shelved;        // log entry up to which the decider knows the releases
    guint64 shelved_before; // the one that is stored
    KiriVariants *variants; // NULL: no topic asks for them
    GPtrArray *topics;      // KiriTopic by id, of the decider; so are the next two
    KiriTopicSet *topic_set;
    KiriTopicScan *topic_scan;
    KiriLibrary library;
    GHashTable *young, *old;             // id → KiriSubject (owned): two generations of a cache
    GHashTable *faces;                   // id → KiriFace (owned)
    GHashTable *sketches, *old_sketches; // id → GBytes of the store, or NULL: likewise
    KiriLinkPrints prints;
    GHashTable *rows;   // id → KiriLineage (owned): of this batch
    GHashTable *placed; // ids whose families this batch has put together
    KiriLinkEvents events;
    GHashTable *learned; // release or topic → KiriLearned, as this run uses it
    GError *trouble;     // of a read inside a callback
} KiriLinkWork;

/* ---- link_library.c: articles of the store, taken apart ---- */

void kiri_link_library_open(KiriLinkWork *w);
void kiri_link_library_close(KiriLinkWork *w);
/* Between families: drops what is too much. */
void kiri_link_library_trim(KiriLinkWork *w);
void kiri_link_library_forget(KiriLinkWork *w, const char *id);
KiriSubject *kiri_link_subject(KiriLinkWork *w, const char *id);

/* ---- link_families.c: families, and the clips of their members ---- */

/* Puts together the families of `touched` and decides `wanted` (sets of ids), and
 * whoever's place in his family is another now. Commits in between; the last batch
 * is handed back open, for the rows and the cursor to go with it. NULL with error, and
 * NULL without one when a stop was asked for. */
KiriBatch *kiri_link_decide(KiriLinkWork *w, GHashTable *touched, GHashTable *wanted,
                            GError **error);

/* ---- link_changes.c: from log entries to articles ---- */

typedef struct {
    GHashTable *articles; // ids
    GHashTable *releases; // ids
    GHashTable *judged;   // articles of verdicts that changed
    GHashTable *topics;   // ids
    guint64 last;         // sequence number of the last entry
    guint n;              // entries
    guint most, n_heavy;  // entries of a batch: topics are taken together
} KiriLinkChanges;

void kiri_link_changes_read(KiriLinkWork *w, guint64 after, guint64 end, KiriLinkChanges *out);
void kiri_link_changes_clear(KiriLinkChanges *c);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriLinkChanges, kiri_link_changes_clear)

/* ---- link_kin.c: step 1 ---- */

GHashTable *kiri_link_rows_new(void);
/* The lineage row of an article; of one that has none, one that says nothing.
 * Borrowed until the rows are written. */
KiriLineage *kiri_link_row(KiriLinkWork *w, const char *id);
/* Writes all rows that were asked for, and forgets them. */
void kiri_link_write_rows(KiriLinkWork *w, KiriBatch *batch);

/* Finds the kin of changed articles anew. Adds to `touched` them and their kin of
 * before and now: it is their families that may be others. */
void kiri_link_renew_kin(KiriLinkWork *w, const KiriLinkChanges *c, GHashTable *touched);
/* In a rebuild: the row of an article begins anew, with its kin. */
void kiri_link_find_kin(KiriLinkWork *w, const char *id);

/* ---- link_prints.c: who shares fingerprints with whom ---- */

void kiri_link_prints_open(KiriLinkPrints *p);
void kiri_link_prints_close(KiriLinkPrints *p);
/* The batch begins: its changed articles with the fingerprints that they have now. */
void kiri_link_take_prints(KiriLinkWork *w, const KiriLinkChanges *c);
/* Those who share any of what became a set phrase by the batch, or is none any longer:
 * added to the set of ids. */
void kiri_link_add_turned(const KiriLinkWork *w, GHashTable *ids);
/* That these articles will be asked for, and nobody who was asked for before: what they
 * share is read in one go. */
void kiri_link_expect(KiriLinkWork *w, char **ids, guint n);
/* As KiriLibrary has it. */
GArray *kiri_link_sharers(KiriLinkWork *w, const KiriSubject *subject, guint least);
void kiri_link_write_prints(KiriLinkWork *w, KiriBatch *batch);

/* ---- link_sketches.c: who shares fingerprints and is none the less no kin ---- */

void kiri_link_sketches_open(KiriLinkWork *w);
void kiri_link_sketches_close(KiriLinkWork *w);
/* As KiriLibrary has it. */
gboolean kiri_link_may_be_kin(KiriLinkWork *w, const KiriSubject *subject, const char *id);
/* What copies of the article are found by: its fingerprints and its sketch. A `subject`
 * that is NULL has none. */
void kiri_link_put_prints(KiriLinkWork *w, KiriBatch *batch, const char *id,
                          const KiriSubject *subject);

/* ---- link_events.c: step 4 ---- */

void kiri_link_events_open(KiriLinkEvents *e);
void kiri_link_events_close(KiriLinkEvents *e);
/* The rows of the store are others than they were when they were read or written last. */
void kiri_link_events_forget(KiriLinkEvents *e);
/* Notes which releases the program found the article to cover. */
void kiri_link_note_covers(KiriLinkWork *w, const char *article, const GPtrArray *clips);
/* The events of all articles whose lineage rows this batch asked for, and of whom else
 * that concerns. `changed`: ids of articles that may have other texts. */
gboolean kiri_link_renew_events(KiriLinkWork *w, GHashTable *changed, GError **error);
/* In a rebuild, first for all: their rows, each an event of its own … */
gboolean kiri_link_begin_events(KiriLinkWork *w, GHashTable *changed, GError **error);
/* … then, from the oldest month on, their events. */
gboolean kiri_link_find_events(KiriLinkWork *w, char **ids, guint n, GError **error);
void kiri_link_write_events(KiriLinkWork *w, KiriBatch *batch);

/* ---- link_changes.c: step 2 ---- */

/* Ids (a set, transfer full); NULL with error. Loads releases and topics
 * anew where they changed. */
GHashTable *kiri_link_affected(KiriLinkWork *w, const KiriLinkChanges *c, GError **error);

/* ---- link_topics.c: topics, and what a changed one concerns ---- */

/* Topics as they are stored now. */
gboolean kiri_link_load_topics(KiriLinkWork *w, GError **error);
void kiri_link_drop_topics(KiriLinkWork *w);
/* Adds the ids of topics that ask something else now than when they were looked at,
 * though they are the same: the tables of variants changed. */
void kiri_link_find_widened(KiriLinkWork *w, GHashTable *topics);
/* Adds the articles that the changed topics may concern. */
gboolean kiri_link_add_topics(KiriLinkWork *w, const KiriLinkChanges *c, GHashTable *set,
                              GError **error);
/* Notes with the cursor what the topics with these ids asked. */
void kiri_link_put_digests(KiriLinkWork *w, KiriBatch *batch, GHashTable *changed);
/* After a rebuild, which may have met a topic in two versions: what they asked is
 * not known, so the next change of each looks at articles. */
void kiri_link_forget_digests(KiriLinkWork *w, KiriBatch *batch);

/* ---- link_verdicts.c ---- */

/* Topics hear what people made of the clips of releases. */
void kiri_link_hear_verdicts(KiriLinkWork *w);
/* Adds to the clips of the article `m` those that only a verdict keeps. */
gboolean kiri_link_add_judged(KiriLinkWork *w, const KiriMember *m, GPtrArray *clips,
                              GError **error);

/* ---- link_learning.c ---- */

/* What verdicts teach as of now. */
gboolean kiri_link_load_learned(KiriLinkWork *w, GError **error);
/* Puts it into the clips of an article that nobody decided about. */
gboolean kiri_link_learn(KiriLinkWork *w, const char *article, GPtrArray *clips, GError **error);
/* The last step of a run: learns again, and renews the clips that were made with
 * something else. */
gboolean kiri_link_relearn(KiriLinkWork *w, GError **error);

/* ---- link_rebuild.c ---- */

gboolean kiri_link_is_rebuilding(const KiriLinkWork *w);
gboolean kiri_link_rebuild(KiriLinkWork *w, GError **error);

/* ---- link.c ---- */

#define KIRI_LINK_META_SIGNATURE "link.signature"
/* FALSE with the error of a read inside a callback, if there was one. */
gboolean kiri_link_take_trouble(KiriLinkWork *w, GError **error);
/* Was a stop asked for? Notes it in the counts. */
gboolean kiri_link_must_stop(KiriLinkWork *w);

/* Everything that a decision needs; `store`, `options` and `counts` are set before. To
 * be closed in any case. Nothing is written. */
gboolean kiri_link_open(KiriLinkWork *w, GError **error);
void kiri_link_close(KiriLinkWork *w);

/* ---- link_forms.c: releases as they were taken apart ---- */

/* As KiriReleaseReader has it. */
GBytes *kiri_forms_read(KiriForms *forms, const char *id);
/* `form` NULL: the release goes. Written a thousand at a time. */
void kiri_forms_keep(KiriForms *forms, const char *id, GBytes *form);
/* Writes what waits; FALSE with the first error that there was. */
gboolean kiri_forms_flush(KiriForms *forms, GError **error);
void kiri_forms_clear(KiriForms *forms);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriForms, kiri_forms_clear)

/* ---- link_releases.c: the set of releases ---- */

/* Releases and their names as they are stored now. Writes nothing. */
gboolean kiri_link_load_releases(KiriLinkWork *w, GError **error);
/* Stores what the next run need not find out again, if there is something new. */
gboolean kiri_link_keep_releases(KiriLinkWork *w, GError **error);
/* Takes in what became of these releases (a set of ids), which the log names up to
 * `last`. */
gboolean kiri_link_renew_releases(KiriLinkWork *w, GHashTable *ids, guint64 last, GError **error);
