// SPDX-License-Identifier: GPL-3.0-or-later
/* An article: one crawled page, extracted, stored once. Its identity is the
 * canonical URL: `id` is the hash of it (kiri_hash_id).
 *
 * Claims are kept beside the decision: for each decided field the witnesses say
 * who claimed what and which claim was taken.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

/* One claim about a field: `field` "title", `source` "og:title", "json-ld",
 * "feed", "h1", …; `is_chosen` marks the one that was taken, `reason` says why
 * it was taken or not ("site name removed", "in the future"). */
typedef struct {
    char *field;
    char *source;
    char *value;
    char *reason;
    gboolean is_chosen;
} KiriWitness;
KIRI_DECLARE_RECORD(KiriWitness, witness)

typedef struct {
    char *id;
    gint64 version;    // 1, 2, …: revisions of the same URL
    char *url;         // canonical
    char *fetched_url; // where the bytes came from, when other than `url`
    char *claimed_canonical_url;
    char **aliases; // further URLs of the same medium with the same content
    char *title;
    char *text; // paragraphs, separated by '\n'
    char **authors;
    char *agency; // wire credit: 共同, 時事 …; never an author
    KiriTime published;
    KiriTime modified;
    KiriTime fetched;
    char *site_name;
    char *image;    // absolute URL
    char *language; // BCP 47
    char *charset;  // WHATWG name
    char *section;
    char **keywords;
    gboolean is_paywalled;
    gboolean is_corrected; // the page carries a correction notice (訂正)
    char *correction;      // the notice itself, where one was found
    KiriTime removed;      // the publisher took the page away; when we saw it
    gboolean is_nosnippet; // the publisher wants no part of the text shown beside a link
    char *medium;          // id of the medium, NULL when unknown
    char *source;          // id of the source that named the URL, NULL for imports
    char **sources;        // every source that named it
    char *import_id;       // the id an import gave it
    char **links;          // absolute URLs of the links inside the body
    char *content_hash;    // of title and N-text: equal content, equal hash
    char *evidence;        // key of the raw page in `pages`
    char **more_evidence;  // keys of the further pages of a spread article, in order
    GPtrArray *witnesses;  // KiriWitness
} KiriArticle;
KIRI_DECLARE_RECORD(KiriArticle, article)

/* Sets id from url. */
void kiri_article_set_url(KiriArticle *article, const char *canonical_url);
/* Sets content_hash from title and text: 32 hex digits over their N-text. */
void kiri_article_set_content_hash(KiriArticle *article);
/* Adds a claim; any of the strings may be NULL. */
void kiri_article_add_witness(KiriArticle *article, const char *field, const char *source,
                              const char *value, gboolean is_chosen, const char *reason);
