// SPDX-License-Identifier: GPL-3.0-or-later
/* The manifest of a backup, and what belongs into one. */
#include "care/backup.h"

#include <kirinuki/care.h>
#include <kirinuki/file.h>
#include <kirinuki/folder.h>

#include <string.h>

enum { MOST_MANIFEST_BYTES = 64 * 1024 * 1024 };

static const KiriField file_fields[] = {
    {KIRI_FIELD(1, KiriBackupFile, name, STR)},
    {KIRI_FIELD(2, KiriBackupFile, bytes, I64)},
    {KIRI_FIELD(3, KiriBackupFile, sha256, STR)},
};
const KiriShape kiri_backup_file_shape = KIRI_SHAPE("file", KiriBackupFile, file_fields);

static const KiriField backup_fields[] = {
    {KIRI_FIELD(1, KiriBackup, format, I64)},
    {KIRI_FIELD(2, KiriBackup, program, STR)},
    {KIRI_FIELD(3, KiriBackup, made, TIME)},
    {KIRI_FIELD(4, KiriBackup, workspace, STR)},
    {KIRI_FIELD(5, KiriBackup, schema, I64)},
    {KIRI_FIELD(6, KiriBackup, log_end, I64)},
    {KIRI_FIELD(7, KiriBackup, articles, I64)},
    {KIRI_FIELD(8, KiriBackup, left_out, STRV)},
    {KIRI_FIELD(9, KiriBackup, files, RECS), .sub = &kiri_backup_file_shape},
};
const KiriShape kiri_backup_shape = KIRI_SHAPE("backup", KiriBackup, backup_fields);

gboolean kiri_backup_is_archive(const char *path)
{
    return g_str_has_suffix(path, ".tar.zst");
}

const char *kiri_backup_left_out(const char *name)
{
    static const struct {
        const char *name;
        gboolean is_beginning;
        const char *why;
    } table[] = {
        {"store", FALSE, "its own part"},
        {"lock", FALSE, "of the running program"},
        {"index", FALSE, "derived"},
        {"index.", TRUE, "derived"},
        {"backup.json", FALSE, "of this copy"},
        {".backup-", TRUE, "of a backup under way"},
        {".kirinuki-", TRUE, "unfinished"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        if (table[i].is_beginning ? g_str_has_prefix(name, table[i].name)
                                  : strcmp(name, table[i].name) == 0)
            return table[i].why;
    return NULL;
}

/* Names lead nowhere but into the workspace, and not over what the program makes. */
static gboolean is_name_sound(const char *name)
{
    if (!name || !kiri_folder_name_is_safe(name))
        return FALSE;
    if (g_str_has_prefix(name, KIRI_BACKUP_STORE))
        return TRUE;
    const char *below = name + strlen(KIRI_BACKUP_WORKSPACE);
    if (!g_str_has_prefix(name, KIRI_BACKUP_WORKSPACE))
        return FALSE;
    g_autofree char *first = g_strndup(below, strcspn(below, "/"));
    return !kiri_backup_left_out(first);
}

static gboolean is_sound(const KiriBackup *b)
{
    gboolean has_settings = FALSE, has_store = FALSE;
    for (guint i = 0; i < kiri_recs_count(b->files); i++) {
        const KiriBackupFile *f = b->files->pdata[i];
        if (!is_name_sound(f->name) || f->bytes < 0 || !f->sha256)
            return FALSE;
        has_settings |= strcmp(f->name, KIRI_BACKUP_WORKSPACE "settings.ini") == 0;
        has_store |= strcmp(f->name, KIRI_BACKUP_STORE "CURRENT") == 0;
    }
    return has_settings && has_store;
}

KiriBackup *kiri_backup_manifest_parse(KiriStr json, const char *path, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(json, &why);
    g_autoptr(KiriBackup) b =
        doc ? kiri_record_from_json(&kiri_backup_shape, kiri_json_root(doc), &why) : NULL;
    if (b && b->format > KIRI_BACKUP_FORMAT) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("the backup '%s' was made by a newer kirinuki (%s)"), path,
                    b->program ? b->program : "?");
        return NULL;
    }
    if (b && b->format == KIRI_BACKUP_FORMAT && is_sound(b))
        return g_steal_pointer(&b);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                _("the manifest of the backup '%s' cannot be read: %s"), path,
                why ? why->message : _("it does not say what a backup says"));
    return NULL;
}

KiriBackup *kiri_backup_manifest_of(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, KIRI_BACKUP_MANIFEST, NULL);
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) bytes = kiri_file_read(path, MOST_MANIFEST_BYTES, &why);
    if (!bytes) {
        if (kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'%s' is no backup: it has no '%s'"), folder, KIRI_BACKUP_MANIFEST);
        else
            g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    return kiri_backup_manifest_parse((KiriStr){p ? p : "", n}, folder, error);
}

gboolean kiri_backup_opens(const char *folder, const KiriBackup *b, GError **error)
{
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriStore) store = kiri_store_open(folder, KIRI_STORE_READ, error);
    if (!store || !kiri_store_verify_quick(store, problems, error))
        return FALSE;
    if (problems->len) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                    _("the copy of the store is not sound: %s"), (char *)problems->pdata[0]);
        return FALSE;
    }
    if (kiri_store_schema(store) != b->schema || (gint64)kiri_store_log_end(store) != b->log_end) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                            _("the copy of the store is not the one that the manifest names"));
        return FALSE;
    }
    return TRUE;
}
