// SPDX-License-Identifier: GPL-3.0-or-later
/* Topics as a table that a spreadsheet opens. A file is taken whole or not at all:
 * the first row that cannot be read names its line and column. */
#include "topic_ops.h"

#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>

/* ---- out ---- */

void kiri_topics_write(const GPtrArray *topics, KiriBuf *out)
{
    KiriCsvWriter w = kiri_csv_write_begin(out, FALSE);
    kiri_csv_write_text(&w, "id");
    for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++)
        kiri_csv_write_text(&w, kiri_topic_field_name(f));
    kiri_csv_write_end_record(&w);
    for (guint i = 0; i < topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(topics, i);
        if (topic->is_removed)
            continue;
        kiri_csv_write_text(&w, topic->id);
        for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++) {
            g_autofree char *value = kiri_topic_field_get(topic, f);
            kiri_csv_write_text(&w, value);
        }
        kiri_csv_write_end_record(&w);
    }
}

/* ---- in ---- */

typedef struct {
    KiriStore *store;
    KiriTime now;
    GHashTable *seen; // id → line
} Import;

/* The name that this file has for the column, or NULL. */
static const char *column_of(const KiriCsv *csv, KiriTopicField field)
{
    const char *names[] = {kiri_topic_field_name(field), kiri_topic_field_japanese(field)};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (kiri_csv_has_column(csv, names[i]))
            return names[i];
    return NULL;
}

static gboolean bad_cell(const KiriCsv *csv, const char *column, GError **error)
{
    g_prefix_error(error, _("line %u, column '%s': "), kiri_csv_line(csv), column);
    return FALSE;
}

static char *row_id(const KiriCsv *csv, GError **error)
{
    const char *id = kiri_csv_unmarked(kiri_csv_cell(csv, "id"));
    const char *name_column = column_of(csv, KIRI_TOPIC_NAME);
    const char *name = kiri_csv_unmarked(kiri_csv_cell(csv, name_column));
    if (*id && !kiri_topic_is_id(id)) {
        g_set_error(
            error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE,
            _("line %u, column 'id': may hold letters, digits, '-', '_' and '.' only: '%s'"),
            kiri_csv_line(csv), id);
        return NULL;
    }
    KiriStr stripped = kiri_str_strip(kiri_str(name));
    g_autofree char *plain = g_strndup(stripped.p, stripped.n);
    return *id ? g_strdup(id) : kiri_topic_id_of(plain);
}

/* What is stored, with the cells of this row put over it. (transfer full) */
static gpointer read_row(const KiriCsv *csv, gpointer data, GError **error)
{
    const Import *in = data;
    g_autofree char *id = row_id(csv, error);
    if (!id)
        return NULL;
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(in->seen, id));
    if (before) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE,
                    _("line %u: '%s' stands in line %u too"), kiri_csv_line(csv), id, before);
        return NULL;
    }
    g_hash_table_insert(in->seen, g_strdup(id), GUINT_TO_POINTER(kiri_csv_line(csv)));
    g_autoptr(KiriTopic) topic = kiri_store_get(in->store, KIRI_NOUN_TOPIC, id, NULL);
    if (!topic) {
        topic = kiri_topic_new();
        topic->id = g_steal_pointer(&id);
        topic->version = 1;
        topic->added = in->now;
    }
    topic->is_removed = FALSE;
    for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++) {
        const char *column = column_of(csv, f);
        if (column &&
            !kiri_topic_field_set(topic, f, kiri_csv_unmarked(kiri_csv_cell(csv, column)), error)) {
            bad_cell(csv, column, error);
            return NULL;
        }
    }
    KiriTopicField wrong;
    if (!kiri_topic_check(topic, &wrong, error)) {
        const char *column = column_of(csv, wrong);
        bad_cell(csv, column ? column : kiri_topic_field_name(wrong), error);
        return NULL;
    }
    return g_steal_pointer(&topic);
}

static gboolean check_header(const KiriCsv *csv, GError **error)
{
    static const KiriTopicField needed[] = {KIRI_TOPIC_NAME, KIRI_TOPIC_QUERY};
    for (gsize i = 0; i < G_N_ELEMENTS(needed); i++)
        if (!column_of(csv, needed[i])) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE,
                        _("line 1: the column '%s' is missing"), kiri_topic_field_name(needed[i]));
            return FALSE;
        }
    return TRUE;
}

static void free_topic(gpointer topic)
{
    kiri_topic_free(topic);
}

static GPtrArray *read_rows(KiriStore *store, KiriCsv *csv, KiriTime now, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Import in = {store, now, seen};
    return kiri_csv_read_all(csv, read_row, &in, free_topic, error);
}

static GPtrArray *read_file(KiriStore *store, const char *path, KiriTime now, GError **error)
{
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, error);
    if (!bytes)
        return NULL;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_FILE_BYTES * 2);
    KiriCharsetReport report = {0};
    g_autoptr(GPtrArray) topics = NULL;
    if (kiri_charset_preload(error) &&
        kiri_decode((KiriStr){p ? p : "", n}, NULL, KIRI_MARKUP_NONE, &text, &report, error)) {
        g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&text), error);
        if (csv && check_header(csv, error))
            topics = read_rows(store, csv, now, error);
    }
    if (!topics)
        g_prefix_error(error, "%s: ", path);
    return g_steal_pointer(&topics);
}

GPtrArray *kiri_topics_import(KiriStore *store, const char *path, KiriTime now, GError **error)
{
    g_autoptr(GPtrArray) topics = read_file(store, path, now, error);
    if (!topics)
        return NULL;
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = 0; i < topics->len; i++)
        kiri_batch_put(batch, KIRI_NOUN_TOPIC, g_ptr_array_index(topics, i));
    return kiri_batch_commit(batch, error) ? g_steal_pointer(&topics) : NULL;
}
