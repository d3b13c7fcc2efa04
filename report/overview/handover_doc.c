// SPDX-License-Identifier: GPL-3.0-or-later
/* A handover on paper. What is still to be done stands first, how things are set up after
 * it. */
#include "folio.h"

#include "words/words.h"

#include <kirinuki/handover.h>
#include <kirinuki/licence.h>
#include <kirinuki/store.h>

#include <math.h>
#include <string.h>

enum { MOST_MEDIA = 100 };

static int as_int(gint64 n)
{
    return (int)CLAMP(n, G_MININT, G_MAXINT);
}

static const char *const chapters[] = {"概要",
                                       "未処理の対応",
                                       "確認待ち",
                                       "テーマ",
                                       "確認結果からの学習",
                                       "確認の実績",
                                       "利用契約",
                                       "単価のない媒体",
                                       "動いていない情報源",
                                       "配信先と予定",
                                       "設定"};

static void put_none(KiriFolio *folio)
{
    kiri_folio_text(folio, "%s", kiri_say(folio->lang, "該当なし。"));
}

static void put_overview(KiriFolio *folio, const KiriHandover *h)
{
    KiriReportLang lang = folio->lang;
    g_autofree char *year = kiri_folio_fiscal_year(folio, (gint)h->fiscal_year);
    g_autofree char *made = kiri_folio_moment(folio, h->made);
    kiri_folio_fact(folio, "対象年度", "%s", year);
    kiri_folio_fact(folio, "集計時点", "%s", made);
    kiri_folio_fact(folio, "年度内の報道発表", kiri_say(lang, "%d件"), as_int(h->releases_year));
    kiri_folio_fact(folio, "年度内の掲載", kiri_say(lang, "延べ%d件（うち職員の確認済%d件）"),
                    as_int(h->clips_year), as_int(h->decided));
    kiri_folio_fact(folio, "未処理の対応", kiri_say(lang, "%d件"), (int)kiri_recs_count(h->open));
    kiri_folio_fact(folio, "確認待ち", kiri_say(lang, "%d件"), as_int(h->reviews));
    kiri_folio_note(folio, "%s",
                    kiri_say(lang,
                             "掲載は報道発表・テーマごとに数える。一つの記事が複数の報道発表・"
                             "テーマに当たるときは、それぞれに数える。"));
}

/* ---- to be done ---- */

static void put_open_row(KiriFolio *folio, const KiriHandoverOpen *o)
{
    KiriDocCells *cells = folio->cells;
    kiri_cells_text(
        cells, kiri_say(folio->lang, kiri_report_handling_name((KiriHandlingStatus)o->status)));
    kiri_folio_time_cell(folio, o->since);
    kiri_cells_text(cells, o->section);
    kiri_cells_text(cells, o->handler);
    kiri_cells_text(cells, o->medium);
    if (o->url)
        kiri_cells_link(cells, o->url, o->title);
    else
        kiri_cells_text(cells, o->title);
    kiri_cells_text(cells, o->memo);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_open(KiriFolio *folio, const KiriHandover *h)
{
    static const KiriDocColumn columns[] = {
        {"status", "対応状況", 6, KIRI_ALIGN_LEFT}, {"since", "いつから", 9, KIRI_ALIGN_LEFT},
        {"section", "担当課", 7, KIRI_ALIGN_LEFT},  {"handler", "対応者", 5, KIRI_ALIGN_LEFT},
        {"medium", "媒体名", 7, KIRI_ALIGN_LEFT},   {"title", "見出し", 0, KIRI_ALIGN_LEFT},
        {"memo", "対応メモ", 10, KIRI_ALIGN_LEFT},
    };
    if (!h->open) {
        put_none(folio);
        return;
    }
    kiri_folio_table(folio, "open", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < h->open->len; i++)
        put_open_row(folio, g_ptr_array_index(h->open, i));
    kiri_folio_table_end(folio);
}

static gint64 put_review_rows(KiriFolio *folio, const GPtrArray *subjects)
{
    gint64 shown = 0;
    for (guint i = 0; i < kiri_recs_count(subjects); i++) {
        const KiriHandoverSubject *s = g_ptr_array_index(subjects, i);
        if (!s->to_review)
            continue;
        shown += s->to_review;
        kiri_cells_text(folio->cells, s->is_topic ? kiri_say(folio->lang, "テーマ")
                                                  : kiri_say(folio->lang, "報道発表"));
        kiri_cells_text(folio->cells, s->name);
        kiri_cells_count(folio->cells, s->to_review);
        kiri_folio_time_cell(folio, s->oldest_review);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    return shown;
}

static void put_reviews(KiriFolio *folio, const KiriHandover *h)
{
    static const KiriDocColumn columns[] = {{"kind", "区分", 5, KIRI_ALIGN_LEFT},
                                            {"name", "名称", 0, KIRI_ALIGN_LEFT},
                                            {"count", "確認待ち", 5, KIRI_ALIGN_RIGHT},
                                            {"oldest", "最も古い掲載", 15, KIRI_ALIGN_LEFT}};
    if (!h->reviews) {
        put_none(folio);
        return;
    }
    kiri_folio_table(folio, "reviews", NULL, columns, G_N_ELEMENTS(columns), FALSE);
    gint64 shown = put_review_rows(folio, h->topics) + put_review_rows(folio, h->releases);
    if (shown < h->reviews) {
        kiri_cells_text(folio->cells, kiri_say(folio->lang, "その他"));
        kiri_cells_text(folio->cells, kiri_say(folio->lang, "報道発表・テーマによらないもの"));
        kiri_cells_count(folio->cells, h->reviews - shown);
        kiri_cells_text(folio->cells, NULL);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
}

/* ---- topics ---- */

static void put_filled(KiriFolio *folio, const char *label, const char *text)
{
    if (text && *text)
        kiri_folio_fact(folio, label, "%s", text);
}

static void put_topic(KiriFolio *folio, const KiriHandoverSubject *s)
{
    g_autofree char *added = kiri_folio_day(folio, s->added);
    g_autofree char *media = s->media ? g_strjoinv(", ", s->media) : NULL;
    kiri_doc_box_begin(folio->doc, s->name ? s->name : s->id);
    put_filled(folio, "番号", s->id);
    if (s->is_comparison)
        kiri_folio_fact(folio, "区分", "%s", kiri_say(folio->lang, "比較テーマ"));
    put_filled(folio, "検索式", s->query);
    put_filled(folio, "除外", s->exclude);
    put_filled(folio, "表記ゆれ", s->variants);
    put_filled(folio, "対象媒体", media);
    put_filled(folio, "担当課", s->section);
    put_filled(folio, "担当者", s->owner);
    put_filled(folio, "理由・備考", s->notes);
    put_filled(folio, "登録", added);
    kiri_folio_fact(folio, "掲載", kiri_say(folio->lang, "年度内%d件（全期間%d件）、確認待ち%d件"),
                    as_int(s->clips_year), as_int(s->clips), as_int(s->to_review));
    if (!s->notes || !*s->notes)
        kiri_line_styled(folio->line, KIRI_TEXT_NOTE, "%s",
                         kiri_say(folio->lang, "理由・備考の記載がない。"));
    if (!kiri_line_is_empty(folio->line))
        kiri_line_paragraph(folio->line, folio->doc);
    kiri_doc_box_end(folio->doc);
}

static void put_topics(KiriFolio *folio, const KiriHandover *h)
{
    for (guint i = 0; i < kiri_recs_count(h->topics); i++)
        put_topic(folio, g_ptr_array_index(h->topics, i));
    if (!h->topics)
        put_none(folio);
}

/* ---- lessons ---- */

static char *signed_weight(gdouble weight)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup(g_ascii_formatd(text, sizeof text, "%+.2f", weight));
}

static void put_terms(KiriFolio *folio, const KiriHandoverSubject *s)
{
    for (guint i = 0; i < kiri_recs_count(s->terms); i++) {
        const KiriHandoverTerm *t = g_ptr_array_index(s->terms, i);
        g_autofree char *weight = signed_weight(t->weight);
        kiri_line_add(folio->line, kiri_say(folio->lang, "%s%s %s（採%d・否%d）"),
                      kiri_line_is_empty(folio->line) ? "" : kiri_say(folio->lang, "、"), t->word,
                      weight, as_int(t->accepted), as_int(t->rejected));
    }
}

static gboolean put_lesson(KiriFolio *folio, const KiriHandoverSubject *s)
{
    if (!s->is_learning && !s->is_learning_off)
        return FALSE;
    g_autofree char *alpha = signed_weight(s->alpha);
    kiri_doc_box_begin(folio->doc, s->name ? s->name : s->id);
    if (s->is_learning_off) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "学習は停止している。"));
    } else {
        kiri_folio_fact(folio, "もとになった確認", kiri_say(folio->lang, "採%d件、否%d件"),
                        as_int(s->accepted), as_int(s->rejected));
        kiri_folio_fact(folio, "判定のずれ",
                        kiri_say(folio->lang, "%s（正は採りやすく、負は採りにくく）"), alpha);
        put_terms(folio, s);
        if (!kiri_line_is_empty(folio->line))
            kiri_line_fact(folio->line, folio->doc, kiri_say(folio->lang, "効いている語"));
    }
    kiri_doc_box_end(folio->doc);
    return TRUE;
}

static void put_lessons(KiriFolio *folio, const KiriHandover *h)
{
    const GPtrArray *const lists[] = {h->topics, h->releases};
    gboolean has_any = FALSE;
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < kiri_recs_count(lists[l]); i++)
            has_any |= put_lesson(folio, g_ptr_array_index(lists[l], i));
    if (!has_any)
        put_none(folio);
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang,
                             "学習は確認結果からいつでも計算し直される。確認を取り消せば"
                             "学習も取り消される。"));
}

/* ---- people ---- */

static void put_people(KiriFolio *folio, const KiriHandover *h)
{
    static const KiriDocColumn columns[] = {
        {"name", "確認者", 0, KIRI_ALIGN_LEFT},      {"accepted", "採", 3, KIRI_ALIGN_RIGHT},
        {"rejected", "否", 3, KIRI_ALIGN_RIGHT},     {"classed", "掲載種類", 4, KIRI_ALIGN_RIGHT},
        {"toned", "論調", 3, KIRI_ALIGN_RIGHT},      {"handled", "対応", 3, KIRI_ALIGN_RIGHT},
        {"imported", "確認票", 4, KIRI_ALIGN_RIGHT}, {"entered", "入力", 3, KIRI_ALIGN_RIGHT},
        {"valued", "数値", 3, KIRI_ALIGN_RIGHT},     {"undone", "取消", 3, KIRI_ALIGN_RIGHT},
        {"changes", "全操作", 4, KIRI_ALIGN_RIGHT},  {"last", "最終", 9, KIRI_ALIGN_LEFT},
    };
    if (!h->people) {
        put_none(folio);
        return;
    }
    kiri_folio_table(folio, "people", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < h->people->len; i++) {
        const KiriHandoverPerson *p = g_ptr_array_index(h->people, i);
        const gint64 counts[] = {p->accepted, p->rejected, p->classed, p->toned,  p->handled,
                                 p->imported, p->entered,  p->valued,  p->undone, p->changes};
        kiri_cells_text(folio->cells, p->name ? p->name : kiri_say(folio->lang, "署名なし"));
        for (gsize c = 0; c < G_N_ELEMENTS(counts); c++)
            kiri_cells_count(folio->cells, counts[c]);
        kiri_folio_time_cell(folio, p->last);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
}

/* ---- contracts and rates ---- */

static const char *contract_state(const KiriFolio *folio, const KiriHandoverContract *c)
{
    return c->is_ended    ? kiri_say(folio->lang, "終了")
           : c->ends_soon ? kiri_say(folio->lang, "まもなく終了")
                          : kiri_say(folio->lang, "有効");
}

static void put_contract(KiriFolio *folio, const KiriHandoverContract *c)
{
    static const char *const kinds[KIRI_N_CONTRACTS] = {"個別契約", "JRRC", "クリッピング会社経由",
                                                        "許諾書", "その他"};
    static const char *const allowed[] = {"なし", "本文", "紙面・画面", "本文、紙面・画面"};
    gint may = (c->allows_body ? 1 : 0) + (c->allows_picture ? 2 : 0);
    kiri_cells_text(folio->cells, c->name);
    kiri_cells_text(folio->cells, kiri_say(folio->lang, kinds[c->contract]));
    kiri_cells_text(folio->cells, kiri_say(folio->lang, allowed[may]));
    kiri_folio_time_cell(folio, c->valid_from);
    kiri_folio_time_cell(folio, c->valid_to);
    kiri_cells_styled(folio->cells, c->is_ended || c->ends_soon ? KIRI_TEXT_WARN : KIRI_TEXT_PLAIN,
                      contract_state(folio, c));
    kiri_cells_text(folio->cells, c->note);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_contracts(KiriFolio *folio, const KiriHandover *h)
{
    static const KiriDocColumn columns[] = {
        {"medium", "媒体名", 0, KIRI_ALIGN_LEFT},
        {"contract", "契約種別", 7, KIRI_ALIGN_LEFT},
        {"allowed", "配布できるもの", 7, KIRI_ALIGN_LEFT},
        {"from", "開始", 8, KIRI_ALIGN_LEFT},
        {"to", "終了", 8, KIRI_ALIGN_LEFT},
        {"state", "状態", 5, KIRI_ALIGN_LEFT},
        {"note", "備考", 8, KIRI_ALIGN_LEFT},
    };
    if (!h->contracts) {
        put_none(folio);
        return;
    }
    kiri_folio_table(folio, "contracts", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < h->contracts->len; i++)
        put_contract(folio, g_ptr_array_index(h->contracts, i));
    kiri_folio_table_end(folio);
}

static const char *form_name(const KiriFolio *folio, const char *form)
{
    gint i = form ? kiri_names_index(kiri_form_names, form) : -1;
    return i >= 0 ? kiri_say(folio->lang, kiri_form_label((KiriForm)i)) : form;
}

static void put_rates(KiriFolio *folio, const KiriHandover *h)
{
    static const KiriDocColumn columns[] = {{"medium", "媒体名", 0, KIRI_ALIGN_LEFT},
                                            {"form", "掲載の形", 8, KIRI_ALIGN_LEFT}};
    guint n = kiri_recs_count(h->rates);
    if (!n) {
        put_none(folio);
        return;
    }
    kiri_folio_table(folio, "rates", NULL, columns, G_N_ELEMENTS(columns), FALSE);
    for (guint i = 0; i < MIN(n, MOST_MEDIA); i++) {
        const KiriHandoverRate *r = g_ptr_array_index(h->rates, i);
        kiri_cells_text(folio->cells, r->name);
        kiri_cells_text(folio->cells, form_name(folio, r->form));
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
    if (n > MOST_MEDIA)
        kiri_folio_note(folio, kiri_say(folio->lang, "ほか%u件"), n - MOST_MEDIA);
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang, "単価のない媒体の掲載は、広告換算額を算定不能とし、0円と"
                                          "しない。"));
}

/* ---- sources, mailings, settings ---- */

static void put_source(KiriFolio *folio, const KiriHandoverSource *s)
{
    const char *name = s->title && *s->title ? s->title : s->url;
    if (s->url)
        kiri_cells_link(folio->cells, s->url, name);
    else
        kiri_cells_text(folio->cells, name);
    kiri_cells_text(folio->cells, s->is_disabled ? kiri_say(folio->lang, "停止中")
                                  : s->is_rule   ? kiri_say(folio->lang, "サイト別ルール")
                                                 : kiri_say(folio->lang, "要確認"));
    /* What is wrong is told in the words of the crawl, which are Japanese. */
    kiri_cells_text(folio->cells,
                    folio->lang == KIRI_REPORT_JA || s->is_disabled ? s->problem : NULL);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_sources(KiriFolio *folio, const KiriHandover *h)
{
    static const KiriDocColumn columns[] = {{"source", "情報源", 14, KIRI_ALIGN_LEFT},
                                            {"state", "状態", 6, KIRI_ALIGN_LEFT},
                                            {"problem", "状況", 0, KIRI_ALIGN_LEFT}};
    if (!h->sources) {
        put_none(folio);
        return;
    }
    kiri_folio_table(folio, "sources", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < h->sources->len; i++)
        put_source(folio, g_ptr_array_index(h->sources, i));
    kiri_folio_table_end(folio);
}

static void put_mailing(KiriFolio *folio, const KiriHandoverMailing *m)
{
    g_autofree char *to = m->to ? g_strjoinv(", ", m->to) : NULL;
    const char *when = m->at         ? m->at
                       : m->is_alert ? kiri_say(folio->lang, "随時")
                                     : kiri_say(folio->lang, "手動");
    kiri_cells_text(folio->cells, m->name);
    kiri_cells_text(folio->cells, m->is_alert ? kiri_say(folio->lang, "速報")
                                              : kiri_say(folio->lang, "定時配信"));
    kiri_cells_text(folio->cells, m->subject ? m->subject : kiri_say(folio->lang, "全て"));
    kiri_cells_text(folio->cells, m->is_off ? kiri_say(folio->lang, "停止中") : when);
    kiri_cells_text(folio->cells, to);
    kiri_folio_time_cell(folio, m->last);
    kiri_folio_row(folio, KIRI_ROW_PLAIN);
}

static void put_mailings(KiriFolio *folio, const KiriHandover *h)
{
    static const KiriDocColumn columns[] = {
        {"name", "名称", 7, KIRI_ALIGN_LEFT},    {"kind", "区分", 5, KIRI_ALIGN_LEFT},
        {"subject", "対象", 0, KIRI_ALIGN_LEFT}, {"at", "時刻", 4, KIRI_ALIGN_LEFT},
        {"to", "宛先", 12, KIRI_ALIGN_LEFT},     {"last", "最終", 9, KIRI_ALIGN_LEFT},
    };
    if (!h->mailings) {
        put_none(folio);
        return;
    }
    kiri_folio_table(folio, "mailings", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < h->mailings->len; i++)
        put_mailing(folio, g_ptr_array_index(h->mailings, i));
    kiri_folio_table_end(folio);
}

static void put_settings(KiriFolio *folio, const KiriHandover *h)
{
    for (char **s = h->settings; s && *s; s++) {
        kiri_line_add(folio->line, "%s", *s);
        kiri_line_item(folio->line, folio->doc, "・");
    }
    if (!h->settings || !*h->settings)
        put_none(folio);
    kiri_folio_note(folio, "%s", kiri_say(folio->lang, "標準と異なる設定だけを示す。"));
}

static void body(KiriFolio *folio, gconstpointer model)
{
    static void (*const parts[])(KiriFolio *, const KiriHandover *) = {
        put_overview,  put_open,  put_reviews, put_topics,   put_lessons, put_people,
        put_contracts, put_rates, put_sources, put_mailings, put_settings};
    G_STATIC_ASSERT(G_N_ELEMENTS(parts) == G_N_ELEMENTS(chapters));
    kiri_folio_contents(folio, chapters, G_N_ELEMENTS(chapters));
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        kiri_folio_chapter(folio, chapters[i]);
        parts[i](folio, model);
    }
}

gboolean kiri_handover_write(const KiriHandover *h, const KiriReportFormat *format,
                             const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                             GError **error)
{
    KiriFolio folio = {.lang = options->lang, .era = options->era};
    g_autofree char *year = kiri_folio_fiscal_year(&folio, (gint)h->fiscal_year);
    g_autofree char *title = g_strdup_printf(kiri_say(options->lang, "引継書（%s）"), year);
    const KiriFolioWork work = {.shape = &kiri_handover_shape,
                                .model = h,
                                .title = title,
                                .made_us = h->made.us,
                                .body = body};
    return kiri_folio_write(&work, format, options, sink, data, error);
}
