// SPDX-License-Identifier: GPL-3.0-or-later
/* Families by breadth-first search over fingerprints, each edge verified on the
 * texts. An edge depends on two texts and nothing else: that is what makes the
 * outcome independent of the order of arrival. */
#include "lineage.h"

#include <kirinuki/url.h>

#include <string.h>

#define LEAST_TAKEN 0.5

enum {
    LEAST_PRINTS = 3,
    /* A fingerprint of more articles than this is a frame or a set phrase. */
    MOST_SHARING = 400,
    /* Neighbours that are verified, those with most fingerprints first. */
    MOST_VERIFIED = 128,
};

/* ---- neighbours ---- */

typedef struct {
    const char *id; // key of the table
    guint shared;
} Sharer;

static gint most_shared_first(gconstpointer a, gconstpointer b)
{
    const Sharer *x = a, *y = b;
    if (x->shared != y->shared)
        return x->shared > y->shared ? -1 : 1;
    return strcmp(x->id, y->id);
}

static void count_sharers(const KiriLibrary *library, const KiriSubject *s, GHashTable *counts)
{
    for (guint i = 0; i < s->prints->len; i++) {
        g_auto(GStrv) ids =
            library->sharing(g_array_index(s->prints, guint64, i), MOST_SHARING + 1, library->data);
        if (kiri_strv_count(ids) > MOST_SHARING)
            continue;
        for (char **id = ids; id && *id; id++) {
            guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, *id));
            g_hash_table_insert(counts, g_strdup(*id), GUINT_TO_POINTER(n + 1));
        }
    }
}

static GArray *sharers_of(GHashTable *counts, const char *self)
{
    GArray *sharers = g_array_new(FALSE, FALSE, sizeof(Sharer));
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        Sharer s = {key, GPOINTER_TO_UINT(value)};
        if (s.shared >= LEAST_PRINTS && strcmp(s.id, self) != 0)
            g_array_append_val(sharers, s);
    }
    g_array_sort(sharers, most_shared_first);
    if (sharers->len > MOST_VERIFIED)
        g_array_set_size(sharers, MOST_VERIFIED);
    return sharers;
}

char **kiri_neighbours_of(const KiriLibrary *library, KiriSubject *subject)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    char **neighbours = NULL;
    count_sharers(library, subject, counts);
    g_autoptr(GArray) sharers = sharers_of(counts, subject->article->id);
    for (guint i = 0; i < sharers->len; i++) {
        const char *id = g_array_index(sharers, Sharer, i).id;
        KiriSubject *other = library->subject(id, library->data);
        if (other && kiri_sheets_compare(&subject->sheet, &other->sheet).is_duplicate)
            kiri_strv_add(&neighbours, id);
    }
    return neighbours ? neighbours : g_new0(char *, 1);
}

/* ---- families ---- */

typedef struct {
    KiriSubject *subject;
    char **neighbours;
    gboolean is_wire; // its site is the wire that a member credits
    gint64 us;
    KiriMember member;
} Node;

static gint64 time_of(const KiriArticle *a)
{
    KiriTime t = kiri_article_when(a);
    switch (t.precision) {
    case KIRI_PRECISION_NONE:
        return G_MAXINT64;
    case KIRI_PRECISION_YEAR:
        return t.us + 366 * KIRI_US_PER_DAY;
    case KIRI_PRECISION_MONTH:
        return t.us + 31 * KIRI_US_PER_DAY;
    case KIRI_PRECISION_DAY:
        return t.us + KIRI_US_PER_DAY;
    default:
        return t.us;
    }
}

static void node_clear(gpointer data)
{
    Node *node = data;
    g_strfreev(node->neighbours);
}

static gint in_order(gconstpointer a, gconstpointer b)
{
    const Node *x = a, *y = b;
    if (x->is_wire != y->is_wire)
        return x->is_wire ? -1 : 1;
    if (x->us != y->us)
        return x->us < y->us ? -1 : 1;
    return strcmp(x->subject->article->id, y->subject->article->id);
}

static GArray *collect(const KiriLibrary *library, const char *id)
{
    GArray *nodes = g_array_new(FALSE, TRUE, sizeof(Node));
    g_array_set_clear_func(nodes, node_clear);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) queue = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(queue, g_strdup(id));
    g_hash_table_add(seen, g_strdup(id));
    for (guint i = 0; i < queue->len; i++) {
        KiriSubject *s = library->subject(g_ptr_array_index(queue, i), library->data);
        if (!s)
            continue;
        Node node = {
            .subject = s, .us = time_of(s->article), .neighbours = kiri_neighbours_of(library, s)};
        g_array_append_val(nodes, node);
        for (char **n = node.neighbours; *n; n++)
            if (queue->len < KIRI_FAMILY_MOST && g_hash_table_add(seen, g_strdup(*n)))
                g_ptr_array_add(queue, g_strdup(*n));
    }
    return nodes;
}

static void mark_wires(GArray *nodes)
{
    for (guint i = 0; i < nodes->len; i++) {
        const char *credit = g_array_index(nodes, Node, i).subject->credit;
        for (guint j = 0; credit && j < nodes->len; j++) {
            Node *other = &g_array_index(nodes, Node, j);
            other->is_wire = other->is_wire || kiri_is_own_site(credit, other->subject->article);
        }
    }
}

static char *host_of(const KiriArticle *a)
{
    g_autoptr(KiriUrl) url = a->url ? kiri_url_parse(kiri_str(a->url), NULL) : NULL;
    return url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
}

static gboolean is_same_site(const KiriArticle *a, const KiriArticle *b)
{
    if (a->medium && b->medium)
        return strcmp(a->medium, b->medium) == 0;
    g_autofree char *x = host_of(a), *y = host_of(b);
    return x && y ? strcmp(x, y) == 0
                  : a->site_name && b->site_name && strcmp(a->site_name, b->site_name) == 0;
}

static gboolean is_better(const Node *of, const Node *candidate, const Node *best)
{
    if (!best)
        return TRUE;
    return kiri_is_own_site(of->subject->credit, candidate->subject->article) &&
           !kiri_is_own_site(of->subject->credit, best->subject->article);
}

/* nodes[0 … at) come before nodes[at] and have their places. */
static void place(GArray *nodes, guint at)
{
    Node *node = &g_array_index(nodes, Node, at);
    const Node *best = NULL;
    gdouble taken = 0;
    for (guint i = 0; i < at; i++) {
        const Node *other = &g_array_index(nodes, Node, i);
        if (!kiri_strv_has(node->neighbours, other->subject->article->id) ||
            !is_better(node, other, best))
            continue;
        KiriComparison c = kiri_sheets_compare(&node->subject->sheet, &other->subject->sheet);
        if (c.a_in_b < LEAST_TAKEN && node->subject->sheet.grams.n)
            continue;
        best = other;
        taken = node->subject->sheet.grams.n ? c.a_in_b : 1;
    }
    const char *id = node->subject->article->id;
    node->member = (KiriMember){.id = g_strdup(id), .text_taken = taken};
    node->member.origin = best ? g_strdup(best->subject->article->id) : NULL;
    node->member.story = g_strdup(best ? best->member.story : id);
    node->member.is_foreign = best && !is_same_site(node->subject->article, best->subject->article);
}

static void member_clear(gpointer data)
{
    KiriMember *m = data;
    g_free(m->id);
    g_free(m->origin);
    g_free(m->story);
}

GArray *kiri_family_of(const KiriLibrary *library, const char *id)
{
    g_autoptr(GArray) nodes = collect(library, id);
    GArray *members = g_array_new(FALSE, FALSE, sizeof(KiriMember));
    g_array_set_clear_func(members, member_clear);
    mark_wires(nodes);
    g_array_sort(nodes, in_order);
    for (guint i = 0; i < nodes->len; i++)
        place(nodes, i);
    for (guint i = 0; i < nodes->len; i++)
        g_array_append_val(members, g_array_index(nodes, Node, i).member);
    return members;
}
