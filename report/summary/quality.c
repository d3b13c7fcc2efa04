// SPDX-License-Identifier: GPL-3.0-or-later
/* Quality figures of a summary whose clips, classes and messages stand. One pass over
 * the clips; shares are taken at the end, of what is known. */
#include "summary_parts.h"

static const KiriField form_fields[] = {
    {KIRI_FIELD(1, KiriFormRow, form, ENUM), .names = kiri_form_names},
    {KIRI_FIELD(2, KiriFormRow, clips, I64)},
};
const KiriShape kiri_form_row_shape = KIRI_SHAPE("form_row", KiriFormRow, form_fields);

static const KiriField quality_fields[] = {
    {KIRI_FIELD(1, KiriQuality, scored, I64)},
    {KIRI_FIELD(2, KiriQuality, unscored, I64)},
    {KIRI_FIELD(3, KiriQuality, in_headline, I64)},
    {KIRI_FIELD(4, KiriQuality, in_lead, I64)},
    {KIRI_FIELD(5, KiriQuality, in_body, I64)},
    {KIRI_FIELD(6, KiriQuality, nowhere, I64)},
    {KIRI_FIELD(7, KiriQuality, front_page, I64)},
    {KIRI_FIELD(8, KiriQuality, pictures, I64)},
    {KIRI_FIELD(9, KiriQuality, prominence, F64), .decimals = 1},
    {KIRI_FIELD(10, KiriQuality, share_about_us, F64), .decimals = 4},
    {KIRI_FIELD(11, KiriQuality, tone_positive, I64)},
    {KIRI_FIELD(12, KiriQuality, tone_neutral, I64)},
    {KIRI_FIELD(13, KiriQuality, tone_critical, I64)},
    {KIRI_FIELD(14, KiriQuality, tone_unconfirmed, I64)},
    {KIRI_FIELD(15, KiriQuality, guess_positive, I64)},
    {KIRI_FIELD(16, KiriQuality, guess_neutral, I64)},
    {KIRI_FIELD(17, KiriQuality, guess_critical, I64)},
    {KIRI_FIELD(18, KiriQuality, guess_unknown, I64)},
    {KIRI_FIELD(19, KiriQuality, tier1, I64)},
    {KIRI_FIELD(20, KiriQuality, tier2, I64)},
    {KIRI_FIELD(21, KiriQuality, tier3, I64)},
    {KIRI_FIELD(22, KiriQuality, tier_unknown, I64)},
    {KIRI_FIELD(23, KiriQuality, tier1_media, I64)},
    {KIRI_FIELD(24, KiriQuality, tier2_media, I64)},
    {KIRI_FIELD(25, KiriQuality, tier3_media, I64)},
    {KIRI_FIELD(26, KiriQuality, tier_unknown_media, I64)},
    {KIRI_FIELD(27, KiriQuality, original, I64)},
    {KIRI_FIELD(28, KiriQuality, copied, I64)},
    {KIRI_FIELD(29, KiriQuality, verbatim, I64)},
    {KIRI_FIELD(30, KiriQuality, mentions, I64)},
    {KIRI_FIELD(31, KiriQuality, original_share, F64), .decimals = 4},
    {KIRI_FIELD(32, KiriQuality, forms, RECS), .sub = &kiri_form_row_shape},
    {KIRI_FIELD(33, KiriQuality, message_chances, I64)},
    {KIRI_FIELD(34, KiriQuality, messages_conveyed, I64)},
    {KIRI_FIELD(35, KiriQuality, messages_partly, I64)},
    {KIRI_FIELD(36, KiriQuality, messages_unknown, I64)},
    {KIRI_FIELD(37, KiriQuality, messages_wrong, I64)},
    {KIRI_FIELD(38, KiriQuality, message_share, F64), .decimals = 4},
};
const KiriShape kiri_quality_shape = KIRI_SHAPE("quality", KiriQuality, quality_fields);

/* ---- prominence ---- */

enum { IN_HEADLINE = 40, IN_LEAD = 25, IN_BODY = 10, ABOUT_US = 30, FRONT_PAGE = 20, PICTURE = 10 };

static gboolean has_picture(const KiriScore *score, const KiriArticle *article)
{
    return score->has_image || (article->appearance && article->appearance->has_photo);
}

static gboolean is_in_body(const KiriScore *score)
{
    return score->sentences_about_us > 0;
}

static gdouble share_of(const KiriScore *score, const KiriVerdict *verdict)
{
    const KiriOverride *given = kiri_verdict_override(verdict, KIRI_OVERRIDE_SHARE);
    return CLAMP(given ? given->value : score->share_about_us, 0, 1);
}

gboolean kiri_prominence(const KiriScore *score, const KiriArticle *article,
                         const KiriVerdict *verdict, gdouble *points)
{
    if (!score)
        return FALSE;
    *points = (score->in_headline  ? IN_HEADLINE
               : score->in_lead    ? IN_LEAD
               : is_in_body(score) ? IN_BODY
                                   : 0) +
              ABOUT_US * share_of(score, verdict) +
              (article->appearance && article->appearance->is_front_page ? FRONT_PAGE : 0) +
              (has_picture(score, article) ? PICTURE : 0);
    return TRUE;
}

static void count_prominence(KiriQuality *q, const KiriSummaryClip *c)
{
    const KiriScore *score = c->clip->score;
    gdouble points = 0;
    q->front_page += c->article->appearance && c->article->appearance->is_front_page ? 1 : 0;
    if (!kiri_prominence(score, c->article, c->verdict, &points)) {
        q->unscored++;
        return;
    }
    q->scored++;
    q->prominence += points;
    q->share_about_us += share_of(score, c->verdict);
    q->pictures += has_picture(score, c->article) ? 1 : 0;
    gint64 *place = score->in_headline  ? &q->in_headline
                    : score->in_lead    ? &q->in_lead
                    : is_in_body(score) ? &q->in_body
                                        : &q->nowhere;
    ++*place;
}

/* ---- the rest ---- */

static void count_tone(KiriQuality *q, const KiriSummaryClip *c)
{
    gint64 *confirmed[] = {[KIRI_TONE_UNKNOWN] = &q->tone_unconfirmed,
                           [KIRI_TONE_POSITIVE] = &q->tone_positive,
                           [KIRI_TONE_NEUTRAL] = &q->tone_neutral,
                           [KIRI_TONE_CRITICAL] = &q->tone_critical};
    ++*confirmed[c->standing.tone];
    if (c->standing.tone != KIRI_TONE_UNKNOWN)
        return;
    gint64 *guessed[] = {[KIRI_TONE_UNKNOWN] = &q->guess_unknown,
                         [KIRI_TONE_POSITIVE] = &q->guess_positive,
                         [KIRI_TONE_NEUTRAL] = &q->guess_neutral,
                         [KIRI_TONE_CRITICAL] = &q->guess_critical};
    ++*guessed[c->clip->score ? c->clip->score->tone : KIRI_TONE_UNKNOWN];
}

static void count_tier(KiriQuality *q, const KiriSummaryClip *c, gboolean is_new_medium)
{
    gint64 tier = c->medium ? c->medium->tier : 0;
    gint64 *clips = tier == 1   ? &q->tier1
                    : tier == 2 ? &q->tier2
                    : tier == 3 ? &q->tier3
                                : &q->tier_unknown;
    gint64 *media = tier == 1   ? &q->tier1_media
                    : tier == 2 ? &q->tier2_media
                    : tier == 3 ? &q->tier3_media
                                : &q->tier_unknown_media;
    ++*clips;
    *media += is_new_medium ? 1 : 0;
}

/* In whose words. A piece of publicity that took its text from another one is a copy,
 * whatever a person calls it. */
static void count_words(KiriQuality *q, const KiriSummaryClip *c)
{
    if (c->class_ == KIRI_CLASS_VERBATIM)
        q->verbatim++;
    else if (c->class_ == KIRI_CLASS_MENTION)
        q->mentions++;
    else if (c->class_ == KIRI_CLASS_SYNDICATED || c->clip->origin)
        q->copied++;
    else
        q->original++;
}

static void count_messages(KiriQuality *q, const KiriSummary *s)
{
    for (guint i = 0; i < s->messages->len; i++) {
        const KiriMessageRow *row = g_ptr_array_index(s->messages, i);
        q->message_chances += row->conveyed + row->partly + row->none + row->unknown;
        q->messages_conveyed += row->conveyed;
        q->messages_partly += row->partly;
        q->messages_unknown += row->unknown;
        q->messages_wrong += row->wrong;
    }
    gint64 known = q->message_chances - q->messages_unknown;
    q->message_share = known ? (gdouble)q->messages_conveyed / (gdouble)known : 0;
}

struct KiriQualityMaker {
    KiriQuality *q;
    gint64 forms[KIRI_N_FORMS];
    GHashTable *media; // ids and names of sites, owned
};

KiriQualityMaker *kiri_quality_begin(void)
{
    KiriQualityMaker *maker = g_new0(KiriQualityMaker, 1);
    maker->q = kiri_quality_new();
    maker->media = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return maker;
}

void kiri_quality_add(KiriQualityMaker *maker, const KiriSummaryClip *c)
{
    const char *name = c->medium ? c->medium->id : c->article->site_name;
    gboolean is_new = name && !g_hash_table_contains(maker->media, name);
    if (is_new)
        g_hash_table_add(maker->media, g_strdup(name));
    count_prominence(maker->q, c);
    count_tone(maker->q, c);
    count_tier(maker->q, c, is_new);
    count_words(maker->q, c);
    maker->forms[kiri_article_form(c->article)]++;
}

KiriQuality *kiri_quality_end(KiriQualityMaker *maker, const KiriSummary *s)
{
    KiriQuality *q = maker->q;
    for (gint f = 0; f < KIRI_N_FORMS; f++) {
        if (!maker->forms[f])
            continue;
        KiriFormRow *row = kiri_form_row_new();
        *row = (KiriFormRow){f, maker->forms[f]};
        kiri_recs_add(&q->forms, row);
    }
    g_hash_table_unref(maker->media);
    g_free(maker);
    if (q->scored) {
        q->prominence /= (gdouble)q->scored;
        q->share_about_us /= (gdouble)q->scored;
    }
    gint64 worded = q->original + q->copied + q->verbatim;
    q->original_share = worded ? (gdouble)q->original / (gdouble)worded : 0;
    count_messages(q, s);
    return q;
}
