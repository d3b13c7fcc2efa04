// SPDX-License-Identifier: GPL-3.0-or-later
/* The papers that are handed out, on the newsroom's coverage as the program itself
 * collected and tied it: the morning sheet of 14 April and the reports of a crisis. */
#include "world.h"

#include <string.h>

static World *world;

static GPtrArray *exported(const char *noun)
{
    g_autofree char *answer = NULL;
    g_assert_cmpint(world_run(world, &answer, "--json", "export", "--only", noun, NULL), ==, 0);
    return world_lines(answer, noun);
}

static void test_run(void)
{
    world = world_open();
    g_assert_cmpint(world_run(world, NULL, "run", NULL), ==, 0);
}

/* ---- the sheet ---- */

static gint64 at(const char *time)
{
    KiriTime t = KIRI_TIME_UNSET;
    g_assert_true(kiri_time_parse(kiri_str(time), KIRI_JST_MIN, &t));
    return t.us;
}

/* Articles of the window that have a clip, from the export. */
static GHashTable *expected(void)
{
    g_autoptr(GPtrArray) articles = exported("article"), clips = exported("clip");
    g_autoptr(GHashTable) clipped = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gint64 from = at("2026-04-13T17:30"), to = at("2026-04-14T07:00");
    for (guint i = 0; i < clips->len; i++)
        g_hash_table_add(clipped,
                         (gpointer)(guintptr)json_text(kiri_json_root(clips->pdata[i]), "article"));
    for (guint i = 0; i < articles->len; i++) {
        const KiriJsonNode *a = kiri_json_root(articles->pdata[i]);
        const char *published = json_text(a, "published");
        if (g_hash_table_contains(clipped, json_text(a, "id")) && strlen(published) > 10 &&
            at(published) >= from && at(published) < to)
            g_hash_table_add(ids, g_strdup(json_text(a, "id")));
    }
    return ids;
}

static void take(GHashTable *ids, const KiriJsonNode *piece)
{
    if (!g_hash_table_remove(ids, json_text(piece, "article")))
        g_error("twice on the sheet, or not of its time: %s", json_text(piece, "title"));
}

static void test_each_once(void)
{
    g_autofree char *answer = NULL;
    g_assert_cmpint(world_run(world, &answer, "report", "--morning", "--format", "jsonl", NULL), ==,
                    0);
    g_autoptr(GPtrArray) sheets = world_lines(answer, "morning_sheet");
    g_autoptr(GHashTable) ids = expected();
    const KiriJsonNode *sheet = kiri_json_root(sheets->pdata[0]);
    const KiriJsonNode *rows = kiri_json_get(sheet, "rows"), *left = kiri_json_get(sheet, "left");
    g_assert_cmpuint(g_hash_table_size(ids), >=, 20);
    for (gsize i = 0; i < kiri_json_size(rows); i++) {
        const KiriJsonNode *row = kiri_json_at(rows, i), *folds = kiri_json_get(row, "folds");
        take(ids, kiri_json_get(row, "piece"));
        for (gsize n = 0; n < kiri_json_size(folds); n++)
            take(ids, kiri_json_at(folds, n));
    }
    for (gsize i = 0; i < kiri_json_size(left); i++)
        take(ids, kiri_json_get(kiri_json_at(left, i), "piece"));
    g_assert_cmpuint(g_hash_table_size(ids), ==, 0);
    g_assert_cmpuint(kiri_json_size(rows), <, 15); // it is folded
}

static void test_page(void)
{
    g_autofree char *text = NULL, *html = NULL;
    g_assert_cmpint(world_run(world, &text, "report", "--morning", "--format", "text", NULL), ==,
                    0);
    g_assert_nonnull(strstr(text, "対象：13日17:30〜14日7:00"));
    g_assert_nonnull(strstr(text, "紙面：未収録"));
    g_assert_nonnull(strstr(text, "みなと日報")); // its silent source
    g_assert_cmpint(world_run(world, &html, "report", "--morning", "--format", "html", NULL), ==,
                    0);
    g_assert_true(g_str_has_prefix(html, "<!DOCTYPE html>") ||
                  g_str_has_prefix(html, "<!doctype html>"));
}

/* ---- a crisis ---- */

static char *topic_id(void)
{
    g_autoptr(GPtrArray) topics = exported("topic");
    for (guint i = 0; i < topics->len; i++) {
        const KiriJsonNode *topic = kiri_json_root(topics->pdata[i]);
        if (strcmp(json_text(topic, "name"), "点検商法") == 0)
            return g_strdup(json_text(topic, "id"));
    }
    g_assert_not_reached();
}

static void test_crisis(void)
{
    g_autofree char *topic = topic_id(), *first = NULL, *again = NULL, *html = NULL, *later = NULL;
    g_assert_cmpint(
        world_run(world, &first, "report", "--crisis", topic, "--format", "jsonl", NULL), ==, 0);
    g_autoptr(GPtrArray) reports = world_lines(first, "crisis_report");
    const KiriJsonNode *report = kiri_json_root(reports->pdata[0]);
    const KiriJsonNode *rows = kiri_json_get(report, "rows");
    gint64 total = kiri_json_int(kiri_json_get(kiri_json_get(report, "after"), "total"), 0);
    g_assert_cmpint(total, >=, 2);
    g_assert_cmpint((gint64)kiri_json_size(rows), ==, total);
    g_assert_cmpint(world_run(world, NULL, "report", "--crisis", topic, NULL), ==, 1);
    g_assert_cmpint(world_run(world, &html, "report", "--crisis", topic, "--number", "1", NULL), ==,
                    0);
    const char *clip = json_text(kiri_json_get(kiri_json_at(rows, 0), "piece"), "clip");
    g_assert_cmpint(world_run(world, NULL, "clip", "reject", clip, NULL), ==, 0);
    g_assert_cmpint(
        world_run(world, &again, "report", "--crisis", topic, "--format", "jsonl", NULL), ==, 0);
    g_assert_nonnull(strstr(again, "対象外となった"));
    g_assert_cmpint(world_run(world, &later, "report", "--crisis", topic, "--number", "1", NULL),
                    ==, 0);
    g_assert_true(strcmp(html, later) == 0);
}

static void test_verify(void)
{
    g_assert_cmpint(world_run(world, NULL, "verify", NULL), ==, 0);
    world_close(world);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/papers/run", test_run);
    g_test_add_func("/papers/each-once", test_each_once);
    g_test_add_func("/papers/page", test_page);
    g_test_add_func("/papers/crisis", test_crisis);
    g_test_add_func("/papers/verify", test_verify);
    return g_test_run();
}
