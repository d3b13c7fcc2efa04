// SPDX-License-Identifier: GPL-3.0-or-later
/* A document of a release as bytes and back; doc_pack.h says what for.
 *
 * Numbers are zigzag varints. Places in a text rise, so each is given from the one
 * before. Units of figures are few and live as long as the program: they are interned. */
#include "doc_pack.h"

#include <string.h>

/* ---- numbers ---- */

void kiri_pack_number(gint64 v, KiriBuf *out)
{
    enum { BITS = 7, MORE = 0x80 };
    guint64 u = (guint64)v << 1 ^ (v < 0 ? G_MAXUINT64 : 0);
    for (; u >= MORE; u >>= BITS)
        kiri_buf_add_char(out, (char)(u | MORE));
    kiri_buf_add_char(out, (char)u);
}

static gboolean fail(KiriStr *rest)
{
    *rest = (KiriStr){rest->p + rest->n, 0};
    return FALSE;
}

gboolean kiri_unpack_number(KiriStr *rest, gint64 *v)
{
    enum { BITS = 7, MORE = 0x80, LAST_SHIFT = 63 };
    guint64 u = 0;
    for (guint shift = 0; rest->n && shift <= LAST_SHIFT; shift += BITS) {
        guint8 byte = (guint8)*rest->p;
        *rest = (KiriStr){rest->p + 1, rest->n - 1};
        u |= (guint64)(byte & ~MORE) << shift;
        if (byte & MORE)
            continue;
        *v = (gint64)(u >> 1 ^ (u & 1 ? G_MAXUINT64 : 0));
        return TRUE;
    }
    return fail(rest);
}

/* A count of things each of which takes at least a byte. */
static gboolean unpack_count(KiriStr *rest, gsize *n)
{
    gint64 v;
    if (!kiri_unpack_number(rest, &v) || v < 0 || (guint64)v > rest->n)
        return fail(rest);
    *n = (gsize)v;
    return TRUE;
}

/* ---- texts ---- */

static void pack_view(KiriStr text, KiriBuf *out)
{
    kiri_pack_number((gint64)text.n, out);
    kiri_buf_add(out, text.p, text.n);
}

static gboolean unpack_view(KiriStr *rest, KiriStr *text)
{
    gsize n;
    if (!unpack_count(rest, &n) || !g_utf8_validate_len(rest->p, n, NULL))
        return fail(rest);
    *text = (KiriStr){rest->p, n};
    *rest = (KiriStr){rest->p + n, rest->n - n};
    return TRUE;
}

void kiri_pack_text(const char *text, KiriBuf *out)
{
    kiri_pack_number(text != NULL, out);
    if (text)
        pack_view(kiri_str(text), out);
}

gboolean kiri_unpack_text(KiriStr *rest, char **text)
{
    gint64 is_there;
    KiriStr view;
    if (!kiri_unpack_number(rest, &is_there) || (is_there && !unpack_view(rest, &view)))
        return FALSE;
    *text = is_there ? kiri_str_dup(view) : NULL;
    return TRUE;
}

void kiri_pack_texts(char **texts, KiriBuf *out)
{
    guint n = kiri_strv_count(texts);
    kiri_pack_number(texts ? (gint64)n : -1, out);
    for (guint i = 0; i < n; i++)
        pack_view(kiri_str(texts[i]), out);
}

gboolean kiri_unpack_texts(KiriStr *rest, char ***texts)
{
    gint64 n;
    KiriStr view;
    if (!kiri_unpack_number(rest, &n) || n > (gint64)rest->n)
        return fail(rest);
    g_auto(GStrv) all = n >= 0 ? g_new0(char *, (gsize)n + 1) : NULL;
    for (gint64 i = 0; i < n; i++) {
        if (!unpack_view(rest, &view))
            return FALSE;
        all[i] = kiri_str_dup(view);
    }
    *texts = g_steal_pointer(&all);
    return TRUE;
}

static void pack_normal(const KiriNormal *normal, KiriBuf *out)
{
    pack_view((KiriStr){normal->text, normal->n}, out);
}

static gboolean unpack_normal(KiriStr *rest, KiriNormal *normal)
{
    KiriStr view;
    if (!unpack_view(rest, &view))
        return FALSE;
    *normal = (KiriNormal){.text = kiri_str_dup(view), .n = view.n};
    return TRUE;
}

/* ---- figures and days ---- */

static void pack_numbers(const GArray *numbers, KiriBuf *out)
{
    gsize at = 0;
    kiri_pack_number(numbers->len, out);
    for (guint i = 0; i < numbers->len; i++) {
        const KiriNumber *n = &g_array_index(numbers, KiriNumber, i);
        kiri_pack_number(n->value_milli, out);
        pack_view(kiri_str(n->unit), out);
        kiri_pack_number((gint64)n->from - (gint64)at, out);
        kiri_pack_number((gint64)(n->to - n->from), out);
        kiri_pack_number(n->is_about, out);
        at = n->from;
    }
}

static const char *interned(KiriStr unit)
{
    g_autofree char *name = kiri_str_dup(unit);
    return unit.n ? g_intern_string(name) : "";
}

/* Where something stands in a text of `n` bytes, counted from `before`. */
static gboolean unpack_place(KiriStr *rest, gsize n, gsize before, gsize *from, gsize *to)
{
    gint64 step, bytes;
    if (!kiri_unpack_number(rest, &step) || !kiri_unpack_number(rest, &bytes))
        return FALSE;
    if (step < -(gint64)before || step > (gint64)(n - before) || bytes < 0 ||
        bytes > (gint64)(n - before) - step)
        return fail(rest);
    *from = (gsize)((gint64)before + step);
    *to = *from + (gsize)bytes;
    return TRUE;
}

static gboolean unpack_numbers(KiriStr *rest, gsize text_n, GArray **numbers)
{
    gsize n, at = 0;
    *numbers = g_array_new(FALSE, FALSE, sizeof(KiriNumber));
    if (!unpack_count(rest, &n))
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        KiriNumber number = {0};
        KiriStr unit;
        gint64 is_about;
        if (!kiri_unpack_number(rest, &number.value_milli) || !unpack_view(rest, &unit) ||
            !unpack_place(rest, text_n, at, &number.from, &number.to) ||
            !kiri_unpack_number(rest, &is_about))
            return FALSE;
        number.unit = interned(unit);
        number.is_about = is_about != 0;
        at = number.from;
        g_array_append_val(*numbers, number);
    }
    return TRUE;
}

static void pack_dates(const GArray *dates, KiriBuf *out)
{
    gsize at = 0;
    kiri_pack_number(dates->len, out);
    for (guint i = 0; i < dates->len; i++) {
        const KiriTextDate *d = &g_array_index(dates, KiriTextDate, i);
        kiri_pack_number(d->key, out);
        kiri_pack_number(d->year, out);
        kiri_pack_number((gint64)d->from - (gint64)at, out);
        kiri_pack_number((gint64)(d->to - d->from), out);
        kiri_pack_number(d->is_relative, out);
        at = d->from;
    }
}

static gboolean unpack_i32(KiriStr *rest, gint32 *v)
{
    gint64 wide;
    if (!kiri_unpack_number(rest, &wide) || wide < G_MININT32 || wide > G_MAXINT32)
        return fail(rest);
    *v = (gint32)wide;
    return TRUE;
}

static gboolean unpack_dates(KiriStr *rest, gsize text_n, GArray **dates)
{
    gsize n, at = 0;
    *dates = g_array_new(FALSE, FALSE, sizeof(KiriTextDate));
    if (!unpack_count(rest, &n))
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        KiriTextDate d = {0};
        gint64 is_relative;
        if (!unpack_i32(rest, &d.key) || !unpack_i32(rest, &d.year) ||
            !unpack_place(rest, text_n, at, &d.from, &d.to) ||
            !kiri_unpack_number(rest, &is_relative))
            return FALSE;
        d.is_relative = is_relative != 0;
        at = d.from;
        g_array_append_val(*dates, d);
    }
    return TRUE;
}

/* ---- signs and editions ---- */

static void pack_i32s(const GArray *values, KiriBuf *out)
{
    kiri_pack_number(values->len, out);
    for (guint i = 0; i < values->len; i++)
        kiri_pack_number(g_array_index(values, gint32, i), out);
}

static gboolean unpack_i32s(KiriStr *rest, GArray **values)
{
    gsize n;
    *values = g_array_new(FALSE, FALSE, sizeof(gint32));
    if (!unpack_count(rest, &n))
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        gint32 v;
        if (!unpack_i32(rest, &v))
            return FALSE;
        g_array_append_val(*values, v);
    }
    return TRUE;
}

static gboolean unpack_bits(KiriStr *rest, guint64 *bits)
{
    gint64 v;
    if (!kiri_unpack_number(rest, &v))
        return FALSE;
    *bits = (guint64)v;
    return TRUE;
}

static void pack_signs(const KiriSigns *s, KiriBuf *out)
{
    kiri_pack_number((gint64)s->acts_title, out);
    kiri_pack_number((gint64)s->acts, out);
    kiri_pack_number((gint64)s->later, out);
    pack_i32s(s->announced, out);
}

static gboolean unpack_signs(KiriStr *rest, KiriSigns *s)
{
    return unpack_bits(rest, &s->acts_title) && unpack_bits(rest, &s->acts) &&
           unpack_bits(rest, &s->later) && unpack_i32s(rest, &s->announced);
}

/* ---- when ---- */

static void pack_days(const KiriDoc *doc, KiriBuf *out)
{
    kiri_pack_number(doc->has_day, out);
    kiri_pack_number(doc->first_day, out);
    kiri_pack_number(doc->last_day - doc->first_day, out);
    kiri_pack_number(doc->day_key, out);
    kiri_pack_number(doc->date.us, out);
    kiri_pack_number(doc->date.offset_min, out);
    kiri_pack_number(doc->date.precision, out);
}

static gboolean unpack_days(KiriStr *rest, KiriDoc *doc)
{
    gint64 has_day, days, offset_min, precision;
    if (!kiri_unpack_number(rest, &has_day) || !kiri_unpack_number(rest, &doc->first_day) ||
        !kiri_unpack_number(rest, &days) || !unpack_i32(rest, &doc->day_key) ||
        !kiri_unpack_number(rest, &doc->date.us) || !kiri_unpack_number(rest, &offset_min) ||
        !kiri_unpack_number(rest, &precision))
        return FALSE;
    doc->has_day = has_day != 0;
    doc->last_day = (gint64)((guint64)doc->first_day + (guint64)days);
    doc->date.offset_min = (gint16)offset_min;
    doc->date.precision = (guint8)precision;
    return TRUE;
}

/* ---- the document ---- */

void kiri_doc_pack(const KiriDoc *doc, KiriBuf *out)
{
    pack_days(doc, out);
    pack_normal(&doc->title, out);
    pack_normal(&doc->text, out);
    pack_normal(&doc->body, out);
    pack_numbers(doc->numbers, out);
    pack_numbers(doc->title_numbers, out);
    pack_dates(doc->dates, out);
    pack_dates(doc->title_dates, out);
    kiri_pack_texts(doc->quoted, out);
    kiri_pack_texts(doc->title_quoted, out);
    kiri_pack_texts(doc->persons, out);
    pack_signs(&doc->signs, out);
    pack_i32s(doc->editions.years, out);
    pack_i32s(doc->editions.issues, out);
    pack_i32s(doc->editions.months, out);
}

static gboolean unpack_found(KiriStr *rest, KiriDoc *doc)
{
    return unpack_numbers(rest, doc->body.n, &doc->numbers) &&
           unpack_numbers(rest, doc->title.n, &doc->title_numbers) &&
           unpack_dates(rest, doc->body.n, &doc->dates) &&
           unpack_dates(rest, doc->title.n, &doc->title_dates) &&
           kiri_unpack_texts(rest, &doc->quoted) && kiri_unpack_texts(rest, &doc->title_quoted) &&
           kiri_unpack_texts(rest, &doc->persons) && unpack_signs(rest, &doc->signs) &&
           unpack_i32s(rest, &doc->editions.years) && unpack_i32s(rest, &doc->editions.issues) &&
           unpack_i32s(rest, &doc->editions.months);
}

KiriDoc *kiri_doc_unpack(KiriStr *rest, const KiriFrequencies *f)
{
    g_autoptr(KiriDoc) doc = g_new0(KiriDoc, 1);
    if (!unpack_days(rest, doc) || !unpack_normal(rest, &doc->title) ||
        !unpack_normal(rest, &doc->text) || !unpack_normal(rest, &doc->body) ||
        !unpack_found(rest, doc))
        return NULL;
    kiri_doc_word(doc, f);
    doc->is_finished = TRUE;
    return g_steal_pointer(&doc);
}
