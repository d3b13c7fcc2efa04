// SPDX-License-Identifier: GPL-3.0-or-later
/* The decisions of intake.h, over an overlay of what the batch holds already.
 *
 * Invariants:
 * 1. An article's id is the hash of its canonical URL, and the URL record of
 *    that URL says DONE as soon as the article exists.
 * 2. A URL that turned out to be the article of another URL says ALIAS and names
 *    the article.
 * 3. Everything a page causes is in one batch. */
#include <kirinuki/intake.h>

#include "canonical.h"
#include "page_check.h"

#include <kirinuki/hash.h>
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

KiriUrlRecord *kiri_intake_get_url(KiriIntake *intake, const char *url)
{
    KiriUrlRecord *put = g_hash_table_lookup(intake->urls, url);
    if (put)
        return kiri_record_copy(&kiri_url_record_shape, put);
    return kiri_store_get(intake->store, KIRI_NOUN_URL, url, NULL);
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

/* Another article with this content and owner. (transfer full) */
static char *find_twin(KiriIntake *intake, const KiriArticle *article)
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

/* Writes what became of a URL, keeping what its record said before. */
static void settle_url(KiriIntake *intake, const KiriIntakePage *p, const char *url,
                       KiriUrlState state, const char *article, const char *reason)
{
    g_autoptr(KiriUrlRecord) r = kiri_intake_get_url(intake, url);
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    if (!r) {
        r = p->record ? kiri_record_copy(&kiri_url_record_shape, p->record) : kiri_url_record_new();
        g_free(r->url);
        r->url = g_strdup(url);
        r->found = kiri_time_is_set(r->found) ? r->found : kiri_time_jst(p->now_us);
    }
    r->state = (gint)state;
    g_free(r->article);
    r->article = g_strdup(article);
    g_free(r->reason);
    r->reason = g_strdup(reason);
    r->due = KIRI_TIME_UNSET;
    r->fetched = first->fetched;
    r->http_status = first->status;
    r->failures = 0;
    kiri_intake_put_url(intake, r);
}

/* ---- canonical URLs ---- */

char *kiri_intake_claimed_canonical(const char *page_url, const KiriExtracted *extracted)
{
    const char *claim = extracted->article ? extracted->article->url : NULL;
    g_autofree char *own = kiri_url_canonical(kiri_str(page_url), NULL);
    g_autofree char *other = claim ? kiri_url_canonical(kiri_str(claim), page_url) : NULL;
    if (!own || !other || strcmp(own, other) == 0 || !kiri_canonical_is_plausible(own, other))
        return NULL;
    return g_steal_pointer(&other);
}

/* ---- pages ---- */

/* Medium, source and times: what the extractor could not know. */
static void complete_article(KiriIntake *intake, const KiriIntakePage *p, KiriArticle *a,
                             const char *canonical)
{
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    kiri_article_set_url(a, canonical);
    g_free(a->fetched_url);
    a->fetched_url = strcmp(first->url, canonical) ? g_strdup(first->url) : NULL;
    a->fetched = first->fetched;
    g_free(a->medium);
    a->medium = kiri_store_medium_of_url(intake->store, canonical);
    if (!a->medium)
        a->medium = g_strdup(p->medium);
    /* What stays open is said beside what was decided. */
    if (!a->medium)
        kiri_article_add_witness(a, "medium", "ledger", NULL, FALSE,
                                 "no medium of the ledger has this address");
    if (!kiri_time_is_set(a->published))
        kiri_article_add_witness(a, "published", "page", NULL, FALSE, "nothing states a date");
    g_free(a->import_id);
    a->import_id = g_strdup(p->import_id);
    if (p->record && p->record->source) {
        g_free(a->source);
        a->source = g_strdup(p->record->source);
        if (!kiri_strv_has(a->sources, a->source))
            kiri_strv_add(&a->sources, a->source);
    }
    for (char **s = p->more_sources; s && *s; s++)
        if (!kiri_strv_has(a->sources, *s))
            kiri_strv_add(&a->sources, *s);
    kiri_article_set_content_hash(a);
}

/* The raw pages; the article names the first. */
static void keep_evidence(KiriIntake *intake, const KiriIntakePage *p, KiriArticle *a)
{
    char key[KIRI_PAGE_KEY_BYTES] = "";
    g_clear_pointer(&a->evidence, g_free);
    for (guint i = 0; i < p->pages->len; i++) {
        const KiriPage *page = g_ptr_array_index(p->pages, i);
        if (p->extracted->is_noarchive || kiri_page_is_noarchive(page))
            continue; // the publisher wants no copy kept
        kiri_batch_put_page(intake->batch, page, key);
        if (!a->evidence)
            a->evidence = g_strdup(key);
    }
}

/* The page is `id` under another URL: remember the URL and who named it. */
static void take_alias(KiriIntake *intake, const KiriIntakePage *p, const char *id,
                       const char *alias)
{
    g_autoptr(KiriArticle) article = kiri_intake_get_article(intake, id);
    g_return_if_fail(article);
    if (strcmp(article->url, alias) != 0 && !kiri_strv_has(article->aliases, alias))
        kiri_strv_add(&article->aliases, alias);
    const char *source = p->record ? p->record->source : NULL;
    if (source && !kiri_strv_has(article->sources, source))
        kiri_strv_add(&article->sources, source);
    for (char **s = p->more_sources; s && *s; s++)
        if (!kiri_strv_has(article->sources, *s))
            kiri_strv_add(&article->sources, *s);
    kiri_intake_put_article(intake, article);
}

/* The state of a URL that led to `article` (NULL: to none). */
static KiriUrlState state_of(const char *url, KiriUrlState state, const char *article)
{
    char id[KIRI_ID_BYTES];
    if (!article)
        return state;
    kiri_hash_id(kiri_str(url), id);
    return strcmp(id, article) == 0 ? KIRI_URL_DONE : KIRI_URL_ALIAS;
}

/* Every URL that led here: asked for, arrived at, and those of further parts. */
static void settle_urls(KiriIntake *intake, const KiriIntakePage *p, const char *canonical,
                        KiriUrlState state, const char *article, const char *reason)
{
    for (guint i = 0; i <= p->pages->len; i++) {
        const KiriPage *page = i ? g_ptr_array_index(p->pages, i - 1) : NULL;
        const char *raw = page ? page->url : p->requested_url;
        g_autofree char *url = raw ? kiri_url_canonical(kiri_str(raw), NULL) : NULL;
        if (url && g_strcmp0(url, canonical) != 0)
            settle_url(intake, p, url, state_of(url, state, article), article, reason);
    }
    if (canonical)
        settle_url(intake, p, canonical, state, article, reason);
}

KiriTaken kiri_intake_page(KiriIntake *intake, const KiriIntakePage *p, char **id)
{
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    KiriArticle *a = p->extracted->article;
    if (id)
        *id = NULL;
    g_autofree char *own = kiri_url_canonical(kiri_str(first->url), NULL);
    g_autofree char *reason = kiri_page_no_article_reason(first, p->requested_url, p->extracted);
    if (!own && !reason)
        reason = g_strdup(_("the address is no http address"));
    if (reason) {
        settle_urls(intake, p, own, KIRI_URL_NO_ARTICLE, NULL, reason);
        return KIRI_TAKEN_NO_ARTICLE;
    }
    g_autofree char *claimed = kiri_intake_claimed_canonical(first->url, p->extracted);
    if (p->is_canonical_refuted)
        g_clear_pointer(&claimed, g_free);
    const char *canonical = claimed ? claimed : own;
    char article_id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(canonical), article_id);
    g_autoptr(KiriArticle) known = kiri_intake_get_article(intake, article_id);
    if (known && claimed) {
        kiri_article_set_content_hash(a);
        if (!kiri_articles_are_twins(a, known)) {
            g_clear_pointer(&claimed, g_free);
            g_clear_pointer(&known, kiri_article_free);
            canonical = own;
            kiri_hash_id(kiri_str(own), article_id);
            known = kiri_intake_get_article(intake, article_id);
        }
    }
    g_autofree char *twin = NULL;
    if (known && claimed) {
        twin = g_strdup(article_id);
    } else {
        complete_article(intake, p, a, canonical);
        twin = known ? NULL : find_twin(intake, a);
    }
    if (twin) {
        take_alias(intake, p, twin, own);
        settle_urls(intake, p, NULL, KIRI_URL_ALIAS, twin, NULL);
        if (claimed && !known)
            settle_url(intake, p, claimed, KIRI_URL_ALIAS, twin, NULL);
        if (id)
            *id = g_steal_pointer(&twin);
        return KIRI_TAKEN_ALIAS;
    }
    keep_evidence(intake, p, a);
    gboolean is_change = kiri_intake_put_article(intake, a);
    settle_urls(intake, p, canonical, KIRI_URL_DONE, a->id, NULL);
    if (id)
        *id = g_strdup(a->id);
    return !known ? KIRI_TAKEN_NEW : is_change ? KIRI_TAKEN_CHANGED : KIRI_TAKEN_SAME;
}

void kiri_extracted_join(KiriExtracted *whole, const KiriExtracted *part)
{
    KiriArticle *a = whole->article;
    const KiriArticle *b = part->article;
    if (b && b->text && *b->text) {
        char *joined =
            a->text && *a->text ? g_strconcat(a->text, "\n", b->text, NULL) : g_strdup(b->text);
        g_free(a->text);
        a->text = joined;
    }
    for (char **l = b ? b->links : NULL; l && *l; l++)
        if (!kiri_strv_has(a->links, *l))
            kiri_strv_add(&a->links, *l);
    a->is_paywalled |= b && b->is_paywalled;
    a->is_corrected |= b && b->is_corrected;
    whole->is_noarchive |= part->is_noarchive;
    whole->is_nosnippet |= part->is_nosnippet;
    whole->charset_replaced += part->charset_replaced;
    g_free(whole->next_page);
    whole->next_page = g_strdup(part->next_page);
}
