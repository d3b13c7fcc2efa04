// SPDX-License-Identifier: GPL-3.0-or-later
/* Does the page correct itself, and in which words?
 *
 * A notice stands at the head or the foot of the text, or just behind it, and
 * speaks of the article itself: under a label (【訂正】), behind a mark (※), as an
 * apology of the house (訂正して、おわびします), or of the text's own former state
 * (当初の記事で…訂正しました). Articles about corrections of others have none of
 * these forms, or have them in the middle. */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/record.h>

#include <string.h>

enum {
    AT_HEAD = 3, // blocks of the body
    AT_FOOT = 5, // likewise
    BEHIND = 8,  // blocks behind it
    MOST_NOTICE_CHARS = 400,
};

/* What a label says, between brackets or before a colon. */
static const char *const labels[] = {"訂正",
                                     "お詫びと訂正",
                                     "おわびと訂正",
                                     "訂正とお詫び",
                                     "訂正とおわび",
                                     "訂正・お詫び",
                                     "訂正・おわび",
                                     "お詫び・訂正",
                                     "おわび・訂正",
                                     "訂正のお知らせ",
                                     "記事の訂正",
                                     "訂正あり",
                                     "修正",
                                     "記事の修正",
                                     "修正あり",
                                     "お詫び",
                                     "おわび",
                                     "お詫びして訂正",
                                     "おわびして訂正",
                                     "訂正とお知らせ",
                                     "本文を訂正",
                                     "見出しを訂正",
                                     "写真説明を訂正",
                                     "お詫びと修正",
                                     "おわびと修正",
                                     "Correction",
                                     "CORRECTION",
                                     "Corrections",
                                     NULL};
static const char *const openings[] = {"【", "［", "〔", "（", "＜", "〈", "《", "「", "[", "(",
                                       "<",  "■",  "◆",  "●",  "▽",  "▼",  "◇",  "□",  "★", NULL};
static const char *const endings[] = {"】", "］", "〕", "）", "＞", "〉", "》", "」",
                                      "]",  ")",  ">",  "：", ":",  "　", " ",  NULL};
static const char *const marks[] = {"※",      "＊",     "*",      "（注",   "(注", "注：",
                                    "【追記", "＜追記", "追記：", "（追記", NULL};
static const char *const verbs[] = {
    "訂正しました",       "訂正いたしました", "訂正致しました", "訂正します",
    "訂正いたします",     "訂正致します",     "修正しました",   "修正いたしました",
    "修正致しました",     "誤りがありました", "誤りでした",     "誤っていました",
    "間違いがありました", "改めました",       "差し替えました", NULL};
static const char *const apologies[] = {"訂正しておわび",
                                        "訂正しお詫び",
                                        "訂正しておわび",
                                        "訂正して、おわび",
                                        "訂正して、お詫び",
                                        "訂正してお詫び",
                                        "訂正し、おわび",
                                        "訂正し、お詫び",
                                        "訂正しおわび",
                                        "おわびして訂正",
                                        "お詫びして訂正",
                                        "お詫びし訂正",
                                        "おわびし訂正",
                                        "おわびし、訂正",
                                        "お詫びし、訂正",
                                        "お詫びの上、訂正",
                                        "お詫びのうえ訂正",
                                        "お詫びして、訂正",
                                        "おわびして、訂正",
                                        "修正しておわび",
                                        "修正してお詫び",
                                        "修正して、おわび",
                                        "修正して、お詫び",
                                        "謹んで訂正",
                                        NULL};
/* The article's own parts and former state. */
static const char *const own_words[] = {
    "記事",         "本文",         "見出し",     "写真説明",       "タイトル", "初出", "当初",
    "配信時",       "公開時",       "掲載時",     "公開後",         "記述",     "表記", "図表",
    "キャプション", "とあったのは", "としたのは", "とありましたが", "は誤り",   NULL};
static const char *const english[] = {"This article has been corrected",
                                      "This story has been corrected", "An earlier version of this",
                                      "A previous version of this", NULL};

static gboolean has_any(const char *s, const char *const *words)
{
    return kiri_find_any(kiri_str(s), words, NULL) != NULL;
}

/* The length of one of `words` that `s` begins with, 0 for none. */
static gsize prefix_of(const char *s, const char *const *words)
{
    gsize best = 0;
    for (; *words; words++)
        if (g_str_has_prefix(s, *words))
            best = MAX(best, strlen(*words));
    return best;
}

/* Behind the label of 【訂正】…, ■おわび, 訂正：…; NULL where there is none. */
static const char *behind_label(const char *line)
{
    gsize open = prefix_of(line, openings);
    gsize label = prefix_of(line + open, labels);
    const char *rest = line + open + label;
    gsize end = prefix_of(rest, endings);
    /* 「おわび」 in running text is a quotation of a word, not a label. */
    if (!label || (*rest && !end) || g_str_has_prefix(line, "「"))
        return NULL;
    return rest + end;
}

static gboolean has_label(const char *line)
{
    return behind_label(line) != NULL;
}

/* The house speaks: the apology ends the sentence, and is nobody's quoted word. */
static gboolean is_own_apology(const char *line)
{
    const char *at = kiri_find_any(kiri_str(line), apologies, NULL);
    if (!at)
        return FALSE;
    static const char *const ends[] = {
        "いたしました", "いたします", "申し上げます", "致します", "しました", "します", NULL};
    static const char *const stops[] = {"。", "）", ")", "！", "．", NULL};
    const char *word = NULL;
    const char *end = kiri_find_any(kiri_str(at), ends, &word);
    const char *tail = end ? end + strlen(word) : "?";
    return !*tail || prefix_of(tail, stops) > 0;
}

static gboolean is_notice(const char *line)
{
    if (has_label(line) || is_own_apology(line) || has_any(line, english))
        return TRUE;
    if (!has_any(line, verbs))
        return FALSE;
    return prefix_of(line, marks) > 0 || has_any(line, own_words);
}

/* ---- where to look ---- */

static gboolean is_text_block(const KiriReading *page, const KiriBlock *b)
{
    return page->body && b->from >= page->body && b->from < page->dom->nodes[page->body].end &&
           !b->is_aside;
}

/* First and last block of the article's text. */
static gboolean find_text(const KiriReading *page, guint *first, guint *last)
{
    gboolean is_found = FALSE;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (!is_text_block(page, b) || !(b->is_prose || b->is_talk))
            continue;
        if (!is_found)
            *first = i;
        *last = i;
        is_found = TRUE;
    }
    return is_found;
}

/* The notice that begins in block `i`: a lone label takes the block behind it
 * along. (transfer full) */
static char *notice_at(const KiriReading *page, guint i)
{
    char *line = kiri_block_text(page, &g_array_index(page->blocks, KiriBlock, i));
    const char *behind = behind_label(line);
    if (!behind || *behind || i + 1 >= page->blocks->len)
        return line;
    g_autofree char *label = line;
    g_autofree char *next = kiri_block_text(page, &g_array_index(page->blocks, KiriBlock, i + 1));
    return kiri_chars(next) <= MOST_NOTICE_CHARS ? g_strconcat(label, "\n", next, NULL)
                                                 : g_steal_pointer(&label);
}

static gboolean from_text(KiriReading *page)
{
    guint first = 0, last = 0;
    if (!find_text(page, &first, &last))
        return FALSE;
    guint from = first > AT_HEAD ? first - AT_HEAD : 0;
    guint to = MIN(page->blocks->len, last + 1 + BEHIND);
    for (guint i = from; i < to; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gboolean is_middle = i > first + AT_HEAD && i + AT_FOOT < last;
        if (b->weight > MOST_NOTICE_CHARS * 10 || b->link_weight * 2 > b->weight)
            continue;
        g_autofree char *line = kiri_block_text(page, b);
        if (is_middle ? !has_label(line) : !is_notice(line))
            continue;
        page->article->is_corrected = TRUE;
        page->article->correction = notice_at(page, i);
        kiri_article_add_witness(page->article, "is_corrected", "text", page->article->correction,
                                 TRUE, "a correction notice");
        return TRUE;
    }
    return FALSE;
}

void kiri_page_decide_correction(KiriReading *page)
{
    static const char *const in_titles[] = {
        "【訂正】", "（訂正）", "(訂正)",           "［訂正］",         "〈訂正〉", "＜訂正＞",
        "訂正：",   "訂正:",    "【お詫びと訂正】", "【おわびと訂正】", NULL};
    const char *title = page->article->title;
    if (from_text(page) || !title || !has_any(title, in_titles))
        return;
    page->article->is_corrected = TRUE;
    kiri_article_add_witness(page->article, "is_corrected", "title", title, TRUE,
                             "a correction notice");
}
