// SPDX-License-Identifier: GPL-3.0-or-later
/* Sentences by their last word. A verb in the polite form is known by its ending; what
 * else ends in hiragana is taken for plain speech. 「連続再生は9時間。」 says nothing. */
#include "manner.h"

#include "chars.h"
#include "signs.h"

#include <kirinuki/normalize.h>

#include <string.h>

static gboolean ends_with_any(KiriStr s, const char *const *ends, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        gsize length = strlen(ends[i]);
        if (s.n >= length && memcmp(s.p + s.n - length, ends[i], length) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean is_polite(KiriStr sentence)
{
    static const char *const ends[] = {"ます",   "ました",   "ません",   "ましょう", "です",
                                       "でした", "でしょう", "ください", "下さい",   "ませ",
                                       "ますか", "ですか",   "ますので", "ですので"};
    return ends_with_any(sentence, ends, G_N_ELEMENTS(ends));
}

/* What stands behind the last word: 」, ), blanks. */
static KiriStr without_signs(KiriStr s)
{
    while (s.n) {
        gsize last = kiri_char_before(s, s.n);
        if (kiri_char_class(kiri_char_at(s, last)) != KIRI_CHAR_OTHER)
            break;
        s.n = last;
    }
    return s;
}

static void count_sentence(KiriStr sentence, KiriManner *manner)
{
    KiriStr s = without_signs(sentence);
    if (!s.n)
        return;
    gboolean ends_in_kana =
        kiri_char_class(kiri_char_at(s, kiri_char_before(s, s.n))) == KIRI_CHAR_HIRAGANA;
    if (is_polite(s))
        manner->polite++;
    else if (ends_in_kana)
        manner->plain++;
}

KiriManner kiri_manner_of(KiriStr n_text)
{
    static const char stop[] = "。";
    KiriManner manner = {0, 0};
    for (const char *p = n_text.p, *end = n_text.p + n_text.n, *dot;
         (dot = memmem(p, (gsize)(end - p), stop, strlen(stop))); p = dot + strlen(stop))
        count_sentence((KiriStr){p, (gsize)(dot - p)}, &manner);
    return manner;
}

/* Does the sentence stand in the release to its very end, and not as part of a longer
 * one? */
static gboolean stands_whole(KiriStr sentence, KiriStr n_release)
{
    for (const char *p = n_release.p, *end = p + n_release.n, *at;
         (at = memmem(p, (gsize)(end - p), sentence.p, sentence.n)); p = at + 1) {
        const char *behind = at + sentence.n;
        KiriStr rest = {behind, (gsize)(end - behind)};
        if (!rest.n || kiri_char_class(kiri_char_at(rest, 0)) == KIRI_CHAR_OTHER)
            return TRUE;
    }
    return FALSE;
}

gdouble kiri_share_kept(KiriStr n_article, KiriStr n_release)
{
    enum { LEAST_BYTES = 24 };
    gsize all = 0, kept = 0;
    for (KiriStr rest = n_article; rest.n;) {
        KiriStr sentence = kiri_sentence_at(rest, 0);
        rest = (KiriStr){rest.p + sentence.n, rest.n - sentence.n};
        KiriStr s = without_signs(kiri_str_strip(sentence));
        if (s.n < LEAST_BYTES)
            continue;
        all += s.n;
        kept += stands_whole(s, n_release) ? s.n : 0;
    }
    return all ? (gdouble)kept / (gdouble)all : 0;
}

static gboolean has(KiriStr s, const char *word)
{
    return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static gboolean has_reporter(KiriStr n_article, KiriStr n_release)
{
    static const char *const words[] = {"と発表し",     "を発表し", "と公表し",   "と明らかにし",
                                        "を明らかにし", "によると", "としている", "としています",
                                        "という。",     "だという", "と説明し",   "と話し"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (has(n_article, words[i]) && !has(n_release, words[i]))
            return TRUE;
    return FALSE;
}

gboolean kiri_is_edited(KiriStr n_article, KiriStr n_release)
{
    KiriManner mine = kiri_manner_of(n_article), theirs = kiri_manner_of(n_release);
    gboolean is_turned = theirs.polite > theirs.plain && mine.plain > mine.polite;
    return is_turned || has_reporter(n_article, n_release);
}
