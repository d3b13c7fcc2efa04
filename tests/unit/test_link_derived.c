// SPDX-License-Identifier: GPL-3.0-or-later
/* What the link stage keeps for itself beside clips: forms of releases and sketches of
 * articles come and go with what they are made of, and nothing depends on their being
 * there. */
#include "../support/store.h"

#include <kirinuki/link.h>

#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

typedef TestStore Fixture;

/* Sentences that repeat nothing. */
static char *text_of(guint32 seed, guint sentences)
{
    enum { LETTERS = 20 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < sentences; i++) {
        for (guint k = 0; k < LETTERS; k++)
            g_string_append_unichar(s, (gunichar)g_rand_int_range(rand, 0x4e00, 0x9f00));
        g_string_append(s, "。");
    }
    return g_string_free(s, FALSE);
}

static KiriTime day(guint n)
{
    g_autofree char *text = g_strdup_printf("2026-04-%02u", n);
    KiriTime t = KIRI_TIME_UNSET;
    g_assert_true(kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &t));
    return t;
}

static void put_release(Fixture *f, guint version)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    g_autofree char *body = text_of(1, 30);
    r->id = g_strdup("r1");
    r->version = version;
    r->organisation = g_strdup("株式会社みなと計器");
    r->title = g_strdup("みなと計器、新型の水位計「ミナミル」を発売");
    r->text = g_strdup_printf("株式会社みなと計器は、新型の水位計「ミナミル%u」を発売する。%s",
                              version, body);
    r->date = day(2);
    test_put(f->store, KIRI_NOUN_RELEASE, r);
}

/* Of the release's text, or of its own. */
static void put_article(Fixture *f, guint n, const char *text)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autofree char *url = g_strdup_printf("https://news%u.example/%u", n, n);
    kiri_article_set_url(a, url);
    a->title = g_strdup("みなと計器が水位計「ミナミル」を発売");
    a->text = g_strdup(text);
    a->published = a->fetched = day(3);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
}

static char *id_of(guint n)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autofree char *url = g_strdup_printf("https://news%u.example/%u", n, n);
    kiri_article_set_url(a, url);
    return g_strdup(a->id);
}

static void link_all(Fixture *f)
{
    const KiriLinkOptions options = {.weights_path = WEIGHTS, .frequencies_path = FREQUENCIES};
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    gboolean ok = kiri_link_run(f->store, &options, &counts, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

static void set_up(Fixture *f, gconstpointer data)
{
    test_store_set_up(f, data);
    g_autofree char *first = text_of(1, 30), *other = text_of(2, 40);
    put_release(f, 1);
    put_article(f, 1, first);
    put_article(f, 2, other);
    put_article(f, 3, "短い記事。");
    link_all(f);
}

static GBytes *form_of(Fixture *f, const char *id)
{
    g_autoptr(KiriReleaseForm) form = kiri_store_get(f->store, KIRI_NOUN_FORM, id, NULL);
    return form ? g_bytes_ref(form->data) : NULL;
}

static GBytes *sketch_of(Fixture *f, const char *article)
{
    g_autoptr(KiriSketch) sketch = kiri_store_get(f->store, KIRI_NOUN_SKETCH, article, NULL);
    return sketch ? g_bytes_ref(sketch->data) : NULL;
}

/* The clip of article `n` and the release as JSON, its version of the decision left out;
 * NULL: there is none. */
static char *clip_of(Fixture *f, guint n)
{
    g_autofree char *article = id_of(n), *id = g_strconcat(article, ".r1", NULL);
    g_autoptr(KiriClip) clip = kiri_store_get(f->store, KIRI_NOUN_CLIP, id, NULL);
    if (!clip)
        return NULL;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&buf);
    kiri_record_write_json(&kiri_clip_shape, clip, &j);
    return kiri_buf_steal(&buf, NULL);
}

static void remove_row(Fixture *f, KiriNoun noun, const char *id)
{
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, noun, id);
    test_commit(batch);
}

/* A form is of its release's version, and goes with it. */
static void test_forms(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GBytes) first = form_of(f, "r1");
    g_assert_nonnull(first);
    put_release(f, 2);
    link_all(f);
    g_autoptr(GBytes) second = form_of(f, "r1");
    g_assert_nonnull(second);
    g_assert_false(g_bytes_equal(first, second));
    remove_row(f, KIRI_NOUN_RELEASE, "r1");
    link_all(f);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_FORM, "r1"));
}

/* One that was lost, or says nothing, changes no clip and is made again. */
static void test_lost_forms(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GBytes) form = form_of(f, "r1");
    g_autofree char *expected = clip_of(f, 1), *id = id_of(1);
    g_assert_nonnull(expected);
    for (guint round = 0; round < 2; round++) {
        g_autofree char *text = text_of(1, 30);
        remove_row(f, KIRI_NOUN_ARTICLE, id);
        link_all(f);
        g_assert_null(clip_of(f, 1));
        remove_row(f, KIRI_NOUN_FORM, "r1");
        if (round) {
            g_autoptr(KiriReleaseForm) none = kiri_release_form_new();
            none->id = g_strdup("r1");
            none->data = g_bytes_new_static("none", 4);
            test_put(f->store, KIRI_NOUN_FORM, none);
        }
        put_article(f, 1, text);
        link_all(f);
        g_autofree char *again = clip_of(f, 1);
        g_assert_cmpstr(again, ==, expected);
        g_autoptr(GBytes) made = form_of(f, "r1");
        g_assert_true(made && g_bytes_equal(made, form));
    }
}

/* Articles have a sketch of their newest text as long as they are there. */
static void test_sketches(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *first = id_of(1), *second = id_of(2);
    g_autoptr(GBytes) before = sketch_of(f, first), gone = sketch_of(f, second);
    g_assert_nonnull(before);
    g_assert_nonnull(gone);
    remove_row(f, KIRI_NOUN_ARTICLE, second);
    put_article(f, 1, "直されて短くなった。");
    link_all(f);
    g_autoptr(GBytes) after = sketch_of(f, first), none = sketch_of(f, second);
    g_assert_true(after && !g_bytes_equal(before, after));
    g_assert_null(none);
}

/* A copy of an article of an earlier run is found by its sketch and without one, and what
 * shares a few sentences with it is none. */
static void test_kin(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *whole = text_of(2, 40), *new = text_of(3, 90), *original = id_of(2);
    g_autofree char *mixed = g_strndup(whole, strlen(whole) / 3);
    while (!g_utf8_validate(mixed, -1, NULL))
        mixed[strlen(mixed) - 1] = '\0';
    g_autofree char *other = g_strconcat(mixed, new, NULL);
    for (guint round = 0; round < 2; round++) {
        if (round)
            remove_row(f, KIRI_NOUN_SKETCH, original);
        put_article(f, 10 + round, whole);
        put_article(f, 20 + round, other);
        link_all(f);
        g_autofree char *copy = id_of(10 + round), *apart = id_of(20 + round);
        g_autoptr(KiriLineage) row = kiri_store_get(f->store, KIRI_NOUN_LINEAGE, copy, NULL);
        g_assert_true(row && kiri_recs_count(row->kin) == 1 + round);
        g_autoptr(KiriLineage) none = kiri_store_get(f->store, KIRI_NOUN_LINEAGE, apart, NULL);
        g_assert_true(!none || kiri_recs_count(none->kin) == round);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/link-derived/forms", Fixture, NULL, set_up, test_forms, test_store_tear_down);
    g_test_add("/link-derived/lost-forms", Fixture, NULL, set_up, test_lost_forms,
               test_store_tear_down);
    g_test_add("/link-derived/sketches", Fixture, NULL, set_up, test_sketches,
               test_store_tear_down);
    g_test_add("/link-derived/kin", Fixture, NULL, set_up, test_kin, test_store_tear_down);
    return g_test_run();
}
