// SPDX-License-Identifier: GPL-3.0-or-later
/* The front matter of a release file; see release_parse.h for its form.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/release.h>

/* Reads the front matter, if `text` begins with one, into `release` (its key goes
 * to `id`), and sets *body to what follows it. Error PARSE with the line. */
gboolean kiri_release_read_front(KiriStr text, KiriRelease *release, KiriStr *body, GError **error);
