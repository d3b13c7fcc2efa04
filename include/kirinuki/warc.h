// SPDX-License-Identifier: GPL-3.0-or-later
/* WARC, the archive format of web collections (ISO 28500): recorded responses in
 * and out.
 *
 * In: WARC 1.0 and 1.1, plain or gzip (one member per record, or any other cut).
 * `response` records of http and https come out as pages: head and body parted,
 * chunks joined, gzip unfolded; `resource` records too. Every other record is
 * passed over. A file is read as a stream: memory is bounded by one record.
 *
 * Out: one `response` record per page (`resource` where no HTTP answer is on
 * record), the body as we have it, so without its codings; the fields that spoke
 * of them are kept as X-Archive-Orig-….
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
/* Responses that were passed over: too large, of an unknown coding, damaged. */
guint64 kiri_warc_skipped(const KiriWarc *warc);

/* Appends the page as one record. Equal pages give equal bytes. */
void kiri_warc_write_page(const KiriPage *page, KiriBuf *out);
