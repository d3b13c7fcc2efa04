// SPDX-License-Identifier: GPL-3.0-or-later
/* Is it the same act, told at the same time? Texts on one matter are alike; what
 * they say happened, and when it was announced, tells them apart. */
#include "match_features.h"

static gdouble halves(guint64 bits)
{
    guint n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return MIN(n, 2) / 2.0;
}

/* TRUE when the article names days of announcement; `*is_ours` when the release's
 * own day, or the day beside it (an evening edition, an embargo), is one. */
static gboolean days_announced(const KiriDoc *article, const KiriDoc *release, gboolean *is_ours)
{
    const GArray *days = article->signs.announced;
    *is_ours = FALSE;
    if (!release->day_key || !days->len)
        return FALSE;
    for (guint i = 0; i < days->len; i++)
        *is_ours |= g_array_index(days, gint32, i) == release->day_key;
    return TRUE;
}

gdouble kiri_acts_alien(const KiriDoc *article, const KiriDoc *release, const KiriDoc *beside)
{
    guint64 known = release->signs.acts | (beside ? beside->signs.acts : 0);
    return halves(article->signs.acts_title & ~known);
}

void kiri_features_signs(const KiriDoc *article, const KiriDoc *release, gdouble *x)
{
    const KiriSigns *a = &article->signs, *r = &release->signs;
    gboolean is_ours, has_days = days_announced(article, release, &is_ours);
    x[KIRI_X_ANNOUNCED_ON] = has_days && is_ours;
    x[KIRI_X_ANNOUNCED_ELSE] = has_days && !is_ours;
    x[KIRI_X_LATER] = halves(a->later & ~r->later);
    x[KIRI_X_ACT_ALIEN] = kiri_acts_alien(article, release, NULL);
}
