// SPDX-License-Identifier: GPL-3.0-or-later
/* A disk, as it is and as it may be after a power cut. Each file keeps what is certain to
 * be there, and the changes since its last sync; each folder the names that are certain,
 * and the changes of names since its last sync. One thread. */
#pragma once

#include <glib.h>

/* A change of a file: bytes at an offset, or (bytes NULL) a new size. */
typedef struct {
    guint64 offset;
    GBytes *bytes;
} DiskWrite;

typedef struct DiskNode DiskNode;

/* A change of names in one folder, which happens whole or not at all. */
typedef struct {
    guint64 when; // number of the record
    char *names[2];
    DiskNode *nodes[2]; // NULL: the name goes
    guint n;
} DiskNaming;

struct DiskNode {
    gboolean is_folder;
    GByteArray *bytes; // as the program sees the file
    GByteArray *sure;  // as it was when it was synced
    GPtrArray *writes; // DiskWrite, since
    GHashTable *names; // of a folder: as the program sees it; name → DiskNode
    GHashTable *sure_names;
    GPtrArray *namings; // DiskNaming, since
};

typedef struct {
    DiskNode *root;
    GPtrArray *nodes; // all that there ever were, owned
} Disk;

Disk *disk_new(void);
void disk_free(Disk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Disk, disk_free)
/* What lies in the folder is certain. Ends the program when it cannot be read. */
void disk_load(Disk *disk, const char *path);
/* Writes the disk as the program sees it into a folder that is made. */
void disk_store(const Disk *disk, const char *path);

DiskNode *disk_add(Disk *disk, gboolean is_folder);
/* NULL when there is none. */
DiskNode *disk_find(const Disk *disk, const char *path);
/* The folder of `path`, and the last name in it: borrowed from `path`. */
DiskNode *disk_folder_of(const Disk *disk, const char *path, const char **name);

void disk_write(DiskNode *file, guint64 offset, const void *p, gsize n);
void disk_truncate(DiskNode *file, guint64 size);
void disk_sync_file(DiskNode *file);
/* One or two names at once; name2 NULL: one. */
void disk_name(DiskNode *folder, guint64 when, const char *name, DiskNode *node, const char *name2,
               DiskNode *node2);
void disk_sync_folder(DiskNode *folder);

typedef enum {
    CUT_ALL,  // nothing is lost: a kill
    CUT_NONE, // nothing but what was synced is there
    CUT_HALF, // half of the rest, torn at sectors; names up to some instant
    CUT_EACH, // likewise; each folder has an instant of its own
} CutMode;

/* Makes the disk what it may be after a power cut now. */
void disk_cut(Disk *disk, CutMode mode, GRand *dice);

/* Does what the journal says, record by record, on `disk`: the first `n_records` of them.
 * What was told to the world goes to `told`. Returns how many records there are. */
guint64 disk_replay(Disk *disk, GBytes *journal, guint64 n_records, GString *told);
