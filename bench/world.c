// SPDX-License-Identifier: GPL-3.0-or-later
/* Hosts and sources: how many each has, how they behave, what befalls them.
 *
 * Shares are rough figures of what operators of feed readers report, leaning to
 * the bad side; none of them is known to the crawler. Two things are kept from
 * happening that do not happen: a large site with a Crawl-delay that its own
 * sections would not fit into, and one that takes seconds for every answer. */
#include "world.h"

#include "dice.h"

#include <string.h>

enum { DICE_SIZE = 1, DICE_HOST, DICE_SOURCE };
enum { MOST_SOURCES_OF_A_HOST = 120 };

#define START_US G_GINT64_CONSTANT(1777215600000000) // 2026-04-27T00:00+09:00

/* ---- how large ---- */

/* A few hosts have many sources, most have few. */
static void share_out(World *w)
{
    Dice d = dice_new(w->seed, DICE_SIZE, 0);
    for (guint i = 0; i < w->n_hosts; i++)
        w->hosts[i].n_sources = 1;
    for (guint left = w->n_sources - w->n_hosts; left;) {
        WorldHost *h = &w->hosts[(guint)((gdouble)w->n_hosts * pow(dice_unit(&d), 2.2))];
        if (h->n_sources >= MOST_SOURCES_OF_A_HOST)
            continue;
        h->n_sources++;
        left--;
    }
    guint32 first = 0;
    for (guint i = 0; i < w->n_hosts; i++) {
        w->hosts[i].first_source = first;
        for (guint k = 0; k < w->hosts[i].n_sources; k++)
            w->sources[first++].host = i;
    }
}

/* ---- troubles ---- */

/* A spell somewhere in the days, `from` to `to` minutes long. */
static void add_spell(const World *w, Dice *d, WorldSpell *spells, guint *n, WorldTrouble trouble,
                      gint64 from, gint64 to)
{
    if (*n == WORLD_SPELLS)
        return;
    WorldSpell *s = &spells[(*n)++];
    gint64 days_s = (w->end_us - w->start_us) / KIRI_US_PER_SECOND;
    s->trouble = trouble;
    s->from_us = w->start_us + dice_between(d, 0, days_s) * KIRI_US_PER_SECOND;
    s->to_us = s->from_us + dice_between(d, from * 60, to * 60) * KIRI_US_PER_SECOND;
    s->retry_after_s = dice_between(d, 60, 1800);
}

static void add_for_ever(WorldSpell *spells, guint *n, WorldTrouble trouble)
{
    *n = 1;
    spells[0] = (WorldSpell){0, G_MAXINT64, trouble, 0};
}

/* Chances are per week: a shorter world sees fewer. */
static void trouble_host(const World *w, WorldHost *h, Dice *d)
{
    static const WorldTrouble outages[] = {WORLD_CLOSED, WORLD_HANGING, WORLD_BROKEN};
    gdouble weeks = (gdouble)(w->end_us - w->start_us) / (gdouble)(7 * KIRI_US_PER_DAY);
    if (h->n_sources < 10 && dice_chance(d, 0.005)) {
        add_for_ever(h->spells, &h->n_spells, WORLD_CLOSED);
        return;
    }
    for (guint i = 0; i < 2; i++)
        if (dice_chance(d, 0.06 * weeks))
            add_spell(w, d, h->spells, &h->n_spells, outages[dice_between(d, 0, 2)], 20, 600);
    if (dice_chance(d, 0.06 * weeks))
        add_spell(w, d, h->spells, &h->n_spells, dice_chance(d, 0.7) ? WORLD_BUSY : WORLD_LIMITED,
                  10, 60);
}

static void trouble_source(const World *w, WorldSource *s, Dice *d)
{
    gdouble weeks = (gdouble)(w->end_us - w->start_us) / (gdouble)(7 * KIRI_US_PER_DAY);
    s->is_dead = dice_chance(d, 0.02);
    if (s->is_dead) {
        add_for_ever(s->spells, &s->n_spells, dice_chance(d, 0.8) ? WORLD_MISSING : WORLD_WRONG);
        return;
    }
    if (dice_chance(d, 0.04 * weeks))
        add_spell(w, d, s->spells, &s->n_spells, dice_chance(d, 0.6) ? WORLD_BROKEN : WORLD_WRONG,
                  30, 480);
    if (dice_chance(d, 0.02))
        s->moved_us = w->start_us + dice_between(d, 0, 5 * 24 * 60) * KIRI_US_PER_MINUTE;
}

/* ---- manners ---- */

static void make_host(const World *w, guint number)
{
    static const gint64 delays[] = {1, 2, 3, 5, 5, 10, 10, 30};
    WorldHost *h = &w->hosts[number];
    Dice d = dice_new(w->seed, DICE_HOST, number);
    gdouble ms = dice_log_between(&d, 40, 600);
    if (h->n_sources < 30 && dice_chance(&d, 0.03))
        ms = dice_log_between(&d, 2000, 9000);
    h->latency_us = (gint64)(ms * 1000);
    h->has_robots = !dice_chance(&d, 0.2);
    h->closes_members = h->has_robots && dice_chance(&d, 0.05);
    guint most = h->n_sources <= 3 ? 8 : h->n_sources < 10 ? 7 : h->n_sources < 40 ? 3 : 0;
    if (h->has_robots && most && dice_chance(&d, 0.15))
        h->crawl_delay_s = delays[dice_between(&d, 0, most - 1)];
    trouble_host(w, h, &d);
}

/* True mean gaps: a share of the sources, and from where to where in seconds. */
static gdouble choose_gap(Dice *d)
{
    static const struct {
        gdouble share, from_s, to_s;
    } classes[] = {
        {0.003, 180, 900},     // wires
        {0.011, 900, 1800},    // national dailies
        {0.036, 1800, 7200},   // their sections
        {0.200, 7200, 28800},  // regional papers, trade press
        {0.350, 28800, 86400}, // offices, weeklies
        {1.000, 86400, 5 * 86400},
    };
    gdouble u = dice_unit(d);
    gsize i = 0;
    while (i + 1 < G_N_ELEMENTS(classes) && u >= classes[i].share)
        u -= classes[i++].share;
    return dice_log_between(d, classes[i].from_s, classes[i].to_s);
}

static void choose_hints(WorldSource *s, Dice *d)
{
    static const guint ages[] = {60, 120, 300, 600, 900, 3600, 86400};
    if (s->format == WORLD_RSS && dice_chance(d, 0.2))
        s->ttl_min = dice_chance(d, 0.5)   ? (guint)CLAMP(s->gap_s / 60, 1, 1440)
                     : dice_chance(d, 0.5) ? 60
                                           : (guint)dice_between(d, 1, 1440);
    if (dice_chance(d, 0.4))
        s->max_age_s = ages[dice_between(d, 0, G_N_ELEMENTS(ages) - 1)];
    if (dice_chance(d, 0.1))
        s->update_period = dice_chance(d, 0.6) ? "hourly" : "daily";
}

static WorldValidators choose_validators(Dice *d)
{
    gdouble u = dice_unit(d);
    return u < 0.50   ? WORLD_HONEST
           : u < 0.70 ? WORLD_DATE_ONLY
           : u < 0.86 ? WORLD_NONE
           : u < 0.96 ? WORLD_RESTLESS
           : u < 0.98 ? WORLD_LYING_ETAG
                      : WORLD_LYING_DATE;
}

static void make_source(const World *w, guint number)
{
    static const guint windows[] = {10, 10, 15, 15, 20, 20, 30, 50};
    WorldSource *s = &w->sources[number];
    const WorldHost *h = &w->hosts[s->host];
    guint place = number - h->first_source;
    Dice d = dice_new(w->seed, DICE_SOURCE, number);
    gdouble u = dice_unit(&d);
    s->format = u < 0.5 ? WORLD_RSS : u < 0.7 ? WORLD_RDF : u < 0.9 ? WORLD_ATOM : WORLD_PAGE;
    s->is_union = h->n_sources >= 3 && place == h->n_sources - 1 && dice_chance(&d, 0.5);
    if (s->is_union && s->format == WORLD_PAGE)
        s->format = WORLD_RSS;
    if (h->n_sources >= 4 && place == h->n_sources - 2 && dice_chance(&d, 0.5)) {
        s->is_union = TRUE;
        s->format = WORLD_SITEMAP;
    }
    u = dice_unit(&d);
    s->dates = u < 0.93 ? WORLD_DATED : u < 0.96 ? WORLD_DAY_DATED : WORLD_UNDATED;
    s->validators = choose_validators(&d);
    s->window = windows[dice_between(&d, 0, G_N_ELEMENTS(windows) - 1)];
    if (s->format == WORLD_PAGE)
        s->window = 30;
    if (s->format == WORLD_SITEMAP)
        s->window = 200;
    s->gap_s = choose_gap(&d);
    s->profile = (guint)dice_between(&d, 0, 3); // two of four are newspapers
    s->is_batch = s->gap_s > 7200 && dice_chance(&d, 0.05);
    s->is_tracked = dice_chance(&d, 0.08);
    s->is_disallowed = h->has_robots && dice_chance(&d, 0.01);
    choose_hints(s, &d);
    trouble_source(w, s, &d);
}

World *world_new(guint64 seed, guint n_hosts, guint n_sources, gint64 days_us, gint64 tail_us)
{
    World *w = g_new0(World, 1);
    w->seed = seed;
    w->n_hosts = MIN(n_hosts, n_sources);
    /* Beyond that a host would be given more than the most. */
    w->n_sources = MIN(n_sources, w->n_hosts * MOST_SOURCES_OF_A_HOST);
    w->start_us = START_US;
    w->end_us = w->start_us + days_us;
    w->last_us = w->end_us + tail_us;
    w->hosts = g_new0(WorldHost, w->n_hosts);
    w->sources = g_new0(WorldSource, w->n_sources);
    share_out(w);
    for (guint i = 0; i < w->n_hosts; i++)
        make_host(w, i);
    for (guint i = 0; i < w->n_sources; i++)
        make_source(w, i);
    world_publish(w);
    return w;
}

void world_free(World *w)
{
    if (!w)
        return;
    for (guint i = 0; i < w->n_sources; i++)
        g_free(w->sources[i].items);
    g_free(w->hosts);
    g_free(w->sources);
    g_free(w->articles);
    g_free(w);
}

const WorldSpell *world_spell(const WorldSpell *spells, guint n, gint64 now_us)
{
    for (guint i = 0; i < n; i++)
        if (now_us >= spells[i].from_us && now_us < spells[i].to_us)
            return &spells[i];
    return NULL;
}
