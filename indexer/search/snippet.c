// SPDX-License-Identifier: GPL-3.0-or-later
/* Marks and snippets: occurrences are found in the N-text and shown at their
 * place in the original.
 *
 * A snippet is the shortest stretch with as many different keywords as fit, made
 * whole: to its sentences and their neighbours where there is room, else to the
 * phrases (、), else to where a word is likely to begin or end. Japanese has no
 * spaces; what follows kana of the syllabary of particles mostly begins a word.
 *
 * How much of a body may leave is a matter of copyright (DESIGN, rule 11), so
 * the size of a snippet is a constant of the program and no option. */
#include "chars.h"
#include "query/query_tree.h"

#include <kirinuki/normalize.h>
#include <kirinuki/search.h>

#include <string.h>

#define SNIPPET_MAX_CHARS 120
#define SNIPPET_OWN_CHARS 30   // in any case, of what is our own
#define SNIPPET_LEAST_CHARS 10 // less tells nobody anything
#define SNIPPET_SHARE 20       // one part in so many

/* ---- marks ---- */

typedef struct {
    KiriMark mark;
    guint keyword;
} Hit;

static gboolean find_one(KiriStr text, KiriStr word, gsize from, gsize *at, gsize *end)
{
    if (word.n > 1 && word.p[word.n - 1] == '*')
        return kiri_prefix_find(text, (KiriStr){word.p, word.n - 1}, from, at, end);
    return kiri_keyword_find(text, word, from, at, end);
}

static gint compare_hits(gconstpointer a, gconstpointer b)
{
    const Hit *x = a, *y = b;
    if (x->mark.from != y->mark.from)
        return x->mark.from < y->mark.from ? -1 : 1;
    return x->mark.to < y->mark.to ? -1 : x->mark.to > y->mark.to;
}

/* Every occurrence of every keyword, ascending. */
static GArray *find_hits(KiriStr text, char **keywords)
{
    GArray *hits = g_array_new(FALSE, FALSE, sizeof(Hit));
    g_auto(KiriNormal) normal = {0};
    kiri_normalize(text, TRUE, &normal);
    KiriStr n_text = {normal.text, normal.n};
    for (guint k = 0; keywords && keywords[k]; k++) {
        gsize at, end;
        for (gsize from = 0; find_one(n_text, kiri_str(keywords[k]), from, &at, &end); from = end) {
            Hit hit = {.keyword = k};
            kiri_normal_original_range(&normal, at, end, &hit.mark.from, &hit.mark.to);
            g_array_append_val(hits, hit);
        }
    }
    g_array_sort(hits, compare_hits);
    return hits;
}

/* The hits inside [from, to) as marks, overlapping ones joined. */
static GArray *join_marks(const GArray *hits, gsize from, gsize to)
{
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(KiriMark));
    for (guint i = 0; i < hits->len; i++) {
        KiriMark mark = g_array_index(hits, Hit, i).mark;
        if (mark.from < from || mark.to > to)
            continue;
        KiriMark *last = marks->len ? &g_array_index(marks, KiriMark, marks->len - 1) : NULL;
        if (last && mark.from < last->to)
            last->to = MAX(last->to, mark.to);
        else
            g_array_append_val(marks, mark);
    }
    return marks;
}

GArray *kiri_marks_find(KiriStr text, char **keywords)
{
    g_autoptr(GArray) hits = find_hits(text, keywords);
    return join_marks(hits, 0, text.n);
}

/* ---- the snippet ---- */

typedef struct {
    KiriStr text;
    gsize from, to; // what is shown so far
    glong room;     // characters that may be added
} Window;

static glong chars_between(KiriStr text, gsize from, gsize to)
{
    return from < to ? g_utf8_strlen(text.p + from, (gssize)(to - from)) : 0;
}

/* The place `chars` characters after (or before) `at`, inside the text. */
static gsize step(KiriStr text, gsize at, glong chars)
{
    for (; chars > 0 && at < text.n; chars--)
        at = kiri_char_after(text, at);
    for (; chars < 0 && at > 0; chars++)
        at = kiri_char_before(text, at);
    return at;
}

/* Makes the window [from, to) if that is no more than there is room for. */
static gboolean widen(Window *w, gsize from, gsize to)
{
    glong more = chars_between(w->text, from, w->from) + chars_between(w->text, w->to, to);
    if (more > w->room)
        return FALSE;
    w->from = from;
    w->to = to;
    w->room -= more;
    return TRUE;
}

/* How many different keywords are in a stretch, and how short it is. */
typedef struct {
    guint n;
    glong chars;
    gsize from, to;
} Stretch;

/* The best stretch of at most `chars` characters that begins with hit `i`, whose
 * place in characters is at[i]. */
static Stretch stretch_from(const GArray *hits, const glong *at, guint i, glong chars)
{
    const Hit *first = &g_array_index(hits, Hit, i);
    Stretch s = {.from = first->mark.from};
    guint64 seen = 0;
    for (guint j = i; j < hits->len && at[2 * j] - at[2 * i] < chars; j++) {
        const Hit *hit = &g_array_index(hits, Hit, j);
        guint64 bit = (guint64)1 << (hit->keyword % 64);
        if ((seen & bit) || at[2 * j + 1] - at[2 * i] > chars)
            continue;
        seen |= bit;
        s.n++;
        s.to = MAX(s.to, hit->mark.to);
        s.chars = MAX(s.chars, at[2 * j + 1] - at[2 * i]);
    }
    return s;
}

/* Most different keywords, then closest together, then first. */
static Stretch best_stretch(KiriStr text, const GArray *hits, glong chars)
{
    g_autofree glong *at = g_new(glong, 2 * hits->len + 1);
    gsize bytes = 0;
    glong n = 0;
    for (guint i = 0; i < hits->len; i++) {
        const KiriMark *m = &g_array_index(hits, Hit, i).mark;
        n += chars_between(text, bytes, m->from);
        bytes = m->from;
        at[2 * i] = n;
        at[2 * i + 1] = n + chars_between(text, m->from, m->to);
    }
    Stretch best = {0};
    for (guint i = 0; i < hits->len; i++) {
        Stretch s = stretch_from(hits, at, i, chars);
        if (s.n > best.n || (s.n == best.n && s.chars < best.chars))
            best = s;
    }
    return best;
}

/* Sentences that touch the stretch, and one on each side: their spans. */
typedef struct {
    KiriMark before, own, after; // empty where there is none
} Sentences;

/* Looked for only so far that what is not seen whole would not fit. */
static Sentences sentences_around(KiriStr text, gsize from, gsize to)
{
    Sentences found = {.own = {from, from}};
    gsize at = step(text, from, -2 * SNIPPET_MAX_CHARS);
    KiriStr sentence, near = {text.p, step(text, to, 2 * SNIPPET_MAX_CHARS)};
    KiriMark last = {0};
    gboolean has_own = FALSE;
    while (kiri_sentence_next(near, &at, &sentence)) {
        KiriMark span = {(gsize)(sentence.p - text.p), (gsize)(sentence.p - text.p) + sentence.n};
        if (has_own && span.from >= to) {
            found.after = span;
            break;
        }
        if (has_own) {
            found.own.to = span.to;
        } else if (span.to > from) {
            found.before = last;
            found.own = (KiriMark){MIN(span.from, from), span.to};
            has_own = TRUE;
        }
        last = span;
    }
    found.own.to = MAX(found.own.to, to);
    return found;
}

/* Whole sentences in front and behind, as long as one fits. */
static void add_sentences(Window *w)
{
    for (gboolean grew = TRUE; grew;) {
        Sentences s = sentences_around(w->text, w->from, w->to);
        grew = (s.after.to > s.after.from && widen(w, w->from, s.after.to)) ||
               (s.before.to > s.before.from && widen(w, s.before.from, w->to));
    }
}

static gboolean ends_phrase(gunichar c)
{
    static const gunichar marks[] = {U'、', U'，', U'､',  U'；', ';',  U'」', U'』',
                                     U'）', U'】', U'〉', U'》', U'…', U'。', '\n'};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (marks[i] == c)
            return TRUE;
    return FALSE;
}

/* Is here, between two characters, a good place for a cut? 2: behind a phrase,
 * 1: where a word is likely to begin, -1: not at all. */
static gint cut_quality(KiriStr text, gsize at)
{
    if (at == 0 || at >= text.n)
        return 2;
    gunichar left = kiri_char_at(text, kiri_char_before(text, at)), right = kiri_char_at(text, at);
    if (g_unichar_ismark(right) || right == 0x200d || left == 0x200d)
        return -1;
    if (ends_phrase(right))
        return 0;
    if (ends_phrase(left))
        return 2;
    KiriCharClass a = kiri_char_class(left), b = kiri_char_class(right);
    return (a == KIRI_CHAR_HIRAGANA && b != KIRI_CHAR_HIRAGANA && b != KIRI_CHAR_OTHER) ||
           (a == KIRI_CHAR_SPACE) != (b == KIRI_CHAR_SPACE);
}

/* The best cut between `from` and the character `chars` further on, in the
 * direction `way` (1, -1), not beyond `end`: the farthest of the best quality. A
 * phrase that ends near the keyword, in the first third of the room, would leave
 * most of it empty: it is no better there than the beginning of a word. */
static gsize find_cut(KiriStr text, gsize from, gsize end, glong way, glong chars)
{
    gsize at = from, best = from;
    gint best_quality = 0;
    for (glong i = 0; i < chars && at != end; i++) {
        at = step(text, at, way);
        gint quality = cut_quality(text, at);
        if (i < chars / 3 && at != end)
            quality = MIN(quality, 1);
        if (quality >= best_quality) {
            best_quality = quality;
            best = at;
        }
    }
    return best;
}

static gboolean is_space_at(KiriStr text, gsize at)
{
    return kiri_char_class(kiri_char_at(text, at)) == KIRI_CHAR_SPACE;
}

static void trim_spaces(Window *w)
{
    while (w->from < w->to && is_space_at(w->text, w->from))
        w->from = step(w->text, w->from, 1);
    while (w->from < w->to && is_space_at(w->text, step(w->text, w->to, -1)))
        w->to = step(w->text, w->to, -1);
}

/* A part of a sentence that is too long. What fits in front of the stretch may
 * take two thirds of the room, for what is said of a thing stands behind it. */
static void cut_at_phrases(Window *w, const KiriMark *sentence)
{
    glong before = chars_between(w->text, sentence->from, w->from);
    glong after = chars_between(w->text, w->to, sentence->to);
    glong room = w->room;
    if (before <= room * 2 / 3)
        widen(w, sentence->from, w->to);
    else
        widen(w, find_cut(w->text, w->from, sentence->from, -1, MAX(room / 2, room - after)),
              w->to);
    widen(w, w->from, find_cut(w->text, w->to, sentence->to, 1, w->room));
}

/* Short sentences beside long ones: a part of these is better than nothing. */
static void fill_up(Window *w, glong chars)
{
    gsize to = find_cut(w->text, w->to, w->text.n, 1, w->room);
    if (w->room > chars / 2 && cut_quality(w->text, to) > 0)
        widen(w, w->from, to);
    gsize from = find_cut(w->text, w->from, 0, -1, w->room);
    if (w->room > chars / 2 && cut_quality(w->text, from) > 0)
        widen(w, from, w->to);
}

void kiri_snippet_make(KiriStr text, char **keywords, gboolean is_ours, KiriSnippet *out)
{
    glong all = g_utf8_strlen(text.p, (gssize)text.n);
    glong chars = CLAMP(all / SNIPPET_SHARE, is_ours ? SNIPPET_OWN_CHARS : 0, SNIPPET_MAX_CHARS);
    if (chars < SNIPPET_LEAST_CHARS)
        chars = 0;
    g_autoptr(GArray) hits = find_hits(text, keywords);
    Stretch core = best_stretch(text, hits, chars);
    Window w = {text, core.from, core.to, chars - core.chars};
    if (!core.n) { // no keyword, or one that is longer than a snippet may be
        w.from = w.to = hits->len ? g_array_index(hits, Hit, 0).mark.from : 0;
        w.room = chars;
    }
    Sentences s = sentences_around(text, w.from, w.to);
    if (widen(&w, s.own.from, s.own.to))
        add_sentences(&w);
    else
        cut_at_phrases(&w, &s.own);
    fill_up(&w, chars);
    trim_spaces(&w);
    *out = (KiriSnippet){
        .text = g_strndup(text.p + w.from, w.to - w.from),
        .from = w.from,
        .marks = join_marks(hits, w.from, w.to),
        .is_cut_before = w.from > 0,
        .is_cut_after = w.to < text.n,
    };
}

void kiri_snippet_clear(KiriSnippet *snippet)
{
    g_clear_pointer(&snippet->text, g_free);
    g_clear_pointer(&snippet->marks, g_array_unref);
}
