// SPDX-License-Identifier: GPL-3.0-or-later
/* Profiles on paper. */
#include "tally_table.h"

#include <kirinuki/ledger.h>
#include <kirinuki/profile.h>

#include <math.h>
#include <string.h>

enum { MOST_PIECES = 200, MOST_COUNTS = 20 };

static int as_int(gint64 n)
{
    return (int)CLAMP(n, G_MININT, G_MAXINT);
}

static void put_period(KiriFolio *folio, KiriTime from, KiriTime to, KiriTime made)
{
    g_autofree char *when = kiri_folio_moment(folio, made);
    if (kiri_time_is_set(from) || kiri_time_is_set(to)) {
        g_autofree char *span =
            kiri_folio_span(folio, kiri_time_is_set(from) ? from.us : G_MININT64,
                            kiri_time_is_set(to) ? to.us + KIRI_US_PER_DAY : G_MAXINT64);
        kiri_folio_fact(folio, "対象期間", "%s", span);
    } else {
        kiri_folio_fact(folio, "対象期間", "%s", kiri_say(folio->lang, "全期間"));
    }
    kiri_folio_fact(folio, "集計時点", "%s", when);
}

static void put_counts(KiriFolio *folio, const char *id, const char *subject,
                       const GPtrArray *counts, gint64 of)
{
    const KiriDocColumn columns[] = {{"name", subject, 0, KIRI_ALIGN_LEFT},
                                     {"count", "件数", 5, KIRI_ALIGN_RIGHT},
                                     {"share", "割合", 9, KIRI_ALIGN_RIGHT}};
    guint n = kiri_recs_count(counts);
    if (!n) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "該当なし。"));
        return;
    }
    kiri_folio_table(folio, id, NULL, columns, G_N_ELEMENTS(columns), FALSE);
    for (guint i = 0; i < MIN(n, MOST_COUNTS); i++) {
        const KiriProfileCount *row = g_ptr_array_index(counts, i);
        kiri_cells_text(folio->cells, row->name);
        kiri_cells_count(folio->cells, row->count);
        kiri_folio_share_cell(folio, row->count, of);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
    if (n > MOST_COUNTS)
        kiri_folio_note(folio, kiri_say(folio->lang, "ほか%u件（全てはJSONにある）"),
                        n - MOST_COUNTS);
}

static const char *class_word(const KiriFolio *folio, gint class_)
{
    return kiri_say(folio->lang, kiri_report_class_name((KiriClass)class_));
}

static void put_piece(KiriFolio *folio, const KiriProfilePiece *p, gboolean has_medium)
{
    g_autofree char *subjects = p->subjects ? g_strjoinv("、", p->subjects) : NULL;
    g_autofree char *points = kiri_folio_decimal(p->prominence);
    kiri_folio_time_cell(folio, p->published);
    if (has_medium)
        kiri_cells_text(folio->cells, p->medium);
    if (p->url)
        kiri_cells_link(folio->cells, p->url, p->title);
    else
        kiri_cells_text(folio->cells, p->title);
    kiri_cells_text(folio->cells, class_word(folio, p->class_));
    kiri_cells_text(folio->cells, subjects);
    kiri_cells_text(folio->cells, !p->is_scored    ? kiri_say(folio->lang, "未算定")
                                  : p->in_headline ? kiri_say(folio->lang, "○")
                                                   : NULL);
    kiri_cells_text(folio->cells, p->is_scored ? points : NULL);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_pieces(KiriFolio *folio, const GPtrArray *pieces, gboolean has_medium)
{
    KiriDocColumn columns[] = {
        {"published", "掲載日時", 10, KIRI_ALIGN_LEFT},
        {"medium", "媒体名", 8, KIRI_ALIGN_LEFT},
        {"title", "見出し", 0, KIRI_ALIGN_LEFT},
        {"class", "掲載種類", 7, KIRI_ALIGN_LEFT},
        {"subjects", "報道発表・テーマ", 12, KIRI_ALIGN_LEFT},
        {"headline", "見出しに当方", 4, KIRI_ALIGN_CENTER},
        {"prominence", "扱い（点）", 3, KIRI_ALIGN_RIGHT},
    };
    guint n = kiri_recs_count(pieces), columns_n = G_N_ELEMENTS(columns);
    if (!has_medium) {
        memmove(&columns[1], &columns[2], (columns_n - 2) * sizeof *columns);
        columns_n--;
    }
    if (!n) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "該当なし。"));
        return;
    }
    kiri_folio_table(folio, "pieces", NULL, columns, columns_n, TRUE);
    for (guint i = 0; i < MIN(n, MOST_PIECES); i++)
        put_piece(folio, g_ptr_array_index(pieces, i), has_medium);
    kiri_folio_table_end(folio);
    if (n > MOST_PIECES)
        kiri_folio_note(folio, kiri_say(folio->lang, "ほか%u件（全てはJSONにある）"),
                        n - MOST_PIECES);
}

/* ---- a medium ---- */

static void put_share_fact(KiriFolio *folio, const char *label, gint64 part, gint64 of)
{
    g_autofree char *a = kiri_number_grouped(part), *b = kiri_number_grouped(of);
    g_autofree char *share = kiri_folio_decimal(of ? 100 * (gdouble)part / (gdouble)of : 0);
    if (of)
        kiri_folio_fact(folio, label, kiri_say(folio->lang, "%s％（%s／%s）"), share, a, b);
    else
        kiri_folio_fact(folio, label, "—");
}

static void put_medium_overview(KiriFolio *folio, const KiriMediumProfile *p)
{
    KiriReportLang lang = folio->lang;
    const KiriTally *t = p->counts;
    kiri_folio_chapter(folio, "概要");
    put_period(folio, p->from, p->to, p->made);
    kiri_folio_fact(folio, "媒体種別", "%s",
                    kiri_say(lang, kiri_medium_kind_word((KiriMediumKind)p->kind)));
    if (p->tier)
        kiri_folio_fact(folio, "重点の区分", kiri_say(lang, "第%d群"), as_int(p->tier));
    kiri_folio_fact(folio, "掲載", kiri_say(lang, "総件数%d件・実件数%d件"), as_int(t->total),
                    as_int(t->unique));
    put_share_fact(folio, "全媒体の総件数に占める割合", t->total, p->all_total);
    put_share_fact(folio, "この媒体の収集記事に占める割合", t->total, p->published);
    kiri_folio_fact(
        folio, "掲載種類", kiri_say(lang, "編集記事%d件、配信・転載%d件、原文転載%d件、言及%d件"),
        as_int(t->publicity), as_int(t->syndicated), as_int(t->verbatim), as_int(t->mention));
    kiri_folio_fact(folio, "論調（確認済）",
                    kiri_say(lang, "肯定的%d件、中立%d件、批判的%d件（確認済%d件、未確認%d件）"),
                    as_int(t->tone_positive), as_int(t->tone_neutral), as_int(t->tone_critical),
                    as_int(t->total - t->tone_unconfirmed), as_int(t->tone_unconfirmed));
    kiri_folio_fact(folio, "訂正", kiri_say(lang, "申入れ%d件、うち訂正掲載%d件、訂正の告知%d件"),
                    as_int(p->corrections_asked), as_int(p->corrections_made),
                    as_int(t->corrections));
}

static void put_medium_quality(KiriFolio *folio, const KiriMediumProfile *p)
{
    KiriReportLang lang = folio->lang;
    g_autofree char *points = kiri_folio_decimal(p->prominence);
    g_autofree char *share = kiri_folio_decimal(100 * p->share_about_us);
    g_autofree char *first = kiri_folio_minutes(folio, p->first_minutes);
    g_autofree char *median = kiri_folio_minutes(folio, p->median_minutes);
    kiri_folio_chapter(folio, "扱いと速さ");
    if (p->scored) {
        kiri_folio_fact(folio, "扱いの平均", kiri_say(lang, "%s点／100点（%d件）"), points,
                        as_int(p->scored));
        kiri_folio_fact(folio, "関連部分の割合の平均", kiri_say(lang, "%s％（%d件）"), share,
                        as_int(p->scored));
        kiri_folio_fact(folio, "見出しに掲載", kiri_say(lang, "%d件（%d件中）"),
                        as_int(p->counts->in_headline), as_int(p->scored));
    }
    if (p->counts->total > p->scored)
        kiri_folio_fact(folio, "未算定", kiri_say(lang, "%d件"),
                        as_int(p->counts->total - p->scored));
    if (p->timed)
        kiri_folio_fact(folio, "発表から掲載まで",
                        kiri_say(lang, "最短%s、中央値%s（発表・掲載とも時刻の分かる%d件）"), first,
                        median, as_int(p->timed));
    else
        kiri_folio_fact(folio, "発表から掲載まで", "%s", kiri_say(lang, "時刻の分かる掲載がない"));
}

static void put_ledger_row(KiriFolio *folio, const KiriProfileRow *row)
{
    const char *word = row->is_rate ? kiri_unit_word(row->what) : kiri_metric_word(row->what);
    const char *rank = row->rank ? kiri_rank_word(row->rank) : NULL;
    kiri_cells_text(folio->cells, folio->lang == KIRI_REPORT_JA ? word : row->what);
    kiri_cells_text(folio->cells, folio->lang == KIRI_REPORT_JA ? rank : row->rank);
    if (row->is_rate)
        kiri_folio_yen_cell(folio, row->value);
    else
        kiri_cells_count(folio->cells, row->value);
    kiri_folio_time_cell(folio, row->valid_from);
    kiri_folio_time_cell(folio, row->valid_to);
    kiri_cells_text(folio->cells, row->source);
    kiri_cells_text(folio->cells, folio->lang == KIRI_REPORT_JA
                                      ? kiri_confidence_word((KiriConfidence)row->confidence)
                                      : kiri_confidence_names[row->confidence]);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_ledger(KiriFolio *folio, const KiriMediumProfile *p)
{
    static const KiriDocColumn columns[] = {
        {"what", "項目", 9, KIRI_ALIGN_LEFT},
        {"rank", "区分", 5, KIRI_ALIGN_LEFT},
        {"value", "値", 7, KIRI_ALIGN_RIGHT},
        {"from", "有効開始", 8, KIRI_ALIGN_LEFT},
        {"to", "有効終了", 8, KIRI_ALIGN_LEFT},
        {"source", "出典", 0, KIRI_ALIGN_LEFT},
        {"confidence", "確からしさ", 4, KIRI_ALIGN_LEFT},
    };
    kiri_folio_chapter(folio, "単価と媒体の数値");
    if (!p->rows) {
        kiri_folio_text(folio, "%s",
                        kiri_say(folio->lang, "この媒体自身の単価・数値は登録されていない。"));
        return;
    }
    kiri_folio_table(folio, "ledger", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < p->rows->len; i++)
        put_ledger_row(folio, g_ptr_array_index(p->rows, i));
    kiri_folio_table_end(folio);
}

static gint64 copies_of(const KiriMediumProfile *p)
{
    gint64 n = p->unknown_wire;
    for (guint i = 0; i < kiri_recs_count(p->wires); i++)
        n += ((KiriProfileCount *)g_ptr_array_index(p->wires, i))->count;
    return n;
}

static void medium_body(KiriFolio *folio, gconstpointer model)
{
    const KiriMediumProfile *p = model;
    put_medium_overview(folio, p);
    put_medium_quality(folio, p);
    kiri_folio_chapter(folio, "月別");
    kiri_folio_tallies(folio,
                       &(KiriTallyTable){.id = "months",
                                         .subject = "月",
                                         .is_of_media = TRUE,
                                         .has_money = TRUE,
                                         .sum = p->months ? p->counts : NULL,
                                         .name = kiri_folio_month_name},
                       p->months);
    kiri_folio_chapter(folio, "報道発表・テーマ別");
    kiri_folio_tallies(
        folio,
        &(KiriTallyTable){
            .id = "releases", .subject = "報道発表", .most = MOST_COUNTS, .is_of_media = TRUE},
        p->releases);
    if (p->topics)
        kiri_folio_tallies(
            folio,
            &(KiriTallyTable){
                .id = "topics", .subject = "テーマ", .most = MOST_COUNTS, .is_of_media = TRUE},
            p->topics);
    kiri_folio_chapter(folio, "掲載された面・欄");
    put_counts(folio, "sections", "面・欄", p->sections, p->counts->total);
    if (p->without_section)
        kiri_folio_note(folio, kiri_say(folio->lang, "面・欄の分からないもの%d件"),
                        as_int(p->without_section));
    kiri_folio_chapter(folio, "配信元");
    put_counts(folio, "wires", "配信元", p->wires, copies_of(p));
    if (p->unknown_wire)
        kiri_folio_note(folio, kiri_say(folio->lang, "配信元の分からない転載%d件"),
                        as_int(p->unknown_wire));
    put_ledger(folio, p);
    kiri_folio_chapter(folio, "掲載一覧");
    put_pieces(folio, p->pieces, FALSE);
}

gboolean kiri_medium_profile_write(const KiriMediumProfile *p, const KiriReportFormat *format,
                                   const KiriReportOptions *options, KiriReportSink sink,
                                   gpointer data, GError **error)
{
    g_autofree char *title =
        g_strdup_printf(kiri_say(options->lang, "媒体別の報道状況：%s"), p->name);
    const KiriFolioWork work = {.shape = &kiri_medium_profile_shape,
                                .model = p,
                                .title = title,
                                .made_us = p->made.us,
                                .body = medium_body};
    return kiri_folio_write(&work, format, options, sink, data, error);
}

/* ---- a journalist ---- */

static char *weekday_name(const KiriFolio *folio, const char *id)
{
    static const char *const ids[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
    static const char *const words[] = {"月", "火", "水", "木", "金", "土", "日"};
    static const char *const english[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    gint i = CLAMP(kiri_names_index(ids, id), 0, 6);
    return g_strdup(folio->lang == KIRI_REPORT_JA ? words[i] : english[i]);
}

static KiriChart *when_chart(const KiriFolio *folio, const char *title, const GPtrArray *counts,
                             gboolean is_weekday)
{
    KiriChart *chart =
        kiri_chart_new(folio->lang, KIRI_CHART_COLUMNS, is_weekday ? "weekdays" : "months",
                       kiri_say(folio->lang, title), kiri_say(folio->lang, "件"));
    kiri_chart_add_series(chart, kiri_say(folio->lang, "記事"));
    for (guint i = 0; i < kiri_recs_count(counts); i++) {
        const KiriProfileCount *row = g_ptr_array_index(counts, i);
        g_autofree char *label = is_weekday ? weekday_name(folio, row->name) : g_strdup(row->name);
        kiri_chart_add_point(chart, label)->values[0] = (gdouble)row->count;
    }
    return chart;
}

static void put_journalist_overview(KiriFolio *folio, const KiriJournalistProfile *p)
{
    KiriReportLang lang = folio->lang;
    g_autofree char *first = kiri_folio_day(folio, p->first);
    g_autofree char *last = kiri_folio_day(folio, p->last);
    g_autofree char *points = kiri_folio_decimal(p->prominence);
    kiri_folio_chapter(folio, "概要");
    put_period(folio, p->from, p->to, p->made);
    kiri_folio_fact(folio, "記事",
                    kiri_say(lang, "%d件（編集記事%d件、配信・転載%d件、原文転載%d件、言及%d件）"),
                    as_int(p->articles), as_int(p->publicity), as_int(p->syndicated),
                    as_int(p->verbatim), as_int(p->mention));
    kiri_folio_fact(folio, "最初と最新の記事", kiri_say(lang, "%s～%s"), first, last);
    if (p->scored) {
        kiri_folio_fact(folio, "見出しに掲載", kiri_say(lang, "%d件（%d件中）"),
                        as_int(p->in_headline), as_int(p->scored));
        kiri_folio_fact(folio, "扱いの平均", kiri_say(lang, "%s点／100点（%d件）"), points,
                        as_int(p->scored));
    }
    kiri_doc_box_begin(folio->doc, kiri_say(lang, "個人情報の取扱い"));
    kiri_folio_text(folio, "%s",
                    kiri_say(lang,
                             "この資料は個人に関する情報を含む。記事の署名として公表された氏名と"
                             "掲載の事実だけに基づく。目的外に用いず、部外に渡さない。同姓同名の"
                             "人は区別できない。本人の申出により、この一覧から除くことができる"
                             "（people forget）。論調は記者別に集計しない。"));
    kiri_doc_box_end(folio->doc);
}

static void journalist_body(KiriFolio *folio, gconstpointer model)
{
    const KiriJournalistProfile *p = model;
    put_journalist_overview(folio, p);
    kiri_folio_chapter(folio, "媒体");
    put_counts(folio, "media", "媒体名", p->media, p->articles);
    kiri_folio_chapter(folio, "取り上げた報道発表・テーマ");
    put_counts(folio, "releases", "報道発表", p->releases, p->articles);
    if (p->topics)
        put_counts(folio, "topics", "テーマ", p->topics, p->articles);
    kiri_folio_chapter(folio, "時期");
    kiri_folio_chart(folio, when_chart(folio, "月別の記事", p->months, FALSE));
    kiri_folio_chart(folio, when_chart(folio, "曜日別の記事", p->weekdays, TRUE));
    kiri_folio_chapter(folio, "記事一覧");
    put_pieces(folio, p->pieces, TRUE);
}

gboolean kiri_journalist_profile_write(const KiriJournalistProfile *p,
                                       const KiriReportFormat *format,
                                       const KiriReportOptions *options, KiriReportSink sink,
                                       gpointer data, GError **error)
{
    g_autofree char *title = g_strdup_printf(kiri_say(options->lang, "記者別の記事：%s"), p->name);
    const KiriFolioWork work = {.shape = &kiri_journalist_profile_shape,
                                .model = p,
                                .title = title,
                                .made_us = p->made.us,
                                .body = journalist_body};
    return kiri_folio_write(&work, format, options, sink, data, error);
}
