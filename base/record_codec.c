// SPDX-License-Identifier: GPL-3.0-or-later
/* The stored form of records. The decoder is met by bytes from workers that ate
 * hostile input and from disks that rot: it checks everything. */
#include <kirinuki/record.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include "record_member.h"

#include <string.h>

enum { WIRE_VARINT = 0, WIRE_FIXED64 = 1, WIRE_BYTES = 2, WIRE_FIXED32 = 5 };
enum { MAX_DEPTH = 16 };

/* Two bytes of input can ask for a whole sub-record, so what a decode allocates
 * beside the text itself is counted and has an end. */
enum { MAX_PARTS_BYTES = 256 * 1024 * 1024, STRING_PART_BYTES = 40, RECORD_PART_BYTES = 24 };

/* ---- stored form: out ---- */

enum { MAX_VARINT_BYTES = 10 };

static gsize write_varint(char *to, guint64 v)
{
    gsize n = 0;
    for (; v >= 0x80; v >>= 7)
        to[n++] = (char)(v | 0x80);
    to[n++] = (char)v;
    return n;
}

static void put_varint(KiriBuf *out, guint64 v)
{
    char bytes[MAX_VARINT_BYTES];
    kiri_buf_add(out, bytes, write_varint(bytes, v));
}

static guint64 zigzag(gint64 v)
{
    return ((guint64)v << 1) ^ (guint64)(v >> 63);
}

static gint64 unzigzag(guint64 v)
{
    return (gint64)(v >> 1) ^ -(gint64)(v & 1);
}

static void put_tag(KiriBuf *out, guint tag, guint wire)
{
    put_varint(out, (guint64)tag << 3 | wire);
}

static void put_int(KiriBuf *out, guint tag, gint64 v)
{
    if (v == 0)
        return;
    put_tag(out, tag, WIRE_VARINT);
    put_varint(out, zigzag(v));
}

static void put_bytes(KiriBuf *out, guint tag, const void *p, gsize n)
{
    put_tag(out, tag, WIRE_BYTES);
    put_varint(out, n);
    kiri_buf_add(out, p, n);
}

static void put_time(KiriBuf *out, guint tag, KiriTime t)
{
    /* A moment out of range is left out: stored, it would make the whole record
     * unreadable. */
    if (!kiri_time_is_set(t) || !kiri_time_is_valid(t))
        return;
    char bytes[3 * MAX_VARINT_BYTES];
    gsize n = write_varint(bytes, t.precision);
    n += write_varint(bytes + n, zigzag(t.offset_min));
    n += write_varint(bytes + n, zigzag(t.us));
    put_bytes(out, tag, bytes, n);
}

static void put_record(KiriBuf *out, guint tag, const KiriShape *sub, gconstpointer record)
{
    put_tag(out, tag, WIRE_BYTES);
    gsize at = out->n;
    kiri_record_encode(sub, record, out);
    char length[MAX_VARINT_BYTES];
    kiri_buf_insert(out, at, length, write_varint(length, out->n - at));
}

static void encode_member(const KiriField *f, gconstpointer record, KiriBuf *out)
{
    switch (f->type) {
    case KIRI_FIELD_STR: {
        const char *s = KIRI_CONST_MEMBER(gpointer, record, f);
        if (s)
            put_bytes(out, f->tag, s, strlen(s));
        break;
    }
    case KIRI_FIELD_BYTES: {
        GBytes *b = KIRI_CONST_MEMBER(gpointer, record, f);
        gsize n = 0;
        const void *p = b ? g_bytes_get_data(b, &n) : NULL;
        if (b)
            put_bytes(out, f->tag, p, n);
        break;
    }
    case KIRI_FIELD_STRV: {
        char **v = KIRI_CONST_MEMBER(gpointer, record, f);
        for (; v && *v; v++)
            put_bytes(out, f->tag, *v, strlen(*v));
        break;
    }
    case KIRI_FIELD_I64:
        put_int(out, f->tag, KIRI_CONST_MEMBER(gint64, record, f));
        break;
    case KIRI_FIELD_BOOL:
    case KIRI_FIELD_ENUM:
        put_int(out, f->tag, KIRI_CONST_MEMBER(gint, record, f));
        break;
    case KIRI_FIELD_F64: {
        gdouble v = KIRI_CONST_MEMBER(gdouble, record, f);
        guint64 bits;
        memcpy(&bits, &v, sizeof bits);
        if (bits == 0)
            break;
        bits = GUINT64_TO_LE(bits);
        put_tag(out, f->tag, WIRE_FIXED64);
        kiri_buf_add(out, &bits, sizeof bits);
        break;
    }
    case KIRI_FIELD_TIME:
        put_time(out, f->tag, KIRI_CONST_MEMBER(KiriTime, record, f));
        break;
    case KIRI_FIELD_REC: {
        gconstpointer sub = KIRI_CONST_MEMBER(gpointer, record, f);
        if (sub)
            put_record(out, f->tag, f->sub, sub);
        break;
    }
    case KIRI_FIELD_RECS: {
        GPtrArray *list = KIRI_CONST_MEMBER(gpointer, record, f);
        for (guint i = 0; i < kiri_recs_count(list); i++)
            put_record(out, f->tag, f->sub, g_ptr_array_index(list, i));
        break;
    }
    }
}

void kiri_record_encode(const KiriShape *shape, gconstpointer record, KiriBuf *out)
{
    for (guint i = 0; i < shape->n_fields; i++)
        encode_member(&shape->fields[i], record, out);
}

/* ---- stored form: in ---- */

static gboolean get_varint(KiriStr *s, guint64 *v)
{
    *v = 0;
    for (guint shift = 0; shift < 64; shift += 7) {
        if (!s->n)
            return FALSE;
        guchar c = (guchar)*s->p;
        s->p++;
        s->n--;
        *v |= (guint64)(c & 0x7f) << shift;
        if (!(c & 0x80))
            return TRUE;
    }
    return FALSE;
}

static gboolean get_view(KiriStr *s, gsize n, KiriStr *view)
{
    if (n > s->n)
        return FALSE;
    *view = (KiriStr){s->p, n};
    s->p += n;
    s->n -= n;
    return TRUE;
}

static gboolean is_text(KiriStr s)
{
    return g_utf8_validate_len(s.p, s.n, NULL); // refuses NUL too
}

static gboolean get_time(KiriStr s, KiriTime *t)
{
    guint64 precision = 0, offset = 0, us = 0;
    if (!get_varint(&s, &precision) || !get_varint(&s, &offset) || !get_varint(&s, &us) || s.n)
        return FALSE;
    gint64 offset_min = unzigzag(offset);
    if (precision > KIRI_PRECISION_SECOND || offset_min < G_MININT16 || offset_min > G_MAXINT16)
        return FALSE;
    *t = (KiriTime){unzigzag(us), (gint16)offset_min, (guint8)precision};
    return kiri_time_is_set(*t) && kiri_time_is_valid(*t);
}

/* What is left of the limits on the way down. */
typedef struct {
    gint depth;
    gsize parts_bytes;
} Budget;

static gboolean take_part(Budget *budget, gsize bytes)
{
    if (bytes > budget->parts_bytes)
        return FALSE;
    budget->parts_bytes -= bytes;
    return TRUE;
}

static gpointer decode(const KiriShape *shape, KiriStr s, Budget *budget);

static gboolean decode_delimited(const KiriField *f, KiriStr v, gpointer record, Budget *budget)
{
    switch (f->type) {
    case KIRI_FIELD_STR:
        if (!is_text(v))
            return FALSE;
        g_free(KIRI_MEMBER(char *, record, f));
        KIRI_MEMBER(char *, record, f) = kiri_str_dup(v);
        return TRUE;
    case KIRI_FIELD_BYTES:
        g_clear_pointer(&KIRI_MEMBER(GBytes *, record, f), g_bytes_unref);
        KIRI_MEMBER(GBytes *, record, f) = g_bytes_new(v.p, v.n);
        return TRUE;
    case KIRI_FIELD_TIME:
        return get_time(v, &KIRI_MEMBER(KiriTime, record, f));
    case KIRI_FIELD_REC: {
        gpointer sub = decode(f->sub, v, budget);
        kiri_record_free(f->sub, KIRI_MEMBER(gpointer, record, f));
        KIRI_MEMBER(gpointer, record, f) = sub;
        return sub != NULL;
    }
    case KIRI_FIELD_RECS: {
        gpointer sub = decode(f->sub, v, budget);
        if (sub)
            kiri_recs_add(&KIRI_MEMBER(GPtrArray *, record, f), sub);
        return sub != NULL;
    }
    case KIRI_FIELD_STRV: // collected by the caller
    case KIRI_FIELD_I64:
    case KIRI_FIELD_BOOL:
    case KIRI_FIELD_F64:
    case KIRI_FIELD_ENUM:
        return FALSE;
    }
    return FALSE;
}

static gboolean decode_varint(const KiriField *f, guint64 raw, gpointer record)
{
    gint64 v = unzigzag(raw);
    switch (f->type) {
    case KIRI_FIELD_I64:
        KIRI_MEMBER(gint64, record, f) = v;
        return TRUE;
    case KIRI_FIELD_BOOL:
        KIRI_MEMBER(gint, record, f) = v != 0;
        return v == 0 || v == 1;
    case KIRI_FIELD_ENUM:
        KIRI_MEMBER(gint, record, f) = (gint)v;
        return v >= 0 && v < (gint64)g_strv_length((char **)(guintptr)f->names);
    default:
        return FALSE;
    }
}

static const KiriField *find_field(const KiriShape *shape, guint64 tag, guint *hint)
{
    /* Members come in table order, so the search goes on where it stopped. */
    for (guint i = 0, at = *hint; i < shape->n_fields; i++, at++) {
        if (at == shape->n_fields)
            at = 0;
        if (shape->fields[at].tag == tag) {
            *hint = at;
            return &shape->fields[at];
        }
    }
    return NULL;
}

/* The STRV members of a record while it is read, by field; most have none. */
typedef struct {
    const KiriShape *shape;
    GPtrArray **of; // NULL: there was no string yet
} Strings;

static void add_string(Strings *strings, const KiriField *f, KiriStr s)
{
    if (!strings->of)
        strings->of = g_new0(GPtrArray *, strings->shape->n_fields);
    GPtrArray **list = &strings->of[f - strings->shape->fields];
    if (!*list)
        *list = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(*list, kiri_str_dup(s));
}

/* One value after its tag; `f` is NULL when we do not know it. */
static gboolean decode_value(const KiriField *f, guint wire, KiriStr *s, gpointer record,
                             Strings *strings, Budget *budget)
{
    guint64 v = 0;
    KiriStr view = {0};
    switch (wire) {
    case WIRE_VARINT:
        return get_varint(s, &v) && (!f || decode_varint(f, v, record));
    case WIRE_FIXED64:
        if (!get_view(s, 8, &view) || (f && f->type != KIRI_FIELD_F64))
            return FALSE;
        if (f) {
            memcpy(&v, view.p, 8);
            v = GUINT64_FROM_LE(v);
            memcpy(&KIRI_MEMBER(gdouble, record, f), &v, 8);
        }
        return TRUE;
    case WIRE_FIXED32:
        return !f && get_view(s, 4, &view);
    case WIRE_BYTES:
        if (!get_varint(s, &v) || v > s->n || !get_view(s, (gsize)v, &view))
            return FALSE;
        if (f && f->type == KIRI_FIELD_STRV) {
            if (!is_text(view) || !take_part(budget, STRING_PART_BYTES))
                return FALSE;
            add_string(strings, f, view);
            return TRUE;
        }
        return !f || decode_delimited(f, view, record, budget);
    default:
        return FALSE;
    }
}

/* Hands the collected strings to their members, also when the rest of the record
 * was bad: the record owns them then. */
static void store_strings(Strings *strings, gpointer record)
{
    for (guint i = 0; strings->of && i < strings->shape->n_fields; i++) {
        if (!strings->of[i])
            continue;
        g_ptr_array_add(strings->of[i], NULL);
        KIRI_MEMBER(char **, record, &strings->shape->fields[i]) =
            (char **)g_ptr_array_free(strings->of[i], FALSE);
    }
    g_free(strings->of);
}

static gpointer decode(const KiriShape *shape, KiriStr s, Budget *budget)
{
    if (budget->depth == 0 || !take_part(budget, shape->size + RECORD_PART_BYTES))
        return NULL;
    budget->depth--;
    gpointer record = kiri_record_new(shape);
    Strings strings = {.shape = shape};
    guint hint = 0;
    gboolean ok = TRUE;
    while (ok && s.n) {
        guint64 key = 0;
        ok = get_varint(&s, &key) && key >> 3 != 0;
        const KiriField *f = ok ? find_field(shape, key >> 3, &hint) : NULL;
        ok = ok && decode_value(f, (guint)(key & 7), &s, record, &strings, budget);
    }
    store_strings(&strings, record);
    budget->depth++;
    if (ok)
        return record;
    kiri_record_free(shape, record);
    return NULL;
}

gpointer kiri_record_decode(const KiriShape *shape, KiriStr bytes, GError **error)
{
    Budget budget = {MAX_DEPTH + 1, MAX_PARTS_BYTES};
    gpointer record = decode(shape, bytes, &budget);
    if (!record)
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_CORRUPT, _("a stored %s cannot be read"),
                    shape->type);
    return record;
}
