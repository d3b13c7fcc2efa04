// SPDX-License-Identifier: GPL-3.0-or-later
/* Intake: from a page and what a worker found in it to records in the store.
 *
 * The one place that decides whether a page is a new article, a revision, a
 * twin of an article that is known (alias), or none. The crawl and the import of
 * saved pages come through here. Decisions see what earlier pages of the same
 * batch decided, so that a batch of 64 pages gives the same store as 64 batches
 * of one.
 *
 *   page + extracted + hints ─▶ kiri_intake_page ─▶ batch: article, evidence,
 *                                                    URL records
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/extract.h>
#include <kirinuki/store.h>

typedef struct KiriIntake KiriIntake;

KiriIntake *kiri_intake_new(KiriStore *store); // the store is borrowed until free
/* What was not committed is lost. */
void kiri_intake_free(KiriIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriIntake, kiri_intake_free)

/* The batch under way, for further records of the same atomic step; borrowed
 * until the next commit. URL records and articles go through the functions
 * below, or later decisions would not see them. */
KiriBatch *kiri_intake_batch(KiriIntake *intake);
/* Writes the batch in one synced step and begins the next. */
gboolean kiri_intake_commit(KiriIntake *intake, GError **error);

/* Committed or not yet; NULL when there is none. (transfer full) */
KiriUrlRecord *kiri_intake_get_url(KiriIntake *intake, const char *url);
KiriArticle *kiri_intake_get_article(KiriIntake *intake, const char *id);
void kiri_intake_put_url(KiriIntake *intake, KiriUrlRecord *record);
/* TRUE when it is a change (kiri_batch_put). */
gboolean kiri_intake_put_article(KiriIntake *intake, KiriArticle *article);
/* Another source named an article that is known. */
void kiri_intake_add_source(KiriIntake *intake, const char *article, const char *source);

typedef enum {
    KIRI_TAKEN_NEW,        // an article that was not known
    KIRI_TAKEN_CHANGED,    // a revision of a known one
    KIRI_TAKEN_SAME,       // known, and nothing new
    KIRI_TAKEN_ALIAS,      // the same article under another URL of its medium
    KIRI_TAKEN_NO_ARTICLE, // the reason is in the URL record
} KiriTaken;

typedef struct {
    GPtrArray *pages;              // KiriPage: the parts in order, at least one
    KiriExtracted *extracted;      // of all parts, joined; its article is taken over and completed
    const char *requested_url;     // what was asked for before redirects; NULL: the page's own URL
    const KiriUrlRecord *record;   // what was known of the URL: source and hints; NULL: nothing
    char **more_sources;           // further sources that named it
    const char *medium;            // where the ledger knows none for the URL; may be NULL
    const char *import_id;         // for imports
    gboolean is_canonical_refuted; // the page named another URL, and that one is no article
    gboolean is_again;             // a further look at the article of `record`, whose URL stays its
    gint64 now_us;
} KiriIntakePage;

/* Decides and puts into the batch. `id` (may be NULL) gets the article's id, NULL
 * for none (transfer full). */
KiriTaken kiri_intake_page(KiriIntake *intake, const KiriIntakePage *page, char **id);

/* The canonical URL that a page names, where it may be believed: of the same
 * site, and no front page for an inner one. NULL when the page is its own
 * canonical form. (transfer full) */
char *kiri_intake_claimed_canonical(const char *page_url, const KiriExtracted *extracted);

/* Joins the next part of an article that is spread over several pages: paragraphs
 * that are not there yet, links and notes, and authors where none were named;
 * everything else stays the first part's. FALSE when the part says nothing new:
 * then nothing was joined, and no further part is to be expected. */
gboolean kiri_extracted_join(KiriExtracted *whole, const KiriExtracted *part);
/* Puts the view of all parts in the place of the first part, if it holds that and
 * more; FALSE leaves `whole` as it is. */
gboolean kiri_extracted_widen(KiriExtracted *whole, const KiriExtracted *view);
