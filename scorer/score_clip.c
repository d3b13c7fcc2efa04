// SPDX-License-Identifier: GPL-3.0-or-later
/* One clip's figures from its inputs: views, price, share, placement, and the
 * sentence that shows the computation. */
#include "scorer.h"

#include <math.h>

/* Where we stand in the piece. A reader of the headline has seen us; one who
 * leaves after the lead has not seen the end. The steps are a convention of this
 * program, printed with every figure, and changed nowhere else. */
static const struct {
    gdouble factor;
    const char *reason;
} placements[] = {{1.0, "見出しに掲載"}, {0.8, "リードに掲載"}, {0.5, "本文に掲載"}};

static void set_placement(KiriScore *s)
{
    gsize i = s->in_headline ? 0 : s->in_lead ? 1 : 2;
    s->placement = placements[i].factor;
    s->placement_reason = g_strdup(placements[i].reason);
}

static void set_formula(KiriScore *s)
{
    g_autofree char *pv = kiri_number_grouped(s->monthly_page_views);
    g_autofree char *yen = kiri_number_grouped(s->ave_yen);
    g_autofree char *cpm = kiri_number_grouped(s->cpm_yen);
    char share[G_ASCII_DTOSTR_BUF_SIZE], placement[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(share, sizeof share, "%.3f", s->share_about_us);
    g_ascii_formatd(placement, sizeof placement, "%.1f", s->placement);
    s->formula = g_strdup_printf("月間%sPV ÷ 当月%" G_GINT64_FORMAT
                                 "記事 × CPM %s円 ÷ 1,000 × 関連部分%s × 掲載位置%s（%s）＝ %s円",
                                 pv, s->articles_that_month, cpm, share, placement,
                                 s->placement_reason, yen);
}

static const char *missing_input(const KiriMedium *medium, const KiriRate *rate,
                                 const KiriArticle *article, gint64 articles_that_month)
{
    if (!medium)
        return "媒体未登録";
    if (!kiri_time_is_set(article->published) || articles_that_month <= 0)
        return "掲載日不明";
    if (medium->monthly_page_views <= 0)
        return "閲覧数未登録";
    return rate ? NULL : "単価未登録";
}

KiriScore *kiri_score_clip(const KiriClip *clip, const KiriArticle *article,
                           const KiriMedium *medium, const KiriRate *rate,
                           gint64 articles_that_month, const KiriRelease *target,
                           const KiriScoreOrganisation *organisation)
{
    KiriShareTarget about = {.name = organisation->name,
                             .aliases = organisation->aliases,
                             .release = target,
                             .words = organisation->words};
    KiriScore *s = kiri_score_new();
    kiri_score_text(s, clip, article, &about);
    s->articles_that_month = articles_that_month;
    s->monthly_users = medium ? medium->monthly_users : 0;
    s->monthly_page_views = medium ? medium->monthly_page_views : 0;
    set_placement(s);
    if (target)
        kiri_score_messages(s, article, target);
    const char *missing = missing_input(medium, rate, article, articles_that_month);
    if (medium && medium->monthly_page_views > 0 && articles_that_month > 0)
        s->views = (gdouble)medium->monthly_page_views / (gdouble)articles_that_month;
    if (missing) {
        s->unknown_reason = g_strdup(missing);
        return s;
    }
    s->is_known = TRUE;
    s->is_estimate = rate->confidence == KIRI_CONFIDENCE_ESTIMATE ||
                     medium->confidence == KIRI_CONFIDENCE_ESTIMATE;
    s->cpm_yen = rate->price_yen;
    s->rate_id = g_strdup(rate->id);
    s->rate_source = g_strdup(rate->source);
    s->ave_yen = (gint64)llround(s->views * (gdouble)rate->price_yen / 1000 * s->share_about_us *
                                 s->placement);
    set_formula(s);
    return s;
}
