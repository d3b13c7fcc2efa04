// SPDX-License-Identifier: GPL-3.0-or-later
#include "source_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

enum { SOURCE_ID_DIGITS = 8 };

char *kiri_source_id_of_url(const char *url)
{
    g_autofree char *canonical = kiri_url_canonical(kiri_str(url), NULL);
    if (!canonical)
        return NULL;
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(canonical), id);
    return g_strndup(id, SOURCE_ID_DIGITS);
}

KiriSource *kiri_source_make(KiriStore *store, const char *url, const char *medium, gint64 now_us,
                             GError **error)
{
    g_autofree char *canonical = kiri_url_canonical(kiri_str(url), NULL);
    if (!canonical) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is no http or https address"),
                    url);
        return NULL;
    }
    if (medium && !kiri_store_has(store, KIRI_NOUN_MEDIUM, medium)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("there is no medium '%s'; 'kirinuki medium list' shows them"), medium);
        return NULL;
    }
    KiriSource *s = kiri_source_new();
    s->id = kiri_source_id_of_url(canonical);
    s->medium = medium ? g_strdup(medium) : kiri_store_medium_of_url(store, canonical);
    s->url = g_steal_pointer(&canonical);
    s->added = kiri_time_jst(now_us);
    return s;
}

KiriSource *kiri_source_find(KiriStore *store, const char *name, GError **error)
{
    g_autofree char *by_url = kiri_source_id_of_url(name);
    if (by_url && kiri_store_has(store, KIRI_NOUN_SOURCE, by_url))
        return kiri_store_get(store, KIRI_NOUN_SOURCE, by_url, error);
    g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_SOURCE, name, error);
    return id ? kiri_store_get(store, KIRI_NOUN_SOURCE, id, error) : NULL;
}

static KiriSource *from_outline(KiriStore *store, const KiriOutline *o, gint64 now_us,
                                GError **error)
{
    const char *medium =
        o->medium && kiri_store_has(store, KIRI_NOUN_MEDIUM, o->medium) ? o->medium : NULL;
    KiriSource *s = kiri_source_make(store, o->xml_url, medium, now_us, error);
    if (!s)
        return NULL;
    s->title = g_strdup(o->title);
    s->is_disabled = o->is_disabled;
    s->disabled_reason = g_strdup(o->disabled_reason);
    s->terms = g_strdup(o->terms);
    return s;
}

gboolean kiri_sources_import(KiriStore *store, const char *path, gint64 now_us, guint *added,
                             guint *known, GError **error)
{
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, error);
    if (!bytes)
        return FALSE;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    g_autoptr(KiriOpml) opml = kiri_opml_parse((KiriStr){p ? p : "", n}, error);
    if (!opml) {
        g_prefix_error(error, "%s: ", path);
        return FALSE;
    }
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = 0; i < kiri_recs_count(opml->outlines); i++) {
        const KiriOutline *o = g_ptr_array_index(opml->outlines, i);
        if (!o->xml_url)
            continue;
        g_autoptr(KiriSource) s = from_outline(store, o, now_us, error);
        if (!s) {
            g_prefix_error(error, "%s: ", path);
            kiri_batch_cancel(batch);
            return FALSE;
        }
        gboolean is_known = kiri_store_has(store, KIRI_NOUN_SOURCE, s->id);
        *(is_known ? known : added) += 1;
        if (!is_known)
            kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
    }
    return kiri_batch_commit(batch, error);
}

KiriOpml *kiri_sources_to_opml(KiriStore *store, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_SOURCE, "", error);
    if (!all)
        return NULL;
    KiriOpml *opml = kiri_opml_new();
    opml->title = g_strdup("kirinuki");
    for (guint i = 0; i < all->len; i++) {
        const KiriSource *s = g_ptr_array_index(all, i);
        KiriOutline *o = kiri_outline_new();
        o->title = g_strdup(s->title ? s->title : s->url);
        o->xml_url = g_strdup(s->url);
        o->medium = g_strdup(s->medium);
        o->is_disabled = s->is_disabled;
        o->disabled_reason = g_strdup(s->disabled_reason);
        o->terms = g_strdup(s->terms);
        kiri_recs_add(&opml->outlines, o);
    }
    return opml;
}
