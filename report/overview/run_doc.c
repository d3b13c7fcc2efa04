// SPDX-License-Identifier: GPL-3.0-or-later
/* The run report on paper: an overview in figures, then runs, sources, volume, delay,
 * audit, store. */
#include "folio.h"

#include "words/words.h"

#include <kirinuki/health.h>
#include <kirinuki/run_report.h>

#include <string.h>

enum { MOST_RUNS = 200, MOST_FAILURES = 20, MOST_CHART_DAYS = 92 };

static int as_int(gint64 n)
{
    return (int)CLAMP(n, G_MININT, G_MAXINT);
}

static const char *const chapters[] = {"概要",     "収集処理",       "情報源の状態", "見込みと実績",
                                       "収集遅延", "収集漏れの点検", "保存の状況"};

/* ---- overview ---- */

static void put_overview(KiriFolio *folio, const KiriRunReport *r)
{
    KiriReportLang lang = folio->lang;
    g_autofree char *span = kiri_folio_span(folio, r->from.us, r->to.us + KIRI_US_PER_DAY);
    g_autofree char *made = kiri_folio_moment(folio, r->made);
    kiri_folio_chapter(folio, chapters[0]);
    kiri_folio_fact(folio, "対象期間", "%s", span);
    kiri_folio_fact(folio, "集計時点", "%s", made);
    kiri_folio_fact(folio, "収集処理",
                    kiri_say(lang, "%d回（正常%d、一部失敗%d、失敗%d、中断%d、終了の記録なし%d）"),
                    as_int(r->n_runs), as_int(r->n_done), as_int(r->n_partly), as_int(r->n_failed),
                    as_int(r->n_interrupted), as_int(r->n_open));
    kiri_folio_fact(folio, "記事",
                    kiri_say(lang, "新規%d件、更新%d件、変更なし%d件、重複（別アドレス）%d件"),
                    as_int(r->sum->articles_new), as_int(r->sum->articles_changed),
                    as_int(r->sum->articles_same), as_int(r->sum->aliases_found));
    kiri_folio_fact(folio, "ページ",
                    kiri_say(lang, "取得%d件、失敗%d件、取得を控えたもの%d件、記事でないもの%d件"),
                    as_int(r->sum->pages_fetched), as_int(r->sum->pages_failed),
                    as_int(r->sum->pages_refused), as_int(r->sum->pages_no_article));
    kiri_folio_fact(folio, "期間に掲載された記事",
                    kiri_say(lang, "%d件（うち掲載日時の分からないもの%d件）"), as_int(r->articles),
                    as_int(r->undated));
    kiri_folio_fact(folio, "注意を要する情報源", kiri_say(lang, "%d件（情報源%d件中）"),
                    as_int(kiri_recs_count(r->sources)), as_int(r->sources_followed));
    if (r->stale_rules)
        kiri_folio_fact(folio, "合わなくなったサイト別ルール", kiri_say(lang, "%d件"),
                        as_int(r->stale_rules));
}

/* ---- runs ---- */

static const char *outcome_of(const KiriFolio *folio, const KiriRunLine *run)
{
    enum { DONE = 0, NO = 1, PARTLY = 3 };
    return !kiri_time_is_set(run->ended) ? kiri_say(folio->lang, "終了の記録なし")
           : run->was_interrupted        ? kiri_say(folio->lang, "中断")
           : run->exit_code == DONE || run->exit_code == NO ? kiri_say(folio->lang, "正常")
           : run->exit_code == PARTLY                       ? kiri_say(folio->lang, "一部失敗")
                                                            : kiri_say(folio->lang, "失敗");
}

static void put_run(KiriFolio *folio, const KiriRunLine *run, KiriRowKind kind)
{
    KiriDocCells *cells = folio->cells;
    if (kind == KIRI_ROW_SUM) {
        kiri_cells_text(cells, kiri_say(folio->lang, "計"));
        kiri_cells_text(cells, NULL);
        kiri_cells_text(cells, NULL);
        kiri_cells_text(cells, NULL);
    } else {
        kiri_folio_time_cell(folio, run->started);
        kiri_folio_time_cell(folio, run->ended);
        kiri_cells_text(cells, run->command);
        kiri_cells_text(cells, outcome_of(folio, run));
    }
    kiri_cells_count(cells, run->sources_polled);
    kiri_cells_count(cells, run->sources_failed);
    kiri_cells_count(cells, run->pages_fetched);
    kiri_cells_count(cells, run->pages_failed);
    kiri_cells_count(cells, run->articles_new);
    kiri_cells_count(cells, run->articles_changed);
    kiri_cells_count(cells, run->aliases_found);
    kiri_folio_row(folio, kind);
}

static void put_runs(KiriFolio *folio, const KiriRunReport *r)
{
    static const KiriDocColumn columns[] = {
        {"started", "開始", 10, KIRI_ALIGN_LEFT},
        {"ended", "終了", 10, KIRI_ALIGN_LEFT},
        {"command", "処理", 4, KIRI_ALIGN_LEFT},
        {"outcome", "結果", 4, KIRI_ALIGN_LEFT},
        {"polled", "情報源", 3, KIRI_ALIGN_RIGHT},
        {"polls_failed", "うち失敗", 3, KIRI_ALIGN_RIGHT},
        {"fetched", "ページ", 3, KIRI_ALIGN_RIGHT},
        {"failed", "失敗", 3, KIRI_ALIGN_RIGHT},
        {"new", "新規記事", 3, KIRI_ALIGN_RIGHT},
        {"changed", "更新", 3, KIRI_ALIGN_RIGHT},
        {"aliases", "重複", 3, KIRI_ALIGN_RIGHT},
    };
    guint n = kiri_recs_count(r->runs), from = n > MOST_RUNS ? n - MOST_RUNS : 0;
    kiri_folio_table(folio, "runs", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = from; i < n; i++)
        put_run(folio, g_ptr_array_index(r->runs, i), KIRI_ROW_PLAIN);
    put_run(folio, r->sum, KIRI_ROW_SUM);
    kiri_folio_table_end(folio);
    if (from)
        kiri_folio_note(folio,
                        kiri_say(folio->lang, "新しい%d回を示す。これより前の%u回も計に含む。"),
                        (int)MOST_RUNS, from);
}

static void put_pauses(KiriFolio *folio, const KiriRunReport *r)
{
    static const KiriDocColumn columns[] = {{"from", "から", 0, KIRI_ALIGN_LEFT},
                                            {"to", "まで", 0, KIRI_ALIGN_LEFT},
                                            {"length", "長さ", 6, KIRI_ALIGN_RIGHT}};
    if (!r->pauses) {
        kiri_folio_text(folio, "%s",
                        kiri_say(folio->lang, "1時間以上収集処理のなかった時間はない。"));
        return;
    }
    kiri_folio_table(folio, "pauses", "収集処理のなかった時間（1時間以上、長い順）", columns,
                     G_N_ELEMENTS(columns), FALSE);
    for (guint i = 0; i < r->pauses->len; i++) {
        const KiriRunPause *pause = g_ptr_array_index(r->pauses, i);
        g_autofree char *length = kiri_folio_minutes(folio, pause->minutes);
        kiri_folio_time_cell(folio, pause->from);
        kiri_folio_time_cell(folio, pause->to);
        kiri_cells_text(folio->cells, length);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
}

static void put_failures(KiriFolio *folio, const KiriRunReport *r)
{
    static const KiriDocColumn columns[] = {{"what", "失敗の内容", 0, KIRI_ALIGN_LEFT},
                                            {"count", "件数", 4, KIRI_ALIGN_RIGHT}};
    if (!r->failures)
        return;
    kiri_folio_table(folio, "failures", "失敗の種類（収集処理の記録による）", columns,
                     G_N_ELEMENTS(columns), FALSE);
    for (guint i = 0; i < MIN(r->failures->len, MOST_FAILURES); i++) {
        const KiriRunCount *row = g_ptr_array_index(r->failures, i);
        kiri_cells_text(folio->cells, row->name);
        kiri_cells_count(folio->cells, row->count);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
    kiri_folio_note(folio,
                    kiri_say(folio->lang, "記録された失敗%d件、%u種類。1回の収集処理につき最初の"
                                          "100件を記録する。"),
                    as_int(r->failures_noted), r->failures->len);
}

/* ---- sources ---- */

static const char *health_name(const KiriFolio *folio, const char *name)
{
    static const char *const words[] = {"正常",     "確認中", "更新停止の疑い",
                                        "取得失敗", "不通",   "停止中"};
    gint i = kiri_names_index(kiri_health_names, name);
    return kiri_say(folio->lang, words[CLAMP(i, 0, (gint)G_N_ELEMENTS(words) - 1)]);
}

static void put_counts(KiriFolio *folio, const KiriRunReport *r)
{
    static const KiriDocColumn states[] = {{"state", "状態", 0, KIRI_ALIGN_LEFT},
                                           {"count", "情報源", 5, KIRI_ALIGN_RIGHT}};
    kiri_folio_table(folio, "health", NULL, states, G_N_ELEMENTS(states), FALSE);
    gint64 all = 0;
    for (guint i = 0; i < kiri_recs_count(r->health); i++) {
        const KiriRunCount *row = g_ptr_array_index(r->health, i);
        kiri_cells_text(folio->cells, health_name(folio, row->name));
        kiri_cells_count(folio->cells, row->count);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
        all += row->count;
    }
    kiri_cells_text(folio->cells, kiri_say(folio->lang, "計"));
    kiri_cells_count(folio->cells, all);
    kiri_folio_row(folio, KIRI_ROW_SUM);
    kiri_folio_table_end(folio);
}

static void put_failure_kinds(KiriFolio *folio, const KiriRunReport *r)
{
    static const KiriDocColumn columns[] = {{"kind", "失敗の理由", 0, KIRI_ALIGN_LEFT},
                                            {"count", "情報源", 5, KIRI_ALIGN_RIGHT}};
    if (!r->failure_kinds)
        return;
    kiri_folio_table(folio, "failure_kinds", "取得できていない情報源の理由", columns,
                     G_N_ELEMENTS(columns), FALSE);
    for (guint i = 0; i < r->failure_kinds->len; i++) {
        const KiriRunCount *row = g_ptr_array_index(r->failure_kinds, i);
        gint kind = kiri_names_index(kiri_failure_names, row->name);
        const char *word = kind > 0 ? kiri_report_failure_name((KiriFailure)kind) : "理由不明";
        kiri_cells_text(folio->cells, kiri_say(folio->lang, word));
        kiri_cells_count(folio->cells, row->count);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
}

static void put_source(KiriFolio *folio, const KiriRunSource *s)
{
    g_autofree char *expected = kiri_folio_decimal(s->expected);
    kiri_cells_link(folio->cells, s->url, s->title && *s->title ? s->title : s->url);
    kiri_cells_text(folio->cells, health_name(folio, kiri_health_names[s->health]));
    kiri_cells_text(folio->cells, s->is_expected ? expected : "—");
    kiri_cells_count(folio->cells, s->found);
    if (folio->lang == KIRI_REPORT_JA)
        kiri_cells_text(folio->cells, s->problem ? s->problem : "見込みの半分に満たない");
    else
        kiri_cells_text(folio->cells,
                        s->problem ? "" : kiri_say(folio->lang, "見込みの半分に満たない"));
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_sources(KiriFolio *folio, const KiriRunReport *r)
{
    static const KiriDocColumn columns[] = {{"source", "情報源", 14, KIRI_ALIGN_LEFT},
                                            {"state", "状態", 6, KIRI_ALIGN_LEFT},
                                            {"expected", "見込み", 4, KIRI_ALIGN_RIGHT},
                                            {"found", "実績", 3, KIRI_ALIGN_RIGHT},
                                            {"problem", "状況", 0, KIRI_ALIGN_LEFT}};
    put_counts(folio, r);
    put_failure_kinds(folio, r);
    if (!r->sources) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "注意を要する情報源はない。"));
        return;
    }
    kiri_folio_table(folio, "sources", "注意を要する情報源", columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < r->sources->len; i++)
        put_source(folio, g_ptr_array_index(r->sources, i));
    kiri_folio_table_end(folio);
}

/* ---- volume and delay ---- */

static KiriChart *days_chart(const KiriFolio *folio, const KiriRunReport *r)
{
    guint n = kiri_recs_count(r->days);
    if (!n || n > MOST_CHART_DAYS)
        return NULL;
    KiriChart *chart =
        kiri_chart_new(folio->lang, KIRI_CHART_COLUMNS, "days",
                       kiri_say(folio->lang, "掲載日別の収集記事"), kiri_say(folio->lang, "件"));
    kiri_chart_add_series(chart, kiri_say(folio->lang, "記事"));
    for (guint i = 0; i < n; i++) {
        const KiriRunDay *day = g_ptr_array_index(r->days, i);
        KiriCivil c = kiri_civil_from_us(day->day.us, KIRI_JST_MIN);
        g_autofree char *label = g_strdup_printf("%d/%d", c.month, c.day);
        kiri_chart_add_point(chart, label)->values[0] = (gdouble)day->articles;
    }
    return chart;
}

static void put_volume(KiriFolio *folio, const KiriRunReport *r)
{
    g_autofree char *expected = kiri_folio_decimal(r->expected);
    kiri_folio_text(
        folio,
        kiri_say(folio->lang, "日ごろの掲載の調子が分かる情報源%d件（%d件中）について、見込み%s件に"
                              "対し実績%d件。"),
        as_int(r->rhythm_known), as_int(r->sources_followed), expected, as_int(r->found));
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang, "見込みは、各情報源の曜日・時刻別のこれまでの掲載数に"
                                          "よる。一つの記事を複数の情報源が載せたときは、それぞれに"
                                          "数える。"));
    kiri_folio_chart(folio, days_chart(folio, r));
}

static void put_delay(KiriFolio *folio, const KiriRunReport *r)
{
    enum { MINUTE = 60 };
    if (!r->delayed) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "測れる記事がない。"));
        return;
    }
    g_autofree char *median = kiri_folio_minutes(folio, r->delay_median_s / MINUTE);
    g_autofree char *most = kiri_folio_minutes(folio, r->delay_p90_s / MINUTE);
    g_autofree char *longest = kiri_folio_minutes(folio, r->delay_max_s / MINUTE);
    kiri_folio_text(folio,
                    kiri_say(folio->lang, "掲載から収集まで：中央値%s、9割が%s以内、最大%s（%d件、"
                                          "期間の記事%d件中）。"),
                    median, most, longest, as_int(r->delayed), as_int(r->articles));
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang, "掲載が分まで分かり、情報源の登録後に掲載されたものに"
                                          "ついて。"));
}

/* ---- audit ---- */

static void put_audit(KiriFolio *folio, const KiriRunAudit *a)
{
    g_autofree char *low = kiri_folio_decimal(100 * a->coverage_low);
    g_autofree char *high = kiri_folio_decimal(100 * a->coverage_high);
    kiri_cells_text(folio->cells, a->name);
    kiri_cells_count(folio->cells, a->seen);
    kiri_cells_count(folio->cells, a->stored);
    kiri_cells_count(folio->cells, a->missing);
    kiri_cells_count(folio->cells, a->undated);
    if (a->has_estimate) {
        kiri_cells_share(folio->cells, a->coverage);
        kiri_line_add(kiri_cells_line(folio->cells), kiri_say(folio->lang, "%s～%s％"), low, high);
        if (!a->is_reliable)
            kiri_line_styled(kiri_cells_line(folio->cells), KIRI_TEXT_NOTE, "%s",
                             kiri_say(folio->lang, "（目安）"));
        kiri_cells_next(folio->cells);
    } else {
        kiri_cells_text(folio->cells, "—");
        kiri_cells_text(folio->cells, kiri_say(folio->lang, "推定できない"));
    }
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_audits(KiriFolio *folio, const KiriRunReport *r)
{
    static const KiriDocColumn columns[] = {{"medium", "媒体名", 0, KIRI_ALIGN_LEFT},
                                            {"seen", "確認できた記事", 5, KIRI_ALIGN_RIGHT},
                                            {"stored", "うち収集", 4, KIRI_ALIGN_RIGHT},
                                            {"missing", "漏れ", 3, KIRI_ALIGN_RIGHT},
                                            {"undated", "日付のない漏れ", 5, KIRI_ALIGN_RIGHT},
                                            {"coverage", "収集率％", 4, KIRI_ALIGN_RIGHT},
                                            {"interval", "95％の範囲", 8, KIRI_ALIGN_RIGHT}};
    if (r->audits) {
        kiri_folio_table(folio, "audits", NULL, columns, G_N_ELEMENTS(columns), FALSE);
        for (guint i = 0; i < r->audits->len; i++)
            put_audit(folio, g_ptr_array_index(r->audits, i));
        kiri_folio_table_end(folio);
        kiri_folio_note(folio, "%s",
                        kiri_say(folio->lang,
                                 "媒体のフィード、サイトマップ、トップページのこれまでの"
                                 "掲載を互いに照らし合わせた。収集率は、両者の重なりから"
                                 "推定した真の件数に対する割合。"));
    } else {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "点検した媒体はない。"));
    }
    if (r->media_not_audited)
        kiri_folio_note(folio,
                        kiri_say(folio->lang,
                                 "ほか%d媒体は、照らし合わせる情報源が一種類しかない等の"
                                 "ため点検していない。"),
                        as_int(r->media_not_audited));
}

/* ---- store ---- */

static void put_bytes(KiriFolio *folio, const char *label, gint64 bytes)
{
    enum { MIB = 1 << 20 };
    if (bytes < 0)
        return;
    g_autofree char *mib = kiri_number_grouped(bytes / MIB);
    kiri_folio_fact(folio, label, "%s MiB", mib);
}

static void put_store(KiriFolio *folio, const KiriRunReport *r)
{
    static const struct {
        const char *noun, *label;
    } labels[] = {{"article", "記事"},     {"source", "情報源"},    {"medium", "媒体の台帳"},
                  {"release", "報道発表"}, {"topic", "テーマ"},     {"clip", "掲載記事"},
                  {"verdict", "確認結果"}, {"licence", "利用契約"}, {"run", "収集処理の記録"}};
    put_bytes(folio, "保存量", r->store_bytes);
    put_bytes(folio, "ディスクの空き", r->disk_free_bytes);
    for (guint i = 0; i < kiri_recs_count(r->nouns); i++) {
        const KiriRunCount *row = g_ptr_array_index(r->nouns, i);
        for (gsize l = 0; l < G_N_ELEMENTS(labels); l++) {
            g_autofree char *n = kiri_number_grouped(row->count);
            if (strcmp(labels[l].noun, row->name) == 0)
                kiri_folio_fact(folio, labels[l].label, kiri_say(folio->lang, "%s件"), n);
        }
    }
}

/* ---- all ---- */

static void body(KiriFolio *folio, gconstpointer model)
{
    static void (*const parts[])(KiriFolio *, const KiriRunReport *) = {
        NULL, NULL, put_sources, put_volume, put_delay, put_audits, put_store};
    const KiriRunReport *r = model;
    put_overview(folio, r);
    kiri_folio_chapter(folio, chapters[1]);
    put_runs(folio, r);
    put_pauses(folio, r);
    put_failures(folio, r);
    for (gsize i = 2; i < G_N_ELEMENTS(parts); i++) {
        kiri_folio_chapter(folio, chapters[i]);
        parts[i](folio, r);
    }
}

gboolean kiri_run_report_write(const KiriRunReport *r, const KiriReportFormat *format,
                               const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                               GError **error)
{
    const KiriFolioWork work = {.shape = &kiri_run_report_shape,
                                .model = r,
                                .title = kiri_say(options->lang, "収集処理・収集状況の報告"),
                                .made_us = r->made.us,
                                .body = body};
    return kiri_folio_write(&work, format, options, sink, data, error);
}
