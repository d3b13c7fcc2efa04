// SPDX-License-Identifier: GPL-3.0-or-later
/* Search, mode keyword: the index proposes, the text decides.
 *
 * Candidates come from the index; where the plan is not exact, each that could
 * still enter the page is verified against its text (search_verify.c). So a page
 * costs the postings and a few texts, however many articles match, and the total
 * is then a lower bound. Where it must be exact, or there are few candidates,
 * all are verified first. */
#include "search_internal.h"
#include "match/second_look.h"

#include <kirinuki/clip.h>
#include <kirinuki/i18n.h>

#include <string.h>

const char *const kiri_search_mode_names[] = {"keyword", "like", NULL};
const char *const kiri_search_order_names[] = {"relevance", "date", NULL};

void kiri_search_hit_free(KiriSearchHit *hit)
{
    if (!hit)
        return;
    g_free(hit->id);
    g_free(hit->import_id);
    g_free(hit->title);
    g_free(hit->url);
    g_free(hit->medium);
    g_free(hit->site_name);
    g_free(hit->place);
    g_clear_pointer(&hit->title_marks, g_array_unref);
    kiri_snippet_clear(&hit->snippet);
    g_free(hit);
}

static void hit_free(gpointer data)
{
    kiri_search_hit_free(data);
}

void kiri_search_result_free(KiriSearchResult *result)
{
    if (!result)
        return;
    g_ptr_array_unref(result->hits);
    g_strfreev(result->keywords);
    g_free(result);
}

/* ---- the answer ---- */

gboolean kiri_search_hit_fill(KiriStore *store, char **keywords, gboolean has_snippet,
                              KiriSearchHit *hit, gboolean *is_gone, GError **error)
{
    GError *read_error = NULL;
    g_autoptr(KiriArticle) article = kiri_store_get(store, KIRI_NOUN_ARTICLE, hit->id, &read_error);
    *is_gone = !article;
    if (!article) {
        if (read_error)
            g_propagate_error(error, read_error);
        return !read_error;
    }
    hit->title = g_strdup(article->title ? article->title : "");
    hit->url = g_strdup(article->url);
    hit->import_id = g_strdup(article->import_id);
    hit->medium = g_strdup(article->medium);
    hit->site_name = g_strdup(article->site_name);
    hit->place = kiri_article_place(article);
    hit->published = article->published;
    if (!has_snippet)
        return TRUE;
    hit->title_marks = kiri_marks_find(kiri_str(article->title), keywords);
    if (article->is_nosnippet) // the publisher's wish: found, but nothing of the text is shown
        hit->snippet = (KiriSnippet){.text = g_strdup(""),
                                     .marks = g_array_new(FALSE, FALSE, sizeof(KiriMark))};
    else
        kiri_snippet_make(kiri_str(article->text), keywords, FALSE, &hit->snippet);
    return TRUE;
}

static gboolean add_hit(const KiriSearchJob *job, const KiriXapHit *found, KiriSearchResult *result,
                        GError **error)
{
    KiriSearchHit *hit = g_new0(KiriSearchHit, 1);
    hit->score = found->weight;
    hit->id = kiri_search_document_id(job->index, found->document, error);
    gboolean is_gone = FALSE;
    if (!hit->id ||
        (!job->options->ids_only &&
         !kiri_search_hit_fill(job->store, job->keywords, !job->options->without_snippets, hit,
                               &is_gone, error))) {
        hit_free(hit);
        return FALSE;
    }
    if (is_gone) { // deleted since the index was brought up to date
        hit_free(hit);
        result->total--;
        return TRUE;
    }
    g_ptr_array_add(result->hits, hit);
    return TRUE;
}

/* ---- looking ---- */

/* Up to so many candidates are all verified, so that the total is exact. */
#define FEW_CANDIDATES 200

typedef struct {
    guint64 total;
    gboolean is_bound;
} Total;

/* The total, where it must be exact, or can be at little cost; else how many there are
 * at least. What was verified for it is kept in `v`. */
static gboolean count_first(const KiriSearchJob *job, KiriSearchVerifier *v, Total *total,
                            GError **error)
{
    guint32 lower = 0, upper = 0;
    if (job->known && job->known->opening == job->index->opening) {
        kiri_search_verifier_know(v, job->known->documents);
        *total = (Total){job->known->documents->len, FALSE};
        return TRUE;
    }
    if (!kiri_xap_bounds(job->index->reader, kiri_plan_steps(job->plan), job->plan->steps->len,
                         &lower, &upper, error))
        return FALSE;
    *total = (Total){0, TRUE};
    if (!job->verify && lower == upper) {
        *total = (Total){upper, FALSE};
        return TRUE;
    }
    guint32 least = 0;
    if (job->verify && !kiri_search_verifier_prove(v, &least, error))
        return FALSE;
    total->total = least;
    if (upper > FEW_CANDIDATES && !job->options->needs_exact_total)
        return TRUE;
    if (job->verify && upper > FEW_CANDIDATES && !kiri_search_verifier_prepare(v, error))
        return FALSE;
    g_autoptr(GArray) documents = g_array_new(FALSE, FALSE, sizeof(guint32));
    if (!kiri_search_collect(v, documents, error))
        return FALSE;
    if (job->verify)
        kiri_search_verifier_know(v, documents);
    *total = (Total){documents->len, FALSE};
    return TRUE;
}

/* Hits [first, end) of the order that the index has. */
typedef struct {
    guint first, end;
} Window;

static gboolean is_looked_at_again(const KiriSearchJob *job)
{
    return job->question && job->options->order == KIRI_ORDER_RELEVANCE &&
           job->options->offset < KIRI_LOOK_HITS;
}

/* What is put in order anew must be there whole, whichever page of it is shown. */
static Window window_of(const KiriSearchJob *job, guint32 all)
{
    const KiriSearchOptions *o = job->options;
    guint first = MIN(o->offset, all);
    guint end = o->limit && o->limit < all - first ? first + o->limit : all;
    return is_looked_at_again(job) ? (Window){0, MAX(end, MIN(KIRI_LOOK_HITS, all))}
                                   : (Window){first, end};
}

static gboolean look_again(const KiriSearchJob *job, GArray *hits, GError **error)
{
    const KiriSearchOptions *o = job->options;
    if (!kiri_look_again(job, hits, error))
        return FALSE;
    g_array_remove_range(hits, 0, MIN(o->offset, hits->len));
    if (o->limit && o->limit < hits->len)
        g_array_set_size(hits, o->limit);
    return TRUE;
}

static gboolean look(const KiriSearchJob *job, GArray *hits, Total *total, GError **error)
{
    const KiriSearchOptions *o = job->options;
    guint32 all = kiri_xap_count(job->index->reader), seen = 0;
    g_auto(KiriSearchVerifier) v;
    kiri_search_verifier_init(&v, job);
    if (!count_first(job, &v, total, error))
        return FALSE;
    Window window = window_of(job, all);
    KiriXapAsk ask = {
        .order = o->order == KIRI_ORDER_DATE ? KIRI_XAP_BY_VALUE : KIRI_XAP_BY_WEIGHT,
        .falling_slot = KIRI_SLOT_DATE,
        .rising_slot = KIRI_SLOT_ID,
        .k1 = KIRI_BM25_K1,
        .b = KIRI_BM25_B,
        .first = window.first,
        .max = window.end - window.first,
        .decide = job->verify ? kiri_search_verify : NULL,
        .data = &v,
    };
    if (!kiri_xap_ask(job->index->reader, kiri_plan_steps(job->plan), job->plan->steps->len, &ask,
                      hits, &seen, error))
        return FALSE;
    if (!total->is_bound)
        return TRUE;
    total->total = MAX(total->total, seen);
    /* An order by date has seen every match; a page that is not full, too. */
    total->is_bound = (job->verify || ask.order == KIRI_XAP_BY_WEIGHT) && hits->len == ask.max &&
                      window.end < all;
    return TRUE;
}

static KiriSearchResult *attempt(const KiriSearchJob *job, GError **error)
{
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(KiriXapHit));
    Total total;
    if (!look(job, hits, &total, error) ||
        (is_looked_at_again(job) && !look_again(job, hits, error)))
        return NULL;
    g_autoptr(KiriSearchResult) result = g_new0(KiriSearchResult, 1);
    result->hits = g_ptr_array_new_with_free_func(hit_free);
    result->total = total.total;
    result->total_is_bound = total.is_bound;
    result->seq = kiri_index_seq(job->index);
    result->keywords = g_strdupv(job->keywords);
    for (guint i = 0; i < hits->len; i++)
        if (!add_hit(job, &g_array_index(hits, KiriXapHit, i), result, error))
            return NULL;
    return g_steal_pointer(&result);
}

KiriSearchResult *kiri_search_run(const KiriSearchJob *job, GError **error)
{
    return kiri_search_retry((KiriSearchAttempt)attempt, job, error);
}

char **kiri_search_tied(const char *release, gpointer store)
{
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, KIRI_NOUN_RELEASE, release, NULL);
    char **ids = NULL;
    for (guint i = 0; clips && i < clips->len; i++)
        kiri_strv_add(&ids, ((const KiriClip *)g_ptr_array_index(clips, i))->article);
    if (!ids && clips)
        ids = g_new0(char *, 1);
    return ids;
}

/* A job with the plan of a query. */
typedef struct {
    KiriSearchJob job;
    KiriPlan plan;
} QueryJob;

static void query_job_init(QueryJob *q, KiriStore *store, KiriIndex *index, const KiriQuery *query,
                           const KiriSearchOptions *options)
{
    kiri_plan_init(&q->plan);
    kiri_plan_query(&q->plan, query, kiri_search_tied, store);
    q->job = (KiriSearchJob){
        .store = store,
        .index = index,
        .options = options,
        .plan = &q->plan,
        .verify = q->plan.is_exact ? NULL : query,
        /* An article without any clip matches no query that asks for clips,
         * whatever its text. */
        .has_inner = !q->plan.is_exact && !kiri_query_needs_clips(query),
    };
}

static void query_job_clear(QueryJob *q)
{
    kiri_plan_clear(&q->plan);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(QueryJob, query_job_clear)

KiriSearchResult *kiri_search(KiriStore *store, KiriIndex *index, const KiriQuery *query,
                              const KiriSearchOptions *options, GError **error)
{
    return kiri_search_among(store, index, query, NULL, options, error);
}

KiriSearchResult *kiri_search_among(KiriStore *store, KiriIndex *index, const KiriQuery *query,
                                    const KiriMatches *known, const KiriSearchOptions *options,
                                    GError **error)
{
    g_auto(QueryJob) q;
    query_job_init(&q, store, index, query, options);
    q.job.known = known;
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    q.job.keywords = keywords;
    return kiri_search_run(&q.job, error);
}

KiriMatches *kiri_search_all(KiriStore *store, KiriIndex *index, const KiriQuery *query,
                             const guint *slots, gsize n_slots, GError **error)
{
    KiriSearchOptions options = {.ids_only = TRUE};
    g_auto(QueryJob) q;
    query_job_init(&q, store, index, query, &options);
    return kiri_search_matches(&q.job, slots, n_slots, error);
}
