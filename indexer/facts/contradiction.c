// SPDX-License-Identifier: GPL-3.0-or-later
/* For each claim of the article that the release does not know, the claim of the
 * release that it most likely misstates, if there is one. A claim of the release
 * is misstated once. */
#include "contradiction.h"

#include "chars.h"
#include "match/doc.h"

#include <string.h>

enum { MOST_CLAIMS = 5, MOST_QUOTE_CHARS = 120 };

static const gdouble threshold = .5;

/* A short quotation: the sentence, cut behind MOST_QUOTE_CHARS characters. */
static char *quote(KiriStr sentence)
{
    sentence = kiri_str_strip(sentence);
    gsize at = 0;
    for (guint chars = 0; at < sentence.n && chars < MOST_QUOTE_CHARS; chars++)
        at = kiri_char_after(sentence, at);
    g_autofree char *cut = g_strndup(sentence.p, at);
    return at < sentence.n ? g_strconcat(cut, "…", NULL) : g_steal_pointer(&cut);
}

static void add_claim(GPtrArray **found, const KiriSide *article, const KiriClaim *a,
                      const KiriSide *release, const KiriClaim *b)
{
    KiriContradiction *c = kiri_contradiction_new();
    c->article_value = kiri_claim_format(a);
    c->release_value = kiri_claim_format(b);
    c->article_sentence = quote(kiri_claims_sentence(article->claims, a->sentence)->original);
    c->release_sentence = quote(kiri_claims_sentence(release->claims, b->sentence)->original);
    kiri_recs_add(found, c);
}

static gboolean was_found(const GPtrArray *found, const KiriClaim *a, const KiriClaim *b)
{
    g_autofree char *ours = kiri_claim_format(a), *theirs = kiri_claim_format(b);
    for (guint i = 0; found && i < found->len; i++) {
        const KiriContradiction *c = g_ptr_array_index(found, i);
        if (strcmp(c->article_value, ours) == 0 || strcmp(c->release_value, theirs) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A headline rounds what the text says exactly: the latter is shown. */
static gboolean is_rounded_later(const KiriSide *article, guint i)
{
    const KiriClaim *a = kiri_claims_get(article->claims, i);
    for (guint j = i + 1; j < article->claims->claims->len; j++) {
        const KiriClaim *finer = kiri_claims_get(article->claims, j);
        if ((finer->value != a->value || a->is_bare) && kiri_claim_is_rounding(a, finer))
            return TRUE;
    }
    return FALSE;
}

static gdouble judge(const KiriFrequencies *f, const KiriSide *article, const KiriClaim *a,
                     const KiriSide *release, const KiriClaim *b)
{
    KiriPair pair;
    if (a->kind >= KIRI_CLAIM_PERSON)
        return a->kind == b->kind && kiri_claim_is_misnamed(a, b) ? 1 : 0;
    return kiri_claims_pair(f, article, a, release, b, &pair) ? kiri_pair_judge(a->kind, &pair) : 0;
}

GPtrArray *kiri_contradictions_between(const KiriFrequencies *f, KiriSide *article,
                                       KiriSide *release)
{
    GPtrArray *found = NULL;
    kiri_sides_meet(article, release);
    const GArray *ours = article->claims->claims, *theirs = release->claims->claims;
    for (guint i = 0; i < ours->len && kiri_recs_count(found) < MOST_CLAIMS; i++) {
        const KiriClaim *a = kiri_claims_get(article->claims, i), *best = NULL;
        gdouble most = threshold;
        if (article->known[i] || is_rounded_later(article, i))
            continue;
        for (guint j = 0; j < theirs->len; j++) {
            const KiriClaim *b = kiri_claims_get(release->claims, j);
            if (release->known[j] || a->kind != b->kind)
                continue;
            gdouble p = judge(f, article, a, release, b);
            if (p > most) {
                most = p;
                best = b;
            }
        }
        if (best && !was_found(found, a, best))
            add_claim(&found, article, a, release, best);
    }
    return found;
}

GPtrArray *kiri_contradictions_find(const KiriFrequencies *f, const KiriArticle *article,
                                    const KiriRelease *release)
{
    g_auto(KiriSide) ours = {0}, theirs = {0};
    kiri_side_init(&ours, article->title, article->text, kiri_article_when(article));
    kiri_side_init(&theirs, release->title, release->text, release->date);
    return kiri_contradictions_between(f, &ours, &theirs);
}
