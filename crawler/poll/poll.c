// SPDX-License-Identifier: GPL-3.0-or-later
/* Polling one source: feed, sitemap (and the index of sitemaps, whose newest
 * children belong to the same poll), or a page whose links are looked at.
 *
 *   answer ─▶ unchanged? ─▶ worker ─▶ entries ─┐
 *                 │            └─▶ children ─▶ … ─▶ entries
 *                 └────────────────────────────┴──▶ kiri_poll_take_entries
 *
 * The source's state, with its new due time, and the URL records of all its
 * entries go into one batch. Validators are claims: what the source said is kept
 * beside a hash of what came, and the two are held against each other. */
#include "poll_internal.h"

#include "frontpage.h"
#include "transport/inflate.h"
#include "markup/markup.h"
#include "schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define BACKFILL_PAUSE_US KIRI_US_PER_MINUTE
#define MOST_LIES 2

void kiri_poll_free(KiriPoll *poll)
{
    if (!poll)
        return;
    kiri_source_free(poll->source);
    g_ptr_array_unref(poll->entries);
    g_clear_pointer(&poll->standing, g_hash_table_unref);
    g_array_unref(poll->times);
    g_free(poll->failure);
    g_free(poll->kept_etag);
    g_free(poll->kept_last_modified);
    g_free(poll->etag);
    g_free(poll->last_modified);
    g_free(poll->body_hash);
    g_free(poll);
}

void kiri_poll_request(KiriCrawler *c, KiriPoll *poll, const char *url, guint depth,
                       gboolean is_first_look)
{
    KiriTask *task = kiri_task_new(KIRI_TASK_SOURCE, url);
    task->poll = poll;
    task->depth = depth;
    task->is_first_look = is_first_look;
    poll->pending++;
    kiri_crawler_enqueue(c, task, depth ? KIRI_RANK_CONTINUED : KIRI_RANK_SOURCE);
}

static gboolean wants_older(const KiriSource *source)
{
    return kiri_time_is_set(source->backfill_from);
}

void kiri_poll_begin(KiriCrawler *c, KiriSource *source)
{
    KiriPoll *poll = g_new0(KiriPoll, 1);
    poll->source = source;
    poll->entries = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_feed_entry_free);
    poll->times = g_array_new(FALSE, FALSE, sizeof(gint64));
    poll->oldest_us = G_MAXINT64;
    poll->next_child = source->children_at;
    if (wants_older(source) || kiri_source_wants_whole(source, kiri_crawler_now_us(c))) {
        poll->kept_etag = g_steal_pointer(&source->etag);
        poll->kept_last_modified = g_steal_pointer(&source->last_modified);
    }
    kiri_poll_request(c, poll, source->url, 0, FALSE);
}

/* ---- the end ---- */

static void replace(char **place, const char *value)
{
    char *copy = g_strdup(value);
    g_free(*place);
    *place = copy;
}

void kiri_poll_note_problem(KiriPoll *poll, KiriFailure failure, const char *why)
{
    if (poll->failure)
        return;
    poll->failure = g_strdup(why);
    poll->failed_for = failure;
}

static KiriPace pace_of(const KiriCrawler *c, const KiriSource *source)
{
    return (KiriPace){c->o->interval_s, c->o->floor_s, c->o->ceiling_s,
                      kiri_urgent_is(c, source->id)};
}

static void finish_failed(KiriCrawler *c, KiriPoll *poll)
{
    KiriSource *source = poll->source;
    KiriPace pace = pace_of(c, source);
    c->run->sources_failed++;
    kiri_crawler_note_failure(c, source->url, poll->failure);
    if (!source->etag)
        source->etag = g_steal_pointer(&poll->kept_etag);
    if (!source->last_modified)
        source->last_modified = g_steal_pointer(&poll->kept_last_modified);
    kiri_source_failed(source, kiri_crawler_now_us(c), &pace, poll->failed_for, poll->hold_until_us,
                       poll->failure);
}

/* The bytes changed and brought news, the validator stayed as it was: had we
 * asked by it, an honest 304 would have hidden them. An ETag is made to tell one
 * state from another; a Last-Modified only counts seconds and gets a second
 * chance. (The other way round, a new ETag over the same bytes, costs nothing.) */
static void look_for_lies(KiriPoll *poll, guint n_new)
{
    KiriSource *source = poll->source;
    const char *old_etag = source->etag ? source->etag : poll->kept_etag;
    const char *old_time = source->last_modified ? source->last_modified : poll->kept_last_modified;
    gboolean by_etag = poll->etag && g_strcmp0(poll->etag, old_etag) == 0;
    gboolean by_time = !poll->etag && !old_etag && poll->last_modified &&
                       g_strcmp0(poll->last_modified, old_time) == 0;
    if (!n_new || !source->body_hash || !poll->body_hash)
        return;
    if (!by_etag && !by_time) {
        source->validator_truths += (poll->etag && old_etag) || (poll->last_modified && old_time);
        return;
    }
    source->validator_lies++;
    source->ignores_validators |= by_etag || source->validator_lies >= MOST_LIES;
}

static void keep_claims(KiriPoll *poll)
{
    KiriSource *source = poll->source;
    if (!poll->was_answered)
        return; // 304: what we hold is still good
    /* What was left out has to be seen again, though nothing changes. */
    gboolean is_whole = !poll->is_over_limit && !poll->has_left_out;
    replace(&source->etag, is_whole ? poll->etag : NULL);
    replace(&source->last_modified, is_whole ? poll->last_modified : NULL);
    replace(&source->body_hash, is_whole ? poll->body_hash : NULL);
}

/* From here on nothing should be missing: as far back as the first poll took
 * entries; of a source that was followed before this was noted, since it was
 * added. */
static void begin_coverage(KiriCrawler *c, const KiriPoll *poll, const KiriReach *reach)
{
    gint64 now = kiri_crawler_now_us(c);
    gint64 from = reach->is_first ? CLAMP(poll->oldest_us, reach->oldest_us, now)
                                  : MIN(poll->source->added.us, now);
    if (!kiri_time_is_set(poll->source->covered_from))
        poll->source->covered_from = kiri_time_jst(from);
}

static void learn(KiriCrawler *c, KiriPoll *poll)
{
    KiriSource *source = poll->source;
    if (!source->rhythm)
        source->rhythm = kiri_rhythm_new();
    kiri_rhythm_note(source->rhythm, kiri_crawler_now_us(c),
                     (const gint64 *)(gconstpointer)poll->times->data, poll->times->len,
                     poll->n_undated);
}

/* Too many new addresses: they wait for the next hour. Older entries that a person
 * wishes for come one portion after the other. */
static void settle_due(KiriCrawler *c, KiriPoll *poll)
{
    KiriSource *source = poll->source;
    if (poll->is_over_limit)
        source->next_due =
            kiri_time_jst(MAX(source->next_due.us, source->hour_began.us + KIRI_US_PER_HOUR));
    else if ((poll->is_cut || poll->has_older) && !poll->has_child_to_retry)
        source->next_due =
            kiri_time_jst(MIN(source->next_due.us, kiri_crawler_now_us(c) + BACKFILL_PAUSE_US));
}

static void finish_read(KiriCrawler *c, KiriPoll *poll)
{
    KiriSource *source = poll->source;
    KiriPace pace = pace_of(c, source);
    gint64 now = kiri_crawler_now_us(c);
    KiriReach reach = kiri_poll_reach(c, source);
    guint n_new = 0;
    if (poll->is_unchanged)
        c->run->sources_unchanged++;
    else
        n_new = kiri_poll_take_entries(c, poll);
    /* What the first poll finds teaches the rhythm, but stood there before. */
    if (n_new || (!reach.is_first && (poll->times->len || poll->n_undated)))
        source->last_new = kiri_time_jst(now);
    source->articles_found += n_new;
    source->entries_seen += poll->entries->len;
    if (!poll->is_unchanged)
        source->hint_s = poll->hint_s;
    learn(c, poll);
    look_for_lies(poll, n_new);
    keep_claims(poll);
    kiri_source_succeeded(source, now, &pace);
    begin_coverage(c, poll, &reach);
    /* A child that failed does not make the rest unread. */
    replace(&source->last_error, poll->failure);
    if (poll->failure)
        kiri_crawler_note_failure(c, source->url, poll->failure);
    kiri_poll_advance_children(poll);
    if (wants_older(source) && !poll->has_child_to_retry)
        kiri_poll_advance_backfill(poll);
    settle_due(c, poll);
}

/* One request of the poll is dealt with; the last one ends it. */
static void request_done(KiriCrawler *c, KiriTask *task)
{
    KiriPoll *poll = task->poll;
    kiri_task_free(task);
    if (--poll->pending)
        return;
    c->run->sources_polled++;
    if (poll->failure && !poll->entries->len && !poll->is_unchanged)
        finish_failed(c, poll);
    else
        finish_read(c, poll);
    kiri_batch_put_source_state(kiri_intake_batch(c->intake), poll->source);
    kiri_crawler_count_finished(c);
    kiri_crawler_source_done(c, poll->source);
    kiri_poll_free(poll);
}

void kiri_poll_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure,
                   const char *why)
{
    KiriPoll *poll = task->poll;
    if (end == KIRI_END_HELD && task->origin)
        poll->hold_until_us = MAX(poll->hold_until_us, task->origin->held_until_us);
    poll->has_child_to_retry |= task->depth && (end == KIRI_END_RETRY || end == KIRI_END_HELD);
    kiri_poll_note_problem(poll, failure, why);
    request_done(c, task);
}

/* ---- answers ---- */

static void parse_as_page(KiriCrawler *c, KiriTask *task, const char *content_type, GBytes *body)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(task->url);
    input->content_type = g_strdup(content_type);
    input->body = g_bytes_ref(body);
    input->wants_links = TRUE;
    task->poll->is_front_page = TRUE;
    kiri_crawler_parse(c, task, c->o->extract_job, &kiri_extract_input_shape, input);
}

static void parse_as_feed(KiriCrawler *c, KiriTask *task, const char *content_type, GBytes *body)
{
    g_autoptr(KiriFeedInput) input = kiri_feed_input_new();
    input->url = g_strdup(task->url);
    input->content_type = g_strdup(content_type);
    input->body = g_bytes_ref(body);
    kiri_crawler_parse(c, task, c->o->feed_job, &kiri_feed_input_shape, input);
}

static KiriFailure failure_of(const GError *error)
{
    return kiri_error_is(error, KIRI_ERROR_LIMIT) ? KIRI_FAILURE_LIMIT : KIRI_FAILURE_CONTENT;
}

static gint64 hint_of(const KiriResponse *r, gint64 now_us)
{
    g_autofree char *cache = kiri_response_header(r, "Cache-Control");
    g_autofree char *expires = kiri_response_header(r, "Expires");
    g_autofree char *date = kiri_response_header(r, "Date");
    return kiri_cache_hint_s(cache, expires, date, now_us);
}

/* 304. Where we sent no validators nobody can know what did not change. */
static void take_unchanged(KiriCrawler *c, KiriTask *task)
{
    KiriPoll *poll = task->poll;
    if (!task->depth && (poll->source->etag || poll->source->last_modified)) {
        poll->is_unchanged = TRUE;
    } else {
        g_clear_pointer(&poll->kept_etag, g_free);
        g_clear_pointer(&poll->kept_last_modified, g_free);
        kiri_poll_note_problem(poll, KIRI_FAILURE_PROTOCOL,
                               _("the site says that nothing has changed without having been "
                                 "asked for that"));
    }
    request_done(c, task);
}

void kiri_poll_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r)
{
    KiriPoll *poll = task->poll;
    KiriSource *source = poll->source;
    g_autoptr(GError) why = NULL;
    if (r->status == 304) {
        take_unchanged(c, task);
        return;
    }
    g_autoptr(GBytes) body = kiri_unfold_body(r->body, &why);
    if (!body || g_bytes_get_size(body) == 0) {
        kiri_poll_note_problem(poll, why ? failure_of(why) : KIRI_FAILURE_EMPTY,
                               why ? why->message : _("the answer is empty"));
        request_done(c, task);
        return;
    }
    g_autofree char *type = kiri_response_header(r, "Content-Type");
    if (!task->depth) {
        poll->was_answered = TRUE;
        poll->etag = kiri_response_header(r, "ETag");
        poll->last_modified = kiri_response_header(r, "Last-Modified");
        poll->body_hash = kiri_hash128_of_bytes(body);
        poll->hint_s = hint_of(r, kiri_crawler_now_us(c));
        if (g_strcmp0(poll->body_hash, source->body_hash) == 0 && !wants_older(source)) {
            poll->is_unchanged = TRUE;
            request_done(c, task);
            return;
        }
    }
    if (source->kind == KIRI_SOURCE_PAGE ||
        (source->kind == KIRI_SOURCE_AUTO && kiri_markup_says_html(body)))
        parse_as_page(c, task, type, body);
    else
        parse_as_feed(c, task, type, body);
}

/* ---- what the workers found ---- */

static void take_feed(KiriCrawler *c, KiriTask *task, KiriFeed *feed)
{
    KiriPoll *poll = task->poll;
    gboolean is_index = g_strcmp0(feed->type, "sitemapindex") == 0;
    gboolean is_sitemap = is_index || g_strcmp0(feed->type, "sitemap") == 0;
    if (!task->depth) {
        poll->source->kind = is_sitemap ? KIRI_SOURCE_SITEMAP : KIRI_SOURCE_FEED;
        poll->is_sitemap = is_sitemap;
        if (!poll->source->title && feed->title && *feed->title)
            poll->source->title = g_strdup(feed->title);
    }
    /* The publisher of the feed knows better than the cache in front of it. */
    if (!task->depth && feed->ttl_s > 0)
        poll->hint_s = feed->ttl_s;
    if (is_index) {
        /* An index that stays as it is says nothing about its children: it has
         * to be read whole each time. */
        g_clear_pointer(&poll->etag, g_free);
        g_clear_pointer(&poll->last_modified, g_free);
        g_clear_pointer(&poll->body_hash, g_free);
        kiri_poll_take_children(c, task, feed);
        return;
    }
    kiri_poll_move_entries(c, task, feed);
}

/* What became of a link that this page had before. */
static KiriLinkPast past_of_link(const char *url, gpointer data)
{
    KiriCrawler *c = data;
    g_autoptr(KiriUrlRecord) known = kiri_intake_get_url(c->intake, url);
    if (!known || known->state == KIRI_URL_DUE)
        return KIRI_LINK_UNKNOWN;
    if (!known->article)
        return known->state == KIRI_URL_NO_ARTICLE ? KIRI_LINK_NO_ARTICLE : KIRI_LINK_UNKNOWN;
    return known->found.us < kiri_crawler_now_us(c) - KIRI_LINK_STANDS_US ? KIRI_LINK_STANDING
                                                                          : KIRI_LINK_IS_ARTICLE;
}

static void take_links(KiriCrawler *c, KiriTask *task, const KiriExtracted *extracted)
{
    g_autoptr(GPtrArray) links = kiri_front_page_articles(task->url, extracted, past_of_link, c);
    for (guint i = 0; i < links->len; i++) {
        KiriFeedEntry *entry = kiri_feed_entry_new();
        entry->link = g_strdup(((KiriFrontLink *)links->pdata[i])->url);
        g_ptr_array_add(task->poll->entries, entry);
    }
    KiriSource *source = task->poll->source;
    source->kind = KIRI_SOURCE_PAGE;
    if (!source->title && extracted->article && extracted->article->site_name)
        source->title = g_strdup(extracted->article->site_name);
    if (!links->len)
        kiri_poll_note_problem(task->poll, KIRI_FAILURE_CONTENT,
                               _("no links to articles were found on the page"));
}

void kiri_poll_parsed(KiriCrawler *c, KiriTask *task, const KiriJobResult *result)
{
    g_autoptr(GError) why = NULL;
    KiriStr out = kiri_buf_view(&result->out);
    if (result->error) {
        kiri_poll_note_problem(task->poll, failure_of(result->error), result->error->message);
    } else if (task->poll->is_front_page) {
        g_autoptr(KiriExtracted) extracted = kiri_record_decode(&kiri_extracted_shape, out, &why);
        if (extracted)
            take_links(c, task, extracted);
    } else {
        g_autoptr(KiriFeed) feed = kiri_record_decode(&kiri_feed_shape, out, &why);
        if (feed)
            take_feed(c, task, feed);
    }
    if (why)
        kiri_poll_note_problem(task->poll, failure_of(why), why->message);
    request_done(c, task);
}
