// SPDX-License-Identifier: GPL-3.0-or-later
/* backup: the copying half of backup.h as a command.
 *
 * The checkpoint needs the process that holds the store: this one, or the running watch,
 * which is asked for no more than that (hard links in the workspace, an instant); the
 * bytes are copied here, beside a watch that goes on. */
#include "care/backup.h"
#include "commands.h"
#include "control/delegate.h"

#include <kirinuki/file.h>
#include <kirinuki/folder.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECKPOINT_PREFIX ".backup-"
#define PART_PREFIX ".kirinuki-"
#define NAME_PREFIX "kirinuki-"

typedef struct {
    gint keep;
    char *checkpoint;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, keep, "keep", 0, INT, N_("N"),
                N_("of this workspace's backups in the folder only the newest N stay")),
    KIRI_OPTION(Options, checkpoint, "checkpoint", 0, FILENAME, N_("NAME"),
                N_("only the copy of the store, as this folder of the workspace (what a backup "
                   "asks a running watch for)")),
};

/* ---- what others left behind ---- */

/* Names end in host and process: "….part@host-123". What a process of this machine left that
 * is no more goes. */
static gboolean is_abandoned(const char *name)
{
    const char *mark = strrchr(name, '@');
    g_autofree char *host = g_strconcat("@", g_get_host_name(), "-", NULL);
    if (!mark || !g_str_has_prefix(mark, host))
        return FALSE;
    guint64 pid = g_ascii_strtoull(mark + strlen(host), NULL, 10);
    return pid > 0 && pid < G_MAXINT32 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

static void clear_abandoned(const char *folder, const char *prefix)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        if (!g_str_has_prefix(name, prefix) || !is_abandoned(name))
            continue;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            kiri_folder_remove(path, NULL); // the next backup tries again
        else
            unlink(path);
    }
}

/* ---- the checkpoint ---- */

/* For a backup of another process: it names the folder, and looks after it. */
static int only_checkpoint(KiriCli *cli, const char *name, GError **error)
{
    if (!g_str_has_prefix(name, CHECKPOINT_PREFIX) || strchr(name, '/')) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' is no name for a copy of the store; it begins with '%s'"), name,
                    CHECKPOINT_PREFIX);
        return KIRI_EXIT_USAGE;
    }
    g_autofree char *to = kiri_cli_path(cli, name);
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    return store && kiri_store_checkpoint(store, to, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* FALSE without error: no watch runs. */
static gboolean ask_watch(KiriCli *cli, const char *name, GError **error)
{
    char *words[] = {cli->argv[0], (char[]){"backup"}, (char[]){"--checkpoint"},
                     (char *)(guintptr)name, NULL};
    int code = KIRI_EXIT_FAILED;
    if (!kiri_delegate_words(cli, words, &code, error))
        return FALSE;
    if (code == KIRI_EXIT_DONE)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_FAILED,
                        _("the running watch could not copy the store"));
    return FALSE;
}

static gboolean make_checkpoint(KiriCli *cli, const char *name, const char *path, GError **error)
{
    gint64 deadline = g_get_monotonic_time() + cli->wait_s * G_USEC_PER_SEC;
    for (;;) {
        g_autoptr(GError) why = NULL, delegate_why = NULL;
        g_autoptr(KiriStore) store = kiri_store_open(cli->dir, KIRI_STORE_WRITE, &why);
        if (store)
            return kiri_store_checkpoint(store, path, error);
        gboolean is_busy = kiri_error_is(why, KIRI_ERROR_BUSY);
        if (is_busy && ask_watch(cli, name, &delegate_why))
            return TRUE;
        if (delegate_why || !is_busy || g_get_monotonic_time() >= deadline) {
            g_propagate_error(error, delegate_why ? g_steal_pointer(&delegate_why)
                                                  : g_steal_pointer(&why));
            return FALSE;
        }
        g_usleep(G_USEC_PER_SEC / 10);
    }
}

/* ---- where it goes ---- */

typedef struct {
    char *folder, *name; // the backup lies, or will lie, at folder/name
    char *path, *part;
} Place;

static void place_clear(Place *p)
{
    g_free(p->folder);
    g_free(p->name);
    g_free(p->path);
    g_free(p->part);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static char *stamp_of(gint64 us)
{
    KiriCivil c = kiri_civil_from_us(us, 0);
    return g_strdup_printf("%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day, c.hour, c.minute,
                           c.second);
}

/* A backup inside of what it is of would be in the next one. */
static gboolean is_outside(const KiriCli *cli, const char *folder, GError **error)
{
    g_autofree char *here = NULL, *there = NULL;
    char *real_here = realpath(cli->dir, NULL), *real_there = realpath(folder, NULL);
    here = g_strconcat(real_here ? real_here : cli->dir, "/", NULL);
    there = g_strconcat(real_there ? real_there : folder, "/", NULL);
    free(real_here);
    free(real_there);
    if (!g_str_has_prefix(there, here))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' lies in the workspace; a backup belongs somewhere else"), folder);
    return FALSE;
}

static gboolean find_place(const KiriCli *cli, const char *to, Place *p, GError **error)
{
    g_autofree char *full = g_canonicalize_filename(to, NULL);
    gboolean is_archive = kiri_backup_is_archive(full);
    g_autofree char *stamp = stamp_of(kiri_cli_now_us(cli));
    p->folder = is_archive ? g_path_get_dirname(full) : g_strdup(full);
    p->name = is_archive ? g_path_get_basename(full) : g_strconcat(NAME_PREFIX, stamp, NULL);
    if (g_mkdir_with_parents(p->folder, 0700) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make the folder"), p->folder);
    p->path = g_build_filename(p->folder, p->name, NULL);
    g_autofree char *part = g_strdup_printf("%s%s@%s-%d%s", PART_PREFIX, stamp, g_get_host_name(),
                                            (int)getpid(), is_archive ? ".tar.zst" : "");
    p->part = g_build_filename(p->folder, part, NULL);
    if (g_file_test(p->path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_EXISTS, _("there is '%s' already"), p->path);
        return FALSE;
    }
    return is_outside(cli, p->folder, error);
}

/* ---- keeping the newest ---- */

static gint newest_first(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)b, *(char *const *)a);
}

static gboolean is_of(const char *folder, const char *workspace)
{
    g_autoptr(KiriBackup) b = kiri_backup_manifest_of(folder, NULL);
    return b && g_strcmp0(b->workspace, workspace) == 0;
}

/* Only what is whole and of this workspace counts, and only that goes. */
static gboolean keep_newest(const KiriCli *cli, const Place *p, const char *workspace, gint keep,
                            GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(p->folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(p->folder, name, NULL);
        if (g_str_has_prefix(name, NAME_PREFIX) && is_of(path, workspace))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, newest_first);
    for (guint i = (guint)keep; i < names->len; i++) {
        /* First it loses its name: what is half gone is no backup. */
        g_autofree char *path = g_build_filename(p->folder, names->pdata[i], NULL);
        g_autofree char *gone =
            g_strdup_printf("%s/%s%s@%s-%d", p->folder, PART_PREFIX, (char *)names->pdata[i],
                            g_get_host_name(), (int)getpid());
        if (rename(path, gone) != 0)
            return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot remove"), path);
        if (!kiri_folder_remove(gone, error))
            return FALSE;
        kiri_cli_note(cli, _("the older backup '%s' has gone"), path);
    }
    return TRUE;
}

/* ---- the command ---- */

static gint64 bytes_of(const KiriBackup *b)
{
    gint64 bytes = 0;
    for (guint i = 0; i < kiri_recs_count(b->files); i++)
        bytes += ((const KiriBackupFile *)b->files->pdata[i])->bytes;
    return bytes;
}

static void write_result(const KiriBackup *b, const char *path, KiriJson *j)
{
    kiri_json_key(j, "path");
    kiri_json_cstr(j, path);
    kiri_json_key(j, "made");
    kiri_json_time(j, b->made);
    kiri_json_key(j, "articles");
    kiri_json_i64(j, b->articles);
    kiri_json_key(j, "log_end");
    kiri_json_i64(j, b->log_end);
    kiri_json_key(j, "files");
    kiri_json_i64(j, kiri_recs_count(b->files));
    kiri_json_key(j, "bytes");
    kiri_json_i64(j, bytes_of(b));
}

/* Who asks when the last backup was made (status, a dead man's switch) reads it there. */
static gboolean note_backup(const KiriCli *cli, const KiriBackup *b, const char *path,
                            GError **error)
{
    g_auto(KiriBuf) json;
    kiri_buf_init(&json, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&json);
    kiri_json_open_object(&j);
    write_result(b, path, &j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    g_autofree char *file = kiri_cli_path(cli, "backup.json");
    return kiri_file_replace(file, kiri_buf_view(&json), 0600, error);
}

static void tell(const KiriCli *cli, const KiriBackup *b, const char *path)
{
    if (cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "backup");
        write_result(b, path, &j);
        kiri_out_json_end(&j);
        kiri_out_json_summary(1);
    } else {
        kiri_out_printf("%s\n", path);
    }
    for (char **line = b->left_out; line && *line; line++)
        kiri_cli_note(cli, _("not in the backup: %s"), *line);
    kiri_cli_note(
        cli, _("%" PRId64 " articles in %u files of %" PRId64 " bytes, read again and found whole"),
        b->articles, kiri_recs_count(b->files), bytes_of(b));
}

static gboolean back_up(KiriCli *cli, const Place *p, const char *checkpoint, gint keep,
                        GError **error)
{
    g_autoptr(KiriBackup) b = kiri_backup_write(cli, checkpoint, p->part, error);
    if (!b)
        return FALSE;
    if (rename(p->part, p->path) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot put in place"), p->path);
    if (!kiri_file_sync_dir(p->folder, error) || !note_backup(cli, b, p->path, error))
        return FALSE;
    tell(cli, b, p->path);
    return keep < 1 || keep_newest(cli, p, b->workspace, keep, error);
}

static gboolean run_to(KiriCli *cli, const char *to, gint keep, GError **error)
{
    g_auto(Place) place = {0};
    g_autofree char *name =
        g_strdup_printf(CHECKPOINT_PREFIX "@%s-%d", g_get_host_name(), (int)getpid());
    g_autofree char *checkpoint = kiri_cli_path(cli, name);
    if (!find_place(cli, to, &place, error))
        return FALSE;
    clear_abandoned(cli->dir, CHECKPOINT_PREFIX);
    clear_abandoned(place.folder, PART_PREFIX);
    gboolean ok = make_checkpoint(cli, name, checkpoint, error) &&
                  back_up(cli, &place, checkpoint, keep, error);
    kiri_folder_remove(checkpoint, NULL);
    if (!ok && kiri_backup_is_archive(place.part))
        unlink(place.part);
    else if (!ok)
        kiri_folder_remove(place.part, NULL);
    return ok;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (o->checkpoint)
        return only_checkpoint(cli, o->checkpoint, error);
    const char *to = call->n_args ? call->args[0] : NULL;
    if (!to || o->keep < 0 || (o->keep && kiri_backup_is_archive(to))) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            !to ? _("say where the backup goes: a folder, or FILE.tar.zst")
                                : _("--keep wants a number, and a folder of backups"));
        return KIRI_EXIT_USAGE;
    }
    g_autofree char *full = kiri_cli_file(cli, to);
    return run_to(cli, full, o->keep, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

const KiriCommand kiri_cmd_backup = {
    .name = "backup",
    .group = N_("Care"),
    .args = N_("FOLDER|FILE.tar.zst"),
    .summary = N_("copy the workspace, beside a running watch too, and read the copy again"),
    .details = N_("In a folder each backup is a folder of its own, named by its time; a file gets "
                  "one. The index is not in it ('restore' builds it anew), nor are files with "
                  "passwords."),
    KIRI_OPTIONS(Options, options),
    .max_args = 1,
    .needs = KIRI_NEEDS_WORKSPACE,
    .run = run};
