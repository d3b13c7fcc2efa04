// SPDX-License-Identifier: GPL-3.0-or-later
/* Why an article is no clip of a release. The decision is taken as the link stage takes
 * it, without writing; then the pair is compared as if it were a candidate whatever it
 * is, and compared again under conditions that are not given. */
#include "why.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <math.h>
#include <string.h>

const char *const kiri_why_names[] = {"clip",        "removed",        "homonym", "learned",
                                      "out_of_time", "nothing_shared", "beyond",  "other",
                                      "improbable",  "no_match",       NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_why_names) == KIRI_N_WHYS + 1);

static const KiriField what_if_fields[] = {
    {KIRI_FIELD(1, KiriWhatIf, condition, STR)},
    {KIRI_FIELD(2, KiriWhatIf, subject, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(3, KiriWhatIf, probability, F64)},
};
const KiriShape kiri_what_if_shape = KIRI_SHAPE("what_if", KiriWhatIf, what_if_fields);

#define CLASS_FIELD(tag_, struct_)                                                                 \
    {                                                                                              \
        .tag = (tag_), .name = "class", .type = KIRI_FIELD_ENUM,                                   \
        .offset = offsetof(struct_, class_), .names = kiri_class_names                             \
    }

static const KiriField why_other_fields[] = {
    {KIRI_FIELD(1, KiriWhyOther, release, STR)},
    {KIRI_FIELD(2, KiriWhyOther, topic, STR)},
    CLASS_FIELD(3, KiriWhyOther),
    {KIRI_FIELD(4, KiriWhyOther, probability, F64)},
    {KIRI_FIELD(5, KiriWhyOther, reason, STR)},
};
const KiriShape kiri_why_other_shape = KIRI_SHAPE("why_other", KiriWhyOther, why_other_fields);

static const KiriField why_fields[] = {
    {KIRI_FIELD(1, KiriWhy, article, STR)},
    {KIRI_FIELD(2, KiriWhy, release, STR)},
    {KIRI_FIELD(3, KiriWhy, outcome, ENUM), .names = kiri_why_names},
    CLASS_FIELD(4, KiriWhy),
    {KIRI_FIELD(5, KiriWhy, probability, F64)},
    {KIRI_FIELD(6, KiriWhy, is_candidate, BOOL)},
    {KIRI_FIELD(7, KiriWhy, has_days, BOOL)},
    {KIRI_FIELD(8, KiriWhy, days_least, I64)},
    {KIRI_FIELD(9, KiriWhy, days_most, I64)},
    {KIRI_FIELD(10, KiriWhy, words, F64)},
    {KIRI_FIELD(11, KiriWhy, least_words, F64)},
    {KIRI_FIELD(12, KiriWhy, shared_prints, I64)},
    {KIRI_FIELD(13, KiriWhy, least_prints, I64)},
    {KIRI_FIELD(14, KiriWhy, far_before, I64)},
    {KIRI_FIELD(15, KiriWhy, far_behind, I64)},
    {KIRI_FIELD(16, KiriWhy, homonym, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriWhy, evidence, REC), .sub = &kiri_evidence_shape},
    {KIRI_FIELD(18, KiriWhy, what_ifs, RECS), .sub = &kiri_what_if_shape},
    {KIRI_FIELD(19, KiriWhy, others, RECS), .sub = &kiri_why_other_shape},
};
const KiriShape kiri_why_shape = KIRI_SHAPE("why", KiriWhy, why_fields);

/* ---- the decision, as it would be taken now ---- */

static const KiriMember *member_of(const GArray *family, const char *id)
{
    for (guint i = 0; i < family->len; i++)
        if (strcmp(g_array_index(family, KiriMember, i).id, id) == 0)
            return &g_array_index(family, KiriMember, i);
    return NULL;
}

/* The origin first, and its own before; a family is as deep as its chain of copies. */
static GPtrArray *decide_member(KiriLinkWork *w, const GArray *family, const char *id, guint depth)
{
    const KiriMember *m = member_of(family, id);
    KiriSubject *subject = m ? kiri_link_subject(w, m->id) : NULL;
    if (!subject)
        return NULL;
    gboolean has_origin = m->origin && depth < family->len;
    g_autoptr(GPtrArray) above = has_origin ? decide_member(w, family, m->origin, depth + 1) : NULL;
    return kiri_decide(&w->decider, subject, m, above ? kiri_link_subject(w, m->origin) : NULL,
                       above);
}

GPtrArray *kiri_why_clips(KiriLinkWork *w, const char *article, GError **error)
{
    g_autoptr(GArray) family = kiri_family_of(&w->library, article);
    g_autoptr(GPtrArray) clips = decide_member(w, family, article, 0);
    if (w->trouble) {
        g_propagate_error(error, g_steal_pointer(&w->trouble));
        return NULL;
    }
    if (!clips) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND, _("there is no article '%s'"),
                    article);
        return NULL;
    }
    return kiri_link_learn(w, article, clips, error) ? g_steal_pointer(&clips) : NULL;
}

void kiri_why_add_others(const GPtrArray *clips, const char *target, GPtrArray **others)
{
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        if (c->class_ == KIRI_CLASS_NONE || g_strcmp0(c->release, target) == 0 ||
            g_strcmp0(c->topic, target) == 0)
            continue;
        KiriWhyOther *o = kiri_why_other_new();
        o->release = g_strdup(c->release);
        o->topic = g_strdup(c->topic);
        o->class_ = c->class_;
        o->probability = c->probability;
        o->reason = c->evidence ? g_strdup(c->evidence->reason) : NULL;
        kiri_recs_add(others, o);
    }
}

/* ---- the pair ---- */

typedef struct {
    KiriLinkWork *w;
    KiriSubject *subject;
    guint entry;
    KiriWhy *why;
    GArray *ties; // as they are found: KiriTie
    KiriTie tie;  // of the pair, asked for by name
} Pair;

static const KiriTie *find_tie(const GArray *ties, guint entry)
{
    for (guint i = 0; i < ties->len; i++)
        if (g_array_index(ties, KiriTie, i).entry == entry)
            return &g_array_index(ties, KiriTie, i);
    return NULL;
}

/* The pair's tie under a question; one that is wanted is always there. */
static KiriTie ask(const Pair *p, KiriSubject *subject, gint without)
{
    const KiriTieQuestion q = {.wanted = (gint)p->entry, .without = without};
    g_autoptr(GArray) ties = kiri_matcher_ties_for(p->w->decider.matcher, subject, &q);
    return *find_tie(ties, p->entry);
}

static void add_what_if(Pair *p, const char *condition, const char *subject, gdouble probability)
{
    const gdouble told = 0.005;
    if (probability < p->tie.probability + told)
        return;
    KiriWhatIf *w = kiri_what_if_new();
    w->condition = g_strdup(condition);
    w->subject = g_strdup(subject);
    w->probability = round(probability * 10000) / 10000;
    kiri_recs_add(&p->why->what_ifs, w);
}

/* Borrowed until the next question. */
static const KiriEntry *entry_of(const Pair *p)
{
    return kiri_matcher_entry(p->w->decider.matcher, p->entry);
}

/* The same article on the release's day. */
static void ask_day(Pair *p)
{
    const KiriEntry *e = entry_of(p);
    const KiriArticle *a = p->subject->article;
    gboolean is_far = kiri_is_date_far(p->subject->doc, e->doc);
    gboolean is_vague = kiri_article_when(a).precision < KIRI_PRECISION_DAY;
    if (e->release->date.precision < KIRI_PRECISION_DAY || (!is_far && !is_vague))
        return;
    KiriArticle *copy = kiri_record_copy(&kiri_article_shape, a);
    copy->published = e->release->date;
    copy->published.precision = KIRI_PRECISION_DAY;
    g_autoptr(KiriSubject) dated = kiri_subject_new(copy);
    add_what_if(p, is_far ? "in_time" : "article_day", NULL, ask(p, dated, -1).probability);
}

static void ask_link(Pair *p)
{
    const KiriEntry *e = entry_of(p);
    if (!e->url || p->tie.is_linked)
        return;
    KiriArticle *copy = kiri_record_copy(&kiri_article_shape, p->subject->article);
    kiri_strv_add(&copy->links, e->url);
    g_autoptr(KiriSubject) linking = kiri_subject_new(copy);
    add_what_if(p, "linked", NULL, ask(p, linking, -1).probability);
}

/* The likeliest release besides. */
static void ask_without(Pair *p)
{
    for (guint i = 0; i < p->ties->len; i++) {
        const KiriTie *t = &g_array_index(p->ties, KiriTie, i);
        if (t->entry == p->entry)
            continue;
        const KiriRelease *r = kiri_matcher_entry(p->w->decider.matcher, t->entry)->release;
        g_autofree char *id = g_strdup(r->id);
        add_what_if(p, "without", id, ask(p, p->subject, (gint)t->entry).probability);
        return;
    }
}

static void ask_feature(Pair *p, const char *condition, KiriX x, gdouble value)
{
    KiriFeatures features = p->tie.features;
    features.x[x] = value;
    add_what_if(p, condition, NULL, kiri_weights_probability(p->w->weights, &features));
}

static gint by_probability(gconstpointer a, gconstpointer b)
{
    const KiriWhatIf *x = *(KiriWhatIf *const *)a, *y = *(KiriWhatIf *const *)b;
    if (x->probability > y->probability || x->probability < y->probability)
        return x->probability > y->probability ? -1 : 1;
    return strcmp(x->condition, y->condition);
}

static void ask_all(Pair *p)
{
    ask_day(p);
    ask_link(p);
    ask_without(p);
    if (p->tie.features.x[KIRI_X_EDITION_CONFLICT] > 0)
        ask_feature(p, "same_edition", KIRI_X_EDITION_CONFLICT, 0);
    if (entry_of(p)->organisation >= 0 && p->tie.features.x[KIRI_X_ORG] < 1)
        ask_feature(p, "organisation", KIRI_X_ORG, 1);
    if (p->why->what_ifs)
        g_ptr_array_sort(p->why->what_ifs, by_probability);
}

/* ---- what it comes to ---- */

static const KiriClip *clip_of(const GPtrArray *clips, const char *release)
{
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        if (g_strcmp0(c->release, release) == 0)
            return c;
    }
    return NULL;
}

/* By itself, not only because it was asked for; also where the search cut it off. */
static gboolean is_candidate(const KiriTie *t)
{
    return t->is_candidate || t->is_linked || t->shared_prints >= KIRI_LEAST_PRINTS ||
           (t->fits && t->cosine >= KIRI_LEAST_COSINE);
}

static KiriWhyOutcome outcome_of(const Pair *p, const KiriClip *clip, const KiriEntry *e)
{
    if (clip && clip->class_ != KIRI_CLASS_NONE)
        return KIRI_WHY_CLIP;
    if (clip && clip->evidence && clip->evidence->homonym)
        return KIRI_WHY_HOMONYM;
    if (clip && clip->base_probability > clip->probability)
        return KIRI_WHY_LEARNED;
    if (!is_candidate(&p->tie))
        return kiri_is_date_far(p->subject->doc, e->doc) ? KIRI_WHY_OUT_OF_TIME
                                                         : KIRI_WHY_NOTHING_SHARED;
    if (!find_tie(p->ties, p->entry))
        return KIRI_WHY_BEYOND;
    const KiriTie *best = &g_array_index(p->ties, KiriTie, 0);
    return best->entry != p->entry && best->probability >= KIRI_P_LINK ? KIRI_WHY_OTHER
                                                                       : KIRI_WHY_IMPROBABLE;
}

static void set_gates(Pair *p, const KiriEntry *e)
{
    KiriWhy *why = p->why;
    why->is_candidate = is_candidate(&p->tie);
    why->has_days = kiri_days_after(p->subject->doc, e->doc, &why->days_least, &why->days_most);
    why->words = round(p->tie.cosine * 10000) / 10000;
    why->least_words = KIRI_LEAST_COSINE;
    why->shared_prints = p->tie.shared_prints;
    why->least_prints = KIRI_LEAST_PRINTS;
    why->far_before = KIRI_FAR_BEFORE;
    why->far_behind = KIRI_FAR_BEHIND;
    why->probability = round(p->tie.probability * 10000) / 10000;
}

static void compare(Pair *p, const GPtrArray *clips)
{
    KiriMatcher *m = p->w->decider.matcher;
    const KiriClip *clip = clip_of(clips, p->why->release);
    p->ties = kiri_matcher_ties(m, p->subject);
    p->tie = ask(p, p->subject, -1);
    const KiriEntry *e = entry_of(p);
    set_gates(p, e);
    p->why->evidence = kiri_evidence_of_tie(m, p->subject, &p->tie, p->ties);
    p->why->outcome = (gint)outcome_of(p, clip, e);
    p->why->class_ = clip ? clip->class_ : KIRI_CLASS_NONE;
    if (clip && clip->evidence) {
        p->why->homonym = g_strdup(clip->evidence->homonym);
        p->why->evidence->reason = g_strdup(clip->evidence->reason);
    }
    ask_all(p);
    g_array_unref(p->ties);
}

static gboolean has_release(KiriStore *store, const char *release, GError **error)
{
    if (kiri_store_has(store, KIRI_NOUN_RELEASE, release))
        return TRUE;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND, _("there is no release '%s'"),
                release);
    return FALSE;
}

static gboolean explain(KiriLinkWork *w, KiriWhy *why, GError **error)
{
    gint entry = kiri_matcher_index(w->decider.matcher, why->release);
    g_autoptr(GPtrArray) clips = kiri_why_clips(w, why->article, error);
    if (!clips)
        return FALSE;
    kiri_why_add_others(clips, why->release, &why->others);
    if (entry < 0) {
        why->outcome = KIRI_WHY_REMOVED;
        return TRUE;
    }
    Pair pair = {
        .w = w, .subject = kiri_link_subject(w, why->article), .entry = (guint)entry, .why = why};
    compare(&pair, clips);
    return TRUE;
}

KiriWhy *kiri_why(KiriStore *store, const KiriLinkOptions *options, const char *article,
                  const char *release, GError **error)
{
    if (!has_release(store, release, error))
        return NULL;
    KiriLinkCounts counts = {0};
    KiriLinkWork w = {.store = store, .options = options, .counts = &counts};
    g_autoptr(KiriWhy) why = kiri_why_new();
    why->article = g_strdup(article);
    why->release = g_strdup(release);
    gboolean ok = kiri_link_open(&w, error) && explain(&w, why, error);
    kiri_link_close(&w);
    return ok ? g_steal_pointer(&why) : NULL;
}
