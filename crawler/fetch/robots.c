// SPDX-License-Identifier: GPL-3.0-or-later
/* robots.txt, RFC 9309, read in one pass for one agent and one URL.
 *
 * Where the RFC leaves room (misspelt keys, a missing colon, keys with a tail,
 * "index.html" in an Allow) this does what the reference parser of the format's
 * largest user does, because site owners test against that one. Where RFC and
 * that parser disagree, on escapes of characters that need none and on raw
 * characters in the URL, both readings are taken and the answer leans to "no": a
 * Disallow counts when it matches in the looser form, an Allow only when it
 * matches in the stricter one.
 *
 * Cost is linear in the file: a pattern is matched piece by piece between its
 * stars, never by trying again. */
#include <kirinuki/robots.h>

#include <kirinuki/limits.h>

#include <string.h>

typedef enum {
    KEY_UNKNOWN,
    KEY_USER_AGENT,
    KEY_ALLOW,
    KEY_DISALLOW,
    KEY_SITEMAP,
    KEY_CRAWL_DELAY,
} Key;

static const struct {
    const char *prefix;
    Key key;
} keys[] = {
    {"user-agent", KEY_USER_AGENT},   {"useragent", KEY_USER_AGENT},
    {"user agent", KEY_USER_AGENT},   {"allow", KEY_ALLOW},
    {"disallow", KEY_DISALLOW},       {"dissallow", KEY_DISALLOW},
    {"dissalow", KEY_DISALLOW},       {"disalow", KEY_DISALLOW},
    {"diasllow", KEY_DISALLOW},       {"disallaw", KEY_DISALLOW},
    {"sitemap", KEY_SITEMAP},         {"site-map", KEY_SITEMAP},
    {"crawl-delay", KEY_CRAWL_DELAY}, {"crawldelay", KEY_CRAWL_DELAY},
};

/* ---- lines ---- */

static KiriStr limited(KiriStr text)
{
    static const char bom[] = {'\xef', '\xbb', '\xbf'};
    text.n = MIN(text.n, KIRI_LIMIT_ROBOTS_BYTES);
    for (gsize i = 0; i < sizeof bom && text.n && text.p[0] == bom[i]; i++)
        text.p++, text.n--;
    return text;
}

static gboolean next_line(KiriStr *text, KiriStr *line)
{
    if (text->n == 0)
        return FALSE;
    gsize n = 0;
    while (n < text->n && text->p[n] != '\n' && text->p[n] != '\r')
        n++;
    *line = (KiriStr){text->p, n};
    gboolean is_pair = n + 1 < text->n && text->p[n] == '\r' && text->p[n + 1] == '\n';
    n += is_pair ? 2 : n < text->n;
    text->p += n;
    text->n -= n;
    return TRUE;
}

/* Splits at the colon, or at white space when there is no colon and exactly two
 * words; KEY_UNKNOWN for everything that is no such line. */
static Key parse_line(KiriStr line, KiriStr *value)
{
    const char *hash = line.n ? memchr(line.p, '#', line.n) : NULL;
    if (hash)
        line.n = (gsize)(hash - line.p);
    line = kiri_str_strip(line);
    gsize at = 0;
    const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
    if (colon) {
        at = (gsize)(colon - line.p);
    } else {
        while (at < line.n && !g_ascii_isspace(line.p[at]))
            at++;
    }
    if (at == 0 || at >= line.n)
        return KEY_UNKNOWN;
    KiriStr name = kiri_str_strip((KiriStr){line.p, at});
    *value = kiri_str_strip((KiriStr){line.p + at + 1, line.n - at - 1});
    for (gsize i = 0; !colon && i < value->n; i++)
        if (g_ascii_isspace(value->p[i]))
            return KEY_UNKNOWN;
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        gsize n = strlen(keys[i].prefix);
        if (name.n >= n && g_ascii_strncasecmp(name.p, keys[i].prefix, n) == 0)
            return keys[i].key;
    }
    return KEY_UNKNOWN;
}

/* ---- agents ---- */

/* A product token as the RFC spells it; with `is_wide` as people do, with digits
 * and letters beyond ASCII. */
static KiriStr token_at(KiriStr s, gboolean is_wide)
{
    gsize n = 0;
    while (n < s.n && (g_ascii_isalpha(s.p[n]) || s.p[n] == '-' || s.p[n] == '_' ||
                       (is_wide && (g_ascii_isdigit(s.p[n]) || (guchar)s.p[n] >= 0x80))))
        n++;
    return (KiriStr){s.p, n};
}

static gboolean names_agent(KiriStr value, KiriStr token)
{
    return token.n && (kiri_str_equal_ascii_nocase(token_at(value, TRUE), token) ||
                       kiri_str_equal_ascii_nocase(token_at(value, FALSE), token));
}

/* The product token of a whole User-Agent line: its first product that is not
 * the "Mozilla" everybody begins with. Several words without a version are
 * neither a token nor a line, and match no group but '*'. */
static KiriStr product_token(const char *agent)
{
    KiriStr line = kiri_str_strip(kiri_str(agent)), first = token_at(line, TRUE);
    if (!line.n || !memchr(line.p, '/', line.n)) {
        for (gsize i = 0; i < line.n; i++)
            if (g_ascii_isspace(line.p[i]))
                return (KiriStr){"", 0};
        return first;
    }
    for (gsize i = 0; i < line.n; i++) {
        if (i > 0 && !strchr(" \t(;", line.p[i - 1]))
            continue;
        KiriStr token = token_at((KiriStr){line.p + i, line.n - i}, TRUE);
        if (token.n && i + token.n < line.n && token.p[token.n] == '/' &&
            !kiri_str_equal_ascii_nocase(token, KIRI_STR_LITERAL("mozilla")))
            return token;
    }
    return first;
}

static gboolean is_global_agent(KiriStr value)
{
    return value.n && value.p[0] == '*' && (value.n == 1 || g_ascii_isspace(value.p[1]));
}

/* ---- paths and patterns ---- */

static gsize find_first(KiriStr s, gsize from, const char *set)
{
    while (from < s.n && !(s.p[from] && strchr(set, s.p[from])))
        from++;
    return from;
}

/* Path, parameters and query of a URL, and "/" where there is none. */
static KiriStr path_of(KiriStr url)
{
    gsize end = find_first(url, 0, "#");
    url.n = end;
    gsize from = url.n >= 2 && memcmp(url.p, "//", 2) == 0 ? 2 : 0;
    const char *scheme = g_strstr_len(url.p, (gssize)url.n, "://");
    if (scheme && find_first(url, from, "/?;") > (gsize)(scheme - url.p))
        from = (gsize)(scheme - url.p) + 3;
    gsize at = find_first(url, from, "/?;");
    return at < url.n ? (KiriStr){url.p + at, url.n - at} : (KiriStr){"", 0};
}

typedef struct {
    gboolean escape_raw;        // characters beyond ASCII get their escapes
    gboolean unescape_harmless; // escapes of letters, digits, "-._~" go
    gboolean is_pattern;        // '*' and a final '$' keep their meaning
} Form;

static void add_escape(KiriBuf *out, guchar c)
{
    const char hex[] = "0123456789ABCDEF";
    const char escaped[] = {'%', hex[c >> 4], hex[c & 15]};
    kiri_buf_add(out, escaped, 3);
}

/* Makes percent-encoding uniform, so that octets can be compared. */
static void add_uniform(KiriBuf *out, KiriStr s, Form form)
{
    for (gsize i = 0; i < s.n; i++) {
        guchar c = (guchar)s.p[i];
        if (c == '%' && s.n - i > 2 && g_ascii_isxdigit(s.p[i + 1]) &&
            g_ascii_isxdigit(s.p[i + 2])) {
            c = (guchar)(g_ascii_xdigit_value(s.p[i + 1]) << 4 | g_ascii_xdigit_value(s.p[i + 2]));
            i += 2;
            if (form.unescape_harmless && (g_ascii_isalnum(c) || (c && strchr("-._~", c))))
                kiri_buf_add_char(out, (char)c);
            else
                add_escape(out, c);
        } else if (c >= 0x80 ? form.escape_raw
                             : c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}", c)) {
            add_escape(out, c);
        } else if (c == '$' && !(form.is_pattern && i + 1 == s.n)) {
            add_escape(out, c);
        } else {
            kiri_buf_add_char(out, (char)c);
        }
    }
}

/* Octets of a pattern, escapes counted where characters need them: the longest
 * matching pattern decides. */
static gint priority_of(KiriStr pattern)
{
    gint n = 0;
    for (gsize i = 0; i < pattern.n; i++)
        n += (guchar)pattern.p[i] >= 0x80 ? 3 : 1;
    return n;
}

/* Does `pattern` match a prefix of `path`, or all of it after a '$'? The
 * earliest place of each piece between stars is as good as any later one. */
static gboolean matches(KiriStr pattern, KiriStr path)
{
    gboolean is_anchored = pattern.n && pattern.p[pattern.n - 1] == '$';
    pattern.n -= is_anchored ? 1 : 0;
    gsize at = 0;
    for (gboolean is_first = TRUE;; is_first = FALSE) {
        const char *star = pattern.n ? memchr(pattern.p, '*', pattern.n) : NULL;
        gsize n = star ? (gsize)(star - pattern.p) : pattern.n;
        gsize left = path.n - at;
        if (n > left)
            return FALSE;
        if (is_first) {
            if (n && memcmp(path.p, pattern.p, n) != 0)
                return FALSE;
            at = n;
        } else if (!star && is_anchored) {
            return n == 0 || memcmp(path.p + path.n - n, pattern.p, n) == 0;
        } else if (n) {
            const char *found = memmem(path.p + at, left, pattern.p, n);
            if (!found)
                return FALSE;
            at = (gsize)(found - path.p) + n;
        }
        if (!star)
            return !is_anchored || at == path.n;
        pattern.p += n + 1;
        pattern.n -= n + 1;
    }
}

/* ---- groups ---- */

typedef struct {
    gint allow, disallow; // length of the longest match; -1: none
    guint allow_line, disallow_line;
    gint64 crawl_delay_ms;
} Verdict;

typedef struct {
    KiriStr token;
    KiriBuf strict_path, loose_path;
    KiriBuf pattern; // scratch
    Verdict specific, global;
    gboolean was_named;              // some group names the agent
    gboolean in_specific, in_global; // the current group's agents
    gboolean has_rules;              // the current group has a rule: an agent begins a new one
    guint line;                      // number of the one being read
} Matcher;

static gboolean rule_matches(Matcher *m, KiriStr pattern, gboolean is_allow)
{
    const Form form = {.escape_raw = TRUE, .unescape_harmless = !is_allow, .is_pattern = TRUE};
    kiri_buf_reset(&m->pattern);
    add_uniform(&m->pattern, pattern, form);
    return matches(kiri_buf_view(&m->pattern),
                   kiri_buf_view(is_allow ? &m->strict_path : &m->loose_path));
}

static void take_rule(Matcher *m, KiriStr pattern, gboolean is_allow)
{
    if (!m->in_specific && !m->in_global)
        return;
    m->has_rules = TRUE;
    gint priority = priority_of(pattern);
    gboolean is_match = rule_matches(m, pattern, is_allow);
    const char index[] = "/index.htm";
    const char *slash = is_allow && pattern.n ? memrchr(pattern.p, '/', pattern.n) : NULL;
    gsize tail_n = slash ? pattern.n - (gsize)(slash - pattern.p) : 0;
    g_auto(KiriBuf) directory;
    kiri_buf_init(&directory, KIRI_BUF_UNCAPPED);
    if (!is_match && tail_n >= strlen(index) && memcmp(slash, index, strlen(index)) == 0) {
        kiri_buf_add(&directory, pattern.p, pattern.n - tail_n + 1);
        kiri_buf_add_char(&directory, '$');
        is_match = rule_matches(m, kiri_buf_view(&directory), TRUE);
        priority = priority_of(kiri_buf_view(&directory));
    }
    if (!is_match)
        return;
    Verdict *v = m->in_specific ? &m->specific : &m->global;
    gint *best = is_allow ? &v->allow : &v->disallow;
    if (priority <= *best)
        return;
    *best = priority;
    *(is_allow ? &v->allow_line : &v->disallow_line) = m->line;
}

static void take_agent(Matcher *m, KiriStr value)
{
    if (m->has_rules)
        m->in_specific = m->in_global = m->has_rules = FALSE;
    if (is_global_agent(value))
        m->in_global = TRUE;
    else if (names_agent(value, m->token))
        m->in_specific = m->was_named = TRUE;
}

/* Seconds with or without decimals. Of several delays the longest counts. */
static void take_crawl_delay(Matcher *m, KiriStr value)
{
    gint64 ms = 0, unit = 1000;
    gboolean has_dot = FALSE, has_digits = FALSE;
    for (gsize i = 0; i < value.n; i++) {
        if (value.p[i] == '.' && !has_dot) {
            has_dot = TRUE;
        } else if (!g_ascii_isdigit(value.p[i])) {
            return;
        } else {
            has_digits = TRUE;
            gint digit = g_ascii_digit_value(value.p[i]);
            unit = has_dot ? unit / 10 : unit;
            ms = has_dot ? ms + digit * unit : ms * 10 + digit * unit;
            ms = MIN(ms, KIRI_LIMIT_RETRY_AFTER_S * G_GINT64_CONSTANT(1000));
        }
    }
    if (!has_digits || (!m->in_specific && !m->in_global))
        return;
    Verdict *v = m->in_specific ? &m->specific : &m->global;
    v->crawl_delay_ms = MAX(v->crawl_delay_ms, ms);
}

static void set_path(Matcher *m, const char *url)
{
    KiriStr path = path_of(kiri_str(url));
    kiri_buf_init(&m->strict_path, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&m->loose_path, KIRI_BUF_UNCAPPED);
    if (path.n == 0 || path.p[0] != '/') {
        kiri_buf_add_char(&m->strict_path, '/');
        kiri_buf_add_char(&m->loose_path, '/');
    }
    add_uniform(&m->strict_path, path, (Form){0});
    add_uniform(&m->loose_path, path, (Form){.escape_raw = TRUE, .unescape_harmless = TRUE});
}

KiriRobotsAnswer kiri_robots_check(KiriStr robots_txt, const char *agent, const char *url)
{
    Matcher m = {.token = product_token(agent),
                 .specific = {-1, -1, 0, 0, -1},
                 .global = {-1, -1, 0, 0, -1}};
    set_path(&m, url);
    kiri_buf_init(&m.pattern, KIRI_BUF_UNCAPPED);
    KiriStr text = limited(robots_txt), line, value;
    while (next_line(&text, &line)) {
        Key key = parse_line(line, &value);
        m.line++;
        if (key == KEY_USER_AGENT)
            take_agent(&m, value);
        else if (key == KEY_ALLOW || key == KEY_DISALLOW)
            take_rule(&m, value, key == KEY_ALLOW);
        else if (key == KEY_CRAWL_DELAY)
            take_crawl_delay(&m, value);
    }
    kiri_buf_clear(&m.strict_path);
    kiri_buf_clear(&m.loose_path);
    kiri_buf_clear(&m.pattern);
    const Verdict *v = m.was_named ? &m.specific : &m.global;
    /* An empty pattern matches everything with length 0 and forbids nothing. */
    gboolean is_allowed = v->disallow <= 0 || v->disallow <= v->allow;
    return (KiriRobotsAnswer){.is_allowed = is_allowed,
                              .crawl_delay_ms = v->crawl_delay_ms,
                              .line = is_allowed ? v->allow_line : v->disallow_line};
}

char *kiri_robots_line(KiriStr robots_txt, guint number)
{
    KiriStr text = limited(robots_txt), line;
    for (guint i = 1; next_line(&text, &line); i++)
        if (i == number)
            return kiri_str_dup(kiri_str_strip(line));
    return NULL;
}

char **kiri_robots_sitemaps(KiriStr robots_txt)
{
    GPtrArray *urls = g_ptr_array_new();
    KiriStr text = limited(robots_txt), line, value;
    while (next_line(&text, &line)) {
        if (parse_line(line, &value) == KEY_SITEMAP && value.n && value.n <= KIRI_LIMIT_URL_BYTES)
            g_ptr_array_add(urls, kiri_str_dup(value));
    }
    g_ptr_array_add(urls, NULL);
    return (char **)g_ptr_array_free(urls, FALSE);
}
