// SPDX-License-Identifier: GPL-3.0-or-later
/* A clip sheet's facts, gathered from the store. The body text stays with the article
 * and leaves only where the gate said so. */
#include "clip_sheet.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

static void free_copy(gpointer p)
{
    KiriSheetCopy *c = p;
    kiri_article_free(c->article);
    kiri_lineage_free(c->lineage);
    g_free(c->medium);
    g_free(c);
}

static void free_evidence(gpointer p)
{
    KiriSheetEvidence *e = p;
    g_free(e->key);
    g_free(e->sha256);
    g_free(e);
}

void kiri_clip_sheet_free(KiriClipSheet *s)
{
    if (!s)
        return;
    kiri_clip_free(s->clip);
    kiri_article_free(s->article);
    kiri_medium_free(s->medium);
    kiri_verdict_free(s->verdict);
    kiri_release_free(s->release);
    kiri_topic_free(s->topic);
    g_ptr_array_unref(s->copies);
    g_ptr_array_unref(s->evidence);
    kiri_licence_free(s->body);
    kiri_licence_free(s->picture);
    g_clear_pointer(&s->picture_bytes, g_bytes_unref);
    g_free(s->picture_file);
    g_free(s);
}

const KiriClip *kiri_clip_sheet_clip(const KiriClipSheet *s)
{
    return s->clip;
}

const KiriArticle *kiri_clip_sheet_article(const KiriClipSheet *s)
{
    return s->article;
}

const char *kiri_clip_sheet_picture(const KiriClipSheet *s)
{
    return s->article->appearance ? s->article->appearance->evidence : NULL;
}

void kiri_clip_sheet_show_body(KiriClipSheet *s, const KiriLicence *licence)
{
    kiri_licence_free(s->body);
    s->body = kiri_record_copy(&kiri_licence_shape, licence);
}

void kiri_clip_sheet_show_picture(KiriClipSheet *s, const KiriLicence *licence, GBytes *picture,
                                  const char *file)
{
    kiri_licence_free(s->picture);
    s->picture = kiri_record_copy(&kiri_licence_shape, licence);
    g_free(s->picture_file);
    s->picture_file = g_strdup(file);
    g_clear_pointer(&s->picture_bytes, g_bytes_unref);
    s->picture_bytes = picture ? g_bytes_ref(picture) : NULL;
}

/* ---- lineage ---- */

/* FALSE with error; an article that is gone is passed over. */
static gboolean add_copy(KiriClipSheet *s, KiriStore *store, const char *id, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, id, &why);
    g_autoptr(KiriLineage) row = why ? NULL : kiri_store_get(store, KIRI_NOUN_LINEAGE, id, &why);
    g_autoptr(KiriMedium) m =
        !why && a && a->medium ? kiri_store_get(store, KIRI_NOUN_MEDIUM, a->medium, &why) : NULL;
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!a)
        return TRUE;
    KiriSheetCopy *c = g_new0(KiriSheetCopy, 1);
    c->medium = g_strdup(m ? m->name : a->site_name ? a->site_name : a->medium ? a->medium : "—");
    c->is_this = strcmp(id, s->article->id) == 0;
    c->article = g_steal_pointer(&a);
    c->lineage = g_steal_pointer(&row);
    g_ptr_array_add(s->copies, c);
    return TRUE;
}

static gboolean read_lineage(KiriClipSheet *s, KiriStore *store, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriLineage) own = kiri_store_get(store, KIRI_NOUN_LINEAGE, s->article->id, &why);
    g_autoptr(KiriLineage) root =
        own && own->story ? kiri_store_get(store, KIRI_NOUN_LINEAGE, own->story, &why) : NULL;
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!root || !root->copies)
        return TRUE;
    gboolean ok = add_copy(s, store, root->article, error);
    for (char **id = root->copies; ok && *id; id++)
        ok = add_copy(s, store, *id, error);
    return ok;
}

/* ---- evidence ---- */

static gboolean add_evidence(KiriClipSheet *s, KiriStore *store, const char *key, KiriTime taken,
                             const char *sha256, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriPage) page = kiri_store_get_page(store, key, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    KiriSheetEvidence *e = g_new0(KiriSheetEvidence, 1);
    e->key = g_strdup(key);
    e->taken = page && kiri_time_is_set(page->fetched) ? page->fetched : taken;
    e->is_gone = page == NULL;
    if (page && page->body) {
        e->bytes = (gint64)g_bytes_get_size(page->body);
        e->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, page->body);
    } else {
        e->sha256 = sha256 ? g_strdup(sha256) : kiri_store_gone_sha256(store, key);
    }
    g_ptr_array_add(s->evidence, e);
    return TRUE;
}

static gboolean read_evidence(KiriClipSheet *s, KiriStore *store, GError **error)
{
    const KiriArticle *a = s->article;
    const KiriAppearance *h = a->appearance;
    gboolean ok = TRUE;
    if (h && h->evidence)
        ok = add_evidence(s, store, h->evidence, h->entered, h->evidence_sha256, error);
    if (ok && a->evidence)
        ok = add_evidence(s, store, a->evidence, a->fetched, NULL, error);
    for (char **key = a->more_evidence; ok && key && *key; key++)
        ok = add_evidence(s, store, *key, a->fetched, NULL, error);
    return ok;
}

/* ---- the whole ---- */

static gpointer get(KiriStore *store, KiriNoun noun, const char *id, GError **why)
{
    return id && !*why ? kiri_store_get(store, noun, id, why) : NULL;
}

static gboolean not_there(KiriNoun noun, const char *id, GError **error)
{
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                kiri_noun_label(noun), id);
    return FALSE;
}

static gboolean read_records(KiriClipSheet *s, KiriStore *store, const char *clip, GError **error)
{
    g_autoptr(GError) why = NULL;
    s->clip = get(store, KIRI_NOUN_CLIP, clip, &why);
    if (s->clip) {
        s->article = get(store, KIRI_NOUN_ARTICLE, s->clip->article, &why);
        s->verdict = get(store, KIRI_NOUN_VERDICT, s->clip->id, &why);
        s->release = get(store, KIRI_NOUN_RELEASE, s->clip->release, &why);
        s->topic = get(store, KIRI_NOUN_TOPIC, s->clip->topic, &why);
    }
    if (s->article)
        s->medium = get(store, KIRI_NOUN_MEDIUM, s->article->medium, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!s->clip)
        return not_there(KIRI_NOUN_CLIP, clip, error);
    return s->article || not_there(KIRI_NOUN_ARTICLE, s->clip->article, error);
}

KiriClipSheet *kiri_clip_sheet_read(KiriStore *store, const char *clip, GError **error)
{
    g_autoptr(KiriClipSheet) s = g_new0(KiriClipSheet, 1);
    s->copies = g_ptr_array_new_with_free_func(free_copy);
    s->evidence = g_ptr_array_new_with_free_func(free_evidence);
    if (!read_records(s, store, clip, error) || !read_lineage(s, store, error) ||
        !read_evidence(s, store, error))
        return NULL;
    return g_steal_pointer(&s);
}
