// SPDX-License-Identifier: GPL-3.0-or-later
/* Where the text begins and ends. Around the headline stand sections, dates and
 * the headline once more; behind the last paragraph stand signatures, notes and
 * lists. None of them can be told from a short paragraph by its words alone, so
 * place decides: they count only at the edges. */
#include "body_words.h"
#include "byline.h"
#include "date_western.h"
#include "text_match.h"

#include <kirinuki/date_text.h>

#include <string.h>

/* ---- in front of the text ---- */

/* Words around a link, as slides above an article tell other pieces. */
static gboolean is_teaser(const KiriPiece *p)
{
    return p->block->link_weight * 6 > p->block->weight;
}

/* A paragraph in front of the headline is the player's or the shop's, unless the
 * page says that it is the text or it weighs like one. */
static gboolean has_text_before(const KiriReading *page, const GArray *pieces)
{
    glong before = 0, behind = 0;
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->block->is_prose && !is_teaser(p))
            *(p->block->from < page->heading ? &before : &behind) += p->chars;
    }
    return before > behind;
}

/* Everything up to the headline, but prose in front of it. */
void kiri_body_drop_before_heading(const KiriReading *page, GArray *pieces)
{
    g_autofree char *title = kiri_squeeze(kiri_str(page->article->title));
    guint heading_end = page->heading ? page->dom->nodes[page->heading].end : 0;
    gboolean keeps_prose = has_text_before(page, pieces);
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->block->from < heading_end) {
            gboolean is_kept = p->block->is_prose && ((keeps_prose && !is_teaser(p)) ||
                                                      p->block->is_claimed || p->block->is_lead);
            if (!is_kept || p->block->from >= page->heading)
                p->is_dropped = TRUE;
            continue;
        }
        if (i > 12 || p->chars > 300)
            break;
        g_autofree char *s = kiri_squeeze(kiri_str(p->text));
        if (title[0] && strcmp(s, title) == 0)
            p->is_dropped = TRUE;
    }
}

/* "03/18 19:05", "7月5日（金）6時30分": figures and what parts them, no year. */
static gboolean is_clock(const char *line)
{
    static const char *const parts[] = {"年", "月", "日",   "時",   "分",   "火", "水", "木", "金",
                                        "土", "曜", "更新", "配信", "公開", "（", "）", "："};
    enum { MOST_CHARS = 24 };
    guint digits = 0;
    for (const char *p = line; *p;) {
        gsize n = g_ascii_isdigit(*p) || strchr("/:.-() ", *p) ? 1 : 0;
        digits += g_ascii_isdigit(*p) ? 1 : 0;
        for (gsize i = 0; !n && i < G_N_ELEMENTS(parts); i++)
            n = g_str_has_prefix(p, parts[i]) ? strlen(parts[i]) : 0;
        if (!n)
            return FALSE;
        p += n;
    }
    gboolean has_mark = strpbrk(line, "/:") || strstr(line, "月") || strstr(line, "時");
    return digits >= 3 && has_mark && kiri_chars(line) <= MOST_CHARS;
}

static const char *const date_heads[] = {
    "更新", "公開",    "配信",      "掲載",      "投稿",    "発表",   "作成", "登録",
    "日付", "Updated", "Published", "PUBLISHED", "UPDATED", "Posted", "Last", NULL};

/* "発売日：3月1日" is what the text says, "更新日：3月1日" what the page says of it. */
static gboolean is_labelled_else(KiriStr before)
{
    static const char *const colons[] = {"：", ":", NULL};
    return kiri_find_any(before, colons, NULL) && !kiri_find_any(before, date_heads, NULL);
}

/* A line that is a date and little else; a longer one begins with it. `is_head`:
 * above the text, where labels say what they will. */
static gboolean is_date(const char *line, gboolean is_head)
{
    enum { MOST_CHARS = 60, MOST_LONG = 100, SURE_CHARS = 30 };
    KiriTime t;
    gsize from = 0, to = 0;
    glong chars = kiri_chars(line);
    if (chars > MOST_LONG || strstr(line, "。")) // a brief may be one short sentence
        return FALSE;
    KiriStr s = kiri_str(line);
    if (!kiri_date_find(s, 0, &t, &from, &to) &&
        !kiri_date_find_western(s, 0, FALSE, &t, &from, &to))
        return is_clock(line);
    if (!is_head && is_labelled_else((KiriStr){line, from}))
        return FALSE;
    gboolean is_headed =
        kiri_starts_with_any(line, date_heads) || g_str_has_prefix(line, "最終更新");
    if (chars > MOST_CHARS)
        return (to - from) * 4 > s.n && (is_headed || from == 0);
    return chars <= SURE_CHARS || (to - from) * 3 > s.n || is_headed;
}

static gboolean is_date_line(const KiriPiece *p)
{
    return is_date(p->text, TRUE);
}

static gboolean is_bracketed(const char *s)
{
    static const char *const brackets[] = {"（", "(", "【", "［", "〔", "[", NULL};
    return kiri_starts_with_any(s, brackets);
}

static gboolean is_in_brackets(const char *s)
{
    static const char *const ends[] = {"）", ")", "】", "］", "〕", "]"};
    gboolean is_closed = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        is_closed |= g_str_has_suffix(s, ends[i]);
    return is_closed && is_bracketed(s) && !strstr(s, "。");
}

/* "文＝山田太郎", and nothing but names in brackets: "[山田太郎，ITうみべ]". */
static gboolean is_byline(const KiriPiece *p)
{
    g_auto(GStrv) names = NULL;
    gboolean is_inside = is_in_brackets(p->text);
    if (p->chars > 60 || (p->block->is_prose && !is_inside) || kiri_tag_is_heading(p->tag))
        return FALSE;
    kiri_byline_names(kiri_str(p->text), is_inside, &names);
    return names != NULL;
}

static guint holder_of(const KiriReading *page, const KiriPiece *p)
{
    return page->dom->nodes[p->block->node].parent;
}

/* Nothing but who wrote it and when; the last of several lines tells. */
static gboolean is_masthead_line(const KiriPiece *p)
{
    enum { MOST_LINE = 60, MOST_LINES = 120 };
    const char *last = strrchr(p->text, '\n');
    if (p->block->is_prose || p->block->is_claimed || p->block->is_record ||
        p->chars > MOST_LINES || kiri_tag_is_heading(p->tag))
        return FALSE;
    gboolean is_named = (p->block->names & (KIRI_NAME_DATE | KIRI_NAME_AUTHOR)) != 0;
    return (is_named && p->chars <= MOST_LINE) || is_date(last ? last + 1 : p->text, TRUE);
}

enum { MOST_HEAD_PIECES = 16, MOST_DATE_LINES = 3 };

/* The last line of a masthead that stands between the headline and the text, with
 * something in front of it; pieces->len for none. A page of many dated entries
 * has no masthead. */
static guint find_masthead(const GArray *pieces)
{
    guint found = pieces->len, n_dates = 0, n_text = 0;
    for (guint i = 0, seen = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->is_dropped)
            continue;
        gboolean is_mark = is_masthead_line(p);
        n_dates += is_mark && is_date_line(p) ? 1 : 0;
        n_text += !is_mark && kiri_piece_is_text(p) ? 1 : 0;
        if (is_mark && seen++ < MOST_HEAD_PIECES && n_text <= 2)
            found = i;
    }
    return n_dates > MOST_DATE_LINES ? pieces->len : found;
}

/* A standfirst stands in another element than the text, or is set as a heading. */
static gboolean is_apart(const KiriReading *page, const KiriPiece *p, const KiriPiece *text)
{
    return holder_of(page, p) != holder_of(page, text) || p->tag != text->tag;
}

void kiri_body_drop_masthead(const KiriReading *page, GArray *pieces)
{
    enum { MOST_PART = 2 };
    guint mark = find_masthead(pieces), text = pieces->len;
    glong before = 0, behind = 0;
    for (guint i = 0; mark < pieces->len && i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (i == mark || !kiri_piece_is_text(p))
            continue;
        if (i < mark && p->block->is_claimed)
            return;
        *(i < mark ? &before : &behind) += p->chars;
        text = i > mark && text == pieces->len ? i : text;
    }
    if (text == pieces->len || behind < before * MOST_PART)
        return;
    for (guint i = 0; i <= mark; i++) // a line among paragraphs is no masthead
        if ((i == mark || kiri_piece_is_text(KIRI_PIECE(pieces, i))) &&
            !is_apart(page, KIRI_PIECE(pieces, i), KIRI_PIECE(pieces, text)))
            return;
    for (guint i = 0; i <= mark; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        gboolean is_lead = page->is_japanese && p->block->is_prose && !kiri_tag_is_heading(p->tag);
        if (!is_lead)
            p->is_dropped = TRUE;
    }
}

/* ---- behind the text ---- */

guint kiri_body_main_holder(const KiriReading *page, const GArray *pieces)
{
    guint best = 0;
    gsize most = 0;
    g_autoptr(GHashTable) chars = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        if (!kiri_piece_is_text(p))
            continue;
        gpointer key = GUINT_TO_POINTER(holder_of(page, p));
        gsize sum = GPOINTER_TO_SIZE(g_hash_table_lookup(chars, key)) + (gsize)p->chars;
        g_hash_table_insert(chars, key, GSIZE_TO_POINTER(sum));
        if (sum > most) {
            most = sum;
            best = GPOINTER_TO_UINT(key);
        }
    }
    return best;
}

enum { MAX_FILE_LINE = 100 };
static const char *const files[] = {"PDF", "ＰＤＦ", "Adobe", "Acrobat", "Excel", "Word", NULL};

/* "PDFファイルを見るには閲覧ソフトが必要です", "資料（PDF 120KB）" */
static gboolean is_attachment_note(const KiriPiece *p)
{
    static const char *const helps[] = {"必要です", "ご覧",   "KB",           "MB", "ＫＢ",
                                        "ＭＢ",     "バイト", "ダウンロード", NULL};
    KiriStr s = kiri_str(p->text);
    return p->chars <= MAX_FILE_LINE && !p->is_attachment && kiri_find_any(s, files, NULL) &&
           kiri_find_any(s, helps, NULL);
}

/* A release lists its papers beside its paragraphs or below the box that holds
 * them: they are part of it, as a list in another box is not. */
void kiri_body_find_attachments(const KiriReading *page, GArray *pieces)
{
    static const char *const helps[] = {"必要です", "ご覧", NULL};
    guint holder = kiri_body_main_holder(page, pieces);
    for (guint i = 0; holder && i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        KiriStr s = kiri_str(p->text);
        guint own = holder_of(page, p), up = page->dom->nodes[own].parent;
        gboolean is_beside = up == holder || (own >= page->body && own <= holder &&
                                              holder < page->dom->nodes[own].end);
        p->is_attachment = is_beside && p->chars <= MAX_FILE_LINE && kiri_piece_is_links(p) &&
                           kiri_find_any(s, files, NULL) && !kiri_find_any(s, helps, NULL);
    }
}

/* An offer of files, in the page's polite voice; as a sentence it could end an
 * article, so it counts only in a box of its own. */
static gboolean is_download_note(const KiriPiece *p)
{
    enum { MAX_NOTE = 80 };
    static const char *const offers[] = {"ダウンロードできます", "ダウンロードいただけ",
                                         "ダウンロードしてください", "ダウンロードはこちら", NULL};
    return p->chars <= MAX_NOTE && kiri_find_any(kiri_str(p->text), offers, NULL);
}

/* Who the author is: a box that the page names so, or words behind a name that
 * stands alone. */
static gboolean is_bio(const KiriReading *page, const GArray *pieces, guint i)
{
    enum { MOST_BIO = 400 };
    const KiriPiece *p = KIRI_PIECE(pieces, i), *before = i ? KIRI_PIECE(pieces, i - 1) : NULL;
    if (p->chars > MOST_BIO || kiri_tag_is_heading(p->tag))
        return FALSE;
    if (p->block->names & KIRI_NAME_AUTHOR)
        return TRUE;
    for (char **name = page->ld->authors; name && *name; name++)
        if (kiri_is_person_name(kiri_str(*name)) && g_str_has_prefix(p->text, *name))
            return TRUE;
    return before && p->block->is_prose && !kiri_tag_is_heading(before->tag) &&
           kiri_is_person_name(kiri_str(before->text)) &&
           holder_of(page, before) == holder_of(page, p);
}

/* A value beside its name: in a row of a table, or behind a term. */
static gboolean is_value(const KiriReading *page, const GArray *pieces, guint i)
{
    const KiriPiece *p = KIRI_PIECE(pieces, i), *before = i ? KIRI_PIECE(pieces, i - 1) : NULL;
    gboolean is_cell = p->tag == KIRI_TAG_TD || p->tag == KIRI_TAG_DD;
    return is_cell && before && holder_of(page, before) == holder_of(page, p);
}

void kiri_body_drop_notes(const KiriReading *page, GArray *pieces)
{
    guint holder = kiri_body_main_holder(page, pieces), first = 0;
    while (first < pieces->len && !kiri_piece_is_text(KIRI_PIECE(pieces, first)))
        first++;
    for (guint i = pieces->len; i-- > first + 1;) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->is_dropped)
            continue;
        if (p->block->is_claimed)
            return;
        gboolean is_box = holder_of(page, p) != holder;
        /* "（山田太郎）" among the paragraphs is the end of the text; a bare wire is not. */
        gboolean is_note =
            is_attachment_note(p) || kiri_body_is_imprint(p) ||
            (is_box && (is_download_note(p) || kiri_body_is_offer(p) || is_bio(page, pieces, i))) ||
            ((is_box || !is_bracketed(p->text)) && !kiri_tag_is_heading(p->tag) &&
             !is_value(page, pieces, i) && kiri_byline_is_signature(p->text));
        if (is_note)
            p->is_dropped = TRUE;
        else if (kiri_piece_is_text(p))
            return;
    }
}

/* The holder of a paragraph; of a cell or a list's item that of the whole table or
 * list. */
static guint outer_holder(const KiriReading *page, const KiriPiece *p)
{
    const KiriDomNode *nodes = page->dom->nodes;
    guint at = nodes[p->block->node].parent;
    for (;; at = nodes[at].parent)
        switch (nodes[at].tag) {
        case KIRI_TAG_TABLE:
        case KIRI_TAG_TBODY:
        case KIRI_TAG_THEAD:
        case KIRI_TAG_TR:
        case KIRI_TAG_DL:
        case KIRI_TAG_UL:
        case KIRI_TAG_OL:
        case KIRI_TAG_LI:
            continue;
        default:
            return at;
        }
}

/* A table of names and values in a box of its own among the paragraphs: what a
 * product is made of. */
static gboolean is_boxed_table(const KiriReading *page, const KiriPiece *p, guint tail)
{
    const KiriDomNode *nodes = page->dom->nodes;
    guint table = kiri_dom_ancestor(page->dom, p->block->node, KIRI_TAG_TABLE);
    guint box = nodes[table].parent;
    return table && nodes[box].parent == tail &&
           kiri_dom_find(page->dom, table, nodes[table].end, KIRI_TAG_TH) < nodes[table].end &&
           kiri_dom_find(page->dom, table, nodes[table].end, KIRI_TAG_A) == nodes[table].end;
}

/* Above the text stand dates, names, sections; below it lists of links. In
 * between, links are part of what the author wrote; at the edges they are only
 * where they share an element with it. */
void kiri_body_drop_edges(const KiriReading *page, GArray *pieces)
{
    guint first = pieces->len, last = pieces->len;
    for (guint i = 0; i < pieces->len; i++) {
        const KiriPiece *p = KIRI_PIECE(pieces, i);
        gboolean is_text = kiri_piece_is_text(p) && !(p->block->names & KIRI_NAME_CAPTION) &&
                           (p->block->is_record || !is_date_line(p));
        if (is_text && first == pieces->len && is_in_brackets(p->text) && is_byline(p))
            continue;
        first = is_text ? MIN(first, i) : first;
        last = is_text || (p->is_attachment && first < i) ? i : last;
    }
    if (last == pieces->len)
        return;
    const KiriDomNode *nodes = page->dom->nodes;
    guint head = nodes[KIRI_PIECE(pieces, first)->block->node].parent;
    guint tail = nodes[KIRI_PIECE(pieces, last)->block->node].parent;
    for (guint i = 0; i < pieces->len; i++) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        guint parent = nodes[p->block->node].parent;
        guint names = p->block->names & (KIRI_NAME_DATE | KIRI_NAME_AUTHOR | KIRI_NAME_CAPTION);
        if (i < first && (kiri_piece_is_links(p) || names || is_date_line(p) || is_byline(p) ||
                          (parent != head && !kiri_tag_is_heading(p->tag))))
            p->is_dropped = TRUE;
        gboolean is_kin = nodes[page->body].tag == KIRI_TAG_TABLE ||
                          (parent <= tail && tail < nodes[parent].end && tail - parent < 40) ||
                          outer_holder(page, p) == tail || is_boxed_table(page, p, tail);
        /* A label beside the text is the text's, in a line of its own the page's. */
        gboolean is_own = parent == tail && !(names & KIRI_NAME_DATE);
        if (i > last && (kiri_piece_is_links(p) || is_date(p->text, !is_own) || !is_kin))
            p->is_dropped = TRUE;
    }
}

/* Where the headline ends in `text`, if it is one of the first lines and only
 * labels stand in front of it: a section, a date. */
static const char *behind_headline(const char *text, const char *title)
{
    enum { MAX_LINES = 4, MAX_LABEL = 30 };
    const char *line = text;
    for (guint i = 0; title[0] && i < MAX_LINES; i++) {
        const char *end = strchr(line, '\n');
        g_autofree char *words = end ? g_strndup(line, (gsize)(end - line)) : g_strdup(line);
        g_autofree char *squeezed = kiri_squeeze(kiri_str(words));
        if (strcmp(squeezed, title) == 0)
            return end ? end + 1 : line + strlen(line);
        if (!end || kiri_chars(words) > MAX_LABEL || strstr(words, "。"))
            return NULL;
        line = end + 1;
    }
    return NULL;
}

static void cut_to(KiriPiece *p, const char *rest)
{
    char *text = g_strdup(rest);
    g_free(p->text);
    p->text = text;
    p->chars = kiri_chars(text);
}

/* Where lines are parted by <br> only, the first block may begin with the
 * headline and the date. */
void kiri_body_drop_first_lines(const KiriReading *page, GArray *pieces)
{
    guint i = 0;
    while (i < pieces->len && KIRI_PIECE(pieces, i)->is_dropped)
        i++;
    if (i == pieces->len)
        return;
    KiriPiece *p = KIRI_PIECE(pieces, i);
    g_autofree char *title = kiri_squeeze(kiri_str(page->article->title));
    const char *text = behind_headline(p->text, title);
    if (!text)
        text = p->text;
    for (const char *end = strchr(text, '\n'); end; end = strchr(text, '\n')) {
        g_autofree char *line = g_strndup(text, (gsize)(end - text));
        KiriPiece first = {.block = p->block, .text = line, .chars = kiri_chars(line)};
        if (!is_date_line(&first))
            break;
        text = end + 1;
    }
    cut_to(p, text);
    if (!p->chars || is_date_line(p))
        p->is_dropped = TRUE;
}

void kiri_body_drop_last_lines(GArray *pieces)
{
    for (guint i = pieces->len; i-- > 0;) {
        KiriPiece *p = KIRI_PIECE(pieces, i);
        if (p->is_dropped)
            continue;
        gsize n = strlen(p->text);
        for (char *end = memrchr(p->text, '\n', n); end && kiri_body_is_request(end + 1);
             end = memrchr(p->text, '\n', n)) {
            *end = 0;
            n = (gsize)(end - p->text);
        }
        p->chars = kiri_chars(p->text);
        p->is_dropped = kiri_body_is_request(p->text);
        if (!p->is_dropped)
            return;
    }
}
