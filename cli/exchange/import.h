// SPDX-License-Identifier: GPL-3.0-or-later
/* The importers. Each stores in batches of 64, counts in the run record what it
 * read and what failed, and stops in order when asked.
 *
 * Thread rule: main thread. */
#pragma once

#include "watch/pipeline.h"

gboolean kiri_import_ndjson(KiriPipeline *p, const char *path, GError **error);
gboolean kiri_import_tsv(KiriPipeline *p, const char *path, GError **error);
gboolean kiri_import_warc(KiriPipeline *p, const char *path, GError **error);
