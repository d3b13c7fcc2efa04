// SPDX-License-Identifier: GPL-3.0-or-later
#include "pdf_page.h"

#include "picture.h"

#include <kirinuki/civil.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

/* A4; office paper is bound on the left, so the margin there is the wider one. */
static const gdouble a4_short = 595.276, a4_long = 841.89;
static const gdouble margin_left = 62, margin_right = 48, margin_top = 54, margin_bottom = 52;
static const gdouble furniture_size = 8;
enum { MAX_LEVELS = 8, FURNITURE_INK = 0x555555 };

struct KiriPdf {
    cairo_surface_t *surface;
    cairo_t *cr;
    KiriType *type;
    KiriReportSink sink;
    gpointer data;
    gboolean was_refused; // by the sink
    gboolean has_page, is_wide;
    char *running_head;
    guint number;
    gint parents[MAX_LEVELS]; // outline ids by level
};

/* cairo 1.16 cannot finish a surface whose stream failed: it is told that all is well,
 * and kiri_pdf_end() says what was not. */
static cairo_status_t pass_on(void *closure, const unsigned char *bytes, unsigned int n)
{
    KiriPdf *pdf = closure;
    pdf->was_refused = pdf->was_refused || !pdf->sink((KiriStr){(const char *)bytes, n}, pdf->data);
    return CAIRO_STATUS_SUCCESS;
}

/* cairo makes no file at all where a text of its own is no UTF-8. */
static void set_head(cairo_surface_t *surface, const KiriDocHead *head)
{
    char made[32];
    g_autofree char *title = kiri_doc_clean(head->title);
    g_autofree char *section = kiri_doc_clean(head->section);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    if (*section)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, section);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "kirinuki");
    KiriTime when = head->made;
    when.precision = KIRI_PRECISION_SECOND;
    kiri_time_format(when, made);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, made);
}

KiriPdf *kiri_pdf_new(const KiriDocHead *head, KiriReportSink sink, gpointer data)
{
    KiriPdf *pdf = g_new0(KiriPdf, 1);
    pdf->sink = sink;
    pdf->data = data;
    pdf->surface = cairo_pdf_surface_create_for_stream(pass_on, pdf, a4_short, a4_long);
    set_head(pdf->surface, head);
    pdf->cr = cairo_create(pdf->surface);
    pdf->type = kiri_type_new();
    return pdf;
}

KiriType *kiri_pdf_type(const KiriPdf *pdf)
{
    return pdf->type;
}

/* ---- pages ---- */

static gdouble page_width(const KiriPdf *pdf)
{
    return pdf->is_wide ? a4_long : a4_short;
}

static gdouble page_height(const KiriPdf *pdf)
{
    return pdf->is_wide ? a4_short : a4_long;
}

gdouble kiri_pdf_left(const KiriPdf *pdf)
{
    return pdf->is_wide ? margin_right : margin_left;
}

gdouble kiri_pdf_top(const KiriPdf *pdf)
{
    (void)pdf;
    return margin_top;
}

gdouble kiri_pdf_width(const KiriPdf *pdf)
{
    return page_width(pdf) - kiri_pdf_left(pdf) - margin_right;
}

gdouble kiri_pdf_bottom(const KiriPdf *pdf)
{
    return page_height(pdf) - margin_bottom;
}

static void put_furniture(KiriPdf *pdf, const char *text, gdouble y, KiriAlign align)
{
    const KiriText run = {.text = text, .style = KIRI_TEXT_NOTE};
    PangoLayout *layout =
        kiri_type_set(pdf->type, &run, 1, furniture_size, kiri_pdf_width(pdf), align);
    pango_layout_set_height(layout, -1);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    cairo_move_to(pdf->cr, kiri_pdf_left(pdf), y);
    pango_cairo_show_layout(pdf->cr, layout);
    g_object_unref(layout);
}

static void close_page(KiriPdf *pdf)
{
    if (pdf->has_page) {
        cairo_tag_end(pdf->cr, "Sect");
        cairo_show_page(pdf->cr);
    }
    pdf->has_page = FALSE;
}

void kiri_pdf_next_page(KiriPdf *pdf)
{
    close_page(pdf);
    cairo_pdf_surface_set_size(pdf->surface, page_width(pdf), page_height(pdf));
    pdf->has_page = TRUE;
    cairo_tag_begin(pdf->cr, "Sect", NULL);
    g_autofree char *number = g_strdup_printf("－ %u －", ++pdf->number);
    put_furniture(pdf, number, page_height(pdf) - margin_bottom + 18, KIRI_ALIGN_CENTER);
    if (pdf->running_head)
        put_furniture(pdf, pdf->running_head, margin_top - 24, KIRI_ALIGN_RIGHT);
}

void kiri_pdf_page(KiriPdf *pdf, gboolean is_wide, const char *running_head)
{
    char *head = g_strdup(running_head);
    g_free(pdf->running_head);
    pdf->running_head = head;
    close_page(pdf);
    pdf->is_wide = is_wide;
    kiri_pdf_next_page(pdf);
}

/* ---- text ---- */

gdouble kiri_pdf_text_height(PangoLayout *layout)
{
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return box.height / (gdouble)PANGO_SCALE;
}

static gdouble line_height(PangoLayoutLine *line)
{
    PangoRectangle box;
    pango_layout_line_get_extents(line, NULL, &box);
    return box.height / (gdouble)PANGO_SCALE;
}

guint kiri_pdf_lines_within(PangoLayout *layout, guint from, gdouble room, gdouble *height)
{
    guint n = (guint)pango_layout_get_line_count(layout), to = from;
    for (*height = 0; to < n; to++) {
        gdouble h = line_height(pango_layout_get_line_readonly(layout, (gint)to));
        if (*height + h > room + 0.01)
            break;
        *height += h;
    }
    return to;
}

void kiri_pdf_balance(PangoLayout *layout, gdouble most)
{
    gint lines = pango_layout_get_line_count(layout);
    gdouble fits = most, least = most / 2;
    for (guint i = 0; lines > 1 && i < 8; i++) {
        gdouble w = (fits + least) / 2;
        pango_layout_set_width(layout, (gint)(w * PANGO_SCALE));
        if (pango_layout_get_line_count(layout) > lines)
            least = w;
        else
            fits = w;
    }
    pango_layout_set_width(layout, (gint)(fits * PANGO_SCALE));
}

/* ---- links ---- */

static void add_number(GString *to, gdouble n)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(to, "%s ", g_ascii_formatd(text, sizeof text, "%.2f", n));
}

/* The boxes of bytes [from, to) in one line. */
static void add_boxes(GString *boxes, PangoLayoutLine *line, guint from, guint to, gdouble x,
                      gdouble y)
{
    gint *ranges = NULL, n = 0;
    gint begin = pango_layout_line_get_start_index(line);
    if ((gint)to <= begin || (gint)from >= begin + pango_layout_line_get_length(line))
        return;
    pango_layout_line_get_x_ranges(line, (gint)from, (gint)to, &ranges, &n);
    for (gint i = 0; i < n; i++) {
        gdouble left = ranges[2 * i] / (gdouble)PANGO_SCALE;
        add_number(boxes, x + left);
        add_number(boxes, y);
        add_number(boxes, ranges[2 * i + 1] / (gdouble)PANGO_SCALE - left);
        add_number(boxes, line_height(line));
    }
    g_free(ranges);
}

/* In an attribute of cairo's tags a quote ends the string: what is no part of a URL is
 * escaped as in URLs. Other schemes than the web's lead nowhere. */
static void put_link(KiriPdf *pdf, const char *url, const char *boxes)
{
    gboolean is_inside = url[0] == '#';
    if (!*boxes ||
        (!is_inside && !g_str_has_prefix(url, "http://") && !g_str_has_prefix(url, "https://")))
        return;
    g_autofree char *safe = is_inside ? g_uri_escape_string(url + 1, NULL, FALSE)
                                      : g_uri_escape_string(url, "!#$&()*+,/:;=?@[]%~-._", FALSE);
    g_autofree char *attributes =
        g_strdup_printf("rect=[%s] %s='%s'", boxes, is_inside ? "dest" : "uri", safe);
    cairo_tag_begin(pdf->cr, CAIRO_TAG_LINK, attributes);
    cairo_tag_end(pdf->cr, CAIRO_TAG_LINK);
}

static void link_runs(KiriPdf *pdf, PangoLayout *layout, guint from, guint to, const KiriText *runs,
                      guint n, gdouble x, gdouble y)
{
    guint begin = 0;
    for (guint i = 0; i < n; i++) {
        guint end = kiri_type_run_end(&runs[i], begin);
        g_autoptr(GString) boxes = g_string_new(NULL);
        gdouble at = y;
        for (guint l = from; runs[i].url && l < to; l++) {
            PangoLayoutLine *line = pango_layout_get_line_readonly(layout, (gint)l);
            add_boxes(boxes, line, begin, end, x, at);
            at += line_height(line);
        }
        if (runs[i].url)
            put_link(pdf, runs[i].url, boxes->str);
        begin = end;
    }
}

gdouble kiri_pdf_show(KiriPdf *pdf, PangoLayout *layout, guint from, guint to, const KiriText *runs,
                      guint n, gdouble x, gdouble y)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    gdouble height = 0;
    guint at = 0;
    do {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
        if (at >= to)
            break;
        if (at++ < from)
            continue;
        PangoRectangle box;
        pango_layout_iter_get_line_extents(iter, NULL, &box);
        gint top = box.y, base = pango_layout_iter_get_baseline(iter);
        gdouble left = x + box.x / (gdouble)PANGO_SCALE;
        cairo_move_to(pdf->cr, left, y + height + (base - top) / (gdouble)PANGO_SCALE);
        pango_cairo_show_layout_line(pdf->cr, line);
        height += box.height / (gdouble)PANGO_SCALE;
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
    link_runs(pdf, layout, from, MIN(to, at), runs, n, x, y);
    return height;
}

/* ---- strokes ---- */

void kiri_pdf_line(KiriPdf *pdf, guint ink, gdouble width, gdouble x0, gdouble y0, gdouble x1,
                   gdouble y1)
{
    kiri_type_ink(pdf->cr, ink);
    cairo_set_line_width(pdf->cr, width);
    cairo_move_to(pdf->cr, x0, y0);
    cairo_line_to(pdf->cr, x1, y1);
    cairo_stroke(pdf->cr);
}

void kiri_pdf_posts(KiriPdf *pdf, guint ink, gdouble width, const gdouble *x, guint n, gdouble from,
                    gdouble to)
{
    kiri_type_ink(pdf->cr, ink);
    cairo_set_line_width(pdf->cr, width);
    for (guint i = 0; i < n; i++) {
        cairo_move_to(pdf->cr, x[i], from);
        cairo_line_to(pdf->cr, x[i], to);
    }
    cairo_stroke(pdf->cr);
}

void kiri_pdf_fill(KiriPdf *pdf, guint ink, gdouble x, gdouble y, gdouble w, gdouble h)
{
    kiri_type_ink(pdf->cr, ink);
    cairo_rectangle(pdf->cr, x, y, w, h);
    cairo_fill(pdf->cr);
}

gdouble kiri_pdf_image(KiriPdf *pdf, GBytes *bytes, gdouble x, gdouble y, gdouble w, gdouble h)
{
    KiriPicture picture;
    gdouble across, down;
    if (!kiri_picture_read(bytes, &picture, NULL))
        return 0;
    kiri_picture_size(&picture, &across, &down);
    gdouble scale = MIN(w / across, h / down);
    cairo_save(pdf->cr);
    cairo_translate(pdf->cr, x, y);
    cairo_scale(pdf->cr, scale, scale);
    gboolean ok = kiri_picture_draw(&picture, bytes, pdf->cr);
    cairo_restore(pdf->cr);
    return ok ? across * scale : 0;
}

void kiri_pdf_chart(KiriPdf *pdf, const KiriChart *chart, gdouble x, gdouble y, gdouble w)
{
    cairo_save(pdf->cr);
    cairo_translate(pdf->cr, x, y);
    kiri_chart_draw(chart, pdf->type, pdf->cr, w);
    cairo_restore(pdf->cr);
}

void kiri_pdf_bookmark(KiriPdf *pdf, guint level, const char *title)
{
    level = MIN(level, MAX_LEVELS - 1);
    gint parent = level ? pdf->parents[level - 1] : CAIRO_PDF_OUTLINE_ROOT;
    g_autofree char *target = g_strdup_printf("page=%u", pdf->number);
    g_autofree char *clean = kiri_doc_clean(title);
    pdf->parents[level] = cairo_pdf_surface_add_outline(pdf->surface, parent, clean, target,
                                                        level ? (cairo_pdf_outline_flags_t)0
                                                              : CAIRO_PDF_OUTLINE_FLAG_OPEN);
    for (guint i = level + 1; i < MAX_LEVELS; i++)
        pdf->parents[i] = pdf->parents[level];
}

void kiri_pdf_anchor(KiriPdf *pdf, const char *anchor, gdouble x, gdouble y)
{
    char left[G_ASCII_DTOSTR_BUF_SIZE], top[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(left, sizeof left, "%.2f", x);
    g_ascii_formatd(top, sizeof top, "%.2f", y);
    g_autofree char *safe = g_uri_escape_string(anchor, NULL, FALSE);
    g_autofree char *attributes = g_strdup_printf("name='%s' x=%s y=%s", safe, left, top);
    cairo_tag_begin(pdf->cr, CAIRO_TAG_DEST, attributes);
    cairo_tag_end(pdf->cr, CAIRO_TAG_DEST);
}

gboolean kiri_pdf_end(KiriPdf *pdf, GError **error)
{
    close_page(pdf);
    cairo_destroy(pdf->cr);
    cairo_surface_finish(pdf->surface);
    cairo_status_t status = cairo_surface_status(pdf->surface);
    gboolean ok = status == CAIRO_STATUS_SUCCESS && !pdf->was_refused;
    if (!ok)
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write the PDF: %s"),
                    cairo_status_to_string(status ? status : CAIRO_STATUS_WRITE_ERROR));
    cairo_surface_destroy(pdf->surface);
    kiri_type_free(pdf->type);
    g_free(pdf->running_head);
    g_free(pdf);
    return ok;
}
