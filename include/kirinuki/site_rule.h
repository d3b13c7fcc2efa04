// SPDX-License-Identifier: GPL-3.0-or-later
/* Rules for single sites, as data: where a page of that site has its headline, its
 * text, its date. They come with the program (feeds/sites/) and from the workspace
 * (sites/), one text file NAME.rule per site:
 *
 *   # 東都新聞
 *   host: www.toto.example.jp          or .toto.example.jp with all names below it
 *   path: /articles*                   '*' any run of characters, '?' one
 *   title: h1.article-title
 *   body: div.lead, div.article-body   a list: joined in document order
 *   drop: div.article-body .related    no text of the article, by the general way too
 *   author: .byline .name
 *   date: time.published @datetime     '@' an attribute instead of the text
 *   updated: time.modified @datetime
 *   image: meta[property="og:image"]   of meta elements @content is meant
 *   section: .breadcrumb li:nth-child(2)
 *   next: a[rel=next]
 *   whole: a.single-page
 *   terms: …                           for people
 *   note: …
 *   example: toto.html                 a page file that lies beside the rule
 *   example-url: https://www.toto.example.jp/articles/1
 *   expect-title: …                    what the example must give
 *   expect-date: 2026-04-13T09:05+09:00
 *   expect-updated: …
 *   expect-author: …                   one line each, in order
 *   expect-section: …
 *   expect-image: …
 *   expect-next: …
 *   expect-body: begins …              or ends …, contains …, lacks …
 *
 * UTF-8; a line is "key: value", empty, or begins with '#'. `host` and `path` may
 * stand several times. So may the keys with selectors (selector.h): the lines are
 * alternatives, the first that gives something counts; those of drop count together.
 * An unknown key is an error. A rule without selectors turns off another
 * for the same host.
 *
 * A rule decides a field where its selector finds something that can be that field;
 * every other field is decided the general way, and rule_missed of KiriExtracted
 * tells which. So a rule that does not fit any more costs nothing but a look.
 *
 * Thread rule: see record.h; a set of rules any thread while nobody loads into it. */
#pragma once

#include <kirinuki/record.h>

typedef struct {
    char *name;      // of the file, without ".rule"
    gboolean is_own; // of the workspace
    char **host, **path;
    char **title, **body, **drop, **author, **date, **updated, **image, **section, **next, **whole;
    char *terms, *note;
    char *example, *example_url;
    char *expect_title, *expect_date, *expect_updated, *expect_section, *expect_image, *expect_next;
    char **expect_author, **expect_body;
} KiriSiteRule;
KIRI_DECLARE_RECORD(KiriSiteRule, site_rule)

/* Error PARSE or LIMIT: "LINE:COLUMN: what was expected", columns in characters.
 * (transfer full) */
KiriSiteRule *kiri_site_rule_parse(KiriStr text, const char *name, GError **error);
/* The rule in a file, whose name it gets. Error: the file's path stands in front,
 * "PATH:LINE:COLUMN: …"; NOT_FOUND, IO. (transfer full) */
KiriSiteRule *kiri_site_rule_read(const char *path, GError **error);
/* "NAME" of "…/NAME.rule"; NULL where the name is none for a rule: letters of ASCII,
 * digits, '-', '_' and '.', not at its beginning. (transfer full) */
char *kiri_site_rule_name(const char *path);
/* Has it a selector at all? */
gboolean kiri_site_rule_has_selectors(const KiriSiteRule *rule);
/* Is it one for this page? */
gboolean kiri_site_rule_fits(const KiriSiteRule *rule, const char *url);

/* ---- sets ---- */

typedef struct KiriSiteRules KiriSiteRules;

KiriSiteRules *kiri_site_rules_new(void);
void kiri_site_rules_free(KiriSiteRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSiteRules, kiri_site_rules_free)
/* Adds every NAME.rule of a folder, in order of the names, `is_own` those of the
 * workspace; names that are there already are passed over, so that is loaded first.
 * What cannot be read goes to `problems` (char *, owned; may be NULL) in words and
 * is left out. A folder that is not there holds nothing. */
void kiri_site_rules_load(KiriSiteRules *rules, const char *dir, gboolean is_own,
                          GPtrArray *problems);
/* Takes a rule over; FALSE (and it is freed) when there is one of that name. */
gboolean kiri_site_rules_add(KiriSiteRules *rules, KiriSiteRule *rule);
/* The rule for a page, owned by the set; NULL for none. The longest host wins, then
 * the workspace, then the longest path. */
const KiriSiteRule *kiri_site_rules_find(const KiriSiteRules *rules, const char *url);
const KiriSiteRule *kiri_site_rules_get(const KiriSiteRules *rules, const char *name);
/* All of them by name, owned by the set. */
guint kiri_site_rules_count(const KiriSiteRules *rules);
const KiriSiteRule *kiri_site_rules_at(const KiriSiteRules *rules, guint i);
