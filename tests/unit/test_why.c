// SPDX-License-Identifier: GPL-3.0-or-later
/* Why an article is no clip: the answer must be that of the link stage, name what it
 * hangs on, and write nothing. */
#include <kirinuki/error.h>
#include <kirinuki/why.h>

#include "../support/store.h"

#include <math.h>
#include <string.h>

#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries/"

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    KiriLinkOptions options;
} Fixture;

static const struct {
    const char *id, *title, *text;
    gint day;
} releases[] = {
    {"R-visits", "独り暮らし高齢者の見守り訪問事業「ひなた」を7月1日に始めます",
     "暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に11道県の24市町村"
     "で始めます。"
     "訪問員約1,800人が、約42,000世帯を週1回訪ねます。",
     2},
    {"R-trial", "独り暮らし高齢者の見守り訪問事業の試行の結果をまとめました",
     "独り暮らしの高齢者を訪ねる見守り訪問事業を6市町で試し、訪問員310人が5,600世帯を訪ねました。",
     -30},
    {"R-heater", "石油ストーブの事故が増えています",
     "石油ストーブの事故が去年の冬に412件あり、前の冬より37件増えました。", -5},
};

static const struct {
    const char *url, *title, *text;
    gint day;
} articles[] = {
    {"https://a.example/visits", "高齢者訪問「ひなた」7月開始",
     "暮らし安全省は3日、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日に24市町村で始め"
     "ると発表した。"
     "訪問員約1,800人が、約42,000世帯を週1回訪ねる。",
     2},
    {"https://a.example/heater", "石油ストーブの事故、412件",
     "暮らし安全省によると、石油ストーブの事故は去年の冬に412件で、37件増えた。", -5},
    {"https://a.example/cafe", "喫茶店が閉店",
     "駅前で親しまれた喫茶店が月末で店を閉じる。窓辺にはsnowdenの本が並ぶ。", 3},
    {"https://a.example/late", "石油ストーブを点検",
     "石油ストーブの事故を防ごうと、町の電器店が点検会を開いた。", 300},
};

static void put_release(Fixture *f, guint i)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup(releases[i].id);
    r->title = g_strdup(releases[i].title);
    r->text = g_strdup(releases[i].text);
    r->organisation = g_strdup("暮らし安全省");
    r->url = g_strdup_printf("https://kurashi.example/%s", releases[i].id);
    r->date = kiri_time_jst(test_day_us(releases[i].day));
    test_put(f->store, KIRI_NOUN_RELEASE, r);
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    f->options = (KiriLinkOptions){.organisation = "暮らし安全省",
                                   .weights_path = DICTIONARIES "match_weights.tsv",
                                   .frequencies_path = DICTIONARIES "term_frequencies.tsv",
                                   .variants_dir = DICTIONARIES};
    for (guint i = 0; i < G_N_ELEMENTS(releases); i++)
        put_release(f, i);
    for (guint i = 0; i < G_N_ELEMENTS(articles); i++) {
        g_autoptr(KiriArticle) a = test_article(articles[i].url, articles[i].text, articles[i].day);
        g_free(a->title);
        a->title = g_strdup(articles[i].title);
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
    }
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static char *id_of(const char *url)
{
    g_autoptr(KiriArticle) a = test_article(url, "", 0);
    return g_strdup(a->id);
}

static KiriWhy *ask(Fixture *f, const char *url, const char *release)
{
    g_autofree char *id = id_of(url);
    g_autoptr(GError) error = NULL;
    guint64 before = kiri_store_log_end(f->store);
    KiriWhy *why = kiri_why(f->store, &f->options, id, release, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, before);
    g_assert_nonnull(why->evidence);
    return why;
}

static gdouble what_if(const KiriWhy *why, const char *condition)
{
    for (guint i = 0; i < kiri_recs_count(why->what_ifs); i++) {
        const KiriWhatIf *w = g_ptr_array_index(why->what_ifs, i);
        if (strcmp(w->condition, condition) == 0)
            return w->probability;
    }
    return -1;
}

/* Every pair: a clip of the link stage is one here, with its probability, and what is
 * none is none. */
static void test_agrees(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    kiri_link_run(f->store, &f->options, &counts, &error);
    g_assert_no_error(error);
    guint clips = 0;
    for (guint a = 0; a < G_N_ELEMENTS(articles); a++)
        for (guint r = 0; r < G_N_ELEMENTS(releases); r++) {
            g_autofree char *id = id_of(articles[a].url);
            g_autofree char *clip_id = kiri_clip_make_id(id, releases[r].id);
            g_autoptr(KiriClip) clip = kiri_store_get(f->store, KIRI_NOUN_CLIP, clip_id, &error);
            g_autoptr(KiriWhy) why = ask(f, articles[a].url, releases[r].id);
            gboolean is_clip = clip && clip->class_ != KIRI_CLASS_NONE;
            g_assert_cmpint(why->outcome == KIRI_WHY_CLIP, ==, is_clip);
            if (is_clip)
                g_assert_cmpfloat_with_epsilon(why->probability, clip->probability, 0.0002);
            clips += is_clip ? 1 : 0;
        }
    g_assert_cmpuint(clips, >=, 2);
}

/* The rival that won is named, and what it is ahead by. */
static void test_other(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriWhy) why = ask(f, "https://a.example/visits", "R-trial");
    g_assert_cmpint(why->outcome, ==, KIRI_WHY_OTHER);
    g_assert_true(why->is_candidate);
    g_assert_cmpuint(kiri_recs_count(why->others), ==, 1);
    const KiriWhyOther *other = g_ptr_array_index(why->others, 0);
    g_assert_cmpstr(other->release, ==, "R-visits");
    g_assert_cmpfloat(other->probability, >, why->probability);
    const KiriRival *rival = g_ptr_array_index(why->evidence->rivals, 0);
    g_assert_cmpstr(rival->release, ==, "R-visits");
    g_assert_cmpfloat(((KiriFeature *)g_ptr_array_index(rival->differences, 0))->contribution, <,
                      0);
}

static void test_nothing_shared(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriWhy) why = ask(f, "https://a.example/cafe", "R-visits");
    g_assert_cmpint(why->outcome, ==, KIRI_WHY_NOTHING_SHARED);
    g_assert_false(why->is_candidate);
    g_assert_cmpfloat(why->words, <, why->least_words);
    g_assert_cmpint(why->shared_prints, <, why->least_prints);
    g_assert_cmpint(why->days_least, ==, 1);
    /* No passage, no clip: but the page of the release settles it. */
    g_assert_cmpfloat(what_if(why, "linked"), >, 0.5);
}

static void test_out_of_time(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriWhy) why = ask(f, "https://a.example/late", "R-heater");
    g_assert_cmpint(why->outcome, ==, KIRI_WHY_OUT_OF_TIME);
    g_assert_false(why->is_candidate);
    g_assert_cmpint(why->days_least, >, why->far_behind);
    g_assert_cmpfloat(why->words, >=, why->least_words);
    g_assert_cmpfloat(what_if(why, "in_time"), >, why->probability);
    /* All terms are there although it was no candidate. */
    gdouble sum = 0;
    for (guint i = 0; i < why->evidence->features->len; i++)
        sum += ((KiriFeature *)g_ptr_array_index(why->evidence->features, i))->contribution;
    g_assert_cmpfloat_with_epsilon(1 / (1 + exp(-sum)), why->probability, 0.001);
}

/* What another day would make of the pair is computed, not guessed: the same article with
 * that day comes to the same. */
static void test_vague(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = test_article(articles[0].url, "石油ストーブの事故が増えている。", 0);
    a->published = kiri_time_jst(test_day_us(-5) - 800 * KIRI_US_PER_DAY);
    a->published.precision = KIRI_PRECISION_YEAR;
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriWhy) vague = ask(f, articles[0].url, "R-heater");
    gdouble dated = MAX(what_if(vague, "article_day"), what_if(vague, "in_time"));
    g_assert_cmpfloat(dated, >, vague->probability);
    a->published = kiri_time_jst(test_day_us(-5));
    a->published.precision = KIRI_PRECISION_DAY;
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriWhy) exact = ask(f, articles[0].url, "R-heater");
    g_assert_cmpfloat_with_epsilon(exact->probability, dated, 0.0002);
}

static void test_removed(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriRelease) r = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "R-heater", &error);
    r->is_removed = TRUE;
    test_put(f->store, KIRI_NOUN_RELEASE, r);
    g_autofree char *id = id_of("https://a.example/heater");
    g_autoptr(KiriWhy) why = kiri_why(f->store, &f->options, id, "R-heater", &error);
    g_assert_no_error(error);
    g_assert_cmpint(why->outcome, ==, KIRI_WHY_REMOVED);
    g_assert_null(kiri_why(f->store, &f->options, "nobody", "R-heater", &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
    g_clear_error(&error);
    g_assert_null(kiri_why(f->store, &f->options, id, "nothing", &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
}

/* Two releases that say the same: each is likelier where the other is not there, and
 * what is said of that is what the pair comes to then. */
static void test_without(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriRelease) twin = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "R-visits", &error);
    g_free(twin->id);
    twin->id = g_strdup("R-twin");
    twin->date.us -= 10 * KIRI_US_PER_DAY;
    test_put(f->store, KIRI_NOUN_RELEASE, twin);
    g_autoptr(KiriWhy) both = ask(f, "https://a.example/visits", "R-twin");
    gdouble without = what_if(both, "without");
    g_assert_cmpfloat(without, >, both->probability);
    g_autoptr(KiriRelease) first = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "R-visits", &error);
    first->is_removed = TRUE;
    test_put(f->store, KIRI_NOUN_RELEASE, first);
    g_autoptr(KiriWhy) alone = ask(f, "https://a.example/visits", "R-twin");
    g_assert_cmpfloat_with_epsilon(alone->probability, without, 0.0002);
}

/* ---- topics ---- */

static KiriWhyTopic *ask_topic(Fixture *f, const char *url, KiriTopic *topic)
{
    g_autofree char *id = id_of(url);
    g_autoptr(GError) error = NULL;
    topic->id = g_strdup("T-1");
    topic->name = g_strdup("テーマ");
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    KiriWhyTopic *why = kiri_why_topic(f->store, &f->options, id, "T-1", &error);
    g_assert_no_error(error);
    return why;
}

static const KiriWhyPart *part_of(const KiriWhyTopic *why, const char *text)
{
    for (guint i = 0; i < why->parts->len; i++) {
        const KiriWhyPart *p = g_ptr_array_index(why->parts, i);
        if (g_strcmp0(p->text, text) == 0)
            return p;
    }
    g_assert_not_reached();
}

static guint causes_of(const KiriWhyTopic *why)
{
    guint n = 0;
    for (guint i = 0; i < why->parts->len; i++)
        n += ((KiriWhyPart *)g_ptr_array_index(why->parts, i))->is_cause ? 1 : 0;
    return n;
}

static void test_topic_match(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->query = g_strdup("喫茶店 (閉店 OR 開店) -雪");
    g_autoptr(KiriWhyTopic) why = ask_topic(f, "https://a.example/cafe", t);
    g_assert_cmpint(why->outcome, ==, KIRI_WHY_CLIP);
    g_assert_cmpuint(causes_of(why), ==, 0);
    g_assert_false(part_of(why, "開店")->is_met);
}

static void test_topic_causes(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->query = g_strdup("喫茶店 (snow OR title:窓辺) -本");
    t->exclude = g_strdup("駅前 OR 港");
    kiri_strv_add(&t->media, "b.example");
    kiri_strv_add(&t->media, "a.example");
    kiri_strv_add(&t->sections, "社会");
    kiri_strv_add(&t->languages, "ja");
    g_autoptr(KiriWhyTopic) why = ask_topic(f, "https://a.example/cafe", t);
    g_assert_cmpint(why->outcome, ==, KIRI_WHY_NO_MATCH);
    g_assert_true(part_of(why, "喫茶店")->is_met);
    g_assert_true(part_of(why, "snow")->is_cause);
    g_assert_true(part_of(why, "snow")->is_inside);
    g_assert_true(part_of(why, "窓辺")->is_cause);
    g_assert_true(part_of(why, "本")->is_cause);
    g_assert_true(part_of(why, "駅前")->is_cause);
    g_assert_false(part_of(why, "港")->is_cause);
    g_assert_true(part_of(why, "a.example")->is_met);
    g_assert_false(part_of(why, "b.example")->is_cause);
    g_assert_true(part_of(why, "社会")->is_cause);
    g_assert_true(part_of(why, "ja")->is_met);
    g_assert_cmpuint(causes_of(why), ==, 5);
}

/* The keyword is not there, another way to write it is. */
static void test_topic_variant(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->query = g_strdup("七月一日 OR 2026年 OR 四百十二件");
    t->variants = g_strdup("all");
    g_autoptr(KiriWhyTopic) why = ask_topic(f, "https://a.example/heater", t);
    g_assert_cmpint(why->outcome, ==, KIRI_WHY_CLIP);
    const KiriWhyPart *p = part_of(why, "四百十二件");
    g_assert_true(p->is_met);
    g_assert_cmpstr(p->found, ==, "412件");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/why/" name, Fixture, NULL, set_up, function, tear_down)
    ADD("agrees", test_agrees);
    ADD("other", test_other);
    ADD("without", test_without);
    ADD("nothing-shared", test_nothing_shared);
    ADD("out-of-time", test_out_of_time);
    ADD("vague", test_vague);
    ADD("removed", test_removed);
    ADD("topic/match", test_topic_match);
    ADD("topic/causes", test_topic_causes);
    ADD("topic/variant", test_topic_variant);
#undef ADD
    return g_test_run();
}
