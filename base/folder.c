// SPDX-License-Identifier: GPL-3.0-or-later
/* Walks by descriptors (openat, O_NOFOLLOW), so that a folder which somebody turns into
 * a link meanwhile is an error and no way out. */
#include <kirinuki/folder.h>

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { FOLDER_MODE = 0700 };

/* ---- walking ---- */

typedef struct {
    KiriFolderVisit visit;
    gpointer data;
    KiriFolderVisit leave; // NULL, or shown each folder once more, when all in it was
} Walk;

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in an open folder, which is taken over. */
static GPtrArray *names_in(int fd, const char *path, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    DIR *dir = fdopendir(fd);
    if (!dir) {
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot read the folder"), path);
        close(fd);
        return NULL;
    }
    errno = 0;
    for (const struct dirent *e; (e = readdir(dir));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            g_ptr_array_add(names, g_strdup(e->d_name));
    int why = errno;
    closedir(dir);
    if (why) {
        errno = why;
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot read the folder"), path);
        return NULL;
    }
    g_ptr_array_sort(names, by_name);
    return g_steal_pointer(&names);
}

static gboolean walk(const Walk *w, int at, const char *name, const char *shown, guint depth,
                     GError **error);

static gboolean walk_one(const Walk *w, int dir, const char *base, const char *shown, guint depth,
                         GError **error)
{
    struct stat st;
    g_autoptr(GError) why = NULL;
    if (fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ||
               kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot look at the file"), shown);
    gboolean wants = w->visit(shown, &st, w->data, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!S_ISDIR(st.st_mode) || !wants)
        return TRUE;
    return walk(w, dir, base, shown, depth + 1, error) &&
           (!w->leave || w->leave(shown, &st, w->data, error));
}

static gboolean walk(const Walk *w, int at, const char *name, const char *shown, guint depth,
                     GError **error)
{
    if (depth > KIRI_FOLDER_DEPTH) {
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT,
                    _("'%s' lies more than %d folders deep"), shown, KIRI_FOLDER_DEPTH);
        return FALSE;
    }
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int own = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own < 0) {
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot open the folder"),
                             *shown ? shown : name);
        if (fd >= 0)
            close(fd);
        return FALSE;
    }
    g_autoptr(GPtrArray) names = names_in(own, name, error);
    gboolean ok = names != NULL;
    for (guint i = 0; ok && i < names->len; i++) {
        const char *base = names->pdata[i];
        g_autofree char *below = *shown ? g_build_filename(shown, base, NULL) : g_strdup(base);
        ok = walk_one(w, fd, base, below, depth, error);
    }
    close(fd);
    return ok;
}

gboolean kiri_folder_walk(const char *path, KiriFolderVisit visit, gpointer data, GError **error)
{
    return walk(&(Walk){.visit = visit, .data = data}, AT_FDCWD, path, "", 0, error);
}

/* ---- removing ---- */

static gboolean remove_file(const char *name, const struct stat *st, gpointer root, GError **error)
{
    if (S_ISDIR(st->st_mode))
        return TRUE;
    g_autofree char *path = g_build_filename(root, name, NULL);
    if (unlink(path) != 0 && errno != ENOENT)
        return kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot remove"), path);
    return TRUE;
}

static gboolean remove_folder(const char *name, const struct stat *st, gpointer root,
                              GError **error)
{
    (void)st;
    g_autofree char *path = g_build_filename(root, name, NULL);
    if (rmdir(path) != 0 && errno != ENOENT)
        return kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot remove"), path);
    return TRUE;
}

gboolean kiri_folder_remove(const char *path, GError **error)
{
    struct stat st;
    if (lstat(path, &st) != 0 && errno == ENOENT)
        return TRUE;
    g_autofree char *root = g_strdup(path);
    Walk w = {.visit = remove_file, .leave = remove_folder, .data = root};
    return walk(&w, AT_FDCWD, path, "", 0, error) && remove_folder("", &st, root, error);
}

/* ---- small things ---- */

gboolean kiri_folder_is_free(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT;
    g_autoptr(GDir) dir = S_ISDIR(st.st_mode) ? g_dir_open(path, 0, NULL) : NULL;
    return dir && !g_dir_read_name(dir);
}

gboolean kiri_folder_make_for(const char *path, const char *name, GError **error)
{
    g_autofree char *full = g_build_filename(path, name, NULL);
    g_autofree char *folder = g_path_get_dirname(full);
    if (g_mkdir_with_parents(folder, FOLDER_MODE) == 0)
        return TRUE;
    return kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot make the folder"), folder);
}

static gboolean sync_folder(const char *name, const struct stat *st, gpointer root, GError **error)
{
    g_autofree char *path = g_build_filename(root, name, NULL);
    return !S_ISDIR(st->st_mode) || kiri_file_sync_dir(path, error);
}

gboolean kiri_folder_sync(const char *path, GError **error)
{
    g_autofree char *root = g_strdup(path);
    return kiri_folder_walk(path, sync_folder, root, error) && kiri_file_sync_dir(path, error);
}

gboolean kiri_folder_name_is_safe(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "/", -1);
    for (char **part = parts; *part; part++)
        if (!**part || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0)
            return FALSE;
    for (const char *p = name; *p; p++)
        if ((guchar)*p < 0x20 || *p == 0x7f)
            return FALSE;
    return *name != 0;
}
