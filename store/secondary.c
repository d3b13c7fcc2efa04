// SPDX-License-Identifier: GPL-3.0-or-later
/* Derived rows and the looks they serve.
 *
 * kiri_secondary_keys() is the only place that says which rows follow from a
 * record. The batch writes the difference between the keys of the old record
 * and of the new one, verify compares the keys of all records with the rows, so
 * the two cannot drift apart. */
#include "internal.h"

#include <kirinuki/hash.h>
#include <kirinuki/url.h>

#include <string.h>

const KiriKeyFamily kiri_secondary_families[] = {
    KIRI_KEY_BY_TIME,  KIRI_KEY_BY_MEDIUM,  KIRI_KEY_BY_CONTENT, KIRI_KEY_BY_DUE,
    KIRI_KEY_BY_ENTRY, KIRI_KEY_BY_RELEASE, KIRI_KEY_BY_TOPIC,   KIRI_KEY_BY_DOMAIN,
    KIRI_KEY_BY_MONTH, KIRI_KEY_BY_WORD,    KIRI_KEY_BY_EVENT,   0};

static void add_key(GPtrArray *keys, const KiriBuf *key)
{
    g_ptr_array_add(keys, g_bytes_new(key->p, key->n));
}

/* ---- which rows follow from a record ---- */

/* When an article counts as published: without a date, when it was fetched, so
 * that no report over a period loses it. */
static gint64 article_time_us(const KiriArticle *a)
{
    return kiri_time_is_set(a->published) ? a->published.us : a->fetched.us;
}

/* Within whom equal content is one article: the medium, or where the ledger does
 * not know it the registrable domain. (transfer full) or NULL. */
static char *content_owner(const KiriArticle *a)
{
    if (a->medium)
        return g_strdup(a->medium);
    g_autoptr(KiriUrl) url = a->url ? kiri_url_parse(kiri_str(a->url), NULL) : NULL;
    return url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
}

static void content_prefix(KiriBuf *key, const char *owner, const char *content_hash)
{
    kiri_key_begin(key, KIRI_KEY_BY_CONTENT);
    kiri_key_text(key, owner);
    kiri_key_text(key, content_hash);
}

static void article_keys(const KiriArticle *a, KiriBuf *key, GPtrArray *keys)
{
    gint64 us = article_time_us(a);
    kiri_key_begin(key, KIRI_KEY_BY_TIME);
    kiri_key_time(key, us);
    kiri_key_last(key, a->id);
    add_key(keys, key);
    if (a->medium) {
        kiri_key_begin(key, KIRI_KEY_BY_MEDIUM);
        kiri_key_text(key, a->medium);
        kiri_key_time(key, us);
        kiri_key_last(key, a->id);
        add_key(keys, key);
    }
    g_autofree char *owner = a->content_hash ? content_owner(a) : NULL;
    if (owner) {
        content_prefix(key, owner, a->content_hash);
        kiri_key_last(key, a->id);
        add_key(keys, key);
    }
}

/* Guids are of any length: their hash is in the key. */
static void entry_prefix(KiriBuf *key, const char *source, const char *entry_id)
{
    char hash[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(entry_id), hash);
    kiri_key_begin(key, KIRI_KEY_BY_ENTRY);
    kiri_key_text(key, source);
    kiri_key_text(key, hash);
}

static void url_keys(const KiriUrlRecord *u, KiriBuf *key, GPtrArray *keys)
{
    /* A known article that is to be looked at again is DONE with a due time. */
    if (u->state == KIRI_URL_DUE || (u->state == KIRI_URL_DONE && kiri_time_is_set(u->due))) {
        kiri_key_begin(key, KIRI_KEY_BY_DUE);
        kiri_key_time(key, u->due.us);
        kiri_key_last(key, u->url);
        add_key(keys, key);
    }
    if (u->entry_id && u->source) {
        entry_prefix(key, u->source, u->entry_id);
        kiri_key_last(key, u->url);
        add_key(keys, key);
    }
}

static void clip_keys(const KiriClip *c, KiriBuf *key, GPtrArray *keys)
{
    if (c->release) {
        kiri_key_begin(key, KIRI_KEY_BY_RELEASE);
        kiri_key_text(key, c->release);
        kiri_key_last(key, c->id);
        add_key(keys, key);
    }
    if (c->topic) {
        kiri_key_begin(key, KIRI_KEY_BY_TOPIC);
        kiri_key_text(key, c->topic);
        kiri_key_last(key, c->id);
        add_key(keys, key);
    }
    if (c->score && c->score->month) {
        kiri_key_begin(key, KIRI_KEY_BY_MONTH);
        kiri_key_text(key, c->score->month);
        kiri_key_last(key, c->id);
        add_key(keys, key);
    }
}

/* "https://Example.jp/news/" → "example.jp/news": host as browsers write it, and
 * the path without a slash at its end. NULL when it is no domain. */
static char *tidy_domain(const char *domain)
{
    g_autofree char *with_scheme =
        strstr(domain, "://") ? g_strdup(domain) : g_strconcat("https://", domain, NULL);
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(with_scheme), NULL);
    if (!url || !url->host)
        return NULL;
    g_autofree char *whole = g_strconcat(url->host, url->path, NULL);
    for (gsize n = strlen(whole); n && whole[n - 1] == '/'; n--)
        whole[n - 1] = 0;
    return g_steal_pointer(&whole);
}

static void medium_keys(const KiriMedium *m, KiriBuf *key, GPtrArray *keys)
{
    for (char **d = m->is_removed ? NULL : m->domains; d && *d; d++) {
        g_autofree char *domain = tidy_domain(*d);
        if (!domain || !*domain)
            continue;
        kiri_key_begin(key, KIRI_KEY_BY_DOMAIN);
        kiri_key_text(key, domain);
        kiri_key_last(key, m->id);
        add_key(keys, key);
    }
}

GPtrArray *kiri_secondary_keys(KiriNoun noun, gconstpointer record)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    if (!record)
        return keys;
    if (noun == KIRI_NOUN_ARTICLE)
        article_keys(record, &key, keys);
    else if (noun == KIRI_NOUN_URL)
        url_keys(record, &key, keys);
    else if (noun == KIRI_NOUN_CLIP)
        clip_keys(record, &key, keys);
    else if (noun == KIRI_NOUN_MEDIUM)
        medium_keys(record, &key, keys);
    else if (noun == KIRI_NOUN_EVENT)
        kiri_event_keys(record, &key, keys);
    return keys;
}

/* ---- looks ---- */

guint64 kiri_store_count_published(KiriStore *store, const char *medium, gint64 from_us,
                                   gint64 to_us)
{
    g_auto(KiriBuf) from, below;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    if (!medium || from_us >= to_us)
        return 0;
    kiri_key_begin(&from, KIRI_KEY_BY_MEDIUM);
    kiri_key_text(&from, medium);
    kiri_buf_add(&below, from.p, from.n);
    kiri_key_time(&from, from_us);
    kiri_key_time(&below, to_us);
    g_autoptr(KiriDbIter) it =
        kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below), KIRI_DB_FORWARD);
    guint64 n = 0;
    while (kiri_db_iter_next(it, NULL, NULL))
        n++;
    kiri_store_note_scan(store, it);
    return n;
}

/* The last part of a key behind `skip` bytes. (transfer full) */
static char *key_tail(KiriStr key, gsize skip)
{
    return key.n > skip ? g_strndup(key.p + skip, key.n - skip) : g_strdup("");
}

/* The tails of at most `max` rows that begin with `prefix`. */
static GPtrArray *tails_of(KiriStore *store, KiriStr prefix, guint max)
{
    GPtrArray *tails = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriDbIter) it = kiri_store_scan_prefix(store, prefix, KIRI_DB_FORWARD);
    KiriStr key;
    while (tails->len < max && kiri_db_iter_next(it, &key, NULL))
        g_ptr_array_add(tails, key_tail(key, prefix.n));
    kiri_store_note_scan(store, it);
    return tails;
}

static char **steal_strv(GPtrArray *strings)
{
    g_ptr_array_add(strings, NULL);
    return (char **)g_ptr_array_free(strings, FALSE);
}

char **kiri_store_published_between(KiriStore *store, gint64 from_us, gint64 to_us)
{
    enum { SKIP = 1 + KIRI_KEY_U64_BYTES };
    g_auto(KiriBuf) from, below;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    GPtrArray *ids = g_ptr_array_new();
    if (from_us < to_us) {
        kiri_key_begin(&from, KIRI_KEY_BY_TIME);
        kiri_key_time(&from, from_us);
        kiri_key_begin(&below, KIRI_KEY_BY_TIME);
        kiri_key_time(&below, to_us);
        g_autoptr(KiriDbIter) it =
            kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below), KIRI_DB_BACKWARD);
        KiriStr key;
        while (kiri_db_iter_next(it, &key, NULL))
            g_ptr_array_add(ids, key_tail(key, SKIP));
        kiri_store_note_scan(store, it);
    }
    return steal_strv(ids);
}

char **kiri_store_published_of(KiriStore *store, const char *medium, gint64 from_us, gint64 to_us)
{
    g_auto(KiriBuf) from, below;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    GPtrArray *ids = g_ptr_array_new();
    if (medium && from_us < to_us) {
        kiri_key_begin(&from, KIRI_KEY_BY_MEDIUM);
        kiri_key_text(&from, medium);
        kiri_buf_add(&below, from.p, from.n);
        gsize skip = from.n + KIRI_KEY_U64_BYTES;
        kiri_key_time(&from, from_us);
        kiri_key_time(&below, to_us);
        g_autoptr(KiriDbIter) it =
            kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below), KIRI_DB_BACKWARD);
        KiriStr key;
        while (kiri_db_iter_next(it, &key, NULL))
            g_ptr_array_add(ids, key_tail(key, skip));
        kiri_store_note_scan(store, it);
    }
    return steal_strv(ids);
}

/* Adds the record `id`, if it is there. */
static gboolean add_record(KiriStore *store, KiriNoun noun, const char *id, GPtrArray *list,
                           GError **error)
{
    g_autoptr(GError) failure = NULL;
    gpointer record = kiri_store_load(store, kiri_noun_info(noun), id, &failure);
    if (record)
        g_ptr_array_add(list, record);
    if (!failure)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
}

void kiri_store_each_due(KiriStore *store, gint64 from_us, const char *from_url, gint64 to_us,
                         KiriDueVisit visit, gpointer data)
{
    g_auto(KiriBuf) from, below;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    if (from_us >= to_us)
        return;
    kiri_key_begin(&from, KIRI_KEY_BY_DUE);
    kiri_key_time(&from, from_us);
    if (from_url)
        kiri_key_last(&from, from_url);
    kiri_key_begin(&below, KIRI_KEY_BY_DUE);
    kiri_key_time(&below, to_us);
    g_autoptr(KiriDbIter) it =
        kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below), KIRI_DB_FORWARD);
    KiriStr key;
    gboolean goes_on = TRUE;
    while (goes_on && kiri_db_iter_next(it, &key, NULL)) {
        gint64 due_us;
        key.p++;
        key.n--;
        if (!kiri_key_take_time(&key, &due_us))
            continue;
        g_autofree char *url = kiri_key_take_last(&key);
        goes_on = visit(url, due_us, data);
    }
    kiri_store_note_scan(store, it);
}

GPtrArray *kiri_store_due_urls(KiriStore *store, gint64 now_us, guint max)
{
    enum { SKIP = 1 + KIRI_KEY_U64_BYTES };
    g_auto(KiriBuf) from, below;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&from, KIRI_KEY_BY_DUE);
    kiri_key_begin(&below, KIRI_KEY_BY_DUE);
    kiri_key_time(&below, now_us < G_MAXINT64 ? now_us + 1 : now_us);
    GPtrArray *list = kiri_store_list_new(KIRI_NOUN_URL);
    g_autoptr(KiriDbIter) it =
        kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below), KIRI_DB_FORWARD);
    KiriStr key;
    while (list->len < max && kiri_db_iter_next(it, &key, NULL)) {
        g_autofree char *url = key_tail(key, SKIP);
        GError *failure = NULL;
        if (!add_record(store, KIRI_NOUN_URL, url, list, &failure))
            kiri_store_note_trouble(store, failure);
    }
    kiri_store_note_scan(store, it);
    return list;
}

char **kiri_store_urls_of_entry(KiriStore *store, const char *source, const char *entry_id,
                                guint max)
{
    g_auto(KiriBuf) prefix;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    entry_prefix(&prefix, source, entry_id);
    return steal_strv(tails_of(store, kiri_buf_view(&prefix), max));
}

char **kiri_store_clip_ids(KiriStore *store, KiriNoun of, const char *id)
{
    g_return_val_if_fail(of == KIRI_NOUN_RELEASE || of == KIRI_NOUN_TOPIC || of == KIRI_NOUN_MEDIUM,
                         NULL);
    g_auto(KiriBuf) prefix;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&prefix, of == KIRI_NOUN_RELEASE ? KIRI_KEY_BY_RELEASE
                            : of == KIRI_NOUN_TOPIC ? KIRI_KEY_BY_TOPIC
                                                    : KIRI_KEY_BY_MONTH);
    kiri_key_text(&prefix, id);
    return steal_strv(tails_of(store, kiri_buf_view(&prefix), G_MAXUINT));
}

GPtrArray *kiri_store_clips_of(KiriStore *store, KiriNoun of, const char *id, GError **error)
{
    if (of == KIRI_NOUN_ARTICLE) {
        g_autofree char *beginning = g_strconcat(id, ".", NULL);
        return kiri_store_list(store, KIRI_NOUN_CLIP, beginning, error);
    }
    g_return_val_if_fail(of == KIRI_NOUN_RELEASE || of == KIRI_NOUN_TOPIC, NULL);
    g_auto(KiriBuf) prefix;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&prefix, of == KIRI_NOUN_RELEASE ? KIRI_KEY_BY_RELEASE : KIRI_KEY_BY_TOPIC);
    kiri_key_text(&prefix, id);
    g_autoptr(GPtrArray) list = kiri_store_list_new(KIRI_NOUN_CLIP);
    g_autoptr(KiriDbIter) it =
        kiri_store_scan_prefix(store, kiri_buf_view(&prefix), KIRI_DB_FORWARD);
    KiriStr key;
    while (kiri_db_iter_next(it, &key, NULL)) {
        g_autofree char *clip = key_tail(key, prefix.n);
        if (!add_record(store, KIRI_NOUN_CLIP, clip, list, error))
            return NULL;
    }
    return kiri_db_iter_check(it, error) ? g_steal_pointer(&list) : NULL;
}

char *kiri_store_article_by_content(KiriStore *store, const char *medium, const char *content_hash)
{
    if (!medium || !content_hash)
        return NULL;
    g_auto(KiriBuf) prefix;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    content_prefix(&prefix, medium, content_hash);
    g_autoptr(GPtrArray) ids = tails_of(store, kiri_buf_view(&prefix), 1);
    return ids->len ? g_strdup(g_ptr_array_index(ids, 0)) : NULL;
}

/* The medium of exactly this domain or domain and path. */
static char *medium_of_place(KiriStore *store, const char *place, gsize n)
{
    g_autofree char *domain = g_strndup(place, n);
    g_auto(KiriBuf) prefix;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&prefix, KIRI_KEY_BY_DOMAIN);
    kiri_key_text(&prefix, domain);
    g_autoptr(GPtrArray) ids = tails_of(store, kiri_buf_view(&prefix), 1);
    return ids->len ? g_strdup(g_ptr_array_index(ids, 0)) : NULL;
}

char *kiri_store_medium_of_url(KiriStore *store, const char *url_text)
{
    /* Deeper paths than this own nothing; it bounds the reads for one URL. */
    enum { MOST_SEGMENTS = 8 };
    g_autoptr(KiriUrl) url = url_text ? kiri_url_parse(kiri_str(url_text), NULL) : NULL;
    if (!url || !url->host)
        return NULL;
    for (const char *host = url->host; host; host = strchr(host, '.')) {
        host += *host == '.';
        g_autofree char *place = g_strconcat(host, url->path, NULL);
        gsize host_bytes = strlen(host);
        gsize ends[MOST_SEGMENTS + 1] = {host_bytes};
        guint n_ends = 1;
        for (gsize at = host_bytes + 1; n_ends <= MOST_SEGMENTS && at <= strlen(place); at++)
            if ((place[at] == '/' || !place[at]) && place[at - 1] != '/')
                ends[n_ends++] = at;
        while (n_ends--) {
            char *medium = medium_of_place(store, place, ends[n_ends]);
            if (medium)
                return medium;
        }
    }
    return NULL;
}
