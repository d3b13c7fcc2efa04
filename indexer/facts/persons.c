// SPDX-License-Identifier: GPL-3.0-or-later
/* A name is a run of kanji that ends with an office (相良理事長), or that stands
 * before さん or 氏. Without a dictionary of names the length decides: two to five
 * characters, three at least where only an office says that it is a person. */
#include "claims.h"

#include "chars.h"

#include <string.h>

/* Longest match wins, so the order does not matter. */
#define WORD(s)                                                                                    \
    {                                                                                              \
        s, sizeof s - 1                                                                            \
    }
static const KiriStr offices[] = {
    WORD("大臣"),   WORD("副大臣"), WORD("政務官"), WORD("長官"),   WORD("次官"),   WORD("社長"),
    WORD("副社長"), WORD("会長"),   WORD("副会長"), WORD("理事長"), WORD("理事"),   WORD("教授"),
    WORD("准教授"), WORD("助教"),   WORD("講師"),   WORD("知事"),   WORD("副知事"), WORD("市長"),
    WORD("町長"),   WORD("村長"),   WORD("区長"),   WORD("代表"),   WORD("局長"),   WORD("部長"),
    WORD("課長"),   WORD("室長"),   WORD("所長"),   WORD("館長"),   WORD("校長"),   WORD("園長"),
    WORD("院長"),   WORD("学長"),   WORD("総裁"),   WORD("頭取"),   WORD("専務"),   WORD("常務"),
    WORD("取締役"), WORD("委員長"), WORD("座長"),   WORD("議長"),   WORD("議員"),   WORD("首相"),
    WORD("監督"),   WORD("選手"),   WORD("医師"),   WORD("弁護士"), WORD("研究員"), WORD("主任"),
    WORD("支配人"), WORD("店長"),   WORD("責任者"), WORD("被告"),   WORD("容疑者")};
static const KiriStr forms_of_address[] = {WORD("氏"),   WORD("さん"), WORD("様"),
                                           WORD("先生"), WORD("くん"), WORD("ちゃん")};

/* The last byte says no nearly always. */
static gboolean ends_with(KiriStr s, KiriStr end)
{
    return s.n >= end.n && s.p[s.n - 1] == end.p[end.n - 1] &&
           memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

/* What an office may end with, by the six lower bits of its last byte: most runs of kanji
 * end with another one. */
static guint64 last_bytes(void)
{
    guint64 bits = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(offices); i++)
        bits |= G_GUINT64_CONSTANT(1) << ((guchar)offices[i].p[offices[i].n - 1] & 63);
    return bits;
}

static gsize office_at_end(KiriStr run, guint64 lasts, const char **office)
{
    gsize longest = 0;
    if (!(lasts >> ((guchar)run.p[run.n - 1] & 63) & 1))
        return 0;
    for (gsize i = 0; i < G_N_ELEMENTS(offices); i++) {
        gsize n = offices[i].n;
        if (n > longest && n < run.n && ends_with(run, offices[i])) {
            longest = n;
            *office = offices[i].p;
        }
    }
    return longest;
}

/* A few bytes say no nearly always. */
static gboolean begins_with(KiriStr s, gsize at, KiriStr word)
{
    gsize n = 0;
    while (n < word.n && at + n < s.n && s.p[at + n] == word.p[n])
        n++;
    return n == word.n;
}

static gboolean is_addressed(KiriStr n, gsize at)
{
    for (gsize i = 0; i < G_N_ELEMENTS(forms_of_address); i++)
        if (begins_with(n, at, forms_of_address[i]))
            return TRUE;
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
    guint64 lasts = last_bytes();
    for (gsize at = 0; at < n_text.n;) {
        gsize to = at;
        while (to < n_text.n && kiri_char_class(kiri_char_at(n_text, to)) == KIRI_CHAR_KANJI)
            to = kiri_char_after(n_text, to);
        if (to == at) {
            at = kiri_char_after(n_text, at);
            continue;
        }
        const char *role = "";
        gsize office = office_at_end((KiriStr){n_text.p + at, to - at}, lasts, &role);
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
