// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of `search` share: an open workspace to ask, and the ways to
 * write the answer. */
#pragma once

#include "cli.h"

#include <kirinuki/search.h>

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriIndex *index;
    KiriTokenizer *tokenizer; // made when first needed
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

/* search_text.c, search_json.c: one hit for people, and as a line of JSON. */
void kiri_search_print_hit(const KiriCli *cli, const KiriSearchHit *hit);
void kiri_search_write_hit(const KiriSearchHit *hit);
void kiri_search_write_summary(const KiriSearchResult *result);

/* search_batch.c: lines of JSON on standard input, one answer for each; the exit
 * code. */
int kiri_search_batch(KiriSearchSession *s, GError **error);
