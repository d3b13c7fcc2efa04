// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles of the store as subjects, kept while they are likely to be asked for
 * again: copies come in swarms. */
#include "link_stage.h"

enum { MOST_CACHED = 2048 };

KiriSubject *kiri_link_subject(KiriLinkWork *w, const char *id)
{
    KiriSubject *s = g_hash_table_lookup(w->cache, id);
    if (s || w->trouble)
        return s;
    KiriArticle *article = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, &w->trouble);
    if (!article)
        return NULL;
    s = kiri_subject_new(article, w->frequencies);
    g_hash_table_insert(w->cache, g_strdup(id), s);
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

void kiri_link_library_open(KiriLinkWork *w)
{
    w->cache = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, subject_free);
    w->done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->library = (KiriLibrary){subject_of, sharing, w};
}

void kiri_link_library_close(KiriLinkWork *w)
{
    g_clear_pointer(&w->cache, g_hash_table_destroy);
    g_clear_pointer(&w->done, g_hash_table_destroy);
}

/* All at once: which ones are dropped must not matter, and does not. */
void kiri_link_library_trim(KiriLinkWork *w)
{
    if (g_hash_table_size(w->cache) > MOST_CACHED)
        g_hash_table_remove_all(w->cache);
}

void kiri_link_library_forget(KiriLinkWork *w, const char *id)
{
    g_hash_table_remove(w->cache, id);
}
