// SPDX-License-Identifier: GPL-3.0-or-later
/* The size is read from the header before anything is decoded, so that a small file
 * cannot ask for much memory. */
#include "logo.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

enum { HEADER = 24, MOST_PIXELS = 4096 };

typedef struct {
    const guchar *p;
    gsize n;
} Rest;

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length)
{
    Rest *rest = closure;
    if (length > rest->n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, rest->p, length);
    rest->p += length;
    rest->n -= length;
    return CAIRO_STATUS_SUCCESS;
}

static guint32 number_at(const guchar *p)
{
    return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

/* Width and height as the header has them; FALSE: it is no PNG. */
static gboolean read_size(const Rest *png, guint32 *width, guint32 *height)
{
    static const guchar begin[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                   0,    0,   0,   13,  'I',  'H',  'D',  'R'};
    if (png->n < HEADER || memcmp(png->p, begin, sizeof begin) != 0)
        return FALSE;
    *width = number_at(png->p + 16);
    *height = number_at(png->p + 20);
    return *width > 0 && *height > 0;
}

cairo_surface_t *kiri_logo_open(GBytes *png)
{
    Rest rest;
    guint32 width = 0, height = 0;
    rest.p = g_bytes_get_data(png, &rest.n);
    if (!read_size(&rest, &width, &height) || width > MOST_PIXELS || height > MOST_PIXELS)
        return cairo_image_surface_create(CAIRO_FORMAT_A1, 0, 0);
    cairo_surface_t *image = cairo_image_surface_create_from_png_stream(read_some, &rest);
    if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS)
        return image;
    cairo_surface_destroy(image);
    return cairo_image_surface_create(CAIRO_FORMAT_A1, 0, 0);
}

gboolean kiri_report_check_logo(GBytes *png, GError **error)
{
    Rest rest;
    guint32 width = 0, height = 0;
    rest.p = g_bytes_get_data(png, &rest.n);
    gboolean has_size = read_size(&rest, &width, &height);
    if (has_size && (width > MOST_PIXELS || height > MOST_PIXELS)) {
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT,
                    _("it is larger than %d by %d pixels"), MOST_PIXELS, MOST_PIXELS);
        return FALSE;
    }
    cairo_surface_t *image = kiri_logo_open(png);
    gboolean ok = has_size && cairo_image_surface_get_width(image) > 0;
    cairo_surface_destroy(image);
    if (!ok)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, _("it is no PNG image"));
    return ok;
}
