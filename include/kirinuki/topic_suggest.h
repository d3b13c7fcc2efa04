// SPDX-License-Identifier: GPL-3.0-or-later
/* Queries for a topic, proposed from a release: its names and compounds, alone, in
 * pairs and together with who announced it, weighed by what they find.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/query.h>
#include <kirinuki/release.h>

/* A part of a query, with the articles that it finds. */
typedef struct {
    char *query;         // ready to stand in a query: quoted, or a group in parentheses
    gboolean is_context; // too wide to stand alone: who announced it
    gdouble share;       // of all documents that hold its rarest word; a new name: 0
    GArray *found;       // guint32: articles by numbers of the caller, ascending
} KiriQueryPart;
void kiri_query_part_free(KiriQueryPart *part);

/* The parts that a release suggests, nothing found yet: its keywords, the names in
 * its title, rare compounds; then its organisation with its short forms as context. At
 * most `max` words. `frequencies_path`: dictionaries/term_frequencies.tsv. Errors:
 * NOT_FOUND, IO, PARSE. An array that owns its KiriQueryPart (transfer full). */
GPtrArray *kiri_topic_suggest_parts(const KiriRelease *release, const char *frequencies_path,
                                    guint max, GError **error);

typedef struct {
    char *query;
    guint hits;    // articles that it finds
    guint shared;  // of them: clips of the release
    gdouble score; // see below
    guint n_parts;
} KiriTopicProposal;

/* Score: F1 of both shares, made less for everyday words, which fit the articles of
 * these days by chance and would bring others tomorrow:
 *
 *   2 × shared ÷ (hits + clips) ÷ (1 + 50 × share)
 *
 * where `share` is that of the rarest part that must be there (of an OR: of the most
 * common one). Without clips to weigh with: 1 ÷ hits ÷ (1 + 50 × share). */

/* At most `max` queries from the parts, each used alone, in pairs (AND), and the best
 * of those joined by OR as long as that gains; the best first. `clips`: the articles
 * that cover the release, ascending. Of two that find the same articles the better one
 * stays; where there is coverage, a query that finds none of it is left out. (transfer
 * full) */
GPtrArray *kiri_topic_propose(const GPtrArray *parts, const GArray *clips, guint max);
