// SPDX-License-Identifier: GPL-3.0-or-later
/* Who wrote it. Structured claims first; then elements that are called an author;
 * then the text itself, where Japanese papers put the name: in front of the first
 * sentence (【ワシントン＝山田太郎】), behind the last （山田太郎）, or on a line of its own.
 * The site's own name is no author, a wire's name is an agency. */
#include "byline.h"
#include "byline_authors.h"
#include "byline_places.h"
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

/* ---- structured claims ---- */

/* "EXAMPLE DIGITAL INC." on example.co.jp */
static gboolean names_host(const KiriReading *page, const char *squeezed)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(page->input->url), NULL);
    g_autofree char *domain = url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
    if (!domain)
        return FALSE;
    *strchrnul(domain, '.') = 0;
    g_autofree char *label = kiri_squeeze(kiri_str(domain));
    return kiri_chars(label) >= 4 && strstr(squeezed, label);
}

static gboolean is_site_name(const KiriReading *page, const char *name)
{
    g_autofree char *s = kiri_squeeze(kiri_str(name));
    if (!kiri_is_person_name(kiri_str(name)) && names_host(page, s))
        return TRUE;
    const char *known[] = {page->article->site_name,
                           page->ld->publisher,
                           page->ld->website,
                           kiri_page_meta_get(page->meta, "og:site_name"),
                           kiri_page_meta_get(page->meta, "application-name"),
                           kiri_page_meta_get(page->meta, "copyright")};
    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        g_autofree char *k = kiri_squeeze(kiri_str(known[i]));
        if (k[0] && (strcmp(k, s) == 0 || (kiri_chars(s) >= 4 && strstr(k, s))))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_no_name(const char *s)
{
    static const char *const words[] = {"admin",  "administrator", "editor",   "staff", "webmaster",
                                        "編集部", "管理者",        "スタッフ", "運営",  NULL};
    for (guint i = 0; words[i]; i++)
        if (g_ascii_strcasecmp(s, words[i]) == 0)
            return TRUE;
    return g_str_has_prefix(s, "http") || strstr(s, "://") || kiri_chars(s) > 60;
}

/* The wire in front of a name: カイロ共同＝山田太郎. */
static void hear_agency_before_name(KiriAuthors *a, const char *source, KiriStr s)
{
    const char *agency = kiri_agency_before_name(s);
    if (!agency)
        return;
    if (!a->page->article->agency)
        a->page->article->agency = g_strdup(agency);
    kiri_article_add_witness(a->page->article, "agency", source, agency, TRUE, "a wire service");
}

static gboolean hear_agency(KiriAuthors *a, const char *source, KiriStr words)
{
    KiriArticle *article = a->page->article;
    g_autofree char *agency = kiri_agency_in(words), *value = kiri_str_dup(words);
    if (!agency || (!kiri_agency_of(kiri_str(agency)) && is_site_name(a->page, agency)))
        return FALSE;
    if (!article->agency)
        article->agency = g_steal_pointer(&agency);
    kiri_article_add_witness(article, "agency", source, value, TRUE, "a wire service");
    return TRUE;
}

/* One claimed author: a person, a wire, an organisation or nobody. */
static void hear_claim(KiriAuthors *a, const char *source, const char *value)
{
    if (!value || !value[0])
        return;
    g_autofree char *text = kiri_dom_plain_text(value);
    g_strstrip(text);
    KiriArticle *article = a->page->article;
    if (kiri_agency_of(kiri_str(text)) && hear_agency(a, source, kiri_str(text)))
        return;
    if (!text[0] || is_no_name(text) || is_site_name(a->page, text)) {
        kiri_article_add_witness(article, "authors", source, value, FALSE, "no person's name");
        return;
    }
    if (hear_agency(a, source, kiri_str(text)))
        return;
    if (kiri_is_outlet_name(kiri_str(text))) {
        kiri_article_add_witness(article, "authors", source, value, FALSE, "another outlet");
        return;
    }
    guint before = kiri_strv_count(a->names);
    kiri_byline_names(kiri_str(text), TRUE, &a->names);
    if (kiri_strv_count(a->names) == before && !kiri_strv_has(a->names, text) &&
        !kiri_strv_has(a->organisations, text))
        kiri_strv_add(&a->organisations, text);
    if (!a->source)
        a->source = source;
    kiri_article_add_witness(article, "authors", source, value,
                             kiri_strv_count(a->names) > before || a->source == source, NULL);
}

static void from_structure(KiriAuthors *a)
{
    const KiriReading *page = a->page;
    for (guint i = 0; i < kiri_strv_count(page->ld->authors); i++)
        hear_claim(a, "json-ld", page->ld->authors[i]);
    static const char *const keys[] = {
        "author",         "article:author",  "dc.creator",         "dcterms.creator",
        "parsely-author", "sailthru.author", "cxenseparse:author", "twitter:data1"};
    for (guint k = 0; k < G_N_ELEMENTS(keys) && !a->names; k++) {
        if (strcmp(keys[k], "twitter:data1") == 0) {
            const char *label = kiri_page_meta_get(page->meta, "twitter:label1");
            if (!label || (strstr(label, "ritten") == NULL && strstr(label, "執筆") == NULL))
                continue;
        }
        for (guint i = 0; i < page->meta->items->len; i++) {
            const KiriMetaItem *item = &g_array_index(page->meta->items, KiriMetaItem, i);
            if (strcmp(item->key, keys[k]) == 0)
                hear_claim(a, keys[k], item->value);
        }
    }
    for (guint i = 0; page->input->hint_authors && page->input->hint_authors[i] && !a->names; i++)
        hear_claim(a, "feed", page->input->hint_authors[i]);
}

/* ---- elements called an author ---- */

enum { MAX_ELEMENT_NODES = 60, NEAR_NODES = 80 };

static gboolean is_author_link(const KiriReading *page, guint i)
{
    const char *rel = kiri_dom_attr(page->dom, i, "rel");
    return page->dom->nodes[i].tag == KIRI_TAG_A && rel && g_ascii_strcasecmp(rel, "author") == 0;
}

static gboolean is_author_element(const KiriReading *page, guint i)
{
    const char *prop = kiri_dom_attr(page->dom, i, "itemprop");
    if (is_author_link(page, i) || (prop && g_ascii_strcasecmp(prop, "author") == 0))
        return TRUE;
    return (page->names[i] & KIRI_NAME_AUTHOR) != 0 && page->dom->nodes[i].tag != KIRI_TAG_ADDRESS;
}

static gboolean is_inside_other(const KiriReading *page, guint i)
{
    guint other = KIRI_NAME_COMMENT | KIRI_NAME_RELATED | KIRI_NAME_NAV;
    for (; i; i = page->dom->nodes[i].parent)
        if (page->names[i] & other)
            return TRUE;
    return FALSE;
}

/* Names on the lines of one element. */
static gboolean from_element(KiriAuthors *a, guint i)
{
    guint before = kiri_strv_count(a->names);
    g_auto(KiriBuf) lines;
    kiri_buf_init(&lines, 4096);
    kiri_dom_text(a->page->dom, i, &lines);
    g_auto(GStrv) each = g_strsplit(lines.p, "\n", 6);
    for (guint k = 0; each[k]; k++) {
        const char *line = kiri_byline_behind_label(each[k]);
        if (kiri_chars(line) <= KIRI_BYLINE_MAX_CHARS && !strstr(line, "。") &&
            !is_site_name(a->page, line))
            kiri_byline_names(kiri_str(line), TRUE, &a->names);
    }
    if (kiri_strv_count(a->names) == before)
        return FALSE;
    a->source = "element";
    kiri_article_add_witness(a->page->article, "authors", "element", lines.p, TRUE,
                             "called an author");
    return TRUE;
}

static void from_elements(KiriAuthors *a)
{
    const KiriReading *page = a->page;
    guint from = page->heading > MAX_ELEMENT_NODES ? page->heading - MAX_ELEMENT_NODES : 0;
    guint to = page->body ? page->dom->nodes[page->body].end + NEAR_NODES : page->dom->n;
    to = MIN(to, page->dom->n);
    for (guint i = from; i < to;) {
        const KiriDomNode *n = &page->dom->nodes[i];
        if (n->tag == KIRI_TAG_TEXT || !is_author_element(page, i) ||
            n->end - i > MAX_ELEMENT_NODES || is_inside_other(page, i)) {
            i++;
            continue;
        }
        if (from_element(a, i)) // a second author stands beside the first
            to = MIN(to, n->end + MAX_ELEMENT_NODES);
        i = n->end;
    }
}

/* The name of an hCard that is the author's: <span class="author vcard"><span class="fn">. */
static gboolean is_card_name(const KiriReading *page, guint i)
{
    const char *class = kiri_dom_attr(page->dom, i, "class");
    g_auto(GStrv) words = class && strstr(class, "fn") ? g_strsplit(class, " ", 8) : NULL;
    if (!words || !g_strv_contains((const char *const *)words, "fn"))
        return FALSE;
    guint parent = page->dom->nodes[i].parent;
    return ((page->names[i] | page->names[parent]) & KIRI_NAME_AUTHOR) != 0;
}

/* An element that says it is the author's name may hold a pen name; wherever it
 * stands. */
static void from_author_links(KiriAuthors *a)
{
    const KiriReading *page = a->page;
    for (guint i = 0; i < page->dom->n && !a->names; i++) {
        gboolean is_link = is_author_link(page, i);
        if ((!is_link && !is_card_name(page, i)) || is_inside_other(page, i))
            continue;
        g_autofree char *text = kiri_dom_line(page->dom, i, 200);
        if (kiri_chars(text) < 2 || kiri_chars(text) > 30 || is_no_name(text) ||
            is_site_name(page, text))
            continue;
        kiri_strv_add(&a->names, text);
        a->source = is_link ? "rel=author" : "hcard";
        kiri_article_add_witness(page->article, "authors", a->source, text, TRUE, NULL);
    }
}

/* ---- what the page shows ---- */

void kiri_authors_credit(KiriAuthors *a, KiriStr inside, const char *source)
{
    KiriArticle *article = a->page->article;
    g_autofree char *value = kiri_str_dup(inside);
    if (hear_agency(a, source, inside))
        return;
    hear_agency_before_name(a, source, inside);
    guint before = kiri_strv_count(a->names);
    kiri_byline_names(inside, TRUE, &a->names);
    if (kiri_strv_count(a->names) > before) {
        if (!a->source)
            a->source = source;
        kiri_article_add_witness(article, "authors", source, value, TRUE, "stands in the text");
    }
}

static void hear_place(KiriAuthors *a, const char *source, const char *line, const char *reason)
{
    a->source = source;
    kiri_article_add_witness(a->page->article, "authors", source, line, TRUE, reason);
}

/* "編集委員・山田太郎2024年3月5日 9時00分": names in front of a date need no word that
 * says so. */
static void from_dated_line(KiriAuthors *a, const KiriBlock *b, const char *line)
{
    g_autofree char *before = kiri_byline_before_date(a->page, b, line);
    if (!before)
        before = kiri_byline_behind_date(a->page, b, line);
    if (!before)
        return;
    kiri_byline_names(kiri_str(before), TRUE, &a->names);
    hear_place(a, "line of the date", line, "names beside the date");
}

/* Short lines between the headline and the text. */
static void from_head(KiriAuthors *a)
{
    const KiriReading *page = a->page;
    guint seen = 0;
    for (guint i = 0; page->heading && i < page->blocks->len && seen < 10 && !a->names; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (b->from < page->dom->nodes[page->heading].end)
            continue;
        seen++;
        gboolean is_linked = b->link_weight >= b->weight; // another piece's headline
        if (b->weight > KIRI_BYLINE_MAX_CHARS * 10 || b->is_prose || b->is_aside || is_linked)
            continue;
        g_autofree char *line = kiri_block_text(page, b);
        gboolean is_caption = (b->names & KIRI_NAME_CAPTION) &&
                              !kiri_byline_is_names(kiri_str(line)) &&
                              !kiri_byline_begins_with_role(kiri_str(line));
        if (kiri_chars(line) > KIRI_BYLINE_MAX_CHARS || is_caption)
            continue;
        g_autofree char *spans = kiri_byline_spans(page, b);
        if (spans)
            kiri_authors_from_line(a, spans);
        if (!a->names)
            kiri_authors_from_line(a, line);
        if (!a->names)
            from_dated_line(a, b, line);
    }
    g_autofree char *bare = a->names ? NULL : kiri_byline_bare_line(page, &a->names);
    if (bare)
        hear_place(a, "line under the headline", bare, "nothing but names");
}

static void from_profile(KiriAuthors *a)
{
    g_autofree char *line = kiri_byline_of_profile(a->page, &a->names);
    if (line)
        hear_place(a, "profile", line, "under a heading for the writer");
}

/* Whom the title names: a writer on a platform of many, the sender of a release. */
static void from_title(KiriAuthors *a)
{
    g_autofree char *name = kiri_byline_of_title(a->page);
    g_autofree char *sender = name ? NULL : kiri_byline_of_release(a->page);
    const char *who = name ? name : sender;
    if (!who || is_no_name(who))
        return;
    kiri_strv_add(&a->names, who);
    hear_place(a, "title", who, name ? "beside the headline too" : "sent the release");
}

void kiri_page_decide_authors(KiriReading *page)
{
    KiriAuthors a = {.page = page};
    from_structure(&a);
    if (!a.names)
        from_elements(&a);
    if (!a.names)
        from_head(&a);
    kiri_authors_from_text(&a);
    kiri_authors_from_tail(&a);
    if (!a.names)
        from_profile(&a);
    if (!a.names)
        from_author_links(&a);
    if (!a.names && !a.organisations)
        from_title(&a);
    if (!a.names)
        a.names = g_steal_pointer(&a.organisations);
    for (guint i = kiri_strv_count(a.names); i > KIRI_LIMIT_AUTHORS; i--)
        g_clear_pointer(&a.names[i - 1], g_free);
    page->article->authors = a.names;
    g_strfreev(a.organisations);
}
