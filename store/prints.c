// SPDX-License-Identifier: GPL-3.0-or-later
/* Near-duplicate postings: which articles have a fingerprint, and which fingerprints an
 * article has.
 *
 * An article has a hundred of them, most of them alone. So they are asked for many at a
 * time and rising, through the database's filter, which reads nothing for those that
 * nobody has; and they are written in the order of their keys. Beside each posting stands
 * how many fingerprints its article has, so that who shares too few is known without
 * reading him; postings of older programs say nothing there. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

G_STATIC_ASSERT((char)KIRI_KEY_PRINT == KIRI_DB_FILTERED);
G_STATIC_ASSERT(1 + KIRI_KEY_U64_BYTES == KIRI_DB_FILTERED_BYTES);

enum { COUNT_BYTES = 2 };

/* ---- reading ---- */

GArray *kiri_store_fingerprints_of(KiriStore *store, const char *article)
{
    GArray *hashes = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, KIRI_KEY_PRINTS, article);
    g_autoptr(GBytes) list = kiri_store_read(store, kiri_buf_view(&key));
    gsize n = 0;
    const char *p = list ? g_bytes_get_data(list, &n) : NULL;
    KiriStr rest = {p, n};
    guint64 hash = 0;
    while (kiri_key_take_u64(&rest, &hash))
        g_array_append_val(hashes, hash);
    return hashes;
}

static guint count_of(KiriStr value)
{
    if (value.n != COUNT_BYTES)
        return 0;
    return (guint)(guint8)value.p[0] << 8 | (guint8)value.p[1];
}

void kiri_store_each_sharing(KiriStore *store, const guint64 *hashes, gsize n, KiriPrintVisit visit,
                             gpointer data)
{
    g_auto(KiriBuf) prefix, article;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&article, KIRI_BUF_UNCAPPED);
    g_autoptr(KiriDbIter) it = kiri_db_scan_filtered(store->db);
    for (gsize i = 0; i < n; i++) {
        KiriStr key, value;
        kiri_key_begin(&prefix, KIRI_KEY_PRINT);
        kiri_key_u64(&prefix, hashes[i]);
        kiri_db_iter_seek(it, kiri_buf_view(&prefix));
        while (kiri_db_iter_next(it, &key, &value)) {
            kiri_buf_reset(&article);
            kiri_buf_add(&article, key.p + prefix.n, key.n - prefix.n);
            kiri_buf_add(&article, "", 1);
            if (!visit(i, article.p, count_of(value), data))
                break;
        }
    }
    kiri_store_note_scan(store, it);
}

typedef struct {
    GPtrArray *ids;
    guint most;
} Few;

static gboolean take_few(gsize at, const char *article, guint prints, gpointer data)
{
    (void)at, (void)prints;
    Few *few = data;
    if (few->ids->len < few->most)
        g_ptr_array_add(few->ids, g_strdup(article));
    return few->ids->len < few->most;
}

char **kiri_store_fingerprint_articles(KiriStore *store, guint64 hash, guint max)
{
    Few few = {g_ptr_array_new(), max};
    if (max)
        kiri_store_each_sharing(store, &hash, 1, take_few, &few);
    g_ptr_array_add(few.ids, NULL);
    return (char **)g_ptr_array_free(few.ids, FALSE);
}

/* ---- writing ---- */

/* A posting that comes or goes. */
typedef struct {
    guint64 hash;
    const char *article;
    guint16 prints; // of the article; 0: it goes
} Row;

static int by_key(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return strcmp(x->article, y->article);
}

static KiriStr view_of(GBytes *bytes)
{
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return (KiriStr){p ? p : "", n};
}

/* Both lists rise: what is in the old one alone goes. */
static void add_rows(const char *article, KiriStr old, KiriStr now, GArray *rows)
{
    gsize all = now.n / KIRI_KEY_U64_BYTES;
    guint64 gone = 0, here = 0;
    gboolean has_old = kiri_key_take_u64(&old, &gone), has_now = kiri_key_take_u64(&now, &here);
    while (has_old || has_now) {
        gboolean is_here = has_now && (!has_old || here <= gone);
        gboolean is_old = has_old && (!has_now || gone <= here);
        Row row = {is_here ? here : gone, article, is_here ? (guint16)MIN(all, G_MAXUINT16) : 0};
        g_array_append_val(rows, row);
        has_now = is_here ? kiri_key_take_u64(&now, &here) : has_now;
        has_old = is_old ? kiri_key_take_u64(&old, &gone) : has_old;
    }
}

/* The list of the article, and the postings that follow from it to `rows`. Lists that
 * are the same write nothing. */
static gboolean take_article(KiriStore *store, KiriDbWrites *w, const char *article, GBytes *now,
                             GArray *rows, GError **error)
{
    g_auto(KiriBuf) key;
    g_autoptr(GError) failure = NULL;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, KIRI_KEY_PRINTS, article);
    g_autoptr(GBytes) old = kiri_db_get(store->db, kiri_buf_view(&key), &failure);
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    KiriStr before = view_of(old), after = view_of(now);
    if (kiri_str_equal(before, after))
        return TRUE;
    if (after.n)
        kiri_db_put(w, kiri_buf_view(&key), after);
    else
        kiri_db_delete(w, kiri_buf_view(&key));
    add_rows(article, before, after, rows);
    return TRUE;
}

gboolean kiri_prints_write(KiriStore *store, KiriDbWrites *w, GHashTable *prints, GError **error)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_auto(KiriBuf) key;
    GHashTableIter iter;
    gpointer article, list;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    g_hash_table_iter_init(&iter, prints);
    while (g_hash_table_iter_next(&iter, &article, &list))
        if (!take_article(store, w, article, list, rows, error))
            return FALSE;
    if (rows->len)
        qsort(rows->data, rows->len, sizeof(Row), by_key);
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        const char count[COUNT_BYTES] = {(char)(row->prints >> 8), (char)(row->prints & 0xff)};
        kiri_key_begin(&key, KIRI_KEY_PRINT);
        kiri_key_u64(&key, row->hash);
        kiri_key_last(&key, row->article);
        if (row->prints)
            kiri_db_put(w, kiri_buf_view(&key), (KiriStr){count, sizeof count});
        else
            kiri_db_delete(w, kiri_buf_view(&key));
    }
    return TRUE;
}
