// SPDX-License-Identifier: GPL-3.0-or-later
/* How soon it was reported: after the embargo, by kind of medium, and how the coverage
 * died away. */
#include "page/page.h"

#include "page/charts.h"
#include "words/lang.h"

#include <kirinuki/timing.h>

static void put_row(KiriReportPage *page, KiriDocCells *cells, const char *name, gint64 pieces,
                    gint64 first, gint64 median, KiriRowKind kind)
{
    g_autofree char *soonest = kiri_page_minutes(page, first);
    g_autofree char *middle = kiri_page_minutes(page, median);
    kiri_cells_text(cells, name);
    kiri_cells_count(cells, pieces);
    kiri_cells_text(cells, soonest);
    kiri_cells_text(cells, middle);
    kiri_cells_row(cells, page->doc, kind, NULL);
}

static void put_kinds(KiriReportPage *page, const KiriTiming *t)
{
    static const KiriDocColumn columns[] = {{"kind", "媒体種別", 12, KIRI_ALIGN_LEFT},
                                            {"pieces", "件数", 5, KIRI_ALIGN_RIGHT},
                                            {"first", "最初の掲載", 8, KIRI_ALIGN_RIGHT},
                                            {"median", "中央値", 8, KIRI_ALIGN_RIGHT}};
    static const KiriDocTable table = {.id = "timing",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .has_row_heads = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    kiri_page_table(page, &table);
    for (guint i = 0; i < kiri_recs_count(t->kinds); i++) {
        const KiriTimingKind *k = g_ptr_array_index(t->kinds, i);
        put_row(page, cells, kiri_say(page->lang, kiri_report_kind_name((KiriMediumKind)k->kind)),
                k->pieces, k->first_minutes, k->median_minutes, KIRI_ROW_PLAIN);
    }
    put_row(page, cells, kiri_page_say(page, "計"), t->pieces, t->first_minutes, t->median_minutes,
            KIRI_ROW_SUM);
    kiri_doc_table_end(page->doc);
}

static void put_decay(KiriReportPage *page, const KiriTiming *t)
{
    static const KiriDocColumn columns[] = {{"hours", "解禁後の時間", 12, KIRI_ALIGN_LEFT},
                                            {"pieces", "累計（件）", 8, KIRI_ALIGN_RIGHT},
                                            {"share", "割合（％）", 8, KIRI_ALIGN_RIGHT}};
    static const KiriDocTable table = {.id = "decay",
                                       .caption = "掲載の推移（解禁後の累計）",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .has_row_heads = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    g_autoptr(KiriChart) chart = kiri_charts_timing(page->lang, t);
    kiri_page_table(page, &table);
    for (guint i = 0; i < kiri_recs_count(t->decay); i++) {
        const KiriTimingStep *step = g_ptr_array_index(t->decay, i);
        kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u時間"), (guint)step->hours);
        kiri_cells_next(cells);
        kiri_cells_count(cells, step->pieces);
        kiri_cells_share(cells, step->share);
        kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    }
    kiri_doc_table_end(page->doc);
    if (chart)
        kiri_doc_chart(page->doc, chart);
}

void kiri_part_timing(KiriReportPage *page, guint number)
{
    g_autoptr(KiriTiming) t = kiri_timing_of(page->s);
    if (!t)
        return;
    kiri_page_part(page, number, "解禁から掲載まで");
    if (t->early) {
        g_autofree char *soonest = kiri_page_minutes(page, t->early_minutes);
        kiri_line_styled(page->line, KIRI_TEXT_WARN, kiri_page_say(page, "解禁前の掲載が%d件ある"),
                         (int)t->early);
        kiri_line_add(page->line, kiri_page_say(page, "（最も早いもので%s前）。"), soonest);
        kiri_line_paragraph(page->line, page->doc);
    }
    if (t->pieces) {
        put_kinds(page, t);
        put_decay(page, t);
    }
    if (!t->is_known)
        kiri_page_text(page, KIRI_TEXT_NOTE, "%s",
                       kiri_page_say(page, "発表の時刻が登録されていないため、掲載までの時間は算出"
                                           "しない。"));
    else
        kiri_page_text(page, KIRI_TEXT_NOTE,
                       kiri_page_say(page, "編集記事及び配信・転載記事の総件数による。時刻の分から"
                                           "ない記事%d件、リリース原文転載%d件、言及%d件は含まない"
                                           "。"),
                       (int)t->untimed, (int)t->verbatim, (int)t->mentions);
}
