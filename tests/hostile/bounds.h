// SPDX-License-Identifier: GPL-3.0-or-later
/* What one row may take: memory by the kernel's own high-water mark, which is
 * reset at its start. Under sanitizers, whose shadow and quarantine are not the
 * program's, it is not asked for. */
#pragma once

#include <glib.h>

typedef struct {
    gint64 kib; // resident at the start
} Bounds;

void bounds_begin(Bounds *b);
/* The row's peak lay at most so many MiB above its start. */
void bounds_end(const Bounds *b, guint mib);
