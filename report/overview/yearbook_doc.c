// SPDX-License-Identifier: GPL-3.0-or-later
/* A yearly book on paper: contents, the year in figures, its parts, then what it was worth
 * and what is missing. */
#include "tally_table.h"

#include "page/charts.h"

#include <kirinuki/yearbook.h>

#include <math.h>
#include <string.h>

enum {
    MOST_RELEASES = 300,
    MOST_MEDIA = 100,
    MOST_TOPICS = 100,
    MOST_GAPS = 100,
    CHART_MEDIA = 15
};

static int as_int(gint64 n)
{
    return (int)CLAMP(n, G_MININT, G_MAXINT);
}

static const char *const chapters[] = {"概要",
                                       "四半期・月別",
                                       "報道発表別",
                                       "テーマ別",
                                       "媒体種別",
                                       "媒体別",
                                       "報道の質",
                                       "露出シェア",
                                       "推定到達者数",
                                       "広告換算額",
                                       "収集できなかったもの",
                                       "収集処理"};

/* ---- overview ---- */

static void put_overview(KiriFolio *folio, const KiriYearbook *b)
{
    KiriReportLang lang = folio->lang;
    const KiriTally *t = b->year->counts;
    KiriSpan year = kiri_fiscal_year((gint)b->fiscal_year);
    g_autofree char *span = kiri_folio_span(folio, year.from_us, year.to_us);
    g_autofree char *made = kiri_folio_moment(folio, b->made);
    kiri_folio_fact(folio, "対象期間", "%s", span);
    kiri_folio_fact(folio, "集計時点", "%s", made);
    kiri_folio_fact(folio, "掲載",
                    kiri_say(lang, "総件数%d件・実件数%d件、%d媒体（うち重点媒体%d媒体）"),
                    as_int(t->total), as_int(t->unique), as_int(t->media), as_int(t->tier1_media));
    kiri_folio_fact(
        folio, "掲載種類", kiri_say(lang, "編集記事%d件、配信・転載%d件、原文転載%d件、言及%d件"),
        as_int(t->publicity), as_int(t->syndicated), as_int(t->verbatim), as_int(t->mention));
    kiri_folio_fact(folio, "報道発表", kiri_say(lang, "%d件（うち年度内に掲載のないもの%d件）"),
                    as_int(b->releases_announced), as_int(b->releases_without));
    kiri_folio_fact(folio, "確認", kiri_say(lang, "職員の確認済%d件（%d件中）、要確認%d件"),
                    as_int(t->confirmed), as_int(t->total), as_int(t->needs_review));
    kiri_folio_fact(folio, "訂正・相違",
                    kiri_say(lang, "発表との相違%d件、訂正の告知%d件、削除%d件"),
                    as_int(t->contradictions), as_int(t->corrections), as_int(t->removals));
    if (b->year->begins_early) {
        g_autofree char *from = kiri_folio_day(folio, b->year->covered_from);
        kiri_folio_text(folio, kiri_say(lang, "%sより前は収集開始前であり、件数に含まない。"),
                        from);
    }
    if (b->made.us < year.to_us)
        kiri_folio_text(folio, "%s", kiri_say(lang, "年度の途中の集計である。"));
    kiri_folio_note(folio, "%s",
                    kiri_say(lang,
                             "総件数は掲載記事の数、実件数は同じ記事の配信・転載を1件とした数。"
                             "四半期・月・報道発表・媒体の実件数はそれぞれの中で数えるため、合計が"
                             "年度の実件数を上回ることがある。"));
}

/* ---- by time ---- */

static char *quarter_name(const KiriFolio *folio, const KiriTally *t)
{
    static const char *const months[] = {"4～6月", "7～9月", "10～12月", "1～3月"};
    const char *q = strrchr(t->id, 'Q');
    guint i = q ? (guint)CLAMP(q[1] - '1', 0, 3) : 0;
    return g_strdup_printf(kiri_say(folio->lang, "第%u四半期（%s）"), i + 1,
                           kiri_say(folio->lang, months[i]));
}

/* Short, as twelve of them stand below a chart. */
static char *month_label(const KiriFolio *folio, const KiriTally *t)
{
    const char *dash = strchr(t->id, '-');
    return g_strdup_printf(kiri_say(folio->lang, "%d月"),
                           dash ? (gint)g_ascii_strtoll(dash + 1, NULL, 10) : 0);
}

static void put_times(KiriFolio *folio, const KiriYearbook *b)
{
    kiri_folio_tallies(folio,
                       &(KiriTallyTable){.id = "quarters",
                                         .subject = "四半期",
                                         .has_money = TRUE,
                                         .sum = b->year->counts,
                                         .name = quarter_name},
                       b->quarters);
    kiri_folio_chart(folio, kiri_folio_tally_chart(folio, KIRI_CHART_COLUMNS, "months",
                                                   "月別の掲載", b->months, 0, month_label));
    kiri_folio_tallies(folio,
                       &(KiriTallyTable){.id = "months",
                                         .subject = "月",
                                         .has_money = TRUE,
                                         .sum = b->year->counts,
                                         .name = kiri_folio_month_name},
                       b->months);
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang, "計は年度全体の値であり、上の行の和とは限らない。"));
}

/* ---- by release ---- */

static void put_tone(KiriFolio *folio, const KiriTally *t)
{
    KiriDocLine *line = kiri_cells_line(folio->cells);
    if (t->total == t->tone_unconfirmed)
        kiri_line_styled(line, KIRI_TEXT_NOTE, "%s", kiri_say(folio->lang, "未確認"));
    else
        kiri_line_add(line, kiri_say(folio->lang, "肯%d・中%d・批%d（%d件中）"),
                      as_int(t->tone_positive), as_int(t->tone_neutral), as_int(t->tone_critical),
                      as_int(t->total));
    kiri_cells_next(folio->cells);
}

static void put_reach(KiriFolio *folio, const KiriFigures *f)
{
    g_autofree char *low = kiri_number_grouped(f->reach_low);
    g_autofree char *high = kiri_number_grouped(f->reach_high);
    if (f->reach_media)
        kiri_line_add(kiri_cells_line(folio->cells), kiri_say(folio->lang, "%s～%s（%d／%d媒体）"),
                      low, high, as_int(f->reach_media),
                      as_int(f->reach_media + f->reach_media_unknown));
    else
        kiri_line_styled(kiri_cells_line(folio->cells), KIRI_TEXT_NOTE, "%s",
                         kiri_say(folio->lang, "算定不能"));
    kiri_cells_next(folio->cells);
}

static void put_worth(KiriFolio *folio, const KiriTally *t)
{
    g_autofree char *yen = kiri_folio_yen(folio, t->ave_known_yen + t->ave_estimate_yen);
    kiri_line_add(kiri_cells_line(folio->cells), kiri_say(folio->lang, "%s（%d／%d件）"), yen,
                  as_int(t->ave_known + t->ave_estimate), as_int(t->total));
    kiri_cells_next(folio->cells);
}

static void put_release(KiriFolio *folio, guint rank, const KiriFigures *f)
{
    const KiriTally *t = f->counts;
    const gint64 counts[] = {t->total,     t->unique,     t->media,    t->tier1_media,
                             t->publicity, t->syndicated, t->verbatim, t->mention};
    g_autofree char *first = kiri_folio_minutes(folio, f->first_minutes);
    KiriTime day = f->announced;
    day.precision = MIN(day.precision, (guint8)KIRI_PRECISION_DAY);
    kiri_cells_count(folio->cells, rank);
    kiri_folio_time_cell(folio, day);
    kiri_cells_text(folio->cells, f->name);
    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++)
        kiri_cells_count(folio->cells, counts[i]);
    kiri_cells_text(folio->cells, f->has_first ? first : "—");
    kiri_folio_share_cell(folio, f->messages_conveyed, f->message_chances - f->messages_unknown);
    put_tone(folio, t);
    put_reach(folio, f);
    put_worth(folio, t);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_releases(KiriFolio *folio, const KiriYearbook *b)
{
    static const KiriDocColumn columns[] = {
        {"rank", "順位", 3, KIRI_ALIGN_RIGHT},
        {"announced", "発表日", 9, KIRI_ALIGN_LEFT},
        {"name", "報道発表", 0, KIRI_ALIGN_LEFT},
        {"total", "総件数", 3, KIRI_ALIGN_RIGHT},
        {"unique", "実件数", 3, KIRI_ALIGN_RIGHT},
        {"media", "媒体数", 3, KIRI_ALIGN_RIGHT},
        {"tier1", "重点媒体", 2, KIRI_ALIGN_RIGHT},
        {"publicity", "編集記事", 2, KIRI_ALIGN_RIGHT},
        {"syndicated", "配信・転載", 3, KIRI_ALIGN_RIGHT},
        {"verbatim", "原文転載", 2, KIRI_ALIGN_RIGHT},
        {"mention", "言及", 2, KIRI_ALIGN_RIGHT},
        {"first", "初報まで", 6, KIRI_ALIGN_RIGHT},
        {"messages", "キーメッセージ反映率", 9, KIRI_ALIGN_RIGHT},
        {"tone", "論調（確認済）", 8, KIRI_ALIGN_LEFT},
        {"reach", "推定到達者数", 13, KIRI_ALIGN_LEFT},
        {"ave", "広告換算額（参考値）", 10, KIRI_ALIGN_LEFT},
    };
    guint n = kiri_recs_count(b->releases);
    if (!n) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "該当なし。"));
        return;
    }
    kiri_folio_table(folio, "releases", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < MIN(n, MOST_RELEASES); i++)
        put_release(folio, i + 1, g_ptr_array_index(b->releases, i));
    kiri_folio_table_end(folio);
    if (n > MOST_RELEASES)
        kiri_folio_note(folio, kiri_say(folio->lang, "ほか%u件（全てはJSONにある）"),
                        n - MOST_RELEASES);
    kiri_folio_note(folio,
                    kiri_say(folio->lang, "実件数の順。年度内の掲載による。このほか年度内に発表し"
                                          "て掲載のないもの%d件。"),
                    as_int(b->releases_without));
}

/* ---- by topic, kind, medium ---- */

static void put_topics(KiriFolio *folio, const KiriYearbook *b)
{
    kiri_folio_tallies(
        folio,
        &(KiriTallyTable){
            .id = "topics", .subject = "テーマ", .most = MOST_TOPICS, .has_money = TRUE},
        b->topics);
}

static void put_kinds(KiriFolio *folio, const KiriYearbook *b)
{
    kiri_folio_tallies(folio,
                       &(KiriTallyTable){.id = "kinds",
                                         .subject = "媒体種別",
                                         .has_money = TRUE,
                                         .sum = b->year->counts,
                                         .name = kiri_folio_kind_name},
                       b->year->kinds);
    kiri_folio_chart(folio,
                     kiri_folio_tally_chart(folio, KIRI_CHART_BARS, "kinds", "媒体種別の掲載",
                                            b->year->kinds, 0, kiri_folio_kind_name));
}

static void put_media(KiriFolio *folio, const KiriYearbook *b)
{
    kiri_folio_chart(folio,
                     kiri_folio_tally_chart(folio, KIRI_CHART_BARS, "media", "掲載の多い媒体",
                                            b->year->media, CHART_MEDIA, NULL));
    kiri_folio_tallies(folio,
                       &(KiriTallyTable){.id = "media",
                                         .subject = "媒体名",
                                         .most = MOST_MEDIA,
                                         .has_money = TRUE,
                                         .is_of_media = TRUE,
                                         .sum = b->year->counts},
                       b->year->media);
}

/* ---- quality, voices, reach ---- */

static void put_quality(KiriFolio *folio, const KiriYearbook *b)
{
    KiriReportLang lang = folio->lang;
    const KiriQuality *q = b->quality;
    g_autofree char *points = kiri_folio_decimal(q->prominence);
    g_autofree char *share = kiri_folio_decimal(100 * q->share_about_us);
    if (q->scored) {
        kiri_folio_fact(folio, "扱いの平均", kiri_say(lang, "%s点／100点（%d件）"), points,
                        as_int(q->scored));
        kiri_folio_fact(folio, "関連部分の割合の平均", kiri_say(lang, "%s％（%d件）"), share,
                        as_int(q->scored));
        kiri_folio_fact(
            folio, "最初に現れる位置", kiri_say(lang, "見出し%d件、リード%d件、本文%d件（%d件中）"),
            as_int(q->in_headline), as_int(q->in_lead), as_int(q->in_body), as_int(q->scored));
    }
    if (q->unscored)
        kiri_folio_fact(folio, "未算定", kiri_say(lang, "%d件"), as_int(q->unscored));
    kiri_folio_fact(folio, "一面・写真", kiri_say(lang, "一面%d件、写真%d件（%d件中）"),
                    as_int(q->front_page), as_int(q->pictures), as_int(b->year->counts->total));
    kiri_folio_fact(folio, "論調（確認済）",
                    kiri_say(lang, "肯定的%d件、中立%d件、批判的%d件（確認済%d件、未確認%d件）"),
                    as_int(q->tone_positive), as_int(q->tone_neutral), as_int(q->tone_critical),
                    as_int(q->tone_positive + q->tone_neutral + q->tone_critical),
                    as_int(q->tone_unconfirmed));
    kiri_folio_chart(folio, kiri_charts_tone(lang, q));
}

static void put_voices(KiriFolio *folio, const KiriYearbook *b)
{
    static const KiriDocColumn columns[] = {{"name", "対象", 0, KIRI_ALIGN_LEFT},
                                            {"articles", "件数", 5, KIRI_ALIGN_RIGHT},
                                            {"articles_share", "割合％", 4, KIRI_ALIGN_RIGHT},
                                            {"stories", "実件数", 5, KIRI_ALIGN_RIGHT},
                                            {"stories_share", "割合％", 4, KIRI_ALIGN_RIGHT},
                                            {"weight_share", "扱いで加重％", 5, KIRI_ALIGN_RIGHT},
                                            {"unscored", "未算定", 4, KIRI_ALIGN_RIGHT}};
    if (!b->voices) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "比較テーマは登録されていない。"));
        return;
    }
    kiri_folio_table(folio, "voices", NULL, columns, G_N_ELEMENTS(columns), FALSE);
    for (guint i = 0; i < b->voices->len; i++) {
        const KiriVoice *v = g_ptr_array_index(b->voices, i);
        kiri_cells_text(folio->cells, v->topic ? v->name : kiri_say(folio->lang, "当方"));
        kiri_cells_count(folio->cells, v->articles);
        kiri_cells_share(folio->cells, v->share_articles);
        kiri_cells_count(folio->cells, v->stories);
        kiri_cells_share(folio->cells, v->share_stories);
        kiri_cells_share(folio->cells, v->share_weight);
        kiri_cells_count(folio->cells, v->unscored);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
    kiri_folio_chart(folio, kiri_charts_voices(folio->lang, b->voices));
}

static void put_people(KiriFolio *folio, const char *label, const KiriReach *r)
{
    g_autofree char *low = kiri_number_grouped(r->low), *high = kiri_number_grouped(r->high);
    if (r->media_known)
        kiri_folio_fact(folio, label,
                        kiri_say(folio->lang, "%s人～%s人（数値の分かる%d媒体、不明%d媒体）"), low,
                        high, as_int(r->media_known), as_int(r->media_unknown));
    else
        kiri_folio_fact(folio, label,
                        kiri_say(folio->lang, "算定不能（数値の分かる媒体がない。不明"
                                              "%d媒体）"),
                        as_int(r->media_unknown));
}

static void put_reaches(KiriFolio *folio, const KiriYearbook *b)
{
    put_people(folio, "推定到達者数", b->reach);
    put_people(folio, "推定閲覧者数（ウェブ）", b->readers);
    if (b->reach->media_known)
        kiri_folio_chart(folio, kiri_charts_reach(folio->lang, b->reach));
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang, "同じ人を二度数えない範囲で示す。延べ人数ではない。"));
}

/* ---- money ---- */

static void put_method(KiriFolio *folio, const KiriYearbookMethod *m)
{
    const char *name = !m->method                      ? kiri_say(folio->lang, "未算定")
                       : strcmp(m->method, "own") == 0 ? kiri_say(folio->lang, "職員が定めた額")
                                                       : m->method;
    kiri_cells_text(folio->cells, name);
    kiri_cells_text(folio->cells, m->book_version);
    kiri_cells_count(folio->cells, m->known);
    kiri_folio_yen_cell(folio, m->known_yen);
    kiri_cells_count(folio->cells, m->estimate);
    kiri_folio_yen_cell(folio, m->estimate_yen);
    kiri_cells_count(folio->cells, m->unknown);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_money(KiriFolio *folio, const KiriYearbook *b)
{
    static const KiriDocColumn columns[] = {{"method", "算定方法", 0, KIRI_ALIGN_LEFT},
                                            {"version", "単価表の版", 6, KIRI_ALIGN_LEFT},
                                            {"known", "実績値の件数", 4, KIRI_ALIGN_RIGHT},
                                            {"known_yen", "実績値による額", 8, KIRI_ALIGN_RIGHT},
                                            {"estimate", "推計値の件数", 4, KIRI_ALIGN_RIGHT},
                                            {"estimate_yen", "推計値による額", 8, KIRI_ALIGN_RIGHT},
                                            {"unknown", "算定不能の件数", 4, KIRI_ALIGN_RIGHT}};
    const KiriTally *sum = b->year->counts;
    if (!b->methods) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "該当なし。"));
        return;
    }
    kiri_folio_table(folio, "methods", NULL, columns, G_N_ELEMENTS(columns), FALSE);
    for (guint i = 0; i < b->methods->len; i++)
        put_method(folio, g_ptr_array_index(b->methods, i));
    kiri_cells_text(folio->cells, kiri_say(folio->lang, "計"));
    kiri_cells_text(folio->cells, NULL);
    kiri_cells_count(folio->cells, sum->ave_known);
    kiri_folio_yen_cell(folio, sum->ave_known_yen);
    kiri_cells_count(folio->cells, sum->ave_estimate);
    kiri_folio_yen_cell(folio, sum->ave_estimate_yen);
    kiri_cells_count(folio->cells, sum->ave_unknown);
    kiri_folio_row(folio, KIRI_ROW_SUM);
    kiri_folio_table_end(folio);
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang,
                             "参考値。税抜・定価ベース。広報効果そのものを示すものではない。"
                             "単価のないものは算定不能とし、0円としない。"));
}

/* ---- what is missing ---- */

static void put_gaps(KiriFolio *folio, const KiriYearbook *b)
{
    static const KiriDocColumn columns[] = {{"source", "情報源・ルール", 16, KIRI_ALIGN_LEFT},
                                            {"problem", "状況", 0, KIRI_ALIGN_LEFT}};
    KiriReportLang lang = folio->lang;
    const KiriFigures *f = b->year;
    guint n = kiri_recs_count(b->gaps);
    g_autofree char *covered = kiri_folio_day(folio, f->covered_from);
    kiri_folio_fact(folio, "情報源", kiri_say(lang, "%d件（うち停止中%d件）"), as_int(f->sources),
                    as_int(f->sources_disabled));
    kiri_folio_fact(folio, "収集開始日", "%s", *covered ? covered : kiri_say(lang, "記録なし"));
    kiri_folio_fact(folio, "年度の初日より後に収集を始めた情報源", kiri_say(lang, "%d件"),
                    as_int(f->sources_later));
    kiri_folio_fact(folio, "年度内に収集した記事", kiri_say(lang, "%d件"),
                    as_int(f->articles_seen));
    kiri_folio_fact(folio, "対象外としたもの", kiri_say(lang, "%d件（うち職員の判断%d件）"),
                    as_int(b->excluded), as_int(b->rejected));
    kiri_folio_fact(folio, "収録していないもの", "%s",
                    kiri_say(lang, "新聞・雑誌の紙面、放送、会員限定の本文（職員が入力したものを"
                                   "除く）"));
    if (!n)
        return;
    kiri_folio_table(folio, "gaps", "欠けのおそれのある情報源（集計時点）", columns,
                     G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < MIN(n, MOST_GAPS); i++) {
        const KiriYearbookGap *gap = g_ptr_array_index(b->gaps, i);
        kiri_cells_text(folio->cells, gap->title ? gap->title : gap->url);
        kiri_cells_text(folio->cells,
                        lang == KIRI_REPORT_JA ? gap->problem : kiri_say(lang, "要確認"));
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
    if (n > MOST_GAPS)
        kiri_folio_note(folio, kiri_say(lang, "ほか%u件（全てはJSONにある）"), n - MOST_GAPS);
}

static void put_runs(KiriFolio *folio, const KiriYearbook *b)
{
    KiriReportLang lang = folio->lang;
    const KiriRunReport *r = b->runs;
    kiri_folio_fact(folio, "収集処理",
                    kiri_say(lang, "%d回（正常%d、一部失敗%d、失敗%d、中断%d、終了の記録なし%d）"),
                    as_int(r->n_runs), as_int(r->n_done), as_int(r->n_partly), as_int(r->n_failed),
                    as_int(r->n_interrupted), as_int(r->n_open));
    kiri_folio_fact(folio, "記事",
                    kiri_say(lang, "新規%d件、更新%d件、変更なし%d件、重複（別アドレス）%d件"),
                    as_int(r->sum->articles_new), as_int(r->sum->articles_changed),
                    as_int(r->sum->articles_same), as_int(r->sum->aliases_found));
    if (r->pauses) {
        const KiriRunPause *longest = g_ptr_array_index(r->pauses, 0);
        g_autofree char *length = kiri_folio_minutes(folio, longest->minutes);
        g_autofree char *from = kiri_folio_moment(folio, longest->from);
        kiri_folio_fact(folio, "最も長く収集処理のなかった時間", kiri_say(lang, "%s（%sから）"),
                        length, from);
    }
    kiri_folio_note(
        folio, "%s",
        kiri_say(lang, "一回ごとの記録は収集処理・収集状況の報告（report --runs）にある。"));
}

/* ---- all ---- */

static void body(KiriFolio *folio, gconstpointer model)
{
    static void (*const parts[])(KiriFolio *, const KiriYearbook *) = {
        put_overview, put_times,  put_releases, put_topics, put_kinds, put_media,
        put_quality,  put_voices, put_reaches,  put_money,  put_gaps,  put_runs};
    enum { RELEASES = 2 };
    G_STATIC_ASSERT(G_N_ELEMENTS(parts) == G_N_ELEMENTS(chapters));
    const char *head = kiri_say(folio->lang, chapters[RELEASES]);
    kiri_folio_contents(folio, chapters, G_N_ELEMENTS(chapters));
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (i == RELEASES || i == RELEASES + 1)
            kiri_folio_page(folio, i == RELEASES, i == RELEASES ? head : NULL);
        kiri_folio_chapter(folio, chapters[i]);
        parts[i](folio, model);
    }
}

gboolean kiri_yearbook_write(const KiriYearbook *b, const KiriReportFormat *format,
                             const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                             GError **error)
{
    KiriFolio folio = {.lang = options->lang, .era = options->era};
    g_autofree char *year = kiri_folio_fiscal_year(&folio, (gint)b->fiscal_year);
    g_autofree char *title = g_strdup_printf(kiri_say(options->lang, "報道年報（%s）"), year);
    const KiriFolioWork work = {.shape = &kiri_yearbook_shape,
                                .model = b,
                                .title = title,
                                .made_us = b->made.us,
                                .body = body};
    return kiri_folio_write(&work, format, options, sink, data, error);
}
