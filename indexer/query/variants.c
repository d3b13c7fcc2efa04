// SPDX-License-Identifier: GPL-3.0-or-later
/* From changes to variants: tables and rules each propose changes of stretches of
 * the keyword's N-form; here changes that do not overlap are made together, one,
 * two and three at a time, in the order of the text.
 *
 * Invariant: the list depends on the tables and the keyword alone. */
#include "variants_internal.h"

#include "query_tree.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

#include <string.h>

enum { LEAST_CHARS = 2, SHORT_KANA = 3, SHORT_KANJI = 2, MOST_CHANGES = 3, MOST_ATTEMPTS = 1000 };

const char *const kiri_variant_kind_names[] = {"okurigana", "chouon", "kana",    "latin",    "era",
                                               "number",    "alias",  "synonym", "particle", NULL};

/* ---- kinds ---- */

static gboolean apply_kind(const char *word, gboolean is_first, guint *kinds, GError **error)
{
    gboolean is_taken_away = *word == '-';
    const char *name = word + is_taken_away;
    gint kind = kiri_names_index(kiri_variant_kind_names, name);
    guint bits = kind >= 0 ? 1u << kind : strcmp(name, "all") == 0 ? KIRI_VARIANTS_ALL : 0;
    if (!bits && strcmp(name, "none") != 0) {
        g_autoptr(GString) names = g_string_new(NULL);
        for (guint i = 0; i < KIRI_N_VARIANT_KINDS; i++)
            g_string_append_printf(names, "%s%s", i ? ", " : "", kiri_variant_kind_names[i]);
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE,
                    _("unknown kind of variants '%s'; expected all, none, or some of: %s"), word,
                    names->str);
        return FALSE;
    }
    if (is_first && is_taken_away)
        *kinds = KIRI_VARIANTS_ALL;
    *kinds = is_taken_away ? *kinds & ~bits : *kinds | bits;
    return TRUE;
}

gboolean kiri_variant_kinds_parse(const char *list, guint *kinds, GError **error)
{
    g_auto(GStrv) words = g_strsplit_set(list ? list : "", ", ;", -1);
    gboolean is_first = TRUE;
    *kinds = KIRI_VARIANTS_NONE;
    for (guint i = 0; words[i]; i++) {
        if (!*words[i])
            continue;
        if (!apply_kind(words[i], is_first, kinds, error))
            return FALSE;
        is_first = FALSE;
    }
    return TRUE;
}

/* ---- the object ---- */

static void clear_word(gpointer word)
{
    g_free(((KiriSetWord *)word)->text);
    g_free(((KiriSetWord *)word)->n);
}

static void clear_set(gpointer set)
{
    g_free(((KiriSet *)set)->origin);
    g_free(((KiriSet *)set)->tails);
}

static void free_head(gpointer data)
{
    KiriHead *head = data;
    g_strfreev(head->particles);
    g_free(head->origin);
    g_free(head);
}

static guint hash_view(gconstpointer key)
{
    const KiriStr *s = key;
    guint h = 5381;
    for (gsize i = 0; i < s->n; i++)
        h = h * 33 + (guchar)s->p[i];
    return h;
}

static gboolean equal_views(gconstpointer a, gconstpointer b)
{
    return kiri_str_equal(*(const KiriStr *)a, *(const KiriStr *)b);
}

KiriVariants *kiri_variants_load(const char *shipped_dir, const char *own_dir, GError **error)
{
    g_autoptr(KiriVariants) v = g_new0(KiriVariants, 1);
    v->sets = g_array_new(FALSE, TRUE, sizeof(KiriSet));
    g_array_set_clear_func(v->sets, clear_set);
    v->words = g_array_new(FALSE, TRUE, sizeof(KiriSetWord));
    g_array_set_clear_func(v->words, clear_word);
    v->by_n = g_hash_table_new_full(hash_view, equal_views, g_free, NULL);
    v->heads = g_hash_table_new_full(hash_view, equal_views, g_free, free_head);
    v->parts = g_hash_table_new_full(hash_view, equal_views, g_free, NULL);
    v->left_out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!kiri_variants_read(v, shipped_dir, own_dir, error))
        return NULL;
    return g_steal_pointer(&v);
}

void kiri_variants_free(KiriVariants *v)
{
    if (!v)
        return;
    g_hash_table_destroy(v->by_n);
    g_hash_table_destroy(v->heads);
    g_hash_table_destroy(v->parts);
    g_hash_table_destroy(v->left_out);
    g_array_unref(v->words);
    g_array_unref(v->sets);
    g_free(v);
}

void kiri_variants_leave_out(KiriVariants *v, const char *text)
{
    g_hash_table_add(v->left_out, kiri_normalize_dup(kiri_str(text)));
}

/* ---- changes together ---- */

void kiri_changes_add(KiriChanges *c, gsize from, gsize to, const char *text, KiriVariantKind kind,
                      const char *origin, guint bounds)
{
    KiriChange change = {from, to, g_strdup(text), kind, g_strdup(origin), bounds};
    g_array_append_val(c->changes, change);
}

static void clear_change(gpointer change)
{
    g_free(((KiriChange *)change)->text);
    g_free(((KiriChange *)change)->origin);
}

/* By place; of one place, in the order in which they were proposed. */
static gint by_place(gconstpointer a, gconstpointer b)
{
    const KiriChange *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static void variant_free(gpointer data)
{
    KiriVariant *variant = data;
    g_free(variant->text);
    g_free(variant->n);
    g_free(variant->origin);
    g_free(variant);
}

typedef struct {
    const KiriVariants *v;
    const KiriChanges *changes;
    const KiriChange *chosen[MOST_CHANGES];
    guint n_chosen, attempts;
    GHashTable *seen;   // N-forms, borrowed from `out` or `refused`
    GPtrArray *refused; // char *
    GPtrArray *out;     // KiriVariant
    gboolean is_cut;
} Maker;

static gboolean is_all(const char *n, KiriCharClass class)
{
    while (*n && kiri_char_class(g_utf8_get_char(n)) == class)
        n += g_utf8_skip[(guchar)*n];
    return !*n;
}

/* `n`: the variant. Short words in katakana are inside too many longer ones. */
static guint bounds_of(const Maker *m, const char *n)
{
    guint bounds = 0;
    if (g_utf8_strlen(n, -1) <= SHORT_KANA && is_all(n, KIRI_CHAR_KATAKANA))
        bounds = KIRI_NO_KATAKANA_BEFORE | KIRI_NO_KATAKANA_BEHIND;
    /* Two kanji are where two other words meet, too: 国連 in 中国連邦, 年休 in 3年休む. */
    gboolean is_name = m->chosen[0]->kind == KIRI_VARIANT_ALIAS;
    gboolean is_term = m->chosen[0]->kind == KIRI_VARIANT_SYNONYM;
    if ((is_name || is_term) && g_utf8_strlen(n, -1) == SHORT_KANJI && is_all(n, KIRI_CHAR_KANJI))
        bounds |= KIRI_NO_NUMERAL_BEFORE | (is_name ? KIRI_NO_KANJI_BEFORE : 0);
    const KiriChange *first = m->chosen[0], *last = m->chosen[m->n_chosen - 1];
    if (first->from == 0)
        bounds |= first->bounds & KIRI_NO_NUMERAL_BEFORE;
    if (last->to == m->changes->n.n)
        bounds |= last->bounds & (KIRI_NO_NUMERAL_BEHIND | KIRI_NO_KATAKANA_BEHIND);
    return bounds;
}

static gboolean is_wanted(const Maker *m, const char *n)
{
    gsize at, end;
    glong chars = g_utf8_strlen(n, -1);
    /* けが is in だけが: a short word in hiragana is read, but never proposed. */
    if (chars < SHORT_KANA && is_all(n, KIRI_CHAR_HIRAGANA))
        return FALSE;
    return chars >= LEAST_CHARS && !g_hash_table_contains(m->v->left_out, n) &&
           !kiri_keyword_find(kiri_str(n), m->changes->n, 0, &at, &end);
}

/* The keyword with the chosen changes, which stand in order and apart. */
static void make(Maker *m)
{
    if (m->attempts++ == MOST_ATTEMPTS) {
        m->is_cut = TRUE;
        return;
    }
    KiriStr n = m->changes->n;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) origin = g_string_new(NULL);
    gsize at = 0;
    for (guint i = 0; i < m->n_chosen; i++) {
        const KiriChange *c = m->chosen[i];
        g_string_append_len(text, n.p + at, (gssize)(c->from - at));
        g_string_append(text, c->text);
        g_string_append_printf(origin, "%s%s", i ? "+" : "", c->origin);
        at = c->to;
    }
    g_string_append_len(text, n.p + at, (gssize)(n.n - at));
    g_autofree char *key = kiri_normalize_dup(kiri_str(text->str));
    if (g_hash_table_contains(m->seen, key))
        return;
    if (!is_wanted(m, key)) {
        g_hash_table_add(m->seen, key);
        g_ptr_array_add(m->refused, g_steal_pointer(&key));
        return;
    }
    if (m->out->len == KIRI_LIMIT_VARIANTS) {
        m->is_cut = TRUE;
        return;
    }
    KiriVariant *variant = g_new0(KiriVariant, 1);
    variant->text = g_strdup(text->str);
    variant->n = g_steal_pointer(&key);
    variant->kind = m->chosen[0]->kind;
    variant->origin = g_strdup(origin->str);
    variant->bounds = bounds_of(m, variant->n);
    g_hash_table_add(m->seen, variant->n);
    g_ptr_array_add(m->out, variant);
}

/* All ways to choose `more` changes from the `i`th on. */
static void choose(Maker *m, guint i, guint more)
{
    if (more == 0) {
        make(m);
        return;
    }
    for (; i < m->changes->changes->len && !m->is_cut; i++) {
        const KiriChange *c = &g_array_index(m->changes->changes, KiriChange, i);
        const KiriChange *last = m->n_chosen ? m->chosen[m->n_chosen - 1] : NULL;
        if (last && (c->from < last->to || (c->from == last->from && c->to == last->to)))
            continue;
        m->chosen[m->n_chosen++] = c;
        choose(m, i + 1, more - 1);
        m->n_chosen--;
    }
}

GPtrArray *kiri_variants_of(const KiriVariants *v, KiriStr keyword, guint kinds, gboolean *is_cut)
{
    g_autofree char *n = kiri_normalize_dup(keyword);
    KiriChanges changes = {.raw = keyword, .n = kiri_str(n), .kinds = kinds};
    Maker m = {.v = v, .changes = &changes};
    changes.changes = g_array_new(FALSE, FALSE, sizeof(KiriChange));
    g_array_set_clear_func(changes.changes, clear_change);
    m.out = g_ptr_array_new_with_free_func(variant_free);
    if (changes.n.n <= KIRI_LIMIT_QUERY_BYTES) {
        kiri_changes_of_sets(v, &changes);
        kiri_changes_of_katakana(&changes);
        kiri_changes_of_eras(&changes);
        kiri_changes_of_numbers(&changes);
        kiri_changes_of_particles(v, &changes);
    }
    g_array_sort(changes.changes, by_place);
    m.refused = g_ptr_array_new_with_free_func(g_free);
    m.seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint together = 1; together <= MOST_CHANGES && !m.is_cut; together++)
        choose(&m, 0, together);
    if (is_cut)
        *is_cut = m.is_cut;
    g_hash_table_destroy(m.seen);
    g_ptr_array_unref(m.refused);
    g_array_unref(changes.changes);
    return m.out;
}
