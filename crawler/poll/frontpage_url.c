// SPDX-License-Identifier: GPL-3.0-or-later
/* Addresses of articles carry a date, a long number or a name of many words, in
 * their last segment. Those of navigation name a part of the site, count pages, or
 * end where a date ends. */
#include "frontpage_url.h"

#include <string.h>

char *kiri_front_shape(const KiriUrl *url)
{
    GString *shape = g_string_new(url->host);
    const char *end = url->path + strlen(url->path);
    const char *name = end;
    while (name > url->path && (name[-1] != '/' || name == end))
        name--;
    gsize stem = strcspn(name, "./"), digits = strspn(name, "0123456789");
    for (const char *p = url->path; *p; p++) {
        if (p == name && stem) {
            g_string_append_c(shape, digits == stem ? '#' : '*');
            g_string_append(shape, name + stem);
            break;
        }
        if (!g_ascii_isdigit(*p))
            g_string_append_c(shape, *p);
        else if (shape->str[shape->len - 1] != '#')
            g_string_append_c(shape, '#');
    }
    for (const char *p = url->query; p && *p; p++) {
        if (p == url->query)
            g_string_append_c(shape, '?');
        if (!g_ascii_isdigit(*p))
            g_string_append_c(shape, *p);
        else if (shape->str[shape->len - 1] != '#')
            g_string_append_c(shape, '#');
    }
    return g_string_free(shape, FALSE);
}

/* Digits in a row at `p`. */
static gsize digits_at(const char *p)
{
    gsize n = 0;
    while (g_ascii_isdigit(p[n]))
        n++;
    return n;
}

static gboolean is_year(const char *p)
{
    return (p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0');
}

/* Bytes of a date at `p`: 2026/04/13, 20260413, 2026-04-13, 2026/04, 260413,
 * 2026/apr/13; 0 when there is none. `has_day` for those with a day. */
static gsize date_at(const char *p, gboolean *has_day)
{
    gsize n = digits_at(p);
    *has_day = FALSE;
    if (n >= 8 && is_year(p) && p[4] <= '1' && p[6] <= '3') {
        *has_day = TRUE;
        return 8;
    }
    if (n == 6 && (is_year(p) || (p[0] == '2' && p[2] <= '1' && p[4] <= '3')) &&
        (p[4] <= '1' || !is_year(p))) {
        *has_day = !is_year(p);
        return 6;
    }
    if (n != 4 || !is_year(p) || (p[4] != '/' && p[4] != '-'))
        return 0;
    gsize month = digits_at(p + 5);
    if (!month && g_ascii_isalpha(p[5]) && g_ascii_isalpha(p[6]) && g_ascii_isalpha(p[7]) &&
        p[8] == p[4])
        month = 3;
    if (month < 1 || month > 4)
        return 0;
    gsize used = 5 + month;
    gsize day = p[used] == p[4] ? digits_at(p + used + 1) : 0;
    *has_day = day == 1 || day == 2 || (month == 4 && is_year(p));
    return day == 1 || day == 2 ? used + 1 + day : used;
}

typedef struct {
    gint date;         // 0, 2 without a day, 3 with one
    gboolean is_index; // the path ends with the date: a list of that day
    gsize number;      // digits of the longest number that is no year
    gsize hyphens;     // in the last segment
    gsize id;          // characters of the longest word that mixes letters and digits
    gsize depth;       // segments
    const char *last;  // the last segment, up to a slash at the end
    gsize last_n;
} Marks;

static void read_numbers(const char *s, Marks *m)
{
    for (const char *p = s; p && *p; p++) {
        gsize n = digits_at(p);
        if (n && !(n == 4 && is_year(p)))
            m->number = MAX(m->number, n);
        p += n ? n - 1 : 0;
    }
}

/* Words like ASP9W65Y5P9 or a6d17c414d35: letters and digits that take turns. */
static void read_ids(const char *s, gsize size, Marks *m)
{
    for (gsize i = 0; i < size;) {
        gsize n = 0, turns = 0;
        while (i + n < size && g_ascii_isalnum(s[i + n])) {
            turns += n && g_ascii_isdigit(s[i + n]) != g_ascii_isdigit(s[i + n - 1]);
            n++;
        }
        if (turns >= 3)
            m->id = MAX(m->id, n);
        i += n + 1;
    }
}

static Marks read_marks(const KiriUrl *url)
{
    Marks m = {0};
    gsize end = strlen(url->path);
    for (const char *p = url->path; *p; p++) {
        gboolean has_day;
        gsize n = p > url->path && !g_ascii_isdigit(p[-1]) ? date_at(p, &has_day) : 0;
        if (!n)
            continue;
        m.date = MAX(m.date, has_day ? 3 : 2);
        gsize rest = strspn(p + n, "/");
        m.is_index = !p[n + rest] && (rest || p[n - 1] != '/') && !url->query;
        p += n - 1;
    }
    while (end > 1 && url->path[end - 1] == '/')
        end--;
    gsize start = end;
    while (start > 0 && url->path[start - 1] != '/')
        start--;
    m.last = url->path + start;
    m.last_n = end - start;
    for (gsize i = 0; i < m.last_n; i++)
        m.hyphens += m.last[i] == '-' || m.last[i] == '_';
    for (gsize i = 0; i < end; i++)
        m.depth += url->path[i] == '/';
    read_numbers(url->path, &m);
    read_numbers(url->query, &m);
    read_ids(m.last, m.last_n, &m);
    if (url->query)
        read_ids(url->query, strlen(url->query), &m);
    return m;
}

/* Names of parts of a site. STRONG ones are never before an article. */
typedef enum { STRONG = -5, WEAK = -3 } Weight;
static const struct {
    const char *word;
    Weight weight;
} parts[] = {
    {"about", STRONG},        {"aboutus", STRONG},    {"account", STRONG},
    {"ad", STRONG},           {"ads", STRONG},        {"advertise", STRONG},
    {"auteurs", STRONG},      {"author", STRONG},     {"authors", STRONG},
    {"autor", STRONG},        {"calendar", STRONG},   {"careers", STRONG},
    {"categories", STRONG},   {"category", STRONG},   {"comment", STRONG},
    {"comments", STRONG},     {"contact", STRONG},    {"cookies", STRONG},
    {"corporate", STRONG},    {"faq", STRONG},        {"feed", STRONG},
    {"feeds", STRONG},        {"genre", STRONG},      {"help", STRONG},
    {"impressum", STRONG},    {"inquiry", STRONG},    {"jobs", STRONG},
    {"keyword", STRONG},      {"kiyaku", STRONG},     {"legal", STRONG},
    {"link", STRONG},         {"links", STRONG},      {"list", STRONG},
    {"login", STRONG},        {"member", STRONG},     {"members", STRONG},
    {"mypage", STRONG},       {"newsletter", STRONG}, {"newsletters", STRONG},
    {"notice", WEAK},         {"people", WEAK},       {"policy", STRONG},
    {"print", STRONG},        {"privacy", STRONG},    {"profile", STRONG},
    {"rank", STRONG},         {"ranking", STRONG},    {"recruit", STRONG},
    {"redirect", STRONG},     {"register", STRONG},   {"rss", STRONG},
    {"search", STRONG},       {"section", STRONG},    {"share", STRONG},
    {"shop", STRONG},         {"signin", STRONG},     {"signup", STRONG},
    {"sitemap", STRONG},      {"store", STRONG},      {"subscribe", STRONG},
    {"subscription", STRONG}, {"support", STRONG},    {"tag", STRONG},
    {"tags", STRONG},         {"team", STRONG},       {"teams", STRONG},
    {"terms", STRONG},        {"thema", STRONG},      {"theme", STRONG},
    {"user", STRONG},         {"users", STRONG},      {"weather", STRONG},
    {"archive", WEAK},        {"archives", WEAK},     {"bilder", WEAK},
    {"brand", WEAK},          {"company", WEAK},      {"event", WEAK},
    {"events", WEAK},         {"fotos", WEAK},        {"galerie", WEAK},
    {"galleries", WEAK},      {"gallery", WEAK},      {"guide", WEAK},
    {"index", WEAK},          {"info", WEAK},         {"label", WEAK},
    {"page", WEAK},           {"photo", WEAK},        {"photos", WEAK},
    {"product", WEAK},        {"products", WEAK},     {"rensai", WEAK},
    {"series", WEAK},         {"show", WEAK},         {"shows", WEAK},
    {"special", WEAK},        {"topic", WEAK},        {"topics", WEAK},
    {"video", WEAK},          {"videos", WEAK},
};

static gint part_weight(const char *segment, gsize n)
{
    gsize stem = 0;
    while (stem < n && segment[stem] != '.')
        stem++;
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (strlen(parts[i].word) == stem && g_ascii_strncasecmp(parts[i].word, segment, stem) == 0)
            return (gint)parts[i].weight;
    return 0;
}

/* As the last segment a part is that part itself; before others a long number can
 * still make it an article. Words inside the last segment count too:
 * "blog-category-30". */
static gint part_points(const KiriUrl *url, const Marks *m)
{
    gint points = 0;
    for (const char *p = url->path; *p; p++) {
        gsize n = strcspn(p, "/");
        gint weight = n ? part_weight(p, n) : 0;
        gboolean is_last = p == m->last;
        if (weight == (gint)WEAK && !is_last && (m->number >= 4 || m->date == 3 || m->hyphens >= 3))
            weight = -1;
        points = MIN(points, is_last && weight ? (gint)STRONG : weight);
        p += n;
        if (!*p)
            break;
    }
    static const char *const inside[] = {"category", "archive", "-tag-", "_tag_", "ranking"};
    for (gsize i = 0; i < G_N_ELEMENTS(inside) && m->hyphens <= 2; i++)
        if (g_strstr_len(m->last, (gssize)m->last_n, inside[i]))
            points = MIN(points, (gint)STRONG);
    return points;
}

/* Parameters that sort, search, share and turn pages; those that only label a link
 * do no harm where the path itself names an article. */
static gint query_points(const char *query, gboolean is_named)
{
    static const char *const views[] = {"page",     "p",      "paged",      "offset", "start",
                                        "sort",     "order",  "share",      "login",  "replytocom",
                                        "redirect", "return", "company_id", NULL};
    static const char *const labels[] = {"q",   "s",        "query", "search", "keyword", "kw",
                                         "tag", "category", "cat",   "tab",    "lang",    NULL};
    g_auto(GStrv) parameters = g_strsplit(query ? query : "", "&", 32);
    gint points = 0;
    for (char **p = parameters; *p; p++) {
        gsize n = strcspn(*p, "=");
        g_autofree char *name = g_strndup(*p, n);
        const char *value = (*p)[n] ? *p + n + 1 : "";
        if (strstr(value, "%2F%2F") || strstr(value, "://"))
            return -4; // an address within the address
        if (digits_at(value) >= 4)
            continue; // "?p=12345" is how one program names articles
        if (g_strv_contains(views, name))
            return -4;
        if (g_strv_contains(labels, name))
            points = is_named ? 0 : -4;
    }
    return points;
}

/* Hosts of one site that carry no articles. */
static gint host_points(const char *other, const char *host)
{
    static const char *const names[] = {
        "account", "accounts", "ad",      "ads",         "auth",   "careers", "deals",  "faq",
        "forum",   "forums",   "help",    "id",          "info",   "jobs",    "kiosk",  "login",
        "mail",    "member",   "my",      "mypage",      "prices", "search",  "secure", "shop",
        "sso",     "store",    "support", "syndication", "ticket", "weather", NULL};
    if (strcmp(other, host) == 0)
        return 0;
    gsize n = strcspn(other, ".");
    for (guint i = 0; names[i]; i++)
        if (strlen(names[i]) == n && strncmp(names[i], other, n) == 0)
            return -5;
    const char *a = g_str_has_prefix(other, "www.") ? other + 4 : other;
    const char *b = g_str_has_prefix(host, "www.") ? host + 4 : host;
    return strcmp(a, b) == 0 ? 0 : -1;
}

gint kiri_front_url_points(const KiriUrl *url, const char *host)
{
    Marks m = read_marks(url);
    gint points = m.is_index ? -4 : m.date;
    points += m.number >= 4 ? 2 : m.number >= 3 ? 1 : 0;
    points += m.id >= 8 ? 2 : 0;
    points += m.hyphens >= 5 ? 3 : m.hyphens >= 3 ? 2 : m.hyphens >= 2 ? 1 : 0;
    if (m.depth <= 1 && !m.number && m.hyphens < 3)
        points -= 2;
    gboolean is_named = m.number >= 5 || m.date == 3 || m.id >= 8;
    return points + part_points(url, &m) + query_points(url->query, is_named) +
           host_points(url->host, host);
}

gboolean kiri_front_is_page(const KiriUrl *url)
{
    static const char *const others[] = {".jpg",  ".jpeg", ".png",  ".gif",  ".webp", ".svg",
                                         ".pdf",  ".zip",  ".xml",  ".rss",  ".rdf",  ".css",
                                         ".js",   ".mp4",  ".mp3",  ".doc",  ".docx", ".xls",
                                         ".xlsx", ".ppt",  ".pptx", ".json", ".ics",  ".atom"};
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (g_str_has_suffix(url->path, others[i]))
            return FALSE;
    return strcmp(url->path, "/") != 0 || url->query;
}
