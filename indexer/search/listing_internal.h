// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of a listing share. */
#pragma once

#include "search_internal.h"

#include <kirinuki/listing.h>

/* ---- media_book.c: the ledger of media, for names and order ---- */

typedef struct {
    GHashTable *media; // id → KiriMedium
} KiriMediaBook;
gboolean kiri_media_book_init(KiriMediaBook *book, KiriStore *store, GError **error);
void kiri_media_book_clear(KiriMediaBook *book);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriMediaBook, kiri_media_book_clear)
/* NULL where the ledger has none. */
const KiriMedium *kiri_media_book_find(const KiriMediaBook *book, const char *id);

/* ---- clip_figures.c: what the clips of articles say ---- */

typedef struct {
    gint64 ave_yen, users; // −1: not known
    guint classes;         // bits 1 << KiriClass, persons' word before the program's
    char **releases;       // ids
} KiriClipFigures;

/* id of article → KiriClipFigures, for those of the `n` ids that have clips. Few
 * are looked up one by one; for many all clips are read once. (transfer full) */
GHashTable *kiri_clip_figures(KiriStore *store, const char *const *ids, gsize n, GError **error);

/* ---- collapse.c: stories ---- */

typedef struct {
    KiriStore *store;
    GHashTable *story_of; // id → id of the root; what is not in it is its own
    gboolean has_all;
    gboolean are_events; // events in place of stories
} KiriStories;
void kiri_stories_init(KiriStories *s, KiriStore *store, gboolean are_events);
void kiri_stories_clear(KiriStories *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriStories, kiri_stories_clear)
/* So many will be asked for. */
gboolean kiri_stories_expect(KiriStories *s, gsize n, GError **error);
/* Borrowed until `s` is cleared, or `id` itself. */
const char *kiri_story_of(KiriStories *s, const char *id);

/* ---- list_rows.c: matches in order ---- */

typedef struct {
    const char *id; // of the rows
    gdouble score;
    gint64 date_us; // G_MININT64: not known, or not asked for
    gint64 key;     // of an order that the index does not have, falling
} KiriListRow;

typedef struct {
    GArray *rows;        // KiriListRow, in order
    GStringChunk *chunk; // the ids
    gboolean is_all;     // there are no more
    guint64 total;
    gboolean total_is_bound;
    guint64 seq;
    char **keywords; // for marks
} KiriListRows;
void kiri_list_rows_clear(KiriListRows *rows);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriListRows, kiri_list_rows_clear)

typedef struct {
    KiriStore *store;
    KiriIndex *index;
    const KiriListAsk *ask;
    const KiriListOptions *options;
    gint64 now_us; // of the first page
    const KiriMediaBook *book;
    KiriMatches *matches; // NULL, or every match (kiri_list_match)
} KiriListJob;

/* The columns of `matches`; what the options do not need is empty in all rows. */
enum { KIRI_LIST_ID, KIRI_LIST_WHEN, KIRI_LIST_MEDIUM_ID, KIRI_LIST_SITE, KIRI_LIST_AUTHORS };
enum { KIRI_N_LIST_COLUMNS = KIRI_LIST_AUTHORS + 1 };
/* Finds every match: job->matches. */
gboolean kiri_list_match(KiriListJob *job, GError **error);

/* At least the first `need` rows, where there are so many. */
gboolean kiri_list_rows_read(const KiriListJob *job, guint need, KiriListRows *rows,
                             GError **error);
/* Does the order need every match? */
gboolean kiri_list_needs_all(const KiriListOptions *options);

/* ---- list_token.c ---- */

typedef struct {
    gint64 question; // hash of what was asked
    gint64 seq;      // log sequence of the first page
    gint64 now_us;   // of the first page
    gint64 shown;    // hits so far
    char *last;      // id of the last one
} KiriListToken;
KIRI_DECLARE_RECORD(KiriListToken, list_token)

/* (transfer full) */
char *kiri_list_token_print(const KiriListToken *token);
/* NULL with error USAGE. (transfer full) */
KiriListToken *kiri_list_token_parse(const char *text, GError **error);
/* What makes two pages parts of one listing. */
gint64 kiri_list_question(const KiriListAsk *ask, const KiriListOptions *options);

/* ---- facets.c ---- */

/* All of options->facets over job->matches (GPtrArray of KiriFacet, transfer
 * full). `stories` NULL: copies are not joined. */
GPtrArray *kiri_facets_count(const KiriListJob *job, KiriStories *stories, GError **error);
