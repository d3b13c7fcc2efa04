// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two sources of kirinuki/boilerplate.h share. */
#pragma once

#include <kirinuki/boilerplate.h>

/* The piece of `text` that begins at `*at`, which steps behind it: a line, or less
 * where a heading or note begins within the line. FALSE at the end. */
gboolean kiri_release_line_next(KiriStr text, gsize *at, KiriStr *piece);
/* Is it long enough to be counted over releases? */
gboolean kiri_release_line_is_countable(KiriStr piece);
