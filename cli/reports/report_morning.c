// SPDX-License-Identifier: GPL-3.0-or-later
/* The morning sheet: edited, made, kept, printed again, checked. What is on record is
 * put there before it is printed, so that nothing is handed out that is not. */
#include "morning_query.h"
#include "report_purposes.h"

#include <string.h>

/* ---- printing ---- */

static gboolean write_sheet(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                            gpointer data, GError **error)
{
    const KiriMorningSheet *sheet = what;
    if (job->format->open)
        return kiri_morning_write(sheet, job->format, job->args->is_sample, sink, data, error);
    return kiri_report_write_record(&kiri_morning_sheet_shape, sheet, sink, data, error);
}

static int print(KiriReportJob *job, const KiriMorningSheet *sheet, GError **error)
{
    if (!kiri_report_job_write(job, write_sheet, sheet, error))
        return kiri_exit_code_of(*error);
    if (kiri_report_job_has_file(job))
        kiri_cli_note(job->cli, _("%s: sheet %s, %u rows, %" PRId64 " pieces"), job->args->output,
                      sheet->id, kiri_recs_count(sheet->rows), sheet->total);
    return KIRI_EXIT_DONE;
}

/* ---- edits ---- */

static gboolean has_edits(const KiriReportArgs *args)
{
    return args->pin || args->drop || args->unpin || args->note;
}

/* Ids of articles, of which the beginning is enough; that of a clip begins with one. */
static gboolean find_articles(KiriStore *store, char **words, char ***ids, GError **error)
{
    for (char **word = words; word && *word; word++) {
        g_autofree char *beginning = g_strndup(*word, strcspn(*word, "."));
        g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_ARTICLE, beginning, error);
        if (!id)
            return FALSE;
        kiri_strv_add(ids, id);
    }
    return TRUE;
}

static gboolean put_edits(KiriReportJob *job, const char *date, KiriMorningAction action,
                          char **ids, guint *count, GError **error)
{
    const KiriReportArgs *args = job->args;
    const char *by =
        args->by ? args->by : kiri_settings_string(job->cli->settings, "review.person");
    for (char **id = ids; id && *id; id++, (*count)++)
        if (!kiri_morning_edit(job->store, date, action, *id, args->note, by, job->query.now_us,
                               error))
            return FALSE;
    return TRUE;
}

static gboolean edit(KiriReportJob *job, const char *date, GError **error)
{
    const KiriReportArgs *args = job->args;
    const char *by =
        args->by ? args->by : kiri_settings_string(job->cli->settings, "review.person");
    g_auto(GStrv) pins = NULL, drops = NULL, unpins = NULL;
    guint count = 0;
    if (!find_articles(job->store, args->pin, &pins, error) ||
        !find_articles(job->store, args->drop, &drops, error) ||
        !find_articles(job->store, args->unpin, &unpins, error) ||
        !put_edits(job, date, KIRI_MORNING_PIN, pins, &count, error) ||
        !put_edits(job, date, KIRI_MORNING_DROP, drops, &count, error) ||
        !put_edits(job, date, KIRI_MORNING_UNPIN, unpins, &count, error))
        return FALSE;
    if (!count && !kiri_morning_edit(job->store, date, KIRI_MORNING_NOTE, NULL, args->note, by,
                                     job->query.now_us, error))
        return FALSE;
    kiri_cli_note(job->cli, _("on record for the sheet of %s"), date);
    return TRUE;
}

/* ---- the purposes ---- */

static char *day_text(const KiriMorningQuery *q, GError **error)
{
    gint64 day_us;
    if (!kiri_morning_day(q, &day_us, error))
        return NULL;
    KiriTime day = {day_us, KIRI_JST_MIN, KIRI_PRECISION_DAY};
    char text[32];
    kiri_time_format(day, text);
    return g_strdup(text);
}

static void take_how(KiriReportJob *job, KiriMorningQuery *q)
{
    q->section = job->how.section;
    q->handling = job->how.handling;
    q->era = job->how.era;
    q->lang = job->how.lang;
    if (job->args->by)
        q->by = job->args->by;
}

static int make(KiriReportJob *job, const KiriMorningQuery *q, GError **error)
{
    gboolean is_new;
    g_autoptr(KiriMorningSheet) sheet = kiri_morning_make(job->store, q, error);
    if (!sheet || !kiri_morning_keep(job->store, sheet, &is_new, error))
        return KIRI_EXIT_FAILED;
    if (!is_new)
        kiri_cli_note(job->cli, _("nothing has changed since sheet %s"), sheet->id);
    return print(job, sheet, error);
}

int kiri_report_morning(KiriReportJob *job, GError **error)
{
    const KiriReportArgs *args = job->args;
    g_auto(KiriMorningSettings) s = {0};
    if (!kiri_morning_settings_init(&s, job->cli, args->date, FALSE, error) ||
        !kiri_report_check_record_format(job, error))
        return KIRI_EXIT_USAGE;
    take_how(job, &s.query);
    g_autofree char *date = day_text(&s.query, error);
    if (!date)
        return KIRI_EXIT_USAGE;
    KiriTime now = {kiri_civil_day_start_jst(s.query.now_us), KIRI_JST_MIN, KIRI_PRECISION_DAY};
    char today[32];
    kiri_time_format(now, today);
    if (has_edits(args)) {
        if (!edit(job, date, error))
            return kiri_exit_code_of(*error);
        if (!args->output && !args->format)
            return KIRI_EXIT_DONE;
    } else if (strcmp(date, today) < 0 && !args->is_again) {
        GError *why = NULL;
        g_autoptr(KiriMorningSheet) kept = kiri_morning_find(job->store, date, 0, &why);
        if (why)
            g_propagate_error(error, why);
        if (why || kept)
            return why ? KIRI_EXIT_FAILED : print(job, kept, error);
    } else if (strcmp(date, today) > 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' has not come yet"), date);
        return KIRI_EXIT_USAGE;
    }
    return make(job, &s.query, error);
}

int kiri_report_morning_kept(KiriReportJob *job, GError **error)
{
    const KiriMorningQuery q = {.date = job->args->date, .now_us = job->query.now_us};
    g_autofree char *date =
        kiri_report_check_record_format(job, error) ? day_text(&q, error) : NULL;
    GError *why = NULL;
    if (!date)
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriMorningSheet) kept = kiri_morning_find(job->store, date, job->args->number, &why);
    if (kept)
        return print(job, kept, error);
    if (!why)
        g_set_error(&why, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no sheet %d of '%s'"),
                    job->args->number, date);
    g_propagate_error(error, why);
    return kiri_exit_code_of(*error);
}

static void print_state(const KiriReportJob *job, const KiriMorningQuery *q, const char *date,
                        KiriMorningState state, KiriTime made)
{
    char at[32];
    kiri_out_time(made, at);
    g_autofree char *due = g_strdup_printf("%d:%02d", q->made_min / 60, q->made_min % 60);
    switch (state) {
    case KIRI_MORNING_OK:
        kiri_out_printf(_("the sheet of %s was made at %s\n"), date, at);
        break;
    case KIRI_MORNING_NO_DAY:
        kiri_out_printf(_("%s is no working day: no sheet is due\n"), date);
        break;
    case KIRI_MORNING_NOT_DUE:
        kiri_out_printf(_("the sheet of %s is not due before %s\n"), date, due);
        break;
    case KIRI_MORNING_MISSING:
        kiri_cli_warn(job->cli, _("the sheet of %s was not made; it was due at %s"), date, due);
        break;
    case KIRI_MORNING_EARLY:
        kiri_cli_warn(job->cli, _("the sheet of %s was made at %s, before its time had ended"),
                      date, at);
        break;
    case KIRI_MORNING_LATE:
        kiri_cli_warn(job->cli, _("the sheet of %s was made at %s, it was due at %s"), date, at,
                      due);
        break;
    }
}

int kiri_report_morning_check(KiriReportJob *job, GError **error)
{
    g_auto(KiriMorningSettings) s = {0};
    KiriMorningState state;
    KiriTime made;
    if (!kiri_morning_settings_init(&s, job->cli, job->args->date, TRUE, error))
        return KIRI_EXIT_USAGE;
    g_autofree char *date = day_text(&s.query, error);
    if (!date)
        return KIRI_EXIT_USAGE;
    if (!kiri_morning_check(job->store, &s.query, &state, &made, error))
        return KIRI_EXIT_FAILED;
    print_state(job, &s.query, date, state, made);
    return state <= KIRI_MORNING_NOT_DUE ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}
