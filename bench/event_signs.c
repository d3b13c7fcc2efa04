// SPDX-License-Identifier: GPL-3.0-or-later
/* The signs by which pairs of articles are held to tell of one event, for fitting.
 *
 *   event_signs WORKSPACE
 *
 * For each two stored articles within KIRI_EVENT_DAYS that have two words of what they
 * are found by in common, or cover one release, one line of JSON on standard output:
 * {"a","b","likeness","signs":{name: value}}; articles by the id that an import gave
 * them, else by their own. bench/events.py reads it. */
#include "lineage/event_profile.h"

#include <kirinuki/json.h>
#include <kirinuki/store.h>

#include <stdio.h>
#include <string.h>

enum { KEY_BYTES = 8, LEAST_WORDS = 2 };

typedef struct {
    KiriStore *store;
    GPtrArray *rows;    // KiriEvent
    GHashTable *places; // word → GArray of guint, into rows
} World;

static void free_row(gpointer row)
{
    kiri_event_free(row);
}

static void free_places(gpointer places)
{
    g_array_unref(places);
}

static guint64 word_at(const KiriEvent *row, gsize i)
{
    guint64 word;
    memcpy(&word, (const guint8 *)g_bytes_get_data(row->words, NULL) + i * KEY_BYTES, KEY_BYTES);
    return word; // the order of its bytes does not matter here
}

static gsize n_words(const KiriEvent *row)
{
    return row->words ? g_bytes_get_size(row->words) / KEY_BYTES : 0;
}

static gboolean take_row(gconstpointer record, gpointer data)
{
    World *w = data;
    KiriEvent *row = kiri_record_copy(&kiri_event_shape, record);
    guint at = w->rows->len;
    g_ptr_array_add(w->rows, row);
    for (gsize i = 0; i < n_words(row); i++) {
        guint64 word = word_at(row, i);
        GArray *places = g_hash_table_lookup(w->places, &word);
        if (!places) {
            places = g_array_new(FALSE, FALSE, sizeof(guint));
            g_hash_table_insert(w->places, g_memdup2(&word, sizeof word), places);
        }
        g_array_append_val(places, at);
    }
    return TRUE;
}

static char *name_of(const World *w, const KiriEvent *row)
{
    g_autoptr(KiriArticle) a = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, row->article, NULL);
    return g_strdup(a && a->import_id ? a->import_id : row->article);
}

static void print_pair(const World *w, const KiriEvent *a, const KiriEvent *b)
{
    KiriEventView x, y;
    gdouble signs[KIRI_N_EVENT_SIGNS];
    if (!kiri_event_view(a, &x) || !kiri_event_view(b, &y))
        return;
    gdouble likeness = kiri_event_likeness(&x, &y, signs);
    g_autofree char *first = name_of(w, a);
    g_autofree char *second = name_of(w, b);
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&buf);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "a");
    kiri_json_cstr(&j, first);
    kiri_json_key(&j, "b");
    kiri_json_cstr(&j, second);
    kiri_json_key(&j, "likeness");
    kiri_json_f64(&j, likeness, 4);
    kiri_json_key(&j, "signs");
    kiri_json_open_object(&j);
    for (guint i = 0; i < KIRI_N_EVENT_SIGNS; i++) {
        kiri_json_key(&j, kiri_event_sign_names[i]);
        kiri_json_f64(&j, signs[i], 4);
    }
    kiri_json_close_object(&j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    fwrite(buf.p, 1, buf.n, stdout);
}

static gboolean are_near(const KiriEvent *a, const KiriEvent *b)
{
    const gint64 most = KIRI_EVENT_DAYS * KIRI_US_PER_DAY;
    return a->from_us <= b->to_us + most && b->from_us <= a->to_us + most;
}

static void print_pairs_of(const World *w, guint at)
{
    const KiriEvent *row = g_ptr_array_index(w->rows, at);
    g_autoptr(GHashTable) counts = g_hash_table_new(g_direct_hash, g_direct_equal);
    gsize n = n_words(row), own = n - kiri_strv_count(row->releases);
    for (gsize i = 0; i < n; i++) {
        guint64 word = word_at(row, i);
        const GArray *places = g_hash_table_lookup(w->places, &word);
        for (guint k = 0; k < places->len && g_array_index(places, guint, k) < at; k++) {
            gpointer other = GUINT_TO_POINTER(g_array_index(places, guint, k));
            guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, other));
            count += i >= own ? LEAST_WORDS : 1;
            g_hash_table_insert(counts, other, GUINT_TO_POINTER(count));
        }
    }
    GHashTableIter iter;
    gpointer other, count;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &other, &count)) {
        const KiriEvent *b = g_ptr_array_index(w->rows, GPOINTER_TO_UINT(other));
        if (GPOINTER_TO_UINT(count) >= LEAST_WORDS && are_near(row, b))
            print_pair(w, row, b);
    }
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriStore) store =
        argc == 2 ? kiri_store_open(argv[1], KIRI_STORE_READ, &error) : NULL;
    if (!store) {
        fprintf(stderr, "event_signs: %s\n", error ? error->message : "one workspace, please");
        return 2;
    }
    World w = {store, g_ptr_array_new_with_free_func(free_row),
               g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_places)};
    gboolean ok = kiri_store_each(store, KIRI_NOUN_EVENT, "", take_row, &w, &error);
    for (guint i = 0; ok && i < w.rows->len; i++)
        print_pairs_of(&w, i);
    g_hash_table_destroy(w.places);
    g_ptr_array_unref(w.rows);
    return ok ? 0 : 4;
}
