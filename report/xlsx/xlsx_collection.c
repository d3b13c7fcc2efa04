// SPDX-License-Identifier: GPL-3.0-or-later
/* 収集状況: what was collected and what may be missing; and 対象外: what was looked at and
 * left out, with the reason. */
#include "xlsx.h"

#include "words/words.h"

#include <kirinuki/manifest.h>

typedef struct {
    KiriXlsx *x;
    KiriSheet *sheet;
    guint row;
} Collection;

static const char *say(const Collection *c, const char *japanese) G_GNUC_FORMAT(2);
static const char *say(const Collection *c, const char *japanese)
{
    return kiri_say(c->x->o->lang, japanese);
}

static void put_count(Collection *c, const char *label, gint64 n)
{
    kiri_sheet_text(c->sheet, c->row, 0, label, KIRI_STYLE_HEAD);
    kiri_sheet_number(c->sheet, c->row++, 1, n, KIRI_STYLE_PLAIN);
}

static void put_text(Collection *c, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    kiri_sheet_text(c->sheet, c->row, 0, label, KIRI_STYLE_HEAD);
    kiri_sheet_text(c->sheet, c->row++, 1, text, KIRI_STYLE_PLAIN);
}

static void put_day(Collection *c, const char *label, gint64 us)
{
    KiriTime day = kiri_time_jst(us);
    day.precision = KIRI_PRECISION_DAY;
    kiri_sheet_text(c->sheet, c->row, 0, label, KIRI_STYLE_HEAD);
    kiri_sheet_time(c->sheet, c->row++, 1, day, KIRI_STYLE_PLAIN);
}

static guint count_entered(const KiriSummary *s)
{
    guint n = 0;
    for (guint i = 0; i < s->total; i++)
        n += kiri_summary_row(s, i)->is_entered;
    return n;
}

static void put_state(Collection *c)
{
    const KiriSummary *s = c->x->s;
    put_count(c, say(c, "情報源"), s->sources);
    put_count(c, say(c, "うち停止中"), s->sources_disabled);
    if (s->covered_from_us != G_MININT64)
        put_day(c, say(c, "収集開始日"), s->covered_from_us);
    if (kiri_summary_begins_early(s))
        put_text(c, say(c, "収集開始前"),
                 say(c, "対象期間のうち収集開始日より前は収集開始前であり、件数に含まない。"));
    if (s->sources_later)
        put_count(c, say(c, "対象期間の初日より後に収集を始めた情報源"), s->sources_later);
    put_count(c, say(c, "期間中に収集した記事"), s->articles_seen);
    put_count(c, say(c, "欠けのおそれのある情報源"), s->gaps->len);
    put_count(c, say(c, "合わなくなったサイト別ルール"), s->stale_rules->len);
    put_text(c, say(c, "収録していないもの"),
             say(c, "新聞・雑誌の紙面、放送、会員限定の本文（職員が入力した掲載を除く）"));
    put_count(c, say(c, "職員が入力した掲載"), count_entered(s));
    put_count(c, say(c, "台帳の位置"), (gint64)s->log_seq);
}

static void put_manifest(Collection *c)
{
    const KiriManifest *m = c->x->o->manifest;
    if (!m)
        return;
    g_autofree char *runs = m->runs ? g_strjoinv("、", m->runs) : NULL;
    put_text(c, say(c, "照合番号"), m->number);
    put_text(c, say(c, "一覧のSHA-256"), m->rows_sha256);
    put_text(c, say(c, "収集処理"), runs);
    put_count(c, say(c, "失敗した収集処理"), m->runs_failed);
}

static void put_head(Collection *c, const char *const *titles, guint n)
{
    c->row++;
    for (guint i = 0; i < n; i++)
        kiri_sheet_text(c->sheet, c->row, i, titles[i], KIRI_STYLE_HEAD);
    c->row++;
}

static void put_gaps(Collection *c)
{
    const KiriSummary *s = c->x->s;
    const char *const sources[] = {say(c, "情報源"), say(c, "状況"), "URL"};
    const char *const rules[] = {say(c, "合わなくなったサイト別ルール"), say(c, "状況"), "URL"};
    if (s->gaps->len)
        put_head(c, sources, G_N_ELEMENTS(sources));
    for (guint i = 0; i < s->gaps->len; i++, c->row++) {
        const KiriGapRow *gap = g_ptr_array_index(s->gaps, i);
        kiri_sheet_text(c->sheet, c->row, 0,
                        gap->source->title ? gap->source->title : gap->source->url,
                        KIRI_STYLE_PLAIN);
        kiri_sheet_text(c->sheet, c->row, 1, gap->problem, KIRI_STYLE_WARN);
        kiri_sheet_link(c->sheet, c->row, 2, gap->source->url, gap->source->url);
    }
    if (s->stale_rules->len)
        put_head(c, rules, G_N_ELEMENTS(rules));
    for (guint i = 0; i < s->stale_rules->len; i++, c->row++) {
        const KiriStaleRule *rule = g_ptr_array_index(s->stale_rules, i);
        const char *url = rule->state->missed_url ? rule->state->missed_url : "";
        kiri_sheet_text(c->sheet, c->row, 0, rule->state->rule, KIRI_STYLE_PLAIN);
        kiri_sheet_text(c->sheet, c->row, 1, rule->problem, KIRI_STYLE_WARN);
        kiri_sheet_link(c->sheet, c->row, 2, url, url);
    }
}

void kiri_xlsx_collection(KiriXlsx *x)
{
    Collection c = {x, x->sheets[KIRI_XLSX_COLLECTION], 0};
    kiri_sheet_width(c.sheet, 0, 44);
    kiri_sheet_width(c.sheet, 1, 60);
    kiri_sheet_width(c.sheet, 2, 50);
    kiri_sheet_title(c.sheet, c.row++, kiri_xlsx_sheet_name(x, KIRI_XLSX_COLLECTION));
    put_state(&c);
    put_manifest(&c);
    put_gaps(&c);
    kiri_sheet_page(c.sheet, G_MAXUINT, c.row, 2);
}

/* ---- 対象外 ---- */

gboolean kiri_xlsx_left_out(KiriXlsx *x, GError **error)
{
    static const KiriXlsxColumn columns[] = {
        {"掲載日時", 18}, {"媒体名", 24}, {"見出し", 60}, {"理由", 60}, {"ID", 34}};
    KiriSheet *sheet = x->sheets[KIRI_XLSX_LEFT_OUT];
    kiri_xlsx_columns(x, KIRI_XLSX_LEFT_OUT, 0, columns, G_N_ELEMENTS(columns));
    kiri_sheet_freeze(sheet, 1, 0);
    kiri_sheet_filter(sheet, MAX(x->s->n_excluded, 1), G_N_ELEMENTS(columns) - 1);
    kiri_sheet_page(sheet, 0, MAX(x->s->n_excluded, 1), 3);
    for (guint i = 0; i < x->s->n_excluded; i++) {
        g_autoptr(KiriSummaryExcluded) e = kiri_summary_open_excluded(x->s, i, error);
        if (!e)
            return FALSE;
        const char *name = e->medium               ? e->medium->name
                           : e->article->site_name ? e->article->site_name
                                                   : kiri_xlsx_say(x, "媒体不明");
        kiri_sheet_time(sheet, i + 1, 0, e->article->published, KIRI_STYLE_PLAIN);
        kiri_sheet_text(sheet, i + 1, 1, name ? name : "", KIRI_STYLE_PLAIN);
        kiri_sheet_link(sheet, i + 1, 2, kiri_article_link(e->article),
                        e->article->title ? e->article->title : "");
        kiri_sheet_text(sheet, i + 1, 3, e->reason ? e->reason : "", KIRI_STYLE_PLAIN);
        kiri_sheet_text(sheet, i + 1, 4, e->clip->id, KIRI_STYLE_PLAIN);
    }
    return TRUE;
}
