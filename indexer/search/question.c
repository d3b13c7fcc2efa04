// SPDX-License-Identifier: GPL-3.0-or-later
/* Taking a question apart: question.h says into what. */
#include "question.h"

#include "chars.h"
#include "index/terms.h"

#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

typedef struct {
    KiriQuestion *question;
    KiriXapReader *reader;
    const KiriNormal *normal;
    const guint *char_at; // of each N-byte
    GError *error;        // of the index: ends the work
} Making;

/* ---- units ---- */

static gboolean is_ja(gunichar c)
{
    KiriCharClass k = kiri_char_class(c);
    return k == KIRI_CHAR_HIRAGANA || k == KIRI_CHAR_KATAKANA || k == KIRI_CHAR_KANJI;
}

static gboolean is_run_class(KiriCharClass c)
{
    return c == KIRI_CHAR_LATIN || c == KIRI_CHAR_DIGIT;
}

/* The weight of a term: 0 where no document has it. */
static gdouble weigh(Making *m, const char *prefix, KiriStr text)
{
    char term[KIRI_LIMIT_TERM_BYTES + 1];
    guint32 documents = 0;
    gsize n = strlen(prefix);
    text = kiri_word_cut(text);
    memcpy(term, prefix, n);
    memcpy(term + n, text.p, text.n);
    if (m->error ||
        !kiri_xap_frequency(m->reader, (KiriStr){term, n + text.n}, &documents, &m->error))
        return 0;
    return documents ? kiri_rarity(kiri_xap_count(m->reader), documents) : 0;
}

static gdouble weigh_chars(Making *m, const char *prefix, guint from, guint to)
{
    g_autofree char *text =
        g_ucs4_to_utf8(m->question->chars + from, (glong)(to - from), NULL, NULL, NULL);
    return text ? weigh(m, prefix, kiri_str(text)) : 0;
}

static void add_unit(Making *m, KiriUnit unit)
{
    if (unit.weight > 0 && m->question->units->len < KIRI_QUESTION_UNITS)
        g_array_append_val(m->question->units, unit);
}

/* ---- words ---- */

static gboolean bears_meaning(const KiriToken *token)
{
    return token->is_unknown ||
           (token->pos != KIRI_POS_PARTICLE && token->pos != KIRI_POS_AUXILIARY &&
            token->pos != KIRI_POS_CONJUNCTION && token->pos != KIRI_POS_OTHER);
}

static gboolean is_name(const KiriQuestion *q, const KiriToken *token, guint from, guint to)
{
    if (token->is_unknown || token->pos == KIRI_POS_PROPER || token->pos == KIRI_POS_PERSON ||
        token->pos == KIRI_POS_PLACE)
        return TRUE;
    for (guint i = from; i < to; i++)
        if (kiri_char_class(q->chars[i]) != KIRI_CHAR_KATAKANA)
            return FALSE;
    return TRUE;
}

/* The first character made by the original's byte `at`, or by one behind it. */
static guint char_of(const Making *m, gsize at)
{
    gsize low = 0, high = m->normal->n;
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if (m->normal->map[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return MIN(m->char_at[low], m->question->n);
}

/* Where a word that bends begins to differ from its base form. */
static guint stem_end(const KiriQuestion *q, guint from, guint to, const char *base)
{
    while (from < to && *base && g_utf8_get_char(base) == q->chars[from]) {
        from++;
        base += g_utf8_skip[(guchar)*base];
    }
    return from;
}

static gboolean add_word(const KiriToken *token, gpointer data)
{
    Making *m = data;
    const KiriQuestion *q = m->question;
    guint from = char_of(m, token->from), to = char_of(m, token->to);
    if (from >= q->n)
        return FALSE; // behind what is laid over texts
    if (!bears_meaning(token) || from >= to || is_run_class(kiri_char_class(q->chars[from])))
        return TRUE;
    g_autofree char *base = kiri_normalize_dup(token->base);
    gboolean bends = token->pos == KIRI_POS_VERB || token->pos == KIRI_POS_ADJECTIVE;
    if (bends)
        to = stem_end(q, from, to, base);
    /* One kana is everywhere, and says nothing about a verb's being there. */
    if (to == from || (to == from + 1 && kiri_char_class(q->chars[from]) == KIRI_CHAR_HIRAGANA))
        return TRUE;
    add_unit(m, (KiriUnit){.from = from,
                           .to = to,
                           .weight = weigh(m, "M", kiri_str(base)),
                           .is_name = !bends && is_name(q, token, from, to)});
    return !m->error;
}

/* ---- runs and pairs ---- */

static void add_runs(Making *m)
{
    const KiriQuestion *q = m->question;
    guint end;
    for (guint i = 0; i < q->n; i = end) {
        KiriCharClass kind = kiri_char_class(q->chars[i]);
        end = i + 1;
        if (!is_run_class(kind))
            continue;
        while (end < q->n && kiri_char_class(q->chars[end]) == kind)
            end++;
        add_unit(m, (KiriUnit){.from = i,
                               .to = end,
                               .weight = weigh_chars(m, "W", i, end),
                               .is_name = TRUE,
                               .is_run = TRUE});
    }
}

static void add_pairs(Making *m)
{
    const KiriQuestion *q = m->question;
    for (guint i = 0; i + 1 < q->n; i++)
        if (is_ja(q->chars[i]) && is_ja(q->chars[i + 1]))
            add_unit(m, (KiriUnit){.from = i,
                                   .to = i + 2,
                                   .weight = weigh_chars(m, "B", i, i + 2),
                                   .is_pair = TRUE});
}

/* ---- the whole ---- */

static gint by_place(gconstpointer a, gconstpointer b)
{
    const KiriUnit *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->is_pair - y->is_pair;
}

static gboolean are_same(const KiriQuestion *q, const KiriUnit *a, const KiriUnit *b)
{
    return a->is_pair == b->is_pair && a->to - a->from == b->to - b->from &&
           memcmp(q->chars + a->from, q->chars + b->from, (a->to - a->from) * sizeof *q->chars) ==
               0;
}

static void sum_up(KiriQuestion *q)
{
    for (guint i = 0; i < q->units->len; i++) {
        KiriUnit *unit = &g_array_index(q->units, KiriUnit, i);
        while (unit->same < i && !are_same(q, kiri_question_unit(q, unit->same), unit))
            unit->same++;
        if (unit->same < i)
            continue;
        *(unit->is_pair ? &q->pairs : &q->words) += unit->weight;
        if (unit->is_name)
            q->names += unit->weight;
        if (unit->is_pair || unit->is_run)
            q->literal += unit->weight;
    }
}

static guint bucket_of(gunichar c)
{
    return c % KIRI_QUESTION_BUCKETS;
}

static void make_tables(KiriQuestion *q)
{
    q->units_at = g_new(guint, q->n + 1);
    for (guint i = 0, unit = 0; i <= q->n; i++) {
        while (unit < q->units->len && kiri_question_unit(q, unit)->from < i)
            unit++;
        q->units_at[i] = unit;
    }
    q->next = g_new(gint16, q->n + 1);
    memset(q->first, 0xff, sizeof q->first);
    for (guint i = q->n; i-- > 0;) {
        q->next[i] = q->first[bucket_of(q->chars[i])];
        q->first[bucket_of(q->chars[i])] = (gint16)i;
    }
}

/* Character number of each N-byte, and of the end. */
static guint *number_chars(const KiriNormal *normal)
{
    guint *char_at = g_new(guint, normal->n + 1), n = 0;
    for (gsize i = 0, end = 0; i < normal->n; i++) {
        if (i == end) {
            end = kiri_char_after((KiriStr){normal->text, normal->n}, i);
            n++;
        }
        char_at[i] = n - 1;
    }
    char_at[normal->n] = n;
    return char_at;
}

KiriQuestion *kiri_question_new(KiriXapReader *reader, KiriTokenizer *tokenizer, KiriStr text,
                                GError **error)
{
    g_auto(KiriNormal) normal;
    kiri_normalize(text, TRUE, &normal);
    g_autofree guint *char_at = number_chars(&normal);
    g_autoptr(KiriQuestion) q = g_new0(KiriQuestion, 1);
    q->chars = g_utf8_to_ucs4_fast(normal.text, (glong)normal.n, NULL);
    q->n = MIN(char_at[normal.n], KIRI_QUESTION_CHARS);
    q->units = g_array_new(FALSE, FALSE, sizeof(KiriUnit));
    for (guint i = 0; i < q->n && !q->is_sentence; i++)
        q->is_sentence = q->chars[i] == 0x3002; // 。
    Making m = {.question = q, .reader = reader, .normal = &normal, .char_at = char_at};
    kiri_tokenize(tokenizer, text, add_word, &m);
    add_runs(&m);
    add_pairs(&m);
    if (m.error) {
        g_propagate_error(error, m.error);
        return NULL;
    }
    g_array_sort(q->units, by_place);
    sum_up(q);
    make_tables(q);
    return g_steal_pointer(&q);
}

void kiri_question_free(KiriQuestion *q)
{
    if (!q)
        return;
    g_free(q->chars);
    g_clear_pointer(&q->units, g_array_unref);
    g_free(q->units_at);
    g_free(q->next);
    g_free(q);
}
