// SPDX-License-Identifier: GPL-3.0-or-later
/* A damaged block is an error of the iterator, and where the next sound block begins nobody
 * says. So it is sought: keys behind the last one that was read, ever farther away, until
 * one of them leads to a row; then the nearest such key by halving. The distance grows from
 * the end of the key to its front (the next id, the next sixteen, …, the next family), so
 * that a hole is left at its end and not at the end of everything near it. */
#include "damaged.h"

#include <string.h>

enum { HALVED_BYTES = 12, HALVINGS = 8 * HALVED_BYTES };

static const KiriStr whole_end = {"\xff", 1};

static gboolean is_readable(KiriDb *db, KiriStr from)
{
    g_autoptr(KiriDbIter) it = kiri_db_scan(db, from, whole_end, KIRI_DB_ONCE);
    return kiri_db_iter_next(it, NULL, NULL) || kiri_db_iter_check(it, NULL);
}

/* The first key that differs from `key` at byte `at` and is behind it. */
static gboolean step_at(const KiriBuf *key, gsize at, KiriBuf *out)
{
    kiri_buf_reset(out);
    kiri_buf_add(out, key->p, at + 1);
    if ((guchar)out->p[at] == 0xff)
        return FALSE;
    out->p[at]++;
    return TRUE;
}

static gint compare(KiriStr a, KiriStr b)
{
    gint order = memcmp(a.p, b.p, MIN(a.n, b.n));
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* Half way between two keys, as far as some bytes behind what both begin with can say.
 * FALSE: there is nothing between them. */
static gboolean halve(const KiriBuf *low, const KiriBuf *high, KiriBuf *middle)
{
    gsize same = 0;
    while (same < low->n && same < high->n && low->p[same] == high->p[same])
        same++;
    guint sum[HALVED_BYTES + 1] = {0};
    for (gsize i = HALVED_BYTES; i-- > 0;) {
        guint a = same + i < low->n ? (guchar)low->p[same + i] : 0;
        guint b = same + i < high->n ? (guchar)high->p[same + i] : 0;
        sum[i + 1] += a + b;
        sum[i] += sum[i + 1] >> 8;
        sum[i + 1] &= 0xff;
    }
    kiri_buf_reset(middle);
    kiri_buf_add(middle, low->p, same);
    guint carry = sum[0];
    for (gsize i = 1; i <= HALVED_BYTES; i++) {
        guint v = carry << 8 | sum[i];
        const char byte = (char)(v >> 1);
        kiri_buf_add(middle, &byte, 1);
        carry = v & 1;
    }
    return compare(kiri_buf_view(middle), kiri_buf_view(low)) > 0 &&
           compare(kiri_buf_view(middle), kiri_buf_view(high)) < 0;
}

static void copy(KiriBuf *to, const KiriBuf *from)
{
    kiri_buf_reset(to);
    kiri_buf_add(to, from->p, from->n);
}

/* Where reading can go on behind `last`, in `next`. FALSE: nowhere. */
static gboolean leave_hole(KiriDb *db, const KiriBuf *last, KiriBuf *next)
{
    g_auto(KiriBuf) low, high, middle;
    kiri_buf_init(&low, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&high, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&middle, KIRI_BUF_UNCAPPED);
    copy(&low, last);
    gboolean is_found = FALSE;
    for (gsize at = last->n; !is_found && at-- > 0;) {
        if (!step_at(last, at, &high))
            continue;
        is_found = is_readable(db, kiri_buf_view(&high));
        if (!is_found)
            copy(&low, &high);
    }
    /* The first byte is the family: the others follow. */
    for (guint family = last->n ? (guchar)last->p[0] + 1u : 0; !is_found && family < 0xff;
         family++) {
        const char byte = (char)family;
        kiri_buf_reset(&high);
        kiri_buf_add(&high, &byte, 1);
        is_found = is_readable(db, kiri_buf_view(&high));
        if (!is_found)
            copy(&low, &high);
    }
    for (guint i = 0; is_found && i < HALVINGS && halve(&low, &high, &middle); i++)
        copy(is_readable(db, kiri_buf_view(&middle)) ? &high : &low, &middle);
    copy(next, &high);
    return is_found;
}

static gboolean first_from(KiriDb *db, const KiriBuf *from, KiriBuf *found)
{
    g_autoptr(KiriDbIter) it = kiri_db_scan(db, kiri_buf_view(from), whole_end, KIRI_DB_ONCE);
    KiriStr key;
    kiri_buf_reset(found);
    if (!kiri_db_iter_next(it, &key, NULL))
        return FALSE;
    kiri_buf_add(found, key.p, key.n);
    return TRUE;
}

void kiri_damaged_each(KiriDb *db, KiriDamagedVisit visit, KiriDamagedVisit hole, gpointer data)
{
    g_auto(KiriBuf) from, last, next;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&last, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&next, KIRI_BUF_UNCAPPED);
    for (gboolean goes_on = TRUE; goes_on;) {
        g_autoptr(KiriDbIter) it = kiri_db_scan(db, kiri_buf_view(&from), whole_end, KIRI_DB_ONCE);
        KiriStr key, value;
        while (kiri_db_iter_next(it, &key, &value)) {
            visit(key, value, data);
            kiri_buf_reset(&last);
            kiri_buf_add(&last, key.p, key.n);
        }
        if (kiri_db_iter_check(it, NULL))
            return;
        goes_on = leave_hole(db, &last, &from) && first_from(db, &from, &next);
        if (!goes_on)
            kiri_buf_reset(&next);
        if (hole)
            hole(kiri_buf_view(&last), kiri_buf_view(&next), data);
        copy(&from, &next);
    }
}
