// SPDX-License-Identifier: GPL-3.0-or-later
/* A comparison on paper: who is compared, whether that is fair, measure by measure, by
 * kind and by medium. */
#include <kirinuki/comparison.h>

#include "folio.h"

#include <kirinuki/ledger.h>

#include <math.h>
#include <string.h>

enum { MOST_MEDIA = 30 };

/* "A" … "H": what a subject is called in the tables. */
static char *letter_of(guint i)
{
    return g_strdup_printf("%c", (int)('A' + i));
}

static const KiriFigures *subject_of(const KiriComparison *c, guint i)
{
    return g_ptr_array_index(c->subjects, i);
}

static char *name_of(const KiriFolio *folio, const KiriFigures *f)
{
    if (f->name)
        return g_strdup(f->name);
    gint64 from = kiri_time_is_set(f->from) ? f->from.us : G_MININT64;
    gint64 to = kiri_time_is_set(f->to) ? f->to.us + KIRI_US_PER_DAY : G_MAXINT64;
    return kiri_folio_span(folio, from, to);
}

/* ---- who, and whether it is fair ---- */

static void put_subjects(KiriFolio *folio, const KiriComparison *c)
{
    static const KiriDocColumn columns[] = {{"subject", "記号", 3, KIRI_ALIGN_CENTER},
                                            {"name", "対象", 0, KIRI_ALIGN_LEFT},
                                            {"announced", "発表日時", 12, KIRI_ALIGN_LEFT},
                                            {"covered", "収集開始日", 10, KIRI_ALIGN_LEFT},
                                            {"sources", "期間を通じた情報源", 7, KIRI_ALIGN_RIGHT},
                                            {"seen", "期間の収集記事", 6, KIRI_ALIGN_RIGHT}};
    kiri_folio_table(folio, "subjects", NULL, columns, G_N_ELEMENTS(columns), TRUE);
    for (guint i = 0; i < c->subjects->len; i++) {
        const KiriFigures *f = subject_of(c, i);
        const KiriComparisonBasis *basis = g_ptr_array_index(c->bases, i);
        g_autofree char *letter = letter_of(i), *name = name_of(folio, f);
        g_autofree char *covered = kiri_folio_day(folio, f->covered_from);
        kiri_cells_text(folio->cells, letter);
        kiri_cells_text(folio->cells, name);
        kiri_folio_time_cell(folio, f->announced);
        kiri_cells_text(folio->cells, *covered ? covered : kiri_say(folio->lang, "記録なし"));
        kiri_cells_count(folio->cells, basis->sources);
        kiri_cells_count(folio->cells, f->articles_seen);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
}

static void put_fairness(KiriFolio *folio, const KiriComparison *c)
{
    gboolean is_fair = TRUE;
    for (guint i = 0; i < c->subjects->len; i++) {
        const KiriFigures *f = subject_of(c, i);
        const KiriComparisonBasis *basis = g_ptr_array_index(c->bases, i);
        if (f->begins_early)
            kiri_folio_text(folio,
                            kiri_say(folio->lang, "%cは対象期間の一部が収集開始前であり、件数は"
                                                  "実際より少ない。他との差・比は示さない。"),
                            (int)('A' + i));
        else if (i && !basis->is_equal)
            kiri_folio_text(folio,
                            kiri_say(folio->lang,
                                     "Aと%cは収集の条件が等しくない：期間を通じて収集した情報源は"
                                     "A %d件、%c %d件、共通%d件。差・比は参考にとどまる。"),
                            (int)('A' + i), (int)basis->first_sources, (int)('A' + i),
                            (int)basis->sources, (int)basis->common);
        is_fair = is_fair && !f->begins_early && basis->is_equal;
    }
    gint64 sources = ((KiriComparisonBasis *)g_ptr_array_index(c->bases, 0))->sources;
    if (is_fair && sources)
        kiri_folio_note(folio, "%s",
                        kiri_say(folio->lang, "いずれも同じ情報源を期間を通じて収集している。"));
    else if (is_fair)
        kiri_folio_text(folio, "%s",
                        kiri_say(folio->lang,
                                 "期間を通じて収集した情報源の記録がないため、収集の条件が"
                                 "等しいかは分からない。"));
    if (c->is_of_releases)
        kiri_folio_note(folio, "%s",
                        kiri_say(folio->lang,
                                 "報道発表は、発表から集計時点までの全ての掲載による（期間を"
                                 "指定したときはその中）。発表からの日数が違えば、掲載の"
                                 "出そろい方も違う。"));
}

/* ---- measures ---- */

/* How values of a unit are written, and what they rest on. */
static const struct {
    const char *unit, *format, *rest;
} units[] = {{"件", "%s件", "（%s件中）"},
             {"媒体", "%s媒体", "（%s媒体中）"},
             {"人", "%s人", "（%s人中）"},
             {"点", "%s点", "（%s点中）"},
             {"％", "%s％", "（%s％中）"}};

static gsize unit_at(const char *unit)
{
    gsize i = 0;
    while (i + 1 < G_N_ELEMENTS(units) && strcmp(units[i].unit, unit) != 0)
        i++;
    return i;
}

/* `n` in place of the "%s" of a format, which is data here. (transfer full) */
static char *filled(const KiriFolio *folio, const char *format, const char *n)
{
    g_auto(GStrv) parts = g_strsplit(kiri_say(folio->lang, format), "%s", 2);
    return g_strjoinv(n, parts);
}

static char *value_text(const KiriFolio *folio, const KiriFigureMeasure *m, gdouble value)
{
    if (m->kind == KIRI_FIGURE_MINUTES)
        return kiri_folio_minutes(folio, llround(value));
    if (m->kind == KIRI_FIGURE_YEN)
        return kiri_folio_yen(folio, llround(value));
    g_autofree char *n = m->kind == KIRI_FIGURE_SHARE    ? kiri_folio_decimal(100 * value)
                         : m->kind == KIRI_FIGURE_POINTS ? kiri_folio_decimal(value)
                                                         : kiri_number_grouped(llround(value));
    return filled(folio, units[unit_at(m->unit)].format, n);
}

static void put_value(KiriFolio *folio, const KiriFigureMeasure *m, const KiriComparisonCell *cell)
{
    KiriDocLine *line = kiri_cells_line(folio->cells);
    g_autofree char *value = value_text(folio, m, cell->value);
    g_autofree char *part = kiri_number_grouped(cell->part);
    g_autofree char *of = kiri_number_grouped(cell->of);
    g_autofree char *rest = m->of ? filled(folio, units[unit_at(m->of)].rest, of) : NULL;
    if (!cell->is_known)
        kiri_line_styled(line, KIRI_TEXT_NOTE, "%s", kiri_say(folio->lang, "不明"));
    else
        kiri_line_styled(line, KIRI_TEXT_BOLD, "%s", value);
    if (cell->is_known && m->kind == KIRI_FIGURE_SHARE && strcmp(m->name, "message_share") == 0)
        kiri_line_styled(line, KIRI_TEXT_SMALL, kiri_say(folio->lang, "（%s／%s）"), part, of);
    else if (cell->is_known && rest)
        kiri_line_styled(line, KIRI_TEXT_SMALL, "%s", rest);
    kiri_cells_next(folio->cells);
}

static void put_difference(KiriFolio *folio, const KiriFigureMeasure *m,
                           const KiriComparisonCell *cell, gboolean is_comparable)
{
    KiriDocLine *line = kiri_cells_line(folio->cells);
    g_autofree char *amount = value_text(folio, m, fabs(cell->difference));
    g_autofree char *ratio = kiri_folio_decimal(100 * cell->ratio);
    if (cell->has_difference) {
        const char *sign = cell->difference > 0 ? "+" : cell->difference < 0 ? "−" : "±";
        kiri_line_add(line, "%s%s", sign, amount);
        if (cell->has_ratio)
            kiri_line_styled(line, KIRI_TEXT_SMALL, kiri_say(folio->lang, "（%s％）"), ratio);
    } else if (!is_comparable) {
        kiri_line_styled(line, KIRI_TEXT_NOTE, "%s", kiri_say(folio->lang, "比較不可"));
    } else {
        kiri_line_add(line, "—");
    }
    kiri_cells_next(folio->cells);
}

static const KiriFigureMeasure *measure_named(const char *name)
{
    const KiriFigureMeasure *m = kiri_figure_measures;
    while (strcmp(m->name, name) != 0)
        m++;
    return m;
}

/* The values of all, then the differences of the others to the first. */
static void put_measures(KiriFolio *folio, const KiriComparison *c)
{
    KiriDocColumn columns[2 * KIRI_COMPARISON_MOST];
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    guint n = 0, subjects = c->subjects->len;
    columns[n++] = (KiriDocColumn){"measure", kiri_say(folio->lang, "項目"), 10, KIRI_ALIGN_LEFT};
    for (guint i = 0; i < subjects; i++) {
        g_ptr_array_add(titles, letter_of(i));
        columns[n++] = (KiriDocColumn){"value", g_ptr_array_index(titles, titles->len - 1), 0,
                                       KIRI_ALIGN_RIGHT};
    }
    for (guint i = 1; i < subjects; i++) {
        g_ptr_array_add(titles, g_strdup_printf(kiri_say(folio->lang, "%c−A（%cのA比）"),
                                                (int)('A' + i), (int)('A' + i)));
        columns[n++] = (KiriDocColumn){"difference", g_ptr_array_index(titles, titles->len - 1), 0,
                                       KIRI_ALIGN_RIGHT};
    }
    kiri_folio_table_raw(folio, "measures", NULL, columns, n, FALSE);
    for (guint r = 0; r < c->rows->len; r++) {
        const KiriComparisonRow *row = g_ptr_array_index(c->rows, r);
        const KiriFigureMeasure *m = measure_named(row->measure);
        kiri_cells_text(folio->cells, kiri_say(folio->lang, row->label));
        for (guint i = 0; i < subjects; i++)
            put_value(folio, m, g_ptr_array_index(row->cells, i));
        for (guint i = 1; i < subjects; i++)
            put_difference(folio, m, g_ptr_array_index(row->cells, i),
                           ((KiriComparisonBasis *)g_ptr_array_index(c->bases, i))->is_comparable);
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
    kiri_folio_note(folio, "%s",
                    kiri_say(folio->lang, "小さな字は、その値のもとになった件数・媒体数。比はAを"
                                          "100％とする。不明は0ではない。広告換算額は参考値であり、"
                                          "広報効果そのものを示すものではない。"));
}

/* ---- parts ---- */

/* Ids of all subjects' parts, by the sum of their stories. */
static GPtrArray *ids_of(const KiriComparison *c, gboolean of_media)
{
    g_autoptr(KiriTallies) all = kiri_tallies_new();
    for (guint i = 0; i < c->subjects->len; i++) {
        const GPtrArray *parts = of_media ? subject_of(c, i)->media : subject_of(c, i)->kinds;
        for (guint p = 0; p < kiri_recs_count(parts); p++) {
            const KiriTally *t = g_ptr_array_index(parts, p);
            KiriTally *sum = kiri_tallies_at(all, t->id, t->name);
            sum->unique += t->unique;
            sum->total += t->total;
        }
    }
    return kiri_tallies_end(all, KIRI_TALLIES_BY_UNIQUE);
}

static const KiriTally *part_of(const GPtrArray *parts, const char *id)
{
    for (guint i = 0; i < kiri_recs_count(parts); i++)
        if (strcmp(((const KiriTally *)g_ptr_array_index(parts, i))->id, id) == 0)
            return g_ptr_array_index(parts, i);
    return NULL;
}

static const char *part_name(const KiriFolio *folio, const KiriTally *t, gboolean of_media)
{
    gint kind = of_media ? -1 : kiri_names_index(kiri_medium_kind_names, t->id);
    if (kind >= 0)
        return kiri_say(folio->lang, kiri_medium_kind_word((KiriMediumKind)kind));
    return t->name ? t->name : kiri_say(folio->lang, "媒体不明");
}

static void put_parts(KiriFolio *folio, const KiriComparison *c, gboolean of_media)
{
    KiriDocColumn columns[1 + KIRI_COMPARISON_MOST];
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) ids = ids_of(c, of_media);
    guint n = 0, shown = MIN(ids->len, of_media ? MOST_MEDIA : ids->len);
    columns[n++] = (KiriDocColumn){
        "part", of_media ? kiri_say(folio->lang, "媒体名") : kiri_say(folio->lang, "媒体種別"), 0,
        KIRI_ALIGN_LEFT};
    for (guint i = 0; i < c->subjects->len; i++) {
        g_ptr_array_add(
            titles, g_strdup_printf(kiri_say(folio->lang, "%c 総件数／実件数"), (int)('A' + i)));
        columns[n++] = (KiriDocColumn){"counts", g_ptr_array_index(titles, i), 8, KIRI_ALIGN_RIGHT};
    }
    kiri_folio_table_raw(folio, of_media ? "media" : "kinds", NULL, columns, n, FALSE);
    for (guint r = 0; r < shown; r++) {
        const KiriTally *sum = g_ptr_array_index(ids, r);
        kiri_cells_text(folio->cells, part_name(folio, sum, of_media));
        for (guint i = 0; i < c->subjects->len; i++) {
            const KiriFigures *f = subject_of(c, i);
            const KiriTally *t = part_of(of_media ? f->media : f->kinds, sum->id);
            kiri_line_add(kiri_cells_line(folio->cells), kiri_say(folio->lang, "%d／%d"),
                          t ? (int)t->total : 0, t ? (int)t->unique : 0);
            kiri_cells_next(folio->cells);
        }
        kiri_folio_row(folio, KIRI_ROW_PLAIN);
    }
    kiri_folio_table_end(folio);
    if (ids->len > shown)
        kiri_folio_note(folio, kiri_say(folio->lang, "ほか%u媒体（全ての媒体はJSONにある）"),
                        ids->len - shown);
}

/* ---- all ---- */

static KiriChart *chart_of(const KiriFolio *folio, const KiriComparison *c)
{
    KiriReportLang lang = folio->lang;
    KiriChart *chart = kiri_chart_new(lang, KIRI_CHART_BARS, "comparison",
                                      kiri_say(lang, "総件数と実件数"), kiri_say(lang, "件"));
    kiri_chart_add_series(chart, kiri_say(lang, "実件数"));
    kiri_chart_add_series(chart, kiri_say(lang, "その転載（合わせて総件数）"));
    for (guint i = 0; i < c->subjects->len; i++) {
        const KiriTally *t = subject_of(c, i)->counts;
        g_autofree char *letter = letter_of(i);
        KiriChartPoint *point = kiri_chart_add_point(chart, letter);
        point->values[0] = (gdouble)t->unique;
        point->values[1] = (gdouble)(t->total - t->unique);
        point->is_hollow = subject_of(c, i)->begins_early && !t->total;
    }
    return chart;
}

static void body(KiriFolio *folio, gconstpointer model)
{
    const KiriComparison *c = model;
    kiri_folio_chapter(folio, "比較の対象と収集の条件");
    put_subjects(folio, c);
    put_fairness(folio, c);
    kiri_folio_chapter(folio, "項目別の比較");
    put_measures(folio, c);
    kiri_folio_chart(folio, chart_of(folio, c));
    kiri_folio_chapter(folio, "媒体種別の比較");
    put_parts(folio, c, FALSE);
    kiri_folio_chapter(folio, "媒体別の比較");
    put_parts(folio, c, TRUE);
}

gboolean kiri_comparison_write(const KiriComparison *c, const KiriReportFormat *format,
                               const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                               GError **error)
{
    const KiriFolioWork work = {.shape = &kiri_comparison_shape,
                                .model = c,
                                .title = c->is_of_releases
                                             ? kiri_say(options->lang, "報道発表の比較")
                                             : kiri_say(options->lang, "期間の比較"),
                                .made_us = c->made.us,
                                .body = body};
    return kiri_folio_write(&work, format, options, sink, data, error);
}
