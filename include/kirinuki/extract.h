// SPDX-License-Identifier: GPL-3.0-or-later
/* From a page's bytes to an article: decode, parse (gumbo on an arena), decide
 * each field from its witnesses. A pure function; runs in a worker.
 *
 * Thread rule: any thread, after the preloads of charset.h. */
#pragma once

#include <kirinuki/article.h>
#include <kirinuki/site_rule.h>

/* The question to a worker. */
typedef struct {
    char *url;          // where the page was fetched
    char *content_type; // HTTP header, NULL when unknown
    GBytes *body;
    gint64 now_us; // no date later than this is believed, an hour of skew aside; 0: no limit
    /* Claims of the feed entry, heard as witnesses. */
    char *hint_title, *hint_summary;
    char **hint_authors;
    KiriTime hint_published, hint_updated;
    gint64 pages_before;  // parts joined so far (multi-page articles)
    gboolean wants_links; // page_links too: of front pages, and where an article is a link away
    KiriSiteRule *rule;   // of the page's site; NULL: none
} KiriExtractInput;
KIRI_DECLARE_RECORD(KiriExtractInput, extract_input)

/* The answer: an article, or why the page is none. */
typedef struct {
    KiriArticle *article; // url is the canonical one; never NULL on success
    char *no_article; // reason, when the page is no article (then `article` holds what was found);
                      // an English message that is translated where it is shown
    gboolean is_missing;        // the page says that the article is not there (any more)
    char *next_page;            // absolute URL of the following part, NULL for none
    char *whole_page;           // absolute URL of a view with all parts on one page, NULL for none
    gboolean is_noindex;        // what <meta name=robots> says
    gboolean is_noarchive;      // likewise
    gboolean is_nosnippet;      // likewise
    KiriTime unavailable_after; // likewise
    char **feeds;               // autodiscovered feed URLs
    char **
        page_links; // absolute links of the whole page in order (front pages), at most KIRI_LIMIT_LINKS
    char **page_link_texts;  // beside page_links: the longest text that leads there
    char **page_link_places; // beside page_links: kiri_link_places() reads them
    gint64 charset_replaced;
    gboolean was_charset_label_wrong;
    char *rule;         // name of the site's rule that was used, NULL for none
    char **rule_missed; // its keys that gave nothing: these were decided the general way
} KiriExtracted;
KIRI_DECLARE_RECORD(KiriExtracted, extracted)

/* What the places of a link on its page say. One letter each in page_link_places. */
typedef enum {
    KIRI_LINK_IN_FRAME = 1 << 0,   // menu, head or foot of the page, form
    KIRI_LINK_IN_ASIDE = 1 << 1,   // side column, ranking, related pieces
    KIRI_LINK_IN_MAIN = 1 << 2,    // <main> or <article>
    KIRI_LINK_AT_HEADING = 1 << 3, // is a headline or stands beside one
    KIRI_LINK_HAS_DATE = 1 << 4,   // its item names a date or a time
    KIRI_LINK_IN_LIST = 1 << 5,    // one of at least four items of one make
    KIRI_LINK_IN_PROSE = 1 << 6,   // within sentences
    KIRI_LINK_IS_LABEL = 1 << 7,   // tag or advertisement by the names around it
} KiriLinkPlace;
guint kiri_link_places(const char *text);

/* Errors: LIMIT (DOM too big or too slow), FAILED. A page that is no article is
 * no error. (transfer full) */
KiriExtracted *kiri_extract(const KiriExtractInput *input, GError **error);

/* The same as a job of a worker: records in their stored form. */
gboolean kiri_extract_job(KiriStr in, KiriBuf *out, GError **error);

/* Writes the members of the plumbing contract (DESIGN §8, `extract`) into an
 * object that is open: url, canonical_url, title, text, authors, published,
 * published_precision, modified, modified_precision, site_name, image, language,
 * charset, is_paywalled. Times are date-times; the precision beside each ("day",
 * "minute", "second") says how much of it is known. `url` is the address the
 * caller asked about. */
void kiri_extracted_write_json(const KiriExtracted *extracted, const char *url, KiriJson *j);
