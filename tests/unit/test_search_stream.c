// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages from a stream of candidates: what is shown first does not depend on
 * whether everything was counted, a bound is one, and every match can be had
 * with its values. */
#include "../support/index.h"

#include "search/search_internal.h"

#include <string.h>

enum { N_ARTICLES = 2600, EVERY = 3 };

/* Articles of which each third holds 東京都庁, and the others its trigrams only,
 * often enough that candidates outnumber what is always verified. */
static void put_one(KiriBatch *batch, guint i, const char *end)
{
    g_autofree char *url = g_strdup_printf("https://example.jp/%u", i);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint k = 0; k <= i % 7; k++)
        g_string_append(text, i % EVERY ? "東京都、京都庁、" : "東京都庁。");
    g_string_append_printf(text, "第%u号%s", i % 50, end);
    g_autoptr(KiriArticle) a = test_article(url, text->str, (gint)(i % 40));
    a->medium = g_strdup_printf("m-%u", i % 4);
    if (i % 5 == 0)
        kiri_strv_add(&a->authors, "甲野");
    if (i % 10 == 0)
        kiri_strv_add(&a->authors, "乙川");
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
}

static void fill(TestWorld *w)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < N_ARTICLES; i++)
        put_one(batch, i, "");
    test_commit(batch);
    g_auto(KiriIndexCounts) counts;
    test_world_index(w, 0, &counts);
    g_assert_cmpuint(counts.indexed, ==, N_ARTICLES);
}

static const char *id_at(const KiriSearchResult *result, guint i)
{
    return ((const KiriSearchHit *)g_ptr_array_index(result->hits, i))->id;
}

/* How many articles of fill() hold the keyword. */
#define N_MATCHES ((N_ARTICLES + EVERY - 1) / EVERY)

static void check_pages(TestWorld *w, KiriIndex *index, const char *query, gint order)
{
    KiriSearchOptions all = {.order = order, .ids_only = TRUE};
    g_autoptr(KiriSearchResult) whole = test_world_search(w, index, query, &all);
    g_assert_false(whole->total_is_bound);
    g_assert_cmpuint(whole->total, ==, N_MATCHES);
    g_assert_cmpuint(whole->hits->len, ==, N_MATCHES);
    for (guint offset = 0; offset < 2 * N_MATCHES; offset += 211) {
        for (gboolean exact = FALSE; exact < 2; exact++) {
            KiriSearchOptions how = {.order = order,
                                     .offset = offset,
                                     .limit = 20,
                                     .ids_only = TRUE,
                                     .needs_exact_total = exact};
            g_autoptr(KiriSearchResult) page = test_world_search(w, index, query, &how);
            guint n = offset < N_MATCHES ? MIN(20, N_MATCHES - offset) : 0;
            g_assert_cmpuint(page->hits->len, ==, n);
            for (guint i = 0; i < n; i++)
                g_assert_cmpstr(id_at(page, i), ==, id_at(whole, offset + i));
            if (exact || !page->total_is_bound)
                g_assert_cmpuint(page->total, ==, N_MATCHES);
            g_assert_cmpuint(page->total, <=, N_MATCHES);
            g_assert_cmpuint(page->total, >=, n ? offset + n : 0);
            g_assert_true(!exact || !page->total_is_bound);
        }
    }
}

static void test_pages(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    fill(&w);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    check_pages(&w, index, "東京都庁", KIRI_ORDER_RELEVANCE);
    check_pages(&w, index, "東京都庁", KIRI_ORDER_DATE);
    check_pages(&w, index, "東京都庁 OR 東京都庁。", KIRI_ORDER_RELEVANCE);
    check_pages(&w, index, "東京 都庁 -京都 OR 東京都庁", KIRI_ORDER_DATE);

    KiriSearchOptions few = {.limit = 10, .ids_only = TRUE};
    g_autoptr(KiriSearchResult) page = test_world_search(&w, index, "東京都庁", &few);
    g_assert_true(page->total_is_bound);
    /* One term: the index knows. */
    g_autoptr(KiriSearchResult) term = test_world_search(&w, index, "東京", &few);
    g_assert_false(term->total_is_bound);
    g_assert_cmpuint(term->total, ==, N_ARTICLES);
}

static GHashTable *count_values(const KiriMatches *m, gsize column)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < m->documents->len; i++) {
        char *value = kiri_str_dup(kiri_matches_value(m, column, i));
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, value));
        g_hash_table_replace(counts, value, GUINT_TO_POINTER(n + 1));
    }
    return counts;
}

static guint count_of(GHashTable *counts, const char *value)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(counts, value));
}

/* Every match with its values. */
static void check_matches(TestWorld *w, KiriIndex *index)
{
    static const guint slots[] = {KIRI_SLOT_MEDIUM, KIRI_SLOT_AUTHORS, KIRI_SLOT_ID,
                                  KIRI_SLOT_DATE};
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str("東京都庁"), &error);
    g_assert_no_error(error);
    g_autoptr(KiriMatches) m =
        kiri_search_all(w->store, index, query, slots, G_N_ELEMENTS(slots), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(m->documents->len, ==, N_MATCHES);
    g_assert_cmpuint(m->seq, ==, kiri_store_log_end(w->store));

    guint media[4] = {0}, authors[3] = {0};
    for (guint i = 0; i < N_ARTICLES; i += EVERY) {
        media[i % 4]++;
        authors[i % 10 == 0 ? 2 : i % 5 == 0]++;
    }
    g_autoptr(GHashTable) by_medium = count_values(m, 0);
    g_autoptr(GHashTable) by_author = count_values(m, 1);
    for (guint i = 0; i < 4; i++) {
        g_autofree char *id = g_strdup_printf("m-%u", i);
        g_assert_cmpuint(count_of(by_medium, id), ==, media[i]);
    }
    g_assert_cmpuint(count_of(by_author, ""), ==, authors[0]);
    g_assert_cmpuint(count_of(by_author, "甲野"), ==, authors[1]);
    g_assert_cmpuint(count_of(by_author, "甲野\x1f乙川"), ==, authors[2]);
    for (guint i = 0; i < m->documents->len; i++) {
        g_autofree char *id = kiri_str_dup(kiri_matches_value(m, 2, i));
        g_autoptr(KiriArticle) article = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, &error);
        g_assert_nonnull(article);
        g_assert_cmpint(kiri_slot_date_us(kiri_matches_value(m, 3, i)), ==, article->published.us);
    }
}

/* Looked up one by one, from memory, and from memory after commits and another index. */
static void test_matches(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    fill(&w);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    check_matches(&w, index);
    check_matches(&w, index);
    g_assert_nonnull(index->columns);
    for (guint round = 0; round < 2; round++) {
        g_auto(KiriIndexCounts) counts = {0};
        g_autoptr(GError) error = NULL;
        KiriIndexOptions options = {.force_rebuild = round == 1};
        KiriBatch *batch = kiri_batch_begin(w.store);
        put_one(batch, 0, round ? "、再訂" : "、訂正"); // another document, of the same values
        put_one(batch, 2 * EVERY, round ? "、再訂" : "、訂正");
        test_commit(batch);
        g_assert_true(kiri_index_run(w.dir, w.store, w.pool, &options, &counts, &error));
        g_assert_cmpuint(counts.indexed, ==, round ? N_ARTICLES : 2);
        g_assert_true(kiri_index_refresh(index, &error));
        check_matches(&w, index);
        check_matches(&w, index);
    }
    g_assert_cmpint(kiri_slot_date_us(kiri_str("x")), ==, G_MININT64);
}

/* ---- words that prove a keyword ---- */

static void note_word(KiriStr word, gpointer data)
{
    g_string_append_len(data, word.p, (gssize)word.n);
    g_string_append_c(data, ' ');
}

static void test_lexicon(void)
{
    static const char *const texts[] = {"レコードを買う。", "コードを書く。", "バーコードを読む。",
                                        "コードレスの電話。", "コー。ード。"};
    g_auto(TestWorld) w;
    test_world_init(&w);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *url = g_strdup_printf("https://example.jp/%u", i);
        test_world_put(&w, url, "題", texts[i]);
    }
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_autoptr(GError) error = NULL;
    index->lexicon = kiri_lexicon_load(index->reader, &error);
    g_assert_no_error(error);
    g_autoptr(GString) words = g_string_new(NULL);
    kiri_lexicon_each(index->lexicon, kiri_str("コード"), note_word, words);
    g_assert_cmpstr(words->str, ==, "コード コードレス バーコード レコード ");
    g_string_truncate(words, 0);
    kiri_lexicon_each(index->lexicon, kiri_str("コードを"), note_word, words);
    g_assert_cmpstr(words->str, ==, "");

    KiriSearchOptions all = {.needs_exact_total = TRUE};
    guint64 before = index->n_texts_read;
    g_autoptr(KiriSearchResult) found = test_world_search(&w, index, "コード", &all);
    g_assert_cmpuint(found->total, ==, 4);
    g_assert_cmpuint(index->n_texts_read - before, <=, 5);
    g_autoptr(KiriSearchResult) without = test_world_search(&w, index, "ード -コード", &all);
    g_assert_cmpuint(without->total, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/search-stream/pages", test_pages);
    g_test_add_func("/search-stream/matches", test_matches);
    g_test_add_func("/search-stream/lexicon", test_lexicon);
    return g_test_run();
}
