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

void kiri_record_clear(const KiriShape *shape, gpointer record)
{
    for (guint i = 0; i < shape->n_fields; i++) {
        const KiriField *f = &shape->fields[i];
        switch (f->type) {
        case KIRI_FIELD_STR:
            g_free(KIRI_MEMBER(char *, record, f));
            break;
        case KIRI_FIELD_BYTES:
            g_clear_pointer(&KIRI_MEMBER(GBytes *, record, f), g_bytes_unref);
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

gboolean kiri_record_equal(const KiriShape *shape, gconstpointer a, gconstpointer b)
{
    /* The stored form is deterministic and complete, so it decides. */
    g_auto(KiriBuf) x, y;
    kiri_buf_init(&x, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&y, KIRI_BUF_UNCAPPED);
    kiri_record_encode(shape, a, &x);
    kiri_record_encode(shape, b, &y);
    return kiri_str_equal(kiri_buf_view(&x), kiri_buf_view(&y));
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
