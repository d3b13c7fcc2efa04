// SPDX-License-Identifier: GPL-3.0-or-later
/* What an article says that the release does not: days, and whose news it is.
 * Another product of the same firm has another day of sale; a rival's like product
 * has another subject. What both texts share cannot tell them apart. */
#include "match_features.h"

#include "chars.h"

#include <string.h>

enum { ENOUGH_DAYS = 2, LEAST_NAME = 3, MOST_NAME = 16 };

static gboolean holds(const KiriDoc *doc, KiriStr word)
{
    return memmem(doc->text.text, doc->text.n, word.p, word.n) ||
           memmem(doc->title.text, doc->title.n, word.p, word.n);
}

/* ---- days ---- */

/* Who tells of the same named thing and gives another day has got it wrong. */
static gboolean has_name_of(const KiriDoc *article, const KiriDoc *release)
{
    for (char **q = article->title_quoted; *q; q++)
        if (holds(release, kiri_str(*q)))
            return TRUE;
    return FALSE;
}

static gboolean stood_before(const GArray *dates, guint i)
{
    for (guint j = 0; j < i; j++)
        if (g_array_index(dates, KiriTextDate, j).key == g_array_index(dates, KiriTextDate, i).key)
            return TRUE;
    return FALSE;
}

/* Share of the days that the article gives with their month; a single one says half.
 * Bare days (17日) are most often those of the announcement, and have features of
 * their own; the release's day is one of its dates. */
static gdouble alien_dates(const KiriDoc *article, const KiriDoc *release)
{
    guint all = 0, alien = 0;
    if (has_name_of(article, release))
        return 0;
    for (guint i = 0; i < article->dates->len; i++) {
        const KiriTextDate *d = &g_array_index(article->dates, KiriTextDate, i);
        if (d->is_relative || stood_before(article->dates, i))
            continue;
        all++;
        alien += !kiri_text_dates_have(release->dates, d) &&
                 !kiri_text_dates_have(release->title_dates, d);
    }
    return all ? (gdouble)alien / MAX(all, ENOUGH_DAYS) : 0;
}

/* ---- the subject ---- */

static gboolean has_at(KiriStr s, gsize at, const char *word)
{
    gsize n = strlen(word);
    return s.n - at >= n && memcmp(s.p + at, word, n) == 0;
}

static gboolean is_of_name(KiriStr s, gsize at)
{
    KiriCharClass c = kiri_char_class(kiri_char_at(s, at));
    return c == KIRI_CHAR_KANJI || c == KIRI_CHAR_KATAKANA || c == KIRI_CHAR_LATIN ||
           has_at(s, at, "・");
}

/* Behind a dateline or a credit: 【ロンドン共同】, (共同). */
static gsize behind_brackets(KiriStr text, gsize at)
{
    static const char *const pairs[][2] = {{"【", "】"}, {"(", ")"}};
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (!has_at(text, at, pairs[i][0]))
            continue;
        const char *close = memmem(text.p + at, text.n - at, pairs[i][1], strlen(pairs[i][1]));
        return close ? (gsize)(close - text.p) + strlen(pairs[i][1]) : text.n;
    }
    return at;
}

KiriStr kiri_subject_of(KiriStr n_text)
{
    gsize from = behind_brackets(n_text, 0), to;
    while (from < n_text.n && g_ascii_isspace(n_text.p[from]))
        from++;
    glong chars = 0;
    for (to = from; to < n_text.n && is_of_name(n_text, to); chars++)
        to = kiri_char_after(n_text, to);
    gboolean is_topic = chars >= LEAST_NAME && chars <= MOST_NAME &&
                        has_at(n_text, behind_brackets(n_text, to), "は");
    return (KiriStr){n_text.p + from, is_topic ? to - from : 0};
}

static gboolean is_subject_alien(const KiriDoc *article, const KiriDoc *release)
{
    KiriStr subject = kiri_subject_of(kiri_normal_view(&article->text));
    return subject.n && !holds(release, subject);
}

void kiri_features_aliens(const KiriDoc *article, const KiriDoc *release, gdouble *x)
{
    x[KIRI_X_DATES_ALIEN] = alien_dates(article, release);
    x[KIRI_X_SUBJECT_ALIEN] = is_subject_alien(article, release);
}
