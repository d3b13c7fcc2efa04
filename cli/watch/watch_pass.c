// SPDX-License-Identifier: GPL-3.0-or-later
/* The two threads beside the crawl: passes, and commands for others.
 *
 * A pass is due when `batch_entries` changes have gathered since the last one began,
 * or the first of them is `batch_s` old. What a pass itself changes counts too: the
 * one more pass it causes finds nothing to change, and then there is quiet. A pass
 * that fails is tried again, ever later up to ten minutes; the crawl goes on. */
#include "care/prune.h"
#include "control/delegate.h"
#include "events.h"
#include "language.h"
#include "pipeline.h"
#include "watch.h"

#include <kirinuki/stop.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    LOOK_US = G_USEC_PER_SEC / 4,
    FIRST_RETRY_S = 30,
    LAST_RETRY_S = 600,
    SAID_BYTES = 24 * 1024 * 1024,
};
#define COUNT_US ((gint64)3600 * G_USEC_PER_SEC)
#define PRUNE_LOOK_US ((gint64)600 * G_USEC_PER_SEC)

typedef struct {
    KiriWatch *w;
    KiriCli cli; // the pass thread's own: settings, pool
    guint generation;
    guint64 seen_seq;  // new articles up to here were told
    guint64 first_seq; // the end of the log when something new was first seen
    gint64 first_us;   // and when that was; 0: nothing is new
    gint64 retry_us;   // not before; 0: no failure
    guint failures;    // in a row
    gint64 count_us;   // when the articles are counted again
    gint64 prune_us;   // when it is looked whether something must go
} Passer;

/* ---- new articles: their delay, and a line in the log ---- */

static void add_delay(gint64 delay_s, gpointer data)
{
    kiri_watch_add_delay(data, delay_s);
}

static void tell_new(Passer *p)
{
    KiriDelays unused = {0}; // the common ones are under the lock
    p->seen_seq =
        kiri_events_articles(p->w->store, p->w->cli->log, p->seen_seq, &unused, add_delay, p->w);
}

/* A walk over all articles: seconds where there are millions, so not often, and not in
 * the thread that answers. The crawl's own count fills the time between. */
static void count_articles(Passer *p)
{
    KiriWatch *w = p->w;
    if (g_get_monotonic_time() < p->count_us)
        return;
    gint64 n = (gint64)kiri_store_count(w->store, KIRI_NOUN_ARTICLE);
    pthread_mutex_lock(&w->lock);
    w->articles = n;
    w->articles_then = w->totals->articles_new;
    pthread_mutex_unlock(&w->lock);
    p->count_us = g_get_monotonic_time() + COUNT_US;
}

/* ---- one pass ---- */

static KiriSettings *read_settings(const KiriWatch *w, GError **error)
{
    g_autoptr(KiriSettings) settings = kiri_settings_new();
    g_autofree char *path = kiri_cli_path(w->cli, "settings.ini");
    if (!kiri_settings_load(settings, path, error))
        return NULL;
    for (char **o = w->cli->overrides; o && *o; o++)
        if (!kiri_settings_override(settings, *o, error))
            return NULL;
    return g_steal_pointer(&settings);
}

gboolean kiri_watch_load_settings(KiriWatch *w, KiriCli *cli, guint *generation, GError **error)
{
    pthread_mutex_lock(&w->lock);
    guint newest = w->settings_generation;
    pthread_mutex_unlock(&w->lock);
    if (cli->settings && *generation == newest)
        return TRUE;
    KiriSettings *settings = read_settings(w, error);
    if (!settings)
        return FALSE;
    g_clear_pointer(&cli->settings, kiri_settings_free);
    cli->settings = settings;
    *generation = newest;
    return TRUE;
}

static gboolean run_stages(Passer *p, KiriRun *run, GError **error)
{
    if (!kiri_watch_load_settings(p->w, &p->cli, &p->generation, error))
        return FALSE;
    KiriPool *pool = kiri_cli_pool(&p->cli, error);
    if (!pool)
        return FALSE;
    KiriPipeline line = {.cli = &p->cli, .store = p->w->store, .pool = pool, .run = run};
    pthread_mutex_lock(&p->w->stages);
    gboolean ok = kiri_pipeline_index(&line, error) && kiri_pipeline_link(&line, error) &&
                  kiri_pipeline_score(&line, error);
    pthread_mutex_unlock(&p->w->stages);
    return ok;
}

static void log_pass(const KiriWatch *w, const KiriRun *run, gint64 spent_us, const GError *error)
{
    const KiriLogField fields[] = {{"indexed", NULL, run->indexed},
                                   {"linked", NULL, run->linked},
                                   {"clips", NULL, run->clips_made},
                                   {"scored", NULL, run->scored},
                                   {"ms", NULL, spent_us / 1000}};
    kiri_log_event(w->cli->log, error ? KIRI_LOG_ERROR : KIRI_LOG_INFO,
                   error ? "pass.failed" : "pass.done", NULL, error ? error->message : NULL, fields,
                   G_N_ELEMENTS(fields));
}

/* Figures of the pass into the common ones. */
static void account(Passer *p, KiriRun *run, guint64 began_seq, gint64 spent_us,
                    const GError *error)
{
    KiriWatch *w = p->w;
    gint64 now_us = kiri_cli_now_us(w->cli);
    pthread_mutex_lock(&w->lock);
    KiriWatchStatus *s = w->status;
    s->is_passing = FALSE;
    s->passes++;
    s->passes_failed += error != NULL;
    s->last_pass_ms = spent_us / 1000;
    g_free(s->pass_problem);
    s->pass_problem = error ? g_strdup(error->message) : NULL;
    w->passes_us += spent_us;
    if (!error) {
        s->last_pass = kiri_time_jst(now_us);
        w->last_pass_us = now_us;
        w->passed_seq = began_seq;
    }
    kiri_watch_merge_run(w->passed, run);
    if (error)
        kiri_run_add_failure(w->passed, "pass", error->message);
    pthread_mutex_unlock(&w->lock);
}

/* An error of the store is the end; any other may pass. */
static void judge(Passer *p, const GError *error)
{
    g_autoptr(GError) trouble = NULL;
    if (!kiri_store_check(p->w->store, &trouble)) {
        kiri_watch_fail(p->w, g_steal_pointer(&trouble));
        return;
    }
    gint64 pause_s = MIN((gint64)FIRST_RETRY_S << MIN(p->failures, 10), LAST_RETRY_S);
    p->failures++;
    p->retry_us = g_get_monotonic_time() + pause_s * G_USEC_PER_SEC;
    kiri_cli_warn(p->w->cli,
                  _("index, link and score failed, and are tried again in %" PRId64 " s: %s"),
                  pause_s, error->message);
}

static void run_pass(Passer *p)
{
    KiriWatch *w = p->w;
    g_autoptr(KiriRun) run = kiri_pipeline_new_run(w->cli, "pass");
    g_autoptr(GError) error = NULL;
    guint64 began_seq = kiri_store_log_end(w->store);
    gint64 began_us = g_get_monotonic_time();
    pthread_mutex_lock(&w->lock);
    w->status->is_passing = TRUE;
    pthread_mutex_unlock(&w->lock);
    gboolean ok = run_stages(p, run, &error);
    gint64 spent_us = g_get_monotonic_time() - began_us;
    log_pass(w, run, spent_us, error);
    account(p, run, began_seq, spent_us, error);
    p->first_us = 0;
    if (!ok) {
        judge(p, error);
        return;
    }
    p->failures = 0;
    p->retry_us = 0;
}

/* What is past its time goes, once a day; here whether a day has begun is asked. */
static void prune(Passer *p)
{
    KiriPipeline line = {.cli = &p->cli, .store = p->w->store};
    g_autoptr(GError) error = NULL;
    if (g_get_monotonic_time() < p->prune_us)
        return;
    p->prune_us = g_get_monotonic_time() + PRUNE_LOOK_US;
    pthread_mutex_lock(&p->w->stages);
    if (kiri_watch_load_settings(p->w, &p->cli, &p->generation, &error))
        kiri_prune_of_run(&line, &error);
    pthread_mutex_unlock(&p->w->stages);
    if (error)
        kiri_cli_warn(p->w->cli, _("what is past its retention could not be let go: %s"),
                      error->message);
}

static gboolean is_due(Passer *p)
{
    KiriWatch *w = p->w;
    gint64 now_us = g_get_monotonic_time();
    guint64 end = kiri_store_log_end(w->store);
    pthread_mutex_lock(&w->lock);
    guint64 waiting = end - MIN(w->passed_seq, end);
    gint64 batch_entries = w->batch_entries, batch_s = w->batch_s;
    pthread_mutex_unlock(&w->lock);
    if (!waiting)
        p->first_us = 0;
    else if (!p->first_us)
        p->first_us = now_us;
    if (!waiting || now_us < p->retry_us)
        return FALSE;
    return waiting >= (guint64)batch_entries || now_us - p->first_us >= batch_s * G_USEC_PER_SEC;
}

gpointer kiri_watch_pass_main(gpointer data)
{
    KiriWatch *w = data;
    const KiriCli *main_cli = w->cli;
    /* Quiet and without a terminal: only what is wrong is worth a line. */
    Passer p = {.w = w,
                .cli = {.dir = main_cli->dir,
                        .data_dir = main_cli->data_dir,
                        .clock = main_cli->clock,
                        .nursery = main_cli->nursery,
                        .words = main_cli->words,
                        .has_workspace = TRUE,
                        .log = main_cli->log,
                        .is_quiet = main_cli->is_quiet,
                        .progress = KIRI_WHEN_NEVER},
                .seen_seq = kiri_store_log_end(w->store)};
    while (!kiri_stop_requested()) {
        tell_new(&p);
        count_articles(&p);
        prune(&p);
        if (is_due(&p))
            run_pass(&p);
        else
            g_usleep(LOOK_US);
    }
    tell_new(&p);
    g_clear_pointer(&p.cli.pool, kiri_pool_free);
    g_clear_pointer(&p.cli.settings, kiri_settings_free);
    return NULL;
}

/* ---- commands for others ---- */

static char *text_of(GBytes *bytes)
{
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return p && n && !memchr(p, 0, n) ? g_strndup(p, n) : NULL;
}

static void speak_as(const KiriWatch *w, const char *language)
{
    gboolean is_ja = g_strcmp0(language, "ja") == 0;
    if (is_ja == (strcmp(kiri_language_name(), "ja") == 0))
        kiri_speak(KIRI_SPEAKS_OWN, NULL);
    else
        kiri_speak(is_ja ? KIRI_SPEAKS_CATALOGUE : KIRI_SPEAKS_SOURCE, w->japanese);
}

static GBytes *take_bytes(KiriBuf *buf)
{
    gsize n = 0;
    char *p = kiri_buf_steal(buf, &n);
    return g_bytes_new_take(p, n);
}

static int serve(KiriWatch *w, const KiriControlCall *call, KiriCapture *said)
{
    g_auto(GStrv) words = kiri_control_words(call->words);
    g_autofree char *cwd = text_of(call->cwd);
    if (!words || !words[1] || !cwd || !g_path_is_absolute(cwd)) {
        kiri_buf_add_str(&said->err, "kirinuki: this is no command\n");
        return KIRI_EXIT_USAGE;
    }
    gint input = kiri_delegate_set_input(call->input);
    speak_as(w, call->language);
    int code = kiri_cli_serve(&w->host, words, cwd, said);
    kiri_speak(KIRI_SPEAKS_OWN, NULL);
    kiri_delegate_set_input(NULL);
    if (input >= 0)
        close(input);
    if (said->out.is_over) {
        kiri_buf_add_str(&said->err, "kirinuki: the answer is too long and was cut\n");
        code = KIRI_EXIT_FAILED;
    }
    const KiriLogField fields[] = {{"exit", NULL, code}};
    kiri_log_event(w->cli->log, KIRI_LOG_INFO, "command", said->command, NULL, fields, 1);
    return code;
}

static void carry_out(KiriWatch *w, KiriControlJob *job)
{
    g_autoptr(KiriControlReply) reply = kiri_control_reply_new();
    g_autoptr(GError) trouble = NULL;
    KiriCapture said;
    kiri_buf_init(&said.out, SAID_BYTES);
    kiri_buf_init(&said.err, SAID_BYTES);
    reply->code = serve(w, kiri_control_job_call(job), &said);
    reply->out = take_bytes(&said.out);
    reply->err = take_bytes(&said.err);
    pthread_mutex_lock(&w->lock);
    w->status->commands++;
    w->wants_sources = TRUE;
    pthread_mutex_unlock(&w->lock);
    kiri_watch_wake(w);
    kiri_control_finish(w->control, job, reply);
    if (!kiri_store_check(w->store, &trouble))
        kiri_watch_fail(w, g_steal_pointer(&trouble));
}

gpointer kiri_watch_command_main(gpointer data)
{
    KiriWatch *w = data;
    while (!kiri_stop_requested()) {
        KiriControlJob *job = kiri_control_next(w->control, LOOK_US);
        if (job)
            carry_out(w, job);
    }
    return NULL;
}
