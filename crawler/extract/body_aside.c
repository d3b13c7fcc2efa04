// SPDX-License-Identifier: GPL-3.0-or-later
/* Which parts of a page are no article text, whatever they hold. Names of classes
 * say so, and so does shape: rows of cards are other pieces, and a later sibling
 * with a headline and a date of its own is the article that the page loads next.
 * Before the text is looked for, so that none of it is weighed. */
#include "body_aside.h"
#include "page_names.h"

/* ---- cards: rows of other pieces, each a linked headline with a teaser ---- */

enum {
    MIN_CARDS = 3,
    MAX_CARD_TEXT = 3000,
    MIN_CARD_TITLE = 60,
    MAX_CARD_BLOCKS = 12,
    MAX_CARD_LOOKS = 200000,
    MIN_OWN_TEXT = 300, // of an article that another one may follow
};

static gboolean is_card(const KiriReading *page, const guint32 *first, guint node)
{
    guint from = first[node], to = first[page->dom->nodes[node].end];
    if (to - from < 2 || to - from > MAX_CARD_BLOCKS)
        return FALSE;
    guint text = 0;
    gboolean has_title = FALSE;
    for (guint i = from; i < to; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        has_title |= i < from + 4 && b->link_weight * 2 > b->weight && b->weight >= MIN_CARD_TITLE;
        text += b->weight - b->link_weight;
    }
    return has_title && text <= MAX_CARD_TEXT;
}

gboolean kiri_body_is_same_make(const KiriDom *dom, guint a, guint b)
{
    return dom->nodes[a].tag == dom->nodes[b].tag &&
           g_strcmp0(kiri_dom_attr(dom, a, "class"), kiri_dom_attr(dom, b, "class")) == 0;
}

/* Children of `parent` from `child` on that are of its kind: how many, and how
 * many of them are cards? */
static void mark_cards(KiriReading *page, const guint32 *first, guint parent, guint child,
                       guint *budget)
{
    const KiriDom *dom = page->dom;
    guint kin = 0, cards = 0, end = dom->nodes[parent].end;
    for (guint i = child; i < end && *budget; i = dom->nodes[i].end, --*budget)
        if (kiri_body_is_same_make(dom, i, child) && first[i] < first[dom->nodes[i].end]) {
            kin++;
            cards += is_card(page, first, i) ? 1 : 0;
        }
    if (cards < MIN_CARDS || cards * 10 < kin * 7)
        return;
    for (guint i = child; i < end; i = dom->nodes[i].end) {
        gboolean has_heading = i <= page->heading && page->heading < dom->nodes[i].end;
        if (kiri_body_is_same_make(dom, i, child) && !has_heading)
            page->names[i] |= KIRI_NAME_RELATED;
    }
}

static void find_cards(KiriReading *page, const guint32 *first)
{
    const KiriDom *dom = page->dom;
    /* Siblings of many kinds would be compared each with each. */
    guint budget = MAX_CARD_LOOKS;
    for (guint i = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY); i < dom->n && budget; i++) {
        guint tag = dom->nodes[i].tag, parent = dom->nodes[i].parent;
        if (tag == KIRI_TAG_TEXT || !kiri_tag_is_block(tag) || (page->names[i] & KIRI_NAME_RELATED))
            continue;
        if (is_card(page, first, i))
            mark_cards(page, first, parent, i, &budget);
    }
}

/* ---- sums ---- */

/* sums[i]: weight of the words outside links in the paragraphs before block i. */
static gint64 *sums_of_prose(const KiriReading *page)
{
    gint64 *sums = g_new0(gint64, page->blocks->len + 1);
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        sums[i + 1] = sums[i] + (b->is_prose ? (gint64)b->weight - b->link_weight : 0);
    }
    return sums;
}

/* The same of links. */
static gint64 *sums_of_links(const KiriReading *page)
{
    gint64 *sums = g_new0(gint64, page->blocks->len + 1);
    for (guint i = 0; i < page->blocks->len; i++)
        sums[i + 1] = sums[i] + g_array_index(page->blocks, KiriBlock, i).link_weight;
    return sums;
}

/* ---- articles that follow: pages that load the next one below the first ---- */

/* Has this part a headline of the page's make? */
static gboolean has_like_heading(const KiriReading *page, guint node)
{
    const KiriDom *dom = page->dom;
    guint tag = dom->nodes[page->heading].tag, end = dom->nodes[node].end;
    guint at = kiri_tag_is_heading(tag) ? kiri_dom_find(dom, node, end, tag) : end;
    while (at < end && !kiri_body_is_same_make(dom, at, page->heading))
        at = kiri_dom_find(dom, at + 1, end, tag);
    return at < end;
}

static gboolean has_date_mark(const KiriReading *page, guint node)
{
    for (guint i = node; i < page->dom->nodes[node].end; i++)
        if (page->dom->nodes[i].tag == KIRI_TAG_TIME || (page->names[i] & KIRI_NAME_DATE))
            return TRUE;
    return FALSE;
}

/* The part that holds the headline has its text and its date; what follows in
 * the same make with both is another article. Sections of one article have no
 * dates. */
static void mark_following(KiriReading *page, const gint64 *prose, const guint32 *first)
{
    enum { MOST_CLIMB = 16 }; // each level reads its part of the page
    const KiriDomNode *nodes = page->dom->nodes;
    guint climb = 0;
    for (guint a = page->heading; a && climb++ < MOST_CLIMB; a = nodes[a].parent) {
        if (prose[first[nodes[a].end]] - prose[first[page->heading]] < MIN_OWN_TEXT)
            continue;
        guint up = nodes[a].parent;
        gboolean has_date = nodes[a].tag == KIRI_TAG_ARTICLE || has_date_mark(page, a);
        for (guint s = nodes[a].end; has_date && s < nodes[up].end; s = nodes[s].end)
            if (kiri_body_is_same_make(page->dom, s, a) && has_like_heading(page, s) &&
                has_date_mark(page, s))
                page->names[s] |= KIRI_NAME_RELATED;
    }
}

/* ---- names ---- */

/* Is the node a heading or a part of one? Their ids are where a table of contents
 * leads to ("toc3"), and no table of contents. */
static gboolean is_in_heading(const KiriDom *dom, guint node)
{
    enum { MOST_CLIMB = 3 };
    for (guint i = 0; i < MOST_CLIMB && node; i++, node = dom->nodes[node].parent)
        if (kiri_tag_is_heading(dom->nodes[node].tag))
            return TRUE;
    return FALSE;
}

/* Names lie: a column called "sidebar" may hold the story. Whoever holds the
 * headline, or nearly all the prose, is no aside. */
static void clear_false_names(KiriReading *page, const gint64 *prose, const guint32 *first)
{
    const KiriDom *dom = page->dom;
    g_autofree gint64 *links = sums_of_links(page);
    gint64 all = prose[page->blocks->len];
    for (guint i = 1; i < dom->n; i++) {
        guint names = page->names[i] & KIRI_NAME_ASIDE;
        if ((names & KIRI_NAME_NAV) && is_in_heading(dom, i))
            page->names[i] &= ~(guint)KIRI_NAME_NAV;
        if (!(page->names[i] & KIRI_NAME_ASIDE))
            continue;
        gint64 own = prose[first[dom->nodes[i].end]] - prose[first[i]];
        gboolean has_heading =
            page->heading && i <= page->heading && page->heading < dom->nodes[i].end;
        /* A survey's own ranking is paragraphs; one of articles is links. */
        gint64 linked = links[first[dom->nodes[i].end]] - links[first[i]];
        gboolean is_written = names == KIRI_NAME_RELATED && page->heading && i > page->heading &&
                              own >= MIN_OWN_TEXT / 2 && linked * 20 < own;
        guint tag = dom->nodes[i].tag;
        gboolean is_frame_tag =
            tag == KIRI_TAG_NAV || tag == KIRI_TAG_FOOTER || tag == KIRI_TAG_ASIDE;
        gboolean is_most = own * 10 >= all * 7 && !is_frame_tag &&
                           !(names & (KIRI_NAME_COMMENT | KIRI_NAME_HIDDEN));
        if ((has_heading && own * 10 >= all * 3) || is_most || is_written)
            page->names[i] &= ~(guint)KIRI_NAME_ASIDE;
    }
}

gboolean kiri_page_is_aside(const KiriReading *page, guint node)
{
    for (; node; node = page->dom->nodes[node].parent)
        if (page->names[node] & KIRI_NAME_ASIDE)
            return TRUE;
    return FALSE;
}

void kiri_body_mark_asides(KiriReading *page, const guint32 *first)
{
    g_autofree gint64 *prose = sums_of_prose(page);
    clear_false_names(page, prose, first);
    find_cards(page, first);
    if (page->heading)
        mark_following(page, prose, first);
}
