// SPDX-License-Identifier: GPL-3.0-or-later
/* The report as plain text, one page for a terminal or a mail: 概要, quality, targets,
 * people and last money, in the order of the HTML report. Lines from outside (titles,
 * names) are kept on one line and lose their control characters. */
#include "writers.h"

#include "words.h"

#include <kirinuki/attainment.h>

#include <math.h>

enum { MOST_STORIES = 10 };

typedef struct {
    const KiriSummary *s;
    const KiriReportOptions *o;
    KiriBuf *out;
} Text;

/* ---- pieces ---- */

static void put(Text *t, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void put(Text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    kiri_buf_add_str(t->out, text);
}

/* Text from outside, on one line. */
static void put_outside(Text *t, const char *text)
{
    for (const char *p = text ? text : ""; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c) || g_unichar_iscntrl(c) || g_unichar_type(c) == G_UNICODE_FORMAT)
            c = ' ';
        kiri_buf_add_unichar(t->out, c);
    }
}

static void put_number(Text *t, gint64 n)
{
    g_autofree char *text = kiri_number_grouped(n);
    kiri_buf_add_str(t->out, text);
}

static void put_percent(Text *t, gdouble share)
{
    glong tenths = lround(share * 1000);
    put(t, "%ld.%ld％", tenths / 10, tenths % 10);
}

static void put_day(Text *t, gint64 us, gboolean with_clock)
{
    kiri_report_date(us, t->o->era, with_clock, t->out);
}

static void begin(Text *t, const char *title)
{
    put(t, "\n■ %s\n", title);
}

/* ---- sections ---- */

static void put_heading(Text *t)
{
    const KiriSummary *s = t->s;
    put(t, "報道結果");
    if (s->release || s->topic) {
        put(t, "：");
        put_outside(t, s->release ? s->release->title : s->topic->name);
    }
    put(t, "\n");
    if (t->o->handling && *t->o->handling)
        put(t, "取扱区分：%s\n", t->o->handling);
    if (t->o->section && *t->o->section)
        put(t, "%s\n", t->o->section);
    if (t->o->is_sample)
        put(t, "見本\n");
    put(t, "集計時点：");
    put_day(t, s->now_us, TRUE);
    put(t, "\n");
}

static void put_overview(Text *t)
{
    const KiriSummary *s = t->s;
    begin(t, "概要");
    put(t, "総件数%u件・実件数%u件、%u媒体（うち重点媒体%u媒体）\n", s->total, s->unique, s->media,
        s->tier1_media);
    const char *between = "";
    for (gint c = KIRI_N_CLASSES; c-- > KIRI_CLASS_MENTION;)
        if (s->by_class[c]) {
            put(t, "%s%s%u件", between, kiri_report_class_name((KiriClass)c), s->by_class[c]);
            between = "、";
        }
    put(t, "%s確認%u件／未確認%u件、要確認%u件、発表との相違%u件\n", s->total ? "\n" : "",
        s->confirmed, s->total - s->confirmed, s->needs_review, s->contradictions);
    if (s->first) {
        put(t, "初報：");
        put_outside(t, kiri_report_medium_name(s->first));
        put(t, "　");
        put_day(t, s->first->article->published.us,
                s->first->article->published.precision > KIRI_PRECISION_DAY);
        put(t, "\n");
    }
    if (kiri_summary_begins_early(s)) {
        put_day(t, s->covered_from_us, FALSE);
        put(t, "より前は収集開始前であり、件数に含まない。\n");
    }
    if (s->gaps->len)
        put(t, "収集に欠けのおそれのある情報源：%u件\n", s->gaps->len);
}

static gboolean put_stories(Text *t, GError **error)
{
    const KiriSummary *s = t->s;
    guint shown = 0, roots = 0;
    begin(t, "主な報道");
    for (guint i = 0; i < s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        if (!g_str_equal(row->story, row->article))
            continue;
        roots++;
        if (shown == MOST_STORIES)
            continue;
        g_autoptr(KiriSummaryClip) c = kiri_summary_open_clip(s, i, error);
        if (!c)
            return FALSE;
        shown++;
        put(t, "%u. ", c->number);
        put_outside(t, kiri_report_medium_name(c));
        put(t, "「");
        put_outside(t, c->article->title);
        put(t, "」");
        if (c->copies)
            put(t, "（ほか転載%u件）", c->copies);
        put(t, "\n   ");
        put_outside(t, c->article->url);
        put(t, "\n");
    }
    if (!roots)
        put(t, "該当する記事はない。\n");
    if (roots > shown)
        put(t, "ほか%u件\n", roots - shown);
    return TRUE;
}

static void put_quality(Text *t)
{
    const KiriQuality *q = t->s->quality;
    begin(t, "質");
    put(t, "扱い：見出し%d件、リード%d件、本文%d件、一面%d件、写真%d件", (int)q->in_headline,
        (int)q->in_lead, (int)q->in_body, (int)q->front_page, (int)q->pictures);
    if (q->scored)
        put(t, "、平均%ld.%ld点／100点", lround(q->prominence * 10) / 10,
            lround(q->prominence * 10) % 10);
    if (q->unscored)
        put(t, "、未算定%d件", (int)q->unscored);
    put(t, "\n重点媒体：第1群%d件（%d媒体）、第2群%d件、第3群%d件、未登録%d件\n", (int)q->tier1,
        (int)q->tier1_media, (int)q->tier2, (int)q->tier3, (int)q->tier_unknown);
    put(t, "独自の記事%d件、配信・転載%d件、原文転載%d件、言及%d件\n", (int)q->original,
        (int)q->copied, (int)q->verbatim, (int)q->mentions);
    put(t, "論調（確認済み）：肯定的%d件、中立%d件、批判的%d件、未確認%d件\n",
        (int)q->tone_positive, (int)q->tone_neutral, (int)q->tone_critical,
        (int)q->tone_unconfirmed);
    if (q->guess_positive + q->guess_neutral + q->guess_critical)
        put(t, "論調の自動判定（未確認分）：肯定的%d件、中立%d件、批判的%d件、判定なし%d件\n",
            (int)q->guess_positive, (int)q->guess_neutral, (int)q->guess_critical,
            (int)q->guess_unknown);
    if (q->message_chances > q->messages_unknown) {
        put(t, "キーメッセージ反映率：");
        put_percent(t, q->message_share);
        put(t, "（反映%d、一部反映%d、未算定%d、誤り%d）\n", (int)q->messages_conveyed,
            (int)q->messages_partly, (int)q->messages_unknown, (int)q->messages_wrong);
    }
}

static void put_voices(Text *t)
{
    const GPtrArray *voices = t->s->voices;
    if (!voices)
        return;
    begin(t, "露出シェア（件数／実件数／扱いで加重）");
    for (guint i = 0; i < voices->len; i++) {
        const KiriVoice *v = g_ptr_array_index(voices, i);
        put_outside(t, v->topic ? v->name : "当方");
        put(t, "：%d件 ", (int)v->articles);
        put_percent(t, v->share_articles);
        put(t, "／%d件 ", (int)v->stories);
        put_percent(t, v->share_stories);
        put(t, "／");
        put_percent(t, v->share_weight);
        if (v->unscored)
            put(t, "（未算定%d件）", (int)v->unscored);
        put(t, "\n");
    }
}

static void put_targets(Text *t)
{
    const GPtrArray *rows = t->s->attainments;
    if (!rows)
        return;
    begin(t, "目標");
    for (guint i = 0; i < rows->len; i++) {
        const KiriAttainment *row = g_ptr_array_index(rows, i);
        g_autofree char *result = kiri_report_attainment(row);
        put(t, "%s：%s\n", row->label, result);
    }
}

static void put_range(Text *t, gint64 low, gint64 high)
{
    put_number(t, low);
    if (high != low) {
        put(t, "人 ～ ");
        put_number(t, high);
    }
    put(t, "人");
}

static void put_people(Text *t, const char *name, const KiriReach *r, gboolean with_lines)
{
    if (!r->media_known && !r->media_unknown)
        return;
    put(t, "%s：", name);
    if (r->media_known)
        put_range(t, r->low, r->high);
    else
        put(t, "算定不能");
    put(t, "（数値の分かる%d媒体、不明%d媒体）\n", (int)r->media_known, (int)r->media_unknown);
    for (guint i = 0; with_lines && i < kiri_recs_count(r->lines); i++) {
        const KiriReachLine *line = g_ptr_array_index(r->lines, i);
        put(t, "  ・");
        put_outside(t, line->label);
        put(t, "：");
        if (line->high > 0)
            put_range(t, line->low, line->high);
        put(t, "%s", line->high > 0 ? "。" : "");
        put_outside(t, line->note);
        if (line->source) {
            put(t, "（出典：");
            put_outside(t, line->source);
            put(t, "）");
        }
        put(t, "\n");
    }
}

static void put_reference(Text *t)
{
    const KiriSummary *s = t->s;
    begin(t, "参考値");
    put_people(t, "推定到達者数", s->reach, TRUE);
    put_people(t, "推定閲覧者数（ウェブ）", s->readers, FALSE);
    put(t, "広告換算額（実績値による）：");
    put_number(t, s->ave_known_yen);
    put(t, "円（%u件）\n広告換算額（推計値による）：", s->ave_known);
    put_number(t, s->ave_estimate_yen);
    put(t, "円（%u件）\n広告換算額の算定不能：%u件\n", s->ave_estimate, s->ave_unknown);
    if (s->ave_overridden)
        put(t, "うち職員が値を定めたもの：%u件\n", s->ave_overridden);
    put(t, "税抜・定価ベース。広告換算額は広報効果そのものを示すものではない。\n");
}

static gboolean write_all(const KiriSummary *s, const KiriReportOptions *options, KiriBuf *out,
                          GError **error)
{
    Text t = {s, options, out};
    put_heading(&t);
    put_overview(&t);
    if (!put_stories(&t, error))
        return FALSE;
    put_quality(&t);
    put_voices(&t);
    put_targets(&t);
    if (options->findings && *options->findings) {
        begin(&t, "所見・今後の対応");
        put(&t, "%s\n", options->findings);
    }
    put_reference(&t);
    put(&t, "\n以上、総件数%u件・実件数%u件\n", s->total, s->unique);
    return TRUE;
}

gboolean kiri_report_write_text(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    return write_all(s, options, &out, error) && kiri_report_pass(&out, sink, data, error);
}
