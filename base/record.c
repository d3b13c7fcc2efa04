// SPDX-License-Identifier: GPL-3.0-or-later
/* Life cycle of records: everything that walks a shape without a codec. */
#include <kirinuki/record.h>

#include "record_member.h"

#include <string.h>

gpointer kiri_record_new(const KiriShape *shape)
{
    return g_malloc0(shape->size);
}

static void clear_recs(const KiriShape *sub, GPtrArray *list)
{
    if (!list)
        return;
    for (guint i = 0; i < list->len; i++)
        kiri_record_free(sub, g_ptr_array_index(list, i));
    g_ptr_array_unref(list);
}

/* Frees what the member owns; its value is left. */
static void free_member(const KiriField *f, gpointer record)
{
    switch (f->type) {
    case KIRI_FIELD_STR:
        g_free(KIRI_MEMBER(char *, record, f));
        break;
    case KIRI_FIELD_BYTES:
        g_bytes_unref(KIRI_MEMBER(GBytes *, record, f));
        break;
    case KIRI_FIELD_STRV:
        g_strfreev(KIRI_MEMBER(char **, record, f));
        break;
    case KIRI_FIELD_REC:
        kiri_record_free(f->sub, KIRI_MEMBER(gpointer, record, f));
        break;
    case KIRI_FIELD_RECS:
        clear_recs(f->sub, KIRI_MEMBER(GPtrArray *, record, f));
        break;
    case KIRI_FIELD_I64:
    case KIRI_FIELD_BOOL:
    case KIRI_FIELD_F64:
    case KIRI_FIELD_ENUM:
    case KIRI_FIELD_TIME:
        break;
    }
}

void kiri_record_clear(const KiriShape *shape, gpointer record)
{
    for (guint i = 0; i < shape->n_fields; i++)
        free_member(&shape->fields[i], record);
    memset(record, 0, shape->size);
}

void kiri_record_free(const KiriShape *shape, gpointer record)
{
    if (!record)
        return;
    kiri_record_clear(shape, record);
    g_free(record);
}

static void copy_member(const KiriField *f, gconstpointer from, gpointer to)
{
    switch (f->type) {
    case KIRI_FIELD_STR:
        KIRI_MEMBER(char *, to, f) = g_strdup(KIRI_CONST_MEMBER(gpointer, from, f));
        break;
    case KIRI_FIELD_BYTES: {
        GBytes *b = KIRI_CONST_MEMBER(gpointer, from, f);
        KIRI_MEMBER(GBytes *, to, f) = b ? g_bytes_ref(b) : NULL;
        break;
    }
    case KIRI_FIELD_STRV:
        KIRI_MEMBER(char **, to, f) = g_strdupv(KIRI_CONST_MEMBER(gpointer, from, f));
        break;
    case KIRI_FIELD_REC: {
        gpointer sub = KIRI_CONST_MEMBER(gpointer, from, f);
        KIRI_MEMBER(gpointer, to, f) = sub ? kiri_record_copy(f->sub, sub) : NULL;
        break;
    }
    case KIRI_FIELD_RECS: {
        GPtrArray *list = KIRI_CONST_MEMBER(gpointer, from, f);
        KIRI_MEMBER(GPtrArray *, to, f) = NULL;
        for (guint i = 0; i < kiri_recs_count(list); i++)
            kiri_recs_add(&KIRI_MEMBER(GPtrArray *, to, f),
                          kiri_record_copy(f->sub, g_ptr_array_index(list, i)));
        break;
    }
    case KIRI_FIELD_I64:
        KIRI_MEMBER(gint64, to, f) = KIRI_CONST_MEMBER(gint64, from, f);
        break;
    case KIRI_FIELD_F64:
        KIRI_MEMBER(gdouble, to, f) = KIRI_CONST_MEMBER(gdouble, from, f);
        break;
    case KIRI_FIELD_BOOL:
    case KIRI_FIELD_ENUM:
        KIRI_MEMBER(gint, to, f) = KIRI_CONST_MEMBER(gint, from, f);
        break;
    case KIRI_FIELD_TIME:
        KIRI_MEMBER(KiriTime, to, f) = KIRI_CONST_MEMBER(KiriTime, from, f);
        break;
    }
}

gpointer kiri_record_copy(const KiriShape *shape, gconstpointer record)
{
    gpointer to = kiri_record_new(shape);
    for (guint i = 0; i < shape->n_fields; i++)
        copy_member(&shape->fields[i], record, to);
    return to;
}

void kiri_record_assign(const KiriShape *shape, gpointer record, gconstpointer from)
{
    for (guint i = 0; i < shape->n_fields; i++) {
        free_member(&shape->fields[i], record);
        copy_member(&shape->fields[i], from, record);
    }
}

/* ---- equality: of what would be stored ---- */

static gboolean equal_strv(char **a, char **b)
{
    guint n = kiri_strv_count(a);
    if (n != kiri_strv_count(b))
        return FALSE;
    for (guint i = 0; i < n; i++)
        if (strcmp(a[i], b[i]) != 0)
            return FALSE;
    return TRUE;
}

static gboolean equal_recs(const KiriShape *sub, const GPtrArray *a, const GPtrArray *b)
{
    guint n = kiri_recs_count(a);
    if (n != kiri_recs_count(b))
        return FALSE;
    for (guint i = 0; i < n; i++)
        if (!kiri_record_equal(sub, a->pdata[i], b->pdata[i]))
            return FALSE;
    return TRUE;
}

static gboolean equal_times(KiriTime a, KiriTime b)
{
    gboolean has_a = kiri_time_is_set(a) && kiri_time_is_valid(a);
    gboolean has_b = kiri_time_is_set(b) && kiri_time_is_valid(b);
    if (!has_a || !has_b)
        return has_a == has_b;
    return a.us == b.us && a.offset_min == b.offset_min && a.precision == b.precision;
}

static gboolean equal_member(const KiriField *f, gconstpointer a, gconstpointer b)
{
    switch (f->type) {
    case KIRI_FIELD_STR:
        return g_strcmp0(KIRI_CONST_MEMBER(gpointer, a, f), KIRI_CONST_MEMBER(gpointer, b, f)) == 0;
    case KIRI_FIELD_BYTES: {
        GBytes *x = KIRI_CONST_MEMBER(gpointer, a, f);
        GBytes *y = KIRI_CONST_MEMBER(gpointer, b, f);
        return x && y ? g_bytes_equal(x, y) : x == y;
    }
    case KIRI_FIELD_STRV:
        return equal_strv(KIRI_CONST_MEMBER(gpointer, a, f), KIRI_CONST_MEMBER(gpointer, b, f));
    case KIRI_FIELD_I64:
        return KIRI_CONST_MEMBER(gint64, a, f) == KIRI_CONST_MEMBER(gint64, b, f);
    case KIRI_FIELD_F64: // by their bits: no number is equal to NaN
        return memcmp((const char *)a + f->offset, (const char *)b + f->offset, sizeof(gdouble)) ==
               0;
    case KIRI_FIELD_BOOL:
    case KIRI_FIELD_ENUM:
        return KIRI_CONST_MEMBER(gint, a, f) == KIRI_CONST_MEMBER(gint, b, f);
    case KIRI_FIELD_TIME:
        return equal_times(KIRI_CONST_MEMBER(KiriTime, a, f), KIRI_CONST_MEMBER(KiriTime, b, f));
    case KIRI_FIELD_REC: {
        gconstpointer x = KIRI_CONST_MEMBER(gpointer, a, f);
        gconstpointer y = KIRI_CONST_MEMBER(gpointer, b, f);
        return x && y ? kiri_record_equal(f->sub, x, y) : x == y;
    }
    case KIRI_FIELD_RECS:
        return equal_recs(f->sub, KIRI_CONST_MEMBER(gpointer, a, f),
                          KIRI_CONST_MEMBER(gpointer, b, f));
    }
    return FALSE;
}

gboolean kiri_record_equal(const KiriShape *shape, gconstpointer a, gconstpointer b)
{
    for (guint i = 0; i < shape->n_fields; i++)
        if (!equal_member(&shape->fields[i], a, b))
            return FALSE;
    return TRUE;
}

gint kiri_names_index(const char *const *names, const char *name)
{
    for (gint i = 0; name && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

void kiri_recs_add(GPtrArray **list, gpointer record)
{

    if (!*list)
        *list = g_ptr_array_new();
    g_ptr_array_add(*list, record);
}

void kiri_strv_add(char ***v, const char *s)
{
    guint n = kiri_strv_count(*v);
    *v = g_renew(char *, *v, n + 2);
    (*v)[n] = g_strdup(s);
    (*v)[n + 1] = NULL;
}

gboolean kiri_strv_has(char **v, const char *s)
{
    for (guint i = 0; v && v[i]; i++)
        if (strcmp(v[i], s) == 0)
            return TRUE;
    return FALSE;
}
