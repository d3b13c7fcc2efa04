// SPDX-License-Identifier: GPL-3.0-or-later
/* The digest as HTML for readers of mail: no script, no picture, nothing from the
 * network, styles at the elements (many readers drop a style sheet), one column that a
 * telephone shows as well as a desk. Every value passes put(), which escapes. */
#include "digest_parts.h"

#include "words/lang.h"

typedef struct {
    const KiriDigestWork *w;
    GString *out;
} Page;

/* printf whose arguments are escaped; the format is markup. */
static void put(Page *p, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put(Page *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_markup_vprintf_escaped(format, args);
    va_end(args);
    g_string_append(p->out, text);
}

#define LINE "margin:0 0 4px;"
#define SMALL "margin:0 0 4px;font-size:13px;color:#444;"

static void put_lines(Page *p, GPtrArray *lines, gboolean is_small)
{
    for (guint i = 0; i < lines->len; i++)
        put(p, is_small ? "<p style=\"" SMALL "\">%s</p>\n" : "<p style=\"" LINE "\">%s</p>\n",
            (const char *)lines->pdata[i]);
}

static void put_row(Page *p, const KiriDigestRow *row)
{
    KiriReportLang lang = p->w->o->lang;
    g_autofree char *copy = kiri_digest_copy_of(row, lang);
    put(p, "<li value=\"%u\" style=\"margin:0 0 12px;padding:0 0 0 4px;\">", row->number);
    if (row->url)
        put(p,
            "<a href=\"%s\" style=\"font-weight:bold;color:#0b4f9e;word-break:break-word;\">"
            "<bdi>%s</bdi></a>",
            row->url, row->title);
    else
        put(p, "<strong style=\"word-break:break-word;\"><bdi>%s</bdi></strong>", row->title);
    put(p, "<br>\n<span style=\"font-size:13px;color:#444;\"><bdi>%s</bdi> ／ %s ／ %s%s</span>",
        row->medium, row->when, row->what, copy);
    if (*row->remarks)
        put(p, " <strong style=\"font-size:13px;color:#a01c1c;\">%s</strong>", row->remarks);
    put(p, "</li>\n");
}

static void put_rows(Page *p, gboolean late, const char *title)
{
    const GPtrArray *rows = p->w->d->rows;
    gboolean is_begun = FALSE;
    for (guint i = 0; i < MIN(rows->len, KIRI_DIGEST_ROWS); i++) {
        const KiriDigestRow *row = rows->pdata[i];
        if (row->is_late != late)
            continue;
        if (!is_begun)
            put(p,
                "<h2 style=\"font-size:17px;margin:20px 0 8px;border-bottom:1px solid #888;\">"
                "%s</h2>\n<ol style=\"margin:0;padding:0 0 0 34px;\">\n",
                title);
        is_begun = TRUE;
        put_row(p, row);
    }
    if (is_begun)
        put(p, "</ol>\n");
}

char *kiri_digest_html(const KiriDigestWork *w)
{
    Page p = {w, g_string_new(NULL)};
    KiriReportLang lang = w->o->lang;
    g_autoptr(GPtrArray) head = kiri_digest_head(w), foot = kiri_digest_foot(w);
    put(&p,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>%s</title>\n</head>\n"
        "<body style=\"margin:0;padding:16px;color:#111;background:#fff;font-size:15px;"
        "line-height:1.6;font-family:'Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans CJK JP',"
        "sans-serif;\">\n<main style=\"max-width:720px;margin:0 auto;\">\n",
        lang == KIRI_REPORT_EN ? "en" : "ja", w->d->subject);
    put(&p, "<h1 style=\"font-size:20px;margin:0 0 12px;\">%s</h1>\n", w->d->subject);
    put_lines(&p, head, FALSE);
    put_rows(&p, FALSE, kiri_say(lang, "掲載一覧"));
    put_rows(&p, TRUE, kiri_say(lang, "前回の配信より前の掲載で、その後に判明したもの"));
    put(&p, "<hr style=\"border:0;border-top:1px solid #888;margin:20px 0 12px;\">\n");
    put_lines(&p, foot, TRUE);
    put(&p, "</main>\n</body>\n</html>\n");
    return g_string_free(p.out, FALSE);
}
