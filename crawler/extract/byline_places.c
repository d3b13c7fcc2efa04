// SPDX-License-Identifier: GPL-3.0-or-later
/* Papers put the writer's name alone on a line under the headline, portals beside
 * the date, blogs under a heading at the end. Four ideographs alone may as well be
 * a section (社会保障), and no ending tells them apart: such a line is believed only
 * for the commonest surnames, of which none is a place or the beginning of a word. */
#include "byline_places.h"
#include "byline.h"
#include "text_match.h"
#include "title_parts.h"
#include "word_list.h"

#include <kirinuki/date_text.h>
#include <kirinuki/record.h>

#include <string.h>

enum { MAX_LINE_CHARS = 40, LINES_BELOW = 6, MAX_PEN_NAME_CHARS = 20 };

/* ---- beside the date ---- */

/* The words of a block up to node `to`; empty where all of them are one link:
 * links beside a date are sections. */
static char *words_before(const KiriDom *dom, const KiriBlock *b, guint to)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, 1024);
    gboolean is_linked = TRUE;
    for (guint i = b->from; i < to; i++) {
        if (dom->nodes[i].tag != KIRI_TAG_TEXT)
            continue;
        kiri_text_collapse(&buf, dom->nodes[i].text);
        is_linked &= kiri_dom_ancestor(dom, i, KIRI_TAG_A) != 0;
    }
    return is_linked ? g_strdup("") : kiri_str_dup(kiri_str_strip(kiri_buf_view(&buf)));
}

char *kiri_byline_before_date(const KiriReading *page, const KiriBlock *b, const char *line)
{
    KiriTime t;
    gsize from = 0, to = 0;
    const KiriDom *dom = page->dom;
    guint time = kiri_dom_find(dom, b->from, b->to, KIRI_TAG_TIME);
    if (time == b->to && !kiri_date_find(kiri_str(line), 0, &t, &from, &to))
        return NULL;
    g_autofree char *before = NULL;
    if (time < b->to) {
        before = words_before(dom, b, time);
    } else {
        guint last = b->from;
        while (last < b->to && (dom->nodes[last].tag != KIRI_TAG_TEXT ||
                                !kiri_date_find(dom->nodes[last].text, 0, &t, &from, &to)))
            last++;
        before =
            last == b->to || last == b->from ? g_strndup(line, from) : words_before(dom, b, last);
    }
    gboolean is_label = g_str_has_suffix(before, "：") || g_str_has_suffix(before, ":");
    if (!before[0] || is_label || !kiri_byline_is_names(kiri_str(before)))
        return NULL;
    return g_steal_pointer(&before);
}

char *kiri_byline_behind_date(const KiriReading *page, const KiriBlock *b, const char *line)
{
    KiriTime t;
    gsize from = 0, to = 0;
    g_auto(GStrv) names = NULL;
    g_autofree char *spans = kiri_byline_spans(page, b);
    const char *text = spans ? spans : line;
    if (!kiri_date_find(kiri_str(text), 0, &t, &from, &to))
        return NULL;
    KiriStr rest = kiri_str_strip(kiri_str(text + to));
    kiri_byline_names(rest, TRUE, &names);
    if (!names || !kiri_byline_is_names(rest))
        return NULL;
    gboolean is_sure = kiri_find_any(rest, (const char *const[]){"記者", NULL}, NULL) != NULL;
    for (guint i = 0; names[i] && !is_sure; i++)
        is_sure = kiri_has_surname(kiri_str(names[i]));
    return is_sure ? kiri_str_dup(rest) : NULL;
}

char *kiri_byline_spans(const KiriReading *page, const KiriBlock *b)
{
    const KiriDom *dom = page->dom;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, 2048);
    guint parts = 0, last = 0;
    for (guint i = b->from; i < b->to; i++) {
        const KiriDomNode *n = &dom->nodes[i];
        KiriStr text = kiri_str_strip(n->text);
        if (n->tag == KIRI_TAG_BR)
            last = 0;
        if (n->tag != KIRI_TAG_TEXT || !text.n)
            continue;
        if (buf.n)
            kiri_buf_add_char(&buf, last == n->parent ? ' ' : '\n');
        parts += last == n->parent ? 0 : 1;
        kiri_buf_add(&buf, text.p, text.n);
        last = n->parent;
    }
    return parts > 1 ? kiri_buf_steal(&buf, NULL) : NULL;
}

/* ---- alone under the headline ---- */

/* What people who sign articles are. */
static gboolean is_trade(const char *s)
{
    static const char trades[] =
        "ジャーナリスト|ライター|記者|編集者|編集長|編集委員|論説委員|解説委員|"
        "特派員|支局長|デスク|教授|講師|研究員|研究者|学者|評論家|作家|"
        "エコノミスト|アナリスト|予報士|コンサルタント|弁護士|税理士|会計士|"
        "労務士|弁理士|医師|獣医|薬剤師|栄養士|コラムニスト|エッセイスト|"
        "フォトグラファー|カメラマン|アドバイザー|プランナー|ディレクター|"
        "プロデューサー|キャスター|翻訳家|漫画家|イラストレーター|専門家|"
        "料理研究家|経営者|起業家|代表|主宰|エディター|リポーター|レポーター|"
        "アナウンサー|歌人|俳人|詩人|史家|ストラテジスト";
    return kiri_list_within(s, trades);
}

/* "[山田太郎，海辺編集部]": beside a desk stands who sits there. */
static gboolean is_beside_desk(const char *line)
{
    static const char *const opens[] = {"[", "［", "【", "（", "(", NULL};
    static const char *const joints[] = {"，", ",", "、", "／", "/", NULL};
    static const char *const desks[] = {"編集部", "取材班", "報道部", "支局", NULL};
    KiriStr s = kiri_str(line);
    return kiri_starts_with_any(line, opens) && kiri_find_any(s, joints, NULL) &&
           kiri_find_any(s, desks, NULL);
}

/* "山田太郎 : 経済ジャーナリスト" */
static gboolean is_name_and_rank(const char *line, const char *name)
{
    static const char *const signs[] = {"：", ":", "＝", "=",  "／", "/", "｜",
                                        "|",  "@", "＠", "（", "(",  NULL};
    if (!g_str_has_prefix(line, name))
        return FALSE;
    const char *rest = line + strlen(name);
    while (*rest == ' ' || g_str_has_prefix(rest, "　"))
        rest += *rest == ' ' ? 1 : strlen("　");
    return kiri_starts_with_any(rest, signs);
}

/* "六車直樹（むぐるま・なおき）": nothing but a name is told how to read it. */
static gboolean is_name_with_reading(const char *line, const char *name)
{
    if (!g_str_has_prefix(line, name))
        return FALSE;
    const char *p = line + strlen(name);
    if (!g_str_has_prefix(p, "（") && *p != '(')
        return FALSE;
    p = kiri_next_char(p);
    const char *from = p;
    for (gunichar c; (c = g_utf8_get_char(p)) == ' ' || c == 0x3000 || c == U'・' ||
                     (c >= 0x3041 && c <= 0x3096) || c == U'ー';)
        p = kiri_next_char(p);
    return p - from >= 9 && (*p == ')' || g_str_has_prefix(p, "）"));
}

/* Every name of the line has a known surname, and the line is nothing else; in
 * brackets the paper may stand behind. */
static gboolean is_bare(const char *line, const char *next, char **found)
{
    static const char *const brackets[] = {"[", "［", "【", "（", "(", NULL};
    if (found[0] && (is_name_with_reading(line, found[0]) || is_beside_desk(line)))
        return TRUE;
    if (found[0] && is_name_and_rank(line, found[0]) && is_trade(line + strlen(found[0])))
        return TRUE;
    if (found[0] && !found[1] && strcmp(line, found[0]) == 0 && next && is_trade(next))
        return TRUE;
    for (guint i = 0; found[i]; i++)
        if (!kiri_has_surname(kiri_str(found[i])))
            return FALSE;
    return found[0] && (kiri_starts_with_any(line, brackets) ||
                        kiri_byline_is_names(kiri_str(line)) || is_name_and_rank(line, found[0]));
}

/* The short line behind block `i`, where a name's office stands. */
static char *office_behind(const KiriReading *page, guint i)
{
    enum { MOST_OFFICE = 300 }; // tenths of a character
    const KiriBlock *b =
        i + 1 < page->blocks->len ? &g_array_index(page->blocks, KiriBlock, i + 1) : NULL;
    if (!b || b->weight > MOST_OFFICE || b->is_prose || b->link_weight * 2 > b->weight ||
        kiri_tag_is_heading(page->dom->nodes[b->node].tag))
        return NULL;
    return kiri_block_text(page, b);
}

char *kiri_byline_bare_line(const KiriReading *page, char ***names)
{
    const KiriDom *dom = page->dom;
    guint seen = 0;
    for (guint i = 0; page->heading && i < page->blocks->len && seen < LINES_BELOW; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (b->from < dom->nodes[page->heading].end)
            continue;
        seen++;
        if (b->is_prose || b->weight > MAX_LINE_CHARS * 10 ||
            (b->names & (KIRI_NAME_RELATED | KIRI_NAME_NAV | KIRI_NAME_TAGS | KIRI_NAME_CAPTION)))
            continue;
        g_autofree char *line = kiri_block_text(page, b);
        g_auto(GStrv) found = NULL;
        kiri_byline_names(kiri_str(line), TRUE, &found);
        g_autofree char *next = found ? office_behind(page, i) : NULL;
        if (!found || kiri_byline_is_honoured(line) || !is_bare(line, next, found))
            continue;
        for (guint k = 0; found[k]; k++)
            kiri_strv_add(names, found[k]);
        return g_steal_pointer(&line);
    }
    return NULL;
}

/* ---- under a heading behind the text ---- */

static const char *const sure_heads[] = {"この記事を書いたライター",
                                         "この記事を書いた記者",
                                         "この記事を書いた人",
                                         "この記事の著者",
                                         "この記事の筆者",
                                         "この記事のライター",
                                         "記事を書いた人",
                                         "書いた人",
                                         NULL};

const char *kiri_byline_behind_label(const char *line)
{
    for (guint i = 0; sure_heads[i]; i++)
        if (g_str_has_prefix(line, sure_heads[i]))
            return line + strlen(sure_heads[i]);
    return line;
}

/* TRUE for headings over the writer of this piece; *is_sure where they say just that,
 * so that what follows is a name, whatever it looks like. */
static gboolean is_profile_heading(const char *line, gboolean *is_sure)
{
    static const char *const other[] = {"著者",
                                        "筆者",
                                        "執筆者",
                                        "著者紹介",
                                        "著者プロフィール",
                                        "筆者プロフィール",
                                        "ライター",
                                        "ライタープロフィール",
                                        "執筆者プロフィール",
                                        "筆者紹介",
                                        "執筆者紹介",
                                        "WRITER",
                                        "Writer",
                                        "AUTHOR",
                                        "Author",
                                        "プロフィール",
                                        "PROFILE",
                                        "Profile",
                                        NULL};
    *is_sure = FALSE;
    for (guint i = 0; sure_heads[i] && !*is_sure; i++)
        *is_sure = strcmp(line, sure_heads[i]) == 0;
    for (guint i = 0; other[i]; i++)
        if (strcmp(line, other[i]) == 0)
            return TRUE;
    return *is_sure;
}

static gboolean add_profile(const char *line, gboolean is_sure, char ***names)
{
    guint before = kiri_strv_count(*names);
    glong chars = kiri_chars(line);
    if (chars < 2 || chars > MAX_PEN_NAME_CHARS || strstr(line, "。"))
        return FALSE;
    kiri_byline_names(kiri_str(line), TRUE, names);
    if (kiri_strv_count(*names) == before && is_sure && !kiri_is_outlet_name(kiri_str(line)))
        kiri_strv_add(names, line);
    return kiri_strv_count(*names) > before;
}

char *kiri_byline_of_profile(const KiriReading *page, char ***names)
{
    enum { LONGEST_HEADING = 200 }; // tenths of a character
    for (guint i = 0; page->is_japanese && i + 1 < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gboolean is_sure;
        if (b->weight > LONGEST_HEADING || (page->body && b->from < page->body) ||
            (b->names & (KIRI_NAME_COMMENT | KIRI_NAME_RELATED)))
            continue;
        g_autofree char *heading = kiri_block_text(page, b);
        if (!is_profile_heading(heading, &is_sure))
            continue;
        g_autofree char *line = kiri_block_text(page, b + 1);
        if (add_profile(line, is_sure, names))
            return g_steal_pointer(&line);
    }
    return NULL;
}

/* ---- named by the title ---- */

/* The last part of <title> behind the headline. (transfer full), NULL for none. */
static char *title_tail(const KiriReading *page)
{
    const KiriDom *dom = page->dom;
    guint node = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_TITLE);
    if (node == dom->n || !page->article->title)
        return NULL;
    g_autofree char *title = kiri_dom_line(dom, node, 1000);
    static const char *const signs[] = {"｜", "|", " - ", " – ", NULL};
    const char *story = strstr(title, page->article->title), *which = NULL, *tail = NULL;
    const char *rest = story ? story + strlen(page->article->title) : NULL;
    for (; rest && (rest = kiri_find_any(kiri_str(rest), signs, &which)); tail = rest)
        rest += strlen(which);
    return tail ? kiri_str_dup(kiri_str_strip(kiri_str(tail))) : NULL;
}

char *kiri_byline_of_title(const KiriReading *page)
{
    enum { NEAR = 120, LEAST = 2 };
    const KiriDom *dom = page->dom;
    const char *site = kiri_page_meta_get(page->meta, "og:site_name");
    g_autofree char *tail = page->heading && site ? title_tail(page) : NULL;
    g_autofree char *name = tail ? kiri_squeeze(kiri_str(tail)) : NULL;
    g_autofree char *known = kiri_squeeze(kiri_str(site));
    if (!name || kiri_chars(tail) < LEAST || kiri_chars(tail) > MAX_PEN_NAME_CHARS ||
        strstr(known, name) || strstr(name, known) || kiri_title_is_section_word(kiri_str(tail)) ||
        g_strcmp0(tail, page->ld->publisher) == 0 || g_strcmp0(tail, page->ld->section) == 0 ||
        kiri_is_outlet_name(kiri_str(tail)))
        return NULL;
    guint end = dom->nodes[page->heading].end;
    for (guint i = end; i < MIN(dom->n, end + NEAR); i++) {
        if (dom->nodes[i].tag != KIRI_TAG_A || (page->names[i] & KIRI_NAME_ASIDE))
            continue;
        g_autofree char *line = kiri_dom_line(dom, i, 200);
        if (strcmp(line, tail) == 0)
            return g_steal_pointer(&tail);
    }
    return NULL;
}

char *kiri_byline_of_release(const KiriReading *page)
{
    enum { MOST_SENDER = 40 };
    static const char *const ends[] = {"のプレスリリース", "のニュースリリース", "からのお知らせ",
                                       NULL};
    g_autofree char *tail = title_tail(page);
    for (guint i = 0; tail && ends[i]; i++)
        if (g_str_has_suffix(tail, ends[i])) {
            tail[strlen(tail) - strlen(ends[i])] = 0;
            glong chars = kiri_chars(tail);
            return chars >= 2 && chars <= MOST_SENDER ? g_steal_pointer(&tail) : NULL;
        }
    return NULL;
}
