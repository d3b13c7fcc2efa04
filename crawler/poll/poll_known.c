// SPDX-License-Identifier: GPL-3.0-or-later
/* Entries that are no news.
 *
 * A URL that is known is the same article, whatever the feed calls it now: one
 * more source that names it, or its own source that says it was changed (another
 * headline, a newer time), which is a reason to look at the page again, a few
 * times a day at most. A guid that is known under another URL is an article that
 * moved: the new URL is fetched, and the intake finds out by its content whose
 * article it is.
 *
 * What feeds claim is believed as far as it is consistent. Guids that are not
 * unique, or that change places among URLs, identify nothing; and where most of
 * the known entries were "changed" since the last poll, it is the feed that
 * dresses its entries anew. Then the URL alone decides. */
#include "poll_internal.h"

#include <kirinuki/hash.h>
#include <kirinuki/limits.h>

#include <string.h>

#define MOST_SHIFTED 1     // known URLs that have another guid now
#define AS_USUAL_CHANGED 3 // known entries that may have changed, or
#define AS_USUAL_PART 2    // one of so many
#define BETWEEN_LOOKS_US (4 * KIRI_US_PER_HOUR)
#define MOST_URLS_OF_ENTRY 4

/* Was the URL named by this source before? */
static gboolean is_named_by(const KiriUrlRecord *r, const char *source)
{
    return g_strcmp0(r->source, source) == 0 || kiri_strv_has(r->more_sources, source);
}

/* Headlines that differ by more than white space. */
static gboolean is_other_title(const char *old, const char *now)
{
    if (!old || !now)
        return FALSE;
    for (;; old++, now++) {
        while (g_ascii_isspace(*old))
            old++;
        while (g_ascii_isspace(*now))
            now++;
        if (*old != *now)
            return TRUE;
        if (!*old)
            return FALSE;
    }
}

static void compare_with_record(KiriCandidate *x, const KiriUrlRecord *r, const char *source)
{
    const KiriFeedEntry *e = x->entry;
    x->is_new_here = !is_named_by(r, source);
    /* Other sources, a portal say, word their headlines in their own way. */
    if (g_strcmp0(r->source, source) != 0 || r->state != KIRI_URL_DONE)
        return;
    g_autofree char *title = kiri_cut_dup(e->title, KIRI_LIMIT_TITLE_BYTES);
    x->has_new_title = is_other_title(r->hint_title, title);
    x->has_new_time = kiri_time_is_set(e->updated) && kiri_time_is_set(r->hint_updated) &&
                      e->updated.us > r->hint_updated.us;
}

/* An article of this source that the guid belongs to, under another URL. */
static gboolean is_moved(KiriCrawler *c, const char *source, const KiriCandidate *x)
{
    g_auto(GStrv) urls =
        x->own_id ? kiri_store_urls_of_entry(c->store, source, x->own_id, MOST_URLS_OF_ENTRY)
                  : NULL;
    for (char **u = urls; u && *u; u++) {
        g_autoptr(KiriUrlRecord) r = kiri_intake_get_url(c->intake, *u);
        if (r && r->article)
            return TRUE;
    }
    return FALSE;
}

/* Guids that only one entry of the feed has. */
static void find_own_ids(GPtrArray *candidates)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < candidates->len; i++) {
        KiriCandidate *x = candidates->pdata[i];
        const char *id = x->entry->id;
        if (!id || !*id)
            continue;
        KiriCandidate *other = g_hash_table_lookup(seen, id);
        if (other)
            other->own_id = NULL;
        else
            x->own_id = id;
        if (!other)
            g_hash_table_insert(seen, (gpointer)(guintptr)id, x);
    }
}

/* Older entries are wanted, and this is one that was put on record only to be left
 * out, as it had been there before the source was followed. */
static gboolean is_wished_for(KiriCrawler *c, const KiriPoll *poll, const KiriCandidate *x,
                              const KiriUrlRecord *r)
{
    if (!kiri_time_is_set(poll->source->backfill_from) || r->state != KIRI_URL_REFUSED ||
        kiri_time_is_set(r->fetched) || r->http_status || r->failures)
        return FALSE;
    KiriReach reach = kiri_poll_reach(c, poll->source);
    gint64 end_us = kiri_time_end_us(x->time);
    return kiri_time_is_set(x->time) ? end_us < reach.usual_us && end_us >= reach.oldest_us
                                     : !poll->is_front_page;
}

/* All that is looked at when an entry is compared with what is known. */
static guint64 hash_of(const KiriCandidate *x, const char *source)
{
    const KiriFeedEntry *e = x->entry;
    g_autofree char *updated = g_strdup_printf("%" G_GINT64_FORMAT, e->updated.us);
    g_autofree char *text =
        g_strjoin("\n", source, x->url, x->own_id ? x->own_id : "", updated, e->title, NULL);
    return kiri_hash64(kiri_str(text));
}

void kiri_poll_recognise(KiriCrawler *c, const KiriPoll *poll, GPtrArray *candidates)
{
    const char *source = poll->source->id;
    guint known = 0, shifted = 0, titles = 0, times = 0;
    gboolean has_memory = c->o->is_continuous && !kiri_time_is_set(poll->source->backfill_from);
    find_own_ids(candidates);
    for (guint i = 0; i < candidates->len; i++) {
        KiriCandidate *x = candidates->pdata[i];
        guint64 hash = has_memory ? hash_of(x, source) : 0;
        if (has_memory && kiri_entry_is_settled(c, hash)) {
            x->is_known = TRUE;
            known++;
            continue;
        }
        g_autoptr(KiriUrlRecord) r = kiri_intake_get_url(c->intake, x->url);
        if (!r || is_wished_for(c, poll, x, r))
            continue;
        x->is_known = TRUE;
        compare_with_record(x, r, source);
        known++;
        titles += x->has_new_title ? 1 : 0;
        times += x->has_new_time ? 1 : 0;
        gboolean is_shifted = x->own_id && r->entry_id && g_strcmp0(r->source, source) == 0 &&
                              strcmp(x->own_id, r->entry_id) != 0;
        shifted += is_shifted ? 1 : 0;
        /* A page that is still to come may yet change what there is to compare. */
        if (has_memory && r->state != KIRI_URL_DUE && !is_shifted && !x->is_new_here &&
            !x->has_new_title && !x->has_new_time)
            kiri_entry_note_settled(c, hash);
    }
    guint usual = MAX(AS_USUAL_CHANGED, known / AS_USUAL_PART);
    for (guint i = 0; i < candidates->len; i++) {
        KiriCandidate *x = candidates->pdata[i];
        x->has_new_title &= titles <= usual;
        x->has_new_time &= times <= usual;
        if (shifted > MOST_SHIFTED)
            x->own_id = NULL;
        x->is_moved = !x->is_known && is_moved(c, source, x);
    }
}

/* Notes the source as one more that named the URL, and its article. */
static void add_source(KiriCrawler *c, KiriUrlRecord *r, const char *source)
{
    KiriTask *task = g_hash_table_lookup(c->pages, r->url);
    kiri_strv_add(&r->more_sources, source);
    kiri_intake_put_url(c->intake, r);
    if (r->article)
        kiri_intake_add_source(c->intake, r->article, source);
    if (task && !is_named_by(task->record, source))
        kiri_strv_add(&task->record->more_sources, source);
}

static void replace(char **place, char *value)
{
    g_free(*place);
    *place = value;
}

/* The article was changed, says its source: it is looked at again. */
static void plan_look(KiriCrawler *c, KiriUrlRecord *r, const KiriCandidate *x)
{
    const KiriFeedEntry *e = x->entry;
    gint64 now = kiri_crawler_now_us(c);
    if (g_hash_table_contains(c->pages, r->url))
        return; // under way
    replace(&r->hint_title, kiri_cut_dup(e->title, KIRI_LIMIT_TITLE_BYTES));
    replace(&r->hint_summary,
            kiri_cut_dup(e->summary ? e->summary : e->content, KIRI_SUMMARY_BYTES));
    r->hint_updated = e->updated;
    gint64 due = MAX(now, r->fetched.us + BETWEEN_LOOKS_US);
    if (!kiri_time_is_set(r->due) || r->due.us > due)
        r->due = kiri_time_jst(due);
    kiri_intake_put_url(c->intake, r);
    if (r->due.us <= now)
        kiri_crawler_offer_page(c, r);
}

void kiri_poll_meet_known(KiriCrawler *c, const KiriPoll *poll, const KiriCandidate *x)
{
    if (!x->is_new_here && !x->has_new_title && !x->has_new_time)
        return;
    g_autoptr(KiriUrlRecord) r = kiri_intake_get_url(c->intake, x->url);
    if (!r)
        return;
    if (x->is_new_here)
        add_source(c, r, poll->source->id);
    else
        plan_look(c, r, x);
}
