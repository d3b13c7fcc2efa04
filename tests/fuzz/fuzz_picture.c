// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a picture, the scan of a page or a logo: refused, or of a size within its
 * bounds, and then it is drawn or not, but never more than that. A logo is a picture. */
#include "fuzz.h"

#include "document/picture.h"

#include <math.h>

enum { SIDE = 32 };

static void draw(const KiriPicture *picture, GBytes *bytes)
{
    gdouble across = 0, down = 0;
    kiri_picture_size(picture, &across, &down);
    g_assert_true(isfinite(across) && across > 0 && isfinite(down) && down > 0);
    g_assert_true(across * down == (gdouble)picture->width * picture->height);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, SIDE / across, SIDE / down);
    kiri_picture_draw(picture, bytes, cr);
    g_assert_cmpint(cairo_status(cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, n);
    g_autoptr(GError) error = NULL, why = NULL, why_not = NULL;
    KiriPicture picture = {0};
    gboolean ok = kiri_picture_read(bytes, &picture, &error);
    gboolean is_picture = kiri_report_check_picture(bytes, &why);
    gboolean is_logo = kiri_report_check_logo(bytes, &why_not);
    g_assert_cmpint(ok, ==, error == NULL);
    g_assert_cmpint(is_picture, ==, why == NULL);
    g_assert_cmpint(is_logo, ==, why_not == NULL);
    g_assert_true((!is_logo || is_picture) && (!is_picture || ok));
    if (!ok)
        return 0;
    g_assert_true(picture.width > 0 && picture.height > 0);
    g_assert_true(picture.orientation >= 1 && picture.orientation <= 8);
    g_assert_true(g_str_has_prefix(kiri_picture_type(&picture), "image/"));
    if (is_picture)
        draw(&picture, bytes);
    return 0;
}
