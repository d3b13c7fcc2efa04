// SPDX-License-Identifier: GPL-3.0-or-later
/* Marks and snippets: occurrences are found in the N-text and shown at their
 * place in the original.
 *
 * How much of a body may leave is a matter of copyright (DESIGN, rule 11), so
 * the size of a snippet is a constant of the program and no option. */
#include "chars.h"
#include "query_tree.h"

#include <kirinuki/normalize.h>
#include <kirinuki/search.h>

#include <string.h>

#define SNIPPET_MAX_CHARS 120
#define SNIPPET_MIN_CHARS 30
#define SNIPPET_SHARE 20 // one part in so many

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

/* The byte `chars` characters after `from`, at most the end. */
static gsize forward(KiriStr text, gsize from, glong chars)
{
    for (; chars > 0 && from < text.n; chars--)
        from = kiri_char_after(text, from);
    return MIN(from, text.n);
}

static gsize backward(KiriStr text, gsize from, glong chars)
{
    for (; chars > 0 && from > 0; chars--)
        from = kiri_char_before(text, from);
    return from;
}

/* The hit from which a window of `chars` characters shows most: different
 * keywords count before repeated ones, earlier places before later. */
static guint best_hit(KiriStr text, const GArray *hits, glong chars, gsize *last_to)
{
    guint best = 0;
    gsize best_score = 0;
    for (guint i = 0; i < hits->len; i++) {
        gsize from = g_array_index(hits, Hit, i).mark.from, to = forward(text, from, chars);
        guint64 seen = 0;
        gsize score = 0, end = from;
        for (guint j = i; j < hits->len && g_array_index(hits, Hit, j).mark.from < to; j++) {
            const Hit *hit = &g_array_index(hits, Hit, j);
            if (hit->mark.to > to)
                continue;
            guint64 bit = (guint64)1 << (hit->keyword % 64);
            score += seen & bit ? 1 : 1000;
            seen |= bit;
            end = MAX(end, hit->mark.to);
        }
        if (score > best_score) {
            best_score = score;
            best = i;
            *last_to = end;
        }
    }
    return best;
}

static gboolean ends_sentence(gunichar c)
{
    return c == '\n' || c == 0x3002 || c == '!' || c == '?' || c == 0xff01 || c == 0xff1f;
}

/* Where a window around [from, to) begins: at the sentence's beginning if that
 * is near, else so that the room that is left lies on both sides. */
static gsize window_start(KiriStr text, gsize from, gsize to, glong chars)
{
    glong room = chars - g_utf8_strlen(text.p + from, (gssize)(to - from));
    gsize start = from;
    for (glong i = 0; i < room && start > 0; i++) {
        gsize before = backward(text, start, 1);
        if (ends_sentence(kiri_char_at(text, before)))
            return start;
        start = before;
    }
    return start == 0 ? 0 : backward(text, from, MAX(room, 0) / 2);
}

void kiri_snippet_make(KiriStr text, char **keywords, KiriSnippet *out)
{
    glong all = g_utf8_strlen(text.p, (gssize)text.n);
    glong chars = CLAMP(all / SNIPPET_SHARE, SNIPPET_MIN_CHARS, SNIPPET_MAX_CHARS);
    g_autoptr(GArray) hits = find_hits(text, keywords);
    gsize from = 0, last_to = 0;
    if (hits->len) {
        guint best = best_hit(text, hits, chars, &last_to);
        from = g_array_index(hits, Hit, best).mark.from;
        from = window_start(text, from, MAX(last_to, from), chars);
    }
    gsize to = forward(text, from, chars);
    if (to == text.n) // the end came early: more of what is before
        from = MIN(from, backward(text, to, chars));
    *out = (KiriSnippet){
        .text = g_strndup(text.p + from, to - from),
        .from = from,
        .marks = join_marks(hits, from, to),
        .is_cut_before = from > 0,
        .is_cut_after = to < text.n,
    };
}

void kiri_snippet_clear(KiriSnippet *snippet)
{
    g_clear_pointer(&snippet->text, g_free);
    g_clear_pointer(&snippet->marks, g_array_unref);
}
