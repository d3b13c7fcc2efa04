// SPDX-License-Identifier: GPL-3.0-or-later
#include "week_print.h"

#include <kirinuki/json.h>

#include <stdio.h>

enum { PLAIN_POLL_S = 900, DAY_S = 86400 };

#define FAST_PROMISE_S 300
#define ALL_PROMISE_S 1800

void week_result_clear(WeekResult *r)
{
    g_clear_pointer(&r->notes, g_ptr_array_unref);
    g_clear_pointer(&r->outcome, outcome_free);
}

guint64 week_plain_polls(const WeekOptions *o, const World *world)
{
    return (guint64)world->n_sources * (guint64)(o->duration_s / PLAIN_POLL_S);
}

void week_print_progress(const World *world, const Referee *referee, const KiriRun *run,
                         gint64 now_us)
{
    const RefereeCounts *n = referee_counts(referee);
    fprintf(stderr,
            "hour %3d: %" G_GUINT64_FORMAT " requests, %" G_GUINT64_FORMAT
            " polls, %" G_GINT64_FORMAT " articles\n",
            (int)((now_us - world->start_us) / KIRI_US_PER_HOUR), referee_sum(n->requests),
            n->requests[WORLD_ASK_SOURCE], run->articles_new);
}

/* ---- the table ---- */

static void row(const char *name, guint64 n, const char *note)
{
    g_autofree char *digits = kiri_number_grouped((gint64)n);
    printf("  %-28s %14s  %s\n", name, digits, note ? note : "");
}

static void row_share(const char *name, guint64 n, guint64 of)
{
    g_autofree char *share = g_strdup_printf("%.1f %%", of ? 100.0 * (gdouble)n / (gdouble)of : 0);
    row(name, n, share);
}

static void row_delays(const char *name, const Quantiles *q)
{
    printf("  %-28s %10u %8.0f %8.0f %8.0f %8.0f %9.0f\n", name, q->n, q->p10, q->p50, q->p90,
           q->p99, q->most);
}

static void print_found(const Outcome *o)
{
    printf("\narticles\n");
    row("published", o->published, NULL);
    for (guint i = 0; i < N_REASONS; i++)
        row_share(reason_names[i], o->counts[i], o->published);
    row("handed out, not stored", o->not_stored, NULL);
    printf("\ndelay in seconds, publication to page    n      10 %%   median     90 %%     99 %%"
           "      most\n");
    row_delays("fast feeds (gap <= 30 min)", &o->fast);
    row_delays("all others", &o->slow);
    row_delays("all", &o->all);
    row_delays("medians of the sources", &o->sources);
    for (guint i = 0; i < o->missing->len; i++)
        printf("  %s\n", (const char *)o->missing->pdata[i]);
}

static void print_requests(const WeekOptions *options, const World *world, const WeekResult *r)
{
    const RefereeCounts *n = &r->counts;
    guint64 plain = week_plain_polls(options, world), polls = n->requests[WORLD_ASK_SOURCE];
    printf("\nrequests\n");
    row("all", referee_sum(n->requests), NULL);
    for (guint i = 0; i < WORLD_N_ASKS; i++)
        row(world_ask_names[i], n->requests[i], NULL);
    row_share("sources, conditional", n->conditional[WORLD_ASK_SOURCE], polls);
    row_share("sources, 304", n->unchanged[WORLD_ASK_SOURCE], polls);
    row_share("failed", referee_sum(n->failed), referee_sum(n->requests));
    row("bytes of bodies", n->bytes, NULL);
    row("a plain 15-minute poll", plain, "polls, each a whole body");
    row_share("polls of that", polls, plain);
    row_share("whole bodies of that", polls - n->unchanged[WORLD_ASK_SOURCE], plain);
    printf("\nmanners\n");
    for (guint i = 0; i < N_BREACHES; i++)
        row(breach_names[i], n->breaches[i], NULL);
    for (guint i = 0; i < r->notes->len; i++)
        printf("  %s\n", (const char *)r->notes->pdata[i]);
}

/* ---- the line ---- */

static void add_count(KiriJson *j, const char *key, guint64 n)
{
    kiri_json_key(j, key);
    kiri_json_i64(j, (gint64)n);
}

static void add_delays(KiriJson *j, const char *key, const Quantiles *q)
{
    const struct {
        const char *name;
        gdouble value;
    } values[] = {
        {"p10", q->p10}, {"p50", q->p50}, {"p90", q->p90}, {"p99", q->p99}, {"most", q->most}};
    kiri_json_key(j, key);
    kiri_json_open_object(j);
    add_count(j, "n", q->n);
    for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
        kiri_json_key(j, values[i].name);
        kiri_json_f64(j, values[i].value, 1);
    }
    kiri_json_close_object(j);
}

static void add_counts(KiriJson *j, const char *key, const guint64 counts[WORLD_N_ASKS])
{
    kiri_json_key(j, key);
    kiri_json_open_object(j);
    for (guint i = 0; i < WORLD_N_ASKS; i++)
        add_count(j, world_ask_names[i], counts[i]);
    kiri_json_close_object(j);
}

static void print_json(const WeekOptions *o, const World *world, const WeekResult *r)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    g_autofree char *digest = g_strdup_printf("%016" G_GINT64_MODIFIER "x", r->outcome->digest);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "name");
    kiri_json_cstr(&j, o->is_over_wire ? "week-loopback" : o->fixed_s ? "week-fixed" : "week");
    add_count(&j, "sources", world->n_sources);
    add_count(&j, "fast_sources", r->outcome->n_fast_sources);
    add_count(&j, "hosts", world->n_hosts);
    add_count(&j, "seconds", (guint64)o->duration_s);
    add_count(&j, "seed", (guint64)o->seed);
    add_count(&j, "published", r->outcome->published);
    for (guint i = 0; i < N_REASONS; i++)
        add_count(&j, reason_names[i], r->outcome->counts[i]);
    add_count(&j, "not_stored", r->outcome->not_stored);
    add_delays(&j, "delay_fast_s", &r->outcome->fast);
    add_delays(&j, "delay_slow_s", &r->outcome->slow);
    add_delays(&j, "delay_all_s", &r->outcome->all);
    add_delays(&j, "delay_source_medians_s", &r->outcome->sources);
    add_counts(&j, "requests", r->counts.requests);
    add_counts(&j, "conditional", r->counts.conditional);
    add_counts(&j, "unchanged", r->counts.unchanged);
    add_counts(&j, "failed", r->counts.failed);
    add_count(&j, "bytes", r->counts.bytes);
    add_count(&j, "plain_polls", week_plain_polls(o, world));
    for (guint i = 0; i < N_BREACHES; i++) {
        g_autofree char *key = g_strconcat("breach_", breach_names[i], NULL);
        add_count(&j, key, r->counts.breaches[i]);
    }
    kiri_json_key(&j, "found_digest");
    kiri_json_cstr(&j, digest);
    kiri_json_key(&j, "real_s");
    kiri_json_f64(&j, r->real_s, 1);
    kiri_json_key(&j, "cpu_s");
    kiri_json_f64(&j, r->cpu_s, 1);
    add_count(&j, "world_kib", (guint64)r->world_kib);
    add_count(&j, "peak_kib", (guint64)r->peak_kib);
    kiri_json_close_object(&j);
    printf("%s\n", out.p);
}

void week_print(const WeekOptions *o, const World *world, const WeekResult *r)
{
    printf("%u sources on %u hosts, %.1f days, seed %" G_GINT64_FORMAT "%s%s; %u articles in all\n",
           world->n_sources, world->n_hosts, (gdouble)o->duration_s / 86400, o->seed,
           o->fixed_s ? ", at fixed intervals" : "", o->is_over_wire ? ", over loopback HTTP" : "",
           world->n_articles);
    print_found(r->outcome);
    print_requests(o, world, r);
    printf("\nreal time %.1f s (processors %.1f s), most memory %.0f MiB (the world alone: %.0f "
           "MiB)\n",
           r->real_s, r->cpu_s, (gdouble)r->peak_kib / 1024, (gdouble)r->world_kib / 1024);
    print_json(o, world, r);
}

/* ---- the promises ---- */

static guint expect(gboolean is_kept, const char *promise)
{
    if (!is_kept)
        fprintf(stderr, "week: broken: %s\n", promise);
    return !is_kept;
}

guint week_broken_promises(const WeekOptions *o, const WeekResult *r)
{
    guint broken = 0;
    guint64 breaches = 0;
    for (guint i = 0; i < N_BREACHES; i++)
        breaches += r->counts.breaches[i];
    broken += expect(!breaches, "no host is asked against its rules");
    broken += expect(!r->n_differences, "what comes over the wire is what the world says");
    if (o->fixed_s || o->duration_s < DAY_S)
        return broken;
    broken += expect(outcome_is_complete(r->outcome), "every article is found");
    broken += expect(r->outcome->fast.p50 <= FAST_PROMISE_S,
                     "half of the articles of fast feeds are found within 5 minutes");
    broken += expect(r->outcome->all.p50 <= ALL_PROMISE_S,
                     "half of all articles are found within 30 minutes");
    return broken;
}
