// SPDX-License-Identifier: GPL-3.0-or-later
/* A double array (Aoe: An efficient digital search algorithm by using a
 * double-array structure, IEEE TSE 15, 1989): the child of state s by character
 * code c lies at base[s] + c, and is one if its `check` says s. Both look-ups of
 * a step touch one cell, and a state costs one cell.
 *
 * Characters, not bytes: a Japanese letter is one step instead of three, and a
 * letter that no word has leads to the root at once. Codes are given by falling
 * frequency, so that the children of a state lie close together.
 *
 * Invariants: states are numbered by their cells, the root is cell 0; states are
 * laid out by rising depth, so the state that a failed step falls back to
 * (`fail`: the longest proper suffix that begins a word) is there before it is
 * needed. */
#include "automaton.h"

#include <stdlib.h>
#include <string.h>

enum { ROOT = 0, FREE = G_MAXUINT32, PAGE = 256, PAGES = 0x110000 / PAGE };

typedef struct {
    guint32 base;
    guint32 check; // the parent, or FREE
    guint32 fail;
    guint32 word; // longest word that ends here, + 1; 0: none
} Cell;

typedef struct {
    gsize at; // in `letters`
    guint32 bytes;
    guint32 first_tag, n_tags;
    guint32 shorter; // the next word that ends where this one does, + 1; 0: none
} Word;

typedef struct {
    gsize at;
    guint32 bytes;
    guint tag;
    guint order;
} Entry;

struct KiriAutomaton {
    GString *letters; // of all words
    GArray *entries;  // Entry, until it is built
    GArray *words;    // Word, sorted, each once
    GArray *tags;     // guint
    GArray *cells;    // Cell
    GArray *next;     // guint32, while it is built: a free cell at or behind this one
    guint32 top;      // cells up to here may be taken
    guint32 pages[PAGES];
    GArray *codes; // guint32, PAGE for each page; page 0 is empty
    guint32 n_codes;
};

KiriAutomaton *kiri_automaton_new(void)
{
    KiriAutomaton *a = g_new0(KiriAutomaton, 1);
    a->letters = g_string_new(NULL);
    a->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    a->words = g_array_new(FALSE, TRUE, sizeof(Word));
    a->tags = g_array_new(FALSE, FALSE, sizeof(guint));
    a->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    a->next = g_array_new(FALSE, FALSE, sizeof(guint32));
    a->codes = g_array_new(FALSE, TRUE, sizeof(guint32));
    g_array_set_size(a->codes, PAGE);
    return a;
}

void kiri_automaton_free(KiriAutomaton *a)
{
    if (!a)
        return;
    g_string_free(a->letters, TRUE);
    g_array_unref(a->entries);
    g_array_unref(a->words);
    g_array_unref(a->tags);
    g_array_unref(a->cells);
    g_array_unref(a->next);
    g_array_unref(a->codes);
    g_free(a);
}

void kiri_automaton_add(KiriAutomaton *a, KiriStr word, guint tag)
{
    Entry entry = {a->letters->len, (guint32)word.n, tag, a->entries->len};
    if (!word.n)
        return;
    g_string_append_len(a->letters, word.p, (gssize)word.n);
    g_array_append_val(a->entries, entry);
}

gsize kiri_automaton_bytes(const KiriAutomaton *a)
{
    return sizeof *a + a->letters->allocated_len + a->words->len * sizeof(Word) +
           a->tags->len * sizeof(guint) + a->cells->len * sizeof(Cell) +
           a->codes->len * sizeof(guint32);
}

/* ---- characters ---- */

/* The character at `p`, valid UTF-8, and behind it. */
static inline guint32 take_char(const guchar **p)
{
    const guchar *s = *p;
    if (s[0] < 0x80) {
        *p += 1;
        return s[0];
    }
    if (s[0] < 0xe0) {
        *p += 2;
        return (s[0] & 0x1fU) << 6 | (s[1] & 0x3fU);
    }
    if (s[0] < 0xf0) {
        *p += 3;
        return (s[0] & 0x0fU) << 12 | (s[1] & 0x3fU) << 6 | (s[2] & 0x3fU);
    }
    *p += 4;
    return (s[0] & 0x07U) << 18 | (s[1] & 0x3fU) << 12 | (s[2] & 0x3fU) << 6 | (s[3] & 0x3fU);
}

/* 0: no word has it. */
static inline guint32 code_of(const KiriAutomaton *a, guint32 c)
{
    guint32 page = a->pages[c / PAGE % PAGES];
    return ((const guint32 *)(gpointer)a->codes->data)[page * PAGE + c % PAGE];
}

static guint32 *code_place(KiriAutomaton *a, guint32 c)
{
    guint32 *page = &a->pages[c / PAGE % PAGES];
    if (!*page) {
        *page = a->codes->len / PAGE;
        g_array_set_size(a->codes, a->codes->len + PAGE);
    }
    return &g_array_index(a->codes, guint32, *page * PAGE + c % PAGE);
}

typedef struct {
    guint32 c, n;
} Frequency;

static int by_frequency(const void *a, const void *b)
{
    const Frequency *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->c < y->c ? -1 : x->c > y->c;
}

static void give_codes(KiriAutomaton *a)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Frequency));
    const guchar *p = (const guchar *)a->letters->str, *end = p + a->letters->len;
    while (p < end) {
        Frequency f = {take_char(&p), 0};
        guint32 *place = code_place(a, f.c);
        if (!*place) {
            g_array_append_val(all, f);
            *place = all->len;
        }
        g_array_index(all, Frequency, *place - 1).n++;
    }
    if (all->len)
        qsort(all->data, all->len, sizeof(Frequency), by_frequency);
    for (guint i = 0; i < all->len; i++)
        *code_place(a, g_array_index(all, Frequency, i).c) = i + 1;
    a->n_codes = all->len;
}

/* ---- words ---- */

static int by_letters(gconstpointer a, gconstpointer b, gpointer data)
{
    const Entry *x = a, *y = b;
    const char *letters = data;
    int order = memcmp(letters + x->at, letters + y->at, MIN(x->bytes, y->bytes));
    if (order || x->bytes != y->bytes)
        return order ? order : x->bytes < y->bytes ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static void gather_words(KiriAutomaton *a)
{
    g_array_sort_with_data(a->entries, by_letters, a->letters->str);
    for (guint i = 0; i < a->entries->len; i++) {
        const Entry *e = &g_array_index(a->entries, Entry, i);
        const Entry *before = i ? e - 1 : NULL;
        if (!before || before->bytes != e->bytes ||
            memcmp(a->letters->str + before->at, a->letters->str + e->at, e->bytes) != 0) {
            Word word = {.at = e->at, .bytes = e->bytes, .first_tag = a->tags->len};
            g_array_append_val(a->words, word);
        }
        g_array_append_val(a->tags, e->tag);
        g_array_index(a->words, Word, a->words->len - 1).n_tags++;
    }
}

/* ---- cells ---- */

static Cell *cell_of(const KiriAutomaton *a, guint32 i)
{
    return &g_array_index(a->cells, Cell, i);
}

static void make_room(KiriAutomaton *a, guint32 n)
{
    const Cell empty = {.check = FREE};
    for (guint32 i = a->cells->len; i < n; i++) {
        g_array_append_val(a->cells, empty);
        g_array_append_val(a->next, i);
    }
}

/* The first free cell at or behind `i`; on the way, chains become shorter. */
static guint32 free_from(KiriAutomaton *a, guint32 i)
{
    make_room(a, i + 2);
    guint32 *next = (guint32 *)(gpointer)a->next->data;
    while (next[i] != i) {
        if (next[i] + 2 > a->cells->len) {
            make_room(a, next[i] + 2);
            next = (guint32 *)(gpointer)a->next->data;
        }
        next[i] = next[next[i]];
        i = next[i];
    }
    return i;
}

static void take_cell(KiriAutomaton *a, guint32 i, guint32 parent)
{
    make_room(a, i + 2);
    cell_of(a, i)->check = parent;
    g_array_index(a->next, guint32, i) = i + 1;
    a->top = MAX(a->top, i + 1);
}

static gboolean fits(KiriAutomaton *a, guint32 base, const GArray *codes)
{
    for (guint i = 0; i < codes->len; i++) {
        guint32 at = base + g_array_index(codes, guint32, i);
        if (at >= a->cells->len)
            continue; // nothing is there yet
        if (cell_of(a, at)->check != FREE)
            return FALSE;
    }
    return TRUE;
}

/* Where children with these codes have room. After some attempts behind
 * everything: what lies between is filled by states with one child. */
static guint32 find_base(KiriAutomaton *a, const GArray *codes)
{
    enum { ATTEMPTS = 128 };
    guint32 least = g_array_index(codes, guint32, 0);
    for (guint i = 1; i < codes->len; i++)
        least = MIN(least, g_array_index(codes, guint32, i));
    guint32 at = free_from(a, least);
    for (guint n = 0; n < ATTEMPTS && at < a->top; n++) {
        if (fits(a, at - least, codes))
            return at - least;
        at = free_from(a, at + 1);
    }
    return MAX(a->top, least) - least;
}

/* ---- states ---- */

typedef struct {
    guint32 from, to; // words that begin so
    guint32 bytes;    // length of that beginning
    guint32 state;
} Branch;

static inline guint32 child_of(const Cell *cells, guint32 state, guint32 code)
{
    guint32 at = cells[state].base + code;
    return cells[at].check == state ? at : ROOT;
}

/* While it is built there may be no cell yet where a child would stand. */
static guint32 fall_back(const KiriAutomaton *a, guint32 parent, guint32 code)
{
    const Cell *cells = cell_of(a, 0);
    for (guint32 f = parent; f != ROOT;) {
        f = cells[f].fail;
        gboolean has_cell = cells[f].base + code < a->cells->len;
        guint32 child = has_cell ? child_of(cells, f, code) : ROOT;
        if (child != ROOT)
            return child;
    }
    return ROOT;
}

/* Words that end at this state: its own and those of the state to fall back to. */
static void set_word(KiriAutomaton *a, Branch *b)
{
    guint32 shorter = b->state == ROOT ? 0 : cell_of(a, cell_of(a, b->state)->fail)->word;
    Word *word = &g_array_index(a->words, Word, b->from);
    if (word->bytes != b->bytes) {
        cell_of(a, b->state)->word = shorter;
        return;
    }
    word->shorter = shorter;
    cell_of(a, b->state)->word = ++b->from;
}

static void add_children(KiriAutomaton *a, Branch b, GArray *queue, GArray *codes)
{
    guint first = queue->len;
    g_array_set_size(codes, 0);
    for (guint32 i = b.from; i < b.to;) {
        const guchar *letters = (const guchar *)a->letters->str;
        const guchar *begin = letters + g_array_index(a->words, Word, i).at + b.bytes, *p = begin;
        guint32 code = code_of(a, take_char(&p));
        gsize n = (gsize)(p - begin);
        Branch child = {.from = i, .bytes = b.bytes + (guint32)n};
        while (i < b.to &&
               memcmp(letters + g_array_index(a->words, Word, i).at + b.bytes, begin, n) == 0)
            i++;
        child.to = i;
        g_array_append_val(queue, child);
        g_array_append_val(codes, code);
    }
    if (codes->len == 0)
        return;
    guint32 base = find_base(a, codes);
    for (guint i = 0; i < codes->len; i++)
        take_cell(a, base + g_array_index(codes, guint32, i), b.state);
    cell_of(a, b.state)->base = base;
    for (guint i = 0; i < codes->len; i++) {
        guint32 code = g_array_index(codes, guint32, i), state = base + code;
        g_array_index(queue, Branch, first + i).state = state;
        cell_of(a, state)->fail = fall_back(a, b.state, code);
    }
}

/* What only building needs. */
static void drop_scaffold(KiriAutomaton *a)
{
    g_array_unref(a->next);
    g_array_unref(a->entries);
    g_string_free(a->letters, TRUE);
    a->next = g_array_new(FALSE, FALSE, sizeof(guint32));
    a->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    a->letters = g_string_new(NULL);
}

void kiri_automaton_build(KiriAutomaton *a)
{
    g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(Branch));
    g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(guint32));
    give_codes(a);
    gather_words(a);
    take_cell(a, ROOT, ROOT);
    Branch all = {0, a->words->len, 0, ROOT};
    if (a->words->len)
        g_array_append_val(queue, all);
    for (guint i = 0; i < queue->len; i++) {
        Branch b = g_array_index(queue, Branch, i);
        set_word(a, &b);
        add_children(a, b, queue, codes);
    }
    /* A step looks at most that far behind the last state. */
    make_room(a, a->top + a->n_codes + 1);
    drop_scaffold(a);
}

void kiri_automaton_each(const KiriAutomaton *a, KiriStr text, KiriHitVisit visit, gpointer data)
{
    const Cell *cells = cell_of(a, 0);
    const Word *words = (const Word *)(gpointer)a->words->data;
    const guchar *begin = (const guchar *)text.p, *end = begin + text.n, *p = begin;
    for (guint32 state = ROOT; p < end;) {
        guint32 code = code_of(a, take_char(&p));
        if (!code) {
            state = ROOT;
            continue;
        }
        guint32 child;
        while ((child = child_of(cells, state, code)) == ROOT && state != ROOT)
            state = cells[state].fail;
        state = child;
        for (guint32 w = cells[state].word; w; w = words[w - 1].shorter) {
            const Word *word = &words[w - 1];
            gsize to = (gsize)(p - begin);
            for (guint32 t = 0; t < word->n_tags; t++)
                visit(g_array_index(a->tags, guint, word->first_tag + t), to - word->bytes, to,
                      data);
        }
    }
}
