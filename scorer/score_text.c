// SPDX-License-Identifier: GPL-3.0-or-later
/* The part of a score that follows from the text alone: one reading of the article, from
 * which the share about us is counted and the tone is told. */
#include "scorer.h"
#include "tone.h"

static void set_share(KiriScore *s, const KiriShare *share)
{
    s->sentences = share->sentences;
    s->sentences_about_us = share->about_us;
    s->share_about_us = kiri_share_value(share);
    s->lead_share = kiri_share_lead(share);
    s->in_headline = share->in_headline;
    s->in_lead = share->in_lead;
    s->namings = share->namings;
    s->first_sentence = share->first_sentence;
    s->first_place = share->first_place;
    s->has_caption = share->has_caption;
}

/* What the article shares with the release, word for word. */
static GArray *own_words(const KiriClip *clip)
{
    GArray *own = g_array_new(FALSE, FALSE, sizeof(KiriOwnWords));
    const GPtrArray *passages = clip->evidence ? clip->evidence->passages : NULL;
    for (guint i = 0; i < kiri_recs_count(passages); i++) {
        const KiriPassage *p = passages->pdata[i];
        KiriOwnWords words = {(gsize)MAX(p->article_from, 0), (gsize)MAX(p->article_to, 0)};
        g_array_append_val(own, words);
    }
    return own;
}

/* A verbatim copy of our release praises us with our own words: that is no tone. */
static void set_tone(KiriScore *s, const KiriScoreInput *in, const KiriReading *reading,
                     const KiriToneWords *words)
{
    if (!words)
        return;
    if (in->class_ == KIRI_CLASS_VERBATIM) {
        s->tone = KIRI_TONE_NEUTRAL;
        s->tone_reason = g_strdup("リリース原文の転載のため");
        return;
    }
    g_autoptr(GArray) own = own_words(in->clip);
    g_auto(KiriToneReading) tone;
    kiri_tone_of_reading(reading, in->article->title, in->article->text, words, own, &tone);
    s->tone = (gint)tone.tone;
    s->tone_reason = g_steal_pointer(&tone.reason);
    s->tone_sentences = g_steal_pointer(&tone.sentences);
}

void kiri_score_text(KiriScore *s, const KiriScoreInput *in, const KiriShareTarget *target)
{
    g_auto(KiriReading) reading;
    g_auto(KiriShare) share;
    kiri_reading_init(&reading, in->article, target);
    kiri_share_of_reading(&reading, in->article->text, &share);
    set_share(s, &share);
    set_tone(s, in, &reading, target->words);
    s->has_image = in->article->image != NULL;
}
