// SPDX-License-Identifier: GPL-3.0-or-later
/* report: its options. What it makes of them: report_purposes.h. */
#include "commands.h"
#include "report_purposes.h"

static const KiriOption options[] = {
    KIRI_OPTION(KiriReportArgs, release, "release", 'r', FILENAME, N_("ID"),
                N_("the coverage of this release")),
    KIRI_OPTION(KiriReportArgs, topic, "topic", 't', FILENAME, N_("ID"),
                N_("the coverage of this topic")),
    KIRI_OPTION(KiriReportArgs, from, "from", 0, FILENAME, N_("DATE"), N_("published on or after")),
    KIRI_OPTION(KiriReportArgs, to, "to", 0, FILENAME, N_("DATE"), N_("published on or before")),
    KIRI_OPTION(KiriReportArgs, format, "format", 'f', FILENAME, N_("FORMAT"),
                N_("html, pdf, text, csv, jsonl …; else by the name of the output")),
    KIRI_OPTION(KiriReportArgs, output, "output", 'o', FILENAME, N_("FILE"),
                N_("where to write; else standard output")),
    KIRI_OPTION(KiriReportArgs, lang, "lang", 0, FILENAME, N_("LANG"),
                N_("language of the report: ja or en")),
    KIRI_OPTION(KiriReportArgs, findings, "findings", 0, FILENAME, N_("FILE"),
                N_("your findings and next steps (所見・今後の対応), a text file")),
    KIRI_OPTION(KiriReportArgs, verify, "verify", 0, FILENAME, N_("FILE"),
                N_("count again what a report says, and name what differs")),
    KIRI_OPTION(KiriReportArgs, compare, "compare", 0, FILENAME, N_("A,B…"),
                N_("these releases beside each other, or these periods (2025-10..2025-12,…)")),
    KIRI_OPTION(KiriReportArgs, is_previous_year, "previous-year", 0, NONE, NULL,
                N_("the period beside the same one a year before (前年同期)")),
    KIRI_OPTION(KiriReportArgs, clips, "clip", 0, FILENAME_ARRAY, N_("ID"),
                N_("a sheet on this clip (掲載記事票); may be given again")),
    KIRI_OPTION(KiriReportArgs, wants_body, "body", 0, NONE, NULL,
                N_("clip sheets: the body text too, where a licence allows it; it is counted")),
    KIRI_OPTION(KiriReportArgs, wants_picture, "picture", 0, NONE, NULL,
                N_("clip sheets: the scan of the page too, beside the output; likewise")),
    KIRI_OPTION(KiriReportArgs, copies, "copies", 0, INT, N_("N"),
                N_("how many copies of it are handed on; else 1")),
    KIRI_OPTION(KiriReportArgs, terminals, "terminals", 0, INT, N_("N"),
                N_("on how many terminals it is shown")),
    KIRI_OPTION(KiriReportArgs, to_section, "section", 0, FILENAME, N_("NAME"),
                N_("the section (課) that gets it")),
    KIRI_OPTION(KiriReportArgs, purpose, "purpose", 0, FILENAME, N_("TEXT"),
                N_("what it is handed on for; stays with the use")),
    KIRI_OPTION(KiriReportArgs, is_sample, "sample", 0, NONE, NULL,
                N_("mark it as a sample (見本)")),
};

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    return kiri_report_run(cli, call->options, error);
}

const KiriCommand kiri_cmd_report = {.name = "report",
                                     .group = N_("Tell"),
                                     .args = "",
                                     .summary = N_("what was reported, as a sheet for the office"),
                                     KIRI_OPTIONS(KiriReportArgs, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .run = run};
