// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person sees of a search: hits in the order asked for, the copies of one
 * story as one hit, facets, and pages that stay where they are while new articles
 * come in.
 *
 * Orders. relevance and date are those of search.h. medium is the ledger's order
 * (内閣順: position, then name; media that are in no ledger last), ave the greatest
 * known advertising value among an article's clips, reach the greatest monthly
 * users among them; each of them falling, what is not known always last, then date
 * (falling), then id. Clips that a person rejected, and those of class none, have
 * no say.
 *
 * Freshness. With a half-life of H days a hit counts
 *
 *   relevance × (1 + 2^(−age ÷ H)) ÷ 2
 *
 * so that today's article counts twice what an old or undated one of the same
 * relevance does, and no age hides a good one.
 *
 * Stories. Copies (lineage rows of the link stage) of one root are one hit: the
 * first of them in the order asked for. total counts articles (総件数), unique
 * stories (実件数). With joins_events the stories of one event (同じ話題, event.h) are
 * one hit; what is counted stays the same.
 *
 * Pages. The token of a page carries the log sequence of the first page, the last
 * hit, and the instant of freshness. Articles that came later than that sequence
 * are left out of the following pages.
 *
 * Thread rule: one thread at a time per index. */
#pragma once

#include <kirinuki/search.h>

typedef enum {
    KIRI_LIST_RELEVANCE,
    KIRI_LIST_DATE,
    KIRI_LIST_MEDIUM,
    KIRI_LIST_AVE,
    KIRI_LIST_REACH,
} KiriListOrder;
extern const char *const kiri_list_order_names[]; // relevance, date, medium, ave, reach

typedef enum {
    KIRI_FACET_MEDIUM,
    KIRI_FACET_KIND, // of the medium
    KIRI_FACET_CLASS,
    KIRI_FACET_RELEASE,
    KIRI_FACET_AUTHOR,
    KIRI_FACET_MONTH,
    KIRI_FACET_DAY, // of Japan
    KIRI_N_FACETS
} KiriFacetKind;
extern const char *const kiri_facet_names[]; // medium, kind, class, release, author, month, day

typedef struct {
    char
        *value; // medium id, name of the kind or class, release id, author, "2026-04", "2026-04-13"
    char *label;  // for people: name of the medium, title of the release, else the value
    guint total;  // articles
    guint unique; // stories; 0 where copies are opened
} KiriFacetRow;

typedef struct {
    KiriFacetKind kind;
    GPtrArray *rows; // KiriFacetRow: most first, then by label; days and months rising
    guint without;   // articles of which nothing is known here
} KiriFacet;

/* What is asked: keywords, or free text, or an article whose like is wanted; just
 * one of them. Borrowed for the call. */
typedef struct {
    const KiriQuery *query;
    const char *like;
    const char *like_article; // id
    KiriTokenizer *tokenizer; // for the latter two
    const KiriQuery *filter;  // for the latter two: NULL, or what must match as well
} KiriListAsk;

typedef struct {
    gint order; // KiriListOrder; like: relevance only
    gboolean is_reversed;
    guint fresh_days; // half-life; 0: age does not count
    gint64 now_us;    // for freshness
    guint offset, limit;
    const char *after;     // NULL, or the token of the page before
    gboolean opens_copies; // each copy is a hit
    gboolean joins_events; // all that tells of one event is one hit; not with the former
    gboolean is_plain;     // for programs: no marks, snippets, figures; stories are not counted
    gboolean wants_totals; // both totals exact; facets imply it
    guint facets;          // bits 1 << KiriFacetKind; keywords only
} KiriListOptions;

/* A copy of a hit that matches too. */
typedef struct {
    char *id, *url, *title;
    char *medium; // the ledger's name, else what the site calls itself
    KiriTime published;
} KiriListCopy;

typedef struct {
    KiriSearchHit *hit;
    char *medium_name; // of the ledger, else the name of the site; NULL: neither
    gint kind;         // KiriMediumKind, −1: the ledger does not know the medium
    char *story;       // id of the root
    char *event;       // id of the event's first article; NULL where is_plain
    guint n_copies;    // that match as well; with joins_events others of the event too
    GPtrArray *copies; // KiriListCopy, the first KIRI_LIST_COPIES of them; each story by time
    gint64 ave_yen;    // −1: not known
    gint64 users;      // monthly, of the clip's medium; −1: not known
} KiriListHit;
enum { KIRI_LIST_COPIES = 20 };

typedef struct {
    GPtrArray *hits; // KiriListHit
    guint64 total;   // articles
    gboolean total_is_bound;
    guint64 unique; // stories
    gboolean unique_is_known;
    guint newer;       // matches that came after the first page and are left out
    char *next;        // token of the next page; NULL: this was the last one
    GPtrArray *facets; // KiriFacet, in the order of the enum
    guint64 seq;
} KiriListing;
void kiri_listing_free(KiriListing *listing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriListing, kiri_listing_free)

/* Errors: those of kiri_search() and kiri_search_like(); USAGE where `after` is no
 * token, or one of another question, and where what is asked for does not go with
 * free text. (transfer full) */
KiriListing *kiri_list(KiriStore *store, KiriIndex *index, const KiriListAsk *ask,
                       const KiriListOptions *options, GError **error);

/* ---- what is not in the index: releases and notes ---- */

typedef enum { KIRI_DESK_RELEASE, KIRI_DESK_NOTE } KiriDeskKind;
extern const char *const kiri_desk_kind_names[]; // release, note

/* A release, or a note (備考) that a person wrote: on a release, a clip, a medium, a
 * topic. */
typedef struct {
    gint kind;    // KiriDeskKind
    char *id;     // of the release, clip, medium, topic
    char *of;     // "release", "verdict", "medium", "topic": what `id` is an id of
    char *title;  // of the release or the article, name of the medium or topic
    char *url;    // may be NULL
    char *author; // 担当課 of the release, 確認者 of the verdict; may be NULL
    char *text;   // a snippet of the release, the whole note
    GArray *title_marks, *text_marks; // KiriMark in title and text
    gsize text_from;                  // where `text` begins in the release
    KiriTime date;
} KiriDeskHit;

/* Those that match, newest first, undated last (KiriDeskHit, transfer full). They
 * are few, and are looked at one by one, as kiri_query_matches() has it: title:
 * means the title, author: 担当課 and 確認者, site: the release's address, medium: the
 * organisation, class: and release: the clip's. `kinds`: bits 1 << KiriDeskKind. */
GPtrArray *kiri_list_desk(KiriStore *store, const KiriQuery *query, guint kinds, GError **error);
