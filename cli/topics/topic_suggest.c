// SPDX-License-Identifier: GPL-3.0-or-later
/* topic suggest: queries from a release, each with what it finds and how much of the
 * release's coverage that is, as commands ready to paste. */
#include "search/search.h"
#include "topic_try.h"

#include <kirinuki/topic_suggest.h>

#include <stdlib.h>

enum { MOST_WORDS = 12, MOST_PROPOSALS = 8 };

typedef struct {
    KiriSearchSession session;
    KiriRelease *release;
    GHashTable *numbers; // article id → number + 1
    GArray *clips;       // guint32: its coverage in these days
    GPtrArray *parts;    // KiriQueryPart
    gint64 from_us, to_us;
} Suggest;

static void suggest_clear(Suggest *s)
{
    kiri_search_session_close(&s->session);
    kiri_release_free(s->release);
    g_clear_pointer(&s->numbers, g_hash_table_destroy);
    g_clear_pointer(&s->clips, g_array_unref);
    g_clear_pointer(&s->parts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Suggest, suggest_clear)

static guint32 number_of(Suggest *s, const char *id)
{
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(s->numbers, id));
    if (!known) {
        known = g_hash_table_size(s->numbers) + 1;
        g_hash_table_insert(s->numbers, g_strdup(id), GUINT_TO_POINTER(known));
    }
    return known - 1;
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return x < y ? -1 : x > y;
}

static gboolean search_part(Suggest *s, KiriQueryPart *part, GError **error)
{
    KiriTopic plain = {.query = part->query};
    g_autoptr(KiriQuery) query =
        kiri_topic_query_between(&plain, NULL, s->from_us, s->to_us, error);
    KiriSearchOptions all = {.order = KIRI_ORDER_DATE, .ids_only = TRUE, .needs_exact_total = TRUE};
    g_autoptr(KiriSearchResult) result =
        query ? kiri_search(s->session.store, s->session.index, query, &all, error) : NULL;
    for (guint i = 0; result && i < result->hits->len; i++) {
        guint32 n = number_of(s, ((KiriSearchHit *)g_ptr_array_index(result->hits, i))->id);
        g_array_append_val(part->found, n);
    }
    g_array_sort(part->found, by_number);
    return result != NULL;
}

static gboolean is_coverage(const KiriClip *clip, const KiriVerdict *verdict)
{
    return kiri_standing(clip, verdict).class_ >= KIRI_CLASS_PUBLICITY;
}

/* What a person rejected is no coverage. */
static gboolean read_clips(Suggest *s, GError **error)
{
    KiriStore *store = s->session.store;
    g_autoptr(GPtrArray) clips =
        kiri_store_clips_of(store, KIRI_NOUN_RELEASE, s->release->id, error);
    for (guint i = 0; clips && i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(KiriVerdict) verdict = kiri_store_get(store, KIRI_NOUN_VERDICT, clip->id, NULL);
        g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, clip->article, NULL);
        gint64 when = !a                               ? G_MININT64
                      : kiri_time_is_set(a->published) ? a->published.us
                                                       : a->fetched.us;
        if (!is_coverage(clip, verdict) || when < s->from_us || when >= s->to_us)
            continue;
        guint32 n = number_of(s, clip->article);
        g_array_append_val(s->clips, n);
    }
    g_array_sort(s->clips, by_number);
    return clips != NULL;
}

static gboolean gather(Suggest *s, KiriCli *cli, const char *id, GError **error)
{
    if (!kiri_search_session_open(&s->session, cli, error))
        return FALSE;
    kiri_try_warn_of_lag(cli, s->session.store, s->session.index);
    g_autofree char *whole = kiri_store_find_id(s->session.store, KIRI_NOUN_RELEASE, id, error);
    if (!whole || !(s->release = kiri_store_get(s->session.store, KIRI_NOUN_RELEASE, whole, error)))
        return FALSE;
    g_autofree char *frequencies = kiri_cli_data_path(cli, "dictionaries/term_frequencies.tsv");
    s->parts = kiri_topic_suggest_parts(s->release, frequencies, MOST_WORDS, error);
    if (!s->parts || !read_clips(s, error))
        return FALSE;
    for (guint i = 0; i < s->parts->len; i++)
        if (!search_part(s, g_ptr_array_index(s->parts, i), error))
            return FALSE;
    return TRUE;
}

/* ---- answers ---- */

static char *command_of(const char *query)
{
    g_autofree char *quoted = g_shell_quote(query);
    return g_strdup_printf("kirinuki topic add %s %s", quoted, quoted);
}

static void print_proposals(const Suggest *s, const GPtrArray *proposals)
{
    g_autofree char *title = kiri_out_safe(s->release->title);
    kiri_out_printf("%s  %s\n", s->release->id, title);
    for (guint i = 0; i < proposals->len; i++) {
        const KiriTopicProposal *p = g_ptr_array_index(proposals, i);
        g_autofree char *command = command_of(p->query);
        g_autofree char *safe = kiri_out_safe(command);
        kiri_out_printf(_("  hits %u, of the clips of the release %u of %u\n"), p->hits, p->shared,
                        s->clips->len);
        kiri_out_printf("    %s\n", safe);
    }
}

static void write_proposals(const Suggest *s, const GPtrArray *proposals)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    for (guint i = 0; i < proposals->len; i++) {
        const KiriTopicProposal *p = g_ptr_array_index(proposals, i);
        KiriJson j = kiri_out_json_begin(&buf, "topic_proposal");
        kiri_json_key(&j, "release");
        kiri_json_cstr(&j, s->release->id);
        kiri_json_key(&j, "query");
        kiri_json_cstr(&j, p->query);
        kiri_json_key(&j, "hits");
        kiri_json_i64(&j, p->hits);
        kiri_json_key(&j, "shared");
        kiri_json_i64(&j, p->shared);
        kiri_json_key(&j, "clips");
        kiri_json_i64(&j, s->clips->len);
        kiri_json_key(&j, "score");
        kiri_json_f64(&j, p->score, 4);
        kiri_out_json_end(&j);
    }
    kiri_out_json_summary(proposals->len);
}

int kiri_topic_suggest(KiriCli *cli, const char *release, gint days, GError **error)
{
    g_auto(Suggest) s = {0};
    s.numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    s.clips = g_array_new(FALSE, FALSE, sizeof(guint32));
    s.from_us = kiri_try_begin_us(kiri_cli_now_us(cli), (guint)days);
    s.to_us = s.from_us + days * KIRI_US_PER_DAY;
    if (!gather(&s, cli, release, error))
        return KIRI_EXIT_FAILED;
    g_autoptr(GPtrArray) proposals = kiri_topic_propose(s.parts, s.clips, MOST_PROPOSALS);
    if (cli->is_json)
        write_proposals(&s, proposals);
    else
        print_proposals(&s, proposals);
    return proposals->len ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}
