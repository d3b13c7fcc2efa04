// SPDX-License-Identifier: GPL-3.0-or-later
/* The rules that turn probabilities, names and lineage into clips.
 *
 *   p ≥ .5                 verbatim, syndicated or publicity; further releases of
 *                          the same event too, others only with evidence of their own
 *   .15 ≤ p < .5           mention of that release, for a person to look at
 *   organisation is named  mention
 *   a release's rare word,
 *   or an ambiguous alias  none, with the word: left out, and said so
 *
 * A copy has at least the ties of its origin. */
#include "decide.h"

#include "facts/contradiction.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <math.h>
#include <string.h>

typedef struct {
    const KiriDecider *d;
    KiriSubject *subject;
    const KiriMember *member;
    const KiriSubject *origin;
    const GPtrArray *origin_clips;
    GArray *ties;
    GPtrArray *clips;
    gboolean has_passing; // `passing` was looked for and found
    KiriPassingTie passing;
} Case;

static void clip_free(gpointer clip)
{
    kiri_clip_free(clip);
}

static KiriClip *clip_new(const Case *c, const char *target, gdouble probability)
{
    KiriClip *clip = kiri_clip_new();
    const char *article = c->subject->article->id;
    clip->id = kiri_clip_make_id(article, target);
    clip->article = g_strdup(article);
    clip->probability = round(probability * 10000) / 10000;
    clip->origin = g_strdup(c->member->origin);
    clip->story = g_strdup(c->member->story);
    clip->text_taken = round(c->member->text_taken * 10000) / 10000;
    return clip;
}

/* Takes over the clip, with what follows from its other members. */
static void add_clip(Case *c, KiriClip *clip)
{
    gboolean is_claimed = clip->class_ != KIRI_CLASS_NONE || clip->probability >= KIRI_P_SHOWN;
    clip->is_near_certain =
        clip->class_ != KIRI_CLASS_NONE && clip->probability >= KIRI_P_NEAR_CERTAIN;
    clip->needs_review = !clip->evidence->homonym && is_claimed &&
                         (clip->probability < KIRI_P_NEAR_CERTAIN ||
                          kiri_recs_count(clip->evidence->contradictions));
    g_ptr_array_add(c->clips, clip);
}

static gboolean has_foreign_credit(const Case *c)
{
    const char *credit = c->subject->credit;
    return credit && !kiri_is_own_site(credit, c->subject->article);
}

static gboolean is_copy(const Case *c)
{
    return (c->member->origin && c->member->is_foreign) || has_foreign_credit(c);
}

static char *version_of(const Case *c, gint64 version)
{
    return g_strdup_printf("%" G_GINT64_FORMAT "/%s", version, c->d->matcher->weights->version);
}

static KiriReason reason_for(const Case *c, const KiriClip *clip, const KiriEntry *entry,
                             const KiriTie *tie, const char *name)
{
    return (KiriReason){.clip = clip,
                        .subject = c->subject,
                        .entry = entry,
                        .tie = tie,
                        .origin = c->origin,
                        .name = name};
}

/* ---- releases ---- */

/* The origin's tie to this release, if it is one. */
static const KiriClip *inherited(const Case *c, const char *release)
{
    for (guint i = 0; c->origin_clips && i < c->origin_clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(c->origin_clips, i);
        if (clip->release && clip->class_ >= KIRI_CLASS_PUBLICITY &&
            strcmp(clip->release, release) == 0)
            return clip;
    }
    return NULL;
}

static gboolean is_ours_named(const Case *c, gint organisation)
{
    const KiriNamed *named = kiri_named_get(c->subject->named, organisation);
    return named && named->probability >= KIRI_P_LINK;
}

/* A keyword that is long enough to be a name, or a name in quotes on both sides. */
static gboolean names_product(const Case *c, const KiriEntry *entry, const KiriTie *tie)
{
    enum { LEAST_CHARS = 4 };
    if (tie && tie->features.x[KIRI_X_LOG_QUOTED] > 0)
        return TRUE;
    const char *word = kiri_entry_keyword_in(c->d->matcher, entry, c->subject->doc);
    return word && g_utf8_strlen(word, -1) >= LEAST_CHARS;
}

static gboolean is_in_passing(const Case *c)
{
    return c->has_passing && c->passing.probability >= KIRI_P_MENTION;
}

/* Editors who shorten one release write nearly the same text, and none of them copied
 * the other: what the release has, they have from it. One who copied took all. */
static gboolean is_of_release(const Case *c, const KiriTie *tie, const char *release)
{
    const gdouble much = 0.5, all = 0.9;
    const KiriClip *from = inherited(c, release);
    return !has_foreign_credit(c) && tie && tie->covered >= much &&
           (c->member->text_taken < all || (from && from->class_ == KIRI_CLASS_VERBATIM));
}

static gint class_of(const Case *c, const KiriTie *tie, gdouble probability, const KiriEntry *entry)
{
    if (probability < KIRI_P_LINK && c->d->is_any_ours)
        return is_in_passing(c) ? KIRI_CLASS_MENTION : KIRI_CLASS_NONE;
    if (probability < KIRI_P_LINK)
        return is_ours_named(c, entry->organisation) || names_product(c, entry, tie)
                   ? KIRI_CLASS_MENTION
                   : KIRI_CLASS_NONE;
    if (tie && kiri_tie_is_verbatim(tie))
        return KIRI_CLASS_VERBATIM;
    return is_copy(c) && !is_of_release(c, tie, entry->release->id) ? KIRI_CLASS_SYNDICATED
                                                                    : KIRI_CLASS_PUBLICITY;
}

static void add_release_clip(Case *c, guint index, const KiriTie *tie, gdouble probability)
{
    const KiriMatcher *m = c->d->matcher;
    KiriEntry *entry = kiri_matcher_entry(m, index);
    KiriClip *clip = clip_new(c, entry->release->id, probability);
    clip->release = g_strdup(entry->release->id);
    clip->class_ = class_of(c, tie, probability, entry);
    clip->link_version = version_of(c, entry->release->version);
    clip->evidence =
        tie ? kiri_evidence_of_tie(m, c->subject, tie, c->ties) : kiri_evidence_plain(m);
    if (clip->class_ >= KIRI_CLASS_PUBLICITY && !clip->evidence->has_edition_conflict)
        clip->evidence->contradictions = kiri_contradictions_find(
            m->frequencies, c->subject->article, kiri_matcher_release(m, entry));
    const KiriNamed *named = kiri_named_get(c->subject->named, entry->organisation);
    KiriReason r = reason_for(c, clip, entry, tie, named ? named->forms[0] : NULL);
    clip->evidence->reason =
        clip->class_ >= KIRI_CLASS_PUBLICITY ? kiri_reason_tie(&r) : kiri_reason_mention(&r);
    add_clip(c, clip);
}

static gboolean has_clip_of(const Case *c, const char *release)
{
    for (guint i = 0; i < c->clips->len; i++)
        if (g_strcmp0(((KiriClip *)g_ptr_array_index(c->clips, i))->release, release) == 0)
            return TRUE;
    return FALSE;
}

/* Ties of the article itself, raised to those of its origin; then what only the
 * origin's longer text could tell. */
static void add_release_clips(Case *c)
{
    const KiriMatcher *m = c->d->matcher;
    for (guint i = 0; i < c->ties->len; i++) {
        const KiriTie *tie = &g_array_index(c->ties, KiriTie, i);
        const KiriClip *from = inherited(c, kiri_matcher_entry(m, tie->entry)->release->id);
        gdouble p = MAX(tie->probability, from ? from->probability : 0);
        gboolean is_best = i == 0 && p >= KIRI_P_SHOWN;
        gboolean is_further =
            tie->is_other_event ? p >= KIRI_P_SECOND && tie->has_own_evidence : p >= KIRI_P_LINK;
        if (is_best || is_further || from)
            add_release_clip(c, tie->entry, tie, p);
    }
    for (guint i = 0; c->origin_clips && i < c->origin_clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(c->origin_clips, i);
        gint index = clip->release && inherited(c, clip->release)
                         ? kiri_matcher_index(m, clip->release)
                         : -1;
        if (index >= 0 && !has_clip_of(c, clip->release))
            add_release_clip(c, (guint)index, NULL, clip->probability);
    }
}

/* ---- the organisation, and words in another sense ---- */

static gboolean has_claim(const Case *c)
{
    for (guint i = 0; i < c->clips->len; i++)
        if (((KiriClip *)g_ptr_array_index(c->clips, i))->class_ != KIRI_CLASS_NONE)
            return TRUE;
    return FALSE;
}

static void add_mention(Case *c)
{
    const KiriNamed *named = kiri_named_get(c->subject->named, c->d->matcher->ours);
    if (!named || named->probability < KIRI_P_LINK)
        return;
    KiriClip *clip = clip_new(c, NULL, named->probability);
    clip->class_ = KIRI_CLASS_MENTION;
    clip->link_version = version_of(c, 0);
    clip->evidence = kiri_evidence_plain(c->d->matcher);
    for (guint i = 0; i < kiri_strv_count(named->forms); i++)
        kiri_strv_add(&clip->evidence->aliases, named->forms[i]);
    KiriReason r = reason_for(c, clip, NULL, NULL, named->forms[0]);
    clip->evidence->reason = kiri_reason_mention(&r);
    add_clip(c, clip);
}

static const KiriTie *tie_of(const Case *c, guint entry)
{
    for (guint i = 0; i < c->ties->len; i++)
        if (g_array_index(c->ties, KiriTie, i).entry == entry)
            return &g_array_index(c->ties, KiriTie, i);
    return NULL;
}

/* Without an office of our own every release's sender counts, but only where its
 * release is named in passing: ministries are named in every third article, and news of
 * what the sender did else is none. The clip names no release, as it covers none. */
static void add_passing_mention(Case *c)
{
    if (!is_in_passing(c))
        return;
    KiriEntry *entry = kiri_matcher_entry(c->d->matcher, c->passing.entry);
    const KiriNamed *named = kiri_named_get(c->subject->named, entry->organisation);
    KiriClip *clip = clip_new(c, NULL, c->passing.probability);
    clip->class_ = KIRI_CLASS_MENTION;
    clip->link_version = version_of(c, 0);
    clip->evidence = kiri_evidence_of_passing(c->d->matcher, c->subject, &c->passing);
    gboolean is_named = named && named->probability >= KIRI_P_LINK;
    KiriReason r = reason_for(c, clip, entry, NULL, is_named ? named->forms[0] : NULL);
    r.title = kiri_matcher_release(c->d->matcher, entry)->title;
    clip->evidence->reason = kiri_reason_passing(&r);
    add_clip(c, clip);
}

/* Only an article that covers nothing is read for it. */
static void look_for_passing(Case *c)
{
    const KiriTie *best = c->ties->len ? &g_array_index(c->ties, KiriTie, 0) : NULL;
    if (c->d->is_any_ours && !(best && best->probability >= KIRI_P_LINK))
        c->has_passing = kiri_passing_find(c->d->matcher, c->subject, c->ties, &c->passing);
}

/* A rare word of a release of these days in an article that has nothing to do
 * with it. */
static gboolean add_homonym(Case *c)
{
    enum { FROM = -2, TO = 14 };
    const KiriMatcher *m = c->d->matcher;
    guint index = 0;
    g_autofree char *word = kiri_matcher_find_word(m, c->subject->doc, FROM, TO, &index);
    if (!word)
        return FALSE;
    const KiriEntry *entry = kiri_matcher_entry(m, index);
    const KiriTie *tie = tie_of(c, index);
    KiriClip *clip = clip_new(c, entry->release->id, tie ? tie->probability : 0);
    clip->release = g_strdup(entry->release->id);
    clip->link_version = version_of(c, entry->release->version);
    clip->evidence =
        tie ? kiri_evidence_of_tie(m, c->subject, tie, c->ties) : kiri_evidence_plain(m);
    clip->evidence->homonym = g_strdup(word);
    KiriReason r = reason_for(c, clip, entry, tie, word);
    clip->evidence->reason = kiri_reason_homonym(&r);
    add_clip(c, clip);
    return TRUE;
}

static void add_other_organisation(Case *c)
{
    const KiriMatcher *m = c->d->matcher;
    const KiriNamed *named = kiri_named_get(c->subject->named, m->ours);
    if (!named)
        return; // nor is any form of ours there
    KiriClip *clip = clip_new(c, NULL, named->probability);
    clip->link_version = version_of(c, 0);
    clip->evidence = kiri_evidence_plain(m);
    clip->evidence->homonym = g_strdup(named->forms[0]);
    KiriReason r = reason_for(c, clip, NULL, NULL, named->forms[0]);
    clip->evidence->reason = kiri_reason_homonym(&r);
    add_clip(c, clip);
}

/* ---- topics ---- */

/* A topic may ask for the ties that were just decided. (transfer full) */
static GArray *ties_for_topics(const Case *c)
{
    GArray *ties = g_array_new(FALSE, FALSE, sizeof(KiriTopicTie));
    for (guint i = 0; i < c->clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(c->clips, i);
        KiriStanding standing =
            c->d->standing ? c->d->standing(clip, c->d->standing_data) : kiri_standing(clip, NULL);
        KiriTopicTie tie = {kiri_class_names[standing.class_], clip->release};
        g_array_append_val(ties, tie);
    }
    return ties;
}

static gint topic_class(const Case *c)
{
    for (guint i = 0; i < c->clips->len; i++)
        if (((KiriClip *)g_ptr_array_index(c->clips, i))->class_ == KIRI_CLASS_VERBATIM)
            return KIRI_CLASS_VERBATIM;
    return is_copy(c) ? KIRI_CLASS_SYNDICATED : KIRI_CLASS_PUBLICITY;
}

static void add_topic_clip(Case *c, guint number, gint class_)
{
    const KiriTopic *topic = g_ptr_array_index(c->d->topics, number);
    const char *digest = kiri_topic_set_digest(c->d->topic_set, number);
    KiriClip *clip = clip_new(c, topic->id, 1);
    clip->topic = g_strdup(topic->id);
    clip->class_ = class_;
    clip->link_version = g_strdup_printf("%s/%s", digest, c->d->matcher->weights->version);
    clip->evidence = kiri_evidence_plain(c->d->matcher);
    g_auto(GStrv) words = kiri_topic_scan_terms(c->d->topic_scan, number);
    if (*words)
        clip->evidence->terms = g_steal_pointer(&words);
    KiriReason r = reason_for(c, clip, NULL, NULL, topic->name);
    clip->evidence->reason = kiri_reason_topic(&r);
    add_clip(c, clip);
}

static void add_topic_clips(Case *c)
{
    KiriTopicScan *scan = c->d->topic_scan;
    if (!scan || !c->d->topics->len)
        return;
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(c->subject->article);
    g_autoptr(GArray) ties = ties_for_topics(c);
    kiri_topic_scan_read(scan, c->subject->article, texts);
    const GArray *matches =
        kiri_topic_scan_matches(scan, (const KiriTopicTie *)(gpointer)ties->data, ties->len);
    gint class_ = topic_class(c);
    for (guint i = 0; i < matches->len; i++)
        add_topic_clip(c, g_array_index(matches, guint, i), class_);
}

GPtrArray *kiri_decide(const KiriDecider *d, KiriSubject *subject, const KiriMember *member,
                       const KiriSubject *origin, const GPtrArray *origin_clips)
{
    Case c = {.d = d,
              .subject = subject,
              .member = member,
              .origin = origin,
              .origin_clips = origin_clips,
              .clips = g_ptr_array_new_with_free_func(clip_free)};
    c.ties = kiri_matcher_ties(d->matcher, subject);
    look_for_passing(&c);
    add_release_clips(&c);
    if (!has_claim(&c) && d->is_any_ours)
        add_passing_mention(&c);
    else if (!has_claim(&c))
        add_mention(&c);
    if (c.clips->len == 0 && !add_homonym(&c))
        add_other_organisation(&c);
    add_topic_clips(&c);
    g_array_unref(c.ties);
    return c.clips;
}
