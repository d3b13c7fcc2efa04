// SPDX-License-Identifier: GPL-3.0-or-later
/* The second evaluator: one article in memory. It is the meaning of a query; the
 * index only proposes candidates to it.
 *
 * Title and body are two texts: a keyword lies in one of them, and NEAR never
 * reaches from one into the other. */
#include "chars.h"
#include "query_tree.h"

#include <kirinuki/clip.h>
#include <kirinuki/normalize.h>
#include <kirinuki/url.h>

#include <string.h>

static const KiriField article_fields[] = {
    {KIRI_FIELD(1, KiriQueryArticle, id, STR)},
    {KIRI_FIELD(2, KiriQueryArticle, version, I64)},
    {KIRI_FIELD(3, KiriQueryArticle, title, STR)},
    {KIRI_FIELD(4, KiriQueryArticle, text, STR)},
    {KIRI_FIELD(5, KiriQueryArticle, authors, STRV)},
    {KIRI_FIELD(6, KiriQueryArticle, host, STR)},
    {KIRI_FIELD(7, KiriQueryArticle, medium, STR)},
    {KIRI_FIELD(8, KiriQueryArticle, site_name, STR)},
    {KIRI_FIELD(9, KiriQueryArticle, date_us, I64)},
};
const KiriShape kiri_query_article_shape =
    KIRI_SHAPE("query_article", KiriQueryArticle, article_fields);

KiriQueryArticle *kiri_query_article_of(const KiriArticle *article)
{
    KiriQueryArticle *a = kiri_query_article_new();
    a->id = g_strdup(article->id);
    a->version = article->version;
    a->title = kiri_normalize_dup(kiri_str(article->title));
    a->text = kiri_normalize_dup(kiri_str(article->text));
    for (guint i = 0; i < kiri_strv_count(article->authors); i++) {
        g_autofree char *author = kiri_normalize_dup(kiri_str(article->authors[i]));
        kiri_strv_add(&a->authors, author);
    }
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(article->url), NULL);
    if (url && url->host)
        a->host = g_ascii_strdown(url->host, -1);
    a->medium = g_strdup(article->medium);
    if (article->site_name)
        a->site_name = kiri_normalize_dup(kiri_str(article->site_name));
    a->date_us = G_MININT64;
    if (kiri_time_is_set(article->published))
        a->date_us = article->published.us;
    else if (kiri_time_is_set(article->fetched))
        a->date_us = article->fetched.us;
    return a;
}

/* ---- keywords ---- */

gboolean kiri_prefix_find(KiriStr n_text, KiriStr prefix, gsize from, gsize *at, gsize *end)
{
    while (from < n_text.n && prefix.n) {
        const char *found = memmem(n_text.p + from, n_text.n - from, prefix.p, prefix.n);
        if (!found)
            return FALSE;
        gsize here = (gsize)(found - n_text.p);
        gsize to = here + prefix.n, at_word, end_word;
        while (to < n_text.n && kiri_char_class(kiri_char_at(n_text, to)) == KIRI_CHAR_LATIN)
            to = kiri_char_after(n_text, to);
        /* The word that begins so is a keyword like any other. */
        if (kiri_keyword_find((KiriStr){n_text.p, to}, (KiriStr){found, to - here}, here, &at_word,
                              &end_word)) {
            *at = here;
            *end = to;
            return TRUE;
        }
        from = to; // no other word begins before
    }
    return FALSE;
}

/* The digits and kanji that figures are written with. */
static gboolean is_numeral(gunichar c)
{
    static const char kanji[] = "〇零一二三四五六七八九十百千万億兆";
    return kiri_char_class(c) == KIRI_CHAR_DIGIT || (c && g_utf8_strchr(kanji, -1, c));
}

gboolean kiri_is_within_bounds(guint bounds, KiriStr text, gsize at, gsize end)
{
    gunichar before = at ? kiri_char_at(text, kiri_char_before(text, at)) : 0;
    gunichar behind = end < text.n ? kiri_char_at(text, end) : 0;
    return !((bounds & KIRI_NO_KATAKANA_BEHIND && kiri_char_class(behind) == KIRI_CHAR_KATAKANA) ||
             (bounds & KIRI_NO_KATAKANA_BEFORE && kiri_char_class(before) == KIRI_CHAR_KATAKANA) ||
             (bounds & KIRI_NO_KANJI_BEFORE && kiri_char_class(before) == KIRI_CHAR_KANJI) ||
             (bounds & KIRI_NO_NUMERAL_BEFORE && is_numeral(before)) ||
             (bounds & KIRI_NO_NUMERAL_BEHIND && is_numeral(behind)));
}

gboolean kiri_node_find(const KiriNode *node, KiriStr text, gsize from, gsize *at, gsize *end)
{
    KiriStr word = kiri_str(node->n);
    if (node->is_prefix)
        return kiri_prefix_find(text, word, from, at, end);
    while (kiri_keyword_find(text, word, from, at, end)) {
        if (!node->bounds || kiri_is_within_bounds(node->bounds, text, *at, *end))
            return TRUE;
        from = kiri_char_after(text, *at);
    }
    return FALSE;
}

static gboolean occurs(const KiriNode *node, const char *text)
{
    gsize at, end;
    return text && kiri_node_find(node, kiri_str(text), 0, &at, &end);
}

/* Of a keyword, or of all alternatives of an OR. */
static void add_places(const KiriNode *node, KiriStr text, GArray *places)
{
    KiriPlace place;
    for (guint i = 0; node->children && i < node->children->len; i++)
        add_places(kiri_node_child(node, i), text, places);
    for (gsize from = 0; !node->children && kiri_node_find(node, text, from, &place.at, &place.end);
         from = kiri_char_after(text, place.at))
        g_array_append_val(places, place);
}

static GArray *places_of(const KiriNode *node, KiriStr text)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(KiriPlace));
    add_places(node, text, places);
    return places;
}

static gboolean is_gap_within(KiriStr text, gsize from, gsize to, guint characters)
{
    return to - from <= (gsize)characters * 4 &&
           g_utf8_strlen(text.p + from, (gssize)(to - from)) <= (glong)characters;
}

static gint by_beginning(gconstpointer a, gconstpointer b)
{
    const KiriPlace *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

static gint by_end(gconstpointer a, gconstpointer b)
{
    const KiriPlace *x = a, *y = b;
    return x->end < y->end ? -1 : x->end > y->end;
}

/* Does some place of `first` end at most `characters` before one of `then`
 * begins? `first` is sorted by end, `then` by beginning; of each place of `then`
 * only the last one that ended before it counts. */
static gboolean follows(KiriStr text, const GArray *first, const GArray *then, guint characters)
{
    guint before = 0;
    for (guint i = 0; i < then->len; i++) {
        gsize at = g_array_index(then, KiriPlace, i).at;
        while (before < first->len && g_array_index(first, KiriPlace, before).end <= at)
            before++;
        if (before &&
            is_gap_within(text, g_array_index(first, KiriPlace, before - 1).end, at, characters))
            return TRUE;
    }
    return FALSE;
}

gboolean kiri_places_are_near(GArray *as, GArray *bs, KiriStr text, guint characters)
{
    g_array_sort(as, by_end);
    g_array_sort(bs, by_beginning);
    if (follows(text, as, bs, characters))
        return TRUE;
    g_array_sort(as, by_beginning);
    g_array_sort(bs, by_end);
    return follows(text, bs, as, characters);
}

/* Is some occurrence of `b` at most b->distance characters before or behind one
 * of `a`? */
static gboolean are_near(const KiriNode *a, const KiriNode *b, const char *n_text)
{
    KiriStr text = kiri_str(n_text);
    g_autoptr(GArray) as = places_of(a, text);
    g_autoptr(GArray) bs = places_of(b, text);
    return kiri_places_are_near(as, bs, text, b->distance);
}

static gboolean matches_near(const KiriNode *node, const char *text)
{
    if (!text)
        return FALSE;
    for (guint i = 1; i < node->children->len; i++)
        if (!are_near(kiri_node_child(node, i - 1), kiri_node_child(node, i), text))
            return FALSE;
    return TRUE;
}

typedef gboolean (*TextTest)(const KiriNode *node, const char *text);

static gboolean in_field(const KiriNode *node, KiriQueryField field, const KiriQueryArticle *a,
                         TextTest test)
{
    if (field != KIRI_IN_AUTHOR)
        return test(node, a->title) || (field == KIRI_IN_ANY && test(node, a->text));
    for (char **author = a->authors; author && *author; author++)
        if (test(node, *author))
            return TRUE;
    return FALSE;
}

/* ---- the tree ---- */

static gboolean is_host_of(const char *host, const char *wanted)
{
    if (!host)
        return FALSE;
    gsize n = strlen(host), w = strlen(wanted);
    return g_str_has_suffix(host, wanted) && (n == w || host[n - w - 1] == '.');
}

static gboolean is_medium(const KiriNode *node, const char *value)
{
    return value && (g_str_equal(value, node->raw) || g_str_equal(value, node->n));
}

static gboolean matches(const KiriNode *node, const KiriQueryArticle *a)
{
    switch (node->kind) {
    case KIRI_NODE_KEYWORD:
        return in_field(node, node->field, a, occurs);
    case KIRI_NODE_NEAR:
        return in_field(node, kiri_node_child(node, 0)->field, a, matches_near);
    case KIRI_NODE_AND:
    case KIRI_NODE_OR:
        for (guint i = 0; i < node->children->len; i++)
            if (matches(kiri_node_child(node, i), a) == (node->kind == KIRI_NODE_OR))
                return node->kind == KIRI_NODE_OR;
        return node->kind == KIRI_NODE_AND;
    case KIRI_NODE_NOT:
        return !matches(kiri_node_child(node, 0), a);
    case KIRI_NODE_SITE:
        return is_host_of(a->host, node->n);
    case KIRI_NODE_MEDIUM:
        return is_medium(node, a->medium) || is_medium(node, a->site_name);
    case KIRI_NODE_DATE:
        return a->date_us != G_MININT64 && a->date_us >= node->from_us && a->date_us < node->to_us;
    case KIRI_NODE_CLASS:
        return g_strcmp0(a->clip_class, node->raw) == 0;
    case KIRI_NODE_RELEASE:
        return g_strcmp0(a->clip_release, node->raw) == 0;
    }
    return FALSE;
}

gboolean kiri_node_matches(const KiriNode *node, const KiriQueryArticle *article)
{
    return matches(node, article);
}

gboolean kiri_query_matches(const KiriQuery *query, const KiriQueryArticle *article)
{
    return matches(query->root, article);
}

static gboolean needs_clips(const KiriNode *node)
{
    if (node->kind == KIRI_NODE_CLASS || node->kind == KIRI_NODE_RELEASE)
        return TRUE;
    for (guint i = 0; node->children && i < node->children->len; i++)
        if (needs_clips(kiri_node_child(node, i)))
            return TRUE;
    return FALSE;
}

gboolean kiri_query_needs_clips(const KiriQuery *query)
{
    return needs_clips(query->root);
}

static void collect(const KiriNode *node, char ***keywords)
{
    if (node->kind == KIRI_NODE_NOT)
        return;
    /* Marks are for title and body; names of authors are shown elsewhere. */
    if (node->kind == KIRI_NODE_KEYWORD && node->field != KIRI_IN_AUTHOR) {
        g_autofree char *word = g_strconcat(node->n, node->is_prefix ? "*" : NULL, NULL);
        if (!kiri_strv_has(*keywords, word))
            kiri_strv_add(keywords, word);
    }
    for (guint i = 0; node->children && i < node->children->len; i++)
        collect(kiri_node_child(node, i), keywords);
}

char **kiri_query_keywords(const KiriQuery *query)
{
    char **keywords = NULL;
    collect(query->root, &keywords);
    return keywords ? keywords : g_new0(char *, 1);
}
