// SPDX-License-Identifier: GPL-3.0-or-later
/* Media and their figures: an outlet (title, domains, kind, tier) and its rates.
 * A figure is never without its date, source and confidence.
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

typedef struct {
    char *id;                      // short ASCII name: "asahi", or the domain
    char *name;                    // 朝日新聞
    gint kind;                     // KiriMediumKind
    char **domains;                // "asahi.com", or "example.jp/news" for a part of a host
    gint64 tier;                   // 1 重点媒体 … 3
    gint64 position;               // place in the 内閣 order, 0 = none
    gint64 monthly_page_views;     // 0 unknown
    gint64 monthly_users;          // 0 unknown
    KiriTime valid_from, valid_to; // of the figures
    char *figures_source;
    gint confidence;      // KiriConfidence of the figures
    gint64 evidence_days; // raw pages are kept so long; 0: without end
    char *terms;          // what the publisher says of automated reading
    char *note;
    gboolean is_removed; // put aside by the user; its history stays
} KiriMedium;
KIRI_DECLARE_RECORD(KiriMedium, medium)

/* A price per unit, for one medium, or as a default for a kind and tier. */
typedef struct {
    char *id;         // derived: medium or kind+tier, unit, valid_from
    char *medium;     // NULL: a default
    gint kind;        // of the default
    gint64 tier;      // of the default, 0 = any
    char *unit;       // "cpm": yen per 1,000 views
    gint64 price_yen; // tax excluded
    KiriTime valid_from, valid_to;
    char *source;
    gint confidence;
} KiriRate;
KIRI_DECLARE_RECORD(KiriRate, rate)
