// SPDX-License-Identifier: GPL-3.0-or-later
/* The recorded HTTP answer inside a WARC record.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/store.h>

/* A field of our own in the head of a response: "2/3", the second part of three. */
#define KIRI_WARC_PART_FIELD "X-Kirinuki-Part"

/* Fills status, headers, content type and body of `page` from a record's block;
 * without `is_http` the block is the body. FALSE where it cannot be used. */
gboolean kiri_warc_take_block(KiriPage *page, gboolean is_http, KiriStr block);

/* Joins the chunks of a chunked body (RFC 9112 §7.1); FALSE when it is not one. */
gboolean kiri_http_dechunk(KiriStr body, KiriBuf *out);
