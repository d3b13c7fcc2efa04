// SPDX-License-Identifier: GPL-3.0-or-later
/* What surrounds the article: site, picture, section, keywords, address. */
#include "byline.h"
#include "extract_page.h"
#include "page_brand.h"
#include "text_match.h"
#include "title_parts.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MAX_SITE_CHARS = 40 };

typedef struct {
    const char *source, *value;
} Claim;

/* Takes the first claim that has a value, and hears the others. */
static void take_first(KiriArticle *a, const char *field, const Claim *claims, guint n, char **to)
{
    for (guint i = 0; i < n; i++) {
        if (!claims[i].value || !claims[i].value[0])
            continue;
        gboolean is_taken = !*to;
        if (is_taken)
            *to = kiri_dom_plain_text(claims[i].value);
        kiri_article_add_witness(a, field, claims[i].source, claims[i].value, is_taken,
                                 is_taken ? "first claim" : "decided already");
    }
}

/* The part that the site's own titles end or begin with: "headline｜社会｜NAME",
 * "NAME : headline". A part that the page shows as its logo is surest. */
static char *name_in_title(const KiriReading *page, const KiriBrands *brands)
{
    const KiriDom *dom = page->dom;
    guint node = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_TITLE);
    if (node == dom->n || !page->article->title)
        return NULL;
    g_autofree char *title = kiri_dom_line(dom, node, KIRI_LIMIT_TITLE_BYTES / 2);
    g_auto(KiriSiteNames) sites = {.page = page};
    for (guint i = 0; i < brands->n; i++)
        kiri_site_names_add(&sites, brands->items[i].name);
    KiriTitleCut cuts[KIRI_TITLE_MAX_CUTS];
    guint n = kiri_title_cuts(&sites, title, cuts);
    const char *story = strstr(title, page->article->title);
    const char *behind_story = story ? story + strlen(page->article->title) : NULL;
    KiriStr name = {0};
    gsize from = 0;
    for (guint i = 0; n > 0 && i <= n; i++) {
        gsize to = i < n ? cuts[i].at : strlen(title);
        KiriStr part = kiri_str_strip((KiriStr){title + from, to - from});
        from = i < n ? to + cuts[i].n : to;
        g_autofree char *copy = kiri_str_dup(part), *squeezed = kiri_squeeze(part);
        gboolean is_story = story ? part.p < behind_story && part.p + part.n > story
                                  : strstr(page->article->title, copy) != NULL;
        if (is_story || kiri_chars(copy) < 2 || kiri_chars(copy) > MAX_SITE_CHARS ||
            kiri_title_is_page_mark(part) || kiri_title_is_section_word(part))
            continue;
        name = part;
        if (kiri_site_names_has(&sites, squeezed))
            break;
    }
    return name.n ? kiri_str_dup(name) : NULL;
}

/* A picture's words and an owner's name are believed where the page says them again:
 * in its title, in the other of the two, or by what such names end in. */
static gboolean is_confirmed(const KiriReading *page, const KiriBrands *brands, guint which)
{
    const KiriDom *dom = page->dom;
    const char *name = brands->items[which].name;
    guint node = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_TITLE);
    g_autofree char *title =
        node < dom->n ? kiri_dom_line(dom, node, KIRI_LIMIT_TITLE_BYTES / 2) : NULL;
    if ((title && strstr(title, name)) || kiri_is_outlet_name(kiri_str(name)))
        return TRUE;
    for (guint i = 0; i < brands->n; i++)
        if (strcmp(brands->items[i].source, brands->items[which].source) != 0 &&
            (strstr(brands->items[i].name, name) || strstr(name, brands->items[i].name)))
            return TRUE;
    return FALSE;
}

/* "www.example.com" where the name belongs. */
static const char *unless_domain(const char *claim)
{
    return claim && (strchr(claim, ' ') || !kiri_title_is_domain(kiri_str(claim))) ? claim : NULL;
}

static void decide_image(KiriReading *page)
{
    const KiriPageMeta *m = page->meta;
    const Claim claims[] = {
        {"og:image", kiri_page_meta_get(m, "og:image")},
        {"og:image", kiri_page_meta_get(m, "og:image:secure_url")},
        {"json-ld", page->ld->image},
        {"twitter:image", kiri_page_meta_get(m, "twitter:image")},
        {"twitter:image", kiri_page_meta_get(m, "twitter:image:src")},
        {"microdata", kiri_page_meta_get(m, "itemprop:image")},
    };
    for (guint i = 0; i < G_N_ELEMENTS(claims); i++) {
        g_autofree char *url =
            claims[i].value ? kiri_url_resolve(kiri_str(claims[i].value), m->base) : NULL;
        if (!url || !g_str_has_prefix(url, "http"))
            continue;
        gboolean is_taken = !page->article->image;
        kiri_article_add_witness(page->article, "image", claims[i].source, url, is_taken,
                                 is_taken ? "first claim" : "decided already");
        if (is_taken)
            page->article->image = g_steal_pointer(&url);
    }
}

static void decide_keywords(KiriReading *page)
{
    KiriArticle *a = page->article;
    for (guint i = 0; i < kiri_strv_count(page->ld->keywords); i++)
        kiri_strv_add(&a->keywords, page->ld->keywords[i]);
    static const char *const keys[] = {"news_keywords", "keywords", "article:tag"};
    for (guint k = 0; k < G_N_ELEMENTS(keys); k++) {
        for (guint i = 0; i < page->meta->items->len; i++) {
            const KiriMetaItem *item = &g_array_index(page->meta->items, KiriMetaItem, i);
            if (strcmp(item->key, keys[k]) != 0)
                continue;
            g_auto(GStrv) parts = g_strsplit_set(item->value, ",;", 64);
            for (guint p = 0; parts[p]; p++) {
                g_auto(GStrv) wide = g_strsplit(parts[p], "、", 64);
                for (guint w = 0; wide[w]; w++)
                    if (g_strstrip(wide[w])[0] && kiri_strv_count(a->keywords) < 64 &&
                        !kiri_strv_has(a->keywords, wide[w]))
                        kiri_strv_add(&a->keywords, wide[w]);
            }
        }
        if (a->keywords)
            return;
    }
}

/* "プレスリリース配信の海辺ワイヤー", "海辺新聞デジタル　地域のニュース", "海辺新聞:UMIBE" where the
 * page elsewhere calls itself by the name alone: the rest is a motto. */
static gboolean is_name_and_motto(const char *claim, const char *name)
{
    static const char *const before[] = {"の", "｜", "|", "　", "：", ":", NULL};
    static const char *const behind[] = {"｜", "|", "　", ":", "：", NULL};
    if (!claim || !name || kiri_chars(name) < 2 || strlen(claim) <= strlen(name))
        return FALSE;
    if (g_str_has_prefix(claim, name) && kiri_starts_with_any(claim + strlen(name), behind))
        return TRUE;
    gsize at = strlen(claim) - strlen(name);
    for (guint i = 0; g_str_has_suffix(claim, name) && before[i]; i++) {
        gsize n = strlen(before[i]);
        if (at > n && memcmp(claim + at - n, before[i], n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The claim without its motto. */
static const char *bare_name(const KiriReading *page, const KiriBrands *brands, const char *claim)
{
    const char *names[KIRI_BRANDS_MAX + 3] = {kiri_page_meta_get(page->meta, "application-name"),
                                              page->ld->website, page->ld->publisher};
    for (guint i = 0; i < brands->n; i++)
        names[3 + i] = brands->items[i].name;
    for (guint i = 0; claim && i < 3 + brands->n; i++)
        if (is_name_and_motto(claim, names[i]))
            return names[i];
    return claim;
}

void kiri_page_decide_site(KiriReading *page)
{
    const KiriPageMeta *m = page->meta;
    KiriArticle *a = page->article;
    const KiriBrands *brands = page->brands;
    g_autofree char *title = name_in_title(page, brands);
    const char *in_title = bare_name(page, brands, title);
    const char *og = bare_name(page, brands, kiri_page_meta_get(m, "og:site_name"));
    Claim sites[KIRI_BRANDS_MAX + 9] = {
        {"og:site_name", unless_domain(og)},
        {"json-ld WebSite", page->ld->website},
        {"json-ld publisher", page->ld->publisher},
        {"application-name", kiri_page_meta_get(m, "application-name")},
        {"title", in_title},
        {"apple-mobile-web-app-title", kiri_page_meta_get(m, "apple-mobile-web-app-title")},
    };
    guint n_sites = 6;
    for (guint i = 0; i < brands->n; i++)
        if (is_confirmed(page, brands, i))
            sites[n_sites++] = (Claim){brands->items[i].source, brands->items[i].name};
    sites[n_sites++] = (Claim){"og:site_name", unless_domain(og) ? NULL : og};
    if (page->is_japanese && brands->n) // better than none
        sites[n_sites++] = (Claim){brands->items[0].source, brands->items[0].name};
    take_first(a, "site_name", sites, n_sites, &a->site_name);
    const Claim sections[] = {
        {"json-ld", page->ld->section},
        {"article:section", kiri_page_meta_get(m, "article:section")},
        {"microdata", kiri_page_meta_get(m, "itemprop:articleSection")},
    };
    take_first(a, "section", sections, G_N_ELEMENTS(sections), &a->section);
    decide_image(page);
    decide_keywords(page);
}

static gboolean is_same_site(const char *a, const char *b)
{
    g_autoptr(KiriUrl) x = kiri_url_parse(kiri_str(a), NULL);
    g_autoptr(KiriUrl) y = kiri_url_parse(kiri_str(b), NULL);
    if (!x || !y || !x->host || !y->host)
        return FALSE;
    g_autofree char *d = kiri_url_registrable_domain(x->host);
    g_autofree char *e = kiri_url_registrable_domain(y->host);
    return g_strcmp0(d, e) == 0;
}

static gboolean is_front_page(const char *url)
{
    g_autoptr(KiriUrl) u = kiri_url_parse(kiri_str(url), NULL);
    return u && strlen(u->path) <= 1 && !u->query;
}

void kiri_page_decide_canonical(KiriReading *page)
{
    KiriArticle *a = page->article;
    g_autofree char *own = kiri_url_canonical(kiri_str(page->input->url), NULL);
    if (!own)
        own = g_strdup(page->input->url);
    g_autofree char *og = NULL;
    const char *og_claim = kiri_page_meta_get(page->meta, "og:url");
    if (og_claim)
        og = kiri_url_canonical(kiri_str(og_claim), page->meta->base);
    const Claim claims[] = {{"link", page->meta->canonical}, {"og:url", og}};
    const char *chosen = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(claims); i++) {
        const char *url = claims[i].value;
        if (!url)
            continue;
        if (!a->claimed_canonical_url)
            a->claimed_canonical_url = g_strdup(url);
        const char *reason = chosen                    ? "decided already"
                             : !is_same_site(url, own) ? "another site"
                             : is_front_page(url) && !is_front_page(own)
                                 ? "points to the front page"
                                 : "same site";
        gboolean is_taken = strcmp(reason, "same site") == 0;
        kiri_article_add_witness(a, "url", claims[i].source, url, is_taken, reason);
        if (is_taken)
            chosen = url;
    }
    kiri_article_add_witness(a, "url", "fetched", own, !chosen, chosen ? "decided already" : NULL);
    kiri_article_set_url(a, chosen ? chosen : own);
    if (g_strcmp0(a->url, page->input->url) != 0)
        a->fetched_url = g_strdup(page->input->url);
}
