// SPDX-License-Identifier: GPL-3.0-or-later
/* The query language, for `search` and for topics: one parser, one tree, two
 * evaluators (the index, and one article in memory).
 *
 *   厚労省 ワクチン          both (white space of any width); AND says the same
 *   厚労省 OR 文科省         one of them; AND binds tighter than OR
 *   -速報, NOT 速報          without
 *   "時間単位の年休"         white space and operators inside quotes are text;
 *                            "" inside quotes is a quote
 *   ( … )                    groups
 *   A NEAR/10 B              at most 10 characters between two keywords; a side may
 *                            be a group, (A OR B) NEAR/10 C
 *   snow*                    Latin words that begin so
 *   title:… author:…         a keyword, or a group of keywords, in that field
 *   site:asahi.com           the host or a host below it
 *   medium:asahi             the medium's id, or the name the site gives itself
 *   date:2026-01..2026-03    published then (days, months or years of Japan; an
 *                            end may be left out); not dated: first seen then
 *   class:publicity release:R-12345678   tied so (needs clips)
 *
 * Operators are capitals; operators, colons, quotes, parentheses, minus and
 * spaces may be full-width. A keyword without a field is looked for in title and
 * body. It means what kiri_keyword_find() of normalize.h says. A query must have
 * something that it looks for: exclusions alone are refused.
 *
 * Limits: KIRI_LIMIT_QUERY_BYTES, _NODES, _DEPTH.
 *
 * Thread rule: a parsed query is read from any thread. */
#pragma once

#include <kirinuki/article.h>

typedef struct KiriQuery KiriQuery;

/* Errors: USAGE with the column (in characters, from 1) and what was expected;
 * LIMIT. (transfer full) */
KiriQuery *kiri_query_parse(KiriStr text, GError **error);
/* The same; where it fails at a place, `failed_at` (may be NULL) gets its column,
 * else 0. */
KiriQuery *kiri_query_parse_at(KiriStr text, gsize *failed_at, GError **error);
void kiri_query_free(KiriQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriQuery, kiri_query_free)

/* The query in its plainest form; parsing that gives the same tree and the same
 * print. (transfer full) */
char *kiri_query_print(const KiriQuery *query);

/* Does it ask for class: or release:, which no article in memory can answer? */
gboolean kiri_query_needs_clips(const KiriQuery *query);
/* N-forms of the keywords that a matching text may contain, exclusions aside:
 * for highlighting; a wildcard keeps its '*'. NULL-terminated (transfer full) */
char **kiri_query_keywords(const KiriQuery *query);

/* What the evaluator in memory looks at: an article's fields in N-form. */
typedef struct {
    char *id;
    gint64 version;
    char *title, *text; // N-text
    char **authors;     // N-text each
    char *host;         // of the URL, lower case; NULL for a URN
    char *medium;       // id
    char *site_name;    // N-text
    gint64 date_us;     // published, else first seen; G_MININT64: neither known
    /* One tie of the article, for class: and release:; borrowed, never stored. */
    const char *clip_class, *clip_release;
} KiriQueryArticle;
KIRI_DECLARE_RECORD(KiriQueryArticle, query_article)

/* (transfer full) */
KiriQueryArticle *kiri_query_article_of(const KiriArticle *article);

/* Does the article match? Time: the length of its text per keyword. */
gboolean kiri_query_matches(const KiriQuery *query, const KiriQueryArticle *article);

/* The half-open span [*from_us, *to_us) of a date expression of the language
 * ("2026", "2026-01..2026-03", "..2026-01-05"); an open end is G_MININT64 or
 * G_MAXINT64. */
gboolean kiri_query_parse_dates(KiriStr text, gint64 *from_us, gint64 *to_us);
