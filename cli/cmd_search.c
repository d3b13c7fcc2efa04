// SPDX-License-Identifier: GPL-3.0-or-later
/* search: keywords with exact recall, or --like for free text. */
#include "commands.h"
#include "search.h"

enum { DEFAULT_HITS = 20 };

typedef struct {
    gboolean is_like, is_batch, shows_all;
    char *order;
    gint limit, offset;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_like, "like", 0, NONE, NULL,
                N_("free text or a question: ranked by shared words, no promise of completeness")),
    KIRI_OPTION(Options, order, "sort", 's', FILENAME, N_("ORDER"), N_("relevance or date")),
    KIRI_OPTION(Options, limit, "limit", 'n', INT, N_("N"), N_("at most N hits (20)")),
    KIRI_OPTION(Options, shows_all, "all", 'a', NONE, NULL, N_("all hits")),
    KIRI_OPTION(Options, offset, "offset", 0, INT, N_("N"), N_("leave out the first N hits")),
    KIRI_OPTION(Options, is_batch, "batch", 0, NONE, NULL,
                N_("answer lines of JSON from standard input")),
};

static int search_once(KiriSearchSession *s, const char *text, const Options *o, GError **error)
{
    gint order = o->order ? kiri_names_index(kiri_search_order_names, o->order) : 0;
    if (order < 0 || o->limit < 0 || o->offset < 0) {
        g_set_error_literal(
            error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
            _("--sort is relevance or date, --limit and --offset are not negative"));
        return KIRI_EXIT_USAGE;
    }
    KiriSearchOptions how = {.order = order,
                             .offset = (guint)o->offset,
                             .limit = o->shows_all ? 0
                                      : o->limit   ? (guint)o->limit
                                                   : DEFAULT_HITS};
    g_autoptr(KiriSearchResult) result = kiri_search_session_ask(
        s, text, o->is_like ? KIRI_SEARCH_LIKE : KIRI_SEARCH_KEYWORD, &how, error);
    if (!result)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < result->hits->len; i++) {
        const KiriSearchHit *hit = g_ptr_array_index(result->hits, i);
        if (s->cli->is_json)
            kiri_search_write_hit(hit);
        else
            kiri_search_print_hit(s->cli, hit);
    }
    if (s->cli->is_json)
        kiri_search_write_summary(result);
    kiri_cli_note(s->cli, _("%u of %" PRIu64 " articles shown"), result->hits->len, result->total);
    return result->total ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (!o->is_batch && !call->n_args) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("'search' takes a query, for example: kirinuki search 年休 厚労省"));
        return KIRI_EXIT_USAGE;
    }
    g_auto(KiriSearchSession) s = {0};
    if (!kiri_search_session_open(&s, cli, error))
        return KIRI_EXIT_FAILED;
    if (o->is_batch)
        return kiri_search_batch(&s, error);
    g_autofree char *text = g_strjoinv(" ", call->args);
    return search_once(&s, text, o, error);
}

static const char details[] =
    N_("Words stand for AND. Also: OR, -WORD, \"a phrase\", ( ), title: site: medium: author:\n"
       "class: release: date:2026-01..2026-03, and * at the end of a Latin word.\n"
       "A Japanese keyword finds every article that contains it, inside words too.");

const KiriCommand kiri_cmd_search = {.name = "search",
                                     .group = N_("Ask"),
                                     .args = N_("QUERY…"),
                                     .summary = N_("find articles"),
                                     .details = details,
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .max_args = G_MAXUINT,
                                     .run = run};
