// SPDX-License-Identifier: GPL-3.0-or-later
/* Where is the article's text? The page is cut into blocks (runs of text between
 * two block boundaries). Each gets points: prose counts by its length, links and
 * everything inside menus, rankings and share bars count against. The body is
 * the element whose blocks sum to the most; a sum over a subtree is a difference
 * of two prefix sums, so all elements are looked at in one pass.
 *
 * Lengths are in tenths of a Japanese character; a Latin letter counts for four
 * of them, so that one scale serves both. */
#include "body_aside.h"
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
        gunichar c = kiri_char_at(p);
        p = kiri_next_char(p);
        if (c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0x200B)
            continue;
        if (c < 0x80 && g_ascii_isalnum((gchar)c)) { // addresses, figures, Western text
            w->weight += NARROW;
            continue;
        }
        gboolean is_wide = kiri_is_wide(c);
        w->weight += is_wide ? WIDE : NARROW;
        w->wide += is_wide ? WIDE : 0;
        w->commas += c == 0x3001 || c == 0xFF0C ? 1 : 0;
        w->hiragana += c >= 0x3041 && c <= 0x3096 ? WIDE : 0;
        w->ends += is_sentence_end(c, p < end ? kiri_char_at(p) : 0) ? 1 : 0;
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

/* ---- sums ---- */

static gint64 *sums_of_scores(const KiriReading *page)
{
    gint64 *sums = g_new0(gint64, page->blocks->len + 1);
    for (guint i = 0; i < page->blocks->len; i++)
        sums[i + 1] = sums[i] + g_array_index(page->blocks, KiriBlock, i).score;
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

/* Pairs of neighbouring characters of the headline, as a set that may take one
 * pair for another: a witness, no proof. */
enum { TITLE_BITS = 4096, MIN_TITLE_PAIRS = 6, MAX_TOLD_LOOKS = 40, MOST_BRIEF_PAGE = 8000 };

typedef struct {
    guint8 bits[TITLE_BITS / 8];
    guint n;
} TitlePairs;

/* Puts the pairs of `s` into `pairs`; how many of them are in `known`, each
 * counted once (NULL: none). */
static guint take_pairs(const char *s, const TitlePairs *known, TitlePairs *pairs)
{
    guint both = 0;
    gunichar before = 0;
    for (; *s; s = kiri_next_char(s)) {
        gunichar c = kiri_char_at(s);
        guint at = (before * 31 + c) % TITLE_BITS;
        guint8 bit = (guint8)(1u << (at % 8));
        if (before && !(pairs->bits[at / 8] & bit)) {
            pairs->bits[at / 8] |= bit;
            pairs->n++;
            both += known && (known->bits[at / 8] & bit) ? 1 : 0;
        }
        before = c;
    }
    return both;
}

typedef struct {
    char *body, *lead; // squeezed
    gboolean has_body, has_lead;
    TitlePairs title;
    guint heading_end;
    guint told_looks; // blocks that are still asked for the headline's words
} Claims;

static void claims_clear(Claims *c)
{
    g_free(c->body);
    g_free(c->lead);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Claims, claims_clear)

/* Long texts need no such witness, and a standfirst apart from them would take
 * it for itself. */
static gboolean is_little_text(const KiriReading *page)
{
    guint64 prose = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        prose += b->is_prose && !b->is_aside && b->from > page->heading ? b->weight : 0;
    }
    return prose <= MOST_BRIEF_PAGE;
}

static void read_claims(const KiriReading *page, Claims *c)
{
    const char *claim = kiri_page_meta_get(page->meta, "og:description");
    if (!claim)
        claim = kiri_page_meta_get(page->meta, "description");
    if (!claim)
        claim = page->input->hint_summary;
    c->body = kiri_squeeze(kiri_str(page->ld->body));
    c->lead = kiri_squeeze(kiri_str(claim));
    c->has_body = kiri_chars(c->body) >= 40 && strlen(c->body) <= MAX_CLAIM_BYTES;
    c->has_lead = kiri_chars(c->lead) >= MIN_CLAIM_CHARS;
    g_autofree char *title = kiri_squeeze(kiri_str(page->article->title));
    take_pairs(title, NULL, &c->title);
    c->heading_end = page->dom->nodes[page->heading].end;
    if (page->heading && c->title.n >= MIN_TITLE_PAIRS && is_little_text(page))
        c->told_looks = MAX_TOLD_LOOKS;
}

/* The first paragraph under a headline tells it once more in a sentence: what
 * makes a brief the text and the longer words beside it none. */
static gboolean tells_headline(const KiriReading *page, const KiriBlock *b, const char *start,
                               Claims *c)
{
    gboolean is_asked =
        c->told_looks && b->from > page->heading && !b->is_aside && (b->is_prose || b->is_talk);
    if (!is_asked)
        return FALSE;
    c->told_looks--;
    TitlePairs own = {0};
    if (take_pairs(start, &c->title, &own) * 3 < c->title.n)
        return FALSE;
    c->told_looks = 0; // only the first one is asked for
    return TRUE;
}

/* A page of little text may describe itself by all of it; a paragraph shares its
 * beginning with the description. */
static gboolean may_be_lead(const KiriReading *page, const KiriBlock *b, const Claims *c)
{
    return c->has_lead &&
           (b->is_prose || (b->from >= c->heading_end && !b->is_aside && b->weight >= MIN_TALK &&
                            !kiri_tag_is_heading(page->dom->nodes[b->node].tag)));
}

static gboolean is_lead(const KiriBlock *b, const char *s, const char *lead)
{
    if (b->is_prose)
        return shares_start(s, lead, MIN_CLAIM_CHARS) || strstr(lead, s);
    return strcmp(lead, s) == 0;
}

static void hear_claims(KiriReading *page)
{
    g_auto(Claims) c = {0};
    read_claims(page, &c);
    guint n = MIN(page->blocks->len, MAX_CLAIM_BLOCKS);
    for (guint i = 0; i < n && (c.has_body || c.has_lead || c.told_looks); i++) {
        KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gboolean may_tell = c.told_looks && b->from >= c.heading_end && (b->is_prose || b->is_talk);
        gboolean may_lead = may_be_lead(page, b, &c);
        if (b->weight < MIN_CLAIM_CHARS * NARROW || !(c.has_body || may_lead || may_tell))
            continue;
        g_autofree char *s = squeezed_start(page, b);
        if (kiri_chars(s) < MIN_CLAIM_CHARS / 2)
            continue;
        b->is_claimed = c.has_body && strstr(c.body, s);
        b->is_lead = may_lead && is_lead(b, s, c.lead);
        b->tells_title = tells_headline(page, b, s, &c);
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
    if ((b->is_lead || b->is_record) && !b->is_prose)
        return weight;
    if (links * 2 > weight)
        return -MIN(links, MAX_PENALTY / 2);
    if (b->is_talk)
        return (weight - links) / 2 + (b->tells_title ? CLAIM_BONUS / 2 : 0);
    if (!b->is_prose)
        return b->names & KIRI_NAME_CAPTION ? 0 : -weight / 10;
    gint score = weight - 2 * links + (b->is_lead || b->tells_title ? CLAIM_BONUS : 0);
    if (b->names & KIRI_NAME_BODY)
        score += score / 2;
    if (page->heading && b->from < page->heading)
        score /= 2;
    return score;
}

static void score_blocks(KiriReading *page, const guint32 *first)
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
    kiri_body_find_captions(page, first);
    kiri_body_find_records(page, first);
    hear_claims(page);
    for (guint i = 0; i < page->blocks->len; i++) {
        KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        b->score = score_of(page, b);
    }
}

static gboolean is_cell(const KiriDom *dom, guint node)
{
    return dom->nodes[node].tag == KIRI_TAG_TD || dom->nodes[node].tag == KIRI_TAG_TH;
}

/* A column of cells that loses little against its best one, and has no menus: the rows
 * above and below are headline, date and tables of the same document. */
static gboolean is_table_of_text(const KiriReading *page, const guint32 *first, const gint64 *sums,
                                 guint table, gint64 best)
{
    guint from = first[table], to = first[page->dom->nodes[table].end];
    for (guint i = from; i < to; i++)
        if (g_array_index(page->blocks, KiriBlock, i).link_weight * 2 >
            g_array_index(page->blocks, KiriBlock, i).weight)
            return FALSE;
    return (sums[to] - sums[from]) * 10 >= best * 7;
}

/* The element whose blocks sum to the most, from node `from` on; the innermost of
 * equals. 0 for none above nought. */
static gint64 find_best(const KiriReading *page, const guint32 *first, guint from, guint *body)
{
    const KiriDom *dom = page->dom;
    g_autofree gint64 *sums = sums_of_scores(page);
    gint64 best = 0;
    for (guint i = from; i < dom->n; i++) {
        if (!kiri_tag_is_block(dom->nodes[i].tag))
            continue;
        gint64 sum = sums[first[dom->nodes[i].end]] - sums[first[i]];
        if (sum > 0 && sum >= best) {
            best = sum;
            *body = i;
        }
    }
    /* One paragraph stands among others that weigh nothing: terms, figures. */
    guint up = dom->nodes[*body].parent;
    gboolean is_one = best && first[dom->nodes[*body].end] - first[*body] == 1;
    if (is_one && up > from && dom->nodes[*body].tag == KIRI_TAG_P &&
        (sums[first[dom->nodes[up].end]] - sums[first[up]]) * 10 >= best * 7)
        *body = up;
    /* The cell of a layout: its table may go on with the text. */
    guint table = is_cell(dom, *body) ? kiri_dom_ancestor(dom, *body, KIRI_TAG_TABLE) : 0;
    if (best && table > from && is_table_of_text(page, first, sums, table, best))
        *body = table;
    return best;
}

/* A post of pictures has a few words below its headline, and the site's own
 * description above it would weigh more: then any words below count. */
static void find_few_words(KiriReading *page, const guint32 *first)
{
    guint end = page->dom->nodes[page->heading].end, body = 0;
    for (guint i = first[end]; i < page->blocks->len; i++) {
        KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (!b->is_aside && (b->is_talk || (b->names & KIRI_NAME_CAPTION)) && b->score >= 0)
            b->score = (gint)MIN(b->weight - b->link_weight, 1000000u);
    }
    if (find_best(page, first, end, &body) > 0)
        page->body = body;
}

void kiri_page_find_body(KiriReading *page)
{
    enum { FEW = 1000 };
    const KiriDom *dom = page->dom;
    page->blocks = g_array_new(FALSE, FALSE, sizeof(KiriBlock));
    cut_blocks(page);
    g_autofree guint32 *first = first_blocks(page);
    kiri_body_mark_asides(page, first);
    score_blocks(page, first);
    gint64 best = find_best(page, first, kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY), &page->body);
    if (page->heading && best < FEW && dom->nodes[page->body].end <= page->heading)
        find_few_words(page, first);
}
