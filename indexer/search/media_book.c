// SPDX-License-Identifier: GPL-3.0-or-later
/* The media of the ledger by id. */
#include "listing_internal.h"

gboolean kiri_media_book_init(KiriMediaBook *book, KiriStore *store, GError **error)
{
    book->media =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)kiri_medium_free);
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_MEDIUM, "", error);
    if (!all)
        return FALSE;
    g_ptr_array_set_free_func(all, NULL); // the table owns them
    for (guint i = 0; i < all->len; i++) {
        KiriMedium *medium = g_ptr_array_index(all, i);
        g_hash_table_insert(book->media, medium->id, medium);
    }
    return TRUE;
}

void kiri_media_book_clear(KiriMediaBook *book)
{
    g_clear_pointer(&book->media, g_hash_table_destroy);
}

const KiriMedium *kiri_media_book_find(const KiriMediaBook *book, const char *id)
{
    return id && *id ? g_hash_table_lookup(book->media, id) : NULL;
}
