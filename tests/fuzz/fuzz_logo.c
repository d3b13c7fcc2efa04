// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as an organisation's logo: refused, or an image within its bounds; what is
 * refused is an image of no width to whoever draws it all the same. */
#include "fuzz.h"

#include "document/logo.h"

enum { MOST_PIXELS = 4096 };

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autoptr(GBytes) png = g_bytes_new(data, n);
    g_autoptr(GError) error = NULL;
    gboolean ok = kiri_report_check_logo(png, &error);
    g_assert_cmpint(ok, ==, error == NULL);
    cairo_surface_t *image = kiri_logo_open(png);
    gint width = cairo_image_surface_get_width(image);
    gint height = cairo_image_surface_get_height(image);
    g_assert_true(width >= 0 && width <= MOST_PIXELS && height <= MOST_PIXELS);
    if (ok)
        g_assert_true(width > 0 && height > 0);
    cairo_surface_destroy(image);
    return 0;
}
