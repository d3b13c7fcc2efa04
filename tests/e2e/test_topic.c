// SPDX-License-Identifier: GPL-3.0-or-later
/* Topics through the program: saved, tried and judged. The hits that `topic try`
 * counts are those that `link` would make clips of. */
#include "world.h"

#include <kirinuki/store.h>

#include "temp.h"

#include <string.h>

/* Of the articles, OLD ones are older than the days that are tried. */
enum { ARTICLES = 60, RACES = 6, OLD = 5, TRIED = ARTICLES - OLD, DAYS = 90 };

static World *world_of(void)
{
    World *w = g_new0(World, 1);
    w->dir = kiri_temp_new();
    w->workspace = g_build_filename(w->dir, "ws", NULL);
    w->program = g_build_filename(KIRINUKI_BINARY_DIR, "kirinuki", NULL);
    w->now = "2026-04-14T18:30:00+09:00";
    return w;
}

static void clear(World *w)
{
    g_free(w->workspace);
    g_free(w->program);
    kiri_temp_free(w->dir);
    g_free(w);
}

/* One in ten is about horse races, where the keyword stands inside another word. */
static void import(const World *w)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint i = 0; i < ARTICLES; i++) {
        gboolean is_race = i % (ARTICLES / RACES) == 0;
        g_string_append_printf(
            lines,
            "{\"id\":\"%u\",\"url\":\"https://%s.example/%u\",\"title\":\"%s%u\",\"text\":\"%s\","
            "\"published\":\"2026-%02u-%02uT10:00:00+09:00\"}\n",
            i, i % 2 ? "asa" : "b", i, is_race ? "競馬の結果" : "年休の取得率", i,
            is_race      ? "前年休場の馬が出走した。"
            : i % 3 == 0 ? "厚労省は年休の取得率を公表した。"
                         : "有休の日数は企業によって違う。",
            i % 12 == 11 ? 1 : 3 + i % 2, 1 + i % 14);
    }
    g_autofree char *path = g_build_filename(w->dir, "a.ndjson", NULL);
    g_autoptr(GError) error = NULL;
    g_file_set_contents(path, lines->str, (gssize)lines->len, &error);
    g_assert_no_error(error);
    g_assert_cmpint(world_run(w, NULL, "-q", "init", "--bare", NULL), ==, 0);
    g_assert_cmpint(world_run(w, NULL, "-q", "import", path, NULL), ==, 0);
    g_assert_cmpint(world_run(w, NULL, "-q", "index", NULL), ==, 0);
}

/* Races are rejected, two others accepted. */
static void judge(const World *w)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriStore) store = kiri_store_open(w->workspace, KIRI_STORE_WRITE, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, KIRI_NOUN_TOPIC, "base", &error);
    KiriBatch *batch = kiri_batch_begin(store);
    guint accepted = 0;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, clip->article, NULL);
        g_autoptr(KiriVerdict) v = kiri_verdict_new();
        v->clip = g_strdup(clip->id);
        v->is_rejected = g_str_has_prefix(a->title, "競馬");
        v->is_accepted = !v->is_rejected;
        if (v->is_rejected || accepted++ < 2)
            kiri_batch_put(batch, KIRI_NOUN_VERDICT, v);
    }
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
}

static KiriJsonDoc *try_topic(const World *w, const char *query, guint *samples)
{
    g_autofree char *out = NULL;
    g_assert_cmpint(world_run(w, &out, "--json", "topic", "try", query, "--samples", "5", NULL), ==,
                    0);
    g_auto(GStrv) lines = g_strsplit(out, "\n", -1);
    KiriJsonDoc *doc = kiri_json_parse(kiri_str(lines[0]), NULL);
    *samples = 0;
    for (char **line = lines; *line; line++)
        *samples += strstr(*line, "\"type\":\"sample\"") ? 1 : 0;
    g_assert_nonnull(strstr(out, "\"complete\":true"));
    return doc;
}

static gint64 number(const KiriJsonNode *node, const char *key)
{
    return kiri_json_int(kiri_json_get(node, key), -1);
}

static guint count_clips(const World *w)
{
    g_autofree char *out = NULL;
    world_run(w, &out, "--json", "clips", "--topic", "base", NULL);
    guint n = 0;
    for (const char *at = out; (at = strstr(at, "\"type\":\"clip\"")); at++)
        n++;
    return n;
}

static void check_try(const World *w)
{
    guint samples, again;
    g_autoptr(KiriJsonDoc) doc = try_topic(w, "年休 OR 有休", &samples);
    const KiriJsonNode *root = kiri_json_root(doc);
    g_assert_cmpint(number(root, "hits"), ==, TRIED);
    g_assert_cmpuint(samples, ==, 5);
    const KiriJsonNode *days = kiri_json_get(root, "days");
    g_assert_cmpuint(kiri_json_size(days), ==, DAYS);
    gint64 sum = 0;
    for (gsize i = 0; i < DAYS; i++)
        sum += number(kiri_json_at(days, i), "count");
    g_assert_cmpint(sum, ==, TRIED);
    const KiriJsonNode *precision = kiri_json_get(root, "precision");
    g_assert_cmpint(number(precision, "judged"), ==, RACES + 2);
    g_assert_cmpint(number(precision, "accepted"), ==, 2);
    g_assert_true(kiri_json_boolean(kiri_json_get(root, "noise_by_verdicts"), FALSE));
    const KiriJsonNode *noise = kiri_json_at(kiri_json_get(root, "noise"), 0);
    g_assert_cmpint(number(noise, "unwanted"), ==, RACES);
    g_assert_cmpint(number(noise, "wanted"), ==, 0);
    const KiriJsonNode *overlap = kiri_json_at(kiri_json_get(root, "overlap"), 0);
    g_assert_cmpstr(kiri_json_string(kiri_json_get(overlap, "topic"), NULL), ==, "base");
    g_assert_cmpint(number(overlap, "shared") + number(root, "in_no_other_topic"), ==, TRIED);
    g_autoptr(KiriJsonDoc) second = try_topic(w, "年休 OR 有休", &again);
    g_assert_cmpint(number(kiri_json_root(second), "hits"), ==, TRIED);
}

static void test_topic(void)
{
    World *w = world_of();
    import(w);
    g_assert_cmpint(world_run(w, NULL, "-q", "link", NULL), ==, 0);
    g_assert_cmpint(world_run(w, NULL, "-q", "topic", "add", "年休", "年休", "--id", "base", NULL),
                    ==, 0);
    g_assert_cmpint(world_run(w, NULL, "-q", "link", NULL), ==, 0);
    guint all = count_clips(w);
    g_assert_cmpuint(all, ==, ARTICLES);
    judge(w);
    check_try(w);
    /* A topic is not compared with itself. */
    g_autofree char *self = NULL;
    g_assert_cmpint(
        world_run(w, &self, "--json", "topic", "try", "--id", "base", "--media", "b", NULL), ==, 1);
    g_assert_nonnull(strstr(self, "\"hits\":0"));
    g_free(g_steal_pointer(&self));
    g_assert_cmpint(
        world_run(w, &self, "--json", "topic", "try", "--id", "base", "--media", "b.example", NULL),
        ==, 0);
    g_assert_nonnull(strstr(self, "\"overlap\":[]"));
    /* What the trial proposed does what it said. */
    g_assert_cmpint(world_run(w, NULL, "-q", "topic", "edit", "base", "--exclude", "競馬", NULL),
                    ==, 0);
    g_assert_cmpint(world_run(w, NULL, "-q", "link", NULL), ==, 0);
    g_assert_cmpuint(count_clips(w), ==, ARTICLES - RACES);
    clear(w);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/topic/through-the-program", test_topic);
    return g_test_run();
}
