// SPDX-License-Identifier: GPL-3.0-or-later
/* Passages that article and release share, with what stands around them: beside each
 * other where the terminal is wide enough, else one below the other. Places are told
 * in letters from 1, as people count; programs get bytes. */
#include "explain.h"

#include "columns.h"

#include <string.h>

enum { WIDE = 100, INDENT = 4, CONTEXT_LETTERS = 24 };

/* Is it a place of the text, and one between letters? */
static gboolean is_range(const char *text, gint64 from, gint64 to)
{
    gint64 n = text ? (gint64)strlen(text) : -1;
    return from >= 0 && from < to && to <= n && ((guchar)text[from] & 0xc0) != 0x80 &&
           ((guchar)text[to] & 0xc0) != 0x80;
}

/* The text around [from, to), which is set off. */
static void excerpt(KiriMarked *m, const char *text, gint64 from, gint64 to)
{
    const char *begin = text + from, *end = text + to;
    for (guint i = 0; i < CONTEXT_LETTERS && begin > text && begin[-1] != '\n'; i++)
        begin = g_utf8_prev_char(begin);
    for (guint i = 0; i < CONTEXT_LETTERS && *end && *end != '\n'; i++)
        end += g_utf8_skip[(guchar)*end];
    const KiriStr dots = KIRI_STR_LITERAL("…"), none = {"", 0};
    kiri_marked_add(m, begin > text && begin[-1] != '\n' ? dots : none, FALSE);
    kiri_marked_add(m, (KiriStr){begin, (gsize)(text + from - begin)}, FALSE);
    kiri_marked_add(m, (KiriStr){text + from, (gsize)(to - from)}, TRUE);
    kiri_marked_add(m, (KiriStr){text + to, (gsize)(end - text - to)}, FALSE);
    kiri_marked_add(m, *end && *end != '\n' ? dots : none, FALSE);
}

/* "12–58": letters from 1. */
static char *place(const char *text, gint64 from, gint64 to)
{
    glong first = g_utf8_strlen(text, (gssize)from) + 1;
    glong last = first + g_utf8_strlen(text + from, (gssize)(to - from)) - 1;
    return g_strdup_printf("%ld–%ld", first, last);
}

static void print_passage(const KiriExplain *x, const KiriPassage *p, const char *article,
                          const char *release)
{
    g_autofree char *at_article = place(article, p->article_from, p->article_to);
    g_autofree char *at_release = place(release, p->release_from, p->release_to);
    g_auto(KiriMarked) a, r;
    kiri_marked_init(&a, x->has_color);
    kiri_marked_init(&r, x->has_color);
    gboolean is_wide = x->columns >= WIDE;
    if (!is_wide) {
        kiri_marked_add(&a, kiri_str(_("article: ")), FALSE);
        kiri_marked_add(&r, kiri_str(_("release: ")), FALSE);
    }
    excerpt(&a, article, p->article_from, p->article_to);
    excerpt(&r, release, p->release_from, p->release_to);
    kiri_out_printf(
        _("  article %s, release %s: %ld characters\n"), at_article, at_release,
        g_utf8_strlen(article + p->article_from, (gssize)(p->article_to - p->article_from)));
    guint columns = is_wide ? (x->columns - INDENT - 3) / 2 : x->columns - INDENT;
    g_autoptr(GPtrArray) left = kiri_marked_wrap(&a, columns);
    g_autoptr(GPtrArray) right = kiri_marked_wrap(&r, columns);
    if (is_wide) {
        kiri_out_sides(INDENT, left, right, columns);
        return;
    }
    kiri_out_lines(INDENT, left);
    kiri_out_lines(INDENT, right);
}

/* The texts may have changed since the clip was made; then the passage itself is all
 * that can be shown. */
static gboolean is_there(const KiriPassage *p, const char *article, const char *release)
{
    gsize n = p->text ? strlen(p->text) : 0;
    return n && is_range(article, p->article_from, p->article_to) &&
           is_range(release, p->release_from, p->release_to) &&
           (gint64)n == p->article_to - p->article_from &&
           memcmp(article + p->article_from, p->text, n) == 0;
}

void kiri_explain_passages(const KiriExplain *x, const GPtrArray *passages,
                           const KiriArticle *article, const KiriRelease *release)
{
    for (guint i = 0; i < kiri_recs_count(passages); i++) {
        const KiriPassage *p = g_ptr_array_index(passages, i);
        if (i == 0)
            kiri_explain_heading(_("the same in article and release"));
        if (is_there(p, article->text, release ? release->text : NULL)) {
            print_passage(x, p, article->text, release->text);
            continue;
        }
        g_autofree char *text = kiri_out_safe(p->text);
        kiri_out_printf(_("  %s (a text has changed since)\n"), text);
    }
}
