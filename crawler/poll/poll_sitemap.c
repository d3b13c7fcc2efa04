// SPDX-License-Identifier: GPL-3.0-or-later
/* Sitemap indexes. A poll reads the newest children, since old ones hardly change
 * and a large index has hundreds. Where the index gives no dates nobody knows which
 * those are: the first few by name are read each time and the others in turn, a
 * portion a poll. What such a child holds without a date when it is read first was
 * there before and is no news. Where a person wishes for older entries, each
 * poll reads a portion of the older children too, from the newest back, until all
 * that may reach back so far have been read. */
#include "poll_internal.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define MOST_CHILDREN 10
/* Of those without dates, where there are more. */
#define FIRST_CHILDREN 5
#define CHILDREN_IN_TURN 5
#define MOST_TRIES 4 // of a portion with a child that could not be had
#define BACKFILL_CHILDREN 20
/* Entries that one poll holds in memory. */
#define MOST_ENTRIES 100000

static gboolean is_digit(const char *s)
{
    return s && g_ascii_isdigit(*s);
}

/* Digits that are one number, and where they end. */
static gsize number_at(const char **s)
{
    *s += strspn(*s, "0");
    return strspn(*s, "0123456789");
}

/* Text with numbers in it by their value: "post-9" before "post-10". */
static gint compare_names(const char *a, const char *b)
{
    while (a && b && *a && *b) {
        if (is_digit(a) && is_digit(b)) {
            gsize n = number_at(&a), m = number_at(&b);
            gint order = n != m ? (n < m ? -1 : 1) : strncmp(a, b, n);
            if (order)
                return order;
            a += n;
            b += m;
        } else if (*a != *b) {
            return (guchar)*a < (guchar)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return g_strcmp0(a, b);
}

static gint compare_children(gconstpointer a, gconstpointer b)
{
    const KiriFeedEntry *x = *(KiriFeedEntry *const *)a, *y = *(KiriFeedEntry *const *)b;
    if (x->updated.us != y->updated.us)
        return x->updated.us > y->updated.us ? -1 : 1;
    /* Names of undated sitemaps mostly count or date: the last is the newest. */
    gint order = compare_names(y->link, x->link);
    return order ? order : g_strcmp0(y->link, x->link);
}

/* Children of the index's own site, the newest first. */
static GPtrArray *children_of(const KiriTask *task, const KiriFeed *feed)
{
    GPtrArray *children = g_ptr_array_new();
    g_autoptr(KiriUrl) own = kiri_url_parse(kiri_str(task->url), NULL);
    g_autofree char *site = kiri_url_registrable_domain(own->host);
    for (guint i = 0; feed->entries && i < feed->entries->len; i++) {
        const KiriFeedEntry *child = feed->entries->pdata[i];
        g_autoptr(KiriUrl) url = child->link ? kiri_url_parse(kiri_str(child->link), NULL) : NULL;
        g_autofree char *other =
            url && kiri_url_is_http(url) ? kiri_url_registrable_domain(url->host) : NULL;
        if (other && strcmp(other, site) == 0)
            g_ptr_array_add(children, feed->entries->pdata[i]);
    }
    g_ptr_array_sort(children, compare_children);
    return children;
}

static gboolean is_dated(const KiriFeedEntry *child)
{
    return kiri_time_is_set(child->updated);
}

static gboolean reaches(const KiriFeedEntry *child, gint64 from_us)
{
    return !is_dated(child) || kiri_time_end_us(child->updated) >= from_us;
}

/* The portion of the undated children whose turn it is. The lowest names come
 * first, so that a new child moves nobody's place. */
static void take_in_turn(KiriCrawler *c, const KiriTask *task, const GPtrArray *rest)
{
    KiriPoll *poll = task->poll;
    gint64 kept = poll->source->children_at;
    gboolean is_first_round = kept >= 0;
    gint64 begin = is_first_round ? kept : -1 - kept;
    gint64 end = MIN(begin + CHILDREN_IN_TURN, (gint64)rest->len);
    for (gint64 i = begin; i < end; i++) {
        const KiriFeedEntry *child = rest->pdata[rest->len - 1 - (guint)i];
        kiri_poll_request(c, poll, child->link, task->depth + 1, is_first_round);
    }
    if (end >= rest->len)
        poll->next_child = -1; // and from the beginning
    else
        poll->next_child = is_first_round ? end : -1 - end;
}

/* Takes the undated children out of a long list: the first few are read, and of
 * the others a portion. */
static void take_undated(KiriCrawler *c, const KiriTask *task, GPtrArray *children)
{
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    guint n_dated = 0;
    while (n_dated < children->len && is_dated(children->pdata[n_dated]))
        n_dated++;
    for (guint i = n_dated; i < children->len; i++) {
        const KiriFeedEntry *child = children->pdata[i];
        if (i - n_dated < FIRST_CHILDREN)
            kiri_poll_request(c, task->poll, child->link, task->depth + 1, FALSE);
        else
            g_ptr_array_add(rest, children->pdata[i]);
    }
    g_ptr_array_set_size(children, (gint)n_dated);
    if (rest->len)
        take_in_turn(c, task, rest);
}

void kiri_poll_take_children(KiriCrawler *c, KiriTask *task, const KiriFeed *feed)
{
    KiriPoll *poll = task->poll;
    const KiriSource *source = poll->source;
    if (task->depth + 1 > KIRI_LIMIT_SITEMAP_DEPTH)
        return;
    g_autoptr(GPtrArray) children = children_of(task, feed);
    gint64 cutoff = kiri_time_is_set(source->last_success)
                        ? source->last_success.us - KIRI_US_PER_DAY
                        : G_MININT64;
    gboolean is_backfill = kiri_time_is_set(source->backfill_from);
    gint64 n_older = 0;
    /* An index within an index has no place of its own to be kept, and a wish for
     * older entries has all of them read. */
    if (!task->depth && !is_backfill && children->len > MOST_CHILDREN)
        take_undated(c, task, children);
    for (guint i = 0; i < children->len; i++) {
        const KiriFeedEntry *child = children->pdata[i];
        gboolean is_asked = i < MOST_CHILDREN && reaches(child, cutoff);
        if (!is_asked && is_backfill && reaches(child, source->backfill_from.us)) {
            is_asked = task->depth ? n_older < BACKFILL_CHILDREN
                                   : n_older >= source->backfill_at &&
                                         n_older < source->backfill_at + BACKFILL_CHILDREN;
            poll->has_older |= !task->depth && n_older >= source->backfill_at + BACKFILL_CHILDREN;
            n_older++;
        }
        if (is_dated(child)) // so far back does the archive go
            poll->oldest_us = MIN(poll->oldest_us, child->updated.us);
        if (is_asked)
            kiri_poll_request(c, poll, child->link, task->depth + 1, task->is_first_look);
    }
}

void kiri_poll_move_entries(KiriCrawler *c, const KiriTask *task, KiriFeed *feed)
{
    KiriPoll *poll = task->poll;
    KiriReach reach = kiri_poll_reach(c, poll->source);
    gint64 now = kiri_crawler_now_us(c);
    for (guint i = 0; feed->entries && i < feed->entries->len; i++) {
        KiriFeedEntry *entry = feed->entries->pdata[i];
        KiriTime t = kiri_entry_time(entry, now);
        if (kiri_time_is_set(t))
            poll->oldest_us = MIN(poll->oldest_us, t.us);
        if ((poll->is_sitemap && kiri_time_is_set(t) &&
             kiri_time_end_us(t) < MIN(reach.oldest_us, reach.floor_us)) ||
            poll->entries->len >= MOST_ENTRIES)
            continue;
        feed->entries->pdata[i] = NULL; // the entry moves over
        g_ptr_array_add(poll->entries, entry);
        if (task->is_first_look && !poll->standing)
            poll->standing = g_hash_table_new(NULL, NULL);
        if (task->is_first_look)
            g_hash_table_add(poll->standing, entry);
    }
}

void kiri_poll_advance_children(KiriPoll *poll)
{
    KiriSource *source = poll->source;
    if (!poll->has_child_to_retry || source->polls % MOST_TRIES == 0)
        source->children_at = poll->next_child;
}

void kiri_poll_advance_backfill(KiriPoll *poll)
{
    KiriSource *source = poll->source;
    if (poll->is_cut)
        return; // the same portion again: there is more in it
    if (poll->has_older) {
        source->backfill_at += BACKFILL_CHILDREN;
        return;
    }
    source->backfill_at = KIRI_BACKFILL_DONE;
    gint64 from = MAX(source->backfill_from.us, poll->oldest_us);
    if (!kiri_time_is_set(source->covered_from) || from < source->covered_from.us)
        source->covered_from = kiri_time_jst(MIN(from, source->last_success.us));
}
