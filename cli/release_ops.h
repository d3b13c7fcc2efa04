// SPDX-License-Identifier: GPL-3.0-or-later
/* Where releases come from: files, pages, and followed press feeds.
 *
 * Thread rule: main thread. */
#pragma once

#include "pipeline.h"

/* A release from a file (text, Markdown, HTML by its name or first bytes) or an
 * http address. (transfer full) */
KiriRelease *kiri_release_load(KiriCli *cli, const char *file_or_url, GError **error);

/* Puts it as a new version unless nothing but the version would change. `organisation`
 * fills an empty member. TRUE in `*is_changed` when it was written. */
gboolean kiri_release_store(KiriStore *store, KiriRelease *release, const char *organisation,
                            gboolean *is_changed, GError **error);

/* The follow stage: articles of sources with role "releases" become releases;
 * goes on from the cursor "follow". */
gboolean kiri_pipeline_follow(KiriPipeline *p, GError **error);
