// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading a backup: each file once, with its hash taken on the way, and put into a folder
 * where one is given. An archive names its manifest last, so its first reading only
 * compares; what is put is compared once more. */
#include "care/backup.h"

#include <kirinuki/archive.h>
#include <kirinuki/folder.h>
#include <kirinuki/stop.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PIECE_BYTES = 256 * 1024, MOST_MANIFEST_BYTES = 64 * 1024 * 1024 };

/* Bytes of a file, from a folder or an archive. */
typedef struct {
    int fd;
    KiriArchiveIn *archive; // NULL: from `fd`
    const char *name;
} From;

static gssize read_some(From *from, void *bytes, gsize n, GError **error)
{
    if (from->archive)
        return kiri_archive_read(from->archive, bytes, n, error);
    for (;;) {
        gssize some = read(from->fd, bytes, n);
        if (some >= 0)
            return some;
        if (errno != EINTR) {
            kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot read"), from->name);
            return -1;
        }
    }
}

static gboolean write_some(int fd, const char *p, gsize n, const char *name, GError **error)
{
    for (gsize done = 0; done < n;) {
        gssize some = write(fd, p + done, n - done);
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

/* To the end of the file: its hash and length; written to `to` unless that is -1. */
static gboolean pump(From *from, int to, gint64 *bytes, char **sha256, GError **error)
{
    g_autofree char *piece = g_malloc(PIECE_BYTES);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (*bytes = 0;;) {
        if (kiri_stop_requested()) {
            g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_CANCELLED, _("asked to stop"));
            return FALSE;
        }
        gssize n = read_some(from, piece, PIECE_BYTES, error);
        if (n < 0)
            return FALSE;
        if (n == 0)
            break;
        g_checksum_update(sum, (const guchar *)piece, n);
        *bytes += n;
        if (to >= 0 && !write_some(to, piece, (gsize)n, from->name, error))
            return FALSE;
    }
    *sha256 = g_strdup(g_checksum_get_string(sum));
    return TRUE;
}

static gboolean compare(const KiriBackupFile *f, gint64 bytes, const char *sha256, GError **error)
{
    if (bytes == f->bytes && strcmp(sha256, f->sha256) == 0)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                _("'%s' in the backup is not what was put there"), f->name);
    return FALSE;
}

/* Where a file of the backup goes in a workspace. (transfer full) */
static char *path_in(const char *to, const char *name)
{
    const char *below =
        g_str_has_prefix(name, KIRI_BACKUP_WORKSPACE) ? name + strlen(KIRI_BACKUP_WORKSPACE) : name;
    return g_build_filename(to, below, NULL);
}

static int make_file(const char *to, const char *name, GError **error)
{
    g_autofree char *path = path_in(to, name);
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *folder = g_path_get_dirname(path);
    if (!kiri_folder_make_for(folder, base, error))
        return -1;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make"), path);
    return fd;
}

/* One file that the manifest names. */
static gboolean take(From *from, const KiriBackupFile *f, const char *to, GError **error)
{
    int fd = to ? make_file(to, f->name, error) : -1;
    gint64 bytes = 0;
    g_autofree char *sha256 = NULL;
    if (to && fd < 0)
        return FALSE;
    gboolean ok = pump(from, fd, &bytes, &sha256, error) && compare(f, bytes, sha256, error);
    if (ok && fd >= 0 && fsync(fd) != 0)
        ok = kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot write"), f->name);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* ---- folders ---- */

static KiriBackup *read_folder(const char *path, const char *to, GError **error)
{
    g_autoptr(KiriBackup) b = kiri_backup_manifest_of(path, error);
    for (guint i = 0; b && i < kiri_recs_count(b->files); i++) {
        const KiriBackupFile *f = b->files->pdata[i];
        g_autofree char *file = g_build_filename(path, f->name, NULL);
        From from = {.fd = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), .name = f->name};
        if (from.fd < 0) {
            kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot open"), file);
            if (error && kiri_error_is(*error, KIRI_ERROR_NOT_FOUND))
                (*error)->code = KIRI_ERROR_CORRUPT; // the backup is there, and not whole
            return NULL;
        }
        gboolean ok = take(&from, f, to, error);
        close(from.fd);
        if (!ok)
            return NULL;
    }
    return g_steal_pointer(&b);
}

/* ---- archives ---- */

static KiriBackup *read_manifest(From *from, gint64 size, const char *path, GError **error)
{
    if (size > MOST_MANIFEST_BYTES) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                    _("the manifest of the backup '%s' cannot be read: %s"), path,
                    _("it is too long"));
        return NULL;
    }
    g_auto(KiriBuf) json;
    kiri_buf_init(&json, MOST_MANIFEST_BYTES);
    char piece[4096];
    gssize n;
    while ((n = read_some(from, piece, sizeof piece, error)) > 0)
        kiri_buf_add(&json, piece, (gsize)n);
    return n < 0 ? NULL : kiri_backup_manifest_parse(kiri_buf_view(&json), path, error);
}

/* What was found of each file: name → KiriBackupFile. */
static KiriBackup *scan_archive(const char *path, GHashTable *found, GError **error)
{
    g_autoptr(KiriArchiveIn) in = kiri_archive_open(path, error);
    g_autoptr(KiriBackup) b = NULL;
    g_autoptr(GError) why = NULL;
    const char *name;
    gint64 size;
    while (in && kiri_archive_next(in, &name, &size, &why)) {
        From from = {.archive = in, .fd = -1, .name = name};
        if (strcmp(name, KIRI_BACKUP_MANIFEST) == 0) {
            if (b || !(b = read_manifest(&from, size, path, error)))
                return NULL;
            continue;
        }
        KiriBackupFile *f = kiri_backup_file_new();
        f->name = g_strdup(name);
        g_hash_table_replace(found, f->name, f);
        if (!pump(&from, -1, &f->bytes, &f->sha256, error))
            return NULL;
    }
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    if (in && !b)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is no backup: it has no '%s'"),
                    path, KIRI_BACKUP_MANIFEST);
    return g_steal_pointer(&b);
}

static gboolean all_are_there(const KiriBackup *b, GHashTable *found, GError **error)
{
    for (guint i = 0; i < kiri_recs_count(b->files); i++) {
        const KiriBackupFile *f = b->files->pdata[i];
        const KiriBackupFile *is = g_hash_table_lookup(found, f->name);
        if (!compare(f, is ? is->bytes : -1, is ? is->sha256 : "", error))
            return FALSE;
    }
    return TRUE;
}

static const KiriBackupFile *find_file(const KiriBackup *b, const char *name)
{
    for (guint i = 0; i < kiri_recs_count(b->files); i++) {
        const KiriBackupFile *f = b->files->pdata[i];
        if (strcmp(f->name, name) == 0)
            return f;
    }
    return NULL;
}

static gboolean put_archive(const char *path, const KiriBackup *b, const char *to, GError **error)
{
    g_autoptr(KiriArchiveIn) in = kiri_archive_open(path, error);
    g_autoptr(GError) why = NULL;
    const char *name;
    gint64 size;
    guint n = 0;
    while (in && kiri_archive_next(in, &name, &size, &why)) {
        const KiriBackupFile *f = find_file(b, name);
        From from = {.archive = in, .fd = -1, .name = name};
        if (f && !take(&from, f, to, error))
            return FALSE;
        n += f != NULL;
    }
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (in && n != kiri_recs_count(b->files)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                    _("the backup '%s' changed while it was read"), path);
        return FALSE;
    }
    return in != NULL;
}

static void free_file(gpointer file)
{
    kiri_backup_file_free(file);
}

static KiriBackup *read_archive(const char *path, const char *to, GError **error)
{
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_file);
    g_autoptr(KiriBackup) b = scan_archive(path, found, error);
    if (!b || !all_are_there(b, found, error) || (to && !put_archive(path, b, to, error)))
        return NULL;
    return g_steal_pointer(&b);
}

KiriBackup *kiri_backup_read(const char *path, const char *to, GError **error)
{
    g_autoptr(KiriBackup) b = g_file_test(path, G_FILE_TEST_IS_DIR) ? read_folder(path, to, error)
                                                                    : read_archive(path, to, error);
    if (!b || (to && !kiri_folder_sync(to, error)))
        return NULL;
    return g_steal_pointer(&b);
}
