// SPDX-License-Identifier: GPL-3.0-or-later
/* From figures to words. First what cannot be a word is refused, each rule for a
 * reason that holds in any corpus; then the rest is scored:
 *
 *   ln(1 + articles) × spread over media × min(entropies) × standing alone × cohesion
 *
 * The numbers were set on news of 2011–2012 by reading lists of a few hundred words,
 * and are not many: where a rule was not needed there, it is not here. */
#include "new_words_internal.h"

#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BOUNDARY_SPREAD = 8, EXAMPLE_CHARS = 16, LEAST_COUNT = 3 };

typedef struct {
    KiriCandidate *c;
    gdouble left_entropy, right_entropy; // nats
    gdouble left_share, right_share;     // of the commonest part beside it
    gdouble alone, in_sentence, differing;
    gdouble cohesion;    // NPMI of the parts, 1 for one part
    gdouble containment; // of the uses of its rarest part, how many are within it
    gdouble score;
} Judged;

/* ---- figures of a candidate ---- */

/* A boundary may hide any neighbour; it counts as if up to eight different ones stood
 * there. */
static gdouble entropy(const GArray *tallies, guint total)
{
    gdouble h = 0;
    for (guint i = 0; i < tallies->len; i++) {
        const KiriTally *t = &g_array_index(tallies, KiriTally, i);
        gdouble p = (gdouble)t->n / total;
        h -= p * log(p);
        if (t->key == 0)
            h += p * log(MIN(t->n, BOUNDARY_SPREAD));
    }
    return h;
}

static gdouble highest_share(const GArray *tallies, guint total)
{
    guint most = 0;
    for (guint i = 0; i < tallies->len; i++)
        most = MAX(most, g_array_index(tallies, KiriTally, i).n);
    return (gdouble)most / total;
}

static void measure_parts(const KiriNewWords *w, Judged *j)
{
    const KiriCandidate *c = j->c;
    gdouble all = (gdouble)w->n_cuts, together = log(c->count / all), apart = 0;
    guint rarest = G_MAXUINT;
    j->cohesion = j->containment = 1;
    if (c->n_parts < 2)
        return;
    for (guint i = 0; i < c->n_parts; i++) {
        guint n = MAX(kiri_part_count(w, c->parts[i]), 1);
        apart += log(n / all);
        rarest = MIN(rarest, n);
    }
    j->cohesion = MIN((together - apart) / (-(c->n_parts - 1.0) * together), 1);
    j->containment = MIN((gdouble)c->count / rarest, 1);
}

static Judged measure(const KiriNewWords *w, KiriCandidate *c)
{
    Judged j = {.c = c,
                .left_entropy = entropy(c->left, c->count),
                .right_entropy = entropy(c->right, c->count),
                .left_share = highest_share(c->left_parts, c->count),
                .right_share = highest_share(c->right_parts, c->count),
                .alone = (gdouble)c->alone / c->count,
                .in_sentence = (gdouble)c->in_sentence / c->count,
                .differing = (gdouble)c->surroundings / c->looked_at};
    measure_parts(w, &j);
    return j;
}

/* ---- what is no word ---- */

/* Always with the same neighbour, or always in the same line. */
static gboolean is_fragment(const Judged *j)
{
    return j->left_share > 0.5 || j->right_share > 0.5 ||
           MIN(j->left_entropy, j->right_entropy) < 0.9 || j->differing < 0.3 ||
           j->c->surroundings < LEAST_COUNT || j->alone < 0.2;
}

/* Nobody says anything with it: a heading, a menu, a signature. */
static gboolean is_unused(const Judged *j)
{
    return j->c->bracketed * 2 > j->c->count || j->in_sentence < 0.12 || j->c->particles->len < 2 ||
           j->c->n_examples < MIN(2, j->c->articles);
}

static gboolean is_number_like(const KiriCandidate *c)
{
    guint last = c->n_parts - 1, numbers = 0;
    for (guint i = 0; i < c->n_parts; i++)
        numbers += c->kinds[i] == KIRI_CUT_NUMBER ? 1 : 0;
    if (c->is_latin)
        return numbers == c->n_parts || c->kinds[0] == KIRI_CUT_NUMBER;
    return c->kinds[0] == KIRI_CUT_NUMBER || c->kinds[last] == KIRI_CUT_NUMBER;
}

/* Letters beside Latin words are part of a sentence in another language, or of an
 * address. Two small letters mean little by themselves. */
static gboolean is_foreign(const KiriCandidate *c)
{
    glong chars = g_utf8_strlen(c->surface, -1);
    if (!c->is_latin)
        return FALSE;
    gboolean is_upper = TRUE;
    for (const char *p = c->surface; *p; p += g_utf8_skip[(guchar)*p])
        is_upper &= g_unichar_isupper(g_utf8_get_char(p));
    return chars < 2 || (chars == 2 && !is_upper) || c->japanese * 2 < c->count;
}

static gboolean is_badly_cut(const KiriCandidate *c)
{
    static const char beginnings[] = "ーッンァィゥェォャュョっぁぃぅぇぉゃゅょん々〜～";
    guint8 first = c->kinds[0], last = c->kinds[c->n_parts - 1];
    gunichar begins = g_utf8_get_char(c->surface);
    return c->ends_with_title || first == KIRI_CUT_SUFFIX || first == KIRI_CUT_AUXILIARY ||
           first == KIRI_CUT_OF || last == KIRI_CUT_PREFIX || g_utf8_strchr(beginnings, -1, begins);
}

/* MeCab ends an unknown run of kana where the script changes, particles and all. */
static gboolean is_short_kana(const KiriCandidate *c)
{
    glong chars = g_utf8_strlen(c->surface, -1);
    gboolean is_kana = TRUE, is_hiragana = TRUE;
    for (const char *p = c->surface; *p; p += g_utf8_skip[(guchar)*p]) {
        KiriCharClass class_ = kiri_char_class(g_utf8_get_char(p));
        is_hiragana &= class_ == KIRI_CHAR_HIRAGANA;
        is_kana &= class_ == KIRI_CHAR_HIRAGANA || class_ == KIRI_CHAR_KATAKANA;
    }
    return chars < 2 || (is_kana && chars < 3) || (is_hiragana && c->n_parts == 1);
}

/* Known as it is, or in the other kana: オンナ, スゴイ. */
static gboolean is_known(KiriDictionary *dictionary, const char *surface)
{
    g_autoptr(GString) hiragana = g_string_new(NULL);
    gboolean is_katakana = TRUE;
    for (const char *p = surface; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        is_katakana &= kiri_char_class(c) == KIRI_CHAR_KATAKANA;
        g_string_append_unichar(hiragana, kiri_char_hiragana(c));
    }
    return kiri_dictionary_has(dictionary, kiri_str(surface)) ||
           (is_katakana && kiri_dictionary_has(dictionary, kiri_str(hiragana->str)));
}

static gboolean is_refused(const Judged *j)
{
    const KiriCandidate *c = j->c;
    return is_number_like(c) || is_badly_cut(c) || is_short_kana(c) || is_foreign(c) ||
           is_fragment(j) || is_unused(j) ||
           (c->is_mixed && (j->cohesion < 0.7 || j->containment < 0.4));
}

/* ---- the score ---- */

static gboolean is_known_part(guint8 kind)
{
    return kind != KIRI_CUT_UNKNOWN && kind != KIRI_CUT_PERSON;
}

static gdouble score_of(const KiriNewWords *w, const Judged *j)
{
    const KiriCandidate *c = j->c;
    gdouble score = log(1 + c->articles) * MIN(1.5, MIN(j->left_entropy, j->right_entropy)) *
                    (0.5 + 0.5 * j->alone);
    if (g_hash_table_size(w->media) > 2)
        score *= c->media->len < 2 ? 0.6 : MIN(1 + 0.1 * log2(c->media->len), 1.5);
    if (c->n_parts == 1)
        return 0.7 * score; // MeCab finds it already, as a word that it does not know
    score *= CLAMP((j->cohesion - 0.45) / 0.55, 0, 1);
    if (is_known_part(c->kinds[c->n_parts - 1]))
        score *= 0.3 + 0.7 * j->containment;
    if (c->kinds[c->n_parts - 1] == KIRI_CUT_SUFFIX || c->kinds[0] == KIRI_CUT_PREFIX)
        score *= j->containment;
    return score;
}

/* ---- words inside words ---- */

static int by_score(const void *a, const void *b)
{
    const Judged *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return strcmp(x->c->surface, y->c->surface);
}

/* The count of the stretch of parts [from, to) as a candidate of its own, 0: it is none.
 * The surface tells, for it is made of the parts without what stood between them. */
static guint count_of_stretch(const KiriNewWords *w, const KiriCandidate *c, guint from, guint to)
{
    g_auto(GStrv) parts = g_strsplit(c->split, "|", -1);
    g_autoptr(GString) surface = g_string_new(NULL);
    guint part = 0;
    if (kiri_strv_count(parts) != c->n_parts)
        return 0; // joined by signs: its parts are names of their own
    for (; part < c->n_parts; part++)
        if (part >= from && part < to) {
            if (c->is_latin && surface->len && strchr(c->surface, ' '))
                g_string_append_c(surface, ' ');
            g_string_append(surface, parts[part]);
        }
    guint64 hash = kiri_hash64((KiriStr){surface->str, surface->len});
    const KiriCandidate *inner = g_hash_table_lookup(w->candidates, &hash);
    return inner ? inner->count : 0;
}

/* Is it a word that stands well alone, with a common word before or behind it? */
static gboolean is_word_with_addition(const KiriNewWords *w, const KiriCandidate *c)
{
    if (c->n_parts < 2)
        return FALSE;
    for (guint side = 0; side < 2; side++) {
        guint from = side ? 1 : 0, to = side ? c->n_parts : c->n_parts - 1;
        guint rest = side ? 0 : c->n_parts - 1;
        guint inner = to - from == 1 && c->kinds[from] == KIRI_CUT_UNKNOWN
                          ? kiri_part_count(w, c->parts[from])
                          : count_of_stretch(w, c, from, to);
        if (inner >= 5 * c->count && kiri_part_count(w, c->parts[rest]) >= 5 * c->count)
            return TRUE;
    }
    return FALSE;
}

/* A shorter word that is mostly inside one longer word is a piece of it. */
static gboolean is_piece_of(const Judged *inner, const Judged *outer)
{
    return outer->c != inner->c && strlen(outer->c->surface) > strlen(inner->c->surface) &&
           outer->c->count * 5 > inner->c->count * 3 &&
           strstr(outer->c->surface, inner->c->surface);
}

static void drop_pieces(GArray *judged)
{
    for (guint i = 0; i < judged->len;) {
        gboolean is_piece = FALSE;
        for (guint k = 0; k < judged->len && !is_piece; k++)
            is_piece =
                is_piece_of(&g_array_index(judged, Judged, i), &g_array_index(judged, Judged, k));
        if (is_piece)
            g_array_remove_index(judged, i);
        else
            i++;
    }
}

/* ---- the answer ---- */

static KiriWordKind guess_kind(const KiriCandidate *c)
{
    guint persons = 0, places = 0, common = 0;
    for (guint i = 0; i < c->n_parts; i++) {
        persons += c->kinds[i] == KIRI_CUT_PERSON ? 1 : 0;
        places += c->kinds[i] == KIRI_CUT_PLACE ? 1 : 0;
        common += c->kinds[i] == KIRI_CUT_NOUN || c->kinds[i] == KIRI_CUT_SUFFIX ||
                          c->kinds[i] == KIRI_CUT_PREFIX || c->kinds[i] == KIRI_CUT_NUMBER ||
                          c->kinds[i] == KIRI_CUT_VERB || c->kinds[i] == KIRI_CUT_AUXILIARY
                      ? 1
                      : 0;
    }
    gboolean is_addressed = c->titled * 10 >= c->count;
    if ((persons && is_addressed) || (persons >= 2 && persons == c->n_parts) ||
        (c->titled * 4 >= c->count))
        return KIRI_WORD_PERSON;
    if (places && places == c->n_parts)
        return KIRI_WORD_PLACE;
    return common == c->n_parts && c->quoted * 2 < c->count ? KIRI_WORD_NOUN : KIRI_WORD_PROPER;
}

/* A few words around the occurrence that begins with this cut, from one line. */
static char *example(const KiriNewWords *w, GArray *cuts, guint text_at, guint cut,
                     const KiriCandidate *c)
{
    const KiriCutText *text = &g_array_index(w->texts, KiriCutText, text_at);
    kiri_cuts_read((KiriStr){(const char *)w->arena->data + text->at, text->n}, cuts);
    guint from = cut, to = cut;
    glong before = 0, behind = 0, own = g_utf8_strlen(c->surface, -1);
    while (from > 0 && before < EXAMPLE_CHARS && *kiri_cut_at(cuts, from - 1)->p != '\n') {
        from--;
        before += g_utf8_strlen(kiri_cut_at(cuts, from)->p, kiri_cut_at(cuts, from)->n);
    }
    while (to < cuts->len && behind < own + EXAMPLE_CHARS && *kiri_cut_at(cuts, to)->p != '\n') {
        behind += g_utf8_strlen(kiri_cut_at(cuts, to)->p, kiri_cut_at(cuts, to)->n);
        to++;
    }
    g_autoptr(GString) out = g_string_new(NULL);
    kiri_span_surface(cuts, from, to, out);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static KiriNewWord *make_word(const KiriNewWords *w, const Judged *j, GArray *cuts)
{
    const KiriCandidate *c = j->c;
    KiriNewWord *word = g_new0(KiriNewWord, 1);
    word->surface = g_strdup(c->surface);
    word->kind = guess_kind(c);
    word->score = j->score;
    word->count = c->count;
    word->articles = c->articles;
    word->media = c->media->len;
    word->first_seen = c->first_seen;
    word->left_entropy = j->left_entropy / G_LN2;
    word->right_entropy = j->right_entropy / G_LN2;
    word->cohesion = j->cohesion;
    word->in_sentence = j->in_sentence;
    word->parts = g_strdup(c->split);
    for (guint i = 0; i < c->n_examples; i++) {
        guint text = c->examples[i].text;
        g_autofree char *around = example(w, cuts, text, c->examples[i].cut, c);
        kiri_strv_add(&word->examples, around);
        kiri_strv_add(&word->example_ids, g_array_index(w->texts, KiriCutText, text).id);
    }
    return word;
}

void kiri_new_word_free(gpointer word)
{
    KiriNewWord *n = word;
    if (!n)
        return;
    g_free(n->surface);
    g_free(n->parts);
    g_strfreev(n->examples);
    g_strfreev(n->example_ids);
    g_free(n);
}

/* In how many articles a word has to be: more where more were read. */
static guint least_articles(const KiriNewWords *w, const KiriNewWordsOptions *options)
{
    if (options->least_articles)
        return options->least_articles;
    return options->only_in_releases ? 1 : MIN(2 + w->texts->len / 4000, G_MAXUINT8 / 4);
}

/* All that pass, by falling score, at most `most`. */
static GArray *judge_all(const KiriNewWords *w, KiriDictionary *dictionary,
                         const KiriNewWordsOptions *options, guint least, guint most)
{
    GArray *judged = g_array_new(FALSE, FALSE, sizeof(Judged));
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, w->candidates);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        KiriCandidate *c = value;
        if (c->articles < least || c->count < LEAST_COUNT || !c->n_parts ||
            (options->only_in_releases && !c->in_releases))
            continue;
        Judged j = measure(w, c);
        if (is_refused(&j) || is_word_with_addition(w, c) || is_known(dictionary, c->surface) ||
            (options->is_unwanted && options->is_unwanted(c->surface, options->data)))
            continue;
        j.score = score_of(w, &j);
        g_array_append_val(judged, j);
    }
    if (judged->len)
        qsort(judged->data, judged->len, sizeof(Judged), by_score);
    g_array_set_size(judged, MIN(judged->len, most));
    drop_pieces(judged);
    return judged;
}

GPtrArray *kiri_new_words_find(KiriNewWords *w, KiriDictionary *dictionary,
                               const KiriNewWordsOptions *options)
{
    guint least = least_articles(w, options);
    GPtrArray *words = g_ptr_array_new_with_free_func(kiri_new_word_free);
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(KiriCut));
    kiri_candidates_count(w, least, options->only_in_releases);
    /* Twice as many as are wanted, and some: pieces fall out. */
    guint most = options->limit > G_MAXUINT / 4 ? G_MAXUINT : 2 * options->limit + 200;
    g_autoptr(GArray) judged = judge_all(w, dictionary, options, least, MIN(most, 10000));
    for (guint i = 0; i < judged->len && words->len < options->limit; i++)
        g_ptr_array_add(words, make_word(w, &g_array_index(judged, Judged, i), cuts));
    return words;
}
