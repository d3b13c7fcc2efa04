// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of `search` share: an open workspace to ask, and the ways to
 * write the answer. */
#pragma once

#include "cli.h"

#include <kirinuki/listing.h>
#include <kirinuki/variants.h>

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriIndex *index;
    KiriTokenizer *tokenizer; // made when first needed
    KiriVariants *variants;   // likewise
    guint variant_kinds;      // that the query is widened by; never those of --batch
} KiriSearchSession;

/* Opens store and index. The session is closed in any case. */
gboolean kiri_search_session_open(KiriSearchSession *s, KiriCli *cli, GError **error);
void kiri_search_session_close(KiriSearchSession *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSearchSession, kiri_search_session_close)
gboolean kiri_search_session_need_tokenizer(KiriSearchSession *s, GError **error);

/* One question in the words of the user. (transfer full) */
KiriSearchResult *kiri_search_session_ask(KiriSearchSession *s, const char *text,
                                          KiriSearchMode mode, const KiriSearchOptions *how,
                                          GError **error);

/* What one call of `search` found, and what of it is shown. */
typedef struct {
    const KiriListing *listing; // NULL: articles were not asked for
    const GPtrArray *desk;      // KiriDeskHit; NULL: likewise
    guint desk_from, desk_to;   // of these, shown
    gboolean opens_copies, joins_events;
    gboolean counts_only;
    gboolean shows_all_rows; // of facets
    gboolean shows_figures;  // advertising value and users, which the order is by
} KiriSearchAnswer;

/* search_text.c, search_json.c: the whole answer for people, and as lines of JSON. */
void kiri_search_print(const KiriCli *cli, const KiriSearchAnswer *answer);
void kiri_search_write(const KiriSearchAnswer *answer);
/* search_atom.c: the articles as a feed. `question` names it. Errors: what the store
 * says. */
gboolean kiri_search_write_atom(const KiriSearchSession *s, const char *question,
                                const KiriSearchAnswer *answer, GError **error);
/* What a row is called on paper: 全国紙, 言及, the name of a medium. Borrowed. */
const char *kiri_search_facet_label(KiriFacetKind kind, const KiriFacetRow *row);
/* Of this kind, among all that were found. */
guint kiri_search_desk_count(const KiriSearchAnswer *answer, KiriDeskKind kind);

/* search_batch.c: lines of JSON on standard input, one answer for each; the exit
 * code. */
int kiri_search_batch(KiriSearchSession *s, GError **error);
