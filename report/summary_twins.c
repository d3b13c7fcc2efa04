// SPDX-License-Identifier: GPL-3.0-or-later
/* One piece of a medium that appeared in several forms: on paper and on its site.
 *
 * The link stage finds copies by their text, and what people enter by hand has often
 * none. What they have is a medium, a day and a headline. Where these agree (the day
 * within one, since a paper prints in the morning what its site had in the evening), the
 * piece is one story: 総件数 counts each appearance, 実件数 counts it once. At least one
 * of the two was entered by hand; what was crawled is told apart by its text. Broadcasts
 * are left out: each airing is a piece of its own. */
#include "summary_parts.h"

#include <kirinuki/normalize.h>

#include <string.h>

static gboolean is_broadcast(const KiriSummaryClip *c)
{
    KiriForm form = kiri_article_form(c->article);
    return form == KIRI_FORM_TV || form == KIRI_FORM_RADIO;
}

static gint64 day_of(const KiriSummaryClip *c)
{
    return kiri_civil_day_start_jst(c->article->published.us) / KIRI_US_PER_DAY;
}

/* What was crawled leads, then who came first, then the smaller id: the same whatever
 * the order of the list. */
static gboolean leads(const KiriSummaryClip *a, const KiriSummaryClip *b)
{
    gboolean a_crawled = !a->article->appearance, b_crawled = !b->article->appearance;
    if (a_crawled != b_crawled)
        return a_crawled;
    if (a->article->published.us != b->article->published.us)
        return a->article->published.us < b->article->published.us;
    return strcmp(a->article->id, b->article->id) < 0;
}

static gboolean are_twins(const KiriSummaryClip *a, const KiriSummaryClip *b)
{
    gint64 apart = day_of(a) - day_of(b);
    return (a->article->appearance || b->article->appearance) && apart >= -1 && apart <= 1 &&
           strcmp(a->article->id, b->article->id) != 0;
}

static void unref_list(gpointer list)
{
    g_ptr_array_unref(list);
}

/* Clips by medium and headline: lists of KiriSummaryClip (borrowed). */
static GHashTable *by_headline(const KiriSummary *s)
{
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_list);
    for (guint i = 0; i < s->clips->len; i++) {
        KiriSummaryClip *c = g_ptr_array_index(s->clips, i);
        if (!c->article->medium || !c->article->title || is_broadcast(c) ||
            !kiri_time_is_set(c->article->published))
            continue;
        g_autofree char *n = kiri_normalize_dup(kiri_str(c->article->title));
        char *key = g_strconcat(c->article->medium, "\n", n, NULL);
        GPtrArray *list = g_hash_table_lookup(table, key);
        if (!list) {
            list = g_ptr_array_new();
            g_hash_table_insert(table, g_strdup(key), list);
        }
        g_ptr_array_add(list, c);
        g_free(key);
    }
    return table;
}

static const KiriSummaryClip *leader_of(const KiriSummaryClip *c, const GPtrArray *list)
{
    const KiriSummaryClip *leader = c;
    for (guint i = 0; i < list->len; i++) {
        const KiriSummaryClip *other = g_ptr_array_index(list, i);
        if (are_twins(c, other) && leads(other, leader))
            leader = other;
    }
    return leader;
}

void kiri_summary_find_twins(KiriSummary *s)
{
    gboolean has_entered = FALSE;
    for (guint i = 0; i < s->clips->len && !has_entered; i++)
        has_entered =
            ((const KiriSummaryClip *)g_ptr_array_index(s->clips, i))->article->appearance != NULL;
    if (!has_entered)
        return;
    g_autoptr(GHashTable) table = by_headline(s);
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const GPtrArray *list = value;
        for (guint i = 0; i < list->len; i++) {
            KiriSummaryClip *c = g_ptr_array_index(list, i);
            const KiriSummaryClip *leader = leader_of(c, list);
            c->twin = leader != c && c->article->appearance ? leader : NULL;
        }
    }
}
