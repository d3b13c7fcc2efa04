// SPDX-License-Identifier: GPL-3.0-or-later
/* The first evaluator: query tree to index program. Each function appends steps
 * that leave one query on the stack and says whether that query is exact; if not,
 * it is too wide on the outer side and too narrow on the inner. What is excluded
 * changes sides. */
#include "plan.h"

#include "chars.h"
#include "index/terms.h"

#include <kirinuki/limits.h>

#include <string.h>

void kiri_plan_init(KiriPlan *plan)
{
    plan->steps = g_array_new(FALSE, TRUE, sizeof(KiriXapStep));
    plan->owned = g_ptr_array_new_with_free_func(g_free);
    plan->is_exact = TRUE;
}

void kiri_plan_clear(KiriPlan *plan)
{
    g_clear_pointer(&plan->steps, g_array_unref);
    g_clear_pointer(&plan->owned, g_ptr_array_unref);
}

void kiri_plan_op(KiriPlan *plan, KiriXapOp op, guint n)
{
    KiriXapStep step = {.op = op, .n = n};
    g_array_append_val(plan->steps, step);
}

void kiri_plan_scale(KiriPlan *plan, gdouble factor)
{
    KiriXapStep step = {.op = KIRI_XAP_SCALE, .scale = factor};
    g_array_append_val(plan->steps, step);
}

static KiriStr own(KiriPlan *plan, const char *prefix, KiriStr text)
{
    gsize n = strlen(prefix);
    char *joined = g_malloc(n + text.n + 1);
    memcpy(joined, prefix, n);
    memcpy(joined + n, text.p, text.n);
    joined[n + text.n] = '\0';
    g_ptr_array_add(plan->owned, joined);
    return (KiriStr){joined, n + text.n};
}

void kiri_plan_term(KiriPlan *plan, const char *prefix, KiriStr text)
{
    KiriXapStep step = {.op = KIRI_XAP_TERM, .a = own(plan, prefix, text)};
    g_array_append_val(plan->steps, step);
}

/* ---- keywords ---- */

static const char *prefix_of(KiriQueryField field, char kind, char out[3])
{
    guint n = 0;
    if (field != KIRI_IN_ANY)
        out[n++] = field == KIRI_IN_TITLE ? 'S' : 'A';
    out[n++] = kind;
    out[n] = '\0';
    return out;
}

/* A run of kana and kanji, character by character: pairs, and in their place
 * trigrams, which say more, where title and body are looked for as one. */
static guint plan_ja(KiriPlan *plan, KiriQueryField field, KiriStr run)
{
    char prefix[3];
    gsize from[2] = {0}; // of the two characters before
    guint n = 0, kind = 0, n_alike = 0;
    for (gsize i = 0, next; i < run.n; i = next) {
        guint before = kind;
        next = kiri_char_after(run, i);
        kind = field == KIRI_IN_ANY ? kiri_trigram_kind(kiri_char_at(run, i)) : 0;
        n_alike = kind && kind == before ? n_alike + 1 : 1;
        gboolean is_in_next =
            n_alike == 2 && next < run.n && kiri_trigram_kind(kiri_char_at(run, next)) == kind;
        if (n_alike >= 3)
            kiri_plan_term(plan, "T", (KiriStr){run.p + from[0], next - from[0]});
        else if (i > 0 && !is_in_next)
            kiri_plan_term(plan, prefix_of(field, 'B', prefix),
                           (KiriStr){run.p + from[1], next - from[1]});
        n += n_alike >= 3 || (i > 0 && !is_in_next) ? 1 : 0;
        from[0] = from[1];
        from[1] = i;
    }
    return n;
}

/* Terms of kana and kanji, and of signs, that every text with this run has; returns
 * their number. */
static guint plan_run(KiriPlan *plan, KiriQueryField field, const KiriPiece *run)
{
    char prefix[3];
    if (run->kind == KIRI_PIECE_WORD)
        return 0;
    if (kiri_char_after(run->text, 0) < run->text.n)
        return plan_ja(plan, field, run->text);
    kiri_plan_term(plan, prefix_of(field, 'C', prefix), run->text);
    return 1;
}

/* The same of a Latin word or number. `is_whole`: the run is the keyword. */
static guint plan_word(KiriPlan *plan, KiriQueryField field, const KiriPiece *run,
                       gboolean is_whole)
{
    char prefix[3];
    if (run->kind != KIRI_PIECE_WORD)
        return 0;
    KiriStr word = kiri_word_cut(run->text);
    kiri_plan_term(plan, prefix_of(field, 'W', prefix), word);
    if (!is_whole) {
        kiri_plan_term(plan, prefix_of(field, 'U', prefix), word);
        kiri_plan_op(plan, KIRI_XAP_OR, 2);
    }
    return 1;
}

/* What every text with the word has; returns how many queries that leaves. */
static guint plan_pieces(KiriPlan *plan, KiriQueryField field, KiriStr word)
{
    KiriPiece run;
    guint n_signs = 0, n_words = 0;
    for (gsize at = 0; kiri_piece_next(word, &at, &run);)
        n_signs += plan_run(plan, field, &run);
    if (n_signs > 1)
        kiri_plan_op(plan, KIRI_XAP_RAREST, n_signs);
    for (gsize at = 0; kiri_piece_next(word, &at, &run);)
        n_words += plan_word(plan, field, &run, run.text.n == word.n);
    return n_words + (n_signs ? 1 : 0);
}

/* One term that says all: a character, two kana or kanji, three of a kind, or a word that
 * no term cuts. */
static gboolean is_one_term(KiriQueryField field, KiriStr word)
{
    KiriPiece run;
    gsize at = 0;
    if (!kiri_piece_next(word, &at, &run) || run.text.n != word.n)
        return FALSE;
    if (run.kind == KIRI_PIECE_WORD)
        return word.n < KIRI_TERMS_WORD_BYTES - 3;
    gsize second = kiri_char_after(word, 0);
    gsize third = second < word.n ? kiri_char_after(word, second) : second;
    if (third >= word.n)
        return TRUE;
    guint kind = kiri_trigram_kind(kiri_char_at(word, 0));
    return kiri_char_after(word, third) == word.n && field == KIRI_IN_ANY &&
           kiri_trigram_kind(kiri_char_at(word, second)) == kind &&
           kiri_trigram_kind(kiri_char_at(word, third)) == kind;
}

static gboolean plan_prefix(KiriPlan *plan, const KiriNode *node)
{
    char prefix[3];
    KiriStr word = kiri_str(node->n), cut = kiri_word_cut(word);
    KiriXapStep step = {.op = KIRI_XAP_PREFIX,
                        .n = KIRI_LIMIT_WILDCARD_TERMS,
                        .a = own(plan, prefix_of(node->field, 'W', prefix), cut)};
    g_array_append_val(plan->steps, step);
    return cut.n == word.n && cut.n < KIRI_TERMS_WORD_BYTES - 3;
}

static gboolean plan_outer_keyword(KiriPlan *plan, const KiriNode *node)
{
    KiriStr word = kiri_str(node->n);
    if (node->is_prefix)
        return plan_prefix(plan, node);
    guint n = plan_pieces(plan, node->field, word);
    if (n == 0) {
        kiri_plan_op(plan, KIRI_XAP_ALL, 0);
        return FALSE;
    }
    if (n > 1)
        kiri_plan_op(plan, KIRI_XAP_AND, n);
    return is_one_term(node->field, word) && !node->bounds;
}

typedef struct {
    KiriPlan *plan;
    guint n;
} Proof;

static void add_proof(KiriStr word, gpointer data)
{
    Proof *proof = data;
    kiri_plan_term(proof->plan, "M", word);
    proof->n++;
}

/* The word as MeCab found it in title or body, alone or in a longer one; nothing
 * where that proves nothing. */
static void plan_proof(KiriPlan *plan, const KiriNode *node, const KiriLexicon *lexicon)
{
    KiriStr word = kiri_str(node->n);
    if (node->field != KIRI_IN_ANY || node->bounds || node->is_prefix ||
        !kiri_term_is_proof(word)) {
        kiri_plan_op(plan, KIRI_XAP_NOTHING, 0);
        return;
    }
    Proof proof = {plan, 0};
    add_proof(word, &proof);
    if (lexicon)
        kiri_lexicon_each(lexicon, word, add_proof, &proof);
    kiri_plan_term(plan, "K", word);
    kiri_plan_op(plan, KIRI_XAP_OR, proof.n + 1);
}

static gboolean plan_keyword(KiriPlan *plan, const KiriNode *node, gboolean is_inner,
                             const KiriLexicon *lexicon)
{
    guint before = plan->steps->len;
    if (plan_outer_keyword(plan, node))
        return TRUE;
    if (is_inner) {
        g_array_set_size(plan->steps, before);
        plan_proof(plan, node, lexicon);
    }
    return FALSE;
}

/* ---- the tree ---- */

typedef struct {
    KiriPlan *plan;
    KiriPlanTied tied;
    gpointer data;
    gboolean is_inner;
    const KiriLexicon *lexicon;
} Planner;

static gboolean plan_node(const Planner *p, const KiriNode *node);

/* Of what the index cannot say. */
static gboolean plan_unknown(const Planner *p)
{
    kiri_plan_op(p->plan, p->is_inner ? KIRI_XAP_NOTHING : KIRI_XAP_ALL, 0);
    return FALSE;
}

static gboolean plan_medium(const Planner *p, const KiriNode *node)
{
    KiriPlan *plan = p->plan;
    if (strlen(node->raw) + 1 > KIRI_LIMIT_TERM_BYTES ||
        strlen(node->n) + 1 > KIRI_LIMIT_TERM_BYTES)
        return plan_unknown(p);
    kiri_plan_term(plan, "J", kiri_str(node->raw));
    kiri_plan_term(plan, "J", kiri_str(node->n));
    kiri_plan_op(plan, KIRI_XAP_OR, 2);
    return TRUE;
}

static gboolean plan_site(const Planner *p, const KiriNode *node)
{
    if (strlen(node->n) + 1 > KIRI_LIMIT_TERM_BYTES)
        return plan_unknown(p);
    kiri_plan_term(p->plan, "H", kiri_str(node->n));
    return TRUE;
}

static void plan_range(KiriPlan *plan, const KiriNode *node)
{
    char from[8], last[8];
    /* The lowest value stands for "no date known", which is in no span. */
    kiri_slot_date(MAX(node->from_us, G_MININT64 + 1), from);
    kiri_slot_date(node->to_us - (node->to_us == G_MAXINT64 ? 0 : 1), last);
    KiriXapStep step = {.op = KIRI_XAP_RANGE,
                        .n = KIRI_SLOT_DATE,
                        .a = own(plan, "", (KiriStr){from, sizeof from}),
                        .b = own(plan, "", (KiriStr){last, sizeof last})};
    g_array_append_val(plan->steps, step);
}

/* So many months and days are looked for by their names; in longer spans, and where
 * an end is open, most articles lie within, and their dates are looked at. */
enum { MOST_DATE_TERMS = 100 };

static void add_date(KiriPlan *plan, gint64 *us, gint64 to_us)
{
    KiriCivil c = kiri_civil_from_us(*us, KIRI_JST_MIN);
    gint64 after = *us + kiri_civil_days_in_month(c.year, c.month) * KIRI_US_PER_DAY;
    char name[16];
    if (c.day == 1 && after <= to_us) {
        kiri_terms_month(*us, name);
        kiri_plan_term(plan, "Y", kiri_str(name));
        *us = after;
    } else {
        kiri_terms_day(*us, name);
        kiri_plan_term(plan, "D", kiri_str(name));
        *us += KIRI_US_PER_DAY;
    }
}

static gboolean plan_date(KiriPlan *plan, const KiriNode *node)
{
    guint n = 0, before = plan->steps->len;
    gboolean is_by_name = node->from_us != G_MININT64 && node->to_us != G_MAXINT64 &&
                          kiri_civil_day_start_jst(node->from_us) == node->from_us &&
                          kiri_civil_day_start_jst(node->to_us) == node->to_us;
    for (gint64 us = node->from_us; is_by_name && us < node->to_us && n <= MOST_DATE_TERMS; n++)
        add_date(plan, &us, node->to_us);
    if (is_by_name && n <= MOST_DATE_TERMS) {
        kiri_plan_op(plan, KIRI_XAP_OR, n);
        return TRUE;
    }
    g_array_set_size(plan->steps, before);
    plan_range(plan, node);
    return TRUE;
}

static gboolean plan_release(const Planner *p, const KiriNode *node)
{
    g_auto(GStrv) ids = p->tied ? p->tied(node->raw, p->data) : NULL;
    if (!ids || p->is_inner)
        return plan_unknown(p);
    guint n = 0;
    for (; ids[n]; n++)
        kiri_plan_term(p->plan, "Q", kiri_str(ids[n]));
    if (n == 0)
        kiri_plan_op(p->plan, KIRI_XAP_NOTHING, 0);
    else
        kiri_plan_op(p->plan, KIRI_XAP_OR, n);
    return FALSE;
}

static gboolean plan_or(const Planner *p, const KiriNode *node)
{
    gboolean is_exact = TRUE;
    for (guint i = 0; i < node->children->len; i++)
        is_exact &= plan_node(p, kiri_node_child(node, i));
    kiri_plan_op(p->plan, KIRI_XAP_OR, node->children->len);
    return is_exact;
}

/* Takes what is excluded from what is on the stack: on the outer side what is
 * certainly excluded, on the inner side what may be. */
static gboolean plan_minus(const Planner *p, const KiriNode *not_node)
{
    Planner other = *p;
    other.is_inner = !p->is_inner;
    gboolean is_exact = plan_node(&other, kiri_node_child(not_node, 0));
    kiri_plan_op(p->plan, KIRI_XAP_MINUS, 2);
    return is_exact;
}

static gboolean plan_and(const Planner *p, const KiriNode *node)
{
    gboolean is_exact = TRUE;
    guint n = 0;
    for (guint i = 0; i < node->children->len; i++) {
        const KiriNode *child = kiri_node_child(node, i);
        if (child->kind != KIRI_NODE_NOT) {
            is_exact &= plan_node(p, child);
            n++;
        }
    }
    if (n == 0)
        kiri_plan_op(p->plan, KIRI_XAP_ALL, 0);
    else if (n > 1)
        kiri_plan_op(p->plan, KIRI_XAP_AND, n);
    for (guint i = 0; i < node->children->len; i++) {
        const KiriNode *child = kiri_node_child(node, i);
        if (child->kind == KIRI_NODE_NOT)
            is_exact &= plan_minus(p, child);
    }
    return is_exact;
}

static gboolean plan_near(const Planner *p, const KiriNode *node)
{
    if (p->is_inner)
        return plan_unknown(p);
    for (guint i = 0; i < node->children->len; i++)
        plan_node(p, kiri_node_child(node, i));
    kiri_plan_op(p->plan, KIRI_XAP_AND, node->children->len);
    return FALSE;
}

static gboolean plan_node(const Planner *p, const KiriNode *node)
{
    switch (node->kind) {
    case KIRI_NODE_KEYWORD:
        return plan_keyword(p->plan, node, p->is_inner, p->lexicon);
    case KIRI_NODE_AND:
        return plan_and(p, node);
    case KIRI_NODE_OR:
        return plan_or(p, node);
    case KIRI_NODE_NOT:
        kiri_plan_op(p->plan, KIRI_XAP_ALL, 0);
        return plan_minus(p, node);
    case KIRI_NODE_NEAR:
        return plan_near(p, node);
    case KIRI_NODE_SITE:
        return plan_site(p, node);
    case KIRI_NODE_MEDIUM:
        return plan_medium(p, node);
    case KIRI_NODE_DATE:
        return plan_date(p->plan, node);
    case KIRI_NODE_RELEASE:
        return plan_release(p, node);
    case KIRI_NODE_CLASS:
        break;
    }
    return plan_unknown(p);
}

void kiri_plan_query(KiriPlan *plan, const KiriQuery *query, KiriPlanTied tied, gpointer data)
{
    Planner p = {.plan = plan, .tied = tied, .data = data};
    plan->is_exact &= plan_node(&p, query->root);
}

void kiri_plan_query_inner(KiriPlan *plan, const KiriQuery *query, const KiriLexicon *lexicon)
{
    Planner p = {.plan = plan, .is_inner = TRUE, .lexicon = lexicon};
    plan->is_exact &= plan_node(&p, query->root);
}
