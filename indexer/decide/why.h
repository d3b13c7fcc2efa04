// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two explanations of a missing clip share.
 *
 * Thread rule: one thread. */
#pragma once

#include "link/link_stage.h"

#include <kirinuki/why.h>

/* The clips of the article as the link stage would make them now, verdicts on them
 * aside (transfer full). Error NOT_FOUND: there is no such article. */
GPtrArray *kiri_why_clips(KiriLinkWork *w, const char *article, GError **error);
/* Adds those that are of another release or topic than `target`. */
void kiri_why_add_others(const GPtrArray *clips, const char *target, GPtrArray **others);
