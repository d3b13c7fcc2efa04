// SPDX-License-Identifier: GPL-3.0-or-later
#include "report_purposes.h"

#include "share_note.h"
#include "summary_query.h"

#include <kirinuki/query.h>

#include <errno.h>
#include <string.h>

static gboolean is_verify(const KiriReportArgs *args)
{
    return args->verify != NULL;
}

static gboolean is_calendar(const KiriReportArgs *args)
{
    return args->is_calendar;
}

/* What hands on a body text or a picture writes that down. */
static gboolean is_clip_use(const KiriReportArgs *args)
{
    return args->clips && (args->wants_body || args->wants_picture);
}

static gboolean is_clip(const KiriReportArgs *args)
{
    return args->clips && !is_clip_use(args);
}

static gboolean is_any(const KiriReportArgs *args)
{
    (void)args;
    return TRUE;
}

static gboolean is_comparison(const KiriReportArgs *args)
{
    return args->compare || args->is_previous_year;
}

/* What only a morning sheet has asks for one, too. */
static gboolean is_about_morning(const KiriReportArgs *args)
{
    return args->is_morning || args->is_check || args->pin || args->drop || args->unpin ||
           args->note;
}

static gboolean is_morning(const KiriReportArgs *args)
{
    return is_about_morning(args) && !args->is_check && !args->number;
}

static gboolean is_morning_check(const KiriReportArgs *args)
{
    return args->is_check;
}

static gboolean is_morning_kept(const KiriReportArgs *args)
{
    return is_about_morning(args) && !args->is_check && args->number;
}

static gboolean is_handover(const KiriReportArgs *args)
{
    return args->is_handover;
}

static gboolean is_medium(const KiriReportArgs *args)
{
    return args->medium != NULL;
}

static gboolean is_journalist(const KiriReportArgs *args)
{
    return args->journalist != NULL;
}

static gboolean is_yearbook(const KiriReportArgs *args)
{
    return args->fiscal_year && !args->is_handover;
}

static gboolean is_of_runs(const KiriReportArgs *args)
{
    return args->is_of_runs;
}

static gboolean is_crisis(const KiriReportArgs *args)
{
    return args->crisis && !args->number;
}

static gboolean is_crisis_kept(const KiriReportArgs *args)
{
    return args->crisis && args->number;
}

const KiriReportPurpose kiri_report_purposes[] = {
    {"crisis", "--crisis", is_crisis, "html", FALSE, KIRI_STORE_WRITE, kiri_report_crisis},
    {"crisis kept", "--crisis", is_crisis_kept, "html", FALSE, KIRI_STORE_READ,
     kiri_report_crisis_kept},
    {"morning", "--morning", is_morning, "html", FALSE, KIRI_STORE_WRITE, kiri_report_morning},
    {"morning check", "--morning", is_morning_check, "text", FALSE, KIRI_STORE_READ,
     kiri_report_morning_check},
    {"morning kept", "--morning", is_morning_kept, "html", FALSE, KIRI_STORE_READ,
     kiri_report_morning_kept},
    {"verify", "--verify", is_verify, "text", FALSE, KIRI_STORE_READ, kiri_report_verify},
    {"comparison", "--compare", is_comparison, "html", FALSE, KIRI_STORE_READ,
     kiri_report_comparison},
    {"calendar", "--calendar", is_calendar, "ics", FALSE, KIRI_STORE_READ, kiri_report_calendar},
    {"clip", "--clip", is_clip, "html", TRUE, KIRI_STORE_READ, kiri_report_clips},
    {"clip_use", "--clip", is_clip_use, "html", TRUE, KIRI_STORE_WRITE, kiri_report_clips},
    {"handover", "handover", is_handover, "html", FALSE, KIRI_STORE_READ, kiri_report_handover},
    {"medium", "--medium", is_medium, "html", FALSE, KIRI_STORE_READ, kiri_report_medium},
    {"journalist", "--journalist", is_journalist, "html", FALSE, KIRI_STORE_READ,
     kiri_report_journalist},
    {"yearbook", "--fiscal-year", is_yearbook, "html", FALSE, KIRI_STORE_READ,
     kiri_report_yearbook},
    {"runs", "--runs", is_of_runs, "html", FALSE, KIRI_STORE_READ, kiri_report_of_runs},
    {"coverage", NULL, is_any, "html", FALSE, KIRI_STORE_READ, kiri_report_coverage},
    {NULL, NULL, NULL, NULL, FALSE, KIRI_STORE_READ, NULL},
};

static const KiriReportPurpose *choose_purpose(const KiriReportArgs *args, GError **error)
{
    const KiriReportPurpose *chosen = NULL;
    for (const KiriReportPurpose *p = kiri_report_purposes; p->name; p++) {
        if (!p->is_asked(args) || (chosen && !p->option))
            continue;
        if (chosen) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'%s' and '%s' ask for different reports; give one of them"),
                        chosen->option, p->option);
            return NULL;
        }
        chosen = p;
    }
    return chosen;
}

/* ---- formats ---- */

static char *format_names(gboolean is_document)
{
    GString *names = g_string_new(NULL);
    for (const KiriReportFormat *f = kiri_report_formats; f->name; f++)
        if (!is_document || f->open)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", f->name);
    return g_string_free(names, FALSE);
}

static gboolean choose_format(KiriReportJob *job, GError **error)
{
    const KiriReportArgs *args = job->args;
    gboolean has_name = args->output && strcmp(args->output, "-") != 0;
    gboolean is_data = job->cli->is_json && !job->purpose->is_document;
    const char *name = args->format ? args->format
                       : has_name   ? args->output
                       : is_data    ? "jsonl"
                                    : job->purpose->format;
    job->format = kiri_report_format(name);
    if (job->format && (job->format->open || !job->purpose->is_document))
        return TRUE;
    g_autofree char *names = format_names(job->purpose->is_document);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                job->format ? _("'%s' is no format for this report; there are %s")
                            : _("'%s' names no report format; there are %s"),
                name, names);
    return FALSE;
}

/* ---- what all reports are told ---- */

static gboolean parse_span(const KiriReportArgs *args, KiriSummaryQuery *q, GError **error)
{
    if (!args->from && !args->to)
        return TRUE;
    g_autofree char *span =
        g_strconcat(args->from ? args->from : "", "..", args->to ? args->to : "", NULL);
    if (kiri_query_parse_dates(kiri_str(span), &q->from_us, &q->to_us))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--from and --to are days, months or years such as 2026-04-13, not '%s'"), span);
    return FALSE;
}

static gboolean choose_language(KiriReportJob *job, GError **error)
{
    const char *lang =
        job->args->lang ? job->args->lang : kiri_settings_string(job->cli->settings, "report.lang");
    job->how.lang = strcmp(lang, "en") == 0 ? KIRI_REPORT_EN : KIRI_REPORT_JA;
    if (strcmp(lang, "en") == 0 || strcmp(lang, "ja") == 0)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' is no language of reports; there are ja and en"), lang);
    return FALSE;
}

static void take_settings(KiriReportJob *job)
{
    const KiriSettings *settings = job->cli->settings;
    job->how.era = strcmp(kiri_settings_string(settings, "report.era"), "gengo") == 0
                       ? KIRI_ERA_GENGO
                       : KIRI_ERA_SEIREKI;
    job->how.section = kiri_settings_string(settings, "organisation.section");
    job->how.handling = kiri_settings_string(settings, "report.handling");
    job->how.is_sample = job->args->is_sample;
}

static gboolean read_findings(KiriReportJob *job, GError **error)
{
    if (!job->args->findings)
        return TRUE;
    g_autofree char *path = kiri_cli_file(job->cli, job->args->findings);
    g_autoptr(GBytes) bytes = kiri_file_read(path, 1 << 16, error);
    if (!bytes)
        return FALSE;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    job->text = g_utf8_make_valid(p ? p : "", (gssize)n);
    job->how.findings = job->text;
    return TRUE;
}

static gboolean find_subject(KiriReportJob *job, GError **error)
{
    const KiriReportArgs *args = job->args;
    if (args->release)
        job->release = kiri_store_find_id(job->store, KIRI_NOUN_RELEASE, args->release, error);
    if (args->topic && (!args->release || job->release))
        job->topic = kiri_store_find_id(job->store, KIRI_NOUN_TOPIC, args->topic, error);
    job->query.release = job->release;
    job->query.topic = job->topic;
    return (!args->release || job->release) && (!args->topic || job->topic);
}

/* ---- where it goes ---- */

static gboolean take_bytes(KiriStr bytes, gpointer data)
{
    KiriReportJob *job = data;
    if (job->file) {
        g_checksum_update(job->sum, (const guchar *)bytes.p, (gssize)bytes.n);
        return kiri_file_out_write(job->file, bytes);
    }
    kiri_out_write(bytes);
    return TRUE;
}

/* Of a document of which only the charts are wanted. */
static gboolean drop_bytes(KiriStr bytes, gpointer data)
{
    (void)bytes, (void)data;
    return TRUE;
}

static gboolean take_chart(const char *name, KiriStr png, gpointer data, GError **error)
{
    KiriReportJob *job = data;
    g_autofree char *file = g_strconcat(name, ".png", NULL);
    g_autofree char *path = g_build_filename(job->charts_folder, file, NULL);
    job->n_charts++;
    return kiri_file_replace(path, png, 0666, error);
}

static gboolean prepare_charts(KiriReportJob *job, GError **error)
{
    if (!job->args->charts)
        return TRUE;
    if (!job->format->open) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' has no charts; --charts goes with html, pdf and text"),
                    job->format->name);
        return FALSE;
    }
    job->charts_folder = kiri_cli_file(job->cli, job->args->charts);
    if (g_mkdir_with_parents(job->charts_folder, 0777) != 0) {
        int why = errno;
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_IO, _("cannot make the folder '%s': %s"),
                    job->charts_folder, g_strerror(why));
        return FALSE;
    }
    job->charts = (KiriReportCharts){take_chart, job};
    job->how.charts = &job->charts;
    return TRUE;
}

gboolean kiri_report_job_has_file(const KiriReportJob *job)
{
    return job->args->output && strcmp(job->args->output, "-") != 0;
}

static gboolean write_out(KiriReportJob *job, KiriReportWrite write, gconstpointer what,
                          GError **error)
{
    if (!kiri_report_job_has_file(job)) {
        if (job->how.charts && !job->args->output && !job->args->format)
            return write(job, what, drop_bytes, NULL, error);
        if (!job->format->is_binary || !kiri_out_is_terminal())
            return write(job, what, take_bytes, job, error);
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' is nothing for a terminal; name a file with --output"),
                    job->format->name);
        return FALSE;
    }
    g_autoptr(GError) why = NULL;
    g_autofree char *path = kiri_cli_file(job->cli, job->args->output);
    job->file = kiri_file_out_open(path, 0666, error);
    job->sum = g_checksum_new(G_CHECKSUM_SHA256);
    if (!job->file)
        return FALSE;
    /* Where the file refused, it knows better why than who wrote to it. */
    if (write(job, what, take_bytes, job, &why) ||
        !kiri_file_out_write(job->file, (KiriStr){"", 0}))
        return kiri_file_out_commit(job->file, error);
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

gboolean kiri_report_job_write(KiriReportJob *job, KiriReportWrite write, gconstpointer what,
                               GError **error)
{
    if (!write_out(job, write, what, error))
        return FALSE;
    if (job->how.charts)
        kiri_cli_note(job->cli, _("charts in '%s': %u"), job->args->charts, job->n_charts);
    return TRUE;
}

/* ---- the command ---- */

static void clear(KiriReportJob *job)
{
    kiri_file_out_free(job->file);
    g_clear_pointer(&job->sum, g_checksum_free);
    kiri_store_close(job->store);
    kiri_duplication_free(job->duplication);
    kiri_report_template_free(job->template_);
    g_clear_pointer(&job->logo, g_bytes_unref);
    g_clear_pointer(&job->earlier, g_ptr_array_unref);
    g_free(job->release);
    g_free(job->topic);
    g_free(job->text);
    g_free(job->charts_folder);
}

static int carry_out(KiriReportJob *job, GError **error)
{
    if (!choose_format(job, error) || !choose_language(job, error) ||
        !kiri_summary_query_init(job->cli, &job->query, &job->duplication, error) ||
        !parse_span(job->args, &job->query, error))
        return KIRI_EXIT_USAGE;
    take_settings(job);
    if (!kiri_report_job_take_looks(job, error))
        return KIRI_EXIT_USAGE;
    if (!prepare_charts(job, error))
        return kiri_exit_code_of(*error);
    if (!read_findings(job, error))
        return KIRI_EXIT_FAILED;
    job->store = kiri_cli_open_store(job->cli, job->purpose->mode, error);
    if (!job->store)
        return KIRI_EXIT_FAILED;
    return find_subject(job, error) ? job->purpose->run(job, error) : KIRI_EXIT_NO;
}

int kiri_report_run(KiriCli *cli, const KiriReportArgs *args, GError **error)
{
    if (args->show_template)
        return kiri_report_show_template(args->show_template, error);
    KiriReportJob job = {.cli = cli, .args = args, .purpose = choose_purpose(args, error)};
    if (!job.purpose)
        return KIRI_EXIT_USAGE;
    int code = carry_out(&job, error);
    if (code == KIRI_EXIT_DONE && job.file) {
        g_autofree char *path = kiri_cli_file(cli, args->output);
        kiri_share_note_write(cli, job.store, path);
    }
    clear(&job);
    return code;
}
