// SPDX-License-Identifier: GPL-3.0-or-later
/* The tree is put together from the rows of the link stage: the root names all of its
 * copies, each copy its origin. */
#include "show_lineage.h"

#include <string.h>

/* One article of the tree. */
typedef struct {
    char *article;
    gint64 depth; // steps to the root
    gboolean is_shown;
    char *title, *site, *url;
    KiriTime published;
    KiriLineage *lineage;
} KiriCopy;

static const KiriField copy_fields[] = {
    {KIRI_FIELD(1, KiriCopy, article, STR)},
    {KIRI_FIELD(2, KiriCopy, depth, I64)},
    {KIRI_FIELD(3, KiriCopy, is_shown, BOOL)},
    {KIRI_FIELD(4, KiriCopy, title, STR)},
    {KIRI_FIELD(5, KiriCopy, site, STR)},
    {KIRI_FIELD(6, KiriCopy, url, STR)},
    {KIRI_FIELD(7, KiriCopy, published, TIME)},
    {KIRI_FIELD(8, KiriCopy, lineage, REC), .sub = &kiri_lineage_shape},
};
static const KiriShape copy_shape = KIRI_SHAPE("copy", KiriCopy, copy_fields);

typedef struct {
    const KiriCli *cli;
    KiriStore *store;
    const char *shown; // id of the article that was asked for
    GPtrArray *rows;   // KiriLineage: the root, then its copies in their order
    gint64 *count;
} Tree;

static void free_row(gpointer row)
{
    kiri_lineage_free(row);
}

static void free_copy(gpointer copy)
{
    kiri_record_free(&copy_shape, copy);
}

static KiriCopy *copy_new(const Tree *t, const KiriLineage *row, guint depth)
{
    KiriCopy *copy = kiri_record_new(&copy_shape);
    g_autoptr(KiriArticle) a = kiri_store_get(t->store, KIRI_NOUN_ARTICLE, row->article, NULL);
    copy->article = g_strdup(row->article);
    copy->depth = depth;
    copy->is_shown = strcmp(row->article, t->shown) == 0;
    copy->lineage = kiri_record_copy(&kiri_lineage_shape, row);
    if (!a)
        return copy;
    copy->title = g_strdup(a->title);
    copy->site = g_strdup(a->site_name ? a->site_name : a->medium);
    copy->url = g_strdup(a->url);
    copy->published = a->published;
    return copy;
}

/* ---- as text ---- */

static const char *label_of_reason(const char *reason)
{
    static const struct {
        const char *reason, *label;
    } labels[] = {{"credit", N_("it names the source")},
                  {"link", N_("it links to the source")},
                  {"text", N_("by what the texts share")},
                  {"time", N_("the source was earlier")}};
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (g_strcmp0(reason, labels[i].reason) == 0)
            return _(labels[i].label);
    return "";
}

static void print_edits(const KiriLineage *row, guint indent)
{
    g_autoptr(GString) s = g_string_new(NULL);
    g_string_append_printf(s, _("%d %% taken"), (int)(row->text_taken * 100 + 0.5));
    if (row->paragraphs_cut)
        g_string_append_printf(s, _(", %" PRId64 " paragraphs cut"), row->paragraphs_cut);
    if (row->paragraphs_added)
        g_string_append_printf(s, _(", %" PRId64 " added"), row->paragraphs_added);
    g_string_append(s, row->has_other_headline ? _(", another headline") : _(", same headline"));
    kiri_out_printf("%*s%s (%s)\n", (int)indent, "", s->str, label_of_reason(row->reason));
}

static void print_copy(const KiriCopy *copy)
{
    enum { STEP = 2, BEGIN = 4 };
    char when[32];
    guint indent = BEGIN + STEP * (guint)MIN(copy->depth, 16);
    kiri_out_time(copy->published, when);
    g_autofree char *site = kiri_out_safe(copy->site);
    g_autofree char *title = kiri_out_safe(copy->title);
    kiri_out_printf("%c%*s%.8s %s %s %s\n", copy->is_shown ? '*' : ' ', (int)indent - 1, "",
                    copy->article, *when ? when : "—", site, title);
    if (copy->lineage->origin)
        print_edits(copy->lineage, indent + STEP);
    else if (copy->lineage->credit)
        kiri_out_printf(_("%*snames %s, whose own article is not stored\n"), (int)indent + STEP, "",
                        copy->lineage->credit);
}

static void tell(const Tree *t, const KiriLineage *row, guint depth)
{
    KiriCopy *copy = copy_new(t, row, depth);
    if (t->cli->is_json)
        kiri_out_record(&copy_shape, copy);
    else
        print_copy(copy);
    ++*t->count;
    free_copy(copy);
}

/* The row and all that was copied from it, each below its origin. */
static void tell_from(const Tree *t, const KiriLineage *row, guint depth)
{
    tell(t, row, depth);
    for (guint i = 0; i < t->rows->len && depth < t->rows->len; i++) {
        const KiriLineage *other = g_ptr_array_index(t->rows, i);
        if (g_strcmp0(other->origin, row->article) == 0)
            tell_from(t, other, depth + 1);
    }
}

/* ---- stories and roundups ---- */

static gboolean add_row(const Tree *t, const char *id, GError **error)
{
    g_autoptr(GError) why = NULL;
    KiriLineage *row = kiri_store_get(t->store, KIRI_NOUN_LINEAGE, id, &why);
    if (row)
        g_ptr_array_add(t->rows, row);
    if (!why)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

static gboolean show_story(const Tree *t, const char *root, GError **error)
{
    if (!add_row(t, root, error))
        return FALSE;
    const KiriLineage *first = t->rows->len ? g_ptr_array_index(t->rows, 0) : NULL;
    guint copies = first ? kiri_strv_count(first->copies) : 0;
    if (!copies)
        return TRUE;
    for (char **id = first->copies; *id; id++)
        if (!add_row(t, *id, error))
            return FALSE;
    if (!t->cli->is_json)
        kiri_out_printf(_("\ncopies: %u articles, counted once\n"), copies + 1);
    tell_from(t, first, 0);
    return TRUE;
}

static void print_names(const Tree *t, const char *label, char **ids)
{
    kiri_out_printf("\n%s\n", label);
    for (char **id = ids; *id; id++) {
        g_autoptr(KiriArticle) a = kiri_store_get(t->store, KIRI_NOUN_ARTICLE, *id, NULL);
        g_autofree char *title = kiri_out_safe(a ? a->title : NULL);
        kiri_out_printf("    %.8s %s\n", *id, title);
    }
}

/* Roundups that hold this article, or another one of its story. */
static char **roundups_with(const Tree *t, const KiriLineage *row)
{
    char **found = NULL;
    for (guint i = 0; i < kiri_recs_count(row->kin); i++) {
        const KiriKin *k = g_ptr_array_index(row->kin, i);
        g_autoptr(KiriLineage) other =
            kiri_store_get(t->store, KIRI_NOUN_LINEAGE, k->article, NULL);
        if (other && other->parts)
            kiri_strv_add(&found, k->article);
    }
    return found;
}

gboolean kiri_show_lineage(const KiriCli *cli, KiriStore *store, const char *article, gint64 *count,
                           GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_row);
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriLineage) row = kiri_store_get(store, KIRI_NOUN_LINEAGE, article, &why);
    Tree t = {cli, store, article, rows, count};
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!row)
        return TRUE;
    if (row->parts && cli->is_json)
        tell(&t, row, 0);
    else if (row->parts)
        print_names(&t, _("a roundup, which belongs to no story; it holds"), row->parts);
    g_auto(GStrv) roundups = row->parts ? NULL : roundups_with(&t, row);
    if (roundups && !cli->is_json)
        print_names(&t, _("in roundups"), roundups);
    return row->parts || show_story(&t, row->story, error);
}
