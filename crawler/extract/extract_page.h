// SPDX-License-Identifier: GPL-3.0-or-later
/* One page on its way to an article: what was read once and every decision looks
 * at. Each field has its own source file, which reads the page, sets the
 * article's member and leaves its witnesses.
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>

#include "markup/dom.h"
#include "markup/jsonld.h"
#include "page_meta.h"
#include "page_names.h"

/* A run of text between two block boundaries. */
typedef struct {
    guint node;     // the block element that holds it
    guint from, to; // its nodes: [from, to)
    guint weight;   // tenths of a Japanese character
    guint link_weight;
    guint32 names;        // of `node` and its ancestors
    gboolean is_aside;    // inside a part that is no article text
    gboolean is_prose;    // reads like a paragraph
    gboolean is_talk;     // too short for that, but Japanese words in a row, no label
    gboolean is_claimed;  // JSON-LD's articleBody has it
    gboolean is_record;   // of the table at the head of a record: 日時, 場所
    gboolean is_lead;     // the page's description begins like it
    gboolean tells_title; // the first under the headline that repeats its words
    gint score;
} KiriBlock;

typedef struct KiriBrands KiriBrands;   // page_brand.h
typedef struct KiriRuleUse KiriRuleUse; // site_rule_use.h

typedef struct {
    const KiriExtractInput *input; // borrowed
    const KiriDom *dom;            // borrowed
    KiriPageMeta *meta;
    KiriJsonLd *ld;
    guint32 *names; // kiri_names_read()
    KiriBrands *brands;
    gboolean is_japanese;
    gint offset_min;      // zone of dates that state none
    guint heading;        // node of the headline in the text, 0: not found
    GArray *blocks;       // of KiriBlock
    guint body;           // node that holds the article's text, 0: none
    guint last_text;      // where the last paragraph of the text begins, 0: no text
    KiriArticle *article; // owned by the caller
    KiriRuleUse *rule;    // the site's rule at work, NULL: none
} KiriReading;

/* ---- extract.c ---- */
/* kiri_extract() from decoded text on: `html` is valid UTF-8, borrowed for the call,
 * `charset` how it was read. (transfer full) */
KiriExtracted *kiri_extract_html(const KiriExtractInput *input, KiriStr html,
                                 const KiriCharsetReport *charset, GError **error);

/* ---- page_charset.c ---- */
/* Sets charset and leaves its witnesses. */
void kiri_page_note_charset(KiriArticle *article, const KiriCharsetReport *report);

/* ---- language.c ---- */
void kiri_page_decide_language(KiriReading *page);

/* ---- title.c ---- */
/* Sets title and page->heading. */
void kiri_page_decide_title(KiriReading *page);

/* ---- site.c: site_name, image, section, keywords, canonical URL ---- */
void kiri_page_decide_site(KiriReading *page);
void kiri_page_decide_canonical(KiriReading *page);

/* ---- body_score.c ---- */
/* Cuts the page into blocks and finds page->body. */
void kiri_page_find_body(KiriReading *page);
/* Is this part of the page no article text, whatever it holds? */
gboolean kiri_page_is_aside(const KiriReading *page, guint node);

/* ---- body.c ---- */
/* A block as it reads on paper: lines separated by '\n'. (transfer full) */
char *kiri_block_text(const KiriReading *page, const KiriBlock *block);
/* The row of a table of figures that a block of this text is a cell of; 0 for none:
 * cells of a layout hold more than a line. */
guint kiri_block_row(const KiriReading *page, const KiriBlock *block, const char *text);
/* Sets text, links and page->last_text. */
void kiri_page_decide_text(KiriReading *page);

/* ---- byline.c ---- */
/* Sets authors and agency; after the text. */
void kiri_page_decide_authors(KiriReading *page);

/* ---- page_date.c ---- */
void kiri_page_decide_dates(KiriReading *page);

/* ---- paywall.c ---- */
/* Sets is_paywalled; after the text. */
void kiri_page_decide_access(KiriReading *page);
/* Does this line say that the rest is for subscribers? */
gboolean kiri_is_wall_notice(const char *line);

/* ---- correction.c ---- */
/* Sets is_corrected and correction; after the text. */
void kiri_page_decide_correction(KiriReading *page);

/* ---- error_page.c ---- */
typedef enum {
    KIRI_ERROR_PAGE_NONE,
    KIRI_ERROR_PAGE_MISSING, // the article is not there (any more)
    KIRI_ERROR_PAGE_OTHER,   // the site could not or would not show it
} KiriErrorPage;
/* Does a page of this headline and text say so? Either may be NULL. */
KiriErrorPage kiri_error_page(const char *title, const char *text);

/* ---- page_links.c ---- */
/* Adds where `node` leads, if it is a link, to the links of the article's text. */
void kiri_page_add_link(const KiriReading *page, guint node);
void kiri_page_read_links(const KiriReading *page, KiriExtracted *out);
/* The following part of an article that is spread over several pages, and the
 * view of all of them on one page. (transfer full), NULL for none. */
char *kiri_page_next(const KiriReading *page);
char *kiri_page_whole(const KiriReading *page);
