// SPDX-License-Identifier: GPL-3.0-or-later
/* That the set of releases says the same however it came to be, that it finds what a
 * look at every release would find, and that it reads few of them. */
#include "decide/decide.h"
#include "lineage/postings.h"

#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

enum { RELEASES = 120 };

typedef struct {
    KiriFrequencies *frequencies;
    KiriWeights *weights;
    GHashTable *texts; // id → KiriRelease: what the reader reads
    guint reads;
} Fixture;

static void release_free(gpointer release)
{
    kiri_release_free(release);
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    f->frequencies = kiri_frequencies_load(FREQUENCIES, &error);
    g_assert_no_error(error);
    f->weights = kiri_weights_load(WEIGHTS, &error);
    g_assert_no_error(error);
    f->texts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, release_free);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    g_hash_table_destroy(f->texts);
    kiri_weights_free(f->weights);
    kiri_frequencies_free(f->frequencies);
}

/* Numbered releases of four years: some undated, some dated to the month or the year,
 * by seven companies; neighbours in number share goods and sentences. */
static KiriRelease *release_number(guint i, guint version)
{
    static const char *const goods[] = {"冷蔵庫", "自転車", "腕時計", "炊飯器", "掃除機"};
    static const char *const places[] = {"札幌", "仙台", "横浜", "京都", "福岡", "那覇", "金沢"};
    const char *what = goods[i % G_N_ELEMENTS(goods)], *where = places[i % G_N_ELEMENTS(places)];
    KiriRelease *r = kiri_release_new();
    r->id = g_strdup_printf("r%03u", i);
    r->version = version;
    r->organisation = g_strdup_printf("株式会社%s製作所", where);
    r->title = g_strdup_printf("新型の%s「%s%u」を発売", what, what, i);
    r->text =
        g_strdup_printf("株式会社%s製作所は、%sの工場で作る新型の%s「%s%u」を%u円で発売します。"
                        "第%u版の仕様では電力の消費を%u％抑え、部品の再利用にも取り組みます。",
                        where, where, what, what, i, 1000 + 37 * i, version, 5 + i % 40);
    g_autofree char *day =
        g_strdup_printf("%u-%02u-%02u", 2022 + i % 4, 1 + i * 5 % 12, 1 + i * 7 % 28);
    day[i % 11 == 3 ? 4 : i % 11 == 7 ? 7 : 10] = '\0';
    if (i % 13)
        g_assert_true(kiri_time_parse(kiri_str(day), KIRI_JST_MIN, &r->date));
    return r;
}

static KiriSubject *article_on(guint i)
{
    g_autoptr(KiriRelease) r = release_number(i, 1);
    KiriArticle *a = kiri_article_new();
    a->id = g_strdup("a");
    a->title = g_strdup(r->title);
    a->text = g_strndup(r->text, strlen(r->text) / 9 * 6);
    while (!g_utf8_validate(a->text, -1, NULL))
        a->text[strlen(a->text) - 1] = '\0';
    a->published = r->date;
    return kiri_subject_new(a);
}

static KiriRelease *read_text(const char *id, gpointer data)
{
    Fixture *f = data;
    f->reads++;
    const KiriRelease *r = g_hash_table_lookup(f->texts, id);
    return r ? kiri_record_copy(&kiri_release_shape, r) : NULL;
}

static KiriMatcher *open_matcher(Fixture *f)
{
    KiriReleaseReader reader = {.read = read_text, .data = f};
    return kiri_matcher_open(f->frequencies, f->weights, "株式会社京都製作所", NULL, &reader);
}

static void put(Fixture *f, KiriMatcher *m, KiriRelease *r)
{
    kiri_matcher_put(m, r);
    g_hash_table_replace(f->texts, r->id, r);
}

/* Everything that is decided of some articles, as text. */
static char *outcome(KiriMatcher *m)
{
    GString *all = g_string_new(NULL);
    KiriDecider d = {.matcher = m};
    for (guint i = 0; i < RELEASES; i += 3) {
        g_autoptr(KiriSubject) s = article_on(i);
        KiriMember alone = {.id = s->article->id, .story = s->article->id};
        g_autoptr(GPtrArray) clips = kiri_decide(&d, s, &alone, NULL, NULL);
        for (guint c = 0; c < clips->len; c++) {
            g_auto(KiriBuf) buf;
            kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
            KiriJson j = kiri_json_begin(&buf);
            kiri_record_write_json(&kiri_clip_shape, g_ptr_array_index(clips, c), &j);
            g_string_append_len(all, buf.p, (gssize)buf.n);
            g_string_append_c(all, '\n');
        }
    }
    return g_string_free(all, FALSE);
}

static void shuffle(guint *numbers, guint n, guint32 seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    for (guint i = n; i > 1; i--) {
        guint j = (guint)g_rand_int_range(rand, 0, (gint32)i), swap = numbers[i - 1];
        numbers[i - 1] = numbers[j];
        numbers[j] = swap;
    }
}

/* In any order, with other versions and other releases in between, settled at any
 * time. */
static void test_order(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *expected = NULL;
    for (guint32 seed = 0; seed < 8; seed++) {
        guint order[RELEASES];
        for (guint i = 0; i < RELEASES; i++)
            order[i] = i;
        if (seed)
            shuffle(order, RELEASES, seed);
        g_autoptr(KiriMatcher) m = open_matcher(f);
        for (guint i = 0; i < RELEASES; i++) {
            if (seed && i % 5 == 0)
                put(f, m, release_number(RELEASES + order[i], 1));
            if (seed && i % 3 == 0)
                put(f, m, release_number(order[i], 2));
            if (seed && i % (7 * seed) == 0)
                kiri_matcher_settle(m);
            put(f, m, release_number(order[i], 1));
        }
        for (guint i = 0; i < RELEASES; i++) {
            g_autofree char *id = g_strdup_printf("r%03u", RELEASES + i);
            kiri_matcher_remove(m, id);
        }
        kiri_matcher_settle(m);
        g_autofree char *found = outcome(m);
        if (!expected)
            expected = g_steal_pointer(&found);
        else
            g_assert_cmpstr(found, ==, expected);
    }
    g_assert_nonnull(strstr(expected, "\"release\":\"r000\""));
}

static gint by_release_id(gconstpointer a, gconstpointer b, gpointer m)
{
    const KiriFound *x = a, *y = b;
    return kiri_matcher_order(m, x->entry, y->entry);
}

/* The sums over shelves are those of the whole vectors. */
static void test_sums(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f);
    for (guint i = 0; i < RELEASES; i++)
        put(f, m, release_number(i, 1));
    kiri_matcher_settle(m);
    guint n_found = 0;
    for (guint i = 0; i < RELEASES; i += 7) {
        g_autoptr(KiriSubject) s = article_on(i);
        kiri_subject_finish(s, f->frequencies);
        g_autoptr(GArray) found = kiri_matcher_search(m, s, 1, 0);
        g_array_sort_with_data(found, by_release_id, m);
        guint at = 0;
        for (guint r = 0; r < RELEASES; r++) {
            g_autofree char *id = g_strdup_printf("r%03u", r);
            guint number = (guint)kiri_matcher_index(m, id);
            const KiriEntry *e = kiri_matcher_entry(m, number);
            gdouble cosine = kiri_vector_cosine(&s->doc->vector, &e->doc->vector);
            gboolean is_expected = !kiri_is_date_far(s->doc, e->doc) && cosine >= KIRI_LEAST_COSINE;
            const KiriFound *next = at < found->len ? &g_array_index(found, KiriFound, at) : NULL;
            gboolean is_found = next && next->entry == number;
            if (is_expected)
                g_assert_true(is_found);
            if (!is_found)
                continue;
            g_assert_cmpfloat_with_epsilon(next->cosine, cosine, 1e-12);
            g_assert_true(next->fits == !kiri_is_date_far(s->doc, e->doc));
            at++;
            n_found++;
        }
        g_assert_cmpuint(at, ==, found->len);
    }
    g_assert_cmpuint(n_found, >, RELEASES / 7);
}

static gboolean has_tie(const GArray *ties, guint entry)
{
    for (guint i = 0; i < ties->len; i++)
        if (g_array_index(ties, KiriTie, i).entry == entry)
            return TRUE;
    return FALSE;
}

/* An article is compared with releases of its time: no others are read. */
static void test_reads(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f);
    for (guint i = 0; i < RELEASES; i++)
        put(f, m, release_number(i, 1));
    kiri_matcher_settle(m);
    g_assert_cmpuint(f->reads, ==, 0);
    g_autoptr(KiriSubject) s = article_on(1);
    g_autoptr(GArray) ties = kiri_matcher_ties(m, s);
    g_assert_true(has_tie(ties, (guint)kiri_matcher_index(m, "r001")));
    g_assert_cmpuint(f->reads, >, 0);
    g_assert_cmpuint(f->reads, <, RELEASES / 3);
    guint before = f->reads;
    g_autoptr(GArray) again = kiri_matcher_ties(m, s);
    g_assert_cmpuint(f->reads, ==, before);
}

/* A word of a release in an article of other days says nothing. */
static void test_words(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f);
    for (guint i = 20; i-- > 0;)
        put(f, m, release_number(i, 1));
    kiri_matcher_settle(m);
    KiriArticle *a = kiri_article_new();
    a->id = g_strdup("a");
    a->title = g_strdup("炊飯器8という歌");
    a->text = g_strdup("「炊飯器8」という歌がはやっている。");
    g_autoptr(KiriRelease) r = release_number(8, 1);
    a->published = r->date;
    g_autoptr(KiriSubject) s = kiri_subject_new(a);
    guint entry;
    g_autofree char *word = kiri_matcher_find_word(m, s->doc, -2, 14, &entry);
    g_assert_cmpstr(word, ==, "炊飯器8");
    g_assert_cmpstr(kiri_matcher_card(m, entry)->id, ==, "r008");
    g_autofree char *later = kiri_matcher_find_word(m, s->doc, -60, -40, &entry);
    g_assert_null(later);
}

/* Names of an organisation whose last release is gone are gone too. */
static void test_names(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f);
    put(f, m, release_number(1, 1));
    put(f, m, release_number(4, 1));
    kiri_matcher_settle(m);
    g_autoptr(KiriSubject) s = article_on(1);
    g_array_unref(kiri_matcher_ties(m, s));
    gint organisation = kiri_matcher_card(m, (guint)kiri_matcher_index(m, "r001"))->organisation;
    g_assert_nonnull(kiri_named_get(s->named, organisation));
    kiri_matcher_remove(m, "r001");
    kiri_matcher_settle(m);
    g_array_unref(kiri_matcher_ties(m, s));
    g_assert_cmpuint(s->named->len, ==, 0);
    g_assert_cmpint(kiri_matcher_index(m, "r001"), ==, -1);
}

/* Shelves that were put away and taken out again say the same; what is cut short or
 * damaged is refused, or safe to be asked. */
static void test_pack(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f), again = open_matcher(f);
    for (guint i = 0; i < RELEASES; i++)
        put(f, m, release_number(i, 1));
    kiri_matcher_remove(m, "r002");
    kiri_matcher_settle(m);
    for (guint i = 0; i < m->shelves->len; i++) {
        const KiriShelf *shelf = g_ptr_array_index(m->shelves, i);
        g_assert_true(shelf->is_changed);
        g_autoptr(GBytes) packed = kiri_shelf_pack(shelf);
        KiriShelf *unpacked = kiri_shelf_unpack(packed);
        g_assert_nonnull(unpacked);
        g_assert_false(unpacked->is_changed);
        kiri_matcher_adopt(again, unpacked);
        for (gsize n = 0; i == 0 && n < g_bytes_get_size(packed); n += 5) {
            g_autoptr(GBytes) part = g_bytes_new_from_bytes(packed, 0, n);
            g_assert_null(kiri_shelf_unpack(part));
        }
    }
    kiri_matcher_settle(again);
    g_autofree char *expected = outcome(m), *found = outcome(again);
    g_assert_cmpstr(found, ==, expected);
    g_assert_cmpint(kiri_matcher_index(again, "r002"), ==, -1);
    g_autoptr(KiriRelease) same = release_number(5, 1), other = release_number(5, 2);
    g_assert_true(kiri_matcher_has(again, same));
    g_assert_false(kiri_matcher_has(again, other));
}

static void test_damaged_pack(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f);
    for (guint i = 0; i < 6; i++)
        put(f, m, release_number(13 * i, 1)); // undated: one shelf
    kiri_matcher_settle(m);
    g_autoptr(GBytes) packed = kiri_shelf_pack(g_ptr_array_index(m->shelves, 0));
    gsize n;
    const guint8 *bytes = g_bytes_get_data(packed, &n);
    g_autoptr(KiriSubject) s = article_on(26);
    for (gsize at = 0; at < n; at += 3) {
        g_autofree guint8 *damaged = g_memdup2(bytes, n);
        damaged[at] ^= (guint8)(0x81 + at % 7);
        g_autoptr(GBytes) part = g_bytes_new(damaged, n);
        KiriShelf *shelf = kiri_shelf_unpack(part);
        g_autoptr(KiriMatcher) of_damaged = open_matcher(f);
        if (shelf)
            kiri_matcher_adopt(of_damaged, shelf);
        kiri_matcher_settle(of_damaged);
        g_array_unref(kiri_matcher_ties(of_damaged, s));
    }
}

/* Whatever an article is tied to or named with, a look at that release alone says so; and
 * of an article of another time nothing is taken apart. */
static void test_concerns(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f);
    for (guint i = 0; i < RELEASES; i++)
        put(f, m, release_number(i, 1));
    kiri_matcher_settle(m);
    guint n_tied = 0, n_far = 0;
    for (guint i = 0; i < RELEASES; i += 5) {
        g_autoptr(KiriSubject) s = article_on(i);
        g_autoptr(GArray) ties = kiri_matcher_ties(m, s);
        guint named = G_MAXUINT;
        g_autofree char *word = kiri_matcher_find_word(m, s->doc, -2, 14, &named);
        for (guint r = 0; r < RELEASES; r++) {
            g_autofree char *id = g_strdup_printf("r%03u", r);
            guint number = (guint)kiri_matcher_index(m, id);
            const KiriEntry *e = kiri_matcher_entry(m, number);
            g_autoptr(KiriDoc) doc = kiri_doc_date_article(s->article);
            gboolean is_concerned = kiri_matcher_concerns(m, e, s->article, doc);
            if (kiri_is_date_far(s->doc, e->doc)) {
                g_assert_false(is_concerned || doc->text.text || doc->vector.terms);
                n_far++;
            } else if (has_tie(ties, number) || (word && number == named)) {
                g_assert_true(is_concerned);
                n_tied++;
            }
        }
    }
    g_assert_cmpuint(n_tied, >, RELEASES / 5);
    g_assert_cmpuint(n_far, >, RELEASES);
}

static gboolean is_found_by_prints(const KiriMatcher *m, const KiriSubject *s, const char *id)
{
    g_autoptr(GArray) found = kiri_matcher_search(m, s, 1, 0);
    for (guint i = 0; i < found->len; i++) {
        const KiriFound *hit = &g_array_index(found, KiriFound, i);
        if (strcmp(kiri_matcher_card(m, hit->entry)->id, id) == 0)
            return hit->prints >= KIRI_LEAST_PRINTS;
    }
    return FALSE;
}

/* A copy is found years later, on shelves that were filled one by one and on those that
 * were kept. */
static void test_copies_of_any_time(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMatcher) m = open_matcher(f);
    g_autoptr(KiriMatcher) kept = open_matcher(f);
    for (guint i = 0; i < RELEASES; i++) {
        put(f, m, release_number(i, 1));
        kiri_matcher_settle(m);
    }
    for (guint i = 0; i < m->shelves->len; i++) {
        g_autoptr(GBytes) packed = kiri_shelf_pack(g_ptr_array_index(m->shelves, i));
        kiri_matcher_adopt(kept, kiri_shelf_unpack(packed));
    }
    kiri_matcher_settle(kept);
    for (guint i = 0; i < RELEASES; i += 9) {
        g_autoptr(KiriSubject) s = article_on(i);
        g_autofree char *id = g_strdup_printf("r%03u", i);
        s->doc->has_day = TRUE;
        s->doc->first_day = s->doc->last_day = 40000;
        kiri_subject_finish(s, f->frequencies);
        g_assert_true(is_found_by_prints(m, s, id));
        g_assert_true(is_found_by_prints(kept, s, id));
    }
}

/* ---- postings ---- */

static void test_mask(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    enum { KEYS = 40000 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(12);
    KiriKeyMask mask;
    kiri_key_mask_init(&mask, KEYS);
    guint strangers = 0;
    for (guint i = 0; i < KEYS; i++)
        kiri_key_mask_add(&mask, g_rand_int(rand));
    g_rand_set_seed(rand, 12);
    for (guint i = 0; i < KEYS; i++)
        g_assert_true(kiri_key_mask_may_have(&mask, g_rand_int(rand)));
    for (guint i = 0; i < KEYS; i++)
        strangers += kiri_key_mask_may_have(&mask, g_rand_int(rand)) ? 1 : 0;
    g_assert_cmpuint(strangers, <, KEYS / 6);
    g_assert_false(kiri_key_mask_is_full(&mask));
    kiri_key_mask_clear(&mask);
}

static void add_row(GArray *rows, guint32 key, guint16 document, gfloat weight)
{
    KiriPosting row = {key, document, weight};
    g_array_append_val(rows, row);
}

/* Many keys in one go: each that is there, where it is when asked for alone. */
static void check_all(const KiriPostings *p, const GArray *rows)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < rows->len; i++) {
        guint32 both[] = {g_array_index(rows, KiriPosting, i).key, 0x12345679 + i};
        g_array_append_vals(keys, both, 2);
    }
    const guint32 *wanted = (const guint32 *)(gpointer)keys->data;
    g_autofree KiriPostingSpan *spans = g_new(KiriPostingSpan, keys->len);
    gsize n = kiri_postings_find_all(p, wanted, keys->len, spans), at = 0;
    for (guint32 i = 0; i < keys->len; i++) {
        guint32 from, to;
        if (!kiri_postings_find(p, wanted[i], &from, &to))
            continue;
        g_assert_cmpuint(at, <, n);
        g_assert_cmpuint(spans[at].key, ==, i);
        g_assert_cmpuint(spans[at].from, ==, from);
        g_assert_cmpuint(spans[at++].to, ==, to);
    }
    g_assert_cmpuint(at, ==, n);
    g_assert_cmpuint(at, >=, rows->len);
}

static void test_postings(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    for (gint weighted = 0; weighted < 2; weighted++) {
        g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(KiriPosting));
        g_autoptr(GRand) rand = g_rand_new_with_seed(11);
        static const guint32 edges[] = {0, 1, G_MAXUINT32 - 1, G_MAXUINT32};
        for (guint d = 0; d < 50; d++) {
            for (gsize e = 0; e < G_N_ELEMENTS(edges); e++)
                if ((d + e) % 3)
                    add_row(rows, edges[e], (guint16)d, (gfloat)d);
            /* Unevenly spread, as hashes are not. */
            for (guint k = 0; k < 40; k++)
                add_row(rows, g_rand_int(rand) >> (k % 17), (guint16)d, (gfloat)d);
        }
        g_autoptr(GArray) copy = g_array_copy(rows);
        g_auto(KiriPostings) p = {0};
        kiri_postings_init(&p, rows, weighted);
        for (guint i = 0; i < copy->len; i++) {
            const KiriPosting *row = &g_array_index(copy, KiriPosting, i);
            guint32 from, to, seen = 0;
            g_assert_true(kiri_postings_find(&p, row->key, &from, &to));
            for (guint32 at = from; at < to; at++) {
                g_assert_true(at == from || p.documents[at - 1] <= p.documents[at]);
                g_assert_true(!weighted || p.weights[at] == (gfloat)p.documents[at]);
                seen += p.documents[at] == row->document;
            }
            g_assert_cmpuint(seen, >, 0);
        }
        guint32 from, to;
        g_assert_false(kiri_postings_find(&p, 0x12345679, &from, &to));
        check_all(&p, copy);
    }
    g_auto(KiriPostings) none = {0};
    guint32 from = 7, to;
    g_assert_false(kiri_postings_find(&none, 7, &from, &to));
    KiriPostingSpan span;
    g_assert_cmpuint(kiri_postings_find_all(&none, &from, 1, &span), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define CASE(path, test) g_test_add("/matcher/" path, Fixture, NULL, set_up, test, tear_down)
    CASE("order", test_order);
    CASE("sums", test_sums);
    CASE("reads", test_reads);
    CASE("words", test_words);
    CASE("names", test_names);
    CASE("pack", test_pack);
    CASE("damaged-pack", test_damaged_pack);
    CASE("concerns", test_concerns);
    CASE("copies-of-any-time", test_copies_of_any_time);
    CASE("mask", test_mask);
    CASE("postings", test_postings);
    return g_test_run();
}
