// SPDX-License-Identifier: GPL-3.0-or-later
/* link-batch over the learning set with the shipped weights: what the officer gets
 * must not become worse unseen. The floors lie a little under what was measured when
 * the weights were fitted (docs/linking.md); the set was learnt from, so these are
 * no promise for texts of others. */
#include "../support/temp.h"

#include <kirinuki/json.h>
#include <kirinuki/link.h>

#include <string.h>

#define SET KIRINUKI_SOURCE_DIR "/tests/coverage"
#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries"
#define P_LINK 0.5
#define P_SURE 0.9

typedef struct {
    KiriJsonDoc *truth;
    GHashTable *links; // release id → probability × 10⁴
    char *class_;      // of the strongest line
    gint strength;
} Article;

typedef struct {
    KiriTempDir *dir;
    char *releases, *articles;
    GHashTable *by_id; // → Article
    guint right, missed, wrong, sure_right, sure_wrong;
    guint decided, class_right, mentions, mentions_right;
} Outcome;

static Outcome outcome; // of the one run; the cases only read it

static void article_free(gpointer data)
{
    Article *a = data;
    kiri_json_doc_free(a->truth);
    g_hash_table_unref(a->links);
    g_free(a->class_);
    g_free(a);
}

static const char *text_of(const KiriJsonNode *o, const char *key)
{
    const char *s = kiri_json_string(kiri_json_get(o, key), NULL);
    return s ? s : "";
}

/* Lines of truth go in as they are: what link-batch does not know it leaves alone. */
static void take_file(const char *name, GString *releases, GString *articles)
{
    g_autofree char *path = g_build_filename(SET, name, NULL);
    g_autofree char *all = NULL;
    g_assert_true(g_file_get_contents(path, &all, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_autoptr(KiriJsonDoc) doc = **line ? kiri_json_parse(kiri_str(*line), NULL) : NULL;
        const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
        if (root && strcmp(text_of(root, "type"), "release") == 0)
            g_string_append_printf(releases, "%s\n", *line);
        if (!root || strcmp(text_of(root, "type"), "article") != 0)
            continue;
        g_string_append_printf(articles, "%s\n", *line);
        Article *a = g_new0(Article, 1);
        a->links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        a->truth = g_steal_pointer(&doc);
        g_hash_table_insert(outcome.by_id, g_strdup(text_of(root, "id")), a);
    }
}

static gboolean take_answer(KiriStr line, gpointer data, GError **error)
{
    (void)data;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, error);
    const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
    Article *a = root ? g_hash_table_lookup(outcome.by_id, text_of(root, "article_id")) : NULL;
    g_assert_nonnull(a);
    const char *class_ = text_of(root, "class"), *release = text_of(root, "release_id");
    gdouble p = kiri_json_double(kiri_json_get(root, "probability"), 0);
    gboolean is_named = strcmp(class_, "none") != 0;
    gboolean is_link = *release && is_named && strcmp(class_, "mention") != 0 && p >= P_LINK;
    gint strength = (is_link ? 20000 : is_named ? 10000 : 0) + (gint)(p * 10000 / 2);
    if (!a->class_ || strength > a->strength) {
        g_free(a->class_);
        a->class_ = g_strdup(class_);
        a->strength = strength;
    }
    if (is_link)
        g_hash_table_insert(a->links, g_strdup(release), GINT_TO_POINTER((gint)(p * 10000)));
    return TRUE;
}

/* One event is found by any of its releases; those are taken out, what is left is wrong. */
static void judge(Article *a)
{
    const KiriJsonNode *truth = kiri_json_root(a->truth), *events = kiri_json_get(truth, "links");
    if (kiri_json_boolean(kiri_json_get(truth, "undecided"), FALSE))
        return;
    for (gsize e = 0; e < kiri_json_size(events); e++) {
        const KiriJsonNode *event = kiri_json_at(events, e);
        gint best = 0;
        for (gsize i = 0; i < kiri_json_size(event); i++) {
            const char *release = kiri_json_string(kiri_json_at(event, i), NULL);
            best = MAX(best, GPOINTER_TO_INT(g_hash_table_lookup(a->links, release)));
            g_hash_table_remove(a->links, release);
        }
        outcome.right += best > 0;
        outcome.missed += best == 0;
        outcome.sure_right += best >= (gint)(P_SURE * 10000);
    }
    GHashTableIter iter;
    gpointer p;
    g_hash_table_iter_init(&iter, a->links);
    while (g_hash_table_iter_next(&iter, NULL, &p)) {
        outcome.wrong++;
        outcome.sure_wrong += GPOINTER_TO_INT(p) >= (gint)(P_SURE * 10000);
    }
    gboolean is_right = strcmp(a->class_, text_of(truth, "class")) == 0;
    gboolean is_mention = strcmp(text_of(truth, "class"), "mention") == 0;
    outcome.decided++;
    outcome.class_right += is_right ? 1 : 0;
    outcome.mentions += is_mention ? 1 : 0;
    outcome.mentions_right += is_mention && is_right ? 1 : 0;
}

static void run_once(void)
{
    g_autoptr(GString) releases = g_string_new(NULL), articles = g_string_new(NULL);
    g_autoptr(GDir) dir = g_dir_open(SET, 0, NULL);
    g_assert_nonnull(dir);
    outcome.by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, article_free);
    for (const char *name; (name = g_dir_read_name(dir));)
        if (g_str_has_suffix(name, ".ndjson"))
            take_file(name, releases, articles);
    outcome.dir = kiri_temp_new();
    outcome.releases = g_build_filename(outcome.dir, "r.ndjson", NULL);
    outcome.articles = g_build_filename(outcome.dir, "a.ndjson", NULL);
    g_assert_true(g_file_set_contents(outcome.releases, releases->str, -1, NULL));
    g_assert_true(g_file_set_contents(outcome.articles, articles->str, -1, NULL));
    KiriLinkOptions options = {.weights_path = DICTIONARIES "/match_weights.tsv",
                               .frequencies_path = DICTIONARIES "/term_frequencies.tsv",
                               .names_dir = DICTIONARIES};
    g_autoptr(GError) error = NULL;
    kiri_link_batch(outcome.releases, outcome.articles, &options, take_answer, NULL, NULL, &error);
    g_assert_no_error(error);
    GHashTableIter iter;
    gpointer article;
    g_hash_table_iter_init(&iter, outcome.by_id);
    while (g_hash_table_iter_next(&iter, NULL, &article))
        judge(article);
}

static void assert_share(const char *what, guint right, guint all, gdouble least)
{
    gdouble share = all ? (gdouble)right / all : 0;
    g_test_message("%s: %u of %u = %.4f, at least %.4f", what, right, all, share, least);
    g_assert_cmpfloat(share, >=, least);
}

static void test_links(void)
{
    g_assert_cmpuint(outcome.decided, >=, 950);
    assert_share("precision", outcome.right, outcome.right + outcome.wrong, 0.95);
    assert_share("recall", outcome.right, outcome.right + outcome.missed, 0.94);
    assert_share("F1", 2 * outcome.right, 2 * outcome.right + outcome.wrong + outcome.missed,
                 0.945);
}

/* What is called near certain is so. */
static void test_sure(void)
{
    assert_share("precision at .9", outcome.sure_right, outcome.sure_right + outcome.sure_wrong,
                 0.98);
    assert_share("recall at .9", outcome.sure_right, outcome.right + outcome.missed, 0.82);
}

static void test_classes(void)
{
    assert_share("class", outcome.class_right, outcome.decided, 0.92);
    assert_share("mentions", outcome.mentions_right, outcome.mentions, 0.76);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    run_once();
    g_test_add_func("/coverage/links", test_links);
    g_test_add_func("/coverage/sure", test_sure);
    g_test_add_func("/coverage/classes", test_classes);
    int status = g_test_run();
    g_hash_table_unref(outcome.by_id);
    g_free(outcome.releases);
    g_free(outcome.articles);
    kiri_temp_free(outcome.dir);
    return status;
}
