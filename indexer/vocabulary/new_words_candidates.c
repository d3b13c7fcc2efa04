// SPDX-License-Identifier: GPL-3.0-or-later
/* Which neighbouring tokens may be one word. A run goes on while its tokens touch and
 * are parts (nouns and the like), glue (a verb, an auxiliary, の: 働き方改革,
 * つながらない権利, 進撃の巨人) or a sign that names are joined with; white space is
 * borne between two Latin words alone. Every stretch of a run that begins and ends
 * with a part is a candidate; it may begin with a verb. */
#include "new_words_internal.h"

#include <kirinuki/normalize.h>

#include <string.h>

enum { MOST_GLUE = 2, QUOTED_CUTS = 14, QUOTED_BYTES = 66, ITEMS = 256 };

gboolean kiri_cut_is_part(const KiriCut *cut)
{
    return cut->kind >= KIRI_CUT_NOUN && cut->kind <= KIRI_CUT_PREFIX;
}

static gboolean is_glue(const KiriCut *cut)
{
    return cut->kind == KIRI_CUT_VERB || cut->kind == KIRI_CUT_AUXILIARY ||
           cut->kind == KIRI_CUT_OF;
}

static gboolean is_all(const KiriCut *cut, gboolean with_letters)
{
    for (const char *p = cut->p; p < cut->p + cut->n; p += g_utf8_skip[(guchar)*p]) {
        KiriCharClass class_ = kiri_char_class(g_utf8_get_char(p));
        if (class_ != KIRI_CHAR_DIGIT && !(with_letters && class_ == KIRI_CHAR_LATIN))
            return FALSE;
    }
    return TRUE;
}

gboolean kiri_cut_is_latin(const KiriCut *cut)
{
    return is_all(cut, TRUE);
}

gboolean kiri_cut_is_digits(const KiriCut *cut)
{
    return is_all(cut, FALSE);
}

static gboolean is_one_of(const KiriCut *cut, const char *signs)
{
    gunichar c = g_utf8_get_char(cut->p);
    return cut->n == g_utf8_skip[(guchar)*cut->p] && g_utf8_strchr(signs, -1, c);
}

static gboolean joins(const KiriCut *cut)
{
    return cut->kind == KIRI_CUT_BREAK && is_one_of(cut, "・=＝☆★&＆-‐－.．'’+＋!！♪");
}

void kiri_span_surface(const GArray *cuts, guint from, guint to, GString *out)
{
    g_string_truncate(out, 0);
    for (guint i = from; i < to; i++) {
        const KiriCut *cut = kiri_cut_at(cuts, i);
        if (i > from && cut->is_spaced)
            g_string_append_c(out, ' ');
        g_string_append_len(out, cut->p, cut->n);
    }
}

/* ---- runs ---- */

/* The tokens [from, to) of a run; what stands between parts is known by its kind. */
typedef struct {
    const GArray *cuts;
    guint from, to;
} Run;

static gboolean goes_on(const GArray *cuts, guint i)
{
    if (i >= cuts->len)
        return FALSE;
    const KiriCut *cut = kiri_cut_at(cuts, i), *last = kiri_cut_at(cuts, i - 1);
    if (cut->is_spaced)
        return kiri_cut_is_part(cut) && kiri_cut_is_latin(cut) && kiri_cut_is_part(last) &&
               kiri_cut_is_latin(last);
    if (kiri_cut_is_part(cut) || is_glue(cut))
        return TRUE;
    if (!joins(cut) || joins(last) || !kiri_cut_is_part(last) || i + 1 >= cuts->len)
        return FALSE;
    const KiriCut *next = kiri_cut_at(cuts, i + 1);
    return kiri_cut_is_part(next) && !next->is_spaced;
}

/* The part before or behind, over a joining sign. A verb before counts too: it may be
 * the word's beginning. */
static gint neighbour(const Run *run, guint i, gint step)
{
    gint at = (gint)i + step;
    for (guint steps = 0; steps < 2; steps++, at += step) {
        if (at < (gint)run->from || at >= (gint)run->to)
            return -1;
        const KiriCut *cut = kiri_cut_at(run->cuts, (guint)at);
        if (kiri_cut_is_part(cut) || (step < 0 && cut->kind == KIRI_CUT_VERB))
            return at;
        if (!joins(cut))
            return -1;
    }
    return -1;
}

static void spans_from(const Run *run, guint from, KiriSpanVisit visit, gpointer data)
{
    const KiriCut *first = kiri_cut_at(run->cuts, from);
    guint glue = 0, parts = 0, bytes = 0;
    if (!kiri_cut_is_part(first) && first->kind != KIRI_CUT_VERB)
        return;
    for (guint i = from; i < run->to && parts < KIRI_SPAN_PARTS; i++) {
        const KiriCut *cut = kiri_cut_at(run->cuts, i);
        bytes += cut->n + (cut->is_spaced ? 1u : 0u);
        glue += is_glue(cut) ? 1 : 0;
        parts += joins(cut) ? 0 : 1;
        if (glue > MOST_GLUE || bytes > KIRI_SPAN_BYTES)
            return;
        if (!kiri_cut_is_part(cut) || (parts == 1 && cut->kind != KIRI_CUT_UNKNOWN))
            continue;
        KiriSpan span = {.from = from,
                         .to = i + 1,
                         .before = neighbour(run, from, -1),
                         .behind = neighbour(run, i, 1),
                         .is_mixed = glue > 0};
        if (from)
            span.is_quoted =
                i + 1 < run->cuts->len &&
                kiri_is_quotation(kiri_cut_at(run->cuts, from - 1), kiri_cut_at(run->cuts, i + 1));
        visit(run->cuts, &span, data);
    }
}

/* ---- quotations ---- */

static const char *const quotations[] = {"「」", "『』", "《》", "〈〉", "“”"};

gboolean kiri_is_quotation(const KiriCut *open, const KiriCut *close)
{
    for (gsize i = 0; i < G_N_ELEMENTS(quotations); i++)
        if (strncmp(quotations[i], open->p, 3) == 0 && open->n == 3)
            return close->n == 3 && strncmp(quotations[i] + 3, close->p, 3) == 0;
    return FALSE;
}

static gboolean is_bracket(const KiriCut *cut)
{
    return is_one_of(cut, "「」『』《》〈〉“”（）()［］[]【】。？?\n");
}

/* A whole quotation that is no stretch of one run: 「冷たい熱帯魚」「家政婦のミタ」 are,
 * 「おかえり、はやぶさ」 is not. */
static void visit_quotation(const GArray *cuts, guint open, KiriSpanVisit visit, gpointer data)
{
    guint bytes = 0, i = open + 1;
    gboolean is_run = TRUE;
    for (; i < cuts->len && i <= open + QUOTED_CUTS && !is_bracket(kiri_cut_at(cuts, i)); i++) {
        bytes += kiri_cut_at(cuts, i)->n;
        is_run &= i == open + 1 || goes_on(cuts, i);
    }
    if (i >= cuts->len || i < open + 3 || bytes > QUOTED_BYTES ||
        !kiri_is_quotation(kiri_cut_at(cuts, open), kiri_cut_at(cuts, i)))
        return;
    const KiriCut *first = kiri_cut_at(cuts, open + 1), *last = kiri_cut_at(cuts, i - 1);
    gboolean was_visited = is_run && kiri_cut_is_part(last) && i - open - 1 <= KIRI_SPAN_PARTS &&
                           (kiri_cut_is_part(first) || first->kind == KIRI_CUT_VERB);
    KiriSpan span = {.from = open + 1, .to = i, .before = -1, .behind = -1, .is_quoted = TRUE};
    if (!was_visited && i - open - 1 <= KIRI_SPAN_PARTS)
        visit(cuts, &span, data);
}

static gboolean opens(const KiriCut *cut)
{
    for (gsize i = 0; i < G_N_ELEMENTS(quotations); i++)
        if (cut->n == 3 && strncmp(quotations[i], cut->p, 3) == 0)
            return TRUE;
    return FALSE;
}

void kiri_spans_each(const GArray *cuts, KiriSpanVisit visit, gpointer data)
{
    for (guint i = 0; i < cuts->len;) {
        const KiriCut *cut = kiri_cut_at(cuts, i);
        if (opens(cut))
            visit_quotation(cuts, i, visit, data);
        if (!kiri_cut_is_part(cut) && cut->kind != KIRI_CUT_VERB) {
            i++;
            continue;
        }
        Run run = {cuts, i, i + 1};
        while (goes_on(cuts, run.to) && run.to - run.from < ITEMS)
            run.to++;
        for (guint from = run.from; from < run.to; from++)
            spans_from(&run, from, visit, data);
        i = run.to;
    }
}
