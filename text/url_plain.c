// SPDX-License-Identifier: GPL-3.0-or-later
/* Most addresses are plain: http, a name, and a path and query of which nothing
 * is escaped, folded or left out. What is plain is its own serialisation, and its
 * parts are found without the parser, in a fifth of its time. Whatever is in doubt
 * is left to the parser. */
#include "url_internal.h"

#include <string.h>

/* The length of the host that `s` begins with, where it is a name in lower case
 * that stays as it is: no punycode, no number at its end. */
static gsize plain_host(KiriStr s)
{
    gsize n = 0, label = 0;
    for (; n < s.n; n++) {
        char c = s.p[n];
        if (c == '.')
            label = n + 1;
        else if (!g_ascii_islower(c) && !g_ascii_isdigit(c) && c != '-')
            break;
        if (n == label && c == 'x' && s.n - n > 3 && memcmp(s.p + n, "xn--", 4) == 0)
            return 0;
    }
    return label < n && g_ascii_islower(s.p[label]) ? n : 0;
}

/* Where the parts of a plain address begin and end. */
typedef struct {
    gsize scheme; // its length
    gsize host, path, query;
} Parts;

static const char of_path[] = "/-_.~!$&*+,;=:@()";
static const char of_query[] = "/-_.~!$&*+,;=:@()?%";

static gboolean is_one_of(char c, const char *signs, gsize n)
{
    return g_ascii_isalnum(c) || memchr(signs, c, n) != NULL;
}

static gboolean find_parts(KiriStr s, Parts *at)
{
    at->scheme = s.n > 8 && memcmp(s.p, "https:", 6) == 0 ? 5 : 4;
    at->host = at->scheme + 3;
    if (s.n <= at->host || memcmp(s.p, "http", 4) != 0 || memcmp(s.p + at->scheme, "://", 3) != 0)
        return FALSE;
    gsize host = plain_host((KiriStr){s.p + at->host, s.n - at->host});
    at->path = at->host + host;
    if (!host || at->path == s.n || s.p[at->path] != '/')
        return FALSE;
    for (at->query = at->path; at->query < s.n && s.p[at->query] != '?'; at->query++)
        if (!is_one_of(s.p[at->query], of_path, sizeof of_path - 1) ||
            (s.p[at->query] == '.' && s.p[at->query - 1] == '/'))
            return FALSE;
    for (gsize i = at->query + 1; i < s.n; i++)
        if (!is_one_of(s.p[i], of_query, sizeof of_query - 1))
            return FALSE;
    return TRUE;
}

KiriUrl *kiri_url_parse_plain(KiriStr s)
{
    Parts at;
    if (!find_parts(s, &at))
        return NULL;
    KiriUrl *url = g_new0(KiriUrl, 1);
    url->port = -1;
    url->href = kiri_str_dup(s);
    url->scheme = g_strndup(s.p, at.scheme);
    url->host = g_strndup(s.p + at.host, at.path - at.host);
    url->path = g_strndup(s.p + at.path, at.query - at.path);
    url->query = at.query < s.n ? g_strndup(s.p + at.query + 1, s.n - at.query - 1) : NULL;
    url->username = g_strdup("");
    url->password = g_strdup("");
    return url;
}

gboolean kiri_url_is_absolute(KiriStr s)
{
    Parts at;
    if (find_parts(s, &at))
        return TRUE;
    g_autoptr(KiriUrl) url = kiri_url_parse(s, NULL);
    return url != NULL;
}
