// SPDX-License-Identifier: GPL-3.0-or-later
/* 収集状況: what was watched, what may be missing, and the numbers by which the report can
 * be checked against the store. */
#include "page/page.h"

#include "words/lang.h"

#include <kirinuki/civil.h>
#include <kirinuki/ledger.h>
#include <kirinuki/manifest.h>

static void end_fact(KiriReportPage *page, KiriDocCells *cells)
{
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

/* "182媒体（全国紙5、地方紙48 …）" of the ledger. */
static void put_media(KiriReportPage *page, KiriDocCells *cells)
{
    guint by_kind[KIRI_N_MEDIUM_KINDS] = {0}, all = 0;
    const char *between = "";
    GHashTableIter iter;
    gpointer medium;
    g_autoptr(GString) kinds = g_string_new(NULL);
    g_hash_table_iter_init(&iter, page->s->ledger);
    while (g_hash_table_iter_next(&iter, NULL, &medium)) {
        const KiriMedium *m = medium;
        all++;
        if (m->kind >= 0 && m->kind < KIRI_N_MEDIUM_KINDS)
            by_kind[m->kind]++;
    }
    for (guint k = 0; k < KIRI_N_MEDIUM_KINDS; k++)
        if (by_kind[k]) {
            g_string_append_printf(kinds, kiri_page_say(page, "%s%s%u"), between,
                                   kiri_say(page->lang, kiri_medium_kind_word((KiriMediumKind)k)),
                                   by_kind[k]);
            between = kiri_page_say(page, "、");
        }
    kiri_cells_text(cells, kiri_page_say(page, "対象媒体"));
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u媒体"), all);
    if (kinds->len)
        kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "（%s）"), kinds->str);
    end_fact(page, cells);
}

static void put_begin(KiriReportPage *page, KiriDocCells *cells)
{
    const KiriSummary *s = page->s;
    if (s->covered_from_us == G_MININT64)
        return;
    g_autofree char *day = kiri_page_day(page, s->covered_from_us);
    kiri_cells_text(cells, kiri_page_say(page, "収集開始日"));
    KiriDocLine *line = kiri_cells_line(cells);
    kiri_line_add(line, "%s", day);
    if (kiri_summary_begins_early(s))
        kiri_line_add(line, "%s",
                      kiri_page_say(page, "（対象期間のうち、これより前は収集開始前）"));
    if (s->sources_later)
        kiri_line_add(line, kiri_page_say(page, "。対象期間の初日より後に収集を始めた情報源%u件"),
                      s->sources_later);
    end_fact(page, cells);
}

static void put_facts(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"fact", "項目", 9, KIRI_ALIGN_LEFT},
                                            {"state", "状況", 30, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {
        .id = "collection", .columns = columns, .n_columns = 2, .has_row_heads = TRUE};
    const KiriSummary *s = page->s;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(2);
    kiri_page_table(page, &table);
    put_media(page, cells);
    kiri_cells_text(cells, kiri_page_say(page, "情報源"));
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u件（うち停止中%u件）"), s->sources,
                  s->sources_disabled);
    end_fact(page, cells);
    put_begin(page, cells);
    kiri_cells_text(cells, kiri_page_say(page, "期間中に収集した記事"));
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u件"), s->articles_seen);
    end_fact(page, cells);
    kiri_cells_text(cells, kiri_page_say(page, "欠けのおそれのある情報源"));
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u件"), s->gaps->len);
    end_fact(page, cells);
    kiri_cells_text(cells, kiri_page_say(page, "収録していないもの"));
    kiri_line_add(kiri_cells_line(cells), "%s",
                  kiri_page_say(page, "新聞・雑誌の紙面、放送、会員限定の本文"));
    if (page->entered)
        kiri_line_add(kiri_cells_line(cells),
                      kiri_page_say(page, "（職員が入力した掲載%u件を除く）"), page->entered);
    end_fact(page, cells);
    kiri_doc_table_end(page->doc);
}

/* ---- what may be missing ---- */

static void put_gaps(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"source", "情報源", 16, KIRI_ALIGN_LEFT},
                                            {"state", "停止期間・状況", 24, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {.id = "gaps",
                                       .caption = "欠けのおそれのある情報源",
                                       .columns = columns,
                                       .n_columns = 2,
                                       .has_row_heads = TRUE};
    const GPtrArray *gaps = page->s->gaps;
    if (!gaps->len)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(2);
    kiri_page_table(page, &table);
    for (guint i = 0; i < gaps->len; i++) {
        const KiriGapRow *gap = g_ptr_array_index(gaps, i);
        const char *problem = kiri_page_stored(page, gap->problem);
        kiri_cells_link(cells, gap->source->url,
                        gap->source->title ? gap->source->title : gap->source->url);
        kiri_cells_text(cells,
                        problem ? problem : kiri_page_say(page, "更新停止又は取得失敗の疑い"));
        kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    }
    kiri_doc_table_end(page->doc);
}

static void put_stale_rules(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"rule", "サイト別ルール", 16, KIRI_ALIGN_LEFT},
                                            {"state", "状況", 24, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {.id = "rules",
                                       .caption = "合わなくなったサイト別ルール",
                                       .columns = columns,
                                       .n_columns = 2,
                                       .has_row_heads = TRUE};
    const GPtrArray *rules = page->s->stale_rules;
    if (!rules->len)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(2);
    kiri_page_table(page, &table);
    for (guint i = 0; i < rules->len; i++) {
        const KiriStaleRule *row = g_ptr_array_index(rules, i);
        const char *problem = kiri_page_stored(page, row->problem);
        kiri_cells_text(cells, row->state->rule);
        kiri_cells_text(cells, problem ? problem
                                       : kiri_page_say(page, "規則に合う部分が続けて見つからない"));
        kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    }
    kiri_doc_table_end(page->doc);
}

/* ---- how to check it ---- */

static void put_text(KiriReportPage *page, KiriDocCells *cells, const char *name, const char *text)
{
    kiri_cells_text(cells, name);
    kiri_line_add(kiri_cells_line(cells), "%s", text && *text ? text : "―");
    end_fact(page, cells);
}

/* Runs are named by the first and the last: a long period has thousands. */
static void put_runs(KiriReportPage *page, KiriDocCells *cells, const KiriManifest *m)
{
    guint n = m->runs ? g_strv_length(m->runs) : 0;
    kiri_cells_text(cells, kiri_page_say(page, "収集処理"));
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u回（うち失敗%d回）"), n,
                  (int)m->runs_failed);
    if (n)
        kiri_line_add(kiri_cells_line(cells), n > 1 ? kiri_page_say(page, "　%s ～ %s") : "　%s",
                      m->runs[0], m->runs[n - 1]);
    end_fact(page, cells);
}

static void put_check(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"fact", "項目", 9, KIRI_ALIGN_LEFT},
                                            {"value", "値", 30, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {.id = "check",
                                       .caption = "照合",
                                       .columns = columns,
                                       .n_columns = 2,
                                       .has_row_heads = TRUE};
    const KiriManifest *m = page->o->manifest;
    if (!m)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(2);
    g_autofree char *entry = kiri_number_grouped(m->log_seq);
    g_autofree char *rates =
        m->rates ? g_strjoinv(kiri_page_say(page, "、"), m->rates) : g_strdup("");
    kiri_page_table(page, &table);
    put_text(page, cells, kiri_page_say(page, "照合番号"), m->number);
    put_text(page, cells, kiri_page_say(page, "掲載一覧のSHA-256"), m->rows_sha256);
    put_text(page, cells, kiri_page_say(page, "記録の通し番号"), entry);
    put_runs(page, cells, m);
    put_text(page, cells, kiri_page_say(page, "単価表の版（算定方法）"), rates);
    kiri_cells_text(cells, kiri_page_say(page, "記事の出入り"));
    kiri_line_add(
        kiri_cells_line(cells),
        kiri_page_say(page, "期間中に収集%d件、対象外%d件、職員が除いたもの%d件、掲載%d件"),
        (int)m->seen, (int)m->excluded, (int)m->rejected, (int)m->total);
    end_fact(page, cells);
    kiri_doc_table_end(page->doc);
    kiri_page_text(page, KIRI_TEXT_NOTE, "%s",
                   kiri_page_say(page, "同じ照合番号の報告は同じ内容である。「kirinuki report "
                                       "--verify ファイル」により、収集した記録から数え直して照合"
                                       "できる。"));
}

void kiri_section_collection(KiriReportPage *page)
{
    put_facts(page);
    put_gaps(page);
    put_stale_rules(page);
    put_check(page);
}
