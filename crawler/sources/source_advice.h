// SPDX-License-Identifier: GPL-3.0-or-later
/* What a finding about a source means, and what to do about it, in words.
 *
 * Thread rule: any thread. */
#pragma once

#include "look.h"

/* Adds to the probe's problems what only a followed source can show (`source` may be
 * NULL), and its advice. */
void kiri_source_advise(KiriSourceProbe *probe, const KiriLook *look, const KiriSource *source,
                        gint64 now_us);
