// SPDX-License-Identifier: GPL-3.0-or-later
#include "doc.h"

gboolean kiri_doc_is_control(gunichar c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0);
}

char *kiri_doc_clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *kept = g_string_new(NULL);
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (kiri_doc_is_control(c))
            g_string_append_c(kept, ' ');
        else if (!((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)))
            g_string_append_unichar(kept, c);
    }
    return g_string_free(kept, FALSE);
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

void kiri_doc_chart(KiriDoc *doc, const KiriChart *chart)
{
    g_assert(!doc->table);
    doc->writer->chart(doc, chart);
}

void kiri_doc_page(KiriDoc *doc, gboolean is_wide, const char *running_head)
{
    g_assert(!doc->table);
    doc->writer->page(doc, is_wide, running_head);
}

gboolean kiri_doc_end(KiriDoc *doc, GError **error)
{
    g_assert(!doc->table);
    return doc->writer->end(doc, error);
}
