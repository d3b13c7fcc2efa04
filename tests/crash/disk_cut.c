// SPDX-License-Identifier: GPL-3.0-or-later
/* Doing what a journal says. */
#include "disk.h"

#include "journal.h"

#include <string.h>

typedef struct {
    Disk *disk;
    GHashTable *handles; // handle → DiskNode
    guint64 number;      // of the record
    GString *told;
} Replay;

static void open_file(Replay *r, guint64 handle, const char *path)
{
    const char *name;
    DiskNode *folder = disk_folder_of(r->disk, path, &name);
    DiskNode *file = g_hash_table_lookup(folder->names, name);
    if (!file) {
        file = disk_add(r->disk, FALSE);
        disk_name(folder, r->number, name, file, NULL, NULL);
    }
    g_hash_table_replace(r->handles, g_memdup2(&handle, sizeof handle), file);
}

/* Between two folders it is two changes: where the new name is certain the old one may
 * be there still, as a strict reading has it. */
static void rename_node(Replay *r, const char *from, const char *to, gboolean is_exchange)
{
    const char *old, *new;
    DiskNode *old_folder = disk_folder_of(r->disk, from, &old);
    DiskNode *new_folder = disk_folder_of(r->disk, to, &new);
    DiskNode *node = g_hash_table_lookup(old_folder->names, old);
    DiskNode *back = is_exchange ? g_hash_table_lookup(new_folder->names, new) : NULL;
    g_assert(node);
    if (old_folder == new_folder) {
        disk_name(new_folder, r->number, new, node, old, back);
        return;
    }
    disk_name(new_folder, r->number, new, node, NULL, NULL);
    disk_name(old_folder, r->number, old, back, NULL, NULL);
}

static void name_node(Replay *r, char op, const char *path, const char *other)
{
    const char *name;
    if (op == 'r' || op == 'x') {
        rename_node(r, path, other, op == 'x');
        return;
    }
    DiskNode *node = op == 'm'   ? disk_add(r->disk, TRUE)
                     : op == 'l' ? disk_find(r->disk, path)
                                 : NULL;
    DiskNode *folder = disk_folder_of(r->disk, op == 'l' ? other : path, &name);
    disk_name(folder, r->number, name, node, NULL, NULL);
}

static void do_record(Replay *r, const JournalHeader *h, const char *p)
{
    DiskNode *file = g_hash_table_lookup(r->handles, &h->handle);
    const char *other = strchr("rxl", h->op) ? p + strlen(p) + 1 : NULL;
    switch (h->op) {
    case 'o':
        open_file(r, h->handle, p);
        break;
    case 't':
        disk_truncate(file, h->offset);
        break;
    case 'w':
        disk_write(file, h->offset, p, h->size);
        break;
    case 's':
        if (file) // a file that was only read is certain as it is
            disk_sync_file(file);
        break;
    case 'd':
        disk_sync_folder(disk_find(r->disk, p));
        break;
    case 'k':
        g_string_append_len(r->told, p, (gssize)strnlen(p, h->size));
        break;
    default:
        name_node(r, h->op, p, other);
    }
}

guint64 disk_replay(Disk *disk, GBytes *journal, guint64 n_records, GString *told)
{
    g_autoptr(GHashTable) handles =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    Replay r = {.disk = disk, .handles = handles, .told = told};
    gsize n = 0, at = 0;
    const char *p = g_bytes_get_data(journal, &n);
    while (at + sizeof(JournalHeader) <= n) {
        JournalHeader h;
        memcpy(&h, p + at, sizeof h);
        at += sizeof h;
        if (h.size > n - at)
            break; // the program was killed in the middle of it
        r.number++;
        if (r.number <= n_records)
            do_record(&r, &h, p + at);
        at += h.size;
    }
    return r.number;
}
