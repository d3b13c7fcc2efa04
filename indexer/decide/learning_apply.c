// SPDX-License-Identifier: GPL-3.0-or-later
/* What was learned, put into a clip, with its reasons. */
#include "decide.h"
#include "learning_internal.h"

#include <math.h>
#include <string.h>

/* Below it an article of a topic counts as left out, with the reason on the sheet. */
static const gdouble least_of_topic = .05;

KiriLearnedPush kiri_learned_push(const KiriLearned *l, gdouble probability, const char *text)
{
    KiriLearnedPush push = {.before = probability};
    gdouble x = kiri_logit(l->is_topic ? KIRI_TOPIC_PRIOR : probability);
    push.threshold = l->alpha + (l->beta - 1) * x;
    push.terms = kiri_learned_sum(l->terms, text, &push.n_terms, &push.word);
    push.after = kiri_sigmoid(x + push.threshold + push.terms);
    return push;
}

/* Features stand by falling contribution. */
static void add_feature(KiriEvidence *e, const char *name, gdouble value, gdouble contribution)
{
    KiriFeature *f = kiri_feature_new();
    f->name = g_strdup(name);
    f->value = value;
    f->contribution = contribution;
    f->weight = value > 0 || value < 0 ? contribution / value : 0;
    kiri_recs_add(&e->features, f);
    for (guint i = e->features->len - 1; i > 0; i--) {
        gpointer *at = &e->features->pdata[i];
        if (((KiriFeature *)at[-1])->contribution >= contribution)
            break;
        at[0] = at[-1];
        at[-1] = f;
    }
}

static const char threshold_name[] = "learned threshold", terms_name[] = "learned terms";

static void drop_features(KiriEvidence *e)
{
    for (guint i = kiri_recs_count(e->features); i-- > 0;) {
        KiriFeature *f = g_ptr_array_index(e->features, i);
        if (strcmp(f->name, threshold_name) != 0 && strcmp(f->name, terms_name) != 0)
            continue;
        kiri_feature_free(f);
        g_ptr_array_remove_index(e->features, i);
    }
    if (!kiri_recs_count(e->features))
        g_clear_pointer(&e->features, g_ptr_array_unref);
}

void kiri_learned_take_back(KiriClip *clip)
{
    if (clip->base_probability <= 0)
        return;
    clip->probability = clip->base_probability;
    clip->class_ = clip->base_class;
    clip->needs_review = clip->base_needs_review;
    clip->is_near_certain =
        clip->class_ != KIRI_CLASS_NONE && clip->probability >= KIRI_P_NEAR_CERTAIN;
    clip->base_probability = 0;
    clip->base_class = KIRI_CLASS_NONE;
    clip->base_needs_review = FALSE;
    drop_features(clip->evidence);
    g_free(clip->evidence->reason);
    clip->evidence->reason = g_steal_pointer(&clip->base_reason);
}

static void explain(const KiriLearnedPush *push, KiriClip *clip)
{
    if (!clip->evidence)
        clip->evidence = kiri_evidence_new();
    KiriEvidence *e = clip->evidence;
    add_feature(e, threshold_name, kiri_logit(push->before), push->threshold);
    if (push->n_terms)
        add_feature(e, terms_name, push->n_terms, push->terms);
    g_autofree char *word =
        push->word ? g_strdup_printf("語「%s」など", push->word) : g_strdup("確認の傾向");
    char *reason = g_strdup_printf("%s%s確認結果から学んだ結果（%s）、確率を%d%%から%d%%とした",
                                   e->reason ? e->reason : "", e->reason ? "、" : "", word,
                                   (int)round(push->before * 100), (int)round(push->after * 100));
    g_free(e->reason);
    e->reason = reason;
}

/* A tie to a release crosses the thresholds of decide.h as if the program had found
 * the new probability. */
static gint class_of_tie(const KiriClip *clip, gdouble p)
{
    if (p >= KIRI_P_LINK)
        return clip->class_ >= KIRI_CLASS_PUBLICITY ? clip->class_
               : clip->origin                       ? KIRI_CLASS_SYNDICATED
                                                    : KIRI_CLASS_PUBLICITY;
    if (p < KIRI_P_SHOWN)
        return KIRI_CLASS_NONE;
    return clip->class_ == KIRI_CLASS_NONE ? KIRI_CLASS_NONE : KIRI_CLASS_MENTION;
}

void kiri_learned_apply(const KiriLearned *l, const char *text, KiriClip *clip)
{
    if (clip->evidence && clip->evidence->homonym)
        return;
    KiriLearnedPush push = kiri_learned_push(l, clip->probability, text);
    clip->base_probability = clip->probability;
    clip->base_class = clip->class_;
    clip->base_needs_review = clip->needs_review;
    clip->base_reason = g_strdup(clip->evidence ? clip->evidence->reason : NULL);
    clip->probability = round(push.after * 10000) / 10000;
    explain(&push, clip);
    if (l->is_topic) {
        if (clip->probability < least_of_topic)
            clip->class_ = KIRI_CLASS_NONE;
        clip->needs_review |= clip->probability < KIRI_P_LINK;
    } else {
        clip->class_ = class_of_tie(clip, clip->probability);
        clip->needs_review =
            (clip->class_ != KIRI_CLASS_NONE || clip->probability >= KIRI_P_SHOWN) &&
            (clip->probability < KIRI_P_NEAR_CERTAIN ||
             kiri_recs_count(clip->evidence->contradictions));
    }
    clip->is_near_certain =
        clip->class_ != KIRI_CLASS_NONE && clip->probability >= KIRI_P_NEAR_CERTAIN;
}
