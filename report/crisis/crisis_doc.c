// SPDX-License-Identifier: GPL-3.0-or-later
/* The report of a crisis as a document, from the record alone: what changed comes first,
 * then the pieces in their time. */
#include "crisis_internal.h"

#include "document/line.h"
#include "words/lang.h"
#include "words/sheet_words.h"
#include "words/words.h"

#include <string.h>

enum { HASH_SHOWN = 16, MOST_SUMMED = 10, MOST_NAMED = 6 };

typedef struct {
    KiriDoc *doc;
    KiriDocLine *line;
    const KiriCrisisReport *report;
    KiriReportLang lang;
    KiriEra era;
} Page;

/* "11月21日（金）7時30分" */
static char *moment_of(const Page *p, gint64 us, gboolean with_year)
{
    g_autofree char *day = kiri_sheet_day(us, p->era, with_year, p->lang);
    g_autofree char *clock = kiri_sheet_clock(us, p->lang);
    return g_strdup_printf(kiri_say(p->lang, "%s%s"), day, clock);
}

/* "1時間20分" */
static char *duration_of(const Page *p, gint64 seconds)
{
    gint64 minutes = (seconds + 30) / 60;
    guint hours = (guint)MIN(minutes / 60, G_MAXINT32);
    return hours ? g_strdup_printf(kiri_say(p->lang, "%u時間%u分"), hours, (guint)(minutes % 60))
                 : g_strdup_printf(kiri_say(p->lang, "%u分"), (guint)minutes);
}

static const KiriCrisisRow *row_at(const Page *p, guint i)
{
    return g_ptr_array_index(p->report->rows, i);
}

/* ---- head ---- */

static char *title_of(const Page *p)
{
    return g_strdup_printf(kiri_say(p->lang, "%sに関する報道状況（第%u報）"), p->report->topic_name,
                           (guint)p->report->number);
}

static void put_head(Page *p, const char *title)
{
    const KiriCrisisReport *r = p->report;
    g_autofree char *made = moment_of(p, r->made.us, FALSE);
    g_autofree char *from = kiri_time_is_set(r->from) ? moment_of(p, r->from.us, FALSE) : NULL;
    kiri_doc_heading(p->doc, 0, title, NULL);
    if (from)
        kiri_line_add(p->line, kiri_say(p->lang, "%s〜%s"), from, made);
    else
        kiri_line_add(p->line, kiri_say(p->lang, "初報から%sまで"), made);
    kiri_line_fact(p->line, p->doc, kiri_say(p->lang, "対象期間"));
    kiri_line_add(p->line, "%s", made);
    kiri_line_fact(p->line, p->doc, kiri_say(p->lang, "集計時点"));
    if (!kiri_time_is_set(r->urgent_until))
        return;
    g_autofree char *until = moment_of(p, r->urgent_until.us, FALSE);
    kiri_line_add(p->line, kiri_say(p->lang, "%sまで情報源を最短間隔で確認"), until);
    kiri_line_fact(p->line, p->doc, kiri_say(p->lang, "緊急収集"));
}

/* ---- 前報からの変化 ---- */

static void put_counts(Page *p)
{
    const KiriCrisisCount *b = p->report->before, *a = p->report->after;
    guint news = 0, changed = 0;
    for (guint i = 0; i < kiri_recs_count(p->report->rows); i++) {
        news += row_at(p, i)->is_new ? 1 : 0;
        changed += row_at(p, i)->is_new ? 0 : 1;
    }
    kiri_line_styled(p->line, KIRI_TEXT_BOLD, kiri_say(p->lang, "新規%u件、変更%u件。"), news,
                     changed);
    kiri_line_add(p->line,
                  kiri_say(p->lang, "累計は総件数%u件（前報%u件）、実件数%u件（前報%u件）、"
                                    "%u媒体（前報%u媒体）"),
                  (guint)a->total, (guint)b->total, (guint)a->unique, (guint)b->unique,
                  (guint)a->media, (guint)b->media);
    kiri_line_item(p->line, p->doc, "○");
}

static void put_list(Page *p, const char *label, GString *text)
{
    if (!text->len)
        return;
    kiri_line_styled(p->line, KIRI_TEXT_BOLD, "%s", label);
    kiri_line_add(p->line, "%s", text->str);
    kiri_line_item(p->line, p->doc, "○");
}

/* "1,200人（朝日新聞）、…": whatever no piece had before, the first of them. */
static void put_facts(Page *p)
{
    g_autoptr(GString) text = g_string_new(NULL);
    guint shown = 0, more = 0;
    for (guint i = 0; i < kiri_recs_count(p->report->rows); i++) {
        const KiriCrisisRow *row = row_at(p, i);
        for (char **figure = row->figures; figure && *figure; figure++) {
            if (shown++ >= MOST_SUMMED) {
                more++;
                continue;
            }
            g_string_append_printf(text, kiri_say(p->lang, "%s%s（%s）"),
                                   text->len ? kiri_say(p->lang, "、") : "", *figure,
                                   kiri_sheet_medium_name(row->piece, p->lang));
        }
    }
    if (more)
        g_string_append_printf(text, kiri_say(p->lang, "ほか%u件（下の表）"), more);
    put_list(p, kiri_say(p->lang, "新たな数字："), text);
}

static void put_changed(Page *p)
{
    for (guint i = 0; i < kiri_recs_count(p->report->rows); i++) {
        const KiriCrisisRow *row = row_at(p, i);
        if (row->is_new)
            continue;
        g_autofree char *changes = g_strjoinv(kiri_say(p->lang, "、"), row->changes);
        kiri_line_add(p->line, kiri_say(p->lang, "%s「%s」："),
                      kiri_sheet_medium_name(row->piece, p->lang),
                      row->piece->title ? row->piece->title : "");
        kiri_line_styled(p->line, KIRI_TEXT_BOLD, "%s", changes);
        kiri_line_item(p->line, p->doc, "○");
    }
}

static void put_differences(Page *p)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < kiri_recs_count(p->report->rows); i++) {
        const KiriCrisisRow *row = row_at(p, i);
        for (char **one = row->is_new ? row->contradictions : NULL; one && *one; one++)
            g_string_append_printf(text, kiri_say(p->lang, "%s%s：%s"),
                                   text->len ? kiri_say(p->lang, "、") : "",
                                   kiri_sheet_medium_name(row->piece, p->lang), *one);
    }
    put_list(p, kiri_say(p->lang, "発表との相違："), text);
}

static void put_changes(Page *p)
{
    g_autoptr(GString) media = g_string_new(NULL);
    kiri_doc_heading(p->doc, 1, kiri_say(p->lang, "1　前報からの変化"), "changes");
    if (!kiri_recs_count(p->report->rows))
        kiri_doc_text(p->doc, kiri_say(p->lang, "前報から変化はない。"), 0, KIRI_ALIGN_LEFT);
    put_counts(p);
    for (char **name = p->report->new_media; name && *name; name++)
        g_string_append_printf(media, "%s%s", media->len ? kiri_say(p->lang, "、") : "", *name);
    put_list(p, kiri_say(p->lang, "新たな媒体："), media);
    put_facts(p);
    put_differences(p);
    put_changed(p);
}

/* ---- rows ---- */

static void add_words(GString *text, const char *separator, char **words)
{
    for (; words && *words; words++)
        g_string_append_printf(text, "%s%s", text->len ? separator : "", *words);
}

static char *facts_of(const Page *p, const KiriCrisisRow *row)
{
    GString *text = g_string_new(NULL);
    const char *separator = kiri_say(p->lang, "、");
    add_words(text, separator, row->figures);
    add_words(text, separator, row->dates);
    add_words(text, separator, row->names);
    return g_string_free(text, FALSE);
}

static char *handling_of(const Page *p, const KiriCrisisRow *row)
{
    const char *word = kiri_report_handling_name((KiriHandlingStatus)row->handling);
    GString *text = g_string_new(*word ? kiri_say(p->lang, word) : "");
    if (row->handler && *word)
        g_string_append_printf(text, kiri_say(p->lang, "（%s）"), row->handler);
    if (row->class_ == KIRI_CLASS_NONE)
        g_string_append(text, kiri_say(p->lang, "対象外"));
    return g_string_free(text, FALSE);
}

/* A crisis can last: the day comes with its month. */
static char *time_of(const Page *p, const KiriSheetPiece *piece)
{
    if (piece->place && *piece->place)
        return g_strdup(piece->place);
    KiriCivil c = kiri_civil_from_us(piece->published.us, KIRI_JST_MIN);
    return piece->published.precision == KIRI_PRECISION_DAY
               ? g_strdup_printf(kiri_say(p->lang, "%d月%d日"), c.month, c.day)
               : g_strdup_printf(kiri_say(p->lang, "%d月%d日 %d:%02d"), c.month, c.day, c.hour,
                                 c.minute);
}

/* A new copy that says nothing of its own: no fact, no difference, nothing to be done. */
static gboolean adds_nothing(const KiriCrisisRow *row)
{
    return row->is_new && row->story && !row->figures && !row->dates && !row->names &&
           !row->contradictions && !row->is_corrected && !row->is_removed &&
           row->handling == KIRI_HANDLING_NONE;
}

static void free_fold(gpointer fold)
{
    if (fold)
        g_ptr_array_unref(fold);
}

/* Of each row that stands in the table the copies that are told in it (同旨); NULL for one
 * that is told so. (transfer full) */
static GPtrArray *fold(const Page *p)
{
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *folds = g_ptr_array_new_with_free_func(free_fold);
    for (guint i = 0; i < p->report->rows->len; i++) {
        const KiriCrisisRow *row = row_at(p, i);
        GPtrArray *with = row->story ? g_hash_table_lookup(first, row->story) : NULL;
        gboolean is_told = with && adds_nothing(row);
        g_ptr_array_add(folds, is_told ? NULL : g_ptr_array_new());
        if (is_told)
            g_ptr_array_add(with, row->piece);
        else if (row->is_new && row->story && !with)
            g_hash_table_insert(first, row->story, g_ptr_array_index(folds, i));
    }
    return g_steal_pointer(&folds);
}

/* "　同旨3件：みなと日報、列島通信、…" */
static void put_folded(Page *p, KiriDocLine *line, const GPtrArray *folded)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < MIN(folded->len, MOST_NAMED); i++)
        g_string_append_printf(names, "%s%s", i ? kiri_say(p->lang, "、") : "",
                               kiri_sheet_medium_name(g_ptr_array_index(folded, i), p->lang));
    if (folded->len)
        kiri_line_styled(line, KIRI_TEXT_NOTE,
                         folded->len > MOST_NAMED ? kiri_say(p->lang, "　同旨%u件：%sほか")
                                                  : kiri_say(p->lang, "　同旨%u件：%s"),
                         folded->len, names->str);
}

static void put_row(Page *p, KiriDocCells *cells, const KiriCrisisRow *row, const GPtrArray *folded)
{
    g_autofree char *place = time_of(p, row->piece);
    g_autofree char *facts = facts_of(p, row);
    g_autofree char *handling = handling_of(p, row);
    g_autofree char *differs =
        row->contradictions ? g_strjoinv(kiri_say(p->lang, "、"), row->contradictions) : NULL;
    const char *title = row->piece->title ? row->piece->title : "";
    kiri_cells_text(cells, row->is_new ? kiri_say(p->lang, "新") : kiri_say(p->lang, "変"));
    kiri_cells_text(cells, place);
    kiri_cells_text(cells, kiri_sheet_medium_name(row->piece, p->lang));
    kiri_line_link(kiri_cells_line(cells), KIRI_TEXT_PLAIN, row->piece->url, title);
    put_folded(p, kiri_cells_line(cells), folded);
    kiri_cells_next(cells);
    kiri_cells_text(cells, facts);
    kiri_cells_styled(cells, KIRI_TEXT_WARN, differs);
    kiri_cells_text(cells, handling);
    kiri_cells_row(cells, p->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_table(Page *p)
{
    const KiriDocColumn columns[] = {
        {"is_new", kiri_say(p->lang, "区分"), 3, KIRI_ALIGN_CENTER},
        {"time", kiri_say(p->lang, "時刻"), 5, KIRI_ALIGN_LEFT},
        {"medium", kiri_say(p->lang, "媒体"), 6, KIRI_ALIGN_LEFT},
        {"title", kiri_say(p->lang, "見出し"), 16, KIRI_ALIGN_LEFT},
        {"facts", kiri_say(p->lang, "新たな事実・数字"), 16, KIRI_ALIGN_LEFT},
        {"differs", kiri_say(p->lang, "発表との相違（記事≠発表）"), 8, KIRI_ALIGN_LEFT},
        {"handling", kiri_say(p->lang, "対応状況"), 6, KIRI_ALIGN_LEFT}};
    const KiriDocTable table = {
        .id = "rows", .columns = columns, .n_columns = G_N_ELEMENTS(columns), .is_list = TRUE};
    kiri_doc_heading(p->doc, 1, kiri_say(p->lang, "2　報道の状況"), "rows");
    if (!kiri_recs_count(p->report->rows)) {
        kiri_doc_text(p->doc, kiri_say(p->lang, "該当なし"), 0, KIRI_ALIGN_LEFT);
        return;
    }
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    g_autoptr(GPtrArray) folds = fold(p);
    kiri_doc_table_begin(p->doc, &table);
    for (guint i = 0; i < p->report->rows->len; i++)
        if (g_ptr_array_index(folds, i))
            put_row(p, cells, row_at(p, i), g_ptr_array_index(folds, i));
    kiri_doc_table_end(p->doc);
}

/* ---- 収集状況 ---- */

static void put_foot(Page *p)
{
    const KiriCrisisReport *r = p->report;
    kiri_doc_heading(p->doc, 1, kiri_say(p->lang, "3　収集状況"), "coverage");
    if (r->timed) {
        g_autofree char *median = duration_of(p, r->median_delay_s);
        g_autofree char *longest = duration_of(p, r->longest_delay_s);
        kiri_line_add(p->line,
                      kiri_say(p->lang, "収集遅延（掲載から取得まで）：中央値%s、最長%s（%u件）"),
                      median, longest, (guint)r->timed);
    } else {
        kiri_line_add(p->line, "%s", kiri_say(p->lang, "収集遅延：算定できる新規の記事がない"));
    }
    if (r->untimed)
        kiri_line_add(p->line, kiri_say(p->lang, "、時刻不明又は手入力%u件"), (guint)r->untimed);
    kiri_line_item(p->line, p->doc, "○");
    for (char **text = r->coverage; text && *text; text++) {
        kiri_line_add(p->line, "%s", *text);
        kiri_line_item(p->line, p->doc, "○");
    }
    g_autofree char *hash = g_strndup(r->hash ? r->hash : "", HASH_SHOWN);
    g_autofree char *before = g_strndup(r->previous ? r->previous : "", HASH_SHOWN);
    kiri_line_styled(p->line, KIRI_TEXT_SMALL | KIRI_TEXT_NOTE,
                     kiri_say(p->lang, "控え：%s　照合番号：%s　前報の照合番号：%s%s%s"), r->id,
                     hash, *before ? before : kiri_say(p->lang, "なし"),
                     r->by ? kiri_say(p->lang, "　作成：") : "", r->by ? r->by : "");
    kiri_line_paragraph(p->line, p->doc);
}

gboolean kiri_crisis_write(const KiriCrisisReport *report, const KiriReportFormat *format,
                           gboolean is_sample, KiriReportSink sink, gpointer data, GError **error)
{
    g_autoptr(KiriDocLine) line = kiri_line_new();
    Page p = {.line = line,
              .report = report,
              .lang = report->is_english ? KIRI_REPORT_EN : KIRI_REPORT_JA,
              .era = report->is_gengo ? KIRI_ERA_GENGO : KIRI_ERA_SEIREKI};
    g_autofree char *title = title_of(&p);
    g_autofree char *date = moment_of(&p, report->made.us, TRUE);
    const KiriDocHead head = {.lang = p.lang,
                              .title = title,
                              .date = date,
                              .section = report->section,
                              .handling = report->handling,
                              .is_sample = is_sample,
                              .made = report->made};
    p.doc = format->open(&head, sink, data);
    put_head(&p, title);
    put_changes(&p);
    put_table(&p);
    put_foot(&p);
    return kiri_doc_end(p.doc, error);
}
