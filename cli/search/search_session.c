// SPDX-License-Identifier: GPL-3.0-or-later
/* A workspace that is open for questions. */
#include "search.h"

#include "dictionary/user_words.h"

#include <kirinuki/tokenize.h>

void kiri_search_session_close(KiriSearchSession *s)
{
    g_clear_pointer(&s->variants, kiri_variants_free);
    g_clear_pointer(&s->tokenizer, kiri_tokenizer_free);
    g_clear_pointer(&s->index, kiri_index_close);
    g_clear_pointer(&s->store, kiri_store_close);
}

gboolean kiri_search_session_open(KiriSearchSession *s, KiriCli *cli, GError **error)
{
    s->cli = cli;
    s->store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    s->index = s->store ? kiri_index_open(cli->dir, error) : NULL;
    if (s->store && !s->index && error && kiri_error_is(*error, KIRI_ERROR_NOT_FOUND)) {
        (*error)->code = KIRI_ERROR_USAGE;
        g_prefix_error(error, "%s", _("cannot search: "));
    }
    return s->index != NULL;
}

gboolean kiri_search_session_need_tokenizer(KiriSearchSession *s, GError **error)
{
    if (s->tokenizer)
        return TRUE;
    if (!kiri_user_words_load(s->cli, error))
        return FALSE;
    s->tokenizer = kiri_tokenizer_new(error);
    return s->tokenizer != NULL;
}

KiriSearchResult *kiri_search_session_ask(KiriSearchSession *s, const char *text,
                                          KiriSearchMode mode, const KiriSearchOptions *how,
                                          GError **error)
{
    if (mode == KIRI_SEARCH_LIKE)
        return kiri_search_session_need_tokenizer(s, error)
                   ? kiri_search_like(s->store, s->index, s->tokenizer, kiri_str(text), NULL, how,
                                      error)
                   : NULL;
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(text), error);
    return query ? kiri_search(s->store, s->index, query, how, error) : NULL;
}
