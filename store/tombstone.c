// SPDX-License-Identifier: GPL-3.0-or-later
/* Tombstones: making them, and asking for them.
 *
 * Asked for with every article and address that is put, so a store that has none answers
 * without a look at the database. A name is compared in normal form without spaces: 山田
 * 太郎 and 山田太郎 are one person's. */
#include "internal.h"

#include <kirinuki/care.h>
#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>
#include <kirinuki/url.h>

#include <string.h>

const char *const kiri_tomb_kind_names[] = {"article", "address", "content", "person", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_tomb_kind_names) == KIRI_N_TOMBS + 1);

static const KiriField tombstone_fields[] = {
    {KIRI_FIELD(1, KiriTombstone, id, STR)},
    {KIRI_FIELD(2, KiriTombstone, kind, ENUM), .names = kiri_tomb_kind_names},
    {KIRI_FIELD(3, KiriTombstone, article, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriTombstone, sha256, STR)},
    {KIRI_FIELD(5, KiriTombstone, when, TIME)},
    {KIRI_FIELD(6, KiriTombstone, by, STR)},
    {KIRI_FIELD(7, KiriTombstone, reason, STR)},
    {KIRI_FIELD(8, KiriTombstone, purged, TIME)},
};
const KiriShape kiri_tombstone_shape = KIRI_SHAPE("tombstone", KiriTombstone, tombstone_fields);

/* ---- ids ---- */

static char *id_of(char kind, KiriStr what)
{
    char hash[KIRI_HASH128_BYTES];
    kiri_hash128_hex(what, hash);
    return g_strdup_printf("%c%s", kind, hash);
}

char *kiri_tomb_id_of_article(const char *article)
{
    return g_strconcat("a", article, NULL);
}

char *kiri_tomb_id_of_url(const char *url)
{
    return id_of('u', kiri_str(url));
}

/* Within whom equal content is one article: the medium, else the site. */
char *kiri_tomb_id_of_content(const KiriArticle *a)
{
    g_autofree char *owner = g_strdup(a->medium);
    if (!a->text || !*a->text || !a->content_hash)
        return NULL; // a teaser of nothing is like every other
    if (!owner) {
        g_autoptr(KiriUrl) url = a->url ? kiri_url_parse(kiri_str(a->url), NULL) : NULL;
        owner = url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
    }
    if (!owner)
        return NULL;
    g_autofree char *both = g_strconcat(owner, "\n", a->content_hash, NULL);
    return id_of('c', kiri_str(both));
}

static char *plain_name(const char *name)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(name));
    g_autoptr(GString) plain = g_string_new(n);
    g_string_replace(plain, " ", "", 0);
    return g_strdup(plain->str);
}

char *kiri_tomb_id_of_person(const char *name)
{
    g_autofree char *plain = plain_name(name);
    return id_of('p', kiri_str(plain));
}

char *kiri_tomb_sha256_of_person(const char *name)
{
    g_autofree char *plain = plain_name(name);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, plain, -1);
}

/* ---- asking ---- */

void kiri_tombs_look(KiriStore *store)
{
    g_autoptr(KiriDbIter) it =
        kiri_store_scan_family(store, KIRI_KEY_TOMBSTONE, "", KIRI_DB_FORWARD);
    g_atomic_int_set(&store->has_tombs, kiri_db_iter_next(it, NULL, NULL));
    kiri_store_note_scan(store, it);
}

/* A reader finds out as it goes; a writer knows. */
static gboolean has_any(KiriStore *store)
{
    return store->mode == KIRI_STORE_READ || g_atomic_int_get(&store->has_tombs);
}

static gboolean has_tomb(KiriStore *store, const char *id)
{
    return id && kiri_store_has(store, KIRI_NOUN_TOMBSTONE, id);
}

gboolean kiri_store_forgets_id(KiriStore *store, const char *article)
{
    if (!article || !has_any(store))
        return FALSE;
    g_autofree char *id = kiri_tomb_id_of_article(article);
    return has_tomb(store, id);
}

gboolean kiri_store_forgets_url(KiriStore *store, const char *url)
{
    char article[KIRI_ID_BYTES];
    if (!url || !has_any(store))
        return FALSE;
    g_autofree char *id = kiri_tomb_id_of_url(url);
    kiri_hash_id(kiri_str(url), article);
    return has_tomb(store, id) || kiri_store_forgets_id(store, article);
}

gboolean kiri_store_forgets_article(KiriStore *store, const KiriArticle *a)
{
    if (!has_any(store))
        return FALSE;
    g_autofree char *content = kiri_tomb_id_of_content(a);
    return kiri_store_forgets_id(store, a->id) || kiri_store_forgets_url(store, a->url) ||
           has_tomb(store, content);
}

gboolean kiri_store_forgets_person(KiriStore *store, const char *name)
{
    if (!name || !has_any(store))
        return FALSE;
    g_autofree char *id = kiri_tomb_id_of_person(name);
    return has_tomb(store, id);
}

/* ---- keeping away ---- */

static gboolean clip_is_forgotten(KiriStore *store, const char *clip)
{
    const char *dot = clip ? strchr(clip, '.') : NULL;
    g_autofree char *article = dot ? g_strndup(clip, (gsize)(dot - clip)) : NULL;
    return kiri_store_forgets_id(store, article);
}

gboolean kiri_tombs_refuse(KiriStore *store, KiriNoun noun, gconstpointer record)
{
    if (!has_any(store))
        return FALSE;
    switch (noun) {
    case KIRI_NOUN_ARTICLE:
        return kiri_store_forgets_article(store, record);
    case KIRI_NOUN_URL: {
        const KiriUrlRecord *u = record;
        return kiri_store_forgets_url(store, u->url) || kiri_store_forgets_id(store, u->article);
    }
    case KIRI_NOUN_CLIP:
        return kiri_store_forgets_id(store, ((const KiriClip *)record)->article);
    case KIRI_NOUN_VERDICT:
        return clip_is_forgotten(store, ((const KiriVerdict *)record)->clip);
    case KIRI_NOUN_LINEAGE:
        return kiri_store_forgets_id(store, ((const KiriLineage *)record)->article);
    case KIRI_NOUN_EVENT:
        return kiri_store_forgets_id(store, ((const KiriEvent *)record)->article);
    default:
        return FALSE;
    }
}

/* Names that go out of the list, in `gone`. */
static void drop_names(char ***names, KiriNameCheck goes, gpointer data, char ***gone)
{
    g_auto(GStrv) all = g_steal_pointer(names);
    for (char **n = all; n && *n; n++)
        kiri_strv_add(goes(*n, data) ? gone : names, *n);
}

/* "記者 山田太郎" says 山田太郎, too. */
static gboolean says_any(const char *claim, char **names)
{
    g_autofree char *plain = plain_name(claim);
    for (char **n = names; n && *n; n++) {
        g_autofree char *name = plain_name(*n);
        if (*name && strstr(plain, name))
            return TRUE;
    }
    return FALSE;
}

gboolean kiri_article_drop_names(KiriArticle *a, KiriNameCheck goes, gpointer data,
                                 const char *wanted)
{
    g_auto(GStrv) gone = NULL;
    drop_names(&a->authors, goes, data, &gone);
    gboolean has_gone = gone != NULL;
    if (wanted)
        kiri_strv_add(&gone, wanted);
    for (guint i = kiri_recs_count(a->witnesses); gone && i-- > 0;) {
        KiriWitness *w = a->witnesses->pdata[i];
        if (g_strcmp0(w->field, "authors") != 0 || !w->value || !says_any(w->value, gone))
            continue;
        g_ptr_array_remove_index(a->witnesses, i);
        kiri_witness_free(w);
        has_gone = TRUE;
    }
    return has_gone;
}

gboolean kiri_url_drop_names(KiriUrlRecord *u, KiriNameCheck goes, gpointer data)
{
    g_auto(GStrv) gone = NULL;
    drop_names(&u->hint_authors, goes, data, &gone);
    return gone != NULL;
}

static gboolean is_forgotten_name(const char *name, gpointer store)
{
    return kiri_store_forgets_person(store, name);
}

void kiri_tombs_strip(KiriStore *store, KiriNoun noun, gpointer record)
{
    if (!has_any(store))
        return;
    if (noun == KIRI_NOUN_ARTICLE)
        kiri_article_drop_names(record, is_forgotten_name, store, NULL);
    else if (noun == KIRI_NOUN_URL)
        kiri_url_drop_names(record, is_forgotten_name, store);
}

gboolean kiri_tomb_is_name(const char *name, gpointer plain)
{
    g_autofree char *n = plain_name(name);
    return strcmp(n, plain) == 0;
}

char *kiri_tomb_plain_name(const char *name)
{
    return plain_name(name);
}
