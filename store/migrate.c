// SPDX-License-Identifier: GPL-3.0-or-later
/* From older layouts to the one of keys.h.
 *
 *   schema 1 ──▶ 2      every posting of a fingerprint says how many its article has
 *
 * A writer migrates as it opens the store, before anybody sees it. Each step goes through
 * its rows in key order, in synced batches; each batch leaves rows that the older and the
 * newer layout both understand, and the place up to which it came. So a kill costs one
 * batch, and the schema is raised in the write that takes the place away. Repeating a
 * batch changes nothing. */
#include "internal.h"

#include <kirinuki/care.h>
#include <kirinuki/i18n.h>

#include <string.h>

enum { BATCH_ROWS = 20000 };

/* The last key that the step under way has done, in hexadecimal. */
static const char meta_place[] = "migrating";

const gint64 kiri_store_newest_schema = KIRI_STORE_SCHEMA;

gint64 kiri_store_migrated_from(KiriStore *store)
{
    return store->migrated_from;
}

/* ---- the place ---- */

static void place_key(KiriBuf *key)
{
    kiri_key_one(key, KIRI_KEY_META, meta_place);
}

static void put_place(KiriDbWrites *w, KiriStr last)
{
    g_auto(KiriBuf) key;
    g_autoptr(GString) hex = g_string_new(NULL);
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    place_key(&key);
    for (gsize i = 0; i < last.n; i++)
        g_string_append_printf(hex, "%02x", (guint)(guchar)last.p[i]);
    kiri_db_put(w, kiri_buf_view(&key), (KiriStr){hex->str, hex->len});
}

/* The key behind the last one that was done; the family's first one at the beginning. */
static void read_place(KiriStore *store, KiriKeyFamily family, KiriBuf *from)
{
    g_autofree char *hex = kiri_store_meta(store, meta_place);
    kiri_key_begin(from, family);
    if (!hex || strlen(hex) < 2)
        return;
    kiri_buf_reset(from);
    for (const char *p = hex; p[0] && p[1]; p += 2) {
        const char byte = (char)(g_ascii_xdigit_value(p[0]) << 4 | g_ascii_xdigit_value(p[1]));
        kiri_buf_add(from, &byte, 1);
    }
    kiri_buf_add(from, "", 1);
}

/* ---- 1 → 2 ---- */

/* The postings of one article. How many were written. */
static guint put_counts(KiriDbWrites *w, KiriStr key, KiriStr hashes)
{
    g_auto(KiriBuf) row;
    kiri_buf_init(&row, KIRI_BUF_UNCAPPED);
    g_autofree char *article = g_strndup(key.p + 1, key.n - 1);
    gsize n = MIN(hashes.n / KIRI_KEY_U64_BYTES, (gsize)G_MAXUINT16);
    const char count[2] = {(char)(n >> 8), (char)(n & 0xff)};
    guint64 hash = 0;
    guint rows = 0;
    for (; kiri_key_take_u64(&hashes, &hash); rows++) {
        kiri_key_begin(&row, KIRI_KEY_PRINT);
        kiri_key_u64(&row, hash);
        kiri_key_last(&row, article);
        kiri_db_put(w, kiri_buf_view(&row), (KiriStr){count, sizeof count});
    }
    return rows;
}

/* One batch from the place on. `is_done`: it was the last one. */
static gboolean count_some(KiriStore *store, gboolean *is_done, GError **error)
{
    g_auto(KiriBuf) from, below, last;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&last, KIRI_BUF_UNCAPPED);
    read_place(store, KIRI_KEY_PRINTS, &from);
    const char family = KIRI_KEY_PRINTS;
    kiri_key_behind(&below, (KiriStr){&family, 1});
    g_autoptr(KiriDbIter) it =
        kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below), KIRI_DB_ONCE);
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    KiriStr key, value;
    guint rows = 0;
    *is_done = TRUE;
    while (kiri_db_iter_next(it, &key, &value)) {
        rows += put_counts(w, key, value);
        kiri_buf_reset(&last);
        kiri_buf_add(&last, key.p, key.n);
        if (rows < BATCH_ROWS)
            continue;
        *is_done = FALSE;
        break;
    }
    if (!kiri_db_iter_check(it, error))
        return FALSE;
    if (last.n)
        put_place(w, kiri_buf_view(&last));
    return kiri_db_writes_are_empty(w) || kiri_store_write(store, w, error);
}

static gboolean count_postings(KiriStore *store, GError **error)
{
    for (gboolean is_done = FALSE; !is_done;)
        if (!count_some(store, &is_done, error))
            return FALSE;
    return TRUE;
}

/* ---- all of them ---- */

static gboolean end_step(KiriStore *store, gint64 schema, GError **error)
{
    g_auto(KiriBuf) key;
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    place_key(&key);
    kiri_db_delete(w, kiri_buf_view(&key));
    kiri_meta_put_number(w, KIRI_META_SCHEMA, (guint64)schema);
    return kiri_store_write(store, w, error);
}

gboolean kiri_store_migrate(KiriStore *store, gint64 from, GError **error)
{
    static gboolean (*const steps[])(KiriStore * store, GError * *error) = {
        [1] = count_postings, // from 1 to 2
    };
    G_STATIC_ASSERT(G_N_ELEMENTS(steps) == KIRI_STORE_SCHEMA);
    store->migrated_from = from;
    for (gint64 schema = from; schema < KIRI_STORE_SCHEMA; schema++)
        if (!steps[schema](store, error) || !end_step(store, schema + 1, error)) {
            g_prefix_error(error, _("the store cannot be brought to the layout of this program: "));
            return FALSE;
        }
    return kiri_store_check(store, error);
}
