// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of an explanation, as `explain` prints them for people.
 *
 * Thread rule: that of cli.h. */
#pragma once

#include "cli.h"

typedef struct {
    const KiriCli *cli;
    KiriStore *store;
    guint columns; // of the terminal
    gboolean has_color;
} KiriExplain;

KiriExplain kiri_explain_begin(const KiriCli *cli, KiriStore *store);

/* A clip with everything that stands behind it. Errors: of reading the store. */
gboolean kiri_explain_clip(const KiriExplain *x, const KiriClip *clip, GError **error);
/* The same for programs: the clip, its standing, the article and release by their
 * names, the rivals' titles and the way the text came. */
gboolean kiri_explain_clip_json(const KiriExplain *x, const KiriClip *clip, GError **error);

/* ---- explain_score.c ---- */

/* The calculation of the advertising value, each input with its source, and what a
 * person says of it. */
gboolean kiri_explain_score(const KiriExplain *x, const KiriClip *clip, GError **error);
gboolean kiri_explain_score_json(const KiriExplain *x, const KiriClip *clip, GError **error);

/* ---- explain_why.c ---- */

/* Why the article (id, beginning of one, or address) is no clip of the release or topic
 * (likewise an id), or that it is one; the exit code. */
int kiri_explain_why(KiriCli *cli, KiriStore *store, const char *article, const char *target,
                     GError **error);

/* ---- explain_evidence.c ---- */

/* The release as the clip was made with it; the newest where that is not kept. NULL
 * for a clip of none (transfer full). */
KiriRelease *kiri_explain_release(const KiriExplain *x, const KiriClip *clip, GError **error);
void kiri_explain_evidence(const KiriExplain *x, const KiriEvidence *e, const KiriArticle *article,
                           const KiriRelease *release, gdouble probability);
/* Blank line and title of a part. */
void kiri_explain_heading(const char *title);

/* ---- explain_sides.c ---- */

/* Passages in common, the two originals beside or below each other. */
void kiri_explain_passages(const KiriExplain *x, const GPtrArray *passages,
                           const KiriArticle *article, const KiriRelease *release);

/* ---- explain_lineage.c ---- */

/* Ids from the root of the story to this article. */
void kiri_explain_lineage_json(const KiriExplain *x, const KiriClip *clip, KiriJson *j);
