// SPDX-License-Identifier: GPL-3.0-or-later
/* Files and folders in memory, and their way from and to a real disk. */
#include "disk.h"

#include <glib/gstdio.h>

#include <string.h>

enum { FOLDER_MODE = 0700, FILE_MODE = 0600 };

/* ---- nodes ---- */

static void free_write(gpointer p)
{
    DiskWrite *w = p;
    if (w->bytes)
        g_bytes_unref(w->bytes);
    g_free(w);
}

static void free_naming(gpointer p)
{
    DiskNaming *n = p;
    g_free(n->names[0]);
    g_free(n->names[1]);
    g_free(n);
}

static void free_node(gpointer p)
{
    DiskNode *node = p;
    if (node->is_folder) {
        g_hash_table_unref(node->names);
        g_hash_table_unref(node->sure_names);
        g_ptr_array_unref(node->namings);
    } else {
        g_byte_array_unref(node->bytes);
        g_byte_array_unref(node->sure);
        g_ptr_array_unref(node->writes);
    }
    g_free(node);
}

static GHashTable *new_names(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

DiskNode *disk_add(Disk *disk, gboolean is_folder)
{
    DiskNode *node = g_new0(DiskNode, 1);
    node->is_folder = is_folder;
    if (is_folder) {
        node->names = new_names();
        node->sure_names = new_names();
        node->namings = g_ptr_array_new_with_free_func(free_naming);
    } else {
        node->bytes = g_byte_array_new();
        node->sure = g_byte_array_new();
        node->writes = g_ptr_array_new_with_free_func(free_write);
    }
    g_ptr_array_add(disk->nodes, node);
    return node;
}

Disk *disk_new(void)
{
    Disk *disk = g_new0(Disk, 1);
    disk->nodes = g_ptr_array_new_with_free_func(free_node);
    disk->root = disk_add(disk, TRUE);
    return disk;
}

void disk_free(Disk *disk)
{
    g_ptr_array_unref(disk->nodes);
    g_free(disk);
}

DiskNode *disk_folder_of(const Disk *disk, const char *path, const char **name)
{
    DiskNode *folder = disk->root;
    for (;;) {
        path += strspn(path, "/");
        gsize n = strcspn(path, "/");
        if (!path[n + strspn(path + n, "/")]) {
            *name = path;
            return folder;
        }
        g_autofree char *part = g_strndup(path, n);
        folder = g_hash_table_lookup(folder->names, part);
        if (!folder || !folder->is_folder)
            g_error("no folder '%s'", part);
        path += n;
    }
}

DiskNode *disk_find(const Disk *disk, const char *path)
{
    const char *name;
    DiskNode *folder = disk_folder_of(disk, path, &name);
    g_autofree char *bare = g_strndup(name, strcspn(name, "/"));
    return *bare ? g_hash_table_lookup(folder->names, bare) : folder;
}

/* ---- changes ---- */

static void put_bytes(GByteArray *to, guint64 offset, const void *p, gsize n)
{
    guint before = to->len;
    if (offset + n > before) {
        g_byte_array_set_size(to, (guint)(offset + n));
        memset(to->data + before, 0, to->len - before);
    }
    if (n)
        memcpy(to->data + offset, p, n);
}

static void set_size(GByteArray *of, guint64 size)
{
    if (size < of->len)
        g_byte_array_set_size(of, (guint)size);
    else
        put_bytes(of, size, NULL, 0);
}

static void remember(DiskNode *file, guint64 offset, GBytes *bytes)
{
    DiskWrite *w = g_new0(DiskWrite, 1);
    w->offset = offset;
    w->bytes = bytes;
    g_ptr_array_add(file->writes, w);
}

void disk_write(DiskNode *file, guint64 offset, const void *p, gsize n)
{
    put_bytes(file->bytes, offset, p, n);
    remember(file, offset, g_bytes_new(p, n));
}

void disk_truncate(DiskNode *file, guint64 size)
{
    set_size(file->bytes, size);
    remember(file, size, NULL);
}

void disk_sync_file(DiskNode *file)
{
    g_byte_array_set_size(file->sure, 0);
    g_byte_array_append(file->sure, file->bytes->data, file->bytes->len);
    g_ptr_array_set_size(file->writes, 0);
}

static void set_name(GHashTable *names, const char *name, DiskNode *node)
{
    if (node)
        g_hash_table_replace(names, g_strdup(name), node);
    else
        g_hash_table_remove(names, name);
}

static void apply_naming(GHashTable *names, const DiskNaming *naming)
{
    for (guint i = 0; i < naming->n; i++)
        set_name(names, naming->names[i], naming->nodes[i]);
}

void disk_name(DiskNode *folder, guint64 when, const char *name, DiskNode *node, const char *name2,
               DiskNode *node2)
{
    DiskNaming *naming = g_new0(DiskNaming, 1);
    naming->when = when;
    naming->names[naming->n] = g_strdup(name);
    naming->nodes[naming->n++] = node;
    if (name2) {
        naming->names[naming->n] = g_strdup(name2);
        naming->nodes[naming->n++] = node2;
    }
    apply_naming(folder->names, naming);
    g_ptr_array_add(folder->namings, naming);
}

void disk_sync_folder(DiskNode *folder)
{
    for (guint i = 0; i < folder->namings->len; i++)
        apply_naming(folder->sure_names, g_ptr_array_index(folder->namings, i));
    g_ptr_array_set_size(folder->namings, 0);
}

/* ---- what a cut leaves ---- */

/* Sectors are written whole, and those of one write one after the other: of a torn write
 * there is a beginning. (With single sectors missing in the middle RocksDB refuses its
 * manifest, about once in two hundred cuts: docs/reliability.md.) */
static void put_torn(GByteArray *to, const DiskWrite *w, GRand *dice)
{
    enum { SECTOR_BYTES = 512 };
    gsize n = 0;
    const guint8 *p = g_bytes_get_data(w->bytes, &n);
    guint64 end = w->offset + (guint64)(g_rand_double(dice) * (double)n);
    end -= end % SECTOR_BYTES;
    if (end > w->offset)
        put_bytes(to, w->offset, p, (gsize)(end - w->offset));
}

static void cut_file(DiskNode *file, CutMode mode, GRand *dice)
{
    const double torn = 0.3;
    for (guint i = 0; mode > CUT_NONE && i < file->writes->len; i++) {
        const DiskWrite *w = g_ptr_array_index(file->writes, i);
        if (g_rand_boolean(dice))
            continue;
        if (!w->bytes)
            set_size(file->sure, w->offset);
        else if (g_rand_double(dice) < torn)
            put_torn(file->sure, w, dice);
        else
            put_bytes(file->sure, w->offset, g_bytes_get_data(w->bytes, NULL),
                      g_bytes_get_size(w->bytes));
    }
    g_ptr_array_set_size(file->writes, 0);
    g_byte_array_set_size(file->bytes, 0);
    g_byte_array_append(file->bytes, file->sure->data, file->sure->len);
}

/* The names as they were at the instant `until`. */
static void cut_folder(DiskNode *folder, guint64 until)
{
    for (guint i = 0; i < folder->namings->len; i++) {
        const DiskNaming *naming = g_ptr_array_index(folder->namings, i);
        if (naming->when <= until)
            apply_naming(folder->sure_names, naming);
    }
    g_ptr_array_set_size(folder->namings, 0);
    g_hash_table_remove_all(folder->names);
    GHashTableIter it;
    gpointer name, node;
    g_hash_table_iter_init(&it, folder->sure_names);
    while (g_hash_table_iter_next(&it, &name, &node))
        set_name(folder->names, name, node);
}

/* The numbers of the changes of names that nothing made certain. */
static GArray *open_namings(const Disk *disk)
{
    GArray *open = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (guint i = 0; i < disk->nodes->len; i++) {
        const DiskNode *node = g_ptr_array_index(disk->nodes, i);
        for (guint k = 0; node->is_folder && k < node->namings->len; k++)
            g_array_append_val(open,
                               ((const DiskNaming *)g_ptr_array_index(node->namings, k))->when);
    }
    return open;
}

static guint64 pick_instant(const GArray *open, CutMode mode, GRand *dice)
{
    if (mode == CUT_NONE || !open->len)
        return 0;
    guint pick = (guint)g_rand_int_range(dice, 0, (gint)open->len + 1);
    return pick == open->len ? 0 : g_array_index(open, guint64, pick);
}

void disk_cut(Disk *disk, CutMode mode, GRand *dice)
{
    if (mode == CUT_ALL)
        return;
    g_autoptr(GArray) open = open_namings(disk);
    guint64 until = pick_instant(open, mode, dice);
    for (guint i = 0; i < disk->nodes->len; i++) {
        DiskNode *node = g_ptr_array_index(disk->nodes, i);
        if (!node->is_folder)
            cut_file(node, mode, dice);
        else
            cut_folder(node, mode == CUT_EACH ? pick_instant(open, mode, dice) : until);
    }
}

/* ---- from and to the real disk ---- */

static void load_folder(Disk *disk, DiskNode *folder, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
    if (!dir)
        g_error("%s", error->message);
    const char *name;
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        gboolean is_folder = g_file_test(child, G_FILE_TEST_IS_DIR);
        if (!is_folder && !g_file_test(child, G_FILE_TEST_IS_REGULAR))
            continue; // a socket is no more after a cut
        DiskNode *node = disk_add(disk, is_folder);
        set_name(folder->names, name, node);
        set_name(folder->sure_names, name, node);
        if (is_folder) {
            load_folder(disk, node, child);
            continue;
        }
        g_autofree char *text = NULL;
        gsize n = 0;
        if (!g_file_get_contents(child, &text, &n, &error))
            g_error("%s", error->message);
        put_bytes(node->bytes, 0, text, n);
        disk_sync_file(node);
    }
}

void disk_load(Disk *disk, const char *path)
{
    load_folder(disk, disk->root, path);
}

static void store_node(const DiskNode *node, const char *path)
{
    if (!node->is_folder) {
        g_autoptr(GError) error = NULL;
        if (!g_file_set_contents_full(path, (const char *)node->bytes->data, node->bytes->len,
                                      G_FILE_SET_CONTENTS_NONE, FILE_MODE, &error))
            g_error("%s", error->message);
        return;
    }
    if (g_mkdir(path, FOLDER_MODE) != 0)
        g_error("cannot make '%s'", path);
    GHashTableIter it;
    gpointer name, child;
    g_hash_table_iter_init(&it, node->names);
    while (g_hash_table_iter_next(&it, &name, &child)) {
        g_autofree char *below = g_build_filename(path, name, NULL);
        store_node(child, below);
    }
}

void disk_store(const Disk *disk, const char *path)
{
    store_node(disk->root, path);
}
