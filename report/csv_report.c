// SPDX-License-Identifier: GPL-3.0-or-later
/* 掲載一覧 as CSV for Excel. The last record states how many there are, so that a
 * reader notices when rows are missing. */
#include "writers.h"

#include "words.h"

#include <kirinuki/csv.h>

static const char *const columns[] = {"No.",
                                      "掲載日時",
                                      "媒体種別",
                                      "媒体名",
                                      "見出し",
                                      "URL",
                                      "掲載種類",
                                      "確率",
                                      "元記事No.",
                                      "関連部分%",
                                      "論調",
                                      "月間利用者数",
                                      "広告換算額（円・税抜）",
                                      "算定の確からしさ",
                                      "担当課",
                                      "備考",
                                      "ID",
                                      "掲載後の変更",
                                      "採否",
                                      "確認者",
                                      "対応状況",
                                      "対応者",
                                      "対応日時",
                                      "対応メモ"};

static void write_time(KiriCsvWriter *w, KiriTime t)
{
    if (!kiri_time_is_set(t)) {
        kiri_csv_write_text(w, NULL);
        return;
    }
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    g_autofree char *text =
        t.precision <= KIRI_PRECISION_DAY
            ? g_strdup_printf("%04d/%02d/%02d", c.year, c.month, c.day)
            : g_strdup_printf("%04d/%02d/%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
    kiri_csv_write_text(w, text);
}

/* How sure the yen are; behind a person's figure stands the computed one. */
static void write_certainty(KiriCsvWriter *w, const KiriScore *score, const KiriWorth *worth)
{
    if (worth->override) {
        g_autofree char *yen = kiri_number_grouped(worth->computed_yen);
        g_autofree char *text = g_strdup_printf(
            "利用者の値（算定値: %s%s、理由: %s）", worth->is_computed_known ? yen : "算定不能",
            worth->is_computed_known ? "円" : "", worth->override->reason);
        kiri_csv_write_text(w, text);
        return;
    }
    kiri_csv_write_text(w, !score               ? "未算定"
                           : !score->is_known   ? score->unknown_reason
                           : score->is_estimate ? "推計"
                                                : "実績");
}

static void write_score(KiriCsvWriter *w, const KiriScore *score, const KiriVerdict *verdict)
{
    KiriWorth worth = kiri_worth(score, verdict);
    if (score && score->monthly_users)
        kiri_csv_write_i64(w, score->monthly_users);
    else
        kiri_csv_write_text(w, "不明");
    if (worth.is_known)
        kiri_csv_write_i64(w, worth.yen);
    else
        kiri_csv_write_text(w, "算定不能");
    write_certainty(w, score, &worth);
}

static void write_row(KiriCsvWriter *w, const KiriSummary *s, const KiriSummaryClip *c)
{
    g_auto(KiriBuf) remark;
    kiri_buf_init(&remark, KIRI_BUF_UNCAPPED);
    const KiriScore *score = c->clip->score;
    kiri_csv_write_i64(w, c->number);
    write_time(w, c->article->published);
    kiri_csv_write_text(w,
                        c->medium ? kiri_report_kind_name((KiriMediumKind)c->medium->kind) : NULL);
    kiri_csv_write_text(w, kiri_report_medium_name(c));
    kiri_csv_write_text(w, c->article->title);
    kiri_csv_write_text(w, c->article->url);
    kiri_csv_write_text(w, kiri_report_class_name(c->class_));
    kiri_csv_write_f64(w, c->clip->probability, 2);
    if (c->origin_number)
        kiri_csv_write_i64(w, c->origin_number);
    else
        kiri_csv_write_text(w, NULL);
    if (score)
        kiri_csv_write_f64(w, score->share_about_us * 100, 1);
    else
        kiri_csv_write_text(w, NULL);
    kiri_csv_write_text(w, kiri_report_tone_name(c->standing.tone));
    write_score(w, score, c->verdict);
    kiri_csv_write_text(w, c->standing.section ? c->standing.section
                           : s->release        ? s->release->section
                           : s->topic          ? s->topic->section
                                               : NULL);
    kiri_csv_write_text(w, kiri_report_remark(c, &remark));
    kiri_csv_write_text(w, c->clip->id);
    kiri_csv_write_text(w, kiri_report_changes(c, &remark));
    kiri_csv_write_text(w, kiri_report_decision_name(c->standing.decision));
    kiri_csv_write_text(w, c->standing.person);
    kiri_csv_write_text(w, kiri_report_handling_name(c->standing.status));
    kiri_csv_write_text(w, c->standing.handler);
    write_time(w, c->standing.handled);
    kiri_csv_write_text(w, c->standing.memo);
    kiri_csv_write_end_record(w);
}

void kiri_report_write_csv(const KiriSummary *s, const KiriReportOptions *options, KiriBuf *out)
{
    (void)options;
    KiriCsvWriter w = kiri_csv_write_begin(out, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        kiri_csv_write_text(&w, columns[i]);
    kiri_csv_write_end_record(&w);
    for (guint i = 0; i < s->clips->len; i++)
        write_row(&w, s, g_ptr_array_index(s->clips, i));
    g_autofree char *closing = g_strdup_printf("以上、総件数%u件・実件数%u件", s->total, s->unique);
    kiri_csv_write_text(&w, "合計");
    kiri_csv_write_text(&w, closing);
    g_autofree char *confirmed =
        g_strdup_printf("確認%u件／未確認%u件", s->confirmed, s->total - s->confirmed);
    kiri_csv_write_text(&w, confirmed);
    if (kiri_summary_begins_early(s)) {
        KiriCivil c = kiri_civil_from_us(s->covered_from_us, KIRI_JST_MIN);
        g_autofree char *early =
            g_strdup_printf("%04d/%02d/%02dより前は収集開始前", c.year, c.month, c.day);
        kiri_csv_write_text(&w, early);
    }
    kiri_csv_write_end_record(&w);
}
