// SPDX-License-Identifier: GPL-3.0-or-later
/* The charset gate: whatever the bytes and the header say, what comes out is
 * valid UTF-8 without NUL, within the cap. The first byte chooses the markup,
 * the first line the Content-Type. */
#include <kirinuki/charset.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    KiriMarkup markup = (KiriMarkup)(data[0] % 3);
    KiriStr bytes = {(const char *)data + 1, size - 1};
    const char *end = memchr(bytes.p, '\n', bytes.n);
    g_autofree char *content_type = end ? g_strndup(bytes.p, (gsize)(end - bytes.p)) : NULL;
    if (end)
        bytes = (KiriStr){end + 1, (gsize)(bytes.p + bytes.n - end - 1)};
    /* A copy without a terminator lets the sanitizer see reads past the end. */
    g_autofree char *exact = g_memdup2(bytes.p, bytes.n);
    g_auto(KiriBuf) out;
    KiriCharsetReport report = {0};
    kiri_buf_init(&out, bytes.n * 2 + 16);
    if (kiri_decode((KiriStr){exact, bytes.n}, content_type, markup, &out, &report, NULL))
        g_assert_true(report.charset && report.witness);
    g_assert_cmpuint(out.n, <=, out.cap);
    g_assert_true(g_utf8_validate(out.p, (gssize)out.n, NULL));
    g_assert_cmpuint(strlen(out.p), ==, out.n);
    return 0;
}
