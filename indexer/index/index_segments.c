// SPDX-License-Identifier: GPL-3.0-or-later
/* Segments, level by level. Level 0 holds what was written; when a level has
 * KIRI_SEGMENTS_MERGED segments they become one of the next level, so an article
 * is copied once for each level and not for each merge. What lies on a higher
 * level is older: that keeps the order. */
#include "index_segments.h"

#include <kirinuki/i18n.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { N_LEVELS = 8 };

struct KiriSegments {
    char *path;
    guint n_made;
    GPtrArray *levels[N_LEVELS]; // paths, oldest first
    KiriXapWriter *writer;       // of the segment that was begun
};

/* ---- folders ---- */

/* An index is a flat folder of files. */
static gboolean remove_folder(const char *path, GError **error)
{
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOENT ||
               kiri_error_set_errno(error, KIRI_ERROR_INDEXER, _("cannot open"), path);
    gboolean is_done = TRUE;
    for (struct dirent *entry; is_done && (entry = readdir(folder));) {
        if (g_str_equal(entry->d_name, ".") || g_str_equal(entry->d_name, ".."))
            continue;
        if (unlinkat(dirfd(folder), entry->d_name, 0) != 0)
            is_done =
                kiri_error_set_errno(error, KIRI_ERROR_INDEXER, _("cannot remove a file of"), path);
    }
    closedir(folder);
    if (is_done && rmdir(path) != 0)
        is_done = kiri_error_set_errno(error, KIRI_ERROR_INDEXER, _("cannot remove"), path);
    return is_done;
}

static gboolean is_segment_of(const char *name, const char *base)
{
    gsize n = strlen(base);
    return strncmp(name, base, n) == 0 && name[n] == '.' && name[n + 1] &&
           strspn(name + n + 1, "0123456789") == strlen(name + n + 1);
}

gboolean kiri_index_remove(const char *path, gboolean and_segments, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(path);
    g_autofree char *base = g_path_get_basename(path);
    g_autoptr(GDir) beside = and_segments ? g_dir_open(parent, 0, NULL) : NULL;
    for (const char *name; beside && (name = g_dir_read_name(beside));) {
        g_autofree char *segment = g_build_filename(parent, name, NULL);
        if (is_segment_of(name, base) && !remove_folder(segment, error))
            return FALSE;
    }
    return remove_folder(path, error);
}

/* ---- segments ---- */

KiriSegments *kiri_segments_new(const char *path)
{
    KiriSegments *s = g_new0(KiriSegments, 1);
    s->path = g_strdup(path);
    for (guint i = 0; i < N_LEVELS; i++)
        s->levels[i] = g_ptr_array_new_with_free_func(g_free);
    return s;
}

void kiri_segments_free(KiriSegments *s)
{
    if (!s)
        return;
    kiri_xap_writer_discard(s->writer);
    for (guint i = 0; i < s->n_made; i++) {
        g_autofree char *path = g_strdup_printf("%s.%u", s->path, i);
        remove_folder(path, NULL);
    }
    for (guint i = 0; i < N_LEVELS; i++)
        g_ptr_array_unref(s->levels[i]);
    g_free(s->path);
    g_free(s);
}

static char *next_path(KiriSegments *s)
{
    return g_strdup_printf("%s.%u", s->path, s->n_made++);
}

KiriXapWriter *kiri_segments_begin(KiriSegments *s, GError **error)
{
    g_return_val_if_fail(!s->writer, NULL);
    char *path = next_path(s);
    g_ptr_array_add(s->levels[0], path);
    s->writer = kiri_xap_writer_open_scratch(path, error);
    return s->writer && kiri_xap_begin(s->writer, error) ? s->writer : NULL;
}

gboolean kiri_segments_flush(KiriSegments *s, GError **error)
{
    return kiri_xap_commit(s->writer, error) && kiri_xap_begin(s->writer, error);
}

/* One index of these, which are removed. */
static gboolean merge(GPtrArray *paths, const char *into, GError **error)
{
    if (!kiri_xap_merge((const char *const *)(gpointer)paths->pdata, paths->len, into, error))
        return FALSE;
    for (guint i = 0; i < paths->len; i++)
        if (!remove_folder(g_ptr_array_index(paths, i), error))
            return FALSE;
    g_ptr_array_set_size(paths, 0);
    return TRUE;
}

gboolean kiri_segments_end(KiriSegments *s, GError **error)
{
    gboolean is_done = kiri_xap_commit(s->writer, error);
    g_clear_pointer(&s->writer, kiri_xap_writer_discard);
    for (guint i = 0; is_done && i + 1 < N_LEVELS && s->levels[i]->len >= KIRI_SEGMENTS_MERGED;
         i++) {
        char *path = next_path(s);
        is_done = merge(s->levels[i], path, error);
        g_ptr_array_add(s->levels[i + 1], path);
    }
    return is_done;
}

gboolean kiri_segments_finish(KiriSegments *s, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
    for (guint i = N_LEVELS; i-- > 0;)
        g_ptr_array_extend_and_steal(all, g_steal_pointer(&s->levels[i]));
    for (guint i = 0; i < N_LEVELS; i++)
        s->levels[i] = g_ptr_array_new_with_free_func(g_free);
    if (all->len)
        return merge(all, s->path, error);
    g_autoptr(KiriXapWriter) empty = kiri_xap_writer_open(s->path, TRUE, error);
    return empty != NULL;
}
