// SPDX-License-Identifier: GPL-3.0-or-later
#include "access.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 100000, MOST_DEPTH = 8 };

void kiri_access_problem_free(gpointer data)
{
    KiriAccessProblem *p = data;
    g_free(p->finding);
    g_free(p->mend);
    g_free(p);
}

/* Takes both strings. */
static void add(GPtrArray *problems, gboolean is_refused, char *finding, char *mend)
{
    KiriAccessProblem *p = g_new0(KiriAccessProblem, 1);
    *p = (KiriAccessProblem){finding, mend, is_refused};
    g_ptr_array_insert(problems, is_refused ? 0 : -1, p);
}

/* The name of a user, else the number. (transfer full) */
static char *name_of(uid_t uid)
{
    struct passwd entry, *found = NULL;
    char text[4096];
    if (getpwuid_r(uid, &entry, text, sizeof text, &found) == 0 && found)
        return g_strdup(found->pw_name);
    return g_strdup_printf("%u", (guint)uid);
}

/* What belongs to root was put there by who may do everything anyway. */
static gboolean is_trusted(const struct stat *s)
{
    return s->st_uid == geteuid() || s->st_uid == 0;
}

static void check_owner(GPtrArray *problems, const char *path, const struct stat *s)
{
    if (is_trusted(s))
        return;
    g_autofree char *owner = name_of(s->st_uid);
    g_autofree char *us = name_of(geteuid());
    add(problems, TRUE,
        g_strdup_printf(_("'%s' belongs to the user '%s', and this is '%s'"), path, owner, us),
        g_strdup_printf(_("run it as that user ('sudo -u %s kirinuki …'), or make it yours with "
                          "'chown -R'"),
                        owner));
}

static void check_mode(GPtrArray *problems, const char *path, const struct stat *s, mode_t wanted)
{
    guint mode = s->st_mode & 07777;
    if (s->st_mode & 022)
        add(problems, TRUE,
            g_strdup_printf(_("'%s' can be changed by other users (mode %04o)"), path, mode),
            g_strdup_printf("chmod %o '%s'", (guint)wanted, path));
    else if (s->st_mode & 077)
        add(problems, FALSE,
            g_strdup_printf(_("'%s' can be read by other users (mode %04o)"), path, mode),
            g_strdup_printf("chmod %o '%s'", (guint)wanted, path));
}

GPtrArray *kiri_access_check(const char *dir)
{
    GPtrArray *problems = g_ptr_array_new_with_free_func(kiri_access_problem_free);
    g_autofree char *settings = g_build_filename(dir, "settings.ini", NULL);
    struct stat s;
    if (stat(dir, &s) != 0)
        return problems;
    check_owner(problems, dir, &s);
    check_mode(problems, dir, &s, 0700);
    /* Nobody reads it through a folder that is closed to them. */
    gboolean is_closed = (s.st_mode & 077) == 0;
    if (stat(settings, &s) != 0)
        return problems;
    check_owner(problems, settings, &s);
    if (!is_closed || (s.st_mode & 022))
        check_mode(problems, settings, &s, 0600);
    return problems;
}

gboolean kiri_access_allow(const char *dir, GError **error)
{
    g_autoptr(GPtrArray) problems = kiri_access_check(dir);
    const KiriAccessProblem *worst = problems->len ? problems->pdata[0] : NULL;
    if (!worst || !worst->is_refused)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("the workspace is not used, since its settings decide what this program runs: "
                  "%s; %s"),
                worst->finding, worst->mend);
    return FALSE;
}

static char *find_stray(const char *dir, guint depth, guint *left)
{
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    const char *name;
    while (d && *left && (name = g_dir_read_name(d))) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        struct stat s;
        --*left;
        if (lstat(path, &s) != 0)
            continue; // gone meanwhile: a store at work does that
        if (s.st_uid != geteuid())
            return g_steal_pointer(&path);
        char *stray =
            S_ISDIR(s.st_mode) && depth < MOST_DEPTH ? find_stray(path, depth + 1, left) : NULL;
        if (stray)
            return stray;
    }
    return NULL;
}

char *kiri_access_stray(const char *dir)
{
    guint left = MOST_FILES;
    return find_stray(dir, 0, &left);
}
