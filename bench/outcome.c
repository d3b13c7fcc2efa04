// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome.h"

#include <kirinuki/hash.h>

#include <stdlib.h>
#include <string.h>

#define FAST_GAP_S 1800
#define FLEETING_US KIRI_US_PER_MINUTE
/* A list that was whole for so long before its trouble should have been read. */
#define LONG_ENOUGH_US (30 * KIRI_US_PER_MINUTE)

const char *const reason_names[N_REASONS] = {"found",    "gone",    "closed", "unnamed",
                                             "fleeting", "failure", "held",   "missed"};

/* ---- what could have been seen ---- */

/* For how long an article was named by sources that answered. */
typedef struct {
    gint64 before_us;  // until the first trouble; G_MAXINT64: there was none
    gint64 after_us;   // after the last one
    gint64 trouble_us; // length of the longest
    gint64 seen_us;    // in all
} Sight;

/* Until when the source names its k-th article. */
static gint64 named_until(const World *w, const WorldSource *s, guint k)
{
    gint64 published = w->articles[world_nth(w, s, k)].published_us, until = w->last_us;
    if (s->format == WORLD_SITEMAP)
        until = MIN(until, published + 2 * KIRI_US_PER_DAY);
    if (k + s->window < s->n_items)
        until = MIN(until, w->articles[world_nth(w, s, k + s->window)].published_us);
    return until;
}

static void cut_out(Sight *sight, const WorldSpell *spells, guint n, gint64 from, gint64 until)
{
    for (guint i = 0; i < n; i++) {
        gint64 a = MAX(spells[i].from_us, from), b = MIN(spells[i].to_us, until);
        if (a >= b)
            continue;
        sight->before_us = MIN(sight->before_us, a - from);
        sight->after_us = MIN(sight->after_us, until - b);
        sight->trouble_us = MAX(sight->trouble_us, spells[i].to_us - spells[i].from_us);
        sight->seen_us -= b - a;
    }
}

static Sight sight_of(const World *w, const WorldSource *s, guint k)
{
    const WorldHost *h = &w->hosts[s->host];
    gint64 from = w->articles[world_nth(w, s, k)].published_us, until = named_until(w, s, k);
    Sight sight = {G_MAXINT64, until - from, 0, until - from};
    cut_out(&sight, h->spells, h->n_spells, from, until);
    cut_out(&sight, s->spells, s->n_spells, from, until);
    if (s->is_disallowed)
        sight.seen_us = 0;
    return sight;
}

static Reason judge_sight(const Sight *sight)
{
    if (sight->seen_us <= 0)
        return REASON_UNNAMED;
    if (sight->seen_us < FLEETING_US)
        return REASON_FLEETING;
    gboolean has_trouble = sight->before_us != G_MAXINT64;
    if (has_trouble && sight->before_us < LONG_ENOUGH_US &&
        sight->after_us < MAX(sight->trouble_us, LONG_ENOUGH_US))
        return REASON_FAILURE;
    return REASON_MISSED;
}

/* ---- one article ---- */

/* The place of an article among those of a source: they are in one order. */
static guint place_of(const WorldSource *s, const WorldHost *h, guint32 article)
{
    guint low = 0, high = s->n_items;
    if (!s->items)
        return article - h->first_article;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (s->items[middle] < article)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static gboolean is_of_source(const World *w, guint source, guint32 article)
{
    return w->sources[source].is_union || w->articles[article].source == source;
}

static gboolean is_alive(const WorldHost *h, const WorldSource *s)
{
    return !s->is_dead && !s->is_disallowed && !(h->n_spells && h->spells[0].to_us == G_MAXINT64);
}

/* Is there a fast source that names it? */
static gboolean is_fast(const World *w, guint32 article)
{
    const WorldHost *h = &w->hosts[w->sources[w->articles[article].source].host];
    for (guint i = 0; i < h->n_sources; i++) {
        const WorldSource *s = &w->sources[h->first_source + i];
        if (s->gap_s <= FAST_GAP_S && is_of_source(w, h->first_source + i, article) &&
            is_alive(h, s))
            return TRUE;
    }
    return FALSE;
}

static Reason judge_unfound(const World *w, KiriStore *store, guint32 article)
{
    const WorldArticle *a = &w->articles[article];
    const WorldHost *h = &w->hosts[w->sources[a->source].host];
    Reason worst = REASON_UNNAMED;
    if (a->is_gone)
        return REASON_GONE;
    if (a->is_members)
        return REASON_CLOSED;
    for (guint i = 0; i < h->n_sources; i++) {
        const WorldSource *s = &w->sources[h->first_source + i];
        if (!is_of_source(w, h->first_source + i, article))
            continue;
        Sight sight = sight_of(w, s, place_of(s, h, article));
        worst = MAX(worst, judge_sight(&sight));
    }
    g_autofree char *url = world_article_url(w, article);
    g_autoptr(KiriUrlRecord) known = kiri_store_get(store, KIRI_NOUN_URL, url, NULL);
    if (worst == REASON_MISSED && known && known->state == KIRI_URL_DUE)
        for (guint i = 0; i < h->n_spells; i++)
            if (h->spells[i].to_us > a->published_us)
                return REASON_HELD;
    return worst;
}

static void add_missing(Outcome *o, const World *w, KiriStore *store, guint32 article,
                        Reason reason)
{
    const WorldArticle *a = &w->articles[article];
    const WorldSource *s = &w->sources[a->source];
    const WorldHost *h = &w->hosts[s->host];
    char time[32];
    g_autofree char *url = world_article_url(w, article);
    g_autoptr(KiriUrlRecord) known = kiri_store_get(store, KIRI_NOUN_URL, url, NULL);
    Sight sight = sight_of(w, s, place_of(s, h, article));
    kiri_time_format(kiri_time_jst(a->published_us), time);
    g_ptr_array_add(
        o->missing,
        g_strdup_printf(
            "%s: %s, published %s, source %u (gap %.0f s, window %u, in it for %" G_GINT64_FORMAT
            " s), %s",
            reason_names[reason], url, time, a->source, s->gap_s, s->window,
            sight.seen_us / KIRI_US_PER_SECOND,
            known ? kiri_url_state_names[known->state] : "not known"));
}

/* ---- figures ---- */

static int compare_doubles(const void *a, const void *b)
{
    gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;
    return x < y ? -1 : x > y;
}

static gdouble at(const GArray *sorted, gdouble share)
{
    return g_array_index(sorted, gdouble, (guint)(share * (sorted->len - 1) + 0.5));
}

static Quantiles quantiles(GArray *values)
{
    Quantiles q = {.n = values->len};
    if (!values->len)
        return q;
    qsort(values->data, values->len, sizeof(gdouble), compare_doubles);
    q.p10 = at(values, 0.1);
    q.p50 = at(values, 0.5);
    q.p90 = at(values, 0.9);
    q.p99 = at(values, 0.99);
    q.most = at(values, 1);
    return q;
}

static gboolean is_stored(KiriStore *store, const char *url)
{
    g_autoptr(KiriUrlRecord) r = kiri_store_get(store, KIRI_NOUN_URL, url, NULL);
    return r && r->article && (r->state == KIRI_URL_DONE || r->state == KIRI_URL_ALIAS) &&
           kiri_store_has(store, KIRI_NOUN_ARTICLE, r->article);
}

/* Medians of the sections, each over what it published. */
static Quantiles medians(const World *w, const gdouble *delays)
{
    g_autoptr(GArray) of_sources = g_array_new(FALSE, FALSE, sizeof(gdouble));
    g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(gdouble));
    for (guint i = 0; i < w->n_sources; i++) {
        const WorldSource *s = &w->sources[i];
        g_array_set_size(one, 0);
        for (guint k = 0; !s->is_union && k < s->n_items; k++)
            if (delays[s->items[k]] >= 0)
                g_array_append_val(one, delays[s->items[k]]);
        Quantiles q = quantiles(one);
        if (q.n)
            g_array_append_val(of_sources, q.p50);
    }
    return quantiles(of_sources);
}

typedef struct {
    GArray *fast, *slow, *all;
    gdouble *delays; // by article; -1: not judged or not found
} Delays;

static void take_article(Outcome *o, const World *w, const Referee *referee, KiriStore *store,
                         guint32 article, guint most_missing, Delays *d)
{
    gint64 found_us = referee_page_us(referee, article);
    g_autofree char *url = found_us ? world_article_url(w, article) : NULL;
    Reason reason = REASON_FOUND;
    o->published++;
    if (found_us && !is_stored(store, url)) {
        o->not_stored++;
        found_us = 0;
    }
    if (!found_us) {
        reason = judge_unfound(w, store, article);
        if (reason >= REASON_FAILURE && o->missing->len < most_missing)
            add_missing(o, w, store, article, reason);
    } else {
        gdouble delay = (gdouble)(found_us - w->articles[article].published_us) / 1e6;
        d->delays[article] = delay;
        g_array_append_val(d->all, delay);
        if (is_fast(w, article))
            g_array_append_val(d->fast, delay);
        else
            g_array_append_val(d->slow, delay);
        gint64 said[3] = {(gint64)o->digest, article, found_us};
        o->digest = kiri_hash64((KiriStr){(const char *)said, sizeof said});
    }
    o->counts[reason]++;
}

Outcome *outcome_new(const World *w, const Referee *referee, KiriStore *store, guint most_missing,
                     GError **error)
{
    Outcome *o = g_new0(Outcome, 1);
    Delays d = {g_array_new(FALSE, FALSE, sizeof(gdouble)),
                g_array_new(FALSE, FALSE, sizeof(gdouble)),
                g_array_new(FALSE, FALSE, sizeof(gdouble)), g_new(gdouble, w->n_articles + 1)};
    o->missing = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < w->n_articles; i++) {
        d.delays[i] = -1;
        if (w->articles[i].published_us >= w->start_us && w->articles[i].published_us < w->end_us)
            take_article(o, w, referee, store, i, most_missing, &d);
    }
    for (guint i = 0; i < w->n_sources; i++)
        o->n_fast_sources += w->sources[i].gap_s <= FAST_GAP_S &&
                             is_alive(&w->hosts[w->sources[i].host], &w->sources[i]);
    o->sources = medians(w, d.delays);
    o->fast = quantiles(d.fast);
    o->slow = quantiles(d.slow);
    o->all = quantiles(d.all);
    g_array_unref(d.fast);
    g_array_unref(d.slow);
    g_array_unref(d.all);
    g_free(d.delays);
    if (!kiri_store_check(store, error))
        g_clear_pointer(&o, outcome_free);
    return o;
}

void outcome_free(Outcome *o)
{
    if (!o)
        return;
    g_ptr_array_unref(o->missing);
    g_free(o);
}

gboolean outcome_is_complete(const Outcome *o)
{
    return !o->not_stored && !o->counts[REASON_MISSED];
}
