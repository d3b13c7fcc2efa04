// SPDX-License-Identifier: GPL-3.0-or-later
/* The stages on one open store. Each hears the stop flag between its batches;
 * what was committed stays, and the next run goes on from the cursors. */
#include "pipeline.h"

#include "events.h"
#include "sources/fetch.h"
#include "metrics.h"
#include "mail/post_ops.h"
#include "progress.h"
#include "releases/release_ops.h"
#include "sources/rule_ops.h"
#include "dictionary/user_words.h"

#include <kirinuki/index.h>
#include <kirinuki/score.h>
#include <kirinuki/stop.h>

#include <string.h>

static char *make_run_id(const char *command, gint64 now_us)
{
    KiriCivil c = kiri_civil_from_us(now_us, KIRI_JST_MIN);
    return g_strdup_printf("%04d%02d%02dT%02d%02d%02d.%06d-%s", c.year, c.month, c.day, c.hour,
                           c.minute, c.second, c.micro, command);
}

KiriRun *kiri_pipeline_new_run(const KiriCli *cli, const char *command)
{
    KiriRun *run = kiri_run_new();
    run->command = g_strdup(command);
    run->started = kiri_time_jst(kiri_cli_now_us(cli));
    run->id = make_run_id(command, run->started.us);
    return run;
}

gboolean kiri_pipeline_open(KiriPipeline *p, KiriCli *cli, const char *command, GError **error)
{
    p->cli = cli;
    p->store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    p->pool = p->store ? kiri_cli_pool(cli, error) : NULL;
    if (!p->pool)
        return FALSE;
    p->started_us = g_get_monotonic_time();
    p->began_seq = kiri_store_log_end(p->store);
    p->run = kiri_pipeline_new_run(cli, command);
    return TRUE;
}

void kiri_pipeline_close(KiriPipeline *p)
{
    g_clear_pointer(&p->run, kiri_run_free);
    g_clear_pointer(&p->store, kiri_store_close);
}

static gboolean should_stop(gpointer data)
{
    (void)data;
    return kiri_stop_requested();
}

static void tell_progress(guint64 done, guint64 total, gpointer data)
{
    kiri_progress_update(data, done, total);
}

/* In a running watch no other pass may be at the index, links and scores. */
static gboolean begin_stage(const KiriPipeline *p, GError **error)
{
    const KiriWatchHost *host = p->has_stages ? NULL : p->cli->host;
    return !host || host->begin_stages(host->data, error);
}

static void end_stage(const KiriPipeline *p)
{
    const KiriWatchHost *host = p->has_stages ? NULL : p->cli->host;
    if (host)
        host->end_stages(host->data);
}

static gboolean run_index(KiriPipeline *p, GError **error)
{
    KiriProgress progress = kiri_progress_begin(p->cli, _("indexing"));
    KiriIndexOptions options = {.terms_job = KIRI_JOB_TERMS,
                                .force_rebuild = p->is_rebuild,
                                .words = p->cli->words,
                                .should_stop = should_stop,
                                .progress = tell_progress,
                                .data = &progress};
    g_auto(KiriIndexCounts) counts = {0};
    g_autofree char *dir = kiri_cli_path(p->cli, "index");
    gboolean is_first = !g_file_test(dir, G_FILE_TEST_EXISTS);
    gboolean ok = kiri_index_run(p->cli->dir, p->store, p->pool, &options, &counts, error);
    kiri_progress_end(&progress);
    p->run->indexed += (gint64)counts.indexed;
    if (counts.was_rebuilt && counts.rebuild_reason && !p->is_rebuild && !is_first)
        kiri_cli_note(p->cli, _("the index was built anew: %s"), counts.rebuild_reason);
    return ok;
}

gboolean kiri_pipeline_index(KiriPipeline *p, GError **error)
{
    if (!begin_stage(p, error))
        return FALSE;
    gboolean ok = run_index(p, error);
    end_stage(p);
    return ok;
}

static void tell_crawl_progress(const KiriCrawlProgress *progress, gpointer data)
{
    kiri_progress_update(data, progress->sources_done + progress->pages_done,
                         progress->sources_total + progress->pages_total);
}

gboolean kiri_pipeline_crawl(KiriPipeline *p, char **only_sources, GError **error)
{
    g_autoptr(KiriTransport) transport = kiri_cli_crawl_transport(p->cli, error);
    if (!transport)
        return FALSE;
    KiriProgress progress = kiri_progress_begin(p->cli, _("crawling"));
    g_autoptr(KiriSiteRules) rules = kiri_rules_wanted(p->cli);
    KiriCrawlOptions options = kiri_cli_crawl_options(p->cli);
    options.rules = rules;
    options.only_sources = only_sources;
    options.progress = tell_crawl_progress;
    options.data = &progress;
    gboolean ok = kiri_crawl(p->store, p->pool, transport, &options, p->run, error);
    kiri_progress_end(&progress);
    p->is_partly |= p->run->sources_failed > 0 || p->run->pages_failed > 0;
    return ok;
}

void kiri_link_settings_init(KiriLinkSettings *s, const KiriCli *cli)
{
    *s = (KiriLinkSettings){.weights = kiri_cli_data_path(cli, "dictionaries/match_weights.tsv"),
                            .frequencies =
                                kiri_cli_data_path(cli, "dictionaries/term_frequencies.tsv"),
                            .variants = kiri_cli_data_path(cli, "dictionaries"),
                            .own_variants = kiri_cli_path(cli, "dictionaries"),
                            .aliases = kiri_settings_list(cli->settings, "organisation.aliases")};
    s->options =
        (KiriLinkOptions){.organisation = kiri_settings_string(cli->settings, "organisation.name"),
                          .aliases = (const char *const *)s->aliases,
                          .weights_path = s->weights,
                          .frequencies_path = s->frequencies,
                          .index_dir = cli->dir,
                          .variants_dir = s->variants,
                          .own_variants_dir = s->own_variants};
}

void kiri_link_settings_clear(KiriLinkSettings *s)
{
    g_free(s->weights);
    g_free(s->frequencies);
    g_free(s->variants);
    g_free(s->own_variants);
    g_strfreev(s->aliases);
}

static gboolean run_link(KiriPipeline *p, KiriProgress *progress, KiriLinkCounts *counts,
                         GError **error)
{
    g_auto(KiriLinkSettings) settings;
    kiri_link_settings_init(&settings, p->cli);
    settings.options.force_rebuild = p->is_rebuild;
    settings.options.should_stop = should_stop;
    settings.options.progress = tell_progress;
    settings.options.data = progress;
    return kiri_user_words_load(p->cli, error) &&
           kiri_link_run(p->store, &settings.options, counts, error);
}

gboolean kiri_pipeline_link(KiriPipeline *p, GError **error)
{
    if (!begin_stage(p, error))
        return FALSE;
    KiriProgress progress = kiri_progress_begin(p->cli, _("linking"));
    KiriLinkCounts counts = {0};
    gboolean ok = kiri_pipeline_follow(p, error) && run_link(p, &progress, &counts, error);
    kiri_progress_end(&progress);
    end_stage(p);
    p->run->linked += (gint64)counts.linked;
    p->run->clips_made += (gint64)counts.clips_put;
    return ok;
}

static gboolean run_score(KiriPipeline *p, GError **error)
{
    g_auto(KiriScoreUs) us = {0};
    if (!kiri_score_us_init(&us, p->cli, error))
        return FALSE;
    KiriProgress progress = kiri_progress_begin(p->cli, _("scoring"));
    KiriScoreOptions options = {.organisation = us.organisation,
                                .rules = kiri_score_rules_of(p->cli),
                                .now = kiri_time_jst(kiri_cli_now_us(p->cli)),
                                .force_all = p->is_rebuild,
                                .should_stop = should_stop,
                                .progress = tell_progress,
                                .data = &progress};
    if (p->renewal) {
        options.rules.method = p->renewal->method ? p->renewal->method : options.rules.method;
        options.renews = TRUE;
        options.renew_from_us = p->renewal->from_us;
        options.renew_release = p->renewal->release;
        options.renewed = p->renewal->renewed;
        options.renewed_data = p->renewal->data;
    }
    KiriScoreCounts counts = {0};
    gboolean ok = kiri_score_run(p->store, &options, &counts, error);
    kiri_progress_end(&progress);
    p->run->scored += (gint64)counts.scored;
    p->renewed += counts.renewed;
    p->keeps_other_rules = counts.keeps_other_rules;
    return ok;
}

gboolean kiri_pipeline_score(KiriPipeline *p, GError **error)
{
    if (!begin_stage(p, error))
        return FALSE;
    gboolean ok = run_score(p, error);
    end_stage(p);
    return ok;
}

gboolean kiri_pipeline_post(KiriPipeline *p, GError **error)
{
    KiriPostCounts counts = {0};
    g_autoptr(GError) why = NULL;
    g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    gboolean ok = kiri_post_round(p->cli, p->store, told, &counts, &why);
    kiri_post_tell(p->cli, &counts);
    p->is_partly |= counts.later || counts.failed || counts.unsure || g_hash_table_size(told) > 0;
    if (ok)
        return TRUE;
    if (!kiri_store_check(p->store, NULL)) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    kiri_cli_warn(p->cli, _("messages cannot be sent: %s"), why->message);
    p->is_partly = TRUE;
    return TRUE;
}

static void print_summary(KiriPipeline *p, gint64 spent_us)
{
    const KiriRun *r = p->run;
    g_autoptr(GString) s = g_string_new(r->command);
    const struct {
        gint64 n;
        const char *format;
    } parts[] = {
        {r->sources_polled, _(", %" PRId64 " sources asked")},
        {r->sources_failed, _(", %" PRId64 " sources failed")},
        {r->pages_fetched, _(", %" PRId64 " pages fetched")},
        {r->pages_failed, _(", %" PRId64 " pages failed")},
        {r->pages_refused, _(", %" PRId64 " pages refused")},
        {r->pages_no_article, _(", %" PRId64 " pages without an article")},
        {r->rows_read, _(", %" PRId64 " rows read")},
        {r->rows_failed, _(", %" PRId64 " rows failed")},
        {r->articles_new, _(", %" PRId64 " new articles")},
        {r->articles_changed, _(", %" PRId64 " changed")},
        {r->articles_same, _(", %" PRId64 " unchanged")},
        {r->indexed, _(", %" PRId64 " indexed")},
        {r->clips_made, _(", %" PRId64 " clips")},
        {r->scored, _(", %" PRId64 " scored")},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].n) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            g_string_append_printf(s, parts[i].format, parts[i].n);
#pragma GCC diagnostic pop
        }
    g_string_append_printf(s, _(", %.1f s"), (gdouble)spent_us / 1e6);
    kiri_cli_note(p->cli, "%s", s->str);
    for (guint i = 0; p->cli->verbosity && i < kiri_recs_count(r->failures); i++) {
        const KiriRunFailure *f = g_ptr_array_index(r->failures, i);
        kiri_cli_note(p->cli, "%s: %s", f->subject, f->what);
    }
}

static void log_run(const KiriPipeline *p)
{
    const KiriRun *r = p->run;
    for (guint i = 0; i < kiri_recs_count(r->failures); i++) {
        const KiriRunFailure *f = r->failures->pdata[i];
        kiri_log_event(p->cli->log, KIRI_LOG_WARNING, "fetch.failed", f->subject, f->what, NULL, 0);
    }
    const KiriLogField fields[] = {{"exit", NULL, r->exit_code},
                                   {"sources", NULL, r->sources_polled},
                                   {"sources_failed", NULL, r->sources_failed},
                                   {"pages", NULL, r->pages_fetched},
                                   {"articles_new", NULL, r->articles_new},
                                   {"clips", NULL, r->clips_made}};
    kiri_log_event(p->cli->log, r->exit_code ? KIRI_LOG_WARNING : KIRI_LOG_INFO, "run.ended",
                   r->command, NULL, fields, G_N_ELEMENTS(fields));
}

/* New articles into the log, and the figures into their file. A watch does both by
 * itself. */
static void tell_figures(const KiriPipeline *p, gboolean ok)
{
    g_autofree char *path = kiri_cli_metrics_path(p->cli);
    g_autoptr(GError) error = NULL;
    gint64 now_us = kiri_cli_now_us(p->cli);
    KiriMetrics m = {.counts = p->run,
                     .sources_due = -1,
                     .hosts = -1,
                     .hosts_held = -1,
                     .started_us = p->run->started.us,
                     .last_crawl_us = ok && p->run->sources_polled ? now_us : 0,
                     .last_pass_us = ok && (p->run->indexed || p->run->scored) ? now_us : 0};
    if (p->cli->log || path)
        kiri_events_articles(p->store, p->cli->log, p->began_seq, &m.delays, NULL, NULL);
    if (!path)
        return;
    kiri_metrics_ask_store(&m, p->store, p->cli->dir, now_us);
    m.articles = (gint64)kiri_store_count(p->store, KIRI_NOUN_ARTICLE);
    kiri_metrics_ask_system(&m);
    if (!kiri_metrics_save(&m, path, &error))
        kiri_cli_warn(p->cli, "%s", error->message);
}

int kiri_pipeline_finish(KiriPipeline *p, gboolean ok, GError **error)
{
    gboolean was_interrupted = kiri_stop_requested();
    int code = !ok ? kiri_exit_code_of(error && *error ? *error : NULL)
               : p->is_partly || was_interrupted ? KIRI_EXIT_PARTLY
                                                 : KIRI_EXIT_DONE;
    p->run->ended = kiri_time_jst(kiri_cli_now_us(p->cli));
    p->run->exit_code = code;
    p->run->was_interrupted = was_interrupted;
    KiriBatch *batch = kiri_batch_begin(p->store);
    kiri_batch_put(batch, KIRI_NOUN_RUN, p->run);
    g_autoptr(GError) why = NULL;
    if (!kiri_batch_commit(batch, &why) && ok) {
        g_propagate_error(error, g_steal_pointer(&why));
        return KIRI_EXIT_FAILED;
    }
    log_run(p);
    if (!p->cli->host)
        tell_figures(p, ok);
    if (was_interrupted)
        kiri_cli_note(p->cli, _("stopped as asked; what was done is stored, the next run goes on"));
    if (ok)
        print_summary(p, g_get_monotonic_time() - p->started_us);
    if (p->cli->is_json) {
        kiri_out_record(&kiri_run_shape, p->run);
        kiri_out_json_summary(p->rows + 1);
    }
    return code;
}
