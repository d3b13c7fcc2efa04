// SPDX-License-Identifier: GPL-3.0-or-later
/* A morning sheet as the settings and the files of the workspace want it.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#include <kirinuki/morning.h>

typedef struct {
    KiriMorningQuery query;
    KiriSectionOrder *order;
    char **aliases, **names, **media;
} KiriMorningSettings;

/* `date` as for the query. What is read for the contents alone (sections, days without
 * papers) is left out for a check. Errors: USAGE (a time that is none), PARSE (a file). */
gboolean kiri_morning_settings_init(KiriMorningSettings *s, const KiriCli *cli, const char *date,
                                    gboolean is_check, GError **error);
void kiri_morning_settings_clear(KiriMorningSettings *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriMorningSettings, kiri_morning_settings_clear)

/* Is a sheet missing that should be there? NULL: none, or nobody wants to know; else the
 * words for it (transfer full). */
char *kiri_morning_alarm(const KiriCli *cli, KiriStore *store, GError **error);
