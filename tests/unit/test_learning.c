// SPDX-License-Identifier: GPL-3.0-or-later
/* Learning from verdicts: what ten of them move and what they never touch; and the link
 * stage with it, whose clips are a function of what is stored. */
#include <kirinuki/learning.h>
#include <kirinuki/link.h>

#include "../support/store.h"

#include <math.h>
#include <string.h>

#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries/"

/* ---- a release whose clips are at hand ---- */

static void put_release(const TestStore *f, gboolean is_learning_off)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("R-1");
    r->title = g_strdup("発表");
    r->is_learning_off = is_learning_off;
    test_put(f->store, KIRI_NOUN_RELEASE, r);
}

/* An article with a clip of R-1; the clip's id. (transfer full) */
static char *put_clip(const TestStore *f, guint number, gdouble p, const char *text,
                      const char *story)
{
    g_autofree char *url = g_strdup_printf("https://a.example/%u", number);
    g_autoptr(KiriArticle) a = test_article(url, text, 1);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, "R-1");
    c->article = g_strdup(a->id);
    c->release = g_strdup("R-1");
    c->probability = p;
    c->class_ = KIRI_CLASS_PUBLICITY;
    c->story = g_strdup(story ? story : a->id);
    c->link_version = g_strdup("1/1");
    test_put(f->store, KIRI_NOUN_CLIP, c);
    return g_strdup(c->id);
}

static void judge(KiriStore *store, const char *clip, KiriDecision decision)
{
    g_autoptr(KiriVerdict) before = kiri_store_get(store, KIRI_NOUN_VERDICT, clip, NULL);
    g_autoptr(KiriVerdict) v =
        before ? kiri_record_copy(&kiri_verdict_shape, before) : kiri_verdict_new();
    if (!before)
        v->clip = g_strdup(clip);
    v->is_accepted = decision == KIRI_DECISION_ACCEPTED;
    v->is_rejected = decision == KIRI_DECISION_REJECTED;
    g_assert_true(
        kiri_verdict_change(before, v, KIRI_ACTION_ACCEPT, NULL, kiri_time_jst(test_day_us(2))));
    test_put(store, KIRI_NOUN_VERDICT, v);
}

static void judge_new(const TestStore *f, guint number, gdouble p, const char *text,
                      KiriDecision decision)
{
    g_autofree char *clip = put_clip(f, number, p, text, NULL);
    judge(f->store, clip, decision);
}

static KiriLearned *learned_of(const TestStore *f)
{
    g_autoptr(GError) error = NULL;
    KiriLearned *l = kiri_learned_of(f->store, KIRI_NOUN_RELEASE, "R-1", &error);
    g_assert_no_error(error);
    return l;
}

static void test_threshold(TestStore *f, gconstpointer data)
{
    (void)data;
    put_release(f, FALSE);
    for (guint i = 0; i < KIRI_LEARN_FROM - 1; i++)
        judge_new(f, i, .6, "本文", KIRI_DECISION_REJECTED);
    g_autoptr(KiriLearned) few = learned_of(f);
    g_assert_false(few->is_active);
    g_assert_cmpuint(few->rejected, ==, KIRI_LEARN_FROM - 1);
    judge_new(f, 100, .6, "本文", KIRI_DECISION_REJECTED);
    g_autoptr(KiriLearned) enough = learned_of(f);
    g_assert_true(enough->is_active);
    g_assert_cmpfloat(enough->alpha, <, -.5);
    g_assert_cmpfloat(enough->alpha, >, -1.5); // the prior holds
    KiriLearnedPush push = kiri_learned_push(enough, .6, "本文");
    g_assert_cmpfloat(push.after, <, .45);
    g_assert_cmpfloat(push.after, >, .15);
    g_assert_cmpuint(enough->terms->len, ==, 0);

    put_release(f, TRUE);
    g_autoptr(KiriLearned) off = learned_of(f);
    g_assert_false(off->is_active);
    g_assert_true(off->is_off);
}

/* Verdicts that agree with the program leave its probabilities where they were. */
static void test_agreement(TestStore *f, gconstpointer data)
{
    (void)data;
    put_release(f, FALSE);
    for (guint i = 0; i < 20; i++) {
        gdouble p = i % 2 ? .9 : .2;
        judge_new(f, i, p, "本文",
                  (i % 20 < 2) == (i % 2 == 0) ? KIRI_DECISION_ACCEPTED : KIRI_DECISION_REJECTED);
    }
    /* 9 of 10 at .9, 1 of 10 at .2 */
    g_autoptr(KiriLearned) l = learned_of(f);
    g_assert_true(l->is_active);
    g_assert_cmpfloat(fabs(kiri_learned_push(l, .9, "").after - .9), <, .05);
    g_assert_cmpfloat(fabs(kiri_learned_push(l, .2, "").after - .2), <, .08);
    g_assert_cmpfloat(fabs(kiri_learned_push(l, .5, "").after - .5), <, .1);
}

/* The summit of the posterior, found by looking around it. */
static gdouble posterior(guint accepted, guint rejected, gdouble x, gdouble alpha, gdouble beta)
{
    gdouble p = 1 / (1 + exp(-alpha - beta * x));
    return -2 * alpha * alpha - 8 * (beta - 1) * (beta - 1) + accepted * log(p) +
           rejected * log(1 - p);
}

static void test_fit_is_the_summit(TestStore *f, gconstpointer data)
{
    (void)data;
    put_release(f, FALSE);
    for (guint i = 0; i < 30; i++)
        judge_new(f, i, .7, "本文", i < 9 ? KIRI_DECISION_ACCEPTED : KIRI_DECISION_REJECTED);
    g_autoptr(KiriLearned) l = learned_of(f);
    gdouble x = log(.7 / .3), best = posterior(9, 21, x, l->alpha, l->beta);
    for (gint i = -1; i <= 1; i++)
        for (gint k = -1; k <= 1; k++)
            g_assert_cmpfloat(posterior(9, 21, x, l->alpha + i * .01, l->beta + k * .01), <=,
                              best + 1e-9);
}

static void test_terms(TestStore *f, gconstpointer data)
{
    (void)data;
    put_release(f, FALSE);
    for (guint i = 0; i < 16; i++)
        judge_new(f, i, .8,
                  i % 2 ? "競馬の結果と前年休場の馬が年休の話題と並ぶ。"
                        : "厚労省は年休の取得率を公表した。",
                  i % 2 ? KIRI_DECISION_REJECTED : KIRI_DECISION_ACCEPTED);
    g_autoptr(KiriLearned) l = learned_of(f);
    g_assert_cmpuint(l->terms->len, ==, 2); // words of the same stories say the same
    gboolean has_race = FALSE;
    gdouble sum = 0;
    for (guint i = 0; i < l->terms->len; i++) {
        const KiriLearnedTerm *t = g_ptr_array_index(l->terms, i);
        g_assert_cmpfloat(fabs(t->weight), <=, 1.5);
        g_assert_cmpint(t->weight > 0, ==, t->accepted > t->rejected);
        g_assert_cmpstr(t->word, !=, "年休"); // in all of them
        has_race |= t->rejected == 8 && t->accepted == 0;
        sum += fabs(t->weight);
    }
    g_assert_true(has_race);
    g_assert_cmpfloat(sum, >, .3);
    gdouble race = kiri_learned_push(l, .8, "前年休場の馬が競馬の結果に").after;
    gdouble office = kiri_learned_push(l, .8, "厚労省が取得率を公表した").after;
    g_assert_cmpfloat(race, <, .8);
    g_assert_cmpfloat(office, >, race + .1);
}

/* Twelve copies of one story are one lesson. */
static void test_copies_count_once(TestStore *f, gconstpointer data)
{
    (void)data;
    put_release(f, FALSE);
    for (guint i = 0; i < 12; i++) {
        g_autofree char *clip = put_clip(f, i, .6, "配信記事", "0123456789abcdef");
        judge(f->store, clip, KIRI_DECISION_REJECTED);
    }
    g_autoptr(KiriLearned) l = learned_of(f);
    g_assert_cmpuint(l->rejected, ==, 1);
    g_assert_false(l->is_active);
}

/* A clip under lessons says what moved it. */
static void test_apply(TestStore *f, gconstpointer data)
{
    (void)data;
    put_release(f, FALSE);
    for (guint i = 0; i < 40; i++)
        judge_new(f, i, .6, i % 2 ? "競馬の結果" : "取得率の話",
                  i % 2 ? KIRI_DECISION_REJECTED : KIRI_DECISION_ACCEPTED);
    g_autoptr(KiriLearned) l = learned_of(f);
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->release = g_strdup("R-1");
    clip->class_ = KIRI_CLASS_PUBLICITY;
    clip->probability = .55;
    clip->evidence = kiri_evidence_new();
    clip->evidence->reason = g_strdup("数値1件が一致");
    kiri_learned_apply(l, "競馬の結果", clip);
    g_assert_cmpfloat(clip->base_probability, ==, .55);
    g_assert_cmpfloat(clip->probability, <, .5);
    g_assert_cmpint(clip->class_, ==, KIRI_CLASS_MENTION);
    g_assert_true(clip->needs_review);
    g_assert_true(g_str_has_prefix(clip->evidence->reason, "数値1件が一致、"));
    g_assert_nonnull(strstr(clip->evidence->reason, "競馬"));
    guint found = 0;
    gdouble logit = log(.55 / .45), sum = 0;
    for (guint i = 0; i < clip->evidence->features->len; i++) {
        const KiriFeature *feature = g_ptr_array_index(clip->evidence->features, i);
        found += strcmp(feature->name, "learned threshold") == 0;
        found += strcmp(feature->name, "learned terms") == 0;
        sum += feature->contribution;
    }
    g_assert_cmpuint(found, ==, 2);
    g_assert_cmpfloat(fabs(1 / (1 + exp(-logit - sum)) - clip->probability), <, 1e-4);
}

/* ---- through the link stage ---- */

enum { ARTICLES = 40 };

static gboolean is_race(guint number)
{
    return number % 2 == 1;
}

static void put_world(const TestStore *f)
{
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("nenkyu");
    topic->name = g_strdup("年休");
    topic->query = g_strdup("年休");
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    for (guint i = 0; i < ARTICLES; i++) {
        g_autofree char *url = g_strdup_printf("https://a.example/%u", i);
        g_autofree char *text =
            is_race(i)
                ? g_strdup_printf("競馬の第%uレースでは、前年休場の馬が%u着に入った。", i, i)
                : g_strdup_printf("厚労省は年休の取得率を公表した。業種%uでは%u割だった。", i, i);
        g_autoptr(KiriArticle) a = test_article(url, text, (gint)i % 9);
        g_free(a->title);
        a->title = g_strdup_printf("記事その%u", i);
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
    }
}

static KiriLinkCounts run_link(const TestStore *f, gboolean is_rebuild)
{
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    KiriLinkOptions options = {.weights_path = DICTIONARIES "match_weights.tsv",
                               .frequencies_path = DICTIONARIES "term_frequencies.tsv",
                               .force_rebuild = is_rebuild};
    kiri_link_run(f->store, &options, &counts, &error);
    g_assert_no_error(error);
    return counts;
}

static char *clip_of(guint number)
{
    g_autofree char *url = g_strdup_printf("https://a.example/%u", number);
    g_autoptr(KiriArticle) a = test_article(url, "", 0);
    return kiri_clip_make_id(a->id, "nenkyu");
}

static KiriClip *get_clip(const TestStore *f, guint number)
{
    g_autofree char *id = clip_of(number);
    return kiri_store_get(f->store, KIRI_NOUN_CLIP, id, NULL);
}

static gboolean add_line(KiriStr line, gpointer data, GError **error)
{
    (void)error;
    if (g_strstr_len(line.p, (gssize)line.n, "\"type\":\"clip\""))
        g_string_append_len(data, line.p, (gssize)line.n);
    return TRUE;
}

/* All clips as they are exported. (transfer full) */
static char *all_clips(const TestStore *f)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    kiri_store_export_canonical(f->store, add_line, text, &error);
    g_assert_no_error(error);
    return g_string_free(text, FALSE);
}

enum { JUDGED = 20 };

static void judge_world(const TestStore *f)
{
    for (guint i = 0; i < JUDGED; i++) {
        g_autofree char *clip = clip_of(i);
        judge(f->store, clip, is_race(i) ? KIRI_DECISION_REJECTED : KIRI_DECISION_ACCEPTED);
    }
}

static void assert_rebuild_agrees(const TestStore *f)
{
    KiriLinkCounts counts = run_link(f, TRUE);
    g_assert_true(counts.was_rebuilt);
    g_assert_cmpuint(counts.clips_put, ==, 0);
    g_assert_cmpuint(counts.clips_deleted, ==, 0);
}

static void test_link_learns(TestStore *f, gconstpointer data)
{
    (void)data;
    put_world(f);
    run_link(f, FALSE);
    judge_world(f);
    run_link(f, FALSE);
    for (guint i = 0; i < ARTICLES; i++) {
        g_autoptr(KiriClip) clip = get_clip(f, i);
        g_assert_nonnull(clip); // nothing is hidden
        if (i < JUDGED) {       // a person's: as the program made it
            g_assert_cmpfloat(clip->probability, ==, 1);
            g_assert_cmpfloat(clip->base_probability, ==, 0);
            continue;
        }
        g_assert_cmpfloat(clip->base_probability, ==, 1);
        g_assert_cmpint(clip->needs_review, ==, is_race(i));
        g_assert_cmpint(clip->probability < .5, ==, is_race(i));
        g_assert_nonnull(strstr(clip->evidence->reason, "学んだ"));
    }
    assert_rebuild_agrees(f);
    g_assert_cmpuint(run_link(f, FALSE).clips_put, ==, 0);
}

/* Undone, the clips are byte for byte what they were. */
static void test_undo_restores(TestStore *f, gconstpointer data)
{
    (void)data;
    put_world(f);
    run_link(f, FALSE);
    g_autofree char *before = all_clips(f);
    judge_world(f);
    run_link(f, FALSE);
    g_autofree char *between = all_clips(f);
    g_assert_cmpstr(before, !=, between);
    for (guint i = 0; i < JUDGED; i++) {
        g_autofree char *clip = clip_of(i);
        g_autoptr(KiriVerdict) v = kiri_store_get(f->store, KIRI_NOUN_VERDICT, clip, NULL);
        g_assert_true(kiri_verdict_undo(v, NULL, kiri_time_jst(test_day_us(3))));
        test_put(f->store, KIRI_NOUN_VERDICT, v);
    }
    run_link(f, FALSE);
    g_autofree char *after = all_clips(f);
    g_assert_cmpstr(before, ==, after);
}

static void test_switched_off(TestStore *f, gconstpointer data)
{
    (void)data;
    put_world(f);
    run_link(f, FALSE);
    g_autofree char *before = all_clips(f);
    judge_world(f);
    run_link(f, FALSE);
    g_autofree char *learned = all_clips(f);
    g_autoptr(KiriTopic) topic = kiri_store_get(f->store, KIRI_NOUN_TOPIC, "nenkyu", NULL);
    topic->is_learning_off = TRUE;
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    run_link(f, FALSE);
    g_autofree char *off = all_clips(f);
    g_assert_cmpstr(before, ==, off);
    topic->is_learning_off = FALSE;
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    run_link(f, FALSE);
    g_autofree char *on = all_clips(f);
    g_assert_cmpstr(learned, ==, on);
}

/* Articles that come later, and verdicts in another order: the same clips. */
static void test_order_is_nothing(TestStore *f, gconstpointer data)
{
    put_world(f);
    run_link(f, FALSE);
    judge_world(f);
    run_link(f, FALSE);
    g_autofree char *one = all_clips(f);
    TestStore other;
    test_store_set_up(&other, data);
    put_world(&other);
    run_link(&other, FALSE);
    for (guint i = JUDGED; i-- > 0;) {
        g_autofree char *clip = clip_of(i);
        judge(other.store, clip, is_race(i) ? KIRI_DECISION_REJECTED : KIRI_DECISION_ACCEPTED);
        if (i % 7 == 0)
            run_link(&other, FALSE);
    }
    g_autofree char *two = all_clips(&other);
    g_assert_cmpstr(one, ==, two);
    test_store_tear_down(&other, data);
}

/* ---- verdicts and the link stage ---- */

/* A verdict is as it was after a rebuild, and its clip stays when the topic asks
 * something else. */
static void test_verdict_survives(TestStore *f, gconstpointer data)
{
    (void)data;
    put_world(f);
    run_link(f, FALSE);
    g_autofree char *id = clip_of(3);
    judge(f->store, id, KIRI_DECISION_ACCEPTED);
    g_autoptr(KiriVerdict) before = kiri_store_get(f->store, KIRI_NOUN_VERDICT, id, NULL);
    g_autoptr(KiriTopic) topic = kiri_store_get(f->store, KIRI_NOUN_TOPIC, "nenkyu", NULL);
    g_free(topic->query);
    topic->query = g_strdup("取得率");
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    run_link(f, FALSE);
    g_autoptr(KiriClip) kept = kiri_store_get(f->store, KIRI_NOUN_CLIP, id, NULL);
    g_assert_true(kept && kept->is_kept);
    g_assert_cmpstr(kept->topic, ==, "nenkyu");
    g_assert_true(kiri_standing(kept, before).counts);
    g_autoptr(KiriClip) gone = get_clip(f, 5);
    g_assert_null(gone); // nobody said anything about it
    assert_rebuild_agrees(f);
    g_autoptr(KiriVerdict) after = kiri_store_get(f->store, KIRI_NOUN_VERDICT, id, NULL);
    g_assert_true(kiri_record_equal(&kiri_verdict_shape, before, after));
    g_assert_true(kiri_verdict_undo(after, NULL, kiri_time_jst(test_day_us(3))));
    test_put(f->store, KIRI_NOUN_VERDICT, after);
    run_link(f, FALSE);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_CLIP, id));
}

/* A topic that asks for classes hears what a person made of them. */
static void test_topic_hears(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char text[] =
        "暮らし安全省は、独り暮らしの高齢者を訪ねる見守り訪問事業「ひなた」を7月1日から11道県の24市"
        "町村で"
        "始めます。訪問員約1,800人が約42,000世帯を週1回訪ね、令和10年度までに300市町村へ広げます。";
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("R-1");
    r->title = g_strdup("見守り訪問事業「ひなた」を7月1日から始めます");
    r->text = g_strdup(text);
    r->organisation = g_strdup("暮らし安全省");
    r->date = kiri_time_jst(test_day_us(1));
    test_put(f->store, KIRI_NOUN_RELEASE, r);
    g_autoptr(KiriArticle) a = test_article("https://a.example/1", text, 1);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("copied");
    topic->name = g_strdup("転載");
    topic->query = g_strdup("class:verbatim release:R-1");
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    run_link(f, FALSE);
    g_autofree char *tie = kiri_clip_make_id(a->id, "R-1");
    g_autofree char *of_topic = kiri_clip_make_id(a->id, "copied");
    g_assert_true(kiri_store_has(f->store, KIRI_NOUN_CLIP, of_topic));
    judge(f->store, tie, KIRI_DECISION_REJECTED);
    run_link(f, FALSE);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_CLIP, of_topic));
    g_assert_true(kiri_store_has(f->store, KIRI_NOUN_CLIP, tie));
    assert_rebuild_agrees(f);
}

#define WITH_STORE(path, test)                                                                     \
    g_test_add(path, TestStore, NULL, test_store_set_up, test, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/learning/threshold", test_threshold);
    WITH_STORE("/learning/agreement", test_agreement);
    WITH_STORE("/learning/fit-is-the-summit", test_fit_is_the_summit);
    WITH_STORE("/learning/terms", test_terms);
    WITH_STORE("/learning/copies-count-once", test_copies_count_once);
    WITH_STORE("/learning/apply", test_apply);
    WITH_STORE("/learning/link-learns", test_link_learns);
    WITH_STORE("/learning/undo-restores", test_undo_restores);
    WITH_STORE("/learning/switched-off", test_switched_off);
    WITH_STORE("/learning/order-is-nothing", test_order_is_nothing);
    WITH_STORE("/learning/verdict-survives", test_verdict_survives);
    WITH_STORE("/learning/topic-hears", test_topic_hears);
    return g_test_run();
}
