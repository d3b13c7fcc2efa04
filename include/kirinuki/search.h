// SPDX-License-Identifier: GPL-3.0-or-later
/* Search: an index, a store, and a question.
 *
 * Mode keyword (kiri_search): exactly the indexed articles for which
 * kiri_query_matches() is true. Mode like
 * (kiri_search_like): free text, or a whole question, ranked by the words it
 * shares with the articles; no recall promise. The total counts what matches (mode
 * like: what shares any word); where that would cost more than the page itself it
 * is a lower bound, unless needs_exact_total.
 *
 * Order: relevance is BM25 (falling), then date (falling), then id; mode like looks
 * at the texts of the first hits, too; date is date, then id. The same index gives the same answer.
 *
 * Thread rule: one thread at a time per index. */
#pragma once

#include <kirinuki/index.h>
#include <kirinuki/query.h>
#include <kirinuki/tokenize.h>

typedef enum { KIRI_SEARCH_KEYWORD, KIRI_SEARCH_LIKE } KiriSearchMode;
extern const char *const kiri_search_mode_names[]; // keyword, like

typedef enum { KIRI_ORDER_RELEVANCE, KIRI_ORDER_DATE } KiriSearchOrder;
extern const char *const kiri_search_order_names[]; // relevance, date

typedef struct {
    gint order;                 // KiriSearchOrder
    guint offset, limit;        // limit 0: all
    gboolean ids_only;          // leave title, url, date and snippet out: no look into the store
    gboolean without_snippets;  // leave marks and snippet out
    gboolean needs_exact_total; // else the total may be a lower bound
} KiriSearchOptions;

/* A byte range of the original text. */
typedef struct {
    gsize from, to;
} KiriMark;

/* A piece of the body around the hits: at most 120 characters and a twentieth of
 * the body, and nothing where that would be less than 10. What leaves the program
 * is no more than that. Of a release of our own 30 characters are allowed in any
 * case. */
typedef struct {
    char *text; // bytes [from, from + strlen(text)) of the article's text
    gsize from;
    GArray *marks; // KiriMark in the article's text, inside the snippet
    gboolean is_cut_before, is_cut_after;
} KiriSnippet;
void kiri_snippet_clear(KiriSnippet *snippet);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSnippet, kiri_snippet_clear)

/* The best snippet of `text` for keywords in N-form; without an occurrence, the
 * beginning. Any thread. */
void kiri_snippet_make(KiriStr text, char **keywords, gboolean is_ours, KiriSnippet *out);
/* Where the keywords occur in `text`: KiriMark, ascending, overlaps joined.
 * (transfer full) Any thread. */
GArray *kiri_marks_find(KiriStr text, char **keywords);

typedef struct {
    char *id;        // of the article
    gdouble score;   // 0 in order of date
    char *import_id; // NULL, or the id an import gave it
    char *title, *url, *medium, *site_name;
    KiriTime published;
    char *place;         // where it appeared, of what was entered by hand; else ""
    GArray *title_marks; // KiriMark in the title
    KiriSnippet snippet; // empty where the publisher wants none shown
} KiriSearchHit;
void kiri_search_hit_free(KiriSearchHit *hit);

typedef struct {
    GPtrArray *hits;         // KiriSearchHit *
    guint64 total;           // matches before offset and limit
    gboolean total_is_bound; // there are at least so many
    guint64 seq;             // log sequence the index was complete to
    char **keywords;         // N-forms that are marked; NULL-terminated
} KiriSearchResult;
void kiri_search_result_free(KiriSearchResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSearchResult, kiri_search_result_free)

/* `store` gives title and text of the hits, and the clips for class: and
 * release:. Errors: LIMIT (a wildcard with more than KIRI_LIMIT_WILDCARD_TERMS
 * words), BUSY (the index changed under three attempts), CORRUPT, IO.
 * (transfer full) */
KiriSearchResult *kiri_search(KiriStore *store, KiriIndex *index, const KiriQuery *query,
                              const KiriSearchOptions *options, GError **error);

/* Ranked by BM25 over the KIRI_SEARCH_LIKE_TERMS most telling words of `text`; the
 * first hits are put in order anew by how the text lies in them (title, lead,
 * passage, order of words), and their scores say so. `filter`
 * (may be NULL) must match too. Errors as above, USAGE where `text` holds no
 * word. (transfer full) */
#define KIRI_SEARCH_LIKE_TERMS 48
KiriSearchResult *kiri_search_like(KiriStore *store, KiriIndex *index, KiriTokenizer *tokenizer,
                                   KiriStr text, const KiriQuery *filter,
                                   const KiriSearchOptions *options, GError **error);

/* The articles most like article `id`, by its title and the beginning of its body;
 * without the article itself, and without the other articles of its story unless
 * `with_copies`. Errors as above, NOT_FOUND where the store has no such article.
 * (transfer full) */
KiriSearchResult *kiri_search_like_article(KiriStore *store, KiriIndex *index,
                                           KiriTokenizer *tokenizer, const char *id,
                                           const KiriQuery *filter, gboolean with_copies,
                                           const KiriSearchOptions *options, GError **error);
