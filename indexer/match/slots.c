// SPDX-License-Identifier: GPL-3.0-or-later
/* Slots as pairs of hashes, place and filling, in order: two texts are held
 * against each other in one walk over both. */
#include "slots.h"

#include <kirinuki/hash.h>

#include <stdlib.h>
#include <string.h>

enum { BEFORE = 3, BEHIND = 2 };

typedef struct {
    guint64 place, filling;
} Slot;

static gint in_order(gconstpointer a, gconstpointer b)
{
    const Slot *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->filling < y->filling ? -1 : x->filling > y->filling;
}

static gboolean is_fillable(KiriCharClass c)
{
    return c == KIRI_CHAR_KANJI || c == KIRI_CHAR_KATAKANA || c == KIRI_CHAR_LATIN ||
           c == KIRI_CHAR_DIGIT;
}

static gsize run_end(const KiriLetters *l, gsize at, KiriCharClass class_)
{
    while (at < l->n && kiri_char_class(l->c[at]) == class_)
        at++;
    return at;
}

static guint64 place_of(const KiriLetters *l, gsize from, gsize to)
{
    gunichar around[BEFORE + BEHIND];
    for (gsize i = 0; i < BEFORE; i++)
        around[i] = l->c[from - BEFORE + i];
    for (gsize i = 0; i < BEHIND; i++)
        around[BEFORE + i] = l->c[to + i];
    for (gsize i = 0; i < BEFORE + BEHIND; i++)
        if (kiri_char_class(around[i]) == KIRI_CHAR_DIGIT)
            around[i] = '0';
    return kiri_hash64((KiriStr){(const char *)around, sizeof around});
}

GArray *kiri_slots_of(const KiriLetters *l)
{
    GArray *slots = g_array_new(FALSE, FALSE, sizeof(Slot));
    for (gsize at = 0; at < l->n;) {
        KiriCharClass class_ = kiri_char_class(l->c[at]);
        gsize end = run_end(l, at, class_);
        if (is_fillable(class_) && at >= BEFORE && end + BEHIND <= l->n) {
            Slot s = {place_of(l, at, end), kiri_letters_hash(l, at, end - at)};
            g_array_append_val(slots, s);
        }
        at = end;
    }
    g_array_sort(slots, in_order);
    return slots;
}

static guint place_end(const GArray *slots, guint from)
{
    guint to = from;
    while (to < slots->len &&
           g_array_index(slots, Slot, to).place == g_array_index(slots, Slot, from).place)
        to++;
    return to;
}

static gboolean share_filling(const GArray *a, guint i, guint a_end, const GArray *b, guint j,
                              guint b_end)
{
    while (i < a_end && j < b_end) {
        guint64 x = g_array_index(a, Slot, i).filling, y = g_array_index(b, Slot, j).filling;
        if (x == y)
            return TRUE;
        if (x < y)
            i++;
        else
            j++;
    }
    return FALSE;
}

KiriSlots kiri_slots_compare(const GArray *a, const GArray *b)
{
    KiriSlots n = {0};
    for (guint i = 0, j = 0; i < a->len && j < b->len;) {
        guint64 p = g_array_index(a, Slot, i).place, q = g_array_index(b, Slot, j).place;
        guint i_end = p <= q ? place_end(a, i) : i, j_end = q <= p ? place_end(b, j) : j;
        if (p == q && share_filling(a, i, i_end, b, j, j_end))
            n.same++;
        else if (p == q)
            n.differ++;
        i = i_end;
        j = j_end;
    }
    return n;
}

gboolean kiri_slots_are_of_form(KiriSlots slots)
{
    const gdouble share_of_few = 0.05, share_of_more = 0.02;
    enum { FEW = 2, MORE = 3 };
    gdouble all = (gdouble)slots.same + slots.differ;
    return (slots.differ >= FEW && slots.differ >= share_of_few * all) ||
           (slots.differ >= MORE && slots.differ >= share_of_more * all);
}

/* ---- headlines ---- */

/* Types and models mix Latin letters and digits: SH-07D is one name. */
static KiriCharClass name_class(gunichar c)
{
    KiriCharClass class_ = kiri_char_class(c);
    return class_ == KIRI_CHAR_DIGIT ? KIRI_CHAR_LATIN : class_;
}

static gsize name_end(const gunichar *c, gsize at, gsize n)
{
    KiriCharClass class_ = name_class(c[at]);
    while (at < n && name_class(c[at]) == class_)
        at++;
    return at;
}

/* A run of the text that is this name and no longer one. */
static guint count_name(const KiriLetters *l, const gunichar *name, gsize n, guint most)
{
    guint found = 0;
    for (gsize at = 0; at + n <= l->n && found < most; at++) {
        if (l->c[at] != name[0] || memcmp(l->c + at, name, n * sizeof *name) != 0)
            continue;
        gboolean begins = at == 0 || name_class(l->c[at - 1]) != name_class(name[0]);
        gboolean ends = at + n == l->n || name_class(l->c[at + n]) != name_class(name[0]);
        found += begins && ends ? 1 : 0;
    }
    return found;
}

static gboolean has_run(const gunichar *text, gsize text_n, const gunichar *name, gsize n)
{
    for (gsize at = 0; at + n <= text_n; at++)
        if (memcmp(text + at, name, n * sizeof *name) == 0)
            return TRUE;
    return FALSE;
}

/* Does `title` hold a name that `own` has twice and `other` nowhere? */
static gboolean has_own_subject(const gunichar *title, gsize n, const KiriLetters *own,
                                const gunichar *other_title, gsize other_n,
                                const KiriLetters *other)
{
    enum { LEAST = 3, TWICE = 2 };
    for (gsize at = 0; at < n;) {
        gsize end = name_end(title, at, n), len = end - at;
        KiriCharClass class_ = name_class(title[at]);
        if (len >= LEAST && (class_ == KIRI_CHAR_LATIN || class_ == KIRI_CHAR_KATAKANA) &&
            count_name(own, title + at, len, TWICE) == TWICE &&
            !has_run(other->c, other->n, title + at, len) &&
            !has_run(other_title, other_n, title + at, len))
            return TRUE;
        at = end;
    }
    return FALSE;
}

gboolean kiri_subjects_differ(const char *a_title, const KiriLetters *a, const char *b_title,
                              const KiriLetters *b)
{
    glong x_n = 0, y_n = 0;
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a_title, -1, &x_n);
    g_autofree gunichar *y = g_utf8_to_ucs4_fast(b_title, -1, &y_n);
    return has_own_subject(x, (gsize)x_n, a, y, (gsize)y_n, b) &&
           has_own_subject(y, (gsize)y_n, b, x, (gsize)x_n, a);
}
