// SPDX-License-Identifier: GPL-3.0-or-later
/* Boxes between and around the paragraphs: what the piece says in three lines, a
 * quiz, papers to download, a book to buy, rows of reactions, the writer's life.
 * Their words read like the text, and hashed class names call them nothing. What
 * tells them is that they stand in an element of their own beside the one that
 * holds the text, are small against it, and what they begin with or ask for.
 *
 * A box is the largest element around a block that holds none of the text's own
 * paragraphs. */
#include "body_aside.h"
#include "body_words.h"
#include "byline.h"
#include "byline_places.h"
#include "text_match.h"

#include <kirinuki/url.h>

#include <string.h>

enum {
    MOST_BOX = 600, // characters
    MOST_OFFER_BOX = 320,
    MOST_LINE = 40,
    MOST_REACTION = 18,
    MOST_ROW = 16, // pieces
};

/* One box: pieces [from, to), all inside `node`. */
typedef struct {
    guint node, from, to;
    glong chars;
    gboolean is_before, is_behind; // all of the text that is kept
} Box;

static gboolean holds(const KiriDom *dom, guint node, guint other)
{
    return node <= other && other < dom->nodes[node].end;
}

static guint box_around(const KiriReading *page, guint main, guint node)
{
    const KiriDom *dom = page->dom;
    if (holds(dom, node, main))
        return 0;
    for (guint up; up = dom->nodes[node].parent, !holds(dom, up, main);) {
        if (page->heading && holds(dom, up, page->heading))
            break;
        node = up;
    }
    return node;
}

/* Elements that are one paragraph, one list, one table: parts of a text. */
static gboolean is_single(const KiriDom *dom, guint node)
{
    switch (dom->nodes[node].tag) {
    case KIRI_TAG_DIV:
    case KIRI_TAG_SECTION:
    case KIRI_TAG_ASIDE:
    case KIRI_TAG_ARTICLE:
    case KIRI_TAG_HEADER:
    case KIRI_TAG_FOOTER:
    case KIRI_TAG_FORM:
    case KIRI_TAG_FIELDSET:
    case KIRI_TAG_DETAILS:
    case KIRI_TAG_CENTER:
        return FALSE;
    default:
        return TRUE;
    }
}

static gboolean is_list(guint tag)
{
    return tag == KIRI_TAG_UL || tag == KIRI_TAG_OL || tag == KIRI_TAG_DL;
}

/* ---- rows of reactions ---- */

/* "学びがある 21", "いいね！1,204" and the bare number of a button; no figure of a table. */
static gboolean is_reaction(const KiriPiece *p)
{
    gsize n = strlen(p->text), digits = 0;
    gboolean is_cell = p->tag == KIRI_TAG_TD || p->tag == KIRI_TAG_TH || p->tag == KIRI_TAG_DD ||
                       p->tag == KIRI_TAG_DT;
    while (digits < n &&
           (g_ascii_isdigit(p->text[n - 1 - digits]) || p->text[n - 1 - digits] == ','))
        digits++;
    return !is_cell && digits && p->chars <= MOST_REACTION && !p->block->is_prose;
}

static gboolean is_reactions(const GArray *pieces, const Box *box)
{
    guint n = 0, other = 0;
    if (box->to - box->from > MOST_ROW)
        return FALSE;
    for (guint i = box->from; i < box->to; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->block->is_prose || kiri_tag_is_heading(p->tag))
            return FALSE;
        n += is_reaction(p) ? 1 : 0;
        other += !is_reaction(p) && p->chars > MOST_REACTION ? 1 : 0;
    }
    return n >= 2 && !other;
}

/* ---- offers ---- */

/* Something to buy, to answer, to take home: a button says so. */
static gboolean is_offer(const GArray *pieces, const Box *box)
{
    gboolean has_button = FALSE;
    if (box->chars > MOST_OFFER_BOX)
        return FALSE;
    for (guint i = box->from; i < box->to; i++)
        has_button |= kiri_body_is_button(KIRI_PIECE(pieces, i));
    return has_button;
}

/* ---- people ---- */

/* Does the page say elsewhere that it is its author? `named`: whom <title> names. */
static gboolean is_known_author(const KiriReading *page, const char *named, const char *line)
{
    for (char **name = page->ld->authors; name && *name; name++)
        if (kiri_chars(*name) >= 2 && g_str_has_prefix(line, *name))
            return TRUE;
    const char *meta = kiri_page_meta_get(page->meta, "author");
    if (meta && kiri_chars(meta) >= 2 && g_str_has_prefix(line, meta))
        return TRUE;
    return named && g_str_has_prefix(line, named);
}

/* The first line is somebody's name, with his office or a word for what he did. */
static gboolean is_name_line(const KiriPiece *p)
{
    g_auto(GStrv) names = NULL;
    KiriStr line = {p->text, strcspn(p->text, "\n")};
    static const char *const ends[] = {"。", NULL};
    if (g_utf8_strlen(line.p, (gssize)line.n) <= MOST_LINE && !kiri_find_any(line, ends, NULL))
        kiri_byline_names(line, TRUE, &names);
    return names != NULL;
}

static guint words_of_life(const GArray *pieces, const Box *box)
{
    guint n = 0;
    for (guint i = box->from; i < box->to; i++)
        n += kiri_body_words_of_life(KIRI_PIECE(pieces, i)->text);
    return n;
}

/* The life of the writer or of who vouches for the piece: behind a word that says
 * whose, behind the author's name, or behind a name where the words are of a life; between the
 * paragraphs only beside a picture. */
static gboolean is_life(const KiriReading *page, const char *named, const GArray *pieces,
                        const Box *box)
{
    enum { FEW_WORDS = 2 };
    const KiriPiece *first = KIRI_PIECE(pieces, box->from);
    if (kiri_body_heads_person(first))
        return TRUE;
    gboolean has_picture = kiri_dom_find(page->dom, box->node, page->dom->nodes[box->node].end,
                                         KIRI_TAG_IMG) < page->dom->nodes[box->node].end;
    if (!box->is_before && !box->is_behind && !has_picture)
        return FALSE;
    if (is_known_author(page, named, first->text))
        return TRUE;
    guint words = words_of_life(pieces, box);
    gboolean is_named = is_name_line(first) || (first->block->names & KIRI_NAME_AUTHOR);
    return words >= FEW_WORDS && is_named;
}

/* What the series is, that money was paid for it, what else the site has to offer: in
 * a small box above the text or behind it. */
static gboolean is_notice(const GArray *pieces, const Box *box)
{
    enum { MOST_NOTICE = 300 };
    gboolean is_one = box->to - box->from == 1, is_said = FALSE;
    const KiriPiece *last = KIRI_PIECE(pieces, box->to - 1);
    if (box->chars > MOST_NOTICE)
        return FALSE;
    if (is_one && kiri_body_is_imprint(last))
        return TRUE;
    gboolean is_asked = box->is_behind || (box->is_before && is_one);
    for (guint i = box->from; is_asked && !is_said && i < box->to; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        is_said = kiri_body_is_offer(p) || kiri_body_is_imprint(p);
    }
    return ((box->is_before || box->is_behind) && kiri_body_tells_series(last)) || is_said;
}

/* ---- the boxes ---- */

static gboolean is_claimed(const GArray *pieces, const Box *box)
{
    for (guint i = box->from; i < box->to; i++)
        if (KIRI_PIECE(pieces, i)->block->is_claimed)
            return TRUE;
    return FALSE;
}

static gboolean is_other_box(const KiriReading *page, const char *named, const GArray *pieces,
                             const Box *box, glong all)
{
    if (box->chars > MOST_BOX || box->chars * 2 > all ||
        holds(page->dom, box->node, page->heading) || is_claimed(pieces, box))
        return FALSE;
    if (is_list(page->dom->nodes[box->node].tag) && is_reactions(pieces, box))
        return box->is_before || box->is_behind;
    if (is_single(page->dom, box->node))
        return FALSE;
    return kiri_body_heads_box(KIRI_PIECE(pieces, box->from)) || is_reactions(pieces, box) ||
           is_offer(pieces, box) || is_life(page, named, pieces, box) || is_notice(pieces, box);
}

/* A line that heads a box, and right behind it the list that it heads. */
static gboolean heads_next(const KiriReading *page, const GArray *pieces, const Box *box,
                           const Box *next)
{
    return box->to - box->from == 1 && is_list(page->dom->nodes[next->node].tag) &&
           next->from == box->to && next->chars <= MOST_BOX && !is_claimed(pieces, next) &&
           kiri_body_heads_box(KIRI_PIECE(pieces, box->from));
}

static void drop(GArray *pieces, const Box *box)
{
    for (guint i = box->from; i < box->to; i++)
        KIRI_PIECE(pieces, i)->is_dropped = TRUE;
}

/* The box that begins with piece `i`; its node is 0 for the text's own paragraphs. */
static Box read_box(const KiriReading *page, const GArray *pieces, guint main, guint i)
{
    Box box = {.node = box_around(page, main, KIRI_PIECE(pieces, i)->block->node), .from = i};
    for (box.to = i; box.to < pieces->len; box.to++) {
        const KiriPiece *p = KIRI_PIECE(pieces, box.to);
        if (box.to > i && (!box.node || !holds(page->dom, box.node, p->block->node)))
            break;
        box.chars += p->chars;
    }
    return box;
}

/* First and last piece of the text's own paragraphs; how long all is. */
static glong measure(const KiriReading *page, const GArray *pieces, guint main, guint *first,
                     guint *last)
{
    enum { LAST_PIECES = 12 };
    glong all = 0;
    *first = pieces->len;
    *last = 0;
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        /* Notices below the text are not its end; further up they cost more than they tell. */
        if (!kiri_piece_is_text(p) || (i + LAST_PIECES >= pieces->len && kiri_body_is_imprint(p)))
            continue;
        all += p->chars;
        if (page->dom->nodes[p->block->node].parent != main && p->block->node != main)
            continue;
        *first = MIN(*first, i);
        *last = i;
    }
    return all;
}

void kiri_body_drop_boxes(const KiriReading *page, GArray *pieces)
{
    guint main = kiri_body_main_holder(page, pieces), first = 0, last = 0;
    glong all = main ? measure(page, pieces, main, &first, &last) : 0;
    g_autofree char *named = all ? kiri_byline_of_title(page) : NULL;
    gboolean is_furniture = FALSE; // behind the text boxes began
    for (guint i = 0; all && i < pieces->len;) {
        Box box = read_box(page, pieces, main, i);
        box.is_before = box.to <= first;
        box.is_behind = box.from > last;
        Box next = {0};
        if (box.node && box.to < pieces->len)
            next = read_box(page, pieces, main, box.to);
        i = box.to;
        if (!box.node)
            continue;
        if (is_other_box(page, named, pieces, &box, all)) {
            drop(pieces, &box);
            is_furniture |= box.is_behind;
        } else if (next.node && heads_next(page, pieces, &box, &next)) {
            drop(pieces, &box);
            drop(pieces, &next);
        } else if (is_furniture && box.chars <= MOST_LINE && !is_single(page->dom, box.node)) {
            drop(pieces, &box);
        }
    }
}

/* ---- links between paragraphs ---- */

/* Is there one link in the block, and does it lead to the page's own site? Others are
 * what the author points at. */
static gboolean leads_within(const KiriReading *page, const KiriBlock *b)
{
    guint link = kiri_dom_find(page->dom, b->node, b->to, KIRI_TAG_A);
    const char *href = link < b->to ? kiri_dom_attr(page->dom, link, "href") : NULL;
    g_autofree char *there = href ? kiri_url_resolve(kiri_str(href), page->meta->base) : NULL;
    g_autoptr(KiriUrl) to = there ? kiri_url_parse(kiri_str(there), NULL) : NULL;
    g_autoptr(KiriUrl) from = kiri_url_parse(kiri_str(page->input->url), NULL);
    if (!to || !to->host || !from || !from->host ||
        kiri_dom_find(page->dom, link + 1, b->to, KIRI_TAG_A) < b->to)
        return FALSE;
    g_autofree char *a = kiri_url_registrable_domain(to->host);
    g_autofree char *own = kiri_url_registrable_domain(from->host);
    return g_strcmp0(a, own) == 0;
}

/* A line that is one link and reads like a headline, alone between paragraphs: a way
 * to another piece. Several in a row are a list that the author made. */
void kiri_body_drop_single_links(const KiriReading *page, GArray *pieces)
{
    enum { LEAST_HEADLINE = 12 };
    for (guint i = 1; page->is_japanese && i + 1 < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        gboolean is_line = p->block->link_weight == p->block->weight &&
                           p->chars >= LEAST_HEADLINE && !strchr(p->text, '\n') &&
                           (p->tag == KIRI_TAG_P || p->tag == KIRI_TAG_DIV);
        gboolean is_between = KIRI_PIECE(pieces, i - 1)->block->is_prose &&
                              (KIRI_PIECE(pieces, i + 1)->block->is_prose ||
                               kiri_tag_is_heading(KIRI_PIECE(pieces, i + 1)->tag));
        if (is_line && is_between && !p->block->is_claimed && !p->is_attachment &&
            leads_within(page, p->block))
            p->is_dropped = TRUE;
    }
}

/* ---- the table at the head of a record ---- */

/* 日時, 場所, 出席者 … at the head of a press conference or a meeting: part of the
 * record, where a masthead has the day and the name alone. Found before the text's
 * element is, for it may stand beside that. */
/* A label begins its row; among others it heads a column of figures. */
static gboolean begins_row(const KiriReading *page, guint first, guint k)
{
    const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, k);
    guint row = kiri_dom_ancestor(page->dom, b->node, KIRI_TAG_TR);
    return !row || k == first || (b - 1)->from < row;
}

void kiri_body_find_records(KiriReading *page, const guint32 *first)
{
    enum { LEAST_LABELS = 2, MOST_BLOCKS = 40, MOST_RECORD = 8000 };
    const KiriDom *dom = page->dom;
    guint from = page->heading ? dom->nodes[page->heading].end : 0;
    for (guint i = from; i < dom->n; i++) {
        guint tag = dom->nodes[i].tag, end = dom->nodes[i].end, labels = 0, weight = 0;
        if ((tag != KIRI_TAG_DL && tag != KIRI_TAG_TABLE) || first[end] - first[i] > MOST_BLOCKS)
            continue;
        for (guint k = first[i]; k < first[end]; k++) {
            const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, k);
            weight += b->weight;
            gboolean is_label =
                !b->is_aside && begins_row(page, first[i], k) && kiri_body_is_record_label(page, b);
            labels += is_label ? 1 : 0;
        }
        for (guint k = first[i]; labels >= LEAST_LABELS && weight <= MOST_RECORD && k < first[end];
             k++)
            g_array_index(page->blocks, KiriBlock, k).is_record = TRUE;
    }
}
