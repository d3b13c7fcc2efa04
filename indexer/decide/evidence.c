// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person needs to check a tie: the terms of the sum, the passages with
 * their places in both originals, and everything that both texts name. */
#include "decide.h"

#include <kirinuki/hash.h>

#include <math.h>
#include <string.h>

enum { MOST_PASSAGES = 5, MOST_TERMS = 10, MOST_RIVALS = 3, MOST_DIFFERENCES = 3 };

static gint by_contribution(gconstpointer a, gconstpointer b)
{
    const KiriFeature *x = *(KiriFeature *const *)a, *y = *(KiriFeature *const *)b;
    if (x->contribution > y->contribution || x->contribution < y->contribution)
        return x->contribution > y->contribution ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* Steps of a ten-thousandth: what is stored is what is shown. */
static gdouble rounded(gdouble v)
{
    return round(v * 10000) / 10000;
}

static KiriFeature *feature_new(const char *name, gdouble value, gdouble weight,
                                gdouble contribution)
{
    KiriFeature *feature = kiri_feature_new();
    feature->name = g_strdup(name);
    feature->value = rounded(value);
    feature->weight = weight;
    feature->contribution = rounded(contribution);
    return feature;
}

/* All of the sum, so that who adds the contributions up gets the probability. */
static void add_features(const KiriWeights *w, const KiriFeatures *f, KiriEvidence *e)
{
    kiri_recs_add(&e->features, feature_new("bias", 1, w->bias, w->bias));
    for (gsize i = 0; i < KIRI_N_X; i++)
        kiri_recs_add(&e->features,
                      feature_new(kiri_x_names[i], f->x[i], w->w[i], w->w[i] * f->x[i]));
    g_ptr_array_sort(e->features, by_contribution);
}

/* The same of the sum by which a release is named in passing. */
static void add_signs(const KiriWeights *w, const KiriPassing *p, KiriEvidence *e)
{
    kiri_recs_add(&e->features, feature_new("bias", 1, w->mention_bias, w->mention_bias));
    for (gsize i = 0; i < KIRI_N_M; i++) {
        g_autofree char *name = g_strconcat("mention.", kiri_m_names[i], NULL);
        kiri_recs_add(&e->features,
                      feature_new(name, p->x[i], w->mention[i], w->mention[i] * p->x[i]));
    }
    g_ptr_array_sort(e->features, by_contribution);
}

static void original_range(const KiriNormal *n, const KiriLetters *letters, gsize from, gsize count,
                           gint64 *original_from, gint64 *original_to)
{
    gsize a, b, last = letters->at[from + count - 1];
    gsize n_to = last + (gsize)g_utf8_skip[(guchar)n->text[last]];
    kiri_normal_original_range(n, letters->at[from], n_to, &a, &b);
    *original_from = (gint64)a;
    *original_to = (gint64)b;
}

static gboolean is_inside_figure(const KiriLetters *letters, gsize at)
{
    const gunichar *c = letters->c;
    return at && c[at] >= '0' && c[at] <= '9' && c[at - 1] >= '0' && c[at - 1] <= '9';
}

/* What is left of a figure of which the texts share the end alone (1万2000人 and
 * 3万2000人) says nothing: the passage begins behind it. */
static KiriBlock without_cut_figure(const KiriLetters *a, const KiriLetters *b, KiriBlock block)
{
    if (!is_inside_figure(a, block.a) && !is_inside_figure(b, block.b))
        return block;
    while (block.n && a->c[block.a] >= '0' && a->c[block.a] <= '9') {
        block.a++;
        block.b++;
        block.n--;
    }
    return block;
}

static void add_passages(const KiriMatcher *m, const KiriSubject *s, KiriEntry *entry,
                         KiriEvidence *e)
{
    g_auto(KiriBlocks) blocks = {0};
    g_auto(KiriNormal) text = {0};
    kiri_blocks_find(&s->sheet.letters, &entry->letters, &blocks);
    if (blocks.blocks->len)
        kiri_normalize(kiri_str(kiri_matcher_release(m, entry)->text), TRUE,
                       &text); // few releases need a map
    for (guint i = 0; i < blocks.blocks->len && i < MOST_PASSAGES; i++) {
        KiriBlock block = without_cut_figure(&s->sheet.letters, &entry->letters,
                                             g_array_index(blocks.blocks, KiriBlock, i));
        if (!block.n)
            continue; // nothing but figures
        KiriPassage *p = kiri_passage_new();
        original_range(&s->doc->text, &s->sheet.letters, block.a, block.n, &p->article_from,
                       &p->article_to);
        original_range(&text, &entry->letters, block.b, block.n, &p->release_from, &p->release_to);
        p->text =
            g_strndup(s->article->text + p->article_from, (gsize)(p->article_to - p->article_from));
        kiri_recs_add(&e->passages, p);
    }
    e->longest_passage_chars = (gint64)blocks.longest;
}

/* ---- names that both have ---- */

typedef struct {
    const KiriFrequencies *f;
    const KiriDoc *article;
    GHashTable *seen;
    GPtrArray *found; // Shared
} Terms;

typedef struct {
    char *word;
    gdouble weight;
} Shared;

static void shared_free(gpointer data)
{
    Shared *s = data;
    g_free(s->word);
    g_free(s);
}

static void rarest(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    gpointer *pair = data;
    gdouble *most = pair[1], idf = kiri_frequencies_idf(pair[0], kiri_hash64(word));
    *most = MAX(*most, idf);
}

static void take_name(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    Terms *t = data;
    const KiriNormal *texts[] = {&t->article->title, &t->article->text};
    g_autofree char *copy = kiri_str_dup(word);
    if (g_hash_table_contains(t->seen, copy))
        return;
    g_hash_table_add(t->seen, g_strdup(copy));
    if (!memmem(texts[0]->text, texts[0]->n, word.p, word.n) &&
        !memmem(texts[1]->text, texts[1]->n, word.p, word.n))
        return;
    gdouble idf = 0;
    gpointer pair[] = {(gpointer)(guintptr)t->f, &idf};
    kiri_words_each(word, rarest, pair);
    Shared *s = g_new0(Shared, 1);
    s->word = g_steal_pointer(&copy);
    s->weight = idf * log1p((gdouble)g_utf8_strlen(s->word, -1));
    g_ptr_array_add(t->found, s);
}

static gint heavier_first(gconstpointer a, gconstpointer b)
{
    const Shared *x = *(Shared *const *)a, *y = *(Shared *const *)b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return strcmp(x->word, y->word);
}

static void add_terms(const KiriMatcher *m, const KiriDoc *article, const KiriDoc *release,
                      KiriEvidence *e)
{
    Terms t = {.f = m->frequencies,
               .article = article,
               .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
               .found = g_ptr_array_new_with_free_func(shared_free)};
    kiri_names_each(kiri_normal_view(&release->title), take_name, &t);
    kiri_names_each(kiri_doc_core(release), take_name, &t);
    g_ptr_array_sort(t.found, heavier_first);
    for (guint i = 0; i < t.found->len && i < MOST_TERMS; i++)
        kiri_strv_add(&e->terms, ((Shared *)g_ptr_array_index(t.found, i))->word);
    g_hash_table_destroy(t.seen);
    g_ptr_array_unref(t.found);
}

/* ---- all of it ---- */

static gint by_size(gconstpointer a, gconstpointer b)
{
    const KiriFeature *x = *(KiriFeature *const *)a, *y = *(KiriFeature *const *)b;
    gdouble size_x = fabs(x->contribution), size_y = fabs(y->contribution);
    if (size_x > size_y || size_x < size_y)
        return size_x > size_y ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* Where the two releases differ most. */
static void add_differences(const KiriWeights *w, const KiriTie *tie, const KiriTie *other,
                            KiriRival *rival)
{
    const gdouble told = 0.1;
    for (gsize i = 0; i < KIRI_N_X; i++) {
        gdouble x = other->features.x[i], ahead = w->w[i] * (tie->features.x[i] - x);
        if (fabs(ahead) >= told)
            kiri_recs_add(&rival->differences, feature_new(kiri_x_names[i], x, w->w[i], ahead));
    }
    if (!rival->differences)
        return;
    g_ptr_array_sort(rival->differences, by_size);
    while (rival->differences->len > MOST_DIFFERENCES)
        kiri_feature_free(g_ptr_array_steal_index(rival->differences, MOST_DIFFERENCES));
}

/* Did it come near: by probability, or by its words, so that it took a date or a
 * figure to refuse it? */
static gboolean is_rival(const KiriTie *tie, const KiriTie *other)
{
    return other->entry != tie->entry &&
           (other->probability >= 0.01 || other->cosine >= tie->cosine / 2);
}

static void add_rivals(const KiriMatcher *m, const KiriTie *tie, const GArray *ties,
                       KiriEvidence *e)
{
    for (guint i = 0; i < ties->len && kiri_recs_count(e->rivals) < MOST_RIVALS; i++) {
        const KiriTie *other = &g_array_index(ties, KiriTie, i);
        if (!is_rival(tie, other))
            continue;
        KiriRival *rival = kiri_rival_new();
        rival->release = g_strdup(kiri_matcher_card(m, other->entry)->id);
        rival->probability = rounded(other->probability);
        add_differences(m->weights, tie, other, rival);
        kiri_recs_add(&e->rivals, rival);
    }
}

static void add_aliases(const KiriSubject *s, gint organisation, KiriEvidence *e)
{
    const KiriNamed *named = kiri_named_get(s->named, organisation);
    for (guint i = 0; named && i < kiri_strv_count(named->forms); i++)
        kiri_strv_add(&e->aliases, named->forms[i]);
}

static gint64 minutes_between(const KiriRelease *r, const KiriArticle *a)
{
    KiriTime from = kiri_time_is_set(r->embargo) ? r->embargo : r->date;
    KiriTime to = kiri_article_when(a);
    if (!kiri_time_is_set(from) || !kiri_time_is_set(to))
        return 0;
    return (to.us - from.us) / KIRI_US_PER_MINUTE;
}

KiriEvidence *kiri_evidence_plain(const KiriMatcher *m)
{
    KiriEvidence *e = kiri_evidence_new();
    e->weights_version = g_strdup(m->weights->version);
    return e;
}

KiriEvidence *kiri_evidence_of_passing(const KiriMatcher *m, const KiriSubject *subject,
                                       const KiriPassingTie *tie)
{
    KiriEvidence *e = kiri_evidence_plain(m);
    add_signs(m->weights, &tie->signs, e);
    add_aliases(subject, kiri_matcher_entry(m, tie->entry)->organisation, e);
    return e;
}

KiriEvidence *kiri_evidence_of_tie(const KiriMatcher *m, const KiriSubject *subject,
                                   const KiriTie *tie, const GArray *ties)
{
    KiriEntry *entry = kiri_matcher_entry(m, tie->entry);
    KiriEvidence *e = kiri_evidence_plain(m);
    kiri_entry_prepare(entry);
    KiriFeatures again;
    g_auto(KiriShared) shared = {0};
    kiri_features_compare(subject->doc, entry->doc, &again, &shared);
    e->numbers = g_steal_pointer(&shared.numbers);
    e->dates = g_steal_pointer(&shared.dates);
    e->quoted = g_steal_pointer(&shared.quoted);
    e->names = g_steal_pointer(&shared.persons);
    add_features(m->weights, &tie->features, e);
    add_passages(m, subject, entry, e);
    add_terms(m, subject->doc, entry->doc, e);
    add_aliases(subject, entry->organisation, e);
    add_rivals(m, tie, ties, e);
    e->links_to_release = tie->is_linked;
    e->minutes_after = minutes_between(entry->release, subject->article);
    e->article_in_release = rounded(tie->a_in_r);
    e->release_in_article = rounded(tie->r_in_a);
    e->has_edition_conflict = tie->features.x[KIRI_X_EDITION_CONFLICT] > 0;
    return e;
}
