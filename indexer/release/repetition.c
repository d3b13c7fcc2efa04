// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines are counted by a hash of the organisation's name and the line, both in
 * N-form, once for each release. */
#include "boilerplate.h"

#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>

struct KiriRepetition {
    GHashTable *counts; // hash of organisation and line → releases that have it
};

KiriRepetition *kiri_repetition_new(void)
{
    KiriRepetition *r = g_new0(KiriRepetition, 1);
    r->counts = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return r;
}

void kiri_repetition_free(KiriRepetition *r)
{
    if (!r)
        return;
    g_hash_table_unref(r->counts);
    g_free(r);
}

/* Visits the lines of a release that are long enough, each once, by their keys. */
typedef void (*LineVisit)(KiriStr piece, guint64 key, gpointer data);

static void each_line(const KiriRelease *release, LineVisit visit, gpointer data)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autofree char *name = kiri_normalize_dup(kiri_str(release->organisation));
    KiriStr text = kiri_str(release->text), piece;
    guint64 organisation = kiri_hash64(kiri_str(name));
    gsize at = 0;
    while (*name && kiri_release_line_next(text, &at, &piece)) {
        piece = kiri_str_strip(piece);
        if (!kiri_release_line_is_countable(piece))
            continue;
        g_autofree char *line = kiri_normalize_dup(piece);
        guint64 key =
            kiri_hash64(kiri_str(line)) ^ (organisation * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));
        if (g_hash_table_add(seen, g_memdup2(&key, sizeof key)))
            visit(piece, key, data);
    }
}

static void count_line(KiriStr piece, guint64 key, gpointer data)
{
    (void)piece;
    GHashTable *counts = data;
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, &key));
    g_hash_table_insert(counts, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(n + 1));
}

void kiri_repetition_add(KiriRepetition *r, const KiriRelease *release)
{
    if (!release->is_removed)
        each_line(release, count_line, r->counts);
}

typedef struct {
    GHashTable *counts;
    char **found;
} Apply;

static void take_line(KiriStr piece, guint64 key, gpointer data)
{
    enum { LEAST_RELEASES = 3 };
    Apply *a = data;
    if (GPOINTER_TO_UINT(g_hash_table_lookup(a->counts, &key)) < LEAST_RELEASES)
        return;
    g_autofree char *line = kiri_str_dup(piece);
    kiri_strv_add(&a->found, line);
}

void kiri_repetition_apply(const KiriRepetition *r, KiriRelease *release)
{
    Apply a = {r->counts, NULL};
    each_line(release, take_line, &a);
    g_strfreev(release->repeated);
    release->repeated = a.found;
}
