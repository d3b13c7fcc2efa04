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

static gboolean has_date(const KiriDoc *release, const KiriTextDate *d)
{
    return kiri_text_dates_have(release->dates, d) || kiri_text_dates_have(release->title_dates, d);
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
gdouble kiri_dates_alien(const KiriDoc *article, const KiriDoc *release, const KiriDoc *beside)
{
    guint all = 0, alien = 0;
    if (has_name_of(article, release))
        return 0;
    for (guint i = 0; i < article->dates->len; i++) {
        const KiriTextDate *d = &g_array_index(article->dates, KiriTextDate, i);
        if (d->is_relative || stood_before(article->dates, i))
            continue;
        all++;
        alien += !has_date(release, d) && !(beside && has_date(beside, d));
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

static KiriStr name_at(KiriStr text, gsize from)
{
    gsize to = from;
    glong chars = 0;
    for (; to < text.n && is_of_name(text, to); chars++)
        to = kiri_char_after(text, to);
    return (KiriStr){text.p + from, chars >= LEAST_NAME && chars <= MOST_NAME ? to - from : 0};
}

/* The name at the beginning, where one of these stands behind it. */
static KiriStr opening_name(KiriStr text, const char *const *signs)
{
    gsize from = behind_brackets(text, 0);
    while (from < text.n && g_ascii_isspace(text.p[from]))
        from++;
    KiriStr name = name_at(text, from);
    gsize behind = behind_brackets(text, from + name.n);
    for (; name.n && *signs; signs++)
        if (has_at(text, behind, *signs))
            return name;
    return (KiriStr){text.p, 0};
}

KiriStr kiri_subject_of(KiriStr n_text)
{
    static const char *const topic[] = {"は", NULL};
    return opening_name(n_text, topic);
}

KiriStr kiri_subject_of_title(KiriStr n_title)
{
    static const char *const comma[] = {"、", ",", NULL};
    return opening_name(n_title, comma);
}

static gboolean is_alien(KiriStr subject, const KiriDoc *release)
{
    return subject.n && !holds(release, subject);
}

void kiri_features_aliens(const KiriDoc *article, const KiriDoc *release, gdouble *x)
{
    x[KIRI_X_DATES_ALIEN] = kiri_dates_alien(article, release, NULL);
    KiriStr title = kiri_normal_view(&article->title), text = kiri_normal_view(&article->text);
    x[KIRI_X_SUBJECT_ALIEN] = is_alien(kiri_subject_of(text), release);
    x[KIRI_X_TITLE_ALIEN] = is_alien(kiri_subject_of_title(title), release);
}
