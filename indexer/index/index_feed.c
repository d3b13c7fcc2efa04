// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles in, documents out.
 *
 * Workers do the expensive part (normalising, MeCab, counting) while this thread
 * writes what came back; results come in any order and wait in a queue until
 * those before them are there, so that equal input gives an equal index.
 *
 * The worker's answer may only hold text terms. Who an article is (id, host,
 * medium, date) and the text that verifies a candidate come from the stored
 * record here. Where a worker died, the promise's terms are computed here
 * without MeCab: that costs the article rank, never a hit. */
#include "index_internal.h"
#include "signature.h"

#include <kirinuki/i18n.h>

#include <string.h>

typedef struct {
    KiriQueryArticle *article; // NULL: to be deleted
    char *id;
    char *site, *authors; // values for facets
    KiriBuf answer;
    gboolean is_done;
    gboolean has_failed;
} Slot;

struct KiriFeeder {
    KiriStore *store;
    KiriPool *pool;
    guint job;
    KiriIndexCounts *counts;
    KiriXapWriter *writer; // borrowed
    gboolean is_fresh;
    KiriTextPacker *packer;
    GQueue slots; // in order
};

static void slot_free(gpointer data)
{
    Slot *slot = data;
    kiri_query_article_free(slot->article);
    g_free(slot->id);
    g_free(slot->site);
    g_free(slot->authors);
    kiri_buf_clear(&slot->answer);
    g_free(slot);
}

KiriFeeder *kiri_feeder_new(KiriStore *store, KiriPool *pool, guint terms_job, KiriStr dictionary,
                            KiriIndexCounts *counts)
{
    KiriFeeder *f = g_new0(KiriFeeder, 1);
    f->store = store;
    f->pool = pool;
    f->job = terms_job;
    f->counts = counts;
    f->packer = kiri_text_packer_new(dictionary);
    g_queue_init(&f->slots);
    return f;
}

void kiri_feeder_set_writer(KiriFeeder *f, KiriXapWriter *w, gboolean is_fresh)
{
    f->writer = w;
    f->is_fresh = is_fresh;
}

void kiri_feeder_free(KiriFeeder *f)
{
    if (!f)
        return;
    for (KiriJobResult *r; (r = kiri_pool_next(f->pool, -1));)
        kiri_job_result_free(r);
    g_queue_clear_full(&f->slots, slot_free);
    kiri_text_packer_free(f->packer);
    g_free(f);
}

/* ---- one document ---- */

/* Terms of a slot's text: the worker's, or our own without MeCab. */
static gboolean text_terms(KiriFeeder *f, Slot *slot, KiriTerms *terms, GError **error)
{
    if (!slot->has_failed && kiri_terms_decode(kiri_buf_view(&slot->answer), terms, NULL))
        return TRUE;
    f->counts->without_words++;
    kiri_terms_add(terms, "", kiri_str(KIRI_TERM_NO_WORDS), 1);
    g_autoptr(KiriArticle) article = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, slot->id, error);
    if (article)
        kiri_terms_add_text(terms, NULL, article);
    return article || !*error;
}

/* At most so much of a value that only facets look at. */
#define FACET_BYTES 400

static char *facet_value(const char *text)
{
    if (!text)
        return NULL;
    gsize n = strlen(text);
    if (n > FACET_BYTES)
        n = (gsize)(g_utf8_find_prev_char(text, text + FACET_BYTES + 1) - text);
    return g_strndup(text, n);
}

static void set_facets(Slot *slot, const KiriArticle *article)
{
    static const char separator[] = {KIRI_SLOT_SEPARATOR, 0};
    if (!article->medium)
        slot->site = facet_value(article->site_name ? article->site_name : slot->article->host);
    g_autofree char *authors = article->authors ? g_strjoinv(separator, article->authors) : NULL;
    slot->authors = facet_value(authors);
}

static gboolean put_document(KiriFeeder *f, const Slot *slot, const GArray *terms, KiriStr data,
                             GError **error)
{
    g_auto(KiriBuf) signature;
    kiri_buf_init(&signature, KIRI_SIGNATURE_BYTES);
    kiri_signature_make(slot->article, &signature);
    char date[8], version[24];
    kiri_slot_date(slot->article->date_us, date);
    g_snprintf(version, sizeof version, "%" G_GINT64_FORMAT, slot->article->version);
    KiriXapValue values[] = {{KIRI_SLOT_DATE, {date, sizeof date}},
                             {KIRI_SLOT_ID, kiri_str(slot->id)},
                             {KIRI_SLOT_VERSION, kiri_str(version)},
                             {KIRI_SLOT_MEDIUM, kiri_str(slot->article->medium)},
                             {KIRI_SLOT_SITE, kiri_str(slot->site)},
                             {KIRI_SLOT_AUTHORS, kiri_str(slot->authors)},
                             {KIRI_SLOT_SIGNATURE, kiri_buf_view(&signature)}};
    g_autofree char *unique = g_strconcat("Q", slot->id, NULL);
    KiriXapDocument document = {
        .unique = kiri_str(unique),
        .terms = (const KiriXapTerm *)(const void *)terms->data,
        .n_terms = terms->len,
        .values = values,
        .n_values = G_N_ELEMENTS(values),
        .data = data,
    };
    return f->is_fresh ? kiri_xap_add(f->writer, &document, error)
                       : kiri_xap_replace(f->writer, &document, error);
}

static gboolean write_document(KiriFeeder *f, Slot *slot, GError **error)
{
    GError *read_error = NULL;
    g_autoptr(KiriTerms) terms = kiri_terms_new();
    if (!text_terms(f, slot, terms, &read_error)) {
        g_propagate_error(error, read_error);
        return FALSE;
    }
    kiri_terms_add_identity(terms, slot->article);
    g_autoptr(GArray) list = kiri_terms_list(terms);
    g_auto(KiriBuf) data;
    kiri_buf_init(&data, KIRI_BUF_UNCAPPED);
    kiri_text_pack(f->packer, slot->article, &data);
    return put_document(f, slot, list, kiri_buf_view(&data), error);
}

static gboolean write_slot(KiriFeeder *f, Slot *slot, GError **error)
{
    if (slot->article) {
        f->counts->indexed++;
        return write_document(f, slot, error);
    }
    f->counts->deleted++;
    g_autofree char *unique = g_strconcat("Q", slot->id, NULL);
    return kiri_xap_delete(f->writer, kiri_str(unique), error);
}

static gboolean write_ready(KiriFeeder *f, GError **error)
{
    for (Slot *slot; (slot = g_queue_peek_head(&f->slots)) && slot->is_done;) {
        g_queue_pop_head(&f->slots);
        gboolean is_written = write_slot(f, slot, error);
        slot_free(slot);
        if (!is_written)
            return FALSE;
    }
    return TRUE;
}

/* ---- the pool ---- */

static void take_result(KiriJobResult *result)
{
    Slot *slot = result->tag;
    slot->is_done = TRUE;
    slot->has_failed = result->error != NULL;
    kiri_buf_clear(&slot->answer);
    slot->answer = result->out;
    kiri_buf_init(&result->out, 0);
    kiri_job_result_free(result);
}

/* Takes results until at most `rest` jobs are under way. */
static void take_until(KiriFeeder *f, guint rest)
{
    while (kiri_pool_under_way(f->pool) > rest) {
        KiriJobResult *result = kiri_pool_next(f->pool, -1);
        if (!result)
            return;
        take_result(result);
    }
}

/* Only what the worker needs: witnesses, links and the like stay here. */
static void submit(KiriFeeder *f, Slot *slot, const KiriArticle *article)
{
    KiriArticle slim = {
        .title = article->title, .text = article->text, .authors = article->authors};
    g_auto(KiriBuf) in;
    kiri_buf_init(&in, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_article_shape, &slim, &in);
    kiri_pool_submit(f->pool, f->job, kiri_buf_view(&in), slot);
}

gboolean kiri_feeder_add(KiriFeeder *f, const char *id, const KiriArticle *article, GError **error)
{
    Slot *slot = g_new0(Slot, 1);
    slot->id = g_strdup(id);
    kiri_buf_init(&slot->answer, 0);
    g_queue_push_tail(&f->slots, slot);
    if (article) {
        slot->article = kiri_query_article_of(article);
        set_facets(slot, article);
        take_until(f, 3 * kiri_pool_workers(f->pool));
        submit(f, slot, article);
    } else {
        slot->is_done = TRUE;
    }
    return write_ready(f, error);
}

gboolean kiri_feeder_finish(KiriFeeder *f, GError **error)
{
    while (!g_queue_is_empty(&f->slots)) {
        guint under_way = kiri_pool_under_way(f->pool);
        if (under_way)
            take_until(f, under_way - 1);
        if (!write_ready(f, error))
            return FALSE;
    }
    return TRUE;
}
