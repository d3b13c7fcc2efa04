// SPDX-License-Identifier: GPL-3.0-or-later
/* Rules of sites for the commands: where they are read from, and the verbs of
 * `rule` that have a file of their own.
 *
 * Thread rule: main thread, or the one that carries out commands in a watch. */
#pragma once

#include "cli.h"

#include <kirinuki/extract.h>

/* The workspace's rules and the shipped ones; what cannot be read is warned of and
 * left out. (transfer full) */
KiriSiteRules *kiri_rules_read(const KiriCli *cli);
/* The same for a crawl or an import: NULL where the settings want none. */
KiriSiteRules *kiri_rules_wanted(const KiriCli *cli);
/* The folder of the workspace's rules, and that of the shipped ones. (transfer full) */
char *kiri_rules_own_dir(const KiriCli *cli);
char *kiri_rules_shipped_dir(const KiriCli *cli);
/* The folder that a rule of the set lies in. (transfer full) */
char *kiri_rules_dir_of(const KiriCli *cli, const KiriSiteRule *rule);

/* A page as a worker extracts it. NULL with error. (transfer full) */
KiriExtracted *kiri_rules_extract(KiriCli *cli, const KiriExtractInput *input, GError **error);

/* What is wrong between a rule and its example, which lies in `dir`; NULL: nothing, or
 * it names no example. Error: the example cannot be read. (transfer full) */
char **kiri_rules_judge(KiriCli *cli, const KiriSiteRule *rule, const char *dir, GError **error);

/* ---- verbs; each gives the exit code ---- */

/* Every named rule or file against its example; none named: all rules. */
int kiri_rule_check(KiriCli *cli, char **names, GError **error);

/* What a rule gives on a page beside what the general way gives. */
typedef struct {
    const char *page; // address or file
    const char *rule; // file; NULL: the rule for the address
    const char *url;  // address of a file
} KiriRuleTrial;
int kiri_rule_try(KiriCli *cli, const KiriRuleTrial *trial, GError **error);
