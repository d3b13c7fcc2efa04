// SPDX-License-Identifier: GPL-3.0-or-later
/* What an article states differently from its release, on a labelled set:
 * tests/facts/contradictions.ndjson has releases, articles on them, and for each
 * article what is wrong in it (nothing, for most: roundings, other subjects, other
 * years, parts of a whole). Floors keep what was reached. */
#include "facts/contradiction.h"

#include "../support/fact_set.h"

#include <locale.h>
#include <string.h>

typedef struct {
    const char *from, *to; // ids of releases that count, NULL: all
    gboolean is_verbose;
    GHashTable *releases;
    KiriFrequencies *frequencies;
    guint wrong, found, right, false_alarms, clean, clean_flagged;
} Run;

static char *member(const KiriJsonNode *o, const char *key)
{
    return g_strdup(fact_set_string(kiri_json_get(o, key)));
}

static void take_release(const KiriJsonNode *o, gpointer data)
{
    Run *run = data;
    KiriRelease *r = kiri_release_new();
    r->id = member(o, "id");
    r->title = member(o, "title");
    r->text = member(o, "text");
    r->date = fact_set_date(o);
    g_hash_table_insert(run->releases, r->id, r);
}

/* Is the claim one of the labelled ones? */
static gboolean is_labelled(const KiriContradiction *c, const KiriJsonNode *wrong)
{
    for (gsize i = 0; i < kiri_json_size(wrong); i++) {
        const KiriJsonNode *pair = kiri_json_at(wrong, i);
        const char *ours = fact_set_string(kiri_json_at(pair, 0));
        const char *theirs = fact_set_string(kiri_json_at(pair, 1));
        if (strcmp(c->article_value, ours) == 0 && strcmp(c->release_value, theirs) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A line for each pair that is weighed: release, label, kind, traits. They are what
 * scripts/fit_contradictions.py reads. */
static void dump_pairs(const Run *run, const KiriArticle *a, const KiriRelease *r,
                       const KiriJsonNode *wrong)
{
    g_auto(KiriSide) ours = {0}, theirs = {0};
    kiri_side_init(&ours, a->title, a->text, a->published);
    kiri_side_init(&theirs, r->title, r->text, r->date);
    kiri_sides_meet(&ours, &theirs);
    for (guint i = 0; i < ours.claims->claims->len; i++) {
        for (guint j = 0; j < theirs.claims->claims->len; j++) {
            const KiriClaim *x = kiri_claims_get(ours.claims, i),
                            *y = kiri_claims_get(theirs.claims, j);
            KiriPair pair;
            if (ours.known[i] || theirs.known[j] ||
                !kiri_claims_pair(run->frequencies, &ours, x, &theirs, y, &pair))
                continue;
            KiriContradiction c = {.article_value = kiri_claim_format(x),
                                   .release_value = kiri_claim_format(y)};
            g_print("pair %s %d %d", r->id, is_labelled(&c, wrong), x->kind);
            for (gsize t = 0; t < KIRI_N_PAIR; t++)
                g_print(" %.4f", pair.x[t]);
            g_print("\n");
            g_free(c.article_value);
            g_free(c.release_value);
        }
    }
}

static void take_article(const KiriJsonNode *o, gpointer data)
{
    Run *run = data;
    g_autofree char *release = member(o, "release");
    if ((run->from && strcmp(release, run->from) < 0) || (run->to && strcmp(release, run->to) > 0))
        return;
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->id = member(o, "id");
    a->title = member(o, "title");
    a->text = member(o, "text");
    a->published = fact_set_date(o);
    const KiriRelease *r = g_hash_table_lookup(run->releases, release);
    const KiriJsonNode *wrong = kiri_json_get(o, "wrong");
    GPtrArray *claims = kiri_contradictions_find(run->frequencies, a, r);
    guint right = 0, n = kiri_recs_count(claims);
    if (g_getenv("KIRINUKI_PAIRS"))
        dump_pairs(run, a, r, wrong);
    for (guint i = 0; i < n; i++) {
        const KiriContradiction *c = g_ptr_array_index(claims, i);
        gboolean is_right = is_labelled(c, wrong);
        right += is_right ? 1 : 0;
        if (run->is_verbose && !is_right)
            g_test_message("false: %s %s = %s", a->id, c->article_value, c->release_value);
    }
    run->wrong += (guint)kiri_json_size(wrong);
    run->found += n;
    run->right += right;
    run->clean += kiri_json_size(wrong) ? 0 : 1;
    run->clean_flagged += !kiri_json_size(wrong) && n ? 1 : 0;
    if (run->is_verbose && right < kiri_json_size(wrong))
        g_test_message("missed: %s %s", a->id, a->text);
    for (guint i = 0; i < n; i++)
        kiri_contradiction_free(g_ptr_array_index(claims, i));
    if (claims)
        g_ptr_array_unref(claims);
}

static void release_free(gpointer r)
{
    kiri_release_free(r);
}

static void test_set(void)
{
    g_autoptr(GError) error = NULL;
    Run run = {.from = g_getenv("KIRINUKI_FROM"),
               .to = g_getenv("KIRINUKI_TO"),
               .is_verbose = g_test_verbose()};
    run.frequencies =
        kiri_frequencies_load(KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv", &error);
    g_assert_no_error(error);
    run.releases = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, release_free);
    fact_set_read("contradictions.ndjson", take_release, take_article, &run);
    g_test_message("%u contradictions, %u found, %u right; %u clean articles, %u flagged; "
                   "precision %.3f, recall %.3f",
                   run.wrong, run.found, run.right, run.clean, run.clean_flagged,
                   (double)run.right / MAX(run.found, 1), (double)run.right / MAX(run.wrong, 1));
    if (!run.from && !run.to) {
        g_assert_cmpuint(run.wrong, >=, 130);
        g_assert_cmpuint(run.clean, >=, 150);
        g_assert_cmpuint(run.right * 100, >=, run.found * 93);
        g_assert_cmpuint(run.right * 100, >=, run.wrong * 85);
        g_assert_cmpuint(run.clean_flagged * 100, <=, run.clean * 5);
    }
    g_hash_table_unref(run.releases);
    kiri_frequencies_free(run.frequencies);
}

/* Two long lists of figures: the work has a bound. */
static void test_long(void)
{
    g_autoptr(GString) ours = g_string_new(NULL);
    g_autoptr(GString) theirs = g_string_new(NULL);
    for (guint i = 0; i < 3000; i++) {
        g_string_append_printf(ours, "第%u地区の利用者は%u人だった。", i, 10007 + 131 * i);
        g_string_append_printf(theirs, "第%u地区の利用者は%u人でした。", i, 20011 + 137 * i);
    }
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autoptr(KiriRelease) r = kiri_release_new();
    a->text = g_strdup(ours->str);
    r->text = g_strdup(theirs->str);
    gint64 before = g_get_monotonic_time();
    GPtrArray *claims = kiri_contradictions_find(NULL, a, r);
    g_test_message("%" G_GINT64_FORMAT " ms", (g_get_monotonic_time() - before) / 1000);
    g_assert_cmpuint(kiri_recs_count(claims), <=, 5);
    for (guint i = 0; i < kiri_recs_count(claims); i++)
        kiri_contradiction_free(g_ptr_array_index(claims, i));
    if (claims)
        g_ptr_array_unref(claims);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); // messages show what is wrong
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contradictions/set", test_set);
    g_test_add_func("/contradictions/long", test_long);
    return g_test_run();
}
