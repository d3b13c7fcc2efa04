// SPDX-License-Identifier: GPL-3.0-or-later
/* The link stage: which article covers which release or topic, as what, and why.
 *
 * For each article the stage decides its clips from what is stored: the article,
 * the releases and topics, and the articles that are near-duplicates of it. What
 * comes out is a function of the store's content alone: in which order things
 * arrived, and how often a batch was repeated, changes nothing.
 *
 *   article put      its clips, and those of its near-duplicates, are decided anew
 *   release put      articles of its time are looked at again
 *   topic put        articles that have a clip of it and those that match it now;
 *                    none where nothing changed that it asks of articles
 *   variants changed the topics that are widened by other words now
 *   verdict put      its article: a clip that only the verdict keeps comes or goes;
 *                    and, where it teaches, the other clips of its release or topic
 *   settings changed everything is looked at again
 *
 * Classes: verbatim (the release's own text), publicity (an article written from
 * it), syndicated (a copy of another article; it keeps the tie of its original),
 * mention (the organisation or the release is named), none (a word of the
 * release occurs in another sense: kept so that the report can say what was left
 * out, and why). p ≥ .90 is near certain, .15 ≤ p < .90 or a contradicting figure
 * asks for a person (要確認), below .15 there is no tie.
 *
 * A verdict (verdict.h) is never touched. A clip whose tie is not found any more
 * stays while a verdict says anything of it (`is_kept`). A clip without
 * `link_version` was entered by hand and is left alone.
 *
 * Method and figures: reference in dictionaries/match_weights.tsv and
 * docs/architecture.md.
 *
 * Thread rule: one thread at a time per store. */
#pragma once

#include <kirinuki/store.h>

typedef struct {
    const char *organisation;     // our own full name; NULL or "": no mentions are kept
    const char *const *aliases;   // of it; NULL-terminated or NULL
    const char *weights_path;     // dictionaries/match_weights.tsv
    const char *frequencies_path; // dictionaries/term_frequencies.tsv
    const char *names_dir;        // link-batch: folder with tables of organisations' other names;
                                  // NULL: releases are called what they say
    const char *index_dir;        // workspace whose full-text index proposes the articles of a
                                  // changed topic; NULL, or no index: they are all read
    /* Folders with the tables of variants.h: the shipped ones, and the office's own
     * (NULL: none). Read where a topic asks for variants; NULL: topics as written. */
    const char *variants_dir, *own_variants_dir;
    gboolean force_rebuild; // look at everything again
    gboolean with_features; // link-batch: the candidates instead of the decision
    guint batch_entries;    // log entries per commit; 0: 512
    /* NULL, or asked between articles: TRUE ends the run; what was committed
     * stays, the rest is done by the next run. */
    gboolean (*should_stop)(gpointer data);
    /* NULL, or told after each commit: log entries (rebuild: articles) done and
     * to do. */
    void (*progress)(guint64 done, guint64 total, gpointer data);
    gpointer data;
} KiriLinkOptions;

typedef struct {
    guint64 linked;    // articles whose clips were decided
    guint64 clips_put; // clips that are new or changed
    guint64 clips_deleted;
    gboolean was_rebuilt;
    gboolean was_stopped;
    guint64 seq; // the cursor afterwards
} KiriLinkCounts;

/* Brings the clips up to the end of the log. Errors: NOT_FOUND, PARSE or STALE
 * (weights, frequencies or tables of variants missing, unreadable, or made for other features),
 * USAGE (a topic's query, with the topic's id), and what the store says. `counts`
 * is set in any case. */
gboolean kiri_link_run(KiriStore *store, const KiriLinkOptions *options, KiriLinkCounts *counts,
                       GError **error);

/* What a term of the decision (KiriFeature) is called, in the language of the thread;
 * the name itself where it has no other. Static, or the name. */
const char *kiri_feature_label(const char *name);

/* ---- without a workspace: the contract `link-batch` ---- */

/* One line of JSON, without its line end. FALSE with error stops the run. */
typedef gboolean (*KiriLinkSink)(KiriStr line, gpointer data, GError **error);

/* For each article (NDJSON: id, url, title, text, date, site) one or more lines
 * {"article_id","release_id","class","probability","evidence":{…}} in input
 * order; `release_id` null where none. Releases (NDJSON) also carry organisation,
 * aliases, keywords, messages; any member may be missing. A line that is no JSON
 * object gives {"article_id":null,"error"} (articles) or is counted in
 * `*bad_releases`. Paths may be "-". `options` needs the two data files; its
 * organisation is used if set. With `with_features` the lines are what the model
 * looked at, for fitting it: {"article_id","release_id","probability","event",
 * "features":{name: value}} for each candidate, and none for an
 * article without; releases of one event have one number. */
gboolean kiri_link_batch(const char *releases_path, const char *articles_path,
                         const KiriLinkOptions *options, KiriLinkSink sink, gpointer data,
                         guint64 *bad_releases, GError **error);
