// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to Xapian: errors with their codes, batches that are whole or not
 * there, a reader that falls behind. */
#include "index/xapian_shim.h"

#include <glib/gstdio.h>

#include <string.h>

typedef struct {
    char *dir;  // temporary
    char *path; // of the index in it
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->dir = g_dir_make_tmp("kirinuki-shim-XXXXXX", NULL);
    f->path = g_build_filename(f->dir, "index", NULL);
}

static void remove_dir(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        if (g_unlink(file) != 0)
            remove_dir(file);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(path);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    remove_dir(f->dir);
    g_free(f->dir);
    g_free(f->path);
}

static KiriXapWriter *open_writer(const Fixture *f, gboolean is_new)
{
    GError *error = NULL;
    KiriXapWriter *w = kiri_xap_writer_open(f->path, is_new, &error);
    g_assert_no_error(error);
    return w;
}

static gboolean put(KiriXapWriter *w, const char *unique, const char *word, const char *value,
                    GError **error)
{
    KiriXapTerm term = {kiri_str(word), 1};
    KiriXapValue values[] = {{0, kiri_str(value)}, {1, kiri_str(unique)}};
    KiriXapDocument d = {.unique = kiri_str(unique),
                         .terms = &term,
                         .n_terms = 1,
                         .values = values,
                         .n_values = 2,
                         .data = kiri_str(value)};
    return kiri_xap_replace(w, &d, error);
}

static void put_all(KiriXapWriter *w, const char *const *uniques, const char *word)
{
    GError *error = NULL;
    g_assert_true(kiri_xap_begin(w, &error));
    for (guint i = 0; uniques[i]; i++)
        g_assert_true(put(w, uniques[i], word, uniques[i], &error));
    g_assert_true(kiri_xap_commit(w, &error));
    g_assert_no_error(error);
}

static const KiriXapAsk ask_all = {.order = KIRI_XAP_BY_VALUE,
                                   .falling_slot = 0,
                                   .rising_slot = 1,
                                   .k1 = 1.2,
                                   .b = 0.75,
                                   .max = 100,
                                   .is_total_exact = TRUE};

static guint32 count_of(KiriXapReader *r, const KiriXapStep *steps, gsize n, GError **error)
{
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(KiriXapHit));
    guint32 total = G_MAXUINT32;
    if (!kiri_xap_ask(r, steps, n, &ask_all, hits, &total, error))
        return G_MAXUINT32;
    g_assert_cmpuint(hits->len, ==, MIN(total, 100u));
    return total;
}

static guint32 count_term(KiriXapReader *r, const char *term)
{
    KiriXapStep step = {.op = KIRI_XAP_TERM, .a = kiri_str(term)};
    return count_of(r, &step, 1, NULL);
}

static void test_transaction(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    KiriXapWriter *w = open_writer(f, TRUE);
    put_all(w, (const char *const[]){"Qa", "Qb", NULL}, "Wx");
    g_assert_true(kiri_xap_begin(w, NULL));
    g_assert_true(put(w, "Qc", "Wx", "c", NULL));
    g_assert_true(kiri_xap_set_metadata(w, "seq", kiri_str("3"), NULL));
    kiri_xap_writer_discard(w); // as a crash would: nothing of it is there

    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(count_term(r, "Wx"), ==, 2);
    g_autofree char *seq = kiri_xap_reader_metadata(r, "seq", NULL);
    g_assert_cmpstr(seq, ==, "");

    w = open_writer(f, FALSE);
    g_assert_true(kiri_xap_begin(w, NULL));
    g_assert_true(put(w, "Qb", "Wy", "b2", NULL)); // replaces
    g_assert_true(kiri_xap_delete(w, kiri_str("Qa"), NULL));
    g_assert_true(kiri_xap_delete(w, kiri_str("Qnone"), NULL));
    g_assert_true(kiri_xap_set_metadata(w, "seq", kiri_str("5"), NULL));
    g_assert_true(kiri_xap_commit(w, NULL));
    kiri_xap_writer_discard(w);
    g_assert_true(kiri_xap_reopen(r, NULL));
    g_assert_cmpuint(count_term(r, "Wx"), ==, 0);
    g_assert_cmpuint(count_term(r, "Wy"), ==, 1);
    g_assert_cmpuint(kiri_xap_count(r), ==, 1);
    g_free(seq);
    seq = kiri_xap_reader_metadata(r, "seq", NULL);
    g_assert_cmpstr(seq, ==, "5");
}

/* A bad term in a batch: the writer is void until it is opened anew, and the
 * batch is gone as a whole. */
static void assert_voids(const Fixture *f, KiriStr bad)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriXapWriter) w = open_writer(f, FALSE);
    g_assert_true(kiri_xap_begin(w, NULL));
    g_assert_true(put(w, "Qgood", "Wgood", "", NULL));
    KiriXapTerm term = {bad, 1};
    KiriXapDocument d = {.unique = kiri_str("Qbad"), .terms = &term, .n_terms = 1};
    g_assert_false(kiri_xap_replace(w, &d, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_false(put(w, "Qmore", "Wmore", "", &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_FAILED);
    g_clear_error(&error);
    g_assert_false(kiri_xap_commit(w, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_FAILED);
}

static void test_bad_terms(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_xap_writer_discard(open_writer(f, TRUE));
    char longest[202];
    memset(longest, 'x', sizeof longest);
    assert_voids(f, (KiriStr){longest, 201});
    assert_voids(f, (KiriStr){"W\0x", 3});
    assert_voids(f, (KiriStr){"", 0});
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    g_assert_cmpuint(kiri_xap_count(r), ==, 0);

    longest[200] = '\0';
    g_autoptr(KiriXapWriter) w = open_writer(f, FALSE);
    put_all(w, (const char *const[]){"Qa", NULL}, longest);
    g_assert_true(kiri_xap_reopen(r, NULL));
    g_assert_cmpuint(count_term(r, longest), ==, 1);
}

static void test_outside_transaction(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    g_assert_false(put(w, "Qa", "Wx", "", &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_FAILED);
}

static void test_open_errors(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_xap_reader_open(f->path, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(kiri_xap_writer_open(f->path, FALSE, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    g_assert_null(kiri_xap_writer_open(f->path, FALSE, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_BUSY);
    g_clear_error(&error);
    g_clear_pointer(&w, kiri_xap_writer_discard);
    g_autofree char *version = g_build_filename(f->path, "iamglass", NULL);
    g_assert_true(g_file_set_contents(version, "scribble", -1, NULL));
    g_assert_null(kiri_xap_reader_open(f->path, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT);
}

static void test_stale(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    g_autoptr(GString) id = g_string_new(NULL);
    g_assert_true(kiri_xap_begin(w, NULL));
    for (guint i = 0; i < 3000; i++) {
        g_string_printf(id, "Q%u", i);
        g_assert_true(put(w, id->str, "Wx", id->str, NULL));
    }
    g_assert_true(kiri_xap_commit(w, NULL));
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    gboolean was_stale = FALSE;
    for (guint round = 0; round < 6 && !was_stale; round++) {
        g_assert_true(kiri_xap_begin(w, NULL));
        for (guint i = 0; i < 3000; i++) {
            g_string_printf(id, "Q%u", i);
            g_assert_true(put(w, id->str, "Wx", id->str, NULL));
        }
        g_assert_true(kiri_xap_commit(w, NULL));
        g_autoptr(GError) error = NULL;
        KiriXapStep step = {.op = KIRI_XAP_TERM, .a = kiri_str("Wx")};
        count_of(r, &step, 1, &error);
        was_stale = kiri_error_is(error, KIRI_ERROR_STALE);
    }
    g_assert_true(was_stale);
    g_assert_true(kiri_xap_reopen(r, NULL));
    KiriXapStep step = {.op = KIRI_XAP_TERM, .a = kiri_str("Wx")};
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(KiriXapHit));
    guint32 total = 0;
    g_assert_true(kiri_xap_ask(r, &step, 1, &ask_all, hits, &total, NULL));
    g_assert_cmpuint(total, ==, 3000);
    g_assert_cmpuint(hits->len, ==, 100);
}

/* What was replaced or deleted is dead: in no answer, no total and no bound, however
 * it is asked for. */
static void test_dead(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    g_assert_true(kiri_xap_begin(w, NULL));
    for (guint i = 0; i < 300; i++) {
        g_autofree char *id = g_strdup_printf("Q%03u", i);
        g_assert_true(put(w, id, i % 2 ? "Wodd" : "Weven", id, NULL));
    }
    g_assert_true(kiri_xap_commit(w, NULL));
    guint32 documents = 0, dead = 1;
    g_assert_true(kiri_xap_writer_counts(w, &documents, &dead, NULL));
    g_assert_cmpuint(documents, ==, 300);
    g_assert_cmpuint(dead, ==, 0);
    for (guint commit = 0; commit < 2; commit++) { // the second finds a list of dead
        g_assert_true(kiri_xap_begin(w, NULL));
        for (guint i = 50 * commit; i < 50 * commit + 50; i++) {
            g_autofree char *id = g_strdup_printf("Q%03u", i);
            if (i % 5)
                g_assert_true(put(w, id, "Wnew", id, NULL));
            else
                g_assert_true(kiri_xap_delete(w, kiri_str(id), NULL));
            if (i % 7 == 0) // twice in one batch
                g_assert_true(kiri_xap_delete(w, kiri_str(id), NULL));
        }
        g_assert_true(kiri_xap_commit(w, NULL));
    }
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    guint n_new = 0;
    for (guint i = 0; i < 100; i++)
        n_new += i % 5 && i % 7 ? 1 : 0;
    g_assert_true(kiri_xap_writer_counts(w, &documents, &dead, NULL));
    g_assert_cmpuint(documents, ==, 200 + n_new);
    g_assert_cmpuint(kiri_xap_count(r), ==, 200 + n_new);
    g_assert_cmpuint(count_term(r, "Wodd"), ==, 100);
    g_assert_cmpuint(count_term(r, "Weven"), ==, 100);
    g_assert_cmpuint(count_term(r, "Wnew"), ==, n_new);
    KiriXapStep all = {.op = KIRI_XAP_ALL}, odd = {.op = KIRI_XAP_TERM, .a = kiri_str("Wodd")};
    g_assert_cmpuint(count_of(r, &all, 1, NULL), ==, 200 + n_new);
    KiriXapStep without[] = {all, odd, {.op = KIRI_XAP_MINUS}};
    g_assert_cmpuint(count_of(r, without, 3, NULL), ==, 100 + n_new);
    guint32 lower = 0, upper = 0;
    g_assert_true(kiri_xap_bounds(r, &odd, 1, &lower, &upper, NULL));
    g_assert_cmpuint(lower, ==, 100);
    g_assert_cmpuint(upper, ==, 100);
    g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_assert_true(kiri_xap_each_match(r, &odd, 1, NULL, NULL, matches, NULL));
    g_assert_cmpuint(matches->len, ==, 100);
    for (guint i = 0; i < matches->len; i++)
        g_assert_cmpuint(g_array_index(matches, guint32, i), >, 100);
}

static void test_damaged_dead(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    g_assert_true(kiri_xap_begin(w, NULL));
    g_assert_true(kiri_xap_set_metadata(w, "dead", kiri_str("\xff\xff\xff\xff\xff\xff"), NULL));
    g_assert_true(kiri_xap_commit(w, NULL));
    g_assert_null(kiri_xap_reader_open(f->path, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT);
}

static gboolean note_last(KiriStr term, guint32 last_document, gpointer data)
{
    g_string_append_printf(data, "%.*s=%u ", (int)term.n, term.p, last_document);
    return TRUE;
}

static void test_last_document(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    put_all(w, (const char *const[]){"Qa", "Qb", "Qc", NULL}, "Wx");
    put_all(w, (const char *const[]){"Qa", NULL}, "Wx");
    g_assert_true(kiri_xap_begin(w, NULL));
    g_assert_true(kiri_xap_delete(w, kiri_str("Qb"), NULL));
    g_assert_true(kiri_xap_commit(w, NULL));
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    g_autoptr(GString) said = g_string_new(NULL);
    g_assert_true(kiri_xap_each_term(r, kiri_str("Q"), note_last, said, NULL));
    g_assert_cmpstr(said->str, ==, "Qa=4 Qc=3 ");
}

/* The rarest decide, and the others may be left out: never a match less. */
static void test_rarest(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const words[] = {"W1", "W2", "W3", "W4", "W5", "W6"};
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    g_assert_true(kiri_xap_begin(w, NULL));
    for (guint i = 0; i < 64; i++) {
        g_autofree char *id = g_strdup_printf("Q%u", i);
        KiriXapTerm terms[6];
        guint n = 0;
        for (guint k = 0; k < 6; k++) // W1 in 32, W2 in 43, … each wider than the one before
            if (i % (k + 2))
                terms[n++] = (KiriXapTerm){kiri_str(words[k]), 1};
        KiriXapDocument d = {.unique = kiri_str(id), .terms = terms, .n_terms = n};
        g_assert_true(kiri_xap_add(w, &d, NULL));
    }
    g_assert_true(kiri_xap_commit(w, NULL));
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    KiriXapStep program[7];
    for (guint k = 0; k < 6; k++)
        program[k] = (KiriXapStep){.op = KIRI_XAP_TERM, .a = kiri_str(words[5 - k])};
    program[6] = (KiriXapStep){.op = KIRI_XAP_AND, .n = 6};
    guint32 all = count_of(r, program, 7, NULL);
    program[6].op = KIRI_XAP_RAREST;
    guint32 rarest = count_of(r, program, 7, NULL);
    KiriXapStep four[] = {
        program[5], program[4], program[3], program[2], {.op = KIRI_XAP_AND, .n = 4}};
    g_assert_cmpuint(rarest, ==, count_of(r, four, 5, NULL));
    g_assert_cmpuint(rarest, >, all);
}

/* Document by document it says what a search finds. */
static void test_tester(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    put_all(w, (const char *const[]){"Qa", "Qb", NULL}, "Wone");
    put_all(w, (const char *const[]){"Qc", "Qd", NULL}, "Wtwo");
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    KiriXapStep one = {.op = KIRI_XAP_TERM, .a = kiri_str("Wone")};
    KiriXapStep two = {.op = KIRI_XAP_TERM, .a = kiri_str("Wtwo")};
    KiriXapStep a = {.op = KIRI_XAP_TERM, .a = kiri_str("Qa")};
    KiriXapStep all = {.op = KIRI_XAP_ALL}, nothing = {.op = KIRI_XAP_NOTHING};
    KiriXapStep either = {.op = KIRI_XAP_OR, .n = 2}, both = {.op = KIRI_XAP_AND, .n = 2};
    KiriXapStep minus = {.op = KIRI_XAP_MINUS}, filter = {.op = KIRI_XAP_FILTER};
    const struct {
        KiriXapStep steps[5];
        gsize n;
    } programs[] = {{{one}, 1},
                    {{one, two, either}, 3},
                    {{one, two, both}, 3},
                    {{all, one, minus}, 3},
                    {{one, a, filter, two, either}, 5},
                    {{one, nothing, minus, a, minus}, 5}};
    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
        g_assert_true(
            kiri_xap_each_match(r, programs[i].steps, programs[i].n, NULL, NULL, found, &error));
        g_autoptr(KiriXapTester) t =
            kiri_xap_tester_new(r, programs[i].steps, programs[i].n, &error);
        for (guint k = 0; k < 8; k++) { // up, then from the beginning
            guint32 document = k % 4 + 1;
            gboolean is_match = FALSE, is_found = FALSE;
            for (guint n = 0; n < found->len; n++)
                is_found |= g_array_index(found, guint32, n) == document;
            g_assert_true(kiri_xap_tester_ask(t, document, &is_match, &error));
            g_assert_cmpint(is_match, ==, is_found);
        }
        g_assert_no_error(error);
    }
    KiriXapStep prefix = {.op = KIRI_XAP_PREFIX, .n = 9, .a = kiri_str("W")};
    g_assert_null(kiri_xap_tester_new(r, &prefix, 1, NULL));
    g_autoptr(KiriXapTester) broken = kiri_xap_tester_new(r, &both, 1, NULL);
    gboolean is_match = FALSE;
    g_assert_false(kiri_xap_tester_ask(broken, 1, &is_match, NULL));
}

static void test_programs(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    put_all(w, (const char *const[]){"Qa", "Qb", NULL}, "Wone");
    put_all(w, (const char *const[]){"Qc", NULL}, "Wonly");
    put_all(w, (const char *const[]){"Qd", NULL}, "Wtwo");
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    g_autoptr(GError) error = NULL;

    KiriXapStep one = {.op = KIRI_XAP_TERM, .a = kiri_str("Wone")};
    KiriXapStep two = {.op = KIRI_XAP_TERM, .a = kiri_str("Wtwo")};
    KiriXapStep all = {.op = KIRI_XAP_ALL};
    KiriXapStep either = {.op = KIRI_XAP_OR, .n = 2}, both = {.op = KIRI_XAP_AND, .n = 2};
    KiriXapStep minus = {.op = KIRI_XAP_MINUS}, prefix = {.op = KIRI_XAP_PREFIX, .n = 2};
    KiriXapStep range = {.op = KIRI_XAP_RANGE, .n = 0, .a = kiri_str("Qb"), .b = kiri_str("Qc")};
    prefix.a = kiri_str("Won");
    KiriXapStep program[] = {one, two, either};
    g_assert_cmpuint(count_of(r, program, 3, &error), ==, 3);
    program[2] = both;
    g_assert_cmpuint(count_of(r, program, 3, &error), ==, 0);
    program[0] = all;
    program[2] = minus;
    g_assert_cmpuint(count_of(r, program, 3, &error), ==, 3);
    g_assert_cmpuint(count_of(r, &prefix, 1, &error), ==, 3);
    g_assert_cmpuint(count_of(r, &range, 1, &error), ==, 2);
    g_assert_no_error(error);

    prefix.n = 1; // two words begin so
    g_assert_cmpuint(count_of(r, &prefix, 1, &error), ==, G_MAXUINT32);
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT);
    g_clear_error(&error);
    g_assert_cmpuint(count_of(r, &both, 1, &error), ==, G_MAXUINT32); // pops an empty stack
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_FAILED);
}

static void test_order(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    g_assert_true(kiri_xap_begin(w, NULL));
    g_assert_true(put(w, "Qc", "Wx", "2020", NULL));
    g_assert_true(put(w, "Qa", "Wx", "2021", NULL));
    g_assert_true(put(w, "Qb", "Wx", "2020", NULL));
    g_assert_true(kiri_xap_commit(w, NULL));
    g_autoptr(KiriXapReader) r = kiri_xap_reader_open(f->path, NULL);
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(KiriXapHit));
    KiriXapStep step = {.op = KIRI_XAP_TERM, .a = kiri_str("Wx")};
    for (guint order = KIRI_XAP_BY_WEIGHT; order <= KIRI_XAP_BY_VALUE; order++) {
        KiriXapAsk ask = ask_all;
        ask.order = order;
        g_assert_true(kiri_xap_ask(r, &step, 1, &ask, hits, NULL, NULL));
        g_autoptr(GString) ids = g_string_new(NULL);
        for (guint i = 0; i < hits->len; i++) {
            g_auto(KiriBuf) id;
            kiri_buf_init(&id, 16);
            g_assert_true(
                kiri_xap_value(r, g_array_index(hits, KiriXapHit, i).document, 1, &id, NULL));
            g_string_append(ids, id.p);
        }
        g_assert_cmpstr(ids->str, ==, "QaQbQc");
    }
}

static void test_check(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriXapWriter) w = open_writer(f, TRUE);
    put_all(w, (const char *const[]){"Qa", NULL}, "Wx");
    g_auto(KiriBuf) report;
    kiri_buf_init(&report, KIRI_BUF_UNCAPPED);
    guint64 damages = 1;
    g_assert_true(kiri_xap_check(f->path, &damages, &report, NULL));
    g_assert_cmpuint(damages, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add(name, Fixture, NULL, set_up, test, tear_down)
    ADD("/shim/transaction", test_transaction);
    ADD("/shim/bad-terms", test_bad_terms);
    ADD("/shim/outside-transaction", test_outside_transaction);
    ADD("/shim/open-errors", test_open_errors);
    ADD("/shim/stale", test_stale);
    ADD("/shim/programs", test_programs);
    ADD("/shim/dead", test_dead);
    ADD("/shim/damaged-dead", test_damaged_dead);
    ADD("/shim/last-document", test_last_document);
    ADD("/shim/rarest", test_rarest);
    ADD("/shim/tester", test_tester);
    ADD("/shim/order", test_order);
    ADD("/shim/check", test_check);
#undef ADD
    return g_test_run();
}
