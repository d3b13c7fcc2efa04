// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles of the store as subjects, kept while they are likely to be asked for
 * again: copies come in swarms. */
#include "link_stage.h"

enum { MOST_YOUNG = 1024, MOST_FACES = 16384 };

/* What was entered by hand and withdrawn is as good as gone: it ties to nothing. (transfer
 * full) */
static KiriArticle *read_article(KiriLinkWork *w, const char *id)
{
    g_autoptr(KiriArticle) article =
        w->trouble ? NULL : kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, &w->trouble);
    return article && kiri_article_is_withdrawn(article) ? NULL : g_steal_pointer(&article);
}

KiriSubject *kiri_link_subject(KiriLinkWork *w, const char *id)
{
    gpointer key = NULL, subject = NULL;
    if (g_hash_table_lookup_extended(w->young, id, NULL, &subject))
        return subject;
    if (g_hash_table_steal_extended(w->old, id, &key, &subject)) {
        g_hash_table_insert(w->young, key, subject);
        return subject;
    }
    KiriArticle *article = read_article(w, id);
    if (!article)
        return NULL;
    KiriSubject *s = kiri_subject_new(article);
    g_hash_table_insert(w->young, g_strdup(id), s);
    return s;
}

static KiriSubject *subject_of(const char *id, gpointer data)
{
    return kiri_link_subject(data, id);
}

static GArray *sharers(const KiriSubject *subject, guint least, gpointer data)
{
    return kiri_link_sharers(data, subject, least);
}

static gboolean may_be_kin(const KiriSubject *subject, const char *id, gpointer data)
{
    return kiri_link_may_be_kin(data, subject, id);
}

static const KiriFace *face_of(const char *id, gpointer data)
{
    KiriLinkWork *w = data;
    KiriFace *face = g_hash_table_lookup(w->faces, id);
    if (face)
        return face;
    g_autoptr(KiriArticle) article = read_article(w, id);
    if (!article)
        return NULL;
    face = kiri_face_new(article);
    g_hash_table_insert(w->faces, g_strdup(id), face);
    return face;
}

static const GPtrArray *kin_of(const char *id, gpointer data)
{
    return kiri_link_row(data, id)->kin;
}

static void face_free(gpointer face)
{
    kiri_face_free(face);
}

static void subject_free(gpointer subject)
{
    kiri_subject_free(subject);
}

static GHashTable *new_table(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, subject_free);
}

void kiri_link_library_open(KiriLinkWork *w)
{
    w->young = new_table();
    w->old = new_table();
    w->faces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, face_free);
    w->rows = kiri_link_rows_new();
    kiri_link_sketches_open(w);
    kiri_link_prints_open(&w->prints);
    kiri_link_events_open(&w->events);
    w->placed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->library = (KiriLibrary){subject_of, face_of, sharers, may_be_kin, kin_of, w};
}

void kiri_link_library_close(KiriLinkWork *w)
{
    g_clear_pointer(&w->young, g_hash_table_destroy);
    g_clear_pointer(&w->old, g_hash_table_destroy);
    g_clear_pointer(&w->faces, g_hash_table_destroy);
    g_clear_pointer(&w->rows, g_hash_table_destroy);
    kiri_link_sketches_close(w);
    kiri_link_prints_close(&w->prints);
    kiri_link_events_close(&w->events);
    g_clear_pointer(&w->placed, g_hash_table_destroy);
}

/* Two generations: what nobody asked for since the last change goes. */
void kiri_link_library_trim(KiriLinkWork *w)
{
    if (g_hash_table_size(w->faces) > MOST_FACES)
        g_hash_table_remove_all(w->faces);
    if (g_hash_table_size(w->young) <= MOST_YOUNG)
        return;
    g_hash_table_destroy(w->old);
    w->old = w->young;
    w->young = new_table();
}

void kiri_link_library_forget(KiriLinkWork *w, const char *id)
{
    g_hash_table_remove(w->young, id);
    g_hash_table_remove(w->old, id);
    g_hash_table_remove(w->faces, id);
}
