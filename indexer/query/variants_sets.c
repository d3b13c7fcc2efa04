// SPDX-License-Identifier: GPL-3.0-or-later
/* Words of the tables inside a keyword, and particles between its parts.
 *
 * A word of a set counts only where it stands for itself. There are no spaces to
 * tell that, so the scripts do: the edge of a run of kanji, katakana, Latin
 * letters or digits is the edge of a word; inside a run, what is left beside the
 * word must be made of known parts of compounds (compound_parts.tsv, and all
 * words of the sets) and of few affixes. So 年休 stands in 年休取得率, but 国連
 * does not in 中国連邦, nor 東大 in 東大阪市. */
#include "variants_internal.h"

#include "chars.h"

#include <kirinuki/normalize.h>

#include <string.h>

enum {
    MOST_RUN_BYTES = 120, // a longer run is not looked into
    MOST_AFFIXES = 2,
    SURE_KANJI = 4, // words of so many characters stand for themselves anywhere
    SURE_KATAKANA = 5,
};

static const char affixes[] =
    "元前現新旧全各同本当対反親非未両総駐在米日中韓英独仏露国大小"
    "省庁都道府県市区町村郡局部課室会署院所場館校園社店党軍隊団班派側"
    "法令案版費税券債料金額率数量値点位者長員民官相士師家系製産用付別"
    "入下上内外間後時期年月日化的性型式圏網線駅港病症薬車機器品物書表票証状紙";

static guint chars_of(KiriStr s)
{
    return (guint)g_utf8_strlen(s.p, (gssize)s.n);
}

static gboolean is_known(const KiriVariants *v, KiriStr s)
{
    return g_hash_table_contains(v->parts, &s) || g_hash_table_contains(v->by_n, &s);
}

/* Is the run nothing but known words of two characters and more, and affixes?
 * `fewest[i]`: affixes that the first i bytes need at least. */
static gboolean is_made_of_words(const KiriVariants *v, KiriStr run)
{
    enum { NEVER = 99 };
    guint8 fewest[MOST_RUN_BYTES + 1];
    if (run.n > MOST_RUN_BYTES)
        return FALSE;
    memset(fewest, NEVER, sizeof fewest);
    fewest[0] = 0;
    for (gsize i = 0; i < run.n; i = kiri_char_after(run, i)) {
        if (fewest[i] > MOST_AFFIXES)
            continue;
        gsize one = kiri_char_after(run, i);
        if (g_utf8_strchr(affixes, -1, kiri_char_at(run, i)))
            fewest[one] = MIN(fewest[one], fewest[i] + 1);
        for (gsize to = one; to < run.n;) {
            to = kiri_char_after(run, to);
            if (is_known(v, (KiriStr){run.p + i, to - i}))
                fewest[to] = MIN(fewest[to], fewest[i]);
        }
    }
    return fewest[run.n] <= MOST_AFFIXES;
}

/* The run of one script that ends, or begins, at `at`. */
static KiriStr run_before(KiriStr n, gsize at)
{
    gsize from = at;
    KiriCharClass class = kiri_char_class(kiri_char_at(n, kiri_char_before(n, at)));
    while (from > 0 && kiri_char_class(kiri_char_at(n, kiri_char_before(n, from))) == class)
        from = kiri_char_before(n, from);
    return (KiriStr){n.p + from, at - from};
}

static KiriStr run_behind(KiriStr n, gsize at)
{
    gsize to = at;
    KiriCharClass class = kiri_char_class(kiri_char_at(n, at));
    while (to < n.n && kiri_char_class(kiri_char_at(n, to)) == class)
        to = kiri_char_after(n, to);
    return (KiriStr){n.p + at, to - at};
}

/* May a word whose edge is of `class` have `run` of the same script beside it? */
static gboolean may_touch(const KiriVariants *v, KiriCharClass class, gboolean is_sure, KiriStr run)
{
    switch (class) {
    case KIRI_CHAR_KANJI:
    case KIRI_CHAR_KATAKANA:
        return is_sure || is_made_of_words(v, run);
    case KIRI_CHAR_HIRAGANA:
    case KIRI_CHAR_LATIN:
    case KIRI_CHAR_DIGIT:
        return FALSE;
    default:
        return TRUE;
    }
}

static gboolean is_all(KiriStr s, KiriCharClass class)
{
    for (gsize i = 0; i < s.n; i = kiri_char_after(s, i))
        if (kiri_char_class(kiri_char_at(s, i)) != class)
            return FALSE;
    return TRUE;
}

/* Does [from, to) of the keyword stand for itself? */
static gboolean stands_alone(const KiriVariants *v, KiriStr n, gsize from, gsize to)
{
    KiriStr word = {n.p + from, to - from};
    KiriCharClass first = kiri_char_class(kiri_char_at(n, from));
    KiriCharClass last = kiri_char_class(kiri_char_at(n, kiri_char_before(n, to)));
    gboolean is_sure =
        chars_of(word) >= (is_all(word, KIRI_CHAR_KATAKANA) ? SURE_KATAKANA : SURE_KANJI);
    gboolean is_one = chars_of(word) == 1; // 熊 is not in 熊本
    if (from > 0 && kiri_char_class(kiri_char_at(n, kiri_char_before(n, from))) == first &&
        (is_one || !may_touch(v, first, is_sure, run_before(n, from))))
        return FALSE;
    if (to == n.n || kiri_char_class(kiri_char_at(n, to)) != last)
        return TRUE;
    if (is_one)
        return FALSE;
    /* 子ども|たち: kana behind a word with kanji is its ending, or the next word. */
    if (last == KIRI_CHAR_HIRAGANA && !is_all(word, KIRI_CHAR_HIRAGANA))
        return TRUE;
    return may_touch(v, last, is_sure, run_behind(n, to));
}

/* ---- words of sets ---- */

static gboolean is_in_place(const KiriVariants *v, const KiriSet *set, KiriStr n, gsize from,
                            gsize to)
{
    switch (set->kind) {
    case KIRI_VARIANT_OKURIGANA:
        return stands_alone(v, n, from, to) &&
               (!set->tails || (to < n.n && g_utf8_strchr(set->tails, -1, kiri_char_at(n, to))));
    case KIRI_VARIANT_LATIN:
        return from == 0 && to == n.n;
    default:
        return stands_alone(v, n, from, to);
    }
}

static gboolean ends_in_kanji(const char *n)
{
    const char *last = g_utf8_find_prev_char(n, n + strlen(n));
    return last && kiri_char_class(g_utf8_get_char(last)) == KIRI_CHAR_KANJI;
}

/* 引っ越し|を is 引越を, but 引っ越し|て is not 引越て: what follows the last kana of a
 * word goes on with it, unless it is a particle. */
static gboolean keeps_last_kana(const KiriSet *set, KiriStr n, gsize to)
{
    static const char particles[] = "のをはがにへともやで";
    if (set->kind != KIRI_VARIANT_OKURIGANA || set->tails || to == n.n)
        return FALSE;
    gunichar behind = kiri_char_at(n, to);
    return kiri_char_class(behind) == KIRI_CHAR_HIRAGANA && !g_utf8_strchr(particles, -1, behind);
}

/* A longer name of the same (楽天グループ) is found by the shorter one where that is
 * the keyword, and misleads inside another (楽天カード). */
static void add_others(const KiriVariants *v, KiriChanges *c, guint word, gsize from, gsize to)
{
    const KiriSetWord *words = (const KiriSetWord *)(const void *)v->words->data;
    const KiriSet *set = &g_array_index(v->sets, KiriSet, words[word].set);
    gboolean is_name = set->kind == KIRI_VARIANT_ALIAS || set->kind == KIRI_VARIANT_SYNONYM;
    gboolean keeps_kana = keeps_last_kana(set, c->n, to) && !ends_in_kanji(words[word].n);
    for (guint i = set->first; i < set->first + set->n; i++)
        if (i != word && !(keeps_kana && ends_in_kanji(words[i].n)) &&
            !(is_name && strstr(words[i].n, words[word].n)))
            kiri_changes_add(c, from, to, words[i].text, set->kind, set->origin, 0);
}

/* The sets that the word [from, to) belongs to; TRUE when there was any. */
static gboolean change_word(const KiriVariants *v, KiriChanges *c, gsize from, gsize to)
{
    KiriStr key = {c->n.p + from, to - from};
    guint word = GPOINTER_TO_UINT(g_hash_table_lookup(v->by_n, &key));
    gboolean is_changed = FALSE;
    for (; word; word = g_array_index(v->words, KiriSetWord, word - 1).next) {
        const KiriSet *set =
            &g_array_index(v->sets, KiriSet, g_array_index(v->words, KiriSetWord, word - 1).set);
        if (!kiri_changes_want(c, set->kind) || !is_in_place(v, set, c->n, from, to))
            continue;
        add_others(v, c, word - 1, from, to);
        is_changed = TRUE;
    }
    return is_changed;
}

/* At each place the longest word; a shorter one inside it is a part of its name:
 * 消防庁 in 総務省消防庁. */
void kiri_changes_of_sets(const KiriVariants *v, KiriChanges *c)
{
    gsize done = 0; // end of the last word that was changed
    for (gsize from = 0; from < c->n.n; from = kiri_char_after(c->n, from)) {
        gsize to = MIN(c->n.n, from + v->longest);
        while (to < c->n.n && ((guchar)c->n.p[to] & 0xc0) == 0x80)
            to--;
        for (; to > from && to > done; to = kiri_char_before(c->n, to))
            if (change_word(v, c, from, to)) {
                done = to;
                break;
            }
    }
}

/* ---- particles ---- */

/* Where the head's company begins that ends at `at`: a stretch of kanji,
 * katakana, Latin letters and digits. */
static gsize company_begins(KiriStr n, gsize at)
{
    while (at > 0) {
        gsize before = kiri_char_before(n, at);
        KiriCharClass class = kiri_char_class(kiri_char_at(n, before));
        if (class != KIRI_CHAR_KANJI && class != KIRI_CHAR_KATAKANA && class != KIRI_CHAR_LATIN &&
            class != KIRI_CHAR_DIGIT)
            break;
        at = before;
    }
    return at;
}

static gboolean has_company(KiriStr n, gsize at, guint least)
{
    gsize from = company_begins(n, at);
    return chars_of((KiriStr){n.p + from, at - from}) >= least;
}

/* The particle of the head that ends at `at`, or NULL. */
static const char *particle_before(const KiriHead *head, KiriStr n, gsize at)
{
    for (guint i = 0; head->particles[i]; i++) {
        gsize length = strlen(head->particles[i]);
        if (length < at && memcmp(n.p + at - length, head->particles[i], length) == 0)
            return head->particles[i];
    }
    return NULL;
}

/* Is the head [at, to) whole? Behind it the compound ends, or goes on with one known
 * word: 製造|企業, but not 利用|者. */
static gboolean may_end(const KiriVariants *v, KiriStr n, gsize at, gsize to)
{
    if (to == n.n)
        return TRUE;
    KiriCharClass behind = kiri_char_class(kiri_char_at(n, to));
    if (behind == KIRI_CHAR_HIRAGANA || behind == KIRI_CHAR_OTHER)
        return TRUE;
    KiriStr rest = run_behind(n, to);
    return behind == kiri_char_class(kiri_char_at(n, at)) && chars_of(rest) >= 2 &&
           is_known(v, rest);
}

/* 年休を取得企業 and 年休を取得の are no Japanese: を and が need the head's end. */
static gboolean takes_all_particles(KiriStr n, gsize to)
{
    if (to == n.n)
        return TRUE;
    gunichar behind = kiri_char_at(n, to);
    return behind != 0x306e && kiri_char_class(behind) != KIRI_CHAR_KANJI; // の
}

static void change_head(const KiriVariants *v, KiriChanges *c, const KiriHead *head, gsize at,
                        gsize to)
{
    gboolean takes_all = takes_all_particles(c->n, to);
    const char *there = particle_before(head, c->n, at);
    gsize from = there ? at - strlen(there) : at;
    if (!from || !has_company(c->n, from, head->least))
        return;
    KiriCharClass here = kiri_char_class(kiri_char_at(c->n, at));
    if (!there && kiri_char_class(kiri_char_at(c->n, kiri_char_before(c->n, at))) == here &&
        !is_made_of_words(v, run_before(c->n, at)))
        return;
    if (there)
        kiri_changes_add(c, from, at, "", KIRI_VARIANT_PARTICLE, head->origin, 0);
    for (guint i = 0; head->particles[i]; i++)
        if (head->particles[i] != there && (takes_all || strcmp(head->particles[i], "の") == 0))
            kiri_changes_add(c, from, at, head->particles[i], KIRI_VARIANT_PARTICLE, head->origin,
                             0);
}

/* 育児・介護 is written 育児と介護, 育児や介護, 育児、介護 and 育児介護 as well. */
static void change_dot(KiriChanges *c, gsize at)
{
    static const char *const others[] = {"", "と", "や", "、"};
    gsize behind = kiri_char_after(c->n, at);
    if (at == 0 || behind >= c->n.n ||
        kiri_char_class(kiri_char_at(c->n, kiri_char_before(c->n, at))) != KIRI_CHAR_KANJI ||
        kiri_char_class(kiri_char_at(c->n, behind)) != KIRI_CHAR_KANJI)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        kiri_changes_add(c, at, behind, others[i], KIRI_VARIANT_PARTICLE, "rule", 0);
}

void kiri_changes_of_particles(const KiriVariants *v, KiriChanges *c)
{
    if (!kiri_changes_want(c, KIRI_VARIANT_PARTICLE))
        return;
    for (gsize at = 0; at < c->n.n; at = kiri_char_after(c->n, at)) {
        if (kiri_char_at(c->n, at) == 0x30fb) // ・
            change_dot(c, at);
        for (gsize to = kiri_char_after(c->n, at); at && to <= c->n.n && to - at <= v->longest_head;
             to = to < c->n.n ? kiri_char_after(c->n, to) : c->n.n + 1) {
            KiriStr key = {c->n.p + at, to - at};
            const KiriHead *head = g_hash_table_lookup(v->heads, &key);
            if (head && may_end(v, c->n, at, to))
                change_head(v, c, head, at, to);
        }
    }
}
