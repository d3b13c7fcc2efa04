// SPDX-License-Identifier: GPL-3.0-or-later
/* From an article to the releases it may cover, and how probable each is.
 *
 * 1. Candidates: cosine over postings of all releases whose time fits; releases
 *    that share two fingerprints, whatever their time; releases linked to; those
 *    of these days whose organisation the article is about.
 * 2. The best of them get all features.
 * 3. The margin to the best other event: two offices that announce the same
 *    thing on the same day (cosine ≥ .5 between the releases) do not compete. */
#include "manner.h"
#include "matcher.h"

#include <kirinuki/url.h>

#include <math.h>
#include <string.h>

#define EVENT_COSINE 0.5
#define EVENT_COSINE_OF_OTHERS 0.36 // two senders, one day
#define LINKED_PROBABILITY 0.97
#define MOST_MARGIN 0.5
#define VERBATIM_COVERED 0.75

enum { EVENT_DAYS = 1, BY_NAME_FROM = -2, BY_NAME_TO = 14 };

static gboolean links_to(const KiriArticle *article, const KiriEntry *e)
{
    for (guint i = 0; e->url && i < kiri_strv_count(article->links); i++) {
        g_autofree char *link = kiri_url_canonical(kiri_str(article->links[i]), NULL);
        if (g_strcmp0(link, e->url) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Fingerprints, then the cosine; a release of these days whose organisation the
 * article is about is looked at before one that only has some words in common. */
static gdouble promise_of(const KiriTie *t)
{
    const gdouble for_name = 0.15;
    return t->cosine + (t->is_by_name ? for_name : 0);
}

static gint by_promise(gconstpointer a, gconstpointer b, gpointer m)
{
    const KiriTie *x = a, *y = b;
    if (x->shared_prints >= KIRI_LEAST_PRINTS && y->shared_prints >= KIRI_LEAST_PRINTS &&
        x->shared_prints != y->shared_prints)
        return x->shared_prints > y->shared_prints ? -1 : 1;
    gdouble left = promise_of(x), right = promise_of(y);
    if (left > right || left < right)
        return left > right ? -1 : 1;
    return kiri_matcher_order(m, x->entry, y->entry);
}

static GArray *ties_of(const GArray *found)
{
    GArray *ties = g_array_sized_new(FALSE, TRUE, sizeof(KiriTie), found->len);
    for (guint i = 0; i < found->len; i++) {
        const KiriFound *f = &g_array_index(found, KiriFound, i);
        KiriTie tie = {.entry = f->entry,
                       .cosine = f->cosine,
                       .shared_prints = f->prints,
                       .fits = f->fits,
                       .is_linked = f->is_linked};
        g_array_append_val(ties, tie);
    }
    return ties;
}

static gboolean is_in_front(const KiriNamed *named)
{
    return named && named->probability >= 0.5 && (named->in_title || named->in_lead);
}

static gint by_release_id(gconstpointer a, gconstpointer b, gpointer m)
{
    const KiriTie *x = a, *y = b;
    return kiri_matcher_order(m, x->entry, y->entry);
}

/* Without those that are here for their day alone, though the article is not about
 * who issued them; the likeliest first. */
static void keep_candidates(const KiriMatcher *m, const KiriSubject *s, GArray *ties)
{
    guint kept = 0;
    for (guint i = 0; i < ties->len; i++) {
        KiriTie tie = g_array_index(ties, KiriTie, i);
        const KiriCard *card = kiri_matcher_card(m, tie.entry);
        tie.is_by_name = tie.fits && is_in_front(kiri_named_get(s->named, card->organisation)) &&
                         kiri_days_are_within(s->doc, card->first_day, card->last_day,
                                              card->has_day, BY_NAME_FROM, BY_NAME_TO);
        if (tie.is_linked || tie.is_by_name || tie.shared_prints >= KIRI_LEAST_PRINTS ||
            (tie.fits && tie.cosine >= KIRI_LEAST_COSINE))
            g_array_index(ties, KiriTie, kept++) = tie;
    }
    g_array_set_size(ties, kept);
    g_array_sort_with_data(ties, by_release_id, (gpointer)(guintptr)m);
    g_array_sort_with_data(ties, by_promise, (gpointer)(guintptr)m);
}

/* By their cards, so that most need not be read. */
static gboolean may_be_same_event(const KiriCard *a, const KiriCard *b)
{
    return !a->has_day || !b->has_day ||
           (a->first_day - b->last_day <= EVENT_DAYS && b->first_day - a->last_day <= EVENT_DAYS);
}

/* Bodies that announce one thing together write each in its own words; one that
 * announces two things on a day writes them in the same. */
gboolean kiri_matcher_is_same_event(const KiriMatcher *m, guint a, guint b)
{
    const KiriCard *x = kiri_matcher_card(m, a), *y = kiri_matcher_card(m, b);
    if (!may_be_same_event(x, y))
        return FALSE;
    const KiriDoc *one = kiri_matcher_entry(m, a)->doc, *other = kiri_matcher_entry(m, b)->doc;
    gboolean are_two = one->day_key && other->day_key && x->organisation >= 0 &&
                       y->organisation >= 0 && x->organisation != y->organisation;
    return kiri_vector_cosine(&one->vector, &other->vector) >=
           (are_two ? EVENT_COSINE_OF_OTHERS : EVENT_COSINE);
}

/* Best cosine of another event. A release that is out of time competes only
 * with releases that are so too. */
static gdouble rival_cosine(const KiriMatcher *m, const GArray *ties, guint of)
{
    const KiriTie *mine = &g_array_index(ties, KiriTie, of);
    gdouble best = 0;
    for (guint i = 0; i < ties->len; i++) {
        const KiriTie *t = &g_array_index(ties, KiriTie, i);
        if (i == of || t->cosine <= best || (mine->fits && !t->fits) ||
            kiri_matcher_is_same_event(m, mine->entry, t->entry))
            continue;
        best = t->cosine;
    }
    return best;
}

/* A copy that is cut or set anew keeps whole sentences, or runs over their ends; where
 * every end was changed, neither is left. */
static gboolean is_in_other_words(const KiriEntry *e, const KiriSubject *s, gsize longest)
{
    enum { LONG_RUN = 120 };
    const gdouble least_kept = 0.4;
    KiriStr article = kiri_normal_view(&s->doc->text), release = kiri_normal_view(&e->doc->text);
    return kiri_is_edited(article, release) ||
           (longest < LONG_RUN && kiri_share_kept(article, release) < least_kept);
}

static void set_text_features(KiriEntry *e, const KiriSubject *s, KiriTie *tie)
{
    kiri_entry_prepare(e);
    gdouble common = (gdouble)kiri_grams_common(&s->sheet.grams, &e->grams);
    tie->a_in_r = s->sheet.grams.n ? common / (gdouble)s->sheet.grams.n : 0;
    tie->r_in_a = e->grams.n ? common / (gdouble)e->grams.n : 0;
    g_auto(KiriBlocks) blocks = {0};
    kiri_blocks_find(&s->sheet.letters, &e->letters, &blocks);
    tie->longest = blocks.longest;
    tie->covered = blocks.a_covered;
    tie->is_edited = tie->covered >= VERBATIM_COVERED && is_in_other_words(e, s, tie->longest);
    tie->features.x[KIRI_X_CONTAIN_A_IN_R] = tie->a_in_r;
    tie->features.x[KIRI_X_CONTAIN_R_IN_A] = tie->r_in_a;
    tie->features.x[KIRI_X_LOG_LCS] = log1p((gdouble)tie->longest) / 6;
}

typedef struct {
    const KiriMatcher *m;
    const GArray *ties;
} Context;

/* Does a candidate of this organisation speak of the same matter? */
static gboolean has_context(gint organisation, gpointer data)
{
    const gdouble least = 0.15;
    const Context *c = data;
    for (guint i = 0; i < c->ties->len; i++) {
        const KiriTie *t = &g_array_index(c->ties, KiriTie, i);
        const KiriCard *card = kiri_matcher_card(c->m, t->entry);
        if (t->cosine >= least &&
            (card->organisation == organisation || (organisation == c->m->ours && card->is_ours)))
            return TRUE;
    }
    return FALSE;
}

static gint by_probability(gconstpointer a, gconstpointer b, gpointer m)
{
    const KiriTie *x = a, *y = b;
    if (x->probability > y->probability || x->probability < y->probability)
        return x->probability > y->probability ? -1 : 1;
    return kiri_matcher_order(m, x->entry, y->entry);
}

/* A release that does not say whose it is speaks neither for nor against. */
static gdouble named_share(const KiriSubject *subject, const KiriEntry *e)
{
    if (e->organisation < 0)
        return 0.5;
    const KiriNamed *named = kiri_named_get(subject->named, e->organisation);
    return named ? named->probability : 0;
}

/* By an abbreviation that the release itself does not use, perhaps. */
static gboolean is_subject(const KiriNamed *named, KiriStr subject)
{
    for (char **form = named->forms; *form; form++)
        if (memmem(subject.p, subject.n, *form, strlen(*form)))
            return TRUE;
    return FALSE;
}

static void set_name_features(const KiriEntry *e, const KiriSubject *subject, gdouble *x)
{
    const KiriNamed *named = kiri_named_get(subject->named, e->organisation);
    x[KIRI_X_ORG] = named_share(subject, e);
    x[KIRI_X_ORG_LEAD] = named && (named->in_title || named->in_lead);
    if (named && is_subject(named, kiri_subject_of(kiri_normal_view(&subject->doc->text))))
        x[KIRI_X_SUBJECT_ALIEN] = 0;
    if (named && is_subject(named, kiri_subject_of_title(kiri_normal_view(&subject->doc->title))))
        x[KIRI_X_TITLE_ALIEN] = 0;
}

static void set_features(KiriMatcher *m, const GArray *ties, guint i, const KiriSubject *subject)
{
    KiriTie *tie = &g_array_index(ties, KiriTie, i);
    KiriEntry *e = kiri_matcher_entry(m, tie->entry);
    kiri_features_compare(subject->doc, e->doc, &tie->features, NULL);
    set_text_features(e, subject, tie);
    gdouble margin = tie->cosine - rival_cosine(m, ties, i);
    tie->features.x[KIRI_X_BM25_COS] = tie->cosine;
    tie->features.x[KIRI_X_MARGIN] = CLAMP(margin, -MOST_MARGIN, MOST_MARGIN);
    set_name_features(e, subject, tie->features.x);
}

/* How far the evidence for a release is ahead of that for another event. */
static void set_leads(const KiriMatcher *m, const GArray *ties, guint n)
{
    const gdouble unit = 4;
    for (guint i = 0; i < n; i++) {
        KiriTie *tie = &g_array_index(ties, KiriTie, i);
        gdouble best = -unit, evidence = kiri_weights_evidence(m->weights, &tie->features);
        for (guint k = 0; k < n; k++) {
            const KiriTie *t = &g_array_index(ties, KiriTie, k);
            gdouble other = k == i ? best : kiri_weights_evidence(m->weights, &t->features);
            if (other > best && !kiri_matcher_is_same_event(m, tie->entry, t->entry))
                best = other;
        }
        tie->features.x[KIRI_X_LEAD] = CLAMP((evidence - best) / unit, -1, 1);
    }
}

static void set_probability(const KiriMatcher *m, KiriTie *tie)
{
    tie->probability = kiri_weights_probability(m->weights, &tie->features);
    if (tie->is_linked)
        tie->probability = MAX(tie->probability, LINKED_PROBABILITY);
}

/* Does the tie rest on figures or quoted names that the best release lacks? Then
 * the article covers both, and the better one takes nothing from it. */
static gboolean has_own_evidence(const KiriEntry *best, const KiriEntry *other,
                                 const KiriDoc *article)
{
    enum { LEAST_NUMBERS = 2 };
    KiriFeatures features;
    g_auto(KiriShared) mine = {0}, theirs = {0};
    kiri_features_compare(article, best->doc, &features, &mine);
    kiri_features_compare(article, other->doc, &features, &theirs);
    guint numbers = 0;
    for (char **n = theirs.numbers; n && *n; n++)
        numbers += kiri_strv_has(mine.numbers, *n) ? 0 : 1;
    for (char **q = theirs.quoted; q && *q; q++)
        if (!kiri_strv_has(mine.quoted, *q))
            return TRUE;
    for (char **p = theirs.persons; p && *p; p++)
        if (!kiri_strv_has(mine.persons, *p))
            return TRUE;
    return numbers >= LEAST_NUMBERS;
}

/* An article that covers two: neither competes with the other, and what one explains is
 * not alien to the other. */
static void settle_beside(const KiriMatcher *m, KiriTie *tie, const KiriEntry *other,
                          const KiriSubject *subject)
{
    gdouble *x = tie->features.x;
    kiri_features_beside(subject->doc, kiri_matcher_entry(m, tie->entry)->doc, other->doc,
                         &tie->features);
    x[KIRI_X_MARGIN] = MAX(x[KIRI_X_MARGIN], 0);
    x[KIRI_X_LEAD] = MAX(x[KIRI_X_LEAD], 0);
    set_probability(m, tie);
}

/* What is another month's issue, or follows an article that is a release word
 * for word, is no second subject. */
static void settle_second_events(const KiriMatcher *m, const GArray *ties,
                                 const KiriSubject *subject)
{
    gboolean may_cover_two = ties->len && !kiri_tie_is_verbatim(&g_array_index(ties, KiriTie, 0));
    const KiriEntry *best =
        ties->len ? kiri_matcher_entry(m, g_array_index(ties, KiriTie, 0).entry) : NULL;
    for (guint i = 1; i < ties->len; i++) {
        KiriTie *tie = &g_array_index(ties, KiriTie, i);
        const KiriEntry *other = kiri_matcher_entry(m, tie->entry);
        tie->is_other_event =
            !kiri_matcher_is_same_event(m, g_array_index(ties, KiriTie, 0).entry, tie->entry);
        tie->has_own_evidence = may_cover_two && tie->is_other_event &&
                                tie->features.x[KIRI_X_EDITION_CONFLICT] <= 0 &&
                                has_own_evidence(best, other, subject->doc);
        if (!tie->has_own_evidence)
            continue;
        KiriTie *first = &g_array_index(ties, KiriTie, 0);
        settle_beside(m, tie, best, subject);
        if (has_own_evidence(other, best, subject->doc))
            settle_beside(m, first, other, subject);
    }
}

/* Every release that may be meant, the likeliest first; sets what the article names. */
static GArray *candidates_of(const KiriMatcher *m, KiriSubject *s)
{
    g_autoptr(GArray) found = kiri_matcher_search(m, s, BY_NAME_FROM, BY_NAME_TO);
    GArray *ties = ties_of(found);
    Context context = {m, ties};
    g_clear_pointer(&s->named, g_array_unref);
    s->named = kiri_org_names_find(m->names, s->doc, s->article->site_name, has_context, &context);
    keep_candidates(m, s, ties);
    return ties;
}

GArray *kiri_matcher_ties(KiriMatcher *m, KiriSubject *subject)
{
    const KiriTieQuestion none = {-1, -1};
    return kiri_matcher_ties_for(m, subject, &none);
}

GArray *kiri_matcher_ties_for(KiriMatcher *m, KiriSubject *subject, const KiriTieQuestion *q)
{
    kiri_matcher_trim(m);
    kiri_subject_finish(subject, m->frequencies);
    GArray *ties = candidates_of(m, subject);
    kiri_ties_arrange(m, subject, q, ties);
    guint n = MIN(ties->len, (guint)KIRI_TIES);
    for (guint i = 0; i < n; i++)
        set_features(m, ties, i, subject);
    set_leads(m, ties, n);
    for (guint i = 0; i < n; i++)
        set_probability(m, &g_array_index(ties, KiriTie, i));
    g_array_set_size(ties, n);
    g_array_sort_with_data(ties, by_probability, m);
    settle_second_events(m, ties, subject);
    g_array_sort_with_data(ties, by_probability, m);
    return ties;
}

typedef struct {
    KiriStr title, lead;
    gboolean is_found;
} Front;

static void look_in_front(KiriStr n_form, gpointer data)
{
    Front *front = data;
    front->is_found |= memmem(front->title.p, front->title.n, n_form.p, n_form.n) ||
                       memmem(front->lead.p, front->lead.n, n_form.p, n_form.n);
}

/* As is_by_name(), before it is known what the names mean. */
static gboolean may_be_by_name(const KiriMatcher *m, const KiriDoc *doc, const KiriEntry *e)
{
    if (!kiri_days_are_within(doc, e->doc->first_day, e->doc->last_day, e->doc->has_day,
                              BY_NAME_FROM, BY_NAME_TO))
        return FALSE;
    if (e->organisation < 0)
        return TRUE; // of a sender whom no release has any more
    Front front = {kiri_normal_view(&doc->title), kiri_lead_of(kiri_normal_view(&doc->text)),
                   FALSE};
    kiri_org_names_each_form(m->names, e->organisation, look_in_front, &front);
    return front.is_found;
}

gboolean kiri_matcher_concerns(const KiriMatcher *m, const KiriEntry *e, const KiriArticle *article,
                               KiriDoc *doc)
{
    if (kiri_is_date_far(doc, e->doc))
        return FALSE; // shared fingerprints are looked up by themselves
    if (links_to(article, e))
        return TRUE;
    kiri_doc_read_article(doc, article);
    if (may_be_by_name(m, doc, e) || kiri_entry_keyword_in(m, e, doc))
        return TRUE;
    kiri_doc_word_article(doc, article, m->frequencies);
    return kiri_vector_cosine(&doc->vector, &e->doc->vector) >= KIRI_LEAST_COSINE * 0.99;
}

gboolean kiri_tie_is_verbatim(const KiriTie *tie)
{
    enum { LONGEST = 50 };
    return tie->covered >= VERBATIM_COVERED && tie->longest >= LONGEST && !tie->is_edited;
}

/* ---- words of a release in another sense ---- */

const char *kiri_entry_keyword_in(const KiriMatcher *m, const KiriEntry *entry,
                                  const KiriDoc *article)
{
    const gdouble common = 0.01;
    const char *best = NULL;
    gdouble best_share = common;
    for (char **k = entry->keywords; k && *k; k++) {
        gsize at, end;
        if (!strstr(entry->doc->title.text, *k))
            continue;
        if (!kiri_keyword_find(kiri_normal_view(&article->title), kiri_str(*k), 0, &at, &end) &&
            !kiri_keyword_find(kiri_normal_view(&article->text), kiri_str(*k), 0, &at, &end))
            continue;
        gdouble share = kiri_frequencies_least_share(m->frequencies, kiri_str(*k));
        if (share < best_share) {
            best_share = share;
            best = *k;
        }
    }
    return best;
}
