// SPDX-License-Identifier: GPL-3.0-or-later
/* Which articles a changed topic may concern: those that have a clip of it, and
 * those that match it now.
 *
 * The latter are asked of the full-text index where there is one of this store;
 * the index proposes, the text decides, so what comes out is what reading every
 * article would give. Articles that changed behind the index are read. Without an
 * index, or where it refuses (a wildcard with too many words, a commit under the
 * question), every article is read once for all such topics; so they are where that
 * costs less, as for a table of topics over few articles.
 *
 * Beside the store's nouns lies the digest of what each topic asked when it was
 * last looked at: a change that says nothing about articles (owner, colour, notes)
 * looks at none. It is written with the cursor, so a batch that is repeated finds
 * the digest of before. */
#include "index/index_internal.h"
#include "link_stage.h"

#include <kirinuki/search.h>

#include <string.h>

static gint by_topic_id(gconstpointer a, gconstpointer b)
{
    const KiriTopic *x = *(KiriTopic *const *)a, *y = *(KiriTopic *const *)b;
    return strcmp(x->id, y->id);
}

/* Once, as soon as a topic asks for them. */
static gboolean load_variants(KiriLinkWork *w, const GPtrArray *topics, GError **error)
{
    gboolean is_asked = FALSE;
    for (guint i = 0; i < topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(topics, i);
        is_asked |= topic->variants && !topic->is_removed;
    }
    if (!is_asked || w->variants || !w->options->variants_dir)
        return TRUE;
    w->variants = kiri_variants_load(w->options->variants_dir, w->options->own_variants_dir, error);
    return w->variants != NULL;
}

gboolean kiri_link_load_topics(KiriLinkWork *w, GError **error)
{
    g_autoptr(GPtrArray) topics = kiri_store_list(w->store, KIRI_NOUN_TOPIC, "", error);
    if (!topics)
        return FALSE;
    g_ptr_array_sort(topics, by_topic_id);
    if (!load_variants(w, topics, error))
        return FALSE;
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, w->variants, error);
    if (!set)
        return FALSE;
    kiri_link_drop_topics(w);
    w->topics = g_steal_pointer(&topics);
    w->topic_set = g_steal_pointer(&set);
    w->topic_scan = kiri_topic_scan_new(w->topic_set);
    w->decider.topics = w->topics;
    w->decider.topic_set = w->topic_set;
    w->decider.topic_scan = w->topic_scan;
    return TRUE;
}

void kiri_link_drop_topics(KiriLinkWork *w)
{
    w->decider.topics = NULL;
    w->decider.topic_set = NULL;
    w->decider.topic_scan = NULL;
    g_clear_pointer(&w->topic_scan, kiri_topic_scan_free);
    g_clear_pointer(&w->topic_set, kiri_topic_set_free);
    g_clear_pointer(&w->topics, g_ptr_array_unref);
}

/* ---- digests ---- */

static char *digest_meta(const char *topic)
{
    return g_strconcat("link.topic:", topic, NULL);
}

/* Its place among the topics, or -1. */
static gint place_of(const KiriLinkWork *w, const char *id)
{
    guint low = 0, high = w->topics->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        gint order = strcmp(((const KiriTopic *)g_ptr_array_index(w->topics, middle))->id, id);
        if (order == 0)
            return (gint)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* What the topic asks now; "" for one that is gone. */
static const char *digest_of(const KiriLinkWork *w, const char *id)
{
    gint place = place_of(w, id);
    return place < 0 ? "" : kiri_topic_set_digest(w->topic_set, (guint)place);
}

void kiri_link_put_digests(KiriLinkWork *w, KiriBatch *batch, GHashTable *changed)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, changed);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        g_autofree char *meta = digest_meta(id);
        kiri_batch_set_meta(batch, meta, digest_of(w, id));
    }
}

void kiri_link_forget_digests(KiriLinkWork *w, KiriBatch *batch)
{
    for (guint i = 0; i < w->topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(w->topics, i);
        g_autofree char *meta = digest_meta(topic->id);
        kiri_batch_set_meta(batch, meta, "");
    }
}

static gboolean is_as_before(const KiriLinkWork *w, const char *id)
{
    g_autofree char *meta = digest_meta(id);
    g_autofree char *before = kiri_store_meta(w->store, meta);
    const char *now = digest_of(w, id);
    return before && *now && strcmp(before, now) == 0;
}

void kiri_link_find_widened(KiriLinkWork *w, GHashTable *topics)
{
    for (guint i = 0; i < w->topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(w->topics, i);
        g_autofree char *meta = topic->variants ? digest_meta(topic->id) : NULL;
        g_autofree char *before = meta ? kiri_store_meta(w->store, meta) : NULL;
        /* Never looked at: its log entry is still to come. */
        if (before && strcmp(before, digest_of(w, topic->id)) != 0)
            g_hash_table_add(topics, g_strdup(topic->id));
    }
}

/* ---- candidates ---- */

typedef struct {
    KiriLinkWork *w;
    KiriTopicScan *scan;
    GHashTable *set;
} Reading;

static gboolean read_article(gconstpointer record, gpointer data)
{
    const Reading *r = data;
    const KiriArticle *article = record;
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(article);
    kiri_topic_scan_read(r->scan, article, texts);
    if (kiri_topic_scan_possible(r->scan)->len)
        g_hash_table_add(r->set, g_strdup(article->id));
    return TRUE;
}

static gboolean read_changed(const KiriLogEntry *entry, gpointer data)
{
    const Reading *r = data;
    if (entry->noun != KIRI_NOUN_ARTICLE || entry->is_delete)
        return TRUE;
    g_autoptr(KiriArticle) article =
        kiri_store_get(r->w->store, KIRI_NOUN_ARTICLE, entry->id, &r->w->trouble);
    if (article)
        read_article(article, data);
    return r->w->trouble == NULL;
}

/* The index, if it is one of this store and this program; NULL: read the store. */
static KiriIndex *open_index(const KiriLinkWork *w)
{
    g_autoptr(KiriIndex) index =
        w->options->index_dir ? kiri_index_open(w->options->index_dir, NULL) : NULL;
    if (!index)
        return NULL;
    g_autofree char *scheme = kiri_xap_reader_metadata(index->reader, KIRI_INDEX_SCHEME, NULL);
    g_autofree char *made_from =
        kiri_xap_reader_metadata(index->reader, KIRI_INDEX_GENERATION, NULL);
    g_autofree char *generation = kiri_index_generation_of(w->store);
    guint64 seq = kiri_index_seq(index);
    gboolean fits = g_strcmp0(scheme, KIRI_TERMS_SCHEME) == 0 &&
                    g_strcmp0(made_from, generation) == 0 &&
                    seq + 1 >= kiri_store_log_low(w->store) && seq <= kiri_store_log_end(w->store);
    return fits ? g_steal_pointer(&index) : NULL;
}

/* Asks the index; FALSE: it could not say. */
static gboolean find(KiriLinkWork *w, KiriIndex *index, const KiriTopic *topic, GHashTable *set)
{
    g_autoptr(KiriQuery) query = kiri_topic_query(topic, w->variants, NULL);
    if (!query || kiri_query_needs_clips(query))
        return FALSE;
    KiriSearchOptions all = {.order = KIRI_ORDER_DATE, .ids_only = TRUE};
    g_autoptr(KiriSearchResult) result = kiri_search(w->store, index, query, &all, NULL);
    for (guint i = 0; result && i < result->hits->len; i++)
        g_hash_table_add(set, g_strdup(((KiriSearchHit *)g_ptr_array_index(result->hits, i))->id));
    return result != NULL;
}

/* Those of `topics` that must be looked for in every article. */
static GPtrArray *find_by_index(KiriLinkWork *w, KiriIndex *index, const GPtrArray *topics,
                                GHashTable *set)
{
    GPtrArray *left = g_ptr_array_new();
    for (guint i = 0; i < topics->len; i++) {
        gpointer topic = g_ptr_array_index(topics, i);
        if (!index || !find(w, index, topic, set))
            g_ptr_array_add(left, topic);
    }
    return left;
}

/* Reads every article, or those alone that the log names behind `after`. */
static gboolean read_for(KiriLinkWork *w, const GPtrArray *topics, guint64 after, guint64 last,
                         GHashTable *set, GError **error)
{
    g_autoptr(KiriTopicSet) wanted = kiri_topic_set_new(topics, w->variants, error);
    if (!wanted)
        return FALSE;
    g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(wanted);
    Reading reading = {w, scan, set};
    if (after == G_MAXUINT64)
        return kiri_store_each(w->store, KIRI_NOUN_ARTICLE, "", read_article, &reading, error);
    kiri_store_log_each(w->store, after, (guint)MIN(last - after, G_MAXUINT), read_changed,
                        &reading);
    return TRUE; // trouble is asked for by the caller
}

static gboolean add_matching(KiriLinkWork *w, const GPtrArray *topics, guint64 last,
                             GHashTable *set, GError **error)
{
    /* A question takes about as long as reading so many articles. */
    enum { ARTICLES_PER_QUESTION = 30 };
    gboolean is_few =
        kiri_store_count(w->store, KIRI_NOUN_ARTICLE) / ARTICLES_PER_QUESTION < topics->len;
    g_autoptr(KiriIndex) index = is_few ? NULL : open_index(w);
    g_autoptr(GPtrArray) left = find_by_index(w, index, topics, set);
    guint64 seq = index ? kiri_index_seq(index) : 0;
    if (left->len < topics->len && seq < last && !read_for(w, topics, seq, last, set, error))
        return FALSE;
    return left->len == 0 || read_for(w, left, G_MAXUINT64, last, set, error);
}

gboolean kiri_link_add_topics(KiriLinkWork *w, const KiriLinkChanges *c, GHashTable *set,
                              GError **error)
{
    g_autoptr(GPtrArray) changed = g_ptr_array_new();
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, c->topics);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        if (is_as_before(w, id))
            continue;
        g_autoptr(GPtrArray) clips = kiri_store_clips_of(w->store, KIRI_NOUN_TOPIC, id, error);
        if (!clips)
            return FALSE;
        for (guint i = 0; i < clips->len; i++)
            g_hash_table_add(set, g_strdup(((KiriClip *)g_ptr_array_index(clips, i))->article));
        gint place = place_of(w, id);
        KiriTopic *topic = place < 0 ? NULL : g_ptr_array_index(w->topics, (guint)place);
        if (topic && !topic->is_removed)
            g_ptr_array_add(changed, topic);
    }
    return changed->len == 0 || add_matching(w, changed, c->last, set, error);
}
