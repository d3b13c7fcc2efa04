// SPDX-License-Identifier: GPL-3.0-or-later
/* Counting rows in parts: each part has its own sets of stories and media, which hold the
 * summary's strings. */
#include <kirinuki/tally.h>

#include <string.h>

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriTally, id, STR)},
    {KIRI_FIELD(2, KiriTally, name, STR)},
    {KIRI_FIELD(3, KiriTally, from, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriTally, to, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriTally, tier, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriTally, total, I64)},
    {KIRI_FIELD(7, KiriTally, unique, I64)},
    {KIRI_FIELD(8, KiriTally, media, I64)},
    {KIRI_FIELD(9, KiriTally, tier1_media, I64)},
    {KIRI_FIELD(10, KiriTally, publicity, I64)},
    {KIRI_FIELD(11, KiriTally, syndicated, I64)},
    {KIRI_FIELD(12, KiriTally, verbatim, I64)},
    {KIRI_FIELD(13, KiriTally, mention, I64)},
    {KIRI_FIELD(14, KiriTally, in_headline, I64)},
    {KIRI_FIELD(15, KiriTally, contradictions, I64)},
    {KIRI_FIELD(16, KiriTally, corrections, I64)},
    {KIRI_FIELD(17, KiriTally, removals, I64)},
    {KIRI_FIELD(18, KiriTally, needs_review, I64)},
    {KIRI_FIELD(19, KiriTally, in_handling, I64)},
    {KIRI_FIELD(20, KiriTally, confirmed, I64)},
    {KIRI_FIELD(21, KiriTally, tone_positive, I64)},
    {KIRI_FIELD(22, KiriTally, tone_neutral, I64)},
    {KIRI_FIELD(23, KiriTally, tone_critical, I64)},
    {KIRI_FIELD(24, KiriTally, tone_unconfirmed, I64)},
    {KIRI_FIELD(25, KiriTally, ave_known_yen, I64)},
    {KIRI_FIELD(26, KiriTally, ave_known, I64)},
    {KIRI_FIELD(27, KiriTally, ave_estimate_yen, I64)},
    {KIRI_FIELD(28, KiriTally, ave_estimate, I64)},
    {KIRI_FIELD(29, KiriTally, ave_unknown, I64)},
    {KIRI_FIELD(30, KiriTally, is_before_collection, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(31, KiriTally, begins_early, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(32, KiriTally, is_ahead, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_tally_shape = KIRI_SHAPE("tally", KiriTally, fields);

/* One part. */
typedef struct {
    KiriTally *tally;
    GHashTable *stories, *outlets;
} Part;

struct KiriTallies {
    GHashTable *parts; // id → Part, owned
    GPtrArray *order;  // Part, as they were made
};

static void part_free(gpointer data)
{
    Part *part = data;
    kiri_tally_free(part->tally);
    g_hash_table_unref(part->stories);
    g_hash_table_unref(part->outlets);
    g_free(part);
}

KiriTallies *kiri_tallies_new(void)
{
    KiriTallies *t = g_new(KiriTallies, 1);
    t->parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, part_free);
    t->order = g_ptr_array_new();
    return t;
}

void kiri_tallies_free(KiriTallies *t)
{
    if (!t)
        return;
    g_hash_table_unref(t->parts);
    g_ptr_array_unref(t->order);
    g_free(t);
}

static Part *part_of(KiriTallies *t, const char *id, const char *name)
{
    Part *part = g_hash_table_lookup(t->parts, id);
    if (part)
        return part;
    part = g_new(Part, 1);
    part->tally = kiri_tally_new();
    part->tally->id = g_strdup(id);
    part->tally->name = g_strdup(name);
    part->stories = g_hash_table_new(g_str_hash, g_str_equal);
    part->outlets = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(t->parts, g_strdup(id), part);
    g_ptr_array_add(t->order, part);
    return part;
}

KiriTally *kiri_tallies_at(KiriTallies *t, const char *id, const char *name)
{
    return part_of(t, id, name)->tally;
}

static void count_state(KiriTally *n, const KiriSummaryRow *row)
{
    gint64 *classes[KIRI_N_CLASSES] = {[KIRI_CLASS_MENTION] = &n->mention,
                                       [KIRI_CLASS_PUBLICITY] = &n->publicity,
                                       [KIRI_CLASS_SYNDICATED] = &n->syndicated,
                                       [KIRI_CLASS_VERBATIM] = &n->verbatim};
    gint64 *tones[] = {[KIRI_TONE_UNKNOWN] = &n->tone_unconfirmed,
                       [KIRI_TONE_POSITIVE] = &n->tone_positive,
                       [KIRI_TONE_NEUTRAL] = &n->tone_neutral,
                       [KIRI_TONE_CRITICAL] = &n->tone_critical};
    if (classes[row->class_])
        ++*classes[row->class_];
    ++*tones[row->tone];
    n->in_headline += row->is_in_headline;
    n->contradictions += row->has_contradictions;
    n->corrections += row->is_corrected;
    n->removals += row->is_removed;
    n->needs_review += row->needs_review;
    n->in_handling += row->is_in_handling;
    n->confirmed += row->is_confirmed;
}

static void count_money(KiriTally *n, const KiriSummaryRow *row)
{
    if (!row->is_ave_known)
        n->ave_unknown++;
    else if (row->is_ave_estimate)
        n->ave_estimate++, n->ave_estimate_yen += row->ave_yen;
    else
        n->ave_known++, n->ave_known_yen += row->ave_yen;
}

void kiri_tallies_add(KiriTallies *t, const char *id, const char *name, const KiriSummaryRow *row)
{
    Part *part = part_of(t, id, name);
    KiriTally *n = part->tally;
    n->total++;
    n->unique += g_hash_table_add(part->stories, (gpointer)(guintptr)row->story) ? 1 : 0;
    if (row->outlet && g_hash_table_add(part->outlets, (gpointer)(guintptr)row->outlet)) {
        n->media++;
        n->tier1_media += row->medium && row->medium->tier == 1 ? 1 : 0;
    }
    count_state(n, row);
    count_money(n, row);
}

static gint by_unique(gconstpointer a, gconstpointer b)
{
    const KiriTally *x = *(KiriTally *const *)a, *y = *(KiriTally *const *)b;
    if (x->unique != y->unique)
        return x->unique > y->unique ? -1 : 1;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return strcmp(x->id, y->id);
}

static void tally_free(gpointer tally)
{
    kiri_tally_free(tally);
}

GPtrArray *kiri_tallies_end(KiriTallies *t, KiriTalliesOrder order)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(tally_free);
    for (guint i = 0; i < t->order->len; i++) {
        Part *part = g_ptr_array_index(t->order, i);
        g_ptr_array_add(all, g_steal_pointer(&part->tally));
    }
    g_ptr_array_set_size(t->order, 0);
    g_hash_table_remove_all(t->parts);
    if (order == KIRI_TALLIES_BY_UNIQUE)
        g_ptr_array_sort(all, by_unique);
    return all;
}

KiriTally *kiri_tally_of(const KiriSummary *s)
{
    g_autoptr(KiriTallies) t = kiri_tallies_new();
    kiri_tallies_at(t, "all", NULL);
    for (guint i = 0; i < s->total; i++)
        kiri_tallies_add(t, "all", NULL, kiri_summary_row(s, i));
    g_autoptr(GPtrArray) all = kiri_tallies_end(t, KIRI_TALLIES_AS_MADE);
    return g_ptr_array_steal_index(all, 0);
}

GPtrArray *kiri_tallies_by_medium(const KiriSummary *s)
{
    g_autoptr(KiriTallies) t = kiri_tallies_new();
    for (guint i = 0; i < s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        const char *id = row->outlet ? row->outlet : "";
        kiri_tallies_add(t, id, row->medium ? row->medium->name : row->outlet, row);
        kiri_tallies_at(t, id, NULL)->tier = row->medium ? row->medium->tier : 0;
    }
    return kiri_tallies_end(t, KIRI_TALLIES_BY_UNIQUE);
}

/* A story counts in the kind that had it first, as in the summary. */
GPtrArray *kiri_tallies_by_kind(const KiriSummary *s)
{
    g_autoptr(KiriTallies) t = kiri_tallies_new();
    for (guint i = 0; i < s->kinds->len; i++)
        kiri_tallies_at(t, kiri_medium_kind_names[g_array_index(s->kinds, KiriKindRow, i).kind],
                        NULL);
    for (guint i = 0; i < s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        kiri_tallies_add(t,
                         kiri_medium_kind_names[row->medium ? row->medium->kind : KIRI_MEDIUM_WEB],
                         NULL, row);
    }
    for (guint i = 0; i < s->kinds->len; i++) {
        const KiriKindRow *kind = &g_array_index(s->kinds, KiriKindRow, i);
        kiri_tallies_at(t, kiri_medium_kind_names[kind->kind], NULL)->unique = kind->unique;
    }
    return kiri_tallies_end(t, KIRI_TALLIES_AS_MADE);
}
