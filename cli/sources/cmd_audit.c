// SPDX-License-Identifier: GPL-3.0-or-later
/* audit (収集漏れ点検): what did we miss? */
#include "commands.h"
#include "fetch.h"
#include "watch/pipeline.h"
#include "source_ops.h"

#include <kirinuki/audit.h>

#include <math.h>
#include <string.h>

enum { DEFAULT_DAYS = 7, MOST_DAYS = 366, MOST_SHOWN = 200 };

typedef struct {
    char *from, *to;
    gint days;
    gboolean fetches, follows_only, shows_all;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, days, "days", 0, INT, N_("N"), N_("the last N days (7)")),
    KIRI_OPTION(Options, from, "from", 0, FILENAME, N_("DATE"), N_("from this day on")),
    KIRI_OPTION(Options, to, "to", 0, FILENAME, N_("DATE"), N_("up to and with this day")),
    KIRI_OPTION(Options, fetches, "fetch", 0, NONE, NULL, N_("fetch what was missed")),
    KIRI_OPTION(Options, follows_only, "no-discover", 0, NONE, NULL,
                N_("ask only the sources that are followed")),
    KIRI_OPTION(Options, shows_all, "all", 'a', NONE, NULL,
                N_("also the articles that one kind of source named and another did not")),
};

/* ---- the period ---- */

static gboolean parse_day(const char *option, const char *text, gboolean is_end, gint64 *us,
                          GError **error)
{
    KiriTime t;
    if (!kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &t) || t.precision < KIRI_PRECISION_DAY) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--%s must be a day such as 2026-04-13, not '%s'"), option, text);
        return FALSE;
    }
    *us = t.us + (is_end && t.precision == KIRI_PRECISION_DAY ? KIRI_US_PER_DAY : 0);
    return TRUE;
}

static gboolean parse_period(const KiriCli *cli, const Options *o, KiriAuditOptions *what,
                             GError **error)
{
    gint64 now = kiri_cli_now_us(cli);
    gint days = o->days ? o->days : DEFAULT_DAYS;
    if (days < 1 || days > MOST_DAYS || (o->days && (o->from || o->to))) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--days must be from 1 to %d, and goes without --from and --to"), MOST_DAYS);
        return FALSE;
    }
    what->to_us = kiri_civil_day_start_jst(now) + KIRI_US_PER_DAY; // the rest of today too
    if (o->to && !parse_day("to", o->to, TRUE, &what->to_us, error))
        return FALSE;
    what->from_us =
        kiri_civil_day_start_jst(MIN(what->to_us - 1, now)) - (days - 1) * KIRI_US_PER_DAY;
    if (o->from && !parse_day("from", o->from, FALSE, &what->from_us, error))
        return FALSE;
    if (what->from_us >= what->to_us) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--from must be before --to"));
        return FALSE;
    }
    return TRUE;
}

/* ---- for people ---- */

static char *per_cent(gdouble share)
{
    return g_strdup_printf("%.1f %%", share * 100);
}

static char *number(gdouble n)
{
    return isfinite(n) ? g_strdup_printf("%.0f", n) : g_strdup(_("no limit"));
}

static void print_item(const KiriAuditItem *item)
{
    char when[32];
    kiri_out_time(item->published, when);
    g_autofree char *lists = item->lists ? g_strjoinv("+", item->lists) : g_strdup("");
    g_autofree char *title = kiri_out_safe(item->title);
    g_autofree char *url = kiri_out_safe(item->url);
    g_autofree char *state = kiri_out_safe(item->state);
    kiri_out_printf("  %-16s  %-17s  %s\n      %s\n", *when ? when : "—", lists,
                    *title ? title : "—", url);
    if (*state)
        kiri_out_printf("      %s\n", state);
}

static void print_items(const GPtrArray *items, guint most)
{
    guint n = kiri_recs_count(items);
    for (guint i = 0; i < MIN(n, most); i++)
        print_item(g_ptr_array_index(items, i));
    if (n > most)
        kiri_out_printf(_("  … and %u more; --json has them all\n"), n - most);
}

static void print_estimate(const KiriAudit *a)
{
    if (!a->has_estimate) {
        kiri_out_printf("  %s\n", a->basis);
        return;
    }
    g_autofree char *estimate = number(a->estimate), *low = number(a->estimate_low);
    g_autofree char *high = number(a->estimate_high);
    g_autofree char *coverage = per_cent(a->coverage), *worst = per_cent(a->coverage_low);
    g_autofree char *best = per_cent(a->coverage_high);
    kiri_out_printf(_("  estimated in truth %s (95 %%: %s to %s); collected %s (%s to %s)\n"),
                    estimate, low, high, coverage, worst, best);
    kiri_out_printf("  %s%s\n", a->basis,
                    a->is_reliable ? "" : _("; fewer than 7 in common: only a hint"));
}

static void print_audit(const KiriCli *cli, const KiriAudit *a, const Options *o)
{
    char from[32], to[32];
    kiri_out_time(a->from, from);
    kiri_out_time(kiri_time_jst(a->to.us - 1), to);
    if (cli->is_json) {
        kiri_out_record(&kiri_audit_shape, a);
        return;
    }
    g_autofree char *name = kiri_out_safe(a->name);
    kiri_out_printf("%s (%s)  %.10s – %.10s\n", name, a->medium, from, to);
    kiri_out_printf(_("  feeds %" PRId64 " (%" PRId64 " articles), sitemaps %" PRId64 " (%" PRId64
                      "), front pages %" PRId64 " (%" PRId64 ")\n"),
                    a->feeds, a->in_feeds, a->sitemaps, a->in_sitemaps, a->pages, a->in_pages);
    kiri_out_printf(_("  seen %" PRId64 ", collected %" PRId64 ", missed %" PRId64
                      ", missed without a date %" PRId64 ", named by Google News only %" PRId64
                      ", forbidden by robots.txt %" PRId64 "\n"),
                    a->seen, a->stored, a->missing, a->undated, a->leads, a->refused);
    print_estimate(a);
    print_items(a->missed, MOST_SHOWN);
    if (o->shows_all && kiri_recs_count(a->apart)) {
        kiri_out_printf(_("  not named by every kind of source, or forbidden:\n"));
        print_items(a->apart, MOST_SHOWN);
    }
}

/* ---- the work ---- */

typedef struct {
    KiriCli *cli;
    const Options *o;
    KiriPipeline *pipeline; // with --fetch
    KiriStore *store;       // borrowed from whoever has it
    KiriPool *pool;
    KiriTransport *transport;
    KiriCrawlOptions crawl;
    guint n_media, n_missed, n_due;
    char **sources; // of what became due
} Work;

static gboolean audit_one(Work *w, const char *medium, KiriAuditOptions what, GError **error)
{
    what.medium = medium;
    kiri_source_hold_crawl(w->cli, TRUE);
    g_autoptr(KiriAudit) audit =
        kiri_audit_medium(w->store, w->pool, w->transport, &w->crawl, &what, error);
    kiri_source_hold_crawl(w->cli, FALSE);
    if (!audit)
        return FALSE;
    for (char **p = audit->problems; p && *p; p++)
        kiri_cli_warn(w->cli, "%s", *p);
    print_audit(w->cli, audit, w->o);
    w->n_missed += kiri_recs_count(audit->missed);
    return !w->o->fetches || kiri_audit_make_due(w->store, audit, kiri_cli_now_us(w->cli),
                                                 &w->n_due, &w->sources, error);
}

typedef struct {
    KiriStore *store;
    char **ids;
} Followed;

static gboolean add_medium(gconstpointer record, gpointer data)
{
    Followed *f = data;
    const KiriSource *s = record;
    g_autofree char *medium =
        s->medium ? g_strdup(s->medium) : kiri_store_medium_of_url(f->store, s->url);
    if (medium && !s->is_disabled && !kiri_strv_has(f->ids, medium))
        kiri_strv_add(&f->ids, medium);
    return TRUE;
}

/* In the order of reports: by their place, then by id. */
static gint compare_media(gconstpointer a, gconstpointer b, gpointer data)
{
    KiriStore *store = data;
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    g_autoptr(KiriMedium) m = kiri_store_get(store, KIRI_NOUN_MEDIUM, x, NULL);
    g_autoptr(KiriMedium) n = kiri_store_get(store, KIRI_NOUN_MEDIUM, y, NULL);
    gint64 p = m && m->position ? m->position : G_MAXINT64;
    gint64 q = n && n->position ? n->position : G_MAXINT64;
    return p != q ? (p < q ? -1 : 1) : strcmp(x, y);
}

/* The media named, else all that have sources. (transfer full) */
static char **media_of(KiriStore *store, char **args, GError **error)
{
    Followed f = {.store = store};
    if (*args)
        return g_strdupv(args);
    if (!kiri_store_each(store, KIRI_NOUN_SOURCE, "", add_medium, &f, error)) {
        g_strfreev(f.ids);
        return NULL;
    }
    if (!f.ids)
        return g_new0(char *, 1);
    g_qsort_with_data(f.ids, (gint)g_strv_length(f.ids), sizeof *f.ids, compare_media, store);
    return f.ids;
}

static gboolean audit_all(Work *w, char **args, const KiriAuditOptions *what, GError **error)
{
    g_auto(GStrv) media = media_of(w->store, args, error);
    if (!media)
        return FALSE;
    w->n_media = g_strv_length(media);
    if (!w->n_media)
        kiri_cli_warn(w->cli, _("there is nothing to audit: no source that is followed belongs to "
                                "a medium; 'kirinuki source add URL' adds a source, 'kirinuki "
                                "medium import FILE.csv' media"));
    for (char **m = media; *m; m++)
        if (!audit_one(w, *m, *what, error))
            return FALSE;
    if (w->pipeline)
        w->pipeline->rows = w->n_media;
    else if (w->cli->is_json)
        kiri_out_json_summary(w->n_media);
    return TRUE;
}

/* Nothing looked at is no clean bill. */
static gboolean is_complete(const Work *w)
{
    return w->n_media && !w->n_missed;
}

/* Fetches what became due; in a running watch its crawl takes it up. */
static gboolean fetch_missed(Work *w, GError **error)
{
    if (!w->n_media)
        return TRUE;
    if (!w->n_due || w->cli->host || !w->sources) {
        kiri_cli_note(w->cli, _("%u missed articles are due for the next crawl"), w->n_due);
        return TRUE;
    }
    kiri_cli_note(w->cli, _("%u missed articles are fetched now"), w->n_due);
    return kiri_pipeline_crawl(w->pipeline, w->sources, error);
}

static int run_reading(Work *w, char **args, const KiriAuditOptions *what, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(w->cli, KIRI_STORE_READ, error);
    w->store = store;
    w->pool = store ? kiri_cli_pool(w->cli, error) : NULL;
    if (!w->pool || !audit_all(w, args, what, error))
        return error && *error ? kiri_exit_code_of(*error) : KIRI_EXIT_FAILED;
    return is_complete(w) ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

static int run_fetching(Work *w, char **args, const KiriAuditOptions *what, GError **error)
{
    KiriPipeline pipeline = {0};
    int code = KIRI_EXIT_FAILED;
    if (kiri_pipeline_open(&pipeline, w->cli, "audit", error)) {
        w->pipeline = &pipeline;
        w->store = pipeline.store;
        w->pool = pipeline.pool;
        gboolean ok = audit_all(w, args, what, error) && fetch_missed(w, error);
        code = kiri_pipeline_finish(&pipeline, ok, error);
    }
    kiri_pipeline_close(&pipeline);
    return code == KIRI_EXIT_DONE && !is_complete(w) ? KIRI_EXIT_NO : code;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    KiriAuditOptions what = {.is_offline = cli->is_offline,
                             .finds = !o->follows_only && !cli->is_offline};
    if (!parse_period(cli, o, &what, error))
        return KIRI_EXIT_USAGE;
    if (o->fetches && cli->is_offline) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("this needs the network, and --offline forbids it"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriTransport) transport = what.is_offline ? NULL : kiri_cli_transport(cli, error);
    if (!transport && !what.is_offline)
        return KIRI_EXIT_FAILED;
    Work w = {.cli = cli, .o = o, .transport = transport, .crawl = kiri_cli_crawl_options(cli)};
    w.crawl.is_continuous = cli->host != NULL;
    int code = o->fetches ? run_fetching(&w, call->args, &what, error)
                          : run_reading(&w, call->args, &what, error);
    g_strfreev(w.sources);
    return code;
}

const KiriCommand kiri_cmd_audit = {
    .name = "audit",
    .group = N_("Care"),
    .args = N_("[MEDIUM…]"),
    .summary = N_("what did we miss? (収集漏れ点検)"),
    .details = /* xgettext:no-c-format */
    N_("Asks the feeds, sitemaps and front pages of each medium now, also those that "
       "are not\nfollowed, and holds what they name against what is stored. From the "
       "overlap of the\nlists the true number is estimated (Chapman's capture–recapture "
       "with its 95 % interval)."),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS,
    .max_args = G_MAXUINT,
    .run = run};
