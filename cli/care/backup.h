// SPDX-License-Identifier: GPL-3.0-or-later
/* Backups (バックアップ): a folder or one archive that holds the store as it was at one
 * instant, the files of the workspace, and a manifest with the SHA-256 of each.
 *
 *   kirinuki-20261124T020500Z/      or FILE.tar.zst with the same names
 *     store/…                       a checkpoint of the store
 *     workspace/settings.ini, …     what people keep in the workspace
 *     manifest.json                 written last
 *
 * 1. A backup has its name only when it was written, synced, read again and opened. What
 *    was cut short lies under another name, and the next backup clears it away.
 * 2. The index is not in it: it is derived, and 'restore' builds it anew. Neither are
 *    files with passwords, the log and figures for the monitoring.
 * 3. What is read back is compared byte for byte with the manifest before anything of it
 *    is used.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

typedef struct {
    char *name; // "store/000012.sst"
    gint64 bytes;
    char *sha256;
} KiriBackupFile;
KIRI_DECLARE_RECORD(KiriBackupFile, backup_file)

typedef struct {
    gint64 format;   // of the backup: KIRI_BACKUP_FORMAT
    char *program;   // version that made it
    KiriTime made;   // the instant of the store
    char *workspace; // where it was made of, absolute
    gint64 schema;   // of the store
    gint64 log_end, articles;
    char **left_out;  // names in the workspace that are not in it, and why
    GPtrArray *files; // KiriBackupFile
} KiriBackup;
KIRI_DECLARE_RECORD(KiriBackup, backup)
enum { KIRI_BACKUP_FORMAT = 1 };

#define KIRI_BACKUP_MANIFEST "manifest.json"
#define KIRI_BACKUP_STORE "store/"
#define KIRI_BACKUP_WORKSPACE "workspace/"

/* Does this path mean an archive, by its name? */
gboolean kiri_backup_is_archive(const char *path);

/* Why a file of the workspace is in no backup; NULL: it is. (static) */
const char *kiri_backup_left_out(const char *name);

/* Writes a backup of the checkpoint in `checkpoint` (a folder with "store") and the files
 * of the workspace to `part`, a path of a kind with the final one, and reads it again.
 * (transfer full) */
KiriBackup *kiri_backup_write(KiriCli *cli, const char *checkpoint, const char *part,
                              GError **error);

/* Reads a backup whole and compares it with its manifest; with `to` (may be NULL), a folder
 * that is there, puts what it holds there, synced. Errors: NOT_FOUND, PARSE (no backup),
 * STALE (of a newer program), CORRUPT (names the file), IO, CANCELLED. (transfer full) */
KiriBackup *kiri_backup_read(const char *path, const char *to, GError **error);
/* The manifest of a folder alone. (transfer full) */
KiriBackup *kiri_backup_manifest_of(const char *folder, GError **error);
KiriBackup *kiri_backup_manifest_parse(KiriStr json, const char *path, GError **error);

/* Opens the store in `folder` without changing a byte of it, and looks whether it is what
 * the manifest says: layout, end of the log, the log without a gap. */
gboolean kiri_backup_opens(const char *folder, const KiriBackup *backup, GError **error);
