// SPDX-License-Identifier: GPL-3.0-or-later
/* The tree of a story: who took it from whom.
 *
 * A story that sixty papers took over is as readable as one that three did: those that
 * others copied in turn are drawn, then key media, then the rest as far as there is room;
 * what is left out below a piece is one line with its number. A headline stands where it
 * differs from the one that was copied. */
#include "charts.h"

#include "words/lang.h"
#include "words/words.h"

#include <kirinuki/civil.h>

#include <string.h>

enum { MOST_COPIES = 10, MOST_DEPTH = 64, MOST_NAMES = 3 };

typedef struct {
    const KiriSummaryRow *row;
    guint parent; // in the story; that of the root is itself
    guint below;  // pieces that come from this one, over any number of steps
    gboolean is_drawn;
} Piece;

typedef struct {
    KiriReportLang lang;
    const KiriSummary *s;
    Piece *pieces; // the root, then the copies by time
    guint n;
    KiriChart *chart;
} Tree;

/* ---- the tree ---- */

static gint by_time(gconstpointer a, gconstpointer b)
{
    const KiriSummaryRow *x = *(KiriSummaryRow *const *)a, *y = *(KiriSummaryRow *const *)b;
    if (x->when_us != y->when_us)
        return x->when_us < y->when_us ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* A piece whose origin is not in the story hangs on the root, and so does one whose
 * origins do not end there. */
static void find_parents(Tree *tree)
{
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < tree->n; i++)
        g_hash_table_insert(places, GUINT_TO_POINTER(tree->pieces[i].row->number),
                            GUINT_TO_POINTER(i));
    for (guint i = 1; i < tree->n; i++)
        tree->pieces[i].parent = GPOINTER_TO_UINT(
            g_hash_table_lookup(places, GUINT_TO_POINTER(tree->pieces[i].row->origin_number)));
    for (guint i = 1; i < tree->n; i++) {
        guint steps = 0;
        for (guint at = i; at && steps <= MOST_DEPTH; at = tree->pieces[at].parent)
            steps++;
        if (steps > MOST_DEPTH)
            tree->pieces[i].parent = 0;
    }
    for (guint i = 1; i < tree->n; i++)
        for (guint at = i; at; at = tree->pieces[at].parent)
            tree->pieces[tree->pieces[at].parent].below++;
}

static gint by_weight(gconstpointer a, gconstpointer b)
{
    const Piece *x = *(Piece *const *)a, *y = *(Piece *const *)b;
    gboolean is_key_x = x->row->medium && x->row->medium->tier == 1;
    gboolean is_key_y = y->row->medium && y->row->medium->tier == 1;
    if (x->below != y->below)
        return x->below > y->below ? -1 : 1;
    if (is_key_x != is_key_y)
        return is_key_x ? -1 : 1;
    return x < y ? -1 : 1;
}

/* A piece that would be the only one left out below its origin takes no more room than the
 * line that says so. */
static void draw_lone_ones(Tree *tree)
{
    g_autofree guint *left = g_new0(guint, tree->n);
    for (guint i = 1; i < tree->n; i++)
        left[tree->pieces[i].parent] += tree->pieces[i].is_drawn ? 0 : 1;
    for (guint i = 1; i < tree->n; i++) {
        Piece *p = &tree->pieces[i];
        if (!p->is_drawn && !p->below && left[p->parent] == 1 && tree->pieces[p->parent].is_drawn)
            p->is_drawn = TRUE;
    }
}

/* More comes from a piece than from any that came from it, so none is chosen before the
 * one it hangs on. */
static void choose(Tree *tree)
{
    g_autoptr(GPtrArray) copies = g_ptr_array_new();
    for (guint i = 1; i < tree->n; i++)
        g_ptr_array_add(copies, &tree->pieces[i]);
    g_ptr_array_sort(copies, by_weight);
    tree->pieces[0].is_drawn = TRUE;
    for (guint i = 0; i < MIN(copies->len, MOST_COPIES); i++)
        ((Piece *)g_ptr_array_index(copies, i))->is_drawn = TRUE;
    draw_lone_ones(tree);
}

/* ---- its points ---- */

static char *when_of(const KiriArticle *article)
{
    KiriCivil t = kiri_civil_from_us(article->published.us, KIRI_JST_MIN);
    if (!kiri_time_is_set(article->published))
        return g_strdup("");
    return article->published.precision > KIRI_PRECISION_DAY
               ? g_strdup_printf("%d/%d %d:%02d", t.month, t.day, t.hour, t.minute)
               : g_strdup_printf("%d/%d", t.month, t.day);
}

/* `above`: the headline it was copied under; NULL for the root. FALSE where the clip cannot
 * be read. */
static gboolean add_piece(Tree *tree, const Piece *piece, gint parent, const char *above,
                          char **title)
{
    g_autoptr(KiriSummaryClip) c = kiri_summary_open_clip(tree->s, piece->row->number - 1, NULL);
    if (!c)
        return FALSE;
    *title = g_strdup(c->article->title ? c->article->title : "");
    gboolean is_same = above && strcmp(above, *title) == 0;
    g_autofree char *label = is_same ? g_strdup(kiri_report_medium_name(c))
                                     : g_strdup_printf(kiri_say(tree->lang, "%s「%s」"),
                                                       kiri_report_medium_name(c), *title);
    g_autofree char *when = when_of(c->article);
    KiriChartPoint *point = kiri_chart_add_point(tree->chart, label);
    point->parent = parent;
    point->note = above && c->clip->text_taken > 0
                      ? g_strdup_printf("%s　%.0f％", when, 100 * c->clip->text_taken)
                      : g_strdup(when);
    return TRUE;
}

/* What of this piece's copies has no line of its own, with the first names among them. */
static void add_rest(Tree *tree, guint at, gint place)
{
    g_autoptr(GString) names = g_string_new(NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    guint n = 0;
    for (guint i = 1; i < tree->n; i++) {
        const Piece *p = &tree->pieces[i];
        if (p->is_drawn || p->parent != at)
            continue;
        const char *name = p->row->medium ? p->row->medium->name : p->row->outlet;
        n += 1 + p->below;
        if (!name || !g_hash_table_add(seen, (gpointer)(gsize)name) ||
            g_hash_table_size(seen) > MOST_NAMES)
            continue;
        g_string_append_printf(names, "%s%s", names->len ? kiri_say(tree->lang, "、") : "", name);
    }
    if (!n)
        return;
    g_autofree char *label =
        !names->len ? g_strdup_printf(kiri_say(tree->lang, "このほか%u件"), n)
        : g_hash_table_size(seen) > MOST_NAMES
            ? g_strdup_printf(kiri_say(tree->lang, "このほか%u件（%sなど）"), n, names->str)
            : g_strdup_printf(kiri_say(tree->lang, "このほか%u件（%s）"), n, names->str);
    kiri_chart_add_point(tree->chart, label)->parent = place;
}

/* A piece, below it its copies by time. */
static gboolean add_family(Tree *tree, guint at, gint parent, const char *above)
{
    gint place = (gint)tree->chart->points->len;
    g_autofree char *title = NULL;
    gboolean ok = add_piece(tree, &tree->pieces[at], parent, above, &title);
    for (guint i = 1; ok && i < tree->n; i++)
        if (tree->pieces[i].is_drawn && tree->pieces[i].parent == at)
            ok = add_family(tree, i, place, title);
    if (ok)
        add_rest(tree, at, place);
    return ok;
}

KiriChart *kiri_charts_lineage(KiriReportLang lang, const KiriSummary *s,
                               const KiriSummaryRow *root, const GPtrArray *copies)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    g_autofree Piece *pieces = g_new0(Piece, copies->len + 1);
    for (guint i = 0; i < copies->len; i++)
        g_ptr_array_add(sorted, g_ptr_array_index(copies, i));
    g_ptr_array_sort(sorted, by_time);
    pieces[0].row = root;
    for (guint i = 0; i < sorted->len; i++)
        pieces[i + 1].row = g_ptr_array_index(sorted, i);
    g_autofree char *title =
        g_strdup_printf(kiri_say(lang, "配信・転載経路（転載%u件）"), copies->len);
    g_autoptr(KiriChart) chart = kiri_chart_new(lang, KIRI_CHART_TREE, "lineage", title, NULL);
    Tree tree = {lang, s, pieces, copies->len + 1, chart};
    find_parents(&tree);
    choose(&tree);
    return add_family(&tree, 0, -1, NULL) ? g_steal_pointer(&chart) : NULL;
}
