// SPDX-License-Identifier: GPL-3.0-or-later
/* Is a release, or who issued it, named in passing (言及)? News of the organisation
 * itself has it in the title or the first sentence; a piece about something else
 * comes to it later, once. A review, a round-up or a report on results names it at
 * once, and says by its own words that it is one. */
#include "decide.h"

#include <string.h>

enum { LEAST_CHARS = 4 };

static gboolean is_before(KiriStr text, gsize to, const char *word)
{
    gsize at, end;
    return kiri_keyword_find((KiriStr){text.p, to}, kiri_str(word), 0, &at, &end);
}

/* What the release has in quotes in its title may be any word. */
static gboolean is_name(const KiriMatcher *m, const char *word)
{
    const gdouble common = 0.004;
    return g_utf8_strlen(word, -1) >= LEAST_CHARS &&
           kiri_frequencies_least_share(m->frequencies, kiri_str(word)) < common;
}

/* Does one of the names occur; and if so, only behind the first sentence? */
static gboolean names_occur(const KiriMatcher *m, char **names, const KiriDoc *doc,
                            gboolean *only_behind)
{
    KiriStr title = kiri_normal_view(&doc->title), text = kiri_normal_view(&doc->text);
    gsize first = kiri_sentence_at(text, 0).n;
    gboolean occurs = FALSE;
    *only_behind = TRUE;
    for (char **n = names; n && *n; n++) {
        if (!is_name(m, *n))
            continue;
        gboolean in_front = is_before(title, title.n, *n) || is_before(text, first, *n);
        occurs |= in_front || is_before(text, text.n, *n);
        *only_behind &= !in_front;
    }
    *only_behind &= occurs;
    return occurs;
}

gboolean kiri_is_named_in_passing(const KiriMatcher *m, const KiriSubject *s,
                                  const KiriEntry *entry)
{
    const KiriNamed *named = kiri_named_get(s->named, entry->organisation);
    if (named && named->probability >= KIRI_P_LINK && !named->in_title && !named->in_first)
        return TRUE;
    gboolean is_behind, occurs = names_occur(m, entry->doc->title_quoted, s->doc, &is_behind);
    gboolean is_later = (s->doc->signs.later & ~entry->doc->signs.later) != 0;
    return (occurs && is_behind) ||
           (is_later && (occurs || (named && named->probability >= KIRI_P_LINK)));
}
