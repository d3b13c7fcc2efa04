// SPDX-License-Identifier: GPL-3.0-or-later
/* Polling one source: feed, sitemap (and the index of sitemaps, whose newest
 * children belong to the same poll), or a page whose links are looked at.
 *
 *   answer ─▶ unchanged? ─▶ worker ─▶ entries ─┐
 *                 │            └─▶ children ─▶ … ─▶ entries
 *                 └────────────────────────────┴──▶ kiri_poll_take_entries
 *
 * The source's record, with its new due time, and the URL records of all its
 * entries go into one batch. */
#include "crawl_internal.h"

#include "frontpage.h"
#include "inflate.h"
#include "schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define MOST_CHILD_SITEMAPS 10

void kiri_poll_free(KiriPoll *poll)
{
    if (!poll)
        return;
    kiri_source_free(poll->source);
    g_ptr_array_unref(poll->entries);
    g_free(poll->failure);
    g_free(poll->kept_etag);
    g_free(poll->kept_last_modified);
    g_free(poll->etag);
    g_free(poll->last_modified);
    g_free(poll->body_hash);
    g_free(poll);
}

static void enqueue_request(KiriCrawler *c, KiriPoll *poll, const char *url, guint depth)
{
    KiriTask *task = kiri_task_new(KIRI_TASK_SOURCE, url);
    task->poll = poll;
    task->depth = depth;
    poll->pending++;
    kiri_crawler_enqueue(c, task, depth ? KIRI_RANK_CONTINUED : KIRI_RANK_SOURCE);
}

void kiri_poll_begin(KiriCrawler *c, KiriSource *source)
{
    KiriPoll *poll = g_new0(KiriPoll, 1);
    poll->source = source;
    poll->entries = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_feed_entry_free);
    if (kiri_source_wants_whole(source, kiri_crawler_now_us(c))) {
        poll->kept_etag = g_steal_pointer(&source->etag);
        poll->kept_last_modified = g_steal_pointer(&source->last_modified);
    }
    enqueue_request(c, poll, source->url, 0);
}

static void replace(char **place, const char *value)
{
    char *copy = g_strdup(value);
    g_free(*place);
    *place = copy;
}

static void note_problem(KiriPoll *poll, const char *why)
{
    if (!poll->failure)
        poll->failure = g_strdup(why);
}

static KiriPace pace_of(const KiriCrawler *c)
{
    return (KiriPace){c->o->interval_s, c->o->floor_s, c->o->ceiling_s};
}

static void finish_failed(KiriCrawler *c, KiriPoll *poll)
{
    c->run->sources_failed++;
    kiri_crawler_note_failure(c, poll->source->url, poll->failure);
    KiriPace pace = pace_of(c);
    if (!poll->source->etag)
        poll->source->etag = g_steal_pointer(&poll->kept_etag);
    if (!poll->source->last_modified)
        poll->source->last_modified = g_steal_pointer(&poll->kept_last_modified);
    kiri_source_failed(poll->source, kiri_crawler_now_us(c), &pace, poll->failed_for,
                       poll->hold_until_us, poll->failure);
}

static void finish_read(KiriCrawler *c, KiriPoll *poll)
{
    KiriSource *source = poll->source;
    gint64 now = kiri_crawler_now_us(c);
    guint n_new = 0;
    if (poll->is_unchanged)
        c->run->sources_unchanged++;
    else
        n_new = kiri_poll_take_entries(c, poll);
    if (n_new)
        source->last_new = kiri_time_jst(now);
    source->articles_found += n_new;
    source->entries_seen += poll->entries->len;
    KiriPace pace = pace_of(c);
    kiri_source_succeeded(source, now, &pace);
    if (!poll->is_unchanged) {
        replace(&source->etag, poll->etag);
        replace(&source->last_modified, poll->last_modified);
        replace(&source->body_hash, poll->body_hash);
    }
    /* A child that failed does not make the rest unread. */
    replace(&source->last_error, poll->failure);
    if (poll->failure)
        kiri_crawler_note_failure(c, source->url, poll->failure);
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
    if (!task->poll->failure)
        task->poll->failed_for = failure;
    if (end == KIRI_END_HELD && task->origin)
        task->poll->hold_until_us = MAX(task->poll->hold_until_us, task->origin->held_until_us);
    note_problem(task->poll, why);
    request_done(c, task);
}

/* ---- answers ---- */

/* A sitemap may be a gzip file, whatever the transport did. NULL with error when
 * it cannot be unfolded. (transfer full) */
static GBytes *unfold(const KiriResponse *r, GError **error)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(r->body, &n);
    if (!kiri_is_gzip((KiriStr){p, n}))
        return g_bytes_ref(r->body);
    g_auto(KiriBuf) plain;
    kiri_buf_init(&plain, KIRI_LIMIT_INFLATED_BYTES);
    if (!kiri_gunzip((KiriStr){p, n}, KIRI_LIMIT_INFLATE_RATIO, FALSE, &plain, error))
        return NULL;
    char *bytes = kiri_buf_steal(&plain, &n);
    return g_bytes_new_take(bytes, n);
}

static char *hash_of(GBytes *body)
{
    guint8 hash[16];
    gsize n = 0;
    const char *p = g_bytes_get_data(body, &n);
    GString *hex = g_string_new(NULL);
    kiri_hash128((KiriStr){p ? p : "", n}, hash);
    for (gsize i = 0; i < sizeof hash; i++)
        g_string_append_printf(hex, "%02x", hash[i]);
    return g_string_free(hex, FALSE);
}

static void parse_as_page(KiriCrawler *c, KiriTask *task, const char *content_type, GBytes *body)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(task->url);
    input->content_type = g_strdup(content_type);
    input->body = g_bytes_ref(body);
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

/* Does this body say that it is a page and no feed? The prefix decides, since
 * feeds are served under every content type. */
static gboolean looks_like_html(GBytes *body)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(body, &n);
    g_autofree char *start = g_ascii_strdown(p ? p : "", (gssize)MIN(n, 1024));
    return strstr(start, "<!doctype html") || strstr(start, "<html");
}

void kiri_poll_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r)
{
    KiriPoll *poll = task->poll;
    KiriSource *source = poll->source;
    g_autoptr(GError) why = NULL;
    if (r->status == 304) {
        poll->is_unchanged = TRUE;
        request_done(c, task);
        return;
    }
    g_autoptr(GBytes) body = unfold(r, &why);
    if (!body || g_bytes_get_size(body) == 0) {
        note_problem(poll, why ? why->message : _("the answer is empty"));
        request_done(c, task);
        return;
    }
    g_autofree char *type = kiri_response_header(r, "Content-Type");
    if (!task->depth) {
        poll->etag = kiri_response_header(r, "ETag");
        poll->last_modified = kiri_response_header(r, "Last-Modified");
        poll->body_hash = hash_of(body);
        if (g_strcmp0(poll->body_hash, source->body_hash) == 0) {
            poll->is_unchanged = TRUE;
            request_done(c, task);
            return;
        }
    }
    if (source->kind == KIRI_SOURCE_PAGE ||
        (source->kind == KIRI_SOURCE_AUTO && looks_like_html(body)))
        parse_as_page(c, task, type, body);
    else
        parse_as_feed(c, task, type, body);
}

/* ---- what the workers found ---- */

static gint compare_children(gconstpointer a, gconstpointer b)
{
    const KiriFeedEntry *x = *(KiriFeedEntry *const *)a, *y = *(KiriFeedEntry *const *)b;
    if (x->updated.us != y->updated.us)
        return x->updated.us > y->updated.us ? -1 : 1;
    /* Names of undated sitemaps mostly count or date: the last is the newest. */
    return g_strcmp0(y->link, x->link);
}

/* The newest children of an index, of its own site, join the poll. */
static void take_children(KiriCrawler *c, KiriTask *task, const KiriFeed *feed)
{
    g_autoptr(GPtrArray) children = g_ptr_array_new();
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
    if (task->depth + 1 > KIRI_LIMIT_SITEMAP_DEPTH)
        return;
    gint64 cutoff = kiri_time_is_set(task->poll->source->last_success)
                        ? task->poll->source->last_success.us - KIRI_US_PER_DAY
                        : G_MININT64;
    for (guint i = 0; i < MIN(children->len, MOST_CHILD_SITEMAPS); i++) {
        const KiriFeedEntry *child = children->pdata[i];
        if (!kiri_time_is_set(child->updated) || child->updated.us >= cutoff)
            enqueue_request(c, task->poll, child->link, task->depth + 1);
    }
}

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
    if (is_index) {
        /* An index that stays as it is says nothing about its children: it has
         * to be read whole each time. */
        g_clear_pointer(&poll->etag, g_free);
        g_clear_pointer(&poll->last_modified, g_free);
        g_clear_pointer(&poll->body_hash, g_free);
        take_children(c, task, feed);
        return;
    }
    if (!feed->entries)
        return;
    g_ptr_array_set_free_func(feed->entries, NULL); // the entries move over
    for (guint i = 0; i < feed->entries->len; i++)
        g_ptr_array_add(poll->entries, feed->entries->pdata[i]);
    g_ptr_array_set_size(feed->entries, 0);
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
        note_problem(task->poll, _("no links to articles were found on the page"));
}

void kiri_poll_parsed(KiriCrawler *c, KiriTask *task, const KiriJobResult *result)
{
    g_autoptr(GError) why = NULL;
    KiriStr out = kiri_buf_view(&result->out);
    if (result->error) {
        note_problem(task->poll, result->error->message);
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
        note_problem(task->poll, why->message);
    request_done(c, task);
}
