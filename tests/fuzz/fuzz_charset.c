// SPDX-License-Identifier: GPL-3.0-or-later
/* The charset gate: whatever the bytes and the header say, what comes out is
 * valid UTF-8 without NUL, within the cap, and text once decoded reads the same
 * the second time. The report agrees with the text about what was lost. The first
 * byte chooses the markup, the first line the Content-Type. */
#include <kirinuki/charset.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gsize count(const KiriBuf *text, const char *character)
{
    gsize n = 0;
    for (const char *p = text->p; (p = strstr(p, character)); p += strlen(character))
        n++;
    return n;
}

static void check_report(const KiriCharsetReport *r, const KiriBuf *text)
{
    g_assert_true(r->charset && r->witness);
    g_assert_cmpstr(kiri_charset_by_label(kiri_str(r->charset)), ==, r->charset);
    g_assert_true(!r->refused == !r->refused_witness);
    g_assert_true(!r->refused || (r->was_label_wrong && strcmp(r->refused, r->charset) != 0));
    /* Some encodings have a code for U+FFFD itself. */
    g_assert_cmpuint(r->replaced, <=, count(text, "\xef\xbf\xbd"));
    g_assert_true(!r->user_defined || strcmp(r->charset, "shift_jis") == 0);
}

/* As UTF-8 the text is what it is; only a byte order mark within it, at the very
 * beginning, would be taken off. */
static void check_again(const KiriBuf *text, KiriMarkup markup)
{
    g_auto(KiriBuf) again;
    KiriCharsetReport r = {0};
    kiri_buf_init(&again, text->n * 4);
    if (text->n >= 3 && memcmp(text->p, "\xef\xbb\xbf", 3) == 0)
        return;
    g_assert_true(
        kiri_decode(kiri_buf_view(text), "text/plain; charset=utf-8", markup, &again, &r, NULL));
    if (strcmp(r.charset, "utf-8") != 0)
        return; // an escape in it still looks like another encoding
    g_assert_cmpuint(r.replaced, ==, 0);
    g_assert_true(kiri_str_equal(kiri_buf_view(&again), kiri_buf_view(text)));
}

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
    gboolean ok = kiri_decode((KiriStr){exact, bytes.n}, content_type, markup, &out, &report, NULL);
    g_assert_cmpuint(out.n, <=, out.cap);
    g_assert_true(g_utf8_validate(out.p, (gssize)out.n, NULL));
    g_assert_cmpuint(strlen(out.p), ==, out.n);
    if (ok) {
        check_report(&report, &out);
        check_again(&out, markup);
    }
    return 0;
}
