// SPDX-License-Identifier: GPL-3.0-or-later
/* verify: is what is stored whole, and does the index say the same? rebuild:
 * index, links and scores again from the truth. */
#include "commands.h"
#include "watch/pipeline.h"

#include <kirinuki/index.h>

static void print_problem(const KiriCli *cli, const char *text)
{
    if (!cli->is_json) {
        g_autofree char *safe = kiri_out_safe(text);
        kiri_out_printf("%s\n", safe);
        return;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "problem");
    kiri_json_key(&j, "text");
    kiri_json_cstr(&j, text);
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

static gboolean check_live(KiriCli *cli, KiriStore *store, GPtrArray *problems, GError **error)
{
    if (!cli->host->begin_stages(cli->host->data, error))
        return FALSE;
    g_autoptr(KiriStore) frozen = freeze(cli, store, error);
    gboolean ok = frozen && kiri_store_verify(frozen, problems, error) &&
                  kiri_index_verify(cli->dir, frozen, problems, error);
    cli->host->end_stages(cli->host->data);
    return ok;
}

static gboolean check(KiriCli *cli, KiriStore *store, GPtrArray *problems, GError **error)
{
    if (cli->host)
        return check_live(cli, store, problems, error);
    return kiri_store_verify(store, problems, error) &&
           kiri_index_verify(cli->dir, store, problems, error);
}

static int run_verify(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    /* The writer's lock: what is checked must not move. */
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    if (!store || !check(cli, store, problems, error))
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < problems->len; i++)
        print_problem(cli, g_ptr_array_index(problems, i));
    if (cli->is_json)
        kiri_out_json_summary(problems->len);
    kiri_cli_note(cli, _("%" PRIu64 " articles checked, %u problems"),
                  kiri_store_count(store, KIRI_NOUN_ARTICLE), problems->len);
    return problems->len ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

const KiriCommand kiri_cmd_verify = {.name = "verify",
                                     .group = N_("Care"),
                                     .args = "",
                                     .summary =
                                         N_("check the store and the index against each other"),
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
