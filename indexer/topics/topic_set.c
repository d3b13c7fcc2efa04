// SPDX-License-Identifier: GPL-3.0-or-later
/* Making a set: trees become rows of operations, their keywords terms of one
 * automaton, and each topic gets the anchors by which it is found. */
#include "topic_set_internal.h"

#include "chars.h"
#include "query/query_tree.h"

#include <kirinuki/clip.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <math.h>
#include <string.h>

typedef struct {
    KiriTopicSet *set;
    const KiriVariants *variants;
    GHashTable *terms;    // word with its '*' and bounds → term + 1
    GArray *anchors;      // Anchor, of all topics
    gboolean needs_clips; // of the tree at hand
} Maker;

typedef struct {
    guint32 key; // term, or all terms + label
    guint32 topic;
    gboolean is_label;
} Anchor;

/* ---- terms and labels ---- */

static gboolean has_boundary(KiriStr word)
{
    KiriCharClass first = kiri_char_class(kiri_char_at(word, 0));
    KiriCharClass last = kiri_char_class(kiri_char_at(word, kiri_char_before(word, word.n)));
    return first == KIRI_CHAR_LATIN || first == KIRI_CHAR_DIGIT || last == KIRI_CHAR_LATIN ||
           last == KIRI_CHAR_DIGIT;
}

static guint32 term_of(Maker *m, const KiriNode *node)
{
    KiriTopicSet *set = m->set;
    g_autofree char *word = g_strconcat(node->n, node->is_prefix ? "*" : NULL, NULL);
    /* N-text has no such sign, so the key of a bounded variant is no word. */
    g_autofree char *key = g_strdup_printf("%s\n%u", word, node->bounds);
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(m->terms, key));
    if (known)
        return known - 1;
    guint32 number = set->terms->len;
    KiriStr plain = kiri_str(node->n);
    KiriSetTerm term = {.word = (guint32)set->words->len,
                        .is_prefix = node->is_prefix,
                        .is_bounded = has_boundary(plain),
                        .bounds = node->bounds,
                        .places = -1};
    g_string_append_len(set->words, word, (gssize)strlen(word) + 1);
    g_array_append_val(set->terms, term);
    kiri_automaton_add(set->automaton, plain, number);
    g_hash_table_insert(m->terms, g_steal_pointer(&key), GUINT_TO_POINTER(number + 1));
    return number;
}

guint kiri_set_label(const KiriTopicSet *set, char kind, const char *value)
{
    g_autofree char *key = g_strdup_printf("%c:%s", kind, value);
    return GPOINTER_TO_UINT(g_hash_table_lookup(set->labels, key)) - 1;
}

static guint32 label_of(Maker *m, char kind, const char *value)
{
    KiriTopicSet *set = m->set;
    guint known = kiri_set_label(set, kind, value);
    if (known != G_MAXUINT)
        return known;
    g_hash_table_insert(set->labels, g_strdup_printf("%c:%s", kind, value),
                        GUINT_TO_POINTER(++set->n_labels));
    return set->n_labels - 1;
}

/* ---- trees ---- */

static guint add_op(Maker *m, KiriOpKind kind, guint32 value)
{
    KiriOp op = {.kind = (guint8)kind, .value = value};
    guint at = m->set->ops->len;
    g_array_append_val(m->set->ops, op);
    return at;
}

static void add_tree(Maker *m, const KiriNode *node);

static void add_children(Maker *m, KiriOpKind kind, const KiriNode *node)
{
    add_op(m, kind, 0);
    for (guint i = 0; i < node->children->len; i++)
        add_tree(m, kiri_node_child(node, i));
}

static void add_keyword(Maker *m, const KiriNode *node)
{
    guint at = add_op(m, KIRI_OP_TERM, term_of(m, node));
    g_array_index(m->set->ops, KiriOp, at).fields = node->field == KIRI_IN_AUTHOR ? KIRI_AT_AUTHOR
                                                    : node->field == KIRI_IN_TITLE
                                                        ? KIRI_AT_TITLE
                                                        : KIRI_AT_TITLE | KIRI_AT_TEXT;
}

/* Keywords below a NEAR are asked where they stand. */
static void want_places(Maker *m, guint from, guint to)
{
    for (guint i = from; i < to; i++) {
        const KiriOp *op = &g_array_index(m->set->ops, KiriOp, i);
        KiriSetTerm *term =
            op->kind == KIRI_OP_TERM ? &g_array_index(m->set->terms, KiriSetTerm, op->value) : NULL;
        if (term && term->places < 0)
            term->places = (gint32)m->set->n_places++;
    }
}

static void add_near(Maker *m, const KiriNode *node)
{
    guint near = add_op(m, KIRI_OP_NEAR, 0);
    for (guint i = 0; i < node->children->len; i++) {
        const KiriNode *child = kiri_node_child(node, i);
        guint at = m->set->ops->len;
        add_tree(m, child);
        g_array_index(m->set->ops, KiriOp, at).near = child->distance;
    }
    want_places(m, near + 1, m->set->ops->len);
}

static void add_medium(Maker *m, const KiriNode *node)
{
    if (g_str_equal(node->raw, node->n)) {
        add_op(m, KIRI_OP_LABEL, label_of(m, 'm', node->raw));
        return;
    }
    guint either = add_op(m, KIRI_OP_OR, 0);
    for (guint i = 0; i < 2; i++) {
        guint at = add_op(m, KIRI_OP_LABEL, label_of(m, 'm', i ? node->n : node->raw));
        g_array_index(m->set->ops, KiriOp, at).end = at + 1;
    }
    g_array_index(m->set->ops, KiriOp, either).end = m->set->ops->len;
}

static void add_date(Maker *m, const KiriNode *node)
{
    KiriSetSpan span = {node->from_us, node->to_us};
    add_op(m, KIRI_OP_DATE, m->set->spans->len);
    g_array_append_val(m->set->spans, span);
}

static void add_tree(Maker *m, const KiriNode *node)
{
    guint at = m->set->ops->len;
    switch (node->kind) {
    case KIRI_NODE_KEYWORD:
        add_keyword(m, node);
        break;
    case KIRI_NODE_AND:
        add_children(m, KIRI_OP_AND, node);
        break;
    case KIRI_NODE_OR:
        add_children(m, KIRI_OP_OR, node);
        break;
    case KIRI_NODE_NOT:
        add_children(m, KIRI_OP_NOT, node);
        break;
    case KIRI_NODE_NEAR:
        add_near(m, node);
        break;
    case KIRI_NODE_SITE:
        add_op(m, KIRI_OP_LABEL, label_of(m, 's', node->n));
        break;
    case KIRI_NODE_MEDIUM:
        add_medium(m, node);
        break;
    case KIRI_NODE_DATE:
        add_date(m, node);
        break;
    case KIRI_NODE_CLASS:
    case KIRI_NODE_RELEASE:
        m->needs_clips = TRUE;
        add_op(m, node->kind == KIRI_NODE_CLASS ? KIRI_OP_CLASS : KIRI_OP_RELEASE,
               label_of(m, node->kind == KIRI_NODE_CLASS ? 'c' : 'r', node->raw));
        break;
    }
    g_array_index(m->set->ops, KiriOp, at).end = m->set->ops->len;
}

/* ---- anchors ---- */

/* How often is a keyword likely to occur in an article? Only the order matters,
 * and only for speed: longer is rarer, letters of the kana and Latin scripts say
 * less than kanji. */
static gdouble guessed_frequency(const char *word)
{
    gdouble f = 1;
    KiriStr s = kiri_str(word);
    for (gsize at = 0; at < s.n; at = kiri_char_after(s, at))
        f *= kiri_char_class(kiri_char_at(s, at)) == KIRI_CHAR_KANJI ? 0.15 : 0.45;
    return f;
}

static void add_anchor(GArray *out, guint32 key, gboolean is_label)
{
    Anchor anchor = {.key = key, .is_label = is_label};
    g_array_append_val(out, anchor);
}

static gdouble anchors_of(const Maker *m, guint op, GArray *out);

/* Of all parts, each with its anchors: those of the rarest (AND, NEAR), or of all
 * (OR). */
static gdouble anchors_of_list(const Maker *m, guint op, gboolean is_any, GArray *out)
{
    const KiriOp *parent = &g_array_index(m->set->ops, KiriOp, op);
    guint begin = out->len;
    gdouble best = is_any ? 0 : INFINITY;
    for (guint i = op + 1; i < parent->end; i = g_array_index(m->set->ops, KiriOp, i).end) {
        guint before = out->len;
        gdouble cost = anchors_of(m, i, out);
        if (is_any)
            best += cost;
        else if (cost < best) {
            best = cost;
            g_array_remove_range(out, begin, before - begin);
        } else
            g_array_set_size(out, before);
    }
    if (isinf(best))
        g_array_set_size(out, begin);
    return best;
}

/* Adds anchors of the subtree; how likely one of them occurs, INFINITY: there are
 * none. */
static gdouble anchors_of(const Maker *m, guint at, GArray *out)
{
    const gdouble label_cost = 0.02;
    const KiriOp *op = &g_array_index(m->set->ops, KiriOp, at);
    switch ((KiriOpKind)op->kind) {
    case KIRI_OP_TERM:
        add_anchor(out, op->value, FALSE);
        return guessed_frequency(kiri_set_word(m->set, op->value));
    case KIRI_OP_LABEL:
        add_anchor(out, op->value, TRUE);
        return label_cost;
    case KIRI_OP_AND:
    case KIRI_OP_NEAR:
        return anchors_of_list(m, at, FALSE, out);
    case KIRI_OP_OR:
        return anchors_of_list(m, at, TRUE, out);
    case KIRI_OP_NOT:
    case KIRI_OP_DATE:
    case KIRI_OP_CLASS:
    case KIRI_OP_RELEASE:
        break;
    }
    return INFINITY;
}

static void find_anchors(Maker *m, guint32 topic)
{
    const KiriSetTopic *t = &g_array_index(m->set->topics, KiriSetTopic, topic);
    guint before = m->anchors->len;
    if (isinf(anchors_of(m, t->op, m->anchors)))
        g_array_append_val(m->set->always, topic);
    for (guint i = before; i < m->anchors->len; i++)
        g_array_index(m->anchors, Anchor, i).topic = topic;
}

static guint32 slot_of(const KiriTopicSet *set, const Anchor *a)
{
    return a->is_label ? set->terms->len + a->key : a->key;
}

static void file_anchors(const Maker *m)
{
    KiriTopicSet *set = m->set;
    guint32 n = set->terms->len + set->n_labels;
    set->first = g_new0(guint32, n + 2);
    set->anchored = g_new0(guint32, m->anchors->len + 1);
    /* Counted one place too far, so that filling moves each start to its place. */
    for (guint i = 0; i < m->anchors->len; i++)
        set->first[slot_of(set, &g_array_index(m->anchors, Anchor, i)) + 2]++;
    for (guint32 i = 2; i < n + 2; i++)
        set->first[i] += set->first[i - 1];
    for (guint i = 0; i < m->anchors->len; i++) {
        const Anchor *a = &g_array_index(m->anchors, Anchor, i);
        set->anchored[set->first[slot_of(set, a) + 1]++] = a->topic;
    }
}

/* ---- the set ---- */

static void free_limit(gpointer topic)
{
    kiri_topic_free(topic);
}

static gint32 add_limit(KiriTopicSet *set, const KiriTopic *topic)
{
    if (!topic->sections && !topic->languages)
        return -1;
    KiriTopic *limit = kiri_topic_new();
    limit->sections = g_strdupv(topic->sections);
    limit->languages = g_strdupv(topic->languages);
    g_ptr_array_add(set->limits, limit);
    return (gint32)set->limits->len - 1;
}

static gboolean add_topic(Maker *m, const KiriTopic *topic, GError **error)
{
    guint32 number = m->set->topics->len;
    KiriSetTopic t = {.op = m->set->ops->len, .limit = -1};
    if (!topic->is_removed) {
        g_autoptr(KiriQuery) query = kiri_topic_query(topic, m->variants, error);
        if (!query) {
            g_prefix_error(error, _("topic '%s': "), topic->id);
            return FALSE;
        }
        m->needs_clips = FALSE;
        add_tree(m, query->root);
        t.needs_clips = m->needs_clips;
        t.limit = add_limit(m->set, topic);
        kiri_topic_digest(topic, query, t.digest);
    }
    t.end = m->set->ops->len;
    g_array_append_val(m->set->topics, t);
    if (!topic->is_removed)
        find_anchors(m, number);
    return TRUE;
}

static KiriTopicSet *set_new(void)
{
    KiriTopicSet *set = g_new0(KiriTopicSet, 1);
    set->automaton = kiri_automaton_new();
    set->ops = g_array_new(FALSE, FALSE, sizeof(KiriOp));
    set->topics = g_array_new(FALSE, FALSE, sizeof(KiriSetTopic));
    set->terms = g_array_new(FALSE, FALSE, sizeof(KiriSetTerm));
    set->spans = g_array_new(FALSE, FALSE, sizeof(KiriSetSpan));
    set->words = g_string_new(NULL);
    set->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    set->limits = g_ptr_array_new_with_free_func(free_limit);
    set->always = g_array_new(FALSE, FALSE, sizeof(guint));
    return set;
}

KiriTopicSet *kiri_topic_set_new(const GPtrArray *topics, const KiriVariants *variants,
                                 GError **error)
{
    g_autoptr(KiriTopicSet) set = set_new();
    g_autoptr(GHashTable) terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GArray) anchors = g_array_new(FALSE, TRUE, sizeof(Anchor));
    Maker m = {.set = set, .variants = variants, .terms = terms, .anchors = anchors};
    for (guint i = 0; i < topics->len; i++)
        if (!add_topic(&m, g_ptr_array_index(topics, i), error))
            return NULL;
    kiri_automaton_build(set->automaton);
    file_anchors(&m);
    return g_steal_pointer(&set);
}

void kiri_topic_set_free(KiriTopicSet *set)
{
    if (!set)
        return;
    kiri_automaton_free(set->automaton);
    g_array_unref(set->ops);
    g_array_unref(set->topics);
    g_array_unref(set->terms);
    g_array_unref(set->spans);
    g_string_free(set->words, TRUE);
    g_hash_table_unref(set->labels);
    g_ptr_array_unref(set->limits);
    g_array_unref(set->always);
    g_free(set->first);
    g_free(set->anchored);
    g_free(set);
}

gsize kiri_topic_set_bytes(const KiriTopicSet *set)
{
    enum { LABEL_BYTES = 64 };
    guint slots = set->terms->len + set->n_labels;
    return sizeof *set + kiri_automaton_bytes(set->automaton) + set->ops->len * sizeof(KiriOp) +
           set->topics->len * sizeof(KiriSetTopic) + set->terms->len * sizeof(KiriSetTerm) +
           set->spans->len * sizeof(KiriSetSpan) + set->words->allocated_len +
           set->n_labels * LABEL_BYTES + set->limits->len * sizeof(KiriTopic) +
           (slots + 2 + set->first[slots]) * sizeof(guint32) + set->always->len * sizeof(guint);
}

const char *kiri_topic_set_digest(const KiriTopicSet *set, guint topic)
{
    return g_array_index(set->topics, KiriSetTopic, topic).digest;
}

guint kiri_topic_set_keywords(const KiriTopicSet *set)
{
    return set->terms->len;
}
