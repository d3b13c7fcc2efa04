// SPDX-License-Identifier: GPL-3.0-or-later
/* import: articles and saved pages from files, by extension. One bad row costs
 * itself: it is counted, named, and the rest goes on. */
#include "commands.h"
#include "import.h"
#include "watch/pipeline.h"

static const struct {
    const char *extension;
    gboolean (*run)(KiriPipeline *p, const char *path, GError **error);
} formats[] = {
    {".ndjson", kiri_import_ndjson}, {".jsonl", kiri_import_ndjson}, {".tsv", kiri_import_tsv},
    {".warc", kiri_import_warc},     {".warc.gz", kiri_import_warc},
};

static gboolean import_file(KiriPipeline *p, const char *path, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
        if (g_str_has_suffix(path, formats[i].extension))
            return formats[i].run(p, path, error);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("cannot tell what '%s' is: the name must end in .ndjson, .jsonl, .tsv, .warc or "
                  ".warc.gz"),
                path);
    return FALSE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    KiriPipeline p = {0};
    int code = KIRI_EXIT_FAILED;
    if (kiri_pipeline_open(&p, cli, "import", error)) {
        gboolean ok = TRUE;
        for (guint i = 0; ok && i < call->n_args; i++) {
            g_autofree char *path = kiri_cli_file(cli, call->args[i]);
            ok = import_file(&p, path, error);
        }
        code = kiri_pipeline_finish(&p, ok, error);
    }
    kiri_pipeline_close(&p);
    return code;
}

static const char details[] = N_(
    ".ndjson  articles: {\"id\",\"url\",\"title\",\"text\",\"published\"}, all but text optional\n"
    ".tsv     saved pages: address, file, content type, fetch time; files beside the table\n"
    ".warc    recorded responses, .warc.gz too\n"
    "'kirinuki index' makes what was imported searchable.");

const KiriCommand kiri_cmd_import = {.name = "import",
                                     .group = N_("Manage"),
                                     .args = N_("FILE…"),
                                     .summary = N_("articles and saved pages from files"),
                                     .details = details,
                                     .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS,
                                     .min_args = 1,
                                     .max_args = G_MAXUINT,
                                     .run = run};
