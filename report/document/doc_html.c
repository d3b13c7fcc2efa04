// SPDX-License-Identifier: GPL-3.0-or-later
/* The writer of HTML: one self-contained page that loads nothing. The policy in its head
 * allows one style and one script by their hashes and images from data URIs, so that
 * even markup that got past the escaping would stay dead. Everything that a section
 * says passes put_text() or put_link(). */
#include "assets.h"
#include "chart.h"
#include "doc_out.h"
#include "picture.h"
#include "words/lang.h"

#include <string.h>

enum { CHUNK = 1 << 16, CHART_WIDTH = 520 };

/* What is open and must be closed before another block: lists, which sections do not
 * name. */
typedef enum { LIST_NONE, LIST_ITEMS, LIST_FACTS } List;

typedef struct {
    KiriDoc doc;
    KiriDocOut out;
    gboolean has_section; // <section> of a heading of level 1
    List list;
    guint sections;
} HtmlDoc;

static HtmlDoc *of(KiriDoc *doc)
{
    return (HtmlDoc *)(gpointer)doc;
}

/* ---- text ---- */

static void raw(HtmlDoc *d, const char *markup)
{
    kiri_buf_add_str(&d->out.buf, markup);
}

static void put_text(HtmlDoc *d, const char *text)
{
    g_autofree char *clean = kiri_doc_clean(text);
    for (const char *p = clean; *p; p++) {
        switch (*p) {
        case '&':
            raw(d, "&amp;");
            break;
        case '<':
            raw(d, "&lt;");
            break;
        case '>':
            raw(d, "&gt;");
            break;
        case '"':
            raw(d, "&quot;");
            break;
        case '\'':
            raw(d, "&#39;");
            break;
        default:
            kiri_buf_add_char(&d->out.buf, *p);
        }
    }
}

static gboolean leads_somewhere(const char *url)
{
    return url &&
           (url[0] == '#' || g_str_has_prefix(url, "https://") || g_str_has_prefix(url, "http://"));
}

static void put_run(HtmlDoc *d, const KiriText *run)
{
    static const struct {
        KiriTextStyle style;
        const char *class_;
    } classes[] = {{KIRI_TEXT_BOLD, "b"},
                   {KIRI_TEXT_SMALL, "s"},
                   {KIRI_TEXT_NOTE, "note"},
                   {KIRI_TEXT_WARN, "warn"}};
    gboolean has_link = leads_somewhere(run->url);
    if (has_link) {
        raw(d, "<a href=\"");
        put_text(d, run->url);
        raw(d, "\"");
    } else {
        raw(d, "<bdi");
    }
    if (run->style) {
        const char *before = " class=\"";
        for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
            if (run->style & classes[i].style) {
                raw(d, before);
                raw(d, classes[i].class_);
                before = " ";
            }
        raw(d, "\"");
    }
    raw(d, ">");
    put_text(d, run->text);
    raw(d, has_link ? "</a>" : "</bdi>");
}

static void put_runs(HtmlDoc *d, const KiriText *runs, guint n)
{
    for (guint i = 0; i < n; i++)
        if (!runs[i].style && !runs[i].url)
            put_text(d, runs[i].text);
        else
            put_run(d, &runs[i]);
}

static void put_id(HtmlDoc *d, const char *anchor)
{
    if (!anchor)
        return;
    raw(d, " id=\"");
    put_text(d, anchor);
    raw(d, "\"");
}

static const char *align_class(KiriAlign align)
{
    return align == KIRI_ALIGN_RIGHT ? "r" : align == KIRI_ALIGN_CENTER ? "c" : NULL;
}

static void put_class(HtmlDoc *d, const char *name)
{
    if (name)
        kiri_buf_printf(&d->out.buf, " class=\"%s\"", name);
}

/* ---- blocks ---- */

static void open_list(HtmlDoc *d, List list)
{
    static const char *const begin[] = {"", "<ul class=\"plain\">\n", "<dl class=\"facts\">\n"};
    static const char *const end_[] = {"", "</ul>\n", "</dl>\n"};
    if (d->list == list)
        return;
    raw(d, end_[d->list]);
    raw(d, begin[list]);
    d->list = list;
}

static void heading(KiriDoc *doc, guint level, const char *text, const char *anchor)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_NONE);
    level = MIN(level, 3);
    if (level == 1) {
        d->sections++;
        kiri_buf_printf(&d->out.buf, "%s<section aria-labelledby=\"h%u\"",
                        d->has_section ? "</section>\n" : "", d->sections);
        put_id(d, anchor);
        raw(d, ">\n");
        d->has_section = TRUE;
        kiri_buf_printf(&d->out.buf, "<h2 id=\"h%u\">", d->sections);
    } else {
        kiri_buf_printf(&d->out.buf, "<h%u", level + 1);
        put_id(d, anchor);
        raw(d, ">");
    }
    put_text(d, text);
    kiri_buf_printf(&d->out.buf, "</h%u>\n", level + 1);
}

static void paragraph(KiriDoc *doc, const KiriText *runs, guint n, KiriAlign align)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_NONE);
    raw(d, "<p");
    put_class(d, align_class(align));
    raw(d, ">");
    put_runs(d, runs, n);
    raw(d, "</p>\n");
    kiri_doc_out_flush(&d->out, CHUNK);
}

static void item(KiriDoc *doc, const char *mark, const KiriText *runs, guint n)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_ITEMS);
    raw(d, "<li><span class=\"mark\">");
    put_text(d, mark);
    raw(d, "</span>");
    put_runs(d, runs, n);
    raw(d, "</li>\n");
    kiri_doc_out_flush(&d->out, CHUNK);
}

static void fact(KiriDoc *doc, const char *label, const KiriText *runs, guint n)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_FACTS);
    raw(d, "<div><dt>");
    put_text(d, label);
    raw(d, "</dt><dd>");
    put_runs(d, runs, n);
    raw(d, "</dd></div>\n");
}

static void box_begin(KiriDoc *doc, const char *title)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_NONE);
    raw(d, "<div class=\"box\"><p class=\"b\">");
    put_text(d, title);
    raw(d, "</p>\n");
}

static void box_end(KiriDoc *doc)
{
    open_list(of(doc), LIST_NONE);
    raw(of(doc), "</div>\n");
}

static void fold_begin(KiriDoc *doc, const char *summary)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_NONE);
    raw(d, "<details><summary>");
    put_text(d, summary);
    raw(d, "</summary>\n");
}

static void fold_end(KiriDoc *doc)
{
    open_list(of(doc), LIST_NONE);
    raw(of(doc), "</details>\n");
}

/* ---- tables ---- */

/* The style sheet gives narrow columns the least width that they need, so that a table is
 * scrolled on a phone and no column is one letter wide. */
static void put_head_class(HtmlDoc *d, const KiriDocColumn *column)
{
    enum { NARROW = 8 };
    const char *align = align_class(column->align);
    guint width = (guint)(column->width + 0.5);
    if (width <= NARROW)
        kiri_buf_printf(&d->out.buf, " class=\"w%u%s%s\"", width, align ? " " : "",
                        align ? align : "");
    else
        kiri_buf_printf(&d->out.buf, " class=\"w%s%s\"", align ? " " : "", align ? align : "");
}

static void table_begin(KiriDoc *doc, const KiriDocTable *t)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_NONE);
    raw(d, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    put_text(d, t->caption ? t->caption : t->id);
    raw(d, "\"><table");
    put_class(d, t->is_list ? "list" : t->is_figures ? "figures" : NULL);
    raw(d, ">");
    if (t->caption) {
        raw(d, "<caption>");
        put_text(d, t->caption);
        raw(d, "</caption>");
    }
    raw(d, "<thead><tr>");
    for (guint i = 0; i < t->n_columns; i++) {
        raw(d, "<th scope=\"col\"");
        put_head_class(d, &t->columns[i]);
        raw(d, ">");
        put_text(d, t->columns[i].title);
        raw(d, "</th>");
    }
    raw(d, "</tr></thead><tbody>\n");
}

/* What a list is sorted by; text sorts as it reads. */
static void put_value(HtmlDoc *d, const KiriDocCell *cell)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    if (cell->kind == KIRI_DOC_COUNT || cell->kind == KIRI_DOC_YEN)
        kiri_buf_printf(&d->out.buf, " data-v=\"%" G_GINT64_FORMAT "\"", cell->number);
    else if (cell->kind == KIRI_DOC_SHARE)
        kiri_buf_printf(&d->out.buf, " data-v=\"%s\"",
                        g_ascii_formatd(number, sizeof number, "%.6f", cell->share));
    else if (cell->kind == KIRI_DOC_TIME && kiri_time_is_set(cell->time))
        kiri_buf_printf(&d->out.buf, " data-v=\"%" G_GINT64_FORMAT "\"", cell->time.us / 1000000);
}

static void row(KiriDoc *doc, KiriRowKind kind, const char *anchor, const KiriDocCell *cells)
{
    HtmlDoc *d = of(doc);
    const KiriDocTable *t = doc->table;
    raw(d, "<tr");
    put_id(d, anchor);
    put_class(d, kind == KIRI_ROW_SUM ? "sum" : NULL);
    raw(d, ">");
    for (guint i = 0; i < t->n_columns; i++) {
        gboolean is_head = t->has_row_heads && i == 0;
        raw(d, is_head ? "<th scope=\"row\"" : "<td");
        put_class(d, align_class(t->columns[i].align));
        if (t->is_list)
            put_value(d, &cells[i]);
        raw(d, ">");
        put_runs(d, cells[i].runs, cells[i].n_runs);
        raw(d, is_head ? "</th>" : "</td>");
    }
    raw(d, "</tr>\n");
    kiri_doc_out_flush(&d->out, CHUNK);
}

static void table_end(KiriDoc *doc)
{
    raw(of(doc), "</tbody></table></div>\n");
}

/* An image of its own: the names within a chart cannot meet those of the page. */
static void chart(KiriDoc *doc, const KiriChart *c)
{
    HtmlDoc *d = of(doc);
    g_auto(KiriBuf) svg, words;
    kiri_buf_init(&svg, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&words, KIRI_BUF_UNCAPPED);
    open_list(d, LIST_NONE);
    kiri_chart_describe(c, &words);
    kiri_buf_add_char(&words, '\0');
    if (!kiri_chart_write_svg(c, CHART_WIDTH, &svg, NULL))
        return; // the figures stand in the tables
    g_autofree char *data = g_base64_encode((const guchar *)svg.p, svg.n);
    raw(d, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
    put_text(d, c->title);
    raw(d, "\"><figure><img alt=\"");
    put_text(d, words.p);
    raw(d, "\" src=\"data:image/svg+xml;base64,");
    raw(d, data);
    raw(d, "\"></figure></div>\n");
}

/* Its bytes as they are: a browser turns a photograph upright by itself. */
static gboolean put_image(HtmlDoc *d, const char *class_, GBytes *bytes, const char *alt)
{
    KiriPicture picture;
    gsize n = 0;
    const guchar *p = g_bytes_get_data(bytes, &n);
    if (!kiri_picture_read(bytes, &picture, NULL))
        return FALSE;
    raw(d, "<img");
    put_class(d, class_);
    raw(d, " alt=\"");
    put_text(d, alt);
    g_autofree char *data = g_base64_encode(p, n);
    kiri_buf_printf(&d->out.buf, "\" src=\"data:%s;base64,", kiri_picture_type(&picture));
    raw(d, data);
    raw(d, "\">");
    return TRUE;
}

static void picture(KiriDoc *doc, GBytes *bytes, const char *alt)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_NONE);
    raw(d, "<figure class=\"picture\">");
    if (!put_image(d, NULL, bytes, alt))
        put_text(d, alt);
    raw(d, "</figure>\n");
    kiri_doc_out_flush(&d->out, CHUNK);
}

/* ---- the page ---- */

static void page(KiriDoc *doc, gboolean is_wide, const char *running_head)
{
    HtmlDoc *d = of(doc);
    (void)running_head; // of paper
    open_list(d, LIST_NONE);
    kiri_buf_printf(&d->out.buf, "%s</article>\n<article class=\"sheet%s\">\n",
                    d->has_section ? "</section>\n" : "", is_wide ? " wide" : "");
    d->has_section = FALSE;
}

static void add_hash(HtmlDoc *d, const char *what, const char *text)
{
    guint8 digest[32];
    gsize n = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
    g_checksum_get_digest(sum, digest, &n);
    g_autofree char *base64 = g_base64_encode(digest, n);
    kiri_buf_printf(&d->out.buf, "; %s 'sha256-%s'", what, base64);
}

static void put_front(HtmlDoc *d, const KiriDocHead *head)
{
    raw(d, "<header class=\"top\"><div class=\"marks\">");
    if (head->logo)
        put_image(d, "logo", head->logo, head->logo_of);
    if (head->is_sample)
        kiri_buf_printf(&d->out.buf, "<p class=\"stamp\">%s</p>", kiri_say(head->lang, "見本"));
    if (head->handling) {
        g_autofree char *text =
            g_strdup_printf(kiri_say(head->lang, "取扱区分：%s"), head->handling);
        raw(d, "<p class=\"handling\">");
        put_text(d, text);
        raw(d, "</p>");
    }
    raw(d, "</div><div class=\"r\"><p>");
    put_text(d, head->date);
    raw(d, "</p>");
    if (head->section) {
        raw(d, "<p>");
        put_text(d, head->section);
        raw(d, "</p>");
    }
    raw(d, "</div></header>\n");
}

static void put_head(HtmlDoc *d, const KiriDocHead *head)
{
    kiri_buf_printf(&d->out.buf, "<!DOCTYPE html>\n<html lang=\"%s\"><head>",
                    head->lang == KIRI_REPORT_EN ? "en" : "ja");
    raw(d, "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
           "content=\"default-src 'none'");
    add_hash(d, "style-src", kiri_asset_style);
    add_hash(d, "script-src", kiri_asset_script);
    raw(d, "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n"
           "<meta name=\"robots\" content=\"noindex\">\n<title>");
    put_text(d, head->title);
    raw(d, "</title>\n<style>");
    raw(d, kiri_asset_style);
    kiri_buf_printf(&d->out.buf,
                    "</style></head>\n<body>\n<main data-find=\"%s\" data-found=\"%s\">\n"
                    "<article class=\"sheet\">\n",
                    kiri_say(head->lang, "絞り込み"), kiri_say(head->lang, "{}件／全{}件"));
}

static gboolean end(KiriDoc *doc, GError **error)
{
    HtmlDoc *d = of(doc);
    open_list(d, LIST_NONE);
    raw(d, d->has_section ? "</section>\n</article>\n</main>\n<script>"
                          : "</article>\n</main>\n<script>");
    raw(d, kiri_asset_script);
    raw(d, "</script>\n</body></html>\n");
    gboolean ok = kiri_doc_out_end(&d->out, error);
    g_free(d);
    return ok;
}

KiriDoc *kiri_doc_html(const KiriDocHead *head, KiriReportSink sink, gpointer data)
{
    static const KiriDocWriter writer = {heading,   paragraph,  item,     fact,        box_begin,
                                         box_end,   fold_begin, fold_end, table_begin, row,
                                         table_end, chart,      picture,  page,        end};
    HtmlDoc *d = g_new0(HtmlDoc, 1);
    kiri_doc_init(&d->doc, &writer, head);
    kiri_doc_out_init(&d->out, sink, data);
    put_head(d, head);
    put_front(d, head);
    return &d->doc;
}
