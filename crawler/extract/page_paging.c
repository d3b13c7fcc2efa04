// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles that are spread over several pages: which address holds the next
 * part, and which one all of them.
 *
 * A pager's words alone are not believed: "next" leads to the next article as
 * often as to the next part, and figures are links to anything. What decides is
 * the address: it must be this page's own but for a page number, and the number
 * must be the one that comes next. */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MOST_NUMBER_DIGITS = 2, MOST_LABEL_CHARS = 40, MOST_LINK_NODES = 8 };

/* ---- addresses ---- */

static gboolean is_page_parameter(KiriStr name)
{
    static const char *const names[] = {"page",   "paged",   "pg",    "p",    "pn",
                                        "pageno", "page_no", "cpage", "part", "pagenum"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (kiri_str_equal_ascii_nocase(name, kiri_str(names[i])))
            return TRUE;
    return FALSE;
}

/* One or two digits that are all of `s`; -1 for anything else. */
static gint small_number(KiriStr s)
{
    gint n = 0;
    if (!s.n || s.n > MOST_NUMBER_DIGITS)
        return -1;
    for (gsize i = 0; i < s.n; i++) {
        if (!g_ascii_isdigit(s.p[i]))
            return -1;
        n = n * 10 + (s.p[i] - '0');
    }
    return n;
}

/* The one parameter of `query` that `other` does not have as it is; FALSE when
 * there are none or several, or when `other` has a parameter more that is not of
 * that name. */
static gboolean odd_parameter(const char *query, const char *other, KiriStr *name, KiriStr *value)
{
    g_auto(GStrv) own = g_strsplit(query ? query : "", "&", 64);
    g_auto(GStrv) there = g_strsplit(other ? other : "", "&", 64);
    const char *odd = NULL;
    guint n_odd = 0;
    for (char **p = own; *p; p++)
        if (**p && !g_strv_contains((const char *const *)there, *p)) {
            odd = *p;
            n_odd++;
        }
    if (n_odd != 1)
        return FALSE;
    gsize n = strcspn(odd, "=");
    for (char **p = there; *p; p++)
        if (**p && !g_strv_contains((const char *const *)own, *p) &&
            (strncmp(*p, odd, n) != 0 || ((*p)[n] != '=' && (*p)[n])))
            return FALSE;
    /* The pieces die with `own`: point into the query instead. */
    const char *at = strstr(query, odd);
    *name = (KiriStr){at, n};
    *value = odd[n] ? kiri_str(at + n + 1) : (KiriStr){"", 0};
    value->n = odd[n] ? strlen(odd) - n - 1 : 0;
    return TRUE;
}

static gboolean is_file_end(const char *s)
{
    return !*s || strcmp(s, "/") == 0 || strcmp(s, ".html") == 0 || strcmp(s, ".htm") == 0 ||
           strcmp(s, ".shtml") == 0 || strcmp(s, ".php") == 0;
}

/* The page number by which the path `next` differs from `own`, -1 when it is not
 * that: "a.html" → "a_2.html", "a/" → "a/2", "a-1" → "a-2". `at` is the part that
 * `own` is. */
static gint number_in_path(const char *own, const char *next, gint at)
{
    gsize same = 0;
    while (own[same] && own[same] == next[same])
        same++;
    /* "1" and "12" part at the number, "a1.html" and "a1_2.html" behind it. */
    if (g_ascii_isdigit(own[same]) || g_ascii_isdigit(next[same]))
        while (same && g_ascii_isdigit(own[same - 1]))
            same--;
    const char *rest = next + same, *left = own + same;
    gsize before = strcspn(rest, "0123456789");
    gsize digits = strspn(rest + before, "0123456789");
    const char *end = rest + before + digits;
    gint number = small_number((KiriStr){rest + before, digits});
    if (number < 0 || before > 8 || (memchr(rest, '/', before) && before > 1))
        return -1;
    gsize own_digits = before ? 0 : strspn(left, "0123456789");
    if (own_digits) { // the number is replaced: it must have been this part's
        gint was = small_number((KiriStr){left, own_digits});
        return was == at && strcmp(left + own_digits, end) == 0 ? number : -1;
    }
    gboolean is_appended = strcmp(left, end) == 0 || (is_file_end(left) && is_file_end(end));
    return is_appended ? number : -1;
}

/* The page number by which `next` differs from this page's address; -1 when it
 * is the address of something else. */
static gint number_of_part(const char *own, const char *next, gint at)
{
    g_autoptr(KiriUrl) a = kiri_url_parse(kiri_str(own), NULL);
    g_autoptr(KiriUrl) b = kiri_url_parse(kiri_str(next), NULL);
    KiriStr name, value;
    if (!a || !b || g_strcmp0(a->host, b->host) != 0)
        return -1;
    if (strcmp(a->path, b->path) != 0)
        return g_strcmp0(a->query, b->query) == 0 ? number_in_path(a->path, b->path, at) : -1;
    if (!odd_parameter(b->query, a->query, &name, &value) || !is_page_parameter(name))
        return -1;
    return small_number(value);
}

/* ---- links ---- */

static gboolean is_next_label(const char *text)
{
    static const char *const labels[] = {
        "次へ", "次のページ", "次ページ", "つぎへ",    "次のページへ", "次頁", "続きを読む", "続き",
        "next", "next page",  "Next",     "Next page", "Next Page",    "NEXT", ">",          "＞",
        "»",    "›",          NULL};
    gsize n = strcspn(text, " "); // "次へ ≫", "次のページ >"
    for (guint i = 0; labels[i]; i++)
        if (labels[i][0] == text[0] &&
            ((strncmp(labels[i], text, n) == 0 && !labels[i][n]) || strcmp(labels[i], text) == 0))
            return TRUE;
    return g_str_has_prefix(text, "次のページ") && kiri_chars(text) <= MOST_LABEL_CHARS;
}

/* "2", "２", "(2)", "2ページ目", "P.2": 2; 0 for anything else. */
static gint labelled_number(const char *text)
{
    static const char *const ends[] = {"", "ページ", "ページ目", "頁", "page", NULL};
    if (kiri_chars(text) > 8)
        return 0;
    g_autofree char *n = kiri_squeeze(kiri_str(text));
    const char *p = n + (*n == 'p');
    gsize digits = strspn(p, "0123456789");
    gint number = small_number((KiriStr){p, digits});
    for (guint i = 0; number > 0 && ends[i]; i++)
        if (strcmp(p + digits, ends[i]) == 0)
            return number;
    return 0;
}

/* Can an address that is built from a link's differ from the page's own by figures, or
 * by one of `words`? A cheap look before the costly one. */
typedef struct {
    const char *const *words; // NULL: by figures
    gboolean is_always;       // links are relative to another address
    guint8 is_telling[256];   // bytes at which to look closer
} Difference;

static void prepare_difference(Difference *d, const KiriReading *page, const char *const *words)
{
    *d = (Difference){.words = words};
    d->is_always = strcmp(page->meta->base, page->input->url) != 0;
    for (const char *p = "\t\r\n%"; *p; p++)
        d->is_telling[(guchar)*p] = TRUE;
    for (guchar c = '0'; !words && c <= '9'; c++)
        d->is_telling[c] = TRUE;
    for (guint i = 0; words && words[i]; i++)
        d->is_telling[(guchar)words[i][0]] = d->is_telling[words[i][0] & ~0x20] = TRUE;
}

static gboolean may_differ(const Difference *d, const char *href)
{
    for (const char *p = href; *p && !d->is_always; p++) {
        if (!d->is_telling[(guchar)*p] || (*p == '%' && !(p[1] >= '3' && p[1] <= '7')))
            continue;
        if (!g_ascii_isalpha(*p)) // a figure, an escaped letter, what parsers leave out
            return TRUE;
        for (guint i = 0; d->words[i]; i++) {
            gsize n = (p[1] | 0x20) == d->words[i][1] ? strlen(d->words[i]) : 0;
            if (n && g_ascii_strncasecmp(p, d->words[i], n) == 0 && !g_ascii_isalpha(p[n]))
                return TRUE;
        }
    }
    return d->is_always;
}

/* Is this link the next part's? Its number, 0 for no. */
static gboolean leads_on(const char *own, const char *url, gint at, gboolean is_said_to)
{
    gint number = number_of_part(own, url, at);
    /* Some count from nought: the second part is page 1 of theirs. */
    return number == at + 1 || (is_said_to && number == at && strchr(url, '?'));
}

char *kiri_page_next(const KiriReading *page)
{
    const KiriDom *dom = page->dom;
    const char *own = page->input->url;
    gint at = (gint)page->input->pages_before + 1;
    if (page->meta->next && leads_on(own, page->meta->next, at, TRUE))
        return g_strdup(page->meta->next);
    g_autofree char *by_number = NULL;
    Difference difference;
    prepare_difference(&difference, page, NULL);
    for (guint i = 0, looks = KIRI_LIMIT_LINKS; i < dom->n && looks; i++) {
        const char *href = dom->nodes[i].tag == KIRI_TAG_A ? kiri_dom_attr(dom, i, "href") : NULL;
        if (!href || dom->nodes[i].end - i > MOST_LINK_NODES)
            continue;
        looks--;
        if (!may_differ(&difference, href))
            continue;
        g_autofree char *text = kiri_dom_line(dom, i, 160);
        const char *rel = kiri_dom_attr(dom, i, "rel");
        gboolean is_said_to = (rel && g_ascii_strcasecmp(rel, "next") == 0) || is_next_label(text);
        if (!is_said_to && labelled_number(text) != at + 1)
            continue;
        g_autofree char *url = kiri_url_canonical(kiri_str(href), page->meta->base);
        if (!url || !leads_on(own, url, at, is_said_to))
            continue;
        if (is_said_to)
            return g_steal_pointer(&url);
        if (!by_number)
            by_number = g_steal_pointer(&url);
    }
    return g_steal_pointer(&by_number);
}

/* ---- all on one page ---- */

static gboolean is_whole_label(const char *text)
{
    static const char *const labels[] = {
        "全文表示",      "全文を表示",        "全文を読む",       "全文を1ページ",
        "1ページで読む", "1ページで表示",     "1ページにまとめ",  "全ページを表示",
        "全ページ表示",  "全ページをまとめ",  "すべてのページを", "すべて表示",
        "全て表示",      "一括表示",          "まとめて読む",     "singlepage",
        "viewall",       "viewasasinglepage", "allpages",         NULL};
    if (kiri_chars(text) > MOST_LABEL_CHARS)
        return FALSE;
    g_autofree char *squeezed = kiri_squeeze(kiri_str(text));
    return kiri_find_any(kiri_str(squeezed), labels, NULL) != NULL;
}

static gboolean is_whole_value(KiriStr s)
{
    static const char *const values[] = {"all",      "full",    "single",  "allpage",
                                         "allpages", "viewall", "onepage", "zenbun"};
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
        if (kiri_str_equal_ascii_nocase(s, kiri_str(values[i])))
            return TRUE;
    return FALSE;
}

/* Is `url` this page's address with "all" in the place of the page number?
 * `is_sure`: no label is needed to believe it. */
static gboolean is_whole_address(const char *own, const char *url, gboolean *is_sure)
{
    g_autoptr(KiriUrl) a = kiri_url_parse(kiri_str(own), NULL);
    g_autoptr(KiriUrl) b = kiri_url_parse(kiri_str(url), NULL);
    KiriStr name, value;
    *is_sure = FALSE;
    if (!a || !b || g_strcmp0(a->host, b->host) != 0)
        return FALSE;
    if (strcmp(a->path, b->path) == 0) {
        if (!odd_parameter(b->query, a->query, &name, &value))
            return FALSE;
        *is_sure = is_page_parameter(name) && is_whole_value(value);
        return *is_sure || is_whole_value(name) || is_whole_value(value);
    }
    gsize same = 0;
    while (a->path[same] && a->path[same] == b->path[same])
        same++;
    const char *rest = b->path + same, *left = a->path + same;
    rest += strspn(rest, "/_-.");
    gsize word = strspn(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return is_whole_value((KiriStr){rest, word}) &&
           (strcmp(rest + word, left) == 0 || (is_file_end(rest + word) && is_file_end(left)));
}

char *kiri_page_whole(const KiriReading *page)
{
    /* What is_whole_value() knows ends in one of these. */
    static const char *const words[] = {"all",      "full",    "single", "allpage",
                                        "allpages", "onepage", "zenbun", NULL};
    const KiriDom *dom = page->dom;
    /* Behind a wall "the whole text" is an offer, not a view. */
    if (page->input->pages_before || page->article->is_paywalled)
        return NULL;
    Difference difference;
    prepare_difference(&difference, page, words);
    for (guint i = 0, looks = KIRI_LIMIT_LINKS; i < dom->n && looks; i++) {
        const char *href = dom->nodes[i].tag == KIRI_TAG_A ? kiri_dom_attr(dom, i, "href") : NULL;
        if (!href || dom->nodes[i].end - i > MOST_LINK_NODES)
            continue;
        looks--;
        if (!may_differ(&difference, href))
            continue;
        g_autofree char *url = kiri_url_canonical(kiri_str(href), page->meta->base);
        gboolean is_sure = FALSE;
        if (!url || !is_whole_address(page->input->url, url, &is_sure))
            continue;
        g_autofree char *text = kiri_dom_line(dom, i, 160);
        if (is_sure || is_whole_label(text))
            return g_steal_pointer(&url);
    }
    return NULL;
}
