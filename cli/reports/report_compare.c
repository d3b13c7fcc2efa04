// SPDX-License-Identifier: GPL-3.0-or-later
/* report --compare: what is named is read, as periods where all of it are dates, else as
 * releases, and handed to the comparison. */
#include "report_purposes.h"

#include <kirinuki/comparison.h>
#include <kirinuki/query.h>

#include <string.h>

typedef struct {
    char **words;
    char *releases[KIRI_COMPARISON_MOST + 1]; // owned
    KiriSpan spans[KIRI_COMPARISON_MOST];
    KiriComparisonOf of;
} Wish;

static void wish_clear(Wish *w)
{
    g_strfreev(w->words);
    for (guint i = 0; i < KIRI_COMPARISON_MOST; i++)
        g_free(w->releases[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wish, wish_clear)

static gboolean refuse(GError **error, const char *why)
{
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, why);
    return FALSE;
}

/* The asked period behind that of the year before. */
static gboolean take_year_before(Wish *w, const KiriReportJob *job, GError **error)
{
    const KiriSummaryQuery *q = &job->query;
    if (job->args->compare || job->args->release)
        return refuse(error, _("--previous-year goes with --from and --to, and with --topic"));
    if (q->from_us == G_MININT64 || q->to_us == G_MAXINT64)
        return refuse(error, _("--previous-year needs --from and --to"));
    w->spans[1] = (KiriSpan){q->from_us, q->to_us};
    w->spans[0] = kiri_span_year_before(w->spans[1]);
    w->of.n = 2;
    return TRUE;
}

static gboolean all_are_dates(Wish *w)
{
    for (guint i = 0; i < w->of.n; i++)
        if (!kiri_query_parse_dates(kiri_str(w->words[i]), &w->spans[i].from_us,
                                    &w->spans[i].to_us))
            return FALSE;
    return TRUE;
}

static gboolean take_list(Wish *w, const KiriReportJob *job, GError **error)
{
    w->words = g_strsplit(job->args->compare, ",", -1);
    guint n = g_strv_length(w->words);
    if (n < 2 || n > KIRI_COMPARISON_MOST) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--compare takes from 2 to %d releases or periods with commas, not '%s'"),
                    (int)KIRI_COMPARISON_MOST, job->args->compare);
        return FALSE;
    }
    w->of.n = n;
    return TRUE;
}

static gboolean find_releases(Wish *w, KiriStore *store, GError **error)
{
    for (guint i = 0; i < w->of.n; i++) {
        w->releases[i] = kiri_store_find_id(store, KIRI_NOUN_RELEASE, w->words[i], error);
        if (!w->releases[i])
            return FALSE;
    }
    w->of.releases = (const char *const *)w->releases;
    return TRUE;
}

static gboolean write_it(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                         gpointer data, GError **error)
{
    return kiri_comparison_write(what, job->format, &job->how, sink, data, error);
}

int kiri_report_comparison(KiriReportJob *job, GError **error)
{
    g_auto(Wish) w = {.of = {.n = 0}};
    w.of.spans = w.spans;
    if (!(job->args->is_previous_year ? take_year_before(&w, job, error)
                                      : take_list(&w, job, error)))
        return KIRI_EXIT_USAGE;
    gboolean of_periods = job->args->is_previous_year || all_are_dates(&w);
    if (job->args->release || (!of_periods && job->args->topic)) {
        refuse(error, _("--compare names the releases itself; --topic goes with periods"));
        return KIRI_EXIT_USAGE;
    }
    if (!of_periods && !find_releases(&w, job->store, error))
        return KIRI_EXIT_NO;
    g_autoptr(KiriComparison) comparison =
        kiri_comparison_make(job->store, &job->query, &w.of, error);
    return comparison && kiri_report_job_write(job, write_it, comparison, error) ? KIRI_EXIT_DONE
                                                                                 : KIRI_EXIT_FAILED;
}
