// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said in the very sentences that name the organisation, or a rare name of its
 * release. A survey that a column leans on (「厚労省の調べでは」), a step that a rival's
 * news comes back to (「先に発表された…」) are told there in one clause. */
#include "passing.h"

#include <string.h>

static gboolean has(KiriStr s, const char *word)
{
    return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static gboolean is_named_in(const KiriAside *a, KiriStr sentence)
{
    for (const char *const *form = a->forms; form && *form; form++)
        if (has(sentence, *form))
            return TRUE;
    for (guint i = 0; i < a->n_names; i++)
        if (has(sentence, a->names[i]))
            return TRUE;
    return FALSE;
}

static gboolean tells(KiriStr sentence)
{
    static const char *const words[] = {"発表", "公表", "明らかに", "調べ",     "集計", "調査",
                                        "統計", "予想", "予測",     "見通し",   "始め", "開始",
                                        "決め", "決定", "打ち出",   "によると", "発売", "投入",
                                        "選ば", "認定", "受賞",     "公開",     "受け", "導入"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (has(sentence, words[i]))
            return TRUE;
    return FALSE;
}

void kiri_passing_aside(const KiriAside *a, gdouble *x)
{
    for (guint k = KIRI_SENTENCE_BEHIND; k < a->n; k++) {
        if (!is_named_in(a, a->sentences[k]))
            continue;
        x[KIRI_M_TOLD] = x[KIRI_M_TOLD] > 0 || tells(a->sentences[k]);
        x[KIRI_M_TOGETHER] = MAX(x[KIRI_M_TOGETHER], a->shares[k]);
    }
}
