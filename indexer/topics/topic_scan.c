// SPDX-License-Identifier: GPL-3.0-or-later
/* All topics over one article: what occurs is noted in one walk, then the topics
 * of which an anchor occurs are evaluated from the notes; the text is not looked
 * at again, but to count the characters between two keywords of a NEAR.
 *
 * Three values: where ties are not known yet, class: and release: are "maybe";
 * with ties nothing is. */
#include "topic_set_internal.h"

#include "query/query_tree.h"

#include <kirinuki/clip.h>
#include <kirinuki/normalize.h>

#include <string.h>

typedef enum { NO, MAYBE, YES } Answer;

enum { TITLE, TEXT, FIRST_AUTHOR }; // numbers of the texts of an article

typedef struct {
    KiriPlace place;
    guint text;
    gint32 next; // in `places`, -1: the last one
} Place;

typedef struct {
    gint32 first, last;
} PlaceList;

struct KiriTopicScan {
    const KiriTopicSet *set;
    const KiriArticle *article;
    const KiriQueryArticle *texts;
    /* Of the article. */
    guint8 *where;       // by term: KIRI_AT_…
    gboolean *has_label; // by label
    GArray *touched;     // guint: terms and, behind all of them, labels that occur
    PlaceList *lists;    // of terms with places
    GArray *places;      // Place, by rising text and place
    /* Of the walk. */
    guint text;
    KiriStr walked;
    /* Of the question. */
    guint32 *asked; // by topic: the round in which it was tried last
    guint32 round;
    guint tie_class, tie_release; // labels; G_MAXUINT: none that anybody asks for
    Answer unknown;               // class: and release: when there is no tie to ask
    GArray *matches;              // guint
    GArray *as, *bs;              // KiriPlace, of a NEAR
};

KiriTopicScan *kiri_topic_scan_new(const KiriTopicSet *set)
{
    KiriTopicScan *s = g_new0(KiriTopicScan, 1);
    s->set = set;
    s->where = g_new0(guint8, set->terms->len + 1);
    s->has_label = g_new0(gboolean, set->n_labels + 1);
    s->asked = g_new0(guint32, set->topics->len + 1);
    s->lists = g_new(PlaceList, set->n_places + 1);
    for (guint i = 0; i < set->n_places; i++)
        s->lists[i] = (PlaceList){-1, -1};
    s->touched = g_array_new(FALSE, FALSE, sizeof(guint));
    s->places = g_array_new(FALSE, FALSE, sizeof(Place));
    s->matches = g_array_new(FALSE, FALSE, sizeof(guint));
    s->as = g_array_new(FALSE, FALSE, sizeof(KiriPlace));
    s->bs = g_array_new(FALSE, FALSE, sizeof(KiriPlace));
    return s;
}

void kiri_topic_scan_free(KiriTopicScan *s)
{
    if (!s)
        return;
    g_free(s->where);
    g_free(s->has_label);
    g_free(s->asked);
    g_free(s->lists);
    g_array_unref(s->touched);
    g_array_unref(s->places);
    g_array_unref(s->matches);
    g_array_unref(s->as);
    g_array_unref(s->bs);
    g_free(s);
}

/* ---- reading ---- */

static guint8 bit_of(guint text)
{
    return text == TITLE ? KIRI_AT_TITLE : text == TEXT ? KIRI_AT_TEXT : KIRI_AT_AUTHOR;
}

static void note_place(KiriTopicScan *s, PlaceList *list, gsize at, gsize end)
{
    Place place = {{at, end}, s->text, -1};
    gint32 number = (gint32)s->places->len;
    if (list->last >= 0)
        g_array_index(s->places, Place, list->last).next = number;
    else
        list->first = number;
    list->last = number;
    g_array_append_val(s->places, place);
}

static void take_hit(guint tag, gsize from, gsize to, gpointer data)
{
    KiriTopicScan *s = data;
    const KiriSetTerm *term = &g_array_index(s->set->terms, KiriSetTerm, tag);
    guint8 bit = bit_of(s->text);
    if (s->where[tag] & bit && term->places < 0)
        return;
    if (term->is_prefix) {
        gsize at;
        KiriStr prefix = {s->walked.p + from, to - from};
        if (!kiri_prefix_find(s->walked, prefix, from, &at, &to) || at != from)
            return;
    } else if (term->is_bounded &&
               !kiri_keyword_is_at(s->walked, (KiriStr){s->walked.p + from, to - from}, from)) {
        return;
    }
    if (term->bounds && !kiri_is_within_bounds(term->bounds, s->walked, from, to))
        return;
    if (!s->where[tag])
        g_array_append_val(s->touched, tag);
    s->where[tag] |= bit;
    if (term->places >= 0)
        note_place(s, &s->lists[term->places], from, to);
}

static void walk(KiriTopicScan *s, guint number, const char *text)
{
    s->text = number;
    s->walked = kiri_str(text);
    kiri_automaton_each(s->set->automaton, s->walked, take_hit, s);
}

static void take_label(KiriTopicScan *s, char kind, const char *value)
{
    guint label = value ? kiri_set_label(s->set, kind, value) : G_MAXUINT;
    if (label == G_MAXUINT || s->has_label[label])
        return;
    guint slot = s->set->terms->len + label;
    s->has_label[label] = TRUE;
    g_array_append_val(s->touched, slot);
}

static void forget(KiriTopicScan *s)
{
    for (guint i = 0; i < s->touched->len; i++) {
        guint slot = g_array_index(s->touched, guint, i);
        if (slot >= s->set->terms->len) {
            s->has_label[slot - s->set->terms->len] = FALSE;
            continue;
        }
        gint32 list = g_array_index(s->set->terms, KiriSetTerm, slot).places;
        s->where[slot] = 0;
        if (list >= 0)
            s->lists[list] = (PlaceList){-1, -1};
    }
    g_array_set_size(s->touched, 0);
    g_array_set_size(s->places, 0);
}

void kiri_topic_scan_read(KiriTopicScan *s, const KiriArticle *article,
                          const KiriQueryArticle *texts)
{
    forget(s);
    s->article = article;
    s->texts = texts;
    if (texts->title)
        walk(s, TITLE, texts->title);
    if (texts->text)
        walk(s, TEXT, texts->text);
    for (guint i = 0; texts->authors && texts->authors[i]; i++)
        walk(s, FIRST_AUTHOR + i, texts->authors[i]);
    take_label(s, 'm', texts->medium);
    take_label(s, 'm', texts->site_name);
    /* The host itself, and each one above it. */
    for (const char *host = texts->host; host; host = strchr(host, '.')) {
        host += *host == '.' ? 1 : 0;
        take_label(s, 's', host);
    }
}

/* ---- near ---- */

static const KiriOp *op_of(const KiriTopicSet *set, guint i)
{
    return &g_array_index(set->ops, KiriOp, i);
}

/* Where the keywords of one child of a NEAR stand in one text. */
static void gather_places(const KiriTopicScan *s, guint child, guint text, GArray *out)
{
    g_array_set_size(out, 0);
    for (guint i = child; i < op_of(s->set, child)->end; i++) {
        const KiriOp *op = op_of(s->set, i);
        if (op->kind != KIRI_OP_TERM)
            continue;
        gint32 list = g_array_index(s->set->terms, KiriSetTerm, op->value).places;
        for (gint32 p = s->lists[list].first; p >= 0;) {
            const Place *place = &g_array_index(s->places, Place, p);
            if (place->text == text)
                g_array_append_val(out, place->place);
            p = place->next;
        }
    }
}

static const char *text_of(const KiriTopicScan *s, guint text)
{
    return text == TITLE  ? s->texts->title
           : text == TEXT ? s->texts->text
                          : s->texts->authors[text - FIRST_AUTHOR];
}

static gboolean is_near_in(KiriTopicScan *s, guint near, guint text)
{
    guint end = op_of(s->set, near)->end;
    gather_places(s, near + 1, text, s->as);
    for (guint i = op_of(s->set, near + 1)->end; i < end && s->as->len; i = op_of(s->set, i)->end) {
        gather_places(s, i, text, s->bs);
        if (!kiri_places_are_near(s->as, s->bs, kiri_str(text_of(s, text)), op_of(s->set, i)->near))
            return FALSE;
        GArray *swap = s->as;
        s->as = s->bs;
        s->bs = swap;
    }
    return s->as->len > 0;
}

static guint8 fields_below(const KiriTopicSet *set, guint op)
{
    while (op_of(set, op)->kind != KIRI_OP_TERM)
        op++;
    return op_of(set, op)->fields;
}

static gboolean matches_near(KiriTopicScan *s, guint near)
{
    guint8 fields = fields_below(s->set, near);
    if (fields & KIRI_AT_TITLE && s->texts->title && is_near_in(s, near, TITLE))
        return TRUE;
    if (fields & KIRI_AT_TEXT && s->texts->text && is_near_in(s, near, TEXT))
        return TRUE;
    for (guint i = 0; fields & KIRI_AT_AUTHOR && s->texts->authors && s->texts->authors[i]; i++)
        if (is_near_in(s, near, FIRST_AUTHOR + i))
            return TRUE;
    return FALSE;
}

/* ---- the row of operations ---- */

static Answer answer_if(gboolean is_true)
{
    return is_true ? YES : NO;
}

static Answer evaluate(KiriTopicScan *s, guint at);

/* The least answer of all parts, or the greatest. */
static Answer evaluate_list(KiriTopicScan *s, guint at, gboolean is_any)
{
    Answer stop = is_any ? YES : NO, all = is_any ? NO : YES;
    for (guint i = at + 1; i < op_of(s->set, at)->end && all != stop; i = op_of(s->set, i)->end) {
        Answer one = evaluate(s, i);
        all = is_any ? MAX(all, one) : MIN(all, one);
    }
    return all;
}

static Answer evaluate(KiriTopicScan *s, guint at)
{
    const KiriOp *op = op_of(s->set, at);
    switch ((KiriOpKind)op->kind) {
    case KIRI_OP_TERM:
        return answer_if(s->where[op->value] & op->fields);
    case KIRI_OP_LABEL:
        return answer_if(s->has_label[op->value]);
    case KIRI_OP_DATE: {
        const KiriSetSpan *span = &g_array_index(s->set->spans, KiriSetSpan, op->value);
        gint64 date = s->texts->date_us;
        return answer_if(date != G_MININT64 && date >= span->from_us && date < span->to_us);
    }
    case KIRI_OP_CLASS:
        return s->unknown == MAYBE ? MAYBE : answer_if(s->tie_class == op->value);
    case KIRI_OP_RELEASE:
        return s->unknown == MAYBE ? MAYBE : answer_if(s->tie_release == op->value);
    case KIRI_OP_AND:
        return evaluate_list(s, at, FALSE);
    case KIRI_OP_OR:
        return evaluate_list(s, at, TRUE);
    case KIRI_OP_NOT:
        return (Answer)(YES - evaluate(s, at + 1));
    case KIRI_OP_NEAR:
        return answer_if(matches_near(s, at));
    }
    return NO;
}

/* ---- topics ---- */

static gboolean is_match(KiriTopicScan *s, const KiriSetTopic *t, const KiriTopicTie *ties,
                         gsize n_ties)
{
    if (!t->needs_clips || s->unknown == MAYBE)
        return evaluate(s, t->op) != NO;
    for (gsize i = 0; i < n_ties; i++) {
        const char *class_ = ties[i].class_, *release = ties[i].release;
        s->tie_class = class_ ? kiri_set_label(s->set, 'c', class_) : G_MAXUINT;
        s->tie_release = release ? kiri_set_label(s->set, 'r', release) : G_MAXUINT;
        if (evaluate(s, t->op) == YES)
            return TRUE;
    }
    return FALSE;
}

static void try_topic(KiriTopicScan *s, guint number, const KiriTopicTie *ties, gsize n_ties)
{
    const KiriSetTopic *t = &g_array_index(s->set->topics, KiriSetTopic, number);
    if (s->asked[number] == s->round)
        return;
    s->asked[number] = s->round;
    if (is_match(s, t, ties, n_ties) &&
        (t->limit < 0 ||
         kiri_topic_admits(g_ptr_array_index(s->set->limits, t->limit), s->article)))
        g_array_append_val(s->matches, number);
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    guint x = *(const guint *)a, y = *(const guint *)b;
    return x < y ? -1 : x > y;
}

static const GArray *ask(KiriTopicScan *s, Answer unknown, const KiriTopicTie *ties, gsize n_ties)
{
    const KiriTopicSet *set = s->set;
    s->unknown = unknown;
    g_array_set_size(s->matches, 0);
    if (++s->round == 0) { // after 2^32 questions
        memset(s->asked, 0, set->topics->len * sizeof *s->asked);
        s->round = 1;
    }
    for (guint i = 0; i < s->touched->len; i++) {
        guint slot = g_array_index(s->touched, guint, i);
        for (guint32 a = set->first[slot]; a < set->first[slot + 1]; a++)
            try_topic(s, set->anchored[a], ties, n_ties);
    }
    for (guint i = 0; i < set->always->len; i++)
        try_topic(s, g_array_index(set->always, guint, i), ties, n_ties);
    g_array_sort(s->matches, by_number);
    return s->matches;
}

const GArray *kiri_topic_scan_matches(KiriTopicScan *scan, const KiriTopicTie *ties, gsize n_ties)
{
    return ask(scan, NO, ties, n_ties);
}

const GArray *kiri_topic_scan_possible(KiriTopicScan *scan)
{
    return ask(scan, MAYBE, NULL, 0);
}

char **kiri_topic_scan_terms(const KiriTopicScan *s, guint topic)
{
    const KiriSetTopic *t = &g_array_index(s->set->topics, KiriSetTopic, topic);
    char **terms = NULL;
    for (guint i = t->op; i < t->end; i++) {
        const KiriOp *op = op_of(s->set, i);
        if (op->kind == KIRI_OP_NOT) {
            i = op->end - 1;
            continue;
        }
        if (op->kind != KIRI_OP_TERM || !(s->where[op->value] & op->fields & ~KIRI_AT_AUTHOR))
            continue;
        const char *word = kiri_set_word(s->set, op->value);
        if (!kiri_strv_has(terms, word))
            kiri_strv_add(&terms, word);
    }
    return terms ? terms : g_new0(char *, 1);
}
