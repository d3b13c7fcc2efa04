// SPDX-License-Identifier: GPL-3.0-or-later
/* What verdicts taught about a release or topic, for people and programs.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "cli.h"

/* A few lines, or one of JSON; *count grows by the latter. Nothing where nobody has
 * decided anything. */
gboolean kiri_learned_print(const KiriCli *cli, KiriStore *store, KiriNoun noun, const char *id,
                            gint64 *count, GError **error);
/* "on", "off" as *is_off; NULL: as it is. */
gboolean kiri_learned_switch(const char *word, gboolean *is_off, GError **error);
