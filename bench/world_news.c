// SPDX-License-Identifier: GPL-3.0-or-later
/* When what is published.
 *
 * Each section is a renewal process on a clock of its own that runs fast when its
 * newsroom works and slowly when it sleeps: by weekday and hour, with holidays.
 * Gaps are of two kinds, long ones and those of a burst, so that they have a heavier
 * tail and more clusters than a Poisson process. Some sections publish several
 * pieces at one moment. Profiles are scaled so that the mean gap of an ordinary
 * week is what the section says. */
#include "world.h"

#include "dice.h"

#include <stdlib.h>

enum { DICE_NEWS = 11 };
enum { HISTORY_DAYS = 10, MOST_OF_A_BATCH = 7, HOURS = 24 };

#define BURST_CHANCE 0.22
#define BURST_GAP 0.03 // of the mean
#define BATCH_SIZE 4   // pieces of a section that publishes several at once, mean

/* Work done in each hour, hundredths; and on Saturday, Sunday, holiday, in
 * hundredths of a weekday. */
typedef struct {
    guint8 hours[HOURS];
    guint8 saturday, sunday, holiday;
} Profile;

static const Profile profiles[] = {
    /* a newspaper: the morning edition goes up at five, the evening one at three */
    {{35,  25,  15,  15,  40,  120, 110, 100, 100, 120, 130, 130,
      120, 120, 130, 150, 150, 160, 150, 120, 110, 90,  70,  50},
     60,
     50,
     55},
    {{35,  25,  15,  15,  40,  120, 110, 100, 100, 120, 130, 130,
      120, 120, 130, 150, 150, 160, 150, 120, 110, 90,  70,  50},
     60,
     50,
     55},
    /* an office or a company: nine to six */
    {{2,   1,   1,   1,   1,   3,   5,  20, 60, 150, 220, 200,
      150, 180, 220, 200, 180, 160, 80, 30, 15, 10,  5,   3},
     12,
     8,
     8},
    /* a wire or a portal: round the clock */
    {{60,  50,  45,  45,  55,  80,  100, 110, 110, 120, 120, 120,
      115, 115, 120, 125, 125, 130, 125, 115, 105, 95,  85,  70},
     80,
     75,
     75},
};

/* Public holidays of the weeks around, as days from the start: 29 April, and the
 * row from 3 to 6 May. */
static gboolean is_holiday(gint64 day)
{
    return day == 2 || (day >= 6 && day <= 9);
}

static gdouble day_share(const Profile *p, gint64 day)
{
    gint64 weekday = ((day % 7) + 7) % 7; // 0: Monday
    guint percent = weekday == 6      ? p->sunday
                    : is_holiday(day) ? p->holiday
                    : weekday == 5    ? p->saturday
                                      : 100;
    return percent / 100.0;
}

/* How fast the section's clock runs in the hour, mean 1 over an ordinary week. */
static gdouble speed(const World *w, const Profile *p, gint64 us)
{
    gint64 since = us - w->start_us + 70 * KIRI_US_PER_DAY;
    gint64 day = since / KIRI_US_PER_DAY - 70;
    guint sum = 0;
    for (guint i = 0; i < HOURS; i++)
        sum += p->hours[i];
    gdouble week = (5 + p->saturday / 100.0 + p->sunday / 100.0) / 7;
    guint hour = (guint)(since % KIRI_US_PER_DAY / KIRI_US_PER_HOUR);
    return p->hours[hour] * (gdouble)HOURS / sum * day_share(p, day) / week;
}

/* The moment when the section's clock, at `us` now, has gone on by `gap_s`. */
static gint64 go_on(const World *w, const Profile *p, gint64 us, gdouble gap_s)
{
    while (us < w->last_us) {
        gint64 next_hour = us - (us % KIRI_US_PER_HOUR) + KIRI_US_PER_HOUR;
        gdouble rate = speed(w, p, us);
        gdouble left_s = (gdouble)(next_hour - us) / 1e6;
        if (rate * left_s > gap_s)
            return us + (gint64)(gap_s / rate * 1e6);
        gap_s -= rate * left_s;
        us = next_hour;
    }
    return us;
}

static gdouble next_gap_s(const WorldSource *s, Dice *d)
{
    if (s->is_batch)
        return s->gap_s * BATCH_SIZE * dice_wait(d);
    if (dice_chance(d, BURST_CHANCE))
        return s->gap_s * BURST_GAP * dice_wait(d);
    return s->gap_s * (1 - BURST_CHANCE * BURST_GAP) / (1 - BURST_CHANCE) * dice_wait(d);
}

static void publish_section(const World *w, guint number, GArray *out)
{
    const WorldSource *s = &w->sources[number];
    const WorldHost *h = &w->hosts[s->host];
    const Profile *p = &profiles[s->profile];
    Dice d = dice_new(w->seed, DICE_NEWS, number);
    gint64 us = w->start_us - HISTORY_DAYS * KIRI_US_PER_DAY;
    for (;;) {
        us = go_on(w, p, us, next_gap_s(s, &d));
        if (us >= w->last_us)
            return;
        gint64 n = s->is_batch ? dice_between(&d, 1, MOST_OF_A_BATCH) : 1;
        for (gint64 i = 0; i < n; i++) {
            WorldArticle a = {.published_us = us - us % KIRI_US_PER_SECOND, .source = number};
            a.is_members = h->closes_members && dice_chance(&d, 0.1) ? 1 : 0;
            a.is_gone = dice_chance(&d, 0.002) ? 1 : 0;
            a.is_late = dice_chance(&d, 0.005) ? 1 : 0;
            g_array_append_val(out, a);
        }
    }
}

static int compare_articles(const void *a, const void *b)
{
    const WorldArticle *x = a, *y = b;
    if (x->published_us != y->published_us)
        return x->published_us < y->published_us ? -1 : 1;
    return x->source < y->source ? -1 : x->source > y->source;
}

/* Gives the articles of a host to its sections. */
static void hand_out(const World *w, const WorldHost *h)
{
    for (guint i = 0; i < h->n_articles; i++)
        w->sources[w->articles[h->first_article + i].source].n_items++;
    for (guint i = 0; i < h->n_sources; i++) {
        WorldSource *s = &w->sources[h->first_source + i];
        s->items = s->is_union ? NULL : g_new(guint32, s->n_items + 1);
        s->n_items = s->is_union ? h->n_articles : 0;
    }
    for (guint i = 0; i < h->n_articles; i++) {
        WorldSource *s = &w->sources[w->articles[h->first_article + i].source];
        s->items[s->n_items++] = h->first_article + i;
    }
}

/* A source that names everything has the gap of all of it. */
static void set_union_gaps(const World *w, const WorldHost *h)
{
    gdouble rate = 0;
    for (guint i = 0; i < h->n_sources; i++) {
        const WorldSource *s = &w->sources[h->first_source + i];
        rate += s->is_union ? 0 : 1 / s->gap_s;
    }
    for (guint i = 0; i < h->n_sources; i++) {
        WorldSource *s = &w->sources[h->first_source + i];
        if (!s->is_union)
            continue;
        s->gap_s = 1 / rate;
        /* Nobody makes a list of everything that lasts for minutes. */
        while (s->window < 100 && s->window * s->gap_s < 3600)
            s->window *= 2;
    }
}

void world_publish(World *w)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(WorldArticle));
    for (guint i = 0; i < w->n_hosts; i++) {
        WorldHost *h = &w->hosts[i];
        h->first_article = all->len;
        for (guint k = 0; k < h->n_sources; k++)
            if (!w->sources[h->first_source + k].is_union)
                publish_section(w, h->first_source + k, all);
        h->n_articles = all->len - h->first_article;
        if (h->n_articles)
            qsort(&g_array_index(all, WorldArticle, h->first_article), h->n_articles,
                  sizeof(WorldArticle), compare_articles);
    }
    w->n_articles = all->len;
    w->articles = (WorldArticle *)(gpointer)g_array_free(g_steal_pointer(&all), FALSE);
    for (guint i = 0; i < w->n_hosts; i++) {
        hand_out(w, &w->hosts[i]);
        set_union_gaps(w, &w->hosts[i]);
    }
}

guint32 world_nth(const World *w, const WorldSource *s, guint k)
{
    return s->items ? s->items[k] : w->hosts[s->host].first_article + k;
}

guint world_n_published(const World *w, const WorldSource *s, gint64 now_us)
{
    guint low = 0, high = s->n_items;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (w->articles[world_nth(w, s, middle)].published_us <= now_us)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

guint world_first_named(const World *w, const WorldSource *s, guint n, gint64 now_us)
{
    guint first = n > s->window ? n - s->window : 0;
    if (s->format != WORLD_SITEMAP)
        return first;
    return MAX(first, world_n_published(w, s, now_us - 2 * KIRI_US_PER_DAY));
}
