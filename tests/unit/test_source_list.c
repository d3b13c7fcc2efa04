// SPDX-License-Identifier: GPL-3.0-or-later
/* The shipped source list: it reads, every source has an owner in the shipped
 * ledger, and what is switched off says why. */
#include <kirinuki/csv.h>
#include <kirinuki/feed.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

static GBytes *read_file(const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(KIRINUKI_SOURCE_DIR, "feeds", name, NULL);
    GBytes *bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, &error);
    g_assert_no_error(error);
    return bytes;
}

static KiriStr view(GBytes *bytes)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    return (KiriStr){p, n};
}

static GHashTable *read_media(GBytes *bytes)
{
    g_autoptr(GError) error = NULL;
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(KiriCsv) csv = kiri_csv_open(view(bytes), &error);
    g_assert_no_error(error);
    while (kiri_csv_next(csv, &error))
        g_hash_table_add(ids, g_strdup(kiri_csv_cell(csv, "id")));
    g_assert_no_error(error);
    return ids;
}

static void test_list(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) list = read_file("ja.opml"), ledger = read_file("media.csv");
    g_autoptr(GHashTable) media = read_media(ledger);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(KiriOpml) opml = kiri_opml_parse(view(list), &error);
    g_assert_no_error(error);
    guint disabled = 0;
    g_assert_cmpuint(kiri_recs_count(opml->outlines), >=, 250);
    for (guint i = 0; i < kiri_recs_count(opml->outlines); i++) {
        const KiriOutline *o = opml->outlines->pdata[i];
        g_test_message("%s", o->title);
        g_assert_nonnull(o->xml_url);
        g_assert_nonnull(o->html_url);
        g_assert_nonnull(o->folder);
        g_assert_nonnull(o->medium);
        g_assert_true(g_hash_table_contains(media, o->medium));
        g_autofree char *canonical = kiri_url_canonical(kiri_str(o->xml_url), NULL);
        g_assert_nonnull(canonical);
        g_assert_true(g_hash_table_add(seen, g_steal_pointer(&canonical)));
        g_assert_cmpint(o->is_disabled, ==, o->disabled_reason != NULL);
        if (o->is_disabled)
            g_assert_nonnull(o->terms);
        disabled += o->is_disabled != 0;
    }
    g_assert_cmpuint(disabled, >, 50);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    kiri_xml_preload();
    g_test_add_func("/source-list/list", test_list);
    return g_test_run();
}
