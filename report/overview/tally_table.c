// SPDX-License-Identifier: GPL-3.0-or-later
#include "tally_table.h"

#include <kirinuki/ledger.h>

#include <stdlib.h>
#include <string.h>

char *kiri_folio_month_name(const KiriFolio *folio, const KiriTally *t)
{
    char *end = NULL;
    gint year = (gint)g_ascii_strtoll(t->id, &end, 10);
    gint month = *end == '-' ? (gint)g_ascii_strtoll(end + 1, NULL, 10) : 0;
    return g_strdup_printf(kiri_say(folio->lang, "%d年%d月"), year, month);
}

char *kiri_folio_kind_name(const KiriFolio *folio, const KiriTally *t)
{
    gint kind = kiri_names_index(kiri_medium_kind_names, t->id);
    return g_strdup(kind < 0 ? t->id
                             : kiri_say(folio->lang, kiri_medium_kind_word((KiriMediumKind)kind)));
}

static char *name_of(const KiriFolio *folio, const KiriTally *t,
                     char *(*name)(const KiriFolio *, const KiriTally *))
{
    return name ? name(folio, t) : g_strdup(t->name ? t->name : kiri_say(folio->lang, "媒体不明"));
}

static void put_money(KiriFolio *folio, const KiriTally *t)
{
    KiriDocLine *line = kiri_cells_line(folio->cells);
    g_autofree char *known = kiri_folio_yen(folio, t->ave_known_yen);
    g_autofree char *estimate = kiri_folio_yen(folio, t->ave_estimate_yen);
    g_autofree char *n = kiri_number_grouped(t->ave_known);
    g_autofree char *guessed = kiri_number_grouped(t->ave_estimate);
    g_autofree char *unknown = kiri_number_grouped(t->ave_unknown);
    kiri_line_add(line, kiri_say(folio->lang, "%s（%s件）"), known, n);
    if (t->ave_estimate)
        kiri_line_add(line, kiri_say(folio->lang, "、推計%s（%s件）"), estimate, guessed);
    if (t->ave_unknown)
        kiri_line_styled(line, KIRI_TEXT_NOTE, kiri_say(folio->lang, "、算定不能%s件"), unknown);
    kiri_cells_next(folio->cells);
}

/* Nothing can have been counted: no 0. */
static gboolean is_nothing(const KiriTally *t)
{
    return (t->is_before_collection || t->is_ahead) && !t->total;
}

/* Places of the counts of media among the counts of a row. */
enum { MEDIA = 2, TIER1 };

static void put_row(KiriFolio *folio, const KiriTallyTable *table, const KiriTally *t,
                    KiriRowKind kind)
{
    g_autofree char *name = kind == KIRI_ROW_SUM ? g_strdup(kiri_say(folio->lang, "計"))
                                                 : name_of(folio, t, table->name);
    const gint64 counts[] = {t->total,     t->unique,     t->media,    t->tier1_media,
                             t->publicity, t->syndicated, t->verbatim, t->mention};
    KiriDocLine *line = kiri_cells_line(folio->cells);
    kiri_line_add(line, "%s", name);
    if (t->is_before_collection)
        kiri_line_styled(line, KIRI_TEXT_NOTE, "%s", kiri_say(folio->lang, "（収集開始前）"));
    else if (t->is_ahead)
        kiri_line_styled(line, KIRI_TEXT_NOTE, "%s", kiri_say(folio->lang, "（まだ来ていない）"));
    else if (t->begins_early)
        kiri_line_styled(line, KIRI_TEXT_NOTE, "%s", kiri_say(folio->lang, "（一部は収集開始前）"));
    kiri_cells_next(folio->cells);
    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
        if (table->is_of_media && (i == MEDIA || i == TIER1))
            continue;
        if (is_nothing(t))
            kiri_cells_text(folio->cells, "—");
        else
            kiri_cells_count(folio->cells, counts[i]);
    }
    if (table->has_money && is_nothing(t))
        kiri_cells_text(folio->cells, "—");
    else if (table->has_money)
        put_money(folio, t);
    kiri_folio_row(folio, kind);
}

void kiri_folio_tallies(KiriFolio *folio, const KiriTallyTable *table, const GPtrArray *tallies)
{
    KiriDocColumn columns[] = {
        {"name", table->subject, 0, KIRI_ALIGN_LEFT},
        {"total", "総件数", 3, KIRI_ALIGN_RIGHT},
        {"unique", "実件数", 3, KIRI_ALIGN_RIGHT},
        {"media", "媒体数", 3, KIRI_ALIGN_RIGHT},
        {"tier1", "重点媒体", 3, KIRI_ALIGN_RIGHT},
        {"publicity", "編集記事", 3, KIRI_ALIGN_RIGHT},
        {"syndicated", "配信・転載", 3, KIRI_ALIGN_RIGHT},
        {"verbatim", "原文転載", 3, KIRI_ALIGN_RIGHT},
        {"mention", "言及", 3, KIRI_ALIGN_RIGHT},
        {"ave", "広告換算額（参考値）", 13, KIRI_ALIGN_LEFT},
    };
    guint columns_n = (guint)G_N_ELEMENTS(columns) - (table->has_money ? 0 : 1);
    guint n = kiri_recs_count(tallies), shown = table->most ? MIN(n, table->most) : n;
    if (!n) {
        kiri_folio_text(folio, "%s", kiri_say(folio->lang, "該当なし。"));
        return;
    }
    if (table->is_of_media) {
        memmove(&columns[1 + MEDIA], &columns[3 + MEDIA],
                (G_N_ELEMENTS(columns) - 3 - MEDIA) * sizeof *columns);
        columns_n -= 2;
    }
    kiri_folio_table(folio, table->id, table->caption, columns, columns_n, TRUE);
    for (guint i = 0; i < shown; i++)
        put_row(folio, table, g_ptr_array_index(tallies, i), KIRI_ROW_PLAIN);
    if (table->sum)
        put_row(folio, table, table->sum, KIRI_ROW_SUM);
    kiri_folio_table_end(folio);
    if (shown < n)
        kiri_folio_note(folio, kiri_say(folio->lang, "ほか%u件（全てはJSONにある）"), n - shown);
}

KiriChart *kiri_folio_tally_chart(const KiriFolio *folio, KiriChartKind kind, const char *id,
                                  const char *title, const GPtrArray *tallies, guint most,
                                  char *(*name)(const KiriFolio *, const KiriTally *))
{
    guint n = kiri_recs_count(tallies);
    if (!n)
        return NULL;
    KiriChart *chart = kiri_chart_new(folio->lang, kind, id, kiri_say(folio->lang, title),
                                      kiri_say(folio->lang, "件"));
    kiri_chart_add_series(chart, kiri_say(folio->lang, "実件数"));
    kiri_chart_add_series(chart, kiri_say(folio->lang, "その転載（合わせて総件数）"));
    for (guint i = 0; i < (most ? MIN(n, most) : n); i++) {
        const KiriTally *t = g_ptr_array_index(tallies, i);
        g_autofree char *label = name_of(folio, t, name);
        KiriChartPoint *point = kiri_chart_add_point(chart, label);
        point->values[0] = (gdouble)t->unique;
        point->values[1] = (gdouble)(t->total - t->unique);
        point->is_hollow = is_nothing(t);
    }
    return chart;
}
