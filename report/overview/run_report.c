// SPDX-License-Identifier: GPL-3.0-or-later
/* Runs, sources and articles are each gone through once; what is judged of a source is
 * kiri_source_health()'s, what is to be expected of it kiri_rhythm_expected()'s. */
#include "run_report_parts.h"

#include <kirinuki/health.h>

#include <string.h>

static const KiriField line_fields[] = {
    {KIRI_FIELD(1, KiriRunLine, id, STR)},
    {KIRI_FIELD(2, KiriRunLine, command, STR)},
    {KIRI_FIELD(3, KiriRunLine, started, TIME)},
    {KIRI_FIELD(4, KiriRunLine, ended, TIME)},
    {KIRI_FIELD(5, KiriRunLine, exit_code, I64)},
    {KIRI_FIELD(6, KiriRunLine, was_interrupted, BOOL)},
    {KIRI_FIELD(7, KiriRunLine, sources_polled, I64)},
    {KIRI_FIELD(8, KiriRunLine, sources_failed, I64)},
    {KIRI_FIELD(9, KiriRunLine, requests, I64)},
    {KIRI_FIELD(10, KiriRunLine, bytes_received, I64)},
    {KIRI_FIELD(11, KiriRunLine, pages_fetched, I64)},
    {KIRI_FIELD(12, KiriRunLine, pages_failed, I64)},
    {KIRI_FIELD(13, KiriRunLine, pages_refused, I64)},
    {KIRI_FIELD(14, KiriRunLine, pages_no_article, I64)},
    {KIRI_FIELD(15, KiriRunLine, articles_new, I64)},
    {KIRI_FIELD(16, KiriRunLine, articles_changed, I64)},
    {KIRI_FIELD(17, KiriRunLine, articles_same, I64)},
    {KIRI_FIELD(18, KiriRunLine, aliases_found, I64)},
    {KIRI_FIELD(19, KiriRunLine, articles_removed, I64)},
    {KIRI_FIELD(20, KiriRunLine, rows_read, I64)},
    {KIRI_FIELD(21, KiriRunLine, rows_failed, I64)},
    {KIRI_FIELD(22, KiriRunLine, clips_made, I64)},
    {KIRI_FIELD(23, KiriRunLine, scored, I64)},
};
const KiriShape kiri_run_line_shape = KIRI_SHAPE("run_line", KiriRunLine, line_fields);

static const KiriField count_fields[] = {
    {KIRI_FIELD(1, KiriRunCount, name, STR)},
    {KIRI_FIELD(2, KiriRunCount, count, I64)},
};
const KiriShape kiri_run_count_shape = KIRI_SHAPE("run_count", KiriRunCount, count_fields);

static const KiriField pause_fields[] = {
    {KIRI_FIELD(1, KiriRunPause, from, TIME)},
    {KIRI_FIELD(2, KiriRunPause, to, TIME)},
    {KIRI_FIELD(3, KiriRunPause, minutes, I64)},
};
const KiriShape kiri_run_pause_shape = KIRI_SHAPE("run_pause", KiriRunPause, pause_fields);

static const KiriField source_fields[] = {
    {KIRI_FIELD(1, KiriRunSource, id, STR)},
    {KIRI_FIELD(2, KiriRunSource, title, STR)},
    {KIRI_FIELD(3, KiriRunSource, url, STR)},
    {KIRI_FIELD(4, KiriRunSource, medium, STR)},
    {KIRI_FIELD(5, KiriRunSource, health, ENUM), .names = kiri_health_names},
    {KIRI_FIELD(6, KiriRunSource, problem, STR)},
    {KIRI_FIELD(7, KiriRunSource, is_expected, BOOL)},
    {KIRI_FIELD(8, KiriRunSource, expected, F64), .decimals = 1},
    {KIRI_FIELD(9, KiriRunSource, found, I64)},
};
const KiriShape kiri_run_source_shape = KIRI_SHAPE("run_source", KiriRunSource, source_fields);

static const KiriField day_fields[] = {
    {KIRI_FIELD(1, KiriRunDay, day, TIME)},
    {KIRI_FIELD(2, KiriRunDay, articles, I64)},
};
const KiriShape kiri_run_day_shape = KIRI_SHAPE("run_day", KiriRunDay, day_fields);

static const KiriField audit_fields[] = {
    {KIRI_FIELD(1, KiriRunAudit, medium, STR)},
    {KIRI_FIELD(2, KiriRunAudit, name, STR)},
    {KIRI_FIELD(3, KiriRunAudit, seen, I64)},
    {KIRI_FIELD(4, KiriRunAudit, stored, I64)},
    {KIRI_FIELD(5, KiriRunAudit, missing, I64)},
    {KIRI_FIELD(6, KiriRunAudit, undated, I64)},
    {KIRI_FIELD(7, KiriRunAudit, refused, I64)},
    {KIRI_FIELD(8, KiriRunAudit, has_estimate, BOOL)},
    {KIRI_FIELD(9, KiriRunAudit, is_reliable, BOOL)},
    {KIRI_FIELD(10, KiriRunAudit, coverage, F64), .decimals = 4},
    {KIRI_FIELD(11, KiriRunAudit, coverage_low, F64), .decimals = 4},
    {KIRI_FIELD(12, KiriRunAudit, coverage_high, F64), .decimals = 4},
};
const KiriShape kiri_run_audit_shape = KIRI_SHAPE("run_audit", KiriRunAudit, audit_fields);

static const KiriField report_fields[] = {
    {KIRI_FIELD(1, KiriRunReport, from, TIME)},
    {KIRI_FIELD(2, KiriRunReport, to, TIME)},
    {KIRI_FIELD(3, KiriRunReport, made, TIME)},
    {KIRI_FIELD(4, KiriRunReport, n_runs, I64)},
    {KIRI_FIELD(5, KiriRunReport, n_done, I64)},
    {KIRI_FIELD(6, KiriRunReport, n_partly, I64)},
    {KIRI_FIELD(7, KiriRunReport, n_failed, I64)},
    {KIRI_FIELD(8, KiriRunReport, n_interrupted, I64)},
    {KIRI_FIELD(9, KiriRunReport, n_open, I64)},
    {KIRI_FIELD(10, KiriRunReport, sum, REC), .sub = &kiri_run_line_shape},
    {KIRI_FIELD(11, KiriRunReport, runs, RECS), .sub = &kiri_run_line_shape},
    {KIRI_FIELD(12, KiriRunReport, pauses, RECS), .sub = &kiri_run_pause_shape},
    {KIRI_FIELD(13, KiriRunReport, failures, RECS), .sub = &kiri_run_count_shape},
    {KIRI_FIELD(14, KiriRunReport, failures_noted, I64)},
    {KIRI_FIELD(15, KiriRunReport, health, RECS), .sub = &kiri_run_count_shape},
    {KIRI_FIELD(16, KiriRunReport, failure_kinds, RECS), .sub = &kiri_run_count_shape},
    {KIRI_FIELD(17, KiriRunReport, sources, RECS), .sub = &kiri_run_source_shape},
    {KIRI_FIELD(18, KiriRunReport, sources_followed, I64)},
    {KIRI_FIELD(19, KiriRunReport, rhythm_known, I64)},
    {KIRI_FIELD(20, KiriRunReport, expected, F64), .decimals = 1},
    {KIRI_FIELD(21, KiriRunReport, found, I64)},
    {KIRI_FIELD(22, KiriRunReport, articles, I64)},
    {KIRI_FIELD(23, KiriRunReport, undated, I64)},
    {KIRI_FIELD(24, KiriRunReport, days, RECS), .sub = &kiri_run_day_shape},
    {KIRI_FIELD(25, KiriRunReport, delayed, I64)},
    {KIRI_FIELD(26, KiriRunReport, delay_median_s, I64)},
    {KIRI_FIELD(27, KiriRunReport, delay_p90_s, I64)},
    {KIRI_FIELD(28, KiriRunReport, delay_max_s, I64)},
    {KIRI_FIELD(29, KiriRunReport, stale_rules, I64)},
    {KIRI_FIELD(30, KiriRunReport, audits, RECS), .sub = &kiri_run_audit_shape},
    {KIRI_FIELD(31, KiriRunReport, media_not_audited, I64)},
    {KIRI_FIELD(32, KiriRunReport, store_bytes, I64)},
    {KIRI_FIELD(33, KiriRunReport, disk_free_bytes, I64)},
    {KIRI_FIELD(34, KiriRunReport, nouns, RECS), .sub = &kiri_run_count_shape},
};
const KiriShape kiri_run_report_shape = KIRI_SHAPE("run_report", KiriRunReport, report_fields);

void kiri_run_count_add(GPtrArray **list, const char *name, gint64 n)
{
    KiriRunCount *row = kiri_run_count_new();
    row->name = g_strdup(name);
    row->count = n;
    kiri_recs_add(list, row);
}

static gint most_first(gconstpointer a, gconstpointer b)
{
    const KiriRunCount *x = *(KiriRunCount *const *)a, *y = *(KiriRunCount *const *)b;
    return x->count != y->count ? (x->count > y->count ? -1 : 1) : strcmp(x->name, y->name);
}

/* ---- runs ---- */

/* "'https://…': connection timed out after 15 s" as "'…': connection timed out after N s":
 * what is quoted and numbers tell one failure from another, not one kind. */
static char *kind_of(const char *what)
{
    GString *kind = g_string_new(NULL);
    for (const char *p = what; *p;) {
        const char *end = *p == '\'' ? strchr(p + 1, '\'') : NULL;
        if (end) {
            g_string_append(kind, "'…'");
            p = end + 1;
        } else if (g_ascii_isdigit(*p)) {
            g_string_append_c(kind, 'N');
            p += strspn(p, "0123456789.,");
        } else {
            g_string_append_c(kind, *p++);
        }
    }
    return g_string_free(kind, FALSE);
}

typedef struct {
    KiriRunReport *r;
    const KiriRunReportQuery *q;
    GHashTable *failures; // kind → count
} Runs;

static void count_failures(Runs *k, const KiriRun *run)
{
    for (guint i = 0; i < kiri_recs_count(run->failures); i++) {
        const KiriRunFailure *f = g_ptr_array_index(run->failures, i);
        char *kind = kind_of(f->what ? f->what : "");
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(k->failures, kind));
        g_hash_table_replace(k->failures, kind, GUINT_TO_POINTER(n + 1));
        k->r->failures_noted++;
    }
}

/* What both have, by the names of their members. */
static KiriRunLine *line_of(const KiriRun *run)
{
    KiriRunLine *line = kiri_run_line_new();
    *line = (KiriRunLine){.id = g_strdup(run->id),
                          .command = g_strdup(run->command),
                          .started = run->started,
                          .ended = run->ended,
                          .exit_code = run->exit_code,
                          .was_interrupted = run->was_interrupted,
                          .sources_polled = run->sources_polled,
                          .sources_failed = run->sources_failed,
                          .requests = run->requests,
                          .bytes_received = run->bytes_received,
                          .pages_fetched = run->pages_fetched,
                          .pages_failed = run->pages_failed,
                          .pages_refused = run->pages_refused,
                          .pages_no_article = run->pages_no_article,
                          .articles_new = run->articles_new,
                          .articles_changed = run->articles_changed,
                          .articles_same = run->articles_same,
                          .aliases_found = run->aliases_found,
                          .articles_removed = run->articles_removed,
                          .rows_read = run->rows_read,
                          .rows_failed = run->rows_failed,
                          .clips_made = run->clips_made,
                          .scored = run->scored};
    return line;
}

static void add_to_sum(KiriRunLine *sum, const KiriRunLine *line)
{
    for (gsize i = 0; i < G_N_ELEMENTS(line_fields); i++) {
        const KiriField *f = &line_fields[i];
        if (f->type == KIRI_FIELD_I64 && strcmp(f->name, "exit_code") != 0)
            G_STRUCT_MEMBER(gint64, sum, f->offset) +=
                *(const gint64 *)(const void *)((const char *)line + f->offset);
    }
}

static gboolean take_run(gconstpointer record, gpointer data)
{
    enum { DONE = 0, NO = 1, PARTLY = 3 };
    const KiriRun *run = record;
    Runs *k = data;
    KiriRunReport *r = k->r;
    if (run->started.us < k->q->from_us || run->started.us >= k->q->to_us)
        return TRUE;
    KiriRunLine *line = line_of(run);
    gboolean is_open = !kiri_time_is_set(run->ended);
    r->n_runs++;
    *(is_open                                          ? &r->n_open
      : run->was_interrupted                           ? &r->n_interrupted
      : run->exit_code == DONE || run->exit_code == NO ? &r->n_done
      : run->exit_code == PARTLY                       ? &r->n_partly
                                                       : &r->n_failed) += 1;
    add_to_sum(r->sum, line);
    kiri_recs_add(&r->runs, line);
    if (!k->q->is_short)
        count_failures(k, run);
    return TRUE;
}

static gint by_start(gconstpointer a, gconstpointer b)
{
    const KiriRunLine *x = *(KiriRunLine *const *)a, *y = *(KiriRunLine *const *)b;
    return x->started.us != y->started.us ? (x->started.us < y->started.us ? -1 : 1)
                                          : strcmp(x->id, y->id);
}

static gint longest_first(gconstpointer a, gconstpointer b)
{
    const KiriRunPause *x = *(KiriRunPause *const *)a, *y = *(KiriRunPause *const *)b;
    return x->minutes != y->minutes ? (x->minutes > y->minutes ? -1 : 1)
                                    : (x->from.us < y->from.us ? -1 : 1);
}

static void add_pause(GPtrArray *pauses, gint64 from_us, gint64 to_us)
{
    if (to_us - from_us < KIRI_US_PER_HOUR)
        return;
    KiriRunPause *pause = kiri_run_pause_new();
    pause->from = kiri_time_jst(from_us);
    pause->to = kiri_time_jst(to_us);
    pause->minutes = (to_us - from_us) / KIRI_US_PER_MINUTE;
    g_ptr_array_add(pauses, pause);
}

static void pause_free(gpointer pause)
{
    kiri_run_pause_free(pause);
}

/* Times between runs of an hour and more, and those at both ends of the period. */
static void find_pauses(KiriRunReport *r, const KiriRunReportQuery *q)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(pause_free);
    gint64 at = q->from_us;
    for (guint i = 0; i < kiri_recs_count(r->runs); i++) {
        const KiriRunLine *line = g_ptr_array_index(r->runs, i);
        add_pause(all, at, line->started.us);
        at = MAX(at, kiri_time_is_set(line->ended) ? line->ended.us : line->started.us);
    }
    add_pause(all, at, MIN(q->to_us, q->now_us));
    g_ptr_array_sort(all, longest_first);
    if (all->len)
        r->pauses = g_ptr_array_new();
    while (all->len && r->pauses->len < KIRI_RUN_MOST_PAUSES)
        g_ptr_array_add(r->pauses, g_ptr_array_steal_index(all, 0));
}

static gboolean take_runs(KiriRunReport *r, KiriStore *store, const KiriRunReportQuery *q,
                          GError **error)
{
    g_autoptr(GHashTable) failures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Runs k = {r, q, failures};
    r->sum = kiri_run_line_new();
    if (!kiri_store_each(store, KIRI_NOUN_RUN, "", take_run, &k, error))
        return FALSE;
    if (r->runs)
        g_ptr_array_sort(r->runs, by_start);
    find_pauses(r, q);
    GHashTableIter iter;
    gpointer kind, n;
    g_hash_table_iter_init(&iter, failures);
    while (g_hash_table_iter_next(&iter, &kind, &n))
        kiri_run_count_add(&r->failures, kind, GPOINTER_TO_UINT(n));
    if (r->failures)
        g_ptr_array_sort(r->failures, most_first);
    return TRUE;
}

/* ---- all ---- */

static void take_store(KiriRunReport *r, KiriStore *store, const KiriRunReportQuery *q)
{
    static const KiriNoun nouns[] = {KIRI_NOUN_ARTICLE, KIRI_NOUN_SOURCE,  KIRI_NOUN_MEDIUM,
                                     KIRI_NOUN_RELEASE, KIRI_NOUN_TOPIC,   KIRI_NOUN_CLIP,
                                     KIRI_NOUN_VERDICT, KIRI_NOUN_LICENCE, KIRI_NOUN_RUN};
    for (gsize i = 0; i < G_N_ELEMENTS(nouns); i++)
        kiri_run_count_add(&r->nouns, kiri_noun_name(nouns[i]),
                           (gint64)kiri_store_count(store, nouns[i]));
    r->store_bytes = q->store_bytes;
    r->disk_free_bytes = q->disk_free_bytes;
}

/* Pauses were found with them. */
static void drop_runs(KiriRunReport *r)
{
    for (guint i = 0; i < kiri_recs_count(r->runs); i++)
        kiri_run_line_free(g_ptr_array_index(r->runs, i));
    g_clear_pointer(&r->runs, g_ptr_array_unref);
}

KiriRunReport *kiri_run_report_make(KiriStore *store, const KiriRunReportQuery *q, GError **error)
{
    g_autoptr(KiriRunReport) r = kiri_run_report_new();
    r->from = kiri_time_coarsen(kiri_time_jst(q->from_us), KIRI_PRECISION_DAY);
    r->to = kiri_time_coarsen(kiri_time_jst(q->to_us - 1), KIRI_PRECISION_DAY);
    r->made = kiri_time_jst(q->now_us);
    r->audits = q->audits;
    r->media_not_audited = q->media_not_audited;
    if (!take_runs(r, store, q, error))
        return NULL;
    if (q->is_short) {
        drop_runs(r);
        return g_steal_pointer(&r);
    }
    if (!kiri_run_report_take_sources(r, store, q, error))
        return NULL;
    g_autoptr(GPtrArray) rules = kiri_summary_stale_rules(store, error);
    if (!rules)
        return NULL;
    r->stale_rules = rules->len;
    take_store(r, store, q);
    return kiri_store_check(store, error) ? g_steal_pointer(&r) : NULL;
}
