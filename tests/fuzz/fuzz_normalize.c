// SPDX-License-Identifier: GPL-3.0-or-later
/* N of any bytes: valid UTF-8, a map that never falls and
 * ends where the original ends, and a keyword cut out of it is found again. */
#include <kirinuki/normalize.h>

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_map(const KiriNormal *normal, gsize original_n)
{
    for (gsize i = 0; i < normal->n; i++) {
        gsize from, to;
        g_assert_cmpuint(normal->map[i], <=, normal->map[i + 1]);
        kiri_normal_original_range(normal, i, i + 1, &from, &to);
        g_assert_true(from < to && to <= original_n);
    }
    g_assert_cmpuint(normal->map[normal->n], ==, original_n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *exact = g_memdup2(data, size);
    g_auto(KiriNormal) normal = {0};
    kiri_normalize((KiriStr){exact, size}, TRUE, &normal);
    g_assert_true(g_utf8_validate(normal.text, (gssize)normal.n, NULL));
    check_map(&normal, size);
    KiriStr text = {normal.text, normal.n};
    gsize at, end;
    for (const char *p = normal.text; p < normal.text + normal.n;) {
        KiriStr word = {p, (gsize)g_utf8_skip[(guchar)*p]};
        KiriCharClass class = kiri_char_class(g_utf8_get_char(p));
        if (class == KIRI_CHAR_KANJI || class == KIRI_CHAR_HIRAGANA)
            g_assert_true(kiri_keyword_find(text, word, (gsize)(p - normal.text), &at, &end) &&
                          at == (gsize)(p - normal.text));
        p += word.n;
    }
    return 0;
}
