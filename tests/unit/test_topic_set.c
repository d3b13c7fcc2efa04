// SPDX-License-Identifier: GPL-3.0-or-later
/* All topics over one article: the same answer as each query by itself, over
 * random queries and texts made of pieces that are easily confused. */
#include "topics/automaton.h"

#include <kirinuki/clip.h>
#include <kirinuki/error.h>
#include <kirinuki/topic_set.h>

#include <string.h>

/* ---- the automaton ---- */

static void collect_hit(guint tag, gsize from, gsize to, gpointer data)
{
    g_string_append_printf(data, "%u:%zu-%zu ", tag, from, to);
}

static const char *const letters[] = {"a", "b", "é", "ア", "ー", "年", "休", "\xf0\xa0\xae\xb7"};

static char *random_letters(GRand *dice, gint most)
{
    GString *s = g_string_new(NULL);
    for (gint n = g_rand_int_range(dice, 1, most + 1); n > 0; n--)
        g_string_append(s, letters[g_rand_int_range(dice, 0, G_N_ELEMENTS(letters))]);
    return g_string_free(s, FALSE);
}

/* By rising end, longer words first, then as added. */
static char *hits_by_hand(char **words, const char *text)
{
    GString *out = g_string_new(NULL);
    gsize n = strlen(text);
    for (gsize to = 1; to <= n; to++)
        for (gsize from = 0; from < to; from++)
            for (guint w = 0; words[w]; w++)
                if (strlen(words[w]) == to - from && memcmp(text + from, words[w], to - from) == 0)
                    collect_hit(w, from, to, out);
    return g_string_free(out, FALSE);
}

static void test_automaton(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(5);
    for (guint round = 0; round < 200; round++) {
        g_autoptr(KiriAutomaton) a = kiri_automaton_new();
        char *words[41] = {NULL};
        guint n = (guint)g_rand_int_range(dice, 0, 40);
        for (guint i = 0; i < n; i++) {
            words[i] = random_letters(dice, round % 10 == 0 ? 40 : 4);
            kiri_automaton_add(a, kiri_str(words[i]), i);
        }
        kiri_automaton_build(a);
        for (guint i = 0; i < 10; i++) {
            g_autofree char *text = random_letters(dice, 60);
            g_autofree char *expected = hits_by_hand(words, text);
            g_autoptr(GString) hits = g_string_new(NULL);
            kiri_automaton_each(a, kiri_str(text), collect_hit, hits);
            g_assert_cmpstr(hits->str, ==, expected);
        }
        for (guint i = 0; i < n; i++)
            g_free(words[i]);
    }
}

static void count_hit(guint tag, gsize from, gsize to, gpointer data)
{
    (void)tag, (void)from, (void)to;
    ++*(guint *)data;
}

/* A word of a thousand letters in a text of a million of the same letter. */
static void test_long_runs(void)
{
    g_autoptr(KiriAutomaton) a = kiri_automaton_new();
    g_autofree char *word = g_strnfill(1000, 'a'), *text = g_strnfill(1000000, 'a');
    guint hits = 0;
    word[999] = 'b';
    kiri_automaton_add(a, kiri_str(word), 0);
    kiri_automaton_build(a);
    kiri_automaton_each(a, kiri_str(text), count_hit, &hits);
    g_assert_cmpuint(hits, ==, 0);
    text[998 + 1] = 'b';
    kiri_automaton_each(a, kiri_str(text), count_hit, &hits);
    g_assert_cmpuint(hits, ==, 1);
}

/* ---- random topics ---- */

static const char *const pieces[] = {"年",          "休",     "年休",
                                     "時間単位",    "有休",   "厚労省",
                                     "省",          "サーバ", "サーバー",
                                     "ー",          "snow",   "Snow",
                                     "snowden",     "now",    "a",
                                     "15",          "2015",   "5",
                                     "covid-19",    "１５",   "の",
                                     "々",          "。",     " ",
                                     "　",          "-",      "https://asa.example/snow/",
                                     "www.snow.jp", "R&D",    "㍻",
                                     "ｶﾞ",          "ガ",     "邉",
                                     "辺",          "é"};
static const char *const words[] = {
    "年",    "休",    "年休",     "時間単位", "有休",     "厚労省",  "省",  "厚生労働省", "千",
    "1,000", "人",    "サーバ",   "サーバー", "snow",     "snowden", "now", "a",          "15",
    "2015",  "5",     "covid-19", "の",       "々",       "\"R&D\"", "ガ",  "辺",         "年休の",
    "休年",  "snow*", "s*",       "no*",      "\"a 15\"", "é"};

#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries"
#define PICK(dice_, table_) (table_)[g_rand_int_range((dice_), 0, G_N_ELEMENTS(table_))]

static char *random_text(GRand *dice, gint most)
{
    GString *s = g_string_new(NULL);
    for (gint n = g_rand_int_range(dice, 0, most + 1); n > 0; n--)
        g_string_append(s, PICK(dice, pieces));
    return g_string_free(s, FALSE);
}

static void add_query(GRand *dice, gint depth, GString *s)
{
    static const char *const fields[] = {"title:", "author:"};
    static const char *const limits[] = {
        "site:asa.example", "site:example", "site:www.asa.example", "medium:asa",
        "medium:朝の新聞",  "date:2026-01", "date:2026-02..",       "class:publicity",
        "class:none",       "release:R-1"};
    gint kind = g_rand_int_range(dice, 0, depth ? 12 : 5);
    if (kind < 3) {
        g_string_append(s, PICK(dice, words));
    } else if (kind == 3) {
        g_string_append_printf(s, "%s%s", PICK(dice, fields), PICK(dice, words));
    } else if (kind == 4) {
        g_string_append(s, PICK(dice, limits));
    } else if (kind == 5) {
        const char *field = g_rand_boolean(dice) ? "" : PICK(dice, fields);
        g_string_append_printf(s, "%s%s", field, PICK(dice, words));
        for (gint n = g_rand_int_range(dice, 1, 4); n > 0; n--)
            g_string_append_printf(s, " NEAR/%d %s%s", g_rand_int_range(dice, 0, 12), field,
                                   PICK(dice, words));
    } else {
        gboolean is_any = kind < 9;
        g_string_append_c(s, '(');
        for (gint n = g_rand_int_range(dice, 2, 4); n > 0; n--) {
            if (!is_any && g_rand_int_range(dice, 0, 4) == 0)
                g_string_append_c(s, '-');
            add_query(dice, depth - 1, s);
            g_string_append(s, n > 1 ? is_any ? " OR " : " " : "");
        }
        g_string_append_c(s, ')');
    }
}

static char *random_query(GRand *dice)
{
    for (;;) {
        g_autoptr(GString) s = g_string_new(NULL);
        add_query(dice, 2, s);
        g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(s->str), NULL);
        if (query)
            return g_string_free(g_steal_pointer(&s), FALSE);
    }
}

static KiriTopic *random_topic(GRand *dice, guint number)
{
    KiriTopic *t = kiri_topic_new();
    t->id = g_strdup_printf("T-%u", number);
    t->query = random_query(dice);
    if (g_rand_int_range(dice, 0, 3) == 0)
        t->exclude = random_query(dice);
    if (g_rand_int_range(dice, 0, 5) == 0)
        kiri_strv_add(&t->media, g_rand_boolean(dice) ? "asa" : "asa.example");
    if (g_rand_int_range(dice, 0, 8) == 0)
        kiri_strv_add(&t->media, "朝の新聞");
    if (g_rand_int_range(dice, 0, 6) == 0)
        kiri_strv_add(&t->sections, "社会");
    if (g_rand_int_range(dice, 0, 6) == 0)
        kiri_strv_add(&t->languages, "ja");
    if (g_rand_int_range(dice, 0, 4) == 0)
        t->variants = g_strdup(g_rand_boolean(dice) ? "all" : "chouon,number,particle");
    t->is_removed = g_rand_int_range(dice, 0, 12) == 0;
    return t;
}

static KiriArticle *random_article(GRand *dice)
{
    static const char *const hosts[] = {"asa.example", "www.asa.example", "xasa.example",
                                        "b.example"};
    static const char *const media[] = {"asa", "b", NULL}, *const names[] = {"朝の新聞", "asa",
                                                                             NULL};
    static const char *const sections[] = {"社会", "くらし/社会", "経済", NULL};
    static const char *const languages[] = {"ja", "ja-JP", "jam", "en", NULL};
    KiriArticle *a = kiri_article_new();
    g_autofree char *url =
        g_strdup_printf("https://%s/%d", PICK(dice, hosts), g_rand_int_range(dice, 0, 1000000));
    kiri_article_set_url(a, url);
    a->title = random_text(dice, 5);
    a->text = random_text(dice, 40);
    for (gint n = g_rand_int_range(dice, 0, 3); n > 0; n--) {
        g_autofree char *author = random_text(dice, 4);
        kiri_strv_add(&a->authors, author);
    }
    a->medium = g_strdup(PICK(dice, media));
    a->site_name = g_strdup(PICK(dice, names));
    a->section = g_strdup(PICK(dice, sections));
    a->language = g_strdup(PICK(dice, languages));
    if (g_rand_boolean(dice))
        a->published =
            kiri_time_jst(kiri_civil_days(2026, g_rand_int_range(dice, 1, 4), 5) * KIRI_US_PER_DAY);
    return a;
}

static void free_topic(gpointer topic)
{
    kiri_topic_free(topic);
}

/* What the documentation says, topic by topic. */
static gboolean belongs(const KiriTopic *topic, const KiriVariants *variants,
                        const KiriArticle *article, KiriQueryArticle *texts,
                        const KiriTopicTie *ties, gsize n_ties)
{
    g_autoptr(KiriQuery) query = topic->is_removed ? NULL : kiri_topic_query(topic, variants, NULL);
    if (!query || !kiri_topic_admits(topic, article))
        return FALSE;
    texts->clip_class = texts->clip_release = NULL;
    if (!kiri_query_needs_clips(query))
        return kiri_query_matches(query, texts);
    for (gsize i = 0; i < n_ties; i++) {
        texts->clip_class = ties[i].class_;
        texts->clip_release = ties[i].release;
        if (kiri_query_matches(query, texts))
            return TRUE;
    }
    return FALSE;
}

static gboolean has(const GArray *numbers, guint number)
{
    for (guint i = 0; i < numbers->len; i++)
        if (g_array_index(numbers, guint, i) == number)
            return TRUE;
    return FALSE;
}

static void compare(const GPtrArray *topics, const KiriVariants *variants, KiriTopicScan *scan,
                    GRand *dice, guint *n_matches)
{
    static const KiriTopicTie all_ties[] = {
        {"publicity", "R-1"}, {"none", NULL}, {"publicity", "R-2"}, {"mention", NULL}};
    g_autoptr(KiriArticle) article = random_article(dice);
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(article);
    const KiriTopicTie *ties = all_ties + g_rand_int_range(dice, 0, 3);
    gsize n_ties = (gsize)g_rand_int_range(dice, 0, 3);
    kiri_topic_scan_read(scan, article, texts);
    g_autoptr(GArray) possible = g_array_new(FALSE, FALSE, sizeof(guint));
    const GArray *asked = kiri_topic_scan_possible(scan);
    if (asked->len)
        g_array_append_vals(possible, asked->data, asked->len);
    const GArray *matches = kiri_topic_scan_matches(scan, ties, n_ties);
    *n_matches += matches->len;
    for (guint i = 0; i < topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(topics, i);
        gboolean expected = belongs(topic, variants, article, texts, ties, n_ties);
        if (has(matches, i) != expected)
            g_error("'%s' without '%s' %s '%s' | '%s'", topic->query, topic->exclude,
                    expected ? "must match" : "must not match", texts->title, texts->text);
        g_assert_true(!expected || has(possible, i));
        g_assert_true(i == 0 || matches->len < 2 ||
                      g_array_index(matches, guint, 0) < g_array_index(matches, guint, 1));
    }
}

static void test_like_one_by_one(void)
{
    guint n_matches = 0;
    g_autoptr(GError) trouble = NULL;
    g_autoptr(KiriVariants) variants = kiri_variants_load(DICTIONARIES, NULL, &trouble);
    g_assert_no_error(trouble);
    for (guint32 seed = 1; seed <= 40; seed++) {
        g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
        g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func(free_topic);
        for (guint i = 0; i < 60; i++)
            g_ptr_array_add(topics, random_topic(dice, i));
        GError *error = NULL;
        g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, variants, &error);
        g_assert_no_error(error);
        g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(set);
        for (guint i = 0; i < 30; i++)
            compare(topics, variants, scan, dice, &n_matches);
    }
    g_assert_cmpuint(n_matches, >, 5000); // the comparison saw both answers
}

/* ---- by hand ---- */

static KiriTopic *topic_of(GPtrArray *topics, const char *query)
{
    KiriTopic *t = kiri_topic_new();
    t->id = g_strdup_printf("T-%u", topics->len);
    t->query = g_strdup(query);
    g_ptr_array_add(topics, t);
    return t;
}

static KiriArticle *article_of(const char *title, const char *text)
{
    KiriArticle *a = kiri_article_new();
    kiri_article_set_url(a, "https://www.asa.example/1");
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    return a;
}

static char *matches_of(const GPtrArray *topics, const KiriArticle *article)
{
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, NULL, NULL);
    g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(set);
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(article);
    kiri_topic_scan_read(scan, article, texts);
    const GArray *matches = kiri_topic_scan_matches(scan, NULL, 0);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < matches->len; i++)
        g_string_append_printf(out, "%u ", g_array_index(matches, guint, i));
    return g_string_free(out, FALSE);
}

static void assert_matches(const GPtrArray *topics, const KiriArticle *article,
                           const char *expected)
{
    g_autofree char *got = matches_of(topics, article);
    g_assert_cmpstr(got, ==, expected);
}

static void test_limits(void)
{
    g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func(free_topic);
    topic_of(topics, "年休");
    topic_of(topics, "年休")->exclude = g_strdup("速報 OR 号外");
    kiri_strv_add(&topic_of(topics, "年休")->media, "asa.example");
    kiri_strv_add(&topic_of(topics, "年休")->media, "朝の新聞");
    kiri_strv_add(&topic_of(topics, "年休")->sections, "社会");
    kiri_strv_add(&topic_of(topics, "年休")->languages, "ja");
    topic_of(topics, "年休")->is_removed = TRUE;
    g_autoptr(KiriArticle) a = article_of("年休の取得率", "本文");
    assert_matches(topics, a, "0 1 2 5 ");
    a->site_name = g_strdup("朝の新聞");
    a->section = g_strdup("くらし・社会");
    a->language = g_strdup("ja-JP");
    assert_matches(topics, a, "0 1 2 3 4 5 ");
    g_free(a->language);
    a->language = g_strdup("en");
    g_free(a->text);
    a->text = g_strdup("（号外）");
    assert_matches(topics, a, "0 2 3 4 ");
    kiri_article_set_url(a, "https://asa.example.jp/1");
    assert_matches(topics, a, "0 3 4 ");
}

static void test_terms(void)
{
    g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func(free_topic);
    topic_of(topics, "(年休 OR 有休 OR snow* OR title:率 OR author:山田) -号外");
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, NULL, NULL);
    g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(set);
    g_autoptr(KiriArticle) a = article_of("年休", "Snowfall、号外、率");
    kiri_strv_add(&a->authors, "山田");
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(a);
    kiri_topic_scan_read(scan, a, texts);
    g_auto(GStrv) terms = kiri_topic_scan_terms(scan, 0);
    g_autofree char *joined = g_strjoinv(",", terms);
    g_assert_cmpstr(joined, ==, "年休,snow*");
    g_assert_cmpuint(kiri_topic_set_keywords(set), ==, 6);
}

static void assert_refused(const char *query, const char *exclude, const char *expected)
{
    g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func(free_topic);
    topic_of(topics, query)->exclude = g_strdup(exclude);
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_topic_set_new(topics, NULL, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
    if (!strstr(error->message, expected))
        g_error("'%s' gives '%s'", query, error->message);
}

static void test_errors(void)
{
    assert_refused("年休 (", NULL, "topic 'T-0': ");
    assert_refused("年休 )", NULL, "column 4");
    assert_refused("年休", "速報 OR", "exclude: query column 6");
    g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func(free_topic);
    topic_of(topics, "年休")->variants = g_strdup("spelling");
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_topic_set_new(topics, NULL, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
}

static char *digest_of(const KiriTopic *topic, const KiriVariants *variants)
{
    g_autoptr(GPtrArray) topics = g_ptr_array_new();
    g_ptr_array_add(topics, (gpointer)(guintptr)topic);
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, variants, NULL);
    return g_strdup(kiri_topic_set_digest(set, 0));
}

static void test_digest(void)
{
    g_autoptr(KiriVariants) variants = kiri_variants_load(DICTIONARIES, NULL, NULL);
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->id = g_strdup("T-1");
    t->name = g_strdup("年休");
    t->query = g_strdup("サーバー 年休");
    g_autofree char *plain = digest_of(t, variants);
    t->version = 7;
    t->owner = g_strdup("広報");
    t->colour = g_strdup("#ff0000");
    t->notes = g_strdup("毎朝見る");
    t->section = g_strdup("監督課");
    t->added = kiri_time_jst(1);
    t->is_comparison = TRUE;
    g_autofree char *same = digest_of(t, variants);
    g_assert_cmpstr(same, ==, plain);
    t->variants = g_strdup("all");
    g_autofree char *wide = digest_of(t, variants);
    g_assert_cmpstr(wide, !=, plain);
    /* Without the tables there is nothing to widen by. */
    g_autofree char *narrow = digest_of(t, NULL);
    g_assert_cmpstr(narrow, ==, plain);
    t->exclude = g_strdup("速報");
    g_autofree char *other = digest_of(t, variants);
    g_assert_cmpstr(other, !=, wide);
}

/* Wider by another spelling, but not in what is excluded. */
static void test_variants(void)
{
    g_autoptr(KiriVariants) variants = kiri_variants_load(DICTIONARIES, NULL, NULL);
    g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func(free_topic);
    topic_of(topics, "サーバー")->variants = g_strdup("all");
    topic_of(topics, "サーバー");
    topic_of(topics, "厚生労働省 NEAR/3 サーバー")->variants = g_strdup("alias,chouon");
    KiriTopic *without = topic_of(topics, "故障");
    without->variants = g_strdup("all");
    without->exclude = g_strdup("サーバー");
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, variants, NULL);
    g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(set);
    g_autoptr(KiriArticle) a = article_of("厚労省のサーバが故障", "サーバントは無事");
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(a);
    kiri_topic_scan_read(scan, a, texts);
    const GArray *matches = kiri_topic_scan_matches(scan, NULL, 0);
    g_assert_cmpuint(matches->len, ==, 3);
    g_assert_cmpuint(g_array_index(matches, guint, 0), ==, 0);
    g_assert_cmpuint(g_array_index(matches, guint, 1), ==, 2);
    g_assert_cmpuint(g_array_index(matches, guint, 2), ==, 3);
    g_auto(GStrv) terms = kiri_topic_scan_terms(scan, 0);
    g_assert_true(kiri_strv_has(terms, "サーバ"));
}

/* A scan forgets the article before. */
static void test_reuse(void)
{
    g_autoptr(GPtrArray) topics = g_ptr_array_new_with_free_func(free_topic);
    topic_of(topics, "年休 NEAR/2 取得");
    topic_of(topics, "site:asa.example 年休");
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, NULL, NULL);
    g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(set);
    g_autoptr(KiriArticle) near = article_of("年休の取得", "x");
    g_autoptr(KiriArticle) far = article_of("取得", "年休");
    g_autoptr(KiriQueryArticle) near_texts = kiri_query_article_of(near);
    g_autoptr(KiriQueryArticle) far_texts = kiri_query_article_of(far);
    kiri_topic_scan_read(scan, near, near_texts);
    g_assert_cmpuint(kiri_topic_scan_matches(scan, NULL, 0)->len, ==, 2);
    kiri_topic_scan_read(scan, far, far_texts);
    g_assert_cmpuint(kiri_topic_scan_matches(scan, NULL, 0)->len, ==, 1);
    kiri_topic_scan_read(scan, near, near_texts);
    g_assert_cmpuint(kiri_topic_scan_matches(scan, NULL, 0)->len, ==, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/topic-set/automaton", test_automaton);
    g_test_add_func("/topic-set/long-runs", test_long_runs);
    g_test_add_func("/topic-set/like-one-by-one", test_like_one_by_one);
    g_test_add_func("/topic-set/limits", test_limits);
    g_test_add_func("/topic-set/terms", test_terms);
    g_test_add_func("/topic-set/errors", test_errors);
    g_test_add_func("/topic-set/digest", test_digest);
    g_test_add_func("/topic-set/variants", test_variants);
    g_test_add_func("/topic-set/reuse", test_reuse);
    return g_test_run();
}
