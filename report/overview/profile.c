// SPDX-License-Identifier: GPL-3.0-or-later
/* The records of profiles, and what both count with. */
#include "profile_counts.h"

#include <string.h>

static const KiriField count_fields[] = {
    {KIRI_FIELD(1, KiriProfileCount, name, STR)},
    {KIRI_FIELD(2, KiriProfileCount, count, I64)},
};
const KiriShape kiri_profile_count_shape =
    KIRI_SHAPE("profile_count", KiriProfileCount, count_fields);

static const KiriField row_fields[] = {
    {KIRI_FIELD(1, KiriProfileRow, is_rate, BOOL)},
    {KIRI_FIELD(2, KiriProfileRow, what, STR)},
    {KIRI_FIELD(3, KiriProfileRow, rank, STR)},
    {KIRI_FIELD(4, KiriProfileRow, value, I64)},
    {KIRI_FIELD(5, KiriProfileRow, valid_from, TIME)},
    {KIRI_FIELD(6, KiriProfileRow, valid_to, TIME)},
    {KIRI_FIELD(7, KiriProfileRow, source, STR)},
    {KIRI_FIELD(8, KiriProfileRow, confidence, ENUM), .names = kiri_confidence_names},
};
const KiriShape kiri_profile_row_shape = KIRI_SHAPE("profile_row", KiriProfileRow, row_fields);

static const KiriField piece_fields[] = {
    {KIRI_FIELD(1, KiriProfilePiece, article, STR)},
    {KIRI_FIELD(2, KiriProfilePiece, title, STR)},
    {KIRI_FIELD(3, KiriProfilePiece, url, STR)},
    {KIRI_FIELD(4, KiriProfilePiece, medium, STR)},
    {KIRI_FIELD(5, KiriProfilePiece, published, TIME)},
    {.tag = 6,
     .name = "class",
     .type = KIRI_FIELD_ENUM,
     .offset = offsetof(KiriProfilePiece, class_),
     .names = kiri_class_names},
    {KIRI_FIELD(7, KiriProfilePiece, subjects, STRV)},
    {KIRI_FIELD(8, KiriProfilePiece, is_scored, BOOL)},
    {KIRI_FIELD(9, KiriProfilePiece, in_headline, BOOL)},
    {KIRI_FIELD(10, KiriProfilePiece, prominence, F64), .decimals = 1},
};
const KiriShape kiri_profile_piece_shape =
    KIRI_SHAPE("profile_piece", KiriProfilePiece, piece_fields);

static const KiriField medium_fields[] = {
    {KIRI_FIELD(1, KiriMediumProfile, medium, STR)},
    {KIRI_FIELD(2, KiriMediumProfile, name, STR)},
    {KIRI_FIELD(3, KiriMediumProfile, kind, ENUM), .names = kiri_medium_kind_names},
    {KIRI_FIELD(4, KiriMediumProfile, tier, I64)},
    {KIRI_FIELD(5, KiriMediumProfile, terms, STR)},
    {KIRI_FIELD(6, KiriMediumProfile, note, STR)},
    {KIRI_FIELD(7, KiriMediumProfile, from, TIME)},
    {KIRI_FIELD(8, KiriMediumProfile, to, TIME)},
    {KIRI_FIELD(9, KiriMediumProfile, made, TIME)},
    {KIRI_FIELD(10, KiriMediumProfile, counts, REC), .sub = &kiri_tally_shape},
    {KIRI_FIELD(11, KiriMediumProfile, all_total, I64)},
    {KIRI_FIELD(12, KiriMediumProfile, all_unique, I64)},
    {KIRI_FIELD(13, KiriMediumProfile, published, I64)},
    {KIRI_FIELD(14, KiriMediumProfile, scored, I64)},
    {KIRI_FIELD(15, KiriMediumProfile, front_page, I64)},
    {KIRI_FIELD(16, KiriMediumProfile, pictures, I64)},
    {KIRI_FIELD(17, KiriMediumProfile, prominence, F64), .decimals = 1},
    {KIRI_FIELD(18, KiriMediumProfile, share_about_us, F64), .decimals = 4},
    {KIRI_FIELD(19, KiriMediumProfile, timed, I64)},
    {KIRI_FIELD(20, KiriMediumProfile, first_minutes, I64)},
    {KIRI_FIELD(21, KiriMediumProfile, median_minutes, I64)},
    {KIRI_FIELD(22, KiriMediumProfile, corrections_asked, I64)},
    {KIRI_FIELD(23, KiriMediumProfile, corrections_made, I64)},
    {KIRI_FIELD(24, KiriMediumProfile, sections, RECS), .sub = &kiri_profile_count_shape},
    {KIRI_FIELD(25, KiriMediumProfile, without_section, I64)},
    {KIRI_FIELD(26, KiriMediumProfile, wires, RECS), .sub = &kiri_profile_count_shape},
    {KIRI_FIELD(27, KiriMediumProfile, unknown_wire, I64)},
    {KIRI_FIELD(28, KiriMediumProfile, months, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(29, KiriMediumProfile, releases, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(30, KiriMediumProfile, topics, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(31, KiriMediumProfile, rows, RECS), .sub = &kiri_profile_row_shape},
    {KIRI_FIELD(32, KiriMediumProfile, pieces, RECS), .sub = &kiri_profile_piece_shape},
};
const KiriShape kiri_medium_profile_shape =
    KIRI_SHAPE("medium_profile", KiriMediumProfile, medium_fields);

static const KiriField journalist_fields[] = {
    {KIRI_FIELD(1, KiriJournalistProfile, name, STR)},
    {KIRI_FIELD(2, KiriJournalistProfile, from, TIME)},
    {KIRI_FIELD(3, KiriJournalistProfile, to, TIME)},
    {KIRI_FIELD(4, KiriJournalistProfile, made, TIME)},
    {KIRI_FIELD(5, KiriJournalistProfile, articles, I64)},
    {KIRI_FIELD(6, KiriJournalistProfile, publicity, I64)},
    {KIRI_FIELD(7, KiriJournalistProfile, syndicated, I64)},
    {KIRI_FIELD(8, KiriJournalistProfile, verbatim, I64)},
    {KIRI_FIELD(9, KiriJournalistProfile, mention, I64)},
    {KIRI_FIELD(10, KiriJournalistProfile, scored, I64)},
    {KIRI_FIELD(11, KiriJournalistProfile, in_headline, I64)},
    {KIRI_FIELD(12, KiriJournalistProfile, prominence, F64), .decimals = 1},
    {KIRI_FIELD(13, KiriJournalistProfile, first, TIME)},
    {KIRI_FIELD(14, KiriJournalistProfile, last, TIME)},
    {KIRI_FIELD(15, KiriJournalistProfile, media, RECS), .sub = &kiri_profile_count_shape},
    {KIRI_FIELD(16, KiriJournalistProfile, releases, RECS), .sub = &kiri_profile_count_shape},
    {KIRI_FIELD(17, KiriJournalistProfile, topics, RECS), .sub = &kiri_profile_count_shape},
    {KIRI_FIELD(18, KiriJournalistProfile, months, RECS), .sub = &kiri_profile_count_shape},
    {KIRI_FIELD(19, KiriJournalistProfile, weekdays, RECS), .sub = &kiri_profile_count_shape},
    {KIRI_FIELD(20, KiriJournalistProfile, pieces, RECS), .sub = &kiri_profile_piece_shape},
};
const KiriShape kiri_journalist_profile_shape =
    KIRI_SHAPE("journalist_profile", KiriJournalistProfile, journalist_fields);

/* ---- counting by name ---- */

GHashTable *kiri_counts_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void kiri_counts_add(GHashTable *counts, const char *name)
{
    if (!name || !*name)
        return;
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));
    g_hash_table_replace(counts, g_strdup(name), GUINT_TO_POINTER(n + 1));
}

static gint most_first(gconstpointer a, gconstpointer b)
{
    const KiriProfileCount *x = *(KiriProfileCount *const *)a, *y = *(KiriProfileCount *const *)b;
    return x->count != y->count ? (x->count > y->count ? -1 : 1) : strcmp(x->name, y->name);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp((*(KiriProfileCount *const *)a)->name, (*(KiriProfileCount *const *)b)->name);
}

GPtrArray *kiri_counts_end(GHashTable *counts, KiriCountsOrder order)
{
    GPtrArray *all = NULL;
    GHashTableIter iter;
    gpointer name, n;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &name, &n)) {
        KiriProfileCount *row = kiri_profile_count_new();
        row->name = g_strdup(name);
        row->count = GPOINTER_TO_UINT(n);
        kiri_recs_add(&all, row);
    }
    if (all)
        g_ptr_array_sort(all, order == KIRI_COUNTS_BY_NAME ? by_name : most_first);
    return all;
}

char *kiri_profile_month(gint64 us)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    return g_strdup_printf("%04d-%02d", c.year, c.month);
}

char *kiri_profile_subject(KiriStore *store, KiriNoun noun, const char *id)
{
    if (noun == KIRI_NOUN_RELEASE) {
        g_autoptr(KiriRelease) r = kiri_store_get(store, noun, id, NULL);
        return g_strdup(r ? r->title : id);
    }
    g_autoptr(KiriTopic) t = kiri_store_get(store, noun, id, NULL);
    return g_strdup(t ? t->name : id);
}
