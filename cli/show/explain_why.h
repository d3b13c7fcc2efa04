// SPDX-License-Identifier: GPL-3.0-or-later
/* What the explanations of missing clips share.
 *
 * Thread rule: that of cli.h. */
#pragma once

#include "explain.h"

#include <kirinuki/why.h>

/* A person's word about the clip, there or not, and whether what is stored is up to
 * date with the KiriWhyOutcome of now. */
void kiri_why_print_standing(const KiriExplain *x, const char *article, const char *target,
                             gint outcome);
/* KiriWhyOther. */
void kiri_why_print_others(const GPtrArray *others);

/* ---- explain_why_topic.c ---- */

int kiri_explain_why_topic(const KiriExplain *x, const KiriLinkOptions *options,
                           const char *article, const char *topic, GError **error);
