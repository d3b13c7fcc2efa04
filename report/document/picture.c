// SPDX-License-Identifier: GPL-3.0-or-later
/* The header of a JPEG is a row of segments; the first frame (SOF) has the size, and a
 * camera's notes (EXIF, in APP1) come before it. Every length is held against what is
 * there. What cairo would not find its way through (bytes of filling between segments) is
 * refused here, since it would put a black box in its place. */
#include "picture.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

/* A page of A4 at 600 dots an inch has 35 million pixels. */
enum { MOST_SIDE = 20000, MOST_PIXELS = 40000000, MOST_LOGO_SIDE = 4096, UPRIGHT = 1 };

typedef struct {
    const guchar *p;
    gsize n;
} Bytes;

static Bytes bytes_of(GBytes *from)
{
    Bytes b;
    b.p = g_bytes_get_data(from, &b.n);
    return b;
}

static guint number(const guchar *p, gsize n, gboolean is_little)
{
    guint value = 0;
    for (gsize i = 0; i < n; i++)
        value = value << 8 | p[is_little ? n - 1 - i : i];
    return value;
}

/* ---- PNG ---- */

static gboolean read_png(Bytes png, KiriPicture *picture)
{
    static const guchar begin[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                   0,    0,   0,   13,  'I',  'H',  'D',  'R'};
    enum { HEADER = 24 };
    if (png.n < HEADER || memcmp(png.p, begin, sizeof begin) != 0)
        return FALSE;
    *picture = (KiriPicture){KIRI_PICTURE_PNG, number(png.p + 16, 4, FALSE),
                             number(png.p + 20, 4, FALSE), UPRIGHT};
    return TRUE;
}

/* ---- JPEG ---- */

/* EXIF is a TIFF file: its first directory has the orientation. */
static guint read_orientation(Bytes exif)
{
    enum { ORIENTATION = 0x0112, ENTRY = 12 };
    if (exif.n < 14 || memcmp(exif.p, "Exif\0\0", 6) != 0)
        return UPRIGHT;
    const Bytes tiff = {exif.p + 6, exif.n - 6};
    gboolean is_little = memcmp(tiff.p, "II*\0", 4) == 0;
    if (!is_little && memcmp(tiff.p, "MM\0*", 4) != 0)
        return UPRIGHT;
    gsize at = number(tiff.p + 4, 4, is_little);
    if (at > tiff.n || tiff.n - at < 2)
        return UPRIGHT;
    guint entries = number(tiff.p + at, 2, is_little);
    at += 2;
    for (guint i = 0; i < entries && tiff.n - at >= ENTRY; i++, at += ENTRY)
        if (number(tiff.p + at, 2, is_little) == ORIENTATION) {
            guint value = number(tiff.p + at + 8, 2, is_little);
            return value >= UPRIGHT && value <= 8 ? value : UPRIGHT;
        }
    return UPRIGHT;
}

/* Frames that every reader of PDF knows: sequential and progressive, 8 bits a sample. */
static gboolean read_frame(guchar marker, Bytes frame, KiriPicture *picture)
{
    if (marker > 0xc2 || frame.n < 6 || frame.p[0] != 8)
        return FALSE;
    picture->height = number(frame.p + 1, 2, FALSE);
    picture->width = number(frame.p + 3, 2, FALSE);
    return frame.p[5] == 1 || frame.p[5] == 3 || frame.p[5] == 4;
}

static gboolean is_frame(guchar marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean read_jpeg(Bytes jpeg, KiriPicture *picture)
{
    enum { BEGIN = 0xd8, EXIF = 0xe1, SCAN = 0xda, FILLING = 0xff };
    if (jpeg.n < 4 || jpeg.p[0] != 0xff || jpeg.p[1] != BEGIN)
        return FALSE;
    *picture = (KiriPicture){.kind = KIRI_PICTURE_JPEG, .orientation = UPRIGHT};
    for (gsize at = 2; jpeg.n - at >= 4 && jpeg.p[at] == 0xff;) {
        guchar marker = jpeg.p[at + 1];
        gsize n = number(jpeg.p + at + 2, 2, FALSE);
        if (marker == SCAN || marker == FILLING || n < 2 || n > jpeg.n - at - 2)
            return FALSE;
        const Bytes segment = {jpeg.p + at + 4, n - 2};
        if (is_frame(marker))
            return read_frame(marker, segment, picture);
        if (marker == EXIF && picture->orientation == UPRIGHT)
            picture->orientation = read_orientation(segment);
        at += 2 + n;
    }
    return FALSE;
}

/* ---- the picture ---- */

static gboolean is_within(const KiriPicture *picture, guint side, GError **error)
{
    if (picture->width <= side && picture->height <= side &&
        (guint64)picture->width * picture->height <= MOST_PIXELS)
        return TRUE;
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT,
                _("it is larger than %u by %u pixels, or than %d million of them"), side, side,
                MOST_PIXELS / 1000000);
    return FALSE;
}

gboolean kiri_picture_read(GBytes *bytes, KiriPicture *picture, GError **error)
{
    Bytes b = bytes_of(bytes);
    if ((read_png(b, picture) || read_jpeg(b, picture)) && picture->width && picture->height)
        return is_within(picture, MOST_SIDE, error);
    g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                        _("it is neither a PNG nor a JPEG image"));
    return FALSE;
}

const char *kiri_picture_type(const KiriPicture *picture)
{
    return picture->kind == KIRI_PICTURE_PNG ? "image/png" : "image/jpeg";
}

void kiri_picture_size(const KiriPicture *p, gdouble *across, gdouble *down)
{
    gboolean is_turned = p->orientation >= 5;
    *across = is_turned ? p->height : p->width;
    *down = is_turned ? p->width : p->height;
}

/* ---- as a surface ---- */

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length)
{
    Bytes *rest = closure;
    if (length > rest->n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, rest->p, length);
    rest->p += length;
    rest->n -= length;
    return CAIRO_STATUS_SUCCESS;
}

static void let_go(void *bytes)
{
    g_bytes_unref(bytes);
}

/* An empty surface of this size that has the JPEG attached, which the PDF takes instead;
 * its own pixels are never touched. */
static cairo_surface_t *attach_jpeg(const KiriPicture *picture, GBytes *bytes)
{
    Bytes b = bytes_of(bytes);
    cairo_surface_t *image =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)picture->width, (int)picture->height);
    if (cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_JPEG, b.p, b.n, let_go,
                                    g_bytes_ref(bytes)) != CAIRO_STATUS_SUCCESS)
        g_bytes_unref(bytes);
    return image;
}

/* (transfer full: cairo_surface_destroy); its status says whether it is one. */
static cairo_surface_t *open_surface(const KiriPicture *picture, GBytes *bytes)
{
    Bytes rest = bytes_of(bytes);
    return picture->kind == KIRI_PICTURE_PNG
               ? cairo_image_surface_create_from_png_stream(read_some, &rest)
               : attach_jpeg(picture, bytes);
}

/* From stored pixels to those that are looked at, by EXIF's eight ways to hold a camera. */
static void turn(const KiriPicture *p, cairo_t *cr)
{
    gdouble w = p->width, h = p->height;
    const cairo_matrix_t ways[] = {
        {1, 0, 0, 1, 0, 0}, {-1, 0, 0, 1, w, 0}, {-1, 0, 0, -1, w, h}, {1, 0, 0, -1, 0, h},
        {0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, h, 0}, {0, -1, -1, 0, h, w}, {0, -1, 1, 0, 0, w},
    };
    cairo_transform(cr, &ways[p->orientation - 1]);
}

gboolean kiri_picture_draw(const KiriPicture *picture, GBytes *bytes, cairo_t *cr)
{
    cairo_surface_t *image = open_surface(picture, bytes);
    gboolean ok = cairo_surface_status(image) == CAIRO_STATUS_SUCCESS;
    if (ok) {
        cairo_save(cr);
        turn(picture, cr);
        cairo_set_source_surface(cr, image, 0, 0);
        cairo_paint(cr);
        cairo_restore(cr);
    }
    cairo_surface_destroy(image);
    return ok;
}

/* ---- for those who hand one over ---- */

static gboolean check(GBytes *bytes, guint side, GError **error)
{
    KiriPicture picture;
    if (!kiri_picture_read(bytes, &picture, error) || !is_within(&picture, side, error))
        return FALSE;
    cairo_surface_t *image = open_surface(&picture, bytes);
    gboolean ok = cairo_surface_status(image) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(image);
    if (!ok)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, _("it cannot be decoded"));
    return ok;
}

gboolean kiri_report_check_picture(GBytes *picture, GError **error)
{
    return check(picture, MOST_SIDE, error);
}

gboolean kiri_report_check_logo(GBytes *logo, GError **error)
{
    return check(logo, MOST_LOGO_SIDE, error);
}
