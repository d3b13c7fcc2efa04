// SPDX-License-Identifier: GPL-3.0-or-later
/* Which raw pages, scans and body texts go: pages past their medium's retention, and all
 * three where a licence of the medium says so. The articles and their figures stay. */
#include "care/prune_internal.h"

#include <string.h>

static gboolean note_medium(gconstpointer record, gpointer data)
{
    const KiriMedium *m = record;
    KiriPrune *p = data;
    if (m->evidence_days > 0)
        g_hash_table_insert(p->media, g_strdup(m->id),
                            GINT_TO_POINTER((gint)MIN(m->evidence_days, (gint64)G_MAXINT)));
    return TRUE;
}

static KiriDisposal *doom(KiriPrune *p, const KiriArticle *a, KiriGoes what, KiriTime since,
                          const KiriLicence *licence)
{
    KiriDisposal *d = kiri_disposal_new();
    d->what = (gint)what;
    d->medium = g_strdup(a->medium);
    d->article = g_strdup(a->id);
    d->title = g_strdup(a->title);
    d->licence = licence ? g_strdup(licence->id) : NULL;
    d->basis = g_strdup(licence ? licence->id : "retention");
    d->fetched = since;
    g_ptr_array_add(p->list, d);
    return d;
}

/* The licence that wants it gone by now; NULL: none does. */
static const KiriLicence *due(const KiriPrune *p, const KiriArticle *a, KiriLicensed what,
                              KiriTime since)
{
    gint64 due_us = 0;
    return p->what & KIRI_PRUNE_LICENCES && kiri_time_is_set(since)
               ? kiri_permits_due(p->permits, a->medium, what, since.us, p->now_us, &due_us)
               : NULL;
}

static gboolean look_at_page(KiriPrune *p, const KiriArticle *a, const char *key, KiriGoes what,
                             gint days)
{
    if (!g_hash_table_add(p->seen, g_strdup(key)))
        return TRUE;
    g_autoptr(KiriPage) page = kiri_store_get_page(p->store, key, &p->error);
    if (!page)
        return p->error == NULL; // gone already
    KiriTime since = kiri_time_is_set(page->fetched) ? page->fetched : a->fetched;
    const KiriLicence *licence = due(p, a, KIRI_LICENSED_PICTURE, since);
    gboolean is_old =
        days && kiri_time_is_set(since) && since.us <= p->now_us - (gint64)days * KIRI_US_PER_DAY;
    if (!licence && !is_old)
        return TRUE;
    KiriDisposal *d = doom(p, a, what, since, licence);
    d->evidence = g_strdup(key);
    d->url = g_strdup(page->url);
    d->bytes = page->body ? (gint64)g_bytes_get_size(page->body) : 0;
    if (page->body)
        d->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, page->body);
    return TRUE;
}

static gboolean look_at_version(KiriPrune *p, const KiriArticle *a, gint days)
{
    const KiriAppearance *h = a->appearance;
    if (h && h->evidence && !look_at_page(p, a, h->evidence, KIRI_GOES_SCAN, 0))
        return FALSE;
    if (a->evidence && !look_at_page(p, a, a->evidence, KIRI_GOES_PAGE, days))
        return FALSE;
    for (char **key = a->more_evidence; key && *key; key++)
        if (!look_at_page(p, a, *key, KIRI_GOES_PAGE, days))
            return FALSE;
    return TRUE;
}

/* Of all versions of the text at once; the licence that held when it was first taken
 * says when. `has_text`: one of them still has one. */
static void look_at_text(KiriPrune *p, const KiriArticle *a, gboolean has_text)
{
    gint64 held_us = kiri_article_held_us(a);
    KiriTime since = held_us == G_MININT64 ? KIRI_TIME_UNSET : kiri_time_jst(held_us);
    const KiriLicence *licence = has_text ? due(p, a, KIRI_LICENSED_BODY, since) : NULL;
    if (!licence)
        return;
    KiriDisposal *d = doom(p, a, KIRI_GOES_TEXT, since, licence);
    d->url = g_strdup(a->url);
    d->bytes = a->text ? (gint64)strlen(a->text) : 0;
    d->sha256 = a->text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, a->text, -1)
                        : g_strdup(a->text_sha256);
}

static gboolean look_at_article(gconstpointer record, gpointer data)
{
    const KiriArticle *a = record;
    KiriPrune *p = data;
    gint days = a->medium ? GPOINTER_TO_INT(g_hash_table_lookup(p->media, a->medium)) : 0;
    gboolean has_text = a->text && *a->text;
    if (!days && !kiri_permits_is_licensed(p->permits, a->medium))
        return TRUE;
    for (gint64 v = 1; v < a->version; v++) {
        g_autoptr(KiriArticle) older =
            kiri_store_get_article_version(p->store, a->id, v, &p->error);
        has_text = has_text || (older && older->text && *older->text);
        if (p->error || (older && !look_at_version(p, older, days)))
            return FALSE;
    }
    look_at_text(p, a, has_text);
    return look_at_version(p, a, days);
}

gboolean kiri_prune_find_evidence(KiriPrune *p, GError **error)
{
    g_autoptr(GHashTable) media = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    p->media = media;
    p->seen = seen;
    p->permits = kiri_permits_open(p->store, G_MAXINT64, error);
    if (!p->permits)
        return FALSE;
    gboolean ok = !(p->what & KIRI_PRUNE_PAGES) ||
                  kiri_store_each(p->store, KIRI_NOUN_MEDIUM, "", note_medium, p, error);
    /* A walk over all articles only where something may come of it. */
    gboolean may_end = g_hash_table_size(media) > 0 || kiri_permits_licences(p->permits)->len > 0;
    ok = ok &&
         (!may_end || kiri_store_each(p->store, KIRI_NOUN_ARTICLE, "", look_at_article, p, error));
    g_clear_pointer(&p->permits, kiri_permits_close);
    if (p->error) {
        g_clear_error(error);
        g_propagate_error(error, g_steal_pointer(&p->error));
        return FALSE;
    }
    return ok;
}
