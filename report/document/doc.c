// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart.h"

#include <string.h>

void kiri_doc_init(KiriDoc *doc, const KiriDocWriter *writer, const KiriDocHead *head)
{
    *doc = (KiriDoc){.writer = writer, .lang = head->lang, .charts = head->charts};
}

static gboolean is_control(gunichar c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0);
}

/* Embeddings, overrides and isolates, with their ends. */
static gboolean turns_direction(gunichar c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *kiri_doc_clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    char *to = valid;
    for (const char *p = valid, *next; *p; p = next) {
        gunichar c = g_utf8_get_char(p);
        next = p + g_utf8_skip[(guchar)*p];
        if (is_control(c)) {
            *to++ = ' ';
        } else if (!turns_direction(c)) {
            memmove(to, p, (gsize)(next - p));
            to += next - p;
        }
    }
    *to = '\0';
    return g_steal_pointer(&valid);
}

void kiri_doc_heading(KiriDoc *doc, guint level, const char *text, const char *anchor)
{
    g_assert(!doc->table);
    doc->writer->heading(doc, level, text, anchor);
}

void kiri_doc_paragraph(KiriDoc *doc, const KiriText *runs, guint n, KiriAlign align)
{
    g_assert(!doc->table);
    doc->writer->paragraph(doc, runs, n, align);
}

void kiri_doc_text(KiriDoc *doc, const char *text, guint style, KiriAlign align)
{
    const KiriText run = {.text = text, .style = style};
    kiri_doc_paragraph(doc, &run, 1, align);
}

void kiri_doc_item(KiriDoc *doc, const char *mark, const KiriText *runs, guint n)
{
    g_assert(!doc->table);
    doc->writer->item(doc, mark, runs, n);
}

void kiri_doc_fact(KiriDoc *doc, const char *label, const KiriText *runs, guint n)
{
    g_assert(!doc->table);
    doc->writer->fact(doc, label, runs, n);
}

void kiri_doc_box_begin(KiriDoc *doc, const char *title)
{
    g_assert(!doc->table && !doc->is_box);
    doc->is_box = TRUE;
    doc->writer->box_begin(doc, title);
}

void kiri_doc_box_end(KiriDoc *doc)
{
    g_assert(!doc->table && doc->is_box);
    doc->is_box = FALSE;
    doc->writer->box_end(doc);
}

void kiri_doc_fold_begin(KiriDoc *doc, const char *summary)
{
    g_assert(!doc->table);
    doc->writer->fold_begin(doc, summary);
}

void kiri_doc_fold_end(KiriDoc *doc)
{
    g_assert(!doc->table);
    doc->writer->fold_end(doc);
}

void kiri_doc_table_begin(KiriDoc *doc, const KiriDocTable *table)
{
    g_assert(!doc->table && table->n_columns > 0);
    doc->table = table;
    doc->writer->table_begin(doc, table);
}

void kiri_doc_row(KiriDoc *doc, KiriRowKind kind, const char *anchor, const KiriDocCell *cells)
{
    g_assert(doc->table);
    doc->writer->row(doc, kind, anchor, cells);
}

void kiri_doc_table_end(KiriDoc *doc)
{
    g_assert(doc->table);
    doc->writer->table_end(doc);
    doc->table = NULL;
}

/* "lineage", "lineage-2". (transfer full) */
static char *own_name(KiriDoc *doc, const char *id)
{
    char *name = g_strdup(id);
    if (!doc->chart_names)
        doc->chart_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint n = 2; g_hash_table_contains(doc->chart_names, name); n++) {
        g_free(name);
        name = g_strdup_printf("%s-%u", id, n);
    }
    g_hash_table_add(doc->chart_names, g_strdup(name));
    return name;
}

/* The picture is wide enough for a slide. */
static void hand_chart(KiriDoc *doc, const KiriChart *chart)
{
    enum { WIDTH = 520, SCALE = 3 };
    g_auto(KiriBuf) png;
    kiri_buf_init(&png, KIRI_BUF_UNCAPPED);
    g_autofree char *name = own_name(doc, chart->id);
    if (kiri_chart_write_png(chart, WIDTH, SCALE, &png, &doc->error))
        doc->charts->take(name, kiri_buf_view(&png), doc->charts->data, &doc->error);
}

void kiri_doc_chart(KiriDoc *doc, const KiriChart *chart)
{
    g_assert(!doc->table);
    doc->writer->chart(doc, chart);
    if (doc->charts && !doc->error)
        hand_chart(doc, chart);
}

void kiri_doc_picture(KiriDoc *doc, GBytes *picture, const char *alt)
{
    g_assert(!doc->table);
    doc->writer->picture(doc, picture, alt);
}

void kiri_doc_page(KiriDoc *doc, gboolean is_wide, const char *running_head)
{
    g_assert(!doc->table);
    doc->writer->page(doc, is_wide, running_head);
}

gboolean kiri_doc_end(KiriDoc *doc, GError **error)
{
    g_assert(!doc->table);
    g_autoptr(GError) failure = g_steal_pointer(&doc->error);
    g_clear_pointer(&doc->chart_names, g_hash_table_unref);
    if (!failure)
        return doc->writer->end(doc, error);
    doc->writer->end(doc, NULL);
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
}
