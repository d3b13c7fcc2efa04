// SPDX-License-Identifier: GPL-3.0-or-later
/* The words of a support engineer: for each kind of failure what it means and what
 * the one who runs the program can do. The words say nothing that the exchanges do
 * not show. */
#include "source_advice.h"

#include <kirinuki/health.h>
#include <kirinuki/i18n.h>

#include <string.h>

static const struct {
    KiriFailure failure;
    const char *advice;
} by_failure[] = {
    {KIRI_FAILURE_NAME,
     N_("the host's name is unknown: look for a slip in the address; if other sources fail so "
        "too, the name service of this machine is to be looked at")},
    {KIRI_FAILURE_CONNECT,
     N_("nothing answers at that address: the site is down, has moved, or a firewall between here "
        "and there blocks it; try the address in a browser of this network")},
    {KIRI_FAILURE_TIMEOUT,
     N_("the site took the connection and did not answer in time: it is overloaded, or keeps "
        "programs waiting; it is asked again with growing pauses")},
    {KIRI_FAILURE_TLS,
     N_("the connection could not be made secure: an expired certificate or a wrong name is the "
        "site's to mend; where the office's own proxy opens connections, its certificate "
        "authority goes into the setting 'crawl.ca_file'")},
    {KIRI_FAILURE_PROXY,
     N_("the refusal comes from the proxy, not from the site: check 'crawl.proxy' and its user "
        "name and password, or ask those who run the proxy to let this host through")},
    {KIRI_FAILURE_PROTOCOL,
     N_("what came is not HTTP as it should be: the server is broken, or something between here "
        "and there meddles with it")},
    {KIRI_FAILURE_LIMIT,
     N_("the answer is larger than any source should be, or redirects go on and on; a smaller "
        "feed or a child sitemap may be had: 'kirinuki source discover' looks for them")},
    {KIRI_FAILURE_POLICY,
     N_("this program does not ask such an address (private network, unusual port, a redirect "
        "from https to http); where it is meant, 'crawl.allow_private' or an allowed address "
        "opens it")},
    {KIRI_FAILURE_ROBOTS,
     N_("the publisher does not want programs here, and that is obeyed; another source of the "
        "site may be allowed ('kirinuki source discover'), or the publisher may be asked")},
    {KIRI_FAILURE_HOLD,
     N_("the site asked for a pause, and gets it; if this repeats, a longer 'crawl.gap_ms' or "
        "interval of the source is in order")},
    {KIRI_FAILURE_FORBIDDEN,
     N_("the site refuses this program (a login, a subscription, or a filter against programs): "
        "a contact that can be reached ('crawl.contact') and a word with the publisher help, "
        "another name for the program does not")},
    {KIRI_FAILURE_MISSING,
     N_("the address is not there (any more): 'kirinuki source discover' looks for the one that "
        "took its place")},
    {KIRI_FAILURE_GONE,
     N_("the publisher took the source away for good: 'kirinuki source discover' looks for "
        "another one, 'kirinuki source disable' keeps this one's history")},
    {KIRI_FAILURE_SERVER,
     N_("the site itself failed; this passes by itself as a rule, and it is asked again with "
        "growing pauses")},
    {KIRI_FAILURE_CONTENT,
     N_("the answer is neither feed nor sitemap nor page: the file is broken at the place named "
        "above, or the address leads to something else now")},
    {KIRI_FAILURE_EMPTY,
     N_("the site answers with nothing: the feed is switched off, or made only for readers that "
        "are logged in")},
};

static void advise(KiriSourceProbe *probe, const char *text)
{
    kiri_strv_add(&probe->advice, text);
}

static const KiriExchange *last_exchange(const KiriSourceProbe *probe)
{
    guint n = kiri_recs_count(probe->exchanges);
    return n ? g_ptr_array_index(probe->exchanges, n - 1) : NULL;
}

static void advise_failure(KiriSourceProbe *probe)
{
    const KiriExchange *last = last_exchange(probe);
    if (last && last->rule) {
        g_autofree char *rule = g_strdup_printf(_("line %d of robots.txt forbids it: '%s'"),
                                                (int)last->rule_line, last->rule);
        kiri_strv_add(&probe->problems, rule);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(by_failure); i++)
        if ((gint)by_failure[i].failure == probe->failure)
            advise(probe, _(by_failure[i].advice));
}

/* Where asking led elsewhere for good, the new address saves a request each time. */
static void advise_redirect(KiriSourceProbe *probe)
{
    for (guint i = 0; i < kiri_recs_count(probe->exchanges); i++) {
        const KiriExchange *x = g_ptr_array_index(probe->exchanges, i);
        if (!x->is_robots && (x->status == 301 || x->status == 308)) {
            g_autofree char *text = g_strdup_printf(
                _("it has moved for good to '%s'; adding that address and disabling this one "
                  "saves a request at every poll"),
                probe->final_url);
            advise(probe, text);
            return;
        }
    }
}

static void advise_page(KiriSourceProbe *probe, const KiriSource *source)
{
    if (source && source->kind == KIRI_SOURCE_FEED)
        kiri_strv_add(&probe->problems,
                      _("it used to be a feed and is an HTML page now: the feed was taken away, "
                        "or a notice stands in its place"));
    if (probe->feeds)
        advise(probe, _("'kirinuki source add' with one of the feeds above reads them instead"));
    else if (!probe->entries)
        advise(probe, _("if the page builds its list by script, nothing can be read from it; "
                        "'kirinuki source discover' looks for a feed or sitemap of the site"));
}

static void advise_entries(KiriSourceProbe *probe, gint64 now_us)
{
    if (kiri_time_is_set(probe->newest) && probe->newest.us < now_us - 30 * KIRI_US_PER_DAY)
        advise(probe, _("a feed that is answered but not renewed is often forgotten by its "
                        "publisher: 'kirinuki source discover' shows which other sources of the "
                        "site are alive"));
    if (probe->entries_in_future)
        advise(probe, _("dates of the future are not believed; the time of the page counts"));
}

/* What is known of the source, against what came now. */
static void compare_known(KiriSourceProbe *probe, const KiriLook *look, const KiriSource *source,
                          gint64 now_us)
{
    gboolean has_same_tag = source->etag && g_strcmp0(source->etag, look->etag) == 0;
    gboolean has_same_date = !source->etag && source->last_modified &&
                             g_strcmp0(source->last_modified, look->last_modified) == 0;
    if ((has_same_tag || has_same_date) && source->body_hash && look->body_hash &&
        strcmp(source->body_hash, look->body_hash) != 0) {
        kiri_strv_add(&probe->problems,
                      _("its validators lie: they are those of the last poll, and the body is "
                        "another one"));
        advise(probe, _("nothing is to be done: from time to time it is read whole, and after "
                        "some lies its validators are not used any more"));
    } else if (source->ignores_validators) {
        advise(probe, _("its validators have lied before and are not used; it is read whole at "
                        "every poll"));
    }
    KiriHealth health = kiri_source_health(source, now_us);
    if (health.state == KIRI_HEALTH_SILENT) {
        g_autofree char *text = g_strdup_printf(
            _("it answers but has brought nothing new, where %.1f entries were to be expected in "
              "the last 7 days"),
            health.expected);
        kiri_strv_add(&probe->problems, text);
        advise(probe, _("compare with the publisher's own site: if news stands there, this source "
                        "has been left behind ('kirinuki source discover', 'kirinuki audit')"));
    }
    if (source->failures && !look->problem)
        advise(probe, _("it failed at the last polls and answers now; the next poll takes it up"));
}

void kiri_source_advise(KiriSourceProbe *probe, const KiriLook *look, const KiriSource *source,
                        gint64 now_us)
{
    if (look->problem)
        advise_failure(probe);
    else
        advise_redirect(probe);
    if (!look->problem && look->kind == KIRI_SOURCE_PAGE)
        advise_page(probe, source);
    if (!look->problem && look->kind != KIRI_SOURCE_PAGE)
        advise_entries(probe, now_us);
    if (source)
        compare_known(probe, look, source, now_us);
}
