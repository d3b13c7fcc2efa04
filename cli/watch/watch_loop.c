// SPDX-License-Identifier: GPL-3.0-or-later
/* The main thread of watch: the crawl, what others wish of it, and the account of it
 * once a second.
 *
 * What the crawl did goes into one run record per hour, which is stored every minute
 * and at the end: a year is under 9,000 records, and a kill loses a minute of counts
 * and no article. What passes and commands did stands in the same record, and in
 * records of the commands' own. */
#include "sources/fetch.h"
#include "mail/notify.h"
#include "pipeline.h"
#include "progress.h"
#include "sources/rule_ops.h"
#include "dictionary/user_words.h"
#include "watch.h"

#include <kirinuki/stop.h>

#include <string.h>

enum { TURN_US = G_USEC_PER_SEC, ACCOUNT_US = G_USEC_PER_SEC };
#define END_EXCHANGES_US ((gint64)20 * G_USEC_PER_SEC)
#define STORE_RUN_US ((gint64)60 * G_USEC_PER_SEC)
#define HOUR_US ((gint64)3600 * G_USEC_PER_SEC)

struct KiriLoop {
    KiriWatch *w;
    KiriTransport *transport;
    KiriCrawlOptions options;
    KiriCrawler *crawler;
    KiriSiteRules *rules; // that the options lend to the crawl
    KiriRun *live;        // the crawler counts here; moved on once a second
    KiriRun *hour;        // the record under way
    gint64 hour_ends_us, store_run_us, account_us, watchdog_us;
    gint64 next_watchdog_us, status_us;
    char *dictionary; // what the workers were loaded with
    KiriProgress progress;
};

/* ---- settings ---- */

/* Everything that the workers loaded and can load no more: names, and whether the
 * files are still the same. */
static char *dictionary_of(const KiriCli *cli, const KiriSettings *s)
{
    g_autofree char *words = kiri_user_words_fingerprint(cli, s);
    return g_strdup_printf("%s|%s|%s", words, kiri_settings_string(s, "sandbox.mode"),
                           kiri_settings_string(s, "sandbox.workers"));
}

void kiri_watch_read_batch(KiriWatch *w)
{
    const KiriSettings *s = w->cli->settings;
    w->batch_entries = MAX(kiri_settings_int(s, "watch.batch_entries"), 1);
    w->batch_s = MAX(kiri_settings_int(s, "watch.batch_s"), 0);
}

static KiriCrawlOptions crawl_options(const KiriLoop *loop)
{
    KiriCrawlOptions options = kiri_cli_crawl_options(loop->w->cli);
    options.is_continuous = TRUE;
    options.rules = loop->rules;
    return options;
}

/* Another set of rules, before the old one goes: the crawl tells them apart by
 * their place in memory. */
static void read_rules(KiriLoop *loop)
{
    g_autoptr(KiriSiteRules) old = loop->rules;
    loop->rules = kiri_rules_wanted(loop->w->cli);
    loop->options.rules = loop->rules;
}

gboolean kiri_loop_begin(KiriLoop *loop, GError **error)
{
    KiriWatch *w = loop->w;
    loop->options = crawl_options(loop);
    loop->transport = kiri_cli_crawl_transport(w->cli, error);
    if (!loop->transport)
        return FALSE;
    loop->crawler =
        kiri_crawler_new(w->store, w->cli->pool, loop->transport, &loop->options, error);
    if (!loop->crawler)
        return FALSE;
    kiri_crawler_set_run(loop->crawler, loop->live);
    pthread_mutex_lock(&w->lock);
    w->transport = loop->transport;
    pthread_mutex_unlock(&w->lock);
    return TRUE;
}

gboolean kiri_loop_end(KiriLoop *loop, GError **error)
{
    KiriWatch *w = loop->w;
    gboolean ok = !loop->crawler || kiri_crawler_stop(loop->crawler, error);
    pthread_mutex_lock(&w->lock);
    w->transport = NULL;
    pthread_mutex_unlock(&w->lock);
    g_clear_pointer(&loop->crawler, kiri_crawler_free);
    g_clear_pointer(&loop->transport, kiri_transport_free);
    return ok;
}

static KiriSettings *read_settings(const KiriCli *cli, GError **error)
{
    g_autoptr(KiriSettings) settings = kiri_settings_new();
    g_autofree char *path = kiri_cli_path(cli, "settings.ini");
    if (!kiri_settings_load(settings, path, error))
        return NULL;
    for (char **o = cli->overrides; o && *o; o++)
        if (!kiri_settings_override(settings, *o, error))
            return NULL;
    return g_steal_pointer(&settings);
}

/* Settings that only a new transport can take up. The password behind the proxy's
 * settings may be another though they are the same. */
static gboolean needs_transport(const KiriSettings *a, const KiriSettings *b)
{
    static const char *const keys[] = {"crawl.contact",
                                       "crawl.allow_private",
                                       "crawl.allow_addresses",
                                       "crawl.ca_file",
                                       "crawl.proxy",
                                       "crawl.proxy_user",
                                       "crawl.proxy_password_file",
                                       "crawl.proxy_password_command",
                                       "crawl.connections_per_host"};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (strcmp(kiri_settings_string(a, keys[i]), kiri_settings_string(b, keys[i])) != 0)
            return TRUE;
    return *kiri_settings_string(b, "crawl.proxy_password_file") ||
           *kiri_settings_string(b, "crawl.proxy_password_command");
}

/* Settings with which no crawl can begin are put back. */
static gboolean begin_crawl_again(KiriLoop *loop, KiriSettings **old, GError **error)
{
    KiriCli *cli = loop->w->cli;
    g_autoptr(GError) why = NULL;
    if (kiri_loop_begin(loop, &why))
        return TRUE;
    kiri_cli_warn(cli, _("the settings stay as they were: %s"), why->message);
    KiriSettings *bad = cli->settings;
    cli->settings = *old;
    *old = bad;
    return kiri_loop_end(loop, error) && kiri_loop_begin(loop, error);
}

/* New settings, while the old ones are still borrowed by the crawl's options. Bad
 * ones leave everything as it is. FALSE with error when the crawl cannot go on. */
static gboolean reload(KiriLoop *loop, GError **error)
{
    KiriWatch *w = loop->w;
    KiriCli *cli = w->cli;
    g_autoptr(GError) why = NULL;
    kiri_notify("RELOADING=1");
    if (cli->log && !kiri_log_reopen(cli->log, &why)) {
        kiri_cli_warn(cli, "%s", why->message);
        g_clear_error(&why);
    }
    g_autoptr(KiriSettings) fresh = read_settings(cli, &why);
    if (!fresh) {
        kiri_cli_warn(cli, _("the settings stay as they were: %s"), why->message);
        kiri_notify("READY=1");
        return TRUE;
    }
    g_autofree char *dictionary = dictionary_of(cli, fresh);
    g_autoptr(KiriSettings) old = g_steal_pointer(&cli->settings);
    cli->settings = g_steal_pointer(&fresh);
    pthread_mutex_lock(&w->lock);
    kiri_watch_read_batch(w);
    g_free(w->metrics_path);
    w->metrics_path = kiri_cli_metrics_path(cli);
    w->settings_generation++;
    pthread_mutex_unlock(&w->lock);
    kiri_cli_set_log_level(cli);
    read_rules(loop);
    loop->options = crawl_options(loop); // nothing of the old ones is borrowed any more
    if (strcmp(dictionary, loop->dictionary) != 0) {
        /* The workers cannot load another one, and main never forks again. */
        kiri_cli_note(cli, _("dictionaries or sandbox have changed: watch begins anew"));
        cli->starts_anew = TRUE;
        kiri_stop_request();
        return TRUE;
    }
    gboolean ok = TRUE;
    if (needs_transport(old, cli->settings))
        ok = kiri_loop_end(loop, error) && begin_crawl_again(loop, &old, error);
    kiri_cli_note(cli, _("the settings were read again"));
    kiri_notify("READY=1");
    return ok;
}

/* ---- the account ---- */

static void log_failures(const KiriWatch *w, const KiriRun *live)
{
    for (guint i = 0; i < kiri_recs_count(live->failures); i++) {
        const KiriRunFailure *f = live->failures->pdata[i];
        kiri_log_event(w->cli->log, KIRI_LOG_WARNING, "fetch.failed", f->subject, f->what, NULL, 0);
    }
}

gboolean kiri_loop_store(KiriLoop *loop, GError **error)
{
    KiriWatch *w = loop->w;
    kiri_watch_merge_run(loop->hour, loop->live); // what came since the last account
    pthread_mutex_lock(&w->lock);
    kiri_watch_merge_run(loop->hour, w->passed);
    pthread_mutex_unlock(&w->lock);
    KiriRun *hour = loop->hour;
    hour->ended = kiri_time_jst(kiri_cli_now_us(w->cli));
    hour->exit_code = hour->sources_failed || hour->pages_failed || kiri_recs_count(hour->failures)
                          ? KIRI_EXIT_PARTLY
                          : KIRI_EXIT_DONE;
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_put(batch, KIRI_NOUN_RUN, hour);
    return kiri_batch_commit(batch, error);
}

static gboolean turn_hour(KiriLoop *loop, gint64 now_us, GError **error)
{
    if (now_us >= loop->store_run_us || now_us >= loop->hour_ends_us) {
        if (!kiri_loop_store(loop, error))
            return FALSE;
        loop->store_run_us = now_us + STORE_RUN_US;
    }
    if (now_us >= loop->hour_ends_us) {
        kiri_run_free(loop->hour);
        loop->hour = kiri_pipeline_new_run(loop->w->cli, "watch");
        loop->hour_ends_us = now_us + HOUR_US;
    }
    return TRUE;
}

static void take_figures(KiriLoop *loop)
{
    KiriWatch *w = loop->w;
    KiriCrawlState c = kiri_crawler_state(loop->crawler);
    gboolean has_success = loop->live->sources_polled > loop->live->sources_failed;
    log_failures(w, loop->live);
    g_autoptr(KiriRun) delta = kiri_run_new();
    kiri_watch_merge_run(delta, loop->live);
    g_autoptr(KiriRun) twin = kiri_record_copy(&kiri_run_shape, delta);
    kiri_watch_merge_run(loop->hour, delta);
    pthread_mutex_lock(&w->lock);
    kiri_watch_merge_run(w->totals, twin);
    KiriWatchStatus *s = w->status;
    gboolean has_news = s->hosts_held != (gint64)c.hosts_held;
    s->sources = c.sources;
    s->sources_due = c.sources_due;
    s->hosts = c.hosts;
    s->hosts_held = c.hosts_held;
    s->under_way = c.under_way;
    s->pages_waiting = c.pages_waiting;
    s->next_due = c.next_due_us == G_MAXINT64 ? KIRI_TIME_UNSET : kiri_time_jst(c.next_due_us);
    s->is_ending = kiri_stop_requested();
    if (has_success)
        w->last_crawl_us = kiri_cli_now_us(w->cli);
    pthread_mutex_unlock(&w->lock);
    const KiriLogField fields[] = {{"hosts", NULL, c.hosts}, {"held", NULL, c.hosts_held}};
    if (has_news)
        kiri_log_event(w->cli->log, KIRI_LOG_INFO, "hosts.held", NULL, NULL, fields, 2);
}

static void tell_people(KiriLoop *loop, gint64 mono_us)
{
    KiriWatch *w = loop->w;
    if (loop->watchdog_us && mono_us >= loop->next_watchdog_us) {
        kiri_notify("WATCHDOG=1");
        loop->next_watchdog_us = mono_us + loop->watchdog_us / 3;
    }
    gboolean tells_manager = mono_us >= loop->status_us;
    if (!tells_manager && !loop->progress.is_shown)
        return;
    g_autoptr(KiriWatchStatus) s = kiri_watch_status(w);
    g_autofree char *text = g_strdup_printf(
        _("%" PRId64 " sources, %" PRId64 " due, %" PRId64 " requests under way, %" PRId64
          " pages waiting, %" PRId64 " new articles, %" PRId64 " changes to be indexed"),
        s->sources, s->sources_due, s->under_way, s->pages_waiting, s->articles_new, s->waiting);
    kiri_progress_text(&loop->progress, text);
    if (!tells_manager)
        return;
    kiri_notify_status("%s", text);
    loop->status_us = mono_us + 10 * G_USEC_PER_SEC;
}

static gboolean account(KiriLoop *loop, GError **error)
{
    gint64 mono_us = g_get_monotonic_time();
    if (mono_us < loop->account_us)
        return TRUE;
    loop->account_us = mono_us + ACCOUNT_US;
    take_figures(loop);
    tell_people(loop, mono_us);
    return kiri_store_check(loop->w->store, error) &&
           turn_hour(loop, g_get_monotonic_time(), error);
}

/* ---- the loop ---- */

/* Does a command want the crawl to stand still? `is_held` tells it that it does. */
static gboolean is_hold_wanted(KiriWatch *w, gboolean is_held)
{
    pthread_mutex_lock(&w->lock);
    gboolean is_wanted = w->wants_hold && !kiri_stop_requested();
    w->is_held = is_wanted && is_held;
    pthread_mutex_unlock(&w->lock);
    return is_wanted;
}

/* Stands still while a command looks at the store, which must not move then, or asks
 * hosts of its own accord. What is under way comes to its end first: an exchange that
 * nobody looks after for minutes would be counted as the host's failure. */
static gboolean heed_hold(KiriLoop *loop, GError **error)
{
    gint64 until_us = g_get_monotonic_time() + END_EXCHANGES_US;
    gboolean is_held = FALSE;
    if (!is_hold_wanted(loop->w, FALSE))
        return TRUE;
    while (is_hold_wanted(loop->w, is_held)) {
        gboolean is_at_rest = kiri_crawler_rest(loop->crawler, TRUE);
        is_held = is_held || is_at_rest || g_get_monotonic_time() >= until_us;
        if (!is_held && !kiri_crawler_turn(loop->crawler, TURN_US / 20, error))
            return FALSE;
        if (is_held)
            g_usleep(G_USEC_PER_SEC / 50);
        tell_people(loop, g_get_monotonic_time());
    }
    kiri_crawler_rest(loop->crawler, FALSE);
    return TRUE;
}

static gboolean heed_wishes(KiriLoop *loop, GError **error)
{
    KiriWatch *w = loop->w;
    pthread_mutex_lock(&w->lock);
    gboolean wants_reload = w->wants_reload, wants_sources = w->wants_sources;
    gboolean wants_rules = w->wants_rules;
    w->wants_reload = w->wants_sources = w->wants_rules = FALSE;
    pthread_mutex_unlock(&w->lock);
    if (!heed_hold(loop, error) || (wants_reload && !reload(loop, error)))
        return FALSE;
    if (wants_rules)
        read_rules(loop);
    if (wants_sources)
        kiri_crawler_reload(loop->crawler);
    return TRUE;
}

gboolean kiri_loop_go_on(KiriLoop *loop, GError **error)
{
    while (!kiri_stop_requested())
        if (!heed_wishes(loop, error) || !kiri_crawler_turn(loop->crawler, TURN_US, error) ||
            !account(loop, error))
            break;
    kiri_progress_end(&loop->progress);
    return kiri_stop_requested();
}

/* ---- life ---- */

KiriLoop *kiri_loop_new(KiriWatch *w)
{
    KiriLoop *loop = g_new0(KiriLoop, 1);
    loop->w = w;
    loop->rules = kiri_rules_wanted(w->cli);
    loop->live = kiri_run_new();
    loop->hour = kiri_pipeline_new_run(w->cli, "watch");
    loop->hour_ends_us = g_get_monotonic_time() + HOUR_US;
    loop->watchdog_us = kiri_notify_watchdog_us();
    loop->dictionary = dictionary_of(w->cli, w->cli->settings);
    loop->progress = kiri_progress_begin(w->cli, _("watching"));
    return loop;
}

void kiri_loop_free(KiriLoop *loop)
{
    kiri_site_rules_free(loop->rules);
    kiri_run_free(loop->live);
    kiri_run_free(loop->hour);
    g_free(loop->dictionary);
    g_free(loop);
}
