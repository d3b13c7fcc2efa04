// SPDX-License-Identifier: GPL-3.0-or-later
/* All commands, in the order of the help. */
#include "commands.h"

const KiriCommand *const kiri_commands[] = {
    &kiri_cmd_init,       &kiri_cmd_crawl,
    &kiri_cmd_index,      &kiri_cmd_link,
    &kiri_cmd_score,      &kiri_cmd_run,
    &kiri_cmd_watch,      &kiri_cmd_search,
    &kiri_cmd_clips,      &kiri_cmd_show,
    &kiri_cmd_explain,    &kiri_cmd_people,
    &kiri_cmd_status,     &kiri_cmd_report,
    &kiri_cmd_handover,   &kiri_cmd_export,
    &kiri_cmd_digest,     &kiri_cmd_alert,
    &kiri_cmd_source,     &kiri_cmd_medium,
    &kiri_cmd_rate,       &kiri_cmd_licence,
    &kiri_cmd_release,    &kiri_cmd_topic,
    &kiri_cmd_clip,       &kiri_cmd_review,
    &kiri_cmd_dict,       &kiri_cmd_rule,
    &kiri_cmd_import,     &kiri_cmd_config,
    &kiri_cmd_audit,      &kiri_cmd_doctor,
    &kiri_cmd_verify,     &kiri_cmd_rebuild,
    &kiri_cmd_backup,     &kiri_cmd_restore,
    &kiri_cmd_forget,     &kiri_cmd_migrate,
    &kiri_cmd_prune,      &kiri_cmd_extract,
    &kiri_cmd_parse_feed, &kiri_cmd_check_robots,
    &kiri_cmd_decode,     &kiri_cmd_parse_url,
    &kiri_cmd_tokenize,   &kiri_cmd_compare,
    &kiri_cmd_link_batch, &kiri_cmd_manual,
    &kiri_cmd_completion, NULL,
};
