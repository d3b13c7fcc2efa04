// SPDX-License-Identifier: GPL-3.0-or-later
/* The evidence as a WARC file.
 *
 * Thread rule: that of KiriCli. */
#pragma once

#include "cli.h"

typedef struct {
    const char *article;   // id or its beginning; NULL: all
    const char *medium;    // id; NULL: all
    gint64 from_us, to_us; // publication in [from, to)
    const char *output;    // NULL, "-": standard output
    gboolean is_gzip;      // else by the name of the output
} KiriWarcChoice;

/* Writes the pages of all versions of the articles chosen, in order of the ids.
 * Errors: NOT_FOUND (no such article or medium), IO, and what the store says. */
gboolean kiri_export_warc(KiriCli *cli, KiriStore *store, const KiriWarcChoice *choice,
                          GError **error);
