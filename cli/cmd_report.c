// SPDX-License-Identifier: GPL-3.0-or-later
/* report: a release, a topic or a period, in any of the formats. */
#include "commands.h"
#include "summary_query.h"

#include <kirinuki/file.h>
#include <kirinuki/query.h>
#include <kirinuki/report.h>

#include <string.h>

typedef struct {
    char *release, *topic, *from, *to, *format, *output, *findings;
    gboolean is_sample;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("the coverage of this release")),
    KIRI_OPTION(Options, topic, "topic", 't', FILENAME, N_("ID"), N_("the coverage of this topic")),
    KIRI_OPTION(Options, from, "from", 0, FILENAME, N_("DATE"), N_("published on or after")),
    KIRI_OPTION(Options, to, "to", 0, FILENAME, N_("DATE"), N_("published on or before")),
    KIRI_OPTION(Options, format, "format", 'f', FILENAME, N_("FORMAT"),
                N_("html, csv, text or jsonl; else by the name of the output")),
    KIRI_OPTION(Options, output, "output", 'o', FILENAME, N_("FILE"),
                N_("where to write; else standard output")),
    KIRI_OPTION(Options, findings, "findings", 0, FILENAME, N_("FILE"),
                N_("your findings and next steps (所見・今後の対応), a text file")),
    KIRI_OPTION(Options, is_sample, "sample", 0, NONE, NULL, N_("mark it as a sample (見本)")),
};

static gboolean parse_span(const Options *o, KiriSummaryQuery *q, GError **error)
{
    q->from_us = G_MININT64;
    q->to_us = G_MAXINT64;
    if (!o->from && !o->to)
        return TRUE;
    g_autofree char *span = g_strconcat(o->from ? o->from : "", "..", o->to ? o->to : "", NULL);
    if (kiri_query_parse_dates(kiri_str(span), &q->from_us, &q->to_us))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--from and --to are days, months or years such as 2026-04-13, not '%s'"), span);
    return FALSE;
}

static const KiriReportFormat *choose_format(const KiriCli *cli, const Options *o, GError **error)
{
    const char *name = o->format      ? o->format
                       : o->output    ? o->output
                       : cli->is_json ? "jsonl"
                                      : "html";
    const KiriReportFormat *format = kiri_report_format(name);
    if (!format)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' names no report format; there are html, csv, text and jsonl"), name);
    return format;
}

static gboolean check(const Options *o, GError **error)
{
    if (o->release && o->topic) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a report is about a release or a topic, not both"));
        return FALSE;
    }
    if (o->release || o->topic || o->from || o->to)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'report' needs --release, --topic, or --from and --to"));
    return FALSE;
}

static gboolean emit(const KiriCli *cli, const Options *o, KiriStr bytes, const KiriSummary *s,
                     GError **error)
{
    if (!o->output || strcmp(o->output, "-") == 0) {
        kiri_out_write(bytes);
        return TRUE;
    }
    g_autofree char *path = kiri_cli_file(cli, o->output);
    if (!kiri_file_replace(path, bytes, 0666, error))
        return FALSE;
    kiri_cli_note(cli, _("%s: %u clips, %u of them unique"), o->output, s->total, s->unique);
    return TRUE;
}

static int write_report(KiriCli *cli, const Options *o, KiriStore *store,
                        const KiriReportFormat *format, KiriSummaryQuery *q, GError **error)
{
    KiriReportOptions how = {
        .era = strcmp(kiri_settings_string(cli->settings, "report.era"), "gengo") == 0
                   ? KIRI_ERA_GENGO
                   : KIRI_ERA_SEIREKI,
        .section = kiri_settings_string(cli->settings, "organisation.section"),
        .handling = kiri_settings_string(cli->settings, "report.handling"),
        .is_sample = o->is_sample,
    };
    g_autofree char *release =
        o->release ? kiri_store_find_id(store, KIRI_NOUN_RELEASE, o->release, error) : NULL;
    g_autofree char *topic =
        o->topic ? kiri_store_find_id(store, KIRI_NOUN_TOPIC, o->topic, error) : NULL;
    if ((o->release && !release) || (o->topic && !topic))
        return KIRI_EXIT_NO;
    g_autofree char *findings_path = o->findings ? kiri_cli_file(cli, o->findings) : NULL;
    g_autoptr(GBytes) findings =
        findings_path ? kiri_file_read(findings_path, 1 << 16, error) : NULL;
    if (o->findings && !findings)
        return KIRI_EXIT_FAILED;
    gsize n = 0;
    const char *p = findings ? g_bytes_get_data(findings, &n) : NULL;
    g_autofree char *text = p ? g_utf8_make_valid(p, (gssize)n) : NULL;
    how.findings = text;
    q->release = release;
    q->topic = topic;
    g_autoptr(KiriSummary) summary = kiri_summary_make(store, q, error);
    if (!summary)
        return KIRI_EXIT_FAILED;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    return format->write(summary, &how, kiri_report_to_buf, &out, error) &&
                   emit(cli, o, kiri_buf_view(&out), summary, error)
               ? KIRI_EXIT_DONE
               : KIRI_EXIT_FAILED;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    KiriSummaryQuery q;
    g_autoptr(KiriDuplication) duplication = NULL;
    const KiriReportFormat *format = check(o, error) ? choose_format(cli, o, error) : NULL;
    if (!format || !kiri_summary_query_init(cli, &q, &duplication, error) ||
        !parse_span(o, &q, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    return store ? write_report(cli, o, store, format, &q, error) : KIRI_EXIT_FAILED;
}

const KiriCommand kiri_cmd_report = {.name = "report",
                                     .group = N_("Tell"),
                                     .args = "",
                                     .summary = N_("what was reported, as a sheet for the office"),
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .run = run};
