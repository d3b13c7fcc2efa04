// SPDX-License-Identifier: GPL-3.0-or-later
/* The derived rows of events (KiriEvent), and the looks they serve: who has a word, in
 * order of time, and who is in an event. */
#include "internal.h"

#include <kirinuki/civil.h>

#include <string.h>

/* One row for a moment, and one for each week of a day, month or year. */
static void word_keys(const KiriEvent *e, guint64 word, KiriBuf *key, GPtrArray *keys)
{
    const gint64 week = KIRI_EVENT_WEEK_US;
    enum { MOST_WEEKS = 54 }; // of a year
    for (gint64 i = 0; i < MOST_WEEKS && (i == 0 || i * week < e->to_us - e->from_us); i++) {
        kiri_key_begin(key, KIRI_KEY_BY_WORD);
        kiri_key_u64(key, word);
        kiri_key_time(key, e->from_us + i * week);
        kiri_key_last(key, e->article);
        g_ptr_array_add(keys, g_bytes_new(key->p, key->n));
    }
}

void kiri_event_keys(const KiriEvent *e, KiriBuf *key, GPtrArray *keys)
{
    KiriStr rest = {NULL, 0};
    guint64 word;
    if (e->words)
        rest.p = g_bytes_get_data(e->words, &rest.n);
    while (kiri_key_take_u64(&rest, &word))
        word_keys(e, word, key, keys);
    if (!e->event || !e->through)
        return;
    kiri_key_begin(key, KIRI_KEY_BY_EVENT);
    kiri_key_text(key, e->event);
    kiri_key_time(key, e->from_us);
    kiri_key_last(key, e->article);
    g_ptr_array_add(keys, g_bytes_new(key->p, key->n));
}

/* ---- looks ---- */

void kiri_store_each_with_word(KiriStore *store, guint64 word, gint64 from_us, gint64 to_us,
                               gboolean is_backward, KiriWordVisitor visit, gpointer data)
{
    enum { SKIP = 1 + KIRI_KEY_U64_BYTES };
    g_auto(KiriBuf) from, below;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    if (from_us >= to_us)
        return;
    kiri_key_begin(&from, KIRI_KEY_BY_WORD);
    kiri_key_u64(&from, word);
    kiri_buf_add(&below, from.p, from.n);
    kiri_key_time(&from, from_us);
    kiri_key_time(&below, to_us);
    g_autoptr(KiriDbIter) it = kiri_db_scan(store->db, kiri_buf_view(&from), kiri_buf_view(&below),
                                            is_backward ? KIRI_DB_BACKWARD : KIRI_DB_FORWARD);
    KiriStr key;
    gboolean goes_on = TRUE;
    while (goes_on && kiri_db_iter_next(it, &key, NULL)) {
        KiriStr rest = {key.p + SKIP, key.n - SKIP};
        gint64 us;
        if (!kiri_key_take_time(&rest, &us))
            continue;
        g_autofree char *article = kiri_key_take_last(&rest);
        goes_on = visit(us, article, data);
    }
    kiri_store_note_scan(store, it);
}

/* The rows of one span, the last one first. */
static void each_in_span(KiriDbIter *it, const KiriWordSpan *span, gsize at, KiriBuf *key,
                         KiriBuf *article, KiriSpanVisitor visit, gpointer data)
{
    KiriStr row;
    kiri_key_begin(key, KIRI_KEY_BY_WORD);
    kiri_key_u64(key, span->word);
    gsize word_n = key->n;
    kiri_key_time(key, span->to_us);
    kiri_db_iter_seek_back(it, kiri_buf_view(key));
    while (kiri_db_iter_next(it, &row, NULL)) {
        KiriStr rest = {row.p + word_n, row.n - MIN(word_n, row.n)};
        gint64 us;
        if (row.n < word_n || memcmp(row.p, key->p, word_n) != 0 ||
            !kiri_key_take_time(&rest, &us) || us < span->from_us)
            return;
        kiri_buf_reset(article);
        kiri_buf_add(article, rest.p, rest.n);
        kiri_buf_add(article, "", 1);
        if (!visit(at, us, article->p, data))
            return;
    }
}

void kiri_store_each_in_spans(KiriStore *store, const KiriWordSpan *spans, gsize n,
                              KiriSpanVisitor visit, gpointer data)
{
    const char family = (char)KIRI_KEY_BY_WORD;
    g_auto(KiriBuf) key, below, article;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&article, KIRI_BUF_UNCAPPED);
    kiri_key_behind(&below, (KiriStr){&family, 1});
    g_autoptr(KiriDbIter) it =
        kiri_db_scan(store->db, (KiriStr){&family, 1}, kiri_buf_view(&below), KIRI_DB_BACKWARD);
    for (gsize i = 0; i < n; i++)
        each_in_span(it, &spans[i], i, &key, &article, visit, data);
    kiri_store_note_scan(store, it);
}

char *kiri_store_event_of(KiriStore *store, const char *article, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(KiriEvent) own = kiri_store_get(store, KIRI_NOUN_EVENT, article, &failure);
    g_autoptr(KiriLineage) row =
        own || failure ? NULL : kiri_store_get(store, KIRI_NOUN_LINEAGE, article, &failure);
    g_autoptr(KiriEvent) root =
        row && row->origin ? kiri_store_get(store, KIRI_NOUN_EVENT, row->story, &failure) : NULL;
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return g_strdup(own && own->event     ? own->event
                    : root && root->event ? root->event
                    : row && row->story   ? row->story
                                          : article);
}

char **kiri_store_event_articles(KiriStore *store, const char *event)
{
    g_auto(KiriBuf) prefix;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&prefix, KIRI_KEY_BY_EVENT);
    kiri_key_text(&prefix, event);
    gsize skip = prefix.n + KIRI_KEY_U64_BYTES;
    GPtrArray *ids = g_ptr_array_new();
    g_autoptr(KiriDbIter) it =
        kiri_store_scan_prefix(store, kiri_buf_view(&prefix), KIRI_DB_FORWARD);
    KiriStr key;
    while (kiri_db_iter_next(it, &key, NULL))
        if (key.n > skip)
            g_ptr_array_add(ids, g_strndup(key.p + skip, key.n - skip));
    kiri_store_note_scan(store, it);
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_free(ids, FALSE);
}
