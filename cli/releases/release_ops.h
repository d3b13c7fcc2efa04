// SPDX-License-Identifier: GPL-3.0-or-later
/* Where releases come from: files, pages, and followed press feeds.
 *
 * Thread rule: main thread. */
#pragma once

#include "watch/pipeline.h"

#include <kirinuki/boilerplate.h>

/* A release from a file (text, Markdown, HTML by its name or first bytes) or an
 * http address. (transfer full) */
KiriRelease *kiri_release_load(KiriCli *cli, const char *file_or_url, GError **error);

/* The lines of all releases of the store, for kiri_release_store(). NULL with error.
 * (transfer full) */
KiriRepetition *kiri_release_repetition(KiriStore *store, GError **error);

/* Puts it as a new version unless nothing but the version would change. `organisation`
 * fills an empty member. `repetition` tells which lines the organisation's releases
 * share, and learns those of this one; NULL: they stay as they are. A page that is
 * stored under another id already is that release. `now` is kept as the time of the
 * change. TRUE in `*is_changed` when it was written. */
gboolean kiri_release_store(KiriStore *store, KiriRelease *release, const char *organisation,
                            KiriRepetition *repetition, KiriTime now, gboolean *is_changed,
                            GError **error);

/* The follow stage: articles of sources with role "releases" become releases;
 * goes on from the cursor "follow". */
gboolean kiri_pipeline_follow(KiriPipeline *p, GError **error);
