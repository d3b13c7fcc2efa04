// SPDX-License-Identifier: GPL-3.0-or-later
/* Sketches: no copy and no part is ever left unread, nearly everything else is. */
#include "sheet.h"
#include "lineage/sketch.h"

#include <string.h>

typedef struct {
    KiriSheet sheet;
    char *text;
    GBytes *sketch;
} Text;

static void text_clear(Text *t)
{
    kiri_sheet_clear(&t->sheet);
    g_clear_pointer(&t->sketch, g_bytes_unref);
    g_free(t->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Text, text_clear)

/* `text` is taken over. */
static Text text_of(char *text)
{
    Text t = {.text = text};
    kiri_sheet_init(&t.sheet, (KiriStr){"", 0}, kiri_str(text));
    t.sketch = kiri_sketch_of(&t.sheet.grams);
    return t;
}

static void add_noise(GRand *rand, guint n, GString *s)
{
    for (guint i = 0; i < n; i++)
        g_string_append_unichar(s, (gunichar)g_rand_int_range(rand, 0x4e00, 0x9f00));
}

static char *noise(guint32 seed, guint n)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    GString *s = g_string_new(NULL);
    add_noise(rand, n, s);
    return g_string_free(s, FALSE);
}

/* Of each 40 letters so many are kept, the others are new. */
static char *edited(const char *text, guint kept, guint32 seed)
{
    enum { PIECE = 40 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    GString *s = g_string_new(NULL);
    glong n = g_utf8_strlen(text, -1);
    for (glong at = 0; at + PIECE <= n; at += PIECE) {
        const char *from = g_utf8_offset_to_pointer(text, at);
        g_string_append_len(s, from, g_utf8_offset_to_pointer(from, kept) - from);
        add_noise(rand, PIECE - kept, s);
    }
    return g_string_free(s, FALSE);
}

static gboolean may_be_kin(const Text *a, const Text *b)
{
    gboolean one = kiri_sketch_may_be_kin(a->sketch, &b->sheet.grams),
             other = kiri_sketch_may_be_kin(b->sketch, &a->sheet.grams);
    return one && other;
}

/* Whatever compare.h takes for a copy or a part, at any length. */
static void test_copies(void)
{
    guint duplicates = 0;
    for (guint32 seed = 0; seed < 400; seed++) {
        g_auto(Text) a = text_of(noise(seed, 40 + 40 * (seed % 50)));
        g_auto(Text) b = text_of(edited(a.text, 24 + seed % 16, seed + 1000));
        if (!b.sketch || !kiri_sheets_compare(&a.sheet, &b.sheet).is_duplicate)
            continue;
        duplicates++;
        g_assert_true(may_be_kin(&a, &b));
    }
    g_assert_cmpuint(duplicates, >, 100);
}

/* A part has few of the other's samples, and nearly all of its own. */
static void test_parts(void)
{
    for (guint32 seed = 0; seed < 50; seed++) {
        g_auto(Text) whole = text_of(noise(seed, 4000));
        const char *from = g_utf8_offset_to_pointer(whole.text, 1000);
        glong letters = 100 + 20 * (glong)seed;
        g_auto(Text) part =
            text_of(g_strndup(from, (gsize)(g_utf8_offset_to_pointer(from, letters) - from)));
        g_assert_true(may_be_kin(&whole, &part));
    }
}

/* A sentence or a frame in common is no reason to read a text, short or long. */
static void test_others(void)
{
    guint read = 0, read_short = 0, all = 200;
    for (guint32 seed = 0; seed < all; seed++) {
        g_auto(Text) a = text_of(noise(seed, 800)), b = text_of(edited(a.text, 12, seed + 1000));
        g_auto(Text) few = text_of(noise(seed + 2000, 160));
        g_auto(Text) same = text_of(edited(few.text, 20, seed + 3000));
        g_assert_false(kiri_sheets_compare(&a.sheet, &b.sheet).is_duplicate);
        g_assert_false(kiri_sheets_compare(&few.sheet, &same.sheet).is_duplicate);
        read += kiri_sketch_may_be_kin(a.sketch, &b.sheet.grams) ? 1 : 0;
        read_short += kiri_sketch_may_be_kin(few.sketch, &same.sheet.grams) ? 1 : 0;
    }
    g_assert_cmpuint(read, <=, all / 20);
    g_assert_cmpuint(read_short, ==, 0);
}

/* Nothing is said of what cannot be told, and a sketch is small. */
static void test_unknown(void)
{
    g_auto(Text) a = text_of(noise(1, 800)), b = text_of(noise(2, 9000)),
                 none = text_of(noise(3, 4));
    g_assert_null(none.sketch);
    g_assert_false(may_be_kin(&a, &b));
    g_assert_true(kiri_sketch_may_be_kin(a.sketch, &none.sheet.grams));
    gsize n;
    const char *p = g_bytes_get_data(b.sketch, &n);
    g_assert_cmpuint(n, <=, 6 + 2 * KIRI_SKETCH_SAMPLES);
    g_autofree char *bytes = g_memdup2(p, n);
    bytes[0]++;
    g_autoptr(GBytes) other_format = g_bytes_new(bytes, n);
    g_autoptr(GBytes) cut = g_bytes_new(p, n - 1);
    g_autoptr(GBytes) nothing = g_bytes_new("", 0);
    g_assert_true(kiri_sketch_may_be_kin(other_format, &a.sheet.grams));
    g_assert_true(kiri_sketch_may_be_kin(cut, &a.sheet.grams));
    g_assert_true(kiri_sketch_may_be_kin(nothing, &a.sheet.grams));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sketch/copies", test_copies);
    g_test_add_func("/sketch/parts", test_parts);
    g_test_add_func("/sketch/others", test_others);
    g_test_add_func("/sketch/unknown", test_unknown);
    return g_test_run();
}
