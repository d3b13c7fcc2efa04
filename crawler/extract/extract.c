// SPDX-License-Identifier: GPL-3.0-or-later
/* One page from bytes to article. The order matters: the headline is found
 * before the text (the text starts behind it), the text before names and notices
 * (they stand around it). Nothing here looks at which site the page is from. */
#include <kirinuki/extract.h>

#include "extract_page.h"
#include "page_brand.h"
#include "site_rules/site_rule_use.h"
#include "markup/html_thin.h"
#include "text_match.h"

#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MIN_TEXT_CHARS = 20 };

static void page_clear(KiriReading *page)
{
    kiri_page_meta_free(page->meta);
    kiri_jsonld_free(page->ld);
    g_free(page->names);
    kiri_brands_free(page->brands);
    kiri_rule_free(page->rule);
    if (page->blocks)
        g_array_unref(page->blocks);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriReading, page_clear)

/* ---- is it an article? ---- */

static gboolean is_mostly_links(const KiriReading *page)
{
    guint64 prose = 0, links = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        prose += b->is_prose && !b->is_aside ? b->weight - b->link_weight : 0;
        links += b->link_weight;
    }
    return links > 4000 && prose * 8 < links;
}

static gboolean is_front_page(const KiriReading *page)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(page->input->url), NULL);
    return page->ld->lists_articles || (url && strlen(url->path) <= 1 && !url->query);
}

static const char *why_no_article(const KiriReading *page)
{
    const KiriArticle *a = page->article;
    glong chars = kiri_chars(a->text);
    if (!page->blocks->len && !chars)
        return N_("empty page");
    if (kiri_error_page(a->title, a->text) != KIRI_ERROR_PAGE_NONE)
        return N_("error page");
    const KiriJsonLd *ld = page->ld;
    gboolean is_declared = ld->type && ld->published && !g_str_has_suffix(ld->type, "Page");
    const char *og_type = kiri_page_meta_get(page->meta, "og:type");
    is_declared |= og_type && g_ascii_strcasecmp(og_type, "article") == 0;
    if (chars < MIN_TEXT_CHARS)
        return is_mostly_links(page) ? N_("only navigation") : N_("no body text");
    /* A brief on a page full of links is an article: it has a headline of its own
     * and a date. */
    gboolean has_marks = page->heading && kiri_time_is_set(a->published);
    if (!is_declared && is_mostly_links(page) && (!has_marks || is_front_page(page)))
        return N_("only navigation");
    return NULL;
}

/* Bytes that no text has, by the list of the MIME Sniffing standard (section
 * "binary data byte"). A stray one is a slip of the publisher's; more than one in
 * fifty among the first is an image or an archive under a page's name. */
static gboolean is_binary(KiriStr bytes)
{
    enum { LOOK_AT_BYTES = 4096, ONE_IN = 50 };
    gsize n = MIN(bytes.n, (gsize)LOOK_AT_BYTES), binary = 0;
    if (kiri_charset_is_wide(bytes))
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        guchar c = (guchar)bytes.p[i];
        binary += c <= 0x08 || c == 0x0b || (c >= 0x0e && c <= 0x1a) || (c >= 0x1c && c <= 0x1f);
    }
    return binary * ONE_IN > n;
}

/* Characters that no encoding could have meant: replaced ones, and, where the
 * bytes would only do as windows-1252, accented letters in rows, which no language
 * that is written with it has. A quarter of what is not ASCII, and the page is no
 * text. */
static gboolean is_unreadable(const KiriCharsetReport *report, KiriStr html)
{
    enum { FEWEST = 20, ROW = 3, PART = 4 };
    gboolean is_western = g_strcmp0(report->charset, "windows-1252") == 0;
    if (!is_western && report->replaced < FEWEST)
        return FALSE;
    gsize wide = 0, in_rows = 0, row = 0;
    for (const char *p = html.p; p < html.p + html.n; p += g_utf8_skip[(guchar)*p]) {
        row = (guchar)*p >= 0x80 ? row + 1 : 0;
        wide += row > 0;
        in_rows += row == ROW ? ROW : row > ROW;
    }
    gsize bad = report->replaced + (is_western ? in_rows : 0);
    return bad >= FEWEST && bad > wide / PART;
}

/* ---- the whole ---- */

static void decide(KiriReading *page, KiriExtracted *out)
{
    kiri_page_decide_canonical(page);
    kiri_page_decide_language(page);
    kiri_page_decide_title(page);
    kiri_rule_decide_title(page);
    kiri_page_decide_site(page);
    kiri_page_find_body(page);
    if (!kiri_rule_decide_text(page))
        kiri_page_decide_text(page);
    kiri_page_decide_dates(page);
    kiri_page_decide_authors(page);
    kiri_rule_decide_facts(page);
    kiri_page_decide_access(page);
    kiri_page_decide_correction(page);
    if (page->input->wants_links)
        kiri_page_read_links(page, out);
    out->next_page = kiri_page_next(page);
    out->whole_page = kiri_page_whole(page);
    kiri_rule_finish(page, out);
    out->no_article = g_strdup(why_no_article(page));
    out->is_missing =
        kiri_error_page(page->article->title, page->article->text) == KIRI_ERROR_PAGE_MISSING;
    out->is_noindex = page->meta->robots.is_noindex;
    out->is_noarchive = page->meta->robots.is_noarchive;
    out->is_nosnippet = page->meta->robots.is_nosnippet;
    out->unavailable_after = page->meta->robots.unavailable_after;
    out->feeds = g_strdupv(page->meta->feeds);
}

static KiriExtracted *nothing_read(const KiriExtractInput *input, const char *why)
{
    KiriExtracted *none = kiri_extracted_new();
    none->article = kiri_article_new();
    kiri_article_set_url(none->article, input->url);
    none->no_article = g_strdup(why);
    return none;
}

KiriExtracted *kiri_extract_html(const KiriExtractInput *input, KiriStr html,
                                 const KiriCharsetReport *charset, GError **error)
{
    g_autoptr(KiriDom) dom = kiri_dom_parse(html, KIRI_LIMIT_DOM_BYTES, KIRI_LIMIT_DOM_MS, error);
    if (!dom)
        return NULL;
    g_autoptr(KiriExtracted) out = kiri_extracted_new();
    out->article = kiri_article_new();
    out->charset_replaced = (gint64)charset->replaced;
    out->was_charset_label_wrong = charset->was_label_wrong;
    kiri_page_note_charset(out->article, charset);
    g_auto(KiriReading) page = {.input = input, .dom = dom, .article = out->article};
    page.meta = kiri_page_meta_read(dom, input->url);
    page.ld = kiri_jsonld_read(dom, input->url);
    page.names = kiri_names_read(dom);
    page.brands = kiri_brands_read(&page);
    page.rule = kiri_rule_begin(&page, dom);
    decide(&page, out);
    return g_steal_pointer(&out);
}

KiriExtracted *kiri_extract(const KiriExtractInput *input, GError **error)
{
    if (!input->url || !input->url[0]) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_FAILED, _("page has no address"));
        return NULL;
    }
    KiriStr bytes = {"", 0};
    if (input->body)
        bytes.p = g_bytes_get_data(input->body, &bytes.n);
    if (is_binary(bytes))
        return nothing_read(input, N_("binary data"));
    g_auto(KiriBuf) html;
    kiri_buf_init(&html, KIRI_LIMIT_INFLATED_BYTES);
    KiriCharsetReport charset = {0};
    if (!kiri_decode(bytes.p ? bytes : (KiriStr){"", 0}, input->content_type, KIRI_MARKUP_HTML,
                     &html, &charset, error))
        return NULL;
    if (is_unreadable(&charset, kiri_buf_view(&html)))
        return nothing_read(input, N_("the bytes are no text in any known encoding"));
    html.n = kiri_html_thin(html.p, html.n);
    return kiri_extract_html(input, kiri_buf_view(&html), &charset, error);
}

gboolean kiri_extract_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriExtractInput) input = kiri_record_decode(&kiri_extract_input_shape, in, error);
    g_autoptr(KiriExtracted) extracted = input ? kiri_extract(input, error) : NULL;
    if (!extracted)
        return FALSE;
    kiri_record_encode(&kiri_extracted_shape, extracted, out);
    return TRUE;
}
