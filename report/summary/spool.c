// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces gather in a buffer; a full one is written behind the file in one go. What lies in
 * the file was written before everything in the buffer, so one offset tells where a piece
 * is: below `written` it is read from the file, else from the buffer. */
#include "spool.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct KiriSpool {
    KiriBuf tail;    // what is not in the file
    KiriBuf piece;   // read from the file
    gsize most;      // bytes of the tail
    guint64 written; // bytes in the file
    int file;        // -1: none yet
};

KiriSpool *kiri_spool_new(gsize memory_bytes)
{
    KiriSpool *spool = g_new0(KiriSpool, 1);
    kiri_buf_init(&spool->tail, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&spool->piece, KIRI_BUF_UNCAPPED);
    spool->most = memory_bytes;
    spool->file = -1;
    return spool;
}

void kiri_spool_free(KiriSpool *spool)
{
    if (!spool)
        return;
    if (spool->file >= 0)
        close(spool->file);
    kiri_buf_clear(&spool->tail);
    kiri_buf_clear(&spool->piece);
    g_free(spool);
}

static gboolean fail(GError **error)
{
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot keep a file under '%s': %s"),
                g_get_tmp_dir(), g_strerror(errno));
    return FALSE;
}

static gboolean make_file(KiriSpool *spool, GError **error)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "kirinuki-report-XXXXXX", NULL);
    spool->file = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    if (spool->file < 0)
        return fail(error);
    unlink(path);
    return TRUE;
}

static gboolean write_tail(KiriSpool *spool, GError **error)
{
    if (spool->file < 0 && !make_file(spool, error))
        return FALSE;
    for (gsize done = 0; done < spool->tail.n;) {
        gssize n = write(spool->file, spool->tail.p + done, spool->tail.n - done);
        if (n < 0 && errno != EINTR)
            return fail(error);
        done += n > 0 ? (gsize)n : 0;
    }
    spool->written += spool->tail.n;
    kiri_buf_reset(&spool->tail);
    return TRUE;
}

gboolean kiri_spool_add(KiriSpool *spool, KiriStr piece, guint64 *at, GError **error)
{
    if (spool->tail.n && spool->tail.n + piece.n > spool->most && !write_tail(spool, error))
        return FALSE;
    *at = spool->written + spool->tail.n;
    kiri_buf_add(&spool->tail, piece.p, piece.n);
    return TRUE;
}

gboolean kiri_spool_read(KiriSpool *spool, guint64 at, gsize bytes, KiriStr *piece, GError **error)
{
    if (at >= spool->written) {
        g_assert(at - spool->written + bytes <= spool->tail.n);
        *piece = (KiriStr){spool->tail.p + (at - spool->written), bytes};
        return TRUE;
    }
    kiri_buf_reset(&spool->piece);
    while (spool->piece.n < bytes) {
        char part[16384];
        gsize want = MIN(bytes - spool->piece.n, sizeof part);
        gssize n = pread(spool->file, part, want, (off_t)(at + spool->piece.n));
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            errno = EIO; // somebody made it shorter
        if (n <= 0)
            return fail(error);
        kiri_buf_add(&spool->piece, part, (gsize)n);
    }
    *piece = kiri_buf_view(&spool->piece);
    return TRUE;
}
