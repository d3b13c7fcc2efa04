// SPDX-License-Identifier: GPL-3.0-or-later
/* What is at this address, before it is taken up as a source? */
#include <kirinuki/crawl.h>

#include "fetch_one.h"
#include "frontpage.h"
#include "inflate.h"

#include <kirinuki/error.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define MOST_SAMPLES 5
#define QUIET_DAYS 30

static const KiriField probe_fields[] = {
    {KIRI_FIELD(1, KiriSourceProbe, url, STR)},
    {KIRI_FIELD(2, KiriSourceProbe, final_url, STR)},
    {KIRI_FIELD(3, KiriSourceProbe, kind, ENUM), .names = kiri_source_kind_names},
    {KIRI_FIELD(4, KiriSourceProbe, format, STR)},
    {KIRI_FIELD(5, KiriSourceProbe, title, STR)},
    {KIRI_FIELD(6, KiriSourceProbe, language, STR)},
    {KIRI_FIELD(7, KiriSourceProbe, entries, I64)},
    {KIRI_FIELD(8, KiriSourceProbe, entries_undated, I64)},
    {KIRI_FIELD(9, KiriSourceProbe, newest, TIME)},
    {KIRI_FIELD(10, KiriSourceProbe, feeds, STRV)},
    {KIRI_FIELD(11, KiriSourceProbe, samples, STRV)},
    {KIRI_FIELD(12, KiriSourceProbe, problems, STRV)},
    {KIRI_FIELD(13, KiriSourceProbe, http_status, I64)},
};
const KiriShape kiri_source_probe_shape = KIRI_SHAPE("source_probe", KiriSourceProbe, probe_fields);

static void add_problem(KiriSourceProbe *probe, const char *why)
{
    kiri_strv_add(&probe->problems, why);
}

static void look_at_entries(KiriSourceProbe *probe, const KiriFeed *feed, gint64 now_us)
{
    gint64 in_future = 0;
    for (guint i = 0; feed->entries && i < feed->entries->len; i++) {
        const KiriFeedEntry *e = feed->entries->pdata[i];
        KiriTime t = kiri_time_is_set(e->published) ? e->published : e->updated;
        probe->entries++;
        if (!kiri_time_is_set(t))
            probe->entries_undated++;
        else if (t.us > now_us + KIRI_US_PER_DAY)
            in_future++;
        else if (!kiri_time_is_set(probe->newest) || t.us > probe->newest.us)
            probe->newest = t;
        if (i < MOST_SAMPLES)
            kiri_strv_add(&probe->samples, e->title && *e->title ? e->title
                                           : e->link             ? e->link
                                                                 : "");
    }
    if (!probe->entries)
        add_problem(probe, _("it has no entries"));
    else if (probe->entries_undated == probe->entries)
        add_problem(probe, _("its entries have no dates; they are taken from the pages"));
    if (in_future)
        add_problem(probe, _("some entries are dated in the future"));
    if (kiri_time_is_set(probe->newest) && probe->newest.us < now_us - QUIET_DAYS * KIRI_US_PER_DAY)
        add_problem(probe, _("its newest entry is more than 30 days old: it may have stopped"));
    if (feed->entries_dropped)
        add_problem(probe, _("some entries could not be read"));
}

static void look_at_feed(KiriSourceProbe *probe, const KiriFeed *feed, gint64 now_us)
{
    gboolean is_index = g_strcmp0(feed->type, "sitemapindex") == 0;
    gboolean is_sitemap = is_index || g_strcmp0(feed->type, "sitemap") == 0;
    probe->kind = is_sitemap ? KIRI_SOURCE_SITEMAP : KIRI_SOURCE_FEED;
    probe->format = g_strdup(feed->type);
    probe->title = g_strdup(feed->title);
    probe->language = g_strdup(feed->language);
    look_at_entries(probe, feed, now_us);
}

static void look_at_page(KiriSourceProbe *probe, const KiriExtracted *x)
{
    g_autoptr(GPtrArray) links =
        kiri_front_page_articles(probe->final_url, x, NULL, NULL);
    probe->kind = KIRI_SOURCE_PAGE;
    probe->format = g_strdup("html");
    if (x->article) {
        probe->title = g_strdup(x->article->site_name ? x->article->site_name : x->article->title);
        probe->language = g_strdup(x->article->language);
    }
    probe->feeds = x->feeds ? g_strdupv(x->feeds) : NULL;
    probe->entries = probe->entries_undated = links->len;
    for (guint i = 0; i < MIN(links->len, MOST_SAMPLES); i++)
        kiri_strv_add(&probe->samples, ((KiriFrontLink *)links->pdata[i])->url);
    if (probe->feeds)
        add_problem(probe, _("it is a page; the feeds that it names are better sources"));
    else if (!links->len)
        add_problem(probe, _("no links to articles were found on the page"));
}

/* Runs a job on the body; FALSE with error. */
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

static void read_body(KiriPool *pool, const KiriCrawlOptions *options, KiriSourceProbe *probe,
                      const char *content_type, GBytes *body)
{
    g_autoptr(GError) why_no_feed = NULL, why = NULL;
    g_autoptr(KiriFeedInput) input = kiri_feed_input_new();
    input->url = g_strdup(probe->final_url);
    input->content_type = g_strdup(content_type);
    input->body = g_bytes_ref(body);
    g_autoptr(KiriFeed) feed = run_job(pool, options->feed_job, &kiri_feed_input_shape, input,
                                       &kiri_feed_shape, &why_no_feed);
    if (feed) {
        look_at_feed(probe, feed, kiri_clock_now_us(options->clock));
        return;
    }
    g_autofree char *start = g_ascii_strdown(g_bytes_get_data(body, NULL),
                                             (gssize)MIN(g_bytes_get_size(body), (gsize)1024));
    if (!strstr(start, "<html") && !strstr(start, "<!doctype html")) {
        add_problem(probe, why_no_feed->message);
        return;
    }
    g_autoptr(KiriExtractInput) page = kiri_extract_input_new();
    page->url = g_strdup(probe->final_url);
    page->content_type = g_strdup(content_type);
    page->body = g_bytes_ref(body);
    g_autoptr(KiriExtracted) extracted = run_job(
        pool, options->extract_job, &kiri_extract_input_shape, page, &kiri_extracted_shape, &why);
    if (extracted)
        look_at_page(probe, extracted);
    else
        add_problem(probe, why->message);
}

KiriSourceProbe *kiri_source_probe(KiriPool *pool, KiriTransport *transport,
                                   const KiriCrawlOptions *options, const char *url, GError **error)
{
    g_autoptr(KiriSourceProbe) probe = kiri_source_probe_new();
    g_autoptr(GError) why = NULL;
    probe->url = g_strdup(url);
    g_autoptr(KiriResponse) r = kiri_fetch_one(transport, options, url, &probe->final_url, &why);
    if (!r) {
        if (kiri_error_is(why, KIRI_ERROR_USAGE) || kiri_error_is(why, KIRI_ERROR_CANCELLED)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return NULL;
        }
        add_problem(probe, why->message);
        return g_steal_pointer(&probe);
    }
    probe->http_status = r->status;
    gsize n = 0;
    const char *p = g_bytes_get_data(r->body, &n);
    if (r->status < 200 || r->status >= 300 || !n) {
        g_autofree char *what = g_strdup_printf(_("status %d"), (int)r->status);
        add_problem(probe, r->status < 300 && r->status >= 200 ? _("the answer is empty") : what);
        return g_steal_pointer(&probe);
    }
    g_autoptr(GBytes) body = g_bytes_ref(r->body);
    if (kiri_is_gzip((KiriStr){p, n})) {
        g_auto(KiriBuf) plain;
        kiri_buf_init(&plain, KIRI_LIMIT_INFLATED_BYTES);
        if (!kiri_gunzip((KiriStr){p, n}, KIRI_LIMIT_INFLATE_RATIO, FALSE, &plain, &why)) {
            add_problem(probe, why->message);
            return g_steal_pointer(&probe);
        }
        char *bytes = kiri_buf_steal(&plain, &n);
        g_bytes_unref(body);
        body = g_bytes_new_take(bytes, n);
    }
    g_autofree char *type = kiri_response_header(r, "Content-Type");
    read_body(pool, options, probe, type, body);
    return g_steal_pointer(&probe);
}
