// SPDX-License-Identifier: GPL-3.0-or-later
#include "rule_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/rule_check.h>

char *kiri_rules_own_dir(const KiriCli *cli)
{
    return kiri_cli_path(cli, "sites");
}

char *kiri_rules_shipped_dir(const KiriCli *cli)
{
    return kiri_cli_data_path(cli, "feeds/sites");
}

char *kiri_rules_dir_of(const KiriCli *cli, const KiriSiteRule *rule)
{
    return rule->is_own ? kiri_rules_own_dir(cli) : kiri_rules_shipped_dir(cli);
}

KiriSiteRules *kiri_rules_read(const KiriCli *cli)
{
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *own = kiri_rules_own_dir(cli);
    g_autofree char *shipped = kiri_rules_shipped_dir(cli);
    KiriSiteRules *rules = kiri_site_rules_new();
    kiri_site_rules_load(rules, own, TRUE, problems);
    kiri_site_rules_load(rules, shipped, FALSE, problems);
    for (guint i = 0; i < problems->len; i++) {
        g_autofree char *safe = kiri_out_safe(problems->pdata[i]);
        kiri_cli_warn(cli, _("a rule is left out: %s"), safe);
    }
    return rules;
}

KiriSiteRules *kiri_rules_wanted(const KiriCli *cli)
{
    return kiri_settings_bool(cli->settings, "crawl.rules") ? kiri_rules_read(cli) : NULL;
}

KiriExtracted *kiri_rules_extract(KiriCli *cli, const KiriExtractInput *input, GError **error)
{
    KiriPool *pool = kiri_cli_pool(cli, error);
    if (!pool)
        return NULL;
    g_auto(KiriBuf) in;
    g_auto(KiriBuf) out;
    kiri_buf_init(&in, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&out, KIRI_LIMIT_FRAME_BYTES);
    kiri_record_encode(&kiri_extract_input_shape, input, &in);
    if (!kiri_pool_run(pool, KIRI_JOB_EXTRACT, kiri_buf_view(&in), &out, error))
        return NULL;
    return kiri_record_decode(&kiri_extracted_shape, kiri_buf_view(&out), error);
}

char **kiri_rules_judge(KiriCli *cli, const KiriSiteRule *rule, const char *dir, GError **error)
{
    if (!rule->example)
        return NULL;
    g_autofree char *path = g_build_filename(dir, rule->example, NULL);
    g_autoptr(GBytes) page = kiri_file_read(path, KIRI_LIMIT_INFLATED_BYTES, error);
    g_autoptr(KiriExtractInput) input = page ? kiri_rule_example_input(rule, page) : NULL;
    g_autoptr(KiriExtracted) answer = input ? kiri_rules_extract(cli, input, error) : NULL;
    return answer ? kiri_rule_judge(rule, answer) : NULL;
}
