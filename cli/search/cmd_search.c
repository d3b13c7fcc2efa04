// SPDX-License-Identifier: GPL-3.0-or-later
/* search: keywords with exact recall, or --like for free text. */
#include "commands.h"
#include "search_options.h"
#include "variants.h"

#include <string.h>

enum { DESK_HITS = 5 }; // beside articles

static const KiriOption options[] = {
    KIRI_OPTION(KiriSearchWords, where, "in", 0, FILENAME, N_("LIST"),
                N_("only these of articles, releases, notes (備考)")),
    KIRI_OPTION(KiriSearchWords, order, "sort", 's', FILENAME, N_("ORDER"),
                N_("relevance, date, medium (内閣順), ave, reach")),
    KIRI_OPTION(KiriSearchWords, is_reversed, "reverse", 'r', NONE, NULL,
                N_("the other way round; what is not known stays last")),
    KIRI_OPTION_MAYBE(KiriSearchWords, fresh, "fresh", N_("DAYS"),
                      N_("newer counts more: half of the bonus is gone after so many days (7)")),
    KIRI_OPTION(KiriSearchWords, opens_copies, "all", 'a', NONE, NULL,
                N_("each copy of a story as a hit of its own (総件数)")),
    KIRI_OPTION(KiriSearchWords, group, "group", 0, FILENAME, N_("KIND"),
                N_("what is one hit: story (copies of one text), event (texts on the same "
                   "thing, 同じ話題) or none")),
    KIRI_OPTION(KiriSearchWords, limit, "limit", 'n', FILENAME, N_("N"),
                N_("at most N hits (20); 0: all")),
    KIRI_OPTION(KiriSearchWords, after, "after", 0, FILENAME, N_("TOKEN"),
                N_("the page after the one that gave this token")),
    KIRI_OPTION(KiriSearchWords, offset, "offset", 0, INT, N_("N"),
                N_("leave out the first N hits")),
    KIRI_OPTION(KiriSearchWords, counts_only, "count", 0, NONE, NULL,
                N_("only how many there are, exactly")),
    KIRI_OPTION_MAYBE(KiriSearchWords, facets, "facets", N_("LIST"),
                      N_("counts by medium, kind, class, release, author, month, day")),
    KIRI_OPTION(KiriSearchWords, is_like, "like", 0, NONE, NULL,
                N_("free text or a question: ranked by shared words, no promise of completeness")),
    KIRI_OPTION(KiriSearchWords, like_article, "like-article", 0, FILENAME, N_("ID"),
                N_("more like this article; a query must match too")),
    KIRI_OPTION_MAYBE(KiriSearchWords, variants, "variants", N_("KINDS"),
                      N_("also other ways to write a keyword (表記ゆれ): all, none, or some of "
                         "okurigana, chouon, kana, latin, era, number, alias, synonym, particle")),
    KIRI_OPTION(KiriSearchWords, no_variants, "no-variant", 0, FILENAME_ARRAY, N_("WORD"),
                N_("not this variant, or this kind of them; may be given again")),
    KIRI_OPTION(KiriSearchWords, explains, "explain-query", 0, NONE, NULL,
                N_("show the parts of the query, their variants, and how each is answered")),
    KIRI_OPTION(KiriSearchWords, format, "format", 'f', FILENAME, N_("FORMAT"),
                N_("atom: the hits as a feed, without snippets")),
    KIRI_OPTION(KiriSearchWords, is_batch, "batch", 0, NONE, NULL,
                N_("answer lines of JSON from standard input")),
};

guint kiri_search_desk_count(const KiriSearchAnswer *answer, KiriDeskKind kind)
{
    guint n = 0;
    for (guint i = 0; answer->desk && i < answer->desk->len; i++)
        n += ((const KiriDeskHit *)g_ptr_array_index(answer->desk, i))->kind == (gint)kind;
    return n;
}

/* Which of the releases and notes are shown: beside articles a few, alone a page. */
static void cut_desk(const KiriSearchPlan *plan, KiriSearchAnswer *answer)
{
    guint all = answer->desk->len, limit = plan->list.limit ? plan->list.limit : all;
    if (plan->is_mixed) {
        answer->desk_to = MIN(all, plan->list.limit ? MIN(limit, DESK_HITS) : all);
        return;
    }
    answer->desk_from = MIN(all, plan->list.offset);
    answer->desk_to = answer->desk_from + MIN(limit, all - answer->desk_from);
}

static gboolean ask_desk(KiriSearchSession *s, const KiriSearchPlan *plan, const KiriQuery *query,
                         GPtrArray **desk, GError **error)
{
    guint kinds = (plan->where & KIRI_IN_RELEASES ? 1u << KIRI_DESK_RELEASE : 0) |
                  (plan->where & KIRI_IN_NOTES ? 1u << KIRI_DESK_NOTE : 0);
    if (!kinds)
        return TRUE;
    *desk = kiri_list_desk(s->store, query, kinds, error);
    return *desk != NULL;
}

static int answer(KiriSearchSession *s, const KiriListAsk *ask, const char *text,
                  const KiriSearchWords *words, GError **error)
{
    KiriSearchPlan plan;
    if (!kiri_search_plan(words, kiri_cli_now_us(s->cli), &plan, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(GPtrArray) desk = NULL;
    g_autoptr(KiriListing) listing = NULL;
    if (!ask_desk(s, &plan, ask->query, &desk, error))
        return KIRI_EXIT_FAILED;
    if (plan.where & KIRI_IN_ARTICLES &&
        !(listing = kiri_list(s->store, s->index, ask, &plan.list, error)))
        return kiri_exit_code_of(*error);
    KiriSearchAnswer all = {.listing = listing,
                            .desk = desk,
                            .opens_copies = plan.list.opens_copies,
                            .joins_events = plan.list.joins_events,
                            .counts_only = words->counts_only,
                            .shows_all_rows = plan.list.limit == 0,
                            .shows_figures = plan.list.order >= KIRI_LIST_AVE};
    if (desk)
        cut_desk(&plan, &all);
    if (words->format) {
        const char *question = text ? text : words->like_article;
        if (!kiri_search_write_atom(s, question, &all, error))
            return KIRI_EXIT_FAILED;
    } else if (s->cli->is_json)
        kiri_search_write(&all);
    else
        kiri_search_print(s->cli, &all);
    if (listing && ask->query)
        kiri_variants_hint(s, text, listing->total, listing->total_is_bound);
    return (listing && listing->total) || (desk && desk->len) ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

/* `text` is the question, or with --like-article what else must match: NULL, or a
 * query. */
static int search_once(KiriSearchSession *s, const char *text, const KiriSearchWords *words,
                       GError **error)
{
    KiriListAsk ask = {0};
    g_autoptr(KiriQuery) query = NULL;
    g_autofree char *id = NULL;
    if (words->like_article &&
        !(id = kiri_store_find_id(s->store, KIRI_NOUN_ARTICLE, words->like_article, error)))
        return kiri_exit_code_of(*error);
    if (text && !words->is_like && !(query = kiri_variants_query(s, text, error)))
        return KIRI_EXIT_USAGE;
    if (id || words->is_like) {
        if (!kiri_search_session_need_tokenizer(s, error))
            return KIRI_EXIT_FAILED;
        ask = (KiriListAsk){.like = words->is_like ? text : NULL,
                            .like_article = id,
                            .tokenizer = s->tokenizer,
                            .filter = query};
    } else {
        ask.query = query;
    }
    return answer(s, &ask, text, words, error);
}

static gboolean check_words(const KiriSearchWords *words, guint n_args, GError **error)
{
    gboolean needs_words = !words->is_batch && !words->like_article;
    if (words->format && (strcmp(words->format, "atom") != 0 || words->is_batch)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' is no format of an answer; there is atom, for one question"),
                    words->format);
        return FALSE;
    }
    if (n_args ? !words->is_batch : !needs_words)
        return TRUE;
    g_set_error_literal(
        error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
        n_args ? _("--batch reads its questions from standard input")
               : _("'search' takes a query, for example: kirinuki search 年休 厚労省"));
    return FALSE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const KiriSearchWords *words = call->options;
    if (!check_words(words, call->n_args, error))
        return KIRI_EXIT_USAGE;
    g_auto(KiriSearchSession) s = {0};
    if (!kiri_search_session_open(&s, cli, error))
        return kiri_exit_code_of(*error);
    if (words->is_batch)
        return kiri_search_batch(&s, error);
    g_autofree char *text = call->n_args ? g_strjoinv(" ", call->args) : NULL;
    if (!kiri_variants_choose(&s, words->variants, words->no_variants, error))
        return KIRI_EXIT_USAGE;
    if (words->explains && text)
        return kiri_explain_query(&s, text, error);
    return search_once(&s, text, words, error);
}

static const char details[] =
    N_("Words stand for AND. Also: OR, -WORD, \"a phrase\", ( ), title: site: medium: author:\n"
       "class: release: date:2026-01..2026-03, and * at the end of a Latin word.\n"
       "A Japanese keyword finds every article that contains it, inside words too.\n"
       "Copies of one story are one hit; the releases and notes with the words come first.\n"
       "\n"
       "  kirinuki search 年休 -国会 --sort=date\n"
       "  kirinuki search 'title:年休 date:2026-04' --facets=medium,class\n"
       "  kirinuki search 年休 --in=releases,notes\n"
       "  kirinuki search --like 有給休暇は何時間から取れるのか");

const KiriCommand kiri_cmd_search = {.name = "search",
                                     .group = N_("Ask"),
                                     .args = N_("QUERY…"),
                                     .summary = N_("find articles, releases and notes"),
                                     .details = details,
                                     KIRI_OPTIONS(KiriSearchWords, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .max_args = G_MAXUINT,
                                     .run = run};
