// SPDX-License-Identifier: GPL-3.0-or-later
#include "ordered.h"

enum { WINDOW = 256 };

typedef struct {
    gpointer tag;
    KiriBuf out;
    GError *error;
    gboolean is_done;
} Slot;

struct KiriOrdered {
    KiriPool *pool;
    guint job;
    KiriOrderedDone done;
    gpointer data;
    Slot slots[WINDOW];
    guint64 first, next; // questions [first, next) are in the window
};

KiriOrdered *kiri_ordered_new(KiriPool *pool, guint job, KiriOrderedDone done, gpointer data)
{
    KiriOrdered *o = g_new0(KiriOrdered, 1);
    o->pool = pool;
    o->job = job;
    o->done = done;
    o->data = data;
    return o;
}

void kiri_ordered_free(KiriOrdered *o)
{
    if (!o)
        return;
    kiri_ordered_drain(o);
    g_free(o);
}

static void hand_out(KiriOrdered *o)
{
    for (; o->first < o->next && o->slots[o->first % WINDOW].is_done; o->first++) {
        Slot *slot = &o->slots[o->first % WINDOW];
        o->done(slot->tag, &slot->out, slot->error, o->data);
        kiri_buf_clear(&slot->out);
        g_clear_error(&slot->error);
        slot->is_done = FALSE;
    }
}

static gboolean take_result(KiriOrdered *o, gboolean must)
{
    g_autoptr(KiriJobResult) r = kiri_pool_next(o->pool, must ? -1 : 0);
    if (!r)
        return FALSE;
    Slot *slot = r->tag;
    slot->is_done = TRUE;
    slot->error = g_steal_pointer(&r->error);
    slot->out = r->out;
    kiri_buf_init(&r->out, 0); // handed over
    hand_out(o);
    return TRUE;
}

static Slot *next_slot(KiriOrdered *o, gpointer tag)
{
    while (o->next - o->first == WINDOW)
        take_result(o, TRUE);
    Slot *slot = &o->slots[o->next++ % WINDOW];
    slot->tag = tag;
    return slot;
}

void kiri_ordered_submit(KiriOrdered *o, KiriStr in, gpointer tag)
{
    kiri_pool_submit(o->pool, o->job, in, next_slot(o, tag));
    while (take_result(o, FALSE))
        ;
}

void kiri_ordered_fail(KiriOrdered *o, gpointer tag, GError *error)
{
    Slot *slot = next_slot(o, tag);
    slot->error = error;
    slot->is_done = TRUE;
    kiri_buf_init(&slot->out, 0);
    hand_out(o);
}

void kiri_ordered_drain(KiriOrdered *o)
{
    while (o->first < o->next && take_result(o, TRUE))
        ;
}
