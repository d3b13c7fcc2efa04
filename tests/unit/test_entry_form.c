// SPDX-License-Identifier: GPL-3.0-or-later
/* That a release's form gives back just what it was made of, that a form of anything else
 * is none, and that a matcher with forms says what one without them says. */
#include "decide/decide.h"
#include "match/doc_pack.h"
#include "match/entry_form.h"

#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/json.h>
#include <kirinuki/limits.h>

#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"
#define COVERAGE KIRINUKI_SOURCE_DIR "/tests/coverage/"

enum { SIGNATURE = 77 };

typedef struct {
    KiriFrequencies *frequencies;
    KiriWeights *weights;
    GPtrArray *releases, *articles;
    GHashTable *forms; // id → GBytes
    guint reads, forms_read;
} Fixture;

static void release_free(gpointer release)
{
    kiri_release_free(release);
}

static void article_free(gpointer article)
{
    kiri_article_free(article);
}

static void bytes_free(gpointer bytes)
{
    g_bytes_unref(bytes);
}

static char *string_of(const KiriJsonNode *node, const char *name)
{
    return g_strdup(kiri_json_string(kiri_json_get(node, name), NULL));
}

static void add_line(Fixture *f, KiriStr line)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, NULL);
    const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
    const char *type = kiri_json_string(kiri_json_get(root, "type"), NULL);
    g_autofree char *date = string_of(root, "date");
    KiriTime when = KIRI_TIME_UNSET;
    if (date)
        kiri_time_parse(kiri_str(date), KIRI_JST_MIN, &when);
    if (g_strcmp0(type, "release") == 0) {
        KiriRelease *r = kiri_release_new();
        r->id = string_of(root, "id");
        r->version = 3;
        r->title = string_of(root, "title");
        r->text = string_of(root, "text");
        r->organisation = string_of(root, "organisation");
        r->url = string_of(root, "url");
        r->date = when;
        g_ptr_array_add(f->releases, r);
    } else if (g_strcmp0(type, "article") == 0) {
        KiriArticle *a = kiri_article_new();
        a->id = string_of(root, "id");
        a->title = string_of(root, "title");
        a->text = string_of(root, "text");
        a->published = when;
        g_ptr_array_add(f->articles, a);
    }
}

static void read_family(Fixture *f, const char *name)
{
    g_autofree char *path = g_strconcat(COVERAGE, name, ".ndjson", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_LINE_BYTES, &error);
    g_assert_no_error(error);
    KiriStr line;
    while (kiri_lines_next(lines, &line, &error))
        add_line(f, line);
    g_assert_no_error(error);
}

static void set_up(Fixture *f, gconstpointer data)
{
    static const char *const families[] = {"01-heatstroke-at-work", "04-power-bank-recall",
                                           "05-price-rises", "07-earbuds"};
    (void)data;
    g_autoptr(GError) error = NULL;
    f->frequencies = kiri_frequencies_load(FREQUENCIES, &error);
    g_assert_no_error(error);
    f->weights = kiri_weights_load(WEIGHTS, &error);
    g_assert_no_error(error);
    f->releases = g_ptr_array_new_with_free_func(release_free);
    f->articles = g_ptr_array_new_with_free_func(article_free);
    f->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, bytes_free);
    for (gsize i = 0; i < G_N_ELEMENTS(families); i++)
        read_family(f, families[i]);
    g_assert_cmpuint(f->releases->len, >, 8);
    g_assert_cmpuint(f->articles->len, >, 40);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    g_ptr_array_unref(f->releases);
    g_ptr_array_unref(f->articles);
    g_hash_table_destroy(f->forms);
    kiri_weights_free(f->weights);
    kiri_frequencies_free(f->frequencies);
}

static const KiriRelease *release_at(const Fixture *f, guint i)
{
    return g_ptr_array_index(f->releases, i);
}

/* ---- documents ---- */

static void assert_same_bytes(gconstpointer a, gsize a_n, gconstpointer b, gsize b_n)
{
    g_assert_cmpuint(a_n, ==, b_n);
    g_assert_true(a_n == 0 || memcmp(a, b, a_n) == 0);
}

static void assert_same_vector(const KiriVector *a, const KiriVector *b)
{
    assert_same_bytes(a->terms, a->n * sizeof *a->terms, b->terms, b->n * sizeof *b->terms);
}

static void assert_same_features(const KiriDoc *article, const KiriDoc *a, const KiriDoc *b)
{
    KiriFeatures x = {0}, y = {0};
    g_auto(KiriShared) of_a = {0}, of_b = {0};
    kiri_features_compare(article, a, &x, &of_a);
    kiri_features_compare(article, b, &y, &of_b);
    assert_same_bytes(&x, sizeof x, &y, sizeof y);
    kiri_features_beside(article, a, b, &x);
    kiri_features_beside(article, b, a, &y);
    assert_same_bytes(&x, sizeof x, &y, sizeof y);
}

/* Packed, unpacked and packed again it is the same, and every feature too. */
static void test_documents(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GPtrArray) docs = g_ptr_array_new();
    for (guint i = 0; i < f->articles->len; i++) {
        KiriDoc *doc = kiri_doc_begin_article(g_ptr_array_index(f->articles, i));
        kiri_doc_finish_article(doc, f->frequencies);
        g_ptr_array_add(docs, doc);
    }
    for (guint i = 0; i < f->releases->len; i++) {
        g_autoptr(KiriDoc) doc = kiri_doc_of_release(release_at(f, i), f->frequencies);
        g_auto(KiriBuf) first, second;
        kiri_buf_init(&first, KIRI_BUF_UNCAPPED);
        kiri_buf_init(&second, KIRI_BUF_UNCAPPED);
        kiri_doc_pack(doc, &first);
        KiriStr rest = kiri_buf_view(&first);
        g_autoptr(KiriDoc) again = kiri_doc_unpack(&rest, f->frequencies);
        g_assert_nonnull(again);
        g_assert_cmpuint(rest.n, ==, 0);
        kiri_doc_pack(again, &second);
        assert_same_bytes(first.p, first.n, second.p, second.n);
        g_assert_cmpuint(doc->n_words, ==, again->n_words);
        assert_same_vector(&doc->vector, &again->vector);
        assert_same_vector(&doc->title_vector, &again->title_vector);
        for (guint a = 0; a < docs->len; a++)
            assert_same_features(g_ptr_array_index(docs, a), doc, again);
    }
    for (guint i = 0; i < docs->len; i++)
        kiri_doc_free(g_ptr_array_index(docs, i));
}

static void test_numbers(void)
{
    const gint64 all[] = {0, 1, -1, 63, 64, -64, -65, 1 << 20, G_MAXINT64, G_MININT64};
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        kiri_pack_number(all[i], &buf);
    KiriStr rest = kiri_buf_view(&buf);
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        gint64 v = 0;
        g_assert_true(kiri_unpack_number(&rest, &v));
        g_assert_cmpint(v, ==, all[i]);
    }
    gint64 v;
    g_assert_cmpuint(rest.n, ==, 0);
    g_assert_false(kiri_unpack_number(&rest, &v));
}

/* ---- in a matcher ---- */

static KiriRelease *read_text(const char *id, gpointer data)
{
    Fixture *f = data;
    f->reads++;
    for (guint i = 0; i < f->releases->len; i++)
        if (strcmp(release_at(f, i)->id, id) == 0)
            return kiri_record_copy(&kiri_release_shape, release_at(f, i));
    return NULL;
}

static GBytes *read_form(const char *id, gpointer data)
{
    Fixture *f = data;
    GBytes *form = g_hash_table_lookup(f->forms, id);
    f->forms_read += form ? 1 : 0;
    return form ? g_bytes_ref(form) : NULL;
}

static void keep_form(const char *id, GBytes *form, gpointer data)
{
    Fixture *f = data;
    if (form)
        g_hash_table_insert(f->forms, g_strdup(id), g_bytes_ref(form));
    else
        g_hash_table_remove(f->forms, id);
}

static KiriMatcher *matcher_of(Fixture *f, gboolean has_forms, guint64 signature)
{
    KiriReleaseReader reader = {.read = read_text, .data = f, .signature = signature};
    if (has_forms) {
        reader.form = read_form;
        reader.keep = keep_form;
    }
    KiriMatcher *m = kiri_matcher_open(f->frequencies, f->weights, NULL, NULL, &reader);
    for (guint i = 0; i < f->releases->len; i++)
        kiri_matcher_put(m, release_at(f, i));
    kiri_matcher_settle(m);
    return m;
}

static guint64 outcome(const Fixture *f, KiriMatcher *m, guint *n_clips)
{
    KiriDecider d = {.matcher = m, .is_any_ours = TRUE};
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    for (guint i = 0; i < f->articles->len; i++) {
        g_autoptr(KiriSubject) s = kiri_subject_new(
            kiri_record_copy(&kiri_article_shape, g_ptr_array_index(f->articles, i)));
        KiriMember alone = {.id = s->article->id, .story = s->article->id};
        g_autoptr(GPtrArray) clips = kiri_decide(&d, s, &alone, NULL, NULL);
        for (guint c = 0; c < clips->len; c++)
            kiri_record_encode(&kiri_clip_shape, g_ptr_array_index(clips, c), &buf);
        *n_clips += clips->len;
    }
    return kiri_hash64(kiri_buf_view(&buf));
}

/* The same clips with their evidence; texts are read of those alone that are covered. */
static void test_decisions(Fixture *f, gconstpointer data)
{
    (void)data;
    guint plain_clips = 0, clips = 0;
    g_autoptr(KiriMatcher) plain = matcher_of(f, FALSE, 0);
    guint64 expected = outcome(f, plain, &plain_clips);
    guint plain_reads = f->reads;
    g_autoptr(KiriMatcher) m = matcher_of(f, TRUE, SIGNATURE);
    g_assert_cmpuint(g_hash_table_size(f->forms), ==, f->releases->len);
    f->reads = 0;
    g_assert_true(outcome(f, m, &clips) == expected);
    g_assert_cmpuint(clips, ==, plain_clips);
    g_assert_cmpuint(clips, >, f->articles->len / 2);
    g_assert_cmpuint(f->forms_read, ==, plain_reads);
    g_assert_cmpuint(f->reads, <=, plain_reads);
    kiri_matcher_remove(m, release_at(f, 0)->id);
    g_assert_null(g_hash_table_lookup(f->forms, release_at(f, 0)->id));
}

/* Forms of another program, of another version or of none are made anew when they are
 * met. */
static void test_stale(Fixture *f, gconstpointer data)
{
    (void)data;
    guint clips = 0, again = 0;
    g_autoptr(KiriMatcher) plain = matcher_of(f, FALSE, 0);
    guint64 expected = outcome(f, plain, &clips);
    g_autoptr(KiriMatcher) m = matcher_of(f, TRUE, SIGNATURE);
    g_autoptr(KiriMatcher) other = matcher_of(f, TRUE, SIGNATURE + 1);
    for (guint i = 0; i < f->releases->len; i += 3)
        g_hash_table_remove(f->forms, release_at(f, i)->id);
    g_assert_true(outcome(f, m, &again) == expected);
    KiriCard card = {.id = (char *)(guintptr) "x", .digest = 5};
    for (guint i = 0; i < f->releases->len; i++) {
        gint number = kiri_matcher_index(m, release_at(f, i)->id);
        const KiriCard *own = kiri_matcher_card(m, (guint)number);
        kiri_matcher_entry(m, (guint)number);
        GBytes *form = g_hash_table_lookup(f->forms, own->id);
        g_autoptr(KiriEntry) e = kiri_entry_of_form(form, SIGNATURE, own, f->frequencies);
        g_assert_nonnull(e);
        g_assert_null(kiri_entry_of_form(form, SIGNATURE + 1, own, f->frequencies));
        g_assert_null(kiri_entry_of_form(form, SIGNATURE, &card, f->frequencies));
    }
}

/* Whatever is cut off or turned over, it is a form that makes sense, or none. */
static void test_damaged(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = matcher_of(f, TRUE, SIGNATURE);
    const KiriCard *card = kiri_matcher_card(m, (guint)kiri_matcher_index(m, release_at(f, 0)->id));
    gsize n;
    const char *p = g_bytes_get_data(g_hash_table_lookup(f->forms, card->id), &n);
    for (gsize at = 0; at < n; at += 1 + at / 64) {
        g_autoptr(GBytes) cut = g_bytes_new(p, at);
        g_assert_null(kiri_entry_of_form(cut, SIGNATURE, card, f->frequencies));
        g_autofree char *turned = g_memdup2(p, n);
        turned[at] = (char)~turned[at];
        g_autoptr(GBytes) other = g_bytes_new(turned, n);
        kiri_entry_free(kiri_entry_of_form(other, SIGNATURE, card, f->frequencies));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/entry-form/numbers", test_numbers);
    g_test_add("/entry-form/documents", Fixture, NULL, set_up, test_documents, tear_down);
    g_test_add("/entry-form/decisions", Fixture, NULL, set_up, test_decisions, tear_down);
    g_test_add("/entry-form/stale", Fixture, NULL, set_up, test_stale, tear_down);
    g_test_add("/entry-form/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
    return g_test_run();
}
