// SPDX-License-Identifier: GPL-3.0-or-later
/* verify: is what is stored whole, and does the index say the same? rebuild:
 * index, links and scores again from the truth. */
#include "care/verify.h"
#include "commands.h"
#include "watch/pipeline.h"

#include <kirinuki/care.h>
#include <kirinuki/index.h>

typedef struct {
    gboolean is_quick, wants_links;
    char *salvage;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_quick, "quick", 0, NONE, NULL,
                N_("only what takes no walk over everything: the log, cursors, the index's end")),
    KIRI_OPTION(Options, wants_links, "links", 0, NONE, NULL,
                N_("make every clip once more, in a copy, and compare")),
    KIRI_OPTION(Options, salvage, "salvage", 0, FILENAME, N_("FOLDER"),
                N_("make a workspace there of what can be read of this one, which stays as it "
                   "is")),
};

/* One kind of check: what it found, and what mends it. */
typedef struct {
    const char *name, *mend;
    GPtrArray *problems;
} Check;

enum { CHECK_STORE, CHECK_INDEX, CHECK_LINKS, N_CHECKS };

static void checks_init(Check checks[N_CHECKS])
{
    checks[CHECK_STORE] = (Check){
        "store", _("restore a backup, or 'kirinuki verify --salvage FOLDER' saves what is left"),
        g_ptr_array_new_with_free_func(g_free)};
    checks[CHECK_INDEX] =
        (Check){"index", _("'kirinuki index' follows the store, 'kirinuki rebuild' makes it anew"),
                g_ptr_array_new_with_free_func(g_free)};
    checks[CHECK_LINKS] = (Check){"links", _("'kirinuki rebuild' makes all clips anew"),
                                  g_ptr_array_new_with_free_func(g_free)};
}

static void print_problem(const KiriCli *cli, const Check *check, const char *text)
{
    if (!cli->is_json) {
        g_autofree char *safe = kiri_out_safe(text);
        kiri_out_printf("%s\n", safe);
        return;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "problem");
    kiri_json_key(&j, "check");
    kiri_json_cstr(&j, check->name);
    kiri_json_key(&j, "text");
    kiri_json_cstr(&j, text);
    kiri_json_key(&j, "mend");
    kiri_json_cstr(&j, check->mend);
    kiri_out_json_end(&j);
}

/* In a running watch the store moves while it is looked at. So the index is brought
 * up to date while the crawl stands still, and both go on being compared as they were
 * then: the store through a reader, which stays where it began. */
static KiriStore *freeze(KiriCli *cli, KiriStore *store, GError **error)
{
    KiriPipeline p = {.cli = cli, .store = store, .has_stages = TRUE};
    g_autoptr(KiriRun) run = kiri_pipeline_new_run(cli, "verify");
    p.run = run;
    p.pool = kiri_cli_pool(cli, error);
    if (!p.pool)
        return NULL;
    cli->host->hold_crawl(cli->host->data, TRUE);
    KiriStore *frozen =
        kiri_pipeline_index(&p, error) ? kiri_store_open(cli->dir, KIRI_STORE_READ, error) : NULL;
    cli->host->hold_crawl(cli->host->data, FALSE);
    return frozen;
}

static gboolean look_at(KiriCli *cli, KiriStore *store, const Options *o, Check *checks,
                        GError **error)
{
    GPtrArray *of_store = checks[CHECK_STORE].problems;
    if (o->is_quick)
        return kiri_store_verify_quick(store, of_store, error);
    return kiri_store_verify(store, of_store, error) &&
           kiri_index_verify(cli->dir, store, checks[CHECK_INDEX].problems, error);
}

static gboolean check_live(KiriCli *cli, KiriStore *store, const Options *o, Check *checks,
                           GError **error)
{
    if (!cli->host->begin_stages(cli->host->data, error))
        return FALSE;
    g_autoptr(KiriStore) frozen = freeze(cli, store, error);
    gboolean ok = frozen && look_at(cli, frozen, o, checks, error);
    cli->host->end_stages(cli->host->data);
    return ok;
}

static gboolean check(KiriCli *cli, KiriStore *store, const Options *o, Check *checks,
                      GError **error)
{
    gboolean ok = cli->host && !o->is_quick ? check_live(cli, store, o, checks, error)
                                            : look_at(cli, store, o, checks, error);
    /* Of a damaged store no copy can be made. */
    if (!ok || !o->wants_links || checks[CHECK_STORE].problems->len)
        return ok;
    return kiri_verify_links(cli, store, checks[CHECK_LINKS].problems, error);
}

static guint tell(const KiriCli *cli, const Check *checks)
{
    guint n = 0;
    for (guint i = 0; i < N_CHECKS; i++) {
        const GPtrArray *problems = checks[i].problems;
        for (guint k = 0; k < problems->len; k++)
            print_problem(cli, &checks[i], problems->pdata[k]);
        n += problems->len;
    }
    if (cli->is_json)
        kiri_out_json_summary(n);
    for (guint i = 0; i < N_CHECKS; i++)
        if (checks[i].problems->len)
            kiri_cli_note(cli, "%s", checks[i].mend);
    return n;
}

static int run_verify(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (o->salvage)
        return kiri_verify_salvage(cli, o->salvage, error);
    /* The writer's lock: what is checked must not move. */
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    Check checks[N_CHECKS];
    if (!store)
        return KIRI_EXIT_FAILED;
    checks_init(checks);
    gboolean ok = check(cli, store, o, checks, error);
    guint n = ok ? tell(cli, checks) : 0;
    for (guint i = 0; i < N_CHECKS; i++)
        g_ptr_array_unref(checks[i].problems);
    if (!ok)
        return KIRI_EXIT_FAILED;
    kiri_cli_note(cli, _("%" PRIu64 " articles checked, %u problems"),
                  kiri_store_count(store, KIRI_NOUN_ARTICLE), n);
    return n ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

static const char details[] =
    N_("Looked at: every row of the store with its checksum; the log without a gap; the address\n"
       "of every article; one document in the index for each, with equal content; the index's\n"
       "own files; what clips, evidence and versions name; and with --links whether every clip\n"
       "follows from what is stored. Problems are listed, and what mends them.\n"
       "\n"
       "  kirinuki verify --quick\n"
       "  kirinuki verify --salvage ../saved");

const KiriCommand kiri_cmd_verify = {.name = "verify",
                                     .group = N_("Care"),
                                     .args = "",
                                     .summary =
                                         N_("check the store and the index against each other"),
                                     .details = details,
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .run = run_verify};

static int run_rebuild(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    KiriPipeline p = {0};
    int code = KIRI_EXIT_FAILED;
    if (kiri_pipeline_open(&p, cli, "rebuild", error)) {
        p.is_rebuild = TRUE;
        gboolean ok = kiri_pipeline_index(&p, error) && kiri_pipeline_link(&p, error) &&
                      kiri_pipeline_score(&p, error);
        code = kiri_pipeline_finish(&p, ok, error);
    }
    kiri_pipeline_close(&p);
    return code;
}

const KiriCommand kiri_cmd_rebuild = {
    .name = "rebuild",
    .group = N_("Care"),
    .args = "",
    .summary = N_("make index, links and scores again from the store"),
    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS | KIRI_NEEDS_WORDS,
    .run = run_rebuild};
