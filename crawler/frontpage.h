// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles among the links of a front or section page that offers no feed.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

/* The links that look like articles, in page order, each once: canonical URLs
 * (transfer full; free with g_ptr_array_unref). `links` and `texts` are the
 * parallel lists of kirinuki/extract.h, NULL-terminated, NULL when empty. */
GPtrArray *kiri_front_page_articles(const char *page_url, char **links, char **texts);
