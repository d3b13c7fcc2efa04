// SPDX-License-Identifier: GPL-3.0-or-later
/* The report as one self-contained page. It loads nothing and runs nothing: the
 * policy in its head allows one style by its hash and images from data URIs, so
 * that even markup that got past the escaping would stay dead. Sections:
 * html_front.c (page 1), html_body.c (2–7), html_annex.c (別紙); ways to put
 * text: html_text.c. */
#include "html.h"

#include "writers.h"

#include <string.h>

static void add_style_hash(KiriBuf *out)
{
    guint8 digest[32];
    gsize n = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)kiri_html_style, (gssize)strlen(kiri_html_style));
    g_checksum_get_digest(sum, digest, &n);
    g_autofree char *text = g_base64_encode(digest, n);
    kiri_buf_printf(out, "'sha256-%s'", text);
}

static void put_head(KiriHtml *h)
{
    kiri_html_raw(h, "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "style-src ");
    add_style_hash(h->out);
    kiri_html_raw(h, "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                     "<meta name=\"referrer\" content=\"no-referrer\">\n"
                     "<meta name=\"robots\" content=\"noindex\">\n");
    const KiriSummary *s = h->s;
    kiri_html_put(h, "<title>%s%s報道結果</title>\n<style>",
                  s->release ? s->release->title
                  : s->topic ? s->topic->name
                             : "",
                  s->release || s->topic ? "　" : "");
    kiri_html_raw(h, kiri_html_style);
    kiri_html_raw(h, "</style></head>\n<body>\n");
}

/* Pieces from paper, air and apps, which people entered. The list has a column for them
 * only where there are any. */
static guint count_entered(const KiriSummary *s)
{
    guint n = 0;
    for (guint i = 0; i < s->total; i++)
        n += kiri_summary_row(s, i)->is_entered;
    return n;
}

static gboolean write_all(const KiriSummary *s, const KiriReportOptions *options, KiriBuf *out,
                          GError **error)
{
    g_autoptr(GPtrArray) stories = kiri_html_stories(s);
    gboolean has_findings = options->findings && *options->findings;
    KiriHtml h = {s, options, out, stories, has_findings ? 7 : 6, count_entered(s), NULL};
    put_head(&h);
    kiri_html_raw(&h, "<main>\n<section class=\"sheet\">\n");
    kiri_html_front(&h);
    kiri_html_raw(&h, "</section>\n<section class=\"sheet\">\n");
    kiri_html_coverage(&h);
    kiri_html_content(&h);
    kiri_html_tables(&h);
    kiri_html_closing(&h);
    kiri_html_raw(&h, "</section>\n");
    kiri_html_annexes(&h);
    kiri_html_raw(&h, "</main>\n</body></html>\n");
    if (!h.error)
        return TRUE;
    g_propagate_error(error, h.error);
    return FALSE;
}

gboolean kiri_report_write_html(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    return write_all(s, options, &out, error) && kiri_report_pass(&out, sink, data, error);
}
