// SPDX-License-Identifier: GPL-3.0-or-later
/* From entries to due URLs.
 *
 * An entry becomes a due URL when nothing is known of its URL, it is not older
 * than the reach of the source's first poll, and its address does not look like
 * a trap. What is known already changes nothing, except that the source is noted
 * as another one that named it. */
#include "crawl_internal.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define DEFAULT_FIRST_DAYS 3
#define MOST_UNDATED_AT_FIRST 50
#define MOST_NEW_A_POLL 200
#define MOST_PATH_SEGMENTS 12
#define MOST_REPEATS 2
#define MOST_SUMMARY_BYTES 4096

KiriTime kiri_entry_time(const KiriFeedEntry *entry, gint64 now_us)
{
    /* Claims of tomorrow are as good as none; day precision may run ahead. */
    gint64 latest = now_us + KIRI_US_PER_DAY;
    if (kiri_time_is_set(entry->published) && entry->published.us <= latest)
        return entry->published;
    if (kiri_time_is_set(entry->updated) && entry->updated.us <= latest)
        return entry->updated;
    return KIRI_TIME_UNSET;
}

/* The last instant that the statement covers. */
static gint64 end_of(KiriTime t)
{
    return t.precision <= KIRI_PRECISION_DAY ? t.us + KIRI_US_PER_DAY : t.us;
}

/* /a/b/a/b/a/b and endless depth come from relative links gone wrong. */
static gboolean is_trap(const char *path)
{
    g_auto(GStrv) segments = g_strsplit(path, "/", MOST_PATH_SEGMENTS + 4);
    guint n = g_strv_length(segments);
    if (n > MOST_PATH_SEGMENTS + 1)
        return TRUE;
    for (guint i = 0; i < n; i++) {
        guint same = 0;
        for (guint k = i; k < n; k++)
            same += *segments[i] && strcmp(segments[i], segments[k]) == 0;
        if (same > MOST_REPEATS)
            return TRUE;
    }
    return FALSE;
}

static char *cut_dup(const char *s, gsize most)
{
    if (!s || strlen(s) <= most)
        return g_strdup(s);
    const char *end = s + most;
    while (end > s && ((guint8)*end & 0xc0) == 0x80)
        end--;
    return g_strndup(s, (gsize)(end - s));
}

/* An entry with what was worked out about it. */
typedef struct {
    const KiriFeedEntry *entry;
    char *url; // canonical
    KiriTime time;
    guint place; // in the feed
} Candidate;

static void candidate_free(gpointer p)
{
    Candidate *x = p;
    g_free(x->url);
    g_free(x);
}

/* Newest first; undated ones behind, in the order of the feed. */
static gint compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *x = *(Candidate *const *)a, *y = *(Candidate *const *)b;
    gboolean has_x = kiri_time_is_set(x->time), has_y = kiri_time_is_set(y->time);
    if (has_x != has_y)
        return has_x ? -1 : 1;
    if (has_x && x->time.us != y->time.us)
        return x->time.us > y->time.us ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static GPtrArray *list_candidates(KiriCrawler *c, const KiriPoll *poll)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(candidate_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(KiriUrl) own = kiri_url_parse(kiri_str(poll->source->url), NULL);
    g_autofree char *site = own && own->host ? kiri_url_registrable_domain(own->host) : NULL;
    for (guint i = 0; i < poll->entries->len; i++) {
        const KiriFeedEntry *entry = poll->entries->pdata[i];
        g_autofree char *url = entry->link ? kiri_url_canonical(kiri_str(entry->link), NULL) : NULL;
        g_autoptr(KiriUrl) parsed = url ? kiri_url_parse(kiri_str(url), NULL) : NULL;
        if (!parsed || is_trap(parsed->path) || g_hash_table_contains(seen, url) ||
            kiri_crawler_refuses(c, url))
            continue;
        g_autofree char *other = kiri_url_registrable_domain(parsed->host);
        if (poll->is_sitemap && g_strcmp0(site, other) != 0)
            continue;
        Candidate *x = g_new0(Candidate, 1);
        x->entry = entry;
        x->time = kiri_entry_time(entry, kiri_crawler_now_us(c));
        x->place = i;
        x->url = g_steal_pointer(&url);
        g_hash_table_add(seen, x->url);
        g_ptr_array_add(list, x);
    }
    g_ptr_array_sort(list, compare_candidates);
    return list;
}

/* The URL is known: note the source as one more that named it. */
static void name_known(KiriCrawler *c, KiriUrlRecord *record, const char *source)
{
    if (g_strcmp0(record->source, source) == 0 || kiri_strv_has(record->more_sources, source))
        return;
    if (record->article) {
        kiri_intake_add_source(c->intake, record->article, source);
    } else if (record->state == KIRI_URL_DUE) {
        KiriTask *task = g_hash_table_lookup(c->pages, record->url);
        kiri_strv_add(&record->more_sources, source);
        kiri_intake_put_url(c->intake, record);
        if (task && !kiri_strv_has(task->record->more_sources, source))
            kiri_strv_add(&task->record->more_sources, source);
    }
}

static KiriUrlRecord *new_record(const KiriCrawler *c, const KiriPoll *poll, const Candidate *x)
{
    const KiriFeedEntry *e = x->entry;
    KiriUrlRecord *r = kiri_url_record_new();
    r->url = g_strdup(x->url);
    r->state = KIRI_URL_DUE;
    r->source = g_strdup(poll->source->id);
    r->found = r->due = kiri_time_jst(kiri_crawler_now_us(c));
    r->hint_title = cut_dup(e->title, KIRI_LIMIT_TITLE_BYTES);
    r->hint_summary = cut_dup(e->summary ? e->summary : e->content, MOST_SUMMARY_BYTES);
    r->hint_authors = e->authors ? g_strdupv(e->authors) : NULL;
    r->hint_categories = e->categories ? g_strdupv(e->categories) : NULL;
    r->hint_published = e->published;
    r->hint_updated = e->updated;
    return r;
}

/* Feeds that give all entries one and the same time say nothing by it. */
static void forget_equal_times(GPtrArray *list)
{
    const Candidate *first = list->len ? list->pdata[0] : NULL;
    for (guint i = 0; i < list->len; i++) {
        const Candidate *x = list->pdata[i];
        if (list->len < 3 || !kiri_time_is_set(x->time) || x->time.us != first->time.us ||
            x->time.precision <= KIRI_PRECISION_DAY)
            return;
    }
    for (guint i = 0; i < list->len; i++)
        ((Candidate *)list->pdata[i])->time = KIRI_TIME_UNSET;
}

/* Which entries a poll takes. */
typedef struct {
    gboolean is_first;
    gint64 oldest_us; // what ended before is not taken
    gint64 floor_us;  // what ended before would never be taken by a later poll either
    guint n_undated;
} Reach;

static Reach reach_of(KiriCrawler *c, const KiriSource *source)
{
    gint64 now = kiri_crawler_now_us(c);
    guint days = c->o->first_poll_days ? c->o->first_poll_days : DEFAULT_FIRST_DAYS;
    Reach reach = {.is_first = !kiri_time_is_set(source->last_success)};
    reach.floor_us = MIN(source->added.us, now) - (gint64)days * KIRI_US_PER_DAY;
    reach.oldest_us = reach.is_first ? now - (gint64)days * KIRI_US_PER_DAY : reach.floor_us;
    return reach;
}

/* Was this unknown entry there before the source was followed? Such ones are put
 * on record where a later poll would take them for new. */
static gboolean is_from_before(Reach *reach, const Candidate *x, gboolean *needs_record)
{
    gboolean is_dated = kiri_time_is_set(x->time);
    *needs_record = FALSE;
    if (is_dated && end_of(x->time) < reach->oldest_us) {
        *needs_record = reach->is_first && end_of(x->time) >= reach->floor_us;
        return TRUE;
    }
    *needs_record = reach->is_first && !is_dated && ++reach->n_undated > MOST_UNDATED_AT_FIRST;
    return *needs_record;
}

guint kiri_poll_take_entries(KiriCrawler *c, KiriPoll *poll)
{
    KiriSource *source = poll->source;
    gint64 now = kiri_crawler_now_us(c);
    guint n_new = 0;
    gboolean needs_record;
    if (!kiri_time_is_set(source->added))
        source->added = kiri_time_jst(now);
    Reach reach = reach_of(c, source);
    g_autoptr(GPtrArray) list = list_candidates(c, poll);
    forget_equal_times(list);
    for (guint i = 0; i < list->len; i++) {
        const Candidate *x = list->pdata[i];
        if (kiri_time_is_set(x->time) && x->time.us <= now && x->time.us > source->newest_entry.us)
            source->newest_entry = x->time;
        g_autoptr(KiriUrlRecord) known = kiri_intake_get_url(c->intake, x->url);
        if (known) {
            name_known(c, known, source->id);
            continue;
        }
        gboolean is_old = is_from_before(&reach, x, &needs_record);
        if (is_old && !needs_record)
            continue;
        if (!reach.is_first && n_new >= MOST_NEW_A_POLL)
            break; // the rest is taken next time, if it is still there
        g_autoptr(KiriUrlRecord) record = new_record(c, poll, x);
        if (is_old) {
            record->state = KIRI_URL_REFUSED;
            record->due = KIRI_TIME_UNSET;
            record->reason = g_strdup(_("was there before the source was followed"));
        }
        kiri_intake_put_url(c->intake, record);
        if (is_old)
            continue;
        kiri_crawler_offer_page(c, record);
        n_new++;
    }
    return n_new;
}
