// SPDX-License-Identifier: GPL-3.0-or-later
/* Quality, share of voice and targets, within section 3: what money does not say. */
#include "html.h"

#include "words.h"

#include <kirinuki/attainment.h>

#include <math.h>

static void put_cell(KiriHtml *h, gint64 n)
{
    kiri_html_raw(h, "<td class=\"n\">");
    kiri_html_number(h, n);
    kiri_html_raw(h, "件</td>");
}

static void put_row(KiriHtml *h, const char *name, const char *const *labels, const gint64 *values,
                    gsize n)
{
    kiri_html_put(h, "<tr><th>%s</th><td>", name);
    for (gsize i = 0; i < n; i++)
        kiri_html_put(h, "%s%s%d件", i ? "、" : "", labels[i], (int)values[i]);
    kiri_html_raw(h, "</td></tr>\n");
}

#define ROW(h, name, ...)                                                                          \
    put_row(h, name, labels, (const gint64[]){__VA_ARGS__}, G_N_ELEMENTS(labels))

static void put_prominence(KiriHtml *h, const KiriQuality *q)
{
    static const char *const labels[] = {"見出し", "リード", "本文", "一面", "写真", "未算定"};
    ROW(h, "扱い", q->in_headline, q->in_lead, q->in_body, q->front_page, q->pictures, q->unscored);
    if (!q->scored)
        return;
    glong tenths = lround(q->prominence * 10);
    kiri_html_put(h, "<tr><th>扱いの平均</th><td>%ld.%ld点（100点満点、算定した%d件）</td></tr>\n",
                  tenths / 10, tenths % 10, (int)q->scored);
}

static void put_tiers(KiriHtml *h, const KiriQuality *q)
{
    static const char *const labels[] = {"第1群（重点媒体）", "第2群", "第3群", "未登録"};
    ROW(h, "重点媒体の区分", q->tier1, q->tier2, q->tier3, q->tier_unknown);
}

static void put_words(KiriHtml *h, const KiriQuality *q)
{
    static const char *const labels[] = {"独自の記事", "配信・転載", "原文転載", "言及"};
    ROW(h, "独自と転載", q->original, q->copied, q->verbatim, q->mentions);
}

static void put_guess(KiriHtml *h, const KiriQuality *q)
{
    static const char *const labels[] = {"肯定的", "中立", "批判的", "判定なし"};
    if (q->guess_positive + q->guess_neutral + q->guess_critical)
        ROW(h, "論調の自動判定（未確認分）", q->guess_positive, q->guess_neutral, q->guess_critical,
            q->guess_unknown);
}

static void put_messages(KiriHtml *h, const KiriQuality *q)
{
    if (q->message_chances <= q->messages_unknown)
        return;
    kiri_html_raw(h, "<tr><th>キーメッセージ反映率（全体）</th><td>");
    kiri_html_percent(h, q->message_share);
    kiri_html_put(h, "％（誤って伝えた箇所%d件、未算定%d件）</td></tr>\n", (int)q->messages_wrong,
                  (int)q->messages_unknown);
}

static void put_voices(KiriHtml *h)
{
    const GPtrArray *voices = h->s->voices;
    if (!voices)
        return;
    kiri_html_raw(h, "<table><caption>露出シェア（比較テーマとの比較）</caption><thead><tr>"
                     "<th>テーマ</th><th class=\"n\">記事</th><th class=\"n\">割合</th>"
                     "<th class=\"n\">実件数</th><th class=\"n\">割合</th>"
                     "<th class=\"n\">扱いで加重した割合</th></tr></thead><tbody>\n");
    for (guint i = 0; i < voices->len; i++) {
        const KiriVoice *v = g_ptr_array_index(voices, i);
        kiri_html_put(h, "<tr><th>%s</th>", v->topic ? v->name : "当方");
        put_cell(h, v->articles);
        kiri_html_raw(h, "<td class=\"n\">");
        kiri_html_percent(h, v->share_articles);
        kiri_html_raw(h, "％</td>");
        put_cell(h, v->stories);
        kiri_html_raw(h, "<td class=\"n\">");
        kiri_html_percent(h, v->share_stories);
        kiri_html_raw(h, "％</td><td class=\"n\">");
        kiri_html_percent(h, v->share_weight);
        kiri_html_raw(h, "％</td></tr>\n");
    }
    kiri_html_raw(h, "</tbody></table>\n");
}

static void put_targets(KiriHtml *h)
{
    const GPtrArray *rows = h->s->attainments;
    if (!rows)
        return;
    kiri_html_raw(h, "<table><caption>目標の達成状況</caption><thead><tr><th>指標</th>"
                     "<th>目標、実績、達成率</th><th>設定</th></tr></thead><tbody>\n");
    for (guint i = 0; i < rows->len; i++) {
        const KiriAttainment *row = g_ptr_array_index(rows, i);
        g_autofree char *result = kiri_report_attainment(row);
        kiri_html_put(h, "<tr><th>%s</th><td>%s</td><td>%s　", row->label, result,
                      row->by ? row->by : "");
        kiri_html_when(h, row->at);
        kiri_html_raw(h, "</td></tr>\n");
    }
    kiri_html_raw(h, "</tbody></table>\n");
}

void kiri_html_quality(KiriHtml *h, guint number)
{
    const KiriQuality *q = h->s->quality;
    kiri_html_put(h, "<h3>（%u）報道の質と目標</h3>\n<table><tbody>\n", number);
    put_prominence(h, q);
    put_tiers(h, q);
    put_words(h, q);
    put_guess(h, q);
    put_messages(h, q);
    kiri_html_raw(h, "</tbody></table>\n");
    put_voices(h);
    put_targets(h);
}
