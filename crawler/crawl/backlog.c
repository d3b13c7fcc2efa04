// SPDX-License-Identifier: GPL-3.0-or-later
/* Page URLs that are due, taken from the store as there is room for them.
 *
 * Memory holds a bounded number of page tasks in all, and of each host: one with
 * ten thousand pages to fetch must not crowd out the others, and the first poll of
 * everything must not fill the memory. What is left out stays due in the store.
 *
 *   all due URLs, oldest first
 *   ├──────────── backlog ─────────────┤├─ recent ─┤ now      (future)
 *   ▲ cursor: looked through in portions             ▲
 *     while something was left out          looked at whole every ten seconds
 *
 * The look at what became due since the last one is short. The backlog is walked
 * through only when URLs were left out and there is room again, after a reload, and
 * every hour in case a row was put into the past: a walk over rows that were deleted
 * lately is dear. A due time that lies further ahead
 * than any we write comes from a clock that was wrong: it counts as due. */
#include "crawl_internal.h"

#include <kirinuki/limits.h>

#include <string.h>

#define LEAST_PAGES_PER_HOST 4
#define MOST_PAGES_AT_REST 2 // of a host that wants a request in five minutes or fewer
#define ROWS_PER_LOOK 20000
#define LOOK_US (10 * KIRI_US_PER_SECOND)
#define WHOLE_LOOK_US KIRI_US_PER_HOUR
#define OVERLAP_US KIRI_US_PER_MINUTE // a row may be committed that long after its time
#define URGENT_LOOK_US KIRI_US_PER_SECOND
#define NEVER_SO_LATE_US (62 * KIRI_US_PER_DAY)

static gint64 monotonic(const KiriCrawler *c)
{
    return kiri_clock_monotonic_us(c->o->clock);
}

/* The host in a canonical address, where it begins and how long it is. */
static const char *host_in(const char *url, gsize *n)
{
    const char *host = strstr(url, "://");
    if (!host)
        return NULL;
    host += 3;
    gsize end = strcspn(host, "/?#"), i = end;
    while (i && g_ascii_isdigit(host[i - 1]))
        i--;
    *n = i && i < end && host[i - 1] == ':' ? i - 1 : end;
    return host;
}

/* The more hosts there are, the fewer pages of each: so that all find room. */
static gint most_of_host(const KiriCrawler *c, const KiriLane *lane)
{
    gsize hosts = MAX(kiri_politeness_n_lanes(c->politeness), 1);
    gsize share =
        CLAMP(KIRI_LIMIT_PAGES_WAITING / 2 / hosts, LEAST_PAGES_PER_HOST, KIRI_LIMIT_PAGES_OF_HOST);
    return lane->rest_us ? MOST_PAGES_AT_REST : (gint)share;
}

typedef enum { ROOM, NO_ROOM_AT_HOST, NO_ROOM } Room;

static Room room_for(KiriCrawler *c, const char *url)
{
    gsize n = 0;
    const char *host = host_in(url, &n);
    if (g_hash_table_size(c->pages) >= KIRI_LIMIT_PAGES_WAITING) {
        c->backlog.is_full = c->backlog.has_more = TRUE;
        return NO_ROOM;
    }
    KiriLane *lane = host ? kiri_politeness_find(c->politeness, host, n) : NULL;
    if (!lane || g_sequence_get_length(lane->pages) < most_of_host(c, lane))
        return ROOM;
    lane->has_more = c->backlog.left_out = c->backlog.has_more = TRUE;
    return NO_ROOM_AT_HOST;
}

/* Is it for another pass? */
static gboolean is_for_later(const KiriCrawler *c, const char *url)
{
    gsize n = 0;
    const char *host = host_in(url, &n);
    const KiriLane *lane = host ? kiri_politeness_find(c->politeness, host, n) : NULL;
    return lane && !lane->requests_left;
}

void kiri_backlog_reload(KiriCrawler *c)
{
    KiriBacklog *b = &c->backlog;
    g_clear_pointer(&b->cursor_url, g_free);
    b->cursor_us = G_MININT64;
    b->has_more = b->is_urgent = TRUE;
}

void kiri_crawler_offer_page(KiriCrawler *c, const KiriUrlRecord *record)
{
    if (room_for(c, record->url) == ROOM)
        kiri_page_begin(c, record);
}

void kiri_backlog_note_room(KiriCrawler *c, KiriLane *lane)
{
    KiriBacklog *b = &c->backlog;
    if (lane->has_more && g_sequence_get_length(lane->pages) <= most_of_host(c, lane) / 2)
        b->is_urgent = TRUE;
    if (b->is_full && g_hash_table_size(c->pages) <= KIRI_LIMIT_PAGES_WAITING / 2) {
        b->is_urgent = TRUE;
        b->is_full = FALSE;
    }
}

/* ---- looks ---- */

typedef struct {
    KiriCrawler *c;
    guint rows;
    gboolean is_cut; // it ended before the last row
    gint64 due_us;   // of the row at which it ended
    char *url;
} Look;

static gboolean has_pass_ended(const KiriCrawler *c)
{
    return !c->o->is_continuous && c->pages_begun >= c->max_pages;
}

static gboolean end_look(Look *look, const char *url, gint64 due_us)
{
    look->is_cut = TRUE;
    look->due_us = due_us;
    look->url = g_strdup(url);
    return FALSE;
}

static gboolean take_row(const char *url, gint64 due_us, gpointer data)
{
    Look *look = data;
    KiriCrawler *c = look->c;
    if (++look->rows > ROWS_PER_LOOK) {
        c->backlog.is_urgent = TRUE; // there is more at once
        return end_look(look, url, due_us);
    }
    if (g_hash_table_contains(c->pages, url) || is_for_later(c, url))
        return TRUE;
    Room room = room_for(c, url);
    if (room == NO_ROOM)
        return end_look(look, url, due_us);
    if (room == NO_ROOM_AT_HOST)
        return TRUE;
    /* What the batch under way decided counts. */
    g_autoptr(KiriUrlRecord) record = kiri_intake_get_url(c->intake, url);
    if (record && kiri_time_is_set(record->due) && record->due.us == due_us &&
        kiri_crawler_is_selected(c, record->source))
        kiri_page_begin(c, record);
    return TRUE;
}

/* FALSE: it was cut off, and the rest belongs to the backlog. */
static gboolean look_between(KiriCrawler *c, gint64 from_us, const char *from_url, gint64 to_us,
                             Look *look)
{
    *look = (Look){.c = c};
    kiri_store_each_due(c->store, from_us, from_url, to_us, take_row, look);
    return !look->is_cut;
}

static void clear_has_more(KiriLane *lane, gpointer data)
{
    (void)data;
    lane->has_more = FALSE;
}

/* One portion of the backlog, from the cursor on. */
static void look_at_backlog(KiriCrawler *c, gint64 now)
{
    KiriBacklog *b = &c->backlog;
    Look look;
    if (!b->cursor_url) {
        b->began_us = monotonic(c);
        b->left_out = FALSE;
        kiri_politeness_each(c->politeness, clear_has_more, NULL);
    }
    gboolean is_whole = look_between(c, b->cursor_us, b->cursor_url, now + 1, &look);
    g_free(b->cursor_url);
    b->cursor_url = look.url;
    b->cursor_us = look.due_us;
    if (is_whole) {
        b->cursor_us = G_MININT64;
        look_between(c, now + NEVER_SO_LATE_US, NULL, G_MAXINT64, &look);
        g_free(look.url);
    }
    b->has_more = !is_whole || b->left_out;
}

/* With short pauses a host is soon through with what is in memory. */
static gint64 urgent_look_us(const KiriCrawler *c)
{
    return MIN(URGENT_LOOK_US, kiri_crawler_own_gap_us(c) * LEAST_PAGES_PER_HOST / 2);
}

gint64 kiri_backlog_wait_us(const KiriCrawler *c)
{
    const KiriBacklog *b = &c->backlog;
    if (has_pass_ended(c))
        return G_MAXINT64;
    if (b->looked_us == G_MININT64 || (b->has_more && !g_hash_table_size(c->pages)))
        return 0;
    if (!c->o->is_continuous && !b->has_more)
        return G_MAXINT64;
    gint64 wait = b->has_more && b->is_urgent ? urgent_look_us(c) : LOOK_US;
    return MAX(b->looked_us + wait - monotonic(c), 0);
}

gboolean kiri_backlog_look(KiriCrawler *c, GError **error)
{
    KiriBacklog *b = &c->backlog;
    if (has_pass_ended(c)) {
        b->has_more = FALSE;
        return TRUE;
    }
    if (kiri_backlog_wait_us(c) > 0)
        return TRUE;
    gint64 now = kiri_crawler_now_us(c);
    gboolean is_first = b->looked_us == G_MININT64 || now < b->recent_us;
    gboolean is_wanted = is_first || monotonic(c) - b->began_us >= WHOLE_LOOK_US ||
                         (b->has_more && (b->is_urgent || !g_hash_table_size(c->pages)));
    /* What was left out may still be in the batch, where no look would see it. */
    if (is_wanted && !kiri_crawler_commit(c, error))
        return FALSE;
    b->is_urgent = FALSE;
    if (!is_first && c->o->is_continuous) {
        Look look;
        look_between(c, b->recent_us, NULL, now + 1, &look);
        b->has_more |= look.is_cut;
        g_free(look.url);
    }
    b->recent_us = now - OVERLAP_US;
    if (is_wanted)
        look_at_backlog(c, now);
    b->looked_us = monotonic(c);
    return TRUE;
}
