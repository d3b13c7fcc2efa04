// SPDX-License-Identifier: GPL-3.0-or-later
/* Who wrote it. Structured claims first; then elements that are called an author;
 * then the text itself, where Japanese papers put the name: in front of the first
 * sentence (【ワシントン＝山田太郎】), behind the last （山田太郎）, or on a line of its own.
 * The site's own name is no author, a wire's name is an agency. */
#include "byline.h"
#include "byline_places.h"
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MAX_BYLINE_CHARS = 80, LINES_AT_END = 6 };

typedef struct {
    KiriReading *page;
    char **names;
    const char *source;   // static: where `names` came from
    char **organisations; // structured authors that are no persons
} Authors;

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
static void hear_agency_before_name(Authors *a, const char *source, KiriStr s)
{
    const char *agency = kiri_agency_before_name(s);
    if (!agency)
        return;
    if (!a->page->article->agency)
        a->page->article->agency = g_strdup(agency);
    kiri_article_add_witness(a->page->article, "agency", source, agency, TRUE, "a wire service");
}

static gboolean hear_agency(Authors *a, const char *source, KiriStr words)
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
static void hear_claim(Authors *a, const char *source, const char *value)
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

static void from_structure(Authors *a)
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
static gboolean from_element(Authors *a, guint i)
{
    guint before = kiri_strv_count(a->names);
    g_auto(KiriBuf) lines;
    kiri_buf_init(&lines, 4096);
    kiri_dom_text(a->page->dom, i, &lines);
    g_auto(GStrv) each = g_strsplit(lines.p, "\n", 6);
    for (guint k = 0; each[k]; k++)
        if (kiri_chars(each[k]) <= MAX_BYLINE_CHARS && !is_site_name(a->page, each[k]))
            kiri_byline_names(kiri_str(each[k]), TRUE, &a->names);
    if (kiri_strv_count(a->names) == before)
        return FALSE;
    a->source = "element";
    kiri_article_add_witness(a->page->article, "authors", "element", lines.p, TRUE,
                             "called an author");
    return TRUE;
}

static void from_elements(Authors *a)
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
    g_auto(GStrv) words = class ? g_strsplit(class, " ", 8) : NULL;
    if (!words || !g_strv_contains((const char *const *)words, "fn"))
        return FALSE;
    guint parent = page->dom->nodes[i].parent;
    return ((page->names[i] | page->names[parent]) & KIRI_NAME_AUTHOR) != 0;
}

/* An element that says it is the author's name may hold a pen name; wherever it
 * stands. */
static void from_author_links(Authors *a)
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

/* ---- the text ---- */

static void credit(Authors *a, KiriStr inside, const char *source)
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

/* 【ワシントン＝山田太郎】 in front of the first sentences. */
static void from_dateline(Authors *a, const char *text)
{
    static const char *const opens[] = {"【", "［", "〔", "(", "（", NULL};
    static const char *const closes[] = {"】", "］", "〕", ")", "）", NULL};
    for (guint i = 0; opens[i]; i++) {
        if (!g_str_has_prefix(text, opens[i]))
            continue;
        const char *from = text + strlen(opens[i]);
        const char *to = strstr(from, closes[i]);
        KiriStr inside = {from, to ? (gsize)(to - from) : 0};
        if (!to || inside.n > 120)
            return;
        /* 【写真】 and 【速報】 are no names: a dateline names a place too. */
        gboolean has_place =
            kiri_find_any(inside, (const char *const[]){"＝", "=", "・", NULL}, NULL) != NULL;
        g_autofree char *agency = kiri_agency_in(inside);
        /* ［発信元］暮らし… is a label: a name stands in front of a sentence. */
        gboolean has_sentence = strstr(opens[i], "【") == NULL && strstr(to, "。") != NULL;
        if (has_place || agency || has_sentence)
            credit(a, inside, "dateline");
        return;
    }
}

static gboolean ends_sentence(const char *line, const char *at)
{
    gsize n = strlen("。");
    return (gsize)(at - line) >= n &&
           (memcmp(at - n, "。", n) == 0 || memcmp(at - n, "」", n) == 0);
}

/* "…した。＝山田太郎", "…した。(c)AFP": without brackets. */
static void from_open_end(Authors *a, const char *line)
{
    enum { MOST_BYTES = 40 };
    static const char *const signs[] = {"。＝", "。(c)", "。（c）", "。©", "。(C)", NULL};
    gsize n = strlen(line), from = n > MOST_BYTES ? n - MOST_BYTES : 0;
    while (from < n && ((guchar)line[from] & 0xc0) == 0x80)
        from++;
    const char *which = NULL, *at = kiri_find_any(kiri_str(line + from), signs, &which);
    KiriStr rest = kiri_str(at ? at + strlen(which) : "");
    if (rest.n && (kiri_is_person_name(rest) || kiri_agency_of(rest)))
        credit(a, rest, "line end");
}

/* （山田太郎） behind the last sentence. */
static void from_line_end(Authors *a, const char *line)
{
    gsize n = strlen(line);
    from_open_end(a, line);
    static const char *const pairs[][2] = {
        {"（", "）"}, {"(", ")"}, {"【", "】"}, {"［", "］"}, {"〔", "〕"}};
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize close = strlen(pairs[i][1]);
        if (n < close || strcmp(line + n - close, pairs[i][1]) != 0)
            continue;
        const char *open = g_strrstr(line, pairs[i][0]);
        if (!open || line + n - open > 180)
            continue;
        const char *from = open + strlen(pairs[i][0]);
        KiriStr inside = {from, (gsize)(line + n - close - from)};
        /* Behind a sentence or alone: inside one, （） holds an age or a reading. */
        gboolean is_behind = open == line || ends_sentence(line, open);
        if (is_behind)
            credit(a, inside, "line end");
        return;
    }
}

/* A line of its own: 文＝山田太郎, 取材・文：山田太郎. */
static void from_own_line(Authors *a, const char *line)
{
    if (kiri_chars(line) > MAX_BYLINE_CHARS || strstr(line, "。") || kiri_byline_is_caption(line))
        return;
    guint before = kiri_strv_count(a->names);
    kiri_byline_names(kiri_str(line), FALSE, &a->names);
    if (kiri_strv_count(a->names) == before)
        return;
    if (!a->source)
        a->source = "credit line";
    kiri_article_add_witness(a->page->article, "authors", "credit line", line, TRUE,
                             "stands in the text");
}

static void from_text(Authors *a)
{
    const char *text = a->page->article->text;
    if (!text)
        return;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint n = g_strv_length(lines);
    for (guint i = 0; i < MIN(n, 3u); i++)
        from_dateline(a, lines[i]);
    for (guint i = 0; i < n; i++) {
        gboolean is_edge = i < 3 || i + LINES_AT_END >= n;
        if (is_edge && !a->names)
            from_own_line(a, lines[i]);
        if (i + LINES_AT_END >= n || is_edge)
            from_line_end(a, lines[i]);
    }
}

/* Every （…） of a line that is nothing else: （山田太郎）（共同）. */
static void from_bracketed_line(Authors *a, const char *line)
{
    static const char *const opens[] = {"（", "［", "【", "〔", "(", "[", NULL};
    static const char *const closes[] = {"）", "］", "】", "〕", ")", "]", NULL};
    while (*line) {
        guint i = 0;
        while (opens[i] && !g_str_has_prefix(line, opens[i]))
            i++;
        const char *from = opens[i] ? line + strlen(opens[i]) : line;
        const char *to = opens[i] ? strstr(from, closes[i]) : NULL;
        if (!to)
            return;
        credit(a, (KiriStr){from, (gsize)(to - from)}, "behind the text");
        line = to + strlen(closes[i]);
        while (*line == ' ' || *line == '\n')
            line++;
    }
}

/* A line right behind the text that is a signature: names in brackets, a name or
 * a wire alone, 引用元：中央通信. */
static void from_signature(Authors *a, const char *line)
{
    if (kiri_chars(line) > MAX_BYLINE_CHARS || strstr(line, "。"))
        return;
    from_bracketed_line(a, line);
    const char *colon = strstr(line, "：");
    KiriStr words = kiri_str(colon ? colon + strlen("：") : line);
    g_autofree char *agency = kiri_agency_name(words);
    if (agency || (!a->names && kiri_is_person_name(kiri_str(line))))
        credit(a, words, "behind the text");
    else if (!a->names)
        from_own_line(a, line);
}

/* Is the next block in the same column a list of links, which this one heads? */
static gboolean heads_links(const KiriReading *page, guint i)
{
    if (i + 1 >= page->blocks->len)
        return FALSE;
    const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i), *next = b + 1;
    guint holder = page->dom->nodes[b->node].parent;
    return next->from < page->dom->nodes[holder].end && next->link_weight * 2 > next->weight;
}

/* Short lines behind the last paragraph, up to the first heading or list of
 * links. They may have been kept in the text, or left out of it. */
static void from_tail(Authors *a)
{
    enum { BLOCKS_BEHIND = 4 };
    const KiriReading *page = a->page;
    for (guint i = 0, seen = 0; i < page->blocks->len && seen < BLOCKS_BEHIND; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (!page->last_text || b->from <= page->last_text)
            continue;
        seen++;
        gboolean is_linked = b->link_weight * 2 > b->weight;
        if (b->is_aside || is_linked || kiri_tag_is_heading(page->dom->nodes[b->node].tag) ||
            heads_links(page, i))
            return;
        g_autofree char *line = kiri_block_text(page, b);
        from_signature(a, line);
    }
}

static void hear_place(Authors *a, const char *source, const char *line, const char *reason)
{
    a->source = source;
    kiri_article_add_witness(a->page->article, "authors", source, line, TRUE, reason);
}

/* "編集委員・山田太郎2024年3月5日 9時00分": names in front of a date need no word that
 * says so. */
static void from_dated_line(Authors *a, const KiriBlock *b, const char *line)
{
    g_autofree char *before = kiri_byline_before_date(a->page, b, line);
    if (!before)
        return;
    kiri_byline_names(kiri_str(before), TRUE, &a->names);
    hear_place(a, "line of the date", line, "names beside the date");
}

/* Short lines between the headline and the text. */
static void from_head(Authors *a)
{
    const KiriReading *page = a->page;
    guint seen = 0;
    for (guint i = 0; page->heading && i < page->blocks->len && seen < 10 && !a->names; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (b->from < page->dom->nodes[page->heading].end)
            continue;
        seen++;
        gboolean is_linked = b->link_weight >= b->weight; // another piece's headline
        if (b->weight > MAX_BYLINE_CHARS * 10 || b->is_prose || b->is_aside || is_linked)
            continue;
        g_autofree char *line = kiri_block_text(page, b);
        if (kiri_chars(line) > MAX_BYLINE_CHARS)
            continue;
        from_own_line(a, line);
        if (!a->names)
            from_dated_line(a, b, line);
    }
    g_autofree char *bare = a->names ? NULL : kiri_byline_bare_line(page, &a->names);
    if (bare)
        hear_place(a, "line under the headline", bare, "nothing but names");
}

static void from_profile(Authors *a)
{
    g_autofree char *line = kiri_byline_of_profile(a->page, &a->names);
    if (line)
        hear_place(a, "profile", line, "under a heading for the writer");
}

void kiri_page_decide_authors(KiriReading *page)
{
    Authors a = {.page = page};
    from_structure(&a);
    if (!a.names)
        from_elements(&a);
    if (!a.names)
        from_head(&a);
    from_text(&a);
    from_tail(&a);
    if (!a.names)
        from_profile(&a);
    if (!a.names)
        from_author_links(&a);
    if (!a.names)
        a.names = g_steal_pointer(&a.organisations);
    for (guint i = kiri_strv_count(a.names); i > KIRI_LIMIT_AUTHORS; i--)
        g_clear_pointer(&a.names[i - 1], g_free);
    page->article->authors = a.names;
    g_strfreev(a.organisations);
}
