// SPDX-License-Identifier: GPL-3.0-or-later
/* A changed topic finds its articles by the index, by the log behind the index, or
 * by reading them all; a rebuild, which reads them all, must find nothing to
 * change. */
#include <kirinuki/link.h>

#include "../support/index.h"

#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries/"

/* So many that ten questions cost less than reading them. */
enum { ARTICLES = 400, MORE = 12 };

static const char *const pieces[] = {"年休",         "有休",  "の取得率", "、", "厚労省は",
                                     "サーバー",     "snow ", "snowden ", "15", "2015年",
                                     "が上がった。", "休",    "年",       "\n"};
static const char *const queries[] = {"年休",
                                      "年休 -snow",
                                      "(有休 OR 休年) 厚労省",
                                      "年 NEAR/3 15",
                                      "snow*",
                                      "title:見出し サーバー",
                                      "date:2026-04-03.. 年休",
                                      "class:none",
                                      "site:b.example 年",
                                      "\"率、年休\""};

static KiriLinkOptions options_of(const TestWorld *w, gboolean has_index)
{
    return (KiriLinkOptions){.weights_path = DICTIONARIES "match_weights.tsv",
                             .frequencies_path = DICTIONARIES "term_frequencies.tsv",
                             .index_dir = has_index ? w->dir : NULL};
}

static KiriLinkCounts link_with(const TestWorld *w, KiriLinkOptions options)
{
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    kiri_link_run(w->store, &options, &counts, &error);
    g_assert_no_error(error);
    return counts;
}

static void put_articles(TestWorld *w, GRand *dice, guint from, guint n)
{
    for (guint i = from; i < from + n; i++) {
        g_autofree char *url = g_strdup_printf("https://www.%s.example/%u", i % 3 ? "a" : "b", i);
        g_autoptr(GString) text = g_string_new(NULL);
        for (gint k = g_rand_int_range(dice, 1, 14); k > 0; k--)
            g_string_append(text, pieces[g_rand_int_range(dice, 0, G_N_ELEMENTS(pieces))]);
        g_autoptr(KiriArticle) a = test_article(url, text->str, (gint)i % 7);
        test_put(w->store, KIRI_NOUN_ARTICLE, a);
    }
}

static KiriTopic *topic_new(guint number)
{
    KiriTopic *t = kiri_topic_new();
    t->id = g_strdup_printf("T-%08u", number);
    t->name = g_strdup_printf("テーマ%u", number);
    t->query = g_strdup(queries[number]);
    return t;
}

static void put_topics(TestWorld *w)
{
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++) {
        g_autoptr(KiriTopic) t = topic_new(i);
        test_put(w->store, KIRI_NOUN_TOPIC, t);
    }
}

static guint count_clips(const TestWorld *w, guint topic)
{
    g_autoptr(KiriTopic) t = topic_new(topic);
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(w->store, KIRI_NOUN_TOPIC, t->id, NULL);
    return clips->len;
}

static void assert_rebuild_agrees(const TestWorld *w)
{
    KiriLinkOptions again = options_of(w, FALSE);
    again.force_rebuild = TRUE;
    KiriLinkCounts counts = link_with(w, again);
    g_assert_true(counts.was_rebuilt);
    g_assert_cmpuint(counts.clips_put, ==, 0);
    g_assert_cmpuint(counts.clips_deleted, ==, 0);
}

static void fill(TestWorld *w, GRand *dice)
{
    test_world_init(w);
    put_articles(w, dice, 0, ARTICLES);
    g_auto(KiriIndexCounts) counts = {0};
    test_world_index(w, 0, &counts);
    link_with(w, options_of(w, TRUE));
}

static void test_by_index(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(1);
    g_auto(TestWorld) w = {0};
    fill(&w, dice);
    put_topics(&w);
    KiriLinkCounts counts = link_with(&w, options_of(&w, TRUE));
    g_assert_cmpuint(counts.clips_put, >, 0);
    g_assert_cmpuint(count_clips(&w, 0), >, 0);
    g_assert_cmpuint(count_clips(&w, 3), >, 0);
    assert_rebuild_agrees(&w);
}

/* New, revised and deleted articles that the index has not seen. */
static void test_behind_index(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(2);
    g_auto(TestWorld) w = {0};
    fill(&w, dice);
    put_articles(&w, dice, ARTICLES - MORE, 2 * MORE);
    g_autoptr(KiriArticle) gone = test_article("https://www.b.example/0", "", 0);
    KiriBatch *batch = kiri_batch_begin(w.store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, gone->id);
    test_commit(batch);
    link_with(&w, options_of(&w, TRUE));
    put_topics(&w);
    link_with(&w, options_of(&w, TRUE));
    assert_rebuild_agrees(&w);
}

static void test_without_index(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(1);
    g_auto(TestWorld) w = {0}, other = {0};
    fill(&w, dice);
    put_topics(&w);
    link_with(&w, options_of(&w, FALSE));
    g_rand_set_seed(dice, 1);
    fill(&other, dice);
    put_topics(&other);
    link_with(&other, options_of(&other, TRUE));
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++)
        g_assert_cmpuint(count_clips(&w, i), ==, count_clips(&other, i));
    assert_rebuild_agrees(&w);
}

typedef struct {
    guint left;
} Patience;

static gboolean is_impatient(gpointer data)
{
    Patience *p = data;
    return p->left-- == 0;
}

/* Stopped anywhere, the next run does the rest. */
static void test_stops(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(6);
    g_auto(TestWorld) w = {0};
    fill(&w, dice);
    put_topics(&w);
    KiriLinkOptions options = options_of(&w, TRUE);
    options.should_stop = is_impatient;
    guint stops = 0;
    for (guint more = 1;; more = more * 3 + 1) {
        Patience patience = {more};
        options.data = &patience;
        if (!link_with(&w, options).was_stopped)
            break;
        stops++;
    }
    g_assert_cmpuint(stops, >, 2);
    g_assert_cmpuint(count_clips(&w, 0), >, 0);
    assert_rebuild_agrees(&w);
}

/* What says nothing about articles looks at none; what does, looks at few. */
static void test_changes(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(3);
    g_auto(TestWorld) w = {0};
    fill(&w, dice);
    put_topics(&w);
    link_with(&w, options_of(&w, TRUE));
    guint before = count_clips(&w, 0);

    g_autoptr(KiriTopic) t = topic_new(0);
    t->owner = g_strdup("広報室");
    t->colour = g_strdup("#336699");
    t->notes = g_strdup("毎朝見る");
    g_assert_true(test_put(w.store, KIRI_NOUN_TOPIC, t));
    g_assert_cmpuint(link_with(&w, options_of(&w, TRUE)).linked, ==, 0);
    assert_rebuild_agrees(&w);

    t->exclude = g_strdup("snow");
    test_put(w.store, KIRI_NOUN_TOPIC, t);
    KiriLinkCounts counts = link_with(&w, options_of(&w, TRUE));
    g_assert_cmpuint(counts.linked, <, ARTICLES);
    g_assert_cmpuint(count_clips(&w, 0), <, before);
    g_assert_cmpuint(count_clips(&w, 0), ==, count_clips(&w, 1));
    assert_rebuild_agrees(&w);

    /* Back to what it asked before the rebuild: nothing was remembered wrongly. */
    g_clear_pointer(&t->exclude, g_free);
    test_put(w.store, KIRI_NOUN_TOPIC, t);
    link_with(&w, options_of(&w, TRUE));
    g_assert_cmpuint(count_clips(&w, 0), ==, before);

    t->is_removed = TRUE;
    test_put(w.store, KIRI_NOUN_TOPIC, t);
    link_with(&w, options_of(&w, TRUE));
    g_assert_cmpuint(count_clips(&w, 0), ==, 0);
    assert_rebuild_agrees(&w);
}

/* The office adds a synonym: topics that are widened find more, the others are left
 * alone, without anybody touching them. */
static void test_new_synonym(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(7);
    g_autoptr(GError) error = NULL;
    g_auto(TestWorld) w = {0};
    fill(&w, dice);
    g_autofree char *own = g_build_filename(w.dir, "dictionaries", NULL);
    g_autofree char *synonyms = g_build_filename(own, "synonyms.tsv", NULL);
    g_assert_cmpint(g_mkdir_with_parents(own, 0700), ==, 0);
    KiriLinkOptions options = options_of(&w, TRUE);
    options.variants_dir = DICTIONARIES;
    options.own_variants_dir = own;
    put_topics(&w);
    g_autoptr(KiriTopic) t = topic_new(0);
    t->variants = g_strdup("synonym");
    test_put(w.store, KIRI_NOUN_TOPIC, t);
    link_with(&w, options);
    guint before = count_clips(&w, 0);
    g_assert_cmpuint(link_with(&w, options).linked, ==, 0);

    g_file_set_contents(synonyms, "年休\tsnowden\n", -1, &error);
    g_assert_no_error(error);
    KiriLinkCounts counts = link_with(&w, options);
    g_assert_cmpuint(counts.linked, >, 0);
    g_assert_cmpuint(count_clips(&w, 0), >, before);
    g_assert_cmpuint(link_with(&w, options).linked, ==, 0);
    options.force_rebuild = TRUE;
    counts = link_with(&w, options);
    g_assert_cmpuint(counts.clips_put + counts.clips_deleted, ==, 0);
}

/* An index of another store, or of another program, proposes nothing. */
static void test_foreign_index(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(4);
    g_auto(TestWorld) w = {0}, other = {0};
    fill(&w, dice);
    test_world_init(&other);
    KiriBatch *batch = kiri_batch_begin(other.store);
    kiri_batch_set_meta(batch, "generation", "another");
    test_commit(batch);
    put_articles(&other, dice, 0, 5);
    g_auto(KiriIndexCounts) counts = {0};
    test_world_index(&other, 0, &counts);
    put_topics(&w);
    KiriLinkOptions options = options_of(&w, FALSE);
    options.index_dir = other.dir;
    link_with(&w, options);
    g_assert_cmpuint(count_clips(&w, 0), >, 0);
    assert_rebuild_agrees(&w);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/link-topics/by-index", test_by_index);
    g_test_add_func("/link-topics/behind-index", test_behind_index);
    g_test_add_func("/link-topics/without-index", test_without_index);
    g_test_add_func("/link-topics/changes", test_changes);
    g_test_add_func("/link-topics/stops", test_stops);
    g_test_add_func("/link-topics/new-synonym", test_new_synonym);
    g_test_add_func("/link-topics/foreign-index", test_foreign_index);
    return g_test_run();
}
