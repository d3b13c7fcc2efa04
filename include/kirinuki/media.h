// SPDX-License-Identifier: GPL-3.0-or-later
/* The media ledger (媒体台帳): an outlet (title, domains, kind, tier), its figures
 * and its rates. A figure or rate is never without its source and confidence, and
 * holds from one day to another.
 *
 * The ledger has a second time, when it was told: a row of figures or rates is never
 * overwritten. One that was changed or removed stays with `replaced` set, the new one
 * has `entered`, and media keep their older versions; book.h reads the ledger as it
 * stood at any moment.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

typedef enum {
    KIRI_MEDIUM_WEB, // news site of no other kind
    KIRI_MEDIUM_NATIONAL_PAPER,
    KIRI_MEDIUM_LOCAL_PAPER,
    KIRI_MEDIUM_TV,
    KIRI_MEDIUM_RADIO,
    KIRI_MEDIUM_MAGAZINE,
    KIRI_MEDIUM_WIRE,
    KIRI_MEDIUM_PORTAL,
    KIRI_MEDIUM_TRADE,
    KIRI_MEDIUM_BLOG,
    KIRI_MEDIUM_RELEASE_WIRE,
    KIRI_MEDIUM_MINISTRY,
    KIRI_MEDIUM_APP,
    KIRI_N_MEDIUM_KINDS
} KiriMediumKind;
/* "web", "national_paper", …, NULL-terminated. */
extern const char *const kiri_medium_kind_names[];

typedef enum {
    KIRI_CONFIDENCE_ESTIMATE,
    KIRI_CONFIDENCE_PUBLISHED,
    KIRI_CONFIDENCE_CONTRACT
} KiriConfidence;
extern const char *const kiri_confidence_names[]; // estimate, published, contract

/* What a figure counts. */
#define KIRI_METRIC_PAGE_VIEWS "page_views"             // a month
#define KIRI_METRIC_USERS "users"                       // unique, a month
#define KIRI_METRIC_VISITS "visits"                     // sessions, a month
#define KIRI_METRIC_CIRCULATION "circulation"           // copies; rank: 朝刊, 夕刊, a region
#define KIRI_METRIC_READERS_PERCENT "readers_percent"   // readers for 100 copies
#define KIRI_METRIC_AUDIENCE "audience"                 // people; rank: time rank
#define KIRI_METRIC_TWO_ISSUES "two_issue_audience"     // people whom one of two issues reaches
#define KIRI_METRIC_STATIONS "stations"                 // of the network
#define KIRI_METRIC_PAGE_HEIGHT_MM "page_height_mm"     // 天地 of the type area
#define KIRI_METRIC_PAGE_WIDTH_MM "page_width_mm"       // 左右 of the type area
#define KIRI_METRIC_COLUMNS_PER_PAGE "columns_per_page" // 段 as printed: 12, 15
#define KIRI_METRIC_ARTICLES "articles" // published a month, where we do not count them
#define KIRI_METRIC_MULTIPLIER_PERCENT "multiplier_percent" // a coefficient of the user's own
#define KIRI_METRIC_POPULATION "population"                 // of no medium; of one: of its area
/* All of them, NULL-terminated. */
extern const char *const kiri_metric_names[];

/* What a rate is the price of, in yen without tax. */
#define KIRI_UNIT_CPM "cpm"             // 1,000 page views
#define KIRI_UNIT_USER "user"           // one unique user reached
#define KIRI_UNIT_VISIT "visit"         // one session
#define KIRI_UNIT_COLUMN_CM "column_cm" // 1段 × 1 cm on the grid of 15; rank in_text, below
#define KIRI_UNIT_COLUMN "column"       // 1段 of 15 over the full width
#define KIRI_UNIT_PAGE "page"           // of a magazine; rank colour, mono
#define KIRI_UNIT_SECOND "second"       // of one station; rank: time rank
#define KIRI_UNIT_FLAT "flat"           // one piece
extern const char *const kiri_unit_names[];

typedef struct {
    char *id;        // short ASCII name: "asahi", or the domain
    gint64 version;  // counts its changes from 1; older ones are kept
    char *name;      // 朝日新聞
    gint kind;       // KiriMediumKind
    char **domains;  // "asahi.com", or "example.jp/news" for a part of a host
    gint64 tier;     // 1 重点媒体 … 3
    gint64 position; // place in the 内閣 order, 0 = none
    /* Media whose rates per second are summed in place of its own: the stations that
     * stand in for one without advertising. NULL: its own. */
    char **substitutes;
    /* Of stores made before there were figures: the book makes figures of them, and
     * nobody else reads them; private. */
    gint64 monthly_page_views;     // 0 unknown
    gint64 monthly_users;          // 0 unknown
    KiriTime valid_from, valid_to; // of the figures
    char *figures_source;
    gint confidence;      // KiriConfidence of the figures
    gint64 evidence_days; // raw pages are kept so long; 0: without end
    char *terms;          // what the publisher says of automated reading
    char *note;
    gboolean is_removed; // put aside by the user; its history stays
    KiriTime entered;    // when this version was; unset: from the beginning
} KiriMedium;
KIRI_DECLARE_RECORD(KiriMedium, medium)

/* One figure of one medium, from one day to another. */
typedef struct {
    char *id;     // derived: medium, metric, rank, valid_from; "~2" where it replaced one
    char *medium; // NULL: of none (the population)
    char *metric; // KIRI_METRIC_…
    char *rank;   // time rank, edition, region; NULL: the whole
    gint64 value;
    KiriTime valid_from, valid_to; // days; the last one still counts; unset: open
    char *source;
    gint confidence;
    KiriTime entered;  // unset: from the beginning
    KiriTime replaced; // set: no longer in force from then on
} KiriFigure;
KIRI_DECLARE_RECORD(KiriFigure, figure)

/* A price per unit, for one medium, or as a default for a kind and tier. */
typedef struct {
    char *id;         // derived: medium or kind+tier, unit, rank, valid_from; "~2"
    char *medium;     // NULL: a default
    gint kind;        // of the default
    gint64 tier;      // of the default, 0 = any
    char *unit;       // KIRI_UNIT_…
    char *rank;       // NULL: any
    gint64 price_yen; // tax excluded
    KiriTime valid_from, valid_to;
    char *source;
    gint confidence;
    KiriTime entered, replaced;
} KiriRate;
KIRI_DECLARE_RECORD(KiriRate, rate)
