// SPDX-License-Identifier: GPL-3.0-or-later
/* The URL parser of the WHATWG standard, §4.4.
 *
 * The standard describes a state machine over code points. Here the same
 * language is read by one function per component, because each component's
 * extent can be found by a search for its delimiters: easier to follow, and
 * linear. A base URL is given as text and parsed first: what is serialised
 * parses to itself, so no second kind of object is needed.
 *
 * Invariants: the text that is parsed is valid UTF-8 without tab, LF and CR;
 * `path` is either "" or starts with '/', or the URL has no host and the path is
 * opaque. */
#include "url_internal.h"

#include <string.h>

typedef struct {
    KiriStr rest;        // what is still to be read
    const KiriUrl *base; // may be NULL
    gboolean is_special;
    gboolean is_file;
    KiriUrl *url; // scheme, host, port, username, password, query, fragment
    KiriBuf path;
} Parser;

static const struct {
    const char *scheme;
    gint port;
} special_schemes[] = {{"http", 80}, {"https", 443}, {"ftp", 21},
                       {"ws", 80},   {"wss", 443},   {"file", 0}};

gint kiri_url_default_port(const char *scheme)
{
    for (guint i = 0; i < G_N_ELEMENTS(special_schemes); i++)
        if (strcmp(special_schemes[i].scheme, scheme) == 0)
            return special_schemes[i].port;
    return -1;
}

void kiri_url_encode(KiriBuf *out, KiriStr s, KiriUrlSet set)
{
    static const char *const extra[] = {
        [KIRI_URL_SET_CONTROL] = "",         [KIRI_URL_SET_FRAGMENT] = " \"<>`",
        [KIRI_URL_SET_QUERY] = " \"#<>",     [KIRI_URL_SET_SPECIAL_QUERY] = " \"#<>'",
        [KIRI_URL_SET_PATH] = " \"#<>?^`{}", [KIRI_URL_SET_USERINFO] = " \"#<>?^`{}/:;=@[\\]|",
    };
    const char hex[] = "0123456789ABCDEF";
    gsize plain = 0; // bytes before i that stay as they are
    for (gsize i = 0; i <= s.n; i++) {
        guchar c = i < s.n ? (guchar)s.p[i] : 0;
        if (c >= 0x20 && c <= 0x7e && (g_ascii_isalnum(c) || !strchr(extra[set], c))) {
            plain++;
            continue;
        }
        kiri_buf_add(out, s.p + i - plain, plain);
        plain = 0;
        if (i < s.n) {
            const char escaped[] = {'%', hex[c >> 4], hex[c & 15]};
            kiri_buf_add(out, escaped, 3);
        }
    }
}

void kiri_url_decode(KiriBuf *out, KiriStr s)
{
    for (gsize i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%' && s.n - i > 2 && g_ascii_isxdigit(s.p[i + 1]) &&
            g_ascii_isxdigit(s.p[i + 2])) {
            c = (char)(g_ascii_xdigit_value(s.p[i + 1]) << 4 | g_ascii_xdigit_value(s.p[i + 2]));
            i += 2;
        }
        kiri_buf_add_char(out, c);
    }
}

/* Control characters and spaces around it, tabs and line ends anywhere, are no
 * part of a URL; bytes that are not UTF-8 become U+FFFD. */
static void clean_input(KiriStr input, KiriBuf *out)
{
    while (input.n && (guchar)input.p[0] <= ' ')
        input.p++, input.n--;
    while (input.n && (guchar)input.p[input.n - 1] <= ' ')
        input.n--;
    while (input.n) {
        const char *stop = NULL;
        g_utf8_validate_len(input.p, input.n, &stop);
        while (input.p < stop) {
            gsize n = 0;
            while (input.p + n < stop &&
                   ((guchar)input.p[n] > '\r' || !strchr("\t\n\r", input.p[n])))
                n++;
            kiri_buf_add(out, input.p, n);
            n += input.p + n < stop ? 1 : 0;
            input.p += n, input.n -= n;
        }
        if (input.n) {
            kiri_buf_add_unichar(out, input.p[0] ? 0xfffd : 0);
            input.p++, input.n--;
        }
    }
}

/* The byte at `i`, or 0 behind the end; a NUL in the text is no delimiter. */
static char peek(const Parser *p, gsize i)
{
    return i < p->rest.n ? p->rest.p[i] : 0;
}

static void skip(Parser *p, gsize n)
{
    p->rest.p += n;
    p->rest.n -= n;
}

/* Reads up to the first of `delimiters`; a backslash is one where the scheme is
 * special and '/' is. */
static KiriStr take_until(Parser *p, const char *delimiters)
{
    gboolean backslash = p->is_special && strchr(delimiters, '/');
    gsize n = 0;
    for (; n < p->rest.n; n++) {
        char c = p->rest.p[n];
        if (!g_ascii_isalnum(c) && ((c && strchr(delimiters, c)) || (backslash && c == '\\')))
            break;
    }
    KiriStr taken = {p->rest.p, n};
    skip(p, n);
    return taken;
}

static gboolean is_slash(const Parser *p, char c)
{
    return c == '/' || (c == '\\' && p->is_special);
}

static char *encoded(KiriStr s, KiriUrlSet set)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_url_encode(&out, s, set);
    return kiri_buf_steal(&out, NULL);
}

/* ---- path, query, fragment ---- */

static gboolean is_drive_letter(KiriStr s, gboolean normalised)
{
    return s.n == 2 && g_ascii_isalpha(s.p[0]) && (s.p[1] == ':' || (s.p[1] == '|' && !normalised));
}

static gboolean starts_with_drive_letter(const Parser *p)
{
    return p->rest.n >= 2 && is_drive_letter((KiriStr){p->rest.p, 2}, FALSE) &&
           (p->rest.n == 2 || memchr("/\\?#", p->rest.p[2], 4));
}

/* Removes the last segment, but never the drive letter of a file. */
static void shorten_path(Parser *p)
{
    char *slash = p->path.n ? strrchr(p->path.p, '/') : NULL;
    if (!slash)
        return;
    gsize kept = (gsize)(slash - p->path.p);
    if (p->is_file && kept == 0 && is_drive_letter((KiriStr){p->path.p + 1, p->path.n - 1}, TRUE))
        return;
    p->path.n = kept;
    p->path.p[kept] = 0;
}

/* 1 for ".", 2 for "..", in any spelling with %2e; else 0. */
static guint count_dots(KiriStr s)
{
    guint dots = 0;
    while (s.n) {
        gsize n = s.p[0] == '.' ? 1 : 3;
        if (n == 3 && (s.n < 3 || g_ascii_strncasecmp(s.p, "%2e", 3) != 0))
            return 0;
        if (++dots > 2)
            return 0;
        s.p += n, s.n -= n;
    }
    return dots;
}

/* The path state; the slash before the first segment is read already. */
static void parse_path(Parser *p)
{
    gboolean is_last = FALSE;
    while (!is_last) {
        KiriStr segment = take_until(p, "/?#");
        is_last = !is_slash(p, peek(p, 0));
        if (!is_last)
            skip(p, 1);
        guint dots = count_dots(segment);
        if (dots == 2)
            shorten_path(p);
        if (dots == 0) {
            gboolean is_drive = p->is_file && p->path.n == 0 && is_drive_letter(segment, FALSE);
            kiri_buf_add_char(&p->path, '/');
            kiri_url_encode(&p->path, segment, KIRI_URL_SET_PATH);
            if (is_drive)
                p->path.p[p->path.n - 1] = ':';
        } else if (is_last) {
            kiri_buf_add_char(&p->path, '/');
        }
    }
}

static void parse_path_start(Parser *p)
{
    char c = peek(p, 0);
    if (!p->is_special && (p->rest.n == 0 || c == '?' || c == '#'))
        return;
    if (is_slash(p, c))
        skip(p, 1);
    parse_path(p);
}

static void parse_opaque_path(Parser *p)
{
    KiriStr path = take_until(p, "?#");
    /* A space at the end would be lost when the rest is taken away. */
    gboolean ends_in_space = p->rest.n && path.n && path.p[path.n - 1] == ' ';
    if (ends_in_space)
        path.n--;
    kiri_url_encode(&p->path, path, KIRI_URL_SET_CONTROL);
    if (ends_in_space)
        kiri_buf_add_str(&p->path, "%20");
}

static void parse_query_and_fragment(Parser *p)
{
    if (peek(p, 0) == '?') {
        skip(p, 1);
        KiriStr query = take_until(p, "#");
        g_free(p->url->query);
        p->url->query =
            encoded(query, p->is_special ? KIRI_URL_SET_SPECIAL_QUERY : KIRI_URL_SET_QUERY);
    }
    if (peek(p, 0) == '#') {
        skip(p, 1);
        p->url->fragment = encoded(p->rest, KIRI_URL_SET_FRAGMENT);
    }
}

/* ---- authority ---- */

static gboolean parse_port(Parser *p, KiriStr digits)
{
    gint port = 0;
    for (gsize i = 0; i < digits.n; i++) {
        if (!g_ascii_isdigit(digits.p[i]))
            return FALSE;
        port = port * 10 + g_ascii_digit_value(digits.p[i]);
        if (port > 65535)
            return FALSE;
    }
    gboolean is_default = p->is_special && port == kiri_url_default_port(p->url->scheme);
    p->url->port = digits.n == 0 || is_default ? -1 : port;
    return TRUE;
}

static void parse_credentials(Parser *p, KiriStr credentials)
{
    const char *colon = memchr(credentials.p, ':', credentials.n);
    KiriStr name = {credentials.p, colon ? (gsize)(colon - credentials.p) : credentials.n};
    p->url->username = encoded(name, KIRI_URL_SET_USERINFO);
    if (colon)
        p->url->password =
            encoded((KiriStr){colon + 1, credentials.n - name.n - 1}, KIRI_URL_SET_USERINFO);
}

static gboolean parse_authority(Parser *p)
{
    KiriStr s = take_until(p, "/?#");
    const char *at = memrchr(s.p, '@', s.n);
    if (at) {
        gsize n = (gsize)(at - s.p);
        parse_credentials(p, (KiriStr){s.p, n});
        s = (KiriStr){at + 1, s.n - n - 1};
        if (s.n == 0)
            return FALSE;
    }
    gsize host_n = 0;
    for (gboolean in_brackets = FALSE; host_n < s.n; host_n++) {
        if (s.p[host_n] == ':' && !in_brackets)
            break;
        in_brackets = s.p[host_n] == '[' || (in_brackets && s.p[host_n] != ']');
    }
    gboolean has_port = host_n < s.n;
    if (host_n == 0 && (has_port || p->is_special))
        return FALSE;
    p->url->host = kiri_url_parse_host((KiriStr){s.p, host_n}, p->is_special);
    if (!p->url->host)
        return FALSE;
    if (has_port && !parse_port(p, (KiriStr){s.p + host_n + 1, s.n - host_n - 1}))
        return FALSE;
    parse_path_start(p);
    return TRUE;
}

/* Special schemes do not care how many slashes there are, or which way. */
static gboolean parse_special_authority(Parser *p)
{
    while (is_slash(p, peek(p, 0)))
        skip(p, 1);
    return parse_authority(p);
}

/* ---- relative references ---- */

static void copy_authority(Parser *p)
{
    p->url->username = g_strdup(p->base->username);
    p->url->password = g_strdup(p->base->password);
    p->url->host = g_strdup(p->base->host);
    p->url->port = p->base->port;
}

/* The base's path; its query too unless the reference has a path of its own. */
static gboolean copy_path(Parser *p)
{
    kiri_buf_add_str(&p->path, p->base->path);
    gboolean has_path = p->rest.n && p->rest.p[0] != '?' && p->rest.p[0] != '#';
    if (!has_path)
        p->url->query = g_strdup(p->base->query);
    return has_path;
}

static gboolean parse_relative(Parser *p)
{
    if (is_slash(p, peek(p, 0))) {
        skip(p, 1);
        if (is_slash(p, peek(p, 0))) {
            skip(p, 1);
            return p->is_special ? parse_special_authority(p) : parse_authority(p);
        }
        copy_authority(p);
        parse_path(p);
        return TRUE;
    }
    copy_authority(p);
    if (copy_path(p)) {
        shorten_path(p);
        parse_path(p);
    }
    return TRUE;
}

static gboolean parse_file_host(Parser *p)
{
    KiriStr before = p->rest;
    KiriStr host = take_until(p, "/?#");
    if (is_drive_letter(host, FALSE)) {
        p->rest = before;
        parse_path(p);
        return TRUE;
    }
    if (host.n) {
        g_free(p->url->host);
        p->url->host = kiri_url_parse_host(host, TRUE);
        if (!p->url->host)
            return FALSE;
        if (strcmp(p->url->host, "localhost") == 0)
            p->url->host[0] = 0;
    }
    parse_path_start(p);
    return TRUE;
}

static gboolean parse_file(Parser *p)
{
    const KiriUrl *base = p->base && strcmp(p->base->scheme, "file") == 0 ? p->base : NULL;
    p->url->host = g_strdup(base && base->host ? base->host : "");
    if (is_slash(p, peek(p, 0))) {
        skip(p, 1);
        if (is_slash(p, peek(p, 0))) {
            skip(p, 1);
            p->url->host[0] = 0;
            return parse_file_host(p);
        }
        KiriStr first = kiri_str(base && base->path[0] ? base->path + 1 : "");
        first.n = strcspn(first.p, "/");
        if (!starts_with_drive_letter(p) && is_drive_letter(first, TRUE)) {
            kiri_buf_add_char(&p->path, '/');
            kiri_buf_add(&p->path, first.p, first.n);
        }
        parse_path(p);
    } else if (!base) {
        parse_path(p);
    } else if (copy_path(p)) {
        if (starts_with_drive_letter(p))
            kiri_buf_reset(&p->path);
        else
            shorten_path(p);
        parse_path(p);
    }
    return TRUE;
}

/* ---- the whole ---- */

/* Reads "scheme:" in lower case; NULL, and nothing read, when there is none. */
static char *take_scheme(Parser *p)
{
    if (!g_ascii_isalpha(peek(p, 0)))
        return NULL;
    gsize n = 0;
    while (n < p->rest.n && (g_ascii_isalnum(p->rest.p[n]) ||
                             (p->rest.p[n] == '+' || p->rest.p[n] == '-' || p->rest.p[n] == '.')))
        n++;
    if (peek(p, n) != ':')
        return NULL;
    char *scheme = g_ascii_strdown(p->rest.p, (gssize)n);
    skip(p, n + 1);
    return scheme;
}

static void set_scheme(Parser *p, char *scheme)
{
    p->url->scheme = scheme;
    p->is_special = kiri_url_default_port(scheme) >= 0;
    p->is_file = strcmp(scheme, "file") == 0;
}

static gboolean is_opaque(const KiriUrl *url)
{
    return !url->host && url->path[0] != '/';
}

static gboolean parse_without_scheme(Parser *p)
{
    if (!p->base || (is_opaque(p->base) && peek(p, 0) != '#'))
        return FALSE;
    set_scheme(p, g_strdup(p->base->scheme));
    return p->is_file ? parse_file(p) : parse_relative(p);
}

static gboolean parse_components(Parser *p)
{
    char *scheme = take_scheme(p);
    if (!scheme)
        return parse_without_scheme(p);
    set_scheme(p, scheme);
    if (p->is_file)
        return parse_file(p);
    gboolean has_two_slashes = peek(p, 0) == '/' && peek(p, 1) == '/';
    if (p->is_special) {
        /* "http:page" is relative to a base of the same scheme. */
        if (p->base && strcmp(p->base->scheme, scheme) == 0 && !has_two_slashes)
            return parse_relative(p);
        return parse_special_authority(p);
    }
    if (has_two_slashes) {
        skip(p, 2);
        return parse_authority(p);
    }
    if (peek(p, 0) == '/') {
        skip(p, 1);
        parse_path(p);
    } else {
        parse_opaque_path(p);
    }
    return TRUE;
}

static char *serialise(const KiriUrl *u)
{
    GString *s = g_string_new(u->scheme);
    g_string_append_c(s, ':');
    if (u->host) {
        g_string_append(s, "//");
        if (*u->username || *u->password) {
            g_string_append(s, u->username);
            if (*u->password)
                g_string_append_printf(s, ":%s", u->password);
            g_string_append_c(s, '@');
        }
        g_string_append(s, u->host);
        if (u->port >= 0)
            g_string_append_printf(s, ":%d", u->port);
    } else if (g_str_has_prefix(u->path, "//")) {
        g_string_append(s, "/."); // else the path would read as a host
    }
    g_string_append(s, u->path);
    if (u->query)
        g_string_append_printf(s, "?%s", u->query);
    if (u->fragment)
        g_string_append_printf(s, "#%s", u->fragment);
    return g_string_free(s, FALSE);
}

static KiriUrl *parse(KiriStr input, const KiriUrl *base)
{
    KiriUrl *plain = kiri_url_parse_plain(input);
    if (plain)
        return plain;
    g_auto(KiriBuf) clean;
    kiri_buf_init(&clean, KIRI_BUF_UNCAPPED);
    clean_input(input, &clean);

    g_autoptr(KiriUrl) url = g_new0(KiriUrl, 1);
    url->port = -1;
    Parser p = {.rest = kiri_buf_view(&clean), .base = base, .url = url};
    kiri_buf_init(&p.path, KIRI_BUF_UNCAPPED);
    gboolean ok = parse_components(&p);
    if (ok)
        parse_query_and_fragment(&p);
    url->path = kiri_buf_steal(&p.path, NULL);
    if (!ok)
        return NULL;
    if (!url->username)
        url->username = g_strdup("");
    if (!url->password)
        url->password = g_strdup("");
    url->href = serialise(url);
    return g_steal_pointer(&url);
}

/* "/a/b?c" in an ordinary http base is plain where the whole is; else NULL. */
static KiriUrl *parse_rooted(KiriStr input, const KiriUrl *base)
{
    char whole[512];
    gboolean is_rooted = input.n > 1 && input.p[0] == '/' && input.p[1] != '/';
    if (!is_rooted || !kiri_url_is_http(base) || base->port >= 0 || *base->username ||
        *base->password)
        return NULL;
    gsize scheme = strlen(base->scheme), host = strlen(base->host);
    gsize origin = scheme + strlen("://") + host;
    if (origin + input.n > sizeof whole)
        return NULL;
    memcpy(whole, base->scheme, scheme);
    memcpy(whole + scheme, "://", strlen("://"));
    memcpy(whole + origin - host, base->host, host);
    memcpy(whole + origin, input.p, input.n);
    return kiri_url_parse_plain((KiriStr){whole, origin + input.n});
}

KiriUrl *kiri_url_parse_in(KiriStr input, const KiriUrl *base)
{
    KiriUrl *url = parse_rooted(input, base);
    return url ? url : parse(input, base);
}

KiriUrl *kiri_url_parse(KiriStr input, const char *base)
{
    if (!base)
        return parse(input, NULL);
    g_autoptr(KiriUrl) parsed_base = parse(kiri_str(base), NULL);
    return parsed_base ? parse(input, parsed_base) : NULL;
}

void kiri_url_free(KiriUrl *url)
{
    if (!url)
        return;
    g_free(url->href);
    g_free(url->scheme);
    g_free(url->host);
    g_free(url->path);
    g_free(url->query);
    g_free(url->fragment);
    g_free(url->username);
    g_free(url->password);
    g_free(url);
}

char *kiri_url_resolve(KiriStr input, const char *base)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(input, base);
    return url ? g_steal_pointer(&url->href) : NULL;
}

gboolean kiri_url_is_http(const KiriUrl *url)
{
    return url && url->host && *url->host &&
           (strcmp(url->scheme, "http") == 0 || strcmp(url->scheme, "https") == 0);
}

char *kiri_url_origin(const KiriUrl *url)
{
    const char *host = url->host ? url->host : "";
    if (url->port < 0)
        return g_strconcat(url->scheme, "://", host, NULL);
    return g_strdup_printf("%s://%s:%d", url->scheme, host, url->port);
}
