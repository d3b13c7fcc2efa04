// SPDX-License-Identifier: GPL-3.0-or-later
/* Clips that only a person's verdict keeps.
 *
 * A verdict outlives every decision of the program. Where the program makes a clip,
 * the verdict stands beside it and nothing is to be done here; where it makes none
 * (any more), the clip is made of the verdict alone, so that what was accepted,
 * linked by hand or is being handled stays on every sheet. Such a clip is a function
 * of the verdict and of the article's place among its copies, never of the clip that
 * was there before: invariant I1 holds. It goes when the verdict is undone. */
#include "link_stage.h"

#include <string.h>

static gboolean has_clip(const GPtrArray *clips, const char *id)
{
    for (guint i = 0; i < clips->len; i++)
        if (strcmp(((KiriClip *)g_ptr_array_index(clips, i))->id, id) == 0)
            return TRUE;
    return FALSE;
}

/* What the target of a clip's id is: a release, a topic, or our name alone. FALSE:
 * nothing that is there now. */
static gboolean find_target(KiriLinkWork *w, const char *target, KiriNoun *noun)
{
    g_autoptr(KiriRelease) release = kiri_store_get(w->store, KIRI_NOUN_RELEASE, target, NULL);
    g_autoptr(KiriTopic) topic =
        release ? NULL : kiri_store_get(w->store, KIRI_NOUN_TOPIC, target, NULL);
    *noun = release ? KIRI_NOUN_RELEASE : topic ? KIRI_NOUN_TOPIC : KIRI_N_NOUNS;
    return release ? !release->is_removed
           : topic ? !topic->is_removed
                   : strcmp(target, "mention") == 0;
}

static void place(KiriClip *clip, const KiriMember *m)
{
    g_free(clip->story);
    clip->story = g_strdup(m->story);
    clip->origin = g_strdup(m->origin);
    clip->text_taken = m->text_taken;
}

/* For topics; a read that failed is the run's trouble. */
static KiriStanding standing_of(const KiriClip *clip, gpointer data)
{
    KiriLinkWork *w = data;
    g_autoptr(KiriVerdict) v =
        w->trouble ? NULL : kiri_store_get(w->store, KIRI_NOUN_VERDICT, clip->id, &w->trouble);
    KiriStanding standing = kiri_standing(clip, v);
    /* Strings are the verdict's; nobody asks for them here. */
    standing.section = standing.note = standing.person = standing.release = NULL;
    standing.handler = standing.memo = NULL;
    return standing;
}

void kiri_link_hear_verdicts(KiriLinkWork *w)
{
    w->decider.standing = standing_of;
    w->decider.standing_data = w;
}

gboolean kiri_link_add_judged(KiriLinkWork *w, const KiriMember *m, GPtrArray *clips,
                              GError **error)
{
    g_autofree char *prefix = g_strconcat(m->id, ".", NULL);
    g_autoptr(GPtrArray) verdicts = kiri_store_list(w->store, KIRI_NOUN_VERDICT, prefix, error);
    for (guint i = 0; verdicts && i < verdicts->len; i++) {
        const KiriVerdict *v = g_ptr_array_index(verdicts, i);
        const char *target = v->clip + strlen(prefix);
        KiriNoun noun;
        if (kiri_verdict_is_empty(v) || has_clip(clips, v->clip) || !find_target(w, target, &noun))
            continue;
        KiriClip *clip = kiri_verdict_clip(v, noun == KIRI_NOUN_RELEASE ? target : NULL,
                                           noun == KIRI_NOUN_TOPIC ? target : NULL);
        place(clip, m);
        g_ptr_array_add(clips, clip);
    }
    return verdicts != NULL;
}
