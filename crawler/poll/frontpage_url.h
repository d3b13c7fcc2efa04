// SPDX-License-Identifier: GPL-3.0-or-later
/* What the address of a link says of being an article, without knowing the site.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/url.h>

/* The address with numbers as '#' and the name in its last segment as '*':
 * articles of one site differ only there. (transfer full) */
char *kiri_front_shape(const KiriUrl *url);

/* Points for and against. `host` is that of the page that links there. */
gint kiri_front_url_points(const KiriUrl *url, const char *host);

/* A page, by the end of its path: no picture, no archive, no feed. */
gboolean kiri_front_is_page(const KiriUrl *url);
