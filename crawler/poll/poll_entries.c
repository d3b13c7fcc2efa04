// SPDX-License-Identifier: GPL-3.0-or-later
/* From entries to due URLs.
 *
 * An entry becomes a due URL when nothing is known of its URL, it is not older
 * than the reach of the source's first poll (or than what a person wishes for),
 * and its address does not look like a trap. What a feed shows for the first time
 * at a later poll is news whatever its date says: years are wrong, and articles
 * are given the date of the event. So that this can be told, the first poll of a
 * feed puts on record what it does not take. What is known already is no news
 * (poll_known.c). What the source named for the first time teaches its rhythm,
 * whether other sources named it before or not. */
#include "poll_internal.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/url_form.h>

#include <string.h>

#define DEFAULT_FIRST_DAYS 3
#define MOST_UNDATED_AT_FIRST 50
#define MOST_NEW_AT_FIRST 1000
#define MOST_OLDER_A_POLL 2000  // that a person wishes for
#define MOST_MISDATED_A_POLL 20 // more of them, and the feed shows its archive
#define MOST_PATH_SEGMENTS 12
#define MOST_REPEATS 2
#define MOST_ID_BYTES 1024
#define LATE_US (2 * KIRI_US_PER_DAY) // older news teach nothing of the rhythm

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

gint64 kiri_time_end_us(KiriTime t)
{
    return t.precision <= KIRI_PRECISION_DAY ? t.us + KIRI_US_PER_DAY : t.us;
}

static gboolean is_number(KiriStr s)
{
    gsize n = 0;
    while (n < s.n && g_ascii_isdigit(s.p[n]))
        n++;
    return s.n && n == s.n;
}

/* /a/b/a/b/a/b and endless depth come from relative links gone wrong. Numbers may
 * be the same by chance: /2026/04/04/04/ is the fourth article of a day. */
static gboolean is_trap(const char *path)
{
    KiriStr segments[MOST_PATH_SEGMENTS + 1];
    guint n = 0;
    for (const char *p = path;; p++) {
        gsize length = strcspn(p, "/");
        if (n == G_N_ELEMENTS(segments))
            return TRUE;
        segments[n++] = (KiriStr){p, length};
        p += length;
        if (!*p)
            break;
    }
    for (guint i = 0; i < n; i++) {
        guint same = 0;
        for (guint k = i; k < n && segments[i].n && !is_number(segments[i]); k++)
            same += kiri_str_equal(segments[i], segments[k]) ? 1 : 0;
        if (same > MOST_REPEATS)
            return TRUE;
    }
    return FALSE;
}

char *kiri_cut_dup(const char *s, gsize most)
{
    if (!s || strlen(s) <= most)
        return g_strdup(s);
    const char *end = s + most;
    while (end > s && ((guint8)*end & 0xc0) == 0x80)
        end--;
    return g_strndup(s, (gsize)(end - s));
}

static void candidate_free(gpointer p)
{
    KiriCandidate *x = p;
    g_free(x->url);
    g_free(x);
}

/* Newest first; undated ones behind, in the order of the feed. */
static gint compare_candidates(gconstpointer a, gconstpointer b)
{
    const KiriCandidate *x = *(KiriCandidate *const *)a, *y = *(KiriCandidate *const *)b;
    gboolean has_x = kiri_time_is_set(x->time), has_y = kiri_time_is_set(y->time);
    if (has_x != has_y)
        return has_x ? -1 : 1;
    if (has_x && x->time.us != y->time.us)
        return x->time.us > y->time.us ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* The address of the article that an entry leads to, NULL where it is none that
 * may be asked. (transfer full) */
static char *work_out_address(KiriCrawler *c, KiriPoll *poll, const KiriFeedEntry *entry,
                              const char *site)
{
    if (!entry->link)
        return NULL;
    KiriUrlForm form;
    g_autoptr(KiriUrl) url = kiri_url_parse_article(kiri_str(entry->link), NULL, &form);
    if (form == KIRI_URL_SEALED) {
        kiri_poll_note_problem(poll, KIRI_FAILURE_CONTENT,
                               _("links of a news search that only a browser can open were left "
                                 "out; follow the sites themselves"));
        return NULL;
    }
    if (!url || is_trap(url->path) || kiri_crawler_refuses_url(c, url))
        return NULL;
    g_autofree char *other = poll->is_sitemap ? kiri_url_registrable_domain(url->host) : NULL;
    if (poll->is_sitemap && g_strcmp0(site, other) != 0)
        return NULL;
    return g_steal_pointer(&url->href);
}

static char *address_of(KiriCrawler *c, KiriPoll *poll, const KiriFeedEntry *entry,
                        const char *site)
{
    const char *within = poll->is_sitemap ? site : NULL;
    if (entry->link && kiri_link_is_clean(c, entry->link, within))
        return g_strdup(entry->link);
    char *url = work_out_address(c, poll, entry, site);
    if (url && strcmp(url, entry->link) == 0)
        kiri_link_note_clean(c, url, within);
    return url;
}

static GPtrArray *list_candidates(KiriCrawler *c, KiriPoll *poll)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(candidate_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(KiriUrl) own = kiri_url_parse(kiri_str(poll->source->url), NULL);
    g_autofree char *site = own && own->host ? kiri_url_registrable_domain(own->host) : NULL;
    for (guint i = 0; i < poll->entries->len; i++) {
        const KiriFeedEntry *entry = poll->entries->pdata[i];
        g_autofree char *url = address_of(c, poll, entry, site);
        if (!url || g_hash_table_contains(seen, url))
            continue;
        KiriCandidate *x = g_new0(KiriCandidate, 1);
        x->entry = entry;
        x->time = kiri_entry_time(entry, kiri_crawler_now_us(c));
        x->place = i;
        x->url = g_steal_pointer(&url);
        x->is_standing = poll->standing && g_hash_table_contains(poll->standing, entry);
        g_hash_table_add(seen, x->url);
        g_ptr_array_add(list, x);
    }
    g_ptr_array_sort(list, compare_candidates);
    return list;
}

static KiriUrlRecord *new_record(const KiriCrawler *c, const KiriPoll *poll, const KiriCandidate *x)
{
    const KiriFeedEntry *e = x->entry;
    KiriUrlRecord *r = kiri_url_record_new();
    r->url = g_strdup(x->url);
    r->state = KIRI_URL_DUE;
    r->source = g_strdup(poll->source->id);
    r->found = r->due = kiri_time_jst(kiri_crawler_now_us(c));
    r->hint_title = kiri_cut_dup(e->title, KIRI_LIMIT_TITLE_BYTES);
    r->hint_summary = kiri_cut_dup(e->summary ? e->summary : e->content, KIRI_SUMMARY_BYTES);
    r->hint_authors = e->authors ? g_strdupv(e->authors) : NULL;
    r->hint_categories = e->categories ? g_strdupv(e->categories) : NULL;
    r->hint_published = e->published;
    r->hint_updated = e->updated;
    if (x->own_id && strlen(x->own_id) <= MOST_ID_BYTES)
        r->entry_id = g_strdup(x->own_id);
    return r;
}

/* Feeds that give all entries one and the same time say nothing by it. */
static void forget_equal_times(GPtrArray *list)
{
    const KiriCandidate *first = list->len ? list->pdata[0] : NULL;
    for (guint i = 0; i < list->len; i++) {
        const KiriCandidate *x = list->pdata[i];
        if (list->len < 3 || !kiri_time_is_set(x->time) || x->time.us != first->time.us ||
            x->time.precision <= KIRI_PRECISION_DAY)
            return;
    }
    for (guint i = 0; i < list->len; i++)
        ((KiriCandidate *)list->pdata[i])->time = KIRI_TIME_UNSET;
}

KiriReach kiri_poll_reach(KiriCrawler *c, const KiriSource *source)
{
    gint64 now = kiri_crawler_now_us(c);
    gint64 added = kiri_time_is_set(source->added) ? MIN(source->added.us, now) : now;
    gint64 days = c->o->first_poll_days ? c->o->first_poll_days : DEFAULT_FIRST_DAYS;
    KiriReach reach = {.is_first = !kiri_time_is_set(source->last_success)};
    reach.floor_us = added - days * KIRI_US_PER_DAY;
    reach.usual_us = reach.is_first ? now - days * KIRI_US_PER_DAY : reach.floor_us;
    reach.oldest_us = reach.usual_us;
    if (kiri_time_is_set(source->backfill_from)) {
        reach.oldest_us = MIN(reach.oldest_us, source->backfill_from.us);
        reach.floor_us = MIN(reach.floor_us, source->backfill_from.us);
    }
    return reach;
}

static gboolean is_beyond(const KiriReach *reach, const KiriCandidate *x)
{
    return kiri_time_is_set(x->time) && kiri_time_end_us(x->time) < reach->oldest_us;
}

/* Sitemaps hold whole archives, and pages link to whatever is old and liked. */
static gboolean is_feed(const KiriPoll *poll)
{
    return !poll->is_sitemap && !poll->is_front_page;
}

/* Was this unknown entry there before the source was followed? Such ones are put
 * on record where a later poll would take them for new: all those of a feed, which
 * are few. */
static gboolean is_from_before(const KiriPoll *poll, KiriReach *reach, const KiriCandidate *x,
                               gboolean *needs_record)
{
    *needs_record = FALSE;
    if (is_beyond(reach, x)) {
        *needs_record =
            reach->is_first && (is_feed(poll) || kiri_time_end_us(x->time) >= reach->floor_us);
        return TRUE;
    }
    if (!kiri_time_is_set(x->time))
        *needs_record =
            x->is_standing || (reach->is_first && ++reach->n_undated > MOST_UNDATED_AT_FIRST);
    return *needs_record;
}

/* What is counted while the entries of a poll are gone through. */
typedef struct {
    KiriCrawler *c;
    KiriPoll *poll;
    KiriReach reach;
    guint room;       // for new ones
    guint older_room; // for those that are taken by wish only
    guint misdated_room;
    guint n_left_out; // misdated ones
    guint n_new;
} Taking;

/* The source names the entry for the first time: what does that say of its
 * rhythm? At the first poll everything that is there tells how far it goes back. */
static void teach(Taking *t, const KiriCandidate *x)
{
    KiriPoll *poll = t->poll;
    const KiriRhythm *rhythm = poll->source->rhythm;
    if (!kiri_time_is_set(x->time))
        poll->n_undated++;
    else if (!rhythm || x->time.us >= rhythm->latest.us - LATE_US)
        g_array_append_val(poll->times, x->time.us);
}

/* Is there room for one more? What is left out now is taken by a later poll, if
 * it is still there. */
static gboolean has_room(Taking *t, const KiriCandidate *x)
{
    gboolean is_older = kiri_time_is_set(x->time) &&
                        kiri_time_end_us(x->time) < t->reach.usual_us &&
                        !is_beyond(&t->reach, x); // or it is news that has a wrong date
    guint *room = is_older ? &t->older_room : &t->room;
    if (!*room) {
        t->poll->is_cut |= is_older;
        t->poll->is_over_limit |= !is_older;
        return FALSE;
    }
    if (t->poll->is_front_page &&
        !kiri_poll_may_take_form(t->poll->source, x->url, kiri_crawler_now_us(t->c))) {
        t->poll->has_left_out = TRUE;
        return FALSE;
    }
    --*room;
    if (!is_older && !t->reach.is_first)
        t->poll->source->hour_taken++;
    return TRUE;
}

static void put_refused(Taking *t, const KiriCandidate *x, const char *why)
{
    g_autoptr(KiriUrlRecord) record = new_record(t->c, t->poll, x);
    record->state = KIRI_URL_REFUSED;
    record->due = KIRI_TIME_UNSET;
    record->reason = g_strdup(why);
    kiri_intake_put_url(t->c->intake, record);
}

static void take_due(Taking *t, const KiriCandidate *x)
{
    if (!has_room(t, x))
        return;
    g_autoptr(KiriUrlRecord) record = new_record(t->c, t->poll, x);
    kiri_intake_put_url(t->c->intake, record);
    kiri_crawler_offer_page(t->c, record);
    if (x->is_moved)
        return; // no news, but perhaps an alias
    if (is_beyond(&t->reach, x))
        t->poll->n_undated++; // its time is not to be believed
    else
        teach(t, x);
    t->n_new++;
}

/* A feed that was read before shows an entry for the first time, dated long before
 * that: news, unless half an archive comes along. Then the newest are looked at,
 * and the rest is on record. */
static void take_misdated(Taking *t, const KiriCandidate *x)
{
    if (t->misdated_room) {
        t->misdated_room--;
        take_due(t, x);
        return;
    }
    put_refused(t, x, _("dated before the source was followed"));
    t->n_left_out++;
}

static void take(Taking *t, const KiriCandidate *x)
{
    gboolean needs_record;
    if (x->is_known) {
        kiri_poll_meet_known(t->c, t->poll, x);
        if (x->is_new_here || !t->poll->source->rhythm)
            teach(t, x);
        return;
    }
    if (!t->reach.is_first && is_feed(t->poll) && is_beyond(&t->reach, x)) {
        take_misdated(t, x);
        return;
    }
    gboolean is_old = is_from_before(t->poll, &t->reach, x, &needs_record);
    if (is_old && needs_record)
        put_refused(t, x, _("was there before the source was followed"));
    if (!is_old)
        take_due(t, x);
    else if (!t->poll->source->rhythm)
        teach(t, x);
}

static void note_limits(const Taking *t)
{
    if (t->poll->is_over_limit) {
        g_autofree char *why =
            g_strdup_printf(_("more than %u new addresses within an hour: the rest has to wait"),
                            (guint)KIRI_MOST_NEW_AN_HOUR);
        kiri_poll_note_problem(t->poll, KIRI_FAILURE_LIMIT, why);
    }
    if (t->n_left_out) {
        g_autofree char *why = g_strdup_printf(
            _("%u entries dated before the source was followed were left out"), t->n_left_out);
        kiri_poll_note_problem(t->poll, KIRI_FAILURE_LIMIT, why);
    }
    if (t->poll->has_left_out)
        kiri_poll_note_problem(t->poll, KIRI_FAILURE_LIMIT,
                               _("more new addresses of one form than a page may bring in a day"));
}

guint kiri_poll_take_entries(KiriCrawler *c, KiriPoll *poll)
{
    KiriSource *source = poll->source;
    gint64 now = kiri_crawler_now_us(c);
    if (!kiri_time_is_set(source->added))
        source->added = kiri_time_jst(now);
    Taking t = {.c = c, .poll = poll, .reach = kiri_poll_reach(c, source)};
    guint room = kiri_poll_room(source, now);
    t.room = t.reach.is_first ? MOST_NEW_AT_FIRST : room;
    t.older_room = MOST_OLDER_A_POLL;
    t.misdated_room = MOST_MISDATED_A_POLL;
    g_autoptr(GPtrArray) list = list_candidates(c, poll);
    forget_equal_times(list);
    kiri_poll_recognise(c, poll, list);
    for (guint i = 0; i < list->len; i++) {
        const KiriCandidate *x = list->pdata[i];
        if (kiri_time_is_set(x->time) && x->time.us <= now && x->time.us > source->newest_entry.us)
            source->newest_entry = x->time;
        take(&t, x);
    }
    note_limits(&t);
    return t.n_new;
}
