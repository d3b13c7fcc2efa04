// SPDX-License-Identifier: GPL-3.0-or-later
/* Quality beside money (AMEC's framework): how we were treated, in what tone, in which
 * media, in whose words, and how loud beside others. What is not known is counted as
 * unknown and goes into no mean and no share.
 *
 * Prominence (扱い) of a piece, 0 to 100 points, a convention of this program that is
 * printed with the figure:
 *
 *   40 we stand in the headline, else 25 in the lead, else 10 in the body
 *   30 × share about us
 *   20 on the front page (一面)
 *   10 with a picture
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/article.h>
#include <kirinuki/verdict.h>

/* FALSE where the clip has no score yet. `verdict` (NULL: none) may give another share. */
gboolean kiri_prominence(const KiriScore *score, const KiriArticle *article,
                         const KiriVerdict *verdict, gdouble *points);

/* Clips of one form (紙面, 放送, …). */
typedef struct {
    gint form; // KiriForm
    gint64 clips;
} KiriFormRow;
KIRI_DECLARE_RECORD(KiriFormRow, form_row)

/* All counts are clips that count, 総件数. */
typedef struct {
    /* Prominence: of `scored` clips; the others are `unscored`. */
    gint64 scored, unscored;
    gint64 in_headline, in_lead, in_body, nowhere; // the first place where we stand
    gint64 front_page, pictures;
    gdouble prominence;     // mean of the points; only when `scored`
    gdouble share_about_us; // mean
    /* Tone: what people confirmed, and apart from it what the program guesses about the
     * rest (自動判定・未確認), which is in no total. */
    gint64 tone_positive, tone_neutral, tone_critical, tone_unconfirmed;
    gint64 guess_positive, guess_neutral, guess_critical, guess_unknown;
    /* Tiers (重点媒体): clips, and media. */
    gint64 tier1, tier2, tier3, tier_unknown;
    gint64 tier1_media, tier2_media, tier3_media, tier_unknown_media;
    /* In whose words: written by an editor, copied from another article, the release's
     * own text, a mention. */
    gint64 original, copied, verbatim, mentions;
    gdouble original_share;
    GPtrArray *forms; // KiriFormRow, only those that occur
    /* Key messages (キーメッセージ反映率) over all messages: stories × messages. */
    gint64 message_chances, messages_conveyed, messages_partly, messages_unknown;
    gint64 messages_wrong; // clips × messages that say it otherwise
    gdouble message_share; // conveyed ÷ chances that are known
} KiriQuality;
KIRI_DECLARE_RECORD(KiriQuality, quality)

/* One measure of a target (attainment.h). */
typedef struct {
    char *measure, *label, *unit;
    gboolean has_target, is_known;
    gdouble target, actual;
    gdouble attainment; // actual ÷ target; target ÷ actual where less is better
    gboolean is_reached, is_most;
    char *by; // who set it
    KiriTime at;
    gdouble median; // of `earlier` releases that know it; 0: none
    gint64 earlier;
} KiriAttainment;
KIRI_DECLARE_RECORD(KiriAttainment, attainment)

/* One voice of the share of voice (露出シェア): ours, or a comparison topic (比較テーマ),
 * in the summary's period. An article that speaks of two counts for both. */
typedef struct {
    char *topic; // id; NULL: ours
    char *name;
    gint64 articles, stories;
    gdouble weight;  // sum of prominence ÷ 100 of its scored articles
    gint64 unscored; // articles without prominence
    gdouble share_articles, share_stories, share_weight; // of all voices
} KiriVoice;
KIRI_DECLARE_RECORD(KiriVoice, voice)
