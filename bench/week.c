// SPDX-License-Identifier: GPL-3.0-or-later
/* A simulated week: does the crawler find everything, soon, without annoying
 * anyone, and for how many requests?
 *
 *   world (world.h) ◀── transport (sim_transport.h) ◀── the crawler itself
 *                            │ referee.h                    │ store, in a temporary
 *                            ▼                              ▼ folder
 *                        breaches ──────▶ promises ◀── outcome.h
 *
 * The crawler is the real one, continuous, with its schedule, store, robots code
 * and parsers; only the network and the clock are made up. Behind the days the
 * world goes on for one more and two hours, so that what was published last can
 * still be found (a feed with an ETag that never changes is read whole once a
 * day); what is asked for in them is not counted as a request.
 *
 * Promises, and exit 1 when one is broken: every article that a live, allowed
 * source named is in the store; half of those of fast feeds within 5 minutes, half
 * of all within 30; no host was asked against its rules. Less than a day promises
 * only the last, since nothing is learned yet. A table for people, then one line
 * of JSON. */
#include "loopback.h"
#include "outcome.h"
#include "sim_transport.h"
#include "week_print.h"

#include "../tests/support/temp.h"

#include <kirinuki/charset.h>
#include <kirinuki/crawl.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

enum { JOB_EXTRACT, JOB_FEED };
static const KiriJob jobs[] = {{"extract", kiri_extract_job}, {"feed", kiri_feed_job}};

/* In real time: for hosts that hang. A busy machine must not look like one. */
enum { WIRE_TRANSFER_MS = 10000 };

/* What one run needs, from its options to its end. */
typedef struct {
    const WeekOptions *o;
    const World *world;
    KiriNursery *nursery; // NULL: in threads
    KiriTempDir *dir;
    KiriStore *store;
    KiriClock *clock;
    KiriPool *pool;
    Loopback *server;
    KiriTransport *wire, *net;
    Referee *referee;
    KiriCrawler *crawler;
    KiriRun *run;
} Week;

/* ---- the sources ---- */

static void put_medium(KiriBatch *batch, guint host)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    g_autofree char *domain = g_strdup_printf("m%04u.example", host);
    m->id = g_strdup(domain);
    m->name = g_strdup_printf("第%u新聞", host);
    kiri_strv_add(&m->domains, domain);
    kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
}

static gboolean put_sources(const Week *k, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(k->store);
    for (guint i = 0; i < k->world->n_hosts; i++)
        put_medium(batch, i);
    for (guint i = 0; i < k->world->n_sources; i++) {
        g_autoptr(KiriSource) s = kiri_source_new();
        s->id = g_strdup_printf("%08x", i);
        s->url = world_source_url(k->world, i);
        s->medium = g_strdup_printf("m%04u.example", k->world->sources[i].host);
        s->interval_s = k->o->fixed_s;
        s->added = kiri_time_jst(k->world->start_us);
        kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
    }
    return kiri_batch_commit(batch, error);
}

/* ---- setting up ---- */

/* The server of the same world: it reads the clock that the crawl moves, which
 * stands still while a request is under way. */
static void answer_over_wire(const WorldRequest *request, WorldAnswer *answer, gpointer data)
{
    const Week *k = data;
    world_answer(k->world, request, kiri_clock_now_us(k->clock), answer);
}

static gboolean open_wire(Week *k, GError **error)
{
    k->server = loopback_new(1, answer_over_wire, k);
    if (!k->server) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "no port for the loopback server");
        return FALSE;
    }
    KiriTransportOptions options = {.allow_private = TRUE,
                                    .transfer_ms = WIRE_TRANSFER_MS,
                                    .connect_to_port = loopback_port(k->server)};
    k->wire = kiri_transport_curl_new(&options, error);
    return k->wire != NULL;
}

static gboolean set_up(Week *k, const KiriCrawlOptions *options, GError **error)
{
    k->dir = kiri_temp_new();
    k->store = kiri_store_open(k->dir, KIRI_STORE_CREATE, error);
    k->pool =
        k->store ? kiri_pool_new(k->nursery, jobs, G_N_ELEMENTS(jobs), k->o->workers, error) : NULL;
    if (!k->pool || !put_sources(k, error) || (k->o->is_over_wire && !open_wire(k, error)))
        return FALSE;
    k->referee = referee_new(k->world, (gint64)k->o->gap_ms * 1000);
    k->net = sim_transport_new(k->world, k->referee, k->clock, k->pool,
                               (gint64)k->o->tick_ms * 1000, k->wire);
    k->run = kiri_run_new();
    k->crawler = kiri_crawler_new(k->store, k->pool, k->net, options, error);
    if (k->crawler)
        kiri_crawler_set_run(k->crawler, k->run);
    return k->crawler != NULL;
}

static void tear_down(Week *k)
{
    kiri_crawler_free(k->crawler);
    kiri_transport_free(k->net);
    kiri_transport_free(k->wire);
    loopback_free(k->server);
    kiri_pool_free(k->pool);
    kiri_store_close(k->store);
    referee_free(k->referee);
    kiri_run_free(k->run);
    kiri_clock_free(k->clock);
    kiri_temp_free(k->dir);
}

/* ---- the run ---- */

static gboolean crawl_until(Week *k, gint64 until_us, GError **error)
{
    gint64 now, said = kiri_clock_now_us(k->clock);
    while ((now = kiri_clock_now_us(k->clock)) < until_us) {
        if (!kiri_crawler_turn(k->crawler, until_us - now, error))
            return FALSE;
        if (k->o->is_verbose && now - said >= 6 * KIRI_US_PER_HOUR) {
            week_print_progress(k->world, k->referee, k->run, now);
            said = now;
        }
    }
    return TRUE;
}

/* One run over the world; its figures. */
static gboolean run_week(const WeekOptions *o, const World *world, KiriNursery *nursery,
                         WeekResult *result, GError **error)
{
    Week k = {.o = o, .world = world, .nursery = nursery};
    gint64 began = g_get_monotonic_time();
    k.clock = kiri_clock_new_fixed(world->start_us, FALSE);
    KiriCrawlOptions options = {.clock = k.clock,
                                .gap_ms = o->gap_ms,
                                .contact = "press@example.jp",
                                .interval_s = o->fixed_s,
                                .is_continuous = TRUE,
                                .first_poll_days = 1,
                                .allow_private = TRUE,
                                .extract_job = JOB_EXTRACT,
                                .feed_job = JOB_FEED,
                                .stop_fd = -1};
    gboolean ok = set_up(&k, &options, error) && crawl_until(&k, world->end_us, error);
    if (ok) {
        referee_close_counts(k.referee);
        ok = crawl_until(&k, world->last_us, error) && kiri_crawler_stop(k.crawler, error);
    }
    if (ok) {
        result->counts = *referee_counts(k.referee);
        result->notes = g_ptr_array_ref(referee_notes(k.referee));
        result->n_differences = sim_transport_n_differences(k.net);
        result->outcome = outcome_new(world, k.referee, k.store, k.o->most_missing, error);
        result->real_s = (gdouble)(g_get_monotonic_time() - began) / 1e6;
        ok = result->outcome != NULL;
    }
    tear_down(&k);
    return ok;
}

/* ---- the command ---- */

static glong resident_kib(void)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents("/proc/self/status", &text, NULL, NULL))
        return 0;
    const char *line = strstr(text, "VmRSS:");
    return line ? (glong)g_ascii_strtoll(line + 6, NULL, 10) : 0;
}

static glong peak_kib(void)
{
    struct rusage own, workers;
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &workers);
    return MAX(own.ru_maxrss, workers.ru_maxrss);
}

static gdouble seconds(const struct timeval *t)
{
    return (gdouble)t->tv_sec + (gdouble)t->tv_usec / 1e6;
}

static gdouble cpu_s(void)
{
    struct rusage own;
    getrusage(RUSAGE_SELF, &own);
    return seconds(&own.ru_utime) + seconds(&own.ru_stime);
}

/* Runs, prints, and counts broken promises; G_MAXUINT when it could not be done. */
static guint do_week(const WeekOptions *o, const World *world, KiriNursery *nursery,
                     WeekResult *result)
{
    g_autoptr(GError) error = NULL;
    gdouble cpu_before = cpu_s();
    result->world_kib = resident_kib();
    if (!run_week(o, world, nursery, result, &error)) {
        fprintf(stderr, "week: %s\n", error->message);
        return G_MAXUINT;
    }
    result->cpu_s = cpu_s() - cpu_before;
    result->peak_kib = peak_kib();
    week_print(o, world, result);
    return week_broken_promises(o, result);
}

/* The same in process and over the wire: the same articles at the same times for
 * the same requests? */
static guint compare(const WeekResult *a, const WeekResult *b)
{
    gboolean is_equal =
        a->outcome->digest == b->outcome->digest &&
        a->outcome->published == b->outcome->published &&
        memcmp(a->outcome->counts, b->outcome->counts, sizeof a->outcome->counts) == 0 &&
        memcmp(&a->counts, &b->counts, sizeof a->counts) == 0;
    printf("in process and over loopback HTTP: %s\n", is_equal ? "equal" : "different");
    return !is_equal;
}

static gboolean preload(gconstpointer data, GError **error)
{
    (void)data;
    kiri_xml_preload();
    return kiri_charset_preload(error);
}

static guint run_all(WeekOptions *o, gboolean is_compared)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriNursery) nursery = NULL;
    KiriNurserySetup setup = {jobs, G_N_ELEMENTS(jobs), preload, NULL, KIRI_SANDBOX_FULL, 0};
    if (o->has_nursery && !(nursery = kiri_nursery_start(&setup, &error))) {
        fprintf(stderr, "week: %s\n", error->message);
        return G_MAXUINT;
    }
    if (!preload(NULL, &error)) {
        fprintf(stderr, "week: %s\n", error->message);
        return G_MAXUINT;
    }
    g_autoptr(World) world =
        world_new((guint64)o->seed, o->hosts, o->sources, o->duration_s * KIRI_US_PER_SECOND,
                  o->tail_s * KIRI_US_PER_SECOND);
    g_auto(WeekResult) first = {0}, second = {0};
    guint broken = do_week(o, world, nursery, &first);
    if (!is_compared || broken == G_MAXUINT)
        return broken;
    o->is_over_wire = !o->is_over_wire;
    guint also = do_week(o, world, nursery, &second);
    return also == G_MAXUINT ? also : broken + also + compare(&first, &second);
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    gint sources = 10000, hosts = 2000, workers = 0, gap_ms = 2000, tick_ms = 1000, fixed = 0,
         missing = 20;
    gdouble days = 7, hours = 0, tail_hours = 26;
    gint64 seed = 1;
    gboolean is_over_wire = FALSE, is_compared = FALSE, is_verbose = FALSE, has_nursery = FALSE;
    const GOptionEntry entries[] = {
        {"sources", 0, 0, G_OPTION_ARG_INT, &sources, "sources (10000)", "N"},
        {"hosts", 0, 0, G_OPTION_ARG_INT, &hosts, "hosts (2000)", "N"},
        {"days", 0, 0, G_OPTION_ARG_DOUBLE, &days, "days (7)", "D"},
        {"hours", 0, 0, G_OPTION_ARG_DOUBLE, &hours, "hours instead", "H"},
        {"tail-hours", 0, 0, G_OPTION_ARG_DOUBLE, &tail_hours, "hours behind them (26)", "H"},
        {"seed", 0, 0, G_OPTION_ARG_INT64, &seed, "which world (1)", "S"},
        {"gap-ms", 0, 0, G_OPTION_ARG_INT, &gap_ms, "pause between requests (2000)", "MS"},
        {"tick-ms", 0, 0, G_OPTION_ARG_INT, &tick_ms, "answers come at ticks (1000)", "MS"},
        {"fixed", 0, 0, G_OPTION_ARG_INT, &fixed, "ask every source so often", "SECONDS"},
        {"workers", 0, 0, G_OPTION_ARG_INT, &workers, "parsers (one per processor)", "N"},
        {"nursery", 0, 0, G_OPTION_ARG_NONE, &has_nursery, "parse in sandboxed processes", NULL},
        {"loopback", 0, 0, G_OPTION_ARG_NONE, &is_over_wire, "over HTTP on this machine", NULL},
        {"compare", 0, 0, G_OPTION_ARG_NONE, &is_compared, "in process, then over HTTP", NULL},
        {"missing", 0, 0, G_OPTION_ARG_INT, &missing, "list so many missing ones (20)", "N"},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &is_verbose, "say how far it is", NULL},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL}};
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_add_main_entries(context, entries, NULL);
    gboolean ok = g_option_context_parse(context, &argc, &argv, &error);
    if (!ok || sources < 1 || hosts < 1 || days <= 0 || hours < 0 || tail_hours < 0 ||
        workers < 0 || gap_ms < 0 || tick_ms < 1) {
        fprintf(stderr, "week: %s\n", error ? error->message : "not a size");
        return 2;
    }
    WeekOptions o = {.sources = (guint)sources,
                     .hosts = (guint)hosts,
                     .workers = (guint)workers,
                     .duration_s = (gint64)(hours > 0 ? hours * 3600 : days * 86400),
                     .tail_s = (gint64)(tail_hours * 3600),
                     .seed = seed,
                     .gap_ms = (guint)gap_ms,
                     .tick_ms = (guint)tick_ms,
                     .fixed_s = fixed,
                     .is_over_wire = is_over_wire,
                     .is_verbose = is_verbose,
                     .has_nursery = has_nursery,
                     .most_missing = (guint)MAX(missing, 0)};
    guint broken = run_all(&o, is_compared);
    return broken == G_MAXUINT ? 4 : broken ? 1 : 0;
}
