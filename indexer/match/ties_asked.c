// SPDX-License-Identifier: GPL-3.0-or-later
/* One pair that is asked for by name, for explaining: it is among the ties that are
 * compared whether the search has found it or not. */
#include "matcher.h"

static guint common_prints(const KiriSubject *s, KiriEntry *e)
{
    kiri_entry_prepare(e);
    g_autoptr(GArray) theirs = kiri_fingerprints(&e->letters);
    guint n = 0;
    for (guint i = 0; i < s->prints->len; i++)
        for (guint k = 0; k < theirs->len; k++)
            if (g_array_index(s->prints, guint64, i) == g_array_index(theirs, guint64, k)) {
                n++;
                break;
            }
    return n;
}

/* The tie of a release that the search has not found: it is not linked to. */
static KiriTie tie_by_name(const KiriMatcher *m, const KiriSubject *s, guint entry)
{
    KiriEntry *e = kiri_matcher_entry(m, entry);
    return (KiriTie){.entry = entry,
                     .cosine = kiri_vector_cosine(&s->doc->vector, &e->doc->vector),
                     .shared_prints = common_prints(s, e),
                     .fits = !kiri_is_date_far(s->doc, e->doc)};
}

static guint place_of(const GArray *ties, gint entry)
{
    guint at = 0;
    while (at < ties->len && (gint)g_array_index(ties, KiriTie, at).entry != entry)
        at++;
    return at;
}

void kiri_ties_arrange(const KiriMatcher *m, const KiriSubject *s, const KiriTieQuestion *q,
                       GArray *ties)
{
    for (guint i = 0; i < ties->len; i++)
        g_array_index(ties, KiriTie, i).is_candidate = TRUE;
    guint without = place_of(ties, q->without), wanted;
    if (without < ties->len)
        g_array_remove_index(ties, without);
    wanted = place_of(ties, q->wanted);
    if (q->wanted < 0 || wanted < MIN(ties->len, (guint)KIRI_TIES))
        return;
    KiriTie tie = wanted < ties->len ? g_array_index(ties, KiriTie, wanted)
                                     : tie_by_name(m, s, (guint)q->wanted);
    if (wanted < ties->len)
        g_array_remove_index(ties, wanted);
    g_array_insert_val(ties, MIN(ties->len, (guint)KIRI_TIES - 1), tie);
}
