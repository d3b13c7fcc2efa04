// SPDX-License-Identifier: GPL-3.0-or-later
/* Records as JSON. Out is complete and in table order; in is lenient, because
 * people and other programs write it: an odd member costs itself only. */
#include <kirinuki/record.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include "record_member.h"

static gboolean is_default(const KiriField *f, gconstpointer record)
{
    switch (f->type) {
    case KIRI_FIELD_I64:
        return KIRI_CONST_MEMBER(gint64, record, f) == 0;
    case KIRI_FIELD_F64:
        return KIRI_CONST_MEMBER(gdouble, record, f) == 0;
    case KIRI_FIELD_BOOL:
    case KIRI_FIELD_ENUM:
        return KIRI_CONST_MEMBER(gint, record, f) == 0;
    case KIRI_FIELD_TIME:
        return !kiri_time_is_set(KIRI_CONST_MEMBER(KiriTime, record, f));
    default:
        return KIRI_CONST_MEMBER(gpointer, record, f) == NULL;
    }
}

static void write_member(const KiriField *f, gconstpointer record, KiriJson *j)
{
    switch (f->type) {
    case KIRI_FIELD_STR:
        kiri_json_cstr(j, KIRI_CONST_MEMBER(gpointer, record, f));
        break;
    case KIRI_FIELD_BYTES:
        kiri_json_null(j);
        break;
    case KIRI_FIELD_STRV:
        kiri_json_open_array(j);
        for (char **v = KIRI_CONST_MEMBER(gpointer, record, f); v && *v; v++)
            kiri_json_cstr(j, *v);
        kiri_json_close_array(j);
        break;
    case KIRI_FIELD_I64:
        kiri_json_i64(j, KIRI_CONST_MEMBER(gint64, record, f));
        break;
    case KIRI_FIELD_BOOL:
        kiri_json_bool(j, KIRI_CONST_MEMBER(gint, record, f));
        break;
    case KIRI_FIELD_F64:
        kiri_json_f64(j, KIRI_CONST_MEMBER(gdouble, record, f), f->decimals ? f->decimals : 6);
        break;
    case KIRI_FIELD_ENUM:
        kiri_json_cstr(j, f->names[KIRI_CONST_MEMBER(gint, record, f)]);
        break;
    case KIRI_FIELD_TIME:
        kiri_json_time(j, KIRI_CONST_MEMBER(KiriTime, record, f));
        break;
    case KIRI_FIELD_REC: {
        gconstpointer sub = KIRI_CONST_MEMBER(gpointer, record, f);
        if (sub)
            kiri_record_write_json(f->sub, sub, j);
        else
            kiri_json_null(j);
        break;
    }
    case KIRI_FIELD_RECS: {
        GPtrArray *list = KIRI_CONST_MEMBER(gpointer, record, f);
        kiri_json_open_array(j);
        for (guint i = 0; i < kiri_recs_count(list); i++)
            kiri_record_write_json(f->sub, g_ptr_array_index(list, i), j);
        kiri_json_close_array(j);
        break;
    }
    }
}

void kiri_record_write_members(const KiriShape *shape, gconstpointer record, KiriJson *j)
{
    for (guint i = 0; i < shape->n_fields; i++) {
        const KiriField *f = &shape->fields[i];
        if ((f->flags & KIRI_FIELD_PRIVATE) || f->type == KIRI_FIELD_BYTES ||
            ((f->flags & KIRI_FIELD_SPARSE) && is_default(f, record)))
            continue;
        kiri_json_key(j, f->name);
        write_member(f, record, j);
    }
}

void kiri_record_write_json(const KiriShape *shape, gconstpointer record, KiriJson *j)
{
    kiri_json_open_object(j);
    kiri_record_write_members(shape, record, j);
    kiri_json_close_object(j);
}

static void read_strv(const KiriJsonNode *n, char ***out)
{
    const char *single = kiri_json_string(n, NULL);
    if (single)
        kiri_strv_add(out, single);
    /* Collected first: adding one by one to a vector is quadratic, and the
     * length is a stranger's. */
    g_autoptr(GPtrArray) strings = g_ptr_array_new();
    for (gsize i = 0; i < kiri_json_size(n); i++) {
        const char *s = kiri_json_string(kiri_json_at(n, i), NULL);
        if (s)
            g_ptr_array_add(strings, g_strdup(s));
    }
    if (!strings->len)
        return;
    g_ptr_array_add(strings, NULL);
    *out = (char **)g_ptr_array_steal(strings, NULL);
}

static void read_member(const KiriField *f, const KiriJsonNode *n, gpointer record)
{
    switch (f->type) {
    case KIRI_FIELD_STR:
        KIRI_MEMBER(char *, record, f) = g_strdup(kiri_json_string(n, NULL));
        break;
    case KIRI_FIELD_STRV:
        read_strv(n, &KIRI_MEMBER(char **, record, f));
        break;
    case KIRI_FIELD_I64:
        KIRI_MEMBER(gint64, record, f) = kiri_json_int(n, 0);
        break;
    case KIRI_FIELD_BOOL:
        KIRI_MEMBER(gint, record, f) = kiri_json_boolean(n, FALSE);
        break;
    case KIRI_FIELD_F64:
        KIRI_MEMBER(gdouble, record, f) = kiri_json_double(n, 0);
        break;
    case KIRI_FIELD_ENUM: {
        gint v = kiri_names_index(f->names, kiri_json_string(n, NULL));
        KIRI_MEMBER(gint, record, f) = MAX(v, 0);
        break;
    }
    case KIRI_FIELD_TIME: {
        KiriTime t = KIRI_TIME_UNSET;
        if (kiri_time_parse(kiri_str(kiri_json_string(n, NULL)), KIRI_JST_MIN, &t))
            KIRI_MEMBER(KiriTime, record, f) = t;
        break;
    }
    case KIRI_FIELD_REC:
        KIRI_MEMBER(gpointer, record, f) =
            kiri_json_is_object(n) ? kiri_record_from_json(f->sub, n, NULL) : NULL;
        break;
    case KIRI_FIELD_RECS:
        for (gsize i = 0; i < kiri_json_size(n); i++) {
            gpointer sub = kiri_record_from_json(f->sub, kiri_json_at(n, i), NULL);
            if (sub)
                kiri_recs_add(&KIRI_MEMBER(GPtrArray *, record, f), sub);
        }
        break;
    case KIRI_FIELD_BYTES:
        break;
    }
}

gpointer kiri_record_from_json(const KiriShape *shape, const KiriJsonNode *node, GError **error)
{
    if (!kiri_json_is_object(node)) {
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE,
                    _("no JSON object where a %s should be"), shape->type);
        return NULL;
    }
    gpointer record = kiri_record_new(shape);
    for (guint i = 0; i < shape->n_fields; i++) {
        const KiriJsonNode *n = kiri_json_get(node, shape->fields[i].name);
        if (n)
            read_member(&shape->fields[i], n, record);
    }
    return record;
}
