// SPDX-License-Identifier: GPL-3.0-or-later
/* See word_list.h. */
#include "word_list.h"

#include <string.h>

gsize kiri_list_begins(const char *s, const char *list)
{
    for (const char *w = list; *w;) {
        gsize n = strcspn(w, "|");
        if (w[0] == s[0] && strncmp(s, w, n) == 0)
            return n;
        w += n + (w[n] == '|');
    }
    return 0;
}

gboolean kiri_list_ends(const char *s, const char *list)
{
    gsize len = strlen(s);
    for (const char *w = list; *w;) {
        gsize n = strcspn(w, "|");
        if (len >= n && memcmp(s + len - n, w, n) == 0)
            return TRUE;
        w += n + (w[n] == '|');
    }
    return FALSE;
}

gboolean kiri_list_within(const char *s, const char *list)
{
    gsize len = strlen(s);
    for (const char *w = list; *w;) {
        gsize n = strcspn(w, "|");
        if (memmem(s, len, w, n))
            return TRUE;
        w += n + (w[n] == '|');
    }
    return FALSE;
}

guint kiri_list_count(const char *s, const char *list)
{
    guint count = 0;
    gsize len = strlen(s);
    for (const char *w = list; *w;) {
        gsize n = strcspn(w, "|");
        count += memmem(s, len, w, n) ? 1 : 0;
        w += n + (w[n] == '|');
    }
    return count;
}

gboolean kiri_list_has(const char *s, gsize len, const char *list)
{
    for (const char *w = list; *w;) {
        gsize n = strcspn(w, "|");
        if (n == len && memcmp(s, w, n) == 0)
            return TRUE;
        w += n + (w[n] == '|');
    }
    return FALSE;
}

gboolean kiri_list_row(const char *s, const char *list)
{
    while (*s) {
        gsize longest = 0;
        for (const char *w = list; *w;) {
            gsize n = strcspn(w, "|");
            if (n > longest && strncmp(s, w, n) == 0)
                longest = n;
            w += n + (w[n] == '|');
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
