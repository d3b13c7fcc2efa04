// SPDX-License-Identifier: GPL-3.0-or-later
/* The part of a score that follows from the text alone: one reading of the article, from
 * which the share about us is counted. */
#include "reading.h"
#include "scorer.h"

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

void kiri_score_text(KiriScore *s, const KiriClip *clip, const KiriArticle *article,
                     const KiriShareTarget *target)
{
    (void)clip;
    g_auto(KiriReading) reading;
    g_auto(KiriShare) share;
    kiri_reading_init(&reading, article, target);
    kiri_share_of_reading(&reading, article->text, &share);
    set_share(s, &share);
    s->has_image = article->image != NULL;
}
