// SPDX-License-Identifier: GPL-3.0-or-later
/* The exposure of one clip: who could have seen it, by the figures of its medium. A
 * page of the web could be seen by everybody who used the site in its month; pieces of
 * one month meet the same people. */
#include "scorer.h"

/* "2026-04" of a day in Japan (transfer full). */
static char *month_of(KiriTime t)
{
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    return g_strdup_printf("%04d-%02d", c.year, c.month);
}

KiriScoreReach *kiri_score_reach(const KiriArticle *article, const KiriMedium *medium)
{
    KiriScoreReach *r = kiri_score_reach_new();
    r->is_web = TRUE;
    r->exposure =
        month_of(kiri_time_is_set(article->published) ? article->published : article->fetched);
    if (!medium || medium->monthly_users <= 0) {
        r->note = g_strdup(medium ? "月間利用者数が未登録" : "媒体が未登録");
        return r;
    }
    r->basis = KIRI_REACH_USERS;
    r->people = r->audience = medium->monthly_users;
    r->source = g_strdup(medium->figures_source);
    return r;
}
