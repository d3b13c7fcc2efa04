// SPDX-License-Identifier: GPL-3.0-or-later
/* One article, many addresses: what an address says about being a copy, a view or
 * a wrapper of another one.
 *
 * Two kinds of knowledge are kept apart. An unwrapped address is certain: the
 * wrapper holds its target in its own text (the AMP cache, a search engine's
 * redirect, Google News links of the older kind). A twin is a guess from habits of
 * naming ("/amp/", "sp.", "?print=1"): the caller believes it only when both
 * addresses turn out to have the same article.
 *
 * The hosts stand in one table in text/url_form.c; nothing is asked of a network.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/url.h>

typedef enum {
    KIRI_URL_PLAIN,
    KIRI_URL_WRAPPED, // carries its target: kiri_url_unwrap()
    KIRI_URL_SHORT,   // a shortener: only the redirect tells
    KIRI_URL_SEALED,  // Google News of the newer kind: nobody is told without a browser
} KiriUrlForm;

/* What kind of address this is; `url` is any http URL. */
KiriUrlForm kiri_url_form(const char *url);

/* The target that a wrapper carries, wrappers around it removed too; NULL when it
 * carries none, or none of http. (transfer full) */
char *kiri_url_unwrap(const char *url);

/* The address under which the article that a link leads to is looked for:
 * unwrapped, in canonical form. NULL as kiri_url_canonical(). (transfer full) */
char *kiri_url_of_article(KiriStr link, const char *base);
/* The same in its parts, and what kind of address the link itself was. */
KiriUrl *kiri_url_parse_article(KiriStr link, const char *base, KiriUrlForm *form);

/* The addresses that `url` (a canonical one) may be a view of: without its AMP,
 * mobile or print form, or "index.html", and https for http. Likeliest first,
 * NULL-terminated, NULL when it has no such form. Guesses. (transfer full) */
char **kiri_url_twins(const char *url);

/* A page of a portal that shows only the beginning of an article whose full text
 * stands at another address of that portal (…/pickup/…): which of the page's
 * `links` (NULL-terminated, may be NULL) that is. NULL when `url` is no such page or
 * it has no such link. Borrowed from `links`. */
const char *kiri_url_onward(const char *url, char **links);
/* Is it such a page? */
gboolean kiri_url_is_teaser(const char *url);

/* What a Google News link ("news.google.com/rss/articles/…") holds: its target; or
 * NULL, with `is_sealed` TRUE when it is of the kind that holds none. Format: base64
 * (RFC 4648 §5) of a Protocol Buffers message whose field 4 is the address. */
char *kiri_google_news_target(KiriStr id, gboolean *is_sealed);
