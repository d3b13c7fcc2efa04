// SPDX-License-Identifier: GPL-3.0-or-later
/* `licence list`, `check` and `use`.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

typedef struct {
    const char *medium; // only this one; NULL: all
    gboolean is_all;    // what was replaced too
} KiriLicenceChoice;

/* The exit code of each. */
int kiri_licence_list(KiriCli *cli, const KiriLicenceChoice *choice, GError **error);
/* 1 where there is something to look at. */
int kiri_licence_check(KiriCli *cli, GError **error);
/* `year` NULL: the fiscal year of now. With `is_all` each use, too. */
int kiri_licence_use(KiriCli *cli, const KiriLicenceChoice *choice, const char *year,
                     GError **error);
