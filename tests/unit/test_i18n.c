// SPDX-License-Identifier: GPL-3.0-or-later
/* Which language a thread speaks. The catalogue of the build is the one that
 * users get; broken ones are made here. */
#include <kirinuki/i18n.h>

#include "../support/temp.h"

#include <string.h>

#define CATALOGUE KIRINUKI_BINARY_DIR "/locale/ja/LC_MESSAGES/kirinuki.mo"
#define KNOWN N_("cannot open")

static void test_threads_speak_for_themselves(void)
{
    KiriCatalogue *ja = kiri_catalogue_load(CATALOGUE);
    if (!ja) {
        g_test_skip("the catalogue is not built");
        return;
    }
    g_assert_cmpstr(_(KNOWN), ==, "cannot open");
    kiri_speak(KIRI_SPEAKS_CATALOGUE, ja);
    g_assert_cmpstr(_(KNOWN), !=, "cannot open");
    g_assert_true(g_utf8_validate(_(KNOWN), -1, NULL));
    g_assert_cmpstr(_("no message of ours"), ==, "no message of ours");
    kiri_speak(KIRI_SPEAKS_SOURCE, NULL);
    g_assert_cmpstr(_(KNOWN), ==, "cannot open");
    kiri_speak(KIRI_SPEAKS_OWN, NULL);
    g_assert_cmpstr(_(KNOWN), ==, "cannot open");
    kiri_catalogue_free(ja);
}

/* A language without its catalogue is the source's, never a crash. */
static void test_missing_catalogue(void)
{
    g_assert_null(kiri_catalogue_load("/nonexistent/kirinuki.mo"));
    kiri_speak(KIRI_SPEAKS_CATALOGUE, NULL);
    g_assert_cmpstr(_(KNOWN), ==, "cannot open");
    kiri_speak(KIRI_SPEAKS_OWN, NULL);
    kiri_catalogue_free(NULL);
}

static guint32 put_u32(GByteArray *a, guint32 v)
{
    g_byte_array_append(a, (const guint8 *)&v, sizeof v);
    return a->len;
}

/* One text of `length` bytes at `offset`, original and translation alike. */
static KiriCatalogue *load_made(const char *folder, guint32 magic, guint32 length, guint32 offset)
{
    g_autoptr(GByteArray) a = g_byte_array_new();
    g_autofree char *path = g_build_filename(folder, "made.mo", NULL);
    const guint32 head[] = {magic, 0, 1, 20, 20};
    for (gsize i = 0; i < G_N_ELEMENTS(head); i++)
        put_u32(a, head[i]);
    put_u32(a, length);
    put_u32(a, offset);
    g_byte_array_append(a, (const guint8 *)"text", 5);
    g_assert_true(g_file_set_contents(path, (const char *)a->data, a->len, NULL));
    return kiri_catalogue_load(path);
}

static void test_broken_catalogues(void)
{
    char *folder = kiri_temp_new();
    KiriCatalogue *good = load_made(folder, 0x950412de, 4, 28);
    g_assert_nonnull(good);
    kiri_catalogue_free(good);
    g_assert_null(load_made(folder, 0x12345678, 4, 28)); // no catalogue
    g_assert_null(load_made(folder, 0x950412de, 3, 28)); // not terminated
    g_assert_null(load_made(folder, 0x950412de, 5, 28)); // over the end
    g_assert_null(load_made(folder, 0x950412de, 0, 33)); // behind the end
    g_assert_null(load_made(folder, 0x950412de, G_MAXUINT32, 28));
    g_assert_null(load_made(folder, 0x950412de, 4, G_MAXUINT32));
    kiri_temp_remove(folder);
    g_free(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/i18n/threads", test_threads_speak_for_themselves);
    g_test_add_func("/i18n/missing", test_missing_catalogue);
    g_test_add_func("/i18n/broken", test_broken_catalogues);
    return g_test_run();
}
