// SPDX-License-Identifier: GPL-3.0-or-later
/* The intake as an overlay: what the batch holds already is seen before what is
 * stored, so that decisions do not depend on where one batch ends and the next
 * begins. The decisions themselves are in intake_page.c. */
#include "intake_internal.h"

#include <kirinuki/care.h>
#include <kirinuki/i18n.h>
#include <kirinuki/url.h>

#include <string.h>

struct KiriIntake {
    KiriStore *store;
    KiriBatch *batch;
    GHashTable *urls;     // URL → KiriUrlRecord put in this batch
    GHashTable *articles; // id → KiriArticle put in this batch
    GHashTable *contents; // owner, '\n', content hash → article id
};

static void free_url(gpointer record)
{
    kiri_url_record_free(record);
}

static void free_article(gpointer record)
{
    kiri_article_free(record);
}

KiriIntake *kiri_intake_new(KiriStore *store)
{
    KiriIntake *intake = g_new0(KiriIntake, 1);
    intake->store = store;
    intake->batch = kiri_batch_begin(store);
    intake->urls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_url);
    intake->articles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_article);
    intake->contents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return intake;
}

void kiri_intake_free(KiriIntake *intake)
{
    if (!intake)
        return;
    kiri_batch_cancel(intake->batch);
    g_hash_table_destroy(intake->urls);
    g_hash_table_destroy(intake->articles);
    g_hash_table_destroy(intake->contents);
    g_free(intake);
}

KiriBatch *kiri_intake_batch(KiriIntake *intake)
{
    return intake->batch;
}

KiriStore *kiri_intake_store(KiriIntake *intake)
{
    return intake->store;
}

gboolean kiri_intake_commit(KiriIntake *intake, GError **error)
{
    KiriBatch *batch = g_steal_pointer(&intake->batch);
    gboolean ok = kiri_batch_commit(batch, error);
    intake->batch = kiri_batch_begin(intake->store);
    g_hash_table_remove_all(intake->urls);
    g_hash_table_remove_all(intake->articles);
    g_hash_table_remove_all(intake->contents);
    return ok;
}

/* ---- the overlay ---- */

/* What was forgotten is known, and nothing is to be done about it: no feed that still
 * names it makes it due again. */
static KiriUrlRecord *forgotten_url(const char *url)
{
    KiriUrlRecord *r = kiri_url_record_new();
    r->url = g_strdup(url);
    r->state = KIRI_URL_NO_ARTICLE;
    r->reason = g_strdup(_("it was forgotten"));
    return r;
}

KiriUrlRecord *kiri_intake_get_url(KiriIntake *intake, const char *url)
{
    KiriUrlRecord *put = g_hash_table_lookup(intake->urls, url);
    if (put)
        return kiri_record_copy(&kiri_url_record_shape, put);
    KiriUrlRecord *stored = kiri_store_get(intake->store, KIRI_NOUN_URL, url, NULL);
    return stored || !kiri_store_forgets_url(intake->store, url) ? stored : forgotten_url(url);
}

KiriArticle *kiri_intake_get_article(KiriIntake *intake, const char *id)
{
    KiriArticle *put = g_hash_table_lookup(intake->articles, id);
    if (put)
        return kiri_record_copy(&kiri_article_shape, put);
    return kiri_store_get(intake->store, KIRI_NOUN_ARTICLE, id, NULL);
}

void kiri_intake_put_url(KiriIntake *intake, KiriUrlRecord *record)
{
    kiri_batch_put(intake->batch, KIRI_NOUN_URL, record);
    g_hash_table_replace(intake->urls, g_strdup(record->url),
                         kiri_record_copy(&kiri_url_record_shape, record));
}

/* Within whom equal content is one article, as the store has it. (transfer full) */
static char *content_key(const KiriArticle *article, char **owner)
{
    g_autofree char *whose = g_strdup(article->medium);
    if (!whose) {
        g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(article->url), NULL);
        whose = url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
    }
    if (!whose || !article->content_hash)
        return NULL;
    char *key = g_strconcat(whose, "\n", article->content_hash, NULL);
    if (owner)
        *owner = g_steal_pointer(&whose);
    return key;
}

gboolean kiri_intake_put_article(KiriIntake *intake, KiriArticle *article)
{
    gboolean is_change = kiri_batch_put(intake->batch, KIRI_NOUN_ARTICLE, article);
    char *key = content_key(article, NULL);
    if (key)
        g_hash_table_replace(intake->contents, key, g_strdup(article->id));
    g_hash_table_replace(intake->articles, g_strdup(article->id),
                         kiri_record_copy(&kiri_article_shape, article));
    return is_change;
}

char *kiri_intake_find_twin(KiriIntake *intake, const KiriArticle *article)
{
    g_autofree char *owner = NULL;
    g_autofree char *key = content_key(article, &owner);
    /* A teaser of nothing is like every other. */
    if (!key || !article->text || !*article->text)
        return NULL;
    g_autofree char *twin = g_strdup(g_hash_table_lookup(intake->contents, key));
    if (!twin)
        twin = kiri_store_article_by_content(intake->store, owner, article->content_hash);
    return twin && strcmp(twin, article->id) != 0 ? g_steal_pointer(&twin) : NULL;
}

/* ---- small changes to what is known ---- */

void kiri_intake_add_source(KiriIntake *intake, const char *id, const char *source)
{
    g_autoptr(KiriArticle) article = kiri_intake_get_article(intake, id);
    if (!article || !source || kiri_strv_has(article->sources, source))
        return;
    kiri_strv_add(&article->sources, source);
    kiri_intake_put_article(intake, article);
}
