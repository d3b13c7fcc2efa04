// SPDX-License-Identifier: GPL-3.0-or-later
/* Rules for words in katakana, each over one run of it:
 *
 *   the long mark at the end left out, behind four characters and more that end
 *   in -a (コンピューター) or in one of -ri, -ti, -di, -gi, -ji
 *   (バッテリー, ノベルティー): the two classes that JIS Z 8301 wrote without it; of three
 *   characters only the words of katakana.tsv (サーバー), for the rest is too
 *   often another word (ローラ, サッカ, センサ|ス)
 *   ヴァ ヴィ ヴ ヴェ ヴォ ヴュ as バ ビ ブ ベ ボ ビュ; the other way round it
 *   takes a table
 *   ウィ ウェ ウォ as ウイ ウエ ウオ, and back
 *   ・ and = between two words left out, = as ・, and ・ in place of a space
 *
 * What no rule can tell (メイン and メーン, レポート and リポート) stands in
 * katakana.tsv. */
#include "variants_internal.h"

#include "chars.h"

#include <kirinuki/normalize.h>

#include <string.h>

enum { LONG_MARK = 0x30fc, LEAST_STEM = 4 };

static gboolean is_katakana(gunichar c)
{
    return kiri_char_class(c) == KIRI_CHAR_KATAKANA;
}

static gboolean is_dot(gunichar c)
{
    return c == 0x30fb || c == 0x30a0 || c == '='; // ・, ゠, =
}

static void add(KiriChanges *c, gsize from, gsize to, const char *text, guint bounds)
{
    kiri_changes_add(c, from, to, text, KIRI_VARIANT_CHOUON, "rule", bounds);
}

/* ---- the long mark at the end ---- */

static gboolean loses_long_mark(KiriStr stem)
{
    static const char a_row[] = "アカサタナハマヤラワガザダバパァャヮ";
    static const char *const i_row[] = {"リ", "ティ", "ディ", "ギ", "ジ"};
    if (g_utf8_strchr(a_row, -1, kiri_char_at(stem, kiri_char_before(stem, stem.n))))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(i_row); i++) {
        gsize n = strlen(i_row[i]);
        if (stem.n > n && memcmp(stem.p + stem.n - n, i_row[i], n) == 0)
            return TRUE;
    }
    return FALSE;
}

static void drop_long_mark(KiriChanges *c, gsize from, gsize to)
{
    gsize mark = kiri_char_before(c->n, to);
    KiriStr stem = {c->n.p + from, mark - from};
    if (kiri_char_at(c->n, mark) != LONG_MARK || !stem.n)
        return;
    /* Names of people keep it: リドリー・スコット. */
    if ((from && is_dot(kiri_char_at(c->n, kiri_char_before(c->n, from)))) ||
        (to < c->n.n && is_dot(kiri_char_at(c->n, to))))
        return;
    if (g_utf8_strlen(stem.p, (gssize)stem.n) >= LEAST_STEM && loses_long_mark(stem))
        add(c, mark, to, "", 0);
}

/* ---- spellings ---- */

typedef struct {
    const char *from, *to;
} Spelling;

/* Exchanges all spellings of the run at once; longer ones stand first. */
static void respell(KiriChanges *c, gsize from, gsize to, const Spelling *spellings, gsize n)
{
    g_autoptr(GString) text = g_string_new_len(c->n.p + from, (gssize)(to - from));
    guint changed = 0;
    for (gsize i = 0; i < n; i++)
        changed += g_string_replace(text, spellings[i].from, spellings[i].to, 0);
    if (changed)
        add(c, from, to, text->str, 0);
}

static void change_run(KiriChanges *c, gsize from, gsize to)
{
    static const Spelling v_as_b[] = {{"ヴァ", "バ"}, {"ヴィ", "ビ"},   {"ヴェ", "ベ"},
                                      {"ヴォ", "ボ"}, {"ヴュ", "ビュ"}, {"ヴ", "ブ"}};
    static const Spelling large[] = {{"ウィ", "ウイ"}, {"ウェ", "ウエ"}, {"ウォ", "ウオ"}};
    static const Spelling small[] = {{"ウイ", "ウィ"}, {"ウエ", "ウェ"}, {"ウオ", "ウォ"}};
    drop_long_mark(c, from, to);
    respell(c, from, to, v_as_b, G_N_ELEMENTS(v_as_b));
    respell(c, from, to, large, G_N_ELEMENTS(large));
    respell(c, from, to, small, G_N_ELEMENTS(small));
}

/* ---- between two words ---- */

/* A name of several words: all dots between katakana at once. */
static void change_dots(KiriChanges *c, gsize from, gsize to)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    g_autoptr(GString) dotted = g_string_new(NULL);
    gboolean has_other = FALSE;
    for (gsize i = from; i < to; i = kiri_char_after(c->n, i)) {
        gunichar here = kiri_char_at(c->n, i);
        has_other = has_other || (is_dot(here) && here != 0x30fb);
        if (!is_dot(here))
            g_string_append_unichar(joined, here);
        g_string_append_unichar(dotted, is_dot(here) ? 0x30fb : here);
    }
    add(c, from, to, joined->str, 0);
    if (has_other)
        add(c, from, to, dotted->str, 0);
}

/* N has dropped the spaces between katakana; the keyword as written knows them. */
static void change_spaces(KiriChanges *c)
{
    g_auto(KiriNormal) n = {0};
    kiri_normalize(c->raw, TRUE, &n);
    for (gsize i = 0; i < n.n_gaps; i++) {
        gsize at = n.gaps[i].n_at;
        if (at && at < c->n.n && is_katakana(kiri_char_at(c->n, at)) &&
            is_katakana(kiri_char_at(c->n, kiri_char_before(c->n, at))))
            add(c, at, at, "・", 0);
    }
}

void kiri_changes_of_katakana(KiriChanges *c)
{
    if (!kiri_changes_want(c, KIRI_VARIANT_CHOUON))
        return;
    gsize name = 0; // a row of runs with dots between them begins here
    gboolean has_dots = FALSE;
    for (gsize from = 0; from < c->n.n;) {
        gsize to = from;
        while (to < c->n.n && is_katakana(kiri_char_at(c->n, to)))
            to = kiri_char_after(c->n, to);
        if (to == from) { // no katakana here
            from = name = kiri_char_after(c->n, from);
            continue;
        }
        change_run(c, from, to);
        gsize next = to < c->n.n ? kiri_char_after(c->n, to) : to;
        gboolean goes_on = to < c->n.n && is_dot(kiri_char_at(c->n, to)) && next < c->n.n &&
                           is_katakana(kiri_char_at(c->n, next));
        if (!goes_on && has_dots)
            change_dots(c, name, to);
        has_dots = goes_on;
        if (!goes_on)
            name = next;
        from = goes_on ? next : to;
    }
    change_spaces(c);
}
