// SPDX-License-Identifier: GPL-3.0-or-later
/* A clip sheet as a document: what it is, what people say of it, its figures with the
 * way to them, its copies, its evidence; at the end the text, where that may leave. */
#include "clip_sheet.h"

#include "document/doc.h"
#include "document/line.h"
#include "words/lang.h"
#include "words/words.h"

#include <kirinuki/ledger.h>
#include <kirinuki/score.h>

#include <inttypes.h>
#include <string.h>

typedef struct {
    const KiriClipSheet *s;
    const KiriReportOptions *o;
    KiriReportLang lang;
    KiriDoc *doc;
    KiriDocLine *line;
    KiriStanding standing;
} Sheet;

/* "2026年4月13日（月）10時12分", as exact as it is known. (transfer full) */
static char *time_text(const Sheet *sheet, KiriTime t)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    if (!kiri_time_is_set(t))
        return g_strdup(kiri_say(sheet->lang, "不明"));
    if (sheet->lang == KIRI_REPORT_EN || t.precision < KIRI_PRECISION_DAY) {
        char plain[32];
        kiri_time_format(t, plain);
        return g_strdup(plain);
    }
    kiri_report_date(t.us, sheet->o->era, t.precision > KIRI_PRECISION_DAY, &out);
    return kiri_str_dup(kiri_buf_view(&out));
}

static void fact(const Sheet *sheet, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    kiri_line_add(sheet->line, "%s", text);
    kiri_line_fact(sheet->line, sheet->doc, label);
}

static void fact_time(const Sheet *sheet, const char *label, KiriTime t)
{
    g_autofree char *text = time_text(sheet, t);
    if (kiri_time_is_set(t))
        fact(sheet, label, text);
}

/* ---- what it is ---- */

static void write_medium(const Sheet *sheet)
{
    const KiriMedium *m = sheet->s->medium;
    const KiriArticle *a = sheet->s->article;
    kiri_line_add(sheet->line, "%s",
                  m              ? m->name
                  : a->site_name ? a->site_name
                                 : kiri_say(sheet->lang, "媒体不明"));
    if (m)
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "（%s）"),
                      kiri_say(sheet->lang, kiri_report_kind_name((KiriMediumKind)m->kind)));
    if (m && m->tier == 1)
        kiri_line_styled(sheet->line, KIRI_TEXT_BOLD, " %s", kiri_say(sheet->lang, "重点媒体"));
    kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "媒体"));
}

static void write_subject(const Sheet *sheet)
{
    const KiriClipSheet *s = sheet->s;
    if (s->release) {
        g_autofree char *when = time_text(sheet, s->release->date);
        kiri_line_add(sheet->line, "%s", s->release->title);
        if (kiri_time_is_set(s->release->date))
            kiri_line_add(sheet->line, kiri_say(sheet->lang, "（%s）"), when);
        kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "報道発表"));
    }
    if (s->topic)
        fact(sheet, kiri_say(sheet->lang, "テーマ"), s->topic->name);
}

static void write_what(const Sheet *sheet)
{
    const KiriArticle *a = sheet->s->article;
    const char *link = kiri_article_link(a);
    g_autofree char *place = kiri_article_place(a);
    write_medium(sheet);
    fact_time(sheet, kiri_say(sheet->lang, "掲載日時"), a->published);
    fact(sheet, kiri_say(sheet->lang, "掲載面等"),
         *place ? place : kiri_say(sheet->lang, kiri_form_label(kiri_article_form(a))));
    if (link) {
        kiri_line_link(sheet->line, KIRI_TEXT_PLAIN, link, link);
        kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "URL"));
    }
    fact(sheet, kiri_say(sheet->lang, "掲載種類"),
         kiri_say(sheet->lang, kiri_report_class_name(sheet->standing.class_)));
    write_subject(sheet);
    if (a->is_corrected)
        fact(sheet, kiri_say(sheet->lang, "訂正"),
             a->correction ? a->correction : kiri_say(sheet->lang, "訂正の告知あり"));
    fact_time(sheet, kiri_say(sheet->lang, "削除の確認"), a->removed);
}

/* ---- what people say ---- */

static void write_tone(const Sheet *sheet)
{
    const KiriStanding *st = &sheet->standing;
    const char *guess = kiri_report_tone_guess(sheet->s->clip->score);
    if (st->tone != KIRI_TONE_UNKNOWN) {
        g_autofree char *text =
            g_strdup_printf(kiri_say(sheet->lang, "%s（確認済）"),
                            kiri_say(sheet->lang, kiri_report_tone_name(st->tone)));
        fact(sheet, kiri_say(sheet->lang, "論調"), text);
    } else {
        fact(sheet, kiri_say(sheet->lang, "論調"),
             kiri_say(sheet->lang, *guess ? guess : "未確認"));
    }
}

static void write_decision(const Sheet *sheet)
{
    const KiriStanding *st = &sheet->standing;
    g_autofree char *when = time_text(sheet, st->decided);
    kiri_line_add(sheet->line, "%s",
                  st->decision != KIRI_DECISION_NONE
                      ? kiri_say(sheet->lang, kiri_report_decision_name(st->decision))
                  : st->needs_review ? kiri_say(sheet->lang, "要確認")
                                     : kiri_say(sheet->lang, "未確認"));
    if (st->person)
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "（%s、%s）"), st->person, when);
    kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "採否"));
}

static void write_handling(const Sheet *sheet)
{
    const KiriStanding *st = &sheet->standing;
    const KiriClipSheet *s = sheet->s;
    fact(sheet, kiri_say(sheet->lang, "担当課"),
         st->section  ? st->section
         : s->release ? s->release->section
         : s->topic   ? s->topic->section
                      : NULL);
    if (st->status != KIRI_HANDLING_NONE) {
        g_autofree char *when = time_text(sheet, st->handled);
        kiri_line_add(sheet->line, "%s",
                      kiri_say(sheet->lang, kiri_report_handling_name(st->status)));
        if (st->handler)
            kiri_line_add(sheet->line, kiri_say(sheet->lang, "（%s、%s）"), st->handler, when);
        if (st->memo)
            kiri_line_add(sheet->line, "　%s", st->memo);
        kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "対応状況"));
    }
    fact(sheet, kiri_say(sheet->lang, "備考"), st->note);
}

static void write_gist(const Sheet *sheet)
{
    if (!sheet->standing.gist)
        return;
    kiri_doc_heading(sheet->doc, 2, kiri_say(sheet->lang, "要旨"), NULL);
    kiri_doc_text(sheet->doc, sheet->standing.gist, KIRI_TEXT_PLAIN, KIRI_ALIGN_LEFT);
}

/* What the piece says otherwise than the release: figures alone, no sentence of it. */
static void write_differences(const Sheet *sheet)
{
    const KiriEvidence *e = sheet->s->clip->evidence;
    for (guint i = 0; e && i < kiri_recs_count(e->contradictions); i++) {
        const KiriContradiction *d = g_ptr_array_index(e->contradictions, i);
        kiri_line_styled(
            sheet->line, KIRI_TEXT_WARN, kiri_say(sheet->lang, "記事「%s」　発表「%s」"),
            d->article_value ? d->article_value : "—", d->release_value ? d->release_value : "—");
        kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "発表との相違"));
    }
}

/* ---- figures ---- */

static void write_worth(const Sheet *sheet)
{
    const KiriScore *score = sheet->s->clip->score;
    KiriWorth worth = kiri_worth(score, sheet->s->verdict);
    g_autofree char *yen = kiri_number_grouped(worth.yen);
    if (worth.is_known)
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "%s円（税抜・定価ベース%s）"), yen,
                      worth.is_estimate ? kiri_say(sheet->lang, "・推計") : "");
    else
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "算定不能（%s）"),
                      score && score->unknown_reason ? score->unknown_reason
                                                     : kiri_say(sheet->lang, "未算定"));
    kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "広告換算額"));
    if (worth.override) {
        g_autofree char *computed = kiri_number_grouped(worth.computed_yen);
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "利用者の値（算定値: %s、理由: %s）"),
                      worth.is_computed_known ? computed : kiri_say(sheet->lang, "算定不能"),
                      worth.override->reason);
        kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "算定の別"));
    }
}

static void write_reach(const Sheet *sheet)
{
    const KiriScore *score = sheet->s->clip->score;
    const KiriScoreReach *r = score ? score->reach : NULL;
    if (r && r->people > 0) {
        g_autofree char *people = kiri_number_grouped(r->people);
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "推定%s人（1回の掲載）"), people);
        if (r->source)
            kiri_line_add(sheet->line, kiri_say(sheet->lang, "　出典：%s"), r->source);
    } else {
        kiri_line_add(sheet->line, "%s", kiri_say(sheet->lang, "不明"));
        if (r && r->note)
            kiri_line_add(sheet->line, kiri_say(sheet->lang, "（%s）"), r->note);
    }
    kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "到達者数"));
    if (!score || !score->sentences)
        return;
    kiri_line_add(sheet->line, kiri_say(sheet->lang, "%d％（%d文のうち%d文）"),
                  (int)(score->share_about_us * 100 + .5), (int)score->sentences,
                  (int)score->sentences_about_us);
    kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "関連部分"));
}

/* How the yen came about, line by line, each with its row of the ledger. */
static void write_steps(const Sheet *sheet)
{
    const KiriScore *score = sheet->s->clip->score;
    guint n = score ? kiri_recs_count(score->lines) : 0;
    if (!n)
        return;
    const KiriScoreMethod *method = kiri_score_method(score->method);
    g_autofree char *caption = g_strdup_printf(kiri_say(sheet->lang, "算定の手順（%s、単価表 %s）"),
                                               method          ? method->title
                                               : score->method ? score->method
                                                               : "—",
                                               score->book_version ? score->book_version : "—");
    const KiriDocColumn columns[] = {
        {"step", kiri_say(sheet->lang, "項目"), 15, KIRI_ALIGN_LEFT},
        {"value", kiri_say(sheet->lang, "値"), 9, KIRI_ALIGN_RIGHT},
        {"source", kiri_say(sheet->lang, "出典・有効期間・備考"), 20, KIRI_ALIGN_LEFT}};
    kiri_doc_table_begin(sheet->doc, &(KiriDocTable){.id = "steps",
                                                     .caption = caption,
                                                     .columns = columns,
                                                     .n_columns = G_N_ELEMENTS(columns)});
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    for (guint i = 0; i < n; i++) {
        const KiriScoreLine *l = g_ptr_array_index(score->lines, i);
        g_autofree char *value = kiri_score_line_text(l);
        const char *const rest[] = {l->source, l->valid, l->note};
        kiri_line_add(kiri_cells_line(cells), "%s%s%s", l->sign ? l->sign : "",
                      l->sign && *l->sign ? " " : "", l->label);
        kiri_cells_next(cells);
        kiri_line_add(kiri_cells_line(cells), "%s%s", value, l->unit ? l->unit : "");
        kiri_cells_next(cells);
        for (gsize k = 0; k < G_N_ELEMENTS(rest); k++)
            if (rest[k] && *rest[k])
                kiri_line_add(kiri_cells_line(cells), "%s%s",
                              kiri_line_is_empty(kiri_cells_line(cells)) ? "" : "　", rest[k]);
        kiri_cells_next(cells);
        kiri_cells_row(cells, sheet->doc, KIRI_ROW_PLAIN, NULL);
    }
    kiri_doc_table_end(sheet->doc);
}

/* ---- copies, evidence ---- */

static void write_copies(const Sheet *sheet)
{
    const GPtrArray *copies = sheet->s->copies;
    if (!copies->len)
        return;
    kiri_doc_heading(sheet->doc, 2, kiri_say(sheet->lang, "配信・転載経路"), NULL);
    const KiriDocColumn columns[] = {
        {"role", kiri_say(sheet->lang, "区分"), 4, KIRI_ALIGN_LEFT},
        {"time", kiri_say(sheet->lang, "掲載日時"), 8, KIRI_ALIGN_LEFT},
        {"medium", kiri_say(sheet->lang, "媒体"), 8, KIRI_ALIGN_LEFT},
        {"title", kiri_say(sheet->lang, "見出し"), 18, KIRI_ALIGN_LEFT},
        {"taken", kiri_say(sheet->lang, "一致（％）"), 4, KIRI_ALIGN_RIGHT}};
    kiri_doc_table_begin(
        sheet->doc,
        &(KiriDocTable){.id = "copies", .columns = columns, .n_columns = G_N_ELEMENTS(columns)});
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    for (guint i = 0; i < copies->len; i++) {
        const KiriSheetCopy *c = g_ptr_array_index(copies, i);
        gboolean is_root = i == 0;
        const char *link = kiri_article_link(c->article);
        const char *title = c->article->title ? c->article->title : "—";
        char when[32];
        kiri_time_format(c->article->published, when);
        when[MIN(strlen(when), 16)] = 0;
        for (char *t = strchr(when, 'T'); t; t = NULL)
            *t = ' ';
        kiri_cells_styled(cells, c->is_this ? KIRI_TEXT_BOLD : KIRI_TEXT_PLAIN,
                          is_root ? kiri_say(sheet->lang, "元記事")
                                  : kiri_say(sheet->lang, "転載"));
        kiri_cells_time(cells, c->article->published, when);
        kiri_cells_text(cells, c->medium);
        if (link)
            kiri_cells_link(cells, link, title);
        else
            kiri_cells_text(cells, title);
        if (is_root || !c->lineage)
            kiri_cells_text(cells, "");
        else
            kiri_cells_share(cells, c->lineage->text_taken);
        kiri_cells_row(cells, sheet->doc, KIRI_ROW_PLAIN, NULL);
    }
    kiri_doc_table_end(sheet->doc);
}

static void write_evidence(const Sheet *sheet)
{
    const GPtrArray *all = sheet->s->evidence;
    kiri_doc_heading(sheet->doc, 2, kiri_say(sheet->lang, "証拠"), NULL);
    if (!all->len)
        kiri_doc_text(sheet->doc, kiri_say(sheet->lang, "保存した紙面・ページはない。"),
                      KIRI_TEXT_PLAIN, KIRI_ALIGN_LEFT);
    for (guint i = 0; i < all->len; i++) {
        const KiriSheetEvidence *e = g_ptr_array_index(all, i);
        g_autofree char *bytes = kiri_number_grouped(e->bytes);
        fact_time(sheet, kiri_say(sheet->lang, "取得日時"), e->taken);
        kiri_line_add(sheet->line, "%s", e->sha256 ? e->sha256 : kiri_say(sheet->lang, "記録なし"));
        kiri_line_fact(sheet->line, sheet->doc, "SHA-256");
        if (e->is_gone)
            fact(sheet, kiri_say(sheet->lang, "保存"), kiri_say(sheet->lang, "廃棄済み"));
        else
            kiri_line_add(sheet->line, kiri_say(sheet->lang, "%sバイト（照合番号 %s）"), bytes,
                          e->key);
        if (!e->is_gone)
            kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "保存"));
    }
    const KiriArticle *a = sheet->s->article;
    if (kiri_time_is_set(a->text_gone)) {
        g_autofree char *when = time_text(sheet, a->text_gone);
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "廃棄済み（%s）　SHA-256 %s"), when,
                      a->text_sha256 ? a->text_sha256 : kiri_say(sheet->lang, "記録なし"));
        kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "本文"));
    }
    fact(sheet, kiri_say(sheet->lang, "記事ID"), sheet->s->clip->id);
}

/* ---- what may leave ---- */

static void write_licence(const Sheet *sheet, const KiriLicence *l)
{
    g_autofree char *copies = kiri_number_grouped(l->copies);
    g_autofree char *sections = l->sections ? g_strjoinv("・", l->sections) : NULL;
    kiri_line_add(sheet->line, "%s（%s", l->id,
                  kiri_say(sheet->lang, kiri_contract_word((KiriContract)l->contract)));
    if (l->copies)
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "、%s部まで"), copies);
    if (sections)
        kiri_line_add(sheet->line, kiri_say(sheet->lang, "、%s"), sections);
    kiri_line_add(sheet->line, "）");
    kiri_line_fact(sheet->line, sheet->doc, kiri_say(sheet->lang, "利用許諾"));
}

static void write_picture(const Sheet *sheet)
{
    const KiriClipSheet *s = sheet->s;
    const KiriArticle *a = s->article;
    g_autofree char *place = kiri_article_place(a);
    g_autofree char *alt = g_strdup_printf(kiri_say(sheet->lang, "%s %s「%s」の紙面"),
                                           s->medium ? s->medium->name : "", place,
                                           a->title ? a->title : kiri_say(sheet->lang, "（無題）"));
    kiri_doc_heading(sheet->doc, 2, kiri_say(sheet->lang, "紙面画像"), NULL);
    write_licence(sheet, s->picture);
    fact(sheet, kiri_say(sheet->lang, "ファイル"), s->picture_file);
    if (s->picture_bytes)
        kiri_doc_picture(sheet->doc, s->picture_bytes, g_strstrip(alt));
}

static void write_body(const Sheet *sheet)
{
    const KiriClipSheet *s = sheet->s;
    if (s->picture)
        write_picture(sheet);
    if (s->body) {
        g_auto(GStrv) paragraphs = g_strsplit(s->article->text ? s->article->text : "", "\n", -1);
        kiri_doc_heading(sheet->doc, 2, kiri_say(sheet->lang, "本文"), NULL);
        write_licence(sheet, s->body);
        for (char **p = paragraphs; *p; p++)
            if (**p)
                kiri_doc_text(sheet->doc, *p, KIRI_TEXT_PLAIN, KIRI_ALIGN_LEFT);
    }
    if (!s->body && !s->picture)
        kiri_doc_text(sheet->doc,
                      kiri_say(sheet->lang,
                               "本文と紙面画像は、媒体の利用許諾が登録されている場合に限り"
                               "収録する。"),
                      KIRI_TEXT_SMALL | KIRI_TEXT_NOTE, KIRI_ALIGN_LEFT);
}

/* ---- the document ---- */

static void write_sheet(Sheet *sheet)
{
    const KiriArticle *a = sheet->s->article;
    sheet->standing = kiri_standing(sheet->s->clip, sheet->s->verdict);
    kiri_doc_heading(sheet->doc, 1, a->title ? a->title : kiri_say(sheet->lang, "（無題）"),
                     sheet->s->clip->id);
    write_what(sheet);
    write_differences(sheet);
    write_decision(sheet);
    write_tone(sheet);
    write_handling(sheet);
    write_gist(sheet);
    kiri_doc_heading(sheet->doc, 2, kiri_say(sheet->lang, "参考値と算定方法"), NULL);
    write_worth(sheet);
    write_reach(sheet);
    write_steps(sheet);
    kiri_doc_text(sheet->doc,
                  kiri_say(sheet->lang, "参考値は、広報効果そのものを示すものではない。"),
                  KIRI_TEXT_SMALL | KIRI_TEXT_NOTE, KIRI_ALIGN_LEFT);
    write_copies(sheet);
    write_evidence(sheet);
    write_body(sheet);
}

gboolean kiri_clip_sheets_write(const GPtrArray *sheets, const KiriReportFormat *format,
                                const KiriReportOptions *o, gint64 now_us, KiriReportSink sink,
                                gpointer data, GError **error)
{
    g_auto(KiriBuf) date;
    kiri_buf_init(&date, KIRI_BUF_UNCAPPED);
    kiri_report_date(now_us, o->era, FALSE, &date);
    const KiriDocHead head = {.lang = o->lang,
                              .title = kiri_say(o->lang, "掲載記事票"),
                              .date = date.p,
                              .section = o->section,
                              .handling = o->handling,
                              .is_sample = o->is_sample,
                              .logo = o->logo,
                              .logo_of = o->organisation,
                              .made = kiri_time_jst(now_us)};
    KiriDoc *doc = format->open(&head, sink, data);
    g_autoptr(KiriDocLine) line = kiri_line_new();
    kiri_doc_heading(doc, 0, head.title, NULL);
    for (guint i = 0; i < sheets->len; i++) {
        Sheet sheet = {
            .s = g_ptr_array_index(sheets, i), .o = o, .lang = o->lang, .doc = doc, .line = line};
        if (i)
            kiri_doc_page(doc, FALSE, head.title);
        write_sheet(&sheet);
    }
    return kiri_doc_end(doc, error);
}
