// SPDX-License-Identifier: GPL-3.0-or-later
/* Who may write to a workspace. Settings name commands that this program runs and files
 * with passwords that it reads, so whoever can write them acts in our name: a workspace
 * of somebody else, or one that others can write to, is not used. One that others can
 * read is used, and `doctor` names it.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

/* Something about a workspace that is not as it should be. */
typedef struct {
    char *finding;
    char *mend;          // what to do about it
    gboolean is_refused; // no command works on it until it is mended
} KiriAccessProblem;
void kiri_access_problem_free(gpointer problem);

/* What is wrong with the folder `dir` and the files whose writers matter most
 * (settings.ini); the worst first. An empty array where all is well, or where there is
 * no folder. (transfer full) */
GPtrArray *kiri_access_check(const char *dir);
/* FALSE with error USAGE where the workspace must not be used. */
gboolean kiri_access_allow(const char *dir, GError **error);

/* The first file below `dir` that belongs to somebody else, which a program of another
 * user left: it may not open, and then everything stands still. NULL: none. At most a
 * hundred thousand files are looked at. (transfer full) */
char *kiri_access_stray(const char *dir);
