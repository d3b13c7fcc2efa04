// SPDX-License-Identifier: GPL-3.0-or-later
/* See word_list.h. Lists are asked for every short line of a page: a word that does
 * not fit is left at its first letter that differs. */
#include "word_list.h"

#include <string.h>

/* Length of the word at `w`. */
static gsize word_length(const char *w)
{
    return (gsize)(strchrnul(w, '|') - w);
}

/* The word behind the one that `w` stands in, or the end. */
static const char *next_word(const char *w)
{
    w = strchrnul(w, '|');
    return *w ? w + 1 : w;
}

/* How much of `s` is the word at `w`: its length where all of it is, else 0. */
static gsize match(const char *s, const char *w)
{
    gsize n = 0;
    while (w[n] && w[n] != '|' && s[n] == w[n])
        n++;
    return !w[n] || w[n] == '|' ? n : 0;
}

gsize kiri_list_begins(const char *s, const char *list)
{
    for (const char *w = list; *w; w = next_word(w)) {
        gsize n = w[0] == s[0] ? match(s, w) : 0;
        if (n)
            return n;
    }
    return 0;
}

gboolean kiri_list_ends(const char *s, const char *list)
{
    gsize len = strlen(s);
    for (const char *w = list; *w;) {
        gsize n = word_length(w);
        if (len >= n && memcmp(s + len - n, w, n) == 0)
            return TRUE;
        w += n + (w[n] == '|');
    }
    return FALSE;
}

/* Which rows of three bytes a text has, as a set that may take one row for another:
 * most words of a list are not in it, and need not be looked for. */
enum { ROW_BYTES = 3, ROW_BITS = 4096 };

typedef struct {
    const char *s;
    gsize len;
    guint8 rows[ROW_BITS / 8];
} Searched;

static guint row_at(const char *p)
{
    return ((guint)(guchar)p[0] << 4 ^ (guint)(guchar)p[1] << 6 ^ (guint)(guchar)p[2]) % ROW_BITS;
}

static void note_rows(Searched *in, const char *s)
{
    *in = (Searched){.s = s, .len = strlen(s)};
    for (gsize i = 0; i + ROW_BYTES <= in->len; i++) {
        guint row = row_at(s + i);
        in->rows[row / 8] |= (guint8)(1u << row % 8);
    }
}

static gboolean has_word(const Searched *in, const char *w, gsize n)
{
    guint row = n >= ROW_BYTES ? row_at(w) : 0;
    if (n >= ROW_BYTES && !(in->rows[row / 8] >> row % 8 & 1))
        return FALSE;
    return memmem(in->s, in->len, w, n) != NULL;
}

gboolean kiri_list_within(const char *s, const char *list)
{
    Searched in;
    note_rows(&in, s);
    for (const char *w = list; *w;) {
        gsize n = word_length(w);
        if (has_word(&in, w, n))
            return TRUE;
        w += n + (w[n] == '|');
    }
    return FALSE;
}

guint kiri_list_count(const char *s, const char *list)
{
    guint count = 0;
    Searched in;
    note_rows(&in, s);
    for (const char *w = list; *w;) {
        gsize n = word_length(w);
        count += has_word(&in, w, n) ? 1 : 0;
        w += n + (w[n] == '|');
    }
    return count;
}

gboolean kiri_list_has(const char *s, gsize len, const char *list)
{
    for (const char *w = list; len && *w; w = next_word(w)) {
        gsize n = 0;
        while (n < len && w[n] == s[n])
            n++;
        if (n == len && (!w[n] || w[n] == '|'))
            return TRUE;
        w += n;
    }
    return FALSE;
}

gboolean kiri_list_row(const char *s, const char *list)
{
    while (*s) {
        gsize longest = 0;
        for (const char *w = list; *w; w = next_word(w)) {
            gsize n = w[0] == s[0] ? match(s, w) : 0;
            longest = MAX(longest, n);
        }
        if (!longest)
            return FALSE;
        s += longest;
        s += strspn(s, " \n|/");
    }
    return TRUE;
}

const char *kiri_list_behind_opener(const char *s)
{
    static const char openers[] = "＞＞|>>|⇒|➡|▷|【|■|●|▼|◆|▽|・|＜|<|［|[|《|〈|★|☆|◎|▶|►|（|≫|→";

    s += kiri_list_begins(s, openers);
    while (*s == ' ')
        s++;
    return s;
}
