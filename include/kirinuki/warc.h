// SPDX-License-Identifier: GPL-3.0-or-later
/* WARC, the archive format of web collections (ISO 28500): recorded responses in
 * and out.
 *
 * In: WARC 1.0 and 1.1, plain or gzip (one member per record, or any other cut).
 * `response` records of http and https come out as pages: head and body parted,
 * chunks joined, gzip unfolded; `resource` records too. Every other record is
 * passed over. A file is read as a stream: memory is bounded by one record.
 *
 * Out: WARC 1.1. For each page a `response` record (`resource` where no HTTP
 * answer is on record), the `request` that it answered, where that is known, and a
 * `metadata` record that says which article it is evidence of. The body is as we
 * have it, without its codings; the fields that spoke of them are kept as
 * X-Archive-Orig-…. Names of records are made from what they hold: equal input
 * gives equal bytes.
 *
 * Thread rule: one thread at a time per KiriWarc. */
#pragma once

#include <kirinuki/store.h>

typedef struct KiriWarc KiriWarc;

/* "-": standard input. Errors: NOT_FOUND, IO. */
KiriWarc *kiri_warc_open(const char *path, GError **error);
/* From memory, borrowed until close. */
KiriWarc *kiri_warc_open_bytes(KiriStr bytes);
void kiri_warc_close(KiriWarc *warc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriWarc, kiri_warc_close)

/* TRUE and the next page (transfer full); FALSE at the end without error, or with
 * error PARSE (no WARC, cut off; with the offset), LIMIT, IO, after which there
 * is nothing more. A record that cannot be used is not an error: it is counted. */
gboolean kiri_warc_next(KiriWarc *warc, KiriPage **page, GError **error);
/* Of the page just read: which part of its article it is, and of how many, both 1
 * where the archive does not say. Ours do. */
void kiri_warc_part(const KiriWarc *warc, guint *part, guint *n_parts);
/* Responses that were passed over: too large, of an unknown coding, damaged. */
guint64 kiri_warc_skipped(const KiriWarc *warc);

/* Appends the `warcinfo` record that opens a file; `title` says what the file
 * holds. With `is_gzip` here and below every record is a gzip member of its own. */
void kiri_warc_write_info(gint64 now_us, const char *title, gboolean is_gzip, KiriBuf *out);
/* Appends the page's response (or resource) and request. It is part `part` of
 * `n_parts` of an article that is spread over several pages (from 1; 1 of 1: all). */
void kiri_warc_write_page(const KiriPage *page, guint part, guint n_parts, gboolean is_gzip,
                          KiriBuf *out);
/* Appends what the page is evidence of: part `part` of `n_parts` (from 1) of this
 * version of the article. */
void kiri_warc_write_metadata(const KiriPage *page, const KiriArticle *article, guint part,
                              guint n_parts, gboolean is_gzip, KiriBuf *out);
