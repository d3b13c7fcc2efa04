// SPDX-License-Identifier: GPL-3.0-or-later
/* The made-up web of bench/ and its referee: a benchmark that judges the crawler
 * must itself be right. */
#include "../../bench/loopback.h"
#include "../../bench/outcome.h"
#include "../../bench/sim_transport.h"
#include "../support/store.h"

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/robots.h>

#include <string.h>

#define GAP_US (2 * KIRI_US_PER_SECOND)

static World *small_world(guint64 seed)
{
    return world_new(seed, 40, 200, 2 * KIRI_US_PER_DAY, 8 * KIRI_US_PER_HOUR);
}

static void ask_at(const World *w, const char *url, const char *etag, gint64 now_us,
                   WorldAnswer *answer)
{
    const char *host = url + strlen("http://"), *path = strchr(host, '/');
    WorldRequest request = {{host, (gsize)(path - host)}, kiri_str(path), etag, NULL};
    world_answer_clear(answer);
    world_answer_init(answer);
    world_answer(w, &request, now_us, answer);
}

/* A source without troubles that is at work at `us`. */
static gboolean is_well(const World *w, const WorldSource *s)
{
    return !s->n_spells && !w->hosts[s->host].n_spells && !s->moved_us && !s->is_disallowed;
}

static guint find_source(const World *w, WorldFormat format, WorldValidators validators)
{
    for (guint i = 0; i < w->n_sources; i++) {
        const WorldSource *s = &w->sources[i];
        if (s->format == format && s->validators == validators && is_well(w, s) &&
            world_n_published(w, s, w->start_us) >= 5 &&
            world_n_published(w, s, w->end_us) > world_n_published(w, s, w->start_us))
            return i;
    }
    g_assert_not_reached();
}

/* ---- the world ---- */

static void test_same(void)
{
    g_autoptr(World) a = small_world(7);
    g_autoptr(World) b = small_world(7);
    g_autoptr(World) c = small_world(8);
    g_assert_cmpuint(a->n_articles, ==, b->n_articles);
    for (guint i = 0; i < a->n_articles; i++) {
        g_assert_cmpint(a->articles[i].published_us, ==, b->articles[i].published_us);
        g_assert_cmpuint(a->articles[i].source, ==, b->articles[i].source);
    }
    g_assert_cmpuint(a->n_articles, !=, c->n_articles);
    g_assert_cmpuint(a->n_sources, ==, 200);
}

/* Over the whole world sections publish as often as they say. The first ten days
 * are ordinary weeks, but for the weekend that is cut. */
static void test_gaps(void)
{
    g_autoptr(World) w = world_new(3, 200, 1000, 2 * KIRI_US_PER_DAY, 0);
    gdouble expected = 0, published = 0;
    gint64 from = w->start_us - 7 * KIRI_US_PER_DAY;
    for (guint i = 0; i < w->n_sources; i++) {
        const WorldSource *s = &w->sources[i];
        if (s->is_union || s->gap_s > 4 * 3600)
            continue;
        expected += 7 * 86400 / s->gap_s;
        published += world_n_published(w, s, w->start_us) - world_n_published(w, s, from);
    }
    g_assert_cmpfloat_with_epsilon(published / expected, 1, 0.05);
}

/* What a source names is what our parsers read in it. */
static void test_sources(void)
{
    g_autoptr(World) w = small_world(1);
    static const WorldFormat formats[] = {WORLD_RSS, WORLD_RDF, WORLD_ATOM, WORLD_SITEMAP};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_auto(WorldAnswer) answer;
        world_answer_init(&answer);
        guint number = find_source(w, formats[i], WORLD_HONEST);
        const WorldSource *s = &w->sources[number];
        g_autofree char *url = world_source_url(w, number);
        ask_at(w, url, NULL, w->end_us, &answer);
        g_assert_cmpint(answer.status, ==, 200);
        g_autoptr(KiriFeed) feed =
            kiri_feed_parse(kiri_buf_view(&answer.body), url, "application/xml", NULL);
        g_assert_nonnull(feed);
        guint n = world_n_published(w, s, w->end_us);
        guint first = world_first_named(w, s, n, w->end_us);
        g_assert_cmpuint(feed->entries->len, ==, n - first);
        const KiriFeedEntry *newest = feed->entries->pdata[0];
        g_autofree char *article = world_article_url(w, world_nth(w, s, n - 1));
        g_assert_true(g_str_has_prefix(newest->link, article));
        if (s->dates == WORLD_DATED)
            g_assert_cmpint(newest->published.us, ==,
                            w->articles[world_nth(w, s, n - 1)].published_us);
    }
}

static void test_page(void)
{
    g_autoptr(World) w = small_world(1);
    guint i = 0;
    while (w->articles[i].is_gone || w->articles[i].is_members ||
           !is_well(w, &w->sources[w->articles[i].source]))
        i++;
    g_auto(WorldAnswer) answer;
    world_answer_init(&answer);
    g_autofree char *url = world_article_url(w, i);
    ask_at(w, url, NULL, w->articles[i].published_us - 1, &answer);
    g_assert_cmpint(answer.status, ==, 404);
    ask_at(w, url, NULL, w->end_us, &answer);
    g_assert_cmpint(answer.status, ==, 200);
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(url);
    input->content_type = g_strdup("text/html");
    input->body = g_bytes_new(answer.body.p, answer.body.n);
    g_autoptr(KiriExtracted) found = kiri_extract(input, NULL);
    g_assert_null(found->no_article);
    g_assert_cmpstr(found->article->url, ==, url);
    g_assert_cmpint(found->article->published.us, ==, w->articles[i].published_us);
}

/* 304 to who has the newest; a liar says it to everyone. */
static void test_validators(void)
{
    g_autoptr(World) w = world_new(1, 200, 1000, 2 * KIRI_US_PER_DAY, 0);
    static const WorldValidators kinds[] = {WORLD_HONEST, WORLD_LYING_ETAG, WORLD_NONE};
    static const gint64 later[] = {200, 304, 200};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_auto(WorldAnswer) answer;
        world_answer_init(&answer);
        guint number = find_source(w, WORLD_RSS, kinds[i]);
        g_autofree char *url = world_source_url(w, number);
        ask_at(w, url, NULL, w->start_us, &answer);
        g_autofree char *etag = kiri_header_value(answer.headers.p, "ETag");
        g_assert_cmpint(etag != NULL, ==, kinds[i] != WORLD_NONE);
        ask_at(w, url, etag, w->start_us, &answer);
        g_assert_cmpint(answer.status, ==, etag ? 304 : 200);
        ask_at(w, url, etag, w->end_us, &answer);
        g_assert_cmpint(answer.status, ==, later[i]);
    }
}

/* ---- the referee ---- */

typedef struct {
    World *w;
    Referee *referee;
    guint host; // with robots.txt, a closed path and a delay
    gint64 now_us;
    WorldAnswer answer; // to the request under way
} Bench;

static void set_up(Bench *b, gconstpointer data)
{
    (void)data;
    b->w = world_new(1, 400, 1000, KIRI_US_PER_DAY, 0);
    b->referee = referee_new(b->w, GAP_US);
    b->now_us = b->w->start_us;
    for (b->host = 0; b->host < b->w->n_hosts; b->host++) {
        const WorldHost *h = &b->w->hosts[b->host];
        if (h->has_robots && h->closes_members && !h->n_spells)
            break;
    }
    g_assert_cmpuint(b->host, <, b->w->n_hosts);
    b->w->hosts[b->host].crawl_delay_s = 5;
    world_answer_init(&b->answer);
}

static void tear_down(Bench *b, gconstpointer data)
{
    (void)data;
    world_answer_clear(&b->answer);
    referee_free(b->referee);
    world_free(b->w);
}

static void begin(Bench *b, const char *path)
{
    g_autofree char *host = g_strdup_printf("m%04u.example", b->host);
    WorldRequest request = {kiri_str(host), kiri_str(path), NULL, NULL};
    world_answer_clear(&b->answer);
    world_answer_init(&b->answer);
    world_answer(b->w, &request, b->now_us, &b->answer);
    referee_begin(b->referee, &request, &b->answer, b->now_us);
}

static void end(Bench *b)
{
    b->now_us += b->answer.latency_us;
    referee_end(b->referee, &b->answer, b->now_us);
}

static guint64 n_breaches(const Bench *b, Breach breach)
{
    guint64 others = 0;
    for (guint i = 0; i < N_BREACHES; i++)
        others += i != (guint)breach ? referee_counts(b->referee)->breaches[i] : 0;
    g_assert_cmpuint(others, ==, 0);
    return referee_counts(b->referee)->breaches[breach];
}

static void test_gap(Bench *b, gconstpointer data)
{
    (void)data;
    begin(b, "/robots.txt");
    end(b);
    b->now_us += 5 * KIRI_US_PER_SECOND; // the rules count from their arrival
    begin(b, "/a");
    end(b);
    g_assert_cmpuint(n_breaches(b, BREACH_GAP), ==, 0);
    b->now_us += 5 * KIRI_US_PER_SECOND - 1; // more than our own pause, less than theirs
    begin(b, "/b");
    end(b);
    g_assert_cmpuint(n_breaches(b, BREACH_GAP), ==, 1);
    g_assert_cmpuint(referee_notes(b->referee)->len, ==, 1);
}

static void test_parallel(Bench *b, gconstpointer data)
{
    (void)data;
    begin(b, "/robots.txt");
    end(b);
    b->now_us += 5 * KIRI_US_PER_SECOND;
    begin(b, "/a");
    begin(b, "/b");
    g_assert_cmpuint(n_breaches(b, BREACH_PARALLEL), ==, 1);
}

static void test_hold(Bench *b, gconstpointer data)
{
    (void)data;
    WorldHost *h = &b->w->hosts[b->host];
    begin(b, "/robots.txt");
    end(b);
    h->spells[0] = (WorldSpell){b->now_us, b->w->end_us, WORLD_BUSY, 600};
    h->n_spells = 1;
    b->now_us += 5 * KIRI_US_PER_SECOND;
    begin(b, "/a");
    end(b);
    g_assert_cmpuint(n_breaches(b, BREACH_HOLD), ==, 0);
    b->now_us += 599 * KIRI_US_PER_SECOND;
    begin(b, "/a");
    end(b);
    g_assert_cmpuint(n_breaches(b, BREACH_HOLD), ==, 1);
    b->now_us += 600 * KIRI_US_PER_SECOND;
    begin(b, "/a");
    g_assert_cmpuint(n_breaches(b, BREACH_HOLD), ==, 1);
}

static void test_closed(Bench *b, gconstpointer data)
{
    (void)data;
    begin(b, "/robots.txt");
    end(b);
    KiriStr rules = kiri_buf_view(&b->answer.body);
    g_autofree char *text = kiri_str_dup(rules);
    b->now_us += 5 * KIRI_US_PER_SECOND;
    begin(b, "/members/n1.html");
    end(b);
    g_assert_cmpuint(n_breaches(b, BREACH_CLOSED), ==, 1);
    /* The rules that are handed out say the same. */
    g_autofree char *closed = g_strdup_printf("http://m%04u.example/members/n1.html", b->host);
    KiriRobotsAnswer said = kiri_robots_check(kiri_str(text), "kirinuki", closed);
    g_assert_false(said.is_allowed);
    g_assert_cmpint(said.crawl_delay_ms, ==, 5000);
}

static void test_unread(Bench *b, gconstpointer data)
{
    (void)data;
    begin(b, "/robots.txt");
    end(b);
    b->now_us += KIRI_US_PER_DAY - KIRI_US_PER_MINUTE;
    begin(b, "/a");
    end(b);
    g_assert_cmpuint(n_breaches(b, BREACH_UNREAD), ==, 0);
    b->now_us += KIRI_US_PER_HOUR;
    begin(b, "/a");
    end(b);
    g_assert_cmpuint(n_breaches(b, BREACH_UNREAD), ==, 1);
}

/* ---- the outcome ---- */

/* Nobody asked for anything: everything that could be found is missing, and what
 * could not be has its reason. */
static void test_nothing_found(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = kiri_store_open(dir, KIRI_STORE_CREATE, &error);
    g_autoptr(World) w = world_new(1, 400, 1000, 2 * KIRI_US_PER_DAY, KIRI_US_PER_DAY);
    g_autoptr(Referee) referee = referee_new(w, GAP_US);
    g_autoptr(Outcome) o = outcome_new(w, referee, store, 3, &error);
    guint sum = 0;
    g_assert_no_error(error);
    for (guint i = 0; i < N_REASONS; i++)
        sum += o->counts[i];
    g_assert_cmpuint(sum, ==, o->published);
    g_assert_cmpuint(o->counts[REASON_FOUND], ==, 0);
    g_assert_cmpuint(o->counts[REASON_GONE], >, 0);
    g_assert_cmpuint(o->counts[REASON_CLOSED], >, 0);
    g_assert_cmpuint(o->counts[REASON_UNNAMED], >, 0);
    /* The excuses are for few. */
    g_assert_cmpuint(o->counts[REASON_MISSED], >, o->published * 9 / 10);
    g_assert_cmpuint(o->missing->len, ==, 3);
    g_assert_false(outcome_is_complete(o));
}

/* ---- the ways in ---- */

static gboolean echo_job(KiriStr in, KiriBuf *out, GError **error)
{
    (void)error;
    return kiri_buf_add(out, in.p, in.n);
}

/* Time moves to the answer, and not while a worker holds a job. */
static void test_time(void)
{
    static const KiriJob echo[] = {{"echo", echo_job}};
    g_autoptr(World) w = small_world(1);
    g_autoptr(Referee) referee = referee_new(w, 0);
    g_autoptr(KiriClock) clock = kiri_clock_new_fixed(w->start_us, FALSE);
    g_autoptr(KiriPool) pool = kiri_pool_new(NULL, echo, 1, 1, NULL);
    g_autoptr(KiriTransport) net = sim_transport_new(w, referee, clock, pool, 1, NULL);
    gint fd = kiri_pool_fd(pool);
    KiriRequest request = {.url = "http://m0001.example/robots.txt"};
    kiri_transport_start(net, &request);
    kiri_pool_submit(pool, 0, kiri_str("x"), NULL);
    kiri_transport_wait(net, -1, &fd, 1);
    g_assert_cmpint(kiri_clock_now_us(clock), ==, w->start_us);
    g_assert_null(kiri_transport_next(net));
    g_autoptr(KiriJobResult) result = kiri_pool_next(pool, -1);
    g_assert_nonnull(result);
    kiri_transport_wait(net, -1, &fd, 1);
    g_autoptr(KiriResponse) response = kiri_transport_next(net);
    g_assert_nonnull(response);
    g_assert_cmpint(kiri_clock_now_us(clock), ==, w->start_us + response->elapsed_us);
    g_assert_cmpint(response->elapsed_us, >, 0);
    kiri_transport_wait(net, 5 * KIRI_US_PER_SECOND, &fd, 1);
    g_assert_cmpint(kiri_clock_now_us(clock), ==,
                    w->start_us + response->elapsed_us + 5 * KIRI_US_PER_SECOND);
}

static void answer_world(const WorldRequest *request, WorldAnswer *answer, gpointer data)
{
    const World *w = data;
    world_answer(w, request, w->end_us, answer);
}

/* Over HTTP come the same bytes as in process. */
static void test_loopback(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(World) w = small_world(1);
    g_autoptr(Loopback) server = loopback_new(1, answer_world, w);
    g_assert_nonnull(server);
    KiriTransportOptions options = {.allow_private = TRUE,
                                    .connect_to_port = loopback_port(server)};
    g_autoptr(KiriTransport) net = kiri_transport_curl_new(&options, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < 20; i++) {
        g_auto(WorldAnswer) answer;
        g_autofree char *url = world_source_url(w, i);
        KiriRequest request = {.url = url};
        world_answer_init(&answer);
        ask_at(w, url, NULL, w->end_us, &answer);
        if (answer.is_hanging)
            continue;
        kiri_transport_start(net, &request);
        g_autoptr(KiriResponse) response = NULL;
        while (!(response = kiri_transport_next(net)))
            kiri_transport_wait(net, -1, NULL, 0);
        g_assert_cmpint(response->status, ==, answer.status);
        gsize n = 0;
        const char *p = g_bytes_get_data(response->body, &n);
        g_assert_true(kiri_str_equal((KiriStr){p ? p : "", n}, kiri_buf_view(&answer.body)));
        g_autofree char *etag = kiri_response_header(response, "ETag");
        g_autofree char *said = kiri_header_value(answer.headers.p, "ETag");
        g_assert_cmpstr(etag, ==, said);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    kiri_xml_preload();
    g_test_add_func("/world/same", test_same);
    g_test_add_func("/world/gaps", test_gaps);
    g_test_add_func("/world/sources", test_sources);
    g_test_add_func("/world/page", test_page);
    g_test_add_func("/world/validators", test_validators);
    g_test_add("/referee/gap", Bench, NULL, set_up, test_gap, tear_down);
    g_test_add("/referee/parallel", Bench, NULL, set_up, test_parallel, tear_down);
    g_test_add("/referee/hold", Bench, NULL, set_up, test_hold, tear_down);
    g_test_add("/referee/closed", Bench, NULL, set_up, test_closed, tear_down);
    g_test_add("/referee/unread", Bench, NULL, set_up, test_unread, tear_down);
    g_test_add_func("/outcome/nothing-found", test_nothing_found);
    g_test_add_func("/sim/time", test_time);
    g_test_add_func("/loopback/same", test_loopback);
    return g_test_run();
}
