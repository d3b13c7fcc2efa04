// SPDX-License-Identifier: GPL-3.0-or-later
/* The canonical form of a URL: the name under which an article is stored.
 *
 * Two URLs with one canonical form are the same article, so only what certainly
 * does not choose the page may go: the fragment, credentials, parameters that
 * say where the reader came from, session ids. Percent-encoding is made uniform
 * as far as RFC 3986 §6.2.2 calls it equivalent. Parameters stand in the order of
 * their names where all of them are name=value, which is how servers read them;
 * a query that is anything else stays as it is. */
#include "url_internal.h"

#include <kirinuki/limits.h>

#include <string.h>

#define MOST_SORTED 64

typedef enum {
    BY_NAME,   // the name alone says it
    BY_PREFIX, // the name begins with this
    BY_VALUE,  // the name is common; the value must say that this is a channel
    BY_TOKEN,  // the name is common; the value must look like a session
} Rule;

/* Names that say where a reader came from, or who it is. Gathered from what the
 * systems' own manuals say of their links (Google Analytics and Ads, Matomo,
 * HubSpot, Marketo, Mailchimp, Adobe, AT Internet, comScore, Webtrekk, Cxense,
 * LINE, A8, ebis) and compared with the lists by which browsers strip links
 * (Firefox, Brave) and with ClearURLs. A name that some site could use to choose
 * its page stands here only with a condition on its value. */
static const struct {
    const char *name;
    Rule rule;
} droppable[] = {
    /* campaign names of web analytics (Google, Matomo, Piwik) */
    {"utm_", BY_PREFIX},
    {"mtm_", BY_PREFIX},
    {"matomo_", BY_PREFIX},
    {"piwik_", BY_PREFIX},
    {"pk_campaign", BY_NAME},
    {"pk_cpn", BY_NAME},
    {"pk_kwd", BY_NAME},
    {"pk_keyword", BY_NAME},
    {"pk_source", BY_NAME},
    {"pk_medium", BY_NAME},
    {"pk_content", BY_NAME},
    {"pk_cid", BY_NAME},
    /* Google: analytics, advertisements, AMP viewers */
    {"_ga", BY_NAME},
    {"_gl", BY_NAME},
    {"_gac", BY_NAME},
    {"ga_source", BY_NAME},
    {"ga_medium", BY_NAME},
    {"ga_term", BY_NAME},
    {"ga_content", BY_NAME},
    {"ga_campaign", BY_NAME},
    {"ga_place", BY_NAME},
    {"gclid", BY_NAME},
    {"gclsrc", BY_NAME},
    {"dclid", BY_NAME},
    {"gbraid", BY_NAME},
    {"wbraid", BY_NAME},
    {"gad_source", BY_NAME},
    {"gad_campaignid", BY_NAME},
    {"gad", BY_NAME},
    {"gws_rd", BY_NAME},
    {"srsltid", BY_NAME},
    {"usqp", BY_NAME},
    {"amp_js_v", BY_NAME},
    {"amp_gsa", BY_NAME},
    {"amp_r", BY_NAME},
    /* Meta */
    {"fbclid", BY_NAME},
    {"fb_action_ids", BY_NAME},
    {"fb_action_types", BY_NAME},
    {"fb_source", BY_NAME},
    {"fb_ref", BY_NAME},
    {"fbadid", BY_NAME},
    {"mibextid", BY_NAME},
    {"__tn__", BY_NAME},
    {"__cft__", BY_PREFIX},
    {"__xts__", BY_PREFIX},
    {"action_object_map", BY_NAME},
    {"action_type_map", BY_NAME},
    {"action_ref_map", BY_NAME},
    {"igshid", BY_NAME},
    {"igsh", BY_NAME},
    /* other networks and their advertisements */
    {"twclid", BY_NAME},
    {"__twitter_impression", BY_NAME},
    {"ttclid", BY_NAME},
    {"tt_medium", BY_NAME},
    {"tt_content", BY_NAME},
    {"li_fat_id", BY_NAME},
    {"trk", BY_NAME},
    {"trkcampaign", BY_NAME},
    {"sccid", BY_NAME},
    {"rdt_cid", BY_NAME},
    {"epik", BY_NAME},
    {"ldtag_cl", BY_NAME},
    {"msclkid", BY_NAME},
    {"ocid", BY_NAME},
    {"cvid", BY_NAME},
    {"yclid", BY_NAME},
    {"_openstat", BY_NAME},
    {"ysclid", BY_NAME},
    {"yjr", BY_NAME},
    {"guccounter", BY_NAME},
    {"guce_", BY_PREFIX},
    /* newsletters and customer mail */
    {"mc_cid", BY_NAME},
    {"mc_eid", BY_NAME},
    {"mkt_tok", BY_NAME},
    {"_hs", BY_PREFIX},
    {"__hs", BY_PREFIX},
    {"hsa_", BY_PREFIX},
    {"hsctatracking", BY_NAME},
    {"vero_", BY_PREFIX},
    {"elq", BY_PREFIX},
    {"spmailingid", BY_NAME},
    {"spuserid", BY_NAME},
    {"spjobid", BY_NAME},
    {"spreportid", BY_NAME},
    {"bsft_", BY_PREFIX},
    {"et_rid", BY_NAME},
    {"et_cid", BY_NAME},
    {"ml_subscriber", BY_PREFIX},
    {"ck_subscriber_id", BY_NAME},
    {"_ke", BY_NAME},
    {"_kx", BY_NAME},
    {"trk_contact", BY_NAME},
    {"trk_msg", BY_NAME},
    {"trk_module", BY_NAME},
    {"trk_sid", BY_NAME},
    {"oly_anon_id", BY_NAME},
    {"oly_enc_id", BY_NAME},
    {"__s", BY_NAME},
    {"oft_", BY_PREFIX},
    {"emci", BY_NAME},
    {"emdi", BY_NAME},
    {"ceid", BY_NAME},
    {"dm_i", BY_NAME},
    /* advertising, affiliates */
    {"rb_clickid", BY_NAME},
    {"wickedid", BY_NAME},
    {"s_kwcid", BY_NAME},
    {"ef_id", BY_NAME},
    {"irclickid", BY_NAME},
    {"irgwc", BY_NAME},
    {"sscid", BY_NAME},
    {"cjevent", BY_NAME},
    {"awc", BY_NAME},
    {"tblci", BY_NAME},
    {"dicbo", BY_NAME},
    {"ob_click_id", BY_NAME},
    {"_bdadid", BY_NAME},
    {"argument", BY_TOKEN},
    {"dmai", BY_NAME},
    {"a8", BY_NAME},
    /* analytics and internal campaigns of publishers */
    {"wt_mc", BY_PREFIX},
    {"wt.mc", BY_PREFIX},
    {"wt_zmc", BY_NAME},
    {"wtrid", BY_NAME},
    {"ns_mchannel", BY_NAME},
    {"ns_source", BY_NAME},
    {"ns_campaign", BY_NAME},
    {"ns_linkname", BY_NAME},
    {"ns_fee", BY_NAME},
    {"at_medium", BY_NAME},
    {"at_campaign", BY_NAME},
    {"at_custom", BY_PREFIX},
    {"at_link", BY_PREFIX},
    {"at_bbc_team", BY_NAME},
    {"at_ptr_name", BY_NAME},
    {"at_format", BY_NAME},
    {"xtor", BY_NAME},
    {"cx_", BY_PREFIX},
    {"_cldee", BY_NAME},
    {"smid", BY_NAME},
    {"smtyp", BY_NAME},
    {"taid", BY_NAME},
    {"ito", BY_NAME},
    {"cmp", BY_VALUE},
    {"cmpid", BY_NAME},
    {"n_cid", BY_NAME},
    {"s_cid", BY_NAME},
    {"sc_cid", BY_NAME},
    {"sc_channel", BY_NAME},
    {"icid", BY_VALUE},
    {"ncid", BY_NAME},
    {"int_source", BY_NAME},
    {"int_medium", BY_NAME},
    {"int_campaign", BY_NAME},
    {"iref", BY_NAME},
    {"spm", BY_NAME},
    {"scm", BY_NAME},
    {"ref_src", BY_NAME},
    {"ref_url", BY_NAME},
    {"rss", BY_VALUE},
    {"feature", BY_VALUE},
    /* sessions */
    {"phpsessid", BY_NAME},
    {"jsessionid", BY_NAME},
    {"cfid", BY_NAME},
    {"cftoken", BY_NAME},
    {"aspsessionid", BY_PREFIX},
    {"asp.net_sessionid", BY_NAME},
    {"oscsid", BY_NAME},
    {"zenid", BY_NAME},
    {"xtcsid", BY_NAME},
    {"phpsessionid", BY_NAME},
    /* common names: a value that is a channel */
    {"ref", BY_VALUE},
    {"referer", BY_VALUE},
    {"referrer", BY_VALUE},
    {"from", BY_VALUE},
    {"source", BY_VALUE},
    {"src", BY_VALUE},
    {"via", BY_VALUE},
    {"cid", BY_VALUE},
    {"campaign", BY_VALUE},
    {"medium", BY_VALUE},
    {"channel", BY_VALUE},
    {"share", BY_VALUE},
    /* common names: a value that is a token */
    {"sessionid", BY_TOKEN},
    {"session_id", BY_TOKEN},
    {"session", BY_TOKEN},
    {"sess", BY_TOKEN},
    {"sid", BY_TOKEN},
    {"s", BY_TOKEN},
};

static const char *const channels[] = {
    "rss",       "rss2",       "rdf",    "atom",      "feed",    "rssfeed",    "feeds",
    "sitemap",   "googlenews", "gnews",  "tw",        "twitter", "x",          "fb",
    "facebook",  "line",       "sns",    "instagram", "youtube", "hatena",     "mail",
    "email",     "push",       "app",    "top",       "home",    "newsletter", "mailmagazine",
    "smartnews", "yahoo",      "google", "share",     "social",  "widget",     "ranking",
    "recommend", "related",    "1st",    NULL};

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

/* Cookieless sessions of ASP.NET: a segment "(S(…))", also with A, F or several. */
static gsize session_segment(const char *p)
{
    gsize n = 0;
    if (p[n++] != '(')
        return 0;
    while (strchr("SAFX", p[n]) && p[n] && p[n + 1] == '(') {
        gsize token =
            strspn(p + n + 2, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
        if (token < 16 || p[n + 2 + token] != ')')
            return 0;
        n += token + 3;
    }
    return n > 1 && p[n] == ')' && p[n + 1] == '/' ? n + 2 : 0;
}

static gboolean is_session_parameter(const char *p)
{
    static const char *const names[] = {";jsessionid=", ";phpsessid=", ";sessionid=", ";sid="};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strncasecmp(p, names[i], strlen(names[i])) == 0)
            return TRUE;
    return FALSE;
}

/* The path without ";jsessionid=…" and its like; a dot before it stays guarded,
 * lest a new dot segment appear. What is left when a session went may be another
 * one, so a piece is looked at again from its start. */
static void add_path(KiriBuf *out, const char *path)
{
    g_auto(KiriBuf) uniform;
    kiri_buf_init(&uniform, KIRI_BUF_UNCAPPED);
    if (!strpbrk(path, "%;(")) {
        kiri_buf_add_str(out, path); // no escape, no session
        return;
    }
    add_uniform(&uniform, kiri_str(path));
    GString *left = g_string_new_len(uniform.p, (gssize)uniform.n);
    for (gsize i = 0; i < left->len;) {
        gsize n = 0;
        if (left->str[i] == ';' && i && left->str[i - 1] != '.' &&
            is_session_parameter(left->str + i))
            n = 1 + strcspn(left->str + i + 1, ";/");
        else if (left->str[i] == '/')
            n = session_segment(left->str + i + 1);
        if (!n) {
            i++;
            continue;
        }
        g_string_erase(left, (gssize)(left->str[i] == '/' ? i + 1 : i), (gssize)n);
        do {
            i -= i > 0;
        } while (i > 0 && left->str[i] != '/');
    }
    kiri_buf_add(out, left->str, left->len);
    g_string_free(left, TRUE);
}

/* Is the query a list of name=value, of which servers make a table? Only then is
 * the order of its names no part of the address. */
static gboolean is_table(const GArray *parameters)
{
    for (guint i = 0; i < parameters->len; i++) {
        KiriStr p = g_array_index(parameters, KiriStr, i);
        gsize n = 0;
        while (n < p.n && (g_ascii_isalnum(p.p[n]) || strchr("_-.[]", p.p[n])))
            n++;
        if (!n || n == p.n || p.p[n] != '=')
            return FALSE;
    }
    return TRUE;
}

static gint compare_names(KiriStr a, KiriStr b)
{
    gsize n = (gsize)((const char *)memchr(a.p, '=', a.n) - a.p);
    gsize m = (gsize)((const char *)memchr(b.p, '=', b.n) - b.p);
    gint order = memcmp(a.p, b.p, MIN(n, m));
    return order ? order : n < m ? -1 : n > m;
}

/* By name; what has one name keeps its order, since that may be a list. Queries
 * are short, so insertion will do. */
static void sort_by_name(GArray *parameters)
{
    for (guint i = 1; i < parameters->len; i++) {
        KiriStr moved = g_array_index(parameters, KiriStr, i);
        guint k = i;
        for (; k > 0 && compare_names(g_array_index(parameters, KiriStr, k - 1), moved) > 0; k--)
            g_array_index(parameters, KiriStr, k) = g_array_index(parameters, KiriStr, k - 1);
        g_array_index(parameters, KiriStr, k) = moved;
    }
}

static void add_query(KiriBuf *out, const char *query)
{
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(KiriStr));
    g_auto(KiriBuf) uniform;
    kiri_buf_init(&uniform, KIRI_BUF_UNCAPPED);
    add_uniform(&uniform, kiri_str(query));
    kiri_buf_add_char(&uniform, '&');
    for (gsize i = 0, n; i < uniform.n; i += n + 1) {
        n = (gsize)((const char *)memchr(uniform.p + i, '&', uniform.n - i) - uniform.p) - i;
        KiriStr parameter = {uniform.p + i, n};
        if (n && !is_droppable(parameter))
            g_array_append_val(kept, parameter);
    }
    if (kept->len <= MOST_SORTED && is_table(kept))
        sort_by_name(kept);
    for (guint i = 0; i < kept->len; i++) {
        KiriStr parameter = g_array_index(kept, KiriStr, i);
        kiri_buf_add_char(out, i ? '&' : '?');
        kiri_buf_add(out, parameter.p, parameter.n);
    }
}

static char *write_canonical(const KiriUrl *url)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_URL_BYTES);
    g_autofree char *origin = kiri_url_origin(url);
    kiri_buf_add_str(&out, origin);
    add_path(&out, url->path);
    if (url->query)
        add_query(&out, url->query);
    return out.is_over ? NULL : kiri_buf_steal(&out, NULL);
}

/* Is there nothing that the canonical form could leave out or write otherwise? */
static gboolean is_canonical(const KiriUrl *url)
{
    return !url->query && !url->fragment && !*url->username && !*url->password &&
           !strpbrk(url->path, "%;(") && strlen(url->href) <= KIRI_LIMIT_URL_BYTES;
}

KiriUrl *kiri_url_make_canonical(KiriUrl *taken)
{
    g_autoptr(KiriUrl) url = taken;
    if (!kiri_url_is_http(url))
        return NULL;
    if (is_canonical(url))
        return g_steal_pointer(&url);
    g_autofree char *canonical = write_canonical(url);
    return canonical ? kiri_url_parse(kiri_str(canonical), NULL) : NULL;
}

char *kiri_url_canonical(KiriStr input, const char *base)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(input, base);
    if (!kiri_url_is_http(url))
        return NULL;
    return is_canonical(url) ? g_steal_pointer(&url->href) : write_canonical(url);
}
