// SPDX-License-Identifier: GPL-3.0-or-later
/* Forgetting: what holds words of an article, or a person's name, goes out of the rows.
 *
 *   rows (one batch) ─▶ link, index (their stages see the deletion) ─▶ tables (purge)
 *
 * The batch that takes the rows leaves the tombstones, so there is no instant in which the
 * article is gone and may come back. A kill behind it leaves tombstones that are not
 * purged; doing all of it again completes them.
 *
 * Papers that were handed out (sheet.h) stay as they are: they are documents of their own,
 * with a retention of their own. */
#include "internal.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/outbox.h>

#include <string.h>

enum { BATCH_ARTICLES = 256 };

typedef struct {
    KiriStore *store;
    KiriBatch *batch;
    const KiriForgetting *why;
    const char *const *ids;
    GPtrArray *urls;  // KiriUrlRecord that lead to one of them
    GPtrArray *posts; // ids of posts that tell of one of them
} Forget;

static KiriTombstone *tomb_new(const KiriForgetting *why, KiriTombKind kind, char *id)
{
    KiriTombstone *t = kiri_tombstone_new();
    t->id = id;
    t->kind = (gint)kind;
    t->when = why->when;
    t->by = g_strdup(why->by);
    t->reason = g_strdup(why->reason);
    return t;
}

static void put_tomb(Forget *f, KiriTombKind kind, char *id, const char *article,
                     const char *sha256)
{
    if (!id)
        return;
    g_autoptr(KiriTombstone) t = tomb_new(f->why, kind, id);
    t->article = g_strdup(article);
    t->sha256 = g_strdup(sha256);
    kiri_batch_put(f->batch, KIRI_NOUN_TOMBSTONE, t);
}

/* ---- what names the articles ---- */

static gboolean is_one(const Forget *f, const char *article)
{
    return article && g_strv_contains(f->ids, article);
}

static gboolean take_url(gconstpointer record, gpointer data)
{
    const KiriUrlRecord *u = record;
    Forget *f = data;
    if (is_one(f, u->article))
        g_ptr_array_add(f->urls, kiri_record_copy(&kiri_url_record_shape, u));
    return TRUE;
}

static gboolean take_post(gconstpointer record, gpointer data)
{
    const KiriPost *p = record;
    Forget *f = data;
    if (is_one(f, p->about))
        g_ptr_array_add(f->posts, g_strdup(p->id));
    return TRUE;
}

/* ---- one article ---- */

static char *sha256_of(const KiriArticle *a)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)(a->title ? a->title : ""), -1);
    g_checksum_update(sum, (const guchar *)"\n", 1);
    g_checksum_update(sum, (const guchar *)(a->text ? a->text : ""), -1);
    return g_strdup(g_checksum_get_string(sum));
}

static void drop_version(Forget *f, const KiriArticle *a)
{
    if (a->evidence)
        kiri_batch_prune_page(f->batch, a->evidence);
    for (char **key = a->more_evidence; key && *key; key++)
        kiri_batch_prune_page(f->batch, *key);
    if (a->appearance && a->appearance->evidence)
        kiri_batch_prune_page(f->batch, a->appearance->evidence);
    put_tomb(f, KIRI_TOMB_CONTENT, kiri_tomb_id_of_content(a), a->id, NULL);
    for (char **alias = a->aliases; alias && *alias; alias++)
        put_tomb(f, KIRI_TOMB_ADDRESS, kiri_tomb_id_of_url(*alias), a->id, NULL);
    if (a->fetched_url)
        put_tomb(f, KIRI_TOMB_ADDRESS, kiri_tomb_id_of_url(a->fetched_url), a->id, NULL);
}

static gboolean drop_clips(Forget *f, const char *article, GError **error)
{
    g_autofree char *beginning = g_strconcat(article, ".", NULL);
    g_autoptr(GPtrArray) clips = kiri_store_list(f->store, KIRI_NOUN_CLIP, beginning, error);
    g_autoptr(GPtrArray) verdicts =
        clips ? kiri_store_list(f->store, KIRI_NOUN_VERDICT, beginning, error) : NULL;
    for (guint i = 0; verdicts && i < clips->len; i++)
        kiri_batch_delete(f->batch, KIRI_NOUN_CLIP, ((const KiriClip *)clips->pdata[i])->id);
    for (guint i = 0; verdicts && i < verdicts->len; i++)
        kiri_batch_delete(f->batch, KIRI_NOUN_VERDICT,
                          ((const KiriVerdict *)verdicts->pdata[i])->clip);
    return verdicts != NULL;
}

static gboolean drop_article(Forget *f, const char *id, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(KiriArticle) a = kiri_store_get(f->store, KIRI_NOUN_ARTICLE, id, &failure);
    if (!a && !failure)
        g_set_error(&failure, KIRI_ERROR_STORE, KIRI_ERROR_NOT_FOUND, _("there is no article '%s'"),
                    id);
    for (gint64 v = 1; a && !failure && v < a->version; v++) {
        g_autoptr(KiriArticle) older = kiri_store_get_article_version(f->store, id, v, &failure);
        if (older)
            drop_version(f, older);
    }
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    g_autofree char *sha256 = sha256_of(a);
    drop_version(f, a);
    put_tomb(f, KIRI_TOMB_ARTICLE, kiri_tomb_id_of_article(id), id, sha256);
    kiri_batch_delete(f->batch, KIRI_NOUN_ARTICLE, id);
    return drop_clips(f, id, error);
}

static void drop_rest(Forget *f)
{
    for (guint i = 0; i < f->urls->len; i++) {
        const KiriUrlRecord *u = f->urls->pdata[i];
        put_tomb(f, KIRI_TOMB_ADDRESS, kiri_tomb_id_of_url(u->url), u->article, NULL);
        kiri_batch_delete(f->batch, KIRI_NOUN_URL, u->url);
    }
}

static gboolean forget_all(Forget *f, GError **error)
{
    for (const char *const *id = f->ids; *id; id++)
        if (!drop_article(f, *id, error))
            return FALSE;
    if (!kiri_store_each(f->store, KIRI_NOUN_URL, "", take_url, f, error) ||
        !kiri_store_each(f->store, KIRI_NOUN_POST, "", take_post, f, error))
        return FALSE;
    drop_rest(f);
    g_ptr_array_add(f->posts, NULL);
    if (!kiri_outbox_remove(f->store, f->batch, (const char *const *)f->posts->pdata, error))
        return FALSE;
    return kiri_batch_commit(g_steal_pointer(&f->batch), error);
}

gboolean kiri_store_forget_articles(KiriStore *store, const char *const *ids,
                                    const KiriForgetting *why, GError **error)
{
    g_autoptr(GPtrArray) urls = kiri_store_list_new(KIRI_NOUN_URL);
    g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func(g_free);
    Forget f = {.store = store,
                .batch = kiri_batch_begin(store),
                .why = why,
                .ids = ids,
                .urls = urls,
                .posts = posts};
    gboolean ok = forget_all(&f, error);
    kiri_batch_cancel(f.batch);
    return ok;
}

/* ---- a person ---- */

typedef struct {
    KiriStore *store;
    KiriBatch *batch;
    char *plain;
    guint n;
    GError *error;
} Erase;

static gboolean flush(Erase *e, guint most)
{
    if (kiri_batch_size(e->batch) < most)
        return TRUE;
    gboolean ok = kiri_batch_commit(g_steal_pointer(&e->batch), &e->error);
    e->batch = kiri_batch_begin(e->store);
    return ok;
}

static gboolean erase_in_versions(Erase *e, const KiriArticle *a)
{
    for (gint64 v = 1; v < a->version; v++) {
        g_autoptr(KiriArticle) older =
            kiri_store_get_article_version(e->store, a->id, v, &e->error);
        if (e->error)
            return FALSE;
        if (older && kiri_article_drop_names(older, kiri_tomb_is_name, e->plain, e->plain))
            kiri_batch_put_older(e->batch, older);
    }
    return TRUE;
}

static gboolean erase_in_article(gconstpointer record, gpointer data)
{
    Erase *e = data;
    g_autoptr(KiriArticle) a = kiri_record_copy(&kiri_article_shape, record);
    if (!erase_in_versions(e, a))
        return FALSE;
    if (kiri_article_drop_names(a, kiri_tomb_is_name, e->plain, e->plain)) {
        e->n++;
        kiri_batch_put(e->batch, KIRI_NOUN_ARTICLE, a);
    }
    return flush(e, BATCH_ARTICLES);
}

static gboolean erase_in_url(gconstpointer record, gpointer data)
{
    Erase *e = data;
    g_autoptr(KiriUrlRecord) u = kiri_record_copy(&kiri_url_record_shape, record);
    if (kiri_url_drop_names(u, kiri_tomb_is_name, e->plain))
        kiri_batch_put(e->batch, KIRI_NOUN_URL, u);
    return flush(e, BATCH_ARTICLES);
}

static gboolean put_person_tomb(KiriStore *store, const char *name, const KiriForgetting *why,
                                GError **error)
{
    g_autofree char *id = kiri_tomb_id_of_person(name);
    if (kiri_store_has(store, KIRI_NOUN_TOMBSTONE, id))
        return TRUE;
    g_autoptr(KiriTombstone) t = tomb_new(why, KIRI_TOMB_PERSON, g_steal_pointer(&id));
    t->sha256 = kiri_tomb_sha256_of_person(name);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_TOMBSTONE, t);
    return kiri_batch_commit(batch, error);
}

gboolean kiri_store_forget_person(KiriStore *store, const char *name, const KiriForgetting *why,
                                  guint *n, GError **error)
{
    g_autofree char *plain = kiri_tomb_plain_name(name);
    if (!*plain) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_USAGE, _("'%s' is no name"), name);
        return FALSE;
    }
    if (!put_person_tomb(store, name, why, error))
        return FALSE;
    Erase e = {.store = store, .batch = kiri_batch_begin(store), .plain = plain};
    gboolean ok = kiri_store_each(store, KIRI_NOUN_ARTICLE, "", erase_in_article, &e, error) &&
                  kiri_store_each(store, KIRI_NOUN_URL, "", erase_in_url, &e, error) && !e.error &&
                  flush(&e, 1);
    kiri_batch_cancel(e.batch);
    if (e.error) {
        g_clear_error(error);
        g_propagate_error(error, e.error);
        ok = FALSE;
    }
    if (n)
        *n = e.n;
    return ok;
}

typedef struct {
    const char *name;
    char *plain;
    char **ids;
    guint n_texts;
} Named;

static gboolean find_name(gconstpointer record, gpointer data)
{
    Named *n = data;
    const KiriArticle *a = record;
    if (a->text || a->title) {
        g_autofree char *all = g_strconcat(a->title ? a->title : "", "\n", a->text, NULL);
        g_autofree char *said = kiri_tomb_plain_name(all);
        n->n_texts += strstr(said, n->plain) != NULL;
    }
    g_autoptr(KiriArticle) copy = kiri_record_copy(&kiri_article_shape, a);
    if (kiri_article_drop_names(copy, kiri_tomb_is_name, n->plain, n->plain))
        kiri_strv_add(&n->ids, a->id);
    return TRUE;
}

char **kiri_store_articles_by(KiriStore *store, const char *name, guint *n_texts, GError **error)
{
    g_autofree char *plain = kiri_tomb_plain_name(name);
    Named n = {.name = name, .plain = plain, .ids = g_new0(char *, 1)};
    if (*plain && !kiri_store_each(store, KIRI_NOUN_ARTICLE, "", find_name, &n, error))
        g_clear_pointer(&n.ids, g_strfreev);
    if (n_texts)
        *n_texts = n.n_texts;
    return n.ids;
}

/* ---- files ---- */

static gboolean find_unpurged(gconstpointer record, gpointer data)
{
    const KiriTombstone *t = record;
    gboolean *is_found = data;
    *is_found = !kiri_time_is_set(t->purged);
    return !*is_found;
}

gboolean kiri_store_has_unpurged(KiriStore *store)
{
    gboolean is_found = FALSE;
    kiri_store_each(store, KIRI_NOUN_TOMBSTONE, "", find_unpurged, &is_found, NULL);
    return is_found;
}

gboolean kiri_store_purge(KiriStore *store, KiriTime now, GError **error)
{
    if (!kiri_store_may_write(store, error) || !kiri_db_compact(store->db, error))
        return FALSE;
    g_autoptr(GPtrArray) tombs = kiri_store_list(store, KIRI_NOUN_TOMBSTONE, "", error);
    if (!tombs)
        return FALSE;
    g_autoptr(KiriBatch) batch = kiri_batch_begin(store);
    for (guint i = 0; i < tombs->len; i++) {
        KiriTombstone *t = tombs->pdata[i];
        if (kiri_time_is_set(t->purged))
            continue;
        t->purged = now;
        kiri_batch_put(batch, KIRI_NOUN_TOMBSTONE, t);
    }
    return kiri_batch_commit(g_steal_pointer(&batch), error);
}
