// SPDX-License-Identifier: GPL-3.0-or-later
/* Who published first, and who copied whom (配信・転載経路).
 *
 * Articles are kin when compare.h calls them duplicates; found by fingerprints
 * that they share. A family is a connected set of kin. Within a family each
 * article has at most one origin:
 *
 *   roundup   holds two articles or more that are no kin of each other and came
 *             before it, each less than 60 % of it: no origin, nobody's origin
 *   before    b may be the origin of a if a names b's site (as its wire, or in its
 *             headline and at the ends of its text, where sources are named), else
 *             if a links to b, else if a is less than half of b and of these days
 *             (a teaser), else if b was published earlier (a time that is exact to
 *             the day only comes at the end of that day; none at all, last); at the
 *             same time, or where a month or a year is all that is known and either
 *             may have come first, a paper's, wire's or station's page, then the
 *             longer one, then the earlier after all, then by id
 *   choice    of those before it that hold half of it: the one that holds most of
 *             it, where a credit, a link, the same headline and being all but equal
 *             count as a little more; among equals the earliest
 *   circles   that credits and links may close are opened at the earliest article
 *
 * The story is the end of the chain of origins. All of it follows from the articles
 * alone, so a copy may arrive before its original.
 *
 *   L1 Whether two articles are kin depends on their texts, and on which of their
 *      fingerprints are set phrases (more than KIRI_PRINT_MOST articles have them).
 *   L2 Whether an article is a roundup, and what its origin is, depends on its kin
 *      and on which of them are kin of each other.
 *   L3 So a changed article concerns the families of its kin, old and new, and
 *      nobody else.
 *
 * Thread rule: as the library's functions. */
#pragma once

#include "match/matcher.h"

/* A fingerprint of more articles than this is a frame or a set phrase. */
#define KIRI_PRINT_MOST 400
/* A family that grows larger than this is cut. */
#define KIRI_FAMILY_MOST 4096

/* What of an article its place among its kin depends on, beside the text. */
typedef struct {
    KiriArticle *article; // without its text
    gint64 us;            // by which it comes before others
    gint64 from_us;       // the earliest that its time may mean
    gboolean is_press;    // its site is named as a paper, a wire or a station is
    char *credit;         // the wire that it names, NULL for none
    char *source_places;  // letters of headline, beginning and end
    char **in_brackets;   // letters of what stands there in brackets
    char *site;           // letters of the site's name
    char **links;         // canonical; NULL: none
    char *host;           // registrable domain, NULL when unknown
    char *headline;       // letters of the N-title
} KiriFace;

KiriFace *kiri_face_new(const KiriArticle *article);
void kiri_face_free(KiriFace *face);

/* Who has how many fingerprints in common with an article. */
typedef struct {
    const char *id; // borrowed until articles change
    guint shared;   // that are no set phrases
    guint prints;   // that it has in all
} KiriSharer;

/* Where articles come from: the store, or a list in memory. */
typedef struct {
    /* Borrowed until the articles change; NULL when there is none. */
    KiriSubject *(*subject)(const char *id, gpointer data);
    const KiriFace *(*face)(const char *id, gpointer data);
    /* KiriSharer: all other articles that share at least `least` fingerprints with this
     * one. What more than KIRI_PRINT_MOST articles have does not count. (transfer full) */
    GArray *(*sharers)(const KiriSubject *subject, guint least, gpointer data);
    /* FALSE: the texts are known to be no kin, though they share fingerprints. NULL: that
     * is known of none. */
    gboolean (*may_be_kin)(const KiriSubject *subject, const char *id, gpointer data);
    /* Kin of an article as kiri_kin_of() finds them: KiriKin, borrowed until the next
     * change; NULL for none. */
    const GPtrArray *(*kin)(const char *id, gpointer data);
    gpointer data;
} KiriLibrary;

/* Kin by article id, itself not among them: KiriKin, NULL for none (transfer full). */
GPtrArray *kiri_kin_of(const KiriLibrary *library, KiriSubject *subject);

typedef struct {
    char *id;
    char *origin; // id, or NULL
    char *story;
    gdouble text_taken;
    gboolean is_foreign; // the origin is of another site
    const char *reason;  // for the origin: credit, link, text, time; static
    char *credit;        // NULL for none
    char **parts;        // of a roundup, one for each story: ids in their order; NULL: none
    gint64 us;
} KiriMember;

/* The family of this article: array of KiriMember, origins before their copies and
 * else in order of time; at least the article itself, empty when there is no such
 * article (transfer full). Roundups are families of their own: of one, it and those
 * of its kin. */
GArray *kiri_family_of(const KiriLibrary *library, const char *id);

/* What a copy made of its origin. */
typedef struct {
    guint cut, added; // paragraphs; of a text in one piece, sentences
    gboolean has_other_headline;
} KiriEdits;
KiriEdits kiri_edits_of(const KiriSubject *copy, const KiriSubject *origin);
