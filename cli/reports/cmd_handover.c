// SPDX-License-Identifier: GPL-3.0-or-later
/* handover: its options; the work is that of a report (report_purposes.h). */
#include "commands.h"
#include "report_purposes.h"

static const KiriOption options[] = {
    KIRI_OPTION(KiriReportArgs, fiscal_year, "fiscal-year", 0, FILENAME, N_("YEAR"),
                N_("what was done in this fiscal year (年度, from April); else the present one")),
    KIRI_OPTION(KiriReportArgs, format, "format", 'f', FILENAME, N_("FORMAT"),
                N_("html, pdf, text or jsonl; else by the name of the output")),
    KIRI_OPTION(KiriReportArgs, output, "output", 'o', FILENAME, N_("FILE"),
                N_("where to write; else standard output")),
    KIRI_OPTION(KiriReportArgs, lang, "lang", 0, FILENAME, N_("LANG"),
                N_("language of the report: ja or en")),
    KIRI_OPTION(KiriReportArgs, is_sample, "sample", 0, NONE, NULL,
                N_("mark it as a sample (見本)")),
};

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    KiriReportArgs args = *(const KiriReportArgs *)call->options;
    args.is_handover = TRUE;
    return kiri_report_run(cli, &args, error);
}

const KiriCommand kiri_cmd_handover = {
    .name = "handover",
    .group = N_("Tell"),
    .args = "",
    .summary = N_("what whoever takes over must know (引継書)"),
    .details = N_("Topics with their reasons, what verdicts taught, what is still open and with "
                  "whom, contracts\nthat end, media without rates, sources that do not work, who "
                  "gets what, and the settings."),
    KIRI_OPTIONS(KiriReportArgs, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .run = run};
