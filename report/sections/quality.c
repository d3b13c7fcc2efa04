// SPDX-License-Identifier: GPL-3.0-or-later
/* 報道の質と目標: what money does not say, share of voice, and what was aimed at. */
#include "page/page.h"

#include "page/charts.h"
#include "words/lang.h"
#include "words/words.h"

#include <kirinuki/attainment.h>

#include <math.h>
#include <string.h>

/* A row "name｜label n件、label n件": labels and values end with a label of NULL. */
typedef struct {
    const char *label;
    gint64 value;
} Part;

static void put_row(KiriReportPage *page, KiriDocCells *cells, const char *name, const Part *parts)
{
    const char *between = "";
    kiri_cells_text(cells, name);
    for (const Part *p = parts; p->label; p++) {
        kiri_line_add(kiri_cells_line(cells), "%s", between);
        kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%s%d件"),
                      kiri_say(page->lang, p->label), (int)p->value);
        between = kiri_page_say(page, "、");
    }
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_mean(KiriReportPage *page, KiriDocCells *cells, const KiriQuality *q)
{
    glong tenths = lround(q->prominence * 10);
    if (!q->scored)
        return;
    kiri_cells_text(cells, kiri_page_say(page, "扱いの平均"));
    kiri_line_add(kiri_cells_line(cells),
                  kiri_page_say(page, "%ld.%ld点（100点満点、算定した%d件）"), tenths / 10,
                  tenths % 10, (int)q->scored);
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_conveyed(KiriReportPage *page, KiriDocCells *cells, const KiriQuality *q)
{
    if (q->message_chances <= q->messages_unknown)
        return;
    g_autofree char *share = kiri_page_percent(q->message_share);
    kiri_cells_text(cells, kiri_page_say(page, "キーメッセージ反映率（全体）"));
    kiri_line_add(kiri_cells_line(cells),
                  kiri_page_say(page, "%s％（誤って伝えた箇所%d件、未算定%d件）"), share,
                  (int)q->messages_wrong, (int)q->messages_unknown);
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_figures(KiriReportPage *page, const KiriQuality *q)
{
    static const KiriDocColumn columns[] = {{"measure", "項目", 9, KIRI_ALIGN_LEFT},
                                            {"value", "件数", 30, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {
        .id = "quality", .columns = columns, .n_columns = 2, .has_row_heads = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(2);
    const Part where[] = {{"見出し", q->in_headline},
                          {"リード", q->in_lead},
                          {"本文", q->in_body},
                          {"一面", q->front_page},
                          {"写真", q->pictures},
                          {"未算定", q->unscored},
                          {NULL, 0}};
    const Part tiers[] = {{"第1群（重点媒体）", q->tier1},
                          {"第2群", q->tier2},
                          {"第3群", q->tier3},
                          {"未登録", q->tier_unknown},
                          {NULL, 0}};
    const Part words[] = {{"独自の記事", q->original},
                          {"配信・転載", q->copied},
                          {"原文転載", q->verbatim},
                          {"言及", q->mentions},
                          {NULL, 0}};
    const Part guess[] = {{"肯定的", q->guess_positive},
                          {"中立", q->guess_neutral},
                          {"批判的", q->guess_critical},
                          {"判定なし", q->guess_unknown},
                          {NULL, 0}};
    kiri_page_table(page, &table);
    put_row(page, cells, kiri_page_say(page, "扱い"), where);
    put_mean(page, cells, q);
    put_row(page, cells, kiri_page_say(page, "重点媒体の区分"), tiers);
    put_row(page, cells, kiri_page_say(page, "独自と転載"), words);
    if (q->guess_positive + q->guess_neutral + q->guess_critical)
        put_row(page, cells, kiri_page_say(page, "論調の自動判定（未確認分）"), guess);
    put_conveyed(page, cells, q);
    kiri_doc_table_end(page->doc);
}

/* ---- share of voice ---- */

static void put_voices(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {
        {"voice", "テーマ", 12, KIRI_ALIGN_LEFT},
        {"articles", "記事（件）", 5, KIRI_ALIGN_RIGHT},
        {"share", "割合（％）", 5, KIRI_ALIGN_RIGHT},
        {"stories", "実件数", 5, KIRI_ALIGN_RIGHT},
        {"story_share", "実件数の割合（％）", 6, KIRI_ALIGN_RIGHT},
        {"weighted", "扱いで加重した割合（％）", 7, KIRI_ALIGN_RIGHT}};
    static const KiriDocTable table = {.id = "voices",
                                       .caption = "露出シェア（比較テーマとの比較）",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .has_row_heads = TRUE};
    const GPtrArray *voices = page->s->voices;
    if (!voices)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    g_autoptr(KiriChart) chart = kiri_charts_voices(page->lang, voices);
    kiri_page_table(page, &table);
    for (guint i = 0; i < voices->len; i++) {
        const KiriVoice *v = g_ptr_array_index(voices, i);
        kiri_cells_text(cells, v->topic ? v->name : kiri_page_say(page, "当方"));
        kiri_cells_count(cells, v->articles);
        kiri_cells_share(cells, v->share_articles);
        kiri_cells_count(cells, v->stories);
        kiri_cells_share(cells, v->share_stories);
        kiri_cells_share(cells, v->share_weight);
        kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    }
    kiri_doc_table_end(page->doc);
    if (chart)
        kiri_doc_chart(page->doc, chart);
}

/* ---- targets ---- */

static void put_target(KiriReportPage *page, KiriDocCells *cells, const KiriAttainment *row)
{
    const KiriMeasure *m = kiri_measure(row->measure);
    g_autofree char *target = kiri_measure_text(m, row->target);
    g_autofree char *actual = kiri_measure_text(m, row->actual);
    g_autofree char *when = kiri_page_when(page, row->at);
    g_autofree char *unit = g_strdup(row->unit); // "時間以内" is the target's
    char *within = strstr(unit, "以内");         // data
    if (within)
        *within = '\0';
    kiri_cells_text(cells, kiri_say(page->lang, row->label));
    kiri_line_add(kiri_cells_line(cells), "%s%s", target, kiri_say(page->lang, row->unit));
    kiri_cells_next(cells);
    kiri_line_add(kiri_cells_line(cells), "%s%s",
                  row->is_known ? actual : kiri_page_say(page, "不明"),
                  row->is_known ? kiri_say(page->lang, unit) : "");
    kiri_cells_next(cells);
    if (row->is_known)
        kiri_line_add(kiri_cells_line(cells), "%d", (int)lround(MIN(row->attainment, 100) * 100));
    kiri_cells_next(cells);
    kiri_cells_text(cells, !row->is_known    ? "―"
                           : row->is_reached ? kiri_page_say(page, "達成")
                                             : kiri_page_say(page, "未達"));
    kiri_line_add(kiri_cells_line(cells), "%s　%s", row->by ? row->by : "", when);
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_targets(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {
        {"measure", "指標", 10, KIRI_ALIGN_LEFT}, {"target", "目標", 6, KIRI_ALIGN_RIGHT},
        {"actual", "実績", 5, KIRI_ALIGN_RIGHT},  {"share", "達成率（％）", 5, KIRI_ALIGN_RIGHT},
        {"result", "結果", 4, KIRI_ALIGN_CENTER}, {"by", "設定", 10, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {.id = "targets",
                                       .caption = "目標の達成状況",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .has_row_heads = TRUE};
    const GPtrArray *rows = page->s->attainments;
    if (!rows)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    kiri_page_table(page, &table);
    for (guint i = 0; i < rows->len; i++)
        put_target(page, cells, g_ptr_array_index(rows, i));
    kiri_doc_table_end(page->doc);
}

void kiri_part_quality(KiriReportPage *page, guint number)
{
    kiri_page_part(page, number, "報道の質と目標");
    put_figures(page, page->s->quality);
    put_voices(page);
    put_targets(page);
}
