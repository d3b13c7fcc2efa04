// SPDX-License-Identifier: GPL-3.0-or-later
/* The ustar of POSIX.1-1988 with what a backup needs of it: headers of 512 bytes, bodies
 * filled up to 512, two empty blocks at the end. A reader wants all of it: the checksum of
 * each header, the end of the archive, the end of the zstd frame (whose own checksum zstd
 * compares), and nothing behind it. So a piece is never taken for the whole. */
#include <kirinuki/archive.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

enum {
    BLOCK = 512,
    NAME_BYTES = 100,
    PREFIX_BYTES = 155,
    SIZE_DIGITS = 11,
    LEVEL = 3,
    /* Stored tables are packed already; a window above it would only cost memory. */
    MOST_WINDOW_LOG = 27,
};

/* A header; what is not named here is zero. */
enum {
    AT_NAME = 0,
    AT_MODE = 100,
    AT_SIZE = 124,
    AT_TIME = 136,
    AT_SUM = 148,
    SUM_BYTES = 8,
    AT_TYPE = 156,
    AT_MAGIC = 257,
    AT_PREFIX = 345,
};

/* ---- out ---- */

struct KiriArchiveOut {
    char *path;
    int fd;
    ZSTD_CCtx *zstd;
    char *packed;
    gsize room;
    gint64 left; // of the file that was begun
    guint pad;   // to be written behind it
};

KiriArchiveOut *kiri_archive_create(const char *path, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot make the archive"), path);
        return NULL;
    }
    KiriArchiveOut *out = g_new0(KiriArchiveOut, 1);
    out->path = g_strdup(path);
    out->fd = fd;
    out->zstd = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(out->zstd, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(out->zstd, ZSTD_c_checksumFlag, 1);
    out->room = ZSTD_CStreamOutSize();
    out->packed = g_malloc(out->room);
    return out;
}

void kiri_archive_out_free(KiriArchiveOut *out)
{
    if (!out)
        return;
    if (out->fd >= 0)
        close(out->fd);
    ZSTD_freeCCtx(out->zstd);
    g_free(out->packed);
    g_free(out->path);
    g_free(out);
}

static gboolean write_all(KiriArchiveOut *out, gsize n, GError **error)
{
    for (gsize done = 0; done < n;) {
        gssize some = write(out->fd, out->packed + done, n - done);
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0) {
            errno = some ? errno : ENOSPC;
            return kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot write"), out->path);
        }
        done += (gsize)some;
    }
    return TRUE;
}

static gboolean pack(KiriArchiveOut *out, const void *p, gsize n, ZSTD_EndDirective how,
                     GError **error)
{
    ZSTD_inBuffer in = {p, n, 0};
    for (gsize rest = 1; rest || in.pos < in.size;) {
        ZSTD_outBuffer packed = {out->packed, out->room, 0};
        rest = ZSTD_compressStream2(out->zstd, &packed, &in, how);
        g_assert(!ZSTD_isError(rest)); // nothing but memory can fail here
        if (!write_all(out, packed.pos, error))
            return FALSE;
        if (how == ZSTD_e_continue && in.pos == in.size)
            break;
    }
    return TRUE;
}

/* The name in two parts at a slash, as the format wants long ones. */
static gboolean put_name(char header[BLOCK], const char *name)
{
    gsize n = strlen(name);
    if (n <= NAME_BYTES) {
        memcpy(header + AT_NAME, name, n);
        return TRUE;
    }
    for (gsize i = n - NAME_BYTES - 1; i < n && i <= PREFIX_BYTES; i++)
        if (name[i] == '/' && i) {
            memcpy(header + AT_PREFIX, name, i);
            memcpy(header + AT_NAME, name + i + 1, n - i - 1);
            return TRUE;
        }
    return FALSE;
}

static guint sum_of(const char header[BLOCK])
{
    guint sum = 0;
    for (guint i = 0; i < BLOCK; i++)
        sum += i >= AT_SUM && i < AT_SUM + SUM_BYTES ? ' ' : (guchar)header[i];
    return sum;
}

gboolean kiri_archive_begin(KiriArchiveOut *out, const char *name, gint64 size, GError **error)
{
    static const char magic[] = "ustar\00000";
    const gint64 most = (G_GINT64_CONSTANT(1) << 3 * SIZE_DIGITS) - 1;
    char header[BLOCK] = "";
    g_return_val_if_fail(!out->left && !out->pad, FALSE);
    if (size > most || !put_name(header, name)) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_LIMIT,
                    size > most ? _("the file '%s' is too large for an archive")
                                : _("the name '%s' is too long for an archive"),
                    name);
        return FALSE;
    }
    memcpy(header + AT_MODE, "0000600", 7);
    g_snprintf(header + AT_SIZE, SIZE_DIGITS + 1, "%011" G_GINT64_MODIFIER "o", (guint64)size);
    memcpy(header + AT_TIME, "00000000000", SIZE_DIGITS);
    header[AT_TYPE] = '0';
    memcpy(header + AT_MAGIC, magic, sizeof magic - 1);
    g_snprintf(header + AT_SUM, SUM_BYTES - 1, "%06o", sum_of(header));
    header[AT_SUM + SUM_BYTES - 1] = ' ';
    out->left = size;
    out->pad = (guint)((BLOCK - size % BLOCK) % BLOCK);
    return pack(out, header, BLOCK, ZSTD_e_continue, error);
}

static gboolean end_file(KiriArchiveOut *out, GError **error)
{
    static const char zeros[BLOCK] = "";
    guint pad = out->left ? 0 : out->pad;
    out->pad -= pad;
    return !pad || pack(out, zeros, pad, ZSTD_e_continue, error);
}

gboolean kiri_archive_write(KiriArchiveOut *out, KiriStr bytes, GError **error)
{
    g_return_val_if_fail((gint64)bytes.n <= out->left, FALSE);
    out->left -= (gint64)bytes.n;
    return pack(out, bytes.p, bytes.n, ZSTD_e_continue, error) && end_file(out, error);
}

gboolean kiri_archive_finish(KiriArchiveOut *out, GError **error)
{
    static const char end[2 * BLOCK] = "";
    g_return_val_if_fail(!out->left && !out->pad, FALSE);
    if (!pack(out, end, sizeof end, ZSTD_e_end, error))
        return FALSE;
    if (fsync(out->fd) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot write"), out->path);
    return TRUE;
}

/* ---- in ---- */

struct KiriArchiveIn {
    char *path;
    int fd;
    ZSTD_DCtx *zstd;
    char *packed, *plain;
    gsize packed_room, plain_room;
    ZSTD_inBuffer in;
    gsize at, n; // of `plain`: what was unpacked and not taken yet
    gboolean is_frame_done;
    gint64 left; // of the file that is read
    guint pad;
    char name[PREFIX_BYTES + 1 + NAME_BYTES + 1];
};

KiriArchiveIn *kiri_archive_open(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot open"), path);
        return NULL;
    }
    KiriArchiveIn *in = g_new0(KiriArchiveIn, 1);
    in->path = g_strdup(path);
    in->fd = fd;
    in->zstd = ZSTD_createDCtx();
    ZSTD_DCtx_setParameter(in->zstd, ZSTD_d_windowLogMax, MOST_WINDOW_LOG);
    in->packed_room = ZSTD_DStreamInSize();
    in->plain_room = ZSTD_DStreamOutSize();
    in->packed = g_malloc(in->packed_room);
    in->plain = g_malloc(in->plain_room);
    in->in = (ZSTD_inBuffer){in->packed, 0, 0};
    return in;
}

void kiri_archive_in_free(KiriArchiveIn *in)
{
    if (!in)
        return;
    close(in->fd);
    ZSTD_freeDCtx(in->zstd);
    g_free(in->packed);
    g_free(in->plain);
    g_free(in->path);
    g_free(in);
}

static gboolean corrupt(const KiriArchiveIn *in, const char *why, GError **error)
{
    g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_CORRUPT, _("the archive '%s' is damaged: %s"),
                in->path, why);
    return FALSE;
}

/* More packed bytes; FALSE without error at the end of the file. */
static gboolean load(KiriArchiveIn *in, GError **error)
{
    gssize n;
    do
        n = read(in->fd, in->packed, in->packed_room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot read"), in->path);
    in->in = (ZSTD_inBuffer){in->packed, (gsize)n, 0};
    return n > 0;
}

/* Unpacks the next piece. FALSE without error at the end of the frame. */
static gboolean unpack(KiriArchiveIn *in, GError **error)
{
    while (!in->is_frame_done) {
        g_autoptr(GError) why = NULL;
        if (in->in.pos == in->in.size && !load(in, &why)) {
            if (!why)
                return corrupt(in, _("it is cut short"), error);
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        ZSTD_outBuffer out = {in->plain, in->plain_room, 0};
        gsize rest = ZSTD_decompressStream(in->zstd, &out, &in->in);
        if (ZSTD_isError(rest))
            return corrupt(in, ZSTD_getErrorName(rest), error);
        in->is_frame_done = rest == 0;
        in->at = 0;
        in->n = out.pos;
        if (out.pos)
            return TRUE;
    }
    return FALSE;
}

/* Takes up to `n` bytes: how many, 0 at the end of everything, -1 with error. */
static gssize take(KiriArchiveIn *in, void *to, gsize n, GError **error)
{
    g_autoptr(GError) why = NULL;
    if (in->at == in->n && !unpack(in, &why)) {
        if (!why)
            return 0;
        g_propagate_error(error, g_steal_pointer(&why));
        return -1;
    }
    n = MIN(n, in->n - in->at);
    memcpy(to, in->plain + in->at, n);
    in->at += n;
    return (gssize)n;
}

static gboolean take_all(KiriArchiveIn *in, char *to, gsize n, GError **error)
{
    for (gsize done = 0; done < n;) {
        gssize some = take(in, to + done, n - done, error);
        if (some < 0)
            return FALSE;
        if (some == 0)
            return corrupt(in, _("it is cut short"), error);
        done += (gsize)some;
    }
    return TRUE;
}

static gboolean pass_over(KiriArchiveIn *in, GError **error)
{
    char rest[BLOCK];
    while (in->left > 0)
        if (kiri_archive_read(in, rest, sizeof rest, error) < 0)
            return FALSE;
    guint pad = in->pad;
    in->pad = 0;
    return take_all(in, rest, pad, error);
}

static gboolean read_octal(const char *digits, gsize n, gint64 *value)
{
    *value = 0;
    for (gsize i = 0; i < n && digits[i] && digits[i] != ' '; i++) {
        if (digits[i] < '0' || digits[i] > '7')
            return FALSE;
        *value = *value * 8 + (digits[i] - '0');
    }
    return TRUE;
}

static gboolean read_header(KiriArchiveIn *in, const char header[BLOCK], GError **error)
{
    gint64 sum = 0;
    if (memcmp(header + AT_MAGIC, "ustar", 5) != 0 ||
        !read_octal(header + AT_SUM, SUM_BYTES, &sum) || sum != sum_of(header) ||
        !read_octal(header + AT_SIZE, SIZE_DIGITS, &in->left))
        return corrupt(in, _("it is no tar archive"), error);
    if (header[AT_TYPE] != '0' && header[AT_TYPE] != 0)
        return corrupt(in, _("it holds something that is no file"), error);
    char *to = in->name;
    gsize prefix = strnlen(header + AT_PREFIX, PREFIX_BYTES);
    memcpy(to, header + AT_PREFIX, prefix);
    if (prefix)
        to[prefix++] = '/';
    gsize n = strnlen(header + AT_NAME, NAME_BYTES);
    memcpy(to + prefix, header + AT_NAME, n);
    to[prefix + n] = 0;
    in->pad = (guint)((BLOCK - in->left % BLOCK) % BLOCK);
    return TRUE;
}

/* Behind the last file: one more empty block, the end of the frame, the end of the file. */
static gboolean expect_end(KiriArchiveIn *in, GError **error)
{
    char block[BLOCK];
    g_autoptr(GError) why = NULL;
    if (!take_all(in, block, BLOCK, error))
        return FALSE;
    gssize more = take(in, block, BLOCK, error);
    if (more < 0)
        return FALSE;
    gboolean has_rest = more > 0 || in->in.pos < in->in.size || load(in, &why);
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return !has_rest || corrupt(in, _("something stands behind its end"), error);
}

gboolean kiri_archive_next(KiriArchiveIn *in, const char **name, gint64 *size, GError **error)
{
    static const char empty[BLOCK] = "";
    char header[BLOCK];
    if (!pass_over(in, error) || !take_all(in, header, BLOCK, error))
        return FALSE;
    if (memcmp(header, empty, BLOCK) == 0) {
        expect_end(in, error);
        return FALSE;
    }
    if (!read_header(in, header, error))
        return FALSE;
    *name = in->name;
    *size = in->left;
    return TRUE;
}

gssize kiri_archive_read(KiriArchiveIn *in, void *bytes, gsize n, GError **error)
{
    if (in->left == 0)
        return 0;
    gssize some = take(in, bytes, (gsize)MIN((gint64)n, in->left), error);
    if (some == 0) {
        corrupt(in, _("it is cut short"), error);
        return -1;
    }
    in->left -= MAX(some, 0);
    return some;
}
