// SPDX-License-Identifier: GPL-3.0-or-later
/* 報道の時間的推移 of the report: after the embargo, by kind of medium, and how the
 * coverage died away. */
#include "html.h"

#include "words.h"

#include <kirinuki/timing.h>

static void put_minutes(KiriHtml *h, gint64 minutes)
{
    gint64 hours = minutes / 60, days = hours / 24;
    if (minutes < 60)
        kiri_html_put(h, "%d分", (int)minutes);
    else if (hours < 48)
        kiri_html_put(h, "%d時間%d分", (int)hours, (int)(minutes % 60));
    else
        kiri_html_put(h, "%d日%d時間", (int)days, (int)(hours % 24));
}

static void put_row(KiriHtml *h, const char *name, gint64 pieces, gint64 first, gint64 median)
{
    kiri_html_put(h, "<th>%s</th><td class=\"n\">%d</td><td class=\"n\">", name, (int)pieces);
    put_minutes(h, first);
    kiri_html_raw(h, "</td><td class=\"n\">");
    put_minutes(h, median);
    kiri_html_raw(h, "</td></tr>\n");
}

static void put_kinds(KiriHtml *h, const KiriTiming *t)
{
    kiri_html_raw(h, "<table><caption>（3）解禁から掲載まで</caption><thead><tr><th>媒体種別</th>"
                     "<th class=\"n\">件数</th><th class=\"n\">最初の掲載</th>"
                     "<th class=\"n\">中央値</th></tr></thead><tbody>\n");
    for (guint i = 0; i < kiri_recs_count(t->kinds); i++) {
        const KiriTimingKind *k = g_ptr_array_index(t->kinds, i);
        kiri_html_raw(h, "<tr>");
        put_row(h, kiri_report_kind_name((KiriMediumKind)k->kind), k->pieces, k->first_minutes,
                k->median_minutes);
    }
    kiri_html_raw(h, "<tr class=\"sum\">");
    put_row(h, "計", t->pieces, t->first_minutes, t->median_minutes);
    kiri_html_raw(h, "</tbody></table>\n");
}

static void put_decay(KiriHtml *h, const KiriTiming *t)
{
    kiri_html_raw(h, "<table><caption>（4）掲載の推移（解禁後の累計）</caption><thead><tr>");
    for (guint i = 0; i < t->decay->len; i++) {
        const KiriTimingStep *s = g_ptr_array_index(t->decay, i);
        kiri_html_put(h, "<th class=\"n\">%d時間</th>", (int)s->hours);
    }
    kiri_html_raw(h, "</tr></thead><tbody><tr>");
    for (guint i = 0; i < t->decay->len; i++) {
        const KiriTimingStep *s = g_ptr_array_index(t->decay, i);
        kiri_html_put(h, "<td class=\"n\">%d件<br>", (int)s->pieces);
        kiri_html_percent(h, s->share);
        kiri_html_raw(h, "％</td>");
    }
    kiri_html_raw(h, "</tr></tbody></table>\n");
}

void kiri_html_timing(KiriHtml *h)
{
    g_autoptr(KiriTiming) t = kiri_timing_of(h->s);
    if (!t)
        return;
    if (t->pieces) {
        put_kinds(h, t);
        put_decay(h, t);
    }
    if (t->early) {
        kiri_html_put(h, "<p><span class=\"warn\">解禁前の掲載が%d件ある</span>（最も早いもので",
                      (int)t->early);
        put_minutes(h, t->early_minutes);
        kiri_html_raw(h, "前）。</p>\n");
    }
    if (!t->is_known)
        kiri_html_raw(h, "<p class=\"note\">発表の時刻が登録されていないため、掲載までの時間は算出"
                         "しない。</p>\n");
    else if (t->pieces || t->untimed)
        kiri_html_put(h,
                      "<p class=\"note\">編集記事及び配信・転載記事の総件数による。時刻の分からない"
                      "記事%d件、リリース原文転載%d件、言及%d件は含まない。</p>\n",
                      (int)t->untimed, (int)t->verbatim, (int)t->mentions);
}
