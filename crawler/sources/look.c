// SPDX-License-Identifier: GPL-3.0-or-later
/* From an address to what stands there: feed, sitemap, index, or a page with its
 * links. */
#include "look.h"

#include "poll/frontpage.h"
#include "transport/inflate.h"
#include "markup/markup.h"
#include "poll/schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/extract.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

void kiri_look_free(KiriLook *look)
{
    if (!look)
        return;
    g_free(look->url);
    g_free(look->final_url);
    g_free(look->format);
    g_free(look->title);
    g_free(look->language);
    g_ptr_array_unref(look->entries);
    g_strfreev(look->feeds);
    g_strfreev(look->links);
    g_strfreev(look->link_texts);
    g_free(look->content_type);
    g_free(look->etag);
    g_free(look->last_modified);
    g_free(look->body_hash);
    g_free(look->problem);
    g_free(look);
}

KiriTime kiri_look_time(const KiriFeedEntry *entry, gint64 now_us)
{
    if (kiri_time_is_set(entry->published) && entry->published.us <= now_us + KIRI_US_PER_DAY)
        return entry->published;
    if (kiri_time_is_set(entry->updated) && entry->updated.us <= now_us + KIRI_US_PER_DAY)
        return entry->updated;
    return KIRI_TIME_UNSET;
}

static void fail(KiriLook *look, KiriFailure failure, const char *why)
{
    look->failure = failure;
    look->problem = g_strdup(why);
}

/* Runs a job on the record; NULL with error. */
static gpointer run_job(KiriPool *pool, guint job, const KiriShape *in_shape, gconstpointer in,
                        const KiriShape *out_shape, GError **error)
{
    g_auto(KiriBuf) input, output;
    kiri_buf_init(&input, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&output, KIRI_LIMIT_FRAME_BYTES);
    kiri_record_encode(in_shape, in, &input);
    if (!kiri_pool_run(pool, job, kiri_buf_view(&input), &output, error))
        return NULL;
    return kiri_record_decode(out_shape, kiri_buf_view(&output), error);
}

static void take_feed(KiriLook *look, KiriFeed *feed)
{
    gboolean is_sitemap = g_str_has_prefix(feed->type, "sitemap");
    look->kind = is_sitemap ? KIRI_SOURCE_SITEMAP : KIRI_SOURCE_FEED;
    look->format = g_strdup(feed->type);
    look->title = g_steal_pointer(&feed->title);
    look->language = g_steal_pointer(&feed->language);
    look->entries_dropped = feed->entries_dropped;
    look->charset_replaced = feed->charset_replaced;
    look->was_charset_label_wrong = feed->was_charset_label_wrong;
    look->news_entries = feed->news_entries;
    look->image_entries = feed->image_entries;
    look->video_entries = feed->video_entries;
    if (feed->entries) {
        g_ptr_array_unref(look->entries);
        look->entries = g_steal_pointer(&feed->entries);
        g_ptr_array_set_free_func(look->entries, (GDestroyNotify)kiri_feed_entry_free);
    }
}

static void take_page(KiriLook *look, KiriExtracted *x)
{
    g_autoptr(GPtrArray) links = kiri_front_page_articles(look->final_url, x, NULL, NULL);
    look->kind = KIRI_SOURCE_PAGE;
    look->format = g_strdup("html");
    if (x->article) {
        look->title = g_strdup(x->article->site_name ? x->article->site_name : x->article->title);
        look->language = g_strdup(x->article->language);
    }
    for (guint i = 0; i < links->len; i++) {
        const KiriFrontLink *link = links->pdata[i];
        KiriFeedEntry *entry = kiri_feed_entry_new();
        entry->link = g_strdup(link->url);
        entry->title = g_strdup(link->title);
        g_ptr_array_add(look->entries, entry);
    }
    look->feeds = g_steal_pointer(&x->feeds);
    look->links = g_steal_pointer(&x->page_links);
    look->link_texts = g_steal_pointer(&x->page_link_texts);
}

/* As a feed or sitemap first; what is neither, and says that it is HTML, as a page. */
static void read_body(KiriLook *look, KiriPool *pool, const KiriCrawlOptions *options, GBytes *body)
{
    g_autoptr(GError) why_no_feed = NULL, why = NULL;
    g_autoptr(KiriFeedInput) input = kiri_feed_input_new();
    input->url = g_strdup(look->final_url);
    input->content_type = g_strdup(look->content_type);
    input->body = g_bytes_ref(body);
    g_autoptr(KiriFeed) feed = run_job(pool, options->feed_job, &kiri_feed_input_shape, input,
                                       &kiri_feed_shape, &why_no_feed);
    if (feed) {
        take_feed(look, feed);
        return;
    }
    if (!kiri_markup_says_html(body)) {
        fail(look, KIRI_FAILURE_CONTENT, why_no_feed->message);
        return;
    }
    g_autoptr(KiriExtractInput) page = kiri_extract_input_new();
    page->url = g_strdup(look->final_url);
    page->content_type = g_strdup(look->content_type);
    page->body = g_bytes_ref(body);
    page->wants_links = TRUE;
    g_autoptr(KiriExtracted) extracted = run_job(
        pool, options->extract_job, &kiri_extract_input_shape, page, &kiri_extracted_shape, &why);
    if (extracted)
        take_page(look, extracted);
    else
        fail(look, KIRI_FAILURE_CONTENT, why->message);
}

static void take_answer(KiriLook *look, KiriPool *pool, const KiriCrawlOptions *options,
                        const KiriResponse *r)
{
    g_autoptr(GError) why = NULL;
    look->status = r->status;
    look->content_type = kiri_response_header(r, "Content-Type");
    look->etag = kiri_response_header(r, "ETag");
    look->last_modified = kiri_response_header(r, "Last-Modified");
    if (r->status < 200 || r->status >= 300) {
        g_autofree char *what = g_strdup_printf(_("status %d"), (int)r->status);
        fail(look, kiri_status_failure(r->status), what);
        return;
    }
    g_autoptr(GBytes) body = kiri_unfold_body(r->body, &why);
    if (!body) {
        fail(look, KIRI_FAILURE_LIMIT, why->message);
        return;
    }
    if (!g_bytes_get_size(body)) {
        fail(look, KIRI_FAILURE_EMPTY, _("the answer is empty"));
        return;
    }
    look->body_hash = kiri_hash128_of_bytes(body);
    read_body(look, pool, options, body);
}

/* The kind that the last exchange ended with. */
static KiriFailure failure_of(const KiriErrand *errand)
{
    const GPtrArray *all = kiri_errand_exchanges(errand);
    for (guint i = all->len; i-- > 0;) {
        const KiriExchange *x = all->pdata[i];
        if (x->failure != KIRI_FAILURE_NONE)
            return (KiriFailure)x->failure;
    }
    return KIRI_FAILURE_CONNECT;
}

KiriLook *kiri_look(KiriErrand *errand, KiriPool *pool, const KiriCrawlOptions *options,
                    const char *url, GError **error)
{
    g_autoptr(KiriLook) look = g_new0(KiriLook, 1);
    g_autoptr(GError) why = NULL;
    look->url = g_strdup(url);
    look->entries = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_feed_entry_free);
    g_autoptr(KiriResponse) r = kiri_errand_fetch(errand, url, &look->final_url, &why);
    if (r) {
        take_answer(look, pool, options, r);
    } else if (kiri_error_is(why, KIRI_ERROR_USAGE) || kiri_error_is(why, KIRI_ERROR_CANCELLED)) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    } else {
        fail(look, failure_of(errand), why->message);
    }
    return g_steal_pointer(&look);
}
