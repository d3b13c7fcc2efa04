// SPDX-License-Identifier: GPL-3.0-or-later
/* What the HTTP side of a page says about it: is it one that can hold an
 * article, and may a copy be kept?
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/extract.h>
#include <kirinuki/store.h>

/* A document type that the extractor reads: HTML, XHTML, plain text, or none
 * stated. */
gboolean kiri_content_type_is_page(const char *content_type);

/* X-Robots-Tag forbids a raw copy. */
gboolean kiri_page_is_noarchive(const KiriPage *page);

/* Why this is no article, in words; NULL when it may be one. `requested_url` is
 * what was asked for before redirects, or NULL. (transfer full) */
char *kiri_page_no_article_reason(const KiriPage *page, const char *requested_url,
                                  const KiriExtracted *extracted);
