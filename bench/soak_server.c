// SPDX-License-Identifier: GPL-3.0-or-later
/* The other side of scripts/soak.sh: the made-up web of world.h in real time, behind one
 * address as an HTTP proxy, with more trouble than the world itself has, and a referee
 * who sees every request.
 *
 *   soak_server HOSTS SOURCES MINUTES GAP_MS
 *
 * Writes its port, a line for each source's address, and an empty line; serves until its
 * input ends; then writes what the referee saw, as one line of JSON. Exit 1 when manners
 * were broken: a gap shorter than GAP_MS or the host's Crawl-delay, a request before a
 * Retry-After was over, a disallowed path, a page without robots.txt.
 *
 * The world is moved so that it is mid-morning of its first day now. An answer counts as
 * ended when it is handed over, which is before the client has it: a gap that looks long
 * enough here was longer there. Whether two requests to a host overlap cannot be seen
 * here; with one at a time, the gap holds only if they do not. */
#include "dice.h"
#include "loopback.h"
#include "referee.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SLOT_S = 300, OF_HOSTS = 20, MORNING_H = 10, RETRY_S = 90, MISERIES = 6, SEED = 1 };

typedef struct {
    World *world;
    Referee *referee;
    guint *cut; // by host: of the request that was last cut off, the hash of its path; 0: none
    guint64 injected, repeats;
} Soak;

/* ---- the world, now ---- */

static void move_spells(WorldSpell *spells, guint n, gint64 by_us)
{
    for (guint i = 0; i < n; i++) {
        spells[i].from_us += by_us;
        spells[i].to_us += by_us;
    }
}

static void move_world(World *w, gint64 by_us)
{
    w->start_us += by_us;
    w->end_us += by_us;
    w->last_us += by_us;
    for (guint i = 0; i < w->n_hosts; i++)
        move_spells(w->hosts[i].spells, w->hosts[i].n_spells, by_us);
    for (guint i = 0; i < w->n_sources; i++) {
        WorldSource *s = &w->sources[i];
        move_spells(s->spells, s->n_spells, by_us);
        if (s->moved_us)
            s->moved_us += by_us;
    }
    for (guint i = 0; i < w->n_articles; i++)
        w->articles[i].published_us += by_us;
}

/* ---- trouble ---- */

/* One host in twenty is in trouble for five minutes, each time another one. */
static gboolean spoil(WorldAnswer *a, gint64 now_us)
{
    guint64 slot = (guint64)(now_us / (SLOT_S * KIRI_US_PER_SECOND));
    Dice dice = dice_new(SEED, slot, a->host);
    if (a->host == G_MAXUINT || !dice_chance(&dice, 1.0 / OF_HOSTS))
        return FALSE;
    kiri_buf_reset(&a->headers);
    kiri_buf_reset(&a->body);
    switch (dice_between(&dice, 1, MISERIES)) {
    case 1: // the connection ends without a word
        a->status = 0;
        break;
    case 2: // nothing is said
        a->status = 0;
        a->is_hanging = TRUE;
        break;
    case 3:
        a->status = 500;
        break;
    case 4:
        a->status = 503;
        kiri_buf_printf(&a->headers, "Retry-After: %d\n", RETRY_S);
        break;
    case 5:
        a->status = 429;
        kiri_buf_printf(&a->headers, "Retry-After: %d\n", RETRY_S);
        break;
    default: // bytes that are no document of any kind
        a->status = 200;
        kiri_buf_add_str(&a->headers, "Content-Type: application/rss+xml\n");
        for (guint i = 0; i < 512; i++)
            kiri_buf_printf(&a->body, "<%" PRIx64 "\x1b\xff", dice_next(&dice));
        break;
    }
    return TRUE;
}

/* A request on a connection that stood idle and ends without a byte of an answer may be
 * sent again at once (RFC 9112, 9.3.1), and libcurl does: it cannot know that it was
 * heard. Such a repeat is counted, and is no new visit. */
static gboolean is_repeat(Soak *soak, guint host, KiriStr path)
{
    g_autofree char *text = kiri_str_dup(path);
    gboolean is = host != G_MAXUINT && soak->cut[host] == g_str_hash(text);
    if (host != G_MAXUINT)
        soak->cut[host] = 0;
    soak->repeats += is ? 1 : 0;
    return is;
}

static void note_cut(Soak *soak, guint host, KiriStr path)
{
    g_autofree char *text = kiri_str_dup(path);
    if (host != G_MAXUINT)
        soak->cut[host] = g_str_hash(text);
}

/* As a proxy is asked: the whole address where the path would be. */
static KiriStr path_of(KiriStr target)
{
    static const char scheme[] = "http://";
    gsize n = sizeof scheme - 1;
    if (target.n < n || memcmp(target.p, scheme, n) != 0)
        return target;
    const char *slash = memchr(target.p + n, '/', target.n - n);
    return slash ? (KiriStr){slash, target.n - (gsize)(slash - target.p)} : kiri_str("/");
}

/* In the server's thread, as all that it sees. */
static void answer(const WorldRequest *request, WorldAnswer *a, gpointer data)
{
    Soak *soak = data;
    WorldRequest r = *request;
    gint64 now_us = g_get_real_time();
    r.path = path_of(r.path);
    world_answer(soak->world, &r, now_us, a);
    if (spoil(a, now_us))
        soak->injected++;
    if (is_repeat(soak, a->host, r.path))
        return;
    if (!a->status && !a->is_hanging)
        note_cut(soak, a->host, r.path);
    referee_begin(soak->referee, &r, a, now_us);
    referee_end(soak->referee, a, g_get_real_time());
}

/* ---- what was seen ---- */

static guint64 print_report(const Soak *soak)
{
    const RefereeCounts *c = referee_counts(soak->referee);
    GPtrArray *notes = referee_notes(soak->referee);
    guint64 breaches = 0;
    for (guint i = 0; i < notes->len; i++)
        fprintf(stderr, "%s\n", (const char *)notes->pdata[i]);
    printf("{\"requests\":%" PRIu64, referee_sum(c->requests));
    for (guint i = 0; i < WORLD_N_ASKS; i++)
        printf(",\"%s\":%" PRIu64, world_ask_names[i], c->requests[i]);
    printf(",\"unchanged\":%" PRIu64 ",\"failed\":%" PRIu64 ",\"injected\":%" PRIu64
           ",\"repeats\":%" PRIu64,
           referee_sum(c->unchanged), referee_sum(c->failed), soak->injected, soak->repeats);
    for (guint i = 0; i < N_BREACHES; i++) {
        if (i == BREACH_PARALLEL)
            continue;
        printf(",\"breach_%s\":%" PRIu64, breach_names[i], c->breaches[i]);
        breaches += c->breaches[i];
    }
    printf("}\n");
    return breaches;
}

int main(int argc, char **argv)
{
    guint number[4] = {0};
    char byte;
    for (int i = 1; i < argc && argc == 5; i++)
        number[i - 1] = (guint)strtoul(argv[i], NULL, 10);
    if (!number[0] || !number[1] || !number[2]) {
        fprintf(stderr, "usage: soak_server HOSTS SOURCES MINUTES GAP_MS\n");
        return 2;
    }
    gint64 morning_us = MORNING_H * KIRI_US_PER_HOUR;
    gint64 days_us = morning_us + (gint64)number[2] * KIRI_US_PER_MINUTE + KIRI_US_PER_HOUR;
    g_autoptr(World) world = world_new(SEED, number[0], number[1], days_us, KIRI_US_PER_HOUR);
    move_world(world, g_get_real_time() - morning_us - world->start_us);
    g_autoptr(Referee) referee = referee_new(world, (gint64)number[3] * 1000);
    g_autofree guint *cut = g_new0(guint, world->n_hosts);
    Soak soak = {.world = world, .referee = referee, .cut = cut};
    Loopback *server = loopback_new(1, answer, &soak);
    if (!server) {
        fprintf(stderr, "soak_server: there is no port\n");
        return 4;
    }
    printf("%u\n", loopback_port(server));
    for (guint i = 0; i < world->n_sources; i++) {
        g_autofree char *url = world_source_url(world, i);
        printf("%s\n", url);
    }
    printf("\n");
    fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    loopback_free(server);
    return print_report(&soak) ? 1 : 0;
}
