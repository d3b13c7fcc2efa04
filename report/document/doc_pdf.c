// SPDX-License-Identifier: GPL-3.0-or-later
/* The writer of PDF: blocks flow down the page; what does not fit goes to the next one.
 * A heading keeps company with what follows it, the head of a table stands on each of
 * its pages, and no row is torn: what of a cell is higher than a page is cut with an
 * ellipsis. */
#include "doc.h"

#include "lang.h"
#include "pdf_page.h"

#include <math.h>

static const gdouble body_size = 10, small_size = 7, cell_pad = 3, gap = 5;
enum { MOST_COLUMNS = 24, RULE_INK = 0x8a93a0, HEAD_FILL = 0xe6ebf2, BOX_INK = 0x1f3a5f };

typedef struct {
    KiriDoc doc;
    KiriPdf *pdf;
    gdouble y;
    gboolean is_fresh; // nothing stands on this page yet
    gdouble indent;    // of what stands in a box or a fold
    gboolean is_box;
    /* The open table. */
    gdouble x[MOST_COLUMNS + 1], size;
} PdfDoc;

static PdfDoc *of(KiriDoc *doc)
{
    return (PdfDoc *)(gpointer)doc;
}

/* ---- flow ---- */

static void next_page(PdfDoc *d)
{
    kiri_pdf_next_page(d->pdf);
    d->y = kiri_pdf_top(d->pdf);
    d->is_fresh = TRUE;
}

static gdouble room(const PdfDoc *d)
{
    return kiri_pdf_bottom(d->pdf) - d->y;
}

static void need(PdfDoc *d, gdouble height)
{
    if (room(d) < height && !d->is_fresh)
        next_page(d);
}

static gdouble left(const PdfDoc *d)
{
    return kiri_pdf_left(d->pdf) + d->indent;
}

static gdouble width(const PdfDoc *d)
{
    return kiri_pdf_width(d->pdf) - d->indent;
}

static void space(PdfDoc *d, gdouble height)
{
    if (!d->is_fresh)
        d->y += height;
}

/* Lines of a layout, over as many pages as they take. */
static void flow(PdfDoc *d, PangoLayout *layout, const KiriText *runs, guint n, gdouble indent)
{
    guint lines = (guint)pango_layout_get_line_count(layout);
    for (guint from = 0; from < lines;) {
        gdouble height;
        guint to = kiri_pdf_lines_within(layout, from, room(d), &height);
        if (to == from && !d->is_fresh) {
            next_page(d);
            continue;
        }
        to = MAX(to, from + 1);
        d->y +=
            kiri_pdf_show(d->pdf, layout, from, to, runs, n, kiri_pdf_left(d->pdf) + indent, d->y);
        d->is_fresh = FALSE;
        from = to;
    }
}

/* ---- blocks ---- */

static void heading(KiriDoc *doc, guint level, const char *text, const char *anchor)
{
    static const struct {
        gdouble size, before, after;
        KiriAlign align;
    } looks[] = {{15, 6, 10, KIRI_ALIGN_CENTER},
                 {11.5, 12, 5, KIRI_ALIGN_LEFT},
                 {10, 8, 3, KIRI_ALIGN_LEFT}};
    PdfDoc *d = of(doc);
    level = MIN(level, G_N_ELEMENTS(looks) - 1);
    const KiriText run = {.text = text, .style = KIRI_TEXT_BOLD};
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, looks[level].size, width(d),
                                        looks[level].align);
    space(d, looks[level].before);
    need(d, kiri_pdf_text_height(layout) + looks[level].after + 4 * body_size);
    kiri_pdf_bookmark(d->pdf, level, text);
    if (anchor)
        kiri_pdf_anchor(d->pdf, anchor, left(d), d->y);
    flow(d, layout, NULL, 0, 0);
    d->y += looks[level].after;
    g_object_unref(layout);
}

static void paragraph(KiriDoc *doc, const KiriText *runs, guint n, KiriAlign align)
{
    PdfDoc *d = of(doc);
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), runs, n, body_size, width(d), align);
    flow(d, layout, runs, n, 0);
    d->y += gap;
    g_object_unref(layout);
}

static void put_item(KiriDoc *doc, const char *mark, const KiriText *runs, guint n, gdouble indent)
{
    PdfDoc *d = of(doc);
    PangoLayout *sign =
        kiri_type_set_plain(kiri_pdf_type(d->pdf), mark, body_size, -1, KIRI_ALIGN_LEFT);
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), runs, n, body_size,
                                        width(d) - indent, KIRI_ALIGN_LEFT);
    need(d, 2 * body_size);
    kiri_pdf_show(d->pdf, sign, 0, 1, NULL, 0, left(d) + 2, d->y);
    flow(d, layout, runs, n, indent);
    d->y += gap / 2;
    g_object_unref(sign);
    g_object_unref(layout);
}

static void item(KiriDoc *doc, const char *mark, const KiriText *runs, guint n)
{
    put_item(doc, mark, runs, n, 18);
}

static void fact(KiriDoc *doc, const char *label, const KiriText *runs, guint n)
{
    put_item(doc, label, runs, n, 72);
}

static void box_begin(KiriDoc *doc, const char *title)
{
    PdfDoc *d = of(doc);
    const KiriText run = {.text = title, .style = KIRI_TEXT_BOLD};
    space(d, gap);
    need(d, 4 * body_size);
    d->is_box = TRUE;
    d->indent += 10;
    paragraph(doc, &run, 1, KIRI_ALIGN_LEFT);
}

static void box_end(KiriDoc *doc)
{
    of(doc)->is_box = FALSE;
    of(doc)->indent -= 10;
    of(doc)->y += gap;
}

static void fold_begin(KiriDoc *doc, const char *summary)
{
    const KiriText run = {.text = summary, .style = KIRI_TEXT_NOTE};
    paragraph(doc, &run, 1, KIRI_ALIGN_LEFT);
    of(doc)->indent += 12;
}

static void fold_end(KiriDoc *doc)
{
    of(doc)->indent -= 12;
}

static void chart(KiriDoc *doc, const KiriChart *c)
{
    PdfDoc *d = of(doc);
    gdouble w = MIN(width(d), 500);
    space(d, gap);
    need(d, kiri_chart_height(c, w));
    kiri_pdf_chart(d->pdf, c, left(d), d->y, w);
    d->y += kiri_chart_height(c, w) + gap;
    d->is_fresh = FALSE;
}

static void page(KiriDoc *doc, gboolean is_wide, const char *running_head)
{
    PdfDoc *d = of(doc);
    kiri_pdf_page(d->pdf, is_wide, running_head);
    d->y = kiri_pdf_top(d->pdf);
    d->is_fresh = TRUE;
}

/* ---- tables ---- */

/* The cells of a row, laid out. */
typedef struct {
    PangoLayout *layouts[MOST_COLUMNS];
    gdouble height;
} Row;

static gdouble cell_width(const PdfDoc *d, guint column)
{
    return d->x[column + 1] - d->x[column] - 2 * cell_pad;
}

static void rule(PdfDoc *d, gdouble y)
{
    kiri_pdf_line(d->pdf, RULE_INK, 0.4, d->x[0], y, d->x[d->doc.table->n_columns], y);
}

static void posts(PdfDoc *d, gdouble from, gdouble to)
{
    for (guint i = 0; i <= d->doc.table->n_columns; i++)
        kiri_pdf_line(d->pdf, RULE_INK, 0.4, d->x[i], from, d->x[i], to);
}

static void put_row(PdfDoc *d, Row *row, const KiriDocCell *cells)
{
    for (guint i = 0; i < d->doc.table->n_columns; i++) {
        gdouble y = d->y + cell_pad;
        guint lines = (guint)pango_layout_get_line_count(row->layouts[i]);
        kiri_pdf_show(d->pdf, row->layouts[i], 0, lines, cells ? cells[i].runs : NULL,
                      cells ? cells[i].n_runs : 0, d->x[i] + cell_pad, y);
    }
    posts(d, d->y, d->y + row->height);
    d->y += row->height;
    rule(d, d->y);
    d->is_fresh = FALSE;
}

static void free_row(const PdfDoc *d, Row *row)
{
    for (guint i = 0; i < d->doc.table->n_columns; i++)
        g_object_unref(row->layouts[i]);
}

static void measure(const PdfDoc *d, Row *row)
{
    row->height = 0;
    for (guint i = 0; i < d->doc.table->n_columns; i++)
        row->height = MAX(row->height, kiri_pdf_text_height(row->layouts[i]));
    row->height += 2 * cell_pad;
}

static void put_head(PdfDoc *d)
{
    const KiriDocTable *t = d->doc.table;
    Row row;
    for (guint i = 0; i < t->n_columns; i++) {
        const KiriText run = {.text = t->columns[i].title, .style = KIRI_TEXT_BOLD};
        row.layouts[i] = kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, d->size, cell_width(d, i),
                                       KIRI_ALIGN_CENTER);
    }
    measure(d, &row);
    kiri_pdf_fill(d->pdf, HEAD_FILL, d->x[0], d->y, d->x[t->n_columns] - d->x[0], row.height);
    rule(d, d->y);
    put_row(d, &row, NULL);
    free_row(d, &row);
}

static void put_caption(PdfDoc *d, const char *caption)
{
    const KiriText run = {.text = caption, .style = KIRI_TEXT_BOLD};
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, d->size,
                                        kiri_pdf_width(d->pdf), KIRI_ALIGN_LEFT);
    flow(d, layout, NULL, 0, 0);
    d->y += 2;
    g_object_unref(layout);
}

static void table_begin(KiriDoc *doc, const KiriDocTable *table)
{
    PdfDoc *d = of(doc);
    gdouble all = 0;
    g_assert(table->n_columns <= MOST_COLUMNS);
    d->size = table->is_list ? small_size : table->is_figures ? body_size + 2 : body_size - 1;
    for (guint i = 0; i < table->n_columns; i++)
        all += table->columns[i].width;
    d->x[0] = left(d);
    for (guint i = 0; i < table->n_columns; i++)
        d->x[i + 1] = d->x[i] + width(d) * table->columns[i].width / all;
    space(d, gap / 2);
    need(d, 5 * body_size);
    if (table->caption)
        put_caption(d, table->caption);
    put_head(d);
}

static void row(KiriDoc *doc, KiriRowKind kind, const char *anchor, const KiriDocCell *cells)
{
    PdfDoc *d = of(doc);
    const KiriDocTable *t = doc->table;
    gdouble most = kiri_pdf_bottom(d->pdf) - kiri_pdf_top(d->pdf) - 6 * d->size;
    Row r;
    for (guint i = 0; i < t->n_columns; i++) {
        r.layouts[i] = kiri_type_set(kiri_pdf_type(d->pdf), cells[i].runs, cells[i].n_runs, d->size,
                                     cell_width(d, i), t->columns[i].align);
        if (kiri_pdf_text_height(r.layouts[i]) > most) {
            pango_layout_set_height(r.layouts[i], (gint)(most * PANGO_SCALE));
            pango_layout_set_ellipsize(r.layouts[i], PANGO_ELLIPSIZE_END);
        }
    }
    measure(d, &r);
    if (room(d) < r.height) {
        next_page(d);
        put_head(d);
    }
    if (anchor)
        kiri_pdf_anchor(d->pdf, anchor, d->x[0], d->y);
    if (kind == KIRI_ROW_SUM)
        kiri_pdf_fill(d->pdf, HEAD_FILL, d->x[0], d->y, d->x[t->n_columns] - d->x[0], r.height);
    put_row(d, &r, cells);
    free_row(d, &r);
}

static void table_end(KiriDoc *doc)
{
    of(doc)->y += gap;
}

static gboolean end(KiriDoc *doc, GError **error)
{
    PdfDoc *d = of(doc);
    gboolean ok = kiri_pdf_end(d->pdf, error);
    g_free(d);
    return ok;
}

static void put_front(PdfDoc *d, const KiriDocHead *head)
{
    if (head->is_sample)
        kiri_doc_text(&d->doc, kiri_say(head->lang, "見本"), KIRI_TEXT_WARN | KIRI_TEXT_BOLD,
                      KIRI_ALIGN_LEFT);
    if (head->handling) {
        g_autofree char *text =
            g_strdup_printf(kiri_say(head->lang, "取扱区分：%s"), head->handling);
        kiri_doc_text(&d->doc, text, KIRI_TEXT_PLAIN, KIRI_ALIGN_LEFT);
    }
    if (head->handling || head->is_sample)
        d->y = kiri_pdf_top(d->pdf); // the date stands beside it
    kiri_doc_text(&d->doc, head->date, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
    if (head->section)
        kiri_doc_text(&d->doc, head->section, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
}

KiriDoc *kiri_doc_pdf(const KiriDocHead *head, KiriReportSink sink, gpointer data)
{
    static const KiriDocWriter writer = {heading,   paragraph,  item,     fact,        box_begin,
                                         box_end,   fold_begin, fold_end, table_begin, row,
                                         table_end, chart,      page,     end};
    PdfDoc *d = g_new0(PdfDoc, 1);
    d->doc.writer = &writer;
    d->doc.lang = head->lang;
    d->pdf = kiri_pdf_new(head, sink, data);
    page(&d->doc, FALSE, NULL);
    put_front(d, head);
    return &d->doc;
}
