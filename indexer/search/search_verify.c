// SPDX-License-Identifier: GPL-3.0-or-later
/* The text decides: is a candidate of the index a match?
 *
 * The N-text lies beside the postings, so text and postings are of one commit
 * and the store is not asked. */
#include "search_internal.h"

#include <kirinuki/limits.h>

char *kiri_search_document_id(KiriIndex *index, guint32 document, GError **error)
{
    g_auto(KiriBuf) id;
    kiri_buf_init(&id, KIRI_LIMIT_TERM_BYTES);
    if (!kiri_xap_value(index->reader, document, KIRI_SLOT_ID, &id, error))
        return NULL;
    return kiri_buf_steal(&id, NULL);
}

/* An article that is too long to lie in the index. */
static const KiriQueryArticle *long_article(KiriSearchVerifier *v, guint32 document, GError **error)
{
    g_autofree char *id = kiri_search_document_id(v->job->index, document, error);
    g_autoptr(KiriArticle) article =
        id ? kiri_store_get(v->job->store, KIRI_NOUN_ARTICLE, id, error) : NULL;
    g_clear_pointer(&v->from_store, kiri_query_article_free);
    v->from_store = article ? kiri_query_article_of(article) : NULL;
    return v->from_store;
}

const KiriQueryArticle *kiri_search_verifier_article(KiriSearchVerifier *v, guint32 document,
                                                     GError **error)
{
    kiri_buf_reset(&v->data);
    v->job->index->n_texts_read++;
    if (!kiri_xap_data(v->job->index->reader, document, &v->data, error))
        return NULL;
    return v->data.n ? kiri_text_read(v->job->index->texts, kiri_buf_view(&v->data), error)
                     : long_article(v, document, error);
}

/* class: and release: speak of one tie: an article matches if one of its clips
 * makes the query true. */
static gboolean matches_a_clip(KiriStore *store, const KiriQuery *query, KiriQueryArticle *article)
{
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, article->id, NULL);
    gboolean is_match = FALSE;
    for (guint i = 0; clips && i < clips->len && !is_match; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(KiriVerdict) verdict = kiri_store_get(store, KIRI_NOUN_VERDICT, clip->id, NULL);
        article->clip_class = kiri_class_names[kiri_standing(clip, verdict).class_];
        article->clip_release = clip->release;
        is_match = kiri_query_matches(query, article);
    }
    article->clip_class = article->clip_release = NULL;
    return is_match;
}

gboolean kiri_search_article_matches(KiriStore *store, const KiriQuery *query,
                                     KiriQueryArticle *article)
{
    return kiri_query_needs_clips(query) ? matches_a_clip(store, query, article)
                                         : kiri_query_matches(query, article);
}

/* TRUE with *may_match FALSE: certainly none. */
static gboolean ask_signature(KiriSearchVerifier *v, guint32 document, gboolean *may_match,
                              GError **error)
{
    KiriStr signature;
    *may_match = TRUE;
    if (!v->test)
        return TRUE;
    if (!kiri_xap_column_at(v->signatures, document, &signature, error))
        return FALSE;
    *may_match = kiri_signature_may_match(v->test, signature);
    return TRUE;
}

gboolean kiri_search_verify(guint32 document, gboolean *is_match, gpointer data, GError **error)
{
    KiriSearchVerifier *v = data;
    *is_match = v->accepted && (v->accepted[document / 8] >> document % 8 & 1);
    if (!*is_match && !v->is_complete && v->proof &&
        !kiri_xap_tester_ask(v->proof, document, is_match, error))
        return FALSE;
    if (*is_match || v->is_complete)
        return TRUE;
    gboolean may_match = TRUE;
    if (!ask_signature(v, document, &may_match, error))
        return FALSE;
    if (!may_match)
        return TRUE;
    GError *read_error = NULL;
    const KiriQueryArticle *article = kiri_search_verifier_article(v, document, &read_error);
    if (read_error) {
        g_propagate_error(error, read_error);
        return FALSE;
    }
    if (!article)
        return TRUE;
    g_autofree char *id = NULL;
    KiriQueryArticle asked = *article;
    if (kiri_query_needs_clips(v->job->verify)) {
        id = kiri_search_document_id(v->job->index, document, error);
        if (!id)
            return FALSE;
        asked.id = id;
    }
    *is_match = kiri_search_article_matches(v->job->store, v->job->verify, &asked);
    return TRUE;
}

gboolean kiri_search_collect(KiriSearchVerifier *v, GArray *documents, GError **error)
{
    const KiriSearchJob *job = v->job;
    return kiri_xap_each_match(job->index->reader, kiri_plan_steps(job->plan),
                               job->plan->steps->len, job->verify ? kiri_search_verify : NULL, v,
                               documents, error);
}

void kiri_search_verifier_init(KiriSearchVerifier *v, const KiriSearchJob *job)
{
    *v = (KiriSearchVerifier){.job = job};
    kiri_buf_init(&v->data, KIRI_BUF_UNCAPPED);
    if (!job->verify)
        return;
    v->test = kiri_signature_test_new(job->verify);
    v->signatures = kiri_xap_column_new(job->index->reader, KIRI_SLOT_SIGNATURE);
}

static void accept(KiriSearchVerifier *v, const GArray *documents)
{
    g_free(v->accepted);
    v->accepted = g_malloc0((gsize)kiri_xap_last(v->job->index->reader) / 8 + 1);
    v->n_accepted = documents->len;
    for (guint i = 0; i < documents->len; i++) {
        guint32 document = g_array_index(documents, guint32, i);
        v->accepted[document / 8] |= (guint8)(1 << document % 8);
    }
}

/* After so many texts, reading all words takes less time than what it saves. */
#define TEXTS_WITHOUT_LEXICON 4000

static gboolean need_lexicon(KiriIndex *index, GError **error)
{
    if (!index->lexicon && index->n_texts_read > TEXTS_WITHOUT_LEXICON)
        index->lexicon = kiri_lexicon_load(index->reader, error);
    return index->lexicon || index->n_texts_read <= TEXTS_WITHOUT_LEXICON;
}

gboolean kiri_search_verifier_prove(KiriSearchVerifier *v, guint32 *least, GError **error)
{
    guint32 upper = 0;
    *least = 0;
    if (!v->job->has_inner)
        return TRUE;
    g_auto(KiriPlan) plan;
    GError *trouble = NULL;
    KiriXapReader *reader = v->job->index->reader;
    kiri_plan_init(&plan);
    kiri_plan_query_inner(&plan, v->job->verify, NULL);
    v->proof = kiri_xap_tester_new(reader, kiri_plan_steps(&plan), plan.steps->len, &trouble);
    if (trouble) {
        g_propagate_error(error, trouble);
        return FALSE;
    }
    return kiri_xap_bounds(reader, kiri_plan_steps(&plan), plan.steps->len, least, &upper, error);
}

gboolean kiri_search_verifier_prepare(KiriSearchVerifier *v, GError **error)
{
    if (!v->job->has_inner)
        return TRUE;
    if (!need_lexicon(v->job->index, error))
        return FALSE;
    g_auto(KiriPlan) plan;
    kiri_plan_init(&plan);
    kiri_plan_query_inner(&plan, v->job->verify, v->job->index->lexicon);
    g_autoptr(GArray) documents = g_array_new(FALSE, FALSE, sizeof(guint32));
    if (!kiri_xap_each_match(v->job->index->reader, kiri_plan_steps(&plan), plan.steps->len, NULL,
                             NULL, documents, error))
        return FALSE;
    if (documents->len)
        accept(v, documents);
    return TRUE;
}

void kiri_search_verifier_know(KiriSearchVerifier *v, const GArray *documents)
{
    accept(v, documents);
    v->is_complete = TRUE;
}

void kiri_search_verifier_clear(KiriSearchVerifier *v)
{
    kiri_buf_clear(&v->data);
    kiri_signature_test_free(v->test);
    kiri_xap_column_free(v->signatures);
    kiri_query_article_free(v->from_store);
    kiri_xap_tester_free(v->proof);
    g_free(v->accepted);
}
