// SPDX-License-Identifier: GPL-3.0-or-later
/* Where is the article's text? The page is cut into blocks (runs of text between
 * two block boundaries). Each gets points: prose counts by its length, links and
 * everything inside menus, rankings and share bars count against. The body is
 * the element whose blocks sum to the most; a sum over a subtree is a difference
 * of two prefix sums, so all elements are looked at in one pass.
 *
 * Lengths are in tenths of a Japanese character; a Latin letter counts for four
 * of them, so that one scale serves both. */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/limits.h>

#include <string.h>

enum {
    WIDE = 10,
    NARROW = 4,
    PROSE_WEIGHT = 400, // 40 characters without a sentence end are a paragraph
    MIN_TALK = 70,
    MIN_PROSE = 100, // 10 characters with one are
    MAX_PENALTY = 600,
    CLAIM_BONUS = 1000,
    MIN_CLAIM_CHARS = 12,
};

/* ---- blocks ---- */

static gboolean is_sentence_end(gunichar c, gunichar next)
{
    switch (c) {
    case 0x3002: // 。
    case 0xFF0E: // ．
    case 0xFF01: // ！
    case 0xFF1F: // ？
    case 0xFF61: // half-width 。
        return TRUE;
    case '.':
    case '!':
    case '?':
        return next == ' ' || next == '\n' || next == 0 || next == '"' || next == 0x201D;
    default:
        return FALSE;
    }
}

typedef struct {
    guint weight, wide, ends, commas, hiragana;
} Weight;

static void weigh(KiriStr s, Weight *w)
{
    const char *end = s.p + s.n;
    for (const char *p = s.p; p < end;) {
        gunichar c = g_utf8_get_char(p);
        p = kiri_next_char(p);
        if (c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0x200B)
            continue;
        gboolean is_wide = kiri_is_wide(c);
        w->weight += is_wide ? WIDE : NARROW;
        w->wide += is_wide ? WIDE : 0;
        w->commas += c == 0x3001 || c == 0xFF0C ? 1 : 0;
        w->hiragana += c >= 0x3041 && c <= 0x3096 ? WIDE : 0;
        w->ends += is_sentence_end(c, p < end ? g_utf8_get_char(p) : 0) ? 1 : 0;
    }
}

typedef struct {
    KiriReading *page;
    KiriBlock block;
    Weight all, links;
    gboolean is_open;
} Cutter;

/* Labels are nouns; a third of hiragana makes particles and verbs. Names in a
 * row have commas too, so a comma is a sentence only among hiragana. */
static void judge(const KiriDom *dom, KiriBlock *b, const Weight *w)
{
    gboolean is_japanese = w->wide * 2 > w->weight;
    gboolean has_words = w->hiragana * 3 >= w->weight;
    gboolean has_sentence = w->ends || (w->commas && has_words);
    gboolean is_linked = b->link_weight * 2 >= b->weight;
    b->is_prose =
        !is_linked && (w->weight >= PROSE_WEIGHT ||
                       (has_sentence && w->weight >= (is_japanese ? MIN_PROSE : MIN_PROSE * 2)));
    b->is_talk = !b->is_prose && w->weight >= MIN_TALK && has_words &&
                 b->link_weight * 5 < b->weight && !kiri_tag_is_heading(dom->nodes[b->node].tag);
}

static void close_block(Cutter *c, guint to)
{
    KiriBlock *b = &c->block;
    if (c->is_open && c->all.weight) {
        b->to = to;
        b->weight = c->all.weight;
        b->link_weight = c->links.weight;
        judge(c->page->dom, b, &c->all);
        g_array_append_val(c->page->blocks, *b);
    }
    c->is_open = FALSE;
}

static void add_text(Cutter *c, guint node, guint holder, gboolean is_link)
{
    if (!c->is_open) {
        c->block = (KiriBlock){.node = holder, .from = node};
        c->all = c->links = (Weight){0};
        c->is_open = TRUE;
    }
    KiriStr text = c->page->dom->nodes[node].text;
    weigh(text, &c->all);
    if (is_link)
        weigh(text, &c->links);
}

static void cut_blocks(KiriReading *page)
{
    const KiriDom *dom = page->dom;
    guint body = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY);
    Cutter c = {.page = page};
    guint holder = 0, link_end = 0;
    for (guint i = body; i < dom->n;) {
        const KiriDomNode *n = &dom->nodes[i];
        while (holder && dom->nodes[holder].end <= i) {
            close_block(&c, i);
            holder = dom->nodes[holder].parent;
            while (holder && !kiri_tag_is_block(dom->nodes[holder].tag))
                holder = dom->nodes[holder].parent;
        }
        if (kiri_tag_is_silent(n->tag)) {
            i = n->end;
            continue;
        }
        if (n->tag == KIRI_TAG_TEXT) {
            add_text(&c, i, holder, i < link_end);
        } else if (kiri_tag_is_block(n->tag)) {
            close_block(&c, i);
            holder = i;
        }
        if (n->tag == KIRI_TAG_A && kiri_dom_attr(dom, i, "href"))
            link_end = MAX(link_end, n->end);
        i++;
    }
    close_block(&c, dom->n);
}

/* ---- parts that are aside ---- */

static gint64 *prefix_sums(const KiriReading *page, gboolean of_prose)
{
    gint64 *sums = g_new0(gint64, page->blocks->len + 1);
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gint64 v = of_prose ? (b->is_prose ? (gint64)b->weight - b->link_weight : 0) : b->score;
        sums[i + 1] = sums[i] + v;
    }
    return sums;
}

/* first[i]: index of the first block that starts at node i or later. */
static guint32 *first_blocks(const KiriReading *page)
{
    guint32 *first = g_new(guint32, page->dom->n + 1);
    guint at = 0;
    for (guint i = 0; i <= page->dom->n; i++) {
        while (at < page->blocks->len && g_array_index(page->blocks, KiriBlock, at).from < i)
            at++;
        first[i] = at;
    }
    return first;
}

/* ---- cards: rows of other pieces, each a linked headline with a teaser ---- */

enum {
    MIN_CARDS = 3,
    MAX_CARD_TEXT = 3000,
    MIN_CARD_TITLE = 60,
    MAX_CARD_BLOCKS = 12,
    MAX_CARD_LOOKS = 200000
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

static gboolean is_same_kind(const KiriDom *dom, guint a, guint b)
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
        if (is_same_kind(dom, i, child) && first[i] < first[dom->nodes[i].end]) {
            kin++;
            cards += is_card(page, first, i) ? 1 : 0;
        }
    if (cards < MIN_CARDS || cards * 10 < kin * 7)
        return;
    for (guint i = child; i < end; i = dom->nodes[i].end) {
        gboolean has_heading = i <= page->heading && page->heading < dom->nodes[i].end;
        if (is_same_kind(dom, i, child) && !has_heading)
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

/* Names lie: a column called "sidebar" may hold the story. Whoever holds the
 * headline, or nearly all the prose, is no aside. */
static void clear_false_names(KiriReading *page, const guint32 *first)
{
    const KiriDom *dom = page->dom;
    g_autofree gint64 *prose = prefix_sums(page, TRUE);
    gint64 all = prose[page->blocks->len];
    for (guint i = 1; i < dom->n; i++) {
        guint names = page->names[i] & KIRI_NAME_ASIDE;
        if (!names)
            continue;
        gint64 own = prose[first[dom->nodes[i].end]] - prose[first[i]];
        gboolean has_heading =
            page->heading && i <= page->heading && page->heading < dom->nodes[i].end;
        guint tag = dom->nodes[i].tag;
        gboolean is_frame_tag =
            tag == KIRI_TAG_NAV || tag == KIRI_TAG_FOOTER || tag == KIRI_TAG_ASIDE;
        gboolean is_most = own * 10 >= all * 7 && !is_frame_tag &&
                           !(names & (KIRI_NAME_COMMENT | KIRI_NAME_HIDDEN));
        if ((has_heading && own * 10 >= all * 3) || is_most)
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

/* ---- claims: JSON-LD's articleBody and the page's description ---- */

enum { CLAIM_BYTES = 240, MAX_CLAIM_BYTES = 128 * 1024, MAX_CLAIM_BLOCKS = 4000 };

/* The squeezed beginning of a block. */
static char *squeezed_start(const KiriReading *page, const KiriBlock *b)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, CLAIM_BYTES);
    for (guint i = b->from; i < b->to && !buf.is_over;) {
        const KiriDomNode *n = &page->dom->nodes[i];
        if (n->tag == KIRI_TAG_TEXT) {
            KiriStr text = kiri_str_strip(n->text);
            gsize room = CLAIM_BYTES - buf.n;
            while (text.n > room || (text.n && ((guchar)text.p[text.n] & 0xC0) == 0x80))
                text.n--;
            if (!kiri_buf_add(&buf, text.p, text.n) || text.n < n->text.n)
                if (buf.n > CLAIM_BYTES * 3 / 4)
                    break;
        }
        i = kiri_tag_is_silent(n->tag) ? n->end : i + 1;
    }
    return kiri_squeeze(kiri_buf_view(&buf));
}

static gboolean shares_start(const char *a, const char *b, glong chars)
{
    while (chars-- > 0) {
        if (!*a || g_utf8_get_char(a) != g_utf8_get_char(b))
            return FALSE;
        a = kiri_next_char(a);
        b = kiri_next_char(b);
    }
    return TRUE;
}

static void hear_claims(KiriReading *page)
{
    const char *claim = kiri_page_meta_get(page->meta, "og:description");
    if (!claim)
        claim = kiri_page_meta_get(page->meta, "description");
    if (!claim)
        claim = page->input->hint_summary;
    g_autofree char *body = kiri_squeeze(kiri_str(page->ld->body));
    g_autofree char *lead = kiri_squeeze(kiri_str(claim));
    gboolean has_body = kiri_chars(body) >= 40 && strlen(body) <= MAX_CLAIM_BYTES;
    gboolean has_lead = kiri_chars(lead) >= MIN_CLAIM_CHARS;
    guint n = has_body || has_lead ? MIN(page->blocks->len, MAX_CLAIM_BLOCKS) : 0;
    for (guint i = 0; i < n; i++) {
        KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (b->weight < MIN_CLAIM_CHARS * NARROW)
            continue;
        g_autofree char *s = squeezed_start(page, b);
        if (kiri_chars(s) < MIN_CLAIM_CHARS / 2)
            continue;
        b->is_claimed = has_body && strstr(body, s);
        b->is_lead =
            has_lead && b->is_prose && (shares_start(s, lead, MIN_CLAIM_CHARS) || strstr(lead, s));
    }
}

/* ---- scores ---- */

static gint score_of(const KiriReading *page, const KiriBlock *b)
{
    gint weight = (gint)MIN(b->weight, 1000000u), links = (gint)MIN(b->link_weight, 1000000u);
    if (b->is_aside)
        return -MIN(weight / 2, MAX_PENALTY);
    if (b->is_claimed)
        return weight * 3;
    if (links * 2 > weight)
        return -MIN(links, MAX_PENALTY / 2);
    if (b->is_talk)
        return (weight - links) / 2;
    if (!b->is_prose)
        return b->names & KIRI_NAME_CAPTION ? 0 : -weight / 10;
    gint score = weight - 2 * links + (b->is_lead ? CLAIM_BONUS : 0);
    if (b->names & KIRI_NAME_BODY)
        score += score / 2;
    if (page->heading && b->from < page->heading)
        score /= 2;
    return score;
}

static void score_blocks(KiriReading *page)
{
    const KiriDom *dom = page->dom;
    /* Names of a node and all above it, in one pass down. */
    g_autofree guint32 *above = g_new(guint32, dom->n);
    for (guint i = 0; i < dom->n; i++)
        above[i] = page->names[i] | (i ? above[dom->nodes[i].parent] : 0);
    for (guint i = 0; i < page->blocks->len; i++) {
        KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        b->names = above[dom->nodes[b->from].parent];
        b->is_aside = (b->names & KIRI_NAME_ASIDE) != 0;
    }
    hear_claims(page);
    for (guint i = 0; i < page->blocks->len; i++) {
        KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        b->score = score_of(page, b);
    }
}

void kiri_page_find_body(KiriReading *page)
{
    const KiriDom *dom = page->dom;
    page->blocks = g_array_new(FALSE, FALSE, sizeof(KiriBlock));
    cut_blocks(page);
    g_autofree guint32 *first = first_blocks(page);
    clear_false_names(page, first);
    find_cards(page, first);
    score_blocks(page);
    g_autofree gint64 *sums = prefix_sums(page, FALSE);
    gint64 best = 0;
    for (guint i = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY); i < dom->n; i++) {
        if (!kiri_tag_is_block(dom->nodes[i].tag))
            continue;
        gint64 sum = sums[first[dom->nodes[i].end]] - sums[first[i]];
        if (sum > 0 && sum >= best) {
            best = sum;
            page->body = i;
        }
    }
}
