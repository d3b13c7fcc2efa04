// SPDX-License-Identifier: GPL-3.0-or-later
/* What the HTTP side of a page says about it: is it one that can hold an
 * article, and may a copy be kept?
 *
 * Thread rule: any thread. */
#pragma once

#include "fetch/robots_tags.h"

#include <kirinuki/extract.h>
#include <kirinuki/store.h>

/* A document type that the extractor reads: HTML, XHTML, plain text, or none
 * stated. */
gboolean kiri_content_type_is_page(const char *content_type);

/* What the publisher wants done with the page: its header fields, and what the
 * extractor read in it (may be NULL). */
KiriRobotsTags kiri_page_robots(const KiriPage *page, const KiriExtracted *extracted);

/* Did redirects lead from an inner page to the front page, to the folder above it,
 * or to an address that is for errors? A polite "not found". `requested_url` may be
 * NULL: nothing else was asked for. */
gboolean kiri_page_fell_to_front(const KiriPage *page, const char *requested_url);

/* Why this is no article, in words; NULL when it may be one. `requested_url` is
 * what was asked for before redirects, or NULL. (transfer full) */
char *kiri_page_no_article_reason(const KiriPage *page, const char *requested_url,
                                  const KiriExtracted *extracted);
