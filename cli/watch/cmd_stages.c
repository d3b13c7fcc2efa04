// SPDX-License-Identifier: GPL-3.0-or-later
/* crawl, index, link: each stage alone; run: one bounded pass of all. */
#include "care/prune.h"
#include "commands.h"
#include "reports/morning_query.h"
#include "pipeline.h"

#include <kirinuki/stop.h>

typedef struct {
    char **sources;
} Options;

static const KiriOption crawl_options[] = {
    KIRI_OPTION(Options, sources, "source", 0, FILENAME_ARRAY, N_("ID"),
                N_("only this source, due or not (repeatable)")),
};

typedef gboolean (*Stage)(KiriPipeline *p, GError **error);

static int run_stages(KiriCli *cli, const char *name, gboolean crawls, char **sources,
                      const Stage *stages, gsize n, GError **error)
{
    KiriPipeline p = {0};
    int code = KIRI_EXIT_FAILED;
    if (kiri_pipeline_open(&p, cli, name, error)) {
        gboolean ok = !crawls || kiri_pipeline_crawl(&p, sources, error);
        for (gsize i = 0; ok && i < n && !kiri_stop_requested(); i++)
            ok = stages[i](&p, error);
        code = kiri_pipeline_finish(&p, ok, error);
    }
    kiri_pipeline_close(&p);
    return code;
}

/* In a running watch: these sources become due, and its crawl takes them up. */
static int make_due(KiriCli *cli, char **sources, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriBatch) batch = store ? kiri_batch_begin(store) : NULL;
    guint n = 0;
    for (char **id = sources; batch && id && *id; id++) {
        g_autofree char *full = kiri_store_find_id(store, KIRI_NOUN_SOURCE, *id, error);
        g_autoptr(KiriSource) s =
            full ? kiri_store_get(store, KIRI_NOUN_SOURCE, full, error) : NULL;
        if (!s)
            return KIRI_EXIT_FAILED;
        if (s->is_disabled) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'%s' is disabled; 'kirinuki source enable' takes it up again"), s->id);
            return KIRI_EXIT_USAGE;
        }
        s->next_due = KIRI_TIME_UNSET; // due at once; the rest of the state is the crawl's
        kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
        n++;
    }
    if (!batch || !kiri_batch_commit(g_steal_pointer(&batch), error))
        return KIRI_EXIT_FAILED;
    if (n)
        kiri_cli_note(cli, _("the running watch asks %u sources now"), n);
    else
        kiri_cli_note(cli, _("the running watch asks every source as it becomes due; '--source ID' "
                             "asks one now"));
    return KIRI_EXIT_DONE;
}

static int run_crawl(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (cli->host)
        return make_due(cli, o->sources, error);
    return run_stages(cli, "crawl", TRUE, o->sources, NULL, 0, error);
}

static int run_index(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    static const Stage stages[] = {kiri_pipeline_index};
    return run_stages(cli, "index", FALSE, NULL, stages, G_N_ELEMENTS(stages), error);
}

static int run_link(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    static const Stage stages[] = {kiri_pipeline_link};
    return run_stages(cli, "link", FALSE, NULL, stages, G_N_ELEMENTS(stages), error);
}

/* A pass is when a missing sheet is noticed: by its exit code too. */
static gboolean look_for_sheet(KiriPipeline *p, GError **error)
{
    GError *why = NULL;
    g_autofree char *alarm = kiri_morning_alarm(p->cli, p->store, &why);
    if (why) {
        g_propagate_error(error, why);
        return FALSE;
    }
    if (alarm) {
        kiri_cli_warn(p->cli, "%s", alarm);
        kiri_run_add_failure(p->run, "report --morning", alarm);
        p->is_partly = TRUE;
    }
    return TRUE;
}

static int run_all(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    static const Stage stages[] = {kiri_pipeline_index, kiri_pipeline_link, kiri_pipeline_score,
                                   look_for_sheet,      kiri_prune_of_run,  kiri_pipeline_post};
    if (cli->host) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_BUSY,
                    _("a watch is at work on '%s' and does all that 'run' does"), cli->dir);
        return KIRI_EXIT_BUSY;
    }
    return run_stages(cli, "run", TRUE, o->sources, stages, G_N_ELEMENTS(stages), error);
}

#define STAGE .group = N_("Pipeline"), .args = ""
#define CRAWLS .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS
#define READS_WORDS .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS | KIRI_NEEDS_WORDS

const KiriCommand kiri_cmd_crawl = {
    .name = "crawl",
    STAGE,
    CRAWLS,
    KIRI_OPTIONS(Options, crawl_options),
    .summary = N_("poll the sources that are due and fetch their articles"),
    .run = run_crawl};
const KiriCommand kiri_cmd_index = {.name = "index",
                                    STAGE,
                                    READS_WORDS,
                                    .summary = N_("bring the search index up to date"),
                                    .run = run_index};
const KiriCommand kiri_cmd_link = {.name = "link",
                                   STAGE,
                                   READS_WORDS,
                                   .summary = N_("tie articles to releases and topics"),
                                   .run = run_link};
const KiriCommand kiri_cmd_run = {.name = "run",
                                  STAGE,
                                  READS_WORDS,
                                  KIRI_OPTIONS(Options, crawl_options),
                                  .summary = N_("one pass: crawl, index, link, score"),
                                  .run = run_all};
