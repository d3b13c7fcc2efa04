// SPDX-License-Identifier: GPL-3.0-or-later
/* The whole program against the newsroom's truth: one run over served pages,
 * then what came out is compared field by field with what the pages were made
 * from. The run is made once, the cases look at its outcome. */
#include "scores.h"
#include "world.h"

#include <string.h>

typedef struct {
    World *world;
    GPtrArray *articles, *clips; // KiriJsonDoc
    GHashTable *by_url, *by_id;  // → article node
} Outcome;

static Outcome outcome; // of the one run; the cases only read it

/* Fails the case and goes on with it, so that all complaints are seen. */
static G_GNUC_PRINTF(1, 2) void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_test_message("%s", text);
    g_test_fail();
}

/* ---- look-ups ---- */

static const KiriJsonNode *article_of(const NewsArticle *truth)
{
    g_autofree char *url = newsroom_article_url(outcome.world->room, truth);
    return g_hash_table_lookup(outcome.by_url, url);
}

/* Clips of an article, of the class none too. (transfer container) */
static GPtrArray *clips_of(const NewsArticle *truth)
{
    GPtrArray *found = g_ptr_array_new();
    const KiriJsonNode *article = article_of(truth);
    for (guint i = 0; article && i < outcome.clips->len; i++) {
        const KiriJsonNode *clip = kiri_json_root(outcome.clips->pdata[i]);
        if (strcmp(json_text(clip, "article"), json_text(article, "id")) == 0)
            g_ptr_array_add(found, (gpointer)(guintptr)clip);
    }
    return found;
}

static const char *class_of(const KiriJsonNode *clip)
{
    return json_text(clip, "class");
}

static gboolean counts(const KiriJsonNode *clip)
{
    return strcmp(class_of(clip), "none") != 0;
}

static gboolean is_coverage(const NewsArticle *truth)
{
    return strcmp(truth->class_, "none") != 0 && strcmp(truth->class_, "mention") != 0;
}

static gboolean covers(const NewsArticle *truth, const char *release)
{
    return truth->releases && g_strv_contains((const char *const *)truth->releases, release);
}

static void assert_at_least(const char *what, guint right, guint all, gdouble least)
{
    gdouble share = all ? (gdouble)right / all : 1;
    g_test_message("%s: %u of %u = %.4f, at least %.4f", what, right, all, share, least);
    if (share < least)
        complain("%s: %.4f is below %.4f", what, share, least);
}

/* ---- the run: the first case, on which all others stand ---- */

static GPtrArray *exported(const char *noun)
{
    g_autofree char *answer = NULL;
    g_assert_cmpint(world_run(outcome.world, &answer, "--json", "export", "--only", noun, NULL), ==,
                    0);
    return world_lines(answer, noun);
}

static void test_run(void)
{
    outcome.world = world_open();
    g_assert_cmpint(world_run(outcome.world, NULL, "-v", "run", NULL), ==, 0);
    outcome.articles = exported("article");
    outcome.clips = exported("clip");
    outcome.by_url = g_hash_table_new(g_str_hash, g_str_equal);
    outcome.by_id = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < outcome.articles->len; i++) {
        const KiriJsonNode *a = kiri_json_root(outcome.articles->pdata[i]);
        g_hash_table_insert(outcome.by_url, (gpointer)(guintptr)json_text(a, "url"),
                            (gpointer)(guintptr)a);
        g_hash_table_insert(outcome.by_id, (gpointer)(guintptr)json_text(a, "id"),
                            (gpointer)(guintptr)a);
    }
}

static void tear_down(void)
{
    g_hash_table_unref(outcome.by_url);
    g_hash_table_unref(outcome.by_id);
    g_ptr_array_unref(outcome.articles);
    g_ptr_array_unref(outcome.clips);
    world_close(outcome.world);
}

/* ---- articles ---- */

static void test_each_once(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        if (!article_of(t))
            complain("not stored: %s/%s", t->medium->key, t->slug);
    }
    /* Tracking parameters, AMP twins, second pages and the page that robots.txt
     * forbids make no articles of their own. */
    g_assert_cmpuint(outcome.articles->len, ==, truth->len);
}

static void test_twins_are_aliases(void)
{
    guint aliases = 0;
    for (guint i = 0; i < outcome.articles->len; i++) {
        const KiriJsonNode *a = kiri_json_root(outcome.articles->pdata[i]);
        const KiriJsonNode *list = kiri_json_get(a, "aliases");
        for (gsize k = 0; k < kiri_json_size(list); k++) {
            const char *alias = kiri_json_string(kiri_json_at(list, k), NULL);
            g_assert_nonnull(strstr(alias, "//toto.localhost:"));
            g_assert_nonnull(strstr(alias, "/amp/"));
            aliases++;
        }
    }
    g_assert_cmpuint(aliases, >, 0);
}

static void compare_minute(const NewsArticle *t, const char *what, KiriTime expected,
                           const char *got)
{
    char text[32];
    kiri_time_format(expected, text);
    if (strncmp(text, got, strlen("2026-04-13T10:05")) != 0)
        complain("%s/%s: %s %s is not %s", t->medium->key, t->slug, what, got, text);
}

static void test_fields_exact(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        const KiriJsonNode *a = article_of(t);
        if (!a)
            continue; // test_each_once says so
        if (strcmp(json_text(a, "title"), t->title) != 0)
            complain("%s/%s: title '%s' is not '%s'", t->medium->key, t->slug,
                     json_text(a, "title"), t->title);
        if (strcmp(json_text(a, "medium"), t->medium->key) != 0)
            complain("%s/%s: medium '%s'", t->medium->key, t->slug, json_text(a, "medium"));
        if (strcmp(json_text(a, "charset"), t->medium->charset) != 0)
            complain("%s/%s: charset '%s'", t->medium->key, t->slug, json_text(a, "charset"));
        if (kiri_json_boolean(kiri_json_get(a, "is_paywalled"), FALSE) != t->is_paywalled)
            complain("%s/%s: is_paywalled is not %d", t->medium->key, t->slug, t->is_paywalled);
        compare_minute(t, "published", t->published, json_text(a, "published"));
    }
}

static void test_texts(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    gdouble sum = 0;
    guint n = 0, good = 0;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        const KiriJsonNode *a = article_of(t);
        if (!a)
            continue;
        g_autofree char *expected = news_article_text(t);
        gdouble similarity = text_similarity(expected, json_text(a, "text"));
        sum += similarity;
        n++;
        if (similarity >= TEXT_ALIKE)
            good++;
        else
            g_test_message("%s/%s: text is %.3f like the true one", t->medium->key, t->slug,
                           similarity);
    }
    assert_at_least("texts that are alike", good, n, TEXT_GOOD);
    g_test_message("texts: average %.4f, at least %.4f", sum / n, TEXT_AVERAGE);
    if (sum / n < TEXT_AVERAGE)
        complain("texts are %.4f like the true ones on average", sum / n);
}

static gboolean has_authors(const KiriJsonNode *a, char **expected)
{
    const KiriJsonNode *list = kiri_json_get(a, "authors");
    gsize n = kiri_json_size(list);
    if (n != (expected ? g_strv_length(expected) : 0))
        return FALSE;
    for (gsize i = 0; i < n; i++)
        if (!g_strv_contains((const char *const *)expected,
                             kiri_json_string(kiri_json_at(list, i), NULL)))
            return FALSE;
    return TRUE;
}

static void test_authors(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    guint right = 0, all = 0;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        const KiriJsonNode *a = article_of(t);
        if (!a)
            continue;
        all++;
        if (has_authors(a, t->authors))
            right++;
        else
            g_test_message("authors of %s/%s", t->medium->key, t->slug);
    }
    assert_at_least("authors", right, all, AUTHORS_EXACT);
}

/* ---- clips ---- */

/* Ties by truth and by the program. An article that only mentions the ministry
 * in passing, with a release in its truth, may be tied to it or not. */
static void test_links(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    guint right = 0, found = 0, wanted = 0, class_right = 0;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        g_autoptr(GPtrArray) clips = clips_of(t);
        wanted += is_coverage(t) && t->releases ? g_strv_length(t->releases) : 0;
        for (guint k = 0; k < clips->len; k++) {
            const KiriJsonNode *clip = clips->pdata[k];
            const char *release = json_text(clip, "release");
            if (!*release || !counts(clip) || (covers(t, release) && !is_coverage(t)))
                continue;
            gboolean is_right = covers(t, release);
            gboolean has_class = is_right && strcmp(class_of(clip), t->class_) == 0;
            found++;
            if (is_right)
                right++;
            if (has_class)
                class_right++;
            if (!has_class)
                g_test_message("%s/%s: %s of %s, true: %s of %s", t->medium->key, t->slug,
                               class_of(clip), release, t->class_,
                               t->releases ? t->releases[0] : "nothing");
        }
    }
    g_test_message("links: %u right of %u found and %u wanted", right, found, wanted);
    assert_at_least("link F1", 2 * right, found + wanted, LINK_F1);
    assert_at_least("class", class_right, right, CLASS_EXACT);
}

static void test_mentions(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    guint right = 0, all = 0;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        if (strcmp(t->class_, "mention") != 0)
            continue;
        g_autoptr(GPtrArray) clips = clips_of(t);
        gboolean is_found = FALSE;
        for (guint k = 0; k < clips->len; k++)
            is_found |= counts(clips->pdata[k]);
        all++;
        if (is_found)
            right++;
        if (!is_found)
            g_test_message("mention not found: %s/%s", t->medium->key, t->slug);
    }
    assert_at_least("mentions", right, all, MENTION_RECALL);
}

static void test_lineage(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    guint right = 0, all = 0;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        const NewsArticle *origin =
            t->copy_of ? newsroom_article(outcome.world->room, t->copy_of) : NULL;
        const KiriJsonNode *wanted = origin ? article_of(origin) : NULL;
        if (!wanted || !is_coverage(t))
            continue;
        g_autoptr(GPtrArray) clips = clips_of(t);
        gboolean is_right = FALSE;
        for (guint k = 0; k < clips->len; k++)
            is_right |= strcmp(json_text(clips->pdata[k], "origin"), json_text(wanted, "id")) == 0;
        all++;
        if (is_right)
            right++;
        if (!is_right)
            g_test_message("origin of %s/%s is not found", t->medium->key, t->slug);
    }
    assert_at_least("origins", right, all, ORIGIN_EXACT);
}

static gboolean has_contradiction(const KiriJsonNode *clip)
{
    return kiri_json_size(kiri_json_get(kiri_json_get(clip, "evidence"), "contradictions")) > 0;
}

static void test_contradictions(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    guint right = 0, all = 0, false_alarms = 0;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        g_autoptr(GPtrArray) clips = clips_of(t);
        gboolean is_found = FALSE;
        for (guint k = 0; k < clips->len; k++)
            is_found |= counts(clips->pdata[k]) && has_contradiction(clips->pdata[k]);
        if (!t->contradiction.sentence) {
            /* A correction states the wrong figure, too. */
            if (is_found && !t->is_correction) {
                g_test_message("contradiction of %s/%s is none", t->medium->key, t->slug);
                false_alarms++;
            }
            continue;
        }
        all++;
        if (is_found)
            right++;
        if (!is_found)
            g_test_message("contradiction not found: %s/%s", t->medium->key, t->slug);
    }
    assert_at_least("contradictions", right, all, CONTRADICTION_RECALL);
    g_assert_cmpuint(false_alarms, <=, CONTRADICTIONS_FALSE);
}

static void test_homonyms(void)
{
    const GPtrArray *truth = outcome.world->room->articles;
    guint refused = 0, all = 0;
    for (guint i = 0; i < truth->len; i++) {
        const NewsArticle *t = truth->pdata[i];
        if (!t->homonym)
            continue;
        g_autoptr(GPtrArray) clips = clips_of(t);
        gboolean is_tied = FALSE;
        for (guint k = 0; k < clips->len; k++)
            is_tied |= counts(clips->pdata[k]) && *json_text(clips->pdata[k], "release");
        all++;
        if (!is_tied)
            refused++;
        if (is_tied)
            g_test_message("homonym taken: %s in %s/%s", t->homonym, t->medium->key, t->slug);
    }
    assert_at_least("homonyms refused", refused, all, HOMONYM_REFUSED);
}

/* ---- asking ---- */

/* Every article whose text or title holds the phrase is found, and no other. */
static void check_search(const char *phrase)
{
    g_autofree char *answer = NULL;
    world_run(outcome.world, &answer, "--json", "search", "--all", "--limit", "0", phrase, NULL);
    g_autoptr(GPtrArray) hits = world_lines(answer, "hit");
    guint wanted = 0;
    for (guint i = 0; i < outcome.articles->len; i++) {
        const KiriJsonNode *a = kiri_json_root(outcome.articles->pdata[i]);
        gboolean holds =
            strstr(json_text(a, "text"), phrase) || strstr(json_text(a, "title"), phrase);
        gboolean is_hit = FALSE;
        for (guint k = 0; k < hits->len; k++)
            is_hit |=
                strcmp(json_text(kiri_json_root(hits->pdata[k]), "url"), json_text(a, "url")) == 0;
        if (holds)
            wanted++;
        if (holds && !is_hit)
            complain("'%s' is in %s and not found", phrase, json_text(a, "url"));
    }
    g_assert_cmpuint(wanted, >, 0);
    g_assert_cmpuint(hits->len, >=, wanted);
}

/* Each article stands in one hit, as itself or as a copy; both totals say so. */
static void check_stories(const char *phrase)
{
    g_autofree char *answer = NULL;
    world_run(outcome.world, &answer, "--json", "search", "--in=articles", "--limit", "0", phrase,
              NULL);
    g_autoptr(GPtrArray) hits = world_lines(answer, "hit");
    g_autoptr(GPtrArray) summaries = world_lines(answer, "summary");
    const KiriJsonNode *summary = kiri_json_root(summaries->pdata[0]);
    gint64 articles = 0, copies = 0;
    for (guint i = 0; i < hits->len; i++)
        copies += kiri_json_int(kiri_json_get(kiri_json_root(hits->pdata[i]), "n_copies"), 0);
    articles = copies + hits->len;
    g_assert_cmpint(copies, >, 0);
    g_assert_cmpint(kiri_json_int(kiri_json_get(summary, "unique"), 0), ==, hits->len);
    g_assert_cmpint(kiri_json_int(kiri_json_get(summary, "total"), 0), ==, articles);
}

static void test_search(void)
{
    check_search("点検商法");
    check_stories("点検商法");
    check_search("暮安省");
    check_search("電気マット");
}

static void test_silent_source(void)
{
    g_autofree char *answer = NULL;
    world_run(outcome.world, &answer, "--json", "status", NULL);
    g_autoptr(GPtrArray) gaps = world_lines(answer, "gap");
    g_assert_cmpuint(gaps->len, ==, 1);
    const KiriJsonNode *gap = kiri_json_root(gaps->pdata[0]);
    g_assert_nonnull(strstr(json_text(gap, "url"), "//minato.localhost:"));
    g_assert_nonnull(strstr(json_text(gap, "problem"), "更新停止の疑い"));
}

static void test_report(void)
{
    g_autofree char *answer = NULL;
    g_assert_cmpint(world_run(outcome.world, &answer, "report", "--release", "kiken-chosa",
                              "--format", "jsonl", NULL),
                    ==, 0);
    g_autoptr(GPtrArray) summaries = world_lines(answer, "summary");
    g_assert_cmpuint(summaries->len, ==, 1);
    const KiriJsonNode *s = kiri_json_root(summaries->pdata[0]);
    gint64 total = kiri_json_int(kiri_json_get(s, "total"), 0);
    gint64 unique = kiri_json_int(kiri_json_get(s, "unique"), 0);
    g_assert_cmpint(unique, >, 0);
    g_assert_cmpint(unique, <, total); // the wire's copies
    gint64 minutes = kiri_json_int(kiri_json_get(s, "first_minutes_after"), -1);
    g_assert_cmpint(minutes, >=, 0);
    g_assert_cmpint(minutes, <=, 30);
}

/* ---- again ---- */

static char *canonical(void)
{
    char *lines = NULL;
    g_assert_cmpint(world_run(outcome.world, &lines, "export", "--canonical", NULL), ==, 0);
    g_assert_cmpuint(strlen(lines), >, 1000);
    return lines;
}

/* All but the addresses: of those that are looked at again the last answer is
 * another one. (transfer full) */
static char *without_addresses(const char *canonical)
{
    GString *rest = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(canonical, "\n", -1);
    for (char **line = lines; *line; line++)
        if (!strstr(*line, "\"type\":\"url\""))
            g_string_append_printf(rest, "%s\n", *line);
    return g_string_free(rest, FALSE);
}

/* At the same instant nothing is due. After the longest interval of the schedule
 * every source is asked again, the slow ones too, and what was clipped is looked at
 * again; nothing is new, and nothing has changed. */
static void test_again_changes_nothing(void)
{
    g_autofree char *before = canonical(), *answer = NULL;
    g_assert_cmpint(world_run(outcome.world, NULL, "run", NULL), ==, 0);
    g_autofree char *same = canonical();
    g_assert_true(strcmp(before, same) == 0);
    outcome.world->now = "2026-04-15T00:31:00+09:00";
    g_assert_cmpint(world_run(outcome.world, &answer, "--json", "run", NULL), ==, 0);
    g_autoptr(GPtrArray) runs = world_lines(answer, "run");
    const KiriJsonNode *run = kiri_json_root(runs->pdata[0]);
    g_assert_cmpint(kiri_json_int(kiri_json_get(run, "sources_polled"), 0), ==, 20);
    g_assert_cmpint(kiri_json_int(kiri_json_get(run, "articles_new"), -1), ==, 0);
    g_assert_cmpint(kiri_json_int(kiri_json_get(run, "pages_revisited"), 0), >, 100);
    g_autofree char *later = canonical();
    g_autofree char *news_before = without_addresses(before);
    g_autofree char *news_later = without_addresses(later);
    g_assert_cmpuint(strlen(news_before), >, strlen(before) / 2);
    g_assert_true(strcmp(news_before, news_later) == 0);
    g_assert_cmpint(world_run(outcome.world, NULL, "verify", NULL), ==, 0);
}

int main(int argc, char **argv)
{
    /* One score that is too low must not hide the others: -k goes on. */
    g_autoptr(GPtrArray) args = g_ptr_array_new();
    for (gint i = 0; i < argc; i++)
        g_ptr_array_add(args, argv[i]);
    char keep_going[] = "-k";
    g_ptr_array_add(args, keep_going);
    gint n_args = (gint)args->len;
    g_ptr_array_add(args, NULL);
    char **arg_list = (char **)args->pdata;
    g_test_init(&n_args, &arg_list, NULL);
    g_test_add_func("/newsroom/run", test_run);
    g_test_add_func("/newsroom/each-once", test_each_once);
    g_test_add_func("/newsroom/twins-are-aliases", test_twins_are_aliases);
    g_test_add_func("/newsroom/fields-exact", test_fields_exact);
    g_test_add_func("/newsroom/texts", test_texts);
    g_test_add_func("/newsroom/authors", test_authors);
    g_test_add_func("/newsroom/links", test_links);
    g_test_add_func("/newsroom/mentions", test_mentions);
    g_test_add_func("/newsroom/lineage", test_lineage);
    g_test_add_func("/newsroom/contradictions", test_contradictions);
    g_test_add_func("/newsroom/homonyms", test_homonyms);
    g_test_add_func("/newsroom/search", test_search);
    g_test_add_func("/newsroom/silent-source", test_silent_source);
    g_test_add_func("/newsroom/report", test_report);
    g_test_add_func("/newsroom/again-changes-nothing", test_again_changes_nothing);
    int status = g_test_run();
    if (outcome.world)
        tear_down();
    return status;
}
