// SPDX-License-Identifier: GPL-3.0-or-later
/* A column is read from one end to the other, in the order in which values lie on
 * disk: that takes a fraction of as many single looks. */
#include "columns.h"

struct Shared {
    KiriColumns columns; // first
    gatomicrefcount count;
};

static void column_free(gpointer data)
{
    KiriColumn *column = data;
    g_array_unref(column->names);
    g_array_unref(column->codes);
    g_string_chunk_free(column->chunk);
    g_hash_table_unref(column->known);
    g_free(column);
}

KiriColumns *kiri_columns_new(KiriXapReader *reader, GError **error)
{
    g_autofree char *uuid = kiri_xap_reader_uuid(reader, error);
    if (!uuid)
        return NULL;
    struct Shared *shared = g_new0(struct Shared, 1);
    g_atomic_ref_count_init(&shared->count);
    shared->columns.uuid = g_steal_pointer(&uuid);
    shared->columns.columns =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, column_free);
    return &shared->columns;
}

static struct Shared *shared_of(KiriColumns *columns)
{
    return (struct Shared *)(void *)columns;
}

KiriColumns *kiri_columns_ref(KiriColumns *columns)
{
    g_atomic_ref_count_inc(&shared_of(columns)->count);
    return columns;
}

void kiri_columns_unref(KiriColumns *columns)
{
    if (!columns || !g_atomic_ref_count_dec(&shared_of(columns)->count))
        return;
    g_hash_table_unref(columns->columns);
    g_free(columns->uuid);
    g_free(shared_of(columns));
}

gboolean kiri_columns_is_of(const KiriColumns *columns, KiriXapReader *reader)
{
    g_autofree char *uuid = kiri_xap_reader_uuid(reader, NULL);
    return uuid && g_str_equal(uuid, columns->uuid);
}

static guint value_hash(gconstpointer key)
{
    const KiriStr *s = key;
    guint hash = 5381;
    for (gsize i = 0; i < s->n; i++)
        hash = hash * 33 + (guchar)s->p[i];
    return hash;
}

static gboolean value_equal(gconstpointer a, gconstpointer b)
{
    return kiri_str_equal(*(const KiriStr *)a, *(const KiriStr *)b);
}

static guint32 add_name(KiriColumn *c, KiriStr value)
{
    KiriStr own = {g_string_chunk_insert_len(c->chunk, value.p, (gssize)value.n), value.n};
    g_array_append_val(c->names, own);
    return c->names->len - 1;
}

static guint32 code_of(KiriColumn *c, KiriStr value)
{
    gpointer known = g_hash_table_lookup(c->known, &value);
    if (!known) {
        guint32 code = add_name(c, value);
        KiriStr *key = g_new(KiriStr, 1);
        *key = g_array_index(c->names, KiriStr, code);
        known = GUINT_TO_POINTER(code + 1);
        g_hash_table_insert(c->known, key, known);
    }
    return GPOINTER_TO_UINT(known) - 1;
}

static void take_own_value(gsize i, KiriStr value, gpointer data)
{
    (void)i;
    KiriColumn *c = data;
    guint32 code = value.n ? add_name(c, value) : 0;
    g_array_append_val(c->codes, code);
}

static void take_value(gsize i, KiriStr value, gpointer data)
{
    (void)i;
    KiriColumn *c = data;
    guint32 code = g_array_index(c->codes, guint32, c->codes->len - 1);
    if (!kiri_str_equal(g_array_index(c->names, KiriStr, code), value)) // neighbours often agree
        code = code_of(c, value);
    g_array_append_val(c->codes, code);
}

static KiriColumn *column_new(void)
{
    KiriColumn *column = g_new0(KiriColumn, 1);
    column->names = g_array_new(FALSE, FALSE, sizeof(KiriStr));
    column->codes = g_array_new(FALSE, FALSE, sizeof(guint32));
    column->chunk = g_string_chunk_new(4096);
    column->known = g_hash_table_new_full(value_hash, value_equal, g_free, NULL);
    guint32 none = code_of(column, (KiriStr){"", 0});
    g_array_append_val(column->codes, none);
    return column;
}

const KiriColumn *kiri_columns_read(KiriColumns *columns, KiriXapReader *reader, guint slot,
                                    gboolean is_own, GError **error)
{
    KiriColumn *column = g_hash_table_lookup(columns->columns, GUINT_TO_POINTER(slot));
    if (!column) {
        column = column_new();
        g_hash_table_insert(columns->columns, GUINT_TO_POINTER(slot), column);
    }
    guint32 have = column->codes->len, end = kiri_xap_last(reader) + 1;
    if (have >= end)
        return column;
    g_autofree guint32 *documents = g_new(guint32, end - have);
    for (guint32 i = have; i < end; i++)
        documents[i - have] = i;
    if (kiri_xap_values(reader, slot, documents, end - have, is_own ? take_own_value : take_value,
                        column, error))
        return column;
    g_array_set_size(column->codes, have); // half of it is of no use
    return NULL;
}
