// SPDX-License-Identifier: GPL-3.0-or-later
/* The writer of plain text: for a terminal, or as the text part of a mail. A line has at
 * most 78 columns, where a character of full width takes two; tables are one item a row,
 * since columns of Japanese text do not fit beside each other. */
#include "chart.h"
#include "doc_out.h"
#include "words/lang.h"

#include <string.h>

enum { COLUMNS = 78, CHUNK = 1 << 15 };

typedef struct {
    KiriDoc doc;
    KiriDocOut out;
    guint indent;
} TextDoc;

static TextDoc *of(KiriDoc *doc)
{
    return (TextDoc *)(gpointer)doc;
}

/* ---- lines ---- */

static guint columns_of(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

static guint width_of(const char *text)
{
    guint n = 0;
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p])
        n += columns_of(g_utf8_get_char(p));
    return n;
}

static void indent(TextDoc *d, guint n)
{
    for (guint i = 0; i < n; i++)
        kiri_buf_add_char(&d->out.buf, ' ');
}

/* No line begins with what closes (行頭禁則); it hangs over the end by one character. */
static gboolean may_begin(gunichar c)
{
    return !g_utf8_strchr("、。，．）」』】〕・ー！？,.)]}!?％%", -1, c);
}

/* Is the text cut between these two? Not within a word or a number. */
static gboolean may_part(gunichar a, gunichar b)
{
    gboolean is_word = a < 0x2e80 && b < 0x2e80 && !g_unichar_isspace(a) && !g_unichar_isspace(b);
    return !is_word && may_begin(b) && !g_utf8_strchr("（「『【〔([{", -1, a);
}

/* The bytes of `text` that stand in the next line of `room` columns. */
static gsize line_bytes(const char *text, guint room)
{
    const char *cut = NULL, *p = text;
    guint used = 0;
    gunichar before = 0;
    for (; *p && *p != '\n'; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (p > text && may_part(before, c))
            cut = p;
        used += columns_of(c);
        if (used > room && cut)
            return (gsize)(cut - text);
        before = c;
    }
    return (gsize)(p - text);
}

/* `mark` stands before the first line, the others begin below its end. */
static void put_lines(TextDoc *d, const char *mark, const char *text)
{
    g_autofree char *clean = kiri_doc_clean(text);
    g_autofree char *before = kiri_doc_clean(mark);
    g_strdelimit(before, "\n", ' ');
    guint hang = d->indent + width_of(before);
    indent(d, d->indent);
    kiri_buf_add_str(&d->out.buf, before);
    for (const char *p = clean;;) {
        gsize n = line_bytes(p, COLUMNS > hang ? COLUMNS - hang : 1);
        kiri_buf_add(&d->out.buf, p, n);
        kiri_buf_add_char(&d->out.buf, '\n');
        p += n;
        while (*p == ' ' || *p == '\n')
            p++;
        if (!*p)
            break;
        indent(d, hang);
    }
    kiri_doc_out_flush(&d->out, CHUNK);
}

/* Each run is cleaned by itself: what two of them end and begin with is no character. */
static char *joined(const KiriText *runs, guint n)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < n; i++) {
        g_autofree char *text = kiri_doc_clean(runs[i].text);
        g_autofree char *url = kiri_doc_clean(runs[i].url);
        g_string_append(all, text);
        if (g_str_has_prefix(url, "http") && strcmp(url, text) != 0)
            g_string_append_printf(all, " <%s>", url);
    }
    return g_string_free(all, FALSE);
}

static void gap(TextDoc *d)
{
    kiri_buf_add_char(&d->out.buf, '\n');
}

/* ---- blocks ---- */

static void heading(KiriDoc *doc, guint level, const char *text, const char *anchor)
{
    TextDoc *d = of(doc);
    (void)anchor;
    gap(d);
    put_lines(d, level == 0 ? "" : level == 1 ? "■ " : "● ", text);
    if (level == 0)
        gap(d);
}

static void paragraph(KiriDoc *doc, const KiriText *runs, guint n, KiriAlign align)
{
    g_autofree char *text = joined(runs, n);
    guint width = width_of(text);
    if (align == KIRI_ALIGN_RIGHT && width < COLUMNS)
        indent(of(doc), COLUMNS - width);
    put_lines(of(doc), "", text);
}

static void item(KiriDoc *doc, const char *mark, const KiriText *runs, guint n)
{
    g_autofree char *text = joined(runs, n);
    g_autofree char *before = g_strconcat(mark, " ", NULL);
    put_lines(of(doc), before, text);
}

static void fact(KiriDoc *doc, const char *label, const KiriText *runs, guint n)
{
    g_autofree char *before = g_strconcat(label, doc->lang == KIRI_REPORT_EN ? ": " : "：", NULL);
    g_autofree char *text = joined(runs, n);
    put_lines(of(doc), before, text);
}

static void box_begin(KiriDoc *doc, const char *title)
{
    put_lines(of(doc), "▼ ", title);
    of(doc)->indent += 2;
}

static void box_end(KiriDoc *doc)
{
    of(doc)->indent -= 2;
}

static void fold_begin(KiriDoc *doc, const char *summary)
{
    put_lines(of(doc), "", summary);
    of(doc)->indent += 2;
}

static void table_begin(KiriDoc *doc, const KiriDocTable *table)
{
    if (table->caption)
        put_lines(of(doc), "", table->caption);
}

static void row(KiriDoc *doc, KiriRowKind kind, const char *anchor, const KiriDocCell *cells)
{
    const KiriDocTable *t = doc->table;
    g_autoptr(GString) line = g_string_new(NULL);
    (void)anchor;
    for (guint i = 0; i < t->n_columns; i++) {
        g_autofree char *text = joined(cells[i].runs, cells[i].n_runs);
        if (!*text)
            continue;
        g_string_append_printf(line, "%s%s%s", line->len ? "｜" : "",
                               t->is_figures || i ? t->columns[i].title : "",
                               t->is_figures || i ? " " : "");
        g_string_append(line, text);
    }
    put_lines(of(doc), kind == KIRI_ROW_SUM ? "＝ " : "・", line->str);
}

static void nothing(KiriDoc *doc)
{
    (void)doc;
}

/* What is to be seen there stands in the tables beside it. */
static void chart(KiriDoc *doc, const KiriChart *c)
{
    (void)doc, (void)c;
}

static void picture(KiriDoc *doc, GBytes *bytes, const char *alt)
{
    g_autofree char *text = g_strdup_printf(kiri_say(doc->lang, "（画像：%s）"), alt);
    (void)bytes;
    put_lines(of(doc), "", text);
}

static void page(KiriDoc *doc, gboolean is_wide, const char *running_head)
{
    (void)is_wide, (void)running_head;
    gap(of(doc));
    for (guint i = 0; i < COLUMNS; i++)
        kiri_buf_add_char(&of(doc)->out.buf, '-');
    gap(of(doc));
}

static gboolean end(KiriDoc *doc, GError **error)
{
    TextDoc *d = of(doc);
    gboolean ok = kiri_doc_out_end(&d->out, error);
    g_free(d);
    return ok;
}

KiriDoc *kiri_doc_text_lines(const KiriDocHead *head, KiriReportSink sink, gpointer data)
{
    static const KiriDocWriter writer = {heading, paragraph,  item,    fact,        box_begin,
                                         box_end, fold_begin, box_end, table_begin, row,
                                         nothing, chart,      picture, page,        end};
    TextDoc *d = g_new0(TextDoc, 1);
    kiri_doc_init(&d->doc, &writer, head);
    kiri_doc_out_init(&d->out, sink, data);
    if (head->is_sample)
        kiri_doc_text(&d->doc, kiri_say(head->lang, "【見本】"), KIRI_TEXT_PLAIN, KIRI_ALIGN_LEFT);
    if (head->handling) {
        const KiriText run = {.text = head->handling};
        fact(&d->doc, kiri_say(head->lang, "取扱区分"), &run, 1);
    }
    kiri_doc_text(&d->doc, head->date, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
    if (head->section)
        kiri_doc_text(&d->doc, head->section, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
    return &d->doc;
}
