// SPDX-License-Identifier: GPL-3.0-or-later
/* The figures of one subject, a release or a period, side by side with what they rest on:
 * what comparisons and yearly books lay out. All of them are those of the summary.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/tally.h>

typedef struct {
    char *id;                 // of the release or topic; NULL: a period
    char *name;               // for people: its title; of a period "2026-10～2026-12" is made of
                              // `from` and `to` by whoever shows it
    KiriTime announced;       // of a release: embargo, else date
    KiriTime from, to;        // of the period, its first and last day; unset: open
    KiriTally *counts;        // all clips
    GPtrArray *kinds, *media; // KiriTally: by kind of medium (unique: by the kind that had the
                              // story first), by medium
    /* Of a release: how soon. */
    gboolean has_first;
    gint64 first_minutes; // 初報 after the announcement
    char *first_medium;
    gint64 timed, median_minutes; // of `timed` pieces whose time is known to the minute
    /* Key messages: stories × messages. */
    gint64 message_chances, messages_conveyed, messages_partly, messages_unknown, messages_wrong;
    gint64 scored; // clips with prominence; the means are of these
    gdouble prominence, share_about_us;
    gint64 front_page, pictures;
    gint64 reach_low, reach_high, reach_media, reach_media_unknown;
    gint64 readers_low, readers_high, readers_media, readers_media_unknown;
    /* What was collected. */
    KiriTime covered_from; // 収集開始日; unset: no source says
    gboolean begins_early; // the period begins before that
    gint64 sources, sources_disabled, sources_later;
    gint64 articles_seen; // in the period, in the store
} KiriFigures;
KIRI_DECLARE_RECORD(KiriFigures, figures)

/* Those of a summary. (transfer full) */
KiriFigures *kiri_figures_of(const KiriSummary *summary);

/* One measure of figures. */
typedef enum {
    KIRI_FIGURE_COUNT,   // whole number with a unit
    KIRI_FIGURE_SHARE,   // of 1, of `of`
    KIRI_FIGURE_POINTS,  // mean, of `of`
    KIRI_FIGURE_MINUTES, // of `of` pieces
    KIRI_FIGURE_YEN,     // of `of` clips
} KiriFigureKind;

typedef struct {
    const char *name;  // "unique"; stable
    const char *label; // in Japanese
    const char *unit;  // likewise: 件, 媒体, 人
    const char *of;    // what it rests on, likewise; NULL: itself
    KiriFigureKind kind;
} KiriFigureMeasure;
/* In the order of sheets; ended by a name of NULL. */
extern const KiriFigureMeasure kiri_figure_measures[];

/* FALSE where it is not known, or says nothing of such a subject. `*part` is the counter
 * of a share, else the value rounded; `*of` what it rests on, 0: itself. */
gboolean kiri_figure_of(const KiriFigureMeasure *measure, const KiriFigures *figures,
                        gdouble *value, gint64 *part, gint64 *of);
