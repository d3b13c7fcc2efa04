// SPDX-License-Identifier: GPL-3.0-or-later
/* Pictures in documents: what is one, how large it may be, how it is held; and whatever
 * a header says, nothing is read beyond its end or decoded beyond the bounds. */
#include "document/doc.h"
#include "document/picture.h"

#include <kirinuki/error.h>

#include <string.h>

/* A JPEG as far as its first frame, with EXIF where `orientation` is not 0. */
static GBytes *jpeg(guint width, guint height, guint orientation, gboolean is_little)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    guchar exif[] = {0xff, 0xe1, 0, 30, 'E',  'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0,
                     0,    8,    0, 1,  0x01, 0x12, 0,   3,   0, 0, 0,   1,   0, 0,  0, 0};
    guchar little[] = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    const guchar jfif[] = {0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};
    const guchar frame[] = {0xff,
                            0xc2,
                            0,
                            17,
                            8,
                            (guchar)(height >> 8),
                            (guchar)height,
                            (guchar)(width >> 8),
                            (guchar)width,
                            3,
                            1,
                            0x11,
                            0,
                            2,
                            0x11,
                            0,
                            3,
                            0x11,
                            0};
    exif[29] = (guchar)orientation;
    little[18] = (guchar)orientation;
    if (is_little)
        memcpy(exif + 10, little, sizeof little);
    g_byte_array_append(out, (const guchar *)"\xff\xd8", 2);
    g_byte_array_append(out, jfif, sizeof jfif);
    if (orientation)
        g_byte_array_append(out, exif, sizeof exif);
    g_byte_array_append(out, frame, sizeof frame);
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

/* Two pixels, the left one red. */
static GBytes *png(void)
{
    static const char text[] = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE"
                               "/wEHAAH/4iOeWQAAAABJRU5ErkJggg==";
    gsize n = 0;
    guchar *bytes = g_base64_decode(text, &n);
    return g_bytes_new_take(bytes, n);
}

static GBytes *changed(GBytes *from, gsize at, guchar to)
{
    gsize n = g_bytes_get_size(from);
    guchar *copy = g_memdup2(g_bytes_get_data(from, NULL), n);
    g_assert_cmpuint(at, <, n);
    copy[at] = to;
    return g_bytes_new_take(copy, n);
}

static void test_size(void)
{
    KiriPicture p;
    gdouble across, down;
    g_autoptr(GBytes) a = png(), b = jpeg(1200, 1700, 0, FALSE);
    g_assert_true(kiri_picture_read(a, &p, NULL));
    g_assert_cmpuint(p.width, ==, 2);
    g_assert_cmpstr(kiri_picture_type(&p), ==, "image/png");
    g_assert_true(kiri_picture_read(b, &p, NULL));
    kiri_picture_size(&p, &across, &down);
    g_assert_true(across == 1200 && down == 1700);
    g_assert_cmpstr(kiri_picture_type(&p), ==, "image/jpeg");
}

/* A photograph that the camera held upright is higher than wide, however it is stored. */
static void test_orientation(void)
{
    for (guint way = 1; way <= 8; way++)
        for (guint little = 0; little < 2; little++) {
            KiriPicture p;
            gdouble across, down;
            g_autoptr(GBytes) photo = jpeg(400, 300, way, little != 0);
            g_assert_true(kiri_picture_read(photo, &p, NULL));
            g_assert_cmpuint(p.orientation, ==, way);
            kiri_picture_size(&p, &across, &down);
            g_assert_true(way < 5 ? across > down : across < down);
        }
    KiriPicture p;
    g_autoptr(GBytes) odd = jpeg(400, 300, 77, FALSE);
    g_assert_true(kiri_picture_read(odd, &p, NULL));
    g_assert_cmpuint(p.orientation, ==, 1);
}

/* Each way to hold a camera moves the corners where EXIF says: the pixel that is stored
 * first is drawn into the right corner. */
static void test_turned_pixels(void)
{
    static const struct {
        gdouble x, y; // of the first stored pixel, in a picture of two
    } first[] = {{0, 0}, {1, 0}, {1, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 1}, {0, 1}};
    g_autoptr(GBytes) bytes = png();
    for (guint way = 1; way <= 8; way++) {
        KiriPicture p;
        g_assert_true(kiri_picture_read(bytes, &p, NULL));
        p.orientation = way;
        cairo_surface_t *page = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2, 2);
        cairo_t *cr = cairo_create(page);
        g_assert_true(kiri_picture_draw(&p, bytes, cr));
        cairo_destroy(cr);
        cairo_surface_flush(page);
        const guchar *row = cairo_image_surface_get_data(page) +
                            (gsize)first[way - 1].y * (gsize)cairo_image_surface_get_stride(page);
        const guchar *pixel = row + 4 * (gsize)first[way - 1].x;
        g_assert_cmpuint(pixel[2], ==, 255); // red
        cairo_surface_destroy(page);
    }
}

static void test_bounds(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) small = png();
    g_autoptr(GBytes) wide = jpeg(30000, 10, 0, FALSE), many = jpeg(10000, 10000, 0, FALSE);
    g_autoptr(GBytes) bomb = changed(small, 16, 0x7f), scan = jpeg(5000, 7000, 0, FALSE);
    g_assert_false(kiri_report_check_picture(wide, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_false(kiri_report_check_picture(many, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_false(kiri_report_check_picture(bomb, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_true(kiri_report_check_picture(scan, NULL)); // A4 at 600 dots an inch
    g_assert_false(kiri_report_check_logo(scan, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT);
}

/* However it is cut or changed, it is a picture or none. */
static void test_broken(void)
{
    g_autoptr(GPtrArray) good = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_ptr_array_add(good, png());
    g_ptr_array_add(good, jpeg(40, 30, 6, FALSE));
    g_ptr_array_add(good, jpeg(40, 30, 6, TRUE));
    for (guint i = 0; i < good->len; i++) {
        GBytes *whole = g_ptr_array_index(good, i);
        gsize n = g_bytes_get_size(whole);
        for (gsize cut = 0; cut < n; cut++) {
            g_autoptr(GBytes) begin = g_bytes_new(g_bytes_get_data(whole, NULL), cut);
            kiri_report_check_picture(begin, NULL);
        }
        for (gsize at = 0; at < n; at++)
            for (guint to = 0; to < 256; to += 51) {
                g_autoptr(GBytes) odd = changed(whole, at, (guchar)to);
                KiriPicture p;
                if (kiri_picture_read(odd, &p, NULL))
                    g_assert_true(p.width && p.height && p.orientation >= 1 && p.orientation <= 8);
            }
    }
    const char *const others[] = {"", "GIF89a", "%PDF-1.4", "\xff\xd8\xff\xda", "<svg/>"};
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) other = g_bytes_new(others[i], strlen(others[i]));
        g_assert_false(kiri_report_check_picture(other, &error));
        g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
    }
}

/* ---- in documents ---- */

typedef KiriDoc *(*Open)(const KiriDocHead *head, KiriReportSink sink, gpointer data);

static char *document(Open open, GBytes *picture, gsize *n)
{
    const KiriDocHead head = {.title = "掲載記事票", .date = "令和8年4月20日"};
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriDoc *doc = open(&head, kiri_report_to_buf, &out);
    kiri_doc_picture(doc, picture, "朝の新聞の紙面 <3面>");
    g_assert_true(kiri_doc_end(doc, NULL));
    return kiri_buf_steal(&out, n);
}

static void test_html(void)
{
    g_autoptr(GBytes) a = png(), b = jpeg(40, 30, 0, FALSE), none = g_bytes_new("x", 1);
    g_autofree char *data = g_base64_encode(g_bytes_get_data(b, NULL), g_bytes_get_size(b));
    g_autofree char *image = g_strdup_printf("<img alt=\"朝の新聞の紙面 &lt;3面&gt;\" "
                                             "src=\"data:image/jpeg;base64,%s\">",
                                             data);
    g_autofree char *with_png = document(kiri_doc_html, a, NULL);
    g_autofree char *with_jpeg = document(kiri_doc_html, b, NULL);
    g_autofree char *without = document(kiri_doc_html, none, NULL);
    g_assert_nonnull(strstr(with_png, "src=\"data:image/png;base64,iVBOR"));
    g_assert_nonnull(strstr(with_jpeg, image));
    g_assert_null(strstr(without, "<img"));
    g_assert_nonnull(strstr(without, "朝の新聞の紙面 &lt;3面&gt;"));
}

static gboolean holds(const char *pdf, gsize n, const char *bytes, gsize n_bytes)
{
    for (gsize i = 0; i + n_bytes <= n; i++)
        if (memcmp(pdf + i, bytes, n_bytes) == 0)
            return TRUE;
    return FALSE;
}

/* The bytes of a JPEG are in the PDF as they came: nothing decodes them on the way. */
static void test_pdf(void)
{
    gsize n = 0, n_jpeg = 0;
    g_autoptr(GBytes) photo = jpeg(400, 300, 6, FALSE), small = png();
    const char *p = g_bytes_get_data(photo, &n_jpeg);
    g_autofree char *pdf = document(kiri_doc_pdf, photo, &n);
    g_assert_true(holds(pdf, n, "/DCTDecode", 10));
    g_assert_true(holds(pdf, n, p, n_jpeg));
    g_autofree char *other = document(kiri_doc_pdf, small, &n);
    g_assert_true(holds(other, n, "/Subtype /Image", 15));
}

static void test_text(void)
{
    g_autoptr(GBytes) a = png();
    g_autofree char *text = document(kiri_doc_text_lines, a, NULL);
    g_assert_nonnull(strstr(text, "（画像：朝の新聞の紙面 <3面>）\n"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/picture/size", test_size);
    g_test_add_func("/picture/orientation", test_orientation);
    g_test_add_func("/picture/turned-pixels", test_turned_pixels);
    g_test_add_func("/picture/bounds", test_bounds);
    g_test_add_func("/picture/broken", test_broken);
    g_test_add_func("/picture/html", test_html);
    g_test_add_func("/picture/pdf", test_pdf);
    g_test_add_func("/picture/text", test_text);
    return g_test_run();
}
