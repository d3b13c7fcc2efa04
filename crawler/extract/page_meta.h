// SPDX-License-Identifier: GPL-3.0-or-later
/* What a page says about itself outside its text: <meta>, <link>, microdata.
 *
 * Thread rule: any thread. */
#pragma once

#include "markup/dom.h"
#include "fetch/robots_tags.h"

typedef struct {
    const char *key;   // name, property, http-equiv or "itemprop:" + name; lower case
    const char *value; // stripped, not empty
    guint node;
} KiriMetaItem;

typedef struct {
    GArray *items;                    // of KiriMetaItem, in order of the page
    GStringChunk *text;               // owns keys and values that the document does not
    char *base;                       // absolute base URL of the page's links
    char *canonical, *amphtml, *next; // absolute, NULL when absent
    char **feeds;                     // absolute
    const char *html_lang;
    KiriRobotsTags robots;
} KiriPageMeta;

KiriPageMeta *kiri_page_meta_read(const KiriDom *dom, const char *page_url);
void kiri_page_meta_free(KiriPageMeta *meta);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPageMeta, kiri_page_meta_free)

/* First value under `key`, NULL for none. */
const char *kiri_page_meta_get(const KiriPageMeta *meta, const char *key);
/* Node of the first element with itemprop `name`, 0 for none. */
guint kiri_page_meta_itemprop(const KiriPageMeta *meta, const char *name);
