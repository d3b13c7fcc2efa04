// SPDX-License-Identifier: GPL-3.0-or-later
/* Which blocks are captions. Many pages name them so, as many do not: then the
 * picture beside the words tells. Captions weigh nothing when the text is looked
 * for, but on pages of photographs they are the text. */
#include "body_aside.h"
#include "word_list.h"

#include <string.h>

/* "…。", "…」": ends as a paragraph does, and names no place or photographer
 * behind ＝. */
static gboolean ends_as_paragraph(const KiriReading *page, const KiriBlock *b)
{
    static const char *const ends[] = {"。", "」", "！", "？", ".", "!", "?", "\"", "”"};
    KiriStr last = {"", 0};
    for (guint i = b->from; i < b->to; i++) {
        KiriStr text = kiri_str_strip(page->dom->nodes[i].text);
        if (text.n && memmem(text.p, text.n, "＝", strlen("＝")))
            return FALSE;
        last = text.n ? text : last;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        gsize n = strlen(ends[i]);
        if (last.n >= n && memcmp(last.p + last.n - n, ends[i], n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Three lines or more: a blogger's, below a picture. */
static gboolean has_lines(const KiriDom *dom, const KiriBlock *b)
{
    guint n = 0;
    for (guint i = b->from; i < b->to; i++)
        n += dom->nodes[i].tag == KIRI_TAG_BR ? 1 : 0;
    return n > 2;
}

/* "図1. …", "写真２　…", "Fig. 3 …": a sentence of its own, and still a picture's. */
static gboolean is_numbered(const KiriReading *page, const KiriBlock *b)
{
    static const char kinds[] = "図|写真|表|Fig. |Figure |Photo |画像";
    KiriStr text = {"", 0};
    for (guint i = b->from; i < b->to && !text.n; i++)
        text = kiri_str_strip(page->dom->nodes[i].text);
    g_autofree char *start = g_strndup(text.p, MIN(text.n, 20));
    gsize n = kiri_list_begins(start, kinds);
    gunichar c = n ? g_utf8_get_char_validated(start + n, -1) : 0;
    return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/* Captions that no name calls so: short words alone with a picture, or a sentence
 * that names place or photographer behind "＝". */
static void name_captions(KiriReading *page, const guint32 *first)
{
    enum { MOST_CLIMB = 5, MOST_BLOCKS = 2, MOST_CAPTION = 1200 };
    const KiriDomNode *nodes = page->dom->nodes;
    for (guint i = 0; i < page->dom->n; i++) {
        guint up = nodes[i].parent, climb = 0;
        if (nodes[i].tag != KIRI_TAG_IMG)
            continue;
        while (up && first[up] == first[nodes[up].end] && climb++ < MOST_CLIMB)
            up = nodes[up].parent;
        guint n = first[nodes[up].end] - first[up];
        if (!up || !n || n > MOST_BLOCKS || (up <= page->heading && page->heading < nodes[up].end))
            continue;
        for (guint k = first[up]; k < first[nodes[up].end]; k++) {
            KiriBlock *b = &g_array_index(page->blocks, KiriBlock, k);
            gboolean is_around = b->from < i && i < b->to; // words in front of the picture
            if (!is_around && !has_lines(page->dom, b) && b->weight <= MOST_CAPTION &&
                b->link_weight * 2 < b->weight && !kiri_tag_is_heading(nodes[b->node].tag) &&
                (!b->is_prose || !ends_as_paragraph(page, b) || is_numbered(page, b)))
                b->names |= KIRI_NAME_CAPTION;
        }
    }
}

/* On a page of photographs the captions are the text. */
static void read_gallery(KiriReading *page)
{
    enum { MIN_GALLERY = 2 };
    guint64 captions = 0, prose = 0, n = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gboolean is_caption = (b->names & KIRI_NAME_CAPTION) && b->link_weight * 2 < b->weight;
        if (b->is_aside || b->from < page->heading)
            continue;
        n += is_caption ? 1 : 0;
        captions += is_caption ? b->weight : 0;
        prose += !is_caption && b->is_prose ? b->weight : 0;
    }
    for (guint i = 0; n >= MIN_GALLERY && captions > prose && i < page->blocks->len; i++) {
        KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if ((b->names & KIRI_NAME_CAPTION) && !b->is_aside && b->from > page->heading) {
            b->names &= ~(guint32)KIRI_NAME_CAPTION;
            b->is_talk = !b->is_prose;
        }
    }
}

void kiri_body_find_captions(KiriReading *page, const guint32 *first)
{
    name_captions(page, first);
    read_gallery(page);
}
