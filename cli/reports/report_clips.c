// SPDX-License-Identifier: GPL-3.0-or-later
/* report --clip: a sheet for each clip, with the body text and the picture of the page
 * only where the gate lets them leave. A picture stands in the sheet; what a document
 * cannot show (a PDF, a recording) is put beside it. */
#include "exchange/hand_on.h"
#include "clips/media_type.h"
#include "report_purposes.h"
#include "clips/verdict_ops.h"

#include <kirinuki/clip_sheet.h>

#include <string.h>

/* A picture on its way: where it goes, and what it is. */
typedef struct {
    char *path;
    GBytes *bytes;
} Picture;

static void free_picture(gpointer data)
{
    Picture *p = data;
    g_free(p->path);
    g_bytes_unref(p->bytes);
    g_free(p);
}

static void free_sheet(gpointer sheet)
{
    kiri_clip_sheet_free(sheet);
}

static gboolean check(const KiriReportJob *job, GError **error)
{
    if (job->args->copies >= 0 && job->args->terminals >= 0)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("--copies and --terminals are numbers of 1 or more"));
    return FALSE;
}

static GPtrArray *read_sheets(const KiriReportJob *job, GError **error)
{
    g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func(free_sheet);
    for (char **id = job->args->clips; *id; id++) {
        g_autoptr(KiriClip) clip = kiri_verdict_find_clip(job->store, *id, error);
        KiriClipSheet *sheet = clip ? kiri_clip_sheet_read(job->store, clip->id, error) : NULL;
        if (!sheet)
            return NULL;
        g_ptr_array_add(sheets, sheet);
    }
    return g_steal_pointer(&sheets);
}

/* ---- what the gate lets through ---- */

/* "sheet.pdf" and article 0f3c…: "sheet-0f3c….jpg". (transfer full) */
static char *picture_name(const char *output, const char *article, const KiriPage *page)
{
    const char *base = strrchr(output, '/');
    const char *dot = strrchr(base ? base : output, '.');
    g_autofree char *stem = dot ? g_strndup(output, (gsize)(dot - output)) : g_strdup(output);
    return g_strconcat(stem, "-", article, kiri_media_type_ending(page->content_type), NULL);
}

static gboolean no_picture(const KiriClipSheet *sheet, GError **error)
{
    if (!*error)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("of '%s' no picture of the page is kept; without --picture there is a sheet "
                      "of it"),
                    kiri_clip_sheet_clip(sheet)->id);
    return FALSE;
}

static gboolean refuse(char *reason, GError **error)
{
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, "%s", reason);
    g_free(reason);
    return FALSE;
}

/* What no sheet can show (a PDF, a recording) goes beside it; its name is that of the
 * sheet. FALSE: there is no such name. */
static gboolean put_beside(const KiriReportJob *job, const KiriClipSheet *sheet,
                           const KiriPage *page, GPtrArray *pictures, char **base, GError **error)
{
    if (!kiri_report_job_has_file(job)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("the picture of '%s' cannot stand in the sheet and goes beside it; name "
                      "that with --output"),
                    kiri_clip_sheet_clip(sheet)->id);
        return FALSE;
    }
    g_autofree char *name =
        picture_name(job->args->output, kiri_clip_sheet_article(sheet)->id, page);
    Picture *p = g_new0(Picture, 1);
    p->path = kiri_cli_file(job->cli, name);
    p->bytes = g_bytes_ref(page->body);
    g_ptr_array_add(pictures, p);
    *base = g_path_get_basename(name);
    return TRUE;
}

static gboolean add_picture(const KiriReportJob *job, KiriHandOn *h, KiriClipSheet *sheet,
                            GPtrArray *pictures, GError **error)
{
    char *reason = NULL;
    g_autofree char *base = NULL;
    const KiriArticle *a = kiri_clip_sheet_article(sheet);
    const char *key = kiri_clip_sheet_picture(sheet);
    g_autoptr(KiriPage) page = key ? kiri_store_get_page(job->store, key, error) : NULL;
    if (!page || !page->body)
        return no_picture(sheet, error);
    const KiriLicence *l =
        kiri_hand_on_ask(h, a, kiri_clip_sheet_clip(sheet)->id, KIRI_LICENSED_PICTURE, &reason);
    if (!l)
        return refuse(reason, error);
    gboolean is_within = job->format->shows_pictures && kiri_report_check_picture(page->body, NULL);
    if (!is_within && !put_beside(job, sheet, page, pictures, &base, error))
        return FALSE;
    kiri_clip_sheet_show_picture(sheet, l, is_within ? page->body : NULL, base);
    return TRUE;
}

static gboolean add_body(KiriHandOn *h, KiriClipSheet *sheet, GError **error)
{
    char *reason = NULL;
    const KiriArticle *a = kiri_clip_sheet_article(sheet);
    if (!a->text || !*a->text) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("of '%s' no body text is kept; without --body there is a sheet of it"),
                    kiri_clip_sheet_clip(sheet)->id);
        return FALSE;
    }
    const KiriLicence *l =
        kiri_hand_on_ask(h, a, kiri_clip_sheet_clip(sheet)->id, KIRI_LICENSED_BODY, &reason);
    if (!l)
        return refuse(reason, error);
    kiri_clip_sheet_show_body(sheet, l);
    return TRUE;
}

/* Everything that was asked for may leave, and is counted; or nothing does. */
static gboolean pass_gate(const KiriReportJob *job, const GPtrArray *sheets, GPtrArray *pictures,
                          GError **error)
{
    const KiriReportArgs *args = job->args;
    g_auto(KiriHandOn) h = {.copies = args->copies ? args->copies : 1,
                            .terminals = args->terminals,
                            .section = args->to_section,
                            .purpose = args->purpose};
    if (!args->wants_body && !args->wants_picture)
        return TRUE;
    if (!kiri_hand_on_begin(&h, job->cli, job->store, error))
        return FALSE;
    for (guint i = 0; i < sheets->len; i++) {
        KiriClipSheet *sheet = g_ptr_array_index(sheets, i);
        if ((args->wants_body && !add_body(&h, sheet, error)) ||
            (args->wants_picture && !add_picture(job, &h, sheet, pictures, error)))
            return FALSE;
    }
    return kiri_hand_on_commit(&h, error);
}

/* ---- out ---- */

static gboolean write_pictures(const GPtrArray *pictures, GError **error)
{
    for (guint i = 0; i < pictures->len; i++) {
        const Picture *p = g_ptr_array_index(pictures, i);
        gsize n = 0;
        const char *bytes = g_bytes_get_data(p->bytes, &n);
        if (!kiri_file_replace(p->path, (KiriStr){bytes ? bytes : "", n}, 0600, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean write_sheets(const KiriReportJob *job, gconstpointer sheets, KiriReportSink sink,
                             gpointer data, GError **error)
{
    return kiri_clip_sheets_write(sheets, job->format, &job->how, kiri_cli_now_us(job->cli), sink,
                                  data, error);
}

int kiri_report_clips(KiriReportJob *job, GError **error)
{
    g_autoptr(GPtrArray) sheets = NULL;
    g_autoptr(GPtrArray) pictures = g_ptr_array_new_with_free_func(free_picture);
    if (!check(job, error))
        return KIRI_EXIT_USAGE;
    sheets = read_sheets(job, error);
    if (!sheets || !pass_gate(job, sheets, pictures, error) || !write_pictures(pictures, error) ||
        !kiri_report_job_write(job, write_sheets, sheets, error))
        return kiri_exit_code_of(*error);
    if (kiri_report_job_has_file(job))
        kiri_cli_note(job->cli, _("%s: %u clip sheets"), job->args->output, sheets->len);
    return KIRI_EXIT_DONE;
}
