// SPDX-License-Identifier: GPL-3.0-or-later
/* Two versions as sets of sentences. A sentence that moved is no change; one that
 * was said twice and is said once now, is. */
#include <kirinuki/revision.h>

#include <kirinuki/normalize.h>
#include <kirinuki/numbers.h>
#include <kirinuki/tokenize.h>

#include <string.h>

enum { MOST_SHOWN = 20, MOST_FIGURES = 20 };

static const KiriField revision_fields[] = {
    {KIRI_FIELD(1, KiriRevision, version, I64)},
    {KIRI_FIELD(2, KiriRevision, seen, TIME)},
    {KIRI_FIELD(3, KiriRevision, title_before, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriRevision, title_after, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriRevision, changed, F64), .decimals = 3},
    {KIRI_FIELD(6, KiriRevision, n_added, I64)},
    {KIRI_FIELD(7, KiriRevision, n_removed, I64)},
    {KIRI_FIELD(8, KiriRevision, added, STRV)},
    {KIRI_FIELD(9, KiriRevision, removed, STRV)},
    {KIRI_FIELD(10, KiriRevision, figures_before, STRV)},
    {KIRI_FIELD(11, KiriRevision, figures_after, STRV)},
    {KIRI_FIELD(12, KiriRevision, is_corrected, BOOL)},
    {KIRI_FIELD(13, KiriRevision, correction, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(14, KiriRevision, is_removed, BOOL)},
    {KIRI_FIELD(15, KiriRevision, is_back, BOOL)},
};
const KiriShape kiri_revision_shape = KIRI_SHAPE("revision", KiriRevision, revision_fields);

/* ---- texts as sentences ---- */

typedef struct {
    char *n;      // N-form
    KiriStr text; // as written; borrowed
    gboolean is_shared;
} Sentence;

static void sentence_clear(gpointer p)
{
    g_free(((Sentence *)p)->n);
}

static GArray *cut(const char *text)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Sentence));
    g_array_set_clear_func(list, sentence_clear);
    KiriStr piece;
    gsize at = 0;
    while (text && kiri_sentence_next(kiri_str(text), &at, &piece)) {
        Sentence s = {.n = kiri_normalize_dup(piece), .text = piece};
        if (*s.n)
            g_array_append_val(list, s);
        else
            g_free(s.n);
    }
    return list;
}

/* Marks what stands in both, as often as it stands in each. */
static void mark_shared(GArray *older, GArray *newer)
{
    g_autoptr(GHashTable) left = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < older->len; i++) {
        char *n = g_array_index(older, Sentence, i).n;
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(left, n));
        g_hash_table_insert(left, n, GUINT_TO_POINTER(count + 1));
    }
    for (guint i = 0; i < newer->len; i++) {
        Sentence *s = &g_array_index(newer, Sentence, i);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(left, s->n));
        s->is_shared = count > 0;
        if (count)
            g_hash_table_insert(left, s->n, GUINT_TO_POINTER(count - 1));
    }
    /* What is left over in the older one has gone. */
    for (guint i = older->len; i-- > 0;) {
        Sentence *s = &g_array_index(older, Sentence, i);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(left, s->n));
        s->is_shared = count == 0;
        if (count)
            g_hash_table_insert(left, s->n, GUINT_TO_POINTER(count - 1));
    }
}

static gint64 collect(const GArray *list, char ***shown, gsize *all, gsize *changed)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new();
    gint64 n = 0;
    for (guint i = 0; i < list->len; i++) {
        const Sentence *s = &g_array_index(list, Sentence, i);
        gsize chars = (gsize)g_utf8_strlen(s->n, -1);
        *all += chars;
        if (s->is_shared)
            continue;
        *changed += chars;
        if (n++ < MOST_SHOWN)
            g_ptr_array_add(texts, kiri_str_dup(s->text));
    }
    if (texts->len) {
        g_ptr_array_add(texts, NULL);
        *shown = (char **)(void *)g_ptr_array_steal(texts, NULL);
    }
    return n;
}

/* ---- figures ---- */

static void add_figures(GHashTable *set, GPtrArray *order, const char *n_text)
{
    g_autoptr(GArray) numbers = kiri_numbers_find(kiri_str(n_text));
    for (guint i = 0; i < numbers->len; i++) {
        char *figure = kiri_number_format(&g_array_index(numbers, KiriNumber, i));
        if (g_hash_table_contains(set, figure)) {
            g_free(figure);
            continue;
        }
        g_hash_table_add(set, figure);
        if (order)
            g_ptr_array_add(order, figure);
    }
}

/* What a notice of correction says is said of the other version: "21 metres was
 * wrong". */
static gboolean is_of_notice(const Sentence *s, const char *n_notice)
{
    return *n_notice && strstr(n_notice, s->n) != NULL;
}

static GHashTable *figures_of(const GArray *sentences, const KiriArticle *a, gboolean changed_only,
                              GPtrArray *order)
{
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *n_title = kiri_normalize_dup(kiri_str(a->title ? a->title : ""));
    g_autofree char *n_notice = kiri_normalize_dup(kiri_str(a->correction ? a->correction : ""));
    add_figures(set, order, n_title);
    for (guint i = 0; i < sentences->len; i++) {
        const Sentence *s = &g_array_index(sentences, Sentence, i);
        if ((!changed_only || !s->is_shared) && !is_of_notice(s, n_notice))
            add_figures(set, order, s->n);
    }
    return set;
}

/* Figures of changed sentences (and of the headline) that the other version does
 * not state anywhere. */
static char **lone_figures(const GArray *own, const KiriArticle *a, const GArray *other,
                           const KiriArticle *b)
{
    char **list = NULL;
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    g_autoptr(GHashTable) mine = figures_of(own, a, TRUE, order);
    if (!g_hash_table_size(mine))
        return NULL;
    g_autoptr(GHashTable) theirs = figures_of(other, b, FALSE, NULL);
    for (guint i = 0, n = 0; i < order->len && n < MOST_FIGURES; i++) {
        if (g_hash_table_contains(theirs, order->pdata[i]))
            continue;
        kiri_strv_add(&list, order->pdata[i]);
        n++;
    }
    return list;
}

/* ---- the whole ---- */

static gboolean is_same_line(const char *a, const char *b)
{
    g_autofree char *x = kiri_normalize_dup(kiri_str(a ? a : ""));
    g_autofree char *y = kiri_normalize_dup(kiri_str(b ? b : ""));
    return strcmp(x, y) == 0;
}

static void compare_texts(KiriRevision *r, const KiriArticle *older, const KiriArticle *newer)
{
    g_autoptr(GArray) was = cut(older->text);
    g_autoptr(GArray) is = cut(newer->text);
    gsize all = 0, changed = 0;
    mark_shared(was, is);
    r->n_removed = collect(was, &r->removed, &all, &changed);
    r->n_added = collect(is, &r->added, &all, &changed);
    r->changed = all ? (gdouble)changed / (gdouble)all : 0;
    r->figures_before = lone_figures(was, older, is, newer);
    r->figures_after = lone_figures(is, newer, was, older);
}

KiriRevision *kiri_revision_between(const KiriArticle *older, const KiriArticle *newer)
{
    KiriRevision *r = kiri_revision_new();
    gboolean was_removed = kiri_time_is_set(older->removed);
    gboolean is_removed = kiri_time_is_set(newer->removed);
    r->version = newer->version;
    r->seen = is_removed && !was_removed ? newer->removed : newer->fetched;
    r->is_removed = is_removed && !was_removed;
    r->is_back = was_removed && !is_removed;
    r->is_corrected = newer->is_corrected && (!older->is_corrected ||
                                              g_strcmp0(older->correction, newer->correction) != 0);
    if (r->is_corrected)
        r->correction = g_strdup(newer->correction);
    if (!is_same_line(older->title, newer->title)) {
        r->title_before = g_strdup(older->title ? older->title : "");
        r->title_after = g_strdup(newer->title ? newer->title : "");
    }
    compare_texts(r, older, newer);
    return r;
}

gboolean kiri_revision_is_visible(const KiriRevision *r)
{
    return r->title_before || r->n_added || r->n_removed || r->is_corrected || r->is_removed ||
           r->is_back;
}

GPtrArray *kiri_store_revisions(KiriStore *store, const KiriArticle *article, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_revision_free);
    g_autoptr(KiriArticle) before = NULL;
    for (gint64 v = 1; v <= article->version; v++) {
        g_autoptr(GError) failure = NULL;
        g_autoptr(KiriArticle) now =
            v == article->version ? kiri_record_copy(&kiri_article_shape, article)
                                  : kiri_store_get_article_version(store, article->id, v, &failure);
        if (failure) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
        if (!now)
            continue;
        g_autoptr(KiriRevision) r = before ? kiri_revision_between(before, now) : NULL;
        if (r && kiri_revision_is_visible(r))
            g_ptr_array_add(list, g_steal_pointer(&r));
        kiri_article_free(before);
        before = g_steal_pointer(&now);
    }
    return g_steal_pointer(&list);
}
