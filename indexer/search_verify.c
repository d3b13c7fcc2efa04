// SPDX-License-Identifier: GPL-3.0-or-later
/* The text decides: is a candidate of the index a match?
 *
 * The N-text lies beside the postings, so text and postings are of one commit
 * and the store is not asked. */
#include "search_internal.h"

#include <kirinuki/clip.h>
#include <kirinuki/limits.h>

char *kiri_search_document_id(KiriIndex *index, guint32 document, GError **error)
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
    g_autofree char *id = kiri_search_document_id(job->index, document, error);
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
static gboolean matches_a_clip(KiriStore *store, const KiriQuery *query, KiriQueryArticle *article)
{
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, article->id, NULL);
    gboolean is_match = FALSE;
    for (guint i = 0; clips && i < clips->len && !is_match; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        gint class_ = clip_class(store, clip);
        article->clip_class = kiri_class_names[CLAMP(class_, 0, KIRI_N_CLASSES - 1)];
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

gboolean kiri_search_verify(guint32 document, gboolean *is_match, gpointer data, GError **error)
{
    KiriSearchVerifier *v = data;
    if (v->known) {
        *is_match = v->known[document / 8] >> document % 8 & 1;
        return TRUE;
    }
    GError *read_error = NULL;
    g_autoptr(KiriQueryArticle) article = document_article(v->job, document, &v->buf, &read_error);
    if (read_error) {
        g_propagate_error(error, read_error);
        return FALSE;
    }
    *is_match = article && kiri_search_article_matches(v->job->store, v->job->verify, article);
    return TRUE;
}

void kiri_search_verifier_init(KiriSearchVerifier *v, const KiriSearchJob *job)
{
    *v = (KiriSearchVerifier){.job = job};
    kiri_buf_init(&v->buf, KIRI_BUF_UNCAPPED);
}

void kiri_search_verifier_know(KiriSearchVerifier *v, const GArray *documents)
{
    guint32 last = documents->len ? g_array_index(documents, guint32, documents->len - 1) : 0;
    g_free(v->known);
    v->known = g_malloc0((gsize)kiri_xap_last(v->job->index->reader) / 8 + 1);
    g_return_if_fail(last <= kiri_xap_last(v->job->index->reader));
    for (guint i = 0; i < documents->len; i++) {
        guint32 document = g_array_index(documents, guint32, i);
        v->known[document / 8] |= (guint8)(1 << document % 8);
    }
}

void kiri_search_verifier_clear(KiriSearchVerifier *v)
{
    kiri_buf_clear(&v->buf);
    g_clear_pointer(&v->known, g_free);
}
