// SPDX-License-Identifier: GPL-3.0-or-later
/* status: what is stored, what the last runs did, what is wrong. Exit 1 when
 * something needs a person. With --deadman: what should be there by now and is not. */
#include "commands.h"
#include "control/delegate.h"
#include "health/deadman.h"
#include "health/status_vitals.h"
#include "reports/morning_query.h"
#include "mail/post_ops.h"

#include <kirinuki/index.h>
#include <kirinuki/summary.h>

#include <string.h>

typedef struct {
    guint64 articles, sources, disabled, failing, media, releases, topics, clips, needs_review, due;
    gint64 index_lag; // changes of articles; -1: no index
    gboolean is_index_damaged, is_index_of_other_version;
    KiriVitals vitals;
    GHashTable *verdicts;
} Counts;

typedef struct {
    gboolean is_deadman;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_deadman, "deadman", 0, NONE, NULL,
                N_("only what should have been made by now and was not; tells those whom "
                   "'deadman.mail' and 'deadman.alerts' name")),
};

static gboolean count_source(gconstpointer record, gpointer data)
{
    const KiriSource *s = record;
    Counts *c = data;
    c->sources++;
    c->disabled += s->is_disabled != 0;
    c->failing += !s->is_disabled && s->failures > 0;
    return TRUE;
}

static gboolean count_clip(gconstpointer record, gpointer data)
{
    const KiriClip *clip = record;
    Counts *c = data;
    KiriStanding standing = kiri_standing(clip, g_hash_table_lookup(c->verdicts, clip->id));
    c->clips += standing.counts != 0;
    c->needs_review += standing.needs_review != 0;
    return TRUE;
}

static gboolean count_all(KiriCli *cli, KiriStore *store, Counts *c, GError **error)
{
    g_autoptr(GHashTable) verdicts = kiri_store_verdicts(store, error);
    c->verdicts = verdicts;
    if (!verdicts || !kiri_store_each(store, KIRI_NOUN_SOURCE, "", count_source, c, error) ||
        !kiri_store_each(store, KIRI_NOUN_CLIP, "", count_clip, c, error))
        return FALSE;
    kiri_vitals_ask(&c->vitals, store, cli->dir, kiri_cli_now_us(cli));
    c->articles = kiri_store_count(store, KIRI_NOUN_ARTICLE);
    c->media = kiri_store_count(store, KIRI_NOUN_MEDIUM);
    c->releases = kiri_store_count(store, KIRI_NOUN_RELEASE);
    c->topics = kiri_store_count(store, KIRI_NOUN_TOPIC);
    g_autoptr(GPtrArray) due = kiri_store_due_urls(store, kiri_cli_now_us(cli), G_MAXUINT);
    c->due = due ? due->len : 0;
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriIndex) index = kiri_index_open(cli->dir, &why);
    c->is_index_damaged = why && !kiri_error_is(why, KIRI_ERROR_NOT_FOUND);
    c->is_index_of_other_version = why && !c->is_index_damaged && kiri_index_exists(cli->dir);
    c->index_lag = index ? (gint64)kiri_index_lag(index, store) : -1;
    return TRUE;
}

static void write_counts(const Counts *c)
{
    const struct {
        const char *key;
        gint64 n;
    } members[] = {{"articles", (gint64)c->articles},
                   {"sources", (gint64)c->sources},
                   {"sources_disabled", (gint64)c->disabled},
                   {"sources_failing", (gint64)c->failing},
                   {"media", (gint64)c->media},
                   {"releases", (gint64)c->releases},
                   {"topics", (gint64)c->topics},
                   {"clips", (gint64)c->clips},
                   {"needs_review", (gint64)c->needs_review},
                   {"pages_due", (gint64)c->due},
                   {"messages_waiting",
                    c->vitals.outbox.of[KIRI_POST_QUEUED] + c->vitals.outbox.of[KIRI_POST_SENDING]},
                   {"messages_failed", c->vitals.outbox.of[KIRI_POST_FAILED]},
                   {"messages_unsure", c->vitals.outbox.of[KIRI_POST_UNSURE]},
                   {"index_lag", c->index_lag}};
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "status");
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(&j, members[i].key);
        kiri_json_i64(&j, members[i].n);
    }
    kiri_json_key(&j, "index");
    kiri_json_cstr(&j, c->is_index_damaged            ? "damaged"
                       : c->is_index_of_other_version ? "other_version"
                       : c->index_lag < 0             ? "none"
                       : c->index_lag                 ? "behind"
                                                      : "ready");
    kiri_vitals_write_json(&c->vitals, &j);
    kiri_out_json_end(&j);
}

static void print_counts(const KiriCli *cli, const Counts *c)
{
    kiri_out_printf(_("workspace    %s\n"), cli->dir);
    kiri_out_printf(_("articles     %" PRIu64 ", pages due %" PRIu64 "\n"), c->articles, c->due);
    kiri_out_printf(_("sources      %" PRIu64 " (%" PRIu64 " disabled, %" PRIu64
                      " failing) of %" PRIu64 " media\n"),
                    c->sources, c->disabled, c->failing, c->media);
    kiri_out_printf(_("releases     %" PRIu64 ", topics %" PRIu64 ", clips %" PRIu64
                      ", to be reviewed %" PRIu64 "\n"),
                    c->releases, c->topics, c->clips, c->needs_review);
    if (c->is_index_damaged)
        kiri_out_printf(_("index        damaged; 'kirinuki index' builds it anew\n"));
    else if (c->is_index_of_other_version)
        kiri_out_printf(_("index        of another version of the program; 'kirinuki index' builds "
                          "it anew\n"));
    else if (c->index_lag < 0)
        kiri_out_printf(_("index        none yet; 'kirinuki index' makes it\n"));
    else
        kiri_out_printf(_("index        %s\n"),
                        c->index_lag ? _("behind the store; 'kirinuki index'") : _("up to date"));
    kiri_vitals_print(&c->vitals);
}

static void print_watch(const KiriCli *cli, const KiriWatchStatus *w)
{
    char since[32], passed[32];
    if (!w)
        return;
    if (cli->is_json) {
        kiri_out_record(&kiri_watch_status_shape, w);
        return;
    }
    kiri_out_time(w->since, since);
    kiri_out_time(w->last_pass, passed);
    kiri_out_printf(_("watch        process %" PRId64 " since %s, %" PRId64 " of %" PRId64
                      " sources due, %" PRId64 " new articles\n"),
                    w->pid, since, w->sources_due, w->sources, w->articles_new);
    kiri_out_printf(_("passes       %" PRId64 ", last one at %s, %" PRId64 " changes waiting\n"),
                    w->passes, *passed ? passed : "—", w->waiting);
    if (w->delay_s >= 0)
        kiri_out_printf(_("delay        %" PRId64 " s from publication to here (median)\n"),
                        w->delay_s);
    if (w->pass_problem) {
        g_autofree char *problem = kiri_out_safe(w->pass_problem);
        kiri_out_printf(_("attention    index, link and score fail: %s\n"), problem);
    }
}

static void print_runs(const KiriCli *cli, GPtrArray *runs)
{
    guint first = runs->len > 5 ? runs->len - 5 : 0;
    for (guint i = first; i < runs->len; i++) {
        const KiriRun *r = g_ptr_array_index(runs, i);
        if (cli->is_json) {
            kiri_out_record(&kiri_run_shape, r);
            continue;
        }
        char when[32];
        kiri_out_time(r->started, when);
        kiri_out_printf(_("run          %s  %-8s exit %" PRId64 ", %" PRId64 " new articles%s\n"),
                        when, r->command, r->exit_code, r->articles_new,
                        r->was_interrupted ? _(" (stopped)") : "");
    }
}

static void print_gaps(const KiriCli *cli, GPtrArray *gaps)
{
    for (guint i = 0; i < gaps->len; i++) {
        const KiriGapRow *gap = g_ptr_array_index(gaps, i);
        g_autofree char *name =
            kiri_out_safe(gap->source->title ? gap->source->title : gap->source->url);
        g_autofree char *problem = kiri_out_safe(gap->problem);
        if (!cli->is_json) {
            kiri_out_printf(_("attention    %s: %s\n"), name, problem);
            continue;
        }
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "gap");
        kiri_json_key(&j, "source");
        kiri_json_cstr(&j, gap->source->id);
        kiri_json_key(&j, "url");
        kiri_json_cstr(&j, gap->source->url);
        kiri_json_key(&j, "problem");
        kiri_json_cstr(&j, gap->problem);
        kiri_out_json_end(&j);
    }
}

static void print_stale_rules(const KiriCli *cli, GPtrArray *rules)
{
    for (guint i = 0; i < rules->len; i++) {
        const KiriStaleRule *row = g_ptr_array_index(rules, i);
        g_autofree char *problem = kiri_out_safe(row->problem);
        if (!cli->is_json) {
            kiri_out_printf(_("attention    rule %s: %s\n"), row->state->rule, problem);
            continue;
        }
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "stale_rule");
        kiri_json_key(&j, "rule");
        kiri_json_cstr(&j, row->state->rule);
        kiri_json_key(&j, "url");
        kiri_json_cstr(&j, row->state->missed_url);
        kiri_json_key(&j, "problem");
        kiri_json_cstr(&j, row->problem);
        kiri_out_json_end(&j);
    }
}

/* A morning sheet that should be there; how many lines were said. */
static guint print_alarm(const KiriCli *cli, const char *alarm)
{
    if (!alarm)
        return 0;
    if (!cli->is_json) {
        kiri_out_printf(_("attention    %s\n"), alarm);
        return 1;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "morning_alarm");
    kiri_json_key(&j, "problem");
    kiri_json_cstr(&j, alarm);
    kiri_out_json_end(&j);
    return 1;
}

/* What --deadman would name, but what has lines of its own here and what was never begun:
 * a new workspace is no alarm. */
static guint print_overdue(const KiriCli *cli, const GPtrArray *overdue)
{
    guint n = 0;
    for (guint i = 0; i < overdue->len; i++) {
        const KiriOverdue *o = overdue->pdata[i];
        gboolean is_said = strcmp(o->what, "morning") == 0 || strcmp(o->what, "delivery") == 0 ||
                           o->is_pass_problem;
        if (is_said || o->is_never)
            continue;
        kiri_deadman_print(cli, o);
        n++;
    }
    return n;
}

/* What stands behind the counts. */
typedef struct {
    GPtrArray *runs, *gaps, *rules, *overdue;
    char *alarm;
    KiriWatchStatus *watch;
} Findings;

static void findings_clear(Findings *f)
{
    g_clear_pointer(&f->runs, g_ptr_array_unref);
    g_clear_pointer(&f->gaps, g_ptr_array_unref);
    g_clear_pointer(&f->rules, g_ptr_array_unref);
    g_clear_pointer(&f->overdue, g_ptr_array_unref);
    g_free(f->alarm);
    kiri_watch_status_free(f->watch);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Findings, findings_clear)

static gboolean find_all(const KiriCli *cli, KiriStore *store, Findings *f, GError **error)
{
    GError *why = NULL;
    f->runs = kiri_store_list(store, KIRI_NOUN_RUN, "", error);
    f->gaps = f->runs ? kiri_summary_gaps(store, kiri_cli_now_us(cli), error) : NULL;
    f->rules = f->gaps ? kiri_summary_stale_rules(store, error) : NULL;
    f->overdue = f->rules ? kiri_deadman_check(cli, store, error) : NULL;
    if (!f->overdue)
        return FALSE;
    f->alarm = kiri_morning_alarm(cli, store, &why);
    if (why) {
        g_propagate_error(error, why);
        return FALSE;
    }
    f->watch = kiri_delegate_status(cli);
    return TRUE;
}

static int tell(const KiriCli *cli, const Counts *c, const Findings *f)
{
    gboolean is_outbox_well = kiri_post_print_summary(cli, &c->vitals.outbox);
    print_watch(cli, f->watch);
    print_runs(cli, f->runs);
    print_gaps(cli, f->gaps);
    print_stale_rules(cli, f->rules);
    guint n =
        f->gaps->len + f->rules->len + print_alarm(cli, f->alarm) + print_overdue(cli, f->overdue);
    if (cli->is_json)
        kiri_out_json_summary((f->watch ? 2u : 1u) + MIN(f->runs->len, 5) + n);
    gboolean fails = f->watch && f->watch->pass_problem;
    fails |= c->is_index_damaged || c->is_index_of_other_version || !is_outbox_well;
    return n || fails ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    Counts c = {0};
    g_auto(Findings) f = {0};
    if (o->is_deadman)
        return kiri_deadman_run(cli);
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store || !count_all(cli, store, &c, error) || !find_all(cli, store, &f, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        write_counts(&c);
    else
        print_counts(cli, &c);
    return tell(cli, &c, &f);
}

static const char details[] =
    N_("--deadman is for a timer: exit 1 when a run, the morning sheet, a digest, a backup or a\n"
       "message is overdue by the settings of the group 'deadman'. The same trouble is told once\n"
       "a day. Nothing else is printed, and where the store cannot be opened that is the trouble.");

const KiriCommand kiri_cmd_status = {.name = "status",
                                     .group = N_("Ask"),
                                     .args = "",
                                     .summary = N_("what is stored, and what needs attention"),
                                     .details = details,
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .run = run};
