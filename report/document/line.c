// SPDX-License-Identifier: GPL-3.0-or-later
#include "line.h"

struct KiriDocLine {
    GArray *runs;     // KiriText, of strings in `texts`
    GPtrArray *texts; // char, owned
};

struct KiriDocCells {
    guint n, at;
    KiriDocCell *cells;
    KiriDocLine **lines; // of each cell
};

KiriDocLine *kiri_line_new(void)
{
    KiriDocLine *line = g_new(KiriDocLine, 1);
    line->runs = g_array_new(FALSE, FALSE, sizeof(KiriText));
    line->texts = g_ptr_array_new_with_free_func(g_free);
    return line;
}

void kiri_line_free(KiriDocLine *line)
{
    if (!line)
        return;
    g_array_unref(line->runs);
    g_ptr_array_unref(line->texts);
    g_free(line);
}

static void reset(KiriDocLine *line)
{
    g_array_set_size(line->runs, 0);
    g_ptr_array_set_size(line->texts, 0);
}

gboolean kiri_line_is_empty(const KiriDocLine *line)
{
    return line->runs->len == 0;
}

/* Takes over `text` and `url`. */
static void add_run(KiriDocLine *line, guint style, char *url, char *text)
{
    const KiriText run = {.text = text, .style = style, .url = url};
    g_ptr_array_add(line->texts, text);
    if (url)
        g_ptr_array_add(line->texts, url);
    g_array_append_val(line->runs, run);
}

void kiri_line_add(KiriDocLine *line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_run(line, KIRI_TEXT_PLAIN, NULL, g_strdup_vprintf(format, args));
    va_end(args);
}

void kiri_line_styled(KiriDocLine *line, guint style, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_run(line, style, NULL, g_strdup_vprintf(format, args));
    va_end(args);
}

void kiri_line_link(KiriDocLine *line, guint style, const char *url, const char *text)
{
    add_run(line, style, g_strdup(url), g_strdup(text ? text : ""));
}

static const KiriText *runs_of(const KiriDocLine *line)
{
    return (const KiriText *)(gpointer)line->runs->data;
}

void kiri_line_paragraph(KiriDocLine *line, KiriDoc *doc)
{
    kiri_doc_paragraph(doc, runs_of(line), line->runs->len, KIRI_ALIGN_LEFT);
    reset(line);
}

void kiri_line_item(KiriDocLine *line, KiriDoc *doc, const char *mark)
{
    kiri_doc_item(doc, mark, runs_of(line), line->runs->len);
    reset(line);
}

void kiri_line_fact(KiriDocLine *line, KiriDoc *doc, const char *label)
{
    kiri_doc_fact(doc, label, runs_of(line), line->runs->len);
    reset(line);
}

/* ---- rows ---- */

KiriDocCells *kiri_cells_new(guint n)
{
    KiriDocCells *cells = g_new0(KiriDocCells, 1);
    cells->n = n;
    cells->cells = g_new0(KiriDocCell, n);
    cells->lines = g_new(KiriDocLine *, n);
    for (guint i = 0; i < n; i++)
        cells->lines[i] = kiri_line_new();
    return cells;
}

void kiri_cells_free(KiriDocCells *cells)
{
    if (!cells)
        return;
    for (guint i = 0; i < cells->n; i++)
        kiri_line_free(cells->lines[i]);
    g_free(cells->lines);
    g_free(cells->cells);
    g_free(cells);
}

KiriDocLine *kiri_cells_line(KiriDocCells *cells)
{
    g_assert(cells->at < cells->n);
    return cells->lines[cells->at];
}

void kiri_cells_next(KiriDocCells *cells)
{
    g_assert(cells->at < cells->n);
    cells->at++;
}

/* The cell that comes next, whose words are in its line. */
static KiriDocCell *take(KiriDocCells *cells, KiriDocCellKind kind)
{
    KiriDocCell *cell = &cells->cells[cells->at];
    cell->kind = kind;
    kiri_cells_next(cells);
    return cell;
}

void kiri_cells_text(KiriDocCells *cells, const char *text)
{
    kiri_cells_styled(cells, KIRI_TEXT_PLAIN, text);
}

void kiri_cells_styled(KiriDocCells *cells, guint style, const char *text)
{
    if (text && *text)
        kiri_line_styled(kiri_cells_line(cells), style, "%s", text);
    take(cells, KIRI_DOC_TEXT);
}

void kiri_cells_link(KiriDocCells *cells, const char *url, const char *text)
{
    kiri_line_link(kiri_cells_line(cells), KIRI_TEXT_PLAIN, url, text);
    take(cells, KIRI_DOC_TEXT);
}

void kiri_cells_count(KiriDocCells *cells, gint64 n)
{
    g_autofree char *words = kiri_number_grouped(n);
    kiri_line_add(kiri_cells_line(cells), "%s", words);
    take(cells, KIRI_DOC_COUNT)->number = n;
}

void kiri_cells_yen(KiriDocCells *cells, gint64 yen, const char *words)
{
    kiri_line_add(kiri_cells_line(cells), "%s", words);
    take(cells, KIRI_DOC_YEN)->number = yen;
}

void kiri_cells_share(KiriDocCells *cells, gdouble share)
{
    char words[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(words, sizeof words, "%.1f", 100 * share);
    kiri_line_add(kiri_cells_line(cells), "%s", words);
    take(cells, KIRI_DOC_SHARE)->share = share;
}

void kiri_cells_time(KiriDocCells *cells, KiriTime time, const char *words)
{
    kiri_line_add(kiri_cells_line(cells), "%s", words);
    take(cells, KIRI_DOC_TIME)->time = time;
}

void kiri_cells_row(KiriDocCells *cells, KiriDoc *doc, KiriRowKind kind, const char *anchor)
{
    g_assert(cells->at == cells->n && doc->table && doc->table->n_columns == cells->n);
    for (guint i = 0; i < cells->n; i++) {
        cells->cells[i].runs = runs_of(cells->lines[i]);
        cells->cells[i].n_runs = cells->lines[i]->runs->len;
    }
    kiri_doc_row(doc, kind, anchor, cells->cells);
    for (guint i = 0; i < cells->n; i++) {
        reset(cells->lines[i]);
        cells->cells[i] = (KiriDocCell){0};
    }
    cells->at = 0;
}
