// SPDX-License-Identifier: GPL-3.0-or-later
/* The writer of PDF: blocks flow down the page; what does not fit goes to the next one.
 * A heading keeps company with what follows it, the head of a table stands on each of
 * its pages, and no row is torn: what of a cell is higher than a page is cut with an
 * ellipsis. */
#include "doc.h"

#include "words/lang.h"
#include "pdf_page.h"
#include "picture.h"

#include <math.h>

static const gdouble body_size = 10, small_size = 7, cell_pad = 3, gap = 5;
static const gdouble box_pad = 8, fact_label = 58;
static const gdouble logo_width = 150, logo_height = 30;
enum {
    MOST_COLUMNS = 24,
    RULE_INK = 0x8a93a0,
    HEAD_FILL = 0xe6ebf2,
    BOX_INK = 0x1f3a5f,
    STAMP_INK = 0xb3261e,
    FRAME_INK = 0x1a1a1a
};

typedef struct {
    KiriDoc doc;
    KiriPdf *pdf;
    gdouble y;
    gboolean is_fresh; // nothing stands on this page yet
    gdouble indent;    // of what stands in a box or a fold
    gdouble inset;     // likewise, on the right
    gboolean is_box;
    gdouble box_top; // where its frame begins on this page
    /* Facts stand in two columns where they are short: the left one is there, the right
     * one may come. */
    gboolean has_fact;
    gdouble fact_height;
    /* The open table. */
    gdouble x[MOST_COLUMNS + 1], size;
} PdfDoc;

static PdfDoc *of(KiriDoc *doc)
{
    return (PdfDoc *)(gpointer)doc;
}

/* ---- flow ---- */

static void frame(PdfDoc *d, gdouble top, gdouble bottom)
{
    gdouble x = kiri_pdf_left(d->pdf), w = kiri_pdf_width(d->pdf);
    kiri_pdf_line(d->pdf, RULE_INK, 0.5, x, top, x + w, top);
    kiri_pdf_line(d->pdf, RULE_INK, 0.5, x, bottom, x + w, bottom);
    kiri_pdf_line(d->pdf, RULE_INK, 0.5, x + w, top, x + w, bottom);
    kiri_pdf_line(d->pdf, BOX_INK, 1.5, x, top, x, bottom);
}

static void next_page(PdfDoc *d)
{
    if (d->is_box)
        frame(d, d->box_top, d->y);
    kiri_pdf_next_page(d->pdf);
    d->y = d->box_top = kiri_pdf_top(d->pdf);
    d->is_fresh = TRUE;
}

/* A fact that stands alone on its line. */
static void end_facts(PdfDoc *d)
{
    if (d->has_fact)
        d->y += d->fact_height;
    d->has_fact = FALSE;
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
    return kiri_pdf_width(d->pdf) - d->indent - d->inset;
}

/* What stands in a box is a little smaller. */
static gdouble text_size(const PdfDoc *d)
{
    return d->is_box ? body_size - 0.7 : body_size;
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
                 {11.5, 12, 6, KIRI_ALIGN_LEFT},
                 {10, 8, 3, KIRI_ALIGN_LEFT}};
    PdfDoc *d = of(doc);
    end_facts(d);
    level = MIN(level, G_N_ELEMENTS(looks) - 1);
    const KiriText run = {.text = text, .style = KIRI_TEXT_BOLD};
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, looks[level].size, width(d),
                                        looks[level].align);
    gdouble shift = 0;
    if (level == 0) {
        kiri_pdf_balance(layout, width(d));
        shift = (width(d) - pango_layout_get_width(layout) / (gdouble)PANGO_SCALE) / 2;
    }
    space(d, looks[level].before);
    need(d, kiri_pdf_text_height(layout) + looks[level].after + (level < 2 ? 11 : 7) * body_size);
    kiri_pdf_bookmark(d->pdf, level, text);
    if (anchor)
        kiri_pdf_anchor(d->pdf, anchor, left(d), d->y);
    flow(d, layout, NULL, 0, d->indent + shift);
    if (level == 1)
        kiri_pdf_line(d->pdf, BOX_INK, 0.8, left(d), d->y + 1.5, left(d) + width(d), d->y + 1.5);
    d->y += looks[level].after;
    g_object_unref(layout);
}

static void paragraph(KiriDoc *doc, const KiriText *runs, guint n, KiriAlign align)
{
    PdfDoc *d = of(doc);
    end_facts(d);
    PangoLayout *layout =
        kiri_type_set(kiri_pdf_type(d->pdf), runs, n, text_size(d), width(d), align);
    flow(d, layout, runs, n, d->indent);
    d->y += d->is_box ? gap / 2 : gap;
    g_object_unref(layout);
}

static void item(KiriDoc *doc, const char *mark, const KiriText *runs, guint n)
{
    PdfDoc *d = of(doc);
    end_facts(d);
    PangoLayout *sign =
        kiri_type_set_plain(kiri_pdf_type(d->pdf), mark, text_size(d), -1, KIRI_ALIGN_LEFT);
    PangoRectangle box;
    pango_layout_get_extents(sign, NULL, &box);
    gdouble hang = MAX(16, box.width / (gdouble)PANGO_SCALE + body_size / 2 + 2);
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), runs, n, text_size(d),
                                        width(d) - hang, KIRI_ALIGN_LEFT);
    need(d, 2 * body_size);
    kiri_pdf_show(d->pdf, sign, 0, 1, NULL, 0, left(d) + 2, d->y);
    flow(d, layout, runs, n, d->indent + hang);
    d->y += gap / 2;
    g_object_unref(sign);
    g_object_unref(layout);
}

/* A label with its value at `x`; the height of both. */
static gdouble put_fact(PdfDoc *d, const char *label, const KiriText *runs, guint n,
                        PangoLayout *layout, gdouble x)
{
    const KiriText name = {.text = label, .style = KIRI_TEXT_BOLD};
    PangoLayout *sign = kiri_type_set(kiri_pdf_type(d->pdf), &name, 1, body_size - 0.5, fact_label,
                                      KIRI_ALIGN_LEFT);
    guint lines = (guint)pango_layout_get_line_count(layout);
    gdouble height = MAX(kiri_pdf_text_height(sign), kiri_pdf_text_height(layout));
    kiri_pdf_show(d->pdf, sign, 0, (guint)pango_layout_get_line_count(sign), NULL, 0, x, d->y);
    kiri_pdf_show(d->pdf, layout, 0, lines, runs, n, x + fact_label, d->y);
    d->is_fresh = FALSE;
    g_object_unref(sign);
    return height + gap / 2;
}

static void fact(KiriDoc *doc, const char *label, const KiriText *runs, guint n)
{
    PdfDoc *d = of(doc);
    gdouble half = width(d) / 2;
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), runs, n, body_size - 0.5,
                                        half - fact_label - 6, KIRI_ALIGN_LEFT);
    gboolean is_short = pango_layout_get_line_count(layout) == 1;
    if (!is_short) {
        g_object_unref(layout);
        layout = kiri_type_set(kiri_pdf_type(d->pdf), runs, n, body_size - 0.5,
                               width(d) - fact_label, KIRI_ALIGN_LEFT);
        end_facts(d);
    }
    if (is_short && d->has_fact) {
        gdouble height = put_fact(d, label, runs, n, layout, left(d) + half);
        d->fact_height = MAX(d->fact_height, height);
        end_facts(d);
    } else {
        need(d, kiri_pdf_text_height(layout));
        d->fact_height = put_fact(d, label, runs, n, layout, left(d));
        d->has_fact = TRUE;
        if (!is_short)
            end_facts(d);
    }
    g_object_unref(layout);
}

static void box_begin(KiriDoc *doc, const char *title)
{
    PdfDoc *d = of(doc);
    const KiriText run = {.text = title, .style = KIRI_TEXT_BOLD};
    end_facts(d);
    PangoLayout *layout = kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, body_size - 0.5,
                                        width(d) - 2 * box_pad, KIRI_ALIGN_LEFT);
    gdouble height = kiri_pdf_text_height(layout) + 4;
    space(d, gap / 2);
    need(d, height + 4 * body_size);
    d->is_box = TRUE;
    d->box_top = d->y;
    kiri_pdf_fill(d->pdf, HEAD_FILL, left(d), d->y, width(d), height);
    d->indent += box_pad;
    d->inset += box_pad;
    d->y += 2;
    flow(d, layout, &run, 1, d->indent);
    d->y += 5;
    g_object_unref(layout);
}

static void box_end(KiriDoc *doc)
{
    PdfDoc *d = of(doc);
    end_facts(d);
    d->y += 1;
    frame(d, d->box_top, d->y);
    d->is_box = FALSE;
    d->indent -= box_pad;
    d->inset -= box_pad;
    d->y += gap;
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
    end_facts(d);
    space(d, gap);
    need(d, kiri_chart_height(c, w));
    kiri_pdf_chart(d->pdf, c, left(d), d->y, w);
    d->y += kiri_chart_height(c, w) + gap;
    d->is_fresh = FALSE;
}

/* On this page where it can be read here, else on the next. What is small is not blown up:
 * a point a pixel is as large as it gets. */
static void picture(KiriDoc *doc, GBytes *bytes, const char *alt)
{
    PdfDoc *d = of(doc);
    KiriPicture p;
    gdouble across, down, all = kiri_pdf_bottom(d->pdf) - kiri_pdf_top(d->pdf);
    end_facts(d);
    if (!kiri_picture_read(bytes, &p, NULL)) {
        kiri_doc_text(doc, alt, KIRI_TEXT_NOTE, KIRI_ALIGN_LEFT);
        return;
    }
    kiri_picture_size(&p, &across, &down);
    gdouble w = MIN(across, width(d)), h = MIN(w * down / across, all);
    space(d, gap);
    if (room(d) < h)
        need(d, MAX(h * 2 / 3, MIN(h, all / 2)));
    h = MIN(h, room(d));
    kiri_pdf_image(d->pdf, bytes, left(d), d->y, w, h);
    d->y += h + gap;
    d->is_fresh = FALSE;
}

static void page(KiriDoc *doc, gboolean is_wide, const char *running_head)
{
    PdfDoc *d = of(doc);
    end_facts(d);
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
    kiri_pdf_posts(d->pdf, RULE_INK, 0.4, d->x, d->doc.table->n_columns + 1, from, to);
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
        row.layouts[i] =
            kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, t->is_figures ? body_size - 1 : d->size,
                          cell_width(d, i), KIRI_ALIGN_CENTER);
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
    PangoLayout *layout =
        kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, d->size, width(d), KIRI_ALIGN_LEFT);
    flow(d, layout, NULL, 0, d->indent);
    d->y += 2;
    g_object_unref(layout);
}

static void table_begin(KiriDoc *doc, const KiriDocTable *table)
{
    PdfDoc *d = of(doc);
    gdouble all = 0;
    end_facts(d);
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

/* A mark in a frame of its own at `x`; its width. */
static gdouble put_mark(PdfDoc *d, const char *text, guint style, guint ink, gdouble x)
{
    const KiriText run = {.text = text, .style = style};
    gdouble top = kiri_pdf_top(d->pdf), pad = 5;
    PangoLayout *layout =
        kiri_type_set(kiri_pdf_type(d->pdf), &run, 1, body_size, -1, KIRI_ALIGN_LEFT);
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    gdouble w = box.width / (gdouble)PANGO_SCALE + 2 * pad, h = kiri_pdf_text_height(layout) + 4;
    kiri_pdf_show(d->pdf, layout, 0, 1, NULL, 0, x + pad, top + 2);
    for (guint i = 0; i < 2; i++) {
        kiri_pdf_line(d->pdf, ink, 0.8, x, top + i * h, x + w, top + i * h);
        kiri_pdf_line(d->pdf, ink, 0.8, x + i * w, top, x + i * w, top + h);
    }
    g_object_unref(layout);
    return w;
}

/* Logo and marks on the left, date and section on the right. */
static void put_front(PdfDoc *d, const KiriDocHead *head)
{
    gdouble x = left(d), top = kiri_pdf_top(d->pdf), below = top;
    if (head->logo) {
        gdouble w = kiri_pdf_image(d->pdf, head->logo, x, top, logo_width, logo_height);
        x += w > 0 ? w + 10 : 0;
        below = w > 0 ? top + logo_height : top;
    }
    if (head->is_sample)
        x += put_mark(d, kiri_say(head->lang, "見本"), KIRI_TEXT_WARN | KIRI_TEXT_BOLD, STAMP_INK,
                      x) +
             8;
    if (head->handling) {
        g_autofree char *text =
            g_strdup_printf(kiri_say(head->lang, "取扱区分：%s"), head->handling);
        put_mark(d, text, KIRI_TEXT_PLAIN, FRAME_INK, x);
    }
    kiri_doc_text(&d->doc, head->date, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
    if (head->section)
        kiri_doc_text(&d->doc, head->section, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
    d->y = MAX(d->y, below);
}

KiriDoc *kiri_doc_pdf(const KiriDocHead *head, KiriReportSink sink, gpointer data)
{
    static const KiriDocWriter writer = {heading,   paragraph,  item,     fact,        box_begin,
                                         box_end,   fold_begin, fold_end, table_begin, row,
                                         table_end, chart,      picture,  page,        end};
    PdfDoc *d = g_new0(PdfDoc, 1);
    kiri_doc_init(&d->doc, &writer, head);
    d->pdf = kiri_pdf_new(head, sink, data);
    page(&d->doc, FALSE, NULL);
    put_front(d, head);
    return &d->doc;
}
