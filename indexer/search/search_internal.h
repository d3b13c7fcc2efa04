// SPDX-License-Identifier: GPL-3.0-or-later
/* What both search modes share. */
#pragma once

#include "index/index_internal.h"
#include "query/plan.h"
#include "question.h"
#include "index/signature.h"

#include <kirinuki/search.h>

/* BM25, chosen on three corpora: questions about short encyclopedic passages,
 * and headlines looked for in the bodies of long and of short news. A greater k1
 * helps headlines, a smaller one questions; this is where both are good. */
#define KIRI_BM25_K1 1.8
#define KIRI_BM25_B 0.6

/* So many hits of mode like are looked at again. Twice as many find the same. */
#define KIRI_LOOK_HITS 50

typedef struct KiriMatches KiriMatches;

typedef struct {
    KiriStore *store;
    KiriIndex *index;
    const KiriSearchOptions *options;
    const KiriPlan *plan;
    /* What each candidate must match, where the plan is not exact; else NULL. */
    const KiriQuery *verify;
    const KiriMatches *known; // NULL, or every match of `verify`
    gboolean has_inner;       // `verify` has an inner side, which need not be verified
    char **keywords;          // for marks
    /* Mode like: the first hits by relevance are looked at again; else NULL. */
    const KiriQuestion *question;
} KiriSearchJob;

/* Runs the plan; a stale reader is reopened and the job run again. */
KiriSearchResult *kiri_search_run(const KiriSearchJob *job, GError **error);

/* ---- every match: for facets, and for orders that the index does not know ---- */

/* The values of one slot. */
typedef struct {
    GArray *names;       // KiriStr, each value once (ids and dates: or one a match); "": none
    guint32 *codes;      // of each match, an index into `names`
    GStringChunk *chunk; // private
} KiriMatchColumn;

struct KiriMatches {
    GArray *documents; // guint32, ascending; numbers mean something in `index` now, not later
    KiriMatchColumn *columns; // one for each slot asked for, in that order
    gsize n_columns;
    KiriColumns *shared; // private: whose strings some columns have
    guint64 seq;         // log sequence the index was complete to
    guint64 opening;     // of the index in which the numbers mean something
};
void kiri_matches_free(KiriMatches *matches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriMatches, kiri_matches_free)

/* In the place of a slot: no document has such a value, and nothing is read. */
#define KIRI_SLOT_NONE G_MAXUINT

/* All that matches, with the values of `slots` (KIRI_SLOT_…), without a look into
 * the store unless the query asks for clips. Errors as kiri_search(). (transfer
 * full) */
KiriMatches *kiri_search_matches(const KiriSearchJob *job, const guint *slots, gsize n_slots,
                                 GError **error);
/* The same for a query as it stands. */
KiriMatches *kiri_search_all(KiriStore *store, KiriIndex *index, const KiriQuery *query,
                             const guint *slots, gsize n_slots, GError **error);
/* kiri_search() where every match may be known already (NULL: it is not). */
KiriSearchResult *kiri_search_among(KiriStore *store, KiriIndex *index, const KiriQuery *query,
                                    const KiriMatches *known, const KiriSearchOptions *options,
                                    GError **error);
/* The value of match `i` in column `column`, borrowed until the matches are freed. */
KiriStr kiri_matches_value(const KiriMatches *matches, gsize column, guint i);

/* ---- the parts of a search ---- */

/* One try, which fails with STALE where the index changed under it. */
typedef gpointer (*KiriSearchAttempt)(const KiriSearchJob *job, GError **error);
/* Reopens and tries again; error BUSY after the third time. */
gpointer kiri_search_retry(KiriSearchAttempt attempt, const KiriSearchJob *job, GError **error);

/* KiriXapDecide of a job: what the text says. */
typedef struct {
    const KiriSearchJob *job;
    KiriBuf data;
    KiriQueryArticle *from_store; // a long one
    KiriSignatureTest *test;      // NULL, or what a match must pass
    KiriXapColumn *signatures;
    KiriXapTester *proof; // NULL, or: what it matches need not be verified
    guint8 *accepted;     // NULL, or one bit for each document: need not be verified
    guint32 n_accepted;
    gboolean is_complete; // what is not accepted is no match
} KiriSearchVerifier;
void kiri_search_verifier_init(KiriSearchVerifier *v, const KiriSearchJob *job);
/* Makes ready to ask the index for the inner side of the job, document by document;
 * `least` gets how many match at least. For the few that come on a page. */
gboolean kiri_search_verifier_prove(KiriSearchVerifier *v, guint32 *least, GError **error);
/* Asks the index for all of it. For where every match is looked at. */
gboolean kiri_search_verifier_prepare(KiriSearchVerifier *v, GError **error);
/* From here on exactly `documents` match. */
void kiri_search_verifier_know(KiriSearchVerifier *v, const GArray *documents);
void kiri_search_verifier_clear(KiriSearchVerifier *v);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSearchVerifier, kiri_search_verifier_clear)
gboolean kiri_search_verify(guint32 document, gboolean *is_match, gpointer verifier,
                            GError **error);
/* Documents that match, ascending: appended to `documents` (guint32). */
gboolean kiri_search_collect(KiriSearchVerifier *v, GArray *documents, GError **error);
/* What the document was indexed from, borrowed until the next call; NULL without
 * error: the article is too long to lie in the index, and gone from the store. */
const KiriQueryArticle *kiri_search_verifier_article(KiriSearchVerifier *v, guint32 document,
                                                     GError **error);

/* (transfer full) */
char *kiri_search_document_id(KiriIndex *index, guint32 document, GError **error);

/* What the store knows of the article hit->id, with marks and snippet where asked
 * for. `is_gone`: it is no longer there, and the hit is as it was. */
gboolean kiri_search_hit_fill(KiriStore *store, char **keywords, gboolean has_snippet,
                              KiriSearchHit *hit, gboolean *is_gone, GError **error);
/* Does the article match, with its clips? */
gboolean kiri_search_article_matches(KiriStore *store, const KiriQuery *query,
                                     KiriQueryArticle *article);

/* KiriPlanTied over the store. */
char **kiri_search_tied(const char *release, gpointer store);
