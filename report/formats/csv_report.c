// SPDX-License-Identifier: GPL-3.0-or-later
/* 掲載一覧 as CSV for Excel. The last record states how many there are, so that a
 * reader notices when rows are missing. */
#include "writers.h"

#include "words/words.h"

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
                                      "推定到達者数（1回）",
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
                                      "対応メモ",
                                      "掲載形態",
                                      "朝夕刊・号",
                                      "版",
                                      "面",
                                      "段",
                                      "番組",
                                      "秒数",
                                      "論調の自動判定（未確認）",
                                      "話題No."};

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
    if (score && score->reach && score->reach->people > 0)
        kiri_csv_write_i64(w, score->reach->people);
    else
        kiri_csv_write_text(w, "不明");
    if (worth.is_known)
        kiri_csv_write_i64(w, worth.yen);
    else
        kiri_csv_write_text(w, "算定不能");
    write_certainty(w, score, &worth);
}

/* How a piece appeared that somebody entered; of what was crawled the form alone. */
static void write_appearance(KiriCsvWriter *w, const KiriArticle *a)
{
    const KiriAppearance *h = a->appearance;
    kiri_csv_write_text(w, kiri_form_label(kiri_article_form(a)));
    kiri_csv_write_text(w, h ? h->edition : NULL);
    kiri_csv_write_text(w, h ? h->area : NULL);
    kiri_csv_write_text(w, h ? h->page : NULL);
    if (h && h->columns_x10)
        kiri_csv_write_f64(w, (gdouble)h->columns_x10 / 10, h->columns_x10 % 10 ? 1 : 0);
    else
        kiri_csv_write_text(w, NULL);
    kiri_csv_write_text(w, h ? h->programme : NULL);
    if (h && h->seconds)
        kiri_csv_write_i64(w, h->seconds);
    else
        kiri_csv_write_text(w, NULL);
}

typedef struct {
    KiriCsvWriter *w;
    const KiriSummary *s;
    KiriReportSink sink;
    gpointer data;
} Table;

static gboolean write_row(const KiriSummaryClip *c, gpointer data, GError **error)
{
    const Table *table = data;
    KiriCsvWriter *w = table->w;
    const KiriSummary *s = table->s;
    g_auto(KiriBuf) remark;
    kiri_buf_init(&remark, KIRI_BUF_UNCAPPED);
    const KiriScore *score = c->clip->score;
    kiri_csv_write_i64(w, c->number);
    write_time(w, c->article->published);
    kiri_csv_write_text(w,
                        c->medium ? kiri_report_kind_name((KiriMediumKind)c->medium->kind) : NULL);
    kiri_csv_write_text(w, kiri_report_medium_name(c));
    kiri_csv_write_text(w, c->article->title);
    kiri_csv_write_text(w,
                        c->article->appearance ? kiri_article_link(c->article) : c->article->url);
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
    write_appearance(w, c->article);
    kiri_csv_write_text(w, kiri_report_tone_guess(score));
    kiri_csv_write_i64(w, c->event_number);
    kiri_csv_write_end_record(w);
    return kiri_report_pass_some(w->out, table->sink, table->data, error);
}

/* A figure of the whole report, before the closing record: 集計, name, value, note. */
static void write_figure(KiriCsvWriter *w, const char *name, const char *value, const char *note)
{
    kiri_csv_write_text(w, "集計");
    kiri_csv_write_text(w, name);
    kiri_csv_write_text(w, value);
    kiri_csv_write_text(w, note);
    kiri_csv_write_end_record(w);
}

static void write_number(KiriCsvWriter *w, const char *name, gint64 n, const char *note)
{
    g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, n);
    write_figure(w, name, value, note);
}

static void write_people(KiriCsvWriter *w, const char *name, const KiriReach *r)
{
    g_autofree char *low = g_strconcat(name, "（下端）", NULL);
    g_autofree char *high = g_strconcat(name, "（上端）", NULL);
    g_autofree char *note = g_strdup_printf("数値の分かる%d媒体、不明%d媒体", (int)r->media_known,
                                            (int)r->media_unknown);
    if (!r->media_known) {
        write_figure(w, name, "算定不能", note);
        return;
    }
    write_number(w, low, r->low, note);
    write_number(w, high, r->high, note);
}

static void write_share(KiriCsvWriter *w, const char *name, gdouble share, const char *note)
{
    char percent[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(percent, sizeof percent, "%.1f", share * 100);
    g_autofree char *value = g_strconcat(percent, "%", NULL);
    write_figure(w, name, value, note);
}

static void write_quality(KiriCsvWriter *w, const KiriQuality *q)
{
    const struct {
        const char *name;
        gint64 n;
    } counts[] = {{"見出しに掲載", q->in_headline},
                  {"リードに掲載", q->in_lead},
                  {"本文に掲載", q->in_body},
                  {"一面", q->front_page},
                  {"写真", q->pictures},
                  {"独自の記事", q->original},
                  {"配信・転載", q->copied},
                  {"論調：肯定的（確認済み）", q->tone_positive},
                  {"論調：中立（確認済み）", q->tone_neutral},
                  {"論調：批判的（確認済み）", q->tone_critical},
                  {"論調：未確認", q->tone_unconfirmed}};
    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++)
        write_number(w, counts[i].name, counts[i].n, "件");
    if (q->scored) {
        char points[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(points, sizeof points, "%.1f", q->prominence);
        write_figure(w, "扱いの平均", points, "点（100点満点）");
    }
    if (q->message_chances > q->messages_unknown)
        write_share(w, "キーメッセージ反映率", q->message_share, NULL);
}

static void write_figures(KiriCsvWriter *w, const KiriSummary *s)
{
    write_people(w, "推定到達者数", s->reach);
    write_people(w, "推定閲覧者数（ウェブ）", s->readers);
    write_number(w, "広告換算額（実績値による）", s->ave_known_yen,
                 "円。広報効果そのものを示すものではない");
    write_number(w, "広告換算額（推計値による）", s->ave_estimate_yen,
                 "円。広報効果そのものを示すものではない");
    write_number(w, "広告換算額の算定不能", s->ave_unknown, "件");
    write_quality(w, s->quality);
    for (guint i = 0; s->voices && i < s->voices->len; i++) {
        const KiriVoice *v = g_ptr_array_index(s->voices, i);
        g_autofree char *name = g_strconcat("露出シェア：", v->topic ? v->name : "当方", NULL);
        g_autofree char *note = g_strdup_printf("%d件", (int)v->articles);
        write_share(w, name, v->share_articles, note);
    }
    for (guint i = 0; s->attainments && i < s->attainments->len; i++) {
        const KiriAttainment *row = g_ptr_array_index(s->attainments, i);
        g_autofree char *name = g_strconcat("目標：", row->label, NULL);
        g_autofree char *result = kiri_report_attainment(row);
        write_figure(w, name, result, row->by);
    }
}

static void write_closing(KiriCsvWriter *w, const KiriSummary *s)
{
    g_autofree char *closing = g_strdup_printf("以上、総件数%u件・実件数%u件", s->total, s->unique);
    kiri_csv_write_text(w, "合計");
    kiri_csv_write_text(w, closing);
    g_autofree char *confirmed =
        g_strdup_printf("確認%u件／未確認%u件", s->confirmed, s->total - s->confirmed);
    kiri_csv_write_text(w, confirmed);
    if (kiri_summary_begins_early(s)) {
        KiriCivil c = kiri_civil_from_us(s->covered_from_us, KIRI_JST_MIN);
        g_autofree char *early =
            g_strdup_printf("%04d/%02d/%02dより前は収集開始前", c.year, c.month, c.day);
        kiri_csv_write_text(w, early);
    }
    kiri_csv_write_end_record(w);
}

gboolean kiri_report_write_csv(const KiriSummary *s, const KiriReportOptions *options,
                               KiriReportSink sink, gpointer data, GError **error)
{
    (void)options;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriCsvWriter w = kiri_csv_write_begin(&out, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        kiri_csv_write_text(&w, columns[i]);
    kiri_csv_write_end_record(&w);
    Table table = {&w, s, sink, data};
    if (!kiri_summary_each(s, write_row, &table, error))
        return FALSE;
    write_figures(&w, s);
    write_closing(&w, s);
    return kiri_report_pass(&out, sink, data, error);
}
