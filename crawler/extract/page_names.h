// SPDX-License-Identifier: GPL-3.0-or-later
/* What the names of elements (class, id, role, itemprop) say about their part
 * of the page.
 *
 * Thread rule: any thread. */
#pragma once

#include "markup/dom.h"

typedef enum {
    KIRI_NAME_BODY = 1 << 0,    // the article's text
    KIRI_NAME_RELATED = 1 << 1, // links to other pieces, rankings
    KIRI_NAME_SHARE = 1 << 2,   // buttons of social networks
    KIRI_NAME_COMMENT = 1 << 3, // readers' comments
    KIRI_NAME_NAV = 1 << 4,     // ways through the site
    KIRI_NAME_AD = 1 << 5,
    KIRI_NAME_SIGNUP = 1 << 6, // newsletter, login, cookie walls
    KIRI_NAME_AUTHOR = 1 << 7,
    KIRI_NAME_TAGS = 1 << 8,
    KIRI_NAME_CAPTION = 1 << 9,
    KIRI_NAME_DATE = 1 << 10,
    KIRI_NAME_TITLE = 1 << 11,
    KIRI_NAME_FRAME = 1 << 12, // header, footer, side column
    KIRI_NAME_HIDDEN = 1 << 13,
    KIRI_NAME_PAYWALL = 1 << 14,
    KIRI_NAME_UPDATED = 1 << 15,
    KIRI_NAME_LEAD = 1 << 16, // summary above the text
    KIRI_NAME_BIO = 1 << 17,  // who the author is
} KiriName;

/* Parts that are never the article's text, unless they hold most of the page. */
#define KIRI_NAME_ASIDE                                                                            \
    (KIRI_NAME_RELATED | KIRI_NAME_SHARE | KIRI_NAME_COMMENT | KIRI_NAME_NAV | KIRI_NAME_AD |      \
     KIRI_NAME_SIGNUP | KIRI_NAME_TAGS | KIRI_NAME_FRAME | KIRI_NAME_HIDDEN | KIRI_NAME_BIO)

/* Names of the words in `s` (class or id), without regard to where it stands. */
guint kiri_names_of(const char *s);

/* One set of KiriName bits for each node, from its own attributes and tag.
 * (transfer full): release with g_free. */
guint32 *kiri_names_read(const KiriDom *dom);
