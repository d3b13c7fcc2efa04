// SPDX-License-Identifier: GPL-3.0-or-later
/* Marks that one text hands on to another almost unchanged: names in quotes,
 * people. */
#include "chars.h"
#include "doc.h"

#include <stdlib.h>
#include <string.h>

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, each once, as a NULL-terminated array. */
static char **finish(GPtrArray *found)
{
    g_ptr_array_sort(found, compare_strings);
    char **all = g_new0(char *, found->len + 1);
    guint n = 0;
    for (guint i = 0; i < found->len; i++) {
        char *s = g_ptr_array_index(found, i);
        if (n == 0 || strcmp(all[n - 1], s) != 0)
            all[n++] = g_strdup(s);
    }
    g_ptr_array_unref(found);
    return all;
}

static void find_quoted(KiriStr s, const char *open, const char *close, GPtrArray *found)
{
    enum { LEAST_CHARS = 2, MOST_CHARS = 40 };
    gsize sign = strlen(open);
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        const char *from = memmem(p, (gsize)(end - p), open, sign);
        if (!from)
            return;
        from += sign;
        const char *to = memmem(from, (gsize)(end - from), close, sign);
        if (!to)
            return;
        /* 「a「b」: the innermost opening sign counts. */
        for (const char *inner; (inner = memmem(from, (gsize)(to - from), open, sign));)
            from = inner + sign;
        glong chars = g_utf8_strlen(from, to - from);
        if (chars >= LEAST_CHARS && chars <= MOST_CHARS)
            g_ptr_array_add(found, g_strndup(from, (gsize)(to - from)));
        p = to + sign;
    }
}

char **kiri_quoted_find(KiriStr title, KiriStr text)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    const KiriStr both[] = {title, text};
    for (gsize i = 0; i < G_N_ELEMENTS(both); i++) {
        find_quoted(both[i], "「", "」", found);
        find_quoted(both[i], "『", "』", found);
    }
    return finish(found);
}

typedef struct {
    KiriStr text;
    GPtrArray *found;
} Persons;

static gsize title_of_office(KiriStr name)
{
    static const char *const titles[] = {
        "大臣",   "副大臣", "政務官", "長官", "社長", "副社長", "会長", "理事長", "教授",
        "准教授", "知事",   "市長",   "町長", "村長", "区長",   "代表", "局長",   "所長",
        "館長",   "校長",   "氏",     "議員", "首相", "院長",   "監督"};
    gsize longest = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++) {
        gsize n = strlen(titles[i]);
        if (n > longest && n < name.n && memcmp(name.p + name.n - n, titles[i], n) == 0)
            longest = n;
    }
    return longest;
}

static void add_person(KiriStr name, GPtrArray *found)
{
    enum { LEAST_CHARS = 3, MOST_CHARS = 5 };
    gsize title = title_of_office(name);
    glong chars = g_utf8_strlen(name.p, (gssize)(name.n - title));
    if (title && chars >= LEAST_CHARS && chars <= MOST_CHARS)
        g_ptr_array_add(found, g_strndup(name.p, name.n - title));
}

char **kiri_persons_find(KiriStr n_text)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    for (gsize at = 0; at < n_text.n;) {
        gsize to = at;
        while (to < n_text.n && kiri_char_class(kiri_char_at(n_text, to)) == KIRI_CHAR_KANJI)
            to = kiri_char_after(n_text, to);
        if (to > at)
            add_person((KiriStr){n_text.p + at, to - at}, found);
        at = to > at ? to : kiri_char_after(n_text, at);
    }
    return finish(found);
}
