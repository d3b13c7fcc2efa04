// SPDX-License-Identifier: GPL-3.0-or-later
/* The morning sheet as a document: one A4 page if it can be, from the record alone. */
#include "morning_internal.h"

#include "document/line.h"
#include "words/lang.h"

#include <string.h>

enum { MOST_FOLDS = 6, HASH_SHOWN = 16 };

typedef struct {
    KiriDoc *doc;
    KiriDocLine *line;
    const KiriMorningSheet *sheet;
    KiriReportLang lang;
} Page;

/* ---- dates ---- */

static char *day_of(const Page *p, gint64 us, gboolean with_year)
{
    return kiri_sheet_day(us, p->sheet->is_gengo ? KIRI_ERA_GENGO : KIRI_ERA_SEIREKI, with_year,
                          p->lang);
}

/* ---- head ---- */

static char *title_of(const Page *p)
{
    gint64 made_us = p->sheet->made.us;
    KiriTime day = KIRI_TIME_UNSET;
    kiri_time_parse(kiri_str(p->sheet->date), KIRI_JST_MIN, &day);
    g_autofree char *of = day_of(p, day.us, FALSE);
    g_autofree char *clock = kiri_sheet_clock(made_us, p->lang);
    g_autofree char *made = kiri_morning_date(made_us);
    if (strcmp(made, p->sheet->date) == 0)
        return g_strdup_printf(kiri_say(p->lang, "本日の報道　%s　%s現在"), of, clock);
    g_autofree char *later = day_of(p, made_us, FALSE);
    return g_strdup_printf(kiri_say(p->lang, "%sの報道　%s%s作成"), of, later, clock);
}

static void put_head(Page *p)
{
    const KiriMorningSheet *s = p->sheet;
    g_autofree char *title = title_of(p);
    g_autofree char *from = kiri_sheet_moment(s->from.us, p->lang);
    g_autofree char *to = kiri_sheet_moment(s->to.us, p->lang);
    kiri_doc_heading(p->doc, 0, title, NULL);
    kiri_line_add(p->line, kiri_say(p->lang, "対象：%s〜%s"), from, to);
    kiri_line_add(p->line, kiri_say(p->lang, "　総件数%u件（実件数%u件）　第%u版"), (guint)s->total,
                  (guint)s->unique, (guint)s->number);
    kiri_line_paragraph(p->line, p->doc);
    if (!s->note)
        return;
    kiri_line_styled(p->line, KIRI_TEXT_BOLD, "%s", kiri_say(p->lang, "連絡事項："));
    kiri_line_add(p->line, "%s", s->note);
    kiri_line_paragraph(p->line, p->doc);
}

/* ---- rows ---- */

/* 同旨: the other media, each once, papers with their page. */
static char *folds_of(const Page *p, const KiriSheetRow *row)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GString *text = g_string_new(NULL);
    guint shown = 0, more = 0;
    for (guint i = 0; i < kiri_recs_count(row->folds); i++) {
        const KiriSheetPiece *piece = g_ptr_array_index(row->folds, i);
        const char *name = kiri_sheet_medium_name(piece, p->lang);
        if (!piece->place && !g_hash_table_add(seen, (gpointer)(guintptr)name))
            continue;
        if (shown == MOST_FOLDS) {
            more++;
            continue;
        }
        g_string_append_printf(text, "%s%s", shown ? kiri_say(p->lang, "、") : "", name);
        if (piece->place && *piece->place)
            g_string_append_printf(text, kiri_say(p->lang, "（%s）"), piece->place);
        shown++;
    }
    if (more)
        g_string_append_printf(text, kiri_say(p->lang, "ほか%u媒体"), more);
    return g_string_free(text, FALSE);
}

static void put_row(Page *p, KiriDocCells *cells, const KiriSheetRow *row)
{
    static const char *const marks[KIRI_N_WEIGHTS] = {"", "○", "◎"};
    g_autofree char *place = kiri_sheet_place(row->piece, p->lang);
    g_autofree char *folds = folds_of(p, row);
    const char *title = row->piece->title ? row->piece->title : "";
    kiri_cells_text(cells, marks[row->weight]);
    kiri_cells_text(cells, kiri_sheet_medium_name(row->piece, p->lang));
    kiri_cells_text(cells, place);
    if (row->piece->url)
        kiri_cells_link(cells, row->piece->url, title);
    else
        kiri_cells_text(cells, title);
    kiri_cells_text(cells, row->section);
    kiri_cells_text(cells, folds);
    if (row->block == KIRI_BLOCK_CORRECTION)
        kiri_cells_styled(cells, KIRI_TEXT_WARN, row->remark);
    else
        kiri_cells_text(cells, row->remark);
    kiri_cells_row(cells, p->doc, KIRI_ROW_PLAIN, NULL);
}

static const char *block_title(const Page *p, KiriSheetBlock block)
{
    const char *us = p->sheet->organisation;
    switch (block) {
    case KIRI_BLOCK_HEADLINE:
        return g_str_has_suffix(us, "省")   ? kiri_say(p->lang, "①　大臣・省が見出し")
               : g_str_has_suffix(us, "庁") ? kiri_say(p->lang, "①　長官・庁が見出し")
                                            : kiri_say(p->lang, "①　当組織が見出し");
    case KIRI_BLOCK_SECTION:
        return kiri_say(p->lang, "②　所管別");
    case KIRI_BLOCK_EDITORIAL:
        return kiri_say(p->lang, "③　社説・論説");
    case KIRI_BLOCK_CORRECTION:
    case KIRI_N_BLOCKS:
        break;
    }
    return kiri_say(p->lang, "④　訂正・発表との相違");
}

static void put_block(Page *p, KiriSheetBlock block)
{
    const KiriDocColumn columns[] = {
        {"weight", kiri_say(p->lang, "重要度"), 3.3, KIRI_ALIGN_CENTER},
        {"medium", kiri_say(p->lang, "媒体"), 6, KIRI_ALIGN_LEFT},
        {"place", kiri_say(p->lang, "朝夕刊・面／Web時刻"), 6.5, KIRI_ALIGN_LEFT},
        {"title", kiri_say(p->lang, "見出し"), 21, KIRI_ALIGN_LEFT},
        {"section", kiri_say(p->lang, "担当課"), 6, KIRI_ALIGN_LEFT},
        {"folds", kiri_say(p->lang, "同旨（他媒体）"), 9, KIRI_ALIGN_LEFT},
        {"remark", kiri_say(p->lang, "備考"), 8.5, KIRI_ALIGN_LEFT}};
    const KiriDocTable table = {.id = kiri_sheet_block_names[block],
                                .columns = columns,
                                .n_columns = G_N_ELEMENTS(columns),
                                .is_list = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    gboolean is_open = FALSE;
    kiri_doc_heading(p->doc, 2, block_title(p, block), kiri_sheet_block_names[block]);
    for (guint i = 0; i < kiri_recs_count(p->sheet->rows); i++) {
        const KiriSheetRow *row = g_ptr_array_index(p->sheet->rows, i);
        if (row->block != (gint)block)
            continue;
        if (!is_open)
            kiri_doc_table_begin(p->doc, &table);
        is_open = TRUE;
        put_row(p, cells, row);
    }
    if (is_open)
        kiri_doc_table_end(p->doc);
    else
        kiri_doc_text(p->doc, kiri_say(p->lang, "該当なし"), KIRI_TEXT_SMALL, KIRI_ALIGN_LEFT);
}

/* ---- foot ---- */

static void put_coverage(Page *p)
{
    kiri_doc_heading(p->doc, 2, kiri_say(p->lang, "⑤　収集状況"), "coverage");
    for (char **text = p->sheet->coverage; text && *text; text++)
        kiri_line_styled(p->line, KIRI_TEXT_SMALL, "%s%s",
                         text == p->sheet->coverage ? "" : kiri_say(p->lang, "　／　"), *text);
    kiri_line_paragraph(p->line, p->doc);
}

/* The headline of a piece that somebody pinned or dropped, from the sheet itself; its id
 * where it is not there. */
static const char *headline_of(const KiriMorningSheet *s, const char *article)
{
    for (guint i = 0; i < kiri_recs_count(s->rows); i++) {
        const KiriSheetRow *row = g_ptr_array_index(s->rows, i);
        if (strcmp(row->piece->article, article) == 0)
            return row->piece->title;
    }
    for (guint i = 0; i < kiri_recs_count(s->left); i++) {
        const KiriSheetLeft *left = g_ptr_array_index(s->left, i);
        if (strcmp(left->piece->article, article) == 0)
            return left->piece->title;
    }
    return article;
}

static void put_edits(Page *p)
{
    static const char *const actions[KIRI_MORNING_N_ACTIONS] = {
        [KIRI_MORNING_PIN] = "掲載を指定",
        [KIRI_MORNING_DROP] = "除外",
        [KIRI_MORNING_UNPIN] = "指定を取消し",
        [KIRI_MORNING_NOTE] = "連絡事項を変更"};
    guint n = kiri_recs_count(p->sheet->edits);
    for (guint i = 0; i < n; i++) {
        const KiriMorningEdit *e = g_ptr_array_index(p->sheet->edits, i);
        g_autofree char *at = kiri_sheet_moment(e->at.us, p->lang);
        kiri_line_styled(p->line, KIRI_TEXT_SMALL, "%s%s %s %s",
                         i ? kiri_say(p->lang, "　／　") : kiri_say(p->lang, "編集の記録："), at,
                         e->by ? e->by : kiri_say(p->lang, "（記名なし）"),
                         kiri_say(p->lang, actions[e->action]));
        const char *subject = e->article ? headline_of(p->sheet, e->article) : NULL;
        if (subject)
            kiri_line_styled(p->line, KIRI_TEXT_SMALL, kiri_say(p->lang, "「%s」"), subject);
        if (e->text)
            kiri_line_styled(p->line, KIRI_TEXT_SMALL, kiri_say(p->lang, "（%s）"), e->text);
    }
    if (n)
        kiri_line_paragraph(p->line, p->doc);
}

static void put_rule(Page *p)
{
    kiri_doc_text(
        p->doc,
        kiri_say(
            p->lang,
            "重要度　◎：一面、発表との相違、訂正、重点媒体の社説・論説、重点媒体の見出しに当組織名"
            "、"
            "担当者の指定。○：その他の社説・論説、その他の媒体の見出しに当組織名、重点媒体の編集"
            "記事、同旨5媒体以上。媒体は定めた順（点数による並べ替えはしない）。一つの記事は"
            "④③①②の順に該当する欄へ一度だけ載せ、同旨の記事は先頭の媒体の行にまとめる。"),
        KIRI_TEXT_SMALL | KIRI_TEXT_NOTE, KIRI_ALIGN_LEFT);
    g_autofree char *hash = g_strndup(p->sheet->hash ? p->sheet->hash : "", HASH_SHOWN);
    g_autofree char *made_day = day_of(p, p->sheet->made.us, TRUE);
    g_autofree char *made = kiri_sheet_clock(p->sheet->made.us, p->lang);
    kiri_line_styled(p->line, KIRI_TEXT_SMALL | KIRI_TEXT_NOTE,
                     kiri_say(p->lang, "作成：%s%s%s%s　控え：%s　照合番号：%s"), made_day, made,
                     p->sheet->by ? kiri_say(p->lang, "　") : "", p->sheet->by ? p->sheet->by : "",
                     p->sheet->id ? p->sheet->id : "", hash);
    kiri_line_paragraph(p->line, p->doc);
}

gboolean kiri_morning_write(const KiriMorningSheet *sheet, const KiriReportFormat *format,
                            gboolean is_sample, KiriReportSink sink, gpointer data, GError **error)
{
    g_autoptr(KiriDocLine) line = kiri_line_new();
    Page p = {
        .line = line, .sheet = sheet, .lang = sheet->is_english ? KIRI_REPORT_EN : KIRI_REPORT_JA};
    g_autofree char *title = title_of(&p);
    g_autofree char *date = day_of(&p, sheet->made.us, TRUE);
    const KiriDocHead head = {.lang = p.lang,
                              .title = title,
                              .date = date,
                              .section = sheet->section,
                              .handling = sheet->handling,
                              .is_sample = is_sample,
                              .made = sheet->made};
    p.doc = format->open(&head, sink, data);
    put_head(&p);
    for (KiriSheetBlock block = 0; block < KIRI_N_BLOCKS; block++)
        put_block(&p, block);
    put_coverage(&p);
    put_rule(&p);
    put_edits(&p);
    return kiri_doc_end(p.doc, error);
}
