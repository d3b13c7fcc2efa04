// SPDX-License-Identifier: GPL-3.0-or-later
/* report --runs: what the machine says of itself is looked up here (sizes), and so is what
 * only the crawler can tell (the audit of each medium, from what is stored, without
 * asking anybody); report/ lays it out. */
#include "sources/fetch.h"
#include "report_purposes.h"

#include <kirinuki/audit.h>
#include <kirinuki/run_report.h>

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { DEFAULT_DAYS = 7, MOST_AUDITS = 300 };

/* ---- sizes ---- */

static gint64 size_of(const char *dir)
{
    g_autoptr(GDir) open = g_dir_open(dir, 0, NULL);
    gint64 sum = 0;
    const char *name;
    while (open && (name = g_dir_read_name(open))) {
        GStatBuf stat;
        g_autofree char *path = g_build_filename(dir, name, NULL);
        if (g_lstat(path, &stat) != 0)
            continue;
        sum += S_ISDIR(stat.st_mode) ? size_of(path) : S_ISREG(stat.st_mode) ? stat.st_size : 0;
    }
    return sum;
}

static void take_sizes(const KiriCli *cli, KiriRunReportQuery *q)
{
    struct statvfs disk;
    q->store_bytes = size_of(cli->dir);
    q->disk_free_bytes =
        statvfs(cli->dir, &disk) == 0 ? (gint64)disk.f_bavail * (gint64)disk.f_frsize : -1;
}

/* ---- audits ---- */

typedef struct {
    KiriStore *store;
    GHashTable *kinds; // medium → bits of KiriSourceKind
} Media;

static gboolean note_source(gconstpointer record, gpointer data)
{
    Media *m = data;
    const KiriSource *s = record;
    g_autofree char *medium =
        s->medium ? g_strdup(s->medium) : kiri_store_medium_of_url(m->store, s->url);
    if (!medium || s->is_disabled)
        return TRUE;
    guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(m->kinds, medium)) | 1U << s->kind;
    g_hash_table_replace(m->kinds, g_steal_pointer(&medium), GUINT_TO_POINTER(bits));
    return TRUE;
}

/* Lists to hold against each other: two kinds of source at least. */
static gboolean can_be_audited(guint kinds)
{
    guint n = 0;
    for (guint k = KIRI_SOURCE_FEED; k <= KIRI_SOURCE_PAGE; k++)
        n += kinds >> k & 1;
    return n > 1;
}

static KiriRunAudit *row_of(const KiriAudit *a)
{
    KiriRunAudit *row = kiri_run_audit_new();
    row->medium = g_strdup(a->medium);
    row->name = g_strdup(a->name);
    row->seen = a->seen;
    row->stored = a->stored;
    row->missing = a->missing;
    row->undated = a->undated;
    row->refused = a->refused;
    row->has_estimate = a->has_estimate;
    row->is_reliable = a->is_reliable;
    row->coverage = a->coverage;
    row->coverage_low = a->coverage_low;
    row->coverage_high = a->coverage_high;
    return row;
}

static gboolean audit_media(const KiriReportJob *job, KiriRunReportQuery *q, GHashTable *kinds,
                            GError **error)
{
    g_autoptr(GList) media = g_list_sort(g_hash_table_get_keys(kinds), (GCompareFunc)g_strcmp0);
    const KiriCrawlOptions crawl = kiri_cli_crawl_options(job->cli);
    for (GList *m = media; m; m = m->next) {
        KiriAuditOptions what = {
            .medium = m->data, .from_us = q->from_us, .to_us = q->to_us, .is_offline = TRUE};
        if (!kiri_store_has(job->store, KIRI_NOUN_MEDIUM, m->data))
            continue;
        if (!can_be_audited(GPOINTER_TO_UINT(g_hash_table_lookup(kinds, m->data))) ||
            kiri_recs_count(q->audits) == MOST_AUDITS) {
            q->media_not_audited++;
            continue;
        }
        g_autoptr(KiriAudit) audit =
            kiri_audit_medium(job->store, NULL, NULL, &crawl, &what, error);
        if (!audit)
            return FALSE;
        kiri_recs_add(&q->audits, row_of(audit));
    }
    return TRUE;
}

static gboolean take_audits(const KiriReportJob *job, KiriRunReportQuery *q, GError **error)
{
    g_autoptr(GHashTable) kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Media m = {job->store, kinds};
    return kiri_store_each(job->store, KIRI_NOUN_SOURCE, "", note_source, &m, error) &&
           audit_media(job, q, kinds, error);
}

/* ---- the report ---- */

static gboolean write_it(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                         gpointer data, GError **error)
{
    return kiri_run_report_write(what, job->format, &job->how, sink, data, error);
}

int kiri_report_of_runs(KiriReportJob *job, GError **error)
{
    KiriRunReportQuery q = {
        .from_us = job->query.from_us, .to_us = job->query.to_us, .now_us = job->query.now_us};
    if (q.to_us == G_MAXINT64)
        q.to_us = kiri_civil_day_start_jst(q.now_us) + KIRI_US_PER_DAY;
    if (q.from_us == G_MININT64)
        q.from_us = kiri_civil_day_start_jst(q.to_us - 1) - (DEFAULT_DAYS - 1) * KIRI_US_PER_DAY;
    if (q.from_us >= q.to_us) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--from must be before --to"));
        return KIRI_EXIT_USAGE;
    }
    take_sizes(job->cli, &q);
    gboolean ok = take_audits(job, &q, error);
    g_autoptr(KiriRunReport) report = ok ? kiri_run_report_make(job->store, &q, error) : NULL;
    return report && kiri_report_job_write(job, write_it, report, error) ? KIRI_EXIT_DONE
                                                                         : KIRI_EXIT_FAILED;
}
