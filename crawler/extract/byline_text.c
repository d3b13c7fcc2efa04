// SPDX-License-Identifier: GPL-3.0-or-later
/* Names that stand in the article's text, where Japanese papers put them: in front
 * of the first sentence (【ワシントン＝山田太郎】), behind the last （山田太郎）, on a line
 * of its own, and in the lines right behind the text. */
#include "byline.h"
#include "byline_authors.h"
#include "text_match.h"

#include <kirinuki/record.h>

#include <string.h>

enum { LINES_AT_END = 6 };

/* 【ワシントン＝山田太郎】 in front of the first sentences. */
static void from_dateline(KiriAuthors *a, const char *text)
{
    static const char *const opens[] = {"【", "［", "〔", "(", "（", NULL};
    static const char *const closes[] = {"】", "］", "〕", ")", "）", NULL};
    for (guint i = 0; opens[i]; i++) {
        if (!g_str_has_prefix(text, opens[i]))
            continue;
        const char *from = text + strlen(opens[i]);
        const char *to = strstr(from, closes[i]);
        KiriStr inside = {from, to ? (gsize)(to - from) : 0};
        if (!to || inside.n > 120)
            return;
        /* 【写真】 and 【速報】 are no names: a dateline names a place too. */
        gboolean has_place =
            kiri_find_any(inside, (const char *const[]){"＝", "=", "・", NULL}, NULL) != NULL;
        g_autofree char *agency = kiri_agency_in(inside);
        /* ［発信元］暮らし… is a label: a name stands in front of a sentence. */
        gboolean has_sentence = strstr(opens[i], "【") == NULL && strstr(to, "。") != NULL;
        if (has_place || agency || has_sentence)
            kiri_authors_credit(a, inside, "dateline");
        return;
    }
}

static gboolean ends_sentence(const char *line, const char *at)
{
    gsize n = strlen("。");
    while (at > line && (at[-1] == ' ' || (at - line >= 3 && memcmp(at - 3, "　", 3) == 0)))
        at -= at[-1] == ' ' ? 1 : 3;
    return (gsize)(at - line) >= n &&
           (memcmp(at - n, "。", n) == 0 || memcmp(at - n, "」", n) == 0);
}

/* "…した。＝山田太郎", "…した。(c)AFP", "…した。取材・文　山田太郎": without brackets. */
static void from_open_end(KiriAuthors *a, const char *line)
{
    enum { MOST_BYTES = 40 };
    static const char *const signs[] = {"。＝", "。(c)", "。（c）", "。©", "。(C)", NULL};
    gsize n = strlen(line), from = n > MOST_BYTES ? n - MOST_BYTES : 0;
    while (from < n && ((guchar)line[from] & 0xc0) == 0x80)
        from++;
    const char *which = NULL, *at = kiri_find_any(kiri_str(line + from), signs, &which);
    KiriStr rest = kiri_str(at ? at + strlen(which) : "");
    if (rest.n && (kiri_is_person_name(rest) || kiri_agency_of(rest)))
        kiri_authors_credit(a, rest, "line end");
    const char *stop = g_strrstr(line + from, "。");
    if (stop && kiri_byline_begins_with_role(kiri_str_strip(kiri_str(stop + strlen("。")))))
        kiri_authors_from_line(a, stop + strlen("。"));
}

/* （山田太郎） behind the last sentence. */
static void from_line_end(KiriAuthors *a, const char *line)
{
    gsize n = strlen(line);
    from_open_end(a, line);
    static const char *const pairs[][2] = {
        {"（", "）"}, {"(", ")"}, {"【", "】"}, {"［", "］"}, {"〔", "〕"}};
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize close = strlen(pairs[i][1]);
        if (n < close || strcmp(line + n - close, pairs[i][1]) != 0)
            continue;
        const char *open = g_strrstr(line, pairs[i][0]);
        if (!open || line + n - open > 180)
            continue;
        const char *from = open + strlen(pairs[i][0]);
        KiriStr inside = {from, (gsize)(line + n - close - from)};
        /* Behind a sentence or alone: inside one, （） holds an age or a reading. */
        gboolean is_behind = open == line || ends_sentence(line, open);
        if (is_behind)
            kiri_authors_credit(a, inside, "line end");
        return;
    }
}

/* A line of its own: 文＝山田太郎, 取材・文：山田太郎. */
void kiri_authors_from_line(KiriAuthors *a, const char *line)
{
    if (kiri_chars(line) > KIRI_BYLINE_MAX_CHARS || strstr(line, "。") ||
        kiri_byline_is_caption(line))
        return;
    guint before = kiri_strv_count(a->names);
    kiri_byline_names(kiri_str(line), FALSE, &a->names);
    if (kiri_strv_count(a->names) == before)
        return;
    if (!a->source)
        a->source = "credit line";
    kiri_article_add_witness(a->page->article, "authors", "credit line", line, TRUE,
                             "stands in the text");
}

void kiri_authors_from_text(KiriAuthors *a)
{
    const char *text = a->page->article->text;
    if (!text)
        return;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint n = g_strv_length(lines);
    for (guint i = 0; i < MIN(n, 3u); i++)
        from_dateline(a, lines[i]);
    for (guint i = 0; i < n; i++) {
        gboolean is_edge = i < 3 || i + LINES_AT_END >= n;
        if (is_edge && !a->names)
            kiri_authors_from_line(a, lines[i]);
        if (i + LINES_AT_END >= n || is_edge)
            from_line_end(a, lines[i]);
    }
}

/* Every （…） of a line that is nothing else: （山田太郎）（共同）. */
static void from_bracketed_line(KiriAuthors *a, const char *line)
{
    static const char *const opens[] = {"（", "［", "【", "〔", "(", "[", NULL};
    static const char *const closes[] = {"）", "］", "】", "〕", ")", "]", NULL};
    while (*line) {
        guint i = 0;
        while (opens[i] && !g_str_has_prefix(line, opens[i]))
            i++;
        const char *from = opens[i] ? line + strlen(opens[i]) : line;
        const char *to = opens[i] ? strstr(from, closes[i]) : NULL;
        if (!to)
            return;
        kiri_authors_credit(a, (KiriStr){from, (gsize)(to - from)}, "behind the text");
        line = to + strlen(closes[i]);
        while (*line == ' ' || *line == '\n')
            line++;
    }
}

/* A line right behind the text that is a signature: names in brackets, a name or
 * a wire alone, 引用元：中央通信. */
static void from_signature(KiriAuthors *a, const char *line)
{
    if (kiri_chars(line) > KIRI_BYLINE_MAX_CHARS || strstr(line, "。") ||
        kiri_byline_is_honoured(line))
        return;
    from_bracketed_line(a, line);
    const char *colon = strstr(line, "：");
    KiriStr words = kiri_str(colon ? colon + strlen("：") : line);
    g_autofree char *agency = kiri_agency_name(words);
    if (agency || (!a->names && kiri_is_person_name(kiri_str(line))))
        kiri_authors_credit(a, words, "behind the text");
    else if (!a->names)
        kiri_authors_from_line(a, line);
}

/* Is the next block in the same column a list of links, which this one heads? */
static gboolean heads_links(const KiriReading *page, guint i)
{
    if (i + 1 >= page->blocks->len)
        return FALSE;
    const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i), *next = b + 1;
    guint holder = page->dom->nodes[b->node].parent;
    return next->from < page->dom->nodes[holder].end && next->link_weight * 2 > next->weight;
}

/* Short lines behind the last paragraph, up to the first heading or list of
 * links. They may have been kept in the text, or left out of it. */
void kiri_authors_from_tail(KiriAuthors *a)
{
    enum { BLOCKS_BEHIND = 4 };
    const KiriReading *page = a->page;
    for (guint i = 0, seen = 0; i < page->blocks->len && seen < BLOCKS_BEHIND; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (!page->last_text || b->from <= page->last_text)
            continue;
        seen++;
        gboolean is_linked = b->link_weight * 2 > b->weight;
        if (b->is_aside || is_linked || kiri_tag_is_heading(page->dom->nodes[b->node].tag) ||
            heads_links(page, i))
            return;
        g_autofree char *line = kiri_block_text(page, b);
        from_signature(a, line);
    }
}
