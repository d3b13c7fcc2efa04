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

KiriUrl *kiri_url_parse_plain(KiriStr s)
{
    gsize scheme = s.n > 8 && memcmp(s.p, "https:", 6) == 0 ? 5 : 4, at = scheme + 3, end;
    if (s.n <= at || memcmp(s.p, "http", 4) != 0 || memcmp(s.p + scheme, "://", 3) != 0)
        return NULL;
    gsize host = plain_host((KiriStr){s.p + at, s.n - at}), path = at + host;
    if (!host || path == s.n || s.p[path] != '/')
        return NULL;
    for (end = path; end < s.n && s.p[end] != '?'; end++)
        if ((!g_ascii_isalnum(s.p[end]) && !memchr("/-_.~!$&*+,;=:@()", s.p[end], 17)) ||
            (s.p[end] == '.' && s.p[end - 1] == '/'))
            return NULL;
    for (gsize i = end + 1; i < s.n; i++)
        if (!g_ascii_isalnum(s.p[i]) && !memchr("/-_.~!$&*+,;=:@()?%", s.p[i], 19))
            return NULL;
    KiriUrl *url = g_new0(KiriUrl, 1);
    url->port = -1;
    url->href = kiri_str_dup(s);
    url->scheme = g_strndup(s.p, scheme);
    url->host = g_strndup(s.p + at, host);
    url->path = g_strndup(s.p + path, end - path);
    url->query = end < s.n ? g_strndup(s.p + end + 1, s.n - end - 1) : NULL;
    url->username = g_strdup("");
    url->password = g_strdup("");
    return url;
}
