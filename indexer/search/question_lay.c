// SPDX-License-Identifier: GPL-3.0-or-later
/* Laying a question over a text.
 *
 * For each character of the text its places in the question are known, so every
 * stretch that the two have in common is found in one walk (the diagonals of a
 * dot plot, each from its first point). A stretch holds the units of the question
 * that lie in it whole; from the list of their places in the text follow all
 * features, each in a walk of its own. */
#include "question.h"

#include "chars.h"

#include <kirinuki/normalize.h>

#include <string.h>

/* A longer text is laid over so far: news that is longer is a list of news. */
#define TEXT_CHARS 20000
/* About the first two sentences, which say what a news item is about. */
#define LEAD_CHARS 200
/* A paragraph: within it, words belong together. */
#define PASSAGE_CHARS 300
/* Neighbours of the question count less the further apart they stand: half at
 * this many characters more than the two that any two words take. */
#define NEIGHBOUR_CHARS 10.0
/* Behind the last full stop of a text stand links to other articles, rarely more
 * characters than this. A stretch there of more than a quarter of a headline is the
 * link to the article that it heads. Any part from a tenth to a half serves. */
#define TAIL_CHARS 600
#define LINK_SHARE 0.25

typedef struct {
    guint unit; // the first with its text
    guint at;   // character of the text
} Place;

typedef struct {
    const KiriQuestion *q;
    const KiriUnit *units;
    guint n_units;
    gunichar *text; // title, a line end, body
    guint title, n; // characters of the title, and of all
    guint tail;     // behind the last full stop; n where the text ends in prose
    GArray *places; // Place, by `at`
    gdouble title_run, body_run;
    guint *counts; // of each unit, for whoever counts
} Laying;

static void laying_clear(Laying *l)
{
    g_free(l->text);
    g_free(l->counts);
    g_clear_pointer(&l->places, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Laying, laying_clear)

static gdouble share(gdouble part, gdouble whole)
{
    return whole > 0 ? part / whole : 0;
}

/* ---- the text ---- */

static guint decode(KiriStr s, gunichar *out, guint n, guint max)
{
    for (gsize i = 0; i < s.n && n < max; i = kiri_char_after(s, i))
        out[n++] = kiri_char_at(s, i);
    return n;
}

static void read_text(Laying *l, KiriStr n_title, KiriStr n_text)
{
    guint max = (guint)MIN(n_title.n + n_text.n + 1, TEXT_CHARS);
    l->text = g_new(gunichar, max);
    l->title = decode(n_title, l->text, 0, max - 1);
    l->text[l->title] = '\n';
    l->n = decode(n_text, l->text, l->title + 1, max);
    guint stop = l->n; // N-text has no line ends that would part the links
    while (stop > l->title && l->text[stop - 1] != 0x3002)
        stop--;
    gboolean has_tail = stop > l->title && l->n - stop <= TAIL_CHARS && l->n < TEXT_CHARS;
    l->tail = has_tail ? stop : l->n;
}

/* ---- stretches ---- */

static gboolean stands_alone(const Laying *l, guint from, guint to)
{
    KiriCharClass kind = kiri_char_class(l->text[from]);
    return (from == 0 || kiri_char_class(l->text[from - 1]) != kind) &&
           (to >= l->n || kiri_char_class(l->text[to]) != kind);
}

/* What the link says is of the other article: its words do not count for this one. */
static gboolean is_link(const Laying *l, guint at, gdouble weight)
{
    return at >= l->tail && !l->q->is_sentence && weight > LINK_SHARE * l->q->literal;
}

/* The stretch that begins at `at` of the text and `from` of the question. */
static void take_stretch(Laying *l, guint at, guint from)
{
    const KiriQuestion *q = l->q;
    guint end = from, known = l->places->len;
    while (end < q->n && at + end - from < l->n && l->text[at + end - from] == q->chars[end])
        end++;
    gdouble weight = 0;
    for (guint i = q->units_at[from]; i < l->n_units && l->units[i].from < end; i++) {
        const KiriUnit *unit = &l->units[i];
        Place place = {unit->same, at + unit->from - from};
        if (unit->to > end ||
            (unit->is_run && !stands_alone(l, place.at, place.at + unit->to - unit->from)))
            continue;
        g_array_append_val(l->places, place);
        if (unit->is_pair || unit->is_run)
            weight += unit->weight;
    }
    if (is_link(l, at, weight))
        g_array_set_size(l->places, known);
    gdouble *best = at < l->title ? &l->title_run : &l->body_run;
    *best = MAX(*best, weight);
}

static gint by_place(gconstpointer a, gconstpointer b)
{
    const Place *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static void find_stretches(Laying *l)
{
    const KiriQuestion *q = l->q;
    for (guint i = 0; i < l->n; i++) {
        gunichar c = l->text[i];
        for (gint j = q->first[c % KIRI_QUESTION_BUCKETS]; j >= 0; j = q->next[j]) {
            gboolean goes_on = i > 0 && j > 0 && l->text[i - 1] == q->chars[j - 1];
            if (q->chars[j] == c && !goes_on)
                take_stretch(l, i, (guint)j);
        }
    }
    g_array_sort(l->places, by_place);
}

/* ---- features ---- */

/* What occurs, in the whole and in its parts. */
static void see_occurrences(Laying *l, gdouble *laid)
{
    const KiriQuestion *q = l->q;
    for (guint i = 0; i < l->places->len; i++) {
        const Place *place = &g_array_index(l->places, Place, i);
        const KiriUnit *unit = &l->units[place->unit];
        if (l->counts[place->unit]++)
            continue;
        if (unit->is_name)
            laid[KIRI_LAID_NAMES] += share(unit->weight, q->names);
        if (unit->is_pair) {
            laid[KIRI_LAID_PAIRS] += share(unit->weight, q->pairs);
            continue;
        }
        gdouble part = share(unit->weight, q->words);
        laid[KIRI_LAID_WORDS] += part;
        if (place->at < l->title)
            laid[KIRI_LAID_TITLE] += part;
        if (place->at < l->title + LEAD_CHARS)
            laid[KIRI_LAID_LEAD] += part;
    }
    for (guint i = 0; i < l->n_units; i++)
        if (!l->units[i].is_pair && l->counts[i])
            laid[KIRI_LAID_OFTEN] +=
                share(l->units[i].weight * l->counts[i] / (l->counts[i] + 2.0), q->words);
}

/* The best passage: a window that slides over the places. */
static gdouble see_passage(Laying *l)
{
    gdouble inside = 0, best = 0;
    guint begin = 0;
    memset(l->counts, 0, l->n_units * sizeof *l->counts);
    for (guint i = 0; i < l->places->len; i++) {
        const Place *place = &g_array_index(l->places, Place, i);
        if (!l->counts[place->unit]++)
            inside += l->units[place->unit].weight;
        for (const Place *out;
             (out = &g_array_index(l->places, Place, begin))->at + PASSAGE_CHARS < place->at;
             begin++)
            if (!--l->counts[out->unit])
                inside -= l->units[out->unit].weight;
        best = MAX(best, inside);
    }
    return share(best, l->q->words + l->q->pairs);
}

/* How close the two came: 1 side by side, falling to 0. */
static gdouble closeness(guint distance)
{
    return 1.0 / (1.0 + (distance > 2 ? distance - 2 : 0) / NEIGHBOUR_CHARS);
}

typedef struct {
    guint before;    // the word before this one in the question, or its own number
    guint after;     // the one behind it, or its own
    guint seen;      // its last place in the text, +1
    gdouble nearest; // best closeness to the word before
} Neighbour;

static Neighbour *find_neighbours(const Laying *l)
{
    Neighbour *all = g_new0(Neighbour, l->n_units + 1);
    guint last = G_MAXUINT;
    for (guint i = 0; i < l->n_units; i++) {
        all[i].before = all[i].after = i;
        if (l->units[i].is_pair || l->units[i].same != i)
            continue;
        if (last != G_MAXUINT) {
            all[i].before = last;
            all[last].after = i;
        }
        last = i;
    }
    return all;
}

/* Neighbours of the question, each with how close they come to each other in the
 * text, in either order. */
static gdouble see_order(const Laying *l)
{
    g_autofree Neighbour *words = find_neighbours(l);
    for (guint i = 0; i < l->places->len; i++) {
        const Place *place = &g_array_index(l->places, Place, i);
        Neighbour *word = &words[place->unit];
        const Neighbour *before = &words[word->before];
        Neighbour *after = &words[word->after];
        if (word->before != place->unit && before->seen)
            word->nearest = MAX(word->nearest, closeness(place->at + 1 - before->seen));
        if (word->after != place->unit && after->seen)
            after->nearest = MAX(after->nearest, closeness(place->at + 1 - after->seen));
        word->seen = place->at + 1;
    }
    gdouble found = 0, all = 0;
    for (guint i = 0; i < l->n_units; i++) {
        if (words[i].before == i)
            continue;
        gdouble weight = MIN(l->units[words[i].before].weight, l->units[i].weight);
        all += weight;
        found += weight * words[i].nearest;
    }
    return share(found, all);
}

void kiri_question_lay(const KiriQuestion *q, KiriStr n_title, KiriStr n_text,
                       gdouble laid[KIRI_N_LAID])
{
    memset(laid, 0, KIRI_N_LAID * sizeof *laid);
    g_auto(Laying) l = {.q = q,
                        .units = (const KiriUnit *)(const void *)q->units->data,
                        .n_units = q->units->len,
                        .places = g_array_new(FALSE, FALSE, sizeof(Place)),
                        .counts = g_new0(guint, q->units->len + 1)};
    read_text(&l, n_title, n_text);
    find_stretches(&l);
    see_occurrences(&l, laid);
    laid[KIRI_LAID_PASSAGE] = see_passage(&l);
    laid[KIRI_LAID_ORDER] = see_order(&l);
    gdouble run = share(l.body_run, q->literal);
    laid[KIRI_LAID_TITLE_RUN] = share(l.title_run, q->literal);
    laid[KIRI_LAID_SENTENCE] = q->is_sentence ? run : 0;
    laid[KIRI_LAID_HEADLINE] = q->is_sentence ? 0 : MAX(0, 2 * run - 1);
    laid[KIRI_LAID_LENGTH] = log(l.n);
}
