// SPDX-License-Identifier: GPL-3.0-or-later
/* JSON-LD as newsrooms write it: one node, an array, an @graph with references
 * by @id, several scripts; a publisher may be a string, a node or a list. Every
 * node is looked at once; the best article node is taken, other nodes answer
 * references and name the site. */
#include "jsonld.h"

#include "markup.h"

#include <kirinuki/json.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

enum { MAX_NODES = 512, MAX_NESTING = 8, MAX_DOCS = 32, MAX_LIST = 64 };

typedef struct {
    GPtrArray *nodes; // of const KiriJsonNode, in order of the page
    GPtrArray *docs;  // own the nodes
} Graph;

/* ---- values ---- */

static char *plain(const char *s)
{
    if (!s)
        return NULL;
    g_autofree char *text = kiri_dom_plain_text(s);
    return text[0] ? g_steal_pointer(&text) : NULL;
}

/* The text of a value that may be a string, {"@value"}, {"name"} or a list. */
static const char *string_of(const KiriJsonNode *v, gint depth)
{
    if (kiri_json_is_string(v))
        return kiri_json_string(v, NULL);
    if (depth > MAX_NESTING || !v)
        return NULL;
    if (kiri_json_is_array(v)) {
        for (gsize i = 0; i < kiri_json_size(v); i++) {
            const char *s = string_of(kiri_json_at(v, i), depth + 1);
            if (s && s[0])
                return s;
        }
        return NULL;
    }
    static const char *const keys[] = {"@value", "name", "url", "contentUrl", "@id"};
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char *s = kiri_json_string(kiri_json_get(v, keys[i]), NULL);
        if (s && s[0])
            return s;
    }
    return NULL;
}

static const char *member(const KiriJsonNode *node, const char *key)
{
    return string_of(kiri_json_get(node, key), 0);
}

/* "NewsArticle", "schema:NewsArticle" or "https://schema.org/NewsArticle". */
static gboolean is_type(const char *s, const char *type)
{
    const char *last = s;
    for (const char *p = s; p && *p; p++)
        if (strchr(":/#", *p))
            last = p + 1;
    return s && g_ascii_strcasecmp(last, type) == 0;
}

static gboolean has_type(const KiriJsonNode *node, const char *type)
{
    const KiriJsonNode *t = kiri_json_get(node, "@type");
    for (gsize i = 0; i < MIN(kiri_json_size(t), MAX_LIST); i++)
        if (is_type(kiri_json_string(kiri_json_at(t, i), NULL), type))
            return TRUE;
    return is_type(kiri_json_string(t, NULL), type);
}

/* A node that only points ({"@id"}) is looked up in the graph. */
static const KiriJsonNode *resolve(const Graph *g, const KiriJsonNode *v)
{
    const char *id = kiri_json_string(kiri_json_get(v, "@id"), NULL);
    if (!id || kiri_json_get(v, "name"))
        return v;
    for (guint i = 0; i < g->nodes->len; i++) {
        const KiriJsonNode *n = g_ptr_array_index(g->nodes, i);
        if (g_strcmp0(kiri_json_string(kiri_json_get(n, "@id"), NULL), id) == 0 &&
            kiri_json_get(n, "name"))
            return n;
    }
    return v;
}

/* ---- collecting nodes ---- */

static void collect(Graph *g, const KiriJsonNode *v, gint depth)
{
    if (depth > MAX_NESTING || g->nodes->len >= MAX_NODES)
        return;
    for (gsize i = 0; i < kiri_json_size(v); i++)
        collect(g, kiri_json_at(v, i), depth + 1);
    if (!kiri_json_is_object(v))
        return;
    g_ptr_array_add(g->nodes, (gpointer)(guintptr)v);
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    for (guint i = 0; i < G_N_ELEMENTS(inner); i++) {
        const KiriJsonNode *child = kiri_json_get(v, inner[i]);
        if (kiri_json_is_object(child) || kiri_json_is_array(child))
            collect(g, child, depth + 1);
    }
}

/* Some templates escape the whole block as if it stood in an attribute. Then it
 * has no quote of its own. */
static char *unescaped(KiriStr text)
{
    if (memchr(text.p, '"', text.n) || !g_strstr_len(text.p, (gssize)text.n, "&quot;"))
        return kiri_str_dup(text);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    while (text.n) {
        gunichar c;
        const char *amp = memchr(text.p, '&', text.n);
        gsize n = amp ? (gsize)(amp - text.p) : text.n;
        if (n) {
            kiri_buf_add(&out, text.p, n);
        } else if ((n = kiri_markup_reference(text, &c)) > 0) {
            kiri_buf_add_unichar(&out, c);
        } else {
            kiri_buf_add(&out, text.p, n = 1);
        }
        text.p += n;
        text.n -= n;
    }
    return kiri_buf_steal(&out, NULL);
}

static void read_script(Graph *g, KiriStr text, gboolean *was_repaired)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str_strip(text), NULL);
    if (!doc) {
        g_autofree char *plain_json = unescaped(text);
        g_autofree char *repaired = kiri_jsonld_repair(kiri_str(plain_json));
        doc = kiri_json_parse(kiri_str(repaired), NULL);
        *was_repaired |= doc != NULL;
    }
    if (!doc)
        return;
    collect(g, kiri_json_root(doc), 0);
    g_ptr_array_add(g->docs, g_steal_pointer(&doc));
}

/* With parameters behind it or without. */
static gboolean is_jsonld_type(const char *type)
{
    static const char name[] = "application/ld+json";
    while (type && g_ascii_isspace(*type))
        type++;
    return type && g_ascii_strncasecmp(type, name, strlen(name)) == 0 &&
           !g_ascii_isalnum(type[strlen(name)]);
}

static void read_scripts(Graph *g, const KiriDom *dom, gboolean *was_repaired)
{
    for (guint i = 0; i < dom->n && g->docs->len < MAX_DOCS; i++) {
        if (dom->nodes[i].tag != KIRI_TAG_SCRIPT)
            continue;
        if (!is_jsonld_type(kiri_dom_attr(dom, i, "type")))
            continue;
        guint child = kiri_dom_find(dom, i, dom->nodes[i].end, KIRI_TAG_TEXT);
        if (child < dom->nodes[i].end)
            read_script(g, dom->nodes[child].text, was_repaired);
    }
}

/* ---- choosing the article ---- */

static const struct {
    const char *type;
    gint rank;
} article_types[] = {
    {"NewsArticle", 9},
    {"ReportageNewsArticle", 9},
    {"AnalysisNewsArticle", 9},
    {"OpinionNewsArticle", 9},
    {"BackgroundNewsArticle", 9},
    {"ReviewNewsArticle", 9},
    {"AskPublicNewsArticle", 9},
    {"Article", 8},
    {"BlogPosting", 8},
    {"TechArticle", 8},
    {"Report", 8},
    {"ScholarlyArticle", 8},
    {"SocialMediaPosting", 7},
    {"LiveBlogPosting", 7},
    {"AdvertiserContentArticle", 7},
    {"Review", 4},
    {"VideoObject", 3},
    {"CreativeWork", 3},
    {"Recipe", 3},
    {"HowTo", 3},
    {"WebPage", 2},
    {"ItemPage", 2},
};

/* article_rank() of what is written by somebody: at least 7 in the list. */
enum { RANK_ARTICLE = 7 * 4 };

static gboolean is_same_page(const char *url, const char *page_url)
{
    if (!url || !page_url)
        return FALSE;
    const char *a = strstr(url, "://"), *b = strstr(page_url, "://");
    a = a ? a + 3 : url;
    b = b ? b + 3 : page_url;
    gsize n = strcspn(a, "?#"), m = strcspn(b, "?#");
    while (n && a[n - 1] == '/')
        n--;
    while (m && b[m - 1] == '/')
        m--;
    return n == m && n && strncmp(a, b, n) == 0;
}

static gint article_rank(const KiriJsonNode *node, const char *page_url)
{
    gint rank = 0;
    for (guint i = 0; i < G_N_ELEMENTS(article_types); i++)
        if (article_types[i].rank > rank && has_type(node, article_types[i].type))
            rank = article_types[i].rank;
    if (!rank)
        return 0;
    rank = rank * 4 + (kiri_json_get(node, "headline") ? 1 : 0) +
           (kiri_json_get(node, "datePublished") ? 1 : 0);
    if (is_same_page(member(node, "url"), page_url) ||
        is_same_page(member(node, "mainEntityOfPage"), page_url) ||
        is_same_page(kiri_json_string(kiri_json_get(node, "@id"), NULL), page_url))
        rank += 8;
    return rank;
}

static const KiriJsonNode *choose(const Graph *g, const char *page_url, KiriJsonLd *ld)
{
    const KiriJsonNode *best = NULL;
    gint best_rank = 0, n_articles = 0;
    for (guint i = 0; i < g->nodes->len; i++) {
        const KiriJsonNode *node = g_ptr_array_index(g->nodes, i);
        gint rank = article_rank(node, page_url);
        n_articles += rank >= RANK_ARTICLE && kiri_json_get(node, "headline") != NULL;
        ld->lists_articles |= has_type(node, "ItemList") || has_type(node, "CollectionPage");
        if (rank > best_rank) {
            best = node;
            best_rank = rank;
        }
    }
    ld->lists_articles |= n_articles > 3;
    return best;
}

/* ---- reading it ---- */

static void add_unique(char ***list, const char *s, guint limit)
{
    if (s && s[0] && kiri_strv_count(*list) < limit && !kiri_strv_has(*list, s))
        kiri_strv_add(list, s);
}

static void add_author(const Graph *g, const KiriJsonNode *v, gboolean persons, KiriJsonLd *ld,
                       gint depth)
{
    if (kiri_json_is_array(v)) {
        for (gsize i = 0; depth < MAX_NESTING && i < MIN(kiri_json_size(v), MAX_LIST); i++)
            add_author(g, kiri_json_at(v, i), persons, ld, depth + 1);
        return;
    }
    const KiriJsonNode *node = kiri_json_is_object(v) ? resolve(g, v) : v;
    gboolean is_organisation =
        has_type(node, "Organization") || has_type(node, "NewsMediaOrganization");
    if (is_organisation == persons)
        return;
    const KiriJsonNode *name = kiri_json_is_object(node) ? kiri_json_get(node, "name") : node;
    if (kiri_json_is_array(name)) {
        for (gsize i = 0; i < MIN(kiri_json_size(name), MAX_LIST); i++) {
            g_autofree char *one = plain(kiri_json_string(kiri_json_at(name, i), NULL));
            add_unique(&ld->authors, one, KIRI_LIMIT_AUTHORS);
        }
        return;
    }
    g_autofree char *text = plain(kiri_json_string(name, NULL));
    add_unique(&ld->authors, text, KIRI_LIMIT_AUTHORS);
}

static void add_keywords(const KiriJsonNode *v, KiriJsonLd *ld)
{
    for (gsize i = 0; i < MIN(kiri_json_size(v), MAX_LIST); i++) {
        g_autofree char *text = plain(string_of(kiri_json_at(v, i), 0));
        add_unique(&ld->keywords, text, 64);
    }
    g_autofree char *all = plain(kiri_json_string(v, NULL));
    g_auto(GStrv) parts = all ? g_strsplit_set(all, ",;\n", 64) : NULL;
    for (guint i = 0; parts && parts[i]; i++)
        add_unique(&ld->keywords, g_strstrip(parts[i]), 64);
}

static const char *image_of(const Graph *g, const KiriJsonNode *node)
{
    const KiriJsonNode *image = kiri_json_get(node, "image");
    if (!image)
        image = kiri_json_get(node, "thumbnailUrl");
    if (kiri_json_is_array(image))
        image = kiri_json_at(image, 0);
    image = kiri_json_is_object(image) ? resolve(g, image) : image;
    const char *url = kiri_json_is_object(image) ? member(image, "url") : string_of(image, 0);
    return url ? url : member(image, "contentUrl");
}

/* The first node that says something is heard. Takes `value`. */
static void fill(char **to, char *value)
{
    if (*to)
        g_free(value);
    else
        *to = value;
}

static char *publisher_of(const Graph *g, const KiriJsonNode *node)
{
    const KiriJsonNode *publisher = kiri_json_get(node, "publisher");
    if (kiri_json_is_array(publisher))
        publisher = kiri_json_at(publisher, 0);
    publisher = kiri_json_is_object(publisher) ? resolve(g, publisher) : publisher;
    return plain(kiri_json_is_object(publisher) ? member(publisher, "name")
                                                : kiri_json_string(publisher, NULL));
}

static void read_article(const Graph *g, const KiriJsonNode *node, KiriJsonLd *ld)
{
    fill(&ld->type, g_strdup(member(node, "@type")));
    fill(&ld->headline, plain(member(node, "headline")));
    fill(&ld->headline, plain(member(node, "name")));
    fill(&ld->description, plain(member(node, "description")));
    fill(&ld->body, plain(member(node, "articleBody")));
    fill(&ld->section, plain(member(node, "articleSection")));
    fill(&ld->language, g_strdup(member(node, "inLanguage")));
    fill(&ld->image, g_strdup(image_of(g, node)));
    fill(&ld->url, g_strdup(member(node, "url")));
    fill(&ld->published, g_strdup(member(node, "datePublished")));
    fill(&ld->modified, g_strdup(member(node, "dateModified")));
    fill(&ld->created, g_strdup(member(node, "dateCreated")));
    fill(&ld->publisher, publisher_of(g, node));
    const KiriJsonNode *author = kiri_json_get(node, "author");
    if (!author)
        author = kiri_json_get(node, "creator");
    if (!ld->authors)
        add_author(g, author, TRUE, ld, 0);
    if (!ld->authors)
        add_author(g, author, FALSE, ld, 0);
    if (!ld->keywords)
        add_keywords(kiri_json_get(node, "keywords"), ld);
}

/* Plugins of one page each write a block of their own: one has the headline, the
 * next the author. Articles with the same headline are the same article. */
static void read_twins(const Graph *g, const KiriJsonNode *article, KiriJsonLd *ld)
{
    const char *headline = member(article, "headline");
    for (guint i = 0; headline && i < g->nodes->len; i++) {
        const KiriJsonNode *node = g_ptr_array_index(g->nodes, i);
        if (node != article && g_strcmp0(member(node, "headline"), headline) == 0 &&
            article_rank(node, NULL) >= RANK_ARTICLE)
            read_article(g, node, ld);
    }
}

/* The flag may stand on the article, on the page or on a part of either. */
static void read_access(const Graph *g, KiriJsonLd *ld)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        const KiriJsonNode *flag =
            kiri_json_get(g_ptr_array_index(g->nodes, i), "isAccessibleForFree");
        if (!flag)
            continue;
        ld->says_free |= kiri_json_boolean(flag, FALSE);
        ld->says_paid |= !kiri_json_boolean(flag, TRUE);
    }
}

KiriJsonLd *kiri_jsonld_read(const KiriDom *dom, const char *page_url)
{
    KiriJsonLd *ld = g_new0(KiriJsonLd, 1);
    g_autoptr(GPtrArray) nodes = g_ptr_array_new();
    g_autoptr(GPtrArray) docs = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_json_doc_free);
    Graph g = {nodes, docs};
    read_scripts(&g, dom, &ld->was_repaired);
    const KiriJsonNode *article = choose(&g, page_url, ld);
    if (article) {
        read_article(&g, article, ld);
        read_twins(&g, article, ld);
    }
    read_access(&g, ld);
    for (guint i = 0; i < nodes->len && !ld->website; i++)
        if (has_type(g_ptr_array_index(nodes, i), "WebSite"))
            ld->website = plain(member(g_ptr_array_index(nodes, i), "name"));
    return ld;
}

void kiri_jsonld_free(KiriJsonLd *ld)
{
    if (!ld)
        return;
    char *strings[] = {ld->type,     ld->headline,  ld->description, ld->body,      ld->section,
                       ld->language, ld->image,     ld->url,         ld->published, ld->modified,
                       ld->created,  ld->publisher, ld->website};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_strfreev(ld->authors);
    g_strfreev(ld->keywords);
    g_free(ld);
}
