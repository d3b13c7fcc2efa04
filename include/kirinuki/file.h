// SPDX-License-Identifier: GPL-3.0-or-later
/* Files: read whole under a cap, replace atomically, read lines under a cap.
 *
 * Thread rule: any thread; one KiriLines belongs to one thread. */
#pragma once

#include <kirinuki/buf.h>

#include <sys/types.h>

/* Reads a whole file, "-" being standard input. Errors: NOT_FOUND, IO, LIMIT
 * (more than `cap` bytes). (transfer full) */
GBytes *kiri_file_read(const char *path, gsize cap, GError **error);

/* From now on "-" is read from `fd` in this thread (borrowed until the next call);
 * -1: from standard input again. */
void kiri_file_set_stdin(gint fd);

/* Replaces `path` by `data`: temporary file beside it (O_EXCL, O_NOFOLLOW),
 * write, fsync, rename, fsync of the folder. The old file is intact until the
 * rename. `mode` is the new file's mode before the umask. Refuses to replace
 * what is no regular file. Errors: NOT_FOUND (the folder), IO, REFUSED. After an
 * IO error of the last step the new file may be in place already. */
gboolean kiri_file_replace(const char *path, KiriStr data, mode_t mode, GError **error);

/* The same for what is made piece by piece: nobody sees the file before it is whole.
 * Errors of kiri_file_out_open() and _commit() as above. Freed without a commit, the
 * old file stays. */
typedef struct KiriFileOut KiriFileOut;
KiriFileOut *kiri_file_out_open(const char *path, mode_t mode, GError **error);
/* FALSE when it failed; kiri_file_out_commit() says why. */
gboolean kiri_file_out_write(KiriFileOut *out, KiriStr data);
gboolean kiri_file_out_commit(KiriFileOut *out, GError **error);
void kiri_file_out_free(KiriFileOut *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriFileOut, kiri_file_out_free)

/* fsync of a folder, so that renames in it survive a power cut. */
gboolean kiri_file_sync_dir(const char *path, GError **error);

/* Line reader: splits at LF, keeps no line end (CR LF too), counts lines. */
typedef struct KiriLines KiriLines;
KiriLines *kiri_lines_open(const char *path, gsize line_cap, GError **error); // "-": stdin
void kiri_lines_close(KiriLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriLines, kiri_lines_close)
/* TRUE and the next line (borrowed until the next call); FALSE at the end
 * without error, FALSE with error IO or LIMIT (final: the reader stays there). */
gboolean kiri_lines_next(KiriLines *lines, KiriStr *line, GError **error);
guint64 kiri_lines_number(const KiriLines *lines); // of the last line, from 1
gint64 kiri_lines_bytes_read(const KiriLines *lines);
gint64 kiri_lines_bytes_total(const KiriLines *lines); // -1 when not a regular file
