// SPDX-License-Identifier: GPL-3.0-or-later
/* What is at this address, before it is taken up as a source, or when it has gone
 * silent: a look, judged, with what each finding means (source_advice.c). */
#include <kirinuki/crawl.h>

#include "look.h"
#include "source_advice.h"

#include <kirinuki/i18n.h>

#include <string.h>

#define MOST_SAMPLES 5
#define QUIET_DAYS 30
#define RECENT_DAYS 7

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
    {KIRI_FIELD(14, KiriSourceProbe, failure, ENUM), .names = kiri_failure_names},
    {KIRI_FIELD(15, KiriSourceProbe, content_type, STR)},
    {KIRI_FIELD(16, KiriSourceProbe, advice, STRV)},
    {KIRI_FIELD(17, KiriSourceProbe, exchanges, RECS), .sub = &kiri_exchange_shape},
    {KIRI_FIELD(18, KiriSourceProbe, entries_in_future, I64)},
    {KIRI_FIELD(19, KiriSourceProbe, entries_recent, I64)},
};
const KiriShape kiri_source_probe_shape = KIRI_SHAPE("source_probe", KiriSourceProbe, probe_fields);

static void add_problem(KiriSourceProbe *probe, const char *why)
{
    kiri_strv_add(&probe->problems, why);
}

static void count_entries(KiriSourceProbe *probe, const KiriLook *look, gint64 now_us)
{
    for (guint i = 0; i < look->entries->len; i++) {
        const KiriFeedEntry *e = look->entries->pdata[i];
        KiriTime claim = kiri_time_is_set(e->published) ? e->published : e->updated;
        KiriTime t = kiri_look_time(e, now_us);
        probe->entries++;
        probe->entries_undated += !kiri_time_is_set(claim);
        probe->entries_in_future += kiri_time_is_set(claim) && claim.us > now_us + KIRI_US_PER_DAY;
        probe->entries_recent +=
            kiri_time_is_set(t) && t.us >= now_us - RECENT_DAYS * KIRI_US_PER_DAY;
        if (kiri_time_is_set(t) && (!kiri_time_is_set(probe->newest) || t.us > probe->newest.us))
            probe->newest = t;
        const char *title = e->title && *e->title && look->kind != KIRI_SOURCE_PAGE ? e->title
                            : e->link                                               ? e->link
                                                                                    : "";
        if (i < MOST_SAMPLES)
            kiri_strv_add(&probe->samples, title);
    }
}

static void judge_feed(KiriSourceProbe *probe, const KiriLook *look, gint64 now_us)
{
    if (!probe->entries)
        add_problem(probe, _("it has no entries"));
    else if (probe->entries_undated == probe->entries)
        add_problem(probe, _("its entries have no dates; they are taken from the pages"));
    if (probe->entries_in_future)
        add_problem(probe, _("some entries are dated in the future"));
    if (kiri_time_is_set(probe->newest) && probe->newest.us < now_us - QUIET_DAYS * KIRI_US_PER_DAY)
        add_problem(probe, _("its newest entry is more than 30 days old: it may have stopped"));
    if (look->entries_dropped)
        add_problem(probe, _("some entries could not be read"));
    if (look->was_charset_label_wrong)
        add_problem(probe, _("it names a wrong charset; it is read as what its bytes are"));
    if (look->charset_replaced)
        add_problem(probe, _("some characters could not be read"));
}

static void judge_page(KiriSourceProbe *probe)
{
    if (probe->feeds)
        add_problem(probe, _("it is a page; the feeds that it names are better sources"));
    else if (!probe->entries)
        add_problem(probe, _("no links to articles were found on the page"));
}

static void take_exchanges(KiriSourceProbe *probe, const KiriErrand *errand)
{
    const GPtrArray *all = kiri_errand_exchanges(errand);
    for (guint i = 0; i < all->len; i++)
        kiri_recs_add(&probe->exchanges, kiri_record_copy(&kiri_exchange_shape, all->pdata[i]));
}

static KiriSourceProbe *probe_of(KiriPool *pool, KiriTransport *transport,
                                 const KiriCrawlOptions *options, const char *url,
                                 const KiriSource *source, GError **error)
{
    g_autoptr(KiriErrand) errand = kiri_errand_new(transport, options);
    g_autoptr(KiriLook) look = kiri_look(errand, pool, options, url, error);
    gint64 now_us = kiri_clock_now_us(options->clock);
    if (!look)
        return NULL;
    KiriSourceProbe *probe = kiri_source_probe_new();
    probe->url = g_strdup(url);
    probe->final_url = g_strdup(look->final_url);
    probe->kind = (gint)look->kind;
    probe->format = g_strdup(look->format);
    probe->title = g_strdup(look->title);
    probe->language = g_strdup(look->language);
    probe->feeds = look->feeds ? g_strdupv(look->feeds) : NULL;
    probe->http_status = look->status;
    probe->content_type = g_strdup(look->content_type);
    probe->failure = (gint)look->failure;
    take_exchanges(probe, errand);
    count_entries(probe, look, now_us);
    if (look->problem)
        add_problem(probe, look->problem);
    else if (look->kind == KIRI_SOURCE_PAGE)
        judge_page(probe);
    else
        judge_feed(probe, look, now_us);
    kiri_source_advise(probe, look, source, now_us);
    return probe;
}

KiriSourceProbe *kiri_source_probe(KiriPool *pool, KiriTransport *transport,
                                   const KiriCrawlOptions *options, const char *url, GError **error)
{
    return probe_of(pool, transport, options, url, NULL, error);
}

KiriSourceProbe *kiri_source_probe_known(KiriPool *pool, KiriTransport *transport,
                                         const KiriCrawlOptions *options, const KiriSource *source,
                                         GError **error)
{
    return probe_of(pool, transport, options, source->url, source, error);
}
