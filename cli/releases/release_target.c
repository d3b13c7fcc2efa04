// SPDX-License-Identifier: GPL-3.0-or-later
/* release target: goals are read word by word and stored together; what they came to is
 * the summary's, as reports print it. */
#include "release_target.h"

#include "columns.h"
#include "reports/summary_query.h"

#include <kirinuki/attainment.h>

#include <math.h>
#include <string.h>

/* Earlier releases that the median is of. */
enum { MOST_EARLIER = 12, LABEL_COLUMNS = 14, FIGURE_COLUMNS = 12 };

/* ---- setting ---- */

static gboolean no_measure(const char *word, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (const KiriMeasure *m = kiri_measures; m->name; m++)
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", m->name);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' is no MEASURE=VALUE of a target; there are %s"), word, names->str);
    return FALSE;
}

/* Digits with commas and one point; a '%' behind it where the measure is of 100. */
static gboolean read_value(const KiriMeasure *m, const char *text, gdouble *value)
{
    g_autoptr(GString) digits = g_string_new(text);
    g_string_replace(digits, ",", "", 0);
    if (m->is_percent && digits->len && digits->str[digits->len - 1] == '%')
        g_string_truncate(digits, digits->len - 1);
    char *end = NULL;
    *value = g_ascii_strtod(digits->str, &end);
    return digits->len && !*end && strspn(digits->str, "0123456789.") == digits->len &&
           *value <= (m->is_percent ? 100 : 1e12) && (m->decimals || *value == floor(*value));
}

static gboolean take_word(KiriTarget *target, const char *word, const char *by, KiriTime now,
                          GError **error)
{
    const char *equals = strchr(word, '=');
    g_autofree char *name = equals ? g_strndup(word, (gsize)(equals - word)) : NULL;
    const KiriMeasure *m = name ? kiri_measure(name) : NULL;
    gdouble value = 0;
    if (!m)
        return no_measure(word, error);
    if (!equals[1]) {
        kiri_target_clear(target, m->name, by, now);
        return TRUE;
    }
    if (!read_value(m, equals + 1, &value)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' cannot be '%s'"), m->name,
                    equals + 1);
        return FALSE;
    }
    kiri_target_set(target, m->name, value, by, now);
    return TRUE;
}

gboolean kiri_release_set_target(KiriCli *cli, KiriStore *store, const char *release, char **words,
                                 const char *by, GError **error)
{
    GError *failure = NULL;
    const char *person = by ? by : kiri_settings_string(cli->settings, "review.person");
    KiriTime now = kiri_time_jst(kiri_cli_now_us(cli));
    g_autoptr(KiriTarget) target = kiri_store_get(store, KIRI_NOUN_TARGET, release, &failure);
    if (failure) {
        g_propagate_error(error, failure);
        return FALSE;
    }
    if (!target) {
        target = kiri_target_new();
        target->release = g_strdup(release);
    }
    for (; *words; words++)
        if (!take_word(target, *words, person && *person ? person : NULL, now, error))
            return FALSE;
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_TARGET, target);
    return kiri_batch_commit(batch, error);
}

/* ---- printing ---- */

static void print_right(const char *s)
{
    guint used = kiri_out_columns(s);
    kiri_out_printf("%*s%s", used < FIGURE_COLUMNS ? (gint)(FIGURE_COLUMNS - used) : 1, "", s);
}

static void print_figure(const KiriMeasure *m, gboolean is_there, gdouble value)
{
    g_autofree char *text = is_there ? kiri_measure_text(m, value) : g_strdup("—");
    print_right(text);
}

static void print_row(const KiriAttainment *row)
{
    const KiriMeasure *m = kiri_measure(row->measure);
    kiri_out_printf("%-*s", LABEL_COLUMNS, row->measure);
    print_figure(m, row->has_target, row->target);
    print_figure(m, row->is_known, row->actual);
    g_autofree char *percent =
        row->has_target && row->is_known
            ? g_strdup_printf("%" G_GINT64_FORMAT " %%", (gint64)llround(row->attainment * 100))
            : g_strdup("—");
    print_right(percent);
    kiri_out_printf("  %s", !row->has_target  ? ""
                            : !row->is_known  ? _("not known")
                            : row->is_reached ? _("reached")
                                              : _("not reached"));
    if (row->earlier) {
        g_autofree char *median = kiri_measure_text(m, row->median);
        kiri_out_printf(_("  (median of %" PRId64 " earlier: %s)"), row->earlier, median);
    }
    kiri_out_printf("\n");
}

/* The rows to print: those with a target, and with `medians` all that are known. */
static GPtrArray *rows_of(const KiriSummary *s, const GPtrArray *medians)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_attainment_free);
    for (const KiriMeasure *m = kiri_measures; m->name; m++) {
        KiriAttainment *row = NULL;
        for (guint i = 0; s->attainments && i < s->attainments->len; i++) {
            const KiriAttainment *a = g_ptr_array_index(s->attainments, i);
            if (strcmp(a->measure, m->name) == 0)
                row = kiri_record_copy(&kiri_attainment_shape, a);
        }
        if (!row && medians) {
            row = kiri_attainment_new();
            row->measure = g_strdup(m->name);
            row->label = g_strdup(m->label);
            row->unit = g_strdup(m->unit);
            row->is_most = m->is_most;
            row->is_known = kiri_measure_of(m, s, &row->actual);
        }
        for (guint i = 0; row && medians && i < medians->len; i++) {
            const KiriAttainment *e = g_ptr_array_index(medians, i);
            if (strcmp(e->measure, m->name) == 0) {
                row->median = e->median;
                row->earlier = e->earlier;
            }
        }
        if (row)
            g_ptr_array_add(rows, row);
    }
    return rows;
}

gboolean kiri_release_print_target(KiriCli *cli, KiriStore *store, const KiriRelease *release,
                                   gboolean proposes, gint64 *lines, GError **error)
{
    KiriSummaryQuery query;
    g_autoptr(KiriDuplication) duplication = NULL;
    if (!proposes && !kiri_store_has(store, KIRI_NOUN_TARGET, release->id))
        return TRUE;
    if (!kiri_summary_query_init(cli, &query, &duplication, error))
        return FALSE;
    query.release = release->id;
    g_autoptr(KiriSummary) summary = kiri_summary_make(store, &query, error);
    g_autoptr(GPtrArray) medians =
        summary && proposes ? kiri_attainment_medians(store, &query, release, MOST_EARLIER, error)
                            : NULL;
    if (!summary || (proposes && !medians))
        return FALSE;
    g_autoptr(GPtrArray) rows = rows_of(summary, medians);
    *lines += rows->len;
    if (rows->len && !cli->is_json) {
        kiri_out_printf("%s%-*s", proposes ? "" : "\n", LABEL_COLUMNS, _("target"));
        print_right(_("goal"));
        print_right(_("actual"));
        print_right(_("attained"));
        kiri_out_printf("\n");
    }
    for (guint i = 0; i < rows->len; i++)
        if (cli->is_json)
            kiri_out_record(&kiri_attainment_shape, g_ptr_array_index(rows, i));
        else
            print_row(g_ptr_array_index(rows, i));
    return TRUE;
}
