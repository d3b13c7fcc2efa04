// SPDX-License-Identifier: GPL-3.0-or-later
/* The log of visible changes, and the small named values: cursors of stages and
 * the log's own bounds.
 *
 * log_high is kept as a value, not read off the last row: a log that was trimmed
 * to its end has no row left, and its next number must still be new. */
#include "internal.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

/* ---- values ---- */

static void meta_key(KiriBuf *key, const char *name)
{
    kiri_key_one(key, KIRI_KEY_META, name);
}

char *kiri_store_meta(KiriStore *store, const char *name)
{
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    meta_key(&key, name);
    g_autoptr(GBytes) value = kiri_store_read(store, kiri_buf_view(&key));
    if (!value)
        return NULL;
    gsize n = 0;
    const char *p = g_bytes_get_data(value, &n);
    return kiri_str_dup((KiriStr){p, n});
}

guint64 kiri_store_meta_number(KiriStore *store, const char *name, guint64 fallback)
{
    g_autofree char *text = kiri_store_meta(store, name);
    if (!text)
        return fallback;
    guint64 v = 0;
    GError *failure = NULL;
    if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &v, NULL)) {
        g_set_error(&failure, KIRI_ERROR_STORE, KIRI_ERROR_CORRUPT,
                    _("the stored value '%s' is no number: '%s'"), name, text);
        kiri_store_note_trouble(store, failure);
    }
    return v;
}

void kiri_meta_put_number(KiriDbWrites *w, const char *name, guint64 v)
{
    g_auto(KiriBuf) key, value;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&value, KIRI_BUF_UNCAPPED);
    meta_key(&key, name);
    kiri_buf_printf(&value, "%" G_GUINT64_FORMAT, v);
    kiri_db_put(w, kiri_buf_view(&key), kiri_buf_view(&value));
}

char *kiri_cursor_meta_name(const char *stage)
{
    return g_strconcat("cursor:", stage, NULL);
}

guint64 kiri_store_cursor(KiriStore *store, const char *stage)
{
    g_autofree char *name = kiri_cursor_meta_name(stage);
    return kiri_store_meta_number(store, name, 0);
}

guint64 kiri_store_log_end(KiriStore *store)
{
    return kiri_store_meta_number(store, KIRI_META_LOG_HIGH, 0);
}

guint64 kiri_store_log_low(KiriStore *store)
{
    return kiri_store_meta_number(store, KIRI_META_LOG_LOW, 1);
}

/* ---- entries ---- */

/* KiriLogEntry as it is stored: the number is in the key. */
typedef struct {
    gint64 noun;
    char *id;
    gint64 version;
    gboolean is_delete;
} LogRow;

static const KiriField log_row_fields[] = {
    {KIRI_FIELD(1, LogRow, noun, I64)},
    {KIRI_FIELD(2, LogRow, id, STR)},
    {KIRI_FIELD(3, LogRow, version, I64)},
    {KIRI_FIELD(4, LogRow, is_delete, BOOL)},
};
static const KiriShape log_row_shape = KIRI_SHAPE("log entry", LogRow, log_row_fields);

static void log_key(KiriBuf *key, guint64 seq)
{
    kiri_key_begin(key, KIRI_KEY_LOG);
    kiri_key_u64(key, seq);
}

void kiri_log_append(KiriDbWrites *w, guint64 seq, KiriNoun noun, const char *id, gint64 version,
                     gboolean is_delete)
{
    g_auto(KiriBuf) key, value;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&value, KIRI_BUF_UNCAPPED);
    g_autofree char *own_id = g_strdup(id);
    LogRow row = {noun, own_id, version, is_delete};
    log_key(&key, seq);
    kiri_record_encode(&log_row_shape, &row, &value);
    kiri_db_put(w, kiri_buf_view(&key), kiri_buf_view(&value));
}

gboolean kiri_log_decode(KiriStr key, KiriStr value, KiriLogEntry *entry)
{
    KiriStr rest = {key.p + 1, key.n - 1};
    guint64 seq = 0;
    if (!kiri_key_take_u64(&rest, &seq) || rest.n)
        return FALSE;
    LogRow *row = kiri_record_decode(&log_row_shape, value, NULL);
    gboolean is_good = row && row->id && row->noun >= KIRI_NOUN_ARTICLE && row->noun < KIRI_N_NOUNS;
    if (is_good)
        *entry = (KiriLogEntry){.seq = seq,
                                .noun = (KiriNoun)row->noun,
                                .id = g_steal_pointer(&row->id),
                                .version = row->version,
                                .is_delete = row->is_delete};
    kiri_record_free(&log_row_shape, row);
    return is_good;
}

/* May `entry` follow when `expected` is due? Only the first one of a scan may
 * stand further on, where the entries before it were trimmed: log_low, which only
 * rises and is read after the scan began, has reached it then. */
static gboolean is_in_place(KiriStore *store, const KiriLogEntry *entry, guint64 expected,
                            gboolean is_first)
{
    return entry->seq == expected ||
           (is_first && entry->seq > expected && entry->seq <= kiri_store_log_low(store));
}

guint64 kiri_store_log_each(KiriStore *store, guint64 after, guint max, KiriLogVisit visit,
                            gpointer data)
{
    g_auto(KiriBuf) from, below;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    log_key(&from, after + 1);
    log_key(&below, G_MAXUINT64);
    g_autoptr(KiriDbIter) it =
        kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below), KIRI_DB_FORWARD);
    KiriStr key, value;
    guint64 last = after;
    gboolean wants_more = TRUE;
    for (guint n = 0; wants_more && n < max && kiri_db_iter_next(it, &key, &value); n++) {
        KiriLogEntry entry = {0};
        if (!kiri_log_decode(key, value, &entry) || !is_in_place(store, &entry, last + 1, n == 0)) {
            kiri_store_note_trouble(
                store,
                g_error_new(KIRI_ERROR_STORE, KIRI_ERROR_CORRUPT,
                            _("log entry %" PRIu64 " is missing or cannot be read"), last + 1));
            g_free(entry.id);
            return last;
        }
        last = entry.seq;
        wants_more = visit(&entry, data);
        g_free(entry.id);
    }
    kiri_store_note_scan(store, it);
    return last;
}

/* ---- trimming ---- */

/* Removes entries [low, end) and moves the lower bound, in one step. */
static gboolean trim_some(KiriStore *store, guint64 low, guint64 end, GError **error)
{
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    for (guint64 seq = low; seq < end; seq++) {
        log_key(&key, seq);
        kiri_db_delete(w, kiri_buf_view(&key));
    }
    kiri_meta_put_number(w, KIRI_META_LOG_LOW, end);
    return kiri_store_write(store, w, error);
}

gboolean kiri_store_trim_log(KiriStore *store, guint64 up_to, GError **error)
{
    /* A week of a large store in one batch would be tens of megabytes. */
    enum { MOST_AT_ONCE = 10000 };
    if (!kiri_store_may_write(store, error))
        return FALSE;
    pthread_mutex_lock(&store->commit_lock);
    guint64 low = kiri_store_log_low(store);
    guint64 end = MIN(up_to, kiri_store_log_end(store)) + 1;
    gboolean ok = kiri_store_check(store, error);
    while (ok && low < end) {
        guint64 next = MIN(end, low + MOST_AT_ONCE);
        ok = trim_some(store, low, next, error);
        low = next;
    }
    pthread_mutex_unlock(&store->commit_lock);
    return ok;
}
