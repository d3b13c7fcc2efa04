// SPDX-License-Identifier: GPL-3.0-or-later
/* Files in one file: a tar archive (ustar, as POSIX has it) in one zstd frame with a
 * checksum, which `tar --zstd -xf` unpacks too.
 *
 * Only regular files, in the order in which they were put; names of at most 255 bytes.
 *
 * Thread rule: one thread at a time per archive. */
#pragma once

#include <kirinuki/buf.h>

typedef struct KiriArchiveOut KiriArchiveOut;

/* Makes the file, readable for its owner only. Errors: EXISTS, NOT_FOUND (the folder), IO. */
KiriArchiveOut *kiri_archive_create(const char *path, GError **error);
/* The next file: exactly `size` bytes of writes follow. LIMIT for a name that is too long. */
gboolean kiri_archive_begin(KiriArchiveOut *out, const char *name, gint64 size, GError **error);
gboolean kiri_archive_write(KiriArchiveOut *out, KiriStr bytes, GError **error);
/* Ends the archive; its bytes are on disk when it returns TRUE. */
gboolean kiri_archive_finish(KiriArchiveOut *out, GError **error);
/* What was not finished stays as a piece that no reader accepts. NULL does nothing. */
void kiri_archive_out_free(KiriArchiveOut *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriArchiveOut, kiri_archive_out_free)

typedef struct KiriArchiveIn KiriArchiveIn;

/* Errors: NOT_FOUND, IO. */
KiriArchiveIn *kiri_archive_open(const char *path, GError **error);
void kiri_archive_in_free(KiriArchiveIn *in);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriArchiveIn, kiri_archive_in_free)
/* The next file (`name` borrowed until the next call), passing over what was not read of
 * the one before. FALSE at the end without error: then the archive was whole. Errors:
 * CORRUPT (cut short, or no such archive), IO. Names come as they stand in the file. */
gboolean kiri_archive_next(KiriArchiveIn *in, const char **name, gint64 *size, GError **error);
/* Up to `n` bytes of the file: how many, 0 at its end, -1 with error. */
gssize kiri_archive_read(KiriArchiveIn *in, void *bytes, gsize n, GError **error);
