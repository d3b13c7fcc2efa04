// SPDX-License-Identifier: GPL-3.0-or-later
/* Folders as wholes: what lies in one, one that goes, one that comes.
 *
 * No symbolic link is ever followed, so nothing outside is read or removed.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

#include <sys/stat.h>

/* `name` is meant from the folder on ("rules/a.txt"), `st` is of the file itself: what
 * is no regular file is shown too, and for folders the answer says whether to look into
 * them. FALSE for a file, with error, ends the walk. */
typedef gboolean (*KiriFolderVisit)(const char *name, const struct stat *st, gpointer data,
                                    GError **error);

/* Everything below `path`, each folder's names rising. Errors: NOT_FOUND, IO, LIMIT (more
 * than KIRI_FOLDER_DEPTH folders deep), and the visitor's. */
enum { KIRI_FOLDER_DEPTH = 32 };
gboolean kiri_folder_walk(const char *path, KiriFolderVisit visit, gpointer data, GError **error);

/* Removes a folder with all that is in it; a link in it goes, what it leads to stays.
 * What is not there is gone already. */
gboolean kiri_folder_remove(const char *path, GError **error);

/* Is there nothing at `path`, or a folder with nothing in it? */
gboolean kiri_folder_is_free(const char *path);

/* Makes the folders that `name`, a file's name, needs below `path`. */
gboolean kiri_folder_make_for(const char *path, const char *name, GError **error);

/* fsync of a folder and all below it, so that their names survive a power cut. */
gboolean kiri_folder_sync(const char *path, GError **error);

/* May a file of this name be put below a folder? It leads nowhere else: relative, no
 * "..", no empty part, no control character. */
gboolean kiri_folder_name_is_safe(const char *name);
