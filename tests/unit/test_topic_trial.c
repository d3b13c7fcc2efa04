// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said of a topic before it is saved: the interval of its precision, the words
 * that cut its noise, and the queries that a release suggests. */
#include <kirinuki/error.h>
#include <kirinuki/topic_suggest.h>
#include <kirinuki/topic_trial.h>

#include <math.h>
#include <string.h>

#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

/* ---- the interval ---- */

static void assert_estimate(guint accepted, guint judged, gdouble low, gdouble high)
{
    KiriEstimate e = kiri_estimate_share(accepted, judged);
    g_assert_cmpfloat_with_epsilon(e.low, low, 0.0005);
    g_assert_cmpfloat_with_epsilon(e.high, high, 0.0005);
    g_assert_true(e.low >= 0 && e.low <= e.share + 1e-9 && e.share <= e.high + 1e-9 && e.high <= 1);
}

/* Against the roots of (p − x)² = z²·x(1 − x)/n, which is what the interval is. */
static void test_interval(void)
{
    const gdouble z = 1.96;
    for (guint n = 1; n <= 200; n += 7)
        for (guint k = 0; k <= n; k += 3) {
            gdouble p = (gdouble)k / n, a = 1 + z * z / n, b = 2 * p + z * z / n;
            gdouble root = sqrt(MAX(b * b - 4 * a * p * p, 0));
            assert_estimate(k, n, (b - root) / (2 * a), (b + root) / (2 * a));
        }
    KiriEstimate none = kiri_estimate_share(0, 0);
    g_assert_cmpfloat(none.low, ==, 0);
    g_assert_cmpfloat(none.high, ==, 1);
    assert_estimate(6, 8, 0.4093, 0.9285);
}

/* ---- noise ---- */

static KiriTopicTrial *trial_new(void)
{
    g_autoptr(GError) error = NULL;
    KiriTopicTrial *trial = kiri_topic_trial_new(FREQUENCIES, &error);
    g_assert_no_error(error);
    return trial;
}

static void add_hit(KiriTopicTrial *trial, const char *title, const char *text, KiriOpinion opinion)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    kiri_topic_trial_add(trial, a, opinion);
}

static char *noise_of(const KiriTopicTrial *trial, const char *query_text, gboolean by_verdicts)
{
    gboolean is_by_verdicts = FALSE;
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(query_text), NULL);
    g_autoptr(GPtrArray) words = kiri_topic_trial_noise(trial, query, 8, &is_by_verdicts);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++) {
        const KiriNoiseWord *w = g_ptr_array_index(words, i);
        g_string_append_printf(out, "%s:%u/%u ", w->word, w->unwanted, w->wanted);
        g_assert_cmpfloat(w->score, >=, 1.96);
    }
    if (words->len)
        g_assert_cmpint(is_by_verdicts, ==, by_verdicts);
    return g_string_free(out, FALSE);
}

/* Two kinds of noise; what stands on both sides, and the query's own word, is none. */
static void test_noise_by_verdicts(void)
{
    g_autoptr(KiriTopicTrial) trial = trial_new();
    for (guint i = 0; i < 6; i++)
        add_hit(trial, "競馬の年休", "前年休場の馬が東京で出走。", KIRI_OPINION_REJECTED);
    for (guint i = 0; i < 4; i++)
        add_hit(trial, "山小屋", "通年休業の山小屋は東京から三時間。", KIRI_OPINION_REJECTED);
    for (guint i = 0; i < 20; i++)
        add_hit(trial, "年休の取得", "厚労省は東京で年休の取得率を公表した。",
                i < 5 ? KIRI_OPINION_ACCEPTED : KIRI_OPINION_NONE);
    g_autofree char *noise = noise_of(trial, "年休", TRUE);
    g_assert_nonnull(strstr(noise, ":6/0 "));
    g_assert_nonnull(strstr(noise, ":4/0 "));
    g_assert_null(strstr(noise, "東京"));
    g_assert_null(strstr(noise, "年休:"));
    /* Each word cuts what the ones before leave: one for each kind is enough. */
    g_auto(GStrv) words = g_strsplit(noise, " ", -1);
    g_assert_cmpuint(g_strv_length(words), ==, 3);
}

static void test_noise_by_likeness(void)
{
    g_autoptr(KiriTopicTrial) trial = trial_new();
    for (guint i = 0; i < 24; i++) {
        g_autofree char *text = g_strdup_printf("厚労省は有給休暇の取得率を公表した。労働基準局が事"
                                                "業所%uか所を調べた。年休の取得率は上がった。",
                                                i);
        add_hit(trial, "年休の取得率", text, KIRI_OPINION_NONE);
    }
    for (guint i = 0; i < 6; i++)
        add_hit(trial, "温泉旅館", "スキー場の温泉旅館は通年休まず営業。露天風呂が自慢。",
                KIRI_OPINION_NONE);
    g_autofree char *noise = noise_of(trial, "年休", FALSE);
    g_assert_nonnull(strstr(noise, ":6/0 "));
    g_assert_null(strstr(noise, "取得率"));
}

static void test_no_noise(void)
{
    g_autoptr(KiriTopicTrial) few = trial_new();
    for (guint i = 0; i < 11; i++)
        add_hit(few, "年休", i % 2 ? "温泉" : "労働", KIRI_OPINION_NONE);
    g_autofree char *nothing = noise_of(few, "年休", FALSE);
    g_assert_cmpstr(nothing, ==, "");
    g_autoptr(KiriTopicTrial) equal = trial_new();
    for (guint i = 0; i < 40; i++)
        add_hit(equal, "年休の取得率", "厚労省が公表した。", KIRI_OPINION_NONE);
    g_autofree char *none = noise_of(equal, "年休", FALSE);
    g_assert_cmpstr(none, ==, "");
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_topic_trial_new("/nowhere", &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
}

/* ---- proposals ---- */

static KiriRelease *make_release(void)
{
    KiriRelease *r = kiri_release_new();
    r->title = g_strdup("見守り訪問事業「ひなた」を始めます");
    r->text =
        g_strdup("厚生労働省（以下「厚労省」）は、見守り訪問事業（以下「ひなた」）を始めます。"
                 "訪問員が高齢者宅を毎週訪問します。訪問員は研修を受けます。");
    r->organisation = g_strdup("厚生労働省");
    kiri_strv_add(&r->aliases, "MHLW");
    kiri_strv_add(&r->aliases, "ひなた");
    kiri_strv_add(&r->keywords, "A \"B\"");
    kiri_strv_add(&r->keywords, "OR");
    return r;
}

static void test_parts(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriRelease) release = make_release();
    g_autoptr(GPtrArray) parts = kiri_topic_suggest_parts(release, FREQUENCIES, 6, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(parts->len, ==, 7);
    gboolean has_name = FALSE;
    for (guint i = 0; i < parts->len; i++) {
        const KiriQueryPart *part = g_ptr_array_index(parts, i);
        g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(part->query), &error);
        g_assert_no_error(error);
        g_assert_nonnull(query);
        has_name |= strcmp(part->query, "ひなた") == 0 && !part->is_context;
        g_assert_cmpint(part->is_context, ==, i + 1 == parts->len);
    }
    g_assert_true(has_name);
    /* Words of the language are quoted, as they were given by hand they come first. */
    g_assert_cmpstr(((KiriQueryPart *)parts->pdata[0])->query, ==, "\"A \"\"B\"\"\"");
    g_assert_cmpstr(((KiriQueryPart *)parts->pdata[1])->query, ==, "\"OR\"");
    const char *context = ((KiriQueryPart *)parts->pdata[6])->query;
    g_assert_true(g_str_has_prefix(context, "(厚生労働省 OR "));
    g_assert_nonnull(strstr(context, "MHLW"));
    g_assert_null(strstr(context, "ひなた"));
}

static void free_part(gpointer part)
{
    kiri_query_part_free(part);
}

static void add_part(GPtrArray *parts, const char *query, gdouble share, gboolean is_context,
                     guint32 first, guint32 end, guint32 step)
{
    KiriQueryPart *part = g_new0(KiriQueryPart, 1);
    part->query = g_strdup(query);
    part->is_context = is_context;
    part->share = share;
    part->found = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = first; i < end; i += step)
        g_array_append_val(part->found, i);
    g_ptr_array_add(parts, part);
}

static const KiriTopicProposal *proposal_at(const GPtrArray *proposals, guint i)
{
    g_assert_cmpuint(i, <, proposals->len);
    return g_ptr_array_index(proposals, i);
}

static void test_proposals(void)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(free_part);
    g_autoptr(GArray) clips = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = 0; i < 10; i++)
        g_array_append_val(clips, i);
    add_part(parts, "前半", 0, FALSE, 0, 6, 1);
    add_part(parts, "後半", 0, FALSE, 5, 10, 1);
    add_part(parts, "広い", 0, FALSE, 0, 100, 1);
    add_part(parts, "別", 0, FALSE, 50, 60, 1);
    add_part(parts, "省", 0, TRUE, 0, 100, 2);
    g_autoptr(GPtrArray) proposals = kiri_topic_propose(parts, clips, 8);
    const KiriTopicProposal *best = proposal_at(proposals, 0);
    g_assert_cmpstr(best->query, ==, "前半 OR 後半");
    g_assert_cmpuint(best->hits, ==, 10);
    g_assert_cmpuint(best->shared, ==, 10);
    g_assert_cmpfloat_with_epsilon(best->score, 1, 1e-9);
    g_assert_cmpstr(proposal_at(proposals, 1)->query, ==, "前半");
    for (guint i = 0; i < proposals->len; i++) {
        const KiriTopicProposal *p = proposal_at(proposals, i);
        g_assert_cmpstr(p->query, !=, "省");
        /* The pair with what holds everything adds nothing. */
        g_assert_cmpstr(p->query, !=, "前半 広い");
        g_assert_cmpuint(p->shared, <=, p->hits);
        /* It has coverage: what finds none of it is no proposal. */
        g_assert_cmpuint(p->shared, >, 0);
    }
}

/* An everyday word that fits by chance comes behind a name that fits less well. */
static void test_everyday_words(void)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(free_part);
    g_autoptr(GArray) clips = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = 0; i < 10; i++)
        g_array_append_val(clips, i);
    add_part(parts, "申請", 0.05, FALSE, 0, 10, 1);
    add_part(parts, "ひなた", 0, FALSE, 0, 7, 1);
    g_autoptr(GPtrArray) weighed = kiri_topic_propose(parts, clips, 8);
    g_assert_cmpstr(proposal_at(weighed, 0)->query, ==, "ひなた");
    /* Nothing covers it yet: the rarer, the better. */
    g_array_set_size(clips, 0);
    add_part(parts, "無", 0, FALSE, 0, 0, 1);
    g_autoptr(GPtrArray) first = kiri_topic_propose(parts, clips, 8);
    g_assert_cmpstr(proposal_at(first, 0)->query, ==, "ひなた");
    g_assert_cmpuint(proposal_at(first, first->len - 1)->hits, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/topic-trial/interval", test_interval);
    g_test_add_func("/topic-trial/noise-by-verdicts", test_noise_by_verdicts);
    g_test_add_func("/topic-trial/noise-by-likeness", test_noise_by_likeness);
    g_test_add_func("/topic-trial/no-noise", test_no_noise);
    g_test_add_func("/topic-trial/parts", test_parts);
    g_test_add_func("/topic-trial/proposals", test_proposals);
    g_test_add_func("/topic-trial/everyday-words", test_everyday_words);
    return g_test_run();
}
