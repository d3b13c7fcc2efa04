// SPDX-License-Identifier: GPL-3.0-or-later
/* Wrappers, shorteners, teaser pages: a table of hosts and where their addresses
 * hold what they lead to.
 *
 * Only services whose address is nothing but a way to another one stand here. A
 * parameter "url" of an unknown host is not unwrapped: many sites share, print or
 * report a page by it. */
#include <kirinuki/url_form.h>

#include "url_internal.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

#define MOST_WRAPPERS 4 // around one another

typedef enum {
    IN_PARAMETER, // of the name `key`
    IN_PATH,      // behind the prefix: "s/HOST/PATH" is https, "HOST/PATH" http
    IN_QUERY,     // the whole query
    AFTER_MARK,   // in the path behind `key`, escaped, up to '/'
    IN_BASE64,    // parameter `key`: two letters, then base64url
    IN_NEWS_ID,   // the segment behind the prefix is a Google News id
    ASKED,        // a shortener: nothing in the address
} How;

#define HOST(name)                                                                                 \
    {                                                                                              \
        (name), sizeof(name) - 1                                                                   \
    }

/* `host` "google.*" stands for every suffix, "x.y" also for hosts below it. */
static const struct {
    KiriStr host;
    const char *prefix;
    How how;
    const char *key;
} services[] = {
    /* Search engines and their news */
    {HOST("news.google.com"), "/rss/articles/", IN_NEWS_ID, NULL},
    {HOST("news.google.com"), "/__i/rss/rd/articles/", IN_NEWS_ID, NULL},
    {HOST("news.google.com"), "/articles/", IN_NEWS_ID, NULL},
    {HOST("news.google.com"), "/read/", IN_NEWS_ID, NULL},
    {HOST("google.*"), "/amp/", IN_PATH, NULL},
    {HOST("google.*"), "/url", IN_PARAMETER, "url"},
    {HOST("google.*"), "/url", IN_PARAMETER, "q"},
    {HOST("bing.com"), "/news/apiclick.aspx", IN_PARAMETER, "url"},
    {HOST("bing.com"), "/ck/a", IN_BASE64, "u"},
    {HOST("duckduckgo.com"), "/l/", IN_PARAMETER, "uddg"},
    {HOST("r.search.yahoo.com"), "/", AFTER_MARK, "/RU="},
    {HOST("ord.yahoo.co.jp"), "/", AFTER_MARK, "/RU="},
    {HOST("rd.yahoo.co.jp"), "/", AFTER_MARK, "*"},
    {HOST("rds.yahoo.co.jp"), "/", AFTER_MARK, "*"},
    /* AMP caches (https://developers.google.com/amp/cache/overview) */
    {HOST("cdn.ampproject.org"), "/c/", IN_PATH, NULL},
    {HOST("cdn.ampproject.org"), "/v/", IN_PATH, NULL},
    {HOST("cdn.ampproject.org"), "/wp/", IN_PATH, NULL},
    {HOST("bing-amp.com"), "/c/", IN_PATH, NULL},
    /* Networks, bookmarks, readers */
    {HOST("l.facebook.com"), "/l.php", IN_PARAMETER, "u"},
    {HOST("lm.facebook.com"), "/l.php", IN_PARAMETER, "u"},
    {HOST("l.instagram.com"), "/", IN_PARAMETER, "u"},
    {HOST("l.threads.com"), "/", IN_PARAMETER, "u"},
    {HOST("youtube.com"), "/redirect", IN_PARAMETER, "q"},
    {HOST("out.reddit.com"), "/", IN_PARAMETER, "url"},
    {HOST("linkedin.com"), "/redir/redirect", IN_PARAMETER, "url"},
    {HOST("t.umblr.com"), "/redirect", IN_PARAMETER, "z"},
    {HOST("vk.com"), "/away.php", IN_PARAMETER, "to"},
    {HOST("href.li"), "/", IN_QUERY, NULL},
    {HOST("slack-redir.net"), "/link", IN_PARAMETER, "url"},
    {HOST("safelinks.protection.outlook.com"), "/", IN_PARAMETER, "url"},
    {HOST("getpocket.com"), "/redirect", IN_PARAMETER, "url"},
    {HOST("b.hatena.ne.jp"), "/entry/", IN_PATH, NULL},
    {HOST("b.hatena.ne.jp"), "/entry", IN_PARAMETER, "url"},
    /* Affiliates, as blogs put them around a link */
    {HOST("ck.jp.ap.valuecommerce.com"), "/servlet/referral", IN_PARAMETER, "vc_url"},
    {HOST("px.a8.net"), "/", IN_PARAMETER, "a8ejpredirect"},
    {HOST("click.linksynergy.com"), "/deeplink", IN_PARAMETER, "murl"},
    {HOST("exit.sc"), "/", IN_PARAMETER, "url"},
    /* Shorteners and feed counters */
    {HOST("t.co"), "/", ASKED, NULL},
    {HOST("bit.ly"), "/", ASKED, NULL},
    {HOST("j.mp"), "/", ASKED, NULL},
    {HOST("tinyurl.com"), "/", ASKED, NULL},
    {HOST("ow.ly"), "/", ASKED, NULL},
    {HOST("buff.ly"), "/", ASKED, NULL},
    {HOST("dlvr.it"), "/", ASKED, NULL},
    {HOST("is.gd"), "/", ASKED, NULL},
    {HOST("goo.gl"), "/", ASKED, NULL},
    {HOST("ift.tt"), "/", ASKED, NULL},
    {HOST("trib.al"), "/", ASKED, NULL},
    {HOST("lnkd.in"), "/", ASKED, NULL},
    {HOST("fb.me"), "/", ASKED, NULL},
    {HOST("wp.me"), "/", ASKED, NULL},
    {HOST("x.gd"), "/", ASKED, NULL},
    {HOST("ux.nu"), "/", ASKED, NULL},
    {HOST("lin.ee"), "/", ASKED, NULL},
    {HOST("htn.to"), "/", ASKED, NULL},
    {HOST("flip.it"), "/", ASKED, NULL},
    {HOST("l.smartnews.com"), "/", ASKED, NULL},
    {HOST("a.msn.com"), "/", ASKED, NULL},
    {HOST("feedproxy.google.com"), "/", ASKED, NULL},
    {HOST("rss.rssad.jp"), "/", ASKED, NULL},
};

/* Teaser pages of portals, and how the addresses of the full articles begin. */
static const struct {
    const char *host, *prefix, *target;
} teasers[] = {
    {"news.yahoo.co.jp", "/pickup/", "https://news.yahoo.co.jp/articles/"},
    {"news.livedoor.com", "/topics/detail/", "https://news.livedoor.com/article/detail/"},
};

/* "google.com", "www.google.co.jp" of "google.*": short suffixes only. */
static gboolean is_of_family(KiriStr host, KiriStr pattern)
{
    if (host.n > 4 && memcmp(host.p, "www.", 4) == 0)
        host.p += 4, host.n -= 4;
    gsize n = pattern.n - 1, labels = 1; // with the dot, without the star
    if (host.n < n || memcmp(host.p, pattern.p, n) != 0 || host.n - n > 6)
        return FALSE;
    for (gsize i = n; i < host.n; i++)
        labels += host.p[i] == '.';
    return labels <= 2; // "com", "co.jp", "com.au"
}

static gboolean is_host(KiriStr host, KiriStr pattern)
{
    /* Nearly every host is none of them, and most show it at their end. */
    char last = pattern.p[pattern.n - 1];
    if (last == '*')
        return is_of_family(host, pattern);
    return host.n >= pattern.n && host.p[host.n - 1] == last &&
           memcmp(host.p + host.n - pattern.n, pattern.p, pattern.n) == 0 &&
           (host.n == pattern.n || host.p[host.n - pattern.n - 1] == '.');
}

/* ---- Google News ---- */

/* A varint of Protocol Buffers; FALSE at the end of the bytes. */
static gboolean next_varint(KiriStr *s, guint64 *value)
{
    *value = 0;
    for (guint shift = 0; s->n && shift < 64; shift += 7) {
        guint8 byte = (guint8)*s->p++;
        s->n--;
        *value |= (guint64)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return TRUE;
    }
    return FALSE;
}

/* Field 4 of the message, borrowed; FALSE when there is none. */
static gboolean find_address(KiriStr message, KiriStr *address)
{
    guint64 key = 0, value = 0;
    while (next_varint(&message, &key)) {
        if ((key & 7) == 0) {
            if (!next_varint(&message, &value))
                return FALSE;
        } else if ((key & 7) == 2) {
            if (!next_varint(&message, &value) || value > message.n)
                return FALSE;
            if (key >> 3 == 4) {
                *address = (KiriStr){message.p, (gsize)value};
                return TRUE;
            }
            message.p += value;
            message.n -= (gsize)value;
        } else {
            return FALSE;
        }
    }
    return FALSE;
}

/* Base64 with the alphabet of URLs, padding optional (GLib wants it). NULL for
 * other characters. (transfer full) */
static guchar *decode_base64url(KiriStr s, gsize *n)
{
    if (!s.n || s.n > KIRI_LIMIT_URL_BYTES)
        return NULL;
    g_autoptr(GString) plain = g_string_new(NULL);
    for (gsize i = 0; i < s.n && s.p[i] != '='; i++) {
        if (!g_ascii_isalnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
            return NULL;
        g_string_append_c(plain, s.p[i] == '-' ? '+' : s.p[i] == '_' ? '/' : s.p[i]);
    }
    while (plain->len % 4)
        g_string_append_c(plain, '=');
    return g_base64_decode(plain->str, n);
}

static gboolean is_http_text(KiriStr s)
{
    if (s.n < 12 || (memcmp(s.p, "http://", 7) != 0 && memcmp(s.p, "https://", 8) != 0))
        return FALSE;
    for (gsize i = 0; i < s.n; i++)
        if ((guchar)s.p[i] <= 0x20 || (guchar)s.p[i] == 0x7f)
            return FALSE;
    return g_utf8_validate_len(s.p, s.n, NULL);
}

char *kiri_google_news_target(KiriStr id, gboolean *is_sealed)
{
    gsize n = 0;
    g_autofree guchar *bytes = decode_base64url(id, &n);
    KiriStr address = {"", 0};
    *is_sealed = TRUE;
    if (!bytes || !find_address((KiriStr){(const char *)bytes, n}, &address) ||
        !is_http_text(address))
        return NULL;
    *is_sealed = FALSE;
    return kiri_str_dup(address);
}

/* ---- unwrapping ---- */

/* The value of a parameter, unescaped; NULL when it is absent or no text. */
static char *parameter_of(const KiriUrl *url, const char *name)
{
    g_auto(GStrv) parameters = g_strsplit(url->query ? url->query : "", "&", 64);
    gsize n = strlen(name);
    for (char **p = parameters; *p; p++) {
        if (strncmp(*p, name, n) != 0 || (*p)[n] != '=')
            continue;
        char *value = g_uri_unescape_string(*p + n + 1, NULL);
        if (value && g_utf8_validate(value, -1, NULL))
            return value;
        g_free(value);
    }
    return NULL;
}

/* "s/HOST/PATH" and "HOST/PATH"; the query goes along. */
static char *target_in_path(const KiriUrl *url, const char *rest)
{
    gboolean is_secure = g_str_has_prefix(rest, "s/");
    rest += is_secure ? 2 : 0;
    if (g_str_has_prefix(rest, "http%3A") || g_str_has_prefix(rest, "https%3A"))
        return g_uri_unescape_string(rest, NULL);
    if (!memchr(rest, '.', strcspn(rest, "/")))
        return NULL; // no host
    return g_strconcat(is_secure ? "https://" : "http://", rest, url->query ? "?" : NULL,
                       url->query, NULL);
}

static char *target_after(const KiriUrl *url, const char *mark)
{
    const char *at = strstr(url->path, mark);
    if (!at)
        return NULL;
    at += strlen(mark);
    at += strspn(at, mark); // "**http…" too
    g_autofree char *escaped = g_str_has_prefix(at, "http:") || g_str_has_prefix(at, "https:")
                                   ? g_strconcat(at, url->query ? "?" : NULL, url->query, NULL)
                                   : g_strndup(at, strcspn(at, "/"));
    return g_uri_unescape_string(escaped, NULL);
}

static char *target_in_base64(const KiriUrl *url, const char *name)
{
    g_autofree char *value = parameter_of(url, name);
    gsize n = 0;
    if (!value || strlen(value) < 3)
        return NULL;
    g_autofree guchar *bytes = decode_base64url(kiri_str(value + 2), &n);
    KiriStr text = {(const char *)bytes, n};
    return bytes && is_http_text(text) ? kiri_str_dup(text) : NULL;
}

static char *target_of(const KiriUrl *url, guint service)
{
    const char *rest = url->path + strlen(services[service].prefix);
    const char *key = services[service].key;
    gboolean is_sealed;
    switch (services[service].how) {
    case IN_PARAMETER:
        return parameter_of(url, key);
    case IN_PATH:
        return target_in_path(url, rest);
    case IN_QUERY:
        return url->query ? g_uri_unescape_string(url->query, NULL) : NULL;
    case AFTER_MARK:
        return target_after(url, key);
    case IN_BASE64:
        return target_in_base64(url, key);
    case IN_NEWS_ID:
        return kiri_google_news_target((KiriStr){rest, strcspn(rest, "/")}, &is_sealed);
    case ASKED:
        break;
    }
    return NULL;
}

/* The next row of the table that this address fits, from `from` on; -1: none. */
static gint find_service(const KiriUrl *url, guint from)
{
    if (!kiri_url_is_http(url))
        return -1;
    KiriStr host = kiri_str(url->host);
    for (guint i = from; i < G_N_ELEMENTS(services); i++)
        if (is_host(host, services[i].host) && g_str_has_prefix(url->path, services[i].prefix))
            return (gint)i;
    return -1;
}

/* One wrapper off, from the row of the table on that fits; NULL when there is none
 * to take off. */
static KiriUrl *unwrap_once(const KiriUrl *url, gint service)
{
    for (gint i = service; i >= 0; i = find_service(url, (guint)i + 1)) {
        g_autofree char *raw = target_of(url, (guint)i);
        g_autoptr(KiriUrl) target =
            raw && is_http_text(kiri_str(raw)) ? kiri_url_parse(kiri_str(raw), NULL) : NULL;
        if (target && kiri_url_is_http(target) && strlen(target->href) <= KIRI_LIMIT_URL_BYTES)
            return g_steal_pointer(&target);
    }
    return NULL;
}

/* What is within all wrappers; `url` itself (taken over) where there is none. */
static KiriUrl *unwrap(KiriUrl *url, KiriUrlForm *form)
{
    gint service = find_service(url, 0);
    *form = KIRI_URL_PLAIN;
    for (guint i = 0; service >= 0 && i < MOST_WRAPPERS; i++) {
        KiriUrl *target = unwrap_once(url, service);
        if (target)
            *form = KIRI_URL_WRAPPED;
        else if (i == 0 && services[service].how == ASKED)
            *form = KIRI_URL_SHORT;
        else if (i == 0 && services[service].how == IN_NEWS_ID)
            *form = KIRI_URL_SEALED;
        if (!target)
            break;
        kiri_url_free(url);
        url = target;
        service = find_service(url, 0);
    }
    return url;
}

char *kiri_url_unwrap(const char *text)
{
    KiriUrlForm form;
    KiriUrl *url = kiri_url_parse(kiri_str(text), NULL);
    g_autoptr(KiriUrl) target = url ? unwrap(url, &form) : NULL;
    return target && form == KIRI_URL_WRAPPED ? g_steal_pointer(&target->href) : NULL;
}

KiriUrlForm kiri_url_form(const char *text)
{
    KiriUrlForm form = KIRI_URL_PLAIN;
    KiriUrl *url = kiri_url_parse(kiri_str(text), NULL);
    kiri_url_free(url ? unwrap(url, &form) : NULL);
    return form;
}

KiriUrl *kiri_url_parse_article(KiriStr link, const char *base, KiriUrlForm *form)
{
    KiriUrl *url = kiri_url_parse(link, base);
    *form = KIRI_URL_PLAIN;
    return url ? kiri_url_make_canonical(unwrap(url, form)) : NULL;
}

char *kiri_url_of_article(KiriStr link, const char *base)
{
    KiriUrlForm form;
    g_autoptr(KiriUrl) url = kiri_url_parse_article(link, base, &form);
    return url ? g_steal_pointer(&url->href) : NULL;
}

/* How the addresses begin that a teaser page leads to; NULL: it is none. */
static const char *target_of_teaser(const char *text)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(text), NULL);
    for (guint i = 0; kiri_url_is_http(url) && i < G_N_ELEMENTS(teasers); i++)
        if (strcmp(url->host, teasers[i].host) == 0 &&
            g_str_has_prefix(url->path, teasers[i].prefix))
            return teasers[i].target;
    return NULL;
}

gboolean kiri_url_is_teaser(const char *url)
{
    return target_of_teaser(url) != NULL;
}

const char *kiri_url_onward(const char *url, char **links)
{
    const char *target = target_of_teaser(url);
    for (char **link = links; target && link && *link; link++)
        if (g_str_has_prefix(*link, target))
            return *link;
    return NULL;
}
