// SPDX-License-Identifier: GPL-3.0-or-later
/* The outbox in the store. Every step of a post is one synced batch: what a reader of
 * the outbox finds after a power cut is what was decided, and no more was sent than it
 * says (invariant 1 of outbox.h). */
#include <kirinuki/outbox.h>

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>

#include <string.h>

const char *const kiri_post_kind_names[] = {"mail", "slack", "teams", "json", NULL};
const char *const kiri_post_state_names[] = {"queued", "sending", "sent", "failed",
                                             "unsure", "dropped", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_post_kind_names) == KIRI_N_POST_KINDS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_post_state_names) == KIRI_N_POST_STATES + 1);

static const KiriField post_fields[] = {
    {KIRI_FIELD(1, KiriPost, id, STR)},
    {KIRI_FIELD(2, KiriPost, kind, ENUM), .names = kiri_post_kind_names},
    {KIRI_FIELD(3, KiriPost, state, ENUM), .names = kiri_post_state_names},
    {KIRI_FIELD(4, KiriPost, to, STR)},
    {KIRI_FIELD(5, KiriPost, from, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriPost, origin, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriPost, about, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriPost, subject, STR)},
    {KIRI_FIELD(9, KiriPost, message_id, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriPost, head, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(11, KiriPost, parcel, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(12, KiriPost, attempts, I64)},
    {KIRI_FIELD(13, KiriPost, answer, STR)},
    {KIRI_FIELD(14, KiriPost, queued, TIME)},
    {KIRI_FIELD(15, KiriPost, tried, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(16, KiriPost, next, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriPost, settled, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(18, KiriPost, is_again, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_post_shape = KIRI_SHAPE("post", KiriPost, post_fields);

static const KiriField parcel_fields[] = {
    {KIRI_FIELD(1, KiriParcel, id, STR)},
    {KIRI_FIELD(2, KiriParcel, bytes, BYTES)},
};
const KiriShape kiri_parcel_shape = KIRI_SHAPE("parcel", KiriParcel, parcel_fields);

KiriParcel *kiri_parcel_of(KiriStr bytes)
{
    char id[KIRI_HASH128_BYTES];
    KiriParcel *p = kiri_parcel_new();
    kiri_hash128_hex(bytes, id);
    p->id = g_strdup(id);
    p->bytes = g_bytes_new(bytes.p, bytes.n);
    return p;
}

gboolean kiri_outbox_add(KiriStore *store, KiriBatch *batch, KiriPost *post)
{
    if (kiri_store_has(store, KIRI_NOUN_POST, post->id))
        return FALSE;
    return kiri_batch_put(batch, KIRI_NOUN_POST, post);
}

/* ---- looking ---- */

typedef struct {
    gint64 now_us;
    GPtrArray *due;
} Due;

static gboolean take_due(gconstpointer record, gpointer data)
{
    const KiriPost *post = record;
    Due *d = data;
    if (post->state == KIRI_POST_QUEUED && post->next.us <= d->now_us)
        g_ptr_array_add(d->due, kiri_record_copy(&kiri_post_shape, post));
    return TRUE;
}

static gint by_queued(gconstpointer a, gconstpointer b)
{
    const KiriPost *x = *(KiriPost *const *)a, *y = *(KiriPost *const *)b;
    gint order = (x->queued.us > y->queued.us) - (x->queued.us < y->queued.us);
    return order ? order : strcmp(x->id, y->id);
}

GPtrArray *kiri_outbox_due(KiriStore *store, gint64 now_us, GError **error)
{
    g_autoptr(GPtrArray) due = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_post_free);
    Due d = {now_us, due};
    if (!kiri_store_each(store, KIRI_NOUN_POST, "", take_due, &d, error))
        return NULL;
    g_ptr_array_sort(due, by_queued);
    return g_steal_pointer(&due);
}

static gboolean count_one(gconstpointer record, gpointer data)
{
    const KiriPost *post = record;
    KiriOutboxCounts *counts = data;
    counts->of[post->state]++;
    if (post->state == KIRI_POST_QUEUED)
        counts->next_us = MIN(counts->next_us, post->next.us);
    return TRUE;
}

gboolean kiri_outbox_count(KiriStore *store, KiriOutboxCounts *counts, GError **error)
{
    *counts = (KiriOutboxCounts){.next_us = G_MAXINT64};
    return kiri_store_each(store, KIRI_NOUN_POST, "", count_one, counts, error);
}

/* ---- changing ---- */

static gboolean is_settled(gint state)
{
    return state == KIRI_POST_SENT || state == KIRI_POST_FAILED || state == KIRI_POST_DROPPED;
}

typedef struct {
    const KiriPost *but;
    gboolean is_needed;
} Need;

/* A failed post can be sent again, so it keeps what it carries. */
static gboolean look_for_need(gconstpointer record, gpointer data)
{
    const KiriPost *post = record;
    Need *need = data;
    need->is_needed = post->state != KIRI_POST_SENT && post->state != KIRI_POST_DROPPED &&
                      g_strcmp0(post->parcel, need->but->parcel) == 0 &&
                      strcmp(post->id, need->but->id) != 0;
    return !need->is_needed;
}

static gboolean put(KiriStore *store, KiriPost *post, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(store);
    Need need = {.but = post};
    gboolean ends = post->state == KIRI_POST_SENT || post->state == KIRI_POST_DROPPED;
    if (ends && post->parcel) {
        if (!kiri_store_each(store, KIRI_NOUN_POST, "", look_for_need, &need, error)) {
            kiri_batch_cancel(batch);
            return FALSE;
        }
        if (!need.is_needed)
            kiri_batch_delete(batch, KIRI_NOUN_PARCEL, post->parcel);
    }
    kiri_batch_put(batch, KIRI_NOUN_POST, post);
    return kiri_batch_commit(batch, error);
}

static void answer_is(KiriPost *post, const char *answer)
{
    g_autofree char *copy = answer ? g_utf8_make_valid(answer, -1) : NULL;
    g_free(post->answer);
    post->answer = g_steal_pointer(&copy);
}

gboolean kiri_outbox_set(KiriStore *store, KiriPost *post, KiriPostState state, const char *answer,
                         KiriTime now, GError **error)
{
    gboolean was_open = post->state == KIRI_POST_QUEUED || post->state == KIRI_POST_SENDING;
    if (state == KIRI_POST_SENDING) {
        post->tried = now;
    } else {
        post->attempts += was_open && state != KIRI_POST_DROPPED;
        answer_is(post, answer);
        post->next = KIRI_TIME_UNSET;
        post->settled = is_settled((gint)state) ? now : KIRI_TIME_UNSET;
    }
    post->state = (gint)state;
    return put(store, post, error);
}

typedef struct {
    const char *const *ids;
    KiriBatch *batch;
    GHashTable *needed, *loose; // parcels, by id
} Removal;

static gboolean remove_one(gconstpointer record, gpointer data)
{
    const KiriPost *post = record;
    Removal *r = data;
    gboolean goes = g_strv_contains(r->ids, post->id);
    if (goes)
        kiri_batch_delete(r->batch, KIRI_NOUN_POST, post->id);
    if (post->parcel)
        g_hash_table_add(goes ? r->loose : r->needed, g_strdup(post->parcel));
    return TRUE;
}

gboolean kiri_outbox_remove(KiriStore *store, KiriBatch *batch, const char *const *ids,
                            GError **error)
{
    g_autoptr(GHashTable) needed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) loose = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Removal r = {ids, batch, needed, loose};
    if (!*ids)
        return TRUE;
    if (!kiri_store_each(store, KIRI_NOUN_POST, "", remove_one, &r, error))
        return FALSE;
    GHashTableIter iter;
    gpointer parcel;
    g_hash_table_iter_init(&iter, loose);
    while (g_hash_table_iter_next(&iter, &parcel, NULL))
        if (!g_hash_table_contains(needed, parcel))
            kiri_batch_delete(batch, KIRI_NOUN_PARCEL, parcel);
    return TRUE;
}

gint64 kiri_outbox_pause_s(gint64 attempts)
{
    static const gint64 pauses[] = {60, 300, 900, 1800};
    return attempts <= (gint64)G_N_ELEMENTS(pauses) ? pauses[MAX(attempts, 1) - 1] : 3600;
}

gboolean kiri_outbox_later(KiriStore *store, KiriPost *post, const char *answer, gint64 after_s,
                           KiriTime now, GError **error)
{
    gint64 pause_s = after_s > 0 ? after_s : kiri_outbox_pause_s(post->attempts + 1);
    gint64 next_us = now.us + pause_s * KIRI_US_PER_SECOND;
    if (next_us - post->queued.us > KIRI_OUTBOX_PATIENCE_S * KIRI_US_PER_SECOND)
        return kiri_outbox_set(store, post, KIRI_POST_FAILED, answer, now, error);
    post->attempts++;
    post->state = KIRI_POST_QUEUED;
    post->tried = now;
    post->next = kiri_time_jst(next_us);
    answer_is(post, answer);
    return put(store, post, error);
}

gboolean kiri_outbox_again(KiriStore *store, KiriPost *post, KiriTime now, GError **error)
{
    if (post->state != KIRI_POST_UNSURE && post->state != KIRI_POST_FAILED) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_USAGE,
                    _("message '%s' is %s; only what is unsure or failed is sent again"), post->id,
                    kiri_post_state_names[post->state]);
        return FALSE;
    }
    if (!kiri_store_has(store, KIRI_NOUN_PARCEL, post->parcel ? post->parcel : "")) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_NOT_FOUND,
                    _("the content of message '%s' is not kept any more"), post->id);
        return FALSE;
    }
    post->state = KIRI_POST_QUEUED;
    post->is_again = TRUE;
    post->queued = post->next = now;
    post->settled = KIRI_TIME_UNSET;
    return put(store, post, error);
}

static gboolean take_sending(gconstpointer record, gpointer data)
{
    const KiriPost *post = record;
    if (post->state == KIRI_POST_SENDING)
        g_ptr_array_add(data, kiri_record_copy(&kiri_post_shape, post));
    return TRUE;
}

gboolean kiri_outbox_recover(KiriStore *store, KiriTime now, guint *n, GError **error)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_post_free);
    if (!kiri_store_each(store, KIRI_NOUN_POST, "", take_sending, found, error))
        return FALSE;
    for (guint i = 0; i < found->len; i++)
        if (!kiri_outbox_set(store, found->pdata[i], KIRI_POST_UNSURE,
                             _("the program ended before the answer was on record"), now, error))
            return FALSE;
    if (n)
        *n = found->len;
    return TRUE;
}
