// SPDX-License-Identifier: GPL-3.0-or-later
/* report --verify FILE: is the file the one that was made, and would it be made the same
 * way today? The manifest beside it says what was asked and counted; the store is asked
 * again as of that time, and every figure and piece that differs is named. */
#include "report_purposes.h"

#include <kirinuki/manifest.h>

#include <errno.h>
#include <inttypes.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { MOST_MANIFEST = 1 << 30 };

/* ---- beside the report ---- */

char *kiri_report_manifest_path(const char *report)
{
    return g_strconcat(report, KIRI_MANIFEST_SUFFIX, NULL);
}

static gboolean take_line(KiriStr bytes, gpointer file)
{
    return kiri_file_out_write(file, bytes);
}

gboolean kiri_report_write_manifest(const KiriReportJob *job, KiriManifest *manifest,
                                    const KiriSummary *summary, GError **error)
{
    g_autofree char *report = kiri_cli_file(job->cli, job->args->output);
    g_autofree char *path = kiri_report_manifest_path(report);
    g_free(manifest->format);
    g_free(manifest->file);
    g_free(manifest->file_sha256);
    manifest->format = g_strdup(job->format->name);
    manifest->file = g_path_get_basename(report);
    manifest->file_sha256 = g_strdup(g_checksum_get_string(job->sum));
    g_autoptr(KiriFileOut) file = kiri_file_out_open(path, 0666, error);
    return file && kiri_manifest_write(manifest, summary, take_line, file, error) &&
           kiri_file_out_commit(file, error);
}

/* ---- the file ---- */

/* SHA-256 of a file of any size; NULL with error IO or NOT_FOUND. */
static char *hash_file(const char *path, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree guchar *bytes = g_malloc(1 << 16);
    gint fd = open(path, O_RDONLY | O_CLOEXEC);
    gssize n = -1;
    while (fd >= 0 && (n = read(fd, bytes, 1 << 16)) > 0)
        g_checksum_update(sum, bytes, n);
    int problem = errno;
    if (fd >= 0)
        close(fd);
    if (n == 0)
        return g_strdup(g_checksum_get_string(sum));
    g_set_error(error, KIRI_ERROR_CLI, problem == ENOENT ? KIRI_ERROR_NOT_FOUND : KIRI_ERROR_IO,
                _("cannot read '%s': %s"), path, g_strerror(problem));
    return NULL;
}

/* What is said of the file itself. The manifest alone can be given too, when the report
 * is elsewhere. */
typedef enum { FILE_SAME, FILE_CHANGED, FILE_ABSENT } FileState;

static gboolean check_file(const KiriManifest *m, const char *manifest_path, FileState *state,
                           GError **error)
{
    g_autofree char *dir = g_path_get_dirname(manifest_path);
    g_autofree char *name = g_path_get_basename(m->file ? m->file : "");
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_autoptr(GError) why = NULL;
    g_autofree char *sum = hash_file(path, &why);
    if (!sum && !kiri_error_is(why, KIRI_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    *state = !sum ? FILE_ABSENT : g_strcmp0(sum, m->file_sha256) == 0 ? FILE_SAME : FILE_CHANGED;
    return TRUE;
}

/* ---- the answer ---- */

static void print_difference(const KiriCli *cli, const KiriManifestDifference *d)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_manifest_difference_shape, d);
        return;
    }
    g_autofree char *subject = kiri_out_safe(d->subject);
    g_autofree char *before = kiri_out_safe(d->before ? d->before : "―");
    g_autofree char *after = kiri_out_safe(d->after ? d->after : "―");
    kiri_out_printf("%s  %s: %s → %s\n", subject, d->what, before, after);
}

static const char *file_words(FileState state)
{
    return state == FILE_SAME      ? _("the file is the one that was made")
           : state == FILE_CHANGED ? _("the file was CHANGED after it was made")
                                   : _("the file is not here; its manifest alone was looked at");
}

static void print_verdict(const KiriCli *cli, const KiriManifest *then, const KiriManifest *now,
                          FileState state, guint n)
{
    static const char *const names[] = {"same", "changed", "absent"};
    if (cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "verification");
        kiri_json_key(&j, "file");
        kiri_json_cstr(&j, names[state]);
        kiri_json_key(&j, "number");
        kiri_json_cstr(&j, then->number);
        kiri_json_key(&j, "number_now");
        kiri_json_cstr(&j, now->number);
        kiri_json_key(&j, "differences");
        kiri_json_i64(&j, n);
        kiri_json_key(&j, "log_entries_since");
        kiri_json_i64(&j, now->log_seq - then->log_seq);
        kiri_out_json_end(&j);
        kiri_out_json_summary(n + 1);
        return;
    }
    kiri_out_printf("%s\n", file_words(state));
    kiri_out_printf(_("check number %s, now %s; %" PRId64 " changes in the store since then\n"),
                    then->number, now->number, now->log_seq - then->log_seq);
    if (n)
        kiri_out_printf(_("differences: %u\n"), n);
    else
        kiri_out_printf("%s\n", _("a count of today comes to the same"));
}

static int recount(KiriReportJob *job, const KiriManifest *then, KiriStr rows, FileState state,
                   GError **error)
{
    KiriSummaryQuery query = kiri_manifest_query(then);
    query.duplication = job->duplication;
    g_autoptr(KiriSummary) summary = kiri_summary_make(job->store, &query, error);
    g_autoptr(KiriManifest) now =
        summary ? kiri_manifest_make(job->store, &query, summary, error) : NULL;
    g_autoptr(GPtrArray) list = now ? kiri_manifest_compare(then, rows, now, summary, error) : NULL;
    if (!list)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < list->len; i++)
        print_difference(job->cli, g_ptr_array_index(list, i));
    print_verdict(job->cli, then, now, state, list->len);
    return list->len || state == FILE_CHANGED ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

int kiri_report_verify(KiriReportJob *job, GError **error)
{
    g_autofree char *given = kiri_cli_file(job->cli, job->args->verify);
    g_autofree char *path = g_str_has_suffix(given, KIRI_MANIFEST_SUFFIX)
                                ? g_strdup(given)
                                : kiri_report_manifest_path(given);
    g_autoptr(GBytes) bytes = kiri_file_read(path, MOST_MANIFEST, error);
    if (!bytes) {
        g_prefix_error(error, "%s", _("a report is verified by the manifest beside it: "));
        return KIRI_EXIT_FAILED;
    }
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    KiriStr rows;
    g_autoptr(KiriManifest) then = kiri_manifest_read((KiriStr){p ? p : "", n}, &rows, error);
    FileState state;
    if (!then)
        g_prefix_error(error, "%s: ", path);
    if (!then || !check_file(then, path, &state, error))
        return KIRI_EXIT_FAILED;
    return recount(job, then, rows, state, error);
}
