// SPDX-License-Identifier: GPL-3.0-or-later
/* restore: a workspace from a backup.
 *
 * The backup is read and compared whole before anything is written. Then all of it is put
 * beside the workspace's place, compared once more on the way, and gets the workspace's
 * name in one step: until then there is no workspace, from then on a whole one. The index
 * is built in it; where that was cut short, the next 'index' or 'run' begins it again. */
#include "care/backup.h"
#include "commands.h"
#include "watch/pipeline.h"

#include <kirinuki/file.h>
#include <kirinuki/folder.h>

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean is_free(const KiriCli *cli, GError **error)
{
    if (kiri_folder_is_free(cli->dir))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' is not empty; a backup is restored into a new folder"), cli->dir);
    return FALSE;
}

/* What an earlier restore that was cut short left there goes. */
static gboolean make_beside(const char *beside, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(beside);
    if (!kiri_folder_remove(beside, error))
        return FALSE;
    if (g_mkdir_with_parents(parent, 0700) != 0 || mkdir(beside, 0700) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make the folder"), beside);
    return TRUE;
}

static gboolean put_in_place(const KiriCli *cli, const char *beside, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(beside);
    g_autofree char *target = g_canonicalize_filename(cli->dir, NULL);
    if (rmdir(target) != 0 && errno != ENOENT)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot replace"), target);
    if (rename(beside, target) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot put in place"), target);
    return kiri_file_sync_dir(parent, error);
}

static gboolean put_back(KiriCli *cli, const char *from, KiriBackup **b, GError **error)
{
    g_autofree char *target = g_canonicalize_filename(cli->dir, NULL);
    g_autofree char *beside = g_strconcat(target, ".restoring", NULL);
    g_autoptr(KiriBackup) first = kiri_backup_read(from, NULL, error);
    if (!first || !make_beside(beside, error))
        return FALSE;
    *b = kiri_backup_read(from, beside, error);
    gboolean ok = *b && kiri_backup_opens(beside, *b, error) && put_in_place(cli, beside, error);
    if (!ok)
        kiri_folder_remove(beside, NULL);
    return ok;
}

/* The nursery comes first: nothing is open yet. */
static gboolean build_index(KiriCli *cli, GError **error)
{
    g_autofree char *path = kiri_cli_path(cli, "settings.ini");
    KiriPipeline p = {0};
    if (!kiri_settings_load(cli->settings, path, error) ||
        !kiri_cli_start_workers(cli, KIRI_NEEDS_WORKERS | KIRI_NEEDS_WORDS, error))
        return FALSE;
    gboolean ok = kiri_pipeline_open(&p, cli, "restore", error) && kiri_pipeline_index(&p, error);
    kiri_pipeline_close(&p);
    return ok;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autofree char *from = kiri_cli_file(cli, call->args[0]);
    g_autoptr(KiriBackup) b = NULL;
    if (!g_file_test(from, G_FILE_TEST_EXISTS)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("there is no backup '%s'"), from);
        return KIRI_EXIT_USAGE;
    }
    if (!is_free(cli, error) || !put_back(cli, from, &b, error))
        return KIRI_EXIT_FAILED;
    char when[32];
    kiri_out_time(b->made, when);
    kiri_cli_note(cli, _("'%s' is as it was at %s: %" PRId64 " articles"), cli->dir, when,
                  b->articles);
    for (char **line = b->left_out; line && *line; line++)
        kiri_cli_note(cli, _("not in the backup: %s"), *line);
    if (build_index(cli, error))
        return KIRI_EXIT_DONE;
    g_prefix_error(error, "%s: ",
                   _("all is restored, but the index was not built ('kirinuki "
                     "index' does)"));
    return KIRI_EXIT_FAILED;
}

const KiriCommand kiri_cmd_restore = {
    .name = "restore",
    .group = N_("Care"),
    .args = N_("BACKUP"),
    .summary = N_("make a workspace of a backup, after comparing all of it"),
    .min_args = 1,
    .max_args = 1,
    .run = run};
