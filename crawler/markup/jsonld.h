// SPDX-License-Identifier: GPL-3.0-or-later
/* What a page's JSON-LD (schema.org) says about its article.
 *
 * Thread rule: any thread. */
#pragma once

#include "dom.h"

#include <glib.h>

/* Every string is plain text; NULL or empty where the page is silent. All of
 * them are claims: dates are as written, URLs as written. */
typedef struct {
    char *type; // "NewsArticle", … of the node that was taken; NULL: no article node
    char *headline, *description, *body, *section, *language, *image, *url;
    char *published, *modified, *created;
    char *publisher; // name of the publishing organisation
    char *website;   // name of the WebSite node
    char **authors;  // persons, and organisations where no person is named
    char **keywords;
    gboolean says_free, says_paid; // isAccessibleForFree true, false
    gboolean lists_articles;       // an ItemList or several articles: a front page
    gboolean was_repaired;         // some block was not JSON as it stood
} KiriJsonLd;

/* Reads every ld+json script of `dom`. `page_url` chooses among several articles
 * of one page. Never NULL. (transfer full) */
KiriJsonLd *kiri_jsonld_read(const KiriDom *dom, const char *page_url);
void kiri_jsonld_free(KiriJsonLd *ld);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriJsonLd, kiri_jsonld_free)

/* Rewrites what pages commonly get wrong into JSON: comments and CDATA marks, raw
 * control characters and unescaped quotes inside strings, bad escapes and halves
 * of surrogate pairs, commas too many or too few, keys and values without quotes
 * or with single ones, white space of other alphabets, several roots in a row, a
 * block that was cut off. The answer is one array of the roots. (transfer full) */
char *kiri_jsonld_repair(KiriStr text);
