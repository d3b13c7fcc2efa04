// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates that a reader of the page sees. A date is the page's own by its place (near
 * the headline, at the text's ends, in an element called a date) or by a word beside
 * it (配信, 更新 …), which may stand in an element of its own: the <dt> before a <dd>,
 * the first cell of a row. Prose that mentions a day says little, the date of an
 * event nothing.
 *
 * Dates without a year and relative ones are heard in a second round, against the
 * day that the first one found: a page may be read years after it was written. */
#include "page_date.h"
#include "date_western.h"
#include "text_match.h"

#include <kirinuki/date_text.h>

#include <string.h>

enum {
    MAX_LINE_CHARS = 120,
    NEAR_BLOCKS = 14,   // how far from the headline a date line is looked for
    LABEL_WEIGHT = 160, // a label in an element of its own, in tenths of a character
    FAR_WEIGHT = 700,   // a line that says itself that it is the date
    MAX_LABELLED_CHARS = 60,
    MAX_DATES_OF_LINE = 4,
};

/* ---- one line ---- */

/* The first date of `s` that names a day, in figures, in Japanese or, where that
 * is likely, in a European language. */
static gboolean find_date(const KiriDates *d, KiriStr s, gint64 now_us, KiriTime *t, gsize *from,
                          gsize *to)
{
    const KiriReading *page = d->page;
    gint offset = page->offset_min;
    gboolean has = kiri_date_find(s, now_us, t, from, to) && t->precision >= KIRI_PRECISION_DAY;
    if (has && page->is_japanese)
        return TRUE;
    /* kiri_date_find() reads clocks as Japan's; elsewhere the clock is local. */
    if (has && t->offset_min == KIRI_JST_MIN) {
        t->us += (KIRI_JST_MIN - offset) * KIRI_US_PER_MINUTE;
        t->offset_min = (gint16)offset;
    }
    const char *language = page->article->language;
    gboolean is_american = g_strcmp0(language, "en-US") == 0 || g_strcmp0(language, "en") == 0;
    KiriTime other;
    gsize other_from, other_to;
    if (!kiri_date_find_western(s, offset, is_american, &other, &other_from, &other_to) ||
        (has && other_from >= *from))
        return has;
    *t = other;
    *from = other_from;
    *to = other_to;
    return TRUE;
}

static glong chars_of(KiriStr s)
{
    return g_utf8_strlen(s.p, (gssize)s.n);
}

static const char from_now[] = "counted from the time of reading";

/* Is the found text understood from the moment of reading ("3時間前", "昨日 9:05"),
 * not from the calendar ("3月5日", "5日09時05分")? */
static gboolean is_from_now(KiriStr found)
{
    gunichar c = g_utf8_get_char(found.p);
    gboolean is_figure = g_unichar_isdigit(c) || (c >= 0xff10 && c <= 0xff19);
    return !is_figure || g_strstr_len(found.p, (gssize)found.n, "前") != NULL;
}

/* The second round: FALSE for what the first one heard, and where the moment of
 * reading would be needed and is not known. */
static gboolean is_relative(const KiriDates *d, KiriStr found, KiriTime *t)
{
    KiriTime absolute;
    gsize from, to;
    if (kiri_date_find(found, 0, &absolute, &from, &to) && absolute.precision >= KIRI_PRECISION_DAY)
        return FALSE;
    gint64 now = d->page->input->now_us;
    return !is_from_now(found) || (now && kiri_date_find(found, now, t, &from, &to));
}

/* A date that needs another one must be what its line is there for. */
static gboolean is_date_line(KiriStr line, KiriStr found, KiriTime t, gint strength)
{
    glong rest = chars_of(line) - chars_of(found);
    return rest <= (strength > 1 || t.precision > KIRI_PRECISION_DAY ? 30 : 8);
}

/* What it costs a date without a word that it stands within other words: a poster's
 * name, a sentence that mentions a day. At the head of a line it stands alone. */
static gint cost_of_words(KiriStr line, KiriStr found)
{
    enum { FEW_CHARS = 12, MANY_CHARS = 40 };
    const char *behind = found.p + found.n;
    glong rest = chars_of(line) - chars_of(found);
    if (found.p == line.p &&
        (behind == line.p + line.n || !g_unichar_isalpha(g_utf8_get_char(behind))))
        return 0;
    return rest > MANY_CHARS ? 2 : rest > FEW_CHARS ? 1 : 0;
}

static void add_visible(KiriDates *d, const KiriDateLine *line, KiriStr found, KiriTime t,
                        KiriDateRole role, gint strength)
{
    gint weight = line->weight + strength;
    gint cost = role == KIRI_DATE_UNSAID ? cost_of_words(line->text, found) : 0;
    weight = MAX(weight - cost, cost > 1 ? 1 : 2);
    /* Systems stamp the minute; an hour alone is when something takes place. */
    if (role == KIRI_DATE_UNSAID && found.n > 3 && memcmp(found.p + found.n - 3, "時", 3) == 0)
        weight = MIN(weight, 2);
    gboolean is_modified =
        role == KIRI_DATE_UPDATED || (role == KIRI_DATE_UNSAID && line->is_update);
    KiriDateClaim *c = kiri_dates_add(d, line->source, found, t, weight, is_modified);
    if (!c)
        return;
    c->is_visible = TRUE;
    /* "GMT", "UTC" and "JST" are stated zones, even where they are the assumed one. */
    c->is_floating = t.precision > KIRI_PRECISION_DAY && t.offset_min == d->page->offset_min &&
                     !strchr("TCZ", found.p[found.n - 1]);
    if (line->only_relative)
        c->note = is_from_now(found) ? from_now : "read beside the page's other dates";
}

/* "2024年3月4日 18:30 放送" and nothing more: stations date their news so. */
static gboolean is_airing(KiriStr before, KiriStr after)
{
    return !kiri_str_strip(before).n && kiri_str_equal(kiri_str_strip(after), kiri_str("放送"));
}

/* What was said at a press conference was published that day at the earliest, and as
 * a rule on it. */
static void add_day_of_event(KiriDates *d, const KiriDateLine *line, KiriStr found, KiriTime t)
{
    KiriDateClaim *c =
        kiri_dates_add(d, line->source, found, kiri_time_coarsen(t, KIRI_PRECISION_DAY), 1, FALSE);
    if (!c)
        return;
    c->is_visible = TRUE;
    c->note = "the day of what the page reports";
}

guint kiri_dates_from_line(KiriDates *d, const KiriDateLine *line)
{
    KiriStr rest = line->text;
    gboolean is_span = FALSE; // the date before opened one: "1日～5日"
    guint n = 0;
    for (; n < MAX_DATES_OF_LINE && rest.n; n++) {
        KiriTime t;
        gsize from, to, used;
        gint strength;
        if (!find_date(d, rest, line->now_us, &t, &from, &to))
            break;
        KiriStr found = {rest.p + from, to - from};
        KiriStr before = {rest.p, from}, after = {rest.p + to, rest.n - to};
        if (n == 0 && !kiri_str_strip(before).n && line->label.n)
            before = line->label;
        KiriDateRole role = kiri_date_role(before, after, &strength, &used);
        rest = (KiriStr){after.p + used, after.n - used};
        if (role == KIRI_DATE_OTHER && is_airing(before, after))
            role = KIRI_DATE_UNSAID;
        if (is_span && role == KIRI_DATE_UNSAID)
            continue;
        is_span = role == KIRI_DATE_OTHER;
        if (role == KIRI_DATE_OTHER && line->is_report) {
            add_day_of_event(d, line, found, t);
            continue;
        }
        if (role == KIRI_DATE_OTHER || (line->needs_label && role == KIRI_DATE_UNSAID))
            continue;
        if (line->only_relative &&
            (!is_relative(d, found, &t) || !is_date_line(line->text, found, t, strength)))
            continue;
        add_visible(d, line, found, t, role, strength);
    }
    return n;
}

/* ---- the page's lines ---- */

/* The block of the headline, or where none is found the first of the text; far
 * behind all if there is neither. */
static guint head_block(const KiriReading *page)
{
    guint head = page->heading ? page->heading : page->body, i = 0;
    while (i < page->blocks->len && g_array_index(page->blocks, KiriBlock, i).from < head)
        i++;
    return head ? i : G_MAXUINT / 2;
}

/* What a long block says of its date stands at its head: in short lines parted by
 * <br>, or before the first words ("27.1.2022 - …", "【東京2024年3月5日発】…").
 * Cuts the rest off; FALSE if the head is no such place. */
static gboolean keep_head(char *text)
{
    enum { SHORT_LINES = 3, SHORT_CHARS = 40, DATELINE_CHARS = 30 };
    char *p = text;
    for (gint i = 0; i < SHORT_LINES; i++) {
        char *end = strchr(p, '\n');
        if (!end || g_utf8_strlen(p, end - p) > SHORT_CHARS)
            break;
        p = end + 1;
    }
    gboolean has_lines = p > text;
    if (!has_lines)
        p = g_utf8_offset_to_pointer(text, MIN(kiri_chars(text), (glong)DATELINE_CHARS));
    *p = 0;
    return has_lines;
}

/* Can a date be in the block: is there a figure, or the month of one in kanji? */
static gboolean has_figure(const KiriReading *page, const KiriBlock *b)
{
    for (guint i = b->from; i < b->to; i++) {
        const KiriStr *text = &page->dom->nodes[i].text;
        for (gsize k = 0; k < text->n; k++) {
            guchar c = (guchar)text->p[k];
            if (g_ascii_isdigit(c) || c == 0xef || // full-width figures
                (c == 0xe6 && text->n - k >= 3 && memcmp(text->p + k, "月", 3) == 0))
                return TRUE;
        }
    }
    return FALSE;
}

typedef struct {
    const KiriReading *page;
    guint heading; // head_block()
    guint after_body;
    guint named;
} Places;

/* By the headline: behind it stands its date; before it, with more than a line in
 * between, rather that of today, and among links those of other pieces. */
static gint weigh_near(const KiriBlock *b, guint i, guint head)
{
    guint distance = i > head ? i - head : head - i;
    gboolean is_others = (b->names & (KIRI_NAME_RELATED | KIRI_NAME_COMMENT)) != 0;
    if (b->is_aside) // buttons and tags share the headline's first lines
        return i > head && distance <= 3 && !is_others ? 5 : 2;
    if (i < head)
        return distance == 1 ? 5 : 3;
    return distance <= 3 ? 6 : distance <= 6 ? 5 : 4;
}

/* The weight of a date in block `i` by its place; 0: only if it says that it is. */
static gint weigh_place(Places *p, guint i)
{
    const KiriReading *page = p->page;
    const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
    const KiriDomNode *body = page->body ? &page->dom->nodes[page->body] : NULL;
    gboolean is_near = i + 4 > p->heading && i <= p->heading + NEAR_BLOCKS;
    gboolean is_named = (page->names[b->node] & KIRI_NAME_DATE) && p->named < 6;
    if (body && b->from >= body->end && p->after_body == G_MAXUINT)
        p->after_body = i;
    gboolean is_around = body && ((b->from < page->body && page->body - b->from < 60) ||
                                  (b->from >= page->body && b->from < page->body + 30) ||
                                  (p->after_body != G_MAXUINT && i < p->after_body + 3));
    if ((!is_near && !is_named && !is_around) || (b->is_aside && !is_near && !is_around))
        return 0;
    p->named += is_named ? 1 : 0;
    gint weight = is_near ? weigh_near(b, i, p->heading) : is_named ? 3 : 2;
    weight += is_named && is_near;
    /* The dates of links and quotations belong to what they lead to. */
    if (b->link_weight * 10 > b->weight * 9 ||
        kiri_dom_ancestor(page->dom, b->node, KIRI_TAG_BLOCKQUOTE))
        weight = MAX(weight - 3, 1);
    return weight;
}

/* The text of the block before, if it is short enough to be a label and no headline
 * or sentence: those tell of updates and sales too ("過去最高を更新"). */
static char *label_of(const KiriReading *page, guint i)
{
    static const char *const prose[] = {"、", "。", "「", "を", "が", "へ", NULL};
    const KiriBlock *b = i ? &g_array_index(page->blocks, KiriBlock, i - 1) : NULL;
    if (!b || b->weight > LABEL_WEIGHT || b->link_weight * 2 > b->weight ||
        b->node == page->heading || kiri_tag_is_heading(page->dom->nodes[b->node].tag) ||
        (b->names & KIRI_NAME_TITLE))
        return NULL;
    g_autofree char *text = kiri_block_text(page, b);
    return kiri_find_any(kiri_str(text), prose, NULL) ? NULL : g_steal_pointer(&text);
}

/* "9:05", "21時05分配信", "午前9時". */
static gboolean is_clock(const char *s)
{
    gsize n = strspn(s, "0123456789");
    gboolean has_mark = s[n] == ':' || g_str_has_prefix(s + n, "時");
    return g_str_has_prefix(s, "午前") || g_str_has_prefix(s, "午後") ||
           ((n == 1 || n == 2) && has_mark && !g_str_has_prefix(s + n, "時間"));
}

/* Adds to `text` the clock that the next block consists of: "2024年3月5日", "9:05". */
static char *with_clock_behind(const KiriReading *page, guint i, char *text)
{
    enum { MAX_DATE_CHARS = 40, CLOCK_WEIGHT = 100 };
    if (i + 1 >= page->blocks->len || kiri_chars(text) > MAX_DATE_CHARS)
        return text;
    const KiriBlock *next = &g_array_index(page->blocks, KiriBlock, i + 1);
    if (next->weight > CLOCK_WEIGHT || !has_figure(page, next))
        return text;
    g_autofree char *clock = kiri_block_text(page, next);
    if (!is_clock(clock))
        return text;
    char *both = g_strconcat(text, " ", clock, NULL);
    g_free(text);
    return both;
}

/* Minutes of a press conference or a meeting. */
static gboolean is_report(const KiriReading *page)
{
    static const char *const words[] = {"会見", "概要", "要旨", "議事", "記録", "発言", NULL};
    return page->article->title &&
           kiri_find_any(kiri_str(page->article->title), words, NULL) != NULL;
}

/* "2024", "3", "5" in three elements, which their styles part: as one date. NULL for
 * any other block. (transfer full) */
static char *parted_date(const KiriReading *page, const KiriBlock *b)
{
    char *date = NULL;
    guint n = 0;
    for (guint i = b->from; i < b->to; i++) {
        KiriStr s = kiri_str_strip(page->dom->nodes[i].text);
        if (page->dom->nodes[i].tag != KIRI_TAG_TEXT || !s.n)
            continue;
        gsize digits = 0;
        while (digits < s.n && g_ascii_isdigit(s.p[digits]))
            digits++;
        gboolean is_field = digits == s.n && (n ? digits <= 2 : digits == 4);
        g_autofree char *before = date;
        date = is_field && n < 3
                   ? g_strdup_printf("%s%s%.*s", before ? before : "", n ? "/" : "", (int)s.n, s.p)
                   : NULL;
        n++;
        if (!date)
            return NULL;
    }
    if (n != 3)
        g_clear_pointer(&date, g_free);
    return date;
}

static void read_block(KiriDates *d, guint i, gint weight, gint64 now_us)
{
    const KiriReading *page = d->page;
    const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
    char *parted = parted_date(page, b);
    g_autofree char *text = with_clock_behind(page, i, parted ? parted : kiri_block_text(page, b));
    g_autofree char *label = NULL;
    KiriDateLine line = {.source = "text",
                         .weight = MAX(weight, 2),
                         .is_update = (page->names[b->node] & KIRI_NAME_UPDATED) != 0,
                         .needs_label = weight == 0,
                         .is_report = weight > 3 && is_report(page),
                         .now_us = now_us,
                         .only_relative = now_us != 0};
    glong chars = kiri_chars(text);
    gboolean is_long = chars > (line.needs_label ? 2 * MAX_LINE_CHARS : MAX_LINE_CHARS);
    if (is_long && !keep_head(text))
        line.weight = MIN(line.weight, 3);
    line.text = kiri_str(text);
    if (chars <= MAX_LABELLED_CHARS)
        label = label_of(page, i);
    line.label = kiri_str(label ? label : "");
    kiri_dates_from_line(d, &line);
}

/* Some pages have the day in their title only: "… （2020年2月15日）｜…". */
static void from_title(KiriDates *d)
{
    const KiriDom *dom = d->page->dom;
    guint title = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_TITLE);
    guint text =
        title < dom->n ? kiri_dom_find(dom, title, dom->nodes[title].end, KIRI_TAG_TEXT) : dom->n;
    if (text >= dom->n || text >= dom->nodes[title].end)
        return;
    KiriDateLine line = {.source = "title", .text = dom->nodes[text].text, .weight = 2};
    kiri_dates_from_line(d, &line);
}

/* "2024/03/11 お知らせ …": some put the date into the headline's element. */
static gboolean begins_with_date(const KiriReading *page, const KiriBlock *b)
{
    KiriTime t;
    gsize from = 0, to = 0;
    g_autofree char *text = kiri_block_text(page, b);
    return kiri_date_find(kiri_str(text), 0, &t, &from, &to) && from == 0;
}

void kiri_dates_from_text(KiriDates *d)
{
    const KiriReading *page = d->page;
    from_title(d);
    Places places = {page, head_block(page), G_MAXUINT, 0};
    guint known = d->n;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gint weight = weigh_place(&places, i);
        if (!has_figure(page, b) || (page->heading == b->node && !begins_with_date(page, b)))
            continue;
        if (weight || (!b->is_aside && b->weight <= FAR_WEIGHT))
            read_block(d, i, weight, 0);
    }
    /* Nothing at all: what says that it is the date may stand anywhere. */
    for (guint i = 0; d->n == known && i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (b->is_aside && b->weight <= 2 * FAR_WEIGHT && has_figure(page, b))
            read_block(d, i, 0, 0);
    }
}

/* ---- what needs another date ---- */

void kiri_dates_from_relative(KiriDates *d, gint64 anchor_us)
{
    const KiriReading *page = d->page;
    gint64 now = anchor_us ? anchor_us : page->input->now_us;
    if (!page->is_japanese || !now)
        return;
    Places places = {page, head_block(page), G_MAXUINT, 0};
    guint first = d->n;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gint weight = weigh_place(&places, i);
        if (weight && b->weight <= FAR_WEIGHT && page->heading != b->node && has_figure(page, b))
            read_block(d, i, MAX(weight - 1, 1), now);
    }
    /* A saved page may be read long after it was fetched. */
    for (guint i = first; anchor_us && i < d->n; i++) {
        KiriDateClaim *c = &d->claims[i];
        gboolean is_apart = ABS(c->time.us - anchor_us) > 2 * KIRI_US_PER_DAY;
        if (c->note == from_now && is_apart && !c->refused)
            c->refused = "does not fit the page's other dates";
    }
}
