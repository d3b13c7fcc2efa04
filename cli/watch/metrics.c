// SPDX-License-Identifier: GPL-3.0-or-later
/* Every family is written whole, HELP and TYPE first; what is not known is left
 * out, because a zero would be a claim. */
#include "metrics.h"

#include <kirinuki/file.h>
#include <kirinuki/i18n.h>

#include <sys/resource.h>
#include <unistd.h>

const gint64 kiri_delay_bounds_s[KIRI_DELAY_BUCKETS] = {60,   120,   300,   600,  1800,
                                                        3600, 10800, 21600, 86400};

void kiri_delays_add(KiriDelays *delays, gint64 delay_s)
{
    gsize i = 0;
    delay_s = MAX(delay_s, 0);
    while (i < KIRI_DELAY_BUCKETS && delay_s > kiri_delay_bounds_s[i])
        i++;
    delays->counts[i]++;
    delays->sum_s += (guint64)delay_s;
}

/* ---- asking ---- */

static gboolean count_rule(gconstpointer record, gpointer data)
{
    KiriMetrics *m = data;
    gboolean is_stale = kiri_rule_state_is_stale(record);
    m->rules_stale += is_stale;
    m->rules_fitting += !is_stale;
    return TRUE;
}

static gboolean count_due(const char *url, gint64 due_us, gpointer data)
{
    (void)url;
    (void)due_us;
    ((KiriMetrics *)data)->pages_due++;
    return TRUE;
}

void kiri_metrics_ask_store(KiriMetrics *metrics, KiriStore *store, const char *dir, gint64 now_us)
{
    kiri_vitals_ask(&metrics->vitals, store, dir, now_us);
    metrics->rules_fitting = metrics->rules_stale = 0;
    kiri_store_each(store, KIRI_NOUN_RULE, "", count_rule, metrics, NULL);
    metrics->pages_due = 0;
    kiri_store_each_due(store, G_MININT64, NULL, now_us, count_due, metrics);
}

static gint64 count_fds(void)
{
    gint64 n = 0;
    g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
    while (dir && g_dir_read_name(dir))
        n++;
    return n;
}

void kiri_metrics_ask_system(KiriMetrics *metrics)
{
    struct rlimit limit;
    g_autofree char *text = NULL;
    g_auto(GStrv) parts = NULL;
    if (g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
        parts = g_strsplit(text, " ", 3);
    guint64 pages = kiri_strv_count(parts) > 1 ? g_ascii_strtoull(parts[1], NULL, 10) : 0;
    metrics->resident_bytes = pages * (guint64)sysconf(_SC_PAGESIZE);
    metrics->open_fds = count_fds();
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        metrics->max_fds = (gint64)limit.rlim_cur;
}

/* ---- the format ---- */

static void family(KiriBuf *out, const char *name, const char *type, const char *help)
{
    kiri_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void sample(KiriBuf *out, const char *name, const char *label, const char *value, gint64 n)
{
    if (label)
        kiri_buf_printf(out, "%s{%s=\"%s\"} %" PRId64 "\n", name, label, value, n);
    else
        kiri_buf_printf(out, "%s %" PRId64 "\n", name, n);
}

typedef struct {
    const char *value; // of the label
    gint64 n;
} Part;

static void counter(KiriBuf *out, const char *name, const char *help, const char *label,
                    const Part *parts, gsize n)
{
    family(out, name, "counter", help);
    for (gsize i = 0; i < n; i++)
        sample(out, name, label, parts[i].value, parts[i].n);
}

static void gauge(KiriBuf *out, const char *name, const char *help, gint64 n)
{
    if (n < 0)
        return;
    family(out, name, "gauge", help);
    sample(out, name, NULL, NULL, n);
}

/* Seconds with a fraction, whatever the locale. */
static void seconds(KiriBuf *out, const char *name, gint64 us)
{
    kiri_buf_printf(out, "%s %" PRId64 ".%06u\n", name, us / G_USEC_PER_SEC,
                    (guint)(us % G_USEC_PER_SEC));
}

static void put_crawl(const KiriMetrics *m, KiriBuf *out)
{
    const KiriRun *r = m->counts;
    gint64 changed = r->sources_polled - r->sources_unchanged - r->sources_failed;
    const Part polls[] = {{"changed", MAX(changed, 0)},
                          {"unchanged", r->sources_unchanged},
                          {"failed", r->sources_failed}};
    const Part requests[] = {{"full", MAX(r->requests - r->requests_unchanged, 0)},
                             {"not_modified", r->requests_unchanged}};
    const Part pages[] = {{"fetched", r->pages_fetched},
                          {"failed", r->pages_failed},
                          {"refused", r->pages_refused},
                          {"no_article", r->pages_no_article},
                          {"revisited", r->pages_revisited}};
    const Part articles[] = {{"new", r->articles_new},
                             {"changed", r->articles_changed},
                             {"unchanged", r->articles_same},
                             {"alias", r->aliases_found},
                             {"removed", r->articles_removed}};
    const Part bytes[] = {{NULL, r->bytes_received}};
    counter(out, "kirinuki_polls_total", "Polls of sources, by outcome.", "outcome", polls,
            G_N_ELEMENTS(polls));
    counter(out, "kirinuki_http_requests_total", "HTTP requests, by kind of answer.", "answer",
            requests, G_N_ELEMENTS(requests));
    counter(out, "kirinuki_pages_total", "Article pages, by outcome.", "outcome", pages,
            G_N_ELEMENTS(pages));
    counter(out, "kirinuki_articles_total", "Articles taken in, by what was new in them.", "change",
            articles, G_N_ELEMENTS(articles));
    counter(out, "kirinuki_received_bytes_total", "Bytes of bodies as they came.", NULL, bytes,
            G_N_ELEMENTS(bytes));
}

static void put_delays(const KiriDelays *d, KiriBuf *out)
{
    static const char name[] = "kirinuki_article_delay_seconds";
    guint64 n = 0;
    family(out, name, "histogram", "Time from an article's publication until it was stored.");
    for (gsize i = 0; i < KIRI_DELAY_BUCKETS; i++) {
        n += d->counts[i];
        kiri_buf_printf(out, "%s_bucket{le=\"%" PRId64 "\"} %" PRIu64 "\n", name,
                        kiri_delay_bounds_s[i], n);
    }
    n += d->counts[KIRI_DELAY_BUCKETS];
    kiri_buf_printf(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, n);
    kiri_buf_printf(out, "%s_sum %" PRIu64 "\n%s_count %" PRIu64 "\n", name, d->sum_s, name, n);
}

/* When the work that is waiting came in, for those stages that have some. */
static void put_lags(const KiriLag *lags, KiriBuf *out)
{
    static const char lag[] = "kirinuki_stage_lag_entries",
                      oldest[] = "kirinuki_stage_oldest_timestamp_seconds";
    family(out, lag, "gauge", "Changes in the store that a stage has not worked off.");
    for (gsize i = 0; i < KIRI_N_LAGS; i++)
        if (lags[i].entries >= 0)
            sample(out, lag, "stage", kiri_lag_names[i], lags[i].entries);
    family(out, oldest, "gauge", "When the oldest article that a stage has to do was fetched.");
    for (gsize i = 0; i < KIRI_N_LAGS; i++)
        if (kiri_time_is_set(lags[i].oldest))
            sample(out, oldest, "stage", kiri_lag_names[i], lags[i].oldest.us / G_USEC_PER_SEC);
}

static void put_disk(const KiriDiskUse *disk, KiriBuf *out)
{
    static const char bytes[] = "kirinuki_disk_bytes";
    if (disk->total < 0)
        return;
    family(out, bytes, "gauge", "What the workspace takes on its disk, by part.");
    for (gsize i = 0; i < KIRI_N_DISK_PARTS; i++)
        sample(out, bytes, "part", kiri_disk_part_names[i], disk->of[i]);
    gauge(out, "kirinuki_disk_free_bytes", "Free on the disk of the workspace.", disk->free);
}

static void put_vitals(const KiriVitals *v, KiriBuf *out)
{
    static const char sources[] = "kirinuki_sources", messages[] = "kirinuki_messages";
    const Part states[] = {
        {"waiting", v->outbox.of[KIRI_POST_QUEUED] + v->outbox.of[KIRI_POST_SENDING]},
        {"failed", v->outbox.of[KIRI_POST_FAILED]},
        {"unsure", v->outbox.of[KIRI_POST_UNSURE]}};
    family(out, sources, "gauge", "Sources, by state of health.");
    for (gsize i = 0; i < G_N_ELEMENTS(v->sources); i++)
        sample(out, sources, "health", kiri_health_names[i], v->sources[i]);
    put_lags(v->lags, out);
    gauge(out, "kirinuki_articles_without_words",
          "Articles that the index set aside: their words could not be had.", v->without_words);
    family(out, messages, "gauge", "Messages of the outbox that have not arrived.");
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        sample(out, messages, "state", states[i].value, states[i].n);
    put_disk(&v->disk, out);
    gauge(out, "kirinuki_last_backup_timestamp_seconds",
          "When the last backup was made, in seconds since 1970.",
          kiri_time_is_set(v->last_backup) ? v->last_backup.us / G_USEC_PER_SEC : -1);
}

static void put_state(const KiriMetrics *m, KiriBuf *out)
{
    put_vitals(&m->vitals, out);
    if (m->rules_stale >= 0) {
        static const char rules[] = "kirinuki_site_rules";
        family(out, rules, "gauge", "Rules for single sites that were used, by whether they fit.");
        sample(out, rules, "state", "fitting", m->rules_fitting);
        sample(out, rules, "state", "stale", m->rules_stale);
    }
    gauge(out, "kirinuki_sources_due", "Sources whose time to be asked has come.", m->sources_due);
    gauge(out, "kirinuki_pages_due", "Article pages whose time to be fetched has come.",
          m->pages_due);
    gauge(out, "kirinuki_hosts", "Hosts that the crawl knows at the moment.", m->hosts);
    gauge(out, "kirinuki_hosts_held", "Hosts that want or get a pause.", m->hosts_held);
    gauge(out, "kirinuki_stored_articles", "Articles in the store.", m->articles);
}

static void put_passes(const KiriMetrics *m, KiriBuf *out)
{
    static const char took[] = "kirinuki_pass_duration_seconds",
                      last[] = "kirinuki_last_success_timestamp_seconds";
    const Part passes[] = {{"done", (gint64)m->passes_done}, {"failed", (gint64)m->passes_failed}};
    const Part commands[] = {{NULL, (gint64)m->commands}};
    counter(out, "kirinuki_passes_total", "Passes of index, link and score, by outcome.", "outcome",
            passes, G_N_ELEMENTS(passes));
    family(out, took, "summary", "How long passes took.");
    g_autofree char *sum = g_strconcat(took, "_sum", NULL);
    seconds(out, sum, m->passes_us);
    kiri_buf_printf(out, "%s_count %" PRIu64 "\n", took, m->passes_done + m->passes_failed);
    counter(out, "kirinuki_commands_total", "Commands carried out for other processes.", NULL,
            commands, G_N_ELEMENTS(commands));
    family(out, last, "gauge", "When something last went well, in seconds since 1970.");
    if (m->last_crawl_us)
        sample(out, last, "stage", "crawl", m->last_crawl_us / G_USEC_PER_SEC);
    if (m->last_pass_us)
        sample(out, last, "stage", "pass", m->last_pass_us / G_USEC_PER_SEC);
}

void kiri_metrics_format(const KiriMetrics *m, KiriBuf *out)
{
    family(out, "kirinuki_build_info", "gauge", "The version, as a label of the number 1.");
    sample(out, "kirinuki_build_info", "version", KIRINUKI_VERSION, 1);
    put_crawl(m, out);
    put_delays(&m->delays, out);
    put_state(m, out);
    put_passes(m, out);
    gauge(out, "process_resident_memory_bytes", "Resident memory size in bytes.",
          (gint64)m->resident_bytes);
    if (m->max_fds) {
        gauge(out, "process_open_fds", "Number of open file descriptors.", m->open_fds);
        gauge(out, "process_max_fds", "Maximum number of open file descriptors.", m->max_fds);
    }
    family(out, "process_start_time_seconds", "gauge", "Start of the process, since 1970.");
    seconds(out, "process_start_time_seconds", m->started_us);
}

gboolean kiri_metrics_save(const KiriMetrics *metrics, const char *path, GError **error)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_metrics_format(metrics, &out);
    return kiri_file_replace(path, kiri_buf_view(&out), 0644, error);
}
