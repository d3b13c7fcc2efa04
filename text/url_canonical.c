// SPDX-License-Identifier: GPL-3.0-or-later
/* The canonical form of a URL: the name under which an article is stored.
 *
 * Two URLs with one canonical form are the same article, so only what certainly
 * does not choose the page may go: the fragment, credentials, parameters that
 * say where the reader came from, session ids. Percent-encoding is made uniform
 * as far as RFC 3986 §6.2.2 calls it equivalent. The order of parameters stays:
 * it matters to some servers. */
#include "url_internal.h"

#include <kirinuki/limits.h>

#include <string.h>

typedef enum {
    BY_NAME,   // the name alone says it
    BY_PREFIX, // the name begins with this
    BY_VALUE,  // the name is common; the value must say that this is a channel
    BY_TOKEN,  // the name is common; the value must look like a session
} Rule;

static const struct {
    const char *name;
    Rule rule;
} droppable[] = {
    {"utm_", BY_PREFIX},
    {"mtm_", BY_PREFIX},
    {"_hs", BY_PREFIX},
    {"hsa_", BY_PREFIX},
    {"aspsessionid", BY_PREFIX},
    {"pk_campaign", BY_NAME},
    {"pk_kwd", BY_NAME},
    {"pk_source", BY_NAME},
    {"pk_medium", BY_NAME},
    {"fbclid", BY_NAME},
    {"gclid", BY_NAME},
    {"gclsrc", BY_NAME},
    {"dclid", BY_NAME},
    {"gbraid", BY_NAME},
    {"wbraid", BY_NAME},
    {"gad_source", BY_NAME},
    {"gad_campaignid", BY_NAME},
    {"msclkid", BY_NAME},
    {"yclid", BY_NAME},
    {"twclid", BY_NAME},
    {"ttclid", BY_NAME},
    {"ldtag_cl", BY_NAME},
    {"igshid", BY_NAME},
    {"igsh", BY_NAME},
    {"mc_cid", BY_NAME},
    {"mc_eid", BY_NAME},
    {"mkt_tok", BY_NAME},
    {"_ga", BY_NAME},
    {"_gl", BY_NAME},
    {"vero_id", BY_NAME},
    {"cmpid", BY_NAME},
    {"n_cid", BY_NAME},
    {"s_cid", BY_NAME},
    {"iref", BY_NAME},
    {"spm", BY_NAME},
    {"ref_src", BY_NAME},
    {"ref_url", BY_NAME},
    {"phpsessid", BY_NAME},
    {"jsessionid", BY_NAME},
    {"cftoken", BY_NAME},
    {"ref", BY_VALUE},
    {"from", BY_VALUE},
    {"source", BY_VALUE},
    {"src", BY_VALUE},
    {"via", BY_VALUE},
    {"cid", BY_VALUE},
    {"sessionid", BY_TOKEN},
    {"session_id", BY_TOKEN},
    {"sid", BY_TOKEN},
};

static const char *const channels[] = {"rss",      "feed", "rssfeed", "atom",       "twitter",
                                       "facebook", "line", "tw",      "fb",         "sns",
                                       "mail",     "push", "top",     "newsletter", NULL};

static gboolean is_channel(KiriStr value)
{
    for (guint i = 0; channels[i]; i++)
        if (kiri_str_equal_ascii_nocase(value, kiri_str(channels[i])))
            return TRUE;
    return FALSE;
}

/* Session ids are long and random; an article's number is neither. */
static gboolean is_token(KiriStr value)
{
    for (gsize i = 0; i < value.n; i++)
        if (!g_ascii_isalnum(value.p[i]) && value.p[i] != '-')
            return FALSE;
    return value.n >= 20;
}

static gboolean is_droppable(KiriStr parameter)
{
    const char *equals = memchr(parameter.p, '=', parameter.n);
    KiriStr name = {parameter.p, equals ? (gsize)(equals - parameter.p) : parameter.n};
    KiriStr value = {parameter.p + parameter.n, 0};
    if (equals)
        value = (KiriStr){equals + 1, parameter.n - name.n - 1};
    for (guint i = 0; i < G_N_ELEMENTS(droppable); i++) {
        gsize n = strlen(droppable[i].name);
        Rule rule = droppable[i].rule;
        if (name.n < n || (name.n > n && rule != BY_PREFIX) ||
            g_ascii_strncasecmp(name.p, droppable[i].name, n) != 0)
            continue;
        return rule <= BY_PREFIX || (rule == BY_VALUE ? is_channel(value) : is_token(value));
    }
    return FALSE;
}

/* %7e is ~, and %e3 is %E3; everything else that is escaped stays so. Hex digits
 * stay too: behind a stray '%' they would make an escape that was none. */
static void add_uniform(KiriBuf *out, KiriStr s)
{
    for (gsize i = 0; i < s.n; i++) {
        if (s.p[i] != '%' || s.n - i < 3 || !g_ascii_isxdigit(s.p[i + 1]) ||
            !g_ascii_isxdigit(s.p[i + 2])) {
            kiri_buf_add_char(out, s.p[i]);
            continue;
        }
        char c = (char)(g_ascii_xdigit_value(s.p[i + 1]) << 4 | g_ascii_xdigit_value(s.p[i + 2]));
        gboolean is_unreserved = g_ascii_isalnum(c) || (c && strchr("-._~", c));
        if (is_unreserved && !g_ascii_isxdigit(c)) {
            kiri_buf_add_char(out, c);
        } else {
            const char upper[] = {'%', g_ascii_toupper(s.p[i + 1]), g_ascii_toupper(s.p[i + 2])};
            kiri_buf_add(out, upper, 3);
        }
        i += 2;
    }
}

/* The path without ";jsessionid=…"; a dot before it stays guarded, lest a new
 * dot segment appear. */
static void add_path(KiriBuf *out, const char *path)
{
    const char session[] = ";jsessionid=";
    for (const char *p = path; *p;) {
        gsize n = strcspn(p, ";");
        add_uniform(out, (KiriStr){p, n});
        p += n;
        if (!*p)
            break;
        n = 1 + strcspn(p + 1, ";/");
        gboolean is_session = g_ascii_strncasecmp(p, session, strlen(session)) == 0;
        if (!is_session || out->p[out->n - 1] == '.')
            add_uniform(out, (KiriStr){p, n});
        p += n;
    }
}

static void add_query(KiriBuf *out, const char *query)
{
    char separator = '?';
    for (const char *p = query;; p++) {
        gsize n = strcspn(p, "&");
        if (n && !is_droppable((KiriStr){p, n})) {
            kiri_buf_add_char(out, separator);
            add_uniform(out, (KiriStr){p, n});
            separator = '&';
        }
        p += n;
        if (!*p)
            break;
    }
}

char *kiri_url_canonical(KiriStr input, const char *base)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(input, base);
    if (!kiri_url_is_http(url))
        return NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_URL_BYTES);
    g_autofree char *origin = kiri_url_origin(url);
    kiri_buf_add_str(&out, origin);
    add_path(&out, url->path);
    if (url->query)
        add_query(&out, url->query);
    return out.is_over ? NULL : kiri_buf_steal(&out, NULL);
}
