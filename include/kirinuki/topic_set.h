// SPDX-License-Identifier: GPL-3.0-or-later
/* Topics (テーマ): what a topic asks of an article, and all topics over one
 * article at once.
 *
 * An article belongs to a topic when
 *
 *   - it matches `query`, and does not match `exclude` (query.h);
 *   - one of `media` is its medium's id, the name the site gives itself, or its
 *     host or a host above that (as medium: and site: mean it);
 *   - the section that its publication gives it holds one of `sections`; an
 *     article without a section passes no such limit;
 *   - its language is one of `languages` or a dialect of it ("ja": "ja-JP"); an
 *     article whose language nobody stated passes.
 *
 * A limit that is not set lets everything pass. Exclusions are taken as they are
 * written, `variants` widen `query` alone.
 *
 * Thread rule: a set is made by one thread and then read from any; a scan belongs
 * to one thread at a time. */
#pragma once

#include <kirinuki/query.h>
#include <kirinuki/release.h>
#include <kirinuki/variants.h>

/* ---- one topic ---- */

/* The tree of query, exclude and media together. `variants` may be NULL: then the
 * query stays as it was written. Errors: USAGE and LIMIT of kiri_query_parse(),
 * those of `exclude` with "exclude: " in front; USAGE of kinds of variants that
 * there are none of, with "variants: ". (transfer full) */
KiriQuery *kiri_topic_query(const KiriTopic *topic, const KiriVariants *variants, GError **error);
/* The same for articles that are dated in [from_us, to_us). */
KiriQuery *kiri_topic_query_between(const KiriTopic *topic, const KiriVariants *variants,
                                    gint64 from_us, gint64 to_us, GError **error);
/* Does the article pass the limits of section and language? */
gboolean kiri_topic_admits(const KiriTopic *topic, const KiriArticle *article);
/* ---- all topics ---- */

typedef struct KiriTopicSet KiriTopicSet;

/* `topics` are KiriTopic, borrowed for the call; removed ones keep their place
 * and match nothing. `variants` as above. Keywords that several topics share are
 * looked for once. Error: that of kiri_topic_query() with the topic's id.
 * (transfer full) */
KiriTopicSet *kiri_topic_set_new(const GPtrArray *topics, const KiriVariants *variants,
                                 GError **error);
void kiri_topic_set_free(KiriTopicSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTopicSet, kiri_topic_set_free)
gsize kiri_topic_set_bytes(const KiriTopicSet *set);    // memory
guint kiri_topic_set_keywords(const KiriTopicSet *set); // distinct ones

/* 16 hex digits of everything that decides what clips the topic gets: what it asks,
 * with all its variants as they are known now, and its name. Owner, colour, notes,
 * section in charge and version do not count. Owned by the set. */
const char *kiri_topic_set_digest(const KiriTopicSet *set, guint topic);

/* The working memory of one thread. `set` must outlive it. (transfer full) */
typedef struct KiriTopicScan KiriTopicScan;
KiriTopicScan *kiri_topic_scan_new(const KiriTopicSet *set);
void kiri_topic_scan_free(KiriTopicScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTopicScan, kiri_topic_scan_free)

/* Reads an article: one walk over title, body and names of authors, whatever the
 * number of topics. `texts` is kiri_query_article_of() of it; both are borrowed
 * until the next read. What `texts` says of clips is not looked at. */
void kiri_topic_scan_read(KiriTopicScan *scan, const KiriArticle *article,
                          const KiriQueryArticle *texts);

/* A tie of the article, for class: and release:. */
typedef struct {
    const char *class_, *release; // either may be NULL
} KiriTopicTie;

/* The topics that the article belongs to: guint, places in the array that the
 * set was made from, ascending. A topic that asks for clips matches when it does
 * with one of `ties`. Borrowed until the next call. Time: for each topic one of
 * whose telling keywords occurs. */
const GArray *kiri_topic_scan_matches(KiriTopicScan *scan, const KiriTopicTie *ties, gsize n_ties);
/* Those that it may belong to, whatever its ties are: for deciding where to look
 * again before ties are known. */
const GArray *kiri_topic_scan_possible(KiriTopicScan *scan);

/* Keywords of the topic, exclusions and authors aside, that the title or the body
 * holds: N-forms in order of the query, each once, a wildcard with its '*'.
 * NULL-terminated (transfer full). */
char **kiri_topic_scan_terms(const KiriTopicScan *scan, guint topic);
