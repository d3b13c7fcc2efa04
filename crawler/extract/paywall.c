// SPDX-License-Identifier: GPL-3.0-or-later
/* Is the rest of the article for subscribers?
 *
 * Machines' flags (isAccessibleForFree, article:content_tier) are believed over
 * words; words are believed near the text only, because every page of a paper
 * with subscribers offers a subscription somewhere. */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/record.h>

#include <string.h>

enum { BLOCKS_AROUND = 8, MAX_NOTICE_CHARS = 160 };

static const char *const wall_words[] = {
    "この記事は有料会員",
    "この記事は有料",
    "有料会員記事です",
    "有料会員限定",
    "有料記事です",
    "会員限定記事です",
    "会員限定の記事",
    "続きを読むには",
    "続きは会員",
    "続きをご覧いただくには",
    "全文を読むには",
    "全文をお読みいただく",
    "ここから先は",
    "この続きは",
    "この先は会員",
    "残り文字",
    "無料会員登録して続き",
    "ログインして続きを読む",
    "購読者限定",
    "プレミアム会員限定",
    "電子版会員",
    "この記事の続きは",
    "以降は有料",
    "subscribers only",
    "Subscribe to continue",
    "Subscribe to read",
    "to continue reading",
    "Already a subscriber",
    NULL,
};

/* 残り1234文字, 残り：512文字／全文：1024文字 */
static gboolean counts_the_rest(const char *s)
{
    const char *at = strstr(s, "残り");
    if (!at)
        return FALSE;
    at += strlen("残り");
    at += strspn(at, " ");
    if (g_str_has_prefix(at, "：") || g_str_has_prefix(at, "　"))
        at += 3;
    gboolean has_digit = FALSE;
    for (; *at; at = kiri_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        gboolean is_digit =
            g_ascii_isdigit((gchar)(c < 128 ? c : 0)) || (c >= 0xFF10 && c <= 0xFF19);
        if (!is_digit && c != ',' && c != 0xFF0C && c != ' ')
            break;
        has_digit |= is_digit;
    }
    return has_digit && (g_str_has_prefix(at, "文字") || g_str_has_prefix(at, "字"));
}

static gboolean has_word(const char *s, const char *const *words)
{
    return kiri_find_any(kiri_str(s), words, NULL) != NULL;
}

gboolean kiri_is_wall_notice(const char *line)
{
    return counts_the_rest(line) || has_word(line, wall_words);
}

static void hear_paywall(KiriReading *page, const char *source, const char *value,
                         gboolean is_believed, const char *reason)
{
    page->article->is_paywalled |= is_believed;
    kiri_article_add_witness(page->article, "is_paywalled", source, value, is_believed, reason);
}

static gboolean from_flags(KiriReading *page)
{
    if (page->ld->says_paid) {
        hear_paywall(page, "json-ld", "isAccessibleForFree: false", TRUE, "the page's own flag");
        return TRUE;
    }
    static const char *const keys[] = {"article:content_tier", "og:article:content_tier",
                                       "content_tier"};
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char *tier = kiri_page_meta_get(page->meta, keys[i]);
        if (!tier)
            continue;
        gboolean is_paid = g_ascii_strcasecmp(tier, "locked") == 0;
        hear_paywall(page, keys[i], tier, is_paid, "the page's own flag");
        if (is_paid)
            return TRUE;
    }
    if (page->ld->says_free)
        kiri_article_add_witness(page->article, "is_paywalled", "json-ld",
                                 "isAccessibleForFree: true", TRUE, "the page's own flag");
    return page->ld->says_free;
}

/* Index of the block that stands right behind the body's text. */
static guint end_of_text(const KiriReading *page)
{
    guint last = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (page->body && b->from < page->dom->nodes[page->body].end && b->from >= page->body &&
            b->is_prose && !b->is_aside)
            last = i;
    }
    return last;
}

static void from_notices(KiriReading *page)
{
    guint end = end_of_text(page);
    for (guint i = 0; i < page->blocks->len && !page->article->is_paywalled; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gboolean is_inside =
            page->body && b->from >= page->body && b->from < page->dom->nodes[page->body].end;
        gboolean is_near = is_inside || (i >= end && i <= end + BLOCKS_AROUND);
        if (!is_near || b->weight > MAX_NOTICE_CHARS * 10)
            continue;
        g_autofree char *line = kiri_block_text(page, b);
        if (kiri_is_wall_notice(line))
            hear_paywall(page, "text", line, TRUE, "a notice behind the text");
    }
}

void kiri_page_decide_access(KiriReading *page)
{
    if (!from_flags(page))
        from_notices(page);
}
