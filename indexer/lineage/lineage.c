// SPDX-License-Identifier: GPL-3.0-or-later
/* Families from kin: who is a roundup, whose copy each article is, and the chains
 * that follow. The rules stand in lineage.h; texts are not read here. */
#include "lineage.h"

#include <math.h>
#include <string.h>

#define LEAST_TAKEN 0.5 // of a copy, in its origin
#define WHOLE 0.8       // of a part, in a roundup
#define MOST_OF_ROUNDUP 0.6
#define TEASER_DAYS 2
#define SAME 0.02 // choices that differ by less are equals

typedef struct {
    char *id; // key of the table
    const KiriFace *face;
    const GPtrArray *kin; // KiriKin
    gint origin;          // index, or −1
    gdouble taken;
    const char *reason;
    char **parts;
    guint depth; // steps to the root; counted once the origins are known
    guint root;
} Node;

typedef struct {
    const KiriLibrary *library;
    GArray *nodes;       // Node, as they were found
    GHashTable *index;   // id → index + 1
    GHashTable *roundup; // id → 1: is one, 2: is none
} Family;

/* ---- what speaks for an origin ---- */

/* Does a name b's site where sources are named? In brackets a part of the site's name
 * will do. */
static gboolean names_site(const KiriFace *a, const KiriFace *b)
{
    enum { LEAST_BYTES = 9 };
    if (strlen(b->site) < LEAST_BYTES || strcmp(a->site, b->site) == 0)
        return FALSE;
    for (char **name = a->in_brackets; name && *name; name++)
        if (strlen(*name) >= LEAST_BYTES && strstr(b->site, *name))
            return TRUE;
    return strstr(a->source_places, b->site) != NULL;
}

static gboolean credits(const KiriFace *a, const KiriFace *b)
{
    return kiri_is_own_site(a->credit, b->article) || names_site(a, b);
}

static gboolean links_to(const KiriFace *a, const KiriFace *b)
{
    return b->article->url && kiri_strv_has(a->links, b->article->url);
}

/* So near in time that either may have come first: hours of feeds and portals lie. */
static gboolean is_of_these_days(const KiriFace *a, const KiriFace *b)
{
    const gint64 days = TEASER_DAYS * KIRI_US_PER_DAY;
    if (a->us == G_MAXINT64 || b->us == G_MAXINT64)
        return FALSE;
    return a->from_us <= b->us + days && b->from_us <= a->us + days;
}

/* Less than half of b stands in a: b is no copy of it. */
static gboolean is_teaser(const KiriFace *a, const KiriFace *b, const KiriKin *b_of_a)
{
    return b_of_a->held >= LEAST_TAKEN && b_of_a->holds < LEAST_TAKEN && is_of_these_days(a, b);
}

static gboolean is_earlier(const KiriFace *b, const KiriFace *a)
{
    return b->us != a->us ? b->us < a->us : strcmp(b->article->id, a->article->id) < 0;
}

static gboolean is_coarse(const KiriFace *face)
{
    return face->us != G_MAXINT64 && face->us - face->from_us > TEASER_DAYS * KIRI_US_PER_DAY;
}

/* One of them is known by its month or year only, and the other is of that time. */
static gboolean is_either_first(const KiriFace *a, const KiriFace *b)
{
    if (a->us == b->us)
        return TRUE;
    return (is_coarse(a) || is_coarse(b)) && a->from_us < b->us && b->from_us < a->us;
}

/* May b be the origin of a? `b_of_a` is what a knows of b. */
static gboolean is_before(const KiriFace *b, const KiriFace *a, const KiriKin *b_of_a)
{
    gboolean a_names_b = credits(a, b), b_names_a = credits(b, a);
    if (a_names_b != b_names_a)
        return a_names_b;
    a_names_b = links_to(a, b);
    b_names_a = links_to(b, a);
    if (a_names_b != b_names_a)
        return a_names_b;
    KiriKin turned = {.held = b_of_a->holds, .holds = b_of_a->held};
    gboolean a_is_short = is_teaser(a, b, b_of_a), b_is_short = is_teaser(b, a, &turned);
    if (a_is_short != b_is_short)
        return a_is_short;
    gboolean is_open = is_either_first(a, b);
    if (is_open && a->is_press != b->is_press)
        return b->is_press;
    /* Of what two texts share, the longer one has the smaller part. */
    gdouble longer = b_of_a->held - b_of_a->holds;
    return is_open && fabs(longer) > SAME ? longer > 0 : is_earlier(b, a);
}

/* ---- roundups ---- */

static const KiriKin *kin_in(const GPtrArray *kin, const char *id)
{
    for (guint i = 0; i < kiri_recs_count(kin); i++) {
        const KiriKin *k = g_ptr_array_index(kin, i);
        if (strcmp(k->article, id) == 0)
            return k;
    }
    return NULL;
}

/* Earlier articles that `id` holds whole: const KiriFace *. Empty when one of them is
 * most of it. (transfer full) */
static GArray *held_by(const KiriLibrary *library, const char *id)
{
    GArray *held = g_array_new(FALSE, FALSE, sizeof(const KiriFace *));
    const GPtrArray *kin = library->kin(id, library->data);
    const KiriFace *own = library->face(id, library->data);
    for (guint i = 0; own && i < kiri_recs_count(kin); i++) {
        const KiriKin *k = g_ptr_array_index(kin, i);
        const KiriFace *face = library->face(k->article, library->data);
        if (!face || !is_earlier(face, own))
            continue;
        if (k->held >= MOST_OF_ROUNDUP) {
            g_array_set_size(held, 0);
            break;
        }
        if (k->holds >= WHOLE)
            g_array_append_val(held, face);
    }
    return held;
}

static gboolean is_credited(const KiriFace *face, const GArray *faces)
{
    for (guint i = 0; i < faces->len; i++)
        if (credits(g_array_index(faces, const KiriFace *, i), face))
            return TRUE;
    return FALSE;
}

/* A wire's own article before those that name the wire. */
static const KiriFace *take_first(GArray *faces)
{
    guint first = 0;
    for (guint i = 1; i < faces->len; i++) {
        const KiriFace *face = g_array_index(faces, const KiriFace *, i);
        const KiriFace *best = g_array_index(faces, const KiriFace *, first);
        gboolean is_wire = is_credited(face, faces), was_wire = is_credited(best, faces);
        if (is_wire != was_wire ? is_wire : is_earlier(face, best))
            first = i;
    }
    const KiriFace *face = g_array_index(faces, const KiriFace *, first);
    g_array_remove_index_fast(faces, first);
    return face;
}

/* Articles that `id` holds whole beside others, one for each story among them,
 * in their order; NULL when there are not two. (transfer full) */
static char **parts_of(const KiriLibrary *library, const char *id)
{
    g_autoptr(GArray) held = held_by(library, id);
    char **chosen = NULL;
    while (held->len) {
        const KiriFace *face = take_first(held);
        const GPtrArray *of_same = library->kin(face->article->id, library->data);
        kiri_strv_add(&chosen, face->article->id);
        for (guint i = held->len; i-- > 0;)
            if (kin_in(of_same, g_array_index(held, const KiriFace *, i)->article->id))
                g_array_remove_index_fast(held, i);
    }
    if (kiri_strv_count(chosen) >= 2)
        return chosen;
    g_strfreev(chosen);
    return NULL;
}

static gboolean is_roundup(Family *f, const char *id)
{
    enum { YES = 1, NO = 2 };
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(f->roundup, id));
    if (!known) {
        g_auto(GStrv) parts = parts_of(f->library, id);
        known = parts ? YES : NO;
        g_hash_table_insert(f->roundup, g_strdup(id), GUINT_TO_POINTER(known));
    }
    return known == YES;
}

/* ---- the members ---- */

static void node_clear(gpointer data)
{
    Node *node = data;
    g_free(node->id);
    g_strfreev(node->parts);
}

static void add_node(Family *f, const char *id)
{
    const KiriFace *face = f->library->face(id, f->library->data);
    if (!face || f->nodes->len >= KIRI_FAMILY_MOST || g_hash_table_contains(f->index, id))
        return;
    Node node = {.id = g_strdup(id),
                 .face = face,
                 .kin = f->library->kin(id, f->library->data),
                 .origin = -1};
    g_array_append_val(f->nodes, node);
    g_hash_table_insert(f->index, node.id, GUINT_TO_POINTER(f->nodes->len));
}

/* Roundups would join what they only hold. */
static void collect(Family *f, const char *id)
{
    add_node(f, id);
    for (guint i = 0; i < f->nodes->len; i++) {
        const GPtrArray *kin = g_array_index(f->nodes, Node, i).kin;
        for (guint k = 0; k < kiri_recs_count(kin); k++) {
            const char *other = ((const KiriKin *)g_ptr_array_index(kin, k))->article;
            if (!g_hash_table_contains(f->index, other) && !is_roundup(f, other))
                add_node(f, other);
        }
    }
}

/* ---- origins ---- */

static gdouble weight_of(const Node *node, const KiriKin *k, const KiriFace *face)
{
    const gdouble credited = 0.15, linked = 0.10, all_but_equal = 0.06, headline = 0.05;
    const gdouble equal = 0.9;
    gdouble w = k->held;
    w += credits(node->face, face) ? credited : 0;
    w += links_to(node->face, face) ? linked : 0;
    w += k->held >= equal && k->holds >= equal ? all_but_equal : 0;
    w += *face->headline && strcmp(node->face->headline, face->headline) == 0 ? headline : 0;
    return w;
}

static const char *reason_of(const Node *node, const KiriFace *origin, gboolean is_first)
{
    if (credits(node->face, origin))
        return "credit";
    if (links_to(node->face, origin))
        return "link";
    return is_first && is_earlier(origin, node->face) ? "time" : "text";
}

typedef struct {
    guint node;
    const KiriKin *kin;
    gdouble weight;
} Choice;

static GArray *choices_of(Family *f, const Node *node)
{
    GArray *choices = g_array_new(FALSE, FALSE, sizeof(Choice));
    for (guint i = 0; i < kiri_recs_count(node->kin); i++) {
        const KiriKin *k = g_ptr_array_index(node->kin, i);
        guint at = GPOINTER_TO_UINT(g_hash_table_lookup(f->index, k->article));
        if (!at || k->held < LEAST_TAKEN || is_roundup(f, k->article))
            continue;
        const KiriFace *face = g_array_index(f->nodes, Node, at - 1).face;
        if (!is_before(face, node->face, k))
            continue;
        Choice c = {at - 1, k, weight_of(node, k, face)};
        g_array_append_val(choices, c);
    }
    return choices;
}

static const Choice *earliest(const Family *f, const GArray *choices, gdouble least)
{
    const Choice *first = NULL;
    for (guint i = 0; i < choices->len; i++) {
        const Choice *c = &g_array_index(choices, Choice, i);
        if (c->weight >= least &&
            (!first || is_earlier(g_array_index(f->nodes, Node, c->node).face,
                                  g_array_index(f->nodes, Node, first->node).face)))
            first = c;
    }
    return first;
}

static void choose_origin(Family *f, guint at)
{
    Node *node = &g_array_index(f->nodes, Node, at);
    node->parts = is_roundup(f, node->id) ? parts_of(f->library, node->id) : NULL;
    if (node->parts)
        return;
    g_autoptr(GArray) choices = choices_of(f, node);
    gdouble most = 0;
    for (guint i = 0; i < choices->len; i++)
        most = MAX(most, g_array_index(choices, Choice, i).weight);
    const Choice *best = earliest(f, choices, most - SAME);
    if (!best)
        return;
    node->origin = (gint)best->node;
    node->taken = best->kin->held;
    node->reason = reason_of(node, g_array_index(f->nodes, Node, best->node).face,
                             best == earliest(f, choices, 0));
}

/* ---- chains ---- */

static void open_circle(Family *f, guint at)
{
    guint first = at;
    for (guint i = (guint)g_array_index(f->nodes, Node, at).origin; i != at;
         i = (guint)g_array_index(f->nodes, Node, i).origin)
        if (is_earlier(g_array_index(f->nodes, Node, i).face,
                       g_array_index(f->nodes, Node, first).face))
            first = i;
    Node *root = &g_array_index(f->nodes, Node, first);
    root->origin = -1;
    root->taken = 0;
    root->reason = NULL;
}

/* Walks from each article towards its root; whoever meets himself is in a circle. */
static void open_circles(Family *f)
{
    g_autofree guint *walk = g_new0(guint, f->nodes->len + 1);
    for (guint i = 0; i < f->nodes->len; i++) {
        gint at = (gint)i;
        while (at >= 0 && !walk[at]) {
            walk[at] = i + 1;
            at = g_array_index(f->nodes, Node, at).origin;
        }
        if (at >= 0 && walk[at] == i + 1)
            open_circle(f, (guint)at);
    }
}

static void find_root(Family *f, guint i)
{
    Node *node = &g_array_index(f->nodes, Node, i);
    node->root = i;
    for (gint at = node->origin; at >= 0; at = g_array_index(f->nodes, Node, at).origin) {
        node->root = (guint)at;
        node->depth++;
    }
}

/* ---- the answer ---- */

static gboolean is_same_site(const KiriFace *a, const KiriFace *b)
{
    if (a->article->medium && b->article->medium)
        return strcmp(a->article->medium, b->article->medium) == 0;
    if (a->host && b->host)
        return strcmp(a->host, b->host) == 0;
    return a->article->site_name && g_strcmp0(a->article->site_name, b->article->site_name) == 0;
}

static gint origins_first(gconstpointer a, gconstpointer b, gpointer data)
{
    const GArray *nodes = ((const Family *)data)->nodes;
    const Node *x = &g_array_index(nodes, Node, *(const guint *)a);
    const Node *y = &g_array_index(nodes, Node, *(const guint *)b);
    if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    return x == y ? 0 : is_earlier(x->face, y->face) ? -1 : 1;
}

static KiriMember member_of(const Family *f, Node *node)
{
    const Node *origin = node->origin < 0 ? NULL : &g_array_index(f->nodes, Node, node->origin);
    return (KiriMember){.id = g_strdup(node->id),
                        .origin = origin ? g_strdup(origin->id) : NULL,
                        .story = g_strdup(g_array_index(f->nodes, Node, node->root).id),
                        .text_taken = node->taken,
                        .is_foreign = origin && !is_same_site(node->face, origin->face),
                        .reason = node->reason,
                        .credit = g_strdup(node->face->credit),
                        .parts = g_steal_pointer(&node->parts),
                        .us = node->face->us};
}

static void member_clear(gpointer data)
{
    KiriMember *m = data;
    g_free(m->id);
    g_free(m->origin);
    g_free(m->story);
    g_free(m->credit);
    g_strfreev(m->parts);
}

static GArray *members_of(Family *f)
{
    GArray *members = g_array_new(FALSE, FALSE, sizeof(KiriMember));
    g_array_set_clear_func(members, member_clear);
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < f->nodes->len; i++) {
        find_root(f, i);
        g_array_append_val(order, i);
    }
    g_array_sort_with_data(order, origins_first, f);
    for (guint i = 0; i < order->len; i++) {
        KiriMember m = member_of(f, &g_array_index(f->nodes, Node, g_array_index(order, guint, i)));
        g_array_append_val(members, m);
    }
    return members;
}

GArray *kiri_family_of(const KiriLibrary *library, const char *id)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, TRUE, sizeof(Node));
    g_autoptr(GHashTable) index = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) roundup = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Family f = {library, nodes, index, roundup};
    g_array_set_clear_func(nodes, node_clear);
    collect(&f, id);
    for (guint i = 0; i < nodes->len; i++)
        choose_origin(&f, i);
    open_circles(&f);
    return members_of(&f);
}
