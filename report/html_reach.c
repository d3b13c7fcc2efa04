// SPDX-License-Identifier: GPL-3.0-or-later
/* People in the table of reference figures: an interval that opens to the lines it was
 * computed by, every assumption among them. */
#include "html.h"

static void put_range(KiriHtml *h, gint64 low, gint64 high)
{
    kiri_html_number(h, low);
    if (high != low) {
        kiri_html_raw(h, "人 ～ ");
        kiri_html_number(h, high);
    }
    kiri_html_raw(h, "人");
}

static void put_line(KiriHtml *h, const KiriReachLine *line)
{
    kiri_html_put(h, "<li>%s：", line->label);
    if (line->high > 0) {
        put_range(h, line->low, line->high);
        kiri_html_raw(h, "。");
    }
    kiri_html_put(h, "%s", line->note);
    if (line->source)
        kiri_html_put(h, "（出典：%s）", line->source);
    kiri_html_raw(h, "</li>");
}

static void put_row(KiriHtml *h, const char *name, const KiriReach *r)
{
    if (!r->media_known && !r->media_unknown)
        return;
    kiri_html_put(h, "<tr><th>%s</th><td><details><summary>", name);
    if (r->media_known) {
        put_range(h, r->low, r->high);
        kiri_html_put(h, "（数値の分かる%d媒体", (int)r->media_known);
        if (r->media_unknown)
            kiri_html_put(h, "。不明の%d媒体を含まない", (int)r->media_unknown);
        kiri_html_raw(h, "）");
    } else {
        kiri_html_put(h, "算定不能（%d媒体の数値が未登録）", (int)r->media_unknown);
    }
    kiri_html_raw(h, "</summary><ul>");
    for (guint i = 0; i < kiri_recs_count(r->lines); i++)
        put_line(h, g_ptr_array_index(r->lines, i));
    kiri_html_raw(h, "</ul></details></td></tr>\n");
}

void kiri_html_reach(KiriHtml *h)
{
    put_row(h, "推定到達者数", h->s->reach);
    put_row(h, "推定閲覧者数（ウェブ）", h->s->readers);
}
