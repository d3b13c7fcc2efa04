// SPDX-License-Identifier: GPL-3.0-or-later
/* Writing a backup. Bytes are copied and never linked, although the checkpoint of the
 * store is made of links: a copy that shares its blocks with the original would share the
 * fate of the disk, too. */
#include "care/backup.h"

#include <kirinuki/archive.h>
#include <kirinuki/care.h>
#include <kirinuki/file.h>
#include <kirinuki/folder.h>
#include <kirinuki/stop.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PIECE_BYTES = 256 * 1024 };

typedef struct {
    KiriCli *cli;
    KiriBackup *backup;
    KiriArchiveOut *archive; // NULL: a folder
    const char *part;
    const char *root, *prefix; // of the files that are walked over
    char **secrets;            // absolute paths that must not be in it
    int fd;                    // of the file that is written into the folder
} Writer;

/* ---- where bytes go ---- */

static gboolean begin_file(Writer *w, const char *name, gint64 size, GError **error)
{
    if (w->archive)
        return kiri_archive_begin(w->archive, name, size, error);
    g_autofree char *path = g_build_filename(w->part, name, NULL);
    if (!kiri_folder_make_for(w->part, name, error))
        return FALSE;
    w->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return w->fd >= 0 || kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make"), path);
}

static gboolean put_bytes(Writer *w, const char *name, KiriStr bytes, GError **error)
{
    if (w->archive)
        return kiri_archive_write(w->archive, bytes, error);
    for (gsize done = 0; done < bytes.n;) {
        gssize some = write(w->fd, bytes.p + done, bytes.n - done);
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0) {
            errno = some ? errno : ENOSPC;
            return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot write"), name);
        }
        done += (gsize)some;
    }
    return TRUE;
}

static gboolean end_file(Writer *w, const char *name, gboolean ok, GError **error)
{
    if (w->archive || w->fd < 0)
        return ok;
    if (ok && fsync(w->fd) != 0)
        ok = kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot write"), name);
    close(w->fd);
    w->fd = -1;
    return ok;
}

/* ---- one file ---- */

/* Exactly `size` bytes: what a file gains meanwhile (a log) is not in it. */
static gboolean copy_bytes(Writer *w, int fd, const char *name, gint64 size, GChecksum *sum,
                           GError **error)
{
    g_autofree char *piece = g_malloc(PIECE_BYTES);
    for (gint64 left = size; left > 0;) {
        if (kiri_stop_requested()) {
            g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_CANCELLED,
                                _("asked to stop; there is no backup of this time"));
            return FALSE;
        }
        gssize n = read(fd, piece, (gsize)MIN(left, (gint64)PIECE_BYTES));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot read"), name);
        if (n == 0) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_IO,
                        _("'%s' became shorter while it was copied"), name);
            return FALSE;
        }
        g_checksum_update(sum, (const guchar *)piece, n);
        if (!put_bytes(w, name, (KiriStr){piece, (gsize)n}, error))
            return FALSE;
        left -= n;
    }
    return TRUE;
}

static gboolean copy_open(Writer *w, int fd, const char *path, const char *name, GError **error)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        errno = S_ISREG(st.st_mode) ? errno : EINVAL;
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot look at the file"), path);
    }
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    gboolean ok =
        begin_file(w, name, st.st_size, error) && copy_bytes(w, fd, name, st.st_size, sum, error);
    if (!end_file(w, name, ok, error))
        return FALSE;
    KiriBackupFile *f = kiri_backup_file_new();
    f->name = g_strdup(name);
    f->bytes = st.st_size;
    f->sha256 = g_strdup(g_checksum_get_string(sum));
    kiri_recs_add(&w->backup->files, f);
    return TRUE;
}

static gboolean copy_file(Writer *w, const char *path, const char *name, GError **error)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot open"), path);
    gboolean ok = copy_open(w, fd, path, name, error);
    close(fd);
    return ok;
}

/* ---- which files ---- */

static void leave_out(Writer *w, const char *name, const char *why)
{
    g_autofree char *line = g_strdup_printf("%s: %s", name, why);
    kiri_strv_add(&w->backup->left_out, line);
}

/* The files that settings name, where it is known that they must not leave this machine
 * (secrets) or are of no use elsewhere (log, figures). */
static char **secret_paths(const KiriCli *cli)
{
    static const char *const keys[] = {"crawl.proxy_password_file", "mail.password_file",
                                       "log.file", "metrics.file"};
    GPtrArray *paths = g_ptr_array_new();
    g_autofree char *dir = g_canonicalize_filename(cli->dir, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char *name = kiri_settings_string(cli->settings, keys[i]);
        if (*name)
            g_ptr_array_add(paths, g_canonicalize_filename(name, dir));
    }
    g_ptr_array_add(paths, NULL);
    return (char **)g_ptr_array_free(paths, FALSE);
}

static gboolean visit_own_file(const char *name, const struct stat *st, gpointer data,
                               GError **error)
{
    Writer *w = data;
    gboolean is_top = !strchr(name, '/');
    const char *why = is_top ? kiri_backup_left_out(name) : NULL;
    if (why)
        return FALSE; // it is known to be none of the user's
    if (S_ISDIR(st->st_mode))
        return TRUE;
    g_autofree char *path = g_build_filename(w->root, name, NULL);
    g_autofree char *canonical = g_canonicalize_filename(path, NULL);
    g_autofree char *base = g_path_get_basename(name);
    if (!S_ISREG(st->st_mode)) {
        if (!S_ISSOCK(st->st_mode))
            leave_out(w, name, "no regular file");
        return TRUE;
    }
    if (g_strv_contains((const char *const *)w->secrets, canonical))
        leave_out(w, name, "a secret, or of this machine alone");
    else if (!g_utf8_validate(name, -1, NULL) || !kiri_folder_name_is_safe(name))
        leave_out(w, "?", "a name that is no text");
    else if (!kiri_backup_left_out(base)) {
        g_autofree char *as = g_strconcat(w->prefix, name, NULL);
        return copy_file(w, path, as, error);
    }
    return TRUE;
}

static gboolean visit_store_file(const char *name, const struct stat *st, gpointer data,
                                 GError **error)
{
    Writer *w = data;
    if (!S_ISREG(st->st_mode))
        return TRUE;
    g_autofree char *path = g_build_filename(w->root, name, NULL);
    g_autofree char *as = g_strconcat(w->prefix, name, NULL);
    return copy_file(w, path, as, error);
}

static gboolean copy_all(Writer *w, const char *checkpoint, GError **error)
{
    g_autofree char *store = g_build_filename(checkpoint, "store", NULL);
    w->root = store;
    w->prefix = KIRI_BACKUP_STORE;
    if (!kiri_folder_walk(store, visit_store_file, w, error))
        return FALSE;
    w->root = w->cli->dir;
    w->prefix = KIRI_BACKUP_WORKSPACE;
    return kiri_folder_walk(w->cli->dir, visit_own_file, w, error);
}

/* ---- all of it ---- */

static gboolean describe(Writer *w, const char *checkpoint, GError **error)
{
    g_autoptr(KiriStore) store = kiri_store_open(checkpoint, KIRI_STORE_READ, error);
    KiriBackup *b = w->backup;
    if (!store)
        return FALSE;
    b->format = KIRI_BACKUP_FORMAT;
    b->program = g_strdup(KIRINUKI_VERSION);
    b->made = kiri_time_jst(kiri_cli_now_us(w->cli));
    b->workspace = g_canonicalize_filename(w->cli->dir, NULL);
    b->schema = kiri_store_schema(store);
    b->log_end = (gint64)kiri_store_log_end(store);
    b->articles = (gint64)kiri_store_count(store, KIRI_NOUN_ARTICLE);
    return kiri_store_check(store, error) && kiri_backup_opens(checkpoint, b, error);
}

static gboolean put_manifest(Writer *w, GError **error)
{
    g_auto(KiriBuf) json;
    kiri_buf_init(&json, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&json);
    kiri_record_write_json(&kiri_backup_shape, w->backup, &j);
    kiri_json_end_line(&j);
    KiriStr bytes = kiri_buf_view(&json);
    gboolean ok = begin_file(w, KIRI_BACKUP_MANIFEST, (gint64)bytes.n, error) &&
                  put_bytes(w, KIRI_BACKUP_MANIFEST, bytes, error);
    return end_file(w, KIRI_BACKUP_MANIFEST, ok, error);
}

static gboolean write_all(Writer *w, const char *checkpoint, GError **error)
{
    return describe(w, checkpoint, error) && copy_all(w, checkpoint, error) &&
           put_manifest(w, error) &&
           (w->archive ? kiri_archive_finish(w->archive, error) : kiri_folder_sync(w->part, error));
}

KiriBackup *kiri_backup_write(KiriCli *cli, const char *checkpoint, const char *part,
                              GError **error)
{
    g_autoptr(KiriBackup) backup = kiri_backup_new();
    g_auto(GStrv) secrets = secret_paths(cli);
    g_autoptr(KiriArchiveOut) archive =
        kiri_backup_is_archive(part) ? kiri_archive_create(part, error) : NULL;
    Writer w = {.cli = cli,
                .backup = backup,
                .archive = archive,
                .part = part,
                .secrets = secrets,
                .fd = -1};
    if (kiri_backup_is_archive(part) ? !archive : !kiri_folder_make_for(part, "x", error))
        return NULL;
    if (!write_all(&w, checkpoint, error))
        return NULL;
    /* Read again from where it lies, and a folder opened there. */
    g_autoptr(KiriBackup) again = kiri_backup_read(part, NULL, error);
    if (!again || (!archive && !kiri_backup_opens(part, again, error)))
        return NULL;
    return g_steal_pointer(&backup);
}
