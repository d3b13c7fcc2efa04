// SPDX-License-Identifier: GPL-3.0-or-later
/* Which sentences are about us: those that name us or the matter, and those that
 * go on about us by a back reference (同省, 同社 …) while we were the last named.
 * Names are looked for in N-text, so width and case do not matter. */
#include "scorer.h"

#include <kirinuki/normalize.h>
#include <kirinuki/tokenize.h>

enum { LEAD_SENTENCES = 2, MIN_KEYWORD_BYTES = 6 };

static const char *const back_references[] = {"同省", "同庁",   "同社",   "同市",     "同県",
                                              "同町", "同機構", "同協会", "同委員会", "同法人"};

static void add_name(GPtrArray *names, const char *name)
{
    char *n = name ? kiri_normalize_dup(kiri_str(name)) : NULL;
    if (n && *n)
        g_ptr_array_add(names, n);
    else
        g_free(n);
}

static GPtrArray *names_of(const KiriRelease *release, const KiriScoreOrganisation *organisation)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    add_name(names, organisation->name);
    for (char **a = organisation->aliases; a && *a; a++)
        add_name(names, *a);
    if (!release)
        return names;
    add_name(names, release->organisation);
    for (char **a = release->aliases; a && *a; a++)
        add_name(names, *a);
    for (char **k = release->keywords; k && *k; k++)
        if (kiri_str(*k).n >= MIN_KEYWORD_BYTES)
            add_name(names, *k);
    return names;
}

static gboolean names_us(KiriStr text, GPtrArray *names)
{
    g_autofree char *n = kiri_normalize_dup(text);
    gsize at = 0, end = 0;
    for (guint i = 0; i < names->len; i++)
        if (kiri_keyword_find(kiri_str(n), kiri_str(g_ptr_array_index(names, i)), 0, &at, &end))
            return TRUE;
    return FALSE;
}

static gboolean refers_back(KiriStr sentence)
{
    for (gsize i = 0; i < G_N_ELEMENTS(back_references); i++)
        if (g_strstr_len(sentence.p, (gssize)sentence.n, back_references[i]))
            return TRUE;
    return FALSE;
}

KiriShare kiri_share_about_us(const KiriArticle *article, const KiriRelease *release,
                              const KiriScoreOrganisation *organisation)
{
    KiriShare share = {0};
    g_autoptr(GPtrArray) names = names_of(release, organisation);
    KiriStr text = kiri_str(article->text), sentence;
    gboolean were_we_named = FALSE;
    gsize at = 0;
    share.in_headline = names_us(kiri_str(article->title), names);
    while (kiri_sentence_next(text, &at, &sentence)) {
        share.sentences++;
        gboolean is_named = names_us(sentence, names);
        were_we_named |= is_named;
        if (!is_named && !(were_we_named && refers_back(sentence)))
            continue;
        share.about_us++;
        share.in_lead |= share.sentences <= LEAD_SENTENCES;
    }
    return share;
}
