// SPDX-License-Identifier: GPL-3.0-or-later
/* verify: is what is stored whole, and does the index say the same? rebuild:
 * index, links and scores again from the truth. */
#include "commands.h"
#include "pipeline.h"

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

static int run_verify(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    /* The writer's lock: what is checked must not move. */
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    if (!store || !kiri_store_verify(store, problems, error) ||
        !kiri_index_verify(cli->dir, store, problems, error))
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

const KiriCommand kiri_cmd_rebuild = {.name = "rebuild",
                                      .group = N_("Care"),
                                      .args = "",
                                      .summary =
                                          N_("make index, links and scores again from the store"),
                                      .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS,
                                      .run = run_rebuild};
