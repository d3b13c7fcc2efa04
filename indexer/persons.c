// SPDX-License-Identifier: GPL-3.0-or-later
/* A name is a run of kanji that ends with an office (相良理事長), or that stands
 * before さん or 氏. Without a dictionary of names the length decides: two to five
 * characters, three at least where only an office says that it is a person. */
#include "claims.h"

#include "chars.h"

#include <string.h>

/* Longest match wins, so the order does not matter. */
static const char *const offices[] = {
    "大臣",   "副大臣", "政務官", "長官",   "次官", "社長",   "副社長", "会長",   "副会長",
    "理事長", "理事",   "教授",   "准教授", "助教", "講師",   "知事",   "副知事", "市長",
    "町長",   "村長",   "区長",   "代表",   "局長", "部長",   "課長",   "室長",   "所長",
    "館長",   "校長",   "園長",   "院長",   "学長", "総裁",   "頭取",   "専務",   "常務",
    "取締役", "委員長", "座長",   "議長",   "議員", "首相",   "監督",   "選手",   "医師",
    "弁護士", "研究員", "主任",   "支配人", "店長", "責任者", "被告",   "容疑者"};
static const char *const forms_of_address[] = {"氏", "さん", "様", "先生", "くん", "ちゃん"};

static gsize office_at_end(KiriStr run, const char **office)
{
    gsize longest = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(offices); i++) {
        gsize n = strlen(offices[i]);
        if (n > longest && n < run.n && memcmp(run.p + run.n - n, offices[i], n) == 0) {
            longest = n;
            *office = offices[i];
        }
    }
    return longest;
}

static gboolean is_addressed(KiriStr n, gsize at)
{
    for (gsize i = 0; i < G_N_ELEMENTS(forms_of_address); i++) {
        gsize length = strlen(forms_of_address[i]);
        if (n.n - at >= length && memcmp(n.p + at, forms_of_address[i], length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Common nouns that are addressed like people. */
static gboolean is_common(KiriStr name)
{
    static const char *const words[] = {
        "皆",     "患者", "客",     "業者",   "隊員",   "会員", "市民", "住民", "利用者", "来場者",
        "関係者", "各位", "受賞者", "担当者", "代表者", "会社", "医者", "学生", "生徒"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize n = strlen(words[i]);
        if (name.n >= n && memcmp(name.p + name.n - n, words[i], n) == 0)
            return TRUE;
    }
    return FALSE;
}

static void add_person(GArray *persons, KiriStr n, gsize from, gsize to, const char *role,
                       glong least)
{
    enum { MOST_CHARS = 5 };
    KiriStr name = {n.p + from, to - from};
    glong chars = g_utf8_strlen(name.p, (gssize)name.n);
    if (chars < least || chars > MOST_CHARS || is_common(name))
        return;
    KiriPerson p = {from, to, role};
    g_array_append_val(persons, p);
}

GArray *kiri_persons_with_roles(KiriStr n_text)
{
    enum { LEAST_WITH_OFFICE = 3, LEAST_ADDRESSED = 2 };
    GArray *persons = g_array_new(FALSE, FALSE, sizeof(KiriPerson));
    for (gsize at = 0; at < n_text.n;) {
        gsize to = at;
        while (to < n_text.n && kiri_char_class(kiri_char_at(n_text, to)) == KIRI_CHAR_KANJI)
            to = kiri_char_after(n_text, to);
        if (to == at) {
            at = kiri_char_after(n_text, at);
            continue;
        }
        const char *role = "";
        gsize office = office_at_end((KiriStr){n_text.p + at, to - at}, &role);
        gsize honorific = to - strlen("氏");
        if (office)
            add_person(persons, n_text, at, to - office, role, LEAST_WITH_OFFICE);
        else if (to - at > strlen("氏") && is_addressed(n_text, honorific))
            add_person(persons, n_text, at, honorific, "", LEAST_ADDRESSED);
        else if (is_addressed(n_text, to))
            add_person(persons, n_text, at, to, "", LEAST_ADDRESSED);
        at = to;
    }
    return persons;
}
