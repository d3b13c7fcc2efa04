// SPDX-License-Identifier: GPL-3.0-or-later
/* Any article and any two releases: probabilities are probabilities, features are
 * numbers, ties come in their order, and all is the same the second time and when the
 * releases come the other way round. */
#include "fuzz.h"

#include "decide/decide.h"

#include <math.h>

#define WEIGHTS DICTIONARIES "/match_weights.tsv"
#define FREQUENCIES DICTIONARIES "/term_frequencies.tsv"

static KiriFrequencies *frequencies;
static KiriWeights *weights;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    frequencies = kiri_frequencies_load(FREQUENCIES, NULL);
    weights = kiri_weights_load(WEIGHTS, NULL);
    return frequencies && weights ? 0 : -1;
}

/* A day within some months. */
static KiriTime day_of(FuzzInput *in)
{
    KiriTime t = kiri_time_jst(G_GINT64_CONSTANT(1776038400000000) +
                               (gint64)fuzz_byte(in) * KIRI_US_PER_DAY);
    t.precision = KIRI_PRECISION_DAY;
    return t;
}

static KiriRelease *release_of(FuzzInput *in, const char *id)
{
    KiriRelease *r = kiri_release_new();
    guint look = fuzz_byte(in);
    r->id = g_strdup(id);
    r->version = 1;
    if (look & 1)
        r->date = day_of(in);
    r->organisation = look & 2 ? g_strdup("暮らし安全省") : NULL;
    r->title = fuzz_utf8(in);
    r->text = fuzz_utf8(in);
    if (look & 4) {
        g_autofree char *word = fuzz_utf8(in);
        kiri_strv_add(&r->keywords, word);
    }
    return r;
}

static KiriSubject *subject_of(FuzzInput in)
{
    KiriArticle *a = kiri_article_new();
    guint look = fuzz_byte(&in);
    a->id = g_strdup("a");
    if (look & 1)
        a->published = day_of(&in);
    a->title = fuzz_utf8(&in);
    a->text = fuzz_utf8(&in);
    return kiri_subject_new(a);
}

static GArray *ties_of(FuzzInput in, gboolean is_turned)
{
    FuzzInput releases = in;
    fuzz_byte(&releases);
    for (guint i = 0; i < 2; i++)
        g_free(fuzz_text(&releases));
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_ptr_array_add(list, release_of(&releases, "r1"));
    g_ptr_array_insert(list, is_turned ? 0 : -1, release_of(&releases, "r2"));
    g_autoptr(KiriMatcher) m = kiri_matcher_new(frequencies, weights, "暮らし安全省", NULL, list);
    g_autoptr(KiriSubject) subject = subject_of(in);
    GArray *ties = kiri_matcher_ties(m, subject);
    for (guint i = 0; i < ties->len; i++) { // numbers depend on the order of coming
        KiriTie *tie = &g_array_index(ties, KiriTie, i);
        tie->entry = strcmp(kiri_matcher_card(m, tie->entry)->id, "r1") == 0 ? 1 : 2;
    }
    return ties;
}

static void check_tie(const KiriTie *tie)
{
    const gdouble shares[] = {tie->probability, tie->a_in_r, tie->r_in_a, tie->covered};
    for (gsize i = 0; i < G_N_ELEMENTS(shares); i++)
        g_assert_true(isfinite(shares[i]) && shares[i] >= 0 && shares[i] <= 1);
    for (guint i = 0; i < KIRI_N_X; i++)
        g_assert_true(isfinite(tie->features.x[i]));
    /* Of vectors of unit length in single precision. */
    g_assert_true(isfinite(tie->cosine) && tie->cosine >= 0 && tie->cosine <= 1 + 1e-5);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autoptr(GArray) ties = ties_of(in, FALSE), turned = ties_of(in, TRUE);
    g_assert_cmpuint(ties->len, ==, turned->len);
    for (guint i = 0; i < ties->len; i++) {
        const KiriTie *a = &g_array_index(ties, KiriTie, i);
        const KiriTie *b = &g_array_index(turned, KiriTie, i);
        check_tie(a);
        g_assert_cmpuint(a->entry, ==, b->entry);
        g_assert_cmpfloat(a->probability, ==, b->probability);
        g_assert_true(i == 0 || a[-1].probability >= a->probability);
    }
    return 0;
}
