// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles of the store as subjects, kept while they are likely to be asked for
 * again: copies come in swarms. */
#include "link_stage.h"

enum { MOST_YOUNG = 1024 };

KiriSubject *kiri_link_subject(KiriLinkWork *w, const char *id)
{
    gpointer key = NULL, subject = NULL;
    if (g_hash_table_lookup_extended(w->young, id, NULL, &subject))
        return subject;
    if (g_hash_table_steal_extended(w->old, id, &key, &subject)) {
        g_hash_table_insert(w->young, key, subject);
        return subject;
    }
    KiriArticle *article =
        w->trouble ? NULL : kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, &w->trouble);
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

static char **sharing(guint64 print, guint max, gpointer data)
{
    const KiriLinkWork *w = data;
    return kiri_store_fingerprint_articles(w->store, print, max);
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
    w->done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->library = (KiriLibrary){subject_of, sharing, w};
}

void kiri_link_library_close(KiriLinkWork *w)
{
    g_clear_pointer(&w->young, g_hash_table_destroy);
    g_clear_pointer(&w->old, g_hash_table_destroy);
    g_clear_pointer(&w->done, g_hash_table_destroy);
}

/* Two generations: what nobody asked for since the last change goes. */
void kiri_link_library_trim(KiriLinkWork *w)
{
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
}
