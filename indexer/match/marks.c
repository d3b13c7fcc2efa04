// SPDX-License-Identifier: GPL-3.0-or-later
/* Marks that one text hands on to another almost unchanged: names in quotes,
 * people. */
#include "facts/claims.h"
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

char **kiri_persons_find(KiriStr n_text)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) persons = kiri_persons_with_roles(n_text);
    for (guint i = 0; i < persons->len; i++) {
        const KiriPerson *person = &g_array_index(persons, KiriPerson, i);
        g_ptr_array_add(found, g_strndup(n_text.p + person->from, person->to - person->from));
    }
    return finish(found);
}
