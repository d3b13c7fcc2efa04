// SPDX-License-Identifier: GPL-3.0-or-later
/* From the body's element to its text: which of its blocks belong to the
 * article, and how they read on paper. */
#include "body_aside.h"
#include "body_words.h"
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

static void piece_clear(gpointer p)
{
    g_free(((KiriPiece *)p)->text);
}

/* ---- reading blocks ---- */

/* Where the source parts paragraphs by a blank line or an indent, behind the end
 * of a Japanese sentence: some pages show line breaks as they stand. */
static gsize paragraph_end(KiriStr s)
{
    static const char ends[] = "。」』）！？】";
    for (const char *p = s.p; (p = memchr(p, '\n', (gsize)(s.p + s.n - p))); p++) {
        const char *rest = p + 1, *end = p;
        while (rest < s.p + s.n && (*rest == ' ' || *rest == '\t' || *rest == '\r'))
            rest++;
        while (end > s.p && (end[-1] == ' ' || end[-1] == '\r'))
            end--;
        gsize left = (gsize)(s.p + s.n - rest);
        gboolean is_break =
            (left && *rest == '\n') || (left >= 3 && memcmp(rest, "\u3000", 3) == 0);
        if (!is_break || end - s.p < 3)
            continue;
        char last[4] = {end[-3], end[-2], end[-1], 0};
        if (strstr(ends, last))
            return (gsize)(rest - s.p);
    }
    return 0;
}

static void add_lines(KiriBuf *out, KiriStr s)
{
    for (gsize n = paragraph_end(s); n; n = paragraph_end(s)) {
        kiri_text_collapse(out, (KiriStr){s.p, n});
        kiri_buf_add_char(out, '\n');
        s.p += n;
        s.n -= n;
    }
    kiri_text_collapse(out, s);
}

char *kiri_block_text(const KiriReading *page, const KiriBlock *b)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_TEXT_BYTES);
    gboolean is_pre = kiri_dom_ancestor(page->dom, b->node, KIRI_TAG_PRE) != 0;
    for (guint i = b->from; i < b->to;) {
        const KiriDomNode *n = &page->dom->nodes[i];
        if (n->tag == KIRI_TAG_TEXT && is_pre)
            kiri_buf_add(&out, n->text.p, n->text.n);
        else if (n->tag == KIRI_TAG_TEXT)
            add_lines(&out, n->text);
        else if (n->tag == KIRI_TAG_BR)
            kiri_buf_add_char(&out, '\n');
        i = kiri_tag_is_silent(n->tag) ? n->end : i + 1;
    }
    g_auto(KiriBuf) tidy;
    kiri_buf_init(&tidy, KIRI_LIMIT_TEXT_BYTES);
    for (const char *p = out.p; *p;) {
        gsize n = strcspn(p, "\n");
        KiriStr line = kiri_str_strip((KiriStr){p, n});
        while (line.n >= 3 && memcmp(line.p, "\u3000", 3) == 0) { // indent of a paragraph
            line.p += 3;
            line.n -= 3;
            line = kiri_str_strip(line);
        }
        if (line.n) {
            if (tidy.n)
                kiri_buf_add_char(&tidy, '\n');
            kiri_buf_add(&tidy, line.p, line.n);
        }
        p += n + (p[n] == '\n');
    }
    return kiri_buf_steal(&tidy, NULL);
}

static GArray *read_pieces(const KiriReading *page)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(KiriPiece));
    g_array_set_clear_func(pieces, piece_clear);
    const KiriDomNode *body = &page->dom->nodes[page->body];
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (b->from < page->body || b->from >= body->end || b->is_aside)
            continue;
        KiriPiece piece = {
            .block = b, .text = kiri_block_text(page, b), .tag = page->dom->nodes[b->node].tag};
        piece.chars = kiri_chars(piece.text);
        if (piece.chars)
            g_array_append_val(pieces, piece);
        else
            g_free(piece.text);
    }
    return pieces;
}

/* ---- what does not belong ---- */

/* A paragraph that is too long for a headline or a teaser. */
static gboolean has_long_text(const KiriReading *page, guint node)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (b->from > node && b->from < page->dom->nodes[node].end && b->is_prose && !b->is_aside &&
            b->weight >= 800)
            return TRUE;
    }
    return FALSE;
}

/* How far a list of other pieces reaches: to the end of the largest element that
 * holds its head and none of the text in front of it. Long text in it is the
 * article's again, but among comments. */
static guint end_of_list(const KiriReading *page, const KiriPiece *p, guint last_text)
{
    const KiriDomNode *nodes = page->dom->nodes;
    guint at = p->block->node;
    while (nodes[at].parent > last_text && nodes[at].parent > page->body &&
           (kiri_body_heads_comments(p) || !has_long_text(page, nodes[at].parent)))
        at = nodes[at].parent;
    return nodes[at].end;
}

/* The nearest element that holds both. */
static guint common_holder(const KiriDom *dom, guint a, guint b)
{
    while (a && !(a <= b && b < dom->nodes[a].end))
        a = dom->nodes[a].parent;
    return a;
}

/* Do the letters of two ids differ? "main" and "side" do, "part1" and "part2" not. */
static gboolean are_other_ids(const char *a, const char *b)
{
    if (!a || !b)
        return a != b;
    while (*a || *b) {
        a += strspn(a, "0123456789");
        b += strspn(b, "0123456789");
        if (*a != *b)
            return TRUE;
        a += *a ? 1 : 0;
        b += *b ? 1 : 0;
    }
    return FALSE;
}

/* Is `node` in a part of another make than the one beside it that holds `own`? */
static gboolean is_other_column(const KiriDom *dom, guint own, guint node)
{
    guint both = common_holder(dom, own, node);
    while (own && dom->nodes[own].parent != both)
        own = dom->nodes[own].parent;
    while (node && dom->nodes[node].parent != both)
        node = dom->nodes[node].parent;
    return own && node &&
           (!kiri_body_is_same_make(dom, own, node) ||
            are_other_ids(kiri_dom_attr(dom, own, "id"), kiri_dom_attr(dom, node, "id")));
}

/* A word that heads a list here is a part of the text there: links or a column of
 * its own tell. */
static gboolean heads_list(const KiriReading *page, const GArray *pieces, guint i, guint last_text)
{
    const KiriPiece *p = KIRI_PIECE(pieces, i);
    if (kiri_body_heads_others(p) || kiri_body_heads_contact(p) || kiri_body_heads_comments(p))
        return TRUE;
    gboolean is_author =
        page->ld->authors && g_strv_contains((const char *const *)page->ld->authors, p->text);
    gboolean may_head = kiri_body_may_head_others(p) && i + 1 < pieces->len;
    if (!is_author && !may_head)
        return FALSE;
    guint node = p->block->node;
    gboolean is_beside =
        last_text && page->dom->nodes[node].parent != common_holder(page->dom, last_text, node);
    if (is_author)
        return is_beside; // the author's name heads who that is
    return kiri_piece_is_links(KIRI_PIECE(pieces, i + 1)) ||
           (is_beside && is_other_column(page->dom, last_text, node));
}

static void drop_other_pieces(const KiriReading *page, GArray *pieces)
{
    gboolean is_inside = FALSE, is_told = FALSE;
    guint last_text = 0, list_end = 0, looks = 64; // each look reads all blocks
    glong seen = 0;
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->is_dropped)
            continue;
        if (heads_list(page, pieces, i, last_text) && !p->block->is_claimed) {
            is_inside = TRUE;
            gboolean is_behind = seen >= 100 || (seen && (is_told || !kiri_body_heads_others(p)));
            if (is_behind && p->block->from >= list_end && looks && looks--)
                list_end = MAX(list_end, end_of_list(page, p, last_text));
        } else if (p->block->is_prose || (kiri_tag_is_heading(p->tag) && !kiri_piece_is_links(p))) {
            is_inside = FALSE;
        }
        p->is_dropped = (is_inside || p->block->from < list_end) && !p->block->is_claimed;
        if (kiri_piece_is_text(p)) {
            last_text = p->block->from;
            seen += p->chars;
            is_told |= p->block->tells_title;
        }
    }
}

/* Does less text stand from piece `i` on than in front of it, or the text that
 * tells the headline, so that the rest may be dropped? */
static gboolean is_minor(const GArray *pieces, guint i)
{
    glong before = 0, behind = 0;
    gboolean is_told = FALSE;
    for (guint k = 0; k < pieces->len; k++) {
        const KiriPiece *p = KIRI_PIECE(pieces, k);
        if (!kiri_piece_is_text(p))
            continue;
        *(k < i ? &before : &behind) += p->chars;
        if (k >= i && p->block->is_claimed)
            return FALSE;
        is_told |= k < i && p->block->tells_title;
    }
    return is_told || behind <= before;
}

/* Behind the text stands a list of links in a column with it; what stands beside
 * that column is another one: the weather, notices of the station. */
static void drop_other_columns(const KiriReading *page, GArray *pieces)
{
    enum { MIN_LIST = 3, MIN_HEADLINE = 8, MOST_LOOKS = 64 };
    guint last_text = 0, run = 0, column = 0, looks = 0; // each look reads all pieces
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        guint node = p->block->node;
        if (column && node >= page->dom->nodes[column].end && kiri_piece_is_text(p)) {
            if (looks++ < MOST_LOOKS && is_other_column(page->dom, column, node) &&
                is_minor(pieces, i)) {
                for (guint k = i; k < pieces->len; k++)
                    KIRI_PIECE(pieces, k)->is_dropped = TRUE;
                return;
            }
            column = 0;
        }
        gboolean is_link = kiri_piece_is_links(p) && p->chars >= MIN_HEADLINE;
        run = is_link ? run + 1 : kiri_piece_is_text(p) ? 0 : run;
        if (is_link && run >= MIN_LIST && last_text)
            column = common_holder(page->dom, last_text, node);
        if (kiri_piece_is_text(p))
            last_text = node;
    }
}

/* A line that is one link and begins or ends like a signpost: 【写真】…, ▶…, …はこちら;
 * to pictures also without a link. */
static void drop_pointers(GArray *pieces)
{
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        gboolean is_link = p->block->link_weight * 20 >= p->block->weight * 19;
        if (!p->block->is_claimed && !p->is_attachment && kiri_body_is_pointer(p, is_link))
            p->is_dropped = TRUE;
    }
}

/* A gallery repeats its captions, a template its lead. */
static void drop_repeated(GArray *pieces)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        gboolean is_paragraph = p->tag == KIRI_TAG_P && !(p->block->names & KIRI_NAME_CAPTION);
        if (!p->is_dropped && !is_paragraph && p->chars >= 20 && !g_hash_table_add(seen, p->text))
            p->is_dropped = TRUE;
    }
}

/* A box of a few words that begins with "PR": its words read like the text. */
static void drop_ads(const KiriReading *page, GArray *pieces)
{
    enum { MOST_AD = 400 };
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        guint box = page->dom->nodes[p->block->node].parent, end = page->dom->nodes[box].end;
        if (!kiri_body_is_ad_label(p) || box <= page->body ||
            (i && KIRI_PIECE(pieces, i - 1)->block->from > box))
            continue;
        glong chars = 0;
        guint to = i;
        for (; chars < MOST_AD && to < pieces->len && KIRI_PIECE(pieces, to)->block->from < end;
             to++) {
            const KiriPiece *in = KIRI_PIECE(pieces, to);
            chars += in->chars + (in->block->is_claimed ? MOST_AD : 0);
        }
        for (guint k = i; chars < MOST_AD && k < to; k++)
            KIRI_PIECE(pieces, k)->is_dropped = TRUE;
    }
}

/* Lines that say of themselves that they are no text. */
static void drop_labels(GArray *pieces)
{
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        if (!p->block->is_claimed &&
            (kiri_body_is_label(p) || kiri_body_is_technical(p) || kiri_body_is_credit(p)))
            p->is_dropped = TRUE;
    }
}

/* The notice that the rest costs money, and the offer behind it. */
static void drop_wall(const KiriReading *page, GArray *pieces)
{
    glong before = 0, behind = 0;
    guint wall = pieces->len;
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        if (wall == pieces->len && before && p->chars <= 200 && kiri_is_wall_notice(p->text))
            wall = i;
        if (kiri_piece_is_text(p) && wall == pieces->len)
            before += p->chars;
        else if (kiri_piece_is_text(p) && (p->block->is_claimed || !page->ld->body))
            behind += p->chars;
    }
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        if ((i > wall && behind <= before) || (p->chars <= 200 && kiri_is_wall_notice(p->text)))
            p->is_dropped = TRUE;
    }
    if (wall < pieces->len)
        KIRI_PIECE(pieces, wall)->is_dropped = TRUE;
}

/* ---- the text that JSON-LD claims ---- */

/* Where the page claims its text and nearly all of it was found, the claim also
 * says where the text begins and ends. A claim that was cut short says nothing:
 * then much text follows the last claimed block. */
static void drop_unclaimed_ends(const KiriReading *page, GArray *pieces)
{
    glong claim = kiri_chars(page->ld->body), found = 0, other = 0;
    guint first = pieces->len, last = 0;
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->block->is_claimed) {
            found += p->chars;
            first = MIN(first, i);
            last = i;
        } else if (kiri_piece_is_text(p)) {
            other += p->chars;
        }
    }
    if (claim < 100 || found * 10 < claim * 8 || other * 4 > found)
        return;
    for (guint i = 0; i < pieces->len; i++)
        if (i < first || i > last)
            KIRI_PIECE(pieces, i)->is_dropped = TRUE;
}

/* Text that scripts would put on the page is there in the claim only. */
static char *choose_text(const KiriReading *page, char *text)
{
    KiriArticle *a = page->article;
    const char *claim = page->ld->body;
    glong chars = kiri_chars(text), claimed = kiri_chars(claim);
    gboolean is_missing = claimed >= 60 && chars * 2 < claimed;
    g_autofree char *value = g_strdup_printf("%ld characters", chars);
    kiri_article_add_witness(a, "text", "page", value, !is_missing,
                             is_missing ? "less than half of the claim" : "best element");
    if (!claim)
        return text;
    g_autofree char *claimed_value = g_strdup_printf("%ld characters", claimed);
    kiri_article_add_witness(a, "text", "json-ld", claimed_value, is_missing,
                             is_missing ? "the page itself lacks it" : "heard for the limits");
    if (!is_missing)
        return text;
    g_free(text);
    return g_strdup(claim);
}

/* ---- joining ---- */

guint kiri_block_row(const KiriReading *page, const KiriBlock *b, const char *text)
{
    enum { MOST_CELL_CHARS = 100 };
    guint tag = page->dom->nodes[b->node].tag;
    if ((tag != KIRI_TAG_TD && tag != KIRI_TAG_TH) || strchr(text, '\n') ||
        kiri_chars(text) > MOST_CELL_CHARS)
        return 0;
    return kiri_dom_ancestor(page->dom, b->node, KIRI_TAG_TR);
}

static char *join(const KiriReading *page, const GArray *pieces)
{
    guint last_row = 0;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_TEXT_BYTES);
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->is_dropped)
            continue;
        guint row = kiri_block_row(page, p->block, p->text);
        if (out.n)
            kiri_buf_add_char(&out, row && row == last_row ? ' ' : '\n');
        kiri_buf_add_str(&out, p->text);
        last_row = row;
    }
    return kiri_buf_steal(&out, NULL);
}

/* A block begins with its first text, so a link around that lies in front of it. */
static void add_links(const KiriReading *page, const GArray *pieces)
{
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->is_dropped)
            continue;
        kiri_page_add_link(page, kiri_dom_ancestor(page->dom, p->block->from, KIRI_TAG_A));
        for (guint n = p->block->from; n < p->block->to; n++)
            kiri_page_add_link(page, n);
    }
}

void kiri_page_decide_text(KiriReading *page)
{
    char *text = NULL;
    if (page->body) {
        g_autoptr(GArray) pieces = read_pieces(page);
        kiri_body_drop_before_heading(page, pieces);
        kiri_body_drop_masthead(page, pieces);
        kiri_body_drop_boxes(page, pieces);
        drop_ads(page, pieces);
        kiri_body_find_attachments(page, pieces);
        drop_wall(page, pieces);
        drop_pointers(pieces);
        kiri_body_drop_single_links(page, pieces);
        drop_other_pieces(page, pieces);
        drop_labels(pieces);
        drop_other_columns(page, pieces);
        drop_repeated(pieces);
        kiri_body_drop_notes(page, pieces);
        kiri_body_drop_edges(page, pieces);
        drop_unclaimed_ends(page, pieces);
        kiri_body_drop_first_lines(page, pieces);
        kiri_body_drop_last_lines(pieces);
        for (guint i = 0; i < pieces->len; i++)
            if (kiri_piece_is_text(KIRI_PIECE(pieces, i)))
                page->last_text = KIRI_PIECE(pieces, i)->block->from;
        text = join(page, pieces);
        add_links(page, pieces);
    }
    page->article->text = choose_text(page, text ? text : g_strdup(""));
}
