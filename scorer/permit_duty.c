// SPDX-License-Identifier: GPL-3.0-or-later
/* What a licence says must go, and when. */
#include "permit.h"

#include <string.h>

/* Does another contract in force go on where this one ended? */
static gboolean is_continued(const KiriPermits *permits, const KiriLicence *ended, gint64 end_us)
{
    for (guint i = 0; i < permits->in_force->len; i++) {
        const KiriLicence *l = g_ptr_array_index(permits->in_force, i);
        if (l != ended && strcmp(l->medium, ended->medium) == 0 && l->contract == ended->contract &&
            kiri_permit_holds(l, end_us))
            return TRUE;
    }
    return FALSE;
}

/* From when on the licence wants it gone; G_MAXINT64: never. */
static gint64 due_of(const KiriPermits *permits, const KiriLicence *l, KiriLicensed what,
                     gint64 held_us)
{
    gint64 days = what == KIRI_LICENSED_BODY ? l->body_days : l->picture_days;
    gint64 from_us = 0, to_us = 0, due_us = G_MAXINT64;
    kiri_row_span(l->valid_from, l->valid_to, &from_us, &to_us);
    if (days > 0 && days < (G_MAXINT64 - MAX(held_us, 0)) / KIRI_US_PER_DAY)
        due_us = held_us + days * KIRI_US_PER_DAY;
    if (l->ends_with_contract && to_us < due_us && !is_continued(permits, l, to_us))
        due_us = to_us;
    return due_us;
}

gboolean kiri_permits_is_licensed(const KiriPermits *permits, const char *medium)
{
    for (guint i = 0; medium && i < permits->in_force->len; i++)
        if (strcmp(((const KiriLicence *)permits->in_force->pdata[i])->medium, medium) == 0)
            return TRUE;
    return FALSE;
}

gint64 kiri_article_held_us(const KiriArticle *a)
{
    KiriTime t = a->appearance ? a->appearance->entered : a->fetched;
    return kiri_time_is_set(t) ? t.us : G_MININT64;
}

const KiriLicence *kiri_permits_due(const KiriPermits *permits, const char *medium,
                                    KiriLicensed what, gint64 held_us, gint64 now_us,
                                    gint64 *due_us)
{
    const KiriLicence *strictest = NULL;
    *due_us = G_MAXINT64;
    if (held_us == G_MININT64)
        return NULL;
    for (guint i = 0; medium && i < permits->in_force->len; i++) {
        const KiriLicence *l = g_ptr_array_index(permits->in_force, i);
        if (strcmp(l->medium, medium) != 0 || !kiri_permit_holds(l, held_us))
            continue;
        gint64 due = due_of(permits, l, what, held_us);
        if (due >= *due_us)
            continue;
        *due_us = due;
        strictest = l;
    }
    return strictest && *due_us <= now_us ? strictest : NULL;
}
