// SPDX-License-Identifier: GPL-3.0-or-later
/* The metrics file, read by a strict parser of the text format: names, labels and
 * numbers as they must be, every family announced once and in one piece, histograms
 * cumulative. */
#include "watch/metrics.h"

#include "../support/temp.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    GHashTable *types;   // family → type
    GHashTable *samples; // "name{labels}" → gdouble *
    char *family;        // under way
} Parsed;

static void parsed_clear(Parsed *p)
{
    g_hash_table_unref(p->types);
    g_hash_table_unref(p->samples);
    g_free(p->family);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parsed, parsed_clear)

static const char *take_name(const char *s)
{
    g_assert_true(g_ascii_isalpha(*s) || *s == '_' || *s == ':');
    while (g_ascii_isalnum(*s) || *s == '_' || *s == ':')
        s++;
    return s;
}

static const char *take_labels(const char *s)
{
    g_assert_cmpint(*s++, ==, '{');
    for (;;) {
        s = take_name(s);
        g_assert_true(g_str_has_prefix(s, "=\""));
        for (s += 2; *s != '"'; s++) {
            g_assert_true(*s && *s != '\n');
            if (*s == '\\')
                g_assert_nonnull(strchr("\\\"n", *++s));
        }
        s++;
        if (*s == '}')
            return s + 1;
        g_assert_cmpint(*s++, ==, ',');
    }
}

static void begin_family(Parsed *p, char **words)
{
    static const char *const types[] = {"counter", "gauge", "histogram", "summary", NULL};
    g_assert_cmpstr(words[0], ==, "#");
    if (strcmp(words[1], "HELP") == 0) {
        g_assert_false(g_hash_table_contains(p->types, words[2]));
        g_assert_true(words[3] && *words[3]);
        g_free(p->family);
        p->family = g_strdup(words[2]);
        return;
    }
    g_assert_cmpstr(words[1], ==, "TYPE");
    g_assert_cmpstr(words[2], ==, p->family); // right behind its HELP
    g_assert_true(g_strv_contains(types, words[3]));
    g_assert_true(g_hash_table_insert(p->types, g_strdup(words[2]), g_strdup(words[3])));
    g_assert_true(strcmp(words[3], "counter") != 0 || g_str_has_suffix(words[2], "_total"));
}

/* Samples belong to the family that was announced last. */
static void check_family(const Parsed *p, const char *name)
{
    static const char *const suffixes[] = {"_bucket", "_sum", "_count"};
    const char *type = g_hash_table_lookup(p->types, p->family);
    g_assert_nonnull(type);
    if (strcmp(name, p->family) == 0) {
        g_assert_cmpstr(type, !=, "histogram");
        return;
    }
    g_assert_true(strcmp(type, "histogram") == 0 || strcmp(type, "summary") == 0);
    g_assert_true(g_str_has_prefix(name, p->family));
    gboolean is_known = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
        is_known |= strcmp(name + strlen(p->family), suffixes[i]) == 0;
    g_assert_true(is_known);
}

static void parse_sample(Parsed *p, const char *line)
{
    const char *end = take_name(line);
    g_autofree char *name = g_strndup(line, (gsize)(end - line));
    if (*end == '{')
        end = take_labels(end);
    g_autofree char *key = g_strndup(line, (gsize)(end - line));
    g_assert_cmpint(*end++, ==, ' ');
    char *rest = NULL;
    gdouble *value = g_new(gdouble, 1);
    *value = g_ascii_strtod(end, &rest);
    g_assert_true(rest != end && *rest == 0);
    check_family(p, name);
    g_assert_true(g_hash_table_insert(p->samples, g_steal_pointer(&key), value)); // once each
}

static void parse(const char *text, Parsed *p)
{
    *p = (Parsed){g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                  g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free), NULL};
    g_assert_true(g_str_has_suffix(text, "\n"));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line && (*line[0] || line[1]); line++) {
        g_assert_true(**line); // no empty line is written
        if (**line != '#') {
            parse_sample(p, *line);
            continue;
        }
        g_auto(GStrv) words = g_strsplit(*line, " ", 4);
        begin_family(p, words);
    }
}

static gdouble value_of(const Parsed *p, const char *key)
{
    const gdouble *v = g_hash_table_lookup(p->samples, key);
    if (!v)
        g_error("no sample '%s'", key);
    return *v;
}

static void format(const KiriMetrics *m, Parsed *p)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_metrics_format(m, &out);
    parse(out.p, p);
}

static void test_everything(void)
{
    g_autoptr(KiriRun) run = kiri_run_new();
    run->sources_polled = 10;
    run->sources_unchanged = 6;
    run->sources_failed = 1;
    run->requests = 30;
    run->requests_unchanged = 6;
    run->pages_fetched = 20;
    run->pages_failed = 2;
    run->articles_new = 18;
    run->bytes_received = G_GINT64_CONSTANT(5000000000);
    KiriMetrics m = {.counts = run,
                     .sources_due = 3,
                     .pages_due = 4,
                     .rules_fitting = 11,
                     .rules_stale = 1,
                     .vitals = {.lags = {{5, {0}}, {6, {0}}, {-1, {0}}}},
                     .articles = 100,
                     .passes_done = 7,
                     .passes_failed = 1,
                     .passes_us = 2500000,
                     .commands = 9,
                     .started_us = G_GINT64_CONSTANT(1776042000123456),
                     .last_crawl_us = G_GINT64_CONSTANT(1776042010000000),
                     .resident_bytes = 1 << 20};
    m.vitals.sources[KIRI_HEALTH_SILENT] = 2;
    m.vitals.lags[KIRI_LAG_LINK].oldest = kiri_time_jst(G_GINT64_CONSTANT(1776042000000000));
    m.vitals.disk = (KiriDiskUse){.of = {5000, 300}, .total = 5300, .free = 1 << 30};
    m.vitals.outbox.of[KIRI_POST_SENDING] = 1;
    m.vitals.outbox.of[KIRI_POST_QUEUED] = 2;
    m.vitals.outbox.of[KIRI_POST_UNSURE] = 4;
    m.vitals.last_backup = kiri_time_jst(G_GINT64_CONSTANT(1776040000000000));
    kiri_metrics_ask_system(&m);
    g_auto(Parsed) p;
    format(&m, &p);
    g_assert_cmpfloat(value_of(&p, "kirinuki_polls_total{outcome=\"changed\"}"), ==, 3);
    g_assert_cmpfloat(value_of(&p, "kirinuki_polls_total{outcome=\"failed\"}"), ==, 1);
    g_assert_cmpfloat(value_of(&p, "kirinuki_http_requests_total{answer=\"full\"}"), ==, 24);
    g_assert_cmpfloat(value_of(&p, "kirinuki_http_requests_total{answer=\"not_modified\"}"), ==, 6);
    g_assert_cmpfloat(value_of(&p, "kirinuki_pages_total{outcome=\"failed\"}"), ==, 2);
    g_assert_cmpfloat(value_of(&p, "kirinuki_articles_total{change=\"new\"}"), ==, 18);
    g_assert_cmpfloat(value_of(&p, "kirinuki_received_bytes_total"), ==, 5e9);
    g_assert_cmpfloat(value_of(&p, "kirinuki_sources{health=\"silent\"}"), ==, 2);
    g_assert_cmpfloat(value_of(&p, "kirinuki_sources{health=\"disabled\"}"), ==, 0);
    g_assert_cmpfloat(value_of(&p, "kirinuki_sources_due"), ==, 3);
    g_assert_cmpfloat(value_of(&p, "kirinuki_site_rules{state=\"fitting\"}"), ==, 11);
    g_assert_cmpfloat(value_of(&p, "kirinuki_site_rules{state=\"stale\"}"), ==, 1);
    g_assert_cmpfloat(value_of(&p, "kirinuki_stage_lag_entries{stage=\"link\"}"), ==, 6);
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_stage_lag_entries{stage=\"score\"}"));
    g_assert_cmpfloat(value_of(&p, "kirinuki_stage_oldest_timestamp_seconds{stage=\"link\"}"), ==,
                      1776042000);
    g_assert_false(g_hash_table_contains(
        p.samples, "kirinuki_stage_oldest_timestamp_seconds{stage=\"index\"}"));
    g_assert_cmpfloat(value_of(&p, "kirinuki_disk_bytes{part=\"store\"}"), ==, 5000);
    g_assert_cmpfloat(value_of(&p, "kirinuki_disk_free_bytes"), ==, 1 << 30);
    g_assert_cmpfloat(value_of(&p, "kirinuki_messages{state=\"waiting\"}"), ==, 3);
    g_assert_cmpfloat(value_of(&p, "kirinuki_messages{state=\"unsure\"}"), ==, 4);
    g_assert_cmpfloat(value_of(&p, "kirinuki_last_backup_timestamp_seconds"), ==, 1776040000);
    g_assert_cmpfloat(value_of(&p, "process_open_fds"), >=, 3);
    g_assert_cmpfloat(value_of(&p, "process_max_fds"), >=, value_of(&p, "process_open_fds"));
    g_assert_cmpfloat(value_of(&p, "kirinuki_passes_total{outcome=\"failed\"}"), ==, 1);
    g_assert_cmpfloat(value_of(&p, "kirinuki_pass_duration_seconds_sum"), ==, 2.5);
    g_assert_cmpfloat(value_of(&p, "kirinuki_pass_duration_seconds_count"), ==, 8);
    g_assert_cmpfloat(value_of(&p, "kirinuki_commands_total"), ==, 9);
    g_assert_cmpfloat(value_of(&p, "kirinuki_last_success_timestamp_seconds{stage=\"crawl\"}"), ==,
                      1776042010);
    g_assert_cmpfloat_with_epsilon(value_of(&p, "process_start_time_seconds"), 1776042000.123456,
                                   1e-6);
    g_assert_cmpstr(g_hash_table_lookup(p.types, "kirinuki_article_delay_seconds"), ==,
                    "histogram");
}

/* What is not known is left out: a zero would be a claim. */
static void test_nothing_known(void)
{
    g_autoptr(KiriRun) run = kiri_run_new();
    KiriMetrics m = {.counts = run,
                     .sources_due = -1,
                     .pages_due = -1,
                     .hosts = -1,
                     .hosts_held = -1,
                     .rules_stale = -1,
                     .vitals = {.lags = {{-1, {0}}, {-1, {0}}, {-1, {0}}},
                                .without_words = -1,
                                .disk = {.total = -1, .free = -1}}};
    g_auto(Parsed) p;
    format(&m, &p);
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_sources_due"));
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_pages_due"));
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_hosts_held"));
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_disk_bytes{part=\"store\"}"));
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_disk_free_bytes"));
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_articles_without_words"));
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_last_backup_timestamp_seconds"));
    g_assert_false(g_hash_table_contains(p.samples, "kirinuki_site_rules{state=\"stale\"}"));
    g_assert_false(g_hash_table_contains(
        p.samples, "kirinuki_last_success_timestamp_seconds{stage=\"pass\"}"));
}

static void test_histogram(void)
{
    static const gint64 delays[] = {-5, 0, 60, 61, 300, 7200, 90000, 1000000};
    static const char name[] = "kirinuki_article_delay_seconds";
    g_autoptr(KiriRun) run = kiri_run_new();
    KiriMetrics m = {.counts = run};
    gdouble before = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(delays); i++)
        kiri_delays_add(&m.delays, delays[i]);
    g_auto(Parsed) p;
    format(&m, &p);
    for (gsize i = 0; i < KIRI_DELAY_BUCKETS; i++) {
        g_autofree char *key =
            g_strdup_printf("%s_bucket{le=\"%" G_GINT64_FORMAT "\"}", name, kiri_delay_bounds_s[i]);
        g_assert_cmpfloat(value_of(&p, key), >=, before);
        before = value_of(&p, key);
    }
    g_assert_cmpfloat(value_of(&p, "kirinuki_article_delay_seconds_bucket{le=\"60\"}"), ==, 3);
    g_assert_cmpfloat(value_of(&p, "kirinuki_article_delay_seconds_bucket{le=\"300\"}"), ==, 5);
    g_assert_cmpfloat(value_of(&p, "kirinuki_article_delay_seconds_bucket{le=\"86400\"}"), ==, 6);
    g_assert_cmpfloat(value_of(&p, "kirinuki_article_delay_seconds_bucket{le=\"+Inf\"}"), ==, 8);
    g_assert_cmpfloat(value_of(&p, "kirinuki_article_delay_seconds_count"), ==, 8);
    g_assert_cmpfloat(value_of(&p, "kirinuki_article_delay_seconds_sum"), ==, 1097621);
}

static void test_save(void)
{
    char *folder = kiri_temp_new();
    g_autofree char *path = g_build_filename(folder, "kirinuki.prom", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriRun) run = kiri_run_new();
    KiriMetrics m = {.counts = run};
    GStatBuf st;
    kiri_metrics_ask_system(&m);
    g_assert_cmpuint(m.resident_bytes, >, 1 << 16);
    g_assert_true(kiri_metrics_save(&m, path, &error));
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(Parsed) p;
    parse(text, &p);
    g_assert_cmpint(g_stat(path, &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0444, ==, 0444 & st.st_mode);
    g_assert_false(kiri_metrics_save(&m, "/nonexistent/x", &error));
    g_assert_nonnull(error);
    kiri_temp_remove(folder);
    g_free(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/metrics/everything", test_everything);
    g_test_add_func("/metrics/unknown", test_nothing_known);
    g_test_add_func("/metrics/histogram", test_histogram);
    g_test_add_func("/metrics/save", test_save);
    return g_test_run();
}
