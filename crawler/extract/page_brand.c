// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages that say nothing of their site in their metadata still show it: in the logo
 * at the top, which leads to the front page, and beside the © at the bottom. Both
 * are weak witnesses, so they only help to know a name that another place states:
 * the end of a title. */
#include "page_brand.h"
#include "text_match.h"

#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MAX_NAME_BYTES = 120, MAX_NAME_CHARS = 30, MAX_LOGOS = 6 };

static gboolean is_generic(const char *name)
{
    static const char *const words[] = {"トップ", "トップページ", "ホーム", "top",  "home",
                                        "戻る",   "ロゴ",         "logo",   "menu", NULL};
    for (guint i = 0; words[i]; i++)
        if (g_ascii_strcasecmp(name, words[i]) == 0)
            return TRUE;
    return FALSE;
}

static void add(KiriBrands *out, const char *source, KiriStr name)
{
    static const char *const tails[] = {"のロゴ", "ロゴ",  "トップページ", "トップ", "ホームページ",
                                        "ホーム", " logo", " Logo",        " TOP",   NULL};
    name = kiri_str_strip(name);
    for (guint i = 0; tails[i]; i++) {
        gsize n = strlen(tails[i]);
        if (name.n > n && memcmp(name.p + name.n - n, tails[i], n) == 0)
            name = kiri_str_strip((KiriStr){name.p, name.n - n});
    }
    if (!name.n || name.n > MAX_NAME_BYTES || out->n == KIRI_BRANDS_MAX)
        return;
    g_autofree char *copy = kiri_str_dup(name);
    glong chars = kiri_chars(copy);
    if (chars < 2 || chars > MAX_NAME_CHARS || is_generic(copy) || strchr(copy, '\n'))
        return;
    for (guint i = 0; i < out->n; i++)
        if (strcmp(out->items[i].name, copy) == 0)
            return;
    out->items[out->n].source = source;
    out->items[out->n++].name = g_steal_pointer(&copy);
}

/* ---- the logo ---- */

/* "/", "./", "/index.html", "https://www.example.jp/" of the page's own host. */
static gboolean leads_home(const char *href, const char *host)
{
    if (strcmp(href, "/") == 0 || strcmp(href, "./") == 0 || strcmp(href, "/index.html") == 0)
        return TRUE;
    const char *at = strstr(href, "//");
    gsize n = host ? strlen(host) : 0;
    if (!at || !n || strncmp(at + 2, host, n) != 0)
        return FALSE;
    at += 2 + n;
    return !*at || strcmp(at, "/") == 0 || strcmp(at, "/index.html") == 0;
}

/* The link of a heading of the site leads to its part of the host: "/kawabe/". */
static gboolean leads_to_own_part(const KiriReading *page, guint link, const char *href,
                                  const char *own_path)
{
    gsize n = strlen(href);
    return own_path && n > 1 && href[n - 1] == '/' && strlen(own_path) > n &&
           memcmp(own_path, href, n) == 0 && kiri_dom_ancestor(page->dom, link, KIRI_TAG_H1);
}

static void from_image(const KiriReading *page, guint image, KiriBrands *out)
{
    const char *alt = kiri_dom_attr(page->dom, image, "alt");
    if (alt)
        add(out, "logo", kiri_str(alt));
}

static void from_home_link(const KiriReading *page, guint link, KiriBrands *out)
{
    const KiriDom *dom = page->dom;
    guint end = dom->nodes[link].end, image = kiri_dom_find(dom, link, end, KIRI_TAG_IMG);
    if (image < end) {
        from_image(page, image, out);
        return;
    }
    g_autofree char *line = kiri_dom_line(dom, link, MAX_NAME_BYTES);
    add(out, "logo", kiri_str(line));
}

/* Pictures that are called a logo; such pictures of others stand at the bottom. */
static gboolean is_logo(const KiriReading *page, guint image)
{
    static const char *const names[] = {"class", "id", "src"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = kiri_dom_attr(page->dom, image, names[i]);
        if (value && (strstr(value, "logo") || strstr(value, "Logo")))
            return TRUE;
    }
    return FALSE;
}

static void from_logos(const KiriReading *page, KiriBrands *out)
{
    const KiriDom *dom = page->dom;
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(page->input->url), NULL);
    guint seen = 0;
    for (guint i = 0; i < dom->n && seen < MAX_LOGOS && out->n < KIRI_BRANDS_MAX / 2; i++) {
        guint tag = dom->nodes[i].tag;
        const char *href = tag == KIRI_TAG_A ? kiri_dom_attr(dom, i, "href") : NULL;
        if (href && (leads_home(href, url ? url->host : NULL) ||
                     leads_to_own_part(page, i, href, url ? url->path : NULL))) {
            from_home_link(page, i, out);
            seen++;
        } else if (tag == KIRI_TAG_IMG && i * 2 < dom->n && is_logo(page, i)) {
            from_image(page, i, out);
            seen++;
        }
    }
}

/* ---- the copyright line ---- */

static gboolean skip_word(KiriStr *s, const char *word)
{
    gsize n = strlen(word);
    if (s->n < n || g_ascii_strncasecmp(s->p, word, n) != 0)
        return FALSE;
    *s = kiri_str_strip((KiriStr){s->p + n, s->n - n});
    return TRUE;
}

/* The owner behind the sign, the years and the words of law. */
static KiriStr owner_of(KiriStr s)
{
    static const char *const heads[] = {"copyright", "©", "(c)", "（c）", "ⓒ", "株式会社", "by ",
                                        ",",         "-", "–",   "．",    ".", NULL};
    for (gboolean again = TRUE; again;) {
        again = FALSE;
        for (guint i = 0; heads[i]; i++)
            again |= skip_word(&s, heads[i]);
        while (s.n && g_ascii_isdigit(s.p[0])) {
            s = kiri_str_strip((KiriStr){s.p + 1, s.n - 1});
            again = TRUE;
        }
    }
    static const char *const ends[] = {"All rights", "All Rights", "ALL RIGHTS", "無断", "株式会社",
                                       "Co.,",       "Inc.",       "掲載",       "。",   ",",
                                       "\n",         "|",          NULL};
    const char *end = kiri_find_any(s, ends, NULL);
    if (end)
        s.n = (gsize)(end - s.p);
    while (s.n && strchr(". ", s.p[s.n - 1]))
        s.n--;
    return kiri_str_strip(s);
}

static gboolean has_suffix(KiriStr s, const char *tail)
{
    gsize n = strlen(tail);
    return s.n > n && memcmp(s.p + s.n - n, tail, n) == 0;
}

static void from_copyright(const KiriReading *page, KiriBrands *out)
{
    static const char *const signs[] = {"©", "Copyright", "(C)", "（C）", "COPYRIGHT", "(c)", NULL};
    const KiriDom *dom = page->dom;
    for (guint i = dom->n - dom->n / 3; i < dom->n; i++) {
        KiriStr text = dom->nodes[i].text;
        gboolean is_asked = dom->nodes[i].tag == KIRI_TAG_TEXT && text.n > 2 && text.n <= 400;
        const char *at = is_asked ? kiri_find_any(text, signs, NULL) : NULL;
        if (!at)
            continue;
        KiriStr owner = owner_of((KiriStr){at, text.n - (gsize)(at - text.p)});
        add(out, "copyright", owner);
        if (has_suffix(owner, "新聞社")) // 南海新聞社 publishes 南海新聞
            add(out, "copyright", (KiriStr){owner.p, owner.n - strlen("社")});
        return;
    }
}

KiriBrands *kiri_brands_read(const KiriReading *page)
{
    KiriBrands *brands = g_new0(KiriBrands, 1);
    from_logos(page, brands);
    from_copyright(page, brands);
    return brands;
}

void kiri_brands_free(KiriBrands *brands)
{
    for (guint i = 0; brands && i < brands->n; i++)
        g_free(brands->items[i].name);
    g_free(brands);
}
