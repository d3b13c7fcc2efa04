// SPDX-License-Identifier: GPL-3.0-or-later
/* The keyword promise, decided on the text itself. */
#include <kirinuki/normalize.h>

#include <string.h>

/* How far back a URL is looked for; a longer one is refused everywhere else. */
enum { URL_BYTES = 2048 };

static KiriCharClass class_before(KiriStr text, gsize at)
{
    if (at == 0)
        return KIRI_CHAR_SPACE;
    const char *p = g_utf8_find_prev_char(text.p, text.p + at);
    return p ? kiri_char_class(kiri_char_read(p)) : KIRI_CHAR_SPACE;
}

static KiriCharClass class_at(KiriStr text, gsize at)
{
    return at < text.n ? kiri_char_class(kiri_char_read(text.p + at)) : KIRI_CHAR_SPACE;
}

static gboolean needs_boundary(KiriCharClass class)
{
    return class == KIRI_CHAR_LATIN || class == KIRI_CHAR_DIGIT;
}

static gboolean is_url_char(char c)
{
    return g_ascii_isalnum(c) || (c && strchr("-._~:/?#[]@!$&'()*+,;=%", c));
}

/* Is the place inside a URL, behind its scheme or "www."? Words there are names
 * of folders, not of what the article is about. */
static gboolean is_in_url(KiriStr text, gsize at)
{
    gsize from = at;
    while (from > 0 && at - from < URL_BYTES && is_url_char(text.p[from - 1]))
        from--;
    KiriStr run = {text.p + from, at - from};
    return memmem(run.p, run.n, "://", 3) || (run.n >= 4 && memcmp(run.p, "www.", 4) == 0);
}

gboolean kiri_keyword_is_at(KiriStr text, KiriStr keyword, gsize at)
{
    gsize end = at + keyword.n;
    KiriCharClass first = class_at(keyword, 0), last = class_before(keyword, keyword.n);
    if (needs_boundary(first) && class_before(text, at) == first)
        return FALSE;
    if (needs_boundary(last) && class_at(text, end) == last)
        return FALSE;
    return (first != KIRI_CHAR_LATIN && last != KIRI_CHAR_LATIN) || !is_in_url(text, at);
}

gboolean kiri_keyword_find(KiriStr text, KiriStr keyword, gsize from, gsize *at, gsize *end)
{
    if (!keyword.n)
        return FALSE;
    while (from + keyword.n <= text.n) {
        const char *p = memmem(text.p + from, text.n - from, keyword.p, keyword.n);
        if (!p)
            return FALSE;
        gsize found = (gsize)(p - text.p);
        if (kiri_keyword_is_at(text, keyword, found)) {
            *at = found;
            *end = found + keyword.n;
            return TRUE;
        }
        from = found + 1;
    }
    return FALSE;
}
