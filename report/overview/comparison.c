// SPDX-License-Identifier: GPL-3.0-or-later
/* A summary for each subject, one after the other; then the table of measures over their
 * figures. The sources are looked at once, for what each subject's period had of them. */
#include <kirinuki/comparison.h>

#include <string.h>

static const KiriField cell_fields[] = {
    {KIRI_FIELD(1, KiriComparisonCell, is_known, BOOL)},
    {KIRI_FIELD(2, KiriComparisonCell, value, F64), .decimals = 4},
    {KIRI_FIELD(3, KiriComparisonCell, part, I64)},
    {KIRI_FIELD(4, KiriComparisonCell, of, I64)},
    {KIRI_FIELD(5, KiriComparisonCell, has_difference, BOOL)},
    {KIRI_FIELD(6, KiriComparisonCell, difference, F64), .decimals = 4},
    {KIRI_FIELD(7, KiriComparisonCell, has_ratio, BOOL)},
    {KIRI_FIELD(8, KiriComparisonCell, ratio, F64), .decimals = 4},
};
const KiriShape kiri_comparison_cell_shape =
    KIRI_SHAPE("comparison_cell", KiriComparisonCell, cell_fields);

static const KiriField row_fields[] = {
    {KIRI_FIELD(1, KiriComparisonRow, measure, STR)},
    {KIRI_FIELD(2, KiriComparisonRow, label, STR)},
    {KIRI_FIELD(3, KiriComparisonRow, unit, STR)},
    {KIRI_FIELD(4, KiriComparisonRow, cells, RECS), .sub = &kiri_comparison_cell_shape},
};
const KiriShape kiri_comparison_row_shape =
    KIRI_SHAPE("comparison_row", KiriComparisonRow, row_fields);

static const KiriField basis_fields[] = {
    {KIRI_FIELD(1, KiriComparisonBasis, is_comparable, BOOL)},
    {KIRI_FIELD(2, KiriComparisonBasis, is_equal, BOOL)},
    {KIRI_FIELD(3, KiriComparisonBasis, sources, I64)},
    {KIRI_FIELD(4, KiriComparisonBasis, first_sources, I64)},
    {KIRI_FIELD(5, KiriComparisonBasis, common, I64)},
};
const KiriShape kiri_comparison_basis_shape =
    KIRI_SHAPE("comparison_basis", KiriComparisonBasis, basis_fields);

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriComparison, is_of_releases, BOOL)},
    {KIRI_FIELD(2, KiriComparison, made, TIME)},
    {KIRI_FIELD(3, KiriComparison, subjects, RECS), .sub = &kiri_figures_shape},
    {KIRI_FIELD(4, KiriComparison, bases, RECS), .sub = &kiri_comparison_basis_shape},
    {KIRI_FIELD(5, KiriComparison, rows, RECS), .sub = &kiri_comparison_row_shape},
};
const KiriShape kiri_comparison_shape = KIRI_SHAPE("comparison", KiriComparison, fields);

/* ---- what was collected ---- */

typedef struct {
    gint64 from_us[KIRI_COMPARISON_MOST]; // of each subject's period
    guint n;
    KiriComparison *c;
} Sources;

/* A source is complete over a period that begins on its first day or later. */
static gboolean count_source(gconstpointer record, gpointer data)
{
    const KiriSource *s = record;
    Sources *look = data;
    if (g_strcmp0(s->role, "releases") == 0)
        return TRUE;
    gint64 from = kiri_time_is_set(s->covered_from) ? kiri_civil_day_start_jst(s->covered_from.us)
                                                    : G_MAXINT64;
    gboolean in_first = from <= look->from_us[0];
    for (guint i = 0; i < look->n; i++) {
        KiriComparisonBasis *basis = g_ptr_array_index(look->c->bases, i);
        gboolean is_in = from <= look->from_us[i];
        basis->sources += is_in ? 1 : 0;
        basis->first_sources += in_first ? 1 : 0;
        basis->common += is_in && in_first ? 1 : 0;
    }
    return TRUE;
}

static gboolean make_bases(KiriComparison *c, KiriStore *store, Sources *look, GError **error)
{
    const KiriFigures *first = g_ptr_array_index(c->subjects, 0);
    look->c = c;
    for (guint i = 0; i < c->subjects->len; i++)
        kiri_recs_add(&c->bases, kiri_comparison_basis_new());
    if (!kiri_store_each(store, KIRI_NOUN_SOURCE, "", count_source, look, error))
        return FALSE;
    for (guint i = 0; i < c->subjects->len; i++) {
        const KiriFigures *f = g_ptr_array_index(c->subjects, i);
        KiriComparisonBasis *basis = g_ptr_array_index(c->bases, i);
        basis->is_comparable = !f->begins_early && !first->begins_early;
        basis->is_equal = basis->common == basis->sources && basis->common == basis->first_sources;
    }
    return TRUE;
}

/* ---- measures ---- */

static KiriComparisonCell *cell_of(const KiriFigureMeasure *m, const KiriFigures *f,
                                   const KiriComparisonCell *first, gboolean is_comparable)
{
    KiriComparisonCell *cell = kiri_comparison_cell_new();
    cell->is_known = kiri_figure_of(m, f, &cell->value, &cell->part, &cell->of);
    cell->has_difference = first && first->is_known && cell->is_known && is_comparable;
    if (!cell->has_difference)
        return cell;
    cell->difference = cell->value - first->value;
    cell->has_ratio = first->value > 0;
    cell->ratio = cell->has_ratio ? cell->value / first->value : 0;
    return cell;
}

static void add_row(KiriComparison *c, const KiriFigureMeasure *m)
{
    g_autoptr(KiriComparisonRow) row = kiri_comparison_row_new();
    gboolean is_known = FALSE;
    row->measure = g_strdup(m->name);
    row->label = g_strdup(m->label);
    row->unit = g_strdup(m->unit);
    for (guint i = 0; i < c->subjects->len; i++) {
        const KiriComparisonBasis *basis = g_ptr_array_index(c->bases, i);
        KiriComparisonCell *cell =
            cell_of(m, g_ptr_array_index(c->subjects, i),
                    i ? g_ptr_array_index(row->cells, 0) : NULL, basis->is_comparable);
        is_known |= cell->is_known;
        kiri_recs_add(&row->cells, cell);
    }
    if (is_known)
        kiri_recs_add(&c->rows, g_steal_pointer(&row));
}

/* ---- all ---- */

static gboolean add_subject(KiriComparison *c, KiriStore *store, const KiriSummaryQuery *query,
                            Sources *look, GError **error)
{
    g_autoptr(KiriSummary) s = kiri_summary_make(store, query, error);
    if (!s)
        return FALSE;
    look->from_us[look->n++] = s->period_from_us;
    kiri_recs_add(&c->subjects, kiri_figures_of(s));
    return TRUE;
}

KiriComparison *kiri_comparison_make(KiriStore *store, const KiriSummaryQuery *query,
                                     const KiriComparisonOf *of, GError **error)
{
    g_autoptr(KiriComparison) c = kiri_comparison_new();
    Sources look = {.n = 0};
    g_return_val_if_fail(of->n > 0 && of->n <= KIRI_COMPARISON_MOST, NULL);
    c->is_of_releases = of->releases != NULL;
    c->made = kiri_time_jst(query->now_us);
    for (guint i = 0; i < of->n; i++) {
        KiriSummaryQuery q = *query;
        if (of->releases) {
            q.release = of->releases[i];
            q.topic = NULL;
        } else {
            q.release = NULL;
            q.from_us = of->spans[i].from_us;
            q.to_us = of->spans[i].to_us;
        }
        if (!add_subject(c, store, &q, &look, error))
            return NULL;
    }
    if (!make_bases(c, store, &look, error))
        return NULL;
    for (const KiriFigureMeasure *m = kiri_figure_measures; m->name; m++)
        add_row(c, m);
    return g_steal_pointer(&c);
}
