// SPDX-License-Identifier: GPL-3.0-or-later
/* Search, mode keyword: the index proposes, the text decides.
 *
 * Where the plan is exact the index answers alone, with total and page. Else all
 * candidates come back in order, each is verified against the N-text that lies
 * beside its postings (so that text and postings are of one commit, and the
 * store is not asked), and the page is cut from what is left. */
#include "search_internal.h"

#include <kirinuki/clip.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define ATTEMPTS 3

const char *const kiri_search_mode_names[] = {"keyword", "like", NULL};
const char *const kiri_search_order_names[] = {"relevance", "date", NULL};

static void hit_free(gpointer data)
{
    KiriSearchHit *hit = data;
    g_free(hit->id);
    g_free(hit->import_id);
    g_free(hit->title);
    g_free(hit->url);
    g_free(hit->medium);
    g_free(hit->site_name);
    g_clear_pointer(&hit->title_marks, g_array_unref);
    kiri_snippet_clear(&hit->snippet);
    g_free(hit);
}

void kiri_search_result_free(KiriSearchResult *result)
{
    if (!result)
        return;
    g_ptr_array_unref(result->hits);
    g_free(result);
}

/* ---- verifying ---- */

static char *document_id(KiriIndex *index, guint32 document, GError **error)
{
    g_auto(KiriBuf) id;
    kiri_buf_init(&id, KIRI_LIMIT_TERM_BYTES);
    if (!kiri_xap_value(index->reader, document, KIRI_SLOT_ID, &id, error))
        return NULL;
    return kiri_buf_steal(&id, NULL);
}

/* What the document was indexed from; NULL without error: the article was too
 * long to lie in the index, and is gone from the store. */
static KiriQueryArticle *document_article(const KiriSearchJob *job, guint32 document, KiriBuf *data,
                                          GError **error)
{
    kiri_buf_reset(data);
    if (!kiri_xap_data(job->index->reader, document, data, error))
        return NULL;
    if (data->n)
        return kiri_record_decode(&kiri_query_article_shape, kiri_buf_view(data), error);
    g_autofree char *id = document_id(job->index, document, error);
    g_autoptr(KiriArticle) article =
        id ? kiri_store_get(job->store, KIRI_NOUN_ARTICLE, id, error) : NULL;
    return article ? kiri_query_article_of(article) : NULL;
}

/* The class a person gave, else the program's. */
static gint clip_class(KiriStore *store, const KiriClip *clip)
{
    g_autoptr(KiriVerdict) verdict = kiri_store_get(store, KIRI_NOUN_VERDICT, clip->id, NULL);
    if (verdict && verdict->is_rejected)
        return KIRI_CLASS_NONE;
    return verdict && verdict->has_class ? verdict->class_ : clip->class_;
}

/* class: and release: speak of one tie: an article matches if one of its clips
 * makes the query true. */
static gboolean matches_a_clip(const KiriSearchJob *job, KiriQueryArticle *article)
{
    g_autoptr(GPtrArray) clips =
        kiri_store_clips_of(job->store, KIRI_NOUN_ARTICLE, article->id, NULL);
    gboolean is_match = FALSE;
    for (guint i = 0; clips && i < clips->len && !is_match; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        gint class_ = clip_class(job->store, clip);
        article->clip_class = kiri_class_names[CLAMP(class_, 0, KIRI_N_CLASSES - 1)];
        article->clip_release = clip->release;
        is_match = kiri_query_matches(job->verify, article);
    }
    article->clip_class = article->clip_release = NULL;
    return is_match;
}

typedef struct {
    guint32 document;
    guint32 place; // in the order of the answer
    gboolean is_match;
} Candidate;

static gint by_document(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    return x->document < y->document ? -1 : x->document > y->document;
}

static gboolean verify(const KiriSearchJob *job, GArray *candidates, GError **error)
{
    gboolean needs_clips = kiri_query_needs_clips(job->verify);
    g_auto(KiriBuf) data;
    kiri_buf_init(&data, KIRI_BUF_UNCAPPED);
    for (guint i = 0; i < candidates->len; i++) {
        Candidate *c = &g_array_index(candidates, Candidate, i);
        GError *read_error = NULL;
        g_autoptr(KiriQueryArticle) article =
            document_article(job, c->document, &data, &read_error);
        if (read_error) {
            g_propagate_error(error, read_error);
            return FALSE;
        }
        if (article)
            c->is_match = needs_clips ? matches_a_clip(job, article)
                                      : kiri_query_matches(job->verify, article);
    }
    return TRUE;
}

/* Leaves in `hits` those that match, in their order. Reading goes by document
 * number, which is the order on disk. */
static gboolean keep_matches(const KiriSearchJob *job, GArray *hits, GError **error)
{
    g_autoptr(GArray) candidates = g_array_sized_new(FALSE, FALSE, sizeof(Candidate), hits->len);
    g_autofree guint8 *is_match = g_malloc0(hits->len + 1);
    for (guint i = 0; i < hits->len; i++) {
        Candidate c = {g_array_index(hits, KiriXapHit, i).document, i, FALSE};
        g_array_append_val(candidates, c);
    }
    g_array_sort(candidates, by_document);
    if (!verify(job, candidates, error))
        return FALSE;
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *c = &g_array_index(candidates, Candidate, i);
        is_match[c->place] = c->is_match != FALSE;
    }
    guint kept = 0;
    for (guint i = 0; i < hits->len; i++)
        if (is_match[i])
            g_array_index(hits, KiriXapHit, kept++) = g_array_index(hits, KiriXapHit, i);
    g_array_set_size(hits, kept);
    return TRUE;
}

/* ---- the answer ---- */

static gboolean fill_hit(const KiriSearchJob *job, KiriSearchHit *hit, gboolean *is_gone,
                         GError **error)
{
    GError *read_error = NULL;
    g_autoptr(KiriArticle) article =
        kiri_store_get(job->store, KIRI_NOUN_ARTICLE, hit->id, &read_error);
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
    hit->published = article->published;
    hit->title_marks = kiri_marks_find(kiri_str(article->title), job->keywords);
    if (article->is_nosnippet) // the publisher's wish: found, but nothing of the text is shown
        hit->snippet = (KiriSnippet){.text = g_strdup(""),
                                     .marks = g_array_new(FALSE, FALSE, sizeof(KiriMark))};
    else
        kiri_snippet_make(kiri_str(article->text), job->keywords, &hit->snippet);
    return TRUE;
}

static gboolean add_hit(const KiriSearchJob *job, const KiriXapHit *found, KiriSearchResult *result,
                        GError **error)
{
    KiriSearchHit *hit = g_new0(KiriSearchHit, 1);
    hit->score = found->weight;
    hit->id = document_id(job->index, found->document, error);
    gboolean is_gone = FALSE;
    if (!hit->id || (!job->options->ids_only && !fill_hit(job, hit, &is_gone, error))) {
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

static KiriSearchResult *attempt(const KiriSearchJob *job, GError **error)
{
    const KiriSearchOptions *o = job->options;
    guint32 all = kiri_xap_count(job->index->reader);
    guint limit = o->limit ? o->limit : G_MAXUINT;
    KiriXapAsk ask = {
        .order = o->order == KIRI_ORDER_DATE ? KIRI_XAP_BY_VALUE : KIRI_XAP_BY_WEIGHT,
        .falling_slot = KIRI_SLOT_DATE,
        .rising_slot = KIRI_SLOT_ID,
        .k1 = KIRI_BM25_K1,
        .b = KIRI_BM25_B,
        .first = job->verify ? 0 : MIN(o->offset, all),
        .max = job->verify ? all : MIN(limit, all),
        .is_total_exact = TRUE,
    };
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(KiriXapHit));
    guint32 total = 0;
    if (!kiri_xap_ask(job->index->reader, (const KiriXapStep *)(const void *)job->plan->steps->data,
                      job->plan->steps->len, &ask, hits, &total, error) ||
        (job->verify && !keep_matches(job, hits, error)))
        return NULL;
    g_autoptr(KiriSearchResult) result = g_new0(KiriSearchResult, 1);
    result->hits = g_ptr_array_new_with_free_func(hit_free);
    result->total = job->verify ? hits->len : total;
    result->seq = kiri_index_seq(job->index);
    guint first = job->verify ? MIN(o->offset, hits->len) : 0;
    guint n = MIN(limit, hits->len - first);
    for (guint i = 0; i < n; i++)
        if (!add_hit(job, &g_array_index(hits, KiriXapHit, first + i), result, error))
            return NULL;
    return g_steal_pointer(&result);
}

KiriSearchResult *kiri_search_run(const KiriSearchJob *job, GError **error)
{
    for (guint i = 0; i < ATTEMPTS; i++) {
        GError *trouble = NULL;
        KiriSearchResult *result = attempt(job, &trouble);
        if (result)
            return result;
        if (!kiri_error_is(trouble, KIRI_ERROR_STALE)) {
            g_propagate_prefixed_error(error, trouble, "%s", _("cannot search: "));
            return NULL;
        }
        g_clear_error(&trouble);
        if (!kiri_xap_reopen(job->index->reader, error))
            return NULL;
    }
    g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_BUSY,
                        _("cannot search: the index changes faster than it can be read"));
    return NULL;
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

KiriSearchResult *kiri_search(KiriStore *store, KiriIndex *index, const KiriQuery *query,
                              const KiriSearchOptions *options, GError **error)
{
    g_auto(KiriPlan) plan;
    kiri_plan_init(&plan);
    kiri_plan_query(&plan, query, kiri_search_tied, store);
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    KiriSearchJob job = {
        .store = store,
        .index = index,
        .options = options,
        .plan = &plan,
        .verify = plan.is_exact ? NULL : query,
        .keywords = keywords,
    };
    return kiri_search_run(&job, error);
}
